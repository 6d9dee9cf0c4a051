//! `zhoubao rollup`.

mod output;
mod prose;

use std::path::Path;

use super::RunOutcome;
use super::args::{Global, RollupArgs, RollupFormat};
use super::context::open_with;
use super::print::{note, print, print_markup, print_page};
use crate::calendar::Expression;
use crate::catalogue::Catalogue;
use crate::citation::Citation;
use crate::context::{Failure, ModelRequest, file_of, output, parse_period};
use crate::narrate::Prose;
use crate::output::Output;
use crate::render::{
    Links, MetricChart, Template, Terminal, charts, comparison_json, comparison_markdown, comparison_page, for_json,
    for_markup, html, markdown, missing_clause, page, rollup_json, safe, text, with_prose,
};
use crate::rollup::{Rollup, compare, line_features, rollup};
use crate::source::NamedFile;
use crate::vocabulary::{Language, plural, worded};
use output::{OutputTarget, remove_others};

/// Columns of the text where none are given.
const USUAL_COLUMNS: u16 = 80;

pub(super) async fn run(args: RollupArgs, global: &Global) -> Result<RunOutcome, Failure> {
    if let Some(name) = &args.print_template {
        print(built_in(name)?.text.trim_end())?;
        return Ok(RunOutcome::Done);
    }
    let asked = asked(&args.period)?;
    let format = args.json.then_some(RollupFormat::Json).or(args.format);
    let file = args.output.as_deref().filter(|file| *file != Path::new("-"));
    // Before anything is read, as far as it can be told without the index.
    file.map(|file| Output::new(args.force, []).check(file)).transpose()?;
    let target = OutputTarget::new(file, format)?;
    let template = template(&args)?;
    let mut config = global.config_with(args.llm.overrides())?;
    // A job of many calls is taken up again after Ctrl-C: what the model has written is kept.
    config.llm = config.llm.keeping_replies();
    let (context, model) = tokio::try_join!(open_with(&config), ModelRequest::open(&config))?;
    context.check_author(args.author.as_deref())?;
    let output = output(&context, args.force);
    file.map(|file| output.check(file)).transpose()?;
    let author = args.author.as_deref();
    let making =
        |catalogue| Making { args: &args, global, catalogue, target: &target, output: &output, template: &template };
    if let Some(other) = &args.compare {
        let found = compare(&context.retriever(), &asked, other, author).await?;
        let outcome = making(&context.catalogue).show_both(&found);
        context.leave();
        return outcome;
    }
    if args.features {
        for line in line_features(&context.retriever(), &asked).await? {
            print(&serde_json::to_string(&line).map_err(Failure::from_error)?)?;
        }
        context.leave();
        return Ok(RunOutcome::Done);
    }
    let found = rollup(&context.retriever(), &asked, author).await?;
    if let ModelRequest::Without(why) = &model {
        note(&format!("note: {why}"));
    }
    let Some(model) = model.model().filter(|_| !found.coverage.read.is_empty()) else {
        let outcome = making(&context.catalogue).show(&found, None);
        context.leave();
        return outcome;
    };
    // Others may have the index while the model writes.
    let catalogue = context.into_catalogue();
    let prose = prose::write(model, &found, args.lang.among(&catalogue), global.verbose).await;
    let outcome = making(&catalogue).show(&found, Some(&prose))?;
    Ok(if prose.stopped { RunOutcome::Stopped } else { outcome })
}

/// The time that the words name.
fn asked(words: &[String]) -> Result<(String, Expression), Failure> {
    let text = words.join(" ");
    parse_period(text.trim()).map_err(|why| {
        let hint = "2023-06, 2023Q2, 2023H1, 2023, 第13周..第26周, 2023-05-15..2023-06-30, 上个月, last quarter";
        Failure::usage(format!("`{text}`: {why}"), Some(format!("a time may be typed as {hint}")))
    })
}

fn built_in(name: &str) -> Result<Template, Failure> {
    Template::built_in(name).ok_or_else(|| {
        let known = Template::names().collect::<Vec<_>>().join(", ");
        Failure::usage(format!("there is no template called `{name}`"), Some(format!("there are: {known}")))
    })
}

/// The template that is asked for: one of ours by its name, else a file.
fn template(args: &RollupArgs) -> Result<Template, Failure> {
    let usual = if args.compare.is_some() { "compare" } else { "full" };
    let Some(name) = &args.template else { return built_in(usual) };
    if let Some(template) = Template::built_in(name) {
        if (template.name == "compare") != args.compare.is_some() {
            let hint = "`full` and `leadership` show one period, `compare` two (with --compare)".to_string();
            return Err(Failure::usage(format!("the template `{name}` is for another number of periods"), Some(hint)));
        }
        return Ok(template);
    }
    let file = Path::new(name);
    if !file.exists() {
        let known = Template::names().collect::<Vec<_>>().join(", ");
        let hint = format!("templates of ours: {known}; `--print-template full` prints one to start from");
        return Err(Failure::usage(format!("`{name}` is neither a template of ours nor a file"), Some(hint)));
    }
    let text = NamedFile::TEMPLATE.read_text(file)?;
    Ok(Template { name: name.clone(), text })
}

/// What a roll-up is made into, and where it goes.
struct Making<'a> {
    args: &'a RollupArgs,
    global: &'a Global,
    catalogue: &'a Catalogue,
    target: &'a OutputTarget,
    output: &'a Output,
    template: &'a Template,
}

