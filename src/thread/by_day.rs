//! Lines by the days that they name: what looks back at a day is found without reading all.

use std::collections::HashMap;

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
        for (at, line) in lines.iter().enumerate() {
            for day in &line.days {
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
