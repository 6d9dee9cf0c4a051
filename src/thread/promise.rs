//! Promises: planned days, goals of the next week and what incidents left open, each with its outcome by later reports.
//!
//! Where the evidence is thin the outcome is unknown, and the place that mentions it is cited.

use rayon::prelude::*;

use super::goal::of_goal;
use super::later::Later;
use super::milestone::{MilestoneStatement, Thread, threads};
use super::naming::{Naming, by_day};
use super::outcome::{Due, Outcome, Verdict, Why, outcome_in};
use super::promised::{EvidenceLine, Promise, Promised};
use super::share::share;
use super::step::{StepDay, StepHistory, step_name};
use super::weigh::{Asked, weighed};
use crate::calendar::Date;
use crate::fact::{Done, State, Status, closes, is_put_off, marked_sentences, says_open};
use crate::text::{is_han, split_at_marks};

/// The next report after a day comes within this time.
const NEXT_REPORT_DAYS: i32 = 10;

/// The least share of an incident's words in a later line about it that names its day.
const SHARE_OF_A_LOOK_BACK: f64 = 0.1;

/// The threads of the statements, and all promises of these and of the lines, ordered by the day they were made. `lines` in order of
/// their reports.
pub fn threads_and_promises(
    statements: Vec<MilestoneStatement>,
    lines: &[EvidenceLine<'_>],
) -> (Vec<Thread>, Vec<Promise>) {
    let (threads, later) = rayon::join(|| threads(statements), || Later::new(lines));
    let promises = promises(&threads, &later, lines);
    (threads, promises)
}

fn promises(threads: &[Thread], later: &Later<'_>, lines: &[EvidenceLine<'_>]) -> Vec<Promise> {
    let Some(last) = lines.iter().map(|line| line.date).max() else { return Vec::new() };
    // Each is weighed against what many reports say later: on all cores, in the order of one.
    let of_threads = threads.par_iter().flat_map_iter(|thread| of_thread(thread, later, last));
    let mut all: Vec<Promise> = of_threads.collect();
    let of_goals = |line: &&EvidenceLine<'_>| {
        let promised = line.goals.iter().filter(|goal| !asks(&goal.text));
        promised.map(|goal| of_goal(goal, line, later, last)).collect::<Vec<_>>()
    };
    let with_goals: Vec<&EvidenceLine<'_>> = lines.iter().filter(|line| !line.goals.is_empty()).collect();
    all.par_extend(with_goals.par_iter().flat_map_iter(of_goals));
    let by_day = by_day(lines);
    all.par_extend(lines.par_iter().filter_map(|line| left_open(line, &by_day, last)));
    all.sort_by(|one, other| {
        (one.made, one.place.path(), one.place.lines.first).cmp(&(
            other.made,
            other.place.path(),
            other.place.lines.first,
        ))
    });
    all
}

/// Whether a line leaves it to its readers: 要不要续, 能不能先上一半？ Where no Latin sign ends it, a word is said with and without 不.
fn asks(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let is_choice = letters.windows(3).any(|three| three[0] == three[2] && three[1] == '不' && is_han(three[0]));
    is_choice || text.trim_end().ends_with(['？', '?'])
}

fn of_thread(thread: &Thread, later: &Later<'_>, last: Date) -> Vec<Promise> {
    let mut found = Vec::new();
    let steps = thread.steps();
    for step in &steps {
        let days = step.distinct();
        for (at, day) in days.iter().enumerate().filter(|(_, day)| !day.was) {
            let statement = &thread.told[day.told].statement;
            let next = days[at + 1..].iter().find(|next| !next.was).copied();
            // 东门接入 9/29接入 says it twice.
            let is_named = [&thread.subject, &step.part].iter().any(|name| name.ends_with(step.what.as_str()));
            let what = if is_named { "" } else { step.what.as_str() };
            let joint = if what.starts_with(|c: char| c.is_ascii_alphabetic()) { " " } else { "" };
            let parts = [thread.subject.as_str(), step.part.as_str(), &format!("{}{joint}{what}", day.text)];
            let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
            let (kind, made, due) = (Promised::Step, statement.date, Some(day.to));
            let mut verdict = judge(thread, &steps, step, day, next, last);
            if matches!(verdict.outcome, Outcome::Unknown | Outcome::PossiblyKept) {
                let work = [thread.subject.as_str(), step.part.as_str(), step.what.as_str()].join(" ");
                let asked = Asked {
                    kind,
                    text: &text,
                    work: &work,
                    beside: &statement.text,
                    place: &statement.place,
                    made,
                    due,
                    days: Some(Due { from: day.from, to: day.to }),
                };
                verdict = weighed(&asked, later).unwrap_or(verdict);
            }
            found.push(Promise { kind, text, made, place: statement.place.clone(), due, verdict });
        }
    }
    found
}

