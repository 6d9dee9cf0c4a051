//! How an index of many passages behaves in both stores, with whole dense vectors and with small ones beside them: time to write and to
//! rewrite for searching, p50 and p95 of warm hybrid questions, how many of the ten nearest vectors are found, memory and disk.
//!
//! Vectors are generated: 512 numbers in two thousand bunches (a real corpus has subjects), some 50 terms out of 50,000 with a long tail,
//! a short text. `--points N`, `--only embedded` or `--only server`, `--vectors whole`, `scalar` or `binary`. The server is the one at `ZHOUBAO_BENCH_QDRANT_URL`, its
//! folder `ZHOUBAO_BENCH_QDRANT_DIR`. Questions are asked by a process of their own, so that its memory is theirs.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use qdrant_client::Qdrant;
use qdrant_client::qdrant::CollectionStatus;
use uuid::Uuid;
use zhoubao::store::{Access, Fingerprint, Location, Point, Quantization, Query, Store};

#[allow(dead_code)]
mod corpus;

const WIDTH: usize = 512;
const BUNCHES: u64 = 2_000;
const QUESTIONS: usize = 300;
/// Questions whose nearest vectors are found by looking at all.
const COMPARED: usize = 50;
const NEAREST: usize = 10;
const BATCH: usize = 512;
/// How far a vector lies from the middle of its bunch: two of one bunch have a cosine of about 0.6.
const SPREAD: f32 = 0.8;
const WAIT: Duration = Duration::from_secs(30);

const KINDS: [(&str, Option<Quantization>); 3] =
    [("whole", None), ("scalar", Some(Quantization::Scalar)), ("binary", Some(Quantization::Binary))];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    if let Some(place) = value("--ask") {
        return runtime.block_on(ask(&location(&place)));
    }
    let Some(points) = value("--points") else {
        eprintln!("left out, because it takes hours: `make scale-million`, or --points N");
        return;
    };
    let points: usize = points.parse().expect("a number");
    let (only, vectors) = (value("--only"), value("--vectors"));
    println!("{points} points of {WIDTH} numbers; questions: {QUESTIONS}, compared with all vectors: {COMPARED}");
    println!(
        "{:<9} {:<7} {:>8} {:>9} {:>8} {:>8} {:>9} {:>10} {:>11} {:>9}",
        "store",
        "vectors",
        "write s",
        "optim. s",
        "p50 ms",
        "p95 ms",
        "recall@10",
        "anon. MB",
        "resident MB",
        "disk MB"
    );
    let begin = Instant::now();
    let nearest = nearest(points);
    eprintln!("the nearest of {COMPARED} questions found by looking at all in {:.1?}", begin.elapsed());
    for (name, quantization) in KINDS {
        if vectors.as_ref().is_some_and(|vectors| vectors != name) {
            continue;
        }
        if only.as_deref() != Some("server") {
            let folder = tempfile::tempdir().expect("a folder");
            let dir = folder.path().join("index");
            let place = dir.display().to_string();
            runtime.block_on(measure("embedded", &place, (name, quantization), points, &nearest, &dir));
        }
        let served = std::env::var("ZHOUBAO_BENCH_QDRANT_URL").ok().zip(std::env::var_os("ZHOUBAO_BENCH_QDRANT_DIR"));
        match served {
            Some((url, dir)) if only.as_deref() != Some("embedded") => {
                let place = format!("{url}#million-{name}");
                let dir = PathBuf::from(dir);
                runtime.block_on(measure("server", &place, (name, quantization), points, &nearest, &dir));
            }
            Some(_) => {}
            None => {
                eprintln!("the server is left out: ZHOUBAO_BENCH_QDRANT_URL and ZHOUBAO_BENCH_QDRANT_DIR are not set")
            }
        }
    }
}

/// A directory, or a server's address and a collection with `#` between.
fn location(place: &str) -> Location {
    match place.split_once('#') {
        None => Location::Embedded { dir: place.into(), copies: Vec::new() },
        Some((url, collection)) => Location::Server {
            url: url.parse().expect("an address"),
            api_key: None,
            collection: collection.to_owned(),
            shard_number: None,
            replication_factor: None,
        },
    }
}

