//! Walks the last report as a form and writes the next one: section by section, what stays of each line, and where what is carried
//! over belongs.

use super::figures::{fill, rows};
use super::form::{Form, announces, is_properties, is_structure, kind_named, kind_of, name_before_colon};
use super::model::{Carried, DraftEntry, DraftLine, Goal, OpenIncident, Piece, Section};
use super::numbers::renumber;
use super::words::Use;
use super::work::Work;
use crate::calendar::date_at_start;
use crate::goals::is_editorial;
use crate::report::{Block, BlockKind, SectionKind, Span, Table, heading_text, lines_of, trim};

/// What is put into the form.
pub(super) struct Material<'a> {
    pub work: Work<'a>,
    pub open: Vec<OpenIncident>,
    /// What the follow-ups of the last report leave open, and goals that are incidents' reviews.
    pub follow_ups: Vec<Carried>,
    /// The goals that the last report set.
    pub set_goals: Vec<Carried>,
    pub forgotten: Vec<(Vec<String>, Carried)>,
    pub goals: Vec<Goal>,
}

/// Walks the form once.
pub(super) struct Composer<'a, 'b> {
    pub(super) form: &'a Form,
    pub(super) material: Material<'a>,
    cite: &'b mut dyn FnMut(&Span) -> usize,
    /// The form has a section, or an item, for what is followed up.
    has_section: bool,
    has_item: bool,
}

/// The sections of the next report.
pub(super) fn compose(form: &Form, material: Material<'_>, cite: &mut dyn FnMut(&Span) -> usize) -> Vec<Section> {
    let sections = &form.report.sections;
    let is_item = |block: &Block| kind_of_block(form, block, SectionKind::Other) == SectionKind::FollowUp;
    let has_section = sections.iter().any(|section| section.kind == SectionKind::FollowUp && section.heading.is_some());
    let has_item = sections.iter().any(|section| section.blocks.iter().any(is_item));
    let mut material = material;
    if !has_plan(form) {
        // A form without a place for plans has what is left to do among its work.
        material.set_goals.extend(std::mem::take(&mut material.goals).into_iter().map(left_to_do));
    }
    let mut composer = Composer { form, material, cite, has_section, has_item };
    let mut sections = composer.sections();
    composer.place_goals(&mut sections);
    composer.place_forgotten(&mut sections);
    composer.place_follow_ups(&mut sections);
    composer.fill_empty(&mut sections);
    for section in &mut sections {
        renumber(&mut section.lines);
    }
    sections
}

/// Whether the form has a place for plans.
pub(super) fn has_plan(form: &Form) -> bool {
    form.report.sections.iter().any(|section| {
        section.kind == SectionKind::Plan
            || section.blocks.iter().any(|block| kind_of_block(form, block, section.kind) == SectionKind::Plan)
    })
}

fn left_to_do(goal: Goal) -> Carried {
    let cite = goal.cites.first().copied().unwrap_or(0);
    Carried { subject: goal.text, progress: None, words: None, due: Vec::new(), is_goal: false, told: None, cite }
}

/// The kind of a block by its lead, or by the name before its own colon (`往期跟踪：…`).
fn kind_of_block(form: &Form, block: &Block, section: SectionKind) -> SectionKind {
    let named = name_before_colon(form.text(&block.own)).map_or(SectionKind::Other, kind_named);
    let is_own =
        matches!(named, SectionKind::FollowUp | SectionKind::Incidents | SectionKind::Metrics | SectionKind::Plan);
    if is_own { named } else { kind_of(block, section) }
}

impl Composer<'_, '_> {
    fn sections(&mut self) -> Vec<Section> {
        let form = self.form;
        let mut sections: Vec<Section> = Vec::new();
        let mut dropped: Option<Vec<String>> = None;
        for (at, section) in form.report.sections.iter().enumerate() {
            if form.is_title(at) {
                let blocks: Vec<Block> =
                    section.blocks.iter().filter(|block| !is_properties(form.text(&block.span))).cloned().collect();
                let lines = self.lines(&blocks, section.kind);
                sections.push(Section { heading: None, path: section.path.clone(), kind: section.kind, lines });
                continue;
            }
            if dropped.as_ref().is_some_and(|path| section.path.starts_with(path) && section.path.len() > path.len()) {
                continue;
            }
            dropped = None;
            let Some(heading) = &section.heading else {
                let lines = self.lines(&section.blocks, section.kind);
                match sections.last_mut() {
                    Some(last) if last.path == section.path => last.lines.extend(lines),
                    _ => {
                        sections.push(Section { heading: None, path: section.path.clone(), kind: section.kind, lines })
                    }
                }
                continue;
            };
            if is_structure(&section.path, section.kind) {
                let lines = self.section(&section.blocks, section.kind, section.path.last().map_or("", String::as_str));
                let heading = Some(form.whole_line(heading).to_string());
                sections.push(Section { heading, path: section.path.clone(), kind: section.kind, lines });
                continue;
            }
            dropped = Some(section.path.clone());
            if matches!(section.kind, SectionKind::Progress | SectionKind::Problems | SectionKind::Other) {
                self.item_heading(heading, &section.blocks, section.kind, &mut sections);
                dropped = None;
            }
        }
        sections
    }

