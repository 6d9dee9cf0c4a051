//! What people said of a row: whether it is one at all, and its parts as they should be.

use std::path::Path;

use rust_decimal::Decimal;
use serde::Deserialize;
use uuid::Uuid;
use zhoubao::calendar::Date;
use zhoubao::fact::{Metric, Milestone};
use zhoubao::quantity::Unit;
use zhoubao::record::Place;
use zhoubao::report::Report;
use zhoubao::series::{Aliases, MetricStatement, groups};
use zhoubao::text::{letters, similarity};

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
    /// Kept to measure by: nothing is learned from it.
    #[serde(default)]
    held: bool,
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

fn nearest_of<'a>(labels: &[&'a Judged], fact: &Milestone) -> Option<&'a Judged> {
    nearest(labels, fact.lines.first, &fact.subject, &|_| true)
}

/// Whether nothing is learned from what was said of a milestone.
pub fn is_held(labels: &[&Judged], fact: &Milestone) -> bool {
    nearest_of(labels, fact).is_some_and(|judged| judged.held)
}

/// Whether a milestone is right; `None` where nobody judged it or people doubt.
pub fn of_milestone(labels: &[&Judged], fact: &Milestone) -> Option<bool> {
    let judged = nearest_of(labels, fact)?;
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

/// Whether a metric is right under the name that its series has in the ledger; `None` where nobody judged it, people doubt or no series has it.
/// `all` are those of its report: a judgement of one of two equal values of a line speaks of that one alone.
pub fn of_metric(labels: &[&Judged], fact: &Metric, all: &[Metric], report: &Report) -> Option<bool> {
    let shown = Shown::of(fact, report)?;
    let of = labels.iter().filter(|judged| judged.line == fact.lines.first && judged.value == Some(fact.value));
    let judged = of.copied().max_by(|one, other| shown.nearness(one).total_cmp(&shown.nearness(other)))?;
    match judged.is.as_str() {
        "doubtful" => None,
        "no" => Some(false),
        _ if shown.is_right(judged) => Some(true),
        _ => {
            let is_beside =
                |other: &&Metric| other.lines == fact.lines && other.value == fact.value && other.span != fact.span;
            let mut beside = all.iter().filter(is_beside).filter_map(|other| Shown::of(other, report));
            (!beside.any(|other| other.is_right(judged))).then_some(false)
        }
    }
}

/// A metric as the ledger shows it.
struct Shown<'a> {
    /// Of its series, with the qualifier.
    name: String,
    time: &'a str,
    fact: &'a Metric,
}

impl<'a> Shown<'a> {
    fn of(fact: &'a Metric, report: &Report) -> Option<Self> {
        // A page that is dated by its neighbours alone.
        let date = report.date.unwrap_or(Date::constant(2024, 12, 31));
        let place = Place::of_page(Uuid::nil(), &report.title, &date.to_string(), &fact.section, "", fact.lines);
        let statement = MetricStatement::new(fact.clone(), fact.day(date)?, place);
        let series = groups(vec![statement], &Aliases::default()).into_iter().next()?.series;
        Some(Self { name: format!("{} {}", series.metric, series.qualifier), time: &fact.time, fact })
    }
}

/// 通过率 of `通过率（首检）`: a series' name has no brackets.
fn without_brackets(name: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for c in name.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

/// What a series' name may have beyond the shortest one, in characters: its subject.
const MOST_ADDED_CHARS: usize = 14;

impl Shown<'_> {
    /// The names that a person may have written for it, of which only hashes are kept for some reports.
    fn spellings(&self) -> Vec<String> {
        let Metric { subject, name, .. } = self.fact;
        let name_alone = self.name.trim();
        vec![name_alone.to_string(), name.clone(), format!("{subject} {name}"), format!("{subject}{name}")]
    }

    fn nearness(&self, judged: &Judged) -> f64 {
        let of = self.spellings().into_iter().map(|name| judged.nearness(&name)).fold(0.0, f64::max);
        // Of several equal values of a line, the one whose words it has.
        if self.is_named(judged) { of + 1.0 } else { of }
    }

    fn is_right(&self, judged: &Judged) -> bool {
        let spelled = |unit: &str| Unit::spelled(unit).map_or(unit.to_string(), |unit| unit.name.to_string());
        self.is_named(judged) && (judged.unit.is_empty() || spelled(&judged.unit) == spelled(&self.fact.unit))
    }

    /// Whether it has all words of the right name and hardly others; none of those of a wrong one.
    fn is_named(&self, judged: &Judged) -> bool {
        let shown = letters(&format!("{} {}", self.time, self.name));
        judged.names.iter().any(|known| {
            if known.starts_with('#') {
                return self.spellings().iter().any(|name| hash(name) == *known);
            }
            let known = without_brackets(known);
            let right = letters(&known);
            let has_all = known.split([' ', '×', ',', '，', ':', '：']).all(|word| shown.contains(&letters(word)));
            let added = shown.chars().count().saturating_sub(right.chars().count());
            let read = letters(&judged.read);
            let is_wrong_one = !judged.names.contains(&judged.read)
                && read.chars().any(char::is_alphabetic)
                && letters(&self.name).contains(&read)
                && !right.contains(&read);
            (has_all && added <= MOST_ADDED_CHARS || similarity(&right, &letters(&self.name)) >= SAME) && !is_wrong_one
        })
    }
}
