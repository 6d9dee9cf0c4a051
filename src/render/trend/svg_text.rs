//! Words and numbers in an SVG: escaped, measured, folded.

use unicode_width::UnicodeWidthChar;

use super::label::{cut, folded_by};
use crate::render::safe::without_markup;
use crate::render::text::one_line;

/// Widths of characters in a usual sans-serif face, in ems: an ideograph, and a letter or digit on the safe side.
const WIDE_EMS: f64 = 1.0;
const NARROW_EMS: f64 = 0.61;
const BROAD_EMS: f64 = 0.95;

/// `text` for XML 1.0, in content and between quotes of either kind. What XML cannot hold at all (controls, U+FFFE) is
/// U+FFFD; line ends are spaces.
pub(super) fn escaped(text: &str) -> String {
    without_markup(&one_line(text)).replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")
}

/// A coordinate with one digit after the point at most, so that the same input gives the same bytes everywhere.
pub(super) fn coordinate(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_string() } else { text.to_string() }
}

/// About how wide `text` is at a font size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(ems).sum::<f64>() * size
}

fn ems(c: char) -> f64 {
    match c.width() {
        Some(2) => WIDE_EMS,
        _ if matches!(c, '%' | '‰' | 'M' | 'W' | 'm' | 'w' | '@') => BROAD_EMS,
        Some(0) | None => 0.0,
        _ => NARROW_EMS,
    }
}

/// Lines no wider than `most` at a font size.
pub(super) fn folded(text: &str, most: f64, size: f64) -> Vec<String> {
    folded_by(text, most / size, &ems)
}

/// `text` where it is no wider than `most`, else its beginning and `…`.
pub(super) fn fitted(text: &str, most: f64, size: f64) -> String {
    let mut columns = (most / (size * WIDE_EMS / 2.0)).floor() as usize;
    loop {
        let text = cut(text, columns, '…');
        if columns <= 2 || width(&text, size) <= most {
            return text;
        }
        columns -= 1;
    }
}
