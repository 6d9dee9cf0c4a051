//! The pieces of a page that state something by themselves: a paragraph, a list item without what is nested in it, a row of a
//! table. What they say is left to the rules.

use crate::report::{Block, BlockKind, MAX_STATEMENT_CHARS, Report, SectionKind, Span, Table, stretches};

/// A piece of the page.
#[derive(Debug, Clone)]
pub(super) struct PageStatement {
    /// Bytes of the source.
    pub span: Span,
    pub kind: SectionKind,
    /// Index into the report's sections.
    pub section: usize,
    pub is_row: bool,
    /// The words of the items it is nested in, outermost first.
    pub parents: Vec<Span>,
}

/// The statements in order, without code.
pub(super) fn statements(report: &Report) -> Vec<PageStatement> {
    let mut found = Vec::new();
    for (at, section) in report.sections.iter().enumerate() {
        read_blocks(&report.source, &section.blocks, (at, section.kind), &[], &mut found);
    }
    found
}

fn read_blocks(
    source: &str,
    blocks: &[Block],
    (section, kind): (usize, SectionKind),
    parents: &[Span],
    found: &mut Vec<PageStatement>,
) {
    for block in blocks {
        let pieces = |span: Span, is_row: bool| {
            let piece = move |span: Span| PageStatement { span, kind, section, is_row, parents: parents.to_vec() };
            stretches(source, span, MAX_STATEMENT_CHARS).into_iter().map(piece)
        };
        match block.kind {
            BlockKind::Code => {}
            BlockKind::Table => {
                found.extend(Table::read(source, &block.span).rows.into_iter().flat_map(|row| pieces(row.span, true)));
            }
            BlockKind::Paragraph | BlockKind::Item => {
                if !block.own.is_empty() {
                    found.extend(pieces(block.own.clone(), false));
                }
                let mut inner = parents.to_vec();
                inner.push(block.own.clone());
                read_blocks(source, &block.children, (section, kind), &inner, found);
            }
        }
    }
}
