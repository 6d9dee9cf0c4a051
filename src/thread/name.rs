//! Names of pieces of work, normalised to be compared.

use std::collections::BTreeSet;

use super::goal::rounds;
use crate::text::{fold, has_whole, letters};
use crate::vocabulary::{Sense, Words};

/// Words that are left out of a name before it is compared.
static FILLERS: Words = Words::of(&[Sense::NameFiller, Sense::BareProgress]);

/// Words of many names: a name of nothing else distinguishes nothing.
static GENERIC: Words = Words::of(&[Sense::GenericName]);

/// A shorter name is compared as a whole only; in characters without generic words.
const LEAST_CORE_CHARS: usize = 3;

/// A name as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WorkName {
    /// Letters, digits and ideographs in one width and case, without fillers.
    folded: String,
    /// Characters that are not of generic words; counted once, since names are compared with each other.
    own: usize,
}

impl WorkName {
    pub fn new(written: &str) -> Self {
        let folded: String = fold(written);
        let all = bare(&folded);
        let folded = bare(&FILLERS.replaced(&folded, ""));
        let folded = if folded.chars().count() < 2 { all } else { folded };
        let without = |rest: String, word: &str| if rest.contains(word) { rest.replace(word, "") } else { rest };
        let rest = GENERIC.iter().fold(folded.clone(), without);
        Self { own: rest.chars().count(), folded }
    }

    /// As it is compared.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// Whether nothing of it was a letter or a digit.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// How many characters are not of generic words.
    pub fn own_chars(&self) -> usize {
        self.own
    }

    /// Whether the name distinguishes one piece of work from others.
    pub fn is_telling(&self) -> bool {
        self.own_chars() >= 2
    }

    /// Whether one of two different names contains the other, and the shorter one is distinctive.
    pub fn holds_or_is_held(&self, other: &Self) -> bool {
        let (long, short) = if self.folded.len() >= other.folded.len() { (self, other) } else { (other, self) };
        // WAF and ERP are whole words of many names.
        let is_acronym = short.folded.len() < 5 && short.folded.is_ascii();
        long != short && !is_acronym && short.own_chars() >= LEAST_CORE_CHARS && has_whole(&long.folded, &short.folded)
    }

    /// Identifiers in it: Latin words with a digit, a point or a hyphen inside (csp-agent-oss, 2.0 does not count alone).
    pub fn identifiers(written: &str) -> Vec<String> {
        let lower = fold(written);
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let words = lower.split(|c: char| !is_part(c)).map(|word| word.trim_matches(['-', '_', '.']));
        let mut found: Vec<String> = words.filter(|word| is_identifier(word)).map(str::to_string).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn is_identifier(word: &str) -> bool {
    let letters = word.chars().filter(char::is_ascii_alphabetic).count();
    let has_mark = word.contains(['-', '_']) || word.chars().any(|c| c.is_ascii_digit());
    letters >= 3 && has_mark && word.len() >= 5
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || *c == '.').collect()
}

/// Whether two names say themselves that they are of two works: by other numbers (计费平台2.0, 3.0), other rounds (第二轮, 首批, 一期), or as they
/// differ in one letter alone (东区搬迁, 西区搬迁).
pub(super) fn are_told_apart(one: &str, other: &str) -> bool {
    let differ = |parts: fn(&str) -> BTreeSet<String>| {
        let (one, other) = (parts(one), parts(other));
        !one.is_empty() && !other.is_empty() && one != other
    };
    let (left, right) = (letters(one), letters(other));
    let others = || left.chars().zip(right.chars()).filter(|(one, other)| one != other).count();
    let is_one_letter = || left.chars().count() == right.chars().count() && others() == 1;
    differ(numbers) || differ(ordinals) || differ(of_rounds) || is_one_letter()
}

fn of_rounds(name: &str) -> BTreeSet<String> {
    rounds(name).into_iter().collect()
}

fn numbers(name: &str) -> BTreeSet<String> {
    let digits = fold(name);
    let parts = digits.split(|c: char| !c.is_ascii_digit() && c != '.').map(|part| part.trim_matches('.'));
    parts.filter(|part| !part.is_empty()).map(str::to_string).collect()
}

/// 首批, 二期, 三轮.
fn ordinals(name: &str) -> BTreeSet<String> {
    let letters: Vec<char> = name.chars().collect();
    let is_one = |pair: &&[char]| "首一二三四五六七八九十末".contains(pair[0]) && "期批轮版".contains(pair[1]);
    letters.windows(2).filter(is_one).map(|pair| pair.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::WorkName;

    #[test]
    fn fillers_width_and_brackets_make_no_other_name() {
        for (one, other) in [
            ("冷链温控项目", "冷链温控"),
            ("【ＷＭＳ升级】", "WMS升级"),
            ("朝阳项目-分账2.0", "朝阳分账2.0"),
            ("任务的迁移", "任务迁移"),
        ] {
            assert_eq!(WorkName::new(one), WorkName::new(other), "{one}");
        }
    }

    #[test]
    fn a_generic_word_names_nothing() {
        for name in ["系统升级", "数据迁移", "测试", "二期开发"] {
            assert!(!WorkName::new(name).is_telling(), "{name}");
        }
        assert!(!WorkName::new("仓储系统升级").holds_or_is_held(&WorkName::new("系统升级")));
        assert!(WorkName::new("仓储调度系统升级").holds_or_is_held(&WorkName::new("仓储调度")));
        assert!(!WorkName::new("网关12.0改造").holds_or_is_held(&WorkName::new("2.0改造")));
    }

    #[test]
    fn identifiers_are_words_with_a_mark() {
        assert_eq!(WorkName::identifiers("清结算csp-agent-oss与APP 2.0"), ["csp-agent-oss"]);
    }
}
