//! A chat server on a loopback port that follows a script: each request gets the next script (the last one again and
//! again), which may send a stream in pieces, break off, or stall until the client or the test is gone. Nothing sleeps.

#![allow(dead_code, reason = "each test target uses the part it needs")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Barrier, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::{Value, json};

/// A client that does not close its connection in this time never will.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a server does with one request.
#[derive(Debug, Clone, Default)]
pub struct Script(Vec<Act>);

#[derive(Debug, Clone)]
enum Act {
    Send(Vec<u8>),
    /// A chunk of a chunked body, sent for itself.
    Chunk(Vec<u8>),
    /// The end of a chunked body.
    LastChunk,
    /// Waits until the client hangs up or the server is dropped, and tells the test when it does.
    Stall,
    /// Waits until as many connections have come to it as meet there.
    Meet(Arc<Barrier>),
}

impl Script {
    /// The head of a chunked event stream.
    pub fn stream() -> Self {
        Self::stream_of("text/event-stream")
    }

    pub fn stream_of(content_type: &str) -> Self {
        Self::raw(
            format!("HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n")
                .as_bytes(),
        )
    }

    /// A whole reply with headers of ours, lines without their end.
    pub fn reply(status: u16, headers: &[&str], body: &str) -> Self {
        let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        let length = body.len();
        let head =
            format!("HTTP/1.1 {status} Status\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n");
        Self::raw(format!("{head}{body}").as_bytes())
    }

    /// Bytes as they are, head and all.
    pub fn raw(bytes: &[u8]) -> Self {
        Self(vec![Act::Send(bytes.to_vec())])
    }

    /// Closes the connection at once.
    pub fn hang_up() -> Self {
        Self::default()
    }

    /// Says nothing at all.
    pub fn silence() -> Self {
        Self(vec![Act::Stall])
    }

    /// A stream that says `pieces` and ends well.
    pub fn saying(pieces: &[&str]) -> Self {
        pieces.iter().fold(Self::stream(), |script, piece| script.says(piece)).ends("stop").uses(11, 7).done()
    }

    pub fn chunk(mut self, bytes: &[u8]) -> Self {
        self.0.push(Act::Chunk(bytes.to_vec()));
        self
    }

    pub fn event(self, event: &Value) -> Self {
        self.chunk(format!("data: {event}\n\n").as_bytes())
    }

    pub fn says(self, text: &str) -> Self {
        self.event(&json!({"model": "served-model", "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": null}]}))
    }

    pub fn ends(self, reason: &str) -> Self {
        self.event(&json!({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}))
    }

    pub fn uses(self, prompt_tokens: usize, completion_tokens: usize) -> Self {
        let usage = json!({"prompt_tokens": prompt_tokens, "completion_tokens": completion_tokens});
        self.event(&json!({"choices": [], "usage": usage}))
    }

    pub fn done(self) -> Self {
        self.chunk(b"data: [DONE]\n\n").closes()
    }

    /// Ends the body as HTTP wants it.
    pub fn closes(mut self) -> Self {
        self.0.push(Act::LastChunk);
        self
    }

    /// Answers once all connections that are to meet are there: they are on their way at the same time, however slow the machine.
    pub fn meeting(mut self, others: &Arc<Barrier>) -> Self {
        self.0.insert(0, Act::Meet(Arc::clone(others)));
        self
    }

    pub fn stalls(mut self) -> Self {
        self.0.push(Act::Stall);
        self
    }
}

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Request line and headers, header names in lower case.
    pub head: String,
    pub body: String,
}

impl Asked {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a JSON body")
    }
}

pub struct ScriptedServer {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    open: Arc<Mutex<Vec<TcpStream>>>,
    hung_up: Mutex<Receiver<()>>,
    stalled: Mutex<Receiver<()>>,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// What the threads of the connections tell the test.
#[derive(Clone)]
struct Bell {
    hung_up: Sender<()>,
    stalled: Sender<()>,
}

impl ScriptedServer {
    pub fn start(scripts: Vec<Script>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let open = Arc::new(Mutex::new(Vec::new()));
        let (hung_up_bell, hung_up) = mpsc::channel();
        let (stalled_bell, stalled) = mpsc::channel();
        let bell = Bell { hung_up: hung_up_bell, stalled: stalled_bell };
        let (requests, streams) = (Arc::clone(&asked), Arc::clone(&open));
        let over = Arc::new(AtomicBool::new(false));
        let is_over = Arc::clone(&over);
        let thread = thread::spawn(move || {
            let mut connections = Vec::new();
            for stream in listener.incoming().map_while(Result::ok) {
                if is_over.load(Ordering::SeqCst) {
                    break;
                }
                let Some(request) = read(&stream) else {
                    continue;
                };
                let number = {
                    let mut requests = requests.lock().expect("unpoisoned");
                    requests.push(request);
                    requests.len() - 1
                };
                let script = scripts[number.min(scripts.len() - 1)].clone();
                streams.lock().expect("unpoisoned").push(stream.try_clone().expect("a socket"));
                let bell = bell.clone();
                connections.push(thread::spawn(move || play(&stream, script, &bell)));
            }
            for connection in connections {
                let _ = connection.join();
            }
        });
        Self {
            address,
            asked,
            open,
            hung_up: Mutex::new(hung_up),
            stalled: Mutex::new(stalled),
            over,
            thread: Some(thread),
        }
    }

    /// Without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("unpoisoned").clone()
    }

    /// Waits until a script has come to its stall.
    pub fn wait_for_stall(&self) {
        self.stalled.lock().expect("unpoisoned").recv_timeout(PATIENCE).expect("a script that stalls");
    }

    /// Waits until the client of a stalled connection has hung up.
    pub fn wait_for_hang_up(&self) {
        self.hung_up.lock().expect("unpoisoned").recv_timeout(PATIENCE).expect("a client that hangs up");
    }
}

impl Drop for ScriptedServer {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        for stream in self.open.lock().expect("unpoisoned").drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
        // Wakes the thread that listens.
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn play(mut stream: &TcpStream, script: Script, bell: &Bell) {
    let _ = stream.set_nodelay(true);
    for act in script.0 {
        // A client that has heard enough may hang up.
        let sent = match act {
            Act::Send(bytes) => stream.write_all(&bytes),
            Act::Chunk(bytes) => {
                let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
                chunk.extend_from_slice(&bytes);
                chunk.extend_from_slice(b"\r\n");
                stream.write_all(&chunk)
            }
            Act::LastChunk => stream.write_all(b"0\r\n\r\n"),
            Act::Meet(others) => {
                others.wait();
                Ok(())
            }
            Act::Stall => {
                let _ = bell.stalled.send(());
                let mut rest = [0; 64];
                while stream.read(&mut rest).is_ok_and(|count| count > 0) {}
                let _ = bell.hung_up.send(());
                return;
            }
        };
        if sent.is_err() {
            return;
        }
    }
    let _ = stream.shutdown(Shutdown::Both);
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.trim().is_empty() {
            break;
        }
        let line = match line.split_once(':') {
            Some((name, value)) if !head.is_empty() => format!("{}:{value}", name.to_lowercase()),
            _ => line,
        };
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Asked { head, body: String::from_utf8(body).ok()? })
}
