//! What the form of a line says of whether an account of an incident begins there: when, what came about, why, what was done, where
//! it stands. Words count by their senses, not one by one.

use super::{Confidence, Models, count, flag, log};
use crate::calendar::{Expression, mentions};
use crate::fact::clause::clauses;
use crate::fact::figures;
use crate::fact::incident::candidate::{Candidate, Shape, is_daily};
use crate::fact::incident::clue::{is_arranged, states_cause, states_handling, states_impact};
use crate::fact::incident::opening::opens_with_a_grade;
use crate::fact::incident::parts::named_parts;
use crate::fact::length::next_length;
use crate::fact::standing::{is_done, is_held_up, is_to_come};
use crate::fact::trouble::states_trouble;
use crate::report::{Report, SectionKind, mask_targets};
use crate::text::case_numbers;
use crate::vocabulary::{Sense, Words};

/// Of an account so much is read, in bytes.
const READ_BYTES: usize = 1200;

macro_rules! features {
    ($($plain:literal),*; first: $($first:ident),*; whole: $($whole:ident),*; above: $($above:ident),*; head: $($head:ident),*;) => {
        /// The plain ones, then the senses of words in the first sentence, in the whole account, in the headings above it and in the head of its table.
        pub const INCIDENT_FEATURES: &[&str] = &[
            $($plain,)* $(concat!("first: ", stringify!($first)),)* $(concat!("whole: ", stringify!($whole)),)*
            $(concat!("above: ", stringify!($above)),)* $(concat!("head: ", stringify!($head)),)*
        ];
        const FIRST: &[Sense] = &[$(Sense::$first),*];
        const WHOLE: &[Sense] = &[$(Sense::$whole),*];
        const ABOVE: &[Sense] = &[$(Sense::$above),*];
        const HEAD: &[Sense] = &[$(Sense::$head),*];
    };
}

features! {
    "is_heading", "is_line", "is_sentence", "is_row", "in_incidents", "in_problems", "in_review", "in_metrics",
    "on_a_page_of_a_day", "opens_with_a_day_in_incidents", "trouble_of_a_day", "names_a_day", "within_weeks", "ahead", "far", "clocks", "opens_with_a_day",
    "opens_with_a_clock", "trouble", "trouble_in_whole", "trouble_above", "done", "to_come", "held_up", "arranged", "case_or_grade", "causes", "handlings", "impacts", "impacts_at_first", "parts", "length", "length_in_whole", "figures", "first_chars",
    "chars", "clauses", "latin";
    first: Afterwards, ComesAbout, Daytime, Breakdown, Found, FoundOut, SymptomPart, CausePart, PartHeading, SaysCorrected, FollowUpWork,
        GenericName, StepOpening, Lower, CauseAfterAll, Month;
    whole: ComesAbout, Daytime, CausePart, HandlingPart, ImpactPart, Found, ToldAsCause, Doubt, Happened, Handling, PartAlone,
        LengthLead, AsOf, StatusName, Training, OnTrial, WorkPart, Finished, DeedAtStart, Sought, NextDay, Not, NotYet, ClosingStep,
        Resolved, Unresolved, Mended, AfterStage, TimeMeasure, Because;
    above: ProblemHeading, IncidentHeading, IncidentNoun, IncidentAtEnd, NoBreakdownAfter, Deed, BreakdownColumn, Afterwards,
        EarlierHeading;
    head: CauseColumn, SymptomPart, ImpactColumn, HandlingColumn, TimeColumn, LengthColumn, BreakdownColumn, SeverityColumn;
}

/// The probability that an account of an incident begins at `candidate`.
pub(in crate::fact) fn confidence(report: &Report, candidate: &Candidate) -> (f32, Confidence) {
    let probability = Models::built_in().incident.probability(&features(report, candidate));
    (probability, Confidence::of(probability))
}

