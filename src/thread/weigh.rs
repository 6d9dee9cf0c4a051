//! The outcome of a promise by what later reports say: which statements are about it is weighed by the words that they share with it
//! ([`super::later`]), how each stands is read from its words; the first report that decides is cited.

use rust_decimal::Decimal;

use super::goal::{LEAST_PAIRS, leaves_a_part, same_rounds};
use super::later::{Hit, Later, Sought};
use super::outcome::{
    Due, Verdict, Why, begins, days_named, days_of, is_told, is_under_way, later_day, names_day, names_earlier_day,
    other_day, outcome_in, says_done, share_in, steps_of,
};
use super::promised::Promised;
use super::share::{coverage_of, share};
use crate::calendar::{Date, Mention, mentions};
use crate::fact::{dropped_at, gives_up, has_done_state, is_part_of_all, is_put_off, is_unfinished, moves_a_day};
use crate::record::Place;
use crate::report::{SectionKind, without_number};
use crate::vocabulary::{Sense, Words};

/// A statement less like the promise decides nothing, one at least so much like it decides for sure.
const LIKELY: f64 = 0.6;
const SURE: f64 = 0.75;

/// The next report after a day comes within this time.
const NEXT_REPORT_DAYS: i32 = 10;

/// A day further from the promised one is of another matter, unless the words say more.
const LATE_DAYS: i32 = 31;

/// Goals of a nearer page are for the same week.
const NEXT_GOALS_DAYS: i32 = 6;

/// What is said later of a day that has passed is no longer about it; of a goal without a day.
const REACH_DAYS: i32 = 100;
pub(super) const GOAL_REACH_DAYS: i32 = 28;

/// A sentence so much like the one that promised is a copy of it.
const SHARE_OF_A_COPY: f64 = 0.95;

/// The least share of two goals that are one.
const SHARE_OF_ONE_GOAL: f64 = 0.6;

/// A promise as it is looked for.
pub(super) struct Asked<'p> {
    pub kind: Promised,
    pub text: &'p str,
    /// What it is about, without its day.
    pub work: &'p str,
    /// The sentence that promises it.
    pub beside: &'p str,
    pub place: &'p Place,
    pub made: Date,
    pub due: Option<Date>,
    /// The days of which `due` is the last.
    pub days: Option<Due>,
}

/// How one statement relates to the promise.
struct Reading {
    why: Why,
    days: Option<i32>,
    /// The words leave no doubt.
    is_plain: bool,
}

impl Reading {
    fn sure(why: Why, days: Option<i32>) -> Self {
        Self { why, days, is_plain: true }
    }

    fn possible(why: Why) -> Self {
        Self { why, days: None, is_plain: false }
    }
}

/// `None` where no later statement says enough.
pub(super) fn weighed(asked: &Asked<'_>, later: &Later<'_>) -> Option<Verdict> {
    let next = later.next_report(asked.place, asked.made, NEXT_GOALS_DAYS);
    let reach = match (asked.due, next) {
        (Some(due), _) => (due - asked.made).get_days().max(0) + REACH_DAYS,
        // Reports that come once a month say in the next one what came of a goal.
        (None, Some(next)) => (2 * (next - asked.made).get_days()).max(GOAL_REACH_DAYS),
        (None, None) => GOAL_REACH_DAYS,
    };
    let until = asked.made.saturating_add(jiff::Span::new().days(reach));
    let sought =
        Sought { text: asked.work, beside: asked.beside, place: asked.place, made: asked.made, due: asked.days, until };
    let hits = later.hits(&sought);
    let mut possible: Option<Verdict> = None;
    for report in hits.chunk_by(|one, other| one.line.date == other.line.date) {
        let read = report.iter().filter(|hit| hit.likeness >= LIKELY);
        let read = read.filter_map(|hit| Some((reading(asked, hit, next)?, hit)));
        let rank = |(reading, hit): &(Reading, &Hit<'_>)| {
            let is_again = reading.why == Why::GoalAgain;
            (reading.is_plain && hit.likeness >= SURE, !is_again, (hit.likeness * 1000.0) as u32)
        };
        let Some((reading, hit)) = read.max_by_key(rank) else { continue };
        let evidence = Some((hit.place(), hit.line.date, hit.text.to_string()));
        if reading.is_plain && hit.likeness >= SURE {
            return Some(Verdict::new(reading.why, reading.days, evidence));
        }
        possible.get_or_insert_with(|| Verdict::possible(reading.why, reading.days, evidence));
    }
    possible
}

