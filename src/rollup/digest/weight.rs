//! How likely a reader needs a unit: by its form, what it says of its work, and where its report says it. What each weighs was learned from
//! lists of what a month's roll-up must tell, made by people who saw the reports alone (`tests/labels/needed`, `scripts/train_lines.py`).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use rayon::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use super::name::is_trivial;
use super::unit::{Unit, texts};
use super::width::columns;
use crate::calendar::{log_day, mentions};
use crate::catalogue::Catalogue;
use crate::fact::{closes, corrects, is_to_come, moves_a_day, states_cause};
use crate::lexicon::{Segmenter, Token, TokenKind};
use crate::logistic::Logistic;
use crate::record::PassageRecord;
use crate::report::SectionKind;
use crate::text::{is_english, is_han, letters};
use crate::vocabulary::{Sense, Words};

/// What tells whether a line is needed, in the order of the features of each line.
pub const FEATURES: [&str; 35] = [
    "rare_words", "numbers", "days", "columns", "down_the_page", "done", "held_up", "moved", "cause", "corrects",
    "closes", "to_come", "past", "milestone", "metric", "prose", "opens", "first_person", "talk", "courtesy",
    "trivial", "foreword", "recurs", "row", "plan", "progress", "problems", "incidents", "english", "money", "percent",
    "about", "left_open", "log", "clock",
];

#[derive(Deserialize)]
struct Model {
    /// What is less likely is shown where there is little else.
    cut: f32,
    needed: Logistic,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let model: Model = serde_json::from_str(include_str!("model.json")).expect("the built-in model is JSON");
    model.needed.check("needed", &FEATURES).expect("the built-in model is of these features");
    model
});

/// From this weight on a line is likely needed.
pub(super) fn likely_needed() -> f32 {
    MODEL.cut
}

/// Words of a unit that count, the rarest first: a longer one says no more for being longer.
const MOST_WORDS: usize = 10;

/// The share of its rarity that a word keeps which nobody else writes: chatter has the rarest words.
const SAID_ONCE: f32 = 0.4;

/// Numbers and days of a unit that count.
const MOST_NUMBERS: usize = 4;
const MOST_DAYS: usize = 3;

/// The share that remains of editorials and of questions, which few of the lists' reports have.
pub(super) const ASIDE: f32 = 0.5;

/// The same of a mere link.
const LINK: f32 = 0.7;

/// A longer foreword reports something.
const LONGEST_BYLINE_CHARS: usize = 120;

/// 感谢…, 点赞, 有件小事: told for the sake of those whom it names.
static COURTESY: Words = Words::of(&[Sense::Courtesy]);

static FIRST_PERSON: Words = Words::of(&[Sense::FirstPerson]);

static WRITER: Words = Words::of(&[Sense::AskedWriter]);

/// What a unit is weighed by.
pub(super) struct Wording {
    /// Words and names.
    words: Vec<Token>,
    /// Its letters without numbers.
    signature: String,
}

impl Wording {
    pub fn of(unit: &Unit<'_>, segmenter: &Segmenter) -> Self {
        let mut words = segmenter.tokens(&unit.text);
        words.retain(is_word);
        Self { words, signature: signature(&unit.text) }
    }
}

/// How often the corpus has the words of units, and which units recur.
pub(super) struct Rarity {
    /// From 0, in every passage, to 1.
    of_word: HashMap<String, f32>,
    /// The reports that have a unit, by its letters without numbers.
    recurring: HashMap<String, HashSet<Uuid>>,
    /// The reports that have headings: what stands before the first of them is a foreword.
    headed: HashSet<Uuid>,
    /// Characters of each report's foreword.
    forewords: HashMap<Uuid, usize>,
    /// Of each report.
    last_line: HashMap<Uuid, usize>,
}

