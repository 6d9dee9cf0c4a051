//! Whether a line words a goal anew and says neither more nor less.

use crate::calendar::{Expression, mentions};
use crate::citation::{Claim, Fault, Kind, Source, check, marks, trace};
use crate::fact::is_step;
use crate::text::{fold, is_han};
use crate::vocabulary::{Language, worded};

use super::GoalLine;

/// Characters that a line may be longer than the goal.
const LONGER_CHARS: usize = 20;

/// Of the ideographs of a goal, how many tenths its new wording keeps.
const KEPT_TENTHS: usize = 6;

/// Ideographs of a planned step.
const STEP_CHARS: std::ops::RangeInclusive<usize> = 2..=3;

/// The number at the start of a line and what follows it, without list marks and marks of sources: `1. …`, `- 2、…`, `3：…`.
pub(super) fn numbered(line: &str) -> Option<(usize, String)> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || "-*#>".contains(c)).replace("**", "");
    let digits = line.find(|c: char| !c.is_ascii_digit()).filter(|end| (1..=3).contains(end))?;
    let rest = line[digits..].strip_prefix(['.', '、', '．', ')', '）', ':', '：', ' '])?;
    // 1.5亿 opens with no number of a goal.
    if line[digits..].starts_with('.') && rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let text = marks(rest.trim()).0.trim().to_string();
    (!text.is_empty()).then_some((line[..digits].parse().ok()?, text))
}

/// What `text` adds to the goal or loses of it.
pub(super) fn departure(text: &str, goal: &GoalLine<'_>, language: Language) -> Option<String> {
    let quotes: Vec<&str> = goal.citations.iter().map(|citation| citation.quote.as_str()).collect();
    if text.chars().count() > goal.text.chars().count() + LONGER_CHARS {
        return Some(long(language));
    }
    let known = std::iter::once(goal.text).chain(quotes.iter().copied()).collect::<Vec<_>>().join("\n");
    let fault = added(text, &known).or_else(|| lost(text, goal.text));
    fault.or_else(|| unborne(text, goal)).map(|fault| fault.describe(language))
}

/// A number, or a step that reports plan, that neither the goal nor its sources name.
fn added(text: &str, known: &str) -> Option<Fault> {
    let numbers_known = numbers(known);
    if let Some(number) = numbers(text).into_iter().find(|number| !numbers_known.contains(number)) {
        return Some(Fault::Particular { written: number, kind: Kind::Number });
    }
    let step = steps(text).into_iter().find(|step| !known.contains(step.as_str()))?;
    Some(Fault::Unfounded { written: step })
}

/// A number, day, step, Latin name or most words of the goal that the line no longer has.
fn lost(text: &str, goal: &str) -> Option<Fault> {
    let omitted = |written: String| Some(Fault::Omitted { written, source: goal.to_string() });
    let kept = numbers(text);
    if let Some(number) = numbers(goal).into_iter().find(|number| !kept.contains(number)) {
        return omitted(number);
    }
    let days = |text: &str| -> Vec<(Expression, String)> {
        let named = mentions(text).into_iter();
        named.filter_map(|mention| Some((mention.reading.ok()?, text[mention.span].to_string()))).collect()
    };
    let kept = days(text);
    if let Some((_, day)) = days(goal).into_iter().find(|(day, _)| !kept.iter().any(|(known, _)| known == day)) {
        return omitted(day);
    }
    if let Some(step) = steps(goal).into_iter().find(|step| !text.contains(step.as_str())) {
        return omitted(step);
    }
    let lower = text.to_lowercase();
    if let Some(name) = latin(goal).find(|name| !lower.contains(&name.to_lowercase())) {
        return omitted(name.to_string());
    }
    let all: Vec<char> = goal.chars().filter(|c| is_han(*c)).collect();
    let kept = all.iter().filter(|c| text.contains(**c)).count();
    if kept * 10 < all.len() * KEPT_TENTHS { omitted(goal.to_string()) } else { None }
}

