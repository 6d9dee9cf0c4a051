//! Incidents as the program reads them against incidents as people read them.
//!
//! Three sets: the sample reports, `labels/layouts` (pages by other imagined authors), and real reports where their folder
//! is at hand (`ZHOUBAO_REAL_REPORTS`, else `../shared/reports`). `ZHOUBAO_SHOW_MISSES=1` lists what was read otherwise.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod figures;
mod label;
mod overlap;

use std::path::{Path, PathBuf};

use uuid::Uuid;
use zhoubao::fact::Incident;
use zhoubao::passage::passages;
use zhoubao::report::{PageName, Report};
use zhoubao::source::{Limits, open};

use figures::{Figures, NAMES};
use label::labels;

const LEAST_INCIDENTS: f64 = 0.97;
const LEAST_PART: f64 = 0.95;

/// Every incident of the reports below `folder` with the path of its file below it.
fn incidents(folder: &Path) -> Vec<(String, Incident)> {
    let sources = open(&[folder.to_path_buf()], Limits::default()).expect("the folder of reports");
    let mut found = Vec::new();
    for document in sources.documents().filter_map(Result::ok) {
        let name = PageName { name: document.name.clone(), folders: document.folder.clone() };
        let report = Report::parse(document.text, &name);
        let all = passages(&report, Uuid::nil());
        found.extend(all.into_iter().filter_map(|passage| Some((document.path.clone(), passage.incident?))));
    }
    found
}

fn check(set: &str, folder: &Path) {
    let mut labels = labels(set, folder);
    labels.retain(|label| folder.join(&label.path).is_file());
    let figures = Figures::new(&incidents(folder), &labels);
    println!("{}", figures.table(set));
    if std::env::var_os("ZHOUBAO_SHOW_MISSES").is_some() {
        println!("{}", figures.misses.join("\n"));
    }
    for (at, (name, figure)) in NAMES.iter().zip(figures.each).enumerate() {
        let least = if at == 0 { LEAST_INCIDENTS } else { LEAST_PART };
        let (precision, recall) = (figure.precision(), figure.recall());
        assert!(
            precision >= least && recall >= least,
            "{set}: {name} {precision:.3} {recall:.3}\n{}",
            figures.misses.join("\n")
        );
    }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn incidents_of_the_sample_reports_are_read_as_people_read_them() {
    check("seeds", &repository().join("seeds"));
}

#[test]
fn incidents_by_other_authors_are_read_as_people_read_them() {
    check("layouts", &repository().join("tests/labels/layouts"));
}

#[test]
fn incidents_of_real_reports_are_read_as_people_read_them() {
    let named = std::env::var_os("ZHOUBAO_REAL_REPORTS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| repository().join("../shared/reports"));
    if !folder.is_dir() {
        eprintln!("skipped: {} does not exist (set ZHOUBAO_REAL_REPORTS)", folder.display());
        return;
    }
    check("real", &folder);
}
