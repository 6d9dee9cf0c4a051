//! Authors that a question names: whole, shortened, or in Latin letters.

use std::collections::HashMap;

use pinyin::ToPinyin;
use uuid::Uuid;

use crate::catalogue::Catalogue;
use crate::lexicon::Segmenter;
use crate::question::Question;
use crate::record::PassageRecord;
use crate::report::is_name;
use crate::retrieve::Filters;
use crate::text::{has_whole, is_han, is_whole};

/// A question that names an author of the reports asks for that author's reports.
pub(super) fn with_author(mut question: Question, filters: &Filters, catalogue: &Catalogue) -> (Question, Filters) {
    let mut filters = filters.clone();
    if filters.author.is_none() {
        let authors = catalogue.authors();
        // A name that is every report's (the whole department's) or a word of the field tells nobody apart.
        let distinguishes = |name: &str| {
            let theirs = catalogue.written_by(name).len();
            theirs > 0 && theirs < catalogue.len()
        };
        // 华东仓 for 华东仓系统组: its first characters, three at least. The longest that the question has is meant.
        let written = |name: &'_ String| {
            let whole = is_named_in(&question.text, name).then_some(name.as_str());
            whole
                .or_else(|| beginning(name, &question.text))
                .filter(|written| distinguishes(written))
                .map(str::to_string)
        };
        let named = authors.iter().filter_map(|name| Some((written(name)?, name)));
        if let Some((written, author)) = named.max_by_key(|(written, _)| written.chars().count()) {
            question.subject = question.subject.replace(&written, " ").trim().to_string();
            filters.author = Some(if written_by_all(catalogue, author, &written) { written } else { author.clone() });
        }
    }
    (question, filters)
}

/// The people whom a question names and who write reports, each with theirs: by a name as the reports have it, by the beginning of a
/// Chinese one, or by its sound where one of them writes it in Latin letters. A name that all reports bear distinguishes nobody.
/// `listed` are passages that may say who is meant: those that were found for the question.
pub(super) fn people(
    text: &str,
    listed: &[&PassageRecord],
    catalogue: &Catalogue,
    segmenter: &Segmenter,
) -> Vec<(String, Vec<Uuid>)> {
    let (spelt, spoken) = (spellings(text), spoken(text));
    let by_id = by_id(text, listed, &catalogue.authors());
    let mut named: Vec<(String, Vec<Uuid>)> = Vec::new();
    for name in catalogue.authors() {
        let is_part = named.iter().any(|(longer, _)| longer.contains(&name));
        let is_said = is_named_in(text, &name)
            || is_word_in(text, &name)
            || sounds(&name).iter().any(|sound| spelt.contains(sound));
        // Others call them by the name that the question has.
        let called = || {
            let by_sound = handles(&name).iter().find_map(|handle| spoken.get(handle).cloned());
            by_sound.or_else(|| by_id.get(&name).cloned())
        };
        // `the` is nobody.
        let is_word_alone = || segmenter.tokens(&name).is_empty();
        let Some(called) = (if is_said { Some(name.clone()) } else { called() }) else { continue };
        if is_part || is_word_alone() {
            continue;
        }
        let theirs = catalogue.written_by(&name);
        if !theirs.is_empty() && theirs.len() < catalogue.len() {
            named.push((called, theirs));
        }
    }
    named
}

/// The words of an author's name in Latin letters by which they may be called, and neighbours of them as one: linqiao of
/// S2401-linqiao.
fn handles(name: &str) -> Vec<String> {
    const LEAST_LETTERS: usize = 4;
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let words: Vec<&str> =
        words.into_iter().filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic())).collect();
    let runs = (1..=2).flat_map(|length| words.windows(length)).map(|run| run.concat());
    runs.filter(|run| run.len() >= LEAST_LETTERS).collect()
}

/// The authors whose number a line gives beside a name that the question has, and that name: a roster, or a table of who did what.
fn by_id(text: &str, listed: &[&PassageRecord], authors: &[String]) -> HashMap<String, String> {
    let ids: Vec<(&str, &String)> = authors.iter().filter_map(|author| Some((id(author)?, author))).collect();
    if ids.is_empty() {
        return HashMap::new();
    }
    let names: Vec<String> = names_in(text).collect();
    let mut found: HashMap<String, String> = HashMap::new();
    for line in listed.iter().flat_map(|passage| passage.text.lines()) {
        let beside = names.iter().filter(|name| line.contains(name.as_str())).max_by_key(|name| name.len());
        let Some(name) = beside else { continue };
        let theirs: Vec<&String> =
            ids.iter().filter(|(id, _)| has_whole(line, id)).map(|(_, author)| *author).collect();
        if let [author] = theirs.as_slice() {
            found.entry((*author).clone()).or_insert_with(|| name.clone());
        }
    }
    found
}

/// The number of an author's name: S2406 of S2406-k0ng. Four digits alone may be a year.
fn id(author: &str) -> Option<&str> {
    const LEAST_DIGITS: usize = 3;
    const LEAST_CHARS: usize = 5;
    author.split(|c: char| !c.is_ascii_alphanumeric()).find(|word| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        word.len() < author.len() && word.len() >= LEAST_CHARS && digits >= LEAST_DIGITS
    })
}

