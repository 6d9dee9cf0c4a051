//! The contexts of a roll-up's prompts and of those that word goals.

use serde::Serialize;

use super::{PromptError, PromptSource, Prompts, Rendered};
use crate::question::Language;

/// One part of a roll-up, or as much of it as fits, to be summarised in a few sentences.
#[derive(Debug, Clone, Serialize)]
pub struct SectionPrompt {
    pub nonce: String,
    /// `metrics`, `incidents`, `objective`, `promises` or `risks`.
    pub part: &'static str,
    /// Of an objective; else empty. Made inert with [`super::quotable`], as is the text of every point.
    pub name: String,
    pub period: String,
    /// The reply where there is nothing to summarise.
    pub not_in_reports: &'static str,
    /// What code has computed; numbered together with `sources`.
    pub points: Vec<PromptPoint>,
    pub sources: Vec<PromptSource>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PromptPoint {
    pub n: usize,
    pub text: String,
}

/// Sentences of the parts that passed the check, to be summed up.
#[derive(Debug, Clone, Serialize)]
pub struct HeadlinePrompt {
    pub nonce: String,
    pub period: String,
    pub not_in_reports: &'static str,
    pub sentences: Vec<PromptPoint>,
    /// The most sentences.
    pub most: usize,
}

/// Goals whose wording is asked for.
#[derive(Debug, Clone, Serialize)]
pub struct GoalPrompt {
    pub nonce: String,
    pub goals: Vec<PromptGoal>,
    /// Of goals.
    pub count: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PromptGoal {
    pub n: usize,
    /// Made inert with [`super::quotable`], as are the quotes.
    pub text: String,
    pub quotes: Vec<String>,
}

impl Prompts {
    /// # Errors
    /// As [`Self::answer`].
    pub fn section(&self, language: Language, prompt: &SectionPrompt) -> Result<Rendered, PromptError> {
        self.render("section", language, prompt)
    }

    /// # Errors
    /// As [`Self::answer`].
    pub fn headline(&self, language: Language, prompt: &HeadlinePrompt) -> Result<Rendered, PromptError> {
        self.render("headline", language, prompt)
    }

    /// # Errors
    /// As [`Self::answer`].
    pub fn goal(&self, language: Language, prompt: &GoalPrompt) -> Result<Rendered, PromptError> {
        self.render("goal", language, prompt)
    }
}
