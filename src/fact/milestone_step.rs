//! Which step a planned day is of: the verb after the day (9/15提测), else the one before it (上线时间定在7/13).

/// Steps that reports plan; of several the last one counts (完成开发并转测 is 转测).
const STEPS: [&str; 74] = [
    "提测", "转测", "送测", "上线", "投产", "投运", "投用", "发布", "交付", "灰度", "全量", "验收", "评审", "招标", "开标", "开城", "开业", "开通", "联调",
    "测试", "压测", "割接", "切换", "下线", "发版", "封版", "试运行", "试点", "试产", "试跑", "复盘", "演练", "签约", "签订", "进场", "到货", "启动", "立项",
    "结项", "开工", "竣工", "完工", "收尾", "收口", "开放", "推广", "接入", "迁移", "部署", "安装", "调试", "培训", "启用", "上架", "整改", "检测", "转产",
    "量产", "开课", "开展", "提交", "定稿", "开发", "研发", "launch", "go-live", "go live", "release", "rollout", "review", "testing", "cutover", "demo",
    "delivery",
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
        return step;
    }
    const OPENINGS: [&str; 17] =
        ["之前", "以前", "前", "左右", "正式", "份", "内", "再", "将", "可", "能", "会", "就", "底", "要", "进行", "进入"];
    let mut rest = phrase.trim_start_matches(|c: char| !c.is_alphanumeric());
    while let Some(shorter) = OPENINGS.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter.trim_start();
    }
    rest.chars().take(LONGEST_STEP_CHARS).collect::<String>().trim().to_string()
}

/// The step in the words before a day; empty where there is none.
pub(super) fn step_before(before: &str) -> String {
    let from = before.rfind(['，', '。', '；', ';', '\n']).map_or(0, |at| before.ceil_char_boundary(at + 1));
    known(&before[from..]).unwrap_or_default()
}

fn known(phrase: &str) -> Option<String> {
    let lower = phrase.to_ascii_lowercase();
    let at_last = |words: &mut dyn Iterator<Item = &&'static str>| {
        words.filter_map(|word| Some((lower.rfind(word)?, *word))).max_by_key(|(at, word)| (*at, word.len())).map(|(_, word)| word.to_string())
    };
    let strong = at_last(&mut STEPS.iter().filter(|word| !WEAK.contains(word)));
    strong.or_else(|| at_last(&mut WEAK.iter())).or_else(|| lower.contains("完成").then(|| "完成".to_string()))
}
