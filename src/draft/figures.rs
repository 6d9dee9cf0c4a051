//! The lines of figures of the last report with their values blanked, each with its last value beside it.

use super::form::Form;
use super::model::{Figure, Piece};
use crate::fact::Metric;
use crate::report::{Span, Table, TableRow, plain};
use crate::vocabulary::{Sense, Words};

/// `line`, a line of a section of figures, with its values as blanks; `None` where it states none. What only comments on the last
/// week (（上周99.94%，持平）, what follows the last value) is left out.
pub(super) fn fill(form: &Form, line: &Span, cite: &mut dyn FnMut(&Span) -> usize) -> Option<Vec<Piece>> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut cursor = line.start;
    for metric in figures_in(form, line) {
        if metric.span.start < cursor {
            continue;
        }
        let between = form.text(&(cursor..metric.span.start));
        let words = if pieces.is_empty() { between } else { after_last_mark(between) };
        if ["目标", "target"].iter().any(|word| words.to_lowercase().contains(word)) {
            // What is aimed at stays what it is.
            pieces.push(Piece::Words(format!("{words}{}", form.text(&metric.span))));
            cursor = metric.span.end;
            continue;
        }
        let bold = words.ends_with("**") && form.source()[metric.span.end..].starts_with("**");
        let words = if bold { &words[..words.len() - 2] } else { words };
        pieces.push(Piece::Words(words.to_string()));
        pieces.push(Piece::Figure(figure(metric, false, cite)));
        cursor = metric.span.end + if bold { 2 } else { 0 };
    }
    pieces.iter().any(|piece| matches!(piece, Piece::Figure(_))).then_some(pieces)
}

fn figure(metric: &Metric, is_shown: bool, cite: &mut dyn FnMut(&Span) -> usize) -> Figure {
    Figure {
        name: metric.name.clone(),
        unit: metric.unit.clone(),
        last: metric.text.clone(),
        is_shown,
        cite: cite(&metric.span),
    }
}

/// The figures of this week among those of a line, without those of another time.
fn figures_in<'a>(form: &'a Form, line: &Span) -> impl Iterator<Item = &'a Metric> {
    static OTHERS: Words = Words::of(&[Sense::WeekBefore, Sense::EarlierValue, Sense::ComparedWith]);
    let line = line.clone();
    form.facts.metrics.iter().filter(move |metric| {
        let is_here = line.start <= metric.span.start && metric.span.end <= line.end;
        is_here && !metric.is_told_again && !metric.qualifiers.iter().any(|word| OTHERS.are_in(word))
    })
}

/// The words between two values without the comment on the first: from the last mark outside brackets on.
fn after_last_mark(between: &str) -> &str {
    let mut depth = 0_usize;
    let mut last = None;
    for (at, c) in between.char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            '，' | ',' | '；' | ';' | '、' | '。' if depth == 0 => last = Some(at),
            _ => {}
        }
    }
    let close = between.rfind(['）', ')']).map(|at| between.ceil_char_boundary(at + 1));
    &between[last.or(close).unwrap_or(0)..]
}

/// What a column of a table of figures holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    /// Names, units, targets, owners: the same every week.
    Kept,
    /// The value of the week.
    Value,
    /// The value of the week before, which moves over from the value's column.
    Before,
    /// Changes, notes.
    Written,
    Other,
}

fn column(head: &str) -> Column {
    static COLUMNS: [(Column, Words); 4] = [
        (Column::Written, Words::of(&[Sense::ColumnChange, Sense::ColumnWritten, Sense::ColumnNote])),
        (Column::Before, Words::of(&[Sense::ColumnBefore])),
        (Column::Value, Words::of(&[Sense::ColumnNow])),
        (Column::Kept, Words::of(&[Sense::ColumnName, Sense::ColumnUnit, Sense::ColumnTarget, Sense::ColumnKept])),
    ];
    COLUMNS.iter().find(|(_, words)| words.are_in(head)).map_or(Column::Other, |(column, _)| *column)
}

/// The rows of a table of figures with blanks for values; none where it states no figure.
pub(super) fn rows(form: &Form, span: &Span, cite: &mut dyn FnMut(&Span) -> usize) -> Vec<Vec<Vec<Piece>>> {
    let table = Table::read(form.source(), span);
    let heads: Vec<Column> =
        table.head.iter().flat_map(|head| &head.cells).map(|cell| column(&plain(form.text(cell)))).collect();
    if !table.rows.iter().any(|row| figures_in(form, &row.span).next().is_some()) {
        return Vec::new();
    }
    table.rows.iter().map(|row| read_row(form, row, &heads, cite)).collect()
}

fn read_row(form: &Form, row: &TableRow, heads: &[Column], cite: &mut dyn FnMut(&Span) -> usize) -> Vec<Vec<Piece>> {
    let column_at = |at: usize| heads.get(at).copied().unwrap_or(Column::Other);
    let has_before = (0..row.cells.len()).any(|at| column_at(at) == Column::Before);
    let value = (0..row.cells.len()).find(|at| column_at(*at) == Column::Value).map(|at| row.cells[at].clone());
    let cells = row.cells.iter().enumerate();
    cells
        .map(|(at, cell)| {
            let text = form.text(cell).to_string();
            let has_digits = text.contains(|c: char| c.is_ascii_digit());
            match column_at(at) {
                Column::Kept => vec![Piece::Words(text)],
                Column::Before => {
                    let moved = value.as_ref().map(|value| form.text(value).to_string()).unwrap_or_default();
                    vec![Piece::Words(moved)]
                }
                Column::Written => Vec::new(),
                Column::Value => vec![value_of(form, cell, has_before, cite)],
                Column::Other if at == 0 || !has_digits => vec![Piece::Words(text)],
                Column::Other => vec![value_of(form, cell, has_before, cite)],
            }
        })
        .collect()
}

fn value_of(form: &Form, cell: &Span, has_before: bool, cite: &mut dyn FnMut(&Span) -> usize) -> Piece {
    match figures_in(form, cell).next() {
        Some(metric) => {
            let mut found = figure(metric, has_before, cite);
            found.last = form.text(cell).to_string();
            Piece::Figure(found)
        }
        None => Piece::Empty,
    }
}
