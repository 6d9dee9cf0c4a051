//! What is proposed for made-up weeks and for the samples, and what is not.

mod backtest;

use std::path::Path;

use super::{DraftGoal, Goals, GoalsError, GoalsRequest, Ground, Left, Season, drafted};
use crate::calendar::{Date, mentions_in_question};
use crate::catalogue::Catalogue;
use crate::lexicon::TermBag;
use crate::passage::passages;
use crate::record::{Origin, PassageRecord, ReportRecord, report_id};
use crate::report::{PageName, Report};
use crate::series::Aliases;
use crate::thread::coverage_of;

/// Reports by path and text, as an index holds them.
struct Shelf {
    records: Vec<ReportRecord>,
    passages: Vec<PassageRecord>,
}

impl Shelf {
    fn new(reports: &[(&str, &str)]) -> Self {
        let mut shelf = Self { records: Vec::new(), passages: Vec::new() };
        for (path, text) in reports {
            let file = Path::new(path);
            let folders =
                file.parent().into_iter().flat_map(Path::iter).map(|part| part.to_string_lossy().into_owned());
            let stem = file.file_stem().expect("a name").to_string_lossy().into_owned();
            let report = Report::parse((*text).to_string(), &PageName { name: stem, folders: folders.collect() });
            let id = report_id(path);
            let all = passages(&report, id);
            let origin = Origin { report: id, hash: "", path, root: "", page_id: None };
            let record = ReportRecord::new(&report, &origin, all.len(), 0.0, TermBag::default());
            shelf.passages.extend(all.iter().map(|passage| PassageRecord::new(passage, &record)));
            shelf.records.push(record);
        }
        shelf
            .passages
            .sort_by(|one, other| (one.date, &one.path, one.start).cmp(&(other.date, &other.path, other.start)));
        shelf
    }

    fn samples() -> Self {
        Self::samples_until(None)
    }

    fn samples_until(last: Option<&str>) -> Self {
        let mut shelf = Self::folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds"));
        if let Some(last) = last.map(date) {
            shelf.records.retain(|record| record.date().is_some_and(|date| date <= last));
            shelf.passages.retain(|passage| passage.date().is_some_and(|date| date <= last));
        }
        shelf
    }

    /// All pages below `root`.
    fn folder(root: &Path) -> Self {
        let mut read: Vec<(String, String)> = Vec::new();
        for entry in walkdir::WalkDir::new(root).sort_by_file_name() {
            let entry = entry.expect("readable");
            let path = entry.path();
            if path.extension().is_some_and(|ending| ending == "md") && !path.ends_with("README.md") {
                let name = path.strip_prefix(root).expect("below").to_string_lossy().into_owned();
                read.push((name, std::fs::read_to_string(path).expect("UTF-8")));
            }
        }
        let reports: Vec<(&str, &str)> = read.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        Self::new(&reports)
    }

    fn asked(&self, as_of: &str, asked: &GoalsRequest) -> Result<Goals, GoalsError> {
        let catalogue = Catalogue::new(self.records.clone());
        drafted(self.passages.clone(), &catalogue, &Aliases::default(), asked, date(as_of))
    }

    fn drafted(&self, as_of: &str) -> Goals {
        self.asked(as_of, &GoalsRequest { most: 50, ..GoalsRequest::default() }).expect("a draft")
    }
}

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

fn for_week(text: &str) -> GoalsRequest {
    let mention = mentions_in_question(text).into_iter().next().expect("a time");
    GoalsRequest { for_week: Some((text.to_string(), mention.reading.expect("possible"))), ..GoalsRequest::default() }
}

fn texts(goals: &Goals) -> Vec<&str> {
    all(goals).map(|goal| goal.text.as_str()).collect()
}

fn all(goals: &Goals) -> impl Iterator<Item = &DraftGoal> {
    goals.listed.iter().chain(&goals.goals)
}

