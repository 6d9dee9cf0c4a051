//! Parts that follow their whole: 共12项，其中A 5项、B 6项; 本周故障9起（网络4起、主机4起）.

use rust_decimal::Decimal;

use super::Wrong;
use super::named::{Named, named};
use crate::check::finding::Wording;
use crate::fact::Standing;
use crate::vocabulary::{Sense, Words};

/// What leads from a whole to all of its parts, and to some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// A colon, a bracket, 分别.
    All,
    /// 其中, of which.
    Among,
}

/// The wholes of a sentence, at byte `start` of the page, that the parts behind them do not make.
pub(in crate::check) fn wholes(text: &str, start: usize) -> Vec<Wrong> {
    let all = named(text, start);
    (0..all.len()).filter_map(|at| wrong(text, start, &all, at)).collect()
}

fn wrong(text: &str, start: usize, all: &[Named], at: usize) -> Option<Wrong> {
    let whole = &all[at];
    let next = all.get(at + 1)?;
    let lead = lead(&text[whole.span.end - start..next.span.start - start])?;
    // Of English nouns few are units: they follow their numbers.
    let is_counted = !whole.unit.is_empty()
        || (whole.behind.is_ascii() && !whole.behind.is_empty())
        || whole.name.ends_with("headcount");
    if !is_counted || whole.is_percent() || whole.is_vague || whole.standing != Standing::Now {
        return None;
    }
    let parts = run_of_parts(text, start, whole, &all[at + 1..])?;
    let is_listed = parts.windows(2).all(|pair| {
        let gap =
            text[pair[0].span.end - start..pair[1].span.start - start].trim_start_matches(|c: char| c.is_alphabetic());
        gap.trim_start().starts_with(['、', '和', '及', '/', '+']) || gap.contains(" and ")
    });
    let mut sum = Decimal::ZERO;
    let mut doubt = whole.doubt;
    for (count, part) in parts.iter().enumerate() {
        sum = sum.checked_add(part.value)?;
        doubt += part.doubt;
        if count > 0 && (sum - whole.value).abs() <= doubt {
            return None;
        }
    }
    let distance = (sum - whole.value).abs();
    let share = distance.checked_div(whole.value)?;
    // What is named among others may leave some out; what overlaps goes far beyond.
    let most = match (lead, is_listed, sum > whole.value) {
        (Lead::All, _, _) => Decimal::new(35, 2),
        (Lead::Among, true, true) => Decimal::new(35, 2),
        (Lead::Among, true, false) => Decimal::new(10, 2),
        (Lead::Among, false, true) => Decimal::new(12, 2),
        (Lead::Among, false, false) => Decimal::new(5, 2),
    };
    let is_one_off = distance <= Decimal::TWO && whole.value >= Decimal::from(5) && (is_listed || lead == Lead::All);
    (share <= most || is_one_off).then(|| Wrong {
        span: whole.span.clone(),
        message: Wording::new(
            format!("各项相加是 {}，写的总数是 {}", sum.normalize(), whole.written()),
            format!("the parts add up to {}, and the total is given as {}", sum.normalize(), whole.written()),
        ),
    })
}

/// What leads from the whole to its first part, in the text between the two.
fn lead(between: &str) -> Option<Lead> {
    const MOST_CHARS: usize = 24;
    if between.chars().count() > MOST_CHARS || between.contains(['。', '；', '\n', '|', ';', '）', ')']) {
        return None;
    }
    if ["其中", "of which", "including"].iter().any(|word| between.contains(word)) {
        return Some(Lead::Among);
    }
    let is_all =
        between.contains(['：', ':', '（', '(']) || ["分别", "包括", "包含"].iter().any(|word| between.contains(word));
    is_all.then_some(Lead::All)
}

/// The parts behind a whole: at least two of its unit, each with its name.
fn run_of_parts<'a>(text: &str, start: usize, whole: &Named, rest: &'a [Named]) -> Option<Vec<&'a Named>> {
    static OTHERS: Words = Words::of(&[Sense::OtherValue]);
    // Single characters are parts of many words.
    let is_other = |name: &str| {
        let name = name.trim_start_matches("其中").trim_start_matches("分别");
        OTHERS.all_in(name).iter().any(|found| found.word.chars().count() > 1)
    };
    let mut parts: Vec<&Named> = Vec::new();
    let mut end = None;
    for one in rest {
        let gap = &text[end.unwrap_or(one.span.start - start)..one.span.start - start];
        let is_over =
            gap.contains(['。', '；', '\n', '|', '）', ')']) || gap.chars().count() > 16 || gap.contains("其中");
        if is_over {
            break;
        }
        if one.is_percent() && !parts.is_empty() {
            // A（40%）: the share of a part beside it.
            end = Some(one.span.end - start);
            continue;
        }
        // 第6项 is one of them.
        let is_named = (!one.name.trim().is_empty() || !one.behind.is_empty()) && !one.name.ends_with('第');
        let is_alike =
            one.unit == whole.unit || (one.behind.is_ascii() && !one.behind.is_empty() && one.is_like(whole));
        let is_part = is_alike && one.standing == Standing::Now && !one.is_vague && is_named;
        if !is_part || is_other(&one.name) {
            return None;
        }
        parts.push(one);
        end = Some(one.span.end - start);
    }
    let after = text[end?..].trim_start_matches(|c: char| c.is_alphabetic() && c != '等' && c != '其');
    let goes_on = after.starts_with('等') || text[end?..].contains("其余") || text[end?..].contains("其他");
    let same_names = parts.windows(2).any(|pair| pair[0].name == pair[1].name && pair[0].behind == pair[1].behind);
    (parts.len() >= 2 && !goes_on && !same_names).then_some(parts)
}
