//! Which statements are shown: the likeliest first, a block together, up to a length.

use super::clues::Clues;
use super::features::{features, with_links};
use super::links::links;
use super::model::Models;
use super::pool::Pool;
use super::shown::{Shown, best_first};

/// Statements that lend some of their probability to those around them.
const LENDING: usize = 3;

/// How far they lend, in statements of the section, how much, and how fast it fades.
const REACH: usize = 3;
const LENT: f32 = 0.15;
const FADE: f32 = 2.0;

/// What a statement before the likely one is lent of that: a report explains afterwards.
const BEFORE: f32 = 0.6;

/// Weighs the statements of `pool`. About `most` characters are shown.
pub fn show(pool: &Pool, clues: &Clues, models: &Models, most: usize) -> Shown {
    let features = features(pool, clues);
    let first: Vec<f32> = features.iter().map(|row| models.at_first_sight(row)).collect();
    let features = with_links(features, &links(pool, &clues.question, &first), &first);
    let probabilities: Vec<f32> = features.iter().map(|row| models.of_statement(row)).collect();
    let lent = lend(pool, &probabilities);
    let order = within(pool, &lent, most);
    Shown { probabilities, lent, order, features }
}

fn lend(pool: &Pool, probabilities: &[f32]) -> Vec<f32> {
    let mut gained = vec![0.0_f32; probabilities.len()];
    for best in best_first(probabilities).into_iter().take(LENDING) {
        let from = best.saturating_sub(REACH);
        let to = (best + REACH).min(probabilities.len().saturating_sub(1));
        for at in (from..=to).filter(|at| *at != best) {
            if pool.statements[at].section != pool.statements[best].section {
                continue;
            }
            let distance = at.abs_diff(best) as f32;
            let side = if at > best { 1.0 } else { BEFORE };
            let lent = LENT * probabilities[best] * (-distance / FADE).exp() * side;
            gained[at] = gained[at].max(lent);
        }
    }
    probabilities.iter().zip(gained).map(|(own, lent)| own + lent).collect()
}

/// The likeliest that fit; one of them always.
fn within(pool: &Pool, values: &[f32], most: usize) -> Vec<usize> {
    /// Once so much of the length is used, nothing shorter is looked for.
    const NEARLY: f32 = 0.9;
    let mut used = 0;
    let mut shown = Vec::new();
    let mut said: Vec<&str> = Vec::new();
    for at in best_first(values) {
        let text = pool.text(&pool.statements[at]);
        // A report that repeats the last one says nothing new.
        if said.contains(&text) {
            continue;
        }
        let length = text.chars().count();
        if used > 0 && used + length > most {
            if used as f32 > NEARLY * most as f32 {
                break;
            }
            continue;
        }
        used += length;
        said.push(text);
        shown.push(at);
    }
    shown
}
