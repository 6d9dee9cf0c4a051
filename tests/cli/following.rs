//! Follow-ups as people ask them, over all sample reports and without a language model: what they lean on is taken from the
//! conversation, and the right lines are shown. `tests/data/follow_ups.jsonl` has them.

use serde::Deserialize;
use zhoubao::evaluate::says;

use crate::desk::{AS_OF, Desk, seeds};

/// A question, what was asked next, and what an answer to that shows.
#[derive(Debug, Deserialize)]
struct FollowUp {
    first: String,
    then: String,
    /// It is about another matter, and borrows nothing.
    #[serde(default)]
    alone: bool,
    facts: Vec<Vec<String>>,
}

/// Of the twenty that lean on what was asked before them.
const LEAST_SHOWN: usize = 17;

fn follow_ups() -> Vec<FollowUp> {
    let lines = include_str!("../data/follow_ups.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).expect("a follow-up")).collect()
}

#[test]
fn follow_ups_are_answered_with_what_was_asked_before_and_another_matter_is_not() {
    let Some(desk) = Desk::with_models() else { return };
    let folder = seeds();
    desk.run(["ingest", folder.to_str().expect("a path")]).exits(0);
    let follow_ups = follow_ups();
    let typed: String =
        follow_ups.iter().map(|follow_up| format!("/new\n{}\n{}\n", follow_up.first, follow_up.then)).collect();
    let run = desk.run_reading(["chat", "--as-of", AS_OF], typed.as_bytes()).exits(0);
    // Every answer ends with what was searched, and every conversation begins with a line of its own.
    let is_end = |line: &&str| line.starts_with("已检索 ") || line.contains(" reports searched");
    let lines: Vec<&str> = run.stdout.lines().collect();
    let answers: Vec<&[&str]> = lines.split(is_end).collect();
    let conversations: Vec<&str> = run.stderr.split("a new conversation").skip(1).collect();
    assert_eq!((answers.len(), conversations.len()), (2 * follow_ups.len() + 1, follow_ups.len()), "{run}");
    let mut missed = Vec::new();
    for (at, follow_up) in follow_ups.iter().enumerate() {
        let shown: Vec<&&str> = answers[2 * at + 1].iter().filter(|line| !line.starts_with('[')).collect();
        let is_said = |fact: &String| shown.iter().any(|line| says(line, fact));
        let is_shown = follow_up.facts.iter().all(|group| group.iter().any(is_said));
        let borrows = conversations[at].contains("读作") || conversations[at].contains("read as");
        if follow_up.alone {
            assert!(!borrows && is_shown, "{follow_up:?} is about another matter: {}", conversations[at]);
        } else if !is_shown {
            missed.push(format!("{} → {}", follow_up.first, follow_up.then));
        }
    }
    let leaning = follow_ups.iter().filter(|follow_up| !follow_up.alone).count();
    assert!(leaning == 20 && leaning - missed.len() >= LEAST_SHOWN, "not shown: {missed:#?}");
}
