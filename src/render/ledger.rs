//! The ledger of incidents on a terminal: a table of eighty columns, each row with its place below it.

use std::path::{Path, PathBuf};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::milestones::coverage;
use super::safe::safe;
use super::text::{Paint, place, plural};
use crate::fact::{Incident, Status};
use crate::ledger::Ledger;
use crate::record::Place;

/// Columns of the whole table; a Chinese character takes two.
const TABLE_COLUMNS: usize = 80;
const TIME_COLUMNS: usize = 16;
const STATUS_COLUMNS: usize = 8;
const LENGTH_COLUMNS: usize = 7;
const GAP: &str = "  ";
const SUMMARY_COLUMNS: usize = TABLE_COLUMNS - TIME_COLUMNS - STATUS_COLUMNS - LENGTH_COLUMNS - 3 * GAP.len();

/// What happened takes at most this many lines of a row.
const SUMMARY_LINES: usize = 2;

/// A row an incident, then the coverage line. Nothing is cut but what happened, and that is seen by its `…`; a path that is
/// longer than the line stays whole, as it is to be opened.
///
/// `file_of` tells the file on this machine that a source's lines are in, if it is still there; `here` is the folder that
/// files are shown from.
pub fn ledger_text(ledger: &Ledger, paint: Paint, here: &Path, file_of: &dyn Fn(&Place) -> Option<PathBuf>) -> String {
    let head = [("occurred", TIME_COLUMNS), ("status", STATUS_COLUMNS), ("lasted", LENGTH_COLUMNS)];
    let head: Vec<String> = head.iter().map(|(name, columns)| padded(name, *columns)).collect();
    let mut lines = vec![paint.bold(&format!("{}{GAP}what happened", head.join(GAP)))];
    for entry in &ledger.entries {
        let incident = &entry.incident;
        let summary = wrapped(&one_line(&incident.summary.text), SUMMARY_COLUMNS, SUMMARY_LINES);
        let mut summary = summary.iter();
        let status = padded(status_name(incident.status), STATUS_COLUMNS);
        let status = if incident.status == Status::Open { paint.bold(&status) } else { status };
        lines.push(format!(
            "{}{GAP}{status}{GAP}{}{GAP}{}",
            padded(&occurred_text(incident), TIME_COLUMNS),
            padded(&incident.duration_minutes.map(length_text).unwrap_or_default(), LENGTH_COLUMNS),
            summary.next().map_or("", String::as_str),
        ));
        let indent = " ".repeat(TABLE_COLUMNS - SUMMARY_COLUMNS);
        lines.extend(summary.map(|line| format!("{indent}{line}")));
        for source in &entry.sources {
            let file = file_of(source);
            let place = place(paint, &source.path, &source.lines.to_string(), file.as_deref(), here);
            lines.push(format!("    {place}"));
        }
    }
    lines.push(String::new());
    lines.push(paint.dim(&ledger_coverage(ledger)));
    lines.join("\n")
}

/// `12 incidents in 22 reports, 2 open; 第27–36周 missing`.
pub fn ledger_coverage(ledger: &Ledger) -> String {
    let mut line = format!("{} in {}", plural(ledger.entries.len(), "incident"), plural(ledger.reports, "report"));
    let open = ledger.count(Status::Open);
    if open > 0 {
        line.push_str(&format!(", {open} open"));
    }
    coverage(&line, &ledger.missing_weeks)
}

pub fn status_name(status: Status) -> &'static str {
    match status {
        Status::Resolved => "resolved",
        Status::Open => "open",
        Status::Unknown => "unknown",
    }
}

fn occurred_text(incident: &Incident) -> String {
    incident.occurred.as_deref().map_or_else(|| "no day named".to_string(), |when| when.replace('T', " "))
}

