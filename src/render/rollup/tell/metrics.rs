//! The metrics in words: first, last, best, worst, the change, the target; what contradicts, what was given anew, what is
//! missing. No average is made of anything.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::render::missing_weeks;
use crate::render::rollup::line::Line;
use crate::render::rollup::page::{MetricRow, Metrics, SingleMetric};
use crate::render::rollup::sparkline::sparkline;
use crate::render::rollup::teller::Teller;
use crate::rollup::{self, HeadlineKind, Stated};
use crate::series::{Better, Series};
use crate::vocabulary::{plural, worded};

/// Figures that one report alone states and no line of the projects fill up those of several reports to this many, the most surely read
/// ones; the ledger of metrics has all.
const MOST_SINGLE: usize = 12;

pub(super) fn metrics(teller: &Teller<'_>, charts: &[String]) -> Metrics {
    let part = &teller.rollup.metrics;
    let rows = part.rows.iter().enumerate().filter(|(at, row)| !is_all_above(teller, *at, row));
    let rows = rows.map(|(at, row)| metric_row(teller, row, charts.get(at)));
    let unsaid: Vec<&rollup::MetricRow> = part.single.iter().filter(|row| !is_in_words(teller, row)).collect();
    // Beside figures that move, one that stands beside nothing says little.
    let is_worth = |row: &rollup::MetricRow| part.rows.is_empty() || !before(teller, row).is_empty();
    let worth: Vec<&rollup::MetricRow> = unsaid.iter().copied().filter(|row| is_worth(row)).collect();
    let shown = most_sure(&worth, MOST_SINGLE.saturating_sub(part.rows.len()));
    let single: Vec<SingleMetric> = shown.iter().map(|row| single(teller, row)).collect();
    let more = Some(unsaid.len() - single.len()).filter(|more| *more > 0).map(|more| in_the_ledger(teller, more));
    let is_empty = part.rows.is_empty() && part.single.is_empty();
    Metrics {
        prose: Vec::new(),
        rows: rows.collect(),
        has_before: single.iter().any(|row| !row.before.is_empty()),
        has_target: single.iter().any(|row| !row.target.is_empty()),
        single,
        remarks: remarks(teller).into_iter().chain(more).collect(),
        empty: teller.where_empty(
            is_empty, "期内的周报里没有认出指标。", "No metric was recognised in the reports of the period.",
        ),
    }
}

/// Whether the opening has its only two values.
fn is_all_above(teller: &Teller<'_>, at: usize, row: &rollup::MetricRow) -> bool {
    let is_above = teller.rollup.headline.iter().any(|line| line.kind == HeadlineKind::Metric(at));
    is_above && row.series.points.len() <= 2 && row.target.is_none()
}

/// Whether a line of the projects is the one that states it.
fn is_in_words(teller: &Teller<'_>, row: &rollup::MetricRow) -> bool {
    let source = |cite: usize| cite.checked_sub(1).and_then(|at| teller.rollup.sources.get(at));
    let Some(stated) = source(row.last.cite) else { return false };
    let of_projects = teller.rollup.objectives.iter().flat_map(|objective| &objective.digest.items);
    let items = of_projects.chain(&teller.rollup.risks);
    items.filter_map(|item| source(item.cite)).any(|shown| {
        shown.report_id == stated.report_id
            && shown.lines.first <= stated.lines.first
            && stated.lines.last <= shown.lines.last
    })
}

/// The `most` rows of the highest confidence, in their order.
fn most_sure<'r>(rows: &[&'r rollup::MetricRow], most: usize) -> Vec<&'r rollup::MetricRow> {
    let confidence = |row: &rollup::MetricRow| row.series.points.iter().map(|point| point.confidence.percent()).min();
    let mut by_confidence: Vec<usize> = (0..rows.len()).collect();
    by_confidence.sort_by_key(|at| (std::cmp::Reverse(confidence(rows[*at])), *at));
    by_confidence.truncate(most);
    by_confidence.sort_unstable();
    by_confidence.into_iter().map(|at| rows[at]).collect()
}

