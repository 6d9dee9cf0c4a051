//! What the verdict is given by: figures of what is shown as a whole.

use crate::question::Intent;

use super::clues::Clues;
use super::features::{FEATURES, met};
use super::pool::Pool;
use super::show::Shown;

/// The names of the figures, in the order of [`evidence`](fn@evidence).
pub const EVIDENCE: [&str; 38] = [
    "best",
    "second",
    "margin_5",
    "margin_20",
    "met_by_shown",
    "met_by_best",
    "rarest_met",
    "unknown",
    "most_z",
    "best_z",
    "best_meaning",
    "most_words",
    "best_words",
    "most_met",
    "best_met_with_context",
    "best_report_words",
    "best_report_met",
    "best_time_other",
    "best_person_other",
    "best_names_the_day",
    "best_names_another_day",
    "passages",
    "terms",
    "weight",
    "english",
    "yes_no",
    "many",
    "list_or_count",
    "why",
    "number",
    "names_the_unknown",
    "strategy_asked",
    "pick_asked",
    "strategy",
    "pick",
    "strategy_met",
    "strategy_best",
    "strategy_lines",
];

/// What a strategy says, as far as the verdict sees it.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Of each statement of the pool whether it rests on it.
    pub statements: Vec<bool>,
    /// Lines that it shows.
    pub lines: usize,
    /// It chose sentences by rules.
    pub is_pick: bool,
}

/// What is known of a question beside its statements.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside {
    /// It names an identifier, a person or an organisation that none of the passages has.
    pub names_the_unknown: bool,
    /// A strategy, or a choice of sentences by rules, has something to say.
    pub has_strategy: bool,
    pub has_pick: bool,
}

/// The figures of what a strategy `told`, or, without one, of the statements shown.
pub fn evidence(pool: &Pool, clues: &Clues, shown: &Shown, beside: Beside, told: Option<&Told>) -> Vec<f32> {
    let odds = |p: f32| ((p + 1e-6) / (1.0 - p + 1e-6)).ln();
    let mut order: Vec<usize> = (0..shown.probabilities.len()).collect();
    order.sort_by(|one, other| shown.probabilities[*other].total_cmp(&shown.probabilities[*one]).then(one.cmp(other)));
    let at_rank = |rank: usize| {
        order.get(rank.min(order.len().saturating_sub(1))).map_or(odds(0.0), |at| odds(shown.probabilities[*at]))
    };
    let feature = |name: &str| FEATURES.iter().position(|known| *known == name).unwrap_or_default();
    let of = |at: Option<usize>, name: &str| at.map_or(0.0, |at| shown.features[at][feature(name)]);
    let most = |name: &str| {
        let column = feature(name);
        shown.features.iter().map(|row| row[column]).fold(f32::NAN, f32::max)
    };
    let told_order = || -> Vec<usize> {
        let is_told = |at: &usize| told.is_some_and(|told| told.statements.get(*at).copied().unwrap_or_default());
        order.iter().copied().filter(is_told).collect()
    };
    let rests_on = told_order();
    let looked_at: &[usize] = if told.is_some() { &rests_on } else { &shown.order };
    let best = looked_at.first().copied();
    let met_by = |ats: &[usize]| {
        let mut own = vec![0_u8; clues.terms.len()];
        for at in ats {
            let statement = &pool.statements[*at];
            for (term, count) in own.iter_mut().enumerate() {
                *count |= statement.own[term] | statement.around[term];
            }
        }
        own
    };
    let shown_terms = met_by(looked_at);
    let best_terms = met_by(&looked_at[..looked_at.len().min(1)]);
    let rarest = clues
        .terms
        .iter()
        .enumerate()
        .filter(|(_, term)| term.is_written)
        .max_by(|(_, one), (_, other)| one.idf.total_cmp(&other.idf));
    let flag = |is: bool| if is { 1.0 } else { 0.0 };
    let asks = |intents: &[Intent]| flag(clues.asks(intents));
    let is_strategy = told.is_some();
    let of_strategy = |value: f32| if is_strategy { value } else { 0.0 };
    let strategy_best = best.map_or(odds(0.0), |at| odds(shown.probabilities[at]));
    vec![
        at_rank(0),
        at_rank(1),
        at_rank(0) - at_rank(5),
        at_rank(0) - at_rank(20),
        met(&shown_terms, None, clues),
        met(&best_terms, None, clues),
        flag(rarest.is_some_and(|(at, _)| shown_terms[at] > 0)),
        clues.unknown,
        most("meaning_z"),
        of(best, "meaning_z"),
        of(best, "meaning"),
        most("words"),
        of(best, "words"),
        most("met"),
        of(best, "met_with_context"),
        of(best, "report_words"),
        of(best, "met_in_report"),
        of(best, "time_other"),
        of(best, "person_other"),
        flag(clues.asks_for_a_day() && of(best, "names_the_day") > 0.0),
        flag(clues.asks_for_a_day() && of(best, "names_the_day") == 0.0),
        (clues.passages as f32).ln_1p(),
        clues.terms.iter().filter(|term| term.is_written).count() as f32,
        clues.total.ln_1p(),
        flag(clues.is_english),
        flag(clues.is_yes_no),
        asks(&[Intent::List, Intent::Compare, Intent::Highest, Intent::Lowest, Intent::Trend]),
        asks(&[Intent::List, Intent::HowMany]),
        asks(&[Intent::Cause]),
        asks(&[Intent::HowMany, Intent::Duration]),
        flag(beside.names_the_unknown),
        flag(beside.has_strategy),
        flag(beside.has_pick),
        flag(is_strategy),
        flag(told.is_some_and(|told| told.is_pick)),
        of_strategy(met(&shown_terms, None, clues)),
        of_strategy(strategy_best - at_rank(0)),
        told.map_or(0.0, |told| (told.lines as f32).ln_1p()),
    ]
}
