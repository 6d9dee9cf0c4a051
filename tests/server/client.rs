//! HTTP/1.1 by hand, a connection a request, so that a test can send what no client would, and the program that answers it.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::desk::Desk;

/// What takes longer than this hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server of the program, over the index of a desk.
pub struct Served {
    process: Child,
    /// `127.0.0.1:41233`
    pub host: String,
}

impl Served {
    pub fn start(desk: &Desk, arguments: &[&str]) -> Self {
        Self::with(desk, arguments, |_| {})
    }

    /// `arguments` follow `serve --address 127.0.0.1:0`.
    pub fn with(desk: &Desk, arguments: &[&str], set: impl FnOnce(&mut Command)) -> Self {
        let all = ["--embedder", "none", "serve", "--address", "127.0.0.1:0"];
        Self::run(desk, all.iter().chain(arguments).copied().collect(), set)
    }

    pub fn run(desk: &Desk, arguments: Vec<&str>, set: impl FnOnce(&mut Command)) -> Self {
        let mut command = desk.command(arguments);
        let log = File::create(desk.path("serve.log")).expect("writable");
        command.stdout(Stdio::piped()).stderr(log);
        set(&mut command);
        let mut process = command.spawn().expect("the program starts");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("piped")).read_line(&mut line).expect("the address");
        let host = line.trim().trim_start_matches("http://").trim_end_matches('/').to_string();
        assert!(!host.is_empty(), "{}", std::fs::read_to_string(desk.path("serve.log")).unwrap_or_default());
        Self { process, host }
    }

    /// The port that it listens at.
    pub fn port(&self) -> &str {
        self.host.rsplit_once(':').expect("a port").1
    }

    pub fn get(&self, target: &str) -> Reply {
        self.send("GET", target, &[], b"")
    }

    pub fn get_with(&self, target: &str, headers: &[(&str, &str)]) -> Reply {
        self.send("GET", target, headers, b"")
    }

    pub fn post(&self, target: &str, body: &Value) -> Reply {
        self.send("POST", target, &[("content-type", "application/json")], body.to_string().as_bytes())
    }

    /// A header named `host` takes the place of the server's own.
    pub fn send(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut stream = self.connect();
        let _ = stream.write_all(&self.request(method, target, headers, body));
        Reply::read(&mut BufReader::new(stream))
    }

    /// Sends a request and leaves its reply to be read.
    pub fn begin(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> BufReader<TcpStream> {
        let mut stream = self.connect();
        stream.write_all(&self.request(method, target, headers, body)).expect("a request");
        BufReader::new(stream)
    }

    fn request(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
        let own = |name: &str| headers.iter().any(|(given, _)| *given == name);
        let mut head = format!("{method} {target} HTTP/1.1\r\nconnection: close\r\n");
        if !own("host") {
            head.push_str(&format!("host: {}\r\n", self.host));
        }
        if !own("content-length") {
            head.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        headers.iter().for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
        [head.as_bytes(), b"\r\n", body].concat()
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.host).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        stream
    }

    /// Asks it to end, as a service manager does.
    pub fn terminate(&self) {
        let sent = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        assert!(sent.expect("kill").success());
    }

    /// Waits until it has ended.
    pub fn ended(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait().expect("a child") {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "it does not end");
            std::thread::yield_now();
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A reply, its body whole.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    fn read(reader: &mut impl BufRead) -> Self {
        let (status, headers) = head(reader);
        let mut reply = Self { status, headers, body: Vec::new() };
        if reply.header("transfer-encoding") == Some("chunked") {
            while let Some(chunk) = chunk(reader) {
                reply.body.extend(chunk);
            }
        } else {
            // The connection is closed behind it, or was cut.
            let _ = reader.read_to_end(&mut reply.body);
        }
        reply
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("no JSON ({error}): {self}"))
    }

    /// Claims the status; the rest is shown where it is another.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self}");
        self
    }

    /// Claims a problem of this status, in its form.
    #[track_caller]
    pub fn into_problem(self, status: u16) -> Value {
        let reply = self.is(status);
        assert_eq!(reply.header("content-type"), Some("application/problem+json"), "{reply}");
        assert!(reply.header("x-request-id").is_some(), "{reply}");
        let problem = reply.json();
        assert_eq!(problem["status"], status);
        assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{reply}");
        problem
    }
}

impl std::fmt::Display for Reply {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {:?}\n{}", self.status, self.headers, self.text())
    }
}

/// Status and headers, names in lower case; status 0 where the connection was closed without a reply.
pub fn head(reader: &mut impl BufRead) -> (u16, Vec<(String, String)>) {
    let mut line = String::new();
    let _ = reader.read_line(&mut line);
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let mut headers = Vec::new();
    loop {
        line.clear();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line.trim().is_empty() {
            return (status, headers);
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.push((name.to_lowercase(), value.trim().to_string()));
        }
    }
}

/// The next chunk of a chunked body; `None` at its end.
pub fn chunk(reader: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let length = usize::from_str_radix(line.trim(), 16).ok()?;
    let mut chunk = vec![0; length + 2];
    reader.read_exact(&mut chunk).ok()?;
    chunk.truncate(length);
    (length > 0).then_some(chunk)
}

/// Server-sent events of a text: name and data.
pub fn events(text: &str) -> Vec<(String, Value)> {
    let blocks = text.split("\n\n").filter(|block| block.lines().any(|line| line.starts_with("data:")));
    let field = |block: &str, name: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.trim_start_matches(':').trim().to_string()
    };
    let data = |block: &str| serde_json::from_str(&field(block, "data")).unwrap_or(Value::Null);
    blocks.map(|block| (field(block, "event"), data(block))).collect()
}

/// `text` percent-encoded for a query.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
