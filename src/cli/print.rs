//! The one place that writes to stdout and stderr: whatever is printed goes through the function of its kind first, so that
//! nothing in a report, a file's name, a server's reply or a configuration steers what reads it.

use std::io::{ErrorKind, Write};
use std::process::ExitCode;
use std::sync::OnceLock;

use serde_json::Value;

use crate::context::Failure;
use crate::render::{Paint, for_csv, for_json, for_markup, for_terminal, safe};

/// Whether our own colours are on: on stdout, on stderr.
static PAINTS: OnceLock<[Paint; 2]> = OnceLock::new();

const NO_PAINT: Paint = Paint { colour: false };

/// Decides, once a run and before anything is printed, where colours are on; without it they are off.
pub(super) fn set_paints(stdout: Paint, stderr: Paint) {
    PAINTS.get_or_init(|| [stdout, stderr]);
}

fn paints() -> [Paint; 2] {
    PAINTS.get().copied().unwrap_or([NO_PAINT; 2])
}

/// Words for people, painted or not, to stdout.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    write(for_terminal(text, paints()[0]).as_bytes(), b"\n")
}

/// A value for programs. Nothing in it is lost: what is not seen is escaped.
pub(super) fn print_json(value: &Value) -> Result<(), Failure> {
    write(for_json(value).as_bytes(), b"\n")
}

/// A table for spreadsheets, with its last line end.
pub(super) fn print_csv(table: &str) -> Result<(), Failure> {
    write(for_csv(table).as_bytes(), b"")
}

/// A page in Markdown or commands for GitHub.
pub(super) fn print_page(page: &str) -> Result<(), Failure> {
    write(safe(page.trim_end()).as_bytes(), b"\n")
}

/// HTML or SVG.
pub(super) fn print_markup(page: &str) -> Result<(), Failure> {
    write(for_markup(page.trim_end()).as_bytes(), b"\n")
}

/// Bytes as they were sent, which somebody asked for: for a file or a pipe, never for a terminal.
pub(super) fn print_exact(bytes: &[u8]) -> Result<(), Failure> {
    write(bytes, b"")
}

/// A reader that closes early is no error.
fn write(bytes: &[u8], end: &[u8]) -> Result<(), Failure> {
    match try_write(bytes, end) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::from_error(error)),
        _ => Ok(()),
    }
}

fn try_write(bytes: &[u8], end: &[u8]) -> std::io::Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.write_all(end)?;
    stdout.flush()
}

/// A line of an answer while it comes; false when nobody reads on.
pub(super) fn print_line(line: &str) -> bool {
    try_write(for_terminal(line, paints()[0]).as_bytes(), b"\n").is_ok()
}

/// Anything but data, to stderr, on one line: a name with a line end in it begins none of its own. Where nobody reads it (a
/// closed pipe) it is lost, and the run goes on.
pub(super) fn note(text: &str) {
    complain(&text.replace('\n', " "));
}

/// The same over lines: an error with what caused it.
pub(super) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "{}", for_terminal(text, paints()[1]));
}

/// An error, its causes and its hint, to stderr. Exit code 2: the command line is wrong; 1: it could not be done.
pub(super) fn report(failure: &Failure, paint: Paint) -> ExitCode {
    let mut lines = vec![format!("{} {}", paint.bold("error:"), safe(&failure.message()))];
    lines.extend(failure.causes().map(|cause| format!("  Caused by: {}", safe(&cause))));
    lines.extend(failure.hint().map(|hint| format!("{} {}", paint.bold("hint:"), safe(hint))));
    complain(&lines.join("\n"));
    ExitCode::from(if failure.is_usage() { 2 } else { 1 })
}
