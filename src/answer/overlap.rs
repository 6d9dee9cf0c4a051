//! The overlap of a question and a text: the share of its weighted words, in either language.

use super::concept::{Concept, concepts, fold};
use super::words::{counts_incidents, is_about_text, section_named};
use crate::calendar::Expression;
use crate::lexicon::Segmenter;
use crate::question::{Intent, Language, Question};
use crate::report::SectionKind;
use crate::vocabulary::{Sense, Words};

/// What a question is about, without its times and question words.
pub(super) struct Wanted {
    concepts: Vec<Concept>,
    /// Median cosine of what was found.
    usual_cosine: f32,
    /// The question is in English.
    is_english: bool,
    /// The share of the question's weight that no found passage speaks of, 0 to 1.
    unknown: f32,
    /// The weight of all its words, before it was known what the reports say at all.
    asked: f32,
    /// Cosines of passages that have nothing to do with the question, and of those that answer it.
    cosines: (f32, f32),
}

/// What a text has of what a question is about.
pub(super) struct Overlap {
    /// See [`Wanted::share`].
    pub(super) share: f32,
    /// See [`Wanted::share_of_things`].
    pub(super) of_things: f32,
    /// It has the weightiest thing that the question is about, or one that weighs as much.
    pub(super) has_the_heaviest: bool,
}

/// Words of less weight than a noun name nothing in particular.
const NOTHING: f32 = 0.7;

/// How near in meaning a passage must be to answer without the very word for the attribute asked for.
const NEAR_ENOUGH: f32 = 0.75;

/// Most that nearness in meaning adds to the share of words.
const NEARNESS: f32 = 0.5;

/// How much more than the median of what was found a passage's cosine must be to count as outstanding, from not at all to fully.
/// Measured over 143 English questions about five corpora: of 30 tops from 0.1 on 22 answered, and 1 of 15 without an answer.
const STANDING_OUT: (f32, f32) = (0.05, 0.12);

/// What evidence loses when nothing that was found speaks of the things asked about.
const UNKNOWN: f32 = 0.3;

/// For `bge-small-zh-v1.5`; a question in English lies farther from a Chinese passage that answers it.
const COSINES_CHINESE: (f32, f32) = (0.5, 0.75);
const COSINES_ENGLISH: (f32, f32) = (0.42, 0.62);

impl Wanted {
    pub(super) fn new(segmenter: &Segmenter, question: &Question) -> Self {
        let concepts = concepts(segmenter, question);
        let cosines = match question.language {
            Language::Chinese => COSINES_CHINESE,
            Language::English => COSINES_ENGLISH,
        };
        let asked = concepts.iter().map(|concept| concept.weight).sum();
        let is_english = question.language == Language::English;
        Self { concepts, usual_cosine: 1.0, is_english, unknown: 0.0, asked, cosines }
    }

    /// Whether the question is about nothing in particular: no word of any weight remains.
    pub(super) fn is_empty(&self) -> bool {
        self.concepts.iter().map(|concept| concept.weight).sum::<f32>() < NOTHING
    }

    /// Whether the question names nothing: a word that no report has (团建) is what it asks about, too.
    pub(super) fn names_nothing(&self) -> bool {
        self.asked < NOTHING
    }

    /// The share of the question's weight that `text` speaks of, 0 to 1; 0 when the question is about nothing.
    pub(super) fn share(&self, text: &str) -> f32 {
        self.overlap(text).share
    }

    pub(super) fn overlap(&self, text: &str) -> Overlap {
        let text = fold(text);
        let degrees: Vec<f32> = self.concepts.iter().map(|concept| concept.degree(&text)).collect();
        let each = || self.concepts.iter().zip(&degrees);
        let total: f32 = self.concepts.iter().map(|concept| concept.weight).sum();
        let met: f32 = each().map(|(concept, degree)| concept.weight * degree).sum();
        let of_things: f32 =
            each().filter(|(concept, _)| !concept.is_loose).map(|(concept, degree)| concept.weight * degree).sum();
        let most = self.concepts.iter().map(|concept| concept.weight).fold(0.0, f32::max);
        let things = self.things();
        Overlap {
            share: if total > 0.0 { met / total } else { 0.0 },
            of_things: if things > 0.0 { of_things / things } else { 1.0 },
            has_the_heaviest: each().any(|(concept, degree)| concept.weight >= most * 0.9 && *degree == 1.0),
        }
    }

