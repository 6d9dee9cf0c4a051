//! Words on a terminal: colour where it is wanted, nothing a report could steer the terminal with.

use std::path::Path;

/// Whether to write ANSI colours and links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paint {
    pub colour: bool,
}

impl Paint {
    pub fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    pub fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    pub fn cyan(self, text: &str) -> String {
        self.with("36", text)
    }

    /// A terminal hyperlink (OSC 8) to a file on this machine.
    pub fn link(self, absolute: &Path, text: &str) -> String {
        if !self.colour {
            return text.to_string();
        }
        let address: String = percent_encoding::utf8_percent_encode(&absolute.to_string_lossy(), ADDRESS).to_string();
        format!("\u{1b}]8;;file://{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_string() }
    }
}

const ADDRESS: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~');

/// `text` without control characters (line ends and tabs stay): reports are not to be trusted with the terminal.
pub fn safe(text: &str) -> String {
    text.chars()
        .map(|c| if (c.is_control() && !matches!(c, '\n' | '\t')) || is_direction_mark(c) { '\u{FFFD}' } else { c })
        .collect()
}

/// `text` with what HTML and XML would read as markup as entities: in an element, or between quotes of either kind.
pub(super) fn without_markup(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Marks that make text run the other way, with which a line can show something else than it holds.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// `1 report`, `2 reports`.
pub fn plural(count: usize, name: &str) -> String {
    if count == 1 { format!("1 {name}") } else { format!("{count} {name}s") }
}

/// A place in a file as `path:lines`, a link where the file is at hand and colours are on.
///
/// `path` is shown where there is no `file`, else the file as seen from `here`.
pub fn place(paint: Paint, path: &str, lines: &str, file: Option<&Path>, here: &Path) -> String {
    let shown = match file {
        // What lies in an archive is named by its path there: the archive alone would say too little.
        Some(file) if file.ends_with(path) => file.strip_prefix(here).unwrap_or(file).display().to_string(),
        _ => path.to_string(),
    };
    let text = safe(&format!("{shown}:{lines}"));
    paint.cyan(&file.map_or_else(|| text.clone(), |file| paint.link(file, &text)))
}

/// Names of missing weeks with runs drawn together: `第27–36周, 2024-W02`.
pub fn missing_weeks(weeks: &[String]) -> String {
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
            (false, true) => format!("{before}{}–W{}", padded(first), padded(last)),
            (false, false) => format!("{before}{first}–{last}{after}"),
        }
    };
    runs.into_iter().map(run).collect::<Vec<_>>().join(", ")
}

/// The last number of a week's name, and what stands before and after it.
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
    use super::{Paint, missing_weeks, safe};

    #[test]
    fn a_report_cannot_steer_the_terminal() {
        assert_eq!(safe("甲\u{1b}[31m乙\r\n\u{202E}丙"), "甲\u{FFFD}[31m乙\u{FFFD}\n\u{FFFD}丙");
    }

    #[test]
    fn without_colour_there_are_no_escapes() {
        let paint = Paint { colour: false };
        assert_eq!(paint.bold("甲"), "甲");
        assert_eq!(paint.link(std::path::Path::new("/a b"), "甲"), "甲");
    }

    #[test]
    fn runs_of_missing_weeks_are_drawn_together() {
        let weeks = ["第27周", "第28周", "第29周", "第31周", "2024-W01", "2024-W02"].map(str::to_string);
        assert_eq!(missing_weeks(&weeks), "第27–29周, 第31周, 2024-W01–W02");
        assert_eq!(missing_weeks(&[]), "");
    }
}
