//! The address of a server, parsed once. Requests are built from the value that is judged, so what is called this machine
//! and where bytes go cannot differ, however the address was spelled: the parser (WHATWG's, as browsers') takes
//! `http:\\evil.example`, `http://2130706433` and full-width letters for what they are, and nobody else reads the text.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use reqwest::Url;
use thiserror::Error;

use super::http::{MAX_QUOTED_CHARS, quoted};

/// An http or https URL with a host. Its `Debug` and `Display` show no user, password, query or fragment.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl(Url);

/// What was given is not the address of a server.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{shown}` is not an http or https address: {reason}")]
pub struct AddressError {
    /// As given, without credentials.
    pub shown: String,
    pub reason: String,
}

impl AddressError {
    /// What to do about it.
    pub fn hint(&self) -> String {
        "write it whole: `http://127.0.0.1:8080/v1` or `https://host.example/v1`".to_string()
    }
}

impl FromStr for BaseUrl {
    type Err = AddressError;

    fn from_str(address: &str) -> Result<Self, AddressError> {
        let refused = |reason: String| AddressError { shown: shown_raw(address), reason };
        let url = Url::parse(address.trim()).map_err(|error| refused(error.to_string()))?;
        match url.scheme() {
            // The parser gives these two a host, or refuses them.
            "http" | "https" => Ok(Self(url)),
            scheme => Err(refused(format!("it begins with `{scheme}:`"))),
        }
    }
}

impl BaseUrl {
    pub(crate) fn url(&self) -> &Url {
        &self.0
    }

    /// Whether the host is this machine: 127.0.0.0/8, ::1, ::ffff:127.0.0.0/104 or the name `localhost`, which
    /// `http::client` never asks anybody for. `0.0.0.0`, `[::]`, `localhost.` and `x.localhost` may reach
    /// this machine, too, but the system decides that, so they count as elsewhere.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// The path with `segments` after it; the query stays.
    pub(crate) fn below(&self, segments: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(&format!("{}/{segments}", self.0.path().trim_end_matches('/')));
        url.set_fragment(None);
        url
    }
}

/// Of a URL that was parsed: also where a redirect leads.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.to_canonical().is_loopback())
}

/// The address without user, password, query and fragment: what may be shown.
pub(crate) fn shown(url: &Url) -> String {
    let mut shown = url.clone();
    // Setting these fails for addresses without a host only, which have nothing to hide.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    shown.set_query(None);
    shown.set_fragment(None);
    shown.to_string()
}

/// What is no URL of ours, up to its query and without anything before an `@`.
pub(crate) fn shown_raw(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let scheme = if scheme.contains('@') { "" } else { scheme };
    let separator = if scheme.is_empty() { "" } else { "://" };
    quoted(&format!("{scheme}{separator}{rest}"), &[], MAX_QUOTED_CHARS)
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&shown(&self.0))
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}", shown(&self.0))
    }
}

#[cfg(test)]
mod tests;