    /// Takes notice of what the found passages say at all: a word that another may be used for, and that none of them
    /// writes, does not distinguish them.
    pub(super) fn attend(&mut self, texts: &[String], cosines: &[f32]) {
        let mut compared: Vec<f32> = cosines.iter().copied().filter(|cosine| *cosine > 0.0).collect();
        compared.sort_by(f32::total_cmp);
        self.usual_cosine = compared.get(compared.len() / 2).copied().unwrap_or(1.0);
        let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        self.take_apart(&folded);
        self.concepts.iter_mut().for_each(|concept| concept.attend(&folded));
        let total: f32 = self.concepts.iter().map(|concept| concept.weight).sum();
        let is_unsaid = |concept: &&Concept| !concept.is_loose && !folded.iter().any(|text| concept.is_met(text));
        let unsaid: f32 = self.concepts.iter().filter(is_unsaid).map(|concept| concept.weight).sum();
        self.unknown = if total > 0.0 { unsaid / total } else { 0.0 };
    }

    /// Puts the terms inside a phrase in its place where no text has the whole.
    fn take_apart(&mut self, folded: &[String]) {
        let mut inner = Vec::new();
        self.concepts.retain_mut(|concept| {
            let is_unsaid = !folded.iter().any(|text| concept.is_met(text));
            let is_taken_apart = is_unsaid && !concept.inner.is_empty();
            if is_taken_apart {
                inner.append(&mut concept.inner);
            }
            !is_taken_apart
        });
        self.concepts.append(&mut inner);
    }

    /// How well a text bears on the question, about 0 to 1.5: the share of its words, and how near in meaning the passage
    /// is (`cosine`, 0 where no vector was compared).
    pub(super) fn evidence(&self, share: f32, cosine: f32) -> f32 {
        let (far, near) = self.cosines;
        let near = ((cosine - far) / (near - far)).clamp(0.0, 1.0);
        // Cosines across languages are lower; how far one stands out tells more than how high it is.
        let (from, to) = STANDING_OUT;
        let stands_out = ((cosine - self.usual_cosine - from) / (to - from)).clamp(0.0, 1.0);
        let near = if self.is_english && cosine >= far { near.max(stands_out) } else { near };
        share + NEARNESS * near - UNKNOWN * self.unknown
    }

    /// Things of the question that the reports write nearly so: as asked, and as written.
    pub(super) fn taken_for(&self) -> impl Iterator<Item = (&str, &str)> {
        self.concepts.iter().filter_map(|concept| Some((concept.names[0].as_str(), concept.taken_for.as_deref()?)))
    }

    /// Whether what is asked about, beside doings and manners, is nearly nothing.
    pub(super) fn is_nearly_empty(&self) -> bool {
        self.things() < 1.5
    }

    /// Whether it names a thing that none of the words `generic` is.
    pub(super) fn names_beside(&self, generic: &Words) -> bool {
        let names = |concept: &&Concept| !concept.is_loose && !generic.have(&concept.names[0]);
        self.concepts.iter().filter(names).map(|concept| concept.weight).sum::<f32>() >= NOTHING
    }

    pub(super) fn is_chinese(&self) -> bool {
        !self.is_english
    }

    pub(super) fn has_names(&self) -> bool {
        self.concepts.iter().any(|concept| concept.is_name || concept.is_compound)
    }

    /// Whether the question has names and `text` has them all.
    pub(super) fn names_it(&self, text: &str) -> bool {
        self.concepts.iter().any(|concept| concept.is_name) && self.names_are_met(text)
    }

    /// The weight of the things asked about: doings and manners, for which other words may be used, are none.
    pub(super) fn things(&self) -> f32 {
        self.concepts.iter().filter(|concept| !concept.is_loose).map(|concept| concept.weight).sum()
    }

    /// The share of the things asked about that `text` speaks of; 1 when none is.
    pub(super) fn share_of_things(&self, text: &str) -> f32 {
        self.overlap(text).of_things
    }

