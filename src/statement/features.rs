//! What is looked at in a statement: plain figures that hold for any report, none of them a verdict.

use rayon::prelude::*;

use crate::fact::{states_cause, states_handling, states_impact};
use crate::question::Intent;
use crate::report::SectionKind;
use crate::vocabulary::{Sense, Words};

use super::clues::Clues;
use super::links::Link;
use super::pool::{Pool, Statement, length};

/// The names of the features, in the order of a row.
pub const FEATURES: [&str; 55] = [
    "words", "words_rank", "met", "met_with_context", "met_nearby", "met_in_section", "grams", "grams_with_context",
    "grams_nearby", "met_in_report", "report_words", "report_rank", "section_words", "section_best", "report_best",
    "meaning", "meaning_rank", "meaning_z", "section_meaning_z", "person", "person_other", "person_said", "time",
    "time_other", "another_report_named", "names_the_day", "why_and_cause", "how_and_handling", "impact_and_impact",
    "number_and_digit", "when_and_date", "plan_and_plan", "plan_else", "section_asked", "review_else",
    "state_and_newness", "length", "item", "row", "title", "fits", "fits_not", "names_other_days", "time_after",
    "newness", "sets_right", "why_and_sets_right", "foreign", "alike", "shares", "alike_later", "shares_later",
    "why_and_shares_later", "sets_right_and_shares_later", "first",
];

/// So many of them are known of a statement by itself.
pub(super) const FIRST: usize = 48;

/// BM25 of statements; a statement's context counts by half.
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// Rows of features with what their statements share with the likeliest `first`.
pub(super) fn with_links(mut rows: Vec<Vec<f32>>, links: &[Link], first: &[f32]) -> Vec<Vec<f32>> {
    let column = |name: &str| FEATURES.iter().position(|known| *known == name).unwrap_or_default();
    let (why, sets_right) = (column("why_and_cause"), column("sets_right"));
    for ((row, link), first) in rows.iter_mut().zip(links).zip(first) {
        let (why, sets_right) = (row[why] * link.shares_later, row[sets_right] * link.shares_later);
        let odds = ((first + 1e-6) / (1.0 - first + 1e-6)).ln();
        row.extend([link.alike, link.shares, link.alike_later, link.shares_later, why, sets_right, odds]);
    }
    rows
}

