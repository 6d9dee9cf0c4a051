//! Walks a report's sections and blocks and makes the passages with their contexts.

use std::collections::HashMap;

use uuid::Uuid;

use super::pieces::{fits, is_placeholder, split_long};
use super::{MAX_CHARS, Passage, PassageKind, passage_id, times_named};
use crate::fact::{Account, Incident, heading_words, kind_below, kind_under, states_something};
use crate::report::{Block, BlockKind, LineIndex, Report, Section, SectionKind, Span, lead_text, plain, trim};

/// An item with nested items that is longer than this, in characters, is split at them.
const WHOLE_ITEM_CHARS: usize = 160;

/// How much of a parent item goes into its children's context, in characters.
const PARENT_CHARS: usize = 32;

/// A heading with nothing under it is a statement from this length on, in characters; a shorter one names an empty section.
const BARE_HEADING_CHARS: usize = 8;

pub(super) struct Builder<'a> {
    pub(super) report: &'a Report,
    report_id: Uuid,
    pub(super) index: LineIndex,
    /// The incidents of the report, in reading order.
    accounts: &'a [Account],
    passages: Vec<Passage>,
    /// How often a path and text have come, by the id that the first of them has.
    twins: HashMap<Uuid, usize>,
    /// Headings before this section are the items of the one above them, however short.
    items_until: usize,
}

/// What the pieces of one list share.
#[derive(Clone)]
pub(super) struct ListContext {
    pub path: Vec<String>,
    pub section: SectionKind,
    pub parent: String,
}

impl<'a> Builder<'a> {
    pub(super) fn new(report: &'a Report, report_id: Uuid, accounts: &'a [Account]) -> Self {
        let index = LineIndex::new(&report.source);
        Self { report, report_id, index, accounts, passages: Vec::new(), twins: HashMap::new(), items_until: 0 }
    }

    pub(super) fn build(mut self) -> Vec<Passage> {
        let report = self.report;
        let mut at = 0;
        while let Some(section) = report.sections.get(at) {
            let inside = report.sections[at + 1..].iter().take_while(|other| is_inside(other, section)).count();
            match self.incident_section(&report.sections[at..=at + inside]) {
                Some(read) => at += read,
                None => {
                    let below = &report.sections[at + 1..=at + inside];
                    if section.kind != SectionKind::Other && section.blocks.is_empty() && are_items(report, below) {
                        self.items_until = at + 1 + inside;
                    }
                    self.section(at, section, inside > 0);
                    at += 1;
                }
            }
        }
        self.passages
    }

    /// The accounts of incidents that begin inside `span`.
    pub(super) fn accounts_in(&self, span: &Span) -> &[Account] {
        let from = self.accounts.partition_point(|account| account.span.start < span.start);
        let to = self.accounts.partition_point(|account| account.span.start < span.end);
        &self.accounts[from..to.max(from)]
    }

