//! ZB022: an empty cell in a column that every other row fills.

use crate::check::finding::{Objection, Wording};
use crate::check::layout::tables;
use crate::check::page::Page;
use crate::check::rule::{Case, Rule};
use crate::check::sums::is_total;
use crate::report::{Table, TableRow, plain};
use crate::text::fold;
use crate::vocabulary::{Sense, Words};

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB022", name: "empty-cell", is_default: true, needs_earlier: false, run };

/// Fewer rows that fill a column make no rule of it.
const LEAST_FILLED: usize = 2;

fn run(case: &Case<'_>) -> Vec<Objection> {
    tables(case.page).iter().flat_map(|table| in_table(case.page, table)).collect()
}

fn in_table(page: &Page, table: &Table) -> Vec<Objection> {
    static NOTES: Words = Words::of(&[Sense::ColumnNote]);
    let Some(head) = &table.head else { return Vec::new() };
    let text = |row: &TableRow, column: usize| {
        let cell = row.cells.get(column).map_or("", |cell| page.text[cell.clone()].trim());
        let words = plain(cell).trim().to_string();
        // A dash is filled in, and no word of a list.
        if words.is_empty() { cell.to_string() } else { words }
    };
    let mut found = Vec::new();
    for column in 1..head.cells.len() {
        let name = fold(&text(head, column));
        let filled = table.rows.iter().filter(|row| !text(row, column).is_empty()).count();
        let empty: Vec<&TableRow> = table.rows.iter().filter(|row| text(row, column).is_empty()).collect();
        let [row] = empty.as_slice() else { continue };
        let is_number =
            |row: &TableRow| text(row, column).starts_with(|c: char| c.is_ascii_digit() || "+-¥￥".contains(c));
        let is_figure = table.rows.iter().filter(|row| is_number(row)).count() == filled;
        // Each task has somebody.
        let is_owed = name.contains("负责") || name.contains("责任人") || name.contains("owner");
        let label = fold(&text(row, 0));
        let others = (1..head.cells.len()).filter(|other| *other != column).all(|other| {
            !text(row, other).is_empty() || table.rows.iter().filter(|row| text(row, other).is_empty()).count() > 1
        });
        if filled < LEAST_FILLED
            || !(is_figure || is_owed)
            || name.is_empty()
            || NOTES.are_in(&name)
            || is_total(&label)
            || label.is_empty()
            || !others
        {
            continue;
        }
        let (row_name, column_name) = (text(row, 0), text(head, column));
        found.push(Objection {
            span: row.span.clone(),
            message: Wording::new(
                format!("“{row_name}”缺“{column_name}”，其他各行都有"),
                format!("`{row_name}` has no `{column_name}`, and every other row has"),
            ),
            evidence: Vec::new(),
        });
    }
    found
}
