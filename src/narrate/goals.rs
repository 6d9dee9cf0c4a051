//! Goals in a model's words: the same goals, as many and in the same order. A line that adds or loses anything stays as it was.

mod line;

use std::future::Future;
use std::pin::Pin;

use crate::citation::Citation;
use crate::lexicon::estimate_tokens;
use crate::prompt::{GoalPrompt, Nonce, PromptGoal, quotable};
use crate::vocabulary::{Language, worded};
use crate::write::{Arrival, Failed, Purpose, Spent, Withheld, withheld_notice};

use super::{Event, Narrator, Run};
use line::{departure, numbered};

/// A goal as the program words it.
#[derive(Debug, Clone)]
pub struct GoalLine<'a> {
    /// One line, without marks.
    pub text: &'a str,
    /// What it rests on.
    pub citations: Vec<&'a Citation>,
}

/// Goals with the wording that holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Worded {
    /// One for each goal, in order; `None` where the goal keeps its wording.
    pub lines: Vec<Option<String>>,
    /// `after` is the number of goals before the one that it was to replace.
    pub withheld: Vec<Withheld>,
    pub notices: Vec<String>,
    /// `None` where the model was not asked.
    pub spent: Option<Spent>,
    /// Whether it was cut short by the user.
    pub stopped: bool,
}

/// Tokens that the frame of a goal or quote takes.
const FRAME_TOKENS: usize = 24;

impl Narrator<'_> {
    /// Words `goals`, which are in `language`, until `stop` is ready. Nothing but the wording of a line changes: see
    /// [`Worded::lines`].
    pub async fn word_goals(
        &self,
        goals: &[GoalLine<'_>],
        language: Language,
        mut stop: Pin<&mut (dyn Future<Output = ()> + Send)>,
        on_event: &mut (dyn FnMut(Event) + Send),
    ) -> Worded {
        let mut worded = Worded { lines: vec![None; goals.len()], ..Worded::default() };
        let mut run = Run::default();
        let groups = groups(goals, self.writer.room(""));
        run.of = groups.len();
        for (at, group) in groups.iter().enumerate() {
            on_event(Event::Goals { at: at + 1, of: run.of });
            let outcome = self.word(&goals[group.clone()], language, &mut run, stop.as_mut()).await;
            let outcome = outcome.map(|reply| take(&reply, goals, group.start, language, &mut worded));
            run.count(outcome);
            if run.ended.is_some() {
                break;
            }
        }
        worded.notices = run.notices(language);
        worded.notices.extend(withheld_notice(&worded.withheld, language));
        worded.stopped = run.is_stopped();
        worded.spent = run.spent;
        worded
    }

    async fn word(
        &self,
        goals: &[GoalLine<'_>],
        language: Language,
        run: &mut Run,
        stop: Pin<&mut (dyn Future<Output = ()> + Send)>,
    ) -> Result<String, Failed> {
        let prompt = prompt(goals);
        let rendered = self.writer.prompts.goal(language, &prompt).map_err(Failed::Prompt)?;
        let messages = self.writer.messages(&rendered);
        // A line is judged whole: its number says which goal it is.
        let mut ignore = |_: Arrival<'_>| ();
        let reply = self.writer.exchange(&messages, Purpose::prose("goal"), run.spent(), stop, &mut ignore).await?;
        Ok(self.writer.restored(&reply))
    }
}

/// Takes the lines of a reply to the goals from place `first` on, those that hold.
fn take(reply: &str, goals: &[GoalLine<'_>], first: usize, language: Language, worded: &mut Worded) {
    for line in reply.lines() {
        let Some((n, text)) = numbered(line) else { continue };
        let at = n.checked_sub(1).map(|at| first + at);
        let goal = at.and_then(|at| Some((at, goals.get(at)?))).filter(|(at, _)| worded.lines[*at].is_none());
        let fault = match goal {
            None => Some(worded!(language, "没有这一个目标", "there is no such goal")),
            Some((_, goal)) if goal.text.trim() == text => continue,
            Some((_, goal)) => departure(&text, goal, language),
        };
        match (fault, goal) {
            (None, Some((at, _))) => worded.lines[at] = Some(text),
            (fault, goal) => worded.withheld.push(Withheld {
                text,
                after: goal.map_or(goals.len(), |(at, _)| at),
                unsupported: fault.into_iter().collect(),
            }),
        }
    }
}

/// Places of goals that share a prompt.
fn groups(goals: &[GoalLine<'_>], room: usize) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    let mut left = 0;
    for (at, goal) in goals.iter().enumerate() {
        let quotes = goal.citations.iter().map(|citation| estimate_tokens(&citation.quote) + FRAME_TOKENS);
        let tokens = estimate_tokens(goal.text) + FRAME_TOKENS + quotes.sum::<usize>();
        match found.last_mut().filter(|_| tokens <= left) {
            Some(group) => {
                group.end = at + 1;
                left -= tokens;
            }
            None => {
                found.push(at..at + 1);
                left = room.saturating_sub(tokens);
            }
        }
    }
    found
}

fn prompt(goals: &[GoalLine<'_>]) -> GoalPrompt {
    let quotes = |goal: &GoalLine<'_>| goal.citations.iter().map(|citation| quotable(&citation.quote)).collect();
    let quoted = goals.iter().flat_map(|goal| {
        std::iter::once(goal.text).chain(goal.citations.iter().map(|citation| citation.quote.as_str()))
    });
    GoalPrompt {
        nonce: Nonce::new(quoted).as_str().to_string(),
        count: goals.len(),
        goals: goals
            .iter()
            .enumerate()
            .map(|(at, goal)| PromptGoal { n: at + 1, text: quotable(goal.text), quotes: quotes(goal) })
            .collect(),
    }
}
