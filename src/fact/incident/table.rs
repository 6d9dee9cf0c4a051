//! Incidents in a table: a row with a date, and columns for causes or handling.

use super::opening::{moment, opening_date};
use super::reader::counts_of;
use super::status::Status;
use super::{Incident, IncidentPiece};
use crate::calendar::{Date, Expression, mentions};
use crate::fact::duration::{Began, duration, until};
use crate::fact::length::length_in;
use crate::fact::placeholder::{is_awaited, is_placeholder};
use crate::fact::trouble::states_trouble;
use crate::report::{LineIndex, SectionKind, Span, Table, TableRow, plain};
use crate::vocabulary::{Sense, Words};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Time,
    Summary,
    Impact,
    Cause,
    Handling,
    Ended,
    Length,
    Object,
    Other,
}

/// The more specific heads first: 问题原因 is a cause, 处理时间 no handling.
static COLUMNS: [(Column, Words); 9] = [
    (Column::Cause, Words::of(&[Sense::CauseColumn])),
    (Column::Impact, Words::of(&[Sense::ImpactColumn])),
    (Column::Ended, Words::of(&[Sense::EndColumn, Sense::EndOrPlanColumn])),
    (Column::Length, Words::of(&[Sense::LengthColumn])),
    (Column::Other, Words::of(&[Sense::NeitherColumn, Sense::ExpectedColumn])),
    (Column::Handling, Words::of(&[Sense::HandlingColumn])),
    (Column::Time, Words::of(&[Sense::TimeColumn])),
    (Column::Summary, Words::of(&[Sense::SummaryColumn, Sense::WorkOrSummaryColumn, Sense::StateOrSummaryColumn])),
    (Column::Object, Words::of(&[Sense::ObjectColumn, Sense::WorkOrObjectColumn])),
];

fn column_of(head: &str) -> Column {
    let head = plain(head);
    COLUMNS.iter().find(|(_, words)| words.are_in(&head)).map_or(Column::Other, |(column, _)| *column)
}

/// The incident of each row of `table`, or `None`. A row records one where it has a day and a summary, and the table has a column for causes;
/// a column for handling is enough where the row states trouble, and neither is needed in a section about incidents.
pub fn incident_rows(
    source: &str,
    index: &LineIndex,
    table: &Table,
    section: SectionKind,
    report_date: Option<Date>,
) -> Vec<Option<Incident>> {
    let columns: Vec<Column> =
        table.head.iter().flat_map(|head| &head.cells).map(|cell| column_of(&source[cell.clone()])).collect();
    let has = |column: Column| columns.contains(&column);
    let is_plan = matches!(section, SectionKind::Plan | SectionKind::Daily | SectionKind::FollowUp);
    let records =
        has(Column::Time) && (has(Column::Cause) || has(Column::Handling) || section == SectionKind::Incidents);
    let read = |row: &TableRow| {
        let is_incident =
            has(Column::Cause) || states_trouble(&source[row.span.clone()]) || section == SectionKind::Incidents;
        (records && is_incident && !is_plan).then(|| read_row(source, index, row, &columns, report_date)).flatten()
    };
    table.rows.iter().map(read).collect()
}

fn read_row(
    source: &str,
    index: &LineIndex,
    row: &TableRow,
    columns: &[Column],
    report_date: Option<Date>,
) -> Option<Incident> {
    let cells = |wanted: Column| {
        let of_sort =
            columns.iter().zip(&row.cells).filter(move |(column, _)| **column == wanted).map(|(_, cell)| cell.clone());
        of_sort.filter(|cell| source[cell.clone()].chars().any(char::is_alphanumeric))
    };
    let part = |column: Column| {
        cells(column)
            .find_map(|cell| IncidentPiece::read(source, index, cell))
            .filter(|part| !is_placeholder(&part.text))
    };
    let mut times = cells(Column::Time);
    let mut opening = opening_date(&source[times.next()?])?;
    if let (None, Some(clock)) = (opening.time(), times.next())
        && let Some(Ok(Expression::Time(time))) =
            mentions(&source[clock]).into_iter().next().map(|mention| mention.reading)
    {
        opening = opening.at(time);
    }
    let summary = with_object(part(Column::Object), part(Column::Summary)?);
    let impact = part(Column::Impact);
    let states = |part: &IncidentPiece| !is_awaited(&part.text);
    let (cause, handling) = (part(Column::Cause).filter(states), part(Column::Handling).filter(states));
    let status = Status::of(&source[row.span.clone()], handling.is_some());
    let ends: Vec<Span> = cells(Column::Ended).chain(handling.iter().map(|part| part.span.clone())).collect();
    let lasted = cells(Column::Length).find_map(|cell| length_in(&source[cell]));
    let began = Began::read(Some(&opening), report_date);
    let ended = || cells(Column::Ended).find_map(|cell| until(began, &source[cell]));
    Some(Incident {
        occurred: moment(&opening, report_date),
        found: None,
        counts: counts_of(&summary.text, impact.as_ref()),
        duration_minutes: lasted
            .or_else(ended)
            .or_else(|| duration(source, began, &summary.span, impact.as_ref().map(|part| &part.span), &ends)),
        summary,
        impact,
        cause,
        handling,
        status,
    })
}

/// The summary with its object before it, where it does not name that.
fn with_object(object: Option<IncidentPiece>, summary: IncidentPiece) -> IncidentPiece {
    match object {
        Some(object) if object.span.end <= summary.span.start && !summary.text.contains(&object.text) => {
            IncidentPiece {
                text: format!("{} {}", object.text, summary.text),
                span: object.span.start..summary.span.end,
                lines: object.lines,
            }
        }
        _ => summary,
    }
}

#[cfg(test)]
mod tests {
    use super::incident_rows;
    use crate::report::{LineIndex, SectionKind, Table};

    #[test]
    fn a_row_with_a_day_and_a_cause_is_an_incident() {
        let source = "| 日期 | 时间 | 故障 | 原因 | 处理 |\n|--|--|--|--|--|\n| 6/15 | 11:01 | 2号线停机40分钟 | 轴承过热 | 更换轴承 |\n| 6/16 | | | | |";
        let table = Table::read(source, &(0..source.len()));
        let rows =
            incident_rows(source, &LineIndex::new(source), &table, SectionKind::Other, "2023-06-20".parse().ok());
        let incident = rows[0].clone().expect("an incident");
        assert_eq!(incident.occurred.as_deref(), Some("2023-06-15T11:01"));
        assert_eq!(incident.cause.map(|part| part.text).as_deref(), Some("轴承过热"));
        assert!(rows[1].is_none());
    }

    #[test]
    fn a_table_of_dates_and_work_holds_no_incident() {
        let source = "| 日期 | 内容 | 处理情况 |\n|--|--|--|\n| 6/15 | 排班表定稿 | 完成 |";
        let table = Table::read(source, &(0..source.len()));
        let rows =
            incident_rows(source, &LineIndex::new(source), &table, SectionKind::Progress, "2023-06-20".parse().ok());
        assert!(rows[0].is_none());
    }
}
