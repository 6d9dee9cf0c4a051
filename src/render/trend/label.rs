//! Words of a limited width: cut visibly, folded, and set along an axis without touching each other. Widths are columns of
//! a terminal; a Chinese character takes two.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// `text` where it fits, else its beginning and `…` (`~` in ASCII).
pub(super) fn cut(text: &str, columns: usize, more: char) -> String {
    if text.width() <= columns {
        return text.to_string();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if kept.width() + c.width().unwrap_or(0) + 1 > columns {
            break;
        }
        kept.push(c);
    }
    kept.push(more);
    kept
}

/// Lines of at most `columns`, as [`folded_by`], with room for the overhang of a closing mark.
pub(super) fn folded(text: &str, columns: usize) -> Vec<String> {
    folded_by(text, columns.saturating_sub(2) as f64, &|c| c.width().unwrap_or(0) as f64)
}

/// Lines no wider than `most`, broken after spaces, else between wide characters, and inside a word only where it is
/// longer than a line. A closing mark does not begin a line, and may overhang by its own width. Never empty.
pub(super) fn folded_by(text: &str, most: f64, width: &dyn Fn(char) -> f64) -> Vec<String> {
    let wide = |text: &str| text.chars().map(width).sum::<f64>();
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    for word in words(text) {
        let closes = word.chars().all(|c| "，。；、：）】」”！？,;)".contains(c));
        if used > 0.0 && !closes && used + wide(word.trim_end()) > most {
            lines.push(String::new());
            used = 0.0;
        }
        for c in word.chars() {
            if used > 0.0 && !closes && c != ' ' && used + width(c) > most {
                lines.push(String::new());
                used = 0.0;
            }
            if let Some(line) = lines.last_mut().filter(|_| used > 0.0 || c != ' ') {
                line.push(c);
                used += width(c);
            }
        }
    }
    lines.into_iter().map(|line| line.trim_end().to_string()).collect()
}

/// What is not broken unless it must be: a run of narrow characters with the space after it, or one wide character; with
/// the brackets that open before it.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut is_run, mut opens) = (false, false);
    for c in text.chars() {
        let is_narrow = c.width() == Some(1);
        match words.last_mut().filter(|_| opens || (is_run && is_narrow)) {
            Some(word) => word.push(c),
            None => words.push(c.to_string()),
        }
        opens = matches!(c, '（' | '(' | '【' | '「' | '“');
        is_run = is_narrow && c != ' ';
    }
    words
}

/// A label at its place along an axis.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    /// Its place among the candidates.
    pub at: usize,
    pub start: f64,
}

/// Labels of some of `centres`, with `gap` between them and none outside 0 to `total`; the last centre is always labelled.
/// Labels are at equal steps, or wherever there is room if that gives many more: weeks come in clusters.
///
/// `width` returns the width of a label, given its index and that of the label before it.
pub(super) fn placed(
    centres: &[f64],
    total: f64,
    gap: f64,
    width: &dyn Fn(usize, Option<usize>) -> f64,
) -> Vec<Placed> {
    let set = |places: &[usize]| -> Option<Vec<Placed>> {
        let mut labels: Vec<Placed> = Vec::new();
        let (mut before, mut reached) = (None, f64::NEG_INFINITY);
        for &at in places {
            let width = width(at, before);
            let start = (centres[at] - width / 2.0).min(total - width).max(0.0);
            if start < reached {
                return None;
            }
            labels.push(Placed { at, start });
            (before, reached) = (Some(at), start + width + gap);
        }
        Some(labels)
    };
    let at_steps = (1..=centres.len()).find_map(|step| {
        let first = (centres.len() - 1) % step;
        set(&(first..centres.len()).step_by(step).collect::<Vec<_>>())
    });
    let at_steps = at_steps.unwrap_or_default();
    let mut chosen: Vec<usize> = (0..centres.len()).next_back().into_iter().collect();
    let mut with_room = set(&chosen).unwrap_or_default();
    for at in 0..centres.len().saturating_sub(1) {
        let place = chosen.len() - 1;
        chosen.insert(place, at);
        match set(&chosen) {
            Some(labels) => with_room = labels,
            None => {
                chosen.remove(place);
            }
        }
    }
    if with_room.len() * 2 > at_steps.len() * 3 { with_room } else { at_steps }
}
