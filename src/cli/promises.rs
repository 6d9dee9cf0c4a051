//! `zhoubao promises`.

use super::RunOutcome;
use super::args::{Global, PromisesArgs};
use super::ask::typed;
use super::context::{files, note_gaps, open_telling, print_telling};
use super::milestones::{note_nothing, note_undated, note_unlikely};
use super::print::{print_csv, print_json};
use crate::context::Failure;
use crate::ledger::{Wanted, promises_of};
use crate::render::{no_promise, promises_csv, promises_json, promises_text};
use crate::thread;

pub(super) async fn run(args: PromisesArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let filters = args.filters.filters()?;
    let text = typed(&args.words)?;
    let context = open_telling(global, args.json || args.csv).await?;
    context.check_author(filters.author.as_deref())?;
    let wanted = Wanted { text: &text, unlikely: args.all, ..Wanted::default() };
    let language = args.lang.among(&context.catalogue);
    let status: Option<thread::Outcome> = args.status.map(Into::into);
    let found = promises_of(&context.retriever(), &filters, &wanted, status).await?;
    if args.json {
        print_json(&promises_json(&found))?;
    } else if args.csv {
        let csv = promises_csv(&found).map_err(Failure::from_error)?;
        print_csv(&csv)?;
    } else if !found.promises.is_empty() {
        let files = files(&context.catalogue);
        print_telling(&promises_text(&found, language, global.paint(), &files), &context.gaps)?;
    } else {
        note_gaps(&context.gaps);
    }
    context.leave();
    note_unlikely(found.searched.unlikely, language);
    note_undated(&found.searched, language);
    if found.promises.is_empty() {
        let what = no_promise(status, language);
        note_nothing(&what, &args.words, &found.searched, language);
        return Ok(RunOutcome::NotInTheReports);
    }
    Ok(RunOutcome::Done)
}
