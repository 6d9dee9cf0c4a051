//! A report as the rules see it: its statements, its incidents, what may be shown of its lines, what its comments silence.

use std::collections::HashSet;

use uuid::Uuid;

use super::finding::{Evidence, Finding, Objection};
use super::ignore::{Ignores, comments};
use super::statement::{PageStatement, statements};
use super::words::terms;
use crate::calendar::{Date, Numbering, date_of_day_number, day_number};
use crate::fact::{Facts, Goal, Incident, Metric, Milestone, facts};
use crate::passage::bare_passages;
use crate::redact::{Kind, Redactor, Rules};
use crate::report::{Block, BlockKind, DateOrigin, LineIndex, PageName, Report, SectionKind, Span, mask_targets, trim};
use crate::vocabulary::Language;

/// An incident of a page, with the span of all its words.
#[derive(Debug, Clone)]
pub(super) struct PageIncident {
    pub incident: Incident,
    pub span: Span,
}

/// One report, read.
#[derive(Debug, Clone)]
pub struct Page {
    /// What findings call the file.
    pub path: String,
    pub report: Report,
    /// The file's name and folders, as the report was read with them.
    pub(super) name: PageName,
    /// The source with code, struck words, comments and link targets blanked, byte for byte.
    pub(super) text: String,
    pub(super) statements: Vec<PageStatement>,
    pub(super) incidents: Vec<PageIncident>,
    pub(super) metrics: Vec<Metric>,
    pub(super) milestones: Vec<Milestone>,
    pub(super) goals: Vec<Goal>,
    /// Personal data, secrets, addresses, in order.
    pub(super) values: Vec<(Span, Kind)>,
    /// The pairs of ideographs and the words it is written with.
    pub(super) vocabulary: HashSet<String>,
    index: LineIndex,
    ignores: Ignores,
}

/// So much of a page, in characters, shows what it is written with.
const VOCABULARY_CHARS: usize = 20_000;

/// So much of a line, in characters, is shown as evidence.
const EVIDENCE_CHARS: usize = 500;

impl Page {
    /// Reads `source`; `path` is what findings call it, `name` where it lies. Never fails, like [`Report::parse`].
    pub fn read(path: impl Into<String>, source: String, name: PageName) -> Self {
        let report = Report::parse(source, &name);
        let index = LineIndex::new(&report.source);
        let Facts { mut metrics, milestones, goals } = facts(&report);
        metrics.retain(|metric| !metric.is_told_again);
        let incidents = bare_passages(&report, Uuid::nil()).into_iter().filter_map(|passage| {
            let span = passage.span;
            passage.incident.map(|incident| PageIncident { incident, span })
        });
        Self {
            path: path.into(),
            incidents: incidents.collect(),
            metrics,
            milestones,
            goals,
            vocabulary: {
                let head: String = report.source.chars().take(VOCABULARY_CHARS).collect();
                terms(&head).into_iter().filter(|term| says_something(term)).collect()
            },
            text: blanked(&report),
            statements: statements(&report),
            values: Redactor::new(Rules::default()).values_in(&report.source),
            ignores: Ignores::read(&report.source),
            name,
            index,
            report,
        }
    }

    /// The language that most of the page is written in.
    pub fn language(&self) -> Language {
        Language::of_page(&self.text)
    }

    /// The report's date, where the page itself says it: the day of an export is no date of a report.
    pub fn reliable_date(&self) -> Option<Date> {
        self.report.date.filter(|_| self.report.date_origin != Some(DateOrigin::Created))
    }

    /// The first day that may be the report's own: a date that was worked out from a week's label may be a week early or
    /// late, as people number their weeks.
    pub(super) fn earliest_date(&self) -> Option<Date> {
        let date = self.reliable_date()?;
        let days = match (self.report.date_origin, self.report.label.map(|label| label.numbering())) {
            (Some(DateOrigin::Label), Some(Numbering::Iso)) => 6,
            (Some(DateOrigin::Label), _) => 13,
            _ => 0,
        };
        date_of_day_number(day_number(date) - days).ok()
    }

    /// Whether the page is about one day.
    pub(super) fn is_daily(&self) -> bool {
        self.report.stated_coverage.is_some_and(|period| period.days() == 1)
    }

