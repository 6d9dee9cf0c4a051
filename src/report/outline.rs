//! The blocks of a page → sections with heading paths. Heading levels are people's habits, not facts: `## B.` between
//! `### A.` and `### C.` is their sibling, a bold line or `一、…` is a heading, a list item named 本周工作 holds a section.

use super::block::{Block, BlockKind, bold_name, item_block, last_lead, split_paragraph};
use super::head::{is_head_block, is_log, is_property_table};
use super::heading::{Heading, Numbering, names_a_section, numbering_of, pseudo_heading};
use super::levels::is_of_levels;
use super::mark::{opens_incident_part, opens_with_a_picture};
use super::numbered::{bare_headings, is_chapter, numbered_headings};
use super::page_name::is_only_a_name;
use super::plain::heading_text;
use super::run_in::{is_behind_its_list, runs_in};
use super::section_kind::SectionKind;
use super::span::{Span, lines_of, trim};
use super::tree::{Node, NodeKind};
use crate::calendar::log_day;
use crate::text::is_han;

/// A heading and the text up to the next heading of any level.
#[derive(Debug, Clone)]
pub struct Section {
    /// Headings from the outermost in, as [`heading_text`] writes them; the report's title is left out. Empty for
    /// what precedes the first heading.
    pub path: Vec<String>,
    pub kind: SectionKind,
    /// Whether it looks back at one incident, and what is below it tells of that.
    pub is_review: bool,
    /// Heading and body, white space trimmed.
    pub span: Span,
    /// The heading's own line; `None` before the first heading.
    pub heading: Option<Span>,
    /// Its name where that runs into its first paragraph, whose part it is: `**快赔。** 上线三周`.
    pub run_in: Option<Span>,
    /// Paragraphs, items, tables and code, in order; empty for a bare heading.
    pub blocks: Vec<Block>,
}

struct Open {
    level: u8,
    numbering: Option<Numbering>,
    text: String,
    kind: SectionKind,
}

struct Lead {
    text: String,
    /// Whether the list whose last item announced it was numbered: another list of that sort ends it.
    ordered: Option<bool>,
    /// What it announces: a list or a table; one of the other kind is not announced any more.
    kind: Option<BlockKind>,
}

pub(super) struct Outline<'a> {
    source: &'a str,
    is_title: &'a dyn Fn(&str) -> bool,
    is_property: &'a dyn Fn(&str) -> bool,
    open: Vec<Open>,
    lead: Option<Lead>,
    sections: Vec<Section>,
    /// Whether anything but headings has come: from then on a heading that names a report is a section like others.
    has_text: bool,
    /// Whether lines that are no more than a day head its entries.
    is_log: bool,
    /// Where lines that are no more than a name, with or without a number, are headings.
    named: Vec<usize>,
}

/// A number and a name on a line of their own lie below headings in Chinese numerals.
const NUMBERED_LEVEL: u8 = 8;

/// A pseudo heading made of a list item lies below every other kind.
const ITEM_HEADING_LEVEL: u8 = 11;

/// A name that runs into its own paragraph is below every heading of a line of its own.
const RUN_IN_LEVEL: u8 = 10;

/// A day that heads an entry of a log, which bold lines do too.
const LOG_DAY_LEVEL: u8 = 9;

/// The sections of the page in reading order.
///
/// `is_title` matches the headings that only name the report, `is_property` the lines of its head (`Created: …`); both
/// belong to no section.
pub(super) fn sections(
    source: &str,
    nodes: &[Node],
    is_title: &dyn Fn(&str) -> bool,
    is_property: &dyn Fn(&str) -> bool,
) -> Vec<Section> {
    let mut outline = Outline {
        source,
        is_title,
        is_property,
        open: Vec::new(),
        lead: None,
        sections: Vec::new(),
        has_text: false,
        is_log: is_log(source, nodes),
        named: [numbered_headings(source, nodes), bare_headings(source, nodes)].concat(),
    };
    outline.visit(nodes, 0);
    for section in &mut outline.sections {
        let end = section.blocks.iter().map(|block| block.span.end).max().unwrap_or(section.span.end);
        section.span = trim(source, section.span.start..end.max(section.span.end));
    }
    outline.sections.retain(|section| !section.span.is_empty());
    outline.sections
}

