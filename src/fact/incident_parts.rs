//! The parts of an incident's text: 原因, 处置, 影响 where they are named, sentences that speak of them where they are not.

use crate::report::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartKind {
    Summary,
    Cause,
    Handling,
    Impact,
    /// 后续, 改进计划: what is still to be done; belongs to none of the others.
    FollowUp,
}

/// The names parts go by, longest first within a kind so that `处置措施` is not read as `处置` and a rest.
const NAMES: &[(PartKind, &[&str])] = &[
    (
        PartKind::Cause,
        &["根本原因", "故障原因", "问题原因", "事故原因", "初步原因", "具体原因", "原因分析", "原因定位", "原因", "根因", "root cause", "cause"],
    ),
    (
        PartKind::Handling,
        &[
            "处置措施", "处理措施", "处理方案", "处置方案", "处理过程", "处置过程", "处理方式", "处理结果", "处置结果", "解决方案", "解决措施", "解决办法",
            "临时方案", "应对措施", "应急措施", "处置", "处理", "解决", "措施", "应对", "恢复", "修复", "handling", "fix",
        ],
    ),
    (PartKind::Impact, &["影响范围", "业务影响", "影响面", "影响", "impact"]),
    (PartKind::Summary, &["问题描述", "故障描述", "事件描述", "现象", "描述"]),
    (PartKind::FollowUp, &["后续措施", "后续计划", "改进措施", "改进计划", "改进项", "后续", "改进", "进展", "状态"]),
];

/// The named parts of `text[span]`, in order: each runs from after its colon to the next part's name or the end.
///
/// What stands before the first name is a `Summary`. Spans are in `text`'s bytes and not trimmed.
pub(super) fn named_parts(text: &str, span: Span) -> Vec<(PartKind, Span)> {
    let mut parts = Vec::new();
    let mut kind = PartKind::Summary;
    let mut start = span.start;
    for (at, colon) in text[span.clone()].char_indices().filter(|(_, c)| matches!(c, ':' | '：')) {
        let at = span.start + at;
        let Some((next, name_start)) = name_before(text, span.start, at) else { continue };
        parts.push((kind, start..name_start));
        kind = next;
        start = at + colon.len_utf8();
    }
    parts.push((kind, start..span.end));
    parts
}

/// The part's name that ends right before the colon at `colon`, and where it begins (its list mark and emphasis
/// included). A name counts only at the start of a clause: `主要原因：` inside a sentence is prose.
fn name_before(text: &str, from: usize, colon: usize) -> Option<(PartKind, usize)> {
    let before = text[from..colon].trim_end_matches(['*', '】', ']', ' ']);
    for (kind, names) in NAMES {
        for name in *names {
            let Some(head) = strip_suffix_ignoring_case(before, name) else { continue };
            let opened = head.trim_end_matches(['*', '【', '[', '（', '(']);
            let clause_starts = opened.is_empty()
                || opened.ends_with(|c: char| {
                    c.is_whitespace() || matches!(c, '。' | '；' | ';' | '，' | ',' | '！' | '）' | ')' | '、' | '-' | '.')
                });
            if clause_starts {
                return Some((*kind, from + opened.trim_end_matches(['-', ' ', '\t']).len()));
            }
        }
    }
    None
}

fn strip_suffix_ignoring_case<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(suffix.len())?;
    let (head, tail) = (text.get(..at)?, text.get(at..)?);
    tail.eq_ignore_ascii_case(suffix).then_some(head)
}

/// The sentences of `text[span]`, ends included: 。！？；; and line ends end one. A full stop in a number does not.
pub fn sentences(text: &str, span: Span) -> Vec<Span> {
    split_after(text, span, |c| matches!(c, '。' | '！' | '？' | '；' | ';' | '\n'))
}

/// The clauses of `text[span]`: sentences split at ，, as well, but not inside a number such as `1,234`.
pub(super) fn clauses(text: &str, span: Span) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut clauses = Vec::new();
    for sentence in sentences(text, span) {
        let mut start = sentence.start;
        for (at, c) in text[sentence.clone()].char_indices() {
            let at = sentence.start + at;
            let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
            let in_number = c == ',' && at > 0 && digit(at - 1) && digit(at + 1);
            if matches!(c, '，' | ',') && !in_number {
                clauses.push(start..at + c.len_utf8());
                start = at + c.len_utf8();
            }
        }
        if start < sentence.end {
            clauses.push(start..sentence.end);
        }
    }
    clauses
}

fn split_after(text: &str, span: Span, ends: impl Fn(char) -> bool) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut start = span.start;
    for (at, c) in text[span.clone()].char_indices() {
        if ends(c) {
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

/// Whether a clause tells why.
pub fn tells_cause(clause: &str) -> bool {
    const WORDS: &[&str] =
        &["原因为", "原因是", "原因系", "由于", "因为", "查明", "定位为", "定位到", "系因", "是因", "导致", "引起", "引发", "造成", "怀疑", "疑似"];
    WORDS.iter().any(|word| clause.contains(word))
        || clause.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with('因')
}

/// Whether a clause tells what was done about it.
pub fn tells_handling(clause: &str) -> bool {
    const WORDS: &[&str] = &[
        "切换", "回切", "回滚", "重启", "重跑", "恢复", "修复", "规避", "扩容", "下线", "过滤", "暂停", "摘除", "降级", "限流", "重试", "补发", "补推",
        "重新", "手工", "人工", "添加", "增加", "联系", "屏蔽", "拦截", "调整", "跟进", "推送", "补录", "冲正",
    ];
    WORDS.iter().any(|word| clause.contains(word))
}

/// Whether a clause tells whom or what it hit, or that it hit nothing.
pub fn tells_impact(clause: &str) -> bool {
    ["影响", "波及", "涉及", "受损", "阻塞", "阻断"].iter().any(|word| clause.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{PartKind, clauses, named_parts, sentences};

    fn parts(text: &str) -> Vec<(PartKind, &str)> {
        named_parts(text, 0..text.len()).into_iter().map(|(kind, span)| (kind, text[span].trim())).collect()
    }

    #[test]
    fn parts_are_found_in_either_order_and_glued_together() {
        assert_eq!(
            parts("6/1 08:00 批量失败。处置：重跑。 原因：磁盘满"),
            [(PartKind::Summary, "6/1 08:00 批量失败。"), (PartKind::Handling, "重跑。"), (PartKind::Cause, "磁盘满")]
        );
    }

    #[test]
    fn a_time_with_a_full_width_colon_is_not_a_name() {
        assert_eq!(parts("处置：16：55 恢复"), [(PartKind::Summary, ""), (PartKind::Handling, "16：55 恢复")]);
    }

    #[test]
    fn emphasis_and_list_marks_around_a_name_are_left_out() {
        assert_eq!(
            parts("批量失败\n- **原因**：磁盘满\n- 【处置】：扩容"),
            [(PartKind::Summary, "批量失败"), (PartKind::Cause, "磁盘满"), (PartKind::Handling, "扩容")]
        );
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        let text = "一。二；三！1.5%四";
        let texts: Vec<&str> = sentences(text, 0..text.len()).into_iter().map(|span| &text[span]).collect();
        assert_eq!(texts, ["一。", "二；", "三！", "1.5%四"]);
    }

    #[test]
    fn a_comma_inside_a_number_ends_no_clause() {
        let text = "共1,234笔，已处理";
        let texts: Vec<&str> = clauses(text, 0..text.len()).into_iter().map(|span| &text[span]).collect();
        assert_eq!(texts, ["共1,234笔，", "已处理"]);
    }
}
