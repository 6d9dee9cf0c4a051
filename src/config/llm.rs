//! What is configured of the language model: where it is, how much it may take, and what is hidden from it.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use super::{ConfigError, address};
use crate::endpoint::BaseUrl;
use crate::source::NamedFile;
use crate::store::Secret;
use crate::vocabulary::{Wording, both};

/// A language model behind an OpenAI-compatible endpoint, or none.
#[derive(Debug, Clone)]
pub struct Llm {
    /// Whether answers may use it at all.
    pub is_on: bool,
    /// Up to, and without, `/chat/completions`. There is no default: nothing is sent anywhere that was not named.
    pub base_url: Option<BaseUrl>,
    pub api_key: Option<Secret>,
    /// `None` takes the model that the endpoint serves, if it serves one.
    pub model: Option<String>,
    /// The model's window in tokens, prompt and reply together; `None` where only the server knows it.
    pub context_tokens: Option<usize>,
    /// Sources and facts in a prompt, at most.
    pub source_tokens: usize,
    /// A reply, at most.
    pub reply_tokens: u32,
    pub temperature: f32,
    pub seed: Option<u64>,
    pub retries: usize,
    /// One call with all its tries and pauses.
    pub deadline: Duration,
    /// A silent connection is given up after this.
    pub idle: Duration,
    pub concurrency: NonZeroUsize,
    pub tokens_per_minute: Option<u32>,
    pub requests_per_minute: Option<u32>,
    /// Tokens that one run may take.
    pub budget_tokens: Option<usize>,
    pub price: Option<PriceTable>,
    /// Templates of the user's own, instead of their built-in namesakes.
    pub prompts: Option<PathBuf>,
    /// Where replies are kept; `None` for nowhere.
    pub cache: Option<PathBuf>,
    /// Where they would be; `None` where there is no home.
    pub(crate) replies: Option<PathBuf>,
    pub wording: AnswerWording,
    pub redact: Redact,
    pub hidden: Hidden,
}

/// Whose words an answer has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerWording {
    /// The reports' alone; the model picks the first.
    #[default]
    Selected,
    /// The model's, as far as they are the reports' own: see [`crate::citation::trace`].
    Close,
}

/// When personal data and secrets are taken out of what is sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Redact {
    /// Where the endpoint is not this machine
    #[default]
    Auto,
    Always,
    Never,
}

/// What is hidden beside what is recognised by its form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Hidden {
    /// Of people.
    pub names: Vec<String>,
    pub words: Vec<String>,
    /// Ends of the names of internal hosts: `corp.example`.
    pub hosts: Vec<String>,
}

/// What the endpoint charges for a million tokens.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceTable {
    pub input_per_million: f64,
    pub output_per_million: f64,
    pub currency: String,
}

