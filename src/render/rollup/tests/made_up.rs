//! A month of a department that does not exist.

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::calendar::{Date, Month, Period, Year, YearMonth};
use crate::citation::Citation;
use crate::fact::Status;
use crate::record::Place;
use crate::report::Lines;
use crate::rollup::{
    Ahead, Course, Coverage, Digest, DigestItem, Excerpt, Headline, HeadlineGroup, HeadlineKind, IncidentPart,
    IncidentRow, IncidentTotals, Landed, MetricPart, MetricRow, MissingWeek, MonthCount, Objective, PlannedDay,
    Progress, PromisePart, PromiseRow, Recurring, ReportRead, Rest, Restated, Rollup, Slip, Stalled, Stated, Target,
    Work,
};
use crate::series::{Better, Missing, Point, Series, statistics};
use crate::thread::{Outcome, Promised, Why, WhyAgain};

pub(super) fn date(text: &str) -> Date {
    text.parse().expect("a day")
}

fn number(text: &str) -> Decimal {
    text.parse().expect("a number")
}

fn month(month: u32) -> YearMonth {
    YearMonth::new(Year::new(2023).expect("a year"), Month::new(month).expect("a month"))
}

pub(super) fn period(from: &str, to: &str) -> Period {
    Period::new(date(from), date(to)).expect("in order")
}

/// `第19周`, with its day in May 2023.
fn week(week: u32) -> (String, Date) {
    (format!("第{week}周"), date(&format!("2023-05-{:02}", (week - 18) * 7)))
}

fn stated(text: &str, value: &str, at: u32, cite: usize) -> Stated {
    let (report, date) = week(at);
    Stated { value: number(value), text: text.to_string(), date, report, cite }
}

fn excerpt(text: &str, at: u32, cite: usize) -> Excerpt {
    let (report, date) = week(at);
    Excerpt { text: text.to_string(), date, report, cite, is_after: false }
}

fn item(text: &str, at: u32, cite: usize) -> DigestItem {
    let (report, date) = week(at);
    DigestItem {
        text: text.to_string(),
        is_done: false,
        is_after: false,
        is_held_up: false,
        weight: 1.0,
        date,
        report,
        author: None,
        section: vec!["反思".to_string()],
        beside: Vec::new(),
        matter: String::new(),
        cite,
    }
}

fn headline(group: HeadlineGroup, kind: HeadlineKind, cites: &[usize]) -> Headline {
    Headline { group, kind, cites: cites.to_vec() }
}

fn point(text: &str, value: &str, at: u32) -> Point {
    let (report, date) = week(at);
    let place = Place::of_page(
        Uuid::nil(),
        &report,
        &date.to_string(),
        &["运行".to_string()],
        &format!("{report}.md"),
        Lines { first: 5, last: 5 },
    );
    Point {
        corrected: None,
        date,
        value: number(value),
        text: text.to_string(),
        name: "订单成功率".to_string(),
        before: None,
        target: None,
        confidence: crate::fact::Confidence::SURE,
        place,
    }
}

fn rate() -> MetricRow {
    let points = vec![point("99.1%", "99.1", 19), point("98.7%", "98.7", 20), point("99.4%", "99.4", 22)];
    let missing = vec![Missing { week: "第21周".to_string(), date: date("2023-05-21"), reported: true }];
    let series =
        Series {
            metric: "订单成功率".to_string(), qualifier: String::new(), unit: "%".to_string(), points, missing
        };
    MetricRow {
        statistics: statistics(&series),
        team: String::new(),
        series,
        first: stated("99.1%", "99.1", 19, 1),
        last: stated("99.4%", "99.4", 22, 3),
        highest: stated("99.4%", "99.4", 22, 3),
        lowest: stated("98.7%", "98.7", 20, 2),
        better: Some(Better::Higher),
        change: Some(number("0.3")),
        target: Some(Target { value: number("99.5"), is_met: Some(false), cite: 3 }),
        conflicts: vec![vec![stated("98.7%", "98.7", 20, 2), stated("98.9%", "98.9", 20, 4)]],
        restated: vec![Restated { said: stated("98.7%", "98.7", 20, 2), later: stated("98.8%", "98.8", 22, 3) }],
    }
}

