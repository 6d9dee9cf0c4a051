//! What can be a heading besides `#`: bold lines, 【…】, `一、…`; and how headings are numbered.

use super::mark::opens_incident_part;
use super::plain::heading_text;
use super::section_kind::SectionKind;
use crate::vocabulary::{Sense, Words};

/// The sort and place of a heading's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbering {
    style: Style,
    place: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `A.`
    Letter,
    /// `一、`, `一　`
    Chinese,
    /// `（一）`
    ChineseInBrackets,
    /// `1.`, `1、`
    Digit,
    /// `O1`: objectives.
    Objective,
}

impl Numbering {
    pub(super) fn follows(self, before: Self) -> bool {
        self.style == before.style && self.place == before.place + 1
    }

    pub(super) fn is_digit(self) -> bool {
        self.style == Style::Digit
    }
}

#[derive(Debug, Clone)]
pub(super) struct Heading {
    pub level: u8,
    pub numbering: Option<Numbering>,
    pub text: String,
}

const CHINESE_DIGITS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// The number at the start of a heading, if it has one.
pub(super) fn numbering_of(text: &str) -> Option<Numbering> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    let ends = |rest: &str| rest.starts_with(['.', '、', '．', ':', '：']) || rest.starts_with(' ');
    let chinese =
        |c: char| CHINESE_DIGITS.iter().position(|digit| *digit == c).and_then(|at| u8::try_from(at + 1).ok());
    let digits = |text: &str| -> Option<(u8, usize)> {
        let length = text.bytes().take_while(u8::is_ascii_digit).count();
        text[..length].parse().ok().map(|place| (place, length))
    };
    if matches!(first, '（' | '(') {
        let mut inner = rest.chars();
        let place = chinese(inner.next()?)?;
        return inner.as_str().starts_with(['）', ')']).then_some(Numbering { style: Style::ChineseInBrackets, place });
    }
    if let Some(place) = chinese(first) {
        return rest
            .starts_with(['、', '.', '．', '\u{3000}', ' '])
            .then_some(Numbering { style: Style::Chinese, place });
    }
    if matches!(first, 'O' | 'o') {
        let (place, _) = digits(rest)?;
        return Some(Numbering { style: Style::Objective, place });
    }
    if first.is_ascii_uppercase() {
        return rest
            .starts_with(['.', '、'])
            .then_some(Numbering { style: Style::Letter, place: first as u8 - b'A' + 1 });
    }
    let (place, length) = digits(text)?;
    // `2.0 升级` is a version and `6/15` a date, not the second heading or the sixth.
    let after = &text[length..];
    let is_number = ends(after) && !after.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    is_number.then_some(Numbering { style: Style::Digit, place })
}

/// Reads a paragraph that serves as a heading: one short line that is all bold, all in 【】, or `一、…`.
///
/// Levels lie below the six of Markdown, in the order in which people nest them.
pub(super) fn pseudo_heading(paragraph: &str) -> Option<Heading> {
    let line = paragraph.trim();
    if line.contains('\n') || line.chars().count() > 40 {
        return None;
    }
    let is_bold = |line: &str| {
        ["**", "__"].iter().any(|mark| {
            line.strip_prefix(mark)
                .and_then(|rest| rest.trim_end_matches([':', '：']).strip_suffix(mark))
                .is_some_and(|inner| !inner.contains(mark) && !inner.contains(['。', '；']))
        })
    };
    // **退款提速**（王敏）: who does it, behind the name.
    let before_remark = || {
        let line = line.trim_end_matches([':', '：']);
        let inner = line.strip_suffix(['）', ')'])?;
        let open = inner.rfind(['（', '('])?;
        Some(line[..open].trim_end()).filter(|_| !inner[open..].contains(['。', '；', '，']))
    };
    let bold = !opens_incident_part(line) && (is_bold(line) || before_remark().is_some_and(is_bold));
    // == 故障 ==
    let framed =
        line.strip_prefix("==").and_then(|rest| rest.strip_suffix("==")).map(|rest| rest.trim_matches(['=', ' ']));
    let text = heading_text(framed.unwrap_or(line));
    if text.is_empty() {
        return None;
    }
    let numbering = numbering_of(&text);
    if framed.is_some() {
        return Some(Heading { level: 7, numbering, text });
    }
    if names_a_section(&text) {
        return Some(Heading { level: 7, numbering, text });
    }
    let level = match numbering.map(|number| number.style) {
        Some(Style::Chinese) if is_title(&text) => 7,
        Some(Style::ChineseInBrackets) if is_title(&text) => 8,
        _ if line.starts_with('【')
            && !opens_incident_part(line)
            && line.trim_end_matches([':', '：']).ends_with('】') =>
        {
            8
        }
        _ if bold => 9,
        _ => return None,
    };
    Some(Heading { level, numbering, text })
}