/// Judges one planned day by the later statements of its thread, the first that decides.
fn judge(
    thread: &Thread,
    steps: &[StepHistory],
    step: &StepHistory,
    day: &StepDay,
    next: Option<&StepDay>,
    last: Date,
) -> Verdict {
    let made = &thread.told[day.told].statement;
    let evidence =
        |statement: &MilestoneStatement| Some((statement.place.clone(), statement.date, statement.text.clone()));
    let verdict =
        |why: Why, days: Option<i32>, statement: &MilestoneStatement| Verdict::new(why, days, evidence(statement));
    let late = |to: Date| (to - day.to).get_days();
    let was_reached =
        made.milestone.state.as_ref().is_some_and(|stated| reaches(stated.state, &stated.word, &step.what));
    let mut spoken = None;
    for (at, told) in thread.told.iter().enumerate().skip(day.told + 1) {
        let statement = &told.statement;
        if statement.place.report_id() == made.place.report_id() {
            continue;
        }
        let of_part = step.part.is_empty()
            || split_at_marks(&statement.text, &['，', '。', '；', ';'])
                .into_iter()
                .any(|clause| clause.contains(&step.part) && (step.what.is_empty() || clause.contains(&step.what)));
        if let Some((done, in_time)) = done_of(statement, step, day, made, of_part, steps) {
            return verdict(if in_time { Why::DoneInTime } else { Why::DoneLate }, done, statement);
        }
        if let Some(next) = next.filter(|next| next.told == at && next.to > day.to) {
            return verdict(Why::PlannedAnew, Some(late(next.to)), statement);
        }
        let is_after = statement.date > day.to;
        let stated = statement.milestone.state.as_ref();
        let repeats = step.days.iter().any(|known| known.told == at && known.to == day.to);
        match stated.map(|stated| (stated.state, stated.word.as_str())) {
            _ if repeats && !is_after => {}
            Some((State::Delayed, _)) if steps.len() == 1 => {
                return verdict(Why::ToldDelayed, None, statement);
            }
            Some((State::Paused | State::Cancelled, _)) => {
                return verdict(Why::ToldStopped, None, statement);
            }
            Some((state, word))
                if !was_reached
                    && !is_put_off(&statement.text)
                    && of_part
                    && reaches(state, word, &step.what)
                    && (is_after || !is_launch(&step.what) || is_launch(word))
                    && (statement.milestone.done.is_empty()
                        || statement.milestone.done.iter().any(|done| done.to >= made.date))
                    && state < State::Delayed =>
            {
                let is_next = late(statement.date) <= NEXT_REPORT_DAYS;
                return verdict(if is_next { Why::ToldDone } else { Why::DoneSomeDay }, None, statement);
            }
            Some((state, word))
                if is_after
                    && of_part
                    && !reaches(state, word, &step.what)
                    && is_launch(&step.what)
                    && state < State::Launched =>
            {
                return verdict(Why::StillUnderWay, None, statement);
            }
            _ => {}
        }
        let share = statement.milestone.progress;
        if is_after
            && of_part
            && steps.len() == 1
            && share.is_some_and(|share| share < rust_decimal::Decimal::ONE_HUNDRED)
            && ends_work(&step.what)
        {
            return verdict(Why::StillUnderWay, None, statement);
        }
        if is_after && spoken.is_none() {
            spoken = evidence(statement);
        }
    }
    let why = match &spoken {
        _ if day.to >= last => Why::NotDue,
        Some(_) => Why::SpokenOf,
        None => Why::NotMentioned,
    };
    Verdict::new(why, None, spoken)
}

/// By how many days the step was done late (0 inside the planned span, `None` without a single day), and whether that is in time. A step in
/// unusual words was done where the statement has those words and the planned day.
fn done_of(
    statement: &MilestoneStatement,
    step: &StepHistory,
    day: &StepDay,
    made: &MilestoneStatement,
    of_part: bool,
    steps: &[StepHistory],
) -> Option<(Option<i32>, bool)> {
    let late = |done: &Done| match (done.from == done.to, done.to < day.from) {
        (false, _) => None,
        (true, true) => Some((done.to - day.from).get_days()),
        (true, false) => Some((done.to - day.to).get_days().max(0)),
    };
    let all: Vec<_> = statement.milestone.done.iter().filter(|done| done.to >= made.date).collect();
    let same = |done: &&&Done| step_name(&done.what) == step.what;
    let is_planned_day = |done: &&&Done| day.from <= done.to && done.from <= day.to;
    let has_words = step.what.is_empty() || is_in(&step.what, &statement.text);
    if let Some(done) = all.iter().find(|done| is_planned_day(done) && (same(done) || has_words)) {
        return Some((late(done), true));
    }
    // Late or early only where there is no doubt which step of which part it was.
    let steps_so_called = steps.iter().filter(|other| other.what == step.what).count();
    let so_called: Vec<_> = all.iter().filter(same).collect();
    match so_called.as_slice() {
        [done] if of_part && (steps_so_called == 1 || step.part.is_empty()) => Some((late(done), done.from <= day.to)),
        _ => None,
    }
}

