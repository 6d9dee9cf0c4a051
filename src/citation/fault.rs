//! What the read-back finds wrong with a sentence, and how it is said to the model and to the reader.

use crate::question::Language;

/// What sort of particular is not in the cited sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A count or a bare number: 5991笔, 12 merchants, 1350.
    Number,
    /// 99.97%, 0.02个百分点.
    Percentage,
    /// 27.6万元, RMB 276,000.
    Amount,
    /// 6/15, June 15, 2023年.
    Date,
    /// 11:01, 下午3点.
    Time,
    /// 80分钟, an hour and 20 minutes.
    Duration,
    /// 第26周, W26.
    Week,
    /// 第二批, the second round.
    Ordinal,
    /// csp-agent-oss, Oracle, T+1.
    Identifier,
    /// 10.14.113.233.
    Address,
    /// A name: 「处理中」, Lakala.
    Name,
}

/// `text` as a fault quotes it: without the marks around it.
pub(super) fn quote(text: &str) -> String {
    text.trim_matches(|c: char| c.is_whitespace() || "，。；、,;|()-".contains(c)).to_string()
}

/// One thing that keeps a sentence from being supported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It states something and cites nothing.
    NoCitation,
    /// It cites a source that was not given.
    NoSuchSource { n: usize },
    /// A particular that no cited source has.
    Particular { written: String, kind: Kind },
    /// The figure is there, but of another thing, day or report. `source`: its clause there.
    Misplaced { written: String, source: String },
    /// The source says the opposite, or plans what the sentence calls done. `source`: its clause.
    Flipped { written: String, source: String },
    /// The source's figure is a bound or an estimate (约, 超过, 不到) and the sentence's is not, or another one.
    Qualifier { written: String, source: String },
    /// The cited sources say nothing of this part of the sentence.
    Unfounded { written: String },
    /// Words that the cited item does not use: see [`super::trace`].
    Reworded { written: String },
    /// A word of the source that changes what is said was left out (计划, 部分, 疑似). `source`: its clause.
    Omitted { written: String, source: String },
}

impl Fault {
    pub(super) fn reworded(written: &str) -> Self {
        Self::Reworded { written: written.trim().to_string() }
    }

    /// One line for the repair prompt and for the reader.
    #[must_use]
    pub fn describe(&self, language: Language) -> String {
        match language {
            Language::Chinese => self.in_chinese(),
            Language::English => self.in_english(),
        }
    }

    fn in_chinese(&self) -> String {
        match self {
            Self::NoCitation => "没有标注来源".to_string(),
            Self::NoSuchSource { n } => format!("来源 [{n}] 不存在"),
            Self::Particular { written, kind } => format!("所引来源中没有{}“{written}”", kind.chinese()),
            Self::Misplaced { written, source } => format!("“{written}”在来源中说的是另一件事：“{source}”"),
            Self::Flipped { written, source } => format!("“{written}”与来源相反：“{source}”"),
            Self::Qualifier { written, source } => format!("“{written}”的限定与来源不同：“{source}”"),
            Self::Unfounded { written } => format!("所引来源没有提到“{written}”"),
            Self::Reworded { written } => format!("“{written}”不是来源里的说法"),
            Self::Omitted { written, source } => format!("漏了来源里的“{written}”：“{source}”"),
        }
    }

    fn in_english(&self) -> String {
        match self {
            Self::NoCitation => "it cites no source".to_string(),
            Self::NoSuchSource { n } => format!("there is no source [{n}]"),
            Self::Particular { written, kind } => {
                format!("the {} \"{written}\" is not in the cited sources", kind.english())
            }
            Self::Misplaced { written, source } => {
                format!("\"{written}\" belongs to something else in the source: \"{source}\"")
            }
            Self::Flipped { written, source } => format!("\"{written}\" contradicts the source: \"{source}\""),
            Self::Qualifier { written, source } => {
                format!("\"{written}\" is qualified otherwise in the source: \"{source}\"")
            }
            Self::Unfounded { written } => format!("the cited sources do not say \"{written}\""),
            Self::Reworded { written } => format!("\"{written}\" is not how the source says it"),
            Self::Omitted { written, source } => format!("\"{written}\" of the source was left out: \"{source}\""),
        }
    }
}

impl Kind {
    fn chinese(self) -> &'static str {
        match self {
            Self::Number => "数字",
            Self::Percentage => "百分比",
            Self::Amount => "金额",
            Self::Date => "日期",
            Self::Time => "时间",
            Self::Duration => "时长",
            Self::Week => "周次",
            Self::Ordinal => "序数",
            Self::Identifier => "标识",
            Self::Address => "地址",
            Self::Name => "名称",
        }
    }

    fn english(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Percentage => "percentage",
            Self::Amount => "amount",
            Self::Date => "date",
            Self::Time => "time",
            Self::Duration => "duration",
            Self::Week => "week",
            Self::Ordinal => "ordinal",
            Self::Identifier => "identifier",
            Self::Address => "address",
            Self::Name => "name",
        }
    }
}
