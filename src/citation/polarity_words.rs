//! The words by which a clause affirms, denies, plans and turns round, in both languages.

/// Notions that a report affirms or denies: Chinese words, English ones at the start of a word.
pub(super) const PREDICATES: &[(&[&str], &[&str])] = &[
    (&["影响", "波及", "受损"], &["affect", "impact", "unaffected", "influenc"]),
    (&["恢复"], &["recover", "restor"]),
    (&["完成", "做完"], &["complet", "finish"]),
    (&["没上", "未上线", "上线", "投产", "发布"], &["launch", "went live", "go live", "released"]),
    (&["失败"], &["fail"]),
    (&["到账"], &["credited"]),
    (&["差错", "有误", "无误", "出错"], &["error", "wrong", "incorrect"]),
    (&["差异"], &["discrepanc", "mismatch", "difference"]),
    (&["资损", "损失"], &["loss"]),
    (&["干预", "介入"], &["interven"]),
    (&["通知"], &["notif", "notice"]),
    (&["回复", "答复"], &["repl"]),
    (&["重新出款"], &["paid out again"]),
    (&["补办", "补发", "补录"], &["reissu"]),
    (&["按时", "准时", "如期", "按期"], &["on time", "as planned"]),
    (&["通过"], &["passed"]),
    (&["提交"], &["commit"]),
    (&["赶上"], &["caught up with"]),
    (&["切换"], &["switch"]),
    (&["拉起", "启动"], &["brought up", "started"]),
    (&["修复"], &["fix", "repair"]),
    (&["解决"], &["resolv"]),
    (&["关闭"], &["closed"]),
    (&["更换"], &["replac"]),
    (&["到货"], &["arriv", "deliver"]),
    (&["阻塞", "受阻"], &["block"]),
    (&["投诉", "来问"], &["complain"]),
    (&["告警", "报警"], &["alert", "alarm"]),
    (&["校验"], &["validat"]),
    (&["复核"], &["review"]),
    (&["迁完", "迁移"], &["migrat"]),
    (&["退款"], &["refund"]),
    (&["告知", "提前"], &["in advance", "advance"]),
    (&["撤回"], &["withdrawn", "recall"]),
    (&["丢失", "丢包"], &["lost", "missing"]),
    (&["关系", "有关", "无关"], &["related to", "unrelated to"]),
    (&["访问"], &["access"]),
    (&["出现", "复发"], &["recur", "reappear"]),
];

/// Words that deny what follows them.
pub(super) const DENIALS: &[&str] = &["没有", "没", "未", "不", "无", "零", "毫无", "尚待", "待", "漏"];

/// Words that hold such a character and deny nothing.
pub(super) const NOT_DENIALS: &[&str] = &[
    "不到", "不足", "不超过", "不少于", "不低于", "不断", "不仅", "不同", "不动产", "未来", "无论", "没收", "不良",
    "不止", "不久", "漏洞", "泄漏", "等待", "接待", "期待", "对待", "待到账", "不是",
];

pub(super) const ENGLISH_DENIALS: &[&str] =
    &["not", "no", "never", "without", "none", "neither", "nor", "cannot", "zero", "hardly", "nothing"];

/// Words of what is to come.
pub(super) const PLANNED: &[&str] = &[
    "预计", "计划", "原定", "原本", "本应", "originally", "拟", "将于", "将在", "即将", "争取", "准备", "打算", "定在",
    "定于", "排到", "排期", "下周", "还要", "等待", "will ", "plan", "expected", "scheduled", "to be ", "is due",
    "are due", "awaiting", "aims",
];

/// Words of what has been done.
pub(super) const DONE: &[&str] =
    &["已", "完毕", "完成了", "上线了", "has been", "have been", "had been", "was ", "were ", "has now", "already"];

