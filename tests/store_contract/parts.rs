//! Several processes of the program read parts of one corpus into one index: what they leave, after a closing run, is what one run
//! alone leaves, point by point.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::{Barrier, Notify};
use zhoubao::ingest::{Notes, reports};
use zhoubao::store::{Access, Location, Point, Store};

use crate::contracts_of;
use crate::fresh::Fresh;

contracts_of![embedded: parts_read_at_once_are_one_whole, a_part_that_is_killed_is_made_good_by_the_closing_run];
contracts_of![server: parts_read_at_once_are_one_whole, a_part_that_is_killed_is_made_good_by_the_closing_run];

const PARTS: usize = 4;

/// Longer than a process of an unoptimised build takes to its first vectors beside three others.
const PATIENCE: Duration = Duration::from_secs(120);

/// More passages than one change takes, in each part.
const PASSAGES_OF_A_BATCH: usize = 512;

/// An embedding server on a loopback port that knows its callers by their keys.
struct Desk {
    url: String,
    state: Arc<Callers>,
}

struct Callers {
    texts: Mutex<HashMap<String, usize>>,
    /// Where all parts have to stand at the same time before any of them gets its first vectors.
    gate: Option<Barrier>,
    /// Who gets no answer after its first batch, and who is told of it.
    silent_to: Option<&'static str>,
    waits: Notify,
}

impl Desk {
    async fn open(gate: Option<usize>, silent_to: Option<&'static str>) -> Self {
        let state = Arc::new(Callers {
            texts: Mutex::default(),
            gate: gate.map(Barrier::new),
            silent_to,
            waits: Notify::new(),
        });
        let router = axum::Router::new()
            .route("/v1/embeddings", axum::routing::post(embeddings))
            .layer(axum::extract::DefaultBodyLimit::disable())
            .with_state(Arc::clone(&state));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}/v1", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, state }
    }

    fn texts_of(&self, caller: &str) -> usize {
        self.state.texts.lock().expect("unpoisoned").get(caller).copied().unwrap_or_default()
    }
}

async fn embeddings(
    State(callers): State<Arc<Callers>>,
    headers: HeaderMap,
    Json(request): Json<Value>,
) -> (StatusCode, Json<Value>) {
    let caller = headers["authorization"].to_str().expect("ASCII").trim_start_matches("Bearer ").to_owned();
    let texts: Vec<&str> = request["input"].as_array().expect("texts").iter().filter_map(Value::as_str).collect();
    // One text alone asks how wide a vector is.
    if texts.len() > 1 {
        let before = {
            let mut seen = callers.texts.lock().expect("unpoisoned");
            let count = seen.entry(caller.clone()).or_default();
            *count += texts.len();
            *count - texts.len()
        };
        if before == 0
            && caller.starts_with("part-")
            && let Some(gate) = &callers.gate
            && tokio::time::timeout(PATIENCE, gate.wait()).await.is_err()
        {
            return (StatusCode::BAD_REQUEST, Json(json!({"error": {"message": "the other parts never came"}})));
        }
        if before >= PASSAGES_OF_A_BATCH && callers.silent_to == Some(caller.as_str()) {
            callers.waits.notify_one();
            std::future::pending::<()>().await;
        }
    }
    let data: Vec<Value> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| json!({"object": "embedding", "index": index, "embedding": vector(text)}))
        .collect();
    (StatusCode::OK, Json(json!({"object": "list", "model": "m", "data": data, "usage": {"total_tokens": 1}})))
}

/// Of each text its own.
fn vector(text: &str) -> Vec<f64> {
    let mut state = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / f64::from(1 << 24) + 0.01
    };
    (0..8).map(|_| next()).collect()
}

