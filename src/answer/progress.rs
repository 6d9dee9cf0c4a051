//! How far a piece of work has come: out of the threads of milestones, from the first week that tells of it to the last.

use rust_decimal::Decimal;

use super::compose::{Draft, report_name};
use super::sought::Sought;
use crate::question::Language;
use crate::record::PassageRecord;
use crate::report::Span;
use crate::thread::{Statement, Thread};

/// How much of the question a piece of work must speak of.
const SHARE: f32 = 0.6;

/// How much of its name a Chinese question must say.
const NAMED: f32 = 0.5;

/// A piece of work that fewer statements tell of has no history.
const FEWEST_STATEMENTS: usize = 2;

/// Tells the history of the piece of work that is asked about, in one line with its first and last progress and how often its
/// planned days were moved; false where no thread is plainly meant.
pub(super) fn tell(threads: &[Thread], passages: &[PassageRecord], sought: &Sought<'_>, draft: &mut Draft) -> bool {
    let Some(thread) = meant(threads, sought) else { return false };
    let mut told: Vec<&Statement> = vec![thread.first()];
    let progress = thread.progress();
    if let Some(((_, first), (_, last))) = &progress {
        told.extend([*first, *last]);
    }
    told.push(thread.last());
    let cited: Vec<(&PassageRecord, Span)> = told.into_iter().filter_map(|told| place_of(told, passages)).collect();
    let Some((latest, _)) = cited.last() else { return false };
    let latest = report_name(latest);
    let values = progress.map(|((first, _), (last, _))| (first, last));
    draft.state(words(thread, values, &latest, draft.language()), &cited);
    true
}

/// The thread that the question speaks of more than of any other.
fn meant<'a>(threads: &'a [Thread], sought: &Sought<'_>) -> Option<&'a Thread> {
    let score = |thread: &Thread| {
        let share =
            sought.wanted.share(&format!("{} {}", thread.parent.as_deref().unwrap_or_default(), thread.subject));
        (share, super::measured::said(&thread.subject, &sought.question.text))
    };
    let is_called = |named: f32| !sought.wanted.is_chinese() || named >= NAMED;
    let mut scored: Vec<((f32, f32), &Thread)> = threads
        .iter()
        .filter(|thread| thread.told.len() >= FEWEST_STATEMENTS)
        .map(|thread| (score(thread), thread))
        .filter(|((share, named), _)| *share >= SHARE && is_called(*named))
        .collect();
    scored.sort_by(|(one, _), (other, _)| other.0.total_cmp(&one.0).then(other.1.total_cmp(&one.1)));
    match scored.as_slice() {
        [(best, _), (second, _), ..] if best == second => None,
        [(_, thread), ..] => Some(thread),
        [] => None,
    }
}

fn words(thread: &Thread, progress: Option<(Decimal, Decimal)>, latest: &str, language: Language) -> String {
    let count = thread.told.len();
    let (moves, slip) = (thread.moves(), thread.slip_days());
    let percent = |value: Decimal| format!("{}%", value.normalize());
    let is_chinese = language == Language::Chinese;
    let mut text = match is_chinese {
        true => format!("{}：各周写到它的进展 {count} 处，最后一处在{latest}", thread.subject),
        false => format!("{}: its progress is told {count} times, last in {latest}", thread.subject),
    };
    if let Some((first, last)) = progress {
        let row = if first == last { percent(last) } else { format!("{} → {}", percent(first), percent(last)) };
        text.push_str(&if is_chinese { format!("，进度 {row}") } else { format!("; progress {row}") });
    }
    if moves > 0 {
        text.push_str(&match is_chinese {
            true => format!("，计划日期改过 {moves} 次（{slip:+} 天）"),
            false => format!("; planned dates moved {moves} times ({slip:+} days)"),
        });
    }
    text
}

/// The lines that a statement stands in, in their passage.
pub(super) fn place_of<'a>(statement: &Statement, passages: &'a [PassageRecord]) -> Option<(&'a PassageRecord, Span)> {
    let span = &statement.milestone.span;
    let holds = |passage: &&PassageRecord| {
        passage.report == statement.place.report_id && passage.milestones.iter().any(|known| known.span == *span)
    };
    let passage = passages.iter().find(holds)?;
    let start = span.start.checked_sub(passage.start)?;
    let end = span.end.checked_sub(passage.start)?.min(passage.text.len());
    passage.text.get(start..end)?;
    Some((passage, start..end))
}
