//! The named parts of an incident's text: `原因：`, `【处置】`, `**影响**`, `#### 现象`, `| 原因 |` at the start of a row.

use super::opening::is_symbol;
use crate::report::Span;
use crate::vocabulary::{Sense, Words};

/// What a named part of an incident is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// 现象, and the text before the first name.
    Summary,
    /// 原因.
    Cause,
    /// 处置.
    Handling,
    /// 影响.
    Impact,
    /// 时间: when it occurred.
    Time,
    /// 恢复时间: when it ended.
    Ended,
    /// 持续时长.
    Length,
    /// 后续, 改进计划: what is still to be done; belongs to none of the others.
    FollowUp,
}

/// The names parts go by.
static NAMES: Words = Words::of(&[
    Sense::CausePart,
    Sense::HandlingPart,
    Sense::ImpactPart,
    Sense::SymptomPart,
    Sense::TimePart,
    Sense::EndPart,
    Sense::LengthPart,
    Sense::FollowUpPart,
]);

impl PartKind {
    fn of(sense: Sense) -> Self {
        match sense {
            Sense::CausePart => Self::Cause,
            Sense::HandlingPart => Self::Handling,
            Sense::ImpactPart => Self::Impact,
            Sense::TimePart => Self::Time,
            Sense::EndPart => Self::Ended,
            Sense::LengthPart => Self::Length,
            Sense::FollowUpPart => Self::FollowUp,
            _ => Self::Summary,
        }
    }
}

/// The named parts of `text[span]`, in order, each from behind its name to the next name or the end; a `Summary`
/// before the first name. Not trimmed.
pub(in crate::fact) fn named_parts(text: &str, span: Span) -> Vec<(PartKind, Span)> {
    Parts::new(text, span).collect()
}

/// As [`named_parts`], one by one: who wants the first does not read on.
pub(super) struct Parts<'t> {
    text: &'t str,
    span: Span,
    rest: std::str::CharIndices<'t>,
    kind: PartKind,
    start: usize,
    /// Whether only marks have come since `start`.
    is_bare: bool,
    is_over: bool,
}

impl<'t> Parts<'t> {
    pub(super) fn new(text: &'t str, span: Span) -> Self {
        Self {
            text,
            rest: text[span.clone()].char_indices(),
            kind: PartKind::Summary,
            start: span.start,
            span,
            is_bare: true,
            is_over: false,
        }
    }
}

impl Iterator for Parts<'_> {
    type Item = (PartKind, Span);

    fn next(&mut self) -> Option<Self::Item> {
        for (at, c) in self.rest.by_ref() {
            let at = self.span.start + at;
            let was_bare = self.is_bare;
            self.is_bare &= matches!(c, '*' | '】' | ' ' | '\r');
            let end = match c {
                ':' | '：' | '】' | '\n' | '|' => at + c.len_utf8(),
                '*' if self.text[at..self.span.end].starts_with("**") => at + 2,
                _ => continue,
            };
            if was_bare {
                // The colon after 【原因】 ends the same name once more.
                if self.start > self.span.start && c != '\n' {
                    (self.start, self.is_bare) = (end, true);
                }
                continue;
            }
            let Some((next, name_start)) = name_before(self.text, self.start, at, c) else { continue };
            let part = (self.kind, without_cells(self.text, self.start..name_start));
            (self.kind, self.start, self.is_bare) = (next, end, true);
            return Some(part);
        }
        (!std::mem::replace(&mut self.is_over, true))
            .then(|| (self.kind, without_cells(self.text, self.start..self.span.end)))
    }
}

/// A part without the rows before the one that it is named in, and without the mark that ends its cell.
fn without_cells(text: &str, part: Span) -> Span {
    let said = &text[part.clone()];
    let rows = if said.trim_start().starts_with('|') { Some(0) } else { said.find("\n|") };
    let said = rows.map_or(said, |at| &said[..at]);
    part.start..part.start + said.trim_end_matches(['|', ' ', '\r', '\n']).len()
}

