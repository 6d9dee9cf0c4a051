//! What a question asks for, and the words that show it.

use std::sync::LazyLock;

use crate::report::Span;
use crate::text::is_whole;
use crate::vocabulary::{Sense, Words};

macro_rules! intents {
    ($($(#[$about:meta])* $intent:ident $name:literal,)*) => {
        /// What a question asks for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Intent { $($(#[$about])* $intent,)* }

        impl Intent {
            /// As `intents.tsv` and `--explain` write it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$intent => $name,)* }
            }

            fn named(name: &str) -> Option<Self> {
                [$(Self::$intent),*].into_iter().find(|intent| intent.name() == name)
            }
        }
    };
}

intents! {
    Cause "cause",
    Handling "handling",
    Impact "impact",
    When "when",
    Duration "duration",
    HowMany "how many",
    List "list",
    /// How something went on over several reports.
    Trend "trend",
    Plan "plan",
    /// What was done: the progress of a time or an author.
    Work "work",
    /// Who did it or is responsible.
    Who "who",
    /// One of several things: 哪个系统, which bank.
    Which "which",
    /// In which report it is: 哪一周.
    InWeek "in which week",
    /// All there is to say of what happened.
    Story "what happened",
    /// Its present state.
    State "latest state",
    /// Two times, or two things, side by side.
    Compare "compare",
    Highest "highest",
    Lowest "lowest",
    /// What somebody should do, or whether something will come out well: no report can say.
    Judgement "judgement",
    Other "other",
}

impl Intent {
    /// Whether it asks for a part of an incident.
    pub fn is_about_an_incident(self) -> bool {
        matches!(self, Self::Cause | Self::Handling | Self::Impact | Self::Story)
    }
}

/// The words of `intents.tsv`, in its order.
static WORDS: LazyLock<Vec<(Intent, Vec<&str>)>> = LazyLock::new(|| {
    let lines = include_str!("intents.tsv").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let (name, words) = line.split_once('\t')?;
            Some((Intent::named(name)?, words.split('、').collect()))
        })
        .collect()
});

/// The intent words in the order of their places, none inside another.
pub(super) fn intent_words(lower: &str) -> Vec<(Span, Intent)> {
    let mut found: Vec<(Span, Intent)> = Vec::new();
    for (intent, words) in WORDS.iter() {
        for word in words {
            for (at, _) in lower.match_indices(word) {
                let span = at..at + word.len();
                let overlaps = found.iter().any(|(known, _)| known.start < span.end && span.start < known.end);
                if is_whole(lower, &span) && !overlaps {
                    found.push((span, *intent));
                }
            }
        }
    }
    // `What did they add up to` asks for no work.
    static TELLS_WORK: Words = Words::of(&[Sense::Work]);
    let speaks_of_work = lower.split(|c: char| !c.is_ascii_alphabetic()).any(|word| TELLS_WORK.have(word));
    found.retain(|(span, intent)| *intent != Intent::Work || !lower[span.clone()].is_ascii() || speaks_of_work);
    found.extend(
        manner(lower)
            .filter(|(span, _)| found.iter().all(|(known, _)| known.end <= span.start || span.end <= known.start))
            .collect::<Vec<_>>(),
    );
    found.sort_by_key(|(span, _)| span.start);
    found
}

/// 怎么…的, 如何…的 ask how something was done, or, of what nobody does, how it came about.
fn manner(lower: &str) -> impl Iterator<Item = (Span, Intent)> {
    static NOT_DONE: Words = Words::of(&[Sense::NoDeed]);
    static COMES_ABOUT: Words = Words::of(&[Sense::ComesAbout]);
    let asked = ["怎么", "如何", "怎样"].into_iter().flat_map(|word| lower.match_indices(word));
    asked.filter_map(|(at, word)| {
        let rest = lower[at + word.len()..].trim_start();
        let done: String = rest.chars().take(9).collect();
        let end = done.find('的').filter(|end| *end > 0)?;
        let verb = done[..end].trim_end();
        let is_done = NOT_DONE.beginning(verb).is_none() && !verb.contains(['，', '？', ' ']);
        let comes_about = COMES_ABOUT.beginning(verb).is_some();
        let intent = if comes_about { Intent::Cause } else { Intent::Handling };
        is_done.then(|| (at..at + word.len(), intent))
    })
}

#[cfg(test)]
mod tests {
    use super::{Intent, WORDS, intent_words};

    #[test]
    fn every_line_of_the_word_list_is_an_intent_with_words() {
        let lines = include_str!("intents.tsv").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        assert_eq!(WORDS.len(), lines.count());
        assert!(WORDS.iter().all(|(_, words)| words.iter().all(|word| !word.trim().is_empty())));
    }

    #[test]
    fn how_something_was_done_is_handling_and_how_it_came_about_its_cause() {
        for text in ["钱是怎么追回来的", "当时如何疏通的", "后来怎么补的数据"] {
            assert!(intent_words(text).iter().any(|(_, intent)| *intent == Intent::Handling), "{text}");
        }
        for text in ["那个司机怎么撞的", "皮带是怎么停的", "名单怎么搞错的"] {
            assert!(intent_words(text).iter().any(|(_, intent)| *intent == Intent::Cause), "{text}");
        }
        assert!(intent_words("进展怎么样的").iter().all(|(_, intent)| *intent != Intent::Handling));
    }

    #[test]
    fn an_english_word_inside_another_shows_nothing() {
        assert!(intent_words("the planet").is_empty());
    }
}
