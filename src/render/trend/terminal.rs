//! The chart on a terminal: a panel a series, with its axes, gaps, incidents, and what is said of it.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use super::axis::{ValueAxis, value_axis};
use super::canvas::Canvas;
use super::label::{cut, folded, placed};
use super::measure::Measure;
use super::time::{TimeAxis, Week, day_text, is_broken, weeks};
use super::wording::{Wording, mark_text};
use crate::calendar::Date;
use crate::record::Place;
use crate::render::text::one_line;
use crate::render::{Files, Paint};
use crate::series::Series;
use crate::trend::{Traced, Trend};
use crate::vocabulary::{Language, worded};

/// How to draw.
#[derive(Debug, Clone, Copy)]
pub struct Chart {
    /// Columns of the whole chart; less than 40 is taken as that many.
    pub columns: usize,
    /// Rows of each panel's drawing; chosen by the number of panels where none are given.
    pub rows: Option<usize>,
    /// Draw with ASCII alone: the terminal shows no other signs.
    pub is_ascii: bool,
    pub paint: Paint,
    pub language: Language,
}

const LEAST_COLUMNS: usize = 40;
const LEAST_ROWS: usize = 3;

/// Incidents that have a number and a line each, at most.
const MOST_NUMBERED: usize = 9;

/// Columns of a report's name below the axis, at most.
const NAME_COLUMNS: usize = 12;

/// Signs to draw with. All are one column wide in every terminal: none is of ambiguous width (UAX #11).
struct Signs {
    axis: char,
    tick: char,
    floor: char,
    point: char,
    outlier: char,
    conflict: char,
    above: char,
    below: char,
    gap: char,
    more: char,
}

const BRAILLE_SIGNS: Signs = Signs {
    axis: '⡇',
    tick: '⡗',
    floor: '⠉',
    point: '◉',
    outlier: '◊',
    conflict: '✕',
    above: '↟',
    below: '↡',
    gap: '░',
    more: '…',
};
const ASCII_SIGNS: Signs = Signs {
    axis: '|',
    tick: '+',
    floor: '-',
    point: 'o',
    outlier: '*',
    conflict: 'x',
    above: '^',
    below: 'v',
    gap: '.',
    more: '~',
};

/// Every series in a panel, then the incidents. Empty without a value.
pub fn trend_text(trend: &Trend, chart: &Chart, files: &Files<'_>) -> String {
    let Some(time) = TimeAxis::new(trend) else { return String::new() };
    let columns = chart.columns.max(LEAST_COLUMNS);
    let usual_rows = if trend.traced.len() > 2 { 7 } else { 12 };
    let rows = chart.rows.unwrap_or(usual_rows).max(LEAST_ROWS);
    let gutter = gutter(trend, chart.language, rows);
    let signs = if chart.is_ascii { &ASCII_SIGNS } else { &BRAILLE_SIGNS };
    let shown_place = |shown: &Place| files.of_fact(chart.paint, shown);
    let mut lines: Vec<String> = Vec::new();
    for traced in trend.traced.iter().filter(|traced| !traced.series.points.is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let measure = Measure::of(&traced.series, chart.language);
        let panel = Panel { trend, traced, measure: &measure, time, chart, signs, columns, rows, gutter };
        panel.draw(&mut lines);
        let wording = Wording { traced, measure: &measure, language: chart.language };
        for remark in wording.remarks() {
            lines.extend(folded(&remark.text, columns));
            lines.extend(remark.places.iter().map(|shown| format!("    {}", shown_place(shown))));
        }
    }
    if !trend.marks.is_empty() {
        lines.push(String::new());
        lines.extend(incidents(trend, chart, columns, &shown_place));
    }
    lines.join("\n")
}

/// What [`trend_text`] says below its charts, for readers who cannot see them.
pub fn trend_words(trend: &Trend, language: Language, files: &Files<'_>) -> String {
    let shown_place = |shown: &Place| files.of_fact(Paint { colour: false }, shown);
    let mut lines: Vec<String> = Vec::new();
    for traced in trend.traced.iter().filter(|traced| !traced.series.points.is_empty()) {
        let measure = Measure::of(&traced.series, language);
        let wording = Wording { traced, measure: &measure, language };
        lines.push(wording.title());
        for remark in wording.remarks() {
            lines.push(format!("  {}", remark.text));
            lines.extend(remark.places.iter().map(|shown| format!("    {}", shown_place(shown))));
        }
    }
    for mark in &trend.marks {
        lines.push(mark_text(mark));
        lines.push(format!("    {}", shown_place(&mark.place)));
    }
    lines.join("\n")
}

struct Panel<'a> {
    trend: &'a Trend,
    traced: &'a Traced,
    measure: &'a Measure,
    time: TimeAxis,
    chart: &'a Chart,
    signs: &'a Signs,
    columns: usize,
    rows: usize,
    /// Columns of the labels on the left.
    gutter: usize,
}

