//! `zhoubao eval`: figures, misses with what is known of them, floors, and sets that cannot be used.

use serde_json::json;

use crate::desk::{Desk, assert_run};

/// Two weeks, words alone.
fn office() -> Desk {
    let desk = Desk::new();
    desk.write(
        "r/第10周 2024-03-08.md",
        "# 第10周 2024-03-08\n\n## 本周进展\n\n- 结算平台3.0完成联调，计划3/20上线\n- 收款成功率：99.94%\n\n## 生产事件\n\n\
         - 3/5 14:30 短信网关拥塞，影响52家门店\n原因：运营商限速。处置：切到备用通道。\n\n## 下周计划\n\n1. 会员中台全量\n",
    );
    desk.write(
        "r/第11周 2024-03-15.md",
        "# 第11周 2024-03-15\n\n## 本周进展\n\n- 规则引擎灰度30%\n\n## 生产事件\n\n- 3/12 09:15 回调堆积5,412笔\n\
         原因：消费者死锁。处置：重启消费者。\n\n## 下周计划\n\n1. 季度总结\n",
    );
    desk.run(["ingest", "r"]).exits(0).says("2 reports");
    desk
}

/// One question of every outcome: right, right but cited elsewhere, facts missing, refused, rightly refused, answered
/// though it has no answer; two of them with relative words.
const SET: &str = r#"
{"id": "right", "question": "3/5短信网关拥塞的原因是什么？", "facts": [["运营商 限速"]], "gold": [{"path": "第10周 2024-03-08.md", "lines": [10, 11]}], "weight": 3}
{"id": "elsewhere", "question": "3/12回调堆积的原因是什么？", "facts": [["死锁"]], "gold": [{"path": "第11周 2024-03-15.md", "lines": [5, 5]}], "lang": "mixed"}
{"id": "missing", "question": "3/12回调堆积怎么处理的？", "facts": [["重启"], ["12笔", "扩容"]], "gold": [{"path": "第11周 2024-03-15.md", "lines": [9, 10]}], "intent": "repair"}
{"id": "refused", "question": "仓储系统的原因？", "facts": [["死锁"]], "gold": [{"path": "第11周 2024-03-15.md", "lines": [10, 10]}]}

{"id": "none", "question": "上周有哪些事故？", "abstain": true, "as_of": "2023-01-10"}
{"id": "then", "question": "上周有哪些事故？", "facts": [["回调堆积"]], "gold": [{"path": "r/第11周 2024-03-15.md", "lines": [9, 10]}], "as_of": "2024-03-18"}
{"id": "invented", "question": "3/5短信网关拥塞的原因是什么？", "abstain": true, "note": "as if nobody had told"}
"#;

fn evaluated(arguments: &[&str]) -> (Desk, crate::desk::Run) {
    let desk = office();
    desk.write("set.jsonl", SET);
    let run = desk.run([&["eval", "set.jsonl"], arguments].concat());
    (desk, run)
}

