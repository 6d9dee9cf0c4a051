//! Lines by the days that they, or the headings above them, name: what looks back at a day is found without reading all.

use std::collections::HashMap;

use super::outcome::days_named;
use super::promised::EvidenceLine;
use crate::calendar::Date;

pub(super) struct ByDay<'l> {
    lines: &'l [EvidenceLine<'l>],
    naming: HashMap<Date, Vec<usize>>,
}

impl<'l> ByDay<'l> {
    /// `lines` in order of their days.
    pub fn new(lines: &'l [EvidenceLine<'l>]) -> Self {
        let mut naming: HashMap<Date, Vec<usize>> = HashMap::new();
        let mut above: (&str, Date, Vec<Date>) = ("", Date::MIN, Vec::new());
        for (at, line) in lines.iter().enumerate() {
            if (above.0, above.1) != (&line.heading, line.date) {
                above = (&line.heading, line.date, days_of_heading(&line.heading, line.date));
            }
            for day in line.days.iter().chain(&above.2) {
                let of_day = naming.entry(*day).or_default();
                if of_day.last() != Some(&at) {
                    of_day.push(at);
                }
            }
        }
        Self { lines, naming }
    }

    /// The lines of reports after `date` that name `day`, as they come.
    pub fn naming_after(&self, day: Date, date: Date) -> impl Iterator<Item = &'l EvidenceLine<'l>> {
        let naming = self.naming.get(&day).map_or(&[][..], Vec::as_slice);
        let later = naming.partition_point(|at| self.lines[*at].date <= date);
        naming[later..].iter().map(|at| &self.lines[*at])
    }
}

/// `跟进：5/20 重复结算单`: the days that a heading names, seen from the day of its report.
fn days_of_heading(heading: &str, date: Date) -> Vec<Date> {
    if !heading.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let periods = days_named(heading, date).into_iter().filter(|period| period.days() == 1);
    periods.map(|period| period.from()).collect()
}
