//! What people said of a row: whether it is one at all, and its parts as they should be.

use std::path::Path;

use rust_decimal::Decimal;
use serde::Deserialize;
use zhoubao::fact::{Metric, Milestone};
use zhoubao::text::similarity;

/// A judgement; of a metric `names`, `value` and `unit`, of a milestone the others.
#[derive(Debug, Deserialize)]
pub struct Judged {
    pub set: String,
    pub path: String,
    line: usize,
    /// `yes`, `no` or `doubtful`.
    is: String,
    /// The right name, and the one that was judged where that is right, too. Of reports that may not be copied their [`hash`]es.
    names: Vec<String>,
    /// The name that was judged, as `names`.
    read: String,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    progress: Option<Decimal>,
    /// First days as they were read, and whether they are right.
    #[serde(default)]
    days: Vec<String>,
    #[serde(default)]
    days_are_right: bool,
    #[serde(default)]
    value: Option<Decimal>,
    #[serde(default)]
    unit: String,
}

pub fn judged(kind: &str) -> Vec<Judged> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labels").join(format!("judged_{kind}.jsonl"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"))).collect()
}

/// FNV-1a, 64 bits, in hexadecimal digits.
fn hash(text: &str) -> String {
    let of = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("#{of:016x}")
}

/// How like `name` is to a judged one, from 0 to 1.
fn likeness(judged: &str, name: &str) -> f64 {
    if judged.starts_with('#') { f64::from(u8::from(judged == hash(name))) } else { similarity(judged, name) }
}

const SAME: f64 = 0.85;

impl Judged {
    fn names(&self, name: &str) -> bool {
        self.names.iter().any(|known| likeness(known, name) >= SAME)
    }

    /// How like a name is to that which was judged, or to the right one.
    fn nearness(&self, name: &str) -> f64 {
        let all = self.names.iter().chain([&self.read]);
        all.map(|known| likeness(known, name)).fold(0.0, f64::max)
    }
}

/// The judgement that is nearest to a row of `line` that is called `name`.
fn nearest<'a>(labels: &[&'a Judged], line: usize, name: &str, fits: &dyn Fn(&Judged) -> bool) -> Option<&'a Judged> {
    let of = labels.iter().filter(|judged| judged.line == line && fits(judged));
    of.copied().max_by(|one, other| one.nearness(name).total_cmp(&other.nearness(name)))
}

/// Whether a milestone is right; `None` where nobody judged it or people doubt.
pub fn of_milestone(labels: &[&Judged], fact: &Milestone) -> Option<bool> {
    let judged = nearest(labels, fact.lines.first, &fact.subject, &|_| true)?;
    let is_known = judged.nearness(&fact.subject) >= SAME;
    if judged.is == "doubtful" {
        return None;
    }
    // Another name than the judged ones: of work it may be right as well, of what is no work it never is.
    if judged.is == "no" {
        return Some(false);
    }
    if !is_known {
        return None;
    }
    let days: Vec<String> = fact
        .planned
        .iter()
        .map(|planned| planned.from.to_string())
        .chain(fact.done.iter().map(|done| done.from.to_string()))
        .collect();
    let are_right = match (days == judged.days, judged.days_are_right) {
        (true, right) => right,
        (false, true) => false,
        (false, false) => return None,
    };
    let state = fact.state.as_ref().map(|stated| stated.state.name().to_string());
    Some(judged.names(&fact.subject) && state == judged.state && fact.progress == judged.progress && are_right)
}

/// Whether a metric is right; `None` where nobody judged it or people doubt.
pub fn of_metric(labels: &[&Judged], fact: &Metric) -> Option<bool> {
    let is_value = |judged: &Judged| judged.value == Some(fact.value);
    let judged = nearest(labels, fact.lines.first, &fact.name, &is_value)?;
    if judged.is == "doubtful" {
        return None;
    }
    if judged.is == "no" {
        return Some(false);
    }
    (judged.nearness(&fact.name) >= SAME).then(|| judged.names(&fact.name) && fact.unit == judged.unit)
}
