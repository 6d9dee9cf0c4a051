use crate::feedback::{FeedbackError, Opinion, Said};

use super::{answer, at, kept, said};

#[test]
fn a_correction_makes_the_answer_wrong_and_stands_beside_the_lines_it_cited() {
    let (_base, feedback) = kept();
    let asked = answer("6/15差异的原因？", "2026-11-01T01:00:00Z");
    feedback.record(&asked).expect("logged");
    let said = feedback.judge(&asked, said(Opinion::Right, Some("是回放延迟")), at("2026-11-02T01:00:00Z"));
    let said = said.expect("kept");
    assert_eq!((said.opinion, said.beside.len()), (Opinion::Wrong, 2));
    let corrections = feedback.corrections().expect("readable");
    assert_eq!(corrections.len(), 1);
    assert_eq!((corrections[0].text.as_str(), corrections[0].by.as_str()), ("是回放延迟", "张三"));
    assert_eq!(feedback.find(said.id.as_str()).expect("its answer").answer, Some(asked), "by the correction's id, too");
}

#[test]
fn it_may_stand_beside_some_lines_alone() {
    let (_base, feedback) = kept();
    let asked = answer("6/15差异的原因？", "2026-11-01T01:00:00Z");
    let one = Said { sources: vec![2], ..said(Opinion::Wrong, Some("是回放延迟")) };
    let kept = feedback.judge(&asked, one.clone(), at("2026-11-02T01:00:00Z")).expect("kept");
    assert_eq!(kept.beside.iter().map(|cited| cited.lines.first).collect::<Vec<_>>(), [73]);
    for n in [0, 3] {
        let error = feedback.judge(&asked, Said { sources: vec![n], ..one.clone() }, at("2026-11-02T01:00:00Z"));
        assert!(matches!(error, Err(FeedbackError::NoSource { count: 2, .. })), "{error:?}");
    }
}

#[test]
fn the_last_of_a_persons_corrections_holds_and_anothers_stands_beside_it() {
    let (_base, feedback) = kept();
    let asked = answer("6/15差异的原因？", "2026-11-01T01:00:00Z");
    for (day, by, text) in [("02", "张三", "一"), ("03", "李四", "二"), ("04", "张三", "三")] {
        let said = Said { by: by.to_string(), ..said(Opinion::Wrong, Some(text)) };
        feedback.judge(&asked, said, at(&format!("2026-11-{day}T01:00:00Z"))).expect("kept");
    }
    let texts: Vec<String> = feedback.corrections().expect("readable").into_iter().map(|said| said.text).collect();
    assert_eq!(texts, ["二", "三"]);
    assert_eq!(feedback.find(asked.id.as_str()).expect("found").judgements.len(), 3, "all of them are kept");
}

#[test]
fn what_says_nothing_or_too_much_is_refused_and_control_characters_are_dropped() {
    let (base, feedback) = kept();
    let asked = answer("6/15差异的原因？", "2026-11-01T01:00:00Z");
    let judge = |said| feedback.judge(&asked, said, at("2026-11-02T01:00:00Z"));
    for empty in ["", " \n ", "……", "\u{1b}\u{7}"] {
        let error = judge(said(Opinion::Wrong, Some(empty))).expect_err("says nothing");
        assert!(matches!(error, FeedbackError::Empty { what: "correction" }) && error.hint().is_some(), "{error:?}");
    }
    let error = judge(said(Opinion::Wrong, Some(&"长".repeat(2_001)))).expect_err("too long");
    assert_eq!(error.to_string(), "the correction has 2001 characters; 2000 at most");
    assert!(!base.path().join("index.feedback").exists(), "what is refused leaves nothing");
    let nobody = Said { by: " ".to_string(), ..said(Opinion::Right, None) };
    assert!(matches!(judge(nobody), Err(FeedbackError::Empty { what: "name" })));
    let named = Said { by: "张\u{1b}[31m三\n李四".to_string(), ..said(Opinion::Wrong, Some("一\u{0}二\n三")) };
    let kept = judge(named).expect("kept");
    assert_eq!((kept.by.as_str(), kept.correct.as_deref()), ("张[31m三 李四", Some("一二\n三")));
}

#[test]
fn a_month_counts_every_answer_once_by_what_was_said_last() {
    let (_base, feedback) = kept();
    let answers: Vec<_> =
        (1..=4).map(|n| answer(&format!("第{n}问？"), &format!("2026-10-3{}T12:00:00Z", n % 2))).collect();
    let later = answer("下月的问题？", "2026-11-05T12:00:00Z");
    for answer in answers.iter().chain([&later]) {
        feedback.record(answer).expect("logged");
    }
    let say = |at_day: &str, which: usize, said| {
        feedback.judge(&answers[which], said, at(&format!("2026-11-{at_day}T01:00:00Z"))).expect("kept");
    };
    say("01", 0, said(Opinion::Right, None));
    say("01", 1, said(Opinion::Right, None));
    say("02", 1, said(Opinion::Wrong, None));
    say("03", 2, said(Opinion::Wrong, Some("是别的")));
    let months = feedback.stats().expect("readable");
    let october = &months[0];
    assert_eq!(months.iter().map(|month| month.month.as_str()).collect::<Vec<_>>(), ["2026-10", "2026-11"]);
    assert_eq!([october.asked, october.right, october.wrong, october.corrected], [4, 1, 2, 1]);
    assert_eq!(october.share_right, Some(1.0 / 3.0));
    assert_eq!(months[1].share_right, None, "nobody said anything");
}
