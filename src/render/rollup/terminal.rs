//! A page on a terminal: headings, paragraphs, lists, tables where they fit and blocks where they do not; the sources last.

use std::path::Path;

use unicode_width::UnicodeWidthStr;

use super::document::{Block, Inline, Table, document};
use super::fold::{Piece, folded};
use super::link::decoded;
use super::teller::label;
use super::template::EMPTY;
use crate::render::table::{Cell, Column, GAP, Table as Layout};
use crate::render::{Paint, safe};
use crate::vocabulary::Language;

/// How a page is shown.
#[derive(Debug, Clone, Copy)]
pub struct Terminal<'a> {
    /// At least 40.
    pub columns: usize,
    pub paint: Paint,
    pub language: Language,
    /// The folder that the links of the page start from.
    pub here: &'a Path,
}

const LEAST_COLUMNS: usize = 40;

/// Within other blocks no deeper than so.
const MOST_INDENT: usize = 16;

/// A page as text; every line fits the width, but for a word that is longer.
pub fn text(markdown: &str, terminal: &Terminal<'_>) -> String {
    let (notes, body): (Vec<Block>, Vec<Block>) =
        document(markdown).into_iter().partition(|block| matches!(block, Block::Footnote(..)));
    let mut lines = terminal.blocks(&body, terminal.columns.max(LEAST_COLUMNS));
    if !notes.is_empty() {
        let name = terminal.language.pick("依据", "Sources");
        lines.extend([String::new(), terminal.paint.bold(name), String::new()]);
        lines.extend(notes.iter().flat_map(|note| terminal.block(note, terminal.columns.max(LEAST_COLUMNS))));
    }
    lines.join("\n")
}

