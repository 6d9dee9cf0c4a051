//! The statements of passages as a reader is shown them: whole items and sentences as plain words, each with what it is about.

use super::asked::{is_answer, is_question};
use super::block::{Block, blocks};
use super::byline::is_byline;
use super::code::is_code;
use super::lead::{SHARE_OF_A_NAME, behind, has_a_lead, name_above};
use super::name::{is_matter, named, unwrapped};
use super::open::leaves_open;
use super::plain_line::{behind_count, cells, counts_matters, worded};
use super::row::line;
use super::width::{LEAST_COLUMNS, LONGEST_HEADING_COLUMNS, LONGEST_NAME_COLUMNS, columns};
use crate::calendar::{Date, mention_at_start, mentions};
use crate::fact::{
    has_done_state, is_done, is_held_up, is_part_done, is_placeholder, is_to_come, is_unfinished, moves_a_day,
    sentences,
};
use crate::lexicon::{WordSort, word_sorts};
use crate::passage::PassageKind;
use crate::record::{PassageRecord, Place};
use crate::report::{LineIndex, Lines, SectionKind, Span, behind_paragraph_number, mark_length, without_number};
use crate::text::{is_english, is_han, share_of_pairs, up_to_mark};
use crate::vocabulary::{Sense, Words};

/// A longer item is shown by its sentences, in columns.
const LONG_COLUMNS: usize = 300;
const LONG_HAN_COLUMNS: usize = 220;

/// What a sentence may add to a line that is long without it, where it says nothing alone, as a short one of English does.
const GOES_ON_COLUMNS: usize = 120;
const SHORT_ENGLISH_COLUMNS: usize = 90;

/// Lines of an item are one line up to this width of all.
pub(super) const JOINED_COLUMNS: usize = 110;

/// An item, or a sentence of a longer one.
#[derive(Debug, Clone)]
pub(in crate::rollup) struct Unit<'m> {
    pub passage: &'m PassageRecord,
    /// What its item is for, where that is called so (下周), else its section.
    pub kind: SectionKind,
    pub date: Date,
    pub lines: Lines,
    /// On one line, without marks of Markdown and addresses.
    pub text: String,
    /// What its item is called, where the text does not say so itself; may be empty.
    pub about: String,
    /// The heading of another section that is called what it speaks of.
    pub home: Option<String>,
    /// Whether that is the name of its section.
    pub is_about_section: bool,
    /// Whether its section speaks to its readers as an editorial does.
    pub is_editorial: bool,
    /// Whether it opens its item: a later sentence may speak of what another names.
    pub opens: bool,
    /// Whether its paragraph has more sentences.
    pub is_prose: bool,
    /// Whether it is the label of an address.
    pub is_link: bool,
    /// Whether it is a row of a table.
    pub is_row: bool,
    /// Whether a later report of the period says more of the same.
    pub is_overtaken: bool,
    /// Whether its own words say that something is left to do, or how much of it is done.
    pub leaves_open: bool,
    /// It plans for days that were over at the last report, or says how something stood on the day of an earlier one.
    pub is_past: bool,
    /// Whether its report is behind the period.
    pub is_after: bool,
    /// What other reports say of its matter, the newest first.
    pub beside: Vec<Self>,
    /// Whether its own words, not the names of columns, say that something is done, or held up.
    pub is_done: bool,
    pub is_held_up: bool,
}