/// What the command line says of it.
#[derive(Debug, Clone, Default)]
pub struct LlmOverrides {
    /// `--no-llm`.
    pub off: bool,
    pub model: Option<String>,
    pub prompts: Option<PathBuf>,
    pub cache: bool,
    pub redact: Option<Redact>,
    pub budget_tokens: Option<usize>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LlmTable {
    enabled: Option<bool>,
    base_url: Option<String>,
    api_key: Option<String>,
    model: Option<String>,
    context_tokens: Option<usize>,
    source_tokens: Option<usize>,
    reply_tokens: Option<u32>,
    temperature: Option<f32>,
    seed: Option<u64>,
    retries: Option<usize>,
    deadline_seconds: Option<u64>,
    idle_seconds: Option<u64>,
    concurrency: Option<NonZeroUsize>,
    tokens_per_minute: Option<u32>,
    requests_per_minute: Option<u32>,
    budget_tokens: Option<usize>,
    price: Option<PriceTable>,
    pub(super) prompts: Option<PathBuf>,
    cache: bool,
    wording: AnswerWording,
    redact: Option<Redact>,
}

/// Enough for a dozen passages; a small model on two cores reads as much in 20 seconds.
const SOURCE_TOKENS: usize = 2400;
/// Three sentences, and room for a model that does not keep to them.
const REPLY_TOKENS: u32 = 500;
const RETRIES: usize = 3;
const DEADLINE: Duration = Duration::from_secs(120);
const IDLE: Duration = Duration::from_secs(90);

impl Llm {
    /// `cache` is the folder for replies, where they are to be kept.
    pub(super) fn resolve(
        overrides: &LlmOverrides,
        table: LlmTable,
        hidden: Hidden,
        variable: &dyn Fn(&'static str) -> Option<String>,
        cache: Option<PathBuf>,
    ) -> Result<Self, ConfigError> {
        let is_on = match variable("ZHOUBAO_LLM").as_deref() {
            None => table.enabled.unwrap_or(true),
            Some("on") => true,
            Some("off") => false,
            Some(found) => {
                return Err(ConfigError::Variable {
                    name: "ZHOUBAO_LLM",
                    found: found.to_string(),
                    wanted: "on or off",
                });
            }
        };
        let redact = match variable("ZHOUBAO_REDACT") {
            Some(found) => Some(clap::ValueEnum::from_str(&found, true).map_err(|_| ConfigError::Variable {
                name: "ZHOUBAO_REDACT",
                found,
                wanted: "auto, always or never",
            })?),
            None => None,
        };
        let is_on = is_on && !overrides.off;
        let base_url = variable("OPENAI_BASE_URL").or(table.base_url).filter(|_| is_on);
        Ok(Self {
            is_on,
            base_url: base_url.map(|url| address("the language model", &url)).transpose()?,
            api_key: variable("OPENAI_API_KEY").or(table.api_key).map(Secret::new),
            model: overrides.model.clone().or_else(|| variable("OPENAI_MODEL")).or(table.model),
            context_tokens: table.context_tokens,
            source_tokens: table.source_tokens.unwrap_or(SOURCE_TOKENS),
            reply_tokens: table.reply_tokens.unwrap_or(REPLY_TOKENS),
            temperature: table.temperature.unwrap_or(0.0),
            seed: table.seed,
            retries: table.retries.unwrap_or(RETRIES),
            deadline: table.deadline_seconds.map_or(DEADLINE, Duration::from_secs),
            idle: table.idle_seconds.map_or(IDLE, Duration::from_secs),
            concurrency: table.concurrency.unwrap_or(NonZeroUsize::MIN),
            tokens_per_minute: table.tokens_per_minute,
            requests_per_minute: table.requests_per_minute,
            budget_tokens: overrides.budget_tokens.or(table.budget_tokens),
            price: table.price,
            prompts: overrides
                .prompts
                .clone()
                .or_else(|| variable("ZHOUBAO_PROMPTS").map(PathBuf::from))
                .or(table.prompts),
            cache: cache.clone().filter(|_| overrides.cache || table.cache),
            replies: cache,
            wording: table.wording,
            redact: overrides.redact.or(redact).or(table.redact).unwrap_or_default(),
            hidden,
        })
    }

    /// With its replies kept, wanted or not: a job of many calls goes on where it was stopped.
    #[must_use]
    pub fn keeping_replies(self) -> Self {
        Self { cache: self.replies.clone(), ..self }
    }

    /// Where to ask: `Ok(None)` where no model is wanted.
    ///
    /// # Errors
    /// Why one that is half configured, or out of bounds, is not asked; one line for the reader.
    pub fn endpoint(&self, offline: bool) -> Result<Option<&BaseUrl>, Wording> {
        if !self.is_on {
            return Ok(None);
        }
        let Some(url) = &self.base_url else {
            let (zh, named) = match (&self.api_key, &self.model) {
                (_, Some(_)) => ("模型", "a model"),
                (Some(_), None) => ("OPENAI_API_KEY", "OPENAI_API_KEY"),
                (None, None) => return Ok(None),
            };
            return Err(both!(
                "设了{zh}，没有设 OPENAI_BASE_URL：不用语言模型（ZHOUBAO_LLM=off 不再提示）",
                "{named} is set, but no OPENAI_BASE_URL: no language model is asked (ZHOUBAO_LLM=off says nothing)"
            ));
        };
        if offline && !url.is_loopback() {
            return Err(both!(
                "--offline：语言模型不在本机，不用它",
                "--offline: the language model is outside this machine and is not asked"
            ));
        }
        Ok(Some(url))
    }

    /// Whether personal data and secrets are taken out of what is sent to `url`.
    pub fn redacts(&self, url: &BaseUrl) -> bool {
        match self.redact {
            Redact::Auto => !url.is_loopback(),
            Redact::Always => true,
            Redact::Never => false,
        }
    }

    /// The user's own templates: file name → text. Files that do not end in `.md` are left alone.
    ///
    /// # Errors
    /// `Unreadable`: the folder or a file in it.
    pub fn own_prompts(&self) -> Result<BTreeMap<String, String>, ConfigError> {
        let Some(folder) = &self.prompts else { return Ok(BTreeMap::new()) };
        let mut own = BTreeMap::new();
        for entry in fs_err::read_dir(folder).map_err(ConfigError::Prompts)? {
            let path = entry.map_err(ConfigError::Prompts)?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| name.ends_with(".md"))
            else {
                continue;
            };
            own.insert(name.to_string(), NamedFile::PROMPT.read_text(&path).map_err(ConfigError::Prompt)?);
        }
        Ok(own)
    }
}
