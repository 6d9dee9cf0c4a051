//! ZB019: a length that contradicts its window: 09:10–11:25 共45分钟, 6/10–6/14 为期3天.

use rust_decimal::Decimal;

use crate::calendar::{Weekday, date_of_day_number, day_number};
use crate::check::finding::{Objection, Wording};
use crate::check::layout::tables;
use crate::check::moments::{Moment, minutes_between, moments};
use crate::check::page::Page;
use crate::check::rule::{Case, Rule};
use crate::fact::{next_length, sentences};
use crate::quantity::{Context, Quantity, UnitKind, is_bounded_before, is_bounded_behind};
use crate::report::{Span, Table, plain};
use crate::text::{fold, last_chars};
use crate::vocabulary::{Sense, Words};

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB019", name: "length", is_default: true, needs_earlier: false, run };

static LENGTHS: Words = Words::of(&[Sense::CourseLength]);
static STARTS: Words = Words::of(&[Sense::CourseStart]);
static ENDS: Words = Words::of(&[Sense::CourseEnd]);

fn run(case: &Case<'_>) -> Vec<Objection> {
    let page = case.page;
    let mut found = Vec::new();
    let mut spans: Vec<Span> = Vec::new();
    for statement in page.statements.iter().filter(|statement| !statement.is_row) {
        spans.extend(sentences(&page.text, statement.span.clone()));
        // 09:10 告警。11:25 恢复，历时45分钟。
        spans.push(statement.span.clone());
    }
    spans.extend(page.incidents.iter().map(|known| known.span.clone()));
    for span in spans {
        let text = &page.text[span.clone()];
        if text.len() < LONGEST_BYTES {
            found.extend(in_text(page, text, span.start));
        }
    }
    for table in tables(page) {
        found.extend(in_table(page, &table));
    }
    found.sort_by_key(|objection: &Objection| (objection.span.start, objection.span.end));
    found.dedup_by(|one, other| one.span == other.span);
    found
}

/// A longer text speaks of many times.
const LONGEST_BYTES: usize = 1_500;

/// A stated length: minutes, how far rounding may have moved it, and where.
struct Length {
    minutes: Decimal,
    doubt: Decimal,
    span: Span,
}

const HOUR: i64 = 60;
const HOURS_OF_A_DAY: i64 = 24;

/// The lengths of a text that are named as the length of something, or stand right behind its window.
fn lengths(text: &str, all: &[Moment]) -> Vec<Length> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((span, seconds)) = next_length(text, from) {
        from = span.end;
        let before = text[..span.start].trim_end_matches([' ', '：', ':', '了', '为', '约', '*', '|']);
        let is_named = LENGTHS.ending(before).is_some();
        let is_beside = all.iter().any(|moment| {
            moment.until.is_some() && moment.span.end <= span.start && {
                let gap = &text[moment.span.end..span.start];
                let is_named = gap.chars().all(|c| c.is_alphabetic() || "（( ，,".contains(c));
                let is_other = ["每", "均", "后", "前", "内", "间隔", "第", "隔"].iter().any(|word| gap.contains(word));
                is_named && !is_other && gap.chars().count() <= 8
            }
        });
        let is_vague = is_bounded_before(&text[..span.start]) || is_bounded_behind(&text[span.end..]);
        if is_named || is_beside {
            found.extend(length(&text[span.clone()], seconds, is_vague).map(|(minutes, doubt)| Length {
                minutes,
                doubt,
                span,
            }));
        }
    }
    found
}

/// Minutes of a written length and how far they may be off: half of the last place, a quarter where it is told as 约.
fn length(written: &str, seconds: u64, is_vague: bool) -> Option<(Decimal, Decimal)> {
    let minutes = Decimal::from(seconds) / Decimal::from(60);
    let quantity = Quantity::in_digits_or_words(written, Context::Claim)?;
    let is_hours = minutes >= Decimal::from(HOUR) && !written.contains(['分', 'm']);
    let is_days = quantity.unit.is_some_and(|unit| unit.kind == UnitKind::Time && unit.scale >= Decimal::from(86_400));
    let doubt = if is_days {
        Decimal::from(HOUR * 12)
    } else if is_hours {
        // 2小时 may be two hours and a half.
        Decimal::from(HOUR) * Decimal::new(1, quantity.number.value.normalize().scale()) / Decimal::TWO
    } else {
        Decimal::ONE
    };
    let doubt = if is_vague { doubt.max(minutes / Decimal::from(4)) } else { doubt };
    Some((minutes, doubt))
}

