//! A report's line as words: without marks of Markdown and addresses.

use crate::report::{mark_length, numeral_length, plain, unwrapped, without_bold_marks};
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// The words of a line without list marks, emphasis and addresses, and whether they are the label of an address.
pub(super) fn worded(line: &str) -> (String, bool) {
    static LINK: Words = Words::of(&[Sense::LinkWord]);
    let text = without_bold_marks(&plain(unmarked(&unwrapped(line.trim()))));
    let text = whole_brackets(text.trim_start_matches(['>', ' ']));
    if !text.contains("://") && !line.contains("](") {
        return (text.trim_end_matches(['\\', ' ']).to_string(), false);
    }
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let start = rest[..at].trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
        let is_end = |c: char| c.is_whitespace() || !c.is_ascii() || "|<>\")".contains(c);
        let end = rest[at..].find(is_end).map_or(rest.len(), |end| at + end);
        said.push_str(&rest[..start]);
        said.push(ADDRESS);
        rest = &rest[end..];
    }
    said.push_str(rest);
    said = without_broken_links(&said);
    for (open, close) in [('(', ')'), ('（', '）'), ('<', '>'), ('[', ']'), ('【', '】')] {
        said = said.replace(&format!("{open}{ADDRESS}{close}"), &ADDRESS.to_string());
    }
    let before = said.trim_end_matches(|c: char| c == ADDRESS || " ;；。.".contains(c));
    let is_label = said.ends_with(ADDRESS) && before.ends_with([':', '：', '—', '-']);
    said = with_places_of_addresses(&said);
    said = said.replace(ADDRESS, " ").split_whitespace().collect::<Vec<_>>().join(" ");
    for mark in ['，', '。', '；', '、', '）'] {
        said = said.replace(&format!(" {mark}"), &mark.to_string());
    }
    // 故障分析：[address]，已解决
    said = said.replace("：，", "：").replace(":，", "：");
    loop {
        let bare = said.trim_end_matches(|c: char| " |-—–:：,，;；、（(<\\".contains(c));
        // What led to an address leads nowhere: `,link`, `| PR`.
        let word = LINK.ending(bare).map_or(bare.len(), |found| found.span.start);
        let is_label = word > 0 && ["link", "links", "url"].contains(&bare[word..].trim());
        let is_alone = is_label || bare[..word].ends_with([',', '，', '|', ';', '；', '。', '(', '（', '：', ':']);
        let end = if is_alone { word } else { bare.len() };
        if end == said.len() {
            break;
        }
        said.truncate(end);
    }
    (said.trim_start_matches(|c: char| " |-—–:：,，".contains(c)).to_string(), is_label)
}

/// Whether a paragraph counts its matters: `推广工作：一是观摩会开了；二是订货会初定11月15日`.
pub(super) fn counts_matters(text: &str) -> bool {
    text.contains("一是") && ["；二是", "。二是", ";二是"].iter().any(|second| text.contains(second))
}

/// What stands behind the count of one of them, a name before it kept: `推广工作：观摩会开了` and `订货会初定11月15日`.
pub(super) fn behind_count(said: &str) -> Option<String> {
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    let (name, rest) = said.split_once('：').map_or(("", said), |(name, rest)| (name, rest));
    let (name, rest) = if rest.starts_with(numeral) { (name, rest) } else { ("", said) };
    let matter = rest.strip_prefix(numeral)?.trim_start_matches(numeral).strip_prefix('是')?;
    Some(if name.is_empty() { matter.to_string() } else { format!("{name}：{matter}") })
}

/// What an English sentence has before an address that it needs.
const LEADING: [&str; 8] = [" at", " to", " on", " in", " from", " see", " via", " under"];

