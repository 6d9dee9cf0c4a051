//! Host names of internal networks, and URLs: their hosts, users and passwords.
//!
//! A name is internal when it ends with a suffix that no public name has (`.internal`, `.local`, `.corp`, `.lan`,
//! `.intranet` and a few more) or with a configured one. Within a URL it is internal as well when it does not look
//! public: one label alone (`http://jenkins/`), or a last label that is neither two letters (a country) nor one of the
//! common public ones. `localhost` names nothing. A domain that is public by its looks and used within a company only has
//! to be configured.

use std::ops::Range;

use super::Kind;
use super::number::is_about;
use super::view::{Found, View, is_word};
use crate::vocabulary::{Sense, Words};

/// Last labels that no public name has.
static INTERNAL_ENDINGS: Words = Words::of(&[Sense::InternalHost, Sense::InternalEnding]);

/// Labels that make a name internal at any place: `wiki.corp.example.com`.
static INTERNAL_LABELS: Words = Words::of(&[Sense::InternalHost, Sense::InternalLabel]);

/// Common public last labels of more than two letters.
static PUBLIC: Words = Words::of(&[Sense::PublicEnding]);

/// Endings of files of code, whose lines are counted like ports: `main.rs:80`.
static FILES: Words = Words::of(&[Sense::FileEnding]);

/// Ports that services are known by. Source: IANA's registry of services, and what databases, queues and gateways listen on.
#[rustfmt::skip]
const PORTS: [u16; 62] = [
    21, 22, 23, 25, 53, 80, 110, 143, 389, 443, 445, 465, 587, 636, 873, 993, 1080, 1433, 1521, 1883, 2049, 2181, 2375, 2379,
    2380, 3000, 3128, 3306, 3389, 4369, 5000, 5432, 5601, 5672, 5900, 5984, 6333, 6334, 6379, 6443, 7001, 7002, 7848, 8000,
    8080, 8081, 8086, 8088, 8443, 8848, 8888, 9000, 9042, 9090, 9092, 9200, 9300, 9876, 10911, 11211, 15672, 27017,
];

/// Words for a machine or for reaching one.
static MACHINES: Words = Words::of(&[Sense::Machine, Sense::Access]);

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
        let name = view.text(places.clone());
        let is_share =
            start > 1 && view.before(start) == '\\' && view.at(start - 2) == '\\' && view.at(places.end) == '\\';
        if is_login(view, &places, &name) {
            found.push(Found { places: places.clone(), kind: Kind::Host });
        }
        if is_whole && (is_internal(&name, suffixes) || is_share || is_service(view, &places, &name)) {
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

/// `ssh root@db01`: what follows a user's name on a command line that logs in.
fn is_login(view: &View, places: &Range<usize>, name: &str) -> bool {
    let is_machine =
        name.contains(|c: char| c.is_ascii_alphabetic()) && name.contains(|c: char| c == '-' || c.is_ascii_digit());
    is_machine
        && !name.contains('.')
        && view.before(places.start) == '@'
        && is_about(view, places, ["ssh ", "scp ", "sftp ", "rsync "])
}

/// `db01:3306`, `redis-master:6379`: a name as machines have it, and a port that services are known by or a word beside.
fn is_service(view: &View, places: &Range<usize>, name: &str) -> bool {
    let end = view.until(places.end + 1, |c| !c.is_ascii_digit());
    let port: Option<u16> = view.text(places.end + 1..end).parse().ok();
    let Some(port) = port.filter(|_| view.at(places.end) == ':') else { return false };
    let after = view.at(end);
    let is_port = !is_word(after) && !((after == '.' || after == ':') && view.at(end + 1).is_ascii_digit());
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let is_file = ending.as_ref().is_some_and(|ending| FILES.have(ending));
    // `t1:3306` is a row, `2023-06-01T00:22` a time.
    let has_letter = name.len() > 2 && name.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_compound = name.contains(['-', '.']) || name.contains(|c: char| c.is_ascii_digit());
    // Addresses in numbers are an IP's matter, and so are names that everybody can look up.
    let is_name = has_letter && is_compound && !is_file && !(ending.is_some() && looks_public(name));
    is_port && is_name && (PORTS.contains(&port) || (port >= 1024 && is_about(view, places, MACHINES.iter())))
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
    let is_inside = name.split('.').skip(1).any(|label| INTERNAL_LABELS.have(label));
    INTERNAL_ENDINGS.iter().any(ends)
        || (is_inside && looks_like_domain(&name))
        || suffixes.iter().any(|suffix| name == *suffix || ends(suffix))
}

/// At least two labels after the first, the last one of letters.
fn looks_like_domain(name: &str) -> bool {
    let top = name.rsplit('.').next().unwrap_or_default();
    name.split('.').count() >= 3 && top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn looks_public(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    if name == "localhost" {
        return true;
    }
    let Some((rest, top)) = name.rsplit_once('.') else { return false };
    let is_country = top.len() == 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    !rest.is_empty() && (is_country || PUBLIC.have(top))
}
