//! Work that is not done: what the items of the last report and the threads of their work say of it, and what other reports told
//! of it that the last one does not.

use rust_decimal::Decimal;

use super::form::Form;
use super::model::{Carried, Due};
use super::target::Target;
use crate::calendar::{Date, Expression, mentions};
use crate::fact::{Milestone, Planned, State};
use crate::ledger::share;
use crate::report::{Span, heading_text};
use crate::thread::Thread;

/// What the carrying needs to know.
pub(super) struct Work<'a> {
    pub form: &'a Form,
    pub threads: &'a [Thread],
    pub target: &'a Target,
    /// The day of the last report.
    pub last: Date,
}

/// Words shown of an item, in characters.
const MOST_WORDS_CHARS: usize = 28;

/// An item that this many reports in a row tell of is one of the form, whatever it says.
const STANDING_REPORTS: usize = 3;

/// The two names are of one thing from this share of their pairs of letters on.
const SHARE_OF_ONE_NAME: f64 = 0.75;

impl Work<'_> {
    /// The work that the words at `own` (an item without what is nested in it) tell of and that is not done; one line a subject.
    pub(super) fn carried(&self, own: &Span, cite: &mut dyn FnMut(&Span) -> usize) -> Vec<Carried> {
        let mut found: Vec<Carried> = Vec::new();
        let here = self.form.facts.milestones.iter().filter(|milestone| own.start <= milestone.span.start && milestone.span.end <= own.end);
        for milestone in here.filter(|milestone| self.is_open(milestone)) {
            let due = self.due(milestone);
            let progress = milestone.progress.filter(|value| *value < Decimal::ONE_HUNDRED).map(|value| format!("{}%", value.normalize()));
            let subject = heading_text(&milestone.subject);
            let same = found.iter_mut().find(|known| known.subject == subject || known.cite == 0);
            match same {
                Some(known) => {
                    known.progress = known.progress.take().or(progress);
                    known.due.extend(due);
                }
                None => {
                    let words = if progress.is_none() && due.is_empty() { self.words(milestone) } else { None };
                    found.push(Carried { subject, progress, words, due, is_goal: false, told: None, cite: cite(&milestone.span) });
                }
            }
        }
        found
    }

    /// Whether work is told as under way, and not as landed, dropped or put aside.
    fn is_open(&self, milestone: &Milestone) -> bool {
        let is_ahead = milestone.planned.iter().any(|planned| !planned.was && planned.to >= self.last);
        let is_whole = milestone.progress.is_some_and(|value| value >= Decimal::ONE_HUNDRED);
        match milestone.state.as_ref().map(|stated| stated.state) {
            Some(State::Paused | State::Closed) => false,
            Some(State::Launched) => is_ahead || milestone.progress.is_some() && !is_whole,
            _ if is_whole => is_ahead,
            Some(_) => true,
            None => milestone.progress.is_some() || milestone.planned.iter().any(|planned| !planned.was) || self.is_standing(milestone),
        }
    }

    /// Whether the last reports in a row all tell of it.
    fn is_standing(&self, milestone: &Milestone) -> bool {
        let is_its = |thread: &&Thread| {
            let last = &thread.last().milestone;
            last.subject == milestone.subject && last.parent == milestone.parent && thread.last().date == self.last
        };
        self.threads.iter().find(is_its).is_some_and(|thread| {
            let mut reports: Vec<_> = thread.told.iter().map(|told| told.statement.place.report_id).collect();
            reports.dedup();
            let launched = thread.told.iter().any(|told| told.statement.milestone.is_launched());
            reports.len() >= STANDING_REPORTS && !launched
        })
    }

    /// The planned days of a milestone that hold.
    fn due(&self, milestone: &Milestone) -> Vec<Due> {
        let mut found: Vec<Due> = Vec::new();
        for planned in milestone.planned.iter().filter(|planned| !planned.was) {
            let due = self.one_due(planned);
            if !found.iter().any(|known| known.text == due.text && known.step == due.step && known.part == due.part) {
                found.push(due);
            }
        }
        found
    }

    fn one_due(&self, planned: &Planned) -> Due {
        Due {
            text: absolute(planned),
            day: planned.to,
            step: planned.what.clone(),
            part: planned.part.clone(),
            is_past: planned.to < self.target.date,
        }
    }

    /// The first words that say how it stands.
    fn words(&self, milestone: &Milestone) -> Option<String> {
        let text = self.form.text(&milestone.span);
        let rest = text.trim_start_matches("**").strip_prefix(milestone.subject.as_str()).unwrap_or(text);
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':' | '，' | ',' | '*' | '】'));
        clause(rest, MOST_WORDS_CHARS)
    }

    /// Work of earlier reports with a planned day that the last report no longer tells of: `(headings it stood under, line)`.
    pub(super) fn forgotten(
        &self,
        reach_days: i32,
        cite: &mut dyn FnMut(&Thread) -> Option<usize>,
    ) -> Vec<(Vec<String>, Carried)> {
        let mut found = Vec::new();
        for thread in self.threads {
            let last = thread.last();
            let age = (self.last - last.date).get_days();
            let milestone = &last.milestone;
            let is_done = thread.told.iter().any(|told| {
                let milestone = &told.statement.milestone;
                matches!(milestone.state.as_ref().map(|stated| stated.state), Some(State::Launched | State::Closed | State::Paused))
            });
            if !(1..=reach_days).contains(&age) || is_done || milestone.progress.is_some_and(|value| value >= Decimal::ONE_HUNDRED) {
                continue;
            }
            let due = self.due(milestone);
            let subject = heading_text(&milestone.subject);
            if due.is_empty() || !thread.doubtful.is_empty() || self.is_spoken_of(&subject) {
                continue;
            }
            let Some(cite) = cite(thread) else { continue };
            let progress = milestone.progress.map(|value| format!("{}%", value.normalize()));
            let told = Some(last.place.report.clone());
            found.push((milestone.section.clone(), Carried { subject, progress, words: None, due, is_goal: false, told, cite }));
        }
        found
    }

    /// Whether the last report speaks of a subject, under this name or one much like it.
    fn is_spoken_of(&self, subject: &str) -> bool {
        let milestones = &self.form.facts.milestones;
        self.form.source().contains(subject)
            || milestones.iter().any(|milestone| share(&milestone.subject, subject) >= SHARE_OF_ONE_NAME)
    }
}

