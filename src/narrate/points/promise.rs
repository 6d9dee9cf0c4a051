//! Promises: how many were kept, and what came of each that a later report decided.

use crate::narrate::ground::{Ground, Row};
use crate::rollup::PromiseRow;
use crate::thread::Outcome;

use super::{Points, counted, shares, words};

/// What came of a promise, in both languages.
const OUTCOMES: [(Outcome, &str, &str); 6] = [
    (Outcome::Kept, "兑现", "kept"),
    (Outcome::Partly, "部分兑现", "kept in part"),
    (Outcome::Slipped, "推迟", "slipped"),
    (Outcome::Dropped, "放弃", "dropped"),
    (Outcome::Unknown, "结果不明", "not spoken of again"),
    (Outcome::Pending, "还看不出结果", "not to be told yet"),
];

impl Points<'_> {
    pub(super) fn promises(&self) -> Vec<Row> {
        let rows = &self.rollup.promises.rows;
        if rows.is_empty() {
            return Vec::new();
        }
        let total = Row { grounds: vec![self.outcomes()] };
        let decided = rows.iter().filter_map(|row| self.promise(row));
        std::iter::once(total).chain(decided).collect()
    }

    fn outcomes(&self) -> Ground {
        let part = &self.rollup.promises;
        let word = |chinese, english| if self.is_chinese() { chinese } else { english };
        let told = OUTCOMES.map(|(outcome, chinese, english)| (part.count(outcome), word(chinese, english)));
        let (all, period) = (part.rows.len(), self.period());
        let shares = shares(all, "项", &told, self.language);
        let text = match self.is_chinese() {
            true => format!("{period}的承诺共有{all}项，{shares}"),
            false => format!("{} in {period}: {shares}", counted(all, "promise")),
        };
        Ground::point(text, part.rows.iter().flat_map(|row| row.cites.iter().copied()).collect())
    }

    fn promise(&self, row: &PromiseRow) -> Option<Row> {
        if matches!(row.outcome, Outcome::Unknown | Outcome::Pending) {
            return None;
        }
        let what = words(&row.text);
        let (_, chinese, english) = OUTCOMES.iter().find(|(outcome, ..)| *outcome == row.outcome)?;
        let late = row.days.filter(|days| *days > 0);
        let text = match (self.is_chinese(), late) {
            (true, Some(days)) => format!("{}承诺的“{what}”：{chinese}，晚{days}天", row.report),
            (true, None) => format!("{}承诺的“{what}”：{chinese}", row.report),
            (false, Some(days)) => format!("promised in {}: \"{what}\": {english}, {days} days late", row.report),
            (false, None) => format!("promised in {}: \"{what}\": {english}", row.report),
        };
        let cites = row.cites.iter().copied().chain(row.evidence.as_ref().map(|told| told.cite)).collect();
        Some(Row { grounds: vec![Ground::point(text, cites)] })
    }
}
