//! A small roll-up, a server that follows a script, and what a model's replies come to.

mod failing;
mod goals;
mod points;
mod prose;
mod resuming;
#[path = "../../../tests/support/script.rs"]
mod script;

use std::collections::BTreeMap;
use std::future::{Future, pending};
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Event, GoalLine, Narrator, Prose, RollupPart, Worded};
use crate::calendar::{Date, Period, YearMonth};
use crate::chat::{Chat, ChatOptions, Limits};
use crate::citation::Citation;
use crate::fact::Status;
use crate::prompt::Prompts;
use crate::report::Lines;
use crate::rollup::{
    Course, Coverage, Digest, DigestItem, Excerpt, IncidentPart, IncidentRow, IncidentTotals, Landed, MetricPart,
    MetricRow, MonthCount, Objective, PlannedDay, Progress, PromisePart, PromiseRow, Recurring, Rest, Restated, Rollup,
    Slip, Stalled, Stated, Target, Work,
};
use crate::series::{Better, Series, statistics};
use crate::thread::{Outcome, Promised, Why, WhyAgain};
use crate::vocabulary::Language;
use crate::write::{Budget, Sizes, Writer};
use script::{Script, ScriptedServer};

const W25: (&str, &str) = ("第25周", "2023-06-13");
const W26: (&str, &str) = ("第26周", "2023-06-20");

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn sources() -> Vec<Citation> {
    let told = [
        (W25, "系统运行数据", "出金有效成功率：99.94%"),
        (W26, "系统运行数据", "出金有效成功率：99.96%（上周99.95%），目标99.95%"),
        (
            W26,
            "生产稳定性事件",
            "6/15 11:01 对账核对发现账户流水金额有5991笔差异，764个商户的对账单受到波及。\n原因：DBA做Oracle存储扩容时重启了机器。 处置：重跑商户对账单数据，15:57修复完成。",
        ),
        (W25, "生产稳定性事件", "6/10 13:46 清结算csp-agent-oss告警，原因核实中。"),
        (W26, "往期跟踪", "6/10清结算csp-agent-oss告警查明是连错了数据源，关闭"),
        (W25, "O1 服务业务", "委托代征第二批：进度40%，计划6/20上线"),
        (W26, "O1 服务业务", "委托代征第二批：进度80%，延期至6/27上线，收银台6/19已上线"),
        (W25, "下周工作及目标", "完成数据分类分级打标"),
        (W26, "上周进展", "数据分类分级：支付系统的数据打标完成"),
        (W26, "收获与反思", "6/15的扩容就是教训：变更方不知道我们几点跑批。"),
        (W26, "问题与风险", "本地WAF规则库更新会占满CPU。"),
    ];
    let citation = |(at, ((report, date), section, quote)): (usize, ((&str, &str), &str, &str))| Citation {
        n: at + 1,
        report_id: Uuid::nil(),
        report: report.to_string(),
        date: date.to_string(),
        section: vec![section.to_string()],
        path: format!("{report}.md"),
        lines: Lines { first: at + 1, last: at + 1 },
        quote: quote.to_string(),
    };
    told.into_iter().enumerate().map(citation).collect()
}

fn stated(value: &str, (report, date): (&str, &str), cite: usize) -> Stated {
    let value: Decimal = value.parse().expect("a number");
    Stated { value, text: format!("{value}%"), date: day(date), report: report.to_string(), cite }
}

fn metric() -> MetricRow {
    let (first, last) = (stated("99.94", W25, 1), stated("99.96", W26, 2));
    let series = Series {
        metric: "出金有效成功率".to_string(),
        qualifier: String::new(),
        unit: "%".to_string(),
        points: Vec::new(),
        missing: Vec::new(),
    };
    MetricRow {
        statistics: statistics(&series),
        team: String::new(),
        series,
        highest: last.clone(),
        lowest: first.clone(),
        better: Some(Better::Higher),
        change: Some("0.02".parse().expect("a number")),
        target: Some(Target { value: "99.95".parse().expect("a number"), is_met: Some(true), cite: 2 }),
        conflicts: Vec::new(),
        restated: vec![Restated { said: first.clone(), later: stated("99.95", W26, 2) }],
        first,
        last,
    }
}

fn excerpt(text: &str, (report, date): (&str, &str), cite: usize) -> Excerpt {
    Excerpt { text: text.to_string(), date: day(date), report: report.to_string(), cite, is_after: false }
}