fn proposes(goals: &Goals, words: &str) -> bool {
    all(goals).any(|goal| goal.text.contains(words))
}

fn grounds<'g>(goals: &'g Goals, words: &str) -> Vec<&'g Ground> {
    let goal = all(goals).find(|goal| goal.text.contains(words));
    goal.unwrap_or_else(|| panic!("no goal with {words} in {:?}", texts(goals)))
        .reasons
        .iter()
        .map(|why| &why.ground)
        .collect()
}

fn weeks(bodies: &[&str]) -> Shelf {
    let days = ["2023-06-06", "2023-06-13", "2023-06-20", "2023-06-27", "2023-07-04", "2023-07-11"];
    let texts: Vec<(String, String)> = bodies
        .iter()
        .zip(days)
        .enumerate()
        .map(|(at, (body, day))| (format!("{day}.md"), format!("# 第{}周 {day}\n\n{body}\n", 24 + at)))
        .collect();
    let reports: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Shelf::new(&reports)
}

#[test]
fn nothing_comes_of_no_report_and_of_one_that_is_too_young() {
    let none = Shelf::new(&[]).asked("2023-06-20", &GoalsRequest::default());
    assert!(matches!(none, Err(GoalsError::NoReport { .. })));
    let young = weeks(&["## 本周工作\n\n- 门禁换代：开发中"]).asked("2023-06-01", &GoalsRequest::default());
    assert!(matches!(young, Err(GoalsError::NoReport { .. })));
    let undated =
        Shelf::new(&[("甲.md", "# 随笔\n\n- 门禁换代6/8上线\n")]).asked("2023-06-20", &GoalsRequest::default());
    assert!(matches!(undated, Err(GoalsError::NoReport { .. })));
}

#[test]
fn one_report_with_nothing_ahead_gives_an_empty_draft() {
    let goals = weeks(&["## 本周工作\n\n- 食堂装修完成"]).drafted("2023-06-20");
    assert_eq!((goals.week.as_str(), texts(&goals)), ("第25周", Vec::<&str>::new()));
}

#[test]
fn a_planned_day_of_the_week_falls_due_and_one_that_was_kept_does_not() {
    let one = "## 本周工作\n\n- 冷链平台：开发中，6/9上线\n- 门禁换代：6/15验收";
    let due = |goals: &Goals, words: &str| all(goals).find(|goal| goal.text.contains(words))?.due;
    let early = weeks(&[one]).drafted("2023-06-06");
    assert_eq!(due(&early, "冷链平台"), Some(date("2023-06-09")), "{:?}", texts(&early));
    assert_eq!(due(&early, "门禁换代"), Some(date("2023-06-15")), "{:?}", texts(&early));
    let later = weeks(&[one, "## 本周工作\n\n- 冷链平台：6/9上线\n- 门禁换代：6/15验收"]).drafted("2023-06-13");
    assert!(!proposes(&later, "冷链平台"), "{:?}", texts(&later));
    assert_eq!(due(&later, "门禁换代"), Some(date("2023-06-15")), "{:?}", texts(&later));
}

#[test]
fn a_planned_day_that_passed_in_silence_is_overdue() {
    let goals =
        weeks(&["## 本周工作\n\n- 冷链平台：开发中，6/9上线", "## 本周工作\n\n- 食堂装修完成"]).drafted("2023-06-13");
    let [Ground::Overdue { days: 4, .. }] = grounds(&goals, "冷链平台上线（原定6/9）")[..] else {
        panic!("{goals:?}")
    };
}

