//! What a roll-up leaves out of its projects: what a later report of the period says anew, bylines, plans for days that are over.

use crate::desk::Desk;

/// The page of May without its sources.
pub fn page_of_may(reports: &[(&str, &str)]) -> String {
    let desk = Desk::new();
    for (day, text) in reports {
        desk.write(&format!("r/周报 2023-{day}.md"), format!("# 周报 2023-{day}\n\n{text}"));
    }
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let run = desk.run(["rollup", "2023-05", "--format", "md"]).exits(0);
    run.stdout.split("\n[^1]:").next().unwrap_or_default().to_string()
}

#[test]
fn a_coded_item_is_told_as_the_last_report_that_names_it_tells_it() {
    let page = page_of_may(&[
        (
            "05-07",
            "## 风险\n\n| 编号 | 风险 | 状态 |\n|---|---|---|\n| R3 | 钢材到货晚，塔吊要停工 | 评估中，找第二家供应商 |\n",
        ),
        ("05-21", "## 风险\n\n| 编号 | 风险 | 状态 |\n|---|---|---|\n| R3 | 钢材全部到货 | 关闭 |\n"),
    ]);
    assert!(!page.contains("找第二家供应商"), "{page}");
}

#[test]
fn a_row_of_a_short_name_is_told_as_the_last_report_has_it() {
    let table = |rows: &str| format!("## 项目\n\n| 项目 | 进度 | 备注 |\n|---|---|---|\n{rows}");
    let page = page_of_may(&[
        ("05-07", "## 项目\n\n- 换表 868 块，五一歇了三天，外委队一组在东片\n"),
        ("05-14", &table("| 换表 | 940 块 | 雨天停了两天，周末加班补 |\n| 平衡 | 22 个 | 板换要先抽去看 |\n")),
        ("05-28", &table("| 换表 | 1088 块 | 剩下的自己班组做 |\n")),
    ]);
    assert!(page.contains("剩下的自己班组做") && page.contains("板换要先抽去看"), "{page}");
    assert!(!page.contains("雨天停了两天") && !page.contains("外委队一组"), "{page}");
}

#[test]
fn what_is_to_be_done_by_a_day_is_not_delivered() {
    let page = page_of_may(&[(
        "05-07",
        "## 项目\n\n- 新固件的表装了96块，单独测试没人做，我答应自己5月20日前做完\n- 交接班页面5月6日修好，遗留问题全部关掉\n",
    )]);
    let delivered = page.split("**交付与完成**").nth(1).and_then(|rest| rest.split("**").next()).unwrap_or_default();
    assert!(delivered.contains("交接班页面") && !delivered.contains("单独测试"), "{page}");
}

#[test]
fn a_paragraph_is_told_by_its_day_whatever_the_item_above_it_is_called() {
    // The name of the item is no start of the paragraph, and its length falls within a character of it.
    let page = page_of_may(&[(
        "05-28",
        "1. 联调\n- 5/28全部用例过\n\n2. 风险委员会（10/26）\n四条措施都通过。灯笼果铺上滚动准备金10%，6/8起，销售那边脸色不好看。\n小盈限额6/1恢复，但是只恢复到5万，不回8万，8万要等明年二季度再评。\n",
    )]);
    let next = page.split("**接下来**").nth(1).unwrap_or_default();
    assert!(next.contains("滚动准备金10%，6/8起"), "{page}");
}

#[test]
fn who_wrote_a_page_and_whom_it_greets_is_no_news_of_it() {
    let page = page_of_may(&[(
        "05-21",
        "调度组赵大力发给全体，抄送各位领导，大家辛苦了\n\n## 本周\n\n- 东线管网打压试验通过，压力1.6兆帕，稳压两小时没有下降\n",
    )]);
    assert!(page.contains("东线管网打压试验通过") && !page.contains("抄送各位领导"), "{page}");
}

#[test]
fn what_is_announced_by_a_colon_belongs_to_the_case_that_announces_it() {
    let page = page_of_may(&[
        ("05-07", "## 事件\n\n### INC-2305-06 电子发票抬头错\n\n- 5/6 09:40 用户投诉抬头是别人名字，关入口\n"),
        ("05-14", "## 其他\n\nINC-2305-06 的正式结论：\n\n- 根因是缓存键少了租户号，两家公司共用一份抬头\n"),
    ]);
    let row = page.lines().find(|line| line.starts_with("| 05-06 09:40 |")).unwrap_or_default();
    assert!(row.contains("缓存键少了租户号"), "{page}");
}