impl Panel<'_> {
    fn draw(&self, lines: &mut Vec<String>) {
        let wording = Wording { traced: self.traced, measure: self.measure, language: self.chart.language };
        let axis = value_axis(self.traced, self.measure, wanted_ticks(self.rows));
        lines.extend(folded(&wording.title(), self.columns).iter().map(|line| self.chart.paint.bold(line)));
        lines.extend(folded(&wording.axis(&axis), self.columns).iter().map(|line| self.chart.paint.dim(line)));
        let gutter = self.gutter;
        let width = self.columns.saturating_sub(gutter + 3).max(LEAST_COLUMNS / 2);
        let mut canvas = Canvas::new(width, self.rows, self.chart.is_ascii);
        self.values(&mut canvas, &axis);
        let mut ticks: BTreeMap<usize, &str> = BTreeMap::new();
        for tick in &axis.ticks {
            ticks.entry(canvas.row(axis.share(tick.value))).or_insert(&tick.label);
        }
        for (row, drawn) in canvas.rows().iter().enumerate() {
            let label = ticks.get(&row).copied();
            let edge = if label.is_some() { self.signs.tick } else { self.signs.axis };
            lines.push(trimmed(&format!("{} {edge} {drawn}", right(label.unwrap_or(""), gutter))));
        }
        lines.push(format!("{}{}", " ".repeat(gutter + 1), self.signs.floor.to_string().repeat(width + 2)));
        let beside = |name: &str, text: &str| trimmed(&format!("{}   {text}", right(name, gutter)));
        let [gap, incident] = row_names(self.chart.language);
        if !self.traced.series.missing.is_empty() {
            lines.push(beside(gap, &self.gaps(&canvas, width)));
        }
        if !self.trend.marks.is_empty() {
            lines.push(beside(incident, &self.marks(&canvas, width)));
        }
        let (weeks, days) = self.weeks(&canvas, width);
        lines.extend([weeks, days].iter().map(|labels| beside("", labels)));
        lines.extend(self.legend(&axis).map(|legend| self.chart.paint.dim(&legend)));
    }

    /// The signs that are not plain values, where there are any.
    fn legend(&self, axis: &ValueAxis) -> Option<String> {
        let Traced { series, statistics } = self.traced;
        let is_off = |is_above: bool| {
            series
                .points
                .iter()
                .map(|point| self.measure.scaled(point.value))
                .any(|value| !axis.holds(value) && (value > axis.high) == is_above)
        };
        let (above, below) = (is_off(true), is_off(false));
        let signs = [
            (above, self.signs.above, "高于纵轴", "above the axis"),
            (below, self.signs.below, "低于纵轴", "below the axis"),
            (!statistics.outliers.is_empty() && !axis.is_cut, self.signs.outlier, "离群值", "far from the rest"),
            (!statistics.conflicts.is_empty(), self.signs.conflict, "互相矛盾", "contradictory"),
        ];
        let told = signs
            .iter()
            .filter(|(is_there, ..)| *is_there)
            .map(|(_, sign, chinese, english)| format!("{sign} {}", self.chart.language.pick(chinese, english)));
        let told: Vec<String> = told.collect();
        (!told.is_empty()).then(|| told.join("   "))
    }

    /// Lines between neighbours, broken where a week between them has no value; then the values themselves.
    fn values(&self, canvas: &mut Canvas, axis: &ValueAxis) {
        let Traced { series, statistics } = self.traced;
        let place = |at: usize| {
            let point = &series.points[at];
            (self.time.share(point.date), axis.share(self.measure.scaled(point.value)))
        };
        let is_in_conflict = |at: usize| statistics.conflicts.iter().any(|conflict| conflict.points.contains(&at));
        let drawn: Vec<usize> = line_points(series);
        for pair in drawn.windows(2) {
            let (from, to) = (&series.points[pair[0]], &series.points[pair[1]]);
            let hold = [from, to].iter().all(|point| axis.holds(self.measure.scaled(point.value)));
            if hold && !is_broken(series, from.date, to.date) {
                canvas.line(place(pair[0]), place(pair[1]));
            }
        }
        // Where marks would cover the line it has to do alone.
        let is_dense = drawn.len() * 3 > self.columns * 2;
        for at in 0..series.points.len() {
            let value = self.measure.scaled(series.points[at].value);
            let mark = match () {
                () if !axis.holds(value) && value > axis.high => self.signs.above,
                () if !axis.holds(value) => self.signs.below,
                () if is_in_conflict(at) => self.signs.conflict,
                () if statistics.outliers.contains(&at) => self.signs.outlier,
                () if is_dense => {
                    canvas.line(place(at), place(at));
                    continue;
                }
                () => self.signs.point,
            };
            let (across, up) = place(at);
            canvas.mark(across, up, mark);
        }
    }

    fn gaps(&self, canvas: &Canvas, width: usize) -> String {
        let mut row = vec![' '; width];
        let half = 3.5 * self.time.share_of_a_day();
        for missing in &self.traced.series.missing {
            let middle = self.time.share(missing.date);
            let week = canvas.column(middle - half)..=canvas.column(middle + half);
            for place in row.get_mut(week).into_iter().flatten() {
                *place = self.signs.gap;
            }
        }
        row.into_iter().collect()
    }

    /// The number of each incident, `+` where several share a column; of many how many each column has, `+` for ten.
    fn marks(&self, canvas: &Canvas, width: usize) -> String {
        let mut columns: Vec<Vec<usize>> = vec![Vec::new(); width];
        for (at, mark) in self.trend.marks.iter().enumerate() {
            if let Some(column) = columns.get_mut(canvas.column(self.time.share(mark.date))) {
                column.push(at + 1);
            }
        }
        let is_numbered = self.trend.marks.len() <= MOST_NUMBERED;
        let sign = |column: &Vec<usize>| match column.as_slice() {
            [] => ' ',
            [number] if is_numbered => digit(*number),
            _ if is_numbered => '+',
            marks => digit(marks.len()),
        };
        columns.iter().map(sign).collect()
    }

    /// Names of weeks, and their days below them.
    fn weeks(&self, canvas: &Canvas, width: usize) -> (String, String) {
        let weeks: Vec<Week> = weeks(&self.traced.series);
        let centres: Vec<f64> = weeks.iter().map(|week| canvas.column(self.time.share(week.date)) as f64).collect();
        let name = |at: usize| cut(&weeks[at].name, NAME_COLUMNS, self.signs.more);
        let day = |at: usize, before: Option<usize>| day_text(weeks[at].date, before.map(|at| weeks[at].date));
        let columns = |at: usize, before: Option<usize>| name(at).width().max(day(at, before).width()) as f64;
        let (mut names, mut days) = (String::new(), String::new());
        let mut before = None;
        for label in placed(&centres, width as f64, 2.0, &columns) {
            for (row, text) in [(&mut names, name(label.at)), (&mut days, day(label.at, before))] {
                // Both begin in one column, so that the day is seen to be the week's.
                let start = label.start.floor() as usize;
                row.push_str(&" ".repeat(start.saturating_sub(row.width())));
                row.push_str(&text);
            }
            before = Some(label.at);
        }
        (names, days)
    }
}

