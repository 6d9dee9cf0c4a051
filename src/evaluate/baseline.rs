//! An evaluation held against an earlier one of the same questions: what got better, what worse, and by how much.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::Evaluation;
use super::floor::Figure;
use super::row::QuestionRow;
use crate::answer::Verdict;

/// An earlier run, read from its JSON.
#[derive(Debug)]
pub struct Baseline {
    /// By id.
    rows: BTreeMap<String, EarlierRow>,
    figures: Value,
}

#[derive(Debug, Deserialize)]
struct Earlier {
    figures: Value,
    rows: Vec<EarlierRow>,
}

#[derive(Debug, Deserialize)]
struct EarlierRow {
    id: String,
    question: String,
    given: Option<EarlierAnswer>,
    ranks: Option<EarlierRanks>,
}

#[derive(Debug, Deserialize)]
struct EarlierAnswer {
    verdict: String,
    right: bool,
    helped: bool,
}

#[derive(Debug, Deserialize)]
struct EarlierRanks {
    fused: Option<usize>,
}

/// Why two runs cannot be compared.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BaselineError {
    #[error("not the JSON of an evaluation: {why}")]
    Form { why: String },
    #[error("of another set of questions: {}", .differences.join(", "))]
    OtherSet {
        /// How many questions only one of them has, or asks otherwise.
        differences: Vec<String>,
    },
    #[error("one of the two runs only searched, the other answered: nothing in both can be compared")]
    OtherKind,
}

/// How a question went, in words, with how good that is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct QuestionOutcome {
    /// Of one question: more is better.
    worth: i64,
    words: String,
}

/// A question that went otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub id: String,
    pub question: String,
    pub was: String,
    pub is: String,
}

/// A figure then and now; `None` where it was not measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    pub figure: Figure,
    pub was: Option<f64>,
    pub is: Option<f64>,
}

impl Difference {
    pub fn value(&self) -> Option<f64> {
        Some(self.is? - self.was?)
    }
}

/// What is otherwise than in the earlier run, in the order of the set.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    pub better: Vec<Change>,
    pub worse: Vec<Change>,
    pub figures: Vec<Difference>,
}

impl Baseline {
    /// Reads what `eval --json` printed.
    ///
    /// # Errors
    /// `Form` for anything else.
    pub fn read(bytes: &[u8]) -> Result<Self, BaselineError> {
        let form = |why: String| BaselineError::Form { why };
        let Earlier { figures, rows } = serde_json::from_slice(bytes).map_err(|error| form(error.to_string()))?;
        if !figures.is_object() {
            return Err(form("`figures` is no object".to_string()));
        }
        Ok(Self { figures, rows: rows.into_iter().map(|row| (row.id.clone(), row)).collect() })
    }

    /// Whether it asked the same `questions`, given as id and text.
    ///
    /// # Errors
    /// `OtherSet`, with how many differ.
    pub fn check<'a>(&self, questions: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<(), BaselineError> {
        let (mut all, mut missing, mut reworded) = (0, 0, 0);
        for (id, question) in questions {
            all += 1;
            match self.rows.get(id) {
                None => missing += 1,
                Some(row) => reworded += usize::from(row.question != question),
            }
        }
        let gone = self.rows.len() - (all - missing);
        let counts = [(missing, "only in this set"), (gone, "only in the baseline"), (reworded, "worded otherwise")];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let differences: Vec<String> = counts.map(|(count, words)| format!("{count} {words}")).collect();
        if differences.is_empty() { Ok(()) } else { Err(BaselineError::OtherSet { differences }) }
    }

    /// What is otherwise in `evaluation`.
    ///
    /// # Errors
    /// `OtherSet`; `OtherKind` where one of the two did not answer.
    pub fn changes(&self, evaluation: &Evaluation) -> Result<Changes, BaselineError> {
        let rows = &evaluation.rows;
        self.check(rows.iter().map(|row| (row.test.id.as_str(), row.test.question.text.as_str())))?;
        let mut changes = Changes { better: Vec::new(), worse: Vec::new(), figures: Vec::new() };
        for row in rows {
            let Some(earlier) = self.rows.get(&row.test.id) else { continue };
            if row.given.is_some() != earlier.given.is_some() {
                return Err(BaselineError::OtherKind);
            }
            let (was, is) = (earlier.outcome(row.test.abstain), outcome(row));
            let change = Change {
                id: row.test.id.clone(),
                question: row.test.question.text.clone(),
                was: was.words,
                is: is.words,
            };
            match is.worth.cmp(&was.worth) {
                std::cmp::Ordering::Greater => changes.better.push(change),
                std::cmp::Ordering::Less => changes.worse.push(change),
                std::cmp::Ordering::Equal => {}
            }
        }
        changes.figures = Figure::ALL
            .into_iter()
            .map(|figure| Difference { figure, was: self.figure(figure), is: figure.of(&evaluation.tally) })
            .filter(|difference| difference.was.is_some() || difference.is.is_some())
            .collect();
        Ok(changes)
    }

    fn figure(&self, figure: Figure) -> Option<f64> {
        match figure.is_of_retrieval() {
            true => self.figures["retrieval"]["fused"][figure.name()].as_f64(),
            false => self.figures[figure.name().replace('-', "_")]["value"].as_f64(),
        }
    }
}

