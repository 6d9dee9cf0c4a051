//! Which step a planned day is of: the verb after the day (9/15提测), else the one before it (上线时间定在7/13).

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

/// Steps that every other one takes the place of.
const WEAK: [&str; 6] = ["启动", "开发", "研发", "测试", "提交", "开展"];

/// An unusual step is told in at most so many characters.
const LONGEST_STEP_CHARS: usize = 12;

/// The step in the words after a day; empty where they tell none.
pub(super) fn step_after(after: &str) -> String {
    let end = after.find(['，', '。', '；', ';', '（', '(', '\n', '、']).unwrap_or(after.len());
    let phrase = after[..end].trim();
    if let Some(step) = known(phrase) {
        let rest = phrase.trim_start_matches("前").trim_start_matches("完成");
        if step != "完成" || rest.is_empty() || rest == phrase {
            return step;
        }
        return rest.chars().take(LONGEST_STEP_CHARS).collect();
    }
    if phrase.starts_with(['不', '没', '仍']) {
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
    const OPENINGS: [&str; 20] = [
        "之前", "以前", "前", "左右", "正式", "份", "内", "再", "将", "可", "能", "会", "就", "底", "要", "进行",
        "进入", "给出", "提供", "拿出",
    ];
    let mut rest = phrase.trim_start_matches(|c: char| !c.is_alphanumeric());
    while let Some(shorter) = OPENINGS.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter.trim_start();
    }
    rest.chars().take(LONGEST_STEP_CHARS).collect::<String>().trim().to_string()
}

/// Whether a step is one that reports usually plan.
pub fn is_step(step: &str) -> bool {
    STEPS.have(step) || step == "完成"
}

/// The step in the words before a day; empty where there is none.
pub(super) fn step_before(before: &str) -> String {
    let from = before.rfind(['，', '。', '；', ';', '\n']).map_or(0, |at| before.ceil_char_boundary(at + 1));
    let own = &before[from..];
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
        WEAK.contains(&found.word) == is_weak && !tails.iter().any(|tail| phrase[found.span.end..].starts_with(tail))
    });
    found.last().map(|found| found.word.to_string())
}