fn row_names(language: Language) -> [&'static str; 2] {
    language.pick(["无数据", "事件"], ["no value", "incident"])
}

/// Columns of the widest label of all panels, so that one day lies in one column in all of them.
fn gutter(trend: &Trend, language: Language, rows: usize) -> usize {
    let mut columns = row_names(language).map(UnicodeWidthStr::width).into_iter().max().unwrap_or(0);
    for traced in trend.traced.iter().filter(|traced| !traced.series.points.is_empty()) {
        let axis = value_axis(traced, &Measure::of(&traced.series, language), wanted_ticks(rows));
        columns = axis.ticks.iter().map(|tick| tick.label.width()).fold(columns, usize::max);
    }
    columns
}

/// A label on every other row at most.
fn wanted_ticks(rows: usize) -> usize {
    (rows / 2).clamp(2, 6)
}

/// The first value of each day, in order of time: what the line goes through.
pub(super) fn line_points(series: &Series) -> Vec<usize> {
    let mut order: Vec<usize> = (0..series.points.len()).collect();
    let day = |at: &usize| -> Date { series.points[*at].date };
    order.sort_by_key(day);
    order.dedup_by_key(|at| series.points[*at].date);
    order
}

/// What the marks on the time line are.
fn incidents(trend: &Trend, chart: &Chart, columns: usize, shown_place: &dyn Fn(&Place) -> String) -> Vec<String> {
    let count = trend.marks.len();
    if count > MOST_NUMBERED {
        let line = worded!(
            chart.language,
            "事件：{count} 起，时间轴上是每一格的起数；`zhoubao incidents` 逐条列出",
            "incidents: {count}, the time line counts them by column; `zhoubao incidents` lists them"
        );
        return folded(&line, columns);
    }
    let more = if chart.is_ascii { '~' } else { '…' };
    let mut lines = vec![chart.language.pick("事件：", "incidents:").to_string()];
    for (at, mark) in trend.marks.iter().enumerate() {
        lines.push(cut(&format!("{} {}", at + 1, one_line(&mark_text(mark))), columns, more));
        lines.push(format!("    {}", shown_place(&mark.place)));
    }
    lines
}

/// `+` where there is no digit for it.
fn digit(number: usize) -> char {
    u32::try_from(number).ok().and_then(|number| char::from_digit(number, 10)).unwrap_or('+')
}

fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(text.width())))
}

fn trimmed(line: &str) -> String {
    line.trim_end().to_string()
}
