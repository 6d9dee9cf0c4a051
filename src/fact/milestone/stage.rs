//! The words of a line for a state: 已投产, 评审通过, 开发中, 切换完; not 上线方案, 尚未上线, 待评审.

use super::State;
use crate::calendar::{first_mention, mention_at_start};
use crate::fact::clause::clause_start;
use crate::fact::standing::{is_in_name, is_negated};
use crate::lexicon::{WordSort, word_sorts};
use crate::report::Span;
use crate::text::{behind_last_mark, is_han, up_to_mark};
use crate::vocabulary::{Match, Sense, Words};

/// Words that need no other beside them.
static PLAIN: [(State, Words); 8] = [
    (State::Delayed, Words::of(&[Sense::Postponed, Sense::Moved, Sense::Missed])),
    (State::Paused, Words::of(&[Sense::Paused])),
    (State::Cancelled, Words::of(&[Sense::Cancelled])),
    (State::Closed, Words::of(&[Sense::Closed, Sense::End])),
    (State::Launched, Words::of(&[Sense::Launch, Sense::LaunchDone, Sense::Handover])),
    (State::Testing, Words::of(&[Sense::ToTest, Sense::Pilot, Sense::InTesting])),
    (State::Developing, Words::of(&[Sense::Integration, Sense::InDevelopment])),
    (State::Proposed, Words::of(&[Sense::Proposal, Sense::Proposed])),
];

/// Stages that count only where they are under way or done: 评审通过, 开发中, 完成测试.
pub(super) static STAGES: [(State, Words); 3] = [
    (State::Proposed, Words::of(&[Sense::Review, Sense::Study, Sense::Tender, Sense::Approval])),
    (
        State::Developing,
        Words::of(&[
            Sense::Build,
            Sense::Making,
            Sense::Design,
            Sense::Construction,
            Sense::Migration,
            Sense::Install,
            Sense::Purchase,
            Sense::Connection,
        ]),
    ),
    (State::Testing, Words::of(&[Sense::Test, Sense::LoadTest, Sense::Acceptance, Sense::Trial])),
];

/// After a stage: it goes on or is over.
static ASPECTS: Words = Words::of(&[Sense::StageAspect, Sense::AspectOrLead, Sense::UnderWay]);

/// Before a stage, in its clause: it was reached.
static LEADS: Words = Words::of(&[Sense::StageLead, Sense::AspectOrLead, Sense::UnderWay]);

/// Furthest a lead is from its stage, in characters: 完成总体技术方案评审.
const LONGEST_LED_CHARS: usize = 14;

/// Of a task without a stage.
static DONE: Words = Words::of(&[Sense::Done, Sense::ToldFinished, Sense::Finish]);

/// Before English words for an end: to be done in April, will be finished.
pub(super) static AHEAD: Words = Words::of(&[Sense::Hope, Sense::Awaited]);

static GOING_ON: Words = Words::of(&[Sense::GoingOn]);

pub(super) struct Found {
    pub at: usize,
    pub state: State,
    pub word: String,
    /// 0 where only something of the work is done or goes on.
    pub weight: u8,
}

/// Every word for a state in `text`, which is in lower case.
pub(super) fn found(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (state, words) in &PLAIN {
        for Match { span, word, .. } in words.all_in(text) {
            if is_reached(&text[..span.start], &text[span.end..], state.is_slip()) {
                found.push(Found { at: span.start, state: *state, word: word.to_string(), weight: 1 });
            }
        }
    }
    for (state, words) in &STAGES {
        for Match { span, word, .. } in words.all_in(text) {
            if let Some((at, said)) = stage(text, span.start, word) {
                found.push(Found { at, state: *state, word: said, weight: 1 });
            }
        }
    }
    let known: Vec<usize> = found.iter().map(|found| found.at).collect();
    let is_free = |at: usize| !known.iter().any(|known| known.abs_diff(at) <= 12);
    let mut weak = |at: usize, state: State, word: &str| {
        if is_free(at) {
            found.push(Found { at, state, word: word.to_string(), weight: 0 });
        }
    };
    for Match { span, word, .. } in DONE.all_in(text) {
        let (before, after) = (&text[..span.start], &text[span.end..]);
        // 办结201单 counts; 完成12台设备安装 does not.
        let after = after.trim_start_matches(' ');
        let digits = after.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.'));
        let counted = digits.trim_start_matches(' ');
        let is_count =
            digits.len() < after.len() && counted.chars().skip(1).take_while(|c| c.is_alphanumeric()).count() < 3;
        let is_share =
            is_count || after.starts_with(['率', '度', '情']) || clause_around(text, span.start).contains(['%', '％']);
        let is_ahead = word.is_ascii() && AHEAD.are_in(&text[clause_start(text, span.start)..span.start]);
        if !is_share && !is_ahead && is_reached(before, after, false) {
            weak(span.start, State::Launched, word);
        }
    }
    for (at, state, word) in done_and_going(text) {
        weak(at, state, &word);
    }
    let starts = text.match_indices("启动");
    let going_on = GOING_ON.all_in(text).into_iter().map(|found| (found.span.start, found.word));
    for (at, word) in going_on.chain(starts) {
        if !is_negated(&text[..at]) && !clause_around(text, at).ends_with("会") {
            weak(at, State::Developing, word);
        }
    }
    let words = word_sorts(text);
    found.retain(|found| is_borne(text, found, &words));
    for found in &mut found {
        if found.state == State::Launched && is_partial(text, found.at) {
            found.state = State::Developing;
        }
    }
    found
}

