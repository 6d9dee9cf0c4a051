//! Cells of a table below a head that names secrets: `| 账号 | 密码 |`. The row alone does not say what they are.

use std::ops::Range;

use super::named;
use crate::redact::view::View;

pub(super) fn cells(view: &View) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // Which columns of the table that is being read are secret; none outside of a table.
    let mut secret: Option<Vec<bool>> = None;
    let mut start = 0;
    while start < view.len() {
        let end = view.until(start, |c| c == '\n');
        let cells = row(view, start..end);
        match (&secret, cells.is_empty()) {
            (_, true) => secret = None,
            (None, false) => secret = Some(cells.iter().map(|cell| named::is_head(&view.text(cell.clone()))).collect()),
            (Some(secret), false) => {
                let below = cells.into_iter().zip(secret).filter(|(_, is_secret)| **is_secret).map(|(cell, _)| cell);
                found.extend(below.filter(|cell| named::may_be_value(&view.text(cell.clone()))));
            }
        }
        start = end + 1;
    }
    found
}

/// The cells of a line that begins with `|`, without the spaces and marks around them; none of any other line.
fn row(view: &View, line: Range<usize>) -> Vec<Range<usize>> {
    let is_mark = |c: char| matches!(c, ' ' | '\t' | '\r' | '`' | '*' | '>');
    let first = view.until(line.start, |c| !is_mark(c));
    if first >= line.end || view.at(first) != '|' {
        return Vec::new();
    }
    let bars: Vec<usize> = (first..line.end).filter(|place| view.at(*place) == '|').chain([line.end]).collect();
    let trimmed = |pair: &[usize]| {
        let (mut start, mut end) = (pair[0] + 1, pair[1]);
        while start < end && is_mark(view.at(start)) {
            start += 1;
        }
        while start < end && is_mark(view.at(end - 1)) {
            end -= 1;
        }
        start..end
    };
    bars.windows(2).map(trimmed).collect()
}
