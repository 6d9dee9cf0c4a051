//! Code fences.

use super::plain::heading_text;
use super::section_kind::SectionKind;
use super::span::Span;

/// Whether the fence that opens the code at `span` lacks its own end: the page ends first, or a fence meant to open other
/// code, or a report's own heading, is inside.
///
/// A heading counts only where the fences of the page come out odd, for code may hold `## 计划` as well.
pub(super) fn is_never_closed(source: &str, span: &Span) -> bool {
    let text = &source[span.clone()];
    let Some(mark) = ["```", "~~~"].into_iter().find(|mark| text.starts_with(mark)) else { return false };
    let is_fence = |line: &str| line.trim_start().starts_with(mark);
    let bare = |line: &str| line.trim().trim_matches(|c| mark.starts_with(c)).is_empty();
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let closed = lines.clone().last().is_some_and(|last| is_fence(last) && bare(last));
    if !closed {
        return source[span.end..].trim().is_empty();
    }
    let opens_another =
        lines.clone().any(|line| is_fence(line) && !bare(line) && fence_length(line) == fence_length(first));
    let holds_heading =
        lines.any(|line| line.starts_with("##") && SectionKind::of_heading(&heading_text(line)) != SectionKind::Other);
    opens_another || (holds_heading && source[span.start..].lines().filter(|line| is_fence(line)).count() % 2 == 1)
}

fn fence_length(line: &str) -> usize {
    line.trim_start().chars().take_while(|c| matches!(c, '`' | '~')).count()
}

#[cfg(test)]
mod tests {
    use super::is_never_closed;

    #[test]
    fn a_fence_is_open_when_something_else_begins_before_its_end() {
        let whole = |source: &str| is_never_closed(source, &(0..source.len()));
        assert!(whole("```\nselect 1\n\n下周"));
        assert!(whole("```\nselect 1\n```sql\nselect 2\n```"));
        assert!(!whole("```\n# 安装\n## 下周计划\n```"));
        let odd = "```\nselect 1\n## 下周计划\n- 甲\n```\nselect 2\n```\n";
        let end = odd.find("select 2").expect("it is there") - 1;
        assert!(is_never_closed(odd, &(0..end)));
    }
}
