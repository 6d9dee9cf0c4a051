//! Whether an answer says something: words compared as a reader would, numbers as wholes.

use crate::text::fold;

/// Whether `sentence` says `alternative`, by the rule of `docs/quality.md`. Citation marks are words like others: leave
/// them out of `sentence`.
pub fn says(sentence: &str, alternative: &str) -> bool {
    Wording::new(sentence).contains(&Wording::new(alternative))
}

/// A text to compare: NFKC, lower case, without white space and without thousands separators.
#[derive(Debug)]
pub(super) struct Wording {
    letters: Vec<char>,
    /// White space stood before the letter.
    gaps: Vec<bool>,
}

impl Wording {
    pub(super) fn new(text: &str) -> Self {
        let normal: Vec<char> = fold(text).chars().collect();
        let (mut letters, mut gaps) = (Vec::with_capacity(normal.len()), Vec::with_capacity(normal.len()));
        let mut gap = false;
        for (at, letter) in normal.iter().enumerate() {
            if letter.is_whitespace() {
                gap = true;
            } else if !separates_thousands(&normal, at) {
                letters.push(*letter);
                gaps.push(gap);
                gap = false;
            }
        }
        Self { letters, gaps }
    }

    /// Whether it contains `part`. A part that begins or ends in a digit must not be cut out of a longer number: 5 is not
    /// in 5991, nor 99.9 in 99.99. Nothing is in everything.
    pub(super) fn contains(&self, part: &Self) -> bool {
        let ends = part.letters.len()..=self.letters.len();
        ends.into_iter().any(|end| {
            let start = end - part.letters.len();
            self.letters[start..end] == part.letters[..]
                && self.same_digit_gaps(part, start)
                && !(part.letters.first().is_some_and(char::is_ascii_digit) && self.number_goes_on_before(start))
                && !(part.letters.last().is_some_and(char::is_ascii_digit) && self.number_goes_on_after(end))
        })
    }

    /// White space counts for nothing, except that it parts two numbers: `6/1 5笔` does not say 15笔.
    fn same_digit_gaps(&self, part: &Self, start: usize) -> bool {
        (1..part.letters.len()).all(|at| {
            let between_digits = part.letters[at - 1].is_ascii_digit() && part.letters[at].is_ascii_digit();
            !between_digits || self.gaps[start + at] == part.gaps[at]
        })
    }

    fn number_goes_on_before(&self, start: usize) -> bool {
        let digit = |at: usize| self.letters[at].is_ascii_digit();
        start > 0
            && !self.gaps[start]
            && (digit(start - 1)
                || (start > 1 && self.letters[start - 1] == '.' && !self.gaps[start - 1] && digit(start - 2)))
    }

    fn number_goes_on_after(&self, end: usize) -> bool {
        let glued = |at: usize| at < self.letters.len() && !self.gaps[at];
        let digit = |at: usize| glued(at) && self.letters[at].is_ascii_digit();
        digit(end) || (glued(end) && self.letters[end] == '.' && digit(end + 1))
    }
}

/// A comma with one to three digits, or a group of three, before it and exactly three after.
fn separates_thousands(text: &[char], at: usize) -> bool {
    if text[at] != ',' {
        return false;
    }
    let before = text[..at].iter().rev().take_while(|letter| letter.is_ascii_digit()).count();
    let after = text[at + 1..].iter().take_while(|letter| letter.is_ascii_digit()).count();
    (1..=3).contains(&before) && after == 3
}

#[cfg(test)]
mod tests {
    use super::says;

    #[test]
    fn a_number_is_not_part_of_a_longer_one() {
        assert!(says("共5笔", "5"));
        assert!(!says("共5991笔", "5"));
        assert!(!says("共5991笔", "91"));
        assert!(says("成功率99.9。", "99.9"));
        assert!(!says("成功率99.99%", "99.9"));
        assert!(!says("成功率99.99%", "99"));
        assert!(!says("成功率99.99%", "99%"));
        assert!(says("成功率99.99%", "99.99%"));
        assert!(!says("16/5发生", "6/5"));
        assert!(says("2023/6/5发生", "6/5"));
    }

    #[test]
    fn a_number_that_stands_alone_later_is_found() {
        assert!(says("5991笔中有5笔", "5"));
        assert!(says("结束于5.", "5"));
    }

    #[test]
    fn looks_and_case_do_not_matter() {
        assert!(says("ORACLE扩容", "oracle 扩容"));
        assert!(says("Ｏｒａｃｌｅ　扩容１２笔", "oracle扩容12"));
        assert!(says("账户⽣产", "生产"));
        assert!(says("CSP-Agent-OSS 告警", "csp-agent-oss告警"));
    }

    #[test]
    fn thousands_commas_do_not_matter_and_other_commas_do() {
        assert!(says("18,645,000元", "18645000"));
        assert!(says("18645000元", "18,645,000"));
        assert!(says("１８，６４５，０００元", "18645000"));
        assert!(says("43,15家", "43"));
        assert!(!says("43,15家", "4315"));
        assert!(!says("5,991笔", "991"));
        assert!(!says("1,2345", "12345"));
    }

    #[test]
    fn a_space_parts_numbers() {
        assert!(says("2023-06-08 14:22 重复扣款", "14:22"));
        assert!(says("2023-06-08 14:22 重复扣款", "06-08 14:22"));
        assert!(!says("6/1 5笔", "15笔"));
        assert!(says("5 笔", "5笔"));
    }

    proptest::proptest! {
        #[test]
        fn a_text_says_itself_and_each_of_its_words(before in "[ 0-9.,a-z甲乙]{0,12}", word in "[0-9.,a-z甲乙 １２，]{1,12}") {
            proptest::prop_assert!(says(&word, &word));
            let text = format!("{before} {word} 。");
            proptest::prop_assert!(says(&text, &word), "{text}");
        }
    }

    #[test]
    fn nothing_says_nothing() {
        assert!(!says("", "甲"));
        assert!(!says("甲", "甲乙"));
    }
}
