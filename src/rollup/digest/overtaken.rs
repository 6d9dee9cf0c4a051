//! Units that a later report of the period has overtaken: it speaks of the same piece of work. What is done stays done.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::name::is_attribute;
use super::says_how_it_stands;
use super::unit::Unit;
use crate::calendar::{Date, Mention, Period, mentions};
use crate::fact::{corrects, moves_a_day};
use crate::report::SectionKind;
use crate::rollup::material::Material;
use crate::text::{Pairs, similarity};

/// A later text is about a name from this share of the name's pairs of letters on.
const SHARE_OF_NAME: f64 = 0.6;

/// Names with fewer pairs of letters are words of anything.
const LEAST_PAIRS: usize = 3;

/// Two texts about one thing are about one side of it from this similarity on.
const ONE_SIDE: f64 = 0.3;

/// A report up to so many days behind the period tells how things stood at its end.
const LAST_DAYS: u32 = 10;

/// Marks the units of `period` that are overtaken.
pub(super) fn mark(units: &mut [Unit<'_>], material: &Material<'_>, period: Period) {
    let lines = lines_of_threads(material, period);
    let texts: Vec<Pairs> = units.iter().map(|unit| Pairs::of(&unit.shown())).collect();
    let mut having: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, _) in units.iter().enumerate().filter(|(_, unit)| says_how_it_stands(unit)) {
        for pair in texts[at].iter() {
            having.entry(pair).or_default().push(at);
        }
    }
    // The last day on which each code is named.
    let mut last_named: HashMap<&str, Date> = HashMap::new();
    for unit in units.iter() {
        for code in words(&unit.text).filter(|word| is_code(word)) {
            let last = last_named.entry(code).or_insert(unit.date);
            *last = unit.date.max(*last);
        }
    }
    // The last day on which a report says how what is so called stands.
    let mut said_last: HashMap<&str, Date> = HashMap::new();
    for unit in units.iter().filter(|unit| says_how_it_stands(unit) && Pairs::of(unit.thing()).count() > 0) {
        let last = said_last.entry(unit.thing()).or_insert(unit.date);
        *last = unit.date.max(*last);
    }
    let rows = rows_of_works(units);
    let is_overtaken = |unit: &Unit<'_>| {
        if unit.is_done {
            return false;
        }
        // That a day moved is news of the period, whatever stands later.
        let is_older = || work_of(unit, &rows).and_then(|work| rows.get(work)).is_some_and(|last| *last > unit.date);
        if !moves_a_day(&unit.text) && is_older() {
            return true;
        }
        let name = Pairs::of(unit.thing());
        if lines.contains(&(unit.passage.report, unit.lines.first)) {
            return true;
        }
        if is_code(unit.thing()) {
            return last_named.get(unit.thing()).is_some_and(|last| *last > unit.date);
        }
        if is_label(unit.thing()) {
            return false;
        }
        // 审计: a short name is a word of anything, but where it is what both speak of.
        if name.count() < LEAST_PAIRS {
            return unit.is_named_by_itself() && said_last.get(unit.thing()).is_some_and(|last| *last > unit.date);
        }
        let rarest = name.iter().filter_map(|pair| having.get(&pair)).min_by_key(|places| places.len());
        let is_of_it = |at: &usize| {
            let later = &units[*at];
            let is_one_side = || match unit.is_named_by_itself() {
                true => texts[*at].common(&name) as f64 >= SHARE_OF_NAME * name.count() as f64,
                // The name is that of a parent: each of its items tells another side.
                false => later.thing() == unit.thing() && similarity(&later.text, &unit.text) >= ONE_SIDE,
            };
            later.date > unit.date && is_one_side()
        };
        rarest.is_some_and(|places| places.iter().any(is_of_it))
    };
    let overtaken: Vec<bool> = units.iter().map(is_overtaken).collect();
    // A letter over two months says how things stood weeks later.
    let is_near = |date: &Date| *date <= period.to() || Period::between(period.to(), *date).days() <= LAST_DAYS;
    let last = units.iter().map(|unit| unit.date).filter(is_near).max();
    for (unit, is_overtaken) in units.iter_mut().zip(overtaken) {
        unit.is_overtaken = is_overtaken;
        unit.is_past = !unit.is_done && last.is_some_and(|last| is_past(unit, last) || is_of_its_day(unit, last));
    }
}

