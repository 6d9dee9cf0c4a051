//! One question of an evaluation: what was asked, how it was read, what was found and answered, and what went wrong.

use std::time::Duration;

use super::learned::Example;
use super::question_set::TestQuestion;
use super::rank::{Rank, Ranks};
use super::score::Score;
use super::writing::Writing;
use crate::answer::Answer;
use crate::retrieve::Retrieval;
use crate::vocabulary::Language;
use crate::write::Withheld;

/// A question and all that is known of how it went.
#[derive(Debug)]
pub struct QuestionRow {
    pub test: TestQuestion,
    /// How it was read; its passages are dropped.
    pub reading: Retrieval,
    /// `None` without gold, and for questions without an answer.
    pub ranks: Option<Ranks>,
    /// The first place of each piece of gold: `path:lines`, and its text as far as the index has it.
    pub gold: Vec<(String, String)>,
    /// `None` when only searching was asked for.
    pub given: Option<GivenAnswer>,
}

/// An answer, its score, and how it came about.
#[derive(Debug)]
pub struct GivenAnswer {
    pub answer: Answer,
    pub score: Score,
    /// Where gold came among the passages that the answer was taken from; `None` without gold.
    pub looked_at: Option<Rank>,
    pub took: Duration,
    /// How likely what is shown answers, by the verdict's model; `None` where nothing was weighed.
    pub probability: Option<f32>,
    /// `None` where no language model was asked.
    pub writing: Option<Writing>,
    /// What the model wrote and the check withheld.
    pub withheld: Vec<Withheld>,
    /// `None` for a question of several parts, and where nothing was weighed.
    pub example: Option<Example>,
}

/// What went wrong with a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Miss {
    /// The reports do not say, and it answered.
    AnsweredUnanswerable,
    /// The reports say, and it refused.
    Refused,
    /// Groups of `facts` that the answer does not say, from 0.
    FactsMissing(Vec<usize>),
    /// All facts are said, and no citation is on gold.
    CitedElsewhere,
    /// Only searched: gold is not among the first ten.
    NotFound,
}

impl Miss {
    pub fn name(&self) -> &'static str {
        match self {
            Self::AnsweredUnanswerable => "answered_unanswerable",
            Self::Refused => "refused",
            Self::FactsMissing(_) => "facts_missing",
            Self::CitedElsewhere => "cited_elsewhere",
            Self::NotFound => "not_found",
        }
    }
}

impl QuestionRow {
    /// The set's name for its kind, else whether it has an answer.
    pub fn kind(&self) -> &str {
        let known = if self.test.abstain { "unanswerable" } else { "answerable" };
        self.test.kind.as_deref().unwrap_or(known)
    }

    /// The set's name for what is asked, else the first that the program reads.
    pub fn intent(&self) -> &str {
        let read = || self.test.question.intents.first().map_or("other", |intent| intent.name());
        self.test.intent.as_deref().unwrap_or_else(read)
    }

    /// The set's name for the language, else the one read.
    pub fn language(&self) -> &str {
        let read = || match self.test.question.language {
            Language::Chinese => "zh",
            Language::English => "en",
        };
        self.test.language.as_deref().unwrap_or_else(read)
    }

    /// `None` when all is well.
    pub fn miss(&self) -> Option<Miss> {
        let Some(given) = &self.given else {
            return self.ranks.filter(|ranks| !ranks.fused.within(10)).map(|_| Miss::NotFound);
        };
        let score = &given.score;
        if score.right {
            let elsewhere = !score.abstained && !self.test.gold.is_empty() && score.citations_on_gold == 0;
            return elsewhere.then_some(Miss::CitedElsewhere);
        }
        Some(match (self.test.abstain, score.abstained) {
            (true, _) => Miss::AnsweredUnanswerable,
            (false, true) => Miss::Refused,
            (false, false) => Miss::FactsMissing(score.missing.clone()),
        })
    }

