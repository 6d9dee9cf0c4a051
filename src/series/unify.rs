//! Statements of many weeks → one group a metric. Two names are one metric's where they are spelled alike (see
//! [`Rule`]), the alias table says so, or the values say so: where one holds the other ([`joined`]), or one report's values are those that
//! another gives as the ones before ([`restated`]). Names that are merely near are listed.

mod borne_out;
mod corrected;
mod joined;
mod restated;
mod translated;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::alias::{Aliases, folded};
use super::near::{Near, near};
use super::{Correction, Point, Series};
use crate::calendar::Date;
use crate::fact::{Metric, names_a_measure};
use crate::quantity::units_fit;
use crate::record::Place;
use crate::report::{SectionKind, without_number};
use crate::text::{is_han, named};
use crate::vocabulary::{Sense, Words};

/// One report's statement of a metric.
#[derive(Debug, Clone)]
pub struct MetricStatement {
    pub metric: Metric,
    /// The day of the report.
    pub date: Date,
    pub place: Place,
    /// Where another report has set it right.
    pub corrected: Option<Correction>,
}

impl MetricStatement {
    pub fn new(metric: Metric, date: Date, place: Place) -> Self {
        Self { metric, date, place, corrected: None }
    }
}

/// Why a spelling belongs to a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Letter by letter the metric's name.
    Same,
    /// The same but for width, case, spaces, punctuation and the shape of brackets.
    Spelling,
    /// A word for the report's own time (本周, 目前) is left out.
    Period,
    /// The alias table says so.
    Alias,
    /// A longer or shorter name whose values agree with the metric's or go on from them, or any whose values another report repeats.
    Values,
}

named!(Rule { Same "same", Spelling "spelling", Period "period", Alias "alias", Values "values" });

/// One way in which the reports write a metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// With its subject where the name alone says too little, and with a word for the report's own time.
    pub name: String,
    pub rule: Rule,
    /// The lines that write it so, by date.
    pub places: Vec<Place>,
}

/// A metric over the weeks and how it came to be one.
#[derive(Debug, Clone)]
pub struct Group {
    /// Without its missing weeks.
    pub series: Series,
    /// The most frequent first.
    pub spellings: Vec<Spelling>,
}

/// What unification found.
#[derive(Debug, Clone, Default)]
pub struct Unification {
    /// Those of more reports first, of equals by name.
    pub groups: Vec<Group>,
    /// Pairs that may be one metric and were not joined.
    pub near: Vec<Near>,
}

/// Words for the report's own time: a value with one and a value without are one series.
static OWN_TIME: Words = Words::of(&[Sense::OwnTime, Sense::CurrentTime]);

/// Longer names of a measure need no subject; 差错, 金额 and 覆盖 say too little without one.
const LEAST_CHARS_ALONE: usize = 5;
const LEAST_CHARS_OF_A_MEASURE: usize = 4;

/// What is left of a name without its qualifiers: 累计装 says nothing.
const LEAST_CHARS_BARE: usize = 2;

/// Words of headings for anything: they say nothing of what is measured.
static PARTS_OF_A_REPORT: Words =
    Words::of(&[Sense::PartHeading, Sense::FieldOfWork, Sense::OwnTime, Sense::TimeBeside]);

/// Names that say nothing without what they are of.
static EMPTY_NAMES: Words = Words::of(&[Sense::EmptyName, Sense::Total]);

/// What statements are grouped by. Most names come again every week: it is made once for those that are written alike.
#[derive(Clone)]
struct Naming {
    /// Without its qualifiers.
    key: String,
    /// Those of the name and those beside it, sorted.
    qualifiers: Vec<String>,
    name: String,
    written: String,
    is_alias: bool,
    is_timed: bool,
}

/// All of a metric that its [`Naming`] depends on.
type Written<'m> = (&'m str, &'m str, Option<&'m str>, bool, &'m [String]);

fn written(metric: &Metric) -> Written<'_> {
    let heading = metric.section.last().filter(|_| metric.subject.is_empty()).map(String::as_str);
    (&metric.name, &metric.subject, heading, metric.is_with_subject, &metric.qualifiers)
}

struct Keyed {
    naming: Arc<Naming>,
    statement: MetricStatement,
}

