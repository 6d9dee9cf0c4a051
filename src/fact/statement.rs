//! The lines of a report that may state work or plans: its items, paragraphs, stating headings and tables, each with the items above it.
//! Leaves out incidents, follow-ups, diaries, reviews and reflections.

use super::looks_back;
use crate::report::{
    Block, BlockKind, LineIndex, MAX_STATEMENT_CHARS, Report, Section, SectionKind, Span, behind_levels, lead_text,
    mark_length, mask_targets, numeral_length, stretches, trim,
};
use crate::text::has_mark;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Heading,
    Item,
    Paragraph,
    Table,
}

/// One statement with its surroundings.
#[derive(Debug, Clone)]
pub(super) struct StatementContext {
    /// Headings from the outermost in, then the words that announce the list.
    pub section: Vec<String>,
    pub kind: SectionKind,
    pub shape: Shape,
    /// Its own words, without list mark and nested items; of a table, all of it.
    pub span: Span,
    /// The own words of the items that it is nested under, outermost first.
    pub parents: Vec<Span>,
    /// The words that announce its list, where they are no heading.
    pub lead: Option<String>,
    /// Whether other items are nested in it.
    pub has_children: bool,
}

/// A heading with nothing under it is an item from this length on, in characters.
const BARE_HEADING_CHARS: usize = 8;

/// All statements in reading order, outside of `incidents`.
fn statements(report: &Report, incidents: &[Span]) -> Vec<StatementContext> {
    let mut walk = Walk { report, incidents, found: Vec::new() };
    for (at, section) in report.sections.iter().enumerate() {
        if !is_read(section.kind) || walk.is_in_incident(section.span.start) {
            continue;
        }
        let next = report.sections.get(at + 1);
        let has_children =
            next.is_some_and(|next| next.path.len() > section.path.len() && next.path.starts_with(&section.path));
        walk.heading(section, has_children);
        walk.blocks(&section.blocks, &section.path, section.kind, &[]);
    }
    walk.found
}

/// Whether a section states work, plans or figures.
fn is_read(kind: SectionKind) -> bool {
    !matches!(
        kind,
        SectionKind::Incidents
            | SectionKind::FollowUp
            | SectionKind::Daily
            | SectionKind::Reflection
            | SectionKind::Review
    )
}

struct Walk<'a> {
    report: &'a Report,
    /// Ascending by start; they may overlap.
    incidents: &'a [Span],
    found: Vec<StatementContext>,
}

