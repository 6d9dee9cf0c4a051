//! A text taken apart for comparison: its clauses, items, moments and quantities, and the words around each.

use std::collections::HashSet;
use std::ops::Range;

use super::fault::quote;
use super::moment::{Moment, When, moments};
use super::name::{SentenceName, names};
use super::quantity::{Quantity, quantities};
use super::tokens::{Notion, Token, fold, notions, tokens};
use crate::calendar::Date;
use crate::text::{is_english, is_han};
use crate::vocabulary::{Sense, Words};

/// A sentence or a source, folded and read.
pub(super) struct Reading {
    pub(super) text: String,
    pub(super) is_english: bool,
    is_source: bool,
    /// Spans between stops, commas and brackets.
    pub(super) clauses: Vec<Range<usize>>,
    /// List items, table rows and paragraphs with what hangs under them.
    pub(super) items: Vec<Range<usize>>,
    pub(super) moments: Vec<Moment>,
    pub(super) quantities: Vec<Quantity>,
    pub(super) names: Vec<SentenceName>,
    /// Of an English text: what it says in the reports' words.
    pub(super) notions: Vec<Notion>,
}

impl Reading {
    /// Reads a text; `date` is that of its report.
    pub(super) fn new(text: &str, date: Option<Date>) -> Self {
        let text = fold(text);
        let moments = moments(&text, date);
        let names = names(&text);
        let mut taken: Vec<Range<usize>> = moments.iter().map(|moment| moment.span.clone()).collect();
        taken.extend(
            names.iter().filter(|name| !text[name.span.clone()].contains(is_han)).map(|name| name.span.clone()),
        );
        let quantities = quantities(&text, &taken);
        let names =
            names.into_iter().filter(|name| !moments.iter().any(|moment| overlap(&moment.span, &name.span))).collect();
        let is_english = is_english(&text);
        Self {
            is_english,
            is_source: date.is_some(),
            notions: if is_english { notions(&text) } else { Vec::new() },
            clauses: clauses(&text),
            items: items(&text),
            moments,
            quantities,
            names,
            text,
        }
    }

    /// The item that a place lies in.
    pub(super) fn item_of(&self, at: usize) -> Range<usize> {
        self.items.iter().find(|item| item.contains(&at)).cloned().unwrap_or(0..self.text.len())
    }

    /// The opening line of the item that a place lies in, and the point of its list with what hangs under that.
    pub(super) fn entry_of(&self, at: usize) -> String {
        let item = self.item_of(at);
        let text = &self.text[item.clone()];
        let first = text.split('\n').next().unwrap_or_default();
        let mut start = item.start;
        let mut end = item.end;
        let mut place = item.start;
        for line in text.split_inclusive('\n') {
            if super::subject::is_list_line(line) {
                if place <= at {
                    start = place;
                } else {
                    end = place;
                    break;
                }
            }
            place += line.len();
        }
        format!("{first}\n{}", &self.text[start..end])
    }

    /// The days that an item names.
    pub(super) fn days_in<'a>(&'a self, item: &'a Range<usize>) -> impl Iterator<Item = &'a When> {
        self.moments
            .iter()
            .filter(move |moment| item.contains(&moment.span.start))
            .flat_map(|moment| std::iter::once(&moment.when).chain(&moment.days))
            .filter(|when| matches!(when, When::Day { .. } | When::DayOfMonth(_)))
    }

    /// The clause around a place.
    pub(super) fn clause_of(&self, at: usize) -> Range<usize> {
        self.clauses.iter().find(|clause| clause.contains(&at)).cloned().unwrap_or(0..self.text.len())
    }

    /// The clause around a place as a fault quotes it.
    pub(super) fn quoted(&self, at: usize) -> String {
        quote(&self.text[self.clause_of(at)])
    }

