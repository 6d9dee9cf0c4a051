//! All reports of an index on one time line: which days each covers, which reports a time means, which weeks are missing.

mod entry;
mod gaps;
mod rhythm;
mod twin;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use uuid::Uuid;

use crate::calendar::{Date, Expression, Label, Numbering, Period, Relative, WeekNumber, mentions};
use crate::lexicon::{TermId, Token};
use crate::record::{PassageRecord, ReportRecord};
use crate::vocabulary::Language;
pub use entry::CatalogueEntry;
use entry::{USUAL_DAYS, coverage, plus_days};
pub use rhythm::Rhythm;

/// The reports in order of their dates, pages without a date last. Clones share what they know.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    entries: Arc<[CatalogueEntry]>,
    /// Where in `entries` each report is.
    places: Arc<HashMap<Uuid, usize>>,
    twins: Arc<HashSet<Uuid>>,
    /// The longest name first, each once.
    authors: Arc<[Author]>,
    /// How many passages have each term.
    having: Arc<HashMap<TermId, u32>>,
}

/// A name by which reports are somebody's.
#[derive(Debug)]
struct Author {
    name: String,
    /// The name in lower case.
    lower: String,
    /// Where in the entries the reports are, ascending.
    reports: Vec<usize>,
}

/// The reports that a time in a question means.
#[derive(Debug, Clone, PartialEq)]
pub struct Scope {
    /// Ids of reports whose coverage it touches, or that its label names.
    pub reports: Vec<Uuid>,
    /// The days meant; several when the year is missing and the reports span more than one.
    pub periods: Vec<Period>,
    /// A label named the reports: what they say is meant, whenever it happened.
    pub by_label: bool,
}

/// How far outside all coverage a day without a year is still looked for.
const NEAR_DAYS: i32 = 14;

/// How far after the last report: reports name days to come.
const PLANNED_DAYS: i32 = 120;

/// Authors who report within fewer days of each other have reports of their own.
const DAYS_OF_A_TURN: i32 = 4;

/// A year of weekly issues.
const ISSUES_AHEAD: u32 = 53;

impl Catalogue {
    pub fn new(records: Vec<ReportRecord>) -> Self {
        let mut records: Vec<(Option<Date>, ReportRecord)> =
            records.into_iter().map(|record| (record.date(), record)).collect();
        records.sort_by(|(one, a), (other, b)| (one.is_none(), one, &a.path).cmp(&(other.is_none(), other, &b.path)));
        let rhythms = rhythm::rhythms(&records);
        let with_rhythms = records.iter().zip(&rhythms).enumerate();
        let coverages: Vec<Option<Period>> = with_rhythms
            .map(|(at, ((date, record), (rhythm, _)))| coverage(&records[..at], *date, record, *rhythm))
            .collect();
        let entries: Arc<[CatalogueEntry]> = records
            .into_iter()
            .zip(coverages.into_iter().zip(rhythms))
            .map(|((_, record), (coverage, (rhythm, kind)))| CatalogueEntry { record, coverage, rhythm, kind })
            .collect();
        let mut places = HashMap::with_capacity(entries.len());
        for (at, entry) in entries.iter().enumerate() {
            places.entry(entry.record.report).or_insert(at);
        }
        let mut having: HashMap<TermId, u32> = HashMap::new();
        for (term, count) in entries.iter().flat_map(|entry| entry.record.terms.iter()) {
            *having.entry(term).or_default() += count;
        }
        let authors = authors(&entries).into();
        let (places, having) = (Arc::new(places), Arc::new(having));
        let mut catalogue = Self { entries, places, twins: Arc::default(), authors, having };
        catalogue.twins = Arc::new(twin::twins(&catalogue.entries, catalogue.language()));
        catalogue
    }

    /// Without their authors where these take turns: then nobody's reports are a series of their own.
    pub fn join_turns(&self, passages: &mut [PassageRecord]) {
        if self.authors_take_turns() {
            passages.iter_mut().for_each(|passage| passage.author = None);
        }
    }

    /// Whether several authors write one series by turns, no two of them about the same days: what one set out to do the next one reports on.
    fn authors_take_turns(&self) -> bool {
        let counted = self.entries.iter().filter(|entry| !self.is_twin(entry.record.report));
        let dated = counted.filter_map(|entry| Some((entry.record.date()?, entry.record.author.as_deref()?)));
        let dated: Vec<(Date, &str)> = dated.collect();
        let is_of_others = |pair: &[(Date, &str)]| pair[0].1 != pair[1].1;
        let is_close = |pair: &[(Date, &str)]| (pair[1].0 - pair[0].0).get_days() < DAYS_OF_A_TURN;
        dated.windows(2).any(is_of_others) && !dated.windows(2).any(|pair| is_of_others(pair) && is_close(pair))
    }

