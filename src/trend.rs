//! The trend of metrics: the series that the words mean, what each shows over time, and the incidents of that time. Reads
//! what ingest stored; draws nothing.

mod choice;
mod picture;

use crate::calendar::{Date, day_number};
use crate::ledger::{IncidentEntry, LedgerError, Wanted, ledger, metrics};
use crate::lexicon::Segmenter;
use crate::record::Place;
use crate::retrieve::{Filters, Retriever};
use crate::series::{Series, statistics};

use choice::{Choice, chosen};
pub use picture::{Mark, Traced, Trend, Unknown};

/// More panels than this are not looked at together.
pub const MOST_SERIES: usize = 6;

/// The most days from an incident of the first value's week to that value.
const COVERED_DAYS: i32 = 7;

/// The trend of the metrics that `words` name: each of them one metric, or all together one. Words that are times (2023Q2,
/// 第26周) narrow, as the filters do. Nothing is drawn where no metric has such a name; near names are then listed.
///
/// # Errors
/// Those of the ledger.
pub async fn trend(retriever: &Retriever<'_>, filters: &Filters, words: &[String]) -> Result<Trend, LedgerError> {
    let (times, names) = choice::split(words);
    let wanted = Wanted { text: &times, ..Wanted::default() };
    let found = metrics(retriever, filters, &wanted).await?;
    let incidents = ledger(retriever, filters, &wanted).await?;
    let trend = drawn(found.series, &incidents.entries, &names, retriever.segmenter);
    Ok(Trend { reports: incidents.reports, ..trend })
}

/// The series of `all` that the names mean, each with what it shows, and the incidents of their days.
pub fn drawn(all: Vec<Series>, incidents: &[IncidentEntry], names: &[String], segmenter: &Segmenter) -> Trend {
    let Choice { series, left_out, unknown } = chosen(all, names, segmenter);
    let marks = span(&series).map(|(first, last)| marks(incidents, first, last)).unwrap_or_default();
    let traced = series.into_iter().map(|series| Traced { statistics: statistics(&series), series }).collect();
    Trend { traced, marks, left_out, unknown, reports: 0 }
}

/// The days of the first and of the last value.
fn span(series: &[Series]) -> Option<(Date, Date)> {
    let days = || series.iter().flat_map(|series| series.points.iter().map(|point| point.date));
    Some((days().min()?, days().max()?))
}

/// The incidents of those days, and of the week before the first, in order of time.
fn marks(entries: &[IncidentEntry], first: Date, last: Date) -> Vec<Mark> {
    let mut marks: Vec<Mark> = entries
        .iter()
        .filter_map(|entry| {
            let date = entry.incident.day()?;
            let source: &Place = entry.sources.first()?;
            let mark = || Mark { date, summary: entry.incident.summary.text.clone(), place: source.clone() };
            let is_of_the_time = date <= last && day_number(date) >= day_number(first) - COVERED_DAYS;
            is_of_the_time.then(mark)
        })
        .collect();
    marks.sort_by_key(|mark| mark.date);
    marks
}
