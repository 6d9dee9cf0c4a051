//! Measures in a table: a cell that is an amount, named by its row and its column.

use super::amount::{Amount, Sort, amounts, one_of};
use super::folded::Folded;
use super::metric::{Direction, Metric};
use super::metric_words::is_progress;
use crate::calendar::mentions;
use crate::report::{Span, Table, TableRow, plain};
use crate::vocabulary::{Sense, Words};

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
    static NO_MEASURE: Words = Words::of(&[Sense::ColumnOther, Sense::ColumnNote, Sense::ColumnKept]);
    static NAMES: Words = Words::of(&[Sense::ColumnName]);
    static UNITS: Words = Words::of(&[Sense::ColumnUnit]);
    static TARGETS: Words = Words::of(&[Sense::ColumnTarget]);
    static CHANGES: Words = Words::of(&[Sense::ColumnChange]);
    static BEFORE: Words = Words::of(&[Sense::ColumnBefore]);
    static NOW: Words = Words::of(&[Sense::ColumnNow, Sense::ColumnNowAlone]);
    let name = plain(head);
    let bare = name.trim();
    let is_now = NOW.have(bare) || bare.strip_suffix('值').is_some_and(|bare| NOW.have(bare));
    if bare.is_empty()
        || NO_MEASURE.are_in(bare)
        || NAMES.have(bare)
        || bare.contains("名称")
        || matches!(bare, "#" | "No" | "No." | "ID" | "内容")
    {
        Column::Nothing
    } else if UNITS.have(bare) {
        Column::Unit
    } else if TARGETS.are_in(bare) {
        Column::Target
    } else if CHANGES.are_in(bare) {
        Column::Change
    } else if BEFORE.beginning(bare).is_some() {
        Column::Before
    } else if is_now && bare.chars().count() <= 3 {
        let says_nothing = ["值", "数", "当前", "实际", "结果", "完成"].iter().any(|word| bare.contains(word));
        Column::Now(if says_nothing { Vec::new() } else { vec![bare.to_string()] })
    } else {
        Column::Measure(bare.to_string())
    }
}

/// The measures of the table's cells with their places in the source; none in a table whose columns name none.
pub(super) fn table_statements(source: &str, table: &Table) -> Vec<(Metric, Span)> {
    let Some(head) = &table.head else { return Vec::new() };
    let columns: Vec<Column> = head.cells.iter().map(|cell| column_of(&source[cell.clone()])).collect();
    let heads: Vec<String> = head.cells.iter().map(|cell| Folded::new(source, cell).text).collect();
    table.rows.iter().flat_map(|row| row_statements(source, row, &columns, &heads)).collect()
}

/// A cell that is an amount, with nothing else but 约 and a bracket.
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
    one_of(unit)
}

fn row_statements(source: &str, row: &TableRow, columns: &[Column], heads: &[String]) -> Vec<(Metric, Span)> {
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
    let row_unit = unit_cell.and_then(|cell| one_of(&cell.text)).or_else(|| unit_in(&cells[label_at].text));
    let mut found: Vec<(Metric, Span)> = Vec::new();
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
        let (value, unit) = (amount.value, amount.unit);
        found.push((Metric { subject, name, qualifiers, value, unit, ..Metric::default() }, span));
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
