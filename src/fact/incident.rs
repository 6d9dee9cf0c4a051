//! An incident: when it occurred, what happened, its impact, cause, handling and status, its length and counts. The folder beside this file
//! has a file for each part that is read.

pub(super) mod account;
pub(super) mod candidate;
mod cause;
pub(super) mod clue;
mod handling;
pub(super) mod heading;
mod impact;
mod late;
mod named;
pub(super) mod opening;
pub(super) mod parts;
pub mod reader;
mod review;
pub(super) mod spans;
pub(super) mod status;
pub(super) mod table;
mod when;

use serde::{Deserialize, Serialize};

use super::count::Count;
use crate::calendar::{Date, Period, TimeOfDay};
use crate::report::{LineIndex, Lines, Span};

pub use reader::read_incident;
pub use review::{Review, reviews};
pub use status::Status;

/// A piece of an incident's text with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentPiece {
    /// As written, white space at the ends trimmed.
    pub text: String,
    pub span: Span,
    pub lines: Lines,
}

impl IncidentPiece {
    /// The part at `span` without the punctuation and list marks around it; `None` when nothing else is there.
    pub(super) fn read(source: &str, index: &LineIndex, span: Span) -> Option<Self> {
        let joint = |c: char| c.is_whitespace() || opening::is_symbol(c) || "，,；;、：:-*#】|>".contains(c);
        let text = &source[span.clone()];
        let start = span.end - text.trim_start_matches(joint).len();
        let text = source[start..span.end].trim_end_matches(|c: char| joint(c) || c == '【');
        let mut span = start..start + text.len();
        // The marks of bold words at its start are theirs where they end inside.
        let is_cut = text.matches("**").count() % 2 == 1 && source[..start].ends_with("**");
        span.start -= if is_cut { "**".len() } else { 0 };
        let text = &source[span.clone()];
        (!span.is_empty()).then(|| Self { text: text.to_string(), lines: index.lines(&span), span })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`; `None` when no day is named, or the report has no date to take the year from.
    pub occurred: Option<String>,
    /// When it was found, where that is another day than it occurred.
    #[serde(default)]
    pub found: Option<String>,
    pub summary: IncidentPiece,
    pub impact: Option<IncidentPiece>,
    pub cause: Option<IncidentPiece>,
    pub handling: Option<IncidentPiece>,
    pub status: Status,
    /// Stated, or from the times of its start and its end.
    #[serde(default)]
    pub duration_minutes: Option<u32>,
    pub counts: Vec<Count>,
}

impl Incident {
    /// The minute of the day it occurred, where a time is stated.
    pub fn minute_of_day(&self) -> Option<u16> {
        let time: TimeOfDay = self.occurred.as_deref()?.get(11..)?.parse().ok()?;
        Some(time.minute_of_day())
    }

    /// The day it occurred.
    pub fn day(&self) -> Option<Date> {
        day_in(&self.occurred)
    }

    /// Whether it occurred, or was found, on a day of `period`.
    pub fn is_of(&self, period: Period) -> bool {
        [&self.occurred, &self.found].into_iter().filter_map(day_in).any(|day| period.contains(day))
    }
}

/// The day of a moment as facts have it: `2024-06-15T11:01`.
pub fn day_in(moment: &Option<String>) -> Option<Date> {
    moment.as_deref().and_then(|text| text.get(..10)).and_then(|day| day.parse().ok())
}
