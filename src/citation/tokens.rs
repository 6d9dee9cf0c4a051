//! Tokens that texts in both languages share: pairs of neighbouring ideographs and Latin words; an English word counts as its
//! translations in the glossary.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::lexicon::{Glossary, Name};
pub(super) use crate::quantity::numeral;
use crate::text::is_han;

/// A pair of neighbouring ideographs or a Latin word.
pub(super) type Token = u64;

/// The field's glossary and, beside it, common words that only the read-back needs: no question is widened by them.
static WORDS: LazyLock<Glossary> = LazyLock::new(|| {
    let mut words = Glossary::built_in();
    words.extend(Glossary::parse(include_str!("words.tsv")).expect("a test reads it"));
    words
});

/// One width and one form for every character (NFKC), dashes and colons alike; lines stay lines.
pub(super) fn fold(text: &str) -> String {
    let folded = text.chars().flat_map(|c| {
        // A Chinese comma parts two numbers where an ASCII one would join them.
        let stays = matches!(c, '，' | '；' | '！' | '？' | '（' | '）');
        let same = stays.then_some(c);
        same.into_iter().chain((!stays).then(|| std::iter::once(c).nfkc()).into_iter().flatten())
    });
    folded
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '∶' => ':',
            '’' | '‘' => '\'',
            '\u{a0}' => ' ',
            other => other,
        })
        .collect()
}

/// Function characters, without content.
pub(super) fn is_idle(c: char) -> bool {
    "的了在为由到至是与和及被将从把于其该此这那也都就还而或之并且则均已曾着".contains(c)
}

/// The pairs and words of a folded text, as written.
pub(super) fn tokens(folded: &str) -> HashSet<Token> {
    let mut found = HashSet::new();
    let mut before: Option<char> = None;
    let mut word = String::new();
    for c in folded.chars().chain(['\n']) {
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        } else {
            if word.len() > 1 && word.bytes().any(|byte| byte.is_ascii_alphabetic()) {
                found.insert(hash(&word));
            }
            word.clear();
        }
        let here = (is_han(c) && !is_idle(c) && numeral(c).is_none()).then_some(c);
        if let (Some(one), Some(two)) = (before, here) {
            found.insert(pair(one, two));
        }
        before = here;
    }
    found
}

/// A notion of an English text.
pub(super) struct Notion {
    /// Bytes of the text.
    pub(super) span: Range<usize>,
    /// The Chinese words for it.
    pub(super) chinese: &'static [Name],
    pub(super) tokens: HashSet<Token>,
}

/// The notions that an English text names, for which the glossary has Chinese words.
pub(super) fn notions(folded: &str) -> Vec<Notion> {
    let lower = folded.to_ascii_lowercase();
    let words: &'static Glossary = &WORDS;
    let named = words.named(&lower).into_iter().filter(|named| named.is_english);
    named
        .map(|named| Notion {
            span: named.span,
            chinese: named.translations,
            tokens: named.translations.iter().flat_map(|word| tokens(word)).collect(),
        })
        .collect()
}

fn pair(one: char, two: char) -> Token {
    (u64::from(u32::from(one)) << 32) | u64::from(u32::from(two))
}

fn hash(word: &str) -> Token {
    let mut hasher = DefaultHasher::new();
    // A plural is its singular: TPS stays itself on both sides.
    word.trim_end_matches('s').hash(&mut hasher);
    hasher.finish() | 1 << 63
}
