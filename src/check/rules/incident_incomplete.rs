//! ZB008: an incident that after weeks, or after the promised day, still has no cause, no handling or no impact.

use crate::calendar::{Date, Expression, day_number, mentions};
use crate::check::finding::{Objection, Wording};
use crate::check::page::{Page, PageIncident};
use crate::check::rule::{Case, Rule};
use crate::fact::{Status, says_open, sentences, states_cause, states_handling, states_impact};
use crate::report::Span;
use crate::text::last_chars;
use crate::vocabulary::{Sense, Words};

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB008", name: "incident-incomplete", is_default: true, needs_earlier: false, run };

/// Words that speak of an impact, or deny one.
static IMPACT: Words = Words::of(&[Sense::ImpactWord]);

/// Words before a promised day.
static PROMISES: Words = Words::of(&[Sense::Plan, Sense::Promise]);

fn run(case: &Case<'_>) -> Vec<Objection> {
    let Some(today) = case.as_of else { return Vec::new() };
    let page = case.page;
    if page.reliable_date().is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for known in &page.incidents {
        let Some(day) = known.incident.day() else { continue };
        let text = &page.text[known.span.clone()];
        if text.trim_start().starts_with('|') || known.incident.found.is_some() {
            continue;
        }
        let days = day_number(today) - day_number(last_day(page, text).filter(|last| *last > day).unwrap_or(day));
        let promised = promised_day(page, known).filter(|promised| *promised < today);
        let is_due = days >= weeks(case.thresholds.incident_weeks) || promised.is_some();
        let missing = missing(page, known);
        if !is_due || days < 0 || missing.is_empty() {
            continue;
        }
        let (zh, en): (Vec<&str>, Vec<&str>) = missing.into_iter().unzip();
        let since = promised.map_or_else(
            || Wording::new(format!("已过{days}天"), format!("after {days} days")),
            |promised| Wording::new(format!("答应的 {promised} 已过"), format!("past the promised {promised}")),
        );
        found.push(Objection {
            span: first_line(page, &known.span),
            message: Wording::new(
                format!("{}，事件仍没有{}", since.zh, zh.join("、")),
                format!("{}, the incident still has no {}", since.en, en.join(", no ")),
            ),
            evidence: Vec::new(),
        });
    }
    found
}

fn weeks(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX).saturating_mul(7)
}

fn first_line(page: &Page, span: &Span) -> Span {
    page.on_one_line(span.clone())
}

/// The parts that no sentence of an incident states; a cause under investigation is missing.
fn missing(page: &Page, known: &PageIncident) -> Vec<(&'static str, &'static str)> {
    let text = &page.report.source;
    let incident = &known.incident;
    let all = sentences(text, known.span.clone());
    let tells = |tells: fn(&str) -> bool| all.iter().any(|sentence| tells(&text[sentence.clone()]));
    let mut missing = Vec::new();
    let cause = incident.cause.as_ref().filter(|cause| !says_open(&cause.text));
    let is_open = incident.status == Status::Open && incident.cause.is_none();
    if cause.is_none() && (incident.cause.is_some() || is_open || !tells(states_cause)) {
        missing.push(("原因", "cause"));
    }
    if incident.handling.is_none() && !tells(states_handling) && incident.status != Status::Resolved {
        missing.push(("处置", "handling"));
    }
    let words = &text[known.span.clone()];
    if incident.impact.is_none() && incident.counts.is_empty() && !tells(states_impact) && !IMPACT.are_in(words) {
        missing.push(("影响", "impact"));
    }
    missing
}

/// The last day that the text names and that the report knew: what was found late is as young as its finding.
fn last_day(page: &Page, text: &str) -> Option<Date> {
    let anchor = page.reliable_date()?;
    let readings = mentions(text).into_iter().filter_map(|mention| mention.reading.ok());
    let days = readings.filter(|reading| matches!(reading.core(), Expression::Day(_)));
    days.filter_map(|day| day.core().resolve(anchor).ok()).map(|period| period.to()).filter(|day| *day <= anchor).max()
}

/// The day by which the text promises more.
fn promised_day(page: &Page, known: &PageIncident) -> Option<Date> {
    let anchor = page.reliable_date()?;
    let text = &page.text[known.span.clone()];
    mentions(text).into_iter().find_map(|mention| {
        let is_promise = PROMISES.are_in(last_chars(&text[..mention.span.start], 8));
        mention.reading.ok().filter(|_| is_promise)?.resolve(anchor).ok().map(|period| period.to())
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::{Options, check};
    use crate::check::tests::{found, options, page, silent};

    const CODE: &str = "ZB008";

    fn report(text: &str) -> String {
        format!("# 第26周 2023-06-20\n\n## 生产事件\n\n- {text}\n")
    }

    fn seen_from(day: &str, text: &str) -> usize {
        let options = Options { as_of: Some(day.parse().expect("a day")), ..options(CODE) };
        check(&page("page", &report(text)), &[], &options).len()
    }

    #[test]
    fn after_two_weeks_a_cause_is_missed() {
        assert_eq!(found(CODE, &report("6/1 10:00 出金失败12笔，影响3家商户。处置：重启恢复。原因：核实中")).len(), 1);
        assert_eq!(seen_from("2023-07-10", "6/16 10:00 出金失败12笔。处置：重启恢复。原因：待复盘"), 1);
    }

    #[test]
    fn an_incident_of_the_week_may_wait() {
        silent(CODE, &report("6/16 10:00 出金失败12笔。处置：重启恢复。原因：核实中"));
    }

    #[test]
    fn what_is_told_anywhere_in_it_is_not_missed() {
        silent(CODE, &report("6/1 10:00 出金失败12笔，影响3家商户。处置：重启恢复。原因：连接池打满"));
        silent(CODE, &report("6/1 10:00 出金失败12笔，因银行系统维护导致，10:20 切换备用通道后恢复"));
    }

    #[test]
    fn past_its_promised_day_it_is_missed_at_once() {
        assert_eq!(seen_from("2023-06-24", "6/18 10:00 出金失败12笔。处置：重启恢复。原因：核实中，预计6/22给结论"), 1);
        assert_eq!(seen_from("2023-06-21", "6/18 10:00 出金失败12笔。处置：重启恢复。原因：核实中，预计6/22给结论"), 0);
    }
}
