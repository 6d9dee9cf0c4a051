//! What is stored of a report and of a passage: the payloads of the one collection, as typed values.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};
use uuid::Uuid;

use crate::calendar::{Date, Label, Period, YearMonth, date_of_day_number, day_number, log_day};
use crate::fact::{Goal, Incident, Metric, Milestone};
use crate::lexicon::TermBag;
use crate::passage::{ID_NAMESPACE, Passage, PassageKind, context, embedding_text};
use crate::report::{Cut, Lines, Report, SectionKind, Span};
use crate::vocabulary::{Language, added_id};

/// The `kind` of a report's own point and of a passage's.
pub const REPORT_KIND: &str = "report";
pub const PASSAGE_KIND: &str = "passage";

/// A report as the index knows it. It is written after the report's passages: while it is missing or names another
/// `hash`, the report is not completely there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportRecord {
    pub kind: String,
    pub report: Uuid,
    /// SHA-256 of the file's bytes.
    pub hash: String,
    /// Version of the reader that made its passages: another one reads the file anew.
    pub reader: u32,
    /// Relative to the ingested root, `/` between folders.
    pub path: String,
    pub root: String,
    pub page_id: Option<String>,
    pub name: String,
    /// The page's title as written.
    #[serde(default)]
    pub title: String,
    pub label: Option<String>,
    /// Its number in its own series (第 41 期).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<u32>,
    /// Days since 1970-01-01, as all days here.
    pub date: Option<i32>,
    /// The day that names a page which states no year, as month × 100 + day; its `date` comes from beside it, or is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<u16>,
    /// The stated coverage, both ends included.
    pub from: Option<i32>,
    pub to: Option<i32>,
    pub author: Option<String>,
    /// What most of it is written in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    pub passages: usize,
    /// Tokens of all its passages, for the corpus's average length.
    pub tokens: f64,
    /// How many of its passages have each term.
    #[serde(default)]
    pub terms: TermBag,
    /// What of the page is not in the index, as it was too long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut: Option<Cut>,
}

impl ReportRecord {
    pub fn date(&self) -> Option<Date> {
        self.date.and_then(|day| date_of_day_number(day).ok())
    }

    /// The day of its name in `year`; `None` where a year is known or that year has no such day.
    pub fn day_in(&self, year: i16) -> Option<Date> {
        let day = self.day.filter(|_| self.date.is_none())?;
        Date::new(year, i8::try_from(day / 100).ok()?, i8::try_from(day % 100).ok()?).ok()
    }

    /// Whether its year is known by what stands beside it, or not at all.
    pub fn is_yearless(&self) -> bool {
        let is_week = || self.date.is_none() && self.label().is_some_and(|label| label.year().is_none());
        self.day.is_some() || is_week()
    }

    pub fn label(&self) -> Option<Label> {
        self.label.as_deref().and_then(|label| label.parse().ok())
    }

    /// What passages of this reading of the page have as their `version`: the page's bytes and who read them.
    pub fn version(&self) -> String {
        // Readers before told by the bytes alone.
        const FIRST_TOLD_APART: u32 = 30;
        let Self { hash, reader, .. } = self;
        if reader & READER_BITS < FIRST_TOLD_APART { hash.clone() } else { format!("{hash}.{reader}") }
    }

    pub fn stated_coverage(&self) -> Option<Period> {
        let day = |day: Option<i32>| day.and_then(|day| date_of_day_number(day).ok());
        Period::new(day(self.from)?, day(self.to)?).ok()
    }
}

/// A passage as the index knows it. Clones share its fields, so that a passage is read once and handed on to many; one that is changed
/// gets fields of its own.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(from = "PassageFields")]
pub struct PassageRecord(Arc<PassageFields>);

/// See [`PassageRecord`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PassageFields {
    pub kind: String,
    pub report: Uuid,
    /// See [`ReportRecord::version`]; called after the hash that it once was.
    #[serde(rename = "hash")]
    pub version: String,
    pub passage: PassageKind,
    pub section_kind: SectionKind,
    pub name: String,
    pub label: Option<String>,
    pub date: Option<i32>,
    pub author: Option<String>,
    pub path: String,
    pub section: Vec<String>,
    pub parent: String,
    pub first_line: usize,
    pub last_line: usize,
    pub start: usize,
    pub end: usize,
    pub text: String,
    /// Days the text names.
    pub days: Vec<i32>,
    /// Months it names; see [`month_number`].
    pub months: Vec<i32>,
    pub incident: Option<Incident>,
    #[serde(default)]
    pub milestones: Vec<Milestone>,
    #[serde(default)]
    pub metrics: Vec<Metric>,
    #[serde(default)]
    pub goals: Vec<Goal>,
    pub covered: bool,
}

