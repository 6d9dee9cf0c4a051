//! The ledger of metrics: every statement of a metric in the index that the filters leave, as one series a metric over the
//! whole span, with the weeks that lack a value. Reads what ingest stored; makes up nothing and prints nothing.

use super::{LedgerError, Wanted};
use crate::calendar::Period;
use crate::record::{PassageRecord, Place};
use crate::retrieve::{Filters, Retriever};
use crate::series::{Group, Near, Series, Spelling, Statement, missing, unify};

/// The metrics and what was searched for them.
#[derive(Debug)]
pub struct Metrics {
    /// Those of more reports first, of equals by name.
    pub series: Vec<Series>,
    /// How each of the series is written, and by which rule it is one: as many as there are series.
    pub spellings: Vec<Vec<Spelling>>,
    /// Pairs that may be one metric and were not joined, nearest first.
    pub near: Vec<Near>,
    /// Reports that the filters leave.
    pub reports: usize,
    /// The days that those reports cover; `None` where none has a date.
    pub searched: Option<Period>,
    /// Names of weeks inside them without a report.
    pub missing_weeks: Vec<String>,
    /// Statements of pages without a date: they are nowhere in time.
    pub undated: usize,
}

/// Reads the ledger: the series of the reports inside the filters and the times among the words, whose names speak of all
/// the other words. Empty where there is none. Never the best few: all of them.
///
/// # Errors
/// `Time` for a word that is a day no calendar has; those of the store.
pub async fn metrics(
    retriever: &Retriever<'_>,
    filters: &Filters,
    wanted: &Wanted<'_>,
) -> Result<Metrics, LedgerError> {
    let (asked, terms) = wanted.read(retriever.segmenter)?;
    let times = retriever.narrowing(&asked, filters);
    let reports = retriever.searched(&times, filters);
    let mut passages = retriever.everything(&times, filters).await?;
    // A passage that names a day of the time looks back at it: its values are of its own week.
    passages.retain(|passage| reports.contains(&passage.report));
    let mut undated = 0;
    let mut statements = Vec::new();
    for passage in &passages {
        match passage.date() {
            Some(_) => statements.extend(stated(passage)),
            None => undated += passage.metrics.len(),
        }
    }
    let unification = unify(statements, retriever.aliases);
    let speaks = |group: &Group| {
        let names: Vec<&str> = group.spellings.iter().map(|spelling| spelling.name.as_str()).collect();
        let text = format!("{} {} {}", group.series.metric, group.series.qualifier, names.join(" "));
        terms.iter().all(|term| term.is_in(&text))
    };
    let (mut series, mut spellings) = (Vec::new(), Vec::new());
    for mut group in unification.groups.into_iter().filter(speaks) {
        group.series.missing = missing(&group.series, retriever.catalogue);
        series.push(group.series);
        spellings.push(group.spellings);
    }
    let is_told = |name: &String| series.iter().any(|known| known.metric == *name);
    let near = unification.near.into_iter().filter(|near| is_told(&near.one) || is_told(&near.other)).collect();
    let coverage = reports.iter().filter_map(|report| retriever.catalogue.entry(*report)?.coverage);
    let asked_for = times.iter().flat_map(|time| time.scope.periods.iter().copied()).reduce(Period::hull);
    Ok(Metrics {
        series,
        spellings,
        near,
        reports: reports.len(),
        searched: coverage.reduce(Period::hull),
        missing_weeks: retriever.catalogue.missing_weeks(asked_for),
        undated,
    })
}

/// The statements of a passage with a date; none of one without.
#[must_use]
pub fn stated(passage: &PassageRecord) -> Vec<Statement> {
    let Some(date) = passage.date() else { return Vec::new() };
    let statement = |metric: &crate::fact::Metric| Statement {
        metric: metric.clone(),
        date,
        place: Place::of_lines(passage, metric.lines),
    };
    passage.metrics.iter().map(statement).collect()
}
