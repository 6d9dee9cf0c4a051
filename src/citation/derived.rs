//! Numbers that no source writes and that follow from what it does: lengths between two of its times, differences, what is
//! left of a count, the year of the report, and the writer's own count of what he lists.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::change;
use super::evidence::Evidence;
use super::moment::When;
use super::quantity::Quantity;
use super::reading::Reading;
use super::rounding::same_value;
use super::tokens::is_idle;
use super::unit::Unit;
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// A length between two times of one item, a difference of two numbers that the sentence itself names, its own count of
/// what it lists.
pub(super) fn is_derived(sentence: &Reading, at: usize, cited: &[&Evidence<'_>]) -> bool {
    let quantity = &sentence.quantities[at];
    let counts_alike = |evidence: &&Evidence<'_>| {
        evidence.reading.quantities.iter().any(|known| known.unit != Unit::Bare && quantity.unit.fits(&known.unit))
    };
    // 两个服务 where the source lists them: the writer's own count, unless the source counts such things itself.
    if quantity.is_loose || (quantity.is_small_word && !cited.iter().any(counts_alike)) {
        return true;
    }
    if is_year(sentence, quantity, cited) || is_whole(quantity, cited) {
        return true;
    }
    if quantity.unit == Unit::Seconds {
        return cited.iter().any(|evidence| lies_between_times(quantity, &evidence.reading));
    }
    let others: Vec<&Quantity> =
        sentence.quantities.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other).collect();
    let is_difference = |one: &Quantity, other: &Quantity| {
        let fits = one.unit == other.unit
            && (one.unit == quantity.unit || (one.unit == Unit::Percent && quantity.unit == Unit::Point));
        fits && (one.value - other.value).abs() == quantity.value
    };
    if cited.iter().any(|evidence| change::states_change(sentence, quantity, &evidence.reading)) {
        return true;
    }
    if cited
        .iter()
        .any(|evidence| is_rest(sentence, at, &evidence.reading) || is_compared(sentence, at, &evidence.reading))
    {
        return true;
    }
    let differs =
        others.iter().enumerate().any(|(at, one)| others[at + 1..].iter().any(|other| is_difference(one, other)));
    let clause = &sentence.text[sentence.clause_of(quantity.span.start)].to_lowercase();
    let compares = clause.contains('比') || clause.contains("than");
    differs && (matches!(quantity.unit, Unit::Percent | Unit::Point) || (compares && quantity.unit != Unit::Bare))
}

fn lies_between_times(quantity: &Quantity, reading: &Reading) -> bool {
    let times: Vec<(u16, std::ops::Range<usize>, &[When])> = reading
        .moments
        .iter()
        .filter_map(|moment| match moment.when {
            When::Time(time) => Some((time, reading.item_of(moment.span.start), moment.days.as_slice())),
            _ => None,
        })
        .collect();
    times.iter().enumerate().any(|(at, (from, item, days))| {
        times[at + 1..].iter().any(|(to, other, other_days)| {
            let minutes = i64::from(*to) - i64::from(*from);
            let wraps = if minutes < 0 || days != other_days { 1_440 } else { 0 };
            let matches = |minutes: i64| {
                let known = Quantity { value: Decimal::from(minutes * 60), ..quantity.clone() };
                minutes > 0 && same_value(quantity, &known)
            };
            item == other && (matches(minutes) || matches(minutes + wraps))
        })
    })
}

