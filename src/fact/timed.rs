//! A statement with its times and clauses, found once for plans and steps done.

use super::clause::clauses;
use super::milestone::subject::readable;
use crate::calendar::{Expression, Mention, mentions};
use crate::report::Span;
use crate::vocabulary::{Sense, Words};

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
        let times: Vec<Mention> = mentions(text).into_iter().flat_map(|time| ends_of_a_move(text, time)).collect();
        let clauses = if times.is_empty() { Vec::new() } else { clauses(text, 0..text.len()) };
        Self { text, times, clauses }
    }
}

/// The two days of `moved from 12 June to 30 June`, which is no span of time; any other time as it is.
fn ends_of_a_move(text: &str, time: Mention) -> Vec<Mention> {
    static FORMER: Words = Words::of(&[Sense::FormerDay]);
    const JOINT: &str = " to ";
    let before = text[..time.span.start].trim_end().to_ascii_lowercase();
    let at = text[time.span.clone()].find(JOINT).map(|at| time.span.start + at);
    match (&time.reading, at) {
        (Ok(Expression::Range(from, to)), Some(at)) if before.ends_with("from") && FORMER.ending(&before).is_some() => {
            let day = |span: Span, reading: &Expression| Mention { span, reading: Ok(reading.clone()) };
            vec![day(time.span.start..at, from), day(at + JOINT.len()..time.span.end, to)]
        }
        _ => vec![time],
    }
}
