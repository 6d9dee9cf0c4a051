//! Names that a sentence has to take over letter by letter: Latin identifiers, addresses, quotations, English
//! names of companies and systems, and ordinals.

use std::ops::Range;

use super::fault::Kind;
use super::groups::ORDINALS;
use super::tokens::{is_idle, numeral};
use crate::text::is_english;
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// A name of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SentenceName {
    /// Bytes of the folded text.
    pub(super) span: Range<usize>,
    pub(super) kind: Kind,
}

/// The longest quotation that is a name; a longer one is speech.
const LONGEST_QUOTED_CHARS: usize = 20;

/// The names of a folded sentence, in no order; spans may lie in each other (an identifier in quotes).
pub(super) fn names(text: &str) -> Vec<SentenceName> {
    let mut found = identifiers(text);
    found.extend(quoted(text));
    found.extend(versions(text));
    found
}

/// The 2.0 of 账户2.0 and of Account 2.0: right behind a name, and no measure.
fn versions(text: &str) -> Vec<SentenceName> {
    let english = is_english(text);
    let is_name = |before: &str| {
        let near = before.trim_end_matches(' ');
        let word = near.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        let is_capital = word.starts_with(|c: char| c.is_ascii_uppercase());
        let is_chinese = near.len() == before.len()
            && near.ends_with(is_han)
            && !near.ends_with(|c| is_idle(c) || "约近达过高低多少增降升".contains(c));
        is_capital || (!english && is_chinese)
    };
    text.match_indices(".0")
        .filter_map(|(at, _)| {
            let start = at.checked_sub(1).filter(|start| text.as_bytes()[*start].is_ascii_digit())?;
            let end = at + ".0".len();
            let counts = |c: char| c.is_ascii_alphanumeric() || "%‰.万亿千秒分小毫元倍个天笔".contains(c);
            (is_name(&text[..start])
                && !text[end..].trim_start_matches(' ').starts_with(['%', '‰'])
                && !text[end..].starts_with(counts)
                || is_name(&text[..start]) && text[end..].starts_with(". "))
            .then_some(SentenceName { span: start..end, kind: Kind::Identifier })
        })
        .collect()
}

/// Whether a name is the number of a version.
pub(super) fn is_version(written: &str) -> bool {
    written.len() == 3 && written.ends_with(".0")
}

/// Latin words that are names by their form: with a digit, joint or capital inside, all capitals, and in a Chinese sentence
/// any word of two letters or more; capitalised words of an English sentence are proper names.
fn identifiers(text: &str) -> Vec<SentenceName> {
    let mut found = Vec::new();
    let english = is_english(text);
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_alphanumeric()).map(|start| at + start) {
        let rest = &text[start..];
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "._-/+:@&'".contains(c))).unwrap_or(rest.len());
        let word = rest[..length].trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let word = word.strip_suffix("'s").unwrap_or(word);
        at = start + length.max(1);
        let opens = opens_sentence(&text[..start]);
        for (from, piece) in pieces(word) {
            let span = start + from..start + from + piece.len();
            if let Some(kind) = kind_of(piece, english, opens && from == 0) {
                found.push(SentenceName { span, kind });
            }
        }
    }
    found
}

/// The parts of `WAF/CDN`, which is two names; `I/O` and `T+1` are one each.
fn pieces(word: &str) -> Vec<(usize, &str)> {
    if !word.contains('/') || word.len() <= 3 {
        return vec![(0, word)];
    }
    let mut at = 0;
    word.split('/')
        .map(|piece| {
            let from = at;
            at += piece.len() + 1;
            (from, piece)
        })
        .filter(|(_, piece)| !piece.is_empty())
        .collect()
}

fn kind_of(word: &str, english: bool, opens: bool) -> Option<Kind> {
    let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
    let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
    if letters == 0 {
        let dots = word.split('.').collect::<Vec<_>>();
        let is_address = dots.len() == 4 && dots.iter().all(|part| part.parse::<u8>().is_ok());
        return is_address.then_some(Kind::Address);
    }
    let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
    let lower = word.to_ascii_lowercase();
    if has_digit {
        return (!is_number_with_unit(&lower)).then_some(Kind::Identifier);
    }
    let joined = word.contains(['_', '.', '@', '+']) || (word.contains('-') && (!english || capitals > 1));
    if joined && !matches!(lower.as_str(), "a.m" | "p.m" | "e.g" | "i.e" | "u.s") {
        return Some(Kind::Identifier);
    }
    if capitals > 1 && letters > 1 {
        return (!EVERYDAY.have(&lower)).then_some(Kind::Identifier);
    }
    if word.contains('-') && english {
        // csp-agent-oss has more joints than an English compound.
        return (word.matches('-').count() > 1 && !EVERYDAY_COMPOUNDS.are_in(&lower)).then_some(Kind::Identifier);
    }
    if !english {
        return (letters > 1 && !EVERYDAY.have(&lower)).then_some(Kind::Identifier);
    }
    let is_name = capitals == 1 && word.starts_with(|c: char| c.is_ascii_uppercase()) && !opens && letters > 2;
    (is_name && !EVERYDAY.have(&lower)).then_some(Kind::Name)
}

