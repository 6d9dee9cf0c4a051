//! Words around the value of a measure, as reports of every trade write them: what belongs to no name, what names a
//! measure, what names work.

use super::metric::Direction;
use super::metric_name::tidy;

/// What a value is told for; anywhere in the words. The longer before the shorter.
pub(super) const QUALIFIERS: &[&str] = &[
    "累计", "同比", "环比", "年度", "日均", "周均", "月均", "年均", "人均", "平均", "合计", "总计", "新增", "每月",
    "每周", "每天", "每日", "每年", "本季", "本期", "首日", "首周", "首月", "全年", "第一天", "全年", "年初至今",
    "峰值", "单日", "单周", "单月", "最高", "最低", "预计", "目标", "剩余", "待开",
];

/// Words that go before a name and belong to no name.
pub(super) const BEFORE: &[&str] = &[
    "其中", "目前", "当前", "现已", "现有", "截至目前", "截至", "截止", "到今天", "为止", "已经", "已", "共计", "总共",
    "一共", "共", "并", "且", "均", "仍有", "仍", "还", "又", "也", "累计", "现", "而", "但", "另有", "另", "最终",
    "合计", "总计", "实际", "本季", "本期", "首日", "首周", "首月", "全年", "第一天", "当日", "当天", "单日", "预计",
    "略", "此外", "同时", "目标", "中午", "上午", "下午", "凌晨", "晚间", "的", "到",
];

/// Words between a name and its value; the longer before the shorter.
pub(super) const AFTER: &[(&str, Option<Direction>)] = &[
    ("提升到", Some(Direction::Up)),
    ("提升至", Some(Direction::Up)),
    ("上升到", Some(Direction::Up)),
    ("上升至", Some(Direction::Up)),
    ("增长到", Some(Direction::Up)),
    ("增长至", Some(Direction::Up)),
    ("增加到", Some(Direction::Up)),
    ("增加至", Some(Direction::Up)),
    ("提高到", Some(Direction::Up)),
    ("提高至", Some(Direction::Up)),
    ("回升到", Some(Direction::Up)),
    ("回升至", Some(Direction::Up)),
    ("扩大到", Some(Direction::Up)),
    ("扩到", Some(Direction::Up)),
    ("升到", Some(Direction::Up)),
    ("升至", Some(Direction::Up)),
    ("增到", Some(Direction::Up)),
    ("增至", Some(Direction::Up)),
    ("涨到", Some(Direction::Up)),
    ("涨至", Some(Direction::Up)),
    ("提到", Some(Direction::Up)),
    ("提至", Some(Direction::Up)),
    ("降低到", Some(Direction::Down)),
    ("降低至", Some(Direction::Down)),
    ("下降到", Some(Direction::Down)),
    ("下降至", Some(Direction::Down)),
    ("减少到", Some(Direction::Down)),
    ("减少至", Some(Direction::Down)),
    ("缩短到", Some(Direction::Down)),
    ("缩短至", Some(Direction::Down)),
    ("压缩到", Some(Direction::Down)),
    ("压缩至", Some(Direction::Down)),
    ("回落到", Some(Direction::Down)),
    ("回落至", Some(Direction::Down)),
    ("降到", Some(Direction::Down)),
    ("降至", Some(Direction::Down)),
    ("减到", Some(Direction::Down)),
    ("减至", Some(Direction::Down)),
    ("跌到", Some(Direction::Down)),
    ("跌至", Some(Direction::Down)),
    ("压到", Some(Direction::Down)),
    ("压降至", Some(Direction::Down)),
    ("持平于", Some(Direction::Flat)),
    ("清到", Some(Direction::Down)),
    ("变成", None),
    ("变为", None),
    ("调到", None),
    ("调至", None),
    ("改到", None),
    ("达到", None),
    ("做到", None),
    ("维持在", None),
    ("保持在", None),
    ("稳定在", None),
    ("控制在", None),
    ("超过", None),
    ("大约", None),
    ("约为", None),
    ("接近", None),
    ("将近", None),
    ("共计", None),
    ("总计", None),
    ("合计", None),
    ("累计", None),
    ("一共", None),
    ("总共", None),
    ("仅为", None),
    ("均为", None),
    ("只有", None),
    ("仅有", None),
    ("还有", None),
    ("仍有", None),
    ("已有", None),
    ("已达", None),
    ("高达", None),
    ("实际", None),
    (" up to", Some(Direction::Up)),
    (" down to", Some(Direction::Down)),
    (" rose to", Some(Direction::Up)),
    (" fell to", Some(Direction::Down)),
    (" up", Some(Direction::Up)),
    (" down", Some(Direction::Down)),
    (" rose", Some(Direction::Up)),
    (" fell", Some(Direction::Down)),
    (" to", None),
    (" is", None),
    (" was", None),
    (" at", None),
    (" of", None),
    (" reached", None),
    ("到", None),
    ("至", None),
    ("还剩", None),
    ("仅剩", None),
    ("剩余", None),
    ("剩", None),
    ("改成", None),
    ("变成", None),
    ("为", None),
    ("是", None),
    ("达", None),
    ("约", None),
    ("近", None),
    ("超", None),
    ("逾", None),
    ("共", None),
    ("仅", None),
    ("只", None),
    ("有", None),
    ("了", None),
    ("过", None),
    ("每", None),
    ("在", None),
    ("即", None),
    ("计", None),
    ("→", None),
    ("->", None),
    (">", None),
    ("<", None),
    ("=", None),
    ("≥", None),
    ("≤", None),
    ("≈", None),
    ("~", None),
    ("↑", Some(Direction::Up)),
    ("↓", Some(Direction::Down)),
];

