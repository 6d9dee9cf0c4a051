//! Whether a source has a sentence's names: identifiers and addresses letter by letter, organisations and products in
//! either language, quoted names, ordinals, and the one letter or word by which 资金部 differs from 财务部.

use super::evidence::Evidence;
use super::fault::{Fault, Kind, quote};
use super::findings::Findings;
use super::groups::{CONTRASTS, NO_ENDINGS, TOLD_APART};
use super::moment::{When, same};
use super::name::{SentenceName, is_version, ordinals};
use super::organisation;
use super::reading::Reading;
use super::tokens::{fold, is_idle, notions};
use super::unit::Unit;
use crate::text::{is_han, read_as};
use crate::vocabulary::{Sense, Words};
use pinyin::ToPinyin;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Products that are written alike in every language.
static PRODUCTS: Words = Words::of(&[Sense::Software]);

/// Looks for every name of the sentence in the cited sources.
pub(super) fn look_for(sentence: &Reading, cited: &[&Evidence<'_>], found: &mut Findings) {
    for name in &sentence.names {
        let written = &sentence.text[name.span.clone()];
        match cited.iter().position(|evidence| has(evidence, written, name, sentence)) {
            Some(which) => {
                if let Some(at) = place(cited[which], written) {
                    found.place(which, at);
                }
            }
            // What a report's heading calls 账户2.0 its lines may call 账户.
            None if is_version(written) && !cited.iter().any(|evidence| names_version(evidence)) => {}
            None if name.kind == Kind::Name && !is_known_name(written, sentence, name) => {}
            None => found.faults.push(Fault::Particular { written: written.to_string(), kind: name.kind }),
        }
    }
    near_miss(sentence, cited, found);
    organisation::look_for(sentence, cited, found);
    told_apart(sentence, cited, found);
    rooms(sentence, cited, found);
    contrasts(sentence, cited, found);
    counted(sentence, cited, found);
}

/// api-int where the source has api-inc: an English sentence's joined word that is one letter off one of the source.
fn near_miss(sentence: &Reading, cited: &[&Evidence<'_>], found: &mut Findings) {
    if !sentence.is_english {
        return;
    }
    let words = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c)));
        let trimmed = parts.map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_lowercase());
        trimmed
            .filter(|word| {
                word.len() >= SHORTEST_JOINED && word.contains(['-', '_', '.']) && word.contains(char::is_alphabetic)
            })
            .collect()
    };
    let known: Vec<String> = cited.iter().flat_map(|evidence| words(&evidence.reading.text)).collect();
    let written = words(&sentence.text);
    let missed = written
        .into_iter()
        .find(|word| !known.contains(word) && known.iter().any(|other| strsim::osa_distance(word, other) == 1));
    found.faults.extend(missed.map(|written| Fault::Particular { written, kind: Kind::Identifier }));
}

/// Shorter joined words are near too many others.
const SHORTEST_JOINED: usize = 5;

fn names_version(evidence: &Evidence<'_>) -> bool {
    evidence.reading.names.iter().any(|name| is_version(&evidence.reading.text[name.span.clone()]))
}

fn place(evidence: &Evidence<'_>, written: &str) -> Option<usize> {
    let text = &evidence.reading.text;
    text.find(written).or_else(|| {
        let lower = text.to_ascii_lowercase();
        lower.find(&written.to_ascii_lowercase())
    })
}

fn has(evidence: &Evidence<'_>, written: &str, name: &SentenceName, sentence: &Reading) -> bool {
    let wanted: String = written.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    if wanted.contains(is_han) || name.kind == Kind::Name && wanted.len() < written.len() {
        let plain = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
        return plain(&evidence.letters).contains(&plain(&wanted)) || is_translated(evidence, written);
    }
    if has_whole(&evidence.letters, &wanted) || has_whole(&evidence.reading.text.to_lowercase(), &wanted) {
        return true;
    }
    // VMs are VM, and 12POS says POS.
    if let Some(one) = wanted.strip_suffix('s')
        && written.ends_with('s')
        && has_whole(&evidence.letters, one)
    {
        return true;
    }
    let is_plain_word = written.chars().all(|c| c.is_ascii_alphabetic());
    if is_plain_word && (is_translated(evidence, written) || read_as(&evidence.letters, &wanted).is_some()) {
        return true;
    }
    // A CD-level incident is one of CD级.
    if sentence.is_english
        && let Some((name, word)) = written.rsplit_once('-')
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && word.bytes().all(|byte| byte.is_ascii_lowercase())
    {
        return has_whole(&evidence.letters, &name.to_lowercase());
    }
    // Back-end is two English words, T+1 is one name.
    sentence.is_english
        && written.contains('-')
        && written
            .split('-')
            .all(|part| has_whole(&evidence.letters, &part.to_lowercase()) || is_translated(evidence, part))
}

