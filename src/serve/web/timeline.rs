//! Incidents over the months: a column a month, a dot an incident.

use serde::Serialize;

use crate::calendar::{Date, Period};
use crate::vocabulary::{Language, worded};

/// An incident on the time line.
#[derive(Debug, Clone)]
pub(super) struct Dot {
    pub date: Date,
    pub is_open: bool,
    pub occurred: String,
    pub text: String,
    /// Its row in the table.
    pub address: String,
}

/// More columns than this are quarters.
const MOST_MONTHS: i32 = 30;

/// Dots of one column; the others are counted.
const MOST_DOTS: usize = 14;

/// A month or a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Column {
    /// `6月`, `Jun`, `Q2`.
    pub label: String,
    /// The year, where it begins with this column.
    pub year: Option<i16>,
    /// `2023年6月：4 起，1 起未关闭`.
    pub told: String,
    pub count: usize,
    pub open: usize,
    /// No report covers this time.
    pub is_unreported: bool,
    pub dots: Vec<Shown>,
    /// Incidents without a dot.
    pub more: usize,
    /// The list of this time alone.
    pub address: String,
}

/// A dot as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Shown {
    pub is_open: bool,
    pub told: String,
    pub address: String,
}

/// What the columns of a time line are drawn with.
pub(super) struct Drawing<'a> {
    pub language: Language,
    /// The address of a time's list.
    pub list: &'a dyn Fn(&str) -> String,
    /// Whether a report covers any of these days.
    pub is_reported: &'a dyn Fn(Period) -> bool,
}

/// Columns from the first month with an incident to the last, those without one, too. Empty without dots.
pub(super) fn timeline(mut dots: Vec<Dot>, drawing: &Drawing<'_>) -> Vec<Column> {
    dots.sort_by_key(|dot| dot.date);
    let month = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
    let (Some(first), Some(last)) = (dots.first().map(|dot| month(dot.date)), dots.last().map(|dot| month(dot.date)))
    else {
        return Vec::new();
    };
    let months = if last - first < MOST_MONTHS { 1 } else { 3 };
    let of = |date: Date| month(date).div_euclid(months);
    let mut year_before = None;
    let mut columns = Vec::new();
    let mut rest = dots.as_slice();
    for at in first.div_euclid(months)..=last.div_euclid(months) {
        let count = rest.iter().take_while(|dot| of(dot.date) == at).count();
        let (here, after) = rest.split_at(count);
        rest = after;
        let year = (at * months).div_euclid(12) as i16;
        columns.push(column(here, (year, (at * months).rem_euclid(12), months), year_before != Some(year), drawing));
        year_before = Some(year);
    }
    columns
}

fn column(dots: &[Dot], (year, month, months): (i16, i32, i32), begins_year: bool, drawing: &Drawing<'_>) -> Column {
    let language = drawing.language;
    let number = month + 1;
    let (label, name, time) = if months == 1 {
        let english = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let short = english.get(usize::try_from(month).unwrap_or_default()).copied().unwrap_or_default();
        let label = worded!(language, "{number}月", "{short}");
        (label, worded!(language, "{year}年{number}月", "{short} {year}"), format!("{year}-{number:02}"))
    } else {
        let quarter = month / 3 + 1;
        (
            format!("Q{quarter}"),
            worded!(language, "{year}年Q{quarter}", "Q{quarter} {year}"),
            format!("{year}Q{quarter}"),
        )
    };
    let open = dots.iter().filter(|dot| dot.is_open).count();
    let told_open = if open > 0 { worded!(language, "，{open} 起未关闭", ", {open} open") } else { String::new() };
    let is_unreported = dots.is_empty() && days(year, month, months).is_some_and(|days| !(drawing.is_reported)(days));
    let told = worded!(
        language,
        "{name}：{} 起{told_open}",
        "{name}: {}{told_open}",
        language.pick(dots.len().to_string(), crate::vocabulary::plural(dots.len(), "incident"),)
    );
    // Open ones are never among those that are only counted.
    let mut shown: Vec<&Dot> = dots.iter().filter(|dot| dot.is_open).take(MOST_DOTS).collect();
    let room = MOST_DOTS - shown.len();
    shown.extend(dots.iter().filter(|dot| !dot.is_open).take(room));
    shown.sort_by_key(|dot| dot.date);
    let dot = |dot: &&Dot| {
        let state = if dot.is_open { language.pick("（未关闭）", " (open)") } else { "" };
        let told = worded!(language, "{}{state}：{}", "{}{state}: {}", dot.occurred, dot.text);
        Shown { is_open: dot.is_open, told, address: dot.address.clone() }
    };
    Column {
        label,
        year: begins_year.then_some(year),
        told,
        count: dots.len(),
        open,
        is_unreported,
        more: dots.len() - shown.len(),
        dots: shown.iter().map(dot).collect(),
        address: (drawing.list)(&time),
    }
}

