//! One item of a cited source, as the words of a sentence are looked for in it.

use std::ops::Range;

use crate::citation::evidence::Evidence;
use crate::citation::moment::{Moment, When};
use crate::citation::reading::Reading;
use crate::citation::subject::is_list_line;
use crate::citation::tokens::{is_idle, tokens};
use crate::fact::opens_with_a_clock;
use crate::report::opens_incident_part;
use crate::text::{is_han, part_between};

/// A list item, table row or paragraph with what hangs under it; of an item with points of its own, its opening and one of them.
pub(super) struct EvidenceItem<'a> {
    pub(super) evidence: &'a Evidence<'a>,
    /// Bytes of the evidence's folded text, ascending.
    parts: Vec<Range<usize>>,
    /// Those parts, a line each.
    text: String,
}

impl<'a> EvidenceItem<'a> {
    /// The items of a source, in order.
    pub(super) fn of(evidence: &'a Evidence<'a>) -> Vec<Self> {
        let text = &evidence.reading.text;
        let items = &evidence.reading.items;
        let whole = || std::iter::once(0..text.len());
        let spans: Vec<Range<usize>> = if items.is_empty() { whole().collect() } else { items.clone() };
        let named = evidence.reading.moments.iter().filter(|moment| matches!(moment.when, When::Day { .. }));
        let days: Vec<usize> = named.map(|moment| moment.span.start).collect();
        let all = spans.into_iter().flat_map(|span| entries(text, span, &days));
        all.map(|parts| {
            let lines: Vec<&str> = parts.iter().map(|part| &text[part.clone()]).collect();
            Self { evidence, text: lines.join("\n"), parts }
        })
        .collect()
    }

