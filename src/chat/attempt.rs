//! One try of a call: sends the request, passes the text on as it arrives, and gives every failure its name. Whether
//! and when to try again is [`Chat`](crate::chat::Chat)'s business.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use async_openai::error::OpenAIError;
use futures::StreamExt;
use serde_json::Value;
use tokio::time::Instant;

use crate::chat::arrival::{self, Halt, Trace, Witness, cause_text};
use crate::chat::body::{Body, Dialect};
use crate::chat::error::ChatError;
use crate::chat::message::{Answered, Piece, Request, Usage};
use crate::chat::record::{RequestOutcome, Sent};
use crate::chat::refusal::{Meaning, Refusal};
use crate::chat::reply::{End, Fault, Reading};
use crate::chat::shared::{Shared, estimate_prompt};
use crate::chat::thought::Shown;
use crate::endpoint::http;
use crate::lexicon::estimate_tokens;
use crate::store::Secret;

/// How long the usage may come after the reply; servers send it at once or never.
const USAGE_GRACE: Duration = Duration::from_secs(2);

/// Why a try failed, and what may be done.
pub(crate) struct Failed {
    pub(crate) error: ChatError,
    /// The pause the server asks for.
    pub(crate) retry_after: Option<Duration>,
    /// The dialect to try instead, if it was the dialect.
    pub(crate) other_dialect: Option<Dialect>,
}

impl From<ChatError> for Failed {
    fn from(error: ChatError) -> Self {
        Self { error, retry_after: None, other_dialect: None }
    }
}

/// One try, number `number` of its call.
pub(crate) struct Attempt<'a> {
    pub(crate) shared: &'a Arc<Shared>,
    pub(crate) request: &'a Request,
    pub(crate) dialect: Dialect,
    pub(crate) number: usize,
    pub(crate) until: Instant,
}

