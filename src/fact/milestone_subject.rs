//! What a line is about: the name before its colon or in its brackets, else the words before it says how things stand.

use super::clause::sentences;
use super::milestone_state::first_predicate;
use crate::calendar::mentions;
use crate::report::{Span, lines_of, mark_length, trim};

/// A name before a colon has at most so many characters.
const LONGEST_NAME_CHARS: usize = 28;

/// A subject that no colon ends has at most so many.
const LONGEST_SUBJECT_CHARS: usize = 32;

pub(super) struct Subject {
    /// Without marks, emphasis and the words for progress after it; may be empty.
    pub name: String,
    /// Bytes of the text up to where what is said of it begins.
    pub end: usize,
}

/// The parts of a statement that are read one by one: an item whole; of a paragraph each line, and each sentence of a line that
/// names nothing at its start.
pub(super) fn pieces(source: &str, span: &Span, is_paragraph: bool) -> Vec<Span> {
    if !is_paragraph {
        return vec![span.clone()];
    }
    let mut found = Vec::new();
    for line in lines_of(source, span) {
        let line = trim(source, line);
        let line = line.start + mark_length(&source[line.clone()])..line.end;
        if named(&source[line.clone()]).is_some() {
            found.push(line);
            continue;
        }
        for sentence in sentences(source, line) {
            found.push(trim(source, sentence));
        }
    }
    found.retain(|piece| !piece.is_empty());
    found
}

/// A statement whose first line is only a name, and whose second one names a part of that: the name and the rest.
pub(super) fn titled(source: &str, span: &Span) -> Option<(String, Span)> {
    let text = &source[span.clone()];
    let (first, rest) = text.split_once('\n')?;
    let is_name = first.chars().count() <= LONGEST_NAME_CHARS
        && named(first).is_none()
        && !first.contains(['，', '。', '；', '：', '%'])
        && first_predicate(first).is_none();
    let from = span.end - rest.len();
    (is_name && named(rest.trim_start()).is_some()).then(|| (tidy(first), trim(source, from..span.end)))
}

/// The subject of `text`.
pub(super) fn subject(text: &str) -> Subject {
    if let Some((name, end)) = named(text) {
        // 新增需求：a.对账页进度98%: the numbered part is what it is about.
        let rest = text[end..].trim_start();
        let mark = rest.trim_start_matches(|c: char| c.is_ascii_lowercase());
        let is_numbered = mark.len() + 1 == rest.len() && mark.starts_with(['.', '、', ')', '）']);
        if is_numbered {
            let inner = subject(mark.trim_start_matches(['.', '、', ')', '）', ' ']));
            return Subject { name: inner.name, end };
        }
        return Subject { name: without_progress(&name), end };
    }
    // A name on a line of its own, what is said of it on the next.
    let line = text.lines().next().unwrap_or_default();
    let clause_end = line.find(['，', '。', '；', ';', '！', '？', '（', '(']).unwrap_or(line.len());
    let clause_end = line[..clause_end].find(", ").unwrap_or(clause_end);
    let clause = without_opening(&line[..clause_end]);
    let date = mentions(clause).first().map(|mention| mention.span.start);
    let predicate = first_predicate(clause);
    let share = clause
        .find(['%', '％'])
        .map(|at| clause[..at].trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '/' | ' ')).len());
    let cut = [date, predicate, share].into_iter().flatten().filter(|at| *at > 0).min().unwrap_or(clause.len());
    let name = tidy(&clause[..cut]);
    let name = if name.chars().count() < 2 { tidy(clause) } else { name };
    let name: String = name.chars().take(LONGEST_SUBJECT_CHARS).collect();
    Subject { name: without_progress(&name), end: 0 }
}

/// `【X】…`, `**X** …`, `X：…`, `X——…`: the name and where it ends.
fn named(text: &str) -> Option<(String, usize)> {
    let bracketed = |open: &str, close: &str| {
        let rest = text.strip_prefix(open)?;
        let (name, after) = rest.split_once(close)?;
        let fits = !name.trim().is_empty() && name.chars().count() <= LONGEST_NAME_CHARS;
        fits.then(|| (tidy(name), text.len() - after.trim_start_matches(['：', ':', ' ']).len()))
    };
    if let Some((name, end)) = bracketed("**", "**").or_else(|| bracketed("【", "】")) {
        // 【O1】账户迁移：…: a code before the name.
        let code = name.chars().count() <= 3;
        return match named(&text[end..]).filter(|_| code) {
            Some((inner, length)) => Some((inner, end + length)),
            None if code => None,
            None => Some((name, end)),
        };
    }
    let mut found = None;
    for (at, c) in text.char_indices() {
        match c {
            '，' | '。' | '；' | ';' | '\n' | '！' | '？' => break,
            '：' | ':' | '—' | '–' | '｜' => {
                let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
                let in_time = digit(text[..at].chars().next_back()) && digit(text[at + c.len_utf8()..].chars().next());
                if !in_time {
                    found = Some((at, c.len_utf8()));
                    break;
                }
            }
            '|' | '-' if text[..at].ends_with(' ') && text[at + 1..].starts_with(' ') => {
                found = Some((at, 1));
                break;
            }
            _ => {}
        }
    }
    let (at, length) = found?;
    let name = &text[..at];
    let fits = name.chars().count() <= LONGEST_NAME_CHARS && name.chars().any(char::is_alphanumeric);
    let rest = &text[at + length..];
    let end = text.len() - rest.trim_start_matches(['—', '–', '-', ' ', '｜']).len();
    fits.then(|| (tidy(name), end))
}

