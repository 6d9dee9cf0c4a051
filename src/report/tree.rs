//! Markdown → a tree of blocks with byte spans, on pulldown-cmark's offsets. Knows Markdown and nothing of reports.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use unicode_width::UnicodeWidthStr;

use super::fence::is_never_closed;
use super::front_matter::front_matter;
use super::mark::{mark_length, opens_incident_part, opens_with_a_picture};
use super::span::{Span, lines_of, trim};
use super::wrapped::NARROWEST_WRAPPED;

/// How deep blocks may nest before what is inside is taken as plain text: people nest three or four deep, and a
/// hostile page must not exhaust the stack.
const MAX_DEPTH: usize = 24;

/// How many times a list is taken out of the indentation of another.
const MAX_INDENTED: usize = 3;

/// How many fences that are never closed a page may have: the page is parsed anew after each.
const MAX_OPEN_FENCES: usize = 16;

/// A line of text with `---` under it is a heading to Markdown up to any length; people mean a rule under a paragraph
/// when the line is longer than this, in characters.
const MAX_UNDERLINED_CHARS: usize = 24;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NodeKind {
    Heading(u8),
    Paragraph,
    List,
    Item,
    Code,
    Table,
    Quote,
    Metadata,
    Html,
}

/// One block of the page; `span` is trimmed of white space, `children` are in order. What Markdown shows of a list item or
/// a quote without a block of its own (the text of a tight item, a link definition) is a paragraph here: no words are lost.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub kind: NodeKind,
    pub span: Span,
    pub children: Vec<Node>,
}

impl Node {
    fn leaf(kind: NodeKind, span: Span) -> Self {
        Self { kind, span, children: Vec::new() }
    }

    /// The same block where `place` says that its ends lie.
    fn move_by(&mut self, place: &dyn Fn(usize) -> usize) {
        self.span = place(self.span.start)..place(self.span.end);
        self.children.iter_mut().for_each(|child| child.move_by(place));
    }
}

/// The blocks of `source` from the top, in order.
///
/// A fence that is never closed would swallow the rest of the page; what follows its first line is read as Markdown. A line
/// for which `stands_alone` holds begins a block of its own even right under a list item, where Markdown would take it for
/// the item's next line; it is told whether it is there.
pub(super) fn blocks(source: &str, stands_alone: &dyn Fn(&str, bool) -> bool) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut start = 0;
    if let Some(metadata) = front_matter(source) {
        start = metadata.end;
        nodes.push(Node::leaf(NodeKind::Metadata, trim(source, metadata)));
    }
    for _ in 0..MAX_OPEN_FENCES {
        let mut found = parse(source, start, stands_alone);
        let open = found.iter().position(|node| node.kind == NodeKind::Code && is_never_closed(source, &node.span));
        let Some(at) = open else {
            nodes.append(&mut found);
            return nodes;
        };
        let fence = found[at].span.clone();
        found.truncate(at);
        nodes.append(&mut found);
        match source[fence.clone()].find('\n') {
            Some(line_end) => start = fence.start + line_end + 1,
            None => return nodes,
        }
    }
    nodes.append(&mut parse(source, start, stands_alone));
    nodes
}

fn parse(source: &str, offset: usize, stands_alone: &dyn Fn(&str, bool) -> bool) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut start = offset;
    for cut in cuts(source, offset, stands_alone) {
        nodes.append(&mut parse_part(source, start..cut, 0));
        start = cut;
    }
    nodes.append(&mut parse_part(source, start..source.len(), 0));
    nodes
}