#[test]
fn a_goal_that_was_put_off_comes_back_until_it_is_done() {
    let set = "## 本周工作\n\n- 巡检\n\n## 下周计划\n\n1. 冷链平台接口评审";
    let put_off = "## 本周工作\n\n- 冷链平台接口评审推迟到下周";
    let goals = weeks(&[set, put_off]).drafted("2023-06-13");
    assert!(matches!(grounds(&goals, "冷链平台接口评审")[..], [Ground::UnkeptGoal { times: 1, .. }, ..]));
    let done = weeks(&[set, put_off, "## 本周工作\n\n- 冷链平台接口评审通过"]).drafted("2023-06-20");
    assert!(!proposes(&done, "冷链平台"), "{:?}", texts(&done));
    let dropped = weeks(&[set, "## 本周工作\n\n- 冷链平台接口评审取消"]).drafted("2023-06-13");
    assert!(!proposes(&dropped, "冷链平台"), "{:?}", texts(&dropped));
}

#[test]
fn a_goal_of_the_last_report_is_one_goal_with_all_its_reasons() {
    let body = "## 生产事件\n\n- 6/5 09:10 打卡机变慢，影响120人。处置：重启。原因：待复盘。\n\n## 下周计划\n\n1. 6/5打卡机变慢复盘";
    let goals = weeks(&[body]).drafted("2023-06-06");
    assert_eq!(texts(&goals), ["6/5打卡机变慢复盘"]);
    let grounds = grounds(&goals, "打卡机");
    assert!(matches!(grounds[..], [Ground::SetGoal { .. }, Ground::PromisedReview { .. }]), "{grounds:?}");
    let goal = &goals.listed[0];
    assert_eq!(goal.section, "生产事件");
    assert_eq!(goal.rank.score, goal.rank.points.iter().map(|points| points.points).sum::<u32>());
}

#[test]
fn an_open_incident_is_proposed_and_a_closed_one_is_not() {
    let open = "## 生产事件\n\n- 6/5 09:10 打卡机变慢，影响120人。处置：重启后恢复。原因核实中。";
    let goals = weeks(&[open]).drafted("2023-06-06");
    assert!(matches!(grounds(&goals, "6/5打卡机变慢（原因核实中）")[..], [Ground::OpenIncident { .. }]));
    let closed = "## 往期跟踪\n\n- 6/5打卡机变慢：查明是网线松动，关闭";
    let goals = weeks(&[open, closed]).drafted("2023-06-13");
    assert!(!proposes(&goals, "打卡机"), "{:?}", texts(&goals));
    let answered = "## 往期跟踪\n\n- 6/5打卡机变慢：厂家已回复，见下";
    let goals = weeks(&[open, answered]).drafted("2023-06-13");
    assert!(
        proposes(&goals, "打卡机"),
        "a reply ends nothing where the cause is still looked for: {:?}",
        texts(&goals)
    );
    let waiting = "## 生产事件\n\n- 6/5 09:10 打卡机变慢，影响120人。处置：重启后恢复。原因：待厂家回复。";
    let goals = weeks(&[waiting, answered]).drafted("2023-06-13");
    assert!(!proposes(&goals, "打卡机"), "{:?}", texts(&goals));
}

#[test]
fn a_metric_that_falls_is_proposed_where_higher_is_better() {
    let body = |value: &str| format!("## 运行数据\n\n- 打卡成功率：{value}%\n- 访客人数：{value}人");
    let bodies: Vec<String> =
        ["99.9", "99.7", "99.5", "99.2", "99.0", "98.1"].iter().map(|value| body(value)).collect();
    let bodies: Vec<&str> = bodies.iter().map(String::as_str).collect();
    let goals = weeks(&bodies).drafted("2023-07-11");
    assert!(matches!(grounds(&goals, "打卡成功率")[..], [Ground::WorseningMetric { .. }]));
    assert!(!proposes(&goals, "访客"), "{:?}", texts(&goals));
}

#[test]
fn work_that_stands_still_is_proposed() {
    let still = "## 本周工作\n\n- 冷链平台：总体进度40%";
    let goals = weeks(&["## 本周工作\n\n- 冷链平台：总体进度35%", still, still, still, still]).drafted("2023-07-04");
    assert!(matches!(grounds(&goals, "冷链平台")[..], [Ground::Stalled { reports: 3, .. }]), "{goals:?}");
    let moved = weeks(&[still, still, still, "## 本周工作\n\n- 冷链平台：总体进度55%"]).drafted("2023-06-27");
    assert!(matches!(grounds(&moved, "冷链平台")[..], [Ground::LeftOpen { left: Left::UnderWay, .. }]), "{moved:?}");
}

