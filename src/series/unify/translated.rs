//! One measure under an English name and a Chinese one (Work orders and 工单): what the one is called the other is called in the glossary,
//! the values go on, and nothing else is called so.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::joined::{LEAST_COUNT, MOST_DAYS, are_of_one_kind, is_chinese, is_told_apart, together};
use super::{Keyed, Naming};
use crate::lexicon::Glossary;
use crate::quantity::{Unit, UnitKind, units_fit};
use crate::text::is_han;
use crate::vocabulary::{self, Sense};

/// Values of one unit go on where the nearer ones are this many times each other at most.
const MOST_TIMES: Decimal = Decimal::TWO;

/// Names that share nothing are one measure's only where nothing else has such values: nearer ones, and so many of them.
const MOST_TIMES_UNNAMED: Decimal = super::joined::MOST_TIMES;
const LEAST_UNNAMED: usize = 2;

/// A share of two others goes on within so many points.
const MOST_POINTS: Decimal = Decimal::TEN;

/// Pairs of groups, the English one first.
pub(super) fn pairs(groups: &[Vec<Keyed>]) -> Vec<(usize, usize)> {
    let named: Vec<(usize, &Keyed)> =
        groups.iter().enumerate().filter_map(|(at, group)| Some((at, group.first()?))).collect();
    let (chinese, english): (Vec<_>, Vec<_>) = named.into_iter().partition(|(_, one)| is_chinese(one));
    if chinese.is_empty() {
        return Vec::new();
    }
    let mut best: HashMap<usize, Vec<(Likeness, usize)>> = HashMap::new();
    for (at, one) in english.into_iter().filter(|(_, one)| !one.naming.is_alias) {
        let own = &groups[at];
        let fits = |(other, name): &&(usize, &Keyed)| {
            let theirs = &groups[*other];
            has_its_unit(one, name)
                && are_of_one_kind(own, theirs)
                && goes_on(own, theirs, MOST_TIMES)
                && !is_told_apart(own, theirs)
        };
        // Few have values that go on: the words are looked up for these alone.
        let fitting: Vec<&(usize, &Keyed)> = chinese.iter().filter(fits).collect();
        if fitting.is_empty() {
            continue;
        }
        let Some(words) = Words::of(&one.naming.name) else { continue };
        let alike = fitting.into_iter().filter_map(|(other, name)| {
            let theirs = &groups[*other];
            let likeness = Likeness::of(&name.naming, theirs.len(), &words, is_measured(one));
            // A bare count of the other's size may be of anything.
            let is_one_unit = || units_fit(&one.statement.metric.unit, &name.statement.metric.unit);
            let is_enough =
                || own.len() >= LEAST_UNNAMED && theirs.len() > LEAST_UNNAMED && is_measured(one) && is_one_unit();
            let may_be_unnamed = || is_enough() && goes_on(own, theirs, MOST_TIMES_UNNAMED);
            // Escalated to regulator (1, 2) and 上报可疑 (10, 12) share 上报: where half of the name is other words, small counts must go on, too.
            let says_it = || 2 * likeness.shared > name.naming.name.chars().filter(|c| is_han(*c)).count();
            let is_named = likeness.shared > 0 && (says_it() || values_go_on(own, theirs, MOST_TIMES, Decimal::ONE));
            (is_named || may_be_unnamed()).then_some((likeness, *other))
        });
        if let Some((likeness, other)) = only_most(alike.collect()) {
            best.entry(other).or_default().push((likeness, at));
        }
    }
    let one = |(other, names): (usize, Vec<(Likeness, usize)>)| Some((only_most(names)?.1, other));
    let mut pairs: Vec<(usize, usize)> = best.into_iter().filter_map(one).collect();
    pairs.sort_unstable();
    pairs
}

