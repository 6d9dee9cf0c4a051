//! Changes that a sentence claims: from one number to another, and by how much since the week before.

use rust_decimal::Decimal;

use super::evidence::Evidence;
use super::fault::Fault;
use super::quantity::Quantity;
use super::reading::Reading;
use super::unit::Unit;
use crate::vocabulary::{Sense, Words};

static UP: Words = Words::of(&[Sense::Up, Sense::WeakUp, Sense::Higher]);
static DOWN: Words = Words::of(&[Sense::Down, Sense::WeakDown, Sense::Lower]);

/// Which way a part of a sentence says that something went; `None` where it says neither or both.
fn direction(text: &str) -> Option<bool> {
    match (UP.are_in(text), DOWN.are_in(text)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// 由99.94%降至99.96%, and from 99.96% to 99.94% where 99.94% is the source's earlier value.
pub(super) fn turned(sentence: &Reading, cited: &[&Evidence<'_>]) -> Option<Fault> {
    sentence.quantities.windows(2).find_map(|pair| {
        let (from, to) = (&pair[0], &pair[1]);
        let clause = sentence.clause_of(from.span.start).start..sentence.clause_of(to.span.start).end;
        let between = &sentence.text[from.span.end..to.span.start];
        let before = sentence.text[clause.start..from.span.start].to_lowercase();
        let leads = before.contains(['由', '从']) || before.contains("from ");
        let goes = ["到", "至", "为", "to ", "into "].iter().any(|word| between.contains(word));
        if !leads || !goes || between.chars().count() > LONGEST_STEP_CHARS || from.unit != to.unit {
            return None;
        }
        let text = sentence.text[clause].trim_matches(|c: char| c.is_whitespace() || "，。；,;.".contains(c));
        let claimed = direction(between).or_else(|| direction(text));
        if claimed.is_some_and(|up| (from.value < to.value) != up && from.value != to.value) {
            let source = format!("{} → {}", from.value, to.value);
            return Some(Fault::Flipped { written: text.to_string(), source });
        }
        let swapped = cited.iter().find_map(|evidence| {
            let reading = &evidence.reading;
            let stated = |value: Decimal, earlier: bool| {
                (0..reading.quantities.len())
                    .find(|at| reading.quantities[*at].value == value && is_earlier(reading, *at) == earlier)
            };
            let is_swapped = stated(to.value, false).is_none()
                && stated(from.value, true).is_none()
                && stated(from.value, false).is_some();
            stated(to.value, true).filter(|_| is_swapped).map(|at| line(reading, at))
        });
        swapped.map(|source| Fault::Flipped { written: text.to_string(), source })
    })
}

/// Between the two numbers of one change: 在第26周升至, percent in week 25 to.
const LONGEST_STEP_CHARS: usize = 24;

fn line(reading: &Reading, at: usize) -> String {
    let place = reading.quantities[at].span.start;
    let start = reading.text[..place].rfind('\n').map_or(0, |at| at + 1);
    let end = reading.text[place..].find('\n').map_or(reading.text.len(), |end| place + end);
    reading.text[start..end].trim().to_string()
}

/// Whether a source's number is an earlier value: 上周99.94%, 由820提到.
pub(super) fn is_earlier(reading: &Reading, at: usize) -> bool {
    let place = reading.quantities[at].span.start;
    let clause = reading.clause_of(place);
    let before = at.checked_sub(1).map_or(0, |before| reading.quantities[before].span.end);
    let before = reading.text[before.max(clause.start).min(place)..place].trim_end();
    // 比前一周高0.02个百分点 is of this week.
    if reading.quantities[at].unit == Unit::Point || before.contains('比') {
        return false;
    }
    before.ends_with(['由', '从', '原'])
        || ["上周", "前一周", "上期", "此前", "原为"].iter().any(|word| before.contains(word))
}

/// 高0.02个百分点 where one line has both values: the difference is right, and so is the way it went.
pub(super) fn states_change(sentence: &Reading, quantity: &Quantity, reading: &Reading) -> bool {
    if matches!(quantity.unit, Unit::Seconds | Unit::Bare) {
        return false;
    }
    let clause = sentence.clause_of(quantity.span.start);
    let Some(up) = direction(&sentence.text[clause]) else { return false };
    let all = 0..reading.quantities.len();
    all.clone().filter(|earlier| is_earlier(reading, *earlier)).any(|earlier| {
        all.clone().any(|later| {
            let (old, new) = (&reading.quantities[earlier], &reading.quantities[later]);
            let fits = old.unit == new.unit && line(reading, earlier) == line(reading, later);
            let unit = quantity.unit == old.unit || (quantity.unit == Unit::Point && old.unit == Unit::Percent);
            fits && unit && (new.value - old.value).abs() == quantity.value && (new.value > old.value) == up
        })
    })
}
