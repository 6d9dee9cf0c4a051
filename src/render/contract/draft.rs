//! A draft of a report: every line as a value with its citations, and the Markdown.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use crate::citation::Citation;
use crate::draft::{
    Carried, Draft, DraftEntry, DraftLine, Due, Figure, Goal, LastReport, Missing, OpenIncident, Piece, Section, When,
};
use crate::json::Day;
use crate::render::draft::count_blanks;
use crate::report::SectionKind;

/// The JSON contract of `draft`.
pub fn draft_json(draft: &Draft, markdown: &str) -> Value {
    json!(DraftReport::new(draft, markdown))
}

/// A draft of a report; `citations` of lines are numbers of `citations`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Draft")]
pub struct DraftReport<'a> {
    /// `第27周`; null where the reports bear no label.
    label: &'a Option<String>,
    /// The day of the report.
    date: Day,
    /// First and last day that it reports on.
    days: [Day; 2],
    from: DraftOrigin<'a>,
    /// The report of that week that there is already; what it says was not read.
    replaces: &'a Option<String>,
    /// The form was put together from passages: the file is not there any more, or another one by now.
    is_rebuilt: bool,
    /// How many were read.
    reports: usize,
    /// Those without a mention for long, which are not in the draft.
    older_open_incidents: usize,
    blanks: DraftBlanks,
    /// The lines before the first section.
    head: &'a [String],
    sections: Vec<DraftSection<'a>>,
    citations: &'a [Citation],
    markdown: &'a str,
}

/// The report that it goes on from.
#[derive(Debug, Serialize, JsonSchema)]
struct DraftOrigin<'a> {
    report: &'a str,
    date: Day,
    author: &'a Option<String>,
    path: &'a str,
    /// The draft's week is the next one after it.
    is_next: bool,
}

/// What is to be filled in.
#[derive(Debug, Serialize, JsonSchema)]
struct DraftBlanks {
    figures: usize,
    texts: usize,
}

/// A heading with its lines.
#[derive(Debug, Serialize, JsonSchema)]
struct DraftSection<'a> {
    /// The whole line with its marks; null for lines before the first heading.
    heading: &'a Option<String>,
    /// Headings, the outermost first.
    path: &'a [String],
    kind: SectionKind,
    lines: Vec<LineOfDraft<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "DraftLine")]
struct LineOfDraft<'a> {
    #[serde(flatten)]
    content: DraftContent<'a>,
    /// Indentation and list mark; empty for a paragraph or a table.
    mark: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum DraftContent<'a> {
    /// Words of the form itself.
    Form { text: &'a str },
    /// A line of figures.
    Fill(DraftFigures<'a>),
    /// A row of a table.
    Row(DraftFigures<'a>),
    /// A goal that was set.
    SetGoal(DraftWork<'a>),
    /// Work that is not done.
    Carried(DraftWork<'a>),
    /// Announces the list of what is followed up.
    FollowUps,
    /// An incident that no report closes.
    OpenIncident {
        /// `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`.
        occurred: &'a Option<String>,
        summary: &'a str,
        /// What the reports do not state yet.
        missing: &'a [Missing],
        /// The latest words that say that it is open.
        words: &'a Option<String>,
        /// The latest report that mentions it, where it is not the last one.
        told: &'a Option<String>,
        citations: &'a [usize],
    },
    /// Of the week after.
    Goal {
        text: &'a str,
        due: Option<Day>,
        /// How many reports have had it as a goal before.
        times: usize,
        citations: &'a [usize],
    },
    /// Prose to be written.
    Blank,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
struct DraftFigures<'a> {
    figures: Vec<DraftFigure<'a>>,
    citations: Vec<usize>,
}

/// A figure to be filled in.
#[derive(Debug, Serialize, JsonSchema)]
struct DraftFigure<'a> {
    name: &'a str,
    unit: &'a str,
    /// The last report's value as written.
    last: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
struct DraftWork<'a> {
    subject: &'a str,
    /// As written: `80%`.
    progress: &'a Option<String>,
    /// Words of the report, where it states neither a progress nor a day.
    words: &'a Option<String>,
    due: Vec<DraftDue<'a>>,
    /// The latest report that mentions it, where it is not the last one.
    told: &'a Option<String>,
    citations: [usize; 1],
}

/// A planned day.
#[derive(Debug, Serialize, JsonSchema)]
struct DraftDue<'a> {
    /// As written.
    text: &'a str,
    day: Day,
    step: &'a str,
    part: &'a str,
    /// Before the days that the draft reports on.
    is_past: bool,
    /// Among them.
    in_week: bool,
}

impl<'a> DraftReport<'a> {
    fn new(draft: &'a Draft, markdown: &'a str) -> Self {
        let (figures, texts) = count_blanks(markdown);
        Self {
            label: &draft.label,
            date: Day(draft.date),
            days: [Day(draft.days.from()), Day(draft.days.to())],
            from: DraftOrigin::from(&draft.last),
            replaces: &draft.replaces,
            is_rebuilt: draft.is_rebuilt,
            reports: draft.reports,
            older_open_incidents: draft.older_open,
            blanks: DraftBlanks { figures, texts },
            head: &draft.head,
            sections: draft.sections.iter().map(DraftSection::from).collect(),
            citations: &draft.sources,
            markdown,
        }
    }
}

impl<'a> From<&'a LastReport> for DraftOrigin<'a> {
    fn from(last: &'a LastReport) -> Self {
        let LastReport { name, date, author, path, is_next } = last;
        Self { report: name, date: Day(*date), author, path, is_next: *is_next }
    }
}

impl<'a> From<&'a Section> for DraftSection<'a> {
    fn from(section: &'a Section) -> Self {
        let Section { heading, path, kind, lines } = section;
        Self { heading, path, kind: *kind, lines: lines.iter().map(LineOfDraft::from).collect() }
    }
}

