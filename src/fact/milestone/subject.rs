//! The subject of a line: the name before its colon or in its brackets, else the words before the predicate.

use super::state::first_predicate;
use super::subject_end::{without_joints, without_progress};
use super::work_named::{first_columns, is_agent, names_no_work, object, opens_with_deed, without_particles};
use crate::calendar::{first_mention, mention_at_start};
use crate::fact::clause::sentences;
use crate::report::{Span, is_name, lines_of, mark_length, numeral_length, trim, without_bold_marks};
use crate::text::{find_mark, has_mark, is_mark};
use crate::vocabulary::{Sense, Words};

/// In characters, before a colon.
const LONGEST_NAME_CHARS: usize = 28;

/// In columns, where no colon ends it: an ideograph takes two.
const LONGEST_SUBJECT_COLUMNS: usize = 64;

/// Of a longer text the beginning is read: nobody writes such a statement.
const LONGEST_STATEMENT_BYTES: usize = 6_000;

pub(in crate::fact) fn readable(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_STATEMENT_BYTES.min(text.len()))]
}

pub(in crate::fact) struct Subject {
    /// Without marks, emphasis and words for progress; may be empty.
    pub name: String,
    /// Bytes up to the predicate, where a name is set off; else 0.
    pub end: usize,
}

/// The parts of a statement that are read one by one: an item whole; of a paragraph each line, and each sentence of a line without a name at
/// its start.
pub(super) fn pieces(source: &str, span: &Span, is_paragraph: bool) -> Vec<Span> {
    if !is_paragraph {
        return vec![span.clone()];
    }
    let mut found = Vec::new();
    for line in lines_of(source, span) {
        let line = trim(source, line);
        let text = &source[line.clone()];
        let line = line.start + mark_length(text).max(numeral_length(text))..line.end;
        if named(&source[line.clone()]).is_some() {
            found.push(line);
            continue;
        }
        found.extend(sentences(source, line).into_iter().map(|sentence| trim(source, sentence)));
    }
    found.retain(|piece| !piece.is_empty());
    found
}

/// Name and rest of a statement whose first line is only a name, and whose second one names a part of it.
pub(super) fn titled(source: &str, span: &Span) -> Option<(String, Span)> {
    let text = &source[span.clone()];
    let (first, rest) = text.split_once('\n')?;
    let is_name = first.chars().count() <= LONGEST_NAME_CHARS
        && named(first).is_none()
        && !has_mark(first, &['，', '。', '；', '：', '%'])
        && first_predicate(first).is_none();
    let from = span.end - rest.len();
    (is_name && named(rest.trim_start()).is_some()).then(|| (tidy(first), trim(source, from..span.end)))
}

/// Name and rest of a numbered paragraph that opens with what it is about: （二）锅炉改造。1#炉已点火.
pub(super) fn numbered(source: &str, span: &Span) -> Option<(String, Span)> {
    const LONGEST_CHARS: usize = 16;
    let text = &source[span.clone()];
    let mark = mark_length(text).max(numeral_length(text));
    let (first, rest) = text[mark..].split_once('。')?;
    let is_name = mark > 0
        && (2..=LONGEST_CHARS).contains(&first.chars().count())
        && !has_mark(first, &['，', '；', '：', '%', '\n'])
        && !first.contains(|c: char| c.is_ascii_digit())
        && first_predicate(first).is_none();
    (is_name && !rest.trim().is_empty()).then(|| (tidy(first), trim(source, span.end - rest.len()..span.end)))
}

/// The subject of `text`.
pub(in crate::fact) fn subject(text: &str) -> Subject {
    subject_within(readable(text), MOST_CODES)
}

