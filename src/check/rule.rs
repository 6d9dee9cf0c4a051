//! What a rule is, and the list of them.

use super::finding::{Objection, Wording};
use super::page::Page;
use super::rules as all;
use super::thresholds::Thresholds;
use crate::calendar::{Date, day_number};

/// What a rule looks at.
#[derive(Debug)]
pub struct Case<'a> {
    pub(super) page: &'a Page,
    /// The same author's earlier weeks, the earliest first.
    pub(super) earlier: &'a [&'a Page],
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

/// What `--explain` shows of a rule.
#[derive(Debug)]
pub struct About {
    /// What it finds, in a sentence.
    pub finds: (&'static str, &'static str),
    /// Why it matters.
    pub why: (&'static str, &'static str),
    /// When it keeps silent.
    pub limits: (&'static str, &'static str),
    /// A piece of a report that it objects to.
    pub example: &'static str,
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
    pub about: About,
    pub(super) run: fn(&Case<'_>) -> Vec<Objection>,
}

impl About {
    pub fn finds(&self) -> Wording {
        Wording::new(self.finds.0, self.finds.1)
    }

    pub fn why(&self) -> Wording {
        Wording::new(self.why.0, self.why.1)
    }

    pub fn limits(&self) -> Wording {
        Wording::new(self.limits.0, self.limits.1)
    }
}

static RULES: [&Rule; 16] = [
    &all::unreadable_date::RULE,
    &all::week_label::RULE,
    &all::two_values::RULE,
    &all::arithmetic::RULE,
    &all::planned_date_past::RULE,
    &all::progress_back::RULE,
    &all::metric_stopped::RULE,
    &all::incident_incomplete::RULE,
    &all::follow_up_missing::RULE,
    &all::goal_repeated::RULE,
    &all::copied_paragraph::RULE,
    &all::missing_section::RULE,
    &all::personal_data::RULE,
    &all::secret::RULE,
    &all::network_address::RULE,
    &all::unfilled::RULE,
];

/// Every rule, by code.
pub fn rules() -> &'static [&'static Rule] {
    &RULES
}

/// The rule of a code or a name, in any case.
pub fn rule(text: &str) -> Option<&'static Rule> {
    let text = text.trim();
    rules().iter().copied().find(|rule| rule.code.eq_ignore_ascii_case(text) || rule.name.eq_ignore_ascii_case(text))
}
