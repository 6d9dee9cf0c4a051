//! The log of answers. It is bounded: where it has grown too long the oldest go, and what is left of them is how many they were.
//!
//! Answers are appended to `answers.jsonl`. Where that is a sixteenth of the bounds it is closed, by a rename, as
//! `answers.NUMBER.COUNT.jsonl`; where all of them are beyond the bounds the oldest of these parts goes. What is to stay of it is
//! written into `answers.old.jsonl` with the part's number, whole, before it is removed: killed in between, its number says that it is
//! there already. So no answer waits for more than a sixteenth of the log to be read.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::files::{Files, Part};
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
    /// All parts up to this number have gone; what is left of them is in the same file.
    Gone {
        through: u64,
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
    /// The last part of the log that has gone, 0 before the first.
    through: u64,
    pub notices: Vec<String>,
}

/// Whether a line is one of the log.
pub(super) fn is_record(line: &[u8]) -> bool {
    serde_json::from_slice::<LogLine>(line).is_ok()
}

/// The approximate number of parts of the log.
const PARTS: usize = 16;

/// How often the log is read anew because a part was closed or went meanwhile.
const MOST_READS: usize = 10;

/// The month of `at`, `2026-11`.
pub(super) fn month_of(at: Timestamp, zone: &TimeZone) -> String {
    zone.to_datetime(at).strftime("%Y-%m").to_string()
}

pub(super) fn read(files: &Files) -> Result<Log, FeedbackError> {
    let mut reads = 0;
    loop {
        reads += 1;
        let parts = files.parts()?;
        let mut log = Log::of(&files.read(&files.old_answers())?);
        let mut is_one_moment = true;
        let through = log.through;
        for part in parts.iter().filter(|part| part.number > through) {
            match files.read_part(*part) {
                Ok(bytes) => log.add(&bytes),
                Err(_) => is_one_moment = false,
            }
        }
        log.add(&files.read(&files.answers())?);
        if is_one_moment && files.parts()? == parts || reads == MOST_READS {
            // Several processes write, each its own clock's reading.
            log.answers.sort_by_key(|answer| answer.at);
            return Ok(log);
        }
    }
}

/// Appends `answer`, and sees to the bounds now and then. `judged`: the answers that something was said of, which stay.
pub(super) fn append(
    files: &Files,
    answer: &AnswerRecord,
    bounds: Bounds,
    zone: &TimeZone,
    judged: &dyn Fn() -> Result<HashSet<FeedbackId>, FeedbackError>,
) -> Result<(), FeedbackError> {
    let written = write(files, answer)?;
    let length = fs_err::metadata(files.answers()).map_or(0, |metadata| metadata.len());
    let most = (bounds.bytes / PARTS as u64).max(1);
    let step = (most / PARTS as u64).max(1);
    // Its lines are counted now and then.
    if length < most && length / step == length.saturating_sub(written) / step {
        return Ok(());
    }
    // The answer is kept; a log that could not be tidied up now is the next answer's to tidy.
    let _ = tidy(files, bounds, zone, judged);
    Ok(())
}

/// Appends `answer` alone; its bytes.
fn write(files: &Files, answer: &AnswerRecord) -> Result<u64, FeedbackError> {
    let path = files.answers();
    let line = serde_json::to_string(&LogLine::Answer(Box::new(answer.clone())));
    let line = line.map_err(|error| FeedbackError::not_written(&path)(error.into()))?;
    // A machine that stops may lose the last few: nobody waits for a disk.
    files.append(&path, &line, Durability::Soon)?;
    Ok(line.len() as u64 + 1)
}

/// How many answers are in the part that is appended to, where they are as many as a part shall have.
fn full(bytes: &[u8], bounds: Bounds) -> Option<usize> {
    let count = lines(bytes).count();
    let is_long = bytes.len() as u64 >= bounds.bytes / PARTS as u64;
    (count > 0 && (is_long || count >= (bounds.answers / PARTS).max(1))).then_some(count)
}

/// Closes the part that is full, and lets the oldest go where all are too many.
fn tidy(
    files: &Files,
    bounds: Bounds,
    zone: &TimeZone,
    judged: &dyn Fn() -> Result<HashSet<FeedbackId>, FeedbackError>,
) -> Result<(), FeedbackError> {
    if full(&files.read(&files.answers())?, bounds).is_none() {
        return Ok(());
    }
    let _alone = files.alone()?;
    // Another process may have closed it meanwhile.
    let count = files.rewrite_alone(&files.answers(), |bytes| (None, full(bytes, bounds)))?;
    let mut through = files.rewrite_alone(&files.old_answers(), |bytes| (None, Log::of(bytes).through))?;
    let mut parts = files.parts()?;
    if let Some(count) = count {
        let last = parts.last().map_or(0, |part| part.number).max(through);
        let part = Part { number: last + 1, answers: count };
        files.close_part(part)?;
        parts.push(part);
    }
    let (gone, mut parts): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(|part| part.number <= through);
    // What a killed process left to be removed.
    gone.into_iter().try_for_each(|part| files.remove_part(part))?;
    while parts.iter().map(|part| part.answers).sum::<usize>() > bounds.answers
        || parts.iter().map(|part| files.part_bytes(*part)).sum::<u64>() > bounds.bytes
    {
        let oldest = parts.remove(0);
        let bytes = files.read_part(oldest).map_err(FeedbackError::unreadable(files.dir()))?;
        let judged = judged()?;
        through = oldest.number;
        files.rewrite_alone(&files.old_answers(), |old| (Some(without(old, &bytes, through, &judged, zone)), ()))?;
        files.remove_part(oldest)?;
    }
    Ok(())
}

/// What is left of the answers that went, `old`, with what is left of the part in `bytes`.
fn without(old: &[u8], bytes: &[u8], through: u64, judged: &HashSet<FeedbackId>, zone: &TimeZone) -> Vec<u8> {
    let mut log = Log::of(old);
    let part = Log::of(bytes);
    log.through = through;
    for (month, counts) in part.dropped {
        log.dropped.entry(month).or_default().add(counts);
    }
    for answer in part.answers {
        match judged.contains(&answer.id) {
            true => log.answers.push(answer),
            false => log.dropped.entry(month_of(answer.at, zone)).or_default().add(Counts::of(&answer)),
        }
    }
    log.bytes()
}

impl Log {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut log = Self::default();
        log.add(bytes);
        log
    }

    /// Adds what is in another file.
    fn add(&mut self, bytes: &[u8]) {
        let log = self;
        for (number, line) in lines(bytes) {
            match serde_json::from_slice(line) {
                Ok(LogLine::Answer(answer)) => log.answers.push(*answer),
                Ok(LogLine::Gone { through }) => log.through = log.through.max(through),
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
        let gone = (self.through > 0).then_some(LogLine::Gone { through: self.through });
        for line in gone.into_iter().chain(dropped).chain(answers).filter_map(|line| serde_json::to_string(&line).ok())
        {
            bytes.extend_from_slice(line.as_bytes());
            bytes.push(b'\n');
        }
        bytes
    }
}
