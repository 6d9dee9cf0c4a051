//! What a prompt is made of: numbered passages with what code found in them, the best ones whole, as many as fit.

use crate::answer::{Answer, Answered, Origin};
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::citation::Source;
use crate::lexicon::estimate_tokens;
use crate::prompt::{AnswerPrompt, Nonce, PromptFact, PromptSource, not_in_reports, quotable};
use crate::question::Intent;
use crate::record::PassageRecord;

/// The passages of a prompt, numbered from 1 in this order: those that the extracted answer cites, then what was found, best
/// first.
#[derive(Debug, Clone, Default)]
pub(super) struct Material {
    passages: Vec<Numbered>,
    facts: Vec<PromptFact>,
}

#[derive(Debug, Clone)]
struct Numbered {
    passage: PassageRecord,
    coverage: Option<Period>,
}

/// Tokens that the frame of a source takes beside its text: fence, label, date, headings, lines.
const FRAME_TOKENS: usize = 60;

/// Passages that no fact names: more of them slow the reply down and mislead a small model.
const MOST_OTHERS: usize = 4;

impl Material {
    /// As much of `answered` as `most_tokens` allow. A passage that does not fit is left out whole, and with it the facts
    /// that only it states; the first one is always there.
    pub(super) fn gather(answered: &Answered, catalogue: &Catalogue, most_tokens: usize) -> Self {
        let mut material = Self::default();
        let mut left = most_tokens;
        let cited = (1..=answered.sources.citations().len()).filter_map(|n| answered.sources.passage(n));
        for passage in cited {
            material.add(passage, catalogue, &mut left);
        }
        for sentence in &answered.answer.sentences {
            if !matches!(sentence.origin, Origin::Report | Origin::Decision) || sentence.citations.is_empty() {
                continue;
            }
            let mut citations: Vec<usize> = Vec::new();
            for n in &sentence.citations {
                let number = answered.sources.passage(*n).and_then(|passage| material.number(passage));
                citations.extend(number.filter(|number| !citations.contains(number)));
            }
            let tokens = estimate_tokens(&sentence.text);
            if !citations.is_empty() && tokens <= left {
                left -= tokens;
                material.facts.push(PromptFact { text: quotable(&sentence.text), citations });
            }
        }
        let mut others = 0;
        for found in &answered.retrieval.found {
            if others < MOST_OTHERS && material.number(&found.passage).is_none() {
                others += usize::from(material.add(&found.passage, catalogue, &mut left));
            }
        }
        material
    }

    fn add(&mut self, passage: &PassageRecord, catalogue: &Catalogue, left: &mut usize) -> bool {
        if self.number(passage).is_some() {
            return true;
        }
        let tokens = estimate_tokens(&passage.text) + FRAME_TOKENS;
        if tokens > *left && !self.passages.is_empty() {
            return false;
        }
        *left = left.saturating_sub(tokens);
        let coverage = catalogue.entry(passage.report).and_then(|entry| entry.coverage);
        self.passages.push(Numbered { passage: passage.clone(), coverage });
        true
    }

    fn number(&self, passage: &PassageRecord) -> Option<usize> {
        let is_it = |known: &Numbered| known.passage.report == passage.report && known.passage.start == passage.start;
        self.passages.iter().position(is_it).map(|at| at + 1)
    }

    pub(super) fn len(&self) -> usize {
        self.passages.len()
    }

    /// The passage with number `n`.
    pub(super) fn passage(&self, n: usize) -> Option<&PassageRecord> {
        Some(&self.passages.get(n.checked_sub(1)?)?.passage)
    }

    /// The passages for the check of a reply.
    pub(super) fn sources(&self) -> Vec<Source<'_>> {
        let source = |(at, numbered): (usize, &'_ Numbered)| (at + 1, numbered.coverage);
        self.passages
            .iter()
            .enumerate()
            .map(|(at, numbered)| {
                let (n, coverage) = source((at, numbered));
                let passage = &numbered.passage;
                Source {
                    n,
                    text: &passage.text,
                    label: &passage.name,
                    date: passage.date(),
                    coverage,
                    section: &passage.section,
                }
            })
            .collect()
    }

    pub(super) fn prompt(&self, answered: &Answered) -> AnswerPrompt {
        let question = &answered.answer.question;
        let quoted = self.passages.iter().map(|numbered| numbered.passage.text.as_str());
        let nonce = Nonce::new(quoted.chain([question.text.as_str()]));
        AnswerPrompt {
            nonce: nonce.as_str().to_string(),
            not_in_reports: not_in_reports(question.language),
            sources: self.passages.iter().enumerate().map(|(at, numbered)| source(at + 1, &numbered.passage)).collect(),
            facts: self.facts.clone(),
            is_list: is_list(&answered.answer),
            question: question.text.clone(),
        }
    }
}

/// Whether an extracted answer is a list: it is shown whole and in its order, whatever a model writes above it.
pub(super) fn is_list(answer: &Answer) -> bool {
    let items = answer.sentences.iter().filter(|sentence| sentence.origin == Origin::Report).count();
    let asked = [Intent::List, Intent::Trend, Intent::Work, Intent::Plan];
    let is_asked = asked.iter().any(|intent| answer.question.asks(*intent));
    items >= if is_asked { ASKED_ITEMS } else { ITEMS }
}

/// The fewest items of a list that was asked for; of one that was not (the parts of an incident or of a question), the fewest that no
/// reply could hold.
const ASKED_ITEMS: usize = 3;
const ITEMS: usize = 8;

fn source(n: usize, passage: &PassageRecord) -> PromptSource {
    let date = passage.date().map(|date| date.to_string()).filter(|date| *date != passage.name);
    let report = [Some(passage.name.clone()), date].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let section: Vec<&str> = passage.section.iter().map(String::as_str).collect();
    let parent = Some(passage.parent.as_str()).filter(|parent| !parent.is_empty());
    PromptSource {
        n,
        report: quotable(&report),
        section: quotable(&section.into_iter().chain(parent).collect::<Vec<_>>().join(" › ")),
        lines: passage.lines().to_string(),
        text: quotable(&passage.text),
    }
}
