//! What a question is answered with.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::catalogue::{Catalogue, CatalogueEntry};
use crate::citation::{self, Citation};
use crate::correction::{FeedbackId, FoundCorrection};
use crate::question::{Language, Question};
use crate::retrieve::{Filters, TimeRead};
use crate::text::named;

use super::{Origin, Sentence};

/// What the program says of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// This answers the question.
    Answered,
    /// Nothing is vouched for: these are the statements that bear most on it.
    Related,
    /// Nothing bears on it, or the reports cannot say: a day that does not exist, a time or a name that no report has.
    NotFound,
}

named!(Verdict { Answered "answered", Related "related", NotFound "not_found" });

/// Who worded an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The reports.
    Extracted,
    /// The reports; a model picked what stands first.
    Selected,
    /// A model; each sentence was read back.
    Generated,
}

named!(Mode { Extracted "extracted", Selected "selected", Generated "generated" });

/// What a person asked for, with its sources.
#[derive(Debug, Clone)]
pub struct Answer {
    pub question: Question,
    pub verdict: Verdict,
    pub sentences: Vec<Sentence>,
    /// In the order of their numbers.
    pub citations: Vec<Citation>,
    pub coverage: Coverage,
    /// What the reader should know beside the answer, one line each.
    pub notices: Vec<String>,
    /// What people said of such an answer before; the answer itself never follows it.
    pub corrections: Vec<FoundCorrection>,
    /// What it can be spoken of by; `None` where it is not kept.
    pub id: Option<FeedbackId>,
}

/// What was searched.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "AnswerCoverage")]
pub struct Coverage {
    /// Reports searched.
    pub reports: usize,
    /// Reports that the answer cites.
    pub matched: usize,
    /// First and last day searched, `YYYY-MM-DD`; empty when no report has a date.
    pub from: String,
    pub to: String,
    pub missing_weeks: Vec<String>,
    /// How relative times were read that no report covers as seen from now; a sentence each.
    pub seen_from: Vec<String>,
}

impl Coverage {
    /// What of the catalogue is searched within what the user has set; `times` are those of the question, and those that were set.
    pub(super) fn searched(catalogue: &Catalogue, times: &[TimeRead], filters: &Filters) -> Self {
        let theirs = filters.author.as_deref().map(|author| catalogue.written_by(author));
        let set = || times.iter().filter(|time| !time.asked);
        let is_searched = |entry: &&CatalogueEntry| {
            let report = entry.record.report;
            set().all(|time| time.scope.reports.contains(&report))
                && theirs.as_ref().is_none_or(|theirs| theirs.contains(&report))
        };
        let entries: Vec<&CatalogueEntry> = catalogue.entries().iter().filter(is_searched).collect();
        let span = entries.iter().filter_map(|entry| entry.coverage).reduce(|one, other| one.hull(other));
        let within = set().flat_map(|time| time.scope.periods.iter().copied()).reduce(|one, other| one.hull(other));
        Self {
            reports: entries.len(),
            from: span.map(|span| span.from().to_string()).unwrap_or_default(),
            to: span.map(|span| span.to().to_string()).unwrap_or_default(),
            missing_weeks: catalogue.missing_weeks(within),
            ..Self::default()
        }
    }
}

impl Answer {
    /// The sentences with their marks, one a line.
    pub fn text(&self) -> String {
        let lines: Vec<String> = self
            .sentences
            .iter()
            .map(|sentence| {
                let marks = citation::written(&sentence.citations);
                if marks.is_empty() { sentence.text.clone() } else { format!("{} {marks}", sentence.text) }
            })
            .collect();
        lines.join("\n")
    }

    pub fn mode(&self) -> Mode {
        match (self.is_generated(), self.is_selected()) {
            (true, _) => Mode::Generated,
            (false, true) => Mode::Selected,
            (false, false) => Mode::Extracted,
        }
    }

    /// Whether the program vouches for it.
    pub fn is_answered(&self) -> bool {
        self.verdict == Verdict::Answered
    }

    pub fn language(&self) -> Language {
        self.question.language
    }

    /// How many reports `citations` are of.
    pub(crate) fn reports_cited(citations: &[Citation]) -> usize {
        let mut cited: Vec<(&str, &str)> =
            citations.iter().map(|citation| (citation.path.as_str(), citation.date.as_str())).collect();
        cited.sort_unstable();
        cited.dedup();
        cited.len()
    }

    /// Whether a language model worded some of it.
    pub fn is_generated(&self) -> bool {
        self.has(Origin::Model)
    }

    /// Whether a language model picked what comes first.
    pub fn is_selected(&self) -> bool {
        self.has(Origin::Picked)
    }

    fn has(&self, origin: Origin) -> bool {
        self.sentences.iter().any(|sentence| sentence.origin == origin)
    }
}