fn complaints() -> MetricRow {
    let points = vec![point("12件", "12", 19), point("3.2万件", "32000", 22)];
    let series = Series {
        metric: "客诉".to_string(),
        qualifier: "本周".to_string(),
        unit: "件".to_string(),
        points,
        missing: Vec::new(),
    };
    MetricRow {
        statistics: statistics(&series),
        team: String::new(),
        series,
        first: stated("12件", "12", 19, 5),
        last: stated("3.2万件", "32000", 22, 6),
        highest: stated("3.2万件", "32000", 22, 6),
        lowest: stated("12件", "12", 19, 5),
        better: None,
        change: Some(number("31988")),
        target: None,
        conflicts: Vec::new(),
        restated: Vec::new(),
    }
}

fn single(cite: usize) -> MetricRow {
    let series = Series {
        metric: "订单成功率".to_string(),
        qualifier: String::new(),
        unit: "%".to_string(),
        points: vec![point("97%", "97", 19)],
        missing: Vec::new(),
    };
    let only = stated("97%", "97", 19, cite);
    MetricRow {
        statistics: statistics(&series),
        team: String::new(),
        series,
        first: only.clone(),
        last: only.clone(),
        highest: only.clone(),
        lowest: only,
        better: Some(Better::Higher),
        change: None,
        target: None,
        conflicts: Vec::new(),
        restated: Vec::new(),
    }
}

fn incidents() -> IncidentPart {
    let fixed = IncidentRow {
        occurred: Some("2023-05-17T09:30".to_string()),
        found: None,
        summary: "仓储接口超时，213单没有出库".to_string(),
        impact: Some("213单晚发".to_string()),
        cause: Some("连接池上限过低".to_string()),
        cause_later: None,
        is_cause_settled: false,
        cause_denied: None,
        handling: Some("上限由50改为200".to_string()),
        status: Status::Resolved,
        standing: Status::Resolved,
        closed: None,
        minutes: Some(85),
        days_open: Some(0),
        later: Vec::new(),
        cites: vec![7],
    };
    let open = IncidentRow {
        occurred: Some("2023-05-25".to_string()),
        found: Some("2023-05-26T08:00".to_string()),
        summary: "夜间对账任务没有跑".to_string(),
        impact: None,
        cause: None,
        cause_later: Some(excerpt("对账任务被误删", 22, 9)),
        is_cause_settled: false,
        cause_denied: None,
        handling: None,
        status: Status::Open,
        standing: Status::Open,
        minutes: None,
        days_open: Some(3),
        later: vec![Excerpt { is_after: true, ..excerpt("任务恢复，仍在查", 22, 9) }],
        cites: vec![8],
        closed: None,
    };
    let outside = IncidentRow { occurred: Some("2023-04-29T10:00".to_string()), ..fixed.clone() };
    IncidentPart {
        totals: IncidentTotals {
            all: 2,
            resolved: 1,
            open: 1,
            unknown: 0,
            by_month: vec![MonthCount { month: month(5), count: 2 }],
            undated: 0,
            timed: 1,
            minutes: 85,
        },
        recurring: vec![Recurring {
            what: "仓储接口".to_string(),
            why: WhyAgain::SameSystem,
            rows: vec![0, 1],
            cites: vec![7, 8],
        }],
        rows: vec![fixed, open],
        outside: vec![outside],
    }
}

