//! The whole program, from outside: a folder of 500 reports ingested, ingested again unchanged, and one question asked
//! from a cold start on a year of reports. Wall time and peak memory as the operating system counts them.
//! Needs `ZHOUBAO_MODELS`. With `--write FOLDER COUNT` it only writes so many reports there, for scripts/figures.py.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

#[allow(dead_code)]
mod corpus;

const REPORTS: usize = 500;
const A_YEAR: usize = 52;
const QUESTIONS: usize = 15;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some([folder, count]) =
        arguments.iter().position(|argument| argument == "--write").and_then(|at| arguments.get(at + 1..at + 3))
    {
        write_reports(Path::new(folder), count.parse().expect("a number"));
        return;
    }
    if std::env::var_os("ZHOUBAO_MODELS").is_none() {
        eprintln!("skipped: ZHOUBAO_MODELS is not set");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for (name, count) in [("many", REPORTS), ("year", A_YEAR)] {
        let bytes = write_reports(&folder.path().join(name), count);
        println!("{name}: {count} reports, {:.2} MB", bytes as f64 / 1e6);
    }
    let run = |what: &str, arguments: &[&str]| {
        let (seconds, peak_mb) = run(folder.path(), arguments);
        println!("{what:<40} {seconds:>7.2} s {peak_mb:>7.0} MB");
    };
    run("ingest 500 reports", &["ingest", "--index", "many.index", "many"]);
    run("ingest them again, unchanged", &["ingest", "--index", "many.index", "many"]);
    run("ingest 500 reports, words alone", &["ingest", "--index", "words.index", "--embedder", "none", "many"]);
    run("ingest a year", &["ingest", "--index", "year.index", "year"]);
    let question = ["ask", "--index", "year.index", "what caused the 6/15 账户流水 discrepancy"];
    let mut asked: Vec<(f64, f64)> = (0..QUESTIONS).map(|_| crate::run(folder.path(), &question)).collect();
    asked.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (median, worst) = (asked[QUESTIONS / 2], asked[QUESTIONS - 1]);
    println!("ask, cold, a year of reports: median {:.3} s, worst {:.3} s, peak {:.0} MB", median.0, worst.0, worst.1);
}

fn write_reports(folder: &Path, count: usize) -> usize {
    std::fs::create_dir_all(folder).expect("a folder");
    let seeds = corpus::seeds();
    (0..count)
        .map(|number| {
            let (name, text) = corpus::report(&seeds, number);
            std::fs::write(folder.join(name), &text).expect("written");
            text.len()
        })
        .sum()
}

/// Wall seconds and peak megabytes of one run.
fn run(folder: &Path, arguments: &[&str]) -> (f64, f64) {
    let start = Instant::now();
    let output = Command::new("/usr/bin/env")
        .args(["time", "-f", "peak %M"])
        .arg(env!("CARGO_BIN_EXE_zhoubao"))
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::null())
        .output()
        .expect("the program and `time` run");
    let seconds = start.elapsed().as_secs_f64();
    let errors = String::from_utf8_lossy(&output.stderr);
    let peak = errors.lines().rev().find_map(|line| line.strip_prefix("peak ")?.trim().parse::<f64>().ok());
    assert!(output.status.success(), "{arguments:?}: {errors}");
    (seconds, peak.unwrap_or(0.0) / 1024.0)
}
