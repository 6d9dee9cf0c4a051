//! What the reports of the period set right, and the causes that they found after all: what a reader of earlier reports has wrong.

use super::select::Candidates;
use super::weight::{is_talk, likely_needed};
use super::width::columns;
use super::{Unit, Weighed, digest};
use crate::calendar::Period;
use crate::fact::{announces_a_correction, corrects, heads_corrections, is_finding, states_cause, tells_why_after_all};
use crate::report::SectionKind;
use crate::rollup::material::Numbered;
use crate::rollup::model::DigestItem;
use crate::text::is_han;

/// Lines of a period, and one more for each so many days.
const LEAST_LINES: usize = 8;
const DAYS_A_LINE: usize = 15;

/// Lines that go on are one line up to this width of all.
const LONGEST_COLUMNS: usize = 240;

/// The lines that set something right or say why after all, and those below a heading that says so of them (数据更正), the newest first; of
/// the reports behind the period those that speak of its days or its matters.
pub(in crate::rollup) fn settled(weighed: &Weighed<'_>, period: Period, sources: &mut Numbered<'_>) -> Vec<DigestItem> {
    let most = LEAST_LINES + period.days() as usize / DAYS_A_LINE;
    let own = weighed.all.iter().enumerate().filter(|(_, (unit, _))| is_settled(unit));
    let own = own.map(|(at, (unit, weight))| (Unit { beside: weighed.set_right(at), ..unit.clone() }, *weight));
    let after = weighed.after_about(period, is_settled).into_iter().map(|unit| (unit, likely_needed()));
    let found = joined(own.chain(after));
    // Whatever little it weighs: a reader of earlier reports has it wrong.
    let mut candidates = Candidates::new(found, f32::MIN_POSITIVE);
    while candidates.chosen() < most && candidates.next().is_some() {}
    digest(&candidates, "", None, sources).items
}

/// What only goes on below the same heading (11 月按新口径是 99.63%) stands with the line before it.
fn joined<'m>(all: impl Iterator<Item = (Unit<'m>, f32)>) -> Vec<(Unit<'m>, f32)> {
    let mut found: Vec<(Unit<'m>, f32)> = Vec::new();
    for (unit, weight) in all {
        let goes_on = |last: &Unit<'m>| {
            let is_next = (1..=2).contains(&unit.lines.first.saturating_sub(last.lines.last));
            let is_below = unit.passage.report == last.passage.report && unit.passage.section == last.passage.section;
            is_next
                && is_below
                && !is_finding(&unit.text)
                && columns(&last.text) + columns(&unit.text) <= LONGEST_COLUMNS
        };
        match found.last_mut().filter(|(last, _)| goes_on(last)) {
            Some((last, most)) => {
                let joint = if last.text.contains(is_han) { "；" } else { "; " };
                let marks = |c: char| c.is_whitespace() || "。；;，,.".contains(c);
                last.text = format!("{}{joint}{}", last.text.trim_end_matches(marks), unit.text);
                last.lines.last = unit.lines.last;
                *most = most.max(weight);
            }
            None => found.push((unit, weight)),
        }
    }
    found
}

fn is_settled(unit: &Unit<'_>) -> bool {
    // That something was set right is news of the period, whatever stands later.
    let is_told = !unit.is_editorial && !is_talk(unit);
    let is_elsewhere = matches!(unit.kind, SectionKind::Plan | SectionKind::Reflection);
    let names = [unit.passage.section.last().map_or("", String::as_str), &unit.about];
    let says_why = || states_cause(&unit.text) || corrects(&unit.text) || unit.text.starts_with("结论");
    // What was done about it is below the same heading.
    let is_below = || {
        names.iter().any(|name| heads_corrections(name))
            || names.iter().any(|name| tells_why_after_all(name)) && says_why()
    };
    is_told && !is_elsewhere && !announces_a_correction(&unit.text) && (is_finding(&unit.text) || is_below())
}
