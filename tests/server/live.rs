//! A server whose index changes while it answers: by the folders that it follows, and by whoever removes or damages it.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Reply, Served};
use crate::desk::Desk;
use crate::rest::QUESTION;

const REFUNDS: &str = "7/14退款接口超时的原因";

fn refunds(cause: &str) -> String {
    format!("# 第30周 2023-07-18\n\n## 生产事件\n\n- 7/14 10:05 退款接口超时213笔。\n原因：{cause}。\n")
}

/// Tries again and again, for as long as a slow machine may take.
#[track_caller]
fn until<T>(mut found: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(start.elapsed() < Duration::from_secs(120), "it never came to that");
        std::thread::yield_now();
    }
}

fn ask(server: &Served, question: &str) -> Reply {
    server.post("/api/v1/ask", &json!({ "question": question }))
}

/// `rm -rf`, and again where the server wrote into the folder meanwhile.
#[track_caller]
fn remove(folder: &Path) {
    until(|| match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => None,
        removed => Some(removed),
    })
    .expect("removed");
}

/// Waits for an answer that has `words`.
#[track_caller]
fn until_it_says(server: &Served, question: &str, words: &str) {
    until(|| ask(server, question).text().contains(words).then_some(()));
}

/// The report of `path` in the list, and the tag of its text.
fn report(server: &Served, path: &str) -> Option<(Value, String)> {
    let reports = server.get("/api/v1/reports?limit=100").is(200).json();
    let found = reports
        .as_array()?
        .iter()
        .find(|report| report["path"].as_str().is_some_and(|known| known.ends_with(path)))?
        .clone();
    let reply = server.get(&format!("/api/v1/reports/{}", found["id"].as_str()?));
    let tag = reply.header("etag")?.to_string();
    Some((found, tag))
}

#[test]
fn folders_are_followed_while_questions_are_asked() {
    let desk = Desk::new();
    desk.write_seeds();
    let server = Served::start(&desk, &["--watch", "seeds"]);
    until_it_says(&server, QUESTION, "Oracle");
    let (is_done, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(Ordering::Relaxed) {
                let reply = ask(&server, QUESTION).is(200);
                assert!(
                    reply.text().contains("Oracle"),
                    "an answer in between is of the one state or of the other: {reply}"
                );
                asked.fetch_add(1, Ordering::Relaxed);
            }
        });
        // A failure here ends the questions, too.
        let _done = SetWhenDropped(&is_done);
        follow(&desk, &server);
    });
    assert!(asked.load(Ordering::Relaxed) > 10, "{asked:?} questions were answered meanwhile");
    drop(server);
    desk.run(["doctor", "--embedder", "none"]).says("ok   reports   10 with ");
}

struct SetWhenDropped<'a>(&'a AtomicBool);

impl Drop for SetWhenDropped<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn follow(desk: &Desk, server: &Served) {
    let (name, page) = ("第30周 2023-07-18.md", "seeds/第30周 2023-07-18.md");
    let generations = || server.get("/reports").is(200).text();
    // Added.
    desk.write(page, refunds("连接池上限过低"));
    until_it_says(server, REFUNDS, "连接池上限过低");
    let (first, tag) = report(server, name).expect("it is listed");
    let link = format!("/reports/{}", first["id"].as_str().expect("an id"));
    assert!(generations().contains(&link), "the page lists it");
    assert!(
        server.get(&format!("/reports/{}", first["id"].as_str().expect("an id"))).text().contains("连接池上限过低")
    );
    // Changed.
    desk.write(page, refunds("证书在零点过期"));
    until_it_says(server, REFUNDS, "证书在零点过期");
    let (second, changed) = report(server, name).expect("it is listed");
    assert_eq!(first["id"], second["id"], "it is the same report");
    assert!(first["hash"] != second["hash"] && tag != changed, "{tag} {changed}");
    let target = format!("/api/v1/reports/{}", second["id"].as_str().expect("an id"));
    server.get_with(&target, &[("if-none-match", &tag)]).is(200);
    server.get_with(&target, &[("if-none-match", &changed)]).is(304);
    // Files that cannot be read hold up nothing.
    desk.write("seeds/broken.zip", b"PK\x03\x04 and nothing more");
    desk.write("seeds/broken.md", [0xff, 0xfe, 0x00, 0xd8, 0x41]);
    desk.write("seeds/第31周 2023-07-25.md", "# 第31周 2023-07-25\n\n## 系统升级\n\n- 完成清分网关改造\n");
    until(|| report(server, "第31周 2023-07-25.md"));
    fs::remove_file(desk.path("seeds/broken.zip")).expect("removed");
    fs::remove_file(desk.path("seeds/broken.md")).expect("removed");
    // Removed.
    fs::remove_file(desk.path(page)).expect("removed");
    until(|| report(server, name).is_none().then_some(()));
    assert!(!generations().contains(&link));
    server.get(&target).is(404);
    // A folder that is gone, as one that is not mounted, takes nothing with it.
    fs::rename(desk.path("seeds"), desk.path("elsewhere")).expect("renamed");
    until(|| fs::read_to_string(desk.path("serve.log")).expect("a log").contains("is it mounted?").then_some(()));
    assert!(report(server, "第31周 2023-07-25.md").is_some(), "what the index has of it stays");
    // And back, with a report more.
    desk.write("elsewhere/第32周 2023-08-01.md", refunds("网线松动").replace("第30周 2023-07-18", "第32周 2023-08-01"));
    fs::rename(desk.path("elsewhere"), desk.path("seeds")).expect("renamed");
    until_it_says(server, REFUNDS, "网线松动");
}

