//! Answers that are sentences of the reports: the ones that speak most of what the question asks.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::compose::{Draft, one_line, report_name};
use super::follow_up::points_back_at;
use super::incident::tell;
use super::overlap::Wanted;
use super::sought::{ACCEPTED, ACCEPTED_OF_THE_DAY, ACCEPTED_WITH_NAMES, Sought, asks_what_came_of_it};
use crate::calendar::{Expression, mentions};
use crate::fact::{figures, sentences, tells_cause, tells_handling, tells_impact};
use crate::question::{Intent, Question};
use crate::record::PassageRecord;
use crate::report::{SectionKind, Span};
use crate::retrieve::Found;
use crate::statement::{asks_for_a_name, names_somebody, tells_a_name};

/// The part of the best share from which on a sentence belongs to a series.
const SERIES: f32 = 0.75;

/// The same where dates are followed: the words around them change.
const SERIES_OF_DATES: f32 = 0.5;

/// How much of the question a sentence of a list or a series must speak of.
const SHARE: f32 = 0.5;

/// Sentences shown when several say it.
const MOST: usize = 3;

pub(super) struct Candidate<'a> {
    score: f32,
    pub share: f32,
    pub evidence: f32,
    cosine: f32,
    heaviest: f32,
    pub passage: &'a PassageRecord,
    pub span: Span,
}

/// Quotes the sentences that answer; false when none bears enough on the question.
pub(super) fn pick(found: &[Found], sought: &Sought<'_>, draft: &mut Draft) -> bool {
    let (question, wanted) = (sought.question, sought.wanted);
    let texts: Vec<String> = found.iter().map(|found| found.passage.full_text()).collect();
    if wanted.is_empty() || wanted.names_the_unknown(&texts) {
        return false;
    }
    let mut candidates = candidates(found, sought);
    let of_the_day = candidates.iter().filter(|candidate| sought.is_of_the_day(candidate.passage));
    let most = of_the_day.map(|candidate| candidate.share).fold(0.0, f32::max);
    candidates.retain(|candidate| {
        let words = &candidate.passage.text[candidate.span.clone()];
        tells_what_is_asked(words, question)
            && wanted.can_be_answered_by(&candidate.passage.full_text(), words, candidate.cosine)
            && sought.is_of_the_day(candidate.passage)
            && (!question.asks(Intent::Who) || names_whoever_is_asked(candidate, sought))
    });
    if question.asks(Intent::When) {
        // With a time where there is one: `什么时候开通` wants a day.
        let says_when =
            |candidate: &Candidate<'_>| !mentions(&candidate.passage.text[candidate.span.clone()]).is_empty();
        let with_time = candidates.iter().filter(|candidate| says_when(candidate));
        let top = with_time.map(|candidate| candidate.share).fold(0.0, f32::max);
        if top >= most * WITH_A_TIME {
            candidates.retain(says_when);
        }
    }
    candidates.sort_by(|one, other| other.score.total_cmp(&one.score));
    let Some(best) = candidates.first() else { return false };
    // Where only what speaks of the day asked about is left, less is enough.
    let is_named = wanted.names_it(&best.passage.full_text());
    let enough = match (sought.days.is_empty(), is_named) {
        (false, _) => ACCEPTED_OF_THE_DAY,
        (true, false) if sought.by_label && best.share >= ACCEPTED_WITH_NAMES => ACCEPTED_WITH_NAMES,
        (true, true) => ACCEPTED_WITH_NAMES,
        (true, false) => ACCEPTED,
    };
    // What is of the wrong sort may be what is asked about: another matter is no answer in its place.
    if best.evidence < enough || best.share < most * NOT_ANOTHER {
        return false;
    }
    let picked = if question.asks(Intent::State) || asks_how_it_stands(question) {
        latest(&candidates)
    } else {
        let lists = question.asks(Intent::List) || question.asks(Intent::Work);
        let most = if lists { 3 * MOST } else { MOST };
        let floor = if question.asks(Intent::Work) { best.score * 0.5 } else { best.score * AS_GOOD };
        let top = best.share;
        candidates
            .iter()
            .filter(|candidate| candidate.score >= floor && candidate.share >= top * 0.9)
            .take(most)
            .collect()
    };
    // One of an incident's sentences says little without the others, unless a number or a day is asked for.
    let wants_one =
        [Intent::HowMany, Intent::When, Intent::State, Intent::Who, Intent::InWeek, Intent::List, Intent::Work];
    let wants_one = wants_one.iter().any(|intent| question.asks(*intent)) || asks_how_it_stands(question);
    if let (false, Some(told)) = (wants_one, &best.passage.incident) {
        tell(best.passage, told, question, draft);
        return true;
    }
    for candidate in picked {
        draft.quote(candidate.passage, candidate.span.clone());
    }
    !draft.is_empty()
}