impl Terminal<'_> {
    fn blocks(&self, blocks: &[Block], columns: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for block in blocks {
            let block = self.block(block, columns);
            if !block.is_empty() && !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(block);
        }
        lines
    }

    fn block(&self, block: &Block, columns: usize) -> Vec<String> {
        match block {
            Block::Heading(level, runs) => self.heading(*level, runs, columns),
            Block::Paragraph(runs) => self.folded(runs, columns),
            Block::List(start, items) => {
                let marks = (0_u64..).map(|at| start.map_or("· ".to_string(), |start| format!("{}. ", start + at)));
                items.iter().zip(marks).flat_map(|(item, mark)| self.item(&mark, item, columns)).collect()
            }
            Block::Quote(blocks) => self.indented("| ", &self.blocks(blocks, narrower(columns, 2))),
            Block::Code(text) => text.lines().map(|line| format!("    {}", safe(line))).collect(),
            Block::Rule => vec!["─".repeat(columns.min(20))],
            Block::Table(table) => self.table(table, columns),
            Block::Footnote(name, blocks) => {
                let mark = format!("[{name}] ");
                let inner = self.source(blocks, narrower(columns, mark.width()));
                self.hung(&self.paint.bold(&mark), mark.width(), &inner)
            }
        }
    }

    fn heading(&self, level: u8, runs: &[Inline], columns: usize) -> Vec<String> {
        let mut runs = runs.to_vec();
        if level > 2 {
            // Without colour this is what tells a heading.
            runs.insert(0, Inline::Text("▸ ".to_string()));
        }
        let runs = runs.as_slice();
        let lines = self.folded(runs, columns);
        let under = if level == 1 { "=" } else { "-" };
        let width = folded(&pieces(self, runs, false), columns).iter().map(|line| line.width()).max().unwrap_or(0);
        let mut bold: Vec<String> = lines.iter().map(|line| self.paint.bold(line)).collect();
        // As the line below does here.
        if level <= 2 {
            bold.push(under.repeat(width));
        }
        bold
    }

    fn item(&self, mark: &str, item: &[Block], columns: usize) -> Vec<String> {
        let inner: Vec<String> =
            item.iter().flat_map(|block| self.block(block, narrower(columns, mark.width()))).collect();
        self.hung(mark, mark.width(), &inner)
    }

    /// The parts of a source on lines of their own: where, the file, the quotation.
    fn source(&self, blocks: &[Block], columns: usize) -> Vec<String> {
        let [Block::Paragraph(runs)] = blocks else { return self.blocks(blocks, columns) };
        let mut parts: Vec<Vec<Inline>> = vec![Vec::new()];
        for run in runs {
            let Inline::Text(text) = run else {
                push_run(&mut parts, run.clone());
                continue;
            };
            for (at, part) in text.split(" — ").enumerate() {
                if at > 0 && parts.len() < 3 {
                    parts.push(Vec::new());
                } else if at > 0 {
                    push_run(&mut parts, Inline::Text(" — ".to_string()));
                }
                push_run(&mut parts, Inline::Text(part.to_string()));
            }
        }
        parts.iter().filter(|part| !part.is_empty()).flat_map(|part| self.folded(part, columns)).collect()
    }

    /// In columns where they fit, else a block a row.
    fn table(&self, table: &Table, columns: usize) -> Vec<String> {
        let count = table.rows.iter().chain([&table.head]).map(Vec::len).max().unwrap_or(0);
        let width = |cell: Option<&Vec<Inline>>| cell.map_or(0, |cell| self.plain(cell).width());
        let widths: Vec<usize> = (0..count)
            .map(|at| table.rows.iter().chain([&table.head]).map(|row| width(row.get(at))).max().unwrap_or(0))
            .collect();
        if widths.iter().sum::<usize>() + GAP.len() * count.saturating_sub(1) > columns {
            return self.cards(table, columns);
        }
        let column = |(at, width): (usize, &usize)| match table.is_right.get(at) {
            Some(true) => Column::right("", *width),
            _ => Column::left("", *width),
        };
        let layout = Layout::new(widths.iter().enumerate().map(column).collect::<Vec<_>>(), self.paint);
        let line = |row: &Vec<Vec<Inline>>, is_head: bool| {
            let cell = |cell: &Vec<Inline>| {
                let painted = self.painted(cell);
                let painted = if is_head { self.paint.bold(&painted) } else { painted };
                Cell::painted(painted, self.plain(cell).width())
            };
            layout.row(row.iter().map(cell))
        };
        let head = table.head.iter().any(|cell| !cell.is_empty()).then(|| line(&table.head, true));
        head.into_iter().flatten().chain(table.rows.iter().flat_map(|row| line(row, false))).collect()
    }

    /// The first cell as a title, the others below it with the names of their columns.
    fn cards(&self, table: &Table, columns: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let colon = self.language.pick("：", ": ");
        for row in &table.rows {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            let mut cells = row.iter().enumerate();
            if let Some((_, first)) = cells.next() {
                lines.extend(self.folded(first, columns).iter().map(|line| self.paint.bold(line)));
            }
            let inner = narrower(columns, 2);
            // Short cells share a line.
            let mut shared: Vec<Inline> = Vec::new();
            // The best value may be the last one, what broke its own impact.
            let may_repeat = |at: usize| {
                let head = table.head.get(at).map(|head| self.plain(head)).unwrap_or_default();
                ["best", "worst", "impact"].iter().any(|key| label(key, self.language) == head)
            };
            let is_new = |at: usize, cell: &Vec<Inline>| {
                let plain = self.plain(cell);
                let said = without_marks(&plain);
                let is_said = |before: &Vec<Inline>| says_the_same(without_marks(&self.plain(before)), said);
                let is_repeated = may_repeat(at) && row[..at].iter().any(is_said);
                !is_repeated && !matches!(said, "" | EMPTY)
            };
            for (at, cell) in cells.filter(|(at, cell)| is_new(*at, cell)) {
                let name = table.head.get(at).map(|head| self.plain(head)).unwrap_or_default();
                let label = if name.is_empty() { String::new() } else { format!("{name}{colon}") };
                let mut runs = vec![Inline::Text(label)];
                runs.extend(cell.iter().cloned());
                let width = self.plain(&runs).width();
                if !shared.is_empty() && self.plain(&shared).width() + GAP.len() + width > inner {
                    lines.extend(self.hung("  ", 2, &self.folded(&std::mem::take(&mut shared), inner)));
                }
                if !shared.is_empty() {
                    shared.push(Inline::Text(GAP.to_string()));
                }
                shared.extend(runs);
            }
            if !shared.is_empty() {
                lines.extend(self.hung("  ", 2, &self.folded(&shared, inner)));
            }
        }
        lines
    }

    /// `mark` before the first line, spaces of its width before the others.
    fn hung(&self, mark: &str, width: usize, lines: &[String]) -> Vec<String> {
        let space = " ".repeat(width);
        let line = |(at, line): (usize, &String)| match at {
            0 => format!("{mark}{line}"),
            _ if line.is_empty() => String::new(),
            _ => format!("{space}{line}"),
        };
        lines.iter().enumerate().map(line).collect()
    }

    fn indented(&self, mark: &str, lines: &[String]) -> Vec<String> {
        lines.iter().map(|line| format!("{mark}{line}").trim_end().to_string()).collect()
    }

    fn folded(&self, runs: &[Inline], columns: usize) -> Vec<String> {
        let lines = folded(&pieces(self, runs, true), columns);
        lines.iter().map(|line| line.painted()).collect()
    }

    fn plain(&self, runs: &[Inline]) -> String {
        pieces(self, runs, false).iter().map(|piece| piece.text.as_str()).collect()
    }

    fn painted(&self, runs: &[Inline]) -> String {
        pieces(self, runs, true).iter().map(Piece::painted).collect()
    }
}

