//! What came of the promises of 27 made-up departments, as people who had not seen the program marked it line by line in the later reports
//! (`tests/labels/promised`), against what `promises` says.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::{folder, promises};

/// A promise as the program words it, and every later line that speaks of it.
#[derive(Deserialize)]
struct Label {
    path: String,
    line: u64,
    promise: String,
    told: Vec<Told>,
}

#[derive(Deserialize)]
struct Told {
    path: String,
    line: u64,
    says: String,
}

impl Told {
    /// The outcome of a promise of which a line says so.
    fn outcome(&self) -> Option<&'static str> {
        match self.says.as_str() {
            "done" => Some("kept"),
            "late" | "not" => Some("slipped"),
            "part" => Some("partly"),
            "dropped" => Some("dropped"),
            _ => None,
        }
    }

    fn is_cited_by(&self, evidence: &Value) -> bool {
        let line = |at: usize| evidence["lines"][at].as_u64().expect("a line");
        evidence["path"] == self.path.as_str() && (line(0)..=line(1)).contains(&self.line)
    }
}

fn worded(made: &Value) -> &str {
    made["promise"].as_str().expect("a promise")
}

/// Bytes of the shorter wording where the longer one holds it, one more where both are the same; else 0.
fn shared(one: &str, other: &str) -> usize {
    if one == other {
        return one.len() + 1;
    }
    if one.contains(other) || other.contains(one) { one.len().min(other.len()) } else { 0 }
}

#[derive(Default)]
struct Tally {
    /// Promises of which a later line tells an outcome.
    told: usize,
    /// Of these, with an outcome.
    found: usize,
    outcomes: usize,
    right: usize,
    /// Right, and citing a line that says so.
    cited: usize,
    sure: usize,
    sure_right: usize,
    /// Without an outcome, with a line that may be about it; that is about it.
    spoken: usize,
    about: usize,
}

fn share(part: usize, of: usize) -> f64 {
    part as f64 / of.max(1) as f64
}

/// What the rules reach, which were made on other reports (docs/quality.md).
const LEAST_FOUND: f64 = 0.40;
const LEAST_RIGHT: f64 = 0.72;
const LEAST_SURE: f64 = 0.82;

#[test]
fn what_came_of_promises_is_what_people_marked() {
    let labels = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labels/promised");
    let mut files: Vec<_> =
        std::fs::read_dir(labels).expect("labels").map(|file| file.expect("a file").path()).collect();
    files.sort();
    let mut all = Tally::default();
    for file in files {
        let set = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).expect("labels");
        let labels: Vec<Label> = text.lines().map(|line| serde_json::from_str(line).expect("a label")).collect();
        let made = promises(&folder(&set));
        for label in &labels {
            let of_line = made
                .iter()
                .filter(|made| made["made"]["path"] == label.path.as_str() && made["made"]["lines"][0] == label.line);
            // The same words, or where it begins or ends elsewhere by now. One that is not read any more has no outcome.
            let likest = of_line.max_by_key(|made| shared(worded(made), &label.promise));
            all.count(label, likest.filter(|made| shared(worded(made), &label.promise) > 0));
        }
    }
    let (found, right, sure) =
        (share(all.found, all.told), share(all.right, all.outcomes), share(all.sure_right, all.sure));
    println!(
        "of {} told of later {} have an outcome ({found:.3}); {} outcomes, right {right:.3}, cited rightly {:.3}; {} for sure, right \
         {sure:.3}; {} shown without an outcome, {} of these about the promise",
        all.told,
        all.found,
        all.outcomes,
        share(all.cited, all.outcomes),
        all.sure,
        all.spoken,
        all.about,
    );
    assert!(found >= LEAST_FOUND && right >= LEAST_RIGHT && sure >= LEAST_SURE, "{found:.3} {right:.3} {sure:.3}");
}

impl Tally {
    fn count(&mut self, label: &Label, made: Option<&Value>) {
        let outcomes: Vec<&str> = label.told.iter().filter_map(Told::outcome).collect();
        self.told += usize::from(!outcomes.is_empty());
        let Some(made) = made else { return };
        let outcome = made["outcome"].as_str().expect("an outcome");
        let cited =
            |is: &dyn Fn(&Told) -> bool| label.told.iter().any(|told| is(told) && told.is_cited_by(&made["evidence"]));
        if matches!(outcome, "unknown" | "pending") {
            let is_shown = outcome == "unknown" && made["evidence"].is_object();
            self.spoken += usize::from(is_shown);
            self.about += usize::from(is_shown && cited(&|_| true));
            return;
        }
        let plain = outcome.trim_start_matches("possibly_");
        let is_right = outcomes.contains(&plain);
        self.outcomes += 1;
        self.found += usize::from(!outcomes.is_empty());
        self.right += usize::from(is_right);
        self.cited += usize::from(is_right && cited(&|told| told.outcome() == Some(plain)));
        self.sure += usize::from(plain == outcome);
        self.sure_right += usize::from(plain == outcome && is_right);
    }
}