/// Where separate lines begin, under a line of text and outside fences. In a run of lines of which one begins with a picture (✅, ❌) each
/// at the margin is one, but for what goes on with a line that an editor has broken.
fn cuts(source: &str, offset: usize, stands_alone: &dyn Fn(&str, bool) -> bool) -> Vec<usize> {
    let mut cuts = Vec::new();
    let (mut at, mut in_fence, mut under_text, mut in_list) = (offset, false, false, false);
    let (mut has_pictures, mut is_full) = (false, false);
    for line in source[offset..].split_inclusive('\n') {
        let text = line.trim();
        in_fence ^= text.starts_with("```") || text.starts_with("~~~");
        let is_picture = opens_with_a_picture(line);
        has_pictures = (has_pictures || is_picture) && !text.is_empty();
        let is_at_margin = !line.starts_with([' ', '\t', '#', '-', '*', '>', '|']);
        let goes_on = || is_full || mark_length(text) > 0 || opens_incident_part(text);
        let is_apart = || is_picture || has_pictures && !goes_on() || stands_alone(text, in_list);
        if !in_fence && under_text && is_at_margin && is_apart() {
            cuts.push(at);
            in_list = false;
        }
        under_text = !text.is_empty();
        is_full = text.width() >= NARROWEST_WRAPPED;
        in_list = under_text && (in_list || text.starts_with(|c: char| c.is_ascii()) && mark_length(text) > 0);
        at += line.len();
    }
    cuts
}

/// The blocks of a part of `source`; `indented` is how many indented blocks it was taken out of.
fn parse_part(source: &str, range: Span, indented: usize) -> Vec<Node> {
    let offset = range.start;
    let part = &source[range.clone()];
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut roots = Vec::new();
    let mut open: Vec<Node> = Vec::new();
    let mut too_deep = 0_usize;
    for (event, span) in Parser::new_ext(part, options).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                let span = span.start + offset..span.end + offset;
                let Some(kind) = kind_of(&tag, &source[span.clone()]) else { continue };
                // A list needs room for its items: without them its words would be nobody's.
                let needed = if kind == NodeKind::List { 2 } else { 1 };
                if open.len() + needed > MAX_DEPTH || too_deep > 0 {
                    too_deep += 1;
                    continue;
                }
                open.push(Node::leaf(kind, span));
            }
            Event::End(tag) => {
                if !is_block_end(tag) {
                    continue;
                }
                if too_deep > 0 {
                    too_deep -= 1;
                    continue;
                }
                if let Some(mut node) = open.pop() {
                    if tag == TagEnd::CodeBlock
                        && node.kind == NodeKind::Paragraph
                        && let Some(list) = indented_list(source, &node.span, indented)
                    {
                        open.last_mut().map_or(&mut roots, |parent| &mut parent.children).extend(list);
                        continue;
                    }
                    node.span = without_marks(
                        source,
                        trim(source, node.span),
                        matches!(tag, TagEnd::Heading(_)) && node.kind == NodeKind::Paragraph,
                    );
                    if matches!(node.kind, NodeKind::Item | NodeKind::Quote) {
                        let mark =
                            if node.kind == NodeKind::Item { mark_length(&source[node.span.clone()]) } else { 0 };
                        fill_gaps(source, node.span.start + mark..node.span.end, &mut node.children);
                    }
                    match open.last_mut() {
                        Some(parent) => parent.children.push(node),
                        None => roots.push(node),
                    }
                }
            }
            _ => {}
        }
    }
    fill_gaps(source, range, &mut roots);
    roots
}

/// The blocks of a list that Markdown takes for code, as its lines are indented by four: read as if they were not. `None` for
/// what begins with no list mark, and for lines in a quote.
fn indented_list(source: &str, span: &Span, indented: usize) -> Option<Vec<Node>> {
    let start = source[..span.start].rfind('\n').map_or(0, |line_end| line_end + 1);
    let lines = lines_of(source, &(start..span.end));
    let is_white = |text: &str| text.chars().all(char::is_whitespace);
    let indentation = |line: &Span| {
        let text = &source[line.clone()];
        text.len() - text.trim_start_matches([' ', '\t']).len()
    };
    let said: Vec<&Span> = lines.iter().filter(|line| !is_white(&source[(*line).clone()])).collect();
    let common = said.iter().map(|line| indentation(line)).min()?;
    let first = &source[said.first()?.start + common..span.end];
    let is_list = mark_length(first) > 0 && first.starts_with(|c: char| c.is_ascii());
    if indented >= MAX_INDENTED || common == 0 || !is_list {
        return None;
    }
    let mut text = String::with_capacity(span.len());
    // Where each line of `text` begins, there and in the source.
    let mut places: Vec<(usize, usize)> = Vec::with_capacity(lines.len());
    for line in &lines {
        let from = line.start + common.min(indentation(line));
        places.push((text.len(), from));
        text.push_str(&source[from..line.end]);
        if !text.ends_with('\n') {
            text.push('\n');
        }
    }
    let place = |at: usize| {
        let line = places.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        places.get(line).map_or(at, |(start, from)| (from + at - start).min(span.end))
    };
    let mut nodes = parse_part(&text, 0..text.len(), indented + 1);
    nodes.iter_mut().for_each(|node| node.move_by(&place));
    Some(nodes)
}

