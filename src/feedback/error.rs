//! What can go wrong with what is kept of answers.

use std::path::{Path, PathBuf};

use crate::correction::FeedbackId;

#[derive(Debug, thiserror::Error)]
pub enum FeedbackError {
    #[error("there is no folder to keep feedback in: HOME is not set")]
    NoFolder,
    #[error("`{}` cannot be read", path.display())]
    Unreadable {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("`{}` cannot be written", path.display())]
    NotWritten {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("no answer has the id `{asked}`")]
    Unknown {
        asked: String,
        near: Vec<FeedbackId>,
        /// Answers are logged at all.
        logs: bool,
    },
    #[error("{count} ids begin with `{asked}`")]
    Ambiguous { asked: String, count: usize },
    #[error("the {what} is empty")]
    Empty { what: &'static str },
    #[error("the {what} has {chars} characters; {most} at most")]
    TooLong { what: &'static str, chars: usize, most: usize },
    #[error("the answer has no source {n}")]
    NoSource { n: usize, count: usize },
}

/// How many ids a hint names.
const MOST_NEAR: usize = 3;

/// Characters that may be mistyped.
const MOST_SLIPS: usize = 2;

/// The beginning of an id that is taken for it.
const LEAST_TYPED: usize = 4;

impl FeedbackError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoFolder => Some("set HOME, or use an index directory".to_string()),
            Self::Unknown { near, .. } if !near.is_empty() => {
                let near: Vec<String> = near.iter().map(|id| format!("`{id}`")).collect();
                Some(format!("did you mean {}?", near.join(" or ")))
            }
            Self::Unknown { logs: false, .. } => {
                Some("answers are not logged: `[feedback] log = false`, or ZHOUBAO_FEEDBACK=off".to_string())
            }
            Self::Unknown { .. } => Some("`zhoubao feedback list` lists the answers".to_string()),
            Self::Ambiguous { .. } => Some("give more of it".to_string()),
            Self::Empty { .. } => Some("say what is right, in a sentence".to_string()),
            Self::TooLong { .. } => Some("say it in a sentence or two, and put the rest in a report".to_string()),
            Self::NoSource { count: 0, .. } => Some("it cites none".to_string()),
            Self::NoSource { count, .. } => Some(format!("it has {count}")),
            Self::NotWritten { .. } => Some(
                "see that the folder can be written; ZHOUBAO_FEEDBACK=off answers without keeping answers".to_string(),
            ),
            Self::Unreadable { .. } => None,
        }
    }

    /// What happened, in Chinese, where what was asked for is at fault.
    pub fn in_chinese(&self) -> Option<String> {
        let of = |what: &str| match what {
            "correction" => "更正".to_string(),
            "reason" => "理由".to_string(),
            "name" => "署名".to_string(),
            other => other.to_string(),
        };
        match self {
            Self::NoFolder | Self::Unreadable { .. } | Self::NotWritten { .. } => None,
            Self::Unknown { asked, .. } => Some(format!("没有编号是“{asked}”的回答，可能已经清理")),
            Self::Ambiguous { asked, count } => Some(format!("有 {count} 个编号以“{asked}”开头")),
            Self::Empty { what } => Some(format!("{}是空的", of(what))),
            Self::TooLong { what, chars, most } => Some(format!("{}有 {chars} 个字，最多 {most} 个", of(what))),
            Self::NoSource { n, .. } => Some(format!("这个回答没有第 {n} 处来源")),
        }
    }

    /// [`Self::hint`] in Chinese, where what was asked for is at fault.
    pub fn hint_in_chinese(&self) -> Option<String> {
        match self {
            Self::Unknown { near, .. } if !near.is_empty() => {
                let near: Vec<String> = near.iter().map(|id| format!("`{id}`")).collect();
                Some(format!("是不是 {}？", near.join(" 或 ")))
            }
            Self::Unknown { logs: false, .. } => {
                Some("没有记录回答：`[feedback] log = false`，或 ZHOUBAO_FEEDBACK=off".to_string())
            }
            Self::Unknown { .. } => Some("重新问一次，再评它".to_string()),
            Self::Ambiguous { .. } => Some("多写几位".to_string()),
            Self::Empty { .. } => Some("用一句话写正确的是什么".to_string()),
            Self::TooLong { .. } => Some("写一两句，其余写进周报".to_string()),
            Self::NoSource { count: 0, .. } => Some("它没有引用来源".to_string()),
            Self::NoSource { count, .. } => Some(format!("它有 {count} 处来源")),
            Self::NoFolder | Self::Unreadable { .. } | Self::NotWritten { .. } => None,
        }
    }

    /// Whether what was asked for is at fault.
    pub fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::Unknown { .. }
                | Self::Ambiguous { .. }
                | Self::Empty { .. }
                | Self::TooLong { .. }
                | Self::NoSource { .. }
        )
    }

    pub(super) fn unreadable(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Unreadable { path, source }
    }

    pub(super) fn not_written(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::NotWritten { path, source }
    }

    pub(super) fn unknown(asked: &str, ids: &[&FeedbackId], logs: bool) -> Self {
        let typed = FeedbackId::beginning(asked).unwrap_or_else(|| asked.trim().to_lowercase());
        let mut near: Vec<(usize, &FeedbackId)> = ids
            .iter()
            .map(|id| (strsim::osa_distance(&typed, id.as_str()), *id))
            .filter(|(slips, _)| *slips <= MOST_SLIPS)
            .collect();
        near.sort();
        near.dedup();
        let near = near.into_iter().take(MOST_NEAR).map(|(_, id)| id.clone()).collect();
        // What was pasted instead of an id may be long.
        let asked = asked.trim().chars().take(40).collect();
        Self::Unknown { asked, near, logs }
    }
}

/// The one of `ids` that `asked` is, or begins.
pub(super) fn choose(asked: &str, ids: Vec<&FeedbackId>, logs: bool) -> Result<FeedbackId, FeedbackError> {
    let unknown = || FeedbackError::unknown(asked, &ids, logs);
    let typed = FeedbackId::beginning(asked).filter(|typed| typed.len() >= LEAST_TYPED).ok_or_else(unknown)?;
    let mut found: Vec<&FeedbackId> = ids.iter().copied().filter(|id| id.as_str().starts_with(&typed)).collect();
    found.sort();
    found.dedup();
    match found.as_slice() {
        [id] => Ok((*id).clone()),
        [] => Err(unknown()),
        found => Err(FeedbackError::Ambiguous { asked: typed, count: found.len() }),
    }
}
