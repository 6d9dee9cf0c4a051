//! Rows of the ledgers as people judged them, against the confidence that the program gives them: of what is shown by default how much is right,
//! and how much of what is right is shown.
//!
//! `tests/labels/judged_*.jsonl` (see `labels/README.md`) hold rows of the sample reports, of the made-up departments in `tests/corpora`, and of a
//! lab's reports where they are at hand (`../shared/corpora/plct`). `ZHOUBAO_FEATURES=FILE` writes what `scripts/train_facts.py` learns from.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod accounts;
mod judged;
#[path = "../page/mod.rs"]
mod page;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use zhoubao::fact::features;

use judged::{Judged, judged};

/// A row that was judged.
struct Row {
    set: String,
    features: Vec<f32>,
    is_right: bool,
    is_shown: bool,
    /// Kept to measure by.
    is_held: bool,
}

fn folder(set: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    match set {
        "seeds" => root.join("seeds"),
        "layouts" => root.join("tests/labels/layouts"),
        "plct" => root.join("../shared/corpora/plct"),
        set => root.join("tests/corpora").join(set).join("reports"),
    }
}

/// The judged rows of `kind` that the program reads today.
fn rows(kind: &str) -> Vec<Row> {
    let all = judged(kind);
    let pages: BTreeSet<(&str, &str)> = all.iter().map(|judged| (judged.set.as_str(), judged.path.as_str())).collect();
    let mut rows = Vec::new();
    for (set, path) in pages {
        let folder = folder(set);
        if !folder.is_dir() {
            eprintln!("skipped: {} does not exist", folder.display());
            continue;
        }
        let report = page::read(&folder, path);
        let labels: Vec<&Judged> = all.iter().filter(|judged| judged.set == set && judged.path == path).collect();
        let (milestones, metrics) = features(&report);
        let mut add = |features: Vec<f32>, is_right: Option<bool>, is_shown: bool, is_held: bool| {
            if let Some(is_right) = is_right {
                rows.push(Row { set: set.to_string(), features, is_right, is_shown, is_held });
            }
        };
        if kind == "milestones" {
            for (fact, features) in milestones {
                add(features, judged::of_milestone(&labels, &fact), fact.is_likely(), judged::is_held(&labels, &fact));
            }
        } else {
            let (facts, features): (Vec<_>, Vec<_>) = metrics.into_iter().unzip();
            for (fact, features) in facts.iter().zip(features) {
                add(features, judged::of_metric(&labels, fact, &facts, &report), fact.is_likely(), false);
            }
        }
    }
    rows
}

fn share(part: usize, whole: usize) -> f64 {
    f64::from(u32::try_from(part).expect("few")) / f64::from(u32::try_from(whole.max(1)).expect("few"))
}

/// Precision and recall of what is shown, a set a line; those of all sets together.
fn table(kind: &str, rows: &[Row]) -> (f64, f64) {
    let mut sets: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        sets.entry(&row.set).or_default().push(row);
    }
    println!(
        "{kind}: rows judged, right of them; shown by default, right of those (precision); of the right ones shown (recall)"
    );
    for (set, rows) in &sets {
        let right = rows.iter().filter(|row| row.is_right).count();
        let shown = rows.iter().filter(|row| row.is_shown).count();
        let both = rows.iter().filter(|row| row.is_right && row.is_shown).count();
        println!(
            "{set}: {}, {right}; {shown}, {both} ({:.3}); {:.3}",
            rows.len(),
            share(both, shown),
            share(both, right)
        );
    }
    let right = rows.iter().filter(|row| row.is_right).count();
    let shown = rows.iter().filter(|row| row.is_shown).count();
    let both = rows.iter().filter(|row| row.is_right && row.is_shown).count();
    println!("all: {:.3}, {:.3}", share(both, shown), share(both, right));
    (share(both, shown), share(both, right))
}

fn check(kind: &str, least_precision: f64, least_recall: f64) {
    let (held, rows): (Vec<Row>, Vec<Row>) = rows(kind).into_iter().partition(|row| row.is_held);
    if !held.is_empty() {
        println!("kept to measure by:");
        table(kind, &held);
    }
    if let Some(file) = std::env::var_os("ZHOUBAO_FEATURES") {
        let rows: Vec<Value> =
            rows.iter().map(|row| json!({"set": row.set, "right": row.is_right, "features": row.features})).collect();
        let file = Path::new(&file).with_extension(kind);
        std::fs::write(&file, serde_json::to_string(&rows).expect("JSON")).expect("a file that can be written");
    }
    let (precision, recall) = table(kind, &rows);
    assert!(precision >= least_precision && recall >= least_recall, "{kind}: {precision:.3} {recall:.3}");
}

#[test]
fn milestones_shown_by_default_are_mostly_right() {
    check("milestones", 0.78, 0.48);
}

#[test]
fn metrics_shown_by_default_are_mostly_right() {
    check("metrics", 0.84, 0.88);
}
