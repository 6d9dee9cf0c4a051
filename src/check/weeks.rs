//! Which of the other pages are earlier weeks of the same report.

use super::page::Page;
use crate::calendar::day_number;

/// Reports of more than this many days ago are another story.
const MEMORY_DAYS: i32 = 400;

/// The weekly reports before `page` by the same author, the earliest first. None for a page without a date of its own, and
/// for a page about one day. Of two reports of one day the later path is the newer one.
pub(super) fn earlier<'a>(page: &Page, others: &[&'a Page]) -> Vec<&'a Page> {
    let Some(date) = page.reliable_date().filter(|_| !page.is_daily()) else { return Vec::new() };
    let mut found: Vec<&Page> = others
        .iter()
        .copied()
        .filter(|other| {
            let days = other.reliable_date().map(|day| day_number(date) - day_number(day));
            days.is_some_and(|days| (1..=MEMORY_DAYS).contains(&days))
                && !other.is_daily()
                && is_same_author(page, other)
        })
        .collect();
    found.sort_by(|one, other| (one.report.date, &one.path).cmp(&(other.report.date, &other.path)));
    // A file that was given and is in the index as well.
    found.dedup_by(|one, other| one.report.date == other.report.date && one.report.source == other.report.source);
    found
}

/// Somebody who is not named may be anybody.
fn is_same_author(one: &Page, other: &Page) -> bool {
    match (&one.report.author, &other.report.author) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}
