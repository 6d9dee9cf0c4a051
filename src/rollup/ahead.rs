//! What comes next, as the period's reports saw it at its end: planned days behind it, then the goals of the last reports.

use std::collections::{HashMap, HashSet};

use super::digest::{LEAST_COLUMNS, Unit, Weighed, behind, columns, excerpt, is_matter, one_line};
use super::material::{Material, Numbered};
use super::model::Ahead;
use crate::calendar::{Date, Period, mentions};
use crate::fact::{gives_up, is_dropped, is_placeholder, is_put_off, moves_a_day, sentences};
use crate::record::{PassageRecord, Place};
use crate::report::{Span, without_number};
use crate::text::{has_mark, is_han, share_of_pairs, similarity, up_to_mark};
use crate::thread::matter::Line;
use crate::thread::{MilestoneStatement, Thread, sentence_of_day};
use crate::vocabulary::{Sense, Words};

/// Two lines say the same from this similarity on.
const SAME: f64 = 0.5;

/// Days further ahead are no plan that a reader waits for.
const MOST_DAYS: u32 = 120;

/// A longer statement is shown by the sentence that names the day, in characters; where a name goes with it, a shorter one, too.
const LONG_CHARS: usize = 90;
const LONG_CHARS_OF_A_NAMED: usize = 30;

/// Dated ones first, by day; each once, by the last report that says it. Beside them the lines of days that were over at the last report
/// of all, of which no later one says what came: a promise is counted, and is no news.
pub(super) fn part(
    material: &Material<'_>,
    weighed: &Weighed<'_>,
    period: Period,
    sources: &mut Numbered<'_>,
) -> (Vec<Ahead>, HashSet<usize>) {
    let mut found = goals(material, period, sources);
    found.extend(named(material, weighed, period, sources));
    found.extend(material.threads.iter().filter_map(|thread| planned(thread, material, period, sources)));
    // What has a day, and of those the later report's word, comes before what repeats it.
    found.sort_by_key(|ahead| (ahead.due.is_none(), std::cmp::Reverse(ahead.date)));
    let mut kept: Vec<Ahead> = Vec::new();
    for ahead in found {
        let is_known = |known: &Ahead| {
            let is_same_day = known.due.is_none() || ahead.due.is_none() || known.due == ahead.due;
            let is_one_day = || known.due.is_some() && known.due == ahead.due;
            is_same_day && similarity(&known.text, &ahead.text) >= SAME
                || is_one_day() && weighed.are_one(&known.text, &ahead.text)
                || known.cite == ahead.cite
        };
        if !kept.iter().any(is_known) {
            kept.push(ahead);
        }
    }
    kept.sort_by_key(|ahead| (ahead.due.is_none(), ahead.due, ahead.cite));
    for ahead in &mut kept {
        let later = weighed.after_of(Line { text: &ahead.text, heading: "" });
        ahead.later = later.and_then(|unit| excerpt(unit, sources));
    }
    let last = material.entries().map(|(_, date)| date).max();
    let is_over = |ahead: &Ahead| ahead.later.is_none() && ahead.due.zip(last).is_some_and(|(due, last)| due < last);
    let (over, kept) = kept.into_iter().partition(is_over);
    (without_one_end(kept), over.into_iter().map(|ahead: Ahead| ahead.cite).collect())
}

/// What is planned for one day and has one end by a later report is one matter: the first line tells it.
fn without_one_end(all: Vec<Ahead>) -> Vec<Ahead> {
    let mut kept: Vec<Ahead> = Vec::new();
    let end = |ahead: &Ahead| Some((ahead.due?, ahead.later.as_ref()?.cite));
    for ahead in all {
        if end(&ahead).is_none() || !kept.iter().any(|known| end(known) == end(&ahead)) {
            kept.push(ahead);
        }
    }
    kept
}

/// The first day behind the period, or a span, that the thread's last statement in it plans.
fn planned(thread: &Thread, material: &Material<'_>, period: Period, sources: &mut Numbered<'_>) -> Option<Ahead> {
    let statements = thread.told.iter().map(|told| &told.statement);
    let day_of = |statement: &MilestoneStatement| material.day_of(statement.place.report_id(), statement.date);
    let mut until = statements.filter(|statement| day_of(statement) <= period.to());
    let last = until.rfind(|statement| material.is_of_a_week(statement.place.report_id()))?;
    if !period.contains(day_of(last)) || last.milestone.is_over() {
        return None;
    }
    let ahead = last.milestone.planned.iter().filter(|planned| !planned.was && planned.to > period.to());
    // A day comes before a span such as 下周, which names none.
    let planned = ahead.min_by_key(|planned| (planned.from != planned.to, planned.to))?;
    let said = one_line(&sentence_of_day(&last.text, planned.from, last.date));
    let is_named = share_of_pairs(&thread.subject, &said) >= SAME;
    let name = &last.milestone.subject;
    let text = if is_named || name.is_empty() { said } else { format!("{name}：{said}") };
    Some(Ahead {
        text,
        due: (planned.from == planned.to).then_some(planned.to),
        date: last.date,
        report: last.place.report().to_string(),
        later: None,
        cite: sources.cite(&last.place)?,
    })
}