#[test]
fn a_duty_of_last_year_comes_back_in_its_week() {
    let shelf = Shelf::new(&[
        ("2022-06-21.md", "# 第26周 2022-06-21\n\n## 下周计划\n\n1. 年中述职材料\n"),
        ("2023-06-20.md", "# 第26周 2023-06-20\n\n## 本周工作\n\n- 食堂装修完成\n"),
    ]);
    let goals = shelf.drafted("2023-06-20");
    assert!(matches!(grounds(&goals, "年中述职材料")[..], [Ground::Seasonal { season: Season::Year, .. }]));
    let goals = shelf.drafted("2022-08-01");
    assert!(!goals.goals.iter().any(|goal| matches!(goal.reasons[0].ground, Ground::Seasonal { .. })));
}

#[test]
fn hostile_reports_give_plain_lines() {
    let body = "## 下周计划\n\n1. **<script>alert(1)</script>[冷链平台](javascript:x)** \u{1b}[31m\u{202e}评审\n2. ||| ~~~\n3. # \n\n## 生产事件\n\n- 6/5 99:99 `x` 待复盘\n- 6/5";
    let goals = weeks(&[body, body]).drafted("2023-06-13");
    for text in texts(&goals) {
        assert!(!text.chars().any(char::is_control) && !text.contains('\u{202e}'), "{text:?}");
        assert!(!text.contains("javascript") && !text.contains('<'), "{text:?}");
    }
}

#[test]
fn a_week_is_named_as_the_department_counts() {
    let shelf = Shelf::samples();
    let week =
        |as_of: &str, asked: &GoalsRequest| shelf.asked(as_of, asked).map(|goals| (goals.week, goals.days.to_string()));
    let named = |week: &str, days: &str| (week.to_string(), days.to_string());
    let next = GoalsRequest::default();
    assert_eq!(week("2023-06-20", &next).expect("a week"), named("第27周", "2023-06-21..2023-06-27"));
    assert_eq!(week("2023-04-25", &next).expect("a week"), named("第19周", "2023-04-26..2023-05-02"));
    assert_eq!(week("2023-12-26", &next).expect("a week"), named("2024-W01", "2023-12-27..2024-01-02"));
    assert_eq!(week("2024-06-01", &next).expect("a week"), named("2024-W14", "2024-04-01..2024-04-07"));
    assert_eq!(week("2023-06-20", &for_week("第28周")).expect("a week"), named("第28周", "2023-06-28..2023-07-04"));
    assert_eq!(week("2023-06-20", &for_week("2023-06-27")).expect("a week"), named("第27周", "2023-06-21..2023-06-27"));
    assert_eq!(week("2024-06-01", &for_week("第26周")).expect("a week").0, "第26周");
    assert!(matches!(week("2023-06-20", &for_week("2023年")), Err(GoalsError::NoWeek { .. })));
    assert!(matches!(week("2023-06-20", &for_week("2029-01-01")), Err(GoalsError::NoWeek { .. })));
}

#[test]
fn a_draft_of_an_old_day_knows_nothing_of_later_reports() {
    let all = Shelf::samples();
    for day in ["2023-04-18", "2023-05-30", "2023-06-20", "2023-11-02", "2024-03-31"] {
        assert_eq!(all.drafted(day), Shelf::samples_until(Some(day)).drafted(day), "{day}");
    }
    let by_name = all.asked("2024-06-01", &for_week("第27周")).expect("a draft");
    let by_day = all.asked("2023-06-20", &for_week("第27周")).expect("a draft");
    assert_eq!(by_name.goals, by_day.goals);
}

