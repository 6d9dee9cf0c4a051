//! Why something was not read. A run over hundreds of files must not stop at one bad file, so each
//! reason is data with a sentence; only a path that does not exist at all is an error. How reasons
//! are counted, grouped and shown is left to the faces.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use thiserror::Error;

/// Why one file, zip or zip member became no document. Displays as a sentence without its subject.
#[derive(Debug, Clone, Error)]
pub enum Skip {
    /// The bytes are no text in any encoding we read.
    #[error("it is not text: {0}")]
    NotText(Evidence),
    /// More bytes than a document may have; `bytes` is what was seen when reading stopped, or the file's length.
    #[error("it has {bytes} bytes or more, and {limit} are allowed")]
    TooLarge { bytes: u64, limit: u64 },
    /// The operating system refused, or the link points nowhere.
    #[error("it cannot be read: {}", .0.kind())]
    Unreadable(#[source] Arc<io::Error>),
    /// A pipe, socket or device, which might never end.
    #[error("it is neither a file nor a folder")]
    NotAFile,
    /// A symbolic link to what does not lie below the folder that is read.
    #[error("it is a link that leads out of the folder, to `{}`", target.display())]
    LinkEscapes { target: PathBuf },
    /// An ending we do not read; lower case, without the dot.
    #[error("files ending in `.{ending}` are not read")]
    Unsupported { ending: String },
    /// The same bytes were already read under this path.
    #[error("it has the same bytes as `{0}`")]
    DuplicateOf(String),
    /// No bytes, or nothing but white space.
    #[error("it is empty")]
    Empty,
    /// A zip member that points outside the zip: `..`, an absolute path, a drive letter or a symbolic link.
    #[error("its name or link leads outside the archive")]
    PathEscapes,
    /// A zip member behind a password.
    #[error("it is encrypted")]
    Encrypted,
    /// A zip member that grows past what it declares, past the allowed ratio or past the archive's total.
    #[error("it declares {declared} bytes, and inflating it was stopped after {actual} (limit {limit})")]
    ZipBomb { declared: u64, actual: u64, limit: u64 },
    /// A damaged zip or zip member.
    #[error("the archive is damaged: {0}")]
    BrokenZip(String),
    /// A zip inside more zips than allowed.
    #[error("it lies more than {limit} archives deep")]
    TooDeep { limit: usize },
    /// A zip with more members than allowed, all its inner zips counted together; the first ones are read.
    #[error("the archive has more than {limit} members, and those after them were left out")]
    TooMany { limit: usize },
    /// Reading it panics; `0` says where.
    #[error("the program has a fault and cannot read it ({0}); please report it with the page")]
    Fault(String),
}

impl Skip {
    /// Whether a document may be there that this run could not see. What was stored from that path
    /// earlier should then be kept; for the other reasons it is known that there is no document.
    #[must_use]
    pub fn hides_content(&self) -> bool {
        match self {
            Self::Unreadable(_)
            | Self::TooLarge { .. }
            | Self::Encrypted
            | Self::ZipBomb { .. }
            | Self::BrokenZip(_)
            | Self::TooDeep { .. }
            | Self::TooMany { .. }
            | Self::Fault(_) => true,
            Self::NotText(_)
            | Self::NotAFile
            | Self::LinkEscapes { .. }
            | Self::Unsupported { .. }
            | Self::DuplicateOf(_)
            | Self::Empty
            | Self::PathEscapes => false,
        }
    }
}

impl Skip {
    /// The same in Chinese, as `Display` is in English.
    #[must_use]
    pub fn in_chinese(&self) -> String {
        match self {
            Self::NotText(evidence) => format!("不是文本：{}", evidence.in_chinese()),
            Self::TooLarge { bytes, limit } => format!("有 {bytes} 字节以上，最多 {limit}"),
            Self::Unreadable(error) => format!("读不了：{}", error.kind()),
            Self::NotAFile => "不是文件也不是文件夹".to_string(),
            Self::LinkEscapes { target } => format!("是指到文件夹外面的链接：`{}`", target.display()),
            Self::Unsupported { ending } => format!("不读 `.{ending}` 文件"),
            Self::DuplicateOf(path) => format!("与 `{path}` 逐字节相同"),
            Self::Empty => "是空的".to_string(),
            Self::PathEscapes => "名称或链接指到压缩包外面".to_string(),
            Self::Encrypted => "有密码".to_string(),
            Self::ZipBomb { declared, actual, limit } => {
                format!("自称 {declared} 字节，解到 {actual} 就停了（上限 {limit}）")
            }
            Self::BrokenZip(why) => format!("压缩包损坏：{why}"),
            Self::TooDeep { limit } => format!("压缩包套了 {limit} 层以上"),
            Self::TooMany { limit } => format!("压缩包里超过 {limit} 个文件，其后的没有读"),
            Self::Fault(why) => format!("程序有缺陷，读不了（{why}）；请连同这一页报告"),
        }
    }
}

impl From<io::Error> for Skip {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(Arc::new(error))
    }
}

/// What shows that bytes are not text.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum Evidence {
    /// NUL bytes, which no text has.
    #[error("{count} NUL bytes among {bytes}")]
    NulBytes { count: usize, bytes: usize },
    /// Share of the characters (0 to 1) that no encoding we know can decode.
    #[error("{:.0}% of it cannot be decoded", share * 100.0)]
    Undecodable { share: f64 },
    /// Share of the characters (0 to 1) that are control characters.
    #[error("{:.0}% of it are control characters", share * 100.0)]
    Controls { share: f64 },
    /// Share of the double-byte characters (0 to 1) that Chinese texts commonly use; it was too low.
    #[error("read as GB18030, only {:.0}% of it are common Chinese characters", share * 100.0)]
    Implausible { share: f64 },
}

impl Evidence {
    fn in_chinese(self) -> String {
        match self {
            Self::NulBytes { count, bytes } => format!("{bytes} 字节里有 {count} 个 NUL"),
            Self::Undecodable { share } => format!("{:.0}% 无法解码", share * 100.0),
            Self::Controls { share } => format!("{:.0}% 是控制字符", share * 100.0),
            Self::Implausible { share } => format!("按 GB18030 读，常用汉字只占 {:.0}%", share * 100.0),
        }
    }
}

/// One thing that was not read, and why.
#[derive(Debug, Clone, Error)]
#[error("`{path}`: {reason}")]
pub struct Skipped {
    /// As in [`Document::path`](super::Document::path).
    pub path: String,
    /// The file on disk; the outermost zip for what lies in one.
    pub absolute: PathBuf,
    /// As in [`Document::root`](super::Document::root).
    pub root: String,
    /// The page id in its name, if any.
    pub page_id: Option<String>,
    /// Why.
    pub reason: Skip,
}

/// A path the user named cannot be used at all.
#[derive(Debug, Error)]
pub enum SourceError {
    /// Nothing is there.
    #[error("`{}` does not exist", path.display())]
    NotFound { path: PathBuf },
    /// Something is there, but the operating system refuses.
    #[error("`{}` cannot be read", path.display())]
    Unreadable {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
}
