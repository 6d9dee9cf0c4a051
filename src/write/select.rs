//! A model as a reader: it is given the statements that may answer, numbered, and says which do. What it picks is shown first,
//! in the reports' own words; no word of its own is.

mod offer;
mod reply;

use std::future::Future;
use std::pin::Pin;

use crate::answer::{Answer, Answered};

use super::exchange::{Purpose, tokens_of};
use super::notice::{Failed, absent_notice, no_numbers_notice, unknown_numbers_notice};
use super::{Event, Spent, Writer, Written};
use offer::Offer;
use reply::{Picked, picked};

/// What a prompt takes, in tokens by our estimate: two cores read as much in a few seconds.
const PROMPT_TOKENS: usize = 600;

/// A model that picks more than these has not chosen.
const MOST_PICKS: usize = 4;

impl Writer<'_> {
    /// Has the model pick statements of `answered`, until `stop` is ready.
    ///
    /// Never fails: where the model does, or picks nothing, the answer is as it was, with a notice that says why.
    pub(super) async fn select(
        &self,
        answered: &Answered,
        stop: Pin<&mut (dyn Future<Output = ()> + Send)>,
        on_event: &mut (dyn FnMut(Event<'_>) + Send),
    ) -> Written {
        let language = answered.answer.language();
        let mut spent = Spent::default();
        let outcome = self.pick(answered, stop, &mut spent, on_event).await;
        let stopped = matches!(outcome, Err(Failed::Stopped));
        let mut notices = Vec::new();
        let picks = match outcome {
            Ok(Some(Choices { picks, unknown })) => {
                notices.extend(unknown_numbers_notice(&unknown, language));
                if picks.is_empty() && unknown.is_empty() {
                    notices.push(absent_notice(language));
                }
                picks
            }
            Ok(None) => {
                notices.push(no_numbers_notice(language));
                Vec::new()
            }
            Err(failed) => {
                notices.push(failed.notice(language, false));
                Vec::new()
            }
        };
        notices.extend(spent.notices.iter().cloned());
        let mut answer: Answer = match picks.is_empty() {
            true => answered.answer.clone(),
            false => answered.with_first(&picks),
        };
        for sentence in &answer.sentences {
            on_event(Event::Sentence { sentence, citations: &answer.citations });
        }
        answer.notices.extend(notices);
        Written { answer, withheld: Vec::new(), spent: Some(spent), stopped }
    }

    /// `None` for a reply that names no numbers.
    async fn pick(
        &self,
        answered: &Answered,
        stop: Pin<&mut (dyn Future<Output = ()> + Send)>,
        spent: &mut Spent,
        on_event: &mut (dyn FnMut(Event<'_>) + Send),
    ) -> Result<Option<Choices>, Failed> {
        let language = answered.answer.language();
        let question = &answered.answer.question.text;
        let render = |offer: &Offer| self.prompts.select(language, &offer.prompt(question)).map_err(Failed::Prompt);
        let frame = tokens_of(&self.messages(&render(&Offer::default())?));
        let window = self.sizes.window.saturating_sub(self.sizes.reply as usize);
        let offer = Offer::gather(answered, PROMPT_TOKENS.min(window).saturating_sub(frame));
        let messages = self.messages(&render(&offer)?);
        on_event(Event::Asked { sources: offer.len(), tokens: tokens_of(&messages) });
        let purpose = Purpose::object("select", reply::schema(offer.len(), MOST_PICKS));
        let reply = self.exchange(&messages, purpose, spent, stop, &mut |_| ()).await?;
        let Some(Picked { numbers, unknown }) = picked(&reply, offer.len()) else { return Ok(None) };
        let picks = numbers.into_iter().take(MOST_PICKS).filter_map(|n| offer.statement(n)).collect();
        Ok(Some(Choices { picks, unknown }))
    }
}

/// What a model chose.
struct Choices {
    /// Indexes of the pool, in the model's order.
    picks: Vec<usize>,
    /// Numbers that no statement had.
    unknown: Vec<u64>,
}
