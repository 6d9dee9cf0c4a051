//! Which way a number says that something went, by the word that stands with it: 少1229.44元, 9% lower, 快1.6天.

use super::fault::Fault;
use super::polarity::quote;
use super::reading::Reading;

/// The two ends of what a step can go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Axis {
    Amount,
    Time,
}

/// Words right before a number in a Chinese clause, with whether they go up (or come sooner).
const BEFORE: &[(&str, Axis, bool)] = &[
    ("增加", Axis::Amount, true),
    ("增长", Axis::Amount, true),
    ("多", Axis::Amount, true),
    ("增", Axis::Amount, true),
    ("升", Axis::Amount, true),
    ("涨", Axis::Amount, true),
    ("高", Axis::Amount, true),
    ("提高", Axis::Amount, true),
    ("减少", Axis::Amount, false),
    ("少", Axis::Amount, false),
    ("减", Axis::Amount, false),
    ("降", Axis::Amount, false),
    ("下降", Axis::Amount, false),
    ("降低", Axis::Amount, false),
    ("低", Axis::Amount, false),
    ("跌", Axis::Amount, false),
    ("快", Axis::Time, true),
    ("早", Axis::Time, true),
    ("提前", Axis::Time, true),
    ("慢", Axis::Time, false),
    ("晚", Axis::Time, false),
    ("迟", Axis::Time, false),
    ("推迟", Axis::Time, false),
    ("延后", Axis::Time, false),
];

/// English ones before a number, by their beginnings.
const ENGLISH_BEFORE: &[(&str, Axis, bool)] = &[
    ("rose", Axis::Amount, true),
    ("rise", Axis::Amount, true),
    ("rising", Axis::Amount, true),
    ("grew", Axis::Amount, true),
    ("increas", Axis::Amount, true),
    ("climbed", Axis::Amount, true),
    ("gained", Axis::Amount, true),
    ("up", Axis::Amount, true),
    ("fell", Axis::Amount, false),
    ("fall", Axis::Amount, false),
    ("drop", Axis::Amount, false),
    ("declin", Axis::Amount, false),
    ("decreas", Axis::Amount, false),
    ("reduc", Axis::Amount, false),
    ("lower", Axis::Amount, false),
    ("down", Axis::Amount, false),
    ("shrank", Axis::Amount, false),
];

/// And behind one.
const ENGLISH_BEHIND: &[(&str, Axis, bool)] = &[
    ("more", Axis::Amount, true),
    ("higher", Axis::Amount, true),
    ("greater", Axis::Amount, true),
    ("above", Axis::Amount, true),
    ("less", Axis::Amount, false),
    ("fewer", Axis::Amount, false),
    ("lower", Axis::Amount, false),
    ("below", Axis::Amount, false),
    ("faster", Axis::Time, true),
    ("quicker", Axis::Time, true),
    ("earlier", Axis::Time, true),
    ("sooner", Axis::Time, true),
    ("ahead", Axis::Time, true),
    ("slower", Axis::Time, false),
    ("later", Axis::Time, false),
    ("late", Axis::Time, false),
    ("behind", Axis::Time, false),
];

/// A number that the sentence calls a step up and the source a step down, or sooner and later.
pub(super) fn turned(sentence: &Reading, at: usize, source: &Reading, known: usize) -> Option<Fault> {
    let (axis, is_up) = step(sentence, at)?;
    let (other, was_up) = step(source, known)?;
    if axis != other || is_up == was_up {
        return None;
    }
    let clause =
        |reading: &Reading, at: usize| quote(&reading.text[reading.clause_of(reading.quantities[at].span.start)]);
    Some(Fault::Flipped { written: clause(sentence, at), source: clause(source, known) })
}

fn step(reading: &Reading, at: usize) -> Option<(Axis, bool)> {
    let quantity = &reading.quantities[at];
    let clause = reading.clause_of(quantity.span.start);
    let from = at.checked_sub(1).map_or(0, |before| reading.quantities[before].span.end).max(clause.start);
    let before = reading.text[from.min(quantity.span.start)..quantity.span.start].to_lowercase();
    if !reading.is_english {
        let before = before.trim_end_matches(['了', '约', '近', '达', '到', '至', '为', ' ', ':', '出']);
        // 最高1900秒 and 至少5笔 go nowhere.
        let is_bound = |word: &str| before[..before.len() - word.len()].ends_with(['最', '至', '不']);
        let found = BEFORE.iter().filter(|(word, ..)| before.ends_with(word) && !is_bound(word));
        return found.max_by_key(|(word, ..)| word.len()).map(|(_, axis, is_up)| (*axis, *is_up));
    }
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).map(str::to_string).collect()
    };
    let to = reading.quantities.get(at + 1).map_or(reading.text.len(), |next| next.span.start);
    let behind = reading.text[quantity.span.end..to.max(quantity.span.end)].to_lowercase();
    let behind = behind.split([',', '.', ';', '(']).next().unwrap_or_default();
    let found = words(behind).into_iter().take(REACH).find_map(|word| {
        ENGLISH_BEHIND.iter().find(|(known, ..)| word == *known).map(|(_, axis, is_up)| (*axis, *is_up))
    });
    // Up to 9% and more than 9% bound a number.
    let is_bound = before.trim_end().ends_with("up to") || before.trim_end().ends_with("than");
    found.or_else(|| {
        words(&before).iter().rev().take(REACH).filter(|_| !is_bound).find_map(|word| {
            let is_this = |known: &str| if known.len() < 4 { word == known } else { word.starts_with(known) };
            ENGLISH_BEFORE.iter().find(|(known, ..)| is_this(known)).map(|(_, axis, is_up)| (*axis, *is_up))
        })
    })
}

/// So many words away from its number such a word is of another thing.
const REACH: usize = 3;
