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
    /// Planned, where it is still to come.
    Day,
    State,
    Other,
}

/// A column with its head.
struct Head<'a> {
    column: Column,
    text: &'a str,
    /// Its bare numbers are per cent.
    is_percent: bool,
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

/// Heads of a column that says no more than a day.
static DAYS: Words = Words::of(&[Sense::TimeColumn]);

/// Whether the numbers of a column of progress are per cent: its head says so, or every cell is a number up to 100. Beside 312/600 and 1088 of
/// another piece of work, 26 is a count.
fn is_percent(source: &str, table: &Table, at: usize, head: &str) -> bool {
    let number = |text: &str| text.trim_end_matches(['%', '％']).trim().parse::<Decimal>().ok();
    let cells = table.rows.iter().filter_map(|row| row.cells.get(at));
    let mut said = cells.map(|cell| source[cell.clone()].trim()).filter(|text| text.chars().any(char::is_alphanumeric));
    head.contains('%')
        || said.all(|text| number(text).is_some_and(|value| value <= Decimal::ONE_HUNDRED && !value.is_sign_negative()))
}

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
    // The day beside a progress is the one that is aimed at, where it is still to come.
    if is_named
        && has(&columns, Column::Progress)
        && !is_plan
        && let Some(at) = heads.iter().position(|head| DAYS.have(head.trim()))
    {
        columns[at] = Column::Day;
    }
    let plans_amounts = columns
        .iter()
        .position(|column| *column == Column::Planned)
        .is_some_and(|at| is_of_amounts(source, &table, at));
    if !has(&columns, Column::Subject) || !(states || is_plan) || plans_amounts {
        return Vec::new();
    }
    let columns: Vec<Head<'_>> = columns
        .iter()
        .zip(&heads)
        .enumerate()
        .map(|(at, (column, text))| Head { column: *column, text, is_percent: is_percent(source, &table, at, text) })
        .collect();
    let parent = reader.parent();
    let found: Vec<Milestone> =
        table.rows.iter().filter_map(|row| read_row(reader, row, &columns, parent.as_deref())).collect();
    // A column of another trade's name (能力, 机型) names work only where days are planned for it: 指标 | 计划 | 完成率 are figures.
    let is_work = is_named || found.iter().any(|milestone| !milestone.planned.is_empty());
    if is_work { found } else { Vec::new() }
}

/// Whether a column of plans holds amounts and no days: 项目 | 计划 | 实际 | 完成率 with 2400 | 2736 | 114.0% are figures. 5.11 may be a day.
fn is_of_amounts(source: &str, table: &Table, at: usize) -> bool {
    let cells = table.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| source[cell.clone()].trim());
    let filled: Vec<&str> = cells.filter(|text| text.chars().any(char::is_alphanumeric)).collect();
    let is_amount = |text: &&&str| {
        let bare = text.trim_start_matches(['≤', '≥', '<', '>', '＜', '＞', '=']);
        let number = bare.trim_end_matches(['%', '％']).replace(',', "");
        number.parse::<Decimal>().is_ok() && (!number.contains('.') || number.len() < text.len())
    };
    filled.iter().filter(is_amount).count() * 2 > filled.len()
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

fn read_row(reader: &Reader<'_>, row: &TableRow, columns: &[Head<'_>], parent: Option<&str>) -> Option<Milestone> {
    let cells = |wanted: Column| {
        let of_column = columns.iter().zip(&row.cells).filter(move |(head, _)| head.column == wanted);
        of_column.map(|(head, cell)| (&reader.source[cell.clone()], head))
    };
    let subject = cells(Column::Subject).map(|(text, _)| tidy(&plain(readable(text)))).find(|name| !name.is_empty())?;
    let progress = cells(Column::Progress).chain(cells(Column::State)).find_map(|(text, head)| {
        let named = progresses(text).into_iter().next();
        let bare = || progresses(&format!("进度{}", readable(text).trim())).into_iter().next();
        let is_column = ["进度", "完成", "progress", "%"].iter().any(|word| head.text.contains(word));
        let percent = || {
            let value: Option<Decimal> = text.trim().parse().ok();
            value.filter(|_| is_column && head.is_percent)
        };
        named.or_else(|| is_column.then(bare).flatten()).map(|progress| progress.value).or_else(percent)
    });
    let planned: Vec<Planned> = cells(Column::Planned)
        .chain(cells(Column::Day))
        .flat_map(|(text, head)| {
            let mut found = plans(&Timed::read(&format!("计划{}", with_days(readable(text)))), 0, reader.date);
            found.retain(|(planned, _)| {
                head.column == Column::Planned || reader.date.is_some_and(|date| planned.to > date)
            });
            for (planned, _) in &mut found {
                if planned.what.is_empty() {
                    planned.what = step_before(head.text);
                }
                if planned.what.is_empty() && head.text.contains("完成") {
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

/// A cell of days with `2.28` written as `2/28`: here two dotted numbers are a day, unless a unit follows.
fn with_days(cell: &str) -> String {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let mut written = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let number = &from[..from.len() - from.trim_start_matches(is_part).len()];
        let after = &from[number.len()..];
        let is_day = number.split_once('.').is_some_and(|(month, day)| {
            let within = |text: &str, most: u32| text.parse::<u32>().is_ok_and(|value| (1..=most).contains(&value));
            within(month, 12) && within(day, 31) && !before.ends_with(['v', 'V'])
        });
        let is_amount = after.starts_with(['%', '％', '万', '亿', '元', '个', '℃', '版']);
        written.push_str(before);
        written.push_str(&if is_day && !is_amount { number.replacen('.', "/", 1) } else { number.to_string() });
        rest = after;
    }
    written + rest
}

#[cfg(test)]
mod tests {
    use super::with_days;

    #[test]
    fn dotted_numbers_among_days_are_days() {
        assert_eq!(with_days("签约 1.24 → 2.14，v2.1 后付 3.5万"), "签约 1/24 → 2/14，v2.1 后付 3.5万");
        assert_eq!(with_days("12.31"), "12/31");
        assert_eq!(with_days("2024.12.31、13.5、2月底"), "2024.12.31、13.5、2月底");
    }
}
