//! An answer in the making: which sentences of a reply are shown, with their sources numbered as they come, and which are
//! withheld and why.

use crate::answer::{Answer, Answered, Origin, Sentence};
use crate::calendar::Date;
use crate::citation::{Checked, Claim, Source, Sources, check};
use crate::fact::says_open;
use crate::prompt::{FaultySentence, not_in_reports};
use crate::question::{Intent, Language, Question};
use crate::text::is_han;

use super::hold::{Held, hold};
use super::material::{Material, is_list};
use super::words::has_words_of;

/// A sentence that was not shown, as what it says is not in the sources it names.
#[derive(Debug, Clone, PartialEq)]
pub struct Withheld {
    /// Without its marks.
    pub text: String,
    /// The number of shown sentences before it.
    pub after: usize,
    /// What is wrong with it, in the language of the question.
    pub unsupported: Vec<String>,
}

/// What became of a sentence of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Shown,
    /// To be repaired.
    Faulty,
    /// It says that the reports do not say.
    Absent,
    /// It states nothing, or what is shown already.
    Passed,
}

pub(super) struct AnswerPage<'a> {
    material: &'a Material,
    question: &'a Question,
    /// A list is shown below the model's sentences.
    is_list: bool,
    /// The program has said yes or no.
    is_decided: bool,
    /// The date of the newest report that the extracted answer rests on.
    newest: Option<Date>,
    sources: Sources,
    sentences: Vec<Sentence>,
    withheld: Vec<Withheld>,
    /// Sentences of the last reply that may be repaired, with their places in `withheld`.
    faulty: Vec<(FaultySentence, usize)>,
    is_absent: bool,
}

impl<'a> AnswerPage<'a> {
    pub(super) fn new(material: &'a Material, extracted: &'a Answer) -> Self {
        let dates = extracted.citations.iter().filter_map(|citation| citation.date.parse().ok());
        Self {
            material,
            question: &extracted.question,
            is_list: is_list(extracted),
            newest: dates.max(),
            is_decided: extracted.sentences.iter().any(|sentence| sentence.origin == Origin::Decision),
            sources: Sources::default(),
            sentences: Vec::new(),
            withheld: Vec::new(),
            faulty: Vec::new(),
            is_absent: false,
        }
    }

    fn language(&self) -> Language {
        self.question.language
    }

    pub(super) fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    pub(super) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Sentences of the model that are shown.
    pub(super) fn written(&self) -> usize {
        self.sentences.iter().filter(|sentence| sentence.origin == Origin::Model).count()
    }

    /// The model said that the sources do not answer, and nothing that could be shown.
    pub(super) fn is_absent(&self) -> bool {
        self.is_absent && self.written() == 0
    }

    /// Takes over a sentence of the extracted answer with its sources.
    pub(super) fn keep(&mut self, answered: &Answered, sentence: &Sentence) {
        let citations = self.sources.adopt(&answered.sources, &sentence.citations);
        self.sentences.push(Sentence { citations, ..sentence.clone() });
    }

    /// A line of our own.
    pub(super) fn say(&mut self, text: &str) {
        self.sentences.push(Sentence { text: text.to_string(), citations: Vec::new(), origin: Origin::Program });
    }

    /// Whether the model's sentences have every number of `text`.
    pub(super) fn has_numbers_of(&self, text: &str) -> bool {
        let numbers = |text: &str| -> Vec<String> {
            let parts = text.split(|c: char| !c.is_ascii_digit() && c != '.');
            parts.filter(|part| part.contains(|c: char| c.is_ascii_digit())).map(str::to_string).collect()
        };
        let said: Vec<String> = self.sentences.iter().flat_map(|sentence| numbers(&sentence.text)).collect();
        numbers(text).iter().all(|number| said.contains(number))
    }

    /// Reads back one sentence of a reply and shows it where it holds.
    pub(super) fn offer(&mut self, raw: &str) -> Verdict {
        if is_not_in_reports(raw, self.language()) {
            self.is_absent = true;
            return Verdict::Absent;
        }
        let sources = self.material.sources();
        let mut checked = check(raw, &sources, &self.question.text);
        match checked.claim {
            Claim::Lead => return Verdict::Passed,
            Claim::Absence => {
                self.is_absent = true;
                return Verdict::Absent;
            }
            Claim::Statement => {}
        }
        let is_known = |text: &str| self.sentences.iter().any(|shown| shown.text == text);
        // What rests on one source alone is an item of the list again, and no summary of it.
        let is_item = self.is_list && checked.citations.len() < 2 && checked.is_supported();
        if is_known(&checked.text) || is_item {
            return Verdict::Passed;
        }
        if checked.is_supported() && self.is_decided && takes_sides(&checked.text) {
            let fault = in_language(self.language(), "是与否由程序判断", "yes or no is decided by the program");
            self.withhold(checked.text, vec![fault]);
            return Verdict::Passed;
        }
        let mut faults = match hold(&mut checked, &sources, self.language()) {
            Held::Unfit(fault) => {
                self.withhold(checked.text, vec![fault]);
                return Verdict::Passed;
            }
            Held::Faulty(faults) => faults,
            Held::Stands => Vec::new(),
        };
        if faults.is_empty() {
            faults.extend(self.outdated(&checked));
        }
        if faults.is_empty() && !checked.citations.is_empty() {
            self.show(checked);
            return Verdict::Shown;
        }
        let after = self.sentences.len();
        self.faulty
            .push((FaultySentence { text: raw.trim().to_string(), faults: faults.clone() }, self.withheld.len()));
        self.withheld.push(Withheld { text: checked.text, after, unsupported: faults });
        Verdict::Faulty
    }

