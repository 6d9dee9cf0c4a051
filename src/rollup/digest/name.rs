//! What a heading or the first words of an item call what is below.

use super::plain_line::{unmarked, worded};
use super::width::{LONGEST_NAME_COLUMNS, columns};
use crate::calendar::log_day;
use crate::report::{SectionKind, caption_length, mark_length, without_number};
use crate::text::{is_han, up_to_mark};
use crate::vocabulary::{Sense, Words};

/// What is shorter names nothing, in columns.
const LEAST_NAME_COLUMNS: usize = 6;

/// A parent item as passages keep it is cut at this many characters.
const CUT_CHARS: usize = 32;

/// What of a parent item or heading names something; empty where it is a statement itself.
pub(super) fn named(text: &str) -> String {
    let is_cut = text.chars().count() >= CUT_CHARS;
    let text = worded(text).0;
    // 供电14号来了:刷卡的通道 and no 10:30.
    let before_colon = text.match_indices(':').find(|(at, _)| text[..*at].ends_with(is_han)).map(|(at, _)| at);
    let text = before_colon.map_or(text.as_str(), |at| &text[..at]);
    let clause = |marks: &[char]| up_to_mark(text, marks);
    let mut name = clause(&['：', '。', '；', '，', ';']);
    // 新的，在review中的patch: the first words name nothing.
    if columns(name) < LEAST_NAME_COLUMNS {
        name = clause(&['：', '。', '；', ';']);
    }
    name = name.split(": ").next().unwrap_or_default();
    if is_cut && before_colon.is_none() {
        let whole = name.split(['(', '（', ',', '—']).next().unwrap_or_default();
        name = if whole.len() < text.len() { whole } else { "" };
    }
    // 1.x还剩的单 begins with a version.
    let name = unwrapped(name);
    let is_version = mark_length(name) > 0 && unmarked(name) == name;
    let name = if is_version { name } else { without_number(name) };
    let name = name.trim_matches(|c: char| " :：【】[]".contains(c));
    if columns(name) > LONGEST_NAME_COLUMNS { String::new() } else { name.to_string() }
}

/// Without brackets around all of it, and without one that does not end: 【研发效能】, 张三 [zhāng.
pub(super) fn unwrapped(name: &str) -> &str {
    let name = name.trim();
    for (open, close) in [('【', '】'), ('[', ']')] {
        let inner = name.strip_prefix(open).and_then(|name| name.strip_suffix(close));
        if let Some(inner) = inner.filter(|inner| !inner.contains(open)) {
            return inner.trim();
        }
        if let Some(at) = name.rfind(open).filter(|at| !name[*at..].contains(close)) {
            return name[..at].trim_end();
        }
    }
    name
}

/// Whether a heading names a matter, and not what kind of section or which table it is.
pub fn is_matter(heading: &str) -> bool {
    /// 事, 数: too short to say of what.
    const LEAST_CHARS: usize = 2;
    static GENERAL: Words = Words::of(&[
        Sense::GeneralSection,
        Sense::RestSection,
        Sense::OthersSection,
        Sense::TriviaSection,
        Sense::DoneHeading,
        Sense::SummedUp,
        Sense::Digest,
    ]);
    static EDITORIAL: Words = Words::of(&[Sense::Editorial]);
    let name = heading.to_lowercase();
    SectionKind::of_heading(heading) == SectionKind::Other
        && caption_length(heading.trim()) == 0
        && log_day(heading).is_none()
        && name.chars().filter(|c| c.is_alphanumeric()).count() >= LEAST_CHARS
        && !GENERAL.have(&bare(&name))
        && !EDITORIAL.are_in(&name)
}

/// Whether a label says what of a matter follows, and not of which: 原因, 下一步, 什么时候.
pub(super) fn is_attribute(label: &str) -> bool {
    static ATTRIBUTES: Words = Words::of(&[
        Sense::Attribute,
        Sense::PartHeading,
        Sense::CausePart,
        Sense::HandlingPart,
        Sense::ImpactPart,
        Sense::TimePart,
        Sense::EndPart,
        Sense::LengthPart,
        Sense::FollowUpPart,
    ]);
    static ASKED: Words = Words::of(&[Sense::AttributeAsked]);
    let label = label.trim();
    let label = label[mark_length(label)..].trim().to_lowercase();
    ATTRIBUTES.have(&label) || ASKED.beginning(&label).is_some()
}

/// Whether the label that a text begins with says that it plans: 下周：…, Next week. …
pub(super) fn is_labelled_a_plan(text: &str) -> bool {
    const LONGEST_COLUMNS: usize = 12;
    let label = text.split(['：', ':', '.']).next().unwrap_or_default().trim();
    // 计划外停机, 目标完成率 are no plans.
    let is_next = label.starts_with('下') || label.to_lowercase().starts_with("next");
    is_next
        && label.len() < text.len()
        && columns(label) <= LONGEST_COLUMNS
        && SectionKind::of_heading(label) == SectionKind::Plan
}

/// Whether a heading stands above what has none of its own: 其他, 小事, Odds and ends, the day of a log.
pub(super) fn is_of_others(heading: &str) -> bool {
    static OTHERS: Words = Words::of(&[Sense::OthersSection, Sense::TriviaSection]);
    OTHERS.have(&bare(&heading.to_lowercase())) || log_day(heading).is_some()
}

/// Whether what stands under a heading is told for the fun of it: 花絮, 人/杂, Odds and ends.
pub(super) fn is_trivial(heading: &str) -> bool {
    static TRIVIA: Words = Words::of(&[Sense::TriviaSection]);
    bare(&heading.to_lowercase()).split('/').any(|part| TRIVIA.have(part))
}

/// Without blanks, and without a number or a picture before it, which names no matter either: 6 人, 九、杂记, 📊 数字.
fn bare(name: &str) -> String {
    without_number(name.trim()).replace(' ', "").trim_start_matches(|c: char| !c.is_alphabetic()).to_string()
}

#[cfg(test)]
mod tests {
    use super::{is_attribute, is_labelled_a_plan, is_trivial};

    #[test]
    fn a_label_says_that_a_text_plans() {
        for text in ["下周：9月5日二次开标；9月1日换药", "Next week. Cable decision, dimming notices", "下周计划: 复检"]
        {
            assert!(is_labelled_a_plan(text), "{text}");
        }
        for text in [
            "河西换药：9月1日起", "下周计划", "The plan was signed. It costs 5 million", "计划外停机：2次",
            "目标完成率：97%",
        ] {
            assert!(!is_labelled_a_plan(text), "{text}");
        }
    }

    #[test]
    fn a_label_of_what_any_matter_has_names_none() {
        for label in
            ["原因", "处理", "什么时候", "为什么改", "为啥升", "差多少", "2. 金额", "Why", "Next steps", "原因分析"]
        {
            assert!(is_attribute(label), "{label}");
        }
        for label in ["恒澜直连", "退票自动重付", "7731 短款", "Cutover", "Browser"] {
            assert!(!is_attribute(label), "{label}");
        }
    }

    #[test]
    fn a_heading_with_a_number_or_beside_another_is_still_one_of_trivia() {
        for heading in ["花絮", "九、杂记", "7 花絮", "人/杂", "🐈 闲话", "Odds and ends"] {
            assert!(is_trivial(heading), "{heading}");
        }
        for heading in ["人", "杂交水稻", "三、其他工作"] {
            assert!(!is_trivial(heading), "{heading}");
        }
    }
}