    /// The words that name a quantity: those before it in its clause, the noun behind it, and the line's opening where it is in
    /// brackets or alone.
    pub(super) fn words_of_quantity(&self, at: usize) -> HashSet<Token> {
        let quantity = &self.quantities[at];
        let clause = self.clause_of(quantity.span.start);
        let before = at.checked_sub(1).map_or(0, |before| self.quantities[before].span.end);
        let from = clause.start.max(before).min(quantity.span.start);
        let next = self.quantities.get(at + 1).map_or(self.text.len(), |next| next.span.start);
        let to = clause.end.min(next).max(quantity.span.end);
        let behind = &self.text[quantity.span.end..to];
        let behind = if self.is_english {
            // 5,991 entries affecting the statements of …: what follows a link tells of the next thing.
            let end = LINKS.first_in(behind).map_or(behind.len(), |link| link.span.start);
            &behind[..end]
        } else {
            let length = behind.char_indices().nth(3).map_or(behind.len(), |(at, _)| at);
            &behind[..length]
        };
        let unit = &self.text[quantity.span.clone()];
        let unit = unit.trim_start_matches(|c: char| c.is_ascii_digit() || ".,万亿千百十 ".contains(c));
        let mut words = self.tokens_in(from..quantity.span.start);
        // The noun goes on from the unit: 个商户 tells 764个商户 from 764个账户. An English noun is the unit, and compared as such.
        let noun = if self.is_english { 0 } else { unit.len() };
        words.extend(self.tokens_in(quantity.span.end - noun..quantity.span.end + behind.len()));

        if self.inherits_lead(at) {
            // 慢查由41个降到32个: the clause's own opening, else the line's.
            let first = self.quantities.iter().map(|known| known.span.start).find(|known| *known >= clause.start);
            let opening = first.filter(|first| *first < quantity.span.start).map(|first| clause.start..first);
            words.extend(self.tokens_in(opening.unwrap_or_else(|| self.lead(quantity.span.start))));
        }
        words
    }

    /// The content ideographs before a quantity in its clause.
    pub(super) fn ideographs_before(&self, at: usize) -> HashSet<char> {
        let start = self.quantities[at].span.start;
        let before = at.checked_sub(1).map_or(0, |before| self.quantities[before].span.end);
        let from = self.clause_of(start).start.max(before).min(start);
        self.text[from..start].chars().filter(|c| is_han(*c) && !super::tokens::is_idle(*c)).collect()
    }

    /// Whether the opening of its line names a source's number: it is in brackets, or has next to nothing before it.
    pub(super) fn inherits_lead(&self, at: usize) -> bool {
        let start = self.quantities[at].span.start;
        let clause = self.clause_of(start);
        let before = at.checked_sub(1).map_or(0, |before| self.quantities[before].span.end);
        let own = &self.text[clause.start.max(before).min(start)..start];
        let han = own.chars().filter(|c| is_han(*c) && !super::tokens::is_idle(*c)).count();
        let opens_bracket = self.text[..clause.start].ends_with(['(', '（']);
        !self.is_english && (opens_bracket || (han < 2 && self.is_source))
    }

    /// The words of a moment's clause; of the next one too where it is alone.
    pub(super) fn words_of_moment(&self, at: usize) -> HashSet<Token> {
        let moment = &self.moments[at];
        let clause = self.clause_of(moment.span.start);
        let before =
            self.moments[..at].iter().rev().find(|known| known.span != moment.span).map_or(0, |known| known.span.end);
        let next = self.moments[at..].iter().find(|known| known.span.start >= moment.span.end);
        let next = next.map_or(self.text.len(), |known| known.span.start);
        let from = clause.start.max(before);
        let to = clause.end.min(next);
        let mut words = self.tokens_in(from.min(moment.span.start)..to.max(moment.span.end));
        if words.len() < 2
            && let Some(following) = self.clauses.iter().find(|following| following.start >= clause.end)
        {
            words.extend(self.tokens_in(following.start..following.end.min(next.max(following.start))));
        }
        words
    }

