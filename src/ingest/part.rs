//! A part of a corpus: several processes, on one machine or several, read one corpus into one index, each its share of the reports.
//!
//! Every process lists and opens all files, because what a report is called and dated by may stand in another one; it embeds and writes
//! its own share alone, and has the turn for no longer than a change takes. What concerns the whole (what has gone, the weights of
//! words, segments) is left to a closing run without a part.

use std::collections::BTreeSet;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// More processes than anybody starts by hand.
const MOST: u32 = 1000;

/// The `number`th of `of` parts, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    number: u32,
    of: u32,
}

/// Why a text names no part.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PartError {
    #[error("a part is named as NUMBER/PARTS, such as 1/4")]
    Form,
    #[error("parts are numbered from 1: the first of {of} is 1/{of}")]
    Zero { of: u32 },
    #[error("there is no part {number} of {of}: the last one is {of}/{of}")]
    Beyond { number: u32, of: u32 },
    #[error("a corpus has between 1 and {MOST} parts")]
    Parts,
}

impl Part {
    /// # Errors
    /// A number outside 1 to `of`; `of` outside 1 to 1000.
    pub fn new(number: u32, of: u32) -> Result<Self, PartError> {
        match (number, of) {
            (_, of) if of == 0 || of > MOST => Err(PartError::Parts),
            (0, of) => Err(PartError::Zero { of }),
            (number, of) if number > of => Err(PartError::Beyond { number, of }),
            (number, of) => Ok(Self { number, of }),
        }
    }

    /// Whether a report belongs to this part: by its id, which is the same in every process and at every run.
    pub(super) fn has(self, report: Uuid) -> bool {
        report.as_u128() % u128::from(self.of) == u128::from(self.number - 1)
    }

    /// Whether this part tells of a file that is no report; each file is told of by one.
    pub(super) fn tells(self, path: &str) -> bool {
        self.has(crate::record::report_id(path))
    }
}

impl FromStr for Part {
    type Err = PartError;

    fn from_str(text: &str) -> Result<Self, PartError> {
        let (number, of) = text.split_once('/').ok_or(PartError::Form)?;
        let read = |digits: &str| -> Result<u32, PartError> {
            let is_a_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            // What has more digits than a number of parts is beyond all of them.
            if is_a_number { Ok(digits.parse().unwrap_or(u32::MAX)) } else { Err(PartError::Form) }
        };
        Self::new(read(number)?, read(of)?)
    }
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

/// What of a root was read in parts, since its last closing run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts {
    pub of: u32,
    /// Those that were read to their end.
    pub read: BTreeSet<u32>,
    /// Written by all of them.
    #[serde(default)]
    pub(super) passages: usize,
}

impl Parts {
    /// The numbers of those that are still to be read.
    pub fn missing(&self) -> Vec<u32> {
        (1..=self.of).filter(|number| !self.read.contains(number)).collect()
    }

    /// The same with `part` at its beginning: one of another division begins anew.
    pub(super) fn begun(mut self, part: Part) -> Self {
        if self.of != part.of {
            self = Self { of: part.of, passages: self.passages, ..Self::default() };
        }
        self.read.remove(&part.number);
        self
    }

    /// The same with `part` read to its end; `passages` were written.
    pub(super) fn ended(self, part: Part, passages: usize) -> Self {
        let mut parts = self.begun(part);
        parts.read.insert(part.number);
        parts.passages += passages;
        parts
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Part, PartError, Parts};

    fn part(text: &str) -> Part {
        text.parse().unwrap()
    }

    #[test]
    fn only_a_number_of_a_number_of_parts_is_a_part() {
        assert_eq!(part("1/4").to_string(), "1/4");
        assert_eq!(part("4/4").number, 4);
        let refused = |text: &str| text.parse::<Part>().unwrap_err();
        for text in ["", "x", "1", "1/", "/4", "1/4/2", "+1/4", "-1/4", " 1/4", "1 / 4", "1.5/4", "一/四"] {
            assert_eq!(refused(text), PartError::Form, "{text}");
        }
        assert_eq!(refused("0/4"), PartError::Zero { of: 4 });
        assert_eq!(refused("5/4"), PartError::Beyond { number: 5, of: 4 });
        for text in ["1/0", "0/0", "1/1001", "1/99999999999999999999"] {
            assert_eq!(refused(text), PartError::Parts, "{text}");
        }
        assert!(refused("5/4").to_string().contains("no part 5 of 4"));
    }

    #[test]
    fn every_report_is_of_one_part_and_parts_are_of_a_size() {
        let ids: Vec<Uuid> = (0..4000).map(|number| crate::record::report_id(&format!("path\0{number}.md"))).collect();
        let parts: Vec<Part> = (1..=4).map(|number| Part::new(number, 4).unwrap()).collect();
        for id in &ids {
            assert_eq!(parts.iter().filter(|part| part.has(*id)).count(), 1);
        }
        for part in parts {
            let held = ids.iter().filter(|id| part.has(**id)).count();
            assert!((850..1150).contains(&held), "{held}");
        }
    }

    #[test]
    fn a_part_that_begins_anew_is_missing_and_another_division_forgets_the_first() {
        let parts = Parts::default().ended(part("2/3"), 5).ended(part("3/3"), 7);
        assert_eq!((parts.missing(), parts.passages), (vec![1], 12));
        assert_eq!(parts.clone().begun(part("3/3")).missing(), [1, 3]);
        assert_eq!(parts.begun(part("1/2")).missing(), [1, 2]);
    }
}