impl Unification {
    /// Of groups, with the pairs whose names are near.
    pub fn of(groups: Vec<Group>) -> Self {
        let near = near(&groups);
        Self { groups, near }
    }
}

/// [`groups`] of the statements that were likely read as they are meant, with those that these bear out.
pub fn likely_groups(statements: Vec<MetricStatement>, aliases: &Aliases) -> Vec<Group> {
    let is_likely = |statement: &MetricStatement| statement.metric.is_likely();
    let (likely, others): (Vec<_>, Vec<_>) = corrected::with_corrections(statements).into_iter().partition(is_likely);
    let mut grouped = grouped(likely, aliases);
    let left = borne_out::add(&mut grouped, keyed(others, aliases));
    translated::add(&mut grouped, left);
    in_order(grouped)
}

/// Groups the statements, those of more reports first; what a later report sets right has the later value. Values of other units or qualifiers are other groups, whatever the alias
/// table says. A statement whose name says nothing, under nothing that says more, is in none.
pub fn groups(statements: Vec<MetricStatement>, aliases: &Aliases) -> Vec<Group> {
    in_order(grouped(corrected::with_corrections(statements), aliases))
}

/// Each with what it is grouped by, in order of time.
fn keyed(mut statements: Vec<MetricStatement>, aliases: &Aliases) -> Vec<Keyed> {
    statements.sort_by(|one, other| {
        let order =
            |statement: &MetricStatement| (statement.date, statement.place.lines.first, statement.metric.span.start);
        (order(one), one.place.path()).cmp(&(order(other), other.place.path()))
    });
    let distinct: HashSet<Written<'_>> = statements.iter().map(|statement| written(&statement.metric)).collect();
    let namings: HashMap<Written<'_>, Arc<Naming>> =
        distinct.into_par_iter().filter_map(|written| Some((written, Arc::new(naming(written, aliases)?)))).collect();
    let keys: Vec<Option<Arc<Naming>>> =
        statements.iter().map(|statement| namings.get(&written(&statement.metric)).cloned()).collect();
    drop(namings);
    let keyed =
        |(statement, naming): (MetricStatement, Option<Arc<Naming>>)| Some(Keyed { naming: naming?, statement });
    statements.into_iter().zip(keys).filter_map(keyed).collect()
}

fn grouped(statements: Vec<MetricStatement>, aliases: &Aliases) -> Vec<Vec<Keyed>> {
    let mut grouped: BTreeMap<(String, Vec<String>), Vec<Vec<Keyed>>> = BTreeMap::new();
    let (told_again, keyed): (Vec<Keyed>, Vec<_>) =
        keyed(statements, aliases).into_iter().partition(|one| one.statement.metric.is_told_again);
    for keyed in keyed {
        let by_unit = grouped.entry((keyed.naming.key.clone(), keyed.naming.qualifiers.clone())).or_default();
        let unit = keyed.statement.metric.unit.as_str();
        match by_unit.iter_mut().find(|group| units_fit(&group[0].statement.metric.unit, unit)) {
            Some(group) => group.push(keyed),
            None => by_unit.push(vec![keyed]),
        }
    }
    let apart = |by_unit: Vec<Vec<Keyed>>| by_unit.into_iter().flat_map(with_months_apart).collect();
    let mut groups =
        joined::joined(grouped.into_values().map(apart).map(with_units_joined).flat_map(with_months_named).collect());
    beside_their_rows(&mut groups, told_again);
    groups
}

/// Puts what a table's row says of earlier weeks into the group of what the row says of its own: it bears out no name.
fn beside_their_rows(groups: &mut [Vec<Keyed>], told_again: Vec<Keyed>) {
    let row = |one: &Keyed| (one.statement.place.report_id(), one.statement.place.lines.first, one.naming.key.clone());
    let rows: HashMap<_, usize> =
        groups.iter().enumerate().flat_map(|(at, group)| group.iter().map(move |one| (row(one), at))).collect();
    let mut is_changed = HashSet::new();
    for one in told_again {
        if let Some(at) = rows.get(&row(&one)) {
            is_changed.insert(*at);
            groups[*at].push(one);
        }
    }
    for at in is_changed {
        groups[at].sort_by_key(|one| (one.statement.date, one.statement.place.lines.first));
    }
}

