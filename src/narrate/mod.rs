//! A model's prose for a roll-up, and its wording of goals. Map: the facts of each part, with quotes of their sources, as
//! many as fit into a prompt, become a few sentences. Reduce: those sentences become five. Every sentence is checked against the
//! facts and quotes that it cites; unsupported ones are withheld, and where none remains, the program's own lines are shown
//! alone. Replies are kept as they come, so that the next run resumes a stopped one: the caller has to keep the
//! model's replies ([`crate::config::Llm::keeping_replies`]).

mod chunk;
mod goals;
mod ground;
mod notice;
mod page;
mod points;
mod section;
mod summary;

#[cfg(test)]
mod tests;

use std::future::Future;
use std::pin::Pin;

use crate::rollup::Rollup;
use crate::vocabulary::Language;
use crate::write::{Failed, Spent, Withheld, Writer, withheld_notice};

pub use goals::{GoalLine, Worded};
use points::Points;

/// A part of a roll-up that prose is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RollupPart {
    Headline,
    Metrics,
    Incidents,
    /// By its place in the roll-up.
    Objective(usize),
    Promises,
    /// Reflection and risks.
    Risks,
}

impl RollupPart {
    /// As the prompts and JSON call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Metrics => "metrics",
            Self::Incidents => "incidents",
            Self::Objective(_) => "objective",
            Self::Promises => "promises",
            Self::Risks => "risks",
        }
    }
}

/// What a model wrote on a roll-up.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prose {
    /// In the order of [`RollupPart`]; a part without any sentence, shown or withheld, is left out.
    pub parts: Vec<PartProse>,
    pub notices: Vec<String>,
    /// `None` where the model was not asked.
    pub spent: Option<Spent>,
    /// Whether it was cut short by the user.
    pub stopped: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct PartProse {
    pub part: RollupPart,
    /// May be empty: the program's own lines are shown alone.
    pub sentences: Vec<Sentence>,
    pub withheld: Vec<Withheld>,
}

/// A sentence that was read back and holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Without marks.
    pub text: String,
    /// Numbers of the roll-up's sources, ascending; never empty.
    pub cites: Vec<usize>,
}

/// What happens while prose is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The prompt number `at`, from 1, of `of` is sent. `of` may grow: a prompt that is too long is parted.
    Part {
        at: usize,
        of: usize,
        part: RollupPart,
    },
    Goals {
        at: usize,
        of: usize,
    },
}

/// Has a model word roll-ups and goals.
pub struct Narrator<'a> {
    writer: Writer<'a>,
}

/// What one run has come to.
#[derive(Default)]
struct Run {
    parts: Vec<PartProse>,
    spent: Option<Spent>,
    /// Prompts that were answered.
    done: usize,
    of: usize,
    /// Prompts that came to nothing while others may not, and why the first did.
    skipped: usize,
    first_skipped: Option<Failed>,
    /// Why nothing further is asked.
    ended: Option<Failed>,
}

impl<'a> Narrator<'a> {
    pub fn new(writer: Writer<'a>) -> Self {
        Self { writer }
    }

    /// Words `rollup` in `language` until `stop` is ready.
    ///
    /// Never fails: what the model does not write, or what does not hold, is not there, with a notice that says why.
    pub async fn narrate(
        &self,
        rollup: &Rollup,
        language: Language,
        mut stop: Pin<&mut (dyn Future<Output = ()> + Send)>,
        on_event: &mut (dyn FnMut(Event) + Send),
    ) -> Prose {
        let points = Points::of(rollup, language);
        let mut run = Run::default();
        let kept = self.sections(rollup, &points, language, &mut run, stop.as_mut(), on_event).await;
        if run.ended.is_none() && !kept.is_empty() {
            self.headline(&kept, &points.period(), language, &mut run, stop, on_event).await;
        }
        run.finish(language)
    }
}

impl Run {
    fn spent(&mut self) -> &mut Spent {
        self.spent.get_or_insert_default()
    }

    fn part(&mut self, part: RollupPart) -> &mut PartProse {
        let at = match self.parts.iter().position(|known| known.part == part) {
            Some(at) => at,
            None => {
                self.parts.push(PartProse { part, sentences: Vec::new(), withheld: Vec::new() });
                self.parts.len() - 1
            }
        };
        &mut self.parts[at]
    }

    /// Counts a prompt; one that failed ends the run where no other can fare better.
    fn count(&mut self, outcome: Result<(), Failed>) {
        match outcome {
            Ok(()) => self.done += 1,
            Err(failed) if failed.is_of_this_prompt() => {
                self.skipped += 1;
                self.first_skipped.get_or_insert(failed);
            }
            Err(failed) => self.ended = Some(failed),
        }
    }

    fn notices(&self, language: Language) -> Vec<String> {
        let ended = self.ended.iter().map(|failed| notice::ended(failed, language, self.done, self.of));
        let skipped = self.first_skipped.iter().map(|failed| notice::skipped(failed, language, self.skipped));
        let mut notices: Vec<String> = ended.chain(skipped).collect();
        notices.extend(self.spent.iter().flat_map(|spent| spent.notices.iter().cloned()));
        notices
    }

    fn is_stopped(&self) -> bool {
        matches!(self.ended, Some(Failed::Stopped))
    }

    fn finish(mut self, language: Language) -> Prose {
        let mut notices = self.notices(language);
        self.parts.sort_by_key(|prose| prose.part);
        self.parts.retain(|prose| !prose.sentences.is_empty() || !prose.withheld.is_empty());
        let withheld: Vec<Withheld> = self.parts.iter().flat_map(|prose| prose.withheld.iter().cloned()).collect();
        notices.extend(withheld_notice(&withheld, language));
        let stopped = self.is_stopped();
        Prose { parts: self.parts, notices, spent: self.spent, stopped }
    }
}
