//! `zhoubao trend`.

use std::path::Path;

use super::RunOutcome;
use super::args::{Global, Lang, TrendArgs};
use super::context::{files, note_gaps, open_telling, print_telling};
use super::print::{note, print_csv, print_json, print_markup};
use crate::config::shows_only_ascii;
use crate::context::{Failure, output};
use crate::output::Output;
use crate::render::{Chart, for_markup, left_out_line, nothing_traced, trend_csv, trend_json, trend_svg, trend_text};
use crate::text::is_han;
use crate::trend::{Trend, trend};
use crate::vocabulary::{Language, worded};

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
    let is_text = !args.json && !args.csv && args.svg.is_none();
    let context = open_telling(global, !is_text).await?;
    context.check_author(filters.author.as_deref())?;
    let output = output(&context, args.force);
    file.map(|file| output.check(file)).transpose()?;
    let found = trend(&context.retriever(), &filters, &args.metrics).await?;
    if found.traced.is_empty() {
        if args.json {
            print_json(&trend_json(&found))?;
        }
        let language = args.lang.among(&context.catalogue);
        if is_text {
            note_gaps(&context.gaps);
        }
        context.leave();
        note(&nothing_traced(&found, &args.metrics, language));
        note(language.pick(
            "提示：`zhoubao metrics` 列出周报里的指标",
            "hint: `zhoubao metrics` lists the metrics that the reports state",
        ));
        return Ok(RunOutcome::NotInTheReports);
    }
    let language = args.lang.lang.map_or_else(|| language(&args.metrics, &found), Lang::language);
    for unknown in &found.unknown {
        let near = near(unknown.near.iter(), language);
        let words = &unknown.words;
        note(&worded!(language, "没有叫 `{words}` 的指标{near}", "no metric is called `{words}`{near}"));
    }
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
        print_telling(&trend_text(&found, &chart, &files), &context.gaps)?;
    }
    if let Some(line) = left_out_line(&found.left_out, language) {
        note(&worded!(language, "注：{line}", "note: {line}"));
    }
    context.leave();
    Ok(RunOutcome::Done)
}

fn near<'a>(names: impl Iterator<Item = &'a String>, language: Language) -> String {
    let names: Vec<&str> = names.map(String::as_str).collect();
    if names.is_empty() {
        return String::new();
    }
    let names = names.join(language.pick("、", ", "));
    worded!(language, "；相近的有：{names}", "; near: {names}")
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
