//! Markdown read back as blocks and runs of text: what HTML and the terminal are made from. Markup of HTML in it is text,
//! and an unsafe link is its own words.

use pulldown_cmark::{Alignment, Event, HeadingLevel, Options, Parser, Tag};

/// What a page of ours may use.
pub(super) const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

/// Nothing on a page is deeper; what is, is text of the last level.
const DEEPEST: usize = 32;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    /// From 1 to 6.
    Heading(u8, Vec<Inline>),
    Paragraph(Vec<Inline>),
    /// The number of the first item, where they have numbers.
    List(Option<u64>, Vec<Vec<Block>>),
    Quote(Vec<Block>),
    Code(String),
    Rule,
    Table(Table),
    /// A source by its number or name.
    Footnote(String, Vec<Block>),
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Table {
    pub is_right: Vec<bool>,
    pub head: Vec<Vec<Inline>>,
    pub rows: Vec<Vec<Vec<Inline>>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Inline {
    Text(String),
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    Struck(Vec<Inline>),
    Code(String),
    Link(String, Vec<Inline>),
    /// Its address and its words.
    Image(String, String),
    /// The mark of a source.
    Mark(String),
    Break,
}

/// The blocks of a page, in order.
pub(super) fn document(markdown: &str) -> Vec<Block> {
    let mut events = Parser::new_ext(markdown, OPTIONS);
    blocks(&mut events, 0)
}

/// The words alone.
pub(super) fn text_of(runs: &[Inline]) -> String {
    let text = |run: &Inline| match run {
        Inline::Text(text) | Inline::Code(text) | Inline::Image(_, text) => text.clone(),
        Inline::Emphasis(runs) | Inline::Strong(runs) | Inline::Struck(runs) | Inline::Link(_, runs) => text_of(runs),
        Inline::Mark(_) => String::new(),
        Inline::Break => " ".to_string(),
    };
    runs.iter().map(text).collect()
}

/// Blocks up to the end of what holds them.
fn blocks<'a>(events: &mut impl Iterator<Item = Event<'a>>, depth: usize) -> Vec<Block> {
    let mut found = Vec::new();
    // Text of a tight item stands in no paragraph.
    let mut loose: Vec<Inline> = Vec::new();
    while let Some(event) = events.next() {
        let block = match event {
            Event::End(_) => break,
            Event::Rule => Block::Rule,
            Event::Start(tag) if is_block(&tag) => block(tag, events, depth),
            event => {
                loose.extend(inline(event, events, depth));
                continue;
            }
        };
        close(&mut loose, &mut found);
        found.push(block);
    }
    close(&mut loose, &mut found);
    found
}

fn close(loose: &mut Vec<Inline>, found: &mut Vec<Block>) {
    if !loose.is_empty() {
        found.push(Block::Paragraph(std::mem::take(loose)));
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

fn block<'a>(tag: Tag<'a>, events: &mut impl Iterator<Item = Event<'a>>, depth: usize) -> Block {
    if depth >= DEEPEST {
        return Block::Paragraph(vec![Inline::Text(words(events))]);
    }
    match tag {
        Tag::Heading { level, .. } => Block::Heading(level_number(level), runs(events, depth + 1)),
        Tag::BlockQuote(_) => Block::Quote(blocks(events, depth + 1)),
        Tag::CodeBlock(_) | Tag::HtmlBlock => Block::Code(words(events)),
        Tag::List(start) => {
            let mut items = Vec::new();
            while let Some(Event::Start(_)) = events.next() {
                items.push(blocks(events, depth + 1));
            }
            Block::List(start, items)
        }
        Tag::Table(alignments) => Block::Table(table(&alignments, events, depth + 1)),
        Tag::FootnoteDefinition(name) => Block::Footnote(name.to_string(), blocks(events, depth + 1)),
        _ => Block::Paragraph(runs(events, depth + 1)),
    }
}

fn table<'a>(alignments: &[Alignment], events: &mut impl Iterator<Item = Event<'a>>, depth: usize) -> Table {
    let is_right = alignments.iter().map(|alignment| *alignment == Alignment::Right).collect();
    let mut table = Table { is_right, ..Table::default() };
    while let Some(Event::Start(tag)) = events.next() {
        let mut cells = Vec::new();
        while let Some(Event::Start(_)) = events.next() {
            cells.push(runs(events, depth));
        }
        if tag == Tag::TableHead { table.head = cells } else { table.rows.push(cells) }
    }
    table
}

/// Runs of text up to the end of what holds them.
fn runs<'a>(events: &mut impl Iterator<Item = Event<'a>>, depth: usize) -> Vec<Inline> {
    let mut found = Vec::new();
    while let Some(event) = events.next() {
        if matches!(event, Event::End(_)) {
            break;
        }
        found.extend(inline(event, events, depth));
    }
    found
}

