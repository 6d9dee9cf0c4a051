//! ZB011: a long text that an earlier week has word for word.

use std::collections::HashMap;

use crate::check::finding::{Objection, Wording};
use crate::check::page::Page;
use crate::check::rule::{Case, Rule};
use crate::report::{SectionKind, Span};

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB011", name: "copied-paragraph", is_default: true, needs_earlier: true, run };

/// How many reports must have a text before it is part of the form.
const FORM_REPORTS: usize = 3;

fn run(case: &Case<'_>) -> Vec<Objection> {
    let least = case.thresholds.copied_chars.max(1);
    let mut known: HashMap<String, Vec<(&Page, Span)>> = HashMap::new();
    for page in case.earlier {
        for (span, letters) in long_texts(page, least) {
            known.entry(letters).or_default().push((page, span));
        }
    }
    let mut found = Vec::new();
    for (span, letters) in long_texts(case.page, least) {
        let Some(places) = known.get(&letters) else { continue };
        let is_form = case.earlier.len() >= FORM_REPORTS && places.len() >= case.earlier.len();
        let Some((page, first)) = places.last().filter(|_| !is_form) else { continue };
        let name = page.report.display_name();
        found.push(Objection {
            span,
            message: Wording::new(
                format!("这段{}字与{name}的一字不差", letters.chars().count()),
                format!("{} letters are the same as in {name}, word for word", letters.chars().count()),
            ),
            evidence: vec![page.evidence(first.start)],
        });
    }
    found
}

fn long_texts(page: &Page, least: usize) -> impl Iterator<Item = (Span, String)> {
    let statements =
        page.statements.iter().filter(|statement| !statement.is_row && statement.kind != SectionKind::Plan);
    statements.filter_map(move |statement| {
        let letters: String = page.text[statement.span.clone()].chars().filter(|c| c.is_alphanumeric()).collect();
        (letters.chars().count() >= least).then(|| (statement.span.clone(), letters))
    })
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{found_among, silent_among};

    const CODE: &str = "ZB011";
    const LONG: &str =
        "数仓这周主要在等权限模型讲清楚，在那之前账单类任务一律不动，先迁不含敏感字段的报表，每周能动的也就一两个。";

    fn page(date: &str, text: &str) -> String {
        format!("# {date}\n\n## 本周工作\n\n{text}\n")
    }

    #[test]
    fn a_paragraph_of_an_earlier_week_is_found_with_its_place() {
        let (one, two) = (page("2023-04-18", LONG), page("2023-04-25", &format!("- {}", LONG.replace('，', ", "))));
        let found = found_among(CODE, &[("a", &one), ("b", &two)]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, 5);
    }

    #[test]
    fn short_changed_and_planned_texts_are_no_copies() {
        let one = page("2023-04-18", LONG);
        silent_among(CODE, &[("a", &one), ("b", &page("2023-04-25", &LONG.replace("一两个", "三四个")))]);
        let short = page("2023-04-18", "数据安全例会");
        silent_among(CODE, &[("a", &short), ("b", &page("2023-04-25", "数据安全例会"))]);
        let plan = format!("# 2023-04-25\n\n## 下周计划\n\n- {LONG}\n");
        silent_among(CODE, &[("a", &one), ("b", &plan)]);
    }

    #[test]
    fn what_every_report_has_is_part_of_the_form() {
        let pages: Vec<String> =
            ["2023-04-04", "2023-04-11", "2023-04-18", "2023-04-25"].iter().map(|date| page(date, LONG)).collect();
        let named: Vec<(&str, &str)> = pages.iter().map(|text| ("a", text.as_str())).collect();
        silent_among(CODE, &named);
    }

    #[test]
    fn the_earlier_of_two_is_no_copy_of_the_later() {
        let (one, two) = (page("2023-04-18", LONG), page("2023-04-25", LONG));
        silent_among(CODE, &[("b", &two), ("a", &one)]);
    }
}
