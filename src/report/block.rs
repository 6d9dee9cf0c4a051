//! The pieces inside a section: paragraphs, list items with what is nested in them, tables, code.

use super::heading::numbering_of;
use super::levels::level_length;
use super::mark::{mark_length, opens_incident_part, opens_with_a_picture};
use super::plain::heading_text;
use super::span::{Span, lines_of, trim};
use super::tree::{Node, NodeKind};
use crate::calendar::date_at_start;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    Paragraph,
    Item,
    Table,
    Code,
}

/// One piece of a section.
#[derive(Debug, Clone)]
pub struct Block {
    pub kind: BlockKind,
    /// The whole piece with what is nested in it, without its list mark.
    pub span: Span,
    /// The piece's own words, before what is nested in it.
    pub own: Span,
    /// Nested items, paragraphs after them, tables, code.
    pub children: Vec<Block>,
    /// The words that announce the list of this piece (`生产稳定性事件：`), when they are not a heading.
    pub lead: Option<String>,
}

impl Block {
    pub(super) fn leaf(kind: BlockKind, span: Span) -> Self {
        Self { kind, own: span.clone(), span, children: Vec::new(), lead: None }
    }
}

/// Reads a list item: its own words up to the first block nested in it, then those blocks.
pub(super) fn item_block(source: &str, item: &Node) -> Block {
    let text = &source[item.span.clone()];
    let start = item.span.start + mark_length(text).max(level_length(text));
    let span = trim(source, start.min(item.span.end)..item.span.end);
    let nested = |kind: NodeKind| matches!(kind, NodeKind::List | NodeKind::Table | NodeKind::Code);
    let own_end = item.children.iter().find(|child| nested(child.kind)).map_or(span.end, |child| child.span.start);
    let own = trim(source, span.start..own_end.clamp(span.start, span.end));
    let mut children = Vec::new();
    for child in item.children.iter().filter(|child| child.span.start >= own.end && child.span.start >= own_end) {
        match child.kind {
            NodeKind::List => children.extend(child.children.iter().map(|inner| item_block(source, inner))),
            NodeKind::Table => children.push(Block::leaf(BlockKind::Table, child.span.clone())),
            NodeKind::Code => children.push(Block::leaf(BlockKind::Code, child.span.clone())),
            _ => children.push(Block::leaf(BlockKind::Paragraph, child.span.clone())),
        }
    }
    Block { kind: BlockKind::Item, span, own, children, lead: None }
}

/// Splits a paragraph at lines that begin like list items Markdown does not know (`1、`, `1.text`, `①`, `•`).
///
/// One paragraph when no line does; words before the first such line stay a paragraph.
pub(super) fn split_paragraph(source: &str, span: Span) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in lines_of(source, &span) {
        let trimmed = trim(source, line);
        if trimmed.is_empty() {
            continue;
        }
        let mark = unknown_mark(&source[trimmed.clone()]);
        match blocks.last_mut().filter(|block| !names_apart(source, block, &trimmed)) {
            Some(block) if mark == 0 => {
                block.span.end = trimmed.end;
                block.own.end = trimmed.end;
            }
            _ if opens_with_a_picture(&source[trimmed.clone()]) => blocks.push(Block::leaf(BlockKind::Item, trimmed)),
            _ if mark == 0 => blocks.push(Block::leaf(BlockKind::Paragraph, trimmed)),
            _ => blocks.push(Block::leaf(BlockKind::Item, trim(source, trimmed.start + mark..trimmed.end))),
        }
    }
    blocks
}

/// 快赔 of `**快赔。** 上线三周…`: what the paragraph is about, in bold, ended by a mark, with more of the paragraph on its line; behind a line
/// all in bold with its list a space will do.
pub(super) fn bold_name(text: &str, is_behind_bold: bool) -> Option<&str> {
    const MOST_BYTES: usize = 72;
    const LEAST_BEHIND: usize = 4;
    const ENDS: [char; 4] = ['：', ':', '。', '.'];
    let (bold, behind) = text.lines().next()?.strip_prefix("**")?.split_once("**")?;
    let is_ended = bold.ends_with(ENDS)
        || behind.starts_with(['：', ':'])
        || is_behind_bold && behind.starts_with([' ', '\u{3000}']);
    let name = bold.trim_end_matches(ENDS).trim();
    let is_name = name.chars().count() > 1 && name.len() <= MOST_BYTES && !name.contains(['，', '；', '。']);
    let has_more = behind.trim_start_matches(['：', ':']).trim().chars().count() >= LEAST_BEHIND;
    (is_ended && is_name && has_more).then_some(name)
}

/// Whether `line` and the paragraph before it begin each with the name of a matter in bold: `**旋盖**：装完`, `**快检**：投用`. The parts of
/// an incident are of one.
fn names_apart(source: &str, before: &Block, line: &Span) -> bool {
    let names_one = |text: &str| bold_name(text, false).is_some() && !opens_incident_part(text);
    before.kind == BlockKind::Paragraph && names_one(&source[line.clone()]) && names_one(&source[before.span.clone()])
}