/// Whether `text` has the identifier `wanted` as a whole; a `-` or `_` beside it makes another one.
fn has_whole(text: &str, wanted: &str) -> bool {
    let joins = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    text.match_indices(wanted).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + wanted.len()..].chars().next();
        let starts = !before.is_some_and(|c| joins(c) && wanted.starts_with(|c: char| c.is_ascii_alphanumeric()));
        let digits = wanted.ends_with(|c: char| c.is_ascii_digit());
        let ends = !after.is_some_and(|c| if digits { c.is_ascii_digit() || c == '_' } else { joins(c) });
        starts && ends
    })
}

fn is_translated(evidence: &Evidence<'_>, written: &str) -> bool {
    let chinese = notions(&fold(written));
    !chinese.is_empty()
        && chinese.iter().flat_map(|notion| notion.chinese).any(|word| evidence.letters.contains(&**word))
}

/// Names that must be in the source; other capitalised words may be translations that no list knows.
fn is_known_name(written: &str, sentence: &Reading, name: &SentenceName) -> bool {
    let lower = written.to_lowercase();
    let is_quoted = name.span.start > 0 && sentence.text[..name.span.start].ends_with(['“', '「', '『', '《']);
    written.contains(is_han) && is_quoted || written.contains(is_han) || PRODUCTS.have(&lower) || is_pinyin_name(&lower)
}

/// Every syllable of Mandarin without its tone.
static SYLLABLES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| ('\u{4E00}'..='\u{9FA5}').filter_map(|c| c.to_pinyin().map(|reading| reading.plain())).collect());

/// Whether an English sentence's capitalised word is a Chinese name by its syllables (Yizhuang) and no word of the field.
fn is_pinyin_name(lower: &str) -> bool {
    fn reads(rest: &str, syllables: usize) -> bool {
        if rest.is_empty() {
            return syllables > 1;
        }
        (1..=rest.len().min(LONGEST_SYLLABLE))
            .any(|length| SYLLABLES.contains(&rest[..length]) && reads(&rest[length..], syllables + 1))
    }
    // Two open syllables make an English word as well: data, media.
    const NASALS: &[&str] = &["ng", "n", "ao", "ou", "ai", "ei"];
    lower.is_ascii()
        && lower.len() >= SHORTEST_PINYIN
        && (lower.contains("zh")
            || lower.contains('x')
            || lower.contains('q')
            || NASALS.iter().any(|end| lower.ends_with(end)))
        && reads(lower, 0)
        && notions(lower).iter().all(|notion| notion.chinese.iter().any(|word| read_as(word, lower).is_some()))
}

const LONGEST_SYLLABLE: usize = 6;
const SHORTEST_PINYIN: usize = 5;

pub(super) fn stands_in(text: &str, name: &str) -> bool {
    if name.contains(is_han) { text.contains(name) } else { has_whole(text, name) }
}