/// Words that measure something; a name that ends with one (or has one) is a measure's.
#[must_use]
pub fn names_a_measure(name: &str) -> bool {
    const INSIDE: &[&str] = &[
        "成功率", "占比", "比例", "比率", "覆盖", "数量", "金额", "总额", "总数", "得分", "评分", "健康分", "指数",
        "成本", "费用", "收入", "利润", "营收", "均价", "单价", "单量", "销量", "产量", "产能", "库存", "余额", "客诉",
        "投诉", "满意度", "月活", "日活", "访问量", "交易量", "次数", "人数", "件数", "笔数", "户数", "家数", "时长",
        "耗时", "时效", "周期", "延迟", "响应时间", "TPS", "QPS", "NPS", "DAU", "MAU", "GMV", "ROI", "UV", "PV", "CTR",
        "CPU", "SLA", "OEE", "可用性", "利用率", "rate", "ratio",
    ];
    const ENDS: &[char] = &['率', '量', '额', '数', '分', '度', '值', '比', '费', '价', '款', '占', '单'];
    name.ends_with(ENDS) || INSIDE.iter().any(|word| name.contains(word))
}

/// Words of a time that is measured again and again, not of one task.
pub(super) fn names_a_time_measure(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "平均", "人均", "均", "耗时", "时长", "时效", "延迟", "周期", "响应", "P99", "P95", "p99", "p95", "RT", "MTT",
        "MTBF", "等待", "交付", "用时", "周转", "住院日", "工时", "停机时间", "恢复时间", "处理时间", "天数", "窗口",
        "寿命", "账期", "无事故", "安全生产", "安全运行",
    ];
    WORDS.iter().any(|word| name.contains(word))
}

/// Whether a percentage under this name says how far some work is, which is a milestone's matter.
pub(super) fn is_progress(name: &str) -> bool {
    const WORK: &[&str] = &[
        "开发", "改造", "联调", "测试", "验证", "设计", "方案", "迁移", "建设", "实施", "部署", "研发", "编写", "评审",
        "梳理", "准备", "施工", "整改", "编码", "完成", "接口", "报告", "治理", "装修", "搭建", "调试", "切换", "染色",
        "压测", "灰度", "切", "切到", "放量", "切量", "试点", "初始化", "指标建设", "回归", "项目", "功能", "一期",
        "二期", "三期", "任务",
    ];
    let name = tidy(name).trim_end_matches(['已', '了', '约']);
    name.contains("进度")
        || name.contains("进展")
        || name.contains("完成度")
        || WORK.iter().any(|word| name.ends_with(word))
}
