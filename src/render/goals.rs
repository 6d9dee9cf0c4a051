//! A draft of goals for people: on a terminal with reasons, places and points, and as Markdown to paste under 下周工作及目标.

use super::answer::citation_line;
use super::goals_words::{factor, reason, title};
use super::rollup::inert;
use super::safe::safe;
use super::text::one_line;
use super::text::{Files, Paint, missing_clause};
use crate::goals::{DraftGoal, Goals};
use crate::vocabulary::{Language, plural, worded};

/// The goals with their reasons and sources; with `explains` the points of each, too.
pub fn goals_text(found: &Goals, explains: bool, language: Language, paint: Paint, files: &Files<'_>) -> String {
    let mut lines = vec![paint.bold(&safe(&title(found, language))), String::new()];
    let width = found.goals.len().to_string().len();
    for (at, goal) in found.goals.iter().enumerate() {
        let section = one_line(&goal.section);
        let section = if section.is_empty() { section } else { format!("  {}", paint.dim(&format!("[{section}]"))) };
        lines.push(format!("{:>width$}. {}{section}", at + 1, paint.bold(&one_line(&goal.text))));
        let indent = " ".repeat(width + 2);
        for why in &goal.reasons {
            let marks: String = why.cites.iter().map(|n| format!("[{n}]")).collect();
            lines.push(format!("{indent}{} {}", safe(&reason(&why.ground, language)), paint.bold(&marks)));
        }
        if explains {
            lines.push(format!("{indent}{}", paint.dim(&points(goal, language))));
        }
    }
    lines.push(String::new());
    for citation in &found.sources {
        lines.push(citation_line(citation, paint));
        lines.push(format!("    {}", files.of_citation(paint, citation)));
    }
    lines.push(String::new());
    lines.push(paint.dim(&goals_coverage(found, language)));
    lines.join("\n")
}

/// `54 points: overdue 34, 2 weeks late 6, moved 3 times 12`.
fn points(goal: &DraftGoal, language: Language) -> String {
    let parts: Vec<String> = goal
        .rank
        .points
        .iter()
        .map(|points| format!("{} {}", factor(points.factor, language), points.points))
        .collect();
    let parts = parts.join(language.pick("，", ", "));
    worded!(language, "{}分：{parts}", "{} points: {parts}", goal.rank.score)
}

/// A numbered list and nothing else; with `explains` the reasons and sources in a quote below it.
pub fn goals_markdown(found: &Goals, explains: bool, language: Language) -> String {
    let goals = found.goals.iter().enumerate();
    let mut lines: Vec<String> = goals.clone().map(|(at, goal)| format!("{}. {}", at + 1, inert(&goal.text))).collect();
    if explains {
        lines.push(String::new());
        for (at, goal) in goals {
            let reasons: Vec<String> = goal
                .reasons
                .iter()
                .map(|why| {
                    let marks: String = why.cites.iter().map(|n| format!("\\[{n}\\]")).collect();
                    format!("{} {marks}", inert(&reason(&why.ground, language)))
                })
                .collect();
            let section = inert(&goal.section);
            let section = if section.is_empty() { section } else { format!("{section} · ") };
            lines.push(format!("> {}. {section}{}；{}  ", at + 1, reasons.join("；"), points(goal, language)));
        }
        lines.push(">".to_string());
        for citation in &found.sources {
            let place = format!("{} {}:{}", citation.report, citation.path, citation.lines);
            lines.push(format!("> \\[{}\\] {}：“{}”  ", citation.n, inert(&place), inert(&citation.quote)));
        }
        lines.push(format!(">\n> {}", inert(&goals_coverage(found, language))));
    }
    lines.join("\n")
}

/// `依据 15 篇周报（2023-03-14 至 2023-06-20），最后一篇 第26周 2023-06-20，缺 第27–36周`.
pub fn goals_coverage(found: &Goals, language: Language) -> String {
    let coverage = &found.coverage;
    let missing = missing_clause(&coverage.missing_weeks, language);
    let (from, to) = (coverage.days.from(), coverage.days.to());
    let left_out = match found.left_out {
        0 => String::new(),
        count => worded!(language, "，另有 {count} 条未列", "; {count} more left out"),
    };
    let reports = language.pick(format!("{} 篇周报", coverage.reports), plural(coverage.reports, "report"));
    worded!(
        language,
        "依据 {reports}（{from} 至 {to}），最后一篇 {} {}{left_out}{missing}",
        "from {reports} ({from} to {to}), the last {} {}{left_out}{missing}",
        coverage.last,
        coverage.last_date
    )
}
