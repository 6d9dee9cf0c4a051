//! The context of the prompts that others' models are given, over MCP.

use serde::Serialize;

use super::{PromptError, Prompts, Rendered};
use crate::question::Language;

/// What is to be written, and the page that it is to be written from.
#[derive(Debug, Clone, Serialize)]
pub struct GuidePrompt {
    pub nonce: String,
    /// A month or another time; a week.
    pub period: String,
    /// Markdown made by the program: its values are inert.
    pub page: String,
}

impl Prompts {
    /// The roll-up of a month for the boss.
    ///
    /// # Errors
    /// As [`Self::answer`].
    pub fn month(&self, language: Language, prompt: &GuidePrompt) -> Result<Rendered, PromptError> {
        self.render("month", language, prompt)
    }

    /// Goals and plan of the next week.
    ///
    /// # Errors
    /// As [`Self::answer`].
    pub fn next_week(&self, language: Language, prompt: &GuidePrompt) -> Result<Rendered, PromptError> {
        self.render("next_week", language, prompt)
    }
}
