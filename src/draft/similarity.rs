//! Similarity of a goal or a piece of work to what a draft has already.

use crate::text::share_of_pairs;

/// Share of a goal's letter pairs from which a line covers it.
const ENOUGH_OF_A_GOAL: f64 = 0.5;

/// Ideographs in a row by which a line covers a goal.
const RUN_CHARS: usize = 4;

/// Whether one of `lines` covers a goal: has half of its letter pairs, or four of its ideographs in a row.
pub(super) fn is_covered(goal: &str, lines: &[String]) -> bool {
    let letters: Vec<char> = goal.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut runs = letters
        .windows(RUN_CHARS)
        .filter(|run| run.iter().all(|c| !c.is_ascii()))
        .map(|run| run.iter().collect::<String>());
    lines.iter().any(|line| share_of_pairs(goal, line) >= ENOUGH_OF_A_GOAL)
        || runs.any(|run| lines.iter().any(|line| line.contains(&run)))
}
