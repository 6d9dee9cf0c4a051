//! Reads the number that a series counts its reports by: `第 41 期`, `0079 期`, `第41-43期`, `issue 53`. Only where reports are named
//! or asked for: in a text a 期 is as often a phase or an instalment, an issue a defect.

use super::context::number_may_start;
use super::cursor::{Cursor, Mode, Number};
use super::error::Impossible;
use super::expression::Expression;
use super::read::{Read, between};
use super::words::{List, listed};

/// What people call a report that is counted.
static REPORTS: List<()> = List::named("counted report", listed);

/// What starts with 第, a digit or `issue` here.
pub(super) fn read(cursor: Cursor<'_>) -> Read<'_> {
    if !cursor.is_lenient() {
        return None;
    }
    match cursor.peek()? {
        '第' => ordinal(cursor),
        first if first.is_ascii_digit() && number_may_start(cursor) => counted(cursor),
        first if first.is_ascii_alphabetic() => english(cursor),
        _ => None,
    }
}

/// `第 41 期`, `第41-43期`, `第41期到第43期` by its first half.
fn ordinal(cursor: Cursor<'_>) -> Read<'_> {
    let (number, after) = cursor.eat('第')?.skip_spaces(1).number()?;
    let after = after.skip_spaces(1);
    if let Some(end) = unit(after) {
        // 第二期 of a project is its second phase, 第一期 the first report there is.
        let is_of_a_project = match (number.is_spoken, cursor.mode()) {
            (_, Mode::Title) => false,
            (true, _) => number.value <= 10,
            (false, _) => number.chars < 2,
        };
        let is_first = number.is_spoken && number.value == 1;
        return (!is_first && (!is_of_a_project || names_reports(cursor, end))).then(|| issue(number, end)).flatten();
    }
    let (last, after) = after.eat_first(&["-", "~", "至", "到"])?.skip_spaces(1).number()?;
    let end = unit(after.skip_spaces(1))?;
    let (first, _) = issue(number, end)?;
    let (last, end) = issue(last, end)?;
    Some((first.and_then(|first| Ok(between(first, last?))), end))
}

/// `0079 期`, `53期周报`.
fn counted(cursor: Cursor<'_>) -> Read<'_> {
    let (number, after) = cursor.digits()?;
    let end = unit(after.skip_spaces(1))?;
    let is_padded = number.chars >= 3;
    (is_padded || names_reports(cursor, end)).then(|| issue(number, end)).flatten()
}

/// `issue 53`, `issue #53`; in titles `vol. 12` and `no. 41` too.
fn english(cursor: Cursor<'_>) -> Read<'_> {
    if cursor.previous().is_some_and(|previous| previous.is_ascii_alphanumeric()) {
        return None;
    }
    let words: &[&str] = if cursor.mode() == Mode::Title { &["issue", "vol", "volume", "no"] } else { &["issue"] };
    let after = words.iter().rev().find_map(|word| cursor.eat_text(word))?;
    let after = [" no. ", ". ", " #", "-", "_", ".", " ", "#", ""].into_iter().find_map(|sign| {
        let after = after.eat_text(sign)?;
        after.digits().map(|_| after)
    })?;
    let (number, end) = after.digits()?;
    let is_whole = !end.peek().is_some_and(|next| next.is_ascii_alphanumeric() || next == '%');
    is_whole.then(|| issue(number, end)).flatten()
}

/// Past 期, unless it begins another word.
fn unit(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let end = cursor.eat('期')?;
    static OTHERS: List<()> = List::named("other 期", listed);
    (!OTHERS.is_next(end)).then_some(end)
}

fn names_reports(start: Cursor<'_>, end: Cursor<'_>) -> bool {
    let after = end.eat('的').unwrap_or(end);
    let before = if start.previous() == Some(' ') { start.back() } else { start };
    REPORTS.is_next(after) || REPORTS.ends(before)
}

/// `None` for what counts no reports: 0, and numbers of more than four digits.
fn issue(number: Number, end: Cursor<'_>) -> Option<(Result<Expression, Impossible>, Cursor<'_>)> {
    (1..=9_999).contains(&number.value).then_some((Ok(Expression::Issue(number.value)), end))
}
