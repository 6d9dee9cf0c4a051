//! A milestone: the progress, planned steps and state of a piece of work, as one report states them. The folder beside this file has a file
//! for each part that is read.

mod done;
pub(super) mod plan;
mod plan_words;
mod progress;
pub(super) mod reader;
mod stage;
mod stage_name;
mod state;
pub(super) mod step;
pub(super) mod subject;
pub(super) mod subject_end;
pub(super) mod table;
mod work_named;

pub(super) use table::head_names_work;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::confidence::Confidence;
use super::stored;
use crate::calendar::Date;
use crate::report::{Lines, Span};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// 立项, 评审, 调研: it is being decided on.
    Proposed,
    /// 设计, 研发, 联调: it is being made.
    Developing,
    /// 提测, 转测, 验收, 灰度.
    Testing,
    /// 上线, 投产, 交付; a task that is done.
    Launched,
    /// 延期, 推迟, 没有赶上.
    Delayed,
    /// 暂停, 搁置.
    Paused,
    /// 取消, 终止, 不做了: it ended without its result.
    Cancelled,
    /// 结项, 关闭.
    Closed,
}

impl State {
    /// Of several states of one line that of the highest rank counts.
    fn rank(self) -> u8 {
        match self {
            Self::Delayed => 6,
            Self::Paused => 5,
            Self::Cancelled | Self::Closed => 4,
            Self::Launched => 3,
            Self::Testing => 2,
            Self::Developing => 1,
            Self::Proposed => 0,
        }
    }

    /// Whether nothing of it is left to do.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Launched | Self::Cancelled | Self::Closed)
    }

    /// Whether it is over or does not go on.
    pub fn is_end(self) -> bool {
        self.is_final() || self == Self::Paused
    }

    /// Whether it is put off, stopped or closed.
    fn is_slip(self) -> bool {
        matches!(self, Self::Delayed | Self::Paused | Self::Cancelled | Self::Closed)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Developing => "developing",
            Self::Testing => "testing",
            Self::Launched => "launched",
            Self::Delayed => "delayed",
            Self::Paused => "paused",
            Self::Cancelled => "cancelled",
            Self::Closed => "closed",
        }
    }
}

/// A state and the word for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    pub state: State,
    pub word: String,
}

/// A step with a day or a span of days that lies ahead, or is called a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The time as written: 9/15, 5月中旬, 下周二.
    pub text: String,
    #[serde(with = "stored::day")]
    pub from: Date,
    /// Not before `from`; the same for a single day.
    #[serde(with = "stored::day")]
    pub to: Date,
    /// 提测, 上线, 招标 …, or the words of an unusual step; may be empty.
    pub what: String,
    /// The part of the work, where the line has several: 收银台 in 通道4/11上线；收银台4/13上线.
    #[serde(default)]
    pub part: String,
    /// The line itself says that it was missed or moved: 原定4/12, 没有赶上7/13, 由12/28挪到1月.
    #[serde(default)]
    pub was: bool,
}

/// A step that was done on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The time as written.
    pub text: String,
    #[serde(with = "stored::day")]
    pub from: Date,
    #[serde(with = "stored::day")]
    pub to: Date,
    pub what: String,
}

/// One statement of one piece of work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Milestone {
    pub subject: String,
    /// The project item that it is nested under.
    pub parent: Option<String>,
    /// In percent, exact.
    #[serde(with = "stored::decimal")]
    pub progress: Option<Decimal>,
    /// In the order of the text.
    pub planned: Vec<Planned>,
    /// The days that it says a step was done on.
    #[serde(default)]
    pub done: Vec<Done>,
    pub state: Option<Stated>,
    /// Headings from the outermost in.
    pub section: Vec<String>,
    /// Bytes of the report's source.
    pub span: Span,
    pub lines: Lines,
    #[serde(default)]
    pub confidence: Confidence,
}

impl Milestone {
    /// Whether the work is launched, closed or paused.
    pub fn is_over(&self) -> bool {
        self.state.as_ref().is_some_and(|stated| stated.state.is_end())
    }

    pub fn is_launched(&self) -> bool {
        self.state.as_ref().is_some_and(|stated| stated.state == State::Launched)
    }
}
