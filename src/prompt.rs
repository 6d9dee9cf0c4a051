//! Prompts: one typed context per template of `prompts/`, rendered. Owns the templates, their fingerprint and
//! the fence around quoted text; what goes into a prompt is chosen by `write` and `narrate`, and sending it is `chat`'s.
//!
//! A template is a Jinja file with the blocks `system` and `user`, one a message; a missing `system` gives none.

mod fence;
mod guide;
mod rollup;

use std::collections::BTreeMap;
use std::fmt;

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;
use sha2::{Digest, Sha256};

pub use fence::{Nonce, quotable};
pub use guide::GuidePrompt;
pub use rollup::{GoalPrompt, HeadlinePrompt, PromptGoal, PromptPoint, SectionPrompt};

use crate::question::Language;

/// Name and text of every built-in template.
const BUILT_IN: [(&str, &str); 12] = [
    ("answer.zh.md", include_str!("../prompts/answer.zh.md")),
    ("answer.en.md", include_str!("../prompts/answer.en.md")),
    ("repair.zh.md", include_str!("../prompts/repair.zh.md")),
    ("repair.en.md", include_str!("../prompts/repair.en.md")),
    ("select.zh.md", include_str!("../prompts/select.zh.md")),
    ("select.en.md", include_str!("../prompts/select.en.md")),
    ("section.zh.md", include_str!("../prompts/section.zh.md")),
    ("section.en.md", include_str!("../prompts/section.en.md")),
    ("headline.zh.md", include_str!("../prompts/headline.zh.md")),
    ("headline.en.md", include_str!("../prompts/headline.en.md")),
    ("goal.zh.md", include_str!("../prompts/goal.zh.md")),
    ("goal.en.md", include_str!("../prompts/goal.en.md")),
];

/// Templates that others' models are given, over MCP; they are no part of the fingerprint, as nothing of ours is answered by them.
const GUIDES: [(&str, &str); 4] = [
    ("month.zh.md", include_str!("../prompts/month.zh.md")),
    ("month.en.md", include_str!("../prompts/month.en.md")),
    ("next_week.zh.md", include_str!("../prompts/next_week.zh.md")),
    ("next_week.en.md", include_str!("../prompts/next_week.en.md")),
];

/// How a model of others is to use what is here, over MCP.
pub const INSTRUCTIONS: &str = include_str!("../prompts/instructions.md");

/// Hexadecimal digits of the fingerprint: enough to distinguish any two sets of prompts.
const FINGERPRINT_DIGITS: usize = 12;

/// How far a prompt may get before it is stopped: a template of the user's own could loop for ever.
const MOST_CHARS: usize = 4_000_000;

