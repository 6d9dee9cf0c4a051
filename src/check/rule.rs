//! What a rule is.

use super::finding::{Objection, Wording};
use super::page::Page;
use super::thresholds::Thresholds;
use crate::calendar::{Date, day_number};

/// What a rule looks at.
#[derive(Debug)]
pub struct Case<'a> {
    pub(super) page: &'a Page,
    /// The same author's earlier weeks, the earliest first.
    pub(super) earlier: &'a [&'a Page],
    /// The same author's later reports, in no order: what they share with the page is a part of the form.
    pub(super) later: &'a [&'a Page],
    /// The day the page is seen from; `None` where neither the page nor the user says one.
    pub(super) as_of: Option<Date>,
    pub(super) thresholds: &'a Thresholds,
}

/// Reports further apart than this, in days, are no weeks in a row.
const LONGEST_GAP_DAYS: i32 = 21;

impl<'a> Case<'a> {
    /// The earlier weeks that lead up to the page without a gap, the earliest first.
    pub(super) fn run_of_weeks(&self) -> Vec<&'a Page> {
        let mut run: Vec<&Page> = Vec::new();
        let Some(mut reached) = self.page.reliable_date() else { return run };
        for page in self.earlier.iter().rev() {
            let Some(date) = page.reliable_date() else { continue };
            if day_number(reached) - day_number(date) > LONGEST_GAP_DAYS {
                break;
            }
            reached = date;
            run.push(page);
        }
        run.reverse();
        run
    }

    /// The `count` weeks right before the page, the earliest first; `None` where there are fewer without a gap.
    pub(super) fn last_in_a_row(&self, count: usize) -> Option<Vec<&'a Page>> {
        let run = self.run_of_weeks();
        let from = run.len().checked_sub(count.max(1))?;
        Some(run[from..].to_vec())
    }
}

/// A part of what `--explain` shows of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RulePart {
    /// What it finds, in a sentence.
    Finds,
    /// Why it matters.
    Why,
    /// When it keeps silent.
    Limits,
    /// A piece of a report that it objects to.
    Example,
}

/// One rule of the linter.
pub struct Rule {
    /// `ZB003`: never given to another rule.
    pub code: &'static str,
    /// `two-values`.
    pub name: &'static str,
    /// Whether it runs when nothing is selected.
    pub is_default: bool,
    /// Whether it says nothing without earlier weeks.
    pub needs_earlier: bool,
    pub(super) run: fn(&Case<'_>) -> Vec<Objection>,
}

impl Rule {
    /// The text of `rules.tsv`; empty where a language has none of its own.
    pub fn explained(&self, part: RulePart) -> Wording {
        let name = match part {
            RulePart::Finds => "finds",
            RulePart::Why => "why",
            RulePart::Limits => "limits",
            RulePart::Example => "example",
        };
        let lines = include_str!("rules.tsv").lines().map(|line| line.split('\t').collect::<Vec<_>>());
        let mut texts = lines.filter_map(|cells| match cells.as_slice() {
            [code, part, zh, en] if *code == self.code && *part == name => {
                Some((zh.replace("\\n", "\n"), en.to_string()))
            }
            _ => None,
        });
        let (zh, en) = texts.next().unwrap_or_default();
        Wording::new(zh, en)
    }
}