/// A row of the [`FIRST`] of [`FEATURES`] for each statement of the pool.
pub(super) fn features(pool: &Pool, clues: &Clues) -> Vec<Vec<f32>> {
    let all = &pool.statements;
    let average = all.iter().map(|statement| statement.length).sum::<f32>() / all.len().max(1) as f32;
    let words: Vec<f32> = all.iter().map(|statement| words(statement, clues, average)).collect();
    let words_rank = ranks(&words);
    let cosines: Vec<Option<f32>> = all.iter().map(|statement| pool.passages[statement.passage].cosine).collect();
    let lowest = cosines.iter().flatten().copied().fold(f32::INFINITY, f32::min);
    // Without any vector nothing is known of the meaning: what is no number counts as its mean.
    let lowest = if lowest.is_finite() { lowest } else { f32::NAN };
    let known: Vec<f32> = cosines.iter().map(|cosine| cosine.unwrap_or(lowest)).collect();
    let meaning_rank = if lowest.is_nan() { known.clone() } else { ranks(&known) };
    let mut section_sum = vec![0.0_f32; pool.sections];
    let mut section_best = vec![0.0_f32; pool.sections];
    let mut section_meaning = vec![f32::NAN; pool.sections];
    let mut report_best = std::collections::HashMap::new();
    for (at, statement) in all.iter().enumerate() {
        let section = statement.section;
        section_sum[section] += if words[at] > 0.05 { words[at] } else { 0.0 };
        section_best[section] = section_best[section].max(words[at]);
        section_meaning[section] = section_meaning[section].max(pool.standing_out(cosines[at].or(Some(lowest))));
        let best = report_best.entry(pool.record(statement).report).or_insert(0.0_f32);
        *best = best.max(words[at]);
    }
    let nearby = Nearby::new(pool, clues);
    let flag = |is: bool| if is { 1.0 } else { 0.0 };
    let why = clues.asks(&[Intent::Cause]);
    let how = clues.asks(&[Intent::Handling]);
    let impact = clues.asks(&[Intent::Impact]);
    let number = clues.asks(&[Intent::HowMany, Intent::Duration, Intent::Trend, Intent::Highest, Intent::Lowest]);
    let when = clues.asks(&[Intent::When, Intent::InWeek, Intent::Duration]);
    let plan = clues.asks(&[Intent::Plan]);
    let state = clues.asks(&[Intent::State]) || clues.is_yes_no && clues.times.is_empty();
    let row = |(at, statement): (usize, &Statement)| {
        let record = pool.record(statement);
        let text = pool.text(statement);
        let report = clues.report(record.report);
        let is_said = clues.people.iter().any(|name| record.text.contains(name.as_str()));
        let is_theirs = report.is_theirs;
        let names_the_day = clues.names_the_day(record);
        let chars = text.chars().count();
        let fits = share(&clues.expected.met(text));
        let is_plan = record.section_kind == SectionKind::Plan;
        let is_review = record.section_kind == SectionKind::Review;
        let sets_right = sets_right(text) || record.section.last().is_some_and(|heading| sets_right(heading));
        let section_asked = clues.section == Some(record.section_kind);
        let has_digit = || text.contains(|c: char| c.is_ascii_digit());
        let opens_as_item = text.starts_with(['-', '*', '+', '|']) || text.starts_with(|c: char| c.is_ascii_digit());
        let row = [
            words[at],
            words_rank[at],
            met(&statement.own, None, clues),
            met(&statement.own, Some(&statement.around), clues),
            nearby.met[at],
            nearby.met_in_section[statement.section],
            nearby.grams[at],
            nearby.grams_with_context[at],
            nearby.grams_nearby[at],
            report.met,
            report.words,
            report.rank,
            section_sum[statement.section].min(2.0),
            section_best[statement.section],
            report_best.get(&record.report).copied().unwrap_or_default(),
            known[at],
            meaning_rank[at],
            pool.standing_out(cosines[at].or(Some(lowest))),
            section_meaning[statement.section],
            flag(is_theirs),
            flag(!clues.people.is_empty() && !is_theirs && !is_said),
            flag(is_said),
            if names_the_day { report.time.max(0.5) } else { report.time },
            if names_the_day { 0.0 } else { report.time_other },
            flag(clues.names_another_report(record.report)),
            flag(names_the_day),
            flag(why && states_cause(text)),
            flag(how && states_handling(text)),
            flag(impact && states_impact(text)),
            flag(number && has_digit()),
            flag(when && has_digit() && text.contains(['/', '月', '.', '-', '号', '日', ':', '：'])),
            flag(plan && is_plan),
            flag(!plan && clues.section != Some(SectionKind::Plan) && is_plan),
            flag(section_asked),
            flag(!section_asked && is_review),
            if state { report.newness } else { 0.0 },
            (length(text) as f32).ln_1p(),
            flag(opens_as_item),
            flag(text.starts_with('|')),
            flag(chars <= 12 || text.ends_with(['：', ':', '】'])),
            fits,
            flag(clues.expected.len() > 0 && fits == 0.0),
            flag(clues.names_other_days(record)),
            report.time_after,
            if clues.times.is_empty() { report.newness } else { 0.0 },
            flag(sets_right),
            flag(why && sets_right),
            flag(pool.is_foreign[statement.passage]),
        ];
        let row: [f32; FIRST] = row;
        row.to_vec()
    };
    all.par_iter().enumerate().map(row).collect()
}

/// Whether a text corrects what was said before, or says what came out in the end.
fn sets_right(text: &str) -> bool {
    static WORDS: Words = Words::of(&[Sense::Afterwards, Sense::SetRight]);
    WORDS.are_in(&text.to_lowercase())
}

