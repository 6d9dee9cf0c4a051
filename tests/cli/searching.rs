//! `zhoubao search`.

use crate::desk::{Desk, assert_run};

#[test]
fn hits_come_with_place_and_text() {
    let desk = Desk::with_seeds();
    assert_run!(desk, desk.run(["search", "-k", "2", "csp-agent-oss"]), @r#"
        exit code: 0
        ----- stdout -----
         1. 0.500  第26周 › 上周进展 › O3 安全稳定、降本提效 › 生产稳定性事件
            seeds/第26周 2023-06-20.md:76-79
            6/16 13:46 清结算csp-agent-oss告警。 处置：请资金部先停手，改由研发手工导入；接口随后迁到连主库的系统里。 原因：POS台账上传功能连错了数据源，写库失败。

        ----- stderr -----
        note: no embedding model here: working on words alone (get it with `zhoubao model pull`)
        "#);
}

#[test]
fn explain_shows_each_leg() {
    let desk = Desk::with_seeds();
    let run = desk.run(["search", "-k", "1", "--explain", "csp-agent-oss"]).exits(0);
    run.says("sparse rank 1 score").says("dense –").notes("read as: ");
}

#[test]
fn nothing_found_is_code_3() {
    let desk = Desk::with_seeds();
    assert_run!(desk, desk.run(["search", "zzyzx"]), @r#"
        exit code: 3
        ----- stdout -----

        ----- stderr -----
        note: no embedding model here: working on words alone (get it with `zhoubao model pull`)
        not in the reports: nothing like it in 8 reports
        "#);
    assert_run!(desk, desk.run(["search", "清结算", "--period", "2022年"]), @r#"
        exit code: 3
        ----- stdout -----

        ----- stderr -----
        note: no embedding model here: working on words alone (get it with `zhoubao model pull`)
        not in the reports: none of 8 reports covers `2022年`
        "#);
}

#[test]
fn a_count_of_none_or_of_thousands_is_wrong_usage() {
    let desk = Desk::with_seeds();
    desk.run(["search", "-k", "0", "清结算"]).exits(2).notes("0 is not in 1..=1000");
    desk.run(["search", "-k", "1001", "清结算"]).exits(2);
}

#[test]
fn an_impossible_day_is_wrong_usage() {
    let desk = Desk::with_seeds();
    desk.run(["search", "2/30"]).exits(2).notes("`2/30`");
}
