//! What a roll-up is made of: every passage up to the day that it is seen from, and the ledgers over all of them. A period takes its
//! part of each, so that a name, a thread or an incident is the same in two periods.

use std::collections::HashMap;
use std::collections::HashSet;

use uuid::Uuid;

use crate::calendar::{Date, Period};
use crate::catalogue::{Catalogue, CatalogueEntry, Rhythm};
use crate::citation::{Citation, Sources};
use crate::ledger::{Histories, histories_in, stated};
use crate::lexicon::Segmenter;
use crate::record::{PassageRecord, Place};
use crate::retrieve::Retriever;
use crate::series::{Series, likely_groups};
use crate::thread::{IncidentThread, Promise, Thread, WorkName};

/// Pages of single days are daily ones from so many of one kind by one author on.
const LEAST_DAILY_PAGES: usize = 3;

pub(super) struct Material<'a> {
    pub catalogue: &'a Catalogue,
    pub segmenter: &'a Segmenter,
    /// In order of date and place; those without a date last.
    pub passages: Vec<PassageRecord>,
    /// Over all weeks, without missing weeks.
    pub series: Vec<Series>,
    pub threads: Vec<Thread>,
    pub incidents: Vec<IncidentThread>,
    pub promises: Vec<Promise>,
    reports: HashSet<Uuid>,
    weekly: HashSet<Uuid>,
    days_only: bool,
    as_of: Date,
    /// Of those that bear a later date, see [`counted_day`].
    counted_days: HashMap<Uuid, Date>,
    by_report: HashMap<Uuid, Vec<usize>>,
}

impl<'a> Material<'a> {
    /// `reports`: those that may be read, whenever they were written; `near`: whether those of a day are looked at.
    pub fn new(
        passages: Vec<PassageRecord>,
        retriever: &Retriever<'a>,
        reports: &HashSet<Uuid>,
        near: impl Fn(Date) -> bool,
    ) -> Self {
        let entries = retriever.catalogue.entries();
        let mut of_days: HashMap<(Option<&str>, &str), usize> = HashMap::new();
        let is_of_a_day = |entry: &CatalogueEntry| entry.coverage.is_some_and(|coverage| coverage.days() == 1);
        for entry in entries.iter().filter(|entry| is_of_a_day(entry)) {
            *of_days.entry((entry.record.author.as_deref(), &entry.kind)).or_default() += 1;
        }
        // The minutes of a meeting and the review of an incident are of a day as a log's pages are, and each stands alone.
        let stands_alone = |entry: &CatalogueEntry| {
            let key = (entry.record.author.as_deref(), entry.kind.as_str());
            entry.rhythm != Rhythm::Daily && of_days.get(&key).is_none_or(|pages| *pages < LEAST_DAILY_PAGES)
        };
        let is_weekly =
            |entry: &&CatalogueEntry| entry.coverage.is_some_and(|coverage| coverage.days() > 1 || stands_alone(entry));
        let weekly: HashSet<Uuid> = entries.iter().filter(is_weekly).map(|entry| entry.record.report).collect();
        let counted_before = |entry: &CatalogueEntry| {
            let day = counted_day(entry).filter(|day| Some(*day) < entry.record.date())?;
            Some((entry.record.report, day))
        };
        let (Histories { threads, promises, incidents }, series) = rayon::join(
            || histories_in(&passages, retriever.catalogue, retriever.aliases, retriever.segmenter),
            || likely_groups(passages.iter().flat_map(stated).collect(), retriever.aliases),
        );
        let mut by_report: HashMap<Uuid, Vec<usize>> = HashMap::new();
        for (at, passage) in passages.iter().enumerate() {
            by_report.entry(passage.report).or_default().push(at);
        }
        Self {
            catalogue: retriever.catalogue,
            segmenter: retriever.segmenter,
            series: series.into_iter().map(|group| group.series).collect(),
            threads,
            incidents,
            promises,
            reports: entries
                .iter()
                .filter(|entry| entry.record.date().is_some_and(&near) && reports.contains(&entry.record.report))
                .map(|entry| entry.record.report)
                .collect(),
            days_only: weekly.is_empty(),
            weekly,
            as_of: retriever.as_of,
            counted_days: entries.iter().filter_map(counted_before).collect(),
            by_report,
            passages,
        }
    }