/// Like [`mark_length`] for a line inside a paragraph; `1.22:00` (a time after a number) counts, `3.5%` and `-5` do not.
fn unknown_mark(line: &str) -> usize {
    let length = mark_length(line);
    if length == 0 {
        return 0;
    }
    let numbered = numbering_of(line).is_some();
    let before = &line[..length];
    let after = &line[length..];
    let decimal = before.ends_with('.') && after.starts_with(|c: char| c.is_ascii_digit());
    // `1、3/12 09:00` numbers a date; `1、2号楼` are two buildings and `1.3/12` may be anything.
    if before.ends_with('、') && date_at_start(after).is_some() {
        return length;
    }
    // `- ` begins a list wherever Markdown sees one; it is left in a paragraph only where that was indented like code.
    let clear = matches!(before.trim_start_matches(['-', '*', '+']), " " | "\t")
        || before.starts_with(|c: char| matches!(c, '•' | '·' | '●' | '○' | '■' | '◆' | '►' | '（' | '(' | '①'..='⑳'));
    let text_follows = after.starts_with(|c: char| !c.is_ascii_digit() && !c.is_whitespace());
    if decimal || !(clear || numbered || (before.trim_end().ends_with(['.', '、', '．', ')']) && text_follows)) {
        return 0;
    }
    length
}

/// The words of a piece that only announces what follows (`成功率：`), as a heading would show them.
pub fn lead_text(source: &str, block: &Block) -> Option<String> {
    let last_line = source[block.own.clone()].trim().lines().last().unwrap_or_default();
    announced(last_line)
}

/// The same of the last sentence of a piece that says something before it: `清单改了三处。还差：`.
pub(super) fn last_lead(source: &str, block: &Block) -> Option<String> {
    let last_sentence =
        || source[block.own.clone()].trim().rsplit(['。', '！', '？', '；', '\n']).next().unwrap_or_default();
    lead_text(source, block).or_else(|| announced(last_sentence()))
}

fn announced(lead: &str) -> Option<String> {
    let is_lead = lead.ends_with([':', '：']) && lead.chars().count() <= LONGEST_LEAD && !opens_incident_part(lead);
    Some(heading_text(lead.trim())).filter(|text| is_lead && !text.is_empty())
}

/// What is longer says something itself, in chars.
const LONGEST_LEAD: usize = 30;

#[cfg(test)]
mod tests {
    use super::split_paragraph;
    use crate::report::mark::{mark_length, opens_incident_part, without_number};

    #[test]
    fn the_number_of_a_heading_is_no_part_of_its_name() {
        for (heading, name) in [
            ("A. 门禁换代", "门禁换代"),
            ("2、门禁换代", "门禁换代"),
            ("门禁换代", "门禁换代"),
            ("APP改版", "APP改版"),
            ("2 门禁换代", "门禁换代"),
            ("3 起投诉", "3 起投诉"),
            ("5 月计划", "5 月计划"),
            ("2.0改造", "2.0改造"),
            ("1.2 9月累计", "9月累计"),
            ("2.0 9月上线", "2.0 9月上线"),
            ("2.1 轴承到了", "轴承到了"),
            ("2.1 吨货损", "2.1 吨货损"),
            ("三", "三"),
            ("表4 整改跟踪", "整改跟踪"),
            ("附表二：备件", "备件"),
            ("Table 3. Defects", "Defects"),
            ("表计更换", "表计更换"),
            ("表3", "表3"),
        ] {
            assert_eq!(without_number(heading), name);
        }
    }

    #[test]
    fn list_marks_of_every_sort_are_left_out() {
        for (text, rest) in [
            ("- 甲", "甲"),
            ("12. 甲", "甲"),
            ("1、甲", "甲"),
            ("（3）甲", "甲"),
            ("①甲", "甲"),
            ("- [x] 甲", "甲"),
            ("• 甲", "甲"),
            ("甲", "甲"),
            ("4.8.3 补丁", "4.8.3 补丁"),
            ("1.22:00 断电", "22:00 断电"),
        ] {
            assert_eq!(&text[mark_length(text)..], rest, "{text}");
        }
    }

    #[test]
    fn numbered_lines_without_a_space_are_items() {
        let source = "总述\n1、甲\n续\n2.乙\n3.5%的商户\n1、2号楼停水\n3、3/12 断电";
        let texts: Vec<&str> =
            split_paragraph(source, 0..source.len()).into_iter().map(|block| &source[block.span]).collect();
        assert_eq!(texts, ["总述", "甲\n续", "乙\n3.5%的商户\n1、2号楼停水", "3/12 断电"]);
    }

    #[test]
    fn parts_of_an_incident_are_known_by_their_names() {
        assert!(opens_incident_part("原因：核实中"));
        assert!(opens_incident_part("    处置: 重启"));
        assert!(opens_incident_part("- **影响范围**：无"));
        assert!(opens_incident_part("故障原因：硬盘"));
        assert!(!opens_incident_part("成功率：99%"));
        assert!(!opens_incident_part("本周主要进展："));
        assert!(!opens_incident_part("由于这个原因，我们改了"));
    }
}
