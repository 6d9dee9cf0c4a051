//! Changes whose percentage is another: 由100提升到150，提升30%.

use rust_decimal::Decimal;

use super::Wrong;
use super::term::{last_digit, term_at};
use crate::check::finding::Wording;
use crate::vocabulary::{Sense, Words};

/// 由100提升到150，提升30%: a change whose percentage is another, by its first value or by its last.
pub(in crate::check) fn changes(line: &str) -> Vec<Wrong> {
    static VERBS: Words = Words::of(&[Sense::Up, Sense::WeakUp, Sense::Down, Sense::WeakDown]);
    let mut found = Vec::new();
    for (at, word) in line.match_indices(['由', '从']) {
        let Some((first, end)) = term_at(line, at + word.len()) else { continue };
        let rest = line[end..].trim_start();
        let Some(to) = rest.find(['到', '至']).filter(|to| rest[..*to].chars().count() <= 4) else { continue };
        let is_verb = VERBS.have(rest[..to].trim()) || rest[..to].trim().is_empty();
        let start = line.len() - rest.len() + to + rest[to..].chars().next().map_or(1, char::len_utf8);
        let Some((last, end)) = term_at(line, start).filter(|_| is_verb) else { continue };
        let rest = line[end..].trim_start_matches(['，', ',', ' ', '（', '(']);
        let Some(rest) = VERBS.beginning(rest).map(|verb| &rest[verb.span.end..]) else { continue };
        let from = line.len() - rest.trim_start_matches(['了', ' ']).len();
        let Some((change, end)) = term_at(line, from).filter(|(change, _)| change.unit == "%") else { continue };
        let is_alike = first.unit == last.unit || first.unit.is_empty() || last.unit.is_empty();
        if !is_alike
            || first.value.is_zero()
            || last.value.is_zero()
            || first.unit == "%"
            || line[end..].starts_with("以上")
        {
            continue;
        }
        let percent = |base: Decimal| {
            last.value.checked_sub(first.value)?.abs().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(base)
        };
        let Some(right) = percent(first.value) else { continue };
        // What was rounded before may move the percentage by as much.
        let doubt = (first.doubt + last.doubt)
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|doubt| doubt.checked_div(first.value));
        let allowed = last_digit(change.value) + doubt.unwrap_or_default();
        let fits = |value: Option<Decimal>| {
            value.is_some_and(|value| value.checked_sub(change.value).is_some_and(|distance| distance.abs() < allowed))
        };
        if !fits(Some(right)) && !fits(percent(last.value)) {
            let (written, right) = (&line[from..end], right.round_dp(change.value.scale().max(1)).normalize());
            let message = Wording::new(
                format!("变化算下来是 {right}%，写的是 {written}"),
                format!("the change is {right}%, and {written} is written"),
            );
            found.push(Wrong { span: at..end, message });
        }
    }
    found
}