/// A Latin name as a word of its own, in any case.
fn is_word_in(text: &str, name: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_string)
            .collect()
    };
    let (words, name) = (words(text), if name.is_ascii() { words(name) } else { Vec::new() });
    name.iter().any(|word| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))
        && words.windows(name.len().max(1)).any(|run| run == name.as_slice())
}

/// Two or three Latin words of a text in a row, as one.
fn spellings(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).collect();
    let runs = (1..=3).flat_map(|length| words.windows(length));
    runs.map(|run| run.concat()).filter(|run| run.len() > 3).collect()
}

/// What may be Chinese names in a text, the longer ones first: three characters with any family name, as what is looked for by them
/// is a handle or a number that is an author's.
fn names_in(text: &str) -> impl Iterator<Item = String> {
    let chars: Vec<char> = text.chars().collect();
    let runs = [3, 2]
        .into_iter()
        .flat_map(move |length| chars.windows(length).map(|run| run.iter().collect::<String>()).collect::<Vec<_>>());
    runs.filter(|run| run.chars().all(is_han) && (run.chars().count() == 3 || is_name(run)))
}

/// How what may be a Chinese name in a text is spelt, also with the first letters of what is given, and the name.
fn spoken(text: &str) -> HashMap<String, String> {
    let mut spelt = HashMap::new();
    for name in names_in(text) {
        for sound in sounds(&name).into_iter().chain(shortened(&name)) {
            spelt.entry(sound).or_insert_with(|| name.clone());
        }
    }
    spelt
}

/// 段亦凡 as `duanyf` and as `yfduan`: where two names are given, as one letter alone may be anybody's.
fn shortened(name: &str) -> Vec<String> {
    let read: Option<Vec<&str>> = name.chars().map(|c| c.to_pinyin().map(|sound| sound.plain())).collect();
    let Some([family, given @ ..]) = read.as_deref() else { return Vec::new() };
    let first: String = given.iter().filter_map(|sound| sound.chars().next()).collect();
    if first.len() < 2 { Vec::new() } else { vec![format!("{family}{first}"), format!("{first}{family}")] }
}

/// How a Chinese name of two to four characters is spelt: family name first, and last; 吕 as `lv` and as `lu`.
fn sounds(name: &str) -> Vec<String> {
    let read: Option<Vec<&str>> = name.chars().map(|c| c.to_pinyin().map(|sound| sound.plain())).collect();
    let Some(read) = read.filter(|read| (2..=4).contains(&read.len())) else { return Vec::new() };
    let mut sounds = vec![read.concat(), format!("{}{}", read[1..].concat(), read[0])];
    if read.len() > 2 {
        // A family name of two characters.
        sounds.push(format!("{}{}", read[2..].concat(), read[..2].concat()));
    }
    let other: Vec<String> =
        sounds.iter().filter(|sound| sound.contains('ü')).map(|sound| sound.replace('ü', "u")).collect();
    sounds.iter_mut().for_each(|sound| *sound = sound.replace('ü', "v"));
    sounds.extend(other);
    sounds
}

/// Whether `text` names an author; a Latin name counts as a whole word with its capitals (`line 2` is not of ATE_Line), or
/// as all of its words (`search ranking` for search-ranking).
fn is_named_in(text: &str, name: &str) -> bool {
    if !name.is_ascii() {
        return text.contains(name);
    }
    let is_in = |text: &str, name: &str| text.match_indices(name).any(|(at, _)| is_whole(text, &(at..at + name.len())));
    let plain = |words: &str| words.to_lowercase().replace(['-', '_'], " ");
    let has_capital = name.contains(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
    (has_capital && is_in(text, name)) || (plain(name).contains(' ') && is_in(&plain(text), &plain(name)))
}

/// Whether the shortened name finds the same reports as the whole.
fn written_by_all(catalogue: &Catalogue, author: &str, written: &str) -> bool {
    catalogue.written_by(author) == catalogue.written_by(written)
}

/// The longest beginning of a Chinese name, of three characters at least, that `text` has.
fn beginning<'a>(name: &'a str, text: &str) -> Option<&'a str> {
    let ends = name.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut beginnings: Vec<&str> = ends.map(|end| &name[..end]).filter(|short| short.chars().count() >= 3).collect();
    beginnings.reverse();
    beginnings.into_iter().find(|short| !short.is_ascii() && text.contains(short))
}

#[cfg(test)]
mod tests {
    use super::{handles, id, sounds, spoken};

    #[test]
    fn a_name_is_known_by_its_sound() {
        assert_eq!(sounds("许晴岚"), ["xuqinglan", "qinglanxu", "lanxuqing"]);
        let of_two = spoken("吕晴的那期写了什么");
        assert!(of_two.contains_key("lvqing") && of_two.contains_key("luqing"));
        assert_eq!(spoken("段亦凡还剩几条").get("duanyf").map(String::as_str), Some("段亦凡"));
        assert_eq!(handles("S2401-lin_qiao"), ["qiao", "linqiao"]);
        assert_eq!((id("S2406-k0ng"), id("2022_01_陆砚秋"), id("20231101")), (Some("S2406"), None, None));
        assert!(!spoken("照片信息后来换成了哪个").contains_key("zhaopian"));
    }
}
