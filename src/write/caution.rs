//! Sentences that are withheld though no particular of them is wrong: they claim nothing, claim what only code can know, or take the
//! date of a report for the day of an event. The extracted answer says the same with more care.

use crate::calendar::mentions;
use crate::citation::Source;
use crate::question::Language;
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// Why a sentence is held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Caution {
    /// A bare figure, day or name.
    Fragment,
    /// It speaks of the prompt's sources, not of what they say.
    OfSources,
    /// The question was in English, and it is not.
    Untranslated,
    /// Highest, lowest, first of all: a comparison over all reports, which its source does not make.
    Superlative(&'static str),
    /// 本周, 昨天: of which report, the sentence does not say.
    Relative(&'static str),
    /// The day is that of the report alone.
    ReportDate(String),
}

impl Caution {
    /// In the language of the question.
    pub(super) fn describe(&self, language: Language) -> String {
        let (chinese, english) = match self {
            Self::Fragment => ("不是一句完整的话".to_string(), "it is no whole sentence".to_string()),
            Self::OfSources => ("说的是资料本身".to_string(), "it speaks of the sources themselves".to_string()),
            Self::Untranslated => ("没有用提问的语言".to_string(), "it is not in the question's language".to_string()),
            Self::Superlative(word) => {
                (format!("来源没有说“{word}”"), format!("the source does not say which is \"{word}\""))
            }
            Self::Relative(word) => (
                format!("没有说“{word}”是从哪一期周报算起"),
                format!("it does not say from which report \"{word}\" counts"),
            ),
            Self::ReportDate(date) => (
                format!("{date}是周报的日期，来源没有说事情在这一天"),
                format!("{date} is the date of the report, not a day that it tells of"),
            ),
        };
        if language == Language::Chinese { chinese } else { english }
    }

    /// Whether a second try could put it right.
    pub(super) fn can_be_repaired(&self) -> bool {
        matches!(self, Self::Superlative(_) | Self::ReportDate(_) | Self::Relative(_))
    }
}

/// What keeps a sentence that passed the check from being shown; `cited` are the sources it cites.
pub(super) fn caution(text: &str, language: Language, cited: &[&Source<'_>]) -> Option<Caution> {
    if is_fragment(text) {
        return Some(Caution::Fragment);
    }
    if speaks_of_sources(text) {
        return Some(Caution::OfSources);
    }
    if language == Language::English && is_chinese(text) {
        return Some(Caution::Untranslated);
    }
    superlative(text, cited)
        .map(Caution::Superlative)
        .or_else(|| relative(text).map(Caution::Relative))
        .or_else(|| report_date(text, cited))
}

/// A word that counts from the report's own week or day, in a sentence that names no week, day or month: whoever reads it later
/// counts from another.
fn relative(text: &str) -> Option<&'static str> {
    static WORDS: Words = Words::of(&[Sense::RelativeTime]);
    let word = WORDS.first_in(text)?.word;
    let names_one = mentions(text).into_iter().any(|mention| {
        let is_relative = WORDS.are_in(&text[mention.span.clone()]);
        // 周二 and 23:08 count from it as well.
        let has_digit = text[mention.span.clone()].contains(|c: char| c.is_ascii_digit());
        let is_clock = text[mention.span.clone()].contains([':', '：', '点']);
        mention.reading.is_ok() && !is_relative && !is_clock && has_digit
    });
    (!names_one).then_some(word)
}

/// Whether a text is no more than a figure, a day or a name: it cannot be read back, as it says nothing of anything.
fn is_fragment(text: &str) -> bool {
    let of_figures = |c: char| "年月日号时点分秒周第至到的万亿元笔个家条次台户天名份项".contains(c);
    let ideographs = text.chars().filter(|c| is_han(*c) && !of_figures(*c)).count();
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).count();
    ideographs + words < FEWEST_WORDS
}

/// 已恢复, "It recovered": the shortest that says something.
const FEWEST_WORDS: usize = 2;

fn speaks_of_sources(text: &str) -> bool {
    let lower = text.to_lowercase();
    let numbered = |word: &str| {
        lower
            .match_indices(word)
            .any(|(at, _)| lower[at + word.len()..].trim_start().starts_with(|c: char| c.is_ascii_digit()))
    };
    let english = ["first source", "second source", "third source", "the source ", "the sources"];
    // The line above a source, copied: 第45周 2023-11-02 · 往期跟踪 › ….
    text.contains('›') || numbered("资料") || numbered("source") || english.iter().any(|word| lower.contains(word))
}

