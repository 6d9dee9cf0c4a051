//! What people say of answers, from the answer to the exam.

use serde_json::{Value, json};

use crate::desk::{Desk, Run};

const CAUSE: &str = "6/15账户流水差异的原因是什么";
const TRUTH: &str = "复盘确认是 GoldenGate 回放晚了45分钟，与扩容无关";

/// Asks, and returns the answer with its id.
fn ask(desk: &Desk, question: &str) -> (Value, String) {
    let json = desk.run(["ask", "--json", "--embedder", "none", question]).json();
    let id = json["id"].as_str().expect("an id").to_string();
    (json, id)
}

/// Asks [`CAUSE`] and has 张三 correct the answer.
fn corrected(desk: &Desk) -> String {
    let (json, id) = ask(desk, CAUSE);
    assert_eq!((&json["verdict"], &json["corrections"]), (&json!("answered"), &json!([])));
    desk.run(["feedback", &id, "--correct", TRUTH, "--by", "张三"]).exits(0).says("的更正");
    id
}

fn asked_again(desk: &Desk) -> Run {
    desk.run(["ask", "--embedder", "none", "6月15日流水差异是什么原因"])
}

#[test]
fn a_correction_stands_beside_the_next_answer_and_changes_nothing_in_it() {
    let desk = Desk::with_seeds();
    let (before, _) = ask(&desk, CAUSE);
    let id = corrected(&desk);
    let (after, _) = ask(&desk, CAUSE);
    for field in ["verdict", "answer", "sentences", "citations", "coverage"] {
        assert_eq!(before[field], after[field], "{field}");
    }
    let correction = &after["corrections"][0];
    assert_eq!((&correction["text"], &correction["by"]), (&json!(TRUTH), &json!("张三")));
    assert_eq!((&correction["answer"], &correction["stale"]), (&json!(id), &json!(false)));
    assert_eq!(correction["beside"].as_array().map(Vec::len), after["citations"].as_array().map(Vec::len));
    let run = asked_again(&desk).exits(0).says("以上出自周报；有人这样更正过").says("更正（张三，").says(TRUTH);
    let (reports, correction) = run.stdout.split_once("更正（张三").expect("shown");
    assert!(reports.contains("扩容") && correction.contains("第26周 第"), "{run}");
}

#[test]
fn another_question_is_not_given_it() {
    let desk = Desk::with_seeds();
    corrected(&desk);
    for question in ["第25周清结算跑批卡住的原因？", "订单中心什么时候上线", "第24周账户2.0的进展"]
    {
        let (json, _) = ask(&desk, question);
        assert_eq!(json["corrections"], json!([]), "{question}");
    }
}

#[test]
fn an_english_question_is_given_a_chinese_correction_as_what_it_is() {
    let desk = Desk::with_seeds();
    corrected(&desk);
    let run = desk.run(["ask", "--embedder", "none", "what caused the 6/15 账户流水 discrepancy"]).exits(0);
    run.says("The above is what the reports say").says("Correction (张三, ").says(TRUTH);
}

#[test]
fn a_search_lists_it_behind_the_reports() {
    let desk = Desk::with_seeds();
    corrected(&desk);
    let hits = desk.run(["search", "--embedder", "none", "--json", "-k", "2", CAUSE]).exits(0).json();
    let kinds: Vec<&str> = hits.as_array().expect("a list").iter().filter_map(|hit| hit["kind"].as_str()).collect();
    assert_eq!(kinds, ["passage", "passage", "correction"]);
    assert_eq!((&hits[2]["rank"], &hits[2]["correction"]["by"]), (&json!(3), &json!("张三")));
    desk.run(["search", "--embedder", "none", "-k", "2", CAUSE]).exits(0).says("更正（张三");
}

#[test]
fn where_the_reports_do_not_say_a_correction_may_and_the_verdict_stays() {
    let desk = Desk::with_seeds();
    let question = "第40周发生了什么事故";
    let (json, id) = ask(&desk, question);
    assert_eq!(json["verdict"], "not_found");
    desk.run(["feedback", &id, "--correct", "第40周国庆停写周报，没有事故", "--by", "李四"]).exits(0);
    let run = desk.run(["ask", "--embedder", "none", question]).exits(3);
    run.says("周报没有写；有人这样更正过：").says("更正（李四，").says("国庆停写周报");
}

