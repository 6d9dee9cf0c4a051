//! The metrics of a period: what each was first, last, highest and lowest, what contradicts itself, what was corrected later. No
//! average is taken: of ratios with unknown wholes it would be wrong.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use super::material::{Material, Numbered};
use super::model::{MetricPart, MetricRow, Restated, Stated, Target};
use crate::calendar::{Date, Period};
use crate::catalogue::{Catalogue, Rhythm};
use crate::fact::corrects;
use crate::quantity::bound;
use crate::series::{Better, Point, Series, better, missing, statistics};
use crate::vocabulary::{Sense, Words};

/// The most days by which the report of the week before is older.
const WEEK_BEFORE_DAYS: i32 = 10;

static WEEK_BEFORE: Words = Words::of(&[Sense::WeekBefore]);

const LONGEST_MONTH_DAYS: u32 = 31;

/// From this confidence on a figure of one report alone is shown.
const SURE_PERCENT: u8 = 75;

/// What a figure that is wanted is qualified by.
const GOAL: &str = "目标";

pub(super) fn part(material: &Material<'_>, period: Period, sources: &mut Numbered<'_>) -> MetricPart {
    let mut part = MetricPart::default();
    let teams = teams(material.catalogue);
    for whole in &material.series {
        let points = points_of(whole, material, period);
        let mut series = Series { points, missing: Vec::new(), ..whole.clone() };
        series.missing = missing(&series, material.catalogue);
        // Told once a month it has no gaps in weeks.
        let is_of_one_day = series.points.first().is_some_and(|point| day_of(material, point) < period.from());
        // A week without its report may have a value that a month's report gives.
        let has_value =
            |week: Date| series.points.iter().any(|point| (week - point.date).get_days().abs() <= DAYS_OF_A_WEEK / 2);
        series.missing.retain(|week| period.contains(week.date) && !is_of_one_day && !has_value(week.date));
        let reports = reports(&series);
        let of_its_measure = |qualifier: &'static str| {
            let is_of_it = |other: &&Series| other.metric == whole.metric && other.unit == whole.unit;
            material.series.iter().filter(is_of_it).filter(move |other| other.qualifier == qualifier)
        };
        let is_unchanged = series.points.windows(2).all(|pair| pair[0].value == pair[1].value);
        let is_measured = || of_its_measure("").any(|measured| !points_of(measured, material, period).is_empty());
        // It stands beside the values that it is the goal of.
        if whole.qualifier == GOAL && is_unchanged && is_measured() {
            continue;
        }
        let goals: Vec<&Point> = of_its_measure(GOAL)
            .filter(|_| whole.qualifier.is_empty())
            .flat_map(|other| other.points.iter().filter(|point| day_of(material, point) <= period.to()))
            .collect();
        let Some(row) = row(series, whole, &goals, sources) else { continue };
        let row = MetricRow { team: team(&row.series, material.catalogue, &teams), ..row };
        let is_sure = row.series.points.iter().all(|point| point.confidence.percent() >= SURE_PERCENT);
        // The days of a week, or it and the one before it, told by one report, are a figure with its earlier value.
        let is_of_days = (row.last.date - row.first.date).get_days() <= WEEK_BEFORE_DAYS;
        match reports > 1 || is_sure && row.change.is_some() && !is_of_days {
            true => part.rows.push(row),
            // What one report alone states bears itself out by nothing else.
            false if is_sure => part.single.push(row),
            false => {}
        }
    }
    part.rows.sort_by_key(|row| std::cmp::Reverse(reports(&row.series)));
    part
}

/// The day by which a value counts.
fn day_of(material: &Material<'_>, point: &Point) -> Date {
    material.day_of(point.place.report_id(), point.date)
}

/// Those of the period; a figure told once a month says something only beside the last one, which comes before it.
fn points_of(whole: &Series, material: &Material<'_>, period: Period) -> Vec<Point> {
    let day_of = |point: &Point| day_of(material, point);
    // By a report of the period: a later one is none of those that the page is made of.
    let is_read = |point: &Point| {
        let read = material.catalogue.entry(point.place.report_id()).and_then(|entry| entry.record.date());
        read.is_some_and(|date| material.is_of(period, point.place.report_id(), date))
    };
    let mut points: Vec<Point> = whole.points.iter().filter(|point| period.contains(day_of(point))).cloned().collect();
    let told_later = told_later(whole, material).into_iter();
    points.extend(told_later.filter(|point| is_read(point) && period.contains(day_of(point))));
    points.sort_by_key(|point| point.date);
    let is_monthly = |point: &Point| {
        let entry = material.catalogue.entry(point.place.report_id());
        point.place.day() != Some(point.date) || entry.is_some_and(|entry| entry.rhythm == Rhythm::Monthly)
    };
    let is_alone = points.first().zip(points.last()).is_some_and(|(first, last)| first.date == last.date);
    if is_alone && period.days() <= LONGEST_MONTH_DAYS {
        let is_near = |point: &&Point| (period.from() - point.date).get_days() <= LONGEST_MONTH_DAYS as i32;
        let before = whole.points.iter().rev().find(|point| day_of(point) < period.from()).filter(is_near);
        points.splice(0..0, before.filter(|point| is_monthly(point)).cloned());
    }
    points
}

