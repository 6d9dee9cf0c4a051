//! One answer held against what is known of its question.

use uuid::Uuid;

use super::gold::GoldLines;
use super::question_set::TestQuestion;
use super::wording::Wording;
use crate::answer::{Answer, Origin, Sentence, Verdict};
use crate::report::Lines;

/// What an answer comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Whether it was claimed to be the answer, shown as related, or not found.
    pub verdict: Verdict,
    /// It is not claimed to be an answer.
    pub abstained: bool,
    /// It claimed no answer to what cannot be answered, or said every fact of what can.
    pub right: bool,
    /// Whether every fact is shown, claimed or not; false for a question without an answer.
    pub helped: bool,
    /// It says what the set calls wrong.
    pub is_barred: bool,
    /// Characters shown.
    pub chars: usize,
    /// Which groups of `facts` it does not say, from 0; empty for a refusal.
    pub missing: Vec<usize>,
    /// Places it cites, and how many of them overlap gold; both 0 for a refusal, which cites no answer.
    pub citations: usize,
    pub citations_on_gold: usize,
    /// Gold places that it cites.
    pub gold_cited: usize,
}

/// What of an answer is held against its question.
#[derive(Debug, Clone)]
pub(super) struct Given {
    pub verdict: Verdict,
    /// Those that are claimed, without citation marks: `[1]` says no 1.
    pub sentences: Vec<String>,
    /// Those that are shown beside them and claimed for nothing.
    pub related: Vec<String>,
    /// Of the claimed ones.
    pub citations: Vec<(Uuid, Lines)>,
}

impl Given {
    pub(super) fn new(answer: &Answer) -> Self {
        let (related, claimed): (Vec<&Sentence>, Vec<&Sentence>) =
            answer.sentences.iter().partition(|sentence| sentence.origin == Origin::Related);
        let is_claimed = |n: usize| claimed.iter().any(|sentence| sentence.citations.contains(&n));
        let cited = answer.citations.iter().filter(|citation| is_claimed(citation.n));
        Self {
            verdict: answer.verdict,
            citations: cited.map(|citation| (citation.report_id, citation.lines)).collect(),
            sentences: claimed.into_iter().map(|sentence| sentence.text.clone()).collect(),
            related: related.into_iter().map(|sentence| sentence.text.clone()).collect(),
        }
    }
}

impl Score {
    /// `places` are those of the question's gold, in its order.
    pub(super) fn new(test: &TestQuestion, places: &[GoldLines], given: &Given) -> Self {
        let read = |lines: &[String]| lines.iter().map(|line| Wording::new(line)).collect::<Vec<Wording>>();
        let (claimed, related) = (read(&given.sentences), read(&given.related));
        let is_said = |group: &Vec<String>, by: &[&[Wording]]| {
            let alternatives = read(group);
            let says = |line: &Wording| alternatives.iter().any(|alternative| line.contains(alternative));
            by.iter().any(|lines| lines.iter().any(says))
        };
        let groups = test.facts.iter().enumerate();
        let missing: Vec<usize> =
            groups.filter(|(_, group)| !is_said(group, &[&claimed])).map(|(number, _)| number).collect();
        let is_all_shown = test.facts.iter().all(|group| is_said(group, &[&claimed, &related]));
        // The set writes `^` for the start of a line.
        let shown = || given.sentences.iter().chain(&given.related);
        let bars = |barred: &String| match barred.strip_prefix('^') {
            Some(start) => shown().any(|line| line.starts_with(start)),
            None => claimed.iter().chain(&related).any(|line| line.contains(&Wording::new(barred))),
        };
        let is_barred = test.must_not.iter().any(bars);
        let may_be_right = !test.abstain && !is_barred;
        let common = Self {
            verdict: given.verdict,
            abstained: given.verdict != Verdict::Answered,
            right: may_be_right && missing.is_empty(),
            helped: may_be_right && is_all_shown && given.verdict != Verdict::NotFound,
            is_barred,
            chars: shown().map(|line| line.chars().count()).sum(),
            missing,
            citations: 0,
            citations_on_gold: 0,
            gold_cited: 0,
        };
        if common.abstained {
            return Self { right: test.abstain, missing: Vec::new(), ..common };
        }
        let on_gold = |(report, lines): &&(Uuid, Lines)| places.iter().any(|place| place.overlaps(*report, *lines));
        let is_cited =
            |place: &&GoldLines| given.citations.iter().any(|(report, lines)| place.overlaps(*report, *lines));
        Self {
            citations: given.citations.len(),
            citations_on_gold: given.citations.iter().filter(on_gold).count(),
            gold_cited: places.iter().filter(is_cited).count(),
            ..common
        }
    }

