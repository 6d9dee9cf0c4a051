//! Incidents over the weeks: the accounts of each, how long it was open, since when its cause is missing; and recurrences, by system and by
//! cause.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

use super::after_all::AfterAll;
use super::naming::{Naming, announces, by_code, by_day, codes, days_of_heading};
use super::promise::sentence_of_day;
use super::promised::EvidenceLine;
use super::share::{coverage_of, share};
use crate::calendar::Date;
use crate::fact::{
    Incident, Status, closes, corrects, heads_corrections, names_what_was_found, says_open, states_cause,
    tells_why_after_all,
};
use crate::record::Place;
use crate::report::{SectionKind, opens_as_follow_up};
use crate::text::named;
use crate::text::{is_han, split_at_marks};
use crate::vocabulary::{Sense, Words};

/// One account of an incident.
#[derive(Debug, Clone, PartialEq)]
pub struct Telling {
    pub date: Date,
    pub place: Place,
    pub text: String,
    /// It only looks back at the incident: 往期跟踪, a later weekly report.
    pub looks_back: bool,
    /// It looks back and says that the incident is over.
    pub closes: bool,
    /// It looks back and says that it is not.
    pub leaves_open: bool,
    /// It looks back and says why.
    pub names_cause: bool,
    /// It does so after all: a review of the incident, or a line that sets right what was said before.
    pub settles_cause: bool,
    /// It stands below a heading that says so: 8/19 事件定论.
    pub concludes: bool,
}

/// One incident with all accounts of it.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidentThread {
    /// As in the first account.
    pub incident: Incident,
    /// By date; never empty.
    pub tellings: Vec<Telling>,
    pub is_open: bool,
    /// From its day to the report that closes it, or to the last report; 0 where the first account has it over. `None` without a day.
    pub days_open: Option<i32>,
    /// Whole weeks from its day to the last report, where no account names a cause.
    pub cause_missing_weeks: Option<i32>,
    /// What later reports are likely to say of it besides; given by [`super::LaterWords`].
    pub after_all: AfterAll,
}

impl IncidentThread {
    /// The account that says later why it came about: the last one that settles that, else the first that a heading says so of, or that
    /// names a cause.
    pub fn cause_told_later(&self) -> Option<&Telling> {
        let later = || self.tellings.iter().filter(|telling| telling.looks_back);
        let settling = later().rfind(|telling| telling.settles_cause);
        let concluding = || later().find(|telling| telling.concludes);
        settling.or_else(concluding).or_else(|| later().find(|telling| telling.names_cause))
    }

    /// The later account that closes it, or leaves it open.
    pub fn deciding(&self) -> Option<&Telling> {
        deciding(&self.tellings)
    }

    /// As the last account has it; as the first, where no later one says so.
    pub fn status(&self) -> Status {
        match self.incident.status {
            _ if self.is_open => Status::Open,
            Status::Open => Status::Resolved,
            status => status,
        }
    }
}

/// The account that says how it stands: the last one that leaves it open, or the first that closes it behind that.
fn deciding(tellings: &[Telling]) -> Option<&Telling> {
    let opened = tellings.iter().rposition(|telling| telling.leaves_open);
    let closing = tellings[opened.map_or(0, |at| at + 1)..].iter().find(|telling| telling.closes);
    closing.or(opened.map(|at| &tellings[at]))
}

/// The least share of an incident's words in a line that looks back at it.
const SHARE_OF_A_LOOK_BACK: f64 = 0.1;

/// The causes of two incidents are one from this share of their words on.
const SHARE_OF_ONE_CAUSE: f64 = 0.45;

/// Threads of incidents, each given by its accounts, the first one first. Lines of later reports that name
/// its day and share its words are accounts that look back. `told`: the accounts of one; `last`: the day of the last report.
pub fn incident_threads<I: Sync>(
    incidents: &[I],
    told: impl for<'l> Fn(&'l I) -> Vec<EvidenceLine<'l>> + Sync,
    lines: &[EvidenceLine<'_>],
    last: Date,
) -> Vec<IncidentThread> {
    let others = Others {
        by_day: by_day(lines),
        by_code: by_code(lines),
        days: lines.iter().filter_map(|line| line.incident.as_ref()?.day()).collect(),
        codes: codes_of_one(incidents.iter().map(&told)),
    };
    incidents.par_iter().filter_map(|incident| thread(&told(incident), &others, last)).collect()
}