/// Reports that are hard to part: pages of two folders with one path, a copy, one named by a day alone whose neighbours say its year,
/// pages of lengths that change in the course of the corpus.
fn write_corpus(folder: &Path) -> Vec<PathBuf> {
    let (first, second) = (folder.join("甲组"), folder.join("乙组"));
    for root in [&first, &second] {
        fs::create_dir_all(root.join("旧")).expect("a folder");
    }
    let write = |path: PathBuf, text: String| fs::write(path, text).expect("written");
    for number in 0..90_usize {
        let (month, day) = (1 + number / 8, 2 + number % 8 * 3);
        let items: String = (0..40)
            .map(|item| {
                let tail = "清算平台的对账任务改为增量".repeat(number / 30 * 2);
                format!("- 第{number}期第{item}项：核对{}笔，{tail}完成\n", number * 1000 + item)
            })
            .collect();
        let root = if number % 3 == 0 { &second } else { &first };
        let name = if number % 10 == 7 {
            format!("{month:02}月{day:02}日.md")
        } else {
            format!("第{number}期 2023-{month:02}-{day:02}.md")
        };
        write(root.join(name), format!("# 周报\n\n## 本周工作\n\n{items}"));
    }
    for root in [&first, &second] {
        let name = root.file_name().expect("a name").display();
        write(root.join("同名 2023-06-20.md"), format!("# 2023-06-20\n\n- {name}完成渠道切换\n- {name}上线\n"));
        write(root.join("旧/抄送 2023-06-27.md"), "# 2023-06-27\n\n- 一字不差的两份\n".to_owned());
        write(root.join("README.md"), "说明".to_owned());
    }
    write(first.join("图.png"), "no report".to_owned());
    vec![first, second]
}

/// A place for runs of the program on one index.
struct Runs<'a> {
    home: TempDir,
    location: &'a Location,
    paths: Vec<PathBuf>,
    embeddings: String,
}

impl<'a> Runs<'a> {
    fn new(location: &'a Location, paths: &[PathBuf], desk: &Desk) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        Self { home, location, paths: paths.to_vec(), embeddings: desk.url.clone() }
    }

