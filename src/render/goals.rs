//! A draft of goals for people: on a terminal with reasons, places and points, and as Markdown to paste under 下周工作及目标.

use super::answer::citation_line;
use super::goals_words::{factor, listed_title, proposed_title, reason, title};
use super::rollup::inert;
use super::safe::safe;
use super::text::one_line;
use super::text::{Files, Paint, missing_clause};
use crate::goals::{DraftGoal, Goals};
use crate::vocabulary::{Language, plural, worded};

/// The goals with their reasons and sources; with `explains` the points of each, too.
pub fn goals_text(found: &Goals, explains: bool, language: Language, paint: Paint, files: &Files<'_>) -> String {
    let mut lines = vec![paint.bold(&safe(&title(found, language))), String::new()];
    let width = (found.listed.len() + found.goals.len()).to_string().len();
    for (at, goal) in in_order(found) {
        lines.extend(headings(found, at, language).into_iter().map(|heading| paint.bold(&one_line(&heading))));
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

/// The goals that are set, then the proposals, numbered through from 0.
fn in_order(found: &Goals) -> impl Iterator<Item = (usize, &DraftGoal)> {
    found.listed.iter().chain(&found.goals).enumerate()
}

/// What is written above the goal at `at`: whose it and those after it are. Nothing where there is but one kind.
fn headings(found: &Goals, at: usize, language: Language) -> Vec<String> {
    let mut headings = Vec::new();
    let author_of = |at: usize| found.listed.get(at).map(|goal| goal.author.as_deref().unwrap_or_default());
    if at == 0 && !found.listed.is_empty() {
        headings.push(listed_title(found, language));
    }
    if at == found.listed.len() && !found.listed.is_empty() {
        headings.push(proposed_title(language).to_string());
    }
    let has_authors = found.listed.iter().any(|goal| goal.author != found.listed[0].author);
    let is_new = at == 0 || author_of(at) != at.checked_sub(1).and_then(author_of);
    headings.extend(
        author_of(at)
            .filter(|author| has_authors && is_new && !author.is_empty())
            .map(|author| format!("{author}{}", language.pick("：", ":"))),
    );
    headings
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
    let mut lines = Vec::new();
    for (at, goal) in in_order(found) {
        for heading in headings(found, at, language) {
            let gap = if lines.is_empty() { Vec::new() } else { vec![String::new()] };
            lines.extend(gap.into_iter().chain([inert(&heading), String::new()]));
        }
        lines.push(format!("{}. {}", at + 1, inert(&goal.text)));
    }
    if explains {
        lines.push(String::new());
        for (at, goal) in in_order(found) {
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
