//! The state of a piece of work, by the word for it: 立项, 研发中, 提测, 已投产, 延期, 暂停, 结项.

use super::stage::{Found, STAGES, found};
use super::work_named::without_particles;
use super::{State, Stated};
use crate::calendar::{first_mention, mention_at_start};
use crate::fact::clause::clause_start;
use crate::lexicon::{WordSort, word_sorts};
use crate::report::Span;
use crate::text::{find_mark, up_to_mark};
use crate::vocabulary::{Sense, WORK, Words};

/// Whether the words before a state in its clause name a part of the work: 通道接入 in 拉卡拉3.0：通道接入4/11完成. `from` is where the words about
/// the subject begin; a clause before that is about the subject itself.
fn is_of_part(text: &str, from: usize, found: &Found) -> bool {
    static ASPECTS: Words = Words::of(&[Sense::StageLead, Sense::AspectOrLead, Sense::UnderWay, Sense::Adverb]);
    let start = clause_start(text, found.at);
    let start = text[start..found.at].rfind(['：', ':']).map_or(start, |at| text.ceil_char_boundary(start + at + 1));
    if start < from || start == 0 {
        return false;
    }
    let own = text[start..found.at].rsplit(['、', '（', '(']).next().unwrap_or_default().trim_start();
    let name = match (mention_at_start(own), first_mention(own)) {
        (Some(day), _) => &own[day.span.end..],
        (None, Some(day)) => &own[..day.span.start],
        (None, None) => own,
    };
    let name = without_particles(name.trim());
    let of_stages: usize = WORK.all_in(name).iter().map(|word| word.span.len()).sum();
    let is_thing = |(span, sort): &(Span, WordSort)| matches!(sort, WordSort::Noun | WordSort::Latin) && span.len() > 3;
    of_stages * 2 < name.len() && !ASPECTS.have(name) && word_sorts(name).iter().any(is_thing)
}

/// The state that `text` gives the work: a delay or a pause, unless it was launched after that, else the furthest stage reached. `plans` are
/// the spans of planned steps; `has_slipped` says that a plan was missed and a later one made.
pub(super) fn state(text: &str, name: &str, plans: &[Span], has_slipped: bool) -> Option<Stated> {
    let lower = text.to_ascii_lowercase();
    // 收银台上线专项：…: of a name only its end counts (现场检测结束：…).
    let from = if text.starts_with(name) && text[name.len()..].starts_with(['：', ':']) { name.len() } else { 0 };
    let mut stated = found(&lower);
    stated.retain(|found| {
        found.at >= from
            || found.at + found.word.len() == from
                && ["结束", "完成", "完", "通过"].iter().any(|end| found.word.ends_with(end))
    });
    stated.retain(|found| found.state.is_slip() || !plans.iter().any(|plan| plan.contains(&found.at)));
    // 20号投运有点悬: what is at risk has not happened.
    stated.retain(|found| found.state != State::Launched || !is_at_risk(&lower[found.at..]));
    // 存在延期可能, 可能延期: not put off yet.
    let risks: Vec<Span> = AT_RISK.all_in(&lower).into_iter().map(|risk| risk.span).collect();
    stated.retain(|found| found.state != State::Delayed || !risks.iter().any(|risk| risk.contains(&found.at)));
    let launched =
        stated.iter().filter(|found| found.state == State::Launched && found.weight > 0).map(|found| found.at).max();
    stated.retain(|found| found.state != State::Delayed || launched.is_none_or(|launched| launched < found.at));
    if has_slipped && launched.is_none() && !stated.iter().any(|found| found.state >= State::Delayed) {
        return Some(Stated { state: State::Delayed, word: String::new() });
    }
    // A part that is done leaves the whole where it was; one that is being made says that the whole is, too.
    stated.retain(|found| found.state != State::Launched || !is_of_part(&lower, name_end(text, name), found));
    stated
        .into_iter()
        .max_by_key(|found| (found.weight, found.state.rank(), std::cmp::Reverse(found.at)))
        .map(|found| Stated { state: found.state, word: found.word })
}

static AT_RISK: Words = Words::of(&[Sense::AtRisk]);

