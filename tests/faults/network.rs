//! The way to a Qdrant server, through a proxy that loses it, for a moment or for good, or keeps the line and says nothing: a run waits
//! or ends with an error that names the server, within its time, and nothing is lost.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::Output;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::corpus;
use crate::kill::{Calls, said};
use crate::place::{Place, words};

/// What a request may take; what a server may be gone for, where it has answered before.
const REQUEST: Duration = Duration::from_secs(60);
const AWAY: Duration = Duration::from_secs(10);
/// For all that is done beside waiting.
const MORE: Duration = Duration::from_secs(30);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Open = 0,
    /// Connections are accepted, and nothing goes through.
    Silent = 1,
    /// All connections are broken off, and new ones as well.
    Cut = 2,
}

/// A proxy on loopback. After so many bytes from the client the way is another one.
struct Proxy {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    target: String,
    way: AtomicU8,
    bytes: AtomicUsize,
    /// At which byte the way changes, and to what.
    change: (usize, Way),
    has_changed: AtomicBool,
    streams: Mutex<Vec<TcpStream>>,
    is_over: AtomicBool,
}

impl Shared {
    fn way(&self) -> u8 {
        self.way.load(Ordering::SeqCst)
    }

    fn set(&self, way: Way) {
        self.way.store(way as u8, Ordering::SeqCst);
        if way == Way::Cut {
            for stream in self.streams.lock().expect("unpoisoned").drain(..) {
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
    }
}

impl Proxy {
    fn start(target: &str, change: (usize, Way)) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared {
            target: target.trim_start_matches("http://").to_owned(),
            way: AtomicU8::new(Way::Open as u8),
            bytes: AtomicUsize::new(0),
            change,
            has_changed: AtomicBool::new(false),
            streams: Mutex::default(),
            is_over: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if accepting.is_over.load(Ordering::SeqCst) {
                    return;
                }
                accepting.carry(client);
            }
        });
        Self { port, shared }
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::SeqCst);
        self.shared.set(Way::Cut);
        drop(TcpStream::connect(("127.0.0.1", self.port)));
    }
}

impl Shared {
    fn carry(self: &Arc<Self>, client: TcpStream) {
        if self.way() == Way::Cut as u8 {
            return;
        }
        let Ok(server) = TcpStream::connect(&self.target) else { return };
        let clone = |stream: &TcpStream| stream.try_clone().expect("a socket");
        self.streams.lock().expect("unpoisoned").extend([clone(&client), clone(&server)]);
        let (there, back) = ((clone(&client), clone(&server)), (server, client));
        for ((from, to), is_there) in [(there, true), (back, false)] {
            let shared = Arc::clone(self);
            thread::spawn(move || shared.pump(from, to, is_there));
        }
    }

    fn pump(&self, mut from: TcpStream, mut to: TcpStream, is_there: bool) {
        let mut buffer = vec![0; 1 << 16];
        while let Ok(read) = from.read(&mut buffer) {
            let before = self.bytes.fetch_add(if is_there { read } else { 0 }, Ordering::SeqCst);
            let (at, way) = self.change;
            if is_there && before < at && before + read >= at && !self.has_changed.swap(true, Ordering::SeqCst) {
                self.set(way);
            }
            if self.way() == Way::Silent as u8 && read > 0 {
                continue;
            }
            if read == 0 || to.write_all(&buffer[..read]).is_err() {
                break;
            }
        }
        let _ = from.shutdown(Shutdown::Both);
        let _ = to.shutdown(Shutdown::Both);
    }
}

/// A change through a proxy whose way becomes `way` in its middle; `meanwhile` is done as soon as that has happened.
async fn change(way: Way, part: f64, meanwhile: impl FnOnce(&Shared) + Send + 'static) -> (Place, Output, Duration) {
    let place = Place::served();
    place.run(&["ingest", "reports"]);
    corpus::change(&place.home.path("reports"));
    let url = place.arguments(&[]).pop().expect("an address");
    // How much a run sends to which nothing happens.
    let whole = Proxy::start(&url, (usize::MAX, way));
    place.home.run(&["ingest", "reports", "--qdrant-url", &whole.url()]);
    let bytes = whole.shared.bytes.load(Ordering::SeqCst);
    drop(whole);
    place.restore_reports();
    place.run(&["ingest", "reports"]);
    corpus::change(&place.home.path("reports"));
    let proxy = Proxy::start(&url, ((bytes as f64 * part) as usize, way));
    let shared = Arc::clone(&proxy.shared);
    let watching = thread::spawn(move || {
        let begin = Instant::now();
        while !shared.has_changed.load(Ordering::SeqCst) && begin.elapsed() < REQUEST {
            thread::yield_now();
        }
        meanwhile(&shared);
    });
    let begin = Instant::now();
    let command = ["ingest", "reports", "--qdrant-url", &proxy.url()];
    let ran = place.home.command(&command).output().expect("it ran");
    let took = begin.elapsed();
    assert!(proxy.shared.has_changed.load(Ordering::SeqCst), "{}", said(&ran));
    drop(proxy);
    watching.join().expect("it watched");
    (place, ran, took)
}

