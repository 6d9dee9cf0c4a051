//! Where a piece of work stands, by the word that says so: 立项, 研发中, 提测, 已投产, 延期, 暂停, 结项.

use serde::{Deserialize, Serialize};

use crate::report::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// 立项, 评审, 调研: it is being decided on.
    Proposed,
    /// 设计, 研发, 联调: it is being made.
    Developing,
    /// 提测, 转测, 验收, 灰度.
    Testing,
    /// 上线, 投产, 交付; a task that is done.
    Launched,
    /// 延期, 推迟, 没有赶上.
    Delayed,
    /// 暂停, 搁置.
    Paused,
    /// 结项, 关闭, 终止.
    Closed,
}

impl State {
    pub fn name(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Developing => "developing",
            Self::Testing => "testing",
            Self::Launched => "launched",
            Self::Delayed => "delayed",
            Self::Paused => "paused",
            Self::Closed => "closed",
        }
    }
}

/// A state and the word that tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    pub state: State,
    pub word: String,
}

/// Words that alone say where it stands.
const PLAIN: &[(State, &[&str])] = &[
    (State::Delayed, &["延期", "推迟", "顺延", "延后", "延迟到", "延迟至", "拖到", "挪到", "改到", "改至", "推到", "推至", "没有赶上", "没赶上", "未赶上", "逾期", "滞后", "delayed", "postponed", "slipped"]),
    (State::Paused, &["暂停", "搁置", "暂缓", "停滞", "挂起", "paused", "on hold"]),
    (State::Closed, &["结项", "项目关闭", "终止", "正式下线", "已关闭", "closed out", "cancelled"]),
    (State::Launched, &["上线", "投产", "投运", "投用", "启用", "发布", "交付", "全量", "launched", "went live", "released", "shipped", "deployed"]),
    (State::Testing, &["提测", "转测", "送测", "试运行", "试运营", "灰度", "in testing", "in qa", "uat"]),
    (State::Developing, &["联调", "in development", "in progress", "under way"]),
    (State::Proposed, &["立项", "kickoff", "kick-off", "proposed"]),
];

/// Stages that say so only where they are under way or done: 评审通过, 开发中, 完成测试.
const STAGES: &[(State, &[&str])] = &[
    (State::Proposed, &["评审", "调研", "论证", "可研", "招标", "选型", "规划", "方案沟通", "询价", "需求分析", "评估"]),
    (State::Developing, &["开发", "研发", "编码", "设计", "改造", "施工", "建设", "迁移", "实施", "安装", "部署", "制作", "采购", "装修", "对接"]),
    (State::Testing, &["测试", "验收", "压测", "检测", "试点", "试产", "试跑", "内测"]),
];

/// After a stage: it goes on or is over.
const ASPECTS: [&str; 17] = [
    "中", "进行中", "完成", "完毕", "通过", "已完成", "结束", "完", "启动", "正在", "阶段", "进行", "接近完成", "基本完成", "已启动", "过半", "收尾",
];

/// What is done, of a task that names no stage.
const DONE: [&str; 8] = ["已完成", "完成", "完毕", "办结", "完工", "竣工", "收尾", "completed"];

/// It goes on.
const GOING: [&str; 5] = ["进行中", "推进中", "处理中", "启动", "正在进行"];

/// Before a word: it has not come to that.
const NOT: [&str; 16] =
    ["未", "没", "没有", "待", "等", "尚未", "还没", "无法", "不能", "暂不", "不", "拟", "准备", "筹备", "申请", "即将"];

/// After a word: it is part of a name or of another thing.
const NAMES_ON: [&str; 24] = [
    "的", "前", "时间", "计划", "方案", "清单", "评审", "时", "窗口", "流程", "环境", "平台", "日期", "单", "标准", "规范", "人员", "团队",
    "问题", "管理", "侧", "组", "需求", "资源",
];

struct Found {
    at: usize,
    state: State,
    word: String,
}

/// The state that `text` tells of `name`. `plans` are the spans of planned steps, which have not come.
///
/// A delay or a pause decides over all; else the furthest stage that was reached.
pub(super) fn state(text: &str, name: &str, plans: &[Span]) -> Option<Stated> {
    let lower = text.to_ascii_lowercase();
    let from = if text.starts_with(name) { name.len() } else { 0 };
    let all = found(&lower).into_iter().filter(|found| found.at >= from || from == 0);
    let told = all.filter(|found| !plans.iter().any(|plan| plan.contains(&found.at)) || found.state >= State::Delayed);
    let rank = |state: State| match state {
        State::Delayed => 6,
        State::Paused => 5,
        State::Closed => 4,
        State::Launched => 3,
        State::Testing => 2,
        State::Developing => 1,
        State::Proposed => 0,
    };
    told.max_by_key(|found| (rank(found.state), std::cmp::Reverse(found.at)))
        .map(|found| Stated { state: found.state, word: found.word })
}

