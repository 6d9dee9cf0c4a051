//! Some reports on their way into the index: read, segmented, waiting for their vectors.

use std::collections::HashSet;

use serde_json::Error as JsonError;
use uuid::Uuid;

use super::payload;
use super::summary::{ReportNotice, Summary};
use crate::embed::{Embedder, Embedding};
use crate::guard::guarded;
use crate::lexicon::{Bm25, Segmenter, TermBag, Token, document_length};
use crate::passage::{Passage, PassageKind, passages};
use crate::record::{Origin, PassageRecord, ReportRecord};
use crate::report::{Notice, Report};
use crate::source::{Document, Skip};
use crate::store::Point;

/// How many passages are embedded and written at a time: enough to keep every core busy, few enough that a stopped run
/// loses seconds.
pub(super) const BATCH_PASSAGES: usize = 512;

/// The weight of a passage's headings and parents in its sparse vector.
const CONTEXT_WEIGHT: f32 = 0.5;

#[derive(Default)]
pub(super) struct Batch {
    reports: Vec<Entry>,
    passages: usize,
}

/// One report, with its passages.
struct Entry {
    record: ReportRecord,
    ready: Vec<Ready>,
    /// The index had it before, in another version.
    was_known: bool,
}

struct Ready {
    passage: Passage,
    tokens: Vec<Token>,
}

impl Batch {
    pub(super) fn is_empty(&self) -> bool {
        self.reports.is_empty()
    }

    pub(super) fn passages(&self) -> usize {
        self.passages
    }

    /// Tokens and passages, for the average length.
    pub(super) fn totals(&self) -> (f64, usize) {
        (self.reports.iter().map(|entry| entry.record.tokens).sum(), self.passages)
    }

    /// The records that this will write.
    pub(super) fn records(&self) -> impl Iterator<Item = &ReportRecord> {
        self.reports.iter().map(|entry| &entry.record)
    }

    /// Takes a document's report, as passages and tokens; one whose reading panics is skipped, and what the index has of it stays.
    pub(super) fn read(
        &mut self,
        document: &Document,
        report: &Report,
        report_id: Uuid,
        was_known: bool,
        segmenter: &Segmenter,
        summary: &mut Summary,
    ) {
        let name = report.display_name();
        let ready = |passage: Passage| {
            let context = passage.context();
            let under = [context.as_str(), &name, report.author.as_deref().unwrap_or_default()];
            Ready { tokens: passage_tokens(segmenter, under, &passage.text), passage }
        };
        let ready: Vec<Ready> = match guarded(|| passages(report, report_id).into_iter().map(ready).collect()) {
            Ok(ready) => ready,
            Err(why) => {
                summary.skipped.push(document.skipped(Skip::Fault(why)));
                return;
            }
        };
        let tokens = ready.iter().map(|ready| f64::from(document_length(&ready.tokens))).sum();
        let origin = Origin {
            report: report_id,
            hash: &document.hash,
            path: &document.path,
            root: &document.root,
            page_id: document.page_id.as_deref(),
        };
        let path = document.path.clone();
        // What is said of all pages without a year at once is not said of each.
        let notices = report
            .notices
            .iter()
            .filter(|notice| !matches!(notice, Notice::NoYear { .. }))
            .map(|notice| ReportNotice::Reading(notice.clone()));
        summary.notices.extend(notices.map(|notice| (path.clone(), notice)));
        summary.notices.extend(report.cut.map(|cut| (path.clone(), ReportNotice::Cut(cut))));
        if document.replaced_chars > 0 {
            summary.notices.push((path.clone(), ReportNotice::Replaced { chars: document.replaced_chars }));
        }
        if ready.is_empty() {
            summary.notices.push((path, ReportNotice::NothingSaid));
        }
        self.passages += ready.len();
        let terms = TermBag::of(ready.iter().map(|ready| ready.tokens.as_slice()));
        let record = ReportRecord::new(report, &origin, ready.len(), tokens, terms);
        self.reports.push(Entry { record, ready, was_known });
    }

    /// The texts that get a dense vector, in the order of [`Self::into_points`].
    pub(super) fn texts_to_embed(&self, segmenter: &Segmenter, embedder: &Embedder) -> Vec<String> {
        let all = self.reports.iter().flat_map(|entry| entry.ready.iter().map(|ready| (&entry.record, &ready.passage)));
        let embedded = all.filter(|(_, passage)| !passage.covered);
        let texts = embedded.map(|(record, passage)| passage.embedding_text(record.author.as_deref()));
        texts.map(|text| embedder.worded(text, segmenter)).collect()
    }

    /// Leaves out the reports that another run has written; they count as unchanged.
    pub(super) fn leave_out(&mut self, written: &HashSet<Uuid>, summary: &mut Summary) {
        summary.unchanged += self.records().filter(|record| written.contains(&record.report)).count();
        self.reports.retain(|entry| !written.contains(&entry.record.report));
        self.passages = self.reports.iter().map(|entry| entry.ready.len()).sum();
    }

    /// `vectors` as [`Self::texts_to_embed`] asked for them; none without an embedder. The reports of `written` are left out.
    pub(super) fn into_points(
        self,
        vectors: Vec<Embedding>,
        bm25: Bm25,
        embedder: &Embedder,
        written: &HashSet<Uuid>,
        summary: &mut Summary,
    ) -> Result<(Vec<Point>, Vec<ReportRecord>), JsonError> {
        let mut vectors = vectors.into_iter();
        let mut points = Vec::with_capacity(self.passages);
        let mut records = Vec::with_capacity(self.reports.len());
        for Entry { record, ready, was_known } in self.reports {
            let is_left_out = written.contains(&record.report);
            if is_left_out {
                summary.unchanged += 1;
            } else if was_known {
                summary.changed += 1;
            } else {
                summary.added += 1;
            }
            for Ready { passage, tokens } in ready {
                let embedded = !passage.covered && !matches!(embedder, Embedder::None);
                let dense = if embedded { vectors.next().map(Embedding::into_vec) } else { None };
                if is_left_out {
                    continue;
                }
                summary.incidents += usize::from(passage.kind == PassageKind::Incident);
                points.push(Point {
                    id: passage.id,
                    dense,
                    sparse: Some(bm25.document_vector(&tokens)),
                    payload: payload(&PassageRecord::new(&passage, &record))?,
                });
            }
            if !is_left_out {
                summary.passages += record.passages;
                records.push(record);
            }
        }
        Ok((points, records))
    }
}

/// A passage's tokens: its text's, and at a lower weight those of what it is `under`: its context, its report's name and author. The
/// name is for words alone (docs/quality.md).
pub(super) fn passage_tokens(segmenter: &Segmenter, under: [&str; 3], text: &str) -> Vec<Token> {
    let mut tokens = segmenter.tokens(text);
    let under = segmenter.tokens(&under.join(" ")).into_iter();
    tokens.extend(under.map(|token| Token { weight: token.weight * CONTEXT_WEIGHT, ..token }));
    tokens
}

/// A report's own point: no vectors, so that no query finds it. Its id is apart from its passages'.
pub(super) fn report_point(record: ReportRecord) -> Result<Point, JsonError> {
    Ok(Point { id: record.report, dense: None, sparse: None, payload: payload(&record)? })
}