/// A name without emphasis, links' brackets, quotes and white space at its ends.
pub(super) fn tidy(name: &str) -> String {
    let name = name.replace("**", "").replace(['`', '[', ']', '《', '》'], "");
    let joint = |c: char| c.is_whitespace() || "，。；、：:,;.-—*_~#“”\"（(【｜|▶►▪◾✅☐☑√·•".contains(c);
    let name = name.trim_matches(joint);
    let opened = |open: char, close: char| name.contains(close) && !name.contains(open);
    let name = if opened('（', '）') || opened('(', ')') { name.trim_end_matches(['）', ')']) } else { name };
    without_opening(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// 本周完成X: X is the subject.
fn without_opening(name: &str) -> &str {
    const OPENINGS: [&str; 15] = [
        "本周",
        "本月",
        "上周",
        "这周",
        "目前",
        "当前",
        "继续",
        "持续",
        "推进",
        "完成了",
        "完成",
        "已完成",
        "启动",
        "开展",
        "跟进",
    ];
    let mut rest = name;
    while let Some(after) = OPENINGS.iter().find_map(|word| rest.strip_prefix(word)) {
        if after.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            break;
        }
        rest = after.trim_start_matches([' ', '：', ':', '，']);
    }
    rest
}

/// `Hive数仓建设总进度` without 总进度; a name that is nothing else stays.
fn without_progress(name: &str) -> String {
    const ENDINGS: [&str; 16] = [
        "总体进度",
        "整体进度",
        "完成进度",
        "开发进度",
        "当前进度",
        "目前进度",
        "总进度",
        "进度",
        "总体进展",
        "整体进展",
        "总进展",
        "进展情况",
        "进展",
        "完成度",
        "总体",
        "整体",
    ];
    let rest = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    let rest = rest.trim_end_matches(|c: char| c.is_whitespace() || "，、-—的".contains(c));
    if rest.chars().count() < 2 { name.to_string() } else { rest.to_string() }
}

/// Whether a name is that of a report's own parts and of no work: 总进度, 本周主要进展, 其中.
pub(super) fn is_generic(name: &str) -> bool {
    const WORDS: [&str; 30] = [
        "总进度",
        "整体进度",
        "总体进度",
        "进度",
        "进展",
        "整体进展",
        "总体进展",
        "开发进度",
        "完成进度",
        "本周主要进展",
        "主要进展",
        "本周进展",
        "本周",
        "上周",
        "其中",
        "其他",
        "其它",
        "备注",
        "说明",
        "重点工作",
        "目标",
        "现状",
        "状态",
        "计划",
        "本周工作",
        "工作内容",
        "完成情况",
        "具体如下",
        "progress",
        "status",
    ];
    let bare: String = name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    WORDS.contains(&bare.as_str())
}

#[cfg(test)]
mod tests {
    use super::subject;

    #[test]
    fn the_subject_is_the_name_or_the_words_before_the_predicate() {
        for (text, name) in [
            ("【虚户建设】\n产品设计启动", "虚户建设"),
            ("**门禁改造**：开发中", "门禁改造"),
            ("数仓建设总进度：97%", "数仓建设"),
            ("排班系统上线完成", "排班系统"),
            ("冷库扩容按计划进行中，总体进度80%", "冷库扩容"),
            ("代扣项目3月下旬交付。", "代扣项目"),
            ("收银台改版，预计5月中投产", "收银台改版"),
            ("本周完成验收报告评审", "验收报告评审"),
            ("WMS upgrade: 80% complete", "WMS upgrade"),
        ] {
            assert_eq!(subject(text).name, name, "{text}");
        }
    }

    #[test]
    fn a_time_is_no_name() {
        assert_eq!(subject("10:30开始割接").name, "10:30开始割接");
    }
}
