//! What a month's roll-up must tell by lists that people made of the reports alone (`tests/labels/needed`: the lines that each thing stands on),
//! against what the program weighs most.
//!
//! `ZHOUBAO_FEATURES=FILE` writes what `scripts/train_lines.py` learns from.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Value, json};
use zhoubao::rollup::LINE_FEATURES;

use crate::desk::Desk;

/// The mean over the sets of the share of pairs, one needed and one not, in which the needed one weighs more: docs/quality.md. Four of the
/// lists name one line of several that tell the same.
const LEAST_IN_ORDER: f64 = 0.80;

#[derive(Deserialize)]
struct Labels {
    period: String,
    as_of: String,
    needed: Vec<Needed>,
}

#[derive(Deserialize)]
struct Needed {
    path: String,
    lines: Vec<u64>,
}

struct Line {
    is_needed: bool,
    weight: f64,
    features: Value,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sets() -> Vec<PathBuf> {
    let folder = root().join("tests/labels/needed");
    let mut sets: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("labels").map(|entry| entry.expect("a set").path()).collect();
    sets.sort();
    sets
}

fn lines(labels: &Path) -> Vec<Line> {
    let set = labels.file_stem().expect("a name").to_string_lossy().into_owned();
    let labels: Labels = serde_json::from_str(&std::fs::read_to_string(labels).expect("labels")).expect("JSON");
    let needed: HashMap<&str, HashSet<u64>> =
        labels.needed.iter().map(|of| (of.path.as_str(), of.lines.iter().copied().collect())).collect();
    let desk = Desk::new();
    let reports = root().join("tests/corpora").join(&set).join("reports");
    let run = desk.run(["ingest", &reports.display().to_string(), "--embedder", "none"]);
    assert_eq!(run.code, 0, "{set}: {run}");
    let run = desk.run(["rollup", &labels.period, "--as-of", &labels.as_of, "--features"]);
    assert_eq!(run.code, 0, "{set}: {run}");
    let line = |line: &str| {
        let line: Value = serde_json::from_str(line).expect("JSON");
        let path = line["path"].as_str().expect("a path");
        let number = |name: &str| line["lines"][name].as_u64().expect("a line");
        let is_needed = needed
            .iter()
            .filter(|(of, _)| path.ends_with(**of))
            .any(|(_, needed)| (number("first")..=number("last")).any(|line| needed.contains(&line)));
        Line { is_needed, weight: line["weight"].as_f64().expect("a weight"), features: line["features"].clone() }
    };
    run.stdout.lines().map(line).collect()
}

/// The share of pairs in which the needed line weighs more; of a draw the half.
fn in_order(lines: &[Line]) -> f64 {
    let (needed, others): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line.is_needed);
    let pairs = needed.iter().flat_map(|one| others.iter().map(|other| (one.weight, other.weight)));
    let score = |(one, other): (f64, f64)| if one > other { 1.0 } else { f64::from(u8::from(one >= other)) / 2.0 };
    pairs.map(score).sum::<f64>() / (needed.len() * others.len()).max(1) as f64
}

#[test]
fn what_a_reader_needs_weighs_more_than_the_rest() {
    let mut written: Vec<Value> = Vec::new();
    let mut shares: Vec<f64> = Vec::new();
    for set in sets() {
        let lines = lines(&set);
        let name = set.file_stem().expect("a name").to_string_lossy().into_owned();
        let rows: Vec<Value> = lines.iter().map(|line| json!([line.is_needed, line.features])).collect();
        written.push(json!({"set": name, "rows": rows}));
        shares.push(in_order(&lines));
        println!("{name}: {} lines, {:.3}", lines.len(), shares[shares.len() - 1]);
    }
    if let Some(file) = std::env::var_os("ZHOUBAO_FEATURES") {
        let written = json!({"features": LINE_FEATURES.as_slice(), "sets": written});
        std::fs::write(file, serde_json::to_string(&written).expect("JSON")).expect("a file that can be written");
    }
    let mean = shares.iter().sum::<f64>() / shares.len() as f64;
    assert!(mean >= LEAST_IN_ORDER, "{mean:.3} of {shares:.3?}");
}