#[test]
fn an_index_that_is_removed_in_use_is_an_error_until_there_is_one_again() {
    let desk = Desk::with_seeds();
    let mut server = Served::start(&desk, &[]);
    ask(&server, QUESTION).is(200);
    for arguments in
        [&["ingest", "seeds", "--embedder", "none"][..], &["ingest", "--rebuild", "seeds", "--embedder", "none"]]
    {
        remove(&desk.index());
        let problem = ask(&server, QUESTION).into_problem(503);
        let detail = problem["detail"].as_str().unwrap_or_default();
        assert!(detail.contains(&desk.index().display().to_string()), "{problem}");
        assert!(problem["hint"].as_str().is_some_and(|hint| hint.contains("zhoubao ingest")), "{problem}");
        server.get("/readyz").is(503);
        server.get("/healthz").is(200);
        assert!(server.get("/").status >= 400 || server.get("/").text().contains("zhoubao ingest"));
        assert!(!desk.index().exists(), "nothing is written where it was");
        desk.run(arguments).exits(0).says("8 reports (8 new)");
        assert!(ask(&server, QUESTION).is(200).text().contains("Oracle"), "without a restart");
    }
    server.terminate();
    assert!(server.ended().success());
    desk.run(["doctor", "--embedder", "none"]).exits(0).says("ok   reports   8 with ");
}

#[test]
fn files_that_are_cut_short_or_removed_in_use_are_an_error_until_the_index_is_rebuilt() {
    let desk = Desk::with_seeds();
    let mut server = Served::start(&desk, &[]);
    let segment = || {
        let mut segments = fs::read_dir(desk.index().join("shard/segments")).expect("readable");
        segments.next().expect("a segment").expect("readable").path()
    };
    let largest = |folder: &Path| {
        let files = walk(folder);
        files.into_iter().max_by_key(|path| fs::metadata(path).map_or(0, |metadata| metadata.len())).expect("a file")
    };
    let cut = |path: &Path| {
        fs::OpenOptions::new().write(true).open(path).and_then(|file| file.set_len(10)).expect("cut");
    };
    let damages: [&dyn Fn(); 3] =
        [&|| cut(&largest(&segment())), &|| walk(&segment()).iter().for_each(|path| cut(path)), &|| remove(&segment())];
    for damage in damages {
        assert!(ask(&server, QUESTION).is(200).text().contains("Oracle"));
        damage();
        let problem = ask(&server, QUESTION).into_problem(503);
        let detail = problem["detail"].as_str().unwrap_or_default();
        assert!(detail.contains("is damaged") && detail.contains("segments/"), "it names the file: {problem}");
        assert!(problem["hint"].as_str().is_some_and(|hint| hint.contains("--rebuild")), "{problem}");
        // Those who ask through the server hear it, too.
        desk.run(["ask", QUESTION]).exits(1).notes("is damaged");
        desk.run(["doctor", "--embedder", "none"]).exits(1).says("is damaged");
        desk.run(["ingest", "--rebuild", "seeds", "--embedder", "none"]).exits(0);
    }
    assert!(ask(&server, QUESTION).is(200).text().contains("Oracle"), "without a restart");
    server.terminate();
    assert!(server.ended().success());
    desk.run(["doctor", "--embedder", "none"]).exits(0).says("ok   reports   8 with ");
}

#[test]
fn a_server_that_follows_its_folders_makes_a_removed_index_anew() {
    let desk = Desk::with_seeds();
    let server = Served::start(&desk, &["--watch", "seeds"]);
    until_it_says(&server, QUESTION, "Oracle");
    remove(&desk.index());
    until_it_says(&server, QUESTION, "Oracle");
    desk.write("seeds/第30周 2023-07-18.md", refunds("连接池上限过低"));
    until_it_says(&server, REFUNDS, "连接池上限过低");
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        if path.is_dir() { found.extend(walk(&path)) } else { found.push(path) }
    }
    found
}
