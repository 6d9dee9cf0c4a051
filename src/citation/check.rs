//! Whether the cited text bears what a sentence says: reads both, compares them, and where the cited numbers are wrong,
//! looks for the source that bears it.

use super::evidence::{Evidence, words_around};
use super::fault::Fault;
use super::findings::Findings;
use super::marks::marks;
use super::moment::When;
use super::reading::Reading;
use super::source::Source;
use super::standing::{Claim, standing};
use super::tokens::tokens;
use super::{actor, figures, founded, letters, polarity, times};
use crate::report::Span;

/// Fewer shared pairs of characters do not make a source one that speaks of the same thing.
const FEWEST_SHARED: usize = 2;

/// A sentence that was read back.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The sentence without its marks.
    pub text: String,
    /// The sources that bear it, after correction: those it cites and that there are, without what contributes nothing.
    pub citations: Vec<usize>,
    pub faults: Vec<Fault>,
    /// The numbers it cited did not bear it, those in `citations` do.
    pub moved: bool,
    pub claim: Claim,
    /// For each of `citations`, the bytes of that source's text that bear the sentence: whole lines.
    pub spans: Vec<(usize, Span)>,
}

impl Checked {
    /// Whether nothing was found wrong. So it is of an `Absence` and of a `Lead` too: see `claim`.
    #[must_use]
    pub fn is_supported(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Reads back one sentence of a reply, marks included, against the numbered `sources` of its prompt. `question`: its words
/// are no evidence; only a sentence that says that nothing was found may repeat them.
#[must_use]
pub fn check(sentence: &str, sources: &[Source<'_>], question: &str) -> Checked {
    let (text, cited) = marks(sentence);
    let claim = standing(&text, question);
    let known: Vec<usize> = cited.iter().copied().filter(|n| sources.iter().any(|source| source.n == *n)).collect();
    let missing: Vec<Fault> =
        cited.iter().filter(|n| !known.contains(n)).map(|n| Fault::NoSuchSource { n: *n }).collect();
    if claim != Claim::Statement {
        let spans = known.iter().map(|n| (*n, 0..text_of(sources, *n).len())).collect();
        return Checked { text, citations: known, faults: missing, moved: false, claim, spans };
    }
    let reading = Reading::new(&text, None);
    let evidence: Vec<Evidence<'_>> =
        sources.iter().filter(|source| known.contains(&source.n)).map(Evidence::new).collect();
    let all: Vec<&Evidence<'_>> = evidence.iter().collect();
    let mut findings = compare(&reading, &all);
    if !known.is_empty() && findings.faults.is_empty() {
        return bear(text, &reading, &all, !missing.is_empty());
    }
    // What the cited text does not bear may stand in another source, alone or beside the cited ones.
    let words = reading.words();
    let names_week = reading.moments.iter().any(|moment| matches!(moment.when, When::Week(_)));
    let needed = all.iter().map(|evidence| evidence.tokens.intersection(&words).count()).max().unwrap_or(0);
    let others: Vec<Evidence<'_>> = sources
        .iter()
        .filter(|source| !known.contains(&source.n))
        // Reading a source takes time: those that cannot be chosen are left alone.
        .filter(|source| names_week || words_around(source).intersection(&words).count() >= needed.max(FEWEST_SHARED))
        .map(Evidence::new)
        .collect();
    if let Some(chosen) = bearing(&reading, &all, &others) {
        return bear(text, &reading, &chosen, true);
    }
    let mut faults = missing;
    if cited.is_empty() {
        faults.push(Fault::NoCitation);
    }
    faults.append(&mut findings.faults);
    let spans = all.iter().map(|evidence| (evidence.source.n, span(&reading, evidence))).collect();
    Checked { text, citations: known, faults, moved: false, claim, spans }
}

fn text_of<'a>(sources: &[Source<'a>], n: usize) -> &'a str {
    sources.iter().find(|source| source.n == n).map_or("", |source| source.text)
}