/// Those of more reports first.
fn in_order(grouped: Vec<Vec<Keyed>>) -> Vec<Group> {
    let mut groups: Vec<Group> = grouped.into_par_iter().map(group).collect();
    let reports = |group: &Group| {
        let mut reports: Vec<_> = group.series.points.iter().map(|point| point.place.report_id()).collect();
        reports.sort_unstable();
        reports.dedup();
        reports.len()
    };
    groups.sort_by_cached_key(|group| {
        (std::cmp::Reverse(reports(group)), group.series.metric.clone(), group.series.qualifier.clone())
    });
    groups
}

/// A table's 36 and a sentence's 37个 are of one count: values without a unit join the only others of their name that have one, are in
/// other reports, and of one size.
fn with_units_joined(mut by_unit: Vec<Vec<Keyed>>) -> Vec<Vec<Keyed>> {
    let unit = |group: &Vec<Keyed>| group[0].statement.metric.unit.clone();
    let reports = |group: &Vec<Keyed>| group.iter().map(|one| one.statement.place.report_id()).collect::<HashSet<_>>();
    let Some(bare) = by_unit.iter().position(|group| unit(group).is_empty()) else { return by_unit };
    let fits = |other: &Vec<Keyed>| {
        let one = &by_unit[bare];
        let is_of_one_time = one[0].naming.qualifiers == other[0].naming.qualifiers;
        is_of_one_time
            && lacks_its_unit(&unit(one), &unit(other))
            && (!is_share(&unit(other)) || may_be_shares(one))
            && is_of_one_size(one, other)
            && reports(one).is_disjoint(&reports(other))
    };
    let fitting: Vec<usize> = (0..by_unit.len()).filter(|at| fits(&by_unit[*at])).collect();
    // Of two units it may be either's.
    if let [counted] = fitting[..] {
        let others = std::mem::take(&mut by_unit[bare]);
        by_unit[counted].extend(others);
        by_unit[counted].sort_by_key(|one| one.statement.date);
        by_unit.remove(bare);
    }
    by_unit
}

fn is_share(unit: &str) -> bool {
    unit == "%"
}

/// Whether values without a unit may be shares, by the name or by their decimals: 合格率 98, 亮灯 98.3; 瓶装线 74 may be anything.
fn may_be_shares(group: &[Keyed]) -> bool {
    let is_named =
        |key: &str| key.ends_with(['率', '比', '例', '度']) || key.contains(|c: char| c.is_ascii_alphabetic());
    group.iter().any(|one| is_named(&one.naming.key) || !one.statement.metric.value.fract().is_zero())
}

/// Whether one is written without the other's unit: 43.1万 beside 42.9万公里.
fn lacks_its_unit(one: &str, other: &str) -> bool {
    one.is_empty() != other.is_empty()
}

/// A month's value is no point of a series of weeks: a table's column of months stands apart from what reports of weeks say.
fn with_months_apart(group: Vec<Keyed>) -> Vec<Vec<Keyed>> {
    // What a report of a month counts is of that month, where it is beyond what any week counts.
    let most =
        group.iter().filter(|one| !one.statement.metric.is_in_monthly).map(|one| one.statement.metric.value).max();
    let is_beyond_weeks = |metric: &Metric| {
        let is_counted = metric.is_in_monthly && metric.time.is_empty() && !is_share(&metric.unit);
        is_counted && most.is_some_and(|most| metric.value > most * Decimal::TWO)
    };
    let is_of_a_month = |one: &Keyed| one.statement.metric.is_of_a_month() || is_beyond_weeks(&one.statement.metric);
    let (mut months, others): (Vec<Keyed>, Vec<Keyed>) = group.into_iter().partition(is_of_a_month);
    if months.is_empty() || others.is_empty() {
        return vec![if others.is_empty() { months } else { others }];
    }
    // What a report of months says beside its table, of no other time, is of a month as well, but where another value of it is of the
    // size of what other reports say: that is of its week.
    let value = |one: &Keyed| one.statement.metric.value.normalize();
    let report = |one: &Keyed| one.statement.place.report_id();
    let of_months: HashSet<_> = months.iter().map(|one| (report(one), value(one))).collect();
    let with_months: HashSet<_> = months.iter().map(report).collect();
    let of_weeks: Vec<Decimal> = others.iter().filter(|one| !with_months.contains(&report(one))).map(value).collect();
    let two = Decimal::TWO;
    let is_of_a_week = |one: Decimal| of_weeks.iter().any(|other| one <= *other * two && *other <= one * two);
    let is_beside = |one: &Keyed| {
        let is_untimed = one.statement.metric.time.is_empty() && with_months.contains(&report(one));
        is_untimed && (of_months.contains(&(report(one), value(one))) || !is_of_a_week(value(one)))
    };
    let (beside, others): (Vec<Keyed>, Vec<Keyed>) = others.into_iter().partition(is_beside);
    months.extend(beside);
    months.sort_by_key(|one| one.statement.date);
    if others.is_empty() {
        return vec![months];
    }
    call_monthly(&mut months);
    vec![others, months]
}

