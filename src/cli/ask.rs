//! `zhoubao ask`.

use std::io::{Read, Write};
use std::time::Instant;

use super::Outcome;
use super::args::{AskArgs, Global};
use super::context::Context;
use super::failure::Failure;
use super::respond::respond;
use crate::question::Question;
use crate::render::{answer_json, answer_text, explain_json, explain_line, safe};

pub(super) async fn run(args: AskArgs, global: &Global) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let question = Question::read(&typed(&args.question)?)?;
    let filters = args.filters.filters()?;
    let context = Context::open(global).await?;
    context.check_author(filters.author.as_deref())?;
    let retrieving = Instant::now();
    let mut answered = respond(&context, question, &filters).await?;
    let retrieve = retrieving.elapsed();
    answered.answer.notices.splice(0..0, context.notices.iter().cloned());
    let answer = &answered.answer;
    let explained = || explain_line(&answer.question, &answered.retrieval, &context.catalogue);
    if args.json {
        let mut json = answer_json(answer, start.elapsed(), retrieve);
        if args.explain {
            json["explain"] = explain_json(&answer.question, &answered.retrieval, &context.catalogue);
        }
        print(&format!("{json:#}"))?;
    } else {
        if args.explain {
            note(&format!("read as: {}", explained()));
        }
        for notice in &answer.notices {
            note(&format!("note: {notice}"));
        }
        let here = std::env::current_dir().unwrap_or_default();
        print(&answer_text(answer, global.paint(), &here, &|citation| context.file_of(citation.report_id)))?;
    }
    if global.verbose {
        note(&format!("answered in {:.0?}, of which retrieval and reading {:.0?}", start.elapsed(), retrieve));
    }
    let outcome = if answer.abstained { Outcome::NotInTheReports } else { Outcome::Done };
    context.leave();
    Ok(outcome)
}

/// The words given, or stdin for `-` alone.
pub(super) fn typed(words: &[String]) -> Result<String, Failure> {
    if words != ["-"] {
        return Ok(words.join(" "));
    }
    let mut bytes = Vec::new();
    // Ten times what a question may be is enough to say how long it was.
    std::io::stdin().take(1 << 20).read_to_end(&mut bytes).map_err(Failure::from_error)?;
    String::from_utf8(bytes).map_err(|_| Failure::usage("what came on stdin is not UTF-8", None))
}

/// Data, to stdout. A reader that closes early is no error.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    match writeln!(std::io::stdout(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::from_error(error)),
        _ => Ok(()),
    }
}

/// Anything but data, to stderr. Where nobody reads it (a closed pipe) it is lost, and the run goes on.
pub(super) fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "{}", safe(text));
}