/// Whether the rest of a sentence says that what it tells may not come true.
fn is_at_risk(rest: &str) -> bool {
    AT_RISK.are_in(up_to_mark(rest, &['。', '；', ';', '\n', '，']))
}

/// Where the words about the subject begin: behind its colon, else behind the first clause.
fn name_end(text: &str, name: &str) -> usize {
    match text.find(name).filter(|_| !name.is_empty()) {
        Some(at) if text[at + name.len()..].trim_start_matches(['*', '】', ' ']).starts_with(['：', ':']) => {
            at + name.len()
        }
        _ => find_mark(text, &['，', '。', '；', ';']).unwrap_or(text.len()),
    }
}

/// The state in a cell under 状态 or 阶段, where a stage needs no more words: 评审, 调试; and a last clause may close it: `阈值改5秒，关闭`.
pub(super) fn state_of_cell(text: &str) -> Option<Stated> {
    static OVER: Words = Words::of(&[Sense::IncidentClosed]);
    // 开发78%: the stage, and how much of it.
    let bare = text.trim().trim_end_matches(|c: char| c.is_ascii_digit() || "%％.约 ".contains(c));
    let is_word = bare.chars().count() <= 4;
    let last = text.trim().rsplit(['，', '。', '；', ',']).next().unwrap_or_default();
    if OVER.have(last.trim().trim_start_matches('已')) {
        return Some(Stated { state: State::Closed, word: last.trim().to_string() });
    }
    let stage = || STAGES.iter().find_map(|(state, words)| words.are_in(bare).then_some(*state));
    let tried = || bare.contains("调试").then_some(State::Developing);
    state(text, "", &[], false).or_else(|| {
        is_word.then(|| stage().or_else(tried)).flatten().map(|state| Stated { state, word: bare.to_string() })
    })
}

/// Where the predicate of a clause begins.
pub(super) fn first_predicate(clause: &str) -> Option<usize> {
    static ADVERBS: Words = Words::of(&[Sense::Adverb, Sense::UnderWay, Sense::PlanNoun]);
    let lower = clause.to_ascii_lowercase();
    let words = found(&lower).into_iter().map(|found| verb_start(&lower, &found)).filter(|at| *at > 0).min();
    let adverbs = ADVERBS.all_in(&lower).into_iter().map(|adverb| adverb.span.start);
    words.into_iter().chain(adverbs.filter(|at| lower[..*at].chars().nth(1).is_some())).min()
}

/// Where the verb of a predicate begins: that of 整改完 has more than the character before 完.
fn verb_start(text: &str, found: &Found) -> usize {
    static OTHERS: Words = Words::of(&[Sense::Acceptance, Sense::Signing, Sense::Training, Sense::Study]);
    let Some(verb) = found.word.strip_suffix('完') else { return found.at };
    let end = found.at + verb.len();
    let longer = WORK.ending(&text[..end]).or_else(|| OTHERS.ending(&text[..end]));
    longer.map_or(found.at, |longer| longer.span.start.min(found.at))
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
            ("西门闸机：今年不做了，买手持机代替", Some(State::Cancelled)),
            ("尚未上线", None),
            ("上线定 3.31", None),
            ("秒批全量，目标 6/9", None),
            ("秒批全量，计划6/9验收", Some(State::Launched)),
            ("全量定在6/16", None),
            ("上线后每笔省 0.4 元", None),
            ("上线方案讨论", None),
            ("系统运行平稳", None),
            ("本周完成总体方案评审", Some(State::Proposed)),
            ("脚本切换完，继续观察", Some(State::Launched)),
            ("通道评估分析中", Some(State::Developing)),
            ("11/9没赶上，11/23上线", Some(State::Launched)),
            ("平均交付14.1天", None),
            ("控制柜要晚到，20号投运有点悬", None),
        ] {
            assert_eq!(state(text, "", &[], false).map(|stated| stated.state), wanted, "{text}");
        }
    }

    #[test]
    fn a_planned_step_is_no_state() {
        let text = "对账平台预计9/15上线";
        let plan = 12..text.len();
        assert_eq!(state(text, "", std::slice::from_ref(&plan), false), None);
    }
}
