//! The words before an amount → what it measures, how it is meant (本周, 累计, 同比), and which way it went.

use super::metric::Direction;

/// Words before an amount, taken apart.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Named {
    /// What stands before the last colon, where more follows it.
    pub subject: String,
    /// As written, without qualifiers at its ends; empty where nothing else was there.
    pub name: String,
    pub qualifiers: Vec<String>,
    pub direction: Option<Direction>,
    /// Whether a colon stands right before the value.
    pub is_explicit: bool,
    /// 由, 从: the value is where it came from.
    pub is_origin: bool,
    /// 到, 至, 成: it is where it came to.
    pub is_end: bool,
}

/// What a value is told for; anywhere in the words. The longer before the shorter.
const QUALIFIERS: &[&str] = &[
    "累计",
    "同比",
    "环比",
    "年度",
    "日均",
    "周均",
    "月均",
    "年均",
    "人均",
    "平均",
    "合计",
    "总计",
    "新增",
    "每月",
    "每周",
    "每天",
    "每日",
    "每年",
    "本季",
    "本期",
    "首日",
    "首周",
    "首月",
    "全年",
    "第一天",
    "全年",
    "年初至今",
    "峰值",
    "单日",
    "单周",
    "单月",
    "最高",
    "最低",
    "预计",
    "目标",
    "剩余",
    "待开",
];

/// Words that go before a name and belong to no name.
const BEFORE: &[&str] = &[
    "其中",
    "目前",
    "当前",
    "现已",
    "现有",
    "截至目前",
    "截至",
    "截止",
    "到今天",
    "为止",
    "已经",
    "已",
    "共计",
    "总共",
    "一共",
    "共",
    "并",
    "且",
    "均",
    "仍有",
    "仍",
    "还",
    "又",
    "也",
    "累计",
    "现",
    "而",
    "但",
    "另有",
    "另",
    "最终",
    "合计",
    "总计",
    "实际",
    "本季",
    "本期",
    "首日",
    "首周",
    "首月",
    "全年",
    "第一天",
    "当日",
    "当天",
    "单日",
    "预计",
    "略",
    "此外",
    "同时",
    "目标",
    "中午",
    "上午",
    "下午",
    "凌晨",
    "晚间",
    "的",
    "到",
];