/// What the last reports say of a day behind the period.
fn named(material: &Material<'_>, weighed: &Weighed<'_>, period: Period, sources: &mut Numbered<'_>) -> Vec<Ahead> {
    let is_last = last_reports(material, period);
    let mut found = Vec::new();
    // 暂停，6日不开了: what is given up has no day to come.
    let is_wanted = |unit: &&Unit<'_>| {
        is_last(unit.passage.author.as_deref(), unit.date) && (!is_dropped(&unit.text) || moves_a_day(&unit.text))
    };
    for unit in weighed.statements().filter(is_wanted) {
        let all = mentions(&unit.text);
        let standing = all.iter().enumerate().filter(|(at, _)| !gives_up(&unit.text, &all, *at));
        let days = standing.filter_map(|(_, mention)| {
            // 本周 7/8: a share in its column.
            if unit.is_row && NOW.ending(unit.text[..mention.span.start].trim_end()).is_some() {
                return None;
            }
            // 6月5日、6日: a day without its month is not that of the next one.
            let is_bare = unit.text[mention.span.clone()].chars().all(|c| c.is_ascii_digit() || "日号 ".contains(c));
            // A page that ends with its day is signed.
            let is_signature = mention.span.end == unit.text.len() && unit.text.contains('年');
            let reading = mention.reading.as_ref().ok().filter(|_| !is_bare && !is_signature)?;
            reading.resolve(unit.date).ok().filter(|day| day.from() == day.to()).map(|day| day.from())
        });
        // 6/1首航 in a report of 6/2 is behind it, whatever the period.
        let is_ahead =
            |day: &Date| *day > period.to().max(unit.date) && Period::between(period.to(), *day).days() <= MOST_DAYS;
        let ahead: Vec<Date> = days.filter(is_ahead).collect();
        // 7/31交付已无可能，延至9/15: the day that is not kept stands before the one that holds.
        let is_late = unit.is_held_up || is_put_off(&unit.text) || moves_a_day(&unit.text);
        let due = if is_late { ahead.last() } else { ahead.iter().min() };
        let Some(due) = due.copied() else { continue };
        let Some(cite) = sources.cite(&unit.place()) else { continue };
        let is_named = !unit.thing().is_empty() && (!unit.is_named_by_itself() || has_mark(&unit.text, &['：']));
        let is_long = unit.shown().chars().count() > if is_named { LONG_CHARS_OF_A_NAMED } else { LONG_CHARS };
        let text = if is_long { of_day(unit, due) } else { unit.shown() };
        let text = text.trim_end_matches(['；', ';', '，', ',', ' ']).to_string();
        let is_unsaid = |heading: &&String| is_matter(heading) && !unit.is_named_in(&text, heading);
        let heading = unit.passage.section.last().filter(is_unsaid);
        let text = heading.map_or(text.clone(), |heading| behind(without_number(heading), &text));
        found.push(Ahead {
            text,
            due: Some(due),
            date: unit.date,
            report: unit.passage.name.clone(),
            later: None,
            cite,
        });
    }
    found
}

/// The sentence of a unit that names the day, with what the unit speaks of.
fn of_day(unit: &Unit<'_>, day: Date) -> String {
    let said = sentence_of_day(&unit.text, day, unit.date);
    // Of an English paragraph the one sentence.
    let names_it = |sentence: &Span| {
        let days = mentions(&said[sentence.clone()]).into_iter();
        days.filter_map(|mention| mention.reading.ok()?.resolve(unit.date).ok()).any(|period| period.from() == day)
    };
    let parts = sentences(&said, 0..said.len());
    let at = parts.iter().position(names_it).filter(|_| !said.contains(is_han));
    let said = at.map_or(said.as_str(), |at| english_sentence(&said, &parts, at)).to_string();
    let name = unit.thing();
    // The first words of a paragraph are what its first sentence is of, and no more, but where a colon says so.
    let first = unit.text.split('。').next().unwrap_or_default();
    let is_labelled = unit.text.strip_prefix(name).is_some_and(|rest| rest.starts_with(['：', ':']));
    let is_of_it = first.contains(said.trim_end_matches('。')) || is_labelled;
    match unit.is_named_by_itself() && is_of_it && !name.is_empty() && !said.contains(name) {
        true => unit.with_about(&behind(name, &said)),
        false => unit.with_about(&behind_opening(unit, &said)),
    }
}

