//! What several reports speak of under no heading of its own: a name that many of their lines have is the heading of these.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use uuid::Uuid;

use super::code::is_code;
use super::home::opening_clause;
use super::unit::Unit;
use crate::lexicon::{Segmenter, WordSort, word_sorts};
use crate::text::is_han;

/// A topic has so many lines at least, of so many reports; at most one line in so many of all has its name.
const LEAST_LINES: usize = 3;
const LEAST_REPORTS: usize = 2;
const COMMON_SHARE: usize = 6;

/// Topics of a page, at most.
const MOST_TOPICS: usize = 12;

/// Gives each of the lines at `loose` the name of the topic it is of, where there is one.
pub(super) fn find(units: &mut [Unit<'_>], loose: &[usize]) {
    let mut having: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for at in loose {
        for name in names(opening_clause(&units[*at].text)) {
            having.entry(name).or_default().push(*at);
        }
    }
    let most = (units.len() / COMMON_SHARE).max(LEAST_LINES);
    having.retain(|_, lines| (LEAST_LINES..=most).contains(&lines.len()));
    let mut left: HashSet<usize> = loose.iter().copied().collect();
    for _ in 0..MOST_TOPICS {
        let best = having.iter().filter_map(|(name, lines)| {
            let lines: Vec<usize> = lines.iter().copied().filter(|at| left.contains(at)).collect();
            let reports: HashSet<Uuid> = lines.iter().map(|at| units[*at].passage.report).collect();
            let is_one = lines.len() >= LEAST_LINES && reports.len() >= LEAST_REPORTS;
            is_one.then_some((name, lines))
        });
        let most_lines =
            best.max_by(|(a, one), (b, other)| one.len().cmp(&other.len()).then(a.len().cmp(&b.len())).then(b.cmp(a)));
        let Some((name, lines)) = most_lines else { return };
        for at in lines {
            left.remove(&at);
            units[at].home = Some(name.clone());
        }
    }
}

/// The names that a text has: words that no dictionary has, codes, and two or three nouns or such words in a row. A single word of the
/// dictionary (窗口, 分钟) is no name.
fn names(text: &str) -> BTreeSet<String> {
    const MOST_WORDS: usize = 3;
    let words = word_sorts(text);
    let is_thing = |sort: WordSort| matches!(sort, WordSort::Noun | WordSort::Other | WordSort::Latin | WordSort::Verb);
    let mut found = BTreeSet::new();
    for first in 0..words.len() {
        for last in first..words.len().min(first + MOST_WORDS) {
            let run = &words[first..=last];
            if !run.iter().all(|(_, sort)| is_thing(*sort)) {
                break;
            }
            let name = &text[run[0].0.start..run[run.len() - 1].0.end];
            // 20 分钟: what is counted.
            if text[..run[0].0.start].trim_end().ends_with(|c: char| c.is_numeric()) {
                break;
            }
            let is_of_words = name.chars().all(is_han)
                && (run.len() > 1 || run[0].1 == WordSort::Other)
                && !matches!(run[run.len() - 1].1, WordSort::Latin);
            let is_name = if run.len() == 1 && run[0].1 == WordSort::Latin { is_code(name) } else { is_of_words };
            if is_name && name.chars().count() > 1 && Segmenter::likeness_to_a_name(name) <= 0.0 {
                found.insert(name.to_string());
            }
        }
    }
    found
}
