//! Finds the blocks and sections that are incidents, and where each ends.

use super::builder::{Builder, ListContext};
use super::facts::lies_ahead;
use super::pieces::fits;
use super::{MAX_CHARS, MAX_INCIDENT_CHARS, PassageKind};
use crate::fact::{
    PartKind, heading_words, incident_starts, incident_starts_by, is_headed_incident, is_incident_record, looks_back,
    names_its_time, names_one_incident, opening_reach, opens_with_a_clock, part_named_first, read_incident,
    states_trouble,
};
use crate::report::{Block, BlockKind, Section, SectionKind, Span, lead_text, mark_length, opens_incident_part, trim};
use crate::vocabulary::{Sense, Words};

impl Builder<'_> {
    /// Reads a heading and the sections under it as one incident; returns the number of sections, or `None`.
    pub(super) fn incident_section(&mut self, sections: &[Section]) -> Option<usize> {
        let section = sections.first()?;
        let heading = section.heading.as_ref().or(section.run_in.as_ref()).filter(|_| !section.path.is_empty())?;
        let source = self.source();
        // The marks around a name that runs in are the paragraph's.
        let start = if section.run_in.is_some() { section.span.start } else { heading_words(source, heading).start };
        let whole = |count: usize| {
            let ends = sections[..count].iter().map(|section| section.span.end);
            start..ends.max().unwrap_or(heading.end).max(start)
        };
        let counts = [sections.len(), 1];
        let count = counts.into_iter().find(|count| fits(source, &whole(*count), MAX_INCIDENT_CHARS)).unwrap_or(1);
        let span = whole(count);
        let mut own_starts =
            incident_starts_by(source, &span, section.kind, self.is_daily(), heading.end.saturating_sub(1));
        if looks_back(&source[heading.clone()]) {
            own_starts.clear();
        }
        let opens = !own_starts.is_empty();
        let outer = section.path.split_last().map(|(_, outer)| outer).unwrap_or_default();
        let is_about_incidents = |name: &String| SectionKind::of_heading(name) == SectionKind::Incidents;
        let names_one = section.path.last().is_some_and(|name| names_one_incident(name));
        let is_container =
            section.path.last().is_some_and(is_about_incidents) && !names_one && !outer.iter().any(is_about_incidents);
        let names_trouble =
            outer.iter().any(is_about_incidents) || names_one || states_trouble(&source[heading.clone()]);
        let is_record = || {
            names_trouble
                && !is_container
                && fits(source, &span, MAX_INCIDENT_CHARS)
                && incident_starts(source, &span, section.kind, self.is_daily())
                    .iter()
                    .all(|start| names_its_time(&source[*start..]))
                && is_incident_record(source, &span, section.kind)
        };
        let is_headed = || {
            let is_under_incidents = outer.iter().any(is_about_incidents);
            fits(source, &span, MAX_INCIDENT_CHARS)
                && is_headed_incident(source, &(start..heading.end), &span, section.kind, is_under_incidents)
        };
        if !opens && !is_record() && !is_headed() {
            return None;
        }
        let place = ListContext { path: outer.to_vec(), section: section.kind, parent: String::new() };
        let starts = if opens { own_starts } else { vec![start] };
        self.incidents(span, &starts, &place);
        Some(count)
    }

    pub(super) fn hold_incidents(&self, blocks: &[Block], place: &ListContext) -> bool {
        blocks.iter().enumerate().any(|(at, block)| {
            let in_rows = block.kind == BlockKind::Table && self.holds_incident_rows(&block.span, place);
            in_rows
                || !self.incidents_in(block, place.section).is_empty()
                || self.record(blocks, at, place.section).is_some()
        })
    }

    /// The index behind the blocks with the parts of the incident in `blocks[at]`: 原因 and 处置 on lines of their own,
    /// code between them, text under a bare name.
    pub(super) fn end_of_incident(&self, blocks: &[Block], at: usize, section: SectionKind) -> usize {
        let text = |block: &Block| &self.source()[block.span.clone()];
        let tells_part = |block: Option<&Block>| {
            block.is_some_and(|block| opens_incident_part(text(block)) && self.incidents_in(block, section).is_empty())
        };
        let mut end = at + 1;
        // Paragraphs that each begin with a time are the steps of the incident, as long as none has named a part.
        let is_indented = |block: &Block| {
            let before = &self.source()[..block.span.start];
            before[before.rfind('\n').map_or(0, |at| at + 1)..].starts_with([' ', '\t'])
        };
        let is_step = |next: &Block| {
            let goes_on = match next.kind {
                BlockKind::Paragraph => opens_with_a_clock(text(next)) && mark_length(text(next)) == 0,
                BlockKind::Item => is_indented(next) && !is_indented(&blocks[at]),
                BlockKind::Table | BlockKind::Code => false,
            };
            goes_on && !text(next).lines().any(opens_incident_part)
        };
        if self.is_daily() && !text(&blocks[at]).lines().any(opens_incident_part) {
            end += blocks[end..].iter().take_while(|next| is_step(next)).count();
        }
        if section == SectionKind::Incidents && blocks[at].kind == BlockKind::Paragraph && end == at + 1 {
            end += blocks[end..].iter().take_while(|next| self.tells_on(next, section)).count();
        }
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

    /// Whether a paragraph under a heading about incidents continues the one before it without naming a part.
    fn tells_on(&self, next: &Block, section: SectionKind) -> bool {
        static OTHER: Words = Words::of(&[Sense::OtherMatter]);
        let text = self.source()[next.span.clone()].trim_start();
        next.kind == BlockKind::Paragraph
            && next.lead.is_none()
            && next.children.is_empty()
            && text.chars().count() <= MAX_CHARS
            && OTHER.beginning(text).is_none()
            && !opens_incident_part(text)
            && self.incidents_in(next, section).is_empty()
    }

    /// Whether a block begins with a part of the incident before it.
    pub(super) fn goes_on(&self, block: &Block) -> bool {
        !matches!(block.kind, BlockKind::Code | BlockKind::Table)
            && opens_incident_part(&self.source()[block.span.clone()])
    }

    /// The index behind the blocks from `at` on that record an incident by its parts: an item with all of them
    /// inside, or several in a row (`时间：…`, `现象：…`, `原因：…`) behind an optional title.
    pub(super) fn record(&self, blocks: &[Block], at: usize, section: SectionKind) -> Option<usize> {
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

    pub(super) fn incidents_in(&self, block: &Block, section: SectionKind) -> Vec<usize> {
        if matches!(block.kind, BlockKind::Code | BlockKind::Table) {
            return Vec::new();
        }
        // Dated lines nested under an undated item are told apart when its children are read.
        let reach = if block.children.is_empty() { block.span.end } else { opening_reach(block) };
        incident_starts_by(self.source(), &block.span, section, self.is_daily(), reach)
    }

    pub(super) fn incidents(&mut self, span: Span, starts: &[usize], place: &ListContext) {
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
            if lies_ahead(&incident, self.report.date) {
                self.split(PassageKind::Section, whole, place);
                continue;
            }
            self.push(PassageKind::Incident, span.clone(), place, false, Some(incident));
            if span.end < whole.end {
                self.split(PassageKind::Item, trim(source, span.end..whole.end), place);
            }
        }
    }
}

/// A part's name whose text is in the next block.
fn is_bare_name(text: &str) -> bool {
    text.chars().count() <= 12 && text.trim_end_matches(['*', ' ']).ends_with([':', '：', '】'])
        || text.starts_with("**") && text.ends_with("**")
}

/// At most [`MAX_INCIDENT_CHARS`] characters of `span`, up to the last sentence end in them.
fn clip(source: &str, span: Span) -> Span {
    let text = &source[span.clone()];
    let Some((most, _)) = text.char_indices().nth(MAX_INCIDENT_CHARS) else { return span };
    let end =
        text[..most].rfind(['。', '；', '\n']).filter(|at| *at > 0).map_or(most, |at| text.ceil_char_boundary(at + 1));
    trim(source, span.start..span.start + end)
}

/// Back over the list mark before an incident's start, so that it does not end the one before.
fn without_mark(source: &str, start: usize) -> usize {
    let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
    let before = source[line_start..start].trim();
    let is_mark = before.chars().all(|c| {
        c.is_ascii_digit() || matches!(c, '-' | '*' | '+' | '.' | '、' | ')' | '）' | '（' | '(' | '•' | '#' | '>')
    });
    if is_mark { line_start } else { start }
}