impl Making<'_> {
    fn show(&self, found: &Rollup, prose: Option<&Prose>) -> Result<RunOutcome, Failure> {
        let language = self.language();
        let outcome = outcome(found, language);
        if self.target.format == RollupFormat::Json {
            self.write(&for_json(&rollup_json(found, prose).map_err(Failure::from_error)?), found.sources.len(), &[])?;
            return Ok(outcome);
        }
        if outcome == RunOutcome::NotInTheReports {
            return Ok(outcome);
        }
        let folder = self.target.pictures();
        let charts = match self.target.format {
            RollupFormat::Html => charts(found, language),
            _ if folder.is_some() => charts(found, language),
            _ => Vec::new(),
        };
        let folder = folder.unwrap_or_default();
        let names: Vec<String> = charts.iter().map(|chart| folder.join(&chart.file).display().to_string()).collect();
        let page = self.with_links(|links| page(found, language, links, &names));
        let page = prose.map_or_else(|| page.clone(), |prose| with_prose(page.clone(), prose));
        let markdown = markdown(&page, self.template)?;
        self.finish(&markdown, charts)?;
        Ok(outcome)
    }

    fn show_both(&self, found: &crate::rollup::Comparison) -> Result<RunOutcome, Failure> {
        let sources = found.this.sources.len() + found.other.sources.len();
        let language = self.language();
        let outcomes = [outcome(&found.this, language), outcome(&found.other, language)];
        let is_missing = outcomes.contains(&RunOutcome::NotInTheReports);
        if self.target.format == RollupFormat::Json {
            self.write(&for_json(&comparison_json(found).map_err(Failure::from_error)?), sources, &[])?;
        } else if !is_missing {
            let page = self.with_links(|links| comparison_page(found, language, links));
            self.finish(&comparison_markdown(&page, self.template)?, Vec::new())?;
        }
        Ok(if is_missing { RunOutcome::NotInTheReports } else { RunOutcome::Done })
    }

    fn language(&self) -> Language {
        self.args.lang.among(self.catalogue)
    }

    fn with_links<T>(&self, page: impl FnOnce(&Links<'_>) -> T) -> T {
        let here = std::env::current_dir().unwrap_or_default();
        let folder = self.target.folder(&here);
        let file_of = |citation: &Citation| file_of(self.catalogue, citation.report_id);
        page(&Links { here: &here, from: &folder, file_of: &file_of })
    }

    /// Markdown → what is wanted.
    fn finish(&self, markdown: &str, mut charts: Vec<MetricChart>) -> Result<(), Failure> {
        // A template may leave out what there is.
        charts.retain(|chart| chart.is_in(markdown));
        let sources = markdown.lines().filter(|line| line.starts_with("[^")).count();
        let language = self.language();
        let made = match self.target.format {
            RollupFormat::Html => html(markdown, language, &charts),
            RollupFormat::Text => {
                let here = std::env::current_dir().unwrap_or_default();
                let mut paint = self.global.paint();
                paint.colour &= self.target.file.is_none();
                let columns = usize::from(self.args.width.unwrap_or(USUAL_COLUMNS));
                text(markdown, &Terminal { columns, paint, language, here: &here })
            }
            RollupFormat::Md | RollupFormat::Json => markdown.to_string(),
        };
        self.write(&made, sources, &charts)
    }

    fn write(&self, made: &str, sources: usize, charts: &[MetricChart]) -> Result<(), Failure> {
        let Some(file) = &self.target.file else {
            return match self.target.format {
                RollupFormat::Text => print(made.trim_end()),
                RollupFormat::Html => print_markup(made),
                RollupFormat::Md | RollupFormat::Json => print_page(made),
            };
        };
        let page = match self.target.format {
            RollupFormat::Html => for_markup(made),
            RollupFormat::Text | RollupFormat::Md | RollupFormat::Json => safe(made),
        };
        let page = format!("{}\n", page.trim_end());
        match self.target.pictures() {
            Some(name) => {
                let folder = file.with_file_name(name);
                let pictures: Vec<(&str, String)> =
                    charts.iter().map(|chart| (chart.file.as_str(), for_markup(&chart.svg))).collect();
                let pictures: Vec<(&str, &str)> = pictures.iter().map(|(name, svg)| (*name, svg.as_str())).collect();
                self.output.write_with(file, &page, &folder, &pictures)?;
                remove_others(self.output, &folder, charts)?;
            }
            None => self.output.write(file, &page)?,
        }
        note(&format!("wrote {} ({}, {})", file.display(), plural(sources, "source"), plural(charts.len(), "chart")));
        Ok(())
    }
}

/// Whether a report lies in the period; a line says so where none does.
fn outcome(found: &Rollup, language: Language) -> RunOutcome {
    let coverage = &found.coverage;
    if !coverage.read.is_empty() {
        return RunOutcome::Done;
    }
    let weeks: Vec<String> = coverage.missing.iter().map(|missing| missing.week.clone()).collect();
    let missing = missing_clause(&weeks, language);
    let beside = match coverage.beside.len() {
        0 => String::new(),
        1 => worded!(language, "；另有 1 篇前后的周报提到这些天", "; 1 report beside it tells of its days"),
        beside => {
            worded!(language, "；另有 {beside} 篇前后的周报提到这些天", "; {beside} reports beside it tell of its days")
        }
    };
    let (from, to) = (found.period.from(), found.period.to());
    note(&worded!(
        language,
        "周报中没有：{}（{from} 至 {to}）没有周报{missing}{beside}",
        "not in the reports: no report lies in {} ({from} to {to}){missing}{beside}",
        found.asked
    ));
    RunOutcome::NotInTheReports
}
