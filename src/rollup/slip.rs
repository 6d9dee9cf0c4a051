//! Planned days that reports of the period moved.

use super::material::{Material, Numbered};
use super::model::{PlannedDay, Slip};
use crate::calendar::Period;
use crate::thread::{MilestoneStatement, StepDay, StepHistory, Thread};

/// The slips of each step of `thread`: from the day that held before the first move of the period to the one that holds after the
/// last. None where a report before the period has that day already, in a line that was read less surely.
pub(super) fn slips(thread: &Thread, material: &Material<'_>, period: Period, sources: &mut Numbered<'_>) -> Vec<Slip> {
    let is_in = |statement: &MilestoneStatement| material.is_of(period, statement.place.report_id(), statement.date);
    let is_new = |slip: &Slip| !material.plans_before(period, &thread.subject, slip.to.date);
    thread.steps().iter().filter_map(|step| slip(thread, step, is_in, sources)).filter(is_new).collect()
}

fn slip(
    thread: &Thread,
    step: &StepHistory,
    is_in: impl Fn(&MilestoneStatement) -> bool,
    sources: &mut Numbered<'_>,
) -> Option<Slip> {
    let days = step.distinct();
    let statement = |day: &StepDay| &thread.told[day.told].statement;
    let is_move = |at: &usize| is_in(statement(days[*at]));
    let moves: Vec<usize> = (1..days.len()).filter(is_move).collect();
    let (from, to) = (days[moves.first()? - 1], days[*moves.last()?]);
    let late = (to.to - from.to).get_days();
    if late == 0 {
        return None;
    }
    let cites = [from, to].into_iter().map(|day| sources.cite(&statement(day).place)).collect::<Option<Vec<_>>>()?;
    Some(Slip {
        step: step.what.clone(),
        part: step.part.clone(),
        from: PlannedDay { text: from.text.clone(), date: from.to },
        to: PlannedDay { text: to.text.clone(), date: to.to },
        days: late,
        is_exact: from.from == from.to && to.from == to.to,
        moves: moves.len(),
        cites,
    })
}
