//! Reads the metrics of a report line by line from sections, lists and tables; outside incidents, plans and what looks back.

use super::amount::amounts;
use super::folded::Folded;
use super::metric::{LEAST_DAYS_OF_A_MONTH, Metric};
use super::metric_clause::is_inside_number;
use super::metric_statement::statements;
use super::metric_table::table_statements;
use super::milestone::subject_end::without_progress;
use crate::calendar::{Expression, Mention, mentions};
use crate::report::{
    Block, BlockKind, LineIndex, Report, SectionKind, Span, Table, heading_text, lead_text, lines_of, mark_length,
    trim, without_number,
};
use crate::vocabulary::{Sense, Words};

/// See [`super::metrics`]; `incidents` as [`super::incident_spans`] gives them.
pub(super) fn metrics_of(report: &Report, index: LineIndex, incidents: Vec<Span>) -> Vec<Metric> {
    let mut reader = Reader { report, index, incidents: merged(incidents), found: Vec::new() };
    for section in &report.sections {
        let is_planned = section.path.iter().any(|name| !reads(SectionKind::of_heading(name)));
        if !reads(section.kind) || is_planned {
            continue;
        }
        let parents = Parents { path: section.path.clone(), kind: section.kind, parent: String::new() };
        if let Some(heading) = section.heading.clone() {
            reader.heading(&heading, &parents);
        }
        reader.blocks(&section.blocks, &parents);
    }
    let is_monthly = report.stated_coverage.is_some_and(|days| days.days() >= LEAST_DAYS_OF_A_MONTH);
    reader.found.iter_mut().for_each(|metric| metric.is_in_monthly = is_monthly);
    reader.found.sort_by_key(|metric| metric.span.start);
    reader.found
}

/// The headings and words above a list.
#[derive(Clone)]
struct Parents {
    path: Vec<String>,
    kind: SectionKind,
    parent: String,
}

/// Whether sections of this kind state measures of now.
fn reads(kind: SectionKind) -> bool {
    !matches!(
        kind,
        SectionKind::Plan | SectionKind::Daily | SectionKind::FollowUp | SectionKind::Reflection | SectionKind::Review
    )
}

struct Reader<'a> {
    report: &'a Report,
    index: LineIndex,
    incidents: Vec<Span>,
    found: Vec<Metric>,
}

impl Reader<'_> {
    fn heading(&mut self, heading: &Span, parents: &Parents) {
        let text = &self.report.source[heading.clone()];
        if text.contains([':', '：', '%', '％']) {
            let outer = parents.path.split_last().map(|(_, outer)| outer.to_vec()).unwrap_or_default();
            self.line(heading.clone(), &Parents { path: outer, ..parents.clone() });
        }
    }

    fn blocks(&mut self, blocks: &[Block], parents: &Parents) {
        for block in blocks {
            let mut parents = parents.clone();
            if let Some(lead) = &block.lead {
                parents = parents.under(lead);
            }
            if reads(parents.kind) {
                self.block(block, &parents);
            }
        }
    }

    fn block(&mut self, block: &Block, parents: &Parents) {
        let source = &self.report.source;
        match block.kind {
            BlockKind::Code => return,
            BlockKind::Table => return self.table(&block.span, parents),
            BlockKind::Paragraph | BlockKind::Item => {}
        }
        let mut within = parents.clone();
        for line in lines_of(source, &block.own) {
            self.line(line.clone(), &within);
            if let Some(title) = title(&source[line]) {
                within.parent = title;
            }
        }
        if block.children.is_empty() {
            return;
        }
        let own = &source[block.own.clone()];
        let inner = match lead_text(source, block) {
            Some(lead) => parents.under(&lead),
            None => Parents { parent: parent_name(own), ..parents.clone() },
        };
        if reads(inner.kind) {
            self.blocks(&block.children, &inner);
        }
    }

    fn line(&mut self, line: Span, parents: &Parents) {
        let source = &self.report.source;
        let line = trim(source, line);
        let written = &source[line.clone()];
        let has_number = written.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
        if !has_number || self.is_incident(&line) {
            return;
        }
        let mut marks = written.len() - written.trim_start_matches(['#', ' ', '>']).len();
        // `1.x` of a paragraph is no list number; a heading's may be.
        if written.starts_with('#') {
            marks += mark_length(&written[marks..]);
        }
        marks += numeral_mark(&written[marks..]);
        let span = line.start + marks..line.end;
        let folded = Folded::new(source, &span);
        let is_strict = parents.kind == SectionKind::Incidents;
        for stated in statements(&folded.text, &parents.parent, is_strict) {
            let span = folded.place(&stated.span, source);
            if !self.is_incident(&span) {
                self.push(stated, span, parents);
            }
        }
    }

    fn table(&mut self, span: &Span, parents: &Parents) {
        let source = &self.report.source;
        let table = Table::read(source, span);
        let about = [&parents.parent].into_iter().chain(parents.path.last()).find(|words| !words.is_empty());
        let about = about.map_or("", |words| without_number(words)).trim_end_matches([':', '：']);
        for (stated, span) in table_statements(source, &table, about) {
            if !self.is_incident(&span) {
                self.push(stated, span, parents);
            }
        }
    }

    fn is_incident(&self, span: &Span) -> bool {
        let before = self.incidents.partition_point(|incident| incident.start <= span.start);
        before.checked_sub(1).is_some_and(|last| span.start < self.incidents[last].end)
    }

    fn push(&mut self, stated: Metric, span: Span, parents: &Parents) {
        let is_timed =
            !stated.time.is_empty() || stated.qualifiers.iter().any(|qualifier| qualifier.contains(['周', '日']));
        let month = if is_timed { None } else { parents.path.iter().rev().find_map(|heading| month_of(heading)) };
        self.found.push(Metric {
            time: month.unwrap_or_else(|| stated.time.clone()),
            text: self.report.source[span.clone()].to_string(),
            section: parents.path.clone(),
            lines: self.index.lines(&span),
            span,
            ..stated
        });
    }
}

