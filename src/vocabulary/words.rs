//! The words of some senses, looked for in a text.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

use super::classes::Sense;
use super::data::{Entry, entries};
use crate::text::is_cut;

/// The words of some senses. Made once, where they are first looked for.
pub struct Words {
    senses: &'static [Sense],
    matcher: OnceLock<Matcher>,
}

struct Matcher {
    entries: Vec<Entry>,
    /// Of a word, in bytes.
    longest: usize,
    automaton: AhoCorasick,
}

/// A word in a text, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub span: Range<usize>,
    /// As the vocabulary writes it.
    pub word: &'static str,
    pub sense: Sense,
    pub note: &'static str,
}

impl Words {
    pub const fn of(senses: &'static [Sense]) -> Self {
        Self { senses, matcher: OnceLock::new() }
    }

    /// Every word of these senses, as the vocabulary writes it.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.matcher().entries.iter().map(|entry| entry.word)
    }

    /// Whether `text` has one of them.
    pub fn are_in(&self, text: &str) -> bool {
        self.in_any_order(text).next().is_some()
    }

    /// The senses that words in `text` have, also of those that lie in one another.
    pub fn senses_in(&self, text: &str) -> BTreeSet<Sense> {
        self.in_any_order(text).map(|found| found.sense).collect()
    }

    /// All matches in `text` that do not overlap, in order; of overlapping ones the leftmost, of those the longest.
    pub fn all_in(&self, text: &str) -> Vec<Match> {
        let mut found: Vec<Match> = self.in_any_order(text).collect();
        found.sort_by_key(|found| (found.span.start, usize::MAX - found.span.end));
        let mut end = 0;
        found.retain(|found| {
            let is_free = found.span.start >= end;
            if is_free {
                end = found.span.end;
            }
            is_free
        });
        found
    }

    /// The first of them in `text`.
    pub fn first_in(&self, text: &str) -> Option<Match> {
        self.in_any_order(text).min_by_key(|found| (found.span.start, usize::MAX - found.span.end))
    }

    /// The one that ends last in `text`, the longest of those.
    pub fn last_in(&self, text: &str) -> Option<Match> {
        self.in_any_order(text).max_by_key(|found| (found.span.end, usize::MAX - found.span.start))
    }

    /// The longest of them that `text` begins with.
    pub fn beginning(&self, text: &str) -> Option<Match> {
        // One character more, which tells whether a Latin word ends there.
        let head = &text[..text.ceil_char_boundary((self.matcher().longest + 1).min(text.len()))];
        self.in_any_order(head).filter(|found| found.span.start == 0).max_by_key(|found| found.span.end)
    }

    /// The longest of them that `text` ends with.
    pub fn ending(&self, text: &str) -> Option<Match> {
        let from = text.floor_char_boundary(text.len().saturating_sub(self.matcher().longest + 1));
        let found = self.in_any_order(&text[from..]).filter(|found| from + found.span.end == text.len());
        let longest = found.min_by_key(|found| found.span.start)?;
        Some(Match { span: longest.span.start + from..text.len(), ..longest })
    }

    /// `text` with another in the place of each.
    pub fn replaced(&self, text: &str, other: &str) -> String {
        let mut text = text.to_string();
        for found in self.all_in(&text).into_iter().rev() {
            text.replace_range(found.span, other);
        }
        text
    }

    /// Whether `text` is one of them.
    pub fn have(&self, text: &str) -> bool {
        self.in_any_order(text).any(|found| found.span == (0..text.len()))
    }

    fn in_any_order<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Match> + 'a {
        let matcher = self.matcher();
        matcher.automaton.find_overlapping_iter(text).filter_map(|found| {
            let entry = &matcher.entries[found.pattern().as_usize()];
            let span = found.start()..found.end();
            let is_whole = !is_cut(text, span.start) && (entry.word.ends_with('*') || !is_cut(text, span.end));
            is_whole.then_some(Match { span, word: entry.word, sense: entry.sense, note: entry.note })
        })
    }

    fn matcher(&self) -> &Matcher {
        self.matcher.get_or_init(|| {
            let entries: Vec<Entry> = entries(self.senses).copied().collect();
            let automaton = AhoCorasickBuilder::new()
                .match_kind(MatchKind::Standard)
                .ascii_case_insensitive(true)
                // The kind that is quicker to ask takes longer to make, and a question makes dozens.
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .build(entries.iter().map(|entry| entry.word.trim_end_matches('*')))
                .expect("a few thousand short words fit an automaton");
            let longest = entries.iter().map(|entry| entry.word.len()).max().unwrap_or(0);
            Matcher { entries, longest, automaton }
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Words;
    use crate::vocabulary::Sense;

    static LAUNCH: Words = Words::of(&[Sense::Launch, Sense::LaunchDone]);
    static DELAY: Words = Words::of(&[Sense::Postponed, Sense::Moved, Sense::Missed]);

    #[test]
    fn words_are_found_whole_in_latin_letters_and_anywhere_in_chinese() {
        assert!(LAUNCH.are_in("收银台6/8上线") && LAUNCH.are_in("It was Launched on Monday"));
        assert!(!LAUNCH.are_in("unlaunched") && !LAUNCH.are_in("relaunched"));
        assert!(DELAY.are_in("拖期了，顺延一周") && !DELAY.are_in("按期完成"));
    }

    #[test]
    fn of_words_at_one_place_the_longest_is_told() {
        let found = DELAY.all_in("没有赶上，延期至6/20");
        assert_eq!(found.iter().map(|found| found.word).collect::<Vec<_>>(), ["没有赶上", "延期至"]);
        assert_eq!(DELAY.beginning("延期至6/20").map(|found| found.word), Some("延期至"));
        assert_eq!(DELAY.ending("6/20，没有赶上").map(|found| found.word), Some("没有赶上"));
        assert!(DELAY.have("延期") && !DELAY.have("延期了"));
    }

    #[test]
    fn words_are_replaced_where_they_stand() {
        assert_eq!(DELAY.replaced("没有赶上，延期至6/20", "…"), "…，…6/20");
        assert_eq!(DELAY.replaced("按期完成", "…"), "按期完成");
    }

    proptest! {
        #[test]
        fn every_match_is_cut_out_of_the_text(text in "[上线延期至没有赶投产a-c launched]{0,40}") {
            for found in LAUNCH.all_in(&text).into_iter().chain(DELAY.all_in(&text)) {
                prop_assert!(text[found.span.clone()].eq_ignore_ascii_case(found.word.trim_end_matches('*')));
            }
        }
    }
}
