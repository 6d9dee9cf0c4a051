//! ZB007: a running figure that stopped being reported.

use std::collections::BTreeMap;

use crate::check::finding::{Objection, Wording};
use crate::check::page::Page;
use crate::check::rule::{Case, Rule};
use crate::check::words::{share_of, terms};
use crate::report::{SectionKind, Span};
use crate::text::letters;

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB007", name: "metric-stopped", is_default: true, needs_earlier: true, run };

fn run(case: &Case<'_>) -> Vec<Objection> {
    let page = case.page;
    let Some(section) = page.report.sections.iter().find(|section| section.kind == SectionKind::Metrics) else {
        return Vec::new();
    };
    let Some(last) = case.last_in_a_row(case.thresholds.steady_weeks) else { return Vec::new() };
    let mut names: BTreeMap<(String, String), Vec<(&Page, Span)>> = BTreeMap::new();
    for other in &last {
        for (key, span) in running(other) {
            let places = names.entry(key).or_default();
            if places.last().is_none_or(|(known, _)| !std::ptr::eq(*known, *other)) {
                places.push((other, span));
            }
        }
    }
    let here = letters(&page.text);
    let lines: Vec<_> = page.statements.iter().map(|statement| terms(&page.text[statement.span.clone()])).collect();
    let mut found = Vec::new();
    for ((name, unit), places) in names {
        let wanted = terms(&name);
        let is_named = here.contains(&name) || lines.iter().any(|line| share_of(&wanted, line) >= 0.6);
        if places.len() < last.len() || is_named || name.chars().count() < 3 {
            continue;
        }
        let Some((other, span)) = places.last() else { continue };
        let written = &other.report.source[span.clone()];
        found.push(Objection {
            span: section.heading.clone().unwrap_or_else(|| page.title_span()),
            message: Wording::new(
                format!("前{}份都有的“{name}”没有写（上次 {written}）", last.len()),
                format!("`{name}` is in the {} reports before ({written} last time) and not in this one", last.len()),
            ),
            evidence: vec![other.evidence(span.start)],
        });
        let _ = unit;
    }
    // One line for a figure: the frame keeps one finding a place.
    merged(found)
}

/// Merges the objections to figures at one heading.
fn merged(found: Vec<Objection>) -> Vec<Objection> {
    let mut all = found.into_iter();
    let Some(mut first) = all.next() else { return Vec::new() };
    for other in all {
        first.message.zh.push('；');
        first.message.zh.push_str(&other.message.zh);
        first.message.en.push_str("; ");
        first.message.en.push_str(&other.message.en);
        first.evidence.extend(other.evidence);
    }
    vec![first]
}

/// Names and units of the figures in the sections for figures, with their places.
fn running(page: &Page) -> impl Iterator<Item = ((String, String), Span)> {
    page.metrics
        .iter()
        .filter(|metric| {
            let is_running = metric.section.iter().any(|name| SectionKind::of_heading(name) == SectionKind::Metrics);
            is_running && metric.target.is_none() && metric.change.is_none()
        })
        .map(|metric| ((letters(&metric.name), metric.unit.clone()), metric.span.clone()))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{found_among, silent_among};

    const CODE: &str = "ZB007";

    fn pages(last: &str) -> Vec<String> {
        let page =
            |date: &str, text: &str| format!("# {date}\n\n## 系统运行数据\n\n- 入金有效成功率：99.99%\n{text}\n");
        let mut pages: Vec<String> = ["2023-04-04", "2023-04-11", "2023-04-18", "2023-04-25"]
            .iter()
            .map(|date| page(date, "- 商户投诉量：12件"))
            .collect();
        pages.push(page("2023-05-02", last));
        pages
    }

    fn named(pages: &[String]) -> Vec<(&str, &str)> {
        pages.iter().map(|text| ("周报", text.as_str())).collect()
    }

    #[test]
    fn a_figure_of_the_four_weeks_before_is_missed() {
        assert_eq!(found_among(CODE, &named(&pages(""))), [(3, "## 系统运行数据".into())]);
    }

    #[test]
    fn a_figure_that_is_told_elsewhere_or_renamed_is_not_missed() {
        silent_among(CODE, &named(&pages("- 商户投诉量：0件")));
        silent_among(CODE, &named(&pages("- 本周商户投诉量持平")));
        silent_among(CODE, &named(&pages("- 投诉量（商户）：11件")));
    }

    #[test]
    fn too_few_weeks_say_nothing() {
        let pages = pages("");
        silent_among(CODE, &named(&pages[2..]));
    }
}
