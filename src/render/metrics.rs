//! The ledger of metrics on a terminal: a row a metric in eighty columns, with the place of its latest value below it.

use rust_decimal::Decimal;
use unicode_width::UnicodeWidthStr;

use super::ledger::{counted, coverage};
use super::table::{Column, Table};
use super::text::{Files, Paint, one_line};
use crate::ledger::Metrics;
use crate::series::{Point, Series};
use crate::vocabulary::{Language, worded};

/// Columns of a value.
const VALUE_COLUMNS: usize = 11;

/// A name takes at most this many lines of a row.
const NAME_LINES: usize = 3;

/// A row a series, then what was left out and the coverage line. `shown` of the series are shown, the first ones.
///
/// Values are exact: a wide one is given in 万 or 亿, and overflows its column where that is no shorter. `!` after the count
/// marks contradictory values of one report, which are listed below the row.
pub fn metrics_text(metrics: &Metrics, shown: usize, language: Language, paint: Paint, files: &Files<'_>) -> String {
    let values = language
        .pick(["最早", "最近", "最低", "最高"], ["first", "last", "min", "max"])
        .map(|name| Column::right(name, VALUE_COLUMNS));
    let name = [
        Column::folded(language.pick("指标", "metric"), 22, NAME_LINES),
        Column::right(language.pick("篇数", "seen"), 4),
    ];
    let table = Table::new([&name[..], &values[..]].concat(), paint);
    let mut lines = vec![paint.bold(&table.head())];
    let shown_place = |point: &Point| files.of_fact(paint, point.source());
    for series in metrics.series.iter().take(shown) {
        let conflicts = contradictions(series);
        let title = [one_line(&title(series))];
        lines.extend(table.row(title.into_iter().chain(cells(series, !conflicts.is_empty(), language))));
        if let Some(last) = series.points.last() {
            lines.push(format!("    {}", shown_place(last)));
        }
        for (one, other) in conflicts {
            let (first, second) = (one_line(&one.text), one_line(&other.text));
            lines.push(worded!(
                language, "    ! 同一篇周报既写 {first} 又写 {second}", "    ! {first} and {second} in one report"
            ));
            lines.extend([one, other].map(|point| format!("      {}", shown_place(point))));
        }
    }
    lines.push(String::new());
    lines.push(paint.dim(&metrics_coverage(metrics, language)));
    lines.join("\n")
}

/// `31 metrics in 22 reports; 第27–36周 missing`.
pub fn metrics_coverage(metrics: &Metrics, language: Language) -> String {
    let line = counted(metrics.series.len(), metrics.reports, ("项指标", "metric"), language);
    coverage(&line, &metrics.missing_weeks, language)
}

/// Pairs of points of one report and of one day with different values, in order; a third value makes a second pair. What a report says
/// of two months is no contradiction.
pub fn contradictions(series: &Series) -> Vec<(&Point, &Point)> {
    let mut found = Vec::new();
    for (at, point) in series.points.iter().enumerate() {
        let is_of_one = |other: &&Point| other.place.report_id() == point.place.report_id() && other.date == point.date;
        let before = series.points[..at].iter().rev().find(is_of_one);
        found.extend(before.filter(|other| other.value != point.value).map(|other| (other, point)));
    }
    found
}

/// How many reports state it.
pub(super) fn reports(series: &Series) -> usize {
    let mut reports: Vec<_> = series.points.iter().map(|point| point.place.report_id()).collect();
    reports.sort_unstable();
    reports.dedup();
    reports.len()
}

/// `开户成功率 %`, `拦截 本季度 次`.
pub fn title(series: &Series) -> String {
    let parts = [&series.metric, &series.qualifier, &series.unit];
    parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn cells(series: &Series, is_contradictory: bool, language: Language) -> [String; 5] {
    let values = || series.points.iter().map(|point| point.value);
    let number = |value: Option<Decimal>| value.map(|value| fitting(value, language)).unwrap_or_default();
    [
        format!("{}{}", reports(series), if is_contradictory { "!" } else { "" }),
        number(values().next()),
        number(values().next_back()),
        number(values().min()),
        number(values().max()),
    ]
}

/// The exact value, in 万 or 亿 (`bn`) where it would not fit otherwise.
pub fn fitting(value: Decimal, language: Language) -> String {
    let plain = value.normalize().to_string();
    let units = language.pick([("万", 10_000), ("亿", 100_000_000)], [("m", 1_000_000), ("bn", 1_000_000_000)]);
    let scaled = units.into_iter().filter_map(|(name, factor)| {
        let part = value.checked_div(Decimal::from(factor))?.normalize();
        // Only where nothing is lost by it.
        let is_exact = part.checked_mul(Decimal::from(factor))? == value;
        is_exact.then(|| format!("{part}{name}"))
    });
    let fits = |text: &String| text.width() <= VALUE_COLUMNS;
    if fits(&plain) { plain } else { scaled.filter(fits).min_by_key(|text| text.width()).unwrap_or(plain) }
}

#[cfg(test)]
mod tests {
    use super::fitting;
    use crate::vocabulary::Language;

    #[test]
    fn a_value_is_never_rounded() {
        for (value, shown) in [
            ("99.970", "99.97"),
            ("1408215.155", "1408215.155"),
            ("135000000000", "1350亿"),
            ("4860000000000", "48600亿"),
            ("1234567890.123456", "1234567890.123456"),
        ] {
            assert_eq!(fitting(value.parse().expect("a number"), Language::Chinese), shown);
        }
        assert_eq!(fitting("4860000000000".parse().expect("a number"), Language::English), "4860bn");
    }
}