/// What is known of all reports and incidents together.
struct Others<'l> {
    by_day: Naming<'l, Date>,
    by_code: Naming<'l, String>,
    /// Those of all incidents.
    days: HashSet<Date>,
    /// The identifiers that one incident alone is told with.
    codes: HashSet<String>,
}

fn codes_of_one<'l>(incidents: impl Iterator<Item = Vec<EvidenceLine<'l>>>) -> HashSet<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for group in incidents {
        let named: HashSet<String> = group.iter().flat_map(codes_of).collect();
        named.into_iter().for_each(|code| *counts.entry(code).or_default() += 1);
    }
    counts.into_iter().filter(|(_, count)| *count == 1).map(|(code, _)| code).collect()
}

/// Those of its text and of the item above it.
fn codes_of(line: &EvidenceLine<'_>) -> Vec<String> {
    [codes(&line.parent), codes(&line.text)].concat()
}

fn thread(group: &[EvidenceLine<'_>], others: &Others<'_>, last: Date) -> Option<IncidentThread> {
    let first = group.first()?;
    let incident = first.incident.as_deref()?.clone();
    let awaits_answer = group.iter().any(|line| awaits_answer(&line.text));
    // Without a cause a correction sets something else right.
    let has_cause = group.iter().any(|line| line.incident.as_ref().is_some_and(|incident| incident.cause.is_some()));
    let telling = |line: &EvidenceLine<'_>, text: String, looks_back: bool| {
        // Of a page about the incident the passage with the cause stands for it: what else that says was held first.
        let review = line.incident.as_ref().filter(|_| looks_back && line.kind == SectionKind::FollowUp);
        let reviewed = review.and_then(|incident| incident.cause.as_ref());
        let text = reviewed.map_or(text, |cause| cause.text.clone());
        // Why it came about does not say that it goes on.
        let is_word = looks_back && (reviewed.is_some() || !says_open(&text));
        let is_whole = is_word && !announces(&text);
        let is_answer = awaits_answer && ANSWERS.are_in(&text);
        // 正式结论: what stands below it is why.
        let concludes = line.heading.contains("结论") || tells_why_after_all(&line.heading);
        let is_found = names_what_was_found(&text);
        let says_why = is_found || ["答复是", "回复是"].iter().any(|word| text.contains(word));
        let names_cause =
            reviewed.is_some() || states_cause(&text) || has_cause && corrects(&text) || concludes || says_why;
        Telling {
            date: line.date,
            place: line.place.clone(),
            closes: is_whole && (closes(&text) || is_answer),
            leaves_open: looks_back && !is_word,
            names_cause: is_whole && names_cause,
            concludes: is_whole && concludes,
            settles_cause: is_whole
                && (is_found || !DOUBT.are_in(&text) && (reviewed.is_some() || is_cause_after_all(&text))),
            looks_back,
            text,
        }
    };
    let looks_back =
        |at: usize, line: &EvidenceLine<'_>| line.date > first.date || at > 0 && line.kind == SectionKind::FollowUp;
    let own = group.iter().enumerate();
    let mut tellings: Vec<Telling> =
        own.map(|(at, line)| telling(line, line.text.to_string(), looks_back(at, line))).collect();
    if let Some(day) = incident.day() {
        // A page about the incident gave its account; what else stands there does not look back at it from elsewhere.
        let is_known = |line: &EvidenceLine<'_>| {
            group.iter().any(|known| {
                known.place.path() == line.place.path()
                    && (known.kind == SectionKind::FollowUp || known.place.lines.overlap(line.place.lines))
            })
        };
        let summary = &incident.summary.text;
        let looks_back = |line: &EvidenceLine<'_>| {
            // Before its text is read: a day may have hundreds of incidents.
            if line.incident.is_some() || line.kind == SectionKind::Plan || is_known(line) {
                return None;
            }
            // An item that is marked as a follow-up of that day, and of no other incident's, is whole about it.
            let is_marked = opens_as_follow_up(&line.text);
            let is_whole = is_marked && !line.days.iter().any(|other| *other != day && others.days.contains(other));
            let told = if is_whole { line.text.to_string() } else { sentence_of_day(&line.text, day, line.date) };
            let follows = is_marked || line.kind == SectionKind::FollowUp;
            // What stands below a heading that names the incident, or its day and that it was found out, speaks of it, whatever its own words.
            let is_found =
                tells_why_after_all(&line.heading) && days_of_heading(&line.heading, line.date).contains(&day);
            let is_of_it = is_found
                || match line.days.contains(&day) {
                    true => speaks_of(summary, &told, awaits_answer, follows),
                    false => share(summary, &line.heading) >= SHARE_OF_A_LOOK_BACK,
                };
            is_of_it.then(|| telling(line, told, true))
        };
        tellings.extend(others.by_day.after(&day, first.date).filter_map(looks_back));
    }
    let mut own: Vec<String> = group.iter().flat_map(codes_of).collect();
    own.retain(|code| others.codes.contains(code));
    own.dedup();
    // The number of an incident comes with it: that of a machine was there before.
    own.retain(|code| !others.by_code.is_older(code, first.date));
    for code in own {
        for line in others.by_code.after(&code, first.date).filter(|line| line.kind != SectionKind::Plan) {
            let is_known = tellings
                .iter()
                .any(|known| known.place.path() == line.place.path() && known.place.lines == line.place.lines);
            if !is_known {
                tellings.push(telling(line, line.text.to_string(), true));
            }
        }
    }
    tellings.sort_by(|one, other| {
        let key = |telling: &'_ Telling| (telling.date, telling.looks_back, telling.place.lines.first);
        key(one).cmp(&key(other)).then_with(|| one.place.path().cmp(other.place.path()))
    });
    let deciding = deciding(&tellings);
    let is_open = deciding.map_or(incident.status == Status::Open, |telling| telling.leaves_open);
    let was_open = incident.status == Status::Open || tellings.iter().any(|telling| telling.leaves_open);
    let since = incident.day();
    let days_open = since.map(|day| match deciding {
        _ if !was_open => 0,
        Some(closing) if closing.closes => (closing.date - day).get_days().max(0),
        _ => (last - day).get_days().max(0),
    });
    let mut causes = group.iter().filter_map(|line| line.incident.as_ref()?.cause.as_ref());
    let is_named = causes.any(|cause| !says_open(&cause.text) && !is_still_sought(&cause.text));
    let is_missing = !is_named && !tellings.iter().any(|telling| telling.names_cause);
    let cause_missing_weeks = since.filter(|_| is_missing).map(|day| (last - day).get_days().max(0) / 7);
    Some(IncidentThread { incident, tellings, is_open, days_open, cause_missing_weeks, after_all: AfterAll::default() })
}

