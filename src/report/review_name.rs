//! Names of pages and sections that look back at one incident (复盘, a post-mortem).

use crate::calendar::{Expression, mentions};
use crate::text::case_numbers;
use crate::vocabulary::{Match, Sense, Words};

/// Whether a name alone says that it is the review of one incident, and of which (复盘：8/19 超温, INC-1112 退款积压复盘). 3月复盘 is of a month,
/// 6/2 复盘会 a meeting, 事故复盘培训 a training, 6/2 迭代复盘 of work.
pub(super) fn names_a_review(heading: &str) -> bool {
    let Some(review) = review_word(heading) else { return false };
    let others = [&heading[..review.span.start], &heading[review.span.end..]];
    let names_a_day =
        |text: &&str| mentions(text).iter().any(|mention| matches!(mention.reading, Ok(Expression::Day(_))));
    let names_it = |text: &&str| names_trouble(text) || case_numbers(text).next().is_some();
    others.iter().any(names_it) || others.iter().any(names_a_day) && !is_of_work(heading)
}

/// The word that says so: 复盘 of 6/9 升温复盘.
pub(super) fn review_word(heading: &str) -> Option<Match> {
    static REVIEW: Words = Words::of(&[Sense::ReviewName]);
    static ABOUT: Words = Words::of(&[Sense::AboutReviews]);
    let is_review = |word: &Match| ABOUT.beginning(&heading[word.span.end..]).is_none();
    REVIEW.all_in(heading).into_iter().find(is_review)
}

/// Whether a name is that of a meeting on one incident: “7·4”电台中断复盘会. It may have had other things to talk of.
pub(super) fn names_a_meeting(heading: &str) -> bool {
    static REVIEW: Words = Words::of(&[Sense::ReviewName]);
    let is_meeting = |word: &Match| heading[word.span.end..].starts_with('会');
    REVIEW.all_in(heading).iter().any(|word| is_meeting(word) && names_trouble(&heading[..word.span.start]))
}

fn names_trouble(text: &str) -> bool {
    static TROUBLE: Words = Words::of(&[Sense::Breakdown, Sense::Trouble]);
    TROUBLE.are_in(text)
}

/// Whether a name is that of a month, a version, a project: what is looked back at is work.
pub(super) fn is_of_work(heading: &str) -> bool {
    static OTHER: Words = Words::of(&[Sense::NoIncident]);
    OTHER.are_in(heading)
}