impl From<PassageFields> for PassageRecord {
    fn from(fields: PassageFields) -> Self {
        Self(Arc::new(fields))
    }
}

impl Serialize for PassageRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Deref for PassageRecord {
    type Target = PassageFields;

    fn deref(&self) -> &PassageFields {
        &self.0
    }
}

impl DerefMut for PassageRecord {
    fn deref_mut(&mut self) -> &mut PassageFields {
        Arc::make_mut(&mut self.0)
    }
}

impl PassageRecord {
    /// What stands under a day of a log is of that day, and called after it where its page is called after its own.
    pub fn new(passage: &Passage, report: &ReportRecord) -> Self {
        let own_day = report.date().and_then(|date| day_of_entry(&passage.path, date));
        let is_named_by_its_day = report.date().is_some_and(|date| report.name == date.to_string());
        let name = own_day.filter(|_| is_named_by_its_day).map(|day| day.to_string());
        Self::from(PassageFields {
            kind: PASSAGE_KIND.to_string(),
            report: report.report,
            version: report.version(),
            passage: passage.kind,
            section_kind: passage.section,
            name: name.unwrap_or_else(|| report.name.clone()),
            label: report.label.clone(),
            date: own_day.map(day_number).or(report.date),
            author: report.author.clone(),
            path: report.path.clone(),
            section: passage.path.clone(),
            parent: passage.parent.clone(),
            first_line: passage.lines.first,
            last_line: passage.lines.last,
            start: passage.span.start,
            end: passage.span.end,
            text: passage.text.clone(),
            days: passage.days.iter().map(|day| day_number(*day)).collect(),
            months: passage.months.iter().map(|month| month_number(*month)).collect(),
            incident: passage.incident.clone(),
            milestones: passage.milestones.clone(),
            metrics: passage.metrics.clone(),
            goals: passage.goals.clone(),
            covered: passage.covered,
        })
    }

    /// Whether it is the account of an incident, and nothing else.
    pub fn is_incident(&self) -> bool {
        self.passage == PassageKind::Incident
    }

    /// Whether it is the account of an incident that a review of it gives.
    pub fn is_review(&self) -> bool {
        self.is_incident() && self.section_kind == SectionKind::FollowUp
    }

    pub fn lines(&self) -> Lines {
        Lines { first: self.first_line, last: self.last_line }
    }

    pub fn span(&self) -> Span {
        self.start..self.end
    }

    pub fn date(&self) -> Option<Date> {
        self.date.and_then(|day| date_of_day_number(day).ok())
    }

    /// As [`Passage::context`].
    pub fn context(&self) -> String {
        context(&self.section, &self.parent)
    }

    /// See [`Passage::embedding_text`].
    pub fn embedding_text(&self) -> String {
        embedding_text(self.author.as_deref(), &self.context(), &self.text)
    }

    /// Headings, parent item and text: all that both vectors saw.
    pub fn full_text(&self) -> String {
        let mut text = self.section.join(" ");
        for part in [&self.parent, &self.text] {
            text.push(' ');
            text.push_str(part);
        }
        text
    }
}

/// The day that the last heading of `section` gives to an entry of a log, in a page of `date`; what lies ahead of that is a plan's.
fn day_of_entry(section: &[String], date: Date) -> Option<Date> {
    const MOST_DAYS_OF_A_LOG: i32 = 62;
    let day = log_day(section.last()?)?.resolve(date).ok()?.from();
    (day <= date && day_number(date) - day_number(day) <= MOST_DAYS_OF_A_LOG).then_some(day)
}

/// A place in the reports that states a fact: lines of a passage, whose fields it shares.
#[derive(Clone)]
pub struct Place {
    passage: PassageRecord,
    pub lines: Lines,
}

impl Place {
    pub fn new(passage: &PassageRecord) -> Self {
        Self::of_lines(passage, passage.lines())
    }

    /// The place of a fact inside a passage: its own lines.
    pub fn of_lines(passage: &PassageRecord, lines: Lines) -> Self {
        Self { passage: passage.clone(), lines }
    }

