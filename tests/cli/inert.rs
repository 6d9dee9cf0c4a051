//! Every output of every command, over reports that hold every character that steers or hides: none of it comes out.

use std::fs;

use crate::desk::Desk;

/// Unicode's control and format characters and separators of lines, but for line ends and tabs.
fn hostile() -> Vec<char> {
    let all = regex::Regex::new(r"^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]$").expect("a pattern");
    let is_kept = |c: &char| matches!(c, '\n' | '\t');
    ('\u{1}'..=char::MAX).filter(|c| !is_kept(c) && all.is_match(c.encode_utf8(&mut [0; 4]))).collect()
}

/// Two weeks whose every line, name and number has some of them in it.
fn desk() -> Desk {
    let desk = Desk::new();
    let chars = hostile();
    assert!(chars.len() > 200, "{}", chars.len());
    let steering = "\u{1b}[31m\u{1b}]52;c;aGk=\u{7}\u{9b}2J\u{200e}\u{200f}\u{61c}\u{200b}\u{202e}\u{ad}\u{e0041}";
    for (week, day, done) in [(25, 13, 60), (26, 20, 40)] {
        let mut page = format!("# 第{week}周 2023-06-{day}\n\n姓名：李{steering}雷\n\n# 上周{steering}进展\n\n");
        for (at, some) in chars.chunks(6).enumerate() {
            let c: String = some.iter().collect();
            page.push_str(&format!("- 网关{c}扩容第{at}批完成，容量{c}提高到{}笔\n", 900 + at));
        }
        // So many controls alone would be no text.
        page.push_str(&format!("\n<!-- {} -->\n\n", "其余各项按计划进行".repeat(5_000)));
        page.push_str(&format!(
            "- 登录{steering}成功率{}.5%\n- 漏洞{steering}整改45/60，完成率70%{steering}\n",
            done + 30
        ));
        page.push_str(&format!("- 收银台{steering}改造{done}%，预计6/{}提测{steering}\n", day + 1));
        page.push_str("\n# 生产稳定性事件\n\n");
        page.push_str(&format!(
            "- 6/{} 11:01 账户{steering}流水差异{}笔。原因：扩容{steering}重启。处置：重跑{steering}数据\n",
            day - 2,
            week * 10
        ));
        page.push_str(&format!("\n# 下周工作及目标\n\n1. 完成{steering}收银台改造\n"));
        desk.write(&format!("r/第{week}周\u{1b}[31m\u{200e}\u{202e} 2023-06-{day}.md"), page);
    }
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    desk
}

#[track_caller]
fn assert_inert(what: &str, output: &str) {
    if let Some(c) = output.chars().find(|c| hostile_at(*c)) {
        let at = output.find(c).expect("found");
        let around: String = output[..at].chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
        panic!("{what}: U+{:04X} after {around:?}", c as u32);
    }
}

fn hostile_at(c: char) -> bool {
    static HOSTILE: std::sync::LazyLock<std::collections::HashSet<char>> =
        std::sync::LazyLock::new(|| hostile().into_iter().chain(['\0']).collect());
    HOSTILE.contains(&c)
}

