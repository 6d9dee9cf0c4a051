//! Where an account of an incident may begin: the headings, lines, sentences and rows of a report, each with how far it may reach.

use super::heading::{looks_back, names_a_case, names_one_incident};
use super::opening::{Opening, opening_clock, opening_date, opening_of_line, opens_with_a_clock};
use super::parts::{PartKind, named_parts, part_named_first};
use super::reader::says_what;
use super::review::reviews;
use super::when::first_day;
use crate::calendar::{Expression, day_number, mentions};
use crate::fact::clause::{clauses, sentences};
use crate::fact::standing::is_done;
use crate::fact::statement::{heading_words, kind_under};
use crate::report::{
    Block, BlockKind, Report, Section, SectionKind, Span, Table, behind_levels, lead_text, lines_in, mark_length,
    mask_targets, opens_as_follow_up, opens_incident_part, trim,
};
use crate::text::up_to_mark;
use crate::vocabulary::{Sense, Words};

/// In characters: a longer incident is taken apart.
pub const MAX_ACCOUNT_CHARS: usize = 1520;

/// A heading is weighed with what stands below it up to here, in bytes.
const LOOK_BELOW_BYTES: usize = 400;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Heading,
    Item,
    Line,
    Sentence,
    Row,
}

/// A place where an account of an incident may begin.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub shape: Shape,
    pub section: SectionKind,
    /// Headings, then what announces the list or what it is nested in, outermost first.
    pub path: Vec<String>,
    /// Its first sentence; of a heading with the one below it.
    pub first: Span,
    /// Where the words begin that say before the day what broke: 泵房漏水：9/5 发现; else its first sentence does.
    pub begins: usize,
    /// What belongs to it by its place: the item with what is nested in it, the rest of the paragraph, what is below the heading.
    pub own: Span,
    /// Beside that the blocks behind it that go on telling of it.
    pub reach: usize,
    /// The head of the table of a row.
    pub head: Option<Span>,
}

impl Candidate {
    /// When it opens; on a page about one day a time is enough.
    pub(in crate::fact) fn opening(&self, report: &Report) -> Option<Opening> {
        let first = &report.source[self.first.clone()];
        let of_day = || opening_clock(first).filter(|_| is_daily(report));
        opening_of_line(first).or_else(of_day).map(|(_, opening)| opening)
    }

    /// How many days before its report the days lie that its first sentence names.
    #[must_use]
    pub fn days(&self, report: &Report) -> Vec<i32> {
        let Some(date) = report.date else { return Vec::new() };
        let before = |expression: &Expression| {
            let is_day = matches!(expression, Expression::Day(_) | Expression::DayOfMonth(_) | Expression::Relative(_));
            let period = is_day.then(|| expression.resolve(date).ok()).flatten()?;
            (period.days() == 1).then(|| day_number(date) - day_number(period.from()))
        };
        let named = mentions(&mask_targets(&report.source[self.first.clone()]));
        let mut days: Vec<i32> =
            named.iter().filter_map(|mention| mention.reading.as_ref().ok()).filter_map(before).collect();
        if days.is_empty() && is_daily(report) && self.opening(report).is_some() {
            days.push(0);
        }
        days
    }
}

/// The candidates of a report in reading order, outside of accounts that look back at one incident.
pub fn candidates(report: &Report) -> Vec<Candidate> {
    let reviewed: Vec<Span> = reviews(report).into_iter().flat_map(|review| review.account).collect();
    let mut walk = Walk { report, is_daily: is_daily(report), found: Vec::new() };
    for (at, section) in report.sections.iter().enumerate() {
        if reviewed.iter().any(|account| account.start <= section.span.start && section.span.start < account.end) {
            continue;
        }
        if tells_news(section.kind) {
            walk.heading(at, section, &reviewed);
        }
        walk.blocks(&section.blocks, &section.path, section.kind);
    }
    walk.found
}

/// Whether what stands in such a part of a report may be told there for the first time: not what is planned or was reported before, nor links.
fn tells_news(section: SectionKind) -> bool {
    !matches!(section, SectionKind::Plan | SectionKind::Daily | SectionKind::FollowUp)
}

