//! `zhoubao metrics`.

use super::RunOutcome;
use super::args::{Global, MetricsArgs};
use super::ask::typed;
use super::context::{files, note_gaps, open_telling, print_telling};
use super::milestones::{note_nothing_in, note_undated_of, note_unlikely};
use super::print::{note, print_csv, print_json};
use crate::context::Failure;
use crate::ledger::{Metrics, Wanted, metrics};
use crate::render::{metrics_csv, metrics_json, metrics_text, no_metric, unification_json, unification_text};
use crate::vocabulary::{plural, worded};

pub(super) async fn run(args: MetricsArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let filters = args.filters.filters()?;
    let text = typed(&args.words)?;
    let context = open_telling(global, args.json || args.csv).await?;
    context.check_author(filters.author.as_deref())?;
    let wanted = Wanted { text: &text, unlikely: args.all, ..Wanted::default() };
    let language = args.lang.among(&context.catalogue);
    let found = metrics(&context.retriever(), &filters, &wanted).await?;
    let shown = shown(&found, &args);
    if args.json {
        let value = if args.unification { unification_json(&found) } else { metrics_json(&found) };
        print_json(&value)?;
    } else if args.csv {
        let csv = metrics_csv(&found).map_err(Failure::from_error)?;
        print_csv(&csv)?;
    } else if !found.series.is_empty() && args.unification {
        let text = unification_text(&found, language, global.paint(), &files(&context.catalogue));
        print_telling(&text, &context.gaps)?;
    } else if !found.series.is_empty() {
        let text = metrics_text(&found, shown, language, global.paint(), &files(&context.catalogue));
        print_telling(&text, &context.gaps)?;
        if shown < found.series.len() {
            let hidden = found.series.len() - shown;
            note(&worded!(
                language,
                "注：另有 {} 项指标只见于一篇周报；--all 列出全部",
                "note: {} stated by one report only; --all shows them",
                language.pick(hidden.to_string(), plural(hidden, "metric"))
            ));
        }
    } else {
        note_gaps(&context.gaps);
    }
    context.leave();
    note_unlikely(found.unlikely, language);
    note_undated_of(found.undated, ("个值", "value"), language);
    if found.series.is_empty() {
        let what = no_metric(language);
        note_nothing_in(&what, &args.words, found.searched, found.reports, &found.missing_weeks, language);
        return Ok(RunOutcome::NotInTheReports);
    }
    Ok(RunOutcome::Done)
}

/// How many of the series, which come with the most stated first, the table shows: where nothing was asked for, those that
/// more than one report states, if there are any.
fn shown(found: &Metrics, args: &MetricsArgs) -> usize {
    let is_again = |at: &usize| {
        let points = &found.series[*at].points;
        points.iter().any(|point| point.place.report_id() != points[0].place.report_id())
    };
    let again = (0..found.series.len()).take_while(is_again).count();
    if args.all || !args.words.is_empty() || again == 0 { found.series.len() } else { again }
}
