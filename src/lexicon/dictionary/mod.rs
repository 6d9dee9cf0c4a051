//! jieba's dictionary as `build.rs` prepared it: a transducer that is searched where it lies in the program, so that no process
//! reads 349,000 lines first and only the pages that a text asks for are in memory. It cuts as `jieba-rs` does without its HMM,
//! to the word (`tests.rs` compares them).

mod added;
mod cut;
mod names;
mod packed;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use fst::raw::{Fst, Node, Output};
use jieba_rs::Jieba;

use self::added::AddedWords;
use self::cut::is_ideograph;
use self::packed::TAG_BITS;

pub(super) use self::names::likeness as likeness_to_a_name;

static PREPARED: LazyLock<Fst<&'static [u8]>> = LazyLock::new(|| {
    Fst::new(include_bytes!(concat!(env!("OUT_DIR"), "/dictionary.fst")).as_slice()).expect("the build made it")
});

/// The tags of words, by their places; the first is none.
static TAGS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!(concat!(env!("OUT_DIR"), "/tags.txt")).split('\n').collect());

/// How often all words of the prepared dictionary were counted together.
const PREPARED_TOTAL: u64 = include!(concat!(env!("OUT_DIR"), "/total.rs"));

/// The glossary's Chinese names in their order, with the counts that keep them whole.
const COUNTED: &[(&str, u64)] = include!(concat!(env!("OUT_DIR"), "/glossary.rs"));

/// jieba's words and those that were added to them; `Send + Sync`, shared by reference.
#[derive(Debug)]
pub(super) struct Dictionary {
    added: AddedWords,
    /// How often all words were counted.
    total: u64,
    log_total: f64,
}

/// What is known of a word.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Word {
    count: u64,
    /// Place among [`TAGS`].
    tag: usize,
}

impl Word {
    fn unpacked(packed: Output) -> Self {
        let packed = packed.value();
        Self { count: packed >> TAG_BITS, tag: (packed & ((1 << TAG_BITS) - 1)) as usize }
    }

    fn tag(self) -> &'static str {
        TAGS.get(self.tag).copied().unwrap_or_default()
    }
}

impl Dictionary {
    pub(super) fn new() -> Self {
        Self { added: AddedWords::default(), total: PREPARED_TOTAL, log_total: (PREPARED_TOTAL as f64).ln() }
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.word(word).is_some()
    }

    /// Makes `word` one that texts are not cut within: it counts as much as that takes. One that is known keeps its tag; another
    /// gets `tag`, or none where no word of the dictionary has that one.
    pub(super) fn add(&mut self, word: &str, tag: &str) {
        if word.is_empty() {
            return;
        }
        self.add_counted(word, tag, self.count_to_stay_whole(word));
    }

    /// Adds words as [`Self::add`], without tags, to a dictionary that has none yet. The glossary's, where they come first, are counted already.
    pub(super) fn add_first<'w>(&mut self, words: impl Iterator<Item = &'w str>) {
        let mut counted = COUNTED.iter();
        for word in words {
            match counted.next() {
                Some((known, count)) if *known == word => self.add_counted(word, "", *count),
                _ => {
                    counted = [].iter();
                    self.add(word, "");
                }
            }
        }
    }

    fn add_counted(&mut self, word: &str, tag: &str, count: u64) {
        let known = self.word(word);
        let tag = known.map(|known| known.tag).or_else(|| TAGS.iter().position(|known| *known == tag));
        self.added.insert(word, Word { count, tag: tag.unwrap_or_default() });
        self.total = self.total + count - known.map_or(0, |known| known.count);
        self.log_total = (self.total as f64).ln();
    }

    fn count_to_stay_whole(&self, word: &str) -> u64 {
        let count_of = |word: &str| self.word(word).map_or(1, |known| known.count);
        let parts = self.cut(word).into_iter();
        let log = parts.fold(0.0, |sum: f64, part| sum + (count_of(part) as f64).ln() - self.log_total);
        ((log + self.log_total).exp() as u64 + 1).max(count_of(word))
    }

    fn word(&self, word: &str) -> Option<Word> {
        let mut walk = self.walk();
        let mut found = None;
        for c in word.chars() {
            found = walk.step(c)?;
        }
        found
    }

    fn walk(&self) -> Walk<'_> {
        Walk {
            prepared: Some((PREPARED.root(), Output::zero())),
            added: self.added.root().map(|root| (&self.added, root)),
        }
    }
}

/// A walk along the words that begin with the characters taken so far.
struct Walk<'a> {
    prepared: Option<(Node<'static>, Output)>,
    added: Option<(&'a AddedWords, usize)>,
}

impl Walk<'_> {
    /// Takes one character more; the word that ends with it, if one does. `None` when no word goes on that way.
    fn step(&mut self, c: char) -> Option<Option<Word>> {
        self.prepared = self.prepared.and_then(|(mut node, mut output)| {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let transition = node.transition(node.find_input(byte)?);
                node = PREPARED.node(transition.addr);
                output = output.cat(transition.out);
            }
            Some((node, output))
        });
        let mut found = self
            .prepared
            .filter(|(node, _)| node.is_final())
            .map(|(node, output)| Word::unpacked(output.cat(node.final_output())));
        if let Some((words, at)) = self.added {
            let next = words.step(at, c);
            found = next.and_then(|(_, word)| word).or(found);
            self.added = next.map(|(at, _)| (words, at));
        }
        (self.prepared.is_some() || self.added.is_some()).then_some(found)
    }
}

/// The tag of a word that no dictionary has, as jieba guesses it.
fn guessed_tag(word: &str) -> &str {
    if word.contains(|c: char| c.is_ascii_alphanumeric()) {
        let is_number = |c: char| !c.is_ascii_alphabetic();
        return if word.chars().all(is_number) { "m" } else { "eng" };
    }
    if !word.contains(is_ideograph) {
        return "x";
    }
    // Rare ideographs: a model of its own, read at the first of them.
    static GUESSES: LazyLock<Jieba> = LazyLock::new(Jieba::empty);
    GUESSES.tag(word, false).first().map_or("x", |tagged| tagged.tag)
}
