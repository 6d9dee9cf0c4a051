//! Reads the milestones of a report from its statements, piece by piece.

use rust_decimal::Decimal;

use super::done::done;
use super::plan::plans;
use super::progress::{Progress, is_of, progresses};
use super::stage_name::is_only_a_stage;
use super::state::state;
use super::subject::{Subject, is_generic, names_nothing, numbered, pieces, readable, subject, titled};
use super::work_named::{is_agent, names_no_work};
use super::{Milestone, Planned};
use crate::calendar::Date;
use crate::fact::confidence::Confidence;
use crate::fact::statement::{Shape, StatementContext};
use crate::fact::timed::Timed;
use crate::report::{LineIndex, SectionKind, Span, trim, without_number};
use crate::vocabulary::{Sense, Words};

pub(in crate::fact) struct Reader<'a> {
    pub source: &'a str,
    pub index: &'a LineIndex,
    pub date: Option<Date>,
    pub statement: &'a StatementContext,
}

impl Reader<'_> {
    pub fn read(&self) -> Vec<Milestone> {
        let mut span = trim(self.source, self.statement.span.clone());
        let mut parent = self.parent();
        let mut found = Vec::new();
        if let Some((name, rest)) = titled(self.source, &span).or_else(|| numbered(self.source, &span)) {
            parent = Some(name);
            span = rest;
        }
        for piece in pieces(self.source, &span, self.statement.shape == Shape::Paragraph) {
            self.piece(piece, parent.as_deref(), &mut found);
        }
        found
    }

    fn piece(&self, span: Span, parent: Option<&str>, found: &mut Vec<Milestone>) {
        let text = readable(&self.source[span.clone()]);
        let Subject { name, end } = subject(text);
        // 上周目标回顾：甲（完成）；乙（没成）
        static COMPARED: Words = Words::of(&[Sense::ComparedHeading]);
        let names_a_part = || {
            COMPARED.have(&name)
                || matches!(
                    SectionKind::of_heading(&name),
                    SectionKind::Incidents | SectionKind::FollowUp | SectionKind::Plan
                )
        };
        if end < text.len() && name.chars().count() <= 8 && names_a_part() {
            return;
        }
        let timed = Timed::read(text);
        let mut planned = plans(&timed, end, self.date);
        let (own, further): (Vec<Progress>, Vec<Progress>) =
            progresses(text).into_iter().partition(|progress| is_of(&progress.of, &name));
        // 总进度：60% under a project is the project's own.
        let is_prose = self.statement.shape == Shape::Paragraph && end == 0;
        let is_nothing = names_nothing(&name) || is_prose && names_no_work(&name);
        // 测试60% is the progress of a stage, and 方案评审通过，进度60% that of the work.
        let is_of_stage = |progress: &Progress| !text[..progress.at].contains(['，', '；', ',', ';']);
        let is_stage = is_only_a_stage(&name) && !own.iter().any(is_of_stage);
        let (subject, parent) = match (name.is_empty() || is_nothing || is_stage || is_generic(&name), parent) {
            (true, Some(parent)) => (parent.to_string(), None),
            (true, None) if is_nothing || is_stage || name.is_empty() => (self.heading().unwrap_or(name.clone()), None),
            (_, parent) => (name.clone(), parent.map(str::to_string)),
        };
        if subject.is_empty() {
            return;
        }
        let milestone = |subject: &str, parent: Option<String>, progress: Option<Decimal>| Milestone {
            subject: subject.to_string(),
            parent,
            progress,
            planned: Vec::new(),
            done: Vec::new(),
            state: None,
            section: self.statement.section.clone(),
            lines: self.index.lines(&span),
            span: span.clone(),
            confidence: Confidence::SURE,
        };
        let mut parts = Vec::new();
        let mut of_parts: Vec<Span> = Vec::new();
        for progress in further {
            // What follows in the sentence is of the part, too: 历史数据迁移92%，原定6/30关停.
            let sentence_end = text[progress.at..].find(['。', '；', ';']).map_or(text.len(), |end| progress.at + end);
            // 与承运商联调 is nothing without what it is part of.
            let is_bound = progress.of.starts_with(['与', '和', '对', '向', '跟']);
            let of = if is_bound { format!("{subject} {}", progress.of) } else { progress.of };
            let mut part = milestone(&of, parent.clone(), Some(progress.value));
            let (of_part, rest) =
                planned.into_iter().partition(|(_, span)| (progress.at..sentence_end).contains(&span.start));
            planned = rest;
            of_parts.push(progress.at..sentence_end);
            self.state_of(&mut part, &text[progress.at..sentence_end], "", of_part, progress.at);
            part.done = done(&Timed::read(&text[progress.at..sentence_end]), self.date);
            parts.push(part);
        }
        let mut main = milestone(&subject, parent, own.first().map(|progress| progress.value));
        let rest = without(text, &of_parts);
        self.state_of(&mut main, &rest, &name, planned, 0);
        main.done = done(&Timed::read(&rest), self.date);
        if main.progress.is_some() || !main.planned.is_empty() || main.state.is_some() {
            found.push(main);
        }
        found.extend(parts);
    }

    /// Adds the plans and the state in `text`, which begins `offset` bytes into the piece.
    fn state_of(
        &self,
        milestone: &mut Milestone,
        text: &str,
        name: &str,
        planned: Vec<(Planned, Span)>,
        offset: usize,
    ) {
        let was = |wanted: bool| planned.iter().any(|(planned, _)| planned.was == wanted);
        let spans: Vec<Span> = planned
            .iter()
            .map(|(_, span)| span.start.saturating_sub(offset)..span.end.saturating_sub(offset))
            .collect();
        milestone.state = state(text, name, &spans, was(true) && was(false));
        milestone.planned = planned.into_iter().map(|(planned, _)| planned).collect();
    }

    /// The innermost heading that names work, without its number and a remark behind it (食堂改造（孙二）).
    pub(super) fn heading(&self) -> Option<String> {
        let names = |heading: &&str| {
            SectionKind::of_heading(heading) == SectionKind::Other && !is_generic(heading) && !is_agent(heading)
        };
        let bare = |heading: &'_ String| without_remark(without_number(heading)).to_string();
        self.statement.section.iter().rev().map(bare).find(|heading| names(&heading.as_str()))
    }

    /// The subject of the nearest item that it is nested under; else the words that announce its list.
    pub(super) fn parent(&self) -> Option<String> {
        let of = |span: &Span| {
            let name = subject(&self.source[span.clone()]).name;
            (!name.is_empty() && !is_generic(&name)).then_some(name)
        };
        let announced = || {
            let lead = self.statement.lead.clone()?;
            (SectionKind::of_heading(&lead) == SectionKind::Other && !is_generic(&lead)).then_some(lead)
        };
        self.statement.parents.iter().rev().find_map(of).or_else(announced)
    }
}

/// A heading without the bracket at its end; one that is nothing else stays.
fn without_remark(heading: &str) -> &str {
    let open = heading.strip_suffix(['）', ')']).and_then(|inner| inner.rfind(['（', '(']));
    open.map(|open| heading[..open].trim_end()).filter(|name| !name.is_empty()).unwrap_or(heading)
}

/// `text` with `spans` of it blanked, of the same length in bytes.
fn without(text: &str, spans: &[Span]) -> String {
    let mut rest = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_blank = spans.iter().any(|span| span.contains(&at));
        if is_blank { rest.extend(std::iter::repeat_n(' ', c.len_utf8())) } else { rest.push(c) }
    }
    rest
}
