//! Where a chat's lines come from: an editor on a terminal, with a history, or whatever was piped.

use std::io::{BufRead, Read, StdinLock};
use std::path::{Path, PathBuf};

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Editor, Helper};

use super::command::completions;
use crate::context::Failure;

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum InputLine {
    Typed(String),
    /// What could not be read as text, and why.
    Unreadable(&'static str),
    /// Ctrl-C: what was being typed is dropped.
    Dropped,
    End,
}

/// Lines one after the other.
pub(super) enum Lines {
    Terminal(Box<Terminal>),
    Piped,
}

/// A line editor with the history of earlier chats.
pub(super) struct Terminal {
    editor: Editor<Commands, DefaultHistory>,
    /// `None`: nothing is kept.
    history: Option<PathBuf>,
}

const PROMPT: &str = "> ";

/// Lines that a history keeps.
const KEPT_LINES: usize = 1_000;

/// Bytes of one piped line, far more than a question may have.
const LINE_BYTES: u64 = 1 << 20;

impl Lines {
    /// A line editor; `history` is loaded where it is there. A reason why no history can be kept is returned beside it:
    /// a chat works without.
    pub(super) fn terminal(history: Option<PathBuf>) -> Result<(Self, Option<String>), Failure> {
        let config = Config::builder()
            .history_ignore_space(true)
            .completion_type(CompletionType::List)
            .max_history_size(KEPT_LINES)
            .and_then(|builder| builder.history_ignore_dups(true))
            .map_err(Failure::from_error)?
            .build();
        let mut editor: Editor<Commands, DefaultHistory> = Editor::with_config(config).map_err(Failure::from_error)?;
        editor.set_helper(Some(Commands));
        let (history, trouble) = match history.map(|path| load(&mut editor, &path).map(|()| path)) {
            Some(Ok(path)) => (Some(path), None),
            Some(Err(error)) => (None, Some(format!("no history: {error}"))),
            None => (None, None),
        };
        Ok((Self::Terminal(Box::new(Terminal { editor, history })), trouble))
    }

    /// Waits for the next line.
    ///
    /// # Errors
    /// A terminal or a pipe that fails.
    pub(super) fn next(&mut self) -> Result<InputLine, Failure> {
        match self {
            Self::Terminal(terminal) => terminal.next(),
            Self::Piped => piped(&mut std::io::stdin().lock()),
        }
    }
}

/// The file is the user's alone, and so is a folder that is made for it.
fn load(editor: &mut Editor<Commands, DefaultHistory>, path: &Path) -> Result<(), ReadlineError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.exists()) {
        crate::private::make_folder(folder, false)?;
    }
    match editor.load_history(path) {
        Err(ReadlineError::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

impl Terminal {
    fn next(&mut self) -> Result<InputLine, Failure> {
        let line = match self.editor.readline(PROMPT) {
            Ok(line) => line,
            Err(ReadlineError::Interrupted) => return Ok(InputLine::Dropped),
            Err(ReadlineError::Eof) => return Ok(InputLine::End),
            // A window that changes its size while nothing is typed.
            Err(ReadlineError::Signal(_)) => return Ok(InputLine::Typed(String::new())),
            Err(error) => return Err(Failure::from_error(error)),
        };
        // Kept at once: a chat that is killed has its history. What cannot be kept is no reason to stop.
        if self.editor.add_history_entry(line.as_str()).unwrap_or(false)
            && let Some(path) = &self.history
        {
            let _ = self.editor.append_history(path);
        }
        Ok(InputLine::Typed(line))
    }
}

/// The next line of a pipe. One that is too long is passed over whole.
fn piped(input: &mut StdinLock<'_>) -> Result<InputLine, Failure> {
    read_line(input).map_err(Failure::from_error)
}

fn read_line(input: &mut impl BufRead) -> std::io::Result<InputLine> {
    let mut bytes = Vec::new();
    let read = input.by_ref().take(LINE_BYTES).read_until(b'\n', &mut bytes)?;
    if read == 0 {
        return Ok(InputLine::End);
    }
    if read as u64 == LINE_BYTES && !bytes.ends_with(b"\n") {
        skip_line(input)?;
        return Ok(InputLine::Unreadable("a line of more than a megabyte is no question"));
    }
    Ok(String::from_utf8(bytes).map_or(InputLine::Unreadable("a line is not UTF-8"), InputLine::Typed))
}

fn skip_line(input: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let (used, is_over) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(used);
        if is_over {
            return Ok(());
        }
    }
}

/// Completes commands on Tab; leaves questions alone.
struct Commands;

impl Completer for Commands {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        Ok((0, completions(&line[..at]).into_iter().map(|name| format!("{name} ")).collect()))
    }
}

impl Hinter for Commands {
    type Hint = String;
}

impl Highlighter for Commands {}
impl Validator for Commands {}
impl Helper for Commands {}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::{InputLine, LINE_BYTES, read_line};

    fn lines(bytes: &[u8]) -> Vec<InputLine> {
        let mut input = BufReader::new(bytes);
        let mut lines = Vec::new();
        loop {
            match read_line(&mut input).expect("in memory") {
                InputLine::End => return lines,
                line => lines.push(line),
            }
        }
    }

    #[test]
    fn a_last_line_needs_no_end() {
        assert_eq!(lines("甲\n乙".as_bytes()), [InputLine::Typed("甲\n".into()), InputLine::Typed("乙".into())]);
    }

    #[test]
    fn what_is_no_text_or_too_long_is_said_and_the_next_line_is_read() {
        let mut bytes = vec![b'a'; LINE_BYTES as usize * 2];
        bytes.extend_from_slice(b"\n\xff\xfe\nlast\n");
        let read = lines(&bytes);
        assert!(matches!(read[0], InputLine::Unreadable(_)) && matches!(read[1], InputLine::Unreadable(_)), "{read:?}");
        assert_eq!(read[2..], [InputLine::Typed("last\n".into())]);
    }
}