/// As [`subject`], behind at most `codes` states and numbers in the place of a name.
fn subject_within(text: &str, codes: usize) -> Subject {
    if let Some((name, end)) = named(text) {
        // 延期：门禁换代，原定…: the state is no name.
        let rest = text[end..].trim_start();
        if is_status(&name) && codes > 0 {
            let inner = subject_within(rest, codes - 1);
            return Subject { name: inner.name, end };
        }
        // 技术栈改造总体进度80%：…: the share is no name.
        let share = name
            .find(['%', '％'])
            .map(|at| name[..at].trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' ')));
        let name = share.map_or(name.as_str(), |before| before.trim_end_matches(['约', '到', '已']));
        // 我们：门禁换代已上线, Kwame: …: whose deed it is, 5月8日段部长拍板：…: who said so when, and then what.
        let says_when = || mention_at_start(name).is_some() && SAID.ending(name).is_some();
        if codes > 0 && (is_agent(name) || is_saying(name) || says_when()) {
            let inner = subject_within(rest, codes - 1);
            if !inner.name.is_empty() && !names_nothing(&inner.name) {
                return Subject { name: inner.name, end };
            }
        }
        return Subject { name: without_progress(name), end };
    }
    // A name on a line of its own, what is said of it on the next.
    let line = text.lines().next().unwrap_or_default();
    let clause_end = find_mark(line, &['，', '。', '；', ';', '！', '？', '（', '(']).unwrap_or(line.len());
    let clause_end = line[..clause_end].find(", ").unwrap_or(clause_end);
    // 3/14 完成演练: the day is not what it is about.
    let clause = &line[..clause_end];
    let opens = mention_at_start(clause).map_or(0, |mention| mention.span.end);
    // 日终对账 begins with no day.
    let after_day = |c: char| c.is_whitespace() || (opens > 0 && "日号：:".contains(c));
    let dated = clause[opens..].trim_start_matches(after_day);
    let clause = if dated.chars().filter(|c| c.is_alphabetic()).count() >= 2 { dated } else { clause };
    let clause = without_opening(clause);
    let date = first_mention(clause).map(|mention| mention.span.start);
    let predicate = first_predicate(clause);
    let share = clause
        .find(['%', '％'])
        .map(|at| clause[..at].trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '/' | ' ')).len());
    let cut = [date, predicate, share, agent(clause)].into_iter().flatten().filter(|at| *at > 0).min();
    let name = tidy(&clause[..cut.unwrap_or(clause.len())]);
    // 降本到今天94万元: the joint before a time; 定在 and 排到 go whole, below.
    let name = match date {
        Some(date) if cut == Some(date) && without_progress(&name) == name => {
            name.trim_end_matches(['到', '至', '在', '于', '自', '从', '原']).to_string()
        }
        _ => name,
    };
    let name = if name.chars().count() < 2 { tidy(clause) } else { name };
    let name = without_particles(&name).to_string();
    // 目前完成了X, 我们正在做X: the object is what the line is about.
    let of_predicate = || object(&clause[cut.unwrap_or(0)..]);
    let name = match name.is_empty() || names_no_work(&name) || is_agent(&name) || is_saying(&name) {
        true => of_predicate().map_or(name, tidy),
        // 合并了X: the deed is no part of its object's name.
        false if opens_with_deed(&name) => object(&name).map_or(name.clone(), tidy),
        false => name,
    };
    let name = first_columns(&name, LONGEST_SUBJECT_COLUMNS);
    Subject { name: without_progress(&without_joints(name)), end: 0 }
}

/// Whether a name is that somebody says something: 韩亦舟建议, and not 整改建议.
fn is_saying(name: &str) -> bool {
    let who = SAID.ending(name).map(|word| &name[..word.span.start]);
    who.is_some_and(|who| is_agent(who) || who.chars().count() == 3 && is_name(who))
}

static SAID: Words = Words::of(&[Sense::SaidBy]);

/// Where a clause goes on with an agent or a reason: 自查报告由两组分写, 复盘因人员不齐改期.
fn agent(clause: &str) -> Option<usize> {
    static WORDS: Words = Words::of(&[Sense::NoAgent, Sense::NoJoint]);
    // 理由 and 原因 are words; two letters before 因 name something.
    let least = |at: usize| if clause[at..].starts_with('因') { 2 } else { 4 };
    let words = WORDS.all_in(clause);
    let joints = clause.match_indices(['由', '因']).map(|(at, _)| at);
    let is_word = |at: usize| words.iter().any(|word| word.span.contains(&at));
    joints
        .filter(|at| clause[..*at].chars().count() >= least(*at) && !clause[*at..].starts_with("因素"))
        .find(|at| !is_word(*at))
}