#[test]
fn nothing_that_steers_or_hides_comes_out_of_any_command() {
    let desk = desk();
    let page = fs::read_dir(desk.path("r")).expect("there").flatten().next().expect("a report").path();
    let page = page.to_string_lossy().into_owned();
    let runs: &[&[&str]] = &[
        &["ingest", "r", "--embedder", "none"],
        &["ask", "6/18账户流水差异的原因是什么"],
        &["ask", "网关扩容提高到多少", "--explain"],
        &["ask", "网关扩容提高到多少", "--json", "--explain"],
        &["ask", "第26周下周工作及目标", "--json"],
        &["ask", "食堂\u{1b}[31m菜价\u{200e}", "--json"],
        &["search", "网关扩容", "--explain", "-k", "50"],
        &["search", "网关扩容", "--json", "-k", "50"],
        &["incidents"],
        &["incidents", "--json"],
        &["incidents", "--csv"],
        &["incidents", "--threads"],
        &["metrics", "--all"],
        &["metrics", "--unification"],
        &["metrics", "--json"],
        &["metrics", "--csv"],
        &["trend", "成功率"],
        &["trend", "成功率", "--json"],
        &["trend", "成功率", "--csv"],
        &["trend", "成功率", "--svg", "-"],
        &["trend", "天\u{1b}[31m气"],
        &["milestones", "--all"],
        &["milestones", "--json"],
        &["milestones", "--csv"],
        &["promises"],
        &["promises", "--json"],
        &["promises", "--csv"],
        &["rollup", "2023-06"],
        &["rollup", "2023-06", "--json"],
        &["rollup", "2023-06", "--format", "md"],
        &["rollup", "2023-06", "--format", "html"],
        &["rollup", "2023-06", "-o", "page.md"],
        &["rollup", "2023-06", "-o", "page.html"],
        &["rollup", "2023-06", "-o", "page.json"],
        &["rollup", "2023-06", "-o", "page.txt"],
        &["goals", "--explain"],
        &["goals", "--json"],
        &["goals", "--format", "md", "--explain"],
        &["goals", "-o", "goals.md"],
        &["draft", "--sources"],
        &["draft", "--json"],
        &["draft", "-o", "draft.md"],
        &["trend", "成功率", "--svg", "trend.svg"],
        &["check", "r"],
        &["check", "r", "--format", "json"],
        &["check", "r", "--format", "github"],
        &["check", &page, "gone\u{1b}[31m.md"],
        &["doctor"],
        &["doctor", "--json", "--index", "gone\u{9b}31m"],
        &["ask", "x", "--author", "\u{1b}[31m\u{200e}"],
        &["ask", "x", "--since", "\u{1b}[31m\u{200e}"],
        &["\u{1b}[31m\u{200e}"],
        &["rollup", "2023-06", "-o", "r/\u{1b}[31m.md"],
        &["eval", "gone\u{1b}[31m.jsonl"],
    ];
    let mut shown = 0;
    for arguments in runs {
        let run = desk.run(*arguments);
        let stdout = if arguments.contains(&"--csv") { run.stdout.replace("\r\n", "\n") } else { run.stdout };
        assert_inert(&format!("{arguments:?} on stdout"), &stdout);
        assert_inert(&format!("{arguments:?} on stderr"), &run.stderr);
        shown += stdout.len();
        let is_for_people = !arguments.iter().any(|argument| {
            ["--json", "--csv", "--format", "--svg", "-o"].contains(argument) || argument.starts_with('\u{1b}')
        });
        if is_for_people {
            let run = desk.run(arguments.iter().chain(&["--color", "always"]));
            assert_inert(&format!("{arguments:?} in colour on stdout"), &without_ours(&run.stdout));
            assert_inert(&format!("{arguments:?} in colour on stderr"), &without_ours(&run.stderr));
        }
    }
    assert!(shown > 100_000, "{shown}");
    let written = ["page.md", "page.html", "page.json", "page.txt", "goals.md", "draft.md", "trend.svg"];
    for name in written {
        assert_inert(name, &fs::read_to_string(desk.path(name)).unwrap_or_else(|error| panic!("{name}: {error}")));
    }
    for chart in fs::read_dir(desk.path("page-charts")).expect("there").flatten() {
        assert_inert(&chart.file_name().to_string_lossy(), &chart.file_name().to_string_lossy());
        assert_inert("a chart", &fs::read_to_string(chart.path()).expect("there"));
    }
    let talk = "6/18账户流水差异的原因是什么\n怎么处理的\n/sources\n/author \u{1b}[31m\n/save talk.md\n/\u{1b}[31m\n";
    let run = desk.run_reading(["chat"], talk.as_bytes());
    assert_inert("chat on stdout", &run.stdout);
    assert_inert("chat on stderr", &run.stderr);
    assert_inert("talk.md", &fs::read_to_string(desk.path("talk.md")).expect("saved"));
}

/// Without the colours and links that the program paints with.
fn without_ours(text: &str) -> String {
    let ours = regex::Regex::new("\u{1b}\\[(0|1|2|36)m|\u{1b}\\]8;;(file://[A-Za-z0-9/._~%-]*)?\u{1b}\\\\")
        .expect("a pattern");
    ours.replace_all(text, "").into_owned()
}

#[test]
fn json_keeps_what_it_escapes() {
    let desk = desk();
    let found = desk.run(["search", "网关扩容", "--json", "-k", "50"]).exits(0);
    let texts: String =
        found.json().as_array().expect("a list").iter().filter_map(|hit| hit["text"].as_str()).collect();
    assert!(texts.contains(hostile_at), "the report's own characters come back from JSON");
}

#[test]
fn a_name_with_a_line_end_begins_no_line_and_no_command() {
    let desk = Desk::new();
    let page = "# 第17周 2023-04-18\n\n- 漏洞整改45/60，完成率70% ::warning::x ##[add-mask]y\n";
    desk.write("a\n::stop-commands::x\n.md", page).write("b\n::set-env name=X::b.md", [0xff, 0xfe, 0x00, 0xd8]);
    for format in ["github", "text", "json"] {
        let run = desk.run(["check", ".", "--format", format]);
        for line in run.stdout.lines().chain(run.stderr.lines()).map(str::trim_start) {
            let is_ours = format == "github" && line.starts_with("::error title=ZB");
            assert!(is_ours || !line.starts_with("::"), "{format}: {line}");
        }
    }
    let run = desk.run(["check", ".", "--format", "github"]);
    assert_eq!(run.stdout.lines().count(), 1, "{run}");
}

#[test]
fn masked_numbers_keep_their_stars_wherever_they_are_shown() {
    let desk = Desk::new();
    desk.write(
        "r/2023-06-20.md",
        "# 第26周 2023-06-20\n\n# 上周进展\n\n- 客户回访：138****5620 与 139****1234 均已**核实**，卡号 6222 **** **** 1234\n\
         - 投诉人张**的退款已到账\n\n# 生产事件\n\n- 6/18 11:01 **短信误发**给 137****0001，影响3户。原因：模板 2**10 配错。处置：联系 136****0002 致歉\n",
    );
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let run = desk.run(["ask", "客户回访核实了哪些号码"]).exits(0);
    run.says("138****5620 与 139****1234 均已核实").says("6222 **** **** 1234");
    desk.run(["ask", "投诉人的退款到账了吗"]).exits(0).says("张**的退款");
    let run = desk.run(["ask", "6/18短信误发的原因和处置"]).exits(0);
    run.says("模板 2**10 配错").says("136****0002");
    desk.run(["incidents"]).exits(0).says("137****0001");
    desk.run(["search", "客户回访"]).exits(0).says("138****5620");
    let page = desk.run(["rollup", "2023-06", "--format", "text"]).exits(0);
    page.says("137****0001").says("136****0002");
    let page = desk.run(["rollup", "2023-06", "--format", "html"]).exits(0);
    page.says("137****0001");
}
