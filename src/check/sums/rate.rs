//! Rates whose parts stand beside them and contradict them (抽检110批，合格105批，合格率97.5%), and a whole that is not its part and its
//! rest (受理412单，办结389单，未结25单).

use rust_decimal::Decimal;

use super::Wrong;
use super::named::Named;
use crate::check::finding::Wording;
use crate::fact::Standing;
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// What a name of a rate ends with.
static SHARES: Words = Words::of(&[Sense::Share]);
/// What is named so is no part.
static WHOLES: Words = Words::of(&[Sense::Whole]);
static RESTS: Words = Words::of(&[Sense::Rest]);
static RESTS_ALONE: Words = Words::of(&[Sense::RestAlone]);
/// What makes a percentage one of another time or of a plan.
static OTHERS: Words = Words::of(&[Sense::OtherValue]);

/// How a group of numbers belongs together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Group {
    /// One sentence: what is not named may be known by its place.
    Sentence,
    /// Neighbouring items or rows: only names join them.
    Neighbours,
}

/// How far a rate may lie from what unnamed numbers make, in points: two that are further apart are no rate of each other.
const NEAR_POINTS: u32 = 15;

/// The rates of `group` that their parts contradict, and wholes that are not their part and their rest.
pub(in crate::check) fn contradictions(group: &[Named], kind: Group) -> Vec<Wrong> {
    let mut found: Vec<Wrong> = Vec::new();
    for (at, rate) in group.iter().enumerate() {
        if !rate.is_percent() || rate.standing != Standing::Now || rate.is_vague || is_change(rate) {
            continue;
        }
        // 一线抽检50件合格48件合格率96%，二线…: each rate has the parts since the one before it.
        let from = group[..at].iter().rposition(|one| one.is_percent() && one.name == rate.name).map_or(0, |at| at + 1);
        let counts: Vec<&Named> = group[from..].iter().filter(|one| is_count(one)).collect();
        let named = by_name(&counts, rate);
        let wrong = if named.0 { named.1 } else { by_place(group, at, kind) };
        found.extend(wrong);
    }
    found.extend(balance(group, kind));
    found
}

fn is_count(one: &Named) -> bool {
    !one.is_percent()
        && one.unit != "个百分点"
        && matches!(one.standing, Standing::Now | Standing::Target)
        && !one.is_vague
}

fn is_change(rate: &Named) -> bool {
    static CHANGES: Words = Words::of(&[Sense::Up, Sense::Down, Sense::ComparedWith, Sense::TargetValue]);
    CHANGES.are_in(&rate.name)
}

/// What a rate is a rate of: 合格 of 本周批合格率; the beginning of the last word of an English name.
fn core(name: &str) -> Option<String> {
    let name = name.trim();
    let ending = SHARES.ending(name)?;
    let stem = name[..ending.span.start].trim();
    let chars: Vec<char> = stem.chars().collect();
    if chars.last().copied().is_some_and(is_han) {
        let from = chars.len().saturating_sub(2);
        return (chars.len() >= 2).then(|| chars[from..].iter().collect());
    }
    const BEGINNING: usize = 5;
    let word = stem.rsplit([' ', '-']).next()?;
    (word.len() >= 3).then(|| word.chars().take(BEGINNING).collect())
}

/// How a count is named for the core of a rate.
#[derive(PartialEq, Eq)]
enum Role {
    Part,
    /// 不合格 of 合格率.
    Rest,
    Other,
}

fn role(one: &Named, core: &str) -> Role {
    for name in [&one.name, &one.behind] {
        let Some(at) = name.find(core) else { continue };
        let before = &name[..at];
        if RESTS.ending(before.trim_end()).is_some() {
            return Role::Rest;
        }
        if WHOLES.ending(before.trim_end()).is_some() && !before.ends_with('已') {
            continue;
        }
        return Role::Part;
    }
    Role::Other
}

