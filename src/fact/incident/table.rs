//! Incidents in a table: a row with a date under heads for causes or handling, or under heads that name a breakdown.

use super::clue::is_arranged;
use super::opening::{Opening, moment, opening_date};
use super::reader::counts_of;
use super::status::{Status, is_done};
use super::{Incident, IncidentPiece};
use crate::calendar::{Date, Expression, mentions};
use crate::fact::cell_days::with_days;
use crate::fact::duration::{Began, duration, until};
use crate::fact::length::length_in;
use crate::fact::placeholder::{is_awaited, is_placeholder};
use crate::report::{LineIndex, Span, Table, TableRow, plain};
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
    Severity,
    Other,
}

/// The more specific heads first: 问题原因 is a cause, 处理时间 no handling.
static COLUMNS: [(Column, Words); 10] = [
    (Column::Cause, Words::of(&[Sense::CauseColumn])),
    (Column::Impact, Words::of(&[Sense::ImpactColumn])),
    (Column::Ended, Words::of(&[Sense::EndColumn, Sense::EndOrPlanColumn])),
    (Column::Length, Words::of(&[Sense::LengthColumn])),
    (Column::Other, Words::of(&[Sense::NeitherColumn, Sense::ExpectedColumn])),
    (Column::Severity, Words::of(&[Sense::SeverityColumn])),
    (Column::Handling, Words::of(&[Sense::HandlingColumn])),
    (Column::Time, Words::of(&[Sense::TimeColumn])),
    (Column::Summary, Words::of(&[Sense::SummaryColumn, Sense::WorkOrSummaryColumn, Sense::StateOrSummaryColumn])),
    (Column::Object, Words::of(&[Sense::ObjectColumn, Sense::WorkOrObjectColumn])),
];

fn column_of(head: &str) -> Column {
    COLUMNS.iter().find(|(_, words)| words.are_in(head)).map_or(Column::Other, |(column, _)| *column)
}

/// What the heads of a table say of its rows.
struct Heads {
    columns: Vec<Column>,
}

impl Heads {
    fn read(source: &str, table: &Table) -> Self {
        let heads = table.head.iter().flat_map(|head| &head.cells);
        Self { columns: heads.map(|head| column_of(&plain(&source[head.clone()]))).collect() }
    }

    fn have(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }

    /// The cells of a sort of column in a row, those without words left out. A cell that repeats the one above it stands for that.
    fn cells(&self, source: &str, rows: &[TableRow], at: usize, wanted: Column) -> Vec<Cell> {
        let of_sort = (0..self.columns.len()).filter(|column| self.columns[*column] == wanted);
        let cell = |column: usize| {
            let own = rows[at].cells.get(column)?.clone();
            let mut above = (0..=at).rev().filter_map(|row| rows[row].cells.get(column).cloned());
            let meant = above.find(|cell| !repeats(&source[cell.clone()]))?;
            source[meant.clone()].chars().any(char::is_alphanumeric).then_some(Cell { own, meant })
        };
        of_sort.filter_map(cell).collect()
    }
}

/// A cell, and the one above it that it stands for; else itself.
struct Cell {
    own: Span,
    meant: Span,
}

/// 同上, ditto.
fn repeats(cell: &str) -> bool {
    static DITTO: Words = Words::of(&[Sense::Ditto]);
    DITTO.have(cell.trim())
}

/// The rows of a table as incidents.
pub struct IncidentRows<'a> {
    source: &'a str,
    index: &'a LineIndex,
    table: &'a Table,
    heads: Heads,
    report_date: Option<Date>,
}

impl<'a> IncidentRows<'a> {
    pub fn new(source: &'a str, index: &'a LineIndex, table: &'a Table, report_date: Option<Date>) -> Self {
        Self { source, index, table, heads: Heads::read(source, table), report_date }
    }

    /// The incident that row `at` records; `None` where it has no day or does not say what happened, and for a stop that was arranged.
    #[must_use]
    pub fn read(&self, at: usize) -> Option<Incident> {
        read_row(self.source, self.index, &self.table.rows, at, &self.heads, self.report_date)
    }
}

