//! Whether a text looks drawn at random: no dictionary knows it, so its kinds of characters change all the time.

/// Letters and digits, eight or more; or sixteen letters of both cases. Names and calls of code are none.
pub(super) fn looks_secret(text: &str) -> bool {
    let has = |is: fn(&u8) -> bool| text.bytes().any(|byte| is(&byte));
    let is_whole = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.+/=~%".contains(&byte));
    let is_mixed = text.len() >= 8 && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    let is_long = text.len() >= 16 && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    is_whole && (is_mixed || (is_long && !text.contains(['_', '.'])))
}

/// A word that somebody chose to be hard to guess: six or more, letters with digits, or with marks.
pub(super) fn looks_chosen(text: &str) -> bool {
    let has = |is: fn(&u8) -> bool| text.bytes().any(|byte| is(&byte));
    let has_mark = text.bytes().any(|byte| b"@#$!%^&*+?~".contains(&byte));
    text.len() >= 6 && has(u8::is_ascii_alphabetic) && (has(u8::is_ascii_digit) || has_mark)
}

/// At least `fewest` letters and digits, whose kinds (digit, small, capital) change at every fourth or more often. Base 62 and
/// hexadecimal change at about every second; `backup20230615` changes once.
pub(super) fn is_random(text: &str, fewest: usize) -> bool {
    let kinds: Vec<u8> = text
        .bytes()
        .filter_map(|byte| match byte {
            b'0'..=b'9' => Some(0),
            b'a'..=b'z' => Some(1),
            b'A'..=b'Z' => Some(2),
            _ => None,
        })
        .collect();
    let is_whole = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-=.~%".contains(&byte));
    let changes = kinds.windows(2).filter(|pair| pair[0] != pair[1]).count();
    is_whole && kinds.len() >= fewest && kinds.contains(&0) && changes * 4 >= kinds.len()
}

/// Base 62 or 64: digits, small letters and capitals.
pub(super) fn has_all_kinds(text: &str) -> bool {
    let has = |is: fn(&u8) -> bool| text.bytes().any(|byte| is(&byte));
    has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase)
}

#[cfg(test)]
mod tests {
    use super::is_random;

    #[test]
    fn what_was_drawn_changes_its_kinds() {
        for text in ["9f8e7d6c5b4a", "Xk29dLq0Pz7v", "3f2b8a1c-9d4e-4f6a-8b1c-2d3e4f5a6b7c"] {
            assert!(is_random(text, 8), "{text}");
        }
        for text in ["backup20230615", "release-2023-06-15", "csp-agent-oss-2023", "version12345678", "20230615"] {
            assert!(!is_random(text, 8), "{text}");
        }
    }
}
