//! Host names of internal networks, and URLs: their hosts, users and passwords.
//!
//! A name is internal when it ends with a suffix that no public name has (`.internal`, `.local`, `.corp`, `.lan`,
//! `.intranet` and a few more) or with a configured one. Within a URL it is internal as well when it does not look
//! public: one label alone (`http://jenkins/`), or a last label that is neither two letters (a country) nor one of the
//! common public ones. `localhost` names nothing. A domain that is public by its looks and used within a company only has
//! to be configured.

use std::ops::Range;

use super::Kind;
use super::view::{Found, View, is_word};

/// RFC 6762 (`local`), RFC 8375 (`home.arpa`), ICANN's board on `internal`, and what companies use.
const INTERNAL: [&str; 11] = [
    "internal",
    "local",
    "corp",
    "lan",
    "intranet",
    "intra",
    "localdomain",
    "private",
    "home.arpa",
    "intern",
    "office",
];

#[rustfmt::skip]
const PUBLIC: [&str; 40] = [
    "software", "technology", "page", "blog", "news", "live", "work", "website", "space", "world", "com", "net",
    "org", "gov", "edu", "mil", "int", "info", "biz", "name", "pro", "mobi", "asia", "xin", "top", "xyz", "site",
    "online", "shop", "store", "tech", "cloud", "dev", "app", "ltd", "group", "wang", "club", "link", "vip",
];

/// What ends an address in running text.
pub(super) fn ends_address(c: char) -> bool {
    c.is_whitespace() || c.is_control() || !c.is_ascii() || "\"'<>`|\\^{}".contains(c)
}

/// `suffixes`: configured domains, folded, without a leading dot.
pub(super) fn find(view: &View, suffixes: &[String], found: &mut Vec<Found>) {
    let mut place = 0;
    while let Some(start) = (place..view.len()).find(|at| view.at(*at).is_ascii_alphanumeric()) {
        place = view.until(start, |c| !is_host(c));
        let places = start..trimmed(view, start..place);
        let is_whole = !is_word(view.before(start)) && view.before(start) != '@' && !is_file(view, start);
        if is_whole && is_internal(&view.text(places.clone()), suffixes) {
            found.push(Found { places, kind: Kind::Host });
        }
    }
    for scheme in (0..view.len()).filter(|place| view.has(*place, "://") && is_word(view.before(*place))) {
        address(view, scheme + 3, suffixes, found);
    }
}

/// The user and the host of an address that begins at `start`.
fn address(view: &View, start: usize, suffixes: &[String], found: &mut Vec<Found>) {
    let end = view.until(start, |c| ends_address(c) || matches!(c, '/' | '?' | '#' | ',' | ';' | ')'));
    let user = (start..end).rev().find(|place| view.at(*place) == '@');
    if let Some(at) = user
        && at > start
    {
        // A name alone may be a person's or a machine's: neither is needed outside.
        found.push(Found { places: start..at, kind: Kind::Secret });
    }
    let host = user.map_or(start, |at| at + 1);
    let port = (host..end).find(|place| view.at(*place) == ':').unwrap_or(end);
    let places = host..trimmed(view, host..port);
    let name = view.text(places.clone());
    // An address in numbers is an IP's matter.
    let is_name = name.contains(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_host);
    if is_name && (is_internal(&name, suffixes) || !looks_public(&name)) {
        found.push(Found { places, kind: Kind::Host });
    }
}

fn is_host(c: char) -> bool {
    is_word(c) || matches!(c, '.' | '-')
}

fn trimmed(view: &View, places: Range<usize>) -> usize {
    let mut end = places.end;
    while end > places.start && !is_word(view.at(end - 1)) {
        end -= 1;
    }
    end
}

/// `.env.local` is a file.
fn is_file(view: &View, start: usize) -> bool {
    view.before(start) == '.'
}

fn is_internal(name: &str, suffixes: &[String]) -> bool {
    let name = name.to_ascii_lowercase();
    let ends = |suffix: &str| name.strip_suffix(suffix).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'));
    INTERNAL.into_iter().any(ends) || suffixes.iter().any(|suffix| name == *suffix || ends(suffix))
}

fn looks_public(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    if name == "localhost" {
        return true;
    }
    let Some((rest, top)) = name.rsplit_once('.') else { return false };
    let is_country = top.len() == 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    !rest.is_empty() && (is_country || PUBLIC.contains(&top))
}
