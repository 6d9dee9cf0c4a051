//! Claims about how often reports come, what they cover and what is missing among them.

use super::record;
use crate::calendar::Period;
use crate::catalogue::{Catalogue, Rhythm};
use crate::record::{ReportRecord, report_id};
use crate::vocabulary::Language;

fn of(dates: &[&str]) -> Catalogue {
    Catalogue::new(dates.iter().map(|date| record(None, date)).collect())
}

fn rhythms(catalogue: &Catalogue) -> Vec<Rhythm> {
    catalogue.entries().iter().map(|entry| entry.rhythm).collect()
}

/// `06-16..06-30` of each report.
fn covered(catalogue: &Catalogue) -> Vec<String> {
    let days = |period: Period| format!("{}..{}", &period.from().to_string()[5..], &period.to().to_string()[5..]);
    catalogue.entries().iter().map(|entry| entry.coverage.map(days).unwrap_or_default()).collect()
}

fn last_days(catalogue: &Catalogue) -> Vec<String> {
    catalogue.entries().iter().filter_map(|entry| Some(entry.last_day()?.to_string())).collect()
}

fn period(from: &str, to: &str) -> Period {
    Period::new(from.parse().expect("a date"), to.parse().expect("a date")).expect("a period")
}

/// Reports under the names of their files, each its own.
fn named(names: &[(&str, &str)]) -> Vec<ReportRecord> {
    let one = |(name, date): &(&str, &str)| {
        let mut record = record(None, date);
        (record.path, record.report) = ((*name).to_string(), report_id(name));
        record
    };
    names.iter().map(one).collect()
}

#[test]
fn a_monthly_issue_of_the_first_days_covers_the_month_before() {
    let months = of(&["2021-03-01", "2021-04-01", "2021-05-06", "2021-06-01"]);
    assert_eq!(rhythms(&months), [Rhythm::Monthly; 4]);
    assert_eq!(covered(&months), ["02-01..02-28", "03-01..03-31", "04-01..04-30", "05-01..05-31"]);
    assert_eq!(months.missing_weeks(None), [""; 0]);
}

#[test]
fn a_monthly_issue_of_the_last_days_covers_the_days_since_the_one_before() {
    let months = of(&["2021-03-31", "2021-04-30", "2021-05-31", "2021-06-30"]);
    assert_eq!(covered(&months)[1..], ["04-01..04-30", "05-01..05-31", "06-01..06-30"]);
}

#[test]
fn an_issue_of_the_first_or_the_sixteenth_covers_the_half_month_before() {
    let halves = of(&["2020-06-16", "2020-07-01", "2020-07-16", "2020-08-01", "2020-08-16"]);
    assert_eq!(rhythms(&halves), [Rhythm::HalfMonthly; 5]);
    assert_eq!(covered(&halves), ["06-01..06-15", "06-16..06-30", "07-01..07-15", "07-16..07-31", "08-01..08-15"]);
}

#[test]
fn a_rhythm_may_change_over_the_years() {
    let weekly = ["2019-11-18", "2019-11-25", "2019-12-02", "2019-12-09", "2019-12-23", "2019-12-30"];
    let halves = ["2020-01-16", "2020-02-01", "2020-02-16", "2020-03-01", "2020-03-16"];
    let monthly = ["2020-04-01", "2020-05-01", "2020-06-01", "2020-07-01"];
    let all = of(&[&weekly[..], &halves, &monthly].concat());
    let expected = [[Rhythm::Weekly; 5].as_slice(), &[Rhythm::HalfMonthly; 5], &[Rhythm::Monthly; 3]].concat();
    let read = rhythms(&all);
    // The report at a border may be of either.
    assert_eq!([&read[..5], &read[6..11], &read[12..]].concat(), expected);
    assert_eq!(all.missing_weeks(None), ["2019-W51"]);
}

#[test]
fn two_weeks_without_a_report_in_a_weekly_series_are_no_other_rhythm() {
    let weekly = of(&["2024-03-01", "2024-03-08", "2024-03-22", "2024-04-05", "2024-04-12", "2024-04-19"]);
    assert_eq!(rhythms(&weekly), [Rhythm::Weekly; 6]);
    assert_eq!(weekly.missing_weeks(None), ["2024-W11", "2024-W13"]);
}

#[test]
fn a_fortnight_without_a_report_is_missing_once() {
    let dates = ["2024-05-17", "2024-05-31", "2024-06-14", "2024-06-28", "2024-07-12", "2024-07-26", "2024-08-23"];
    let fortnights = of(&dates);
    assert_eq!(rhythms(&fortnights), [Rhythm::Fortnightly; 7]);
    assert_eq!(covered(&fortnights)[..2], ["05-04..05-17", "05-18..05-31"]);
    assert_eq!(fortnights.missing_weeks(None), ["2024-08-09"]);
}

