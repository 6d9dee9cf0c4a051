//! Metrics that get worse, where their names show which way is better.

use super::candidate::{Candidate, points};
use super::line;
use super::material::Material;
use super::model::{Factor, Ground, Worsening};
use crate::series::{Better, Direction, Point, Series, better, statistics};
use crate::thread::Phrase;

/// The last value is of one of these last reports.
const LAST_REPORTS: usize = 2;

/// A step is news for this many values and days.
const NEW_VALUES: usize = 4;
const NEW_DAYS: i32 = 35;

const WORSENING: u32 = 16;

pub(super) fn candidates(material: &Material<'_>) -> Vec<Candidate> {
    material.series.iter().filter_map(|series| of_series(material, series)).collect()
}

fn of_series(material: &Material<'_>, series: &Series) -> Option<Candidate> {
    let better = better(&series.metric)?;
    let last = series.points.last()?;
    if material.reports_after(last.date, &last.place) >= LAST_REPORTS {
        return None;
    }
    let (how, first) = worsening(series, better)?;
    let first = &series.points[first];
    if !is_worse(better, first, last) {
        return None;
    }
    let name = line::clean(&series.metric);
    let ground = Ground::WorseningMetric {
        metric: name.clone(),
        better,
        first: line::clean(&first.text),
        last: line::clean(&last.text),
        since: first.date,
        how,
    };
    let text = line::worse(&name, &line::clean(&first.text), &line::clean(&last.text));
    let places = vec![last.place.clone(), first.place.clone()];
    Some(Candidate {
        about: Phrase::new(name),
        ..Candidate::new(text, ground, places, vec![points(Factor::Worsening, WORSENING)])
    })
}

/// How it got worse, and the place of the value to compare the last one with.
fn worsening(series: &Series, better: Better) -> Option<(Worsening, usize)> {
    let count = series.points.len();
    let shown = statistics(series);
    let wrong = match better {
        Better::Higher => Direction::Falls,
        Better::Lower => Direction::Rises,
    };
    if let Some(shift) = &shown.shift {
        let is_worse = match better {
            Better::Higher => shift.median_after < shift.median_before,
            Better::Lower => shift.median_after > shift.median_before,
        };
        // What steps and then stays is old after some weeks.
        let days = (series.points[count - 1].date - series.points[shift.after].date).get_days();
        let is_new = shift.after + NEW_VALUES >= count && days <= NEW_DAYS;
        return (is_worse && is_new).then_some((Worsening::Shift, shift.before));
    }
    if shown.course.as_ref().is_some_and(|course| course.direction == wrong) {
        return Some((Worsening::Course, 0));
    }
    shown.outliers.contains(&(count - 1)).then(|| (Worsening::Outlier, count.saturating_sub(2)))
}

fn is_worse(better: Better, first: &Point, last: &Point) -> bool {
    match better {
        Better::Higher => last.value < first.value,
        Better::Lower => last.value > first.value,
    }
}
