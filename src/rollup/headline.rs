//! Headlines: at most five lines, each made of rows of the parts with their sources.

use super::landed::is_live;
use super::metrics::reports;
use super::model::{Cites, Headline, HeadlineKind, Landed, MetricRow, Rollup, Work};
use crate::fact::Status;
use crate::thread::Outcome;

const MOST_LINES: usize = 5;

/// Rows named in a line, at most.
const MOST_METRICS: usize = 3;
const MOST_NAMED: usize = 4;

pub(super) fn lines(rollup: &Rollup) -> Vec<Headline> {
    let all = [metrics(rollup), incidents(rollup), open(rollup), landed(rollup), slipped(rollup), promises(rollup)];
    all.into_iter().flatten().take(MOST_LINES).collect()
}

/// The ratios stated by most reports; without ratios, the numbers.
fn metrics(rollup: &Rollup) -> Option<Headline> {
    let rows = &rollup.metrics.rows;
    let is_ratio = |row: &MetricRow| row.better.is_some() && row.unit_is_ratio();
    let mut chosen: Vec<usize> = (0..rows.len()).filter(|at| is_ratio(&rows[*at])).collect();
    if chosen.is_empty() {
        chosen = (0..rows.len()).collect();
    }
    chosen.sort_by_key(|at| std::cmp::Reverse(reports(&rows[*at].series)));
    chosen.truncate(MOST_METRICS);
    let cites = chosen.iter().flat_map(|at| [rows[*at].first.cite, rows[*at].last.cite]);
    named(HeadlineKind::Metrics(chosen.clone()), cites)
}

/// The longest of those that say how long, else the one that was open longest.
fn incidents(rollup: &Rollup) -> Option<Headline> {
    let rows = &rollup.incidents.rows;
    let longest = (0..rows.len()).max_by_key(|at| {
        let row = &rows[*at];
        // What was found days later lasted until somebody looked: that is not how bad it was.
        (row.minutes.filter(|_| row.found.is_none()), row.days_open, std::cmp::Reverse(*at))
    })?;
    named(HeadlineKind::Incidents(Some(longest)), rows[longest].cites.iter().copied().take(1))
}

fn open(rollup: &Rollup) -> Option<Headline> {
    let rows = &rollup.incidents.rows;
    let open: Vec<usize> = (0..rows.len()).filter(|at| rows[*at].standing == Status::Open).take(MOST_NAMED).collect();
    let cites: Cites = open.iter().filter_map(|at| rows[*at].cites.first().copied()).collect();
    named(HeadlineKind::Open(open), cites)
}

fn landed(rollup: &Rollup) -> Option<Headline> {
    let is_whole = |landed: &Landed| !landed.is_part && is_live(&landed.word);
    let mut works = works(rollup, |work| work.landed.as_ref().is_some_and(is_whole));
    // What was long in coming comes first: it is what people waited for.
    works.sort_by_key(|(objective, at)| std::cmp::Reverse(rollup.objectives[*objective].works[*at].statements));
    works.truncate(MOST_NAMED);
    let cites: Cites = works
        .iter()
        .filter_map(|(objective, at)| Some(rollup.objectives[*objective].works[*at].landed.as_ref()?.cite))
        .collect();
    named(HeadlineKind::Landed(works), cites)
}

fn slipped(rollup: &Rollup) -> Option<Headline> {
    let furthest = |work: &Work| work.slips.iter().map(|slip| slip.days).max().unwrap_or(0);
    let mut works = works(rollup, |work| furthest(work) > 0);
    works.sort_by_key(|(objective, at)| std::cmp::Reverse(furthest(&rollup.objectives[*objective].works[*at])));
    works.truncate(MOST_NAMED - 1);
    let cites: Cites = works
        .iter()
        .filter_map(|(objective, at)| {
            rollup.objectives[*objective].works[*at].slips.iter().max_by_key(|slip| slip.days)
        })
        .flat_map(|slip| slip.cites.iter().copied())
        .collect();
    named(HeadlineKind::Slipped(works), cites)
}

/// Broken promises first: they are what readers ask about.
fn promises(rollup: &Rollup) -> Option<Headline> {
    let rows = &rollup.promises.rows;
    let rank = |outcome: Outcome| match outcome {
        Outcome::Dropped => 0,
        Outcome::Slipped => 1,
        Outcome::Partly => 2,
        _ => 3,
    };
    let mut named_rows: Vec<usize> =
        (0..rows.len()).filter(|at| rows[*at].evidence.is_some() && rows[*at].outcome.is_decided()).collect();
    named_rows.sort_by_key(|at| (rank(rows[*at].outcome), std::cmp::Reverse(rows[*at].days), *at));
    named_rows.truncate(MOST_NAMED - 1);
    let cites: Cites = named_rows
        .iter()
        .flat_map(|at| [rows[*at].cites.first().copied(), rows[*at].evidence.as_ref().map(|evidence| evidence.cite)])
        .flatten()
        .collect();
    named(HeadlineKind::Promises(named_rows), cites)
}

fn works(rollup: &Rollup, is: impl Fn(&Work) -> bool) -> Vec<(usize, usize)> {
    let places = |(objective, of): (usize, &super::model::Objective)| {
        (0..of.works.len()).map(move |at| (objective, at)).collect::<Vec<_>>()
    };
    let all = rollup.objectives.iter().enumerate().flat_map(places);
    all.filter(|(objective, at)| is(&rollup.objectives[*objective].works[*at])).collect()
}

/// `None` without citations.
fn named(kind: HeadlineKind, cites: impl IntoIterator<Item = usize>) -> Option<Headline> {
    let mut cites: Cites = cites.into_iter().collect();
    cites.sort_unstable();
    cites.dedup();
    (!cites.is_empty()).then_some(Headline { kind, cites })
}

impl MetricRow {
    /// Whether its values are shares of a whole.
    fn unit_is_ratio(&self) -> bool {
        matches!(self.series.unit.as_str(), "%" | "‰" | "百分点")
    }
}
