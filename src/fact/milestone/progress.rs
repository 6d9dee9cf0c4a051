//! The progress of a piece of work in percent: 总体进度80%, 开发70%, 80% complete. Rejects shares and rates.

use rust_decimal::Decimal;

use super::state::first_predicate;
use super::subject::{is_generic, readable, subject, tidy};
use crate::fact::clause::{clauses, sentence_start};
use crate::text::has_mark;
use crate::vocabulary::{Sense, WORK, Words};

pub(super) struct Progress {
    pub value: Decimal,
    /// What it is the progress of, as its clause says; empty where that says nothing.
    pub of: String,
    /// Where its clause begins.
    pub at: usize,
}

/// Right before or right after a percentage that is a progress.
static BESIDE: Words = Words::of(&[Sense::ProgressBeside]);

/// Right before one.
static BEFORE: Words = Words::of(&[Sense::ProgressBeside, Sense::ProgressBefore]);

/// Measures: a percentage after one of them is a figure.
static RATES: Words = Words::of(&[Sense::RateBefore]);

/// After a percentage that is a share of something.
static SHARES: Words = Words::of(&[Sense::ShareAfter]);

/// The progress figures of a text, in order; of 从60%到80% the later one.
pub(super) fn progresses(text: &str) -> Vec<Progress> {
    let text = readable(text);
    let mut found: Vec<Progress> = Vec::new();
    for span in clauses(text, 0..text.len()) {
        let clause = &text[span.clone()];
        let mut start = 0;
        let mut of_clause: Option<Progress> = None;
        for (at, _) in clause.match_indices(['%', '％']) {
            let digits = number_before(clause, at);
            let Ok(value) = clause[digits.clone()].parse::<Decimal>() else { continue };
            let before = &clause[start.min(digits.start)..digits.start];
            let after = clause[at..].trim_start_matches(['%', '％', ' ']);
            // The first of a clause counts, except that 从60%到80% ends at the later.
            let goes_on = before.trim_end().ends_with(['到', '至', '→']) || before.trim_end().ends_with("->");
            match &mut of_clause {
                _ if value > Decimal::ONE_HUNDRED => {}
                Some(known) if goes_on => known.value = value,
                Some(_) => {}
                None if is_progress(before, &clause[..digits.start], after) => {
                    of_clause = Some(Progress { value, of: name_of(&clause[..digits.start]), at: span.start });
                }
                None => {}
            }
            start = at;
        }
        if let Some(progress) = of_clause.as_mut().filter(|progress| progress.of.is_empty()) {
            progress.of = of_sentence(text, span.start);
            progress.at -= if progress.of.is_empty() { 0 } else { span.start - sentence_start(text, span.start) };
        }
        found.extend(of_clause);
    }
    found
}

/// The subject of a later sentence whose progress is in a clause of its own: …；二期改造开工，进度10%.
fn of_sentence(text: &str, clause_start: usize) -> String {
    let start = sentence_start(text, clause_start);
    if start == 0 || start == clause_start {
        return String::new();
    }
    let name = subject(text[start..clause_start].trim_start()).name;
    // 云迁移。应迁86个，完成率68%: the first sentence is the name of it all.
    let first = text.split(['。', '；', ';', '\n']).next().unwrap_or_default();
    if !has_mark(first, &['，', '：', ':']) && first_predicate(first).is_none() {
        return String::new();
    }
    if is_generic(&name) { String::new() } else { name }
}

/// The bytes of the number that ends before `at`.
fn number_before(clause: &str, at: usize) -> std::ops::Range<usize> {
    let before = clause[..at].trim_end();
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let start = before.len() - digits;
    start..before.len()
}

