//! What is addressed to the reader and asks for no work: editorials, greetings, invitations.

use super::candidate::Candidate;
use crate::vocabulary::{Sense, Words};

static EDITORIALS: Words = Words::of(&[Sense::Editorial]);
static ADDRESSES: Words = Words::of(&[Sense::Greeting, Sense::Speaker]);

/// Whether a candidate is of an editorial, or speaks to the reader. An incident is work wherever it is described.
pub(super) fn is_address(candidate: &Candidate) -> bool {
    candidate.incident.is_none()
        && (is_editorial(&candidate.places[0].section) || ADDRESSES.beginning(&candidate.text.to_lowercase()).is_some())
}

fn is_editorial(section: &[String]) -> bool {
    section.iter().any(|heading| EDITORIALS.are_in(&heading.to_lowercase()))
}
