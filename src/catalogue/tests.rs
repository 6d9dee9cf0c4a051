//! Claims about the time line of reports.

mod rhythm;

use super::Catalogue;
use crate::calendar::{Date, day_number, mentions_in_question};
use crate::record::{REPORT_KIND, ReportRecord, report_id};

fn record(label: Option<&str>, date: &str) -> ReportRecord {
    let day: Date = date.parse().expect("a date");
    ReportRecord {
        kind: REPORT_KIND.into(),
        report: report_id(date),
        hash: String::new(),
        reader: 1,
        path: date.into(),
        root: String::new(),
        page_id: None,
        name: date.into(),
        title: String::new(),
        label: label.map(str::to_string),
        date: Some(day_number(day)),
        issue: None,
        day: None,
        from: None,
        to: None,
        author: None,
        language: None,
        passages: 0,
        tokens: 0.0,
        terms: crate::lexicon::TermBag::default(),
        cut: None,
    }
}

fn catalogue() -> Catalogue {
    Catalogue::new(vec![
        record(Some("第26周"), "2023-06-20"),
        record(Some("第25周"), "2023-06-13"),
        record(Some("第29周"), "2023-07-11"),
        record(Some("2024-W13"), "2024-03-31"),
    ])
}

fn scope(question: &str) -> (Vec<String>, Vec<String>) {
    let catalogue = catalogue();
    let as_of: Date = "2024-04-02".parse().expect("a date");
    let mention = mentions_in_question(question).into_iter().next().expect("a time");
    let scope = catalogue.scope(&mention.reading.expect("possible"), as_of);
    let reports = scope.reports.iter().map(|id| catalogue.entry(*id).expect("known").record.path.clone()).collect();
    (reports, scope.periods.iter().map(ToString::to_string).collect())
}

#[test]
fn coverage_runs_from_the_report_before_or_a_week_back() {
    let coverages: Vec<String> = catalogue()
        .entries()
        .iter()
        .map(|entry| entry.coverage.map(|period| format!("{} {}", period.from(), period.to())).unwrap_or_default())
        .collect();
    assert_eq!(
        coverages,
        ["2023-06-07 2023-06-13", "2023-06-14 2023-06-20", "2023-07-05 2023-07-11", "2024-03-25 2024-03-31"]
    );
}

#[test]
fn a_label_wins_over_the_iso_week_of_the_same_number() {
    assert_eq!(scope("第26周").0, ["2023-06-20"]);
    assert_eq!(scope("W26").0, ["2023-06-20"]);
    assert_eq!(scope("2023-W25").0, ["2023-06-20"]);
    assert_eq!(scope("2024-W13").0, ["2024-03-31"]);
}

#[test]
fn an_iso_week_no_label_names_is_found_by_its_days() {
    // 12 to 18 June: five days are in the report of the 20th, two in that of the 13th.
    assert_eq!(scope("2023-W24").0, ["2023-06-20"]);
}

#[test]
fn a_day_without_a_year_is_meant_where_the_reports_are() {
    assert_eq!(scope("6/15").0, ["2023-06-20"]);
    assert_eq!(scope("3月28日").0, ["2024-03-31"]);
}

#[test]
fn a_time_no_report_covers_is_an_empty_scope() {
    assert!(scope("第40周").0.is_empty());
    assert!(scope("2022年").0.is_empty());
}

#[test]
fn weeks_without_a_report_are_named_as_their_neighbours_are() {
    let missing = catalogue().missing_weeks(
        "2023-06-07 2023-07-11"
            .split_once(' ')
            .and_then(|(from, to)| crate::calendar::Period::new(from.parse().ok()?, to.parse().ok()?).ok()),
    );
    assert_eq!(missing, ["第27周", "第28周"]);
}

/// The reports that `question`'s first time means among `records`, by their dates.
fn meant(records: Vec<ReportRecord>, question: &str, as_of: &str) -> Vec<String> {
    let catalogue = Catalogue::new(records);
    let mention = mentions_in_question(question).into_iter().next().expect("a time");
    let scope = catalogue.scope(&mention.reading.expect("possible"), as_of.parse().expect("a date"));
    scope.reports.iter().map(|id| catalogue.entry(*id).expect("known").record.path.clone()).collect()
}

