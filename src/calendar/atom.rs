//! Reads one expression, by its first character.

use super::cursor::Cursor;
use super::issue;
use super::latin;
use super::numeric;
use super::read::Read;
use super::spoken;
use super::spring_festival;

/// One expression, neither a range nor opened to one side.
pub(super) fn atom(cursor: Cursor<'_>) -> Read<'_> {
    let first = cursor.peek()?;
    if let Some(found) = issue::read(cursor).or_else(|| spring_festival::read(None, cursor)) {
        return Some(found);
    }
    if first.is_ascii_digit() {
        numeric::read(cursor)
    } else if first.is_ascii_alphabetic() {
        latin::read(cursor)
    } else {
        spoken::read(cursor)
    }
}