    /// The reports up to the day that it is seen from, by date.
    pub fn entries(&self) -> impl Iterator<Item = (&'a CatalogueEntry, Date)> {
        self.catalogue.entries().iter().filter_map(|entry| {
            let date = entry.record.date().filter(|date| *date <= self.as_of)?;
            self.reports.contains(&entry.record.report).then_some((entry, date))
        })
    }

    /// Dates of the weekly reports of `period` by `author`, ascending; without daily pages.
    pub fn weekly_dates(&self, period: Period, author: Option<&str>) -> Vec<Date> {
        let mut dates: Vec<Date> = self
            .entries()
            .filter(|(entry, date)| {
                self.is_of(period, entry.record.report, *date)
                    && self.is_of_a_week(entry.record.report)
                    && entry.record.author.as_deref() == author
            })
            .map(|(_, date)| date)
            .collect();
        dates.dedup();
        dates
    }

    /// Whether a report covers more than a day; true for every page where all are daily.
    pub fn is_of_a_week(&self, report: Uuid) -> bool {
        self.days_only || self.weekly.contains(&report)
    }

    /// The day by which what `report` states for `date` counts; a date that a statement names itself stays.
    pub fn day_of(&self, report: Uuid, date: Date) -> Date {
        let is_its = |_: &&Date| self.catalogue.entry(report).and_then(|entry| entry.record.date()) == Some(date);
        self.counted_days.get(&report).filter(is_its).copied().unwrap_or(date)
    }

    /// Whether what `report` states for `date` belongs to `period`.
    pub fn is_of(&self, period: Period, report: Uuid, date: Date) -> bool {
        period.contains(self.day_of(report, date))
    }

    /// Whether a report before `period` plans work of that name for `day`, however surely its line was read.
    pub fn plans_before(&self, period: Period, name: &str, day: Date) -> bool {
        let name = WorkName::new(name);
        let is_before = |date: Date, report: Uuid| self.day_of(report, date) < period.from();
        let before =
            self.passages.iter().filter(|passage| passage.date().is_some_and(|date| is_before(date, passage.report)));
        before.flat_map(|passage| &passage.milestones).any(|milestone| {
            let is_for_day = milestone.planned.iter().any(|planned| !planned.was && planned.to == day);
            is_for_day && WorkName::new(&milestone.subject) == name
        })
    }

    /// The passages of the reports of `period`.
    pub fn of_period(&self, period: Period) -> impl Iterator<Item = (&PassageRecord, Date)> {
        self.passages.iter().filter_map(move |passage| {
            let date = passage.date().filter(|date| self.is_of(period, passage.report, *date))?;
            Some((passage, date))
        })
    }

    /// The passages of the reports behind `period`, up to the day that it is seen from.
    pub fn after(&self, period: Period) -> impl Iterator<Item = (&PassageRecord, Date)> {
        self.passages.iter().filter_map(move |passage| {
            let date = passage.date().filter(|date| *date <= self.as_of)?;
            (self.day_of(passage.report, date) > period.to()).then_some((passage, date))
        })
    }

    /// The text of the passage whose lines `place` is of, with the head of its table.
    pub fn text_at(&self, place: &Place) -> Option<&str> {
        let passages = self.by_report.get(&place.report_id())?.iter().map(|at| &self.passages[*at]);
        let has_it = |passage: &&PassageRecord| {
            passage.first_line <= place.lines.first && place.lines.first <= passage.last_line
        };
        passages.filter(|passage| !passage.is_incident()).find(has_it).map(|passage| passage.text.as_str())
    }