    /// Carries a heading on work over as a line of the section above it.
    fn item_heading(&mut self, heading: &Span, blocks: &[Block], kind: SectionKind, sections: &mut [Section]) {
        let own = trim(self.form.source(), heading.clone());
        let carried = self.material.work.carried(&own, self.cite);
        let below = self.lines(blocks, kind);
        let line = self.form.whole_line(heading);
        let marks = &line[..line.len() - line.trim_start_matches(['#', ' ', '*']).len()];
        let mut lines: Vec<DraftLine> = carried
            .into_iter()
            .map(|carried| DraftLine { mark: marks.to_string(), entry: DraftEntry::Carried(carried) })
            .collect();
        if lines.is_empty() && !below.is_empty() {
            let name = heading_text(line);
            let name = name.split(['：', ':', '，', '。']).next().unwrap_or_default().to_string();
            lines.push(DraftLine { mark: marks.to_string(), entry: DraftEntry::Form(name) });
        }
        lines.extend(below);
        if let Some(last) = sections.last_mut() {
            last.lines.extend(lines);
        }
    }

    /// The lines under a heading.
    fn section(&mut self, blocks: &[Block], kind: SectionKind, name: &str) -> Vec<DraftLine> {
        match kind {
            SectionKind::Progress | SectionKind::Other if is_editorial(name) => {
                vec![DraftLine { mark: mark_of_prose(self.form, blocks), entry: DraftEntry::Blank }]
            }
            SectionKind::Plan => self.plan(blocks),
            SectionKind::Incidents => self.incidents(blocks),
            SectionKind::FollowUp => self.follow_ups(&mark_of(self.form, blocks)),
            SectionKind::Daily => Vec::new(),
            SectionKind::Reflection | SectionKind::Review => {
                vec![DraftLine { mark: mark_of_prose(self.form, blocks), entry: DraftEntry::Blank }]
            }
            SectionKind::Progress if answers_goals(name) => self.answers(blocks),
            _ => self.lines(blocks, kind),
        }
    }

    fn lines(&mut self, blocks: &[Block], kind: SectionKind) -> Vec<DraftLine> {
        let mut found: Vec<DraftLine> = Vec::new();
        let mut at = 0;
        while at < blocks.len() {
            let block = &blocks[at];
            let block_kind = kind_of_block(self.form, block, kind);
            let lead = announces(self.form, block);
            // What a line announces, beside or below it.
            let led = blocks[at + 1..].iter().take_while(|next| lead.is_some() && next.lead == lead).count();
            if let Some(name) = &lead {
                let inner = match kind_named(name) {
                    SectionKind::Other => block_kind,
                    named => named,
                };
                let inside: Vec<Block> =
                    blocks[at + 1..=at + led].iter().chain(&block.children).cloned().map(without_lead).collect();
                let lines = self.section(&inside, inner, name);
                if !lines.is_empty() {
                    let words = self.form.text(&block.own).lines().last().unwrap_or_default().trim().to_string();
                    found.push(self.line(block, DraftEntry::Form(words)));
                    found.extend(lines);
                }
                at += 1 + led;
                continue;
            }
            at += 1;
            match block_kind {
                SectionKind::FollowUp => {
                    let name = name_before_colon(self.form.text(&block.own)).map(str::to_string);
                    let mark = self.form.mark(&block.span).to_string();
                    let nested = format!("{}- ", " ".repeat(indentation(&mark) + 4));
                    let lines = if self.has_section { Vec::new() } else { self.others(&nested) };
                    if let (Some(name), false) = (name, lines.is_empty()) {
                        found.push(DraftLine { mark, entry: DraftEntry::Form(format!("{name}：")) });
                        found.extend(lines);
                    }
                }
                SectionKind::Incidents
                | SectionKind::Plan
                | SectionKind::Daily
                | SectionKind::Reflection
                | SectionKind::Review => {}
                SectionKind::Metrics => self.figures(block, &mut found),
                _ => self.item(block, block_kind, &mut found),
            }
        }
        found
    }

