//! The reports up to a day as threads, promises, incidents and series: the material of a draft.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::alike::{LEAST_PAIRS, speaks_of};
use super::week::{TargetWeek, plus_days, weekly};
use crate::calendar::Date;
use crate::catalogue::Catalogue;
use crate::fact::marked_sentences;
use crate::ledger::{Histories, every_history_in, stated};
use crate::record::{PassageRecord, Place};
use crate::report::SectionKind;
use crate::series::{Aliases, Series, likely_groups};
use crate::thread::{IncidentThread, Phrase, Promise, Thread};

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
    /// The passages of progress by their words.
    told: OnceCell<Told<'a>>,
    of_report: HashMap<Uuid, Vec<usize>>,
    /// The sentences of recent reports by their authors, in order of their dates.
    sentences: OnceCell<HashMap<Option<String>, Vec<Sentence<'a>>>>,
    /// The accounts of each incident as one text.
    accounts: OnceCell<Vec<Phrase<'a>>>,
}

/// Passages by the pairs of letters in their headings and texts.
struct Told<'a> {
    passages: Vec<(&'a PassageRecord, Phrase<'a>)>,
    having: HashMap<u64, Vec<usize>>,
}

impl<'a> Told<'a> {
    /// In the order of `passages`.
    fn new(passages: impl Iterator<Item = &'a PassageRecord>) -> Self {
        let passages: Vec<_> = passages.map(|passage| (passage, Phrase::new(passage.full_text()))).collect();
        let mut having: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, (_, text)) in passages.iter().enumerate() {
            text.pairs().iter().for_each(|pair| having.entry(pair).or_default().push(at));
        }
        Self { passages, having }
    }
}

fn of_report(passages: &[PassageRecord]) -> HashMap<Uuid, Vec<usize>> {
    let mut of_report: HashMap<Uuid, Vec<usize>> = HashMap::new();
    for (at, passage) in passages.iter().enumerate() {
        of_report.entry(passage.report).or_default().push(at);
    }
    of_report
}

/// Whether two reports may be of one author: some name theirs from some week on.
pub(super) fn may_be(one: &Option<String>, other: &Option<String>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// A sentence of a report, outside of plans.
pub(super) struct Sentence<'a> {
    pub text: Phrase<'a>,
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
        let first = plus_days(last, -RECENT_DAYS);
        let recent: Vec<PassageRecord> =
            passages.iter().filter(|passage| passage.date() >= Some(first)).cloned().collect();
        let (Histories { threads, promises, incidents }, groups) = rayon::join(
            || every_history_in(&recent, catalogue, aliases),
            || likely_groups(passages.iter().flat_map(stated).collect(), aliases),
        );
        Some(Self {
            target,
            passages,
            threads,
            promises,
            incidents,
            series: groups.into_iter().map(|group| group.series).collect(),
            last,
            latest,
            reports,
            told: OnceCell::new(),
            of_report: of_report(passages),
            sentences: OnceCell::new(),
            accounts: OnceCell::new(),
        })
    }

    /// The passages of progress that speak of `about` (see [`speaks_of`]), the last first.
    pub(super) fn speaking_of(&self, about: &str) -> impl Iterator<Item = &'a PassageRecord> {
        let told = self.told.get_or_init(|| {
            let is_told = |passage: &&PassageRecord| {
                !passage.covered
                    && !matches!(passage.section_kind, SectionKind::Plan | SectionKind::Reflection | SectionKind::Daily)
            };
            Told::new(self.passages.iter().filter(is_told))
        });
        let about = Phrase::new(about.to_string());
        // What has none of its pairs does not speak of it.
        let mut near: Vec<usize> =
            about.pairs().iter().filter_map(|pair| told.having.get(&pair)).flatten().copied().collect();
        near.sort_unstable();
        let most = near.chunk_by(|one, other| one == other).filter(|of_one| of_one.len() >= LEAST_PAIRS);
        let near: Vec<usize> = most.map(|of_one| of_one[0]).collect();
        let passages = near.into_iter().rev().map(|at| &told.passages[at]);
        passages.filter(move |(_, text)| speaks_of(text, &about)).map(|(passage, _)| *passage)
    }

    /// The passages of a report, in order of place.
    pub(super) fn of_report(&self, report: Uuid) -> impl Iterator<Item = &'a PassageRecord> {
        self.of_report.get(&report).into_iter().flatten().map(|at| &self.passages[*at])
    }

    /// How many weekly reports the author of `place` wrote after `date`.
    pub(super) fn reports_after(&self, date: Date, place: &Place) -> usize {
        self.reports.iter().filter(|(day, author)| *day > date && may_be(author, place.author())).count()
    }

    /// Whether a weekly report of the author of `place` is of `date`.
    pub(super) fn is_weekly(&self, date: Date, place: &Place) -> bool {
        self.reports.iter().any(|(day, author)| *day == date && may_be(author, place.author()))
    }

    /// The sentences of the author's reports after `date`, a day of recent work, outside of plans.
    pub(super) fn sentences_after(&self, date: Date, place: &Place) -> impl Iterator<Item = &Sentence<'a>> {
        let by_author = self.sentences.get_or_init(|| self.sentences());
        let theirs = by_author.iter().filter(move |(author, _)| may_be(author, place.author()));
        theirs.flat_map(move |(_, sentences)| &sentences[sentences.partition_point(|sentence| sentence.date <= date)..])
    }

    fn sentences(&self) -> HashMap<Option<String>, Vec<Sentence<'a>>> {
        let first = plus_days(self.last, -RECENT_DAYS);
        let mut by_author: HashMap<Option<String>, Vec<Sentence<'a>>> = HashMap::new();
        for passage in self.passages {
            let date = passage.date().filter(|date| *date >= first);
            let Some(date) = date.filter(|_| !passage.covered && passage.section_kind != SectionKind::Plan) else {
                continue;
            };
            let spans = marked_sentences(&passage.text, 0..passage.text.len());
            let told = spans.into_iter().map(|span| Phrase::new(passage.text[span].trim()));
            let theirs = by_author.entry(passage.author.clone()).or_default();
            theirs.extend(told.map(|text| Sentence { text, date, passage }));
        }
        by_author.values_mut().for_each(|sentences| sentences.sort_by_key(|sentence| sentence.date));
        by_author
    }

    /// What the reports say of an incident, as one text.
    pub(super) fn accounts_of(&self, incident: usize) -> &Phrase<'a> {
        let all = self.accounts.get_or_init(|| {
            let told = |thread: &IncidentThread| {
                thread.tellings.iter().map(|telling| telling.text.as_str()).collect::<Vec<_>>().join("\n")
            };
            self.incidents.iter().map(|thread| Phrase::new(told(thread))).collect()
        });
        &all[incident]
    }
}
