//! Trends as CSV, for spreadsheets.

use crate::render::spreadsheet::Column::{Number, Words};
use crate::render::spreadsheet::csv_table;
use crate::series::{Missing, Point, Series, Statistics};
use crate::trend::{Traced, Trend};

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
            Self::Value(_, statistics, at) if statistics.contradicts(*at) => "contradictory",
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
                row => row.of_point(|point| point.place.report().to_string()),
            }),
            Words("author", |row| row.of_point(|point| point.place.author().clone().unwrap_or_default())),
            Number("value", |row| row.of_point(|point| point.value.normalize().to_string())),
            Words("text", |row| row.of_point(|point| point.text.clone())),
            Words("name", |row| row.of_point(|point| point.name.clone())),
            Words("state", |row| row.state().to_string()),
            Words("section", |row| row.of_point(|point| point.source().section().join(" › "))),
            Words("place", |row| row.of_point(|point| format!("{}:{}", point.source().path(), point.source().lines))),
        ],
        rows,
    )
}
