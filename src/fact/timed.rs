//! A statement with its times and clauses, found once for plans and steps done.

use super::clause::clauses;
use super::milestone::subject::readable;
use crate::calendar::{Mention, mentions};
use crate::report::Span;

pub(super) struct Timed<'a> {
    /// Of a text that is longer than a statement the beginning.
    pub text: &'a str,
    pub times: Vec<Mention>,
    /// None where there are no times.
    pub clauses: Vec<Span>,
}

impl<'a> Timed<'a> {
    pub fn read(text: &'a str) -> Self {
        let text = readable(text);
        let times = mentions(text);
        let clauses = if times.is_empty() { Vec::new() } else { clauses(text, 0..text.len()) };
        Self { text, times, clauses }
    }
}
