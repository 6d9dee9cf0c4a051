//! A goal: a line of a section about the next week (下周工作及目标, 下周计划, Next steps), with the days that it names.

use serde::{Deserialize, Serialize};

use super::clause::marked_sentences;
use super::milestone::Planned;
use super::milestone::plan::plans;
use super::milestone::subject::subject;
use super::placeholder::{is_awaited, is_placeholder};
use super::statement::{Shape, StatementContext, Statements};
use super::timed::Timed;
use crate::calendar::mention_at_start;
use crate::report::{Lines, SectionKind, Span, Table, TableRow, lines_of, mark_length, trim};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// As written, without its list mark.
    pub text: String,
    pub planned: Vec<Planned>,
    /// Headings from the outermost in.
    pub section: Vec<String>,
    /// Bytes of the report's source.
    pub span: Span,
    pub lines: Lines,
}

/// See [`super::goals`].
pub(super) fn goals_of(read: &Statements<'_>) -> Vec<Goal> {
    let report = read.report;
    let mut found = Vec::new();
    for (at, statement) in read.statements.iter().enumerate() {
        if is_footer(&read.statements[..at], statement) {
            continue;
        }
        let spans = goal_spans(&read.masked, statement).into_iter();
        for span in spans.flat_map(|span| numbered_inside(&read.masked, span)) {
            let text = report.source[span.clone()].to_string();
            // A letter ends with its day.
            let is_day = mention_at_start(&text).is_some_and(|mention| mention.span.end == text.len());
            if is_placeholder(&text) || is_awaited(&text) || is_day || is_ticked_off(&report.source[..span.start]) {
                continue;
            }
            let timed = Timed::read(&read.masked[span.clone()]);
            found.push(Goal {
                text,
                planned: plans(&timed, 0, report.date).into_iter().map(|(planned, _)| planned).collect(),
                section: statement.section.clone(),
                lines: read.index.lines(&span),
                span,
            });
        }
    }
    found
}

/// Whether what stands before a text ticks it off: `- [x] `.
fn is_ticked_off(before: &str) -> bool {
    let before = before.trim_end_matches(' ');
    before.ends_with("[x]") || before.ends_with("[X]")
}

/// Whether a paragraph stands behind a list of goals: a remark on the page, no goal.
fn is_footer(before: &[StatementContext], statement: &StatementContext) -> bool {
    let is_prose = |of: &StatementContext| of.shape == Shape::Paragraph && of.parents.is_empty();
    let mut of_section = before.iter().rev().take_while(|other| other.section == statement.section);
    is_prose(statement) && statement.kind == SectionKind::Plan && of_section.any(|other| other.shape == Shape::Item)
}

fn goal_spans(source: &str, statement: &StatementContext) -> Vec<Span> {
    let text = &source[statement.span.clone()];
    if statement.kind != SectionKind::Plan {
        return announced(source, statement);
    }
    match statement.shape {
        Shape::Heading if statement.has_children => Vec::new(),
        Shape::Table => {
            let rows = Table::read(source, &statement.span).rows.into_iter();
            rows.filter(|row| !is_of_figures(source, row)).map(|row| row.span).collect()
        }
        Shape::Paragraph => {
            let lines = lines_of(source, &statement.span).into_iter().map(|line| trim(source, line));
            lines
                .map(|line| line.start + mark_length(&source[line.clone()])..line.end)
                .flat_map(|line| marked_sentences(source, line))
                .map(|line| trim(source, line))
                .filter(|line| !line.is_empty())
                .collect()
        }
        _ if statement.has_children && text.trim_end().ends_with(['：', ':']) => Vec::new(),
        _ => vec![trim(source, statement.span.clone())],
    }
}

/// The parts of `（1）星轮到货即换；（2）低氮锅炉年检准备`, which numbers its goals on one line, without their numbers; else all of it.
fn numbered_inside(source: &str, span: Span) -> Vec<Span> {
    let text = &source[span.clone()];
    let mut parts = Vec::new();
    // The number of a list item is no part of it; 一是 may be.
    let mut start = if text.starts_with(|c: char| c.is_alphabetic()) { count_length(text) } else { 0 };
    for (at, mark) in text.match_indices(['；', ';', '。']) {
        let rest = text[at + mark.len()..].trim_start();
        let counted = count_length(rest);
        if counted > 0 {
            parts.push(start..at);
            start = text.len() - rest.len() + counted;
        }
    }
    parts.push(start..text.len());
    let placed = |part: Span| trim(source, span.start + part.start..span.start + part.end);
    parts.into_iter().map(placed).filter(|part| !part.is_empty()).collect()
}

/// The bytes of what counts a goal: （2）, 2. and ②, 二是.
fn count_length(text: &str) -> usize {
    let numeral = |c: char| "一二三四五六七八九十".contains(c);
    if let Some(rest) = text.strip_prefix(numeral).and_then(|rest| rest.trim_start_matches(numeral).strip_prefix('是'))
    {
        return text.len() - rest.len();
    }
    let is_number = text.starts_with(|c: char| c.is_ascii_digit() || "（(①②③④⑤⑥⑦⑧⑨".contains(c));
    if is_number { mark_length(text) } else { 0 }
}

