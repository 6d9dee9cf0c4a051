//! What holds for every page, whatever stands in it: spans, lines and ids agree with the source, no word is lost, nothing
//! panics, and time grows with length.

mod fuzz;
mod metamorphic;

use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use uuid::Uuid;
use zhoubao::calendar::{first_mention, mention_at_start, mentions, read_title};
use zhoubao::passage::{MAX_CHARS, MAX_INCIDENT_CHARS, Passage, PassageKind, passages};
use zhoubao::report::{LineIndex, PageName, Report, heading_text, plain};
use zhoubao::source::{Limits, open};

fn read(source: &str, name: &str, folders: &[String]) -> (Report, Vec<Passage>) {
    let name = PageName { name: name.to_string(), folders: folders.to_vec() };
    let report = Report::parse(source.to_string(), &name);
    let all = passages(&report, Uuid::nil());
    (report, all)
}

/// Everything that can be said of a page that nobody has read.
fn check(report: &Report, all: &[Passage]) {
    let source = &report.source;
    let lines = LineIndex::new(source);
    let mut ids = HashSet::new();
    for section in &report.sections {
        assert!(source.get(section.span.clone()).is_some_and(|text| !text.is_empty() && text.trim() == text));
        assert!(section.heading.as_ref().is_none_or(|heading| source.get(heading.clone()).is_some()));
    }
    for passage in all {
        assert_eq!(source.get(passage.span.clone()), Some(passage.text.as_str()));
        assert_eq!(passage.lines, lines.lines(&passage.span));
        assert!(ids.insert(passage.id), "twice the same id: {}", passage.text);
        assert!(passage.days.is_sorted());
        let most = if passage.kind == PassageKind::Incident { MAX_INCIDENT_CHARS } else { MAX_CHARS };
        assert!(passage.text.chars().count() <= most, "{} chars: {}", passage.text.chars().count(), passage.text);
        for (span, said) in (passage.milestones.iter().map(|fact| (&fact.span, fact.lines)))
            .chain(passage.goals.iter().map(|fact| (&fact.span, fact.lines)))
        {
            assert!(source.get(span.clone()).is_some_and(|text| !text.trim().is_empty()));
            assert_eq!(said, lines.lines(span));
        }
        let planned = passage.milestones.iter().flat_map(|fact| &fact.planned);
        let mut planned = planned.chain(passage.goals.iter().flat_map(|goal| &goal.planned));
        assert!(planned.all(|planned| planned.from <= planned.to && source.contains(&planned.text)));
        assert!(passage.goals.iter().all(|goal| source.get(goal.span.clone()) == Some(goal.text.as_str())));
        assert_eq!(passage.kind == PassageKind::Incident, passage.incident.is_some());
        let Some(incident) = &passage.incident else { continue };
        for part in
            [Some(&incident.summary), incident.impact.as_ref(), incident.cause.as_ref(), incident.handling.as_ref()]
                .into_iter()
                .flatten()
        {
            assert_eq!(source.get(part.span.clone()), Some(part.text.as_str()));
            assert_eq!(part.lines, lines.lines(&part.span));
            assert!(passage.span.start <= part.span.start && part.span.end <= passage.span.end);
        }
    }
}

/// Words of the source that stand in no passage: neither headings, nor what a passage's path says, nor the page's head.
fn lost<'a>(report: &'a Report, all: &[Passage]) -> Vec<&'a str> {
    let source = &report.source;
    let mut known: Vec<Range<usize>> = all.iter().map(|passage| passage.span.clone()).collect();
    known.extend(report.sections.iter().filter_map(|section| section.heading.clone()));
    known.sort_by_key(|span| span.start);
    let said: HashSet<&str> =
        all.iter().flat_map(|passage| passage.path.iter().chain([&passage.parent])).map(String::as_str).collect();
    let mut gaps = Vec::new();
    let mut start = 0;
    known.push(source.len()..source.len());
    for span in known {
        gaps.extend(source[start..span.start.max(start)].lines());
        start = span.end.max(start);
    }
    let is_context = |line: &str| {
        let words = heading_text(line.trim_start_matches(['-', '*', '+', ' ', '>', '\t']));
        let words = words.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | ')' | ' '));
        said.iter().any(|said| said.ends_with(words) || (!words.is_empty() && said.contains(words)))
    };
    gaps.retain(|line| line.chars().any(|c| c.is_alphanumeric() && !c.is_ascii_digit()) && !is_context(line));
    gaps
}

