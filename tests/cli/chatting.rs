//! `zhoubao chat` fed by a script: a question a line, the answers in order.

use crate::desk::{Desk, Run, assert_run};

/// A chat that reads `lines`.
fn chat(desk: &Desk, arguments: &[&str], lines: &[&str]) -> Run {
    let arguments = std::iter::once("chat").chain(arguments.iter().copied());
    desk.run_reading(arguments, lines.join("\n").as_bytes())
}

#[test]
fn a_follow_up_is_answered_with_what_was_asked_before() {
    let desk = Desk::with_seeds();
    let run = chat(&desk, &[], &["6/15账户流水差异的原因是什么？", "那影响了多少商户？", "/sources"]);
    assert_run!(desk, run, @r#"
    exit code: 0
    ----- stdout -----
    事件：2023-06-15 11:01 对账核对发现账户流水金额有5991笔差异，764个商户的对账单受到波及。 [1]
    原因：DBA做Oracle存储扩容时重启了机器，跑批没有拉到14号23点之后的账户流水，流水和对账单因此都缺数。 [2]

    [1] 第26周 2023-06-20 › 上周进展 › O3 安全稳定、降本提效 › 生产稳定性事件
        seeds/第26周 2023-06-20.md:72
    [2] 第26周 2023-06-20 › 上周进展 › O3 安全稳定、降本提效 › 生产稳定性事件
        seeds/第26周 2023-06-20.md:73

    已检索 8 篇周报（2023-05-03 至 2024-03-31），引用 1 篇，缺 第27–53周、2024-W01–W12

    事件：2023-06-15 11:01 对账核对发现账户流水金额有5991笔差异，764个商户的对账单受到波及。 [1]
    影响：764个商户的对账单受到波及。 [1]

    [1] 第26周 2023-06-20 › 上周进展 › O3 安全稳定、降本提效 › 生产稳定性事件
        seeds/第26周 2023-06-20.md:72

    已检索 8 篇周报（2023-05-03 至 2024-03-31），引用 1 篇，缺 第27–53周、2024-W01–W12

    [1] 第26周 2023-06-20 › 上周进展 › O3 安全稳定、降本提效 › 生产稳定性事件
        seeds/第26周 2023-06-20.md:72
        | 6/15 11:01 对账核对发现账户流水金额有5991笔差异，764个商户的对账单受到波及。


    ----- stderr -----
    note: no embedding model here: working on words alone (get it with `zhoubao model pull`)
    （读作：6/15账户流水差异影响了多少商户？）
    "#);
}

#[test]
fn follow_ups_in_both_languages_reach_the_same_incident() {
    let desk = Desk::with_seeds();
    let lines = ["what caused the 6/15 账户流水 discrepancy", "and how was it fixed?", "影响了多少商户"];
    let run = chat(&desk, &[], &lines).exits(0);
    let run = run.says("Cause: DBA做Oracle存储扩容").says("Handling: 重跑商户对账单数据").says("影响：764个商户");
    let run = run.notes("(read as: how was the 6/15账户流水 discrepancy fixed?)");
    assert_eq!(run.stdout.matches("2023-06-15 11:01").count(), 3, "{run}");
}

#[test]
fn an_item_of_a_list_is_asked_for_by_its_place() {
    let desk = Desk::with_seeds();
    let run = chat(&desk, &[], &["第26周有哪些事故？", "第三个的原因呢", "第九个呢"]).exits(0);
    run.says("原因：DBA做Oracle存储扩容").says("上一个回答只列了 6 项，没有第 9 项。");
}

#[test]
fn another_week_and_another_measure_are_the_same_question() {
    let desk = Desk::with_seeds();
    let run = chat(&desk, &[], &["第25周出金有效成功率是多少", "第24周呢", "那入金有效成功率呢"]).exits(0);
    let run = run.notes("（读作：第24周出金有效成功率是多少）").notes("（读作：第24周入金有效成功率是多少）");
    assert!(run.stdout.contains("第25周") && run.stdout.contains("第24周"), "{run}");
}

#[test]
fn a_new_topic_borrows_nothing() {
    let desk = Desk::with_seeds();
    let run = chat(&desk, &[], &["6/15账户流水差异的原因是什么？", "第24周的下周计划是什么"]).exits(0);
    assert!(!run.stderr.contains("读作"), "{run}");
}

#[test]
fn a_chat_forgets_when_told_to() {
    let desk = Desk::with_seeds();
    let run = chat(&desk, &[], &["6/15账户流水差异的原因是什么？", "/new", "怎么处理的"]).exits(0);
    let run = run.notes("a new conversation");
    assert!(!run.stderr.contains("读作"), "{run}");
}

#[test]
fn the_sources_are_asked_for_in_words_too() {
    let desk = Desk::with_seeds();
    let run = chat(&desk, &[], &["6/15账户流水差异的原因是什么？", "第二条的出处", "/sources 7"]).exits(1);
    let run = run
        .says("    | 原因：DBA做Oracle存储扩容")
        .notes("error: the last answer has no source 7")
        .notes("hint: it has 2");
    assert_eq!(run.stdout.matches("    | ").count(), 1, "{run}");
}

#[test]
fn filters_narrow_what_follows_until_they_are_taken_away() {
    let desk = Desk::with_seeds();
    let lines =
        ["/until 2023-05-31", "6/15账户流水差异的原因是什么？", "/filters", "/until", "6/15账户流水差异的原因是什么？"];
    let run = chat(&desk, &["--since", "2023-05-01"], &lines).exits(0);
    let run = run.notes("only: since 2023-05-01, until 2023-05-31").notes("only: since 2023-05-01\n").says("原因：DBA");
    assert!(run.stdout.starts_with("周报里没有直接的回答"), "{run}");
}

#[test]
fn a_filter_that_cannot_be_is_refused_and_the_old_ones_stay() {
    let desk = Desk::with_seeds();
    let lines = ["/since 2023-06-01", "/until 2023-05-01", "/period soon", "/author nobody", "/filters"];
    let run = chat(&desk, &[], &lines).exits(1);
    let run = run
        .notes("error: --until 2023-05-01 lies before --since 2023-06-01")
        .notes("error: `/period soon`: not a time");
    let run = run.notes("error: no author is called `nobody`");
    assert!(run.stderr.ends_with("only: since 2023-06-01\n"), "{run}");
}

#[test]
fn a_conversation_is_saved_once_with_every_source() {
    let desk = Desk::with_seeds();
    let lines = [
        "6/15账户流水差异的原因是什么？", "怎么处理的", "/save talk.md", "/save talk.md", "/save! talk.md",
        "/save no/such/folder.md",
    ];
    let run = chat(&desk, &[], &lines).exits(1);
    let run = run
        .notes("wrote 2 questions to talk.md")
        .notes("error: `talk.md` is there already")
        .notes("hint: overwrite it with `/save! talk.md`");
    assert_eq!(run.stderr.matches("wrote 2 questions").count(), 2, "{run}");
    assert!(run.stderr.contains("no/such/folder.md"), "{run}");
    let saved = std::fs::read_to_string(desk.path("talk.md")).expect("saved");
    insta::assert_snapshot!(saved, @r#"
    ## 1. 6/15账户流水差异的原因是什么？

    事件：2023-06-15 11:01 对账核对发现账户流水金额有5991笔差异，764个商户的对账单受到波及。 \[1\]\
    原因：DBA做Oracle存储扩容时重启了机器，跑批没有拉到14号23点之后的账户流水，流水和对账单因此都缺数。 \[2\]

    1. 第26周 2023-06-20 › 上周进展 › O3 安全稳定、降本提效 › 生产稳定性事件, `第26周 2023-06-20.md:72`

       > 6/15 11:01 对账核对发现账户流水金额有5991笔差异，764个商户的对账单受到波及。
    2. 第26周 2023-06-20 › 上周进展 › O3 安全稳定、降本提效 › 生产稳定性事件, `第26周 2023-06-20.md:73`

       > 原因：DBA做Oracle存储扩容时重启了机器，跑批没有拉到14号23点之后的账户流水，流水和对账单因此都缺数。 处置：重跑商户对账单数据，15:57修复完成。

    已检索 8 篇周报（2023-05-03 至 2024-03-31），引用 1 篇，缺 第27–53周、2024-W01–W12

    ## 2. 怎么处理的

    （读作：6/15账户流水差异怎么处理的）

    事件：2023-06-15 11:01 对账核对发现账户流水金额有5991笔差异，764个商户的对账单受到波及。 \[1\]\
    处置：重跑商户对账单数据，15:57修复完成。 \[2\]

    1. 第26周 2023-06-20 › 上周进展 › O3 安全稳定、降本提效 › 生产稳定性事件, `第26周 2023-06-20.md:72`

       > 6/15 11:01 对账核对发现账户流水金额有5991笔差异，764个商户的对账单受到波及。
    2. 第26周 2023-06-20 › 上周进展 › O3 安全稳定、降本提效 › 生产稳定性事件, `第26周 2023-06-20.md:73`

       > 原因：DBA做Oracle存储扩容时重启了机器，跑批没有拉到14号23点之后的账户流水，流水和对账单因此都缺数。 处置：重跑商户对账单数据，15:57修复完成。

    已检索 8 篇周报（2023-05-03 至 2024-03-31），引用 1 篇，缺 第27–53周、2024-W01–W12
    "#);
}

#[test]
fn a_mistyped_command_is_told_the_nearest_one() {
    let desk = Desk::with_seeds();
    let run = chat(&desk, &[], &["/sorces", "/help", "/quit", "6/15账户流水差异的原因是什么？"]).exits(1);
    let run =
        run.notes("error: there is no command `/sorces`").notes("hint: did you mean `/sources`?").says("/save FILE.md");
    assert!(!run.stdout.contains("原因：DBA"), "nothing is read after /quit: {run}");
}

#[test]
fn what_is_no_question_fails_the_run_and_not_the_rest() {
    let desk = Desk::with_seeds();
    let mut bytes = "？？\n".as_bytes().to_vec();
    bytes.extend_from_slice(b"\xff\xfe\n\n");
    bytes.extend_from_slice("6/15账户流水差异的原因\r\n".as_bytes());
    let run = desk.run_reading(["chat"], &bytes).exits(1);
    run.notes("error: the question is empty").notes("error: a line is not UTF-8").says("原因：DBA");
}

#[test]
fn thanks_are_not_looked_up_and_change_no_topic() {
    let desk = Desk::with_seeds();
    let run = chat(&desk, &[], &["6/15账户流水差异的原因是什么？", "谢谢！", "怎么处理的"]).exits(0);
    let run = run.notes("(nothing was asked)").notes("（读作：6/15账户流水差异怎么处理的）");
    assert_eq!(run.stdout.matches("已检索").count(), 2, "{run}");
}

#[test]
fn nothing_asked_is_nothing_said() {
    let desk = Desk::with_seeds();
    let run = chat(&desk, &[], &[]).exits(0);
    assert_eq!(run.stdout, "");
    let refused = chat(&desk, &[], &["第40周发生了什么事故"]).exits(0);
    refused.says("周报中没有");
}

#[test]
fn without_an_index_it_fails_before_anything_is_read() {
    let run = chat(&Desk::new(), &[], &["6/15账户流水差异的原因"]).exits(1);
    assert_eq!(run.stdout, "");
    run.notes("hint: ");
}

/// A chat that is open does not keep the index from others, and finds what they add.
#[test]
fn a_chat_leaves_the_index_to_others_between_questions() {
    use std::io::{BufRead, BufReader, Write};
    let desk = Desk::with_seeds();
    let mut command = desk.command(["chat"]);
    let mut child = command
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let mut typed = child.stdin.take().expect("piped");
    let mut wait_for = |words: &str| {
        let found = lines.by_ref().any(|line| line.expect("a line").contains(words));
        assert!(found, "{words}");
    };
    writeln!(typed, "6/15账户流水差异的原因").expect("typed");
    wait_for("已检索 8 篇周报");
    desk.run(["ask", "6/15账户流水差异的原因"]).exits(0);
    desk.write(
        "r/第30周 2023-07-18.md",
        "# 第30周 2023-07-18\n\n## 生产事件\n\n- 7/14 10:05 退款接口超时213笔。\n原因：连接池上限过低。\n",
    );
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    writeln!(typed, "7/14退款接口超时的原因").expect("typed");
    wait_for("连接池上限过低");
    drop(typed);
    assert!(child.wait().expect("it ends").success());
}
