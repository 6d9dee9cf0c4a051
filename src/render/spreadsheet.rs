//! Tables as CSV (RFC 4180) for spreadsheets: columns with their names, rows, lines that end in CRLF.

use super::safe::cell;
use super::text::one_line;

/// A column: its name, and its cell in a row.
pub(super) enum Column<T> {
    /// On one line; what a spreadsheet would take for a formula begins with an apostrophe, which makes it text.
    Words(&'static str, fn(&T) -> String),
    /// To compute with, so written as it is: digits, a point and a sign and nothing else.
    Number(&'static str, fn(&T) -> String),
}

/// A head row, then `rows`.
///
/// # Errors
/// None in memory; those of the CSV writer.
pub(super) fn csv_table<T>(columns: &[Column<T>], rows: impl IntoIterator<Item = T>) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(columns.iter().map(|column| match column {
        Column::Words(name, _) | Column::Number(name, _) => *name,
    }))?;
    for row in rows {
        writer.write_record(columns.iter().map(|column| match column {
            Column::Words(_, of) => cell(&one_line(&of(&row))),
            Column::Number(_, of) => of(&row),
        }))?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