fn in_text(page: &Page, text: &str, start: usize) -> Option<Objection> {
    let all = moments(text, page.reliable_date());
    let stated = lengths(text, &all);
    let [stated] = stated.as_slice() else { return None };
    let (from, to) = window(text, &all, &stated.span)?;
    // 07:30–20:00，共5天: the hours of each day.
    let is_of_each_day = from.1.is_some() && to.1.is_some() && from.0 == to.0;
    if is_of_each_day && stated.minutes >= Decimal::from(HOUR * HOURS_OF_A_DAY) {
        return None;
    }
    let is_wrong = match minutes_between(from, to) {
        Some(minutes) => minutes > 0 && (Decimal::from(minutes) - stated.minutes).abs() > stated.doubt,
        None => {
            let (Some(from), Some(to)) = (from.0, to.0) else { return None };
            !days_fit(from, to, stated)
        }
    };
    is_wrong.then(|| objection(start + stated.span.start..start + stated.span.end, from, to))
}

type End = (Option<crate::calendar::Date>, Option<crate::calendar::TimeOfDay>);

/// The one window of a text: its only range, or its start and its end.
fn window(text: &str, all: &[Moment], length: &Span) -> Option<(End, End)> {
    let ranges: Vec<&Moment> = all.iter().filter(|moment| moment.until.is_some()).collect();
    match ranges.as_slice() {
        [range] => return Some(((range.date, range.time), range.until?)),
        [] => {}
        _ => return None,
    }
    let timed: Vec<&Moment> = all.iter().filter(|moment| moment.time.is_some()).collect();
    let [first, last] = timed.as_slice() else { return None };
    let between = &text[first.span.end..last.span.start];
    let after = &text[last.span.end..];
    let behind: String = after.chars().take_while(|c| !"，。；,;\n".contains(*c)).collect();
    let lead = last_chars(between, 10);
    // 11:25 恢复, 恢复时间：11:25, 至 11:25.
    let is_end = behind.contains("完成")
        || ENDS.are_in(&behind)
        || ENDS.are_in(lead)
        || lead.trim_end().ends_with(['至', '到'])
        || lead.contains("到次日")
        || lead.contains("至次日");
    let next_day = ["次日", "第二天", "翌日", "隔天"].iter().any(|word| between.contains(word));
    let is_apart = length.start >= first.span.end;
    // Over midnight the day is of no use: 23:30 到次日 01:10.
    let (from, to) = if next_day { (None, None) } else { (first.date, last.date.or(first.date)) };
    let is_earlier =
        first.time.zip(last.time).is_some_and(|(first, last)| last.minute_of_day() < first.minute_of_day());
    (is_end && is_apart && (!next_day || is_earlier)).then_some(((from, first.time), (to, last.time)))
}

/// Whether a number of days counts both ends, the nights between, or the working days.
fn days_fit(from: crate::calendar::Date, to: crate::calendar::Date, stated: &Length) -> bool {
    let nights = day_number(to) - day_number(from);
    let is_working = |day: i32| {
        date_of_day_number(day).is_ok_and(|date| !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday))
    };
    let working = (day_number(from)..=day_number(to)).filter(|day| is_working(*day)).count();
    let days = stated.minutes / Decimal::from(HOUR * 24);
    let fits = |count: i64| (days - Decimal::from(count)).abs() < Decimal::ONE / Decimal::TWO;
    let is_days = stated.minutes >= Decimal::from(HOUR * 24);
    nights < 0
        || !is_days
        || fits(i64::from(nights))
        || fits(i64::from(nights) + 1)
        || fits(i64::try_from(working).unwrap_or_default())
}

