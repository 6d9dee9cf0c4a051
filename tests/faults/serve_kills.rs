//! A server of ours, killed while it follows a folder, takes an upload and answers: what it said it has done is done, what it had not
//! said is there whole or not at all, and the next run has all of it.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Cursor, Read, Write};
use std::net::TcpStream;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::corpus;
use crate::kill::{Calls, Sample, copy, places, said};
use crate::place::Place;

const PATIENCE: Duration = Duration::from_secs(60);
const UPLOADED: &str = "# 2024-03-01\n\n## 本周工作\n\n- 上传的周报：网关改造完成，对账笔数 777。\n";

/// What a server said of what it did, until it ended.
#[derive(Debug, Default)]
struct Heard {
    is_killed: bool,
    is_uploaded: bool,
    answers: Vec<String>,
}

/// Starts a server that follows the reports, sends it a report and two questions, and ends it when it has followed.
fn served(place: &Place, calls: Calls, set: (&str, String)) -> Heard {
    let log = place.home.path("serve.log");
    let mut command = place.preloaded(&["serve", "--address", "127.0.0.1:0", "--watch", "reports"], calls);
    command.env(set.0, set.1).stdout(Stdio::piped()).stderr(File::create(&log).expect("writable"));
    let mut process = command.spawn().expect("it starts");
    let mut line = String::new();
    let _ = BufReader::new(process.stdout.take().expect("piped")).read_line(&mut line);
    let host = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let mut heard = Heard::default();
    if !host.is_empty() {
        let ask = |question: &str| {
            let asked = json!({ "question": question }).to_string();
            let reply = post(&host, "/api/v1/ask", "application/json", asked.as_bytes());
            let value: Value = serde_json::from_slice(&reply.filter(|(status, _)| *status == 200)?.1).ok()?;
            Some(value["id"].as_str()?.to_owned())
        };
        heard.answers.extend(ask("渠道1出金超时的原因是什么"));
        heard.is_uploaded =
            post(&host, "/api/v1/reports", "application/zip", &zipped()).is_some_and(|(status, _)| status == 200);
        heard.answers.extend(ask("清算对账模块做了什么"));
        until_it_follows(&mut process, &log);
    }
    let _ = std::process::Command::new("kill").args(["-TERM", &process.id().to_string()]).status();
    let status = process.wait().expect("a child");
    heard.is_killed = status.signal() == Some(9);
    assert!(heard.is_killed || status.success(), "{status}: {}", fs::read_to_string(&log).unwrap_or_default());
    heard
}

fn until_it_follows(process: &mut Child, log: &Path) {
    let begin = Instant::now();
    while !fs::read_to_string(log).unwrap_or_default().contains("the index follows its folders") {
        if process.try_wait().expect("a child").is_some() {
            return;
        }
        assert!(begin.elapsed() < PATIENCE, "it does not follow: {}", fs::read_to_string(log).unwrap_or_default());
        std::thread::yield_now();
    }
}

fn zipped() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("组/上传.md", zip::write::SimpleFileOptions::default()).expect("begun");
    zip.write_all(UPLOADED.as_bytes()).expect("written");
    zip.finish().expect("whole").into_inner()
}

/// Status and body; `None` where the server broke off.
fn post(host: &str, target: &str, kind: &str, body: &[u8]) -> Option<(u16, Vec<u8>)> {
    let mut stream = TcpStream::connect(host).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let head = format!(
        "POST {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body).ok()?;
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).ok()?;
    let text = String::from_utf8_lossy(&reply);
    let status = text.split(' ').nth(1)?.parse().ok()?;
    let end = reply.windows(4).position(|four| four == b"\r\n\r\n")?;
    let body = reply[end + 4..].to_vec();
    // A body without its end was broken off.
    let length =
        text.to_lowercase().split("content-length: ").nth(1).and_then(|rest| rest.split('\r').next()?.parse().ok());
    (length.is_none_or(|length: usize| length == body.len())).then_some((status, body))
}

/// Everything as it was before the server began.
fn restore(place: &Place) {
    place.restore_reports();
    for folder in [place.all_uploads(), place.feedback()] {
        let _ = fs::remove_dir_all(folder);
    }
    match place.is_served() {
        true => drop(place.run(&["ingest", "reports", "--rebuild"])),
        false => copy(&place.home.path("kept-index"), &place.home.path("index")),
    }
    corpus::change(&place.home.path("reports"));
}

/// The run after it, of all that there is.
fn next(place: &Place) {
    let uploads = place.uploads();
    let uploads = uploads.is_dir().then(|| uploads.display().to_string());
    let command: Vec<&str> = ["ingest", "reports"].into_iter().chain(uploads.as_deref()).collect();
    place.run(&command);
}

async fn killed_anywhere(place: &Place, short: usize, long: usize) {
    place.run(&["ingest", "reports"]);
    if !place.is_served() {
        copy(&place.home.path("index"), &place.home.path("kept-index"));
    }
    restore(place);
    next(place);
    let without = place.state().await;
    let begin = Instant::now();
    let (mut killed, mut counted, mut faults) = (0, 0, Vec::new());
    for calls in [place.calls(), Calls::Write] {
        restore(place);
        let count = place.home.path("calls");
        let heard = served(place, calls, ("KILL_COUNT", count.display().to_string()));
        assert!(heard.is_uploaded && heard.answers.len() == 2, "{heard:?}");
        let number: usize = fs::read_to_string(&count).expect("counted").trim().parse().expect("a number");
        counted += number;
        next(place);
        let with = place.state().await;
        assert!(with.difference(&without).is_some(), "the upload is another report");
        for at in places(number, Sample { short, long }) {
            restore(place);
            let heard = served(place, calls, ("KILL_AT", at.to_string()));
            killed += usize::from(heard.is_killed);
            let mut fault = |what: String| faults.push(format!("{calls:?} {at}: {what}"));
            let asked = place.output(&["search", "清算对账", "--json"]);
            if asked.status.code() != Some(0) {
                fault(format!("search: {}", said(&asked)));
            }
            next(place);
            let state = place.state().await;
            let difference = state.difference_in_any_order(&with);
            let is_other = !heard.is_uploaded && state.difference_in_any_order(&without).is_none();
            if let Some(difference) = difference.filter(|_| !is_other) {
                fault(format!("uploaded: {}; {difference}", heard.is_uploaded));
            }
            let kept = place.run(&["feedback", "list", "--json", "-n", "100"]);
            for id in heard.answers.iter().filter(|id| !kept.contains(id.as_str())) {
                fault(format!("the answer {id} was given, and is not in the log"));
            }
            let fixed = place.output(&["doctor", "--fix"]);
            if fixed.status.code() != Some(0) {
                fault(said(&fixed));
            }
        }
    }
    println!(
        "{} serve: killed {killed} times at {counted} calls, {} faults, {:.0} s",
        place.name(),
        faults.len(),
        begin.elapsed().as_secs_f64()
    );
    assert!(faults.is_empty(), "{} of {counted}:\n{}", faults.len(), faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_over_a_directory_killed_anywhere_has_done_what_it_said() {
    killed_anywhere(&Place::embedded(), 2, 16).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_over_a_qdrant_server_killed_anywhere_has_done_what_it_said() {
    killed_anywhere(&Place::served(), 1, 16).await;
}
