//! An error as its reader sees it: what happened, to what, why, and what to do.

use std::error::Error;

use crate::audit::AuditError;
use crate::backup::BackupError;
use crate::config::ConfigError;
use crate::embed::{EmbedError, ModelError};
use crate::feedback::{FeedbackError, FindError};
use crate::goals::GoalsError;
use crate::ingest::IngestError;
use crate::ledger::LedgerError;
use crate::output::OutputError;
use crate::prompt::PromptError;
use crate::question::{MAX_CHARS, QuestionError};
use crate::render::TemplateError;
use crate::retrieve::RetrieveError;
use crate::rollup::RollupError;
use crate::source::{NamedFileError, SourceError};
use crate::store::StoreError;
use crate::vocabulary::{Wording, both};
use crate::watch::WatchError;

/// What could not be done; see the module.
#[derive(Debug)]
pub struct Failure {
    error: anyhow::Error,
    /// What happened, in Chinese; `None` where it is told in English alone: what only whoever runs the program can mend.
    chinese: Option<String>,
    hint: Option<Wording>,
    is_usage: bool,
}

impl Failure {
    pub fn from_error(error: impl Error + Send + Sync + 'static) -> Self {
        Self { error: anyhow::Error::new(error), chinese: None, hint: None, is_usage: false }
    }

    /// Something that can be put right, and how.
    pub fn new(message: impl Into<Wording>, hint: Option<String>) -> Self {
        let message = message.into();
        let chinese = message.is_worded().then_some(message.zh);
        Self { error: anyhow::Error::msg(message.en), chinese, hint: hint.map(Wording::from), is_usage: false }
    }

    pub fn usage(message: impl Into<Wording>, hint: Option<String>) -> Self {
        Self { is_usage: true, ..Self::new(message, hint) }
    }

    #[must_use]
    pub fn with_hint(self, hint: impl Into<Wording>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    fn hinted(error: impl Error + Send + Sync + 'static, hint: Option<String>) -> Self {
        Self { hint: hint.map(Wording::from), ..Self::from_error(error) }
    }

    /// A request that cannot be met, told in both languages.
    fn asked(error: impl Error, chinese: String, hint: Option<Wording>) -> Self {
        Self { hint, ..Self::usage(Wording::new(chinese, error.to_string()), None) }
    }

    /// The error without its hint, on one line.
    pub fn message(&self) -> String {
        self.error.to_string()
    }

    /// [`Self::message`] in Chinese, where there is one.
    pub fn in_chinese(&self) -> Option<&str> {
        self.chinese.as_deref()
    }

    /// What led to it, the nearest cause first.
    pub fn causes(&self) -> impl Iterator<Item = String> {
        self.error.chain().skip(1).map(ToString::to_string)
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_ref().map(|hint| hint.en.as_str())
    }

    /// [`Self::hint`] in both languages.
    pub fn hint_worded(&self) -> Option<&Wording> {
        self.hint.as_ref()
    }

    /// Whether the request is at fault, not what was done for it.
    pub fn is_usage(&self) -> bool {
        self.is_usage
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        let hint = error.hint();
        Self::hinted(error, hint)
    }
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        let hint = error.hint();
        Self::hinted(error, hint)
    }
}

impl From<PromptError> for Failure {
    fn from(error: PromptError) -> Self {
        Self::hinted(error, Some("put the prompt right, or leave --prompts out for the built-in ones".to_string()))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let hint = error.hint();
        Self::hinted(error, hint)
    }
}

impl From<AuditError> for Failure {
    fn from(error: AuditError) -> Self {
        let hint = error.hint();
        Self::hinted(error, hint)
    }
}

impl From<FeedbackError> for Failure {
    fn from(error: FeedbackError) -> Self {
        let (hint, is_usage, chinese) = (error.hint(), error.is_usage(), error.in_chinese());
        let hint = hint.map(|en| Wording { zh: error.hint_in_chinese().unwrap_or_else(|| en.clone()), en });
        Self { is_usage, chinese, hint, ..Self::from_error(error) }
    }
}

impl From<FindError> for Failure {
    fn from(error: FindError) -> Self {
        match error {
            FindError::Feedback(error) => error.into(),
            FindError::Retrieve(error) => error.into(),
        }
    }
}

impl From<EmbedError> for Failure {
    fn from(error: EmbedError) -> Self {
        let hint = match &error {
            EmbedError::Model(_) => Some("fetch the weights anew with `zhoubao model pull`".to_string()),
            EmbedError::Auth { .. } => Some("set OPENAI_API_KEY".to_string()),
            error if error.is_outage() => {
                Some("is the endpoint running? `--embedder none` works without it".to_string())
            }
            _ => None,
        };
        Self::hinted(error, hint)
    }
}

