//! Equations as they are written, and whether they hold: 55+65=120.

use rust_decimal::Decimal;

use super::Wrong;
use super::term::{Term, term_at};
use crate::check::finding::Wording;

/// The equations of a line that do not hold: a chain of numbers and signs and one `=`, in one unit.
pub(in crate::check) fn equations(line: &str) -> Vec<Wrong> {
    let mut found = Vec::new();
    for (at, sign) in line.match_indices(['=', '＝']) {
        let after = &line[at + sign.len()..];
        let is_comparison =
            after.starts_with(['=', '>', '＝']) || line[..at].ends_with(['=', '!', '<', '>', ':', '＝']);
        if is_comparison {
            continue;
        }
        let Some((result, end)) = term_at(line, at + sign.len()) else { continue };
        // 3×4=12=12: only the first of a chain.
        let Some((terms, signs, start)) = chain_before(line, at) else { continue };
        let Some(right) = wrong(&terms, &signs, &result) else { continue };
        let written = line[at + sign.len()..end].trim();
        let message = Wording::new(
            format!("等式不成立：左边等于 {right}，写的是 {written}"),
            format!("this does not compute: the left side is {right}, and {written} is written"),
        );
        found.push(Wrong { span: start..end, message });
    }
    found
}

/// The value of the left side where it is not the result; `None` where it is, or the units differ.
fn wrong(terms: &[Term], signs: &[char], result: &Term) -> Option<Decimal> {
    let is_sum = signs.iter().all(|sign| matches!(sign, '+' | '-'));
    let mut units: Vec<&str> = terms.iter().chain([result]).map(|term| term.unit).collect();
    units.retain(|unit| !unit.is_empty());
    units.dedup();
    if is_sum && units.len() > 1 {
        return None;
    }
    // Products of units are units of their own: 3天×4人=12人天 computes, 2小时×3=360分钟 as well.
    if !is_sum && terms.iter().any(|term| !term.unit.is_empty()) {
        return None;
    }
    let (left, doubt) = compute(terms, signs)?;
    let left = if result.unit == "%" && !terms.iter().any(|term| term.unit == "%") {
        left.checked_mul(Decimal::ONE_HUNDRED)?
    } else {
        left
    };
    let distance = left.checked_sub(result.value)?.abs();
    let is_wrong = if signs.contains(&'/') {
        // 10/3=3 and 10/3=3.33: cut or rounded at the last place.
        let allowed = result.doubt * Decimal::TWO;
        distance >= if allowed.is_zero() { Decimal::ONE } else { allowed }
    } else {
        distance > doubt + result.doubt
    };
    is_wrong.then(|| left.round_dp(4).normalize())
}

/// The value of the left side, × and ÷ first, and how far rounding may have moved it.
fn compute(terms: &[Term], signs: &[char]) -> Option<(Decimal, Decimal)> {
    let mut sum = Decimal::ZERO;
    let mut doubt = Decimal::ZERO;
    let mut product = terms.first()?.value;
    let mut adds = true;
    doubt += terms.first()?.doubt;
    for (sign, term) in signs.iter().zip(&terms[1..]) {
        doubt += term.doubt;
        match sign {
            '*' => product = product.checked_mul(term.value)?,
            '/' => product = product.checked_div(term.value)?,
            _ => {
                sum = if adds { sum.checked_add(product)? } else { sum.checked_sub(product)? };
                adds = *sign == '+';
                product = term.value;
            }
        }
    }
    let sum = if adds { sum.checked_add(product)? } else { sum.checked_sub(product)? };
    Some((sum, doubt))
}

/// A longer chain of numbers and signs is no equation, in bytes.
const LONGEST_CHAIN: usize = 240;

/// The numbers and signs that end at `end`, and where they begin; `None` for fewer than two numbers, and where something
/// else is joined to the first.
fn chain_before(line: &str, end: usize) -> Option<(Vec<Term>, Vec<char>, usize)> {
    let is_inside = |at: usize| {
        let before = &line[..at];
        before.ends_with(|c: char| c.is_ascii_alphanumeric() || "_.,".contains(c))
            || before.trim_end_matches(' ').ends_with(|c: char| "-+*/=×÷＋－~约近".contains(c))
    };
    let from = line.floor_char_boundary(end.saturating_sub(LONGEST_CHAIN));
    let digits = line[from..end].match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| from + at);
    digits.filter(|at| !is_inside(*at)).find_map(|start| {
        let (terms, signs) = chain(line, start, end)?;
        // 2023-06-15=…, 138-1234=…: numbers of several digits joined by bare dashes are dates and telephones.
        let is_number_of_something = signs.iter().all(|sign| *sign == '-') && line[start..end].contains("-0");
        (!is_number_of_something).then_some((terms, signs, start))
    })
}

/// The numbers from `start` to `end` with a sign between each two of them.
fn chain(line: &str, start: usize, end: usize) -> Option<(Vec<Term>, Vec<char>)> {
    let (mut terms, mut signs) = (Vec::new(), Vec::new());
    let mut at = start;
    loop {
        let (term, after) = term_at(line, at).filter(|(_, after)| *after <= end)?;
        terms.push(term);
        let rest = line[after..end].trim_start_matches(' ');
        let Some(sign) = rest.chars().next() else { break };
        signs.push(match sign {
            '+' | '＋' => '+',
            '-' | '－' => '-',
            '*' | '×' => '*',
            '/' | '÷' => '/',
            _ => return None,
        });
        at = end - rest.len() + sign.len_utf8();
    }
    (terms.len() > 1).then_some((terms, signs))
}