/// The part of the best share that a sentence with a time must have to be preferred.
const WITH_A_TIME: f32 = 0.6;

/// The part of the best share, of whatever sort, that an answer must have.
const NOT_ANOTHER: f32 = 0.5;

/// The part of the best score from which on a sentence is shown beside the best one.
const AS_GOOD: f32 = 0.9;

/// What may be asked to have happened.
#[rustfmt::skip]
const ACTS: [&str; 42] = [
    "上线", "投产", "发布", "全量", "go live", "gone live", "went live", " live", "launch", "released", "in production",
    "rolled out", "完成", "做完", "收尾", "finish", "complete", "done", "修复", "修好", "解决", "恢复", "关闭", "fixed",
    "resolved", "recovered", "close", "通过", "approved", "pass", "延期", "推迟", "晚了", "delay", "slip", "postpone", "换掉",
    "更换", "换了", "replace", "复盘", "review",
];

/// 上线了吗 without a time: the latest word on it is asked for.
fn asks_how_it_stands(question: &Question) -> bool {
    let lower = question.text.to_lowercase();
    let asks_for_an_act = ACTS.iter().any(|act| lower.contains(act));
    question.yes_no && question.times.is_empty() && !question.asks(Intent::List) && asks_for_an_act
}

/// What the latest report that speaks of it says, in the order of its lines.
fn latest<'a, 'b>(candidates: &'b [Candidate<'a>]) -> Vec<&'b Candidate<'a>> {
    let is_told = |candidate: &&Candidate<'_>| candidate.passage.section_kind != SectionKind::Plan;
    let any_told = candidates.iter().any(|candidate| is_told(&candidate));
    let meant: Vec<&Candidate<'_>> = candidates.iter().filter(|candidate| !any_told || is_told(candidate)).collect();
    let top = meant.iter().map(|candidate| candidate.share).fold(0.0, f32::max);
    let best = meant.iter().map(|candidate| candidate.evidence).fold(0.0, f32::max);
    // The thing itself must be named; how its state is put changes from week to week.
    let heaviest = meant.iter().map(|candidate| candidate.heaviest).fold(0.0, f32::max);
    let is_meant = |candidate: &&Candidate<'_>| {
        candidate.share >= top * 0.6 && candidate.heaviest >= heaviest && candidate.evidence >= ACCEPTED.max(best * 0.6)
    };
    let meant: Vec<&Candidate<'_>> = meant.into_iter().filter(is_meant).collect();
    let date = meant.iter().filter_map(|candidate| candidate.passage.date).max();
    let mut picked: Vec<&Candidate<'_>> =
        meant.into_iter().filter(|candidate| candidate.passage.date == date).take(MOST).collect();
    picked.sort_by_key(|candidate| (candidate.passage.report, candidate.passage.start + candidate.span.start));
    picked
}

