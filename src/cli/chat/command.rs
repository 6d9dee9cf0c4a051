//! What begins with a slash: the commands of a chat.

use std::path::PathBuf;

use crate::calendar::{Date, Expression};
use crate::context::{parse_date, parse_period};

/// A command, read.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Command {
    /// The sources of the last answer, or one of them by its number.
    Sources(Option<usize>),
    Save {
        path: PathBuf,
        overwrite: bool,
    },
    /// A filter for what follows; `None` takes it away.
    Narrow(Narrowing),
    Filters,
    /// What is said of the last answer.
    Judge(Judging),
    New,
    Help,
    Quit,
}

/// What is said of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Judging {
    Right,
    Wrong(Option<String>),
    Correct(String),
}

/// A filter as it is set, or taken away.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Narrowing {
    Since(Option<Date>),
    Until(Option<Date>),
    Period(Option<(String, Expression)>),
    Section(Option<String>),
    Author(Option<String>),
}

/// Why what begins with a slash is no command.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum CommandError {
    #[error("there is no command `{found}`")]
    Unknown { found: String, nearest: Option<&'static str> },
    #[error("`{command} {found}`: {why}")]
    Argument { command: &'static str, found: String, why: String },
    #[error("`{command}` wants {wanted}")]
    Missing { command: &'static str, wanted: &'static str },
}

impl CommandError {
    /// What to do about it.
    pub(super) fn hint(&self) -> Option<String> {
        match self {
            Self::Unknown { nearest: Some(nearest), .. } => Some(format!("did you mean `{nearest}`?")),
            Self::Unknown { nearest: None, .. } => Some("`/help` lists the commands".to_string()),
            Self::Argument { .. } | Self::Missing { .. } => None,
        }
    }
}

/// The commands as they are completed and listed, each with its argument and what it does.
pub(super) const COMMANDS: &[(&str, &str, &str)] = &[
    ("/sources", "[N]", "the last answer's sources with the quoted text, or source N alone"),
    ("/since", "[DATE]", "only what happened or was reported on or after this day; without a day, no longer so"),
    ("/until", "[DATE]", "only what happened or was reported on or before this day"),
    ("/period", "[PERIOD]", "only this time: 2023-06, 2023Q2, 第26周"),
    ("/section", "[WORDS]", "only sections with these words in their headings"),
    ("/author", "[NAME]", "only reports of authors with these words in their names"),
    ("/filters", "", "what narrows the answers now"),
    ("/right", "", "records that the last answer is right"),
    ("/wrong", "[BECAUSE]", "records that it is wrong, and why"),
    ("/correct", "TEXT", "records what is right instead; it is shown beside later answers"),
    ("/save", "FILE.md", "writes the conversation as Markdown"),
    ("/save!", "FILE.md", "the same, over a file that is there"),
    ("/new", "", "forgets the conversation; filters stay"),
    ("/help", "", "this list"),
    ("/quit", "", "ends; so do /exit and Ctrl-D"),
    ("/exit", "", ""),
];

/// How much alike a mistyped command must be to be taken for one that there is, 0 to 1.
const ALIKE: f64 = 0.75;

/// Reads what was typed; `None` where it is a question: a path (`/etc/hosts`) or a date is no command.
pub(super) fn read(line: &str) -> Option<Result<Command, CommandError>> {
    let line = line.trim();
    let (name, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let letters = name.strip_prefix('/')?;
    let is_name = letters.chars().all(|c| c.is_ascii_alphabetic() || c == '!' || c == '-');
    is_name.then(|| command(name, argument.trim()))
}

fn command(name: &str, argument: &str) -> Result<Command, CommandError> {
    let lower = name.to_ascii_lowercase();
    let given = (!argument.is_empty()).then_some(argument);
    let wrong =
        |command: &'static str, why: String| CommandError::Argument { command, found: argument.to_string(), why };
    let date = |command| given.map(parse_date).transpose().map_err(|why| wrong(command, why.en));
    let text = given.map(str::to_string);
    Ok(match lower.as_str() {
        "/sources" | "/source" => Command::Sources(match given {
            None => None,
            Some(number) => {
                let number = number.trim_matches(['[', ']', '【', '】']).parse();
                Some(number.map_err(|_| wrong("/sources", "not a source's number".to_string()))?)
            }
        }),
        "/since" => Command::Narrow(Narrowing::Since(date("/since")?)),
        "/until" => Command::Narrow(Narrowing::Until(date("/until")?)),
        "/period" => {
            let period = given.map(parse_period).transpose().map_err(|why| wrong("/period", why.en))?;
            Command::Narrow(Narrowing::Period(period))
        }
        "/section" => Command::Narrow(Narrowing::Section(text)),
        "/author" => Command::Narrow(Narrowing::Author(text)),
        "/filters" => Command::Filters,
        "/right" => match given {
            None => Command::Judge(Judging::Right),
            Some(_) => return Err(wrong("/right", "takes no words; `/wrong` and `/correct` do".to_string())),
        },
        "/wrong" => Command::Judge(Judging::Wrong(text)),
        "/correct" => match text {
            Some(text) => Command::Judge(Judging::Correct(text)),
            None => {
                return Err(CommandError::Missing { command: "/correct", wanted: "what is right: /correct TEXT" });
            }
        },
        "/save" | "/save!" => match given {
            Some(path) => Command::Save { path: PathBuf::from(path), overwrite: lower.ends_with('!') },
            None => return Err(CommandError::Missing { command: "/save", wanted: "a file: /save FILE.md" }),
        },
        "/new" => Command::New,
        "/help" | "/" => Command::Help,
        "/quit" | "/exit" => Command::Quit,
        other => return Err(CommandError::Unknown { found: name.to_string(), nearest: nearest(other) }),
    })
}

fn nearest(typed: &str) -> Option<&'static str> {
    let likeness = |name: &str| strsim::jaro_winkler(typed, name);
    let names = COMMANDS.iter().map(|(name, ..)| *name);
    names.max_by(|one, other| likeness(one).total_cmp(&likeness(other))).filter(|name| likeness(name) >= ALIKE)
}

/// The commands that begin so; empty where a question is being typed.
pub(super) fn completions(typed: &str) -> Vec<&'static str> {
    let names = COMMANDS.iter().map(|(name, ..)| *name);
    if typed.starts_with('/') { names.filter(|name| name.starts_with(typed)).collect() } else { Vec::new() }
}

