//! How telling a unit is: rare words of the corpus, numbers, results and trouble said, against boilerplate, talk and fragments.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;
use uuid::Uuid;

use super::name::is_trivial;
use super::unit::{Unit, columns, texts};
use crate::catalogue::Catalogue;
use crate::fact::{is_to_come, moves_a_day, states_cause};
use crate::lexicon::{Segmenter, Token, TokenKind};
use crate::record::PassageRecord;
use crate::report::SectionKind;
use crate::text::{is_han, letters};
use crate::vocabulary::{Sense, Words};

/// Words of a unit that count, the rarest first: a longer one says no more for being longer.
const MOST_WORDS: usize = 10;

/// What a unit says besides its words, each on the scale of its words' mean rarity.
const RESULT: f32 = 0.35;
const TROUBLE: f32 = 0.2;
const MOVED: f32 = 0.25;
const SUMMED_UP: f32 = 0.3;
const NUMBER: f32 = 0.15;
const FACT: f32 = 0.1;
const CAUSE: f32 = 0.25;

/// What counts each number of a unit, up to so many: of 160 judged lines those that a head would leave have more of them than chatter has
/// (.82 of all pairs), which the rest of the weight tells less well (.65).
const MOST_NUMBERS: usize = 4;

/// The share of its rarity that a word keeps which nobody else writes: chatter has the rarest words.
const SAID_ONCE: f32 = 0.4;

/// Shares that remain of what only leads on, of what goes on from another sentence, and of talk in prose.
const PLAN: f32 = 0.8;
const CONTINUED: f32 = 0.6;
const TALK: f32 = 0.15;

/// Of editorials, of questions, and of what stands above all headings.
pub(super) const ASIDE: f32 = 0.5;

/// A longer foreword reports something.
const LONGEST_BYLINE_CHARS: usize = 120;

/// Columns below which a unit is a note, and above which it is an essay; the share that remains of either.
const SHORT_COLUMNS: usize = 24;
const LONG_COLUMNS: usize = 220;
const ODD_LENGTH: f32 = 0.7;

/// 感谢…, 点赞, 有件小事: told for the sake of those whom it names.
static COURTESY: Words = Words::of(&[Sense::Courtesy]);

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
        Self { of_word, recurring, headed, forewords }
    }

    /// A short foreword; a long one may be the report.
    fn is_byline(&self, unit: &Unit<'_>) -> bool {
        let is_short = || self.forewords.get(&unit.passage.report).is_some_and(|chars| *chars <= LONGEST_BYLINE_CHARS);
        self.is_foreword(unit) && is_short()
    }

    fn is_foreword(&self, unit: &Unit<'_>) -> bool {
        unit.passage.section.is_empty() && self.headed.contains(&unit.passage.report)
    }

    /// 0 for what says nothing of its own; about 1 for what a reader must know.
    pub fn weight(&self, unit: &Unit<'_>, wording: &Wording) -> f32 {
        let said = unit.shown();
        let mut rare: Vec<f32> = wording
            .words
            .iter()
            .filter_map(|token| Some((token.text.as_str(), *self.of_word.get(&token.text)?)))
            .collect::<HashMap<_, _>>()
            .into_values()
            .collect();
        rare.sort_by(|one, other| other.total_cmp(one));
        let words: f32 = rare.iter().take(MOST_WORDS).sum::<f32>() / MOST_WORDS as f32;
        let is_fact = !unit.passage.milestones.is_empty() || !unit.passage.metrics.is_empty();
        let is_moved = moves_a_day(&unit.text);
        let mut weight = words;
        for (is, worth) in [
            (unit.is_done, RESULT),
            (unit.is_held_up, TROUBLE),
            (is_moved, MOVED),
            (is_summed_up(unit), SUMMED_UP),
            (is_fact, FACT),
            (states_cause(&unit.text), CAUSE),
        ] {
            weight += if is { worth } else { 0.0 };
        }
        weight += NUMBER * numbers(&unit.text).min(MOST_NUMBERS) as f32;
        let width = columns(&unit.text);
        for (is, share) in [
            (!unit.opens && !is_moved, CONTINUED),
            (is_talk(unit), TALK),
            (is_trivial_line(unit), 0.0),
            (unit.is_editorial || COURTESY.are_in(&unit.text.to_lowercase()), ASIDE),
            (!(SHORT_COLUMNS..=LONG_COLUMNS).contains(&width), ODD_LENGTH),
            (unit.is_link, ODD_LENGTH),
            (self.is_foreword(unit) || unit.text.ends_with(['？', '?']), ASIDE),
            (unit.is_past, 0.0),
            // Who wrote it, whom it greets.
            (self.is_foreword(unit) && WRITER.are_in(&unit.text.to_lowercase()), 0.0),
            (self.is_byline(unit) && !(unit.is_done || unit.is_held_up || is_moved || is_fact), 0.0),
            (is_to_come(&said) && !unit.is_done, PLAN),
            (unit.passage.section_kind == SectionKind::Metrics, ODD_LENGTH),
        ] {
            weight *= if is { share } else { 1.0 };
        }
        let reports = self.recurring.get(&wording.signature).map_or(1, HashSet::len);
        // What a third report says in the same words is no news.
        if reports > 2 { 0.0 } else { weight / reports as f32 }
    }
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
    use super::numbers;

    #[test]
    fn a_number_with_its_marks_is_one() {
        assert_eq!(numbers("发出 1,206 袋，报废率 71.5%，6/14 再看"), 4);
        assert_eq!(numbers("大黄最后一只崽留下了。"), 0);
    }
}
