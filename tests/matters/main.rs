//! Lines of reports that people put together because they tell of one matter (`tests/labels/matters`), against what the program makes of them: of
//! the later lines that it takes for the same matter how many are, and for how many lines it finds one.
//!
//! `ZHOUBAO_FEATURES=FILE` writes what `scripts/train_matters.py` learns from.

#![allow(clippy::print_stdout)]

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Value, json};
use zhoubao::calendar::Date;
use zhoubao::fact::sentences;
use zhoubao::lexicon::{Glossary, Segmenter};
use zhoubao::report::{PageName, Report};
use zhoubao::thread::matter::{FEATURES, Line, Matters};

#[derive(Deserialize)]
struct Labelled {
    told: Vec<ToldAt>,
}

/// The beginning of a sentence, an item or a cell as it stands in a line.
#[derive(Deserialize)]
struct ToldAt {
    path: String,
    line: usize,
    quote: String,
}

struct Told {
    path: String,
    date: Date,
    text: String,
    heading: String,
    /// Which matters people say it tells of.
    matters: HashSet<usize>,
}

/// Shorter lines say nothing, in letters.
const LEAST_LETTERS: usize = 8;

/// What the cut was chosen for (`PRECISION` in scripts/train_matters.py), and how many it then finds: docs/quality.md.
const LEAST_PRECISION: f64 = 0.79;
const LEAST_RIGHT: u32 = 1400;

/// A line of so many numbers is one of figures.
const FIGURES: usize = 3;

fn numbers(text: &str) -> usize {
    let is_number = |word: &&str| word.contains(|c: char| c.is_ascii_digit());
    text.split(|c: char| !c.is_ascii_alphanumeric() && !".,:/-%".contains(c)).filter(is_number).count()
}

/// Of all these reports.
const YEAR: &str = "2025";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Sentences of every report of a set that has a date, with the labels on them.
fn lines(labels: &Path) -> Vec<Told> {
    let set = labels.file_stem().expect("a name").to_string_lossy();
    let text = std::fs::read_to_string(labels).unwrap_or_else(|error| panic!("{}: {error}", labels.display()));
    let labelled: Vec<Labelled> =
        text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{set}: {error}"))).collect();
    let folder = match set.as_ref() {
        "seeds" => root().join("seeds"),
        set => root().join("tests/corpora").join(set).join("reports"),
    };
    let mut paths: Vec<String> = std::fs::read_dir(&folder)
        .expect("reports")
        .map(|entry| entry.expect("a report").file_name().to_string_lossy().into_owned())
        .collect();
    // Of the samples one quarter was read.
    paths.retain(|path| labelled.iter().flat_map(|matter| &matter.told).any(|told| told.path == *path));
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let source = std::fs::read_to_string(folder.join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let name = path.trim_end_matches(".md").to_string();
        // Some are named by a day or a week alone.
        let report = Report::parse(source, &PageName { name, folders: vec![YEAR.to_string()] });
        let Some(date) = report.date else { continue };
        let mut at = 0;
        for (number, line) in report.source.split_inclusive('\n').enumerate() {
            let span = at..at + line.len();
            at = span.end;
            let is_heading = line.trim_start().starts_with('#');
            let section = report.sections.iter().rfind(|section| section.span.contains(&span.start));
            let heading = section.and_then(|section| section.path.last()).cloned().unwrap_or_default();
            for sentence in sentences(&report.source, span.clone()) {
                let text = report.source[sentence].trim().to_string();
                if is_heading || text.chars().filter(|c| c.is_alphanumeric()).count() < LEAST_LETTERS {
                    continue;
                }
                let is_told = |told: &ToldAt| {
                    let start: String = text.trim_start_matches(['-', '*', '+', '|', ' ']).chars().take(8).collect();
                    told.path == path
                        && told.line == number + 1
                        && (text.contains(&told.quote) || told.quote.contains(&start))
                };
                let matters = labelled.iter().enumerate().filter(|(_, matter)| matter.told.iter().any(is_told));
                let matters = matters.map(|(at, _)| at).collect();
                all.push(Told { path: path.clone(), date, text, heading: heading.clone(), matters });
            }
        }
    }
    // Rows of figures go on from week to week, which people were asked not to call a matter.
    all.retain(|told| !told.matters.is_empty() || numbers(&told.text) < FIGURES);
    // What every report repeats is none either.
    let words = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let known: Vec<String> = all.iter().map(|told| words(&told.text)).collect();
    let mut at = 0;
    all.retain(|_| {
        at += 1;
        known.iter().filter(|other| **other == known[at - 1]).count() == 1
    });
    all
}

fn sets() -> Vec<PathBuf> {
    let folder = root().join("tests/labels/matters");
    let mut sets: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("labels").map(|entry| entry.expect("a set").path()).collect();
    sets.sort();
    sets
}

#[test]
fn what_is_taken_for_the_same_matter_mostly_is() {
    let segmenter = Segmenter::new(Glossary::built_in());
    let mut written: Vec<Value> = Vec::new();
    let (mut joined, mut right, mut with_a_later_one) = (0_u32, 0_u32, 0_u32);
    for set in sets() {
        let all = lines(&set);
        let line = |told: &Told| (told.text.clone(), told.heading.clone());
        let texts: Vec<(String, String)> = all.iter().map(line).collect();
        let read: Vec<Line<'_>> = texts.iter().map(|(text, heading)| Line { text, heading }).collect();
        let matters = Matters::of(&read, &segmenter);
        let is_same = |one: usize, other: usize| !all[one].matters.is_disjoint(&all[other].matters);
        let is_later = |one: usize, other: usize| all[other].date > all[one].date && all[one].path != all[other].path;
        let counted = (joined, right, with_a_later_one);
        for of in 0..all.len() {
            with_a_later_one += u32::from((0..all.len()).any(|at| is_later(of, at) && is_same(of, at)));
            let kin = matters.kin(of, |at| is_later(of, at));
            if let Some((best, _)) = kin.into_iter().max_by(|(_, one), (_, other)| one.total_cmp(other)) {
                joined += 1;
                right += u32::from(is_same(of, best));
            }
        }
        let (all_joined, all_right, all_later) = (joined - counted.0, right - counted.1, with_a_later_one - counted.2);
        let labelled = all.iter().filter(|told| !told.matters.is_empty()).count();
        println!(
            "{}: {} lines, {labelled} of matters, {all_later} with a later one; joined {all_joined}, right {all_right}",
            set.file_stem().expect("a name").to_string_lossy(),
            all.len()
        );
        let pairs = |of: usize| {
            let later = matters.candidates(of).into_iter().filter(move |at| is_later(of, *at));
            later.map(|at| json!([of, at, is_same(of, at), matters.features(of, at)])).collect::<Vec<_>>()
        };
        if std::env::var_os("ZHOUBAO_FEATURES").is_some() {
            let pairs: Vec<Value> = (0..all.len()).flat_map(pairs).collect();
            written.push(
                json!({"set": set.file_stem().expect("a name").to_string_lossy(), "lines": all.len(), "pairs": pairs}),
            );
        }
    }
    println!("all: joined {joined}, right {right}, of {with_a_later_one} that have a later one");
    if let Some(file) = std::env::var_os("ZHOUBAO_FEATURES") {
        let written = json!({"features": FEATURES, "sets": written});
        std::fs::write(file, serde_json::to_string(&written).expect("JSON")).expect("a file that can be written");
    }
    let precision = f64::from(right) / f64::from(joined.max(1));
    assert!(precision >= LEAST_PRECISION && right >= LEAST_RIGHT, "{precision:.3} of {joined}");
}
