//! Forgetting: answers with what was said of them, and corrections where that is asked for.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::files::Files;
use super::judgement::Judgement;
use super::log::{Log, month_of};
use super::{FeedbackError, judgement};
use crate::correction::FeedbackId;
use crate::journal::lines;

/// What is to be forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forgetting {
    All,
    /// An id, or its beginning: of an answer, or of what was said of one.
    One(String),
    /// What was asked before this moment.
    Before(Timestamp),
}

pub(super) enum Which {
    All,
    One(FeedbackId),
    Before(Timestamp),
}

/// How much is gone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Forgotten {
    pub answers: usize,
    /// What was said of answers, without corrections.
    pub judgements: usize,
    pub corrections: usize,
    /// Corrections to forgotten answers that stay.
    pub kept_corrections: usize,
}

pub(super) fn forget(
    files: &Files,
    which: &Which,
    with_corrections: bool,
    zone: &TimeZone,
) -> Result<Forgotten, FeedbackError> {
    let mut forgotten = Forgotten::default();
    if !files.dir().exists() {
        return Ok(forgotten);
    }
    let gone: HashSet<FeedbackId> =
        files.rewrite_answers(|bytes| answers(bytes, which, zone))?.into_iter().flatten().collect();
    forgotten.answers = gone.len();
    if matches!(which, Which::All) {
        files.forget_aside("answers.")?;
    }
    if matches!(which, Which::All) && with_corrections {
        files.forget_aside("feedback.")?;
    }
    files.rewrite(&files.feedback(), |bytes| {
        let mut rest = Vec::with_capacity(bytes.len());
        for (_, line) in lines(bytes) {
            let stays = match serde_json::from_slice::<Judgement>(line) {
                Ok(said) => stays(&said, which, &gone, with_corrections, &mut forgotten),
                // What it said is not known; all of it is all of it.
                Err(_) => !(matches!(which, Which::All) && with_corrections),
            };
            if stays {
                rest.extend_from_slice(line);
                rest.push(b'\n');
            }
        }
        let is_changed = rest.len() != bytes.len();
        (is_changed.then_some(rest), ())
    })?;
    let known = judgement::Judgements::of(&files.read(&files.feedback())?);
    // Vectors are of questions, too.
    if known.all().iter().all(|said| said.correct.is_none()) || forgotten.corrections > 0 {
        files.rewrite(&files.vectors(), |bytes| ((!bytes.is_empty()).then(Vec::new), ()))?;
    }
    Ok(forgotten)
}

/// The log without what goes, and the ids of what went.
fn answers(bytes: &[u8], which: &Which, zone: &TimeZone) -> (Option<Vec<u8>>, HashSet<FeedbackId>) {
    let mut log = Log::of(bytes);
    let goes = |id: &FeedbackId, at: Timestamp| match which {
        Which::All => true,
        Which::One(one) => one == id,
        Which::Before(before) => at < *before,
    };
    let gone: HashSet<FeedbackId> =
        log.answers.iter().filter(|answer| goes(&answer.id, answer.at)).map(|answer| answer.id.clone()).collect();
    log.answers.retain(|answer| !gone.contains(&answer.id));
    let months = log.dropped.len();
    match which {
        Which::All => log.dropped.clear(),
        Which::Before(before) => {
            let month = month_of(*before, zone);
            log.dropped.retain(|known, _| *known >= month);
        }
        Which::One(_) => {}
    }
    let is_changed =
        !gone.is_empty() || log.dropped.len() != months || matches!(which, Which::All) && !bytes.is_empty();
    (is_changed.then(|| log.bytes()), gone)
}

fn stays(
    said: &Judgement,
    which: &Which,
    gone: &HashSet<FeedbackId>,
    with_corrections: bool,
    forgotten: &mut Forgotten,
) -> bool {
    let is_named = matches!(which, Which::One(id) if *id == said.id);
    let goes = is_named
        || gone.contains(&said.answer)
        || match which {
            Which::All => true,
            // An answer may have been forgotten before.
            Which::One(id) => *id == said.answer,
            Which::Before(before) => said.at < *before,
        };
    match (goes, said.correct.is_some()) {
        (false, _) => true,
        (true, false) => {
            forgotten.judgements += 1;
            false
        }
        (true, true) if is_named || with_corrections => {
            forgotten.corrections += 1;
            false
        }
        (true, true) => {
            forgotten.kept_corrections += 1;
            true
        }
    }
}
