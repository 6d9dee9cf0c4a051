//! What is said of a series beside its picture, in the language of the question.

use super::axis::{TICKS, ValueAxis, value_axis};
use super::measure::{Measure, number};
use crate::record::Place;
use crate::render::missing_weeks;
use crate::render::text::one_line;
use crate::series::{Direction, LEAST_VALUES, Missing, Point, Series, Shift, Statistics};
use crate::trend::{Mark, Traced};
use crate::vocabulary::{Language, plural, worded};

/// A sentence, and the places that it rests on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Remark<'a> {
    pub text: String,
    pub places: Vec<&'a Place>,
}

impl<'a> Remark<'a> {
    fn new(text: String) -> Self {
        Self { text, places: Vec::new() }
    }

    fn at(text: String, places: Vec<&'a Place>) -> Self {
        Self { text, places }
    }
}

/// More outliers or days with two values than this are counted only.
const MOST_NAMED: usize = 4;

/// Days within which the name of a week is unique.
const LONGEST_DAYS: i32 = 350;

/// What is said of one series.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesWords {
    pub title: String,
    /// What the axis counts in and where it begins.
    pub axis: String,
    /// Sentences with the places that they rest on, the latest value first.
    pub remarks: Vec<(String, Vec<Place>)>,
}

/// The words around one series, for a page that shows its picture without any.
pub fn series_words(traced: &Traced, language: Language) -> SeriesWords {
    let measure = Measure::of(&traced.series, language);
    let wording = Wording { traced, measure: &measure, language };
    let axis = wording.axis(&value_axis(traced, &measure, TICKS));
    let owned = |remark: Remark<'_>| (remark.text, remark.places.into_iter().cloned().collect());
    let remarks = wording.remarks().into_iter().map(owned).collect();
    SeriesWords { title: wording.title(), axis, remarks }
}

/// The words around one series.
pub(super) struct Wording<'a> {
    pub traced: &'a Traced,
    pub measure: &'a Measure,
    pub language: Language,
}

