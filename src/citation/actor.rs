//! Attribution: rejects a clause that gives one party what another did in the source.

use std::collections::HashSet;
use std::ops::Range;

use super::evidence::Evidence;
use super::fault::{Fault, quote};
use super::groups::{GENERIC_SIDES, ORGANISATIONS, PARTIES};
use super::letters::stands_in;
use super::reading::Reading;
use super::tokens::is_idle;
use crate::text::is_han;

/// The similarity from which two clauses describe one act.
const LIKENESS: f64 = 0.6;
/// The fewest shared ideographs and concepts that make a similarity.
const FEWEST_IDEOGRAPHS: usize = 4;
const FEWEST_NOTIONS: usize = 2;

/// The clause of the sentence whose most similar clauses in the sources all name other parties.
pub(super) fn other(sentence: &Reading, cited: &[&Evidence<'_>]) -> Option<Fault> {
    let known: Vec<(String, HashSet<String>)> = cited
        .iter()
        .flat_map(|evidence| parts(&evidence.reading))
        .map(|part| (parties(&part), part))
        .map(|(named, part)| (part, named))
        .collect();
    wide(sentence).iter().find_map(|clause| {
        let text = sentence.text[clause.clone()].to_lowercase();
        let named = parties(&text);
        if named.is_empty() {
            return None;
        }
        let likeness = |part: &str| {
            if sentence.is_english { of_notions(sentence, clause, part) } else { of_ideographs(&text, part) }
        };
        let ranked: Vec<(f64, &(String, HashSet<String>))> =
            known.iter().map(|known| (likeness(&known.0), known)).collect();
        let most = ranked.iter().map(|(likeness, _)| *likeness).fold(0.0, f64::max);
        if most < LIKENESS {
            return None;
        }
        let mut best = ranked.iter().filter(|(likeness, _)| *likeness >= most).map(|(_, known)| known).peekable();
        let (part, _) = best.peek()?;
        best.all(|(_, others)| others.difference(&named).next().is_some() && named.difference(others).next().is_some())
            .then(|| Fault::Misplaced { written: quote(&sentence.text[clause.clone()]), source: quote(part) })
    })
}

/// The clauses of a text, with what 、 and `and` list together: 中信、光大 are both of one.
fn wide(reading: &Reading) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for clause in &reading.clauses {
        match found.last_mut() {
            Some(last)
                if reading.text[..clause.start].ends_with('、')
                    || reading.text[clause.start..].starts_with(" and ") =>
            {
                last.end = clause.end;
            }
            _ => found.push(clause.clone()),
        }
    }
    found
}

/// The clauses of a source, a label and what follows it apart.
fn parts(reading: &Reading) -> Vec<String> {
    let clauses = wide(reading).into_iter().map(|clause| reading.text[clause].to_lowercase());
    clauses
        .flat_map(|clause| {
            let is_clock = clause.contains(':')
                && clause.split(':').skip(1).all(|part| part.starts_with(|c: char| c.is_ascii_digit()));
            if is_clock { vec![clause] } else { clause.split(':').map(str::to_string).collect() }
        })
        .collect()
}

/// The parties and organisations that a text names.
fn parties(text: &str) -> HashSet<String> {
    let all = PARTIES.iter().chain(ORGANISATIONS.iter());
    let listed =
        all.filter(|names| names.words().any(|name| stands_in(text, name))).map(|names| names.one[0].to_string());
    // 惠居侧 is a party by its form; 银行侧 may be any of them.
    let sides = text.match_indices('侧').filter_map(|(at, _)| {
        let name: Vec<char> = text[..at].chars().rev().take(2).collect();
        let name: String = name.iter().rev().collect();
        let is_name = name.chars().count() == 2 && name.chars().all(|c| is_han(c) && !is_idle(c));
        (is_name && !GENERIC_SIDES.iter().flat_map(|sides| sides.words()).any(|side| name.contains(side)))
            .then_some(name)
    });
    let listed: HashSet<String> = listed.collect();
    let sides: Vec<String> =
        sides.filter(|side| !ORGANISATIONS.iter().chain(PARTIES.iter()).any(|names| names.has(side))).collect();
    listed.into_iter().chain(sides).collect()
}

/// The content ideographs of a clause without the names of parties.
fn ideographs(text: &str) -> HashSet<char> {
    let names = PARTIES.iter().chain(ORGANISATIONS.iter()).flat_map(|names| names.words());
    let plain = names.fold(text.to_string(), |text, name| if name.is_ascii() { text } else { text.replace(name, "") });
    plain.chars().filter(|c| is_han(*c) && !is_idle(*c)).collect()
}

fn of_ideographs(clause: &str, part: &str) -> f64 {
    let (own, others) = (ideographs(clause), ideographs(part));
    let shared = own.intersection(&others).count();
    if shared < FEWEST_IDEOGRAPHS { 0.0 } else { shared as f64 / own.len().max(others.len()) as f64 }
}

fn of_notions(sentence: &Reading, clause: &Range<usize>, part: &str) -> f64 {
    let inside =
        sentence.notions.iter().filter(|notion| clause.start <= notion.span.start && notion.span.end <= clause.end);
    let of_parties = |notion: &&super::tokens::Notion| {
        !PARTIES
            .iter()
            .chain(ORGANISATIONS.iter())
            .any(|names| names.has(&sentence.text[notion.span.clone()].to_lowercase()))
    };
    let notions: Vec<_> = inside.filter(of_parties).collect();
    let shared = notions.iter().filter(|notion| notion.chinese.iter().any(|word| part.contains(&**word))).count();
    if shared < FEWEST_NOTIONS { 0.0 } else { shared as f64 / notions.len() as f64 }
}