/// The error names the server and says what to do; the index says that it is not complete, or is as it was or shall be; the next run,
/// by a way that works, has all of it.
async fn ends_with_an_error(place: &Place, ran: &Output, took: Duration, within: Duration) {
    let told = said(ran);
    assert_eq!(ran.status.code(), Some(1), "{told}");
    assert!(told.contains("cannot reach Qdrant at http://127.0.0.1") && told.contains("hint: "), "{told}");
    assert!(took < within + MORE, "{took:?}: {told}");
    place.run(&["ingest", "reports"]);
    let state = place.state().await;
    assert!(!state.is_announced());
    place.run(&["ingest", "reports", "--rebuild"]);
    assert_eq!(state.difference_in_any_order(&place.state().await), None);
    println!(
        "network: a run ended after {took:.1?}: {}",
        told.lines().find(|line| line.contains("error")).unwrap_or_default()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_network_that_is_lost_in_a_batch_ends_the_run_with_an_error() {
    let parts: &[f64] = if crate::tries_all() { &[0.3, 0.5, 0.7, 0.9] } else { &[0.6] };
    for part in parts {
        let (place, ran, took) = change(Way::Cut, *part, |_| ()).await;
        ends_with_an_error(&place, &ran, took, AWAY).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_network_that_comes_back_is_waited_for() {
    let (place, ran, took) = change(Way::Cut, 0.6, |shared| shared.set(Way::Open)).await;
    assert!(ran.status.success(), "{took:?}: {}", said(&ran));
    let state = place.state().await;
    assert!(!state.is_announced());
    place.run(&["ingest", "reports", "--rebuild"]);
    assert_eq!(state.difference_in_any_order(&place.state().await), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stalls_in_a_batch_ends_the_run_after_a_minute() {
    if !crate::tries_all() {
        println!("skipped: it waits for a minute; `make faults` does");
        return;
    }
    let (place, ran, took) = change(Way::Silent, 0.6, |_| ()).await;
    ends_with_an_error(&place, &ran, took, REQUEST).await;
}

#[test]
fn a_server_that_accepts_and_does_not_answer_ends_a_question_after_a_minute() {
    if !crate::tries_all() {
        println!("skipped: it waits for a minute; `make faults` does");
        return;
    }
    let silent = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let url = format!("http://127.0.0.1:{}", silent.local_addr().expect("an address").port());
    let place = Place::embedded();
    let begin = Instant::now();
    let asked =
        place.home.command(&["ask", "渠道1出金超时的原因是什么", "--qdrant-url", &url]).output().expect("it ran");
    let told = said(&asked);
    assert_eq!(asked.status.code(), Some(1), "{told}");
    assert!(told.contains("cannot reach Qdrant at ") && told.contains("hint: "), "{told}");
    assert!(begin.elapsed() < REQUEST + MORE, "{:?}", begin.elapsed());
    println!("network: a question ended after {:.1?}: {}", begin.elapsed(), told.lines().nth(1).unwrap_or_default());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_restarts_in_a_batch_is_waited_for() {
    let mut place = Place::served();
    place.run(&["ingest", "reports"]);
    corpus::change(&place.home.path("reports"));
    let messages = place.count(&["ingest", "reports"], Calls::Net);
    let wanted = place.state().await;
    place.restore_reports();
    place.run(&["ingest", "reports"]);
    corpus::change(&place.home.path("reports"));
    let pid = place.server_pid();
    let arguments = place.arguments(&["ingest", "reports"]);
    let mut command = place.home.preloaded(&words(&arguments), Calls::Net);
    command.env("KILL_AT", (messages / 2).to_string()).env("KILL_PID", pid.to_string());
    let running = thread::spawn(move || command.output().expect("it ran"));
    let begin = Instant::now();
    // A process that was killed stays until its parent has seen it.
    let is_running = || std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z"));
    while is_running() && !running.is_finished() && begin.elapsed() < REQUEST {
        thread::yield_now();
    }
    place.restart();
    let ran = running.join().expect("it ran");
    assert!(ran.status.success(), "{}", said(&ran));
    assert_eq!(place.state().await.difference_in_any_order(&wanted), None);
}