/// Whether the page is about one day: times alone say when.
pub fn is_daily(report: &Report) -> bool {
    report.stated_coverage.is_some_and(|period| period.days() == 1)
}

struct Walk<'a> {
    report: &'a Report,
    is_daily: bool,
    found: Vec<Candidate>,
}

impl Walk<'_> {
    /// A heading takes the sections below it as far as an incident is long. One that only names a part of the report is none.
    fn heading(&mut self, at: usize, section: &Section, reviewed: &[Span]) {
        let source = &self.report.source;
        let Some(heading) = section.heading.as_ref().filter(|_| !section.path.is_empty()) else { return };
        let words = heading_words(source, heading);
        let text = &source[words.clone()];
        if !names_what_happened(text) {
            return;
        }
        let inside = self.report.sections[at + 1..].iter().take_while(|other| is_inside(other, section));
        let whole = words.start..inside.map(|other| other.span.end).max().unwrap_or(0).max(section.span.end);
        // What a review is called is no account.
        if reviewed.iter().any(|account| whole.start < account.end && account.start < whole.end) {
            return;
        }
        let alone = words.start..section.span.end.max(words.end);
        let fits = |span: &Span| source[span.clone()].chars().nth(MAX_ACCOUNT_CHARS).is_none();
        let own = if fits(&whole) { whole } else { alone };
        let below = source[words.end..own.end].find(char::is_alphanumeric).map_or(own.end, |from| words.end + from);
        let told = below..source.floor_char_boundary((below + LOOK_BELOW_BYTES).min(own.end)).max(below);
        let first = words.start..sentences(source, told).first().map_or(words.end, |sentence| sentence.end);
        let path = section.path.split_last().map(|(_, outer)| outer.to_vec()).unwrap_or_default();
        let reach = own.end;
        self.found.push(Candidate {
            shape: Shape::Heading,
            section: section.kind,
            path,
            begins: first.start,
            first,
            own,
            reach,
            head: None,
        });
    }

    fn blocks(&mut self, blocks: &[Block], path: &[String], section: SectionKind) {
        let source = &self.report.source;
        // Where the steps of the account before end.
        let mut stepped = 0;
        for (at, block) in blocks.iter().enumerate() {
            let mut path = path.to_vec();
            let mut section = section;
            if let Some(lead) = &block.lead {
                path.push(lead.clone());
                section = kind_under(lead, section);
            }
            match block.kind {
                BlockKind::Code => continue,
                _ if !tells_news(section) => {}
                BlockKind::Table => self.rows(block, &path, section),
                BlockKind::Item | BlockKind::Paragraph if at >= stepped => {
                    stepped = at + 1 + if self.is_daily { steps(source, blocks, at) } else { 0 };
                    self.lines(blocks, at, &path, section);
                }
                BlockKind::Item | BlockKind::Paragraph => {}
            }
            // 处理过程： with its steps nested below.
            let last = source[block.own.clone()].trim_end().lines().last().unwrap_or_default();
            if !block.children.is_empty() && !opens_incident_part(last) {
                path.push(lead_text(source, block).unwrap_or_else(|| source[block.own.clone()].to_string()));
                self.blocks(&block.children, &path, kind_under(&source[block.own.clone()], section));
            }
        }
    }

    fn rows(&mut self, block: &Block, path: &[String], section: SectionKind) {
        let source = &self.report.source;
        let table = Table::read(source, &block.span);
        let head = table.head.as_ref().map(|head| head.span.clone());
        for row in table.rows {
            let own = trim(source, row.span);
            let (first, reach) = (own.clone(), own.end);
            let path = path.to_vec();
            self.found.push(Candidate {
                shape: Shape::Row,
                section,
                path,
                begins: first.start,
                first,
                own,
                reach,
                head: head.clone(),
            });
        }
    }

    fn lines(&mut self, blocks: &[Block], at: usize, path: &[String], section: SectionKind) {
        let source = &self.report.source;
        let block = &blocks[at];
        // 原因：… tells of what stands before it, and its lines do but where one opens with a day.
        let is_part = at > 0 && is_part(&source[block.own.clone()]);
        let behind = if self.is_daily { steps(source, blocks, at) } else { 0 };
        let parted = behind_parts(source, blocks, at + 1 + behind, at);
        let told = match section == SectionKind::Incidents && block.kind == BlockKind::Paragraph && behind == 0 {
            true => behind_parts(source, blocks, parted.max(behind_paragraphs(source, blocks, at)), at),
            false => parted,
        };
        let (parted, reach) = (blocks[parted - 1].span.end, blocks[told - 1].span.end);
        let mut is_first = true;
        for line in lines_in(source, &block.own) {
            let mut opens_line = true;
            let mut is_behind_part = false;
            for sentence in sentences(source, line) {
                let sentence = trim(source, sentence);
                let text = &source[sentence.clone()];
                let mark = if opens_line { mark_length(text).max(level_length(text)) } else { 0 };
                let start = (sentence.start + mark).min(sentence.end);
                let first = start + lead_length(&source[start..sentence.end])..sentence.end;
                let lead = &source[start..first.start];
                let is_named = says_what(lead) && part_named_first(lead).is_none() && !counts_one(lead);
                let begins = if is_named { start } else { first.start };
                let shape = match (is_first, opens_line) {
                    (true, _) if block.kind == BlockKind::Item => Shape::Item,
                    (_, true) => Shape::Line,
                    _ => Shape::Sentence,
                };
                let says_something = source[first.clone()].chars().any(char::is_alphanumeric);
                // 处置：停任务。3/21上午联系商户: a step of the part that its line names.
                let is_step = !opens_line && (is_behind_part || names_a_part(lead));
                let goes_on = opens_as_follow_up(text)
                    || only_follows(text)
                    || is_step && opening_of_line(text).is_none_or(|(_, opening)| opening.time().is_none())
                    || is_part && opening_of_line(text).is_none()
                    || opens_line && !is_first && opens_incident_part(text);
                if says_something && !goes_on {
                    let own = first.start..if is_first { parted } else { block.own.end }.max(first.end);
                    let reach = reach.max(own.end);
                    let path = path.to_vec();
                    self.found.push(Candidate { shape, section, path, first, begins, own, reach, head: None });
                }
                is_behind_part = is_behind_part || names_a_part(text);
                (is_first, opens_line) = (false, false);
            }
        }
    }
}

