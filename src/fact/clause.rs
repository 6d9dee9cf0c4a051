//! Sentences and clauses of a report, and what a clause tells: why, what was done, what is to come, whom it hit.

use super::hardship::mends_itself;
use crate::report::Span;
use crate::vocabulary::{Sense, Words};

/// The sentences of `text[span]`, ends included: 。！？；; and line ends end one. A full stop in a number does not.
pub fn sentences(text: &str, span: Span) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut start = span.start;
    for (at, c) in text[span.clone()].char_indices() {
        if matches!(c, '。' | '！' | '？' | '；' | ';' | '\n') {
            let end = span.start + at + c.len_utf8();
            pieces.push(start..end);
            start = end;
        }
    }
    if start < span.end {
        pieces.push(start..span.end);
    }
    pieces.retain(|piece| !text[piece.clone()].trim().is_empty());
    pieces
}

/// The clauses of `text[span]`: sentences split at ，, as well, but not inside a number such as `1,234` or inside brackets.
pub(super) fn clauses(text: &str, span: Span) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut clauses = Vec::new();
    for sentence in sentences(text, span) {
        let mut start = sentence.start;
        let mut depth = 0_usize;
        for (at, c) in text[sentence.clone()].char_indices() {
            let at = sentence.start + at;
            let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
            let in_number = c == ',' && at > 0 && digit(at - 1) && digit(at + 1);
            match c {
                '（' | '(' => depth += 1,
                '）' | ')' => depth = depth.saturating_sub(1),
                '，' | ',' if !in_number && depth == 0 => {
                    clauses.push(start..at + c.len_utf8());
                    start = at + c.len_utf8();
                }
                _ => {}
            }
        }
        if start < sentence.end {
            clauses.push(start..sentence.end);
        }
    }
    clauses
}

pub(super) fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Whether a clause tells why.
pub fn tells_cause(clause: &str) -> bool {
    const WORDS: &[&str] = &[
        "原因为", "原因是", "原因系", "原因在于", "由于", "因为", "查明", "定位为", "定位到", "系因", "是因", "怀疑",
        "疑似", "分析发现", "排查发现", "经排查", "经查", "经核实", "排查为", "确认为", "所致", "起因", "缘于",
        "查到是", "查出是", "查日志", "看日志", "because", "due to", "caused by",
    ];
    has(clause, WORDS)
        || begins_with_effect(clause)
        || has(clause, EFFECTS)
        || opening(clause).starts_with('因')
        || ["原因", "根因", "目前原因"].iter().any(|word| opening(clause).starts_with(word))
}

const EFFECTS: &[&str] = &["导致", "引起", "引发", "造成", "致使"];

/// Whether a clause begins with what a cause led to: the cause stands before it.
pub(super) fn begins_with_effect(clause: &str) -> bool {
    EFFECTS.iter().any(|word| {
        opening(clause).starts_with(word)
            || opening(clause).strip_prefix("从而").is_some_and(|rest| rest.starts_with(word))
    })
}

/// Whether a text tells what something led to.
pub fn tells_effect(text: &str) -> bool {
    has(text, EFFECTS)
}

fn opening(clause: &str) -> &str {
    clause.trim_start_matches(|c: char| !c.is_alphanumeric())
}

/// Whether a clause tells what was done about it.
pub fn tells_handling(clause: &str) -> bool {
    static DONE: Words = Words::of(&[Sense::Measure, Sense::ClosingStep, Sense::Mended]);
    if mends_itself(clause) {
        return false;
    }
    let is_done = opening(clause).starts_with('已') && !has(clause, &["已达", "已有", "已知"]);
    let says_enough = clause.chars().filter(|c| c.is_alphanumeric()).count() > 2;
    let is_denied =
        |at: usize| ["没有", "未", "无法", "不能", "没", "不再", "不用"].iter().any(|not| clause[..at].ends_with(not));
    let names_deed = || DONE.all_in(clause).into_iter().any(|deed| !is_denied(deed.span.start));
    says_enough && (is_done || names_deed()) && !has(clause, &["未恢复", "无法恢复", "没有恢复", "待恢复", "尚未"])
}

/// Whether a clause speaks of what is still to come: neither cause nor handling.
pub fn tells_plan(clause: &str) -> bool {
    const WORDS: &[&str] = &[
        "需要", "需由", "建议", "后续", "待", "下一步", "计划", "改进方案", "将于", "预计", "拟", "准备", "谁", "哪些",
    ];
    WORDS.iter().any(|word| opening(clause).starts_with(word))
        || has(clause, &["改进方案", "整改方案", "优化方案", "待复盘", "正在", "要把", "需把", "需将", "明天", "明日"])
}

/// Whether a clause tells whom or what it hit, or that it hit nothing.
pub fn tells_impact(clause: &str) -> bool {
    has(clause, &["影响", "波及", "涉及", "受损", "受阻", "阻塞", "阻断", "损失", "无感", "资损", "affected", "impact"])
        && !has(clause, &["解决", "避免", "降低", "减少", "评估影响", "影响评估", "防止"])
}

/// Where in a clause the effect begins that it tells after its cause, in bytes: `日志写满|导致停更`, and where the words for it
/// end. `None` for a clause that begins with either.
pub(super) fn effect_inside(clause: &str) -> Option<(usize, usize)> {
    let begins_with_reason = opening(clause).starts_with('因') || opening(clause).starts_with("由于");
    let found = EFFECTS.iter().filter_map(|word| Some((clause.find(word)?, word.len()))).min()?;
    let before = clause[..found.0].chars().filter(|c| c.is_alphanumeric()).count();
    let has_reason = clause[..found.0].contains("由于") || clause[..found.0].contains('因');
    (!begins_with_reason && !has_reason && before >= 4).then_some((found.0, found.0 + found.1))
}

/// Whether a clause goes on counting what the one before it began to: `共115笔，总金额27.6万元`.
pub(super) fn goes_on_counting(clause: &str) -> bool {
    let has_digit = clause.chars().any(|c| c.is_ascii_digit());
    has_digit && ["总", "共", "合计", "金额", "其中", "累计", "占"].iter().any(|word| opening(clause).starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::{begins_with_effect, clauses, sentences, tells_impact};

    #[test]
    fn sentences_end_where_people_end_them() {
        let text = "一。二；三！1.5%四";
        let texts: Vec<&str> = sentences(text, 0..text.len()).into_iter().map(|span| &text[span]).collect();
        assert_eq!(texts, ["一。", "二；", "三！", "1.5%四"]);
    }

    #[test]
    fn a_comma_inside_a_number_or_brackets_ends_no_clause() {
        let text = "共1,234笔（多数已退，少数在途），已处理";
        let texts: Vec<&str> = clauses(text, 0..text.len()).into_iter().map(|span| &text[span]).collect();
        assert_eq!(texts, ["共1,234笔（多数已退，少数在途），", "已处理"]);
    }

    #[test]
    fn an_effect_points_back_to_its_cause() {
        assert!(begins_with_effect("，导致入库停了"));
        assert!(!begins_with_effect("因停电导致入库停了"));
    }

    #[test]
    fn what_is_done_against_an_impact_is_not_the_impact() {
        assert!(tells_impact("影响12家门店"));
        assert!(!tells_impact("以降低对门店的影响"));
    }
}
