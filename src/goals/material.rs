//! The reports up to a day as threads, promises, incidents and series: the material of a draft.

use std::collections::HashSet;

use uuid::Uuid;

use super::week::{TargetWeek, plus_days, weekly};
use crate::calendar::Date;
use crate::catalogue::Catalogue;
use crate::fact::sentences;
use crate::ledger::{every_promise_in, incident_threads_in, stated};
use crate::record::{PassageRecord, Place};
use crate::report::SectionKind;
use crate::series::{Aliases, Series, unify};
use crate::thread::{IncidentThread, Promise, Thread};

/// Older work, promises and incidents are not read; metrics and duties are.
const RECENT_DAYS: i32 = 210;

/// The reports up to `target.until` and their facts.
pub(super) struct Material<'a> {
    pub target: &'a TargetWeek,
    pub passages: &'a [PassageRecord],
    pub threads: Vec<Thread>,
    pub promises: Vec<Promise>,
    pub incidents: Vec<IncidentThread>,
    pub series: Vec<Series>,
    /// The date of the last weekly report.
    pub last: Date,
    /// The last weekly report of each author who still writes.
    pub latest: HashSet<Uuid>,
    /// Dates of the weekly reports in order, once each, with their authors.
    reports: Vec<(Date, Option<String>)>,
}

/// Whether two reports may be of one author: some name theirs from some week on.
pub(super) fn may_be(one: &Option<String>, other: &Option<String>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// A sentence of a report, outside of plans.
pub(super) struct Sentence<'a> {
    pub text: &'a str,
    pub date: Date,
    pub passage: &'a PassageRecord,
}

impl<'a> Material<'a> {
    /// `passages` and `catalogue` hold nothing after `target.until`. `None` where no report has a date.
    pub(super) fn read(
        target: &'a TargetWeek,
        passages: &'a [PassageRecord],
        catalogue: &'a Catalogue,
        aliases: &Aliases,
    ) -> Option<Self> {
        let all = weekly(catalogue);
        let (last, _) = *all.last()?;
        let mut reports: Vec<(Date, Option<String>)> =
            all.iter().map(|(date, entry)| (*date, entry.record.author.clone())).collect();
        reports.dedup();
        let own: HashSet<Uuid> = all.iter().map(|(_, entry)| entry.record.report).collect();
        let known = Catalogue::new(all.iter().map(|(_, entry)| entry.record.clone()).collect());
        let latest = known.latest(target.until).into_iter().filter(|report| own.contains(report)).collect();
        let statements = passages.iter().flat_map(stated).collect();
        let first = plus_days(last, -RECENT_DAYS);
        let recent: Vec<PassageRecord> =
            passages.iter().filter(|passage| passage.date() >= Some(first)).cloned().collect();
        let (threads, promises) = every_promise_in(&recent, aliases);
        Some(Self {
            target,
            passages,
            threads,
            promises,
            incidents: incident_threads_in(&recent, catalogue),
            series: unify(statements, aliases).groups.into_iter().map(|group| group.series).collect(),
            last,
            latest,
            reports,
        })
    }

    /// How many weekly reports the author of `place` wrote after `date`.
    pub(super) fn reports_after(&self, date: Date, place: &Place) -> usize {
        self.reports.iter().filter(|(day, author)| *day > date && may_be(author, &place.author)).count()
    }

    /// Whether a weekly report of the author of `place` is of `date`.
    pub(super) fn is_weekly(&self, date: Date, place: &Place) -> bool {
        self.reports.iter().any(|(day, author)| *day == date && may_be(author, &place.author))
    }

    /// The sentences of the author's reports after `date`, outside of plans, in order.
    pub(super) fn sentences_after(&self, date: Date, place: &Place) -> impl Iterator<Item = Sentence<'a>> {
        let author = place.author.clone();
        self.passages
            .iter()
            .filter(move |passage| {
                !passage.covered && passage.section_kind != SectionKind::Plan && may_be(&passage.author, &author)
            })
            .filter_map(move |passage| Some((passage, passage.date().filter(|day| *day > date)?)))
            .flat_map(|(passage, date)| {
                let spans = sentences(&passage.text, 0..passage.text.len());
                spans.into_iter().map(move |span| Sentence { text: passage.text[span].trim(), date, passage })
            })
    }
}
