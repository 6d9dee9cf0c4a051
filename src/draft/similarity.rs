//! Similarity of a goal or a piece of work to what a draft has already.

/// Share of a goal's letter pairs from which a line covers it.
const ENOUGH_OF_A_GOAL: f64 = 0.5;

/// Ideographs in a row by which a line covers a goal.
const RUN_CHARS: usize = 4;

/// Share of the letter pairs of `wanted` that are in `text`, 0 to 1; case and punctuation do not count.
pub(super) fn share_of_pairs(wanted: &str, text: &str) -> f64 {
    let fold =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<Vec<char>>();
    let (wanted, text) = (fold(wanted), fold(text).into_iter().collect::<String>());
    let pairs: Vec<String> = wanted.windows(2).map(|pair| pair.iter().collect()).collect();
    if pairs.is_empty() {
        return 0.0;
    }
    pairs.iter().filter(|pair| text.contains(pair.as_str())).count() as f64 / pairs.len() as f64
}

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
