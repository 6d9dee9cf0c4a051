//! The sentences of a reply, read back against what its prompt gave.

use crate::citation::{Checked, Claim, Fault, Kind, Source, check, marks};
use crate::fact::{opens_with_a_clock, says_open};
use crate::prompt::FaultySentence;
use crate::report::opens_incident_part;
use crate::vocabulary::{Language, worded};
use crate::write::{Held, Withheld, hold, is_not_in_reports};

use super::ground::Ground;

/// A sentence that passed the check.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Supported {
    pub(super) text: String,
    /// Places of the grounds that bear it.
    pub(super) grounds: Vec<usize>,
}

pub(super) struct ProsePage<'a> {
    grounds: &'a [Ground],
    sources: Vec<Source<'a>>,
    /// Where the prompt's numbers are those of sentences: the places of the grounds that each rests on.
    sentences: Option<&'a [Vec<usize>]>,
    language: Language,
    /// Sentences shown, at most.
    most: usize,
    supported: Vec<Supported>,
    withheld: Vec<Withheld>,
    faulty: Vec<FaultySentence>,
}

impl<'a> ProsePage<'a> {
    pub(super) fn new(grounds: &'a [Ground], language: Language, most: usize) -> Self {
        let sources = grounds.iter().enumerate().map(|(at, ground)| ground.source(at + 1)).collect();
        Self {
            grounds,
            sources,
            sentences: None,
            language,
            most,
            supported: Vec::new(),
            withheld: Vec::new(),
            faulty: Vec::new(),
        }
    }

    /// The prompt gave sentences, which rest on these grounds.
    pub(super) fn summing_up(self, sentences: &'a [Vec<usize>]) -> Self {
        Self { sentences: Some(sentences), ..self }
    }

    pub(super) fn is_full(&self) -> bool {
        self.supported.len() >= self.most
    }

    /// Takes one sentence of a reply where it passes the check.
    pub(super) fn offer(&mut self, raw: &str) {
        if self.is_full() || is_not_in_reports(raw, self.language) {
            return;
        }
        let cited = match self.on_grounds(raw) {
            Ok(cited) => cited,
            Err(fault) => return self.fail(raw, marks(raw).0, vec![fault.describe(self.language)]),
        };
        let mut checked = check(&cited, &self.sources, "");
        if checked.claim != Claim::Statement || self.supported.iter().any(|known| known.text == checked.text) {
            return;
        }
        let mut faults = match hold(&mut checked, &self.sources, self.language) {
            Held::Stands => Vec::new(),
            Held::Faulty(faults) => faults,
            Held::Unfit(fault) => return self.withhold(checked.text, vec![fault]),
        };
        if faults.is_empty() && (opens_incident_part(&checked.text) || opens_with_a_clock(&checked.text)) {
            // 处置：… and 14:30起… lean on what stands before them in the report.
            faults.push(worded!(
                self.language, "没有说是哪件事、哪一天", "it does not say of what or which day it tells"
            ));
        }
        if faults.is_empty() {
            let fault = self.of_nothing(&checked).map(|fault| fault.describe(self.language));
            faults.extend(fault.or_else(|| self.outdated(&checked)));
        }
        if faults.is_empty() && checked.citations.is_empty() {
            faults.push(Fault::NoCitation.describe(self.language));
        }
        if faults.is_empty() {
            let grounds = checked.citations.iter().filter_map(|n| n.checked_sub(1)).collect();
            self.supported.push(Supported { text: checked.text, grounds });
        } else {
            self.fail(raw, checked.text, faults);
        }
    }

    /// The sentence with the numbers of grounds.
    fn on_grounds(&self, raw: &str) -> Result<String, Fault> {
        let Some(sentences) = self.sentences else { return Ok(raw.to_string()) };
        let (text, cited) = marks(raw);
        let mut numbers: Vec<usize> = Vec::new();
        for n in cited {
            let grounds = n.checked_sub(1).and_then(|at| sentences.get(at)).ok_or(Fault::NoSuchSource { n })?;
            numbers.extend(grounds.iter().map(|at| at + 1));
        }
        numbers.sort_unstable();
        numbers.dedup();
        Ok(format!("{text}{}", marked(&numbers)))
    }

    /// A number that nothing of the prompt has: a count of the model's own passes the check where the cited words count nothing
    /// of that kind.
    fn of_nothing(&self, checked: &Checked) -> Option<Fault> {
        // Under a label, a number told for a week would be looked for in that week's report alone.
        let unnamed: Vec<Source<'_>> = self.sources.iter().map(|source| Source { label: "", ..*source }).collect();
        let all: Vec<usize> = unnamed.iter().map(|source| source.n).collect();
        let faults = check(&format!("{}{}", checked.text, marked(&all)), &unnamed, "").faults;
        let is_number = |fault: &Fault| {
            matches!(
                fault,
                Fault::Particular { kind: Kind::Number | Kind::Percentage | Kind::Amount | Kind::Duration, .. }
            )
        };
        faults.into_iter().find(is_number)
    }

    /// What is wrong with a sentence by which something is open when a later report speaks of the same thing.
    fn outdated(&self, checked: &Checked) -> Option<String> {
        if !says_open(&checked.text) {
            return None;
        }
        let cited = || checked.citations.iter().filter_map(|n| self.grounds.get(n.checked_sub(1)?));
        let newest = cited().filter(|ground| ground.place.is_some()).filter_map(|ground| ground.newest).max()?;
        // A point is as new as the roll-up.
        let is_new = |ground: &Ground| ground.place.is_none() || ground.date().is_none_or(|date| date >= newest);
        (!cited().any(is_new))
            .then(|| worded!(self.language, "{newest}的周报另有说法", "the report of {newest} says otherwise"))
    }

    fn fail(&mut self, raw: &str, text: String, faults: Vec<String>) {
        self.faulty.push(FaultySentence { text: raw.trim().to_string(), faults: faults.clone() });
        self.withhold(text, faults);
    }

    fn withhold(&mut self, text: String, unsupported: Vec<String>) {
        // What does not hold a second time is one sentence still.
        if self.withheld.iter().any(|known| known.text == text) {
            return;
        }
        let after = self.supported.len();
        self.withheld.push(Withheld { text, after, unsupported });
    }

    /// The sentences that may be asked for once more.
    pub(super) fn take_faulty(&mut self) -> Vec<FaultySentence> {
        std::mem::take(&mut self.faulty)
    }

    pub(super) fn into_parts(self) -> (Vec<Supported>, Vec<Withheld>) {
        (self.supported, self.withheld)
    }
}

fn marked(numbers: &[usize]) -> String {
    numbers.iter().map(|n| format!("[{n}]")).collect()
}
