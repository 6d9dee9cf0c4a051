//! ZB005: a planned date before the report's own, described as still to come.

use crate::calendar::{Date, Expression, Mention, Period, Relative, day_number, mentions};
use crate::check::finding::{Objection, Wording};
use crate::check::layout::tables;
use crate::check::moments::moments;
use crate::check::page::Page;
use crate::check::rule::{Case, Rule};
use crate::report::{SectionKind, Span, Table, lines_of, plain};
use crate::text::{fold, part_between};
use crate::vocabulary::{Sense, Words};

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB005", name: "planned-date-past", is_default: true, needs_earlier: false, run };

/// Words that a planned date follows in its clause.
static PLANS: Words = Words::of(&[Sense::Plan, Sense::Hope]);

/// With these the plan is an earlier one, or no plan at all.
static NO_PLANS: Words = Words::of(&[Sense::Former, Sense::NoPlan]);

/// What became of it.
static OUTCOMES: Words = Words::of(&[
    Sense::Outcome,
    Sense::Postponed,
    Sense::Moved,
    Sense::Changed,
    Sense::Missed,
    Sense::NotDone,
    Sense::Paused,
    Sense::Cancelled,
]);

/// The most characters between the word and the date.
const NEAR_CHARS: usize = 14;

/// A date without a year may be next year's from this distance on.
const LONGEST_PAST_DAYS: i32 = 90;

fn run(case: &Case<'_>) -> Vec<Objection> {
    let page = case.page;
    let (Some(anchor), Some(today)) = (page.reliable_date(), case.as_of) else { return Vec::new() };
    // A date worked out from a label alone: as early as the report may be.
    let today = if today == anchor { page.earliest_date().unwrap_or(today) } else { today };
    let mut found = Vec::new();
    for statement in &page.statements {
        if matches!(statement.kind, SectionKind::FollowUp | SectionKind::Review | SectionKind::Daily) {
            continue;
        }
        let text = &page.text;
        for line in lines_of(text, &statement.span) {
            let words = &text[line.clone()];
            for mention in mentions(words) {
                let goal = || goal(words, &mention, anchor).filter(|_| statement.kind == SectionKind::Plan);
                let Some(days) = planned(words, &mention, anchor).or_else(goal).filter(|days| days.to() < today) else {
                    continue;
                };
                let ago = day_number(today) - day_number(days.to());
                let whole = &text[statement.span.clone()];
                if ago > LONGEST_PAST_DAYS || states_outcome(words, whole, &mention.span) {
                    continue;
                }
                let span = line.start + mention.span.start..line.start + mention.span.end;
                let written = page.report.source[span.clone()].trim();
                found.push(objection(span.clone(), written, days.to(), today, ago));
            }
        }
    }
    for table in tables(page) {
        found.extend(in_table(page, &table, today));
    }
    found
}

/// Rows that are told as going on, with a day in a column of plans that is past.
fn in_table(page: &Page, table: &Table, today: Date) -> Vec<Objection> {
    static OPEN: Words = Words::of(&[Sense::GoingOn]);
    let Some(head) = &table.head else { return Vec::new() };
    let name = |cell: &Span| fold(plain(&page.text[cell.clone()]).trim());
    let planned = head.cells.iter().position(|cell| PLANS.are_in(&name(cell)));
    let is_outcome = |cell: &Span| ["实际", "actual"].iter().any(|word| name(cell).contains(word));
    let outcome = head.cells.iter().position(is_outcome);
    let mut found = Vec::new();
    for row in &table.rows {
        let Some(cell) = planned.and_then(|at| row.cells.get(at)) else { continue };
        let written = page.text[cell.clone()].trim();
        let words = &page.text[row.span.clone()];
        let has_outcome = outcome
            .and_then(|at| row.cells.get(at))
            .is_some_and(|cell| page.text[cell.clone()].contains(char::is_alphanumeric));
        let day = moments(written, page.reliable_date()).into_iter().next().filter(|moment| moment.until.is_none());
        let Some(day) = day.and_then(|moment| moment.date) else { continue };
        let ago = day_number(today) - day_number(day);
        let is_open = OPEN.are_in(words) && !OUTCOMES.are_in(words) && !has_outcome;
        if is_open && (1..=LONGEST_PAST_DAYS).contains(&ago) {
            found.push(objection(cell.clone(), written, day, today, ago));
        }
    }
    found
}

