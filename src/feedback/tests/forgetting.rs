use crate::feedback::{FeedbackError, Forgetting, Forgotten, Opinion};

use super::{answer, at, kept, said};

#[test]
fn all_goes_but_corrections_which_go_where_that_is_said() {
    let (base, feedback) = kept();
    let asked = [answer("第一问？", "2026-11-01T01:00:00Z"), answer("第二问？", "2026-11-02T01:00:00Z")];
    asked.iter().for_each(|answer| assert!(feedback.record(answer).expect("logged")));
    feedback.judge(&asked[0], said(Opinion::Right, None), at("2026-11-03T01:00:00Z")).expect("kept");
    feedback.judge(&asked[1], said(Opinion::Wrong, Some("是回放延迟")), at("2026-11-03T01:00:00Z")).expect("kept");
    let forgotten = feedback.forget(&Forgetting::All, false).expect("forgotten");
    assert_eq!(forgotten, Forgotten { answers: 2, judgements: 1, corrections: 0, kept_corrections: 1 });
    assert_eq!(feedback.corrections().expect("readable").len(), 1);
    let text = std::fs::read_to_string(base.path().join("index.feedback/answers.jsonl")).expect("there");
    assert_eq!(text, "", "no word of an answer is left");
    let forgotten = feedback.forget(&Forgetting::All, true).expect("forgotten");
    assert_eq!(forgotten, Forgotten { corrections: 1, ..Forgotten::default() });
    assert!(feedback.kept().expect("readable").answers.is_empty());
    assert_eq!(feedback.stats().expect("readable"), []);
}

#[test]
fn one_goes_by_its_id_and_a_correction_by_its_own() {
    let (_base, feedback) = kept();
    let asked = [answer("第一问？", "2026-11-01T01:00:00Z"), answer("第二问？", "2026-11-02T01:00:00Z")];
    asked.iter().for_each(|answer| assert!(feedback.record(answer).expect("logged")));
    let correction = feedback.judge(&asked[1], said(Opinion::Wrong, Some("是回放延迟")), at("2026-11-03T01:00:00Z"));
    let correction = correction.expect("kept").id;
    let one = |id: &str| Forgetting::One(id.to_string());
    feedback.forget(&one(asked[0].id.as_str()), false).expect("forgotten");
    assert!(matches!(feedback.find(asked[0].id.as_str()), Err(FeedbackError::Unknown { .. })));
    feedback.forget(&one(correction.as_str()), false).expect("named itself, it goes");
    assert!(feedback.corrections().expect("readable").is_empty());
    assert!(feedback.find(asked[1].id.as_str()).is_ok(), "its answer stays");
    assert!(matches!(feedback.forget(&one("00000000"), true), Err(FeedbackError::Unknown { .. })));
}

#[test]
fn what_was_asked_before_a_day_goes() {
    let (_base, feedback) = kept();
    let asked = [answer("第一问？", "2026-11-01T01:00:00Z"), answer("第二问？", "2026-11-02T01:00:00Z")];
    asked.iter().for_each(|answer| assert!(feedback.record(answer).expect("logged")));
    let forgotten = feedback.forget(&Forgetting::Before(at("2026-11-02T00:00:00Z")), false).expect("forgotten");
    assert_eq!(forgotten.answers, 1);
    let kept = feedback.kept().expect("readable");
    assert_eq!(kept.answers.iter().map(|kept| kept.question()).collect::<Vec<_>>(), ["第二问？"]);
}

#[test]
fn nothing_kept_is_forgotten_without_a_trace() {
    let (base, feedback) = kept();
    assert_eq!(feedback.forget(&Forgetting::All, true).expect("nothing to do"), Forgotten::default());
    assert!(!base.path().join("index.feedback").exists());
}
