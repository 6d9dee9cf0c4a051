use std::io::Write;

use crate::feedback::{Bounds, FeedbackError, Opinion};

use super::{answer, at, kept, opened, said};

#[test]
fn an_answer_is_kept_with_an_id_and_found_by_its_beginning() {
    let (base, feedback) = kept();
    let first = answer("6/15差异的原因？", "2026-11-01T01:00:00Z");
    assert!(feedback.record(&first).expect("logged"));
    feedback.record(&answer("另一个问题？", "2026-11-02T01:00:00Z")).expect("logged");
    let found = feedback.find(&first.id.as_str()[..5].to_uppercase()).expect("found");
    assert_eq!(found.answer.as_ref(), Some(&first));
    assert!(found.judgements.is_empty());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |name: &str| {
            let path = base.path().join("index.feedback").join(name);
            std::fs::metadata(path).expect("there").permissions().mode() & 0o777
        };
        assert_eq!([mode(""), mode("answers.jsonl")], [0o700, 0o600]);
    }
}

#[test]
fn a_log_that_is_off_keeps_nothing_but_what_is_said() {
    let (base, _) = kept();
    let feedback = opened(&base, false, Bounds::USUAL);
    let first = answer("6/15差异的原因？", "2026-11-01T01:00:00Z");
    assert!(!feedback.record(&first).expect("nothing to do"));
    assert!(!base.path().join("index.feedback").exists(), "nothing is made for nothing");
    let error = feedback.find(first.id.as_str()).expect_err("not kept");
    assert!(error.hint().is_some_and(|hint| hint.contains("ZHOUBAO_FEEDBACK")), "{error:?}");
    feedback.judge(&first, said(Opinion::Right, None), at("2026-11-01T02:00:00Z")).expect("kept");
    assert_eq!(feedback.find(first.id.as_str()).expect("kept now").answer, Some(first));
}

#[test]
fn an_unknown_id_is_told_the_nearest_ones_and_no_text_of_a_question_is_an_id() {
    let (_base, feedback) = kept();
    let first = answer("6/15差异的原因？", "2026-11-01T01:00:00Z");
    feedback.record(&first).expect("logged");
    let id = first.id.as_str();
    let last = if id.ends_with('z') { 'y' } else { 'z' };
    let error = feedback.find(&format!("{}{last}", &id[..7])).expect_err("unknown");
    assert!(error.is_usage() && error.hint() == Some(format!("did you mean `{id}`?")), "{error:?}");
    for typed in ["", "k3f", "周报", "../../etc/passwd", "\u{1b}[31m", &"a".repeat(100_000)] {
        let error = feedback.find(typed).expect_err("no id");
        assert!(error.to_string().chars().count() < 80, "{error}");
    }
}

#[test]
fn the_oldest_go_when_the_log_is_full_and_what_was_judged_stays() {
    let (base, _) = kept();
    let feedback = opened(&base, true, Bounds { answers: 20, bytes: 1 << 20 });
    // Counted at every answer: each is longer than a step.
    let feedback_small = opened(&base, true, Bounds { answers: 20, bytes: 40_000 });
    let answers: Vec<_> =
        (0..60).map(|n| answer(&format!("第{n}问？"), &format!("2026-10-01T01:{n:02}:00Z"))).collect();
    feedback.record(&answers[0]).expect("logged");
    feedback.judge(&answers[0], said(Opinion::Right, None), at("2026-10-01T03:00:00Z")).expect("kept");
    for answer in &answers[1..] {
        feedback_small.record(answer).expect("logged");
    }
    let kept = feedback.kept().expect("readable");
    assert!(kept.answers.len() <= 25, "{} are kept", kept.answers.len());
    assert_eq!(kept.answers[0].answer.as_ref(), Some(&answers[0]), "what was judged stays");
    assert_eq!(kept.answers.last().and_then(|last| last.answer.as_ref()), answers.last());
    // What is gone is still counted.
    let months = feedback.stats().expect("readable");
    assert_eq!((months[0].asked, months[0].answered, months[0].right), (60, 60, 1));
    let files = std::fs::read_dir(base.path().join("index.feedback")).expect("there").flatten();
    let size: u64 = files.map(|file| file.metadata().expect("there").len()).sum();
    assert!(size < 40_000, "{size} bytes in all parts");
}

