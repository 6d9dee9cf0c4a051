//! `zhoubao eval`.

use std::path::Path;
use std::time::Instant;

use super::RunOutcome;
use super::args::{EvalArgs, Global};
use super::context::open_for;
use super::print::{note, print, print_json};
use super::progress::EvalProgress;
use crate::context::{Failure, Model, ModelRequest, output};
use crate::embed::Purpose;
use crate::evaluate::{
    Baseline, BaselineError, Evaluate, QuestionSetError, TestQuestion, context_pages, read, risk_coverage,
};
use crate::output::Output;
use crate::render::{
    below_floor, changes_text, evaluation_html, evaluation_json, evaluation_text, features_json, for_markup, risk_text,
};
use crate::source::NamedFile;
use crate::statement::Models;
use crate::vocabulary::{Wording, plural};

pub(super) async fn run(args: EvalArgs, global: &Global) -> Result<RunOutcome, Failure> {
    if let Some(floor) = args.fail_under.iter().find(|floor| args.retrieval_only && !floor.figure.is_of_retrieval()) {
        let why = format!("--retrieval-only does not measure {}", floor.figure.name());
        return Err(Failure::usage(why, Some("leave out one of the two options".to_string())));
    }
    let bytes = NamedFile::QUESTIONS.read(&args.file)?;
    if let Some(folder) = &args.pages {
        return write_pages(&args.file, &bytes, folder, args.force);
    }
    let tests = read(&args.file, &bytes)?;
    let baseline = args.baseline.as_deref().map(|path| read_baseline(path, &tests)).transpose()?;
    // Before anything is read, as far as it can be told without the index.
    args.html.as_deref().map(|file| Output::new(args.force, []).check(file)).transpose()?;
    let mut llm = args.llm.overrides();
    llm.off |= !args.with_llm;
    let config = global.config_with(llm)?;
    let (context, asked) = tokio::try_join!(open_for(Purpose::Many, &config), ModelRequest::open(&config))?;
    if args.with_llm && asked.model().is_none() {
        let why = match asked {
            ModelRequest::Without(why) => why,
            _ => Wording::from("no language model is configured"),
        };
        return Err(Failure::new(why, Some("set OPENAI_BASE_URL, or leave out --llm".to_string())));
    }
    let output = output(&context, args.force);
    args.html.as_deref().map(|file| output.check(file)).transpose()?;
    let read_models = |path| -> Result<Models, Failure> {
        let text = NamedFile::MODELS.read_text(path)?;
        Models::read(&text).map_err(|error| Failure::new(error.to_string(), None))
    };
    let models = args.models.as_deref().map(read_models).transpose()?;
    let progress = EvalProgress::new();
    let start = Instant::now();
    let evaluate = Evaluate {
        retriever: context.retriever(),
        retrieval_only: args.retrieval_only,
        writer: asked.model().map(Model::writer),
        models: models.as_ref().unwrap_or_else(|| Models::built_in()),
        clock: &|| start.elapsed(),
        on_progress: &|done, all| progress.show(done, all),
    };
    if args.vectors {
        let vectors = evaluate.vectors(tests).await;
        progress.finish();
        print_json(&serde_json::json!(vectors?))?;
        return Ok(RunOutcome::Done);
    }
    let evaluation = evaluate.run(tests).await;
    progress.finish();
    let evaluation = evaluation?;
    let notices = context.notices.iter().map(|notice| &notice.en);
    for notice in notices.chain(&evaluation.notices) {
        note(&format!("note: {notice}"));
    }
    let changes = match (&args.baseline, &baseline) {
        (Some(path), Some(baseline)) => Some(baseline.changes(&evaluation).map_err(|error| unlike(path, &error))?),
        _ => None,
    };
    let catalogue = &context.catalogue;
    if args.features {
        print_json(&features_json(&evaluation))?;
    } else if args.json {
        print_json(&evaluation_json(&evaluation, changes.as_ref(), catalogue))?;
    } else {
        let risk = args.risk_coverage.then(|| risk_text(&risk_coverage(&evaluation.rows), global.paint()));
        let changed = changes.as_ref().map(|changes| changes_text(changes, global.paint()));
        let blocks = [Some(evaluation_text(&evaluation, catalogue, global.paint())), risk, changed];
        print(&blocks.into_iter().flatten().collect::<Vec<_>>().join("\n\n"))?;
    }
    if let Some(file) = &args.html {
        let set = args.file.file_name().unwrap_or_default().to_string_lossy();
        let html = evaluation_html(&evaluation, changes.as_ref(), catalogue, &set);
        output.write(file, &for_markup(&html))?;
        note(&format!("written: {}", file.display()));
    }
    if global.verbose {
        note(&format!("evaluated in {:.1?}", start.elapsed()));
    }
    context.leave();
    let fallen: Vec<_> = args.fail_under.iter().filter(|floor| !floor.holds(&evaluation.tally)).collect();
    for floor in &fallen {
        note(&format!("error: {}", below_floor(floor, &evaluation.tally)));
    }
    Ok(if fallen.is_empty() { RunOutcome::Done } else { RunOutcome::Failed })
}

/// The paragraphs of a set as pages in `folder`, which is made where it is missing.
fn write_pages(set: &Path, bytes: &[u8], folder: &Path, replaces: bool) -> Result<RunOutcome, Failure> {
    let pages = context_pages(set, bytes)?;
    let files: Vec<(&str, &str)> = pages.iter().map(|page| (page.name.as_str(), page.text.as_str())).collect();
    Output::new(replaces, []).write_folder(folder, &files)?;
    note(&format!("written: {} to {}", plural(pages.len(), "page"), folder.display()));
    Ok(RunOutcome::Done)
}

/// An earlier run of the same questions.
fn read_baseline(path: &Path, tests: &[TestQuestion]) -> Result<Baseline, Failure> {
    let baseline = Baseline::read(&NamedFile::EVALUATION.read(path)?).map_err(|error| unlike(path, &error))?;
    let asked = tests.iter().map(|test| (test.id.as_str(), test.question.text.as_str()));
    baseline.check(asked).map_err(|error| unlike(path, &error))?;
    Ok(baseline)
}

fn unlike(path: &Path, error: &BaselineError) -> Failure {
    let hint =
        "a baseline is what `eval --json` printed for the same questions, with or without --retrieval-only as now";
    Failure::new(format!("{}: {error}", path.display()), Some(hint.to_string()))
}

impl From<QuestionSetError> for Failure {
    fn from(error: QuestionSetError) -> Self {
        if matches!(error, QuestionSetError::Json { .. } | QuestionSetError::NoParagraphs { .. }) {
            let form = r#"{"data": [{"title": "…", "paragraphs": [{"context": "…", "qas": [{"id": "…", "question": "…", "answers": [{"text": "…"}]}]}]}]}"#;
            return Self::new(error.to_string(), Some(format!("a set in SQuAD's form is {form}")));
        }
        let form = r#"{"id": "a", "question": "…", "facts": [["one way to say it", "another"]], "gold": [{"path": "a.md", "lines": [1, 2]}], "abstain": false}"#;
        Self::new(error.to_string(), Some(format!("a line is an object such as {form}")))
    }
}
