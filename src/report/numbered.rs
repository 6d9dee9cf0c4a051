//! Headings that are no more than a name on a line of their own, numbered (`1. 惠民通`, its text below it, `2. 终端升级`) or bare, on a page
//! that has no others.

use unicode_width::UnicodeWidthStr;

use super::heading::{Numbering, numbering_of, pseudo_heading};
use super::levels::is_of_levels;
use super::span::trim;
use super::tree::{Node, NodeKind};

/// A longer line is a sentence, in columns.
const LONGEST_COLUMNS: usize = 36;

/// Where such headings begin among the outermost nodes of a page: two or more that count on, each with text of another kind below it.
pub(super) fn numbered_headings(source: &str, nodes: &[Node]) -> Vec<usize> {
    let mut found: Vec<(usize, Numbering)> = Vec::new();
    let mut all = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        // A heading with marks counts anew.
        if matches!(node.kind, NodeKind::Heading(_)) {
            keep(&mut found, &mut all);
        }
        let Some(number) = numbered_name(source, node) else { continue };
        let has_text = nodes.get(at + 1).is_some_and(|next| {
            !matches!(next.kind, NodeKind::Heading(_))
                && numbered_name(source, next).is_none()
                && !is_ordered(source, next)
        });
        if found.last().is_some_and(|(_, before)| !number.follows(*before)) {
            keep(&mut found, &mut all);
        }
        if has_text {
            found.push((node.span.start, number));
        } else {
            keep(&mut found, &mut all);
        }
    }
    keep(&mut found, &mut all);
    all
}

/// Where bare names head the text below them: three or more on a page without any other heading below its title.
pub(super) fn bare_headings(source: &str, nodes: &[Node]) -> Vec<usize> {
    const LEAST: usize = 3;
    let text = |node: &Node| source[trim(source, node.span.clone())].trim_end();
    let is_text = |node: &Node| node.kind != NodeKind::Metadata && !matches!(node.kind, NodeKind::Heading(_));
    let first_text = nodes.iter().position(is_text).unwrap_or_default();
    if nodes[first_text..].iter().any(|node| matches!(node.kind, NodeKind::Heading(_))) {
        return Vec::new();
    }
    let is_bare = |node: &Node| {
        let text = text(node);
        node.kind == NodeKind::Paragraph
            && is_name(text)
            && text.width() <= LONGEST_BARE_COLUMNS
            && !text.contains('\n')
            && numbering_of(text).is_none()
    };
    let is_below = |node: &Node, name: &Node| match node.kind {
        NodeKind::List | NodeKind::Table => true,
        // 老韩 above **塔吊** wrote the page.
        NodeKind::Paragraph => {
            let first = text(node).lines().next().unwrap_or_default();
            !is_bare(node) && text(node).width() > 2 * text(name).width() && pseudo_heading(first).is_none()
        }
        _ => false,
    };
    let pairs = nodes.iter().zip(nodes.iter().skip(1));
    let headed = pairs.filter(|(name, below)| is_bare(name) && is_below(below, name));
    let found: Vec<usize> = headed.map(|(name, _)| name.span.start).collect();
    if found.len() >= LEAST { found } else { Vec::new() }
}

/// A bare line that is longer says something itself, in columns.
const LONGEST_BARE_COLUMNS: usize = 24;

fn keep(run: &mut Vec<(usize, Numbering)>, all: &mut Vec<usize>) {
    if run.len() > 1 {
        all.extend(run.iter().map(|(start, _)| *start));
    }
    run.clear();
}

/// The number of a list of one item, or of a line, that is a number and a name.
fn numbered_name(source: &str, node: &Node) -> Option<Numbering> {
    let is_alone = match node.kind {
        NodeKind::List => {
            node.children.len() == 1 && node.children[0].children.iter().all(|inner| inner.kind == NodeKind::Paragraph)
        }
        NodeKind::Paragraph => true,
        _ => false,
    };
    let text = source[trim(source, node.span.clone())].trim_end();
    let number = numbering_of(text).filter(|number| is_alone && number.is_digit())?;
    let name = text.trim_start_matches(|c: char| c.is_ascii_digit() || ".、． ".contains(c));
    (is_name(name) && !text.contains('\n')).then_some(number)
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || "“「《【".contains(c)) && is_chapter(name)
}

/// Whether what stands behind a number names what is below it: 换完了 says what came to be; what has a colon says something behind it.
pub(super) fn is_chapter(name: &str) -> bool {
    name.width() <= LONGEST_COLUMNS
        && !name.contains(['，', '。', '；', '：', ':', '?', '？', '!', '！'])
        && !name.contains(", ")
        && !name.ends_with(['.', '了'])
}

fn is_ordered(source: &str, node: &Node) -> bool {
    node.kind == NodeKind::List
        && source[node.span.clone()].starts_with(|c: char| c.is_ascii_digit())
        && !is_of_levels(source, node)
}

#[cfg(test)]
mod tests {
    use super::super::{PageName, Report};

    fn names(text: &str) -> Vec<String> {
        let report = Report::parse(text.to_string(), &PageName::default());
        report.sections.into_iter().filter_map(|section| section.path.last().cloned()).collect()
    }

    #[test]
    fn a_number_and_a_name_on_a_line_of_their_own_head_what_is_below() {
        let page = "周报\n\n1. 惠民通\n\n- 签约恢复, 费率 0.32%\n\n2. 终端升级\n\n到 11.30: 517 台\n\n3. 人\n\n无。\n";
        assert_eq!(names(page), ["惠民通", "终端升级", "人"]);
        assert_eq!(
            names("# W9\n\n1、巡检\n\n都好。\n\n2、采购\n\n| 物 | 数 |\n|---|---|\n| 泵 | 2 |\n"),
            ["1、巡检", "2、采购"]
        );
    }

    #[test]
    fn bare_names_head_what_is_below_them_on_a_page_without_other_headings() {
        let page = "# 2031-05-09\n\n投诉那边\n\n一周里问税的工单 860 件，平常是六七十件。\n\n完税证明\n\n栎州 200 人的试用做完了，下载成功率 98%。\n\n申报\n\n- 四月所属期十三日可以报\n";
        assert_eq!(names(page), ["投诉那边", "完税证明", "申报"]);
        let marked = page.replace("完税证明\n", "## 完税证明\n");
        assert_eq!(names(&marked), ["完税证明"]);
        let short = page.replace("栎州 200 人的试用做完了，下载成功率 98%。", "做完了。");
        assert!(names(&short).is_empty(), "two are too few");
    }

    #[test]
    fn a_list_and_sentences_that_are_numbered_are_no_headings() {
        for page in [
            "# W9\n\n1. 惠民通签约\n2. 终端升级\n\n其余照旧。\n",
            "# W9\n\n1. 惠民通签约\n\n2. 终端升级\n\n其余照旧。\n",
            "# W9\n\n1. 换完了\n\n没有遗留。\n\n2. 修好了\n\n没有遗留。\n",
            "# W9\n\n1. 惠民通：签了\n\n费率 0.32%。\n\n2. 终端：换了\n\n14 台。\n",
            "# W9\n\n1. 惠民通\n\n- 签约恢复\n",
        ] {
            assert!(
                !names(page).iter().any(|name| ["惠民通", "终端升级", "换完了"].contains(&name.as_str())),
                "{page}"
            );
        }
    }
}
