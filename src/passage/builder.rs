//! Walks a report's sections and blocks and decides what becomes a passage, with which context.

use std::collections::HashMap;

use uuid::Uuid;

use super::pieces::{fits, is_placeholder, split_long};
use super::{MAX_CHARS, MAX_INCIDENT_CHARS, Passage, PassageKind, days_named, passage_id};
use crate::fact::{Incident, PartKind, incident_starts, is_incident_record, part_named_first, read_incident};
use crate::report::{Block, BlockKind, LineIndex, Report, Section, SectionKind, Span, lead_text, mark_length, opens_incident_part, plain, trim};

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
    passages: Vec<Passage>,
    /// How often a path and text have come, by the id that the first of them has.
    twins: HashMap<Uuid, usize>,
}

/// What the pieces of one list share.
#[derive(Clone)]
pub(super) struct Place {
    pub path: Vec<String>,
    pub section: SectionKind,
    pub parent: String,
}

impl<'a> Builder<'a> {
    pub(super) fn new(report: &'a Report, report_id: Uuid) -> Self {
        let index = LineIndex::new(&report.source);
        Self { report, report_id, index, passages: Vec::new(), twins: HashMap::new() }
    }

    pub(super) fn build(mut self) -> Vec<Passage> {
        let report = self.report;
        let mut at = 0;
        while let Some(section) = report.sections.get(at) {
            let inside = report.sections[at + 1..].iter().take_while(|other| is_inside(other, section)).count();
            match self.incident_section(&report.sections[at..=at + inside]) {
                Some(read) => at += read,
                None => {
                    self.section(section, inside > 0);
                    at += 1;
                }
            }
        }
        self.passages
    }

