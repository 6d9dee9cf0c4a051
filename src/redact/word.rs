//! Names and words of the configuration, in any place, case and width.

use unicode_normalization::UnicodeNormalization;

use super::Kind;
use super::reading::Reading;
use super::view::{Found, View};
use crate::text::is_han;

/// What to look for, the longest first.
#[derive(Clone, Default)]
pub(super) struct Words {
    words: Vec<(Vec<char>, Kind)>,
}

impl Words {
    pub fn new(names: &[String], words: &[String]) -> Self {
        let names = names.iter().map(|name| (name, Kind::Person));
        let words = words.iter().map(|word| (word, Kind::Word));
        let mut words: Vec<(Vec<char>, Kind)> = names
            .chain(words)
            .map(|(word, kind)| (folded_word(word), kind))
            .filter(|(word, _)| !word.is_empty())
            .collect();
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        Self { words }
    }

    pub fn find(&self, view: &View, found: &mut Vec<Found>) {
        if self.words.is_empty() {
            return;
        }
        // Places of the view that each folded character comes from.
        let folded: Vec<(char, usize)> =
            (0..view.len()).flat_map(|place| fold(view.raw(place)).map(move |c| (c, place))).collect();
        let mut at = 0;
        while at < folded.len() {
            let is_first = at == 0 || folded[at - 1].1 != folded[at].1;
            let hit = self.words.iter().filter(|_| is_first).find_map(|(word, kind)| {
                let end = matched(&folded, at, word)?;
                Some((end, *kind))
            });
            let Some((end, kind)) = hit else {
                at += 1;
                continue;
            };
            found.push(Found { places: folded[at].1..folded[end - 1].1 + 1, kind });
            at = end;
        }
    }
}

/// The end of `word` at `at`, if it is there: not within a longer Latin word or number, and up to the end of a
/// character. Between Chinese characters there may be spaces (李 雷), and one space may be several.
fn matched(folded: &[(char, usize)], at: usize, word: &[char]) -> Option<usize> {
    let mut end = at;
    for (index, wanted) in word.iter().enumerate() {
        let is_loose = *wanted == ' ' || (index > 0 && is_han(*wanted) && is_han(word[index - 1]));
        let spaces = folded[end..].iter().take_while(|(c, _)| *c == ' ').count();
        if *wanted == ' ' {
            if spaces == 0 {
                return None;
            }
            end += spaces;
            continue;
        }
        if is_loose {
            end += spaces;
        }
        if folded.get(end)?.0 != *wanted {
            return None;
        }
        end += 1;
    }
    let before = at.checked_sub(1).map(|before| folded[before].0);
    let after = folded.get(end);
    let splits = |one: Option<char>, other: Option<char>| {
        one.zip(other).is_some_and(|(one, other)| one.is_ascii_alphanumeric() && other.is_ascii_alphanumeric())
    };
    let is_cut = splits(before, word.first().copied()) || splits(word.last().copied(), after.map(|(c, _)| *c));
    let is_whole_char = after.is_none_or(|(_, place)| *place != folded[end - 1].1);
    (!is_cut && is_whole_char).then_some(end)
}

/// NFKD of lower case: both sides of every comparison are taken apart alike, so é is found however it is written.
fn fold(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().nfkd().map(|c| if c.is_whitespace() && c != '\n' { ' ' } else { c })
}

fn folded_word(word: &str) -> Vec<char> {
    let words: Vec<&str> = word.split_whitespace().collect();
    words.join(" ").chars().flat_map(fold).collect()
}

/// What all spellings of a value have in common.
pub(super) fn key(kind: Kind, value: &str) -> String {
    let read = View::new(value, &[], Reading::Rendered);
    let folded = || read.text(0..read.len()).chars().flat_map(fold).collect::<Vec<_>>().into_iter();
    match kind {
        Kind::Phone => {
            let digits: String = folded().filter(char::is_ascii_digit).collect();
            let national =
                digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86").filter(|rest| rest.len() > 8));
            national.unwrap_or(&digits).to_string()
        }
        Kind::IdCard | Kind::Document | Kind::Company | Kind::BankCard | Kind::Plate | Kind::Mac => {
            folded().filter(char::is_ascii_alphanumeric).collect()
        }
        // Case matters in keys, and in what looks like a placeholder every character.
        Kind::Secret | Kind::Literal => value.to_string(),
        Kind::Person => folded().filter(|c| *c != ' ').collect(),
        Kind::Email | Kind::Ip | Kind::Host | Kind::Word => folded().collect(),
    }
}