fn objectives() -> Vec<Objective> {
    let progress = |percent: &str, at: u32, cite: usize| {
        let (report, date) = week(at);
        Progress { percent: number(percent), date, report, cite }
    };
    let moved = Work {
        subject: "新仓库系统".to_string(),
        parent: None,
        progress: Some(Course { first: progress("40", 19, 10), last: progress("65", 22, 11) }),
        landed: None,
        slips: vec![Slip {
            step: "上线".to_string(),
            part: String::new(),
            from: PlannedDay { text: "5/20".to_string(), date: date("2023-05-20") },
            to: PlannedDay { text: "6/10".to_string(), date: date("2023-06-10") },
            days: 21,
            is_exact: true,
            moves: 2,
            cites: vec![10, 11],
        }],
        stalled: Some(Stalled { since: week(19).1, report: week(19).0, reports: 3, is_repeated: true, cite: 10 }),
        last: excerpt("新仓库系统：进度65%，上线由5/20改到6/10", 22, 11),
        later: None,
        cites: vec![10, 11],
        statements: 3,
    };
    let landed = Work {
        subject: "扫码发货".to_string(),
        parent: Some("移动端".to_string()),
        progress: None,
        landed: Some(Landed {
            word: "上线".to_string(),
            text: "5/18上线".to_string(),
            is_part: false,
            day: Some(date("2023-05-18")),
            date: week(20).1,
            report: week(20).0,
            cite: 12,
        }),
        slips: Vec::new(),
        stalled: None,
        last: excerpt("扫码发货：5/18上线", 20, 12),
        later: None,
        cites: vec![12],
        statements: 1,
    };
    let mentioned = Work {
        subject: "打印机选型".to_string(),
        landed: None,
        parent: None,
        last: excerpt("打印机选型在谈", 20, 13),
        later: None,
        cites: vec![13],
        ..landed.clone()
    };
    vec![
        Objective {
            code: Some("O1".to_string()),
            name: "O1 仓储".to_string(),
            works: vec![moved, landed],
            digest: Digest::default(),
        },
        Objective {
            code: None,
            name: String::new(),
            works: vec![mentioned],
            digest: Digest {
                items: vec![item("打印机选型在谈，三家报价", 20, 13)],
                rest: Rest { count: 23, names: vec!["押金".to_string()], cites: vec![14, 15] },
            },
        },
    ]
}

fn promises() -> PromisePart {
    let row = |text: &str, outcome, why, cites: Vec<usize>, evidence: Option<Excerpt>| PromiseRow {
        kind: Promised::Goal,
        text: text.to_string(),
        made: week(19).1,
        report: week(19).0,
        due: Some(date("2023-05-20")),
        outcome,
        why,
        days: None,
        cites,
        evidence,
    };
    let slipped = PromiseRow {
        kind: Promised::Step,
        days: Some(21),
        ..row(
            "新仓库系统 5/20上线",
            Outcome::Slipped,
            Why::PlannedAnew,
            vec![10],
            Some(excerpt("上线由5/20改到6/10", 22, 11)),
        )
    };
    PromisePart {
        rows: vec![
            row("扫码发货上线", Outcome::Kept, Why::DoneInTime, vec![14, 15], Some(excerpt("5/18上线", 20, 12))),
            slipped,
            row("盘点方案定稿", Outcome::Unknown, Why::NotMentioned, vec![14], None),
        ],
    }
}

fn source(n: usize) -> Citation {
    // Those of the metrics state their values in the weeks that the rows say.
    let at = match n {
        1 | 5 => 19,
        2 | 4 => 20,
        3 | 6 => 22,
        _ => 19 + (n as u32) % 4,
    };
    let (report, date) = week(at);
    Citation {
        n,
        report_id: Uuid::nil(),
        path: format!("{report} {date}.md"),
        report,
        date: date.to_string(),
        section: vec!["本周工作".to_string(), "运行".to_string()],
        lines: Lines { first: 10 + n, last: 11 + n },
        quote: format!("第{n}处原文\n第二行"),
    }
}

fn read(at: u32, straddles: bool) -> ReportRead {
    let (report, date) = week(at);
    let covers = straddles.then(|| period("2023-04-28", "2023-05-07"));
    ReportRead { path: format!("{report}.md"), report, date, author: Some("仓储组".to_string()), covers, straddles }
}