/// `I said under 100 by 30 July.` and nothing more: what came of it stands in the sentence behind.
fn repeats_the_promise(text: &str) -> bool {
    let lower = text.to_lowercase();
    let begins = ["i said", "we said", "i promised", "we promised"].iter().any(|words| lower.starts_with(words));
    begins && !lower.contains([',', ';']) && !lower.contains(" but ")
}

/// What the statement says of the promise; `next` is the day of the next report by its author.
fn reading(asked: &Asked<'_>, hit: &Hit<'_>, next: Option<Date>) -> Option<Reading> {
    let (text, date) = (hit.text, hit.line.date);
    if !same_rounds(asked.text, text) || repeats_the_promise(text) {
        return None;
    }
    if let Some((day, why)) = asked.due.and_then(|due| later_day(asked.text, text, due, date)) {
        return Some(Reading::sure(why, asked.due.map(|due| (day - due).get_days())));
    }
    // A task that comes again month by month is not put off when it is planned again.
    let is_far = asked.due.is_some_and(|due| (date - due).get_days() > LATE_DAYS);
    match hit.line.kind {
        SectionKind::Plan if is_far || begins(asked.text) && !begins(text) => return None,
        // What is put off is no plan, wherever it stands.
        SectionKind::Plan if is_put_off(text) && asked.due.is_none_or(|due| due <= date) => {
            return Some(Reading::possible(Why::ToldDelayed));
        }
        // A row of plans that has come true.
        SectionKind::Plan if !has_come_true(text) => return again(asked, hit),
        SectionKind::Reflection | SectionKind::Review | SectionKind::Daily => return None,
        _ => {}
    }
    // Copied from report to report it says nothing new.
    if share(asked.beside, text) > SHARE_OF_A_COPY {
        return None;
    }
    let is_due = |clause: &str| asked.days.is_some_and(|days| names_day(clause, days, date));
    let about = focus(asked.text, text, &is_due, 0);
    // 复盘因通道方人员不齐，改到5/26
    let predicate = focus(asked.text, text, &is_due, 1);
    let is_over = asked.due.map_or_else(|| next.is_some_and(|next| date >= next), |due| date >= due);
    // Behind the day on which something begins may stand the one on which it ends.
    let row = asked.due.filter(|_| !begins(asked.text)).and_then(|due| moved_in_row(text, due));
    if let Some((day, due)) = row.zip(asked.due).filter(|(day, _)| *day > date || is_part_of_row(text)) {
        return Some(Reading::sure(Why::PlannedAnew, Some((day - due).get_days())));
    }
    // 东区上线｜3/5｜合同已签, before that day: it is planned still.
    let is_former = asked.days.is_some_and(|days| is_former_day(text, days, date));
    if let Some((day, due)) = asked
        .due
        .and_then(|due| Some((other_day(text, due, date).filter(|day| *day > date)?, due)))
        .filter(|_| is_former)
    {
        return Some(Reading::sure(Why::PlannedAnew, Some((day - due).get_days())));
    }
    if !is_over && is_due(text) && !is_former && !names_it_as_planned(text) && !moves_a_day(text) {
        return None;
    }
    let is_whole = share_in(text).is_none_or(|share| share >= Decimal::ONE_HUNDRED) && !is_part_of_row(text);
    if is_over && is_whole && is_due(&about) {
        if is_late_by_days(&about) || !predicate.contains('比') && is_late_by_days(&predicate) {
            return Some(Reading::sure(Why::DoneLate, None));
        }
        // Below 没按时 or 未完成 all days were missed.
        if is_unfinished(&predicate) || is_missed(&about) || is_missed(&hit.line.heading) {
            return Some(Reading::sure(Why::StillUnderWay, None));
        }
        // 到 5/31 追回 291 笔，没有按期清完: perhaps of another work that the line tells of.
        if MISSED.are_in(text) {
            return Some(Reading::possible(Why::StillUnderWay));
        }
        if let Some((day, due)) = row.zip(asked.due) {
            return Some(Reading { days: Some((day - due).get_days()), ..Reading::possible(Why::DoneLate) });
        }
        if is_former || names_it_as_planned(&about) {
            let done = asked.due.and_then(|due| Some((other_day(text, due, date).filter(|day| *day <= date)?, due)));
            let is_done = outcome_in(asked.text, text, date) == Some(Why::ToldDone);
            if let Some((day, due)) = done.filter(|_| is_done || is_told(text)) {
                return Some(Reading { days: Some((day - due).get_days()), ..Reading::possible(Why::DoneLate) });
            }
        } else if is_told(&about) || is_under_done(hit) {
            // Among what was done, on its day.
            return Some(Reading::sure(Why::DoneInTime, Some(0)));
        }
    }
    let steps = steps_of(asked.text);
    let names_step = !steps.is_empty() || says_done(asked.text, &about);
    let is_earlier = || asked.kind == Promised::Step && names_earlier_day(&about, asked.made, date);
    let whole =
        outcome_in(asked.text, text, date).filter(|why| *why != Why::ToldStopped || is_stopped(asked.text, text));
    match whole.or_else(|| outcome_in(asked.text, &about, date)) {
        // Something of it is done before its day: which part, only the name of its step tells.
        Some(Why::ToldDone) if !is_over && asked.due.is_some() && !names_step => return None,
        Some(Why::ToldDone) if is_earlier() => return None,
        Some(Why::ToldDone) if leaves_a_part(asked.text, text, date) || goes_on_elsewhere(asked.text, text) => {
            return Some(Reading::sure(Why::ToldInPart, None));
        }
        Some(Why::ToldDone) => {
            let late = match asked.due {
                Some(due) => (date - due).get_days() > NEXT_REPORT_DAYS,
                None => next.is_some_and(|next| date > next) && (date - asked.made).get_days() > NEXT_REPORT_DAYS,
            };
            let other = asked.due.and_then(|due| Some((due, other_day(&about, due, date).filter(|day| *day <= date)?)));
            if let Some((due, day)) = other {
                return Some(Reading { days: Some((day - due).get_days()), ..Reading::possible(Why::DoneLate) });
            }
            return Some(if late { Reading::possible(Why::DoneSomeDay) } else { Reading::sure(Why::ToldDone, None) });
        }
        Some(Why::ToldInPart) if begins(asked.text) => return Some(Reading::sure(Why::ToldDone, None)),
        Some(Why::ToldInPart) if asked.due.is_some() && !is_over => return None,
        // 停航顺延，借用协议5/27签了: another thing is put off.
        Some(Why::ToldDelayed) if !is_put_off(&predicate) && has_happened(&about, date) => {
            return Some(Reading::possible(Why::Reported));
        }
        Some(Why::ToldDelayed) if !is_put_off(&predicate) => return Some(Reading::possible(Why::ToldDelayed)),
        Some(why) => return Some(Reading::sure(why, None)),
        None => {}
    }
    if says_done(asked.text, &about) {
        return Some(Reading::possible(Why::ToldDone));
    }
    if !is_over {
        return None;
    }
    if let Some(day) = asked.due.and_then(|due| other_day(&about, due, date))
        && asked.due.is_some_and(|due| (day - due).get_days() <= if day > date { REACH_DAYS } else { LATE_DAYS })
        && (day > date || is_told(&about))
    {
        let why = if day > date { Why::PlannedAnew } else { Why::DoneLate };
        return Some(Reading { days: asked.due.map(|due| (day - due).get_days()), ..Reading::possible(why) });
    }
    if is_under_way(&about) {
        return Some(Reading::possible(if begins(asked.text) { Why::ToldDone } else { Why::StillUnderWay }));
    }
    // Of work with a step of its own another step says nothing.
    let is_of_step = steps.is_empty() || steps_of(text).iter().any(|step| steps.contains(step));
    let is_soon = asked.due.is_none_or(|due| (date - due).get_days() <= LATE_DAYS);
    (is_of_step && is_soon && is_told(&about)).then(|| Reading::possible(Why::Reported))
}