#[test]
fn a_line_that_was_cut_short_costs_one_answer_and_is_said() {
    let (base, feedback) = kept();
    feedback.record(&answer("第一问？", "2026-11-01T01:00:00Z")).expect("logged");
    let path = base.path().join("index.feedback/answers.jsonl");
    let mut file = std::fs::OpenOptions::new().append(true).open(&path).expect("there");
    file.write_all(b"{\"event\":\"answer\",\"id\":\"k3").expect("written");
    feedback.record(&answer("第二问？", "2026-11-02T01:00:00Z")).expect("logged");
    file.write_all(b"[1, 2]\n\xff\xfe\n").expect("written");
    let kept = feedback.kept().expect("readable");
    let questions: Vec<&str> = kept.answers.iter().map(super::super::JudgedAnswer::question).collect();
    assert_eq!(questions, ["第一问？", "第二问？"]);
    assert_eq!(kept.notices.len(), 3, "{:?}", kept.notices);
    assert!(kept.notices[0].contains("line 2 of the log of answers is cut short"), "{:?}", kept.notices);
}

#[test]
fn many_may_write_at_once_while_the_log_is_cut() {
    let (base, _) = kept();
    let bounds = Bounds { answers: 50, bytes: 30_000 };
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let feedback = opened(&base, true, bounds);
            scope.spawn(move || {
                for n in 0..50 {
                    let moment = format!("2026-11-0{}T01:{n:02}:00Z", writer + 1);
                    feedback.record(&answer(&format!("{writer}的第{n}问？"), &moment)).expect("logged");
                }
            });
        }
    });
    let feedback = opened(&base, true, bounds);
    assert_eq!(feedback.kept().expect("readable").notices, Vec::<String>::new(), "every line is whole");
    let asked: usize = feedback.stats().expect("readable").iter().map(|month| month.asked).sum();
    assert_eq!(asked, 200, "none was lost, none counted twice");
}

#[test]
fn where_nothing_can_be_written_that_is_an_error_with_a_hint() {
    let base = tempfile::tempdir().expect("temporary directory");
    std::fs::write(base.path().join("index.feedback"), "a file, no folder").expect("written");
    let feedback = opened(&base, true, Bounds::USUAL);
    let error = feedback.record(&answer("第一问？", "2026-11-01T01:00:00Z")).expect_err("no folder");
    assert!(matches!(error, FeedbackError::NotWritten { .. }) && error.hint().is_some(), "{error:?}");
}

#[test]
fn a_part_that_a_killed_process_left_to_be_removed_counts_once() {
    let (base, _) = kept();
    let bounds = Bounds { answers: 16, bytes: 40_000 };
    let feedback = opened(&base, true, bounds);
    let folder = base.path().join("index.feedback");
    let moment = |n: usize| format!("2026-11-01T01:{n:02}:00Z");
    let parts = || {
        let names = std::fs::read_dir(&folder).expect("there").map(|entry| entry.expect("readable").file_name());
        let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.retain(|name| name.starts_with("answers.0"));
        names.sort();
        names
    };
    for n in 0..16 {
        feedback.record(&answer(&format!("第{n}问？"), &moment(n))).expect("logged");
    }
    let first = parts()[0].clone();
    let bytes = std::fs::read(folder.join(&first)).expect("there");
    for n in 16..20 {
        feedback.record(&answer(&format!("第{n}问？"), &moment(n))).expect("logged");
    }
    assert!(!parts().contains(&first), "it has gone: {:?}", parts());
    // As if the process had been killed before it removed it.
    std::fs::write(folder.join(&first), bytes).expect("written");
    let asked = |feedback: &crate::feedback::Feedback| feedback.stats().expect("readable")[0].asked;
    assert_eq!(asked(&feedback), 20, "none is counted twice");
    feedback.record(&answer("末问？", &moment(30))).expect("logged");
    assert!(!parts().contains(&first), "it is removed now: {:?}", parts());
    assert_eq!(asked(&feedback), 21);
    assert!(feedback.kept().expect("readable").answers.len() <= 17);
}

#[test]
fn what_is_judged_while_the_oldest_go_stays() {
    let (base, _) = kept();
    let bounds = Bounds { answers: 16, bytes: 40_000 };
    let first: Vec<_> = (0..40).map(|n| answer(&format!("先{n}问？"), &format!("2026-10-01T01:{n:02}:00Z"))).collect();
    let feedback = opened(&base, true, bounds);
    std::thread::scope(|scope| {
        let asking = opened(&base, true, bounds);
        scope.spawn(move || {
            for n in 0..200 {
                asking.record(&answer(&format!("后{n}问？"), "2026-11-01T01:00:00Z")).expect("logged");
            }
        });
        for answer in &first {
            feedback.record(answer).expect("logged");
            feedback.judge(answer, said(Opinion::Right, None), at("2026-11-02T01:00:00Z")).expect("kept");
        }
    });
    let kept = feedback.kept().expect("readable");
    for answer in &first {
        assert!(kept.answers.iter().any(|kept| kept.answer.as_ref() == Some(answer)), "{}", answer.question);
    }
}
