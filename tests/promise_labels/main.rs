//! What came of promises, as people read it in the later reports, against what `promises` says: of the due ones of which a later report says
//! anything, how many have an outcome, and how many of the outcomes are right and cite a report that says so.
//!
//! `tests/labels/promises.jsonl` (see `labels/README.md`) holds promises of the sample reports, of three made-up departments, and of a lab's
//! reports where they are at hand (`../shared/corpora/plct`). `ZHOUBAO_SHOW_MISSES=1` lists what was read otherwise.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod promised;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Label {
    set: String,
    path: String,
    line: u64,
    kind: String,
    due: Option<String>,
    /// Each that may be said; `unknown` among them where people doubt that a later report says anything.
    outcome: Vec<String>,
    /// Dates of reports that say so; any where none stands here.
    evidence: Vec<String>,
    /// Dates of reports whose line that comes nearest is about something else.
    #[serde(default)]
    not: Vec<String>,
}

fn folder(set: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    match set {
        "seeds" => root.join("seeds"),
        "plct" => {
            std::env::var_os("ZHOUBAO_LAB_REPORTS").map_or_else(|| root.join("../shared/corpora/plct"), PathBuf::from)
        }
        set => root.join("tests/corpora").join(set).join("reports"),
    }
}

fn run(index: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhoubao"));
    command.env_clear().env("HOME", index).env("PATH", "/usr/bin").env("TZ", "UTC").env("ZHOUBAO_EMBEDDER", "none");
    let output = command.arg("--index").arg(index).args(arguments).output().expect("a program that runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The promises of the reports in `folder`; all of them, as what is likely is another matter.
fn promises(folder: &Path) -> Vec<Value> {
    let index = tempfile::tempdir().expect("a directory");
    run(index.path(), &["ingest", &folder.display().to_string()]);
    serde_json::from_str(&run(index.path(), &["promises", "--all", "--json"])).expect("JSON")
}

/// Counts over the labels of a set.
#[derive(Default, Clone, Copy)]
struct Figures {
    said: u32,
    said_with_outcome: u32,
    with_outcome: u32,
    right: u32,
}

impl Figures {
    fn recall(self) -> f64 {
        f64::from(self.said_with_outcome) / f64::from(self.said.max(1))
    }

    fn precision(self) -> f64 {
        f64::from(self.right) / f64::from(self.with_outcome.max(1))
    }

    fn add(&mut self, other: Self) {
        self.said += other.said;
        self.said_with_outcome += other.said_with_outcome;
        self.with_outcome += other.with_outcome;
        self.right += other.right;
    }
}

fn is_of(promise: &Value, label: &Label) -> bool {
    promise["made"]["path"] == label.path.as_str()
        && promise["made"]["lines"][0] == label.line
        && promise["kind"] == label.kind.as_str()
        && promise["due"].as_str() == label.due.as_deref()
}

/// A part that is done of a matter that is late may be called either.
fn is_right(label: &Label, outcome: &str, date: &str) -> bool {
    let is_late = label.outcome.iter().any(|said| matches!(said.as_str(), "partly" | "dropped"));
    let is_outcome = label.outcome.iter().any(|said| said == outcome) || (outcome == "slipped" && is_late);
    let is_evidence = label.evidence.is_empty() || label.evidence.iter().any(|said| said == date);
    is_outcome && is_evidence && !label.not.iter().any(|not| not == date)
}

fn figures(set: &str, labels: &[Label]) -> Option<Figures> {
    let folder = folder(set);
    if !folder.is_dir() {
        eprintln!("skipped: {} does not exist (set ZHOUBAO_LAB_REPORTS)", folder.display());
        return None;
    }
    let found = promises(&folder);
    let mut figures = Figures::default();
    for label in labels.iter().filter(|label| label.set == set) {
        let promise = found.iter().find(|promise| is_of(promise, label));
        let outcome = promise.and_then(|promise| promise["outcome"].as_str()).unwrap_or("gone");
        let is_said = !label.outcome.iter().any(|said| said == "unknown");
        let has_outcome = !matches!(outcome, "unknown" | "pending" | "gone");
        let date = promise.and_then(|promise| promise["evidence"]["date"].as_str()).unwrap_or_default();
        let is_right = has_outcome && is_right(label, outcome.trim_start_matches("possibly_"), date);
        figures.add(Figures {
            said: u32::from(is_said),
            said_with_outcome: u32::from(is_said && has_outcome),
            with_outcome: u32::from(has_outcome),
            right: u32::from(is_right),
        });
        if std::env::var_os("ZHOUBAO_SHOW_MISSES").is_some() && (is_said || has_outcome) && !is_right {
            println!(
                "{}:{} {} due {:?}: {outcome} ({date}), not {:?}",
                label.path, label.line, label.kind, label.due, label.outcome
            );
        }
    }
    println!(
        "{set}: {} said of later, {} with an outcome ({:.3}); {} outcomes, {} right ({:.3})",
        figures.said,
        figures.said_with_outcome,
        figures.recall(),
        figures.with_outcome,
        figures.right,
        figures.precision()
    );
    Some(figures)
}

/// The least share with an outcome, and of right ones among them, in the sets together.
fn check(sets: &[&str], least_recall: f64, least_precision: f64) {
    let text = include_str!("../labels/promises.jsonl");
    let labels: Vec<Label> = text.lines().map(|line| serde_json::from_str(line).expect("a label")).collect();
    let all: Vec<Figures> = sets.iter().filter_map(|set| figures(set, &labels)).collect();
    if all.is_empty() {
        return;
    }
    let mut sum = Figures::default();
    all.into_iter().for_each(|figures| sum.add(figures));
    let (recall, precision) = (sum.recall(), sum.precision());
    assert!(recall >= least_recall && precision >= least_precision, "{sets:?}: {recall:.3} {precision:.3}");
}

#[test]
fn promises_of_the_sample_reports_have_the_outcome_that_people_read() {
    check(&["seeds"], 0.90, 0.95);
}

#[test]
fn promises_of_other_departments_have_the_outcome_that_people_read() {
    check(&["lab-many-authors", "held-hospital", "held-factory"], 0.65, 0.95);
}

#[test]
fn promises_of_a_lab_have_the_outcome_that_people_read() {
    check(&["plct"], 0.20, 0.95);
}
