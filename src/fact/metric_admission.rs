//! Which amounts of a line are measures: rates, scores, counts and costs that stand at the end of their words; and which are
//! the furniture of a sentence: how long a task took, how far a project is, how many of a thing took part in it.

use super::amount::Amount;
use super::metric_name::{Named, tidy};
use super::metric_words::{is_progress, names_a_measure, names_a_time_measure};

/// An amount among its words.
pub(super) struct Place<'a> {
    pub named: &'a Named,
    /// The words before it in its clause, after the amount before.
    pub own: &'a str,
    /// The words after it in its clause.
    pub tail: &'a str,
    pub amount: &'a Amount,
    pub in_bracket: bool,
    /// Whether another amount stands before it in its clause.
    pub follows: bool,
    /// Whether only `名称：值` and the names of measures count.
    pub is_strict: bool,
    /// What the line, or the list, is about.
    pub about: &'a str,
    /// Words of a time to come stand before it.
    pub is_to_come: bool,
    /// The clauses of the sentence before this one.
    pub earlier: &'a str,
    pub opens_line: bool,
}

const TIME_UNITS: &[&str] =
    &["分钟", "小时", "天", "周", "秒", "毫秒", "个工作日", "个月", "分位", "人天", "人日", "期", "批", "轮", "岁"];
/// Units that number the steps of a plan.
const STEPS: &[&str] = &["期", "批", "轮", "周", "版", "级", "层", "岁", "字", "行"];

/// The name of the measure that this amount is the value of; `None` where it is none.
pub(super) fn admits(place: &Place<'_>) -> Option<String> {
    let Place { named, tail, amount, .. } = place;
    let unit = amount.unit.as_str();
    let name = if named.name.is_empty() { fallback_name(place)? } else { named.name.clone() };
    // 单耗：电 0.42 度: one character is enough under a name that says what of.
    let is_part = !named.subject.is_empty()
        && amount.is_counted
        && tail.is_empty()
        && !"有约共达为是到至等第剩占差仅还已".contains(&name);
    if name.chars().count() < 2 && !is_part || !name.contains(char::is_alphabetic) || STEPS.contains(&unit) {
        return None;
    }
    let ends = tail.is_empty() || is_filler(tail);
    let has_measure = names_a_measure(&name);
    let is_share = matches!(unit, "%" | "个百分点");
    if place.in_bracket && !(is_share && has_measure || named.is_explicit) {
        return None;
    }
    if place.is_strict && !(named.is_explicit && ends || is_share && has_measure) {
        return None;
    }
    if place.is_to_come
        || is_planned(place.own)
        || tail.starts_with(['后', '内', '前', '的']) && !(is_share && has_measure)
    {
        return None;
    }
    if is_share {
        let goes_on = !has_measure && !named.is_explicit && tells_work(place.earlier);
        let is_work = (is_progress(&name) || goes_on) && !has_rate(&name);
        let is_gap = place.own.trim_end().ends_with('差');
        return (!is_work && !is_gap && (named.is_explicit || has_measure || ends)).then_some(name);
    }
    if TIME_UNITS.contains(&unit) {
        return (ends && names_a_time_measure(&name)).then_some(name);
    }
    if !amount.is_counted {
        let is_value = (named.is_explicit || has_measure) && !(named.is_explicit && is_label(&name));
        return (ends && is_value && !place.in_bracket && !is_progress(&name)).then_some(name);
    }
    if ends_with_a_joint(place.own) || is_task(&name) && !named.is_explicit {
        return None;
    }
    if ends {
        return Some(name);
    }
    let is_noun = tail.chars().count() <= 6 && !tells_a_deed(tail);
    (is_noun && counts_things(place.own) && !place.in_bracket).then(|| format!("{name}{tail}"))
}

