//! `zhoubao milestones`.

use std::path::Path;

use super::RunOutcome;
use super::aliases::add_alias;
use super::args::{Global, MilestonesArgs};
use super::ask::typed;
use super::context::{Context, files, output};
use super::failure::Failure;
use super::print::{note, print, print_csv, print_json};
use crate::calendar::Period;
use crate::ledger::{Milestones, Searched, Wanted, milestones};
use crate::render::{
    milestones_coverage, milestones_csv, milestones_json, milestones_text, missing_clause, safe, same_json, same_text,
};
use crate::thread::{Same, Thread, probably_same};
use crate::vocabulary::{Language, plural};

pub(super) async fn run(args: MilestonesArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let filters = args.filters.filters()?;
    let text = typed(&args.words)?;
    let context = Context::open(global).await?;
    context.check_author(filters.author.as_deref())?;
    let wanted = Wanted { text: &text, unlikely: args.all, ..Wanted::default() };
    let config = global.config()?;
    let mut found = milestones(&context.retriever(), &filters, &wanted, args.slipped).await?;
    if args.same {
        let pairs = probably_same(&found.threads);
        let coverage = milestones_coverage(&found);
        let shown = match args.accept {
            Some(number) => accept(&context, config.alias_file.as_deref(), pairs.get(number.wrapping_sub(1)))?,
            None if args.json => print_json(&same_json(&pairs)).map(|()| !pairs.is_empty())?,
            None => {
                print(&same_text(&pairs, &coverage, global.paint(), &files(&context.catalogue)))?;
                !pairs.is_empty()
            }
        };
        context.leave();
        return Ok(if shown { RunOutcome::Done } else { RunOutcome::NotInTheReports });
    }
    let all = found.threads.len();
    let is_table = !args.json && !args.csv;
    if is_table && !args.all && args.words.is_empty() && found.threads.iter().any(says_something) {
        found.threads.retain(says_something);
    }
    if args.json {
        print_json(&milestones_json(&found))?;
    } else if args.csv {
        let csv = milestones_csv(&found).map_err(Failure::from_error)?;
        print_csv(&csv)?;
    } else if !found.threads.is_empty() {
        let files = files(&context.catalogue);
        print(&milestones_text(&found, args.history, global.paint(), &files))?;
    }
    context.leave();
    if found.threads.len() < all {
        let hidden = all - found.threads.len();
        note(&format!("note: {hidden} told once, without progress and planned day; --all shows them"));
    }
    note_unlikely(found.searched.unlikely);
    note_undated(&found.searched);
    if found.threads.is_empty() {
        note(&format!("not in the reports: {}", not_found(&found, &args)));
        return Ok(RunOutcome::NotInTheReports);
    }
    Ok(RunOutcome::Done)
}

/// Writes the pair into the file of aliases; `false` where there is no such pair.
fn accept(context: &Context, file: Option<&Path>, pair: Option<&Same>) -> Result<bool, Failure> {
    let Some(pair) = pair else {
        note("not in the list: no such pair; --same lists them with their numbers");
        return Ok(false);
    };
    let file = add_alias(&output(context, true), file, &pair.one, &pair.other)?;
    note(&format!("{} = {}, in {}", safe(&pair.other), safe(&pair.one), file.display()));
    Ok(true)
}

/// Whether a thread is more than a single status line.
fn says_something(thread: &Thread) -> bool {
    let milestone = &thread.first().milestone;
    thread.told.len() > 1 || milestone.progress.is_some() || !milestone.planned.is_empty()
}

/// Says how many facts were left out because they were likely misread.
pub(super) fn note_unlikely(unlikely: usize) {
    if unlikely > 0 {
        note(&format!("note: and {unlikely} less sure; --all shows them"));
    }
}

pub(super) fn note_undated(searched: &Searched) {
    if searched.undated > 0 {
        note(&format!("note: {} of pages without a date left out", plural(searched.undated, "statement")));
    }
}

fn not_found(found: &Milestones, args: &MilestonesArgs) -> String {
    let moved = if args.slipped { "moved " } else { "" };
    where_searched(&format!("no {moved}milestone"), &args.words, &found.searched)
}

/// `no milestone with 门禁 in 8 reports (2023-05-03 to 2024-03-31); missing: 第27–36周`.
pub(super) fn where_searched(what: &str, words: &[String], searched: &Searched) -> String {
    nothing_in(what, words, searched.days, searched.reports, &searched.missing_weeks)
}

/// As [`where_searched`], from its parts.
pub(super) fn nothing_in(
    what: &str,
    words: &[String],
    days: Option<Period>,
    reports: usize,
    missing_weeks: &[String],
) -> String {
    let words = words.join(" ");
    let words = if words.is_empty() { words } else { format!(" with `{words}`") };
    let days = days.map(|days| format!(" ({} to {})", days.from(), days.to())).unwrap_or_default();
    let missing = missing_clause(missing_weeks, Language::English);
    format!("{what}{words} in {}{days}{missing}", plural(reports, "report"))
}
