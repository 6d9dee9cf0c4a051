//! What the reader of an answer learns of the model: one line each, in the language of the question.

use crate::chat::ChatError;
use crate::prompt::PromptError;
use crate::question::Language;

use super::page::Withheld;

/// Why the model has no part in an answer, or no further one.
#[derive(Debug)]
pub(crate) enum Failed {
    Chat(ChatError),
    Prompt(PromptError),
    /// Tokens that are left to spend, and that the call would take.
    Budget {
        left: usize,
        wanted: usize,
    },
    /// By the user.
    Stopped,
}

impl Failed {
    /// Whether another prompt may fare better.
    pub(crate) fn is_of_this_prompt(&self) -> bool {
        use ChatError::{Empty, Filtered, Truncated};
        matches!(self, Self::Chat(Empty | Truncated { .. } | Filtered { .. }))
    }

    /// In a few words.
    pub(crate) fn why(&self, language: Language) -> String {
        match (self, language) {
            (Self::Chat(error), Language::Chinese) => format!("{}：{error}", error.word_in(language)),
            (Self::Chat(error), Language::English) => format!("{}: {error}", error.word()),
            (Self::Prompt(error), _) => error.to_string(),
            (Self::Budget { left, wanted }, Language::Chinese) => {
                format!("超出用量预算：要 {wanted} 个 token，还剩 {left}")
            }
            (Self::Budget { left, wanted }, Language::English) => {
                format!("over budget: {wanted} tokens wanted, {left} left")
            }
            (Self::Stopped, Language::Chinese) => "已中断".to_string(),
            (Self::Stopped, Language::English) => "stopped".to_string(),
        }
    }

    /// `in_part`: some of the model's sentences are shown.
    pub(super) fn notice(&self, language: Language, in_part: bool) -> String {
        let why = self.why(language);
        let told = match (language, in_part) {
            (Language::Chinese, true) => format!("模型没有写完（{why}）；其余按周报原文"),
            (Language::Chinese, false) => format!("没有用上语言模型（{why}）；以下是周报原文"),
            (Language::English, true) => {
                format!("the model did not finish ({why}); the rest is in the reports' words")
            }
            (Language::English, false) => format!("without the language model ({why}); this is in the reports' words"),
        };
        told + self.advice(language)
    }

    /// What to do about a model that was too slow, or went silent.
    fn advice(&self, language: Language) -> &'static str {
        match self {
            Self::Chat(ChatError::Deadline { .. }) => language.pick(
                "。可再问一次，或调大 `[llm] deadline_seconds`", "; ask again, or raise `[llm] deadline_seconds`",
            ),
            Self::Chat(ChatError::Broken { .. }) => language.pick(
                "。可再问一次；模型慢的话，调大 `[llm] idle_seconds`",
                "; ask again, and raise `[llm] idle_seconds` where the model is slow",
            ),
            _ => "",
        }
    }
}

/// The model found no answer where code did.
pub(super) fn absent_notice(language: Language) -> String {
    match language {
        Language::Chinese => "模型认为资料中没有答案；以下是程序从周报中找到的原文".to_string(),
        Language::English => {
            "the model found no answer in the sources; this is what the program found in the reports".to_string()
        }
    }
}

/// A reply that picks nothing and does not say that there is nothing to pick.
pub(super) fn no_numbers_notice(language: Language) -> String {
    match language {
        Language::Chinese => "模型的回复没有写编号，未采用；以下是周报原文".to_string(),
        Language::English => {
            "the model's reply names no numbers and is not used; this is in the reports' words".to_string()
        }
    }
}

/// Numbers that no statement of the prompt had.
pub(super) fn unknown_numbers_notice(unknown: &[u64], language: Language) -> Option<String> {
    let numbers: Vec<String> = unknown.iter().map(ToString::to_string).collect();
    let numbers = numbers.join(if language == Language::Chinese { "、" } else { ", " });
    (!unknown.is_empty()).then(|| match language {
        Language::Chinese => format!("模型选了不存在的编号（{numbers}），已忽略"),
        Language::English => format!("the model picked numbers that no statement has ({numbers}); they are left out"),
    })
}

/// How many sentences were not shown, and what was wrong with the first.
pub(crate) fn withheld_notice(withheld: &[Withheld], language: Language) -> Option<String> {
    let first = withheld.first()?;
    let why = first.unsupported.first().map_or("", String::as_str);
    let count = withheld.len();
    Some(match language {
        Language::Chinese => format!("模型有 {count} 句没有通过核对，未显示（{why}）"),
        Language::English if count == 1 => {
            format!("1 sentence of the model did not pass the check and is not shown ({why})")
        }
        Language::English => {
            format!("{count} sentences of the model did not pass the check and are not shown ({why})")
        }
    })
}
