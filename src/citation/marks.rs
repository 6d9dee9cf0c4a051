//! The marks by which a reply cites: `[1]` in every spelling that models use, read and taken out.

use crate::text::fold;
use crate::vocabulary::{Sense, Words};

/// Words before the numbers inside a mark.
static PREFIXES: Words = Words::of(&[Sense::Source, Sense::Mark]);

/// A range wider than this cites nothing that anybody numbered.
const WIDEST_RANGE: usize = 50;
/// A longer bracket is text.
const LONGEST_MARK_CHARS: usize = 40;

/// The sentence without its marks, and the numbers they cite, once each in order of first use. Read are
/// `[1]` `【1】` `［１］` `〔1〕` `[1,2]` `[1、2]` `[1-3]` `[1][2]` `[^1]` `[S1]` `[ 1 ]` `(来源1)` `(sources 1 and 2)`; a round
/// bracket with numbers alone is text: `(3)` counts items.
#[must_use]
pub fn marks(sentence: &str) -> (String, Vec<usize>) {
    let mut text = String::with_capacity(sentence.len());
    let mut numbers: Vec<usize> = Vec::new();
    let mut rest = sentence;
    while let Some(first) = rest.chars().next() {
        match mark_at_start(rest) {
            Some((length, cited)) => {
                for n in cited {
                    if !numbers.contains(&n) {
                        numbers.push(n);
                    }
                }
                rest = &rest[length..];
                close_gap(&mut text, rest);
            }
            None => {
                text.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    (text.trim().to_string(), numbers)
}

/// The marks of `numbers` as answers show them: `[1][2]`, and four or more in a row as `[1-4]`, which [`marks`] reads.
#[must_use]
pub fn written(numbers: &[usize]) -> String {
    const FEWEST_OF_A_RANGE: usize = 4;
    let runs = numbers.chunk_by(|one, next| one + 1 == *next).flat_map(|run| run.chunks(WIDEST_RANGE));
    runs.map(|run| match run {
        [first, .., last] if run.len() >= FEWEST_OF_A_RANGE => format!("[{first}-{last}]"),
        _ => run.iter().map(|n| format!("[{n}]")).collect(),
    })
    .collect()
}

/// The mark that `text` begins with: its length in bytes and the numbers in it; `None` where it begins with none.
pub(super) fn mark_at_start(text: &str) -> Option<(usize, Vec<usize>)> {
    let open = text.chars().next()?;
    let (closes, is_round): (&[char], bool) = match open {
        '[' | '［' => (&[']', '］'], false),
        '【' => (&['】'], false),
        '〔' => (&['〕'], false),
        '(' | '（' => (&[')', '）'], true),
        _ => return None,
    };
    let inner_start = open.len_utf8();
    let (at, close) = text[inner_start..]
        .char_indices()
        .take(LONGEST_MARK_CHARS)
        .take_while(|(_, c)| *c != '\n')
        .find(|(_, c)| closes.contains(c))?;
    let numbers = cited(&text[inner_start..inner_start + at], is_round)?;
    let mut end = inner_start + at + close.len_utf8();
    // [1](#source) links to it, and [1]: begins a list of sources, which is no mark's affair.
    if !is_round
        && let Some(target) = text[end..].strip_prefix('(')
        && let Some(length) = target.find(')').filter(|length| !target[..*length].contains(char::is_whitespace))
        && (target.starts_with('#') || target.contains("://"))
    {
        end += length + 2;
    }
    Some((end, numbers))
}

/// Whether `text` may be the beginning of a mark whose end has not arrived.
pub(super) fn may_become_mark(text: &str) -> bool {
    let Some(open) = text.chars().next() else { return true };
    matches!(open, '[' | '［' | '【' | '〔' | '(' | '（')
        && text.chars().count() <= LONGEST_MARK_CHARS
        && !text.contains('\n')
        && !text.contains([']', '］', '】', '〕', ')', '）'])
}

/// The numbers of a mark's inside.
fn cited(inside: &str, needs_word: bool) -> Option<Vec<usize>> {
    let folded = fold(inside);
    // (来源: [1]) has a mark in it.
    let folded: String = if needs_word {
        folded.chars().map(|c| if matches!(c, '[' | ']' | '【' | '】') { ' ' } else { c }).collect()
    } else {
        folded
    };
    let mut rest = folded.trim();
    let mut has_word = false;
    let mut numbers = Vec::new();
    let mut wants_number = true;
    let mut range_from: Option<usize> = None;
    while !rest.is_empty() {
        if let Some(word) = PREFIXES.beginning(rest) {
            has_word = true;
            wants_number = true;
            rest = rest[word.span.end..].trim_start_matches([' ', ':', '.']);
            continue;
        }
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if digits > 0 {
            if digits > 3 || !wants_number {
                return None;
            }
            let n: usize = rest[..digits].parse().ok()?;
            match range_from.take() {
                Some(from) if from <= n && n - from <= WIDEST_RANGE => numbers.extend(from + 1..=n),
                Some(_) => return None,
                None => numbers.push(n),
            }
            wants_number = false;
            rest = rest[digits..].trim_start();
            continue;
        }
        if let Some(after) = ["-", "–", "—", "~", "至", "到"].iter().find_map(|dash| rest.strip_prefix(dash)) {
            if wants_number {
                return None;
            }
            range_from = numbers.last().copied();
            wants_number = true;
            rest = after.trim_start();
            continue;
        }
        let after =
            rest.strip_prefix([',', '、', ';', '/', '&', '和', '及', '与']).or_else(|| rest.strip_prefix("and "))?;
        if numbers.is_empty() {
            return None;
        }
        wants_number = true;
        rest = after.trim_start();
    }
    let is_whole = !numbers.is_empty() && range_from.is_none() && (has_word || !needs_word);
    is_whole.then_some(numbers)
}

/// A mark was taken out: no space stays before a stop, none twice.
fn close_gap(text: &mut String, rest: &str) {
    let next = rest.chars().next();
    let is_joined = next.is_none_or(|c| {
        c.is_whitespace()
            || matches!(c, '.' | ',' | ';' | ':' | '!' | '?')
            || !c.is_ascii()
            || mark_at_start(rest).is_some()
    });
    if is_joined {
        text.truncate(text.trim_end_matches(' ').len());
    }
}

#[cfg(test)]
mod tests {
    use super::marks;
    use proptest::prelude::*;

    #[test]
    fn every_spelling_is_read_and_taken_out() {
        for (written, numbers) in [
            ("影响764个商户[1]。", vec![1]),
            ("影响764个商户【1】。", vec![1]),
            ("影响764个商户［１］。", vec![1]),
            ("影响764个商户〔1〕。", vec![1]),
            ("影响764个商户 [1,2]。", vec![1, 2]),
            ("影响764个商户[1、2]。", vec![1, 2]),
            ("影响764个商户[1，3]。", vec![1, 3]),
            ("影响764个商户[1-3]。", vec![1, 2, 3]),
            ("影响764个商户[1][2]。", vec![1, 2]),
            ("影响764个商户[1] [2]。", vec![1, 2]),
            ("影响764个商户[^1]。", vec![1]),
            ("影响764个商户(来源1)。", vec![1]),
            ("影响764个商户（来源：1、2）。", vec![1, 2]),
            ("影响764个商户（来源：[1]）。", vec![1]),
            ("影响764个商户[S1]。", vec![1]),
            ("影响764个商户[来源 2]。", vec![2]),
            ("影响764个商户[ 1 ]。", vec![1]),
            ("影响764个商户[1](#s1)。", vec![1]),
            ("影响764个商户(sources 1 and 2)。", vec![1, 2]),
        ] {
            assert_eq!(marks(written), ("影响764个商户。".to_string(), numbers), "{written}");
        }
        assert_eq!(marks("764 merchants [1], then all [2]."), ("764 merchants, then all.".to_string(), vec![1, 2]));
        assert_eq!(marks("764 [1] merchants").0, "764 merchants");
    }

    #[test]
    fn many_marks_in_a_row_are_one_range() {
        assert_eq!(super::written(&[1, 2, 3]), "[1][2][3]");
        assert_eq!(super::written(&[7, 1, 2, 3, 4, 9]), "[7][1-4][9]");
        let many: Vec<usize> = (1..=120).collect();
        assert_eq!(super::written(&many), "[1-50][51-100][101-120]");
        assert_eq!(marks(&super::written(&many)).1, many);
    }

    #[test]
    fn other_brackets_stay() {
        for text in
            ["（3）网联", "数组[i]", "【O3 安全稳定】", "[2023]年", "(1)", "[1", "[]", "[-]", "[1-]", "[3-1]", "[,1]"]
        {
            assert_eq!(marks(text), (text.to_string(), Vec::new()));
        }
    }

    proptest! {
        #[test]
        fn rendered_marks_come_back(text in "[一-龥a-z，。 ]{0,20}", numbers in prop::collection::vec(1_usize..99, 1..6)) {
            let written: String = numbers.iter().map(|n| format!("[{n}]")).collect();
            prop_assert_eq!(&marks(&super::written(&numbers)).1, &marks(&written).1);
            let mut once = Vec::new();
            for n in numbers {
                if !once.contains(&n) {
                    once.push(n);
                }
            }
            prop_assert_eq!(marks(&format!("{text}{written}")), (text.trim().to_string(), once));
        }

        #[test]
        fn no_text_is_too_much(text in "\\PC{0,60}") {
            let (stripped, _) = marks(&text);
            prop_assert!(stripped.len() <= text.len());
        }
    }
}