/// Whether a numbered line is a name and no sentence, but for what stands in its brackets: `事件：泵站跳停（6月15日，周日）`.
fn is_title(line: &str) -> bool {
    let mut depth = 0_usize;
    let outside = line.chars().filter(|c| {
        depth = match c {
            '（' | '(' => depth + 1,
            '）' | ')' => depth.saturating_sub(1),
            _ => depth,
        };
        depth == 0
    });
    let outside: String = outside.collect();
    outside.chars().count() <= 24 && !outside.contains(['，', '。', '；'])
}

/// Whether a line names a part of a report so plainly (下周计划：) that it belongs to no list item above it, or goes on counting
/// in Chinese numerals (（二）设备) under the items of what was counted before (`in_list`).
pub(super) fn stands_alone(line: &str, in_list: bool) -> bool {
    let counts = |number: Numbering| matches!(number.style, Style::Chinese | Style::ChineseInBrackets);
    if in_list && numbering_of(line).is_some_and(counts) {
        return true;
    }
    let is_plain = line.ends_with([':', '：']) || line.chars().count() >= 4;
    is_plain && line.chars().count() <= 24 && names_a_section(&heading_text(line))
}

/// Whether a line is made of nothing but the words that name parts of a report: 本周工作, 问题与风险, 下双周计划.
///
/// Stricter than what a marked heading may be called: 项目进展顺利 is a statement.
pub(super) fn names_a_section(line: &str) -> bool {
    static WORDS: Words =
        Words::of(&[Sense::OwnTime, Sense::TimeBeside, Sense::SpanOfTime, Sense::PartHeading, Sense::PartAlone]);
    let mut rest = line.trim();
    if SectionKind::of_heading(rest) == SectionKind::Other || rest.chars().count() > 12 {
        return false;
    }
    while !rest.is_empty() {
        let Some(next) = WORDS
            .beginning(rest)
            .map(|word| &rest[word.span.end..])
            .or_else(|| rest.strip_prefix(['与', '及', '和', '、', '/', '&']))
        else {
            return false;
        };
        rest = next;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{numbering_of, pseudo_heading};

    #[test]
    fn the_next_letter_or_number_follows_the_one_before() {
        let follows = |after: &str, before: &str| match (numbering_of(after), numbering_of(before)) {
            (Some(after), Some(before)) => after.follows(before),
            _ => false,
        };
        assert!(follows("B. POS收单系统建设", "A. 支付账户"));
        assert!(follows("二、下周计划", "一、本周工作"));
        assert!(follows("O3 安全稳定", "O2系统升级"));
        assert!(!follows("C. 数仓", "A. 支付账户"));
        assert!(follows("2、升级", "1. 支付"));
        assert!(!follows("2.0 升级", "1. 支付"));
        assert!(!follows("B. 甲", "1. 乙"));
    }

    #[test]
    fn bold_bracketed_and_numbered_lines_are_headings() {
        assert!(pseudo_heading("**本周工作：**").is_some());
        assert!(pseudo_heading("【本周工作】").is_some());
        assert!(pseudo_heading("**1. 门禁换代**（王敏）").is_some());
        assert!(pseudo_heading("一、本周工作").is_some());
        assert!(pseudo_heading("（二）对账").is_some());
        assert!(pseudo_heading("二　柳塘小商品城").is_some() && pseudo_heading("三 人").is_some());
        assert_eq!(pseudo_heading("== 故障 ==").map(|heading| heading.text).as_deref(), Some("故障"));
        assert!(pseudo_heading("====").is_none());
        assert!(pseudo_heading("二、事件：泵站跳停（6月15日，周日）").is_some());
        assert!(pseudo_heading("下双周工作计划").is_some());
    }

    #[test]
    fn a_sentence_is_no_heading() {
        assert!(pseudo_heading("**重点**：完成了 **两项** 上线").is_none());
        assert!(pseudo_heading("【平台】完成上线").is_none());
        assert!(pseudo_heading("**门禁换代**（王敏，已上线）").is_none());
        assert!(pseudo_heading("**门禁换代** 已上线（王敏）").is_none());
        assert!(pseudo_heading("一、完成了支付链路的联调，预计下周上线。").is_none());
        assert!(pseudo_heading("普通的一行").is_none());
        assert!(pseudo_heading("一 直到周五才修好，换了三块板").is_none());
        assert!(pseudo_heading("项目进展顺利").is_none());
    }
}
