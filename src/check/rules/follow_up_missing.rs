//! ZB009: something that an earlier week left open, and that is not spoken of again.

use std::collections::HashSet;

use crate::calendar::{Date, Expression, day_number, mentions};
use crate::check::finding::{Objection, Wording};
use crate::check::page::Page;
use crate::check::rule::{Case, Rule};
use crate::check::words::{share_of, terms};
use crate::fact::{Status, says_open, sentences};
use crate::report::{SectionKind, Span};
use crate::text::letters;
use crate::vocabulary::{DELIVERY, PUT_OFF, Sense, Words};

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB009", name: "follow-up-missing", is_default: true, needs_earlier: true, run };

/// What an earlier week left open.
struct Open<'a> {
    page: &'a Page,
    span: Span,
    /// The day it occurred, or was to be delivered.
    day: Option<Date>,
    /// What it is called.
    name: String,
    /// The day after which silence is a finding; for an incident it moves with each week that speaks of it.
    due: Date,
    is_incident: bool,
}

fn run(case: &Case<'_>) -> Vec<Objection> {
    let page = case.page;
    let weeks = case.run_of_weeks();
    let (Some(today), Some(last)) = (case.as_of, weeks.last().and_then(|last| last.reliable_date())) else {
        return Vec::new();
    };
    let here = Speech::of(page);
    let speeches: Vec<Speech> = weeks.iter().map(|other| Speech::of(other)).collect();
    let mut open: Vec<Open<'_>> = Vec::new();
    for (at, other) in weeks.iter().enumerate() {
        for mut left in left_open(other, case.thresholds.follow_up_weeks).into_iter().take(MOST_OPEN) {
            let mut is_closed = !here.speak(&left).is_empty();
            for (later, speech) in weeks[at + 1..].iter().zip(&speeches[at + 1..]) {
                let lines = speech.speak(&left);
                if lines.is_empty() {
                    continue;
                }
                is_closed |= !left.is_incident || lines.iter().any(|line| line.settles());
                left.due = later
                    .reliable_date()
                    .and_then(|day| after(day, case.thresholds.follow_up_weeks))
                    .unwrap_or(left.due);
            }
            // Once, in the first report that should have told it.
            if !is_closed && left.due < today && last <= left.due {
                open.push(left);
            }
        }
    }
    merged(page, open)
}

/// A report that leaves more open than this is no report of a week.
const MOST_OPEN: usize = 200;

/// What leaves a thread open, beside a day that is put off and what [`says_open`] knows.
static NOT_YET: Words = Words::of(&[Sense::NotYet, Sense::Plan, Sense::Dated]);

fn after(day: Date, weeks: u32) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_days(i64::from(weeks) * 7).ok()?).ok()
}

/// One finding at the title for all, so that a report has it once.
fn merged(page: &Page, open: Vec<Open<'_>>) -> Vec<Objection> {
    if open.is_empty() {
        return Vec::new();
    }
    let count = open.len();
    let incidents = open.iter().filter(|open| open.is_incident).count();
    let shown: Vec<String> = open.iter().map(|open| short(&open.page.report.source[open.span.clone()])).collect();
    vec![Objection {
        span: page.title_span(),
        message: Wording::new(
            format!("前几周留下的{count}件事到期没有再提（事件{incidents}件）：{}", shown.join("；")),
            format!("{count} things left open by earlier weeks are due and not spoken of: {}", shown.join("; ")),
        ),
        evidence: open.iter().map(|open| open.page.evidence(open.span.start)).collect(),
    }]
}

fn short(text: &str) -> String {
    const MOST_CHARS: usize = 24;
    let line = text.trim().lines().next().unwrap_or_default();
    let cut: String = line.chars().take(MOST_CHARS).collect();
    if cut.len() < line.len() { format!("{cut}…") } else { cut }
}

fn left_open(page: &Page, weeks: u32) -> Vec<Open<'_>> {
    let Some(date) = page.reliable_date() else { return Vec::new() };
    let mut found = Vec::new();
    for known in page.incidents.iter().filter(|known| known.incident.status == Status::Open) {
        let Some(due) = after(date, weeks) else { continue };
        found.push(Open {
            page,
            span: known.span.clone(),
            day: known.incident.day(),
            name: known.incident.summary.text.clone(),
            due,
            is_incident: true,
        });
    }
    for milestone in &page.milestones {
        let promised = milestone.planned.iter().filter(|planned| {
            let is_delivery =
                DELIVERY.are_in(&planned.what) || ["完成", "finish"].iter().any(|word| planned.what.contains(word));
            // A month that is named as a whole promises no day.
            is_delivery && planned.to >= date && day_number(planned.to) - day_number(planned.from) <= 7
        });
        let name = milestone.subject.split(['：', ':', '，', ',']).next().unwrap_or_default();
        found.extend(promised.filter(|_| letters(name).chars().count() >= 4).map(|planned| Open {
            page,
            span: milestone.span.clone(),
            day: Some(planned.to),
            name: format!("{name} {}", planned.part),
            due: planned.to,
            is_incident: false,
        }));
    }
    found
}

/// What a page speaks of, statement by statement.
struct Speech {
    lines: Vec<LaterLine>,
}

