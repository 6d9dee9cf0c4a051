//! Under which heading of the period a line belongs: the one that is called what the line begins with speaking of, wherever it stands.

use std::collections::BTreeMap;

use super::name::{is_matter, named};
use super::unit::Unit;
use crate::rollup::objective::Known;
use crate::text::is_han;

/// A line that goes on behind the name of a heading is of it where that has so many characters.
const LEAST_CHARS_OF_A_BEGINNING: usize = 3;

/// Gives each line whose first words are another heading's name that heading for its home.
pub(super) fn find(units: &mut [Unit<'_>], known: &Known) {
    let keys: Vec<(Option<String>, String)> = units.iter().map(|unit| known.objective(&unit.passage.section)).collect();
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for (_, name) in keys.iter().filter(|(code, name)| code.is_none() && is_matter(name)) {
        let bare = bare(&named(name));
        if bare.chars().count() > 1 {
            names.insert(bare, name);
        }
    }
    let homes: Vec<Option<String>> = units
        .iter()
        .zip(&keys)
        .map(|(unit, own)| {
            let home = if unit.is_editorial { None } else { home(unit, &names) };
            home.filter(|home| *home != own.1).map(str::to_string)
        })
        .collect();
    for (unit, home) in units.iter_mut().zip(homes) {
        unit.home = home;
    }
}

/// What stands under these headings belongs to: their objective; of many people's, where none names a matter, who wrote it.
pub(in crate::rollup) fn of_section(
    section: &[String],
    author: Option<&String>,
    known: &Known,
) -> (Option<String>, String) {
    let (code, name) = known.objective(section);
    let author = author.filter(|_| known.is_of_many() && code.is_none() && !is_matter(&name));
    (code, author.cloned().unwrap_or(name))
}

fn home<'n>(unit: &Unit<'_>, names: &BTreeMap<String, &'n str>) -> Option<&'n str> {
    let of_item = (!unit.is_named_by_itself()).then(|| bare(&unit.about));
    let own = bare(lead(&unit.text));
    [of_item, Some(own)].into_iter().flatten().find_map(|said| {
        let is_it = |name: &&String| {
            let rest = said.strip_prefix(name.as_str());
            // PURchase is no PUR.
            let goes_on = |rest: &str| {
                name.chars().count() >= LEAST_CHARS_OF_A_BEGINNING
                    && (name.ends_with(is_han) || !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
            };
            rest.is_some_and(|rest| rest.is_empty() || goes_on(rest))
        };
        names.keys().filter(is_it).max_by_key(|name| name.len()).and_then(|name| names.get(name).copied())
    })
}

/// What a line begins with speaking of.
fn lead(text: &str) -> &str {
    text.split(['：', ':', '，', ',', '。', '；', '—', '–']).next().unwrap_or_default()
}

/// In lower case, without what is in brackets and without pictures: 📦 纸库（一号） and 纸库 are one.
fn bare(name: &str) -> String {
    let outside = name.split(['（', '(']).next().unwrap_or_default();
    let lower = outside.to_lowercase();
    lower.trim_matches(|c: char| !c.is_alphanumeric()).to_string()
}
