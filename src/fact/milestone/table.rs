//! Milestones in a table, one a row, with columns for progress, planned day or state.

use rust_decimal::Decimal;

use super::plan::{CELL_OF_PLANS, plans};
use super::progress::progresses;
use super::reader::Reader;
use super::state::state_of_cell;
use super::step::step_before;
use super::subject::{readable, tidy};
use super::{Milestone, Planned, State, Stated};
use crate::calendar::date_at_start;
use crate::fact::cell_days::with_days;
use crate::fact::confidence::Confidence;
use crate::fact::timed::Timed;
use crate::report::{Span, Table, TableRow, plain};
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
    /// Its days are given up where the row has others.
    is_former: bool,
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

/// Heads of what came of a promise, beside the day that it had.
static OUTCOME: Words = Words::of(&[Sense::OutcomeColumn]);

/// Heads of people, times and measures, which name no work.
static NO_WORK: Words = Words::of(&[Sense::NoWorkColumn, Sense::TimeColumn, Sense::CauseColumn, Sense::ImpactColumn]);

/// Heads of a column of plans as they were: 原计划, 上次计划.
static FORMER: Words = Words::of(&[Sense::Former, Sense::FormerDay]);

fn is_former_head(head: &str) -> bool {
    FORMER.beginning(head).is_some() || ["上次", "上期"].iter().any(|word| head.starts_with(word))
}

/// Whether most cells of a column are days, beyond doubt: 3.5 beside 3.8 are prices or versions.
fn holds_days(source: &str, table: &Table, at: usize) -> bool {
    let cells = table.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| source[cell.clone()].trim());
    let filled: Vec<&str> = cells.filter(|text| text.chars().any(char::is_alphanumeric)).collect();
    let days = filled.iter().filter(|text| date_at_start(text).is_some()).count();
    days > 0 && days * 2 > filled.len()
}

/// The columns of days where one of them is headed as former, or as what holds now (原来 | 现在, 7/9 说的 | 现在): all are planned, and all but
/// the one that holds now are given up. Empty where no such pair is there.
fn moved_days(source: &str, table: &Table, heads: &[String]) -> Vec<(usize, bool)> {
    static NOW: Words = Words::of(&[Sense::StandingColumn]);
    let days: Vec<usize> = (0..heads.len()).filter(|at| holds_days(source, table, *at)).collect();
    let now = days.iter().position(|at| NOW.have(heads[*at].trim()));
    let last = days.len().saturating_sub(1);
    let is_pair = days.len() > 1 && (now.is_some() || is_former_head(&heads[days[0]]));
    let standing = now.unwrap_or(last);
    let columns = days.iter().enumerate().map(|(at, column)| (*column, at != standing));
    if is_pair { columns.collect() } else { Vec::new() }
}

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
    let heads = heads_of(source, &table);
    let mut columns: Vec<Column> = heads.iter().map(|head| column_of(head)).collect();
    let moved = moved_days(source, &table, &heads);
    for (at, _) in &moved {
        columns[*at] = Column::Planned;
    }
    // Whose work it is, beside what was promised, when, and what came of it.
    for (at, head) in heads.iter().enumerate() {
        if columns[at] == Column::Other && is_former_head(head) && holds_days(source, &table, at) {
            columns[at] = Column::Planned;
        }
        if columns[at] == Column::Other && OUTCOME.have(head.trim()) && heads.iter().any(|head| is_former_head(head)) {
            columns[at] = Column::State;
        }
    }
    let has = |columns: &[Column], column: Column| columns.contains(&column);
    let states = has(&columns, Column::Progress) || has(&columns, Column::State);
    let is_named = has(&columns, Column::Subject);
    let is_plan = has(&columns, Column::Planned);
    if !is_named
        && (states || !moved.is_empty())
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
        .map(|(at, (column, text))| {
            let is_former =
                moved.iter().find(|(column, _)| *column == at).map_or(is_former_head(text), |(_, was)| *was);
            Head { column: *column, text, is_former, is_percent: is_percent(source, &table, at, text) }
        })
        .collect();
    // Steps, sites, partners, machines are parts of what the heading names.
    let parent = reader.parent().or_else(|| reader.heading().filter(|_| !is_named));
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

/// Whether the table around `at` has a column of work by its name and one of plans, progress or states.
pub(in crate::fact) fn head_names_work(source: &str, at: usize) -> bool {
    let start = source[..at].rfind('\n').map_or(0, |end| end + 1);
    let above = source[..start].split_inclusive('\n').rev().take_while(|line| line.trim_start().starts_with('|'));
    let from = start - above.map(str::len).sum::<usize>();
    let heads = heads_of(source, &Table::read(source, &(from..at)));
    let columns: Vec<Column> = heads.iter().map(|head| column_of(head)).collect();
    let has = |column: Column| columns.contains(&column);
    has(Column::Subject) && (has(Column::Planned) || has(Column::Progress) || has(Column::State))
}