impl<'a> Wording<'a> {
    fn series(&self) -> &'a Series {
        &self.traced.series
    }

    /// `支付成功率（本周）`.
    pub(super) fn title(&self) -> String {
        title(self.series(), self.language)
    }

    /// What the axis counts in and where it begins.
    pub(super) fn axis(&self, axis: &ValueAxis) -> String {
        let unit = match self.measure.unit.as_str() {
            "" => String::new(),
            _ if self.measure.is_ratio() => String::new(),
            unit => worded!(self.language, "单位 {unit}，", "unit {unit}; "),
        };
        let (low, high) = axis.ends();
        let zero = match axis.has_zero() {
            true => String::new(),
            false => worded!(self.language, "，不从 0 起", ", not from 0"),
        };
        worded!(self.language, "{unit}纵轴 {low} 至 {high}{zero}", "{unit}axis from {low} to {high}{zero}")
    }

    /// Everything said below the picture, the latest value first.
    pub(super) fn remarks(&self) -> Vec<Remark<'a>> {
        let mut remarks: Vec<Remark<'a>> = self.latest().into_iter().collect();
        remarks.extend(self.range());
        remarks.push(Remark::new(self.trend()));
        remarks.extend(self.traced.statistics.shift.as_ref().map(|shift| self.shift(shift)));
        remarks.extend(self.outliers());
        remarks.extend(self.conflicts());
        remarks.extend(self.gaps().map(Remark::new));
        remarks
    }

    fn latest(&self) -> Option<Remark<'a>> {
        let last = self.series().points.iter().map(|point| point.date).max()?;
        let points: Vec<&Point> = self.series().points.iter().filter(|point| point.date == last).collect();
        let mut texts: Vec<String> = points.iter().map(|point| one_line(&point.text)).collect();
        texts.dedup();
        let week = week_text(points[0]);
        let text = worded!(self.language, "最新：{}（{week}）", "latest: {} ({week})", texts.join(" / "));
        Some(Remark::at(text, points.iter().map(|point| &point.place).collect()))
    }

    /// The lowest and the highest value with their weeks, and the median; of one value nothing.
    fn range(&self) -> Option<Remark<'a>> {
        let points = &self.series().points;
        let lowest = points.iter().min_by_key(|point| point.value)?;
        let highest = points.iter().rev().max_by_key(|point| point.value)?;
        if lowest.value == highest.value {
            return None;
        }
        let named = |point: &Point| (one_line(&point.text), self.week(point));
        let ((low, low_week), (high, high_week)) = (named(lowest), named(highest));
        let median = self.traced.statistics.median.filter(|_| self.traced.statistics.used > 2);
        let median = median.map(|median| self.measure.median_text(median));
        let median = median.map(|median| worded!(self.language, "，中位数 {median}", ", median {median}"));
        Some(Remark::new(worded!(
            self.language,
            "最低 {low}（{low_week}），最高 {high}（{high_week}）{}",
            "lowest {low} ({low_week}), highest {high} ({high_week}){}",
            median.unwrap_or_default()
        )))
    }

    fn trend(&self) -> String {
        let Statistics { used, course, shift, .. } = &self.traced.statistics;
        let Some(trend) = course else {
            let usable = self.language.pick(used.to_string(), plural(*used, "usable value"));
            return worded!(
                self.language,
                "走势：可用的值只有 {usable} 个，太少，不作判断（至少 {LEAST_VALUES} 个）",
                "trend: {usable}, too few for a trend (at least {LEAST_VALUES})"
            );
        };
        let by = worded!(
            self.language,
            "Mann–Kendall {}，{used} 个值",
            "Mann–Kendall {}, {used} values",
            chance_text(trend.chance)
        );
        let direction = match trend.direction {
            Direction::Rises => worded!(self.language, "上升", "rises"),
            Direction::Falls => worded!(self.language, "下降", "falls"),
            Direction::Same => {
                return worded!(self.language, "走势：{used} 个值都相同", "trend: all {used} values are the same");
            }
            Direction::Unclear => {
                return worded!(
                    self.language, "走势：看不出上升或下降（{by}）", "trend: neither rise nor fall can be told ({by})"
                );
            }
        };
        if shift.is_some() {
            // A slope through a step would be the speed of nothing.
            return worded!(self.language, "走势：{direction}（{by}）", "trend: {direction} ({by})");
        }
        let over = |slope: f64| self.measure.scaled_float(slope * trend.weeks);
        let weeks = format!("{:.0}", trend.weeks);
        let unit = self.measure.difference_unit(self.language);
        let space = if unit.is_empty() { "" } else { " " };
        let about = self.difference(over(trend.slope_per_week));
        let (least, most) = trend.slope_interval;
        let interval = format!("{} … {}", self.signed(over(least)), self.signed(over(most)));
        worded!(
            self.language,
            "走势：{direction}，{weeks} 周间约 {about}{space}{unit}（Theil–Sen，95% 区间 {interval}；{by}）",
            "trend: {direction}, by about {about}{space}{unit} in {weeks} weeks (Theil–Sen, 95% interval {interval}; {by})"
        )
    }

    fn shift(&self, shift: &Shift) -> Remark<'a> {
        let points = &self.series().points;
        let (before, after) = (&points[shift.before], &points[shift.after]);
        let level = |value| self.measure.median_text(value);
        let (from, to) = (level(shift.median_before), level(shift.median_after));
        let weeks = (self.week(before), self.week(after));
        let chance = chance_text(shift.chance);
        let text = worded!(
            self.language,
            "台阶：{} 与 {} 之间，中位数由 {from} 变为 {to}（Pettitt {chance}）",
            "step: between {} and {} the median goes from {from} to {to} (Pettitt {chance})",
            weeks.0,
            weeks.1
        );
        Remark::at(text, vec![&before.place, &after.place])
    }

    fn outliers(&self) -> Option<Remark<'a>> {
        let points: Vec<&Point> = self.traced.statistics.outliers.iter().map(|at| &self.series().points[*at]).collect();
        if points.is_empty() {
            return None;
        }
        let named =
            points.iter().take(MOST_NAMED).map(|point| format!("{} {}", self.week(point), one_line(&point.text)));
        let named = named.collect::<Vec<_>>().join(self.language.pick("、", ", "));
        let (all, more) = (points.len(), points.len().saturating_sub(MOST_NAMED));
        let more = match more {
            0 => String::new(),
            more => self.language.pick(format!(" 等 {all} 个"), format!(" and {more} more")),
        };
        let text = worded!(
            self.language, "离群值：{named}{more}（Hampel，MAD）", "far from the rest: {named}{more} (Hampel, MAD)"
        );
        Some(Remark::at(text, points.iter().take(MOST_NAMED).map(|point| &point.place).collect()))
    }

    /// A sentence for each day with several values.
    fn conflicts(&self) -> Vec<Remark<'a>> {
        let conflicts = &self.traced.statistics.conflicts;
        let mut remarks: Vec<Remark<'a>> = Vec::new();
        for conflict in conflicts.iter().take(MOST_NAMED) {
            let points: Vec<&Point> = conflict.points.iter().map(|at| &self.series().points[*at]).collect();
            let texts: Vec<String> = points.iter().map(|point| one_line(&point.text)).collect();
            let week = week_text(points[0]);
            let texts = texts.join(self.language.pick("、", ", "));
            let text = worded!(
                self.language,
                "{week} 有互相矛盾的值：{texts}，统计时不计",
                "{week} has values that contradict each other: {texts}; not in the statistics"
            );
            remarks.push(Remark::at(text, points.iter().map(|point| &point.place).collect()));
        }
        if let Some(more) = conflicts.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
            let days = self.language.pick(format!("{more} 天"), plural(more, "day"));
            let text =
                worded!(self.language, "另有 {days}的值互相矛盾", "{days} more with values that contradict each other");
            remarks.push(Remark::new(text));
        }
        remarks
    }

    /// Which weeks have no value, and why.
    fn gaps(&self) -> Option<String> {
        let names = |reported: bool| {
            let of = self.series().missing.iter().filter(|missing| missing.reported == reported);
            missing_names(&of.collect::<Vec<_>>(), self.language)
        };
        let (silent, absent) = (names(true), names(false));
        let absent =
            (!absent.is_empty()).then(|| worded!(self.language, "{absent}（没有周报）", "{absent} (no report)"));
        let silent = (!silent.is_empty())
            .then(|| worded!(self.language, "{silent}（周报里没有读到）", "{silent} (none read in the report)"));
        let both: Vec<String> = absent.into_iter().chain(silent).collect();
        let both = both.join(self.language.pick("；", "; "));
        (!both.is_empty()).then(|| worded!(self.language, "无数据：{both}", "no value: {both}"))
    }

    /// The name of the week, with its day where the series is so long that a name may come again.
    fn week(&self, point: &Point) -> String {
        let days = || self.series().points.iter().map(|point| point.date);
        let is_long =
            days().max().zip(days().min()).is_some_and(|(last, first)| (last - first).get_days() > LONGEST_DAYS);
        if is_long { week_text(point) } else { one_line(point.place.report()) }
    }

    /// `+0.12`, or that it is below the precision of the data.
    fn difference(&self, scaled: f64) -> String {
        let least = 10f64.powi(-(self.measure.decimals as i32));
        if scaled.abs() < least / 2.0 {
            let least = number(least, self.measure.decimals);
            return worded!(self.language, "不到 {least}", "less than {least}");
        }
        self.signed(scaled)
    }

    fn signed(&self, scaled: f64) -> String {
        let text = number(scaled, self.measure.decimals);
        let is_zero = !text.contains(|c: char| matches!(c, '1'..='9'));
        if scaled > 0.0 && !is_zero { format!("+{text}") } else { text }
    }

    /// What a point's tooltip says: `第26周 2023-06-20: 99.971% — path:74-75`.
    pub(super) fn point(&self, point: &Point) -> String {
        let was = point.corrected.as_ref().map(|correction| one_line(&correction.was));
        let was = was.map(|was| worded!(self.language, "（原报 {was}）", " (reported as {was})")).unwrap_or_default();
        format!("{}: {}{was} — {}", week_text(point), one_line(&point.text), place_text(point.source()))
    }

    pub(super) fn gap(&self, missing: &Missing) -> String {
        let week = one_line(&missing.week);
        match missing.reported {
            true => worded!(self.language, "{week}：周报里没有读到", "{week}: none read in the report"),
            false => worded!(self.language, "{week}：没有周报", "{week}: no report"),
        }
    }
}