/// Words between a name and its value; the longer before the shorter.
const AFTER: &[(&str, Option<Direction>)] = &[
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

impl Named {
    /// Takes `words` apart; `times` are the parts of them that name a time.
    pub fn read(words: &str, times: &[&str]) -> Self {
        let mut named = Self::default();
        let (words, timed) = without_times(words, times);
        let (left, right) = words.rsplit_once(':').unwrap_or(("", &words));
        let stripped = named.strip(right);
        if stripped.is_empty() && !left.trim().is_empty() {
            let (subject, name) = left.rsplit_once(':').unwrap_or(("", left));
            named.subject = tidy(subject).to_string();
            named.name = named.strip(name);
            named.qualify(name, &[]);
            named.is_explicit = true;
        } else {
            named.subject = tidy(left).to_string();
            // 已迁, 做了: what is left of one character is taken as it was written.
            let is_short = stripped.chars().count() == 1;
            named.name = if is_short { tidy(right).to_string() } else { stripped };
        }
        named.qualify(right, &timed);
        named.name = without_open_bracket(&named.name);
        named
    }

    fn qualify(&mut self, words: &str, times: &[String]) {
        let has = |word: &&&str| words.match_indices(**word).any(|(at, _)| !words[..at].ends_with('半'));
        let known = QUALIFIERS.iter().filter(has).map(|word| (*word).to_string());
        for qualifier in times.iter().cloned().chain(known) {
            if !self.qualifiers.iter().any(|other| other.contains(&qualifier)) {
                self.qualifiers.push(qualifier);
            }
        }
    }

    /// The name in `words`: joints and periods at its ends dropped, directions noted.
    fn strip(&mut self, words: &str) -> String {
        let mut rest = tidy(words);
        loop {
            let before = rest;
            if let Some(shorter) = ["由", "从", "自", " from"].iter().find_map(|word| rest.strip_suffix(word)) {
                self.is_origin = true;
                rest = tidy(shorter);
            }
            if let Some((word, direction)) = AFTER.iter().find(|(word, _)| rest.ends_with(word)) {
                let shorter = &rest[..rest.len() - word.len()];
                // 占比达, 应用达: a name of one character is none.
                self.is_end |= word.ends_with(['到', '至', '成', '为', '→', '>']) || word.ends_with(" to");
                self.direction = self.direction.or(*direction);
                rest = tidy(shorter);
            }
            if let Some(word) = BEFORE.iter().find(|word| rest.starts_with(**word) && is_joint(word, rest)) {
                rest = tidy(&rest[word.len()..]);
            }
            if rest == before {
                return rest.to_string();
            }
        }
    }
}

/// 共 of 共12家 is dropped, that of 共享单车 begins a word.
fn is_joint(word: &str, rest: &str) -> bool {
    const WORDS: &[&str] = &[
        "共享",
        "共性",
        "共管",
        "现金",
        "现场",
        "现货",
        "现代",
        "另类",
        "还款",
        "还贷",
        "还原",
        "并发",
        "并购",
        "均价",
        "均值",
        "均重",
        "已办",
        "已读",
        "略读",
        "到账",
        "到期",
        "到店",
        "到货",
        "到岗",
        "到位",
        "到达",
        "到访",
        "到课",
        "到会",
        "的士",
        "目标达成",
        "目标完成",
        "目标客户",
        "目标用户",
    ];
    word.chars().count() > 1 || !WORDS.iter().any(|known| rest.starts_with(known))
}

/// `words` without the times in them, and those of the times that say how the value is meant (本周, 本季度).
fn without_times(words: &str, times: &[&str]) -> (String, Vec<String>) {
    let mut rest = words.to_string();
    let mut told = Vec::new();
    for time in times {
        if let Some(at) = rest.find(time) {
            // 周 of a word in the middle of a name is left alone.
            rest.replace_range(at..at + time.len(), " ");
            if !time.contains(|c: char| c.is_ascii_digit()) {
                told.push((*time).to_string());
            }
        }
    }
    (rest, told)
}

/// `营收(万元` has lost its end: the brackets are no part of the name; see [`unit_in_brackets`].
fn without_open_bracket(name: &str) -> String {
    match name.split_once('(') {
        Some((name, rest)) if !rest.contains(')') => tidy(name).to_string(),
        _ => name.to_string(),
    }
}

/// The 万元 of `营收(万元):`.
pub(super) fn unit_in_brackets(words: &str) -> Option<&str> {
    let words = words.trim_end().trim_end_matches(':').trim_end().strip_suffix(')')?;
    let (_, unit) = words.rsplit_once('(')?;
    Some(unit.trim().trim_start_matches("单位").trim_start_matches(':').trim()).filter(|unit| !unit.is_empty())
}

/// Without punctuation and white space at the ends.
pub(super) fn tidy(words: &str) -> &str {
    words
        .trim_matches(|c: char| {
            !(c.is_alphanumeric()
                || matches!(c, '→' | '>' | '<' | '=' | '≥' | '≤' | '≈' | '~' | '↑' | '↓' | ')' | '”' | '」' | '%'))
        })
        .trim_end_matches([')', '”', '」', '%'])
        .trim()
}

/// Words that measure something; a name that ends with one (or has one) is a measure's.
#[must_use]
pub fn names_a_measure(name: &str) -> bool {
    const INSIDE: &[&str] = &[
        "成功率",
        "占比",
        "比例",
        "比率",
        "覆盖",
        "数量",
        "金额",
        "总额",
        "总数",
        "得分",
        "评分",
        "健康分",
        "指数",
        "成本",
        "费用",
        "收入",
        "利润",
        "营收",
        "均价",
        "单价",
        "单量",
        "销量",
        "产量",
        "产能",
        "库存",
        "余额",
        "客诉",
        "投诉",
        "满意度",
        "月活",
        "日活",
        "访问量",
        "交易量",
        "次数",
        "人数",
        "件数",
        "笔数",
        "户数",
        "家数",
        "时长",
        "耗时",
        "时效",
        "周期",
        "延迟",
        "响应时间",
        "TPS",
        "QPS",
        "NPS",
        "DAU",
        "MAU",
        "GMV",
        "ROI",
        "UV",
        "PV",
        "CTR",
        "CPU",
        "SLA",
        "OEE",
        "可用性",
        "利用率",
        "rate",
        "ratio",
    ];
    const ENDS: &[char] = &['率', '量', '额', '数', '分', '度', '值', '比', '费', '价', '款', '占', '单'];
    name.ends_with(ENDS) || INSIDE.iter().any(|word| name.contains(word))
}

/// Words of a time that is measured again and again, not of one task.
pub(super) fn names_a_time_measure(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "平均",
        "人均",
        "均",
        "耗时",
        "时长",
        "时效",
        "延迟",
        "周期",
        "响应",
        "P99",
        "P95",
        "p99",
        "p95",
        "RT",
        "MTT",
        "等待",
        "交付",
        "用时",
        "周转",
        "住院日",
        "工时",
        "停机时间",
        "恢复时间",
        "处理时间",
        "天数",
        "窗口",
        "寿命",
        "账期",
        "无事故",
        "安全生产",
        "安全运行",
    ];
    WORDS.iter().any(|word| name.contains(word))
}

