//! The times that reports are of, as people name them: months, quarters, years.

use std::collections::BTreeSet;

use crate::catalogue::Catalogue;

/// Months with a report, the latest first, at most `months` of them; then their quarters and years.
pub(super) fn times(catalogue: &Catalogue, months: usize) -> Vec<String> {
    let days = catalogue.entries().iter().filter_map(|entry| entry.record.date());
    let known: BTreeSet<(i16, i8)> = days.map(|day| (day.year(), day.month())).collect();
    let quarters: BTreeSet<(i16, i8)> = known.iter().map(|(year, month)| (*year, (month - 1) / 3 + 1)).collect();
    let years: BTreeSet<i16> = known.iter().map(|(year, _)| *year).collect();
    let months = known.iter().rev().take(months).map(|(year, month)| format!("{year}-{month:02}"));
    let quarters = quarters.iter().rev().take(8).map(|(year, quarter)| format!("{year}Q{quarter}"));
    months.chain(quarters).chain(years.iter().rev().map(ToString::to_string)).collect()
}

/// The time before one of [`times`], of the same length: `2023-05` before `2023-06`. `None` for another form.
pub(super) fn before(time: &str) -> Option<String> {
    if let Some((year, month)) = time.split_once('-') {
        let (year, month): (i16, i8) = (year.parse().ok()?, month.parse().ok()?);
        return match month {
            1 => Some(format!("{}-12", year - 1)),
            2..=12 => Some(format!("{year}-{:02}", month - 1)),
            _ => None,
        };
    }
    if let Some((year, quarter)) = time.split_once('Q') {
        let (year, quarter): (i16, i8) = (year.parse().ok()?, quarter.parse().ok()?);
        return match quarter {
            1 => Some(format!("{}Q4", year - 1)),
            2..=4 => Some(format!("{year}Q{}", quarter - 1)),
            _ => None,
        };
    }
    let year: i16 = time.parse().ok().filter(|year| *year > 1970)?;
    Some((year - 1).to_string())
}

#[cfg(test)]
mod tests {
    use super::before;

    #[test]
    fn the_time_before_has_the_same_length() {
        for (time, other) in [
            ("2023-06", "2023-05"),
            ("2023-01", "2022-12"),
            ("2023Q1", "2022Q4"),
            ("2023Q3", "2023Q2"),
            ("2023", "2022"),
        ] {
            assert_eq!(before(time).as_deref(), Some(other));
        }
        for other in ["第26周", "2023-13", "2023Q5", "", "2023-06-01..2023-06-15"] {
            assert_eq!(before(other), None, "{other}");
        }
    }
}
