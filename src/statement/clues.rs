//! What a question gives to weigh statements by: its terms with how rare they are, the times and people it names, what it asks for.

use std::collections::HashMap;

use uuid::Uuid;

use crate::calendar::{Date, Period, day_number, mentions};
use crate::catalogue::{Catalogue, CatalogueEntry};
use crate::lexicon::{SearchTerms, Segmenter};
use crate::question::{Intent, Language, Question};
use crate::record::PassageRecord;
use crate::report::SectionKind;

use super::answer_type::Expected;
use super::grams::grams;
use super::notion::{Frequencies, Notion};

/// What is known of a report in the light of a question.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known {
    /// Its BM25 score over the most that one could have, 0 to 1.
    pub words: f32,
    /// 1 for the best by `words`, 1/2 for the next …
    pub rank: f32,
    /// The share of the question's terms that it has, weighed by how rare they are.
    pub met: f32,
    /// How well it fits the times asked for, 0 to 1, and how far it lies from them, 0 to 1.
    pub time: f32,
    pub time_other: f32,
    /// How soon after the days asked for it was written: 1 at once, 0 for one that was written before their end.
    pub time_after: f32,
    /// It is by a person whom the question names.
    pub is_theirs: bool,
    /// Its place among all reports by date, 0 the oldest, 1 the newest.
    pub newness: f32,
}

/// A time that the question names, as it was understood.
#[derive(Debug, Clone)]
pub struct TimeAsked {
    pub reports: Vec<Uuid>,
    pub periods: Vec<Days>,
    pub by_label: bool,
}

/// A period by the numbers of its days, see [`day_number`], both ends included: each of a question's many is held against every report.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    first: i32,
    last: i32,
}

impl From<Period> for Days {
    fn from(period: Period) -> Self {
        Self { first: day_number(period.from()), last: day_number(period.to()) }
    }
}

/// What a question gives.
pub struct Clues {
    /// Its words.
    pub(super) question: String,
    /// Texts of all words that are looked for.
    pub(super) terms: Vec<String>,
    pub(super) notions: Vec<Notion>,
    /// Pieces of its words.
    pub(super) grams: Vec<String>,
    /// Sum of the notions' weights; at least a little.
    pub(super) total: f32,
    pub(super) reports: HashMap<Uuid, Known>,
    pub(super) times: Vec<TimeAsked>,
    /// Names of people in the question, as the reports have them.
    pub(super) people: Vec<String>,
    /// What the question calls who wrote a report: their own pages seldom say it.
    called: HashMap<Uuid, String>,
    pub(super) expected: Expected,
    pub(super) intents: Vec<Intent>,
    /// The kind of section that it asks for.
    pub(super) section: Option<SectionKind>,
    pub(super) is_yes_no: bool,
    /// It ends with 了, which asks for the present state.
    ends_in_a_state: bool,
    /// It says now, or asks for a day that is still to come.
    asks_now: bool,
    pub(super) is_english: bool,
    /// Some report's record has its bag of terms.
    has_terms: bool,
    /// Passages of the index.
    pub(super) passages: usize,
    /// The share of the question's weight in terms that no passage has.
    pub(super) unknown: f32,
}

fn asks_now(question: &str) -> bool {
    let lower = question.to_lowercase();
    let is_ahead = ["什么时候能", "何时能", "哪天能"].iter().any(|words| lower.contains(words));
    let is_now = |word: &str| matches!(word, "now" | "currently");
    is_ahead || lower.contains("现在") || lower.split(|c: char| !c.is_ascii_alphabetic()).any(is_now)
}

/// Days after which a time counts as near by a factor of e less.
const REACH_DAYS: f32 = 10.0;

/// How soon what comes after them does.
const REACH_AFTER_DAYS: f32 = 60.0;

/// Days of February.
const SHORTEST_MONTH: i32 = 28;

/// BM25 of whole reports.
const K1: f32 = 1.2;
const B: f32 = 0.75;

