//! What the readers of time expressions return, and the expressions that several of them build.

use super::cursor::Cursor;
use super::error::Impossible;
use super::expression::{Expression, Relative};

/// What a reader found, and where it ends; `None` where nothing of its kind starts at the cursor.
pub(super) type Read<'t> = Option<(Result<Expression, Impossible>, Cursor<'t>)>;

pub(super) fn relative<'t>(relative: Relative, end: Cursor<'t>) -> Read<'t> {
    Some((Ok(Expression::Relative(relative)), end))
}

/// A range as it is written, its ends not yet completed by each other.
pub(super) fn between(from: Expression, to: Expression) -> Expression {
    Expression::Range(Box::new(from), Box::new(to))
}