fn inline<'a>(event: Event<'a>, events: &mut impl Iterator<Item = Event<'a>>, depth: usize) -> Option<Inline> {
    Some(match event {
        Event::Text(text)
        | Event::Html(text)
        | Event::InlineHtml(text)
        | Event::InlineMath(text)
        | Event::DisplayMath(text) => Inline::Text(text.to_string()),
        Event::Code(text) => Inline::Code(text.to_string()),
        Event::FootnoteReference(name) => Inline::Mark(name.to_string()),
        Event::SoftBreak => Inline::Text(" ".to_string()),
        Event::HardBreak => Inline::Break,
        Event::Start(_) if depth >= DEEPEST => Inline::Text(words(events)),
        Event::Start(Tag::Emphasis) => Inline::Emphasis(runs(events, depth + 1)),
        Event::Start(Tag::Strong) => Inline::Strong(runs(events, depth + 1)),
        Event::Start(Tag::Strikethrough) => Inline::Struck(runs(events, depth + 1)),
        Event::Start(Tag::Link { dest_url, .. }) => {
            let words = runs(events, depth + 1);
            match is_safe(&dest_url) {
                true => Inline::Link(dest_url.to_string(), words),
                false => Inline::Text(text_of(&words)),
            }
        }
        Event::Start(Tag::Image { dest_url, .. }) => {
            Inline::Image(dest_url.to_string(), text_of(&runs(events, depth + 1)))
        }
        Event::Start(_) => Inline::Text(words(events)),
        Event::End(_) | Event::Rule | Event::TaskListMarker(_) => return None,
    })
}

/// All text up to the end of what holds it, whatever lies within.
fn words<'a>(events: &mut impl Iterator<Item = Event<'a>>) -> String {
    let mut text = String::new();
    let mut open = 1;
    for event in events {
        match event {
            Event::Start(_) => open += 1,
            Event::End(_) => open -= 1,
            Event::Text(part) | Event::Code(part) | Event::Html(part) | Event::InlineHtml(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            _ => {}
        }
        if open == 0 {
            break;
        }
    }
    text
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// A file beside the page, a place on it, a web page or an address to write to; nothing that runs.
fn is_safe(address: &str) -> bool {
    let address = address.trim();
    if address.starts_with("//") || address.starts_with('\\') || address.chars().any(char::is_control) {
        return false;
    }
    // Up to the first `/`, `?` or `#` a colon ends a scheme; RFC 3986, 4.2.
    let head = address.split(['/', '?', '#']).next().unwrap_or_default();
    match head.split_once(':') {
        Some((scheme, _)) => ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known)),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Inline, document, is_safe};

    #[test]
    fn markup_of_html_is_text() {
        let page = document("甲<b onclick=x>乙</b>\n\n<script>alert(1)</script>\n");
        assert!(matches!(&page[1], Block::Code(text) if text.contains("<script>")), "{page:?}");
        let Block::Paragraph(runs) = &page[0] else { panic!("{page:?}") };
        assert!(runs.iter().all(|run| matches!(run, Inline::Text(_))), "{runs:?}");
    }

    #[test]
    fn only_links_that_run_nothing_are_links() {
        for address in [
            "seeds/a.md", "../a.md", "#s1", "https://example.com/a:b", "mailto:a@example.com", "%E7%AC%AC26.md",
            "a/b:c",
        ] {
            assert!(is_safe(address), "{address}");
        }
        for address in [
            "javascript:alert(1)", "JavaScript:x", " javascript:x", "data:text/html,x", "vbscript:x", "//example.com",
            "file:///etc", "java\tscript:x",
        ] {
            assert!(!is_safe(address), "{address}");
        }
        let page = document("[甲](javascript:alert)");
        assert_eq!(page, [Block::Paragraph(vec![Inline::Text("甲".to_string())])]);
    }

    #[test]
    fn what_is_nested_without_end_is_cut_flat() {
        let page = document(&format!("{}甲", "> ".repeat(20_000)));
        assert_eq!(page.len(), 1);
    }

    #[test]
    fn items_tables_and_notes_keep_their_order() {
        let page = document("- 甲[^1]\n- 乙\n\n| a | b |\n| --- | ---: |\n| 1 | 2 |\n\n[^1]: 丙\n");
        assert!(
            matches!(&page[..], [Block::List(None, items), Block::Table(table), Block::Footnote(name, _)]
            if items.len() == 2 && table.is_right == [false, true] && table.rows.len() == 1 && name == "1"),
            "{page:?}"
        );
    }
}