/// A question with the sources that its answer may use.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerPrompt {
    pub nonce: String,
    /// What the model writes where the sources do not answer.
    pub not_in_reports: &'static str,
    pub sources: Vec<PromptSource>,
    /// What code has already found to be the answer.
    pub facts: Vec<PromptFact>,
    /// The facts are a list, which is shown whole below the reply.
    pub is_list: bool,
    pub question: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PromptSource {
    pub n: usize,
    /// Label and date.
    pub report: String,
    /// The heading path, joined by ` › `.
    pub section: String,
    /// `72` or `72-73`.
    pub lines: String,
    /// Made inert with [`quotable`].
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PromptFact {
    pub text: String,
    /// Numbers of the prompt's sources.
    pub citations: Vec<usize>,
}

/// Sentences of a reply that did not pass the check.
#[derive(Debug, Clone, Serialize)]
pub struct RepairPrompt {
    pub sentences: Vec<FaultySentence>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FaultySentence {
    pub text: String,
    pub faults: Vec<String>,
}

/// A question with the statements that may answer it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SelectPrompt {
    /// Statements by their passage.
    pub groups: Vec<PromptGroup>,
    pub question: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PromptGroup {
    /// Label, date and heading, made inert with [`quotable`].
    pub place: String,
    pub statements: Vec<PromptStatement>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PromptStatement {
    /// From 1, through all groups.
    pub n: usize,
    /// On one line, made inert with [`quotable`].
    pub text: String,
}

/// A prompt as it is sent, before redaction.
#[derive(Debug, Clone, PartialEq)]
pub struct Rendered {
    /// Empty where the template has no such block.
    pub system: String,
    pub user: String,
}

#[derive(Debug, thiserror::Error)]
pub enum PromptError {
    #[error("there is no prompt called `{name}`; there are: {}", known.join(", "))]
    Unknown { name: String, known: Vec<&'static str> },
    #[error("the prompt `{name}` is not a template")]
    Invalid {
        name: String,
        #[source]
        source: Box<minijinja::Error>,
    },
    #[error("the prompt `{name}` has no block `user`")]
    NoUser { name: String },
    #[error("the prompt `{name}` cannot be filled in")]
    Render {
        name: String,
        #[source]
        source: Box<minijinja::Error>,
    },
    #[error("the prompt `{name}` came out with {chars} characters")]
    Long { name: String, chars: usize },
}

/// All templates, compiled.
pub struct Prompts {
    environment: Environment<'static>,
    fingerprint: String,
}

impl Prompts {
    /// The built-in templates, with those of `own` (file name → text) instead of their namesakes.
    ///
    /// # Errors
    /// `Unknown`: a name that no built-in has, which would otherwise never be used; `Invalid`, `NoUser`.
    pub fn new(own: &BTreeMap<String, String>) -> Result<Self, PromptError> {
        let all = || BUILT_IN.iter().chain(&GUIDES);
        if let Some(name) = own.keys().find(|name| all().all(|(known, _)| known != name)) {
            let known = all().map(|(name, _)| *name).collect();
            return Err(PromptError::Unknown { name: name.clone(), known });
        }
        let mut environment = Environment::empty();
        // A misspelt variable must not become an empty place in a prompt.
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let mut hash = Sha256::new();
        for (at, &(name, built_in)) in all().enumerate() {
            let text = own.get(name).map_or(built_in, String::as_str);
            if at < BUILT_IN.len() {
                hash.update(format!("{name}\0{}\0", text.len()));
                hash.update(text);
            }
            environment
                .add_template_owned(name, text.to_string())
                .map_err(|source| PromptError::Invalid { name: name.to_string(), source: Box::new(source) })?;
            let has_user = environment.get_template(name).is_ok_and(|_| text.contains("block user"));
            if !has_user {
                return Err(PromptError::NoUser { name: name.to_string() });
            }
        }
        let fingerprint: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { environment, fingerprint: fingerprint[..FINGERPRINT_DIGITS].to_string() })
    }

    /// Of the texts of all templates: two runs with the same one sent the same instructions.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// # Errors
    /// `Render`, `Long`: only with a template of the user's own.
    pub fn answer(&self, language: Language, prompt: &AnswerPrompt) -> Result<Rendered, PromptError> {
        self.render("answer", language, prompt)
    }

    /// # Errors
    /// As [`Self::answer`].
    pub fn repair(&self, language: Language, prompt: &RepairPrompt) -> Result<Rendered, PromptError> {
        self.render("repair", language, prompt)
    }

    /// # Errors
    /// As [`Self::answer`].
    pub fn select(&self, language: Language, prompt: &SelectPrompt) -> Result<Rendered, PromptError> {
        self.render("select", language, prompt)
    }

    fn render(&self, job: &str, language: Language, prompt: &impl Serialize) -> Result<Rendered, PromptError> {
        let language = match language {
            Language::Chinese => "zh",
            Language::English => "en",
        };
        let name = format!("{job}.{language}.md");
        let failed = |source| PromptError::Render { name: name.clone(), source: Box::new(source) };
        let template = self.environment.get_template(&name).map_err(failed)?;
        let mut captured = template.render_captured(Serde(prompt)).map_err(failed)?;
        let user = captured.with_state_mut(|state| state.render_block("user")).map_err(failed)?;
        let has_system = template.source().contains("block system");
        let system = match has_system {
            true => captured.with_state_mut(|state| state.render_block("system")).map_err(failed)?,
            false => String::new(),
        };
        let chars = system.chars().count() + user.chars().count();
        if chars > MOST_CHARS {
            return Err(PromptError::Long { name, chars });
        }
        Ok(Rendered { system: system.trim().to_string(), user: user.trim().to_string() })
    }
}

impl fmt::Debug for Prompts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Prompts").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

/// The whole reply that a model is asked for where the sources do not answer.
pub fn not_in_reports(language: Language) -> &'static str {
    match language {
        Language::Chinese => "周报中没有。",
        Language::English => "Not in the reports.",
    }
}

#[cfg(test)]
mod tests;
