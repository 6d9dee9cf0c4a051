//! One call to the model: what it may take, what is hidden from it, and its reply cut into sentences as it comes. What to ask,
//! and what of a reply to believe, is its callers' affair.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::chat::{Message, Piece, Request};
use crate::citation::Sentences;
use crate::lexicon::estimate_tokens;
use crate::prompt::Rendered;
use crate::redact::Redactor;

use super::{Failed, Spent, Writer};

/// What comes of a reply, with what was hidden put back.
#[derive(Debug)]
pub(crate) enum Arrival<'a> {
    Sentence(&'a str),
    /// Characters of the reply so far.
    Writing {
        chars: usize,
    },
    /// The reply begins anew.
    Restart,
}

/// What a call is for.
#[derive(Debug, Clone)]
pub(crate) struct Purpose {
    /// In a word, for the record.
    name: &'static str,
    /// Of the object that the reply has to be; `None` for prose.
    schema: Option<Value>,
}

impl Purpose {
    pub(crate) fn prose(name: &'static str) -> Self {
        Self { name, schema: None }
    }

    pub(crate) fn object(name: &'static str, schema: Value) -> Self {
        Self { name, schema: Some(schema) }
    }
}

impl Writer<'_> {
    /// Asks within the budget, until `stop` is ready; the reply as it came, placeholders and all.
    pub(crate) async fn exchange(
        &self,
        messages: &[Message],
        Purpose { name, schema }: Purpose,
        spent: &mut Spent,
        stop: Pin<&mut (dyn Future<Output = ()> + Send)>,
        on_arrival: &mut (dyn FnMut(Arrival<'_>) + Send),
    ) -> Result<String, Failed> {
        let wanted = tokens_of(messages) + self.sizes.reply as usize;
        self.budget.take(wanted).map_err(|left| Failed::Budget { left, wanted })?;
        let request = self.request(messages, name, schema);
        let mut sentences = Sentences::new();
        let mut chars = 0;
        let mut on_piece = |piece: Piece<'_>| match piece {
            Piece::Text(text) => {
                chars += text.chars().count();
                on_arrival(Arrival::Writing { chars });
                for sentence in sentences.push(text) {
                    on_arrival(Arrival::Sentence(&self.restored(&sentence)));
                }
            }
            Piece::Restart => {
                sentences = Sentences::new();
                chars = 0;
                on_arrival(Arrival::Restart);
            }
        };
        let outcome = tokio::select! {
            biased;
            () = stop => Err(Failed::Stopped),
            completion = self.chat.complete(&request, &mut on_piece) => completion.map_err(Failed::Chat),
        };
        match outcome {
            Ok(completion) => {
                // A kept reply takes nothing.
                let used = if completion.is_cached { 0 } else { completion.usage.total_tokens() };
                self.budget.settle(wanted, used);
                spent.add(&completion);
                if let Some(sentence) = sentences.finish() {
                    on_arrival(Arrival::Sentence(&self.restored(&sentence)));
                }
                Ok(completion.text)
            }
            Err(failed) => {
                // What a broken call took is not known: what was set aside for it counts.
                spent.failed(tokens_of(messages));
                Err(failed)
            }
        }
    }

    pub(crate) fn messages(&self, rendered: &Rendered) -> Vec<Message> {
        let user = Message::user(&rendered.user);
        match rendered.system.is_empty() {
            true => vec![user],
            false => vec![Message::system(&rendered.system), user],
        }
    }

    /// What leaves. The one place where messages become a request, and so the one place where they are redacted: whole, as
    /// they are sent, whoever wrote them.
    fn request(&self, messages: &[Message], purpose: &'static str, schema: Option<Value>) -> Request {
        // What gives a value away may stand in a later message than the value does.
        messages.iter().for_each(|message| drop(self.redacted(&message.content)));
        let redacted = |message: &Message| Message { role: message.role, content: self.redacted(&message.content) };
        let messages = messages.iter().map(redacted).collect();
        Request { messages, max_tokens: self.sizes.reply, stop: Vec::new(), schema, purpose }
    }

    fn redacted(&self, text: &str) -> String {
        self.redactor.map_or_else(|| text.to_string(), |redactor| locked(redactor).redact(text))
    }

    pub(crate) fn restored(&self, text: &str) -> String {
        self.redactor.map_or_else(|| text.to_string(), |redactor| locked(redactor).restore(text))
    }
}

pub(crate) fn tokens_of(messages: &[Message]) -> usize {
    messages.iter().map(|message| estimate_tokens(&message.content)).sum()
}

/// A lock that a panicking thread held is still a redactor.
fn locked(redactor: &Mutex<Redactor>) -> MutexGuard<'_, Redactor> {
    redactor.lock().unwrap_or_else(PoisonError::into_inner)
}