/// A time as it may be read in another week: what was written as seen from its own week becomes a day.
fn absolute(planned: &Planned) -> String {
    let is_relative = mentions(&planned.text).iter().any(|mention| match &mention.reading {
        Ok(expression) => matches!(expression.core(), Expression::Relative(_)),
        Err(_) => false,
    });
    if !is_relative {
        return planned.text.clone();
    }
    let day = |date: Date| format!("{}/{}", date.month(), date.day());
    if planned.from == planned.to { day(planned.to) } else { format!("{}-{}", day(planned.from), day(planned.to)) }
}

/// The first clauses of `text` that fit into `most` characters; `None` where nothing is said. A clause that is too long is cut.
pub(super) fn clause(text: &str, most: usize) -> Option<String> {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = text.split(['。', '；', ';', '！']).next().unwrap_or_default().trim();
    let mut kept = String::new();
    for part in sentence.split_inclusive(['，', ',', '：']) {
        if kept.chars().count() + part.chars().count() > most && !kept.is_empty() {
            break;
        }
        kept.push_str(part);
    }
    let kept = kept.trim_end_matches(['，', ',', '：', ' ']);
    let cut: String = kept.chars().take(most + 8).collect();
    let cut = if cut.len() < kept.len() { format!("{cut}…") } else { cut };
    (!cut.trim().is_empty()).then_some(cut)
}
