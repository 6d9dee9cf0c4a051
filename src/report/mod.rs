//! A page of Markdown → a [`Report`]: what it calls itself, the days it covers, who wrote it, and its sections with byte
//! and line spans into the source. Reads what people really write; decides nothing about words or facts.

mod author;
mod block;
mod byline;
mod cut;
mod fence;
mod front_matter;
mod head;
mod heading;
mod identity;
mod letters;
mod levels;
mod mark;
mod numbered;
mod outline;
mod page_name;
mod plain;
mod review_name;
mod review_page;
mod run_in;
mod section_kind;
mod span;
mod table;
mod tree;
mod wrapped;

use crate::calendar::{Date, Day, Label, Period};

pub use author::is_name;
pub use block::{Block, BlockKind, lead_text};
pub use cut::{Cut, PageLimits};
pub use head::is_head_block;
pub use identity::{DateOrigin, Notice, Yearless, collected_time};
pub(crate) use letters::Letters;
pub use mark::{
    behind_levels, behind_paragraph_number, caption_length, mark_length, numeral_length, opens_incident_part,
    without_number,
};
pub use outline::Section;
pub use page_name::PageName;
pub use plain::{heading_text, mask_targets, plain, without_bold, without_bold_marks};
pub use section_kind::{SectionKind, opens_as_follow_up};
pub use span::{LineIndex, Lines, MAX_STATEMENT_CHARS, Span, lines_in, lines_of, stretches, trim};
pub use table::{Table, TableRow, row_in_words};
pub use wrapped::{is_wrapped, unwrapped};

/// One week's document, or a page beside one.
#[derive(Debug, Clone)]
pub struct Report {
    /// The decoded text that every span points into, up to where it is [`cut`](Self::cut).
    pub source: String,
    /// The first heading as written, or the file's name.
    pub title: String,
    pub label: Option<Label>,
    /// Its number in its own series: 第 41 期.
    pub issue: Option<u32>,
    pub date: Option<Date>,
    pub date_origin: Option<DateOrigin>,
    /// The day that names the page, where the page itself states no year; `date` is then taken from beside, or missing.
    pub day: Option<Day>,
    /// The days covered as the page itself states them; what neighbours add is worked out where all reports are known.
    pub stated_coverage: Option<Period>,
    /// A person or a team.
    pub author: Option<String>,
    pub sections: Vec<Section>,
    pub notices: Vec<Notice>,
    /// What of the page was left out: [`PageLimits::PAGE`] is the most that is read.
    pub cut: Option<Cut>,
}

impl Report {
    /// Reads `source`, a page found under `name`. Never fails: a page without a week is a page without a date, and says
    /// so in `notices`; an empty page has no sections.
    pub fn parse(source: String, name: &PageName) -> Self {
        let (source, cut) = cut::cut(source, PageLimits::PAGE);
        let mut nodes = tree::blocks(&source, &heading::stands_alone);
        let head = head::read_head(&source, &nodes);
        levels::nest(&source, &mut nodes);
        let identity = identity::identify(&head, name, None);
        // What a review is of is what its sections are about.
        let is_title = |text: &str| {
            (page_name::names_a_report(text) || identity.author.as_deref() == Some(text))
                && !review_name::names_a_review(text)
        };
        let mut sections = outline::sections(&source, &nodes, &is_title, &head::is_property);
        review_page::mark_reviews(&mut sections);
        Self {
            title: head.titles.first().cloned().unwrap_or_else(|| name.name.clone()),
            label: identity.label,
            issue: identity.issue,
            date: identity.date,
            date_origin: identity.origin,
            day: identity.day,
            stated_coverage: identity.coverage,
            author: identity.author,
            notices: identity.notices,
            sections,
            source,
            cut,
        }
    }

    /// What names the page where neither itself nor its place says of which year that is.
    pub fn yearless(&self) -> Option<Yearless> {
        let week = self.label.filter(|label| label.year().is_none() && self.date.is_none());
        self.day.map(Yearless::Day).or_else(|| week.map(|label| Yearless::Week(label.week())))
    }

    /// The same page, whose days without a year are those near to `near`: as its neighbours or a person say.
    #[must_use]
    pub fn dated_near(self, name: &PageName, near: Date) -> Self {
        let head = head::read_head(&self.source, &tree::blocks(&self.source, &heading::stands_alone));
        let identity = identity::identify(&head, name, Some(near));
        Self {
            label: identity.label,
            date: identity.date,
            date_origin: identity.origin,
            stated_coverage: identity.coverage,
            notices: identity.notices,
            ..self
        }
    }

    /// What people call the report: its label, else its number, else its date, else its title.
    pub fn display_name(&self) -> String {
        match (self.label, self.issue, self.date) {
            (Some(label), ..) => label.to_string(),
            (None, Some(issue), _) => format!("第{issue}期"),
            (None, None, Some(date)) => date.to_string(),
            (None, None, None) => self.title.clone(),
        }
    }
}
