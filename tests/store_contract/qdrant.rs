//! A Qdrant server of our own, that ends with the test process however that ends.

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tempfile::TempDir;

const BINARY: &str = "ZHOUBAO_TEST_QDRANT";

/// Starts a program, with its arguments, and kills it when its own standard input closes: a pipe held by the tests.
const KEEPER: &str = r#""$@" & server=$!; read -r _; kill -9 $server; wait $server 2>/dev/null"#;

/// Where a server listens and keeps its points; it may be stopped and started again.
pub struct Place {
    storage: TempDir,
    http_port: u16,
    grpc_port: u16,
    /// Of a node: its port for the other nodes, and the first node's address, if it is not the first itself.
    cluster: Option<(u16, Option<String>)>,
}

impl Place {
    pub fn new() -> Self {
        let storage = TempDir::with_prefix("qdrant-test-").expect("temporary directory");
        Self { storage, http_port: free_port(), grpc_port: free_port(), cluster: None }
    }

    /// A node of a cluster, which `first` begins.
    pub fn node(first: Option<&Self>) -> Self {
        let first = first.map(|first| first.peer_url());
        Self { cluster: Some((free_port(), first)), ..Self::new() }
    }

    fn peer_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.cluster.as_ref().expect("a node").0)
    }

    pub fn grpc_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.grpc_port)
    }
}

/// A running server.
pub struct Qdrant {
    place: Place,
    keeper: Child,
    alive: ChildStdin,
}

impl Qdrant {
    /// Starts a server on free ports; returns when it listens.
    pub fn start(api_key: Option<&str>) -> Self {
        Self::start_at(Place::new(), api_key)
    }

    pub fn start_at(place: Place, api_key: Option<&str>) -> Self {
        let binary = std::env::var(BINARY).unwrap_or_else(|_| {
            panic!("{BINARY} names no qdrant binary: run `make test`, or start with scripts/qdrant-server.sh ensure")
        });
        let storage = place.storage.path();
        let mut command = Command::new("sh");
        command
            .args(["-c", KEEPER, "keeper", &binary])
            .current_dir(storage)
            .env("QDRANT__TELEMETRY_DISABLED", "true")
            .env("QDRANT__SERVICE__HOST", "127.0.0.1")
            .env("QDRANT__SERVICE__HTTP_PORT", place.http_port.to_string())
            .env("QDRANT__SERVICE__GRPC_PORT", place.grpc_port.to_string())
            .env("QDRANT__STORAGE__STORAGE_PATH", storage.join("storage"))
            .env("QDRANT__STORAGE__SNAPSHOTS_PATH", storage.join("snapshots"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        if let Some(key) = api_key {
            // Keys for single collections, too, which this one signs.
            command.env("QDRANT__SERVICE__API_KEY", key).env("QDRANT__SERVICE__JWT_RBAC", "true");
        }
        if let Some((port, first)) = &place.cluster {
            command.env("QDRANT__CLUSTER__ENABLED", "true").env("QDRANT__CLUSTER__P2P__PORT", port.to_string());
            command.args(["--uri", &place.peer_url()]);
            first.iter().for_each(|first| {
                command.args(["--bootstrap", first]);
            });
        }
        let mut keeper = command.spawn().expect("a shell");
        let alive = keeper.stdin.take().expect("a piped standard input");
        let output = BufReader::new(keeper.stdout.take().expect("a piped standard output"));
        wait_until_it_listens(output, &binary);
        wait_until_it_accepts(place.grpc_port);
        Self { place, keeper, alive }
    }

    /// Kills the server and waits until it has ended.
    pub fn stop(self) -> Place {
        let Self { mut keeper, alive, place } = self;
        drop(alive);
        keeper.wait().expect("ended");
        place
    }

    /// The server's own process, which the keeper has started.
    #[allow(dead_code, reason = "faults are made with it, the contract asks for none")]
    pub fn pid(&self) -> u32 {
        let keeper = self.keeper.id();
        let children = std::fs::read_to_string(format!("/proc/{keeper}/task/{keeper}/children")).expect("Linux");
        children.split_whitespace().next().and_then(|pid| pid.parse().ok()).expect("a server that runs")
    }

    pub fn place(&self) -> &Place {
        &self.place
    }

    pub fn grpc_url(&self) -> String {
        self.place.grpc_url()
    }

    pub fn http_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.place.http_port)
    }
}

/// The server that all tests share.
pub fn shared_server() -> &'static Qdrant {
    static SERVER: OnceLock<Qdrant> = OnceLock::new();
    SERVER.get_or_init(|| Qdrant::start(None))
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

/// The log line comes a moment before the port is open.
fn wait_until_it_accepts(port: u16) {
    let patience = Instant::now() + Duration::from_secs(30);
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(Instant::now() < patience, "port {port} stays closed");
        std::thread::yield_now();
    }
}

/// Reads the log until both interfaces are up, then goes on reading so that the server never blocks on a full pipe.
fn wait_until_it_listens(output: impl BufRead + Send + 'static, binary: &str) {
    let mut lines = output.lines();
    let mut missing = vec!["HTTP listening", "gRPC listening"];
    let mut seen = String::new();
    while !missing.is_empty() {
        match lines.next() {
            Some(Ok(line)) => {
                missing.retain(|sign| !line.contains(sign));
                seen.push_str(&line);
                seen.push('\n');
            }
            _ => panic!("`{binary}` ended before it listened:\n{seen}"),
        }
    }
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
}