#[test]
fn a_correction_where_no_cause_was_told_is_no_cause() {
    let desk = Desk::new();
    let first = "## 事件\n\n- 5/6 09:40 结算接口超时，影响217笔，11:00恢复\n";
    let second = "## 更正\n\n- 5/6 结算接口超时：上周写的217笔有误，应为341笔\n";
    desk.write("r/周报 2023-05-07.md", format!("# 周报 2023-05-07\n\n{first}"));
    desk.write("r/周报 2023-05-14.md", format!("# 周报 2023-05-14\n\n{second}"));
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let json = desk.run(["incidents", "--json"]).exits(0).json();
    let cause = &json[0]["cause"];
    assert!(json.as_array().map(Vec::len) == Some(1) && !cause.to_string().contains("341"), "{json}");
}

#[test]
fn what_somebody_said_is_not_what_was_done() {
    let desk = Desk::new();
    let page = "## 事件\n\n### INC-2305-02 罚款单打错\n\n- 5/6 09:40 打印错位，客户说「你们早该换打印机」\n- 处置：改用备用机\n";
    desk.write("r/周报 2023-05-07.md", format!("# 周报 2023-05-07\n\n{page}"));
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let json = desk.run(["incidents", "--json"]).exits(0).json();
    let handling = json[0]["handling"].to_string();
    assert!(handling.contains("改用备用机") && !handling.contains("早该换打印机"), "{json}");
}

#[test]
fn a_line_stands_under_the_heading_that_its_first_words_name_and_the_newest_report_first() {
    let page = page_of_may(&[
        ("05-07", "防滑垫——厂家回话说六月底才有货，更衣室只用东侧那半间。\n\n大厅自动售货机换了一家，提成谈到15%。\n"),
        (
            "05-14",
            "## 防滑垫\n\n- 保洁提出清洗不便，商定每周一闭馆后翻洗一次。\n\n## 泳池\n\n- 新售票机已上线\n- 会员小程序已上线\n",
        ),
    ]);
    let part = page.split("### 防滑垫").nth(1).unwrap_or_else(|| panic!("no such part: {page}"));
    let part = part.split("###").next().unwrap_or_default();
    let at = |words: &str| part.find(words).unwrap_or_else(|| panic!("no {words}: {page}"));
    assert!(at("每周一闭馆后") < at("六月底才有货"), "{page}");
    assert!(!part.contains("售货机"), "{page}");
}

#[test]
fn a_line_that_says_no_more_than_the_figures_do_is_left_to_them() {
    let page = page_of_may(&[
        ("05-07", "## 运营\n\n- 里程 42.8 万公里，正点率 88.6%\n- 南河大道北半幅放行，38 路恢复原线\n"),
        ("05-14", "## 运营\n\n- 里程 43.0 万公里，正点率 90.4%，比上周好\n"),
        ("05-21", "## 运营\n\n- 里程 42.9 万公里，正点率 92.6%\n"),
    ]);
    assert!(page.contains("92.6%") && !page.contains("里程 42.9 万公里，正点率 92.6%"), "{page}");
    assert!(page.contains("38 路恢复原线") && page.contains("比上周好"), "what says more stays: {page}");
}

#[test]
fn what_a_later_line_says_of_a_promise_is_counted_and_left_to_the_ledger() {
    let page = page_of_may(&[
        ("05-07", "## 本周\n\n- 线路巡检做了两遍\n\n## 下周\n\n- 调度平台切换\n"),
        ("05-14", "## 本周\n\n- 调度平台 9 日夜切换，顺。\n\n## 下周\n\n- 站牌报站\n"),
    ]);
    let promises = page.split("## 承诺兑现").nth(1).unwrap_or_default();
    assert!(promises.contains("见后来的说法 1；未定的见承诺台账") && !promises.contains("调度平台切换"), "{page}");
}