#[test]
fn figures_tables_and_every_miss_with_its_reason() {
    let (desk, run) = evaluated(&[]);
    assert_run!(desk, run, @r#"
    exit code: 0
    ----- stdout -----
    7 questions on 2 reports: 5 with an answer in them, 2 without

    helped              0.800  .33–1.00    4 of 5 questions with an answer are shown every fact asked for
    claimed-right       0.600  .17–1.00    3 of 5 claimed answers are right
    claimed             0.714  .29–1.00    5 of 7 questions get an answer that is claimed
    accuracy            0.571  .29–.86     4 of 7 questions answered or refused rightly
    citations           0.667  .00–1.00    2 of 3 right answers cite gold lines
    citation-precision  0.556  .11–1.00    5 of 9 citations are on gold lines
    citation-recall     0.600  .17–1.00    3 of 5 gold places are cited
    refusals            0.500  .00–1.00    1 of 2 questions without an answer are refused
    refusal-precision   0.500  .00–1.00    1 of 2 refusals are right
    answered            0.800  .33–1.00    4 of 5 questions with an answer get one, 1 refused
    not-found           0.500  .00–1.00    1 of 2 questions without an answer are told so
    lost                0.000              0 of 5 questions with an answer are told that there is none
    length                 43              characters shown, in the middle
    latency             p50 [TIME], p95 [TIME] of 6 warm answers

    gold lines among the passages found, 5 questions
    leg                recall@1        recall@5       recall@10          MRR@10
    words        0.800 .33–1.00  0.800 .33–1.00  0.800 .33–1.00  0.800 .33–1.00
    meaning          –               –               –               –
    fused        0.800 .33–1.00  0.800 .33–1.00  0.800 .33–1.00  0.800 .33–1.00
    with boosts  0.800 .33–1.00  0.800 .33–1.00  0.800 .33–1.00  0.800 .33–1.00

    kind          questions          helped  claimed   claimed right  citations  recall@10  MRR@10
    answerable            5  0.800 .40–1.00    0.800  0.750 .25–1.00      0.667      0.800   0.800
    unanswerable          2      –             0.500  0.000                   –          –       –

    intent  questions          helped  claimed   claimed right  citations  recall@10  MRR@10
    cause           4  1.000             0.750  0.667 .00–1.00      0.500      0.667   0.667
    list            2  1.000             0.500  1.000               1.000      1.000   1.000
    repair          1  0.000             1.000  0.000                   –      1.000   1.000

    language  questions          helped  claimed   claimed right  citations  recall@10  MRR@10
    zh                6  0.750 .25–1.00    0.667  0.500 .00–1.00      1.000      1.000   1.000
    mixed             1  1.000             1.000  1.000               0.000      0.000   0.000

    4 misses
    elsewhere  3/12回调堆积的原因是什么？ → wanted: 死锁; came: 事件：2024-03-12 09:15 回调堆积5,412笔
        cited elsewhere: 第11周 2024-03-15.md:9, 第11周 2024-03-15.md:10; gold passage not retrieved; read as: Chinese; cause; 3/12 = 2024-03-12 (第11周); about: 回调堆积的
    missing  3/12回调堆积怎么处理的？ → wanted: 重启 + 12笔 | 扩容; came: 事件：2024-03-12 09:15 回调堆积5,412笔
        facts missing: 12笔 | 扩容; gold passage at fused rank 1; read as: Chinese; handling; 3/12 = 2024-03-12 (第11周); about: 回调堆积 的
    refused  仓储系统的原因？ → wanted: 死锁; came: 第11周 2024-03-15 › 生产事件：3/12 09:15 回调堆积5,412笔 原因：消费者死锁。处置：重启消费者。
        refused; gold passage at fused rank 1; read as: Chinese; cause; any time; about: 仓储系统的
    invented  3/5短信网关拥塞的原因是什么？ → wanted: a refusal; came: 事件：2024-03-05 14:30 短信网关拥塞，影响52家门店
        answered though the reports do not say; read as: Chinese; cause; 3/5 = 2024-03-05 (第10周); about: 短信网关拥塞的

    ----- stderr -----
    note: no embedding model here: working on words alone (get it with `zhoubao model pull`)
    "#);
}

#[test]
fn searching_alone_measures_the_legs() {
    let (desk, run) = evaluated(&["--retrieval-only"]);
    assert_run!(desk, run, @r#"
    exit code: 0
    ----- stdout -----
    7 questions on 2 reports: 5 with an answer in them, 2 without

    gold lines among the passages found, 5 questions
    leg                recall@1        recall@5       recall@10          MRR@10
    words        0.800 .33–1.00  0.800 .33–1.00  0.800 .33–1.00  0.800 .33–1.00
    meaning          –               –               –               –
    fused        0.800 .33–1.00  0.800 .33–1.00  0.800 .33–1.00  0.800 .33–1.00
    with boosts  0.800 .33–1.00  0.800 .33–1.00  0.800 .33–1.00  0.800 .33–1.00

    kind          questions        recall@1       recall@10          MRR@10
    answerable            5  0.800 .40–1.00  0.800 .40–1.00  0.800 .40–1.00
    unanswerable          2      –               –               –

    intent  questions        recall@1       recall@10          MRR@10
    cause           4  0.667 .00–1.00  0.667 .00–1.00  0.667 .00–1.00
    list            2  1.000           1.000           1.000
    repair          1  1.000           1.000           1.000

    language  questions        recall@1       recall@10          MRR@10
    zh                6  1.000           1.000           1.000
    mixed             1  0.000           0.000           0.000

    1 miss
    elsewhere  3/12回调堆积的原因是什么？ → wanted: its lines
        not among the first ten; gold by words: not found, by meaning: not searched, fused: not found; read as: Chinese; cause; 3/12 = 2024-03-12 (第11周); about: 回调堆积的

    ----- stderr -----
    note: no embedding model here: working on words alone (get it with `zhoubao model pull`)
    "#);
}

#[test]
fn json_has_every_figure_and_every_question() {
    let (_, run) = evaluated(&["--json"]);
    let json = run.exits(0).json();
    let accuracy = &json["figures"]["accuracy"];
    assert_eq!((&accuracy["value"], &accuracy["part"], &accuracy["whole"]), (&json!(4.0 / 7.0), &json!(4), &json!(7)));
    let end = |at: usize| accuracy["interval"][at].as_f64().expect("an end");
    assert!(end(0) < 4.0 / 7.0 && 4.0 / 7.0 < end(1), "{accuracy}");
    let kinds: Vec<&str> =
        json["by_kind"].as_array().expect("kinds").iter().filter_map(|kind| kind["name"].as_str()).collect();
    assert_eq!(kinds, ["answerable", "unanswerable"]);
    let covered = json["risk_coverage"].as_array().expect("coverages");
    assert_eq!((covered.len(), &covered[9]["coverage"], &covered[9]["questions"]), (10, &json!(1.0), &json!(7)));
    assert_eq!((&covered[9]["right"], &covered[9]["unanswerable"]), (&json!(4.0 / 7.0), &json!(2)));
    let names: Vec<&String> = json["figures"].as_object().expect("figures").keys().collect();
    assert_eq!(
        names,
        [
            "questions", "accuracy", "citations", "citation_precision", "citation_recall", "refusals",
            "refusal_precision", "answered", "helped", "claimed", "claimed_right", "lost", "not_found",
            "median_characters", "retrieval",
        ]
    );
    assert_eq!(json["figures"]["retrieval"]["dense"]["mrr@10"], json!(null));
    let misses: Vec<&str> =
        json["rows"].as_array().expect("rows").iter().map(|row| row["miss"].as_str().unwrap_or("-")).collect();
    assert_eq!(misses, ["-", "cited_elsewhere", "facts_missing", "refused", "-", "-", "answered_unanswerable"]);
    assert_eq!(json["rows"][2]["given"]["facts_missing"], json!([["12笔", "扩容"]]));
    assert_eq!(json["rows"][6]["note"], "as if nobody had told");
    assert_eq!(json["latency_ms"]["answers"], 6);
}

#[test]
fn a_figure_below_its_floor_is_code_1_and_said() {
    evaluated(&["--fail-under", "accuracy=0.5", "--fail-under", "refusals=50%"]).1.exits(0);
    let run =
        evaluated(&["--fail-under", "accuracy=0.9", "--fail-under", "recall@5=0.1", "--fail-under", "answered=1"]).1;
    let run = run.exits(1).notes("error: accuracy is 0.571, below 0.9").notes("error: answered is 0.800, below 1");
    assert!(!run.stderr.contains("recall@5"), "{run}");
    assert!(run.stdout.contains("7 questions on 2 reports"), "the figures are shown all the same: {run}");
}

#[test]
fn a_floor_that_cannot_be_measured_is_wrong_usage() {
    let desk = office();
    desk.write("set.jsonl", SET);
    desk.run(["eval", "set.jsonl", "--fail-under", "beauty=1"]).exits(2).notes("no figure is called `beauty`");
    desk.run(["eval", "set.jsonl", "--fail-under", "accuracy=92"]).exits(2).notes("not a share from 0 to 1");
    desk.run(["eval", "set.jsonl", "--retrieval-only", "--fail-under", "accuracy=0.9"])
        .exits(2)
        .notes("--retrieval-only does not measure accuracy");
}

#[test]
fn a_figure_that_no_question_measures_does_not_hold() {
    let desk = office();
    desk.write("set.jsonl", r#"{"id": "a", "question": "3/5短信网关拥塞的原因？", "facts": [["限速"]]}"#);
    let run = desk.run(["eval", "set.jsonl", "--fail-under", "refusals=0.5"]).exits(1);
    run.notes("refusals is not measured by any question of the set");
}

#[test]
fn a_bad_line_is_named_by_file_and_number() {
    let desk = office();
    desk.write("set.jsonl", format!("{SET}\n{{\"id\": \"x\", \"question\": }}\n"));
    assert_run!(desk, desk.run(["eval", "set.jsonl"]), @r#"
    exit code: 1
    ----- stdout -----

    ----- stderr -----
    error: set.jsonl:11: expected value (column 25)
    hint: a line is an object such as {"id": "a", "question": "…", "facts": [["one way to say it", "another"]], "gold": [{"path": "a.md", "lines": [1, 2]}], "abstain": false}
    "#);
    desk.write("set.jsonl", format!("{SET}{{\"id\": \"none\", \"question\": \"甲\"}}"));
    desk.run(["eval", "set.jsonl"]).exits(1).notes("set.jsonl:10: `none` is the id of line 7 too");
    desk.write("set.jsonl", "\n\n");
    desk.run(["eval", "set.jsonl"]).exits(1).notes("set.jsonl has no question in it");
    desk.write("set.jsonl", b"{\"id\": \"\xff\"}");
    desk.run(["eval", "set.jsonl"]).exits(1).notes("set.jsonl:1: not UTF-8");
    desk.run(["eval", "nowhere.jsonl"]).exits(1).notes("nowhere.jsonl");
}

#[test]
fn what_a_set_cannot_measure_is_said() {
    let desk = office();
    desk.write(
        "set.jsonl",
        r#"{"id": "a", "question": "3/5短信网关拥塞的原因？", "gold": [{"path": "第99周.md", "lines": [1, 2]}]}"#,
    );
    let run = desk.run(["eval", "set.jsonl"]).exits(0);
    run.notes("1 of 1 questions name no facts").notes("a: no report of the index is called `第99周.md`");
}

#[test]
fn a_set_cannot_steer_the_terminal() {
    let desk = office();
    desk.write("set.jsonl", "{\"id\": \"a\\u001b[31m\", \"question\": \"3/5短信\\u001b[2J网关\", \"abstain\": true, \"intent\": \"x\\u001b\"}");
    let run = desk.run(["eval", "set.jsonl"]).exits(0);
    assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'), "{run}");
}

#[test]
fn risk_and_coverage_are_shown_where_they_are_asked_for() {
    let run = evaluated(&["--risk-coverage"]).1.exits(0);
    run.says("coverage  probability from  questions  right  without an answer").says("100%");
    assert!(!evaluated(&[]).1.stdout.contains("probability from"));
}

#[test]
fn a_baseline_tells_what_got_better_and_worse() {
    let desk = office();
    desk.write("set.jsonl", SET);
    let json = desk.run(["eval", "set.jsonl", "--json"]).exits(0).stdout;
    desk.write("same.json", &json);
    let run = desk.run(["eval", "set.jsonl", "--baseline", "same.json"]).exits(0);
    run.says("0 questions better").says("0 questions worse").says("no figure moved");
    // As if the first question had been lost, and the last one refused.
    let mut earlier: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let lost = json!({ "verdict": "not_found", "right": false, "helped": false });
    earlier["rows"][0]["given"] = lost.clone();
    earlier["rows"][6]["given"] = lost;
    earlier["figures"]["helped"]["value"] = json!(0.6);
    desk.write("earlier.json", earlier.to_string());
    let run = desk.run(["eval", "set.jsonl", "--baseline", "earlier.json"]).exits(0);
    run.says("1 question better\n    right  3/5短信网关拥塞的原因是什么？: was not found, is claimed, right")
        .says("1 question worse\n    invented  3/5短信网关拥塞的原因是什么？: was not found, rightly, is claimed, without an answer")
        .says("helped              0.600  0.800      +0.200");
    let json = desk.run(["eval", "set.jsonl", "--baseline", "earlier.json", "--json"]).exits(0).json();
    assert_eq!(json["changes"]["better"][0]["id"], "right");
    assert_eq!(json["changes"]["worse"][0]["was"], "not found, rightly");
    assert!((json["changes"]["figures"]["helped"]["difference"].as_f64().expect("a difference") - 0.2).abs() < 1e-9);
}

#[test]
fn a_baseline_of_something_else_is_an_error() {
    let desk = office();
    desk.write("set.jsonl", SET);
    let found = desk.run(["eval", "set.jsonl", "--json", "--retrieval-only"]).exits(0).stdout;
    desk.write("found.json", found);
    desk.run(["eval", "set.jsonl", "--baseline", "set.jsonl"])
        .exits(1)
        .notes("set.jsonl: not the JSON of an evaluation");
    desk.run(["eval", "set.jsonl", "--baseline", "nowhere.json"]).exits(1).notes("nowhere.json");
    desk.run(["eval", "set.jsonl", "--baseline", "found.json"]).exits(1).notes("one of the two runs only searched");
    desk.write("other.jsonl", r#"{"id": "right", "question": "3/12回调堆积了多少笔？", "facts": [["5412"]]}"#);
    desk.run(["eval", "other.jsonl", "--baseline", "found.json"])
        .exits(1)
        .notes("found.json: of another set of questions: 6 only in the baseline, 1 worded otherwise")
        .notes("hint: a baseline is what `eval --json` printed for the same questions");
}

#[test]
fn a_page_holds_every_miss_and_nothing_from_elsewhere() {
    let desk = office();
    let steering = r#"{"id": "<b>", "question": "<script>alert(1)</script>短信网关？", "abstain": true}"#;
    desk.write("set.jsonl", format!("{SET}{steering}\n"));
    desk.run(["eval", "set.jsonl", "--html", "page.html"]).exits(0).notes("written: page.html");
    let page = std::fs::read_to_string(desk.path("page.html")).expect("written");
    for told in [
        "facts missing: 12笔 | 扩容", "answered though the reports do not say", "<svg class=\"risk\"",
        "as if nobody had told",
    ] {
        assert!(page.contains(told), "{told}\n{page}");
    }
    // What was shown with its lines, and the gold lines in the reports' words.
    assert!(
        page.contains("<code>[1] 第11周 2024-03-15.md:9-10</code>") && page.contains("<dt>gold lines</dt>"),
        "{page}"
    );
    assert!(page.contains("规则引擎灰度30%</blockquote>"), "{page}");
    assert!(!page.contains("<script") && !page.contains("://") && !page.contains("src="), "{page}");
    desk.run(["eval", "set.jsonl", "--html", "page.html"]).exits(2).notes("`page.html` is there already");
    desk.run(["eval", "set.jsonl", "--html", "page.html", "--force"]).exits(0);
    desk.run(["eval", "set.jsonl", "--html", "r/page.html"]).exits(2).notes("nothing is written there");
}

/// Twenty paragraphs of history and geography with years, and forty questions.
const HISTORY: &str = include_str!("../data/squad/history.json");

#[test]
fn a_set_of_paragraphs_becomes_pages_and_a_year_loses_none_of_them() {
    let desk = Desk::new();
    desk.write("set.json", HISTORY);
    desk.run(["eval", "set.json", "--pages", "pages"]).exits(0).notes("written: 20 pages to pages");
    assert!(
        std::fs::read_to_string(desk.path("pages/paragraph-00013.md"))
            .expect("written")
            .starts_with("# 2008年的观测站\n\n昆仑站")
    );
    desk.run(["eval", "set.json", "--pages", "pages"]).exits(2).notes("`pages/paragraph-00001.md` is there already");
    desk.run(["ingest", "pages"]).exits(0).says("20 reports");
    let json = desk.run(["eval", "set.json", "--retrieval-only", "--json"]).exits(0).json();
    let rank = |id: &str| {
        let row = json["rows"].as_array().expect("rows").iter().find(|row| row["id"] == id).expect("a question");
        row["ranks"]["fused"].as_u64()
    };
    // 2008年考察队从哪里出发去建站？ 2021年3月堵住航道的船叫什么名字？
    assert_eq!((rank("q25"), rank("q16")), (Some(1), Some(1)));
    let recall = json["figures"]["retrieval"]["fused"]["recall@10"].as_f64().expect("measured");
    assert!(recall >= 0.9, "{recall}");
    assert_eq!(json["notices"], json!([]));
}

#[test]
fn both_legs_together_find_no_less_than_the_better_one() {
    let Some(desk) = Desk::with_models() else { return };
    desk.write("set.json", HISTORY);
    desk.run(["eval", "set.json", "--pages", "pages"]).exits(0);
    desk.run(["ingest", "pages"]).exits(0);
    let json = desk.run(["eval", "set.json", "--retrieval-only", "--json"]).exits(0).json();
    let of = |leg: &str, figure: &str| json["figures"]["retrieval"][leg][figure].as_f64().expect("measured");
    for figure in ["recall@10", "mrr@10"] {
        assert!(of("fused", figure) >= of("sparse", figure).max(of("dense", figure)), "{figure}: {}", json["figures"]);
    }
}

#[test]
fn paragraphs_that_the_index_does_not_hold_are_said() {
    let desk = office();
    desk.write("set.json", HISTORY);
    let run = desk.run(["eval", "set.json", "--retrieval-only"]).exits(0);
    run.notes("q01: no page of the index holds its paragraph; `eval --pages FOLDER` writes pages to ingest");
    desk.write("broken.json", r#"{"data": [{"title": "甲", "paragraphs": [{"qas": []}]}]}"#);
    desk.run(["eval", "broken.json"])
        .exits(1)
        .notes("broken.json: missing field `context`")
        .notes("hint: a set in SQuAD's form");
    desk.write("set.jsonl", SET);
    desk.run(["eval", "set.jsonl", "--pages", "pages"]).exits(1).notes("set.jsonl holds no paragraphs");
}

#[test]
fn each_leg_is_measured_alone_and_words_alone_measure_the_same() {
    let Some(desk) = Desk::with_models() else { return };
    desk.write_seeds();
    desk.run(["ingest", "seeds"]).exits(0);
    desk.write(
        "set.jsonl",
        r#"
{"id": "a", "question": "6/15账户流水差异的原因是什么？", "facts": [["扩容"]], "gold": [{"path": "第26周 2023-06-20.md", "lines": [72, 73]}]}
{"id": "b", "question": "csp-agent-oss告警怎么处理的？", "facts": [["手工导入"]], "gold": [{"path": "第26周 2023-06-20.md", "lines": [76, 79]}]}
{"id": "c", "question": "客户当晚收不到钱", "facts": [["1864.5万"]], "gold": [{"path": "第22周 2023-05-23.md", "lines": [65, 67]}]}
{"id": "d", "question": "how much did the data centre cost in May", "facts": [["1408215"]], "gold": [{"path": "第26周 2023-06-20.md", "lines": [62, 62]}]}
"#,
    );
    let legs = |arguments: &[&str]| {
        let run = desk.run([&["eval", "set.jsonl", "--retrieval-only", "--json"], arguments].concat());
        run.exits(0).json()["figures"]["retrieval"].clone()
    };
    let (both, words) = (legs(&[]), legs(&["--embedder", "none"]));
    assert_eq!(both["sparse"], words["sparse"], "the leg of words knows nothing of the other");
    assert_eq!(both["dense"]["questions"], 4);
    assert_ne!(both["dense"], both["sparse"]);
    assert_eq!((&words["dense"]["questions"], &words["dense"]["mrr@10"]), (&json!(0), &json!(null)));
}

#[test]
fn vectors_to_learn_from_need_a_model_that_makes_them() {
    let (_, run) = evaluated(&["--vectors"]);
    run.exits(1).notes("no embedding model is at hand");
}