/// `【X】…`, `**X** …`, `X：…`, `X——…`: the name and where it ends.
fn named(text: &str) -> Option<(String, usize)> {
    named_within(readable(text), MOST_CODES)
}

/// Codes in brackets before a name: 【O1】【P0】账户迁移.
const MOST_CODES: usize = 2;

fn named_within(text: &str, codes: usize) -> Option<(String, usize)> {
    let bracketed = |open: &str, close: &str| {
        let rest = text.strip_prefix(open)?;
        let (name, after) = rest.split_once(close)?;
        let fits = !name.trim().is_empty() && name.chars().count() <= LONGEST_NAME_CHARS;
        fits.then(|| (tidy(name), text.len() - after.trim_start_matches(['：', ':', ' ']).len()))
    };
    if let Some((name, end)) = bracketed("**", "**").or_else(|| bracketed("【", "】")) {
        // 【O1】账户迁移：…: a code before the name.
        let code = name.chars().count() <= 3;
        let inner = if code && codes > 0 { named_within(&text[end..], codes - 1) } else { None };
        return match inner {
            Some((inner, length)) => Some((inner, end + length)),
            None if code => None,
            None => Some((name, end)),
        };
    }
    let mut found = None;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_mark(text, at, c, &['，', '。', '；', ';', '\n', '！', '？']) => break,
            '：' | ':' | '—' | '–' | '｜' => {
                // 10:30 is a time; 2.0：4/7没上 is a name and what follows.
                let before = text[..at].chars().next_back().is_some_and(|c| c.is_ascii_digit());
                let minutes = text[at + c.len_utf8()..].chars().take_while(char::is_ascii_digit).count();
                let in_time = before && minutes == 2;
                let in_address = text[at + c.len_utf8()..].starts_with("//");
                if !in_time && !in_address {
                    found = Some((at, c.len_utf8()));
                    break;
                }
            }
            '|' | '-' if text[..at].ends_with(' ') && text[at + 1..].starts_with(' ') => {
                found = Some((at, 1));
                break;
            }
            _ => {}
        }
    }
    let (at, length) = found?;
    let name = &text[..at];
    let fits = name.chars().count() <= LONGEST_NAME_CHARS && name.chars().any(char::is_alphanumeric);
    let rest = &text[at + length..];
    let end = text.len() - rest.trim_start_matches(['—', '–', '-', ' ', '｜']).len();
    fits.then(|| (tidy(name), end))
}

