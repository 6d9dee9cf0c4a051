//! Answers that learn: what was answered, what people said of it, and what they say instead.
//!
//! Beside the index: `answers.jsonl` and its older parts, the log, which is bounded and can be forgotten or switched off; `feedback.jsonl`,
//! what people said, which is kept. A correction is a source of its own: it is found like one, shown as what it is, and changes
//! neither an answer nor a model.

mod care;
mod error;
mod exam;
mod files;
mod forget;
mod judgement;
mod log;
mod month;
mod record;
mod relevance;
mod standing;

use std::path::Path;
use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::config::FeedbackSettings;
use crate::correction::{Correction, FeedbackId};

pub use error::FeedbackError;
pub use exam::{Exam, ExamGold, ExamQuestion, LeftOut};
use files::Files;
pub use forget::{Forgetting, Forgotten};
use judgement::Judgements;
pub use judgement::{Judgement, Opinion, Said};
use log::Log;
pub use month::MonthStats;
pub use record::{AnswerRecord, AskedFilters, SaidSentence};
pub use relevance::{CUT, FindError, MOST_FOUND};

/// How much the log keeps; what people have said something of stays beyond it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    pub answers: usize,
    pub bytes: u64,
}

impl Bounds {
    pub const USUAL: Self = Self { answers: 10_000, bytes: 16 << 20 };
}

/// By how much later the next word on the same answer is, where the clock says otherwise.
const A_MOMENT: SignedDuration = SignedDuration::from_millis(1);

/// What is kept of the answers of one index. Cheap to clone; clones share what they have read. Several processes may write at once.
#[derive(Debug, Clone)]
pub struct Feedback {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    files: Option<Files>,
    logs: bool,
    by: Option<String>,
    bounds: Bounds,
    /// Months are those of this machine's calendar.
    zone: TimeZone,
    judgements: judgement::Cache,
    vectors: relevance::Vectors,
}

/// An answer of the log with what was said of it, oldest first.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct JudgedAnswer {
    /// `None` where the answer itself was forgotten.
    pub answer: Option<AnswerRecord>,
    pub judgements: Vec<Judgement>,
}

/// All that is kept: answers from the oldest, and a notice for each line that cannot be read.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Kept {
    pub answers: Vec<JudgedAnswer>,
    pub notices: Vec<String>,
}

impl Feedback {
    /// Reads and makes nothing yet.
    pub fn open(settings: &FeedbackSettings, zone: TimeZone) -> Self {
        Self::bounded(settings, zone, Bounds::USUAL)
    }