impl EarlierRow {
    fn outcome(&self, abstain: bool) -> QuestionOutcome {
        match (&self.given, &self.ranks) {
            (Some(given), _) => answered(&given.verdict, given.right, given.helped, abstain),
            (None, Some(ranks)) => found(ranks.fused),
            (None, None) => QuestionOutcome { worth: 0, words: "not measured".to_string() },
        }
    }
}

fn outcome(row: &QuestionRow) -> QuestionOutcome {
    match (&row.given, row.ranks) {
        (Some(given), _) => {
            let score = &given.score;
            answered(score.verdict.name(), score.right, score.helped, row.test.abstain)
        }
        (None, Some(ranks)) => found(ranks.fused.number()),
        (None, None) => QuestionOutcome { worth: 0, words: "not measured".to_string() },
    }
}

/// From the worst to the best: a wrong claim is worse than none, and what is shown helps more than what is not.
fn answered(verdict: &str, right: bool, helped: bool, abstain: bool) -> QuestionOutcome {
    let is_claimed = verdict == Verdict::Answered.name();
    let is_not_found = verdict == Verdict::NotFound.name();
    let (worth, words) = match (abstain, is_claimed, is_not_found) {
        (true, true, _) => (0, "claimed, without an answer"),
        (true, false, false) => (1, "refused, with lines shown"),
        (true, false, true) => (2, "not found, rightly"),
        (false, true, _) if right => (5, "claimed, right"),
        (false, true, _) if helped => (3, "claimed, right only with what is shown beside"),
        (false, true, _) => (0, "claimed, wrong"),
        (false, false, true) => (1, "not found"),
        (false, false, false) if helped => (4, "shown, not claimed"),
        (false, false, false) => (2, "shown without the facts"),
    };
    QuestionOutcome { worth, words: words.to_string() }
}

fn found(rank: Option<usize>) -> QuestionOutcome {
    match rank {
        Some(rank) => QuestionOutcome { worth: -(rank as i64), words: format!("rank {rank}") },
        None => QuestionOutcome { worth: i64::MIN, words: "not found".to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::{Baseline, BaselineError, answered, found};

    fn read(text: &str) -> Result<Baseline, BaselineError> {
        Baseline::read(text.as_bytes())
    }

    fn baseline() -> Baseline {
        let rows = r#"[{"id": "a", "question": "甲？", "given": null, "ranks": {"fused": 3}}, {"id": "b", "question": "乙？"}]"#;
        read(&format!("{{\"figures\": {{}}, \"rows\": {rows}, \"notices\": []}}")).expect("an evaluation")
    }

    #[test]
    fn what_is_no_evaluation_is_said() {
        let why = |text: &str| read(text).expect_err("no evaluation").to_string();
        assert!(why("helped 0.9").starts_with("not the JSON of an evaluation: expected value"));
        assert!(why("{\"rows\": []}").contains("missing field `figures`"));
        assert!(why("{\"figures\": 1, \"rows\": []}").contains("`figures` is no object"));
    }

    #[test]
    fn another_set_is_counted_out() {
        let check = |questions: &[(&str, &str)]| baseline().check(questions.iter().copied());
        assert_eq!(check(&[("b", "乙？"), ("a", "甲？")]), Ok(()));
        let error = check(&[("a", "甲甲？"), ("c", "丙？")]).expect_err("another set").to_string();
        assert_eq!(
            error,
            "of another set of questions: 1 only in this set, 1 only in the baseline, 1 worded otherwise"
        );
    }

    #[test]
    fn a_wrong_claim_is_the_worst_and_a_right_one_the_best() {
        let worth = |verdict, right, helped| answered(verdict, right, helped, false).worth;
        let falling = [
            worth("answered", true, true),
            worth("related", false, true),
            worth("answered", false, true),
            worth("related", false, false),
            worth("not_found", false, false),
            worth("answered", false, false),
        ];
        assert!(falling.is_sorted_by(|one, other| one > other), "{falling:?}");
        let without = |verdict| answered(verdict, verdict != "answered", false, true).worth;
        assert!(without("not_found") > without("related") && without("related") > without("answered"));
        assert!(found(Some(1)).worth > found(Some(2)).worth && found(Some(100)).worth > found(None).worth);
    }
}