/// The month of a heading that says no more than whose figures follow: `5 月小结`, `前五类（5 月全月）`.
fn month_of(heading: &str) -> Option<String> {
    let folded = Folded::new(heading, &(0..heading.len())).text;
    let bare = without_number(&folded).trim();
    let (before, inside) =
        bare.split_once('(').map_or((bare, ""), |(before, rest)| (before, rest.trim_end_matches(')')));
    [before, inside].into_iter().find_map(month_alone)
}

/// The month that `words` are, but for words such as 小结.
fn month_alone(words: &str) -> Option<String> {
    static SUMMED: Words = Words::of(&[Sense::SummedUp]);
    let named = mentions(words);
    let [Mention { span, reading: Ok(Expression::Month { .. }) }] = named.as_slice() else { return None };
    let rest = [&words[..span.start], &words[span.end..]].concat();
    let rest = rest.trim();
    (rest.is_empty() || SUMMED.have(rest)).then(|| words[span.clone()].to_string())
}

/// `spans`, ascending by start, as spans that do not overlap.
fn merged(spans: Vec<Span>) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans.into_iter().filter(|span| !span.is_empty()) {
        match merged.last_mut().filter(|last| span.start < last.end) {
            Some(last) => last.end = last.end.max(span.end),
            None => merged.push(span),
        }
    }
    merged
}

impl Parents {
    /// Below the words that announce a list.
    fn under(&self, lead: &str) -> Self {
        let is_name = lead.chars().count() <= 12;
        let kind = match SectionKind::of_heading(lead) {
            kind if is_name && kind != SectionKind::Other => kind,
            _ => self.kind,
        };
        let mut path = self.path.clone();
        path.push(lead.to_string());
        Self { path, kind, parent: lead.to_string() }
    }
}

/// What an item is about, for what is nested in it: its words up to the first mark.
fn parent_name(own: &str) -> String {
    let text = heading_text(own.lines().next().unwrap_or_default());
    // 全周13,240人次: a comma inside a number ends nothing.
    let ends = |(at, c): &(usize, char)| "：:，,。；(（".contains(*c) && (*c != ',' || !is_inside_number(&text, *at));
    let name = &text[..text.char_indices().find(ends).map_or(text.len(), |(at, _)| at)];
    let folded = Folded::new(name, &(0..name.len())).text;
    let value =
        amounts(&folded).into_iter().find(|amount| amount.is_counted).map_or(folded.len(), |amount| amount.span.start);
    without_progress(folded[..value].trim()).chars().take(LONGEST_PARENT_CHARS).collect()
}

/// The length of `（三）`, which counts the paragraph.
fn numeral_mark(text: &str) -> usize {
    let inner = text.strip_prefix(['（', '(']).and_then(|rest| rest.split_once(['）', ')']));
    let Some((numeral, rest)) = inner else { return 0 };
    let is_numeral = (1..=3).contains(&numeral.chars().count())
        && numeral.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    if is_numeral { text.len() - rest.trim_start().len() } else { 0 }
}

/// The name of a line that is only a name in brackets: the subject of the lines after it.
fn title(line: &str) -> Option<String> {
    let line = line.trim().trim_start_matches(['-', '*', ' ']);
    let line = &line[mark_length(line)..];
    let name = line.strip_prefix('【')?.strip_suffix('】')?;
    (name.chars().count() <= LONGEST_PARENT_CHARS).then(|| name.trim().to_string()).filter(|name| !name.is_empty())
}

const LONGEST_PARENT_CHARS: usize = 24;

#[cfg(test)]
mod tests;
