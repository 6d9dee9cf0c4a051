//! Any bytes, made of kept ones, through each reader for a while: `ZHOUBAO_FUZZ_SECONDS` a reader, three without; `make fuzz` takes
//! ten minutes. What fails is printed with its number and kept in `corpus/`, where every run reads it first.

#![allow(clippy::print_stderr)]

mod mutate;
mod targets;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use mutate::{Random, mutated};
use targets::TARGETS;

/// What a reader may take for sixteen kilobytes, on a slow machine with other work.
const SLOW: Duration = Duration::from_secs(10);

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/properties/fuzz/corpus")
}

fn files(folder: &Path) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("a kept input")).collect()
}

/// The kept inputs of a reader, and the sample reports.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut corpus = files(&folder().join(name));
    match name {
        "question" => corpus.extend(lines(&seeds.join("questions.jsonl"))),
        "export" => {}
        _ => corpus.extend(files(&seeds).into_iter().take(6).map(|mut page| {
            page.truncate(6 << 10);
            page
        })),
    }
    assert!(!corpus.is_empty(), "nothing is kept for {name}");
    corpus
}

fn lines(file: &Path) -> Vec<Vec<u8>> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let question =
        |line: &str| serde_json::from_str::<serde_json::Value>(line).ok()?["question"].as_str().map(Into::into);
    text.lines().filter_map(question).collect()
}

fn seconds() -> u64 {
    std::env::var("ZHOUBAO_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(3)
}

/// A new number a day would find more, and say less: without one a run does the same as the last.
fn first_number() -> u64 {
    std::env::var("ZHOUBAO_FUZZ_NUMBER").ok().and_then(|number| number.parse().ok()).unwrap_or(1)
}

fn run(name: &str) {
    let (_, target) = TARGETS.into_iter().find(|(known, _)| *known == name).expect("a reader");
    let corpus = corpus(name);
    for bytes in &corpus {
        target(bytes);
    }
    let (begun, mut number, mut slowest) = (Instant::now(), first_number(), Duration::ZERO);
    while begun.elapsed() < Duration::from_secs(seconds()) {
        let mut random = Random(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let bytes = mutated(&corpus, &mut random);
        let (start, failing) = (Instant::now(), Kept { name, number, bytes: &bytes });
        target(&bytes);
        assert!(start.elapsed() < SLOW, "{} bytes took {:?}", bytes.len(), start.elapsed());
        std::mem::forget(failing);
        slowest = slowest.max(start.elapsed());
        number += 1;
    }
    eprintln!("{name}: {} inputs in {:.0?}, the slowest {slowest:.1?}", number - first_number(), begun.elapsed());
}

/// An input that is kept when the reader panics over it.
struct Kept<'a> {
    name: &'a str,
    number: u64,
    bytes: &'a [u8],
}

impl Drop for Kept<'_> {
    fn drop(&mut self) {
        let path = folder().join(self.name).join(format!("found-{}", self.number));
        let kept = std::fs::create_dir_all(folder().join(self.name)).and_then(|()| std::fs::write(&path, self.bytes));
        eprintln!("{}: input {} fails; kept in {} ({kept:?})", self.name, self.number, path.display());
    }
}

macro_rules! readers {
    ($($claim:ident: $name:literal;)+) => {$(
        #[test]
        fn $claim() {
            run($name);
        }
    )+};
}

readers! {
    any_page_has_spans_of_its_own: "report";
    any_text_has_times_in_order: "calendar";
    any_reply_is_cut_alike_in_pieces_and_cites_what_there_is: "citation";
    any_file_is_documents_or_reasons: "export";
    any_question_is_read_once: "question";
    anything_that_is_hidden_comes_back: "redactor";
}
