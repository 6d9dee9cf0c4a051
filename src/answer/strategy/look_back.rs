//! What later reports say of an incident: the cause that its own report did not know, and how it ended.

use super::incident_parts::{Explained, Gap, asked_headings, has_a_length, is_open};
use super::sought::Sought;
use crate::answer::compose::{Draft, Heading, one_line};
use crate::calendar::{Date, Expression, Period, mentions};
use crate::fact::{corrects, marked_sentences, states_cause, states_handling, states_impact, tells_why_after_all};
use crate::record::PassageRecord;
use crate::report::{SectionKind, Span};
use crate::text::share_of_pairs;
use crate::thread::sentence_of_day;

/// Fills the gap from later reports that look back at the day; what stays open is said.
pub(super) fn look_back(mut gap: Gap, later: &[PassageRecord], sought: &Sought<'_>, draft: &mut Draft) -> Explained {
    let wanted = sought.wanted;
    let asked = asked_headings(sought.question);
    let mut unstated = 0;
    let neighbours = neighbours(&gap, later);
    let mut follow_ups: Vec<(f32, &PassageRecord)> = later
        .iter()
        .filter(|passage| passage.report != gap.report && passage.date >= gap.date && !passage.covered)
        .filter(|passage| is_of(&gap, &neighbours, passage))
        .filter(|passage| !matches!(passage.section_kind, SectionKind::Plan | SectionKind::Metrics))
        .map(|passage| {
            let pointed = if points_back_at(&passage.text, gap.day) { POINTED } else { 0.0 };
            (likeness(&gap.summary, &passage.text) + wanted.share(&passage.full_text()) + pointed, passage)
        })
        .filter(|(score, _)| *score >= LIKE_ENOUGH)
        .collect();
    follow_ups.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    if gap.headings.is_empty() {
        if let Some((_, passage)) = follow_ups.first() {
            draft.quote(passage, follow_up_span(&passage.text));
        }
        return Explained::All;
    }
    for heading in std::mem::take(&mut gap.headings) {
        let answers = follow_ups.iter().find_map(|(_, passage)| {
            let fits = |words: &str| match heading {
                Heading::Cause => states_cause(words) || words.contains("原因") || tells_why_after_all(words),
                Heading::Handling => states_handling(words),
                Heading::Impact => states_impact(words),
                Heading::Duration => has_a_length(words),
                Heading::What => false,
            };
            let span = follow_up_span(&passage.text);
            let words = &passage.text[span.clone()];
            // What only begins with the day may tell of anything else: how many there were after all.
            let is_stated = fits(words) || points_back_at(words, gap.day) && !corrects(words);
            (is_stated && !is_open(words)).then_some((*passage, span))
        });
        match answers {
            Some((passage, span)) => {
                let words = one_line(&passage.text, span.clone());
                draft.part_told_later(heading, passage, span, &words);
            }
            // Shown as it is: that no later report knows better is not known.
            None if gap.in_doubt.contains(&heading) => draft.leave_in_doubt(),
            None if gap.rest.is_empty() => {
                unstated += 1;
                draft.say_missing(heading);
            }
            None => {
                draft.say_unnamed(heading);
                for (passage, span) in std::mem::take(&mut gap.rest) {
                    draft.quote(&passage, span);
                }
            }
        }
    }
    let is_partly_told = gap.is_open || !gap.in_doubt.is_empty();
    if unstated > 0 && unstated == asked && !is_partly_told { Explained::Unstated } else { Explained::All }
}

/// What else happened on the day of the gap.
fn neighbours<'a>(gap: &Gap, later: &'a [PassageRecord]) -> Vec<&'a str> {
    let incidents = later.iter().filter_map(|passage| passage.incident.as_ref());
    let of_the_day =
        incidents.filter(|incident| incident.is_of(Period::day(gap.day))).map(|incident| &*incident.summary.text);
    of_the_day.filter(|other| !is_retold(&gap.summary, other)).collect()
}

/// Whether a line that names the day speaks of the gap's incident: it reports no other one, and what it says of the day has more of
/// its words than of those of a neighbour on that day.
fn is_of(gap: &Gap, neighbours: &[&str], passage: &PassageRecord) -> bool {
    if passage.incident.as_ref().is_some_and(|incident| !is_retold(&gap.summary, &incident.summary.text)) {
        return false;
    }
    let said = sentence_of_day(&passage.text, gap.day, passage.date().unwrap_or(gap.day));
    let shared = |summary: &str| likeness(&said, summary);
    neighbours.iter().all(|neighbour| shared(neighbour) < shared(&gap.summary))
}

/// Whether two summaries are of one incident.
fn is_retold(one: &str, other: &str) -> bool {
    likeness(one, other).max(likeness(other, one)) >= RETOLD
}

/// The share of its pairs that the summary of one incident has of another account of it.
const RETOLD: f32 = 0.5;

/// What a text gains that begins with the day: `8/7后台缓慢已定位…`.
const POINTED: f32 = 0.3;

/// Whether a text begins with the day, or with a few words (往期跟踪：) and the day.
pub(super) fn points_back_at(text: &str, day: Date) -> bool {
    let first = mentions(text).into_iter().next();
    first.is_some_and(|mention| {
        let is_early = text[..mention.span.start].chars().count() <= 12;
        let names_it = matches!(mention.reading, Ok(Expression::Day(named))
            if i32::from(named.day()) == i32::from(day.day()) && i32::from(named.month().get()) == i32::from(day.month()));
        is_early && names_it
    })
}

/// The share of the summary's character pairs that a text has, and of the question's words, together.
const LIKE_ENOUGH: f32 = 0.35;

/// The share of the pairs of letters of `summary`, figures aside, that `text` has.
fn likeness(summary: &str, text: &str) -> f32 {
    share_of_pairs(&summary.replace(|c: char| c.is_numeric(), ""), text) as f32
}

/// A follow-up is short and of one thing; of a longer text its first two sentences.
fn follow_up_span(text: &str) -> Span {
    if text.chars().count() <= 120 {
        return 0..text.len();
    }
    let end = marked_sentences(text, 0..text.len()).get(1).map_or(text.len(), |sentence| sentence.end);
    0..end
}
