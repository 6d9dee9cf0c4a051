//! What a draft holds, as values: the form of the last report with its blanks, what is carried over, what is open, what comes
//! next; every carried line with the numbers of its sources. Wording and marks are `render`'s.

use crate::calendar::{Date, Period};
use crate::citation::Citation;
use crate::report::SectionKind;
use crate::text::named;
use crate::vocabulary::Language;

/// A report to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// `第27周`, counted on as the department counts; `None` where its reports bear no label.
    pub label: Option<String>,
    /// The day of the report.
    pub date: Date,
    /// The days that it reports on.
    pub days: Period,
    /// The language that the last report is written in.
    pub language: Language,
    /// The lines before the first section: title and properties, as the last report has them, with the new week and days.
    pub head: Vec<String>,
    pub sections: Vec<Section>,
    pub last: LastReport,
    /// Source `n` is at `n - 1`, in the order of first use.
    pub sources: Vec<Citation>,
    /// How many reports were read.
    pub reports: usize,
    /// Open incidents without a mention for [`super::OPEN_REACH_DAYS`]: not in the draft.
    pub older_open: usize,
    /// The form was put together from passages: the file is not there any more, or another one by now.
    pub is_rebuilt: bool,
    /// The week that was asked for has a report already; what it says was not read.
    pub replaces: Option<String>,
}

/// The report that the draft goes on from.
#[derive(Debug, Clone, PartialEq)]
pub struct LastReport {
    /// Its label, or its date or file name.
    pub name: String,
    pub date: Date,
    pub author: Option<String>,
    pub path: String,
    /// The draft's week is the next one after it.
    pub is_next: bool,
}

/// A heading with its lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The whole line with its marks; `None` for lines before the first heading.
    pub heading: Option<String>,
    /// Headings from the outermost in, without marks.
    pub path: Vec<String>,
    pub kind: SectionKind,
    pub lines: Vec<DraftLine>,
}

/// One line of the draft.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftLine {
    /// Indentation and list mark as the last report writes them, numbers counted anew; empty for a paragraph or a table.
    pub mark: String,
    pub entry: DraftEntry,
}

#[derive(Debug, Clone, PartialEq)]
pub enum DraftEntry {
    /// Words of the form itself: `成功率：`, a table's head.
    Form(String),
    /// A line of figures.
    Fill(Vec<Piece>),
    /// A row of a table, cell by cell.
    Row(Vec<Vec<Piece>>),
    Carried(Carried),
    /// Announces the list of what is followed up.
    FollowUps,
    OpenIncident(OpenIncident),
    Goal(Goal),
    /// Prose to be written.
    Blank,
}

/// A part of a line of figures.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    Words(String),
    Figure(Figure),
    /// A value that the last report does not state.
    Empty,
}

/// A figure to be filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub name: String,
    pub unit: String,
    /// The last report's value as written, with its unit.
    pub last: String,
    /// Whether the form has a cell of its own for the last value, which is not repeated beside the blank.
    pub is_shown: bool,
    pub cite: usize,
}

/// Work that is not done, or a goal that was set.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// In the words of the report.
    pub subject: String,
    /// As written: `80%`.
    pub progress: Option<String>,
    /// Words of the report, where it states neither a progress nor a day.
    pub words: Option<String>,
    pub due: Vec<Due>,
    /// The last report has it as a goal of this week.
    pub is_goal: bool,
    /// The latest report that mentions it, where it is not the last one.
    pub told: Option<String>,
    pub cite: usize,
}

/// A planned day.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// As written; as a day, where it was written as seen from then (`下周二`).
    pub text: String,
    pub day: Date,
    /// 上线, 提测; may be empty.
    pub step: String,
    pub part: String,
    pub when: When,
}

/// Where a planned day falls, seen from the drafted report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Before the days that it reports on.
    Past,
    /// Among them.
    Within,
    Ahead,
}

/// An incident that no report closes.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenIncident {
    /// `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`.
    pub occurred: Option<String>,
    pub summary: String,
    /// Never empty.
    pub missing: Vec<Missing>,
    /// The latest words that say that it is open.
    pub words: Option<String>,
    /// The latest report that mentions it, where it is not the last one.
    pub told: Option<String>,
    pub cites: Vec<usize>,
}

/// A part of an incident that the reports do not state yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Cause,
    Handling,
    Review,
    /// All of these are stated, and it is still open.
    Outcome,
}

named!(Missing { Cause "cause", Handling "handling", Review "review", Outcome "outcome" });

/// A goal of the week after.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    pub text: String,
    pub due: Option<Date>,
    /// How many reports have had it as a goal before, where it was not reached; 0 for a new one.
    pub times: usize,
    pub cites: Vec<usize>,
}
