//! Two roll-ups side by side. The second's sources are numbered after the first's.

use super::projects::{landed_line, slipped_line};
use super::{coverage, incidents, metrics, name, promises};
use crate::render::rollup::comparison::{Compared, ComparedLists, ComparisonPage, Side};
use crate::render::rollup::line::Line;
use crate::render::rollup::link::Links;
use crate::render::rollup::teller::Teller;
use crate::rollup::{Comparison, MetricPair, MetricPlace, MetricRow, Rollup, Work};
use crate::thread::Outcome;
use crate::vocabulary::{Language, worded};

pub fn comparison_page(comparison: &Comparison, language: Language, links: &Links<'_>) -> ComparisonPage {
    let this = Teller { rollup: &comparison.this, language, offset: 0 };
    let other = Teller { rollup: &comparison.other, language, offset: comparison.this.sources.len() };
    let sides = [this, other];
    let names = sides.map(|teller| name(&teller));
    let metrics: Vec<Compared> =
        comparison.metrics.iter().filter_map(|pair| metric(sides, comparison, *pair)).collect();
    ComparisonPage {
        language,
        lang: language.tag(),
        labels: this.labels(),
        title: worded!(this.language, "周报对比 {} 与 {}", "Roll-up {} beside {}", names[0], names[1]),
        this: side(&this),
        other: side(&other),
        metrics_empty: this.where_empty(metrics.is_empty(), "没有两期都给出的指标。", "No metric is stated in both."),
        metrics,
        metrics_remark: alone(sides, comparison),
        incidents: incident_rows(sides),
        promises: promise_rows(sides),
        projects: project_rows(sides),
        landed: lists(sides, |teller| works(teller, |work| work.landed.is_some(), landed_line)),
        slipped: lists(sides, |teller| works(teller, |work| !work.slips.is_empty(), slipped_line)),
        open: lists(sides, |teller| incidents::incidents(teller).open),
        sources: sides.iter().flat_map(|teller| coverage::sources(teller, links)).collect(),
    }
}

fn side(teller: &Teller<'_>) -> Side {
    Side {
        name: name(teller),
        days: teller.days(teller.rollup.period),
        coverage_line: coverage::coverage_line(teller),
        coverage: coverage::coverage(teller),
    }
}

fn row(rollup: &Rollup, place: MetricPlace) -> Option<&MetricRow> {
    match place {
        MetricPlace::Row(at) => rollup.metrics.rows.get(at),
        MetricPlace::Single(at) => rollup.metrics.single.get(at),
    }
}

/// The last values with their changes, and the first less the second.
fn metric(sides: [Teller<'_>; 2], comparison: &Comparison, pair: MetricPair) -> Option<Compared> {
    let (this, other) = (row(&comparison.this, pair.this)?, row(&comparison.other, pair.other)?);
    let last = |teller: &Teller<'_>, row: &MetricRow| {
        let change = metrics::change(teller, row).text();
        metrics::value(teller, row, &row.last).say(teller.aside(&change))
    };
    let difference = this.last.value.checked_sub(other.last.value);
    Some(Compared {
        name: sides[0].metric_of(this),
        this: last(&sides[0], this),
        other: last(&sides[1], other),
        difference: difference.map(|value| sides[0].change(value, &this.series.unit)).unwrap_or_default(),
    })
}

/// How many metrics one period alone states.
fn alone(sides: [Teller<'_>; 2], comparison: &Comparison) -> String {
    let all = sides.map(|teller| teller.rollup.metrics.rows.len() + teller.rollup.metrics.single.len());
    let [one, two] = all.map(|all| all.saturating_sub(comparison.metrics.len()));
    if one + two == 0 {
        return String::new();
    }
    let names = sides.map(|teller| name(&teller));
    worded!(
        sides[0].language,
        "只在一期给出的指标不列：{} {one} 个，{} {two} 个。",
        "Metrics that one period alone states are left out: {one} of {}, {two} of {}.",
        names[0],
        names[1]
    )
}

/// `None` where neither has any.
fn counted(name: String, this: usize, other: usize) -> Option<Compared> {
    if this + other == 0 {
        return None;
    }
    let difference = match this.cmp(&other) {
        std::cmp::Ordering::Less => format!("-{}", other - this),
        std::cmp::Ordering::Equal => "0".to_string(),
        std::cmp::Ordering::Greater => format!("+{}", this - other),
    };
    Some(Compared { name, this: Line::of(this.to_string()), other: Line::of(other.to_string()), difference })
}

fn incident_rows(sides: [Teller<'_>; 2]) -> Vec<Compared> {
    let [this, other] = sides.map(|teller| &teller.rollup.incidents.totals);
    let says = |chinese: &str, english: &str| sides[0].language.pick(chinese, english).to_string();
    let rows = [
        counted(says("合计", "in all"), this.all, other.all),
        counted(says("已解决", "resolved"), this.resolved, other.resolved),
        counted(says("未关闭", "open"), this.open, other.open),
        counted(says("其余", "other"), this.unknown, other.unknown),
    ];
    let mut rows: Vec<Compared> = rows.into_iter().flatten().collect();
    if this.timed + other.timed > 0 {
        let length = |teller: &Teller<'_>| {
            let totals = &teller.rollup.incidents.totals;
            let of = worded!(teller.language, "{} 起", "of {}", totals.timed);
            Line::of(format!("{}{}", teller.length(totals.minutes), teller.aside(&of)))
        };
        rows.push(Compared {
            name: says("写明的历时合计", "stated length together"),
            this: length(&sides[0]),
            other: length(&sides[1]),
            difference: String::new(),
        });
    }
    rows
}

fn promise_rows(sides: [Teller<'_>; 2]) -> Vec<Compared> {
    let [this, other] = sides.map(|teller| &teller.rollup.promises);
    let all = counted(worded!(sides[0].language, "合计", "in all"), this.rows.len(), other.rows.len());
    let outcomes = Outcome::ALL
        .into_iter()
        .map(|outcome| counted(promises::outcome_name(&sides[0], outcome), this.count(outcome), other.count(outcome)));
    std::iter::once(all).chain(outcomes).flatten().collect()
}

fn project_rows(sides: [Teller<'_>; 2]) -> Vec<Compared> {
    let count = |is: fn(&Work) -> bool| {
        sides.map(|teller| {
            teller.rollup.objectives.iter().flat_map(|objective| &objective.works).filter(|work| is(work)).count()
        })
    };
    let row = |chinese: &str, english: &str, is: fn(&Work) -> bool| {
        // None in one of them may be none that was read.
        let [this, other] = count(is);
        if this.min(other) == 0 {
            return None;
        }
        counted(sides[0].language.pick(chinese, english).to_string(), this, other)
    };
    let rows = [
        row("提到的工作", "work told of", |_| true),
        row("已落地", "landed", |work| work.landed.is_some()),
        row("计划变动", "moved", |work| !work.slips.is_empty()),
        row("停滞", "stalled", |work| work.stalled.is_some()),
    ];
    rows.into_iter().flatten().collect()
}

fn works(teller: &Teller<'_>, is: fn(&Work) -> bool, line: fn(&Teller<'_>, &Work) -> Line) -> Vec<Line> {
    let works = teller.rollup.objectives.iter().flat_map(|objective| &objective.works);
    works.filter(|work| is(work)).map(|work| line(teller, work)).collect()
}

fn lists(sides: [Teller<'_>; 2], list: impl Fn(&Teller<'_>) -> Vec<Line>) -> ComparedLists {
    ComparedLists { this: list(&sides[0]), other: list(&sides[1]) }
}