fn incidents() -> IncidentPart {
    let row = IncidentRow {
        occurred: Some("2023-06-15T11:01".to_string()),
        found: None,
        summary: "对账核对发现账户流水金额有5991笔差异".to_string(),
        impact: Some("764个商户的对账单受到波及".to_string()),
        cause: Some("DBA做Oracle存储扩容时重启了机器".to_string()),
        cause_later: None,
        is_cause_settled: false,
        cause_denied: None,
        handling: Some("重跑商户对账单数据".to_string()),
        status: Status::Resolved,
        standing: Status::Resolved,
        closed: None,
        minutes: Some(296),
        days_open: Some(0),
        later: Vec::new(),
        cites: vec![3],
    };
    let closed = excerpt("6/10清结算csp-agent-oss告警查明是连错了数据源，关闭", W26, 5);
    let late = IncidentRow {
        occurred: Some("2023-06-10T13:46".to_string()),
        summary: "清结算csp-agent-oss告警".to_string(),
        impact: None,
        cause: None,
        handling: None,
        status: Status::Open,
        closed: Some(closed.clone()),
        minutes: None,
        days_open: Some(10),
        later: vec![closed],
        cites: vec![4, 5],
        ..row.clone()
    };
    let june: YearMonth = "2023-06".parse().expect("a month");
    let totals = IncidentTotals {
        all: 2,
        resolved: 2,
        by_month: vec![MonthCount { month: june, count: 2 }],
        timed: 1,
        minutes: 296,
        ..IncidentTotals::default()
    };
    let recurring =
        Recurring { what: "清结算".to_string(), why: WhyAgain::SameSystem, rows: vec![0, 1], cites: vec![3, 4] };
    IncidentPart { rows: vec![late, row], totals, recurring: vec![recurring], outside: Vec::new() }
}

fn work() -> Work {
    let progress = |percent: i64, (report, date): (&str, &str), cite| Progress {
        percent: Decimal::from(percent),
        date: day(date),
        report: report.to_string(),
        cite,
    };
    Work {
        subject: "委托代征第二批".to_string(),
        parent: None,
        progress: Some(Course { first: progress(40, W25, 6), last: progress(80, W26, 7) }),
        landed: Some(Landed {
            word: "上线".to_string(),
            text: "收银台6/19已上线".to_string(),
            is_part: true,
            day: Some(day("2023-06-19")),
            date: day(W26.1),
            report: W26.0.to_string(),
            cite: 7,
        }),
        slips: vec![Slip {
            step: "上线".to_string(),
            part: String::new(),
            from: PlannedDay { text: "6/20".to_string(), date: day("2023-06-20") },
            to: PlannedDay { text: "6/27".to_string(), date: day("2023-06-27") },
            days: 7,
            is_exact: true,
            moves: 1,
            cites: vec![6, 7],
        }],
        stalled: Some(Stalled {
            since: day(W25.1),
            report: W25.0.to_string(),
            reports: 2,
            is_repeated: false,
            cite: 6,
        }),
        last: excerpt("委托代征第二批：进度80%", W26, 7),
        later: None,
        cites: vec![6, 7],
        statements: 2,
    }
}

fn promise() -> PromiseRow {
    PromiseRow {
        kind: Promised::Goal,
        text: "完成数据分类分级打标".to_string(),
        made: day(W25.1),
        report: W25.0.to_string(),
        due: None,
        outcome: Outcome::Kept,
        why: Why::ToldDone,
        days: None,
        cites: vec![8],
        evidence: Some(excerpt("数据分类分级：支付系统的数据打标完成", W26, 9)),
    }
}

fn quoted(cite: usize) -> DigestItem {
    let citation = &sources()[cite - 1];
    DigestItem {
        text: citation.quote.clone(),
        is_done: false,
        is_after: false,
        is_held_up: false,
        weight: 1.0,
        author: None,
        report: citation.report.clone(),
        date: day(&citation.date),
        section: citation.section.clone(),
        beside: Vec::new(),
        matter: String::new(),
        cite,
    }
}

/// Of June 2023: one metric, two incidents, one piece of work, one promise, a reflection and a risk; five prompts and one for
/// the headline.
fn june() -> Rollup {
    Rollup {
        asked: "2023-06".to_string(),
        period: Period::between(day("2023-06-01"), day("2023-06-30")),
        headline: Vec::new(),
        metrics: MetricPart { rows: vec![metric()], single: Vec::new() },
        incidents: incidents(),
        settled: Vec::new(),
        objectives: vec![Objective {
            code: Some("O1".to_string()),
            name: "O1 服务业务".to_string(),
            works: vec![work()],
            digest: Digest::default(),
        }],
        promises: PromisePart { rows: vec![promise()] },
        reflections: vec![quoted(10)],
        reflections_rest: Rest::default(),
        risks: vec![quoted(11)],
        risks_rest: Rest::default(),
        ahead: Vec::new(),
        sources: sources(),
        coverage: Coverage::default(),
    }
}