    pub(super) fn source(&self) -> &'a str {
        &self.report.source
    }

    fn section(&mut self, at: usize, section: &Section, has_children: bool) {
        let place = ListContext { path: section.path.clone(), section: section.kind, parent: String::new() };
        let is_special = |block: &Block| {
            matches!(block.kind, BlockKind::Item | BlockKind::Table | BlockKind::Code) || block.lead.is_some()
        };
        let first = self.passages.len();
        let Some(body) = body_of(&section.blocks) else {
            self.bare_heading(at, section, &place, has_children);
            return;
        };
        self.stating_heading(section, &place);
        let is_short = fits(self.source(), &body, MAX_CHARS);
        let holds_items = section.blocks.iter().any(|block| block.kind == BlockKind::Item || block.lead.is_some());
        let is_daily = section.kind == SectionKind::Daily;
        let is_prose = (is_short && !holds_items || !section.blocks.iter().any(is_special)) && !is_daily;
        if is_prose && self.accounts_in(&body).is_empty() {
            self.split(PassageKind::Section, body, &place);
        } else {
            self.blocks(&section.blocks, &place);
            // The whole section beside its pieces, for questions whose words lie in several of them.
            if self.passages.len() - first > 1 && is_short && !is_daily {
                self.push(PassageKind::Section, body, &place, true, None);
            }
        }
    }

    /// Headings are people's items, too: one that states something and has nothing under it is a passage.
    fn bare_heading(&mut self, at: usize, section: &Section, place: &ListContext, has_children: bool) {
        let Some(heading) = &section.heading else { return };
        let text = &self.source()[heading.clone()];
        let is_statement = text.chars().count() >= BARE_HEADING_CHARS || self.items_until > at;
        if SectionKind::of_heading(&plain(text)) == SectionKind::Other && !has_children && is_statement {
            self.heading(heading, place);
        }
    }

    /// A heading that says more than a name (`Hive 迁移进度：58%`) is a statement besides.
    fn stating_heading(&mut self, section: &Section, place: &ListContext) {
        let Some(heading) = &section.heading else { return };
        if states_something(&self.source()[heading.clone()]) {
            self.heading(heading, place);
        }
    }

    fn heading(&mut self, heading: &Span, place: &ListContext) {
        let mut outer = place.clone();
        outer.path.pop();
        self.split(PassageKind::Section, heading_words(self.source(), heading), &outer);
    }

    fn blocks(&mut self, blocks: &[Block], place: &ListContext) {
        let mut at = 0;
        while at < blocks.len() {
            let block = &blocks[at];
            let mut place = place.clone();
            if let Some(lead) = &block.lead {
                place.path.push(lead.clone());
                place.section = kind_under(lead, place.section);
            }
            if let Some(end) = self.end_of_incident(blocks, at) {
                self.incidents(block.span.start..blocks[end - 1].span.end, &place);
                at = end;
            } else {
                at += 1;
                let is_led_to = |next: &Block| next.lead.is_some() && next.lead == lead_text(self.source(), block);
                let leads = blocks.get(at).is_some_and(is_led_to);
                self.block(block, &place, leads);
            }
        }
    }

    fn block(&mut self, block: &Block, place: &ListContext, leads: bool) {
        let source = self.source();
        let announces = lead_text(source, block);
        match block.kind {
            BlockKind::Table => return self.table(&block.span, place),
            BlockKind::Paragraph if place.section == SectionKind::Daily && is_link(&source[block.span.clone()]) => {
                return;
            }
            _ => {}
        }
        let is_short = fits(source, &block.span, WHOLE_ITEM_CHARS);
        let mut inner = place.clone();
        inner.section = kind_below(&source[block.own.clone()], place.section);
        if block.children.is_empty() || (is_short && announces.is_none() && self.accounts_in(&block.span).is_empty()) {
            let kind = if block.kind == BlockKind::Item { PassageKind::Item } else { PassageKind::Section };
            // A line that only announces a list is context, not a statement.
            if !leads {
                self.split(kind, block.span.clone(), place);
            }
            return;
        }
        match announces {
            Some(name) => {
                inner.section = kind_under(&name, place.section);
                inner.path.push(name);
                // What stands before the announcing line is more than a name.
                let own = &source[block.own.clone()];
                if states_something(own.lines().last().unwrap_or_default()) {
                    self.split(PassageKind::Item, block.own.clone(), place);
                } else if let Some(line_end) = own.trim_end().rfind('\n') {
                    self.split(PassageKind::Item, trim(source, block.own.start..block.own.start + line_end), place);
                }
            }
            None => {
                self.split(PassageKind::Item, block.own.clone(), place);
                inner.parent = plain(&source[block.own.clone()]).chars().take(PARENT_CHARS).collect();
            }
        }
        self.blocks(&block.children, &inner);
    }

    /// One passage, or several that end at sentence ends where the span is longer than [`MAX_CHARS`].
    pub(super) fn split(&mut self, kind: PassageKind, span: Span, place: &ListContext) {
        for piece in split_long(self.source(), span) {
            self.push(kind, piece, place, false, None);
        }
    }

    pub(super) fn push(
        &mut self,
        kind: PassageKind,
        span: Span,
        place: &ListContext,
        covered: bool,
        incident: Option<Incident>,
    ) {
        let text = self.source()[span.clone()].to_string();
        if is_placeholder(&text) {
            return;
        }
        let first_id = passage_id(self.report_id, &place.path, &text, 0);
        let twins = self.twins.entry(first_id).or_default();
        let id = if *twins == 0 { first_id } else { passage_id(self.report_id, &place.path, &text, *twins) };
        *twins += 1;
        let (days, months) = times_named(&text, self.report.date);
        self.passages.push(Passage {
            id,
            kind,
            path: place.path.clone(),
            section: place.section,
            lines: self.index.lines(&span),
            days,
            months,
            span,
            text,
            parent: place.parent.clone(),
            incident,
            milestones: Vec::new(),
            metrics: Vec::new(),
            goals: Vec::new(),
            covered,
        });
    }
}

/// Whether the sections under one are its items written as headings: several, none in 【】, and nothing under any of them.
fn are_items(report: &Report, sections: &[Section]) -> bool {
    let is_item = |section: &Section| {
        let is_named = section.heading.as_ref().is_some_and(|heading| report.source[heading.clone()].contains('【'));
        section.blocks.is_empty() && !is_named
    };
    sections.len() > 1 && sections.iter().all(is_item)
}

/// Whether a section is under another.
fn is_inside(section: &Section, outer: &Section) -> bool {
    section.path.len() > outer.path.len() && section.path.starts_with(&outer.path)
}

/// From the first block to the last; `None` without blocks.
fn body_of(blocks: &[Block]) -> Option<Span> {
    let start = blocks.first()?.span.start;
    Some(start..blocks.iter().map(|block| block.span.end).max()?)
}

fn is_link(text: &str) -> bool {
    let text = text.trim();
    text.lines().all(|line| line.trim().is_empty() || (line.trim().starts_with('[') && line.trim().ends_with(')')))
}
