//! Milestones in a table, one a row, with columns for progress, planned day or state.

use rust_decimal::Decimal;

use super::plan::plans;
use super::progress::progresses;
use super::reader::Reader;
use super::state::state_of_cell;
use super::step::step_before;
use super::subject::{readable, tidy};
use super::{Milestone, Planned};
use crate::fact::confidence::Confidence;
use crate::fact::timed::Timed;
use crate::report::{Table, TableRow, plain};
use crate::vocabulary::{Sense, Words};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Subject,
    Progress,
    Planned,
    State,
    Other,
}

/// The more specific heads first: 上线时间 is a plan, 实际完成时间 is not.
static COLUMNS: [(Column, Words); 5] = [
    (Column::Other, Words::of(&[Sense::ActualColumn])),
    (Column::Planned, Words::of(&[Sense::PlannedColumn, Sense::ExpectedColumn, Sense::EndOrPlanColumn])),
    (Column::Progress, Words::of(&[Sense::ProgressColumn])),
    (Column::State, Words::of(&[Sense::StateColumn, Sense::StateOrSummaryColumn])),
    (Column::Subject, Words::of(&[Sense::WorkColumn, Sense::WorkOrSummaryColumn, Sense::WorkOrObjectColumn])),
];

/// Heads of people, times and measures, which name no work.
static NO_WORK: Words =
    Words::of(&[Sense::NoWorkColumn, Sense::TimeColumn, Sense::CauseColumn, Sense::ImpactColumn, Sense::SummaryColumn]);

/// The rows that state work. Empty where no column is about progress, plans or states, or none names the work.
pub(in crate::fact) fn rows(reader: &Reader<'_>) -> Vec<Milestone> {
    let source = reader.source;
    let table = Table::read(source, &reader.statement.span);
    let heads: Vec<String> = table
        .head
        .iter()
        .flat_map(|head| &head.cells)
        .map(|cell| plain(&source[cell.clone()]).to_lowercase())
        .collect();
    let mut columns: Vec<Column> = heads.iter().map(|head| column_of(head)).collect();
    let has = |columns: &[Column], column: Column| columns.contains(&column);
    let states = has(&columns, Column::Progress) || has(&columns, Column::State);
    let is_named = has(&columns, Column::Subject);
    let is_plan = has(&columns, Column::Planned);
    if !is_named
        && states
        && is_plan
        && let Some(at) = unnamed_subject(&columns, &heads)
    {
        columns[at] = Column::Subject;
    }
    if !has(&columns, Column::Subject) || !(states || is_plan) {
        return Vec::new();
    }
    let parent = reader.parent();
    let found: Vec<Milestone> =
        table.rows.iter().filter_map(|row| read_row(reader, row, &columns, &heads, parent.as_deref())).collect();
    // A column of another trade's name (能力, 机型) names work only where days are planned for it: 指标 | 计划 | 完成率 are figures.
    let is_work = is_named || found.iter().any(|milestone| !milestone.planned.is_empty());
    if is_work { found } else { Vec::new() }
}

/// The first column, after one of numbers, where its head is no word for people, times or measures.
fn unnamed_subject(columns: &[Column], heads: &[String]) -> Option<usize> {
    static NUMBERS: Words = Words::of(&[Sense::NumberColumn]);
    let at = heads.iter().position(|head| !NUMBERS.have(head.trim()) && !head.trim().is_empty())?;
    (columns[at] == Column::Other && !NO_WORK.are_in(&heads[at])).then_some(at)
}

fn column_of(head: &str) -> Column {
    COLUMNS.iter().find(|(_, words)| words.are_in(head)).map_or(Column::Other, |(column, _)| *column)
}

fn read_row(
    reader: &Reader<'_>,
    row: &TableRow,
    columns: &[Column],
    heads: &[String],
    parent: Option<&str>,
) -> Option<Milestone> {
    let cells = |wanted: Column| {
        let of = move |(column, _): &(&Column, _)| **column == wanted;
        columns
            .iter()
            .zip(row.cells.iter().zip(heads))
            .filter(of)
            .map(|(_, (cell, head))| (&reader.source[cell.clone()], head.as_str()))
    };
    let subject = cells(Column::Subject).map(|(text, _)| tidy(&plain(readable(text)))).find(|name| !name.is_empty())?;
    let progress = cells(Column::Progress).chain(cells(Column::State)).find_map(|(text, head)| {
        let named = progresses(text).into_iter().next();
        let bare = || progresses(&format!("进度{}", readable(text).trim())).into_iter().next();
        let is_column =
            head.contains("进度") || head.contains("完成") || head.contains("progress") || head.contains('%');
        let percent = || {
            let value: Option<Decimal> = text.trim().parse().ok();
            value.filter(|value| is_column && *value <= Decimal::ONE_HUNDRED && !value.is_sign_negative())
        };
        named.or_else(|| is_column.then(bare).flatten()).map(|progress| progress.value).or_else(percent)
    });
    let planned: Vec<Planned> = cells(Column::Planned)
        .flat_map(|(text, head)| {
            let mut found = plans(&Timed::read(&format!("计划{}", readable(text))), 0, reader.date);
            for (planned, _) in &mut found {
                if planned.what.is_empty() {
                    planned.what = step_before(head);
                }
                if planned.what.is_empty() && head.contains("完成") {
                    planned.what = "完成".to_string();
                }
                planned.part = String::new();
            }
            found
        })
        .map(|(planned, _)| planned)
        .collect();
    let state = cells(Column::State).chain(cells(Column::Progress)).find_map(|(text, _)| state_of_cell(text));
    (progress.is_some() || !planned.is_empty() || state.is_some()).then(|| Milestone {
        subject,
        parent: parent.map(str::to_string),
        progress,
        planned,
        done: Vec::new(),
        state,
        section: reader.statement.section.clone(),
        span: row.span.clone(),
        lines: reader.index.lines(&row.span),
        confidence: Confidence::SURE,
    })
}
