//! What a roll-up tells of what reports set right, and of why incidents came about after all; what is shown once.

use crate::rollup_digest::page_of_may;

fn opening<'p>(page: &'p str, group: &str) -> &'p str {
    let below = page.split(&format!("**{group}**")).nth(1).unwrap_or_default();
    below.split("\n**").next().and_then(|rest| rest.split("\n## ").next()).unwrap_or_default()
}

#[test]
fn what_was_wrong_and_why_after_all_open_the_page_and_what_is_still_sought_does_not() {
    let page = page_of_may(&[
        ("05-07", "## 本周\n\n- 到报率 97.6%\n- 冷库门封条换完\n"),
        (
            "05-21",
            "## 更正\n\n5月7日周报的到报率 97.6% 有误，应为 96.7%。\n口径漏了超时单。\n\n## 冷机停机\n\n- 根因：继电器触点烧蚀\n- 水泵异响还没查清\n",
        ),
    ]);
    let settled = opening(&page, "更正与查明");
    assert!(settled.contains("应为 96.7%") && settled.contains("根因：继电器触点烧蚀"), "{page}");
    assert!(settled.lines().any(|line| line.contains("应为 96.7%") && line.contains("口径漏了超时单")), "{page}");
    assert!(!settled.contains("水泵异响"), "{page}");
    assert_eq!(page.matches("继电器触点烧蚀").count(), 1, "{page}");
    assert!(!opening(&page, "交付与完成").contains("96.7%"), "{page}");
}

#[test]
fn a_report_behind_the_month_that_sets_one_of_its_days_right_is_told_as_such() {
    let page = page_of_may(&[
        ("05-21", "## 本周\n\n- 新网关上线\n"),
        ("06-04", "## 更正\n\n- 5月18日的失败单数写错，应为 39 笔\n- 四月的报废数写错，应为 7 件\n"),
    ]);
    let settled = opening(&page, "更正与查明");
    assert!(settled.contains("应为 39 笔") && settled.contains("期后"), "{page}");
    assert!(!settled.contains("7 件"), "that is of April: {page}");
}

#[test]
fn an_incident_of_before_the_month_is_told_with_the_cause_that_its_review_found() {
    let page = page_of_may(&[
        ("04-30", "## 生产事件\n\n- 4月27日 14:20 提交失败，影响 412 单，原因：连接池打满，已恢复\n"),
        ("05-21", "## 4月27日故障：复盘结论\n\n1. 扫毒服务卡死\n2. 连接不释放\n\n失败单数也更正：437 单，不是 412。\n"),
        ("05-28", "## 生产事件\n\n- 4月29日 10:05 短信超时，影响 30 条，原因：通道限流，已恢复\n"),
    ]);
    let settled = opening(&page, "更正与查明");
    let line = settled.lines().find(|line| line.contains("提交失败")).unwrap_or_default();
    assert!(line.contains("原因：扫毒服务卡死"), "{page}");
    assert!(!settled.contains("短信超时"), "its cause is a first account's: {page}");
    assert!(page.contains("短信超时") && page.contains("通道限流"), "{page}");
    assert!(settled.contains("437 单，不是 412"), "{page}");
}

#[test]
fn a_cause_that_is_taken_back_is_told_with_what_takes_it_back() {
    let page = page_of_may(&[
        ("05-07", "## 生产事件\n\n- 5月6日 18:52 重复到账 1,284 笔，原因：手持终端超时重发，已止住\n"),
        ("05-21", "## 本周\n\n- 重复到账的事要更正：手持终端超时重发的说法不成立，是网关缓存满了\n"),
    ]);
    let broke = opening(&page, "事件");
    let line = broke.lines().find(|line| line.contains("重复到账")).unwrap_or_default();
    assert!(
        line.contains("原因：手持终端超时重发") && line.contains("有更正") && line.contains("网关缓存满了"),
        "{page}"
    );
}

#[test]
fn an_answer_in_minutes_stands_with_its_question() {
    let page = page_of_may(&[(
        "05-21",
        "## 问答\n\n问（秦工）：漏报十一天，为什么没有人发现？\n答（马工）：旧名单照样产生预警，每周样本检查只看误报。\n",
    )]);
    let answers = page.lines().filter(|line| line.contains("旧名单照样产生预警"));
    assert!(answers.clone().count() > 0 && answers.into_iter().all(|line| line.contains("为什么没有人发现")), "{page}");
}

#[test]
fn a_line_that_begins_with_a_time_keeps_the_name_of_its_heading() {
    let page = page_of_may(&[(
        "05-21",
        "1. 终端升级\n\n到 5.20: 517 台 / 640 台, 又没完成, 延期\n\n2. 云岭银行\n\n- 5 月 13 日上线\n",
    )]);
    assert!(page.contains("终端升级：到 5.20") && page.contains("云岭银行：5 月 13 日上线"), "{page}");
}

#[test]
fn a_row_of_figures_is_no_risk_and_one_end_is_told_once() {
    let page = page_of_may(&[(
        "05-21",
        "## 问题\n\n| 类 | 件 | 逾期 |\n|---|---|---|\n| 逾期未答 | 2 | 9 |\n\n- 网关证书快到期，厂家没回，有风险\n",
    )]);
    let risks = page.split("## 问题与风险").nth(1).unwrap_or_default();
    assert!(!opening(&page, "延后与风险").contains("逾期未答"), "{page}");
    assert!(page.contains("网关证书快到期"), "{page} {risks}");
}

#[test]
fn a_row_of_two_sayings_names_which_holds() {
    let page = page_of_may(&[(
        "05-21",
        "## 更正\n\n| 项目 | 之前的说法 | 现在查明 |\n|---|---|---|\n| 原因 | 渠道调价没有通知 | 费率表的脚本写错了单位 |\n",
    )]);
    let settled = opening(&page, "更正与查明");
    assert!(settled.contains("之前的说法 渠道调价没有通知，现在查明 费率表的脚本写错了单位"), "{page}");
}

#[test]
fn a_name_with_items_below_it_is_no_later_word_and_the_items_are() {
    let page = page_of_may(&[
        (
            "05-21",
            "## 风险\n\n- 引擎二期 瀚川渠道 6/17 切换有风险，联调环境不够\n- 食堂换供应商\n- 班车时刻表改到 7:30\n",
        ),
        (
            "06-11",
            "## 本周\n\n1. 引擎二期 瀚川\n   - 引擎二期瀚川渠道 6/17 切不了，改 7/8\n   - 双跑差异率 0.07%\n2. 停车场道闸误抬三次\n",
        ),
    ]);
    let line = page.lines().find(|line| line.contains("切换有风险")).unwrap_or_default();
    assert!(line.contains("切不了，改 7/8"), "{page}");
}
