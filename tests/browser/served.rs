//! A server over an index of its own, and the program as a new user has it.

use std::future::Future;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::driver::{Driver, Window};

/// A server over an index of its own.
pub struct Served {
    process: Child,
    address: String,
    pub folder: TempDir,
}

impl Served {
    /// With the sample reports read, seen from the end of June 2023.
    pub fn samples() -> Self {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        Self::start(&seeds)
    }

    /// With the reports of a folder.
    pub fn start(reports: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let read = program(folder.path()).arg("ingest").arg(reports).output().expect("the program starts");
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        Self::over(folder)
    }

    /// With no report.
    pub fn empty() -> Self {
        Self::over(tempfile::tempdir().expect("a temporary folder"))
    }

    /// With the sample reports and a language model at `url`, whose words are shown as far as they are the reports' own. It is asked once.
    pub fn with_model(url: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let settings = folder.path().join(".config/zhoubao");
        std::fs::create_dir_all(&settings).expect("a folder");
        let text = format!("[llm]\nbase_url = \"{url}\"\nmodel = \"stub\"\nwording = \"close\"\nretries = 0\n");
        std::fs::write(settings.join("config.toml"), text).expect("a configuration");
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        let read = program(folder.path()).arg("ingest").arg(seeds).output().expect("the program starts");
        assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
        Self::over(folder)
    }

    /// The server ends and is started anew over what is there.
    pub fn restart(&mut self) {
        self.stop();
        (self.process, self.address) = serve(self.folder.path());
    }

    pub fn stop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    fn over(folder: TempDir) -> Self {
        let (process, address) = serve(folder.path());
        Self { process, address, folder }
    }

    /// A page's address.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    pub async fn browser(&self, window: Window) -> Option<Driver> {
        Driver::start(&self.folder.path().join("profile"), window).await
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The process and its address.
fn serve(home: &Path) -> (Child, String) {
    let mut process = program(home)
        .args(["serve", "--address", "127.0.0.1:0", "--log-format", "off"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the server starts");
    let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
    let address = lines.next().expect("a line").expect("the address");
    (process, address.trim_end_matches('/').to_string())
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

/// A test that needs a browser and a runtime.
pub fn run<F: Future<Output = ()>>(work: F) {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime").block_on(work);
}
