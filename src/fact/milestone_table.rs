//! Milestones in a table: a row a piece of work, with columns for its progress, its planned day or its state.

use rust_decimal::Decimal;

use super::milestone::{Milestone, Planned};
use super::milestone_plan::plans;
use super::milestone_progress::progresses;
use super::milestone_reader::Reader;
use super::milestone_state::state_of_cell;
use super::milestone_step::step_before;
use super::milestone_subject::{readable, tidy};
use super::timed::Timed;
use crate::report::{Row, Table, plain};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Subject,
    Progress,
    Planned,
    State,
    Other,
}

/// The more telling words first: 上线时间 is a plan, 实际完成时间 is none.
const NAMES: &[(Column, &[&str])] = &[
    (Column::Other, &["实际", "负责人", "责任人", "开始时间", "owner", "actual"]),
    (
        Column::Planned,
        &["计划", "预计", "上线时间", "完成时间", "交付时间", "截止", "节点", "deadline", "due", "eta", "planned"],
    ),
    (Column::Progress, &["进度", "完成度", "完成率", "%", "progress"]),
    (Column::State, &["状态", "阶段", "进展", "情况", "status", "state"]),
    (
        Column::Subject,
        &[
            "项目", "任务", "事项", "工作", "需求", "名称", "内容", "模块", "系统", "工程", "project", "task", "item",
            "name",
        ],
    ),
];

/// The rows of the statement's table that tell of work; none where no column is about progress, plans or states, or none names it.
pub(super) fn rows(reader: &Reader<'_>) -> Vec<Milestone> {
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
    let tells = has(&columns, Column::Progress) || has(&columns, Column::State);
    let is_named = has(&columns, Column::Subject);
    let is_plan = has(&columns, Column::Planned);
    if !is_named
        && tells
        && is_plan
        && let Some(at) = unnamed_subject(&columns, &heads)
    {
        columns[at] = Column::Subject;
    }
    if !has(&columns, Column::Subject) || !(tells || is_plan) {
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
    const NUMBERS: [&str; 5] = ["序号", "编号", "no.", "no", "#"];
    const NO_WORK: [&str; 15] = [
        "人", "部门", "小组", "团队", "姓名", "日期", "时间", "指标", "数据", "现象", "原因", "影响", "风险", "问题",
        "week",
    ];
    let at = heads.iter().position(|head| !NUMBERS.contains(&head.trim()) && !head.trim().is_empty())?;
    let is_free = columns[at] == Column::Other && !NO_WORK.iter().any(|word| heads[at].contains(word));
    is_free.then_some(at)
}

fn column_of(head: &str) -> Column {
    NAMES
        .iter()
        .find(|(_, words)| words.iter().any(|word| head.contains(word)))
        .map_or(Column::Other, |(column, _)| *column)
}

fn read_row(
    reader: &Reader<'_>,
    row: &Row,
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
            let lead = "计划";
            let mut found = plans(&Timed::read(&format!("{lead}{}", readable(text))), 0, reader.date);
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
    let told = cells(Column::State).chain(cells(Column::Progress)).find_map(|(text, _)| state_of_cell(text));
    let state = told;
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
    })
}