impl Unit<'_> {
    pub fn place(&self) -> Place {
        Place::of_lines(self.passage, self.lines)
    }

    /// What it speaks of: what it is about, else the name that it begins with.
    pub fn thing(&self) -> &str {
        if !self.is_named_by_itself() {
            return &self.about;
        }
        // Many write Chinese with the marks of English.
        let ends = |(at, c): &(usize, char)| match c {
            '：' | '，' | '。' => true,
            ':' if self.text[*at..].starts_with(": ") => true,
            ':' | ',' => self.text[..*at].ends_with(is_han),
            _ => false,
        };
        let name = self.text.char_indices().find(ends).map_or(self.text.as_str(), |(at, _)| &self.text[..at]);
        if name.len() < self.text.len() && columns(name) <= LONGEST_NAME_COLUMNS / 2 { name } else { "" }
    }

    /// Whether what it speaks of is the name that its text begins with.
    pub fn is_named_by_itself(&self) -> bool {
        self.about.is_empty() || self.is_about_section
    }

    /// Whether it says what `matter`, the heading above it, is called, or what it speaks of instead.
    pub fn names(&self, matter: &str) -> bool {
        self.is_named_in(&self.shown(), matter)
    }

    /// The same of `said`, a part of it as it is shown.
    pub fn is_named_in(&self, said: &str, matter: &str) -> bool {
        // The first cell of a row (处置：…) names no matter.
        has_a_lead(said) && !self.is_row || share_of_pairs(matter, said) >= SHARE_OF_A_NAME
    }

    /// As it is shown: what it is about, then what it says.
    pub fn shown(&self) -> String {
        self.with_about(&self.text)
    }

    /// `said`, a part of its text, behind what it is about.
    pub fn with_about(&self, said: &str) -> String {
        if self.about.is_empty() { said.to_string() } else { behind(&self.about, said) }
    }

    /// Whether its text says first what `name` does, but for what that has in brackets.
    pub fn begins_with(&self, name: &str) -> bool {
        let bare = name.split(['（', '(']).next().unwrap_or_default().trim();
        !bare.is_empty() && self.text.starts_with(bare)
    }

    /// Without the name `heading`, under which it is shown, before its text.
    pub fn under(mut self, heading: &str) -> Self {
        const MARKS: [char; 6] = ['：', ':', '—', '–', '，', ','];
        let rest = self.text.strip_prefix(heading).filter(|rest| rest.starts_with(MARKS) && !heading.is_empty());
        if let Some(rest) = rest {
            self.text = rest.trim_start_matches(MARKS).trim_start().to_string();
        }
        self
    }
}

/// The units of a passage in their order; none of what only announces, leads elsewhere or says nothing.
pub(super) fn units<'m>(passage: &'m PassageRecord, date: Date) -> Vec<Unit<'m>> {
    let index = LineIndex::new(&passage.text);
    let pieces = parts(passage);
    // The lines of an item are about what its first line names.
    let is_on_first_line = |first: &&Piece| !passage.text[..first.span.start].contains('\n');
    let own = pieces.first().filter(is_on_first_line).filter(|_| is_item(passage) && pieces.len() > 1);
    let own = own.map(|first| named(&first.text)).unwrap_or_default();
    let kind = match SectionKind::of_heading(&own) {
        SectionKind::Other => passage.section_kind,
        kind => kind,
    };
    let own = Some(own).filter(|name| is_matter(name)).unwrap_or_default();
    let unit = |piece: Piece| {
        let lines = index.lines(&piece.span);
        let lines = Lines { first: passage.first_line + lines.first - 1, last: passage.first_line + lines.last - 1 };
        let (about, is_about_section) = about(passage, &piece, &own);
        let own_words = piece.cells.as_deref().unwrap_or(&piece.text);
        // 逾期未答 | 2 | 9 is a figure, whatever it counts.
        let is_figure = piece.cells.as_deref().is_some_and(is_row_of_figures);
        let is_held_up = !is_figure && (is_held_up(own_words) || moves_a_day(own_words));
        let is_of_plan = kind == SectionKind::Plan;
        let is_done = match piece.cells {
            Some(_) if is_of_plan => has_done_state(own_words.split('，')),
            Some(_) if is_part_done(own_words) => false,
            // 10月20日启用, in a report of the 12th.
            _ if is_all_ahead(own_words, date) => false,
            // The new press is up. The old one is still at 40%, and its motor was ordered.
            _ if piece.is_prose && (is_unfinished(own_words) || own_words.contains(" still ")) => false,
            _ if is_done(own_words) => true,
            _ => {
                let is_over = !is_held_up && !is_unfinished(own_words) && !is_to_come(own_words);
                is_over && is_under_done(passage, &piece)
            }
        };
        Unit {
            passage,
            kind,
            date,
            lines,
            about,
            home: None,
            is_about_section,
            is_editorial: false,
            opens: piece.opens,
            is_prose: piece.is_prose,
            is_link: piece.is_link,
            is_row: piece.cells.is_some(),
            is_overtaken: false,
            leaves_open: leaves_open(own_words, piece.cells.is_some()),
            is_past: false,
            is_after: false,
            beside: Vec::new(),
            is_done,
            is_held_up,
            text: piece.shown().to_string(),
        }
    };
    pieces.into_iter().filter(|piece| piece.is_unit_of(passage)).map(unit).collect()
}