/// Whether a row holds a figure against its limit (`| 退款时长 | ≤48 | 63 |`): a measure, and nothing to do.
fn is_of_figures(source: &str, row: &TableRow) -> bool {
    let cells = || row.cells.iter().map(|cell| source[cell.clone()].trim());
    let number = |text: &str| text.trim_end_matches(['%', '％']).trim().replace(',', "").parse::<f64>().is_ok();
    let bounds = ['≤', '≥', '<', '>', '＜', '＞'];
    let is_bound =
        |text: &str| text.starts_with(bounds) && number(text.trim_start_matches(bounds).trim_start_matches('='));
    // 博物馆 | 4 | 4: how many there were to be, and how many there were.
    let are_counts = cells().count() > 2 && cells().skip(1).all(number);
    are_counts || cells().any(is_bound) && cells().any(number)
}

/// `下周计划：A；B` on one line of a section about the week that was.
fn announced(source: &str, statement: &StatementContext) -> Vec<Span> {
    let text = &source[statement.span.clone()];
    // Nearly every line is passed over by this.
    if !text.starts_with(['下', 'N', 'n', '*', '【']) {
        return Vec::new();
    }
    let named = subject(text);
    let is_ahead = named.end > 0
        && SectionKind::of_heading(&named.name) == SectionKind::Plan
        && named.name.chars().count() <= 8
        && ["下周", "下一步", "下双周", "下阶段", "next"].iter().any(|word| named.name.to_lowercase().contains(word));
    if !is_ahead || statement.shape == Shape::Table {
        return Vec::new();
    }
    let from = statement.span.start + named.end;
    let mut found = Vec::new();
    let mut start = from;
    for (at, c) in source[from..statement.span.end].char_indices().filter(|(_, c)| matches!(c, '；' | ';' | '\n')) {
        found.push(trim(source, start..from + at));
        start = from + at + c.len_utf8();
    }
    found.push(trim(source, start..statement.span.end));
    found.retain(|span| !span.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use crate::fact::goals;
    use crate::report::{PageName, Report};

    #[test]
    fn a_remark_behind_a_list_of_goals_is_none() {
        let source = "# 周报 2024-03-08\n\n## 下周计划\n\n1. 冷库扩容验收\n2. 门禁换代试点\n\n口径有疑问请找王姐。\n";
        let report = Report::parse(source.to_string(), &PageName::default());
        let texts: Vec<String> = goals(&report).into_iter().map(|goal| goal.text).collect();
        assert_eq!(texts, ["冷库扩容验收", "门禁换代试点"]);
    }

    #[test]
    fn what_is_ticked_off_or_looked_back_at_is_no_goal() {
        let texts = |page: &str| {
            let report = Report::parse(format!("# 周报 2024-07-19\n\n{page}\n"), &PageName::default());
            goals(&report).into_iter().map(|goal| goal.text).collect::<Vec<String>>()
        };
        assert_eq!(texts("## 下周计划\n\n- [x] 换滤网\n- [ ] 清水箱"), ["清水箱"]);
        for heading in ["四、目标回看", "Goals from last week", "Previous goals"] {
            assert!(texts(&format!("## {heading}\n\n- 换滤网\n- 清水箱")).is_empty(), "{heading}");
        }
    }

    #[test]
    fn a_row_of_a_figure_and_its_limit_is_no_goal() {
        let table =
            "| 事项 | 目标 | 实际 |\n|---|---|---|\n| 退款时长(h) | ≤48 | 63 |\n| 门禁换代试点 | 两个门 | 未开始 |\n";
        let report = Report::parse(format!("# 周报 2024-03-08\n\n## 下周计划\n\n{table}"), &PageName::default());
        let texts: Vec<String> = goals(&report).into_iter().map(|goal| goal.text).collect();
        assert!(texts.len() == 1 && texts[0].contains("门禁换代试点"), "{texts:?}");
    }

    #[test]
    fn goals_that_one_line_numbers_are_each_one() {
        let line = "（1）星轮到货即换；（2）低氮锅炉年检准备；（3）特检院定于11月6日来厂。";
        let report = Report::parse(format!("# 周报 2024-03-08\n\n## 下周计划\n\n{line}\n"), &PageName::default());
        let texts: Vec<String> = goals(&report).into_iter().map(|goal| goal.text).collect();
        assert_eq!(texts, ["星轮到货即换", "低氮锅炉年检准备", "特检院定于11月6日来厂。"]);
        let line = "一是10月21日现场评审；二是节日期间加工厂不停产。";
        let source = format!("# 周报 2025-09-30\n\n## 七、下步工作\n\n{line}\n\n2025年9月30日\n");
        let texts: Vec<String> =
            goals(&Report::parse(source, &PageName::default())).into_iter().map(|goal| goal.text).collect();
        assert_eq!(texts, ["10月21日现场评审；", "节日期间加工厂不停产。"]);
    }

    #[test]
    fn a_paragraph_of_plans_is_read() {
        let source = "# 周报 2024-03-08\n\n## 下周计划\n\n冷库扩容验收。门禁换代试点。\n";
        let report = Report::parse(source.to_string(), &PageName::default());
        assert_eq!(goals(&report).len(), 2);
    }
}