struct LaterLine {
    text: String,
    kind: SectionKind,
    letters: String,
    terms: HashSet<String>,
    days: Vec<Date>,
}

impl LaterLine {
    /// Whether it closes the matter. A plan leaves it open, and so does 待复盘.
    fn settles(&self) -> bool {
        let is_open = says_open(&self.text) || PUT_OFF.are_in(&self.text) || NOT_YET.are_in(&self.text);
        self.kind != SectionKind::Plan && !is_open
    }
}

impl Speech {
    fn of(page: &Page) -> Self {
        let anchor = page.reliable_date();
        let line = |text: String, kind: SectionKind| LaterLine {
            kind,
            days: anchor.map(|anchor| days(&text, anchor)).unwrap_or_default(),
            letters: letters(&text),
            terms: terms(&text),
            text,
        };
        // One item may tell of several threads, a sentence each.
        let statements = page.statements.iter().flat_map(|statement| {
            let parents: Vec<&str> = statement.parents.iter().map(|parent| &page.text[parent.clone()]).collect();
            let parts = sentences(&page.text, statement.span.clone()).into_iter();
            parts.map(move |sentence| (format!("{} {}", parents.join(" "), &page.text[sentence]), statement.kind))
        });
        let statements = statements.map(|(text, kind)| line(text, kind));
        let headings =
            page.report.sections.iter().filter_map(|section| Some(line(section.path.last()?.clone(), section.kind)));
        Self { lines: statements.chain(headings).collect() }
    }

    /// The statements that speak of what was left open: by its day, by half of its words, or by four letters in a row of them.
    fn speak(&self, open: &Open<'_>) -> Vec<&LaterLine> {
        const ENOUGH: f64 = 0.5;
        const RUN_CHARS: usize = 4;
        let wanted = terms(&open.name);
        let letters: Vec<char> = letters(&open.name).chars().collect();
        let runs: Vec<String> = letters
            .windows(RUN_CHARS)
            .filter(|run| run.iter().all(|c| !c.is_ascii()))
            .map(|run| run.iter().collect())
            .collect();
        let speaks = |line: &&LaterLine| {
            open.day.is_some_and(|day| line.days.contains(&day))
                || share_of(&wanted, &line.terms) >= ENOUGH
                || runs.iter().any(|run| line.letters.contains(run))
        };
        self.lines.iter().filter(speaks).collect()
    }
}

/// The days that a text names, the first of a range included.
fn days(text: &str, anchor: Date) -> Vec<Date> {
    let readings = mentions(text).into_iter().filter_map(|mention| mention.reading.ok());
    let days = readings.filter(|reading| matches!(reading.core(), Expression::Day(_) | Expression::Range(..)));
    days.filter_map(|day| day.core().resolve(anchor).ok()).flat_map(|period| [period.from(), period.to()]).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{found_among, silent_among};

    const CODE: &str = "ZB009";

    fn page(date: &str, text: &str) -> String {
        format!("# {date}\n\n## 生产事件\n\n{text}\n\n## 本周工作\n\n- 联调测试照常进行\n")
    }

    fn weeks(texts: &[&str]) -> Vec<String> {
        let dates = ["2023-04-11", "2023-04-18", "2023-04-25", "2023-05-02", "2023-05-09"];
        dates.iter().zip(texts).map(|(date, text)| page(date, text)).collect()
    }

    fn named(pages: &[String]) -> Vec<(&str, &str)> {
        pages.iter().map(|text| ("周报", text.as_str())).collect()
    }

    const OPEN: &str = "- 4/10 20:32 短信平台把提现提醒重复推送，停掉重试后恢复，详细待复盘";

    #[test]
    fn an_open_incident_that_is_never_spoken_of_is_found() {
        assert_eq!(found_among(CODE, &named(&weeks(&[OPEN, "无", "无", "无", "无"]))).len(), 1);
    }

    #[test]
    fn one_that_is_spoken_of_or_not_due_is_left_alone() {
        silent_among(CODE, &named(&weeks(&[OPEN, "无", "- 4/10 短信复盘完成，关闭", "无", "无"])));
        silent_among(CODE, &named(&weeks(&[OPEN, "无", "无", "无", "- 提现提醒重复推送：复盘推到下周"])));
        silent_among(CODE, &named(&weeks(&[OPEN, "无"])));
        silent_among(CODE, &named(&weeks(&[OPEN, "无", "- 短信重复推送：4/10 那次复盘完成", "无", "无"])));
        silent_among(CODE, &named(&weeks(&["- 4/10 20:32 短信重复推送，已恢复", "无", "无", "无", "无"])));
    }

    #[test]
    fn a_promised_day_that_passes_in_silence_is_found() {
        let plan = "- 商户对账脚本：开发中，预计4/20上线";
        let work = |text: &str| format!("无\n\n## 重点工作\n\n{text}");
        let (promise, done) = (work(plan), work("- 商户对账脚本4/20上线"));
        assert_eq!(found_among(CODE, &named(&weeks(&[&promise, "无", "无"]))).len(), 1);
        silent_among(CODE, &named(&weeks(&[&promise, "无", &done])));
        silent_among(CODE, &named(&weeks(&[&promise, "无"])));
    }
}