impl From<ModelError> for Failure {
    fn from(error: ModelError) -> Self {
        let hint = match &error {
            ModelError::Unavailable { .. } | ModelError::Refused { .. } => {
                Some("set HF_ENDPOINT to a mirror that you reach, or name a folder with `--from DIR`; until then everything works on words alone".to_string())
            }
            ModelError::Missing { .. } | ModelError::Size { .. } | ModelError::Checksum { .. } => {
                Some("fetch the weights with `zhoubao model pull`, or name a folder that holds all of the model's files with `--from DIR`".to_string())
            }
            _ => None,
        };
        Self::hinted(error, hint)
    }
}

impl From<IngestError> for Failure {
    fn from(error: IngestError) -> Self {
        match error {
            IngestError::Store(error) => error.into(),
            IngestError::Embed(error) => error.into(),
            error => Self::hinted(error, Some("build it anew with `zhoubao ingest --rebuild PATH`".to_string())),
        }
    }
}

impl From<WatchError> for Failure {
    fn from(error: WatchError) -> Self {
        match error {
            WatchError::Source(error) => error.into(),
            WatchError::Ingest(error) => error.into(),
            WatchError::Store(error) => error.into(),
            error @ WatchError::Looking(_) => Self::from_error(error),
        }
    }
}

impl From<RetrieveError> for Failure {
    fn from(error: RetrieveError) -> Self {
        match error {
            RetrieveError::Store(error) => error.into(),
            RetrieveError::Embed(error) => error.into(),
            error => Self::hinted(error, Some("build it anew with `zhoubao ingest --rebuild PATH`".to_string())),
        }
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Retrieve(error) => error.into(),
            LedgerError::Time { text, why } => {
                Self::usage(Wording::new(format!("“{text}”：{}", why.in_chinese()), format!("`{text}`: {why}")), None)
            }
        }
    }
}

impl From<RollupError> for Failure {
    fn from(error: RollupError) -> Self {
        match error {
            RollupError::Retrieve(error) => error.into(),
            RollupError::SeveralPeriods { ref asked, ref periods } => {
                let periods = periods.iter().map(|period| format!("{} 至 {}", period.from(), period.to()));
                let chinese = format!("“{asked}”可能是 {}", periods.collect::<Vec<_>>().join("，或 "));
                let hint = both!(
                    "写明年份，或写起止日期，例如 2023-05-15..2023-06-30",
                    "name the year, or the days as 2023-05-15..2023-06-30"
                );
                Self::asked(error, chinese, Some(hint))
            }
            RollupError::NoDays { ref asked } => {
                let chinese = format!("“{asked}”不是周报能讲到的一段时间");
                Self::asked(error, chinese, None)
            }
        }
    }
}

impl From<GoalsError> for Failure {
    fn from(error: GoalsError) -> Self {
        let chinese = match error {
            GoalsError::Retrieve(error) => return error.into(),
            GoalsError::NoReport { as_of } => format!("{as_of} 及以前没有周报"),
            GoalsError::NoWeek { ref asked } => format!("“{asked}”不是周报之后的哪一周"),
        };
        let hint = both!(
            "写周报讲到的、或紧接其后的一周：第27周、2023-W26、2023-06-27",
            "name a week that the reports tell of or one soon after them: 第27周, 2023-W26, 2023-06-27"
        );
        Self::asked(error, chinese, Some(hint))
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Self {
        let hint = match &error {
            OutputError::Exists { .. } => Some("name another file, or replace it with --force".to_string()),
            OutputError::Ingested { .. } => Some("name a file in another folder".to_string()),
            OutputError::Folder { path } => Some(format!("name a file, such as {}", path.join("page.md").display())),
            OutputError::NoFolder { folder, .. } => Some(format!("make it first: mkdir -p {}", folder.display())),
            OutputError::Disk { .. } | OutputError::Links { .. } | OutputError::Write { .. } => None,
        };
        let is_usage = matches!(
            error,
            OutputError::Exists { .. }
                | OutputError::Ingested { .. }
                | OutputError::Folder { .. }
                | OutputError::Disk { .. }
        );
        Self { is_usage, ..Self::hinted(error, hint) }
    }
}

impl From<TemplateError> for Failure {
    fn from(error: TemplateError) -> Self {
        Self::hinted(error, Some("`zhoubao rollup --print-template full` prints one that works".to_string()))
    }
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        Self::hinted(error, Some("name folders, .md files or .zip files that exist and can be read".to_string()))
    }
}

impl From<NamedFileError> for Failure {
    fn from(error: NamedFileError) -> Self {
        let hint = error.hint();
        Self::hinted(error, hint)
    }
}

impl From<QuestionError> for Failure {
    fn from(error: QuestionError) -> Self {
        let chinese = match &error {
            QuestionError::Empty => "没有问题".to_string(),
            QuestionError::TooLong { chars } => format!("问题有 {chars} 个字，最多 {MAX_CHARS} 个"),
        };
        let hint = both!(
            "用一句话来问，例如：6/15账户流水差异的原因是什么",
            "ask in a sentence, such as: zhoubao ask \"6/15账户流水差异的原因是什么\""
        );
        Self::asked(error, chinese, Some(hint))
    }
}
