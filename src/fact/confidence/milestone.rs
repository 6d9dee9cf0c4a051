//! What the form of a milestone says of whether it was read rightly: how its subject is set off, which words it is made of, where it stands.

use super::{Confidence, Models, Style, count, depth, flag, line_around, log};
use crate::calendar::{Date, day_number};
use crate::fact::milestone::head_names_work;
use crate::fact::{Milestone, State};
use crate::lexicon::{WordSort, word_sorts};
use crate::report::{Report, mask_targets};

pub const MILESTONE_FEATURES: [&str; 44] = [
    "is_item", "is_row", "is_heading", "subject_chars", "piece_chars", "subject_share", "subject_is_set_off",
    "subject_opens", "subject_is_elsewhere", "opens_with_noun", "opens_with_function", "opens_with_verb",
    "ends_with_noun", "ends_with_verb", "ends_with_function", "nouns", "verbs", "functions", "has_latin", "has_number",
    "clauses", "function_share", "exclaims", "quotes", "links", "latin_share", "state_launched", "state_testing",
    "state_developing", "state_proposed", "state_slipped", "state_word_chars", "state_gap", "has_progress", "planned",
    "planned_is_numeric", "planned_names_step", "planned_is_far", "planned_is_past", "done", "depth", "share_of_items",
    "share_of_named_items", "head_names_work",
];

/// Adds the confidence of each.
pub(in crate::fact) fn weigh(report: &Report, milestones: &mut [Milestone]) {
    let model = &Models::built_in().milestone;
    let style = Style::of(report);
    for milestone in milestones {
        milestone.confidence = Confidence::of(model.probability(&features(report, style, milestone)));
    }
}

/// A plan farther off than this is rarely one, in days.
const FAR_DAYS: i32 = 200;

pub(in crate::fact) fn features(
    report: &Report,
    style: Style,
    milestone: &Milestone,
) -> [f32; MILESTONE_FEATURES.len()] {
    let source = report.source.as_str();
    let Style { items, named } = style;
    let written = &source[milestone.span.clone()];
    let piece = mask_targets(written);
    let line = &source[line_around(source, &(milestone.span.start..milestone.span.start))];
    let bare_line = line.trim_start();
    let subject = milestone.subject.as_str();
    let sorts: Vec<WordSort> =
        word_sorts(subject).into_iter().map(|(_, sort)| sort).filter(|sort| *sort != WordSort::Mark).collect();
    let (first, last) = (sorts.first().copied(), sorts.last().copied());
    let of = |wanted: WordSort| sorts.iter().filter(|sort| **sort == wanted).count();
    let at = piece.find(subject);
    let after =
        at.map(|at| piece[at + subject.len()..].trim_start_matches(['*', '`', ']', '）', ')', '】', '》', ' ']));
    let is_set_off = after.is_some_and(|rest| rest.starts_with(['：', ':', '—', '–', '|', '-', '\n']))
        || at.is_some_and(|at| piece[..at].ends_with(['【', '*', '[', '《']));
    let chars = |text: &str| text.chars().count();
    let state = milestone.state.as_ref();
    let is = |wanted: &[State]| flag(state.is_some_and(|stated| wanted.contains(&stated.state)));
    let word = state.map_or("", |stated| stated.word.split('…').next().unwrap_or_default());
    let gap = match (at, piece.to_ascii_lowercase().find(word)) {
        (Some(at), Some(word)) if state.is_some() => log(word.abs_diff(at + subject.len()) / 3),
        _ => f32::NAN,
    };
    let is_far = |day: Date| report.date.is_some_and(|date| (day_number(day) - day_number(date)).abs() > FAR_DAYS);
    let letters = piece.chars().filter(|c| c.is_alphabetic()).count().max(1);
    let latin = piece.chars().filter(char::is_ascii_alphabetic).count();
    #[expect(clippy::cast_precision_loss, reason = "counts of characters in a line")]
    let share = |part: usize, whole: usize| (part as f32 / whole.max(1) as f32).min(1.5);
    let words = word_sorts(&piece);
    let functions = words.iter().filter(|(_, sort)| *sort == WordSort::Function).count();
    let all = words.iter().filter(|(_, sort)| *sort != WordSort::Mark).count();
    let is_past = |day: Date| report.date.is_some_and(|date| day < date);
    [
        flag(bare_line.starts_with(['-', '*', '+']) || bare_line.starts_with(|c: char| c.is_ascii_digit())),
        flag(bare_line.starts_with('|')),
        flag(bare_line.starts_with('#')),
        log(chars(subject)),
        log(chars(&piece)),
        share(chars(subject), chars(piece.trim())),
        flag(is_set_off),
        flag(at.is_some_and(|at| chars(&piece[..at]) <= 2)),
        flag(at.is_none()),
        flag(first == Some(WordSort::Noun) || first == Some(WordSort::Latin)),
        flag(first == Some(WordSort::Function)),
        flag(first == Some(WordSort::Verb)),
        flag(last == Some(WordSort::Noun) || last == Some(WordSort::Latin)),
        flag(last == Some(WordSort::Verb)),
        flag(last == Some(WordSort::Function)),
        count(of(WordSort::Noun) + of(WordSort::Latin), 4),
        count(of(WordSort::Verb), 3),
        count(of(WordSort::Function), 3),
        flag(of(WordSort::Latin) > 0),
        flag(of(WordSort::Number) > 0),
        log(piece.matches(['，', '。', '；', ',', ';', '、']).count()),
        share(functions, all),
        flag(piece.contains(['！', '？', '!', '?'])),
        flag(piece.contains(['“', '”', '"', '「'])),
        flag(written.contains("](") || written.contains("://")),
        share(latin, letters),
        is(&[State::Launched]),
        is(&[State::Testing]),
        is(&[State::Developing]),
        is(&[State::Proposed]),
        is(&[State::Delayed, State::Paused, State::Cancelled, State::Closed]),
        log(chars(word)),
        gap,
        flag(milestone.progress.is_some()),
        count(milestone.planned.iter().filter(|planned| !planned.was).count(), 3),
        flag(milestone.planned.iter().any(|planned| planned.text.contains(|c: char| c.is_ascii_digit()))),
        flag(milestone.planned.iter().any(|planned| !planned.what.is_empty())),
        flag(milestone.planned.iter().any(|planned| is_far(planned.from))),
        flag(milestone.planned.iter().any(|planned| !planned.was && is_past(planned.to))),
        count(milestone.done.len(), 3),
        depth(source, milestone.span.start),
        items,
        named,
        flag(bare_line.starts_with('|') && head_names_work(source, milestone.span.start)),
    ]
}
