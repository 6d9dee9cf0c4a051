//! Whether a sentence is near enough to its source's words to be shown unread: every word of it stands in one item of a
//! cited source, in the order of its clause, and no word that the item qualifies it with was left out. Far stricter than
//! [`super::check`], which it follows: a fair paraphrase fails here too, as nothing but its words can be compared.

mod cause;
mod chinese;
mod english;
mod item;
mod omitted;
mod order;

use std::ops::Range;

use serde::Deserialize;

use super::check::{Checked, Claim};
use super::evidence::Evidence;
use super::fault::Fault;
use super::reading::Reading;
use super::source::Source;
use item::Item;

/// How near a model's sentence has to keep to its sources' words to be shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wording {
    /// Nothing but the words of one cited item: see [`departure`].
    #[default]
    Close,
    /// Whatever [`super::check`] finds no fault with.
    Free,
}

/// What in a sentence that was read back goes beyond its sources' own words; `None` where nothing does. `sources`: those of
/// the prompt.
#[must_use]
pub fn departure(checked: &Checked, sources: &[Source<'_>]) -> Option<Fault> {
    if checked.claim != Claim::Statement {
        return None;
    }
    let sentence = Reading::new(&checked.text, None);
    let cited = sources.iter().filter(|source| checked.citations.contains(&source.n));
    let evidence: Vec<Evidence<'_>> = cited.map(Evidence::new).collect();
    let items: Vec<Item<'_>> = evidence.iter().flat_map(Item::of).collect();
    let read = |item: &Item<'_>, clause: &Range<usize>| match sentence.is_english {
        true => english::departure(&sentence, clause.clone(), item),
        false => chinese::departure(&sentence, clause.clone(), item),
    };
    let whole = 0..sentence.text.len();
    let mut faults: Vec<(usize, Fault)> = Vec::new();
    for item in &items {
        match read(item, &whole) {
            Ok(()) => return None,
            Err(fault) => faults.push((item.shared_with(&sentence), fault)),
        }
    }
    // Two things of two items may stand in one sentence, each whole in its own part.
    if is_whole_in_parts(&sentence, &items, &read) {
        return None;
    }
    faults.into_iter().max_by_key(|(shared, _)| *shared).map(|(_, fault)| fault)
}

/// Whether every part of a sentence between commas goes on with the item of the part before it, or names an item of its own
/// and says nothing else.
fn is_whole_in_parts(
    sentence: &Reading,
    items: &[Item<'_>],
    read: &impl Fn(&Item<'_>, &Range<usize>) -> Result<(), Fault>,
) -> bool {
    let mut group: Option<Range<usize>> = None;
    for part in parts(sentence) {
        let joined = group.as_ref().map(|group| group.start..part.end);
        let goes_on = joined.as_ref().is_some_and(|joined| items.iter().any(|item| read(item, joined).is_ok()));
        if goes_on {
            group = joined;
        } else if items.iter().any(|item| item.is_named_in(&sentence.text[part.clone()]) && read(item, &part).is_ok()) {
            group = Some(part);
        } else {
            return false;
        }
    }
    group.is_some()
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