fn objection(span: Span, from: End, to: End) -> Objection {
    let right = minutes_between(from, to);
    let (zh, en) = match (right, from.0.zip(to.0)) {
        (Some(minutes), _) => (worded_zh(minutes), worded_en(minutes)),
        (None, Some((from, to))) => {
            let days = day_number(to) - day_number(from) + 1;
            (format!("{days}天"), format!("{days} days"))
        }
        (None, None) => (String::new(), String::new()),
    };
    Objection {
        span,
        message: Wording::new(
            format!("起止之间是{zh}，与写的时长不符"),
            format!("from start to end it is {en}, not what is written"),
        ),
        evidence: Vec::new(),
    }
}

fn worded_zh(minutes: i32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest}分钟"),
        (hours, 0) => format!("{hours}小时"),
        (hours, rest) => format!("{hours}小时{rest}分钟"),
    }
}

fn worded_en(minutes: i32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    }
}

/// Rows with a start, an end and a length.
fn in_table(page: &Page, table: &Table) -> Vec<Objection> {
    let Some(head) = &table.head else { return Vec::new() };
    let heads: Vec<String> = head.cells.iter().map(|cell| fold(plain(&page.text[cell.clone()]).trim())).collect();
    let at = |words: &Words, not: Option<usize>| {
        heads.iter().enumerate().position(|(at, head)| words.are_in(head) && Some(at) != not)
    };
    let length_at = heads.iter().position(|head| LENGTHS.are_in(head) && !head.contains("累计"));
    let (starts, ends) = (at(&STARTS, length_at), at(&ENDS, length_at));
    let Some(length_at) = length_at else { return Vec::new() };
    let mut found = Vec::new();
    for row in &table.rows {
        let cell = |column: usize| row.cells.get(column).map(|cell| (cell.clone(), &page.text[cell.clone()]));
        let Some((length_cell, words)) = cell(length_at) else { continue };
        // 时长（分钟）: the head has the unit.
        let unit = heads[length_at].split(['(', '（']).nth(1).map_or("", |rest| rest.trim_end_matches([')', '）']));
        let written = if words.trim().ends_with(|c: char| c.is_ascii_digit()) {
            format!("{}{unit}", words.trim())
        } else {
            words.trim().to_string()
        };
        let Some((_, seconds)) = next_length(&written, 0) else { continue };
        let Some((minutes, doubt)) = length(&written, seconds, written.contains('约')) else { continue };
        let stated = Length { minutes, doubt, span: length_cell.clone() };
        let moment = |column: Option<usize>| moments(cell(column?)?.1, page.reliable_date()).into_iter().next();
        let window = match (moment(starts), moment(ends)) {
            (Some(from), Some(to)) if from.until.is_none() && to.until.is_none() => {
                Some(((from.date, from.time), (to.date.or(from.date), to.time)))
            }
            _ => row.cells.iter().enumerate().filter(|(at, _)| *at != length_at).find_map(|(_, cell)| {
                let range = moments(&page.text[cell.clone()], page.reliable_date())
                    .into_iter()
                    .find(|one| one.until.is_some())?;
                Some(((range.date, range.time), range.until?))
            }),
        };
        let Some((from, to)) = window else { continue };
        let is_wrong = match minutes_between(from, to) {
            Some(minutes) => minutes > 0 && (Decimal::from(minutes) - stated.minutes).abs() > stated.doubt,
            None => from.0.zip(to.0).is_some_and(|(from, to)| !days_fit(from, to, &stated)),
        };
        if is_wrong {
            found.push(objection(length_cell, from, to));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{found, silent};

    #[test]
    fn the_hours_of_each_day_contradict_no_length_in_days() {
        let page = |line: &str| format!("# 第16周 2023-04-23\n\n## 值守\n\n- {line}\n");
        silent("ZB019", &page("排班：两人，07:30–20:00，共5天"));
        assert_eq!(found("ZB019", &page("接口超时 09:10–11:25 共45分钟")).len(), 1);
    }
}