impl<'a> From<&'a DraftLine> for LineOfDraft<'a> {
    fn from(line: &'a DraftLine) -> Self {
        let content = match &line.entry {
            DraftEntry::Form(text) => DraftContent::Form { text },
            DraftEntry::Fill(pieces) => DraftContent::Fill(DraftFigures::of(pieces)),
            DraftEntry::Row(cells) => DraftContent::Row(DraftFigures::of(cells.iter().flatten())),
            DraftEntry::Carried(carried) => {
                let work = DraftWork::from(carried);
                if carried.is_goal { DraftContent::SetGoal(work) } else { DraftContent::Carried(work) }
            }
            DraftEntry::FollowUps => DraftContent::FollowUps,
            DraftEntry::OpenIncident(OpenIncident { occurred, summary, missing, words, told, cites: citations }) => {
                DraftContent::OpenIncident { occurred, summary, missing, words, told, citations }
            }
            DraftEntry::Goal(Goal { text, due, times, cites: citations }) => {
                DraftContent::Goal { text, due: due.map(Day), times: *times, citations }
            }
            DraftEntry::Blank => DraftContent::Blank,
        };
        Self { content, mark: &line.mark }
    }
}

impl<'a> DraftFigures<'a> {
    fn of(pieces: impl IntoIterator<Item = &'a Piece>) -> Self {
        let figure = |piece: &'a Piece| match piece {
            Piece::Figure(figure) => Some(figure),
            Piece::Words(_) | Piece::Empty => None,
        };
        let found: Vec<&Figure> = pieces.into_iter().filter_map(figure).collect();
        let mut citations: Vec<usize> = found.iter().map(|figure| figure.cite).collect();
        citations.sort_unstable();
        citations.dedup();
        let figure = |figure: &'a Figure| DraftFigure { name: &figure.name, unit: &figure.unit, last: &figure.last };
        Self { figures: found.into_iter().map(figure).collect(), citations }
    }
}

impl<'a> From<&'a Carried> for DraftWork<'a> {
    fn from(carried: &'a Carried) -> Self {
        let Carried { subject, progress, words, due, told, cite, .. } = carried;
        Self { subject, progress, words, due: due.iter().map(DraftDue::from).collect(), told, citations: [*cite] }
    }
}

impl<'a> From<&'a Due> for DraftDue<'a> {
    fn from(due: &'a Due) -> Self {
        let Due { text, day, step, part, when } = due;
        Self { text, day: Day(*day), step, part, is_past: *when == When::Past, in_week: *when == When::Within }
    }
}
