//! Which report of the index a document is: by its Notion page, else by its path relative to the ingested root.

use std::collections::HashMap;
use std::path::Path;

use uuid::Uuid;

use crate::record::{ReportRecord, report_id};
use crate::source::Document;

/// Gives documents their reports' ids.
pub(super) struct Identities<'a> {
    known: &'a HashMap<Uuid, ReportRecord>,
    /// Ids given in this run, with the root and path they went to.
    given: HashMap<Uuid, (String, String)>,
}

impl<'a> Identities<'a> {
    pub(super) fn new(known: &'a HashMap<Uuid, ReportRecord>) -> Self {
        Self { known, given: HashMap::new() }
    }

    /// A folder that was moved keeps its reports' ids. Two roots that hold one path each at the same time are two
    /// reports: the second takes its root into its identity, and a third page of one id its path.
    pub(super) fn of(&mut self, document: &Document) -> Uuid {
        let key = match &document.page_id {
            Some(page) => format!("page\0{page}"),
            None => format!("path\0{}", document.path),
        };
        let in_root = format!("{key}\0{}", document.root);
        // Pages that were copied with their id, into one root, are told apart by their paths as well.
        let in_place = format!("{in_root}\0{}", document.path);
        let ids = [key, in_root].map(|key| report_id(&key));
        let free = ids.into_iter().find(|id| !self.is_taken(*id, document));
        let id = free.unwrap_or_else(|| report_id(&in_place));
        self.given.insert(id, (document.root.clone(), document.path.clone()));
        id
    }

    fn is_taken(&self, id: Uuid, document: &Document) -> bool {
        if let Some((root, path)) = self.given.get(&id) {
            return (root, path) != (&document.root, &document.path);
        }
        self.known.get(&id).is_some_and(|record| {
            let elsewhere = record.root != document.root;
            elsewhere && document.page_id.is_none() && still_there(record) && !same_file(record, document)
        })
    }
}

/// Whether the file a record came from is still where it was.
fn still_there(record: &ReportRecord) -> bool {
    let root = Path::new(&record.root);
    if root.is_dir() { root.join(&record.path).exists() } else { root.exists() }
}

/// A file given by itself and the same file found in its folder.
fn same_file(record: &ReportRecord, document: &Document) -> bool {
    let recorded = Path::new(&record.root);
    let recorded = if recorded.is_dir() { recorded.join(&record.path) } else { recorded.to_path_buf() };
    recorded == document.absolute
}