/// 3.1 5/13 …: the page's own number of a line.
fn level_length(text: &str) -> usize {
    behind_levels(text).map_or(0, |rest| text.len() - rest.len())
}

/// 上表之外还有一起：9/5 …: the few words that announce what opens with a day.
fn lead_length(text: &str) -> usize {
    const LONGEST_CHARS: usize = 16;
    let lead = text.char_indices().take(LONGEST_CHARS).find(|(_, c)| matches!(c, '：' | ':'));
    let behind = lead.map(|(at, c)| at + c.len_utf8());
    behind.filter(|at| opening_date(text).is_none() && opening_date(&text[*at..]).is_some()).unwrap_or(0)
}

/// 上表之外还有一起：, 另外两件: how many there are, and not what broke.
fn counts_one(lead: &str) -> bool {
    let mut last = lead.trim_end_matches(|c: char| !c.is_alphanumeric()).chars().rev();
    last.next().is_some_and(|counter| "起件例次".contains(counter))
        && last.next().is_some_and(|number| number.is_ascii_digit() || "一两二三四五几".contains(number))
}

/// Whether a heading says what came about, or when; else it names a part of the report: 踩了什么坑, 生产事件, 客诉（卓雅雯）.
fn names_what_happened(heading: &str) -> bool {
    static CAME_ABOUT: Words = Words::of(&[Sense::ComesAbout, Sense::Breakdown, Sense::Trouble]);
    const LEAST_BESIDE_CHARS: usize = 3;
    let is_part = SectionKind::of_heading(heading) != SectionKind::Other && !names_one_incident(heading);
    let without_remark = up_to_mark(heading, &['（', '(']).to_lowercase();
    let beside = CAME_ABOUT.replaced(&without_remark, "").chars().filter(|c| c.is_alphanumeric()).count();
    let says_what = || !is_part && beside >= LEAST_BESIDE_CHARS && CAME_ABOUT.are_in(&without_remark);
    !looks_back(heading) && (first_day(heading).is_some() || names_a_case(heading) || says_what())
}

