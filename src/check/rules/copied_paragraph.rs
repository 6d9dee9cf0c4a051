//! ZB011: a long text that an earlier week has word for word.

use std::collections::HashMap;

use crate::calendar::first_mention;
use crate::check::finding::{Objection, Wording};
use crate::check::page::Page;
use crate::check::rule::{Case, Rule};
use crate::fact::figures;
use crate::report::{SectionKind, Span};
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB011", name: "copied-paragraph", is_default: true, needs_earlier: true, run };

/// How many other reports must have a text before it is part of the form.
const FORM_REPORTS: usize = 3;

fn run(case: &Case<'_>) -> Vec<Objection> {
    let least = case.thresholds.copied_chars.max(1);
    let mut known: HashMap<String, Vec<(&Page, Span)>> = HashMap::new();
    for page in case.earlier {
        for (span, letters) in long_texts(page, least) {
            known.entry(letters).or_default().push((page, span));
        }
    }
    if known.is_empty() {
        return Vec::new();
    }
    let mut after: HashMap<String, usize> = HashMap::new();
    for (_, letters) in case.later.iter().flat_map(|page| long_texts(page, least)) {
        *after.entry(letters).or_default() += 1;
    }
    let copies = long_texts(case.page, least).filter_map(|(span, letters)| {
        let places = known.get(&letters)?;
        let is_form = places.len() + after.get(&letters).copied().unwrap_or_default() >= FORM_REPORTS;
        // What the reports before have twice was a finding there.
        let (page, first) = places.last().filter(|_| places.len() == 1 && !is_form)?;
        Some((span, letters.chars().count(), *page, first.start))
    });
    merged(case.page, &copies.collect::<Vec<_>>())
}

/// One finding at the first copy for all, so that a report has it once.
fn merged(here: &Page, copies: &[(Span, usize, &Page, usize)]) -> Vec<Objection> {
    let Some((span, count, page, _)) = copies.first() else { return Vec::new() };
    let name = page.report.display_name();
    let mut message = Wording::new(
        format!("这段{count}字与{name}的一字不差"),
        format!("{count} letters are the same as in {name}, word for word"),
    );
    if copies.len() > 1 {
        let lines: Vec<String> = copies[1..].iter().map(|(span, ..)| here.line(span.start).to_string()).collect();
        message.zh.push_str(&format!("；第{}行也是", lines.join("、")));
        message.en.push_str(&format!("; so are lines {}", lines.join(", ")));
    }
    vec![Objection {
        span: span.clone(),
        message,
        evidence: copies.iter().map(|(_, _, page, at)| page.evidence(*at)).collect(),
    }]
}

fn long_texts(page: &Page, least: usize) -> impl Iterator<Item = (Span, String)> {
    let statements = page.statements.iter().filter(|statement| {
        !statement.is_row && statement.kind != SectionKind::Plan && is_told(&page.text[statement.span.clone()])
    });
    statements.filter_map(move |statement| {
        let letters: String = page.text[statement.span.clone()].chars().filter(|c| c.is_alphanumeric()).collect();
        (letters.chars().count() >= least).then(|| (statement.span.clone(), letters))
    })
}

/// Whether a text tells of a time: what it says of this week, of a day, how much or how far. A description of the work, an invitation,
/// the title of a change, a link hold for every week.
fn is_told(text: &str) -> bool {
    static TIMES: Words = Words::of(&[Sense::OwnTime, Sense::CurrentTime, Sense::RelativeTime]);
    static STATES: Words = Words::of(&[
        Sense::Done,
        Sense::ToldDone,
        Sense::ToldFinished,
        Sense::GoingOn,
        Sense::NotDone,
        Sense::Waiting,
        Sense::NotYet,
        Sense::Postponed,
        Sense::Moved,
        Sense::Up,
        Sense::Down,
    ]);
    let han = text.chars().filter(|c| is_han(*c)).count();
    // Latin prose has sentences; a title of a change has one at most.
    let is_prose = han * 5 >= text.chars().filter(|c| c.is_alphanumeric()).count()
        || text.matches(". ").count() + usize::from(text.trim_end().ends_with('.')) >= 2;
    let is_pointer = text.contains("://") || text.contains("](");
    is_prose
        && !is_pointer
        && (TIMES.are_in(text)
            || STATES.are_in(text)
            || figures(text).iter().any(|figure| !figure.unit.is_empty())
            || (text.contains(['，', '。']) && first_mention(text).is_some()))
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
    fn what_holds_for_every_week_is_no_copy() {
        for text in [
            "本项目面向全公司提供统一的日志检索服务，支持按服务、按机房、按级别检索，欢迎各业务方提出改进意见与接入申请。",
            "感兴趣的同学请投递简历，岗位包括编译器工程师、测试工程师与运维工程师，工作地点不限，欢迎推荐，长期有效，感谢支持。",
            "Add the initial implementation of the loop order pass and its benchmark for pooling",
            "本周合入 [修复下拉列表在窄屏上的布局错位并补充回归用例，完成全部浏览器验证](https://git.example/pull/655)",
        ] {
            silent_among(CODE, &[("a", &page("2023-04-18", text)), ("b", &page("2023-04-25", text))]);
        }
    }

    #[test]
    fn several_copies_are_one_finding() {
        let two = format!("{LONG}\n\n{}", LONG.replace("数仓", "报表"));
        let found = found_among(CODE, &[("a", &page("2023-04-18", &two)), ("b", &page("2023-04-25", &two))]);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn the_earlier_of_two_is_no_copy_of_the_later() {
        let (one, two) = (page("2023-04-18", LONG), page("2023-04-25", LONG));
        silent_among(CODE, &[("b", &two), ("a", &one)]);
    }
}
