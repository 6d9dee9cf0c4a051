//! The statements of the passages that may answer, side by side.

use std::collections::HashMap;

use rayon::prelude::*;
use uuid::Uuid;

use crate::lexicon::Segmenter;
use crate::record::PassageRecord;
use crate::report::{LineIndex, Lines, Span};
use crate::text::{fold, is_english, is_han};
use crate::vocabulary::Language;

use super::clues::Clues;
use super::grams::met;
use super::split::statements;

/// How often a text has the terms of a question. Chinese terms are found by their characters: to cut every statement into
/// words took most of an answer's time.
struct Counts<'a> {
    chinese: Vec<(usize, &'a str)>,
    others: HashMap<&'a str, usize>,
    has_dates: bool,
    terms: usize,
}

impl<'a> Counts<'a> {
    fn new(clues: &'a Clues) -> Self {
        let (chinese, others): (Vec<_>, Vec<_>) = clues
            .terms
            .iter()
            .enumerate()
            .map(|(at, text)| (at, text.as_str()))
            .partition(|(_, text)| text.starts_with(is_han));
        let has_dates = others.iter().any(|(_, text)| text.starts_with('@'));
        let others = others.into_iter().map(|(at, text)| (text, at)).collect();
        Self { chinese, others, has_dates, terms: clues.terms.len() }
    }

    /// Of each term, and about how many words there are.
    fn of(&self, folded: &str) -> (Vec<u8>, usize) {
        let mut counts = vec![0_u8; self.terms];
        for (at, term) in &self.chinese {
            counts[*at] = folded.matches(term).count().min(usize::from(u8::MAX)) as u8;
        }
        let tokens = Segmenter::latin_tokens(folded, self.has_dates);
        for at in tokens.iter().filter_map(|token| self.others.get(token.text.as_str())) {
            counts[*at] = counts[*at].saturating_add(1);
        }
        // A Chinese word has two characters.
        let characters = folded.chars().filter(|c| is_han(*c)).count();
        (counts, tokens.len() + characters / 2)
    }
}

/// A passage that may answer.
#[derive(Debug, Clone)]
pub struct Passage {
    pub id: Uuid,
    pub record: PassageRecord,
    /// With the question; `None` where either has no vector.
    pub cosine: Option<f32>,
}

/// A sentence or list item of a passage.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Index into [`Pool::passages`].
    pub passage: usize,
    /// Of the passage's text, in bytes.
    pub span: Span,
    /// How often it has each term of the question, and how often its context has it.
    pub(super) own: Vec<u8>,
    pub(super) around: Vec<u8>,
    /// Which pieces of the question's words it has, and which its context has.
    pub(super) grams: Vec<bool>,
    pub(super) grams_around: Vec<bool>,
    /// What an English one says word for word in Chinese; empty for a Chinese one.
    pub(super) gloss: String,
    /// Tokens of both, the latter by half.
    pub(super) length: f32,
    /// Index of its section among those of the pool.
    pub(super) section: usize,
}

/// What may answer a question.
pub struct Pool {
    /// In the order of report and place.
    pub passages: Vec<Passage>,
    /// In the same order; none overlaps another.
    pub statements: Vec<Statement>,
    pub(super) sections: usize,
    /// Of each passage whether it is in another language than the question.
    pub(super) is_foreign: Vec<bool>,
    /// Mean and standard deviation of the question's cosine over the index.
    pub(super) cosines: (f32, f32),
}

impl Statement {
    /// The number of its section among those of the pool.
    pub fn section(&self) -> usize {
        self.section
    }
}

impl Pool {
    /// `cosines` of a sample of the index.
    pub fn new(mut passages: Vec<Passage>, clues: &Clues, cosines: &[f32], segmenter: &Segmenter) -> Self {
        passages.sort_by(|one, other| {
            let key = |passage: &Passage| (passage.record.report, passage.record.start, passage.record.end);
            key(one).cmp(&key(other))
        });
        passages.dedup_by_key(|passage| passage.id);
        let is_foreign: Vec<bool> = passages
            .iter()
            .map(|passage| (Language::of_page(&passage.record.text) == Language::English) != clues.is_english)
            .collect();
        level(&mut passages, &is_foreign);
        let counts = Counts::new(clues);
        let mut sections: HashMap<(Uuid, &[String]), usize> = HashMap::new();
        let places: Vec<usize> = passages
            .iter()
            .map(|Passage { record, .. }| {
                let next = sections.len();
                *sections.entry((record.report, record.section.as_slice())).or_insert(next)
            })
            .collect();
        let sections = sections.len();
        let read: Vec<Vec<Statement>> = passages
            .par_iter()
            .enumerate()
            .map(|(at, passage)| of_passage((at, places[at]), &passage.record, clues, &counts, segmenter))
            .collect();
        let mut all: Vec<Statement> = Vec::new();
        let mut held_up_to: Option<(Uuid, usize)> = None;
        for statement in read.into_iter().flatten() {
            let record = &passages[statement.passage].record;
            let is_held = held_up_to
                .is_some_and(|(report, end)| report == record.report && record.start + statement.span.start < end);
            let names_its_author = record.author.as_deref() == Some(record.text[statement.span.clone()].trim());
            if !is_held && !names_its_author {
                held_up_to = Some((record.report, record.start + statement.span.end));
                all.push(statement);
            }
        }
        Self { statements: all, sections, is_foreign, cosines: mean_and_deviation(cosines), passages }
    }

