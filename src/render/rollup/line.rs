//! Words with the numbers of the sources that they rest on: what every cell and line of a page is made of.

use serde::Serialize;

use crate::rollup::Cites;

/// Words, and what bears them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    pub text: String,
    /// Numbers of the page's sources; empty for what the page says of itself.
    pub cites: Cites,
}

/// Words one after the other; a template prints them with their marks by the filter `cited`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Line {
    pub words: Vec<Words>,
}

impl Line {
    /// Words that need no source.
    pub fn of(text: impl Into<String>) -> Self {
        Self::default().say(text)
    }

    pub fn cited(text: impl Into<String>, cites: &[usize]) -> Self {
        Self::default().cite(text, cites)
    }

    #[must_use]
    pub fn say(self, text: impl Into<String>) -> Self {
        self.cite(text, &[])
    }

    #[must_use]
    pub fn cite(mut self, text: impl Into<String>, cites: &[usize]) -> Self {
        let text = text.into();
        if !text.is_empty() || !cites.is_empty() {
            self.words.push(Words { text, cites: cites.to_vec() });
        }
        self
    }

    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.words.extend(other.words);
        self
    }

    /// The lines one after the other with `joint` between them.
    pub fn joined(lines: impl IntoIterator<Item = Self>, joint: &str) -> Self {
        let mut whole = Self::default();
        for line in lines.into_iter().filter(|line| !line.is_empty()) {
            whole = if whole.is_empty() { line } else { whole.say(joint).then(line) };
        }
        whole
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words without their marks.
    pub fn text(&self) -> String {
        self.words.iter().map(|words| words.text.as_str()).collect()
    }
}
