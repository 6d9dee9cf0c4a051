//! One page per quirk of people's reports, and beside it what must be read from it.
//!
//! `tests/golden/NAME.snap` is the expected reading of `tests/golden/NAME`. Set `ZHOUBAO_ACCEPT=1` to write what is read
//! now, then check each line against the page: a wrong expectation is a defect of its own.

#[path = "golden/dump.rs"]
mod dump;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use dump::{dump, read};
use zhoubao::source::{Document, Limits, open};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn documents() -> Vec<Document> {
    let sources = open(&[folder()], Limits::default()).expect("the folder of golden pages");
    sources.documents().filter_map(Result::ok).collect()
}

#[test]
fn every_quirk_is_read_as_its_golden_page_says() {
    let accept = std::env::var_os("ZHOUBAO_ACCEPT").is_some();
    let mut wrong = Vec::new();
    let mut pages = BTreeSet::new();
    for document in documents() {
        let (report, passages) = read(&document);
        let found = dump(&report, &passages);
        let expected_at = folder().join(format!("{}.snap", document.path));
        pages.insert(expected_at.clone());
        if accept {
            std::fs::write(&expected_at, &found).expect("a folder that can be written");
            continue;
        }
        let expected = std::fs::read_to_string(&expected_at).unwrap_or_default();
        if expected != found {
            wrong.push(format!("{}\n{}", document.path, first_difference(&expected, &found)));
        }
    }
    assert!(pages.len() >= 35, "{} golden pages were found", pages.len());
    assert!(wrong.is_empty(), "{} pages are read otherwise:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn no_expectation_is_left_without_its_page() {
    let pages: BTreeSet<String> = documents().into_iter().map(|document| format!("{}.snap", document.path)).collect();
    let mut expected = BTreeSet::new();
    let mut folders = vec![folder()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("a readable folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|ending| ending == "snap") {
                let relative = entry.strip_prefix(folder()).expect("it is below the folder");
                expected.insert(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    assert_eq!(expected, pages);
}

fn first_difference(expected: &str, found: &str) -> String {
    let mut lines = expected.lines().zip(found.lines()).enumerate();
    match lines.find(|(_, (one, other))| one != other) {
        Some((at, (one, other))) => format!("  line {}\n  expected: {one}\n  found:    {other}", at + 1),
        None => format!("  expected {} lines, found {}", expected.lines().count(), found.lines().count()),
    }
}