/// What a report says of the time before its own (a column 上周), where no report of that time has it.
fn told_later(whole: &Series, material: &Material<'_>) -> Vec<Point> {
    let says_so =
        |point: &Point| material.text_at(&point.place).is_some_and(|text| WEEK_BEFORE.are_in(text) && !corrects(text));
    let read = |point: &Point| {
        let value = point.before?;
        let own = material.catalogue.entry(point.place.report_id())?.coverage?.days() as i32;
        let date = point.date.saturating_sub(jiff::Span::new().days(own.max(DAYS_OF_A_WEEK)));
        let between = |other: &Point| other.date < point.date && (date - other.date).get_days() < own;
        let is_new = !whole.points.iter().any(between) && says_so(point);
        is_new.then(|| Point { date, value, text: written(value, &whole.unit), before: None, ..point.clone() })
    };
    whole.points.iter().filter_map(read).collect()
}

const DAYS_OF_A_WEEK: i32 = 7;

/// Reports of one kind from which on a team writes them.
const LEAST_OF_A_TEAM: usize = 2;

static REPORT_KINDS: Words = Words::of(&[Sense::ReportKind, Sense::Collection]);

/// The teams that the names of pages tell apart, by the kind of their pages: 车险 of 车险周报; none where all are of one, or where those
/// who write in turn call their pages otherwise.
fn teams(catalogue: &Catalogue) -> HashMap<&str, String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for entry in catalogue.entries().iter().filter(|entry| !entry.kind.is_empty()) {
        *counts.entry(&entry.kind).or_default() += 1;
    }
    counts.retain(|_, count| *count >= LEAST_OF_A_TEAM);
    let dated = catalogue.entries().iter().filter(|entry| counts.contains_key(entry.kind.as_str()));
    let dated: Vec<(&str, Date)> =
        dated.filter_map(|entry| Some((entry.kind.as_str(), entry.coverage?.to()))).collect();
    let is_beside = |(kind, day): &(&str, Date)| {
        let is_near =
            |(other, its): &(&str, Date)| other != kind && (*its - *day).get_days().abs() < DAYS_OF_A_WEEK / 2;
        dated.iter().any(is_near)
    };
    if !dated.iter().any(is_beside) {
        return HashMap::new();
    }
    // 安全投诉 第3期: what is left of its number is no name.
    let is_word = |word: &&str| !["第", "期", "周"].contains(word);
    let name =
        |kind: &str| REPORT_KINDS.replaced(kind, " ").split_whitespace().filter(is_word).collect::<Vec<_>>().join(" ");
    if counts.len() > 1 { counts.into_keys().map(|kind| (kind, name(kind))).collect() } else { HashMap::new() }
}

/// The team whose pages alone state a metric, where its name does not say so.
fn team(series: &Series, catalogue: &Catalogue, teams: &HashMap<&str, String>) -> String {
    let kind = |point: &Point| catalogue.entry(point.place.report_id()).map_or("", |entry| entry.kind.as_str());
    let kinds: HashSet<&str> = series.points.iter().map(kind).collect();
    let team = kinds.iter().next().filter(|_| kinds.len() == 1).and_then(|kind| teams.get(kind));
    team.filter(|team| !series.metric.contains(team.as_str())).cloned().unwrap_or_default()
}

