//! `zhoubao trend`.

use std::path::Path;

use super::RunOutcome;
use super::args::{Global, TrendArgs};
use super::context::{Context, files, output};
use super::failure::Failure;
use super::print::{note, print, print_csv, print_json, print_markup};
use crate::config::shows_only_ascii;
use crate::output::Output;
use crate::render::{Chart, for_markup, left_out_line, trend_csv, trend_json, trend_svg, trend_text};
use crate::text::is_han;
use crate::trend::{Trend, trend};
use crate::vocabulary::{Language, plural};

/// Columns of the chart where none are given.
const USUAL_COLUMNS: u16 = 80;

pub(super) async fn run(args: TrendArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let filters = args.filters.filters()?;
    let is_printed = args.svg.as_deref() == Some(Path::new("-"));
    let file = args.svg.as_deref().filter(|_| !is_printed);
    // Before anything is read, as far as it can be told without the index.
    file.map(|file| Output::new(args.force, []).check(file)).transpose()?;
    if is_printed && (args.json || args.csv) {
        let hint = "name a file for the picture, or leave out --json and --csv".to_string();
        return Err(Failure::usage("the picture and the data cannot both go to stdout".to_string(), Some(hint)));
    }
    let context = Context::open(global).await?;
    context.check_author(filters.author.as_deref())?;
    let output = output(&context, args.force);
    file.map(|file| output.check(file)).transpose()?;
    let found = trend(&context.retriever(), &filters, &args.metrics).await?;
    if found.traced.is_empty() {
        if args.json {
            print_json(&trend_json(&found))?;
        }
        context.leave();
        note(&format!("not in the reports: {}", nothing(&found, &args.metrics)));
        note("hint: `zhoubao metrics` lists the metrics that the reports state");
        return Ok(RunOutcome::NotInTheReports);
    }
    for unknown in &found.unknown {
        let near = if unknown.near.is_empty() { String::new() } else { format!("; near: {}", unknown.near.join(", ")) };
        note(&format!("no metric is called `{}`{near}", unknown.words));
    }
    let language = language(&args.metrics, &found);
    if is_printed {
        print_markup(&trend_svg(&found, language))?;
    }
    if let Some(file) = file {
        output.write(file, &for_markup(&trend_svg(&found, language)))?;
        note(&format!("written: {}", file.display()));
    }
    if args.json {
        print_json(&trend_json(&found))?;
    } else if args.csv {
        let csv = trend_csv(&found).map_err(Failure::from_error)?;
        print_csv(&csv)?;
    } else if args.svg.is_none() {
        let chart = Chart {
            columns: usize::from(args.width.unwrap_or(USUAL_COLUMNS)),
            rows: args.height.map(usize::from),
            is_ascii: args.ascii || shows_only_ascii(),
            paint: global.paint(),
            language,
        };
        let files = files(&context.catalogue);
        print(&trend_text(&found, &chart, &files))?;
    }
    left_out_line(&found.left_out).iter().for_each(|line| note(&format!("note: {line}")));
    context.leave();
    Ok(RunOutcome::Done)
}

/// `no metric with 天气 in 8 reports; near: 天然气用量`.
fn nothing(found: &Trend, words: &[String]) -> String {
    let near: Vec<&str> = found.unknown.iter().flat_map(|unknown| &unknown.near).map(String::as_str).collect();
    let near = if near.is_empty() { String::new() } else { format!("; near: {}", near.join(", ")) };
    format!("no metric with `{}` in {}{near}", words.join(" "), plural(found.reports, "report"))
}

/// The language of the words; where they have no letters of either, that of the names.
fn language(words: &[String], found: &Trend) -> Language {
    let has_letters = words.iter().any(|word| word.chars().any(char::is_alphabetic));
    let chinese = match has_letters {
        true => words.iter().any(|word| word.contains(is_han)),
        false => found.traced.iter().any(|traced| traced.series.metric.contains(is_han)),
    };
    if chinese { Language::Chinese } else { Language::English }
}