    /// The weightiest concept that `text` speaks of.
    pub(super) fn heaviest_met(&self, text: &str) -> f32 {
        let text = fold(text);
        self.concepts.iter().filter(|concept| concept.is_met(&text)).map(|concept| concept.weight).fold(0.0, f32::max)
    }

    /// Whether a passage is near the question in meaning.
    pub(super) fn is_near(&self, cosine: f32) -> bool {
        let (far, near) = self.cosines;
        cosine >= far + NEAR_ENOUGH * (near - far)
    }

    /// Whether a text has every name in the question.
    pub(super) fn names_are_met(&self, text: &str) -> bool {
        let text = fold(text);
        let mut names = self.concepts.iter().filter(|concept| concept.is_name).peekable();
        let is_met = |concept: &Concept| concept.is_met(&text);
        if self.is_english { names.peek().is_none() || names.any(is_met) } else { names.all(is_met) }
    }

    /// The kind of section a question asks for as a whole (第2周的总结, 点评讲了什么), where it asks for little else.
    pub(super) fn names_a_section(&self, question: &Question) -> Option<SectionKind> {
        let asks_for_text = question.intents.iter().all(|intent| matches!(intent, Intent::Other | Intent::List));
        let subject = question.subject.to_lowercase();
        let (word, kind) = section_named(&subject)?;
        let beside: f32 = self
            .concepts
            .iter()
            .filter(|concept| !word.contains(concept.names[0].as_str()) && !is_about_text(&concept.names[0]))
            .map(|concept| concept.weight)
            .sum();
        (asks_for_text && beside < 0.9).then_some(kind)
    }

    /// Whether the question has names and `texts` mention none of them: nothing can be said of it. In Chinese every name must
    /// be mentioned; a question in English may call by an English name what the reports call by a Chinese one.
    pub(super) fn names_the_unknown(&self, texts: &[String]) -> bool {
        let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        let is_known = |concept: &&Concept| folded.iter().any(|text| concept.is_met(text) || concept.is_doubted(text));
        let mut names = self.concepts.iter().filter(|concept| concept.is_name).peekable();
        names.peek().is_some()
            && if self.is_english { !names.any(|name| is_known(&name)) } else { !names.all(|name| is_known(&name)) }
    }

    /// Whether the question names a version that none of `texts` has.
    pub(super) fn names_an_unknown_version(&self, texts: &[String]) -> bool {
        let is_known = |concept: &Concept| texts.iter().any(|text| concept.is_met(&fold(text)));
        self.concepts.iter().any(|concept| concept.is_version && !is_known(concept))
    }

    /// Whether the question wants incidents as such, one line each, rather than one of them.
    pub(super) fn lists_incidents(&self, question: &Question) -> bool {
        let lower = question.text.to_lowercase();
        static NAMES: Words = Words::of(&[Sense::AsksIncident, Sense::WhichHappened]);
        let names_incidents = NAMES.are_in(&lower);
        // `Which incidents …` lists them, `which incident` wants one.
        let plural = ["incidents", "outages", "failures", "issues", "哪几"].iter().any(|word| lower.contains(word));
        let lists = question.asks(Intent::List)
            || (question.asks(Intent::Which) && plural)
            || (question.asks(Intent::HowMany) && counts_incidents(&lower));
        let one_of_them =
            question.intents.iter().any(|intent| intent.is_about_an_incident() && *intent != Intent::Story)
                && !question.asks(Intent::List);
        let asks_for_all =
            names_incidents || (self.concepts.is_empty() && question.asks(Intent::List) && question.clock.is_none());
        let other_intent = question.intents.iter().any(|intent| {
            !matches!(intent, Intent::Other | Intent::List | Intent::HowMany | Intent::Which | Intent::Story)
        });
        // `incidents of week 19`: nothing else is asked of them than which they are.
        let names_them_alone = names_incidents
            && self.is_empty()
            && !question.times.is_empty()
            && !other_intent
            && (!question.asks(Intent::HowMany) || counts_incidents(&lower));
        // 6月上旬发生了什么事: all that happened in a time.
        let asks_for_a_span = question.asks(Intent::Story)
            && self.is_empty()
            && question.times.iter().any(|time| !matches!(time.expression, Expression::Day(_)))
            && !other_intent;
        (asks_for_all && lists && !one_of_them) || names_them_alone || asks_for_a_span
    }
}
