//! Map: the parts of a roll-up, prompt by prompt.

use std::future::Future;
use std::pin::Pin;

use crate::chat::{ChatError, Message};
use crate::citation::marks;
use crate::prompt::{Rendered, RepairPrompt};
use crate::rollup::Rollup;
use crate::vocabulary::Language;
use crate::write::{Arrival, Failed, Purpose};

use super::chunk::{Chunk, chunks};
use super::ground::Ground;
use super::page::ProsePage;
use super::points::Points;
use super::{Event, Narrator, RollupPart, Run, Sentence};

/// A sentence that passed the check, with its evidence.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Kept {
    pub(super) sentence: Sentence,
    pub(super) grounds: Vec<Ground>,
}

/// Sentences shown of one prompt, at most.
const MOST_SENTENCES: usize = 3;

/// How often prompts are made smaller for a server that finds them too long.
pub(super) const SHRINKS: usize = 4;

impl Narrator<'_> {
    /// Returns the sentences of all parts that passed the check, in order; `run` gets them too.
    pub(super) async fn sections(
        &self,
        rollup: &Rollup,
        points: &Points<'_>,
        language: Language,
        run: &mut Run,
        mut stop: Pin<&mut (dyn Future<Output = ()> + Send)>,
        on_event: &mut (dyn FnMut(Event) + Send),
    ) -> Vec<Kept> {
        let period = points.period();
        let mut room = self.writer.room(&period);
        let mut queue = chunks(points.rows(), room);
        let mut kept = Vec::new();
        let (mut at, mut shrinks) = (0, 0);
        while let Some(chunk) = queue.pop_front() {
            at += 1;
            // One more for the headline.
            run.of = at + queue.len() + 1;
            on_event(Event::Part { at, of: run.of, part: chunk.part });
            let name = match chunk.part {
                RollupPart::Objective(at) => rollup.objectives.get(at).map_or("", |objective| objective.name.as_str()),
                _ => "",
            };
            let outcome = self.section(&chunk, (name, &period), language, run, stop.as_mut(), &mut kept).await;
            let limit = match &outcome {
                Err(Failed::Chat(ChatError::ContextTooLong { limit, .. })) if shrinks < SHRINKS => Some(*limit),
                _ => None,
            };
            if let Some(limit) = limit {
                shrinks += 1;
                at -= 1;
                room = limit.map_or(room, |limit| room.min(limit)) / 2;
                let parted = |chunk: Chunk| chunk.rows.into_iter().map(move |row| (chunk.part, row));
                queue = chunks(std::iter::once(chunk).chain(queue).flat_map(parted), room);
                // Where nothing is left that fits, it is supported why.
                if !queue.is_empty() {
                    continue;
                }
            }
            run.count(outcome);
            if run.ended.is_some() {
                break;
            }
        }
        kept
    }

    async fn section(
        &self,
        chunk: &Chunk,
        (name, period): (&str, &str),
        language: Language,
        run: &mut Run,
        stop: Pin<&mut (dyn Future<Output = ()> + Send)>,
        kept: &mut Vec<Kept>,
    ) -> Result<(), Failed> {
        let grounds = chunk.grounds();
        let prompt = chunk.prompt(&grounds, name, period, language);
        let rendered = self.writer.prompts.section(language, &prompt).map_err(Failed::Prompt)?;
        let mut page = ProsePage::new(&grounds, language, MOST_SENTENCES);
        let outcome = self.tell(&rendered, "section", language, &mut page, run, stop).await;
        let (supported, withheld) = page.into_parts();
        let part = run.part(chunk.part);
        part.withheld.extend(withheld);
        for sentence in supported {
            let kept_sentence = Kept::new(sentence.text, sentence.grounds, &grounds);
            if !part.sentences.iter().any(|known| known.text == kept_sentence.sentence.text) {
                part.sentences.push(kept_sentence.sentence.clone());
                kept.push(kept_sentence);
            }
        }
        outcome
    }

    /// One prompt and, where sentences of its reply do not hold, one for those.
    pub(super) async fn tell(
        &self,
        rendered: &Rendered,
        purpose: &'static str,
        language: Language,
        page: &mut ProsePage<'_>,
        run: &mut Run,
        mut stop: Pin<&mut (dyn Future<Output = ()> + Send)>,
    ) -> Result<(), Failed> {
        let mut messages = self.writer.messages(rendered);
        let reply = self.read(&messages, purpose, page, run, stop.as_mut()).await?;
        let sentences = page.take_faulty();
        if sentences.is_empty() || page.is_full() {
            return Ok(());
        }
        let repair = self.writer.prompts.repair(language, &RepairPrompt { sentences }).map_err(Failed::Prompt)?;
        messages.push(Message::assistant(reply));
        messages.push(Message::user(&repair.user));
        self.read(&messages, "repair", page, run, stop).await?;
        Ok(())
    }

    /// One call; of a reply that breaks off, the whole sentences.
    async fn read(
        &self,
        messages: &[Message],
        purpose: &'static str,
        page: &mut ProsePage<'_>,
        run: &mut Run,
        stop: Pin<&mut (dyn Future<Output = ()> + Send)>,
    ) -> Result<String, Failed> {
        let mut sentences: Vec<String> = Vec::new();
        let mut on_arrival = |arrival: Arrival<'_>| match arrival {
            // What follows a semicolon leans on what stands before it.
            Arrival::Sentence(sentence) => match sentences.last_mut().filter(|last| goes_on(last)) {
                Some(last) => last.push_str(sentence),
                None => sentences.push(sentence.to_string()),
            },
            Arrival::Writing { .. } => {}
            Arrival::Restart => sentences.clear(),
        };
        let reply = self.writer.exchange(messages, Purpose::prose(purpose), run.spent(), stop, &mut on_arrival).await;
        sentences.iter().for_each(|sentence| page.offer(sentence));
        reply
    }
}

/// Whether a sentence, its marks left aside, ends with a semicolon.
fn goes_on(sentence: &str) -> bool {
    marks(sentence).0.trim_end().ends_with(['；', ';'])
}

impl Kept {
    /// `places`: in `grounds`.
    pub(super) fn new(text: String, places: Vec<usize>, grounds: &[Ground]) -> Self {
        let grounds: Vec<Ground> = places.into_iter().filter_map(|at| grounds.get(at).cloned()).collect();
        let mut cites: Vec<usize> = grounds.iter().flat_map(|ground| ground.cites.iter().copied()).collect();
        cites.sort_unstable();
        cites.dedup();
        Self { sentence: Sentence { text, cites }, grounds }
    }
}
