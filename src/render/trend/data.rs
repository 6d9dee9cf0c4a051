//! Trends for programs: JSON by its contract, and CSV for spreadsheets.

use serde_json::{Value, json};

use crate::json::exact;
use crate::record::Place;
use crate::render::spreadsheet::Column::{Number, Words};
use crate::render::spreadsheet::csv_table;
use crate::series::{Direction, Missing, Point, Series, Shift, Statistics};
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
    json!({
        "metric": series.metric,
        "qualifier": series.qualifier,
        "unit": series.unit,
        "points": points,
        "missing": series.missing,
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

/// No more digits than the data deserve.
fn rounded(value: f64, decimals: u32) -> Value {
    let text = format!("{value:.*}", decimals.min(28) as usize);
    text.parse::<f64>().ok().map_or(Value::Null, Value::from)
}

fn lines(place: &Place) -> [usize; 2] {
    [place.lines.first, place.lines.last]
}

fn is_contradictory(statistics: &Statistics, at: usize) -> bool {
    statistics.conflicts.iter().any(|conflict| conflict.points.contains(&at))
}

/// A point of a series, or a week without one.
enum SeriesRow<'a> {
    Value(&'a Series, &'a Statistics, usize),
    Gap(&'a Series, &'a Missing),
}

impl SeriesRow<'_> {
    fn series(&self) -> &Series {
        match self {
            Self::Value(series, ..) | Self::Gap(series, _) => series,
        }
    }

    fn point(&self) -> Option<&Point> {
        match self {
            Self::Value(series, _, at) => series.points.get(*at),
            Self::Gap(..) => None,
        }
    }

    fn date(&self) -> String {
        match self {
            Self::Value(series, _, at) => series.points[*at].date.to_string(),
            Self::Gap(_, missing) => missing.date.to_string(),
        }
    }

    fn state(&self) -> &'static str {
        match self {
            Self::Value(_, statistics, at) if is_contradictory(statistics, *at) => "contradictory",
            Self::Value(_, statistics, at) if statistics.outliers.contains(at) => "outlier",
            Self::Value(..) => "value",
            Self::Gap(_, missing) if missing.reported => "not in the report",
            Self::Gap(..) => "no report",
        }
    }

    /// Returns what `of` says of the point; empty for a gap.
    fn of_point(&self, of: impl Fn(&Point) -> String) -> String {
        self.point().map(of).unwrap_or_default()
    }
}

/// A row a value, and a row a week without one (its `state` says why), by date within each series.
///
/// # Errors
/// None in memory; those of the CSV writer.
pub fn trend_csv(trend: &Trend) -> Result<String, csv::Error> {
    let rows = trend.traced.iter().flat_map(|Traced { series, statistics }| {
        let values = (0..series.points.len()).map(|at| SeriesRow::Value(series, statistics, at));
        let mut rows: Vec<SeriesRow<'_>> =
            values.chain(series.missing.iter().map(|gap| SeriesRow::Gap(series, gap))).collect();
        rows.sort_by_key(SeriesRow::date);
        rows
    });
    csv_table::<SeriesRow<'_>>(
        &[
            Words("metric", |row| row.series().metric.clone()),
            Words("qualifier", |row| row.series().qualifier.clone()),
            Words("unit", |row| row.series().unit.clone()),
            Words("date", SeriesRow::date),
            Words("report", |row| match row {
                SeriesRow::Gap(_, missing) => missing.week.clone(),
                row => row.of_point(|point| point.place.report.clone()),
            }),
            Words("author", |row| row.of_point(|point| point.place.author.clone().unwrap_or_default())),
            Number("value", |row| row.of_point(|point| point.value.normalize().to_string())),
            Words("text", |row| row.of_point(|point| point.text.clone())),
            Words("name", |row| row.of_point(|point| point.name.clone())),
            Words("state", |row| row.state().to_string()),
            Words("section", |row| row.of_point(|point| point.place.section.join(" › "))),
            Words("place", |row| row.of_point(|point| format!("{}:{}", point.place.path, point.place.lines))),
        ],
        rows,
    )
}