/// Whether `text`, a line that names the incident's day, is about it by its words; of an awaited answer one is enough, and of a name by which
/// an item that is said to look back (`follows`) begins.
fn speaks_of(summary: &str, text: &str, awaits_answer: bool, follows: bool) -> bool {
    let has_one = |text: &str| coverage_of(summary, text).1 >= 1;
    // 5/28 海川：还是没有书面说明; 跟进：5/28 海川，没有书面说明.
    let names_a_day = |part: &&str| part.contains(|c: char| c.is_ascii_digit());
    let name = || split_at_marks(text, &['：', ':', '，', '。']).into_iter().find(names_a_day).unwrap_or_default();
    share(summary, text) >= SHARE_OF_A_LOOK_BACK
        || follows && has_one(name())
        || awaits_answer && ANSWERS.are_in(text) && has_one(text)
}

/// Whether a line says why after all: 失败单数更正为 437 单 sets a figure right.
fn is_cause_after_all(text: &str) -> bool {
    states_cause(text) && corrects(text) && !heads_corrections(text)
}

/// 初步认定, 疑似: what is thought first.
static DOUBT: Words = Words::of(&[Sense::Doubt]);

/// The answer that an incident waits for (待厂商回复) closes it.
static ANSWERS: Words = Words::of(&[Sense::Answer]);

fn awaits_answer(text: &str) -> bool {
    ["待", "等", "awaiting", "waiting for"].iter().any(|wait| {
        text.match_indices(wait).any(|(at, _)| {
            let ahead: String = text[at..].chars().take(10).collect();
            ["回复", "答复", "repl"].iter().any(|word| ahead.contains(word))
        })
    })
}

fn is_still_sought(cause: &str) -> bool {
    ["待", "核实中", "分析中", "排查中", "不明", "未知", "under investigation"]
        .iter()
        .any(|word| cause.trim_start().starts_with(word) || cause.contains("还在查"))
}

/// Why incidents are a recurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyAgain {
    /// They name one system.
    SameSystem,
    /// Their causes have much the same words.
    SameCause,
}

named!(WhyAgain { SameSystem "same-system", SameCause "same-cause" });

/// Something that came back.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Recurrence {
    /// The system, or the words of the first cause.
    pub what: String,
    #[serde(rename = "rule")]
    pub why: WhyAgain,
    /// Which threads, by their index in the whole list, ascending; at least two.
    pub threads: Vec<usize>,
}