fn objection(span: Span, written: &str, to: Date, today: Date, ago: i32) -> Objection {
    Objection {
        message: Wording::new(
            format!("“{written}”（{to}）在 {today} 已过去{ago}天，还写成将来的计划"),
            format!("`{written}` ({to}) is {ago} days before {today}, and told as still to come"),
        ),
        span,
        evidence: Vec::new(),
    }
}

/// The days of a mention that its clause plans.
fn planned(line: &str, mention: &Mention, anchor: Date) -> Option<Period> {
    let expression = mention.reading.as_ref().ok()?;
    let core = expression.core();
    let is_day = matches!(
        core,
        Expression::Day(_)
            | Expression::DayOfMonth(_)
            | Expression::MonthPart { .. }
            | Expression::Month { .. }
            | Expression::Relative(Relative::Day(_) | Relative::WeekdayOf { .. })
    );
    if !is_day || matches!(expression, Expression::Since(_) | Expression::After(_)) {
        return None;
    }
    let clause = clause_before(line, mention.span.start).to_lowercase();
    if NO_PLANS.are_in(&clause) {
        return None;
    }
    let between = &clause[PLANS.last_in(&clause)?.span.end..];
    let is_near = between.chars().count() <= NEAR_CHARS;
    // 预计影响、计划评审会4/8…: what the date belongs to then is no promise.
    let is_history = between.ends_with(['上', '前', '已', '自', '从']) || between.ends_with("于是");
    let after = line[mention.span.end..].trim_start();
    let is_name = after.starts_with(['的', '-', '~', '至', '～']) || after.starts_with("那") || after.starts_with("起");
    if !is_near || is_history || is_name {
        return None;
    }
    // 预计周一到: a bare weekday that has passed is next week's.
    let written = &line[mention.span.clone()];
    let is_bare = matches!(core, Expression::Relative(Relative::WeekdayOf { week: 0, .. }));
    if is_bare && !["本", "这", "this"].iter().any(|this| written.starts_with(this)) {
        return None;
    }
    let period = core.resolve(anchor).ok()?;
    // A whole month is a plan for any of its days.
    (period.days() <= 31).then_some(period)
}

/// The day of a goal that is nothing but a delivery (4/12交付, 收银台4/14上线), or that the goal opens with (6/11前提交材料).
fn goal(line: &str, mention: &Mention, anchor: Date) -> Option<Period> {
    delivery(line, mention, anchor).or_else(|| opening(line, mention, anchor))
}

fn opening(line: &str, mention: &Mention, anchor: Date) -> Option<Period> {
    let is_first = !line[..mention.span.start].contains(char::is_alphabetic);
    let core = mention.reading.as_ref().ok()?.core();
    let after = line[mention.span.end..].trim_start_matches([' ', '前']);
    let is_work = ["完成", "提交", "召开"].iter().any(|verb| after.starts_with(verb));
    let is_name = after.contains("复盘") || after.contains('的');
    if !is_first || !is_work || is_name || !matches!(core, Expression::Day(_)) {
        return None;
    }
    core.resolve(anchor).ok()
}

fn delivery(line: &str, mention: &Mention, anchor: Date) -> Option<Period> {
    static DELIVERIES: Words =
        Words::of(&[Sense::Launch, Sense::Handover, Sense::ToTest, Sense::Switch, Sense::Opening, Sense::Acceptance]);
    let expression = mention.reading.as_ref().ok()?;
    let core = expression.core();
    let is_day =
        matches!(core, Expression::Day(_)) && !matches!(expression, Expression::Since(_) | Expression::After(_));
    let after = line[mention.span.end..].trim_start();
    let rest = &after[DELIVERIES.beginning(after)?.span.end..];
    let ends = rest.trim_start().is_empty() || rest.trim_start().starts_with(['，', '。', '；', '、', ',', ';']);
    if !is_day || !ends || NO_PLANS.are_in(line) {
        return None;
    }
    core.resolve(anchor).ok()
}