pub(in crate::fact) fn features(report: &Report, candidate: &Candidate) -> Vec<f32> {
    static IN_FIRST: Words = Words::of(FIRST);
    static IN_WHOLE: Words = Words::of(WHOLE);
    static IN_ABOVE: Words = Words::of(ABOVE);
    static IN_HEAD: Words = Words::of(HEAD);
    let source = report.source.as_str();
    let first = &source[candidate.first.clone()];
    let end = source.floor_char_boundary((candidate.own.start + READ_BYTES).min(candidate.own.end));
    let own = candidate.own.start..end.max(candidate.first.end);
    let whole = &source[own.clone()];
    let above = candidate.path.join(" ");
    let head = candidate.head.clone().map_or("", |head| &source[head]);
    let is = |shape: Shape| flag(candidate.shape == shape);
    let within = |kinds: &[SectionKind]| flag(kinds.contains(&candidate.section));
    let days = candidate.days(report);
    let clocks = mentions(&mask_targets(first)).into_iter().filter_map(|mention| mention.reading.ok());
    let clocks = clocks.filter(|expression| expression.time().is_some() || matches!(expression, Expression::Time(_)));
    let opening = candidate.opening(report);
    let of_whole = clauses(whole, 0..whole.len());
    let stating = |states: fn(&str) -> bool| of_whole.iter().filter(|clause| states(&whole[(*clause).clone()])).count();
    let letters = first.chars().filter(|c| c.is_alphabetic()).count().max(1);
    let latin = first.chars().filter(char::is_ascii_alphabetic).count();
    #[expect(clippy::cast_precision_loss, reason = "counts of characters in a line")]
    let latin = latin as f32 / letters as f32;
    let of_first = clauses(first, 0..first.len());
    // What is told again from longer ago is rarely news.
    let is_near = |day: i32| (0..=WEEKS_DAYS).contains(&day);
    static CAME_ABOUT: Words = Words::of(&[Sense::ComesAbout, Sense::Breakdown, Sense::Trouble]);
    let came_about = CAME_ABOUT.are_in(&first.to_lowercase());
    let mut values = vec![
        is(Shape::Heading),
        is(Shape::Line),
        is(Shape::Sentence),
        is(Shape::Row),
        within(&[SectionKind::Incidents]),
        within(&[SectionKind::Problems]),
        within(&[SectionKind::Review, SectionKind::Reflection]),
        within(&[SectionKind::Metrics]),
        flag(is_daily(report)),
        flag(opening.is_some() && candidate.section == SectionKind::Incidents),
        flag(days.iter().any(|day| is_near(*day)) && came_about),
        flag(!days.is_empty()),
        flag(days.iter().any(|day| is_near(*day))),
        flag(!days.is_empty() && days.iter().all(|day| *day < 0)),
        flag(days.iter().any(|day| *day > FAR_DAYS)),
        count(clocks.count(), 3),
        flag(opening.is_some()),
        flag(opening.is_some_and(|opening| opening.time().is_some())),
        flag(states_trouble(first)),
        flag(states_trouble(whole)),
        flag(candidate.path.iter().any(|heading| states_trouble(heading))),
        flag(is_done(first)),
        flag(is_to_come(first)),
        flag(is_held_up(first)),
        flag(is_arranged(first)),
        flag(case_numbers(first).next().is_some() || opens_with_a_grade(first)),
        count(stating(states_cause), 3),
        count(stating(states_handling), 3),
        count(stating(states_impact), 3),
        count(of_first.iter().filter(|clause| states_impact(&first[(*clause).clone()])).count(), 3),
        count(named_parts(source, own).len(), 3),
        flag(next_length(first, 0).is_some()),
        flag(next_length(whole, 0).is_some()),
        count(figures(first).len(), 4),
        log(first.chars().count()),
        log(whole.chars().count()),
        count(of_first.len(), 6),
        latin,
    ];
    for (words, senses, text) in
        [(&IN_FIRST, FIRST, first), (&IN_WHOLE, WHOLE, whole), (&IN_ABOVE, ABOVE, &above), (&IN_HEAD, HEAD, head)]
    {
        let found = words.senses_in(&text.to_lowercase());
        values.extend(senses.iter().map(|sense| flag(found.contains(sense))));
    }
    values
}

const WEEKS_DAYS: i32 = 40;
const FAR_DAYS: i32 = 20;
