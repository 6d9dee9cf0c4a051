//! English texts word for word in Chinese, for an embedding model that reads Chinese alone: of a question over reports in the other
//! language it then finds by meaning what it found by shared words alone (`docs/quality.md`).
//!
//! A gloss is no translation, and nobody is shown it.

use std::ops::Range;

use super::everyday;
use super::glossary::{Name, Named};
use super::segmenter::{Segmenter, is_english_stop_word};
use crate::text::{in_full_width, is_english, is_whole};
use crate::vocabulary::{Sense, entries};

/// Fewest letters of a month or a weekday that stand for it.
const SHORT: usize = 3;

impl Segmenter {
    /// The lines of `text` that are in English, each word by its first `names` Chinese names: what the glossaries call it, else the
    /// dictionary of common words. Small words are left out, unknown ones stay as they are; Chinese lines have their marks in full width.
    pub fn in_chinese(&self, text: &str, names: usize) -> String {
        let lines = text.split('\n');
        let glossed = lines.map(|line| if is_english(line) { self.gloss(line, names) } else { in_full_width(line) });
        glossed.collect::<Vec<_>>().join("\n")
    }

    fn gloss(&self, line: &str, names: usize) -> String {
        let lower = line.to_ascii_lowercase();
        let notions: Vec<Named<'_>> = self.named(&lower).into_iter().filter(|named| named.is_english).collect();
        let mut parts: Vec<String> = Vec::new();
        let mut at = 0;
        for word in english_words(&lower) {
            if word.start < at {
                continue;
            }
            parts.push(line[at..word.start].to_string());
            // Of entries that share a name the first is the usual one.
            let notion = notions.iter().find(|named| named.span.start == word.start);
            at = notion.map_or(word.end, |named| named.span.end.max(word.end));
            let (written, folded) = (&line[word.clone()], &lower[word]);
            if let Some(day) = day_or_month(written) {
                parts.push(day);
            } else if let Some(named) = notion {
                parts.extend(named.translations.iter().take(names).map(Name::to_string));
            } else if !is_english_stop_word(folded) {
                let before = parts.len();
                parts.extend(everyday::in_chinese(folded).take(names).map(str::to_string));
                if parts.len() == before {
                    parts.push(written.to_string());
                }
            }
        }
        parts.push(line[at..].to_string());
        let said = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
        said.collect::<Vec<_>>().join(" ")
    }
}

/// Runs of letters, with the hyphens between them, that are whole words.
pub(super) fn english_words(lower: &str) -> impl Iterator<Item = Range<usize>> {
    let is_letter = |c: char| c.is_ascii_lowercase();
    let mut from = 0;
    let runs = std::iter::from_fn(move || {
        let start = from + lower[from..].find(is_letter)?;
        let length = lower[start..].find(|c: char| !is_letter(c) && c != '-').unwrap_or(lower.len() - start);
        let end = start + lower[start..start + length].trim_end_matches('-').len();
        from = start + length;
        Some(start..end)
    });
    runs.filter(move |span| is_whole(lower, span))
}

/// `Wed`, `Thursday`, `Mar`: written with a capital, as `sun` and `may` mean other things.
fn day_or_month(written: &str) -> Option<String> {
    const WEEKDAYS: &str = "一二三四五六日";
    if written.len() < SHORT || !written.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let lower = written.to_ascii_lowercase();
    let place = |sense| entries(sense).position(|entry| entry.word.starts_with(&lower));
    let weekday = place(&[Sense::Weekday]).and_then(|at| WEEKDAYS.chars().nth(at));
    weekday.map(|day| format!("周{day}")).or_else(|| place(&[Sense::Month]).map(|at| format!("{}月", at + 1)))
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use crate::lexicon::{Glossary, Segmenter};

    static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(|| Segmenter::new(Glossary::built_in()));

    #[test]
    fn an_english_line_is_worded_in_chinese() {
        assert_eq!(SEGMENTER.in_chinese("The merchant's database crashed on Wed.", 1), "商户 ' s 数据库 宕机 周三 .");
    }

    #[test]
    fn names_figures_and_chinese_lines_stay() {
        assert_eq!(SEGMENTER.in_chinese("csp-agent-oss 99.95% Zhvkov", 1), "csp-agent-oss 99.95% Zhvkov");
        assert_eq!(SEGMENTER.in_chinese("数据库 crash 3 次", 1), "数据库 crash 3 次");
        assert_eq!(SEGMENTER.in_chinese("", 1), "");
    }

    #[test]
    fn as_many_names_are_given_as_are_asked_for() {
        let names = SEGMENTER.in_chinese("pungent", 2);
        assert_eq!(names.split(' ').count(), 2, "{names}");
    }

    #[test]
    fn a_sun_in_small_letters_is_no_day() {
        assert_eq!(SEGMENTER.in_chinese("Sun, Mar", 1), "周日 , 3月");
        assert!(!SEGMENTER.in_chinese("the sun", 1).contains("周日"));
    }
}