    /// The pairs and words of a part of the text, and those of the reports' words for what it names.
    pub(super) fn tokens_in(&self, span: Range<usize>) -> HashSet<Token> {
        let mut found = tokens(&self.text[span.clone()]);
        let named = self.notions.iter().filter(|notion| span.start <= notion.span.start && notion.span.end <= span.end);
        found.extend(named.flat_map(|notion| &notion.tokens));
        found
    }

    /// The tokens of the whole text.
    pub(super) fn words(&self) -> HashSet<Token> {
        self.tokens_in(0..self.text.len())
    }

    /// What opens a place's line: its first clause, up to a number.
    pub(super) fn lead(&self, at: usize) -> Range<usize> {
        let start = self.text[..at].rfind('\n').map_or(0, |at| at + 1);
        // Past the list mark.
        let mark = self.text[start..at].chars().take_while(|c| !c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
        let start = start + mark;
        let number =
            self.quantities.iter().map(|quantity| quantity.span.start).find(|known| *known >= start).unwrap_or(at);
        let clause = self.clauses.iter().find(|clause| clause.end > start).map_or(at, |clause| clause.end);
        start..number.min(clause).clamp(start, at)
    }
}

/// English words that lead from a number to the next thing.
static LINKS: Words = Words::of(&[Sense::GrammarLink, Sense::GrammarBecause, Sense::GrammarNext]);

pub(super) fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// English words between two clauses.
static JOINTS: Words = Words::of(&[Sense::GrammarJoint, Sense::GrammarBecause, Sense::GrammarBut]);

fn clauses(text: &str) -> Vec<Range<usize>> {
    let english = is_english(text);
    let mut found = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let next_is_digit = bytes.get(end).is_some_and(u8::is_ascii_digit);
        let cuts = match c {
            '，' | '。' | '；' | ';' | '！' | '!' | '？' | '?' | '\n' | '|' | '、' | '(' | ')' | '（' | '）' => {
                true
            }
            ',' => !next_is_digit || !text[..at].ends_with(|c: char| c.is_ascii_digit()),
            '.' => bytes.get(end).is_none_or(u8::is_ascii_whitespace),
            // None of which failed is one clause.
            ' ' if english => {
                let is_bound = [" of", " in", " for", " at", " from"].iter().any(|word| text[..at].ends_with(word));
                !is_bound
                    && JOINTS.beginning(&text[end..]).is_some_and(|joint| text[end + joint.span.end..].starts_with(' '))
            }
            _ => false,
        };
        if cuts {
            if text[start..at].chars().any(char::is_alphanumeric) {
                found.push(start..end);
            }
            start = end;
        }
    }
    if text[start..].chars().any(char::is_alphanumeric) {
        found.push(start..text.len());
    }
    found
}

/// A line with a list mark no deeper than the item's own begins a new one; so do headings, table rows and dates at the margin.
fn items(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut depth = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let plain = line.trim_start();
        let indent = line.len() - plain.len();
        if plain.is_empty() {
            continue;
        }
        let numbered = plain.trim_start_matches(['(', '（']).trim_start_matches(|c: char| c.is_ascii_digit());
        let is_numbered = numbered.len() < plain.len() && numbered.starts_with(['、', ')', '）'])
            || numbered.len() < plain.len() && numbered.starts_with(". ");
        let is_dated = indent == 0 && numbered.len() < plain.len() && numbered.starts_with(['/', '月']);
        let is_mark = plain.starts_with("- ") || plain.starts_with("* ") || is_numbered;
        let begins = plain.starts_with(['#', '|']) || is_dated || (is_mark && (found.is_empty() || indent <= depth));
        if begins || found.is_empty() {
            depth = indent;
            found.push(start..at);
        } else if let Some(last) = found.last_mut() {
            last.end = at;
        }
    }
    found
}