    pub(super) fn reading(&self) -> &Reading {
        &self.evidence.reading
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether a place of the evidence's text is in it.
    pub(super) fn has(&self, at: usize) -> bool {
        self.parts.iter().any(|part| part.contains(&at))
    }

    /// Every offset of the words, ascending.
    pub(super) fn places<'s>(&'s self, words: &'s str) -> impl Iterator<Item = usize> + 's {
        let text = &self.reading().text;
        self.parts.iter().flat_map(move |part| text[part.clone()].match_indices(words).map(|(at, _)| part.start + at))
    }

    /// The same of a Latin word in either case.
    pub(super) fn places_of_latin(&self, word: &str) -> Vec<usize> {
        let text = &self.reading().text;
        let wanted = word.to_ascii_lowercase();
        let in_part = |part: &Range<usize>| -> Vec<usize> {
            // ASCII alone: no byte changes its place.
            let lower = text[part.clone()].to_ascii_lowercase();
            lower.match_indices(&wanted).map(|(at, _)| part.start + at).collect()
        };
        self.parts.iter().flat_map(in_part).collect()
    }

    /// Whether the headings or the label above it have these words.
    pub(super) fn is_under(&self, words: &str) -> bool {
        let source = self.evidence.source;
        source.section.iter().any(|heading| heading.contains(words)) || source.label.contains(words)
    }

    /// How many pairs and words a sentence shares with it.
    pub(super) fn shared_with(&self, sentence: &Reading) -> usize {
        let own = tokens(&self.text);
        own.intersection(&sentence.words()).count()
    }

    /// Whether a part of a sentence begins with what the item, or its point, begins with.
    pub(super) fn is_named_in(&self, part: &str) -> bool {
        let Some(body) = self.parts.last() else { return false };
        let mut starts = part.char_indices().filter(|(_, c)| is_han(*c) || c.is_ascii_alphabetic());
        let place = starts.find_map(|(at, c)| {
            let rest = &part[at..];
            if is_han(c) {
                return self.longest(rest, body.start).map(|(_, place)| place);
            }
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            self.nearest(self.places_of_latin(&rest[..end]).into_iter(), rest, body.start)
        });
        place.is_some_and(|place| body.contains(&place) && !self.has_words(body.start..place))
    }

    /// The longest run of ideographs from the start of `rest` that is in the item, as (bytes, offset in the
    /// evidence's text); of several places the first one not before `after`.
    pub(super) fn longest(&self, rest: &str, after: usize) -> Option<(usize, usize)> {
        let mut found: Option<(usize, usize)> = None;
        let mut length = 0;
        for (chars, c) in rest.chars().enumerate() {
            if !is_han(c) {
                break;
            }
            length += c.len_utf8();
            let Some(place) = self.nearest(self.places(&rest[..length]), rest, after) else { break };
            if chars > 0 {
                found = Some((length, place));
            }
        }
        found
    }

    /// Of several places the one where the item goes on as the sentence does the longest; of equals the first not before
    /// `after`.
    pub(super) fn nearest(&self, places: impl Iterator<Item = usize>, rest: &str, after: usize) -> Option<usize> {
        let text = &self.reading().text;
        let shared =
            |place: usize| text[place..].chars().zip(rest.chars()).take_while(|(one, other)| one == other).count();
        places.max_by_key(|place| (shared(*place), *place >= after, std::cmp::Reverse(*place)))
    }

    /// The clause of the source that a place lies in.
    pub(super) fn clause_of(&self, at: usize) -> Range<usize> {
        self.reading().clause_of(at)
    }

    /// From the last full stop, semicolon or line end before a place to the next.
    pub(super) fn sentence_of(&self, at: usize) -> Range<usize> {
        let Range { start, end } = part_between(&self.reading().text, &(at..at), &['。', '；', ';', '\n', '！']);
        let part = self.parts.iter().find(|part| part.contains(&at)).cloned().unwrap_or(at..at);
        start.max(part.start)..end.min(part.end).max(start)
    }

    /// From the last comma, colon, bracket or stop before a place to the next: what has one subject.
    pub(super) fn segment_of(&self, at: usize) -> Range<usize> {
        let text = &self.reading().text;
        let bytes = text.as_bytes();
        let is_cut = |(place, c): &(usize, char)| match c {
            '，' | '。' | '；' | ';' | '！' | '!' | '？' | '?' | '：' | '（' | '(' | '）' | ')' | '【' | '】' | '|'
            | '\n' => true,
            // 10:02 and 1,204 are whole.
            ':' | ',' => {
                let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
                !(is_digit(place.checked_sub(1)) && is_digit(Some(place + 1)))
            }
            _ => false,
        };
        let start = text[..at].char_indices().rev().find(is_cut).map_or(0, |(place, c)| place + c.len_utf8());
        let end = text[at..]
            .char_indices()
            .map(|(step, c)| (at + step, c))
            .find(is_cut)
            .map_or(text.len(), |(place, _)| place);
        start..end
    }

    /// Whether a part of the text leads to the next one: 原因：…, 6/15 11:01 对账核对….
    pub(super) fn is_head(&self, segment: &Range<usize>) -> bool {
        self.reading().text[segment.end..].starts_with(['：', ':', '】', '）', ')'])
    }

    /// Whether nothing goes before a place in its sentence.
    pub(super) fn begins_sentence(&self, at: usize) -> bool {
        let start = self.sentence_of(at).start;
        !self.has_words(start.min(at)..at)
    }

    /// Whether it reports one event: it opens with a day or a time, and no other of its sentences opens with a day.
    pub(super) fn is_one_story(&self) -> bool {
        let mut opened = self.reading().moments.iter().filter(|moment| self.has(moment.span.start));
        let opens = |moment: &&Moment| self.begins_sentence(moment.span.start);
        let is_dated = opened.next().is_some_and(|moment| opens(&moment));
        is_dated
            && !opened.any(|moment| matches!(moment.when, When::Day { .. }) && opens(&moment) && !self.is_first(moment))
    }

    /// Whether a moment is in the item's first sentence.
    fn is_first(&self, moment: &Moment) -> bool {
        let first = self.parts.first().map_or(0, |part| part.start);
        self.sentence_of(moment.span.start).start <= self.sentence_of(first).start
    }

    /// Whether it opens with a time and leaves the day to its page.
    pub(super) fn opens_with_a_clock(&self) -> bool {
        let text = self.text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*'));
        opens_with_a_clock(text)
    }

    /// Whether words were passed over between two places: ideographs or letters that are no day and no number.
    pub(super) fn has_words(&self, span: Range<usize>) -> bool {
        let reading = self.reading();
        let is_taken = |at: usize| {
            reading.moments.iter().any(|moment| moment.span.contains(&at))
                || reading.quantities.iter().any(|quantity| quantity.span.contains(&at))
        };
        let text = &reading.text[span.clone()];
        let content = text
            .char_indices()
            .filter(|(at, c)| (is_han(*c) && !is_idle(*c) || c.is_ascii_alphabetic()) && !is_taken(span.start + at));
        content.count() >= FEWEST_WORD_CHARS
    }

    /// The words before an offset in its clause, back to the number or day before it.
    pub(super) fn words_before(&self, at: usize) -> &str {
        let reading = self.reading();
        let clause = self.clause_of(at);
        let taken = reading.quantities.iter().map(|quantity| quantity.span.end);
        let taken = taken.chain(reading.moments.iter().map(|moment| moment.span.end));
        let from = taken.filter(|end| *end <= at).max().unwrap_or(0).max(clause.start);
        &reading.text[from.min(at)..at]
    }
}

/// The fewest characters of a word.
const FEWEST_WORD_CHARS: usize = 2;

/// The opening of an item with each of its points; the whole item where it has none, or where they are the parts of an incident.
/// `days`: where the text names a day.
fn entries(text: &str, span: Range<usize>, days: &[usize]) -> Vec<Vec<Range<usize>>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut at = span.start;
    for line in text[span.clone()].split_inclusive('\n') {
        lines.push(at..at + line.len());
        at += line.len();
    }
    let indent = |line: &Range<usize>| {
        let line = &text[line.clone()];
        line.len() - line.trim_start().len()
    };
    let nested = lines.iter().skip(1).filter(|line| is_list_line(&text[(*line).clone()]));
    let depth = nested.map(indent).min();
    let has_parts = lines.iter().skip(1).any(|line| opens_incident_part(&text[line.clone()]));
    if has_parts {
        return incidents(span, &lines, days);
    }
    let Some(depth) = depth else { return vec![vec![span]] };
    let begins =
        |line: &&Range<usize>| line.start > span.start && indent(line) <= depth && is_list_line(&text[(*line).clone()]);
    let starts: Vec<usize> = lines.iter().filter(begins).map(|line| line.start).collect();
    let ends = starts.iter().skip(1).copied().chain([span.end]);
    let opening = span.start..starts.first().copied().unwrap_or(span.end);
    starts.iter().zip(ends).map(|(start, end)| vec![opening.clone(), *start..end]).collect()
}

/// The incidents of an item: a line that opens with a day begins another, whatever its indentation.
fn incidents(span: Range<usize>, lines: &[Range<usize>], days: &[usize]) -> Vec<Vec<Range<usize>>> {
    // A list mark and the indentation go before the day.
    const LONGEST_MARK: usize = 12;
    let opens = |line: &&Range<usize>| {
        line.start > span.start && days.iter().any(|day| (line.start..line.start + LONGEST_MARK).contains(day))
    };
    let starts: Vec<usize> = lines.iter().filter(opens).map(|line| line.start).collect();
    let starts = std::iter::once(span.start).chain(starts);
    let ends: Vec<usize> = starts.clone().skip(1).chain([span.end]).collect();
    starts.zip(ends).map(|(start, end)| std::iter::once(start..end).collect()).collect()
}
