//! Statements as an answer: as they are, likeliest first.

use uuid::Uuid;

use super::compose::{Draft, Origin};
use super::premise;
use crate::question::Question;
use crate::report::{Lines, Span};
use crate::statement::{Clues, Pool, newest};

/// An answer of the statements `worth` showing. The state of a thing is what was last said of it; the rest is history.
pub(super) fn claim(question: &Question, pool: &Pool, clues: &Clues, worth: &[usize], likely: &[usize]) -> Draft {
    let mut draft = Draft::new(question.language);
    let newest = newest(pool, clues, likely);
    let others: Vec<usize> = worth.iter().copied().filter(|at| Some(*at) != newest).collect();
    if let Some(newest) = newest {
        let date = |at: usize| pool.record(&pool.statements[at]).date;
        let is_earlier = |at: &usize| date(*at).is_some_and(|own| date(newest).is_some_and(|newest| own < newest));
        let (earlier, since): (Vec<usize>, Vec<usize>) = others.into_iter().partition(is_earlier);
        draft.as_of(pool.record(&pool.statements[newest]), pool.statements[newest].span.clone());
        // What reports of that day or later say beside it is shown as no older than it is.
        add_statements(&mut draft, Origin::Report, pool, &since);
        if !earlier.is_empty() {
            draft.lead_history();
        }
        add_statements(&mut draft, Origin::Report, pool, &earlier);
    } else {
        add_statements(&mut draft, Origin::Report, pool, &others);
    }
    premise::check_numbers(question, 0, &mut draft);
    draft
}

/// The statements at `order` as what bears on the question.
pub(super) fn relate(question: &Question, pool: &Pool, order: &[usize]) -> Draft {
    let mut draft = Draft::new(question.language);
    draft.relate(None);
    add_statements(&mut draft, Origin::Related, pool, order);
    draft
}

/// Statements in their order, those of one report together below its likeliest; those of one passage that follow each other as one.
pub(super) fn add_statements(draft: &mut Draft, origin: Origin, pool: &Pool, order: &[usize]) {
    let report = |at: usize| pool.record(&pool.statements[at]).report;
    let mut reports: Vec<Uuid> = Vec::new();
    for &at in order {
        if !reports.contains(&report(at)) {
            reports.push(report(at));
        }
    }
    let mut added: Vec<usize> = Vec::new();
    for of in reports {
        let mut above: Option<(usize, Span)> = None;
        for &at in order.iter().filter(|at| report(**at) == of) {
            if added.contains(&at) {
                continue;
            }
            let passage = pool.statements[at].passage;
            let joins = |other: usize| {
                order.contains(&other) && pool.statements.get(other).is_some_and(|one| one.passage == passage)
            };
            let mut first = at;
            while first > 0 && joins(first - 1) {
                first -= 1;
            }
            let mut last = at;
            while joins(last + 1) {
                last += 1;
            }
            added.extend(first..=last);
            let span = pool.statements[first].span.start..pool.statements[last].span.end;
            let record = |passage: usize| &pool.passages[passage].record;
            let of_above = above.take().map(|(passage, span)| (record(passage), span));
            draft.statement(origin, record(passage), span.clone(), of_above);
            above = Some((passage, span));
        }
    }
}

/// Of each statement of the pool whether one of the cited lines is its.
pub(super) fn rests_on(pool: &Pool, cited: &[(Uuid, Lines)]) -> Vec<bool> {
    let is_cited = |statement| {
        let (report, lines) = (pool.record(statement).report, pool.lines(statement));
        cited.iter().any(|(cited, of)| *cited == report && of.first <= lines.last && lines.first <= of.last)
    };
    pool.statements.iter().map(is_cited).collect()
}