/// Whether the day is told as the one that was planned: 原定 7 月 29 日，…8 月 19 日才换完, but not 按原计划 7 月 29 日换完.
fn names_it_as_planned(text: &str) -> bool {
    static FORMER: Words = Words::of(&[Sense::Former]);
    static AS_PLANNED: Words = Words::of(&[Sense::ByPlan]);
    FORMER.are_in(text) && !AS_PLANNED.are_in(text)
}

/// Whether `text`, a line of the report of `date`, has the day as one that it gives up.
fn is_former_day(text: &str, due: Due, date: Date) -> bool {
    let days = mentions(text);
    let is_due = |mention: &Mention| days_of(mention, date).is_some_and(|period| due.meets(period));
    days.iter().position(is_due).is_some_and(|at| gives_up(text, &days, at))
}

/// Whether something came so much later: 比表上的 11-20 晚五天. 早晚两班 is no such time.
fn is_late_by_days(text: &str) -> bool {
    let counts = |rest: &str| {
        let rest = rest.trim_start_matches('了');
        let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二两三四五六七八九十几半个 ".contains(c));
        unit.len() < rest.len() && unit.starts_with(['天', '周', '日', '月', '星'])
    };
    text.match_indices('晚').any(|(at, word)| counts(&text[at + word.len()..]))
}