fn is_inside(section: &Section, outer: &Section) -> bool {
    section.path.len() > outer.path.len() && section.path.starts_with(&outer.path)
}

/// Whether a text begins with a part of the incident before it: a cause, a handling, an effect.
fn is_part(text: &str) -> bool {
    let named = part_named_first(text);
    opens_incident_part(text) && !matches!(named, Some(PartKind::Time | PartKind::Summary))
}

/// 5/16 上周停电事件复盘完成: what was done about an earlier one, and nothing else.
fn only_follows(text: &str) -> bool {
    static AFTERWARDS: Words = Words::of(&[Sense::Afterwards]);
    AFTERWARDS.are_in(text) && clauses(text, 0..text.len()).len() == 1 && is_done(text)
}

/// Whether a text names a cause, a handling or an effect.
fn names_a_part(text: &str) -> bool {
    let parts = named_parts(text, 0..text.len());
    parts.iter().any(|(kind, _)| matches!(kind, PartKind::Cause | PartKind::Handling | PartKind::Impact))
}

/// The index behind the blocks from `end` on that name parts of the account in `blocks[at]`: 原因 and 处置 on lines of their own, code
/// between them, text under a bare name.
fn behind_parts(source: &str, blocks: &[Block], mut end: usize, at: usize) -> usize {
    let text = |block: &Block| &source[block.span.clone()];
    let tells_part = |block: Option<&Block>| {
        block.is_some_and(|block| {
            !matches!(block.kind, BlockKind::Code | BlockKind::Table)
                && (opens_incident_part(text(block)) || part_named_first(text(block)).is_some())
        })
    };
    while let Some(next) = blocks.get(end) {
        let is_between = next.kind == BlockKind::Code && tells_part(blocks.get(end + 1));
        let is_value = end > at + 1 && next.kind != BlockKind::Item && is_bare_name(text(&blocks[end - 1]));
        if !(tells_part(Some(next)) || is_between || is_value) {
            break;
        }
        end += 1;
    }
    end
}

/// The index behind the paragraphs that go on with the one in `blocks[at]` below a heading about incidents.
fn behind_paragraphs(source: &str, blocks: &[Block], at: usize) -> usize {
    let goes_on = |next: &&Block| tells_on(source[next.span.clone()].trim_start(), next);
    at + 1 + blocks[at + 1..].iter().take_while(goes_on).count()
}

/// How many blocks behind `blocks[at]` are steps of what it tells: they begin with a time, or are nested below it.
fn steps(source: &str, blocks: &[Block], at: usize) -> usize {
    let text = |block: &Block| &source[block.span.clone()];
    let is_indented = |block: &Block| {
        let before = &source[..block.span.start];
        before[before.rfind('\n').map_or(0, |at| at + 1)..].starts_with([' ', '\t'])
    };
    let is_step = |next: &Block| {
        let goes_on = match next.kind {
            BlockKind::Paragraph => opens_with_a_clock(text(next)) && mark_length(text(next)) == 0,
            BlockKind::Item => is_indented(next) && !is_indented(&blocks[at]),
            BlockKind::Table | BlockKind::Code => false,
        };
        goes_on && !text(next).lines().any(opens_incident_part)
    };
    if text(&blocks[at]).lines().any(opens_incident_part) {
        return 0;
    }
    blocks[at + 1..].iter().take_while(|next| is_step(next)).count()
}

/// A longer paragraph begins something else, in characters.
const LONGEST_NEXT_CHARS: usize = 380;

/// Whether a paragraph under a heading about incidents continues the one before it without naming a part.
fn tells_on(text: &str, next: &Block) -> bool {
    static OTHER: Words = Words::of(&[Sense::OtherMatter]);
    next.kind == BlockKind::Paragraph
        && next.lead.is_none()
        && next.children.is_empty()
        && text.chars().count() <= LONGEST_NEXT_CHARS
        && OTHER.beginning(text).is_none()
        && !opens_incident_part(text)
}

/// A part's name whose text is in the next block.
fn is_bare_name(text: &str) -> bool {
    text.chars().count() <= 12 && text.trim_end_matches(['*', ' ']).ends_with([':', '：', '】'])
        || text.starts_with("**") && text.ends_with("**")
}
