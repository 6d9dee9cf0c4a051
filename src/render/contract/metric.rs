//! Metrics: their values, and how they are spelt.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use crate::ledger::Metrics;
use crate::record::Place;
use crate::render::metrics::{contradictions, reports};
use crate::series::{Missing, Near, Point, Rule, Series, Spelling};

/// The JSON contract of `metrics`: an array, which may be empty.
pub fn metrics_json(metrics: &Metrics) -> Value {
    let all = metrics.series.iter().zip(&metrics.spellings);
    json!(all.map(|(series, spellings)| Metric::new(series, spellings)).collect::<Vec<_>>())
}

/// A metric with every value that the reports state.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Metric<'a> {
    metric: &'a str,
    /// What sets it apart from others of its name: 本周, 累计.
    qualifier: &'a str,
    unit: &'a str,
    /// How many reports state it.
    reports: usize,
    /// By date.
    points: Vec<WeighedPoint<'a>>,
    /// Weeks without a value.
    missing: &'a [Missing],
    contradictions: Vec<Contradiction<'a>>,
    spellings: Vec<MetricSpelling<'a>>,
}

/// A value where a report states it.
#[derive(Debug, Serialize, JsonSchema)]
struct WeighedPoint<'a> {
    #[serde(flatten)]
    point: &'a Point,
    /// How likely it was read as it is meant, in percent.
    #[schemars(range(max = 100))]
    confidence: u8,
}

/// Two values that one report states.
#[derive(Debug, Serialize, JsonSchema)]
struct Contradiction<'a> {
    report: &'a str,
    values: [&'a Point; 2],
}

/// How a metric is spelt, and why it is the same.
#[derive(Debug, Serialize, JsonSchema)]
struct MetricSpelling<'a> {
    name: &'a str,
    rule: Rule,
    sources: &'a [Place],
}

impl<'a> Metric<'a> {
    fn new(series: &'a Series, spellings: &'a [Spelling]) -> Self {
        let weighed = |point: &'a Point| WeighedPoint { point, confidence: point.confidence.percent() };
        let pair =
            |(one, other): (&'a Point, &'a Point)| Contradiction { report: other.place.report(), values: [one, other] };
        Self {
            metric: &series.metric,
            qualifier: &series.qualifier,
            unit: &series.unit,
            reports: reports(series),
            points: series.points.iter().map(weighed).collect(),
            missing: &series.missing,
            contradictions: contradictions(series).into_iter().map(pair).collect(),
            spellings: spellings.iter().map(MetricSpelling::from).collect(),
        }
    }
}

impl<'a> From<&'a Spelling> for MetricSpelling<'a> {
    fn from(spelling: &'a Spelling) -> Self {
        Self { name: &spelling.name, rule: spelling.rule, sources: &spelling.places }
    }
}

/// The JSON contract of `metrics --unification`.
pub fn unification_json(metrics: &Metrics) -> Value {
    let groups = metrics.series.iter().zip(&metrics.spellings);
    json!(MetricUnification {
        groups: groups.map(|(series, spellings)| MetricGroup::new(series, spellings)).collect(),
        near: metrics.near.iter().map(NearMetrics::from).collect(),
    })
}

/// The spellings of each metric, and the similar names that were not joined.
#[derive(Debug, Serialize, JsonSchema)]
struct MetricUnification<'a> {
    groups: Vec<MetricGroup<'a>>,
    near: Vec<NearMetrics<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct MetricGroup<'a> {
    metric: &'a str,
    qualifier: &'a str,
    unit: &'a str,
    spellings: Vec<MetricSpelling<'a>>,
}

impl<'a> MetricGroup<'a> {
    fn new(series: &'a Series, spellings: &'a [Spelling]) -> Self {
        Self {
            metric: &series.metric,
            qualifier: &series.qualifier,
            unit: &series.unit,
            spellings: spellings.iter().map(MetricSpelling::from).collect(),
        }
    }
}

#[derive(Debug, Serialize, JsonSchema)]
struct NearMetrics<'a> {
    metrics: [&'a str; 2],
    /// From 0 to 1.
    likeness: f64,
    /// A line that states each.
    sources: &'a [Place],
}

impl<'a> From<&'a Near> for NearMetrics<'a> {
    fn from(near: &'a Near) -> Self {
        let likeness = (near.likeness * 100.0).round() / 100.0;
        Self { metrics: [&near.one, &near.other], likeness, sources: &near.places }
    }
}
