//! The step of a planned day: the verb behind the day (9/15提测), else the one before it (上线时间定在7/13).

use crate::fact::clause::{clause_start, sentences};
use crate::fact::standing::is_list_joint;
use crate::text::{find_mark, is_han};
use crate::vocabulary::{Sense, Words};

/// Steps that reports plan; of several the last one counts (完成开发并转测 is 转测).
static STEPS: Words = Words::of(&[
    Sense::ToTest,
    Sense::Launch,
    Sense::LaunchNoun,
    Sense::StepNoun,
    Sense::Release,
    Sense::Handover,
    Sense::Pilot,
    Sense::Trial,
    Sense::Acceptance,
    Sense::Review,
    Sense::Tender,
    Sense::Opening,
    Sense::Integration,
    Sense::Test,
    Sense::LoadTest,
    Sense::Switch,
    Sense::Retirement,
    Sense::Postmortem,
    Sense::Training,
    Sense::Signing,
    Sense::Arrival,
    Sense::Begin,
    Sense::Proposal,
    Sense::End,
    Sense::Finish,
    Sense::Connection,
    Sense::Migration,
    Sense::Install,
    Sense::Rectification,
    Sense::Submission,
    Sense::Build,
]);

/// Steps that every other one replaces.
const WEAK: [Sense; 4] = [Sense::Begin, Sense::Build, Sense::Test, Sense::Submission];

/// An unusual step is at most this long; longer English words are more than a step.
const LONGEST_STEP_CHARS: usize = 12;
const LONGEST_ENGLISH_STEP_CHARS: usize = 24;

/// The step in the words behind a day; may be empty.
pub(super) fn step_after(after: &str) -> String {
    let end = find_mark(after, &['，', '。', '；', ';', '（', '(', '\n', '、']).unwrap_or(after.len());
    let phrase = sentences(after, 0..end).first().map_or("", |first| after[first.clone()].trim().trim_end_matches('.'));
    if let Some(step) = known(phrase) {
        let rest = phrase.trim_start_matches("前").trim_start_matches("完成");
        if step != "完成" || rest.is_empty() || rest == phrase {
            return step;
        }
        return rest.chars().take(LONGEST_STEP_CHARS).collect();
    }
    if phrase.starts_with(['不', '没', '仍']) || is_list_joint(phrase) {
        return String::new();
    }
    // 评设计, 做完: verbs of one character.
    if phrase.starts_with('评') {
        return "评审".to_string();
    }
    if let Some(at) = phrase.find('完') {
        let verb = phrase[..at].chars().next_back().filter(|verb| !"做弄办前不没".contains(*verb));
        return verb.map_or_else(|| "完成".to_string(), |verb| format!("{verb}完"));
    }
    static OPENINGS: Words = Words::of(&[Sense::StepOpening, Sense::Formally, Sense::Gives, Sense::Presents]);
    let mut rest = phrase.trim_start_matches(|c: char| !c.is_alphanumeric());
    while let Some(opening) = OPENINGS.beginning(rest) {
        rest = rest[opening.span.end..].trim_start();
    }
    let is_english = !rest.contains(is_han);
    if is_english && rest.chars().count() > LONGEST_ENGLISH_STEP_CHARS {
        return String::new();
    }
    let most = if is_english { LONGEST_ENGLISH_STEP_CHARS } else { LONGEST_STEP_CHARS };
    rest.chars().take(most).collect::<String>().trim().to_string()
}

/// Whether a step is one that reports usually plan.
pub fn is_step(step: &str) -> bool {
    STEPS.have(step) || step == "完成"
}

/// The step in the words before a day; may be empty.
pub(super) fn step_before(before: &str) -> String {
    let own = &before[clause_start(before, before.len())..];
    let weak = || last(own, true, &["中", "已", "（", "("]);
    last(own, false, &["中", "已"]).or_else(weak).unwrap_or_default()
}

fn known(phrase: &str) -> Option<String> {
    let plain = || phrase.contains("完成").then(|| "完成".to_string());
    last(phrase, false, &[]).or_else(|| last(phrase, true, &[])).or_else(plain)
}

/// The last of the usual steps, weak ones or the others, that none of `tails` follows.
fn last(phrase: &str, is_weak: bool, tails: &[&str]) -> Option<String> {
    let mut found = STEPS.all_in(phrase);
    found.retain(|found| {
        WEAK.contains(&found.sense) == is_weak && !tails.iter().any(|tail| phrase[found.span.end..].starts_with(tail))
    });
    found.last().map(|found| found.word.to_string())
}