/// `span` without the `>` of a quote's empty last lines, and without the rule under what is no heading.
fn without_marks(source: &str, span: Span, is_underlined: bool) -> Span {
    let text = &source[span.clone()];
    let mut kept = text;
    while let Some((before, last)) = kept.rsplit_once('\n') {
        let is_mark = |c: char| c.is_whitespace() || c == '>' || (is_underlined && matches!(c, '-' | '='));
        if !last.chars().all(is_mark) {
            break;
        }
        kept = before;
    }
    trim(source, span.start..span.start + kept.len())
}

/// Makes paragraphs of the words of `span` that lie in none of `nodes`.
fn fill_gaps(source: &str, span: Span, nodes: &mut Vec<Node>) {
    let mut filled = Vec::with_capacity(nodes.len());
    let mut start = span.start;
    for node in nodes.drain(..) {
        filled.extend(gap(source, start..node.span.start.max(start)));
        start = node.span.end.max(start);
        filled.push(node);
    }
    filled.extend(gap(source, start..span.end.max(start)));
    *nodes = filled;
}

fn gap(source: &str, span: Span) -> Option<Node> {
    let text = &source[span.clone()];
    let marks = |c: char| c.is_whitespace() || matches!(c, '>' | '-' | '*' | '+' | '_' | '=' | '`' | '~' | '#' | '|');
    let start = span.start + (text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || c == '>').len());
    let says_something = text.trim_matches(marks).chars().any(|c| !c.is_whitespace());
    says_something.then(|| Node::leaf(NodeKind::Paragraph, trim(source, start..span.end)))
}

fn kind_of(tag: &Tag<'_>, text: &str) -> Option<NodeKind> {
    Some(match tag {
        Tag::Heading { level, .. } if is_heading(text) => NodeKind::Heading(match level {
            HeadingLevel::H1 => 1,
            HeadingLevel::H2 => 2,
            HeadingLevel::H3 => 3,
            HeadingLevel::H4 => 4,
            HeadingLevel::H5 => 5,
            HeadingLevel::H6 => 6,
        }),
        Tag::Paragraph | Tag::Heading { .. } => NodeKind::Paragraph,
        Tag::List(_) => NodeKind::List,
        Tag::Item => NodeKind::Item,
        // Four spaces before a line are an accident of pasting, not code: its words are the report's words.
        Tag::CodeBlock(CodeBlockKind::Indented) => NodeKind::Paragraph,
        Tag::CodeBlock(CodeBlockKind::Fenced(_)) => NodeKind::Code,
        Tag::Table(_) => NodeKind::Table,
        Tag::BlockQuote(_) => NodeKind::Quote,
        Tag::HtmlBlock => NodeKind::Html,
        _ => return None,
    })
}

/// Whether what Markdown takes for a heading is one: an underlined paragraph is not.
fn is_heading(text: &str) -> bool {
    let text = text.trim();
    if text.starts_with('#') {
        return true;
    }
    let mut lines = text.lines().map(str::trim);
    let title = lines.next().unwrap_or_default();
    let rule = lines.next().unwrap_or_default();
    let is_one_line = lines.next().is_none();
    let is_title = title.chars().count() <= MAX_UNDERLINED_CHARS && !title.contains(['。', '；', '！']);
    is_one_line && is_title && rule.chars().all(|c| matches!(c, '-' | '='))
}

