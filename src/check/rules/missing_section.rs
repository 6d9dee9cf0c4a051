//! ZB012: a section that the weeks before all have, and this one has not.

use crate::check::finding::{Objection, Wording};
use crate::check::page::Page;
use crate::check::rule::{Case, Rule};
use crate::report::SectionKind;

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB012", name: "missing-section", is_default: true, needs_earlier: false, run };

/// The kinds that a report has every week.
const STEADY: [(SectionKind, &str, &str); 3] = [
    (SectionKind::Metrics, "运行数据", "figures"),
    (SectionKind::Plan, "下周计划", "next week's plan"),
    (SectionKind::Reflection, "收获与反思", "reflection"),
];

fn run(case: &Case<'_>) -> Vec<Objection> {
    let page = case.page;
    if page.is_daily() || page.statements.is_empty() {
        return Vec::new();
    }
    let last = case.last_in_a_row(case.thresholds.steady_weeks).unwrap_or_default();
    let mut found = Vec::new();
    for (kind, zh, en) in STEADY {
        if page.has_section(kind) {
            continue;
        }
        if !last.is_empty() && last.iter().all(|other| other.has_section(kind)) {
            let latest = last[last.len() - 1];
            let heading =
                latest.report.sections.iter().find(|section| section.kind == kind && section.heading.is_some());
            let evidence = heading.map(|section| latest.evidence(section.span.start));
            found.push(objection(page, zh, en, last.len(), evidence.into_iter().collect()));
        } else if case.earlier.is_empty()
            && is_house_form(page)
            && matches!(kind, SectionKind::Plan | SectionKind::Metrics)
        {
            found.push(Objection {
                span: page.title_span(),
                message: Wording::new(format!("缺“{zh}”一段"), format!("the section for {en} is missing")),
                evidence: Vec::new(),
            });
        }
    }
    found
}

fn objection(
    page: &Page,
    zh: &str,
    en: &str,
    weeks: usize,
    evidence: Vec<crate::check::finding::Evidence>,
) -> Objection {
    Objection {
        span: page.title_span(),
        message: Wording::new(
            format!("缺“{zh}”一段，前{weeks}份都有"),
            format!("the section for {en} is missing, and the {weeks} reports before have it"),
        ),
        evidence,
    }
}

/// Whether the page is ordered by objectives: O1, O2, O3 as headings.
fn is_house_form(page: &Page) -> bool {
    let names = page.report.sections.iter().filter_map(|section| section.path.last());
    let mut objectives: Vec<&str> = names.filter_map(|name| objective(name)).collect();
    objectives.sort_unstable();
    objectives.dedup();
    objectives.len() >= 3
}

/// `O1` of `O1 服务业务`.
fn objective(heading: &str) -> Option<&str> {
    let rest = heading.strip_prefix('O')?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let is_apart = !rest[digits..].starts_with(|c: char| c.is_ascii_alphanumeric());
    (digits == 1 && is_apart).then(|| &heading[..1 + digits])
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{found, found_among, silent, silent_among};

    const CODE: &str = "ZB012";

    fn page(date: &str, plan: &str) -> String {
        format!("# {date}\n\n## 本周工作\n\n- 联调\n\n{plan}\n")
    }

    fn pages(plans: &[&str]) -> Vec<String> {
        let dates = ["2023-04-04", "2023-04-11", "2023-04-18", "2023-04-25", "2023-05-02"];
        dates.iter().zip(plans).map(|(date, plan)| page(date, plan)).collect()
    }

    fn named(pages: &[String]) -> Vec<(&str, &str)> {
        pages.iter().map(|text| ("周报", text.as_str())).collect()
    }

    const PLAN: &str = "## 下周计划\n\n- 上线";

    #[test]
    fn a_section_that_the_four_before_have_is_missed() {
        let found = found_among(CODE, &named(&pages(&[PLAN, PLAN, PLAN, PLAN, ""])));
        assert_eq!(found, [(1, "# 2023-05-02".into())]);
    }

    #[test]
    fn another_name_or_an_empty_section_is_not_missing() {
        silent_among(CODE, &named(&pages(&[PLAN, PLAN, PLAN, PLAN, "## 下周工作及目标\n\n- 上线"])));
        silent_among(CODE, &named(&pages(&[PLAN, PLAN, PLAN, PLAN, "## 下周计划\n\n暂无"])));
        silent_among(CODE, &named(&pages(&[PLAN, PLAN, PLAN, PLAN, "## 下周计划"])));
    }

    #[test]
    fn what_not_all_of_them_have_is_not_missed() {
        silent_among(CODE, &named(&pages(&[PLAN, "", PLAN, PLAN, ""])));
        silent_among(CODE, &named(&pages(&[PLAN, PLAN, ""])));
    }

    #[test]
    fn alone_only_a_page_by_objectives_is_held_to_its_form() {
        silent(CODE, "# 第8周 2023-02-21\n\n## 本周工作\n\n- 联调");
        let text = "# 第8周 2023-02-21\n\n## 系统运行数据\n\n- 成功率：99%\n\n## O1 业务\n\n- 甲\n\n## O2 升级\n\n- 乙\n\n## O3 稳定\n\n- 丙\n";
        assert_eq!(found(CODE, text).len(), 1);
    }
}