/// Whether work in `state` has reached `step`.
fn reaches(state: State, word: &str, step: &str) -> bool {
    let over = ["完成", "通过", "完", "结束", "完毕"].iter().any(|end| word.contains(end));
    match step {
        "完成" => state == State::Launched,
        "上线" | "投产" | "发布" | "全量" | "启用" | "launch" | "release" | "go-live" => {
            state == State::Launched && !over && word != "交付"
        }
        _ if is_launch(step) => state == State::Launched && is_in(step, word),
        "提测" | "测试" | "灰度" | "试运行" | "试点" => matches!(state, State::Testing | State::Launched),
        "评审" | "立项" => state == State::Proposed && over || matches!(state, State::Testing | State::Launched),
        _ => !word.is_empty() && !step.is_empty() && is_in(step, word),
    }
}

/// Whether `text` has the words of a step; in Latin letters whether joined or not: cutover, cut over, cut-over.
fn is_in(step: &str, text: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    text.contains(step) || step.is_ascii() && !letters(step).is_empty() && letters(text).contains(&letters(step))
}

fn is_launch(step: &str) -> bool {
    ["上线", "投产", "发布", "交付", "投运", "投用", "启用", "全量", "完成", "launch", "release", "go-live"]
        .contains(&step)
}

/// Steps after which progress is 100%.
fn ends_work(step: &str) -> bool {
    is_launch(step) || ["验收", "结项", "迁移"].contains(&step)
}

/// What the incident of a line leaves open, judged by later lines that name its day.
fn left_open(line: &EvidenceLine<'_>, lines: &Naming<'_, Date>, last: Date) -> Option<Promise> {
    let incident = line.incident.as_ref()?;
    let open = marked_sentences(&line.text, 0..line.text.len())
        .into_iter()
        .map(|span| line.text[span].trim())
        .find(|text| says_open(text))?;
    if incident.status != Status::Open {
        return None;
    }
    let day = incident.day()?;
    let speaks = |other: &&EvidenceLine<'_>| share(&incident.summary.text, &other.text) >= SHARE_OF_A_LOOK_BACK;
    let mut verdict: Option<Verdict> = None;
    for other in lines.after(&day, line.date).filter(speaks) {
        let words = sentence_of_day(&other.text, day, other.date);
        let is_closed = closes(&words) && !says_open(&words);
        let moved = outcome_in("", &words, other.date)
            .filter(|why| matches!(why.outcome(), Outcome::Slipped | Outcome::Dropped));
        let evidence = Some((other.place.clone(), other.date, words));
        if is_closed {
            verdict = Some(Verdict::new(Why::Closed, None, evidence));
            break;
        }
        if moved.is_some() || verdict.is_none() {
            verdict = Some(Verdict::new(moved.unwrap_or(Why::SpokenOf), None, evidence));
        }
    }
    let without_evidence = if last > line.date { Why::NotMentioned } else { Why::NotDue };
    let verdict = verdict.unwrap_or_else(|| Verdict::new(without_evidence, None, None));
    let text = open.to_string();
    Some(Promise { kind: Promised::Open, text, made: line.date, place: line.place.clone(), due: None, verdict })
}

/// The sentence of a line that names the day, with those behind it up to the next that opens with a day.
pub(crate) fn sentence_of_day(text: &str, day: Date, seen_from: Date) -> String {
    let times = crate::calendar::mentions(text);
    let is_day = |mention: &&crate::calendar::Mention| {
        let period = mention.reading.as_ref().ok().and_then(|expression| expression.resolve(seen_from).ok());
        period.is_some_and(|period| period.from() == day)
    };
    let Some(found) = times.iter().find(is_day) else { return text.to_string() };
    let start =
        text[..found.span.start].rfind(['。', '；', ';', '\n']).map_or(0, |end| text.ceil_char_boundary(end + 1));
    let mut end = found.span.end;
    for sentence in marked_sentences(text, found.span.end..text.len()) {
        // The next sentence that opens with a day is about another thing.
        let opens = times.iter().any(|mention| {
            mention.span.start >= sentence.start && mention.span.start <= sentence.start + OPENS_WITHIN_BYTES
        });
        let ends = text[..sentence.start].trim_end().ends_with(['；', ';']) || text[..sentence.start].ends_with('\n');
        if sentence.start > found.span.end && (opens || ends) {
            break;
        }
        end = sentence.end;
    }
    text[start..end].trim().to_string()
}

const OPENS_WITHIN_BYTES: usize = 6;

#[cfg(test)]
pub(super) mod tests;
