//! The units of a period with their weights, and what others say of the matter of each.

use rayon::prelude::*;

use super::matter::matters;
use super::unit::Unit;
use super::weight::{Wording, is_summed_up};
use super::{after, rarity, read, says_how_it_stands};
use crate::calendar::{Date, Period, mentions};
use crate::fact::{corrects, is_to_come, is_unfinished};
use crate::lexicon::Segmenter;
use crate::rollup::material::Material;
use crate::rollup::objective::Known;
use crate::thread::matter::{Line, Matters, newest};

/// What ends something open is taken for its end from this share of the usual cut on.
const CUT_OF_AN_END: f32 = 0.8;

/// The units of a period, weighed.
pub(in crate::rollup) struct Weighed<'m> {
    pub(super) all: Vec<(Unit<'m>, f32)>,
    matters: Matters,
    /// What later reports than those of the period say, and of which matters.
    after: (Vec<Unit<'m>>, Matters),
    segmenter: &'m Segmenter,
}

impl<'m> Weighed<'m> {
    /// Of the weekly reports of `period`, or of the daily pages where there are no others.
    pub fn of(material: &'m Material<'_>, known: &Known, period: Period) -> Self {
        let found = read(material, known, period);
        let (rarity, words) = rarity(&found, material);
        let weigh = |(unit, words): (Unit<'m>, &Wording)| {
            let weight = rarity.weight(&unit, words);
            (unit, weight)
        };
        let segmenter = material.segmenter;
        let matters = matters(&found, segmenter);
        let all = found.into_par_iter().zip(&words).map(weigh).collect();
        let after = after(material, period);
        let after_matters = self::matters(&after, segmenter);
        let mut weighed = Self { all, matters, after: (after, after_matters), segmenter };
        weighed.leave_summaries();
        weighed
    }

    /// What a report sums up and tells below is shown as it tells it, with the weight of what is put first.
    fn leave_summaries(&mut self) {
        for at in 0..self.all.len() {
            let (unit, weight) = &self.all[at];
            if !is_summed_up(unit) {
                continue;
            }
            let is_told = |other: usize| {
                let other = &self.all[other].0;
                other.passage.report == unit.passage.report && !is_summed_up(other)
            };
            let kin = self.matters.kin(at, is_told);
            let weight = *weight;
            if let Some((told, _)) = kin.into_iter().max_by(|(a, one), (b, other)| one.total_cmp(other).then(b.cmp(a)))
            {
                self.all[told].1 = self.all[told].1.max(weight);
                self.all[at].1 = 0.0;
            }
        }
    }

    /// The newest unit of the matter of the one at `of` that is later and for which `is` holds, by its place.
    pub(super) fn newest(&self, of: usize, is: impl Fn(usize, &Unit<'_>) -> bool) -> Option<usize> {
        let unit = &self.all[of].0;
        if unit.is_editorial {
            return None;
        }
        self.newest_of(&self.matters.kin(of, |at| self.is_behind(at, unit.date) && is(at, &self.all[at].0)))
    }

    /// The newest unit that says that what is open at `of` is done, by its place: such a pair is of one matter more often than any two.
    pub(super) fn ending(&self, of: usize, is: impl Fn(usize) -> bool) -> Option<usize> {
        let unit = &self.all[of].0;
        let is_open = unit.is_held_up || is_to_come(&unit.text) || is_unfinished(&unit.text);
        if unit.is_editorial || !is_open {
            return None;
        }
        let is_end = |at: usize| self.is_behind(at, unit.date) && self.all[at].0.is_done && is(at);
        self.newest_of(&self.matters.likely_kin(of, CUT_OF_AN_END, is_end))
    }

    /// What a later report than `date` says of the matter of a line.
    pub(super) fn later(&self, line: Line<'_>, date: Date) -> Option<&Unit<'m>> {
        let is = |at: usize| self.is_behind(at, date) && says_how_it_stands(&self.all[at].0);
        self.newest_of(&self.matters.kin_of_line(line, self.segmenter, 1.0, is)).map(|at| &self.all[at].0)
    }

    /// The last word on the matter of the unit at `of`: of a report behind the period, else of a later one in it.
    pub(super) fn later_of(&self, of: usize) -> Vec<Unit<'m>> {
        let newest = || self.newest(of, |_, other| says_how_it_stands(other)).map(|at| self.all[at].0.clone());
        self.after(&self.all[of].0).or_else(newest).into_iter().collect()
    }

    /// What a later report sets right of what the unit at `of` says.
    pub(super) fn set_right(&self, of: usize) -> Vec<Unit<'m>> {
        let newest = || self.newest(of, |_, other| corrects(&other.text)).map(|at| self.all[at].0.clone());
        self.after(&self.all[of].0).filter(|unit| corrects(&unit.text)).or_else(newest).into_iter().collect()
    }

    /// What a report after the period says of the matter of a unit.
    fn after(&self, unit: &Unit<'_>) -> Option<Unit<'m>> {
        let heading = unit.home.as_ref().or(unit.passage.section.last()).map_or("", String::as_str);
        let said = unit.shown();
        self.after_of(Line { text: &said, heading }).cloned()
    }

    /// The same of a line.
    pub fn after_of(&self, line: Line<'_>) -> Option<&Unit<'m>> {
        let (units, matters) = &self.after;
        let kin = matters.kin_of_line(line, self.segmenter, 1.0, |at| says_how_it_stands(&units[at]));
        newest(&kin, |at| units[at].date).map(|at| &units[at])
    }

    /// What the reports behind `period` say of its days, or of a matter of it, and `is` holds of.
    pub(super) fn after_about(&self, period: Period, is: impl Fn(&Unit<'_>) -> bool) -> Vec<Unit<'m>> {
        let is_about = |unit: &&Unit<'m>| {
            let days = mentions(&unit.text).into_iter().filter_map(|found| found.reading.ok()?.resolve(unit.date).ok());
            let names_its_days = days.into_iter().any(|days| period.contains_period(days));
            let said = unit.shown();
            let line = Line { text: &said, heading: "" };
            names_its_days || !self.matters.kin_of_line(line, self.segmenter, 1.0, |_| true).is_empty()
        };
        self.after.0.iter().filter(|unit| is(unit)).filter(is_about).cloned().collect()
    }

    fn is_behind(&self, at: usize, date: Date) -> bool {
        let other = &self.all[at].0;
        other.date > date && !other.is_editorial
    }

    fn newest_of(&self, kin: &[(usize, f32)]) -> Option<usize> {
        newest(kin, |at| self.all[at].0.date)
    }

    /// Whether two texts tell of one matter.
    pub fn are_one(&self, one: &str, other: &str) -> bool {
        let line = |text| Line { text, heading: "" };
        self.matters.are_one(line(one), line(other), self.segmenter)
    }

    /// All but those of editorials.
    pub fn statements(&self) -> impl Iterator<Item = &Unit<'m>> {
        self.all.iter().map(|(unit, _)| unit).filter(|unit| !unit.is_editorial)
    }
}