/// `支付成功率（本周）`.
pub(super) fn title(series: &Series, language: Language) -> String {
    let (metric, qualifier) = (one_line(&series.metric), one_line(&series.qualifier));
    if qualifier.is_empty() { metric } else { worded!(language, "{metric}（{qualifier}）", "{metric} ({qualifier})") }
}

pub(super) fn place_text(place: &Place) -> String {
    one_line(&format!("{}:{}", place.path(), place.lines))
}

/// Tooltip of an incident: its day and summary.
pub(super) fn mark_text(mark: &Mark) -> String {
    format!("{} {}", mark.date, one_line(&mark.summary))
}

/// The name of the report and its day, where the name is not the day.
fn week_text(point: &Point) -> String {
    let name = one_line(point.place.report());
    let day = point.date.to_string();
    if name.contains(&day) { name } else { format!("{name} {day}") }
}

/// Runs are drawn together; a name that is no week's stays as it is.
fn missing_names(missing: &[&Missing], language: Language) -> String {
    let names: Vec<String> = missing.iter().map(|missing| one_line(&missing.week)).collect();
    missing_weeks(&names, language)
}

/// Two digits, as a chance from few values deserves no more.
fn chance_text(chance: f64) -> String {
    match chance {
        ..0.01 => "p<0.01".to_string(),
        0.01..0.1 => format!("p={chance:.3}"),
        _ => format!("p={chance:.2}"),
    }
}

/// Names that the words mean too, and that have no panel.
pub fn left_out_line(names: &[String], language: Language) -> Option<String> {
    const MOST: usize = 8;
    if names.is_empty() {
        return None;
    }
    let shown: Vec<String> = names.iter().take(MOST).map(|name| one_line(name)).collect();
    let all = names.len();
    let more = all.saturating_sub(MOST);
    let more = if more > 0 { worded!(language, " 等 {all} 项", " and {more} more") } else { String::new() };
    let shown = shown.join(language.pick("、", ", "));
    Some(worded!(language, "未画：{shown}{more}；写出名称即可看到", "not drawn: {shown}{more}; name one to see it"))
}