/// Where only qualifiers stand before the value (`累计136城`, `本周 35城`), what the line stands under names the measure.
fn fallback_name(place: &Place<'_>) -> Option<String> {
    const SUMS: [&str; 6] = ["共", "共计", "总共", "合计", "总计", "一共"];
    let is_sum = SUMS.contains(&tidy(place.own));
    let has_words = !place.named.qualifiers.is_empty() || is_sum || place.opens_line;
    if !place.tail.is_empty() || !has_words || place.follows || place.in_bracket {
        return None;
    }
    let about = if place.named.subject.is_empty() { place.about } else { &place.named.subject };
    let is_total = place.named.qualifiers.iter().any(|word| word == "累计");
    match about {
        "" if is_total => Some("累计".to_string()),
        "" => None,
        about => Some(about.to_string()),
    }
}

/// `左右`, `以上`: no new thing.
fn is_filler(tail: &str) -> bool {
    let rest = tail.trim_start_matches(['+', '。', ' ', '”', '"', '」', '*']);
    rest.is_empty()
        || [
            "左右", "以上", "以内", "上下", "多", "余", "持平", "达标", "未达标", "✅", "↑", "↓", "👍", "无变化",
            "不变", "this week", "total", "in total",
        ]
        .contains(&rest)
}

fn has_rate(name: &str) -> bool {
    name.ends_with('率') || name.contains("占比") || name.contains("比例") || name.contains("覆盖")
}

/// Whether the clauses before speak of work under way: a bare percentage after them says how far it is.
fn tells_work(earlier: &str) -> bool {
    ["开发", "研发", "联调", "测试", "改造", "起步", "启动", "编码", "设计"].iter().any(|word| earlier.contains(word))
}

/// A number under such a name names a thing: 端口：8080.
fn is_label(name: &str) -> bool {
    [
        "端口", "编号", "单号", "工单", "版本", "电话", "邮编", "群号", "账号", "会议号", "序号", "房间", "分机", "ID",
        "id",
    ]
    .iter()
    .any(|word| name.ends_with(word))
}

/// What is to be is no value.
fn is_planned(own: &str) -> bool {
    let own = own.rsplit(':').next().unwrap_or_default();
    ["计划", "拟", "需要", "还需", "要求", "将", "约定", "承诺", "准备", "最多", "至少", "上限"]
        .iter()
        .any(|word| own.contains(word))
}

/// Words that go on to a number which is no value of theirs.
fn ends_with_a_joint(own: &str) -> bool {
    let own = own.trim_end();
    const JOINTS: &[&str] = &[
        "第", "每", "的", "前", "再", "等", "这", "那", "提前", "晚", "比", "满", "过去", "最近", "近", "共同", "跨",
        "一分钟", "连续", "另外", "另", "其余", "只差", "差", "含", "按", "以", "对", "和", "与", "及", "或", "从",
        "把", "将", "给", "向", "首批", "批", "跑", "先放", "先", "上述", "该", "为期",
    ];
    own.is_empty() || JOINTS.iter().any(|joint| own.ends_with(joint))
}

/// The name of a deed in a plan or a task, not of something that is counted week by week.
fn is_task(name: &str) -> bool {
    ["投入", "分为", "预留", "安排", "派出", "申请"].iter().any(|word| name.ends_with(word))
}

fn tells_a_deed(tail: &str) -> bool {
    [
        "完成", "上线", "已", "在", "正", "被", "需", "待", "进入", "通过", "启动", "签", "迁", "改", "清", "落",
        "下线", "没", "未", "跑", "做", "开发", "测试", "初始化", "调整",
    ]
    .iter()
    .any(|word| tail.contains(word))
}

/// Verbs whose object is counted: 覆盖12个大区, 接入2个业务方.
fn counts_things(own: &str) -> bool {
    let own = own.trim_end().trim_end_matches(['了', '约', '共', '近', '超', '过', '达', '到', ' ']);
    [
        "覆盖", "接入", "新增", "累计", "签约", "上线", "下线", "拦截", "处理", "支持", "发现", "服务", "拥有", "清理",
        "回收", "发放", "办理", "修复", "关闭", "开通", "完成", "接待", "受理", "培训", "新签", "入库", "出库", "配送",
        "发布", "交付", "解决", "开放", "开放到", "推广", "推广到", "部署", "归档", "巡检", "检测", "涉及", "惠及",
        "运营", "在营", "有", "排查",
    ]
    .iter()
    .any(|word| own.ends_with(word))
}