impl Clues {
    /// `content` is what the question is looked for by, `in_both` the same with what the reports call it in the other language.
    /// `people`: names in the question, each with the reports by that person.
    pub fn new(
        question: &Question,
        (content, in_both): (&str, &str),
        times: Vec<TimeAsked>,
        people: &[(String, Vec<Uuid>)],
        section: Option<SectionKind>,
        catalogue: &Catalogue,
        segmenter: &Segmenter,
    ) -> Self {
        let entries = catalogue.entries();
        let SearchTerms { tokens, notions } = segmenter.search_terms(content);
        let counts = catalogue.counts(&tokens);
        let passages: usize = entries.iter().map(|entry| entry.record.passages).sum();
        let is_english = question.language == Language::English;
        let frequencies = Frequencies { counts: &counts, passages, is_english };
        let notions = frequencies.notions(&tokens, &notions);
        let total = notions.iter().map(|notion| notion.weight).sum::<f32>().max(0.1);
        let unknown: f32 = notions.iter().filter(|notion| notion.is_unknown).map(|notion| notion.weight).sum();
        let average = entries.iter().map(|entry| entry.record.tokens as f32).sum::<f32>() / entries.len().max(1) as f32;
        let report_total = notions.iter().map(|notion| notion.report_weight).sum::<f32>().max(0.1);
        let mut known: Vec<(Uuid, Known)> = entries
            .iter()
            .zip(&counts)
            .enumerate()
            .map(|(at, (entry, counts))| {
                let norm = K1 * (1.0 - B + B * entry.record.tokens as f32 / average.max(1.0));
                let gain = |count: f32| count * (K1 + 1.0) / (count + norm);
                let of = |weight: &dyn Fn(f32) -> f32| -> f32 {
                    let met = |term: usize| weight(counts[term] as f32);
                    notions.iter().map(|notion| notion.report_weight * notion.met_in_report(&met)).sum()
                };
                let report = entry.record.report;
                let meant: Vec<Days> = entry.meant_days().map(Days::from).collect();
                let (time, time_other) = time_fit(&times, entry, &meant);
                let known = Known {
                    words: of(&gain) / (report_total * (K1 + 1.0)),
                    rank: 0.0,
                    met: of(&|count: f32| if count > 0.0 { 1.0 } else { 0.0 }) / report_total,
                    time,
                    time_other,
                    time_after: times.iter().map(|time| after(time, &meant)).fold(0.0, f32::max),
                    is_theirs: people.iter().any(|(_, reports)| reports.contains(&report)),
                    newness: at as f32 / entries.len().saturating_sub(1).max(1) as f32,
                };
                (report, known)
            })
            .collect();
        known.sort_by(|(_, one), (_, other)| other.words.total_cmp(&one.words));
        for (at, (_, known)) in known.iter_mut().enumerate() {
            known.rank = 1.0 / (1.0 + at as f32);
        }
        Self {
            question: question.text.clone(),
            terms: tokens.into_iter().map(|token| token.text).collect(),
            notions,
            grams: grams(in_both),
            total,
            reports: known.into_iter().collect(),
            times,
            people: people.iter().map(|(name, _)| name.clone()).collect(),
            called: people
                .iter()
                .flat_map(|(name, theirs)| theirs.iter().map(|report| (*report, name.clone())))
                .collect(),
            expected: Expected::new(question, authors(catalogue)),
            intents: question.intents.clone(),
            section,
            is_yes_no: question.yes_no,
            ends_in_a_state: question.text.trim_end_matches(['?', '？', '。', ' ']).ends_with('了'),
            asks_now: asks_now(&question.text),
            is_english,
            has_terms: entries.iter().any(|entry| !entry.record.terms.is_empty()),
            passages,
            unknown: unknown / total,
        }
    }

    /// The name in the question of who wrote a report; empty for any other.
    pub(super) fn called(&self, report: Uuid) -> &str {
        self.called.get(&report).map_or("", String::as_str)
    }

    /// How much of the question's weight is met, where each term is met as much as `of` says.
    pub(super) fn met(&self, of: &dyn Fn(usize) -> f32) -> f32 {
        self.notions.iter().map(|notion| notion.weight * notion.met(of)).sum::<f32>() / self.total
    }

    /// Whether the sort of thing that is asked for is one that a text is sure to show, and none of `texts` has it.
    pub fn is_plainly_missing(&self, texts: &[&str]) -> bool {
        self.expected.is_plainly_missing(texts)
    }

    /// Whether what is rarest of the question is met, where each term is met as much as `of` says.
    pub(super) fn meets_the_rarest(&self, of: &dyn Fn(usize) -> f32) -> bool {
        let rarest = self.notions.iter().max_by(|one, other| one.weight.total_cmp(&other.weight));
        rarest.is_some_and(|notion| notion.met(of) > 0.0)
    }

    /// Whether one of the two rarest of all that `one` meets of the question is met by `other`, too.
    pub(super) fn shares_the_rarest(&self, one: &dyn Fn(usize) -> f32, other: &dyn Fn(usize) -> f32) -> bool {
        let mut met: Vec<&Notion> = self.notions.iter().filter(|notion| notion.met(one) > 0.0).collect();
        met.sort_by(|one, other| other.weight.total_cmp(&one.weight));
        met.is_empty() || met.iter().take(2).any(|notion| notion.met(other) > 0.0)
    }

    pub(super) fn asks(&self, intents: &[Intent]) -> bool {
        intents.iter().any(|intent| self.intents.contains(intent))
    }

    /// Whether it is known how often the reports have the question's words.
    pub fn has_terms(&self) -> bool {
        self.has_terms
    }

