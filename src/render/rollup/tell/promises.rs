//! The promises in words: what came of each, with the place that made it and the place that decided.

use crate::render::promises::{outcome_text, why_text};
use crate::render::rollup::inert::one_line;
use crate::render::rollup::line::Line;
use crate::render::rollup::page::{OutcomeGroup, PromiseRow, Promises};
use crate::render::rollup::teller::Teller;
use crate::rollup::{self, Headline, HeadlineKind};
use crate::thread::{Outcome, Promised, Why};
use crate::vocabulary::worded;

const DECIDED: [Outcome; 4] = [Outcome::Kept, Outcome::Partly, Outcome::Slipped, Outcome::Dropped];

fn spoken_of(teller: &Teller<'_>) -> String {
    worded!(teller.language, "见后来的说法", "see what a later line says")
}

pub(super) fn promises(teller: &Teller<'_>) -> Promises {
    let part = &teller.rollup.promises;
    // That a later line speaks of it says neither one nor the other.
    let of = |outcome: Outcome| part.rows.iter().filter(move |row| row.outcome == outcome && row.why != Why::Reported);
    // The opening has told some, with all that stands here.
    let is_told = |row: &rollup::PromiseRow| {
        let at = |headline: &Headline| match headline.kind {
            HeadlineKind::Promise(at) => part.rows.get(at),
            _ => None,
        };
        teller.rollup.headline.iter().filter_map(at).any(|told| std::ptr::eq(told, row))
    };
    let untold = |outcome: Outcome| of(outcome).filter(|row| !is_told(row));
    let there = |outcome: &Outcome| untold(*outcome).next().is_some();
    let title = |outcome: Outcome| {
        format!("{}{}", outcome_name(teller, outcome), teller.aside(&untold(outcome).count().to_string()))
    };
    let group = |outcome: Outcome| OutcomeGroup {
        key: outcome.name(),
        name: title(outcome),
        rows: untold(outcome).map(|row| promise(teller, row)).collect(),
    };
    Promises {
        prose: Vec::new(),
        totals: if part.rows.is_empty() { String::new() } else { totals(teller) },
        outcomes: DECIDED.into_iter().filter(there).map(group).collect(),
        empty: teller.where_empty(
            part.rows.is_empty(),
            "没有认出期内到期或提出的承诺。",
            "No promise that fell due or was made in the period was recognised.",
        ),
    }
}

/// `共 12 项 = 兑现 7 + 延后 3 + 未说明 2`.
pub(super) fn totals(teller: &Teller<'_>) -> String {
    let part = &teller.rollup.promises;
    let reported = part.rows.iter().filter(|row| row.why == Why::Reported).count();
    let of =
        |outcome: Outcome| part.rows.iter().filter(|row| row.outcome == outcome && row.why != Why::Reported).count();
    let counts = Outcome::ALL.into_iter().map(|outcome| (of(outcome), outcome_name(teller, outcome)));
    let counts = counts.chain([(reported, spoken_of(teller))]).filter(|(count, _)| *count > 0);
    let counts = counts.map(|(count, name)| worded!(teller.language, "{name} {count}", "{count} {name}"));
    let (all, counts) = (part.rows.len(), counts.collect::<Vec<_>>().join(" + "));
    let is_open = part.rows.iter().any(|row| !DECIDED.contains(&row.outcome));
    let where_open = if is_open {
        worded!(teller.language, "；未定的见承诺台账", "; those undecided are in the ledger of promises")
    } else {
        String::new()
    };
    worded!(teller.language, "共 {all} 项 = {counts}{where_open}", "{all} in all = {counts}{where_open}")
}

fn promise(teller: &Teller<'_>, row: &rollup::PromiseRow) -> PromiseRow {
    PromiseRow {
        promise: promised(teller, row),
        made: row.report.clone(),
        due: row.due.map(|due| teller.day(due)).unwrap_or_default(),
        outcome: outcome(teller, row),
    }
}

fn promised(teller: &Teller<'_>, row: &rollup::PromiseRow) -> Line {
    let text = one_line(&row.text);
    let text = match row.kind {
        Promised::Goal => text,
        Promised::Step => worded!(teller.language, "计划 {text}", "plan: {text}"),
        Promised::Open => worded!(teller.language, "遗留 {text}", "left open: {text}"),
    };
    Line::cited(text, &teller.cites(&row.cites))
}

/// The rule that decided, the days, and the later words.
fn outcome(teller: &Teller<'_>, row: &rollup::PromiseRow) -> Line {
    let why = why_text(row.why, teller.language);
    let late = row.days.filter(|days| *days != 0).map(|days| match days {
        1.. => worded!(teller.language, "晚 {days} 天", "{days} days late"),
        _ => worded!(teller.language, "早 {} 天", "{} days early", -days),
    });
    let line = Line::of(format!("{why}{}", teller.aside(&late.unwrap_or_default())));
    match &row.evidence {
        // What another part of the page quotes is cited.
        Some(excerpt) if teller.rollup.quotes(excerpt.cite) => line.cite(String::new(), &teller.cites(&[excerpt.cite])),
        Some(excerpt) => {
            line.say(worded!(teller.language, "；", "; ")).then(super::incidents::excerpt_line(teller, excerpt))
        }
        None => line,
    }
}

pub(super) fn outcome_name(teller: &Teller<'_>, outcome: Outcome) -> String {
    outcome_text(outcome, teller.language).to_string()
}
