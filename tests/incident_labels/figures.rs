//! What was read against what was labelled: precision and recall of the incidents and of each of their parts.

use std::fmt::Write;

use zhoubao::fact::{Incident, IncidentPiece, Status};

use crate::label::Label;
use crate::overlap::is_same;

/// Of what was found, how much is right; of what is there, how much was found.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figure {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Figure {
    fn add(&mut self, found: bool, wanted: bool, right: bool) {
        self.found += usize::from(found);
        self.wanted += usize::from(wanted);
        self.right += usize::from(right);
    }

    pub fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    pub fn recall(self) -> f64 {
        share(self.right, self.wanted)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

pub const NAMES: [&str; 8] = ["incident", "summary", "impact", "cause", "handling", "status", "duration", "counts"];

/// The figures of one set of reports, in the order of [`NAMES`], and what was read otherwise than labelled.
#[derive(Debug, Default)]
pub struct Figures {
    pub each: [Figure; NAMES.len()],
    pub misses: Vec<String>,
    /// Incidents of which nothing at all was read wrong.
    pub whole: usize,
}

impl Figures {
    /// Compares the incidents of the reports with the labels: they belong together where path and time agree, in order.
    pub fn new(found: &[(String, Incident)], labels: &[Label]) -> Self {
        let mut figures = Self::default();
        let mut left: Vec<&(String, Incident)> = found.iter().collect();
        for label in labels {
            let at = left.iter().position(|(path, incident)| {
                *path == label.path && incident.occurred.as_deref().unwrap_or_default() == label.occurred
            });
            figures.each[0].add(false, true, at.is_some());
            match at {
                Some(at) => figures.compare(&left.remove(at).1, label),
                None => figures.misses.push(format!("{} {}: not found", label.path, label.occurred)),
            }
        }
        figures.each[0].found = found.len();
        for (path, incident) in left {
            let when = incident.occurred.as_deref().unwrap_or("-");
            figures.misses.push(format!("{path} {when}: not labelled: {}", incident.summary.text));
        }
        figures
    }

    fn compare(&mut self, incident: &Incident, label: &Label) {
        let misses = self.misses.len();
        let part = |part: &Option<IncidentPiece>| part.as_ref().map(|part| part.text.clone());
        let parts = [
            (Some(incident.summary.text.clone()), &label.summary),
            (part(&incident.impact), &label.impact),
            (part(&incident.cause), &label.cause),
            (part(&incident.handling), &label.handling),
        ];
        for (at, (found, wanted)) in parts.into_iter().enumerate() {
            let right = found.as_ref().zip(wanted.as_ref()).is_some_and(|(found, wanted)| is_same(found, wanted));
            self.note(at + 1, label, found.as_deref(), wanted.as_deref(), right);
        }
        let status = match incident.status {
            Status::Resolved => "resolved",
            Status::Open => "open",
            Status::Unknown => "unknown",
        };
        self.note(5, label, Some(status), Some(&label.status), status == label.status);
        let found = incident.duration_minutes.map(|minutes| minutes.to_string());
        let wanted = label.duration_minutes.map(|minutes| minutes.to_string());
        self.note(6, label, found.as_deref(), wanted.as_deref(), found == wanted && found.is_some());
        self.compare_counts(incident, label);
        self.whole += usize::from(self.misses.len() == misses);
    }

    fn note(&mut self, at: usize, label: &Label, found: Option<&str>, wanted: Option<&str>, right: bool) {
        self.each[at].add(found.is_some(), wanted.is_some(), right);
        if !right && (found.is_some() || wanted.is_some()) {
            let name = NAMES[at];
            self.misses.push(format!(
                "{} {} {name}:\n    read   {found:?}\n    wanted {wanted:?}",
                label.path, label.occurred
            ));
        }
    }

    /// Each number counts for itself; of `个` and `个商户` the shorter unit is enough.
    fn compare_counts(&mut self, incident: &Incident, label: &Label) {
        let agrees = |found: &zhoubao::fact::Count, (value, unit): &(String, String)| {
            found.value == *value && (found.unit.starts_with(unit) || unit.starts_with(&found.unit))
        };
        let mut left: Vec<_> = incident.counts.iter().collect();
        for wanted in &label.counts {
            let at = left.iter().position(|found| agrees(found, wanted));
            self.each[7].add(at.is_some(), true, at.is_some());
            match at {
                Some(at) => drop(left.remove(at)),
                None => self.misses.push(format!("{} {} counts: no {wanted:?}", label.path, label.occurred)),
            }
        }
        for found in left {
            self.each[7].add(true, false, false);
            let count = format!("{}{}", found.value, found.unit);
            self.misses.push(format!("{} {} counts: not labelled: {count}", label.path, label.occurred));
        }
    }

    pub fn table(&self, title: &str) -> String {
        let mut table =
            format!("{title}\n  {:<10}{:>7}{:>7}{:>11}{:>8}\n", "", "found", "there", "precision", "recall");
        for (name, figure) in NAMES.iter().zip(self.each) {
            let (found, wanted) = (figure.found, figure.wanted);
            let (precision, recall) = (figure.precision(), figure.recall());
            let _ = writeln!(table, "  {name:<10}{found:>7}{wanted:>7}{precision:>11.3}{recall:>8.3}");
        }
        let _ = writeln!(table, "  read without any fault: {} of {}", self.whole, self.each[0].wanted);
        table
    }
}
