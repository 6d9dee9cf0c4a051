//! IP addresses: IPv4 in four decimal numbers (a port or a CIDR length after it stays), IPv6 as in RFC 4291 with a zone.
//!
//! Four numbers are also a version or a section of a document. A private address is an address unless a `v` or the word
//! version goes before it; a public one is a version after the name of a program that counts so, too (Oracle 11.2.0.4),
//! and a section number where small numbers begin a line. Loopback, unspecified and netmasks are no secret and stay.

// The types of addresses alone: nothing here reaches a network.
use core::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::Kind;
use super::number::ends_with;
use super::view::{Found, View, is_word};
use crate::vocabulary::{Sense, Words};

static VERSIONS: Words = Words::of(&[Sense::Version]);

/// Before a public address; a private one is what somebody moved to.
static CHANGES: Words = Words::of(&[Sense::VersionChange, Sense::DocumentPlace, Sense::Program]);

/// What an address is followed by, and a version is not.
static MACHINES: Words = Words::of(&[Sense::Machine]);

/// Section numbers of documents go no higher.
const MOST_SECTIONS: u8 = 20;

/// Eight groups with colons, the last two as an IPv4 address, and the colons around it, in chars.
const LONGEST_V6: usize = 64;

pub(super) fn find(view: &View, found: &mut Vec<Found>) {
    let v4 = view.digit_runs().filter_map(|run| v4(view, run.start));
    found.extend(v4.map(|places| Found { places, kind: Kind::Ip }));
    let mut place = 0;
    while let Some(start) = (place..view.len()).find(|at| is_v6(view.at(*at))) {
        place = view.until(start, |c| !is_v6(c));
        found.extend(v6(view, start..place).map(|places| Found { places, kind: Kind::Ip }));
    }
}

fn v4(view: &View, start: usize) -> Option<Range<usize>> {
    let mut octets = [0_u8; 4];
    let mut place = start;
    for at in 0..octets.len() {
        if at > 0 {
            place = (view.at(place) == '.').then_some(place + 1)?;
        }
        let end = view.until(place, |c| !c.is_ascii_digit());
        let digits = view.text(place..end);
        let is_last_of_net = at == 3 && digits.is_empty() && matches!(view.at(end), 'x' | 'X' | '*');
        if is_last_of_net && is_private(octets) && !is_word(view.at(end + 1)) {
            // 10.14.113.x names a network, which is as private.
            return is_address(view, start..end + 1, octets).then_some(start..end + 1);
        }
        let has_leading_zero = digits.len() > 1 && digits.starts_with('0');
        octets[at] = if has_leading_zero { return None } else { digits.parse().ok()? };
        place = end;
    }
    is_address(view, start..place, octets).then_some(start..place)
}

fn is_private(octets: [u8; 4]) -> bool {
    let address = Ipv4Addr::from(octets);
    address.is_private() || address.is_link_local() || (octets[0] == 100 && (64..128).contains(&octets[1]))
}

fn is_address(view: &View, places: Range<usize>, octets: [u8; 4]) -> bool {
    let (before, after) = (view.before(places.start), view.at(places.end));
    let next = view.at(places.end + 1);
    // `19.3.0.0.jar` is a file.
    let is_name = !is_private(octets) && next.is_ascii_lowercase();
    let goes_on = (after == '.' && (next.is_ascii_digit() || is_name)) || after.is_ascii_alphabetic();
    let is_part = before == '.' && places.start > 1 && is_word(view.at(places.start - 2));
    let is_part = is_part && !(is_private(octets) && is_item(view, places.start));
    let says_nothing = octets[0] == 127 || octets[0] == 0 || octets[0] == 255;
    if goes_on || is_part || before.is_ascii_digit() || says_nothing {
        return false;
    }
    let is_machine = MACHINES.iter().any(|machine| view.has(places.end, machine));
    let is_glued_v = matches!(before, 'v' | 'V') && !view.before(places.start - 1).is_ascii_alphabetic();
    let label = view.label(places.start);
    let label = label.trim_end_matches(['-', '_', '/', '@', 'v']).trim_end();
    let is_version = is_glued_v || ends_with(label, VERSIONS.iter()) || view.has(places.end, "版");
    let is_public_version = ends_with(label, CHANGES.iter())
        || label.ends_with('§')
        || is_in_name(view, places.start)
        || ((is_line_start(view, places.start) || is_chapter(view, &places)) && is_section(view, &places, octets));
    is_machine || !(is_version || (!is_private(octets) && is_public_version))
}

/// `1.10.20.30.40`: item 1 of a list, with an address.
fn is_item(view: &View, start: usize) -> bool {
    let number = view.back_while(start - 1, |c| c.is_ascii_digit());
    (1..=2).contains(&(start - 1 - number)) && view.before(number) != '.' && !is_word(view.before(number))
}

/// `base-4.12.0.0`: the version of a package by that name.
fn is_in_name(view: &View, start: usize) -> bool {
    matches!(view.before(start), '-' | '_') && view.before(start - 1).is_ascii_alphabetic()
}

fn is_line_start(view: &View, start: usize) -> bool {
    let line = view.back_while(start, |c| matches!(c, ' ' | '\t' | '#' | '-' | '*' | '>' | '|'));
    matches!(view.before(line), '\0' | '\n')
}

/// `第4.2.1.1小节`.
fn is_chapter(view: &View, places: &Range<usize>) -> bool {
    view.before(places.start) == '第' || ["节", "小节", "章", "条款"].iter().any(|word| view.has(places.end, word))
}

fn is_section(view: &View, places: &Range<usize>, octets: [u8; 4]) -> bool {
    octets.iter().all(|octet| (1..=MOST_SECTIONS).contains(octet)) && !matches!(view.at(places.end), ':' | '/')
}

fn is_v6(c: char) -> bool {
    c.is_ascii_hexdigit() || matches!(c, ':' | '.')
}

/// The address within a run of hexadecimal digits, colons and points; times (11:01:22) are none.
fn v6(view: &View, run: Range<usize>) -> Option<Range<usize>> {
    if run.len() > LONGEST_V6 {
        return None;
    }
    let text = view.text(run.clone());
    if text.matches(':').count() < 2 || is_word(view.before(run.start)) || is_word(view.at(run.end)) {
        return None;
    }
    // A sentence may end right after it, and `：` may stand before it, which is a colon here.
    let is_start = |place: usize| view.at(place) != '.' && (view.at(place) != ':' || view.at(place + 1) == ':');
    let start = run.clone().find(|place| is_start(*place))?;
    let mut end = run.end;
    while end > start && matches!(view.at(end - 1), '.' | ':') && !view.text(start..end).ends_with("::") {
        end -= 1;
    }
    let text = view.text(start..end);
    let address: Ipv6Addr = text.parse().ok()?;
    // `cafe::b2` is a path of C++ or Rust, and 1::2 is nothing: what is given out begins otherwise (IANA, IPv6 address
    // space: global unicast 2000::/3, unique local fc00::/7, link-local fe80::/10, multicast ff00::/8).
    let first = address.segments()[0];
    let is_given_out = matches!(first, 0x2000..=0x3fff | 0xfc00..=0xfdff | 0xfe80..=0xfebf | 0xff00..=0xffff);
    let is_in_use = is_given_out || text.contains('.') || !text.contains("::");
    if address.is_loopback() || address.is_unspecified() || !is_in_use {
        return None;
    }
    if view.at(end) == '%' && is_word(view.at(end + 1)) {
        end = view.until(end + 1, |c| !is_word(c) && c != '-');
    }
    Some(start..end)
}
