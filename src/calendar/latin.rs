//! Reads what begins with a Latin letter: `June 15`, `last Friday`, `week 26`, `W26`, `Q2 2023`, `mid-May`.

use super::code::{code_may_end, half_of_year, quarter_of_year};
use super::cursor::Cursor;
use super::expression::Expression;
use super::label::{Label, Numbering};
use super::latin_day::{day_number, month_first, month_name, with_later_year};
use super::latin_relative;
use super::month::{HalfOfYear, QuarterOfYear, WeekNumber};
use super::read::Read;
use super::words::{ENGLISH_PARTS_OF_MONTH, ORDINALS};

/// What starts with a Latin letter here, at a word's start.
pub(super) fn read(cursor: Cursor<'_>) -> Read<'_> {
    let glued = cursor.previous().is_some_and(|previous| {
        previous.is_ascii_alphanumeric() || matches!(previous, '_' | '.' | '@' | '\\' | '#' | '$')
    });
    if glued {
        return None;
    }
    match cursor.peek()?.to_ascii_lowercase() {
        'w' => week_code(cursor).or_else(|| week_word(cursor)).or_else(|| name(cursor)),
        'q' => with_later_year(quarter_of_year(None, cursor)),
        'h' => half_code(cursor),
        _ => name(cursor),
    }
}

/// What is spelled out.
fn name(cursor: Cursor<'_>) -> Read<'_> {
    part_of_month(cursor)
        .or_else(|| month_first(cursor))
        .or_else(|| latin_relative::read(cursor))
        .or_else(|| ordinal_part(cursor))
}

/// `early June`, `mid-May 2023`, `late April`, `the end of March`, `first half of August`.
fn part_of_month(cursor: Cursor<'_>) -> Read<'_> {
    let (part, end) = ENGLISH_PARTS_OF_MONTH.eat(cursor)?;
    let after = end.eat('-').or_else(|| end.eat(' '))?;
    let after = after.eat_word("of").map_or(after, |after| after.skip_spaces(1));
    let (month, _, end) = month_name(after).filter(|_| after.peek().is_some_and(|next| next.is_ascii_uppercase()))?;
    // `early June 5` is a day.
    if day_number(end.skip_spaces(1)).is_some() {
        return None;
    }
    with_later_year(Some((Ok(Expression::MonthPart { year: None, month, part }), end)))
}

/// `W26`: two digits in reports, where W3 may be a room; any number in questions and titles.
pub(super) fn week_code(cursor: Cursor<'_>) -> Read<'_> {
    let letter = cursor.eat('W').or_else(|| cursor.eat('w').filter(|_| cursor.is_lenient()))?;
    let (week, end) = letter.digits()?;
    if week.chars > 2 || (week.chars == 1 && !cursor.is_lenient()) || !code_may_end(end) {
        return None;
    }
    // W60 may be a model's name, so it is no mistaken week.
    let label = Label::new(None, WeekNumber::new(week.value).ok()?, Numbering::Iso).ok()?;
    Some((Ok(Expression::Week(label)), end))
}

/// `week 26`, `weeks 13`, `wk 26`, `week 26 of 2023`.
fn week_word(cursor: Cursor<'_>) -> Read<'_> {
    let after = ["weeks", "week", "wk"].into_iter().find_map(|word| cursor.eat_text(word))?;
    // Four to eight digits are a year or a day of it: `week 2023-06-12`.
    let (week, end) = after.skip_spaces(1).digits().filter(|(week, _)| !(4..=8).contains(&week.chars))?;
    if !code_may_end(end) || are_days(end) {
        return None;
    }
    // Said in words it is what people call the week, as 第26周 is.
    let label = WeekNumber::new(week.value).and_then(|week| Label::new(None, week, Numbering::Labelled));
    with_later_year(Some((label.map(Expression::Week), end)))
}

/// Whether a number that ends here is a day: `week 7-11 June`, `week 7 June`.
fn are_days(end: Cursor<'_>) -> bool {
    let last = || {
        let joint = end.skip_spaces(1).next();
        let is_joint = joint.previous().is_some_and(|c| matches!(c, '-' | '–' | '—' | '~'));
        joint.skip_spaces(1).digits().filter(|_| is_joint).map(|(_, end)| end)
    };
    let names_a_month =
        |end: Cursor<'_>| month_name(end.skip_spaces(1)).is_some_and(|(.., after)| after.at() > end.at());
    names_a_month(end) || last().is_some_and(names_a_month)
}

fn half_code(cursor: Cursor<'_>) -> Read<'_> {
    let found = half_of_year(None, cursor)?;
    let end = found.1;
    let with_year = with_later_year(Some(found))?;
    // H1 alone is a heading in a report.
    (cursor.is_lenient() || with_year.1.at() != end.at()).then_some(with_year)
}

/// `second quarter of 2023`, `first half`.
fn ordinal_part(cursor: Cursor<'_>) -> Read<'_> {
    let (ordinal, after) = ORDINALS.eat(cursor).filter(|(ordinal, _)| *ordinal <= 4)?;
    let after = after.skip_spaces(1);
    let found = if let Some(end) = after.eat_word("quarter") {
        (Ok(Expression::Quarter { year: None, quarter: QuarterOfYear::new(ordinal).ok()? }), end)
    } else {
        let end = after.eat_word("half")?;
        let found = (Ok(Expression::Half { year: None, half: HalfOfYear::new(ordinal).ok()? }), end);
        // "the first half" of what? Only a year after it says.
        return with_later_year(Some(found)).filter(|(_, after)| after.at() != end.at());
    };
    with_later_year(Some(found))
}
