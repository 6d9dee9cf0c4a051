//! When an incident occurred.

use super::clue::is_arranged;
use super::heading::names_a_case;
use super::opening::SOME_DAY;
use super::opening::{Opening, dotted_opening, opening_behind_number, opening_clock, opening_date, opening_of_line};
use super::parts::{PartKind, named_parts};
use crate::calendar::{Expression, mentions};
use crate::fact::standing::is_planned;
use crate::report::{Span, lines_in, mark_length, mask_targets, trim};
use crate::text::find_mark;

/// When the incident in `text` occurred, as written: the date that it opens with, else its part named 时间, else the
/// first day of its first line. Its length is 0 for the latter two.
pub(super) fn when(text: &str) -> Option<Opening> {
    if let Some((start, opening)) = opening_behind_number(text) {
        return Some(Opening { length: start + opening.length, ..opening });
    }
    if let Some(opening) = opening_date(text) {
        return Some(opening);
    }
    if let Some((0, opening)) = opening_clock(text) {
        return Some(opening);
    }
    // 2号泵 6/12 夜里漏油: what broke stands before its day, and stays in the text.
    if let Some((at, opening)) = day_near_start(text) {
        let length = if at == 0 { opening.length } else { 0 };
        return Some(Opening { length, ..opening });
    }
    let parts = named_parts(text, 0..text.len());
    let first_line = text.lines().next().unwrap_or_default();
    let named = dated_part(text, &parts).map(|opening| Opening { length: 0, ..opening });
    let of_heading = || {
        let expression = first_day(first_line)?;
        Some(Opening { expression, clock: None, until: None, length: 0 })
    };
    let below = first_line.len()..text.len();
    let is_case = names_a_case(first_line);
    named
        .or_else(of_heading)
        .or_else(|| day_below(text, &below, is_case).map(|opening| Opening { length: 0, ..opening }))
        .or_else(|| dotted_opening(text))
        .or_else(|| spoken_day(text))
}

/// The first day that the first lines name in whatever words: 上礼拜六夜里.
fn spoken_day(text: &str) -> Option<Opening> {
    const LINES: usize = 2;
    let telling = |line: &&str| line.contains(char::is_alphanumeric);
    let mut named = text.lines().filter(telling).take(LINES).flat_map(mentions);
    let expression = named.find_map(|mention| match mention.reading.ok()? {
        day @ Expression::DayOfMonth(_) => Some(day),
        day @ Expression::Relative(_) => day.resolve(SOME_DAY).is_ok_and(|period| period.days() == 1).then_some(day),
        _ => None,
    })?;
    Some(Opening { expression, clock: None, until: None, length: 0 })
}

/// The date that a part named 时间 gives, or one named 经过 that opens with a day and a time.
fn dated_part(text: &str, parts: &[(PartKind, Span)]) -> Option<Opening> {
    let opening = |part: &Span| {
        let text = text[part.clone()].trim_start();
        opening_date(text[mark_length(text)..].trim_start())
    };
    let of = |wanted: PartKind| parts.iter().skip(1).filter(move |(kind, _)| *kind == wanted).map(|(_, part)| part);
    let timed = |opening: &Opening| opening.time().is_some();
    of(PartKind::Time).find_map(opening).or_else(|| of(PartKind::Summary).find_map(opening).filter(timed))
}

/// The day that the first line of `below` opens with; below a case the first one of a few lines and rows.
fn day_below(source: &str, below: &Span, is_case: bool) -> Option<Opening> {
    let lines = lines_in(source, below).map(|line| trim(source, line));
    let telling = lines.filter(|line| source[line.clone()].contains(char::is_alphanumeric));
    let opens = |line: Span| {
        let text = source[line].trim_start_matches(['|', ' ']);
        let text = text.strip_prefix("On ").unwrap_or(text);
        let dotted = || dotted_opening(&text[mark_length(text)..]).filter(|_| is_case);
        opening_of_line(text)
            .map(|(_, opening)| opening)
            .or_else(dotted)
            .filter(|opening| matches!(opening.expression, Expression::Day(_) | Expression::DayOfMonth(_)))
    };
    telling.take(if is_case { LINES_BEFORE_A_DAY } else { 1 }).find_map(opens)
}

/// So many lines below the number of a case may hold its day: a remark, the head of a table, then the first row.
const LINES_BEFORE_A_DAY: usize = 3;

/// The first day that a line names, of days in a row the first.
pub(super) fn first_day(line: &str) -> Option<Expression> {
    mentions(&mask_targets(line)).into_iter().find_map(|mention| match mention.reading {
        Ok(day @ Expression::Day(_)) => Some(day),
        Ok(Expression::Range(from, to)) if matches!(*from, Expression::Day(_)) && is_short(&from, &to) => Some(*from),
        _ => None,
    })
}

/// Whether what lasts from one day to the other may be one incident: 客诉（8/1–8/22累计） is of all that came in.
fn is_short(from: &Expression, to: &Expression) -> bool {
    const MOST_DAYS: i32 = 7;
    let anchor = jiff::civil::date(2024, 6, 12);
    let day = |expression: &Expression| expression.resolve(anchor).ok().map(|period| period.from());
    day(from).zip(day(to)).is_none_or(|(from, to)| (to - from).get_days().abs() <= MOST_DAYS)
}

/// What broke is named before its day in no more characters than these: `2号泵 6/12 漏油`.
const LONGEST_OBJECT_CHARS: usize = 16;

/// The day that a text begins with, or that stands behind a few words in its first clause, and where it begins.
fn day_near_start(text: &str) -> Option<(usize, Opening)> {
    let day = |at: usize| {
        let opening = opening_date(&text[at..]).or_else(|| dotted_opening(&text[at..]))?;
        matches!(opening.expression, Expression::Day(_)).then_some((at, opening))
    };
    if let Some(found) = day(0) {
        return Some(found);
    }
    let clause = find_mark(text, &['，', '；', ';', '\n']).unwrap_or(text.len());
    let mut before = None;
    for (at, c) in text[..clause].char_indices().take(LONGEST_OBJECT_CHARS) {
        let begins = c.is_ascii_digit()
            && before.is_some_and(|before: char| !before.is_ascii_alphanumeric() && !"#.-/:~".contains(before));
        before = Some(c);
        if let Some(found) = begins.then(|| day(at)).flatten() {
            return names_an_object(&text[..at]).then_some(found);
        }
    }
    None
}

/// Whether the words before a day name what broke: no limit of time and no plan.
fn names_an_object(lead: &str) -> bool {
    let lead = lead.trim_end_matches([' ', '（', '(', '*']);
    lead.chars().any(char::is_alphabetic)
        && !lead.ends_with(['自', '从', '到', '至', '于', '在', '由', '按', '和', '与', '、', '）', ')'])
        && !is_planned(lead)
        && !is_arranged(lead)
}
