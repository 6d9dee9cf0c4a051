//! The status of an incident, by the words that its text ends on.

use crate::fact::clause::clause_start;
use crate::vocabulary::{Match, Sense, Words};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Resolved,
    Open,
    Unknown,
}

static RESOLVED: Words = Words::of(&[Sense::Resolved, Sense::IncidentClosed]);
static OPEN: Words = Words::of(&[Sense::Unresolved]);

/// Closes an incident however open it was before.
static CLOSED: Words = Words::of(&[Sense::IncidentClosed]);

/// Whether a sentence leaves something open.
pub fn says_open(sentence: &str) -> bool {
    // 待…回复 in a report becomes one of these in an answer.
    let answers = ["没有回复", "尚未回复", "未答复"];
    Status::of(sentence, false) == Status::Open || answers.iter().any(|word| sentence.contains(word))
}

impl Status {
    /// As [`Self::of`]; open where its part named 原因 says that the cause is not known, unless the text says that it is closed.
    pub(super) fn of_record(text: &str, is_cause_awaited: bool, is_handled: bool) -> Self {
        let status = Self::of(text, is_handled);
        let is_closed = || CLOSED.are_in(&without_quotes(&text.to_lowercase()));
        if is_cause_awaited && status == Self::Resolved && !is_closed() { Self::Open } else { status }
    }

    /// Open where anything is awaited, wherever it is written (`10:12 恢复，待复盘`), unless a later word closes it. Else resolved where a word
    /// says so or something was done (`is_handled`).
    pub(super) fn of(text: &str, is_handled: bool) -> Self {
        let lower = without_quotes(&text.to_lowercase());
        let place = |found: &Match| (found.span.start, found.span.len());
        let denial = |found: &Match| denial(&lower, found.span.start);
        let ends = RESOLVED.all_in(&lower);
        let resolved = ends.iter().rfind(|found| denial(found).is_none()).map(place);
        let closed = CLOSED.all_in(&lower).iter().rfind(|found| denial(found).is_none()).map(place);
        let is_open = |found: &&Match| denial(found) == Some(Denial::OfTheIncident);
        let denied = ends.iter().rfind(is_open).map(place);
        let open = OPEN.last_in(&lower).as_ref().map(place).max(last_wait(&lower)).max(denied).max(state_alone(&lower));
        match (resolved, open) {
            (_, Some(open)) if closed.is_some_and(|closed| closed > open) => Self::Resolved,
            (_, Some(_)) => Self::Open,
            (Some(_), None) => Self::Resolved,
            (None, None) if is_handled || closed.is_some() => Self::Resolved,
            (None, None) => Self::Unknown,
        }
    }
}

/// Whether what was done is all that was to be done: not where the last sentence goes on, or is for later (法务在整理材料，下周去派出所).
pub(super) fn is_done(text: &str) -> bool {
    static LATER: Words = Words::of(&[Sense::ToCome, Sense::GoesOn]);
    let mut sentences = text.split(['。', '；', ';', '\n']).filter(|sentence| sentence.contains(char::is_alphanumeric));
    sentences.next_back().is_none_or(|last| !LATER.are_in(&last.to_lowercase()))
}

/// The last sentence, clause or cell that says `open` or 未结 and nothing else, as position and length: not 未结算.
fn state_alone(text: &str) -> Option<(usize, usize)> {
    static ALONE: Words = Words::of(&[Sense::OpenAlone]);
    let mut at = 0;
    let marks = ['.', '。', ';', '；', ':', '：', ',', '，', '|', '\n'];
    let clauses = text.split_inclusive(marks).map(|clause| {
        at += clause.len();
        (at - clause.len(), clause)
    });
    let alone = clauses.filter(|(_, clause)| ALONE.have(clause.trim_matches(|c: char| !c.is_alphanumeric())));
    alone.last().map(|(at, clause)| (at, clause.len()))
}

/// What the words before one that ends an incident deny.
#[derive(PartialEq, Eq)]
enum Denial {
    /// 书面说明没要到，未关闭: a clause that names nothing else is of the incident.
    OfTheIncident,
    /// 换完没有恢复“自动”.
    OfSomethingElse,
}