static MISSED: Words = Words::of(&[Sense::Missed]);

/// Whether what was promised did not come about: 未清完, 没出来, 晚了一周, 切换失败, We did not go. Not 失败率 or 失败 3 笔.
fn is_missed(text: &str) -> bool {
    static LATER: [&str; 3] = ["晚了", "迟了", "拖了"];
    let is_counted =
        |rest: &str| rest.trim_start().starts_with(|c: char| c.is_ascii_digit() || "率数单笔次量".contains(c));
    let has_failed = text.match_indices("失败").any(|(at, word)| !is_counted(&text[at + word.len()..]));
    // 没出问题, 未出现异常: nothing went wrong.
    let harms = |rest: &str| {
        let rest = rest.trim_start_matches('有');
        rest.strip_prefix('出').is_some_and(|rest| rest.starts_with(['现', '问', '错', '事', '故', '险', '差']))
    };
    let fails = |rest: &str| {
        !harms(rest) && rest.chars().take(MOST_CHARS_OF_A_DEED).any(|c| "完成出到交做达能通拿".contains(c))
    };
    static NOT_DONE: [&str; 2] = ["did not ", "didn't "];
    let lower = text.to_lowercase();
    has_failed
        || MISSED.are_in(&lower)
        || NOT_DONE.iter().any(|not| lower.contains(not))
        || LATER.iter().any(|word| text.contains(word))
        || ["未", "没"].iter().any(|not| text.match_indices(not).any(|(at, _)| fails(&text[at + not.len()..])))
}

/// Letters behind 未 in which the deed is named.
const MOST_CHARS_OF_A_DEED: usize = 3;

/// The later day that a row of a table has in the cell behind that of the planned day: `| 8/20 | 9/10 |`.
fn moved_in_row(text: &str, due: Date) -> Option<Date> {
    let cells: Vec<&str> = text.split('|').map(str::trim).collect();
    let day = |cell: &str| days_named(cell, due).first().map(|period| period.to());
    let planned = cells.iter().position(|cell| cell.chars().count() <= LONGEST_DAY && day(cell) == Some(due))?;
    let next = cells.get(planned + 1).filter(|cell| cell.starts_with(|c: char| c.is_ascii_digit()))?;
    day(next).filter(|later| *later > due)
}

/// Whether a row of a table has less than all of it done: a cell that is 92%, or 86/118 m.
fn is_part_of_row(text: &str) -> bool {
    let is_part = |cell: &str| {
        let percent = cell.trim().strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
        percent.is_some_and(|percent| percent < 100.0) || is_part_of_all(cell)
    };
    text.starts_with('|') && text.split('|').any(is_part)
}

/// 9月12日 alone in its cell, in letters.
const LONGEST_DAY: usize = 10;