fn spring() -> Vec<ReportRecord> {
    vec![
        record(Some("第16周"), "2023-04-11"),
        record(Some("第17周"), "2023-04-18"),
        record(None, "2023-04-25"),
        record(Some("第19周"), "2023-05-02"),
        record(Some("第21周"), "2023-05-16"),
    ]
}

#[test]
fn a_labelled_week_that_is_missing_is_not_sought_among_iso_weeks() {
    // ISO week 20 is 15 to 21 May; the report of the 16th is called 第21周.
    assert_eq!(meant(spring(), "第20周", "2023-05-20"), [""; 0]);
    assert_eq!(meant(spring(), "2023-W20", "2023-05-20"), ["2023-05-16"]);
}

#[test]
fn a_report_without_a_label_is_called_by_its_neighbours() {
    assert_eq!(meant(spring(), "第18周", "2023-05-20"), ["2023-04-25"]);
    let mut unlike = spring();
    unlike[3].label = Some("第25周".into());
    assert_eq!(meant(unlike, "第18周", "2023-05-20"), [""; 0]);
}

#[test]
fn reports_of_writers_without_labels_are_called_by_those_of_others_on_both_sides() {
    let of = |author: &str, record: ReportRecord| ReportRecord { author: Some(author.into()), ..record };
    let turns = || {
        vec![
            of("甲", record(Some("第28周"), "2025-07-13")),
            of("乙", record(None, "2025-07-20")),
            of("丙", record(None, "2025-07-27")),
            of("甲", record(Some("第31周"), "2025-08-03")),
            of("乙", record(None, "2025-08-10")),
        ]
    };
    assert_eq!(meant(turns(), "第30周", "2025-09-01"), ["2025-07-27"]);
    assert_eq!(meant(turns(), "第32周", "2025-09-01"), [""; 0], "nothing after it bears that out");
}

#[test]
fn by_a_week_and_after_it_are_counted_by_labels() {
    assert_eq!(meant(spring(), "by week 17", "2023-05-20"), ["2023-04-11", "2023-04-18"]);
    assert_eq!(meant(spring(), "第17周之前", "2023-05-20"), ["2023-04-11"]);
    assert_eq!(meant(spring(), "第19周以来", "2023-05-20"), ["2023-05-02", "2023-05-16"]);
    assert_eq!(meant(spring(), "第19周之后", "2023-05-20"), ["2023-05-16"]);
}

#[test]
fn a_counted_week_and_an_iso_week_of_one_number_are_two() {
    let both = || vec![record(Some("第13周"), "2023-03-24"), record(Some("2024-W13"), "2024-03-31")];
    assert_eq!(meant(both(), "第13周", "2024-04-02"), ["2023-03-24"]);
    assert_eq!(meant(both(), "2024-W13", "2024-04-02"), ["2024-03-31"]);
    assert_eq!(meant(both(), "2023年第13周", "2024-04-02"), ["2023-03-24"]);
    assert_eq!(meant(vec![both().remove(1)], "第13周", "2024-04-02"), ["2024-03-31"]);
}

#[test]
fn this_weeks_report_is_the_one_written_this_week() {
    // Thursday 20 April; the report of Tuesday 18 April covers more of the week before.
    assert_eq!(meant(spring(), "本周的周报", "2023-04-20"), ["2023-04-18"]);
    // Monday 22 May: nothing is written yet.
    assert_eq!(meant(spring(), "本周的周报", "2023-05-22"), [""; 0]);
}

#[test]
fn a_range_of_labels_is_all_between_them() {
    assert_eq!(meant(spring(), "第17周到第19周", "2023-05-20"), ["2023-04-18", "2023-04-25", "2023-05-02"]);
}

#[test]
fn a_day_of_two_years_means_the_reports_of_both() {
    let years = vec![record(None, "2022-06-20"), record(None, "2023-06-20")];
    assert_eq!(meant(years, "6/15", "2023-07-01"), ["2022-06-20", "2023-06-20"]);
}

#[test]
fn without_a_dated_report_no_time_means_anything() {
    let mut record = record(None, "2023-06-20");
    record.date = None;
    assert_eq!(meant(vec![record], "6/15", "2023-07-01"), [""; 0]);
    assert_eq!(meant(Vec::new(), "第26周", "2023-07-01"), [""; 0]);
}

