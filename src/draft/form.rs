//! The last report as a form: its text with its sections, and what its lines look like without their content.

use super::words::Use;
use crate::calendar::read_title;
use crate::fact::{Facts, facts};
use crate::record::PassageRecord;
use crate::report::{Block, LineIndex, Lines, PageName, Report, SectionKind, Span, heading_text, lead_text, lines_of};

/// The last report, read.
pub(super) struct Form {
    pub report: Report,
    pub facts: Facts,
    index: LineIndex,
    /// Made of passages: lines and marks are not those of the file.
    pub is_rebuilt: bool,
}

impl Form {
    /// Reads the file's own text.
    pub(super) fn read(source: String, name: &PageName) -> Self {
        Self::of(Report::parse(source, name), false)
    }

    /// Puts a page together from the passages of a report whose file is not at hand: its headings, and each passage as an item.
    pub(super) fn rebuild(title: &str, passages: &[PassageRecord]) -> Self {
        let mut own: Vec<&PassageRecord> = passages.iter().filter(|passage| !passage.covered).collect();
        own.sort_by_key(|passage| passage.start);
        let mut source = format!("# {title}\n");
        let mut path: &[String] = &[];
        let mut head = "";
        for passage in own {
            if passage.section != path {
                let common = path.iter().zip(&passage.section).take_while(|(one, other)| one == other).count();
                for (depth, heading) in passage.section.iter().enumerate().skip(common) {
                    let marks = "#".repeat((depth + 2).min(6));
                    source.push_str(&format!("\n{marks} {heading}\n"));
                }
                source.push('\n');
                (path, head) = (&passage.section, "");
            }
            let text = passage.text.trim();
            if text.starts_with('|') {
                if !passage.parent.is_empty() && passage.parent != head {
                    let cells: Vec<&str> = passage.parent.split_whitespace().collect();
                    let rule = vec!["---"; cells.len()].join(" | ");
                    source.push_str(&format!("\n| {} |\n| {rule} |\n", cells.join(" | ")));
                    head = &passage.parent;
                }
                source.push_str(&format!("{text}\n"));
            } else {
                source.push_str(&format!("- {}\n", text.replace('\n', "\n    ")));
            }
        }
        Self::of(Report::parse(source, &PageName::default()), true)
    }

    fn of(report: Report, is_rebuilt: bool) -> Self {
        Self { facts: facts(&report), index: LineIndex::new(&report.source), report, is_rebuilt }
    }

    pub(super) fn source(&self) -> &str {
        &self.report.source
    }

    pub(super) fn text(&self, span: &Span) -> &str {
        &self.report.source[span.clone()]
    }

    pub(super) fn lines(&self, span: &Span) -> Lines {
        self.index.lines(span)
    }

    /// Where the head ends: before the first section, and after a heading that names the report with more words than a title has.
    pub(super) fn head_end(&self) -> usize {
        let source = self.source();
        let start_of = |at: usize| source[..at].rfind('\n').map_or(0, |end| end + 1);
        let Some(first) = self.report.sections.first() else { return source.len() };
        if !self.is_title(0) {
            return start_of(first.span.start);
        }
        let rest = self.report.sections.get(1).map_or(source.len(), |next| start_of(next.span.start));
        let mut end = first.heading.as_ref().map_or(first.span.start, |heading| heading.end);
        let below = lines_of(source, &(end..rest.max(end)));
        for line in below.into_iter().take_while(|line| is_properties(self.text(line))) {
            end = line.end;
        }
        end
    }

    /// Whether the section at `at` is the first and its heading the report's name, with its label or day.
    pub(super) fn is_title(&self, at: usize) -> bool {
        let Some(section) = self.report.sections.first().filter(|_| at == 0) else { return false };
        let Some(name) = section.heading.as_ref().and(section.path.last()) else { return false };
        let said = read_title(name).resolve(self.report.date).unwrap_or_default();
        let is_label = said.label.is_some() && said.label == self.report.label;
        is_label || (said.date.is_some() && said.date == self.report.date)
    }

    /// The line that holds the start of `span`, whole.
    pub(super) fn whole_line(&self, span: &Span) -> &str {
        let source = self.source();
        let start = source[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = source[span.start..].find('\n').map_or(source.len(), |at| span.start + at);
        source[start..end].trim_end()
    }

    /// Indentation and list mark before `span` on its line; empty where words precede it.
    pub(super) fn mark(&self, span: &Span) -> &str {
        let source = self.source();
        let start = source[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let before = &source[start..span.start];
        let letters = before.chars().filter(|c| c.is_alphanumeric()).count();
        let digits = before.chars().filter(char::is_ascii_digit).count();
        let is_mark = before.chars().count() <= LONGEST_MARK_CHARS && letters <= digits + CIRCLED;
        if is_mark { before } else { "" }
    }
}

/// `Author: …`, `日期：…`: lines of a short name and a short value.
pub(super) fn is_properties(text: &str) -> bool {
    text.lines().filter(|line| !line.trim().is_empty()).all(|line| {
        let line = line.trim_start_matches(['-', '*', '>', ' ']).to_lowercase();
        Use::Property.words().any(|name| {
            line.strip_prefix(name).is_some_and(|rest| rest.trim_start_matches(['*', ' ']).starts_with([':', '：']))
        })
    })
}

/// The deepest list that people write, and its mark.
const LONGEST_MARK_CHARS: usize = 24;

/// ① counts as a letter.
const CIRCLED: usize = 1;

/// What a block is about: of its own kind where the words that announce its list say one.
pub(super) fn kind_of(block: &Block, section: SectionKind) -> SectionKind {
    let kind = block.lead.as_deref().map(kind_named).unwrap_or(SectionKind::Other);
    if kind == SectionKind::Other { section } else { kind }
}

/// The kind that a short name is of.
pub(super) fn kind_named(name: &str) -> SectionKind {
    const LONGEST_NAME_CHARS: usize = 12;
    if name.chars().count() > LONGEST_NAME_CHARS || states_something(name) {
        return SectionKind::Other;
    }
    SectionKind::of_heading(name)
}

/// The name that a line has before its colon: 往期跟踪 of `往期跟踪：4/3…`.
pub(super) fn name_before_colon(text: &str) -> Option<&str> {
    let line = text.lines().next()?;
    let (name, _) = line.split_once(['：', ':'])?;
    let name = name.trim().trim_start_matches("**").trim_end_matches("**");
    (!name.is_empty()).then_some(name)
}

/// The words that a block announces a list with.
pub(super) fn announces(form: &Form, block: &Block) -> Option<String> {
    lead_text(form.source(), block)
}

/// Whether a name says more than a name does: a clause, a share, a figure after a colon.
pub(super) fn states_something(name: &str) -> bool {
    let rest = name.split_once([':', '：']).map(|(_, rest)| rest).unwrap_or_default();
    name.contains(['，', '。', '；', '％', '%']) || rest.contains(|c: char| c.is_ascii_digit())
}

/// Whether a heading is part of the form, and no incident, work or statement of its week.
pub(super) fn is_structure(path: &[String], kind: SectionKind) -> bool {
    let Some(name) = path.last() else { return true };
    let own = SectionKind::of_heading(name);
    if own != SectionKind::Other {
        return true;
    }
    let is_dated = crate::calendar::date_at_start(name).is_some();
    let is_item =
        matches!(kind, SectionKind::Incidents | SectionKind::FollowUp | SectionKind::Plan | SectionKind::Daily);
    !is_dated && !is_item && !states_something(&heading_text(name))
}