fn denial(text: &str, at: usize) -> Option<Denial> {
    static NOT: Words = Words::of(&[Sense::Not, Sense::NotYet, Sense::Unable, Sense::EnglishNot]);
    const LONGEST_ADVERB: usize = 1;
    let clause = text[clause_start(text, at)..at].trim();
    if clause.ends_with('待') {
        return Some(Denial::OfSomethingElse);
    }
    let not = NOT.ending(clause)?;
    let subject = clause[..not.span.start].chars().filter(|c| c.is_alphanumeric()).count();
    Some(if subject <= LONGEST_ADVERB { Denial::OfTheIncident } else { Denial::OfSomethingElse })
}

/// The last word by which somebody is awaited, as position and length: 待网联回复, 等机房方出报告, 预计9/7追平.
fn last_wait(text: &str) -> Option<(usize, usize)> {
    static DEEDS: Words = Words::of(&[Sense::AwaitedDeed, Sense::Reply]);
    let is_wait = |at: usize, word: &str| {
        let rest: String = text[at + word.len()..].chars().take(12).collect();
        let clause = rest.split(['，', '。', '；', ',', ';', '\n']).next().unwrap_or_default();
        let is_other = word == "待" && text[..at].ends_with(['等', '期', '招', '接', '看', '对', '有']);
        !is_other && (DEEDS.are_in(clause) || word == "预计" && clause.contains(['平', '复', '完']))
    };
    ["待", "等", "预计"]
        .iter()
        .flat_map(|word| text.match_indices(*word).map(move |(at, _)| (at, *word)))
        .filter(|(at, word)| is_wait(*at, word))
        .map(|(at, word)| (at, word.len()))
        .max()
}

/// The text without quotations, which name a state or a deed of something else: 停在“处理中”, 用户说“转人工”.
pub(super) fn without_quotes(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '“' | '「' | '『' => depth += 1,
            '”' | '」' | '』' => depth = depth.saturating_sub(1),
            '\n' => {
                depth = 0;
                kept.push(c);
            }
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{Status, is_done};

    #[test]
    fn a_state_alone_is_a_sentence_of_its_own() {
        assert_eq!(Status::of("### Swapped jackets\n- Legal reported the case.\n- Open.\n", true), Status::Open);
        assert_eq!(Status::of("The doors open again. Closed.", true), Status::Resolved);
        assert_eq!(Status::of("The shop is open.", true), Status::Resolved);
        assert_eq!(Status::of("北桥来函不认，我方日历在复核，未结", true), Status::Open);
        assert_eq!(Status::of("补出后恢复，未结算的 3 笔次日出款", true), Status::Resolved);
    }

    #[test]
    fn what_is_for_later_is_not_done_yet() {
        assert!(!is_done("账号已拦下；法务在整理材料，下周去派出所") && !is_done("重启；还在观察"));
        assert!(is_done("下周的批次提前，重跑；已恢复") && is_done("重启"));
    }

    #[test]
    fn what_still_waits_decides() {
        assert_eq!(Status::of("09:10 恢复，原因核实中", true), Status::Open);
        assert_eq!(Status::of("原因：待厂商回复。处置：09:10 恢复", true), Status::Open);
        assert_eq!(Status::of("截至周五尚未恢复", true), Status::Open);
        assert_eq!(Status::of("待复盘；6/1复盘完成，关闭", true), Status::Resolved);
        assert_eq!(Status::of("书面说明还是没有，还未关闭", true), Status::Open);
        assert_eq!(Status::of("换完没有恢复自动，14:00手动启泵", true), Status::Resolved);
    }

    #[test]
    fn a_record_whose_cause_is_not_known_is_open_unless_it_says_that_it_is_closed() {
        let text = "处置：14:00 换阀后恢复。原因：待查";
        assert_eq!(Status::of_record(text, true, true), Status::Open);
        assert_eq!(Status::of_record("处置：14:00 换阀后恢复。原因：未定。已关闭", true, true), Status::Resolved);
        assert_eq!(Status::of_record("处置：14:00 换阀后恢复", false, true), Status::Resolved);
    }

    #[test]
    fn what_was_handled_is_resolved_and_what_was_not_is_not_known() {
        assert_eq!(Status::of("重跑后对平", true), Status::Resolved);
        assert_eq!(Status::of("收到告警", false), Status::Unknown);
    }

    #[test]
    fn a_quoted_state_is_no_state_of_the_incident() {
        assert_eq!(Status::of("43笔停在“处理中”，补上映射", true), Status::Resolved);
    }
}
