//! What people said of answers as a set of questions for `eval`: the department's own exam.

use std::collections::HashMap;

use serde::Serialize;

use super::judgement::{Judgement, Opinion};
use super::{AnswerRecord, JudgedAnswer, Kept};
use crate::correction::CitedLines;
use crate::text::{fold, is_han};

/// Questions in the form that `eval` reads, oldest first, each question once: what was said last of it holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Exam {
    pub questions: Vec<ExamQuestion>,
    pub left_out: LeftOut,
}

/// What is no question of the exam, and why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Wrong, and nobody said what is right.
    pub without_correction: usize,
    /// Asked with options that narrow, which `eval` knows none of.
    pub narrowed: usize,
    /// The answer itself was forgotten.
    pub forgotten: usize,
}

/// A line of the set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExamQuestion {
    pub id: String,
    pub question: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Vec<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gold: Vec<ExamGold>,
    pub abstain: bool,
    /// `right`, `corrected`.
    pub kind: &'static str,
    pub lang: crate::vocabulary::Language,
    pub as_of: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExamGold {
    pub path: String,
    pub lines: [usize; 2],
}

/// Facts that are taken from a correction; more make an exam that no answer passes.
const MOST_FACTS: usize = 3;

impl Exam {
    pub(super) fn of(kept: &Kept) -> Self {
        let mut exam = Self::default();
        let mut places: HashMap<String, usize> = HashMap::new();
        for judged in &kept.answers {
            let Some(said) = judged.last() else { continue };
            let Some(answer) = &judged.answer else {
                exam.left_out.forgotten += 1;
                continue;
            };
            if !answer.filters.is_empty() {
                exam.left_out.narrowed += 1;
                continue;
            }
            let Some(question) = ask(answer, said, judged) else {
                exam.left_out.without_correction += 1;
                continue;
            };
            let words = fold(&answer.question);
            match places.get(&words) {
                Some(at) => exam.questions[*at] = question,
                None => {
                    places.insert(words, exam.questions.len());
                    exam.questions.push(question);
                }
            }
        }
        exam
    }
}

fn ask(answer: &AnswerRecord, said: &Judgement, judged: &JudgedAnswer) -> Option<ExamQuestion> {
    let question = |kind, facts, gold: &[CitedLines], abstain, note| ExamQuestion {
        id: answer.id.to_string(),
        question: answer.question.clone(),
        facts,
        gold: gold.iter().map(place).collect(),
        abstain,
        kind,
        lang: answer.language,
        as_of: answer.as_of.clone(),
        note,
    };
    match said.opinion {
        Opinion::Right if answer.is_not_found() => Some(question("right", Vec::new(), &[], true, said.because.clone())),
        Opinion::Right => Some(question("right", facts_of(answer), &answer.citations, false, said.because.clone())),
        Opinion::Wrong => {
            let corrected = judged.judgements.iter().rev().find(|said| said.correct.is_some())?;
            let text = corrected.correct.as_deref()?;
            let note = format!("{}: {text}", corrected.by);
            Some(question("corrected", facts_in(text, answer), &corrected.beside, false, Some(note)))
        }
    }
}

fn place(cited: &CitedLines) -> ExamGold {
    ExamGold { path: cited.path.clone(), lines: [cited.lines.first, cited.lines.last] }
}

/// A right answer says what this one said: its first statement where it was claimed; any of them where statements were shown that
/// bear on the question, as nobody said which.
fn facts_of(answer: &AnswerRecord) -> Vec<Vec<String>> {
    let cited = answer.sentences.iter().filter(|sentence| !sentence.citations.is_empty());
    let mut said: Vec<String> = cited.map(|sentence| sentence.text.clone()).collect();
    if answer.is_claimed() {
        said.truncate(1);
    }
    if said.is_empty() { Vec::new() } else { vec![said] }
}

/// What a right answer must say by a correction: the numbers and identifiers that it writes and neither the question nor the wrong
/// answer does; where there are none, its words in quotation marks, else the whole of it.
fn facts_in(text: &str, answer: &AnswerRecord) -> Vec<Vec<String>> {
    let said = answer.sentences.iter().map(|sentence| sentence.text.as_str());
    let known = fold(&std::iter::once(answer.question.as_str()).chain(said).collect::<Vec<_>>().join("\n"));
    let is_new = |word: &String| !known.contains(&fold(word));
    let mut facts: Vec<String> = Vec::new();
    for word in text.split(|c: char| is_han(c) || !(c.is_alphanumeric() || "._-/%:+".contains(c))) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '%').to_string();
        let is_figure = word.chars().any(|c| c.is_ascii_digit());
        let is_identifier =
            text.chars().any(is_han) || word.chars().any(|c| c.is_ascii_uppercase() || "._-".contains(c));
        if !word.is_empty() && (is_figure || is_identifier && word.len() > 1) && is_new(&word) && !facts.contains(&word)
        {
            facts.push(word);
        }
    }
    if facts.is_empty() {
        facts.extend(quoted(text).into_iter().filter(is_new));
    }
    facts.truncate(MOST_FACTS);
    match facts.is_empty() {
        true => vec![vec![text.to_string()]],
        false => facts.into_iter().map(|fact| vec![fact]).collect(),
    }
}

/// The text in quotation marks.
fn quoted(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (open, close) in [('「', '」'), ('“', '”'), ('《', '》'), ('"', '"')] {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once(open) {
            let Some((inside, after)) = after.split_once(close) else { break };
            if inside.chars().any(char::is_alphanumeric) {
                found.push(inside.to_string());
            }
            rest = after;
        }
    }
    found
}
