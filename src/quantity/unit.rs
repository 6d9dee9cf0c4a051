//! Units in both languages, as `unit.tsv` lists them: what each measures, how much of it, and which of them count the same things.

use std::collections::HashMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde::de::value::StrDeserializer;

use crate::vocabulary::{Sense, Words};

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnitKind {
    /// In percent.
    Percent,
    /// In percentage points.
    Point,
    /// In seconds.
    Time,
    /// Weeks and longer, which have no length in seconds here.
    Calendar,
    /// Time of people.
    Work,
    Money,
    /// A mark of a currency before its number.
    Currency,
    Rate,
    Size,
    Data,
    Score,
    Multiple,
    /// Numbers a step of a plan.
    Step,
    /// Counts things.
    Count,
    /// An English noun that is counted.
    Noun,
    /// Begins like a unit and is another word.
    Word,
}

/// Which reader asks: some units are words elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Context {
    /// Any text; the data's `any` is this one, a measure and a claim.
    #[serde(rename = "any")]
    Text,
    /// A named measure is read.
    Measure,
    /// Running text is checked.
    Claim,
    /// Behind a slash: 元/月.
    Per,
}

/// A unit by one of its spellings.
#[derive(Debug)]
pub struct Unit {
    pub spelling: &'static str,
    pub is_english: bool,
    /// One spelling for all that mean the same; of a noun the counter that reports write most often.
    pub name: &'static str,
    /// The counters of a noun; else the name alone.
    names: Vec<&'static str>,
    pub kind: UnitKind,
    /// In the base of its kind.
    pub scale: Decimal,
    sorts: Vec<&'static str>,
    contexts: Vec<Context>,
}

static UNITS: LazyLock<Vec<Unit>> = LazyLock::new(|| include_str!("unit.tsv").lines().filter_map(unit).collect());

/// The units by their first character, in lower case, the longest first.
static BY_FIRST: LazyLock<HashMap<char, Vec<&'static Unit>>> = LazyLock::new(|| {
    let mut units: HashMap<char, Vec<&Unit>> = HashMap::new();
    for unit in UNITS.iter() {
        let first = unit.spelling.chars().next().map(|c| c.to_ascii_lowercase());
        units.entry(first.unwrap_or_default()).or_default().push(unit);
    }
    units.values_mut().for_each(|units| units.sort_by_key(|unit| std::cmp::Reverse(unit.spelling.len())));
    units
});

/// The variant of an enum that the data calls `name`.
fn named<T: DeserializeOwned>(name: &'static str) -> Option<T> {
    T::deserialize(StrDeserializer::<serde::de::value::Error>::new(name)).ok()
}

fn unit(line: &'static str) -> Option<Unit> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [spelling, language, name, kind, scale, sorts, contexts] = cells[..] else { return None };
    let words = |cell: &'static str| cell.split([' ', '、']).filter(|word| !word.is_empty()).collect::<Vec<_>>();
    let names = words(name);
    Some(Unit {
        spelling: spelling.trim_end_matches('*'),
        is_english: language == "en",
        name: names.first().copied().unwrap_or_default(),
        names,
        kind: named(kind)?,
        scale: if scale.is_empty() { Decimal::ONE } else { scale.parse().ok()? },
        sorts: words(sorts),
        contexts: words(contexts).into_iter().map(named).collect::<Option<_>>()?,
    })
}

impl PartialEq for Unit {
    fn eq(&self, other: &Self) -> bool {
        self.spelling == other.spelling && self.kind == other.kind
    }
}

