//! The languages of reports and of the program, and how a sentence is worded in each.

use std::fmt::{self, Display, Formatter};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::is_han;

/// The language that a text is written in, or that the program words its output in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum Language {
    #[serde(rename = "zh")]
    Chinese,
    #[serde(rename = "en")]
    English,
}

/// Chinese text is full of Latin names: a page with fewer ideographs among its letters is not Chinese.
const LEAST_IDEOGRAPHS_PERCENT: usize = 10;

/// Letters of a page that are looked at.
const MOST_LETTERS: usize = 20_000;

impl Language {
    /// The language that most of a page is written in; Chinese where it has no letters.
    pub fn of_page(text: &str) -> Self {
        let letters = text.chars().filter(|c| c.is_alphabetic()).take(MOST_LETTERS);
        let (all, ideographs) =
            letters.fold((0_usize, 0_usize), |(all, ideographs), c| (all + 1, ideographs + usize::from(is_han(c))));
        let is_chinese = all == 0 || ideographs * 100 >= all * LEAST_IDEOGRAPHS_PERCENT;
        if is_chinese { Self::Chinese } else { Self::English }
    }

    /// ISO 639-1 code: `zh`, `en`.
    pub fn code(self) -> &'static str {
        self.pick("zh", "en")
    }

    /// Value of `lang` in HTML and `xml:lang` in SVG (BCP 47).
    pub fn tag(self) -> &'static str {
        self.pick("zh-CN", "en")
    }

    /// Returns the wording of this language.
    pub fn pick<T>(self, chinese: T, english: T) -> T {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }
}

/// Formats a sentence in a language: `worded!(language, "缺 {weeks}", "missing: {weeks}")`.
///
/// All wordings of a sentence are side by side and take the same arguments. A further language is an arm here and
/// a wording in each call, which the compiler asks for.
macro_rules! worded {
    ($language:expr, $chinese:literal, $english:literal $(, $argument:expr)* $(,)?) => {
        match $language {
            $crate::vocabulary::Language::Chinese => format!($chinese $(, $argument)*),
            $crate::vocabulary::Language::English => format!($english $(, $argument)*),
        }
    };
}
pub(crate) use worded;

/// One sentence in both languages, for what is said before anybody knows in which. It prints in English, as the command line speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wording {
    pub zh: String,
    pub en: String,
}

impl Wording {
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    pub fn in_language(&self, language: Language) -> &str {
        language.pick(&self.zh, &self.en)
    }

    /// Whether there are words of each language: a text that came from elsewhere is the same in both.
    pub fn is_worded(&self) -> bool {
        self.zh != self.en
    }
}

impl Display for Wording {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.en)
    }
}

impl std::error::Error for Wording {}

/// A text that nobody has worded in Chinese.
impl From<String> for Wording {
    fn from(text: String) -> Self {
        Self { zh: text.clone(), en: text }
    }
}

impl From<&str> for Wording {
    fn from(text: &str) -> Self {
        text.to_string().into()
    }
}

/// Words a sentence in both languages, which take the same arguments: `both!("缺 {weeks}", "missing: {weeks}")`.
macro_rules! both {
    ($chinese:literal, $english:literal $(, $argument:expr)* $(,)?) => {
        $crate::vocabulary::Wording::new(format!($chinese $(, $argument)*), format!($english $(, $argument)*))
    };
}
pub(crate) use both;

/// `1 report`, `2 reports`.
pub fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