/// Adds English statements that were likely misread by their form to the Chinese series that they go on.
pub(super) fn add(groups: &mut Vec<Vec<Keyed>>, others: Vec<Keyed>) {
    let known = groups.len();
    for one in others.into_iter().filter(|one| !is_chinese(one)) {
        let is_akin = |group: &&mut Vec<Keyed>| {
            group.first().is_some_and(|other| {
                other.naming.key == one.naming.key && other.statement.metric.unit == one.statement.metric.unit
            })
        };
        match groups[known..].iter_mut().find(is_akin) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    let pairs = pairs(groups);
    let mut added = groups.split_off(known);
    let bears_out = |(english, chinese): &(usize, usize)| {
        *english >= known && groups.get(*chinese).is_some_and(|group| is_series(group))
    };
    let pairs: Vec<(usize, usize)> = pairs.into_iter().filter(bears_out).collect();
    for (english, chinese) in pairs {
        together(&mut groups[chinese], std::mem::take(&mut added[english - known]));
    }
}

/// Whether the statements are of two reports at least.
fn is_series(group: &[Keyed]) -> bool {
    let report = |one: &Keyed| one.statement.place.report_id();
    group.iter().any(|one| report(one) != report(&group[0]))
}

/// The Chinese words for what an English name names.
struct Words {
    all: Vec<String>,
    /// Those of its head: rate of `Answer rate`, complaints of `Complaints about returns`.
    of_head: Vec<String>,
    /// WMS, 4.0: what is written so in both languages.
    codes: Vec<String>,
}

impl Words {
    fn of(name: &str) -> Option<Self> {
        static GLOSSARIES: LazyLock<[Glossary; 2]> = LazyLock::new(|| [Glossary::built_in(), Glossary::general()]);
        let translations = |words: &str| -> Vec<String> {
            GLOSSARIES.iter().flat_map(|glossary| glossary.translations(words)).collect()
        };
        let name = name.replace('-', " ");
        let words: Vec<&str> = name.split_whitespace().collect();
        let is_code = |word: &&str| {
            word.contains(|c: char| c.is_ascii_digit()) || word.chars().filter(char::is_ascii_uppercase).count() > 1
        };
        // What follows it says more of what is named before.
        static LINKS: vocabulary::Words = vocabulary::Words::of(&[Sense::Preposition, Sense::OtherPreposition]);
        let head = words.iter().take_while(|word| !LINKS.have(&word.to_lowercase())).last()?;
        Some(Self {
            all: translations(&name.to_lowercase()),
            of_head: translations(&head.to_lowercase()),
            codes: words.iter().copied().filter(is_code).map(str::to_string).collect(),
        })
    }

    /// How many characters of a Chinese name are those of a word for the English one (of a part of two characters, or of one with
    /// `is_loose`); 0 where it is of something else.
    fn shared(&self, name: &str, is_loose: bool) -> usize {
        let chars: Vec<char> = name.chars().collect();
        let least = if is_loose { 1 } else { 2 };
        let is_in = |words: &[String], part: &[char]| {
            let part: String = part.iter().collect();
            part.chars().all(is_han) && words.iter().any(|word| word.contains(&part))
        };
        let is_of_head = self.of_head.is_empty() || chars.iter().any(|c| is_in(&self.of_head, &[*c]));
        if !is_of_head || !self.codes.iter().all(|code| name.contains(code.as_str())) {
            return 0;
        }
        let mut is_shared = vec![false; chars.len()];
        for (at, part) in chars.windows(least).enumerate().filter(|(_, part)| is_in(&self.all, part)) {
            is_shared[at..at + part.len()].fill(true);
        }
        is_shared.into_iter().filter(|is| *is).count()
    }
}

/// Whether the units are one, or one is not written: a bare number is no share.
fn has_its_unit(one: &Keyed, other: &Keyed) -> bool {
    let (unit, other) = (&one.statement.metric.unit, &other.statement.metric.unit);
    units_fit(unit, other) || [unit, other].into_iter().all(|unit| unit != "%")
}

/// Whether the unit says what sort of thing the values are of: tonnes, no share and no counter.
fn is_measured(one: &Keyed) -> bool {
    Unit::spelled(&one.statement.metric.unit).is_some_and(|unit| unit.kind == UnitKind::Size)
}

/// How like a Chinese name is to an English one; what is of a month or a year comes after what is of no time, what is stated once or twice
/// after what is stated often. All that shares nothing is alike.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Likeness {
    /// Characters that are those of words for the English name.
    shared: usize,
    unqualified: Reverse<usize>,
    statements: usize,
}

impl Likeness {
    fn of(naming: &Naming, statements: usize, words: &Words, is_loose: bool) -> Self {
        let shared = words.shared(&naming.name, is_loose);
        let statements = if shared > 0 { statements } else { 0 };
        let unqualified = Reverse(if shared > 0 { naming.qualifiers.len() } else { 0 });
        Self { shared, unqualified, statements }
    }
}

/// The one that is most, where no other is as much.
fn only_most(mut counted: Vec<(Likeness, usize)>) -> Option<(Likeness, usize)> {
    counted.sort_unstable_by(|one, other| other.cmp(one));
    let most = *counted.first()?;
    counted.get(1).is_none_or(|next| next.0 < most.0).then_some(most)
}

/// Whether each English value has a Chinese one near it, in time and in size: at most so many `times` the other. Small counts are of any
/// size.
fn goes_on(english: &[Keyed], chinese: &[Keyed], times: Decimal) -> bool {
    values_go_on(english, chinese, times, LEAST_COUNT)
}

/// The same where counts below `small` are of any size.
fn values_go_on(english: &[Keyed], chinese: &[Keyed], times: Decimal, small: Decimal) -> bool {
    let is_near = |one: &Keyed| {
        let days = |other: &&Keyed| (other.statement.date - one.statement.date).get_days().abs();
        let Some(nearest) = chinese.iter().min_by_key(days).filter(|other| days(other) <= MOST_DAYS) else {
            return false;
        };
        let (value, near) = (one.statement.metric.value, nearest.statement.metric.value);
        let is_share = one.statement.metric.unit == "%";
        let is_small = value < small && near < small;
        match is_share {
            true => (value - near).abs() <= MOST_POINTS,
            false => is_small || value <= near * times && near <= value * times,
        }
    };
    english.iter().all(is_near)
}