fn folder_of(variable: &str, otherwise: &str) -> PathBuf {
    std::env::var_os(variable).map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(otherwise), PathBuf::from)
}

/// Golden pages, sample reports and, where they are, real ones.
fn pages() -> Vec<(String, Report, Vec<Passage>)> {
    let folders = [
        folder_of("ZHOUBAO_GOLDEN_PAGES", "tests/golden"),
        folder_of("ZHOUBAO_SEEDS", "seeds"),
        folder_of("ZHOUBAO_REAL_REPORTS", "../shared/reports"),
    ];
    let there: Vec<PathBuf> = folders.into_iter().filter(|folder| folder.is_dir()).collect();
    let sources = open(&there, Limits::default()).expect("folders of pages");
    let documents = sources.documents().filter_map(Result::ok).filter(|document| document.name != "README");
    documents
        .map(|document| {
            let (report, all) = read(&document.text, &document.name, &document.folder);
            (document.path, report, all)
        })
        .collect()
}

#[test]
fn spans_lines_and_ids_agree_with_every_known_page() {
    for (_, report, all) in pages() {
        check(&report, &all);
    }
}

#[test]
fn every_word_of_every_known_page_lies_in_a_passage_or_its_context() {
    let is_filled_in = |line: &&str| {
        let bare: String = plain(line).chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        !["无", "暂无", "true", "none", "na", "略", "image", "待补充", "br"].contains(&bare.as_str())
    };
    // Titles, the page's head, links to diary pages, rules and head rows of tables, fences, remarks.
    let is_no_statement = |line: &str| {
        let line = line.trim();
        line.starts_with(['#', '[', '|', '`', '~', '<', '!'])
            || [
                "Created", "姓名", "部门", "日期", "作者", "汇报", "周期", "Tags", "tags", "author", "date", "title",
                "period", "---",
            ]
            .iter()
            .any(|name| line.trim_start_matches(['*', '-', ' ', '>']).starts_with(name))
    };
    let mut wrong = Vec::new();
    for (path, report, all) in pages() {
        let head: HashSet<&str> = report.source.lines().take(4).filter(|line| names_the_page(line, &report)).collect();
        let lines = lost(&report, &all).into_iter().filter(is_filled_in).filter(|line| !is_no_statement(line));
        wrong.extend(lines.filter(|line| !head.contains(line)).map(|line| format!("{path}: {line}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a line at the top of a page is its title, or gives its days and nothing else.
fn names_the_page(line: &str, report: &Report) -> bool {
    let days = read_title(line).resolve(None).map(|reading| reading.coverage);
    line.contains(&report.title) || days.is_ok_and(|days| days.is_some() && days == report.stated_coverage)
}

#[test]
fn the_same_page_gives_the_same_ids() {
    for (_, report, all) in pages() {
        let again = passages(&report, Uuid::nil());
        assert!(all.iter().zip(&again).all(|(one, other)| one.id == other.id));
    }
}

/// A line as people, tools and enemies write it.
fn line() -> impl Strategy<Value = String> {
    let start = prop_oneof![
        Just(String::new()),
        (1..7_usize).prop_map(|level| format!("{} ", "#".repeat(level))),
        (0..50_usize).prop_map(|depth| format!("{}- ", "  ".repeat(depth))),
        (0..9_usize).prop_map(|depth| format!("{}1. ", "    ".repeat(depth))),
        (1..20_usize).prop_map(|depth| "> ".repeat(depth)),
        [
            "1、", "（2）", "①", "• ", "**", "| ", "```", "~~~", "---", "<div>", "- [ ] ", "\t", "　", "一、", "【",
            "[^1]: ", "[a]: "
        ]
        .map(String::from)
        .to_vec()
        .prop_map_any(),
    ];
    let words = prop_oneof![
        [
            "6/15 11:01 支付失败，影响764个商户", "原因：DBA 扩容", "处置：重启", "**原因**", "【处置】回滚",
            "时间：6/16 09：20", "⽣产事件", "下周计划：", "无", "", "| 日期 | 原因 | 处理 |", "| --- | --- | --- |",
            "| 6/15 | a \\| b | |", "![](x.png)", "[[甲][乙] 丙](2023-01-02.md)", "😀👨‍👩‍👧 完成 99.99%",
            "第26周 2023-06-20", "**6/15 11:01** 断网", "3.23 13:18 超时；3.24 09:00 再次超时", "a\u{0301}\u{200d}",
            "`code`", "姓名：甲", "# 下周计划", "2023.11.08~2023.11.21", "周三(5/14)清算拖到 23:48", "| 原因 | 停电 |",
            "（四）做完了。", "6月第2周", "#13 起不来",
        ]
        .map(String::from)
        .to_vec()
        .prop_map_any(),
        any::<String>().prop_map(|text| text.replace('\n', " ")),
        "[a-z#*`|<>:：，。；\\-\\[\\]() ]{0,30}",
        (1..60_usize).prop_map(|times| "盘点完成一轮，差异归零；".repeat(times)),
    ];
    (start, words).prop_map(|(start, words)| start + &words)
}

/// One of a list of values.
trait AnyOf {
    fn prop_map_any(self) -> proptest::strategy::BoxedStrategy<String>;
}

impl AnyOf for Vec<String> {
    fn prop_map_any(self) -> proptest::strategy::BoxedStrategy<String> {
        proptest::sample::select(self).boxed()
    }
}

fn page() -> impl Strategy<Value = String> {
    let end = proptest::sample::select(vec!["\n", "\r\n", "\n\n"]);
    (vec((line(), end), 0..40), any::<bool>()).prop_map(|(lines, has_mark)| {
        let text: String = lines.into_iter().map(|(line, end)| line + end).collect();
        if has_mark { format!("\u{feff}{text}") } else { text }
    })
}

/// A line that opens with a day as people write it, in brackets of either width, with and without a gap before what happened.
fn opening() -> impl Strategy<Value = String> {
    let one_of = |all: &[&str]| all.iter().map(ToString::to_string).collect::<Vec<_>>().prop_map_any();
    let day = one_of(&[
        "周三", "本周五", "上周二", "昨天", "6/15", "6月15日", "06-15", "6.14", "14号", "2023-06-15", "当天", "W24",
    ]);
    let open = one_of(&["", "(", "（", "【", "[", "「", "**", " (", "《"]);
    let inner = one_of(&["5/14", "6月14日", "周日", "11:01", "14号", "6.14", "11:01–12:30", "夜"]);
    let close = one_of(&["", ")", "）", "】", "]", "」", "**", ") ", "左右"]);
    let clock = one_of(&["", "11:01", "23点", "16：55", "上午", "11:01-12:30", "七点多", "，09:10 起，"]);
    let words = one_of(&["清算失败", "，支付失败，原因：停电", "😀告警", "ABC down", "é中断", "：断网 处置：重启", ""]);
    (day, open, inner, close, clock, words)
        .prop_map(|(day, open, inner, close, clock, words)| day + &open + &inner + &close + &clock + &words)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_page_is_read_without_panic_and_its_spans_hold(source in page()) {
        let (report, all) = read(&source, "第26周 2023-06-20", &[]);
        check(&report, &all);
    }

    #[test]
    fn any_line_that_opens_with_a_day_is_read(lines in vec(opening(), 1..12)) {
        let source = format!("## 生产事件\n\n- {}\n\n## 本周工作\n\n{}\n", lines.join("\n- "), lines.join("\n\n"));
        let (report, all) = read(&source, "第26周 2023-06-20", &[]);
        check(&report, &all);
    }

    #[test]
    fn no_item_of_any_list_is_lost(depths in vec(0..12_usize, 1..40)) {
        let source: String = depths.iter().enumerate().map(|(at, depth)| format!("{}- 第{at}项丁{at}完\n", "  ".repeat(*depth))).collect();
        let (_, all) = read(&source, "甲", &[]);
        for at in 0..depths.len() {
            let item = format!("丁{at}完");
            assert!(all.iter().any(|passage| passage.text.contains(&item)), "{item} of\n{source}");
        }
    }
}

/// Found by [`any_page_is_read_without_panic_and_its_spans_hold`].
#[test]
fn a_long_account_of_what_is_no_incident_after_all_is_cut_as_any_text() {
    let steps = "盘点完成一轮，差异归零；".repeat(45);
    let source = format!("**6/15 11:01** 断网\n  - {steps}\n# 周三(5/14)清算拖到 23:48\n");
    let (report, all) = read(&source, "第26周 2023-06-20", &[]);
    assert!(source.chars().count() > MAX_CHARS && !all.is_empty());
    check(&report, &all);
}

#[test]
fn a_megabyte_of_marks_does_not_take_minutes() {
    let deep: String = (0..1_400).map(|depth| format!("{}- 甲\n", " ".repeat(depth))).collect();
    let fences: String = (3..1_000).rev().map(|length| format!("{}\n", "`".repeat(length))).collect();
    let hostile = [
        "- ".repeat(500_000),
        ">".repeat(1_000_000),
        "*".repeat(1_000_000),
        "**甲** ".repeat(100_000),
        "- 甲\n".repeat(150_000),
        "# 甲\n".repeat(150_000),
        "#\n".repeat(300_000),
        "| 6/15 11:01 ".repeat(70_000),
        "6/15 11:01 支付失败。".repeat(40_000),
        "6/15 11:01 支付失败\n".repeat(40_000),
        "原因：".repeat(100_000),
        "### 6/15 11:01 支付失败\n\n原因：甲\n\n".repeat(15_000),
        "[[a](".repeat(200_000),
        "甲：\n\n".repeat(100_000),
        "- 原因：甲，成功率99%\n- 处置：乙\n".repeat(20_000),
        "成功率99%，".repeat(70_000),
        "- 甲切换，成功率99.5%，进度40%，计划7/12上线\n".repeat(15_000),
        "甲".repeat(330_000),
        "<div>\n".repeat(150_000),
        "姓名：".repeat(100_000),
        deep,
        fences,
    ];
    for source in hostile {
        let start = Instant::now();
        let (report, all) = read(&source, "第26周 2023-06-20", &[]);
        let taken = start.elapsed();
        let shown: String = source.chars().take(12).collect();
        assert!(taken < Duration::from_secs(60), "{shown:?} took {taken:?}");
        eprintln!("{shown:?}: {taken:?}, {} passages", all.len());
        assert!(all.iter().all(|passage| report.source.get(passage.span.clone()) == Some(passage.text.as_str())));
    }
}

#[test]
fn the_first_time_of_a_line_is_the_same_whether_others_are_read_or_not() {
    let mut timed = 0;
    for (name, report, _) in pages() {
        for line in report.source.lines() {
            let all = mentions(line);
            assert_eq!(first_mention(line), all.first().cloned(), "{name}: {line}");
            let opening = all.first().filter(|mention| mention.span.start == 0);
            assert_eq!(mention_at_start(line).as_ref(), opening, "{name}: {line}");
            timed += all.len();
        }
    }
    assert!(timed > 500, "{timed}");
}
