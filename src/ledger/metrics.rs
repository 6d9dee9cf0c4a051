//! The ledger of metrics: one series a metric over the whole span, with the weeks that lack a value.

use super::error::LedgerError;
use super::query::{Query, Searched};
use super::wanted::Wanted;
use crate::calendar::Period;
use crate::fact::Metric;
use crate::record::{PassageRecord, Place};
use crate::retrieve::{Filters, Retriever};
use crate::series::{Group, MetricStatement, Near, Series, Spelling, Unification, groups, likely_groups, missing};

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
    /// Values left out because they were likely misread.
    pub unlikely: usize,
}

/// All series of the reports inside the filters and times whose names meet the query.
///
/// # Errors
/// `Time` for a word that is a day no calendar has; those of the store.
pub async fn metrics(
    retriever: &Retriever<'_>,
    filters: &Filters,
    wanted: &Wanted<'_>,
) -> Result<Metrics, LedgerError> {
    let query = Query::read(retriever, filters, wanted)?;
    let mut passages = retriever.everything(&query.times, filters).await?;
    // A passage that names a day of the time looks back at it: its values are of its own week.
    passages.retain(|passage| query.reports.contains(&passage.report));
    let (mut undated, mut unlikely) = (0, 0);
    let mut statements = Vec::new();
    for passage in &passages {
        match passage.date() {
            Some(_) => {
                statements.extend(stated(passage));
                let is_left =
                    |metric: &&Metric| !wanted.unlikely && !metric.is_likely() && query.is_met_by(&metric.name);
                unlikely += passage.metrics.iter().filter(is_left).count();
            }
            None => undated += passage.metrics.len(),
        }
    }
    let groups = if wanted.unlikely { groups } else { likely_groups };
    let unification = Unification::of(groups(statements, retriever.aliases));
    let speaks = |group: &Group| {
        let names: Vec<&str> = group.spellings.iter().map(|spelling| spelling.name.as_str()).collect();
        let text = format!("{} {} {}", group.series.metric, group.series.qualifier, names.join(" "));
        query.is_met_by(&text)
    };
    let (mut series, mut spellings) = (Vec::new(), Vec::new());
    for mut group in unification.groups.into_iter().filter(speaks) {
        let borne_out = group.series.points.iter().filter(|point| !point.confidence.is_of_a_likely_metric());
        unlikely = unlikely.saturating_sub(borne_out.count());
        group.series.missing = missing(&group.series, retriever.catalogue);
        series.push(group.series);
        spellings.push(group.spellings);
    }
    let is_told = |name: &String| series.iter().any(|known| known.metric == *name);
    let near = unification.near.into_iter().filter(|near| is_told(&near.one) || is_told(&near.other)).collect();
    let Searched { reports, days, missing_weeks, undated, unlikely, .. } = query.searched(undated, unlikely);
    Ok(Metrics { series, spellings, near, reports, searched: days, missing_weeks, undated, unlikely })
}

/// The statements of a passage with a date; none of one without.
#[must_use]
pub fn stated(passage: &PassageRecord) -> Vec<MetricStatement> {
    let Some(date) = passage.date() else { return Vec::new() };
    let statement = |metric: &Metric| {
        let place = Place::of_lines(passage, metric.lines);
        Some(MetricStatement::new(metric.clone(), metric.day(date)?, place))
    };
    passage.metrics.iter().filter_map(statement).collect()
}