impl Unit {
    /// The unit of this spelling, for instance the one that a fact keeps.
    pub fn spelled(spelling: &str) -> Option<&'static Self> {
        let is_it =
            |unit: &&&Self| unit.spelling == spelling && !matches!(unit.kind, UnitKind::Currency | UnitKind::Word);
        BY_FIRST.get(&spelling.chars().next()?.to_ascii_lowercase())?.iter().find(is_it).copied()
    }

    /// Whether two units may count the same things (764个商户, 764家商户).
    pub fn fits(&self, other: &Self) -> bool {
        self.names.iter().any(|one| other.names.contains(one)) || {
            let (mine, theirs) = (self.all_sorts(), other.all_sorts());
            mine.iter().any(|sort| theirs.contains(sort))
        }
    }

    fn is_read_in(&self, context: Context) -> bool {
        self.contexts.contains(&context) || context != Context::Per && self.contexts.contains(&Context::Text)
    }

    fn all_sorts(&self) -> Vec<&'static str> {
        let of_noun = self.names.iter().filter(|_| self.kind == UnitKind::Noun).filter_map(|name| Self::spelled(name));
        of_noun.flat_map(|unit| unit.sorts.iter()).chain(&self.sorts).copied().collect()
    }

    fn begins(&self, text: &str) -> bool {
        let (head, rest) = text.as_bytes().split_at_checked(self.spelling.len()).unwrap_or_default();
        let own = self.spelling.as_bytes();
        let is_own = if self.is_english { head.eq_ignore_ascii_case(own) } else { head == own };
        let goes_on =
            || own.last().is_some_and(u8::is_ascii_alphabetic) && rest.first().is_some_and(u8::is_ascii_alphanumeric);
        is_own && (self.kind == UnitKind::Noun || self.kind == UnitKind::Currency || !goes_on())
    }
}

/// Whether values of two units, as facts keep them, may state the same thing: equal ones, and counters of the same things.
#[must_use]
pub fn units_fit(one: &str, other: &str) -> bool {
    one == other || Unit::spelled(one).zip(Unit::spelled(other)).is_some_and(|(one, other)| one.fits(other))
}

/// The unit that a number's `rest` begins with, and the bytes up to its end; spaces before it are passed over, of English words
/// one of the next four is read.
pub fn unit_at(rest: &str, context: Context) -> Option<(&'static Unit, usize)> {
    let text = rest.trim_start_matches(' ');
    let space = rest.len() - text.len();
    let first = text.chars().next()?;
    if let Some(unit) = longest(text, context) {
        let end = if unit.kind == UnitKind::Noun { word_end(text) } else { unit.spelling.len() };
        return (unit.kind != UnitKind::Word).then_some((unit, space + end));
    }
    let (unit, end) = first.is_ascii_alphabetic().then(|| noun(text, context)).flatten()?;
    Some((unit, space + end))
}

fn longest(text: &str, context: Context) -> Option<&'static Unit> {
    let units = BY_FIRST.get(&text.chars().next()?.to_ascii_lowercase())?;
    let is_read = |unit: &&&Unit| unit.is_read_in(context) && unit.kind != UnitKind::Currency;
    units.iter().filter(is_read).find(|unit| unit.begins(text)).copied()
}

/// The mark of a currency that `text` begins with, and its bytes.
pub fn currency_at(text: &str) -> Option<(&'static Unit, usize)> {
    let units = BY_FIRST.get(&text.chars().next()?.to_ascii_lowercase())?;
    let unit = units.iter().find(|unit| unit.kind == UnitKind::Currency && unit.begins(text))?;
    Some((unit, unit.spelling.len()))
}

/// The currency whose mark `before` ends with: `￥` of ￥268.
pub fn currency_before(before: &str) -> Option<&'static Unit> {
    static MARKS: LazyLock<Vec<&Unit>> =
        LazyLock::new(|| UNITS.iter().filter(|unit| unit.kind == UnitKind::Currency).collect());
    let before = before.trim_end().as_bytes();
    let ends = |unit: &&&Unit| {
        let from = before.len().checked_sub(unit.spelling.len());
        from.is_some_and(|from| before[from..].eq_ignore_ascii_case(unit.spelling.as_bytes()))
    };
    MARKS.iter().find(ends).copied()
}

