//! One measure under a name that grows or shrinks from report to report (到馆 and 到馆人次, 接通率 and 热线接通率). One name begins or ends
//! the other, no report tells them apart, and the values agree or go on. Names that share nothing are joined by [`restated`].

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Keyed, LEAST_CHARS_BARE, Naming, lacks_its_unit, restated, translated};
use crate::quantity::units_fit;
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// Values go on where the nearer ones of two names are this many times each other at most.
pub(super) const MOST_TIMES: Decimal = Decimal::from_parts(13, 0, 0, false, 1);

/// Smaller counts are alike by chance.
pub(super) const LEAST_COUNT: Decimal = Decimal::from_parts(20, 0, 0, false, 0);

/// Values go on within this many days.
pub(super) const MOST_DAYS: i32 = 45;

/// What stands before or behind the other name and makes another measure of it: 日均, 未, 计划, 峰值.
static OTHERWISE: Words =
    Words::of(&[Sense::Qualifier, Sense::Whole, Sense::Rest, Sense::OtherValue, Sense::Not, Sense::NotYet]);

/// A sum and a value without its word are one where the values never fall.
static SUMS: [&str; 2] = ["累计", "cumulative"];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Evidence {
    /// The values go on.
    GoesOn,
    /// A report gives both one value, or one as what was before the other.
    Agrees,
}

/// Groups of one key, qualifiers and unit each → those of one measure together.
pub(super) fn joined(groups: Vec<Vec<Keyed>>) -> Vec<Vec<Keyed>> {
    let mut pairs: Vec<(Evidence, usize, usize)> = pairs(&groups)
        .into_iter()
        .filter_map(|(one, other)| Some((evidence(&groups[one], &groups[other])?, one, other)))
        .collect();
    // A name that two others hold which a report tells apart is either's: only values decide.
    let longer: Vec<(usize, usize)> = pairs.iter().map(|(_, short, long)| (*short, *long)).collect();
    let is_of_two = |short: usize, long: usize| {
        longer
            .iter()
            .any(|(same, other)| *same == short && *other != long && is_told_apart(&groups[*other], &groups[long]))
    };
    pairs.retain(|(evidence, short, long)| *evidence == Evidence::Agrees || !is_of_two(*short, *long));
    let of_one_kind = |(one, other): &(usize, usize)| are_of_one_kind(&groups[*one], &groups[*other]);
    let restated = restated::pairs(&groups).into_iter().filter(of_one_kind);
    pairs.extend(restated.map(|(one, other)| (Evidence::Agrees, one, other)));
    pairs.extend(translated::pairs(&groups).into_iter().map(|(one, other)| (Evidence::GoesOn, one, other)));
    pairs.sort_by(|one, other| (other.0, one.1, one.2).cmp(&(one.0, other.1, other.2)));
    let mut groups: Vec<Option<Vec<Keyed>>> = groups.into_iter().map(Some).collect();
    let mut owner: Vec<usize> = (0..groups.len()).collect();
    for (_, one, other) in pairs {
        let (into, from) = (owner[one], owner[other]);
        let (Some(kept), Some(moved)) = (&groups[into], &groups[from]) else { continue };
        if into == from || evidence(kept, moved).is_none() && is_told_apart(kept, moved) {
            continue;
        }
        let moved = groups[from].take().unwrap_or_default();
        if let Some(kept) = &mut groups[into] {
            together(kept, moved);
        }
        owner.iter_mut().filter(|owner| **owner == from).for_each(|owner| *owner = into);
    }
    groups.into_iter().flatten().collect()
}

/// Whether one name, as it is compared, begins or ends the other; one character (氧 of 液氧) ends it.
pub(super) fn holds(long: &str, short: &str) -> bool {
    let is_whole = |at: usize| {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        !(letter(long[..at].chars().next_back()) && letter(long[at..].chars().next()))
    };
    let is_name = long.len() > short.len() && short.contains(is_han);
    let begins = || short.chars().count() >= LEAST_CHARS_BARE && long.starts_with(short) && is_whole(short.len());
    let ends = || long.ends_with(short) && is_whole(long.len() - short.len());
    is_name && (begins() || ends())
}