/// Opposite words; a denial before one of them takes it back.
pub(super) const OPPOSITES: &[(&[&str], &[&str])] = &[
    (
        &[
            "升至", "升到", "上升", "上涨", "涨到", "涨", "提高", "提升", "提到", "增加", "增长", "增到", "增至",
            "上调", "调到更高", "扩到", "扩至", "扩大", "回升", "攀升", "升高", "rose", "rise", "risen", "increas",
            "grew", "climb", "improv", "raised", "doubled", "expand", "up from",
        ],
        &[
            "降至", "降到", "下降", "降低", "下跌", "跌到", "跌至", "跌", "减少", "减到", "减至", "缩到", "缩至",
            "缩小", "缩减", "下调", "回落", "下滑", "fell", "fall", "decreas", "dropped", "declin", "reduc", "lowered",
            "shrank", "halved", "down from",
        ],
    ),
    (
        &["通过", "过评审", "过了评审", "评审过", "passed"],
        &["没过", "未过", "未通过", "没通过", "没有通过", "打回", "failed its review", "failed review", "did not pass"],
    ),
    (&["太高", "过高", "偏高", "too high"], &["太低", "过低", "偏低", "too low"]),
    (&["快了", "更快", "faster", "ahead"], &["慢了", "更慢", "slower", "behind"]),
    (&["放行", "let through"], &["拦截", "拦下", "拒绝", "blocked", "rejected"]),
    (&["自动", "自行", "automatic", "by itself", "on its own"], &["人工", "手动", "手工", "manual"]),
    (&["提前", "ahead of schedule", "earlier than"], &["推迟", "延期", "延后", "晚于", "晚了", "postponed", "delayed"]),
    (&["有关"], &["无关"]),
    (&["有误", "错误", "wrong", "incorrect"], &["无误", "正确", "correct"]),
    (&["成功", "succeeded", "successfully"], &["失败", "failed"]),
    (&["各提一倍", "翻倍", "提高一倍", "doubled"], &["降低一半", "减半", "halved"]),
];

/// Ends of a thing, and words for one that is open.
pub(super) const STATES: &[(&[&str], &[&str])] = &[
    (
        &["已查明", "查明", "已确认", "已定位", "找到原因", "has been identified", "was identified"],
        &[
            "待查", "待复盘", "待确认", "待回复", "核实中", "还在查", "在查", "分析中", "还在核实", "怀疑",
            "under investigation",
        ],
    ),
    (
        &["已达到", "已经达到", "已达标", "达成", "reached its target", "met the target", "reached the target"],
        &["还差", "未达", "没达到", "没有达到"],
    ),
    (
        &["按时", "如期", "按期", "准时", "on time", "on schedule"],
        &["没赶上", "没有赶上", "未赶上", "挪到", "推迟", "延期", "延后"],
    ),
    (&["已恢复", "已解决"], &["跟踪中", "处理中", "未恢复"]),
    (
        &["已完成", "已经完成", "全部完成", "has been completed", "have been completed", "is complete", "is finished"],
        &[
            "只差", "还差", "仅差", "没做完", "分析中", "还在", "进行中", "在评", "在写", "在谈", "在看", "在改",
            "评估中", "开发中", "联调中", "测试中",
        ],
    ),
];

/// Words for all of something in a sentence, for a part of it in a source, and for all of it there.
pub(super) const WHOLE: &[&str] =
    &["全部", "所有", "all of", "all the", "every", "were all", "have all", "all have", "all were"];
pub(super) const PARTS: &[&str] = &["其余", "剩余", "剩", "已迁", "部分", "还有", "还差", "仍有", "另有"];
pub(super) const ALL: &[&str] = &["全部", "全", "都", "均", "一律", "所有", "逐", "清零", "清完", "做完了", "齐"];

/// A sentence calls something in use, and words by which a source does.
pub(super) const LAUNCHED: &[&str] = &["已上线", "已经上线", "已投产", "已经投产", "已发布", "已经发布", "正式上线"];
pub(super) const IN_USE: &[&str] = &[
    "上线", "投产", "发布", "全量", "启用", "放开", "上完", "已上", "在用", "使用", "切", "灰度", "launch", "live",
    "released",
];

/// Words for a date that was kept in a sentence, and for one that was missed in a source.
pub(super) const KEPT: &[&str] = &["上线", "发布", "投产", "完成", "交付", "切到", "全量", "提测", "转测", "已"];
pub(super) const MISSED: &[&str] = &[
    "没上", "没有上", "没赶上", "没有赶上", "未赶上", "未上", "未能", "没能", "没有做完", "没做完", "没有切", "没切",
    "上不了", "没有完成", "未完成", "没有守住", "没守住",
];
