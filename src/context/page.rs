//! The pages that reports were read from, where they still are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use uuid::Uuid;

use super::{Context, Failure};
use crate::catalogue::Catalogue;
use crate::record::{PASSAGE_KIND, PassageRecord, ReportRecord};
use crate::report::PageName;
use crate::source::{Document, Limits, open};
use crate::store::Condition;

/// The page of a report, in a file or an archive, if its hash is still that of the record.
pub fn page_of(record: &ReportRecord) -> Option<(PageName, String)> {
    let root = PathBuf::from(&record.root);
    // The file alone where it lies in a folder; inside an archive the page is found by its hash.
    let file = root.join(&record.path);
    let path = if file.is_file() { file } else { root };
    let sources = open(&[path], Limits::default()).ok()?;
    let document = sources.documents().flatten().find(|document| document.hash == record.hash)?;
    Some((PageName { name: document.name, folders: document.folder }, document.text))
}

/// The pages of all reports that are still where they were read from, with their roots.
pub fn pages_of(catalogue: &Catalogue) -> Vec<(PathBuf, Document)> {
    let records = || catalogue.entries().iter().map(|entry| &entry.record);
    let roots: BTreeSet<&str> = records().map(|record| record.root.as_str()).collect();
    let mut pages = Vec::new();
    for root in roots {
        // What moved since is not there.
        let Ok(sources) = open(&[PathBuf::from(root)], Limits::default()) else { continue };
        let known: BTreeSet<&str> =
            records().filter(|record| record.root == root).map(|record| record.path.as_str()).collect();
        let documents = sources.documents().flatten().filter(|document| known.contains(document.path.as_str()));
        pages.extend(documents.map(|document| (Path::new(root).to_path_buf(), document)));
    }
    pages
}

/// What the index holds of a report, in order of its lines.
///
/// # Errors
/// Those of the index.
pub async fn passages_of(context: &Context, report: Uuid) -> Result<Vec<PassageRecord>, Failure> {
    let condition =
        Condition::All(vec![Condition::is("kind", PASSAGE_KIND), Condition::any_of("report", [report.to_string()])]);
    let records = context.store.scroll(Some(&condition), None).await?;
    let passages = records.into_iter().map(|record| serde_json::from_value(Value::Object(record.payload)));
    let mut passages = passages.collect::<Result<Vec<PassageRecord>, _>>().map_err(Failure::from_error)?;
    passages.sort_by_key(|passage| (passage.first_line, std::cmp::Reverse(passage.last_line)));
    Ok(passages)
}