impl Rarity {
    /// `all`: the passages near the period, of which `wanted` are those of the units to weigh.
    pub fn of(all: &[PassageRecord], wanted: &[Wording], catalogue: &Catalogue) -> Self {
        let mut tokens: Vec<&Token> = wanted.iter().flat_map(|wording| &wording.words).collect();
        tokens.sort_by_key(|token| &token.text);
        tokens.dedup_by_key(|token| &token.text);
        let tokens: Vec<Token> = tokens.into_iter().cloned().collect();
        let passages: usize = catalogue.entries().iter().map(|entry| entry.record.passages).sum();
        let whole = (passages as f32 + 1.0).ln().max(1.0);
        let having = catalogue.passages_with(&tokens);
        let rare = |having: u32| (((passages as f32 + 1.0) / (having as f32 + 1.0)).ln() / whole).clamp(0.0, 1.0);
        let rarity = |having: u32| rare(having) * if having > 1 { 1.0 } else { SAID_ONCE };
        let of_word = tokens.into_iter().zip(having).map(|(token, having)| (token.text, rarity(having))).collect();
        let mut recurring: HashMap<String, HashSet<Uuid>> =
            wanted.iter().map(|wording| (wording.signature.clone(), HashSet::new())).collect();
        let known = |passage: &PassageRecord| -> Vec<(String, Uuid)> {
            let signatures = texts(passage).into_iter().map(|text| signature(&text));
            signatures.filter(|text| recurring.contains_key(text)).map(|text| (text, passage.report)).collect()
        };
        let dated = all.par_iter().filter(|passage| !passage.covered && passage.date.is_some());
        let found: Vec<(String, Uuid)> = dated.flat_map_iter(known).collect();
        for (text, report) in found {
            recurring.entry(text).or_default().insert(report);
        }
        let headed = all.iter().filter(|passage| !passage.section.is_empty()).map(|passage| passage.report).collect();
        let mut forewords: HashMap<Uuid, usize> = HashMap::new();
        // An incident is of its own heading, which its path does not name.
        for passage in all.iter().filter(|passage| passage.section.is_empty() && !passage.is_incident()) {
            *forewords.entry(passage.report).or_default() += passage.text.chars().count();
        }
        let mut last_line: HashMap<Uuid, usize> = HashMap::new();
        for passage in all {
            let last = last_line.entry(passage.report).or_default();
            *last = passage.last_line.max(*last);
        }
        Self { of_word, recurring, headed, forewords, last_line }
    }

    /// A short foreword; a long one may be the report.
    fn is_byline(&self, unit: &Unit<'_>) -> bool {
        let is_short = || self.forewords.get(&unit.passage.report).is_some_and(|chars| *chars <= LONGEST_BYLINE_CHARS);
        self.is_foreword(unit) && is_short()
    }

    fn is_foreword(&self, unit: &Unit<'_>) -> bool {
        unit.passage.section.is_empty() && self.headed.contains(&unit.passage.report)
    }

    /// As [`FEATURES`].
    pub fn features(&self, unit: &Unit<'_>, wording: &Wording) -> [f32; FEATURES.len()] {
        let said = unit.shown();
        let lower = unit.text.to_lowercase();
        let mut rare: Vec<f32> = wording
            .words
            .iter()
            .filter_map(|token| Some((token.text.as_str(), *self.of_word.get(&token.text)?)))
            .collect::<HashMap<_, _>>()
            .into_values()
            .collect();
        rare.sort_by(|one, other| other.total_cmp(one));
        let words = rare.iter().take(MOST_WORDS).sum::<f32>() / MOST_WORDS as f32;
        let last = self.last_line.get(&unit.passage.report).copied().unwrap_or(1).max(1);
        let is = |is: bool| f32::from(u8::from(is));
        let is_kind = |kind: SectionKind| is(unit.kind == kind);
        [
            words,
            numbers(&unit.text).min(MOST_NUMBERS) as f32,
            mentions(&unit.text).len().min(MOST_DAYS) as f32,
            (columns(&unit.text).max(1) as f32).ln(),
            unit.lines.first as f32 / last as f32,
            is(unit.is_done),
            is(unit.is_held_up),
            is(moves_a_day(&unit.text)),
            is(states_cause(&unit.text)),
            is(corrects(&unit.text)),
            is(closes(&unit.text)),
            is(is_to_come(&said)),
            is(unit.is_past),
            is(!unit.passage.milestones.is_empty()),
            is(!unit.passage.metrics.is_empty()),
            is(unit.is_prose),
            is(unit.opens),
            is(FIRST_PERSON.are_in(&lower)),
            is(is_talk(unit)),
            is(COURTESY.are_in(&lower)),
            is(is_trivial_line(unit)),
            is(self.is_foreword(unit)),
            (self.reports(wording) as f32).ln(),
            is(unit.is_row),
            is_kind(SectionKind::Plan),
            is_kind(SectionKind::Progress),
            is_kind(SectionKind::Problems),
            is_kind(SectionKind::Incidents),
            is(is_english(&unit.text)),
            is(names_money(&lower)),
            is(unit.text.contains(['%', '％'])),
            is(!unit.about.is_empty()),
            is(unit.leaves_open),
            is(unit.passage.section.iter().any(|heading| log_day(heading).is_some())),
            is(begins_with_a_time(&unit.text)),
        ]
    }

    /// How many reports have a unit of this wording.
    fn reports(&self, wording: &Wording) -> usize {
        self.recurring.get(&wording.signature).map_or(1, HashSet::len)
    }