/// Whether the heading above says of all below it that it is done: 本周完成.
fn is_under_done(hit: &Hit<'_>) -> bool {
    static DONE: Words = Words::of(&[Sense::DoneHeading]);
    DONE.have(without_number(&hit.line.heading).trim().to_lowercase().trim_end_matches([':', '：']))
}

/// The clauses of a sentence, or the whole row of a table.
fn clauses(text: &str) -> Vec<&str> {
    let is_end = |at: usize, c: char| match c {
        ',' => !text[at + 1..].starts_with(|next: char| next.is_ascii_digit()),
        _ => matches!(c, '，' | '。' | '；' | ';'),
    };
    if text.starts_with('|') {
        return vec![text];
    }
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().filter(|(at, c)| is_end(*at, *c)) {
        found.push(&text[start..at]);
        start = at + c.len_utf8();
    }
    found.push(&text[start..]);
    found
}

/// The clauses of `text` that have most of what it shares with the promise, each with so many behind it, and those on its day; all of it where
/// none has.
fn focus(promise: &str, text: &str, is_due: &dyn Fn(&str) -> bool, behind: usize) -> String {
    let clauses = clauses(text);
    let shared: Vec<usize> = clauses.iter().map(|clause| coverage_of(promise, clause).1).collect();
    let most = shared.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return text.to_string();
    }
    let is_near = |at: usize| 2 * shared[at] >= most;
    let is_behind = |at: usize| (1..=behind.min(at)).any(|back| is_near(at - back));
    let kept = (0..clauses.len()).filter(|at| is_near(*at) || is_behind(*at) || is_due(clauses[*at]));
    kept.map(|at| clauses[at]).collect::<Vec<_>>().join("，")
}

/// Whether one clause has a part of the promise under way that no other clause has: 双人复核已启用，必填校验开发中.
fn goes_on_elsewhere(promise: &str, text: &str) -> bool {
    let (under_way, others): (Vec<&str>, Vec<&str>) =
        clauses(text).into_iter().partition(|clause| is_under_way(clause));
    let shared = |clauses: &[&str]| coverage_of(promise, &clauses.join("，")).1;
    !under_way.is_empty() && shared(&under_way) >= LEAST_PAIRS && shared(&others) >= LEAST_PAIRS
}

/// Whether `text` says of the promise that it is stopped: in a clause that shares words with it, or that says nothing else. 限速12节取消
/// behind 跟踪两周没报警 ends what the tracking was for.
fn is_stopped(promise: &str, text: &str) -> bool {
    /// 已, 本周: no subject of its own.
    const MOST_CHARS_BEFORE: usize = 2;
    clauses(text).into_iter().any(|clause| {
        let Some(at) = dropped_at(clause) else { return false };
        clause[..at].trim().chars().count() <= MOST_CHARS_BEFORE || coverage_of(promise, clause).1 > 0
    })
}

/// Whether `text`, of a report of `date`, is told for days that are past.
fn has_happened(text: &str, date: Date) -> bool {
    let days = days_named(text, date);
    is_told(text) && !days.is_empty() && days.iter().all(|days| days.to() <= date)
}

fn has_come_true(text: &str) -> bool {
    text.strip_prefix('|').is_some_and(|row| has_done_state(row.split('|')))
}

/// The promise as a goal of a later report.
fn again(asked: &Asked<'_>, hit: &Hit<'_>) -> Option<Reading> {
    let days = (hit.line.date - asked.made).get_days();
    let is_again = asked.kind == Promised::Goal
        && days >= NEXT_GOALS_DAYS
        && asked.due.is_none_or(|due| due < hit.line.date)
        && share(asked.text, hit.text) >= SHARE_OF_ONE_GOAL
        && steps_of(asked.text) == steps_of(hit.text);
    is_again.then(|| Reading::sure(Why::GoalAgain, None))
}

#[cfg(test)]
mod tests {
    use super::names_it_as_planned;

    #[test]
    fn a_day_that_was_planned_is_not_one_on_which_it_was_done_as_planned() {
        assert!(names_it_as_planned("QC02 起升钢丝绳：原定 7 月 29 日"));
        assert!(!names_it_as_planned("按原计划 7 月 29 日换完"));
        assert!(!names_it_as_planned("7 月 29 日换完"));
    }
}
