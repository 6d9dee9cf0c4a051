//! A report → the passages that are embedded, retrieved and cited, each with its place, its context and its facts.
//!
//! A section that fits is a passage; a long one is split at sentence ends. Each incident and each list item is a passage of
//! its own, with its heading path and parent item as context.

use std::ops::Range;

use sha2::{Digest, Sha256};
use text_splitter::{ChunkConfig, TextSplitter};
use uuid::Uuid;

use crate::calendar::{Date, Expression, mentions};
use crate::fact::{Incident, incident_starts, read_incident};
use crate::report::{Block, BlockKind, LineIndex, Lines, Report, Section, SectionKind, Span, lead_text, opens_incident_part, plain, trim};

/// The namespace of every id this program makes (a random UUID, fixed for good).
pub const ID_NAMESPACE: Uuid = Uuid::from_u128(0x6f1d_2c53_7a7e_4b0c_9d55_21f4_0c8e_7b19);

/// How long a passage may be, in characters: with its context it stays under the embedder's 512 tokens, about one a
/// character in Chinese.
pub const MAX_CHARS: usize = 380;

/// An item with nested items that is longer than this, in characters, is split at them.
const WHOLE_ITEM_CHARS: usize = 160;

/// How much of a parent item goes into its children's context, in characters.
const PARENT_CHARS: usize = 32;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PassageKind {
    Section,
    Item,
    Incident,
}

impl PassageKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Item => "item",
            Self::Incident => "incident",
        }
    }
}

/// What is retrieved. `&report.source[span] == text`, always.
#[derive(Debug, Clone)]
pub struct Passage {
    /// UUIDv5 of report, section path, text and which of several equal ones it is: the same report gives the same ids.
    pub id: Uuid,
    pub kind: PassageKind,
    /// Heading path, then the words that announce the list it stands in.
    pub path: Vec<String>,
    pub section: SectionKind,
    pub span: Span,
    pub lines: Lines,
    pub text: String,
    /// The parent item's words for a nested item; empty for the rest.
    pub parent: String,
    /// Days the text names, ascending, resolved against the report's date.
    pub days: Vec<Date>,
    pub incident: Option<Incident>,
    /// Whether other passages hold the same words piece by piece: such a passage has no dense vector.
    pub covered: bool,
}

impl Passage {
    /// What goes before the text into both vectors: the two innermost headings and the parent item.
    pub fn context(&self) -> String {
        context(&self.path, &self.parent)
    }

    /// The text to embed.
    pub fn embedding_text(&self) -> String {
        let context = self.context();
        if context.is_empty() { self.text.clone() } else { format!("{context}\n{}", self.text) }
    }
}

/// See [`Passage::context`].
pub(crate) fn context(path: &[String], parent: &str) -> String {
    let from = path.len().saturating_sub(2);
    let mut parts: Vec<&str> = path[from..].iter().map(String::as_str).collect();
    if !parent.is_empty() {
        parts.push(parent);
    }
    parts.join(" ")
}

/// The passages of a report in reading order; empty for a page that says nothing.
pub fn passages(report: &Report, report_id: Uuid) -> Vec<Passage> {
    let mut builder = Builder { report, report_id, index: LineIndex::new(&report.source), passages: Vec::new() };
    for section in &report.sections {
        builder.section(section);
    }
    builder.passages
}

struct Builder<'a> {
    report: &'a Report,
    report_id: Uuid,
    index: LineIndex,
    passages: Vec<Passage>,
}

/// What the pieces of one list share.
#[derive(Clone)]
struct Place {
    path: Vec<String>,
    section: SectionKind,
    parent: String,
}

