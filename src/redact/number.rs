//! What the finders of numbers share: digits written in groups, and what the words around a number say it is. An amount,
//! a count or an order number is a fact and stays, however much its digits look like a telephone.

use std::ops::Range;

use super::view::View;
use crate::calendar::Date;
use crate::vocabulary::{Sense, Words};

/// What follows an amount or a count. Only units of what is counted in large numbers: after a telephone comes a name as
/// often as not, and 张 is one.
static UNITS: Words = Words::of(&[Sense::Unit, Sense::CurrencyCode]);

/// Words that begin like a unit and are none.
static NO_UNITS: Words = Words::of(&[Sense::NoUnit]);

static AMOUNTS: Words = Words::of(&[Sense::Total, Sense::AmountLabel, Sense::CurrencyCode]);

static ORDERS: Words = Words::of(&[Sense::OrderNumber, Sense::AnyNumber]);

/// How far an identifier is looked at, in chars: a SHA-256 has sixty-four.
const LONGEST_HASH: usize = 64;

/// The digits of a number that may be written in groups, and where it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Digits {
    pub places: Range<usize>,
    pub digits: Vec<u8>,
    /// Digits a group.
    pub groups: Vec<usize>,
    /// Between the groups, without the spaces around it.
    pub separator: Option<char>,
}

/// The separators between the groups of a number.
pub(super) const SEPARATORS: [char; 5] = ['-', ' ', '.', '·', '_'];

/// Chars between two groups, at most: ` - `.
const LONGEST_JOINT: usize = 3;

impl Digits {
    /// Whether it is one run of digits, or grouped as in one of `ways`, or every digit is a group.
    pub fn is_grouped(&self, ways: &[&[usize]]) -> bool {
        self.groups.len() == 1 || ways.contains(&self.groups.as_slice()) || self.is_spelled()
    }

    /// `1 3 8 1 2 3 …`.
    pub fn is_spelled(&self) -> bool {
        self.groups.len() == self.digits.len()
    }
}

/// What begins at `start` and has exactly `count` digits, with one and the same separator of `separators` between groups.
/// A further digit right after them makes it another number.
pub(super) fn digits(view: &View, start: usize, count: usize, separators: &[char]) -> Option<Digits> {
    let mut found = Digits { places: start..start, digits: Vec::new(), groups: vec![0], separator: None };
    let mut place = start;
    while found.digits.len() < count {
        if let Some(digit) = view.at(place).to_digit(10) {
            found.digits.push(digit as u8);
            if let Some(group) = found.groups.last_mut() {
                *group += 1;
            }
            place += 1;
        } else {
            let (separator, end) = joint(view, place).filter(|_| place > start)?;
            if !separators.contains(&separator) || found.separator.is_some_and(|known| known != separator) {
                return None;
            }
            found.separator = Some(separator);
            found.groups.push(0);
            place = end;
        }
    }
    found.places.end = place;
    let goes_on = |place: usize| joint(view, place).is_some_and(|(separator, _)| found.separator == Some(separator));
    let before = view.back_while(start, |c| c == ' ' || found.separator == Some(c));
    let comes_on = before < start && view.before(before).is_ascii_digit();
    let is_part = count > 1 && found.is_spelled() && (goes_on(place) || comes_on);
    (!view.at(place).is_ascii_digit() && !is_part).then_some(found)
}

/// The separator between two digits, and the place of the second.
fn joint(view: &View, place: usize) -> Option<(char, usize)> {
    let end = (place..place + LONGEST_JOINT + 1).find(|at| view.at(*at).is_ascii_digit()).filter(|end| *end > place)?;
    let mut marks = (place..end).map(|at| view.at(at)).filter(|c| *c != ' ');
    let separator = marks.next().unwrap_or(' ');
    marks.next().is_none().then_some((separator, end))
}

/// Whether a number at `places` is whole: no digits or letters go on after it, and it is neither a fraction nor has one.
pub(super) fn stands_alone(view: &View, places: &Range<usize>) -> bool {
    let (before, after) = (view.before(places.start), view.at(places.end));
    let has_fraction = after == '.' && view.at(places.end + 1).is_ascii_digit();
    !before.is_ascii_digit()
        && !is_fraction(view, places.start)
        && !has_fraction
        && !goes_on(view, places.end)
        && !is_hexadecimal(view, places.start)
}

/// `0.138…` is a fraction; `1.138…` at the start of a line is item 1 with a number.
fn is_fraction(view: &View, start: usize) -> bool {
    if view.before(start) != '.' || start < 2 || !view.at(start - 2).is_ascii_digit() {
        return false;
    }
    let whole = view.back_while(start - 1, |c| c.is_ascii_digit());
    let line = view.back_while(whole, |c| matches!(c, ' ' | '\t' | '-' | '*' | '>'));
    let is_item = matches!(view.before(line), '\0' | '\n');
    !is_item || view.at(whole) == '0'
}