/// The heads as they are compared: bare, in small letters.
fn heads_of(source: &str, table: &Table) -> Vec<String> {
    let cells = table.head.iter().flat_map(|head| &head.cells);
    cells.map(|cell| plain(&source[cell.clone()]).to_lowercase()).collect()
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
    // 原计划 | 现计划: the first holds no more, where the row has another.
    let is_standing = |head: &Head<'_>, cell: &Span| !head.is_former && !reader.source[cell.clone()].trim().is_empty();
    let has_standing =
        columns.iter().zip(&row.cells).any(|(head, cell)| head.column == Column::Planned && is_standing(head, cell));
    let is_former = |head: &Head<'_>| has_standing && head.is_former;
    let planned: Vec<Planned> = cells(Column::Planned)
        .chain(cells(Column::Day))
        .flat_map(|(text, head)| {
            let written = format!("{CELL_OF_PLANS}{}", readable(text));
            let read = with_days(&written);
            let mut found = plans(&Timed::read(&read), 0, reader.date);
            found.retain(|(planned, _)| {
                head.column == Column::Planned || reader.date.is_some_and(|date| planned.to > date)
            });
            for (planned, _) in &mut found {
                // The same bytes, with the signs of the cell.
                let at = read.find(&planned.text).map(|at| at..at + planned.text.len());
                if let Some(text) = at.and_then(|at| written.get(at)) {
                    planned.text = text.to_string();
                }
                if planned.what.is_empty() {
                    planned.what = step_before(head.text);
                }
                if planned.what.is_empty() && head.text.contains("完成") {
                    planned.what = "完成".to_string();
                }
                planned.part = String::new();
                planned.was |= is_former(head);
            }
            found
        })
        .map(|(planned, _)| planned)
        .collect();
    // 5月31日 | 设备上架完毕，割接排在2月28日: what is planned for later is not finished, a part of it is.
    let is_ahead = planned.iter().any(|planned| !planned.was && reader.date.is_some_and(|date| planned.from > date));
    let is_of_a_part = |text: &str, stated: &Stated| is_ahead && stated.state == State::Launched && !is_said_bare(text);
    let state = cells(Column::State)
        .chain(cells(Column::Progress))
        .find_map(|(text, _)| state_of_cell(text).filter(|stated| !is_of_a_part(text, stated)));
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

/// Whether a cell says no more than that it is done: 已完成, 4/14 上线.
fn is_said_bare(cell: &str) -> bool {
    let said = cell.trim();
    said.starts_with('已') || said.chars().filter(|c| c.is_alphabetic()).count() <= 4
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::head_names_work;
    use crate::fact::milestones;
    use crate::report::{PageName, Report};

    /// Subject, state and first planned day of each row of a page of 6 February.
    fn rows_of(table: &str) -> Vec<(String, Option<State>, Option<String>)> {
        let text = format!("# 周报 2026-02-06\n\n## 重点项目\n\n{table}\n");
        let found = milestones(&Report::parse(text, &PageName::default()));
        let day = |milestone: &super::Milestone| milestone.planned.first().map(|planned| planned.from.to_string());
        found
            .iter()
            .map(|milestone| {
                (milestone.subject.clone(), milestone.state.as_ref().map(|stated| stated.state), day(milestone))
            })
            .collect()
    }

    #[test]
    fn a_part_that_is_finished_or_a_delay_that_is_feared_is_no_state_of_work_planned_for_later() {
        let rows = rows_of(
            "| 项目 | 负责人 | 计划完成 | 进展 |\n|---|---|---|---|\n| 双活改造 | 甲 | 3月31日 | 备机房设备上架完毕，割接排在2月28日 |\n\
             | 网关开发 | 乙 | 4月21日 | 存在延期可能 |\n| 对账单改版 | 丙 | 3月27日 | 已上线 |",
        );
        let states: Vec<Option<State>> = rows.iter().map(|(_, state, _)| *state).collect();
        assert_eq!(states, [None, None, Some(State::Launched)]);
    }

    #[test]
    fn steps_and_partners_are_parts_of_what_the_heading_names_and_projects_are_not() {
        let parents = |table: &str| -> Vec<Option<String>> {
            let text = format!("# 周报 2026-02-06\n\n## 日内对账\n\n{table}\n");
            let found = milestones(&Report::parse(text, &PageName::default()));
            found.into_iter().map(|milestone| milestone.parent).collect()
        };
        let of_work = Some("日内对账".to_string());
        assert_eq!(parents("| 步骤 | 计划 | 状态 |\n|---|---|---|\n| 规则配置 | 3月21日 | 进行中 |"), [of_work]);
        assert_eq!(parents("| 项目 | 计划 | 状态 |\n|---|---|---|\n| 差错台 | 3月21日 | 进行中 |"), [None]);
    }

    #[test]
    fn a_stage_with_its_share_and_days_with_a_dash_are_read_in_cells() {
        let rows = rows_of(
            "| 项目 | 负责人 | 计划日期 | 进度 |\n|---|---|---|---|\n| 差错台 | 甲 | 02-28（原12-31） | 开发78% |\n| 回单 | 乙 | 9-30 | 45% |",
        );
        let days: Vec<Option<&str>> = rows.iter().map(|(.., day)| day.as_deref()).collect();
        assert_eq!(days, [Some("2026-02-28"), Some("2026-09-30")]);
        assert_eq!(rows[0].1, Some(State::Developing));
        let text = "# 周报 2026-02-06\n\n## 重点项目\n\n| 项目 | 计划日期 |\n|---|---|\n| 回单 | 9-30 |\n";
        let found = milestones(&Report::parse(text.to_string(), &PageName::default()));
        assert_eq!(found[0].planned[0].text, "9-30", "as the cell has it");
    }

    #[test]
    fn a_column_of_former_plans_gives_way_to_the_one_beside_it() {
        let table = "| 项目 | 原计划 | 现计划 | 状态 |\n|---|---|---|---|\n| 回单 | 03-02 | 03-20 | 延期 |\n| 台账 | 03-12 | | 正常 |";
        let text = format!("# 周报 2026-02-06\n\n## 重点项目\n\n{table}\n");
        let found = milestones(&Report::parse(text, &PageName::default()));
        let days = |at: usize| -> Vec<(String, bool)> {
            found[at].planned.iter().map(|planned| (planned.to.to_string(), planned.was)).collect()
        };
        assert_eq!(days(0), [("2026-03-02".to_string(), true), ("2026-03-20".to_string(), false)]);
        assert_eq!(days(1), [("2026-03-12".to_string(), false)]);
    }

    #[test]
    fn days_that_were_and_days_that_hold_stand_in_two_columns_whatever_their_heads() {
        for heads in ["事 | 原来 | 现在", "事 | 2/2 说的 | 现在", "里程碑 | 原定 | 最新"] {
            let text = format!(
                "# 周报 2026-02-06\n\n## 时间表\n\n| {heads} |\n|---|---|---|\n| 第三批迁移 | 3/8 | 3/29 |\n| 老核心下线 | 5/31 | 5/31 (不变) |\n"
            );
            let found = milestones(&Report::parse(text, &PageName::default()));
            let days: Vec<Vec<(String, bool)>> = found
                .iter()
                .map(|row| row.planned.iter().map(|planned| (planned.to.to_string(), planned.was)).collect())
                .collect();
            let day = |day: &str, was: bool| (format!("2026-{day}"), was);
            assert_eq!(
                days,
                [[day("03-08", true), day("03-29", false)], [day("05-31", true), day("05-31", false)]],
                "{heads}"
            );
        }
        for head in ["单价", "项目"] {
            let prices = rows_of(&format!("| {head} | 原来 | 现在 |\n|---|---|---|\n| 电缆 | 3.5 | 3.8 |"));
            assert_eq!(prices, [], "no days: {head}");
        }
        let rows = rows_of("| 组 | 承诺 | 原定 | 结果 |\n|---|---|---|---|\n| 渠道 | 河岸通上线 | 1 月 10 日 | 推迟 |");
        assert_eq!(rows, [("河岸通上线".to_string(), Some(State::Delayed), Some("2026-01-10".to_string()))]);
    }

    #[test]
    fn a_table_of_open_points_with_deadlines_and_states_is_one_of_work() {
        let rows = rows_of(
            "| 问题 | 责任人 | 期限 | 状态 |\n|---|---|---|---|\n| 便道塌陷 | 甲 | 2月25日 | 进行中 |\n| 灯塔误报 | 乙 | 2月5日 | 阈值改5秒，关闭 |",
        );
        assert_eq!(rows[0], ("便道塌陷".to_string(), Some(State::Developing), Some("2026-02-25".to_string())));
        assert_eq!(rows[1].1, Some(State::Closed));
    }

    #[test]
    fn a_head_names_work_where_it_has_its_plans_progress_or_state_beside_it() {
        for (table, wanted) in [
            ("| 项目 | 计划完成 |\n|---|---|\n| 双活改造 | 3月31日 |", true),
            ("| 项目 | 数量 |\n|---|---|\n| 双活改造 | 3 |", false),
            ("| 型号 | 计划完成 |\n|---|---|\n| 双活改造 | 3月31日 |", false),
        ] {
            let at = table.rfind("| 双").expect("its row");
            assert_eq!(head_names_work(table, at), wanted, "{table}");
        }
    }
}
