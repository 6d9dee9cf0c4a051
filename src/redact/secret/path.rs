//! Tokens in the path of an address: what follows a segment that gives access to whoever knows the rest (`/hook/…`,
//! `/reset-password/…`), and long random segments.

use std::ops::Range;

use super::random::{has_all_kinds, is_random};
use crate::redact::host::ends_address;
use crate::redact::view::{View, is_word};
use crate::vocabulary::{Sense, Words};

/// Words in a segment after which a token comes.
static OPENERS: Words = Words::of(&[Sense::Password, Sense::Token, Sense::Webhook, Sense::SecretLink, Sense::Reset]);

/// Shorter ones are names and numbers.
const FEWEST: usize = 8;
/// Where no segment says it.
const FEWEST_UNSAID: usize = 20;

/// The token in the segment that begins after the `/` at `place`, in the path that begins at or before it.
pub(super) fn token(view: &View, place: usize) -> Option<Range<usize>> {
    if view.at(place) != '/' || view.at(place + 1) == '/' {
        return None;
    }
    let end = view.until(place + 1, |c| ends_address(c) || "/?#,;()&".contains(c));
    let segment = view.text(place + 1..end);
    if segment.len() < FEWEST {
        return None;
    }
    let start = place.saturating_sub(LONGEST_PATH);
    let start = (start..place).rev().find(|at| ends_address(view.at(*at))).map_or(start, |at| at + 1);
    let before = view.text(start..place).to_lowercase();
    let is_said = before.split(['/', '-', '_', '.', '?']).any(|word| OPENERS.have(word));
    let is_address = before.contains("://") || before.starts_with('/');
    // `bot76430:AA…` is a name and its token.
    let part = segment.rsplit(':').next().unwrap_or(&segment);
    let is_hexadecimal = segment.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let is_token = is_said && (is_random(part, FEWEST) || (is_hexadecimal && segment.len() >= FEWEST_UNSAID));
    let is_long = is_address && !is_hexadecimal && has_all_kinds(part) && is_random(part, FEWEST_UNSAID);
    let is_long = is_long && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_whole = is_said || is_word(view.before(place)) || view.before(place) == '/';
    (is_whole && (is_token || is_long)).then_some(place + 1..end)
}

/// How far back a path is looked at, in chars.
const LONGEST_PATH: usize = 200;
