//! The words by which a clause affirms, denies, plans and turns round, in both languages.

use std::ops::Range;

use crate::vocabulary::{Sense, Words};

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
pub(super) static DENIALS: Words = Words::of(&[Sense::Not, Sense::NotYet, Sense::NoneOf, Sense::Lacking]);

/// Words that hold such a character and deny nothing.
pub(super) static NOT_DENIALS: Words = Words::of(&[Sense::NoDenial]);

pub(super) static ENGLISH_DENIALS: Words = Words::of(&[Sense::EnglishNot]);

/// Words of what has been done.
pub(super) static DONE: Words = Words::of(&[Sense::Happened]);

/// Whether a text speaks of what is to come.
pub(super) fn plans(text: &str) -> bool {
    // Due to a fault is no due.
    static PLANNED: Words = Words::of(&[
        Sense::Plan,
        Sense::Dated,
        Sense::Prepared,
        Sense::Former,
        Sense::Awaited,
        Sense::ToCome,
        Sense::Because,
    ]);
    text.contains('拟') || PLANNED.all_in(text).iter().any(|word| word.sense != Sense::Because)
}

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
pub(super) static WHOLE: Words = Words::of(&[Sense::All]);
pub(super) static PARTS: Words = Words::of(&[Sense::Remainder, Sense::Left, Sense::Part]);
pub(super) static ALL: Words = Words::of(&[Sense::All, Sense::WeakAll]);

/// Words by which a source calls something in use.
pub(super) static IN_USE: Words =
    Words::of(&[Sense::Launch, Sense::LaunchNoun, Sense::LaunchDone, Sense::Pilot, Sense::InUse]);

/// Where a sentence says that something is in use: 已上线.
pub(super) fn launched(text: &str) -> Option<Range<usize>> {
    static LAUNCH: Words = Words::of(&[Sense::Launch]);
    LAUNCH.all_in(text).into_iter().find_map(|word| {
        let before = &text[..word.span.start];
        let mark = ["已经", "已", "正式"].into_iter().find(|mark| before.ends_with(mark))?;
        Some(word.span.start - mark.len()..word.span.end)
    })
}

/// Words for a date that was kept in a sentence, and for one that was missed in a source.
pub(super) static KEPT: Words = Words::of(&[
    Sense::Launch,
    Sense::Handover,
    Sense::ToTest,
    Sense::Switch,
    Sense::Opening,
    Sense::Done,
    Sense::InUse,
    Sense::Happened,
]);
pub(super) static MISSED: Words = Words::of(&[Sense::Missed, Sense::NotDone, Sense::NotKept]);