#[test]
fn a_table_of_counts_under_a_plan_is_no_list_of_promises() {
    let page = page_of_may(&[
        (
            "05-07",
            "## 下周计划\n\n| 单位 | 应保 | 已保 |\n|---|---|---|\n| 博物馆 | 4 | 4 |\n| 体育馆 | 2 | 1 |\n\n- 机房换锁\n",
        ),
        ("05-14", "## 本周\n\n- 机房换锁做完\n- 博物馆三号梯停了半天\n"),
    ]);
    assert!(!page.contains("博物馆，4，4") && page.contains("机房换锁"), "{page}");
}

#[test]
fn a_day_that_the_late_part_tells_is_not_told_again_as_what_comes_next() {
    let page = page_of_may(&[(
        "05-28",
        "## 工程\n\n- 消防水池须放空做防水，5月30日完不成，申请延至6月30日\n- 停车场划线6月12日开工，夜间施工\n",
    )]);
    let next = page.split("**接下来**").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap_or_default();
    assert!(next.contains("停车场划线") && !next.contains("消防水池"), "{page}");
    assert!(page.contains("申请延至6月30日"), "{page}");
}

#[test]
fn what_broke_and_is_mended_is_nothing_that_was_delivered() {
    let page = page_of_may(&[(
        "05-21",
        "## 各店\n\n- 舟山店泳池加药泵坏了没人发现，停用三天，复检合格重新开放\n- 西门店自助机上线，首周办理 212 单\n",
    )]);
    let delivered = page.split("**交付与完成**").nth(1).and_then(|rest| rest.split("**").next()).unwrap_or_default();
    assert!(delivered.contains("自助机上线") && !delivered.contains("加药泵坏了"), "{page}");
}

#[test]
fn of_many_people_s_reports_what_has_no_heading_of_its_own_stands_under_who_wrote_it() {
    let desk = Desk::new();
    let said = [
        ("甲", "05-19", "TLB 刷新改成按 ASID，开机从 230 秒降到 95 秒"),
        ("乙", "05-20", "variance 系列六个写完，单线程 44 帧"),
        ("丙", "05-21", "升级到新基线，冲突的文件有 37 个"),
        ("丁", "05-21", "刷机说明排版完成，共 11 页"),
    ];
    for (author, day, text) in said {
        desk.write(&format!("r/{author}/2023-{day}.md"), format!("# 2023-{day}\n\n## 完成\n\n- {text}\n"));
    }
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let page = desk.run(["rollup", "2023-05", "--format", "md"]).exits(0).stdout;
    assert!(page.contains("### 甲") && !page.contains("### 完成"), "{page}");
}

#[test]
fn a_label_in_brackets_is_a_heading_of_its_line_and_of_those_below_it() {
    let page = page_of_may(&[(
        "05-21",
        "【周报】5.15—5.21 数据组\n【数】成功率 99.66%；质评 93.3。\n【比选】驻场合同三家比选没出结果；第三家报价才到。\n改到月底再比一轮；合同年底到期，时间够但不宽。\n【G11】退回原因坐实：旧底稿又加了一遍。\n多报 0.8 亿元；两个人一起翻出来的。\n【下周】灾备演练，三家比选出结果。\n\n消防水箱液位计换了 3 只，数据恢复上传。\n",
    )]);
    assert!(page.contains("比选：改到月底再比一轮") && page.contains("G11：退回原因坐实"), "{page}");
    let page = page.split("\n[^").next().unwrap_or_default();
    assert!(!page.contains("【比选】") && page.contains("【数】成功率"), "{page}");
    assert!(
        !page.contains("【周报】") && !page.contains("【下周】"),
        "the page's own line, and what is to come: {page}"
    );
}

#[test]
fn a_week_and_the_one_before_it_of_one_report_are_a_figure_with_its_earlier_value() {
    let page = page_of_may(&[(
        "05-21",
        "## 数据\n\n| 指标 | 本周 | 上周 |\n|---|---|---|\n| 一号池客流 | 4310 人次 | 5020 人次 |\n| 二号池客流 | 2240 人次 | 1980 人次 |\n",
    )]);
    assert!(page.contains("| 一号池客流 数据 | 4310 人次[^1] | 5020人次[^1] |"), "{page}");
    assert!(!page.contains("▁█") && !page.contains("█▁"), "{page}");
}

