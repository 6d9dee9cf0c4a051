//! How the tests of the rules put a page before a rule.

mod hostile;

use super::{Finding, Options, Page, Selection, check};
use crate::report::PageName;

pub(super) fn options(code: &str) -> Options {
    let selection = Selection::new(&[code.to_string()], &[]).expect("a rule's code");
    Options { selection, ..Options::default() }
}

pub(super) fn page(name: &str, text: &str) -> Page {
    let page_name = PageName { name: name.to_string(), folders: Vec::new() };
    Page::read(format!("{name}.md"), text.to_string(), page_name)
}

/// What one rule finds in a page: line, and the words that are pointed at.
pub(super) fn found(code: &str, text: &str) -> Vec<(usize, String)> {
    let page = page("page", text);
    check(&page, &[], &options(code)).into_iter().map(|found| (found.line, text[found.span].to_string())).collect()
}

pub(super) fn page_findings(code: &str, text: &str) -> Vec<Finding> {
    check(&page("page", text), &[], &options(code))
}

/// What one rule finds in the last of several pages, by file name and text.
pub(super) fn found_among(code: &str, pages: &[(&str, &str)]) -> Vec<(usize, String)> {
    let pages: Vec<Page> = pages.iter().map(|(name, text)| page(name, text)).collect();
    let others: Vec<&Page> = pages.iter().collect();
    let last = pages.last().expect("a page");
    let found = check(last, &others, &options(code));
    found.into_iter().map(|found| (found.line, last.report.source[found.span].to_string())).collect()
}

#[track_caller]
pub(super) fn silent(code: &str, text: &str) {
    assert_eq!(found(code, text), [], "{text}");
}

#[track_caller]
pub(super) fn silent_among(code: &str, pages: &[(&str, &str)]) {
    assert_eq!(found_among(code, pages), [], "{pages:?}");
}