/// Whether all days that a text names lie behind that of its report.
fn is_all_ahead(text: &str, date: Date) -> bool {
    let days = mentions(text).into_iter().filter_map(|mention| mention.reading.ok()?.core().resolve(date).ok());
    let days: Vec<_> = days.collect();
    !days.is_empty() && days.iter().all(|day| day.from() > date)
}

/// Whether the heading or the item above it says so of all below: 本周完成.
fn is_under_done(passage: &PassageRecord, piece: &Piece) -> bool {
    static DONE: Words = Words::of(&[Sense::DoneHeading]);
    let heading = passage.section.last().map_or("", String::as_str);
    let names = [heading, &passage.parent, &piece.above].map(|name| without_number(name).trim().to_lowercase());
    names.iter().any(|name| DONE.have(name.trim_end_matches([':', '：'])))
}

/// The texts of the units of a passage.
pub(super) fn texts(passage: &PassageRecord) -> Vec<String> {
    let units = parts(passage).into_iter().filter(|piece| piece.is_unit_of(passage));
    units.map(|piece| piece.shown().to_string()).collect()
}

fn is_item(passage: &PassageRecord) -> bool {
    passage.passage == PassageKind::Item
}

fn parts(passage: &PassageRecord) -> Vec<Piece> {
    let blocks = blocks(passage);
    // 9.1 and 9.2 are of one item and two matters.
    let is_numbered = |block: &&Block| behind_paragraph_number(passage.text[block.span.clone()].trim_start()).is_some();
    let is_one = is_item(passage) && blocks.iter().filter(is_numbered).count() < 2;
    let whole = is_one.then(|| joined(&passage.text, &blocks)).flatten();
    let found = match whole {
        Some(piece) => vec![piece],
        None => {
            let mut opening = String::new();
            let mut found = Vec::new();
            for block in &blocks {
                let (next, of_block) = pieces(&passage.text, block, &opening);
                found.extend(of_block);
                opening = next;
            }
            found
        }
    };
    let found = answered(with_the_items_below(&passage.text, found));
    found.into_iter().map(|piece| with_run_in(piece, passage)).collect()
}

/// An answer is one with its question.
fn answered(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    for piece in pieces {
        match found.last_mut().filter(|last| is_question(&last.text) && is_answer(&piece.text)) {
            Some(last) => {
                last.text = format!("{} {}", last.text.trim_end(), piece.text);
                last.span.end = piece.span.end;
            }
            None => found.push(piece),
        }
    }
    found
}

/// A short item with those nested below it, which say nothing without it: 复测：全对率 93.6%；高于底线 90%. The first line of all is the name of the others.
fn with_the_items_below(text: &str, pieces: Vec<Piece>) -> Vec<Piece> {
    // Of an item's line the white space before its mark.
    let depth = |piece: &Piece| {
        let start = text[..piece.span.start].rfind('\n').map_or(0, |at| at + 1);
        let line = &text[start..];
        let depth = line.len() - line.trim_start_matches([' ', '\t']).len();
        (piece.cells.is_none() && piece.opens && mark_length(&line[depth..]) > 0).then_some(depth)
    };
    let mut found: Vec<(Option<usize>, bool, Piece)> = Vec::new();
    for piece in pieces {
        let (at, own) = (found.len(), depth(&piece));
        let above = found.last_mut().filter(|_| at > 1).filter(|(above, has_some, last)| {
            let is_below = above.is_some_and(|above| own.is_some_and(|own| own > above));
            let is_short = *has_some || columns(&last.text) <= LONGEST_NAME_COLUMNS;
            is_below && is_short && columns(&last.text) + columns(&piece.text) <= LONG_HAN_COLUMNS
        });
        match above {
            Some((_, has_some, last)) => {
                let marks = |c: char| c.is_whitespace() || "。；;，,.：:".contains(c);
                let joint = if last.text.contains(is_han) { "；" } else { "; " };
                last.text = format!("{}{joint}{}", last.text.trim_end_matches(marks), piece.text);
                last.span.end = piece.span.end;
                *has_some = true;
            }
            None => found.push((own, false, piece)),
        }
    }
    found.into_iter().map(|(_, _, piece)| piece).collect()
}