/// 天衡平台 of `**天衡平台** — 70%`: a bold name with how far it has come.
fn name_before_figure(line: &str) -> Option<&str> {
    const MOST_CHARS: usize = 8;
    let (name, rest) = line.strip_prefix("**")?.split_once("**")?;
    let figure = rest.trim_matches([' ', '—', '-', '–', ':', '：']);
    let is_figure = figure.starts_with(|c: char| c.is_ascii_digit())
        && figure.chars().all(|c| c.is_ascii_digit() || matches!(c, '%' | '/' | '.' | '％'));
    (is_figure && figure.len() <= MOST_CHARS && name.chars().count() >= 2).then_some(name)
}

impl Outline<'_> {
    fn visit(&mut self, nodes: &[Node], depth: u8) {
        for (at, node) in nodes.iter().enumerate() {
            if self.named.contains(&node.span.start) {
                let span = trim(self.source, node.span.clone());
                let text = heading_text(&self.source[span.clone()]);
                self.heading(Heading { level: NUMBERED_LEVEL, numbering: numbering_of(&text), text }, span);
                continue;
            }
            let next = nodes.get(at + 1).filter(|next| next.kind == NodeKind::List);
            if let Some(text) = next.and_then(|next| self.named_list(node, next)) {
                self.push(Block::leaf(BlockKind::Paragraph, node.span.clone()));
                self.lead = Some(Lead { text, ordered: None, kind: None });
                continue;
            }
            match node.kind {
                NodeKind::Heading(level) => self.real_heading(level, node.span.clone()),
                NodeKind::List => self.list(node, depth),
                NodeKind::Quote | NodeKind::Item if node.children.is_empty() => self.paragraph(node.span.clone()),
                NodeKind::Quote | NodeKind::Item => self.visit(&node.children, depth),
                NodeKind::Paragraph | NodeKind::Html => self.paragraph(node.span.clone()),
                NodeKind::Code => self.push(Block::leaf(BlockKind::Code, node.span.clone())),
                NodeKind::Table if !self.has_text && is_property_table(self.source, &node.span) => {}
                NodeKind::Table => self.push(Block::leaf(BlockKind::Table, node.span.clone())),
                NodeKind::Metadata => {}
            }
        }
    }

    /// 电子围栏（王敏） or 安全 right above its list: the name of what the list is about, with whose it is behind it.
    fn named_list(&self, line: &Node, list: &Node) -> Option<String> {
        const MOST_CHARS: usize = 16;
        const MOST_OF_A_BARE_NAME: usize = 6;
        let text = self.source[line.span.clone()].trim();
        if let Some(name) = name_before_figure(text).filter(|_| line.kind == NodeKind::Paragraph) {
            return (name.chars().count() <= MOST_CHARS).then(|| heading_text(name));
        }
        let gap = &self.source[line.span.end..list.span.start.max(line.span.end)];
        let is_above = line.kind == NodeKind::Paragraph && gap.matches('\n').count() == 1;
        let is_of_letters = text.chars().all(is_han) || text.chars().all(|c| c.is_ascii_lowercase());
        let is_bare = (1..=MOST_OF_A_BARE_NAME).contains(&text.chars().count()) && is_of_letters;
        if is_bare && is_above && SectionKind::of_heading(text) == SectionKind::Other {
            return Some(text.to_string());
        }
        let inner = text.strip_suffix(['）', ')']).filter(|_| is_above)?;
        let name = inner[..inner.rfind(['（', '('])?].trim_end();
        let is_name = (2..=MOST_CHARS).contains(&name.chars().count())
            && !text.contains(['，', '。', '；', '：', ':', '%', '\n'])
            && !name.contains(|c: char| c.is_ascii_digit());
        is_name.then(|| heading_text(name))
    }

    fn real_heading(&mut self, level: u8, span: Span) {
        let text = heading_text(&self.source[span.clone()]);
        if !self.has_text && (self.is_title)(&text) {
            return;
        }
        self.heading(Heading { level, numbering: numbering_of(&text), text }, span);
    }

    /// Opens a section. A heading numbered one after an open one (`B.` after `A.`) is its sibling whatever its level.
    fn heading(&mut self, heading: Heading, span: Span) {
        self.lead = None;
        let sibling = heading.numbering.and_then(|number| {
            self.open.iter().rev().find(|open| open.numbering.is_some_and(|before| number.follows(before)))
        });
        let level = sibling.map_or(heading.level, |open| open.level);
        self.close(level);
        let (outer, name) = self.open.last().map_or((SectionKind::Other, ""), |open| (open.kind, open.text.as_str()));
        let kind = outer.within(&heading.text, name);
        self.open.push(Open { level, numbering: heading.numbering, text: short(heading.text), kind });
        self.begin(span.clone(), Some(span));
    }

    fn close(&mut self, level: u8) {
        while self.open.last().is_some_and(|open| open.level >= level) {
            self.open.pop();
        }
    }

    fn begin(&mut self, span: Span, heading: Option<Span>) {
        let path = self.open.iter().map(|open| open.text.clone()).filter(|text| !text.is_empty()).collect();
        let kind = self.open.last().map_or(SectionKind::Other, |open| open.kind);
        self.sections.push(Section { path, kind, is_review: false, span, heading, run_in: None, blocks: Vec::new() });
    }

    fn list(&mut self, node: &Node, depth: u8) {
        let ordered = self.source[node.span.clone()].starts_with(|c: char| c.is_ascii_digit());
        if self.lead.as_ref().is_some_and(|lead| lead.ordered == Some(ordered)) {
            self.lead = None;
        }
        if self.goes_under_a_picture(node) {
            return;
        }
        let last = node.children.len().saturating_sub(1);
        for (at, item) in node.children.iter().enumerate() {
            if item.children.iter().any(|child| matches!(child.kind, NodeKind::Heading(_))) {
                self.visit(&item.children, depth + 1);
                continue;
            }
            let block = item_block(self.source, item);
            let name = short(heading_text(&self.source[block.own.clone()]));
            if !self.has_text && !block.children.is_empty() && (self.is_title)(&name) {
                self.visit(&inside(item, &block), depth + 1);
                continue;
            }
            let names_a_chapter =
                || is_chapter(&name) && item.children.iter().any(|list| is_of_levels(self.source, list));
            if !block.children.is_empty()
                && (is_section_name(&name) || names_a_chapter() || self.holds_sections(&block))
            {
                self.item_section(item, &block, name, depth);
                continue;
            }
            let announces = last_lead(self.source, &block).filter(|_| at == last && block.children.is_empty());
            self.push(block);
            if let Some(text) = announces {
                self.lead = Some(Lead { text, ordered: Some(ordered), kind: None });
            }
        }
    }

    /// Puts a list right below a line that opens with a picture (`❌ 大网没补`) into it.
    fn goes_under_a_picture(&mut self, list: &Node) -> bool {
        let Some(above) = self.sections.last_mut().and_then(|section| section.blocks.last_mut()) else { return false };
        let between = self.source.get(above.span.end..list.span.start).unwrap_or_default();
        let is_right_above = between.trim().is_empty() && between.matches('\n').count() == 1;
        if !is_right_above || !opens_with_a_picture(&self.source[above.span.clone()]) {
            return false;
        }
        above.children.extend(list.children.iter().map(|item| item_block(self.source, item)));
        above.span.end = list.span.end;
        true
    }

    /// A list item such as `- 本周工作` with a list inside: a section whose heading is the item's own line.
    fn item_section(&mut self, item: &Node, block: &Block, name: String, depth: u8) {
        let level = ITEM_HEADING_LEVEL + depth;
        self.heading(Heading { level, numbering: None, text: name }, block.own.clone());
        self.visit(&inside(item, block), depth + 1);
        self.close(level);
        self.begin(block.span.end..block.span.end, None);
    }

    /// Whether an item is a page of its own: it says little itself, and items such as 本周工作 are nested in it.
    fn holds_sections(&self, block: &Block) -> bool {
        self.source[block.own.clone()].chars().count() <= 40
            && block
                .children
                .iter()
                .filter(|child| child.kind == BlockKind::Item && !child.children.is_empty())
                .any(|child| is_section_name(&heading_text(&self.source[child.own.clone()])))
    }

    /// Reads a paragraph, and each line in it by itself that names a section (`**三、下周计划**`), or is all bold or in 【】 right
    /// above its text.
    fn paragraph(&mut self, span: Span) {
        let mut start = span.start;
        let lines = lines_of(self.source, &span);
        let heading_of = |line: &Span| {
            let text = self.source[line.clone()].trim();
            let is_marked = text
                .starts_with(['*', '_', '【', '（', '(', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
            pseudo_heading(text).filter(|_| is_marked)
        };
        let is_heading = |(at, line): (usize, &Span)| {
            if self.heads_an_entry(&self.source[line.clone()]) {
                return true;
            }
            let Some(heading) = heading_of(line) else { return false };
            let is_all_marked = self.source[line.clone()].trim().starts_with(['*', '_', '【']);
            let has_text = || lines.get(at + 1).is_some_and(|next| heading_of(next).is_none());
            // 四、人员 behind 三、项目 with its items.
            let counts_on = || heading.numbering.is_some_and(|number| self.heading_before(number).is_some());
            SectionKind::of_heading(&heading.text) != SectionKind::Other || (is_all_marked || counts_on()) && has_text()
        };
        let headings: Vec<Span> =
            lines.iter().enumerate().filter(|line| is_heading(*line)).map(|(_, line)| line.clone()).collect();
        for line in headings {
            for part in [start..line.start, line.clone()] {
                self.plain_paragraph(trim(self.source, part));
            }
            start = line.end;
        }
        self.plain_paragraph(trim(self.source, start..span.end));
    }

    fn heads_an_entry(&self, line: &str) -> bool {
        self.is_log && log_day(line).is_some()
    }

    /// The level and number of a line that counts on from an open heading in Chinese numerals.
    fn sibling(&self, block: &Block) -> Option<(u8, Numbering)> {
        let text = self.source[block.span.clone()].trim();
        let is_line =
            block.kind == BlockKind::Paragraph && !text.contains('\n') && !text.starts_with(|c: char| c.is_ascii());
        let number = numbering_of(text).filter(|_| is_line)?;
        Some((self.heading_before(number)?.level, number))
    }

    /// The open heading that a number counts on from.
    fn heading_before(&self, number: Numbering) -> Option<&Open> {
        self.open.iter().rev().find(|open| open.numbering.is_some_and(|before| number.follows(before)))
    }

    fn plain_paragraph(&mut self, span: Span) {
        if span.is_empty() {
            return;
        }
        let text = &self.source[span.clone()];
        if self.heads_an_entry(text) {
            self.heading(Heading { level: LOG_DAY_LEVEL, numbering: None, text: heading_text(text) }, span);
            return;
        }
        if let Some(heading) = pseudo_heading(text) {
            if self.has_text || !(self.is_title)(&heading.text) {
                self.heading(heading, span);
            }
            return;
        }
        if !self.has_text && is_only_a_name(&heading_text(text)) {
            return;
        }
        if !self.has_text && text.lines().all(|line| line.trim().is_empty() || (self.is_property)(line)) {
            return;
        }
        // **周期**：… at the head of a page names no matter.
        let is_head = !self.has_text && is_head_block(text);
        for block in split_paragraph(self.source, span) {
            let announced = last_lead(self.source, &block);
            let text = &self.source[block.span.clone()];
            if block.kind == BlockKind::Paragraph && names_a_section(text) {
                self.heading(Heading { level: 7, numbering: None, text: text.to_string() }, block.span);
                continue;
            }
            // （四）做完了。 behind （三）… with its items: it belongs to none of those.
            if let Some((level, numbering)) = self.sibling(&block) {
                let text = heading_text(text);
                self.heading(Heading { level, numbering: Some(numbering), text }, block.span);
                continue;
            }
            let is_behind_bold = self.is_below_a_bold_line();
            let is_alone =
                |section: &Section| !self.is_in_item() && is_behind_its_list(self.source, section, &block.span);
            let ends = |section: &Section| self.is_in_run_in() || is_alone(section);
            if block.kind == BlockKind::Paragraph && self.sections.last().is_some_and(ends) {
                self.close(self.open.last().map_or(RUN_IN_LEVEL, |open| open.level));
                self.begin(block.span.start..block.span.start, None);
            }
            let is_apart = block.kind == BlockKind::Paragraph && !self.is_in_item();
            if let Some(label) = runs_in(text).filter(|_| is_apart && self.has_text) {
                let (start, end) = (block.span.start, block.span.end);
                let name = text[..label].trim_end_matches(['：', ':', '。']).to_string();
                self.heading(Heading { level: RUN_IN_LEVEL, numbering: None, text: name }, start..start + label);
                self.push(Block::leaf(BlockKind::Paragraph, trim(self.source, start + label..end)));
                self.close(RUN_IN_LEVEL);
                self.begin(end..end, None);
                continue;
            }
            // Its name may say how the matter stands (**Browser: dropped.** …): the words stay with their paragraph.
            if let Some(name) = bold_name(text, is_behind_bold).filter(|_| is_apart && !is_head) {
                self.close_bold_line();
                self.heading(
                    Heading { level: RUN_IN_LEVEL, numbering: None, text: heading_text(name) },
                    block.span.clone(),
                );
                if let Some(section) = self.sections.last_mut() {
                    (section.heading, section.run_in) =
                        (None, Some(block.span.start..block.span.start + "**".len() + name.len()));
                }
            }
            if announced.is_some() {
                self.lead = None;
            }
            if announced.is_none() && block.kind == BlockKind::Paragraph {
                let part = opens_incident_part(&self.source[block.span.clone()]);
                if !part {
                    self.lead = None;
                }
            }
            self.push(block);
            if let Some(text) = announced {
                self.lead = Some(Lead { text, ordered: None, kind: None });
            }
        }
    }

    /// Ends the section of a line that is all bold and has a list or text of its own: a bold name that runs into its paragraph stands
    /// beside it (**Figures** with its list, then **Malt.** …), and below it only where nothing comes before (**Projects**, then **Malt.** …).
    fn close_bold_line(&mut self) {
        if let Some(level) = self.open.last().map(|open| open.level).filter(|_| self.is_below_a_bold_line()) {
            self.close(level);
        }
    }

    fn is_below_a_bold_line(&self) -> bool {
        let section = self.sections.last().filter(|section| !section.blocks.is_empty());
        let heading = section.and_then(|section| section.heading.clone());
        self.is_in_run_in() || heading.is_some_and(|heading| self.source[heading].trim_start().starts_with("**"))
    }

    fn is_in_run_in(&self) -> bool {
        self.open.last().is_some_and(|open| open.level == RUN_IN_LEVEL)
    }

    fn is_in_item(&self) -> bool {
        self.open.last().is_some_and(|open| open.level >= ITEM_HEADING_LEVEL)
    }

    fn push(&mut self, mut block: Block) {
        self.has_text = true;
        if matches!(block.kind, BlockKind::Item | BlockKind::Table)
            && let Some(lead) = &mut self.lead
            && *lead.kind.get_or_insert(block.kind) != block.kind
        {
            self.lead = None;
        }
        block.lead = self.lead.as_ref().map(|lead| lead.text.clone());
        if self.sections.is_empty() {
            self.begin(block.span.clone(), None);
        }
        if let Some(section) = self.sections.last_mut() {
            if section.span.is_empty() && section.heading.is_none() {
                section.span = block.span.clone();
            }
            section.blocks.push(block);
        }
    }
}

/// What is nested in an item, as nodes to visit.
fn inside(item: &Node, block: &Block) -> Vec<Node> {
    item.children.iter().filter(|child| child.span.start >= block.own.end).cloned().collect()
}

/// A heading goes into the path of all that is under it: one of a thousand words is cut.
fn short(heading: String) -> String {
    const MAX_CHARS: usize = 60;
    match heading.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => heading[..end].to_string(),
        None => heading,
    }
}

