//! Incidents, and their histories over the weeks.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Number, Value, json};

use crate::fact::{Count, IncidentPiece, Status};
use crate::json::{LineRange, in_digits};
use crate::ledger::{IncidentEntry, IncidentThreads, Ledger};
use crate::record::Place;
use crate::thread::{IncidentThread, LaterWord, Recurrence, Telling};

/// The JSON contract of `incidents`: an array, which may be empty.
pub fn ledger_json(ledger: &Ledger) -> Value {
    json!(ledger.entries.iter().map(Incident::from).collect::<Vec<_>>())
}

/// An incident. What the report does not state is null.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Incident<'a> {
    /// `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`.
    occurred: &'a Option<String>,
    /// When it was found, where that is another day.
    found: &'a Option<String>,
    /// The first report of it.
    report: &'a str,
    /// `YYYY-MM-DD`; empty for a page without a date.
    date: String,
    author: &'a Option<String>,
    summary: &'a str,
    impact: Option<&'a str>,
    cause: Option<&'a str>,
    handling: Option<&'a str>,
    status: Status,
    duration_minutes: Option<u32>,
    /// Numbers of things and amounts of money.
    counts: Vec<IncidentCount<'a>>,
    /// Headings, the outermost first.
    section: &'a [String],
    /// Of the page, in what was read.
    path: &'a str,
    lines: LineRange,
    /// All places that tell it, the first one first.
    sources: Vec<IncidentSource<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct IncidentCount<'a> {
    #[schemars(with = "Number")]
    value: Value,
    unit: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct IncidentSource<'a> {
    report: &'a str,
    /// `YYYY-MM-DD`; empty for a page without a date.
    date: String,
    /// Of the page, in what was read.
    path: &'a str,
    lines: LineRange,
}

impl<'a> From<&'a IncidentEntry> for Incident<'a> {
    fn from(entry: &'a IncidentEntry) -> Self {
        let (incident, first) = (&entry.incident, &entry.sources[0]);
        let part = |part: &'a Option<IncidentPiece>| part.as_ref().map(|part| part.text.as_str());
        Self {
            occurred: &incident.occurred,
            found: &incident.found,
            report: first.report(),
            date: first.date(),
            author: first.author(),
            summary: &incident.summary.text,
            impact: part(&incident.impact),
            cause: part(&incident.cause),
            handling: part(&incident.handling),
            status: incident.status,
            duration_minutes: incident.duration_minutes,
            counts: incident.counts.iter().map(IncidentCount::from).collect(),
            section: first.section(),
            path: first.path(),
            lines: LineRange(first.lines),
            sources: entry.sources.iter().map(IncidentSource::from).collect(),
        }
    }
}

impl<'a> From<&'a Count> for IncidentCount<'a> {
    fn from(count: &'a Count) -> Self {
        Self { value: in_digits(&count.value), unit: &count.unit }
    }
}

impl<'a> From<&'a Place> for IncidentSource<'a> {
    fn from(place: &'a Place) -> Self {
        Self { report: place.report(), date: place.date(), path: place.path(), lines: LineRange(place.lines) }
    }
}

/// `{"threads": […], "recurrences": […]}`.
pub fn incident_threads_json(found: &IncidentThreads) -> Value {
    json!(IncidentHistories {
        threads: found.threads.iter().map(IncidentHistory::from).collect(),
        recurrences: &found.recurrences,
    })
}

/// The history of each incident, and what came again.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "IncidentThreads")]
pub struct IncidentHistories<'a> {
    threads: Vec<IncidentHistory<'a>>,
    recurrences: &'a [Recurrence],
}

/// An incident over the weeks.
#[derive(Debug, Serialize, JsonSchema)]
struct IncidentHistory<'a> {
    /// `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`; null where no day is named.
    occurred: &'a Option<String>,
    summary: &'a str,
    /// No report closes it.
    open: bool,
    /// From its day to the report that closes it, or to the last report; null without a day.
    days_open: Option<i32>,
    /// Whole weeks from its day to the last report, where none names a cause.
    cause_missing_weeks: Option<i32>,
    /// Its mentions, by date.
    tellings: Vec<IncidentTelling<'a>>,
    /// Later lines that may speak of it without naming its day, by date; they decide nothing.
    may_speak_of_it: Vec<IncidentWord<'a>>,
}

/// A line that may speak of an incident.
#[derive(Debug, Serialize, JsonSchema)]
struct IncidentWord<'a> {
    #[serde(flatten)]
    place: &'a Place,
    /// The report's own words.
    quote: &'a str,
}

/// A mention of an incident.
#[derive(Debug, Serialize, JsonSchema)]
struct IncidentTelling<'a> {
    #[serde(flatten)]
    place: &'a Place,
    /// It only looks back at it.
    looks_back: bool,
    /// The report's own words.
    quote: &'a str,
}

impl<'a> From<&'a IncidentThread> for IncidentHistory<'a> {
    fn from(thread: &'a IncidentThread) -> Self {
        Self {
            occurred: &thread.incident.occurred,
            summary: &thread.incident.summary.text,
            open: thread.is_open,
            days_open: thread.days_open,
            cause_missing_weeks: thread.cause_missing_weeks,
            tellings: thread.tellings.iter().map(IncidentTelling::from).collect(),
            may_speak_of_it: thread.after_all.words().into_iter().map(IncidentWord::from).collect(),
        }
    }
}

impl<'a> From<&'a LaterWord> for IncidentWord<'a> {
    fn from(word: &'a LaterWord) -> Self {
        Self { place: &word.place, quote: &word.text }
    }
}

impl<'a> From<&'a Telling> for IncidentTelling<'a> {
    fn from(telling: &'a Telling) -> Self {
        Self { place: &telling.place, looks_back: telling.looks_back, quote: &telling.text }
    }
}
