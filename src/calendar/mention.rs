//! Every time expression of a text, in order.

use super::compose;
use super::cursor::{Cursor, Mode};
use super::day::Day;
use super::error::Impossible;
use super::expression::Expression;
use super::label::Label;
use std::ops::Range;
use std::str::FromStr;

/// A time expression with its span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the text; on character boundaries, never empty.
    pub span: Range<usize>,
    /// What it says, or why no calendar has it (`2/30`, `第60周`).
    pub reading: Result<Expression, Impossible>,
}

/// Every time expression of a report's text, in order and not overlapping. Conservative: what
/// may be a count, a fraction or a version is left out.
pub fn mentions(text: &str) -> Vec<Mention> {
    scan(text, Mode::Report)
}

/// The first of [`mentions`]; what follows it is not read.
pub fn first_mention(text: &str) -> Option<Mention> {
    Scan::new(text, Mode::Report).next()
}

/// The first of [`mentions`] where it begins with the text; nothing else of the text is read.
pub fn mention_at_start(text: &str) -> Option<Mention> {
    Scan::new(text, Mode::Report).here().ok()
}

/// As [`mentions`], and reads what only a question would mean as a date: `2023`, `6.15`, `26周`, `2023.06`.
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
    /// The last expression, where it is a day with its month.
    last: Option<(Day, usize)>,
}

impl<'t> Scan<'t> {
    fn new(text: &'t str, mode: Mode) -> Self {
        Self { text, mode, cursor: Cursor::new(text, 0, mode), last: None }
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

impl Scan<'_> {
    /// 9月23日 of `9月9日、23日`: a day in a list is of the month of the one before it.
    fn listed(&self, mention: &Mention) -> Option<Day> {
        let (last, end) = self.last?;
        let Ok(Expression::DayOfMonth(day)) = &mention.reading else { return None };
        let is_listed = matches!(self.text[end..mention.span.start].trim(), "、" | "," | "，" | "和" | "及" | "与");
        let day = u32::from(day.day());
        (is_listed && day > u32::from(last.day()))
            .then(|| Day::new(last.year(), last.month(), day, None).ok())
            .flatten()
    }
}

impl Iterator for Scan<'_> {
    type Item = Mention;

    fn next(&mut self) -> Option<Mention> {
        while self.cursor.at() < self.text.len() {
            match self.here() {
                Ok(mut mention) => {
                    if let Some(day) = self.listed(&mention) {
                        mention.reading = Ok(Expression::Day(day));
                    }
                    self.last = match &mention.reading {
                        Ok(Expression::Day(day)) => Some((*day, mention.span.end)),
                        _ => None,
                    };
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
        || "第今昨明去大前后本这上下周星礼月年最近过未接凌早清中午傍晚深夜当自从由截直〇零○一二两三四五六七八九十春农"
            .contains(first)
}

impl FromStr for Label {
    type Err = Impossible;

    fn from_str(text: &str) -> Result<Self, Impossible> {
        let malformed =
            || Impossible::Form { found: text.to_owned(), wanted: "a week label such as 第26周 or 2024-W13" };
        match mentions(text).into_iter().next() {
            Some(mention) if mention.span == (0..text.len()) => mention.reading?.as_label().ok_or_else(malformed),
            _ => Err(malformed()),
        }
    }
}
