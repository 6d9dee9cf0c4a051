//! Of statements on one thing that changes, the one that was made last.

use super::clues::Clues;
use super::features::met;
use super::pool::Pool;
use crate::fact::corrects;
use crate::report::SectionKind;

/// The share of what the best statement meets of the question that another one must meet to be on that very thing, and with it one of
/// the two rarest of that: a later one need not repeat all of how the work was called.
const AS_MUCH: f32 = 0.5;

/// Where the state of something is asked for, or what holds now: of the statements `among` (likeliest first) that are on the same thing as the
/// best, the one of the latest report. A plan gives the state of a thing only where nothing else does. For any other question the one
/// of the latest report that sets right what the best one says. `None` where there is no such one, or no report has a date.
pub fn newest(pool: &Pool, clues: &Clues, among: &[usize]) -> Option<usize> {
    let meets = |at: usize| {
        let statement = &pool.statements[at];
        met(&statement.own, Some(&statement.around), clues)
    };
    let first = *among.first()?;
    let best = meets(first);
    let has = |at: usize, term: usize| {
        let statement = &pool.statements[at];
        if statement.own[term] > 0 || statement.around[term] > 0 { 1.0 } else { 0.0 }
    };
    let is_of_it = |at: usize| {
        meets(at) >= AS_MUCH * best && clues.shares_the_rarest(&|term| has(first, term), &|term| has(at, term))
    };
    let on_it = among.iter().copied().filter(|at| is_of_it(*at));
    if !clues.asks_for_the_newest() {
        let date = |at: usize| pool.record(&pool.statements[at]).date;
        let said = date(first)?;
        let is_correction = |at: &usize| {
            let record = pool.record(&pool.statements[*at]);
            let heading = record.section.last().map_or("", String::as_str);
            let text = record.text.get(pool.statements[*at].span.clone()).unwrap_or_default();
            record.date.is_some_and(|date| date > said) && (corrects(text) || corrects(heading))
        };
        return on_it.filter(is_correction).max_by_key(|at| date(*at));
    }
    let dated = on_it.filter_map(|at| {
        let record = pool.record(&pool.statements[at]);
        Some((record.section_kind != SectionKind::Plan, record.date?, at))
    });
    // Of two of one day the likelier comes first.
    dated.rev().max_by_key(|(is_told, date, _)| (*is_told, *date)).map(|(.., at)| at)
}

/// Statements in their `order`, the newest of `among` before the others where the state of something is asked for.
pub fn newest_first(pool: &Pool, clues: &Clues, among: &[usize], order: &[usize]) -> Vec<usize> {
    let newest = newest(pool, clues, among);
    let others = order.iter().copied().filter(|at| Some(*at) != newest);
    newest.into_iter().chain(others).collect()
}
