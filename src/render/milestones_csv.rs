//! The milestone threads as CSV, with a row a statement.

use super::spreadsheet::Column::Words;
use super::spreadsheet::csv_table;
use crate::fact::Planned;
use crate::ledger::Milestones;
use crate::report::{plain, row_in_words};
use crate::thread::{Thread, Told};

/// # Errors
/// None in memory; those of the CSV writer.
pub fn milestones_csv(found: &Milestones) -> Result<String, csv::Error> {
    let rows = found.threads.iter().flat_map(|thread| thread.told.iter().map(move |told| (thread, told)));
    csv_table::<(&Thread, &Told)>(
        &[
            Words("milestone", |(thread, _)| thread.subject.clone()),
            Words("date", |(_, told)| told.statement.place.date()),
            Words("report", |(_, told)| told.statement.place.report().to_string()),
            Words("author", |(_, told)| told.statement.place.author().clone().unwrap_or_default()),
            Words("subject", |(_, told)| told.statement.milestone.subject.clone()),
            Words("parent", |(_, told)| told.statement.milestone.parent.clone().unwrap_or_default()),
            Words("progress", |(_, told)| {
                told.statement.milestone.progress.map(|value| value.normalize().to_string()).unwrap_or_default()
            }),
            Words("state", |(_, told)| {
                told.statement.milestone.state.as_ref().map_or("", |stated| stated.state.name()).to_string()
            }),
            Words("planned", |(_, told)| {
                let planned = |planned: &Planned| {
                    let given_up = if planned.was { " given up" } else { "" };
                    format!("{} {}{given_up}", planned.to, planned.what).trim().to_string()
                };
                told.statement.milestone.planned.iter().map(planned).collect::<Vec<_>>().join("; ")
            }),
            Words("done", |(_, told)| {
                let done = told.statement.milestone.done.iter().map(|done| format!("{} {}", done.to, done.what));
                done.collect::<Vec<_>>().join("; ")
            }),
            Words("rule", |(_, told)| told.rule.name().to_string()),
            Words("section", |(_, told)| told.statement.milestone.section.join(" › ")),
            Words("place", |(_, told)| format!("{}:{}", told.statement.place.path(), told.statement.place.lines)),
            // Behind the last statement of its thread.
            Words("later", |(thread, told)| {
                let word = thread.later.as_ref().filter(|_| std::ptr::eq(thread.last(), &told.statement));
                word.map(|word| format!("{} {}", word.date, plain(&row_in_words(&word.text)))).unwrap_or_default()
            }),
            Words("later_place", |(thread, told)| {
                let word = thread.later.as_ref().filter(|_| std::ptr::eq(thread.last(), &told.statement));
                word.map(|word| format!("{}:{}", word.place.path(), word.place.lines)).unwrap_or_default()
            }),
        ],
        rows,
    )
}
