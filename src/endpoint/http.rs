//! What the remote embedder, the chat client and the hub share about HTTP: a client with time limits, addresses without
//! credentials, and a foreign server's words made safe to print. Reads nothing from the environment but the system's proxy, which
//! reqwest finds by itself.

use std::net::IpAddr;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Url};

/// A server that does not accept a connection in this time is taken for unreachable.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How much of a foreign server's words is shown, in chars.
pub(crate) const MAX_QUOTED_CHARS: usize = 300;

/// Shorter keys are no secrets but placeholders (`x`, `none`); taking them out of messages would garble these.
const MIN_SECRET_CHARS: usize = 6;

/// Whether a server may send us elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Redirects {
    /// As hubs do with their files.
    Followed,
    /// A redirect is the reply: what is sent must not reach a host that the user did not name.
    Refused,
}

/// A client for the host of `url` that gives up when nothing arrives for `idle_timeout`. A proxy is never used for
/// this machine itself: company proxies refuse `localhost`, where a user's own server is.
///
/// # Errors
/// reqwest's, when the system's certificates cannot be used.
pub(crate) fn client(url: &Url, idle_timeout: Duration, redirects: Redirects) -> Result<Client, reqwest::Error> {
    // An error means that a provider is installed already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder().connect_timeout(CONNECT_TIMEOUT.min(idle_timeout)).read_timeout(idle_timeout);
    let builder = match redirects {
        Redirects::Followed => builder,
        Redirects::Refused => builder.redirect(Policy::none()),
    };
    match is_this_machine(url) {
        true => builder.no_proxy().build(),
        false => builder.build(),
    }
}

/// `address` as a URL, if it is an http or https one with a host.
pub(crate) fn parse(address: &str) -> Option<Url> {
    let url = Url::parse(address.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
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

/// An address that is no URL, or not one of ours, up to its query and without anything before an `@`.
pub(crate) fn shown_raw(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let separator = if scheme.is_empty() { "" } else { "://" };
    quoted(&format!("{scheme}{separator}{rest}"), &[], MAX_QUOTED_CHARS)
}

/// A foreign text on one line, without control characters (a terminal would obey them), without `secrets`, and cut to
/// `max_chars`.
pub(crate) fn quoted(text: &str, secrets: &[&str], max_chars: usize) -> String {
    let hidden = secrets
        .iter()
        .filter(|secret| secret.chars().count() >= MIN_SECRET_CHARS)
        .fold(text.to_owned(), |text, secret| text.replace(secret, "****"));
    let line = hidden.split(|c: char| c.is_whitespace() || c.is_control());
    let line = line.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(max_chars) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Whether the host is a loopback address, or the name of one.
pub(crate) fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::{is_this_machine, parse, quoted, shown, shown_raw};

    #[test]
    fn shown_addresses_hold_no_credentials() {
        let url = parse("https://ming:s3cret@gateway.test/v1?api-key=s3cret#s3cret").expect("a URL");
        assert_eq!(shown(&url), "https://gateway.test/v1");
        assert_eq!(shown_raw("ftp://ming:s3cret@gateway.test/v1?k=s3cret"), "ftp://gateway.test/v1");
        assert_eq!(shown_raw("gateway"), "gateway");
    }

    #[test]
    fn only_http_addresses_with_a_host_are_taken() {
        for wrong in ["", "gateway:8080/v1", "file:///etc", "http://", "ftp://a/b"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
        assert!(parse(" http://127.0.0.1:1/v1 ").is_some());
    }

    #[test]
    fn this_machine_is_recognised_under_its_names() {
        for (address, expected) in [
            ("http://localhost:1", true),
            ("http://127.0.0.1", true),
            ("http://[::1]:8080", true),
            ("http://10.0.0.1", false),
            ("http://localhost.test", false),
        ] {
            let url = parse(address).expect("a URL");
            assert_eq!(is_this_machine(&url), expected, "{address}");
        }
    }

    #[test]
    fn foreign_words_lose_secrets_controls_and_length() {
        assert_eq!(quoted("bad key sk-1234567\u{1b}[31m\r\n  now", &["sk-1234567"], 300), "bad key **** [31m now");
        assert_eq!(quoted(&"长".repeat(400), &[], 300).chars().count(), 301);
        assert_eq!(quoted("none of it", &["", "none"], 300), "none of it");
    }
}