#[test]
fn every_goal_of_the_samples_shares_words_with_what_it_cites() {
    let shelf = Shelf::samples();
    let days: Vec<Date> = shelf.records.iter().filter_map(ReportRecord::date).collect();
    for day in days {
        let goals = shelf.drafted(&day.to_string());
        for goal in all(&goals) {
            assert!(!goal.cites.is_empty(), "{goal:?}");
            assert!(goal.text.chars().count() <= 110 || goals.listed.contains(goal), "{goal:?}");
            let quotes: String = goal.cites.iter().map(|n| goals.sources[n - 1].quote.as_str()).collect();
            assert!(coverage_of(&goal.text, &quotes).1 >= 1, "{day}: {} / {quotes}", goal.text);
        }
    }
}

#[test]
fn what_the_samples_tell_as_done_does_not_come_back() {
    let shelf = Shelf::samples();
    // Launched in 第26周, reviewed in 第15周 and 第19周, closed in 第24周, all by the samples' own words.
    for (day, gone) in [
        ("2023-06-20", "银联在线收银台"),
        ("2023-06-20", "拉卡拉3.0"),
        ("2023-04-04", "通知复盘"),
        ("2023-05-02", "重复冻结"),
        ("2023-05-02", "4/24"),
        ("2023-06-06", "5/25"),
        ("2023-06-20", "6/13"),
        ("2024-01-07", "12/25"),
        ("2024-03-31", "断点续跑"),
    ] {
        let goals = shelf.drafted(day);
        assert!(!proposes(&goals, gone), "{day} {gone}: {:?}", texts(&goals));
    }
}

#[test]
fn the_draft_of_week_27_of_the_samples() {
    let goals = Shelf::samples().asked("2023-06-20", &GoalsRequest::default()).expect("a draft");
    let lines: Vec<String> = all(&goals)
        .map(|goal| {
            let places: Vec<String> = goal
                .cites
                .iter()
                .map(|n| &goals.sources[n - 1])
                .map(|source| format!("{}:{}", source.report, source.lines))
                .collect();
            format!("{} [{}] {} {}", goal.text, goal.section, goal.rank.score, places.join(" "))
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    重点项目：Hive数仓的账单切换方案、POS融合支付2.0方案 [O2系统升级] 40 第26周:102
    稳定性治理：各专项落到计划，WAF迁移方案定稿，数据分类分级继续 [O3 安全稳定、降本提效] 40 第26周:103
    6/15账户流水差异复盘，与DBA约定扩容变更的通知时点 [O3 安全稳定、降本提效] 40 第26周:104
    年中述职材料 [其他] 40 第26周:105
    6/12云WAF故障触发监控告警（原因还在核实） [O3 安全稳定、降本提效] 54 第26周:68-69 第25周:57
    5/19出金路由复盘里的告警页变更列表没赶上6/20，延期至6/27 [其他] 38 第26周:91
    轻松付、定转佣开户体验：产品、运营、研发一起拆出14个优化点，已上线4个，其余争取6月底做完 [O1 服务业务] 36 第26周:23
    个人金融信息保护认证现场检测结束：这4个问题已排期整改 [O3 安全稳定、降本提效] 36 第26周:64
    路由配置发布加双人复核与必填校验 [O3 安全稳定、降本提效] 35 第22周:102 第23周:56
    网联代收：快捷认证、签约、签约查询三个接口已通，解约接口卡在网联测试环境 [O1 服务业务] 35 第26周:32
    小贝帮帮：自然人代开评审通过，下周开始编码，7/4转测，发布时间定在7/13 [O1 服务业务] 35 第26周:25
    收银台整体改版6月底投产 [O1 服务业务] 34 2023-04-25:49
    带押过户搬到线上：需求文档下周写完并安排评审 [O1 服务业务] 34 第26周:24
    Hive数仓建设总进度：97% [O2系统升级] 30 第26周:54
    ");
}
