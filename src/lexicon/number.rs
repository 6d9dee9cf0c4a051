//! Numbers as they are written → one spelling: `１，２３４．５` and `1,234.5` are `1234.5`, `27.6万` is `276000`.

/// One spelling for a number with an optional Chinese multiplier (千, 万, 亿) after it; exact, no floating point.
///
/// `None` when `text` is not a number. Leading zeros before and trailing zeros after the point are dropped.
pub fn normalise_number(text: &str, multiplier: Option<char>) -> Option<String> {
    let digits: String = text.chars().filter(|c| *c != ',' && *c != '，').collect();
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let shift = match multiplier {
        Some('千') => 3,
        Some('万') => 4,
        Some('亿') => 8,
        _ => 0,
    };
    let mut moved = String::from(whole);
    let mut rest = fraction.chars();
    for _ in 0..shift {
        moved.push(rest.next().unwrap_or('0'));
    }
    let whole = moved.trim_start_matches('0');
    let fraction = rest.as_str().trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if fraction.is_empty() { whole.to_string() } else { format!("{whole}.{fraction}") })
}

#[cfg(test)]
mod tests {
    use super::normalise_number;

    #[test]
    fn multipliers_move_the_point_exactly() {
        assert_eq!(normalise_number("27.6", Some('万')).as_deref(), Some("276000"));
        assert_eq!(normalise_number("1.23456", Some('万')).as_deref(), Some("12345.6"));
        assert_eq!(normalise_number("3", Some('亿')).as_deref(), Some("300000000"));
    }

    #[test]
    fn separators_and_idle_zeros_are_dropped() {
        assert_eq!(normalise_number("1,408,215.150", None).as_deref(), Some("1408215.15"));
        assert_eq!(normalise_number("007", None).as_deref(), Some("7"));
        assert_eq!(normalise_number("0.50", None).as_deref(), Some("0.5"));
    }

    #[test]
    fn what_is_not_a_number_is_none() {
        assert_eq!(normalise_number("1.2.3", None), None);
        assert_eq!(normalise_number("", None), None);
        assert_eq!(normalise_number("12a", None), None);
    }
}