/// Where in a clause it begins to say how things stand.
pub(super) fn first_predicate(clause: &str) -> Option<usize> {
    const ADVERBS: [&str; 20] = [
        "已", "正在", "正式", "按计划", "基本", "全部", "预计", "计划", "持续", "仍在", "还在", "顺利", "接近", "如期", "总体", "整体", "进度",
        "进展", "目前", "本周",
    ];
    let lower = clause.to_ascii_lowercase();
    let words = found(&lower).into_iter().map(|found| found.at).filter(|at| *at > 0).min();
    let adverb = ADVERBS.iter().filter_map(|word| lower.find(word)).filter(|at| lower[..*at].chars().count() >= 2).min();
    words.into_iter().chain(adverb).min()
}

/// Every word of a state in `text`, which is in lower case.
fn found(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut push = |at: usize, state: State, word: &str| found.push(Found { at, state, word: word.to_string() });
    for (state, words) in PLAIN {
        for word in *words {
            for (at, _) in text.match_indices(word) {
                let (before, after) = (&text[..at], &text[at + word.len()..]);
                let is_slip = matches!(state, State::Delayed | State::Paused | State::Closed);
                if is_told(before, after, is_slip) {
                    push(at, *state, word);
                }
            }
        }
    }
    for (state, words) in STAGES {
        for word in *words {
            for (at, _) in text.match_indices(word) {
                let (before, after) = (&text[..at], &text[at + word.len()..]);
                let aspect = ASPECTS.iter().filter(|aspect| after.trim_start().starts_with(**aspect)).max_by_key(|aspect| aspect.len());
                let led = ["完成", "通过", "正在", "进入", "启动", "开始", "转入"].iter().find(|lead| before.trim_end().ends_with(**lead));
                match (aspect, led) {
                    (Some(aspect), _) if !is_negated(before) && !after.trim_start().starts_with("中心") => push(at, *state, &format!("{word}{aspect}")),
                    (_, Some(lead)) if is_told(before.trim_end().trim_end_matches(lead), after, false) => push(at - lead.len().min(at), *state, word),
                    _ => {}
                }
            }
        }
    }
    let known: Vec<usize> = found.iter().map(|found| found.at).collect();
    let near = |at: usize| known.iter().any(|known| known.abs_diff(at) <= 12);
    for word in DONE {
        for (at, _) in text.match_indices(word) {
            let (before, after) = (&text[..at], &text[at + word.len()..]);
            let is_share = after.starts_with(['率', '度']) || after.trim_start().starts_with(|c: char| c.is_ascii_digit());
            if !near(at) && !is_share && is_told(before, after, false) {
                found.push(Found { at, state: State::Launched, word: word.to_string() });
            }
        }
    }
    for word in GOING {
        for (at, _) in text.match_indices(word) {
            if !near(at) && !is_negated(&text[..at]) {
                found.push(Found { at, state: State::Developing, word: word.to_string() });
            }
        }
    }
    found
}

fn is_negated(before: &str) -> bool {
    NOT.iter().any(|word| before.trim_end().ends_with(word))
}

fn is_told(before: &str, after: &str, is_slip: bool) -> bool {
    let names_on = !is_slip && NAMES_ON.iter().any(|word| after.starts_with(word));
    !is_negated(before) && !names_on
}

#[cfg(test)]
mod tests {
    use super::{State, state};

    #[test]
    fn the_furthest_stage_decides_and_a_delay_over_it() {
        for (text, wanted) in [
            ("网关改造：已投产", Some(State::Launched)),
            ("账户迁移研发完成已提测", Some(State::Testing)),
            ("代开产品评审完成", Some(State::Proposed)),
            ("方案开发中", Some(State::Developing)),
            ("年审系统延期至10/12", Some(State::Delayed)),
            ("门禁项目暂停", Some(State::Paused)),
            ("机房搬迁结项", Some(State::Closed)),
            ("尚未上线", None),
            ("上线方案讨论", None),
            ("系统运行平稳", None),
        ] {
            assert_eq!(state(text, "", &[]).map(|stated| stated.state), wanted, "{text}");
        }
    }

    #[test]
    fn a_planned_step_is_no_state() {
        let text = "对账平台预计9/15上线";
        assert_eq!(state(text, "", &[12..text.len()]), None);
    }
}
