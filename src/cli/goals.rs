//! `zhoubao goals`.

use std::path::Path;

use super::RunOutcome;
use super::args::{Global, GoalsArgs, GoalsFormat};
use super::ask::interrupted;
use super::context::{files, open_with};
use super::print::{note, print, print_page};
use super::progress::NarrateProgress;
use crate::context::{Failure, Model, ModelRequest, output};
use crate::goals::{Goals, GoalsError, GoalsRequest, goals};
use crate::narrate::{GoalLine, Narrator};
use crate::output::Output;
use crate::render::{Paint, for_json, goals_coverage, goals_json, goals_markdown, goals_text, safe, spent_line};
use crate::vocabulary::{Language, plural};

pub(super) async fn run(args: GoalsArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let file = args.output.as_deref().filter(|file| *file != Path::new("-"));
    let format = format(&args, file)?;
    // Before anything is read, as far as it can be told without the index.
    file.map(|file| Output::new(args.force, []).check(file)).transpose()?;
    let mut config = global.config_with(args.llm.overrides())?;
    config.llm = config.llm.keeping_replies();
    let (context, model) = tokio::try_join!(open_with(&config), ModelRequest::open(&config))?;
    context.check_author(args.author.as_deref())?;
    let output = output(&context, args.force);
    file.map(|file| output.check(file)).transpose()?;
    let asked =
        GoalsRequest { for_week: args.for_week.clone(), author: args.author.clone(), most: usize::from(args.limit) };
    let mut found = match goals(&context.retriever(), &asked).await {
        Ok(found) => found,
        Err(GoalsError::NoReport { as_of }) => {
            context.leave();
            note(&format!("not in the reports: no report is dated {as_of} or before"));
            return Ok(RunOutcome::NotInTheReports);
        }
        Err(error) => return Err(error.into()),
    };
    let language = args.lang.among(&context.catalogue);
    if let ModelRequest::Without(why) = &model {
        note(&format!("note: {why}"));
    }
    let is_empty = found.goals.is_empty() && found.listed.is_empty();
    let model = model.model().filter(|_| !found.goals.is_empty());
    let mut stopped = false;
    let catalogue = context.catalogue.clone();
    match model {
        None => context.leave(),
        Some(model) => {
            // Others may have the index while the model writes.
            drop(context);
            stopped = word(model, &mut found, language, global.verbose).await;
        }
    }
    // Colours and links are for a screen.
    let paint = if file.is_some() { Paint { colour: false } } else { global.paint() };
    let files = files(&catalogue);
    if format == GoalsFormat::Json || !is_empty {
        let text = match format {
            GoalsFormat::Text => goals_text(&found, args.explain, language, paint, &files),
            GoalsFormat::Md => goals_markdown(&found, args.explain, language),
            GoalsFormat::Json => for_json(&goals_json(&found, language)),
        };
        match (file, format) {
            (Some(file), _) => {
                let text = if format == GoalsFormat::Json { text } else { safe(&text) };
                output.write(file, &format!("{text}\n"))?;
                let goals = plural(found.listed.len() + found.goals.len(), "goal");
                note(&format!("wrote {} ({goals}, {})", file.display(), plural(found.sources.len(), "source")));
            }
            (None, GoalsFormat::Text) => print(&text)?,
            (None, _) => print_page(&text)?,
        }
    }
    if is_empty {
        note(&format!("nothing to propose for {}: {}", found.week, goals_coverage(&found, language)));
        return Ok(RunOutcome::NotInTheReports);
    }
    if found.left_out > 0 && format != GoalsFormat::Text {
        note(&format!("note: {} left out; -n shows more", plural(found.left_out, "proposal")));
    }
    Ok(if stopped { RunOutcome::Stopped } else { RunOutcome::Done })
}

/// Has the model word the goals; goals whose new wording fails the check keep theirs. Returns whether it was stopped.
async fn word(model: &Model, found: &mut Goals, language: Language, verbose: bool) -> bool {
    let progress = NarrateProgress::new();
    let mut stop = std::pin::pin!(interrupted());
    let lines: Vec<GoalLine<'_>> = found
        .goals
        .iter()
        .map(|goal| GoalLine {
            text: &goal.text,
            citations: goal.cites.iter().filter_map(|n| found.sources.get(n.checked_sub(1)?)).collect(),
        })
        .collect();
    let narrator = Narrator::new(model.writer());
    let worded = narrator.word_goals(&lines, language, stop.as_mut(), &mut |event| progress.show(event)).await;
    drop(progress);
    worded.notices.iter().for_each(|notice| note(&format!("note: {notice}")));
    if let (true, Some(spent)) = (verbose, &worded.spent) {
        note(&spent_line(model.name(), model.url(), model.prompts.fingerprint(), spent));
    }
    for (goal, line) in found.goals.iter_mut().zip(worded.lines) {
        if let Some(line) = line {
            goal.text = line;
        }
    }
    worded.stopped
}

/// What is asked for, else what the ending of the file says.
fn format(args: &GoalsArgs, file: Option<&Path>) -> Result<GoalsFormat, Failure> {
    if let Some(format) = args.format.or(args.json.then_some(GoalsFormat::Json)) {
        return Ok(format);
    }
    let Some(file) = file else { return Ok(GoalsFormat::Text) };
    match file.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase).as_deref() {
        Some("md" | "markdown") => Ok(GoalsFormat::Md),
        Some("json") => Ok(GoalsFormat::Json),
        Some("txt") => Ok(GoalsFormat::Text),
        _ => {
            let hint = "use .md, .json or .txt, or name a --format".to_string();
            Err(Failure::usage(format!("`{}` has no known ending", file.display()), Some(hint)))
        }
    }
}
