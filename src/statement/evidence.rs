//! What the verdict is given by: figures of what is shown as a whole.

use crate::question::Intent;

use super::clues::Clues;
use super::features::{FEATURES, met, share};
use super::pool::{Pool, mean_and_deviation};
use super::shown::Shown;

/// The names of the figures, in the order of [`evidence`](fn@evidence).
pub const EVIDENCE: [&str; 43] = [
    "best", "second", "margin_5", "margin_20", "met_by_shown", "met_by_best", "rarest_met", "unknown", "most_z",
    "best_z", "best_meaning", "most_words", "best_words", "most_met", "best_met_with_context", "best_report_words",
    "best_report_met", "best_time_other", "best_person_other", "best_names_the_day", "best_names_another_day",
    "passages", "terms", "weight", "english", "yes_no", "many", "list_or_count", "why", "number", "names_the_unknown",
    "mass", "standing_out", "has_strategy", "typed", "best_fits", "unmet", "strategy", "strategy_met", "strategy_best",
    "strategy_lines", "strategy_lists", "strategy_many",
];

/// What a strategy says, as far as the models see it.
#[derive(Debug, Clone, Default)]
pub struct Claimed {
    /// Of each statement of the pool whether it rests on it.
    pub statements: Vec<bool>,
    /// Lines that it shows.
    pub lines: usize,
}

/// What is known of a question beside its statements.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// It names an identifier, a person or an organisation that none of the passages has.
    pub names_the_unknown: bool,
    /// What a strategy says, where one has something to say.
    pub strategy: Option<Claimed>,
}

impl Beside {
    pub(super) fn is_claimed(&self, statement: usize) -> bool {
        self.strategy.as_ref().is_some_and(|claimed| claimed.statements.get(statement).copied().unwrap_or_default())
    }
}

/// The figures of what the strategy beside says, or of the statements shown.
pub fn evidence(pool: &Pool, clues: &Clues, shown: &Shown, beside: &Beside, is_of_strategy: bool) -> Vec<f32> {
    let claimed = beside.strategy.as_ref().filter(|_| is_of_strategy);
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
    let claimed_order =
        || -> Vec<usize> { order.iter().copied().filter(|at| claimed.is_some() && beside.is_claimed(*at)).collect() };
    let rests_on = claimed_order();
    let looked_at: &[usize] = if claimed.is_some() { &rests_on } else { &shown.order };
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
    let flag = |is: bool| if is { 1.0 } else { 0.0 };
    let asks = |intents: &[Intent]| flag(clues.asks(intents));
    let is_strategy = claimed.is_some();
    let of_strategy = |value: f32| if is_strategy { value } else { 0.0 };
    let typed = clues.expected.len();
    let mut fits = vec![false; typed];
    for at in looked_at {
        let met = clues.expected.met(pool.text(&pool.statements[*at]));
        fits.iter_mut().zip(met).for_each(|(one, met)| *one |= met);
    }
    let strategy_best = best.map_or(odds(0.0), |at| odds(shown.probabilities[at]));
    vec![
        at_rank(0),
        at_rank(1),
        at_rank(0) - at_rank(5),
        at_rank(0) - at_rank(20),
        met(&shown_terms, None, clues),
        met(&best_terms, None, clues),
        flag(clues.meets_the_rarest(&|term| f32::from(shown_terms[term]))),
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
        of(best, "names_other_days"),
        (clues.passages as f32).ln_1p(),
        clues.notions.len() as f32,
        clues.total.ln_1p(),
        flag(clues.is_english),
        flag(clues.is_yes_no),
        asks(&MANY),
        asks(&LISTED),
        asks(&[Intent::Cause]),
        asks(&[Intent::HowMany, Intent::Duration]),
        flag(beside.names_the_unknown),
        mass(&shown.probabilities, &order),
        standing_out(&shown.probabilities, &order),
        flag(beside.strategy.is_some()),
        flag(typed > 0),
        of(best, "fits"),
        if typed > 0 { 1.0 - share(&fits) } else { 0.0 },
        flag(is_strategy),
        of_strategy(met(&shown_terms, None, clues)),
        of_strategy(strategy_best - at_rank(0)),
        claimed.map_or(0.0, |claimed| (claimed.lines as f32).ln_1p()),
        of_strategy(asks(&LISTED)),
        of_strategy(asks(&MANY)),
    ]
}

/// What is asked of many reports, and what is asked for in rows or as their number: statements answer it badly, a ledger well.
const MANY: [Intent; 5] = [Intent::List, Intent::Compare, Intent::Highest, Intent::Lowest, Intent::Trend];
const LISTED: [Intent; 2] = [Intent::List, Intent::HowMany];

/// The share of the odds of all statements that the best three have: near 1 where the others are far behind.
fn mass(probabilities: &[f32], order: &[usize]) -> f32 {
    const BEST: usize = 3;
    let odds = |at: &usize| probabilities[*at] / (1.0 - probabilities[*at] + 1e-6);
    let all: f32 = order.iter().map(odds).sum();
    order.iter().take(BEST).map(odds).sum::<f32>() / all.max(1e-6)
}

/// How far the best one lies above the mean of all, in standard deviations of their log odds.
fn standing_out(probabilities: &[f32], order: &[usize]) -> f32 {
    let odds: Vec<f32> =
        order.iter().map(|at| (probabilities[*at] + 1e-6) / (1.0 - probabilities[*at] + 1e-6)).map(f32::ln).collect();
    let Some(best) = odds.first() else { return 0.0 };
    let (mean, deviation) = mean_and_deviation(&odds);
    (best - mean) / deviation
}