impl Builder<'_> {
    fn section(&mut self, section: &Section) {
        let place = Place { path: section.path.clone(), section: section.kind, parent: String::new() };
        let has_items = section.blocks.iter().any(|block| block.kind == BlockKind::Item || block.lead.is_some());
        let first = self.passages.len();
        if section.kind == SectionKind::Daily && section.blocks.iter().all(|block| self.is_only_links(block)) {
            return;
        }
        if section.blocks.is_empty() {
            self.bare_heading(section, &place);
        } else if has_items || section.blocks.iter().any(|block| !self.incidents_in(block, section.kind).is_empty()) {
            self.blocks(&section.blocks, &place);
            self.whole(section, &place, first);
        } else {
            let body = section.blocks[0].span.start..section.blocks.iter().map(|block| block.span.end).max().unwrap_or(0);
            self.split(PassageKind::Section, body, &place);
        }
    }

    /// Headings are people's items, too: one that states something and has nothing under it is a passage.
    fn bare_heading(&mut self, section: &Section, place: &Place) {
        let Some(heading) = &section.heading else { return };
        let text = &self.report.source[heading.clone()];
        let marks = text.len() - text.trim_start_matches(['#', ' ']).len();
        let has_children = self.report.sections.iter().any(|other| {
            other.path.len() > section.path.len() && other.path.starts_with(&section.path)
        });
        if SectionKind::of_heading(&plain(text)) == SectionKind::Other && !has_children && text.chars().count() >= 8 {
            let mut outer = place.clone();
            outer.path.pop();
            self.push(PassageKind::Section, trim(&self.report.source, heading.start + marks..heading.end), &outer, false);
        }
    }

    /// The whole section beside its pieces, for questions whose words lie in several of them.
    fn whole(&mut self, section: &Section, place: &Place, first: usize) {
        let pieces = self.passages.len() - first;
        let Some((head, tail)) = section.blocks.first().zip(section.blocks.last()) else { return };
        let body = head.span.start..tail.span.end.max(head.span.end);
        if pieces > 1 && self.report.source[body.clone()].chars().count() <= MAX_CHARS {
            self.push(PassageKind::Section, body, place, true);
        }
    }

    fn blocks(&mut self, blocks: &[Block], place: &Place) {
        let mut at = 0;
        while at < blocks.len() {
            let block = &blocks[at];
            let mut place = place.clone();
            if let Some(lead) = &block.lead {
                place.path.push(lead.clone());
                let kind = SectionKind::of_heading(lead);
                place.section = if kind == SectionKind::Other { place.section } else { kind };
            }
            at += 1;
            let starts = self.incidents_in(block, place.section);
            if starts.is_empty() {
                self.block(block, &place);
                continue;
            }
            let mut end = block.span.end;
            while let Some(next) = blocks.get(at).filter(|next| {
                opens_incident_part(&self.report.source[next.span.clone()]) && self.incidents_in(next, place.section).is_empty()
            }) {
                end = end.max(next.span.end);
                at += 1;
            }
            self.incidents(block.span.start..end, &starts, &place);
        }
    }

    fn incidents_in(&self, block: &Block, section: SectionKind) -> Vec<usize> {
        if matches!(block.kind, BlockKind::Code | BlockKind::Table) {
            return Vec::new();
        }
        let starts = incident_starts(&self.report.source, &block.span, section);
        // Dated lines nested under an undated item are that item's own history, unless the item only announces them.
        let first_line_dated = starts.first().is_some_and(|start| *start <= block.own.start.max(block.span.start));
        if first_line_dated || block.children.is_empty() { starts } else { Vec::new() }
    }

    fn incidents(&mut self, span: Span, starts: &[usize], place: &Place) {
        if let Some(first) = starts.first().filter(|first| **first > span.start) {
            self.split(PassageKind::Item, trim(&self.report.source, span.start..without_mark(&self.report.source, *first)), place);
        }
        for (at, start) in starts.iter().enumerate() {
            let end = starts.get(at + 1).map_or(span.end, |next| without_mark(&self.report.source, *next));
            let span = trim(&self.report.source, *start..end);
            let incident = read_incident(&self.report.source, &self.index, span.clone(), self.report.date);
            self.push_with(PassageKind::Incident, span, place, false, Some(incident));
        }
    }

    fn block(&mut self, block: &Block, place: &Place) {
        let source = &self.report.source;
        let announces = lead_text(source, block);
        let length = source[block.span.clone()].chars().count();
        if block.children.is_empty() || (length <= WHOLE_ITEM_CHARS && announces.is_none()) {
            let kind = if block.kind == BlockKind::Item { PassageKind::Item } else { PassageKind::Section };
            // A line that only announces a list is context, not a statement.
            if announces.is_none() || !block.children.is_empty() {
                self.split(kind, block.span.clone(), place);
            }
            return;
        }
        let mut inner = place.clone();
        match announces {
            Some(name) => {
                let kind = SectionKind::of_heading(&name);
                inner.section = if kind == SectionKind::Other { inner.section } else { kind };
                inner.path.push(name);
            }
            None => {
                self.split(PassageKind::Item, block.own.clone(), place);
                inner.parent = plain(&source[block.own.clone()]).chars().take(PARENT_CHARS).collect();
            }
        }
        self.blocks(&block.children, &inner);
    }

    /// One passage, or several that end at sentence ends where the span is longer than [`MAX_CHARS`].
    fn split(&mut self, kind: PassageKind, span: Span, place: &Place) {
        for piece in split_long(&self.report.source, span) {
            self.push(kind, piece, place, false);
        }
    }

    fn push(&mut self, kind: PassageKind, span: Span, place: &Place, covered: bool) {
        self.push_with(kind, span, place, covered, None);
    }

    fn push_with(&mut self, kind: PassageKind, span: Span, place: &Place, covered: bool, incident: Option<Incident>) {
        let text = self.report.source[span.clone()].to_string();
        if is_placeholder(&text) {
            return;
        }
        let twins = self.passages.iter().filter(|known| known.text == text && known.path == place.path).count();
        self.passages.push(Passage {
            id: passage_id(self.report_id, &place.path, &text, twins),
            kind,
            path: place.path.clone(),
            section: place.section,
            lines: self.index.lines(&span),
            days: days_named(&text, self.report.date),
            span,
            text,
            parent: place.parent.clone(),
            incident,
            covered,
        });
    }

    fn is_only_links(&self, block: &Block) -> bool {
        let text = self.report.source[block.span.clone()].trim();
        text.starts_with('[') && text.ends_with(')') || text.chars().count() < 12
    }
}