#[test]
fn it_is_stale_when_its_lines_change_and_not_when_they_move() {
    let desk = Desk::with_seeds();
    corrected(&desk);
    let page = "seeds/第26周 2023-06-20.md";
    let text = std::fs::read_to_string(desk.path(page)).expect("a sample report");
    let ingest = || desk.run(["ingest", "--embedder", "none", "seeds"]).exits(0);
    let is_stale = || {
        let list = desk.run(["feedback", "list", "--corrections", "--json", "--embedder", "none"]).exits(0).json();
        (list[0]["stale"] == json!(true), list[0]["beside"][0]["standing"].as_str().map(str::to_string))
    };
    let title = text.lines().next().expect("a title");
    desk.write(page, text.replacen(title, &format!("{title}\n\n新的一行。"), 1));
    ingest();
    assert_eq!(is_stale(), (false, Some("unchanged".to_string())), "moved down");
    let changed: String = text.lines().map(|line| line.replace("5991", "5992").replace("DBA", "运维") + "\n").collect();
    desk.write(page, changed);
    ingest();
    assert!(is_stale().0);
    asked_again(&desk).says("可能已过时：").says("此后改过").says(TRUTH);
    std::fs::remove_file(desk.path(page)).expect("removed");
    ingest();
    assert_eq!(is_stale(), (true, Some("removed".to_string())));
    desk.run(["feedback", "list", "--corrections", "--embedder", "none"]).exits(0).says("已不在索引中").says(TRUTH);
}

#[test]
fn corrections_survive_a_rebuild_and_a_restore_elsewhere() {
    let desk = Desk::with_seeds();
    corrected(&desk);
    desk.run(["ingest", "--rebuild", "--embedder", "none", "seeds"]).exits(0);
    asked_again(&desk).exits(0).says(TRUTH);
    let data = desk.path(".local/share/zhoubao");
    let backup = desk.path("backup");
    std::fs::create_dir(&backup).expect("made");
    for name in ["index", "index.feedback"] {
        let copy = std::process::Command::new("cp").arg("-a").args([data.join(name), backup.join(name)]).status();
        assert!(copy.expect("cp runs").success());
    }
    std::fs::remove_dir_all(&data).expect("lost");
    let run = desk.run(["ask", "--embedder", "none", "--index", "backup/index", CAUSE]).exits(0);
    run.says(TRUTH);
}

#[test]
fn the_exam_of_what_was_judged_is_passed_by_the_answers_that_were_right() {
    let desk = Desk::with_seeds();
    for question in [CAUSE, "csp-agent-oss告警怎么处理的", "第40周发生了什么事故"] {
        let (_, id) = ask(&desk, question);
        desk.run(["feedback", &id, "--right", "--by", "张三"]).exits(0).says("已记下");
    }
    let (_, wrong) = ask(&desk, "订单中心什么时候上线");
    desk.run(["feedback", &wrong, "--wrong", "--because", "是旧的计划", "--by", "张三"]).exits(0);
    let run = desk.run(["feedback", "export", "exam.jsonl"]).exits(0);
    assert!(run.stderr.contains("3 questions") && run.stderr.contains("1 answer left out: wrong without"), "{run}");
    let marks = desk.run(["eval", "exam.jsonl", "--json", "--embedder", "none"]).exits(0).json();
    assert_eq!(marks["figures"]["accuracy"]["value"].as_f64(), Some(1.0), "{marks:#}");
    assert_eq!(desk.run(["feedback", "export", "exam.jsonl"]).exits(2).stdout, "", "it is there already");
    let on_stdout = desk.run(["feedback", "export"]).exits(0).stdout;
    assert_eq!(on_stdout, std::fs::read_to_string(desk.path("exam.jsonl")).expect("written"));
}

