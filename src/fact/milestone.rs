//! A milestone: what a report says of how far a piece of work is, when its steps are planned, and where it stands.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::milestone_plan::plans;
use super::milestone_progress::progresses;
use super::milestone_state::{State, Stated, state};
use super::milestone_subject::{Subject, is_generic, pieces, subject};
use super::milestone_table::rows;
use super::statement::{Shape, Statement, statements};
use super::stored;
use crate::calendar::Date;
use crate::report::{LineIndex, Lines, Report, SectionKind, Span, mask_targets, trim};

/// A step with a day or a span of days that lies ahead, or is called a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The time as written: 9/15, 5月中旬, 下周二.
    pub text: String,
    #[serde(with = "stored::day")]
    pub from: Date,
    /// Not before `from`; the same for a single day.
    #[serde(with = "stored::day")]
    pub to: Date,
    /// 提测, 上线, 招标 …, or the words of an unusual step; empty where none is told.
    pub what: String,
    /// The part of the work that this date is of, where the line has several: 收银台 in 通道4/11上线；收银台4/13上线.
    #[serde(default)]
    pub part: String,
}

/// One statement of one piece of work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Milestone {
    pub subject: String,
    /// The project item that it is nested under.
    pub parent: Option<String>,
    /// In percent, exact.
    #[serde(with = "stored::decimal")]
    pub progress: Option<Decimal>,
    /// In the order of the text.
    pub planned: Vec<Planned>,
    pub state: Option<Stated>,
    /// Headings from the outermost in.
    pub section: Vec<String>,
    /// Bytes of the report's source.
    pub span: Span,
    pub lines: Lines,
}

/// The milestones of a report in reading order: items, sentences of paragraphs, stating headings and rows of tables that tell
/// a progress, a planned day or a state. Incident records and next week's goals are none.
///
/// Planned days need the report's date; without one there are none.
pub fn milestones(report: &Report) -> Vec<Milestone> {
    let masked = mask_targets(&report.source);
    let index = LineIndex::new(&report.source);
    let mut found = Vec::new();
    for statement in statements(report) {
        if statement.kind == SectionKind::Plan {
            continue;
        }
        let reader = Reader { source: &masked, index: &index, date: report.date, statement: &statement };
        match statement.shape {
            Shape::Table => found.extend(rows(&reader)),
            _ => found.extend(reader.read()),
        }
    }
    found
}

/// What is needed to read one statement.
pub(super) struct Reader<'a> {
    pub source: &'a str,
    pub index: &'a LineIndex,
    pub date: Option<Date>,
    pub statement: &'a Statement,
}

impl Reader<'_> {
    fn read(&self) -> Vec<Milestone> {
        let span = trim(self.source, self.statement.span.clone());
        let parent = self.parent();
        let mut found = Vec::new();
        for piece in pieces(self.source, &span, self.statement.shape == Shape::Paragraph) {
            self.piece(piece, parent.as_deref(), &mut found);
        }
        found
    }

    fn piece(&self, span: Span, parent: Option<&str>, found: &mut Vec<Milestone>) {
        let text = &self.source[span.clone()];
        let Subject { name, end } = subject(text);
        if matches!(SectionKind::of_heading(&name), SectionKind::Incidents | SectionKind::FollowUp | SectionKind::Plan)
            && end < text.len()
            && name.chars().count() <= 8
        {
            return;
        }
        let planned = plans(text, end, self.date);
        let mut progress = progresses(text).into_iter();
        let state = state(text, &name, &planned.iter().map(|(_, span)| span.clone()).collect::<Vec<_>>());
        let first = progress.next();
        let is_told = first.is_some() || !planned.is_empty() || state.is_some();
        if !is_told || (name.is_empty() && parent.is_none()) {
            return;
        }
        // 总进度：60% under a project is the project's own.
        let (subject, parent) = match (name.is_empty() || is_generic(&name), parent) {
            (true, Some(parent)) => (parent.to_string(), None),
            (false, parent) => (name, parent.map(str::to_string)),
            (true, None) => (name, None),
        };
        let whole = |subject: String, parent: Option<String>| Milestone {
            subject,
            parent,
            progress: None,
            planned: Vec::new(),
            state: None,
            section: self.statement.section.clone(),
            lines: self.index.lines(&span),
            span: span.clone(),
        };
        let mut main = whole(subject.clone(), parent);
        main.progress = first.as_ref().map(|first| first.value);
        main.planned = planned.into_iter().map(|(planned, _)| planned).collect();
        main.state = state;
        let known = first.map(|first| first.of).unwrap_or_default();
        found.push(main);
        for further in progress.filter(|further| !further.of.is_empty() && further.of != known) {
            let mut part = whole(further.of, Some(subject.clone()));
            part.progress = Some(further.value);
            found.push(part);
        }
    }

    /// The subject of the nearest item that it is nested under; else the words that announce its list.
    pub(super) fn parent(&self) -> Option<String> {
        let of = |span: &Span| {
            let name = subject(&self.source[span.clone()]).name;
            (!name.is_empty() && !is_generic(&name)).then_some(name)
        };
        let announced = || {
            let lead = self.statement.lead.clone()?;
            (SectionKind::of_heading(&lead) == SectionKind::Other && !is_generic(&lead)).then_some(lead)
        };
        self.statement.parents.iter().rev().find_map(of).or_else(announced)
    }
}

impl Milestone {
    pub fn is_launched(&self) -> bool {
        self.state.as_ref().is_some_and(|stated| stated.state == State::Launched)
    }
}
