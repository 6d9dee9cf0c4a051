//! `zhoubao draft`.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::Outcome;
use super::args::{DraftArgs, Global};
use super::ask::{note, print};
use super::context::Context;
use super::failure::Failure;
use crate::draft::{Asked, DraftError, draft};
use crate::render::{draft_json, draft_markdown, draft_notes, draft_sources, draft_summary, safe};

pub(super) async fn run(args: DraftArgs, global: &Global) -> Result<Outcome, Failure> {
    if let Some(path) = args.output.as_ref().filter(|path| path.exists() && !args.force) {
        return Err(is_there(path));
    }
    let context = Context::open(global).await?;
    context.check_author(args.author.as_deref())?;
    let asked = Asked { week: args.week.clone(), author: args.author.clone() };
    let drafted = draft(&context.retriever(), &asked).await;
    context.leave();
    let drafted = match drafted {
        Ok(drafted) => drafted,
        Err(DraftError::Retrieve(error)) => return Err(error.into()),
        Err(error @ DraftError::NoReport { .. }) => {
            note(&format!("not in the reports: {error}"));
            return Ok(Outcome::NotInTheReports);
        }
        Err(error @ DraftError::NoWeek { .. }) => {
            let hint = "name a week such as 第27周 or 2023-W26, or the day of the report";
            return Err(Failure::usage(error.to_string(), Some(hint.to_string())));
        }
        Err(error @ DraftError::Authors { .. }) => {
            return Err(Failure::usage(error.to_string(), Some("name one with --author".to_string())));
        }
    };
    let markdown = safe(&draft_markdown(&drafted));
    let text = if args.json { format!("{:#}\n", draft_json(&drafted, &markdown)) } else { markdown.clone() };
    match &args.output {
        Some(path) => write(path, &text, args.force)?,
        None => print(text.strip_suffix('\n').unwrap_or(&text))?,
    }
    note(&draft_summary(&drafted, &markdown));
    draft_notes(&drafted).iter().for_each(|line| note(line));
    if args.sources {
        draft_sources(&drafted).iter().for_each(|line| note(line));
    }
    Ok(Outcome::Done)
}

fn is_there(path: &Path) -> Failure {
    Failure::usage(
        format!("`{}` is there already, and a report half written must not be lost", path.display()),
        Some("name another file, or write over it with --force".to_string()),
    )
}

/// Writes all of `text` or nothing: into a file beside it that then takes its name.
fn write(path: &Path, text: &str, force: bool) -> Result<(), Failure> {
    let refused = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => is_there(path),
        _ => Failure::new(format!("`{}` cannot be written: {error}", path.display()), None),
    };
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".partial");
    let partial: PathBuf = path.with_file_name(name);
    let written = fs_err::File::create(&partial).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    // The name is taken first, so that nobody else's file is written over.
    let taken = written.and_then(|()| if force { Ok(()) } else { fs_err::File::create_new(path).map(drop) });
    let moved = taken.and_then(|()| fs_err::rename(&partial, path));
    if moved.is_err() {
        // What is left of it is of no use to anybody.
        let _ = fs_err::remove_file(&partial);
    }
    moved.map_err(refused)
}
