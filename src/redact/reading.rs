//! A text as it is written, and as it reads: without emphasis, escapes, code marks and tags, without characters that nobody
//! sees, with entities as their characters. Each character knows the bytes that it is written with, so that what is found
//! in either reading can be replaced in the text as it is.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use crate::text::half_width;
use unicode_normalization::UnicodeNormalization;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Written,
    Rendered,
}

/// A character, and its bytes.
pub(super) struct Letter {
    pub c: char,
    pub span: Range<usize>,
}

/// The longest tag and entity within a value, in bytes.
const LONGEST_TAG: usize = 256;
const LONGEST_ENTITY: usize = 12;

/// Runs of more stars hide digits (138****5678), and emphasise nothing.
const MOST_STARS: usize = 3;

/// Entities with their characters, and the tags that end a line or a cell.
static MARKUP: LazyLock<(HashMap<&str, char>, HashSet<&str>)> = LazyLock::new(|| {
    let (mut entities, mut blocks) = (HashMap::new(), HashSet::new());
    for line in include_str!("markup.tsv").lines() {
        let mut cells = line.split('\t');
        match (cells.next(), cells.next(), cells.next()) {
            (Some("entity"), Some(name), Some(code)) => {
                entities.extend(u32::from_str_radix(code, 16).ok().and_then(char::from_u32).map(|c| (name, c)));
            }
            (Some("block"), Some(name), _) => {
                blocks.insert(name);
            }
            _ => {}
        }
    }
    (entities, blocks)
});

/// The characters of `text`, which begins at byte `offset`.
pub(super) fn letters(text: &str, offset: usize, reading: Reading, letters: &mut Vec<Letter>) {
    let mut at = 0;
    let mut push =
        |c: char, span: Range<usize>| letters.push(Letter { c, span: offset + span.start..offset + span.end });
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        let rest = &text[next..];
        let mark = if reading == Reading::Rendered { mark(text, at, c, rest) } else { Mark::None };
        match mark {
            Mark::None => push(c, at..next),
            Mark::Nothing(end) => {
                at = end;
                continue;
            }
            Mark::Stands(c, end) => {
                if !is_invisible(c) {
                    push(c, at..end);
                }
                at = end;
                continue;
            }
        }
        at = next;
    }
}

/// What begins at a place: the text itself, or what ends at a byte and reads as nothing or as a character.
enum Mark {
    None,
    Nothing(usize),
    Stands(char, usize),
}

fn mark(text: &str, at: usize, c: char, rest: &str) -> Mark {
    let run = |c: char| rest.chars().take_while(|next| *next == c).count() + 1;
    match c {
        '\\' => match rest.chars().next().filter(char::is_ascii_punctuation) {
            Some(escaped) => Mark::Stands(escaped, at + 2),
            None => Mark::None,
        },
        '&' => entity(rest).map_or(Mark::None, |(c, length)| Mark::Stands(c, at + 1 + length)),
        // A prompt writes the first sign of a quoted tag full-width.
        '<' | '＜' => {
            tag(rest).map_or(Mark::None, |(name, length)| match MARKUP.1.contains(name.to_ascii_lowercase().as_str()) {
                true => Mark::Stands('\n', at + c.len_utf8() + length),
                false => Mark::Nothing(at + c.len_utf8() + length),
            })
        }
        '`' => Mark::Nothing(at + 1),
        '*' if run('*') <= MOST_STARS => Mark::Nothing(at + run('*')),
        // A run is judged whole, from its first star.
        '*' => Mark::Stands('*', at + run('*')),
        '~' | '=' if rest.starts_with(c) && !rest[1..].starts_with(c) => Mark::Nothing(at + 2),
        '_' => {
            let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let inner = is_word(text[..at].chars().next_back()) && is_word(rest.chars().next());
            if inner { Mark::None } else { Mark::Nothing(at + 1) }
        }
        // Accents and keys that are drawn around a digit.
        '\u{300}'..='\u{36F}' if text[..at].ends_with(|c: char| c.is_ascii_digit()) => Mark::Nothing(at + 2),
        c if is_invisible(c) => Mark::Nothing(at + c.len_utf8()),
        _ => Mark::None,
    }
}

