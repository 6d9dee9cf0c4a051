//! Answers that list incidents: those of a time, an author, a level, above or below a bound.

use rust_decimal::Decimal;

use super::compose::{Draft, Heading};
use super::incident::{is_asked, told};
use super::number::keeps;
use super::premise::in_minutes;
use super::sought::Sought;
use crate::fact::{Incident, figures};
use crate::question::Bound;
use crate::record::PassageRecord;
use crate::retrieve::Retrieval;

/// How much of the question an incident of a list must speak of.
const SHARE: f32 = 0.45;

/// The weight of one noun.
const LITTLE: f32 = 1.2;

/// All incidents of the period asked about, one line each, with their number first.
pub(super) fn list(
    passages: &[PassageRecord],
    sought: &Sought<'_>,
    retrieval: &Retrieval,
    is_of_an_author: bool,
    draft: &mut Draft,
) -> bool {
    let (question, wanted) = (sought.question, sought.wanted);
    let periods = retrieval.periods();
    let in_period =
        |incident: &Incident| incident.day().is_none_or(|day| periods.iter().any(|period| period.contains(day)));
    let by_label = retrieval.times.iter().all(|time| time.scope.by_label);
    let meant: Vec<(&PassageRecord, &Incident)> = passages
        .iter()
        .filter_map(|passage| passage.incident.as_ref().map(|incident| (passage, incident)))
        .filter(|(_, incident)| by_label || in_period(incident))
        .collect();
    let level = level_asked(&question.text);
    let speaks_of_it = |passage: &PassageRecord| {
        let text = passage.full_text();
        if level.as_ref().is_some_and(|level| !text.to_uppercase().contains(level.as_str())) {
            return false;
        }
        wanted.is_empty()
            || wanted.things() == 0.0
            || (wanted.share(&text).max(wanted.share_of_things(&text)) >= SHARE && wanted.has_the_heaviest(&text))
    };
    let day_asked = retrieval.times.iter().any(|time| time.is_day);
    // A day or a report is so plain that its incidents are meant even where none speaks of the other words.
    let by_name = retrieval.times.iter().any(|time| time.asked && time.scope.by_label);
    // A time or an author bounds the list already, when little else is asked.
    let is_bounded = retrieval.times.iter().any(|time| time.asked);
    let is_plain = level.is_none()
        && (day_asked
            || !wanted.has_names() && (by_name || (is_bounded && (is_of_an_author || wanted.things() <= LITTLE))));
    let narrowed = meant.iter().any(|(passage, _)| speaks_of_it(passage)) || !is_plain;
    let meant: Vec<(&PassageRecord, &Incident)> =
        meant.into_iter().filter(|(passage, _)| !narrowed || speaks_of_it(passage)).collect();
    let mut meant = meant;
    meant.retain(|(passage, incident)| question.bounds.iter().all(|bound| keeps_bound(passage, incident, bound)));
    if meant.is_empty() {
        return false;
    }
    meant.sort_by(|(_, one), (_, other)| one.occurred.cmp(&other.occurred));
    let count = meant.len();
    let times: Vec<&str> = retrieval.times.iter().map(|time| time.text.as_str()).collect();
    let times = times.join("、");
    draft.lead(format!("{times}共记录 {count} 起事件："), format!("{count} incidents are recorded for {times}:"));
    for (passage, incident) in meant {
        let when = incident.occurred.as_deref().unwrap_or_default().replace('T', " ");
        let mut text = format!("{when} {}", told(passage, &incident.summary));
        let parts = [
            (Heading::Impact, &incident.impact),
            (Heading::Cause, &incident.cause),
            (Heading::Handling, &incident.handling),
        ];
        for (heading, part) in parts.into_iter().filter(|(heading, _)| is_asked(*heading, question)) {
            let words = part.as_ref().map(|part| told(passage, part));
            text.push_str(&draft.inline(heading, words.as_deref()));
        }
        draft.item(passage, text);
    }
    true
}

/// Whether an incident has a figure, or a length, that keeps the bound.
fn keeps_bound(passage: &PassageRecord, incident: &Incident, bound: &Bound) -> bool {
    let length = incident.duration_minutes.map(Decimal::from);
    let asked = in_minutes(&bound.figure);
    if let Some(asked) = asked {
        return length.is_some_and(|length| if bound.is_least { length > asked } else { length < asked });
    }
    figures(&passage.text).iter().any(|figure| figure.unit_fits(&bound.figure) && keeps(figure, bound))
}

/// A level of severity that a question names: AB级, D级, P0, 一级.
fn level_asked(text: &str) -> Option<String> {
    let upper = text.to_uppercase();
    let grade = upper.find('级').and_then(|at| {
        let before: Vec<char> =
            upper[..at].chars().rev().take_while(|c| c.is_ascii_alphanumeric() || "一二三四特".contains(*c)).collect();
        (!before.is_empty()).then(|| before.into_iter().rev().chain(['级']).collect::<String>())
    });
    grade.or_else(|| {
        ["P0", "P1", "P2", "P3", "SEV1", "SEV2"].into_iter().find(|level| upper.contains(level)).map(str::to_string)
    })
}
