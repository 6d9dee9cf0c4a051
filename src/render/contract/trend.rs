//! Trends: series with what they show over time, and the incidents of that time.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use crate::json::{Day, Exact, LineRange};
use crate::series::{Course, Direction, Missing, Point, Shift, Statistics};
use crate::trend::{Mark, Traced, Trend, Unknown};

/// The JSON contract of `trend`.
pub fn trend_json(trend: &Trend) -> Value {
    let mut all = trend.traced.iter().map(TrendSeries::from);
    json!(TrendOfMetrics {
        series: all.next().unwrap_or_default(),
        others: all.collect(),
        incidents: trend.marks.iter().map(TrendMark::from).collect(),
        left_out: &trend.left_out,
        unknown: &trend.unknown,
    })
}

/// The series meant first, with the others, if any, under `others`. Without a series its metric is null and its points are none.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Trend")]
pub struct TrendOfMetrics<'a> {
    #[serde(flatten)]
    series: TrendSeries<'a>,
    others: Vec<TrendSeries<'a>>,
    /// The incidents of their time.
    incidents: Vec<TrendMark<'a>>,
    /// Names of series that the words mean, too, and that there was no room for.
    left_out: &'a [String],
    unknown: &'a [Unknown],
}

/// A metric over time.
#[derive(Debug, Default, Serialize, JsonSchema)]
struct TrendSeries<'a> {
    metric: Option<&'a str>,
    /// What sets it apart from others of its name: 本周, 累计.
    qualifier: &'a str,
    unit: &'a str,
    /// By date.
    points: Vec<TrendPoint<'a>>,
    /// Weeks without a value.
    missing: &'a [Missing],
    statistics: Option<TrendStatistics>,
}

/// A value where a report states it.
#[derive(Debug, Serialize, JsonSchema)]
struct TrendPoint<'a> {
    date: Day,
    report: &'a str,
    value: Exact,
    /// As written.
    text: &'a str,
    /// The metric's name as this report writes it.
    name: &'a str,
    author: &'a Option<String>,
    /// Headings, the outermost first.
    section: &'a [String],
    /// Of the page that says the value, in what was read.
    path: &'a str,
    lines: LineRange,
    /// What the report stated, where a later one has set it right.
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<&'a str>,
    /// Another value is stated for the same day.
    contradictory: bool,
    /// Far from what the others lead to expect.
    outlier: bool,
}

/// What a series shows, every figure with the name of its method.
#[derive(Debug, Serialize, JsonSchema)]
struct TrendStatistics {
    /// Values that were used: one a day, none of a day whose values contradict each other.
    used: usize,
    median: Option<Exact>,
    /// Null for too few values.
    trend: Option<TrendCourse>,
    /// One lasting step that fits the series better than a slope does.
    shift: Option<TrendShift>,
    outlier_method: &'static str,
}

/// The direction of a series.
#[derive(Debug, Serialize, JsonSchema)]
struct TrendCourse {
    /// Up or down, and no word of good or bad.
    direction: Direction,
    direction_method: &'static str,
    /// How often chance alone gives as large a score, from 0 to 1.
    p: f64,
    /// Kendall's S.
    score: i64,
    slope_method: &'static str,
    slope_per_week: f64,
    /// Where the slope lies in 95 of 100 cases.
    slope_95: [f64; 2],
    /// From the first value to the last.
    weeks: f64,
}

/// A lasting step in a series.
#[derive(Debug, Serialize, JsonSchema)]
struct TrendShift {
    method: &'static str,
    /// The last value before it.
    before: Day,
    /// The first one after it.
    after: Day,
    median_before: Exact,
    median_after: Exact,
    /// How often chance alone gives as clear a step, from 0 to 1.
    p: f64,
}

/// An incident on the time line.
#[derive(Debug, Serialize, JsonSchema)]
struct TrendMark<'a> {
    date: Day,
    summary: &'a str,
    report: &'a str,
    /// Of the page, in what was read.
    path: &'a str,
    lines: LineRange,
}

impl<'a> From<&'a Traced> for TrendSeries<'a> {
    fn from(traced: &'a Traced) -> Self {
        let Traced { series, statistics } = traced;
        let point = |(at, point): (usize, &'a Point)| TrendPoint {
            date: Day(point.date),
            report: point.place.report(),
            value: Exact(point.value),
            text: &point.text,
            name: &point.name,
            author: point.place.author(),
            section: point.source().section(),
            path: point.source().path(),
            lines: LineRange(point.source().lines),
            was: point.corrected.as_ref().map(|correction| correction.was.as_str()),
            contradictory: statistics.contradicts(at),
            outlier: statistics.outliers.contains(&at),
        };
        Self {
            metric: Some(&series.metric),
            qualifier: &series.qualifier,
            unit: &series.unit,
            points: series.points.iter().enumerate().map(point).collect(),
            missing: &series.missing,
            statistics: Some(TrendStatistics::new(statistics, &series.points)),
        }
    }
}

impl TrendStatistics {
    fn new(statistics: &Statistics, points: &[Point]) -> Self {
        Self {
            used: statistics.used,
            median: statistics.median.map(Exact),
            trend: statistics.course.as_ref().map(|course| TrendCourse::new(course, statistics.decimals)),
            shift: statistics.shift.as_ref().map(|shift| TrendShift::new(shift, points)),
            outlier_method: "Hampel identifier (median and MAD), Davies and Gather 1993",
        }
    }
}

impl TrendCourse {
    fn new(course: &Course, decimals: u32) -> Self {
        let slope = |slope| rounded(slope, decimals + 2);
        Self {
            direction: course.direction,
            direction_method: "Mann-Kendall",
            p: rounded(course.chance, 4),
            score: course.score,
            slope_method: "Theil-Sen",
            slope_per_week: slope(course.slope_per_week),
            slope_95: [slope(course.slope_interval.0), slope(course.slope_interval.1)],
            weeks: rounded(course.weeks, 1),
        }
    }
}

impl TrendShift {
    fn new(shift: &Shift, points: &[Point]) -> Self {
        Self {
            method: "Pettitt",
            before: Day(points[shift.before].date),
            after: Day(points[shift.after].date),
            median_before: Exact(shift.median_before),
            median_after: Exact(shift.median_after),
            p: rounded(shift.chance, 4),
        }
    }
}

/// No more digits than the data deserve.
fn rounded(value: f64, decimals: u32) -> f64 {
    let text = format!("{value:.*}", decimals.min(28) as usize);
    text.parse().unwrap_or(value)
}

impl<'a> From<&'a Mark> for TrendMark<'a> {
    fn from(mark: &'a Mark) -> Self {
        let place = &mark.place;
        Self {
            date: Day(mark.date),
            summary: &mark.summary,
            report: place.report(),
            path: place.path(),
            lines: LineRange(place.lines),
        }
    }
}