/// Format characters, variation selectors and enclosing marks.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{20D0}'..='\u{20FF}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The character of the entity after its `&`, and the bytes up to and with its `;`.
fn entity(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(LONGEST_ENTITY * 2).position(|byte| byte == b';')?;
    let name = rest.get(..end)?;
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let c = match name.strip_prefix('#') {
        Some(code) => match code.strip_prefix(['x', 'X']) {
            Some(digits) => number(digits, 16)?,
            None => number(code, 10)?,
        },
        None => *MARKUP.0.get(name)?,
    };
    Some((c, end + 1))
}

/// The name of the tag after its `<`, and the bytes up to and with its `>`.
fn tag(rest: &str) -> Option<(&str, usize)> {
    if rest.starts_with("!--") {
        let end = rest.as_bytes().windows(3).take(LONGEST_TAG).position(|bytes| bytes == b"-->")?;
        return Some(("!--", end + 3));
    }
    let end = rest.bytes().take(LONGEST_TAG).position(|byte| matches!(byte, b'<' | b'>'))?;
    let inner = rest.get(..end).filter(|_| rest.as_bytes()[end] == b'>')?;
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let name = inner.split([' ', '\t', '\n', '/']).next()?;
    let is_name =
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_name.then_some((name, end + 1))
}

/// Full-width forms as ASCII, all dashes as `-`, all middle dots as `·`, all spaces of one line as a space; as it reads, also
/// ① 𝟏 ⅰ as what they are forms of.
pub(super) fn folded(c: char, reading: Reading) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => half_width(c),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => '-',
        '•' | '‧' | '∙' | '⋅' | '・' | '･' => '·',
        '\u{A0}' | '\u{2000}'..='\u{200B}' | '\u{202F}' | '\u{205F}' | '\u{2060}' | '\u{3000}' | '\u{FEFF}' => ' ',
        c if c.is_ascii() || reading == Reading::Written => c,
        // Arabic-Indic and extended Arabic-Indic digits.
        '\u{660}'..='\u{669}' => char::from_digit(c as u32 - 0x660, 10).unwrap_or(c),
        '\u{6F0}'..='\u{6F9}' => char::from_digit(c as u32 - 0x6F0, 10).unwrap_or(c),
        c => {
            let mut forms = c.nfkc();
            forms.next().filter(|_| forms.next().is_none()).unwrap_or(c)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Reading, folded, letters};

    fn read(text: &str) -> String {
        let mut found = Vec::new();
        letters(text, 0, Reading::Rendered, &mut found);
        assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{text}");
        found.into_iter().map(|letter| folded(letter.c, Reading::Rendered)).collect()
    }

    #[test]
    fn marks_are_looked_through() {
        for (text, expected) in [
            ("330106**19920229**1143", "330106199202291143"),
            ("138~~1234~~5678", "13812345678"),
            ("`138`1234<b>5678</b>", "13812345678"),
            ("10\\.1\\.2\\.3 a\\@b\\_c", "10.1.2.3 a@b_c"),
            ("1&#51;8&nbsp;&#x31;2&zwnj;3", "138 123"),
            ("1\u{200b}3\u{2060}8\u{ad}1", "1381"),
            ("①③⑧ 𝟏𝟐 ١", "138 12 1"),
            ("1\u{fe0f}\u{20e3}3\u{336}8", "138"),
            ("_138_ a_b", "138 a_b"),
            ("<span style=\"x\">1</span><!-- n -->3", "13"),
            ("138＜b>1234＜/b>5678", "13812345678"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_mark_stays() {
        for text in [
            "138****5678", "a < b > c", "<PHONE_1>", "<a@b.cc>", "&unknown; a & b", "C:\\dir", "~/x", "a = b",
            "db_pass",
        ] {
            assert_eq!(read(text), text.replace("****", "*"), "{text}");
        }
        assert_eq!(read("1<br>2"), "1\n2");
    }
}