/// The share of what is asked for that is met; 0 where its sort is not known.
pub(super) fn share(met: &[bool]) -> f32 {
    met.iter().filter(|met| **met).count() as f32 / met.len().max(1) as f32
}

/// How much of the question statements have together with those around them.
struct Nearby {
    /// Shares of its terms, with two statements of the section on either side, and with the whole section.
    met: Vec<f32>,
    met_in_section: Vec<f32>,
    /// Shares of its pieces of words, each weighed by how few statements have it.
    grams: Vec<f32>,
    grams_with_context: Vec<f32>,
    grams_nearby: Vec<f32>,
}

impl Nearby {
    fn new(pool: &Pool, clues: &Clues) -> Self {
        /// Statements on either side.
        const REACH: usize = 2;
        let all = &pool.statements;
        let count = all.len() as f32;
        let rarity: Vec<f32> = (0..clues.grams.len())
            .map(|gram| {
                let having = all.iter().filter(|statement| statement.grams[gram]).count() as f32;
                (1.0 + (count - having + 0.5) / (having + 0.5)).ln()
            })
            .collect();
        let total = rarity.iter().sum::<f32>().max(0.1);
        let share = |has: &dyn Fn(usize) -> bool| -> f32 {
            rarity.iter().enumerate().filter(|(gram, _)| has(*gram)).map(|(_, rarity)| rarity).sum::<f32>() / total
        };
        let mut in_section = vec![vec![0_u8; clues.terms.len()]; pool.sections];
        for statement in all {
            for (held, own) in in_section[statement.section].iter_mut().zip(&statement.own) {
                *held |= own;
            }
        }
        let mut nearby = Self {
            met: Vec::with_capacity(all.len()),
            met_in_section: in_section.iter().map(|own| met(own, None, clues)).collect(),
            grams: Vec::with_capacity(all.len()),
            grams_with_context: Vec::with_capacity(all.len()),
            grams_nearby: Vec::with_capacity(all.len()),
        };
        for (at, statement) in all.iter().enumerate() {
            let around = &all[at.saturating_sub(REACH)..(at + REACH + 1).min(all.len())];
            let around: Vec<_> = around.iter().filter(|other| other.section == statement.section).collect();
            let mut own = statement.own.clone();
            for other in &around {
                own.iter_mut().zip(&other.own).for_each(|(held, own)| *held |= own);
            }
            nearby.met.push(met(&own, Some(&statement.around), clues));
            nearby.grams.push(share(&|gram| statement.grams[gram]));
            let with_context = |gram: usize| statement.grams[gram] || statement.grams_around[gram];
            nearby.grams_with_context.push(share(&with_context));
            nearby.grams_nearby.push(share(&|gram| with_context(gram) || around.iter().any(|other| other.grams[gram])));
        }
        nearby
    }
}

/// BM25 of a statement over the most that one could have, 0 to 1.
fn words(statement: &Statement, clues: &Clues, average: f32) -> f32 {
    let norm = K1 * (1.0 - B + B * statement.length / average.max(1.0));
    let gain = |term: usize| {
        let count = f32::from(statement.own[term]) + f32::from(statement.around[term]) / 2.0;
        count / (count + norm)
    };
    clues.met(&gain)
}

/// The share of the question's weight in what a statement has, with its context or without.
pub(super) fn met(own: &[u8], around: Option<&[u8]>, clues: &Clues) -> f32 {
    let has = |at: usize| own[at] > 0 || around.is_some_and(|around| around[at] > 0);
    clues.met(&|term| if has(term) { 1.0 } else { 0.0 })
}

/// 1 for the highest, 1/2 for the next …; equal values share the better one.
fn ranks(values: &[f32]) -> Vec<f32> {
    let mut sorted: Vec<f32> = values.to_vec();
    sorted.sort_by(|one, other| other.total_cmp(one));
    let place = |value: &f32| sorted.partition_point(|other| other > value);
    values.iter().map(|value| 1.0 / (1.0 + place(value) as f32)).collect()
}
