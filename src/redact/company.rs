//! Unified social credit codes of companies. Source: GB 32100-2015: one sign for who registered it, one for what it is, six
//! digits of region, nine signs of organisation, one to check (modulo 31).

use super::Kind;
use super::number::is_about;
use super::view::{Found, View, is_word};
use crate::vocabulary::{Sense, Words};

/// Digits and letters without I, O, S, V, Z; the place of each is its value.
const SIGNS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

const LENGTH: usize = 18;

/// With one of these beside it, a code with a slip in it is one as well.
static LABELS: Words = Words::of(&[Sense::Company]);

pub(super) fn find(view: &View, found: &mut Vec<Found>) {
    for run in view.digit_runs().filter(|run| !is_word(view.before(run.start))) {
        let places = run.start..view.until(run.start, |c| !is_word(c));
        let code = view.text(places.clone()).to_ascii_uppercase();
        if has_shape(&code) && (has_right_check(&code) || is_about(view, &places, LABELS.iter())) {
            found.push(Found { places, kind: Kind::Company });
        }
    }
}

/// Whether the region is of digits and a letter follows; digits alone are an identity card's or an order's.
fn has_shape(code: &str) -> bool {
    code.len() == LENGTH
        && code.chars().all(|c| SIGNS.contains(c))
        && code.bytes().any(|byte| byte.is_ascii_alphabetic())
        && code.bytes().skip(2).take(6).all(|byte| byte.is_ascii_digit())
}

fn has_right_check(code: &str) -> bool {
    let values: Vec<usize> = code.chars().filter_map(|c| SIGNS.find(c)).collect();
    let weights = std::iter::successors(Some(1), |weight| Some(weight * 3 % 31));
    let sum: usize = values.iter().zip(weights).take(LENGTH - 1).map(|(value, weight)| value * weight).sum();
    (31 - sum % 31) % 31 == values[LENGTH - 1]
}
