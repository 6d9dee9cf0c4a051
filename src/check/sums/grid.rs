//! A table as numbers: cells by column and row, the names of both, and what its rows and columns have to do with each other.

use rust_decimal::Decimal;

use super::named::Named;
use crate::fact::Standing;
use crate::quantity::{Context, Quantity};
use crate::report::{Span, Table, plain};
use crate::text::fold;
use crate::vocabulary::{Sense, Words};

/// A table that has a head.
pub(in crate::check) struct Grid {
    /// Folded.
    pub heads: Vec<String>,
    pub rows: Vec<GridRow>,
}

pub(in crate::check) struct GridRow {
    /// The first words of the row, folded.
    pub label: String,
    /// Shorter than the heads where the row is.
    pub cells: Vec<GridCell>,
    pub is_total: bool,
    /// 小计: of the rows since the one before.
    pub is_subtotal: bool,
}

pub(in crate::check) struct GridCell {
    /// Nothing, or a dash for it.
    pub is_blank: bool,
    /// Where the cell is one number; its name is the column's head.
    pub number: Option<Named>,
    /// It is written with a sign, an arrow or a word for one.
    pub is_signed: bool,
}

impl Grid {
    /// `None` without a head or without rows.
    pub fn read(text: &str, table: &Table) -> Option<Self> {
        let head = table.head.as_ref()?;
        let heads: Vec<String> = head.cells.iter().map(|cell| fold(plain(&text[cell.clone()]).trim())).collect();
        let rows = table.rows.iter().map(|row| {
            let label = row.cells.iter().map(|cell| fold(plain(&text[cell.clone()]).trim()));
            let label = label.into_iter().find(|label| label.chars().any(char::is_alphabetic)).unwrap_or_default();
            let cells = row.cells.iter().zip(&heads).map(|(cell, head)| cell_of(text, cell, head)).collect();
            GridRow { is_total: is_total(&label), is_subtotal: label.starts_with("小计"), label, cells }
        });
        let rows: Vec<GridRow> = rows.collect();
        (!rows.is_empty()).then_some(Self { heads, rows })
    }

    pub fn number(&self, row: usize, column: usize) -> Option<&Named> {
        self.rows.get(row)?.cells.get(column)?.number.as_ref()
    }

    /// The columns whose cells are numbers or blank, and two or more numbers, or the only row's.
    pub fn numeric_columns(&self) -> Vec<usize> {
        let is_numeric = |column: &usize| {
            let cells: Vec<&GridCell> = self.rows.iter().filter_map(|row| row.cells.get(*column)).collect();
            let numbers = cells.iter().filter(|cell| cell.number.is_some()).count();
            let texts = cells.iter().filter(|cell| cell.number.is_none() && !cell.is_blank).count();
            numbers >= 2.min(self.rows.len()) && texts == 0
        };
        (0..self.heads.len()).filter(is_numeric).collect()
    }

    pub fn is_percent(&self, column: usize) -> bool {
        self.heads[column].contains(['%', '％'])
            || (0..self.rows.len()).filter_map(|row| self.number(row, column)).all(Named::is_percent)
    }

    /// The rows that have a number in each of `columns`.
    pub fn rows_with(&self, columns: &[usize]) -> Vec<usize> {
        (0..self.rows.len()).filter(|row| columns.iter().all(|column| self.number(*row, *column).is_some())).collect()
    }
}

/// 合计, **总计（件）**, Total.
pub(in crate::check) fn is_total(label: &str) -> bool {
    static TOTALS: Words = Words::of(&[Sense::StatedTotal]);
    const MOST_CHARS: usize = 8;
    let label = label.trim();
    label.starts_with("小计")
        || label == "总"
        || label == "总数"
        || label == "sum"
        || label.starts_with("total")
        || (TOTALS.first_in(label).is_some_and(|found| found.span.len() >= 6) && label.chars().count() <= MOST_CHARS)
}

fn cell_of(text: &str, span: &Span, head: &str) -> GridCell {
    static UP: Words = Words::of(&[Sense::Up, Sense::WeakUp]);
    static DOWN: Words = Words::of(&[Sense::Down, Sense::WeakDown]);
    let written = fold(plain(&text[span.clone()]).trim());
    let is_blank = written.chars().all(|c| "-—–/\\ 无".contains(c)) || written == "n/a";
    let bare = written.trim_start_matches(['+', '-', '−', '–', '±', ' ', '↑', '↓', '▲', '▼', '$', '¥', '€']);
    let bare =
        UP.beginning(bare).or_else(|| DOWN.beginning(bare)).map_or(bare, |word| bare[word.span.end..].trim_start());
    let sign = &written[..written.len() - bare.len()];
    let number = Quantity::in_digits(bare, Context::Text).and_then(|quantity| {
        let rest = bare[quantity.end_of_noun.max(quantity.length)..].trim();
        let marks = rest.trim_matches(['↑', '↓', '▲', '▼', ' ']);
        let falls = sign.contains(['-', '−', '–', '↓', '▼']) || DOWN.are_in(sign) || rest.contains(['↓', '▼']);
        let number = quantity.number;
        let scale = if number.value.is_zero() { Decimal::ONE } else { quantity.value()?.checked_div(number.value)? };
        let place = number.last_place.checked_mul(scale)?;
        let is_whole = !number.is_multiplied && !bare[..number.digits].contains('.') && scale == Decimal::ONE;
        let value = quantity.value()?;
        let unit = if quantity.unit.is_none() && head.contains('%') { "%" } else { quantity.unit_name() };
        (marks.is_empty() && !number.has_more).then(|| Named {
            name: head.to_string(),
            behind: String::new(),
            value: if falls { -value } else { value },
            unit: unit.to_string(),
            place,
            doubt: if is_whole { Decimal::ZERO } else { place / Decimal::TWO },
            span: span.clone(),
            standing: Standing::Now,
            is_vague: false,
        })
    });
    let is_signed = !sign.trim_matches(['$', '¥', '€']).is_empty() || written.contains(['↑', '↓', '▲', '▼']);
    GridCell { is_blank, number, is_signed }
}