/// Shorter and longer names, and a sum beside what is called the same.
fn pairs(groups: &[Vec<Keyed>]) -> Vec<(usize, usize)> {
    let mut by_key: HashMap<&str, Vec<usize>> = HashMap::new();
    let namings: Vec<Option<&Naming>> = groups
        .iter()
        .map(|group| group.first().map(|one| one.naming.as_ref()).filter(|naming| !naming.is_alias))
        .collect();
    for (at, naming) in namings.iter().enumerate() {
        if let Some(naming) = naming {
            by_key.entry(naming.key.as_str()).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for (long, naming) in namings.iter().enumerate() {
        let Some(naming) = naming else { continue };
        let key = naming.key.as_str();
        let cuts = key.char_indices().map(|(at, _)| at).skip(1);
        let parts = cuts.flat_map(|at| [&key[..at], &key[at..]]).filter(|part| holds(key, part)).chain([key]);
        for short in parts.filter_map(|part| by_key.get(part)).flatten().copied().filter(|short| *short != long) {
            let (one, other) = (&groups[short], &groups[long]);
            let is_same = namings[short].is_some_and(|short| short.key == key);
            let says_little = namings[short].is_some_and(|short| short.key.chars().count() < LEAST_CHARS_BARE);
            let has_units = || !unit_of(one).is_empty() && !unit_of(other).is_empty();
            // Two of one key are met twice.
            if (is_same && short > long) || !are_of_one_kind(one, other) || says_little && !has_units() {
                continue;
            }
            found.push((short, long));
        }
    }
    found
}

fn is_sum(group: &[Keyed]) -> bool {
    group.iter().any(|one| one.naming.qualifiers.iter().any(|word| SUMS.contains(&word.as_str())))
}

/// One unit, and the same qualifiers but for that of a sum.
pub(super) fn are_of_one_kind(one: &[Keyed], other: &[Keyed]) -> bool {
    let (Some(first), Some(second)) = (one.first(), other.first()) else { return false };
    let words = |naming: &Naming| {
        naming.qualifiers.iter().filter(|word| !SUMS.contains(&word.as_str())).cloned().collect::<Vec<_>>()
    };
    let is_same_key = first.naming.key == second.naming.key;
    let (unit, other_unit) = (unit_of(one), unit_of(other));
    (units_fit(unit, other_unit) || lacks_its_unit(unit, other_unit))
        // `Average refund time` has no word that 平均 could be held against.
        && (is_chinese(first) != is_chinese(second) || words(&first.naming) == words(&second.naming))
        && (!is_same_key || is_sum(one) != is_sum(other))
}

pub(super) fn is_chinese(one: &Keyed) -> bool {
    one.naming.key.contains(is_han)
}

fn unit_of(group: &[Keyed]) -> &str {
    group.iter().map(|one| one.statement.metric.unit.as_str()).find(|unit| !unit.is_empty()).unwrap_or_default()
}

fn values(group: &[Keyed]) -> BTreeMap<Uuid, Vec<Decimal>> {
    let mut found: BTreeMap<Uuid, Vec<Decimal>> = BTreeMap::new();
    for one in group {
        found.entry(one.statement.place.report_id()).or_default().push(one.statement.metric.value);
    }
    found
}

/// The reports that give both names one value, and those that give them others.
fn in_one_report(one: &[Keyed], other: &[Keyed]) -> (usize, usize) {
    let others = values(other);
    let both = values(one).into_iter().filter_map(|(report, own)| Some((own, others.get(&report)?)));
    let (alike, apart): (Vec<bool>, Vec<bool>) =
        both.map(|(own, theirs)| own.iter().any(|value| theirs.contains(value))).partition(|is| *is);
    (alike.len(), apart.len())
}

pub(super) fn is_told_apart(one: &[Keyed], other: &[Keyed]) -> bool {
    let (alike, apart) = in_one_report(one, other);
    apart > alike
}

fn evidence(short: &[Keyed], long: &[Keyed]) -> Option<Evidence> {
    let sums = usize::from(is_sum(short)) + usize::from(is_sum(long));
    if sums > 0 && !never_falls(short, long) {
        return None;
    }
    let (alike, apart) = in_one_report(short, long);
    let agreements =
        alike + was_before(short, long) + was_before(long, short) + usize::from(sums == 2 && alternate(short, long));
    if agreements > apart {
        return Some(Evidence::Agrees);
    }
    // What a table's columns of months say does not go on from what reports of weeks do.
    let is_of_months = |group: &[Keyed]| group.iter().all(|one| one.statement.metric.is_of_a_month());
    let is_of_one_length = is_of_months(short) == is_of_months(long);
    let goes_on = || {
        let (one, other) = (&short.first()?.naming, &long.first()?.naming);
        let says_its_sort =
            units_fit(unit_of(short), unit_of(long)) && !unit_of(short).is_empty() && says_its_sort(one, other);
        adds_nothing(one, other).then(|| says_its_sort || goes_on(short, long))
    };
    (apart == 0 && is_of_one_length && goes_on() == Some(true)).then_some(Evidence::GoesOn)
}

/// Whether each has a value between two of the other's.
fn alternate(one: &[Keyed], other: &[Keyed]) -> bool {
    let ends = |group: &[Keyed]| {
        let days = || group.iter().map(|one| one.statement.date);
        (days().min(), days().max())
    };
    let is_between = |group: &[Keyed], (first, last)| {
        group.iter().map(|one| Some(one.statement.date)).any(|day| first < day && day < last)
    };
    is_between(one, ends(other)) && is_between(other, ends(one))
}

/// Whether what the longer name has more leaves the measure what it is: no qualifier, no item of which it is.
fn adds_nothing(short: &Naming, long: &Naming) -> bool {
    let added = long.key.strip_suffix(short.key.as_str()).or_else(|| long.key.strip_prefix(short.key.as_str()));
    let is_of_an_item = long.name.contains(' ') != short.name.contains(' ') && long.name.contains(is_han);
    !is_of_an_item
        && added.is_some_and(|added| !OTHERWISE.are_in(added) && !added.contains(|c: char| c.is_ascii_digit()))
}

/// Whether the longer name ends in what its unit says already: 平均到场 in minutes is 平均到场时间, whatever its values.
fn says_its_sort(short: &Naming, long: &Naming) -> bool {
    static SORTS: Words = Words::of(&[Sense::MeasureNoun]);
    long.key.strip_prefix(short.key.as_str()).is_some_and(|added| SORTS.have(added))
}

fn never_falls(one: &[Keyed], other: &[Keyed]) -> bool {
    let mut all: Vec<_> = one.iter().chain(other).map(|one| (one.statement.date, one.statement.metric.value)).collect();
    all.sort_unstable();
    all.windows(2).all(|pair| pair[0].1 <= pair[1].1)
}

/// How many values are told with the one before them that is the other name's last one until then.
fn was_before(one: &[Keyed], other: &[Keyed]) -> usize {
    let is_told = |now: &&Keyed| {
        let earlier = other.iter().filter(|one| one.statement.date < now.statement.date);
        let last = earlier.max_by_key(|one| one.statement.date).map(|one| one.statement.metric.value);
        last.is_some() && now.statement.metric.before == last && last >= Some(LEAST_COUNT)
    };
    one.iter().filter(is_told).count()
}

/// Whether each value of the rarer name has one of the other near it, in time and in size.
fn goes_on(one: &[Keyed], other: &[Keyed]) -> bool {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let is_near = |value: &Keyed| {
        let days = |other: &&Keyed| (other.statement.date - value.statement.date).get_days().abs();
        let Some(nearest) = many.iter().min_by_key(days).filter(|other| days(other) <= MOST_DAYS) else { return false };
        let (one, other) = (value.statement.metric.value, nearest.statement.metric.value);
        one >= LEAST_COUNT && other >= LEAST_COUNT && one <= other * MOST_TIMES && other <= one * MOST_TIMES
    };
    few.iter().all(is_near)
}

pub(super) fn together(kept: &mut Vec<Keyed>, moved: Vec<Keyed>) {
    let qualifiers = [kept.as_slice(), &moved].into_iter().filter_map(|group| group.first());
    let qualifiers = qualifiers.map(|one| one.naming.qualifiers.clone()).max_by_key(Vec::len).unwrap_or_default();
    kept.extend(moved);
    kept.sort_by_key(|one| (one.statement.date, one.statement.place.lines.first));
    for one in kept.iter_mut().filter(|one| one.naming.qualifiers != qualifiers) {
        one.naming = Arc::new(Naming { qualifiers: qualifiers.clone(), ..Naming::clone(&one.naming) });
    }
}