/// Whether the words around a word for a state bear it: it is no part of other words (脑卒中, 建设中标), names no place (在评测中), is not planned in its
/// clause (计划完成), and what is moved is moved to a time (改到0.22).
fn is_borne(text: &str, found: &Found, words: &[(Span, WordSort)]) -> bool {
    let plain = found.word.split('…').next().unwrap_or_default();
    let end = found.at + plain.len();
    let is_spelled = text.get(found.at..end) == Some(plain);
    let parts = |at: usize| words.iter().any(|(span, _)| span.start < at && at < span.end);
    let starts_inside =
        text[found.at..].starts_with(is_han) && parts(found.at) && !plain.ends_with('完') && !plain.starts_with('在');
    if is_spelled && (starts_inside && parts(end) || plain.ends_with('中') && parts(end - '中'.len_utf8())) {
        return false;
    }
    let clause = &text[clause_start(text, found.at)..found.at];
    let is_place = plain.ends_with('中')
        && words.iter().any(|(span, _)| {
            span.end <= found.at && span.start + clause.len() >= found.at && &text[span.clone()] == "在"
        });
    if is_place {
        return false;
    }
    if found.state.is_slip() {
        static MOVED: Words = Words::of(&[Sense::Moved]);
        let rest = text.get(end..).unwrap_or_default();
        let rest = up_to_mark(rest, &['，', '。', '；', '\n']);
        return !(MOVED.have(plain) && plain.ends_with(['到', '至'])) || first_mention(rest).is_some();
    }
    static PLANS: Words = Words::of(&[Sense::Plan, Sense::Hope, Sense::ByPlan]);
    let behind_colon = clause.rfind(['：', ':']).map_or(clause, |at| &clause[at..]);
    PLANS.last_in(behind_colon).is_none_or(|plan| plan.sense == Sense::ByPlan)
}

/// Whether the clause around `at` says that only a part is done: 大部分, 第一批, 初步.
fn is_partial(text: &str, at: usize) -> bool {
    static PARTS: Words = Words::of(&[Sense::InPart, Sense::OnePart]);
    PARTS.are_in(clause_around(text, at))
}

/// Where a stage is stated that is under way or done, and its words: `评审通过`, `完成…评审`, `系统研发`, at the end of a clause.
fn stage(text: &str, at: usize, word: &str) -> Option<(usize, String)> {
    let (before, after) = (&text[..at], &text[at + word.len()..]);
    let behind = after.trim_start();
    if let Some(aspect) = ASPECTS.beginning(behind) {
        let rest = behind[aspect.span.end..].trim_start();
        let is_name = rest.starts_with("心")
            || (aspect.word == "中" && rest.starts_with(|c: char| c.is_ascii_digit() || c == '的'));
        return (!is_negated(before) && !is_name).then(|| (at, format!("{word}{}", aspect.word)));
    }
    let ends =
        behind.is_empty() || behind.starts_with(['，', '。', '；', ';', ',', '、', '）', '和', '及', '与', '\n']);
    let clause_start = behind_last_mark(before, &['，', '。', '；', ';', '：', ':', '\n', '、']);
    let own = &before[clause_start..];
    if let Some(lead) = LEADS.last_in(own) {
        let between = &own[lead.span.end..];
        let is_near = between.chars().count() <= LONGEST_LED_CHARS && !between.contains(|c: char| c.is_ascii_digit());
        let is_led = (ends || between.trim().is_empty()) && is_near && !is_negated(&own[..lead.span.start]);
        return (is_led && !is_in_name(after))
            .then(|| (clause_start + lead.span.start, format!("{}…{word}", lead.word)));
    }
    let is_made = ["开发", "研发", "设计", "编码"].contains(&word);
    if is_made && (after.starts_with("进度") || after.starts_with("进展")) {
        return Some((at, word.to_string()));
    }
    let is_work = ["开发", "研发", "联调", "试跑", "试点", "内测"].contains(&word);
    (is_work && ends && clause_start > 0 && !own.trim().is_empty() && !is_negated(before))
        .then(|| (at, word.to_string()))
}