#[test]
fn what_is_told_for_the_fun_of_it_gives_way_to_all_else() {
    let report = |day: u32| {
        format!(
            "## 网关\n\n- 第{day}批 12 台交换机换完，夜里割接\n- 告警规则收口到 {day} 条\n\n## 花絮\n\n- 窗台的绿萝有人领养\n- 消防演习走错了楼梯口\n- 十一楼打印机换新会彩打\n- 羽毛球赛拿了第 {day} 名\n"
        )
    };
    let page = page_of_may(&[("05-14", &report(14)), ("05-21", &report(21))]);
    assert!(page.contains("交换机换完") && !page.contains("绿萝") && !page.contains("打印机"), "{page}");
}

#[test]
fn how_something_stood_at_an_earlier_report_is_not_told_as_how_it_stands() {
    let page = page_of_may(&[
        (
            "05-07",
            "## 项目\n\n- 除尘塔：56%，塔壳立起来了，风机在厂里\n- 老旧配电箱摸底，42/60 处看过，照片齐\n- 北门伸缩门坏了，5月6日换好，费用1860元\n- 西侧雨棚漏水，厂家下周才给方案，正在催\n",
        ),
        ("05-28", "## 项目\n\n- 食堂排烟管道清洗完成，油烟检测合格，报告归档\n- 冷却塔填料更换，还剩两台没做\n"),
    ]);
    assert!(page.contains("北门伸缩门坏了") && page.contains("冷却塔填料更换"), "{page}");
    assert!(!page.contains("塔壳立起来了") && !page.contains("老旧配电箱") && !page.contains("正在催"), "{page}");
}

#[test]
fn what_is_told_for_fun_is_left_out() {
    let page = page_of_may(&[(
        "05-21",
        "## 项目\n\n- 东线管网打压试验通过，压力1.6兆帕\n\n## 九、杂记\n\n- 食堂门口的猫生了四只小猫\n\n## 人/杂\n\n- 老陈打球崴了脚，歇三天\n",
    )]);
    assert!(page.contains("打压试验通过") && !page.contains("小猫") && !page.contains("崴了脚"), "{page}");
}

#[test]
fn what_the_opening_says_is_ahead_is_not_repeated_below() {
    let row = "| 无人值守改造 | 92% | 6/10 | 光纤已通，等验收 |";
    let page = page_of_may(&[(
        "05-28",
        &format!(
            "## 项目进度\n\n| 项目 | 进度 | 现计划 | 备注 |\n|---|---|---|---|\n{row}\n| 内衬修复 | 合同会签 | 待定 | |\n"
        ),
    )]);
    assert_eq!(page.matches("光纤已通").count(), 1, "{page}");
}

#[test]
fn few_incidents_are_each_named_in_the_opening_and_not_counted() {
    let page = page_of_may(&[(
        "05-21",
        "## 生产事件\n\n- 5月18日 09:30 网关超时，影响213笔，原因：连接池打满，已扩容恢复\n- 5月19日 22:10 对账任务失败，尚未恢复\n",
    )]);
    let opening = page.split("**事件**").nth(1).and_then(|rest| rest.split("## ").next()).unwrap_or_default();
    assert!(opening.contains("网关超时") && opening.contains("对账任务失败"), "{page}");
    assert!(!opening.contains("认出"), "{page}");
}

#[test]
fn a_cause_that_a_later_report_denies_without_naming_the_day_is_marked() {
    let page = page_of_may(&[
        (
            "05-07",
            "## 生产事件\n\n- 5月6日 05:40 饲料冷库升温到-4℃，冻鱼报废620公斤，原因：外线停电，已恢复\n- 5月6日 16:30 水禽岛木桥塌一板，封桥1天，原因：木板腐朽\n",
        ),
        (
            "05-21",
            "## 本周\n\n- 饲料冷库升温的事查清：不是停电，供电所查了当晚没断，是化霜定时器设错\n- 不是每座木桥都要换，先换水禽岛的\n",
        ),
    ]);
    let cause = |words: &str| page.lines().find(|line| line.contains(words)).unwrap_or_default().to_string();
    assert!(cause("外线停电").contains("有更正"), "{page}");
    assert!(!cause("木板腐朽").contains("有更正"), "{page}");
    assert!(page.contains("不是停电，供电所查了当晚没断"), "{page}");
}