/// Whether a unit plans for days that were over at the last report: what became of it stands elsewhere, if anywhere. That a day
/// moved stays news.
fn is_past(unit: &Unit<'_>, last: Date) -> bool {
    // 下周 alone dates no plan.
    let is_written = |mention: &Mention| unit.text[mention.span.clone()].contains(|c: char| c.is_ascii_digit());
    let day = |mention: Mention| is_written(&mention).then(|| mention.reading.ok()?.resolve(unit.date).ok()).flatten();
    let days: Option<Vec<Period>> = mentions(&unit.text).into_iter().map(day).collect();
    let is_over = |day: &Period| day.from() > unit.date && day.to() < last;
    !unit.is_held_up
        && !moves_a_day(&unit.text)
        && days.is_some_and(|days| !days.is_empty() && days.iter().all(is_over))
}

/// Whether a unit of an earlier report says how something stood on its day, which may have changed by the last report.
fn is_of_its_day(unit: &Unit<'_>, last: Date) -> bool {
    let is_ahead = |mention: Mention| mention.reading.ok().and_then(|reading| reading.core().resolve(unit.date).ok());
    let is_ahead = || mentions(&unit.text).into_iter().filter_map(is_ahead).any(|day| day.to() >= last);
    unit.date < last
        && unit.leaves_open
        && says_how_it_stands(unit)
        && unit.kind != SectionKind::Problems
        && !unit.is_held_up
        && !moves_a_day(&unit.text)
        && !corrects(&unit.text)
        && !is_ahead()
}

/// The names of rows of tables, with the last day on which a report says how each stands: a row is named for its work, however short.
fn rows_of_works(units: &[Unit<'_>]) -> HashMap<String, Date> {
    let is_name = |name: &str| Pairs::of(name).count() > 0 && !is_label(name);
    let rows = units.iter().filter(|unit| unit.is_row && is_name(unit.thing()));
    let mut last: HashMap<String, Date> = rows.map(|unit| (unit.thing().to_string(), Date::MIN)).collect();
    for unit in units.iter().filter(|unit| says_how_it_stands(unit)) {
        if let Some(day) = work_of(unit, &last).map(str::to_string).and_then(|work| last.get_mut(&work)) {
            *day = unit.date.max(*day);
        }
    }
    last
}

/// The row that a unit is, or that its text begins with the name of, and no longer name: 换表 868 块.
fn work_of<'r>(unit: &Unit<'_>, rows: &'r HashMap<String, Date>) -> Option<&'r str> {
    if let Some((name, _)) = rows.get_key_value(unit.thing()) {
        return Some(name);
    }
    let begins = |name: &&String| {
        let rest = unit.text.strip_prefix(name.as_str());
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() || c.is_ascii_digit()))
    };
    rows.keys().filter(begins).max_by_key(|name| name.len()).map(String::as_str)
}

/// R3, PLAT-1771: capitals and a number, and nothing else.
fn is_code(name: &str) -> bool {
    let number = name.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let digits = number.strip_prefix('-').unwrap_or(number);
    number.len() < name.len() && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
}

/// 原因分析, 下一步, 问题: what any matter or report has.
fn is_label(name: &str) -> bool {
    is_attribute(name) || SectionKind::of_heading(name) != SectionKind::Other
}

/// The lines of works of which another line of a later report of the period is the last word.
fn lines_of_threads(material: &Material<'_>, period: Period) -> HashSet<(Uuid, usize)> {
    let mut found = HashSet::new();
    for thread in &material.threads {
        let told = thread
            .told
            .iter()
            .map(|told| &told.statement)
            .filter(|statement| material.is_of(period, statement.place.report_id(), statement.date));
        let told: Vec<_> = told.collect();
        let Some(last) = told.last() else { continue };
        let earlier = told.iter().filter(|statement| statement.date < last.date);
        found.extend(earlier.map(|statement| (statement.place.report_id(), statement.place.lines.first)));
    }
    found
}