/// Whether the letters right after belong to it (`…4u64`, `…8L`, `…8e9f`); a word does not (`…8Tom`).
fn goes_on(view: &View, end: usize) -> bool {
    let tail = view.text(end..view.until(end, |c| !c.is_ascii_alphanumeric()).min(end + LONGEST_HASH));
    let is_word = tail.len() > 1 && tail.bytes().all(|byte| byte.is_ascii_alphabetic());
    !tail.is_empty() && (!is_word || tail.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Within a longer identifier of letters and digits, as hashes are.
fn is_hexadecimal(view: &View, start: usize) -> bool {
    let before = (start.saturating_sub(LONGEST_HASH)..start).rev().map(|place| view.at(place));
    before.take_while(char::is_ascii_alphanumeric).any(|c| c.is_ascii_digit())
}

/// Whether the words around say that it counts or measures something.
pub(super) fn is_amount(view: &View, places: &Range<usize>) -> bool {
    let after = view.until(places.end, |c| c != ' ');
    let has = |words: &Words| words.iter().any(|word| view.has(after, word));
    // A Latin unit is a whole word: `ms`, not `msg`.
    let word =
        view.text(after..view.until(after, |c| !c.is_ascii_alphabetic()).min(after + LONGEST_HASH)).to_lowercase();
    let is_whole = word.is_empty() || UNITS.have(&word);
    let is_share = matches!(view.at(after), '%' | '‰');
    let has_unit = (has(&UNITS) && !has(&NO_UNITS) && is_whole) || is_share;
    let label = view.label(places.start);
    has_unit || label.ends_with(['¥', '￥', '$']) || ends_with(&label, AMOUNTS.iter())
}

/// Whether the words before say that it names an order, a batch, a merchant.
pub(super) fn is_order(view: &View, start: usize) -> bool {
    ends_with(&view.label(start), ORDERS.iter())
}

/// Words that name a number, whatever it is of; any other word before a number is the subject of the sentence.
static NUMBERS: Words = Words::of(&[Sense::AnyNumber, Sense::BareNumber, Sense::DialledNumber]);

/// Whether the words before call it somebody else's number: 订单号, trace id.
pub(super) fn is_numbered(view: &View, start: usize) -> bool {
    ends_with(&view.label(start), NUMBERS.iter())
}

/// Whether one of `words` is in the clause before `places`, or right after them.
pub(super) fn is_about<'a>(view: &View, places: &Range<usize>, words: impl IntoIterator<Item = &'a str>) -> bool {
    let (label, remark) = (view.label(places.start), view.remark(places.end));
    words.into_iter().any(|word| label.contains(word) || remark.contains(word))
}

/// Whether one of `words` goes before `start`, with at most a few characters and no number between.
pub(super) fn is_called<'a>(view: &View, start: usize, words: impl IntoIterator<Item = &'a str>) -> bool {
    const MOST_BETWEEN: usize = 6;
    let label = view.label(start);
    words
        .into_iter()
        .filter_map(|word| label.rsplit_once(word))
        .any(|(_, between)| between.chars().count() <= MOST_BETWEEN && !between.contains(|c: char| c.is_ascii_digit()))
}

/// Whether `label` ends with one of `words`; a Latin one as a whole word.
pub(super) fn ends_with<'a>(label: &str, words: impl IntoIterator<Item = &'a str>) -> bool {
    words.into_iter().any(|word| {
        label.strip_suffix(word).is_some_and(|rest| {
            !word.starts_with(|c: char| c.is_ascii_alphabetic()) || !rest.ends_with(|c: char| c.is_ascii_alphabetic())
        })
    })
}

/// Whether eight digits, or six, are a day: `20230615`, `230615`.
pub(super) fn is_day(digits: &[u8]) -> bool {
    let number = |digits: &[u8]| digits.iter().fold(0_i16, |value, digit| value * 10 + i16::from(*digit));
    let (year, rest) = match digits.len() {
        8 => (number(&digits[..4]), &digits[4..]),
        // A leap year for all, as the century is not known.
        6 => (if number(&digits[..2]) % 4 == 0 { 2000 } else { 2001 }, &digits[2..]),
        _ => return false,
    };
    let (month, day) = (number(&rest[..2]), number(&rest[2..]));
    (1900..2100).contains(&year) && Date::new(year, month as i8, day as i8).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{digits, is_amount, is_day};
    use crate::redact::reading::Reading;
    use crate::redact::view::View;

    #[test]
    fn groups_have_one_separator_and_no_digit_after() {
        let view = View::new("138-1234-5678 138-1234 5678 138123456789", &[], Reading::Written);
        let found = digits(&view, 0, 11, &['-', ' ']).expect("grouped");
        assert_eq!((found.groups.as_slice(), found.places), ([3, 4, 4].as_slice(), 0..13));
        assert_eq!(digits(&view, 14, 11, &['-', ' ']), None);
        assert_eq!(digits(&view, 28, 11, &['-', ' ']), None);
    }

    #[test]
    fn units_make_amounts_and_names_do_not() {
        let amount = |text: &str| is_amount(&View::new(text, &[], Reading::Written), &(0..2));
        assert!(["12元", "12 ms", "12亿", "12%", "12 rows"].iter().all(|text| amount(text)));
        assert!(["12张三", "12分机", "12 msg", "12", "12万先生"].iter().all(|text| !amount(text)));
    }

    #[test]
    fn days_are_possible_days() {
        assert!(is_day(&[2, 0, 2, 3, 0, 6, 1, 5]) && is_day(&[9, 6, 0, 2, 2, 9]));
        assert!(!is_day(&[2, 0, 2, 3, 0, 2, 2, 9]) && !is_day(&[9, 0, 1, 3, 0, 1]) && !is_day(&[1]));
    }
}
