//! What is addressed to the reader and asks for no work: editorials, greetings, invitations.

use super::candidate::Candidate;
use crate::vocabulary::{Sense, Words};

static EDITORIALS: Words = Words::of(&[Sense::Editorial]);
static GREETINGS: Words = Words::of(&[Sense::Greeting, Sense::Courtesy]);
static READERS: Words = Words::of(&[Sense::Reader]);

/// Whether a candidate is of an editorial, or speaks to the reader. An incident is work wherever it is described.
pub(super) fn is_address(candidate: &Candidate) -> bool {
    candidate.incident.is_none()
        && (candidate.places[0].section().iter().any(|heading| is_editorial(heading))
            || is_to_the_reader(&candidate.text.to_lowercase()))
}

fn is_to_the_reader(text: &str) -> bool {
    READERS.beginning(text).is_some()
        || text.split(['，', ',', '：', ':']).any(|clause| GREETINGS.beginning(clause.trim_start()).is_some())
}

/// Whether a heading is of a text about the report itself.
pub(crate) fn is_editorial(heading: &str) -> bool {
    EDITORIALS.are_in(&heading.to_lowercase())
}
