//! The program, killed at a chosen call.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// What is counted; see `kill_at.c`.
#[derive(Debug, Clone, Copy)]
pub enum Calls {
    Disk,
    Net,
    /// Writes to files, of which half is written before the kill.
    Write,
}

impl Calls {
    fn name(self) -> &'static str {
        match self {
            Self::Disk => "disk",
            Self::Net => "net",
            Self::Write => "write",
        }
    }
}

/// A home without anything of the machine's, where the program runs.
pub struct Home {
    pub folder: tempfile::TempDir,
}

impl Home {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("temporary directory") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zhoubao"));
        command
            .env_clear()
            .env("HOME", self.folder.path())
            .env("ZHOUBAO_EMBEDDER", "none")
            .env("ZHOUBAO_AS_OF", "2024-04-02")
            .current_dir(self.folder.path())
            .args(arguments)
            .stdin(Stdio::null());
        command
    }

    /// Runs to the end, and must succeed.
    pub fn run(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().expect("it ran");
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// How many calls a run makes that nobody kills.
    pub fn count(&self, arguments: &[&str], calls: Calls) -> usize {
        let counted = self.path("calls");
        let output = self.preloaded(arguments, calls).env("KILL_COUNT", &counted).output().expect("it ran");
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
        let text = fs::read_to_string(counted).expect("the program says how many calls it made");
        text.trim().parse().expect("a number")
    }

    /// Runs until the call of that number, from 1. Threads do not always call in the same order: a run may end before.
    pub fn kill_at(&self, arguments: &[&str], calls: Calls, at: usize) -> End {
        let output = self.preloaded(arguments, calls).env("KILL_AT", at.to_string()).output().expect("it ran");
        match (output.status.signal(), output.status.code()) {
            (Some(9), _) => End::Killed,
            (_, Some(0)) => End::Done,
            _ => panic!("{arguments:?} before call {at}: {}", said(&output)),
        }
    }

    /// Runs to its end, while process `other` is killed at the call of that number.
    pub fn kill_other_at(&self, arguments: &[&str], at: usize, other: u32) -> Output {
        let mut command = self.preloaded(arguments, Calls::Net);
        command.env("KILL_AT", at.to_string()).env("KILL_PID", other.to_string()).output().expect("it ran")
    }

    /// The program under a clock that is wrong by so many seconds; with `jumps` forth and back at every reading.
    pub fn with_clock(&self, arguments: &[&str], shift: i64, jumps: bool) -> Command {
        let mut command = self.preloaded(arguments, Calls::Disk);
        command.env("CLOCK_SHIFT", shift.to_string()).env_remove("ZHOUBAO_AS_OF");
        if jumps {
            command.env("CLOCK_JUMPS", "1");
        }
        command
    }

    /// The program with its calls counted; `KILL_AT` and `KILL_COUNT` say what for.
    pub fn preloaded(&self, arguments: &[&str], calls: Calls) -> Command {
        let mut command = self.command(arguments);
        command.env("LD_PRELOAD", library()).env("KILL_KIND", calls.name());
        command
    }
}

#[derive(Debug, PartialEq, Eq)]
pub enum End {
    Killed,
    Done,
}

pub fn said(output: &Output) -> String {
    format!(
        "{:?}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// The library that kills, compiled once.
fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/kill_at.c");
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kill_at.so");
        let compiled =
            Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl").output();
        let compiled = compiled.expect("a C compiler: scripts/need.sh cc build-essential");
        assert!(compiled.status.success(), "{}", said(&compiled));
        library
    })
}

/// A folder with all that is in it. Files with holes keep them.
pub fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    let copied = Command::new("cp").args(["-a", "--sparse=always"]).arg(from).arg(to).status().expect("cp");
    assert!(copied.success());
}

/// How many places are tried of each sort: in `make test`, and in `make faults`.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    pub short: usize,
    pub long: usize,
}

/// The calls to try, spread evenly over all of them, the first and the last among them; every one where that is asked for.
pub fn places(calls: usize, sample: Sample) -> Vec<usize> {
    let tried = match crate::extent() {
        Extent::Short => sample.short,
        Extent::Long => sample.long,
        Extent::Every => calls,
    };
    let tried = tried.min(calls);
    let at = |n: usize| 1 + n * calls.saturating_sub(1) / tried.saturating_sub(1).max(1);
    (0..tried).map(at).collect()
}

/// How much is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    Short,
    Long,
    Every,
}
