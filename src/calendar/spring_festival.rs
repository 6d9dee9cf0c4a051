//! Reads the Spring Festival in questions: `春节期间`, `2024年春节前`, `after the Spring Festival`.

use super::cursor::{Cursor, Mode};
use super::expression::Expression;
use super::festival::FestivalPart;
use super::month::Year;
use super::read::Read;
use super::words::{List, listed};

/// 春节, with what belongs to it.
pub(super) fn read(year: Option<Year>, cursor: Cursor<'_>) -> Read<'_> {
    static NAMES: List<()> = List::named("festival", listed);
    static HOLIDAY: List<()> = List::named("holiday", listed);
    if cursor.mode() != Mode::Question {
        return None;
    }
    let ((), end) = NAMES.eat(cursor)?;
    let (part, end) = match end.eat_text("前后") {
        Some(end) => (FestivalPart::Around, end),
        None => (FestivalPart::Holiday, HOLIDAY.eat(end).map_or(end, |((), end)| end)),
    };
    Some((Ok(Expression::SpringFestival { year, part }), end))
}