/// A good reply to each of the six prompts of [`june`].
const GOOD: [&str; 6] = [
    "出金有效成功率从99.94%（第25周）升到99.96%（第26周），上升0.02个百分点[1]。",
    "2023年6月共有2起事件，全部已解决[1]。6/15 11:01 对账核对发现账户流水金额有5991笔差异[7]。",
    "委托代征第二批的进度从40%（第25周）到80%（第26周）[1]。",
    "第25周承诺的“完成数据分类分级打标”：兑现[2]。",
    "本地WAF规则库更新会占满CPU[2]。",
    "2023年6月共有2起事件，全部已解决[2]。出金有效成功率从99.94%升到99.96%，上升0.02个百分点[1]。",
];

/// A scripted server with what is asked of it.
struct Desk {
    server: Arc<ScriptedServer>,
    language: Language,
    source_tokens: usize,
    budget: Option<usize>,
    deadline: Duration,
    cache: Option<PathBuf>,
}

impl Desk {
    fn new(scripts: Vec<Script>) -> Self {
        Self {
            server: Arc::new(ScriptedServer::start(scripts)),
            language: Language::Chinese,
            source_tokens: 2400,
            budget: None,
            deadline: Duration::from_secs(20),
            cache: None,
        }
    }

    /// With one reply a prompt.
    fn saying(replies: &[&str]) -> Self {
        Self::new(replies.iter().map(|reply| Script::saying(&[reply])).collect())
    }

    fn chat(&self) -> Chat {
        Chat::new(ChatOptions {
            base_url: format!("{}/v1", self.server.url()).parse().expect("an address"),
            key: None,
            model: "m".to_string(),
            temperature: 0.0,
            seed: None,
            retries: 0,
            first_pause: Duration::ZERO,
            deadline: self.deadline,
            idle: self.deadline,
            limits: Limits::default(),
            price: None,
            cache: self.cache.clone(),
            record: None,
        })
        .expect("options")
    }

    async fn with<T>(&self, work: impl AsyncFnOnce(Narrator<'_>) -> T) -> T {
        let (chat, budget) = (self.chat(), Budget::new(self.budget));
        let prompts = Prompts::new(&BTreeMap::new()).expect("the built-in templates are good");
        let sizes = Sizes { window: 8192, sources: self.source_tokens, reply: 300 };
        let writer = Writer { chat: &chat, prompts: &prompts, sizes, selects: true, budget: &budget, redactor: None };
        work(Narrator::new(writer)).await
    }

    async fn narrate(&self, rollup: &Rollup) -> (Prose, Vec<Event>) {
        self.narrate_until(rollup, pending()).await
    }

    async fn narrate_until(&self, rollup: &Rollup, stop: impl Future<Output = ()> + Send) -> (Prose, Vec<Event>) {
        let mut events = Vec::new();
        let mut stop = pin!(stop);
        let told = async |narrator: Narrator<'_>| {
            narrator.narrate(rollup, self.language, stop.as_mut(), &mut |event| events.push(event)).await
        };
        let prose = self.with(told).await;
        (prose, events)
    }

    async fn word(&self, goals: &[GoalLine<'_>]) -> Worded {
        let mut stop = pin!(pending());
        let told =
            async |narrator: Narrator<'_>| narrator.word_goals(goals, self.language, stop.as_mut(), &mut |_| ()).await;
        self.with(told).await
    }

    /// The last message of every request, in order.
    fn asked(&self) -> Vec<String> {
        let last = |request: &script::Asked| {
            let json = request.json();
            let messages = json["messages"].as_array().expect("messages").clone();
            messages.last().expect("a message")["content"].as_str().expect("a text").to_string()
        };
        self.server.asked().iter().map(last).collect()
    }
}

/// The texts of a part's sentences.
fn texts(prose: &Prose, part: RollupPart) -> Vec<&str> {
    let found = prose.parts.iter().filter(|prose| prose.part == part).flat_map(|prose| &prose.sentences);
    found.map(|sentence| sentence.text.as_str()).collect()
}