/// Whether a percentage under this name says how far some work is, which is a milestone's matter.
pub(super) fn is_progress(name: &str) -> bool {
    const WORK: &[&str] = &[
        "开发",
        "改造",
        "联调",
        "测试",
        "验证",
        "设计",
        "方案",
        "迁移",
        "建设",
        "实施",
        "部署",
        "研发",
        "编写",
        "评审",
        "梳理",
        "准备",
        "施工",
        "整改",
        "编码",
        "完成",
        "接口",
        "报告",
        "治理",
        "装修",
        "搭建",
        "调试",
        "切换",
        "染色",
        "压测",
        "灰度",
        "切",
        "切到",
        "放量",
        "切量",
        "试点",
        "初始化",
        "指标建设",
        "回归",
        "项目",
        "功能",
        "一期",
        "二期",
        "三期",
        "任务",
    ];
    let name = tidy(name).trim_end_matches(['已', '了', '约']);
    name.contains("进度")
        || name.contains("进展")
        || name.contains("完成度")
        || WORK.iter().any(|word| name.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::Named;
    use crate::fact::Direction;

    fn name(words: &str, times: &[&str]) -> (String, String, Vec<String>) {
        let named = Named::read(words, times);
        (named.subject, named.name, named.qualifiers)
    }

    #[test]
    fn joints_and_periods_are_no_part_of_a_name() {
        assert_eq!(name("出金有效成功率:", &[]).1, "出金有效成功率");
        assert_eq!(name("店东看懂账:合同匹配率", &[]), ("店东看懂账".into(), "合同匹配率".into(), vec![]));
        assert_eq!(name("开户成功率本周", &["本周"]), (String::new(), "开户成功率".into(), vec!["本周".into()]));
        assert_eq!(name("签约企业累计", &[]), (String::new(), "签约企业".into(), vec!["累计".into()]));
        assert_eq!(name("产量约", &[]).1, "产量");
    }

    #[test]
    fn the_way_it_went_is_read_from_the_joint() {
        assert_eq!(Named::read("登录类占比降到", &[]).direction, Some(Direction::Down));
        assert!(Named::read("单机记账TPS由", &[]).is_origin);
        assert!(Named::read("提到", &[]).is_end);
    }
}
