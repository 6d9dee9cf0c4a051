//! What comparing a sentence with sources brings: faults, and the places that bear it.

use super::fault::Fault;

/// The result of one comparison.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) faults: Vec<Fault>,
    /// Which of the compared sources, and where in its folded text.
    places: Vec<(usize, usize)>,
}

impl Findings {
    /// Source `which` has a particular at `at`.
    pub(super) fn place(&mut self, which: usize, at: usize) {
        self.places.push((which, at));
    }

    /// How many particulars were found at all.
    pub(super) fn found(&self) -> usize {
        self.places.len()
    }

    /// Where source `which` has them.
    pub(super) fn places_in(&self, which: usize) -> Vec<usize> {
        self.places.iter().filter(|(known, _)| *known == which).map(|(_, at)| *at).collect()
    }
}