async fn measure(
    store_name: &str,
    place: &str,
    (name, quantization): (&str, Option<Quantization>),
    points: usize,
    nearest: &[HashSet<usize>],
    folder: &Path,
) {
    let location = location(place);
    let fingerprint = Fingerprint::new("bench", WIDTH, "bench").quantized(quantization);
    let store = Store::open(&location, Access::Rebuild(fingerprint), WAIT).await.expect("a new index");
    let numbers: Vec<usize> = (0..points).collect();
    let mut written = Duration::ZERO;
    for batch in numbers.chunks(BATCH) {
        let batch: Vec<Point> = batch.iter().map(|number| point(*number)).collect();
        let begin = Instant::now();
        store.upsert(batch).await.expect("written");
        written += begin.elapsed();
    }
    let begin = Instant::now();
    store.optimize().await.expect("optimised");
    until_rewritten(&location).await;
    let optimized = begin.elapsed();
    store.seal().await.expect("sealed");

    // Who asks has nothing of what the writer had in memory.
    let program = std::env::current_exe().expect("this program");
    let asked = std::process::Command::new(program).args(["--ask", place]).output().expect("it asks");
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    let told = String::from_utf8(asked.stdout).expect("text");
    let mut lines = told.lines();
    let times: Vec<&str> = lines.next().expect("times and memory").split(' ').collect();
    let found: usize = lines
        .zip(nearest)
        .map(|(line, nearest)| line.split(' ').filter(|id| nearest.contains(&id.parse().expect("a number"))).count())
        .sum();
    let own = (times[2].to_owned(), times[3].to_owned());
    let (anonymous, resident) = match &location {
        Location::Embedded { .. } => own,
        Location::Server { .. } => memory(&server_process(folder)),
    };
    println!(
        "{store_name:<9} {name:<7} {:>8.1} {:>9.1} {:>8} {:>8} {:>9.3} {anonymous:>10} {resident:>11} {:>9}",
        written.as_secs_f64(),
        optimized.as_secs_f64(),
        times[0],
        times[1],
        found as f64 / (COMPARED * NEAREST) as f64,
        on_disk(folder) / 1_000_000,
    );
    if let Location::Server { .. } = location {
        let collection = place.split_once('#').expect("a collection").1;
        client(&location).delete_collection(collection).await.expect("removed");
    }
}

/// Asks the index, and prints p50, p95, memory (anonymous and resident MB), then what was nearest to each compared question.
async fn ask(location: &Location) {
    let store = Store::open(location, Access::Existing, WAIT).await.expect("an index");
    let questions: Vec<Query> = (0..QUESTIONS).map(question).collect();
    // Warm: every page that they need has been read once.
    for question in &questions {
        store.query(question).await.expect("hits");
    }
    let mut times = Vec::with_capacity(QUESTIONS);
    for question in &questions {
        let begin = Instant::now();
        let hits = store.query(question).await.expect("hits");
        times.push(begin.elapsed());
        assert!(!hits.is_empty());
    }
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let (anonymous, resident) = memory("self");
    println!("{:.2} {:.2} {anonymous} {resident}", ms(times[QUESTIONS / 2]), ms(times[QUESTIONS * 95 / 100]));
    for question in questions.into_iter().take(COMPARED) {
        let alone = Query { sparse: None, limit: NEAREST, ..question };
        let hits = store.query(&alone).await.expect("hits");
        let numbers: Vec<String> = hits.iter().map(|hit| number_of(hit.id).to_string()).collect();
        println!("{}", numbers.join(" "));
    }
    store.leave();
}

/// The middle of a bunch, or what lies around one.
fn around(bunch: u64, random: &mut corpus::Random) -> Vec<f32> {
    let middle = corpus::dense(&mut corpus::Random::new(0xb0c4 ^ bunch));
    let own = corpus::dense(random);
    let values: Vec<f32> = middle.iter().zip(&own).map(|(middle, own)| middle + SPREAD * own).collect();
    let length = values.iter().map(|value| value * value).sum::<f32>().sqrt();
    values.into_iter().map(|value| value / length).collect()
}