/// Words that end the search for the noun of a number.
static ENDS: Words = Words::of(&[
    Sense::GrammarLink,
    Sense::GrammarBecause,
    Sense::GrammarJoint,
    Sense::GrammarBut,
    Sense::LittleWord,
    Sense::EndOfCount,
]);

const MOST_WORDS_TO_A_NOUN: usize = 4;

/// Bytes of the English word that `text` begins with; 0 without one.
pub fn word_end(text: &str) -> usize {
    text.find(|c: char| !(c.is_ascii_alphabetic() || c == '-' || c == '\'')).unwrap_or(text.len())
}

/// `5,991 mismatched entries`: the first unit among the next words.
fn noun(text: &str, context: Context) -> Option<(&'static Unit, usize)> {
    let mut at = 0;
    for _ in 0..MOST_WORDS_TO_A_NOUN {
        let length = word_end(&text[at..]);
        if length == 0 || ENDS.have(&text[at..at + length]) {
            return None;
        }
        if let Some(unit) = longest(&text[at..], context).filter(|unit| unit.is_english) {
            return Some((unit, at + length));
        }
        at += length;
        at += text[at..].strip_prefix(' ').map(|_| 1)?;
    }
    None
}

/// Whether an English noun, known or not, follows a number: 5,991 mismatched things.
pub fn has_noun(rest: &str) -> bool {
    let text = rest.trim_start_matches(' ');
    let word = &text[..word_end(text)];
    !word.is_empty() && !ENDS.have(word)
}

#[cfg(test)]
mod tests {
    use super::{Context, UNITS, UnitKind, currency_at, unit_at, units_fit};

    fn read(text: &str, context: Context) -> Option<(&'static str, usize)> {
        unit_at(text, context).map(|(unit, end)| (unit.name, end))
    }

    #[test]
    fn every_line_of_the_data_is_a_comment_or_a_unit_of_its_own() {
        let lines = include_str!("unit.tsv").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(lines.count(), UNITS.len());
        let mut seen = std::collections::HashSet::new();
        for unit in UNITS.iter() {
            assert!(seen.insert((unit.spelling, unit.kind == UnitKind::Currency)), "{} twice", unit.spelling);
            assert!(!unit.contexts.is_empty(), "{}", unit.spelling);
            assert!(unit.kind == UnitKind::Word || !unit.name.is_empty(), "{}", unit.spelling);
        }
        let nouns = UNITS.iter().filter(|unit| unit.kind == UnitKind::Noun).flat_map(|unit| &unit.names);
        assert!(nouns.clone().all(|name| super::Unit::spelled(name).is_some()), "a noun's counters are units");
    }

    #[test]
    fn the_longest_spelling_is_read_and_words_are_no_units() {
        assert_eq!(read("个百分点，", Context::Text), Some(("个百分点", "个百分点".len())));
        assert_eq!(read("人次", Context::Measure), Some(("人次", 6)));
        assert_eq!(read("人次", Context::Text), Some(("人", 3)));
        assert_eq!(read("分批上线", Context::Text), None);
        assert_eq!(read("hours", Context::Text), Some(("小时", 5)));
        assert_eq!(read("h后", Context::Text), Some(("小时", 1)));
        assert_eq!(read("GBP", Context::Text), None);
    }

    #[test]
    fn an_english_noun_has_the_counter_that_a_report_would_write() {
        assert_eq!(read(" blue entries,", Context::Claim), Some(("笔", " blue entries".len())));
        assert_eq!(read(" of the orders", Context::Claim), None);
    }

    #[test]
    fn counters_of_the_same_things_fit_and_others_do_not() {
        assert!(units_fit("个", "家") && units_fit("笔", "条") && units_fit("h", "小时") && units_fit("％", "%"));
        assert!(!units_fit("%", "笔") && !units_fit("小时", "分钟") && !units_fit("", "个"));
    }

    #[test]
    fn a_currency_stands_before_its_number() {
        assert_eq!(currency_at("US$3").map(|(unit, end)| (unit.name, end)), Some(("美元", 3)));
        assert!(currency_at("3元").is_none());
    }
}
