//! Short lines of one item in a row are one line: what they are about is said once.

use super::unit::{JOINED_COLUMNS, Unit};
use super::width::columns;
use crate::text::is_han;

/// `chosen` in their order, those that go together as one.
pub(super) fn together<'m>(chosen: Vec<(&Unit<'m>, f32)>) -> Vec<(Unit<'m>, f32)> {
    let mut found: Vec<(Unit<'m>, f32)> = Vec::new();
    for (unit, weight) in chosen {
        match found.last_mut().filter(|(last, _)| last.goes_with(unit)) {
            Some((last, most)) => {
                last.take_in(unit);
                *most = most.max(weight);
            }
            None => found.push((unit.clone(), weight)),
        }
    }
    found
}

impl Unit<'_> {
    /// Whether `next`, the line behind it, is of the same item, and both are short.
    fn goes_with(&self, next: &Self) -> bool {
        // One passage has the lines of both, which are cited as one place.
        let is_one_place = std::ptr::eq(self.passage, next.passage);
        let is_of_one = is_one_place && !self.is_named_by_itself() && self.about == next.about;
        let is_bare = self.beside.is_empty() && next.beside.is_empty() && !self.is_row && !next.is_row;
        is_of_one
            && is_bare
            && self.lines.last < next.lines.first
            && columns(&self.text) + columns(&next.text) <= JOINED_COLUMNS
    }

    /// Says what `next` says as well.
    fn take_in(&mut self, next: &Self) {
        let mark = if self.text.contains(is_han) { "；" } else { "; " };
        let said = self.text.trim_end_matches(|c: char| c.is_whitespace() || "。；;，,.".contains(c));
        self.text = format!("{said}{mark}{}", next.text);
        self.lines.last = next.lines.last;
        self.is_done &= next.is_done;
        self.is_held_up |= next.is_held_up;
    }
}
