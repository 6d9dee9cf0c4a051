//! The part of the work that a planned day is of, by the words before the day and by its number: 首批, 第二批, 一期, M2.

use crate::vocabulary::{Sense, Words};

/// A part of a piece of work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct WorkPart {
    /// Empty for the whole.
    pub name: String,
    /// Number and counter: 2批 for 第二批; from the subject where the part has none.
    ordinal: Option<(u32, char)>,
}

impl WorkPart {
    /// The part in the `words` before a plan for the step `what` of the work `subject`.
    pub fn read(words: &str, what: &str, subject: &str) -> Self {
        static EMPTY: Words = Words::of(&[Sense::NoPart, Sense::Formally]);
        // 因对账未平, 剩6条, 修复后: why, how much and when.
        static OPENINGS: Words = Words::of(&[Sense::PartOpening]);
        static ENDINGS: Words = Words::of(&[Sense::PartEnding, Sense::Gives]);
        let mut rest = words.trim();
        while let Some(end) =
            ENDINGS.ending(rest).map(|found| found.span.start).or(rest.strip_suffix('的').map(str::len))
        {
            rest = rest[..end].trim_end();
        }
        let ordinal = ordinal(rest).or_else(|| ordinal(subject));
        let names_step = !what.is_empty() && rest.contains(what);
        let leads =
            OPENINGS.beginning(rest).is_some() || rest.starts_with(['因', '待']) || rest.ends_with(['后', '前']);
        let name = if names_step || leads || EMPTY.have(rest) { String::new() } else { rest.to_string() };
        Self { name, ordinal }
    }

    /// Whether both may be of one part: one of them is of the whole, or names what the other does; never two numbers of one counter.
    pub fn may_be(&self, other: &Self) -> bool {
        let apart = self.ordinal.zip(other.ordinal).is_some_and(|(one, other)| one.1 == other.1 && one.0 != other.0);
        let (one, other) = (self.name.as_str(), other.name.as_str());
        !apart && (one.is_empty() || other.is_empty() || one.contains(other) || other.contains(one))
    }
}

/// The first number of a batch, phase, round or milestone: 首批, 第二期, 三期, M1. 两期 and 分三批 count and number nothing.
fn ordinal(words: &str) -> Option<(u32, char)> {
    const DIGITS: &str = "一二三四五六七八九十";
    let letters: Vec<char> = words.chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| letters[before]);
        let is_counter =
            matches!(letter, '批' | '期' | '轮' | '版') || (*letter == '阶' && letters.get(at + 1) == Some(&'段'));
        if is_counter && let Some(number) = before {
            let is_numbered =
                at >= 2 && letters[at - 2] == '第' || (*letter == '期' && !(at >= 2 && letters[at - 2] == '分'));
            let value = DIGITS
                .chars()
                .position(|digit| digit == number)
                .and_then(|place| u32::try_from(place + 1).ok())
                .or_else(|| number.to_digit(10))
                .filter(|_| is_numbered)
                .or((number == '首').then_some(1));
            if let Some(value) = value {
                return Some((value, *letter));
            }
        }
        let is_alone = !before.is_some_and(|c| c.is_ascii_alphanumeric())
            && !letters.get(at + 2).is_some_and(|c| c.is_ascii_alphanumeric() || *c == '.');
        if *letter == 'M'
            && is_alone
            && let Some(value) = letters.get(at + 1).and_then(|c| c.to_digit(10))
        {
            return Some((value, 'M'));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{WorkPart, ordinal};

    #[test]
    fn what_leads_to_a_day_names_no_part() {
        for words in ["厂家说", "因材料未齐", "剩6条", "修复后", "发布时间", "这次"] {
            let named = WorkPart::read(words, "发布", "门禁换代").name;
            assert!(named.is_empty() || named == "厂家", "{words}: {named}");
        }
        assert_eq!(WorkPart::read("自助机", "上线", "门诊缴费").name, "自助机");
    }

    #[test]
    fn batches_and_phases_are_told_apart_by_their_numbers() {
        for (words, wanted) in [
            ("首批", Some((1, '批'))),
            ("换机首批", Some((1, '批'))),
            ("第三批", Some((3, '批'))),
            ("门禁二期", Some((2, '期'))),
            ("第2轮", Some((2, '轮'))),
            ("M2分流", Some((2, 'M'))),
            ("分三批上", None),
            ("两期", None),
            ("公示期", None),
            ("HM3机型", None),
        ] {
            assert_eq!(ordinal(words), wanted, "{words}");
        }
        let of = |words: &str, subject: &str| WorkPart::read(words, "", subject);
        assert!(!of("第三批", "换机首批").may_be(&of("", "换机首批")));
        assert!(of("", "换机首批").may_be(&of("", "换机")));
        assert!(!of("收银台", "").may_be(&of("通道", "")));
    }
}
