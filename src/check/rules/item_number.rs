//! ZB021: items whose numbers repeat or leave one out.

use crate::check::finding::{Objection, Wording};
use crate::check::rule::{Case, Rule};
use crate::quantity::{Context, Quantity, numeral};
use crate::report::{Span, lines_of};

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB021", name: "item-number", is_default: true, needs_earlier: false, run };

/// How a number is written: two of one list are written alike.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Style {
    /// Columns before it.
    indent: usize,
    /// `#` of a heading, an opening bracket.
    before: String,
    after: char,
    is_chinese: bool,
}

struct Last {
    style: Style,
    number: u32,
    span: Span,
    /// How many followed each other without a gap.
    run: usize,
}

fn run(case: &Case<'_>) -> Vec<Objection> {
    let page = case.page;
    let mut found = Vec::new();
    let mut open: Vec<Last> = Vec::new();
    let mut gaps: Vec<usize> = Vec::new();
    let mut missing: Vec<(Style, u32, Span)> = Vec::new();
    for line in lines_of(&page.text, &(0..page.text.len())) {
        let text = &page.text[line.clone()];
        let is_heading = text.starts_with('#');
        let Some((style, number, length)) = numbered(text) else {
            if is_heading {
                open.retain(|last| last.style.before.starts_with('#') && level(&last.style.before) <= level(text));
            }
            continue;
        };
        let span = line.start..line.start + length;
        // A number further out closes the lists inside of it.
        let is_outer = |last: &Last| {
            let is_deeper = last.style.indent > style.indent;
            let is_below_heading =
                is_heading && (!last.style.before.starts_with('#') || level(&last.style.before) > level(text));
            let is_below_chinese = style.is_chinese && !last.style.is_chinese;
            is_deeper || is_below_heading || is_below_chinese
        };
        open.retain(|last| !is_outer(last));
        let Some(last) = open.iter_mut().find(|last| last.style == style) else {
            open.push(Last { style, number, span, run: 1 });
            continue;
        };
        // `1.` before every item is a way to write a list.
        let is_repeated = number == last.number && number > 1;
        // Markdown counts by itself: of its numbers a gap counts where a run goes before it.
        const LEAST_RUN: usize = 2;
        let is_read = style.is_chinese || style.after != '.' || is_heading || last.run >= LEAST_RUN;
        let is_missed = number == last.number + 2 && is_read;
        missing.retain(|(known, wanted, _): &(Style, u32, Span)| !(*known == style && *wanted == number));
        if is_repeated || is_missed {
            let wanted = last.number + 1;
            if is_missed {
                gaps.push(span.start);
                missing.push((style.clone(), wanted, span.clone()));
            }
            let message = if is_repeated {
                Wording::new(
                    format!("序号{number}重复，应为{wanted}"),
                    format!("number {number} stands twice; {wanted} is next"),
                )
            } else {
                Wording::new(
                    format!("序号从{}跳到{number}，缺{wanted}", last.number),
                    format!("{} is followed by {number}: {wanted} is missing", last.number),
                )
            };
            found.push(Objection { span: span.clone(), message, evidence: vec![page.evidence(last.span.start)] });
        }
        last.run = if number == last.number + 1 { last.run + 1 } else { 1 };
        last.number = number;
        last.span = span;
    }
    // What stands further down is out of order, not missing.
    found.retain(|objection: &Objection| {
        !gaps.contains(&objection.span.start) || missing.iter().any(|(.., span)| *span == objection.span)
    });
    found
}

fn level(heading: &str) -> usize {
    heading.bytes().take_while(|byte| *byte == b'#').count()
}

/// The number that a line begins with, and the bytes up to its end: `2. `, `2、`, `（2）`, `## 二、`.
fn numbered(line: &str) -> Option<(Style, u32, usize)> {
    let bare = line.trim_start_matches([' ', '\t']);
    let indent = line.len() - bare.len();
    let hashes = level(bare);
    let text = bare[hashes..].trim_start_matches([' ', '*']);
    let inner = text.trim_start_matches(['（', '(']);
    let mut before = "#".repeat(hashes);
    before.push_str(&text[..text.len() - inner.len()]);
    if let Some(number) = circled(inner) {
        let length = line.len() - inner.len() + '①'.len_utf8();
        return Some((Style { indent, before, after: '①', is_chinese: false }, number, length));
    }
    // ### 3.1: the chapter's number is a part of the style.
    let chapter = if hashes > 0 { chapter(inner) } else { "" };
    before.push_str(chapter);
    let inner = &inner[chapter.len()..];
    let (number, length, is_chinese) = number_at(inner)?;
    let rest = &inner[length..];
    let is_chaptered = hashes > 0 && !chapter.is_empty() && rest.starts_with([' ', '\u{3000}']);
    if is_chaptered {
        let end = line.len() - rest.len();
        return (1..=40).contains(&number).then_some((Style { indent, before, after: ' ', is_chinese }, number, end));
    }
    let after = rest.chars().next().filter(|c| matches!(c, '.' | '、' | ')' | '）' | '．'))?;
    // 2.5 and 3.1 are numbers of their own.
    let goes_on =
        after == '.' && rest[1..].starts_with(|c: char| c.is_ascii_digit() || (c.is_ascii_alphabetic() && hashes == 0));
    let has_words = rest[after.len_utf8()..].chars().any(char::is_alphabetic);
    let end = line.len() - rest.len() + after.len_utf8();
    (!goes_on && has_words && (1..=40).contains(&number)).then_some((
        Style { indent, before, after, is_chinese },
        number,
        end,
    ))
}

/// `3.` of `3.1 …`.
fn chapter(text: &str) -> &str {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let is_chapter = digits > 0
        && text[digits..].strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if is_chapter { &text[..=digits] } else { "" }
}

/// ① is 1.
fn circled(text: &str) -> Option<u32> {
    text.chars().next().filter(|c| ('①'..='⑳').contains(c)).map(|c| u32::from(c) - u32::from('①') + 1)
}

fn number_at(text: &str) -> Option<(u32, usize, bool)> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let quantity = Quantity::in_digits(text, Context::Text)?;
        let length = quantity.number.digits;
        return Some((text[..length].parse().ok()?, length, false));
    }
    let end = text.find(|c: char| numeral(c).is_none() && c != '十').unwrap_or(text.len());
    let number = match text[..end].split_once('十') {
        Some((tens, ones)) => {
            let digit = |part: &str, empty: u32| part.chars().next().map_or(Some(empty), numeral);
            digit(tens, 1)? * 10 + digit(ones, 0)?
        }
        None => text[..end].chars().next().and_then(numeral).filter(|_| text[..end].chars().count() == 1)?,
    };
    Some((number, end, true))
}
