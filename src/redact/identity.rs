//! Numbers of resident identity cards. Source: GB 11643-1999: six digits of region, eight of birth, three of sequence, one
//! to check by ISO 7064 MOD 11-2; the cards before 1999 have fifteen, two of them for the year and none to check.

use super::Kind;
use super::number::{Digits, SEPARATORS, digits, is_about, is_day, is_order, stands_alone};
use super::view::{Found, View};
use crate::vocabulary::{Sense, Words};

/// The first two digits: provinces, Taiwan (71, 83), Hong Kong, Macao, and foreigners (9).
const REGIONS: [u8; 36] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
    64, 65, 71, 81, 82, 83, 91,
];

/// With one of these beside it, a number with a slip in it is one as well.
static LABELS: Words = Words::of(&[Sense::IdentityCard]);

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

pub(super) fn find(view: &View, found: &mut Vec<Found>) {
    for run in view.digit_runs() {
        let number = eighteen(view, run.start).or_else(|| fifteen(view, run.start));
        found.extend(number.map(|places| Found { places, kind: Kind::IdCard }));
    }
}

fn is_labelled(view: &View, places: &std::ops::Range<usize>) -> bool {
    is_about(view, places, LABELS.iter()) && !is_order(view, places.start)
}

fn eighteen(view: &View, start: usize) -> Option<std::ops::Range<usize>> {
    let whole = digits(view, start, 18, &SEPARATORS);
    let (number, check, end) = match whole {
        Some(found) => (found.clone(), char::from(b'0' + found.digits[17]), found.places.end),
        None => {
            let found = digits(view, start, 17, &SEPARATORS)?;
            let end = found.places.end;
            // The check may be a group of its own no more than any other digit.
            (view.at(end).eq_ignore_ascii_case(&'x')).then(|| (found, 'X', end + 1))?
        }
    };
    let is_grouped = number.is_grouped(&[&[6, 12], &[10, 8], &[10, 4, 4]])
        || starts_with(&number, &[6, 8])
        || starts_with(&number, &[6, 4, 4]);
    let is_person = REGIONS.contains(&region(&number)) && is_day(&number.digits[6..14]);
    let is_right = is_person && is_checked(&number.digits, check);
    let places = start..end;
    let is_whole = stands_alone(view, &places);
    // Nothing else is written in region, birth and sequence.
    let is_parted = is_person && is_grouped && number.groups.len() > 1;
    (is_whole && (is_right || is_parted || (is_grouped && is_labelled(view, &places)))).then_some(places)
}

fn fifteen(view: &View, start: usize) -> Option<std::ops::Range<usize>> {
    let number = digits(view, start, 15, &SEPARATORS)?;
    let is_grouped = number.is_grouped(&[&[6, 6, 3]]);
    let is_person = REGIONS.contains(&region(&number)) && is_day(&number.digits[6..12]) && !is_order(view, start);
    let places = number.places;
    let is_whole = stands_alone(view, &places);
    (is_grouped && is_whole && (is_person || is_labelled(view, &places))).then_some(places)
}

fn starts_with(number: &Digits, groups: &[usize]) -> bool {
    number.groups.starts_with(groups)
}

fn region(number: &Digits) -> u8 {
    number.digits[0] * 10 + number.digits[1]
}

fn is_checked(digits: &[u8], check: char) -> bool {
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    char::from(CHECKS[(sum % 11) as usize]) == check
}
