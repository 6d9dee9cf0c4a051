//! Incidents in a table: a row with a date, and columns that say why or what was done.

use super::duration::{Began, duration, until};
use super::hardship::is_placeholder;
use super::incident::{Incident, Part, counts_of, occurred};
use super::incident_opening::opening_date;
use super::length::length_in;
use super::status::Status;
use super::trouble::tells_trouble;
use crate::calendar::{Date, Expression, mentions};
use crate::report::{LineIndex, Row, SectionKind, Span, Table, plain};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Time,
    Summary,
    Impact,
    Cause,
    Handling,
    Ended,
    Length,
    /// What it happened to: 设备, 线路.
    Object,
    Other,
}

/// The more telling words first: 问题原因 is a cause, 处理时间 is none of them.
const NAMES: &[(Column, &[&str])] = &[
    (Column::Cause, &["原因", "根因", "cause"]),
    (Column::Impact, &["影响", "impact"]),
    (Column::Ended, &["恢复时间", "结束时间", "完成时间", "解决时间", "修复时间", "end time"]),
    (Column::Length, &["时长", "持续时间", "历时", "duration"]),
    (Column::Other, &["处理时间", "处置时间", "计划时间", "处理人", "处置人", "预计"]),
    (Column::Handling, &["处置", "处理", "措施", "解决", "应对", "对策", "handling", "action", "resolution", "fix"]),
    (Column::Time, &["时间", "日期", "date", "time", "when"]),
    (
        Column::Summary,
        &[
            "事件", "现象", "问题", "描述", "故障", "事项", "内容", "概述", "告警", "情况", "经过", "what", "summary",
            "issue", "event", "incident",
        ],
    ),
    (
        Column::Object,
        &[
            "设备", "线路", "系统", "对象", "模块", "服务", "产品", "位置", "地点", "站点", "主机", "渠道", "device",
            "system", "service",
        ],
    ),
];

fn column_of(head: &str) -> Column {
    let name = plain(head).to_lowercase();
    NAMES
        .iter()
        .find(|(_, words)| words.iter().any(|word| name.contains(word)))
        .map_or(Column::Other, |(column, _)| *column)
}

/// One entry a row of `table`: the incident that it records, or `None`. All `None` where the columns do not record any.
///
/// A row records an incident where it has a day and says what happened, and the table has a column for causes; a column for
/// what was done is enough where the row tells of trouble, and either is where the section is about incidents.
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
    let read = |row: &Row| {
        let told = has(Column::Cause) || tells_trouble(&source[row.span.clone()]) || section == SectionKind::Incidents;
        (records && told && !is_plan).then(|| read_row(source, index, row, &columns, report_date)).flatten()
    };
    table.rows.iter().map(read).collect()
}

fn read_row(
    source: &str,
    index: &LineIndex,
    row: &Row,
    columns: &[Column],
    report_date: Option<Date>,
) -> Option<Incident> {
    let cells = |wanted: Column| {
        let of_sort =
            columns.iter().zip(&row.cells).filter(move |(column, _)| **column == wanted).map(|(_, cell)| cell.clone());
        of_sort.filter(|cell| source[cell.clone()].chars().any(char::is_alphanumeric))
    };
    let part = |column: Column| {
        cells(column).find_map(|cell| Part::read(source, index, cell)).filter(|part| !is_nothing(&part.text))
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
    let told = |part: &Part| !is_placeholder(&part.text);
    let (cause, handling) = (part(Column::Cause).filter(told), part(Column::Handling).filter(told));
    let status = Status::of(&source[row.span.clone()], handling.is_some());
    let ends: Vec<Span> = cells(Column::Ended).chain(handling.iter().map(|part| part.span.clone())).collect();
    let lasted = cells(Column::Length).find_map(|cell| length_in(&source[cell]));
    let began = Began::read(Some(&opening), report_date);
    let ended = || cells(Column::Ended).find_map(|cell| until(began, &source[cell]));
    Some(Incident {
        occurred: occurred(&opening, report_date),
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

/// What happened, with what it happened to before it where the text of the one does not name the other.
fn with_object(object: Option<Part>, summary: Part) -> Part {
    match object {
        Some(object) if object.span.end <= summary.span.start && !summary.text.contains(&object.text) => Part {
            text: format!("{} {}", object.text, summary.text),
            span: object.span.start..summary.span.end,
            lines: object.lines,
        },
        _ => summary,
    }
}

/// A cell filled in because the table has one.
fn is_nothing(text: &str) -> bool {
    matches!(text, "无" | "暂无" | "-" | "—" | "/" | "N/A" | "n/a" | "none")
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
