//! Numbers of bank cards: thirteen to nineteen digits that begin as an issuer's do and end with the right check digit.
//! Source: ISO/IEC 7812-1 (Luhn's check in its annex B). One order number in ten has the right check by chance: a word
//! before that calls it an order number keeps it, and one that calls it a card number makes up for a slip.

use std::ops::Range;

use super::Kind;
use super::number::{
    Digits, SEPARATORS, digits, ends_with, is_about, is_amount, is_called, is_day, is_order, stands_alone,
};
use super::view::{Found, View};
use crate::vocabulary::{Sense, Words};

static LABELS: Words = Words::of(&[Sense::Card, Sense::CardNumber, Sense::BankAccount, Sense::LoginAccount]);

/// What a sentence about a card says.
static CARDS: Words = Words::of(&[Sense::Card, Sense::CardMention]);

pub(super) fn find(view: &View, found: &mut Vec<Found>) {
    for run in view.digit_runs() {
        // The longest first: the last group of a card of nineteen has three digits.
        let card = (13..=19).rev().filter_map(|count| digits(view, run.start, count, &SEPARATORS));
        let card = card.filter(|card| is_card(view, card)).map(|card| card.places).next();
        let card = card.or_else(|| labelled(view, &run));
        found.extend(card.map(|places| Found { places, kind: Kind::BankCard }));
    }
}

fn is_card(view: &View, number: &Digits) -> bool {
    let (start, digits) = (number.places.start, &number.digits);
    let is_named = is_labelled(view, start);
    let is_said = is_about(view, &number.places, CARDS.iter());
    (is_said || is_grouped(&number.groups) || number.is_spelled())
        && stands_alone(view, &number.places)
        && is_issued(digits, is_named)
        && (has_right_check(digits) || is_said)
        && (is_named || !(is_order(view, start) || is_amount(view, &number.places)))
}

/// Fours and a rest, or the issuer's six digits and a rest, or 4-6-5 and 4-6-4.
fn is_grouped(groups: &[usize]) -> bool {
    let fours = groups.len() >= 4 && groups[..4] == [4; 4] && groups[4..].len() <= 1;
    fours || matches!(groups, [_] | [6, 7..=13] | [6, 6, 4..=7] | [4, 6, 4..=5] | [4, 4, 4, 1..=3])
}

/// Whether an issuer may have given it: the first digits and the length.
fn is_issued(digits: &[u8], is_named: bool) -> bool {
    let first = |count: usize| digits[..count].iter().fold(0_u32, |number, digit| number * 10 + u32::from(*digit));
    match (digits[0], digits.len()) {
        (4, 13 | 16 | 19) => true,
        (5, 16) => (50..=58).contains(&first(2)),
        // 2306… is a Mastercard or an order of June 2023, and far more often the order.
        (2, 16) => (2221..=2720).contains(&first(4)) && (is_named || !is_day(&digits[..6])),
        (3, 14) => matches!(first(2), 30 | 36 | 38 | 39),
        (3, 15) => matches!(first(2), 34 | 37),
        (3, 16..=19) => matches!(first(2), 30 | 35 | 36 | 38 | 39),
        (6, 16..=19) => true,
        (8, 16..=19) => first(2) == 81,
        (9, 16..=19) => true,
        _ => false,
    }
}

/// Luhn's check: every second digit from the right doubled, the sum of all digits a multiple of ten.
fn has_right_check(digits: &[u8]) -> bool {
    let doubled = |digit: u8| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let values = digits.iter().rev().enumerate();
    let sum: u32 = values.map(|(at, digit)| u32::from(if at % 2 == 1 { doubled(*digit) } else { *digit })).sum();
    sum.is_multiple_of(10)
}

fn is_labelled(view: &View, start: usize) -> bool {
    ends_with(&view.label(start), LABELS.iter()) || (is_called(view, start, LABELS.iter()) && !is_order(view, start))
}

/// An account that a word before calls one: company accounts have twelve to twenty-two digits and no common check.
fn labelled(view: &View, run: &Range<usize>) -> Option<Range<usize>> {
    let number = (12..=22).rev().find_map(|count| digits(view, run.start, count, &SEPARATORS))?;
    let is_whole = stands_alone(view, &number.places) && !is_amount(view, &number.places);
    // 账户流水 20230615110122: a time, to the second.
    let is_near =
        !is_day(&number.digits[..8]) || (number.digits.len() != 14 && ends_with(&view.label(run.start), LABELS.iter()));
    (is_near && is_labelled(view, run.start) && (is_grouped(&number.groups) || number.is_spelled()) && is_whole)
        .then_some(number.places)
}