/// The part that a text opens with (`原因：…`); `None` where words come before the first name.
pub fn part_named_first(text: &str) -> Option<PartKind> {
    let mut parts = Parts::new(text, 0..text.len());
    let (_, before) = parts.next()?;
    let opens = !text[before].chars().any(char::is_alphanumeric);
    parts.next().filter(|_| opens).map(|(kind, _)| kind)
}

/// The part whose name ends at `end`, before the mark that closes it, and where the name begins with its list mark
/// and emphasis. Only at the start of a clause: `主要原因：` inside a sentence is prose. 】 and ** close only what they
/// opened, a line end only a heading or an item that is nothing else.
fn name_before(text: &str, from: usize, end: usize, closed_by: char) -> Option<(PartKind, usize)> {
    let before = text[from..end].trim_end_matches(['*', '】', ']', ' ', '\r']);
    let before = if closed_by == '\n' { before.trim_end_matches([':', '：']) } else { before };
    if closed_by == '|' {
        return first_cell(before).map(|(kind, start)| (kind, from + start));
    }
    let name = NAMES.ending(before).or_else(|| NAMES.ending(without_remark(before)?))?;
    let head = &before[..name.span.start];
    let opened = head.trim_end_matches(['*', '【', '[', '（', '(', '#']);
    let opened = if closed_by == '\n' { opened.trim_end_matches([' ', '#']) } else { opened };
    let marks = &head[opened.len()..];
    let is_opened = match closed_by {
        '】' => marks.contains('【'),
        '*' => marks.contains("**"),
        '\n' => marks.contains('#') || is_item_alone(opened, from),
        _ => true,
    };
    let clause_starts =
        opened.is_empty() || opened.ends_with(|c: char| c.is_whitespace() || "。；;，,！）)、-.】|".contains(c));
    // 【原因】 needs no punctuation before it, nor does a symbol.
    let is_set_off = (closed_by == '】' && marks.contains('【')) || opened.ends_with(is_symbol);
    let kind = PartKind::of(name.sense);
    // `New date:` is not when it happened.
    let is_another = kind == PartKind::Time
        && marks.is_empty()
        && opened.strip_suffix(' ').is_some_and(|word| word.ends_with(|c: char| c.is_ascii_alphabetic()));
    (is_opened && !is_another && (clause_starts || is_set_off)).then(|| (kind, from + without_list_mark(opened).len()))
}

/// The part that the first cell of a row names, where `before` ends with it, and where the row begins: 发现 there is when.
fn first_cell(before: &str) -> Option<(PartKind, usize)> {
    // A cell that names a part is short: of a line of a megabyte no more is looked at.
    let near = before.floor_char_boundary(before.len().saturating_sub(LONGEST_CELL_BYTES));
    let start = match before[near..].rfind('\n') {
        Some(at) => near + at + 1,
        None if near == 0 => 0,
        None => return None,
    };
    let name = before[start..].trim_start().strip_prefix('|')?.trim().trim_matches('*');
    let is_when = matches!(name, "发现" | "发生");
    let kind =
        NAMES.beginning(name).filter(|found| found.span.len() == name.len()).map(|found| PartKind::of(found.sense));
    Some((if is_when { PartKind::Time } else { kind? }, start))
}

const LONGEST_CELL_BYTES: usize = 60;

/// Whether a name stands alone in an item of a list, its text in the items below: `- 处理`.
fn is_item_alone(opened: &str, from: usize) -> bool {
    let (before, line) = opened.rsplit_once('\n').map_or(("", opened), |(before, line)| (before, line));
    let is_line = from == 0 || opened.len() > line.len() || !before.is_empty();
    let rest = without_list_mark(line);
    is_line && rest.len() < line.len() && rest.trim().is_empty()
}

/// 原因（初步）: a name without the few words in brackets behind it.
fn without_remark(name: &str) -> Option<&str> {
    const LONGEST: usize = 6;
    let inner = name.strip_suffix(['）', ')'])?;
    let (rest, remark) = inner.rsplit_once(['（', '('])?;
    (1..=LONGEST).contains(&remark.chars().count()).then_some(rest.trim_end())
}