    fn command(&self, caller: &str, part: Option<usize>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zhoubao"));
        command.env_clear().env("HOME", self.home.path()).env("TMPDIR", self.home.path());
        command.env("OPENAI_BASE_URL", &self.embeddings).env("OPENAI_API_KEY", caller);
        command.args(["--embedder", "remote"]);
        match self.location {
            Location::Embedded { dir, .. } => command.arg("--index").arg(dir),
            Location::Server { url, collection, .. } => {
                command.args(["--qdrant-url", &url.to_string(), "--collection", collection])
            }
        };
        command.env("ZHOUBAO_EMBEDDING_MODEL", "m").arg("ingest").args(&self.paths);
        if let Some(part) = part {
            command.arg("--part").arg(format!("{part}/{PARTS}"));
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn start(&self, part: usize) -> Child {
        self.command(&format!("part-{part}"), Some(part)).spawn().expect("the program starts")
    }

    async fn run(&self, caller: &'static str) -> String {
        let mut command = self.command(caller, None);
        let run = tokio::task::spawn_blocking(move || command.output().expect("it ran"));
        ended_well(&run.await.expect("it ran"))
    }
}

/// What it printed.
#[track_caller]
fn ended_well(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}

async fn ended(child: Child) -> String {
    let output = tokio::task::spawn_blocking(move || child.wait_with_output().expect("it ran"));
    ended_well(&output.await.expect("it ran"))
}

async fn opened(location: &Location) -> Store {
    Store::open(location, Access::Existing, Duration::from_secs(10)).await.expect("an index")
}

/// Every point with its vectors, and the notes.
async fn everything(location: &Location) -> (Vec<Point>, Value) {
    let store = opened(location).await;
    let ids: Vec<_> = store.scroll(None, Some(&[])).await.expect("read").iter().map(|record| record.id).collect();
    let mut points = store.points(&ids).await.expect("read");
    points.sort_by_key(|point| point.id);
    (points, Value::Object(store.meta().await.expect("notes")))
}

async fn gaps(location: &Location) -> String {
    let notes = Notes::load(&opened(location).await).await.expect("notes");
    notes.gaps(std::iter::empty()).iter().map(|gap| format!("{}\n", gap.en)).collect()
}

#[track_caller]
fn same((found, notes): (Vec<Point>, Value), (wanted, wanted_notes): (Vec<Point>, Value)) {
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(&wanted) {
        assert_eq!(found, wanted);
    }
    assert_eq!(notes, wanted_notes);
}

async fn parts_read_at_once_are_one_whole(fresh: Fresh) {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = write_corpus(folder.path());
    let desk = Desk::open(Some(PARTS), None).await;
    let runs = Runs::new(fresh.location(), &paths, &desk);
    let parts: Vec<Child> = (1..=PARTS).map(|part| runs.start(part)).collect();
    // Nobody gets a vector before all of them ask for some: they embed at the same time, whoever holds the index.
    let mut printed = String::new();
    for part in parts {
        printed += &ended(part).await;
    }
    assert_eq!(
        printed.matches("passed over, not a report: README.md").count(),
        1,
        "each file is told of once: {printed}"
    );
    assert_eq!(printed.matches("not read: 1 .png").count(), 1, "{printed}");
    assert!(printed.contains("without --part"), "{printed}");
    let told = gaps(fresh.location()).await;
    assert!(told.lines().count() == 1 && told.contains("all 4 parts of `"), "{told}");
    assert!(paths.iter().all(|root| told.contains(&format!("`{}`", root.display()))), "{told}");

    // Something that no part may remove, and that the closing run must.
    let gone = paths[0].join("第1期 2023-01-05.md");
    let kept = fs::read(&gone).expect("there");
    fs::remove_file(&gone).expect("removed");
    let again = ended(runs.start(2)).await;
    assert!(!again.contains("removed"), "{again}");
    let before = opened(fresh.location()).await;
    assert!(reports(&before).await.expect("read").iter().any(|report| report.path == "第1期 2023-01-05.md"));
    drop(before);
    fs::write(&gone, kept).expect("written");

    let closed = runs.run("closing").await;
    assert!(closed.contains("93 reports (93 unchanged)"), "there is nothing left to read: {closed}");
    assert_eq!(desk.texts_of("closing"), 0);
    assert_eq!(gaps(fresh.location()).await, "");

    let alone = another(&fresh);
    let one = Runs::new(alone.location(), &paths, &desk);
    one.run("one").await;
    let parts: Vec<usize> = (1..=PARTS).map(|part| desk.texts_of(&format!("part-{part}"))).collect();
    assert!(parts.iter().all(|texts| *texts > PASSAGES_OF_A_BATCH / 2), "each had its share: {parts:?}");
    assert_eq!(parts.iter().sum::<usize>(), desk.texts_of("one"), "no text was embedded twice");
    same(everything(fresh.location()).await, everything(alone.location()).await);
}

async fn a_part_that_is_killed_is_made_good_by_the_closing_run(fresh: Fresh) {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = write_corpus(folder.path());
    let desk = Desk::open(None, Some("part-3")).await;
    let runs = Runs::new(fresh.location(), &paths, &desk);
    // The killed one first: it holds a directory, and the others go on without it.
    let mut killed = runs.start(3);
    let others: Vec<Child> = [1, 2, 4].map(|part| runs.start(part)).into();
    tokio::time::timeout(PATIENCE, desk.state.waits.notified()).await.expect("it came to its second batch");
    killed.kill().expect("killed");
    killed.wait().expect("ended");
    for other in others {
        ended(other).await;
    }
    let told = gaps(fresh.location()).await;
    assert!(told.contains("part 3 of 4") && told.contains("without --part, comes last"), "{told}");

    let closed = runs.run("closing").await;
    assert!(closed.contains(" new, "), "what the killed one had not written was read: {closed}");
    let rest = desk.texts_of("closing");
    assert!(rest > 0 && rest < desk.texts_of("part-3") + PASSAGES_OF_A_BATCH, "and nothing else: {rest}");
    assert_eq!(gaps(fresh.location()).await, "");
    let alone = another(&fresh);
    let one = Runs::new(alone.location(), &paths, &desk);
    one.run("one").await;
    same(everything(fresh.location()).await, everything(alone.location()).await);
}

/// An unused place in the same store.
fn another(fresh: &Fresh) -> Fresh {
    match fresh.location() {
        Location::Embedded { .. } => Fresh::embedded(),
        Location::Server { .. } => Fresh::server(),
    }
}