    fn source(&self) -> &'a str {
        &self.report.source
    }

    fn section(&mut self, section: &Section, has_children: bool) {
        let place = Place { path: section.path.clone(), section: section.kind, parent: String::new() };
        let is_special = |block: &Block| {
            matches!(block.kind, BlockKind::Item | BlockKind::Table | BlockKind::Code) || block.lead.is_some()
        };
        let first = self.passages.len();
        let Some(body) = body_of(&section.blocks) else {
            self.bare_heading(section, &place, has_children);
            return;
        };
        self.stating_heading(section, &place);
        let is_short = fits(self.source(), &body, MAX_CHARS);
        let holds_items = section.blocks.iter().any(|block| block.kind == BlockKind::Item || block.lead.is_some());
        let is_daily = section.kind == SectionKind::Daily;
        let is_prose = (is_short && !holds_items || !section.blocks.iter().any(is_special)) && !is_daily;
        if is_prose && !self.hold_incidents(&section.blocks, &place) {
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
    fn bare_heading(&mut self, section: &Section, place: &Place, has_children: bool) {
        let Some(heading) = &section.heading else { return };
        let text = &self.source()[heading.clone()];
        let is_statement = text.chars().count() >= BARE_HEADING_CHARS || self.report.sections.len() > 40;
        if SectionKind::of_heading(&plain(text)) == SectionKind::Other && !has_children && is_statement {
            self.heading(heading, place);
        }
    }

    /// A heading that says more than a name (`Hive 迁移进度：58%`) is a statement besides.
    fn stating_heading(&mut self, section: &Section, place: &Place) {
        let Some(heading) = &section.heading else { return };
        let text = self.source()[heading.clone()].trim_end_matches(['#', '*', '_', ' ', '】']);
        let has_figure = text.contains([':', '：']) && text.trim_start_matches(|c: char| !matches!(c, ':' | '：')).contains(|c: char| c.is_ascii_digit());
        if text.contains(['，', '。', '；', '％', '%']) || has_figure {
            self.heading(heading, place);
        }
    }

    fn heading(&mut self, heading: &Span, place: &Place) {
        let mut outer = place.clone();
        outer.path.pop();
        self.split(PassageKind::Section, heading_words(self.source(), heading), &outer);
    }

    /// Reads a heading and what stands under it as one incident; how many sections that were, `None` where it is not one.
    fn incident_section(&mut self, sections: &[Section]) -> Option<usize> {
        let section = sections.first()?;
        let heading = section.heading.as_ref().filter(|_| !section.path.is_empty())?;
        let source = self.source();
        let start = heading_words(source, heading).start;
        let whole = |count: usize| {
            let ends = sections[..count].iter().map(|section| section.span.end);
            start..ends.max().unwrap_or(heading.end).max(start)
        };
        let counts = [sections.len(), 1];
        let count = counts.into_iter().find(|count| fits(source, &whole(*count), MAX_INCIDENT_CHARS)).unwrap_or(1);
        let span = whole(count);
        let line_starts = incident_starts(source, &span, section.kind);
        let opens = line_starts.first().is_some_and(|first| *first < heading.end);
        let outer = section.path.split_last().map(|(_, outer)| outer).unwrap_or_default();
        let is_about_incidents = |name: &String| SectionKind::of_heading(name) == SectionKind::Incidents;
        let is_container = section.path.last().is_some_and(is_about_incidents) && !outer.iter().any(is_about_incidents);
        let is_record = || {
            !is_container && line_starts.is_empty() && fits(source, &span, MAX_INCIDENT_CHARS) && is_incident_record(source, &span, section.kind)
        };
        if !opens && !is_record() {
            return None;
        }
        let place = Place { path: outer.to_vec(), section: section.kind, parent: String::new() };
        let starts = if opens { line_starts } else { vec![start] };
        self.incidents(span, &starts, &place);
        Some(count)
    }

    fn hold_incidents(&self, blocks: &[Block], place: &Place) -> bool {
        blocks.iter().enumerate().any(|(at, block)| {
            let in_rows = block.kind == BlockKind::Table && self.holds_incident_rows(&block.span, place);
            in_rows || !self.incidents_in(block, place.section).is_empty() || self.record(blocks, at, place.section).is_some()
        })
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
            let starts = self.incidents_in(block, place.section);
            if !starts.is_empty() {
                let end = self.end_of_incident(blocks, at, place.section);
                self.incidents(block.span.start..blocks[end - 1].span.end, &starts, &place);
                at = end;
            } else if let Some(end) = self.record(blocks, at, place.section) {
                self.incidents(block.span.start..blocks[end - 1].span.end, &[block.span.start], &place);
                at = end;
            } else {
                at += 1;
                let is_led_to = |next: &Block| next.lead.is_some() && next.lead == lead_text(self.source(), block);
                let leads = blocks.get(at).is_some_and(is_led_to);
                self.block(block, &place, leads);
            }
        }
    }

    /// The index after the blocks that tell the parts of the incident in `blocks[at]`: 原因 and 处置 on lines of their own, the
    /// code between them, the text under a name that stands alone.
    fn end_of_incident(&self, blocks: &[Block], at: usize, section: SectionKind) -> usize {
        let text = |block: &Block| &self.source()[block.span.clone()];
        let tells_part = |block: Option<&Block>| {
            block.is_some_and(|block| opens_incident_part(text(block)) && self.incidents_in(block, section).is_empty())
        };
        let mut end = at + 1;
        while let Some(next) = blocks.get(end) {
            let is_between = next.kind == BlockKind::Code && tells_part(blocks.get(end + 1));
            let is_value = end > at + 1
                && next.kind != BlockKind::Item
                && is_bare_name(text(&blocks[end - 1]))
                && self.incidents_in(next, section).is_empty();
            if !(tells_part(Some(next)) || is_between || is_value) {
                break;
            }
            end += 1;
        }
        end
    }

    /// The index after the blocks from `at` on that record an incident by its parts: an item with all of them inside, or
    /// several in a row (`时间：…`, `现象：…`, `原因：…`) with, perhaps, a title before them.
    fn record(&self, blocks: &[Block], at: usize, section: SectionKind) -> Option<usize> {
        let source = self.source();
        let block = &blocks[at];
        if matches!(block.kind, BlockKind::Code | BlockKind::Table) {
            return None;
        }
        let mut seen: Vec<PartKind> = part_named_first(&source[block.own.clone()]).into_iter().collect();
        let mut end = at + 1;
        while let Some(next) = blocks.get(end) {
            let Some(kind) = part_named_first(&source[next.span.clone()]) else { break };
            if seen.contains(&kind) || !self.incidents_in(next, section).is_empty() {
                break;
            }
            seen.push(kind);
            end += 1;
        }
        let announced = lead_text(source, block).map(|name| SectionKind::of_heading(&name));
        let span = block.span.start..blocks[end - 1].span.end;
        let is_one = announced != Some(SectionKind::Incidents)
            && fits(source, &span, MAX_INCIDENT_CHARS)
            && is_incident_record(source, &span, section);
        is_one.then_some(end)
    }

    fn incidents_in(&self, block: &Block, section: SectionKind) -> Vec<usize> {
        if matches!(block.kind, BlockKind::Code | BlockKind::Table) {
            return Vec::new();
        }
        let starts = incident_starts(self.source(), &block.span, section);
        // Dated lines nested under an undated item are told apart when its children are read.
        let first_line_dated = starts.first().is_some_and(|start| *start <= block.own.end.min(block.own.start + 64));
        if first_line_dated || block.children.is_empty() { starts } else { Vec::new() }
    }

    fn incidents(&mut self, span: Span, starts: &[usize], place: &Place) {
        let source = self.source();
        if let Some(first) = starts.first().filter(|first| **first > span.start) {
            let before = trim(source, span.start..without_mark(source, *first).max(span.start));
            if before.end > before.start && source[before.clone()].chars().any(char::is_alphanumeric) {
                self.split(PassageKind::Item, before, place);
            }
        }
        for (at, start) in starts.iter().enumerate() {
            let end = starts.get(at + 1).map_or(span.end, |next| without_mark(source, *next).max(*start));
            let whole = trim(source, *start..end);
            let span = clip(source, whole.clone());
            let incident = read_incident(source, &self.index, span.clone(), self.report.date);
            self.push(PassageKind::Incident, span.clone(), place, false, Some(incident));
            if span.end < whole.end {
                self.split(PassageKind::Item, trim(source, span.end..whole.end), place);
            }
        }
    }

    fn block(&mut self, block: &Block, place: &Place, leads: bool) {
        let source = self.source();
        let announces = lead_text(source, block);
        match block.kind {
            BlockKind::Table => return self.table(&block.span, place),
            BlockKind::Paragraph if place.section == SectionKind::Daily && is_link(&source[block.span.clone()]) => return,
            _ => {}
        }
        let is_short = fits(source, &block.span, WHOLE_ITEM_CHARS);
        if block.children.is_empty() || (is_short && announces.is_none() && !self.hold_incidents(&block.children, place)) {
            let kind = if block.kind == BlockKind::Item { PassageKind::Item } else { PassageKind::Section };
            // A line that only announces a list is context, not a statement.
            if !leads {
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
                // What stands before the announcing line is more than a name.
                let own = &source[block.own.clone()];
                if let Some(line_end) = own.trim_end().rfind('\n') {
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
    pub(super) fn split(&mut self, kind: PassageKind, span: Span, place: &Place) {
        for piece in split_long(self.source(), span) {
            self.push(kind, piece, place, false, None);
        }
    }

    pub(super) fn push(&mut self, kind: PassageKind, span: Span, place: &Place, covered: bool, incident: Option<Incident>) {
        let text = self.source()[span.clone()].to_string();
        if is_placeholder(&text) {
            return;
        }
        let first_id = passage_id(self.report_id, &place.path, &text, 0);
        let twins = self.twins.entry(first_id).or_default();
        let id = if *twins == 0 { first_id } else { passage_id(self.report_id, &place.path, &text, *twins) };
        *twins += 1;
        self.passages.push(Passage {
            id,
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
}

/// Whether a section stands under another; it comes right after it, or after others that do.
fn is_inside(section: &Section, outer: &Section) -> bool {
    section.path.len() > outer.path.len() && section.path.starts_with(&outer.path)
}

/// From the first block to the last; `None` without blocks.
fn body_of(blocks: &[Block]) -> Option<Span> {
    let start = blocks.first()?.span.start;
    Some(start..blocks.iter().map(|block| block.span.end).max()?)
}

/// A heading's span without its marks.
fn heading_words(source: &str, heading: &Span) -> Span {
    let text = &source[heading.clone()];
    let marks = text.len() - text.trim_start_matches(['#', ' ', '\t']).len();
    let words = &text[marks..];
    let marks = marks + mark_length(words);
    trim(source, heading.start + marks..heading.end)
}

/// A part's name with nothing after it: what it names stands in the next block.
fn is_bare_name(text: &str) -> bool {
    text.chars().count() <= 12 && text.trim_end_matches(['*', ' ']).ends_with([':', '：', '】']) || text.starts_with("**") && text.ends_with("**")
}

fn is_link(text: &str) -> bool {
    let text = text.trim();
    text.lines().all(|line| line.trim().is_empty() || (line.trim().starts_with('[') && line.trim().ends_with(')')))
}

/// At most [`MAX_INCIDENT_CHARS`] characters of `span`, up to the last sentence end in them.
fn clip(source: &str, span: Span) -> Span {
    let text = &source[span.clone()];
    let Some((most, _)) = text.char_indices().nth(MAX_INCIDENT_CHARS) else { return span };
    let end = text[..most].rfind(['。', '；', '\n']).filter(|at| *at > 0).map_or(most, |at| text.ceil_char_boundary(at + 1));
    trim(source, span.start..span.start + end)
}

/// Back over the list mark before an incident's start, so that it does not end the one before.
fn without_mark(source: &str, start: usize) -> usize {
    let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
    let before = source[line_start..start].trim();
    let is_mark = before.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '*' | '+' | '.' | '、' | ')' | '）' | '（' | '(' | '•' | '#' | '>'));
    if is_mark { line_start } else { start }
}