    /// Whether the report is another text of one that counts: a translation, a copy.
    pub fn is_twin(&self, report: Uuid) -> bool {
        self.twins.contains(&report)
    }

    pub fn entries(&self) -> &[CatalogueEntry] {
        &self.entries
    }

    /// Of each report how many of its passages have each token.
    pub fn counts(&self, tokens: &[Token]) -> Vec<Vec<u32>> {
        let terms: Vec<TermId> = tokens.iter().map(|token| TermId::of(&token.text)).collect();
        self.entries.iter().map(|entry| entry.record.terms.counts(&terms)).collect()
    }

    /// How many passages of all reports have each token.
    pub fn passages_with(&self, tokens: &[Token]) -> Vec<u32> {
        let having = |token: &Token| self.having.get(&TermId::of(&token.text)).copied().unwrap_or_default();
        tokens.iter().map(having).collect()
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
    /// The reports in another language than this one, where others are in it: none where all are in one.
    pub fn not_in(&self, language: Language) -> Vec<Uuid> {
        let is_in = |entry: &&CatalogueEntry| entry.record.language.is_none_or(|of| of == language);
        let (same, other): (Vec<_>, Vec<_>) = self.entries.iter().partition(is_in);
        if same.is_empty() { Vec::new() } else { other.into_iter().map(|entry| entry.record.report).collect() }
    }

    /// The language that most of the reports are written in.
    pub fn language(&self) -> Language {
        let of = |language| self.entries.iter().filter(|entry| entry.record.language == Some(language)).count();
        if of(Language::English) > of(Language::Chinese) { Language::English } else { Language::Chinese }
    }

    /// From the first covered day to the last; `None` when no report has a date.
    pub fn span(&self) -> Option<Period> {
        self.entries.iter().filter_map(|entry| entry.coverage).reduce(|one, other| one.hull(other))
    }

    /// The year up to `as_of`, where the only reports are of days without a year.
    fn yearless_span(&self, as_of: Date) -> Option<Period> {
        let is_yearless = |entry: &CatalogueEntry| entry.record.date.is_none() && entry.record.day.is_some();
        let last_year = || Period::between(plus_days(as_of, -365), as_of);
        self.entries.iter().any(is_yearless).then(last_year)
    }

    /// Names by which reports are somebody's: authors, the parts of their names (`物流部-甲`), and folders above the files.
    /// Longest first, once each; numbers and single characters are none.
    pub fn authors(&self) -> Vec<String> {
        self.authors.iter().map(|author| author.name.clone()).collect()
    }

    /// The reports of an author, by a part of the name or of a folder.
    pub fn written_by(&self, name: &str) -> Vec<Uuid> {
        let wanted = name.to_lowercase();
        let theirs = self.authors.iter().filter(|author| author.lower.contains(&wanted));
        let reports: BTreeSet<usize> = theirs.flat_map(|author| author.reports.iter().copied()).collect();
        reports.into_iter().map(|at| self.entries[at].record.report).collect()
    }

    /// The last report each author had written by `as_of`.
    pub fn latest(&self, as_of: Date) -> Vec<Uuid> {
        let mut last: BTreeMap<Option<&str>, (Date, Uuid)> = BTreeMap::new();
        for entry in self.entries.iter() {
            let Some(date) = entry.record.date().filter(|date| *date <= as_of) else { continue };
            last.insert(entry.record.author.as_deref(), (date, entry.record.report));
        }
        let newest = last.values().map(|(date, _)| *date).max();
        // An author who stopped writing has no latest plan.
        let is_recent = |(date, report): &(Date, Uuid)| {
            let longest = self.entry(*report).map_or(Rhythm::default(), |entry| entry.rhythm).longest_gap_days();
            newest.is_some_and(|newest| Period::between(*date, newest).days() <= longest)
        };
        last.into_values().filter(is_recent).map(|(_, report)| report).collect()
    }

    pub fn entry(&self, report: Uuid) -> Option<&CatalogueEntry> {
        self.places.get(&report).map(|at| &self.entries[*at])
    }

    /// What `expression` means among these reports. An empty `reports` means that none covers it.
    ///
    /// A week is first the label people use, then the ISO week of that number. A day or month without a year is meant in
    /// every year that the reports cover.
    pub fn scope(&self, expression: &Expression, as_of: Date) -> Scope {
        let none = Scope { reports: Vec::new(), periods: Vec::new(), by_label: false };
        let Some(span) = self.span().or_else(|| self.yearless_span(as_of)) else { return none };
        if let Some(scope) = self.labelled(expression) {
            return scope;
        }
        if let Some(period) = self.beside_label(expression, span) {
            return Scope { reports: self.covering(&[period]), periods: vec![period], by_label: false };
        }
        if issues(expression).is_some() {
            return Scope { by_label: true, ..none };
        }
        // Reports tell of days just outside what they cover: a late finding, or the weekend after.
        let wide = Period::between(plus_days(span.from(), -NEAR_DAYS), plus_days(span.to(), PLANNED_DAYS));
        let candidates = expression.candidates(wide, as_of);
        let is_day = matches!(expression, Expression::Day(_));
        let is_known = |period: &Period| self.covers(*period) || is_day && self.tells_beyond_its_end(period.from());
        let known: Vec<Period> = candidates.iter().copied().filter(is_known).collect();
        let periods = if known.is_empty() { candidates } else { known };
        let periods = if periods.is_empty() { expression.resolve(as_of).into_iter().collect() } else { periods };
        let is_missing = matches!(expression, Expression::Week(label) if self.counts_its_weeks(*label, &periods));
        let mut reports = if is_missing { Vec::new() } else { self.covering(&periods) };
        if matches!(expression, Expression::Relative(Relative::Week(0))) {
            // 本周的周报 is the one that is written this week, though it may cover more of the week before.
            let written = |entry: &&CatalogueEntry| {
                let date = entry.record.date().filter(|date| *date <= as_of);
                date.is_some_and(|date| periods.iter().any(|period| period.contains(date)))
            };
            let dated: Vec<Uuid> = self.entries.iter().filter(written).map(|entry| entry.record.report).collect();
            reports = if dated.is_empty() { reports } else { dated };
        }
        // A week of the reports' own count that is missing is one that no report tells of.
        Scope { reports, periods, by_label: is_missing }
    }

    /// Whether `expression` may be a time here. A number of an issue is one only where reports have such numbers, the next year's
    /// included; 第二期 of a project and a defect's `issue 1790` are none.
    pub fn may_mean(&self, expression: &Expression) -> bool {
        let last = || self.entries.iter().filter_map(|entry| entry.record.issue).max();
        let counts = |issue: u32| last().is_some_and(|last| issue <= last + ISSUES_AHEAD);
        match expression.core() {
            Expression::Issue(issue) => counts(*issue),
            Expression::Range(from, _) => self.may_mean(from),
            _ => true,
        }
    }

    /// The reports whose coverage touches any of `periods`.
    ///
    /// A period of about a week means the reports that cover most of it, not the neighbours that touch its ends.
    pub fn covering(&self, periods: &[Period]) -> Vec<Uuid> {
        let mut found: Vec<Uuid> = Vec::new();
        for period in periods {
            let shared = |entry: &CatalogueEntry| entry.shared_days(*period);
            let most = self.entries.iter().map(shared).max().unwrap_or(0);
            let is_a_week = (4..=10).contains(&period.days());
            let enough = if is_a_week { (most / 2 + 1).min(most) } else { 1 };
            let is_meant = |entry: &CatalogueEntry| shared(entry) >= enough || entry.is_named_by(*period);
            let meant = self.entries.iter().filter(|entry| most > 0 && is_meant(entry));
            found.extend(meant.map(|entry| entry.record.report));
        }
        found.sort_unstable();
        found.dedup();
        let in_order = self.entries.iter().map(|entry| entry.record.report);
        in_order.filter(|report| found.binary_search(report).is_ok()).collect()
    }

    fn covers(&self, period: Period) -> bool {
        self.entries.iter().any(|entry| entry.shared_days(period) > 0)
    }

    /// Whether a report was written shortly before `day`, and may name it as one to come or one of the weekend.
    fn tells_beyond_its_end(&self, day: Date) -> bool {
        let days = Period::between(plus_days(day, -NEAR_DAYS), day);
        self.entries.iter().any(|entry| entry.coverage.is_some_and(|coverage| days.contains(coverage.to())))
    }

    /// Reports whose labels the expression names: one week, or a range of two.
    fn labelled(&self, expression: &Expression) -> Option<Scope> {
        let within: Box<dyn Fn(&CatalogueEntry) -> bool> = match expression {
            Expression::Week(label) => {
                let label = *label;
                Box::new(move |entry| self.has_label(entry, label))
            }
            _ if issues(expression).is_some() => {
                let issues = issues(expression)?;
                Box::new(move |entry| entry.record.issue.is_some_and(|issue| issues.contains(&issue)))
            }
            Expression::Range(from, to) => {
                let (Expression::Week(from), Expression::Week(to)) = (&**from, &**to) else { return None };
                let first = self
                    .entries
                    .iter()
                    .find(|entry| self.has_label(entry, *from))
                    .and_then(|entry| entry.record.date())?;
                let last = self
                    .entries
                    .iter()
                    .rev()
                    .find(|entry| self.has_label(entry, *to))
                    .and_then(|entry| entry.record.date())?;
                Box::new(move |entry| entry.record.date().is_some_and(|date| first <= date && date <= last))
            }
            _ => return None,
        };
        let mut found: Vec<&CatalogueEntry> = self.entries.iter().filter(|entry| within(entry)).collect();
        if let Expression::Week(asked) = expression {
            // 第13周 is the report that is called so, where there is one; a 2024-W13 is another.
            let same = |entry: &CatalogueEntry| {
                let label = entry.record.label().or_else(|| self.label_by_neighbours(entry));
                label.is_some_and(|label| label.numbering() == asked.numbering())
            };
            if found.iter().any(|entry| same(entry)) {
                found.retain(|entry| same(entry));
            }
        }
        let reports = found.iter().map(|entry| entry.record.report).collect();
        (!found.is_empty()).then(|| self.scope_of(reports))
    }

    /// Reports that are meant themselves, and the days they cover, each once: many authors may report on the same.
    pub fn scope_of(&self, reports: Vec<Uuid>) -> Scope {
        let mut periods: Vec<Period> = Vec::new();
        for coverage in reports.iter().filter_map(|report| self.entry(*report)?.coverage) {
            if !periods.contains(&coverage) {
                periods.push(coverage);
            }
        }
        Scope { reports, periods, by_label: true }
    }

    /// 第20周之前, by week 17: the days before or after the report of that label, or its own with them.
    fn beside_label(&self, expression: &Expression, span: Period) -> Option<Period> {
        let (inner, is_before, with_it) = match expression {
            Expression::Until(inner) => (inner, true, true),
            Expression::Before(inner) => (inner, true, false),
            Expression::Since(inner) => (inner, false, true),
            Expression::After(inner) => (inner, false, false),
            _ => return None,
        };
        let week = self.labelled(inner)?.periods.last().copied()?;
        let day = match (is_before, with_it) {
            (true, true) => week.to(),
            (true, false) => week.from().yesterday().ok()?,
            (false, true) => week.from(),
            (false, false) => week.to().tomorrow().ok()?,
        };
        if is_before { Period::new(span.from(), day).ok() } else { Period::new(day, span.to()).ok() }
    }

    /// Whether the reports around `periods` bear labels of the family of `asked`: a week of that count which none of them is
    /// called is missing, and the ISO week of its number is another.
    fn counts_its_weeks(&self, asked: Label, periods: &[Period]) -> bool {
        let near = |date: Date| {
            let days = Period::new(plus_days(date, -8 * USUAL_DAYS), plus_days(date, 8 * USUAL_DAYS));
            days.is_ok_and(|days| periods.iter().any(|period| period.overlaps(days)))
        };
        asked.numbering() == Numbering::Labelled
            && self.entries.iter().any(|entry| {
                entry.record.label().is_some_and(|label| label.numbering() == Numbering::Labelled)
                    && entry.record.date().is_some_and(near)
            })
    }

    /// A label without a year takes the year of its report. `2023-W25` is so plainly ISO that only a label of that family
    /// answers to it; `W25` and 第25周 are what people call their reports.
    fn has_label(&self, entry: &CatalogueEntry, asked: Label) -> bool {
        let Some(label) = entry.record.label().or_else(|| self.label_by_neighbours(entry)) else { return false };
        if asked.numbering() == Numbering::Iso && asked.year().is_some() && label.numbering() != Numbering::Iso {
            return false;
        }
        let year = entry.record.date().map(Date::year);
        label.matches(asked)
            && asked.year().is_none_or(|asked| label.year().map(|own| own.get()).or(year) == Some(asked.get()))
    }

    /// What a weekly report without a label would be called: counted on from the same author's report before it, where the
    /// one after it, if any, bears that out; of an author without labels from anybody's, where the one after it does.
    fn label_by_neighbours(&self, entry: &CatalogueEntry) -> Option<Label> {
        let date = entry.record.date().filter(|_| entry.coverage.is_some_and(|coverage| coverage.days() >= 4))?;
        let is_labelled = |other: &CatalogueEntry| {
            other.record.label().is_some() && other.record.date().is_some_and(|day| day.year() == date.year())
        };
        let is_theirs = |other: &CatalogueEntry| other.record.author == entry.record.author;
        let has_labels = self.entries.iter().any(|other| is_theirs(other) && is_labelled(other));
        let labelled = |other: &&CatalogueEntry| is_labelled(other) && (!has_labels || is_theirs(other));
        let before = self.entries.iter().filter(labelled).rfind(|other| other.record.date() < Some(date))?;
        let after = self.entries.iter().filter(labelled).find(|other| other.record.date() > Some(date));
        let (last, known) = (before.record.date()?, before.record.label()?);
        let weeks = |from: Date, to: Date| (Period::between(from, to).days() + 2) / 7;
        let passed = weeks(last, date);
        let number = u32::from(known.week().get()) + passed;
        let agrees = after.is_none_or(|after| {
            let next = after.record.date().zip(after.record.label());
            next.is_some_and(|(day, label)| u32::from(label.week().get()) == number + weeks(date, day))
        });
        let is_next = agrees && (passed == 1 && has_labels || after.is_some());
        let week = WeekNumber::new(number).ok().filter(|_| is_next)?;
        Label::new(None, week, known.numbering()).ok()
    }

    /// The reports missing inside `within` (or between the first and the last report), each in the rhythm that it would have come
    /// in, named as the reports around it are named. A rest of less than half a step is left out.
    pub fn missing_weeks(&self, within: Option<Period>) -> Vec<String> {
        self.gaps(within).into_iter().map(|(name, _)| name).collect()
    }

    /// As [`Self::missing_weeks`], each with the days that its report would cover.
    pub fn gaps(&self, within: Option<Period>) -> Vec<(String, Period)> {
        gaps::gaps(&self.entries, within)
    }
}

/// The numbers of issues that an expression names: one, from one to another, or all since or up to one.
fn issues(expression: &Expression) -> Option<std::ops::RangeInclusive<u32>> {
    let one = |expression: &Expression| match expression {
        Expression::Issue(issue) => Some(*issue),
        _ => None,
    };
    match expression {
        Expression::Issue(issue) => Some(*issue..=*issue),
        Expression::Range(from, to) => one(from).zip(one(to)).map(|(from, to)| from.min(to)..=from.max(to)),
        Expression::Since(inner) => one(inner).map(|issue| issue..=u32::MAX),
        Expression::After(inner) => one(inner).map(|issue| issue + 1..=u32::MAX),
        Expression::Until(inner) => one(inner).map(|issue| 1..=issue),
        Expression::Before(inner) => one(inner).map(|issue| 1..=issue - 1),
        _ => None,
    }
}

/// Author, parts of the author's name, folders above the file.
fn authors(entries: &[CatalogueEntry]) -> Vec<Author> {
    let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        author_names(&entry.record).into_iter().for_each(|name| named.entry(name).or_default().push(at));
    }
    let author = |(name, reports): (String, Vec<usize>)| Author { lower: name.to_lowercase(), name, reports };
    let mut authors: Vec<Author> = named.into_iter().map(author).collect();
    authors.sort_by_key(|author| std::cmp::Reverse(author.name.chars().count()));
    authors
}

fn author_names(record: &ReportRecord) -> Vec<String> {
    let folders = record.path.split('/').rev().skip(1);
    let names = record.author.iter().map(String::as_str).chain(folders);
    let mut found: Vec<String> = Vec::new();
    for name in names {
        let parts = name.split(['-', '_', ' ', '/', '·', '（', '）', '(', ')', '.']);
        for part in std::iter::once(name).chain(parts) {
            // A folder named for a week is nobody's name.
            let is_name = mentions(part).is_empty()
                && part.chars().count() >= 2
                && part.chars().any(char::is_alphabetic)
                && !part.ends_with(".zip");
            if is_name && !found.iter().any(|known| known == part) {
                found.push(part.to_string());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
