//! The server's pages, used as a person would use them.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::driver::{Driver, Window};

/// A server over an index of its own.
struct Served {
    process: Child,
    address: String,
    folder: TempDir,
}

impl Served {
    /// With the sample reports read, seen from the end of June 2023.
    fn samples() -> Self {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        Self::start(&seeds)
    }

    /// With the reports of a folder.
    fn start(reports: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let read = program(folder.path()).arg("ingest").arg(reports).output().expect("the program starts");
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        Self::over(folder)
    }

    /// With no report.
    fn empty() -> Self {
        Self::over(tempfile::tempdir().expect("a temporary folder"))
    }

    fn over(folder: TempDir) -> Self {
        let mut process = program(folder.path())
            .args(["serve", "--address", "127.0.0.1:0", "--log-format", "off"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let address = lines.next().expect("a line").expect("the address");
        Self { process, address: address.trim_end_matches('/').to_string(), folder }
    }

    /// A page's address.
    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    async fn browser(&self, window: Window) -> Option<Driver> {
        Driver::start(&self.folder.path().join("profile"), window).await
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The program as a new user has it, seen from the end of June 2023.
fn program(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhoubao"));
    for (variable, _) in std::env::vars_os() {
        let text = variable.to_string_lossy().into_owned();
        if ["ZHOUBAO_", "QDRANT_", "OPENAI_", "XDG_"].iter().any(|start| text.starts_with(start)) {
            command.env_remove(variable);
        }
    }
    command.env("HOME", home).env("ZHOUBAO_EMBEDDER", "none").env("ZHOUBAO_AS_OF", "2023-06-30").current_dir(home);
    command
}
