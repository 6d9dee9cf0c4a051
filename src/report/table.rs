//! A Markdown table as rows and cells with their spans. What the columns mean is left to those who read facts.

use std::borrow::Cow;

use super::span::{Span, lines_of, trim};
use crate::text::is_han;

/// A row: its whole line, and its cells without the bars and the white space around them.
#[derive(Debug, Clone)]
pub struct TableRow {
    pub span: Span,
    /// Empty spans for empty cells.
    pub cells: Vec<Span>,
}

/// A table's head and body. Rows of the body that only rule or repeat the head are in neither.
#[derive(Debug, Clone)]
pub struct Table {
    /// The row that names the columns; a second head row, where the first one is empty.
    pub head: Option<TableRow>,
    pub rows: Vec<TableRow>,
}

impl Table {
    /// Reads the table at `span`. No rows for a table that has nothing but its head.
    pub fn read(source: &str, span: &Span) -> Self {
        let mut head: Option<TableRow> = None;
        let mut rows = Vec::new();
        for line in lines_of(source, span) {
            let row = read_row(source, line);
            let texts =
                |row: &TableRow| row.cells.iter().map(|cell| source[cell.clone()].to_string()).collect::<Vec<_>>();
            let is_rule =
                row.cells.iter().all(|cell| source[cell.clone()].chars().all(|c| matches!(c, '-' | ':' | ' ')));
            if is_rule {
                continue;
            }
            match &head {
                None => head = Some(row),
                Some(known) if texts(known) == texts(&row) => {}
                Some(_) => rows.push(row),
            }
        }
        Self { head, rows }
    }

    /// The head's words for people and for context, without emphasis: `日期 事件 原因`.
    pub fn head_text(&self, source: &str) -> String {
        let Some(head) = &self.head else { return String::new() };
        let cells =
            head.cells.iter().map(|cell| super::plain::plain(&source[cell.clone()])).filter(|text| !text.is_empty());
        cells.collect::<Vec<_>>().join(" ")
    }
}

/// A row of a table as words, its filled cells behind each other; any other text as it is.
pub fn row_in_words(text: &str) -> Cow<'_, str> {
    if !text.trim_start().starts_with('|') {
        return Cow::Borrowed(text);
    }
    let row = read_row(text, 0..text.len());
    let cells = row.cells.into_iter().map(|cell| &text[cell]).filter(|cell| !cell.is_empty());
    Cow::Owned(cells.collect::<Vec<_>>().join(if text.contains(is_han) { "，" } else { ", " }))
}

/// `\|` is a bar of the text, and one inside a code span ends the cell all the same (GFM).
fn read_row(source: &str, line: Span) -> TableRow {
    let line = trim(source, line);
    let text = &source[line.clone()];
    // A table inside a quote has the quote's marks before each of its rows.
    let skipped = text.len() - text.trim_start_matches(['>', ' ', '\t']).len();
    let span = line.start + skipped..line.end;
    let text = &source[span.clone()];
    let mut cells = Vec::new();
    let mut start = usize::from(text.starts_with('|'));
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(start) {
        if c == '|' && !escaped {
            cells.push(trim(source, span.start + start..span.start + at));
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    if start < text.len() {
        cells.push(trim(source, span.start + start..span.end));
    }
    TableRow { span, cells }
}

#[cfg(test)]
mod tests {
    use super::{Table, row_in_words};

    #[test]
    fn a_row_in_words_has_its_filled_cells_and_other_text_stays() {
        assert_eq!(row_in_words("| 逃逸复演 | 6.26 | | 鹿念秋 |"), "逃逸复演，6.26，鹿念秋");
        assert_eq!(row_in_words("| Drill | 26 June |"), "Drill, 26 June");
        assert_eq!(row_in_words("甲 | 乙"), "甲 | 乙");
    }

    #[test]
    fn cells_come_without_bars_and_rules_are_no_rows() {
        let source = "| 甲 | 乙 |\n| --- | :-: |\n| 1 |  |\n| a \\| b | 2 |";
        let table = Table::read(source, &(0..source.len()));
        assert_eq!(table.head_text(source), "甲 乙");
        let cells: Vec<Vec<&str>> =
            table.rows.iter().map(|row| row.cells.iter().map(|cell| &source[cell.clone()]).collect()).collect();
        assert_eq!(cells, [vec!["1", ""], vec!["a \\| b", "2"]]);
    }

    #[test]
    fn an_empty_or_repeated_head_row_is_not_data() {
        let source = "|  |  |\n|--|--|\n| 日期 | 事件 |\n|--|--|\n| 6/1 | 断网 |";
        let table = Table::read(source, &(0..source.len()));
        assert_eq!(table.head_text(source), "日期 事件");
        assert_eq!(table.rows.len(), 1);
    }

    #[test]
    fn a_bare_bar_is_a_row_without_words() {
        let table = Table::read("|", &(0..1));
        assert!(table.rows.is_empty());
    }
}