/// Every sentence of the found passages with how well it answers.
pub(super) fn candidates<'a>(found: &'a [Found], sought: &Sought<'_>) -> Vec<Candidate<'a>> {
    let (question, wanted) = (sought.question, sought.wanted);
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    let mut dates: Vec<i32> = found.iter().filter_map(|found| found.passage.date).collect();
    dates.sort_unstable();
    dates.dedup();
    for (rank, found) in found.iter().enumerate() {
        let passage = &found.passage;
        let context = format!("{} {}", passage.section.join(" "), passage.parent);
        let leads = leads(passage);
        let cosine = found.hit.dense.map_or(0.0, |leg| leg.score);
        for span in pieces(&passage.text) {
            let words = &passage.text[span.clone()];
            let lead = leads.iter().rfind(|lead| lead.start <= span.start).cloned().unwrap_or(0..0);
            let is_announcement = lead.contains(&span.start) && is_short(words);
            if is_title(words) || (is_announcement && passage.incident.is_none()) {
                continue;
            }
            // What the first line announces, the others are about.
            let context = match lead.contains(&span.start) {
                true => context.clone(),
                false => format!("{context} {}", &passage.text[lead]),
            };
            let share = wanted.share(&format!("{context} {words}"));
            let own = wanted.share(words);
            let evidence = wanted.evidence(share, cosine);
            let fits = if wants_number(question) && words.contains(|c: char| c.is_ascii_digit()) { 0.15 } else { 0.0 };
            let is_plan = passage.section_kind == SectionKind::Plan && !question.asks(Intent::Plan);
            let plan = match (is_plan, question.asks(Intent::When)) {
                (false, _) => 0.0,
                (true, true) => PLANNED,
                (true, false) => 3.0 * PLANNED,
            };
            let score = evidence - plan
                + 0.5 * own
                + fits
                + 0.3 / (rank as f32 + 2.0)
                + recency(passage, &dates, sought.spans_many);
            let later = match dates.first() {
                Some(first) if asks_what_came_of_it(question) && passage.date > Some(*first) => {
                    let pointed = sought.days.iter().any(|day| points_back_at(&passage.text, day.from()));
                    if pointed { 4.0 * LATER } else { LATER }
                }
                _ => 0.0,
            };
            let other = if names_another_of_the_kind(words, &question.text) { ANOTHER } else { 0.0 };
            let score = score + later - other;
            let heaviest = wanted.heaviest_met(&format!("{context} {words}"));
            candidates.push(Candidate { score, share, evidence, cosine, heaviest, passage, span });
        }
    }
    candidates
}

/// What a sentence about the third batch loses where the first one is asked about.
const ANOTHER: f32 = 0.6;

/// Whether both name one of a row (第一批, 首批) and not the same.
fn names_another_of_the_kind(words: &str, asked: &str) -> bool {
    let (own, wanted) = (ordinals(words), ordinals(asked));
    wanted.iter().any(|(number, kind)| {
        let alike: Vec<&(char, char)> = own.iter().filter(|(_, own)| own == kind).collect();
        !alike.is_empty() && !alike.iter().any(|(own, _)| own == number)
    })
}

/// `第一批` as (一, 批), `首批` too.
fn ordinals(text: &str) -> Vec<(char, char)> {
    const KINDS: &str = "批家期个次轮版阶";
    let chars: Vec<char> = text.chars().collect();
    let named = chars.windows(3).filter(|three| three[0] == '第' && KINDS.contains(three[2])).map(|three| {
        let number = match three[1] {
            '1' => '一',
            '2' => '二',
            '3' => '三',
            '4' => '四',
            other => other,
        };
        (number, three[2])
    });
    let first = chars.windows(2).filter(|two| two[0] == '首' && KINDS.contains(two[1])).map(|two| ('一', two[1]));
    named.chain(first).collect()
}

/// What a later report adds where it is asked what came of something.
const LATER: f32 = 0.25;

/// The lines of a passage that announce the ones below them: the first of several, and each that is a name alone; of an
/// incident what it is about.
fn leads(passage: &PassageRecord) -> Vec<Span> {
    let text = &passage.text;
    if passage.incident.is_some() {
        return sentences(text, 0..text.len()).into_iter().take(1).collect();
    }
    let mut leads = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = start..start + line.len();
        let is_first = start == 0 && span.end < text.len() && line.chars().count() <= LONGEST_LEAD;
        if is_first || (start > 0 && is_short(line)) {
            leads.push(span.clone());
        }
        start = span.end;
    }
    leads
}

/// Characters of a line that announces the ones below it, at most.
const LONGEST_LEAD: usize = 40;

/// What was planned answers less well than what was done.
const PLANNED: f32 = 0.15;

/// Without a time in the question the latest state is meant: up to this much more for the latest of the found reports.
const RECENCY: f32 = 0.2;

/// `dates` are those of the found reports, ascending and once each.
fn recency(passage: &PassageRecord, dates: &[i32], spans_many: bool) -> f32 {
    if !spans_many || dates.len() < 2 {
        return 0.0;
    }
    let place = passage.date.and_then(|date| dates.binary_search(&date).ok()).unwrap_or(0);
    RECENCY * place as f32 / (dates.len() - 1) as f32
}