#[test]
fn lines_that_open_with_pictures_are_told_apart_with_the_items_below_them() {
    let page = page_of_may(&[(
        "05-21",
        "## 本周\n\n✅ 狒狒洗牙三只，都没事\n- 老狮子的笼子还空着\n❌ 发电机带载又没做，缺负载箱\n❌ 大网没补，高空车又被市政借走\n",
    )]);
    assert!(page.contains("❌ 发电机带载又没做") && page.contains("❌ 大网没补"), "{page}");
    assert!(!page.lines().any(|line| line.contains("笼子还空着") && line.contains("发电机")), "{page}");
}

#[test]
fn a_figure_of_one_report_stands_beside_those_of_several_with_what_it_was_before() {
    let table = |rows: &str| format!("## 指标\n\n| 指标 | 本周 | 上周 |\n|---|---|---|\n{rows}");
    let page = page_of_may(&[
        ("05-14", &table("| 差错率 | 2.4% | 2.6% |\n")),
        ("05-28", &table("| 差错率 | 2.1% | 2.3% |\n| 退件率 | 19% | 22% |\n")),
    ]);
    let row = page.lines().find(|line| line.contains("退件率")).unwrap_or_default();
    assert!(row.contains("19%") && row.contains("22%"), "{page}");
}

#[test]
fn a_bare_list_of_figures_that_the_metrics_have_is_not_said_again_under_other_names() {
    let table = |rows: &str| format!("## 指标\n\n| 指标 | 本周 | 上周 |\n|---|---|---|\n{rows}");
    let page = page_of_may(&[
        (
            "05-14",
            &table("| 设施亮灯率 | 98.1% | 98.0% |\n| 修复及时率 | 92.4% | 92.0% |\n| 热线工单 | 231件 | 240件 |\n"),
        ),
        (
            "05-21",
            "## 其他\n\n- 亮灯98.3 及时93.2 单子224\n- 亮灯98.3 及时93.2 单子224，原因是后半夜降功率没有恢复，环城北路连着灭了三晚\n",
        ),
        (
            "05-21 周报",
            &table("| 设施亮灯率 | 98.3% | 98.1% |\n| 修复及时率 | 93.2% | 92.4% |\n| 热线工单 | 224件 | 231件 |\n"),
        ),
    ]);
    assert!(!page.contains("亮灯98.3 及时93.2 单子224\n") && page.contains("环城北路连着灭了三晚"), "{page}");
}

#[test]
fn a_goal_stands_beside_its_measure_in_the_unit_of_that() {
    let page = page_of_may(&[
        ("05-07", "## 指标\n\n- 投诉率 2.5‰，目标 3‰\n"),
        ("05-14", "## 指标\n\n- 投诉率 2.1‰，目标 3‰\n"),
    ]);
    assert!(page.contains("-0.4‰") && page.contains("3‰（已达到）"), "{page}");
    assert!(!page.contains("0.3%") && !page.contains("个百分点") && !page.contains("投诉率（目标）"), "{page}");
}

#[test]
fn a_row_says_what_its_days_are_and_a_paragraph_leaves_its_number_behind() {
    let page = page_of_may(&[(
        "05-21",
        "## 表3 整改跟踪\n\n| 事项 | 谁 | 期限 | 现在怎样 |\n|---|---|---|---|\n| 东门闸机换电池 | 老祁 | 5月18日 | 5月16日 换完 |\n\n## 4. 仓库\n\n4.1 皮带轮 12 件 5月12日 到货，尺寸差了 3 毫米，退了。\n4.2 重新订的 5月26日 到，运费 420 元由厂家出。\n\n## 5. 下礼拜\n\n5.1 给三号梯换钢丝绳，6/2 前。\n",
    )]);
    assert!(page.contains("老祁，期限 5月18日，5月16日 换完"), "{page}");
    assert!(!page.contains("表3") && !page.contains("4.1") && page.contains("仓库：皮带轮 12 件"), "{page}");
    assert!(!page.contains("下礼拜："), "what a plan is called names no matter: {page}");
}

