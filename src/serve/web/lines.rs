//! Lines of a report as an address names them: `12`, `12-14`.

use crate::report::Lines;

/// `None` for what names no lines.
pub(super) fn read(text: &str) -> Option<Lines> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    (first > 0 && first <= last).then_some(Lines { first, last })
}

/// Several, divided by commas; what names none is passed over.
pub(super) fn read_all(text: &str) -> Vec<Lines> {
    /// An address may name more than anybody reads.
    const MOST: usize = 100;
    text.split(',').filter_map(read).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::{read, read_all};
    use crate::report::Lines;

    #[test]
    fn lines_are_read_and_what_is_none_is_passed_over() {
        assert_eq!(read("12-14"), Some(Lines { first: 12, last: 14 }));
        assert_eq!(read_all("3,0,9-8,x,5-6"), [Lines { first: 3, last: 3 }, Lines { first: 5, last: 6 }]);
    }
}