#[test]
fn a_month_without_an_issue_is_missing_once_and_by_its_name() {
    let months = of(&["2021-02-01", "2021-03-01", "2021-04-01", "2021-06-01", "2021-07-01"]);
    assert_eq!(months.missing_weeks(None), ["2021-04"]);
    assert_eq!(months.missing_weeks(Some(period("2021-05-01", "2021-06-30"))), [""; 0]);
    let halves = of(&["2020-06-16", "2020-07-01", "2020-07-16", "2020-08-16", "2020-09-01", "2020-09-16"]);
    assert_eq!(halves.missing_weeks(None), ["2020-07-16–31"]);
}

#[test]
fn labels_of_weeks_keep_a_sparse_series_weekly() {
    let months =
        [("第22周", "2023-06-01"), ("第26周", "2023-07-01"), ("第31周", "2023-08-01"), ("第35周", "2023-09-01")];
    let weekly = Catalogue::new(months.iter().map(|(label, date)| record(Some(label), date)).collect());
    assert_eq!(rhythms(&weekly), [Rhythm::Weekly; 4]);
    assert_eq!(covered(&weekly)[0], "05-26..06-01");
}

#[test]
fn what_a_report_states_to_cover_goes_before_its_rhythm() {
    let mut reports: Vec<ReportRecord> =
        ["2021-03-01", "2021-04-01", "2021-05-01"].iter().map(|date| record(None, date)).collect();
    let day = |text: &str| Some(crate::calendar::day_number(text.parse().expect("a date")));
    (reports[1].from, reports[1].to) = (day("2021-03-10"), day("2021-03-31"));
    assert_eq!(covered(&Catalogue::new(reports)), ["02-01..02-28", "03-10..03-31", "04-01..04-30"]);
}

#[test]
fn numbers_that_count_on_leave_nothing_out_and_one_left_out_is_missing() {
    let numbered = |issues: [u32; 3]| {
        let mut reports: Vec<ReportRecord> =
            ["2024-06-07", "2024-06-14", "2024-07-05"].iter().map(|date| record(None, date)).collect();
        reports.iter_mut().zip(issues).for_each(|(report, issue)| report.issue = Some(issue));
        Catalogue::new(reports).missing_weeks(None)
    };
    assert_eq!(numbered([41, 42, 43]), [""; 0]);
    assert_eq!(numbered([41, 42, 44]), ["第43期"]);
}

#[test]
fn a_report_belongs_to_the_period_in_which_its_days_end() {
    let months = of(&["2021-04-01", "2021-05-01", "2021-06-01", "2021-07-01"]);
    assert_eq!(last_days(&months), ["2021-03-31", "2021-04-30", "2021-05-31", "2021-06-30"]);
    let weekly = ["2023-06-06", "2023-06-13", "2023-06-20", "2023-07-01"];
    assert_eq!(last_days(&of(&weekly)), weekly);
}

#[test]
fn the_issue_of_a_day_is_meant_by_its_day_and_by_its_days() {
    let months = of(&["2021-04-01", "2021-05-01", "2021-06-01", "2021-07-01"]);
    let meant = |from: &str, to: &str| {
        let reports = months.covering(&[period(from, to)]);
        reports.iter().map(|id| months.entry(*id).expect("known").record.path.clone()).collect::<Vec<_>>()
    };
    assert_eq!(meant("2021-06-01", "2021-06-30"), ["2021-06-01", "2021-07-01"]);
    assert_eq!(meant("2021-07-01", "2021-07-01"), ["2021-07-01"]);
}

#[test]
fn each_author_has_a_rhythm() {
    let by = |author: &str, dates: &[&str]| {
        let one = |date: &&str| {
            let mut record = record(None, date);
            (record.author, record.report) = (Some(author.to_string()), report_id(&format!("{author}{date}")));
            record
        };
        dates.iter().map(one).collect::<Vec<_>>()
    };
    let weekly = by("甲", &["2021-05-07", "2021-05-14", "2021-05-21", "2021-05-28"]);
    let monthly = by("乙", &["2021-03-01", "2021-04-01", "2021-05-01", "2021-06-01"]);
    let both = Catalogue::new([weekly, monthly].concat());
    for entry in both.entries() {
        let expected = if entry.record.author.as_deref() == Some("甲") { Rhythm::Weekly } else { Rhythm::Monthly };
        assert_eq!(entry.rhythm, expected, "{:?}", entry.record.path);
    }
}

