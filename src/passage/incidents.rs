//! Passages of incidents: the account, and what stands around it.

use super::builder::{Builder, ListContext};
use super::facts::lies_ahead;
use super::{MAX_INCIDENT_CHARS, PassageKind};
use crate::fact::read_incident;
use crate::report::{Block, BlockKind, Section, Span, trim};

impl Builder<'_> {
    /// Reads a heading and the sections under it as one incident; returns the number of sections, or `None`.
    pub(super) fn incident_section(&mut self, sections: &[Section]) -> Option<usize> {
        let section = sections.first()?;
        let heading = section.heading.as_ref().filter(|_| !section.path.is_empty())?;
        let headed = self.accounts_in(heading).first().filter(|account| account.is_headed)?;
        let start = headed.span.start;
        // Later accounts below the same heading belong to its sections.
        let below = self.accounts_in(&(start..sections.last()?.span.end));
        let end = below.last().map_or(headed.span.end, |last| last.span.end);
        let count = sections.iter().take_while(|section| section.span.start < end).count().max(1);
        let whole = start..sections[..count].iter().map(|section| section.span.end).max()?.max(end);
        let outer = section.path.split_last().map(|(_, outer)| outer).unwrap_or_default();
        let place = ListContext { path: outer.to_vec(), section: section.kind, parent: String::new() };
        self.incidents(whole, &place);
        Some(count)
    }

    /// The index behind the blocks that the incidents take which begin in the own words of `blocks[at]`; `None` where none does.
    pub(super) fn end_of_incident(&self, blocks: &[Block], at: usize) -> Option<usize> {
        let block = &blocks[at];
        if matches!(block.kind, BlockKind::Code | BlockKind::Table) {
            return None;
        }
        let mut reach = self.accounts_in(&block.own).iter().map(|account| account.span.end).max()?;
        let mut end = at + 1;
        // A block that goes on with this incident may hold the next ones.
        while let Some(next) = blocks.get(end).filter(|next| next.span.start < reach) {
            reach = self.accounts_in(&next.span).iter().map(|account| account.span.end).fold(reach, usize::max);
            end += 1;
        }
        Some(end)
    }

    /// Makes the passages of the incidents that begin inside `span`, and of what is around them.
    pub(super) fn incidents(&mut self, span: Span, place: &ListContext) {
        let source = self.source();
        let starts: Vec<usize> = self.accounts_in(&span).iter().map(|account| account.span.start).collect();
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
