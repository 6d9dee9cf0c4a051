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

/// The first of [`mentions`]; what stands after it is not read.
#[must_use]
pub fn first_mention(text: &str) -> Option<Mention> {
    Scan::new(text, Mode::Report).next()
}

/// The first of [`mentions`] where it begins with the text; nothing else of the text is read.
#[must_use]
pub fn mention_at_start(text: &str) -> Option<Mention> {
    Scan::new(text, Mode::Report).here().ok()
}

/// As [`mentions`], and reads what only a question would mean as a date: `2023`, `6.15`, `26周`, `2023.06`.
#[must_use]
pub fn mentions_in_question(text: &str) -> Vec<Mention> {
    scan(text, Mode::Question)
}

pub(super) fn scan(text: &str, mode: Mode) -> Vec<Mention> {
    Scan::new(text, mode).collect()
}

/// The expressions of a text one by one, so that who wants the first does not read on.
struct Scan<'t> {
    text: &'t str,
    mode: Mode,
    cursor: Cursor<'t>,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str, mode: Mode) -> Self {
        Self { text, mode, cursor: Cursor::new(text, 0, mode) }
    }

    /// The expression that starts here; where none does, the next place that one may start at.
    fn here(&self) -> Result<Mention, Cursor<'t>> {
        let cursor = self.cursor;
        let first = cursor.peek().filter(|first| may_start(*first)).ok_or_else(|| cursor.next())?;
        match compose::read(cursor) {
            Some((reading, end)) if end.at() > cursor.at() => Ok(Mention { span: cursor.at()..end.at(), reading }),
            _ if first.is_ascii_digit() => Err(cursor.skip_while(|next| next.is_ascii_digit())),
            _ if first.is_ascii_alphabetic() => Err(cursor.skip_while(|next| next.is_ascii_alphanumeric())),
            _ => Err(cursor.next()),
        }
    }
}

impl Iterator for Scan<'_> {
    type Item = Mention;

    fn next(&mut self) -> Option<Mention> {
        while self.cursor.at() < self.text.len() {
            match self.here() {
                Ok(mention) => {
                    // A range's end has forgotten what stands before it.
                    self.cursor = Cursor::new(self.text, mention.span.end, self.mode);
                    return Some(mention);
                }
                Err(next) => self.cursor = next,
            }
        }
        None
    }
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
                | '春'
                | '农'
        )
}
