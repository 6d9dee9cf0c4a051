//! ZB010: a goal that several weeks' plans in a row have.

use std::collections::HashMap;

use crate::check::finding::{Objection, Wording};
use crate::check::page::Page;
use crate::check::rule::{Case, Rule};
use crate::report::Span;
use crate::text::letters;
use crate::vocabulary::{Sense, Words};

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB010", name: "goal-repeated", is_default: true, needs_earlier: true, run };

/// What comes again by its nature.
static ROUTINE: Words = Words::of(&[Sense::Routine]);

fn run(case: &Case<'_>) -> Vec<Objection> {
    let weeks = case.thresholds.goal_weeks.max(2);
    let Some(last) = case.last_in_a_row(weeks - 1) else { return Vec::new() };
    let known: Vec<(&Page, HashMap<String, Span>)> = last
        .iter()
        .map(|other| (*other, goals(other).into_iter().map(|(span, goal)| (goal, span)).collect()))
        .collect();
    let mut found = Vec::new();
    for (span, goal) in goals(case.page) {
        let places: Vec<(&Page, &Span)> =
            known.iter().filter_map(|(other, goals)| Some((*other, goals.get(&goal)?))).collect();
        if places.len() < last.len() {
            continue;
        }
        found.push(Objection {
            span,
            message: Wording::new(
                format!("这个目标连续{weeks}周没有变"),
                format!("this goal has been the same for {weeks} weeks in a row"),
            ),
            evidence: places.iter().map(|(other, at)| other.evidence(at.start)).collect(),
        });
    }
    found
}

fn goals(page: &Page) -> Vec<(Span, String)> {
    let kept = page.goals.iter().filter(|goal| !ROUTINE.are_in(&goal.text.to_lowercase()));
    let folded = kept.map(|goal| (goal.span.clone(), plain(&goal.text)));
    folded.filter(|(_, goal)| goal.chars().count() >= 4).collect()
}

fn plain(text: &str) -> String {
    let text = letters(text);
    let rest = ["继续", "持续", "推进", "跟进"]
        .iter()
        .fold(text.as_str(), |text, word| text.strip_prefix(word).unwrap_or(text));
    rest.to_string()
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{found_among, silent_among};

    const CODE: &str = "ZB010";

    fn pages(goals: [&str; 3]) -> Vec<String> {
        let dates = ["2023-04-11", "2023-04-18", "2023-04-25"];
        let page =
            |(date, goal): (&str, &str)| format!("# {date}\n\n## 本周工作\n\n- 联调\n\n## 下周计划\n\n1. {goal}\n");
        dates.into_iter().zip(goals).map(page).collect()
    }

    fn named(pages: &[String]) -> Vec<(&str, &str)> {
        pages.iter().map(|text| ("周报", text.as_str())).collect()
    }

    #[test]
    fn a_goal_of_three_weeks_is_found() {
        let pages = pages(["4/10短信重复发送复盘", "继续4/10短信重复发送复盘。", "4/10 短信重复发送复盘"]);
        assert_eq!(found_among(CODE, &named(&pages)), [(9, "4/10 短信重复发送复盘".into())]);
    }

    #[test]
    fn a_goal_that_moved_or_is_routine_is_left_alone() {
        silent_among(CODE, &named(&pages(["第一轮压测报告", "第二轮压测报告", "第三轮压测报告"])));
        silent_among(CODE, &named(&pages(["稳定性周会与值守", "稳定性周会与值守", "稳定性周会与值守"])));
        silent_among(CODE, &named(&pages(["短信复盘报告", "加密机验收测试", "短信复盘报告"])));
        silent_among(CODE, &named(&pages(["无", "无", "无"])));
    }
}