#[test]
fn the_latest_report_of_each_author_leaves_out_who_stopped() {
    let by = |author: &str, date: &str| {
        let mut record = record(None, date);
        record.author = Some(author.into());
        record.report = report_id(&format!("{author}{date}"));
        record.path = format!("{author}/{date}");
        record
    };
    let all = vec![
        by("网关组", "2023-06-13"),
        by("网关组", "2023-06-20"),
        by("账务组", "2023-06-18"),
        by("旧组", "2023-03-07"),
    ];
    let catalogue = Catalogue::new(all);
    let paths = |day: &str| {
        let latest = catalogue.latest(day.parse().expect("a date"));
        let mut paths: Vec<String> =
            latest.iter().map(|id| catalogue.entry(*id).expect("known").record.path.clone()).collect();
        paths.sort();
        paths
    };
    assert_eq!(paths("2023-06-21"), ["网关组/2023-06-20", "账务组/2023-06-18"]);
    assert_eq!(paths("2023-06-14"), ["网关组/2023-06-13"]);
    assert_eq!(paths("2023-01-01"), [""; 0]);
}

#[test]
fn a_report_of_a_day_without_a_year_is_met_by_its_day_in_any_year() {
    let mut yearless = record(None, "2023-06-20");
    (yearless.date, yearless.day) = (None, Some(1108));
    let all = || vec![yearless.clone(), record(None, "2024-11-20")];
    assert_eq!(meant(all(), "2024年11月8日", "2025-07-01"), ["2023-06-20"]);
    assert_eq!(meant(all(), "11月上旬", "2025-07-01"), ["2023-06-20"]);
    assert_eq!(meant(all(), "2024年11月20日", "2025-07-01"), ["2024-11-20"]);
    assert_eq!(meant(vec![yearless.clone()], "11/6", "2025-07-01"), ["2023-06-20"]);
    assert_eq!(meant(vec![yearless], "3月", "2025-07-01"), [""; 0]);
}

#[test]
fn the_days_that_many_authors_report_on_are_one_reading() {
    let by = |author: &str| {
        let mut record = record(Some("第26周"), "2023-06-20");
        (record.author, record.report) = (Some(author.to_string()), report_id(author));
        record
    };
    let catalogue = Catalogue::new(vec![by("甲"), by("乙"), by("丙")]);
    let mention = mentions_in_question("第26周").into_iter().next().expect("a time");
    let scope = catalogue.scope(&mention.reading.expect("possible"), "2023-07-01".parse().expect("a date"));
    assert_eq!((scope.reports.len(), scope.periods.len()), (3, 1));
}

#[test]
fn a_day_of_no_year_is_also_the_one_right_after_a_report() {
    let reports = vec![record(None, "2022-06-24"), record(None, "2023-06-20")];
    let catalogue = Catalogue::new(reports);
    let scope = |text: &str| {
        let mention = mentions_in_question(text).into_iter().next().expect("a time");
        catalogue.scope(&mention.reading.expect("possible"), "2023-07-01".parse().expect("a date"))
    };
    // The report of the 20th may tell of the 21st, which no report covers.
    let days: Vec<String> = scope("6/21").periods.iter().map(ToString::to_string).collect();
    assert_eq!(days, ["2022-06-21", "2023-06-21"]);
}

#[test]
fn reports_that_are_counted_are_found_by_their_number() {
    let issue = |number: u32, date: &str| {
        let mut record = record(None, date);
        record.issue = Some(number);
        record
    };
    let all = || vec![issue(41, "2024-06-07"), issue(42, "2024-06-14"), issue(43, "2024-06-21")];
    assert_eq!(meant(all(), "第 42 期讲了什么", "2024-07-01"), ["2024-06-14"]);
    assert_eq!(meant(all(), "what did issue 42 say", "2024-07-01"), ["2024-06-14"]);
    assert_eq!(meant(all(), "第41-42期", "2024-07-01"), ["2024-06-07", "2024-06-14"]);
    assert_eq!(meant(all(), "第 42 期以来", "2024-07-01"), ["2024-06-14", "2024-06-21"]);
    // The one that is missing is no other.
    assert_eq!(meant(all(), "第 38 期", "2024-07-01"), [""; 0]);
    let may_mean = |records: Vec<ReportRecord>, text: &str| {
        let mention = mentions_in_question(text).into_iter().next().expect("a time");
        Catalogue::new(records).may_mean(&mention.reading.expect("possible"))
    };
    assert!(may_mean(all(), "第 38 期"));
    assert!(!may_mean(all(), "issue 1790"), "a defect");
    assert!(!may_mean(spring(), "第 42 期"), "nothing is counted here");
}
