//! The query of a ledger: words, systems, a status.

use super::error::LedgerError;
use crate::calendar::{Expression, mentions_in_question};
use crate::fact::Status;
use crate::lexicon::Segmenter;
use crate::text::{fold, has_whole};

/// As typed. The empty query wants every incident.
#[derive(Debug, Clone, Default)]
pub struct Wanted<'a> {
    /// Words that all must occur, in any order; times among them narrow.
    pub text: &'a str,
    /// Names that all must occur.
    pub systems: &'a [String],
    pub status: Option<Status>,
    /// Also facts that were likely misread (see [`crate::fact::Confidence`]).
    pub unlikely: bool,
}

/// The times of a query, as written and as read, and its other words.
type Read = (Vec<(String, Expression)>, Vec<Term>);

impl Wanted<'_> {
    /// The times among the words, and the other words and the systems as terms.
    ///
    /// # Errors
    /// `Time` for a day that no calendar has.
    pub(super) fn read(&self, segmenter: &Segmenter) -> Result<Read, LedgerError> {
        let mut times = Vec::new();
        let mut words = String::new();
        let mut end = 0;
        for mention in mentions_in_question(self.text) {
            let text = self.text[mention.span.clone()].to_string();
            match mention.reading {
                Ok(expression) => times.push((text, expression)),
                Err(why) => return Err(LedgerError::Time { text, why }),
            }
            words.push_str(&self.text[end..mention.span.start]);
            words.push(' ');
            end = mention.span.end;
        }
        words.push_str(&self.text[end..]);
        let is_joint = |c: char| c.is_whitespace() || matches!(c, '，' | ',' | '、' | '；' | '。' | '？' | '?');
        let typed = words.split(is_joint).chain(self.systems.iter().map(String::as_str));
        let terms = typed.filter(|word| word.chars().any(char::is_alphanumeric));
        Ok((times, terms.map(|word| Term::new(word, segmenter)).collect()))
    }
}

/// One word as typed, and its alternatives.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Term {
    /// Any of them is enough; of each all words must occur.
    alternatives: Vec<Vec<String>>,
}

impl Term {
    /// The word, its parts in the dictionary (`账户流水差异` is `账户流水` and `差异`), and its names in the other language.
    pub(crate) fn new(word: &str, segmenter: &Segmenter) -> Self {
        let word = fold(word.trim());
        let says_something = |part: &String| part.chars().any(char::is_alphanumeric);
        let parts: Vec<String> = segmenter.words(&word).into_iter().filter(says_something).collect();
        let translations = segmenter.glossary().translations(&word);
        let mut alternatives = vec![vec![word]];
        if parts.len() > 1 {
            alternatives.push(parts);
        }
        alternatives.extend(translations.into_iter().map(|name| vec![fold(&name)]));
        Self { alternatives }
    }

    pub(crate) fn is_in(&self, text: &str) -> bool {
        let text = fold(text);
        self.alternatives.iter().any(|words| words.iter().all(|word| has_whole(&text, word)))
    }
}

#[cfg(test)]
mod tests {
    use super::Wanted;
    use crate::lexicon::{Glossary, Segmenter};

    fn speaks(wanted: &str, text: &str) -> bool {
        let segmenter = Segmenter::new(Glossary::built_in());
        let wanted = Wanted { text: wanted, ..Wanted::default() };
        let (_, terms) = wanted.read(&segmenter).expect("no impossible time");
        terms.iter().all(|term| term.is_in(text))
    }

    #[test]
    fn all_words_must_occur_in_any_order() {
        assert!(speaks("Oracle 流水", "流水差异，ORACLE扩容"));
        assert!(!speaks("Oracle 出金", "流水差异，ORACLE扩容"));
    }

    #[test]
    fn a_chinese_phrase_is_met_by_its_words() {
        assert!(speaks("账户流水差异", "账户流水金额有5991笔差异"));
        assert!(!speaks("账户流水重复", "账户流水金额有5991笔差异"));
    }

    #[test]
    fn an_english_word_is_met_by_its_chinese_names() {
        assert!(speaks("discrepancy", "账户流水金额有5991笔差异"));
    }

    #[test]
    fn a_day_no_calendar_has_is_an_error() {
        let segmenter = Segmenter::new(Glossary::built_in());
        let wanted = Wanted { text: "2月30日 流水", ..Wanted::default() };
        assert!(wanted.read(&segmenter).is_err());
    }
}