/// From the first day of the first of `months` months to the last day of the last.
fn days(year: i16, month: i32, months: i32) -> Option<Period> {
    let first = |month: i32| {
        let year = year.checked_add(i16::try_from(month / 12).ok()?)?;
        Date::new(year, i8::try_from(month % 12 + 1).ok()?, 1).ok()
    };
    Period::new(first(month)?, first(month + months)?.yesterday().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{Column, Dot, Drawing, MOST_DOTS, timeline};
    use crate::vocabulary::Language;

    fn dot(date: &str, is_open: bool) -> Dot {
        Dot {
            date: date.parse().expect("a day"),
            is_open,
            occurred: date.to_string(),
            text: "出金超时".to_string(),
            address: format!("#{date}"),
        }
    }

    fn drawn(dots: Vec<Dot>) -> Vec<Column> {
        let december = "2023-12-20".parse().expect("a day");
        let is_reported = |days: crate::calendar::Period| !days.contains(december);
        let list = |time: &str| format!("?{time}");
        timeline(dots, &Drawing { language: Language::Chinese, list: &list, is_reported: &is_reported })
    }

    #[test]
    fn a_month_without_an_incident_has_its_column() {
        let columns = drawn(vec![dot("2024-01-03", true), dot("2023-11-20", false), dot("2023-11-02", false)]);
        let told: Vec<(&str, Option<i16>, usize)> =
            columns.iter().map(|column| (column.label.as_str(), column.year, column.count)).collect();
        assert_eq!(told, [("11月", Some(2023), 2), ("12月", None, 0), ("1月", Some(2024), 1)]);
        let unreported: Vec<bool> = columns.iter().map(|column| column.is_unreported).collect();
        assert_eq!(unreported, [false, true, false], "December has no report");
        assert_eq!(columns[2].told, "2024年1月：1 起，1 起未关闭");
        assert_eq!(
            (columns[2].address.as_str(), columns[0].dots[0].told.as_str()),
            ("?2024-01", "2023-11-02：出金超时")
        );
    }

    #[test]
    fn many_years_are_quarters() {
        let columns = drawn(vec![dot("2020-02-01", false), dot("2023-11-20", false)]);
        assert_eq!(columns.len(), 16);
        assert_eq!((columns[0].label.as_str(), columns[15].address.as_str()), ("Q1", "?2023Q4"));
    }

    #[test]
    fn of_many_in_a_month_the_open_ones_are_shown_and_the_others_counted() {
        let mut dots: Vec<Dot> = (0..40).map(|_| dot("2023-06-05", false)).collect();
        dots.push(dot("2023-06-30", true));
        let columns = drawn(dots);
        assert_eq!((columns[0].dots.len(), columns[0].more), (MOST_DOTS, 41 - MOST_DOTS));
        assert!(columns[0].dots.last().is_some_and(|dot| dot.is_open));
    }

    #[test]
    fn without_a_day_there_is_no_line() {
        assert!(drawn(Vec::new()).is_empty());
    }
}