/// Mirrors [`kind_of`]: the two must agree or the stack of open blocks comes apart.
fn is_block_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Heading(_)
            | TagEnd::Paragraph
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::CodeBlock
            | TagEnd::Table
            | TagEnd::BlockQuote(_)
            | TagEnd::HtmlBlock
    )
}

#[cfg(test)]
mod tests {
    use super::{Node, NodeKind, blocks};

    fn shapes(source: &str) -> Vec<(NodeKind, &str)> {
        blocks(source, &|_, _| false).into_iter().map(|node| (node.kind, &source[node.span])).collect()
    }

    #[test]
    fn a_rule_under_a_paragraph_makes_no_heading_of_it() {
        let source = "本周把仓库盘点系统的老接口全部下掉，并通知了三家门店。\n---\n\n下周计划\n---\n";
        let kinds: Vec<NodeKind> = shapes(source).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, [NodeKind::Paragraph, NodeKind::Heading(2)]);
    }

    #[test]
    fn rules_around_a_text_are_no_front_matter() {
        let source = "# 甲\n\n---\n\n状态: 正常\n\n---\n\n乙";
        assert_eq!(shapes(source).len(), 3);
    }

    #[test]
    fn a_list_that_is_indented_like_code_is_a_list_with_what_is_nested_in_it() {
        let source = "## 本周\n\n    - 甲组压测\n        - 细项一\n\n    - 乙组升级\n      续行\n\n1. 标题\n\n        - 深缩进\n";
        let nodes = blocks(source, &|_, _| false);
        let words = |node: &Node| source[node.span.clone()].to_string();
        let [_, first, second] = &nodes[..] else { panic!("{nodes:?}") };
        assert_eq!((first.kind, first.children.len()), (NodeKind::List, 2), "{first:?}");
        assert_eq!(words(&first.children[0]), "- 甲组压测\n        - 细项一");
        let nested = first.children[0].children.iter().find(|child| child.kind == NodeKind::List).expect("a list");
        assert_eq!(words(&nested.children[0]), "- 细项一");
        assert_eq!(words(&first.children[1]), "- 乙组升级\n      续行");
        let deep = second.children[0].children.iter().find(|child| child.kind == NodeKind::List).expect("a list");
        assert_eq!(words(&deep.children[0]), "- 深缩进");
        // Code stays the words that it is.
        assert_eq!(shapes("    let a = 1;\n    - b\n")[0].0, NodeKind::Paragraph);
    }

    #[test]
    fn a_line_that_opens_with_a_picture_is_no_part_of_the_item_above() {
        let source = "✅ 演练做了\n- 用时14分\n❌ 大网没补\n用水2655\n- 上周2705\n\n- 甲项\n续行\n";
        let words: Vec<&str> = shapes(source).into_iter().map(|(_, words)| words).collect();
        assert_eq!(words, ["✅ 演练做了", "- 用时14分", "❌ 大网没补", "用水2655", "- 上周2705\n\n- 甲项\n续行"]);
        assert_eq!(shapes("🔴 页面报错\n🔧 处置：回退版本\n原因：缓存\n").len(), 1, "parts of an incident");
        let broken = format!("⚠️ {}\n续行\n", "很长的一行".repeat(7));
        assert_eq!(shapes(&broken).len(), 1, "an editor broke it");
    }

    #[test]
    fn link_definitions_are_words_too() {
        assert_eq!(
            shapes("[备注]: 已交付\n\n正文"),
            [(NodeKind::Paragraph, "[备注]: 已交付"), (NodeKind::Paragraph, "正文")]
        );
    }

    #[test]
    fn nothing_is_lost_beyond_the_depth_that_is_read() {
        let source: String = (0..60).map(|depth| format!("{}- 第{depth}层\n", "  ".repeat(depth))).collect();
        let mut node = blocks(&source, &|_, _| false).remove(0);
        while let Some(inner) =
            node.children.iter().find(|child| child.kind == NodeKind::List || child.kind == NodeKind::Item)
        {
            node = inner.clone();
        }
        assert!(node.kind == NodeKind::Item && source[node.span].ends_with("第59层"));
    }
}
