//! `zhoubao ask`.

use std::io::{IsTerminal, Read};
use std::time::Instant;

use super::RunOutcome;
use super::args::{AskArgs, Global};
use super::context::{files, print_telling};
use super::print::{note, print_json};
use super::screen::Screen;
use crate::answer::{Answered, Verdict};
use crate::catalogue::Catalogue;
use crate::context::{Failure, Loading, Model, ModelRequest, log_answer, respond};
use crate::embed::Purpose;
use crate::question::Question;
use crate::render::{
    Explanation, Making, Paint, answer_foot, answer_json, answer_text, explain_line, feedback_hint, spent_line,
    weighed_line,
};
use crate::write::Written;

pub(super) async fn run(args: AskArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let start = Instant::now();
    let typed = typed(&args.question)?;
    let config = global.config_with(args.llm.overrides())?;
    let loading = Loading::start(Purpose::Query, &config);
    let question = Question::read(&typed)?;
    let filters = args.filters.filters()?;
    let (context, asked) = tokio::try_join!(loading.open(&config, Some(&question)), ModelRequest::open(&config))?;
    context.check_author(filters.author.as_deref())?;
    let retrieving = Instant::now();
    let mut answered = respond(&context, question, &filters).await?;
    let retrieve = retrieving.elapsed();
    answered.answer.notices.splice(0..0, context.notices.iter().map(ToString::to_string));
    if let ModelRequest::Without(why) = &asked {
        answered.answer.notices.push(why.to_string());
    }
    if args.json {
        answered.answer.notices.extend(context.gaps.iter().map(ToString::to_string));
    } else {
        if args.explain {
            let explained = explain_line(&answered.answer.question, &answered.retrieval, &context.catalogue);
            note(&format!("read as: {explained}"));
            let weighed = weighed_line(&answered);
            if !weighed.is_empty() {
                note(&format!("weighed: {weighed}"));
            }
        }
        answered.answer.notices.iter().for_each(|notice| note(&format!("note: {notice}")));
    }
    let model = asked.model_for(&answered);
    let (feedback, as_of, gaps) = (context.feedback.clone(), context.as_of, context.gaps.clone());
    let known = answered.answer.notices.len();
    let (written, catalogue) = match model {
        None => {
            // Nothing is written on: the index goes with the process.
            let mut written = Written::extracted(answered.answer.clone());
            let catalogue = context.catalogue.clone();
            let logged = log_answer(&feedback, &mut written.answer, &catalogue, &filters, as_of);
            written.answer.notices.extend(logged.trouble.map(|why| why.en));
            if !args.json {
                let files = files(&catalogue);
                print_telling(&answer_text(&written.answer, global.paint(), &files), &gaps)?;
            }
            context.leave();
            (written, catalogue)
        }
        Some(model) => {
            let catalogue = context.into_catalogue();
            let mut written = write(model, &answered, &catalogue, global.paint(), !args.json).await;
            let logged = log_answer(&feedback, &mut written.answer, &catalogue, &filters, as_of);
            written.answer.notices.extend(logged.trouble.map(|why| why.en));
            if !args.json {
                let files = files(&catalogue);
                print_telling(&answer_foot(&written.answer, global.paint(), &files), &gaps)?;
            }
            (written, catalogue)
        }
    };
    if !args.json {
        written.answer.notices.iter().skip(known).for_each(|notice| note(&format!("note: {notice}")));
        // On a terminal for who reads the answer, and in JSON for programs; a page of answers is not cluttered by it.
        if let Some(id) = written.answer.id.as_ref().filter(|_| std::io::stdout().is_terminal() || global.verbose) {
            note(&global.paint_errors().dim(&feedback_hint(id, written.answer.language())));
        }
    }
    if args.json {
        let making = Making {
            total: start.elapsed(),
            retrieve,
            written: Some(&written),
            model: model.map(|model| (model.name(), model.prompts.fingerprint())),
            explanation: args.explain.then(|| Explanation::new(&answered, &catalogue)),
            turn: None,
        };
        print_json(&answer_json(&written.answer, making))?;
    }
    if global.verbose {
        note(&format!("answered in {:.0?}, of which retrieval and reading {retrieve:.0?}", start.elapsed()));
        if let (Some(model), Some(spent)) = (model, &written.spent) {
            note(&spent_line(model.name(), model.url(), model.prompts.fingerprint(), spent));
        }
    }
    Ok(match (written.stopped, written.answer.verdict) {
        (true, _) => RunOutcome::Stopped,
        (false, Verdict::NotFound) => RunOutcome::NotInTheReports,
        (false, Verdict::Answered | Verdict::Related) => RunOutcome::Done,
    })
}

/// Has the model write, until it is done or Ctrl-C; sentences go to stdout as they come where they are wanted.
pub(super) async fn write(
    model: &Model,
    answered: &Answered,
    catalogue: &Catalogue,
    paint: Paint,
    streams: bool,
) -> Written {
    let mut screen = Screen::new(paint, streams);
    let mut stop = std::pin::pin!(interrupted());
    let written = model.writer().write(answered, catalogue, stop.as_mut(), &mut |event| screen.show(event)).await;
    screen.finish();
    written
}

/// Ready at Ctrl-C. Where it cannot be heard of, it ends the process as usual.
pub(super) async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Ten times what a question may be is enough to say how long it was.
const MOST_STDIN_BYTES: u64 = 64 << 10;

/// The words given, or stdin for `-` alone.
pub(super) fn typed(words: &[String]) -> Result<String, Failure> {
    if words != ["-"] {
        return Ok(words.join(" "));
    }
    let mut bytes = Vec::new();
    std::io::stdin().take(MOST_STDIN_BYTES + 1).read_to_end(&mut bytes).map_err(Failure::from_error)?;
    if bytes.len() as u64 > MOST_STDIN_BYTES {
        let kib = MOST_STDIN_BYTES >> 10;
        return Err(Failure::usage(format!("what came on stdin is longer than {kib} KiB: no question is"), None));
    }
    String::from_utf8(bytes).map_err(|_| Failure::usage("what came on stdin is not UTF-8", None))
}