fn names_whoever_is_asked(candidate: &Candidate<'_>, sought: &Sought<'_>) -> bool {
    let question = sought.question;
    // A team is named by whose report it is, a person is not.
    let asks_for_a_team = ["团队", "组", "部门", "team", "department"].iter().any(|word| question.text.contains(word));
    let words = &candidate.passage.text[candidate.span.clone()];
    let has_owner = ["责任人", "负责人", "owner", "跟进人"]
        .iter()
        .any(|word| candidate.passage.parent.to_lowercase().contains(word));
    has_owner
        || names_somebody(words)
        || sought.names_a_person(words)
        || (asks_for_a_team && candidate.passage.author.is_some())
}

/// Whether a sentence tells the sort of thing that is asked: a cause is no progress.
fn tells_what_is_asked(words: &str, question: &Question) -> bool {
    if asks_for_a_name(&question.text) && !tells_a_name(words) {
        return false;
    }
    if question.asks(Intent::HowMany) && !has_a_count(words) {
        return false;
    }
    // A day asked about is no answer to when something else was.
    if question.asks(Intent::When) && !question.times.is_empty() && !names_another_time(words, question) {
        return false;
    }
    let mut parts = question.intents.iter().filter(|intent| intent.is_about_an_incident()).peekable();
    parts.peek().is_none()
        || parts.any(|intent| match intent {
            Intent::Cause => tells_cause(words) || words.contains("原因") || words.contains("根因"),
            Intent::Handling => tells_handling(words) || words.contains("处置"),
            _ => tells_impact(words),
        })
}

/// Whether words state a number of something, in digits or in words (四百多次).
fn has_a_count(words: &str) -> bool {
    let numeral = |c: char| "一二三四五六七八九十百千万两半".contains(c);
    let counted = |c: char| "笔个次家人天条台户单起件份分年月周倍项成名位".contains(c);
    let chars: Vec<char> = words.chars().filter(|c| !"多余几".contains(*c)).collect();
    !figures(words).is_empty() || chars.windows(2).any(|pair| numeral(pair[0]) && counted(pair[1]))
}

/// Whether words name a time that the question does not.
fn names_another_time(words: &str, question: &Question) -> bool {
    let asked = |expression: &Expression| question.times.iter().any(|time| same_day(&time.expression, expression));
    let readings = mentions(words).into_iter().filter_map(|mention| mention.reading.ok());
    readings.into_iter().any(|expression| !asked(&expression))
}

fn same_day(one: &Expression, other: &Expression) -> bool {
    match (one, other) {
        (Expression::Day(one), Expression::Day(other)) => one.month() == other.month() && one.day() == other.day(),
        _ => one == other,
    }
}

/// Whether it is dates that are followed over the reports, such as those of a go-live.
pub(super) fn asks_for_dates(question: &Question) -> bool {
    const WORDS: &[&str] = &[
        "上线时间",
        "提测时间",
        "投产时间",
        "完成时间",
        "日期",
        "推迟",
        "延期",
        "排期",
        "哪天",
        "date",
        "schedule",
        "postponed",
        "delayed",
        "slip",
    ];
    let lower = question.text.to_lowercase();
    question.asks(Intent::Trend) && (question.asks(Intent::When) || WORDS.iter().any(|word| lower.contains(word)))
}

/// The best sentence of each report, in the order of their dates: how something went on. False when fewer than two speak
/// of it.
pub(super) fn one_per_report(found: &[Found], sought: &Sought<'_>, draft: &mut Draft) -> bool {
    let mut best: BTreeMap<(Option<i32>, Uuid), Candidate<'_>> = BTreeMap::new();
    let mut candidates = candidates(found, sought);
    if asks_for_dates(sought.question) {
        candidates.retain(|candidate| !mentions(&candidate.passage.text[candidate.span.clone()]).is_empty());
    }
    let series = if asks_for_dates(sought.question) { SERIES_OF_DATES } else { SERIES };
    let top = candidates.iter().map(|candidate| candidate.share).fold(0.0, f32::max);
    let evidence = candidates.iter().map(|candidate| candidate.evidence).fold(0.0, f32::max);
    if sought.wanted.is_empty() || top < SHARE && evidence < ACCEPTED {
        return false;
    }
    for candidate in candidates.into_iter().filter(|candidate| candidate.share >= top * series) {
        let key = (candidate.passage.date, candidate.passage.report);
        match best.get(&key) {
            Some(known) if known.score >= candidate.score => {}
            _ => drop(best.insert(key, candidate)),
        }
    }
    if best.len() < 2 {
        return false;
    }
    for candidate in best.into_values() {
        draft.quote(candidate.passage, candidate.span);
    }
    true
}