/// `9m`, `4h56m`, `8d`: the two largest units.
fn length_text(minutes: u32) -> String {
    let (days, hours, rest) = (minutes / 1440, minutes % 1440 / 60, minutes % 60);
    let unit = |amount: u32, name: &str| if amount > 0 { format!("{amount}{name}") } else { String::new() };
    match (days, hours) {
        (0, 0) => format!("{rest}m"),
        (0, hours) => format!("{hours}h{}", unit(rest, "m")),
        (days, hours) => format!("{days}d{}", unit(hours, "h")),
    }
}

/// `text` on one line, with nothing in it that could steer a terminal.
pub(super) fn one_line(text: &str) -> String {
    safe(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

pub(super) fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

/// Lines of at most `columns`, at most `most` of them; where that is not enough the last one ends with `…`.
pub(super) fn wrapped(text: &str, columns: usize, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let width = c.width().unwrap_or(0);
        let is_last = lines.len() == most;
        // The last column of the last line is kept for the mark that there is more.
        let needed = width + usize::from(is_last && chars.peek().is_some());
        if used + needed > columns && is_last && used + width + chars.clone().map(char_width).sum::<usize>() > columns {
            if let Some(line) = lines.last_mut() {
                line.push('…');
            }
            break;
        }
        if used + width > columns {
            let carried = lines.last_mut().map(|line| carried(line, c)).unwrap_or_default();
            used = carried.width();
            lines.push(carried);
            if c == ' ' {
                continue;
            }
        }
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
        used += width;
    }
    lines
}

/// What of a full line comes along to the next one, which `next` begins: the word or number that `next` would cut, and the character
/// before a closing mark. Words that are longer than half a line are cut.
fn carried(line: &mut String, next: char) -> String {
    let is_word = |c: char| !c.is_whitespace() && char_width(c) < 2;
    let closes = "，。；、：）】」”！？".contains(next);
    let cut = line.trim_end_matches(is_word).len();
    let word = line[cut..].width();
    let from = match line[..cut].chars().next_back() {
        Some(_) if (closes || is_word(next)) && 0 < word && 2 * word <= line.width() => cut,
        Some(last) if closes && word == 0 && !last.is_whitespace() => cut - last.len_utf8(),
        _ => line.len(),
    };
    let carried = line.split_off(from);
    line.truncate(line.trim_end().len());
    carried
}

fn char_width(c: char) -> usize {
    c.width().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::{length_text, padded, wrapped};

    #[test]
    fn chinese_takes_two_columns() {
        assert_eq!(padded("流水", 6), "流水  ");
        assert_eq!(wrapped("流水差异a", 4, 3), ["流水", "差异", "a"]);
    }

    #[test]
    fn what_does_not_fit_is_cut_visibly() {
        let lines = wrapped("账户流水差异五千九百九十一笔", 9, 2);
        assert_eq!(lines, ["账户流水", "差异五千…"]);
        assert!(lines.iter().all(|line| line.width() <= 9));
        assert_eq!(wrapped("账户流水差异五千", 8, 2), ["账户流水", "差异五千"]);
        assert_eq!(wrapped("", 8, 2), [""]);
        assert_eq!(wrapped("账户流水，差异", 8, 2), ["账户流", "水，差异"]);
    }

    #[test]
    fn words_and_numbers_are_not_cut() {
        assert_eq!(wrapped("12 kept, 3 pending;", 14, 3), ["12 kept, 3", "pending;"]);
        assert_eq!(wrapped("修复后6/8上线", 8, 3), ["修复后", "6/8上线"]);
        assert_eq!(wrapped("域名api，出现告警", 8, 3), ["域名", "api，出", "现告警"]);
        assert_eq!(wrapped("t_clear_voucher", 8, 3), ["t_clear_", "voucher"]);
        assert_eq!(wrapped("满满满满 a", 8, 2), ["满满满满", "a"]);
    }

    #[test]
    fn lengths_read_at_a_glance() {
        assert_eq!([9, 60, 296, 11520, 17355].map(length_text), ["9m", "1h", "4h56m", "8d", "12d1h"]);
    }
}
