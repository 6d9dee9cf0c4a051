//! A place in a text, read character by character with look-alikes folded: full-width forms, dashes, Kangxi radicals and
//! traditional characters of the calendar read as the plain ones. Offsets stay those of the text.

use super::error::Impossible;
use crate::text::half_width;

/// How much may pass for a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// A report's prose: a false date is worse than a missed one.
    Report,
    /// A question: whoever asks means dates.
    Question,
    /// A title or a file name: mostly made of dates.
    Title,
}

/// A position between two characters of `text`; copying it is how a reader looks ahead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    /// What lies before this offset is not seen.
    start: usize,
    at: usize,
    mode: Mode,
}

/// A number as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// [`Impossible::TOO_LONG`] where more than nine digits are written: no part of a date is that large.
    pub(super) value: u32,
    /// Characters written.
    pub(super) chars: usize,
    /// In Chinese numerals.
    pub(super) is_spoken: bool,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str, at: usize, mode: Mode) -> Self {
        Self { text, start: 0, at, mode }
    }

    /// The byte offset.
    pub(super) fn at(self) -> usize {
        self.at
    }

    pub(super) fn mode(self) -> Mode {
        self.mode
    }

    /// Whether dates may be assumed: in questions and titles.
    pub(super) fn is_lenient(self) -> bool {
        self.mode != Mode::Report
    }

    /// The text from here to `end`.
    pub(super) fn until(self, end: Self) -> &'t str {
        &self.text[self.at..end.at]
    }

    /// The next character, folded.
    pub(super) fn peek(self) -> Option<char> {
        self.text[self.at..].chars().next().map(fold)
    }

    /// The character before, folded.
    pub(super) fn previous(self) -> Option<char> {
        self.text[self.start..self.at].chars().next_back().map(fold)
    }

    /// One character on; the same at the end.
    pub(super) fn next(self) -> Self {
        let width = self.text[self.at..].chars().next().map_or(0, char::len_utf8);
        Self { at: self.at + width, ..self }
    }

    /// One character back; the same at the start.
    pub(super) fn back(self) -> Self {
        let width = self.text[self.start..self.at].chars().next_back().map_or(0, char::len_utf8);
        Self { at: self.at - width, ..self }
    }

    /// Past `wanted`, if it is next.
    pub(super) fn eat(self, wanted: char) -> Option<Self> {
        (self.peek() == Some(wanted)).then(|| self.next())
    }

    /// Past `wanted`, letter case ignored in ASCII.
    pub(super) fn eat_text(self, wanted: &str) -> Option<Self> {
        let mut cursor = self;
        for character in wanted.chars() {
            let written = cursor.text[cursor.at..].chars().next()?;
            if !fold(written).eq_ignore_ascii_case(&character) {
                return None;
            }
            cursor.at += written.len_utf8();
        }
        Some(cursor)
    }

    /// Past the Latin `word`, which no letter or digit continues.
    pub(super) fn eat_word(self, word: &str) -> Option<Self> {
        let end = self.eat_text(word)?;
        (!end.peek().is_some_and(|next| next.is_ascii_alphanumeric() || next == '_')).then_some(end)
    }

    /// Past `word`; a Latin one no letter or digit may continue.
    pub(super) fn eat_whole(self, word: &str) -> Option<Self> {
        if word.ends_with(|c: char| c.is_ascii_alphanumeric()) { self.eat_word(word) } else { self.eat_text(word) }
    }

    /// Past the first of `texts` that is next.
    pub(super) fn eat_first(self, texts: &[&str]) -> Option<Self> {
        texts.iter().find_map(|text| self.eat_text(text))
    }

    /// Whether one of `texts` is next.
    pub(super) fn is_before(self, texts: &[&str]) -> bool {
        self.eat_first(texts).is_some()
    }

    /// Whether one of `texts` ends here.
    pub(super) fn is_after(self, texts: &[&str]) -> bool {
        texts.iter().any(|text| self.start_of(text).is_some())
    }

    /// Where `text` starts, if it ends here.
    pub(super) fn start_of(self, text: &str) -> Option<Self> {
        let last = text.chars().next_back()?;
        self.previous().filter(|previous| previous.eq_ignore_ascii_case(&last))?;
        let start = text.chars().fold(self, |cursor, _| cursor.back());
        start.eat_text(text).filter(|end| end.at == self.at).map(|_| start)
    }

    /// Whether `next` belongs to what is next.
    pub(super) fn is_next(self, belongs: impl Fn(char) -> bool) -> bool {
        self.peek().is_some_and(belongs)
    }

    /// Past the first of `choices` that is next, with its value.
    pub(super) fn eat_any<T: Copy>(self, choices: &[(&str, T)]) -> Option<(T, Self)> {
        choices.iter().find_map(|(text, value)| Some((*value, self.eat_text(text)?)))
    }

    /// Past 日 or 号.
    pub(super) fn eat_day_unit(self) -> Option<Self> {
        self.eat('日').or_else(|| self.eat('号'))
    }

    /// Past every character that `belongs`; at least one character on.
    pub(super) fn skip_while(self, belongs: impl Fn(char) -> bool) -> Self {
        let mut cursor = self.next();
        while cursor.peek().is_some_and(&belongs) {
            cursor = cursor.next();
        }
        cursor
    }

    /// The same place, with what precedes it out of sight: the end of a range is not a part of its start.
    pub(super) fn cut(self) -> Self {
        Self { start: self.at, ..self }
    }

    /// Past white space within the line, at most `most` characters.
    pub(super) fn skip_spaces(self, most: usize) -> Self {
        let mut cursor = self;
        for _ in 0..most {
            match cursor.peek() {
                Some(' ' | '\t') => cursor = cursor.next(),
                _ => break,
            }
        }
        cursor
    }

    /// A run of digits, ASCII or full-width.
    pub(super) fn digits(self) -> Option<(Number, Self)> {
        let (mut cursor, mut value, mut chars) = (self, 0_u32, 0);
        while let Some(digit) = cursor.peek().and_then(|next| next.to_digit(10)) {
            chars += 1;
            value = if chars <= 9 { value * 10 + digit } else { Impossible::TOO_LONG };
            cursor = cursor.next();
        }
        (chars > 0).then_some((Number { value, chars, is_spoken: false }, cursor))
    }

    /// A number in digits, or in Chinese numerals: below a hundred (二十六), or a year digit by digit (二〇二三).
    pub(super) fn number(self) -> Option<(Number, Self)> {
        self.digits().or_else(|| self.spoken_number())
    }

    fn spoken_number(self) -> Option<(Number, Self)> {
        let (mut cursor, mut numerals) = (self, [0_u32; 4]);
        let mut chars = 0;
        while let Some(numeral) = cursor.peek().and_then(numeral) {
            *numerals.get_mut(chars)? = numeral;
            chars += 1;
            cursor = cursor.next();
        }
        let value = match numerals[..chars] {
            [one] => one,
            [10, one] if one < 10 => 10 + one,
            [tens, 10] if tens < 10 => tens * 10,
            [tens, 10, one] if tens < 10 && one < 10 => tens * 10 + one,
            [a, b, c, d] if numerals.iter().all(|digit| *digit < 10) => a * 1000 + b * 100 + c * 10 + d,
            _ => return None,
        };
        Some((Number { value, chars, is_spoken: true }, cursor))
    }
}

/// The value of a Chinese numeral, 0–10.
pub(super) fn numeral(character: char) -> Option<u32> {
    Some(match character {
        '〇' | '零' | '○' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        _ => return None,
    })
}

/// The plain form of a look-alike.
pub(super) fn fold(character: char) -> char {
    match character {
        '\0'..='\u{9f}' => character,
        '\u{a0}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{fe63}' => '-',
        '\u{301c}' | '\u{223c}' | '\u{2053}' => '~',
        '\u{2044}' | '\u{2215}' => '/',
        '\u{fe55}' | '\u{2236}' => ':',
        '\u{2f49}' => '月',
        '\u{2f47}' => '日',
        '\u{2f00}' => '一',
        '\u{2f06}' => '二',
        '\u{2f0b}' => '八',
        '\u{2f17}' => '十',
        '兩' => '两',
        '週' => '周',
        '點' => '点',
        '號' => '号',
        '後' => '后',
        '個' => '个',
        '這' => '这',
        '從' => '从',
        '時' => '时',
        other => half_width(other),
    }
}
