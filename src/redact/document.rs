//! Numbers of passports, permits and licences. They have no check that is common to them, and error codes look alike: one is
//! known by the word beside it.

use super::Kind;
use super::number::{is_about, is_amount, is_called, is_day, is_numbered};
use super::view::{Found, View, is_word};
use crate::vocabulary::{Sense, Words};

/// What has a number of its own.
static LABELS: Words = Words::of(&[Sense::IdentityDocument]);

/// Letters before the digits, and digits, of one.
const MOST_LETTERS: usize = 3;
const FEWEST_DIGITS: usize = 6;
const MOST_DIGITS: usize = 18;

pub(super) fn find(view: &View, found: &mut Vec<Found>) {
    for run in view.digit_runs().filter(|run| (FEWEST_DIGITS..=MOST_DIGITS).contains(&run.len())) {
        let start = view.back_while(run.start, |c| c.is_ascii_alphabetic());
        let end = view.until(run.end, |c| !is_word(c));
        let places = start..end;
        let digits: Vec<u8> = view.text(run.clone()).bytes().map(|byte| byte - b'0').collect();
        let has_shape = run.start - start <= MOST_LETTERS
            && !is_word(view.before(start))
            && end - run.end <= 1
            && !is_day(&digits)
            && !matches!(view.at(end), '-' | '/' | '年');
        let is_said =
            || is_about(view, &places, LABELS.iter()) || (is_numbered(view, start) && is_in_line(view, start));
        let is_named = is_called(view, start, LABELS.iter()) || (start < run.start && is_said());
        if has_shape && is_named && !is_amount(view, &places) {
            found.push(Found { places, kind: Kind::Document });
        }
    }
}

/// `证件类型=护照，号码=…`: the word is in the clause before.
fn is_in_line(view: &View, start: usize) -> bool {
    let line = view.text(start.saturating_sub(LONGEST_LINE)..start).to_lowercase();
    let line = line.rsplit('\n').next().unwrap_or_default();
    LABELS.iter().any(|label| line.contains(label))
}

const LONGEST_LINE: usize = 40;