    pub fn record(&self, statement: &Statement) -> &PassageRecord {
        &self.passages[statement.passage].record
    }

    pub fn text(&self, statement: &Statement) -> &str {
        &self.record(statement).text[statement.span.clone()]
    }

    /// Its text, with what it says in Chinese: what it shares with statements in either language is in it.
    pub(super) fn in_both_languages(&self, statement: &Statement) -> String {
        format!("{} {}", self.text(statement), statement.gloss)
    }

    /// Its context: headings, parent item, name, date and author of the report.
    pub fn context(&self, statement: &Statement) -> String {
        context(self.record(statement))
    }

    /// Its lines in the report's file.
    pub fn lines(&self, statement: &Statement) -> Lines {
        let record = self.record(statement);
        let lines = LineIndex::new(&record.text).lines(&statement.span);
        Lines { first: record.first_line + lines.first - 1, last: record.first_line + lines.last - 1 }
    }

    /// Whether anything is known of what its passages mean.
    pub fn has_vectors(&self) -> bool {
        self.passages.iter().any(|passage| passage.cosine.is_some())
    }

    /// How far a cosine is from the mean of the whole index, in standard deviations; 0 without one.
    pub(super) fn standing_out(&self, cosine: Option<f32>) -> f32 {
        let (mean, deviation) = self.cosines;
        cosine.map_or(0.0, |cosine| (cosine - mean) / deviation)
    }
}

/// All statements of the passage at `at`, whose section is at `section`.
fn of_passage(
    (at, section): (usize, usize),
    record: &PassageRecord,
    clues: &Clues,
    counts: &Counts<'_>,
    segmenter: &Segmenter,
) -> Vec<Statement> {
    let folded = fold(&format!("{} {}", context(record), clues.called(record.report)));
    let (around, around_length) = counts.of(&folded);
    let grams_around = met(&clues.grams, &format!("{folded} {}", gloss(&folded, segmenter)));
    // The line that opens a passage of several is what the others stand under.
    let mut lead: Option<Vec<u8>> = None;
    let read = statements(&record.text).into_iter().map(|span| {
        let folded = fold(&record.text[span.clone()]);
        let (own, length) = counts.of(&folded);
        let mut around = around.clone();
        if let Some(lead) = &lead {
            around.iter_mut().zip(lead).for_each(|(one, other)| *one = one.saturating_add(*other));
        }
        lead.get_or_insert_with(|| own.clone());
        let length = length as f32 + around_length as f32 / 2.0;
        let gloss = gloss(&record.text[span.clone()], segmenter);
        let grams = met(&clues.grams, &format!("{folded} {gloss}"));
        let grams_around = grams_around.clone();
        Statement { passage: at, span, own, around, grams, grams_around, gloss, length, section }
    });
    read.collect()
}

/// What an English text says word for word in Chinese; empty for a Chinese one.
fn gloss(text: &str, segmenter: &Segmenter) -> String {
    if is_english(text) { segmenter.in_chinese(text, 1) } else { String::new() }
}

pub(super) fn context(record: &PassageRecord) -> String {
    let mut context = record.section.join(" ");
    let date = record.date().map(|date| date.to_string()).unwrap_or_default();
    for part in [record.parent.as_str(), &record.name, &date, record.author.as_deref().unwrap_or_default()] {
        context.push(' ');
        context.push_str(part);
    }
    context
}

/// How long a text is, in ideographs: English letters are half as wide.
pub(super) fn length(text: &str) -> usize {
    let characters = text.chars().count();
    if Language::of_page(text) == Language::English { characters / 2 } else { characters }
}

