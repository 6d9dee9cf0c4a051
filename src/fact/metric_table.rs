//! Measures in a table: a cell that is an amount, named by its row and its column.

use super::amount::{Amount, Sort, amounts};
use super::folded::Folded;
use super::metric::Direction;
use super::metric_statement::Stated;
use super::metric_words::is_progress;
use crate::calendar::mentions;
use crate::report::{Row, Span, Table, plain};

/// What a column holds.
#[derive(Debug, Clone, PartialEq)]
enum Column {
    /// Values of the row's measure: 本周, 数值, 当前.
    Now(Vec<String>),
    Before,
    Target,
    Change,
    Unit,
    /// A measure of its own: 交易笔数.
    Measure(String),
    Nothing,
}

fn column_of(head: &str) -> Column {
    let name = plain(head);
    let bare = name.trim().to_string();
    let has = |words: &[&str]| words.iter().any(|word| bare.contains(word));
    if bare.is_empty()
        || has(&[
            "序号", "编号", "日期", "时间", "负责", "备注", "说明", "优先级", "版本", "计划", "截止", "工时", "状态",
            "名称", "原因", "进度", "进展",
        ])
        || matches!(bare.as_str(), "#" | "No" | "No." | "ID" | "指标" | "项目" | "内容")
    {
        Column::Nothing
    } else if bare == "单位" {
        Column::Unit
    } else if has(&["目标", "标准", "阈值", "红线"]) {
        Column::Target
    } else if has(&["环比", "同比", "变化", "涨跌", "增减", "较上"]) {
        Column::Change
    } else if ["上周", "上月", "上期", "去年", "上季", "同期"].iter().any(|word| bare.starts_with(word)) {
        Column::Before
    } else if ["本周", "本月", "本期", "当前", "数值", "值", "实际", "累计", "本季", "本年", "结果", "完成值", "今年"]
        .iter()
        .any(|word| bare.trim_end_matches("值") == word.trim_end_matches("值") || bare == *word)
        && bare.chars().count() <= 3
    {
        let qualifies = !matches!(bare.as_str(), "数值" | "值" | "当前" | "实际" | "结果" | "完成值");
        Column::Now(if qualifies { vec![bare] } else { Vec::new() })
    } else {
        Column::Measure(bare)
    }
}

/// The measures of the table's cells with their places in the source; none in a table whose columns name none.
pub(super) fn table_statements(source: &str, table: &Table) -> Vec<(Stated, Span)> {
    let Some(head) = &table.head else { return Vec::new() };
    let columns: Vec<Column> = head.cells.iter().map(|cell| column_of(&source[cell.clone()])).collect();
    let heads: Vec<String> = head.cells.iter().map(|cell| Folded::new(source, cell).text).collect();
    table.rows.iter().flat_map(|row| row_statements(source, row, &columns, &heads)).collect()
}

/// A cell that is an amount and nothing else but 约 and what stands in brackets.
fn amount_of(folded: &Folded) -> Option<Amount> {
    let amount = amounts(&folded.text).into_iter().next().filter(|amount| amount.sort == Sort::Value)?;
    let before =
        folded.text[..amount.span.start].trim().trim_matches(['约', '超', '近', '>', '<', '≈', '+', '↑', '↓', ' ']);
    let after = folded.text[amount.span.end..].trim().trim_matches(['+', '↑', '↓', ' ']);
    (before.is_empty() && (after.is_empty() || after.starts_with('('))).then_some(amount)
}

/// A unit in a head's brackets: `金额(万元)` multiplies by ten thousand.
fn unit_in(head: &str) -> Option<Amount> {
    let (_, rest) = head.split_once('(')?;
    let unit = rest.split(')').next()?;
    amounts(&format!("1{unit}")).into_iter().next().filter(|amount| amount.is_counted)
}

fn row_statements(source: &str, row: &Row, columns: &[Column], heads: &[String]) -> Vec<(Stated, Span)> {
    let cells: Vec<Folded> = row.cells.iter().map(|cell| Folded::new(source, cell)).collect();
    let is_label = |text: &str| text.contains(char::is_alphabetic) && amounts(text).is_empty();
    let Some(label_at) = cells.iter().position(|cell| is_label(cell.text.trim())) else { return Vec::new() };
    let label = plain(cells[label_at].text.trim());
    let label = label.split('(').next().unwrap_or_default().trim().to_string();
    if label.is_empty()
        || mentions(&label).iter().any(|mention| mention.span.len() == label.len())
        || is_progress(&label)
    {
        return Vec::new();
    }
    let unit_cell = columns.iter().position(|column| *column == Column::Unit).and_then(|at| cells.get(at));
    let row_unit = unit_cell
        .and_then(|cell| amounts(&format!("1{}", cell.text.trim())).into_iter().next())
        .or_else(|| unit_in(&cells[label_at].text));
    let mut found: Vec<(Stated, Span)> = Vec::new();
    let mut beside: Vec<(Column, Amount)> = Vec::new();
    for (at, (cell, column)) in cells.iter().zip(columns).enumerate() {
        let Some(mut amount) = amount_of(cell).filter(|_| at != label_at) else { continue };
        if let Some(unit) = unit_in(&heads[at]).or_else(|| row_unit.clone()).filter(|_| !amount.is_counted) {
            let Some(value) = amount.value.checked_mul(unit.value) else { continue };
            (amount.value, amount.unit) = (value.normalize(), unit.unit);
        }
        let (name, subject, qualifiers) = match column {
            Column::Now(qualifiers) => (label.clone(), String::new(), qualifiers.clone()),
            Column::Measure(name) => {
                let name = name.split(['(', '（']).next().unwrap_or_default().trim().to_string();
                (name, label.clone(), Vec::new())
            }
            Column::Nothing | Column::Unit => continue,
            column => {
                beside.push((column.clone(), amount));
                continue;
            }
        };
        if is_progress(&name) || name.is_empty() {
            continue;
        }
        let span = cell.place(&amount.span, source);
        found.push((
            Stated {
                subject,
                name,
                qualifiers,
                value: amount.value,
                unit: amount.unit,
                span: amount.span,
                direction: None,
                before: None,
                change: None,
                of: None,
                rank: None,
                target: None,
            },
            span,
        ));
    }
    // Columns beside the value speak of it only where the row has one.
    if let [(stated, _)] = found.as_mut_slice() {
        for (column, amount) in beside {
            match column {
                Column::Before if amount.unit == stated.unit => stated.before = Some(amount.value),
                Column::Target if amount.unit == stated.unit => stated.target = Some(amount.value),
                Column::Change => {
                    stated.change = Some(amount.value.abs());
                    let falls = amount.value.is_sign_negative();
                    stated.direction =
                        (!amount.value.is_zero()).then_some(if falls { Direction::Down } else { Direction::Up });
                }
                _ => {}
            }
        }
    }
    found
}