impl Attempt<'_> {
    /// Sends the request, once. `has_shown` is set when a piece of text has been passed on.
    pub(crate) async fn run(
        &self,
        on_piece: &mut (dyn FnMut(Piece<'_>) + Send),
        has_shown: &mut bool,
    ) -> Result<Answered, Failed> {
        let trace = Trace::default();
        let exchange = self.exchange(&trace, on_piece, has_shown);
        let result = match tokio::time::timeout_at(self.until, exchange).await {
            Ok(result) => result,
            Err(_) => Err(self.shared.out_of_time().into()),
        };
        let pending = trace.pending.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(pending) = pending {
            pending.finish(match &result {
                Ok(answered) => RequestOutcome::Answered { text: &answered.text, usage: answered.usage },
                Err(failed) => RequestOutcome::Failed(&failed.error),
            });
        }
        result
    }

    async fn exchange(
        &self,
        trace: &Trace,
        on_piece: &mut (dyn FnMut(Piece<'_>) + Send),
        has_shown: &mut bool,
    ) -> Result<Answered, Failed> {
        let shared = self.shared;
        let client = arrival::client(shared.endpoint.clone(), shared.connection.clone(), self.witness(), trace.clone());
        let body = Body::new(&shared.options, self.request, self.dialect);
        let mut chunks =
            client.chat().create_stream_byot::<_, Value>(body).await.map_err(|error| self.explain(error, trace))?;
        let mut reading = Reading::new(self.request.max_tokens);
        let grace = USAGE_GRACE.min(shared.options.idle);
        loop {
            let item = match reading.has_ended() {
                true if reading.has_usage() => None,
                // The reply is whole: what happens now cannot harm it.
                true => tokio::time::timeout(grace, chunks.next()).await.ok().flatten().and_then(Result::ok).map(Ok),
                false => chunks.next().await,
            };
            let Some(chunk) = item.transpose().map_err(|error| self.explain(error, trace))? else {
                break;
            };
            let had_ended = reading.has_ended();
            match reading.take(&chunk) {
                Ok(Shown::More(more)) => show(&more, on_piece, has_shown),
                Ok(Shown::Anew(anew)) => {
                    restart(on_piece, has_shown);
                    show(&anew, on_piece, has_shown);
                }
                Err(_) if had_ended => break,
                Err(fault) => return Err(self.fault(fault)),
            }
        }
        let is_done = trace.end.get().is_done;
        let (mut reply, rest) = reading.finish(is_done).map_err(|fault| self.fault(fault))?;
        // A server sees the key, and so may what it says: no reply is kept, recorded or printed with it.
        reply.text = http::without_key(&reply.text, shared.options.key.as_ref().map_or("", Secret::reveal));
        show(&rest, on_piece, has_shown);
        match reply.end {
            End::Length => Err(ChatError::Truncated { text: reply.text }.into()),
            End::Filtered => Err(ChatError::Filtered { text: reply.text }.into()),
            End::Whole if reply.text.is_empty() => Err(ChatError::Empty.into()),
            End::Whole => {
                let usage = reply.usage.unwrap_or_else(|| Usage {
                    prompt_tokens: estimate_prompt(self.request),
                    completion_tokens: estimate_tokens(&reply.text),
                    is_estimated: true,
                });
                Ok(Answered { text: reply.text, model: reply.model, usage })
            }
        }
    }

    /// Asks the recorder, if there is one.
    fn witness(&self) -> Witness {
        let shared = Arc::clone(self.shared);
        let (purpose, attempt) = (self.request.purpose, self.number);
        Arc::new(move |bytes| {
            let Some(recorder) = &shared.options.record else {
                return Ok(None);
            };
            let sent = Sent { url: &shared.url, model: &shared.options.model, purpose, attempt, bytes };
            recorder.record(&sent).map(Some)
        })
    }

    fn explain(&self, error: OpenAIError, trace: &Trace) -> Failed {
        let shared = self.shared;
        let url = shared.url.clone();
        match error {
            OpenAIError::Boxed(error) => match error.downcast::<Halt>() {
                Ok(halt) => match *halt {
                    Halt::Recording(problem) => ChatError::Recording { problem }.into(),
                    Halt::Refused(refusal) => self.refused(&refusal),
                    Halt::NoReply { why, begins } => shared.bad_reply(&why, &begins).into(),
                    Halt::BrokeOff(why) => ChatError::Broken { url, why: shared.quoted(&why) }.into(),
                },
                Err(other) => shared.unavailable(&other.to_string()).into(),
            },
            OpenAIError::Reqwest(error) => shared.unavailable(&cause_text(error)).into(),
            OpenAIError::StreamError(error) => {
                let why = trace.end.get().problem.take().unwrap_or_else(|| error.to_string());
                ChatError::Broken { url, why: shared.quoted(&why) }.into()
            }
            OpenAIError::JSONDeserialize(error, content) => {
                shared.bad_reply(&format!("a part of it is not JSON ({error})"), &content).into()
            }
            other => shared.unavailable(&other.to_string()).into(),
        }
    }

    fn fault(&self, fault: Fault) -> Failed {
        let shared = self.shared;
        match fault {
            Fault::Error(body) => self.refused(&Refusal { status: 200, retry_after: None, body }),
            Fault::BrokeOff(why) => ChatError::Broken { url: shared.url.clone(), why: shared.quoted(&why) }.into(),
            Fault::NoReply { why, chunk } => shared.bad_reply(&why, &chunk).into(),
        }
    }

    fn refused(&self, refusal: &Refusal) -> Failed {
        let shared = self.shared;
        let url = shared.url.clone();
        let status = refusal.status;
        let message = shared.quoted(&refusal.body.message);
        let error = match refusal.meaning() {
            Meaning::Unavailable => shared.unavailable(&format!("the server answered {status}: {message}")),
            Meaning::RateLimited => ChatError::RateLimited { url, message, retry_after: refusal.retry_after },
            Meaning::Quota => ChatError::Quota { url, message },
            Meaning::Auth => ChatError::Auth { url, status, message },
            Meaning::ContextTooLong { limit, asked } => ChatError::ContextTooLong { limit, asked },
            Meaning::Filtered => ChatError::Filtered { text: String::new() },
            Meaning::Rejected => ChatError::Rejected { url, status, message },
        };
        let other_dialect = match error {
            ChatError::Rejected { .. } => self.dialect.without(refusal, self.request),
            _ => None,
        };
        Failed { error, retry_after: refusal.retry_after, other_dialect }
    }
}

fn show(text: &str, on_piece: &mut (dyn FnMut(Piece<'_>) + Send), has_shown: &mut bool) {
    if !text.is_empty() {
        *has_shown = true;
        on_piece(Piece::Text(text));
    }
}

/// Takes back what was shown, if anything was.
pub(crate) fn restart(on_piece: &mut (dyn FnMut(Piece<'_>) + Send), has_shown: &mut bool) {
    if std::mem::take(has_shown) {
        on_piece(Piece::Restart);
    }
}