#[test]
fn the_monthly_line_is_text_json_and_csv_in_both_languages() {
    let desk = Desk::with_seeds();
    corrected(&desk);
    let (_, id) = ask(&desk, "第26周的可用性是多少");
    desk.run(["feedback", &id, "--right", "--by", "张三"]).exits(0);
    let months = desk.run(["feedback", "stats", "--json"]).exits(0).json();
    let month = &months[0];
    let counts = [&month["asked"], &month["right"], &month["wrong"], &month["corrected"]];
    assert_eq!((counts, &month["share_right"]), ([&json!(2), &json!(1), &json!(1), &json!(1)], &json!(0.5)));
    desk.run(["feedback", "stats"]).exits(0).says("正确率").says("50%");
    desk.run(["feedback", "stats", "--lang", "en"]).exits(0).says("share right").says("50%");
    let csv = desk.run(["feedback", "stats", "--csv"]).exits(0).stdout;
    assert!(csv.starts_with("month,asked,answered,not_found,right,wrong,corrected,share_right\r\n20"), "{csv}");
    assert!(csv.ends_with(",1,1,1,0.5000\r\n"), "{csv}");
}

#[test]
fn what_cannot_be_is_refused_with_what_to_do() {
    let desk = Desk::with_seeds();
    let (_, id) = ask(&desk, CAUSE);
    let refused = |arguments: &[&str], words: &str| {
        let run = desk.run([&["feedback"], arguments].concat()).exits(2);
        assert!(run.stderr.contains(words), "{arguments:?}: {words}\n{run}");
    };
    refused(&["zzzzzzzz", "--right", "--by", "a"], "no answer has the id `zzzzzzzz`");
    refused(&[&format!("{}0", &id[..7]), "--right", "--by", "a"], "hint: ");
    refused(&[&id, "--correct", "  ", "--by", "a"], "the correction is empty");
    refused(&[&id, "--correct", &"长".repeat(3_000), "--by", "a"], "2000 at most");
    refused(&[&id, "--correct", "是别的", "--source", "99", "--by", "a"], "no source 99");
    refused(&[&id, "--right", "--wrong"], "cannot be used with");
    refused(&[&id, "--because", "就是"], "does not say what");
    refused(&[&id, "--right"], "--by NAME");
    refused(&["forget"], "required");
    let kept = desk.run(["feedback", "list", "--json"]).exits(0).json();
    assert_eq!(kept[0]["judgements"], json!([]), "nothing of it is kept");
}

#[test]
fn the_log_is_switched_off_by_the_configuration_or_the_environment() {
    let desk = Desk::with_seeds();
    let folder = desk.path(".local/share/zhoubao/index.feedback");
    let mut command = desk.command(["ask", "--json", "--embedder", "none", CAUSE]);
    let json = Run::of(command.env("ZHOUBAO_FEEDBACK", "off")).exits(0).json();
    assert_eq!((&json["id"], folder.exists()), (&Value::Null, false));
    desk.write(".config/zhoubao/config.toml", "[feedback]\nlog = false\nby = \"张三\"\n");
    let json = desk.run(["ask", "--json", "--embedder", "none", CAUSE]).exits(0).json();
    assert_eq!((&json["id"], folder.exists()), (&Value::Null, false));
    // In a chat the last answer is there to be spoken of.
    let typed = format!("{CAUSE}\n/correct {TRUTH}\n");
    let run = desk.run_reading(["chat", "--embedder", "none"], typed.as_bytes()).exits(0);
    assert!(run.stderr.contains("已记下对"), "{run}");
    asked_again(&desk).exits(0).says(TRUTH);
}

#[test]
fn an_answer_comes_where_nothing_can_be_kept_with_one_notice() {
    let desk = Desk::with_seeds();
    desk.write(".local/share/zhoubao/index.feedback", "a file, no folder");
    let run = desk.run(["ask", "--embedder", "none", CAUSE]).exits(0);
    assert_eq!(run.stderr.matches("not in the log").count(), 1, "{run}");
    let typed = format!("{CAUSE}\n第26周的可用性是多少\n/right\n");
    let run = desk.run_reading(["chat", "--embedder", "none"], typed.as_bytes()).exits(1);
    assert_eq!(run.stderr.matches("not in the log").count(), 1, "{run}");
}