    fn line(&self, block: &Block, entry: DraftEntry) -> DraftLine {
        DraftLine { mark: self.form.mark(&block.span).to_string(), entry }
    }

    fn figures(&mut self, block: &Block, found: &mut Vec<DraftLine>) {
        let form = self.form;
        if block.kind == BlockKind::Table {
            let rows = rows(form, &block.span, self.cite);
            self.table(block, rows, found);
            return;
        }
        if block.kind == BlockKind::Code {
            return;
        }
        for (nth, line) in lines_of(form.source(), &block.own).into_iter().enumerate() {
            let line = trim(form.source(), line);
            if let Some(pieces) = fill(form, &line, self.cite) {
                let mark = if nth == 0 { form.mark(&block.span) } else { "" };
                found.push(DraftLine { mark: mark.to_string(), entry: DraftEntry::Fill(pieces) });
            }
        }
        let before = found.len();
        let inner = self.lines(&block.children, SectionKind::Metrics);
        if !inner.is_empty() && before == found.len() && fill(form, &block.own, &mut |_| 0).is_none() {
            let name = first_name(form.text(&block.own));
            found.push(self.line(block, DraftEntry::Form(format!("{name}："))));
        }
        found.extend(inner);
    }

    fn table(&self, block: &Block, rows: Vec<Vec<Vec<Piece>>>, found: &mut Vec<DraftLine>) {
        if rows.is_empty() {
            return;
        }
        for line in table_head(self.form, &block.span) {
            found.push(DraftLine { mark: String::new(), entry: DraftEntry::Form(line) });
        }
        found.extend(rows.into_iter().map(|cells| DraftLine { mark: String::new(), entry: DraftEntry::Row(cells) }));
    }

    fn item(&mut self, block: &Block, kind: SectionKind, found: &mut Vec<DraftLine>) {
        match block.kind {
            BlockKind::Code => return,
            BlockKind::Table => {
                let work = self.work_rows(block);
                let rows = if work.is_empty() { rows(self.form, &block.span, self.cite) } else { work };
                return self.table(block, rows, found);
            }
            BlockKind::Paragraph | BlockKind::Item => {}
        }
        if date_at_start(self.form.text(&block.own)).is_some_and(|_| is_told(self.form.text(&block.own))) {
            return;
        }
        let carried = self.material.work.carried(&block.own, self.cite);
        let below = self.lines(&block.children, kind);
        if carried.is_empty() {
            let first = lines_of(self.form.source(), &block.own).into_iter().next().unwrap_or(block.own.clone());
            let name = first_name(self.form.text(&first));
            let named = first.start..first.start + name.trim_end_matches('：').len().min(first.len());
            // A name with a figure (系统健康分654分：) is a figure of the week.
            let has_figure = !below.is_empty() && fill(self.form, &named, &mut |_| 0).is_some();
            let figures = if has_figure {
                fill(self.form, &named, self.cite)
            } else if self.material.work.has_standing_figure(&first) {
                fill(self.form, &first, self.cite)
            } else {
                None
            };
            match figures {
                Some(pieces) => found.push(self.line(block, DraftEntry::Fill(pieces))),
                None if !below.is_empty() => found.push(self.line(block, DraftEntry::Form(name))),
                None => {}
            }
        }
        let mark =
            if block.kind == BlockKind::Paragraph && !carried.is_empty() { "- " } else { self.form.mark(&block.span) };
        let mark = mark.to_string();
        found.extend(
            carried.into_iter().map(|carried| DraftLine { mark: mark.clone(), entry: DraftEntry::Carried(carried) }),
        );
        found.extend(below);
    }

    /// The rows of a table of work that are not done: names, owners and days stay, progress and words are blank.
    fn work_rows(&mut self, block: &Block) -> Vec<Vec<Vec<Piece>>> {
        let form = self.form;
        let table = Table::read(form.source(), &block.span);
        let mut found = Vec::new();
        for row in &table.rows {
            let open = self.material.work.carried(&row.span, self.cite);
            let Some(carried) = open.first() else { continue };
            let heads: Vec<String> =
                table.head.iter().flat_map(|head| &head.cells).map(|cell| form.text(cell).to_lowercase()).collect();
            let cells = row.cells.iter().enumerate().map(|(at, cell)| {
                let text = form.text(cell).to_string();
                let head = heads.get(at).map(String::as_str).unwrap_or_default();
                let is_figure = text.contains(['%', '％']) || head.contains("进度") || head.contains("progress");
                let is_kept = at == 0 || text.contains(carried.subject.as_str()) || Use::KeptColumn.is_in(head);
                match (is_figure, is_kept || text.is_empty()) {
                    (true, _) if !text.is_empty() => vec![Piece::Figure(super::model::Figure {
                        name: carried.subject.clone(),
                        unit: "%".to_string(),
                        last: text,
                        is_shown: false,
                        cite: carried.cite,
                    })],
                    (_, true) => vec![Piece::Words(text)],
                    _ => vec![Piece::Empty],
                }
            });
            found.push(cells.collect());
        }
        found
    }