#[test]
fn a_letter_is_told_by_what_is_done_without_its_title_and_byline() {
    let page = page_of_may(&[
        ("05-14", "## 供应商\n\n- 华桥的合同还差一个章，法务本周看完\n"),
        (
            "05-21",
            "Harbour house, 21 May 2023\n\nThe north crane was handed over on 18 May after 64 hours of work. I was glad to see it move again.\n\nThe dredging tender drew three bids, the lowest at 2.4 million. Nothing is decided before June.\n",
        ),
    ]);
    assert!(!page.contains("Harbour house"), "{page}");
    let delivered = page.split("**交付与完成**").nth(1).and_then(|rest| rest.split("**").next()).unwrap_or_default();
    assert!(delivered.contains("north crane") && !delivered.contains("dredging tender"), "{page}");
    assert!(page.contains("Nothing is decided before June"), "a short sentence stays with the one before it: {page}");
}

#[test]
fn a_promise_whose_outcome_the_page_quotes_elsewhere_is_not_quoted_again() {
    let page = page_of_may(&[
        ("05-07", "## 下周计划\n\n- 消防泵房接地整改 5月12日 前做完\n"),
        ("05-14", "## 本周完成\n\n- 消防泵房接地整改 5月11日 做完，电阻 0.8 欧，复测合格\n"),
    ]);
    let promises = page.split("## 承诺兑现").nth(1).unwrap_or_default();
    assert!(promises.contains("其后的周报写已完成") && !promises.contains("复测合格"), "{page}");
    assert!(page.split("## 承诺兑现").next().unwrap_or_default().contains("复测合格"), "{page}");
}

#[test]
fn items_nested_below_a_short_one_are_told_with_it() {
    let page = page_of_may(&[(
        "05-21",
        "## 本周完成\n\n- 客服准入\n  - 平均时长 4.9 个工作日\n  - 积压 143 户\n    - 城南驻点有效，41 → 12 户\n  - 新入网 208 户\n- 识别上线准备\n  - 5/17 复测：全对率 93.6%\n    - 高于自定的 90% 底线，低于合同的 95%\n    - 谈定先上，差的 1.4 个点从尾款扣\n  - 日期不变\n",
    )]);
    assert!(page.contains("积压 143 户；城南驻点有效"), "{page}");
    assert!(page.contains("全对率 93.6%；高于自定的 90% 底线，低于合同的 95%；谈定先上"), "{page}");
}

const OTHERS: &str = "- 食堂换供应商，三家比价\n- 班车时刻表改到 7:30\n- 新员工培训两期，42 人\n- 停车场道闸误抬三次\n";

#[test]
fn what_a_report_behind_the_month_says_of_an_open_line_stands_behind_it() {
    let page = page_of_may(&[
        ("05-28", &format!("## 进展\n\n{OTHERS}- 分拣线变频器复验没过，厂家 6/8 再来\n")),
        ("06-11", &format!("## 进展\n\n{OTHERS}- 分拣线第二次复验过了，变频器换新，6/10 交付\n")),
    ]);
    assert!(page.contains("变频器复验没过"), "{page}");
    assert!(page.contains("后来，") && page.contains("（期后）：分拣线第二次复验过了"), "{page}");
}

#[test]
fn what_a_report_behind_the_month_says_of_a_day_ahead_stands_behind_it_and_what_is_given_up_is_not_ahead() {
    let desk = Desk::new();
    let work = "- 分拣线变频器复验改到 6/8\n- 停车场试点:暂停，6/6 不开了\n";
    desk.write("r/周报 2023-05-28.md", format!("# 周报 2023-05-28\n\n## 进展\n\n{OTHERS}{work}"));
    let later = "- 分拣线变频器第二次复验过了，6/10 交付\n";
    desk.write("r/周报 2023-06-11.md", format!("# 周报 2023-06-11\n\n## 进展\n\n{OTHERS}{later}"));
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let json = desk.run(["rollup", "2023-05", "--format", "json"]).exits(0).json();
    let ahead = json["ahead"].as_array().expect("what comes next");
    let of = |day: &str| ahead.iter().find(|ahead| ahead["due"] == day);
    let later = &of("2023-06-08").expect("the day ahead")["later"];
    assert!(later["text"].as_str().is_some_and(|text| text.contains("复验过了")), "{ahead:?}");
    assert!(of("2023-06-06").is_none(), "{ahead:?}");
    let page = desk.run(["rollup", "2023-05", "--format", "md"]).exits(0).stdout;
    let next = page.split("**接下来**").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap_or_default();
    assert!(next.contains("06-08") && next.contains("后来，") && next.contains("复验过了"), "{page}");
}

