//! Under which heading of the period a line belongs: the one that is called what the line begins with speaking of, wherever it stands.

use std::collections::BTreeMap;

use super::code::is_code;
use super::name::{is_matter, is_of_others, named};
use super::topic;
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
    let mut loose = Vec::new();
    for (at, (unit, home)) in units.iter_mut().zip(homes).enumerate() {
        unit.home = home;
        let (code, own) = &keys[at];
        if unit.home.is_some() || unit.is_editorial || code.is_some() || is_matter(own) && !is_of_others(own) {
            continue;
        }
        unit.home = mentioned(opening_clause(&unit.shown()), &names).map(str::to_string);
        if unit.home.is_none() {
            loose.push(at);
        }
    }
    topic::find(units, &loose);
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

/// The heading that a line names somewhere: by all of its name, else by a code that no other heading has (V3 of 诉通 V3).
fn mentioned<'n>(text: &str, names: &BTreeMap<String, &'n str>) -> Option<&'n str> {
    let text = text.to_lowercase();
    let whole =
        names.iter().filter(|(name, _)| has_word(&text, name) && name.chars().count() >= LEAST_CHARS_OF_A_BEGINNING);
    if let Some((_, name)) = whole.max_by_key(|(name, _)| name.len()) {
        return Some(name);
    }
    let mut with_code = names.values().filter(|name| codes(name).any(|code| has_word(&text, &code.to_lowercase())));
    with_code.next().filter(|_| with_code.next().is_none()).copied()
}

fn codes(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').filter(|part| is_code(part))
}

/// Whether a text has `word`, no part of a longer Latin word or number.
fn has_word(text: &str, word: &str) -> bool {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.match_indices(word).any(|(at, _)| {
        let before = joins(text[..at].chars().next_back()) && joins(word.chars().next());
        let after = joins(text[at + word.len()..].chars().next()) && joins(word.chars().next_back());
        !before && !after
    })
}

/// What a text is about it says first: a name in its second clause is that of something else.
pub(super) fn opening_clause(text: &str) -> &str {
    let is_end = |(at, c): &(usize, char)| matches!(c, '，' | '。' | '；' | ';' | ',') || text[*at..].starts_with(". ");
    text.char_indices().find(is_end).map_or(text, |(at, _)| &text[..at])
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
