//! Open incidents, and which of their parts the reports do not state yet.

use super::model::{Missing, OpenIncident};
use super::words::Use;
use super::work::clause;
use crate::calendar::Date;
use crate::citation::Sources;
use crate::fact::{says_open, sentences, states_handling};
use crate::record::PassageRecord;
use crate::thread::{IncidentThread, Telling};

/// Characters of an incident's summary and of its open words, at most.
const MOST_SUMMARY_CHARS: usize = 32;
const MOST_WORDS_CHARS: usize = 24;

/// The open incidents among `threads` mentioned within the last `reach_days` days, by time, and the number of older ones.
pub(super) fn open_incidents(
    threads: &[IncidentThread],
    passages: &[PassageRecord],
    (last, last_name): (Date, &str),
    reach_days: i32,
    sources: &mut Sources,
) -> (Vec<OpenIncident>, usize) {
    let (mut found, mut older) = (Vec::new(), 0);
    for thread in threads.iter().filter(|thread| thread.is_open) {
        let Some(telling) = thread.tellings.last() else { continue };
        if (last - telling.date).get_days() > reach_days {
            older += 1;
            continue;
        }
        let mut cites: Vec<usize> =
            thread.tellings.iter().filter_map(|telling| sources.cite_place(passages, &telling.place)).collect();
        cites.sort_unstable();
        cites.dedup();
        let Some(summary) = clause(&thread.incident.summary.text, MOST_SUMMARY_CHARS).filter(|_| !cites.is_empty())
        else {
            continue;
        };
        found.push(OpenIncident {
            occurred: thread.incident.occurred.clone(),
            summary,
            missing: missing(thread),
            words: open_words(telling),
            told: (telling.place.report() != last_name).then(|| telling.place.report().to_string()),
            cites,
        });
    }
    (found, older)
}

fn missing(thread: &IncidentThread) -> Vec<Missing> {
    let mut missing = Vec::new();
    if thread.cause_missing_weeks.is_some() {
        missing.push(Missing::Cause);
    }
    let is_handled =
        thread.incident.handling.is_some() || thread.tellings.iter().any(|telling| states_handling(&telling.text));
    if !is_handled {
        missing.push(Missing::Handling);
    }
    let waits = |telling: &Telling| Use::ReviewPending.is_in(&telling.text);
    let is_over = |telling: &Telling| Use::ReviewDone.is_in(&telling.text);
    if thread.tellings.iter().any(waits) && !thread.tellings.iter().any(is_over) {
        missing.push(Missing::Review);
    }
    if missing.is_empty() {
        missing.push(Missing::Outcome);
    }
    missing
}

/// The sentence that leaves it open.
fn open_words(telling: &Telling) -> Option<String> {
    let text = &telling.text;
    let open = sentences(text, 0..text.len())
        .into_iter()
        .map(|span| text[span].trim())
        .find(|sentence| says_open(sentence))?;
    let words = open.split(['，', ',', '；', '。', '\n']).find(|part| says_open(part)).unwrap_or(open);
    let name = words.split_once(['：', ':']).map_or(words, |(_, rest)| rest);
    let words = if says_open(name) { name } else { words };
    clause(words.trim_matches(|c: char| c.is_whitespace() || matches!(c, '，' | '。' | '；' | '-')), MOST_WORDS_CHARS)
}
