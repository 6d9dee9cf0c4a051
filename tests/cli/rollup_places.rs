//! Under which heading a roll-up puts what stands under none of its own, and what lines away from their headings say.

use serde_json::Value;

use crate::desk::Desk;
use crate::rollup_digest::page_of_may;

/// The lines of May by the heading that they stand under.
fn places_of_may(reports: &[(&str, &str)]) -> Vec<(String, String)> {
    let desk = Desk::new();
    for (day, text) in reports {
        desk.write(&format!("r/周报 2023-{day}.md"), format!("# 周报 2023-{day}\n\n{text}"));
    }
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let json = desk.run(["rollup", "2023-05", "--json"]).exits(0).json();
    let list = |of: &Value, name: &str| of[name].as_array().cloned().unwrap_or_default();
    let text = |of: &Value, name: &str| of[name].as_str().unwrap_or_default().to_string();
    let lines = |objective: &Value| {
        let name = text(objective, "name");
        let items = list(&objective["digest"], "items").into_iter().map(|item| text(&item, "text"));
        items.map(|said| (name.clone(), said)).collect::<Vec<_>>()
    };
    list(&json, "objectives").iter().flat_map(lines).collect()
}

fn place<'p>(places: &'p [(String, String)], words: &str) -> Option<&'p str> {
    places.iter().find(|(_, said)| said.contains(words)).map(|(name, _)| name.as_str())
}

#[test]
fn a_line_under_no_heading_stands_under_the_one_that_its_opening_clause_names() {
    let places = places_of_may(&[
        ("05-07", "## 诉通 V3\n\n- 律师端切换完成，首日 412 件\n- 新目标定在 6 月 8 日，两个前提还差一个\n"),
        ("05-21", "## 其他\n\n- 预演 V3 的回退脚本，25 分钟可回旧版\n- 大厅添了两台自助机，说好 V3 以后再接\n"),
    ]);
    assert_eq!(place(&places, "回退脚本"), Some("诉通 V3"), "{places:?}");
    assert_eq!(place(&places, "两台自助机"), Some(""), "V3 stands in its second clause: {places:?}");
}

#[test]
fn lines_of_several_reports_that_open_with_one_name_stand_together_and_a_common_word_is_none() {
    let places = places_of_may(&[
        ("05-07", "## 其他\n\n- 自然人端核身通过率只有 71%，先不上\n- 窗口围挡拆了一半，人手够用\n"),
        ("05-14", "## 其他\n\n- 老版停用要等自然人端上线以后再发文\n- 窗口加了一把椅子，老人坐着等\n"),
        ("05-21", "## 其他\n\n- 自然人端改成人脸加短信二选一\n- 窗口排队比上周短，平均 19 分钟\n"),
    ]);
    for words in ["71%", "再发文", "二选一"] {
        assert_eq!(place(&places, words), Some("自然人端"), "{places:?}");
    }
    assert_eq!(place(&places, "平均 19 分钟"), Some(""), "{places:?}");
}

#[test]
fn the_steps_of_an_incident_of_the_page_are_left_to_it() {
    let page = page_of_may(&[(
        "05-21",
        "🔴 P1 5/20 09:00 庭审录像没存下来，三个庭半天没有录像\n- 原因：存储写满，告警发到没人看的邮箱\n- 告警改推群，5/21 完成\n\n🕐 5/20 经过\n- 16:45 休庭，书记员要下载录像，列表是空的\n- 17:30 报两位领导，先删临时文件腾出空间\n\n🟡 V3\n- 一般缺陷剩 2 个，厂商压测报告没给\n",
    )]);
    assert!(page.contains("| 05-20 09:00 |") && page.contains("存储写满"), "{page}");
    assert!(!page.contains("列表是空的") && page.contains("V3：一般缺陷剩 2 个"), "{page}");
}

#[test]
fn what_comes_next_says_what_it_is_of() {
    let page = page_of_may(&[(
        "05-28",
        "## Osmanthus Ale\n\nFiltered on Wednesday, 465 hL of bright beer, colour and smell as in the pilot. Bottling was on Thursday and Friday. So 12 June in the shops holds from my side.\n\n## 退费\n\n退费剩 96 件，月底又完不成了。好的一面是账户能用的已经基本退光，剩下的都是账户注销、公司已经注销、或者人联系不上的，需要走公告，窗口的同志一个个打了电话，没有打通的发了短信，也寄了信。我请示以后把期限放到 6 月 26 日。\n",
    )]);
    let next = page.split("**接下来**").nth(1).and_then(|rest| rest.split("\n#").next()).unwrap_or_default();
    assert!(next.contains("Osmanthus Ale: Bottling was on Thursday and Friday. So 12 June"), "{page}");
    assert!(next.contains("退费剩 96 件……我请示以后把期限放到 6 月 26 日"), "{page}");
}

#[test]
fn thanks_give_way_to_what_was_done() {
    let items = "- 感谢化验室的同事连续加班取样，点赞\n- 三号机组换了轴承，试车两小时，温度 41 度\n";
    let page = page_of_may(&[("05-21", &format!("## 设备\n\n{items}"))]);
    let at = |words: &str| page.find(words).expect("shown");
    assert!(at("三号机组") < at("感谢化验室"), "{page}");
}

#[test]
fn a_bold_name_that_runs_in_is_no_part_of_a_bold_line_with_a_list_of_its_own() {
    let places = places_of_may(&[(
        "05-21",
        "**Figures**\n\n- 36 brews\n- run-off 94 min\n\n**Cooling.** No trouble since the new pump is in, and the old one was taken apart.\n",
    )]);
    assert_eq!(place(&places, "No trouble"), Some("Cooling"), "{places:?}");
}

#[test]
fn goals_that_one_line_numbers_are_each_one_in_the_draft_of_goals() {
    let desk = Desk::new();
    let text = "## 五、下周工作安排\n\n（1）星轮到货即换；（2）低氮锅炉年检准备；（3）氨制冷系统迎检自查。\n";
    desk.write("r/周报 2023-05-21.md", format!("# 周报 2023-05-21\n\n## 一、本周\n\n- 换表 40 块\n\n{text}"));
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let goals = desk.run(["goals"]).exits(0).stdout;
    for goal in [". 星轮到货即换\n", ". 低氮锅炉年检准备\n", ". 氨制冷系统迎检自查\n"] {
        assert!(goals.contains(goal), "{goals}");
    }
}

#[test]
fn what_one_day_of_several_counted_is_no_line_and_matters_that_a_paragraph_counts_are_each_one() {
    let table = "| 日期 | 计划人数 | 实到 |\n|---|---|---|\n| 5/25 | 300 | 268 |\n| 5/26 | 300 | 331 |\n";
    let text = "推广工作：一是观摩会 5 月 13 日召开，达成意向 86 吨；二是订货会场地由罗娟联系，规模按 180 人准备。";
    let places = places_of_may(&[("05-28", &format!("## 专场\n\n{table}\n## 其他\n\n{text}\n"))]);
    assert_eq!(place(&places, "268"), None, "{places:?}");
    let said: Vec<&str> = places.iter().map(|(_, said)| said.as_str()).collect();
    assert!(said.contains(&"推广工作：观摩会 5 月 13 日召开，达成意向 86 吨"), "{places:?}");
    assert!(said.contains(&"推广工作：订货会场地由罗娟联系，规模按 180 人准备。"), "{places:?}");
}
