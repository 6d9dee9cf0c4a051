//! Risk and coverage: how often what is shown says all that is asked for, when only the likeliest questions are counted.
//! Source: Y. Geifman, R. El-Yaniv, Selective Classification for Deep Neural Networks (2017).

use super::row::QuestionRow;
use super::tally::Share;

/// The coverages that are looked at, in percent of all questions.
const COVERAGES: [usize; 10] = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];

/// The likeliest questions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Covered {
    /// Of all questions that were answered, 1 to 100.
    pub percent: usize,
    /// What is shown of each of them is at least so likely to answer.
    pub least: f32,
    /// Questions with every fact shown, of the covered ones.
    pub right: Share,
    /// Questions without an answer among them.
    pub unanswerable: usize,
}

/// Questions by falling probability that what is shown answers them, at each coverage; those that nothing was weighed for come
/// last. Equals come in the order of the set. Empty where none was answered.
pub fn risk_coverage(rows: &[QuestionRow]) -> Vec<Covered> {
    let mut given: Vec<(f32, bool, bool)> = rows
        .iter()
        .filter_map(|row| {
            let given = row.given.as_ref()?;
            Some((given.probability.unwrap_or(0.0), given.score.helped, row.test.abstain))
        })
        .collect();
    given.sort_by(|one, other| other.0.total_cmp(&one.0));
    let covered = |percent: usize| {
        let first = &given[..(given.len() * percent).div_ceil(100)];
        let right = first.iter().filter(|(_, is_right, _)| *is_right).count();
        Some(Covered {
            percent,
            least: first.last()?.0,
            right: Share { part: right, whole: first.len() },
            unanswerable: first.iter().filter(|(_, _, abstain)| *abstain).count(),
        })
    };
    COVERAGES.into_iter().filter_map(covered).collect()
}

#[cfg(test)]
mod tests {
    use super::{Covered, risk_coverage};
    use crate::evaluate::row::QuestionRow;
    use crate::evaluate::score::Score;
    use crate::evaluate::tally::Share;

    fn row(probability: Option<f32>, is_right: bool, fields: &str) -> QuestionRow {
        let mut row = QuestionRow::for_tests("a", fields, Some(Score::for_tests(false, is_right)));
        if let Some(given) = &mut row.given {
            given.probability = probability;
        }
        row
    }

    #[test]
    fn the_likeliest_come_first_and_what_was_not_weighed_last() {
        let answerable = "\"facts\": [[\"甲\"]]";
        let rows = [
            row(None, true, answerable),
            row(Some(0.2), false, "\"abstain\": true"),
            row(Some(0.9), true, answerable),
            row(Some(0.5), false, answerable),
        ];
        let at = |percent| risk_coverage(&rows).into_iter().find(|covered| covered.percent == percent);
        let covered = |percent, least, part, whole, unanswerable| {
            Some(Covered { percent, least, right: Share { part, whole }, unanswerable })
        };
        assert_eq!(at(10), covered(10, 0.9, 1, 1, 0));
        assert_eq!(at(50), covered(50, 0.5, 1, 2, 0));
        assert_eq!(at(70), covered(70, 0.2, 1, 3, 1));
        assert_eq!(at(100), covered(100, 0.0, 2, 4, 1));
    }

    #[test]
    fn without_an_answer_there_is_no_coverage() {
        assert_eq!(risk_coverage(&[QuestionRow::for_tests("a", "\"facts\": []", None)]), []);
    }
}