/// More than half of its letters are ideographs; names and quotations in an English sentence are fewer.
fn is_chinese(text: &str) -> bool {
    let ideographs = text.chars().filter(|c| is_han(*c)).count();
    let latin = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).count();
    ideographs > 2 * latin
}

/// A superlative that no cited source has, in either language; the lowest may be the worst, and the most the largest.
fn superlative(text: &str, cited: &[&Source<'_>]) -> Option<&'static str> {
    use Sense::{Fewest, Highest, Largest, Longest, Lowest, Most, Shortest, Worst};
    static SUPERLATIVES: Words = Words::of(&[Highest, Lowest, Longest, Shortest, Most, Fewest, Largest, Worst]);
    let stated: Vec<Sense> =
        cited.iter().flat_map(|source| SUPERLATIVES.all_in(source.text)).map(|found| found.sense).collect();
    let bears = |known: Sense, said: Sense| known == said || matches!((known, said), (Lowest, Worst) | (Most, Largest));
    let mut said = SUPERLATIVES.all_in(text).into_iter();
    said.find(|said| !stated.iter().any(|known| bears(*known, said.sense))).map(|said| said.word)
}

/// A day that no text of the cited sources names, and that is the date of one's report: the report was written then. 截至 and
/// the like, and the label with its date before a quotation, say just that.
fn report_date(text: &str, cited: &[&Source<'_>]) -> Option<Caution> {
    static OF_REPORT: Words = Words::of(&[Sense::Report, Sense::OwnTime, Sense::ItsWeek, Sense::AsOf]);
    let is_named = |source: &&Source<'_>| !source.label.is_empty() && text.contains(source.label);
    if OF_REPORT.are_in(text) || cited.iter().any(is_named) {
        return None;
    }
    for mention in mentions(text) {
        let Ok(reading) = mention.reading else { continue };
        for source in cited {
            let Some(written) = source.date else { continue };
            let day = |expression: &crate::calendar::Expression| {
                expression.resolve(written).ok().filter(|period| period.days() == 1).map(|period| period.from())
            };
            if day(&reading) != Some(written) {
                continue;
            }
            let is_dated = cited.iter().any(|other| {
                let Some(date) = other.date else { return false };
                mentions(other.text).into_iter().any(|other| {
                    let named = other.reading.ok().and_then(|day| day.resolve(date).ok());
                    named.is_some_and(|period| period.days() == 1 && period.from() == written)
                })
            });
            if !is_dated {
                return Some(Caution::ReportDate(written.to_string()));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{is_chinese, is_fragment, relative, speaks_of_sources};

    #[test]
    fn a_bare_day_or_figure_is_no_sentence() {
        for text in ["2023-12-19", "6月15日18:03至17:00", "99.96%", "第26周", "3笔", "18.46万元"] {
            assert!(is_fragment(text), "{text}");
        }
        for text in ["已恢复", "It recovered.", "风扇坏了", "由结算运营逐家联系。", "出金有效成功率99.96%"]
        {
            assert!(!is_fragment(text), "{text}");
        }
    }

    #[test]
    fn a_week_that_counts_from_the_report_is_named() {
        assert_eq!(relative("周报从本周起改在周二交。"), Some("本周"));
        assert_eq!(relative("昨晚23:08重启过一台机器。"), Some("昨晚"));
        assert_eq!(relative("The first batch goes live next week."), Some("next week"));
        for text in ["第14周的周报从本周起改在周二交。", "6/15发现，昨晚重启过一台机器。", "出金有效成功率99.95%。"]
        {
            assert_eq!(relative(text), None, "{text}");
        }
    }

    #[test]
    fn talk_of_the_sources_is_told_from_what_they_say() {
        for text in [
            "在第45周 · 上周进展 › 往期跟踪 · 第75行改好的。",
            "根据资料 1，扩容。",
            "This was confirmed by the third source.",
            "See source 2.",
        ] {
            assert!(speaks_of_sources(text), "{text}");
        }
        for text in ["备案资料已提交", "The resource pool was full.", "根据资料，扩容引起差异。"] {
            assert!(!speaks_of_sources(text), "{text}");
        }
    }

    #[test]
    fn a_quotation_in_an_english_sentence_is_no_chinese_sentence() {
        assert!(is_chinese("五一前安全提醒."));
        assert!(!is_chinese("The 账户流水 discrepancy came from a storage expansion."));
    }
}
