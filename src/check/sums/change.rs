//! Changes that contradict their two values: 由95%升至93%, 上周30件，本周35件，增加8件, 由100提升到150，提升30%.

use rust_decimal::Decimal;

use super::Wrong;
use super::named::Named;
use crate::check::finding::Wording;
use crate::fact::Standing;
use crate::vocabulary::{Sense, Words};

static RISES: Words = Words::of(&[Sense::Up, Sense::WeakUp, Sense::Higher, Sense::More]);
static FALLS: Words = Words::of(&[Sense::Down, Sense::WeakDown, Sense::Lower, Sense::Less]);
static MOVES: Words = Words::of(&[Sense::Up, Sense::WeakUp, Sense::Down, Sense::WeakDown, Sense::Higher, Sense::Lower]);

/// Whether the words say that something rose (`true`) or fell; the last word counts.
fn direction(words: &str) -> Option<bool> {
    let words = words.trim_end_matches(['了', ' ', '约', '至', '到', '为']);
    let is_version = |end: usize| words[end..].starts_with('级');
    let last = MOVES.all_in(words).into_iter().rfind(|found| !is_version(found.span.end))?;
    Some(matches!(last.sense, Sense::Up | Sense::WeakUp | Sense::Higher))
}

/// The changes of a sentence, at byte `start` of the page, that its values contradict.
pub(in crate::check) fn changes(text: &str, start: usize, all: &[Named]) -> Vec<Wrong> {
    let mut found: Vec<Wrong> = Vec::new();
    for at in 0..all.len() {
        let from_to = from_to(text, start, all, at);
        let stated = from_to.or_else(|| beside(text, start, all, at)).or_else(|| unchanged(text, start, all, at));
        found.extend(stated.filter(|wrong| found.last().is_none_or(|known| known.span.end <= wrong.span.start)));
    }
    found
}

/// 由95%升至93%, rose from 95% to 93%, and the amount behind it.
fn from_to(text: &str, start: usize, all: &[Named], at: usize) -> Option<Wrong> {
    let (first, last) = (&all[at], all.get(at + 1)?);
    let before = &text[..first.span.start - start];
    let between = &text[first.span.end - start..last.span.start - start];
    static EARLIER: Words = Words::of(&[Sense::WeekBefore, Sense::EarlierValue]);
    // 由上周的30件
    let bare = before.trim_end().trim_end_matches('的');
    let bare = EARLIER.ending(bare).map_or(before, |word| &bare[..word.span.start]).trim_end();
    let opening = ["由", "从", "from"].iter().find(|word| bare.ends_with(**word))?;
    let head = bare.strip_suffix(opening)?;
    let is_pair = between.chars().count() <= 16
        && ["到", "至", "to", "为"].iter().any(|word| between.contains(word))
        && !between.contains(['。', '；', '，', '、'])
        && first.is_like(last)
        && !first.is_vague
        && !last.is_vague
        // Versions go up in steps of their own.
        && !text.contains("版本");
    if !is_pair {
        return None;
    }
    // rose from … to …, 由…升至…, 由…到…，上升
    let clause = head.rsplit(['，', '。', ',', '；']).next().unwrap_or_default();
    let after = text[last.span.end - start..].trim_start_matches(['，', ',', ' ', '（', '(']);
    let behind: String =
        after.chars().take_while(|c| !c.is_ascii_digit() && !"，。；,;、".contains(*c)).take(8).collect();
    let rises = direction(between)
        .or_else(|| direction(clause).filter(|_| opening.is_ascii()))
        .or_else(|| direction(&behind))?;
    let from = start + head.len();
    let span = from..last.span.end;
    if let Some(message) = against_direction(first, last, rises) {
        return Some(Wrong { span, message });
    }
    if let Some(change) =
        at.checked_sub(1).map(|at| &all[at]).filter(|change| is_before_pair(head, start, change, rises))
    {
        return wrong_amount(first, last, change)
            .map(|message| Wrong { span: change.span.start..last.span.end, message });
    }
    let change = all.get(at + 2).filter(|change| {
        let gap = &text[last.span.end - start..change.span.start - start];
        let own = direction(gap);
        gap.chars().count() <= 12 && own == Some(rises) && !gap.contains(['。', '；', '、'])
    })?;
    // 提升到150，成功率提升3%: of something else.
    let gap = &text[last.span.end - start..change.span.start - start];
    let verb = MOVES.first_in(gap)?;
    let is_own = gap[..verb.span.start].trim_matches(|c: char| "，, （(".contains(c)).is_empty();
    if !is_own {
        return None;
    }
    let end = change.span.end;
    wrong_amount(first, last, change).map(|message| Wrong { span: from..end, message })
}

