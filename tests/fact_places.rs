//! Facts and the passages that hold them: every metric lies in exactly one passage, and in none that tells an incident.

use std::path::Path;

use uuid::Uuid;
use zhoubao::fact::{Facts, accounts, facts, goals, incident_spans, metrics, milestones};
use zhoubao::passage::passages;
use zhoubao::report::{PageName, Report};

/// Every page below the sample reports and the pages made for tests.
fn reports() -> Vec<(String, Report)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["seeds", "tests/golden", "tests/labels/layouts", "tests/data/ledger_reports"];
    let files = folders.iter().flat_map(|folder| walkdir::WalkDir::new(root.join(folder)).sort_by_file_name());
    let mut found = Vec::new();
    for file in files.filter_map(Result::ok).filter(|file| file.path().extension().is_some_and(|ending| ending == "md"))
    {
        // One page is not in UTF-8 on purpose.
        let Ok(text) = std::fs::read_to_string(file.path()) else { continue };
        let name = file.path().file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let path = file.path().display().to_string();
        found.push((path, Report::parse(text, &PageName { name, folders: Vec::new() })));
    }
    assert!(found.len() > 80, "the pages are there");
    found
}

#[test]
fn every_metric_lies_in_one_passage_that_tells_no_incident() {
    for (path, report) in reports() {
        let passages = passages(&report, Uuid::nil());
        let held: usize = passages.iter().map(|passage| passage.metrics.len()).sum();
        assert_eq!(held, metrics(&report).len(), "{path}");
        for passage in &passages {
            let wrong = passage.metrics.iter().filter(|_| passage.incident.is_some()).collect::<Vec<_>>();
            assert!(wrong.is_empty(), "{path}: {wrong:?}");
        }
    }
}

#[test]
fn incidents_are_found_for_the_whole_report_where_their_passages_are() {
    for (path, report) in reports() {
        let spans = incident_spans(&report);
        for passage in passages(&report, Uuid::nil()).iter().filter(|passage| passage.incident.is_some()) {
            let is_known = spans.iter().any(|span| span.start < passage.span.end && passage.span.start < span.end);
            assert!(is_known, "{path}:{} {}", passage.lines, passage.text);
        }
    }
}

#[test]
fn facts_read_together_are_those_read_one_kind_at_a_time() {
    for (path, report) in reports() {
        let each = Facts { metrics: metrics(&report), milestones: milestones(&report), goals: goals(&report) };
        assert_eq!(facts(&report), each, "{path}");
    }
}

#[test]
fn accounts_of_incidents_stand_in_order_and_apart() {
    for (path, report) in reports() {
        let all = accounts(&report);
        for pair in all.windows(2) {
            assert!(pair[0].span.end <= pair[1].span.start, "{path}: {pair:?}");
        }
        assert!(all.iter().all(|account| !report.source[account.span.clone()].trim().is_empty()), "{path}");
    }
}
