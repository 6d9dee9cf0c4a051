//! What a template is given: every value in words, every cell a [`Line`] with its marks. A template chooses and arranges;
//! it computes and words nothing.

use std::collections::BTreeMap;

use serde::Serialize;

use super::line::Line;
use crate::narrate::{Prose, RollupPart};
use crate::vocabulary::Language;

/// Names of headings, columns and the like, in the language of the page; `labels.tsv` has them all.
pub type Labels = BTreeMap<&'static str, &'static str>;

/// A roll-up in words, in output order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RollupPage {
    #[serde(skip)]
    pub language: Language,
    /// `zh-CN` or `en`.
    pub lang: &'static str,
    pub labels: Labels,
    pub title: String,
    /// `4 篇周报（2023-06-06 至 2023-06-27），缺 第25周`.
    pub coverage_line: String,
    /// Whether a language model wrote the `prose` of any part.
    pub has_prose: bool,
    pub headline: Opening,
    pub metrics: Metrics,
    pub incidents: Incidents,
    pub projects: Projects,
    pub promises: Promises,
    pub reflections: Lines,
    pub risks: Lines,
    /// The parts of which nothing was recognised, in a sentence; else empty.
    pub unrecognised: String,
    pub coverage: Vec<Line>,
    /// Those that the page cites are printed below it as footnotes, whatever the template prints.
    pub sources: Vec<Source>,
}

/// What a reader with a minute wants to know.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Opening {
    pub prose: Vec<Line>,
    /// Delivered, late, broken, moved, next: those that there are.
    pub groups: Vec<HeadlineGroup>,
    /// The lines of all groups.
    pub lines: Vec<Line>,
    /// What is said where there is nothing to list; else empty.
    pub empty: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeadlineGroup {
    /// `delivered`, `main`, `late`, `broken`, `moved`, `next`.
    pub key: &'static str,
    pub name: String,
    pub lines: Vec<Line>,
}

/// A part that is a list.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Lines {
    pub prose: Vec<Line>,
    pub lines: Vec<Line>,
    /// How many there are besides, and where; empty where all are shown.
    pub rest: Line,
    /// What is said where there is nothing to list; else empty.
    pub empty: String,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Metrics {
    pub prose: Vec<Line>,
    /// Stated by two reports or more.
    pub rows: Vec<MetricRow>,
    /// Stated by one.
    pub single: Vec<SingleMetric>,
    /// Whether any of them has an earlier value, a target.
    pub has_before: bool,
    pub has_target: bool,
    /// Values that contradict each other, values given anew, weeks without a value.
    pub remarks: Vec<Line>,
    pub empty: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MetricRow {
    pub name: String,
    pub first: Line,
    pub last: Line,
    pub change: Line,
    /// Where it is not known which way is better: the highest, and said so.
    pub best: Line,
    /// Or the lowest.
    pub worst: Line,
    pub target: Line,
    /// A bar a value between the lowest and the highest, `·` for a week without one.
    pub sparkline: String,
    /// The name of its picture; empty where none is drawn. The filter `chart` prints it.
    pub chart: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SingleMetric {
    pub name: String,
    pub value: Line,
    pub report: String,
    /// What the report says it was before.
    pub before: Line,
    pub target: Line,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Incidents {
    pub prose: Vec<Line>,
    pub rows: Vec<IncidentRow>,
    /// How many of each status and month, how long; they add up.
    pub totals: Vec<Line>,
    /// The open ones, each with since when.
    pub open: Vec<Line>,
    pub recurring: Vec<Line>,
    /// Statements of later reports about the period's incidents.
    pub later: Vec<Line>,
    /// Incidents of another time: not counted.
    pub outside: Vec<Line>,
    pub empty: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IncidentRow {
    pub when: String,
    pub what: Line,
    /// Summary cut to a clause, with the mark of its first report.
    pub short: Line,
    pub impact: Line,
    pub cause: Line,
    pub handling: Line,
    /// Status by all reports.
    pub standing: Line,
    /// The stated length, else the days until a report closed it, `≥` where it is open.
    pub time_to_fix: String,
    pub is_open: bool,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Projects {
    pub objectives: Vec<Objective>,
    /// Of all objectives: what landed, what moved, what stalled.
    pub landed: Vec<Line>,
    pub slipped: Vec<Line>,
    pub stalled: Vec<Line>,
    pub empty: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Objective {
    pub name: String,
    pub prose: Vec<Line>,
    pub works: Vec<Work>,
    /// Which cells any of `works` has.
    pub has: HasCells,
    /// The telling items of its sections that no work states.
    pub items: Vec<Line>,
    /// How many there are besides, and where; empty where all are shown.
    pub rest: Line,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct HasCells {
    pub progress: bool,
    pub landed: bool,
    pub slips: bool,
    pub stalled: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Work {
    pub name: String,
    pub progress: Line,
    pub landed: Line,
    pub slips: Line,
    pub stalled: Line,
    pub last: Line,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Promises {
    pub prose: Vec<Line>,
    /// How many of each outcome; they add up.
    pub totals: String,
    /// Kept, partly, slipped, dropped: those that there are.
    pub outcomes: Vec<OutcomeGroup>,
    pub empty: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutcomeGroup {
    /// `slipped`.
    pub key: &'static str,
    /// `延后（3）`.
    pub name: String,
    pub rows: Vec<PromiseRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PromiseRow {
    pub promise: Line,
    pub made: String,
    pub due: String,
    /// What decided, and its words.
    pub outcome: Line,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Source {
    pub n: usize,
    /// `第26周 2023-06-20 › 上周进展`.
    pub section: String,
    /// `seeds/第26周 2023-06-20.md:74-75`.
    pub place: String,
    /// The file, as seen from where the page lies; empty where it is not at hand.
    pub link: String,
    /// As written.
    pub quote: String,
}

/// The page with a model's sentences above the program's own lines.
pub fn with_prose(page: RollupPage, prose: &Prose) -> RollupPage {
    prose.parts.iter().fold(page, |page, told| {
        let lines = told.sentences.iter().map(|sentence| Line::cited(sentence.text.clone(), &sentence.cites)).collect();
        page.with_prose(told.part, lines)
    })
}

impl RollupPage {
    /// Puts a model's sentences, a line each, above the program's own lines on a part.
    #[must_use]
    pub fn with_prose(mut self, part: RollupPart, sentences: Vec<Line>) -> Self {
        if sentences.is_empty() {
            return self;
        }
        let place = match part {
            RollupPart::Headline => Some(&mut self.headline.prose),
            RollupPart::Metrics => Some(&mut self.metrics.prose),
            RollupPart::Incidents => Some(&mut self.incidents.prose),
            RollupPart::Objective(at) => self.projects.objectives.get_mut(at).map(|objective| &mut objective.prose),
            RollupPart::Promises => Some(&mut self.promises.prose),
            RollupPart::Risks => Some(&mut self.risks.prose),
        };
        if let Some(prose) = place {
            *prose = sentences;
            self.has_prose = true;
        }
        self
    }
}