fn in_the_ledger(teller: &Teller<'_>, more: usize) -> Line {
    let in_english = plural(more, "metric");
    Line::of(worded!(
        teller.language,
        "另有 {more} 项指标只见于一篇周报，见指标台账",
        "{in_english} more that one report alone states: see the ledger of metrics"
    ))
}

fn metric_row(teller: &Teller<'_>, row: &rollup::MetricRow, chart: Option<&String>) -> MetricRow {
    let (best, worst) = extremes(teller, row);
    MetricRow {
        name: teller.metric_of(row),
        first: stated(teller, row, &row.first),
        last: stated(teller, row, &row.last),
        change: change(teller, row),
        best,
        worst,
        target: target(teller, row),
        sparkline: sparkline(&row.series),
        chart: chart.cloned().unwrap_or_default(),
    }
}

fn single(teller: &Teller<'_>, row: &rollup::MetricRow) -> SingleMetric {
    SingleMetric {
        name: teller.metric_of(row),
        value: value(teller, row, &row.last),
        report: row.last.report.clone(),
        before: before(teller, row),
        target: target(teller, row),
    }
}

/// The earlier value that stands beside the last one.
pub(super) fn before(teller: &Teller<'_>, row: &rollup::MetricRow) -> Line {
    let before = row.series.points.last().and_then(|point| point.before);
    let said = |before| Line::cited(amount(teller, row, before), &teller.cites(&[row.last.cite]));
    before.map(said).unwrap_or_default()
}

/// Last less first; both bear it.
pub(super) fn change(teller: &Teller<'_>, row: &rollup::MetricRow) -> Line {
    let said = |change| {
        let (change, unit) = in_its_unit(row, change);
        Line::of(teller.change(change, unit))
    };
    row.change.map(said).unwrap_or_default()
}

/// A value beside the stated ones, in the unit that these are written in.
fn amount(teller: &Teller<'_>, row: &rollup::MetricRow, value: Decimal) -> String {
    let (value, unit) = in_its_unit(row, value);
    teller.amount(value, unit)
}

/// A series keeps ‰ in percent.
fn in_its_unit(row: &rollup::MetricRow, value: Decimal) -> (Decimal, &str) {
    if row.last.text.contains('‰') { (value * Decimal::TEN, "‰") } else { (value, &row.series.unit) }
}

/// `99.96%[7]（第26周）`; of a value that is of another time than its report's, its day: `2,047[9]（05-31）`.
fn stated(teller: &Teller<'_>, row: &rollup::MetricRow, stated: &Stated) -> Line {
    let source = stated.cite.checked_sub(1).and_then(|at| teller.rollup.sources.get(at));
    let is_of_its_report = source.is_none_or(|source| source.date.is_empty() || source.date == stated.date.to_string());
    let time = if is_of_its_report { stated.report.clone() } else { teller.day(stated.date) };
    value(teller, row, stated).say(teller.aside(&time))
}

/// The value alone as it is written, with the unit that stands in its column's head: 45.2万元 of 45.2 under 金额(万元).
pub(super) fn value(teller: &Teller<'_>, row: &rollup::MetricRow, stated: &Stated) -> Line {
    let unit = &row.series.unit;
    let is_bare = !unit.is_empty() && stated.text.chars().all(|c| c.is_ascii_digit() || ".,-+".contains(c));
    let text = if is_bare { teller.amount(stated.value, unit) } else { stated.text.clone() };
    Line::cited(text, &teller.cites(&[stated.cite]))
}

/// The best and the worst value, or the highest and the lowest, called so, where nobody knows which way is better.
fn extremes(teller: &Teller<'_>, row: &rollup::MetricRow) -> (Line, Line) {
    let (high, low) = (stated(teller, row, &row.highest), stated(teller, row, &row.lowest));
    if row.highest.value == row.lowest.value {
        return (Line::of(worded!(teller.language, "始终相同", "always the same")), Line::default());
    }
    match row.better {
        Some(Better::Higher) => (high, low),
        Some(Better::Lower) => (low, high),
        None => (
            Line::of(worded!(teller.language, "最高 ", "highest ")).then(high),
            Line::of(worded!(teller.language, "最低 ", "lowest ")).then(low),
        ),
    }
}

