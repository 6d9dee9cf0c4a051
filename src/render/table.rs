//! The table of a terminal: columns of a width, cells that are aligned and folded. Widths are columns of the terminal; a
//! Chinese character takes two.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::text::Paint;

/// Width of a ledger.
pub(super) const TABLE_COLUMNS: usize = 80;

pub(super) const GAP: &str = "  ";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

impl Align {
    /// `painted`, of `width`, padded to `columns`; a wider text overflows its column.
    fn set(self, painted: &str, width: usize, columns: usize) -> String {
        let space = " ".repeat(columns.saturating_sub(width));
        match self {
            Self::Left => format!("{painted}{space}"),
            Self::Right => format!("{space}{painted}"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    name: String,
    width: usize,
    align: Align,
    /// Lines that a cell may take; a cell of one line is not cut.
    most_lines: usize,
}

impl Column {
    pub(super) fn left(name: &str, width: usize) -> Self {
        Self { name: name.to_string(), width, align: Align::Left, most_lines: 1 }
    }

    pub(super) fn right(name: &str, width: usize) -> Self {
        Self { align: Align::Right, ..Self::left(name, width) }
    }

    /// Folded over at most `most_lines`; where that is not enough the last line ends with `…`.
    pub(super) fn folded(name: &str, width: usize, most_lines: usize) -> Self {
        Self { most_lines, ..Self::left(name, width) }
    }
}

/// A cell and the width it takes, which paint does not change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    text: String,
    width: usize,
    is_bold: bool,
}

impl Cell {
    /// Text that is painted already, of a width.
    pub(super) fn painted(text: String, width: usize) -> Self {
        Self { text, width, is_bold: false }
    }

    pub(super) fn bold_if(self, is_bold: bool) -> Self {
        Self { is_bold, ..self }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        let text = text.into();
        Self { width: text.width(), text, is_bold: false }
    }
}

pub(super) struct Table {
    columns: Vec<Column>,
    paint: Paint,
}

impl Table {
    pub(super) fn new(columns: impl Into<Vec<Column>>, paint: Paint) -> Self {
        Self { columns: columns.into(), paint }
    }

    /// The last column takes what the others leave of [`TABLE_COLUMNS`].
    pub(super) fn with_rest(mut columns: Vec<Column>, name: &str, most_lines: usize, paint: Paint) -> Self {
        let used: usize = columns.iter().map(|column| column.width + GAP.len()).sum();
        columns.push(Column::folded(name, TABLE_COLUMNS - used, most_lines));
        Self { columns, paint }
    }

    /// Columns as wide as their widest cell; the first runs left, the others right.
    pub(super) fn fitting(head: &[String], rows: &[Vec<String>], paint: Paint) -> Self {
        let width = |at: usize| {
            let cells = std::iter::once(head).chain(rows.iter().map(Vec::as_slice));
            cells.filter_map(|row| row.get(at)).map(|cell| cell.width()).max().unwrap_or(0)
        };
        let column = |(at, name): (usize, &String)| match at {
            0 => Column::left(name, width(at)),
            _ => Column::right(name, width(at)),
        };
        Self { columns: head.iter().enumerate().map(column).collect(), paint }
    }

    /// The names of the columns, not painted.
    pub(super) fn head(&self) -> String {
        let names = self.columns.iter().map(|column| column.align.set(&column.name, column.name.width(), column.width));
        names.collect::<Vec<_>>().join(GAP).trim_end().to_string()
    }

    /// A row: one line, and one more for each line that a cell is folded into.
    pub(super) fn row<C: Into<Cell>>(&self, cells: impl IntoIterator<Item = C>) -> Vec<String> {
        let (mut first, mut rest, mut indent) = (Vec::new(), Vec::new(), 0);
        for (column, cell) in self.columns.iter().zip(cells) {
            let mut cell: Cell = cell.into();
            if column.most_lines > 1 {
                let mut lines = wrapped(&cell.text, column.width, column.most_lines).into_iter();
                cell = Cell::from(lines.next().unwrap_or_default()).bold_if(cell.is_bold);
                rest.extend(lines.map(|line| format!("{}{line}", " ".repeat(indent))));
            }
            let set = column.align.set(&cell.text, cell.width, column.width);
            first.push(if cell.is_bold { self.paint.bold(&set) } else { set });
            indent += column.width + GAP.len();
        }
        let mut lines = vec![first.join(GAP).trim_end().to_string()];
        lines.extend(rest);
        lines
    }
}

/// Lines of at most `columns`, at most `most` of them; where that is not enough the last one ends with `…`.
pub(super) fn wrapped(text: &str, columns: usize, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let width = c.width().unwrap_or(0);
        let is_last = lines.len() == most;
        // The last column of the last line is kept for the mark that there is more.
        let needed = width + usize::from(is_last && chars.peek().is_some());
        if used + needed > columns && is_last && used + width + chars.clone().map(char_width).sum::<usize>() > columns {
            if let Some(line) = lines.last_mut() {
                line.push('…');
            }
            break;
        }
        if used + width > columns {
            let carried = lines.last_mut().map(|line| carried(line, c)).unwrap_or_default();
            used = carried.width();
            lines.push(carried);
            if c == ' ' {
                continue;
            }
        }
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
        used += width;
    }
    lines
}

/// What of a full line comes along to the next one, which `next` begins: the word or number that `next` would cut, and the character
/// before a closing mark. Words that are longer than half a line are cut.
fn carried(line: &mut String, next: char) -> String {
    let is_word = |c: char| !c.is_whitespace() && char_width(c) < 2;
    let closes = "，。；、：）】」”！？".contains(next);
    let cut = line.trim_end_matches(is_word).len();
    let word = line[cut..].width();
    let from = match line[..cut].chars().next_back() {
        Some(_) if (closes || is_word(next)) && 0 < word && 2 * word <= line.width() => cut,
        Some(last) if closes && word == 0 && !last.is_whitespace() => cut - last.len_utf8(),
        _ => line.len(),
    };
    let carried = line.split_off(from);
    line.truncate(line.trim_end().len());
    carried
}

fn char_width(c: char) -> usize {
    c.width().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::{Align, wrapped};

    #[test]
    fn chinese_takes_two_columns() {
        assert_eq!(Align::Left.set("流水", 4, 6), "流水  ");
        assert_eq!(Align::Right.set("流水", 4, 6), "  流水");
        assert_eq!(wrapped("流水差异a", 4, 3), ["流水", "差异", "a"]);
    }

    #[test]
    fn what_does_not_fit_is_cut_visibly() {
        let lines = wrapped("账户流水差异五千九百九十一笔", 9, 2);
        assert_eq!(lines, ["账户流水", "差异五千…"]);
        assert!(lines.iter().all(|line| line.width() <= 9));
        assert_eq!(wrapped("账户流水差异五千", 8, 2), ["账户流水", "差异五千"]);
        assert_eq!(wrapped("", 8, 2), [""]);
        assert_eq!(wrapped("账户流水，差异", 8, 2), ["账户流", "水，差异"]);
    }

    #[test]
    fn words_and_numbers_are_not_cut() {
        assert_eq!(wrapped("12 kept, 3 pending;", 14, 3), ["12 kept, 3", "pending;"]);
        assert_eq!(wrapped("修复后6/8上线", 8, 3), ["修复后", "6/8上线"]);
        assert_eq!(wrapped("域名api，出现告警", 8, 3), ["域名", "api，出", "现告警"]);
        assert_eq!(wrapped("t_clear_voucher", 8, 3), ["t_clear_", "voucher"]);
        assert_eq!(wrapped("满满满满 a", 8, 2), ["满满满满", "a"]);
    }
}
