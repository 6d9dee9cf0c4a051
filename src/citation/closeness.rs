//! Whether a sentence is near enough to its source's words to be shown unread: every word of it is in one item of a
//! cited source, in the order of its clause, and no word that the item qualifies it with was left out. Far stricter than
//! [`super::check`], which it follows: a fair paraphrase fails here too, as nothing but its words can be compared.

mod cause;
mod chinese;
mod english;
mod item;
mod omitted;
mod order;
mod signs;

use std::ops::Range;

use super::check::Checked;
use super::evidence::Evidence;
use super::fault::Fault;
use super::reading::Reading;
use super::source::Source;
use super::standing::Claim;
use item::EvidenceItem;
use signs::signs_hold;

/// Characters of a departure that a fault quotes.
const SHOWN_CHARS: usize = 12;

/// Traces a sentence that was read back, word by word, to items of its cited sources; the numbers of those it needs. `sources`:
/// those of the prompt.
///
/// # Errors
/// What in the sentence goes beyond the sources' own words.
pub fn trace(checked: &Checked, sources: &[Source<'_>]) -> Result<Vec<usize>, Fault> {
    if checked.claim != Claim::Statement {
        return Ok(checked.citations.clone());
    }
    let sentence = Reading::new(&checked.text, None);
    let cited = checked.citations.iter().filter_map(|n| sources.iter().find(|source| source.n == *n));
    let evidence: Vec<Evidence<'_>> = cited.map(Evidence::new).collect();
    let items: Vec<EvidenceItem<'_>> = evidence.iter().flat_map(EvidenceItem::of).collect();
    let read = |item: &EvidenceItem<'_>, clause: &Range<usize>| {
        signs_hold(&sentence, clause, item)?;
        match sentence.is_english {
            true => english::departure(&sentence, clause.clone(), item),
            false => chinese::departure(&sentence, clause.clone(), item),
        }
    };
    let whole = 0..sentence.text.len();
    let mut faults: Vec<(usize, Fault)> = Vec::new();
    for item in &items {
        match read(item, &whole) {
            Ok(()) => return Ok(vec![item.evidence.source.n]),
            Err(fault) => faults.push((item.shared_with(&sentence), fault)),
        }
    }
    // Two things of two items may stand in one sentence, each whole in its own part.
    if let Some(needed) = in_parts(&sentence, &items, &read) {
        return Ok(needed);
    }
    let fault = faults.into_iter().max_by_key(|(shared, _)| *shared).map(|(_, fault)| fault);
    Err(fault.unwrap_or(Fault::NoCitation))
}

/// The sources of a sentence every part of which, between commas, goes on with the item of the part before it, or names an item
/// of its own and says nothing else.
fn in_parts(
    sentence: &Reading,
    items: &[EvidenceItem<'_>],
    read: &impl Fn(&EvidenceItem<'_>, &Range<usize>) -> Result<(), Fault>,
) -> Option<Vec<usize>> {
    let mut groups: Vec<(Range<usize>, usize)> = Vec::new();
    for part in parts(sentence) {
        let joined = groups.last().map(|(group, _)| group.start..part.end);
        let goes_on = joined.and_then(|joined| {
            let item = items.iter().find(|item| read(item, &joined).is_ok())?;
            Some((joined, item.evidence.source.n))
        });
        if let Some(goes_on) = goes_on {
            groups.pop();
            groups.push(goes_on);
            continue;
        }
        let is_own =
            |item: &&EvidenceItem<'_>| item.is_named_in(&sentence.text[part.clone()]) && read(item, &part).is_ok();
        let item = items.iter().find(is_own)?;
        groups.push((part, item.evidence.source.n));
    }
    let mut needed: Vec<usize> = groups.into_iter().map(|(_, n)| n).collect();
    needed.sort_unstable();
    needed.dedup();
    (!needed.is_empty()).then_some(needed)
}

/// The parts of a sentence between semicolons and commas.
fn parts(sentence: &Reading) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in sentence.text.char_indices() {
        if matches!(c, '；' | ';' | '，' | '、') {
            found.push(start..at);
            start = at + c.len_utf8();
        }
    }
    found.push(start..sentence.text.len());
    found.retain(|part| sentence.text[part.clone()].chars().any(char::is_alphanumeric));
    found
}

#[cfg(test)]
mod tests;
