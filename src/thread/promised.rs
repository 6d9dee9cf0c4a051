//! A promise, and a line of a report as evidence of its outcome.

use std::borrow::Cow;

use super::outcome::Verdict;
use crate::calendar::Date;
use crate::fact::{Goal, Incident};
use crate::record::Place;
use crate::report::SectionKind;
use crate::text::named;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Promised {
    /// A planned day of a step.
    Step,
    /// A line of the goals of the next week.
    Goal,
    /// Something that an incident leaves open: 待复盘, 原因核实中.
    Open,
}

named!(Promised { Step "plan", Goal "goal", Open "open" });

#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    pub kind: Promised,
    /// The work and the step, the goal, or the sentence that leaves something open.
    pub text: String,
    /// The day of the report that promises.
    pub made: Date,
    pub place: Place,
    /// The last day of what was promised.
    pub due: Option<Date>,
    pub verdict: Verdict,
}

/// A passage of a report as evidence of an outcome.
#[derive(Debug, Clone)]
pub struct EvidenceLine<'p> {
    pub text: Cow<'p, str>,
    /// The item that it is nested under; empty where there is none.
    pub parent: Cow<'p, str>,
    /// The day of its report.
    pub date: Date,
    pub place: Place,
    pub kind: SectionKind,
    /// Days that it names.
    pub days: Vec<Date>,
    /// The heading that it is under.
    pub heading: Cow<'p, str>,
    /// The incident that it records, where it does.
    pub incident: Option<Cow<'p, Incident>>,
    pub goals: Cow<'p, [Goal]>,
}
