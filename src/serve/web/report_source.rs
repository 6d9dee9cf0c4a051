//! The text of a report: from where it was read, as long as it is there unchanged; else put together from what the index keeps.

use crate::context::page_of;
use crate::passage::PassageKind;
use crate::record::{PassageRecord, ReportRecord};

/// A report's text with its line numbers.
pub(super) struct ReportText {
    pub text: String,
    /// Put together from passages: blank where no passage lies.
    pub is_rebuilt: bool,
}

pub(super) fn read(record: &ReportRecord, passages: &[PassageRecord]) -> ReportText {
    match page_of(record) {
        Some((_, text)) => ReportText { text, is_rebuilt: false },
        None => ReportText { text: rebuilt(passages), is_rebuilt: true },
    }
}

/// Each passage at its lines, under headings where these change and a line above is free.
fn rebuilt(passages: &[PassageRecord]) -> String {
    let mut passages: Vec<&PassageRecord> = passages.iter().collect();
    passages.sort_by_key(|passage| (passage.start, std::cmp::Reverse(passage.end)));
    let last = passages.iter().map(|passage| passage.last_line).max().unwrap_or(0);
    let mut lines: Vec<String> = vec![String::new(); last];
    let mut section: &[String] = &[];
    let mut shown_to = 0;
    for passage in passages {
        if passage.end <= shown_to {
            continue;
        }
        shown_to = passage.end;
        if passage.section != section {
            let shared = passage.section.iter().zip(section).take_while(|(one, other)| one == other).count();
            put_headings(&mut lines, passage, shared);
            section = &passage.section;
        }
        let mark = if passage.passage == PassageKind::Item { "- " } else { "" };
        for (below, text) in passage.text.lines().enumerate() {
            let Some(line) = lines.get_mut(passage.first_line - 1 + below) else { break };
            if line.is_empty() {
                *line = if below == 0 { format!("{mark}{text}") } else { text.to_string() };
            } else {
                line.push(' ');
                line.push_str(text);
            }
        }
    }
    lines.join("\n")
}

/// The headings below the `shared` outermost ones, the innermost nearest to the passage.
fn put_headings(lines: &mut [String], passage: &PassageRecord, shared: usize) {
    let mut at = passage.first_line - 1;
    for (depth, heading) in passage.section.iter().enumerate().skip(shared).rev() {
        let free = lines[..at].iter().rposition(|line| !line.is_empty()).map_or(0, |taken| taken + 1);
        if free >= at {
            return;
        }
        // A blank line between a heading and what follows it is usual, and is kept where there is room.
        at = if at - free > 1 && at == passage.first_line - 1 { at - 2 } else { at - 1 };
        lines[at] = format!("{} {heading}", "#".repeat((depth + 1).min(6)));
    }
}