/// 快赔：上线三周 of `**快赔。** 上线三周`, whose section is named by it.
fn with_run_in(mut piece: Piece, passage: &PassageRecord) -> Piece {
    let name = passage.section.last().map_or("", String::as_str);
    piece.text = behind_paragraph_number(&piece.text).unwrap_or(&piece.text).to_string();
    let rest = piece.text.strip_prefix(name).and_then(|rest| rest.strip_prefix(['。', '：', ':', '.']));
    // Browser: dropped is more than a name.
    if let Some(rest) = rest.filter(|_| !name.is_empty() && named(name) == name) {
        piece.text = behind(name, rest.trim_start());
    }
    piece
}

struct Piece {
    span: Span,
    text: String,
    opens: bool,
    is_prose: bool,
    is_link: bool,
    /// Of a row, its cells without the names of their columns.
    cells: Option<String>,
    /// The short numbered line above it in its passage: 六、电梯.
    above: String,
    /// What its paragraph begins with, where it does not, or the one before where it leans on that: 上传网关出事.
    opening: String,
}

impl Piece {
    /// Without the marks that lead on to the next one.
    fn shown(&self) -> &str {
        let marks = ['；', ';', '，', ',', ' ', '：', ':'];
        self.text.trim_end_matches(marks).trim_start_matches(marks)
    }

    /// Whether it says something, and is not the byline of its page.
    fn is_unit_of(&self, passage: &PassageRecord) -> bool {
        // [1] Anywhere on Earth: what a mark in the text leads to.
        let mark = self.text.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or("", |(mark, _)| mark);
        let is_note = !mark.is_empty() && mark.chars().all(|c| c.is_ascii_digit());
        // A letter ends with its day.
        let bare = self.text.trim();
        let is_day = mention_at_start(bare).is_some_and(|mention| mention.span.end == bare.len());
        !is_byline(passage, &self.span, &self.text) && !is_note && !is_day && says_something(&self.text)
    }
}

/// An item with its lines, where it is short enough to be read as one.
fn joined(text: &str, blocks: &[Block]) -> Option<Piece> {
    let mut said = String::new();
    let mut is_link = false;
    for block in blocks {
        let (line, linked) = line(text, block);
        is_link |= linked;
        let names_a_link = linked || columns(&line) < LEAST_COLUMNS && block.span.len() > 2 * line.len();
        if line.is_empty() || (names_a_link && !said.is_empty()) {
            continue;
        }
        if is_name(&said) {
            said = format!("{}{}", unwrapped(&said), if line.contains(is_han) { "：" } else { ":" });
        } else if !said.is_empty() && !said.ends_with([':', '：']) {
            said.truncate(said.trim_end_matches(['。', '；', ';', '，', ',']).len());
            said.push_str(if said.contains(is_han) { "；" } else { ";" });
        }
        if said.ends_with([':', ';']) {
            said.push(' ');
        }
        said.push_str(&line);
    }
    let span = blocks.first()?.span.start..blocks.last()?.span.end;
    let above = blocks.first()?.above.clone();
    let opening = String::new();
    let piece = Piece { span, text: said, opens: true, is_prose: false, is_link, cells: None, above, opening };
    let room = if blocks.len() > 2 { JOINED_COLUMNS } else { LONG_COLUMNS };
    (columns(&piece.text) <= room && !blocks.iter().any(|block| block.is_row)).then_some(piece)
}

/// Whether the first line of an item is no more than its name.
fn is_name(said: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic() || " 【】[]、-_/&".contains(c);
    // 🟡 V3
    let said = said.trim_start_matches(|c: char| !c.is_alphanumeric() && !"【[".contains(c));
    let of_words = |word: &str| word.chars().all(is_letter) || is_code(word);
    !said.is_empty() && said.split(' ').all(of_words) && columns(said) <= LONGEST_HEADING_COLUMNS && !is_done(said)
}