    pub fn report(&self, report: Uuid) -> Known {
        self.reports.get(&report).copied().unwrap_or_default()
    }

    /// It asks for the present state of something: 上线了吗, 迁了多少家了.
    pub(super) fn asks_for_a_state(&self) -> bool {
        let is_running = self.ends_in_a_state && self.asks(&[Intent::HowMany]);
        self.times.is_empty() && (self.asks(&[Intent::State]) || self.is_yes_no || is_running)
    }

    /// It asks for what holds now, whatever was said before: 现在定在哪天, 什么时候能开.
    pub(super) fn asks_for_the_newest(&self) -> bool {
        self.asks_for_a_state() || self.times.is_empty() && self.asks_now
    }

    /// Whether a single day is asked about.
    pub(super) fn asks_for_a_day(&self) -> bool {
        let is_day = |time: &TimeAsked| !time.by_label && time.periods.iter().all(|days| days.first == days.last);
        self.times.iter().any(|time| !time.periods.is_empty() && is_day(time))
    }

    /// Whether reports are asked about by what they are called, and this is another.
    pub(super) fn names_another_report(&self, report: Uuid) -> bool {
        let mut by_label = self.times.iter().filter(|time| time.by_label).peekable();
        by_label.peek().is_some() && !by_label.any(|time| time.reports.contains(&report))
    }

    /// Whether a passage names days, and none of those asked for.
    pub fn names_other_days(&self, passage: &PassageRecord) -> bool {
        self.asks_for_a_day() && !passage.days.is_empty() && !self.names_the_day(passage)
    }

    /// Whether a number of a month or longer is asked for, and `words` of a report of `day` are of other months alone: 8月实收.
    pub fn is_of_another_month(&self, words: &str, day: Option<Date>) -> bool {
        let is_long = |days: &Days| days.last - days.first >= SHORTEST_MONTH - 1;
        let asked: Vec<Days> =
            self.times.iter().filter(|time| !time.by_label).flat_map(|time| time.periods.clone()).collect();
        if asked.is_empty() || !asked.iter().all(is_long) || !self.asks(&[Intent::HowMany]) {
            return false;
        }
        let named = mentions(words).into_iter().filter_map(|mention| mention.reading.ok()?.resolve(day?).ok());
        let mut named = named.map(Days::from).filter(is_long).peekable();
        named.peek().is_some()
            && !named.any(|days| asked.iter().any(|asked| asked.first <= days.last && days.first <= asked.last))
    }

    /// Whether a passage names a day of the times asked for.
    pub(super) fn names_the_day(&self, passage: &PassageRecord) -> bool {
        let mut periods = self.times.iter().filter(|time| !time.by_label).flat_map(|time| &time.periods);
        periods.any(|days| passage.days.iter().any(|day| (days.first..=days.last).contains(day)))
    }
}

/// Who writes the reports.
fn authors(catalogue: &Catalogue) -> Vec<String> {
    let mut names: Vec<String> = catalogue.entries().iter().filter_map(|entry| entry.record.author.clone()).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| name.chars().count() > 1);
    names
}

/// How well a report fits the best of the times, and how far it is from it; both 0 without times, and for a page without a date.
fn time_fit(times: &[TimeAsked], entry: &CatalogueEntry, meant: &[Days]) -> (f32, f32) {
    let mut best: Option<(f32, f32)> = None;
    for time in times {
        let fit = if time.by_label {
            let is_it = time.reports.contains(&entry.record.report);
            if is_it { Some((1.0, 0.0)) } else { entry.coverage.map(|_| (0.0, 1.0)) }
        } else {
            let periods = time.periods.iter();
            let fits = periods.flat_map(|period| meant.iter().map(|days| fit(*period, *days)));
            fits.max_by(|one, other| one.0.total_cmp(&other.0))
        };
        if let Some(fit) = fit
            && best.is_none_or(|best| fit.0 > best.0)
        {
            best = Some(fit);
        }
    }
    best.unwrap_or_default()
}

/// What reports say later of a day: causes that were found, how it ended.
fn after(time: &TimeAsked, meant: &[Days]) -> f32 {
    let Some(from) = meant.iter().map(|days| days.first).max() else { return 0.0 };
    let last = time.periods.iter().map(|days| days.last).filter(|last| *last < from).max();
    last.map_or(0.0, |last| (-(from - last) as f32 / REACH_AFTER_DAYS).exp())
}

fn fit(Days { first, last }: Days, Days { first: from, last: to }: Days) -> (f32, f32) {
    let gap = (first - to).max(from - last).max(0);
    let shared = (to.min(last) - from.max(first) + 1).max(0);
    let overlap = shared as f32 / (to - from + 1).max(1) as f32;
    let near = (-gap as f32 / REACH_DAYS).exp();
    ((near + overlap) / 2.0, 1.0 - near)
}