/// A name without emphasis, links' brackets, quotes and white space at its ends.
pub(super) fn tidy(name: &str) -> String {
    let name = without_bold_marks(name).replace(['`', '[', ']', '《', '》'], "");
    let joint = |c: char| c.is_whitespace() || "，。；、：:,;.-—*_~#“”\"（(【｜|▶►▪◾✅☐☑√·•".contains(c);
    let name = name.trim_matches(joint);
    let opened = |open: char, close: char| name.contains(close) && !name.contains(open);
    let name = if opened('（', '）') || opened('(', ')') { name.trim_end_matches(['）', ')']) } else { name };
    without_opening(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// 本周完成X: X is the subject.
fn without_opening(name: &str) -> &str {
    static OPENINGS: Words = Words::of(&[Sense::NameOpening, Sense::ThisPeriod, Sense::AtPresent, Sense::DoneOpening]);
    let mut rest = name;
    while let Some(opening) = OPENINGS.beginning(rest) {
        let after = &rest[opening.span.end..];
        if after.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            break;
        }
        rest = after.trim_start_matches([' ', '：', ':', '，']);
    }
    rest
}

/// Whether the words before a colon are a state: 原定, 延期, 已完成.
fn is_status(name: &str) -> bool {
    static STATES: Words = Words::of(&[Sense::StatusName, Sense::DoneOpening]);
    STATES.have(name.trim())
}

/// Whether a name is that of a part of a report: 总进度, 本周主要进展, 其中.
pub(in crate::fact) fn is_generic(name: &str) -> bool {
    static PARTS: Words = Words::of(&[
        Sense::PartOfReport,
        Sense::ProgressEnding,
        Sense::BareProgress,
        Sense::PlanEnding,
        Sense::ThisPeriod,
        Sense::Overall,
    ]);
    let bare: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    names_nothing(name) || PARTS.have(&bare)
}

/// Whether words in the place of a name are none: 10%, 切到, 原定, 全量满一周.
pub(super) fn names_nothing(name: &str) -> bool {
    if !name.is_empty() && (without_particles(name).is_empty()) {
        return true;
    }
    // 8 月全月: a time is no work.
    let is_time = !name.is_empty()
        && mention_at_start(name).is_some_and(|time| ["", "全月", "全年"].contains(&name[time.span.end..].trim()));
    let is_number = !name.is_empty() && name.chars().all(|c| c.is_ascii_digit() || "./%％".contains(c));
    let is_verb = name.chars().count() == 2 && name.ends_with(['到', '至', '为']);
    is_number || is_time || is_verb || is_stage_and_time(name) || ["原定", "原计划"].contains(&name)
}

/// 全量满一周, 上线后: when, and not what.
fn is_stage_and_time(name: &str) -> bool {
    static STAGES: Words = Words::of(&[Sense::Launch, Sense::Pilot, Sense::Trial, Sense::Switch]);
    static TIMES: Words = Words::of(&[Sense::AfterStage]);
    let rest = STAGES.beginning(name).map(|stage| &name[stage.span.end..]);
    rest.is_some_and(|rest| TIMES.beginning(rest).is_some())
}

#[cfg(test)]
mod tests {
    use super::{names_nothing, subject};

    #[test]
    fn the_subject_is_the_name_or_the_words_before_the_predicate() {
        for (text, name) in [
            ("【虚户建设】\n产品设计启动", "虚户建设"),
            ("**门禁改造**：开发中", "门禁改造"),
            ("数仓建设总进度：97%", "数仓建设"),
            ("排班系统上线完成", "排班系统"),
            ("冷库扩容按计划进行中，总体进度80%", "冷库扩容"),
            ("代扣项目3月下旬交付。", "代扣项目"),
            ("自助柜改版，预计5月中投产", "自助柜改版"),
            ("3/14 完成选课演练复盘", "选课演练复盘"),
            ("图书采购项目（预算120万）：5/14开标", "图书采购项目"),
            ("Loyalty programme is on hold", "Loyalty programme"),
            ("本周完成验收报告评审", "验收报告评审"),
            ("WMS upgrade: 80% complete", "WMS upgrade"),
            ("自查报告由两个组分写，完成80%", "自查报告"),
            ("门禁故障复盘因人员不齐，改到5/26", "门禁故障复盘"),
            ("演练因连续降雨取消，改到11月4日", "演练"),
            ("韩亦舟建议11月底前完成闸机换装", "闸机换装"),
            ("整改建议11月底前提交", "整改建议"),
            ("安全意见11月底前提交", "安全意见"),
            ("栈道加固累计完成72%", "栈道加固"),
            ("出入口路由改造，预计5月中投产", "出入口路由改造"),
            ("门禁故障复盘定在6/1", "门禁故障复盘"),
            ("签约：3/11签了", "签约"),
            ("机房巡检原3/4、3/11，改到3/25", "机房巡检"),
            ("5月8日段部长拍板：防坠绳从5月12日起一律带", "防坠绳"),
            ("降耗到今天94.5万元，全年目标354万元", "降耗"),
        ] {
            assert_eq!(subject(text).name, name, "{text}");
        }
    }

    #[test]
    fn a_share_a_verb_and_a_given_up_plan_name_nothing() {
        for name in ["10%", "切到", "原定", "上线后", "全量当天", "8 月全月", "6/15"] {
            assert!(names_nothing(name), "{name}");
        }
        for name in ["门禁换代", "灰度", "WMS"] {
            assert!(!names_nothing(name), "{name}");
        }
    }

    #[test]
    fn a_time_is_no_name() {
        assert_eq!(subject("10:30开始割接").name, "开始割接");
        assert_eq!(subject("日终盘点改造，已上线").name, "日终盘点改造");
    }
}