/// In these, several joints are English grammar.
static EVERYDAY_COMPOUNDS: Words = Words::of(&[Sense::Compound]);

/// Capitalised words and abbreviations that are no names of things.
static EVERYDAY: Words = Words::of(&[Sense::Weekday, Sense::Month, Sense::ShortWord, Sense::Capitalised]);

fn is_number_with_unit(lower: &str) -> bool {
    let digits = lower.trim_start_matches(|c: char| c.is_ascii_digit() || ".,:-+".contains(c));
    static UNITS: Words = Words::of(&[Sense::UnitBehind]);
    digits.len() < lower.len() && (UNITS.have(digits) || digits.is_empty())
        // 1h45m, 4h56min.
        || lower.starts_with(|c: char| c.is_ascii_digit()) && lower.chars().all(|c| c.is_ascii_digit() || "hmins.".contains(c))
        // 12-hour, 4-minute, 22-minute.
        || lower.split_once('-').is_some_and(|(number, word)| {
            number.bytes().all(|byte| byte.is_ascii_digit()) && word.bytes().all(|byte| byte.is_ascii_lowercase())
        })
}

fn opens_sentence(before: &str) -> bool {
    let before = before.trim_end();
    before.is_empty() || before.ends_with(['.', ':', ';', '"', '(', '!', '?', '。', '；', '：'])
}

/// The names in quotes or in the brackets of names.
fn quoted(text: &str) -> Vec<SentenceName> {
    const QUOTES: &[(char, char)] = &[('“', '”'), ('「', '」'), ('『', '』'), ('《', '》'), ('"', '"'), ('`', '`')];
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((start, open)) = text[at..].char_indices().find(|(_, c)| QUOTES.iter().any(|(open, _)| open == c)) {
        let inner = at + start + open.len_utf8();
        let close = QUOTES.iter().find(|(known, _)| *known == open).map_or('"', |(_, close)| *close);
        let Some(length) = text[inner..].find(close) else {
            at = inner;
            continue;
        };
        let span = inner..inner + length;
        at = span.end + close.len_utf8();
        if (1..=LONGEST_QUOTED_CHARS).contains(&text[span.clone()].trim().chars().count()) {
            found.push(SentenceName { span, kind: Kind::Name });
        }
    }
    found
}

/// 第二批, 首批, the second round: the count and what is counted, in the word reports use for it.
pub(super) fn ordinals(text: &str) -> Vec<(Range<usize>, u32, &'static str)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('第') {
        let rest = &text[at + '第'.len_utf8()..];
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (n, length) = if digits > 0 {
            (rest[..digits].parse().ok(), digits)
        } else {
            let first = rest.chars().next();
            (first.and_then(numeral).or((first == Some('十')).then_some(10)), first.map_or(0, char::len_utf8))
        };
        let noun = ORDINALS.iter().map(|noun| noun.one[0]).find(|noun| rest[length..].starts_with(noun));
        if let (Some(n), Some(noun)) = (n, noun)
            && !matches!(noun, "周" | "天" | "季度")
        {
            found.push((at..at + '第'.len_utf8() + length + noun.len(), n, noun));
        }
    }
    let lower = text.to_ascii_lowercase();
    for (word, n) in [("first ", 1), ("second ", 2), ("third ", 3), ("fourth ", 4), ("fifth ", 5)] {
        for (at, _) in lower.match_indices(word) {
            let rest = &lower[at + word.len()..];
            let named = ORDINALS.iter().flat_map(|noun| noun.other.iter().map(|english| (*english, noun.one[0])));
            if let Some((noun, chinese)) = named.into_iter().find(|(noun, _)| rest.starts_with(noun))
                && !lower[..at].ends_with(|c: char| c.is_ascii_alphabetic())
            {
                found.push((at..at + word.len() + noun.len(), n, chinese));
            }
        }
    }
    for (at, _) in text.match_indices('首') {
        if let Some(noun) = ["批", "轮", "次", "期", "版"].into_iter().find(|noun| text[at + 3..].starts_with(noun))
        {
            found.push((at..at + 3 + noun.len(), 1, noun));
        }
    }
    // 二期 and D级 count as well.
    for (at, c) in text.char_indices().filter(|(_, c)| *c == '级' || *c == '期') {
        let before = text[..at].chars().next_back();
        let ahead = text[..at].chars().rev().nth(1);
        match before {
            Some(letter @ 'A'..='Z') if c == '级' && !ahead.is_some_and(|c| c.is_ascii_alphanumeric()) => {
                found.push((at - 1..at + c.len_utf8(), u32::from(letter), "级"));
            }
            // 两期 counts them.
            Some(digit)
                if c == '期'
                    && digit != '两'
                    && ahead != Some('第')
                    && numeral(digit).is_some()
                    && ahead.is_none_or(is_han) =>
            {
                found.extend(numeral(digit).map(|n| (at - digit.len_utf8()..at + c.len_utf8(), n, "期")));
            }
            _ => {}
        }
    }
    found
}
