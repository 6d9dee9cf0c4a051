//! What left this machine, for people.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::safe::safe;
use super::text::{Paint, one_line};
use crate::audit::{Damage, Finish, RequestEntry, Verified};
use crate::vocabulary::plural;

/// Digits of a SHA-256 that are shown.
const SHORT_HASH: usize = 12;

/// Two lines a record, the newest last: id, time, purpose, bytes and outcome; to where, which model, what was held back.
/// Empty for none.
pub fn audit_text(entries: &[&RequestEntry], zone: &TimeZone, paint: Paint) -> String {
    let lines = entries.iter().flat_map(|entry| {
        let at = entry.at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S");
        let outcome =
            entry.finish.as_ref().map_or_else(|| "no outcome recorded".to_string(), |finish| finished(entry, finish));
        let head = format!(
            "{}  {at}  {}, {}, {}",
            paint.bold(&safe(entry.id.as_str())),
            one_line(&entry.purpose),
            size_text(entry.bytes),
            one_line(&outcome),
        );
        let place = if entry.is_loopback { "to this machine itself, " } else { "to " };
        let target = format!("    {place}{}, model {}", one_line(&entry.endpoint), one_line(&entry.model));
        let hash = entry.sha256.get(..SHORT_HASH).unwrap_or(&entry.sha256);
        let held = format!("    held back: {}; sha256 {}", held_back(&entry.redacted), one_line(hash));
        [head, target, paint.dim(&held)]
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// `2 requests left this machine; 3 to this machine itself are not shown (--all)`.
///
/// `since`: the day that was asked for. `hidden`: requests to this machine itself that were left out.
pub fn audit_summary(entries: &[&RequestEntry], since: Option<&str>, hidden: usize) -> String {
    let since = since.map(|day| format!(" since {day}")).unwrap_or_default();
    let left = entries.iter().filter(|entry| !entry.is_loopback).count();
    let bytes = entries.iter().filter(|entry| !entry.is_loopback).map(|entry| entry.bytes).sum();
    let mut line = match left {
        0 => format!("Nothing has left this machine{since}."),
        left => format!("{} left this machine{since}, {}.", plural(left, "request"), size_text(bytes)),
    };
    if hidden > 0 {
        line.push_str(&format!(" {} to this machine itself not shown (--all).", plural(hidden, "request")));
    }
    line
}

/// A line a damaged record, then how many are whole.
pub fn verified_text(verified: &Verified) -> String {
    let damaged = verified.damaged.iter().map(|(id, damage)| format!("{id}: {}", damage_text(*damage)));
    let whole = match (verified.whole, verified.damaged.is_empty()) {
        (0, true) => "There is no record to verify.".to_string(),
        (whole, true) => format!("{}, the bytes as they were sent.", plural(whole, "record")),
        (whole, false) => {
            format!("{} damaged, {whole} as they were sent.", plural(verified.damaged.len(), "record"))
        }
    };
    damaged.chain([whole]).collect::<Vec<_>>().join("\n")
}

fn damage_text(damage: Damage) -> &'static str {
    match damage {
        Damage::Missing => "the bytes are missing",
        Damage::Changed => "the bytes were changed after they were sent",
    }
}

/// JSON laid out over lines. Only white space is added, so that it shows what was sent in the order it was sent: a parser
/// would sort fields and write numbers its own way.
pub fn pretty_json(json: &str) -> String {
    let mut pretty = String::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let (mut is_text, mut is_escaped) = (false, false);
    let mut chars = json.trim().chars().filter(move |c| {
        // White space between values is laid out anew.
        let is_kept = is_text || !c.is_ascii_whitespace();
        (is_text, is_escaped) = after(*c, is_text, is_escaped);
        is_kept
    });
    let (mut is_text, mut is_escaped) = (false, false);
    let mut next = chars.next();
    while let Some(c) = next {
        next = chars.next();
        let opens = !is_text && matches!(c, '{' | '[');
        let closes = !is_text && matches!(c, '}' | ']');
        let is_empty = opens && next.is_some_and(|next| matches!(next, '}' | ']'));
        let was_empty = closes && pretty.ends_with(['{', '[']);
        depth = if closes { depth.saturating_sub(1) } else { depth };
        if closes && !was_empty {
            new_line(&mut pretty, depth);
        }
        pretty.push(c);
        depth += usize::from(opens);
        if (opens && !is_empty) || (!is_text && c == ',') {
            new_line(&mut pretty, depth);
        } else if !is_text && c == ':' {
            pretty.push(' ');
        }
        (is_text, is_escaped) = after(c, is_text, is_escaped);
    }
    pretty.push('\n');
    pretty
}

/// Whether what follows `c` is within a string, and escaped.
fn after(c: char, is_text: bool, is_escaped: bool) -> (bool, bool) {
    match c {
        '"' if !is_escaped => (!is_text, false),
        '\\' if is_text && !is_escaped => (is_text, true),
        _ => (is_text, false),
    }
}

fn new_line(text: &mut String, depth: usize) {
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
}

/// `200, 1.2 kB back in 3.1s`, `429 rate limited in 0.2s`.
fn finished(entry: &RequestEntry, finish: &Finish) -> String {
    let seconds = finish.at.duration_since(entry.at).as_secs_f64().max(0.0);
    let status = finish.status.map(|status| status.to_string()).unwrap_or_default();
    let words = match &finish.error {
        Some(error) => format!("{status} {error}").trim().to_string(),
        None => format!("{status}, {} back", size_text(finish.reply_bytes)),
    };
    format!("{} in {seconds:.1}s", words.trim_start_matches([',', ' ']))
}

/// `2 phones, 1 email`; `nothing`.
fn held_back(redacted: &BTreeMap<String, usize>) -> String {
    let kinds = redacted.iter().map(|(kind, count)| plural(*count, &one_line(&kind.replace('_', " "))));
    let kinds: Vec<String> = kinds.collect();
    if kinds.is_empty() { "nothing".to_string() } else { kinds.join(", ") }
}

/// `512 bytes`, `2.1 kB`, `3.4 MB`: thousands, as disks are sold.
pub fn size_text(bytes: u64) -> String {
    match bytes {
        0..1_000 => plural(bytes as usize, "byte"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::{audit_summary, pretty_json, size_text};

    #[test]
    fn laid_out_json_has_the_same_fields_in_the_same_order() {
        let json = r#"{"z":1.50,"a":[{"b":"x, {\"y\\"},2],"e":{},"f":[ ]}"#;
        let wanted = r#"{
  "z": 1.50,
  "a": [
    {
      "b": "x, {\"y\\"
    },
    2
  ],
  "e": {},
  "f": []
}
"#;
        assert_eq!(pretty_json(json), wanted);
        assert_eq!(pretty_json("\"a\""), "\"a\"\n");
    }

    #[test]
    fn sizes_read_at_a_glance() {
        assert_eq!([1, 999, 2134, 3_400_000].map(size_text), ["1 byte", "999 bytes", "2.1 kB", "3.4 MB"]);
    }

    #[test]
    fn nothing_is_said_in_so_many_words() {
        assert_eq!(audit_summary(&[], None, 0), "Nothing has left this machine.");
        assert_eq!(
            audit_summary(&[], Some("2024-01-02"), 1),
            "Nothing has left this machine since 2024-01-02. 1 request to this machine itself not shown (--all)."
        );
    }
}
