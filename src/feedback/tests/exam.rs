use std::path::Path;

use crate::feedback::{AnswerRecord, AskedFilters, ExamQuestion, Opinion};

use super::{answer, at, kept, said};

fn exam_of(asked: &AnswerRecord, opinion: Opinion, correct: Option<&str>) -> Option<ExamQuestion> {
    let (_base, feedback) = kept();
    feedback.judge(asked, said(opinion, correct), at("2026-11-03T01:00:00Z")).expect("kept");
    feedback.exam().expect("readable").questions.pop()
}

#[test]
fn a_right_answer_is_asked_for_its_first_statement_and_a_related_one_for_any() {
    let asked = answer("6/15差异的原因？", "2026-11-01T01:00:00Z");
    let question = exam_of(&asked, Opinion::Right, None).expect("a question");
    assert_eq!(question.facts, [["原因：扩容时重启了机器。"]]);
    assert_eq!(question.gold[0].lines, [72, 72]);
    let related = AnswerRecord { verdict: "related".to_string(), ..asked.clone() };
    let question = exam_of(&related, Opinion::Right, None).expect("a question");
    assert_eq!(question.facts, [["原因：扩容时重启了机器。", "处置：重跑。"]]);
    let refused =
        AnswerRecord { verdict: "not_found".to_string(), sentences: Vec::new(), citations: Vec::new(), ..asked };
    let question = exam_of(&refused, Opinion::Right, None).expect("a question");
    assert!(question.abstain && question.facts.is_empty());
}

#[test]
fn a_correction_is_asked_for_what_it_says_that_the_wrong_answer_did_not() {
    let asked = answer("6/15差异的原因？", "2026-11-01T01:00:00Z");
    let facts = |text| exam_of(&asked, Opinion::Wrong, Some(text)).expect("a question").facts;
    assert_eq!(facts("不是扩容，是 GoldenGate 回放晚了45分钟"), [["GoldenGate"], ["45"]]);
    assert_eq!(facts("其实是「回放延迟」"), [["回放延迟"]]);
    assert_eq!(facts("其实是网络"), [["其实是网络"]]);
}

#[test]
fn what_no_answer_is_known_to_is_left_out_and_counted() {
    let (_base, feedback) = kept();
    let wrong = answer("第一问？", "2026-11-01T01:00:00Z");
    let author = AskedFilters { author: Some("李".to_string()), ..AskedFilters::default() };
    let narrowed = AnswerRecord { filters: author, ..answer("第二问？", "2026-11-01T01:00:01Z") };
    feedback.judge(&wrong, said(Opinion::Wrong, None), at("2026-11-03T01:00:00Z")).expect("kept");
    feedback.judge(&narrowed, said(Opinion::Right, None), at("2026-11-03T01:00:00Z")).expect("kept");
    let exam = feedback.exam().expect("readable");
    assert!(exam.questions.is_empty());
    assert_eq!((exam.left_out.without_correction, exam.left_out.narrowed), (1, 1));
}

#[test]
fn eval_reads_every_line_and_a_question_stands_once() {
    let (_base, feedback) = kept();
    for (n, question) in ["原因\u{200b}？\"甲\"", "第二问？", "第二问？"].iter().enumerate() {
        let asked = answer(question, &format!("2026-11-0{}T01:00:00Z", n + 1));
        feedback.judge(&asked, said(Opinion::Right, None), at("2026-11-09T01:00:00Z")).expect("kept");
    }
    let exam = feedback.exam().expect("readable");
    let lines = exam.questions.iter().map(|question| serde_json::to_string(question).expect("JSON"));
    let lines = lines.collect::<Vec<_>>().join("\n");
    let read = crate::evaluate::read(Path::new("exam.jsonl"), lines.as_bytes()).expect("a set");
    assert_eq!(read.len(), 2);
    assert_eq!(read[1].id, exam.questions[1].id);
}
