//! Why an incident came about after all, where a later report says so: its review, an account that settles the cause, a line that takes the
//! first one back.

use uuid::Uuid;

use super::incident_parts::local;
use super::of_all::incidents_of_all;
use crate::record::{PassageRecord, Place};
use crate::report::Span;
use crate::retrieve::{Filters, RetrieveError, Retriever};
use crate::thread::{IncidentThread, LaterWord};

/// What a later report says of why.
pub(super) struct CauseAfterAll {
    /// Report and start of the first account of the incident.
    of: (Uuid, usize),
    pub passage: PassageRecord,
    /// In the passage.
    pub span: Span,
    /// It is known by its words alone: shown, and not vouched for.
    pub is_likely: bool,
}

/// The cause after all of each incident of which there is one. `told`: the accounts of each, the first one first.
pub(super) async fn causes_after_all(
    retriever: &Retriever<'_>,
    told: &[Vec<PassageRecord>],
) -> Result<Vec<CauseAfterAll>, RetrieveError> {
    let mut found = Vec::new();
    for accounts in told {
        let Some((first, others)) = accounts.split_first() else { continue };
        let of = (first.report, first.start);
        let review = others.iter().rev().find(|account| account.is_review());
        if let Some((review, cause)) = review.and_then(|one| Some((one, one.incident.as_ref()?.cause.as_ref()?))) {
            found.push(CauseAfterAll { of, passage: review.clone(), span: local(review, cause), is_likely: false });
            continue;
        }
        if !retriever.keeps_all() {
            continue;
        }
        let threads = incidents_of_all(retriever).await?;
        let is_its = |thread: &&IncidentThread| {
            let place = thread.tellings.first().map(|telling| &telling.place);
            place.is_some_and(|place| place.report_id() == first.report && place.lines == first.lines())
        };
        let Some((text, place, is_likely)) = threads.iter().find(is_its).and_then(cause_of) else { continue };
        let is_at = |passage: &PassageRecord| !passage.covered && passage.lines().contain(place.lines);
        let passages = retriever.of_reports(&[place.report_id()], &Filters::default(), is_at).await?;
        let part = passages.into_iter().find_map(|(_, passage)| Some((passage.text.find(text)?, passage)));
        if let Some((start, passage)) = part {
            found.push(CauseAfterAll { of, passage, span: start..start + text.len(), is_likely });
        }
    }
    Ok(found)
}

/// What takes a cause back comes before the cause that it takes back.
fn cause_of(thread: &IncidentThread) -> Option<(&str, &Place, bool)> {
    let settled = thread.cause_told_later().filter(|telling| telling.settles_cause || telling.concludes);
    let settled = settled.map(|telling| (telling.text.as_str(), &telling.place, false));
    let after_all = &thread.after_all;
    after_all.denial.as_ref().map(likely).or(settled).or_else(|| after_all.cause.as_ref().map(likely))
}

fn likely(word: &LaterWord) -> (&str, &Place, bool) {
    (&word.text, &word.place, true)
}

impl CauseAfterAll {
    pub fn is_of(&self, first: &PassageRecord) -> bool {
        self.of == (first.report, first.start)
    }
}
