//! Accounts of incidents as people found them who had not seen the program (`tests/labels/incidents`), against those that the program reads.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Value, json};
use zhoubao::fact::{Candidate, account_features, accounts};
use zhoubao::report::{LineIndex, Report};

use super::{folder, page, share};

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// A head would want it in a list of incidents.
    Clear,
    /// He could do without.
    Minor,
    /// It only speaks of one that is told elsewhere.
    Again,
}

#[derive(Deserialize)]
struct Label {
    path: String,
    line: usize,
    last: usize,
    /// How the account begins.
    from: String,
    kind: Kind,
}

/// How many letters of its beginning tell where an account begins.
const BEGINNING_CHARS: usize = 6;

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The labels of a page with the candidate that each begins at: that which opens with its words, else the first of its line.
fn starts(labels: &[&Label], candidates: &[Candidate], report: &Report, index: &LineIndex) -> Vec<Option<usize>> {
    let at = |label: &&Label| {
        let beginning: String = letters(&label.from).chars().take(BEGINNING_CHARS).collect();
        let of_line = || (0..candidates.len()).filter(|at| index.lines(&candidates[*at].first).first == label.line);
        let text = |at: usize| letters(&report.source[candidates[at].first.clone()]);
        let opens = of_line().find(|at| text(*at).starts_with(&beginning));
        opens.or_else(|| of_line().find(|at| text(*at).contains(&beginning))).or_else(|| of_line().next())
    };
    labels.iter().map(at).collect()
}

/// Every page below a folder.
fn pages(folder: &Path, below: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder.join(below)).expect("a folder").map(|entry| entry.expect("an entry"));
    let mut found = Vec::new();
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        if entry.path().is_dir() {
            found.extend(pages(folder, &path));
        } else if Path::new(&path).extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What is told of the labels of a set.
#[derive(Default)]
struct Tally {
    clear: usize,
    shown: usize,
    of_clear: usize,
    of_minor: usize,
}

#[test]
fn incidents_are_those_that_people_found() {
    let labels_folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labels/incidents");
    let mut rows: Vec<Value> = Vec::new();
    let mut all = Tally::default();
    for file in std::fs::read_dir(labels_folder).expect("the labels").map(|entry| entry.expect("an entry").path()) {
        let set = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).expect("labels");
        let labels: Vec<Label> = text.lines().map(|line| serde_json::from_str(line).expect("a label")).collect();
        let of_set = tally(&set, &labels, &mut rows);
        println!(
            "{set}: {} told clearly; shown {}, {} of these, {} minor ones",
            of_set.clear, of_set.shown, of_set.of_clear, of_set.of_minor
        );
        all.clear += of_set.clear;
        all.shown += of_set.shown;
        all.of_clear += of_set.of_clear;
        all.of_minor += of_set.of_minor;
    }
    if let Some(file) = std::env::var_os("ZHOUBAO_FEATURES") {
        let file = Path::new(&file).with_extension("incidents");
        rows.sort_by_key(|row| row["set"].to_string());
        std::fs::write(&file, serde_json::to_string(&rows).expect("JSON")).expect("a file that can be written");
    }
    let (right, found) = (share(all.of_clear + all.of_minor, all.shown), share(all.of_clear, all.clear));
    println!(
        "all: of {} shown {right:.3} are incidents; of {} told clearly {found:.3} are shown",
        all.shown, all.clear
    );
    assert!(right >= 0.84 && found >= 0.50, "{right:.3} {found:.3}");
}

fn tally(set: &str, labels: &[Label], rows: &mut Vec<Value>) -> Tally {
    let folder = folder(set);
    let mut told = Tally { clear: labels.iter().filter(|label| label.kind == Kind::Clear).count(), ..Tally::default() };
    for path in pages(&folder, "") {
        let report = page::read(&folder, &path);
        let index = LineIndex::new(&report.source);
        let of_page: Vec<&Label> = labels.iter().filter(|label| label.path == path).collect();
        let (candidates, features): (Vec<Candidate>, Vec<Vec<f32>>) = account_features(&report).into_iter().unzip();
        let starts = starts(&of_page, &candidates, &report, &index);
        let kinds_at = |at: usize| {
            let begun = of_page.iter().zip(&starts).filter(move |(_, start)| **start == Some(at));
            begun.map(|(label, _)| label.kind).collect::<Vec<Kind>>()
        };
        for (at, features) in features.into_iter().enumerate() {
            let line = index.lines(&candidates[at].first).first;
            let is_right = kinds_at(at).contains(&Kind::Clear);
            // What stands inside an account is neither its beginning nor the beginning of nothing.
            let is_inside = |label: &&Label| label.kind != Kind::Again && (label.line..=label.last).contains(&line);
            if is_right || !(kinds_at(at).contains(&Kind::Minor) || of_page.iter().any(is_inside)) {
                rows.push(json!({"set": set, "right": is_right, "features": features}));
            }
        }
        let mut met = BTreeSet::new();
        for account in accounts(&report) {
            let line = index.line(account.span.start);
            let begun = candidates.iter().position(|candidate| candidate.first.start == account.span.start);
            let exact = (0..of_page.len()).find(|label| begun.is_some() && starts[*label] == begun);
            let around =
                (0..of_page.len()).filter(|label| (of_page[*label].line..=of_page[*label].last).contains(&line));
            let label = exact.or_else(|| around.min_by_key(|label| of_page[*label].last - of_page[*label].line));
            told.shown += 1;
            // One account is told once.
            if let Some(label) = label.filter(|label| met.insert(*label)) {
                told.of_clear += usize::from(of_page[label].kind == Kind::Clear);
                told.of_minor += usize::from(of_page[label].kind == Kind::Minor);
            }
        }
    }
    told
}
