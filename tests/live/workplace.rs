//! A home with the sample reports read into it, and the program to ask.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use zhoubao::evaluate::TestQuestion;

use crate::asked::Asked;

/// Two days after the last sample report.
const AS_OF: &str = "2024-04-02";
/// The program has deadlines of its own; one that outlives this is stuck.
const LONGEST: Duration = Duration::from_secs(600);

pub struct Workplace {
    home: TempDir,
}

impl Workplace {
    /// The sample reports, read with the weights of `ZHOUBAO_MODELS` where there are some; `wording` as the configuration has it.
    pub fn with_seeds(wording: &str) -> Self {
        let workplace = Self { home: tempfile::tempdir().expect("a temporary folder") };
        let config = workplace.home.path().join(".config/zhoubao");
        std::fs::create_dir_all(&config).expect("a folder");
        std::fs::write(config.join("config.toml"), format!("[llm]\nwording = \"{wording}\"\n")).expect("written");
        let (output, _) = finish(workplace.command(&["ingest"]).arg(seeds()));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        workplace
    }

    pub fn ask(&self, test: TestQuestion, options: &[&str]) -> Asked {
        let mut command = self.command(&["ask", "--json", "--as-of", AS_OF]);
        let (output, took) = finish(command.args(options).arg(&test.question.text));
        let stderr = String::from_utf8_lossy(&output.stderr);
        let json = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{}: no JSON ({error}), {}: {stderr}", test.id, output.status));
        Asked { test, code: output.status.code(), json, took }
    }

    /// The roll-up of `period` with the model's prose.
    pub fn roll_up(&self, period: &str) -> (serde_json::Value, Duration) {
        let (output, took) = finish(&mut self.command(&["rollup", period, "--json", "--as-of", AS_OF]));
        let stderr = String::from_utf8_lossy(&output.stderr);
        let json = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{period}: no JSON ({error}), {}: {stderr}", output.status));
        (json, took)
    }

    /// With the environment's endpoint, proxies and certificates; without its settings, indexes and servers of Qdrant.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zhoubao"));
        for (name, _) in std::env::vars_os() {
            let ours = ["ZHOUBAO_", "QDRANT_", "XDG_"].iter().any(|start| name.to_string_lossy().starts_with(start));
            if ours && name != "ZHOUBAO_MODELS" {
                command.env_remove(name);
            }
        }
        if std::env::var_os("ZHOUBAO_MODELS").is_none() {
            command.env("ZHOUBAO_EMBEDDER", "none");
        }
        command.env("HOME", self.home.path()).current_dir(self.home.path()).stdin(Stdio::null()).args(arguments);
        command
    }
}

/// The sample reports of this repository.
pub fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

/// What the run came to, and how long it took.
fn finish(command: &mut Command) -> (Output, Duration) {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let stdout = drained(child.stdout.take().expect("piped"));
    let stderr = drained(child.stderr.take().expect("piped"));
    let stdout = rest(&stdout, &mut child, start);
    let stderr = rest(&stderr, &mut child, start);
    let status = child.wait().expect("it ran");
    (Output { status, stdout, stderr }, start.elapsed())
}

/// All that comes, read beside: a full pipe would stop the program.
fn drained(mut pipe: impl Read + Send + 'static) -> mpsc::Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // A pipe that breaks has said what it has said.
        let _ = pipe.read_to_end(&mut bytes);
        let _ = sender.send(bytes);
    });
    receiver
}

fn rest(pipe: &mpsc::Receiver<Vec<u8>>, child: &mut Child, start: Instant) -> Vec<u8> {
    pipe.recv_timeout(LONGEST.saturating_sub(start.elapsed())).unwrap_or_else(|_| {
        let _ = child.kill();
        panic!("no end after {LONGEST:?}")
    })
}
