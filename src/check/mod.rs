//! The linter of reports: what a careful reader would object to before a report is sent, each objection with its place and
//! its evidence. Owns the rules, which of them run, and the comments that silence them; where files and earlier weeks come
//! from, and how findings are shown, is left to the faces.
//!
//! A rule that is not sure says nothing: a false alarm costs more than a miss.

mod blank;
mod finding;
mod ignore;
mod layout;
mod moments;
mod page;
mod rule;
mod rules;
mod selection;
mod statement;
mod sums;
mod thresholds;
mod weeks;
mod words;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::calendar::Date;

pub use blank::{FIGURE_BLANK, PROSE_BLANK_EN, PROSE_BLANK_ZH, blanks};
use finding::Objection;
pub use finding::{Evidence, Finding, Wording};
pub use page::Page;
pub use rule::{Case, Rule, RulePart};
pub use rules::{rule, rules};
pub use selection::{Selection, UnknownRule};

pub use crate::vocabulary::Language;
pub use thresholds::Thresholds;

/// How reports are checked.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub selection: Selection,
    pub thresholds: Thresholds,
    /// The day the reports are seen from; `None` sees each from its own date.
    pub as_of: Option<Date>,
}

/// What the selected rules object to in `page`, in order of place; `others` are all pages that may be its earlier weeks, in
/// any order, itself included or not.
///
/// The same page and the same others give the same findings, whatever the day.
pub fn check(page: &Page, others: &[&Page], options: &Options) -> Vec<Finding> {
    let earlier = weeks::earlier(page, others);
    let later = weeks::later(page, others);
    let as_of = options.as_of.or(page.reliable_date());
    let case = Case { page, earlier: &earlier, later: &later, as_of, thresholds: &options.thresholds };
    let mut findings: Vec<Finding> = Vec::new();
    for rule in rules().iter().filter(|rule| options.selection.has(rule)) {
        let found = at_most_some_a_line(page, (rule.run)(&case));
        let found = found.into_iter().map(|objection| page.finding((rule.code, rule.name), objection));
        findings.extend(found.filter(|finding| !page.ignores(rule.code, finding.line)));
    }
    // A line with a blank is not written yet: that is all there is to say of it.
    findings.retain(|finding| {
        finding.code == rules::unfilled::RULE.code || blanks(page.line_text(finding.line)).is_empty()
    });
    findings.sort_by(|one, other| {
        (one.line, one.column, one.code, &one.message.en)
            .cmp(&(other.line, other.column, other.code, &other.message.en))
    });
    findings.dedup_by(|one, other| one.code == other.code && one.span == other.span);
    findings
}

/// How many objections of one rule to one line are listed: each shows the line.
const MOST_ON_A_LINE: usize = 10;

/// The first [`MOST_ON_A_LINE`] objections to each line; the last of them says how many more there are.
fn at_most_some_a_line(page: &Page, objections: Vec<Objection>) -> Vec<Objection> {
    let line = |objection: &Objection| page.line(objection.span.start);
    let mut left: HashMap<usize, usize> = HashMap::new();
    for objection in &objections {
        *left.entry(line(objection)).or_default() += 1;
    }
    let mut listed: HashMap<usize, usize> = HashMap::new();
    let mut kept = Vec::new();
    for mut objection in objections {
        let line = line(&objection);
        let listed = listed.entry(line).or_default();
        *listed += 1;
        let more = left.get(&line).map_or(0, |all| all.saturating_sub(MOST_ON_A_LINE));
        if *listed == MOST_ON_A_LINE && more > 0 {
            objection.message.zh.push_str(&format!("（这一行还有{more}处，不再列出）"));
            objection.message.en.push_str(&format!(" (and {more} more in this line, not listed)"));
        }
        if *listed <= MOST_ON_A_LINE {
            kept.push(objection);
        }
    }
    kept
}
