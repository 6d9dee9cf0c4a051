//! The units of a period with their weights, and what others say of the matter of each.

use std::collections::HashSet;

use rayon::prelude::*;

use super::matter::matters;
use super::unit::Unit;
use super::weight::{Wording, is_summed_up};
use super::{after, excerpt, rarity, read, says_how_it_stands};
use crate::calendar::{Date, Period, mentions};
use crate::fact::{corrects, denies, is_finding, is_to_come, is_unfinished, states_cause};
use crate::lexicon::Segmenter;
use crate::rollup::material::{Material, Numbered};
use crate::rollup::model::Excerpt;
use crate::rollup::objective::Known;
use crate::text::Pairs;
use crate::thread::matter::{Line, Matters, newest};

/// What ends something open is taken for its end from this share of the usual cut on.
const CUT_OF_AN_END: f32 = 0.8;

/// What denies the cause of an incident is of that incident from this share on: few lines do so.
const CUT_OF_A_DENIAL: f32 = 0.3;

/// What sets something right is of a cause from so many pairs of its letters on: 惠民通终端.
const LEAST_PAIRS_OF_A_DENIAL: usize = 4;

/// A report behind the period seldom comes back to an incident: what is taken for its last word is surer by this share than other pairs.
const CUT_OF_A_LAST_WORD: f32 = 1.25;

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

    /// What a later report than `date` says of the matter of `text`, below the heading.
    pub(super) fn later(&self, text: &str, heading: &str, date: Date) -> Option<&Unit<'m>> {
        self.later_that(Line { text, heading }, 1.0, date, |_| true)
    }

    /// The same of a text for which `is` holds, at least as likely as `share` of the usual cut.
    fn later_that(&self, line: Line<'_>, share: f32, date: Date, is: impl Fn(&str) -> bool) -> Option<&Unit<'m>> {
        let is_later = |at: usize| self.is_behind(at, date) && says_how_it_stands(&self.all[at].0);
        let is = |at: usize| is_later(at) && is(&self.all[at].0.shown());
        self.newest_of(&self.matters.kin_of_line(line, self.segmenter, share, is)).map(|at| &self.all[at].0)
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
        self.after_that(line, 1.0, |_| true)
    }

    /// The same of a unit for which `is` holds, at least as likely as `share` of the usual cut.
    fn after_that(&self, line: Line<'_>, share: f32, is: impl Fn(&Unit<'_>) -> bool) -> Option<&Unit<'m>> {
        let (units, matters) = &self.after;
        let is = |at: usize| says_how_it_stands(&units[at]) && is(&units[at]);
        let kin = matters.kin_of_line(line, self.segmenter, share, is);
        newest(&kin, |at| units[at].date).map(|at| &units[at])
    }

    /// What a later report than `date`, in the period or behind it, says of why what `told` tells came about.
    pub fn why_after_all(&self, told: &str, date: Date, sources: &mut Numbered<'_>) -> Option<Excerpt> {
        excerpt(self.says_later(told, 1.0, date, &states_cause)?, sources)
    }

    /// What a later report than `date`, in the period or behind it, says against what is told as the `cause`: that it was not that, or was
    /// another, or that what was said is wrong.
    pub fn denial(&self, told: &str, cause: &str, date: Date, sources: &mut Numbered<'_>) -> Option<Excerpt> {
        let of_cause = Pairs::of(cause);
        let is_of_it = |text: &str| Pairs::of(text).common(&of_cause) >= LEAST_PAIRS_OF_A_DENIAL;
        let denied = self.says_later(told, CUT_OF_A_DENIAL, date, &|text| {
            denies(text, cause) || corrects(text) && is_finding(text) && is_of_it(text)
        });
        let is_other = |text: &str| states_cause(text) && corrects(text);
        excerpt(denied.or_else(|| self.says_later(told, 1.0, date, &is_other))?, sources)
    }

    /// What a later report than `date` says of the matter of a text, at least as likely as `share` of the usual cut, and `is` holds of.
    fn says_later(&self, told: &str, share: f32, date: Date, is: &dyn Fn(&str) -> bool) -> Option<&Unit<'m>> {
        let line = Line { text: told, heading: "" };
        self.later_that(line, share, date, is).or_else(|| self.after_that(line, share, |unit| is(&unit.shown())))
    }

    /// What the last report behind the period says of the incident of `day` that `told` tells; what tells of another, or names the day of one
    /// of `others`, says nothing of it.
    pub fn last_word(
        &self,
        told: &str,
        day: Option<Date>,
        others: &HashSet<Date>,
        sources: &mut Numbered<'_>,
    ) -> Option<Excerpt> {
        let names_another = |unit: &Unit<'_>| {
            let days = mentions(&unit.text).into_iter().filter_map(|found| found.reading.ok()?.resolve(unit.date).ok());
            days.into_iter().any(|named| named.days() == 1 && others.contains(&named.from()))
        };
        let is_of_it = |unit: &Unit<'_>| {
            unit.passage.incident.as_ref().is_none_or(|other| other.day() == day) && !names_another(unit)
        };
        excerpt(self.after_that(Line { text: told, heading: "" }, CUT_OF_A_LAST_WORD, is_of_it)?, sources)
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
