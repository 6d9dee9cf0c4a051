//! Names of people by their characters, as the dictionary's own names have them (`build.rs`).

/// `(character, as the first of a name, as a later one)`, by code points; hundredths of natural logarithms.
type Listed = &'static [(char, i16, i16)];

static WEIGHTS: ((i16, i16), Listed) = include!(concat!(env!("OUT_DIR"), "/names.rs"));

/// How much likelier a run of characters is a family name and a given one than so many words of one character: the natural
/// logarithm of that ratio, each character for itself.
pub(in crate::lexicon) fn likeness(run: &str) -> f32 {
    let (unlisted, listed) = WEIGHTS;
    let weights = |c: char| match listed.binary_search_by_key(&c, |(listed, ..)| *listed) {
        Ok(at) => (listed[at].1, listed[at].2),
        Err(_) => unlisted,
    };
    run.chars().enumerate().map(|(at, c)| f32::from(if at == 0 { weights(c).0 } else { weights(c).1 }) / 100.0).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_and_adjectives_are_no_given_name() {
        for name in ["段亦凡", "柯以宁", "乔屿森", "张明强", "李子涵"] {
            assert!(likeness(name) > 0.0, "{name}: {}", likeness(name));
        }
        for words in ["房卖重", "谈成涨", "车试过"] {
            assert!(likeness(words) < 0.0, "{words}: {}", likeness(words));
        }
    }
}
