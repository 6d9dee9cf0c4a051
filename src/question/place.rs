//! Which of several reports a question names by its place.

/// One report of several by its place: 第一期周报, the latest report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    First,
    Last,
}

impl Place {
    pub(super) fn named(lower: &str) -> Option<Self> {
        const FIRST: &[&str] = &[
            "第一期", "首期", "最早一期", "第一份周报", "第一篇周报", "最早的周报", "first report",
            "first weekly report", "earliest report",
        ];
        const LAST: &[&str] = &[
            "最后一期", "最新一期", "最近一期", "最后一份", "最新一份", "最近一份", "最后一篇", "最新一篇", "最近一篇",
            "最新的周报", "最近的周报", "最新周报", "last report", "latest report", "most recent report",
            "last weekly report", "latest weekly report",
        ];
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        if has(FIRST) { Some(Self::First) } else { has(LAST).then_some(Self::Last) }
    }
}
