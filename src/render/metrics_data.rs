//! The ledger of metrics for programs: JSON, and CSV (RFC 4180) with a row a value.

use rust_decimal::Decimal;
use serde_json::{Number, Value, json};

use super::ledger::one_line;
use super::metrics::{contradictions, reports};
use super::safe::cell;
use super::unification::rule_name;
use crate::ledger::Metrics;
use crate::record::Place;
use crate::series::{Missing, Point, Series, Spelling};

/// An array of metrics, empty where there is none.
pub fn metrics_json(metrics: &Metrics) -> Value {
    metrics.series.iter().zip(&metrics.spellings).map(|(series, spellings)| series_json(series, spellings)).collect()
}

/// How the metrics are unified, and the near pairs that are not.
pub fn unification_json(metrics: &Metrics) -> Value {
    let groups: Vec<Value> = metrics
        .series
        .iter()
        .zip(&metrics.spellings)
        .map(|(series, spellings)| {
            json!({
                "metric": series.metric,
                "qualifier": series.qualifier,
                "unit": series.unit,
                "spellings": spellings.iter().map(spelling_json).collect::<Vec<_>>(),
            })
        })
        .collect();
    let near: Vec<Value> = metrics
        .near
        .iter()
        .map(|near| {
            json!({
                "metrics": [near.one, near.other],
                "likeness": (near.likeness * 100.0).round() / 100.0,
                "sources": near.places.iter().map(source_json).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({ "groups": groups, "near": near })
}

fn series_json(series: &Series, spellings: &[Spelling]) -> Value {
    let pairs = contradictions(series);
    let contradictions: Vec<Value> = pairs
        .iter()
        .map(|(one, other)| json!({ "report": other.place.report, "values": [point_json(one), point_json(other)] }))
        .collect();
    json!({
        "metric": series.metric,
        "qualifier": series.qualifier,
        "unit": series.unit,
        "reports": reports(series),
        "points": series.points.iter().map(point_json).collect::<Vec<_>>(),
        "missing": series.missing.iter().map(missing_json).collect::<Vec<_>>(),
        "contradictions": contradictions,
        "spellings": spellings.iter().map(spelling_json).collect::<Vec<_>>(),
    })
}

pub(super) fn point_json(point: &Point) -> Value {
    json!({
        "date": point.date.to_string(),
        "report": point.place.report,
        "author": point.place.author,
        "value": number(point.value),
        "text": point.text,
        "name": point.name,
        "section": point.place.section,
        "path": point.place.path,
        "lines": [point.place.lines.first, point.place.lines.last],
    })
}

fn missing_json(missing: &Missing) -> Value {
    json!({ "week": missing.week, "date": missing.date.to_string(), "reported": missing.reported })
}

fn spelling_json(spelling: &Spelling) -> Value {
    let sources: Vec<Value> = spelling.places.iter().map(source_json).collect();
    json!({ "name": spelling.name, "rule": rule_name(spelling.rule), "sources": sources })
}

fn source_json(place: &Place) -> Value {
    json!({
        "report": place.report,
        "date": place.date,
        "author": place.author,
        "section": place.section,
        "path": place.path,
        "lines": [place.lines.first, place.lines.last],
    })
}

/// The digits as they are, as a number to JSON.
pub(super) fn number(value: Decimal) -> Value {
    let text = value.normalize().to_string();
    text.parse::<Number>().map_or(Value::String(text), Value::Number)
}

const HEAD: [&str; 11] =
    ["metric", "qualifier", "unit", "date", "report", "author", "value", "text", "name", "section", "place"];

/// A head row and a row a value, lines ending in CRLF; no cell is a formula to a spreadsheet.
///
/// # Errors
/// None in memory; those of the CSV writer.
pub fn metrics_csv(metrics: &Metrics) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(HEAD)?;
    for series in &metrics.series {
        for point in &series.points {
            writer.write_record(cells(series, point))?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn cells(series: &Series, point: &Point) -> [String; HEAD.len()] {
    let words = |text: &str| cell(&one_line(text));
    [
        words(&series.metric),
        words(&series.qualifier),
        words(&series.unit),
        point.date.to_string(),
        words(&point.place.report),
        words(point.place.author.as_deref().unwrap_or_default()),
        // A number below zero is a number and no formula.
        point.value.normalize().to_string(),
        words(&point.text),
        words(&point.name),
        words(&point.place.section.join(" › ")),
        words(&format!("{}:{}", point.place.path, point.place.lines)),
    ]
}
