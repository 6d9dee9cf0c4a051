//! The ledger of metrics as CSV, with a row a value.

use super::spreadsheet::Column::{Number, Words};
use super::spreadsheet::csv_table;
use crate::ledger::Metrics;
use crate::series::{Point, Series};

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
            Words("report", |(_, point)| point.place.report().to_string()),
            Words("author", |(_, point)| point.place.author().clone().unwrap_or_default()),
            Number("value", |(_, point)| point.value.normalize().to_string()),
            Words("text", |(_, point)| point.text.clone()),
            Words("name", |(_, point)| point.name.clone()),
            Words("section", |(_, point)| point.source().section().join(" › ")),
            Words("place", |(_, point)| format!("{}:{}", point.source().path(), point.source().lines)),
            Words("was", |(_, point)| point.corrected.as_ref().map_or(String::new(), |one| one.was.clone())),
        ],
        rows,
    )
}
