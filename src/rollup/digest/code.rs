//! Names in capital letters.

/// NAS, FV-07, V3: letters in capitals; no grade, week or quarter (P1, W20, Q3), which number without naming.
pub(super) fn is_code(name: &str) -> bool {
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let numbers = ["P", "S", "W", "Q", "WK", "H"].contains(&letters) && letters.len() < name.len();
    let has_capitals =
        name.chars().filter(char::is_ascii_uppercase).count() + usize::from(letters.len() < name.len()) > 1;
    has_capitals && !numbers && !name.contains(char::is_lowercase)
}
