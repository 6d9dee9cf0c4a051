//! Milestones and goals as the program reads them against what people read in the same reports.
//!
//! Three sets: the sample reports, reports by other imagined authors, and real reports where their folder is at hand
//! (`ZHOUBAO_REAL_REPORTS`, else `../shared/reports`). `ZHOUBAO_SHOW_MISSES=1` lists what was read otherwise.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod figures;
mod label;
#[path = "../page/mod.rs"]
mod page;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use zhoubao::fact::{goals, milestones};

use figures::{Figures, NAMES};
use label::{goal_label, label, lines};

const LEAST: f64 = 0.90;

fn check(set: &str, folder: &Path) {
    let of_milestones: Vec<_> = lines(&format!("milestones_{set}")).iter().map(|line| label(line, folder)).collect();
    let of_goals: Vec<_> = lines(&format!("goals_{set}")).iter().map(|line| goal_label(line, folder)).collect();
    let paths: BTreeSet<&String> =
        of_milestones.iter().map(|label| &label.path).chain(of_goals.iter().map(|label| &label.path)).collect();
    let (mut found, mut aims) = (Vec::new(), Vec::new());
    for path in paths {
        let report = page::read(folder, path);
        found.extend(milestones(&report).into_iter().map(|milestone| (path.clone(), milestone)));
        aims.extend(goals(&report).into_iter().map(|goal| (path.clone(), goal)));
    }
    let mut figures = Figures::default();
    figures.milestones(&found, &of_milestones);
    figures.goals(&aims, &of_goals);
    println!("{}", figures.table(set));
    if std::env::var_os("ZHOUBAO_SHOW_MISSES").is_some() {
        println!("{}", figures.misses.join("\n"));
    }
    for (name, figure) in NAMES.iter().zip(figures.each) {
        let (precision, recall) = (figure.precision(), figure.recall());
        assert!(
            precision >= LEAST && recall >= LEAST,
            "{set}: {name} {precision:.3} {recall:.3}\n{}",
            figures.misses.join("\n")
        );
    }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn milestones_of_the_sample_reports_are_read_as_people_read_them() {
    check("seeds", &repository().join("seeds"));
}

#[test]
fn milestones_by_other_authors_are_read_as_people_read_them() {
    check("imagined", &repository().join("tests/data/ledger_reports"));
}

#[test]
fn milestones_of_real_reports_are_read_as_people_read_them() {
    let named = std::env::var_os("ZHOUBAO_REAL_REPORTS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| repository().join("../shared/reports"));
    if !folder.is_dir() {
        eprintln!("skipped: {} does not exist (set ZHOUBAO_REAL_REPORTS)", folder.display());
        return;
    }
    check("real", &folder);
}
