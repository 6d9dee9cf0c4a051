//! Unfinished work without news in the last reports.

use super::alike::speaks_of;
use super::candidate::{Candidate, more, points};
use super::due::name_of;
use super::line;
use super::material::{Material, Sentence};
use super::model::{Factor, Ground};
use crate::thread::{MilestoneStatement, Phrase, Thread, WorkName};
use rust_decimal::Decimal;

const LEAST_REPORTS: usize = 3;

/// Later it is no work of these weeks any more.
const MOST_REPORTS: usize = 8;
const MOST_DAYS: i32 = 60;

/// Work with fewer statements has no pace to lose.
const LEAST_TOLD: usize = 2;

const STALLED: u32 = 12;
const EACH_REPORT: u32 = 2;
const MOST_FOR_REPORTS: u32 = 8;

pub(super) fn candidates(material: &Material<'_>) -> Vec<Candidate> {
    let threads = material.threads.iter().enumerate();
    threads.filter_map(|(at, thread)| Some(Candidate { thread: Some(at), ..of_thread(material, thread)? })).collect()
}

fn of_thread(material: &Material<'_>, thread: &Thread) -> Option<Candidate> {
    let last = thread.last();
    let is_over = thread.told.iter().any(|told| told.statement.milestone.is_over());
    let subject = name_of(thread);
    if is_over || !last.milestone.is_likely() || thread.told.len() < LEAST_TOLD || !WorkName::new(&subject).is_telling()
    {
        return None;
    }
    let (since, progress) = last_news(thread);
    let progress = progress.filter(|progress| *progress < Decimal::ONE_HUNDRED)?;
    let reports = material.reports_after(since.date, &since.place);
    let days = (material.last - since.date).get_days();
    if !(LEAST_REPORTS..=MOST_REPORTS).contains(&reports) || days > MOST_DAYS {
        return None;
    }
    // The same work may go on under another name.
    let (name, said) = (Phrase::new(subject.as_str()), Phrase::new(last.text.as_str()));
    let goes_on = |sentence: &Sentence<'_>| speaks_of(&sentence.text, &name) || speaks_of(&said, &sentence.text);
    if material.sentences_after(last.date, &last.place).any(goes_on) {
        return None;
    }
    let ground = Ground::Stalled {
        since: since.date,
        report: since.place.report().to_string(),
        reports,
        progress: Some(progress),
    };
    let mut counted = vec![points(Factor::Stalled, STALLED)];
    let count = u32::try_from(reports).unwrap_or(u32::MAX);
    counted.extend(more(Factor::ReportsSilent(reports), count, EACH_REPORT, MOST_FOR_REPORTS));
    let percent = format!("{}%", progress.normalize());
    let text = line::stalled(&subject, Some(&percent), &line::month_day(since.date));
    let mut places = vec![since.place.clone()];
    if last.place != since.place {
        places.push(last.place.clone());
    }
    Some(Candidate { about: Phrase::new(subject.clone()), ..Candidate::new(text, ground, places, counted) })
}

/// The first of the last statements with one progress, and that progress.
fn last_news(thread: &Thread) -> (&MilestoneStatement, Option<Decimal>) {
    let last = thread.last().milestone.progress;
    let same = thread.told.iter().rev().take_while(|told| told.statement.milestone.progress == last);
    (same.last().map_or(thread.last(), |told| &told.statement), last)
}
