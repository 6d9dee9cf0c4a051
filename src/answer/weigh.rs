//! The statements that may answer a question, and what the models make of them.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::authors::people;
use super::sound::names_by_sound;
use super::words::section_named;
use crate::question::Question;
use crate::record::PassageRecord;
use crate::retrieve::{Filters, Found, Retrieval, RetrieveError, Retriever};
use crate::statement::{Clues, Days, Passage, Pool, TimeAsked};

/// Passages that either leg may add.
const OF_A_LEG: usize = 60;

/// Passages whose sections are looked at whole: a cause may be some lines below.
const WITH_THEIR_SECTION: usize = 12;

/// Reports that are opened for that, at most.
const REPORTS: usize = 8;

/// Passages of such sections, at most.
const OF_SECTIONS: usize = 240;

/// The statements that may answer, and what the question gives to weigh them by.
pub(super) struct Weighed {
    pub pool: Pool,
    pub clues: Clues,
}

/// Gathers the passages that words, meaning, time and people bring, with their sections. `timely` was found under the times asked for.
pub(super) async fn gather(
    retriever: &Retriever<'_>,
    question: &Question,
    filters: &Filters,
    timely: &Retrieval,
) -> Result<Weighed, RetrieveError> {
    let catalogue = retriever.catalogue;
    let asked = timely.times.iter().filter(|time| time.asked);
    let times: Vec<TimeAsked> = asked
        .map(|time| TimeAsked {
            reports: time.scope.reports.clone(),
            periods: time.scope.periods.iter().map(|period| Days::from(*period)).collect(),
            by_label: time.scope.by_label,
        })
        .collect();
    let mut content = retriever.content(question, &timely.times);
    let mut in_both =
        format!("{} {}", retriever.in_both_languages(&content), retriever.segmenter.in_chinese(&content, 1));
    let vector = retriever.vector(&content).await?.map(|vector| retriever.turned(vector));
    let mut found: Vec<Found> = retriever.by_both_legs(&content, vector.as_deref(), filters, None, OF_A_LEG).await?;
    let foreign = catalogue.not_in(question.language);
    if !foreign.is_empty() {
        found.extend(retriever.by_both_legs(&content, vector.as_deref(), filters, Some(&foreign), OF_A_LEG / 2).await?);
    }
    let listed: Vec<&PassageRecord> = found.iter().map(|found| &found.passage).collect();
    for name in names_by_sound(&question.text, &listed, retriever.segmenter) {
        content = format!("{content} {name}");
        in_both = format!("{in_both} {name}");
        found.extend(retriever.by_both_legs(&name, None, filters, None, OF_A_LEG / 2).await?);
    }
    let listed: Vec<&PassageRecord> = found.iter().map(|found| &found.passage).collect();
    let people = people(&question.text, &listed, catalogue, retriever.segmenter);
    let clues = Clues::new(
        question,
        (&content, &in_both),
        times,
        &people,
        section_named(&question.text.to_lowercase()).map(|(_, kind)| kind),
        catalogue,
        retriever.segmenter,
    );

    let theirs: Vec<Uuid> = people.iter().flat_map(|(_, reports)| reports.iter().copied()).collect();
    if !theirs.is_empty() {
        found.extend(retriever.by_both_legs(&content, vector.as_deref(), filters, Some(&theirs), OF_A_LEG / 2).await?);
    }
    found.extend(timely.found.iter().cloned());
    found.sort_by(|one, other| other.hit.score.total_cmp(&one.hit.score));
    let mut seen = HashSet::new();
    found.retain(|found| seen.insert(found.hit.id));

    let mut passages: Vec<(Uuid, PassageRecord)> = sections(retriever, &found, filters).await?;
    let known: HashSet<Uuid> = passages.iter().map(|(id, _)| *id).collect();
    passages.extend(
        found.into_iter().filter(|found| !known.contains(&found.hit.id)).map(|found| (found.hit.id, found.passage)),
    );
    passages.retain(|(_, passage)| !passage.covered);

    let sample = retriever.sample().await?;
    let (cosines, spread) = match &vector {
        None => (HashMap::new(), Vec::new()),
        Some(vector) => {
            let mut ids: Vec<Uuid> = passages.iter().map(|(id, _)| *id).collect();
            ids.extend(sample.iter());
            ids.sort_unstable();
            ids.dedup();
            let cosines: HashMap<Uuid, f32> = retriever.store.cosines(vector, &ids).await?.into_iter().collect();
            let spread = sample.iter().filter_map(|id| cosines.get(id).copied()).collect();
            (cosines, spread)
        }
    };
    let passages = passages.into_iter().map(|(id, record)| Passage { id, cosine: cosines.get(&id).copied(), record });
    let pool = Pool::new(passages.collect(), &clues, &spread, retriever.segmenter);
    Ok(Weighed { pool, clues })
}

/// The passages of the sections that the best of `found` are in.
async fn sections(
    retriever: &Retriever<'_>,
    found: &[Found],
    filters: &Filters,
) -> Result<Vec<(Uuid, PassageRecord)>, RetrieveError> {
    let best: Vec<&PassageRecord> = found.iter().take(WITH_THEIR_SECTION).map(|found| &found.passage).collect();
    let mut reports: Vec<Uuid> = Vec::new();
    for passage in &best {
        if !reports.contains(&passage.report) && reports.len() < REPORTS {
            reports.push(passage.report);
        }
    }
    let is_near = |passage: &PassageRecord| {
        best.iter().any(|best| {
            best.report == passage.report
                && (best.section == passage.section || best.start <= passage.start && passage.end <= best.end)
        })
    };
    let mut passages = retriever.of_reports(&reports, filters, is_near).await?;
    passages.truncate(OF_SECTIONS);
    Ok(passages)
}