/// A block whole, or by as many sentences as make a line where it is long; with what it begins with, for the block behind it. `before`: what
/// the one before began with.
fn pieces(text: &str, block: &Block, before: &str) -> (String, Vec<Piece>) {
    let (mut whole, is_link) = line(text, block);
    whole.truncate(without_last_lead(&whole).len());
    let parts = whole_links(text, sentences(text, block.span.clone()).into_iter().collect());
    let is_prose = !block.is_row && parts.len() > 2;
    let is_paragraph = !block.is_row && mark_length(text[block.span.clone()].trim_start()) == 0;
    let leans = is_paragraph && !before.is_empty() && leans(&whole);
    let opening = match leans {
        true => before.to_string(),
        false => Some(named(first_clause(&whole))).filter(|name| !name.is_empty()).unwrap_or_default(),
    };
    let piece = |span: Span, text: String, is_link: bool, opens: bool, cells: Option<String>| {
        let (above, opening) = (block.above.clone(), if opens && !leans { String::new() } else { opening.clone() });
        Piece { span, text, opens, is_prose, is_link, cells, above, opening }
    };
    // A sentence says less without the next one, and one of English is longer.
    let room = if whole.contains(is_han) { LONG_HAN_COLUMNS } else { LONG_COLUMNS };
    let is_counted = counts_matters(&whole);
    if columns(&whole) <= room && !is_counted || parts.len() < 2 || block.is_row {
        let cells = block.is_row.then(|| cells(&text[block.span.clone()]).join("，"));
        let found = vec![piece(block.span.clone(), whole.clone(), is_link, true, cells)];
        return (if is_paragraph { opening } else { String::new() }, found);
    }
    let mut found: Vec<Piece> = Vec::new();
    for part in parts {
        let (mut said, is_link) = worded(&text[part.clone()]);
        let counted = behind_count(&said).filter(|_| is_counted);
        let is_other = counted.is_some() && !found.is_empty();
        said = counted.unwrap_or(said);
        // 30 of 31; the missing one is …: of one sentence. That needs release 4.3: it says nothing without the one before.
        let is_short = is_english(&said) && columns(&said) <= SHORT_ENGLISH_COLUMNS;
        let goes_on = said.starts_with(|c: char| c.is_ascii_lowercase()) || points_back(&said) || is_short;
        let room = if goes_on { LONG_COLUMNS.max(room + GOES_ON_COLUMNS) } else { room };
        let has_room = |piece: &&mut Piece| columns(&piece.text) + columns(&said) <= room;
        match found.last_mut().filter(|piece| !is_other && has_room(piece)) {
            Some(piece) => {
                piece.span.end = part.end;
                if piece.text.ends_with(|c: char| c.is_ascii()) {
                    piece.text.push(' ');
                }
                piece.text.push_str(&said);
                piece.is_link |= is_link;
            }
            None => {
                let opens = found.is_empty();
                // Each of 一是 and 二是 is a matter of its own, of what the paragraph begins with.
                found.push(Piece { opens: opens || is_other, ..piece(part, said, is_link, opens, None) });
            }
        }
    }
    (if is_paragraph { opening } else { String::new() }, found)
}

/// A text without a last sentence that only announces what stands below it: `12 points, 9 closed. The open ones:`.
fn without_last_lead(text: &str) -> &str {
    let end = text.trim_end_matches([':', '：']).rfind(['。', '；', '！', '.', ';']).unwrap_or_default();
    let mark = text[end..].chars().next().map_or(0, char::len_utf8);
    let lead = &text[end + mark..];
    let is_lead = text.ends_with([':', '：']) && end > 0 && (mark > 1 || lead.starts_with(' '));
    if is_lead && columns(lead) <= LONGEST_HEADING_COLUMNS { &text[..end + mark] } else { text }
}

/// Whether a paragraph goes on with what the one before it is about: 影响 26 个任务, 原因初判是磁盘写满.
fn leans(text: &str) -> bool {
    static LEANING: Words = Words::of(&[
        Sense::Pointer,
        Sense::RunningSum,
        Sense::CausePart,
        Sense::HandlingPart,
        Sense::ImpactPart,
        Sense::FollowUpPart,
    ]);
    LEANING.beginning(&text.to_lowercase()).is_some()
}

/// Whether a sentence speaks of what the one before it said: That, It, 这, 该.
fn points_back(said: &str) -> bool {
    static POINTERS: Words = Words::of(&[Sense::Pointer, Sense::LeansOn]);
    POINTERS.beginning(&said.to_lowercase()).is_some()
}

/// What a paragraph begins by speaking of; in English that is only sure of what stands before a colon.
fn first_clause(text: &str) -> &str {
    match text.contains(is_han) {
        true => up_to_mark(text, &['，', '。', '；', '：', ';']),
        false => text.split_once(": ").map_or("", |(lead, _)| lead),
    }
}

