//! The language model of a run: found, prepared, and recorded; or a line that says why no model is used.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use super::failure::Failure;
use crate::answer::Answered;
use crate::audit::{self, Audit, Departure};
use crate::chat::{Chat, ChatError, ChatOptions, Limits, Price, Recorder, RequestOutcome, ServedModel, discover};
use crate::config::{AnswerWording, Config, Llm};
use crate::endpoint::BaseUrl;
use crate::prompt::Prompts;
use crate::redact::{Redactor, Rules};
use crate::vocabulary::{Language, Wording, both};
use crate::write::{Budget, Sizes, Writer};

/// How long a server may take to say which models it serves.
const DISCOVERY: Duration = Duration::from_secs(5);

/// The window that is taken where neither the configuration nor the server says one: what the smallest servers of today have.
const USUAL_WINDOW: usize = 8192;

/// The pause before a first retry.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// A language model that answers may ask.
pub struct Model {
    chat: Chat,
    pub prompts: Prompts,
    sizes: Sizes,
    wording: AnswerWording,
    budget: Budget,
    redactor: Option<Arc<Mutex<Redactor>>>,
}

/// What there is to ask.
pub enum ModelRequest {
    /// No model is wanted.
    None,
    /// One is wanted and cannot be had, and why.
    Without(Wording),
    Model(Box<Model>),
}

impl ModelRequest {
    /// What the configuration names.
    ///
    /// # Errors
    /// Prompts of the user's own that cannot be used: what else is wrong with the model leaves the extracted answer.
    pub async fn open(config: &Config) -> Result<Self, Failure> {
        let llm = &config.llm;
        let prompts = Prompts::new(&llm.own_prompts()?)?;
        let url = match llm.endpoint(config.offline) {
            Ok(None) => return Ok(Self::None),
            Ok(Some(url)) => url,
            Err(why) => return Ok(Self::Without(why)),
        };
        // Whoever embeds at the same address and names no model to chat with wants none.
        if llm.model.is_none() && config.embedder == crate::config::EmbedderKind::Remote {
            return Ok(Self::None);
        }
        match Model::prepare(llm, url, prompts, Audit::open(&config.audit)).await {
            Ok(model) => Ok(Self::Model(Box::new(model))),
            Err(why) => {
                let (zh, en) = (why.word_in(Language::Chinese), why.word_in(Language::English));
                Ok(Self::Without(both!("没有用上语言模型（{zh}）：{why}", "without the language model ({en}): {why}")))
            }
        }
    }

    pub fn model(&self) -> Option<&Model> {
        match self {
            Self::Model(model) => Some(model),
            Self::None | Self::Without(_) => None,
        }
    }

    /// The model, where it has a part in `answered`.
    pub fn model_for(&self, answered: &Answered) -> Option<&Model> {
        self.model().filter(|model| model.writer().is_for(answered))
    }
}

impl Model {
    async fn prepare(llm: &Llm, url: &BaseUrl, prompts: Prompts, audit: Audit) -> Result<Self, ChatError> {
        let (name, served_window) = match &llm.model {
            Some(name) => (name.clone(), None),
            None => served(discover(url, llm.api_key.as_ref(), DISCOVERY).await?)?,
        };
        let rules =
            Rules { names: llm.hidden.names.clone(), words: llm.hidden.words.clone(), hosts: llm.hidden.hosts.clone() };
        let redactor = llm.redacts(url).then(|| Arc::new(Mutex::new(Redactor::new(rules))));
        let recorder = recorder(audit, url.is_loopback(), redactor.clone());
        let options = ChatOptions {
            base_url: url.clone(),
            key: llm.api_key.clone(),
            model: name,
            temperature: llm.temperature,
            seed: llm.seed,
            retries: llm.retries,
            first_pause: FIRST_PAUSE,
            deadline: llm.deadline,
            idle: llm.idle,
            limits: Limits {
                concurrency: llm.concurrency,
                tokens_per_minute: llm.tokens_per_minute,
                requests_per_minute: llm.requests_per_minute,
            },
            price: llm.price.clone().map(|price| Price {
                input_per_million: price.input_per_million,
                output_per_million: price.output_per_million,
                currency: price.currency,
            }),
            cache: llm.cache.clone(),
            record: Some(recorder),
        };
        Ok(Self {
            chat: Chat::new(options)?,
            prompts,
            sizes: Sizes {
                window: llm.context_tokens.or(served_window).unwrap_or(USUAL_WINDOW),
                sources: llm.source_tokens,
                reply: llm.reply_tokens,
            },
            wording: llm.wording,
            budget: Budget::new(llm.budget_tokens),
            redactor,
        })
    }

    pub fn writer(&self) -> Writer<'_> {
        Writer {
            chat: &self.chat,
            prompts: &self.prompts,
            sizes: self.sizes,
            selects: self.wording == AnswerWording::Selected,
            budget: &self.budget,
            redactor: self.redactor.as_deref(),
        }
    }

    pub fn name(&self) -> &str {
        self.chat.model()
    }

    /// Where requests go, without credentials.
    pub fn url(&self) -> &str {
        self.chat.url()
    }
}

/// Records every request in the ledger before it leaves, and what came of it. What cannot be recorded is not sent, unless it
/// stays on this machine.
fn recorder(audit: Audit, is_loopback: bool, redactor: Option<Arc<Mutex<Redactor>>>) -> Recorder {
    Recorder::new(move |sent| {
        let body = String::from_utf8_lossy(sent.bytes);
        let redacted =
            redactor.as_ref().map(|redactor| redactor.lock().unwrap_or_else(PoisonError::into_inner).counts_in(&body));
        let departure = Departure {
            at: Timestamp::now(),
            endpoint: sent.url,
            model: sent.model,
            purpose: sent.purpose,
            is_loopback,
            redacted: &redacted.unwrap_or_default(),
            body: sent.bytes,
        };
        let id = match audit.record(&departure) {
            Ok(id) => id,
            Err(_) if is_loopback => return Ok(Box::new(|_| ())),
            Err(error) => {
                let hint = error.hint().map(|hint| format!("; {hint}")).unwrap_or_default();
                return Err(format!("{error}{hint}"));
            }
        };
        let audit = audit.clone();
        Ok(Box::new(move |outcome| {
            let (status, reply, error) = match outcome {
                RequestOutcome::Answered { text, .. } => (Some(200), text.as_bytes(), None),
                RequestOutcome::Failed(error) => (None, &[][..], Some(error.word())),
                RequestOutcome::Abandoned => (None, &[][..], Some("abandoned")),
            };
            let at = Timestamp::now();
            // That it left is recorded already: an outcome that is not is shown as open.
            let _ = audit.finish(&id, audit::RequestOutcome { at, status, reply, error });
        }))
    })
}

/// The one model that is served. Of several, none is guessed.
fn served(models: Vec<ServedModel>) -> Result<(String, Option<usize>), ChatError> {
    let problem = match models.as_slice() {
        [model] => return Ok((model.id.clone(), model.context_tokens)),
        [] => "none is named, and the endpoint lists none; set OPENAI_MODEL".to_string(),
        models => {
            let names: Vec<&str> = models.iter().take(MOST_NAMES).map(|model| model.id.as_str()).collect();
            format!("none is named, and the endpoint serves {}: {}; set OPENAI_MODEL", models.len(), names.join(", "))
        }
    };
    Err(ChatError::Option { option: "model", problem })
}

/// How many models a message names.
const MOST_NAMES: usize = 5;
