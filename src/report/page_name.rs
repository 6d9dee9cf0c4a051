//! What a page is called, and the lines that do nothing but name a report.

use crate::calendar::{Expression, mentions, mentions_in_question, read_title};
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

/// Whether a heading does nothing but name the report: a label, a full date or a span, or 周报, with few words beside.
pub(super) fn names_a_report(text: &str) -> bool {
    static KINDS: Words = Words::of(&[Sense::ReportKind]);
    let dates = read_title(text);
    let dated = match &dates.date {
        Some(Expression::Day(day)) => day.year().is_some(),
        _ => false,
    };
    let named = KINDS.are_in(text) || text.to_lowercase().contains("weekly report");
    let spans: usize = mentions(text).iter().map(|mention| text[mention.span.clone()].chars().count()).sum();
    let beside = text.chars().filter(|c| c.is_alphanumeric()).count().saturating_sub(spans);
    let is_collection = text.contains("合集");
    // 4月8日 07:40—09:05 断电 is what happened then; reports go by days.
    let dated = (dated || dates.coverage.is_some()) && !names_a_clock(text);
    !is_collection && (dates.label.is_some() || dated || named) && beside <= 14
}

fn names_a_clock(text: &str) -> bool {
    mentions(text).into_iter().filter_map(|mention| mention.reading.ok()).any(|reading| match reading {
        Expression::Range(from, to) => from.time().is_some() || to.time().is_some(),
        reading => reading.time().is_some(),
    })
}