    /// A place in a page of which no passage is at hand; `date` as [`Self::date`] gives it.
    pub fn of_page(report: Uuid, name: &str, date: &str, section: &[String], path: &str, lines: Lines) -> Self {
        let passage = PassageFields {
            report,
            name: name.to_string(),
            date: date.parse().ok().map(day_number),
            section: section.to_vec(),
            path: path.to_string(),
            ..PassageFields::default()
        };
        Self { passage: passage.into(), lines }
    }

    /// Other lines of the same page.
    pub fn with_lines(&self, lines: Lines) -> Self {
        Self { lines, ..self.clone() }
    }

    pub fn report_id(&self) -> Uuid {
        self.passage.report
    }

    /// The report's label, or its name.
    pub fn report(&self) -> &str {
        &self.passage.name
    }

    /// `None` for a page without a date.
    pub fn day(&self) -> Option<Date> {
        self.passage.date()
    }

    /// `YYYY-MM-DD`; empty for a page without a date.
    pub fn date(&self) -> String {
        self.day().map(|date| date.to_string()).unwrap_or_default()
    }

    pub fn author(&self) -> &Option<String> {
        &self.passage.author
    }

    pub fn section(&self) -> &[String] {
        &self.passage.section
    }

    pub fn path(&self) -> &str {
        &self.passage.path
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        let of = |place: &Self| (place.lines, place.passage.report, place.passage.start);
        of(self) == of(other) && self.path() == other.path()
    }
}

impl Eq for Place {}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}-{}", self.path(), self.lines.first, self.lines.last)
    }
}

/// A month as an integer that counts on over the years.
pub fn month_number(month: YearMonth) -> i32 {
    i32::from(month.year().get()) * 12 + i32::from(month.month().get()) - 1
}

/// The id of a report: of its Notion page, else of its path relative to the ingested root.
pub fn report_id(key: &str) -> Uuid {
    Uuid::new_v5(&ID_NAMESPACE, format!("report\0{key}").as_bytes())
}

/// What a report's identity is written with, apart from where its file lies.
pub struct Origin<'a> {
    pub report: Uuid,
    pub hash: &'a str,
    pub path: &'a str,
    pub root: &'a str,
    pub page_id: Option<&'a str>,
}

impl ReportRecord {
    pub fn new(report: &Report, origin: &Origin<'_>, passages: usize, tokens: f64, terms: TermBag) -> Self {
        Self {
            kind: REPORT_KIND.to_string(),
            report: origin.report,
            hash: origin.hash.to_string(),
            reader: reader(),
            path: origin.path.to_string(),
            root: origin.root.to_string(),
            page_id: origin.page_id.map(str::to_string),
            name: report.display_name(),
            title: report.title.clone(),
            label: report.label.map(|label| label.to_string()),
            issue: report.issue,
            date: report.date.map(day_number),
            day: report.day.map(|day| u16::from(day.month().get()) * 100 + u16::from(day.day())),
            from: report.stated_coverage.map(|period| day_number(period.from())),
            to: report.stated_coverage.map(|period| day_number(period.to())),
            author: report.author.clone(),
            language: Some(Language::of_page(&report.source)),
            passages,
            tokens,
            terms,
            cut: report.cut,
        }
    }
}

/// Raise it whenever the same file gives other passages or facts. Below 256.
const READER_VERSION: u32 = 54;

/// The bits of a reader's number that are its version; above them is which words the department added.
const READER_BITS: u32 = 0xff;

/// What reads in this run: the version of the program's readers, and above it the words that the department added.
pub fn reader() -> u32 {
    READER_VERSION | added_id() << READER_BITS.count_ones()
}

#[cfg(test)]
mod tests {
    use super::day_of_entry;
    use crate::calendar::Date;

    #[test]
    fn what_stands_under_a_day_of_a_log_is_of_that_day() {
        let page: Date = "2026-01-03".parse().expect("a date");
        let day = |heading: &str| {
            day_of_entry(&["值班日志".to_string(), heading.to_string()], page).map(|day| day.to_string())
        };
        assert_eq!(day("12-30 二").as_deref(), Some("2025-12-30"));
        assert_eq!(day("01-02（五）上线日").as_deref(), Some("2026-01-02"));
        // A plan's, another page's, and no day at all.
        assert_eq!(day("01-05 一"), None);
        assert_eq!(day("2025-06-30"), None);
        assert_eq!(day("三、问题"), None);
        assert_eq!(day_of_entry(&[], page), None);
    }
}
