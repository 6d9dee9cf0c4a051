//! Words on a terminal: colour where it is wanted, nothing a report could steer the terminal with.

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
    pub fn link(self, absolute: &std::path::Path, text: &str) -> String {
        if !self.colour {
            return text.to_string();
        }
        let address: String =
            percent_encoding::utf8_percent_encode(&absolute.to_string_lossy(), ADDRESS).to_string();
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

/// Marks that make text run the other way, with which a line can show something else than it holds.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Names of missing weeks with runs drawn together: `第27–36周, 2024-W02`.
pub fn missing_weeks(weeks: &[String]) -> String {
    let number = |week: &str| -> Option<(String, u32)> {
        let digits: String = week.chars().rev().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        let digits: String = digits.chars().rev().collect();
        let frame = week.replacen(&digits, "#", 1);
        digits.parse().ok().map(|number| (frame, number))
    };
    let mut parts: Vec<(String, u32, u32, String)> = Vec::new();
    for week in weeks {
        let Some((frame, n)) = number(week) else { continue };
        match parts.last_mut() {
            Some((known, _, last, text)) if *known == frame && *last + 1 == n => {
                *last = n;
                let first = text.split('–').next().unwrap_or_default().to_string();
                let first_number = first.replace(['第', '周'], "");
                *text = if frame.starts_with('第') { format!("第{first_number}–{n}周") } else { format!("{first}–{week}") };
            }
            _ => parts.push((frame, n, n, week.clone())),
        }
    }
    parts.into_iter().map(|(.., text)| text).collect::<Vec<_>>().join(", ")
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
        assert_eq!(missing_weeks(&weeks), "第27–29周, 第31周, 2024-W01–2024-W02");
        assert_eq!(missing_weeks(&[]), "");
    }
}