    /// The passage that records an incident at `place`.
    pub fn passage_at(&self, place: &Place) -> Option<&PassageRecord> {
        let passages = self.by_report.get(&place.report_id())?.iter().map(|at| &self.passages[*at]);
        passages.filter(|passage| passage.is_incident()).find(|passage| passage.first_line == place.lines.first)
    }

    fn on_lines(&self, report: Uuid) -> OnLine<'_> {
        let mut on_line = OnLine::new();
        for passage in self.by_report.get(&report).into_iter().flatten().map(|at| &self.passages[*at]) {
            for line in passage.first_line..=passage.last_line {
                on_line.entry(line).or_default().push(passage);
            }
        }
        on_line
    }

    pub fn sources(&self) -> Numbered<'_> {
        Numbered { material: self, on_line: HashMap::new(), sources: Sources::default() }
    }
}

/// The last day that a report covers; of one that states its days, of the month that has most of these: a week is that of its
/// Thursday (ISO 8601).
fn counted_day(entry: &CatalogueEntry) -> Option<Date> {
    let last = entry.last_day()?;
    Some(entry.record.stated_coverage().map_or(last, |days| last_of_most(days, last)))
}

fn last_of_most(days: Period, last: Date) -> Date {
    let middle = days.from().saturating_add(jiff::Span::new().days(i64::from(days.days()) / 2)).min(last);
    if middle.first_of_month() == last.first_of_month() { last } else { middle.last_of_month() }
}

/// Sources by number, found by place.
pub(super) struct Numbered<'m> {
    material: &'m Material<'m>,
    /// Of each report that is cited the passages on each of its lines: a page has tens of thousands.
    on_line: HashMap<Uuid, OnLine<'m>>,
    sources: Sources,
}

/// The passages of one report by the lines that they are on, on each as they come.
type OnLine<'m> = HashMap<usize, Vec<&'m PassageRecord>>;

impl<'m> Numbered<'m> {
    /// The number of the lines of `place`. Every place is of a passage at hand; what could not be quoted would be no source.
    pub fn cite(&mut self, place: &Place) -> Option<usize> {
        let material = self.material;
        let on_line = self.on_line.entry(place.report_id()).or_insert_with(|| material.on_lines(place.report_id()));
        self.sources.cite_place(on_line.get(&place.lines.first)?.iter().copied(), place)
    }

    /// As `citation` has its lines and quote, of a passage at hand.
    pub fn cite_as(&mut self, passage: &PassageRecord, citation: &Citation) -> usize {
        self.sources.cite_as(passage, citation)
    }

    pub fn citation(&self, n: usize) -> Option<&Citation> {
        self.sources.citations().get(n.checked_sub(1)?)
    }

    pub fn quote(&self, n: usize) -> &str {
        self.sources.citations().get(n - 1).map_or("", |citation| citation.quote.as_str())
    }

    pub fn into_citations(self) -> Vec<Citation> {
        self.sources.into_citations()
    }
}

#[cfg(test)]
mod tests {
    use super::last_of_most;
    use crate::calendar::{Date, Period};

    #[test]
    fn a_week_on_the_border_of_two_months_is_of_the_one_with_most_of_its_days() {
        let counted = |from: &str, to: &str| {
            let (from, to): (Date, Date) = (from.parse().expect("a date"), to.parse().expect("a date"));
            last_of_most(Period::between(from, to), to).to_string()
        };
        assert_eq!(counted("2025-05-26", "2025-06-01"), "2025-05-31");
        assert_eq!(counted("2025-04-28", "2025-05-04"), "2025-05-04");
        assert_eq!(counted("2025-05-01", "2025-05-31"), "2025-05-31");
        assert_eq!(counted("2025-06-01", "2025-06-01"), "2025-06-01");
    }
}