    /// The line, counted from 1, that holds the byte at `offset`.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.index.line(offset)
    }

    pub(super) fn line_start(&self, line: usize) -> usize {
        self.line_span(line).start
    }

    /// A line without its end; empty beyond the last one.
    fn line_span(&self, line: usize) -> Span {
        let source = &self.report.source;
        let start = self.index.start(line).unwrap_or(source.len());
        let end = source[start..].find('\n').map_or(source.len(), |length| start + length);
        start..start + source[start..end].trim_end_matches('\r').len()
    }

    /// A line as the rules read it; empty beyond the last one.
    pub(super) fn line_text(&self, line: usize) -> &str {
        &self.text[self.line_span(line)]
    }

    /// The part of `span` that lies on its first line.
    pub(super) fn on_one_line(&self, span: Span) -> Span {
        let span = trim(&self.report.source, span);
        let line = self.line_span(self.line(span.start));
        let start = span.start.min(line.end);
        start..span.end.clamp(start, line.end.max(start))
    }

    /// A line as it may be shown: personal data and secrets as `*`, character for character.
    pub(super) fn shown_line(&self, line: usize) -> String {
        let span = self.line_span(line);
        let from = self.values.partition_point(|(value, _)| value.end <= span.start);
        let hidden = &self.values[from..];
        let mut hidden = hidden.iter().filter(|(_, kind)| is_hidden(*kind)).map(|(value, _)| value).peekable();
        let mut shown = String::with_capacity(span.len());
        for (at, c) in self.report.source[span.clone()].char_indices() {
            let at = span.start + at;
            while hidden.next_if(|value| value.end <= at).is_some() {}
            shown.push(if hidden.peek().is_some_and(|value| value.start <= at) { '*' } else { c });
        }
        shown
    }

    /// The line of `offset` as evidence.
    pub(super) fn evidence(&self, offset: usize) -> Evidence {
        let line = self.line(offset);
        let shown = self.shown_line(line);
        let text = shown.trim();
        let text = match text.char_indices().nth(EVIDENCE_CHARS) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text.to_string(),
        };
        Evidence { path: self.path.clone(), line, text }
    }

    /// `objection` of the rule `code`, `name`, with its place.
    pub(super) fn finding(&self, (code, name): (&'static str, &'static str), objection: Objection) -> Finding {
        let span = self.on_one_line(objection.span);
        let line = self.line(span.start);
        let source = &self.report.source;
        let column = source[self.line_start(line)..span.start].chars().count() + 1;
        Finding {
            code,
            name,
            path: self.path.clone(),
            line,
            column,
            end_column: column + source[span.clone()].chars().count(),
            span,
            message: objection.message,
            evidence: objection.evidence,
            text: self.shown_line(line),
        }
    }

    /// The statement that holds the byte at `offset`; they are in order and do not overlap.
    pub(super) fn statement_at(&self, offset: usize) -> Option<&PageStatement> {
        let next = self.statements.partition_point(|statement| statement.span.start <= offset);
        self.statements.get(next.checked_sub(1)?).filter(|statement| statement.span.contains(&offset))
    }

    /// The part of the web address around `span` that precedes it, from its scheme on; `None` outside of an address.
    pub(super) fn address_before(&self, span: &Span) -> Option<&str> {
        let source = &self.report.source;
        let is_end = |c: char| c.is_whitespace() || !c.is_ascii() || "<>\"'`()[]|".contains(c);
        let start = source[..span.start].rfind(is_end).map_or(0, |at| at + 1);
        let head = &source[source.ceil_char_boundary(start)..span.start];
        head.find("://").map(|scheme| &head[scheme..])
    }

    pub(super) fn ignores(&self, code: &str, line: usize) -> bool {
        self.ignores.silence(code, line)
    }

    /// Where the page names itself: its first line with words.
    pub(super) fn title_span(&self) -> Span {
        let source = &self.report.source;
        let start = source.len() - source.trim_start().len();
        let end = source[start..].find('\n').map_or(source.len(), |length| start + length);
        trim(source, start..end)
    }

    /// Whether a section of `kind` has a heading.
    pub(super) fn has_section(&self, kind: SectionKind) -> bool {
        self.report.sections.iter().any(|section| section.kind == kind && section.heading.is_some())
    }
}

/// Whether a term is of the work: short English words are of the language, numbers of the week.
fn says_something(term: &str) -> bool {
    const LEAST_LETTERS: usize = 6;
    !term.is_ascii() || (term.len() >= LEAST_LETTERS && !term.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Values that are never shown: an address of a machine is no secret to those who read the report.
fn is_hidden(kind: Kind) -> bool {
    !matches!(kind, Kind::Ip | Kind::Host)
}

/// The source with what is no statement of the author as spaces: code, words struck out, comments, the targets of links.
fn blanked(report: &Report) -> String {
    let mut spans: Vec<Span> = Vec::new();
    for section in &report.sections {
        code_spans(&section.blocks, &mut spans);
    }
    let source = &report.source;
    spans.extend(comments(source));
    spans.extend(marked_spans(source, "`"));
    spans.extend(marked_spans(source, "~~"));
    spans.sort_by_key(|span| span.start);
    let mut text = String::with_capacity(source.len());
    for span in spans {
        if span.start < text.len() {
            continue;
        }
        text.push_str(&source[text.len()..span.start]);
        for c in source[span].chars() {
            let blank = if c == '\n' { "\n" } else { &"    "[..c.len_utf8()] };
            text.push_str(blank);
        }
    }
    text.push_str(&source[text.len()..]);
    mask_targets(&text)
}

/// The spans between two marks of one line: inline code and deleted words.
fn marked_spans(source: &str, mark: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let mut marks = line.match_indices(mark).map(|(at, _)| start + at);
        while let (Some(open), Some(close)) = (marks.next(), marks.next()) {
            found.push(open..close + mark.len());
        }
        start += line.len();
    }
    found
}

fn code_spans(blocks: &[Block], spans: &mut Vec<Span>) {
    for block in blocks {
        if block.kind == BlockKind::Code {
            spans.push(block.span.clone());
        }
        code_spans(&block.children, spans);
    }
}
