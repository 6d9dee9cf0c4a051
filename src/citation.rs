//! Numbered sources: which report, section, file and lines say what an answer says; and the read-back of a reply: its
//! sentences, their marks `[n]`, and whether the cited text bears what they say. Who asks again or drops a sentence is the
//! caller's affair.

mod actor;
mod bound;
mod change;
mod check;
mod closeness;
mod denial;
mod derived;
mod evidence;
mod fault;
mod figures;
mod findings;
mod founded;
mod groups;
mod letters;
mod marks;
mod measure;
mod moment;
mod name;
mod organisation;
mod polarity;
mod polarity_words;
mod quantity;
mod reading;
mod remedy;
mod rounding;
mod sentences;
mod source;
mod standing;
mod states;
mod step;
mod subject;
mod times;
mod tokens;
mod unit;

pub use check::{Checked, check};
pub use closeness::trace;
pub use fault::{Fault, Kind};
pub use marks::{marks, written};
pub use sentences::Sentences;
pub use source::Source;
pub use standing::Claim;

use std::collections::HashMap;

use uuid::Uuid;

use crate::record::{PassageRecord, Place};
use crate::report::{LineIndex, Lines, Span, trim};

/// Source `n` of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    /// From 1, in the order of first use.
    pub n: usize,
    pub report_id: Uuid,
    /// The report's label, or its name.
    pub report: String,
    /// `YYYY-MM-DD`; empty for a page without a date.
    pub date: String,
    pub section: Vec<String>,
    pub path: String,
    pub lines: Lines,
    /// Those lines as written, without the list mark.
    pub quote: String,
}

/// Gives sources their numbers; the same lines keep theirs.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    citations: Vec<Citation>,
    /// The passage of each citation, in the same order.
    passages: Vec<PassageRecord>,
    /// The numbers of the citations of each report's lines.
    of_lines: HashMap<(Uuid, Lines), Vec<usize>>,
}

impl Sources {
    /// Cites the lines that hold the words at `span` of a passage's text (bytes of that text).
    pub fn cite(&mut self, passage: &PassageRecord, span: Span) -> usize {
        let text = &passage.text;
        // A line break at the end belongs to no further line.
        let span = trim(text, span);
        let lines = LineIndex::new(text).lines(&span);
        let lines = Lines { first: passage.first_line + lines.first - 1, last: passage.first_line + lines.last - 1 };
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
        let quote = text[start..end].trim().to_string();
        self.number(passage, lines, quote)
    }

    /// Cites a whole passage.
    pub fn cite_all(&mut self, passage: &PassageRecord) -> usize {
        self.cite(passage, 0..passage.text.len())
    }

    /// Cites the lines of `place` in the smallest of `passages` that holds them; `None` where none does. Where several passages
    /// share its one line, the quote is all of them, as the place may mean any.
    pub fn cite_place<'p>(
        &mut self,
        passages: impl IntoIterator<Item = &'p PassageRecord>,
        place: &Place,
    ) -> Option<usize> {
        let holds = |passage: &&PassageRecord| {
            passage.report == place.report_id()
                && passage.first_line <= place.lines.first
                && place.lines.last <= passage.last_line
        };
        let mut holding: Vec<&PassageRecord> = passages.into_iter().filter(holds).collect();
        let mut sharing: Vec<&PassageRecord> =
            holding.iter().copied().filter(|passage| passage.lines() == place.lines && !passage.covered).collect();
        if sharing.len() > 1 {
            sharing.sort_by_key(|passage| passage.start);
            sharing.dedup_by(|one, other| one.text == other.text);
            let quote = sharing.iter().map(|passage| passage.text.trim()).collect::<Vec<_>>().join(" ");
            return Some(self.number(sharing[0], place.lines, quote));
        }
        holding.sort_by_key(|passage| passage.text.len());
        let passage = holding.first()?;
        let from = place.lines.first - passage.first_line;
        let count = place.lines.last - place.lines.first + 1;
        let quote: String = passage.text.split_inclusive('\n').skip(from).take(count).collect();
        Some(self.number(passage, place.lines, quote.trim().to_string()))
    }

    /// Cites the lines that `citation` of another answer does.
    pub fn cite_as(&mut self, passage: &PassageRecord, citation: &Citation) -> usize {
        self.number(passage, citation.lines, citation.quote.clone())
    }

    /// Cites what `numbers` of `other` cite; their numbers here, each once.
    pub fn adopt(&mut self, other: &Self, numbers: &[usize]) -> Vec<usize> {
        let mut adopted = Vec::new();
        for n in numbers {
            let (Some(passage), Some(citation)) = (other.passage(*n), other.citations.get(n.saturating_sub(1))) else {
                continue;
            };
            let number = self.cite_as(passage, citation);
            if !adopted.contains(&number) {
                adopted.push(number);
            }
        }
        adopted
    }

    fn number(&mut self, passage: &PassageRecord, lines: Lines, quote: String) -> usize {
        let of_lines = self.of_lines.entry((passage.report, lines)).or_default();
        if let Some(known) = of_lines.iter().find(|n| self.citations[**n - 1].quote == quote) {
            return *known;
        }
        let n = self.citations.len() + 1;
        of_lines.push(n);
        self.citations.push(Citation {
            n,
            report_id: passage.report,
            report: passage.name.clone(),
            date: passage.date().map(|date| date.to_string()).unwrap_or_default(),
            section: passage.section.clone(),
            path: passage.path.clone(),
            lines,
            quote,
        });
        self.passages.push(passage.clone());
        n
    }

    pub fn citations(&self) -> &[Citation] {
        &self.citations
    }

    /// The passage that source `n` is a part of.
    pub fn passage(&self, n: usize) -> Option<&PassageRecord> {
        self.passages.get(n.checked_sub(1)?)
    }

    pub fn into_citations(self) -> Vec<Citation> {
        self.citations
    }
}

#[cfg(test)]
mod tests;
