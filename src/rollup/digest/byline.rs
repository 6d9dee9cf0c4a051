//! The head of a page and the byline of its author: they name the page, and report nothing.

use super::width::{LONGEST_NAME_COLUMNS, columns};
use crate::calendar::{first_mention, mention_at_start};
use crate::fact::is_done;
use crate::record::PassageRecord;
use crate::report::{Span, is_head_block};
use crate::vocabulary::{Sense, Words};

/// The head of a page begins no further down.
const LAST_HEAD_LINE: usize = 8;

/// Whether `said`, which stands at `span` of the passage, names its page or its author, and says no more.
pub(super) fn is_byline(passage: &PassageRecord, span: &Span, said: &str) -> bool {
    static AUTHORS: Words = Words::of(&[Sense::AuthorField]);
    static FIELDS: Words =
        Words::of(&[Sense::OtherField, Sense::PeriodField, Sense::DateField, Sense::TeamField, Sense::IssueField]);
    let label = said.split_once(['：', ':']).map_or("", |(label, _)| label);
    let is_above_all = passage.section.is_empty();
    is_above_all && (names_the_page(said) || FIELDS.have(label))
        || passage.first_line <= LAST_HEAD_LINE && is_head_block(paragraph(&passage.text, span.start))
        || names_its_author(passage, said)
        || AUTHORS.have(label)
        || ["编制", "填报", "编写"].contains(&label)
}

/// The paragraph of a text that has the byte `at`.
fn paragraph(text: &str, at: usize) -> &str {
    let start = text[..at].rfind("\n\n").map_or(0, |end| end + 2);
    let end = text[at..].find("\n\n").map_or(text.len(), |end| at + end);
    &text[start..end]
}

/// Whether a short line above all else of its page has the name of who wrote it, or the days that it is of: From Grace Ouyang to Mr Gu;
/// Maren Tolleby, fortnight ending 9 May.
fn names_its_author(passage: &PassageRecord, text: &str) -> bool {
    const LAST_LINE: usize = 5;
    const LONGEST_COLUMNS: usize = 72;
    let is_named = || passage.author.as_deref().is_some_and(|author| !author.is_empty() && text.contains(author));
    let ends = || text.split_once(" ending ").is_some_and(|(_, rest)| mention_at_start(rest).is_some());
    // Yuanpu, 17 April 2026
    let is_dated = || {
        text.split_once(", ")
            .is_some_and(|(_, day)| mention_at_start(day).is_some_and(|found| found.span.end == day.len()))
    };
    passage.first_line <= LAST_LINE
        && columns(text) <= LONGEST_COLUMNS
        && !is_done(text)
        && (is_named() || ends() || is_dated())
}

/// Whether a text is no more than names and a date: the byline of a page.
fn names_the_page(text: &str) -> bool {
    !text.contains(|c: char| "，。；：,;:！!？?".contains(c))
        && first_mention(text).is_some()
        && columns(text) <= LONGEST_NAME_COLUMNS
}