fn target(teller: &Teller<'_>, row: &rollup::MetricRow) -> Line {
    let Some(target) = &row.target else { return Line::default() };
    let is_met = match target.is_met {
        Some(true) => worded!(teller.language, "已达到", "met"),
        Some(false) => worded!(teller.language, "未达到", "not met"),
        None => String::new(),
    };
    let text = format!("{}{}", amount(teller, row, target.value), teller.aside(&is_met));
    Line::cited(text, &teller.cites(&[target.cite]))
}

fn remarks(teller: &Teller<'_>) -> Vec<Line> {
    let part = &teller.rollup.metrics;
    let all = || part.rows.iter().chain(&part.single);
    let mut lines: Vec<Line> =
        all().flat_map(|row| row.conflicts.iter().map(|values| conflict(teller, row, values))).collect();
    lines.extend(all().flat_map(|row| row.restated.iter().map(|anew| restated(teller, row, anew))));
    lines.extend(missing(teller));
    lines
}

fn conflict(teller: &Teller<'_>, row: &rollup::MetricRow, values: &[Stated]) -> Line {
    let name = teller.metric_of(row);
    let day = values.first().map(|stated| teller.day(stated.date)).unwrap_or_default();
    let values =
        Line::joined(values.iter().map(|value| stated(teller, row, value)), &worded!(teller.language, "、", ", "));
    Line::of(worded!(
        teller.language, "{name}：{day} 有互相矛盾的值：", "{name}: values of {day} that contradict each other: "
    ))
    .then(values)
}

fn restated(teller: &Teller<'_>, row: &rollup::MetricRow, anew: &rollup::Restated) -> Line {
    let (name, said, later) = (teller.metric_of(row), &anew.said, &anew.later);
    let first = worded!(teller.language, "{name}：{} 报 {}", "{name}: {} says {}", said.report, said.text);
    let second = worded!(teller.language, "，{} 称当时为 {}", ", {} says that it was {}", later.report, later.text);
    Line::cited(first, &teller.cites(&[said.cite])).cite(second, &teller.cites(&[later.cite]))
}

/// Weeks without a value; metrics that lack the same weeks share a line.
fn missing(teller: &Teller<'_>) -> Vec<Line> {
    let mut of: BTreeMap<(usize, String), Vec<String>> = BTreeMap::new();
    let mut order = Vec::new();
    for row in &teller.rollup.metrics.rows {
        let gaps = gaps(teller, &row.series);
        if gaps.is_empty() {
            continue;
        }
        let at = order.iter().position(|known| *known == gaps).unwrap_or_else(|| {
            order.push(gaps.clone());
            order.len() - 1
        });
        of.entry((at, gaps)).or_default().push(teller.metric_of(row));
    }
    let line = |((_, gaps), names): ((usize, String), Vec<String>)| {
        let names = names.join(&worded!(teller.language, "、", ", "));
        Line::of(worded!(teller.language, "{names}：无数据 {gaps}", "{names}: no value {gaps}"))
    };
    of.into_iter().map(line).collect()
}

/// `第22周（没有周报）、第24周（周报里没有读到）`.
fn gaps(teller: &Teller<'_>, series: &Series) -> String {
    let named = |reported: bool, why: String| {
        let weeks = series.missing.iter().filter(|missing| missing.reported == reported);
        let weeks = missing_weeks(&weeks.map(|missing| missing.week.clone()).collect::<Vec<_>>(), teller.language);
        (!weeks.is_empty()).then(|| format!("{weeks}{}", teller.aside(&why)))
    };
    let absent = named(false, worded!(teller.language, "没有周报", "no report"));
    let silent = named(true, worded!(teller.language, "周报里没有读到", "none read in the report"));
    absent.into_iter().chain(silent).collect::<Vec<_>>().join(&worded!(teller.language, "、", ", "))
}