/// The 2024 of `New Year's Day 2024` and of `the 2024 coupons`: the year of the report, or one that the source writes.
fn is_year(sentence: &Reading, quantity: &Quantity, cited: &[&Evidence<'_>]) -> bool {
    let written = &sentence.text[quantity.span.clone()];
    let digits: String = written.chars().take_while(char::is_ascii_digit).collect();
    let is_written_so = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    is_written_so
        && sentence.is_english
        && matches!(quantity.unit, Unit::Bare | Unit::Counted(_))
        && quantity.value.to_string() == digits
        && cited.iter().any(|evidence| {
            evidence.source.date.is_some_and(|date| date.year().to_string() == digits)
                || evidence.letters.contains(&format!("{digits}年"))
        })
}

/// 全量 is 100%.
fn is_whole(quantity: &Quantity, cited: &[&Evidence<'_>]) -> bool {
    quantity.unit == Unit::Percent
        && quantity.value == Decimal::ONE_HUNDRED
        && cited.iter().any(|evidence| evidence.letters.contains("全量"))
}

/// Words for what is left of a whole.
static LEFT: Words = Words::of(&[Sense::Left, Sense::Remainder, Sense::NotYet]);

/// 14个里还有10个没上线 where the source says that of 14 there are 4 done: the sentence names the whole.
fn is_rest(sentence: &Reading, at: usize, reading: &Reading) -> bool {
    let quantity = &sentence.quantities[at];
    let before = at.checked_sub(1).map_or(0, |before| sentence.quantities[before].span.end);
    let before = &sentence.text[before.min(quantity.span.start)..quantity.span.start];
    let after: String = sentence.text[quantity.span.end..].chars().take(16).collect();
    let is_told = LEFT.are_in(before) || LEFT.all_in(&after).iter().any(|word| word.word.is_ascii());
    let line = |known: &Quantity| reading.text[..known.span.start].matches('\n').count();
    let is_whole = |total: &Quantity| {
        sentence.quantities[..at].iter().any(|whole| whole.value == total.value && whole.unit.fits(&total.unit))
    };
    is_told
        && matches!(quantity.unit, Unit::Counted(_) | Unit::Money(_))
        && reading.quantities.iter().filter(|total| quantity.unit.fits(&total.unit) && is_whole(total)).any(|total| {
            reading.quantities.iter().any(|part| {
                line(part) == line(total) && part.unit.fits(&total.unit) && total.value - part.value == quantity.value
            })
        })
}

/// Whether a clause states what is left of a whole, where the source states what is done of it.
pub(super) fn rests(sentence: &Reading, clause: &std::ops::Range<usize>, cited: &[&Evidence<'_>]) -> bool {
    let is_stated = |quantity: &Quantity, reading: &Reading| {
        reading.quantities.iter().any(|known| known.value == quantity.value && quantity.unit.fits(&known.unit))
    };
    (0..sentence.quantities.len()).filter(|at| clause.contains(&sentence.quantities[*at].span.start)).any(|at| {
        cited.iter().any(|evidence| {
            is_rest(sentence, at, &evidence.reading) && !is_stated(&sentence.quantities[at], &evidence.reading)
        })
    })
}

/// 线下比线上多10笔 where one line of the source has 线上55笔、线下65笔: each is known by the words that it alone is with.
fn is_compared(sentence: &Reading, at: usize, reading: &Reading) -> bool {
    let quantity = &sentence.quantities[at];
    let clause = sentence.clause_of(quantity.span.start);
    let text = &sentence.text[clause.start..quantity.span.start];
    let Some((one, other)) = text.rsplit_once('比') else { return false };
    let is_more = ["多", "高", "大", "快", "长"].iter().any(|word| other.contains(word));
    let is_less = ["少", "低", "小", "慢", "短"].iter().any(|word| other.contains(word));
    if is_more == is_less {
        return false;
    }
    let letters = |text: &str| text.chars().filter(|c| is_han(*c) && !is_idle(*c)).collect::<HashSet<char>>();
    let (one, other) = (letters(one), letters(other));
    let all = 0..reading.quantities.len();
    let line = |at: usize| reading.text[..reading.quantities[at].span.start].matches('\n').count();
    all.clone().any(|first| {
        all.clone().any(|second| {
            let (greater, smaller) = (&reading.quantities[first], &reading.quantities[second]);
            let fits = greater.unit == smaller.unit && greater.unit.fits(&quantity.unit) && line(first) == line(second);
            if !fits || greater.value - smaller.value != quantity.value {
                return false;
            }
            let (of_greater, of_smaller) = (reading.ideographs_before(first), reading.ideographs_before(second));
            let (mine, others) = if is_more { (of_greater, of_smaller) } else { (of_smaller, of_greater) };
            let tells = |own: &HashSet<char>, against: &HashSet<char>, here: &HashSet<char>, there: &HashSet<char>| {
                own.difference(against).any(|c| here.contains(c) && !there.contains(c))
            };
            tells(&mine, &others, &one, &other) && tells(&others, &mine, &other, &one)
        })
    })
}
