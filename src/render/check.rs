//! Findings of the linter for people: a line with place, code and message, the line it is about with carets below, the lines
//! that bear it out; and what there is to know of a rule.

use std::collections::BTreeMap;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::safe::safe;
use super::text::Paint;
use crate::check::{Finding, Rule, RulePart, rules};
use crate::vocabulary::{Language, plural};

/// Columns of the line that is shown, and of evidence; a Chinese character takes two.
const SHOWN_COLUMNS: usize = 88;

/// Columns before the carets that stay in view where a line is too long.
const LEAD_COLUMNS: usize = 36;

/// A finding, ready for a terminal; ends without a line end.
pub fn finding_text(finding: &Finding, language: Language, paint: Paint) -> String {
    let place = safe(&format!("{}:{}:{}", one_line(&finding.path), finding.line, finding.column));
    let message = safe(&one_line(finding.message.in_language(language)));
    let mut lines = vec![format!("{}: {} {message}", paint.cyan(&place), paint.bold(finding.code))];
    let number = finding.line.to_string();
    let margin = " ".repeat(number.len());
    let (shown, start, length) = excerpt(finding);
    lines.push(paint.dim(&format!("{margin} |")));
    lines.push(format!("{} {shown}", paint.dim(&format!("{number} |"))));
    let carets = "^".repeat(length.max(1));
    lines.push(format!("{} {}{}", paint.dim(&format!("{margin} |")), " ".repeat(start), paint.bold(&carets)));
    for evidence in &finding.evidence {
        let place = safe(&format!("{}:{}", one_line(&evidence.path), evidence.line));
        lines.push(format!(
            "{margin} = {}: {}",
            paint.cyan(&place),
            cut(&safe(&one_line(&evidence.text)), SHOWN_COLUMNS)
        ));
    }
    lines.join("\n")
}

/// All findings, an empty line between two; empty for none.
pub fn findings_text(findings: &[(Finding, Language)], paint: Paint) -> String {
    let texts: Vec<String> =
        findings.iter().map(|(finding, language)| finding_text(finding, *language, paint)).collect();
    texts.join("\n\n")
}

/// The part of the line around the span, where the carets begin and how many there are, in columns.
fn excerpt(finding: &Finding) -> (String, usize, usize) {
    // Before the span, in it and after it, each for itself: what is not shown has no column.
    let whole: Vec<char> = finding.text.chars().map(|c| if c == '\t' { ' ' } else { c }).collect();
    let (from, to) = (finding.column - 1, finding.end_column - 1);
    let (from, to) = (from.min(whole.len()), to.min(whole.len()));
    let shown = |part: &[char]| safe(&part.iter().collect::<String>()).chars().collect::<Vec<char>>();
    let (before, inside, after) =
        (shown(&whole[..from]), shown(&whole[from..to.max(from)]), shown(&whole[to.max(from)..]));
    let (from, to) = (before.len(), before.len() + inside.len());
    let chars = [before, inside, after].concat();
    let width = |range: &[char]| range.iter().map(|c| c.width().unwrap_or(0)).sum::<usize>();
    let mut first = 0;
    while first < from && width(&chars[first..from]) > LEAD_COLUMNS && width(&chars) > SHOWN_COLUMNS {
        first += 1;
    }
    let mut last = first;
    while last < chars.len() && width(&chars[first..=last]) <= SHOWN_COLUMNS {
        last += 1;
    }
    let dots = if first > 0 { "…" } else { "" };
    let rest = if last < chars.len() { "…" } else { "" };
    let shown: String = chars[first..last].iter().collect();
    let start = dots.width() + width(&chars[first..from.max(first)]);
    let length = width(&chars[from.min(last)..to.clamp(from.min(last), last)]);
    (format!("{dots}{shown}{rest}"), start, length)
}