/// Whether a list item's own words name a section rather than state something.
fn is_section_name(name: &str) -> bool {
    let length = name.chars().count();
    (2..=12).contains(&length)
        && SectionKind::of_heading(name) != SectionKind::Other
        && !name.contains(['，', '。', ',', '；', '%'])
        && !name.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::report::{PageName, Report, SectionKind};

    /// The last name of each section's path, its kind and the words of its blocks.
    fn sections(source: &str) -> Vec<(String, SectionKind, String)> {
        let report =
            Report::parse(source.to_string(), &PageName { name: "2024-07-19".to_string(), folders: Vec::new() });
        let told = report.sections.iter().filter(|section| !section.blocks.is_empty());
        let words = told.map(|section| {
            let blocks: Vec<&str> = section.blocks.iter().map(|block| &report.source[block.span.clone()]).collect();
            (section.path.last().cloned().unwrap_or_default(), section.kind, blocks.join("|"))
        });
        words.collect()
    }

    #[test]
    fn a_bold_name_behind_a_bold_line_with_its_list_begins_a_matter_of_its_own() {
        let page = "### 物资\n\n**电极片**\n - 欠 40 副\n\n**血糖试纸** 还剩 5 盒，到期销毁。\n\n**氧气瓶** 11 只换新，没收钱。\n";
        let names: Vec<String> = sections(page).into_iter().map(|(name, ..)| name).collect();
        assert!(
            ["电极片", "血糖试纸", "氧气瓶"].iter().all(|name| names.iter().any(|known| known == name)),
            "{names:?}"
        );
        // Elsewhere bold words in a sentence are only that.
        let page = "### 物资\n\n**别忘了** 明天停水一天。\n";
        assert!(sections(page).iter().all(|(name, ..)| name != "别忘了"));
    }

    #[test]
    fn a_name_that_runs_into_its_paragraph_says_what_that_is_and_no_more() {
        let found = sections(
            "# 网络组周报\n\n核心割接做完了，运行正常。\n\n下周：12栋收尾，线卡到货验收。\n\n带宽没有变化。\n\n体会。文档和设备要对得上。\n",
        );
        let told: Vec<(&str, SectionKind)> = found.iter().map(|(name, kind, _)| (name.as_str(), *kind)).collect();
        let wanted = [
            ("", SectionKind::Other),
            ("下周", SectionKind::Plan),
            ("", SectionKind::Other),
            ("体会", SectionKind::Reflection),
        ];
        assert_eq!(told, wanted, "{found:?}");
        assert_eq!(found[1].2, "12栋收尾，线卡到货验收。");
        assert_eq!(found[2].2, "带宽没有变化。");
    }

    #[test]
    fn a_bold_name_that_runs_into_its_paragraph_is_what_that_and_its_list_are_about() {
        let found = sections(
            "# 周报\n\n一周平稳。\n\n**快赔。** 上线三周，件均 1.8 天。\n\n- 还差两个机构\n\n另外开了例会。\n\n**Browser: dropped.** I sent my note.\n\n**Incident, Tuesday 10 June – explained.** They were thrown out.\n",
        );
        let names: Vec<(&str, &str)> = found.iter().map(|(name, _, words)| (name.as_str(), words.as_str())).collect();
        let wanted = [
            ("", "一周平稳。"),
            ("快赔", "**快赔。** 上线三周，件均 1.8 天。|还差两个机构"),
            ("", "另外开了例会。"),
            ("Browser: dropped", "**Browser: dropped.** I sent my note."),
            (
                "Incident, Tuesday 10 June – explained",
                "**Incident, Tuesday 10 June – explained.** They were thrown out.",
            ),
        ];
        assert_eq!(names, wanted);
    }

    #[test]
    fn a_bold_name_that_runs_in_is_beside_a_bold_line_with_a_list_of_its_own_and_below_one_without() {
        let last = |text: &str| -> Vec<String> {
            let report = Report::parse(text.to_string(), &PageName::default());
            report.sections.last().map(|section| section.path.clone()).unwrap_or_default()
        };
        let beside = last("# Weekly\n\n**Numbers**\n\n- 36 brews\n- 4 trips\n\n**Malt.** They answered us.\n");
        assert_eq!(beside, ["Malt"]);
        let below = last("# Weekly\n\n**Suppliers**\n\n**Malt.** They answered us.\n");
        assert_eq!(below, ["Suppliers", "Malt"]);
    }

    #[test]
    fn the_days_of_a_log_are_headings_with_or_without_marks() {
        let log = "值班日志\n\n11-06 四\n10:05 望潮到\n14:20 误报三次\n\n11-07 五\n09:31 望潮到\n";
        let found = sections(log);
        let paths: Vec<&str> = found.iter().map(|(path, ..)| path.as_str()).collect();
        assert!(paths.contains(&"11-06 四") && paths.contains(&"11-07 五"), "{paths:?}");
        // One such line is a date, and no log.
        let one = "周报\n\n11-06 四\n10:05 望潮到\n";
        assert!(sections(one).iter().all(|(path, ..)| !path.contains("11-06")));
    }

    #[test]
    fn bold_words_that_begin_a_sentence_name_nothing() {
        for text in ["**RFID 标签** 60 个拆了 57 个。", "**注意：**", "**先停，再查。** 夜里做完。"]
        {
            let found = sections(&format!("# 周报\n\n割接做完了。\n\n{text}\n\n别的话。\n"));
            assert!(found.iter().all(|(name, ..)| name.is_empty() || name == "注意"), "{text}: {found:?}");
        }
    }

    #[test]
    fn a_number_that_counts_on_names_what_stands_right_below_it() {
        let read = sections(
            "一、产量\n\n本周 12 吨。\n\n二、设备\n\n（一）空压机\n\n已修好。\n\n三、人员\n（一）老周调到二车间。\n（二）招两名电工。\n",
        );
        let names: Vec<&str> = read.iter().map(|(name, ..)| name.as_str()).collect();
        assert!(names.iter().any(|name| name.ends_with("三、人员")), "{names:?}");
        let of_people = read.iter().find(|(.., text)| text.contains("招两名电工")).expect("read");
        assert!(of_people.0.ends_with("三、人员"), "{read:?}");
    }

    #[test]
    fn a_bold_line_right_above_its_text_is_its_heading() {
        let names = |text: &str| {
            let found = sections(&format!("# 周报\n\n{text}\n"));
            found.into_iter().map(|(name, ..)| name).filter(|name| !name.is_empty()).collect::<Vec<_>>()
        };
        assert_eq!(names("**Money**\nSpent half of it.\n\n【人】\n借了 2 个人。"), ["Money", "人"]);
        assert_eq!(names("做完了 **三件事**\n都上线了。"), [""; 0]);
    }

    #[test]
    fn other_names_before_a_colon_are_words_of_their_paragraph() {
        for text in ["处置：下午切到备机。", "目标客户：银行三家，都签了。"] {
            let found = sections(&format!("# 周报\n\n割接做完了。\n\n{text}\n"));
            assert!(found.iter().all(|(_, kind, _)| *kind == SectionKind::Other), "{text}: {found:?}");
        }
    }
}