fn call_monthly(months: &mut [Keyed]) {
    for one in months {
        let word = if one.naming.name.contains(is_han) { "按月" } else { "monthly" };
        let mut naming = Naming::clone(&one.naming);
        if !naming.qualifiers.iter().any(|known| known == word) {
            naming.qualifiers.push(word.to_string());
        }
        one.naming = Arc::new(naming);
    }
}

/// Months that are counted in another unit than the weeks of their name are called monthly, too.
fn with_months_named(mut by_unit: Vec<Vec<Keyed>>) -> Vec<Vec<Keyed>> {
    let is_of_months = |group: &[Keyed]| group.iter().all(|one| one.statement.metric.is_of_a_month());
    if by_unit.iter().any(|group| !is_of_months(group)) {
        by_unit.iter_mut().filter(|group| is_of_months(group)).for_each(|group| call_monthly(group));
    }
    by_unit
}

/// Whether no value of either is more than twice the most of the other, or less than half of its least.
fn is_of_one_size(one: &[Keyed], other: &[Keyed]) -> bool {
    let ends = |group: &[Keyed]| {
        let values = || group.iter().map(|one| one.statement.metric.value);
        (values().min().unwrap_or_default(), values().max().unwrap_or_default())
    };
    let ((least, most), (other_least, other_most)) = (ends(one), ends(other));
    let two = Decimal::TWO;
    most <= other_most * two && other_most <= most * two && least * two >= other_least && other_least * two >= least
}

