//! The lines of a report that may state work or plans: its items, paragraphs, stating headings and tables, each with the items it is
//! nested under. Incident records, what looks back at them, diaries, reviews and reflections are left out.

use super::incident::start::{incident_starts_by, is_incident_record, opening_reach};
use crate::report::{
    Block, BlockKind, LineIndex, MAX_STATEMENT_CHARS, Report, Section, SectionKind, Span, lead_text, mark_length,
    mask_targets, opens_incident_part, stretches, trim,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Heading,
    Item,
    Paragraph,
    Table,
}

/// One statement with its surroundings.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    /// Headings from the outermost in, then the words that announce the list.
    pub section: Vec<String>,
    pub kind: SectionKind,
    pub shape: Shape,
    /// Its own words, without list mark and without what is nested in it; of a table, all of it.
    pub span: Span,
    /// The own words of the items that it is nested under, outermost first.
    pub parents: Vec<Span>,
    /// The words that announce the list it stands in, where they are no heading.
    pub lead: Option<String>,
    /// Whether other items are nested in it.
    pub has_children: bool,
}

/// A heading with nothing under it is an item from this length on, in characters.
const BARE_HEADING_CHARS: usize = 8;

/// All statements in reading order.
pub(super) fn statements(report: &Report) -> Vec<Statement> {
    let mut walk = Walk { report, found: Vec::new() };
    let mut skipped: Option<&[String]> = None;
    for (at, section) in report.sections.iter().enumerate() {
        if skipped.is_some_and(|path| section.path.len() > path.len() && section.path.starts_with(path)) {
            continue;
        }
        skipped = None;
        if walk.is_incident(section) {
            skipped = Some(&section.path);
            continue;
        }
        if !is_read(section.kind) {
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

/// Whether a section tells of work, plans or figures.
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
    found: Vec<Statement>,
}

impl Walk<'_> {
    fn source(&self) -> &str {
        &self.report.source
    }

    fn is_daily(&self) -> bool {
        self.report.stated_coverage.is_some_and(|period| period.days() == 1)
    }

    /// Whether a heading begins an incident, or a section records one.
    fn is_incident(&self, section: &Section) -> bool {
        let Some(heading) = section.heading.as_ref().filter(|_| !section.path.is_empty()) else { return false };
        let start = self.heading_words(heading).start;
        let under = start..section.span.end.max(start);
        !incident_starts_by(self.source(), &under, section.kind, self.is_daily(), heading.end.saturating_sub(1))
            .is_empty()
    }

    fn heading_words(&self, heading: &Span) -> Span {
        let text = &self.source()[heading.clone()];
        let marks = text.len() - text.trim_start_matches(['#', ' ', '\t']).len();
        let marks = marks + mark_length(&text[marks..]);
        trim(self.source(), heading.start + marks..heading.end)
    }

    /// A heading that says more than a name is a statement, and one with nothing under it is somebody's item.
    fn heading(&mut self, section: &Section, has_children: bool) {
        let Some(heading) = section.heading.as_ref().filter(|_| !section.path.is_empty()) else { return };
        let span = self.heading_words(heading);
        let text = &self.source()[span.clone()];
        let is_bare = section.blocks.is_empty() && !has_children && text.chars().count() >= BARE_HEADING_CHARS;
        let states = text.contains(['%', '％', '，', '：', ':']);
        let outer = section.path.split_last().map(|(_, outer)| outer.to_vec()).unwrap_or_default();
        if (is_bare || states) && !text.contains('\n') {
            self.found.push(Statement {
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
        let mut in_incident = false;
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
            let text = &self.source()[block.span.clone()];
            if block.kind == BlockKind::Code || (in_incident && opens_incident_part(text)) {
                continue;
            }
            in_incident = self.records_incident(block, kind);
            if in_incident {
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
            let mut inner_kind = kind;
            let mut inside = parents.to_vec();
            if let Some(name) = announces.as_ref().filter(|_| !block.children.is_empty()) {
                inner_kind = kind_under(name, kind);
                inner.push(name.clone());
            }
            inside.push(block.own.clone());
            if !leads_next && !block.own.is_empty() {
                let statement = Statement {
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
                self.found.extend(spans.into_iter().map(|span| Statement { span, ..statement.clone() }));
            }
            if is_read(inner_kind) {
                self.blocks(&block.children, &inner, inner_kind, &inside);
            }
        }
    }

    fn records_incident(&self, block: &Block, kind: SectionKind) -> bool {
        if matches!(block.kind, BlockKind::Code | BlockKind::Table) {
            return false;
        }
        let reach = if block.children.is_empty() { block.span.end } else { opening_reach(block) };
        let starts = incident_starts_by(self.source(), &block.span, kind, self.is_daily(), reach);
        !starts.is_empty() || is_incident_record(self.source(), &block.span, kind)
    }
}

/// What the list under `lead` is about: a short name of a section says so.
fn kind_under(lead: &str, outer: SectionKind) -> SectionKind {
    let is_name = lead.chars().count() <= 12 && !lead.contains(['，', '。', '；', '%', '％']);
    match SectionKind::of_heading(lead) {
        kind if is_name && kind != SectionKind::Other => kind,
        _ => outer,
    }
}

/// The statements of a report with what they are read from.
pub(super) struct Statements<'a> {
    pub report: &'a Report,
    pub statements: Vec<Statement>,
    /// The source with the addresses of its links blanked, byte for byte.
    pub masked: String,
    pub index: LineIndex,
}

impl<'a> Statements<'a> {
    pub fn read(report: &'a Report) -> Self {
        Self {
            report,
            statements: statements(report),
            masked: mask_targets(&report.source),
            index: LineIndex::new(&report.source),
        }
    }
}
