//! `zhoubao check` as a user, an editor and a build server run it.

use crate::desk::{AS_OF, Desk, assert_run};

const FLAWED: &str = "# 第17周 2023-04-18

## 本周工作

- 漏洞整改45/60，完成率70%
- 收银台预计4/13上线
- 回访客户 13812345678
";

const CLEAN: &str = "# 第17周 2023-04-18\n\n## 本周工作\n\n- 漏洞整改45/60，完成率75%\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("flawed.md", FLAWED).write("clean.md", CLEAN);
    desk
}

#[test]
fn check_points_at_each_finding_and_ends_with_three() {
    let desk = desk();
    assert_run!(desk, desk.run(["check", "flawed.md", "clean.md"]), @r"
    exit code: 3
    ----- stdout -----
    flawed.md:5:7: ZB004 45/60 等于 75%，写的是 70%
      |
    5 | - 漏洞整改45/60，完成率70%
      |           ^^^^^^^^^^^^^^^^

    flawed.md:6:8: ZB005 “4/13”（2023-04-13）在 2023-04-18 已过去5天，还写成将来的计划
      |
    6 | - 收银台预计4/13上线
      |             ^^^^

    flawed.md:7:8: ZB013 正文里有手机号
      |
    7 | - 回访客户 ***********
      |            ^^^^^^^^^^^

    ----- stderr -----
    3 findings in 1 of 2 files: ZB004 1, ZB005 1, ZB013 1
    ");
}

#[test]
fn check_of_a_clean_report_is_silent_on_stdout() {
    let desk = desk();
    assert_run!(desk, desk.run(["check", "clean.md"]), @r"
    exit code: 0
    ----- stdout -----

    ----- stderr -----
    no findings in 1 file
    ");
}

#[test]
fn check_for_programs_is_json_also_when_there_is_nothing() {
    let desk = desk();
    assert_eq!(desk.run(["check", "clean.md", "--format", "json"]).exits(0).json(), serde_json::json!([]));
    let found =
        desk.run(["check", "flawed.md", "--format", "json", "--lang", "en", "--select", "ZB004"]).exits(3).json();
    assert_eq!(
        found,
        serde_json::json!([{
            "code": "ZB004", "name": "arithmetic", "path": "flawed.md", "line": 5, "column": 7, "end_column": 19,
            "message": "45/60 is 75%, and 70% is written",
            "evidence": "- 漏洞整改45/60，完成率70%", "places": [],
        }])
    );
}

#[test]
fn check_for_github_writes_a_command_a_finding() {
    let desk = desk();
    let run = desk.run(["check", "flawed.md", "--format", "github", "--select", "ZB004,ZB013"]).exits(3);
    assert_eq!(
        run.stdout,
        "::error title=ZB004 arithmetic,file=flawed.md,line=5,col=7,endColumn=19::45/60 等于 75%25，写的是 70%25\n\
         ::error title=ZB013 personal-data,file=flawed.md,line=7,col=8,endColumn=19::正文里有手机号\n"
    );
}

#[test]
fn check_never_shows_what_it_warns_of() {
    let desk = desk();
    for format in ["text", "json", "github"] {
        let run = desk.run(["check", "flawed.md", "--format", format]).exits(3);
        assert!(!run.to_string().contains("13812345678"), "{run}");
    }
}

#[test]
fn check_explains_a_rule_and_lists_all() {
    let desk = desk();
    desk.run(["check", "--explain", "ZB003"]).exits(0).says("two-values").says("Limits").says("Example");
    desk.run(["check", "--explain", "two-values", "--lang", "zh"]).exits(0).says("何时不说");
    let list = desk.run(["check", "--list-rules"]).exits(0);
    assert_eq!(list.stdout.lines().count(), 22, "{list}");
    desk.run(["check", "--explain", "ZB999"]).exits(2).notes("no rule `ZB999`").notes("--list-rules");
}

#[test]
fn check_selects_and_ignores_on_the_line_in_the_file_and_in_the_page() {
    let desk = desk();
    desk.run(["check", "flawed.md", "--select", "ZB013"]).exits(3).notes("1 finding in 1 of 1 file: ZB013 1");
    desk.run(["check", "flawed.md", "--ignore", "ZB004,ZB005,personal-data"]).exits(0);
    desk.run(["check", "flawed.md", "--select", "nonsense"]).exits(2).notes("no rule `nonsense`");
    desk.write("zhoubao.toml", "[check]\nignore = ['ZB00', 'ZB013']\n");
    desk.run(["--config", "zhoubao.toml", "check", "flawed.md"]).exits(0);
    let silenced = FLAWED
        .replace("70%", "70% <!-- zhoubao: ignore ZB004 -->")
        .replace("- 收银台", "<!-- zhoubao: ignore ZB005 -->\n- 收银台");
    desk.write("silenced.md", silenced);
    desk.run(["check", "silenced.md"]).exits(3).notes("1 finding in 1 of 1 file: ZB013 1");
}

#[test]
fn check_of_what_cannot_be_read_fails_and_still_checks_the_others() {
    let desk = desk();
    desk.write("picture.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80".as_slice()).write("empty.md", "");
    let run = desk.run(["check", "nowhere.md", "picture.md", "empty.md", "flawed.md"]).exits(1);
    run.says("ZB004")
        .notes("error: `nowhere.md` does not exist")
        .notes("picture.md`: it is not text")
        .notes("it is empty");
    desk.run(["check", "empty.md"]).exits(0).notes("it is empty");
    desk.run(["check"]).exits(2);
}

#[test]
fn check_reads_gbk_as_ingest_does() {
    let desk = desk();
    let gbk: Vec<u8> = encoding_rs::GB18030.encode(FLAWED).0.into_owned();
    desk.write("gbk.md", gbk);
    desk.run(["check", "gbk.md", "--select", "ZB004"]).exits(3).says("gbk.md:5:7: ZB004");
}

#[test]
fn check_takes_earlier_files_as_context() {
    let desk = Desk::new();
    let week =
        |date: &str| format!("# {date}\n\n## 本周工作\n\n- 数据联调完成\n\n## 下周计划\n\n1. 短信重复发送复盘\n");
    for date in ["2023-04-11", "2023-04-18", "2023-04-25"] {
        desk.write(&format!("weeks/{date}.md"), week(date));
    }
    desk.run(["check", "weeks/2023-04-25.md"]).exits(0);
    let run = desk.run(["check", "weeks", "--select", "ZB010"]).exits(3);
    run.says("weeks/2023-04-25.md:9:4: ZB010").says("weeks/2023-04-11.md:9").notes("1 finding in 1 of 3 files");
}

#[test]
fn check_compares_with_the_index_where_there_is_one() {
    let desk = Desk::with_seeds();
    let copy = std::fs::read_to_string(desk.path("seeds/第26周 2023-06-20.md")).expect("a sample");
    desk.write(
        "draft.md",
        copy.replace("第26周 2023-06-20", "第27周 2023-06-27").replace("第26周 2023/06/20", "第27周 2023/06/27"),
    );
    desk.run(["check", "draft.md", "--select", "ZB011"]).exits(3).says("第26周");
    desk.run(["check", "draft.md", "--select", "ZB011", "--no-index"]).exits(0);
    Desk::new().write("draft.md", "# 第27周 2023-06-27\n\n正文").run(["check", "draft.md", "--against-index"]).exits(1);
}

#[test]
fn check_sees_a_report_from_its_own_day_whatever_the_environment_says() {
    assert!(AS_OF > "2023-04-18", "the desk's day is later than the report's");
    let desk = Desk::new();
    desk.write("week.md", "# 第17周 2023-04-18\n\n## 本周工作\n\n- 收银台预计5/18上线\n");
    desk.run(["check", "week.md"]).exits(0);
    desk.run(["--as-of", "2023-05-20", "check", "week.md"]).exits(3).says("ZB005");
}
