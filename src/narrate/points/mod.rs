//! The facts of a roll-up as statements: what a model chooses from and is read back against. Each names its subject and its
//! time, as it may be quoted alone; tables for readers, which leave both to head and row, are `render`'s.

mod incident;
mod metric;
mod promise;
mod work;

use std::collections::HashMap;

use crate::calendar::{Date, Period, Quarter, YearMonth};
use crate::rollup::Rollup;
use crate::vocabulary::{Language, worded};

use super::RollupPart;
use super::ground::{Ground, PointGroup};

/// A roll-up whose facts are worded as points.
pub(super) struct Points<'a> {
    rollup: &'a Rollup,
    language: Language,
    /// The days that a report covers, by its path.
    coverage: HashMap<&'a str, Period>,
}

/// Characters of a report's own words in a point, at most.
const MOST_WORDS_CHARS: usize = 120;

impl<'a> Points<'a> {
    pub(super) fn of(rollup: &'a Rollup, language: Language) -> Self {
        let reports = rollup.coverage.read.iter().chain(&rollup.coverage.beside);
        let coverage = reports.filter_map(|report| Some((report.path.as_str(), report.covers?))).collect();
        Self { rollup, language, coverage }
    }

    /// Rows part by part, in the roll-up's order.
    pub(super) fn rows(&self) -> Vec<(RollupPart, PointGroup)> {
        let mut all: Vec<(RollupPart, PointGroup)> = Vec::new();
        all.extend(self.metrics().into_iter().map(|row| (RollupPart::Metrics, row)));
        all.extend(self.incidents().into_iter().map(|row| (RollupPart::Incidents, row)));
        for (at, objective) in self.rollup.objectives.iter().enumerate() {
            all.extend(objective.works.iter().map(|work| (RollupPart::Objective(at), self.work(work))));
        }
        all.extend(self.promises().into_iter().map(|row| (RollupPart::Promises, row)));
        let quoted = self.rollup.reflections.iter().chain(&self.rollup.risks);
        all.extend(quoted.map(|quoted| (RollupPart::Risks, PointGroup { grounds: self.quotes(&[quoted.cite], None) })));
        all.retain(|(_, row)| !row.grounds.is_empty());
        all
    }

    /// The quotes of the sources that exist.
    fn quotes(&self, cites: &[usize], newest: Option<Date>) -> Vec<Ground> {
        let citations = cites.iter().filter_map(|n| self.rollup.sources.get(n.checked_sub(1)?));
        let coverage = |path: &str| self.coverage.get(path).copied();
        citations.map(|citation| Ground::quote(citation, coverage(&citation.path), newest)).collect()
    }

    /// The last date of the sources.
    fn newest(&self, cites: &[usize]) -> Option<Date> {
        let citations = cites.iter().filter_map(|n| self.rollup.sources.get(n.checked_sub(1)?));
        citations.filter_map(|citation| citation.date.parse().ok()).max()
    }

    pub(super) fn period(&self) -> String {
        period_words(self.rollup.period, self.language)
    }
}

/// A whole month or quarter by its name, any other period by its days.
fn period_words(period: Period, language: Language) -> String {
    let from = period.from();
    if let Ok(month) = YearMonth::containing(from)
        && Period::of(month) == period
    {
        return language.pick(month_words(month), month.to_string());
    }
    if let Ok(quarter) = Quarter::containing(from)
        && Period::of(quarter) == period
    {
        return worded!(language, "{}年第{}季度", "{}Q{}", quarter.year(), quarter.quarter().get());
    }
    worded!(language, "{from}至{}", "{from} to {}", period.to())
}

fn month_words(month: YearMonth) -> String {
    format!("{}年{}月", month.year(), month.month().get())
}

/// Counts by kind of `all` things: `2起已解决，1起未解决`; `全部已解决` for a single kind.
fn shares(all: usize, unit: &str, counts: &[(usize, &str)], language: Language) -> String {
    let part = |(count, word): &(usize, &str)| match *count == all {
        true => worded!(language, "全部{word}", "all {word}"),
        false => match language {
            Language::Chinese => format!("{count}{unit}{word}"),
            Language::English => format!("{count} {word}"),
        },
    };
    let parts: Vec<String> = counts.iter().filter(|(count, _)| *count > 0).map(part).collect();
    parts.join(language.pick("，", ", "))
}

/// A report's words on one line, without the stop at their end; cut where they are long.
fn words(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.trim_end_matches(['。', '；', ';', '.', '，', ',']);
    match line.char_indices().nth(MOST_WORDS_CHARS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_string(),
    }
}
