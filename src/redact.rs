//! Personal data and secrets → stable placeholders → back. What leaves the machine is redacted first; what comes back is
//! restored here, so that the other side never sees a value and the reader never sees a placeholder.
//!
//! Found are telephones, identity cards, passports, bank cards, credit codes, number plates, e-mails, IP and MAC addresses,
//! internal hosts, keys and tokens, and the names and words of the configuration, as the text is written and as it reads. Amounts, counts, dates, versions, order numbers and system names are facts that an
//! answer needs and stay; where a number is either, the words around it decide (`number`). This module knows texts
//! alone: what is sent and recorded is the business of `chat` and `audit`.
//!
//! A conversation keeps its texts as they were and redacts them anew for each request: the same value gets the same
//! placeholder each time.

mod address;
mod card;
mod company;
mod document;
mod email;
mod host;
mod identity;
mod kind;
mod mac;
mod number;
mod phone;
mod placeholder;
mod plate;
mod reading;
mod secret;
mod view;
mod word;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::text::is_whole;
pub use kind::Kind;
use placeholder::{HiddenName, exact, loose};
use reading::Reading;
use view::{Found, View};
use word::{Words, key};

/// What the configuration adds. Matched without regard to case and width (NFKC), the longest first.
#[derive(Clone, Default)]
pub struct Rules {
    /// Names of people.
    pub names: Vec<String>,
    /// Words that shall not leave: customers, projects.
    pub words: Vec<String>,
    /// Internal domains, with all that is below them: `pay.example.com`.
    pub hosts: Vec<String>,
}

/// Shorter values are looked for only beside a word that names them.
const SHORTEST_KNOWN_BYTES: usize = 6;

/// One conversation's placeholders: the same value always gets the same one.
#[derive(Clone)]
pub struct Redactor {
    words: Words,
    hosts: Vec<String>,
    /// A value as written → its placeholder.
    names: HashMap<(Kind, String), HiddenName>,
    values: HashMap<HiddenName, String>,
    /// What all spellings of a value have in common → its number, and how many spellings were seen.
    numbers: HashMap<(Kind, String), (u32, u32)>,
    /// Numbers that some text has in what looks like a placeholder: never given to a value.
    reserved: HashSet<(Kind, u32)>,
    last: BTreeMap<Kind, u32>,
}

impl Redactor {
    pub fn new(rules: Rules) -> Self {
        let hosts = rules.hosts.iter().map(|host| host.trim().trim_start_matches(['.', '*']).to_ascii_lowercase());
        Self {
            words: Words::new(&rules.names, &rules.words),
            hosts: hosts.filter(|host| !host.is_empty()).collect(),
            names: HashMap::new(),
            values: HashMap::new(),
            numbers: HashMap::new(),
            reserved: HashSet::new(),
            last: BTreeMap::new(),
        }
    }

    /// `text` with every value replaced. All other bytes stay as they are. Texts are redacted before they are put into JSON:
    /// an escape such as `\n` would be a letter before a number.
    ///
    /// Placeholders of this conversation, exactly as they are written here, are left alone: redacting twice is redacting
    /// once. Anything else that [`restore`](Self::restore) would change comes back as it was, too.
    pub fn redact(&mut self, text: &str) -> String {
        let mut covered: Vec<(Range<usize>, Option<Kind>)> =
            exact(text).filter(|(_, name)| self.values.contains_key(name)).map(|(span, _)| (span, None)).collect();
        loop {
            let spans: Vec<Range<usize>> = covered.iter().map(|(span, _)| span.clone()).collect();
            // What a replacement leaves beside it may only now be seen for what it is.
            let mut found = self.find(text, &spans);
            if found.is_empty() {
                found = self.known(text, &covered);
            }
            if found.is_empty() {
                found = self.literals(text, &spans);
            }
            if found.is_empty() {
                break;
            }
            covered.extend(found.into_iter().map(|(span, kind)| (span, Some(kind))));
            covered.sort_by_key(|(span, _)| span.start);
        }
        let spans: Vec<Range<usize>> = covered.iter().map(|(span, _)| span.clone()).collect();
        for gap in gaps(text, &spans) {
            self.reserved.extend(loose(&text[gap]).into_iter().map(|read| (read.name.kind, read.name.number)));
        }
        let mut redacted = String::with_capacity(text.len());
        let mut end = 0;
        for (span, kind) in covered {
            redacted.push_str(&text[end..span.start]);
            match kind {
                Some(kind) => redacted.push_str(&self.name(kind, &text[span.clone()]).text()),
                None => redacted.push_str(&text[span.clone()]),
            }
            end = span.end;
        }
        redacted.push_str(&text[end..]);
        redacted
    }