/// The list that `/help` shows.
pub(super) fn help() -> String {
    let shown = COMMANDS.iter().filter(|(.., what)| !what.is_empty());
    let lines = shown.map(|(name, argument, what)| format!("{:18}{what}", format!("{name} {argument}")));
    let keys = "\nUp and Down walk through what was typed before, Tab completes commands, Ctrl-C drops a line or stops an answer.\n\
        A line that begins with a space is not kept in the history.";
    lines.chain([keys.to_string()]).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{Command, CommandError, Narrowing, completions, read};

    #[test]
    fn a_question_is_no_command() {
        for text in ["6/15账户流水差异的原因", "/etc/hosts 改了吗", "原因呢", "/6/15"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn commands_are_read_with_their_arguments() {
        assert_eq!(read("/sources"), Some(Ok(Command::Sources(None))));
        assert_eq!(read(" /sources [2] "), Some(Ok(Command::Sources(Some(2)))));
        let save = Command::Save { path: "我的 记录.md".into(), overwrite: true };
        assert_eq!(read("/save! 我的 记录.md"), Some(Ok(save)));
        assert_eq!(read("/author"), Some(Ok(Command::Narrow(Narrowing::Author(None)))));
        let since = read("/since 2024-03-01").expect("a command").expect("a date");
        assert_eq!(since, Command::Narrow(Narrowing::Since("2024-03-01".parse().ok())));
        assert_eq!(read("/QUIT"), Some(Ok(Command::Quit)));
    }

    #[test]
    fn a_mistyped_command_is_told_the_nearest_one() {
        let nearest = |line| match read(line) {
            Some(Err(CommandError::Unknown { nearest, .. })) => nearest,
            other => panic!("{line}: {other:?}"),
        };
        assert_eq!(nearest("/sorces"), Some("/sources"));
        assert_eq!(nearest("/quti"), Some("/quit"));
        assert_eq!(nearest("/xyzzy"), None);
    }

    #[test]
    fn an_argument_that_cannot_be_is_refused_with_its_reason() {
        let said = |line: &str| read(line).expect("a command").expect_err("refused").to_string();
        assert_eq!(said("/since tomorrow"), "`/since tomorrow`: not a date such as 2023-06-20");
        assert_eq!(said("/sources two"), "`/sources two`: not a source's number");
        assert_eq!(said("/save"), "`/save` wants a file: /save FILE.md");
        assert!(said("/period soon").contains("第26周"));
    }

    #[test]
    fn commands_complete_and_questions_do_not() {
        assert_eq!(completions("/s"), ["/sources", "/since", "/section", "/save", "/save!"]);
        assert!(completions("s").is_empty() && completions("/since 2").is_empty());
    }
}