#[test]
fn a_figure_that_a_later_report_sets_right_has_that_behind_it_and_what_is_done_has_nothing_else() {
    let page = page_of_may(&[
        ("05-14", &format!("## 进展\n\n{OTHERS}- 审计初稿收到，发现 6 条，已逐条答复\n- 冷库地坪修补完成\n")),
        ("06-11", &format!("## 进展\n\n{OTHERS}- 更正：审计初稿的发现是 5 条，不是 6 条\n- 冷库地坪修补队撤场\n")),
    ]);
    assert!(page.contains("后来，") && page.contains("审计初稿的发现是 5 条"), "{page}");
    assert!(page.contains("冷库地坪修补完成") && !page.contains("修补队撤场"), "{page}");
}

#[test]
fn a_label_of_plans_in_common_words_makes_no_earlier_state_of_them() {
    let page = page_of_may(&[
        ("05-14", &format!("{OTHERS}\n\n下周要做的事:\n\n自动判责影子运行启动;\n")),
        ("05-21", &format!("{OTHERS}- 自动判责 5/20 起影子运行，首周一致率 87.3%\n")),
    ]);
    assert!(page.contains("一致率 87.3%") && !page.contains("影子运行启动"), "{page}");
}

#[test]
fn what_stands_under_delays_is_a_problem_and_nothing_delivered() {
    let page =
        page_of_may(&[("05-28", "## 完成\n\n- 门禁换代上线\n\n## 未完成与延期\n\n- 固件 4.2.3 没有按 5/26 交付\n")]);
    let problems = page.split("## 问题与风险").nth(1).unwrap_or_default();
    let delivered = page.split("**交付与完成**").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap_or_default();
    assert!(problems.contains("没有按 5/26 交付") && !delivered.contains("没有按 5/26 交付"), "{page}");
}

#[test]
fn minutes_of_one_day_belong_to_the_month_and_who_was_there_does_not() {
    let desk = Desk::new();
    desk.write("r/周报 2023-05-07.md", format!("# 周报 2023-05-07\n\n## 进展\n\n{OTHERS}"));
    desk.write("r/周报 2023-05-14.md", format!("# 周报 2023-05-14\n\n## 进展\n\n{OTHERS}"));
    let minutes = "# 会议纪要 重复扣费专题会\n\n时间：2023-05-11（周四）09:30　　地点：三楼\n主持：韩亦舟　　记录：沈青岩\n\n## 决定\n\n- 停车券补发方案由客服部起草，费用 21,480元从运营预算出\n";
    desk.write("r/会议纪要_20230511.md", minutes);
    desk.run(["ingest", "r", "--embedder", "none"]).exits(0);
    let run = desk.run(["rollup", "2023-05", "--format", "md"]).exits(0);
    let page = run.stdout.split("\n[^1]:").next().unwrap_or_default();
    assert!(page.contains("费用 21,480元从运营预算出") && !page.contains("韩亦舟"), "{page}");
}

#[test]
fn a_figure_that_one_report_states_beside_the_week_before_is_among_those_that_moved() {
    let page = page_of_may(&[(
        "05-28",
        "## 数据\n\n| 指标 | 上周 | 本周 |\n|---|---|---|\n| 误报率 | 5.9% | 4.9% |\n| 登录成功率 | 99.1% | 99.2% |\n",
    )]);
    let moved = page.split("**指标变化**").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap_or_default();
    assert!(moved.contains("误报率 5.9%") && moved.contains("→ 4.9%"), "{page}");
    assert!(!moved.contains("登录成功率"), "a small move is no news: {page}");
}

#[test]
fn days_of_a_table_of_what_was_and_what_holds_are_a_delay() {
    let page = page_of_may(&[(
        "05-28",
        "## 时间表\n\n| 事 | 原来 | 现在 |\n|---|---|---|\n| 第三批迁移 | 6/8 | 6/29 |\n| 老核心下线 | 9/30 | 9/30 |\n",
    )]);
    let late = page.split("**延后与风险**").nth(1).and_then(|rest| rest.split("**接下来**").next()).unwrap_or_default();
    assert!(late.contains("第三批迁移") && late.contains("06-29") && !late.contains("老核心下线"), "{page}");
}
