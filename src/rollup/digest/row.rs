//! A row of a table in words: its cells, with the names of their columns where they do not speak for themselves.

use super::block::Block;
use super::plain_line::{cells, worded};
use crate::calendar::mention_at_start;
use crate::fact::{heads_corrections, is_placeholder, tells_why_after_all};
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// A block on one line: of a row its cells with the names of their columns, where a cell does not speak for itself.
pub(super) fn line(text: &str, block: &Block) -> (String, bool) {
    static REMARK: Words = Words::of(&[Sense::ColumnNote]);
    let source = &text[block.span.clone()];
    if !block.is_row {
        return worded(source);
    }
    let cells = cells(source);
    // A head of other columns names none of these.
    let head = block.head.as_deref().filter(|head| head.len() == cells.len()).unwrap_or_default();
    let is_bare = |cell: &&String| !cell.is_empty() && !cell.contains(char::is_alphabetic);
    if head.is_empty() && cells.iter().filter(is_bare).count() > 1 {
        return (String::new(), false);
    }
    // 之前的说法 | 现在查明: which of two sayings holds, their heads alone tell.
    let sets_right = head.iter().any(|name| tells_why_after_all(name) || heads_corrections(name));
    let mut said: Vec<String> = Vec::new();
    for (at, cell) in cells.iter().enumerate().filter(|(_, cell)| !is_placeholder(cell)) {
        let is_number = is_figure(cell);
        let needs_a_name =
            |name: &&String| (sets_right || is_number || is_day(cell)) && !REMARK.have(&name.to_lowercase());
        match head.get(at).filter(|name| at > 0 && !name.is_empty()).filter(needs_a_name) {
            Some(name) => said.push(format!("{name} {cell}")),
            // 4月 names its row, 4 numbers it.
            None if is_number && at == 0 && mention_at_start(cell).is_none() => {}
            None => said.push(cell.clone()),
        }
    }
    let (colon, comma) = if source.contains(is_han) { ("：", "，") } else { (": ", ", ") };
    let first = if said.len() > 1 { format!("{}{colon}", said.remove(0)) } else { String::new() };
    (format!("{first}{}", said.join(comma)), false)
}

/// 3月11日, 5/2 前: without the name of its column it may be any day.
fn is_day(cell: &str) -> bool {
    mention_at_start(cell).is_some_and(|mention| cell[mention.span.end..].trim().chars().count() <= 1)
}

/// A cell that says nothing without its head: a number with at most a counter, 46类.
fn is_figure(cell: &str) -> bool {
    let letters = cell.trim_start_matches(|c: char| !c.is_alphabetic());
    letters.is_empty() || letters.len() < cell.len() && letters.chars().count() <= 2
}
