//! Incidents that no report closes, and the reviews promised for them.

use super::candidate::{Candidate, more, points, weeks};
use super::line;
use super::material::Material;
use super::model::{Factor, Ground};
use crate::fact::{closes, is_put_off, says_open};
use crate::thread::{IncidentThread, Phrase};

/// An incident that was mentioned neither in this time nor in these reports is no goal any more.
const LONGEST_SILENCE_DAYS: i32 = 42;
const LONGEST_SILENCE_REPORTS: usize = 3;

/// Nor after this time, however few the reports.
const HISTORY_DAYS: i32 = 90;

const OPEN: u32 = 30;
const EACH_WEEK_OPEN: u32 = 1;
const MOST_FOR_WEEKS_OPEN: u32 = 6;
const CAUSE_MISSING: u32 = 4;
const REVIEW: u32 = 30;
const EACH_WEEK_WAITING: u32 = 2;
const MOST_FOR_WAITING: u32 = 4;

pub(super) fn candidates(material: &Material<'_>) -> Vec<Candidate> {
    let incidents = material.incidents.iter().enumerate();
    incidents
        .filter_map(|(at, thread)| Some(Candidate { incident: Some(at), ..of_incident(material, thread)? }))
        .collect()
}

fn of_incident(material: &Material<'_>, thread: &IncidentThread) -> Option<Candidate> {
    let last = thread.tellings.last()?;
    let silent = (material.last - last.date).get_days();
    let is_silent =
        silent > LONGEST_SILENCE_DAYS && material.reports_after(last.date, &last.place) > LONGEST_SILENCE_REPORTS;
    if is_silent || silent > HISTORY_DAYS {
        return None;
    }
    let named = line::incident(&thread.incident.summary.text, thread.incident.day());
    let places: Vec<_> = thread.tellings.iter().map(|telling| telling.place.clone()).collect();
    let candidate = if let Some((text, made)) = review(thread) {
        let days = (material.last - made).get_days();
        let mut counted = vec![points(Factor::PromisedReview, REVIEW)];
        counted.extend(more(Factor::WeeksWaiting(weeks(days)), weeks(days), EACH_WEEK_WAITING, MOST_FOR_WAITING));
        let awaited = line::awaited(&text);
        Candidate::new(line::review(&named, &awaited), Ground::PromisedReview { text, made, days }, places, counted)
    } else if thread.is_open {
        let is_cause_missing = thread.cause_missing_weeks.is_some();
        let open = thread.days_open.map_or(0, weeks);
        let mut counted = vec![points(Factor::OpenIncident, OPEN)];
        counted.extend(more(Factor::WeeksOpen(open), open, EACH_WEEK_OPEN, MOST_FOR_WEEKS_OPEN));
        counted.extend(is_cause_missing.then(|| points(Factor::CauseMissing, CAUSE_MISSING)));
        let ground = Ground::OpenIncident { occurred: thread.incident.day(), days: thread.days_open, is_cause_missing };
        let awaited = thread.tellings.iter().rev().map(|telling| line::awaited(&telling.text));
        let awaited = awaited.into_iter().find(|words| !words.is_empty()).unwrap_or_default();
        // What an earlier report expected is by now what was expected.
        let is_old = thread.tellings.last().is_some_and(|telling| telling.date < material.last);
        let is_plan = ["预计", "计划"].iter().any(|plan| awaited.starts_with(plan));
        let awaited = if is_old && is_plan { format!("原{awaited}") } else { awaited };
        Candidate::new(line::open(&named, &awaited), ground, places, counted)
    } else {
        return None;
    };
    Some(Candidate { about: Phrase::new(thread.incident.summary.text.clone()), ..candidate })
}

/// The sentence that promises a review and the day of its report, where no later one has it done.
fn review(thread: &IncidentThread) -> Option<(String, crate::calendar::Date)> {
    const REVIEWS: [&str; 4] = ["复盘", "postmortem", "post-mortem", "retrospective"];
    let mut promised = None;
    for telling in &thread.tellings {
        for span in crate::fact::marked_sentences(&telling.text, 0..telling.text.len()) {
            let sentence = telling.text[span].trim();
            let lower = sentence.to_lowercase();
            if !REVIEWS.iter().any(|word| lower.contains(word)) {
                if telling.looks_back && closes(sentence) {
                    promised = None;
                }
                continue;
            }
            let is_ahead = says_open(sentence) || is_put_off(&lower) || is_scheduled(&lower);
            promised = if is_ahead && (says_open(sentence) || !closes(sentence)) {
                Some((sentence.to_string(), telling.date))
            } else {
                None
            };
        }
    }
    promised
}

/// 复盘定于3/30.
fn is_scheduled(text: &str) -> bool {
    ["复盘定", "复盘原定", "复盘排", "择期", "scheduled"].iter().any(|word| text.contains(word))
}
