//! A question with two parts → two questions: `原因是什么，影响了多少商户？`.

use super::intent::intent_words;
use super::mood::is_yes_no;
use super::{Language, Question};
use crate::vocabulary::{Sense, Words};

/// Words that refer to the part before.
static POINTERS: Words = Words::of(&[
    Sense::Pointer,
    Sense::Occasion,
    Sense::Auxiliary,
    Sense::SmallWord,
    Sense::Preposition,
    Sense::OtherPreposition,
]);

/// One of a question's parts.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionPart {
    pub question: Question,
    /// The same part read together with what the part before is about; `None` for the first.
    pub with_context: Option<Question>,
}

impl Question {
    /// Whether it asks in more than one clause, or of more than one time.
    pub fn asks_several_things(&self) -> bool {
        self.times.len() > 1 || asking_clauses(&self.text, self.language).len() > 1
    }

    /// The parts that ask for different things, in order; a question that asks once is its own only part.
    ///
    /// A later part without a time of its own takes the times of the first one. A part about nothing of its own (`怎么处理的`)
    /// stays with the part before it.
    pub fn parts(&self) -> Vec<QuestionPart> {
        let whole = || vec![QuestionPart { question: self.clone(), with_context: None }];
        let clauses = asking_clauses(&self.text, self.language);
        if clauses.len() < 2 {
            return whole();
        }
        let Ok(first) = Self::read(&clauses[0]) else { return whole() };
        let mut parts = vec![QuestionPart { question: first, with_context: None }];
        for clause in &clauses[1..] {
            let Ok(own) = Self::read(clause) else { continue };
            let before = parts.last().map(|part| part.question.clone()).unwrap_or_else(|| self.clone());
            if !says_something(&own.subject) && own.times.is_empty() {
                let Ok(joined) = Self::read(&format!("{} {clause}", before.text)) else { continue };
                if let Some(last) = parts.last_mut() {
                    last.question = joined;
                }
                continue;
            }
            let opening = &parts[0].question;
            let asked = opening.times.iter().filter(|time| !time.is_held_against(&opening.text));
            let times: Vec<&str> = asked.map(|time| time.text.as_str()).collect();
            let times = if own.times.is_empty() { times.join(" ") } else { String::new() };
            let read = |text: String| Self::read(text.trim());
            let Ok(question) = read(format!("{times} {clause}")) else { continue };
            let with_context = read(format!("{times} {} {clause}", opening.subject)).ok();
            parts.push(QuestionPart { question: keep_language(question, self.language), with_context });
        }
        if let Some(first) = parts.first_mut() {
            first.question.language = self.language;
        }
        parts
    }
}

fn keep_language(mut question: Question, language: Language) -> Question {
    question.language = language;
    question
}

pub(super) fn says_something(subject: &str) -> bool {
    let pointers = POINTERS.all_in(subject);
    let is_pointer = |at: usize| pointers.iter().any(|pointer| pointer.span.contains(&at));
    subject.char_indices().any(|(at, c)| c.is_alphanumeric() && !is_pointer(at))
}

/// The text cut so that each piece asks once; clauses that ask nothing stay with the one after them, the last with the one
/// before.
fn asking_clauses(text: &str, language: Language) -> Vec<String> {
    let asks = |clause: &str| {
        let lower = clause.to_ascii_lowercase();
        !intent_words(&lower).is_empty() || is_yes_no(clause, language)
    };
    let mut pieces: Vec<String> = Vec::new();
    let mut open = String::new();
    for clause in clauses(text) {
        if asks(&open) && asks(&clause) {
            pieces.push(std::mem::take(&mut open));
        }
        open.push_str(&clause);
    }
    match pieces.last_mut() {
        Some(last) if !asks(&open) => last.push_str(&open),
        _ => pieces.push(open),
    }
    pieces.into_iter().map(|piece| piece.trim().to_string()).filter(|piece| !piece.is_empty()).collect()
}

/// Cut after ？?；;。 and ， and before ` and `, but not inside a number.
fn clauses(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let mut cut = vec![0];
    for (at, c) in text.char_indices() {
        let digits = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        match c {
            '？' | '?' | '；' | ';' | '。' | '，' => cut.push(at + c.len_utf8()),
            ',' if !(at > 0 && digits(at - 1) && digits(at + 1)) => cut.push(at + 1),
            ' ' if text[at..].to_ascii_lowercase().starts_with(" and ") => cut.push(at),
            _ => {}
        }
    }
    cut.push(text.len());
    cut.windows(2).map(|pair| text[pair[0]..pair[1]].to_string()).filter(|piece| !piece.trim().is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use crate::question::{Intent, Question};

    fn parts(text: &str) -> Vec<(String, Vec<Intent>)> {
        let question = Question::read(text).expect("a question");
        question.parts().into_iter().map(|part| (part.question.text, part.question.intents)).collect()
    }

    #[test]
    fn two_askings_of_one_thing_stay_one_question() {
        let read = parts("6/15账户流水差异的原因是什么，怎么处理的？");
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].1, [Intent::Cause, Intent::Handling]);
        assert_eq!(parts("what caused the 6/15 discrepancy and how was it fixed").len(), 1);
    }

    #[test]
    fn another_thing_is_another_question_and_takes_the_time_along() {
        let read = parts("第26周入金成功率是多少？CD级事故有几次？");
        assert_eq!(read.len(), 2);
        assert!(read[1].0.starts_with("第26周"), "{read:?}");
    }

    #[test]
    fn a_clause_that_asks_nothing_belongs_to_the_one_that_does() {
        assert_eq!(parts("6/15账户流水对不上那次，原因是什么？").len(), 1);
        assert_eq!(parts("原因是什么，谢谢").len(), 1);
    }

    #[test]
    fn a_later_part_is_also_read_with_what_the_first_is_about() {
        let read = Question::read("6/15账户流水差异的原因是什么，影响了多少商户？").expect("a question").parts();
        assert_eq!(read.len(), 2);
        assert!(read[0].with_context.is_none());
        let with_context = read[1].with_context.as_ref().expect("the first part's subject");
        assert!(with_context.text.contains("账户流水差异") && with_context.text.contains("商户"), "{with_context:?}");
        assert_eq!(with_context.times.len(), 1);
    }

    #[test]
    fn a_later_part_keeps_a_time_of_its_own() {
        let read = parts("第25周有什么事故？第26周入金成功率是多少？");
        assert_eq!(read.len(), 2);
        assert!(!read[1].0.contains("第25周"), "{read:?}");
    }

    #[test]
    fn an_english_question_is_cut_before_its_and() {
        let read = parts("what caused the 6/15 discrepancy and how many merchants were affected");
        assert_eq!(read.len(), 2, "{read:?}");
        assert!(read[1].0.starts_with("6/15"), "{read:?}");
    }

    #[test]
    fn a_thousands_comma_cuts_nothing() {
        assert_eq!(parts("did the 6/15 incident hit 9,000 merchants").len(), 1);
    }

    #[test]
    fn every_part_speaks_the_language_of_the_whole() {
        let question = Question::read("what caused the 6/15 账户流水 discrepancy? 商户多少家?").expect("a question");
        assert!(question.parts().iter().all(|part| part.question.language == question.language));
    }
}
