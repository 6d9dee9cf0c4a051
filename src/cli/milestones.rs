//! `zhoubao milestones`.

use std::path::Path;

use super::RunOutcome;
use super::aliases::add_alias;
use super::args::{Global, MilestonesArgs};
use super::ask::typed;
use super::context::{files, note_gaps, open_telling, print_telling};
use super::print::{note, print_csv, print_json};
use crate::calendar::Period;
use crate::context::{Context, Failure, output};
use crate::ledger::{Searched, Wanted, milestones};
use crate::render::{
    milestones_coverage, milestones_csv, milestones_json, milestones_text, no_milestone, nothing_line, safe, same_json,
    same_text,
};
use crate::thread::{Same, Thread, probably_same};
use crate::vocabulary::{Language, plural, worded};

pub(super) async fn run(args: MilestonesArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let filters = args.filters.filters()?;
    let text = typed(&args.words)?;
    let context = open_telling(global, args.json || args.csv).await?;
    context.check_author(filters.author.as_deref())?;
    // A history is whole.
    let wanted = Wanted { text: &text, unlikely: args.all || args.history, ..Wanted::default() };
    let config = global.config()?;
    let language = args.lang.among(&context.catalogue);
    let mut found = milestones(&context.retriever(), &filters, &wanted, args.slipped).await?;
    if args.same {
        let pairs = probably_same(&found.threads);
        let coverage = milestones_coverage(&found, language);
        let shown = match args.accept {
            Some(number) => accept(&context, config.alias_file.as_deref(), pairs.get(number.wrapping_sub(1)))?,
            None if args.json => print_json(&same_json(&pairs)).map(|()| !pairs.is_empty())?,
            None => {
                let text = same_text(&pairs, &coverage, language, global.paint(), &files(&context.catalogue));
                print_telling(&text, &context.gaps)?;
                !pairs.is_empty()
            }
        };
        context.leave();
        return Ok(if shown { RunOutcome::Done } else { RunOutcome::NotInTheReports });
    }
    let all = found.threads.len();
    let is_table = !args.json && !args.csv;
    if is_table && !args.all && args.words.is_empty() && found.threads.iter().any(Thread::says_something) {
        found.threads.retain(Thread::says_something);
    }
    if args.json {
        print_json(&milestones_json(&found))?;
    } else if args.csv {
        let csv = milestones_csv(&found).map_err(Failure::from_error)?;
        print_csv(&csv)?;
    } else if !found.threads.is_empty() {
        let files = files(&context.catalogue);
        print_telling(&milestones_text(&found, args.history, language, global.paint(), &files), &context.gaps)?;
    } else {
        note_gaps(&context.gaps);
    }
    context.leave();
    if found.threads.len() < all {
        let hidden = all - found.threads.len();
        note(&worded!(
            language,
            "注：另有 {hidden} 项只提到一次，没有进度和计划日期；--all 列出全部",
            "note: {hidden} told once, without progress and planned day; --all shows them"
        ));
    }
    note_unlikely(found.searched.unlikely, language);
    note_undated(&found.searched, language);
    if found.threads.is_empty() {
        let what = no_milestone(args.slipped, language);
        note_nothing(&what, &args.words, &found.searched, language);
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

/// Says how many facts were left out because they were likely misread.
pub(super) fn note_unlikely(unlikely: usize, language: Language) {
    if unlikely > 0 {
        note(&worded!(
            language,
            "注：另有 {unlikely} 项不大确定；--all 列出全部",
            "note: and {unlikely} less sure; --all shows them"
        ));
    }
}

pub(super) fn note_undated(searched: &Searched, language: Language) {
    note_undated_of(searched.undated, ("条", "statement"), language);
}

/// `of` is what is counted, in both languages.
pub(super) fn note_undated_of(undated: usize, of: (&str, &str), language: Language) {
    if undated > 0 {
        note(&worded!(
            language,
            "注：没有日期的页面里有 {}未计入",
            "note: {} of pages without a date left out",
            language.pick(format!("{undated} {}", of.0), plural(undated, of.1))
        ));
    }
}

/// `not in the reports: no milestone with 门禁 in 8 reports (2023-05-03 to 2024-03-31); missing: 第27–36周`.
pub(super) fn note_nothing(what: &str, words: &[String], searched: &Searched, language: Language) {
    note_nothing_in(what, words, searched.days, searched.reports, &searched.missing_weeks, language);
}

/// As [`note_nothing`], from its parts.
pub(super) fn note_nothing_in(
    what: &str,
    words: &[String],
    days: Option<Period>,
    reports: usize,
    missing_weeks: &[String],
    language: Language,
) {
    note(&nothing_line(what, &words.join(" "), days, reports, missing_weeks, language));
}