fn wants_number(question: &Question) -> bool {
    question.asks(Intent::Trend)
        || question.asks(Intent::HowMany)
        || question.asks(Intent::Duration)
        || question.asks(Intent::When)
}

/// 4. 拼写纠错: the line that announces others says nothing itself.
fn is_short(words: &str) -> bool {
    let words = words.trim_start_matches(|c: char| !c.is_alphabetic()).trim_end_matches(['：', ':', ' ', '\n', '*']);
    words.chars().count() <= 14 && figures(words).is_empty() && mentions(words).is_empty()
}

/// 【银行虚户建设】: a name of what follows, which says nothing.
fn is_title(words: &str) -> bool {
    let words = words.trim().trim_start_matches(['-', '*', '#', ' ']).trim_end_matches(['*', ' ']);
    words.starts_with('【') && words.ends_with('】') && words.matches('】').count() == 1
}

/// A short passage whole, a long one by sentences.
fn pieces(text: &str) -> Vec<Span> {
    if text.chars().count() <= 60 {
        return std::iter::once(0..text.len()).collect();
    }
    sentences(text, 0..text.len())
}

/// Whose reports the passages are of, one line each; false when no report names its author.
pub(super) fn list_writers(passages: &[PassageRecord], draft: &mut Draft) -> bool {
    let mut seen = Vec::new();
    for passage in passages.iter().filter(|passage| passage.author.is_some()) {
        if !seen.contains(&passage.report) {
            seen.push(passage.report);
            draft.writer(passage);
        }
    }
    !seen.is_empty()
}

/// Lines shown of what was done.
const MOST_WORK: usize = 30;

/// What the passages say was done: every item but plans, reflections and what others say of the work.
pub(super) fn list_work(passages: &[PassageRecord], wanted: &Wanted, draft: &mut Draft) -> bool {
    let is_work = |kind: SectionKind| {
        !matches!(
            kind,
            SectionKind::Plan
                | SectionKind::Reflection
                | SectionKind::Review
                | SectionKind::Daily
                | SectionKind::Problems
        )
    };
    let lines: Vec<&PassageRecord> = passages
        .iter()
        .filter(|passage| !passage.covered && is_work(passage.section_kind))
        .filter(|passage| wanted.is_empty() || wanted.share(&passage.full_text()) >= SHARE)
        .collect();
    for passage in lines.iter().take(MOST_WORK) {
        draft.item(passage, format!("{}：{}", report_name(passage), one_line(&passage.text, 0..passage.text.len())));
    }
    draft.say_more(lines.len().saturating_sub(MOST_WORK));
    !lines.is_empty()
}

/// How many lines of a section are shown when none of them has the question's words.
const MOST_OF_A_SECTION: usize = 12;

/// Every line of the sections asked for, such as the plans of a week.
pub(super) fn list_section(passages: &[PassageRecord], wanted: &Wanted, draft: &mut Draft) -> bool {
    let all: Vec<&PassageRecord> = passages.iter().filter(|passage| !passage.covered).collect();
    let speaks = |passage: &&PassageRecord| wanted.is_empty() || wanted.share(&passage.full_text()) >= SHARE;
    let some: Vec<&PassageRecord> = all.iter().copied().filter(speaks).collect();
    // Words that no line of the section has say something about the section, not which lines of it are meant.
    let lines = if some.is_empty() && all.len() <= MOST_OF_A_SECTION && wanted.is_nearly_empty() { all } else { some };
    for passage in &lines {
        draft.item(passage, format!("{}：{}", report_name(passage), one_line(&passage.text, 0..passage.text.len())));
    }
    !lines.is_empty()
}