/// What the read-back finds in a line that is held against the goal itself and its sources.
fn unborne(text: &str, goal: &GoalLine<'_>) -> Option<Fault> {
    let own = Source { n: 1, text: goal.text, label: "", date: None, coverage: None, section: &[] };
    let quotes = goal.citations.iter().enumerate().map(|(at, citation)| Source {
        n: at + 2,
        text: &citation.quote,
        label: &citation.report,
        date: citation.date.parse().ok(),
        coverage: None,
        section: &citation.section,
    });
    let sources: Vec<Source<'_>> = std::iter::once(own).chain(quotes).collect();
    let all: String = sources.iter().map(|source| format!("[{}]", source.n)).collect();
    let mut checked = check(&format!("{text}{all}"), &sources, "");
    if checked.claim != Claim::Statement {
        return Some(Fault::Unfounded { written: text.to_string() });
    }
    if !checked.is_supported() {
        return checked.faults.drain(..).next();
    }
    trace(&checked, &sources).err()
}

fn long(language: Language) -> String {
    worded!(language, "比原来的长得多", "it is much longer than the goal")
}

/// Runs of digits, in any width.
fn numbers(text: &str) -> Vec<String> {
    let plain = fold(text);
    let runs = plain.split(|c: char| !(c.is_ascii_digit() || c == '.'));
    runs.map(|run| run.trim_matches('.').trim_start_matches('0').to_string()).filter(|run| !run.is_empty()).collect()
}

fn latin(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.contains(|c: char| c.is_ascii_alphabetic()))
}

/// Every step that a text names, 上线 and the like.
fn steps(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let windows = STEP_CHARS.flat_map(|length| chars.windows(length).map(|window| window.iter().collect::<String>()));
    let chinese: Vec<String> = windows.filter(|window| is_step(window)).collect();
    let english = text.split(|c: char| !c.is_ascii_alphabetic() && c != '-').map(str::to_lowercase);
    chinese.into_iter().chain(english.filter(|word| is_step(word))).collect()
}

#[cfg(test)]
mod tests {
    use super::{departure, numbered};
    use crate::narrate::GoalLine;
    use crate::vocabulary::Language;

    fn fault(goal: &str, text: &str) -> Option<String> {
        departure(text, &GoalLine { text: goal, citations: Vec::new() }, Language::Chinese)
    }

    #[test]
    fn a_line_is_known_by_its_number() {
        let read = |line| numbered(line).map(|(n, text)| format!("{n}|{text}"));
        for (line, expected) in [
            ("1. 完成评审", "1|完成评审"),
            ("- 2、完成评审 [1]", "2|完成评审"),
            ("**3：** 完成评审", "3|完成评审"),
            ("12) 完成评审", "12|完成评审"),
        ] {
            assert_eq!(read(line).as_deref(), Some(expected));
        }
        for line in ["", "完成评审", "1.5亿元清账", "1.", "1234. 完成评审", "第1项"] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn a_shorter_wording_holds_and_neither_more_nor_less_does() {
        const GOAL: &str = "银联信用卡分期收银台方案需在6/27前定稿并上线（原计划6/20）";
        let close = |text| fault(GOAL, text);
        assert_eq!(close("银联信用卡分期收银台方案需在6/27前定稿并上线（原计划6/20）"), None);
        for (text, complaint) in [
            ("银联信用卡分期收银台方案需在6/28前定稿并上线（原计划6/20）", "28"),
            ("银联信用卡分期收银台方案需在6/27前定稿并上线", "6"),
            ("银联信用卡分期收银台方案需在6/27前定稿（原计划6/20）", "上线"),
            ("银联信用卡分期收银台方案需在6/27前定稿、评审并上线（原计划6/20）", "评审"),
            ("6/27前定稿并上线（原计划6/20）", "漏了"),
            ("银联信用卡分期收银台方案需在6/27前由王部长定稿并上线（原计划6/20）", "王部长"),
        ] {
            let told = close(text).unwrap_or_default();
            assert!(told.contains(complaint), "{text}: {told}");
        }
    }

    #[test]
    fn no_day_number_name_or_step_changes() {
        const GOAL: &str = "本周五前完成csp-agent-oss的3个接口迁移";
        let close = |text| fault(GOAL, text);
        assert_eq!(close("本周五前完成csp-agent-oss的3个接口迁移。"), None);
        for text in [
            "完成csp-agent-oss的3个接口迁移",
            "本周四前完成csp-agent-oss的3个接口迁移",
            "本周五前完成csp-agent-oss的4个接口迁移",
            "本周五前完成csp-agent的3个接口迁移",
            "本周五前完成csp-agent-oss的3个接口迁移并上线",
            "本周五前完成csp-agent-oss的3个接口迁移，同时向总经理办公会提交详细的书面汇报材料以及后续安排",
        ] {
            assert!(close(text).is_some(), "{text}");
        }
    }
}