fn is_progress(before: &str, whole: &str, after: &str) -> bool {
    if SHARES.beginning(after).is_some() {
        return false;
    }
    let lower = whole.to_ascii_lowercase();
    let lead = without_brackets(lower.trim_end_matches(is_joint)).trim_end_matches(is_joint).to_string();
    // 目标1,200家，完成87.7%, 完成全年目标的29% and 完成月计划的96%: a figure and its target.
    let target = lower.split_once("目标").map(|(_, rest)| rest);
    let is_share_of_a_target = ["目标的", "计划的", "指标的"].iter().any(|end| lower.trim_end().ends_with(end));
    if target.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) || is_share_of_a_target {
        return false;
    }
    // 开发中（60%）
    if lower.trim_end().ends_with(['（', '(']) {
        let outer = lower.trim_end().trim_end_matches(['（', '(']).trim_end();
        return outer.ends_with('中') || WORK.ending(outer).is_some();
    }
    // ，完成率70%: of what the line is about; 活动完成率70% is a figure of its own.
    if before.trim_start().starts_with("完成率") {
        return true;
    }
    if RATES.ending(&lead).is_some() {
        return false;
    }
    if ["做到", "推进到", "推进至"].iter().any(|word| lower.trim_end_matches([' ', '约', '了']).ends_with(word))
    {
        return true;
    }
    let is_after = BESIDE.beginning(after).is_some() && !after.starts_with("完成率");
    if is_after || WORK.ending(&lead).is_some() || BEFORE.ending(&lead).is_some() {
        return true;
    }
    // 完成调度服务压测55%, 进度：代码80%: the word stands a little before.
    let own = before.to_ascii_lowercase();
    !RATES.are_in(&own)
        && (own.trim_start().starts_with("完成") || ["进度", "进展", "progress"].iter().any(|word| own.contains(word)))
}

/// Between the name of a progress and its value.
fn is_joint(c: char) -> bool {
    c.is_whitespace() || "：:约已达到为至是了=>→".contains(c)
}

/// `text` without a bracket at its end.
fn without_brackets(text: &str) -> &str {
    let closed = text.strip_suffix(['）', ')']);
    closed.and_then(|inner| inner.rfind(['（', '('])).map_or(text, |open| text[..open].trim_end())
}

/// 与承运商联调进度30%: 与承运商联调.
fn name_of(before: &str) -> String {
    static PROGRESS: Words = Words::of(&[Sense::BareProgress]);
    static OVERALL: Words = Words::of(&[Sense::Overall]);
    static DOING: Words = Words::of(&[Sense::DoneOpening, Sense::NameOpening]);
    static NO_NAME: Words = Words::of(&[Sense::AtPresent, Sense::Overall, Sense::ThisPeriod]);
    let mut name = without_brackets(before.trim_end_matches(is_joint)).trim_end_matches(is_joint);
    for ending in [&PROGRESS, &OVERALL, &DOING] {
        name = ending.ending(name).map_or(name, |found| &name[..found.span.start]);
    }
    let name = name.trim_end_matches(['做', '总']);
    let name = tidy(name.rsplit(['：', ':', '。', '；']).next().unwrap_or_default());
    if name.chars().count() > 1 && !NO_NAME.have(&name) { name } else { String::new() }
}

/// Whether a progress called `of` is that of the subject `name` itself: it names nothing, a stage of the work, or the same thing.
pub(super) fn is_of(of: &str, name: &str) -> bool {
    let mut rest = of;
    static OVERALL: Words = Words::of(&[Sense::AtPresent, Sense::Overall]);
    while let Some(word) = WORK.ending(rest).or_else(|| OVERALL.ending(rest)) {
        rest = &rest[..word.span.start];
    }
    rest.chars().count() < LEAST_PART_CHARS || name.contains(rest) || rest.contains(name)
}

/// A part with a progress of its own has a name of at least this length.
const LEAST_PART_CHARS: usize = 4;

#[cfg(test)]
mod tests {
    use super::progresses;

    fn read(text: &str) -> Vec<String> {
        progresses(text).into_iter().map(|progress| format!("{} {}", progress.of, progress.value)).collect()
    }

    #[test]
    fn progress_is_told_in_many_ways() {
        for (text, value) in [
            ("总体进度80%", " 80"),
            ("整体进度 20%。", " 20"),
            ("完成80%", " 80"),
            ("归档进度（总数120个）：45.83%", "归档 45.83"),
            ("解冻开发70%", "解冻开发 70"),
            ("完成调度服务压测55%，", "调度服务压测 55"),
            ("WMS upgrade 80% complete", "WMS upgrade 80"),
            ("进度由12%推进到36%", "进度由12%推进 36"),
        ] {
            let found = progresses(text);
            assert_eq!(found.len(), 1, "{text}");
            assert!(value.ends_with(&found[0].value.to_string()), "{text}: {}", found[0].value);
        }
        assert_eq!(read("开发进度70%，与承运商联调进度30%"), ["开发 70", "与承运商联调 30"]);
    }

    #[test]
    fn rates_and_shares_are_no_progress() {
        for text in
            ["出金成功率：99.97%", "地址占比23%", "覆盖率 75%，采纳率24%", "降低12%", "约7%的请求变慢", "满意度98%"]
        {
            assert!(progresses(text).is_empty(), "{text}: {:?}", read(text));
        }
    }
}
