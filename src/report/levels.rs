//! Lines that count on below the number of a chapter: `3.1 …`, `3.2 …` below `3. 架车机`. Markdown takes them for one paragraph; they are the
//! items of a list.

use super::span::{Span, lines_of, trim};
use super::tree::{Node, NodeKind};

/// `3.1` before a text: chapter, place, bytes up to the text.
#[derive(Clone, Copy)]
struct Level {
    chapter: u8,
    place: u8,
    length: usize,
}

/// Makes lists of such lines: where they stand below the item with their chapter's number, and anywhere on a page that has 1.1 and 2.1.
pub(super) fn nest(source: &str, nodes: &mut Vec<Node>) {
    let has = |chapter: u8| {
        let is_first = |level: Level| (level.chapter, level.place) == (chapter, 1);
        source.lines().any(|line| level_of(line.trim_start()).is_some_and(is_first))
    };
    nest_in(source, nodes, None, has(1) && has(2));
}

fn nest_in(source: &str, nodes: &mut Vec<Node>, chapter: Option<u8>, is_outline: bool) {
    for mut node in std::mem::take(nodes) {
        if node.kind == NodeKind::Paragraph {
            nodes.extend(split(source, &node.span, chapter, is_outline));
            continue;
        }
        let own = if node.kind == NodeKind::Item { chapter_of(&source[node.span.clone()]) } else { chapter };
        nest_in(source, &mut node.children, own, is_outline);
        nodes.push(node);
    }
}

/// Paragraphs of the words around such lines, and the lists of the lines; the paragraph as it is without any. A line with a chapter's number
/// (`2、架车机`) goes on with no item.
fn split(source: &str, span: &Span, chapter: Option<u8>, is_outline: bool) -> Vec<Node> {
    let leaf = |kind: NodeKind, span: Span| Node { kind, span: trim(source, span), children: Vec::new() };
    let mut nodes: Vec<Node> = Vec::new();
    let mut last: Option<Level> = None;
    for line in lines_of(source, span) {
        let line = trim(source, line);
        let text = &source[line.clone()];
        let level = level_of(text).filter(|level| match last {
            Some(last) if level.chapter == last.chapter => level.place == last.place + 1,
            Some(last) if is_outline => (level.chapter, level.place) == (last.chapter + 1, 1),
            Some(_) => false,
            None => level.place == 1 && (is_outline || chapter == Some(level.chapter)),
        });
        let is_chapter = is_outline && chapter_of(text).is_some();
        match (level, nodes.last_mut()) {
            (Some(_), Some(list)) if list.kind == NodeKind::List => {
                list.span.end = line.end;
                list.children.push(leaf(NodeKind::Item, line));
            }
            (Some(_), _) => {
                let items = vec![leaf(NodeKind::Item, line.clone())];
                nodes.push(Node { children: items, ..leaf(NodeKind::List, line) });
            }
            (None, Some(list)) if list.kind == NodeKind::List && is_chapter => {
                nodes.push(leaf(NodeKind::Paragraph, line))
            }
            (None, Some(node)) => {
                let end = line.end.max(node.span.end);
                node.span.end = end;
                node.children.iter_mut().last().into_iter().for_each(|item| item.span.end = end);
            }
            (None, None) => nodes.push(leaf(NodeKind::Paragraph, line)),
        }
        last = level.or(last);
    }
    nodes.retain(|node| !node.span.is_empty());
    if last.is_some() { nodes } else { vec![leaf(NodeKind::Paragraph, span.clone())] }
}

/// Whether a list is one of such lines.
pub(super) fn is_of_levels(source: &str, list: &Node) -> bool {
    list.kind == NodeKind::List && level_of(&source[list.span.clone()]).is_some()
}

/// Bytes of the number that such a line begins with; 0 without one.
pub(super) fn level_length(line: &str) -> usize {
    level_of(line).map_or(0, |level| level.length)
}

/// The number of an item: `3. 架车机`.
fn chapter_of(item: &str) -> Option<u8> {
    let name = item.trim_start_matches(|c: char| c.is_ascii_digit());
    name.starts_with(['.', '、', '．', ')']).then(|| item[..item.len() - name.len()].parse().ok())?
}

fn level_of(line: &str) -> Option<Level> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let (chapter, place) = line[..line.len() - rest.len()].trim_end_matches('.').split_once('.')?;
    let number = |digits: &str| digits.parse::<u8>().ok().filter(|number| *number > 0 && digits.len() <= 2);
    let text = rest.trim_start_matches([' ', '\u{3000}', '\t', '、']);
    (text.len() < rest.len() && !text.is_empty()).then_some(Level {
        chapter: number(chapter)?,
        place: number(place)?,
        length: line.len() - text.len(),
    })
}

#[cfg(test)]
mod tests {
    use crate::report::{Block, PageName, Report};

    /// Of each section its name, and its items.
    fn read(text: &str) -> Vec<(String, Vec<String>)> {
        let report = Report::parse(text.to_string(), &PageName::default());
        let words = |block: &Block| report.source[block.span.clone()].to_string();
        let of = |blocks: &[Block]| blocks.iter().map(words).collect();
        let sections = report.sections.iter().filter(|section| !section.blocks.is_empty());
        sections.map(|section| (section.path.last().cloned().unwrap_or_default(), of(&section.blocks))).collect()
    }

    #[test]
    fn numbered_lines_below_a_numbered_name_are_its_items() {
        let page = "# W21\n\n1. 架修\n   1.1 106 完工\n   1.2 改 7.11\n2. 架车机\n   2.1 5.20 漏油\n   2.2 停用\n\n3. 人\n   3.1 换班\n";
        let wanted =
            [("架修", vec!["106 完工", "改 7.11"]), ("架车机", vec!["5.20 漏油", "停用"]), ("人", vec!["换班"])];
        let wanted = wanted.map(|(name, items)| (name.to_string(), items.into_iter().map(str::to_string).collect()));
        assert_eq!(read(page), wanted);
    }

    #[test]
    fn a_number_behind_theirs_is_the_first_word_of_the_item() {
        assert_eq!(
            read("# W21\n\n1. 架修\n   1.1 106、107 完工\n   1.2 2. 期的没到\n")[0].1,
            ["106、107 完工", "2. 期的没到"]
        );
    }

    #[test]
    fn a_line_between_them_goes_on_with_the_one_above() {
        let page = "# W21\n\n7. 演练\n   7.1 缓存已清，\n   路由也清\n   7.2 5.29 第二次\n";
        assert_eq!(read(page)[0].1, ["缓存已清，\n   路由也清", "5.29 第二次"]);
    }

    #[test]
    fn the_name_of_the_next_chapter_is_no_part_of_an_item() {
        let page = "# W21\n\n1、架修\n1.1 106 完工\n1.2 改 7.11\n续行\n2、架车机\n2.1 停用\n";
        let wanted = [("1、架修", vec!["106 完工", "改 7.11\n续行"]), ("2、架车机", vec!["停用"])];
        let wanted = wanted.map(|(name, items)| (name.to_string(), items.into_iter().map(str::to_string).collect()));
        assert_eq!(read(page), wanted);
    }

    #[test]
    fn days_and_amounts_at_the_start_of_lines_are_no_levels() {
        for page in [
            "# W21\n\n6.1 换泵\n6.2 试车\n6.3 停\n", "# W21\n\n1. 换泵\n   5.1 到货\n   5.2 装\n",
            "# W21\n\n1. 换泵\n   1.5 吨的装不下\n",
        ] {
            assert!(read(page).iter().all(|(name, items)| name.is_empty() && items.len() == 1), "{page}");
        }
    }
}
