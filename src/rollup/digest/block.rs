//! The lines of a passage as a reader sees them: paragraphs that an editor has wrapped put together, rows with the head of their table, answers
//! with their questions.

use super::name::{is_matter, is_trivial};
use super::plain_line::{cells, unmarked};
use super::width::{LONGEST_HEADING_COLUMNS, columns};
use crate::calendar::mention_at_start;
use crate::fact::is_done;
use crate::record::PassageRecord;
use crate::report::{SectionKind, Span, is_wrapped, mark_length, numeral_length};
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// Who asks or answers has a name of this many characters at most.
const LONGEST_ASKER_CHARS: usize = 8;

/// A paragraph, a line of a list or a row of a table, in bytes of its passage.
pub(super) struct Block {
    pub span: Span,
    /// Cells of the head of its table.
    pub head: Option<Vec<String>>,
    pub is_row: bool,
    /// The short numbered line above it, without its number.
    pub above: String,
}

/// `| 5/25 | 300 | 268 | 415 |`: what one day of several counted is not what came of all.
fn is_figures_of_a_day(row: &str) -> bool {
    let cells = cells(row);
    let Some((first, figures)) = cells.split_first() else { return false };
    let is_day = mention_at_start(first.trim()).is_some_and(|mention| mention.span.end == first.trim().len());
    let is_figure = |cell: &String| {
        !cell.contains(char::is_alphabetic)
            && cell.trim().chars().all(|c| c.is_ascii_digit() || ".,%+-–—/ ".contains(c))
    };
    is_day && !figures.is_empty() && figures.iter().all(is_figure)
}

/// Lines, with those of a wrapped paragraph put together; code, rules and heads of tables left out.
pub(super) fn blocks(passage: &PassageRecord) -> Vec<Block> {
    let text = passage.text.as_str();
    let mut found: Vec<Block> = Vec::new();
    // The head of a table that is several passages stands above each of them.
    let above: Vec<String> = passage.parent.split(' ').map(str::to_string).collect();
    let mut head = Some(above).filter(|_| text.starts_with('|') && !passage.parent.is_empty());
    let (mut at, mut is_code, mut goes_on) = (0, false, false);
    for line in text.split_inclusive('\n') {
        let span = at..at + line.trim_end().len();
        at += line.len();
        let bare = line.trim();
        if bare.starts_with("```") || bare.starts_with("~~~") {
            is_code = !is_code;
        }
        if is_code || bare.is_empty() || !bare.contains(char::is_alphanumeric) {
            // The rule of a table: the row before it is its head.
            if bare.starts_with('|')
                && let Some(row) = found.pop_if(|block| block.is_row)
            {
                head = Some(cells(&text[row.span]));
            }
            goes_on = false;
            continue;
        }
        let is_row = bare.starts_with('|');
        if is_row && is_figures_of_a_day(bare) {
            continue;
        }
        let is_new = is_row || bare.starts_with(['#', '>', '!']) || mark_length(bare) > 0;
        match found.last_mut().filter(|_| goes_on && !is_new) {
            Some(block) if is_wrapped(text, block.span.end) || names_its_topic(&text[block.span.clone()]) => {
                block.span.end = span.end;
            }
            _ => found.push(Block { span, head: head.clone().filter(|_| is_row), is_row, above: String::new() }),
        }
        goes_on = !is_row;
    }
    // A heading is no statement.
    found.retain(|block| !text[block.span.clone()].trim_start().starts_with('#'));
    under_their_names(text, with_their_questions(text, found))
}

/// Whether a paragraph opens with what all of it is about, as a sentence of its own: 密集架。力固重新找平，14列做完11列。
fn names_its_topic(paragraph: &str) -> bool {
    const LONGEST_CHARS: usize = 8;
    let topic = paragraph.trim_start().split_once('。').filter(|(_, rest)| !rest.trim().is_empty());
    topic.is_some_and(|(topic, _)| {
        topic.chars().count() <= LONGEST_CHARS && topic.chars().all(is_han) && !is_done(topic)
    })
}

/// An answer with the question above it: 郭部问：… 陈工答：…
fn with_their_questions(text: &str, blocks: Vec<Block>) -> Vec<Block> {
    let is_of = |block: &Block, sign: char, letter: &str| {
        let line = unmarked(text[block.span.clone()].trim_start());
        let (label, rest) = line.split_once([':', '：']).unwrap_or_default();
        let label = label.trim_matches(['*', ' ']);
        let is_label = label.ends_with(sign) && label.chars().count() <= LONGEST_ASKER_CHARS;
        !rest.is_empty() && (is_label || label.eq_ignore_ascii_case(letter))
    };
    let mut kept: Vec<Block> = Vec::new();
    for block in blocks {
        let is_answer = !block.is_row && is_of(&block, '答', "a");
        match kept.last_mut().filter(|before| is_answer && !before.is_row && is_of(before, '问', "q")) {
            Some(question) => question.span.end = block.span.end,
            None => kept.push(block),
        }
    }
    kept
}

/// A short numbered line above others is their heading, whatever the page makes of it: 六、电梯; and so is a label in brackets.
fn under_their_names(text: &str, blocks: Vec<Block>) -> Vec<Block> {
    static REPORT: Words = Words::of(&[Sense::ReportKind]);
    let (mut name, mut is_label, mut is_aside) = (String::new(), false, false);
    let mut kept: Vec<Block> = Vec::new();
    let mut end = 0;
    for mut block in blocks {
        let is_apart = text.get(end..block.span.start).is_some_and(|between| between.matches('\n').count() > 1);
        end = block.span.end;
        let line = text[block.span.clone()].trim();
        let number = numeral_length(line);
        let own = line[number..].trim();
        if number > 0 {
            let is_name =
                columns(own) <= LONGEST_HEADING_COLUMNS && !own.contains(|c: char| "。，；：,;:\n\u{3000}".contains(c));
            name = if is_name { own.to_string() } else { String::new() };
            (is_label, is_aside) = (false, false);
            if is_name {
                continue;
            }
        }
        // 【比选】第三家报价才到: a label on its line is a heading of it, and of the lines of the paragraph that have none.
        if let Some((label, rest)) = labelled(own) {
            // 【下周】 plans, 【周报】 is the page's own line; 【数】 says what sort of line it is.
            is_aside = SectionKind::of_heading(label) == SectionKind::Plan || REPORT.have(label);
            name = if is_matter(label) || is_trivial(label) { label.to_string() } else { String::new() };
            if !name.is_empty() {
                block.span.start = block.span.end - rest.len();
            }
            is_label = true;
        } else if is_label && (is_apart || block.is_row || mark_length(line) > 0) {
            (name, is_label, is_aside) = (String::new(), false, false);
        }
        block.above.clone_from(&name);
        if !is_aside {
            kept.push(block);
        }
    }
    kept
}

/// The label in brackets that a line begins with, and what it says.
fn labelled(line: &str) -> Option<(&str, &str)> {
    let (label, rest) = line.strip_prefix('【')?.split_once('】')?;
    let rest = rest.trim_start_matches([' ', '：', ':']);
    (columns(label) <= LONGEST_HEADING_COLUMNS && rest.contains(char::is_alphanumeric)).then(|| (label.trim(), rest))
}
