//! Totals that their parts do not make, and parts larger than their whole.

use rust_decimal::Decimal;

use super::Wrong;
use super::term::last_digit;
use crate::check::finding::Wording;
use crate::fact::{Figure, Standing, figures};
use crate::quantity::{is_bounded_before, is_bounded_behind};
use crate::vocabulary::{Sense, Words};

static TOTALS: Words = Words::of(&[Sense::StatedTotal]);

/// The totals of a line that their parts do not make, and parts larger than their whole.
pub(in crate::check) fn totals(line: &str) -> Vec<Wrong> {
    let mut found = Vec::new();
    if !TOTALS.are_in(line) && !line.contains("其中") {
        return found;
    }
    for sentence in crate::fact::sentences(line, 0..line.len()) {
        let text = &line[sentence.clone()];
        let all = figures(text);
        for (at, figure) in all.iter().enumerate() {
            let wrong = wrong_total(text, &all[..at], figure).or_else(|| wrong_part(text, &all[..at], figure));
            found.extend(wrong.map(|message| Wrong {
                span: sentence.start + figure.span.start..sentence.start + figure.span.end,
                message,
            }));
        }
    }
    found
}

fn wrong_total(text: &str, before: &[Figure], total: &Figure) -> Option<Wording> {
    let head = text[..total.span.start].trim_end().trim_end_matches('：');
    let opens = head[..TOTALS.ending(head)?.span.start].trim_end().ends_with(['，', ',', '、', '；', '（', '(']);
    if !opens || total.unit == "%" {
        return None;
    }
    let parts: Vec<&Figure> = before
        .iter()
        .filter(|figure| figure.unit == total.unit && !in_brackets(text, figure.span.start, total.span.start))
        .collect();
    let is_plain = parts.iter().all(|part| part.standing == Standing::Now && !is_vague(text, part));
    let is_tidy = parts.windows(2).all(|pair| text[pair[0].span.end..pair[1].span.start].chars().count() <= 12);
    if parts.len() < 2 || !is_plain || !is_tidy || is_vague(text, total) {
        return None;
    }
    let doubt = |figure: &Figure| written_doubt(&text[figure.span.clone()], figure.value);
    let mut sum = Decimal::ZERO;
    let mut allowed = doubt(total);
    for (count, part) in parts.iter().rev().enumerate() {
        sum = sum.checked_add(part.value)?;
        allowed += doubt(part);
        if count > 0 && sum.checked_sub(total.value)?.abs() <= allowed {
            return None;
        }
    }
    // 新增5项，关闭6项，共影响30项: what is far from the parts is of something else.
    let is_weak = head.ends_with('共');
    if is_weak && (sum - total.value).abs() * Decimal::from(3) > total.value {
        return None;
    }
    let (sum, stated, unit) = (sum.normalize(), total.value, &total.unit);
    Some(Wording::new(
        format!("分项相加是 {sum}{unit}，合计写的是 {stated}{unit}"),
        format!("the parts add up to {sum}{unit}, and the total says {stated}{unit}"),
    ))
}

/// 其中高危70个 of 60个.
fn wrong_part(text: &str, before: &[Figure], part: &Figure) -> Option<Wording> {
    static OF_OTHERS: Words = Words::of(&[Sense::OfOthers]);
    let among = text[..part.span.start].rfind("其中")?;
    let name = &text[among + "其中".len()..part.span.start];
    let is_first = !name.contains(['，', '。', '、', ',']) && name.chars().count() <= 10;
    let whole = before.iter().rfind(|figure| figure.span.end <= among)?;
    let noun = |figure: &Figure| -> String {
        text[figure.span.end..].chars().take_while(|c| c.is_alphanumeric() && !c.is_ascii_digit()).take(2).collect()
    };
    let is_same = part.unit == whole.unit && (noun(part).is_empty() || noun(part) == noun(whole));
    let is_near = text[whole.span.end..among].chars().count() <= 12;
    let is_plain = [part, whole].iter().all(|figure| figure.standing == Standing::Now && !is_vague(text, figure));
    let is_counted = !part.unit.is_empty() && part.unit != "%";
    let is_other = OF_OTHERS.are_in(name);
    let (sum, stated, unit) = (part.value, whole.value, &part.unit);
    let is_wrong = is_first && is_same && is_near && is_plain && is_counted && !is_other && sum > stated;
    is_wrong.then(|| {
        Wording::new(
            format!("“其中”的 {sum}{unit} 大于总数 {stated}{unit}"),
            format!("a part of {sum}{unit} is larger than its whole, {stated}{unit}"),
        )
    })
}

fn is_vague(text: &str, figure: &Figure) -> bool {
    is_bounded_before(&text[..figure.span.start])
        || is_bounded_behind(&text[figure.span.end..])
        || text[figure.span.clone()].contains(['多', '余', '+'])
}

/// Half a unit of the last place of `12.5万`; 0 for a number that is written out in whole.
fn written_doubt(written: &str, value: Decimal) -> Decimal {
    let digits: String = written.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    let Ok(number) = digits.replace(',', "").trim_end_matches('.').parse::<Decimal>() else { return Decimal::ZERO };
    let factor = value.checked_div(number).unwrap_or(Decimal::ONE);
    if number.scale() == 0 && factor == Decimal::ONE {
        Decimal::ZERO
    } else {
        last_digit(number).checked_mul(factor).unwrap_or_default() / Decimal::TWO
    }
}

/// Whether `at` lies inside brackets that `from` is not in.
fn in_brackets(text: &str, at: usize, from: usize) -> bool {
    let depth = |end: usize| {
        text[..end].chars().fold(0_i32, |depth, c| match c {
            '（' | '(' => depth + 1,
            '）' | ')' => depth - 1,
            _ => depth,
        })
    };
    depth(at) > depth(from)
}