    /// `text` with every placeholder replaced by its value, also in the spellings that models make of them. Placeholders
    /// that this conversation never gave stay.
    pub fn restore(&self, text: &str) -> String {
        let ours: Vec<(Range<usize>, HiddenName)> =
            exact(text).filter(|(_, name)| self.values.contains_key(name)).collect();
        let spans: Vec<Range<usize>> = ours.iter().map(|(span, _)| span.clone()).collect();
        let mut restored = String::with_capacity(text.len());
        let mut ours = ours.into_iter();
        for gap in gaps(text, &spans) {
            let gap = &text[gap];
            let mut end = 0;
            for read in loose(gap) {
                if let Some(value) = self.value(read.name) {
                    restored.push_str(&gap[end..read.span.start]);
                    restored.push_str(if read.is_closing { "" } else { value });
                    end = read.span.end;
                }
            }
            restored.push_str(&gap[end..]);
            if let Some(value) = ours.next().and_then(|(_, name)| self.value(name)) {
                restored.push_str(value);
            }
        }
        restored
    }

    /// The spans of the values of `text`, in order and disjoint, in bytes; nothing is replaced or remembered.
    pub fn values_in(&self, text: &str) -> Vec<(Range<usize>, Kind)> {
        self.find(text, &[])
    }

    /// Distinct values seen in the whole conversation, by kind; kinds without any are left out.
    pub fn counts(&self) -> BTreeMap<Kind, usize> {
        counted(self.numbers.keys().map(|(kind, _)| *kind))
    }

    /// Distinct values whose placeholders are in a redacted text, by kind: what was held back of it.
    pub fn counts_in(&self, redacted: &str) -> BTreeMap<Kind, usize> {
        let names: HashSet<(Kind, u32)> = exact(redacted)
            .filter(|(_, name)| self.values.contains_key(name))
            .map(|(_, name)| (name.kind, name.number))
            .collect();
        counted(names.into_iter().map(|(kind, _)| kind))
    }

    fn value(&self, name: HiddenName) -> Option<&str> {
        let first = || self.values.get(&HiddenName { spelling: 1, ..name });
        self.values.get(&name).or_else(first).map(String::as_str)
    }

    /// Values in what is not covered yet, in bytes, as it is written and as it reads; of those that overlap, one that holds
    /// them all.
    fn find(&self, text: &str, covered: &[Range<usize>]) -> Vec<(Range<usize>, Kind)> {
        in_both_readings(text, covered, |view, found| {
            secret::find(view, found);
            email::find(view, found);
            identity::find(view, found);
            document::find(view, found);
            company::find(view, found);
            card::find(view, found);
            phone::find(view, found);
            plate::find(view, found);
            mac::find(view, found);
            address::find(view, found);
            host::find(view, &self.hosts, found);
            self.words.find(view, found);
        })
    }

    /// Values that were found before, without a word beside them that names them: a question may name what a source calls
    /// a password.
    fn known(&self, text: &str, covered: &[(Range<usize>, Option<Kind>)]) -> Vec<(Range<usize>, Kind)> {
        let before = self.names.keys().map(|(kind, value)| (*kind, value.as_str()));
        let here = covered.iter().filter_map(|(span, kind)| Some(((*kind)?, &text[span.clone()])));
        let values: BTreeSet<(Kind, &str)> = before
            .chain(here)
            .filter(|(kind, value)| *kind != Kind::Literal && value.len() >= SHORTEST_KNOWN_BYTES)
            .collect();
        let values: Vec<(Kind, &str)> = values.into_iter().collect();
        let mut longest = AhoCorasick::builder();
        longest.match_kind(MatchKind::LeftmostLongest);
        // More values than an automaton has room for are no conversation.
        let Ok(automaton) = longest.build(values.iter().map(|(_, value)| value)) else { return Vec::new() };
        let spans: Vec<Range<usize>> = covered.iter().map(|(span, _)| span.clone()).collect();
        let mut known = Vec::new();
        for gap in gaps(text, &spans) {
            for found in automaton.find_iter(&text[gap.clone()]) {
                // Within its gap: what is covered beside it is a placeholder by then.
                if is_whole(&text[gap.clone()], &found.range()) {
                    let span = gap.start + found.start()..gap.start + found.end();
                    known.push((span, values[found.pattern()].0));
                }
            }
        }
        known
    }