fn dense(number: usize) -> Vec<f32> {
    let mut random = corpus::Random::new(0xd15c ^ number as u64);
    around(random.below(BUNCHES), &mut random)
}

fn point(number: usize) -> Point {
    let point = corpus::point(number);
    Point { id: Uuid::from_u64_pair(point.id.as_u64_pair().0, number as u64), dense: Some(dense(number)), ..point }
}

fn number_of(id: Uuid) -> u64 {
    id.as_u64_pair().1
}

fn question(number: usize) -> Query {
    let mut random = corpus::Random::new(0xa5c << 32 | number as u64);
    let dense = around(random.below(BUNCHES), &mut random);
    Query { dense: Some(dense), sparse: Some(corpus::sparse(&mut random, 8)), limit: 10, ..Query::default() }
}

/// The nearest points of each compared question, by looking at all.
fn nearest(points: usize) -> Vec<HashSet<usize>> {
    let questions: Vec<Vec<f32>> = (0..COMPARED).filter_map(|number| question(number).dense).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let look = |thread: usize| {
        let mut best: Vec<Vec<(f32, usize)>> = vec![Vec::new(); COMPARED];
        for number in (thread..points).step_by(threads) {
            let dense = dense(number);
            for (question, best) in questions.iter().zip(&mut best) {
                let score: f32 = question.iter().zip(&dense).map(|(one, other)| one * other).sum();
                if best.len() < NEAREST || best[NEAREST - 1].0 < score {
                    best.push((score, number));
                    best.sort_by(|one, other| other.0.total_cmp(&one.0));
                    best.truncate(NEAREST);
                }
            }
        }
        best
    };
    let look = &look;
    let parts: Vec<Vec<Vec<(f32, usize)>>> = std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads).map(|thread| scope.spawn(move || look(thread))).collect();
        parts.into_iter().map(|part| part.join().expect("looked")).collect()
    });
    (0..COMPARED)
        .map(|question| {
            let mut all: Vec<(f32, usize)> = parts.iter().flat_map(|part| part[question].iter().copied()).collect();
            all.sort_by(|one, other| other.0.total_cmp(&one.0));
            all.into_iter().take(NEAREST).map(|(_, number)| number).collect()
        })
        .collect()
}

fn client(location: &Location) -> Qdrant {
    let Location::Server { url, .. } = location else { panic!("a server") };
    Qdrant::from_url(&url.to_string())
        .timeout(Duration::from_secs(600))
        .skip_compatibility_check()
        .build()
        .expect("a client")
}

/// A server builds its graph by itself, afterwards: until it says that it has.
async fn until_rewritten(location: &Location) {
    let Location::Server { collection, .. } = location else { return };
    let client = client(location);
    // Green for a moment between two rewritings is not yet the end.
    let mut green = 0;
    while green < 10 {
        let info = client.collection_info(collection).await.expect("a collection").result.expect("an answer");
        green = if info.status == CollectionStatus::Green as i32 { green + 1 } else { 0 };
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

fn server_process(folder: &Path) -> String {
    let text = std::fs::read_to_string(folder.join("qdrant.pid")).expect("the server's process");
    text.split_whitespace().next().expect("a number").to_owned()
}

/// MB of a process: anonymous memory, which it needs, and all that is resident, mapped files included, which it is better with.
fn memory(process: &str) -> (String, String) {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let megabytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes.map_or_else(|| "–".to_owned(), |kilobytes| (kilobytes / 1000).to_string())
    };
    (megabytes("RssAnon:"), megabytes("VmRSS:"))
}

/// Bytes that the files below a folder take, holes not counted.
fn on_disk(folder: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    files.filter_map(|file| file.metadata().ok()).filter(|file| file.is_file()).map(|file| file.blocks() * 512).sum()
}
