//! What an answer is looked for with: the question, its words, and the days it names.

use crate::answer::overlap::Wanted;
use crate::calendar::{Period, day_number};
use crate::fact::states_trouble;
use crate::question::{Intent, Question};
use crate::record::PassageRecord;
use crate::retrieve::Retrieval;
use crate::vocabulary::{Sense, Words};

/// Least evidence (see [`Wanted::evidence`]) from which on a text counts as an answer.
pub(super) const ACCEPTED: f32 = 0.6;

/// The same for a text that has every name in the question.
pub(super) const ACCEPTED_WITH_NAMES: f32 = 0.45;

pub(crate) struct Sought<'a> {
    pub question: &'a Question,
    pub wanted: &'a Wanted,
    /// The single days that it asks about, one a year where the year is missing; empty when it names none.
    pub days: Vec<Period>,
}

impl<'a> Sought<'a> {
    pub(crate) fn new(question: &'a Question, wanted: &'a Wanted, retrieval: &Retrieval) -> Self {
        let days = retrieval.times.iter().filter(|time| time.is_day);
        Self { question, wanted, days: days.flat_map(|time| time.scope.periods.iter().copied()).collect() }
    }

    pub(super) fn asks(&self, intent: Intent) -> bool {
        self.question.asks(intent)
    }

    /// Whether a passage speaks of a day asked about, or is that day's own page; always when no day is asked about.
    pub(super) fn is_of_the_day(&self, passage: &PassageRecord) -> bool {
        let within = |day: i32| {
            self.days.iter().any(|period| (day_number(period.from())..=day_number(period.to())).contains(&day))
        };
        self.days.is_empty() || passage.days.iter().any(|day| within(*day)) || passage.date.is_some_and(within)
    }

    /// Whether it asks about something that went wrong, by its words.
    pub(super) fn is_about_trouble(&self) -> bool {
        static WORDS: Words = Words::of(&[Sense::WhatHappened, Sense::AsksIncident, Sense::WhichHappened]);
        let lower = self.question.text.to_lowercase();
        self.question.intents.iter().any(|intent| intent.is_about_an_incident())
            || self.asks(Intent::Duration)
            || WORDS.are_in(&lower)
            || states_trouble(&lower)
    }
}

/// Whether it is asked how the matter ended, which is in later reports.
pub(super) fn asks_what_came_of_it(question: &Question) -> bool {
    static WORDS: Words = Words::of(&[Sense::Afterwards]);
    let lower = question.text.to_lowercase();
    WORDS.are_in(&lower)
}
