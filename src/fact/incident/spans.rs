//! The spans of a report's incidents, from which no other facts are read. Wider than the incidents where their end is not clear.

use super::parts::part_named_first;
use super::review::reviews;
use super::start::{
    incident_starts_by, is_headed_incident, is_incident_record, looks_back, names_one_incident, opening_reach,
};
use super::table::incident_rows;
use crate::fact::statement::{heading_words, kind_below, kind_under};
use crate::fact::trouble::states_trouble;
use crate::report::{
    Block, BlockKind, LineIndex, Report, Section, SectionKind, Span, Table, lead_text, opens_incident_part,
};

/// The spans of the report's incidents, ascending by start; they may overlap.
pub fn incident_spans(report: &Report) -> Vec<Span> {
    let is_daily = report.stated_coverage.is_some_and(|period| period.days() == 1);
    let mut finder = Finder { report, index: LineIndex::new(&report.source), is_daily, found: Vec::new() };
    for (at, section) in report.sections.iter().enumerate() {
        finder.section(at, section);
    }
    finder.found.extend(reviews(report).into_iter().flat_map(|review| review.account));
    finder.found.sort_by_key(|span| (span.start, span.end));
    finder.found
}

/// More blocks in a row that name parts are no record of one incident.
const MOST_PARTS: usize = 64;

struct Finder<'a> {
    report: &'a Report,
    index: LineIndex,
    is_daily: bool,
    found: Vec<Span>,
}

impl Finder<'_> {
    /// A heading that opens an incident takes the whole text under it.
    fn section(&mut self, at: usize, section: &Section) {
        let source = &self.report.source;
        let inside = self.report.sections[at + 1..]
            .iter()
            .take_while(|other| other.path.len() > section.path.len() && other.path.starts_with(&section.path));
        let whole = section.span.start..inside.map(|other| other.span.end).max().unwrap_or(0).max(section.span.end);
        if let Some(heading) = section.heading.clone().filter(|_| !section.path.is_empty()) {
            let words = heading_words(source, &heading).start;
            let under = words..whole.end.max(words);
            let (end, reach) = (heading.end, heading.end.saturating_sub(1));
            let opens = !looks_back(&source[heading.clone()])
                && !incident_starts_by(source, &under, section.kind, self.is_daily, reach).is_empty();
            let outer = section.path.split_last().map(|(_, outer)| outer).unwrap_or_default();
            let under_incidents = outer.iter().any(|name| SectionKind::of_heading(name) == SectionKind::Incidents);
            let names_one = section.path.last().is_some_and(|name| names_one_incident(name));
            let is_record = (under_incidents || names_one || states_trouble(&source[heading]))
                && is_incident_record(source, &section.span, section.kind);
            let is_headed = is_headed_incident(source, &(words..end), &under, section.kind, under_incidents);
            if opens || is_record || is_headed {
                self.found.push(whole);
                return;
            }
        }
        self.blocks(&section.blocks, section.kind);
    }

    fn blocks(&mut self, blocks: &[Block], kind: SectionKind) {
        let source = &self.report.source;
        let mut at = 0;
        // Where the blocks end that go on with the incident of the block before them.
        let mut run = 0;
        while let Some(block) = blocks.get(at) {
            at += 1;
            let kind = block.lead.as_deref().map_or(kind, |lead| kind_under(lead, kind));
            match block.kind {
                BlockKind::Code => continue,
                BlockKind::Table => {
                    self.table(&block.span, kind);
                    continue;
                }
                BlockKind::Paragraph | BlockKind::Item => {}
            }
            let announced = lead_text(source, block);
            let reach = if block.children.is_empty() { block.span.end } else { opening_reach(block) };
            let starts = incident_starts_by(source, &block.span, kind, self.is_daily, reach);
            run = run.max(at);
            while blocks.get(run).is_some_and(|next| self.goes_on(next)) {
                run += 1;
            }
            let mut end = run;
            let span = block.span.start..blocks[end - 1].span.end;
            let is_record = || announced.is_none() && end - at <= MOST_PARTS && is_incident_record(source, &span, kind);
            if let Some(start) = starts.first().copied() {
                // A paragraph after an incident under such a heading goes on telling it.
                while kind == SectionKind::Incidents
                    && block.kind == BlockKind::Paragraph
                    && blocks.get(end).is_some_and(|next| next.kind == BlockKind::Paragraph && next.lead.is_none())
                {
                    end += 1;
                }
                self.found.push(start..blocks[end - 1].span.end);
                at = end;
            } else if is_record() {
                self.found.push(span);
                at = end;
            } else {
                let below = || kind_below(&source[block.own.clone()], kind);
                self.blocks(&block.children, announced.map_or_else(below, |lead| kind_under(&lead, kind)));
            }
        }
    }

    /// Whether a block begins with a part of the incident before it.
    fn goes_on(&self, block: &Block) -> bool {
        let text = &self.report.source[block.span.clone()];
        opens_incident_part(text) || part_named_first(text).is_some()
    }

    fn table(&mut self, span: &Span, kind: SectionKind) {
        let source = &self.report.source;
        let table = Table::read(source, span);
        let rows = incident_rows(source, &self.index, &table, kind, self.report.date);
        self.found
            .extend(table.rows.iter().zip(rows).filter(|(_, row)| row.is_some()).map(|(row, _)| row.span.clone()));
    }
}
