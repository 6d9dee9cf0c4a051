//! The ledger of metrics for programs: JSON, and CSV with a row a value.

use serde_json::{Value, json};

use super::metrics::{contradictions, reports};
use super::spreadsheet::Column::{Number, Words};
use super::spreadsheet::csv_table;
use super::unification::rule_name;
use crate::ledger::Metrics;
use crate::series::{Near, Point, Series, Spelling};

/// An array of metrics, which may be empty.
pub fn metrics_json(metrics: &Metrics) -> Value {
    metrics.series.iter().zip(&metrics.spellings).map(|(series, spellings)| series_json(series, spellings)).collect()
}

/// The spellings of each metric, and the similar names that were not joined.
pub fn unification_json(metrics: &Metrics) -> Value {
    let group = |(series, spellings): (&Series, &Vec<Spelling>)| {
        json!({
            "metric": series.metric,
            "qualifier": series.qualifier,
            "unit": series.unit,
            "spellings": spellings_json(spellings),
        })
    };
    let near = |near: &Near| {
        json!({
            "metrics": [near.one, near.other],
            "likeness": (near.likeness * 100.0).round() / 100.0,
            "sources": near.places,
        })
    };
    let groups: Vec<Value> = metrics.series.iter().zip(&metrics.spellings).map(group).collect();
    json!({ "groups": groups, "near": metrics.near.iter().map(near).collect::<Vec<_>>() })
}

fn series_json(series: &Series, spellings: &[Spelling]) -> Value {
    let weighed = |point: &Point| {
        let mut value = json!(point);
        value["confidence"] = json!(point.confidence.percent());
        value
    };
    let pair = |(one, other): (&Point, &Point)| json!({ "report": other.place.report, "values": [one, other] });
    json!({
        "metric": series.metric,
        "qualifier": series.qualifier,
        "unit": series.unit,
        "reports": reports(series),
        "points": series.points.iter().map(weighed).collect::<Vec<_>>(),
        "missing": series.missing,
        "contradictions": contradictions(series).into_iter().map(pair).collect::<Vec<_>>(),
        "spellings": spellings_json(spellings),
    })
}

fn spellings_json(spellings: &[Spelling]) -> Vec<Value> {
    let spelling = |spelling: &Spelling| json!({ "name": spelling.name, "rule": rule_name(spelling.rule), "sources": spelling.places });
    spellings.iter().map(spelling).collect()
}

/// # Errors
/// None in memory; those of the CSV writer.
pub fn metrics_csv(metrics: &Metrics) -> Result<String, csv::Error> {
    let rows = metrics.series.iter().flat_map(|series| series.points.iter().map(move |point| (series, point)));
    csv_table::<(&Series, &Point)>(
        &[
            Words("metric", |(series, _)| series.metric.clone()),
            Words("qualifier", |(series, _)| series.qualifier.clone()),
            Words("unit", |(series, _)| series.unit.clone()),
            Words("date", |(_, point)| point.date.to_string()),
            Words("report", |(_, point)| point.place.report.clone()),
            Words("author", |(_, point)| point.place.author.clone().unwrap_or_default()),
            Number("value", |(_, point)| point.value.normalize().to_string()),
            Words("text", |(_, point)| point.text.clone()),
            Words("name", |(_, point)| point.name.clone()),
            Words("section", |(_, point)| point.place.section.join(" › ")),
            Words("place", |(_, point)| format!("{}:{}", point.place.path, point.place.lines)),
        ],
        rows,
    )
}