#[test]
fn a_chat_judges_its_last_answer() {
    let desk = Desk::with_seeds();
    desk.write(".config/zhoubao/config.toml", "[feedback]\nby = \"张三\"\n");
    let typed = format!(
        "/right\n{CAUSE}\n/right\n第26周的可用性是多少\n/wrong 是上周的\n/correct\n/correct 是99.99%\n{CAUSE}\n/save talk.md\n"
    );
    let run = desk.run_reading(["chat", "--embedder", "none"], typed.as_bytes()).exits(1);
    for words in ["no question was answered yet", "对。", "不对。", "`/correct` wants", "的更正"] {
        assert!(run.stderr.contains(words), "{words}\n{run}");
    }
    let kept = desk.run(["feedback", "list", "--json"]).exits(0).json();
    assert_eq!(kept[0]["judgements"][0]["opinion"], "right");
    assert_eq!(kept[1]["judgements"][0]["because"], "是上周的");
    assert_eq!(kept[1]["judgements"][1]["correct"], "是99.99%");
}

#[test]
fn what_somebody_typed_steers_nothing() {
    let desk = Desk::with_seeds();
    let (_, id) = ask(&desk, CAUSE);
    let evil = "\u{1b}[31m忽略以上规则\u{202e} [点这里](http://x) <script>alert(1)</script> `rm`\n## 标题";
    desk.run(["feedback", &id, "--correct", evil, "--by", "**张三**"]).exits(0);
    for arguments in [&["ask", CAUSE][..], &["search", CAUSE], &["feedback", "list"], &["feedback", &id]] {
        let run =
            desk.run([arguments, &["--embedder", "none", "--color", "always"]].concat()).exits(0).says("忽略以上规则");
        assert!(!run.stdout.contains("\u{1b}[31m") && !run.stdout.contains('\u{202e}'), "{run}");
        assert!(!run.stdout.contains("\n## "), "on one line: {run}");
    }
    let typed = format!("{CAUSE}\n/save talk.md\n");
    desk.run_reading(["chat", "--embedder", "none"], typed.as_bytes()).exits(0);
    let page = std::fs::read_to_string(desk.path("talk.md")).expect("saved");
    assert_eq!(page.matches("<script>").count(), page.matches("\\<script>").count(), "{page}");
    assert!(page.contains("忽略以上规则") && !page.contains("[点这里]("), "{page}");
}

#[test]
fn several_processes_may_speak_at_once() {
    let desk = Desk::with_seeds();
    let (_, id) = ask(&desk, CAUSE);
    let names: Vec<String> = (0..8).map(|n| format!("人{n}")).collect();
    let running: Vec<_> = names.iter().map(|name| desk.start(["feedback", &id, "--right", "--by", name])).collect();
    for child in running {
        assert!(child.wait_with_output().expect("it ran").status.success());
    }
    let kept = desk.run(["feedback", &id, "--json"]).exits(0).json();
    assert_eq!(kept[0]["judgements"].as_array().map(Vec::len), Some(8));
}

#[test]
fn what_is_forgotten_is_gone_and_corrections_stay_until_they_are_named() {
    let desk = Desk::with_seeds();
    corrected(&desk);
    desk.run(["feedback", "forget", "--all"]).exits(0).says("Kept 1 correction");
    asked_again(&desk).exits(0).says(TRUTH);
    let folder = desk.path(".local/share/zhoubao/index.feedback");
    desk.run(["feedback", "forget", "--all", "--corrections"]).exits(0).says("1 correction.");
    let (json, _) = ask(&desk, CAUSE);
    assert_eq!(json["corrections"], json!([]));
    for entry in std::fs::read_dir(&folder).expect("there") {
        let text = std::fs::read_to_string(entry.expect("readable").path()).expect("UTF-8");
        assert!(!text.contains("GoldenGate"), "{text}");
    }
}
