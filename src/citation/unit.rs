//! Units in both languages, and which of them can count the same things.

use crate::vocabulary::{Sense, Words};

/// What a number counts or measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unit {
    /// None is written.
    Bare,
    /// Values are in percent; ‰ and 成 are converted.
    Percent,
    /// Percentage points; basis points are converted.
    Point,
    /// Values are in the currency's own unit, not in 万元.
    Money(Currency),
    /// Values are in seconds.
    Seconds,
    /// The Chinese counting words that may stand here; empty where an English noun is not known.
    Counted(&'static [&'static str]),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Currency {
    Yuan,
    Dollar,
}

/// Counting words that stand for each other.
const ALIKE: &[&[&str]] = &[
    &["家", "户", "个", "所", "门店"],
    &["人", "名", "位", "个"],
    &["笔", "单", "条", "件", "个"],
    &["份", "封", "张", "篇", "个", "条"],
    &["次", "起", "个", "件", "例", "回", "遍"],
    &["台", "个", "架", "套"],
    &["项", "个", "条", "件", "点"],
    &["城", "座", "个"],
    &["tps", "qps", "笔", "次"],
];

impl Unit {
    /// Whether a sentence may write this unit for a source's `other`.
    pub(super) fn fits(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Counted(one), Self::Counted(two)) => {
                one.is_empty() || two.is_empty() || one.iter().any(|one| two.iter().any(|two| alike(one, two)))
            }
            // 差异5991 for 差异5991笔; a source's bare number may have its unit in a table's head.
            (Self::Bare, _) | (Self::Counted(_), Self::Bare) => true,
            _ => self == other,
        }
    }
}

fn alike(one: &str, two: &str) -> bool {
    one == two || ALIKE.iter().any(|group| group.contains(&one) && group.contains(&two))
}

/// What stands behind a number: its unit, the factor to the unit's own measure in thousandths, and its bytes.
pub(super) struct Written {
    pub(super) unit: Unit,
    pub(super) thousandths: i64,
    pub(super) length: usize,
}

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Chinese units of time, the longer before the shorter that it begins with.
const CHINESE_TIMES: &[(&str, i64)] = &[
    ("个工作日", DAY),
    ("工作日", DAY),
    ("个小时", HOUR),
    ("小时", HOUR),
    ("分钟", MINUTE),
    ("毫秒", 1),
    ("秒钟", SECOND),
    ("秒", SECOND),
    ("个星期", 7 * DAY),
    ("天", DAY),
];

const ENGLISH_TIMES: &[(&str, i64)] = &[
    ("milliseconds", 1),
    ("millisecond", 1),
    ("ms", 1),
    ("seconds", SECOND),
    ("second", SECOND),
    ("secs", SECOND),
    ("sec", SECOND),
    ("s", SECOND),
    ("minutes", MINUTE),
    ("minute", MINUTE),
    ("mins", MINUTE),
    ("min", MINUTE),
    ("hours", HOUR),
    ("hour", HOUR),
    ("hrs", HOUR),
    ("hr", HOUR),
    ("h", HOUR),
    ("days", DAY),
    ("day", DAY),
];

const PERCENTS: &[(&str, Unit, i64)] = &[
    ("个百分点", Unit::Point, 1_000),
    ("百分点", Unit::Point, 1_000),
    ("个点", Unit::Point, 1_000),
    ("percentage points", Unit::Point, 1_000),
    ("percentage point", Unit::Point, 1_000),
    ("basis points", Unit::Point, 10),
    ("pp", Unit::Point, 1_000),
    ("bps", Unit::Point, 10),
    ("bp", Unit::Point, 10),
    ("per cent", Unit::Percent, 1_000),
    ("percent", Unit::Percent, 1_000),
    ("%", Unit::Percent, 1_000),
    ("‰", Unit::Percent, 100),
    ("成", Unit::Percent, 10_000),
];

const MONEYS: &[(&str, Unit)] = &[
    ("美元", Unit::Money(Currency::Dollar)),
    ("元", Unit::Money(Currency::Yuan)),
    ("块钱", Unit::Money(Currency::Yuan)),
    ("yuan", Unit::Money(Currency::Yuan)),
    ("rmb", Unit::Money(Currency::Yuan)),
    ("cny", Unit::Money(Currency::Yuan)),
    ("dollars", Unit::Money(Currency::Dollar)),
    ("usd", Unit::Money(Currency::Dollar)),
];

macro_rules! counted {
    ($($word:literal),+) => { &[$(&[$word]),+] };
}

/// Counting words, each as its own list.
const COUNTED: &[&[&str]] = counted!(
    "门店", "笔", "家", "户", "人", "名", "位", "次", "起", "台", "条", "单", "城", "项", "倍", "件", "页", "份", "例",
    "封", "分", "套", "张", "块", "片", "批", "处", "类", "轮", "场", "组", "篇", "通", "只", "座", "所", "架", "层",
    "级", "步", "种", "周", "期", "遍", "回", "点", "个", "年", "车", "票"
);

