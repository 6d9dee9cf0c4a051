//! An HTTP/1.1 server of a few lines on a loopback port: it answers each request with the next of the replies it was
//! given (the last one again and again) and remembers what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

/// What the server sends, byte for byte, before it closes the connection.
pub struct Reply(Vec<u8>);

impl Reply {
    pub fn json(status: u16, body: &str) -> Self {
        Self::bytes(status, body.as_bytes(), body.len())
    }

    /// With a `Content-Length` of `declared` bytes, whether or not that is so.
    pub fn bytes(status: u16, body: &[u8], declared: usize) -> Self {
        Self::with_header(status, "x-test: 1", body, declared)
    }

    pub fn with_header(status: u16, header: &str, body: &[u8], declared: usize) -> Self {
        let head =
            format!("HTTP/1.1 {status} Status\r\ncontent-length: {declared}\r\nconnection: close\r\n{header}\r\n\r\n");
        Self([head.as_bytes(), body].concat())
    }
}

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Request line and headers, header names in lower case.
    pub head: String,
    pub body: String,
}

pub struct Server {
    pub address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub fn start(replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let requests = Arc::clone(&seen);
        let thread = thread::spawn(move || {
            let mut count = 0;
            for stream in listener.incoming().map_while(Result::ok) {
                let Some(request) = read(&stream) else {
                    continue;
                };
                if request.head.starts_with("STOP") {
                    return;
                }
                requests.lock().expect("unpoisoned").push(request);
                let reply = &replies[count.min(replies.len() - 1)];
                count += 1;
                // A client that has heard enough may hang up.
                let _ = (&stream).write_all(&reply.0);
            }
        });
        Self { address, seen, thread: Some(thread) }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("unpoisoned").clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Ok(mut stream) = TcpStream::connect(self.address) {
            let _ = stream.write_all(b"STOP / HTTP/1.1\r\n\r\n");
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// An address where nothing listens: the port was free a moment ago.
pub fn nobody() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    format!("http://{}", listener.local_addr().expect("an address"))
}

fn read(stream: &TcpStream) -> Option<Seen> {
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
            Some((name, value)) if !head.is_empty() => {
                format!("{}:{value}", name.to_lowercase())
            }
            _ => line,
        };
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).ok()?;
    Some(Seen { head, body })
}