    pub fn bounded(settings: &FeedbackSettings, zone: TimeZone, bounds: Bounds) -> Self {
        let shared = Shared {
            files: settings.folder.clone().map(Files::new),
            logs: settings.logs,
            by: settings.by.clone(),
            bounds,
            zone,
            judgements: judgement::Cache::default(),
            vectors: relevance::Vectors::default(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Where it is kept; `None` where there is no place for it.
    pub fn folder(&self) -> Option<&Path> {
        self.shared.files.as_ref().map(Files::dir)
    }

    /// Whether answers are logged.
    pub fn logs(&self) -> bool {
        self.shared.logs
    }

    /// Who speaks where nobody is named.
    pub fn by(&self) -> Option<&str> {
        self.shared.by.as_deref()
    }

    /// The day of `at` by this machine's calendar, `2026-11-23`.
    pub fn day(&self, at: Timestamp) -> String {
        self.shared.zone.to_datetime(at).date().to_string()
    }

    fn files(&self) -> Result<&Files, FeedbackError> {
        self.shared.files.as_ref().ok_or(FeedbackError::NoFolder)
    }

    /// Logs an answer; false where the log is switched off.
    ///
    /// # Errors
    /// `NoFolder`, `NotWritten`: the answer is none the worse for it.
    pub fn record(&self, answer: &AnswerRecord) -> Result<bool, FeedbackError> {
        if !self.shared.logs {
            return Ok(false);
        }
        self.append(answer)?;
        Ok(true)
    }

    fn append(&self, answer: &AnswerRecord) -> Result<(), FeedbackError> {
        let judged = || Ok(self.judgements()?.answers());
        log::append(self.files()?, answer, self.shared.bounds, &self.shared.zone, &judged)
    }

    /// Keeps what somebody says of `answer`. One that is not in the log, as that is switched off, is put there.
    ///
    /// # Errors
    /// `Empty`, `TooLong`, `NoSource` of what is said; `NoFolder`, `Unreadable`, `NotWritten`.
    pub fn judge(&self, answer: &AnswerRecord, said: Said, at: Timestamp) -> Result<Judgement, FeedbackError> {
        // A clock that was put back does not make the newer word the older one.
        let known = self.judgements()?;
        let last = known.all().iter().filter(|said| said.answer == answer.id).map(|said| said.at).max();
        let at = last.filter(|last| *last >= at).map_or(at, |last| last.checked_add(A_MOMENT).unwrap_or(last));
        let judgement = Judgement::new(answer, said, at)?;
        let files = self.files()?;
        // In this order: an answer that something was said of does not go any more.
        judgement::append(files, &judgement)?;
        if !self.log()?.has(&answer.id) {
            self.append(answer)?;
        }
        Ok(judgement)
    }

    /// The answer whose id is `asked` or begins with it, four characters at least. An id of something that was said means its answer.
    ///
    /// # Errors
    /// `Unknown` with the nearest ids, `Ambiguous`; `NoFolder`, `Unreadable`.
    pub fn find(&self, asked: &str) -> Result<JudgedAnswer, FeedbackError> {
        let kept = self.kept()?;
        let id = self.known(&kept, asked)?;
        let is_asked = |judged: &&JudgedAnswer| {
            judged.answer.as_ref().is_some_and(|answer| answer.id == id)
                || judged.judgements.iter().any(|said| said.id == id || said.answer == id)
        };
        kept.answers.iter().find(is_asked).cloned().ok_or_else(|| FeedbackError::unknown(asked, &[], self.logs()))
    }

    /// Adds answers and what was said of them to what is kept, those that are not there already; how many of either. What was forgotten
    /// since `kept` was read comes back.
    ///
    /// # Errors
    /// `NoFolder`, `Unreadable`, `NotWritten`.
    pub fn restore(&self, kept: &[JudgedAnswer]) -> Result<(usize, usize), FeedbackError> {
        let files = self.files()?;
        let (log, known) = (self.log()?, self.judgements()?);
        let (mut answers, mut judgements) = (0, 0);
        for judged in kept {
            if let Some(answer) = judged.answer.as_ref().filter(|answer| !log.has(&answer.id)) {
                self.append(answer)?;
                answers += 1;
            }
            for said in judged.judgements.iter().filter(|said| !known.all().iter().any(|other| other.id == said.id)) {
                judgement::append(files, said)?;
                judgements += 1;
            }
        }
        Ok((answers, judgements))
    }

    /// The one id that `asked` means.
    fn known(&self, kept: &Kept, asked: &str) -> Result<FeedbackId, FeedbackError> {
        let mut ids: Vec<&FeedbackId> = Vec::new();
        for judged in &kept.answers {
            ids.extend(judged.answer.as_ref().map(|answer| &answer.id));
            ids.extend(judged.judgements.iter().flat_map(|said| [&said.id, &said.answer]));
        }
        error::choose(asked, ids, self.logs())
    }

    /// All that is kept.
    ///
    /// # Errors
    /// `NoFolder`, `Unreadable`.
    pub fn kept(&self) -> Result<Kept, FeedbackError> {
        let log = self.log()?;
        let judgements = self.judgements()?;
        Ok(Kept::of(log, &judgements))
    }

    fn log(&self) -> Result<Log, FeedbackError> {
        log::read(self.files()?)
    }

    fn judgements(&self) -> Result<Arc<Judgements>, FeedbackError> {
        self.shared.judgements.read(self.files()?)
    }

    /// The corrections that hold: of several by one person to one answer the last.
    ///
    /// # Errors
    /// `NoFolder`, `Unreadable`.
    pub fn corrections(&self) -> Result<Vec<Correction>, FeedbackError> {
        Ok(self.judgements()?.corrections())
    }

    /// By month, oldest first: what was asked, and what people said of it.
    ///
    /// # Errors
    /// `NoFolder`, `Unreadable`.
    pub fn stats(&self) -> Result<Vec<MonthStats>, FeedbackError> {
        let judgements = self.judgements()?;
        Ok(month::stats(&self.log()?, &judgements, &self.shared.zone))
    }

    /// What people said of answers as questions for `eval`.
    ///
    /// # Errors
    /// `NoFolder`, `Unreadable`.
    pub fn exam(&self) -> Result<Exam, FeedbackError> {
        Ok(Exam::of(&self.kept()?))
    }

    /// Forgets answers and what was said of them; corrections only where `with_corrections`, or where one is named by its own id.
    ///
    /// # Errors
    /// `Unknown`, `Ambiguous` of an id; `NoFolder`, `Unreadable`, `NotWritten`.
    pub fn forget(&self, what: &Forgetting, with_corrections: bool) -> Result<Forgotten, FeedbackError> {
        let what = match what {
            Forgetting::One(asked) => forget::Which::One(self.known(&self.kept()?, asked)?),
            Forgetting::All => forget::Which::All,
            Forgetting::Before(at) => forget::Which::Before(*at),
        };
        forget::forget(self.files()?, &what, with_corrections, &self.shared.zone)
    }
}

impl Kept {
    fn of(log: Log, judgements: &Judgements) -> Self {
        let mut answers: Vec<JudgedAnswer> = Vec::new();
        let mut places = std::collections::HashMap::new();
        for answer in log.answers {
            places.insert(answer.id.clone(), answers.len());
            answers.push(JudgedAnswer { answer: Some(answer), judgements: Vec::new() });
        }
        for said in judgements.all() {
            let place = *places.entry(said.answer.clone()).or_insert_with(|| {
                answers.push(JudgedAnswer { answer: None, judgements: Vec::new() });
                answers.len() - 1
            });
            answers[place].judgements.push(said.clone());
        }
        answers.sort_by_key(JudgedAnswer::at);
        let notices = log.notices.into_iter().chain(judgements.notices().iter().cloned()).collect();
        Self { answers, notices }
    }
}

impl JudgedAnswer {
    /// When it was answered; where the answer was forgotten, when something was first said of it.
    pub fn at(&self) -> Timestamp {
        let answered = self.answer.as_ref().map(|answer| answer.at);
        answered.or_else(|| self.judgements.first().map(|said| said.at)).unwrap_or_default()
    }

    /// What was said last.
    pub fn last(&self) -> Option<&Judgement> {
        self.judgements.last()
    }

    pub fn question(&self) -> &str {
        let answered = self.answer.as_ref().map(|answer| answer.question.as_str());
        answered.or_else(|| self.judgements.first().map(|said| said.question.as_str())).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