    fn withhold(&mut self, text: String, unsupported: Vec<String>) {
        let after = self.sentences.len();
        self.withheld.push(Withheld { text, after, unsupported });
    }

    /// The fault of a sentence that gives an earlier state than a later report, which the extracted answer cites: that something is
    /// open, or the state that was asked for.
    fn outdated(&self, checked: &Checked) -> Option<String> {
        let is_of_now = says_open(&checked.text) || self.question.asks(Intent::State);
        let newest = self.newest.filter(|_| is_of_now && !self.is_list)?;
        let cited = checked.citations.iter().filter_map(|n| self.material.passage(*n)?.date()).max()?;
        (cited < newest).then(|| {
            let chinese = format!("{newest}的周报另有说法");
            in_language(self.language(), &chinese, &format!("the report of {newest} says otherwise"))
        })
    }

    fn show(&mut self, checked: Checked) {
        let mut citations = Vec::new();
        for n in &checked.citations {
            let Some(passage) = self.material.passage(*n) else { continue };
            let mut spans = checked.spans.iter().filter(|(of, _)| of == n).map(|(_, span)| span.clone()).peekable();
            let whole = spans.peek().is_none().then_some(0..passage.text.len());
            for span in spans.chain(whole) {
                let number = self.sources.cite(passage, span);
                if !citations.contains(&number) {
                    citations.push(number);
                }
            }
        }
        self.sentences.push(Sentence { text: checked.text, citations, origin: Origin::Model });
    }

    /// The faulty sentences since the last call, to be repaired.
    pub(super) fn take_faulty(&mut self) -> Vec<FaultySentence> {
        self.faulty.drain(..).map(|(faulty, _)| faulty).collect()
    }

    /// The reply begins anew: what was faulty of it is forgotten, what was shown stays.
    pub(super) fn restart(&mut self) {
        for (_, at) in self.faulty.drain(..).rev() {
            self.withheld.truncate(at);
        }
        self.is_absent = false;
    }

    /// Whether what is shown of the model's already says what a sentence of the extracted answer does.
    pub(super) fn states(&self, answered: &Answered, fact: &Sentence) -> bool {
        // A translation does not stand for the words themselves: they follow it.
        if self.language() == Language::English && fact.text.chars().any(is_han) {
            return false;
        }
        let cited: Vec<_> = fact.citations.iter().filter_map(|n| answered.sources.passage(*n)).collect();
        let [passage] = cited.as_slice() else { return false };
        let says = |sentence: &&Sentence| {
            let of_it = |n: &usize| {
                let shown = self.sources.passage(*n);
                shown.is_some_and(|shown| shown.report == passage.report && shown.start == passage.start)
            };
            sentence.origin == Origin::Model && sentence.citations.iter().any(of_it)
        };
        let shown: Vec<&str> = self.sentences.iter().filter(says).map(|sentence| sentence.text.as_str()).collect();
        if shown.is_empty() {
            return false;
        }
        let text = shown.join("\n");
        let source = Source {
            n: 1,
            text: &text,
            label: &passage.name,
            date: passage.date(),
            coverage: None,
            section: &passage.section,
        };
        let read = check(&format!("{} [1]", fact.text), &[source], "");
        // Nothing of the extracted answer is lost to a reading that was too kind: its words are all there.
        read.is_supported() && read.claim == Claim::Statement && has_words_of(&text, &fact.text)
    }

    pub(super) fn into_parts(self) -> (Vec<Sentence>, Sources, Vec<Withheld>) {
        (self.sentences, self.sources, self.withheld)
    }
}

/// Whether a sentence begins with a yes or a no.
fn takes_sides(text: &str) -> bool {
    let lower = text.trim_start().to_lowercase();
    ["yes", "no,", "no.", "no ", "是的", "是，", "不是", "对，", "没有，", "有，"]
        .iter()
        .any(|word| lower.starts_with(word))
}

fn in_language(language: Language, chinese: &str, english: &str) -> String {
    match language {
        Language::Chinese => chinese.to_string(),
        Language::English => english.to_string(),
    }
}

/// Whether a reply is the sentence that the prompt asks for where the sources do not answer, as models write it.
pub(crate) fn is_not_in_reports(raw: &str, language: Language) -> bool {
    let bare =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase() };
    let (said, asked) = (bare(raw), bare(not_in_reports(language)));
    said == asked || said.starts_with(&asked) && said.chars().count() <= asked.chars().count() + 4
}
