//! The log of answers. It is bounded: where it has grown too long the oldest go, and what is left of them is how many they were.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::files::Files;
use super::{AnswerRecord, Bounds, FeedbackError};
use crate::correction::FeedbackId;
use crate::journal::{Durability, lines};

/// A line of `answers.jsonl`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum LogLine {
    Answer(Box<AnswerRecord>),
    Dropped {
        /// `2026-11`.
        month: String,
        #[serde(flatten)]
        counts: Counts,
    },
}

/// How many answers of a month there were, and of which kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counts {
    pub asked: usize,
    pub claimed: usize,
    pub not_found: usize,
}

impl Counts {
    pub(super) fn add(&mut self, other: Self) {
        self.asked += other.asked;
        self.claimed += other.claimed;
        self.not_found += other.not_found;
    }

    pub(super) fn of(answer: &AnswerRecord) -> Self {
        Self { asked: 1, claimed: usize::from(answer.is_claimed()), not_found: usize::from(answer.is_not_found()) }
    }
}

/// The log, read.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// Oldest first.
    pub answers: Vec<AnswerRecord>,
    /// By month, those that went as the log grew too long.
    pub dropped: BTreeMap<String, Counts>,
    pub notices: Vec<String>,
}

/// After how many bytes the log is counted anew: a count reads all of it.
const STEP: u64 = 256 << 10;

/// What is kept of the bounds when the oldest go, so that it is long before they go again.
const KEPT_PERCENT: usize = 90;

/// The month of `at`, `2026-11`.
pub(super) fn month_of(at: Timestamp, zone: &TimeZone) -> String {
    zone.to_datetime(at).strftime("%Y-%m").to_string()
}

pub(super) fn read(files: &Files) -> Result<Log, FeedbackError> {
    Ok(Log::of(&files.read(&files.answers())?))
}

/// Appends `answer`, and sees to the bounds now and then. `judged`: the answers that something was said of, which stay.
pub(super) fn append(
    files: &Files,
    answer: &AnswerRecord,
    bounds: Bounds,
    zone: &TimeZone,
    judged: &dyn Fn() -> Result<HashSet<FeedbackId>, FeedbackError>,
) -> Result<(), FeedbackError> {
    let path = files.answers();
    let not_written = FeedbackError::not_written(&path);
    let line = serde_json::to_string(&LogLine::Answer(Box::new(answer.clone())));
    let line = line.map_err(|error| not_written(error.into()))?;
    // A machine that stops may lose the last few: nobody waits for a disk.
    files.append(&path, &line, Durability::Soon)?;
    let length = fs_err::metadata(&path).map_or(0, |metadata| metadata.len());
    let before = length.saturating_sub(line.len() as u64 + 1);
    let step = STEP.min(bounds.bytes / 8).max(1);
    if length <= bounds.bytes && length / step == before / step {
        return Ok(());
    }
    let judged = judged()?;
    files.rewrite(&path, |bytes| (bounded(bytes, bounds, zone, &judged), ()))
}

/// The log within its bounds; `None` where it is.
fn bounded(bytes: &[u8], bounds: Bounds, zone: &TimeZone, judged: &HashSet<FeedbackId>) -> Option<Vec<u8>> {
    let count = lines(bytes).count();
    if count <= bounds.answers && bytes.len() as u64 <= bounds.bytes {
        return None;
    }
    let mut log = Log::of(bytes);
    let sizes: Vec<usize> =
        log.answers.iter().map(|answer| serde_json::to_string(answer).map_or(0, |line| line.len())).collect();
    let most = bounds.answers * KEPT_PERCENT / 100;
    let most_bytes = usize::try_from(bounds.bytes).unwrap_or(usize::MAX) / 100 * KEPT_PERCENT;
    let (mut kept, mut kept_bytes) = (0, 0);
    let mut stays = vec![false; log.answers.len()];
    for (at, answer) in log.answers.iter().enumerate().rev() {
        let fits = kept < most && kept_bytes + sizes[at] <= most_bytes;
        stays[at] = fits || judged.contains(&answer.id);
        if stays[at] {
            kept += 1;
            kept_bytes += sizes[at];
        }
    }
    let answers = std::mem::take(&mut log.answers);
    for (answer, stays) in answers.into_iter().zip(stays) {
        match stays {
            true => log.answers.push(answer),
            false => log.dropped.entry(month_of(answer.at, zone)).or_default().add(Counts::of(&answer)),
        }
    }
    Some(log.bytes())
}

impl Log {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut log = Self::default();
        for (number, line) in lines(bytes) {
            match serde_json::from_slice(line) {
                Ok(LogLine::Answer(answer)) => log.answers.push(*answer),
                Ok(LogLine::Dropped { month, counts }) => log.dropped.entry(month).or_default().add(counts),
                // Where the program, or the machine, was stopped in the middle of it.
                Err(error) if error.is_eof() => {
                    log.notices.push(format!("line {number} of the log of answers is cut short"))
                }
                Err(_) => {
                    log.notices.push(format!("line {number} of the log of answers is not a record of this program"))
                }
            }
        }
        // Several processes write, each its own clock's reading.
        log.answers.sort_by_key(|answer| answer.at);
        log
    }

    pub(super) fn has(&self, id: &FeedbackId) -> bool {
        self.answers.iter().any(|answer| answer.id == *id)
    }

    /// As a file; lines that could not be read are gone.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let dropped =
            self.dropped.iter().map(|(month, counts)| LogLine::Dropped { month: month.clone(), counts: *counts });
        let answers = self.answers.iter().map(|answer| LogLine::Answer(Box::new(answer.clone())));
        let mut bytes = Vec::new();
        // A record that was read can be written.
        for line in dropped.chain(answers).filter_map(|line| serde_json::to_string(&line).ok()) {
            bytes.extend_from_slice(line.as_bytes());
            bytes.push(b'\n');
        }
        bytes
    }
}
