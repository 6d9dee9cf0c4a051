//! A picture a metric: its values, its gaps, the incidents of the period as marks.

use std::path::Path;

use super::inert::cut;
use super::link::encoded;
use super::teller::Teller;
use crate::calendar::{Date, day_number};
use crate::record::Place;
use crate::render::{trend_picture, trend_picture_in_page};
use crate::rollup::{IncidentRow, MetricRow, Rollup};
use crate::trend::{Mark, Traced, Trend};
use crate::vocabulary::Language;

/// Characters of the metric's name in a file name, at most.
const MOST_OF_A_NAME: usize = 40;

/// Days before the first value within which incidents are marked: the value reports on its week.
const COVERED_DAYS: i32 = 7;

/// A picture as a file beside a page, or in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricChart {
    /// Different for every chart of a roll-up: `01-出金有效成功率.svg`.
    pub file: String,
    pub svg: String,
}

impl MetricChart {
    /// Whether a page in Markdown shows it.
    pub fn is_in(&self, markdown: &str) -> bool {
        markdown.contains(&format!("{})", encoded(Path::new(&self.file))))
    }
}

/// A chart for each of `metrics.rows`, in their order.
pub fn charts(rollup: &Rollup, language: Language) -> Vec<MetricChart> {
    drawn(rollup, language, &|trend| trend_picture(trend, language))
}

/// As [`charts`], for a page that has the style itself: values and incidents lead to the addresses of their places.
pub fn charts_in_page(rollup: &Rollup, language: Language, address: &dyn Fn(&Place) -> String) -> Vec<MetricChart> {
    drawn(rollup, language, &|trend| trend_picture_in_page(trend, language, address))
}

fn drawn(rollup: &Rollup, language: Language, picture: &dyn Fn(&Trend) -> String) -> Vec<MetricChart> {
    let teller = Teller { rollup, language, offset: 0 };
    let chart = |(at, row): (usize, &MetricRow)| MetricChart {
        file: format!("{:02}-{}.svg", at + 1, file_name(&teller.metric(&row.series))),
        svg: picture(&trend(rollup, row)),
    };
    rollup.metrics.rows.iter().enumerate().map(chart).collect()
}

fn trend(rollup: &Rollup, row: &MetricRow) -> Trend {
    let traced = Traced { series: row.series.clone(), statistics: row.statistics.clone() };
    let days = || row.series.points.iter().map(|point| point.date);
    let mut marks: Vec<Mark> = match days().min().zip(days().max()) {
        Some((first, last)) => {
            let is_of_the_time =
                |mark: &Mark| mark.date <= last && day_number(mark.date) >= day_number(first) - COVERED_DAYS;
            rollup.incidents.rows.iter().filter_map(|row| mark(rollup, row)).filter(is_of_the_time).collect()
        }
        None => Vec::new(),
    };
    marks.sort_by_key(|mark| mark.date);
    Trend { traced: vec![traced], marks, ..Trend::default() }
}

fn mark(rollup: &Rollup, row: &IncidentRow) -> Option<Mark> {
    let date: Date = row.occurred.as_deref()?.get(..10)?.parse().ok()?;
    let source = rollup.sources.get(row.cites.first()?.checked_sub(1)?)?;
    let place =
        Place::of_page(source.report_id, &source.report, &source.date, &source.section, &source.path, source.lines);
    Some(Mark { date, summary: cut(&row.summary, 160), place })
}

/// Letters and digits of any script; all else is `-`.
fn file_name(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(MOST_OF_A_NAME).collect();
    plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}