/// An address that a sentence needs is said to be there: 上传到（链接）, 在（链接）上找到, up at (link); at the end of any other line it is left out.
fn with_places_of_addresses(said: &str) -> String {
    let mut shown = String::with_capacity(said.len());
    let mut rest = said;
    while let Some(at) = rest.find(ADDRESS) {
        let before = rest[..at].trim_end();
        shown.push_str(before);
        rest = rest[at + ADDRESS.len_utf8()..].trim_start();
        let leads = before.ends_with(['到', '在', '于', '见', '考', '至', '从', '为']);
        let leads_in_english = || LEADING.iter().any(|word| before.ends_with(word));
        shown.push_str(if leads {
            "（链接）"
        } else if leads_in_english() {
            " (link) "
        } else {
            " "
        });
    }
    shown.push_str(rest);
    shown
}

/// Without a link at its end of which only the beginning is there.
fn whole_brackets(text: &str) -> &str {
    match text.rfind('[') {
        Some(at) if !text[at..].contains(']') => text[..at].trim_end_matches([' ', ',', '，', '、']),
        _ => text,
    }
}

/// The labels of links that Markdown does not read as such: `[label](` with nothing but an address behind it.
fn without_broken_links(said: &str) -> String {
    let mut whole = String::with_capacity(said.len());
    let mut rest = said;
    while let Some(at) = rest.find("](") {
        let (before, after) = (&rest[..at], &rest[at + "](".len()..]);
        match before.rfind('[') {
            Some(open) => {
                whole.push_str(&before[..open]);
                whole.push_str(&before[open + 1..]);
            }
            None => whole.push_str(before),
        }
        rest = after.trim_start_matches(ADDRESS);
        let tail = rest.find(|c: char| c.is_whitespace() || !c.is_ascii() || c == ')').unwrap_or(rest.len());
        rest = rest[tail..].strip_prefix(')').unwrap_or(&rest[tail..]);
    }
    whole.push_str(rest);
    whole
}

/// A report's words on one line, without marks of Markdown and addresses; a row as its cells.
pub(in crate::rollup) fn one_line(text: &str) -> String {
    let line = |line: &str| match line.trim_start().starts_with('|') {
        true => cells(line).into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join("，"),
        false => worded(line).0,
    };
    let mut said = String::new();
    for line in unwrapped(text).lines().map(line).filter(|line| line.contains(char::is_alphanumeric)) {
        if !said.is_empty() {
            let ends = said.ends_with(['。', '；', ';', '.', '!', '！', '?', '？', ':', '：', '，', ',', '、']);
            said.push_str(match (ends, said.contains(is_han)) {
                (true, true) => "",
                (true, false) => " ",
                (false, true) => "；",
                (false, false) => "; ",
            });
        }
        said.push_str(&line);
    }
    said.truncate(said.trim_end_matches(['；', ';', '，', ',', ' ']).len());
    said
}

/// In place of an address while its surroundings are tidied; in no text.
const ADDRESS: char = '\u{FDD1}';

/// A line without its list mark; 2.0整体平稳 and 54.7 begin with a number.
pub(super) fn unmarked(line: &str) -> &str {
    let (mark, rest) = line.split_at(mark_length(line));
    let is_number = mark.ends_with('.') && rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    if is_number { line } else { &rest[numeral_length(rest)..] }
}

pub(super) fn cells(row: &str) -> Vec<String> {
    // -584 is a number, and no item of a list.
    let is_signed =
        |cell: &str| cell.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let said = |cell: &str| if is_signed(cell.trim()) { cell.trim().to_string() } else { worded(cell).0 };
    row.trim().trim_matches('|').split('|').map(said).collect()
}

#[cfg(test)]
mod tests {
    use super::{behind_count, counts_matters};

    #[test]
    fn a_paragraph_that_counts_its_matters_is_taken_apart_at_each() {
        assert!(counts_matters("推广工作：一是观摩会开了；二是订货会初定11月15日。"));
        assert!(!counts_matters("这是一是一、二是二的事"));
        assert_eq!(behind_count("推广工作：一是观摩会开了").as_deref(), Some("推广工作：观摩会开了"));
        assert_eq!(behind_count("十二是订货会初定11月15日").as_deref(), Some("订货会初定11月15日"));
        assert_eq!(behind_count("订货会：11月15日"), None);
    }
}