/// Those of the statements that [`groups`] puts together with one whose metric `is_called` by its own name: who asks for one metric need
/// not wait for all the others.
pub fn akin<'m, T>(
    mut statements: Vec<T>,
    metric: impl Fn(&T) -> &'m Metric,
    aliases: &Aliases,
    is_called: impl Fn(&str) -> bool,
) -> Vec<T> {
    let distinct: HashSet<Written<'m>> = statements.iter().map(|statement| written(metric(statement))).collect();
    let namings: Vec<(Written<'m>, Naming)> =
        distinct.into_par_iter().filter_map(|written| Some((written, naming(written, aliases)?))).collect();
    let mut called: HashSet<&str> =
        namings.iter().filter(|((name, ..), _)| is_called(name)).map(|(_, naming)| naming.key.as_str()).collect();
    // What may be joined with it, and what may be joined with that instead.
    for _ in 0..2 {
        let held = |key: &str| {
            called.iter().any(|known| *known == key || joined::holds(key, known) || joined::holds(known, key))
        };
        called = namings.iter().map(|(_, naming)| naming.key.as_str()).filter(|key| held(key)).collect();
    }
    let kin: HashSet<Written<'m>> = namings
        .iter()
        .filter(|(_, naming)| called.contains(naming.key.as_str()))
        .map(|(written, _)| *written)
        .collect();
    statements.retain(|statement| metric(statement).corrects.is_some() || kin.contains(&written(metric(statement))));
    statements
}

/// `None` for a name that says nothing.
fn naming((own, subject, heading, is_with_subject, qualifiers): Written<'_>, aliases: &Aliases) -> Option<Naming> {
    let with_subject =
        if subject.ends_with(own) { subject.to_string() } else { format!("{subject} {own}").trim().to_string() };
    // 累计 under no item: a heading that names work keeps it apart from another's.
    let heading = heading.map(heading_name).filter(|heading| names_work(heading));
    let name = match heading {
        _ if is_with_subject => with_subject.clone(),
        _ if stands_alone(own, subject) => own.to_string(),
        Some(heading) => format!("{heading} {own}"),
        None => with_subject.clone(),
    };
    // By any name that it has in a report or in the ledger.
    let alias = [with_subject.as_str(), &name, own].into_iter().find_map(|name| aliases.name_of(name));
    let alias = alias.map(str::to_string);
    if alias.is_none() && EMPTY_NAMES.have(&name) {
        return None;
    }
    let (own_time, others): (Vec<&String>, Vec<&String>) = qualifiers.iter().partition(|word| OWN_TIME.have(word));
    let counted: Vec<&str> =
        others.into_iter().map(String::as_str).filter(|word| !own.contains(word) && !is_day(word)).collect();
    let written = own_time.iter().map(|word| word.as_str()).chain([name.as_str()]).collect::<Vec<_>>().join(" ");
    // 智能水表累计 and 智能水表, told 累计, are one measure: its words are the name's wherever they stand.
    let (bare, mut all) = without_qualifiers(alias.as_ref().unwrap_or(&name));
    all.extend(counted.iter().copied());
    all.sort_unstable();
    all.dedup();
    Some(Naming {
        key: folded(bare),
        qualifiers: all.into_iter().map(str::to_string).collect(),
        is_alias: alias.as_ref().is_some_and(|alias| folded(alias) != folded(&name)),
        is_timed: !own_time.is_empty(),
        name: alias.unwrap_or(name),
        written,
    })
}

/// A name, and the qualifiers that it begins or ends with: 供水量 and 日均 of 日均供水量.
fn without_qualifiers(name: &str) -> (&str, Vec<&str>) {
    static QUALIFIERS: Words = Words::of(&[Sense::Qualifier]);
    let (mut bare, mut found) = (name.trim(), Vec::new());
    loop {
        let first = QUALIFIERS.beginning(bare).map(|word| (&bare[word.span.clone()], &bare[word.span.end..]));
        let last = || QUALIFIERS.ending(bare).map(|word| (&bare[word.span.clone()], &bare[..word.span.start]));
        let Some((word, rest)) =
            first.or_else(last).filter(|(_, rest)| rest.trim().chars().count() >= LEAST_CHARS_BARE)
        else {
            break;
        };
        found.push(word);
        bare = rest.trim();
    }
    (bare, found)
}

/// 可靠性实验室 of `三、可靠性实验室（翟明轩）`.
fn heading_name(heading: &str) -> &str {
    let numeral = heading.trim_start_matches(|c| "（(一二三四五六七八九十".contains(c));
    let is_numbered = numeral.len() < heading.len();
    let rest = numeral.strip_prefix(['、', '）', ')', '.']).filter(|_| is_numbered).unwrap_or(heading);
    let rest = without_number(rest.trim_start());
    let name = rest.split(['（', '(']).next().unwrap_or_default().trim();
    if name.is_empty() { rest } else { name }
}

/// Whether a heading names a piece of work: no objective (O1 服务业务) and no part of a report (重点任务, 运行数据).
fn names_work(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    let code = lower.strip_prefix("kr").or_else(|| lower.strip_prefix('o'));
    let is_objective = code.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let is_part = SectionKind::of_heading(heading) != SectionKind::Other || PARTS_OF_A_REPORT.are_in(heading);
    // 系统升级 is an objective's name without its number.
    let is_short = heading.chars().count() <= LEAST_CHARS_ALONE;
    !(is_objective || is_part || is_short)
}

/// 周三, 上午: a day is where a point lies, not what its series is.
fn is_day(word: &str) -> bool {
    let is_weekday = ["周", "星期", "礼拜"].iter().any(|start| {
        word.strip_prefix(start)
            .is_some_and(|rest| ["一", "二", "三", "四", "五", "六", "日", "天", "末"].contains(&rest))
    });
    is_weekday || ["昨天", "昨日", "上午", "下午", "晚上", "凌晨", "中午"].contains(&word)
}

/// Whether a name says what is measured without its subject.
fn stands_alone(name: &str, subject: &str) -> bool {
    let chars = name.chars().count();
    let latin = name.chars().filter(char::is_ascii_uppercase).count();
    chars >= LEAST_CHARS_ALONE
        || latin >= 2
        || chars >= LEAST_CHARS_OF_A_MEASURE && (names_a_measure(name) || subject.is_empty())
}

/// Never called without a statement.
fn group(keyed: Vec<Keyed>) -> Group {
    let name = name_of(&keyed);
    let key = folded(without_qualifiers(&name).0);
    let mut spellings: Vec<Spelling> = Vec::new();
    let mut points: Vec<Point> = Vec::new();
    let mut told_again: HashSet<usize> = HashSet::new();
    let unit = keyed.iter().map(|one| &one.statement.metric.unit).find(|unit| !unit.is_empty());
    let unit = unit.cloned().unwrap_or_default();
    let qualifiers = keyed.first().map(|one| one.naming.qualifiers.as_slice()).unwrap_or_default();
    let beside: Vec<&str> = qualifiers.iter().map(String::as_str).filter(|word| !name.contains(word)).collect();
    let qualifier = beside.join("·");
    for one in keyed {
        let MetricStatement { metric, date, place, corrected } = one.statement;
        let naming = &one.naming;
        let rule = match (naming.is_alias, naming.is_timed, naming.written == name) {
            (true, _, _) => Rule::Alias,
            (_, _, true) => Rule::Same,
            _ if naming.key != key => Rule::Values,
            (_, true, _) => Rule::Period,
            _ => Rule::Spelling,
        };
        match spellings.iter_mut().find(|known| known.name == naming.written) {
            Some(known) => known.places.push(place.clone()),
            None => spellings.push(Spelling { name: naming.written.clone(), rule, places: vec![place.clone()] }),
        }
        // Told twice in a report with one value it is one point, and so is a month's that several reports repeat.
        let is_known = |point: &Point| {
            let is_repeated = !metric.time.is_empty();
            point.value == metric.value && (point.place.report_id() == place.report_id() || is_repeated)
        };
        // Statements come by date.
        let of_that_day = points.iter().enumerate().rev().take_while(|(_, point)| point.date == date);
        // What is told again gives way to what the week's own report says.
        let mut known = of_that_day.filter(|(at, _)| metric.is_told_again || !told_again.contains(at));
        if !known.any(|(_, point)| is_known(point)) {
            if metric.is_told_again {
                told_again.insert(points.len());
            }
            let Metric { value, text, name, before, target, confidence, .. } = metric;
            points.push(Point { date, value, text, name, before, target, confidence, place, corrected });
        }
    }
    let points = without_weeks_told_again(points, &told_again);
    spellings.sort_by_key(|spelling| std::cmp::Reverse(spelling.places.len()));
    let series = Series { metric: name, qualifier, unit, points, missing: Vec::new() };
    Group { series, spellings }
}

/// Without what a report says of an earlier week that a report of that week, or another one, has said.
fn without_weeks_told_again(points: Vec<Point>, again: &HashSet<usize>) -> Vec<Point> {
    let is_of_that_week = |one: &Point, other: &Point| {
        let days = (one.date - other.date).get_days();
        (-DAYS_OF_LATENESS..DAYS_OF_A_WEEK).contains(&days) && one.place.report_id() != other.place.report_id()
    };
    let is_said = |at: usize| {
        let others = points.iter().enumerate().filter(|(other, _)| !again.contains(other) || *other < at);
        again.contains(&at) && others.into_iter().any(|(_, other)| is_of_that_week(&points[at], other))
    };
    let said: Vec<bool> = (0..points.len()).map(is_said).collect();
    points.into_iter().zip(said).filter(|(_, said)| !said).map(|(point, _)| point).collect()
}

/// A week's report is written so many days after its Sunday at most.
const DAYS_OF_LATENESS: i32 = 2;
const DAYS_OF_A_WEEK: i32 = 7;

/// The alias table's name; else the most frequent one, of equals the first written.
fn name_of(keyed: &[Keyed]) -> String {
    if let Some(alias) = keyed.iter().find(|one| one.naming.is_alias) {
        return alias.naming.name.clone();
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for one in keyed.iter().filter(|one| !one.statement.metric.is_told_again) {
        *counts.entry(&one.naming.name).or_default() += 1;
    }
    let best = keyed.iter().rev().max_by_key(|one| counts.get(one.naming.name.as_str()));
    best.map(|one| one.naming.name.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