fn cut(text: &str, columns: usize) -> String {
    let mut used = 0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used <= columns
        })
        .collect();
    if kept.len() < text.len() { format!("{kept}…") } else { kept }
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// `3 findings in 2 of 5 files: ZB003 1, ZB005 2`; `no findings in 5 files`.
pub fn check_summary(findings: &[(Finding, Language)], files: usize) -> String {
    if findings.is_empty() {
        return format!("no findings in {}", plural(files, "file"));
    }
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    let mut paths: Vec<&str> = Vec::new();
    for (finding, _) in findings {
        *codes.entry(finding.code).or_default() += 1;
        paths.push(&finding.path);
    }
    paths.sort_unstable();
    paths.dedup();
    let counts: Vec<String> = codes.iter().map(|(code, count)| format!("{code} {count}")).collect();
    let (all, hit) = (plural(findings.len(), "finding"), paths.len());
    format!("{all} in {hit} of {}: {}", plural(files, "file"), counts.join(", "))
}

/// What a rule finds, why, when it keeps silent, an example.
pub fn rule_text(rule: &Rule, language: Language, paint: Paint) -> String {
    let names = language.pick(
        ["为什么", "何时不说", "例子", "需要前几周的周报", "默认不开"],
        ["Why", "Limits", "Example", "Needs earlier weeks", "Off by default"],
    );
    let mut lines = vec![
        paint.bold(&format!("{} {}", rule.code, rule.name)),
        String::new(),
        rule.explained(RulePart::Finds).in_language(language).to_string(),
    ];
    for (name, part) in [(names[0], RulePart::Why), (names[1], RulePart::Limits)] {
        lines.extend([String::new(), paint.bold(name), format!("  {}", rule.explained(part).in_language(language))]);
    }
    lines.extend([String::new(), paint.bold(names[2])]);
    lines.extend(rule.explained(RulePart::Example).zh.lines().map(|line| format!("  {line}").trim_end().to_string()));
    if rule.needs_earlier || !rule.is_default {
        lines.push(String::new());
    }
    if rule.needs_earlier {
        lines.push(names[3].to_string());
    }
    if !rule.is_default {
        lines.push(names[4].to_string());
    }
    lines.join("\n")
}

/// A line a rule: code, name, what it finds.
pub fn rules_text(language: Language, paint: Paint) -> String {
    let widest = rules().iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let line = |rule: &&Rule| {
        let off = if rule.is_default { "" } else { language.pick("（默认不开）", " (off by default)") };
        let finds = rule.explained(RulePart::Finds);
        format!("{}  {:widest$}  {}{off}", paint.bold(rule.code), rule.name, finds.in_language(language))
    };
    rules().iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{Paint, check_summary, finding_text, rule_text};
    use crate::check::{Language, Options, Page, check, rules};
    use crate::report::PageName;

    fn text(source: &str) -> Vec<String> {
        let page = Page::read("a.md", source.to_string(), PageName::default());
        let findings = check(&page, &[], &Options::default());
        let paint = Paint { colour: false };
        findings.iter().map(|finding| finding_text(finding, Language::Chinese, paint)).collect()
    }

    #[test]
    fn carets_stand_below_the_words_though_they_are_wide() {
        let text = text("# 第17周 2023-04-18\n\n- 收银台预计4/13上线");
        let lines: Vec<&str> = text[0].lines().collect();
        assert_eq!(lines[2], "3 | - 收银台预计4/13上线");
        assert_eq!(lines[3], "  |             ^^^^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_carets() {
        let source = format!("# 第17周 2023-04-18\n\n- {}收银台预计4/13上线{}", "甲".repeat(200), "乙".repeat(200));
        let text = text(&source);
        let lines: Vec<&str> = text[0].lines().collect();
        assert!(lines[2].contains("…甲") && lines[2].contains("4/13") && lines[2].ends_with('…'), "{}", lines[2]);
    }

    #[test]
    fn nothing_found_is_said() {
        assert_eq!(check_summary(&[], 1), "no findings in 1 file");
    }

    #[test]
    fn every_rule_is_explained_in_both_languages() {
        for rule in rules() {
            for language in [Language::Chinese, Language::English] {
                let text = rule_text(rule, language, Paint { colour: false });
                assert!(text.contains(rule.code) && text.lines().count() >= 10, "{text}");
            }
        }
    }
}