    /// One of no sentence, cited nowhere.
    #[cfg(test)]
    pub(super) fn for_tests(abstained: bool, right: bool) -> Self {
        Self {
            verdict: if abstained { Verdict::NotFound } else { Verdict::Answered },
            abstained,
            right,
            helped: right && !abstained,
            is_barred: false,
            chars: 0,
            missing: Vec::new(),
            citations: 0,
            citations_on_gold: 0,
            gold_cited: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Given, Score};
    use crate::answer::Verdict;
    use crate::evaluate::gold::GoldLines;
    use crate::evaluate::question_set::{TestQuestion, read};
    use crate::report::Lines;

    fn test(fields: &str) -> TestQuestion {
        let line = format!("{{\"id\": \"a\", \"question\": \"原因？\", {fields}}}");
        read(std::path::Path::new("set"), line.as_bytes()).expect("a good line").remove(0)
    }

    fn given(sentences: &[&str], citations: &[(u128, usize, usize)]) -> Given {
        let place = |&(report, first, last): &(u128, usize, usize)| (Uuid::from_u128(report), Lines { first, last });
        Given {
            verdict: Verdict::Answered,
            sentences: sentences.iter().map(ToString::to_string).collect(),
            related: Vec::new(),
            citations: citations.iter().map(place).collect(),
        }
    }

    fn places() -> Vec<GoldLines> {
        let place = |report, first, last| GoldLines { spots: vec![(Uuid::from_u128(report), Lines { first, last })] };
        vec![place(1, 10, 12), place(2, 5, 5)]
    }

    #[test]
    fn an_answer_is_right_when_every_group_is_met_by_an_alternative() {
        let test = test("\"facts\": [[\"扩容\", \"expansion\"], [\"5991\"]]");
        let score = |sentences: &[&str]| Score::new(&test, &[], &given(sentences, &[]));
        assert!(score(&["存储扩容时重启。", "差异5,991笔。"]).right);
        let half = score(&["存储扩容时重启，差异15991笔。"]);
        assert!(!half.right);
        assert_eq!(half.missing, [1]);
        assert_eq!(score(&[]).missing, [0, 1]);
    }

    #[test]
    fn a_fact_is_said_by_one_sentence_not_by_the_seam_of_two() {
        let test = test("\"facts\": [[\"存储扩容\"]]");
        assert!(!Score::new(&test, &[], &given(&["先看存储", "扩容在后"], &[])).right);
    }

    #[test]
    fn a_refusal_is_right_only_where_one_is_wanted() {
        let refusal =
            Given { verdict: Verdict::Related, ..given(&["最接近的内容：存储扩容"], &[(1, 10, 10)]) };
        let answer = given(&["存储扩容"], &[(1, 10, 10)]);
        let unanswerable = test("\"abstain\": true");
        let answerable = test("\"facts\": [[\"扩容\"]]");
        let right = |test, given| Score::new(test, &places(), given).right;
        assert!(right(&unanswerable, &refusal) && right(&answerable, &answer));
        assert!(!right(&unanswerable, &answer) && !right(&answerable, &refusal));
        assert_eq!(
            Score::new(&answerable, &places(), &refusal).citations,
            0,
            "what comes nearest is cited for no answer"
        );
    }

    #[test]
    fn what_is_shown_and_not_claimed_helps_and_is_not_right() {
        let test = test("\"facts\": [[\"扩容\"]], \"must_not\": [\"^是的\", \"缩容\"]");
        let score = |verdict, sentences: &[&str]| Score::new(&test, &[], &Given { verdict, ..given(sentences, &[]) });
        let beside = Given { related: vec!["存储扩容".to_string()], ..given(&["甲"], &[]) };
        let beside = Score::new(&test, &[], &beside);
        assert!(beside.helped && !beside.right, "what stands beside an answer is no part of it");
        let related = score(Verdict::Related, &["存储扩容时重启"]);
        assert!(related.helped && !related.right && related.abstained);
        assert!(!score(Verdict::NotFound, &["存储扩容时重启"]).helped);
        let answered = score(Verdict::Answered, &["存储扩容时重启"]);
        assert!(answered.helped && answered.right);
        assert!(!score(Verdict::Answered, &["是的。", "存储扩容时重启"]).right, "what the set bars is wrong");
        assert!(score(Verdict::Answered, &["扩容，是的"]).right, "but only at the start of a line");
        assert!(!score(Verdict::Answered, &["扩容后又缩容"]).helped);
    }

    #[test]
    fn citations_are_counted_by_overlap_with_gold() {
        let score = Score::new(
            &test("\"facts\": [[\"甲\"]]"),
            &places(),
            &given(&["甲"], &[(1, 12, 20), (2, 6, 9), (1, 10, 10)]),
        );
        assert_eq!((score.citations, score.citations_on_gold, score.gold_cited), (3, 2, 1));
    }

    #[test]
    fn without_gold_nothing_is_on_it() {
        let score = Score::new(&test("\"facts\": [[\"甲\"]]"), &[], &given(&["甲"], &[(1, 1, 1)]));
        assert_eq!((score.right, score.citations_on_gold, score.gold_cited), (true, 0, 0));
    }
}
