//! Whether the lines that a correction is attached to are still what they were: a later reading may have changed or removed them.

use std::collections::HashMap;

use uuid::Uuid;

use crate::correction::{CitedLines, Standing};
use crate::record::PassageRecord;
use crate::retrieve::{Filters, RetrieveError, Retriever};
use crate::text::letters;

/// The reports of an index as far as they were asked for.
pub(super) struct Pages<'a> {
    retriever: &'a Retriever<'a>,
    letters: HashMap<Uuid, String>,
}

impl<'a> Pages<'a> {
    pub(super) fn new(retriever: &'a Retriever<'a>) -> Self {
        Self { retriever, letters: HashMap::new() }
    }

    /// A file with the same bytes has the same lines; of another one the text is looked for.
    pub(super) async fn standing(&mut self, cited: &CitedLines) -> Result<Standing, RetrieveError> {
        let catalogue = self.retriever.catalogue;
        if catalogue.entries().iter().any(|entry| entry.record.hash == cited.report_hash) {
            return Ok(Standing::Unchanged);
        }
        if catalogue.entry(cited.report_id).is_none() {
            return Ok(Standing::Removed);
        }
        let page = self.page(cited.report_id).await?;
        Ok(if cited.quote.find(page).is_some() { Standing::Unchanged } else { Standing::Changed })
    }

    async fn page(&mut self, report: Uuid) -> Result<&str, RetrieveError> {
        if !self.letters.contains_key(&report) {
            let passages = self.retriever.of_reports(&[report], &Filters::default(), |_| true).await?;
            let passages = passages.into_iter().map(|(_, passage)| passage).collect();
            self.letters.insert(report, page_letters(passages));
        }
        Ok(&self.letters[&report])
    }
}

/// The letters of what the index has of a page, in order.
fn page_letters(mut passages: Vec<PassageRecord>) -> String {
    passages.sort_by_key(|passage| (passage.start, passage.end));
    let mut text = String::new();
    let mut reached = 0;
    for passage in passages {
        // Passages lie in each other: what was read of one is left out of the next.
        let read = reached.max(passage.start) - passage.start;
        if let Some(rest) = passage.text.get(read..) {
            text.push_str(rest);
            text.push('\n');
            reached = reached.max(passage.end);
        }
    }
    letters(&text)
}
