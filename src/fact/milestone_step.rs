//! Which step a planned day is of: the verb after the day (9/15提测), else the one before it (上线时间定在7/13).

use crate::report::Letters;

/// Steps that reports plan; of several the last one counts (完成开发并转测 is 转测).
const STEPS: [&str; 77] = [
    "提测", "转测", "送测", "上线", "投产", "投运", "投用", "发布", "交付", "灰度", "全量", "验收", "评审", "招标",
    "开标", "开城", "开业", "开通", "联调", "测试", "压测", "割接", "切换", "下线", "发版", "封版", "试运行", "试点",
    "试产", "试跑", "复盘", "演练", "签约", "签订", "进场", "到货", "启动", "立项", "结项", "开工", "竣工", "完工",
    "收尾", "收口", "开放", "推广", "接入", "迁移", "部署", "安装", "调试", "培训", "启用", "上架", "整改", "检测",
    "转产", "量产", "开课", "开展", "提交", "定稿", "评标", "到厂", "收官", "开发", "研发", "launch", "go-live",
    "go live", "release", "rollout", "review", "testing", "cutover", "demo", "delivery",
];

/// Steps that every other one takes the place of.
const WEAK: [&str; 6] = ["启动", "开发", "研发", "测试", "提交", "开展"];

/// An unusual step is told in at most so many characters.
const LONGEST_STEP_CHARS: usize = 12;

/// The step in the words after a day; empty where they tell none.
pub(super) fn step_after(after: &str) -> String {
    let end = after.find(['，', '。', '；', ';', '（', '(', '\n', '、']).unwrap_or(after.len());
    let phrase = after[..end].trim();
    if let Some(step) = known(phrase) {
        let rest = phrase.trim_start_matches("前").trim_start_matches("完成");
        if step != "完成" || rest.is_empty() || rest == phrase {
            return step;
        }
        return rest.chars().take(LONGEST_STEP_CHARS).collect();
    }
    if phrase.starts_with(['不', '没', '仍']) {
        return String::new();
    }
    // 评设计, 做完: verbs of one character.
    if phrase.starts_with('评') {
        return "评审".to_string();
    }
    if let Some(at) = phrase.find('完') {
        let verb = phrase[..at].chars().next_back().filter(|verb| !"做弄办前不没".contains(*verb));
        return verb.map_or_else(|| "完成".to_string(), |verb| format!("{verb}完"));
    }
    const OPENINGS: [&str; 20] = [
        "之前", "以前", "前", "左右", "正式", "份", "内", "再", "将", "可", "能", "会", "就", "底", "要", "进行",
        "进入", "给出", "提供", "拿出",
    ];
    let mut rest = phrase.trim_start_matches(|c: char| !c.is_alphanumeric());
    while let Some(shorter) = OPENINGS.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter.trim_start();
    }
    rest.chars().take(LONGEST_STEP_CHARS).collect::<String>().trim().to_string()
}

/// Whether a step is one that reports usually plan.
pub fn is_step(step: &str) -> bool {
    STEPS.contains(&step) || step == "完成"
}

/// The step in the words before a day; empty where there is none.
pub(super) fn step_before(before: &str) -> String {
    let from = before.rfind(['，', '。', '；', ';', '\n']).map_or(0, |at| before.ceil_char_boundary(at + 1));
    let own = &before[from..];
    let weak = || last(&own.to_ascii_lowercase(), &mut WEAK.iter(), &["中", "已", "（", "("]);
    strong(own, &["中", "已"]).or_else(weak).unwrap_or_default()
}

fn known(phrase: &str) -> Option<String> {
    let lower = phrase.to_ascii_lowercase();
    let weak = || last(&lower, &mut WEAK.iter(), &[]);
    strong(phrase, &[]).or_else(weak).or_else(|| lower.contains("完成").then(|| "完成".to_string()))
}

/// The last step of the usual ones, where none of `tails` follows it.
fn strong(phrase: &str, tails: &[&str]) -> Option<String> {
    let lower = phrase.to_ascii_lowercase();
    last(&lower, &mut STEPS.iter().filter(|word| !WEAK.contains(word)), tails)
}

fn last(lower: &str, words: &mut dyn Iterator<Item = &&'static str>, tails: &[&str]) -> Option<String> {
    let letters = Letters::of(lower);
    words
        .filter(|word| letters.may_spell(word))
        .filter_map(|word| Some((lower.rfind(word)?, *word)))
        .filter(|(at, word)| !tails.iter().any(|tail| lower[at + word.len()..].starts_with(tail)))
        .max_by_key(|(at, word)| (*at, word.len()))
        .map(|(_, word)| word.to_string())
}