impl Walk<'_> {
    fn source(&self) -> &str {
        &self.report.source
    }

    fn is_in_incident(&self, at: usize) -> bool {
        let before = self.incidents.partition_point(|span| span.start <= at);
        self.incidents[..before].iter().any(|span| at < span.end)
    }

    /// A heading that is more than a name is a statement, and so is one with nothing under it.
    fn heading(&mut self, section: &Section, has_children: bool) {
        let Some(heading) = section.heading.as_ref().filter(|_| !section.path.is_empty()) else { return };
        let span = heading_words(self.source(), heading);
        let text = &self.source()[span.clone()];
        let is_bare = section.blocks.is_empty() && !has_children && text.chars().count() >= BARE_HEADING_CHARS;
        let states = has_mark(text, &['%', '％', '，', '：', ':']);
        let outer = section.path.split_last().map(|(_, outer)| outer.to_vec()).unwrap_or_default();
        if (is_bare || states) && !text.contains('\n') {
            self.found.push(StatementContext {
                section: outer,
                kind: section.kind,
                shape: Shape::Heading,
                span,
                parents: Vec::new(),
                lead: None,
                has_children: has_children || !section.blocks.is_empty(),
            });
        }
    }

    fn blocks(&mut self, blocks: &[Block], path: &[String], kind: SectionKind, parents: &[Span]) {
        for (at, block) in blocks.iter().enumerate() {
            let mut section = path.to_vec();
            let mut kind = kind;
            if let Some(lead) = &block.lead {
                section.push(lead.clone());
                kind = kind_under(lead, kind);
            }
            if !is_read(kind) {
                continue;
            }
            if block.kind == BlockKind::Code || self.is_in_incident(block.span.start) {
                continue;
            }
            let shape = match block.kind {
                BlockKind::Item => Shape::Item,
                BlockKind::Table => Shape::Table,
                _ => Shape::Paragraph,
            };
            let announces = lead_text(self.source(), block);
            let leads_next = blocks.get(at + 1).is_some_and(|next| next.lead.is_some() && next.lead == announces);
            let mut inner = section.clone();
            let mut inner_kind = kind_below(&self.source()[block.own.clone()], kind);
            let mut inside = parents.to_vec();
            if let Some(name) = announces.as_ref().filter(|_| !block.children.is_empty()) {
                inner_kind = kind_under(name, kind);
                inner.push(name.clone());
            }
            inside.push(block.own.clone());
            if !leads_next && !block.own.is_empty() {
                let statement = StatementContext {
                    section,
                    kind,
                    shape,
                    span: block.own.clone(),
                    parents: parents.to_vec(),
                    lead: block.lead.clone(),
                    has_children: !block.children.is_empty(),
                };
                let spans = match shape {
                    Shape::Table => vec![block.own.clone()],
                    _ => stretches(self.source(), block.own.clone(), MAX_STATEMENT_CHARS),
                };
                self.found.extend(spans.into_iter().map(|span| StatementContext { span, ..statement.clone() }));
            }
            if is_read(inner_kind) {
                self.blocks(&block.children, &inner, inner_kind, &inside);
            }
        }
    }
}

/// A heading's span without its marks.
pub(crate) fn heading_words(source: &str, heading: &Span) -> Span {
    let text = &source[heading.clone()];
    let text = text.trim_end_matches(['*', ' ', '\t']);
    let words = text.trim_start_matches(['#', '*', ' ', '\t']);
    let number = || mark_length(words).max(numeral_length(words));
    let words = behind_levels(words).unwrap_or_else(|| &words[number()..]);
    let end = heading.start + text.len();
    trim(source, end - words.len()..end)
}

/// The kind of a list under `lead`: that of a section which a short name of one announces.
pub(crate) fn kind_under(lead: &str, outer: SectionKind) -> SectionKind {
    match SectionKind::of_heading(lead) {
        kind if kind != SectionKind::Other && lead.chars().count() <= 12 && !states_something(lead) => kind,
        _ => kind_below(lead, outer),
    }
}

/// What is below a heading or an item: `#26 油温高——找到原因` tells what happened before.
pub(crate) fn kind_below(own: &str, outer: SectionKind) -> SectionKind {
    if outer == SectionKind::Incidents && looks_back(own) { SectionKind::FollowUp } else { outer }
}

/// Whether a heading is more than a name: a clause, a share, a figure after a colon, what has come to be (新版上线了).
pub(crate) fn states_something(heading: &str) -> bool {
    let has_figure =
        heading.split_once([':', '：']).is_some_and(|(_, rest)| rest.contains(|c: char| c.is_ascii_digit()));
    // 上线了 alone, behind what may be a number of a section, says of nothing that it came to be.
    let has_come_to_be = || {
        heading.trim_end_matches(['*', ' ']).ends_with('了')
            && heading.chars().filter(|c| c.is_alphabetic()).count() > 4
    };
    has_mark(heading, &['，', '。', '；', '％', '%']) || has_figure || has_come_to_be()
}

/// The statements of a report with what they are read from.
pub(super) struct Statements<'a> {
    pub report: &'a Report,
    pub statements: Vec<StatementContext>,
    /// The source with the addresses of its links blanked, byte for byte.
    pub masked: String,
    pub index: LineIndex,
}

impl<'a> Statements<'a> {
    pub fn read(report: &'a Report, incidents: &[Span]) -> Self {
        Self {
            report,
            statements: statements(report, incidents),
            masked: mask_targets(&report.source),
            index: LineIndex::new(&report.source),
        }
    }
}
