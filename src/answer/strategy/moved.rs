//! Which planned days were moved, how often and how far: out of the threads of milestones, over the whole span.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::asked::{Answering, Asked, Form, Said, Strategy};
use super::of_all::threads_of_all;
use super::sought::Sought;
use crate::answer::compose::Draft;
use crate::ledger::threads_in;
use crate::question::{Language, Question};
use crate::record::PassageRecord;
use crate::report::Span;
use crate::thread::{MilestoneStatement, StepDay, StepHistory, Thread};
use crate::vocabulary::{Sense, Words};

pub(super) const STRATEGY: Strategy = Strategy { name: "moved", form: Form::Rows, applies, answer };

/// How much of the question a piece of work must speak of, where the question names one.
const SHARE: f32 = 0.6;

/// More lines than these are not read.
const MOST_LINES: usize = 30;

fn applies(asked: &Asked<'_>) -> bool {
    asks_for_moves(asked.question)
}

fn answer<'a>(asked: &'a Asked<'_>) -> Answering<'a> {
    Box::pin(async move {
        let passages = asked.everything().await?;
        let mut draft = asked.draft();
        let threads = match asked.is_of_all() {
            true => threads_of_all(asked.retriever).await?,
            false => Arc::new(threads_in(&passages, asked.retriever.aliases)),
        };
        let has_rows = list(&threads, &passages, &asked.sought, &mut draft);
        Ok(has_rows.then_some(Said::Answer(draft)))
    })
}

/// Whether it is asked which planned days were moved: 哪些项目的上线时间改过.
pub(crate) fn asks_for_moves(question: &Question) -> bool {
    static MOVED: Words = Words::of(&[Sense::AskedMove]);
    static PLANNED: Words = Words::of(&[Sense::AskedPlan, Sense::AskedDate]);
    static WHICH: Words = Words::of(&[Sense::AskedWhich]);
    [&MOVED, &PLANNED, &WHICH].into_iter().all(|words| words.are_in(&question.text))
}

/// Lists the steps whose planned day was moved in `passages`, the most often first; false without any.
pub(super) fn list(threads: &[Thread], passages: &[PassageRecord], sought: &Sought<'_>, draft: &mut Draft) -> bool {
    let is_meant = |thread: &&Thread| {
        let text = format!("{} {}", thread.subject, thread.parent.as_deref().unwrap_or_default());
        sought.wanted.is_nearly_empty() || sought.wanted.share(&text) >= SHARE
    };
    // Of one work the reports may tell more moves than the ledger knows.
    static GENERIC: Words = Words::of(&[Sense::GenericName, Sense::GenericLine]);
    if sought.wanted.names_beside(&GENERIC) {
        draft.leave_in_doubt();
    }
    let mut meant: Vec<&Thread> = threads.iter().filter(is_meant).collect();
    if !meant.iter().any(|thread| thread.moves() > 0) {
        if sought.wanted.has_names() {
            return false;
        }
        // Words such as 项目 name no work: where nothing has them, all are meant.
        meant = threads.iter().collect();
    }
    let mut moved: Vec<(&Thread, StepHistory)> = Vec::new();
    for thread in meant {
        moved.extend(thread.steps().into_iter().filter(|step| step.moves() > 0).map(|step| (thread, step)));
    }
    let mut of_report: HashMap<Uuid, Vec<&PassageRecord>> = HashMap::new();
    for passage in passages.iter().filter(|passage| !passage.milestones.is_empty()) {
        of_report.entry(passage.report).or_default().push(passage);
    }
    if moved.is_empty() {
        return false;
    }
    moved.sort_by_key(|(_, step)| (std::cmp::Reverse(step.moves()), std::cmp::Reverse(step.slip_days())));
    let all: usize = moved.iter().map(|(_, step)| step.moves()).sum();
    let steps = moved.len();
    let lead = draft.sentences().len();
    draft.lead(
        format!("{steps} 项计划的日期改过，共改 {all} 次，改得最多的在前："),
        format!("{steps} planned dates were moved, {all} times in all; those moved most often first:"),
    );
    for (thread, step) in moved.iter().take(MOST_LINES) {
        let days = step.distinct();
        let cited: Vec<(&PassageRecord, Span)> =
            days.iter().filter_map(|day| place_of(&thread.told.get(day.told)?.statement, &of_report)).collect();
        draft.state(words(thread, step, &days, draft.language()), &cited);
    }
    draft.cite_lead(lead);
    draft.say_more(steps.saturating_sub(MOST_LINES), Some("milestones"));
    true
}

/// `朝阳分账2.0 上线：改 2 次，4/7 → 4/14 → 5/18，共推迟 41 天`.
fn words(thread: &Thread, step: &StepHistory, days: &[&StepDay], language: Language) -> String {
    let what = format!("{} {}", step.part, step.what);
    let name = format!("{} {}", thread.subject, what.trim());
    let row = days.iter().map(|day| dated(day)).collect::<Vec<_>>().join(" → ");
    let (moves, slip) = (step.moves(), step.slip_days());
    match language {
        Language::Chinese => {
            let slip = match slip {
                0 => "前后相抵".to_string(),
                slip if slip > 0 => format!("共推迟 {slip} 天"),
                slip => format!("共提前 {} 天", -slip),
            };
            format!("{}：改 {moves} 次，{row}，{slip}", name.trim())
        }
        Language::English => format!("{}: moved {moves} times, {row}, {slip:+} days in all", name.trim()),
    }
}

/// As written; 下周一 with its date.
fn dated(day: &StepDay) -> String {
    match day.text.contains(|c: char| c.is_ascii_digit()) {
        true => day.text.clone(),
        false if day.from == day.to => format!("{}（{}）", day.text, day.to),
        false => format!("{}（{}–{}）", day.text, day.from, day.to),
    }
}

/// The passage of a statement, and its lines in it.
fn place_of<'a>(
    statement: &MilestoneStatement,
    of_report: &HashMap<Uuid, Vec<&'a PassageRecord>>,
) -> Option<(&'a PassageRecord, Span)> {
    let span = &statement.milestone.span;
    let holds = |passage: &&&PassageRecord| passage.milestones.iter().any(|known| known.span == *span);
    let passage = of_report.get(&statement.place.report_id())?.iter().find(holds)?;
    let start = span.start.checked_sub(passage.start)?;
    let end = span.end.checked_sub(passage.start)?.min(passage.text.len());
    passage.text.get(start..end)?;
    Some((passage, start..end))
}
