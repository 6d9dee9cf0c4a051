//! Times that a page offers to choose from: the years, quarters and months that reports tell of.

use crate::catalogue::Catalogue;

/// The newest first: years, then quarters, then months, each as it can be asked for.
pub(super) fn periods(catalogue: &Catalogue) -> Vec<String> {
    let days = catalogue.entries().iter().filter_map(crate::catalogue::CatalogueEntry::last_day);
    let mut found: Vec<(i16, i8)> = days.map(|day| (day.year(), day.month())).collect();
    found.sort_unstable();
    found.dedup();
    found.reverse();
    let mut years: Vec<String> = found.iter().map(|(year, _)| format!("{year}年")).collect();
    years.dedup();
    let mut quarters: Vec<String> =
        found.iter().map(|(year, month)| format!("{year}Q{}", (month - 1) / 3 + 1)).collect();
    quarters.dedup();
    let months = found.iter().map(|(year, month)| format!("{year}-{month:02}"));
    years.into_iter().chain(quarters).chain(months).collect()
}
