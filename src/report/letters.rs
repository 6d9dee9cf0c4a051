//! Which characters a text is made of: a sieve that passes over the words that cannot be in it. Whether one that it lets
//! through is there is for the search to say.

/// The characters of a text, folded to [`BITS`] classes: no word that is in the text is ever kept out.
#[derive(Debug, Clone)]
pub(crate) struct Letters([u64; BITS / 64]);

/// Neighbours in Unicode fall into different classes; a line fills few of them.
const BITS: usize = 1024;

impl Letters {
    pub(crate) fn of(text: &str) -> Self {
        let mut classes = [0; BITS / 64];
        for c in text.chars() {
            let (word, bit) = class_of(c);
            classes[word] |= 1 << bit;
        }
        Self(classes)
    }

    /// Whether the text has every character of `word`, or one of its class. Letter case counts.
    pub(crate) fn may_spell(&self, word: &str) -> bool {
        word.chars().all(|c| {
            let (word, bit) = class_of(c);
            self.0[word] >> bit & 1 == 1
        })
    }
}

fn class_of(c: char) -> (usize, u32) {
    let class = u32::from(c) % BITS as u32;
    ((class / 64) as usize, class % 64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Letters;

    #[test]
    fn a_word_with_another_character_is_kept_out() {
        let letters = Letters::of("网关改造：已投产");
        assert!(letters.may_spell("投产") && letters.may_spell(""));
        assert!(!letters.may_spell("投运"));
    }

    proptest! {
        #[test]
        fn what_is_in_a_text_is_never_kept_out(before in "\\PC{0,20}", word in "\\PC{0,8}", after in "\\PC{0,20}") {
            let text = format!("{before}{word}{after}");
            prop_assert!(Letters::of(&text).may_spell(&word));
        }
    }
}
