//! Words that make a number less than exact: 约10笔, 10笔左右, about 10.

use crate::vocabulary::{Sense, Words};

/// Before a number.
pub static BEFORE: Words = Words::of(&[Sense::About, Sense::WeakAbout, Sense::AtLeast, Sense::Above, Sense::ShortOf]);

/// Behind a number and its unit.
pub static BEHIND: Words =
    Words::of(&[Sense::AboutBehind, Sense::WeakAboutBehind, Sense::AtLeastBehind, Sense::BelowBehind, Sense::Within]);

/// Whether the words before a number make it less than exact.
pub fn is_bounded_before(before: &str) -> bool {
    let before = before.trim_end();
    before.ends_with(['超', '～']) || BEFORE.ending(before).is_some()
}

/// Whether the words behind a number and its unit do.
pub fn is_bounded_behind(after: &str) -> bool {
    after.starts_with(['多', '余', '+']) || BEHIND.beginning(after).is_some()
}

#[cfg(test)]
mod tests {
    use super::{is_bounded_before, is_bounded_behind};

    #[test]
    fn words_on_either_side_bound_a_number() {
        assert!(is_bounded_before("合计约") && is_bounded_before("took about ") && !is_bounded_before("合计"));
        assert!(is_bounded_behind("左右") && is_bounded_behind("多人") && !is_bounded_behind("，其余"));
    }
}