/// grew 20% from 1,200 to 1,500, 增长20%（由1,200到1,500）: a change right before the pair; `head` ends where the pair begins.
fn is_before_pair(head: &str, start: usize, change: &Named, rises: bool) -> bool {
    let gap = change.span.end.checked_sub(start).and_then(|end| head.get(end..));
    gap.is_some_and(|gap| gap.trim_matches(|c: char| "，, （(".contains(c)).is_empty())
        && own_direction(change) == Some(rises)
}

/// 本周35件（上周30件），增加8件: a change beside the value and the one before it, in any order.
fn beside(text: &str, start: usize, all: &[Named], at: usize) -> Option<Wrong> {
    const WINDOW: usize = 4;
    let change = &all[at];
    let from = at.saturating_sub(WINDOW);
    let rises = own_direction(change)?;
    let is_change = change.standing == Standing::Change
        || direction(last_chars(&change.name, 3)).is_some()
        || RISES.beginning(&change.behind).is_some()
        || FALLS.beginning(&change.behind).is_some();
    // 减到20 is the value itself.
    let is_value =
        change.name.trim_end().ends_with(['到', '至', '为', '达']) || change.name.trim_end().ends_with(" to");
    if !is_change || is_value || change.is_vague || at == 0 {
        return None;
    }
    // up 8 from 30 last week: the value before may follow its change.
    let behind = all.get(at + 1).filter(|next| text[change.span.end - start..next.span.start - start].trim() == "from");
    let before = behind.or_else(|| all[from..at].iter().rfind(|one| is_earlier(one))).filter(|one| !one.is_vague)?;
    let now = all[from..at].iter().chain(all.get(at + 1)).rfind(|one| {
        one.span != before.span
            && matches!(one.standing, Standing::Now)
            && own_direction(one).is_none()
            && one.is_like(before)
            && !one.is_vague
    })?;
    // 同比 is against last year, 环比 against the last period.
    let is_year = |words: &str| ["同比", "去年", "同期"].iter().any(|word| words.contains(word));
    let whole = &text[all[from].span.start - start..change.span.end - start];
    let is_same_base = is_year(&change.name) == is_year(&before.name) || !whole.contains('同');
    let names_other = change.name.contains("成本") && !now.name.contains("成本");
    if !is_same_base || names_other || !is_of_the_same(now, change) {
        return None;
    }
    let message = against_direction(before, now, rises).or_else(|| wrong_amount(before, now, change))?;
    Some(Wrong { span: change.span.clone(), message })
}

/// 99.7%（上周99.99%，持平）: a value and the one before it, said to be the same.
fn unchanged(text: &str, start: usize, all: &[Named], at: usize) -> Option<Wrong> {
    const FARTHEST_CHARS: usize = 14;
    let (now, before) = (&all[at], all.get(at + 1)?);
    let after = text[before.span.end - start..].trim_start_matches(['，', ',', '、', ' ']);
    let after = ["与上周", "和上周"].iter().find_map(|lead| after.strip_prefix(lead)).unwrap_or(after);
    let is_said = ["持平", "不变", "unchanged"].iter().any(|word| after.starts_with(word));
    let between = &text[now.span.end - start..before.span.start - start];
    let is_pair = between.chars().count() <= FARTHEST_CHARS
        && !between.contains(['。', '；', ';'])
        && is_earlier(before)
        && now.standing == Standing::Now
        && now.is_like(before)
        && !now.is_vague
        && !before.is_vague;
    // 99.99% and 99.991% are the same, rounded.
    let is_other = (now.value - before.value).abs() >= now.place.max(before.place).max(Decimal::new(1, 9));
    (is_said && is_pair && is_other).then(|| {
        let (one, other) = (before.written(), now.written());
        let message = Wording::new(
            format!("写的是持平，可前值 {one}，后值 {other}"),
            format!("it stays the same by its words, and goes from {one} to {other}"),
        );
        Wrong { span: now.span.start..before.span.end, message }
    })
}

