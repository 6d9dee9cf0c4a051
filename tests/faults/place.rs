//! An index of the tests, in a directory or on a server of its own, with what lies beside it.

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;
use zhoubao::store::Location;

use crate::corpus::{self, SMALL};
use crate::kill::{Calls, End, Home, copy};
use crate::qdrant::Qdrant;
use crate::state::State;

pub struct Place {
    pub home: Home,
    server: Option<Qdrant>,
}

impl Place {
    /// The reports, in `reports` and `kept-reports`; nothing is read yet.
    pub fn embedded() -> Self {
        Self::of(None)
    }

    pub fn served() -> Self {
        Self::of(Some(Qdrant::start(None)))
    }

    fn of(server: Option<Qdrant>) -> Self {
        let home = Home::new();
        corpus::write(&home.path("kept-reports"), SMALL);
        copy(&home.path("kept-reports"), &home.path("reports"));
        Self { home, server }
    }

    pub fn name(&self) -> &'static str {
        if self.server.is_some() { "served" } else { "embedded" }
    }

    pub fn is_served(&self) -> bool {
        self.server.is_some()
    }

    /// What tells of a call that lasts, here.
    pub fn calls(&self) -> Calls {
        if self.is_served() { Calls::Net } else { Calls::Disk }
    }

    pub fn arguments(&self, command: &[&str]) -> Vec<String> {
        let place = match &self.server {
            None => vec!["--index".to_owned(), "index".to_owned()],
            Some(server) => vec!["--qdrant-url".to_owned(), server.grpc_url()],
        };
        command.iter().map(|word| (*word).to_owned()).chain(place).collect()
    }

    pub fn command(&self, command: &[&str]) -> Command {
        self.home.command(&words(&self.arguments(command)))
    }

    pub fn preloaded(&self, command: &[&str], calls: Calls) -> Command {
        self.home.preloaded(&words(&self.arguments(command)), calls)
    }

    pub fn run(&self, command: &[&str]) -> String {
        self.home.run(&words(&self.arguments(command)))
    }

    pub fn output(&self, command: &[&str]) -> Output {
        self.command(command).output().expect("it ran")
    }

    pub fn json(&self, command: &[&str]) -> Value {
        serde_json::from_str(&self.run(command)).expect("JSON")
    }

    pub fn count(&self, command: &[&str], calls: Calls) -> usize {
        self.home.count(&words(&self.arguments(command)), calls)
    }

    pub fn kill_at(&self, command: &[&str], calls: Calls, at: usize) -> End {
        self.home.kill_at(&words(&self.arguments(command)), calls, at)
    }

    /// The reports as they were at first.
    pub fn restore_reports(&self) {
        copy(&self.home.path("kept-reports"), &self.home.path("reports"));
    }

    /// Where feedback lies.
    pub fn feedback(&self) -> PathBuf {
        self.beside("feedback")
    }

    fn beside(&self, what: &str) -> PathBuf {
        match self.server {
            None => self.home.path(&format!("index.{what}")),
            Some(_) => self.home.path(&format!(".local/share/zhoubao/{what}")),
        }
    }

    /// Where uploaded reports lie; on a server below a folder for each.
    pub fn uploads(&self) -> PathBuf {
        let folder = self.beside("uploads");
        match self.server {
            None => folder,
            Some(_) => {
                let only =
                    |folder: PathBuf| std::fs::read_dir(&folder).ok()?.flatten().next().map(|entry| entry.path());
                only(folder.clone()).and_then(only).unwrap_or(folder)
            }
        }
    }

    /// Where uploads of all servers lie.
    pub fn all_uploads(&self) -> PathBuf {
        self.beside("uploads")
    }

    fn location(&self) -> Location {
        match &self.server {
            None => Location::Embedded { dir: self.home.path("index"), copies: Vec::new() },
            Some(server) => Location::Server {
                url: server.grpc_url().parse().expect("an address"),
                api_key: None,
                collection: "zhoubao".to_owned(),
                shard_number: None,
                replication_factor: None,
            },
        }
    }

    pub async fn state(&self) -> State {
        State::of(&self.location()).await
    }

    /// `None` while there is no index.
    pub async fn try_state(&self) -> Option<State> {
        State::try_of(&self.location()).await
    }

    pub fn server_pid(&self) -> u32 {
        self.server.as_ref().expect("a server").pid()
    }

    /// Starts the server again, which was killed.
    pub fn restart(&mut self) {
        let place = self.server.take().expect("a server").stop();
        self.server = Some(Qdrant::start_at(place, None));
    }
}

pub fn words(arguments: &[String]) -> Vec<&str> {
    arguments.iter().map(String::as_str).collect()
}