    /// A blank for what is new, then what is open, unless the form has a section for that.
    fn incidents(&mut self, blocks: &[Block]) -> Vec<DraftLine> {
        let mark = mark_of(self.form, blocks);
        let mut lines = vec![DraftLine { mark: mark.clone(), entry: DraftEntry::Blank }];
        if self.has_section {
            return lines;
        }
        lines.extend(self.open(&mark));
        if !self.has_item {
            let inner = format!("{}    - ", " ".repeat(indentation(&mark)));
            let others = self.others(&inner);
            if !others.is_empty() {
                lines.push(DraftLine { mark, entry: DraftEntry::FollowUps });
                lines.extend(others);
            }
        }
        lines
    }

    /// What is open, and all else that is followed up, once.
    pub(super) fn follow_ups(&mut self, mark: &str) -> Vec<DraftLine> {
        let mut lines = self.open(mark);
        lines.extend(self.others(mark));
        lines
    }

    fn open(&mut self, mark: &str) -> Vec<DraftLine> {
        let open = std::mem::take(&mut self.material.open).into_iter();
        open.map(|open| DraftLine { mark: mark.to_string(), entry: DraftEntry::OpenIncident(open) }).collect()
    }

    fn others(&mut self, mark: &str) -> Vec<DraftLine> {
        let others = std::mem::take(&mut self.material.follow_ups).into_iter();
        others.map(|carried| DraftLine { mark: mark.to_string(), entry: DraftEntry::Carried(carried) }).collect()
    }

    fn plan(&mut self, blocks: &[Block]) -> Vec<DraftLine> {
        let mark = mark_of(self.form, blocks);
        let goals = std::mem::take(&mut self.material.goals);
        goals.into_iter().map(|goal| DraftLine { mark: mark.clone(), entry: DraftEntry::Goal(goal) }).collect()
    }

    /// A section that answers for the goals of the week: each of them, to be answered.
    fn answers(&mut self, blocks: &[Block]) -> Vec<DraftLine> {
        let mark = mark_of(self.form, blocks);
        let goals = std::mem::take(&mut self.material.set_goals);
        goals.into_iter().map(|goal| DraftLine { mark: mark.clone(), entry: DraftEntry::Carried(goal) }).collect()
    }
}

/// Whether an item describes an event (`6/15 11:01 …`) rather than work with a day in its name.
fn is_told(text: &str) -> bool {
    crate::fact::opens_with_a_clock(text) || crate::fact::names_its_time(text)
}

/// Whether a section answers for the goals that were set: 上周计划完成情况.
fn answers_goals(name: &str) -> bool {
    Use::AnswerSection.is_in(name) && ["计划", "目标"].iter().any(|word| name.contains(word))
}

/// The name of an item with its colon.
fn first_name(own: &str) -> String {
    let line = own.lines().next().unwrap_or_default().trim();
    let name = line.split_inclusive(['：', ':', '，', '。', '；']).next().unwrap_or_default();
    match name.strip_suffix(['，', '。', '；']) {
        Some(name) => format!("{name}："),
        None => name.to_string(),
    }
}

fn table_head(form: &Form, span: &Span) -> Vec<String> {
    let table = Table::read(form.source(), span);
    let Some(head) = &table.head else { return Vec::new() };
    let rule = vec!["---"; head.cells.len()].join(" | ");
    vec![form.text(&head.span).trim().to_string(), format!("| {rule} |")]
}

fn without_lead(mut block: Block) -> Block {
    block.lead = None;
    block
}

/// The mark of the first list item; `- ` without one.
pub(super) fn mark_of(form: &Form, blocks: &[Block]) -> String {
    let first = blocks.iter().find(|block| block.kind == BlockKind::Item).map(|block| form.mark(&block.span));
    first.filter(|mark| !mark.trim().is_empty()).unwrap_or("- ").to_string()
}

/// The mark of prose: empty, but for prose in a list.
fn mark_of_prose(form: &Form, blocks: &[Block]) -> String {
    match blocks.first() {
        Some(block) if block.kind == BlockKind::Item => form.mark(&block.span).to_string(),
        _ => String::new(),
    }
}

pub(super) fn indentation(mark: &str) -> usize {
    mark.len() - mark.trim_start().len()
}
