//! `zhoubao promises`.

use super::RunOutcome;
use super::args::{Global, PromisesArgs};
use super::ask::typed;
use super::context::{Context, files};
use super::failure::Failure;
use super::milestones::{note_undated, note_unlikely, where_searched};
use super::print::{note, print, print_csv, print_json};
use crate::ledger::{Wanted, promises_of};
use crate::render::{promises_csv, promises_json, promises_text};
use crate::thread;

pub(super) async fn run(args: PromisesArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let filters = args.filters.filters()?;
    let text = typed(&args.words)?;
    let context = Context::open(global).await?;
    context.check_author(filters.author.as_deref())?;
    let wanted = Wanted { text: &text, unlikely: args.all, ..Wanted::default() };
    let status: Option<thread::Outcome> = args.status.map(Into::into);
    let found = promises_of(&context.retriever(), &filters, &wanted, status).await?;
    if args.json {
        print_json(&promises_json(&found))?;
    } else if args.csv {
        let csv = promises_csv(&found).map_err(Failure::from_error)?;
        print_csv(&csv)?;
    } else if !found.promises.is_empty() {
        let files = files(&context.catalogue);
        print(&promises_text(&found, global.paint(), &files))?;
    }
    context.leave();
    note_unlikely(found.searched.unlikely);
    note_undated(&found.searched);
    if found.promises.is_empty() {
        let status = status.map(|status| format!("{} ", status.name())).unwrap_or_default();
        note(&format!(
            "not in the reports: {}",
            where_searched(&format!("no {status}promise"), &args.words, &found.searched)
        ));
        return Ok(RunOutcome::NotInTheReports);
    }
    Ok(RunOutcome::Done)
}
