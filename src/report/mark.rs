//! Marks at the beginning of a line: of list items, numbers, the parts of an incident.

use crate::quantity::{Context, Quantity};
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// The length in bytes of a list mark and the white space after it: `- `, `3. `, `- [x] `, `2、`, `（3）`, `①`, `•`.
///
/// 0 without one: `**bold**` begins with emphasis, `3.23 13:18` with a number.
pub fn mark_length(text: &str) -> usize {
    if text.starts_with("**") {
        return 0;
    }
    let after_mark = if let Some(rest) = text.strip_prefix(['-', '*', '+', '•', '·', '●', '○', '■', '◆', '►'])
    {
        rest
    } else if text.starts_with(|c: char| ('①'..='⑳').contains(&c)) {
        &text['①'.len_utf8()..]
    } else {
        let inner = text.trim_start_matches(['(', '（']);
        let digits = inner.trim_start_matches(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
        match digits.chars().next() {
            // 1.2 and 3.23 are numbers, 1.22:00 is a numbered time.
            Some('.') if is_decimal(&digits[1..]) => return 0,
            Some(end @ ('.' | '、' | ')' | '）' | '．')) if digits.len() < inner.len() => &digits[end.len_utf8()..],
            _ => return 0,
        }
    };
    let rest = after_mark.trim_start_matches([' ', '\t']);
    let rest = ["[ ]", "[x]", "[X]"].iter().find_map(|task| rest.strip_prefix(task)).unwrap_or(rest);
    text.len() - rest.trim_start_matches([' ', '\t']).len()
}

/// Whether a line begins with a picture that its writer uses as a list mark or a state: ✅, ❌, ⚠️, ★. An arrow leads on from the line above,
/// as `🔍 原因：` does.
pub(super) fn opens_with_a_picture(line: &str) -> bool {
    line.starts_with(is_picture) && mark_length(line) == 0 && !opens_incident_part(line)
}

fn is_picture(c: char) -> bool {
    matches!(c, '√' | '\u{25a0}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

fn is_decimal(rest: &str) -> bool {
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    behind.len() < rest.len() && !behind.starts_with([':', '：'])
}

/// Bytes of a Chinese numeral as a number before a paragraph: `三、`, `（三）`, `三　`; 0 without one.
pub fn numeral_length(text: &str) -> usize {
    let is_numeral = |c: char| "一二三四五六七八九十".contains(c);
    let inner = text.trim_start_matches(['（', '(']);
    let after = inner.trim_start_matches(is_numeral);
    let rest = match after.chars().next() {
        _ if after.len() == inner.len() => None,
        Some('）' | ')') if inner.len() < text.len() => Some(&after[after.chars().next().map_or(0, char::len_utf8)..]),
        Some(mark @ ('、' | '\u{3000}')) if inner.len() == text.len() => Some(&after[mark.len_utf8()..]),
        _ => None,
    };
    rest.map_or(0, |rest| text.len() - rest.trim_start().len())
}

/// Bytes of the number of a table or picture before its name: `表4 `, `附表二：`, `Table 3. `; 0 without one.
pub fn caption_length(text: &str) -> usize {
    static CAPTIONS: Words = Words::of(&[Sense::Caption]);
    let Some(word) = CAPTIONS.beginning(&text.to_lowercase()).map(|found| found.word.len()) else { return 0 };
    let behind = text[word..].trim_start();
    let rest = behind.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let name = rest.trim_start_matches(|c: char| c.is_whitespace() || ".、：:".contains(c));
    let is_number = rest.len() < behind.len() && name.len() < rest.len() && !name.is_empty();
    if is_number { text.len() - name.len() } else { 0 }
}

/// 支付改造 of `A. 支付改造`, `2、支付改造` and `表2 支付改造`: the number is the page's and not the name's.
pub fn without_number(heading: &str) -> &str {
    let heading = &heading[caption_length(heading)..];
    let letter = heading.strip_prefix(|c: char| c.is_ascii_alphabetic());
    let rest = letter.and_then(|rest| rest.strip_prefix(['.', '、', '．'])).unwrap_or(heading).trim_start();
    let rest = &rest[mark_length(rest).max(numeral_length(rest))..];
    if let Some(name) = behind_levels(heading) {
        return name;
    }
    // 2.0改造 is a version.
    if rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit()) { heading } else { rest }
}

/// A name may begin with what something is called: “7·4”电台中断.
const QUOTES: [char; 4] = ['“', '「', '《', '【'];

/// 年度巡检 of `1.3 年度巡检` and `2 年度巡检`: a chapter's number has no nought, as 2.0 of a version has; one without levels counts nothing
/// (`3 起投诉`, `5 月计划`).
pub fn behind_levels(heading: &str) -> Option<&str> {
    let (number, name) = heading.split_once(char::is_whitespace)?;
    let levels: Vec<&str> = number.trim_end_matches('.').split('.').collect();
    // Two digits behind the dot are those of a day: 5.13 后续.
    let most_digits = |at: usize| if at == 1 && levels.len() == 2 { 1 } else { 2 };
    let is_level = |(at, level): (usize, &&str)| {
        level.len() <= most_digits(at) && level.parse::<u8>().is_ok_and(|level| level > 0)
    };
    let name = name.trim_start();
    // 1.2 9月累计…, 3.1 8 月 29 日…, 3.1 8/29 …: a day or a month, too.
    let behind_digits = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_day = levels.len() > 1
        && behind_digits.len() < name.len()
        && (behind_digits.trim_start_matches(' ').starts_with(['月', '日', '号'])
            || behind_digits.strip_prefix('/').is_some_and(|day| day.starts_with(|c: char| c.is_ascii_digit())));
    // 2.1 吨 is an amount.
    let is_amount =
        levels.len() > 1 && Quantity::in_digits(heading, Context::Text).is_some_and(|amount| amount.unit.is_some());
    // 1.4.6 之前的糊图: a version, of which something is said.
    let is_of_it = ["之前", "之后", "以前", "以后", "以上", "以下", "的"].iter().any(|word| name.starts_with(word));
    let is_word = name.starts_with(char::is_alphabetic) || name.starts_with(QUOTES);
    let is_name = is_word && !is_amount && !is_of_it || is_day;
    (is_name && levels.iter().enumerate().all(is_level) && (levels.len() > 1 || is_counted_by_nothing(name)))
        .then_some(name)
}

/// What stands behind the number of a paragraph below a chapter's: 轴承到了 of `2.1 轴承到了`.
pub fn behind_paragraph_number(text: &str) -> Option<&str> {
    behind_levels(text).filter(|rest| text[..text.len() - rest.len()].contains('.'))
}

fn is_counted_by_nothing(name: &str) -> bool {
    static COUNTED: Words =
        Words::of(&[Sense::Counter, Sense::AskedCount, Sense::Unit, Sense::TimeUnit, Sense::SpanUnit]);
    const OTHER_COUNTERS: &str = "年季月周日天时点名号楼层人台位部辆期版级组类";
    let is_quoted = name.starts_with(QUOTES);
    is_quoted || name.starts_with(|c| is_han(c) && !OTHER_COUNTERS.contains(c)) && COUNTED.beginning(name).is_none()
}

/// Whether a line begins one of the parts of an incident (`原因：`, `处置:`), which belong to what precedes.
pub fn opens_incident_part(line: &str) -> bool {
    let is_mark = |c: char| c.is_whitespace() || is_picture(c) || matches!(c, '-' | '*' | '【' | '•' | '·');
    let text = line.trim_start_matches(is_mark);
    let text = &text[mark_length(text)..];
    let is_bold = line.trim_start().starts_with("**");
    let ends = |c: char| matches!(c, ':' | '：' | '】') || (c == '*' && is_bold);
    let Some(at) = text.char_indices().take(9).find(|(_, c)| ends(*c)).map(|(at, _)| at) else {
        return false;
    };
    let name = text[..at].trim_end_matches(['*', ' ']);
    static PARTS: Words = Words::of(&[Sense::IncidentPart]);
    name.chars().count() <= 6 && (PARTS.beginning(name).is_some() || name.ends_with("原因"))
}

#[cfg(test)]
mod tests {
    use super::without_number;

    #[test]
    fn the_number_of_a_page_is_no_part_of_a_name_and_that_of_a_version_is() {
        for (heading, name) in
            [("1.3 年度巡检", "年度巡检"), ("2　“7·4”电台中断", "“7·4”电台中断"), ("3、支付改造", "支付改造")]
        {
            assert_eq!(without_number(heading), name);
        }
        for whole in ["1.4.6 之前的糊图", "2.0改造", "3 起投诉", "5.13 后续"] {
            assert_eq!(without_number(whole), whole);
        }
    }
}