/// May 2023: everything that a roll-up can have, once or twice.
pub(super) fn may() -> Rollup {
    Rollup {
        asked: "2023-05".to_string(),
        period: period("2023-05-01", "2023-05-31"),
        headline: vec![
            headline(HeadlineGroup::Delivered, HeadlineKind::Landed(0, 1), &[12]),
            headline(HeadlineGroup::Delivered, HeadlineKind::Item(1, 0), &[13]),
            headline(HeadlineGroup::Late, HeadlineKind::Slipped(0, 0), &[10, 11]),
            headline(HeadlineGroup::Late, HeadlineKind::Risk(0), &[16]),
            headline(HeadlineGroup::Late, HeadlineKind::Promise(1), &[10, 11]),
            headline(HeadlineGroup::Broken, HeadlineKind::Incidents(Some(0)), &[7]),
            headline(HeadlineGroup::Broken, HeadlineKind::Open(1), &[8]),
            headline(HeadlineGroup::Settled, HeadlineKind::Cause(0), &[9]),
            headline(HeadlineGroup::Settled, HeadlineKind::Settled(0), &[17]),
            headline(HeadlineGroup::Moved, HeadlineKind::Metric(0), &[1, 3]),
            headline(HeadlineGroup::Next, HeadlineKind::Next(0), &[14]),
        ],
        metrics: MetricPart { rows: vec![rate(), complaints()], single: vec![single(16)] },
        incidents: incidents(),
        settled: vec![DigestItem {
            is_after: true, ..item("更正：第20周出库 1,204 单应为 1,240 单", 22, 17)
        }],
        objectives: objectives(),
        promises: promises(),
        reflections: vec![item("先看日志再改配置", 22, 17)],
        reflections_rest: Rest::default(),
        risks: vec![DigestItem { is_held_up: true, ..item("接口文档未给，联调卡住", 22, 16) }],
        risks_rest: Rest { count: 2, names: Vec::new(), cites: vec![15] },
        ahead: vec![Ahead {
            text: "新仓库系统6/10上线".to_string(),
            due: Some(date("2023-06-10")),
            date: week(22).1,
            later: None,
            report: week(22).0,
            cite: 14,
        }],
        sources: (1..=17).map(source).collect(),
        coverage: Coverage {
            read: vec![read(19, true), read(20, false), read(22, false)],
            missing: vec![MissingWeek { week: "第21周".to_string(), days: period("2023-05-15", "2023-05-21") }],
            beside: vec![ReportRead {
                report: "第23周".to_string(),
                date: date("2023-06-04"),
                author: None,
                ..read(22, false)
            }],
            undated: 2,
            after: 1,
        },
    }
}

/// April 2023: one metric, nothing else.
pub(super) fn april() -> Rollup {
    Rollup {
        asked: "2023-04".to_string(),
        period: period("2023-04-01", "2023-04-30"),
        metrics: MetricPart { rows: Vec::new(), single: vec![single(1)] },
        sources: vec![source(1)],
        coverage: Coverage { read: vec![read(19, false)], ..Coverage::default() },
        ..empty()
    }
}

/// A month whose one report says nothing.
pub(super) fn empty() -> Rollup {
    Rollup {
        asked: "2023-03".to_string(),
        period: period("2023-03-01", "2023-03-31"),
        headline: Vec::new(),
        metrics: MetricPart::default(),
        incidents: IncidentPart::default(),
        settled: Vec::new(),
        objectives: Vec::new(),
        promises: PromisePart::default(),
        reflections: Vec::new(),
        reflections_rest: Rest::default(),
        risks: Vec::new(),
        risks_rest: Rest::default(),
        ahead: Vec::new(),
        sources: Vec::new(),
        coverage: Coverage { read: vec![read(19, false)], ..Coverage::default() },
    }
}
