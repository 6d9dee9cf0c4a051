//! `zhoubao eval`.

use std::time::Instant;

use super::Outcome;
use super::args::{EvalArgs, Global};
use super::context::Context;
use super::failure::Failure;
use super::llm::{Asked, Model};
use super::print::{note, print, print_json};
use super::progress::EvalProgress;
use crate::evaluate::{Evaluate, QuestionSetError, read};
use crate::render::{below_floor, evaluation_json, evaluation_text, features_json};
use crate::source::NamedFile;
use crate::statement::Models;

pub(super) async fn run(args: EvalArgs, global: &Global) -> Result<Outcome, Failure> {
    if let Some(floor) = args.fail_under.iter().find(|floor| args.retrieval_only && !floor.figure.is_of_retrieval()) {
        let why = format!("--retrieval-only does not measure {}", floor.figure.name());
        return Err(Failure::usage(why, Some("leave out one of the two options".to_string())));
    }
    let bytes = NamedFile::QUESTIONS.read(&args.file)?;
    let tests = read(&args.file, &bytes)?;
    let mut llm = args.llm.overrides();
    llm.off |= !args.with_llm;
    let config = global.config_with(llm)?;
    let (context, asked) = tokio::try_join!(Context::open_with(&config), Asked::open(&config))?;
    if args.with_llm && asked.model().is_none() {
        let why = match asked {
            Asked::Without(why) => why,
            _ => "no language model is configured".to_string(),
        };
        return Err(Failure::new(why, Some("set OPENAI_BASE_URL, or leave out --llm".to_string())));
    }
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
    let evaluation = evaluate.run(tests).await;
    progress.finish();
    let evaluation = evaluation?;
    for notice in context.notices.iter().chain(&evaluation.notices) {
        note(&format!("note: {notice}"));
    }
    if args.features {
        print_json(&features_json(&evaluation))?;
    } else if args.json {
        print_json(&evaluation_json(&evaluation, &context.catalogue))?;
    } else {
        print(&evaluation_text(&evaluation, &context.catalogue, global.paint()))?;
    }
    if global.verbose {
        note(&format!("evaluated in {:.1?}", start.elapsed()));
    }
    context.leave();
    let fallen: Vec<_> = args.fail_under.iter().filter(|floor| !floor.holds(&evaluation.tally)).collect();
    for floor in &fallen {
        note(&format!("error: {}", below_floor(floor, &evaluation.tally)));
    }
    Ok(if fallen.is_empty() { Outcome::Done } else { Outcome::Failed })
}

impl From<QuestionSetError> for Failure {
    fn from(error: QuestionSetError) -> Self {
        let form = r#"{"id": "a", "question": "…", "facts": [["one way to say it", "another"]], "gold": [{"path": "a.md", "lines": [1, 2]}], "abstain": false}"#;
        Self::new(error.to_string(), Some(format!("a line is an object such as {form}")))
    }
}