    /// A row with these fields in its line and this score; nothing was searched.
    #[cfg(test)]
    pub(super) fn for_tests(id: &str, fields: &str, score: Option<Score>) -> Self {
        use crate::answer::Coverage;
        let line = format!("{{\"id\": \"{id}\", \"question\": \"扩容的原因？\", {fields}}}");
        let test = super::question_set::read(std::path::Path::new("set"), line.as_bytes()).expect("a line").remove(0);
        let answer = |verdict| Answer {
            question: test.question.clone(),
            verdict,
            sentences: Vec::new(),
            citations: Vec::new(),
            coverage: Coverage::default(),
            notices: Vec::new(),
            corrections: Vec::new(),
            id: None,
        };
        let given = score.map(|score| {
            let answer = answer(score.verdict);
            GivenAnswer {
                answer,
                score,
                looked_at: None,
                took: Duration::ZERO,
                probability: None,
                writing: None,
                withheld: Vec::new(),
                example: None,
            }
        });
        let reading = Retrieval { tokens: Vec::new(), times: Vec::new(), found: Vec::new(), notice: None };
        Self { test, reading, ranks: None, gold: Vec::new(), given }
    }
}

#[cfg(test)]
mod tests {
    use super::{Miss, QuestionRow};
    use crate::evaluate::rank::{Rank, Ranks};
    use crate::evaluate::score::Score;

    const GOLD: &str = "\"facts\": [[\"甲\"], [\"乙\"]], \"gold\": [{\"path\": \"a\", \"lines\": [1, 2]}]";

    fn miss(fields: &str, abstained: bool, missing: &[usize], on_gold: usize) -> Option<Miss> {
        let unanswerable = fields.contains("abstain");
        let right = if unanswerable { abstained } else { !abstained && missing.is_empty() };
        let score = Score {
            missing: missing.to_vec(),
            citations: 1,
            citations_on_gold: on_gold,
            ..Score::for_tests(abstained, right)
        };
        QuestionRow::for_tests("a", fields, Some(score)).miss()
    }

    #[test]
    fn every_way_to_go_wrong_has_its_class() {
        assert_eq!(miss(GOLD, false, &[], 1), None);
        assert_eq!(miss(GOLD, false, &[], 0), Some(Miss::CitedElsewhere));
        assert_eq!(miss(GOLD, false, &[1], 1), Some(Miss::FactsMissing(vec![1])));
        assert_eq!(miss(GOLD, true, &[], 0), Some(Miss::Refused));
        assert_eq!(miss("\"abstain\": true", false, &[], 0), Some(Miss::AnsweredUnanswerable));
        assert_eq!(miss("\"abstain\": true", true, &[], 0), None);
        assert_eq!(miss("\"facts\": [[\"甲\"]]", false, &[], 0), None, "where gold is not known nothing is elsewhere");
    }

    #[test]
    fn a_search_misses_what_is_not_among_the_first_ten() {
        let mut row = QuestionRow::for_tests("a", GOLD, None);
        assert_eq!(row.miss(), None);
        row.ranks = Some(Ranks { sparse: Rank::At(1), dense: None, unboosted: Rank::At(1), fused: Rank::At(11) });
        assert_eq!(row.miss(), Some(Miss::NotFound));
    }

    #[test]
    fn the_set_names_intent_and_language_before_the_program_does() {
        let row = QuestionRow::for_tests("a", GOLD, None);
        assert_eq!((row.kind(), row.intent(), row.language()), ("answerable", "cause", "zh"));
        assert_eq!(QuestionRow::for_tests("a", "\"abstain\": true", None).kind(), "unanswerable");
        let row = QuestionRow::for_tests("a", "\"intent\": \"why\", \"lang\": \"mixed\", \"kind\": \"hard\"", None);
        assert_eq!((row.kind(), row.intent(), row.language()), ("hard", "why", "mixed"));
    }
}