/// `text` without the list mark or the heading marks that end it: `2. `, `（三）`.
fn without_list_mark(text: &str) -> &str {
    let text = text.trim_end_matches(['-', '#', '•', ' ', '\t']);
    let number = text.trim_end_matches(['.', '、', ')', '）']);
    let rest = number.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let rest = if rest.len() < number.len() { rest.trim_end_matches(['(', '（']) } else { rest };
    let is_mark = rest.len() < number.len()
        && number.len() < text.len()
        && (rest.is_empty() || rest.ends_with(char::is_whitespace));
    if is_mark { rest } else { text }
}

#[cfg(test)]
mod tests {
    use super::{PartKind, named_parts};

    fn parts(text: &str) -> Vec<(PartKind, &str)> {
        named_parts(text, 0..text.len()).into_iter().map(|(kind, span)| (kind, text[span].trim())).collect()
    }

    #[test]
    fn a_remark_in_brackets_belongs_to_the_name() {
        assert_eq!(
            parts("6/1 08:00 批量失败。原因（初步）：磁盘满"),
            [(PartKind::Summary, "6/1 08:00 批量失败。"), (PartKind::Cause, "磁盘满")]
        );
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
    fn another_date_than_the_incidents_is_not_when_it_happened() {
        let told = "roof leak\nRain stopped the work. New date: 29 April";
        assert_eq!(parts(told), [(PartKind::Summary, told)]);
        assert_eq!(
            parts("roof leak\n- Start time: 29 April"),
            [(PartKind::Summary, "roof leak"), (PartKind::Time, "29 April")]
        );
    }

    #[test]
    fn names_in_brackets_in_bold_or_as_headings_need_no_colon() {
        assert_eq!(
            parts("断网\n【原因】光缆被挖断 【处置】：改走备线"),
            [(PartKind::Summary, "断网"), (PartKind::Cause, "光缆被挖断"), (PartKind::Handling, "改走备线")]
        );
        assert_eq!(
            parts("断网\n\n#### 原因\n\n光缆被挖断\n\n**处置** 改走备线"),
            [(PartKind::Summary, "断网"), (PartKind::Cause, "光缆被挖断"), (PartKind::Handling, "改走备线")]
        );
    }

    #[test]
    fn the_first_cell_of_a_row_names_a_part_and_the_head_of_the_table_is_none() {
        assert_eq!(
            parts(
                "押金算错\n\n| 项 | 内容 |\n|---|---|\n| 发现 | 9月17日 10:15 |\n| 原因 | 日历没有导入 |\n| 处理 | 停扣，重算 |\n"
            ),
            [
                (PartKind::Summary, "押金算错"),
                (PartKind::Time, "9月17日 10:15"),
                (PartKind::Cause, "日历没有导入"),
                (PartKind::Handling, "停扣，重算"),
            ]
        );
    }

    #[test]
    fn a_numbered_name_leaves_its_number_behind() {
        let record = "(一)经过:阀门漏水\n(二)处置:换垫片\n（三）影响：停水";
        assert_eq!(
            parts(record),
            [
                (PartKind::Summary, ""),
                (PartKind::Summary, "阀门漏水"),
                (PartKind::Handling, "换垫片"),
                (PartKind::Impact, "停水")
            ]
        );
        assert_eq!(
            parts("断网\n1. 原因：停电\n2、处置：发电"),
            [(PartKind::Summary, "断网"), (PartKind::Cause, "停电"), (PartKind::Handling, "发电")]
        );
    }

    #[test]
    fn emphasis_and_list_marks_around_a_name_are_left_out() {
        assert_eq!(
            parts("批量失败\n- **原因**：磁盘满\n- 【处置】：扩容"),
            [(PartKind::Summary, "批量失败"), (PartKind::Cause, "磁盘满"), (PartKind::Handling, "扩容")]
        );
    }
}