/// The sentence at `at` of an English text; a short one with the one before it: `Let us say 15 December.` of what that is.
fn english_sentence<'t>(text: &'t str, sentences: &[Span], at: usize) -> &'t str {
    const SHORT_COLUMNS: usize = 80;
    let first = if columns(text[sentences[at].clone()].trim()) < SHORT_COLUMNS { at.saturating_sub(1) } else { at };
    text[sentences[first].start..sentences[at].end].trim()
}

/// A later sentence of a Chinese paragraph behind what that begins with, which it may speak of: 退费剩96件……期限放到六月二十六日.
fn behind_opening(unit: &Unit<'_>, said: &str) -> String {
    const LONGEST_CHARS: usize = 20;
    let opening = up_to_mark(&unit.text, &['，', '。', '；', '：']);
    let is_later = unit.opens && !unit.is_row && said.contains(is_han) && !unit.text.starts_with(said);
    let is_short = (2..=LONGEST_CHARS).contains(&opening.chars().count());
    if is_later && is_short && share_of_pairs(opening, said) < SAME {
        format!("{opening}……{said}")
    } else {
        said.to_string()
    }
}

/// Whether a report is the last one of its author, of about the time of the last of all.
fn last_reports<'m>(material: &'m Material<'_>, period: Period) -> impl Fn(Option<&str>, Date) -> bool + use<'m> {
    let mut last: HashMap<Option<&'m str>, Date> = HashMap::new();
    for (passage, date) in weekly(material, period) {
        let newest = last.entry(passage.author.as_deref()).or_insert(date);
        *newest = date.max(*newest);
    }
    let newest = last.values().copied().max();
    move |author, date| {
        let is_near = newest.is_some_and(|newest| Period::between(date, newest).days() <= LAST_DAYS);
        is_near && last.get(&author) == Some(&date)
    }
}

fn weekly<'m>(material: &'m Material<'_>, period: Period) -> impl Iterator<Item = (&'m PassageRecord, Date)> {
    material.of_period(period).filter(|(passage, _)| material.is_of_a_week(passage.report))
}

/// The goals of each author's last report of the period, where it is of about the time of the last of all.
fn goals(material: &Material<'_>, period: Period, sources: &mut Numbered<'_>) -> Vec<Ahead> {
    let is_last = last_reports(material, period);
    let newest = weekly(material, period).map(|(_, date)| date).max().unwrap_or(period.to());
    let mut found = Vec::new();
    for (passage, date) in weekly(material, period).filter(|(passage, date)| is_last(passage.author.as_deref(), *date))
    {
        for goal in &passage.goals {
            let text = one_line(&goal.text);
            if is_placeholder(&text) || text.ends_with([':', '：']) {
                continue;
            }
            let due = goal
                .planned
                .iter()
                .filter(|planned| !planned.was && planned.from == planned.to)
                .map(|planned| planned.to);
            let due = due.filter(|due| *due > period.to().max(date)).min();
            // What was set for 下周 is over where another's report tells of that week. 机房层: without its day it says nothing.
            let is_over = Period::between(date, newest).days() > DAYS_OF_A_WEEK;
            if due.is_none() && (is_over || columns(&text) < LEAST_COLUMNS) {
                continue;
            }
            let Some(cite) = sources.cite(&Place::of_lines(passage, goal.lines)) else { continue };
            found.push(Ahead { text, due, date, report: passage.name.clone(), later: None, cite });
        }
    }
    found
}

static NOW: Words = Words::of(&[Sense::ColumnNow]);

/// Reports of this many days are the last ones of a period.
const LAST_DAYS: u32 = 10;

const DAYS_OF_A_WEEK: u32 = 7;

#[cfg(test)]
mod tests {
    use super::english_sentence;
    use crate::fact::sentences;

    #[test]
    fn a_short_english_sentence_is_told_with_the_one_before_it() {
        let text = "The survey of the north pier is late by two weeks because of the ice. Let us say 15 December. The divers come from Ostland and bring their own boat, which costs us nothing at all this year.";
        let parts = sentences(text, 0..text.len());
        assert!(
            english_sentence(text, &parts, 1).starts_with("The survey")
                && english_sentence(text, &parts, 1).ends_with("15 December.")
        );
        assert!(english_sentence(text, &parts, 2).starts_with("The divers"));
        assert!(english_sentence(text, &parts, 0).ends_with("the ice."));
    }
}
