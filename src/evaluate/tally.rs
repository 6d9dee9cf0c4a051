//! The figures of many questions, added up; `docs/quality.md` defines them.

use super::rank::{Rank, Ranks};
use super::row::QuestionRow;
use crate::answer::Verdict;

/// A ratio of counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    pub part: usize,
    pub whole: usize,
}

impl Share {
    /// 0 to 1; `None` of nothing.
    pub fn value(self) -> Option<f64> {
        (self.whole > 0).then(|| self.part as f64 / self.whole as f64)
    }

    pub(super) fn count(&mut self, holds: bool) {
        self.part += usize::from(holds);
        self.whole += 1;
    }

    pub(super) fn add(&mut self, part: usize, whole: usize) {
        self.part += part;
        self.whole += whole;
    }
}

/// How well one leg, or both together, finds gold.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LegTally {
    pub recall_at_1: Share,
    pub recall_at_5: Share,
    pub recall_at_10: Share,
    reciprocal_ranks: f64,
}

impl LegTally {
    /// The mean of one over the rank of the first gold passage among ten; `None` of no question.
    pub fn mrr_at_10(&self) -> Option<f64> {
        let questions = self.recall_at_10.whole;
        (questions > 0).then(|| self.reciprocal_ranks / questions as f64)
    }

    fn count(&mut self, rank: Rank) {
        self.recall_at_1.count(rank.within(1));
        self.recall_at_5.count(rank.within(5));
        self.recall_at_10.count(rank.within(10));
        self.reciprocal_ranks += rank.reciprocal();
    }
}

/// The figures of some questions; all shares are of nothing where nothing was measured.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    pub questions: usize,
    /// Right answers and right refusals, of all questions answered or refused.
    pub accuracy: Share,
    /// Right answers that cite gold, of the right answers that have some.
    pub citations: Share,
    /// Citations on gold, of all that were given; an answer to what has none cites wrongly throughout.
    pub citation_precision: Share,
    /// Gold places cited, of all of the questions with an answer, refused ones too.
    pub citation_recall: Share,
    /// Refusals among the questions without an answer.
    pub refusals: Share,
    /// Questions without an answer among the refusals.
    pub refusal_precision: Share,
    /// Questions with an answer that got one.
    pub answered: Share,
    /// Questions with an answer of which every fact is shown.
    pub helped: Share,
    /// Right ones among the answers that were claimed.
    pub claimed_right: Share,
    /// Claimed answers, of all questions.
    pub claimed: Share,
    /// Questions with an answer that got `not_found`.
    pub lost: Share,
    /// Questions without an answer that got `not_found`.
    pub not_found: Share,
    /// Characters shown, of each question.
    pub chars: Vec<usize>,
    pub sparse: LegTally,
    pub dense: LegTally,
    pub unboosted: LegTally,
    pub fused: LegTally,
}

impl Tally {
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a QuestionRow>) -> Self {
        let mut tally = Self::default();
        for row in rows {
            tally.add(row);
        }
        tally
    }

    /// Of the characters shown, by nearest rank; 0 of no question.
    pub fn median_chars(&self) -> usize {
        let mut chars = self.chars.clone();
        chars.sort_unstable();
        chars.get(chars.len().saturating_sub(1) / 2).copied().unwrap_or(0)
    }

    fn add(&mut self, row: &QuestionRow) {
        self.questions += 1;
        if let Some(Ranks { sparse, dense, unboosted, fused }) = row.ranks {
            self.sparse.count(sparse);
            self.unboosted.count(unboosted);
            self.fused.count(fused);
            if let Some(dense) = dense {
                self.dense.count(dense);
            }
        }
        let Some(given) = &row.given else { return };
        let (score, test) = (&given.score, &row.test);
        self.accuracy.count(score.right);
        self.chars.push(score.chars);
        self.claimed.count(!score.abstained);
        if !score.abstained {
            self.claimed_right.count(score.right);
        }
        let is_not_found = score.verdict == Verdict::NotFound;
        match test.abstain {
            true => self.not_found.count(is_not_found),
            false => {
                self.helped.count(score.helped);
                self.lost.count(is_not_found);
            }
        }
        if test.abstain {
            self.refusals.count(score.abstained);
        } else {
            self.answered.count(!score.abstained);
            self.citation_recall.add(score.gold_cited, test.gold.len());
        }
        if score.abstained {
            self.refusal_precision.count(test.abstain);
        } else if test.abstain {
            self.citation_precision.add(0, score.citations);
        } else if !test.gold.is_empty() {
            self.citation_precision.add(score.citations_on_gold, score.citations);
            if score.right {
                self.citations.count(score.citations_on_gold > 0);
            }
        }
    }
}

/// All answers that a model was asked to write.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct WritingTally {
    /// Questions that it was asked.
    pub asked: usize,
    /// Answers that show first what it picked.
    pub selected: Share,
    /// Answers that show some sentence of its.
    pub generated: Share,
    /// Sentences of its that passed the check, of all that it wrote, repairs included.
    pub supported: Share,
    /// Right answers among the questions that it was asked: as shown, extracted alone, what it wrote or picked alone.
    pub right: Share,
    pub extracted_right: Share,
    pub model_right: Share,
    pub calls: usize,
    pub prompt_tokens: usize,
    pub completion_tokens: usize,
    pub seconds: f64,
    pub cached: usize,
}

