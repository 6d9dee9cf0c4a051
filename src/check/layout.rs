//! What stands together on a page: the numbers of a table, of neighbouring items, an item and those nested in it.

use super::page::Page;
use super::sums::{Grid, Named, named};
use crate::report::{Block, BlockKind, Span, Table};

/// The tables of the page that have a head.
pub(super) fn grids(page: &Page) -> Vec<Grid> {
    tables(page).iter().filter_map(|table| Grid::read(&page.text, table)).collect()
}

/// The tables of the page, in order.
pub(super) fn tables(page: &Page) -> Vec<Table> {
    let mut found = Vec::new();
    for section in &page.report.sections {
        tables_in(&page.text, &section.blocks, &mut found);
    }
    found
}

fn tables_in(text: &str, blocks: &[Block], found: &mut Vec<Table>) {
    for block in blocks {
        if block.kind == BlockKind::Table {
            found.push(Table::read(text, &block.span));
        }
        tables_in(text, &block.children, found);
    }
}

/// Longer items state more than one number with its name.
const LONGEST_FIGURE_CHARS: usize = 40;

/// Runs of neighbouring items of one number each (`- 抽检数：110批`), three or more.
pub(super) fn single_figures(page: &Page) -> Vec<Vec<Named>> {
    let mut found: Vec<Vec<Named>> = Vec::new();
    let mut run: Vec<Named> = Vec::new();
    let mut place = None;
    for statement in &page.statements {
        let text = &page.text[statement.span.clone()];
        let is_short = !statement.is_row && text.chars().count() <= LONGEST_FIGURE_CHARS;
        let mut figures = if is_short { named(text, statement.span.start) } else { Vec::new() };
        let here = (statement.section, statement.parents.clone());
        if figures.len() != 1 || figures[0].name.trim().is_empty() || place.as_ref() != Some(&here) {
            found.push(std::mem::take(&mut run));
        }
        place = Some(here);
        if let [_] = figures.as_slice() {
            run.append(&mut figures);
        }
    }
    found.push(run);
    found.retain(|run| run.len() > 2);
    found
}

/// Items that hold others, and paragraphs that lead to a list, each with what it holds.
pub(super) fn lists(page: &Page) -> Vec<(Span, Vec<Span>)> {
    let mut found = Vec::new();
    for (at, statement) in page.statements.iter().enumerate() {
        let after =
            page.statements[at + 1..].iter().take_while(|next| !next.is_row && next.section == statement.section);
        let nested: Vec<Span> = after
            .clone()
            .take_while(|next| next.parents.len() > statement.parents.len())
            .filter(|next| next.parents.last() == Some(&statement.span))
            .map(|next| next.span.clone())
            .collect();
        let leads =
            page.text[statement.span.clone()].trim_end().ends_with(['：', ':']) && !is_item(page, &statement.span);
        // A numbered list ends where bullets begin.
        let first = page.statements.get(at + 1).and_then(|next| mark(page, &next.span));
        let items = || {
            after
                .take_while(|next| is_item(page, &next.span) || next.parents.len() > statement.parents.len())
                .filter(|next| next.parents.len() == statement.parents.len())
                .take_while(|next| mark(page, &next.span) == first)
                .map(|next| next.span.clone())
                .collect::<Vec<Span>>()
        };
        let items = if nested.is_empty() && leads && !statement.is_row { items() } else { nested };
        if !items.is_empty() {
            found.push((statement.span.clone(), items));
        }
    }
    found
}

/// The sort of mark before an item: a bullet, or `0` for a number.
fn mark(page: &Page, span: &Span) -> Option<char> {
    let line = page.line_start(page.line(span.start));
    let first = page.report.source[line..span.start.max(line)].trim_start().chars().next()?;
    Some(if first.is_ascii_digit() { '0' } else { first })
}

/// Whether a mark of a list precedes the words.
pub(super) fn is_item(page: &Page, span: &Span) -> bool {
    let line = page.line_start(page.line(span.start));
    let before = &page.report.source[line..span.start.max(line)];
    before.contains(['-', '*', '+', '.', ')', '、', '）']) && before.trim().chars().count() <= 5
}