/// 财务部 where the source has 资金部: the ending is there, and never after this character.
fn told_apart(sentence: &Reading, cited: &[&Evidence<'_>], found: &mut Findings) {
    let chars: Vec<char> = sentence.text.chars().collect();
    for (at, window) in chars.windows(2).enumerate() {
        let ending = window[1].to_string();
        let Some(others) = TOLD_APART.iter().find(|known| known.one.contains(&ending.as_str())) else { continue };
        let others = &others.other;
        let pair: String = window.iter().collect();
        let behind: String = chars[at + 1..].iter().take(2).collect();
        let may_name = is_han(window[0]) && !is_idle(window[0]) || window[0].is_ascii_uppercase();
        if !may_name || others.contains(&pair.as_str()) || NO_ENDINGS.iter().any(|words| words.has(&behind)) {
            continue;
        }
        let lower = pair.to_lowercase();
        if cited.iter().any(|evidence| evidence.letters.contains(&lower)) {
            continue;
        }
        let names_other = |letters: &str| {
            letters.match_indices(&ending).any(|(at, _)| {
                let before =
                    letters[..at].chars().next_back().filter(|c| is_han(*c) && !is_idle(*c) || c.is_ascii_alphabetic());
                let pair = before.map(|before| format!("{before}{ending}"));
                pair.is_some_and(|pair| !others.contains(&pair.as_str()))
                    && !NO_ENDINGS.iter().flat_map(|words| words.words()).any(|word| letters[at..].starts_with(word))
            })
        };
        if cited.iter().any(|evidence| names_other(&evidence.letters)) {
            found.faults.push(Fault::Particular { written: pair, kind: Kind::Name });
        }
    }
}

/// 亦庄机房 where the source names other data centres, and never this one.
fn rooms(sentence: &Reading, cited: &[&Evidence<'_>], found: &mut Findings) {
    const ROOM: &str = "机房";
    let named = |text: &str| -> Vec<String> {
        text.match_indices(ROOM)
            .filter_map(|(at, _)| {
                let before: Vec<char> = text[..at].chars().rev().take(2).collect();
                let is_name = before.len() == 2
                    && before.iter().all(|c| is_han(*c) && !is_idle(*c))
                    && !before.iter().any(|c| "主备两双各本老新个一二三同多他异跨".contains(*c));
                is_name.then(|| before.iter().rev().collect())
            })
            .collect()
    };
    let known: Vec<String> = cited.iter().flat_map(|evidence| named(&evidence.letters)).collect();
    for written in named(&sentence.text) {
        let is_there = cited.iter().any(|evidence| evidence.letters.contains(&written));
        if !is_there && !known.is_empty() {
            found.faults.push(Fault::Particular { written: format!("{written}{ROOM}"), kind: Kind::Name });
        }
    }
}

fn contrasts(sentence: &Reading, cited: &[&Evidence<'_>], found: &mut Findings) {
    let lower = sentence.text.to_lowercase();
    for (one, other) in CONTRASTS.iter().flat_map(|pair| [(&pair.one, &pair.other), (&pair.other, &pair.one)]) {
        let Some(written) = one.iter().find(|word| stands_in(&lower, word)) else { continue };
        let has =
            |words: &[&str]| cited.iter().any(|evidence| words.iter().any(|word| evidence.letters.contains(word)));
        if !has(one) && has(other) && !other.iter().any(|word| stands_in(&lower, word)) {
            found.faults.push(Fault::Particular { written: (*written).to_string(), kind: Kind::Name });
        }
    }
}

/// 第二批 must be 第二批 there; 第一 may be the writer's own order where the source counts none.
fn counted(sentence: &Reading, cited: &[&Evidence<'_>], found: &mut Findings) {
    let known: Vec<(u32, &str)> =
        cited.iter().flat_map(|evidence| ordinals(&evidence.reading.text)).map(|(_, n, noun)| (n, noun)).collect();
    for (span, n, noun) in ordinals(&sentence.text) {
        let is_there = known.contains(&(n, noun));
        let counts_others = known.iter().any(|(_, other)| *other == noun);
        let is_own_order = n == 1 && sentence.text[span.clone()].starts_with('首');
        if !is_there && !is_own_order && (counts_others || n > 1) {
            found.faults.push(Fault::Particular { written: sentence.text[span].to_string(), kind: Kind::Ordinal });
        } else if let Some(source) = of_another(sentence, cited, span.start, (n, noun)) {
            found.faults.push(Fault::Misplaced { written: sentence.text[span].to_string(), source });
        }
    }
}

/// 第三批已在12月19日完成 where the source says 第二批12/19完成: every clause with a day or number of this one counts another.
fn of_another(sentence: &Reading, cited: &[&Evidence<'_>], at: usize, (n, noun): (u32, &str)) -> Option<String> {
    let clause = sentence.clause_of(at);
    let days = || {
        let inside = sentence.moments.iter().filter(|moment| clause.contains(&moment.span.start));
        inside.map(|moment| &moment.when).filter(|when| matches!(when, When::Day { .. }))
    };
    let numbers = || {
        sentence
            .quantities
            .iter()
            .filter(|quantity| clause.contains(&quantity.span.start) && quantity.unit != Unit::Bare)
    };
    let mut counted = Vec::new();
    for evidence in cited {
        let reading = &evidence.reading;
        let of_days = reading.moments.iter().filter(|known| days().any(|day| same(day, &known.when)));
        let of_numbers = reading
            .quantities
            .iter()
            .filter(|known| numbers().any(|own| own.value == known.value && own.unit.fits(&known.unit)));
        let places = of_days.map(|known| known.span.start).chain(of_numbers.map(|known| known.span.start));
        for place in places {
            let own = reading.clause_of(place);
            let found = ordinals(&reading.text[own.clone()]);
            if found.iter().any(|(.., other)| *other == noun) {
                counted.push((found.iter().any(|(_, m, other)| (*m, *other) == (n, noun)), &reading.text[own]));
            }
        }
    }
    let (_, first) = counted.first().filter(|_| counted.iter().all(|(is_same, _)| !is_same))?;
    Some(quote(first))
}
