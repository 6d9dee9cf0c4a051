//! What a person says instead of an answer: a source of its own, which is shown as what it is and never stands for a report.
//! Who keeps corrections, and finds them again, is the job's affair (`feedback`).

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::json::{Id, instant};
use crate::report::Lines;
use crate::text::{letters, named};

/// Names an answer, or what was said of one: eight characters that are easily typed and not easily guessed (40 bits).
///
/// Source: Crockford's base 32, in lower case; what looks alike is read alike (`O` as 0, `I` and `L` as 1).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[schemars(inline)]
#[serde(transparent)]
pub struct FeedbackId(String);

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 8;

impl FeedbackId {
    /// The first 40 bits of the SHA-256 of `seed`, which should hold something random.
    pub fn of(seed: &[u8]) -> Self {
        let hash = Sha256::digest(seed);
        let bits = hash.iter().take(5).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        let letter = |place: usize| char::from(ALPHABET[(bits >> (5 * place) & 31) as usize]);
        Self((0..LENGTH).rev().map(letter).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `typed` in the spelling of ids, or `None` where it can be no beginning of one.
    pub fn beginning(typed: &str) -> Option<String> {
        let typed = typed.trim().trim_start_matches('#').to_ascii_lowercase();
        let letter = |c: char| match c {
            'o' => Some('0'),
            'i' | 'l' => Some('1'),
            c => u8::try_from(c).is_ok_and(|byte| ALPHABET.contains(&byte)).then_some(c),
        };
        let read: Option<String> = typed.chars().filter(|c| *c != '-').map(letter).collect();
        read.filter(|read| !read.is_empty() && read.len() <= LENGTH)
    }
}

impl fmt::Display for FeedbackId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for FeedbackId {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = Self::beginning(text).filter(|read| read.len() == LENGTH);
        read.map(Self).ok_or("not an id such as k3f7m0qa")
    }
}

impl<'de> Deserialize<'de> for FeedbackId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Lines of a report as they were cited: where, and what they say, by which they are known again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CitedLines {
    #[schemars(with = "Id")]
    pub report_id: Uuid,
    /// SHA-256 of the report's file: the same file has the same lines.
    pub report_hash: String,
    /// The report's label, or its name.
    pub report: String,
    /// `YYYY-MM-DD`; empty for a page without a date.
    pub date: String,
    pub section: Vec<String>,
    pub path: String,
    pub lines: Lines,
    pub quote: QuoteMark,
}

/// Knows a text again without keeping it: by its letters and digits, which Markdown, white space and width do not change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteMark {
    /// Characters of its letters.
    letters: usize,
    /// Of their code points; tells most places apart without a hash.
    sum: u64,
    /// Half of it, hexadecimal.
    sha256: String,
}

impl QuoteMark {
    pub fn of(text: &str) -> Self {
        let letters = letters(text);
        Self { letters: letters.chars().count(), sum: letters.chars().map(u64::from).sum(), sha256: hash(&letters) }
    }

    /// The position of the text in `page`, the letters of a whole page: the byte where it begins. A text without letters is at 0.
    pub fn find(&self, page: &str) -> Option<usize> {
        let chars: Vec<(usize, char)> = page.char_indices().collect();
        let last = chars.len().checked_sub(self.letters)?;
        let mut sum: u64 = chars[..self.letters].iter().map(|(_, c)| u64::from(*c)).sum();
        for first in 0..=last {
            let byte = |at: usize| chars.get(at).map_or(page.len(), |(byte, _)| *byte);
            let (start, end) = (byte(first), byte(first + self.letters));
            if sum == self.sum && hash(&page[start..end]) == self.sha256 {
                return Some(start);
            }
            if let Some((_, next)) = chars.get(first + self.letters) {
                sum = sum + u64::from(*next) - u64::from(chars[first].1);
            }
        }
        None
    }
}

/// 16 bytes of a SHA-256, hexadecimal: enough to know a text, and short in a log.
fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// What somebody says instead of an answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Correction {
    pub id: FeedbackId,
    #[serde(with = "instant")]
    pub at: Timestamp,
    pub by: String,
    /// The answer that it corrects.
    pub answer: FeedbackId,
    /// The question that was answered.
    pub question: String,
    pub text: String,
    /// Why, where somebody said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// The lines that it is attached to; none where the answer cited none.
    pub beside: Vec<CitedLines>,
}

/// What has become of lines that a correction is attached to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There, word by word; perhaps on other lines than then.
    Unchanged,
    /// Their report does not say so any more.
    Changed,
    /// Their report is not in the index any more.
    Removed,
}

named!(Standing { Unchanged "unchanged", Changed "changed", Removed "removed" });

/// A correction that bears on a question, with why.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundCorrection {
    pub correction: Correction,
    /// When it was said, by this machine's calendar: `2026-11-23`.
    pub day: String,
    /// Of each of the lines beside it.
    pub standings: Vec<Standing>,
    /// How much it bears on the question; see `feedback::relevance`.
    pub score: f32,
}

impl FoundCorrection {
    /// Whether a later reading of the reports changed or removed what it is attached to.
    pub fn is_stale(&self) -> bool {
        self.standings.iter().any(|standing| *standing != Standing::Unchanged)
    }
}

#[cfg(test)]
mod tests {
    use super::{FeedbackId, QuoteMark};
    use crate::text::letters;

    #[test]
    fn an_id_is_typed_as_it_is_read() {
        let id = FeedbackId::of(b"seed");
        assert_eq!(id.as_str().len(), 8);
        assert_eq!(id.as_str().to_uppercase().parse(), Ok(id.clone()));
        assert_eq!("OIL-0123-4".parse::<FeedbackId>().map(|id| id.to_string()), Ok("01101234".to_string()));
        for wrong in ["", "k3f7", "k3f7m0qa1", "k3f7m0q!", "周报周报周报周报"] {
            assert!(wrong.parse::<FeedbackId>().is_err(), "{wrong}");
        }
        assert_eq!(FeedbackId::beginning(" #K3F7 "), Some("k3f7".to_string()));
    }

    #[test]
    fn a_quote_is_known_again_wherever_it_stands() {
        let mark = QuoteMark::of("- 6/15 11:01，**账户流水**差异213笔。");
        let page = letters("# 第26周\n\n新的一行\n6/15 11:01， 账户流水差异２１３笔。另一句");
        let at = mark.find(&page).expect("known again");
        assert!(page[at..].starts_with("6151101账户流水"));
        assert_eq!(mark.find(&letters("6/15 11:01，账户流水差异214笔。")), None);
        assert_eq!(mark.find(""), None);
        assert_eq!(QuoteMark::of("——").find("甲"), Some(0));
    }
}
