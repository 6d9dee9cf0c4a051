//! A piece of a report's source with full-width letters, digits and signs made ordinary, emphasis and code marks
//! removed and addresses of links blanked, each byte with its place in the source.

use crate::report::{Span, mask_targets};
use crate::text::{half_width, is_han};

/// Text with the place of each of its characters.
#[derive(Debug, Clone, Default)]
pub(super) struct Folded {
    pub text: String,
    /// For every byte of `text` the byte of the source where its character begins; one more for the end.
    places: Vec<usize>,
}

impl Folded {
    /// Folds `source[span]`.
    pub fn new(source: &str, span: &Span) -> Self {
        let written = &source[span.clone()];
        let masked = if written.contains(['(', ':']) { mask_targets(written) } else { written.to_string() };
        let mut folded = Self { text: String::with_capacity(masked.len()), places: Vec::with_capacity(masked.len()) };
        let mut end = span.start;
        let mut in_code = false;
        for (at, c) in masked.char_indices() {
            end = span.start + at + c.len_utf8();
            // 3 号楼 is 3号楼; the space before a figure parts it from its name.
            let is_digit = || folded.text.ends_with(|before: char| before.is_ascii_digit());
            if c == ' ' && is_digit() && masked[at + 1..].starts_with(is_han) {
                continue;
            }
            in_code ^= c == '`';
            if matches!(c, '*' | '`' | '\\') {
                continue;
            }
            // What stands in code is a name, whatever digits it has.
            let c = if in_code && c.is_ascii_digit() { ' ' } else { ordinary(c) };
            folded.text.push(c);
            folded.places.extend(std::iter::repeat_n(span.start + at, c.len_utf8()));
        }
        folded.places.push(end);
        folded
    }

    /// A part of it, on character boundaries.
    pub fn part(&self, span: Span) -> Self {
        Self { text: self.text[span.clone()].to_string(), places: self.places[span.start..=span.end].to_vec() }
    }

    /// Other words at its place.
    pub fn renamed(&self, text: String) -> Self {
        let first = self.places.first().copied().unwrap_or_default();
        Self { places: vec![first; text.len() + 1], text }
    }

    /// The span in the source of a part of the folded text; ends on character boundaries.
    pub fn place(&self, span: &Span, source: &str) -> Span {
        let start = self.places.get(span.start).copied().unwrap_or_default();
        let last = self.text[..span.end].chars().next_back().map_or(0, char::len_utf8);
        let last_start = self.places.get(span.end - last.min(span.end)).copied().unwrap_or(start);
        let end = last_start + source[last_start..].chars().next().map_or(0, char::len_utf8);
        start..end.max(start)
    }
}

/// Letters, digits, `％`, `．`, `：` inside numbers and the like; Chinese commas and brackets are kept as they part the text.
fn ordinary(c: char) -> char {
    match c {
        '０'..='９'
        | 'Ａ'..='Ｚ'
        | 'ａ'..='ｚ'
        | '％'
        | '．'
        | '＋'
        | '－'
        | '／'
        | '＞'
        | '＜'
        | '＝'
        | '～'
        | '（'
        | '）'
        | '：'
        | '；'
        | '｜'
        | '\u{3000}' => half_width(c),
        '\t' | '\u{a0}' => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::Folded;

    #[test]
    fn every_part_knows_its_place() {
        let source = "甲**成功率**：９９．５％（上周）";
        let folded = Folded::new(source, &(0..source.len()));
        assert_eq!(folded.text, "甲成功率:99.5%(上周)");
        let at = folded.text.find("99.5%").expect("there");
        assert_eq!(&source[folded.place(&(at..at + 5), source)], "９９．５％");
        assert_eq!(folded.place(&(0..0), ""), 0..0);
    }

    #[test]
    fn a_space_behind_a_digit_is_none_and_the_one_before_it_parts() {
        let source = "3 号楼风管 70 %，补水 58 吨";
        let folded = Folded::new(source, &(0..source.len()));
        assert_eq!(folded.text, "3号楼风管 70 %，补水 58吨");
        let at = folded.text.find("号楼").expect("there");
        assert_eq!(&source[folded.place(&(at..at + 6), source)], "号楼");
    }
}
