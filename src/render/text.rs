//! Words on a terminal: colour where it is wanted, nothing a report could steer the terminal with.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::safe::safe;
use crate::citation::Citation;
use crate::record::Place;
use crate::vocabulary::{Language, worded};

/// Whether to write ANSI colours and links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paint {
    pub colour: bool,
}

impl Paint {
    pub fn bold(self, text: &str) -> String {
        self.with(BOLD, text)
    }

    pub fn dim(self, text: &str) -> String {
        self.with(DIM, text)
    }

    pub fn cyan(self, text: &str) -> String {
        self.with(CYAN, text)
    }

    /// A terminal hyperlink (OSC 8) to a file on this machine.
    pub fn link(self, absolute: &Path, text: &str) -> String {
        if !self.colour {
            return text.to_string();
        }
        let address: String = percent_encoding::utf8_percent_encode(&absolute.to_string_lossy(), ADDRESS).to_string();
        format!("{LINK}{address}{LINK_CLOSE}{text}{LINK_END}")
    }

    /// How long the escape sequence at the start of `text` is, in bytes, where it is one that is written here; else 0.
    pub(super) fn sequence_length(text: &str) -> usize {
        let plain = |code: &str| text.starts_with(code).then_some(code.len());
        if let Some(length) = [BOLD, DIM, CYAN, USUAL, LINK_END].into_iter().find_map(plain) {
            return length;
        }
        let Some(address) = text.strip_prefix(LINK) else { return 0 };
        let length =
            address.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"/.-_~%".contains(byte)).count();
        if address[length..].starts_with(LINK_CLOSE) { LINK.len() + length + LINK_CLOSE.len() } else { 0 }
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.colour { format!("{code}{text}{USUAL}") } else { text.to_string() }
    }
}

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const CYAN: &str = "\u{1b}[36m";
const USUAL: &str = "\u{1b}[0m";
const LINK: &str = "\u{1b}]8;;file://";
const LINK_CLOSE: &str = "\u{1b}\\";
const LINK_END: &str = "\u{1b}]8;;\u{1b}\\";

const ADDRESS: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~');

/// `text` on one line, without what could steer a terminal.
pub(super) fn one_line(text: &str) -> String {
    safe(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The files that reports were read from, for links to places.
pub struct Files<'a> {
    /// The folder that paths are shown relative to.
    pub here: PathBuf,
    /// Returns the file or archive of a report on this machine, if it still exists.
    pub of: Box<dyn Fn(Uuid) -> Option<PathBuf> + 'a>,
}

impl Files<'_> {
    /// A place as `path:lines`, a link where its file exists and colours are on; `path` itself where it does not exist.
    pub(super) fn place(&self, paint: Paint, report: Uuid, path: &str, lines: impl Display) -> String {
        let file = (self.of)(report);
        let shown = match &file {
            // A member of an archive is shown by its path there: the archive alone would say too little.
            Some(file) if file.ends_with(path) => file.strip_prefix(&self.here).unwrap_or(file).display().to_string(),
            _ => path.to_string(),
        };
        let text = safe(&format!("{shown}:{lines}"));
        paint.cyan(&file.map_or_else(|| text.clone(), |file| paint.link(&file, &text)))
    }

    pub(super) fn of_fact(&self, paint: Paint, place: &Place) -> String {
        self.place(paint, place.report_id(), place.path(), place.lines)
    }

    pub(super) fn of_citation(&self, paint: Paint, citation: &Citation) -> String {
        self.place(paint, citation.report_id, &citation.path, citation.lines)
    }
}

/// Names of missing weeks with runs drawn together: `第27–36周、2024-W02`. Of many runs the first few and the number of weeks.
pub fn missing_weeks(weeks: &[String], language: Language) -> String {
    let mut runs: Vec<(String, u32, u32, String)> = Vec::new();
    for week in weeks {
        let Some((before, number, after)) = split_number(week) else { continue };
        match runs.last_mut() {
            Some((known, _, last, _)) if *known == before && *last + 1 == number => *last = number,
            _ => runs.push((before, number, number, after)),
        }
    }
    let run = |(before, first, last, after): (String, u32, u32, String)| {
        let padded = |number: u32| if after.is_empty() { format!("{number:02}") } else { number.to_string() };
        match (first == last, after.is_empty()) {
            (true, _) => format!("{before}{}{after}", padded(first)),
            (false, true) => {
                let of_week = if before.ends_with('W') { "W" } else { "" };
                format!("{before}{}–{of_week}{}", padded(first), padded(last))
            }
            (false, false) => format!("{before}{first}–{last}{after}"),
        }
    };
    let left_out = runs.len().saturating_sub(MOST_RUNS);
    let shown = if left_out == 0 { runs.len() } else { SHOWN_RUNS };
    let mut named: Vec<String> = runs.iter().take(shown).cloned().map(run).collect();
    if left_out > 0 {
        // Reports that come by the month have a gap in each: their rhythm is told by the count.
        named.push(worded!(language, "…共 {} 篇", "… ({} in all)", weeks.len()));
    }
    named.join(language.pick("、", ", "))
}

/// `，缺 第27–36周`, `; missing: 第27–36周`; empty without missing weeks.
pub fn missing_clause(weeks: &[String], language: Language) -> String {
    match missing_weeks(weeks, language) {
        missing if missing.is_empty() => missing,
        missing => worded!(language, "，缺 {missing}", "; missing: {missing}"),
    }
}

/// Runs of missing weeks that are all named, at most.
const MOST_RUNS: usize = 8;

/// Runs named where there are more.
const SHOWN_RUNS: usize = 3;

/// The last number of a week's name, with the text before and after it.
fn split_number(week: &str) -> Option<(String, u32, String)> {
    let end = week.rfind(|c: char| c.is_ascii_digit())? + 1;
    let start = week[..end]
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + week[at..].chars().next().map_or(0, char::len_utf8));
    let number = week[start..end].parse().ok()?;
    Some((week[..start].to_string(), number, week[end..].to_string()))
}

#[cfg(test)]
mod tests {
    use super::{Paint, missing_weeks};
    use crate::vocabulary::Language;

    #[test]
    fn without_colour_there_are_no_escapes() {
        let paint = Paint { colour: false };
        assert_eq!(paint.bold("甲"), "甲");
        assert_eq!(paint.link(std::path::Path::new("/a b"), "甲"), "甲");
    }

    #[test]
    fn runs_of_missing_weeks_are_drawn_together() {
        let weeks = ["第27周", "第28周", "第29周", "第31周", "2024-W01", "2024-W02"].map(str::to_string);
        assert_eq!(missing_weeks(&weeks, Language::Chinese), "第27–29周、第31周、2024-W01–W02");
        assert_eq!(missing_weeks(&[], Language::Chinese), "");
    }

    #[test]
    fn the_gaps_of_a_monthly_series_are_counted_not_named() {
        // One report a month: three weeks of four are missing, for three years.
        let weeks: Vec<String> =
            (0..52).filter(|week| week % 4 != 3).map(|week| format!("2023-W{:02}", week + 1)).collect();
        assert_eq!(missing_weeks(&weeks, Language::English), "2023-W01–W03, 2023-W05–W07, 2023-W09–W11, … (39 in all)");
        assert!(missing_weeks(&weeks, Language::Chinese).ends_with("2023-W09–W11、…共 39 篇"));
    }
}