fn read_row(
    source: &str,
    index: &LineIndex,
    rows: &[TableRow],
    at: usize,
    heads: &Heads,
    report_date: Option<Date>,
) -> Option<Incident> {
    let row = &rows[at];
    let cells = |wanted: Column| heads.cells(source, rows, at, wanted);
    let own_cells = |wanted: Column| cells(wanted).into_iter().map(|cell| cell.own).collect::<Vec<Span>>();
    let part = |column: Column| {
        let read = |cell: Cell| {
            let meant = IncidentPiece::read(source, index, cell.meant)?;
            Some(if repeats(&source[cell.own.clone()]) {
                IncidentPiece { text: meant.text, lines: index.lines(&cell.own), span: cell.own }
            } else {
                meant
            })
        };
        cells(column).into_iter().find_map(read).filter(|part| !is_placeholder(&part.text))
    };
    // Without a column of times any cell may begin with one.
    let times = own_cells(Column::Time);
    let mut opening = match times.first() {
        Some(time) => opening_of_cell(&source[time.clone()])?,
        None => row.cells.iter().find_map(|cell| opening_of_cell(&source[cell.clone()]))?,
    };
    let mut times = times.into_iter().skip(1);
    if let (None, Some(clock)) = (opening.time(), times.next())
        && let Some(Ok(Expression::Time(time))) =
            mentions(&source[clock]).into_iter().next().map(|mention| mention.reading)
    {
        opening = opening.at(time);
    }
    // Where nothing but the cause says what happened, it says both.
    let named = part(Column::Summary);
    let joint = if named.is_some() { " " } else { ": " };
    let of_cause = || part(Column::Cause).filter(|_| heads.have(Column::Object));
    // Under heads of no sort the first cell that says something tells what happened.
    let other = || {
        let told =
            own_cells(Column::Other).into_iter().find(|cell| source[cell.clone()].chars().any(char::is_alphabetic));
        told.and_then(|cell| IncidentPiece::read(source, index, cell)).filter(|_| !heads.have(Column::Summary))
    };
    let happened = named.or_else(of_cause).or_else(other)?;
    if is_arranged(&happened.text) || !happened.text.chars().any(char::is_alphabetic) {
        return None;
    }
    let summary = with_object(part(Column::Object), joint, happened);
    let impact = part(Column::Impact);
    let states = |part: &IncidentPiece| !is_awaited(&part.text);
    let (cause, handling) = (part(Column::Cause).filter(states), part(Column::Handling).filter(states));
    let lasted = own_cells(Column::Length).into_iter().find_map(|cell| length_in(&source[cell]));
    let told = &source[row.span.clone()];
    let status = Status::of(
        told,
        lasted.is_some() || handling.as_ref().is_some_and(|part| is_done(told) && is_done(&part.text)),
    );
    let ends: Vec<Span> =
        own_cells(Column::Ended).into_iter().chain(handling.iter().map(|part| part.span.clone())).collect();
    let began = Began::read(Some(&opening), report_date);
    let ended = || own_cells(Column::Ended).into_iter().find_map(|cell| until(began, &source[cell]));
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

/// The moment in a cell under 时间, where two numbers with a dot or a dash between them are a day: `2.26（周四）09:12–11:40`, `10-15 06:40`.
fn opening_of_cell(cell: &str) -> Option<Opening> {
    let starts_with_a_number = cell.trim_start().starts_with(|c: char| c.is_ascii_digit());
    opening_date(cell).or_else(|| opening_date(&with_days(cell)).filter(|_| starts_with_a_number))
}

/// The summary with its object before it, where it does not name that.
fn with_object(object: Option<IncidentPiece>, joint: &str, summary: IncidentPiece) -> IncidentPiece {
    match object {
        Some(object) if object.span.end <= summary.span.start && !summary.text.contains(&object.text) => {
            IncidentPiece {
                text: format!("{}{joint}{}", object.text, summary.text),
                span: object.span.start..summary.span.end,
                lines: object.lines,
            }
        }
        _ => summary,
    }
}

#[cfg(test)]
mod tests {
    use super::IncidentRows;
    use crate::fact::Incident;
    use crate::report::{LineIndex, Table};

    fn read(source: &str) -> Vec<Option<Incident>> {
        let table = Table::read(source, &(0..source.len()));
        let index = LineIndex::new(source);
        let rows = IncidentRows::new(source, &index, &table, "2023-06-20".parse().ok());
        (0..table.rows.len()).map(|at| rows.read(at)).collect()
    }

    #[test]
    fn a_row_has_a_day_its_parts_by_their_heads_and_says_something() {
        let rows = read(
            "| 日期 | 时间 | 故障 | 原因 | 处理 |\n|--|--|--|--|--|\n| 6/15 | 11:01 | 2号线停机40分钟 | 轴承过热 | 更换轴承 |\n| 6/16 | | | | |",
        );
        let incident = rows[0].clone().expect("an incident");
        assert_eq!(incident.occurred.as_deref(), Some("2023-06-15T11:01"));
        assert_eq!(incident.cause.map(|part| part.text).as_deref(), Some("轴承过热"));
        assert!(rows[1].is_none());
        let status =
            read("| 事 | 情况 | 说明 |\n|--|--|--|\n| 冰箱故障 | 已处理 | 6/15 夜里压缩机停，报废试剂 11 盒 |");
        assert_eq!(status[0].as_ref().and_then(|incident| incident.occurred.as_deref()), Some("2023-06-15"));
        let unknown = read("| 哪天 | 啥事 | 怎么办的 |\n|--|--|--|\n| 6/15 | 3号线地漏涂抹阳性 | 停线深清 |");
        assert_eq!(unknown[0].as_ref().map(|incident| incident.summary.text.as_str()), Some("3号线地漏涂抹阳性"));
    }

    #[test]
    fn a_cell_stands_for_the_one_above_and_an_arranged_stop_is_none() {
        let rows = read(
            "| 设备 | 停机时间 | 时长 | 现象 | 处理 |\n|--|--|--|--|--|\n| 2号泵 | 6月12日 08:40 | 2 小时 10 分 | 叶轮异响 | 换叶轮 |\n\
             | 2号泵 | 6月13日 | 30 分钟 | 同上 | 紧固 |\n| 3号泵 | 6月14日 | 4 小时 | 例行停机换油 | 已换 |",
        );
        let summary = |at: usize| rows[at].as_ref().map(|incident| incident.summary.text.as_str());
        assert_eq!(summary(0), Some("2号泵 叶轮异响"));
        assert_eq!(summary(1), Some("2号泵 叶轮异响"), "as the row above");
        assert_eq!(summary(2), None, "an arranged stop is no incident");
        assert_eq!(rows[0].as_ref().and_then(|incident| incident.duration_minutes), Some(130));
    }

    #[test]
    fn two_numbers_with_a_dot_or_a_dash_are_a_day_in_a_column_of_times() {
        let rows = read(
            "| 编号 | 时间 | 现象 | 影响 | 处理 | 状态 |\n|--|--|--|--|--|--|\n| Y-01 | 2.26（周四）09:12–11:40 | 主热线忙音 | 漏接 1,380 通 | 切到备用中继恢复 | 已关 |\n\
             | Y-02 | 2.28 | 派单短信延迟 | 62 单 | 手工补发 | 已关 |\n| Y-03 | 3.4.1 | 派单短信延迟 | 9 单 | 手工补发 | 已关 |\n| Y-04 | 10-15 06:40 | 西半洞照明全灭 | 18分钟 | 换断路器 | 已关 |\n\
             | Y-05 | 10-12日 | 派单短信延迟 | 3 单 | 手工补发 | 已关 |",
        );
        let occurred = |at: usize| rows[at].as_ref().and_then(|incident| incident.occurred.clone());
        assert_eq!(occurred(0).as_deref(), Some("2023-02-26T09:12"));
        assert_eq!(occurred(1).as_deref(), Some("2023-02-28"));
        assert!(rows[2].is_none(), "a version is no day");
        assert_eq!(occurred(3).as_deref(), Some("2023-10-15T06:40"));
        assert!(rows[4].is_none(), "a span of days is none of October");
    }

    #[test]
    fn a_cause_says_what_happened_where_no_other_column_does() {
        let rows = read(
            "| When | Service | Duration | Sev | Cause |\n|--|--|--|--|--|\n| 5 June 14:15 | stock-db | 1h12 | 1 | disk full |\n\
             | 7 June | stock-db | 20 min | 3 | planned upgrade |",
        );
        let incident = rows[0].clone().expect("an incident");
        assert_eq!(incident.occurred.as_deref(), Some("2023-06-05T14:15"));
        assert_eq!(incident.summary.text, "stock-db: disk full");
        assert_eq!(incident.cause.map(|part| part.text).as_deref(), Some("disk full"));
        assert_eq!((incident.duration_minutes, incident.status), (Some(72), crate::fact::Status::Resolved));
        assert!(rows[1].is_none());
    }
}