fn compare(sentence: &Reading, cited: &[&Evidence<'_>]) -> Findings {
    let mut found = Findings::default();
    if cited.is_empty() {
        return found;
    }
    times::look_for(sentence, cited, &mut found);
    figures::look_for(sentence, cited, &mut found);
    letters::look_for(sentence, cited, &mut found);
    polarity::compare(sentence, cited, &mut found);
    founded::look_for(sentence, cited, &mut found);
    found.faults.extend(actor::other(sentence, cited));
    found
}

/// The other source that bears the sentence alone and shares at least as much with it as the cited ones do; else the report
/// of a week that the sentence names, beside the cited ones.
fn bearing<'s, 'e>(
    sentence: &Reading,
    cited: &[&'s Evidence<'e>],
    others: &'s [Evidence<'e>],
) -> Option<Vec<&'s Evidence<'e>>> {
    let words = sentence.words();
    let shared = |evidence: &Evidence<'_>| evidence.tokens.intersection(&words).count();
    let needed = cited.iter().map(|evidence| shared(evidence)).max().unwrap_or(0).max(FEWEST_SHARED);
    let bears = |chosen: &[&Evidence<'_>]| {
        let findings = compare(sentence, chosen);
        (findings.faults.is_empty() && findings.found() > 0).then_some(findings)
    };
    // One item has to bear it, not a number here and a word there.
    let bears_alone = |other: &Evidence<'_>| {
        let findings = bears(&[other])?;
        let near = tokens(&findings.items(sentence, &[other]).concat());
        (near.intersection(&words).count() >= needed).then(|| findings.found())
    };
    let alone = others
        .iter()
        .filter(|other| shared(other) >= needed)
        .filter_map(|other| Some((bears_alone(other)?, other)))
        .max_by_key(|(found, other)| (*found, shared(other), std::cmp::Reverse(other.source.n)));
    if let Some((_, other)) = alone {
        return Some(vec![other]);
    }
    let is_named = |other: &Evidence<'_>| {
        sentence.moments.iter().any(|moment| matches!(moment.when, When::Week(label) if other.is_week(label)))
    };
    others.iter().filter(|other| !cited.is_empty() && is_named(other) && shared(other) >= FEWEST_SHARED).find_map(
        |other| {
            let mut beside = cited.to_vec();
            beside.push(other);
            bears(&beside).map(|_| beside)
        },
    )
}

/// The sentence with the sources that it needs: one that contributes nothing is left out where the others bear it alone.
fn bear(text: String, reading: &Reading, chosen: &[&Evidence<'_>], moved: bool) -> Checked {
    let mut kept: Vec<&Evidence<'_>> = chosen.to_vec();
    let mut at = kept.len();
    while at > 0 && kept.len() > 1 {
        at -= 1;
        let rest: Vec<&Evidence<'_>> =
            kept.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, evidence)| *evidence).collect();
        let all = compare(reading, &kept);
        if all.places_in(at).is_empty() && all.found() > 0 && compare(reading, &rest).faults.is_empty() {
            kept = rest;
        }
    }
    let spans = kept.iter().map(|evidence| (evidence.source.n, span(reading, evidence))).collect();
    let citations = kept.iter().map(|evidence| evidence.source.n).collect();
    Checked { text, citations, faults: Vec::new(), moved, claim: Claim::Statement, spans }
}

/// The smallest run of lines with the particulars that this source has of the sentence; where it has none, the line that
/// shares most with it.
fn span(sentence: &Reading, evidence: &Evidence<'_>) -> Span {
    let findings = compare(sentence, &[evidence]);
    let places = findings.places_in(0);
    if !places.is_empty() {
        return evidence.lines(&places);
    }
    let words = sentence.words();
    let mut best: Option<(usize, usize)> = None;
    let mut at = 0;
    for line in evidence.reading.text.split_inclusive('\n') {
        let shared = evidence.reading.tokens_in(at..at + line.len()).intersection(&words).count();
        if shared > best.map_or(0, |(most, _)| most) {
            best = Some((shared, at));
        }
        at += line.len();
    }
    best.map_or(0..evidence.source.text.len(), |(_, at)| evidence.lines(&[at]))
}
