//! Claims about the parts of an answer, on passages of small reports that are never stored.

mod concept;
mod linked;
mod newest;
mod premise;
mod sound;

use std::sync::LazyLock;

use super::compose::Draft;
use super::overlap::Wanted;
use super::strategy::{Sought, without_score};
use crate::calendar::Date;
use crate::catalogue::Catalogue;
use crate::lexicon::{Glossary, Segmenter, TermBag};
use crate::passage::passages;
use crate::question::Question;
use crate::record::{Origin, PassageRecord, ReportRecord, report_id};
use crate::report::{PageName, Report};
use crate::retrieve::{Found, Retrieval, TimeRead};

pub(super) static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(|| Segmenter::new(Glossary::built_in()));

/// Reports, read and not stored: every passage is found, none has a score.
pub(super) struct Office {
    pub catalogue: Catalogue,
    pub passages: Vec<PassageRecord>,
}

impl Office {
    /// Of reports by their titles (`第20周 2024-05-14`) and what follows them.
    pub(super) fn of(reports: &[(&str, &str)]) -> Self {
        let mut records = Vec::new();
        let mut all = Vec::new();
        for (title, body) in reports {
            let name = PageName { name: format!("{title}.md"), folders: Vec::new() };
            let report = Report::parse(format!("# {title}\n\n{body}\n"), &name);
            let id = report_id(title);
            let origin = Origin { report: id, hash: "", path: title, root: "", page_id: None };
            let read = passages(&report, id);
            let record = ReportRecord::new(&report, &origin, read.len(), 0.0, TermBag::default());
            all.extend(read.iter().map(|passage| PassageRecord::new(passage, &record)));
            records.push(record);
        }
        Self { catalogue: Catalogue::new(records), passages: all }
    }

    fn found(&self) -> Vec<Found> {
        self.passages.iter().cloned().map(without_score).collect()
    }

    /// What retrieval without a store comes to: the question's times, and every passage that they fit.
    fn retrieval(&self, question: &Question) -> Retrieval {
        let as_of: Date = "2024-12-31".parse().expect("a date");
        let read = |time: &crate::question::TimeAsked| TimeRead {
            text: time.text.clone(),
            asked: true,
            scope: self.catalogue.scope(&time.expression, as_of),
            seen_from: None,
            is_ahead: false,
            is_day: matches!(time.expression, crate::calendar::Expression::Day(_)),
        };
        let times: Vec<TimeRead> = question.times.iter().map(read).collect();
        let mut found = self.found();
        found.retain(|found| times.is_empty() || times.iter().any(|time| time.fits(&found.passage)));
        Retrieval { tokens: Vec::new(), times, found, notice: None }
    }

    /// What `tell` adds to an answer to `asked`: whether it did, and its lines with their marks.
    pub(super) fn answered(
        &self,
        asked: &str,
        tell: impl FnOnce(&Retrieval, &Sought<'_>, &mut Draft) -> bool,
    ) -> (bool, Vec<String>) {
        let question = read(asked);
        let retrieval = self.retrieval(&question);
        let mut wanted = Wanted::new(&SEGMENTER, &question);
        let texts: Vec<String> = retrieval.found.iter().map(|found| found.passage.full_text()).collect();
        wanted.attend(&texts, &[]);
        let mut draft = Draft::new(question.language);
        let told = tell(&retrieval, &Sought::new(&question, &wanted, &retrieval), &mut draft);
        (told, lines(&draft))
    }
}

pub(super) fn read(text: &str) -> Question {
    Question::read(text).expect("a question")
}

fn lines(draft: &Draft) -> Vec<String> {
    let marked = |sentence: &super::Sentence| {
        let marks: String = sentence.citations.iter().map(|n| format!(" [{n}]")).collect();
        format!("{}{marks}", sentence.text)
    };
    draft.sentences().iter().map(marked).collect()
}

/// A draft that quotes each line of `texts` from a report of its own.
fn quoting(question: &Question, texts: &[&str]) -> Draft {
    let mut draft = Draft::new(question.language);
    for (number, text) in texts.iter().enumerate() {
        let office = Office::of(&[(&format!("第{}周 2024-05-{:02}", 20 + number, 14 + number), text)]);
        let passage = office.passages.first().expect("a passage");
        draft.quote(passage, 0..passage.text.len());
    }
    draft
}
