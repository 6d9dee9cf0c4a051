//! Which state of an index one looks at.

use std::hash::{BuildHasher, RandomState};

use serde::{Deserialize, Serialize};

/// Equal as long as nothing was written to the index, whoever writes; says nothing of which is the later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Generation {
    /// Another one at every opening, and when the index is replaced.
    pub(super) opened: u64,
    pub(super) writes: u64,
}

/// A number that no other opening has.
pub(super) fn new_opening() -> u64 {
    RandomState::new().hash_one(std::process::id())
}

#[cfg(test)]
mod tests {
    use super::new_opening;

    #[test]
    fn two_openings_are_told_apart() {
        assert_ne!(new_opening(), new_opening());
    }
}