/// Systems that two incidents or more name in their summaries, then groups with one cause. Leaves out a system whose incidents are all of one
/// that contains it.
pub fn recurrences(threads: &[&IncidentThread]) -> Vec<Recurrence> {
    let systems: Vec<Vec<String>> = threads.iter().map(|thread| systems(&thread.incident.summary.text)).collect();
    let summaries: Vec<String> = threads.iter().map(|thread| thread.incident.summary.text.to_lowercase()).collect();
    let mut names: Vec<&String> = systems.iter().flatten().collect();
    names.sort();
    names.dedup();
    let mut found: Vec<Recurrence> = Vec::new();
    for name in names {
        let of: Vec<usize> = (0..threads.len()).filter(|at| summaries[*at].contains(name.as_str())).collect();
        if of.len() > 1 {
            found.push(Recurrence { what: name.clone(), why: WhyAgain::SameSystem, threads: of });
        }
    }
    let all = found.clone();
    found.retain(|one| {
        !all.iter()
            .any(|other| other.what != one.what && other.what.contains(&one.what) && other.threads == one.threads)
    });
    found.sort_by(|one, other| other.threads.len().cmp(&one.threads.len()).then_with(|| one.what.cmp(&other.what)));
    found.extend(same_causes(threads));
    found
}

fn same_causes(threads: &[&IncidentThread]) -> Vec<Recurrence> {
    let cause = |at: usize| {
        threads[at]
            .incident
            .cause
            .as_ref()
            .map(|cause| cause.text.as_str())
            .filter(|text| text.chars().count() >= 6 && !is_still_sought(text))
    };
    let mut taken = vec![false; threads.len()];
    let mut found = Vec::new();
    for at in 0..threads.len() {
        let Some(text) = cause(at).filter(|_| !taken[at]) else { continue };
        let same: Vec<usize> = (at..threads.len())
            .filter(|other| {
                *other == at
                    || (!taken[*other] && cause(*other).is_some_and(|other| share(text, other) >= SHARE_OF_ONE_CAUSE))
            })
            .collect();
        if same.len() > 1 {
            same.iter().for_each(|at| taken[*at] = true);
            found.push(Recurrence { what: text.to_string(), why: WhyAgain::SameCause, threads: same });
        }
    }
    found
}

/// Names of systems in a summary: Latin names of three letters and more, and ideographs up to a word such as 系统, 网关, 通道.
fn systems(summary: &str) -> Vec<String> {
    static ENDINGS: Words = Words::of(&[Sense::SystemEnding]);
    static COMMON: Words = Words::of(&[Sense::GenericTerm]);
    const STOPS: &str = "的了在因从到与和及对被将至为是有于，。、；：（）致使";
    let lower = summary.to_lowercase();
    let mut found: Vec<String> = Vec::new();
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    // Among English words only what is written as a name is one.
    let is_english = !summary.contains(is_han);
    for written in summary.split(|c: char| !is_part(c)) {
        let written = written.trim_matches(['-', '_']);
        let is_name = written.contains(['-', '_']) || written.chars().filter(char::is_ascii_uppercase).count() > 1;
        if is_english && !is_name {
            continue;
        }
        let word = written.to_ascii_lowercase();
        let word = word.as_str();
        let letters = word.chars().filter(char::is_ascii_alphabetic).count();
        if letters >= 3 && word.starts_with(|c: char| c.is_ascii_alphabetic()) && !COMMON.have(word) {
            found.push(word.to_string());
        }
    }
    for ending in ENDINGS.iter() {
        for (at, _) in lower.match_indices(ending) {
            let after = &lower[at + ending.len()..];
            let is_other = after.starts_with(['房', '制', '构', '会', '器', '动', '柜'])
                || lower[..at].ends_with(['主', '备', '虚', '本', '手']);
            if ending == "机" && is_other {
                continue;
            }
            let before: Vec<char> = lower[..at]
                .chars()
                .rev()
                .take_while(|c| c.is_alphabetic() && !c.is_ascii() && !STOPS.contains(*c))
                .take(4)
                .collect();
            if before.len() >= 2 {
                let name: String = before.into_iter().rev().collect();
                // The words right before the ending, two at least: what is further off may be a verb.
                found.push(format!(
                    "{}{ending}",
                    name.chars().skip(name.chars().count().saturating_sub(2)).collect::<String>()
                ));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
pub(super) mod tests;