/// English nouns by their stems, and the counting words that reports write for them.
const NOUNS: &[(&str, &[&str])] = &[
    ("transaction", &["笔", "单"]),
    ("payment", &["笔"]),
    ("payout", &["笔"]),
    ("withdrawal", &["笔"]),
    ("deposit", &["笔"]),
    ("refund", &["笔"]),
    ("receipt", &["笔", "份"]),
    ("order", &["笔", "单", "个"]),
    ("entr", &["笔", "条"]),
    ("record", &["条", "笔"]),
    ("discrepanc", &["笔", "条"]),
    ("mismatch", &["笔", "条"]),
    ("timeout", &["笔", "次"]),
    ("agreement", &["笔", "份"]),
    ("message", &["条", "笔"]),
    ("code", &["条"]),
    ("merchant", &["家", "个", "户"]),
    ("store", &["家", "个", "门店"]),
    ("compan", &["家", "个"]),
    ("enterprise", &["家", "个"]),
    ("bank", &["家", "个"]),
    ("customer", &["人", "户", "个", "名"]),
    ("user", &["人", "户", "个", "名"]),
    ("people", &["人", "名"]),
    ("person", &["人", "名"]),
    ("employee", &["人", "名"]),
    ("server", &["台"]),
    ("machine", &["台"]),
    ("terminal", &["台"]),
    ("device", &["台"]),
    ("email", &["封", "份"]),
    ("statement", &["份", "张", "个", "家", "户"]),
    ("note", &["份", "张"]),
    ("coupon", &["张"]),
    ("voucher", &["张"]),
    ("incident", &["起", "次", "件"]),
    ("event", &["起", "次", "件"]),
    ("accident", &["起", "次"]),
    ("call", &["个", "通", "次"]),
    ("inquir", &["个", "次"]),
    ("enquir", &["个", "次"]),
    ("complaint", &["个", "起"]),
    ("request", &["次", "笔", "个"]),
    ("quer", &["次", "笔"]),
    ("case", &["例", "起", "件"]),
    ("task", &["个", "项"]),
    ("item", &["个", "项", "件"]),
    ("measure", &["项", "条", "个"]),
    ("improvement", &["项", "条", "个"]),
    ("cit", &["城", "个"]),
    ("batch", &["批"]),
    ("times", &["次", "倍", "条", "遍"]),
    ("point", &["分", "个"]),
    ("tps", &["tps"]),
    ("qps", &["qps"]),
];

/// The unit at the start of `rest`, which is folded; spaces before it are passed over.
pub(super) fn unit_at_start(rest: &str) -> Option<Written> {
    let trimmed = rest.trim_start_matches(' ');
    let space = rest.len() - trimmed.len();
    let lower: String = trimmed.chars().take(48).collect::<String>().to_ascii_lowercase();
    let written =
        |unit: Unit, thousandths: i64, length: usize| Some(Written { unit, thousandths, length: space + length });
    if let Some((word, unit, by)) = PERCENTS.iter().find(|(word, ..)| starts_word(&lower, word)) {
        return written(unit.clone(), *by, word.len());
    }
    if let Some((word, by)) = CHINESE_TIMES.iter().chain(ENGLISH_TIMES).find(|(word, _)| starts_word(&lower, word)) {
        return written(Unit::Seconds, *by, word.len());
    }
    if let Some((word, unit)) = MONEYS.iter().find(|(word, _)| starts_word(&lower, word)) {
        return written(unit.clone(), 1_000, word.len());
    }
    if let Some(words) = COUNTED.iter().find(|words| lower.starts_with(words[0])) {
        return written(Unit::Counted(words), 1_000, words[0].len());
    }
    english_noun(&lower).and_then(|(unit, length)| written(unit, 1_000, length))
}

/// Words that no noun of a number stands behind.
static ENDS: Words = Words::of(&[
    Sense::GrammarLink,
    Sense::GrammarBecause,
    Sense::GrammarJoint,
    Sense::GrammarBut,
    Sense::LittleWord,
    Sense::EndOfCount,
]);

/// `5,991 mismatched entries`: the first known noun of the next words. An unknown one counts something all the same.
fn english_noun(lower: &str) -> Option<(Unit, usize)> {
    let mut at = 0;
    let mut words = 0;
    for word in lower.split_inclusive(' ') {
        let plain = word.trim_end();
        let is_word = plain.trim_end_matches([',', '.', ';', ':', ')']);
        let is_letters =
            !is_word.is_empty() && is_word.chars().all(|c| c.is_ascii_alphabetic() || c == '-' || c == '\'');
        if !is_letters || ENDS.have(is_word) || words == 4 {
            break;
        }
        words += 1;
        if let Some((_, units)) = NOUNS.iter().find(|(stem, _)| is_word.starts_with(stem)) {
            return Some((Unit::Counted(units), at + is_word.len()));
        }
        if is_word.len() < plain.len() {
            break;
        }
        at += word.len();
    }
    (words > 0).then_some((Unit::Counted(&[]), 0))
}

/// Whether `text` begins with the unit, and a Latin one is no part of a longer word.
fn starts_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| {
        !(word.ends_with(|c: char| c.is_ascii_alphabetic()) && rest.starts_with(|c: char| c.is_ascii_alphabetic()))
    })
}