fn is_earlier(one: &Named) -> bool {
    static EARLIER: Words = Words::of(&[Sense::WeekBefore, Sense::EarlierValue]);
    one.standing == Standing::Before || EARLIER.are_in(&one.behind)
}

fn own_direction(one: &Named) -> Option<bool> {
    let behind = RISES.beginning(&one.behind).map(|_| true).or_else(|| FALLS.beginning(&one.behind).map(|_| false));
    direction(&one.name).or(behind)
}

/// Whether a change with words of its own is still that of `now`: 投诉35件，上周30件，工单增加8件 is of something else.
fn is_of_the_same(now: &Named, change: &Named) -> bool {
    let verb = MOVES.first_in(&change.name);
    let own = verb.map_or("", |verb| &change.name[..verb.span.start]);
    static NEUTRAL: Words =
        Words::of(&[Sense::ComparedWith, Sense::WeekBefore, Sense::EarlierValue, Sense::OwnTime, Sense::CurrentTime]);
    let rest: String = NEUTRAL.replaced(own, "").chars().filter(|c| c.is_alphanumeric()).collect();
    rest.is_empty() || rest.chars().count() <= 1 || now.name.contains(&rest)
}

fn last_chars(text: &str, count: usize) -> &str {
    crate::text::last_chars(text.trim_end_matches(['了', ' ']), count)
}

/// What is wrong where a value is said to rise and falls, or the other way round.
fn against_direction(first: &Named, last: &Named, rises: bool) -> Option<Wording> {
    let is_against = if rises { last.value < first.value } else { last.value > first.value };
    let (zh, en) = if rises { ("升", "rises") } else { ("降", "falls") };
    let (one, other) = (first.written(), last.written());
    is_against.then(|| {
        Wording::new(
            format!("写的是{zh}，可前值 {one}，后值 {other}"),
            format!("it {en} by its words, and goes from {one} to {other}"),
        )
    })
}

/// What is wrong with the amount of a change.
pub(super) fn wrong_amount(first: &Named, last: &Named, change: &Named) -> Option<Wording> {
    let distance = last.value.checked_sub(first.value)?.abs();
    let amount = change.value.abs();
    let doubt = first.doubt + last.doubt;
    let is =
        |right: Decimal, doubt: Decimal, place: Decimal| (right - amount).abs() < place.max(Decimal::new(1, 9)) + doubt;
    let percent = |base: Decimal| {
        if base.is_zero() {
            return None;
        }
        distance.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(base)
    };
    let relative_doubt = |base: Decimal| {
        if base.is_zero() {
            Decimal::ZERO
        } else {
            (doubt * Decimal::ONE_HUNDRED).checked_div(base).unwrap_or_default()
        }
    };
    let place = if change.doubt.is_zero() && !change.is_percent() { Decimal::ZERO } else { change.place };
    let is_absolute =
        change.unit == last.unit || change.unit == "个百分点" || (change.unit.is_empty() && !last.is_percent());
    if is_absolute && is(distance, doubt, place) {
        return None;
    }
    if change.is_percent() {
        let base = first.value;
        if percent(base).is_none_or(|right| is(right, relative_doubt(base), place)) {
            return None;
        }
    } else if !is_absolute {
        return None;
    }
    let (right, unit) = if change.is_percent() && !last.is_percent() {
        (percent(first.value)?.round_dp(change.value.scale().max(1)), "%")
    } else {
        (distance, if last.is_percent() { "个百分点" } else { change.unit.as_str() })
    };
    let (right, written) = (right.normalize(), change.written());
    Some(Wording::new(
        format!("变化算下来是 {right}{unit}，写的是 {written}"),
        format!("the change is {right}{}, and {written} is written", if unit == "个百分点" { " points" } else { unit }),
    ))
}
