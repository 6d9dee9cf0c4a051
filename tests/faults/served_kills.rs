//! The same on a Qdrant server: the program is killed before each message that it sends, and what a cut-short change left
//! is found by the next run.

use std::path::Path;
use std::time::Instant;

use zhoubao::store::Location;

use crate::corpus::{self, SMALL};
use crate::kill::{Calls, End, Home, Sample, copy, places, said};
use crate::qdrant::Qdrant;
use crate::state::State;

const SAMPLE: Sample = Sample { short: 6, long: 40 };

struct Served {
    home: Home,
    server: Qdrant,
}

impl Served {
    fn new() -> Self {
        let home = Home::new();
        corpus::write(&home.path("kept-reports"), SMALL);
        Self { home, server: Qdrant::start(None) }
    }

    fn arguments<'a>(&self, command: &'a [&'a str], url: &'a str) -> Vec<&'a str> {
        command.iter().copied().chain(["--qdrant-url", url, "--collection", "weeks"]).collect()
    }

    fn run(&self, command: &[&str]) {
        self.home.run(&self.arguments(command, &self.server.grpc_url()));
    }

    /// The first reports and their index, made anew.
    fn restore(&self) {
        copy(&self.home.path("kept-reports"), &self.home.path("reports"));
        self.run(&["ingest", "reports", "--rebuild"]);
    }

    async fn state(&self) -> State {
        State::of(&self.location()).await
    }

    /// `None` while there is no index.
    async fn try_state(&self) -> Option<State> {
        State::try_of(&self.location()).await
    }

    fn location(&self) -> Location {
        let (url, collection) = (self.server.grpc_url(), "weeks".to_owned());
        Location::Server {
            url: url.parse().expect("an address"),
            api_key: None,
            collection,
            shard_number: None,
            replication_factor: None,
        }
    }
}

async fn killed_anywhere(name: &str, happens: fn(&Path), command: &[&str]) {
    let served = Served::new();
    let url = served.server.grpc_url();
    served.restore();
    let before = served.state().await;
    happens(&served.home.path("reports"));
    let command = served.arguments(command, &url);
    let calls = served.home.count(&command, Calls::Net);
    let wanted = served.state().await;
    // A rebuild killed before its first message leaves a change to be read as usual.
    served.restore();
    happens(&served.home.path("reports"));
    served.run(&["ingest", "reports"]);
    let read = served.state().await;
    let begin = Instant::now();
    let (mut killed, mut faults) = (0, Vec::new());
    for at in places(calls, SAMPLE) {
        served.restore();
        happens(&served.home.path("reports"));
        if served.home.kill_at(&command, Calls::Net, at) == End::Killed {
            killed += 1;
        }
        let found = served.try_state().await;
        let is_known =
            |state: &State| [&before, &wanted, &read].into_iter().any(|known| state.difference(known).is_none());
        if let Some(state) = found.filter(|state| !is_known(state) && !state.is_announced()) {
            faults.push(format!("message {at}: neither state, and nothing says so: {:?}", state.difference(&wanted)));
        }
        let asked = served.arguments(&["search", "清算对账", "--json"], &url);
        let asked = served.home.command(&asked).output().expect("it ran");
        // While a collection is made anew there is nothing to answer from, and that is said.
        if !matches!(asked.status.code(), Some(0 | 1)) {
            faults.push(format!("message {at}: search: {}", said(&asked)));
        }
        served.run(&["ingest", "reports"]);
        let state = served.state().await;
        if let (Some(difference), Some(_)) = (state.difference(&wanted), state.difference(&read)) {
            faults.push(format!("message {at}: {difference}"));
        }
    }
    println!(
        "served {name}: killed {killed} times at {calls} messages, {} faults, {:.0} s",
        faults.len(),
        begin.elapsed().as_secs_f64()
    );
    assert!(faults.is_empty(), "{name}: {} of {calls}:\n{}", faults.len(), faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_on_a_server_killed_anywhere_is_completed_by_the_next_run() {
    killed_anywhere("change", corpus::change, &["ingest", "reports"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removal_on_a_server_killed_anywhere_is_completed_by_the_next_run() {
    killed_anywhere("removal", corpus::remove, &["ingest", "reports"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rebuild_on_a_server_killed_anywhere_is_completed_by_the_next_run() {
    killed_anywhere("rebuild", corpus::change, &["ingest", "reports", "--rebuild"]).await;
}
