//! Painted text in lines of a width: the width is that of what is seen, the paint of a piece is put on when the line is made.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Text of one paint.
#[derive(Clone)]
pub(super) struct Piece {
    pub text: String,
    /// What is written before it and after it.
    paint: Option<(String, String)>,
    is_end_of_line: bool,
}

impl Piece {
    pub(super) fn plain(text: String) -> Self {
        Self { text, paint: None, is_end_of_line: false }
    }

    pub(super) fn end_of_line() -> Self {
        Self { is_end_of_line: true, ..Self::plain(String::new()) }
    }

    /// With what `paint` writes around a text.
    pub(super) fn with(mut self, is_painted: bool, paint: impl Fn(&str) -> String) -> Self {
        // A sign that no text has stands for the text.
        const TEXT: &str = "\u{0}";
        let around = paint(TEXT);
        if let Some((before, after)) = around.split_once(TEXT).filter(|_| is_painted) {
            self.paint = Some((before.to_string(), after.to_string()));
        }
        self
    }

    pub(super) fn painted(&self) -> String {
        match &self.paint {
            Some((before, after)) if !self.text.is_empty() => format!("{before}{}{after}", self.text),
            _ => self.text.clone(),
        }
    }
}

/// A line of pieces.
#[derive(Default)]
pub(super) struct FoldedLine {
    pieces: Vec<Piece>,
}

impl FoldedLine {
    pub(super) fn width(&self) -> usize {
        self.pieces.iter().map(|piece| piece.text.width()).sum()
    }

    pub(super) fn painted(&self) -> String {
        let whole: String = self.pieces.iter().map(Piece::painted).collect();
        whole.trim_end().to_string()
    }

    fn push(&mut self, text: &str, like: &Piece) {
        self.pieces.push(Piece { text: text.to_string(), ..like.clone() });
    }
}

/// Lines no wider than `columns`, broken after spaces or between wide characters; inside a word only where it is longer than
/// a line. A closing mark does not begin a line. Never empty.
pub(super) fn folded(pieces: &[Piece], columns: usize) -> Vec<FoldedLine> {
    let mut lines = vec![FoldedLine::default()];
    let mut used = 0;
    for words in words(pieces) {
        if words.first().is_some_and(|(_, piece)| piece.is_end_of_line) {
            lines.push(FoldedLine::default());
            used = 0;
            continue;
        }
        let width: usize = words.iter().map(|(text, _)| text.width()).sum();
        let seen: usize = width
            - words
                .iter()
                .rev()
                .map(|(text, _)| text)
                .take(1)
                .map(|text| text.width() - text.trim_end().width())
                .sum::<usize>();
        if used > 0 && used + seen > columns {
            lines.push(FoldedLine::default());
            used = 0;
        }
        for (text, piece) in words {
            if used + text.trim_end().width() <= columns {
                used += text.width();
                if let Some(line) = lines.last_mut().filter(|line| !line.pieces.is_empty() || !text.trim().is_empty()) {
                    line.push(&text, piece);
                }
                continue;
            }
            for c in text.chars() {
                if used + c.width().unwrap_or(0) > columns {
                    lines.push(FoldedLine::default());
                    used = 0;
                }
                used += c.width().unwrap_or(0);
                if let Some(line) = lines.last_mut() {
                    line.push(&c.to_string(), piece);
                }
            }
        }
    }
    lines
}

/// What is not broken unless it must be: a run of narrow characters with the space after it, a wide one with the closing marks
/// after it and the brackets before it. One may go over several pieces, as a word with its mark does.
fn words(pieces: &[Piece]) -> Vec<Vec<(String, &Piece)>> {
    let mut words: Vec<Vec<(String, &Piece)>> = Vec::new();
    let (mut is_run, mut opens) = (false, false);
    for piece in pieces {
        if piece.is_end_of_line {
            words.push(vec![(String::new(), piece)]);
            (is_run, opens) = (false, false);
            continue;
        }
        let mut is_first = true;
        for c in piece.text.chars() {
            let is_narrow = c.width() == Some(1);
            let closes = "，。；、：）】」”！？,;:)]%…".contains(c);
            let joins = opens || closes || (is_run && is_narrow) || (is_first && c == '[' && is_mark(&piece.text));
            match words.last_mut().filter(|word| joins && !word.first().is_some_and(|(_, piece)| piece.is_end_of_line))
            {
                Some(word) if is_first => word.push((c.to_string(), piece)),
                Some(word) => match word.last_mut() {
                    Some((text, _)) => text.push(c),
                    None => word.push((c.to_string(), piece)),
                },
                None => words.push(vec![(c.to_string(), piece)]),
            }
            opens = matches!(c, '（' | '(' | '【' | '「' | '“');
            is_run = is_narrow && c != ' ';
            is_first = false;
        }
    }
    words
}

/// `[3]` stays with the word that it marks.
fn is_mark(text: &str) -> bool {
    text.strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|name| name.bytes().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{Piece, folded};

    fn lines(pieces: &[&str], columns: usize) -> Vec<String> {
        let pieces: Vec<Piece> = pieces.iter().map(|text| Piece::plain((*text).to_string())).collect();
        folded(&pieces, columns).iter().map(|line| line.painted()).collect()
    }

    #[test]
    fn a_mark_stays_with_its_word() {
        assert_eq!(lines(&["账户流水", "[3]", "，差异"], 8), ["账户流", "水[3]，", "差异"]);
    }

    #[test]
    fn words_are_broken_only_where_they_must_be() {
        assert_eq!(lines(&["one two three"], 8), ["one two", "three"]);
        assert_eq!(lines(&["abcdefghij"], 4), ["abcd", "efgh", "ij"]);
        assert_eq!(lines(&[""], 4), [""]);
    }
}
