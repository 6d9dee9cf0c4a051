//! Trends for programs: JSON by its contract, and CSV (RFC 4180) for spreadsheets.

use rust_decimal::Decimal;
use serde_json::{Number, Value, json};

use super::label::one_line;
use crate::record::Place;
use crate::render::safe::cell;
use crate::series::{Direction, Point, Series, Shift, Statistics};
use crate::trend::{Mark, Traced, Trend, Unknown};

/// The JSON contract of `trend`: the series meant first, with the others, if any, under `others`; the incidents of their
/// time once. Without a series its metric is null and its points are none.
pub fn trend_json(trend: &Trend) -> Value {
    let mut all = trend.traced.iter().map(series_json);
    let nothing =
        || json!({ "metric": null, "qualifier": "", "unit": "", "points": [], "missing": [], "statistics": null });
    let mut first = all.next().unwrap_or_else(nothing);
    first["others"] = all.collect();
    first["incidents"] = trend.marks.iter().map(mark_json).collect();
    first["left_out"] = trend.left_out.iter().map(String::as_str).collect();
    let unknown = |unknown: &Unknown| json!({ "words": unknown.words, "near": unknown.near });
    first["unknown"] = trend.unknown.iter().map(unknown).collect();
    first
}

fn series_json(traced: &Traced) -> Value {
    let Traced { series, statistics } = traced;
    let points: Vec<Value> =
        series.points.iter().enumerate().map(|(at, point)| point_json(point, at, statistics)).collect();
    let missing = |missing: &crate::series::Missing| json!({ "week": missing.week, "date": missing.date.to_string(), "reported": missing.reported });
    json!({
        "metric": series.metric,
        "qualifier": series.qualifier,
        "unit": series.unit,
        "points": points,
        "missing": series.missing.iter().map(missing).collect::<Vec<_>>(),
        "statistics": statistics_json(series, statistics),
    })
}

fn point_json(point: &Point, at: usize, statistics: &Statistics) -> Value {
    json!({
        "date": point.date.to_string(),
        "report": point.place.report,
        "value": exact(point.value),
        "text": point.text,
        "name": point.name,
        "author": point.place.author,
        "section": point.place.section,
        "path": point.place.path,
        "lines": lines(&point.place),
        "contradictory": is_contradictory(statistics, at),
        "outlier": statistics.outliers.contains(&at),
    })
}

fn mark_json(mark: &Mark) -> Value {
    json!({
        "date": mark.date.to_string(),
        "summary": mark.summary,
        "report": mark.place.report,
        "path": mark.place.path,
        "lines": lines(&mark.place),
    })
}

/// Every figure with the name of its method; a trend of too few values is null.
fn statistics_json(series: &Series, statistics: &Statistics) -> Value {
    let decimals = statistics.decimals;
    let course = statistics.course.as_ref().map(|trend| {
        json!({
            "direction": direction_name(trend.direction),
            "direction_method": "Mann-Kendall",
            "p": rounded(trend.chance, 4),
            "score": trend.score,
            "slope_method": "Theil-Sen",
            "slope_per_week": rounded(trend.slope_per_week, decimals + 2),
            "slope_95": [rounded(trend.slope_interval.0, decimals + 2), rounded(trend.slope_interval.1, decimals + 2)],
            "weeks": rounded(trend.weeks, 1),
        })
    });
    let shift = |shift: &Shift| {
        json!({
            "method": "Pettitt",
            "before": series.points[shift.before].date.to_string(),
            "after": series.points[shift.after].date.to_string(),
            "median_before": exact(shift.median_before),
            "median_after": exact(shift.median_after),
            "p": rounded(shift.chance, 4),
        })
    };
    json!({
        "used": statistics.used,
        "median": statistics.median.map(exact),
        "trend": course,
        "shift": statistics.shift.as_ref().map(shift),
        "outlier_method": "Hampel identifier (median and MAD), Davies and Gather 1993",
    })
}

/// Up or down, and no word of good or bad.
fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::Rises => "rises",
        Direction::Falls => "falls",
        Direction::Same => "same",
        Direction::Unclear => "unclear",
    }
}

/// Digits and a point: a number to JSON.
fn exact(value: Decimal) -> Value {
    let text = value.normalize().to_string();
    text.parse::<Number>().map_or(Value::String(text), Value::Number)
}

/// No more digits than the data deserve.
fn rounded(value: f64, decimals: u32) -> Value {
    let text = format!("{value:.*}", decimals.min(28) as usize);
    text.parse::<f64>().ok().and_then(Number::from_f64).map_or(Value::Null, Value::Number)
}

fn lines(place: &Place) -> [usize; 2] {
    [place.lines.first, place.lines.last]
}

fn is_contradictory(statistics: &Statistics, at: usize) -> bool {
    statistics.conflicts.iter().any(|conflict| conflict.points.contains(&at))
}

const HEAD: [&str; 12] =
    ["metric", "qualifier", "unit", "date", "report", "author", "value", "text", "name", "state", "section", "place"];

/// A head row, a row a value, and a row a week without one (its `state` says why), in order of time within each series.
/// Lines end in CRLF; a cell that a spreadsheet would take for a formula begins with an apostrophe, but for numbers.
///
/// # Errors
/// None in memory; those of the CSV writer.
pub fn trend_csv(trend: &Trend) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(HEAD)?;
    for Traced { series, statistics } in &trend.traced {
        let mut rows: Vec<(String, [String; HEAD.len()])> = Vec::new();
        for (at, point) in series.points.iter().enumerate() {
            rows.push((point.date.to_string(), value_cells(series, point, state(statistics, at))));
        }
        for missing in &series.missing {
            let state = if missing.reported { "not in the report" } else { "no report" };
            let mut cells = head_cells(series, &missing.date.to_string(), &missing.week);
            cells[9] = state.to_string();
            rows.push((missing.date.to_string(), cells));
        }
        rows.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (_, cells) in rows {
            writer.write_record(cells)?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn state(statistics: &Statistics, at: usize) -> &'static str {
    match (is_contradictory(statistics, at), statistics.outliers.contains(&at)) {
        (true, _) => "contradictory",
        (false, true) => "outlier",
        (false, false) => "value",
    }
}

/// The cells that a value and a gap have in common.
fn head_cells(series: &Series, date: &str, report: &str) -> [String; HEAD.len()] {
    let mut cells: [String; HEAD.len()] = Default::default();
    let head = [series.metric.as_str(), &series.qualifier, &series.unit, date, report];
    for (place, text) in cells.iter_mut().zip(head) {
        *place = cell(&one_line(text));
    }
    cells
}

fn value_cells(series: &Series, point: &Point, state: &str) -> [String; HEAD.len()] {
    let mut cells = head_cells(series, &point.date.to_string(), &point.place.report);
    let place = &point.place;
    // A number, a negative one too, is to be computed with: it holds digits, a point and a sign and nothing else.
    cells[6] = point.value.normalize().to_string();
    cells[5] = cell(&place.author.as_deref().map(one_line).unwrap_or_default());
    let rest = [
        one_line(&point.text),
        one_line(&point.name),
        state.to_string(),
        one_line(&place.section.join(" › ")),
        one_line(&format!("{}:{}", place.path, place.lines)),
    ];
    for (place, text) in cells[7..].iter_mut().zip(rest) {
        *place = cell(&text);
    }
    cells
}
