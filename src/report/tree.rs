//! Markdown → a tree of blocks with byte spans, on pulldown-cmark's offsets. Knows Markdown and nothing of reports.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::span::{Span, trim};

/// How deep blocks may nest before what is inside is taken as plain text: people nest three or four deep, and a
/// hostile page must not exhaust the stack.
const MAX_DEPTH: usize = 24;

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

/// One block of the page; `span` is trimmed of white space, `children` are in order.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub kind: NodeKind,
    pub span: Span,
    pub children: Vec<Node>,
}

/// The blocks of `source` from the top, in order.
///
/// A fence that is never closed would swallow the rest of the page; what follows its first line is read as Markdown.
pub(super) fn blocks(source: &str) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut start = 0;
    loop {
        let part = &source[start..];
        let mut found = parse(part, start);
        let open_fence = found.last().filter(|node| is_unclosed_fence(source, node)).map(|node| node.span.clone());
        let Some(fence) = open_fence else {
            nodes.append(&mut found);
            return nodes;
        };
        found.pop();
        nodes.append(&mut found);
        match source[fence.clone()].find('\n') {
            Some(line_end) => start = fence.start + line_end + 1,
            None => return nodes,
        }
    }
}

fn is_unclosed_fence(source: &str, node: &Node) -> bool {
    if node.kind != NodeKind::Code || source[node.span.end..].chars().any(|c| !c.is_whitespace()) {
        return false;
    }
    let text = &source[node.span.clone()];
    let fence: &[char] = if text.starts_with("```") {
        &['`']
    } else if text.starts_with("~~~") {
        &['~']
    } else {
        return false;
    };
    let last = text.lines().last().unwrap_or_default().trim();
    let closed = text.lines().count() > 1 && last.len() >= 3 && last.chars().all(|c| fence.contains(&c));
    !closed
}

fn parse(part: &str, offset: usize) -> Vec<Node> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_STRIKETHROUGH;
    let mut roots = Vec::new();
    let mut open: Vec<Node> = Vec::new();
    let mut too_deep = 0_usize;
    for (event, span) in Parser::new_ext(part, options).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                let Some(kind) = kind_of(&tag) else { continue };
                if open.len() >= MAX_DEPTH || too_deep > 0 {
                    too_deep += 1;
                    continue;
                }
                open.push(Node { kind, span, children: Vec::new() });
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
                    let trimmed = trim(part, node.span.clone());
                    node.span = trimmed.start + offset..trimmed.end + offset;
                    match open.last_mut() {
                        Some(parent) => parent.children.push(node),
                        None => roots.push(node),
                    }
                }
            }
            _ => {}
        }
    }
    roots
}

fn kind_of(tag: &Tag<'_>) -> Option<NodeKind> {
    Some(match tag {
        Tag::Heading { level, .. } => NodeKind::Heading(match level {
            HeadingLevel::H1 => 1,
            HeadingLevel::H2 => 2,
            HeadingLevel::H3 => 3,
            HeadingLevel::H4 => 4,
            HeadingLevel::H5 => 5,
            HeadingLevel::H6 => 6,
        }),
        Tag::Paragraph => NodeKind::Paragraph,
        Tag::List(_) => NodeKind::List,
        Tag::Item => NodeKind::Item,
        // Four spaces before a line are an accident of pasting, not code: its words are the report's words.
        Tag::CodeBlock(CodeBlockKind::Indented) => NodeKind::Paragraph,
        Tag::CodeBlock(CodeBlockKind::Fenced(_)) => NodeKind::Code,
        Tag::Table(_) => NodeKind::Table,
        Tag::BlockQuote(_) => NodeKind::Quote,
        Tag::MetadataBlock(_) => NodeKind::Metadata,
        Tag::HtmlBlock => NodeKind::Html,
        _ => return None,
    })
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
            | TagEnd::MetadataBlock(_)
            | TagEnd::HtmlBlock
    )
}
