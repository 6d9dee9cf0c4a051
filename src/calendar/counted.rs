//! Reads numbers that a Chinese unit follows: `6月15日`, `六月十五日`, `23年6月`, `14号23点`, `5月中`, `二季度`, `3周前`,
//! `1-6月`. Digits and Chinese numerals are read alike.

use super::code::{half_of_year, quarter_of_year, week_of_year};
use super::context::{day_of_month_may_end, measure_follows};
use super::cursor::{Cursor, Mode, Number, numeral};
use super::day::{Day, DayOfMonth};
use super::day_end::{finish_day, time_of_day};
use super::error::Impossible;
use super::expression::{Expression, Relative};
use super::label::{Label, Numbering};
use super::month::{HalfOfYear, Month, QuarterOfYear, WeekNumber, YEARS_IN_TWO, Year};
use super::read::{Read, between, relative};
use super::spring_festival;
use super::words::{List, PARTS_OF_MONTH, UNITS};

/// A number with its unit, starting here.
pub(super) fn read(cursor: Cursor<'_>) -> Read<'_> {
    let Some((number, after)) = cursor.number() else { return neighbours(cursor) };
    let after = after.skip_spaces(1);
    ago(number, after)
        .or_else(|| in_year(cursor, number, after))
        .or_else(|| month(None, number, after))
        .or_else(|| day_of_month(cursor, number, after))
        .or_else(|| quarter(None, number, after))
        .or_else(|| bare_week(cursor, number, after))
        .or_else(|| short_range(cursor))
}

/// `3天前`, `两周之前`, `2个月前`.
fn ago(number: Number, after: Cursor<'_>) -> Read<'_> {
    let (unit, after) = UNITS.eat(after)?;
    let end = after.eat_first(&["之前", "以前", "前"])?;
    // 2023年前 is a year, 3天前端 is work.
    if number.chars > 3 || number.value == 0 || end.is_before(&["端", "置", "后", "台", "期"]) {
        return None;
    }
    relative(Relative::Ago { count: u16::try_from(number.value).ok()?, unit }, end)
}

/// `2023年…`, `23年6月`, `二〇二三年`.
fn in_year<'t>(start: Cursor<'t>, number: Number, after: Cursor<'t>) -> Read<'t> {
    let after = after.eat('年')?;
    let after = after.eat('度').unwrap_or(after);
    let value = match number.chars {
        4 => number.value,
        2 if !number.is_spoken && YEARS_IN_TWO.contains(&number.value) => 2000 + number.value,
        _ => return None,
    };
    let year = Year::new(i32::try_from(value).ok()?).ok()?;
    let rest = within_year(year, after.skip_spaces(1));
    rest.or_else(|| {
        // A year in two digits is as likely a duration; in a question one of this century that goes on as a year is none.
        let is_year = number.chars == 4 || start.is_lenient() && number.value >= 20 && is_short_year(start, after);
        is_year.then_some((Ok(Expression::Year(year)), after))
    })
}

/// `23年最后一期`, `23年有哪些`; not `用了23年`.
fn is_short_year(start: Cursor<'_>, end: Cursor<'_>) -> bool {
    static FOLLOWS: List<()> = List::named("of a year", |_| Some(()));
    let is_span = start.previous().is_some_and(|before| "了近过满用这那前后约达共足快".contains(before));
    !is_span && FOLLOWS.is_next(end)
}

/// What a written year goes on with.
fn within_year(year: Year, rest: Cursor<'_>) -> Read<'_> {
    if let Some((number, after)) = rest.number() {
        let after = after.skip_spaces(1);
        let found = month(Some(year), number, after)
            .or_else(|| quarter(Some(year), number, after))
            .or_else(|| week_unit(after).and_then(|end| week(Some(year), number, end)));
        if found.is_some() {
            return found;
        }
    }
    if let Some((Ok(months), end)) = short_range(rest).or_else(|| neighbours(rest)) {
        return Some((with_year_at_both_ends(months, year), end));
    }
    spring_festival::read(Some(year), rest)
        .or_else(|| ordinal(Some(year), rest))
        .or_else(|| half(Some(year), rest))
        .or_else(|| edge_of_year(year, rest))
        .or_else(|| week_of_year(year, rest))
        .or_else(|| quarter_of_year(Some(year), rest))
        .or_else(|| half_of_year(Some(year), rest))
}

/// `第26周`, `第 二十六 周`, `第二季度`, `第13-26周`.
pub(super) fn ordinal(year: Option<Year>, cursor: Cursor<'_>) -> Read<'_> {
    let (number, after) = cursor.eat('第')?.skip_spaces(1).number()?;
    let after = after.skip_spaces(1);
    if let Some(end) = week_unit(after) {
        return week(year, number, end);
    }
    if let Some(found) = quarter(year, number, after) {
        return Some(found);
    }
    let (last, after) = joiner(after)?.number()?;
    let end = week_unit(after.skip_spaces(1))?;
    let one = WeekNumber::new(number.value).and_then(|week| Label::new(year, week, Numbering::Labelled));
    let other = WeekNumber::new(last.value).and_then(|week| Label::new(year, week, Numbering::Labelled));
    let range = one.and_then(|one| Ok(between(Expression::Week(one), Expression::Week(other?))));
    Some((range, end))
}

/// Past 周, unless it begins another word: 周期, 周年, 周边.
fn week_unit(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let end = cursor.eat('周').or_else(|| cursor.eat_text("星期"))?;
    (!end.is_next(|next| "期年边转折围".contains(next))).then_some(end)
}

fn week(year: Option<Year>, number: Number, end: Cursor<'_>) -> Read<'_> {
    let label = WeekNumber::new(number.value).and_then(|week| Label::new(year, week, Numbering::Labelled));
    Some((label.map(Expression::Week), end))
}

/// `26周` without 第: only where 周报 follows, or in a question or title that cannot mean a length of time.
fn bare_week<'t>(start: Cursor<'t>, number: Number, after: Cursor<'t>) -> Read<'t> {
    let end = week_unit(after)?;
    // 两 counts weeks and numbers none: 两周周报 is of two.
    if !(1..=53).contains(&number.value)
        || number.is_spoken && (start.mode() != Mode::Title || start.peek() == Some('两'))
    {
        return None;
    }
    let is_length = start.is_after(&["持续", "近", "共", "了", "每", "前", "后", "这", "过去"])
        || end.is_before(&["内", "来", "以", "多", "时间", "左右", "后", "的时间"]);
    let is_named = end.is_before(&["周报", "报"]);
    let is_numbered = number.value >= 10 || start.mode() == Mode::Title && !number.is_spoken;
    let is_asked = start.is_lenient() && is_numbered && !is_length;
    (is_named || is_asked).then(|| week(None, number, end)).flatten()
}

/// `6月…` of `year`, if it is one.
fn month(year: Option<Year>, number: Number, after: Cursor<'_>) -> Read<'_> {
    let rest = after.eat('月')?;
    if number.chars > 3 {
        return None;
    }
    let month = match Month::new(number.value) {
        Ok(month) => month,
        Err(impossible) => {
            // 18月 may be a duration; with a day or a year it is a date that does not exist.
            let day = rest.skip_spaces(1).number().and_then(|(_, end)| end.eat_day_unit());
            let end = day.or(year.map(|_| rest))?;
            return Some((Err(impossible), end));
        }
    };
    if let Some(found) = day_of(year, month, rest.skip_spaces(1)) {
        return Some(found);
    }
    if let Some(end) = rest.eat('份').filter(|end| end.peek() != Some('额')) {
        return Some((Ok(Expression::Month { year, month }), end));
    }
    if let Some((part, end)) = PARTS_OF_MONTH.eat(rest).or_else(|| PARTS_OF_MONTH.eat(rest.skip_spaces(1))) {
        return Some((Ok(Expression::MonthPart { year, month, part }), end));
    }
    week_of_month(year, month, rest).or(Some((Ok(Expression::Month { year, month }), rest)))
}

/// `15日`, `15号`, `15`, `9-15日` after a month.
fn day_of(year: Option<Year>, month: Month, cursor: Cursor<'_>) -> Read<'_> {
    let (day, after) = cursor.number().filter(|(day, _)| day.chars <= 3)?;
    if let Some(end) = after.skip_spaces(1).eat_day_unit() {
        return Some(finish_day(Day::new(year, month, day.value, None), end));
    }
    if let Some((last, after)) = joiner(after).and_then(Cursor::number)
        && let Some(end) = after.eat_day_unit().or_else(|| bare_end(&day, &last, after))
    {
        let one = Day::new(year, month, day.value, None);
        let other = Day::new(year, month, last.value, None);
        return Some((one.and_then(|one| Ok(between(Expression::Day(one), Expression::Day(other?)))), end));
    }
    // 7月28—8月1日: the month behind the joint says that 28 is a day.
    let before_a_month = joiner(after)
        .and_then(Cursor::number)
        .is_some_and(|(month, after)| Month::new(month.value).is_ok() && after.eat('月').is_some());
    if before_a_month && !day.is_spoken && day.chars <= 2 {
        return Some(finish_day(Day::new(year, month, day.value, None), after));
    }
    let stands_alone = !day.is_spoken
        && day.chars == 2
        && (1..=31).contains(&day.value)
        && !measure_follows(after.skip_spaces(1))
        && !after.peek().is_some_and(|next| next.is_ascii_alphanumeric() || "月年.:/%-~,_".contains(next));
    stands_alone.then(|| finish_day(Day::new(year, month, day.value, None), after))
}

/// The end of `9月15—19`, whose days have no unit: two in two digits one after the other, in a title in one as well, and nothing counted.
fn bare_end<'t>(first: &Number, last: &Number, after: Cursor<'t>) -> Option<Cursor<'t>> {
    let is_day = |day: &Number| !day.is_spoken && day.chars <= 2 && (day.chars == 2 || after.mode() == Mode::Title);
    let is_span = is_day(first) && is_day(last) && first.value < last.value && last.value <= 31;
    let goes_on = after.peek().is_some_and(|next| next.is_ascii_alphanumeric() || "月年.:/%-~,_".contains(next));
    (is_span && !goes_on && !measure_follows(after.skip_spaces(1))).then_some(after)
}

/// `第一周` after a month.
fn week_of_month(year: Option<Year>, month: Month, cursor: Cursor<'_>) -> Read<'_> {
    let cursor = cursor.eat('的').unwrap_or(cursor).skip_spaces(1);
    let (number, after) = cursor.eat('第')?.skip_spaces(1).number()?;
    let after = after.skip_spaces(1);
    let end = week_unit(after.eat('个').unwrap_or(after))?;
    let reading = match u8::try_from(number.value) {
        Ok(week @ 1..=5) => Ok(Expression::WeekOfMonth { year, month, week }),
        _ => Err(Impossible::WeekOfMonth { year: year.map(Year::get), month: month.get(), week: number.value }),
    };
    Some((reading, end))
}

/// `14号23点`, `14日`.
fn day_of_month<'t>(start: Cursor<'t>, number: Number, after: Cursor<'t>) -> Read<'t> {
    let end = after.eat_day_unit()?;
    if number.chars > 3 || !(1..=31).contains(&number.value) {
        return None;
    }
    // 周日, 每日, 工作日 and T+3日 are no dates, nor is 一号 or 三日 without a time.
    if start.is_after(&["第", "每", "周", "期", "作", "个", "持续", "近", "共", "为期"]) {
        return None;
    }
    let (time, timed_end) = time_of_day(end);
    match time {
        Some(Ok(time)) => {
            let day = DayOfMonth::new(number.value, Some(time));
            Some((day.map(Expression::DayOfMonth), timed_end))
        }
        Some(Err(impossible)) => Some((Err(impossible), timed_end)),
        None if number.is_spoken && number.chars < 2 => None,
        None => day_of_month_may_end(end)
            .then(|| (DayOfMonth::new(number.value, None).map(Expression::DayOfMonth), timed_end)),
    }
}

/// `二季度`, `2季度`.
fn quarter(year: Option<Year>, number: Number, after: Cursor<'_>) -> Read<'_> {
    let end = after.eat_text("季度").or_else(|| {
        let end = after.eat('季')?;
        (year.is_some() && !end.peek().is_some_and(char::is_alphabetic)).then_some(end)
    })?;
    if number.chars > 2 || number.value == 0 && number.is_spoken {
        return None;
    }
    let quarter = QuarterOfYear::new(number.value);
    Some((quarter.map(|quarter| Expression::Quarter { year, quarter }), end))
}

/// `上半年`, `下半年`.
pub(super) fn half(year: Option<Year>, cursor: Cursor<'_>) -> Read<'_> {
    let (half, end) = cursor.eat_any(&[("上半年", 1), ("下半年", 2), ("前半年", 1), ("后半年", 2)])?;
    Some((HalfOfYear::new(half).map(|half| Expression::Half { year, half }), end))
}

/// `2023年底`, `2023年初`: read as December and January.
fn edge_of_year(year: Year, cursor: Cursor<'_>) -> Read<'_> {
    let (month, end) = edge(cursor)?;
    Some((Ok(Expression::Month { year: Some(year), month }), end))
}

/// The month that 初, 底 or 末 of a year is.
pub(super) fn edge(cursor: Cursor<'_>) -> Option<(Month, Cursor<'_>)> {
    let (month, end) = cursor.eat_any(&[("底", 12), ("末", 12), ("初", 1)])?;
    Some((Month::new(month).ok()?, end)).filter(|_| !end.is_next(|next| "步始级".contains(next)))
}

/// `1-6月`, `9-15日`: a bare number whose unit follows at the range's end.
fn short_range(start: Cursor<'_>) -> Read<'_> {
    let (first, after) = start.number().filter(|(first, _)| first.chars <= 2)?;
    // 2、3月 in a question; in a report 1、 may number the line.
    let listed = || after.eat('、').filter(|_| start.is_lenient());
    let (after, is_listed) = joiner(after).map(|after| (after, false)).or_else(|| Some((listed()?, true)))?;
    let (last, after) = after.number().filter(|(last, _)| last.chars <= 2)?;
    let after = after.skip_spaces(1);
    if is_listed && last.value != first.value + 1 {
        return None;
    }
    if first.is_spoken != last.is_spoken {
        return None;
    }
    if let Some(end) = after.eat('月') {
        // 1-6月15日 would be something else again.
        if end.number().is_some() {
            return None;
        }
        let end = end.eat('份').unwrap_or(end);
        let (one, other) = (Month::new(first.value).ok()?, Month::new(last.value).ok()?);
        let month = |month| Expression::Month { year: None, month };
        return Some((Ok(between(month(one), month(other))), end));
    }
    let end = after.eat_day_unit().filter(|end| day_of_month_may_end(*end) && !first.is_spoken)?;
    let one = DayOfMonth::new(first.value, None).ok()?;
    let other = DayOfMonth::new(last.value, None).ok()?;
    Some((Ok(between(Expression::DayOfMonth(one), Expression::DayOfMonth(other))), end))
}

/// A numeral from one to nine; 两 counts and names no month.
fn digit(cursor: Cursor<'_>) -> Option<(u32, Cursor<'_>)> {
    let value = cursor.peek().filter(|next| *next != '两').and_then(numeral)?;
    (1..=9).contains(&value).then(|| (value, cursor.next()))
}

/// `二三月`, `十一二月份`, `三四季度`: two that follow each other, in numerals that make no number.
fn neighbours(start: Cursor<'_>) -> Read<'_> {
    let (tens, first_at) = start.eat('十').map_or((0, start), |after| (10, after));
    let (first, after) = digit(first_at)?;
    let (last, after) = digit(after).filter(|(last, _)| *last == first + 1)?;
    let (first, last, after) = (tens + first, tens + last, after.skip_spaces(1));
    if let Some(end) = after.eat_text("季度") {
        let quarter = |quarter| QuarterOfYear::new(quarter).map(|quarter| Expression::Quarter { year: None, quarter });
        return Some((Ok(between(quarter(first).ok()?, quarter(last).ok()?)), end));
    }
    let end = after.eat('月')?;
    let end = end.eat('份').unwrap_or(end);
    let month = |month| Month::new(month).map(|month| Expression::Month { year: None, month });
    Some((Ok(between(month(first).ok()?, month(last).ok()?)), end))
}

/// Past what joins two bare numbers.
fn joiner(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    ['-', '~', '至', '到'].into_iter().find_map(|joiner| cursor.eat(joiner))
}

fn with_year_at_both_ends(range: Expression, year: Year) -> Result<Expression, Impossible> {
    match range {
        Expression::Range(from, to) => Ok(between(from.with_year(year)?, to.with_year(year)?)),
        other => other.with_year(year),
    }
}