/// A cell without the marks of its sources at its end.
fn without_marks(cell: &str) -> &str {
    let mut said = cell.trim();
    while let Some((rest, mark)) = said.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
        if mark.is_empty() || !mark.chars().all(|c| c.is_ascii_digit()) {
            break;
        }
        said = rest.trim_end();
    }
    said
}

/// Whether one cell is the other, but for a word before it: `最高 2430台` and `2430台`.
fn says_the_same(one: &str, other: &str) -> bool {
    let ends = |whole: &str, end: &str| {
        let before = whole.strip_suffix(end).filter(|_| !end.is_empty());
        before.is_some_and(|before| before.is_empty() || before.ends_with(' '))
    };
    ends(one, other) || ends(other, one)
}

fn push_run(parts: &mut [Vec<Inline>], run: Inline) {
    let is_empty = matches!(&run, Inline::Text(text) if text.is_empty());
    if let Some(part) = parts.last_mut().filter(|_| !is_empty) {
        part.push(run);
    }
}

fn narrower(columns: usize, by: usize) -> usize {
    columns.saturating_sub(by.min(MOST_INDENT)).max(LEAST_COLUMNS / 2)
}

/// Text with how it is painted.
fn pieces(terminal: &Terminal<'_>, runs: &[Inline], is_painted: bool) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for run in runs {
        match run {
            Inline::Text(text) | Inline::Code(text) => pieces.push(Piece::plain(safe(text))),
            Inline::Emphasis(runs) | Inline::Struck(runs) => pieces.extend(self::pieces(terminal, runs, is_painted)),
            Inline::Strong(runs) => {
                let bold = |piece: Piece| piece.with(is_painted, |text| terminal.paint.bold(text));
                pieces.extend(self::pieces(terminal, runs, false).into_iter().map(bold));
            }
            Inline::Link(address, runs) => {
                let file = terminal.here.join(decoded(address));
                let is_file = !address.contains(':') && !address.starts_with('#');
                let link = |piece: Piece| {
                    piece.with(is_painted, |text| match is_file {
                        true => terminal.paint.cyan(&terminal.paint.link(&file, text)),
                        false => terminal.paint.cyan(text),
                    })
                };
                pieces.extend(self::pieces(terminal, runs, false).into_iter().map(link));
            }
            Inline::Mark(name) => {
                let mark = Piece::plain(safe(&format!("[{name}]")));
                pieces.push(mark.with(is_painted, |text| terminal.paint.dim(text)));
            }
            Inline::Image(_, words) => pieces.push(Piece::plain(safe(words))),
            Inline::Break => pieces.push(Piece::end_of_line()),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{says_the_same, without_marks};

    #[test]
    fn a_cell_that_another_says_but_for_a_word_is_known_by_its_words() {
        assert_eq!(without_marks("停水两小时。[3][12]"), "停水两小时。");
        assert_eq!(without_marks("[甲]"), "[甲]");
        assert!(says_the_same("2430台[8]（04-30）", "最高 2430台[8]（04-30）") && says_the_same("停水", "停水"));
        assert!(!says_the_same("15", "5") && !says_the_same("", "5") && !says_the_same("5", ""));
    }
}