/// Whether a part by name is there, and what is wrong with the rate where it is.
fn by_name(counts: &[&Named], rate: &Named) -> (bool, Option<Wrong>) {
    let Some(core) = core(&rate.name) else { return (false, None) };
    let of = |wanted: &Role| counts.iter().copied().filter(|one| role(one, &core) == *wanted).collect::<Vec<&Named>>();
    let (parts, rests) = (of(&Role::Part), of(&Role::Rest));
    let pairs: Vec<(&Named, bool)> =
        parts.iter().map(|part| (*part, false)).chain(rests.iter().map(|rest| (*rest, true))).collect();
    let mut best: Option<(&Named, &Named, bool, bool)> = None;
    for (part, is_rest) in &pairs {
        for whole in counts {
            let is_named = WHOLES.are_in(&whole.name);
            let is_whole = whole.span != part.span
                && whole.is_like(part)
                && !whole.value.is_zero()
                && role(whole, &core) == Role::Other
                && (whole.value >= part.value || is_named);
            if !is_whole {
                continue;
            }
            if fits(part, whole, rate, *is_rest) {
                return (true, None);
            }
            let is_better = best.is_none_or(|(_, _, known, _)| is_named && !known);
            if is_better {
                best = Some((part, whole, is_named, *is_rest));
            }
        }
    }
    // 合格105批，不合格6批: the two are the whole.
    if let (&[part], &[rest]) = (parts.as_slice(), rests.as_slice())
        && let Some(sum) = part.value.checked_add(rest.value)
    {
        let whole = Named { value: sum, ..part.clone() };
        if fits(part, &whole, rate, false) {
            return (true, None);
        }
        if best.is_none() && !sum.is_zero() {
            return (true, Some(objection(part, &whole, rate, false)));
        }
    }
    let wrong = best.filter(|(part, whole, is_named, is_rest)| *is_named || is_near(part, whole, rate, *is_rest));
    (!pairs.is_empty() && best.is_some(), wrong.map(|(part, whole, _, is_rest)| objection(part, whole, rate, is_rest)))
}

/// What is wrong with a rate whose parts are known by their place alone: 送检119批，合格115批，93.6%.
fn by_place(group: &[Named], at: usize, kind: Group) -> Option<Wrong> {
    let rate = &group[at];
    let name = rate.name.trim();
    let is_share = name.is_empty() || SHARES.ending(name).is_some() || name == "占";
    let part = group[..at].last().filter(|part| is_count(part) && is_share && !OTHERS.are_in(name))?;
    let is_beside = rate.span.start.checked_sub(part.span.end).is_some_and(|gap| gap <= GAP_BYTES);
    if kind != Group::Sentence || !is_beside || !rate.behind.is_empty() {
        return None;
    }
    // 已培训88人/应培训110人，覆盖率80%: the whole may stand last.
    if let Some(first) = at.checked_sub(2).map(|at| &group[at])
        && WHOLES.are_in(&part.name)
        && is_count(first)
        && first.unit == part.unit
        && first.value < part.value
        && !WHOLES.are_in(&first.name)
    {
        return (!fits(first, part, rate, false) && is_near(first, part, rate, false))
            .then(|| objection(first, part, rate, false));
    }
    let wholes: Vec<&Named> = group[..at - 1]
        .iter()
        .filter(|one| is_count(one) && one.unit == part.unit && one.value > part.value && !one.value.is_zero())
        .collect();
    let [whole] = wholes.as_slice() else { return None };
    let is_right = [false, true].iter().any(|is_rest| fits(part, whole, rate, *is_rest));
    (!is_right && is_near(part, whole, rate, false)).then(|| objection(part, whole, rate, false))
}

/// Most bytes between a part and its rate, where no name joins them.
const GAP_BYTES: usize = 30;

/// Part of whole, in percent.
fn percent(part: &Named, whole: &Named, is_rest: bool) -> Option<Decimal> {
    let percent = part.value.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole.value)?;
    Some(if is_rest { Decimal::ONE_HUNDRED - percent } else { percent })
}