impl WritingTally {
    /// `None` where no model was asked.
    pub fn of(rows: &[QuestionRow]) -> Option<Self> {
        let mut tally = Self::default();
        for row in rows {
            let Some(given) = &row.given else { continue };
            let Some(writing) = &given.writing else { continue };
            tally.asked += 1;
            tally.selected.count(writing.is_selected);
            tally.generated.count(writing.shown > 0);
            tally.supported.add(writing.shown, writing.shown + writing.withheld);
            tally.right.count(given.score.right);
            tally.extracted_right.count(writing.extracted_right);
            tally.model_right.count(writing.model_right);
            tally.calls += writing.calls;
            tally.prompt_tokens += writing.prompt_tokens;
            tally.completion_tokens += writing.completion_tokens;
            tally.seconds += writing.seconds;
            tally.cached += writing.cached;
        }
        (tally.asked > 0).then_some(tally)
    }

    /// Of `sum` for each question that the model was asked.
    pub fn each(&self, sum: f64) -> f64 {
        sum / self.asked.max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::{Share, Tally};
    use crate::evaluate::rank::{Rank, Ranks};
    use crate::evaluate::row::QuestionRow;
    use crate::evaluate::score::Score;

    fn score(abstained: bool, right: bool, citations: [usize; 3]) -> Score {
        let [citations, citations_on_gold, gold_cited] = citations;
        Score { citations, citations_on_gold, gold_cited, ..Score::for_tests(abstained, right) }
    }

    /// A question with two gold places, answered rightly, wrongly, refused; two without an answer, refused and answered.
    fn rows() -> Vec<QuestionRow> {
        let gold = "\"facts\": [[\"甲\"]], \"gold\": [{\"path\": \"a\", \"lines\": [1, 2]}, {\"path\": \"a\", \"lines\": [5, 5]}]";
        let none = "\"abstain\": true";
        vec![
            QuestionRow::for_tests("a", gold, Some(score(false, true, [4, 2, 1]))),
            QuestionRow::for_tests("b", gold, Some(score(false, false, [2, 0, 0]))),
            QuestionRow::for_tests("c", gold, Some(score(true, false, [0, 0, 0]))),
            QuestionRow::for_tests("d", none, Some(score(true, true, [0, 0, 0]))),
            QuestionRow::for_tests("e", none, Some(score(false, false, [2, 0, 0]))),
        ]
    }

    #[test]
    fn every_figure_is_the_share_that_its_definition_says() {
        let tally = Tally::of(&rows());
        let share = |part, whole| Share { part, whole };
        assert_eq!(tally.accuracy, share(2, 5));
        assert_eq!(tally.citations, share(1, 1));
        assert_eq!(tally.citation_precision, share(2, 8));
        assert_eq!(tally.citation_recall, share(1, 6));
        assert_eq!(tally.refusals, share(1, 2));
        assert_eq!(tally.refusal_precision, share(1, 2));
        assert_eq!(tally.answered, share(2, 3));
    }

    #[test]
    fn a_share_of_nothing_has_no_value() {
        let tally = Tally::of(&[]);
        assert_eq!((tally.accuracy.value(), tally.fused.mrr_at_10()), (None, None));
        let unanswered = Tally::of(&[QuestionRow::for_tests("a", "\"facts\": [[\"甲\"]]", None)]);
        assert_eq!((unanswered.questions, unanswered.accuracy.whole), (1, 0));
    }

    #[test]
    fn an_answer_without_known_gold_does_not_count_against_citations() {
        let tally =
            Tally::of(&[QuestionRow::for_tests("a", "\"facts\": [[\"甲\"]]", Some(score(false, true, [3, 0, 0])))]);
        assert_eq!((tally.citations.whole, tally.citation_precision.whole, tally.citation_recall.whole), (0, 0, 0));
    }

    #[test]
    fn legs_are_averaged_over_the_questions_they_ran_for() {
        let mut rows = rows();
        rows[0].ranks = Some(Ranks { sparse: Rank::At(1), dense: None, unboosted: Rank::At(2), fused: Rank::At(2) });
        rows[1].ranks = Some(Ranks {
            sparse: Rank::At(12),
            dense: Some(Rank::At(4)),
            unboosted: Rank::At(1),
            fused: Rank::NotFound,
        });
        let tally = Tally::of(&rows);
        assert_eq!((tally.sparse.recall_at_1.value(), tally.sparse.mrr_at_10()), (Some(0.5), Some(0.5)));
        assert_eq!((tally.dense.recall_at_5.value(), tally.dense.mrr_at_10()), (Some(1.0), Some(0.25)));
        assert_eq!((tally.fused.recall_at_10.value(), tally.fused.mrr_at_10()), (Some(0.5), Some(0.25)));
    }
}
