//! Every time expression of a text, in order.

use super::compose;
use super::cursor::{Cursor, Mode};
use super::error::Impossible;
use super::expression::Expression;
use std::ops::Range;

/// A time expression where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the text; on character boundaries, never empty.
    pub span: Range<usize>,
    /// What it says, or why no calendar has it (`2/30`, `第60周`).
    pub reading: Result<Expression, Impossible>,
}

/// Every time expression of a report's text, in order and not overlapping. Empty where there is none. Conservative: what
/// may be a count, a fraction or a version is left out.
#[must_use]
pub fn mentions(text: &str) -> Vec<Mention> {
    scan(text, Mode::Report)
}

/// As [`mentions`], and reads what only a question would mean as a date: `2023`, `6.15`, `26周`, `2023.06`.
#[must_use]
pub fn mentions_in_question(text: &str) -> Vec<Mention> {
    scan(text, Mode::Question)
}

pub(super) fn scan(text: &str, mode: Mode) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut cursor = Cursor::new(text, 0, mode);
    while let Some(first) = cursor.peek() {
        if !may_start(first) {
            cursor = cursor.next();
            continue;
        }
        match compose::read(cursor) {
            Some((reading, end)) if end.at() > cursor.at() => {
                found.push(Mention { span: cursor.at()..end.at(), reading });
                // A range's end has forgotten what stands before it.
                cursor = Cursor::new(text, end.at(), mode);
            }
            _ if first.is_ascii_digit() => cursor = cursor.skip_while(|next| next.is_ascii_digit()),
            _ if first.is_ascii_alphabetic() => {
                cursor = cursor.skip_while(|next| next.is_ascii_alphanumeric());
            }
            _ => cursor = cursor.next(),
        }
    }
    found
}

/// Whether any expression starts with this character; nearly all of a text is passed over by this test.
fn may_start(first: char) -> bool {
    first.is_ascii_alphanumeric()
        || matches!(
            first,
            '第' | '今'
                | '昨'
                | '明'
                | '去'
                | '大'
                | '前'
                | '后'
                | '本'
                | '这'
                | '上'
                | '下'
                | '周'
                | '星'
                | '礼'
                | '月'
                | '年'
                | '最'
                | '近'
                | '过'
                | '未'
                | '接'
                | '凌'
                | '早'
                | '清'
                | '中'
                | '午'
                | '傍'
                | '晚'
                | '深'
                | '夜'
                | '当'
                | '自'
                | '从'
                | '由'
                | '截'
                | '直'
                | '〇'
                | '零'
                | '○'
                | '一'
                | '二'
                | '两'
                | '三'
                | '四'
                | '五'
                | '六'
                | '七'
                | '八'
                | '九'
                | '十'
        )
}
