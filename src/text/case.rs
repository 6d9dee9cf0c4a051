//! The numbers of cases: what a service desk, a claims office or a plant calls one incident by.

/// The numbers of cases in `text`, in order: capitals and digits, joined (HT-0909, GZ-2025-021, F-0513) or, if there are many
/// digits, not (INC20250513). `DN300` is a pipe, `Q2` a quarter, `R3` an item of a list.
pub fn case_numbers(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    text.split(move |c: char| !is_part(c)).map(|word| word.trim_matches(['-', '_'])).filter(|word| is_case_number(word))
}

fn is_case_number(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = &word[letters..];
    let least_digits = match (letters, rest.starts_with(['-', '_'])) {
        (0, _) => return false,
        (1, true) => 4,
        (_, true) => 3,
        (_, false) => 6,
    };
    rest.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'_'))
        && rest.bytes().filter(u8::is_ascii_digit).count() >= least_digits
}

#[cfg(test)]
mod tests {
    use super::case_numbers;

    #[test]
    fn numbers_of_cases_are_read_and_names_of_things_are_none() {
        let found: Vec<&str> = case_numbers("故障F-0513、INC20250513、HT-090和GZ-2025-018").collect();
        assert_eq!(found, ["F-0513", "INC20250513", "HT-090", "GZ-2025-018"]);
        let things = "v2.0、O1、csp-agent-oss、Q2、502、iPhone15、DN300、GB18030、R3、A-12";
        assert_eq!(case_numbers(things).next(), None);
    }
}
