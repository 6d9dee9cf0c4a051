//! What a page is called, and the lines that do nothing but name a report.

use super::plain::plain;
use crate::calendar::{Expression, mentions, mentions_in_question, read_title};
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// Where a page was found, cleaned of ids and endings.
#[derive(Debug, Clone, Default)]
pub struct PageName {
    pub name: String,
    /// Folders above it inside the ingested root, outermost first.
    pub folders: Vec<String>,
}

/// Whether a line of text is a title without marks: next to nothing but the report's week, days or kind.
pub(super) fn is_only_a_name(line: &str) -> bool {
    names_a_report(line) && beside_its_time(line).chars().filter(|c| c.is_alphanumeric()).count() <= 4
}

/// Characters of a title without marks, at most.
pub(super) const LONGEST_TITLE: usize = 60;

/// Whether the line at the very top of a page, with headings below it, is its title: Risk & cross-border, W24 (9–13 June).
pub(super) fn is_title_line(line: &str) -> bool {
    !line.contains('\n') && line.chars().count() <= LONGEST_TITLE && names_a_report(&plain(line))
}

/// What a line says beside times and words for a report.
pub(super) fn beside_its_time(line: &str) -> String {
    static KINDS: Words = Words::of(&[Sense::ReportKind, Sense::TitleWord, Sense::ReportWord]);
    let mut beside = line.to_string();
    for mention in mentions_in_question(line).iter().rev() {
        beside.replace_range(mention.span.clone(), "");
    }
    for kind in KINDS.all_in(&beside).into_iter().rev() {
        beside.replace_range(kind.span, "");
    }
    beside
}

/// Whether a heading does nothing but name the report: a label, a full date or a span with few words beside, or 周报 or weekly with more.
pub(super) fn names_a_report(text: &str) -> bool {
    static KINDS: Words = Words::of(&[Sense::ReportKind]);
    static LETTERS: Words = Words::of(&[Sense::Letter, Sense::Page, Sense::Collection]);
    let dates = read_title(text);
    let dated = match &dates.date {
        Some(Expression::Day(day)) => day.year().is_some(),
        _ => false,
    };
    let lower = text.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_weekly = words().any(|word| matches!(word, "weekly" | "biweekly" | "fortnightly"));
    let is_named = KINDS.are_in(text) || is_weekly && words().count() <= MOST_WORDS_OF_A_TITLE;
    let spans: usize = mentions(text).iter().map(|mention| text[mention.span.clone()].chars().count()).sum();
    let beside = text.chars().filter(|c| c.is_alphanumeric()).count().saturating_sub(spans);
    let is_collection = text.contains("合集");
    // 4月8日 07:40—09:05 断电 is what happened then; reports go by days.
    let dated = (dated || dates.coverage.is_some()) && !names_a_clock(text);
    // Weekly letter from the workshop, Friday 13 March 2026: in English what is beside the day is longer.
    let is_letter = || LETTERS.are_in(&lower) && !text.contains(is_han) && words().count() <= MOST_WORDS_OF_A_LETTER;
    let is_dated = (dates.label.is_some() || dated) && (beside <= 14 || is_letter());
    !is_collection && (is_dated || is_named && (is_weekly || beside <= 24))
}

/// Its days counted.
const MOST_WORDS_OF_A_TITLE: usize = 9;
const MOST_WORDS_OF_A_LETTER: usize = 14;

fn names_a_clock(text: &str) -> bool {
    mentions(text).into_iter().filter_map(|mention| mention.reading.ok()).any(|reading| match reading {
        Expression::Range(from, to) => from.time().is_some() || to.time().is_some(),
        reading => reading.time().is_some(),
    })
}

#[cfg(test)]
mod tests {
    use super::names_a_report;
    use crate::report::{PageName, Report};

    #[test]
    fn a_line_at_the_top_dates_the_page_and_the_day_of_a_heading_below_does_not() {
        let page = "Risk & cross-border, W24 (9–13 June 2031)\n\n## Larkmoor delay, 10 June\n\n212 payments late.\n";
        let report = Report::parse(page.to_string(), &PageName::default());
        assert_eq!(report.title, "Risk & cross-border, W24 (9–13 June 2031)");
        assert_eq!(report.date.map(|date| date.to_string()).as_deref(), Some("2031-06-13"));
    }

    #[test]
    fn a_title_names_its_report_and_whose_it_is() {
        for title in [
            "Learning platforms & exams – weekly, 9–13 June", "健康险理赔周报 6.30-7.4(季姐)附6月月数",
            "CX Analytics Weekly — W25 (16–22 June)", "第26周 2023-06-20",
            "Weekly letter from the boat workshop, Friday 13 March 2026",
        ] {
            assert!(names_a_report(title), "{title}");
        }
        for heading in [
            "Payment outage on 2025-05-06 in the northern region",
            "weekly backups of the shared drives now also keep the notes of all rooms",
            "采购执行",
        ] {
            assert!(!names_a_report(heading), "{heading}");
        }
    }
}
