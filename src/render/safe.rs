//! What may reach an output: one function a kind. What a report, a file's name, a server or a model says is shown and steers
//! nothing, neither a terminal nor the eye.
//!
//! A control character, and a mark that turns the direction of text, is shown as U+FFFD; what is not seen at all (zero width,
//! soft hyphens, tags) is left out; a line or paragraph separator is a space. Emoji stay whole: a joiner between two pictures
//! and one variation selector after a character keep their meaning and can hide nothing. In JSON everything is kept, escaped.

use serde_json::Value;

use super::text::Paint;

/// Text for people: a value on a terminal, a page in Markdown or plain text, a line for GitHub. Line ends and tabs stay.
pub fn safe(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut is_picture = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match kind(c) {
            Kind::Seen => {
                is_picture = is_pictograph(c);
                kept.push(c);
            }
            Kind::Selector if kept.ends_with(|last: char| !last.is_whitespace() && kind(last) == Kind::Seen) => {
                kept.push(c);
            }
            Kind::Joiner if is_picture && chars.peek().is_some_and(|next| is_pictograph(*next)) => kept.push(c),
            Kind::Selector | Kind::Joiner | Kind::Unseen => {}
            Kind::Separator => kept.push(' '),
            Kind::Steering if c == '\r' && chars.peek() == Some(&'\n') => {}
            Kind::Steering => kept.push('\u{FFFD}'),
        }
    }
    kept
}

/// Everything that goes to a terminal, at the place where it is printed: the colours and links of [`Paint`] stay where they are
/// on, and nothing else that begins with ESC does.
pub fn for_terminal(text: &str, paint: Paint) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}').filter(|_| paint.colour) {
        let (before, sequence) = rest.split_at(at);
        let length = Paint::sequence_length(sequence);
        kept.push_str(&safe(before));
        kept.push_str(if length > 0 { &sequence[..length] } else { "\u{FFFD}" });
        rest = &sequence[length.max(1)..];
    }
    kept.push_str(&safe(rest));
    kept
}

/// A value laid out over lines; what is not seen is written `\u200b`, so that it is shown and not lost.
pub fn for_json(value: &Value) -> String {
    without_unseen(&format!("{value:#}"))
}

/// JSON, with what is not seen in its strings escaped: outside them it has none, but for line ends.
pub(super) fn without_unseen(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        match kind(c) {
            Kind::Seen | Kind::Selector => escaped.push(c),
            _ => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| escaped.push_str(&format!("\\u{unit:04x}"))),
        }
    }
    escaped
}

/// A table for spreadsheets (RFC 4180): its lines end in CRLF.
pub fn for_csv(table: &str) -> String {
    table.split("\r\n").map(safe).collect::<Vec<_>>().join("\r\n")
}

/// A cell of one: what a spreadsheet would take for a formula begins with an apostrophe, which makes it text; see OWASP, CSV
/// injection. Full-width signs count, too.
pub(super) fn cell(text: &str) -> String {
    const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let text = safe(text);
    let begins = text.trim_start().starts_with(SIGNS) || text.starts_with(['\t', '\r', '\n']);
    if begins { format!("'{text}") } else { text }
}

/// HTML and SVG, whole: XML cannot hold U+FFFE and U+FFFF either.
pub fn for_markup(page: &str) -> String {
    safe(page).replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")
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

/// The message of a workflow command of GitHub Actions, on one line. Source: `actions/toolkit`, `command.ts`.
pub(super) fn for_github(text: &str) -> String {
    safe(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of one: what would end it is escaped, too.
pub(super) fn github_property(text: &str) -> String {
    for_github(text).replace(':', "%3A").replace(',', "%2C")
}

/// What a character does where it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Seen,
    /// Nothing is drawn for it.
    Unseen,
    /// Chooses the look of the character before it.
    Selector,
    /// Joins two characters to one picture.
    Joiner,
    /// Ends a line for some programs and not for others.
    Separator,
    /// Controls, marks of direction, and the formatting characters that are drawn as signs.
    Steering,
}

/// Source: Unicode 17, general categories Cc, Cf, Zl and Zp, and the property `Default_Ignorable_Code_Point`.
fn kind(c: char) -> Kind {
    match c {
        '\n' | '\t' | ' '..='~' | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{34E}' => Kind::Seen,
        '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' => Kind::Steering,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Kind::Steering,
        '\u{600}'..='\u{605}' | '\u{6DD}' | '\u{70F}' | '\u{890}' | '\u{891}' | '\u{8E2}' | '\u{FFF9}'..='\u{FFFB}' => {
            Kind::Steering
        }
        '\u{110BD}' | '\u{110CD}' | '\u{13430}'..='\u{1343F}' => Kind::Steering,
        '\u{2028}' | '\u{2029}' => Kind::Separator,
        '\u{200D}' => Kind::Joiner,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{180B}'..='\u{180D}' | '\u{180F}' => Kind::Selector,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}' => {
            Kind::Unseen
        }
        '\u{200B}' | '\u{200C}' | '\u{200E}' | '\u{200F}' | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}' => {
            Kind::Unseen
        }
        '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' => Kind::Unseen,
        '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}' => Kind::Unseen,
        _ => Kind::Seen,
    }
}

/// The blocks that emoji are in, with their skin tones.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests;