/// Gives the cosines of passages in another language the mean and the deviation of the others, where they lie below: vectors of texts in one
/// language lie nearer to one another, whatever they say.
fn level(passages: &mut [Passage], is_foreign: &[bool]) {
    /// A mean of fewer says nothing.
    const LEAST: usize = 8;
    /// No deviation is stretched by more.
    const MOST: f32 = 2.0;
    let of = |of_foreign: bool| {
        let cosines = passages.iter().zip(is_foreign).filter(|(_, is_foreign)| **is_foreign == of_foreign);
        let cosines: Vec<f32> = cosines.filter_map(|(passage, _)| passage.cosine).collect();
        (cosines.len() >= LEAST).then(|| mean_and_deviation(&cosines))
    };
    let (Some((mean, deviation)), Some((below, narrow))) = (of(false), of(true)) else { return };
    let leveled = |cosine: f32| mean + (cosine - below) * (deviation / narrow).clamp(1.0, MOST);
    for (passage, _) in passages.iter_mut().zip(is_foreign).filter(|(_, is_foreign)| **is_foreign) {
        passage.cosine = passage.cosine.map(|cosine| leveled(cosine).max(cosine));
    }
}

pub(super) fn mean_and_deviation(values: &[f32]) -> (f32, f32) {
    /// That of fewer vectors says nothing.
    const LEAST: f32 = 0.02;
    let count = values.len().max(1) as f32;
    let mean = values.iter().sum::<f32>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f32>() / count;
    (mean, variance.sqrt().max(LEAST))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Passage, length, level};
    use crate::record::PassageFields;

    fn passages(texts: &[(&str, f32)]) -> Vec<Passage> {
        let passage = |(text, cosine): &(&str, f32)| {
            let fields = PassageFields { text: (*text).to_string(), ..PassageFields::default() };
            Passage { id: Uuid::nil(), record: fields.into(), cosine: Some(*cosine) }
        };
        texts.iter().map(passage).collect()
    }

    fn cosines(passages: &[Passage]) -> Vec<f32> {
        passages.iter().filter_map(|passage| passage.cosine).map(|cosine| (cosine * 100.0).round() / 100.0).collect()
    }

    /// For an English question.
    fn leveled(passages: &mut [Passage]) {
        let is_foreign: Vec<bool> = passages.iter().map(|passage| !passage.record.text.is_ascii()).collect();
        level(passages, &is_foreign);
    }

    #[test]
    fn an_english_letter_is_half_as_wide() {
        assert_eq!(length("水泵已更换"), 5);
        assert_eq!(length("pump replaced"), 6);
        assert_eq!(length("更换SBC边界设备"), 9, "Chinese with a name");
    }

    #[test]
    fn what_lies_closer_together_is_drawn_as_far_apart() {
        let of = |text, cosines: [f32; 8]| cosines.map(|cosine| (text, cosine));
        let own = of("the pump was replaced", [0.4, 0.4, 0.5, 0.5, 0.6, 0.6, 0.7, 0.7]);
        let other = of("水泵已更换", [0.23, 0.23, 0.29, 0.29, 0.35, 0.35, 0.41, 0.41]);
        let mut both = passages(&[own, other].concat());
        leveled(&mut both);
        assert_eq!(cosines(&both)[8..], [0.4, 0.4, 0.5, 0.5, 0.6, 0.6, 0.7, 0.7]);
    }

    #[test]
    fn what_is_written_in_the_other_language_is_as_near_in_the_middle() {
        let mut both = passages(&[[("the pump was replaced", 0.6); 8], [("水泵已更换", 0.3); 8]].concat());
        both.push(passages(&[("备用水泵", 0.4)]).remove(0));
        leveled(&mut both);
        // The middle of the nine is a little above what most of them have.
        assert_eq!(cosines(&both)[..8], [0.6; 8]);
        assert_eq!(cosines(&both)[8..], [[0.59; 8].as_slice(), &[0.69]].concat());
    }

    #[test]
    fn nothing_is_moved_for_a_few_passages_or_away_from_the_question() {
        let few = [[("the pump was replaced", 0.6); 8].as_slice(), &[("水泵已更换", 0.3); 7]].concat();
        let nearer = [[("the pump was replaced", 0.3); 8], [("水泵已更换", 0.6); 8]].concat();
        for texts in [few, nearer] {
            let mut both = passages(&texts);
            leveled(&mut both);
            assert_eq!(cosines(&both), texts.iter().map(|(_, cosine)| *cosine).collect::<Vec<_>>());
        }
    }
}
