//! The pages that reports were read from, where they still are.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::check::Page;
use crate::record::ReportRecord;
use crate::report::PageName;
use crate::source::{Document, Limits, open, open_some};

/// The page of a report, in a file or an archive, if its hash is still that of the record.
pub fn page_of(record: &ReportRecord) -> Option<(PageName, String)> {
    let root = PathBuf::from(&record.root);
    // The file alone where it lies in a folder; inside an archive the page is found by its hash.
    let sources = if root.join(&record.path).is_file() {
        open_some(&root, [record.path.as_str()], Limits::default())
    } else {
        open(&[root], Limits::default())
    };
    let sources = sources.ok()?;
    let document = sources.documents().flatten().find(|document| document.hash == record.hash)?;
    Some((PageName { name: document.name, folders: document.folder }, document.text))
}

/// The pages of `records` that are still where they were read from, but for those that `is_given` knows. Findings call them as
/// `named` says, of their root and their path in it.
pub fn pages_of(
    records: &[ReportRecord],
    is_given: impl Fn(&Document) -> bool,
    named: impl Fn(&Path, &str) -> String,
) -> Vec<Page> {
    let mut roots: Vec<&String> = records.iter().map(|record| &record.root).collect();
    roots.sort_unstable();
    roots.dedup();
    let known: HashSet<(&str, &str)> =
        records.iter().map(|record| (record.root.as_str(), record.path.as_str())).collect();
    let mut pages = Vec::new();
    for root in roots {
        // What moved since is not there to be compared with.
        let Ok(sources) = open(&[PathBuf::from(root)], Limits::default()) else { continue };
        for document in sources.documents().flatten() {
            if known.contains(&(root.as_str(), document.path.as_str())) && !is_given(&document) {
                pages.push(page(named(Path::new(root), &document.path), &document));
            }
        }
    }
    pages
}

/// A document as a page to be checked, which findings call `path`.
pub fn page(path: String, document: &Document) -> Page {
    let name = PageName { name: document.name.clone(), folders: document.folder.clone() };
    Page::read(path, document.text.clone(), name)
}

/// A document's path as seen from where its root was named.
pub fn shown_path(given: &Path, document: &str) -> String {
    if given.is_dir() {
        return given.join(document).display().to_string();
    }
    // What is named by itself is its own document, or an archive of them.
    match document.split_once('/') {
        Some((_, member)) => given.join(member).display().to_string(),
        None => given.display().to_string(),
    }
}