/// How many reports state it.
pub(super) fn reports(series: &Series) -> usize {
    let mut ids: Vec<_> = series.points.iter().map(|point| point.place.report_id()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.len()
}

fn row(series: Series, whole: &Series, goals: &[&Point], sources: &mut Numbered<'_>) -> Option<MetricRow> {
    let points = &series.points;
    // Only what is shown becomes a source: the chart has the places of all.
    let first = stated(points.first()?, sources)?;
    let last = stated(points.last()?, sources)?;
    // Of equals the first that was told.
    let highest = stated(points.iter().rev().max_by_key(|point| point.value)?, sources)?;
    let lowest = stated(points.iter().min_by_key(|point| point.value)?, sources)?;
    let better = better(&series.metric);
    let statistics = statistics(&series);
    let mut conflicts = Vec::new();
    for conflict in &statistics.conflicts {
        conflicts.push(conflict.points.iter().filter_map(|at| stated(points.get(*at)?, sources)).collect());
    }
    // A goal may be stated beside the value, or as a figure of its own (目标1200).
    let own = points.iter().rev().find_map(|point| Some((point.target?, point)));
    let target = own.or_else(|| goals.last().map(|point| (point.value, *point))).and_then(|(value, point)| {
        let is_met = better.map(|better| match better {
            Better::Higher => last.value >= value,
            Better::Lower => last.value <= value,
        });
        Some(Target { value, is_met, cite: sources.cite(&point.place)? })
    });
    let restated = restated(&series, whole, sources);
    let change = (reports(&series) > 1 || first.date < last.date).then(|| last.value - first.value);
    let team = String::new();
    Some(MetricRow {
        statistics,
        team,
        first,
        last,
        highest,
        lowest,
        better,
        change,
        target,
        conflicts,
        restated,
        series,
    })
}

fn stated(point: &Point, sources: &mut Numbered<'_>) -> Option<Stated> {
    let cite = sources.cite(point.source())?;
    Some(Stated {
        value: point.value,
        text: with_bounds(&point.text, sources.quote(cite)),
        date: point.date,
        report: point.place.report().to_string(),
        cite,
    })
}

/// The value with the words beside it that make it less than exact: 约10笔, 10笔左右.
fn with_bounds(text: &str, quote: &str) -> String {
    // Part of another number (10笔 in 110笔) it is not the value.
    let is_whole = |at: &usize| !quote[..*at].ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let Some(at) = quote.match_indices(text).map(|(at, _)| at).find(is_whole) else { return text.to_string() };
    let one_character = || ["过", "超", "最多"].into_iter().find(|word| quote[..at].ends_with(word));
    let before = bound::BEFORE.ending(&quote[..at]).map(|bound| bound.word).or_else(one_character).unwrap_or_default();
    // 约占10%: the verb belongs to the name.
    let before = if before.starts_with('约') { "约" } else { before };
    let after = bound::BEHIND.beginning(&quote[at + text.len()..]).map_or("", |bound| bound.word);
    format!("{before}{text}{after}")
}

/// Where a later report sets a value of the period right, and where a report of the period says of the week before (上周99.94%) what the
/// report of that week, which may lie before the period, does not.
fn restated(series: &Series, whole: &Series, sources: &mut Numbered<'_>) -> Vec<Restated> {
    let mut found = Vec::new();
    for point in &series.points {
        if let Some(correction) = &point.corrected {
            let report = point.place.report().to_string();
            let said = sources.cite(&point.place).map(|cite| Stated {
                value: point.value,
                text: correction.was.clone(),
                date: point.date,
                report,
                cite,
            });
            let later =
                stated(point, sources).map(|later| Stated { report: correction.place.report().to_string(), ..later });
            found.extend(said.zip(later).map(|(said, later)| Restated { said, later }));
        }
        let Some(before) = point.before else { continue };
        let is_week_before = |other: &&Point| {
            other.place.author() == point.place.author()
                && other.place.report_id() != point.place.report_id()
                && other.date < point.date
                && (point.date - other.date).get_days() <= WEEK_BEFORE_DAYS
        };
        let Some(latest) = whole.points.iter().filter(is_week_before).map(|other| other.date).max() else { continue };
        let own: Vec<&Point> =
            whole.points.iter().filter(is_week_before).filter(|other| other.date == latest).collect();
        if own.iter().any(|other| is_same(other.value, before)) {
            continue;
        }
        let (Some(said), Some(later)) = (own.last().and_then(|own| stated(own, sources)), stated(point, sources))
        else {
            continue;
        };
        // 从54降到46 may start anywhere: only what names the week before is held against its report.
        if WEEK_BEFORE.are_in(sources.quote(later.cite)) {
            found
                .push(Restated { said, later: Stated { value: before, text: written(before, &series.unit), ..later } });
        }
    }
    found
}

fn is_same(one: Decimal, other: Decimal) -> bool {
    one.normalize() == other.normalize()
}

fn written(value: Decimal, unit: &str) -> String {
    format!("{}{unit}", value.normalize())
}

#[cfg(test)]
mod tests {
    use super::with_bounds;

    #[test]
    fn a_value_keeps_the_words_that_make_it_inexact() {
        assert_eq!(with_bounds("10笔", "每月有110笔，退回10笔左右"), "10笔左右");
        assert_eq!(with_bounds("10%", "老用户约10%，其余"), "约10%");
        assert_eq!(with_bounds("99.9%", "成功率99.9%"), "99.9%");
        assert_eq!(with_bounds("7", ""), "7");
    }
}
