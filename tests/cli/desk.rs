//! A user's desk: an empty home, the program, and what it said. Nothing of the machine's own configuration reaches it.

use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// The day that all runs see the reports from.
pub const AS_OF: &str = "2024-04-02";

/// Of the sample reports those that most tests read: fixed, so that new samples change no expectation here.
const EIGHT_REPORTS: [&str; 8] = [
    "第20周 2023-05-09.md", "第21周 2023-05-16.md", "第22周 2023-05-23.md", "第23周 2023-05-30.md",
    "第24周 2023-06-06.md", "第25周 2023-06-13.md", "第26周 2023-06-20.md", "2024-W13 2024-03-31.md",
];

/// An empty home, which goes when this is dropped.
pub struct Desk {
    folder: TempDir,
    models: Option<PathBuf>,
}

/// What a run of the program came to.
#[derive(Debug)]
pub struct Run {
    /// Exit code; -1 when a signal ended it.
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Desk {
    /// Empty: no index, no weights, no configuration.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder"), models: None }
    }

    /// With [`EIGHT_REPORTS`] in `seeds/`, read into the usual index by their words alone.
    pub fn with_seeds() -> Self {
        let desk = Self::new();
        desk.write_seeds();
        let run = desk.run(["ingest", "seeds", "--embedder", "none"]);
        assert_eq!(run.code, 0, "{run}");
        desk
    }

    /// With the weights of `ZHOUBAO_MODELS`; `None`, and a message, where there are none.
    pub fn with_models() -> Option<Self> {
        match std::env::var_os("ZHOUBAO_MODELS") {
            Some(models) => Some(Self { models: Some(models.into()), ..Self::new() }),
            None => {
                eprintln!("skipped: ZHOUBAO_MODELS is not set; `make test` sets it");
                None
            }
        }
    }

    /// Copies [`EIGHT_REPORTS`] to `seeds/`, with a page and a file beside them that are no reports.
    pub fn write_seeds(&self) -> &Self {
        for name in EIGHT_REPORTS {
            self.write(&format!("seeds/{name}"), fs::read(seeds().join(name)).expect("a sample report"));
        }
        self.write("seeds/README.md", "# About this folder\n\nReports for trying things out.\n")
            .write("seeds/questions.jsonl", "")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where the program keeps its index when nothing else is said.
    pub fn index(&self) -> PathBuf {
        self.path(".local/share/zhoubao/index")
    }

    /// Writes a file, with the folders above it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("inside the desk")).expect("writable");
        fs::write(path, content).expect("writable");
        self
    }

    /// The program, not started yet, in this home and with an environment of its own.
    pub fn command<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, arguments: I) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zhoubao"));
        command.env_clear().env("HOME", self.folder.path()).env("ZHOUBAO_AS_OF", AS_OF);
        if let Some(models) = &self.models {
            command.env("ZHOUBAO_MODELS", models);
        }
        command.current_dir(self.folder.path()).args(arguments).stdin(Stdio::null());
        command
    }

    pub fn run<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, arguments: I) -> Run {
        Run::of(&mut self.command(arguments))
    }

    /// Runs with `bytes` on stdin.
    pub fn run_reading<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, arguments: I, bytes: &[u8]) -> Run {
        let mut command = self.command(arguments);
        let mut child = piped(command.stdin(Stdio::piped()));
        // The program may have heard enough before the end.
        let _ = child.stdin.take().expect("piped").write_all(bytes);
        Run::from(child.wait_with_output().expect("it ran"))
    }

    /// Starts a run with its output piped, and leaves it running.
    pub fn start<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, arguments: I) -> Child {
        piped(&mut self.command(arguments))
    }

    /// Folders and times, which differ from run to run, as their names.
    pub fn filters(&self) -> Vec<(String, &'static str)> {
        vec![
            (literal(&self.folder.path().display().to_string()), "[HOME]"),
            (literal(env!("CARGO_BIN_EXE_zhoubao")), "zhoubao"),
            (r"\d+(\.\d+)?(ms|s|µs)\b".to_string(), "[TIME]"),
            (r"process \d+".to_string(), "process [PID]"),
        ]
    }
}

impl Run {
    pub fn of(command: &mut Command) -> Self {
        Self::from(command.output().expect("the program starts"))
    }

    /// The JSON on stdout.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("no JSON ({error}): {self}"))
    }

    /// Claims the exit code; the rest is shown where it is another.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self}");
        self
    }

    /// Claims that stdout has these words.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.stdout.contains(words), "`{words}` is not on stdout:\n{self}");
        self
    }

    /// Claims that stderr has these words.
    #[track_caller]
    pub fn notes(self, words: &str) -> Self {
        assert!(self.stderr.contains(words), "`{words}` is not on stderr:\n{self}");
        self
    }
}

impl From<std::process::Output> for Run {
    fn from(output: std::process::Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        }
    }
}

impl fmt::Display for Run {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, stdout, stderr } = self;
        write!(formatter, "exit code: {code}\n----- stdout -----\n{stdout}\n----- stderr -----\n{stderr}")
    }
}

/// Claims exit code, stdout and stderr together.
macro_rules! assert_run {
    ($desk:expr, $run:expr, @$snapshot:literal) => {{
        let run = $run;
        insta::with_settings!({filters => $desk.filters().iter().map(|(from, to)| (from.as_str(), *to)).collect::<Vec<_>>()}, {
            insta::assert_snapshot!(run.to_string(), @$snapshot);
        });
    }};
}
pub(crate) use assert_run;

/// The sample reports of this repository.
pub fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

fn piped(command: &mut Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
}

/// A path as a regular expression that matches it alone.
fn literal(path: &str) -> String {
    path.chars().map(|c| if c.is_alphanumeric() || c == '/' { c.to_string() } else { format!("\\{c}") }).collect()
}
