//! The facts of a roll-up in words, one statement a point, for a model to choose from and to be read back against. Each says
//! what it is of and when, as any part of it may be quoted alone. Not what a reader sees: that is `render`'s.

mod incident;
mod metric;
mod promise;
mod work;

use std::collections::HashMap;

use crate::calendar::{Date, Period, Quarter, YearMonth};
use crate::rollup::Rollup;
use crate::vocabulary::Language;

use super::Part;
use super::ground::{Ground, Row};

/// A roll-up while its points are made.
pub(super) struct Points<'a> {
    rollup: &'a Rollup,
    language: Language,
    /// The days that a report covers, by its path.
    coverage: HashMap<&'a str, Period>,
}

/// So much of a report's own words is repeated in a point.
const MOST_WORDS_CHARS: usize = 120;

impl<'a> Points<'a> {
    pub(super) fn of(rollup: &'a Rollup, language: Language) -> Self {
        let reports = rollup.coverage.read.iter().chain(&rollup.coverage.beside);
        let coverage = reports.filter_map(|report| Some((report.path.as_str(), report.covers?))).collect();
        Self { rollup, language, coverage }
    }

    /// What there is to tell, part by part, the rows of each in the roll-up's order.
    pub(super) fn rows(&self) -> Vec<(Part, Row)> {
        let mut all: Vec<(Part, Row)> = Vec::new();
        all.extend(self.metrics().into_iter().map(|row| (Part::Metrics, row)));
        all.extend(self.incidents().into_iter().map(|row| (Part::Incidents, row)));
        for (at, objective) in self.rollup.objectives.iter().enumerate() {
            all.extend(objective.works.iter().map(|work| (Part::Objective(at), self.work(work))));
        }
        all.extend(self.promises().into_iter().map(|row| (Part::Promises, row)));
        let quoted = self.rollup.reflections.iter().chain(&self.rollup.risks);
        all.extend(quoted.map(|quoted| (Part::Risks, Row { grounds: self.quotes(&[quoted.cite], None) })));
        all.retain(|(_, row)| !row.grounds.is_empty());
        all
    }

    fn is_chinese(&self) -> bool {
        self.language == Language::Chinese
    }

    /// The quotes of sources, those that there are.
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

/// A whole month, quarter or year by its name, else the days.
fn period_words(period: Period, language: Language) -> String {
    let is_chinese = language == Language::Chinese;
    let from = period.from();
    if let Ok(month) = YearMonth::containing(from)
        && Period::of(month) == period
    {
        return if is_chinese { month_words(month) } else { month.to_string() };
    }
    if let Ok(quarter) = Quarter::containing(from)
        && Period::of(quarter) == period
    {
        let (year, quarter) = (quarter.year(), quarter.quarter());
        return if is_chinese {
            format!("{year}年第{}季度", quarter.get())
        } else {
            format!("{year}Q{}", quarter.get())
        };
    }
    if is_chinese { format!("{from}至{}", period.to()) } else { format!("{from} to {}", period.to()) }
}

fn month_words(month: YearMonth) -> String {
    format!("{}年{}月", month.year(), month.month().get())
}

/// `1 incident`, `2 incidents`.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Of `all` things so many of each kind; of one kind alone, all.
fn shares(all: usize, unit: &str, told: &[(usize, &str)], language: Language) -> String {
    let is_chinese = language == Language::Chinese;
    let part = |(count, word): &(usize, &str)| match (is_chinese, *count == all) {
        (true, true) => format!("全部{word}"),
        (true, false) => format!("{count}{unit}{word}"),
        (false, true) => format!("all {word}"),
        (false, false) => format!("{count} {word}"),
    };
    let parts: Vec<String> = told.iter().filter(|(count, _)| *count > 0).map(part).collect();
    parts.join(if is_chinese { "，" } else { ", " })
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