/// Whether the rate is rounded or cut at its last place; what the parts were rounded by may move it.
pub(super) fn fits(part: &Named, whole: &Named, rate: &Named, is_rest: bool) -> bool {
    let Some(exact) = percent(part, whole, is_rest) else { return true };
    let doubt = (part.doubt + whole.doubt) * Decimal::ONE_HUNDRED / whole.value.max(Decimal::ONE);
    (exact - rate.value).abs() < rate.place + doubt
}

fn is_near(part: &Named, whole: &Named, rate: &Named, is_rest: bool) -> bool {
    percent(part, whole, is_rest).is_some_and(|exact| (exact - rate.value).abs() <= Decimal::from(NEAR_POINTS))
}

pub(super) fn objection(part: &Named, whole: &Named, rate: &Named, is_rest: bool) -> Wrong {
    let right = percent(part, whole, is_rest).unwrap_or_default().round_dp(rate.value.scale().max(1)).normalize();
    let (one, all, stated) = (part.value.normalize(), whole.value.normalize(), rate.value.normalize());
    let rest = if is_rest { "1−" } else { "" };
    Wrong {
        span: rate.span.clone(),
        message: Wording::new(
            format!("{rest}{one}/{all} 等于 {right}%，写的是 {stated}%"),
            format!("{rest}{one}/{all} is {right}%, and {stated}% is written"),
        ),
    }
}

/// A whole that is not the sum of its part and of what is left of it.
fn balance(group: &[Named], kind: Group) -> Option<Wrong> {
    if kind != Group::Sentence {
        return None;
    }
    let counts: Vec<&Named> =
        group.iter().filter(|one| is_count(one) && one.standing == Standing::Now && !one.unit.is_empty()).collect();
    counts.iter().enumerate().find_map(|(at, rest)| {
        let part = part_of_rest(&counts[..at], rest)?;
        let others: Vec<&&Named> = counts[..at]
            .iter()
            .filter(|one| one.span != part.span && one.unit == rest.unit && one.value >= part.value.max(rest.value))
            .collect();
        let [whole] = others.as_slice() else { return None };
        let sum = part.value.checked_add(rest.value)?;
        let (distance, tenth) = ((sum - whole.value).abs(), whole.value / Decimal::TEN);
        let is_wrong = distance > part.doubt + rest.doubt + whole.doubt && distance <= tenth.max(Decimal::TEN);
        is_wrong.then(|| Wrong {
            span: rest.span.clone(),
            message: Wording::new(
                format!(
                    "{} 加 {} 是 {}，前面写的总数是 {}",
                    part.written(),
                    rest.written(),
                    sum.normalize(),
                    whole.written()
                ),
                format!(
                    "{} and {} make {}, and the whole is given as {}",
                    part.written(),
                    rest.written(),
                    sum.normalize(),
                    whole.written()
                ),
            ),
        })
    })
}

/// 办结389单 for 未办结25单, the number before for 剩余25单.
fn part_of_rest<'a>(before: &[&'a Named], rest: &Named) -> Option<&'a Named> {
    let name = rest.name.trim();
    if RESTS_ALONE.have(name) || (name.is_empty() && RESTS.have(&rest.behind)) {
        return before.last().copied().filter(|part| part.unit == rest.unit && before.len() == 2);
    }
    let word = RESTS.all_in(name).into_iter().next()?;
    let core: String = name[word.span.end..].trim().chars().take(2).collect();
    let last: String = core.chars().rev().take(1).collect();
    let is_part = |one: &&&Named| {
        let has = one.name.contains(&core) || (name.chars().count() <= 3 && one.name.ends_with(&last));
        one.unit == rest.unit && has && !core.is_empty() && RESTS.first_in(&one.name).is_none()
    };
    before.iter().rfind(is_part).copied()
}
