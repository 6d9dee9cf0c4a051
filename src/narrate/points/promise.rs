//! Promises: totals by outcome, and each promise that a later report decided.

use crate::narrate::ground::{Ground, PointGroup};
use crate::rollup::PromiseRow;
use crate::thread::Outcome;
use crate::vocabulary::{Language, plural, worded};

use super::{Points, shares, words};

fn outcome_name(outcome: Outcome, language: Language) -> &'static str {
    match outcome {
        Outcome::Kept => language.pick("兑现", "kept"),
        Outcome::Partly => language.pick("部分兑现", "kept in part"),
        Outcome::Slipped => language.pick("推迟", "slipped"),
        Outcome::Dropped => language.pick("放弃", "dropped"),
        Outcome::PossiblyKept => language.pick("可能兑现", "possibly kept"),
        Outcome::PossiblySlipped => language.pick("可能推迟", "possibly slipped"),
        Outcome::Unknown => language.pick("未查到结果", "no outcome found"),
        Outcome::Pending => language.pick("还看不出结果", "not to be told yet"),
    }
}

impl Points<'_> {
    pub(super) fn promises(&self) -> Vec<PointGroup> {
        let rows = &self.rollup.promises.rows;
        if rows.is_empty() {
            return Vec::new();
        }
        let total = PointGroup { grounds: vec![self.outcomes()] };
        let decided = rows.iter().filter_map(|row| self.promise(row));
        std::iter::once(total).chain(decided).collect()
    }

    fn outcomes(&self) -> Ground {
        let part = &self.rollup.promises;
        let counts = Outcome::ALL.map(|outcome| (part.count(outcome), outcome_name(outcome, self.language)));
        let (all, period) = (part.rows.len(), self.period());
        let shares = shares(all, "项", &counts, self.language);
        let text = match self.language {
            Language::Chinese => format!("{period}的承诺共有{all}项，{shares}"),
            Language::English => format!("{} in {period}: {shares}", plural(all, "promise")),
        };
        Ground::point(text, part.rows.iter().flat_map(|row| row.cites.iter().copied()).collect())
    }

    fn promise(&self, row: &PromiseRow) -> Option<PointGroup> {
        if !row.outcome.is_decided() {
            return None;
        }
        let (report, what) = (&row.report, words(&row.text));
        let outcome = outcome_name(row.outcome, self.language);
        let late = row.days.filter(|days| *days > 0);
        let late = late.map(|days| worded!(self.language, "，晚{days}天", ", {days} days late")).unwrap_or_default();
        let text = worded!(
            self.language, "{report}承诺的“{what}”：{outcome}{late}",
            "promised in {report}: \"{what}\": {outcome}{late}"
        );
        let cites = row.cites.iter().copied().chain(row.evidence.as_ref().map(|later| later.cite)).collect();
        Some(PointGroup { grounds: vec![Ground::point(text, cites)] })
    }
}
