//! Which statements are shown: those that say most for the room they take, up to a length.

use super::clues::Clues;
use super::features::{features, with_links};
use super::links::links;
use super::model::Models;
use super::pool::{Pool, length};
use super::shown::{Shown, best_first};

/// What a statement takes of the length beside its own characters: the place it is of and the number of its source. Weights left out in
/// turn: docs/quality.md.
const PLACE_CHARS: f32 = 30.0;

/// Weighs the statements of `pool`. About `most` characters are shown.
pub fn show(pool: &Pool, clues: &Clues, models: &Models, most: usize) -> Shown {
    let features = features(pool, clues);
    let first: Vec<f32> = features.iter().map(|row| models.at_first_sight(row)).collect();
    let features = with_links(features, &links(pool, &clues.question, &first), &first);
    let probabilities: Vec<f32> = features.iter().map(|row| models.of_statement(row)).collect();
    let order = within(pool, &probabilities, most);
    Shown { probabilities, order, features }
}

/// Those that say most for the room they take, the likeliest among them always; likeliest first.
fn within(pool: &Pool, probabilities: &[f32], most: usize) -> Vec<usize> {
    /// Once so much of the length is used, nothing shorter is looked for.
    const NEARLY: f32 = 0.9;
    let length = |at: usize| length(pool.text(&pool.statements[at]));
    let by_room: Vec<f32> =
        probabilities.iter().enumerate().map(|(at, likely)| likely / (length(at) as f32 + PLACE_CHARS)).collect();
    let likeliest = best_first(probabilities);
    let candidates = likeliest.first().copied().into_iter().chain(best_first(&by_room));
    let mut used = 0;
    let mut shown = Vec::new();
    let mut said: Vec<&str> = Vec::new();
    for at in candidates {
        let text = pool.text(&pool.statements[at]);
        // A report that repeats the last one says nothing new.
        if said.contains(&text) {
            continue;
        }
        let length = length(at);
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
    likeliest.into_iter().filter(|at| shown.contains(at)).collect()
}