/// Sentences, none of which ends inside a link.
fn whole_links(text: &str, parts: Vec<Span>) -> Vec<Span> {
    let mut whole: Vec<Span> = Vec::new();
    for part in parts {
        let is_inside = |last: &&mut Span| {
            let said = &text[(**last).clone()];
            said.rfind("](").is_some_and(|at| !said[at..].contains([')', '）']))
        };
        match whole.last_mut().filter(is_inside) {
            Some(last) => last.end = part.end,
            None => whole.push(part),
        }
    }
    whole
}

/// Whether a text is a statement: long enough, and no line that only announces what follows.
fn says_something(text: &str) -> bool {
    static FOLLOWS: Words = Words::of(&[Sense::Announces]);
    let bare = text.trim_end_matches(|c: char| c.is_whitespace() || "。.；;，,".contains(c));
    let letters: usize = text.chars().filter(|c| c.is_alphanumeric()).map(|c| if is_han(c) { 2 } else { 1 }).sum();
    // 目前已合入上游： with an address behind it says what is done.
    let announces = || {
        bare.ends_with([':', '：']) && !is_done(bare) || FOLLOWS.ending(bare.trim_end_matches([':', '：'])).is_some()
    };
    letters >= LEAST_COLUMNS && !announces() && !is_placeholder(text)
}

/// The parent item, else the innermost heading, where it is a name that the text does not say; and whether it is the heading.
fn about(passage: &PassageRecord, piece: &Piece, own: &str) -> (String, bool) {
    let is_said = |name: &str| share_of_pairs(name, &piece.text) >= SHARE_OF_A_NAME;
    if !own.is_empty() && !is_said(own) {
        return (own.to_string(), false);
    }
    if !piece.above.is_empty() {
        return (if is_said(&piece.above) { String::new() } else { piece.above.clone() }, false);
    }
    let (name, is_heading) = name_above(passage, piece.cells.is_some());
    // 新网关：6/5上线 names what it speaks of: its section goes without saying.
    if is_heading && has_a_lead(&piece.text) {
        return (String::new(), true);
    }
    // 影响 26 个任务，都重传了: a later sentence of a paragraph speaks of what the first one does.
    if name.is_empty() && is_name_of_more(&piece.opening) && !is_said(&piece.opening) {
        return (piece.opening.clone(), false);
    }
    (if is_said(&name) { String::new() } else { name }, is_heading)
}

/// Whether what a paragraph begins with is what all of it is about, and no event or number of its first sentence alone: 供电14号来了.
fn is_name_of_more(opening: &str) -> bool {
    // 先更正一处 is said of what follows, and names nothing.
    if word_sorts(opening).first().is_some_and(|(_, sort)| *sort == WordSort::Function) {
        return false;
    }
    !opening.is_empty() && !opening.contains(|c: char| c.is_ascii_digit()) && !opening.ends_with(['了', '过'])
}

/// Whether all cells behind the name of a row are numbers, with their units.
fn is_row_of_figures(cells: &str) -> bool {
    const LONGEST_UNIT: usize = 3;
    let is_figure = |cell: &str| {
        cell.contains(|c: char| c.is_ascii_digit())
            && cell.chars().filter(|c| c.is_alphabetic()).count() <= LONGEST_UNIT
    };
    let mut figures = cells.split('，').skip(1).map(str::trim).filter(|cell| !cell.is_empty()).peekable();
    figures.peek().is_some() && figures.all(is_figure)
}

#[cfg(test)]
mod tests {
    use super::{is_name_of_more, without_last_lead};

    #[test]
    fn a_clause_that_leads_on_names_nothing() {
        assert!(is_name_of_more("推广工作"));
        assert!(!is_name_of_more("先更正一处") && !is_name_of_more("供电14号来了") && !is_name_of_more(""));
    }

    #[test]
    fn a_last_sentence_that_announces_a_list_is_left_out_and_a_lead_alone_stays() {
        for (text, said) in [
            ("The audit found 12 points. The open ones:", "The audit found 12 points."),
            ("清单改了三处。还差：", "清单改了三处。"),
            ("还差：", "还差："),
            ("版本 2.4 的问题：", "版本 2.4 的问题："),
            ("改了三处。", "改了三处。"),
        ] {
            assert_eq!(without_last_lead(text), said);
        }
    }
}
