//! Metrics as the program reads them against metrics as people read them.
//!
//! Three sets: ten of the sample reports, `data/ledger_reports` (imagined departments of other trades), and real reports
//! where their folder is at hand (`ZHOUBAO_REAL_REPORTS`, else `../shared/reports`). `ZHOUBAO_SHOW_MISSES=1` lists what was
//! read otherwise.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod figures;
mod label;

use std::path::{Path, PathBuf};

use zhoubao::fact::{Metric, metrics};
use zhoubao::report::{PageName, Report};

use figures::{Figures, NAMES};
use label::labels;

/// Every metric of the reports that the labels name, with the path of its file.
fn found(folder: &Path, paths: &[String]) -> Vec<(String, Metric)> {
    let mut found = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(folder.join(path)).expect("a labelled report");
        let mut folders: Vec<String> = path.split('/').map(str::to_string).collect();
        let name = folders.pop().unwrap_or_default().trim_end_matches(".md").to_string();
        let report = Report::parse(text, &PageName { name, folders });
        found.extend(metrics(&report).into_iter().map(|metric| (path.clone(), metric)));
    }
    found
}

/// `least`: precision and recall of finding a metric, and of each of its fields.
fn check(set: &str, folder: &Path, least: [f64; NAMES.len()]) {
    let labels = labels(set, folder);
    let mut paths: Vec<String> = labels.iter().map(|label| label.path.clone()).collect();
    paths.sort();
    paths.dedup();
    let figures = Figures::new(&found(folder, &paths), &labels);
    println!("{}", figures.table(set));
    if std::env::var_os("ZHOUBAO_SHOW_MISSES").is_some() {
        println!("{}", figures.misses.join("\n"));
    }
    for ((name, figure), least) in NAMES.iter().zip(figures.each).zip(least) {
        let (precision, recall) = (figure.precision(), figure.recall());
        assert!(precision >= least && recall >= least, "{set}: {name} {precision:.3} {recall:.3}");
    }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn metrics_of_the_sample_reports_are_read_as_people_read_them() {
    check("metrics_seeds", &repository().join("seeds"), [0.95; 7]);
}

#[test]
fn metrics_by_other_trades_are_read_as_people_read_them() {
    check("metrics_imagined", &repository().join("tests/data/ledger_reports"), [0.0; 7]);
}

#[test]
fn metrics_of_real_reports_are_read_as_people_read_them() {
    let named = std::env::var_os("ZHOUBAO_REAL_REPORTS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| repository().join("../shared/reports"));
    if !folder.is_dir() {
        eprintln!("skipped: {} does not exist (set ZHOUBAO_REAL_REPORTS)", folder.display());
        return;
    }
    check("metrics_real", &folder, [0.95; 7]);
}