#[test]
fn a_months_report_beside_those_of_its_weeks_does_not_stand_for_a_missing_one() {
    let weeks = [("周报 2021-05-07.md", "2021-05-07"), ("周报 2021-05-14.md", "2021-05-14")];
    let later = [("周报 2021-05-28.md", "2021-05-28"), ("周报 2021-06-04.md", "2021-06-04")];
    let months = [
        ("月报 2021-04-30.md", "2021-04-30"),
        ("月报 2021-05-31.md", "2021-05-31"),
        ("月报 2021-06-30.md", "2021-06-30"),
    ];
    let both = Catalogue::new(named(&[&weeks[..], &later, &months].concat()));
    assert_eq!(both.missing_weeks(Some(period("2021-05-01", "2021-05-31"))), ["2021-W20"]);
}

#[test]
fn days_are_missing_where_pages_come_daily_and_nowhere_else() {
    let pages = |dates: &[&str]| {
        let one = |date: &&str| {
            let mut record = record(None, date);
            (record.from, record.to) = (record.date, record.date);
            record
        };
        dates.iter().map(one).collect::<Vec<_>>()
    };
    let daily = pages(&["2024-03-18", "2024-03-19", "2024-03-21", "2024-03-22", "2024-03-25", "2024-03-26"]);
    assert_eq!(Catalogue::new(daily).missing_weeks(None), ["2024-03-20"]);
    let some = pages(&["2024-03-18", "2024-03-20", "2024-04-25"]);
    assert!(rhythms(&Catalogue::new(some)).iter().all(|rhythm| *rhythm == Rhythm::Weekly));
}

#[test]
fn the_report_after_the_last_is_of_the_month_or_half_month_that_follows() {
    let next = |dates: &[&str], count: usize| of(dates).entries().last().and_then(|entry| entry.following(count));
    let months = ["2021-04-01", "2021-05-01", "2021-06-01", "2021-07-01"];
    assert_eq!(next(&months, 1), Some(("2021-07".into(), period("2021-07-01", "2021-07-31"))));
    assert_eq!(next(&months, 2).map(|(name, _)| name).as_deref(), Some("2021-08"));
    let halves = ["2020-06-16", "2020-07-01", "2020-07-16", "2020-08-01", "2020-08-16"];
    assert_eq!(next(&halves, 1), Some(("2020-08-16–31".into(), period("2020-08-16", "2020-08-31"))));
    assert_eq!(next(&["2024-03-01", "2024-03-08", "2024-03-15"], 1), None);
    assert_eq!(next(&months, 0), None);
}

#[test]
fn one_report_or_none_has_nothing_missing() {
    assert_eq!(of(&["2021-06-01"]).missing_weeks(None), [""; 0]);
    assert_eq!(of(&[]).missing_weeks(None), [""; 0]);
    assert_eq!(covered(&of(&["2021-06-01"])), ["05-26..06-01"]);
}

#[test]
fn authors_who_take_turns_write_one_series() {
    let written = |of: &[(&str, &str)]| {
        let record = |(date, author): &(&str, &str)| {
            let mut record = record(None, date);
            (record.path, record.report) = (format!("{date}-{author}.md"), report_id(&format!("{date}{author}")));
            (record.author, record.hash) = (Some((*author).to_string()), format!("{date}{author}"));
            record
        };
        Catalogue::new(of.iter().map(record).collect())
    };
    let turns = written(&[("2025-04-06", "甲"), ("2025-04-13", "乙"), ("2025-04-20", "甲")]);
    assert!(turns.authors_take_turns());
    let apart = written(&[("2025-04-06", "甲"), ("2025-04-06", "乙"), ("2025-04-13", "甲"), ("2025-04-13", "乙")]);
    assert!(!apart.authors_take_turns());
    assert!(!written(&[("2025-04-06", "甲"), ("2025-04-13", "甲")]).authors_take_turns());
}

#[test]
fn a_translation_and_a_copy_are_other_texts_of_one_report() {
    let mut records = named(&[
        ("2022/2022-10-01.md", "2022-10-01"),
        ("2022/2022-10-01.en.md", "2022-10-01"),
        ("2022/2022-10-08.md", "2022-10-08"),
        ("backup/2022-10-08.md", "2022-10-08"),
        ("2022/2022-10-08 (team).md", "2022-10-08"),
    ]);
    for (at, record) in records.iter_mut().enumerate() {
        record.language = Some(if at == 1 { Language::English } else { Language::Chinese });
        record.hash = if at == 3 { "2".to_string() } else { at.to_string() };
    }
    let catalogue = Catalogue::new(records);
    let twins = catalogue.entries().iter().filter(|entry| catalogue.is_twin(entry.record.report));
    let twins: Vec<&str> = twins.map(|entry| entry.record.path.as_str()).collect();
    assert_eq!(twins, ["2022/2022-10-01.en.md", "backup/2022-10-08.md"]);
}
