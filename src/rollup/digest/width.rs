//! How wide a text is, and what its width tells.

/// A shorter text says nothing alone, in columns.
pub(in crate::rollup) const LEAST_COLUMNS: usize = 12;

/// A parent item or heading that is longer is a statement and no name, in columns.
pub(super) const LONGEST_NAME_COLUMNS: usize = 48;

/// A numbered line above others that is wider is a statement.
pub(super) const LONGEST_HEADING_COLUMNS: usize = 24;

/// The width of a text on a terminal.
pub(in crate::rollup) fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