/// 做完, 切换完: done; …中, 在写: under way. At the end of a clause or before its object.
fn done_and_going(text: &str) -> Vec<(usize, State, String)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('完') {
        let (before, after) = (&text[..at], &text[at + '完'.len_utf8()..]);
        let verb = before.chars().next_back().filter(|c| c.is_alphanumeric() && !"未没不待等".contains(*c));
        let goes_on = ["成", "整", "善", "全", "毕", "工", "结", "美", "备"].iter().any(|rest| after.starts_with(rest));
        let is_share = after.starts_with(['一', '两', '二', '三', '四', '五', '六', '七', '八', '九', '大', '多'])
            && clause_around(text, at).contains(['成', '半']);
        let before_verb = before.trim_end_matches(|c: char| Some(c) == verb);
        if let Some(verb) =
            verb.filter(|_| !goes_on && !is_share && !is_negated(before_verb) && !before.ends_with("做不"))
        {
            let state = match verb {
                '评' => State::Proposed,
                '测' => State::Testing,
                '写' | '编' => State::Developing,
                _ => State::Launched,
            };
            found.push((at - verb.len_utf8(), state, format!("{verb}完")));
        }
    }
    for (at, _) in text.match_indices('中') {
        const PLACES: [&str; 16] =
            ["其", "集", "当", "途", "过程", "系统", "环境", "库", "目", "年", "月", "期", "命", "适", "心", "之"];
        let (before, after) = (&text[..at], &text[at + '中'.len_utf8()..]);
        let ends = after.is_empty() || after.starts_with(['，', '。', '；', ';', ',', '）', '、', '\n']);
        let verb = before.chars().rev().take_while(|c| c.is_alphabetic()).count();
        if ends && verb >= 2 && !PLACES.iter().any(|place| before.ends_with(place)) && !is_negated(before) {
            let word: String = before.chars().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect();
            found.push((at - word.len(), State::Developing, format!("{word}中")));
        }
    }
    for (at, _) in text.match_indices('在') {
        let after = &text[at + '在'.len_utf8()..];
        let Some(verb) = after.chars().next() else { continue };
        let state = match verb {
            '评' => State::Proposed,
            '测' | '验' => State::Testing,
            _ if "写改做搬修排备谈建配装迁清补推".contains(verb) => State::Developing,
            _ => continue,
        };
        if !is_negated(&text[..at]) && !mentions_place(after) {
            found.push((at, state, format!("在{verb}")));
        }
    }
    found
}

/// 在两个城市, 在测试环境.
fn mentions_place(after: &str) -> bool {
    let clause = up_to_mark(after, &['，', '。', '；', '、', '\n']);
    ["城", "环境", "机房", "系统", "中", "上", "里", "内", "前", "后", "市"].iter().any(|place| clause.contains(place))
}

fn clause_around(text: &str, at: usize) -> &str {
    let end = at + up_to_mark(&text[at..], &['，', '。', '；', ';', '\n']).len();
    &text[clause_start(text, at)..end]
}

/// Whether the word between `before` and `after` is neither negated nor, unless it is a delay or an end, part of a name.
fn is_reached(before: &str, after: &str, is_slip: bool) -> bool {
    let is_ahead = || sets_a_day(after) || ["后", "以后", "之后"].iter().any(|word| after.starts_with(word));
    !is_negated(before) && (is_slip || !is_in_name(after) && !is_ahead())
}

/// 上线定 3.31, 全量排在 6/16: the day is set, and not come. What is to be after it (上线后每笔省 0.4 元) says as little.
fn sets_a_day(after: &str) -> bool {
    static DATED: Words = Words::of(&[Sense::Dated]);
    let after = after.trim_start();
    let day = DATED.beginning(after).map(|word| &after[word.span.end..]).or_else(|| after.strip_prefix('定'));
    let is_day = |day: &str| day.starts_with(|c: char| c.is_ascii_digit()) || mention_at_start(day).is_some();
    day.is_some_and(|day| is_day(day.trim_start())) || aims_at_a_day(after)
}

/// 全量，目标 6/9: a day alone behind a word that aims at it. What is aimed at with more words (上线，计划6/9验收) is another step.
fn aims_at_a_day(after: &str) -> bool {
    static AIMS: Words = Words::of(&[Sense::Plan, Sense::Set]);
    let Some(rest) = after.strip_prefix(['，', ',', '（', '(']) else { return false };
    let rest = up_to_mark(rest.trim_start(), &['，', '。', '；', ';', ',', '）', ')', '\n']);
    let day = AIMS.beginning(rest).map(|word| rest[word.span.end..].trim_start());
    day.is_some_and(|day| mention_at_start(day).is_some_and(|mention| mention.span.end == day.trim_end().len()))
}
