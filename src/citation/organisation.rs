//! Organisations that a sentence names, in either language: a cited source has to name them, and the entry that has the
//! sentence's numbers and days must not be of another one.

use super::evidence::Evidence;
use super::fault::{Fault, Kind};
use super::findings::Findings;
use super::groups::{Group, ORGANISATIONS};
use super::letters::stands_in;
use super::reading::Reading;

/// Looks for every organisation of the sentence in the cited sources.
pub(super) fn look_for(sentence: &Reading, cited: &[&Evidence<'_>], found: &mut Findings) {
    let lower = sentence.text.to_lowercase();
    for names in ORGANISATIONS.iter() {
        let Some(written) = names.words().find(|name| stands_in(&lower, name)) else { continue };
        let is_there = cited.iter().any(|evidence| {
            names.words().any(|name| {
                let plain: String = name.chars().filter(|c| !c.is_whitespace()).collect();
                evidence.letters.contains(&plain)
            })
        });
        if !is_there {
            found.faults.push(Fault::Particular { written: written.to_string(), kind: Kind::Name });
        } else if let Some(other) = of_other_item(names, &lower, cited, found) {
            found.faults.push(Fault::Misplaced { written: written.to_string(), source: other });
        }
    }
}

/// Another organisation, unnamed in the sentence, of the items that have its particulars, where none of them names this one.
fn of_other_item(names: &Group, sentence: &str, cited: &[&Evidence<'_>], found: &Findings) -> Option<String> {
    if found.found() == 0 {
        return None;
    }
    let entries = cited
        .iter()
        .enumerate()
        .flat_map(|(which, evidence)| found.places_in(which).into_iter().map(|place| evidence.reading.entry_of(place)));
    let items = entries.collect::<String>().to_lowercase();
    let is_in = |text: &str, names: &Group| names.words().any(|name| stands_in(text, name));
    if is_in(&items, names)
        || names.words().any(|name| {
            cited
                .iter()
                .any(|evidence| evidence.source.section.iter().any(|heading| heading.to_lowercase().contains(name)))
        })
    {
        return None;
    }
    let other = ORGANISATIONS.iter().find(|others| is_in(&items, others) && !is_in(sentence, others))?;
    Some(other.one[0].to_string())
}