    /// What would be taken for a placeholder in use.
    fn literals(&self, text: &str, covered: &[Range<usize>]) -> Vec<(Range<usize>, Kind)> {
        let gaps = gaps(text, covered).into_iter();
        let reads = gaps.flat_map(|gap| loose(&text[gap.clone()]).into_iter().map(move |read| (gap.start, read)));
        reads
            .filter(|(_, read)| self.value(read.name).is_some())
            .map(|(start, read)| (start + read.span.start..start + read.span.end, Kind::Literal))
            .collect()
    }

    /// The placeholder of a value, a new one for a new value.
    fn name(&mut self, kind: Kind, value: &str) -> HiddenName {
        if let Some(name) = self.names.get(&(kind, value.to_string())) {
            return *name;
        }
        let common = (kind, key(kind, value));
        let (number, spelling) = match self.numbers.get(&common) {
            Some((number, spellings)) => (*number, spellings + 1),
            None => (self.next_number(kind), 1),
        };
        self.numbers.insert(common, (number, spelling));
        let name = HiddenName { kind, number, spelling };
        self.names.insert((kind, value.to_string()), name);
        self.values.insert(name, value.to_string());
        name
    }

    fn next_number(&mut self, kind: Kind) -> u32 {
        let last = self.last.entry(kind).or_default();
        *last += 1;
        while self.reserved.contains(&(kind, *last)) {
            *last += 1;
        }
        *last
    }
}

/// Says how much it holds, never what.
impl fmt::Debug for Redactor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Redactor").field("values", &self.counts()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Rules {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { names, words, hosts } = self;
        write!(formatter, "Rules({} names, {} words, {} hosts)", names.len(), words.len(), hosts.len())
    }
}

/// `text` with keys, tokens and passwords as `****`: for what is logged and cannot be restored.
pub fn mask_secrets(text: &str) -> String {
    let found = in_both_readings(text, &[], |view, found| {
        secret::find(view, found);
        host::find(view, &[], found);
        found.retain(|found| found.kind == Kind::Secret);
    });
    let mut masked = String::with_capacity(text.len());
    let mut end = 0;
    for (span, _) in found {
        masked.push_str(&text[end..span.start]);
        masked.push_str("****");
        end = span.end;
    }
    masked.push_str(&text[end..]);
    masked
}

/// The values that `find` finds in either reading of `text`, in bytes: a value with marks in it is seen in the second one alone, one
/// within a mark (the target of a link in a tag) in the first.
fn in_both_readings(
    text: &str,
    covered: &[Range<usize>],
    find: impl Fn(&View, &mut Vec<Found>),
) -> Vec<(Range<usize>, Kind)> {
    let spans_in = |view: &View| {
        let mut found = Vec::new();
        find(view, &mut found);
        found.into_iter().map(|found| (view.bytes(&found.places), found.kind)).collect::<Vec<_>>()
    };
    let written = View::new(text, covered, Reading::Written);
    let rendered = View::new(text, covered, Reading::Rendered);
    let mut found = spans_in(&written);
    if !rendered.is_same(&written) {
        found.extend(spans_in(&rendered));
    }
    merged(found, covered)
}

/// In order, those that overlap as one, of the kind that counts most. What reaches over something that is `covered` already is
/// left to what remains on its sides.
fn merged(mut found: Vec<(Range<usize>, Kind)>, covered: &[Range<usize>]) -> Vec<(Range<usize>, Kind)> {
    found.retain(|(span, _)| {
        let next = covered.partition_point(|known| known.end <= span.start);
        !span.is_empty() && covered.get(next).is_none_or(|known| known.start >= span.end)
    });
    found.sort_by_key(|(span, kind)| (span.start, *kind));
    let mut merged: Vec<(Range<usize>, Kind)> = Vec::new();
    for (span, kind) in found {
        match merged.last_mut() {
            Some((last, known)) if span.start < last.end => {
                last.end = last.end.max(span.end);
                *known = kind.min(*known);
            }
            _ => merged.push((span, kind)),
        }
    }
    merged
}

/// What lies before, between and after `spans`, one more than these.
fn gaps(text: &str, spans: &[Range<usize>]) -> Vec<Range<usize>> {
    let starts = std::iter::once(0).chain(spans.iter().map(|span| span.end));
    let ends = spans.iter().map(|span| span.start).chain(std::iter::once(text.len()));
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

fn counted(kinds: impl Iterator<Item = Kind>) -> BTreeMap<Kind, usize> {
    let mut counts = BTreeMap::new();
    for kind in kinds.filter(|kind| *kind != Kind::Literal) {
        *counts.entry(kind).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests;