    /// The probability that a reader needs it; 0 for what says nothing of its own.
    pub fn weight(&self, unit: &Unit<'_>, wording: &Wording) -> f32 {
        let is_fact = !unit.passage.milestones.is_empty() || !unit.passage.metrics.is_empty();
        let says_more = || unit.is_done || unit.is_held_up || is_fact || moves_a_day(&unit.text);
        let is_nothing = unit.is_past
            || is_trivial_line(unit)
            // Who wrote it, whom it greets.
            || self.is_foreword(unit) && WRITER.are_in(&unit.text.to_lowercase())
            || self.is_byline(unit) && !says_more()
            // What a third report says in the same words is no news.
            || self.reports(wording) > 2;
        if is_nothing {
            return 0.0;
        }
        let is_aside = unit.is_editorial || unit.text.ends_with(['？', '?']);
        let share = if is_aside { ASIDE } else { 1.0 } * if unit.is_link { LINK } else { 1.0 };
        MODEL.needed.probability(&self.features(unit, wording)) * share
    }
}

/// 09:40 闸机恢复, as the entries of a log begin.
fn begins_with_a_time(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let hour = digits(text);
    let minute = text[hour..].strip_prefix([':', '：']).map_or(0, digits);
    (1..=2).contains(&hour) && minute == 2
}

/// 27.6万元, ¥680, RMB 418,000; 单元 is none.
fn names_money(lower: &str) -> bool {
    let is_amount = |before: &str| before.trim_end().ends_with(|c: char| c.is_ascii_digit() || "百千万亿".contains(c));
    lower.contains(['¥', '￥'])
        || ["rmb", "yuan"].iter().any(|word| lower.contains(word))
        || lower.match_indices('元').any(|(at, _)| is_amount(&lower[..at]))
}

/// How many numbers a text has; 1,206 and 71.5 are one each.
fn numbers(text: &str) -> usize {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    text.split(|c: char| !is_part(c)).filter(|run| run.contains(|c: char| c.is_ascii_digit())).count()
}

/// Whether it is what its own report puts first: 要点, Headlines.
pub(super) fn is_summed_up(unit: &Unit<'_>) -> bool {
    static DIGEST: Words = Words::of(&[Sense::Digest]);
    unit.passage.section.iter().any(|heading| DIGEST.are_in(&heading.to_lowercase()))
}

/// Whether it is told for the fun of it, by its heading or its label.
fn is_trivial_line(unit: &Unit<'_>) -> bool {
    is_trivial(&unit.about) || unit.passage.section.last().is_some_and(|heading| is_trivial(heading))
}

/// Whether a sentence speaks to its readers: an editorial's, not a report's.
pub(super) fn is_talk(unit: &Unit<'_>) -> bool {
    static TALK: Words = Words::of(&[Sense::FirstPerson, Sense::Greeting, Sense::Courtesy]);
    let calls = unit.text.contains(['！', '？', '!', '?', '～', '~', '「']);
    static YOU: Words = Words::of(&[Sense::SecondPerson]);
    let is_quoted = unit.text.contains(['"', '“']);
    !is_quoted && YOU.are_in(&unit.text)
        || unit.is_prose && (calls || TALK.are_in(&unit.text))
        || TALK.are_in(&unit.text) && calls && !is_quoted
}

/// Words and names; no numbers, days and hashes, which are rare without saying anything.
fn is_word(token: &Token) -> bool {
    let is_hash = token.text.len() >= 7
        && token.text.chars().all(|c| c.is_ascii_hexdigit())
        && token.text.contains(|c: char| c.is_ascii_digit());
    let is_one_letter = token.text.chars().count() == 1 && !token.text.starts_with(is_han);
    matches!(token.kind, TokenKind::Word | TokenKind::Identifier) && !is_hash && !is_one_letter
}

/// A text without what changes from report to report where nothing else does.
fn signature(text: &str) -> String {
    let mut letters = letters(text);
    letters.retain(|c| !c.is_numeric() && !"一二三四五六七八九十百千零〇两".contains(c));
    letters
}

#[cfg(test)]
mod tests {
    use super::{begins_with_a_time, names_money, numbers};

    #[test]
    fn an_entry_of_a_log_begins_with_its_time() {
        assert!(begins_with_a_time("09:40 闸机恢复") && begins_with_a_time("7：05—7：20 换班"));
        assert!(
            !begins_with_a_time("12 台恢复") && !begins_with_a_time("3:1 胜") && !begins_with_a_time("闸机 09:40 恢复")
        );
    }

    #[test]
    fn an_amount_of_money_is_known_by_its_currency() {
        assert!(names_money("赔了 680 元") && names_money("the job cost rmb 418,000") && names_money("￥1.2万"));
        assert!(!names_money("3 单元漏水") && !names_money("元旦加班"));
    }

    #[test]
    fn a_number_with_its_marks_is_one() {
        assert_eq!(numbers("发出 1,206 袋，报废率 71.5%，6/14 再看"), 4);
        assert_eq!(numbers("大黄最后一只崽留下了。"), 0);
    }
}