/// Back over the list mark before an incident's start, so that it does not end the one before.
fn without_mark(source: &str, start: usize) -> usize {
    let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
    let before = source[line_start..start].trim();
    let is_mark = before.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '*' | '+' | '.' | '、' | ')' | '）' | '（' | '(' | '•'));
    if is_mark { line_start } else { start }
}

fn passage_id(report_id: Uuid, path: &[String], text: &str, twins: usize) -> Uuid {
    let text_hash = Sha256::digest(text.as_bytes());
    let mut name = Vec::with_capacity(128);
    name.extend_from_slice(report_id.as_bytes());
    for heading in path {
        name.extend_from_slice(heading.as_bytes());
        name.push(0);
    }
    name.extend_from_slice(&twins.to_le_bytes());
    name.extend_from_slice(&text_hash);
    Uuid::new_v5(&ID_NAMESPACE, &name)
}

/// Spans of at most [`MAX_CHARS`] characters that end at sentence ends where they can.
///
/// text-splitter knows 。！？ as sentence ends but not ；, which ends most sentences of a report: it is shown a copy in which
/// every ； is a 。, of the same length in bytes, so its offsets hold for the source.
fn split_long(source: &str, span: Span) -> Vec<Span> {
    if source[span.clone()].chars().count() <= MAX_CHARS {
        return vec![span];
    }
    let shown = source[span.clone()].replace('；', "。");
    let splitter = TextSplitter::new(ChunkConfig::new(MAX_CHARS));
    splitter
        .chunk_indices(&shown)
        .map(|(offset, chunk)| -> Range<usize> { span.start + offset..span.start + offset + chunk.len() })
        .collect()
}

/// 无, 暂无, true, ✔️ and the like: filled in because a template asked for something.
fn is_placeholder(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "", "无", "暂无", "没有", "略", "同上", "none", "n/a", "na", "nil", "null", "true", "false", "ok", "todo", "tbd", "待补充", "待填写",
    ];
    let bare: String = text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    WORDS.contains(&bare.as_str())
}

/// Days a text names, ascending and once each. A period longer than a week names no day.
fn days_named(text: &str, report_date: Option<Date>) -> Vec<Date> {
    let mut days: Vec<Date> = Vec::new();
    for mention in mentions(text) {
        let Ok(expression) = mention.reading else { continue };
        let names_days = match &expression {
            Expression::Day(_) | Expression::DayOfMonth(_) => true,
            Expression::Range(from, _) => matches!(**from, Expression::Day(_)),
            _ => false,
        };
        if !names_days {
            continue;
        }
        let period = match report_date {
            Some(anchor) => expression.resolve(anchor).ok(),
            None => complete_day(&expression),
        };
        if let Some(period) = period.filter(|period| period.days() <= 7) {
            days.extend(period.dates());
        }
    }
    days.sort_unstable();
    days.dedup();
    days
}

fn complete_day(expression: &Expression) -> Option<crate::calendar::Period> {
    match expression {
        Expression::Day(day) => day.date().map(crate::calendar::Period::day),
        _ => None,
    }
}