/// The words of the clause that ends at `end`.
fn clause_before(line: &str, end: usize) -> &str {
    let start = part_between(line, &(end..end), &['，', '。', '；', ';', '！', '？', '、', '|', '\n']).start;
    // 提测，预计 6/1: a comma of English text parts clauses as well.
    let start = line[start..end].rfind(", ").map_or(start, |at| start + at + 2);
    &line[start..end]
}

/// Whether the item says what became of the date, in its own clause or after it, or that it is an old plan.
fn states_outcome(line: &str, whole: &str, mention: &Span) -> bool {
    let clause_start = mention.start - clause_before(line, mention.start).len();
    let rest = line[clause_start..].to_lowercase();
    let until = rest.find(['；', ';']).unwrap_or(rest.len());
    // What follows on the next lines of the same item may tell it, too.
    let after = whole.find(line).map_or("", |at| &whole[at + line.len()..]);
    OUTCOMES.are_in(&rest[..until]) || OUTCOMES.are_in(after)
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{found, silent};

    const CODE: &str = "ZB005";

    fn page(text: &str) -> String {
        format!("# 第17周 2023-04-18\n\n## 本周工作\n\n- {text}\n")
    }

    #[test]
    fn a_past_date_told_as_to_come_is_found() {
        assert_eq!(found(CODE, &page("通道4/11完成，收银台预计4/13上线")), [(5, "4/13".into())]);
        assert_eq!(found(CODE, &page("开发进度75%，计划4月14日提测")), [(5, "4月14日".into())]);
        assert_eq!(found(CODE, &page("应于4/14前完成整改")).len(), 1);
        assert_eq!(found(CODE, &page("预计上周五提测")).len(), 1);
        assert_eq!(found(CODE, &page("下线旧应用，预计3月底完成")), [(5, "3月底".into())]);
        assert_eq!(found(CODE, &page("Cashier, planned for 2023-04-13")), [(5, "2023-04-13".into())]);
    }

    #[test]
    fn days_to_come_and_the_day_itself_are_no_matter() {
        for text in ["预计4/18上线", "预计4/19上线", "预计5月中投产", "预计4月投产", "预计1/5交付"]
        {
            silent(CODE, &page(text));
        }
    }

    #[test]
    fn a_date_whose_outcome_is_told_is_left_alone() {
        for text in [
            "预计4/13上线，实际4/14上线",
            "原计划4/13上线，正在联调",
            "按计划4/13上线",
            "预计4/13上线，延期至4/25",
            "预计4/13上线的收银台因联调没有赶上，改到4/25",
            "4/13已上线，预计4/25全量",
            "4/13评审通过，预计下周提测",
            "计划于4/13的评审会推迟",
            "计划自4/13起灰度",
        ] {
            silent(CODE, &page(text));
        }
    }

    #[test]
    fn a_goal_that_is_a_past_delivery_is_found() {
        let plan = |goal: &str| format!("# 第17周 2023-04-18\n\n## 下周计划\n\n1. {goal}\n");
        assert_eq!(found(CODE, &plan("朝阳分账2.0 4/14上线")), [(5, "4/14".into())]);
        for goal in ["4/10短信重复发送复盘", "4/14上线问题复盘", "4/20上线", "4/14上线后的观察"] {
            silent(CODE, &plan(goal));
        }
    }

    #[test]
    fn a_page_without_a_date_of_its_own_is_left_alone() {
        silent(CODE, "# 周报\n\n- 预计4/13上线");
        silent(CODE, "# 周报\n\nCreated: 2023年11月29日 21:43\n\n- 预计4/13上线");
    }

    #[test]
    fn a_label_alone_dates_a_report_as_early_as_it_may_be() {
        silent(CODE, "# 2023-W16\n\n- 预计4/17上线");
        assert_eq!(found(CODE, "# 2023-W16\n\n- 预计4/13上线").len(), 1);
    }

    #[test]
    fn over_new_year_the_nearest_year_is_meant() {
        silent(CODE, "# 第52周 2023-12-26\n\n- 预计1/5交付");
        assert_eq!(found(CODE, "# 第1周 2024-01-05\n\n- 预计12/28交付").len(), 1);
    }
}
