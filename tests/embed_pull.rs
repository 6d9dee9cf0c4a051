//! Fetching a model from a hub on a loopback port, and from folders.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use support::{Reply, Server, nobody};
use zhoubao::embed::{
    BGE_SMALL_ZH, KNOWN_MODELS, KnownFile, KnownModel, ModelError, PullProgress, Source, State, list, pull,
};

const WEIGHTS: &[u8] = b"hello world";
const TOKENIZER: &[u8] = b"hello";

/// A model of a few bytes, so that these tests need no weights.
static SMALL: KnownModel = KnownModel {
    name: "small",
    repository: "owner/small",
    width: 2,
    max_tokens: 8,
    vocabulary: 3,
    sample: ("", &[]),
    weights: KnownFile {
        name: "model.onnx",
        hub_path: "onnx/model_quantized.onnx",
        other_names: &["model_quantized.onnx", "small-q.onnx"],
        size_bytes: 11,
        sha256: "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9",
    },
    tokenizer: KnownFile {
        name: "tokenizer.json",
        hub_path: "tokenizer.json",
        other_names: &["small-q-tokenizer.json"],
        size_bytes: 5,
        sha256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
    },
};

fn hub(server: &Server) -> Source {
    Source::Hub { endpoint: format!("{}/", server.url()).parse().expect("an address") }
}

fn whole(bytes: &[u8]) -> Reply {
    Reply::bytes(200, bytes, bytes.len())
}

async fn pull_quietly(models_dir: &Path, source: &Source) -> Result<PathBuf, ModelError> {
    pull(&SMALL, models_dir, source, &|_| ()).await
}

/// The names of the files in the model's folder, sorted; none if there is no folder.
fn files(models_dir: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(SMALL.path(models_dir)) else {
        return Vec::new();
    };
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<String> = entries.map(|entry| name(entry).to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

const COMPLETE: [&str; 3] = [".pull.lock", "model.onnx", "tokenizer.json"];

#[tokio::test]
async fn a_hub_fills_the_folder_and_a_second_pull_asks_for_nothing() {
    let models_dir = tempfile::tempdir().expect("a folder");
    let server = Server::start(vec![whole(TOKENIZER), whole(WEIGHTS)]);
    let steps = Mutex::new(Vec::new());
    let record = |step: PullProgress| steps.lock().expect("unpoisoned").push(step);
    let folder = pull(&SMALL, models_dir.path(), &hub(&server), &record).await.expect("pulled");

    assert_eq!(folder, models_dir.path().join("small"));
    assert_eq!(files(models_dir.path()), COMPLETE);
    assert_eq!(fs::read(folder.join("model.onnx")).expect("weights"), WEIGHTS);
    SMALL.verify(&folder).expect("intact");
    assert!(server.seen().iter().all(|seen| seen.body.is_empty()));
    let asked: Vec<String> =
        server.seen().iter().map(|seen| seen.head.lines().next().unwrap_or_default().to_owned()).collect();
    assert_eq!(
        asked,
        [
            "GET /owner/small/resolve/main/tokenizer.json HTTP/1.1",
            "GET /owner/small/resolve/main/onnx/model_quantized.onnx HTTP/1.1"
        ]
    );
    let last = steps.into_inner().expect("unpoisoned").pop();
    assert_eq!(last, Some(PullProgress { file: "model.onnx", done_bytes: 11, total_bytes: Some(11) }));

    pull(&SMALL, models_dir.path(), &hub(&server), &|_| panic!("no progress")).await.expect("pulled");
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_damaged_file_is_fetched_again_and_the_right_one_stays() {
    let models_dir = tempfile::tempdir().expect("a folder");
    let folder = SMALL.path(models_dir.path());
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("tokenizer.json"), TOKENIZER).expect("written");
    fs::write(folder.join("model.onnx"), b"hello w0rld").expect("written");
    assert!(matches!(SMALL.verify(&folder), Err(ModelError::Checksum { .. })));
    let server = Server::start(vec![whole(WEIGHTS)]);
    pull_quietly(models_dir.path(), &hub(&server)).await.expect("pulled");
    assert_eq!(server.seen().len(), 1);
    SMALL.verify(&folder).expect("intact");
}

#[tokio::test]
async fn a_download_that_breaks_off_leaves_nothing() {
    let models_dir = tempfile::tempdir().expect("a folder");
    let server = Server::start(vec![whole(TOKENIZER), Reply::bytes(200, &WEIGHTS[..4], 11)]);
    let error = pull_quietly(models_dir.path(), &hub(&server)).await.expect_err("broken off");
    assert!(matches!(error, ModelError::Unavailable { .. }), "{error}");
    assert_eq!(files(models_dir.path()), [".pull.lock", "tokenizer.json"]);
}

#[tokio::test]
async fn a_download_of_another_size_leaves_nothing() {
    for (body, found) in [(&b"hello"[..], 5), (b"hello world and more", 20)] {
        let models_dir = tempfile::tempdir().expect("a folder");
        let server = Server::start(vec![whole(TOKENIZER), whole(body)]);
        let error = pull_quietly(models_dir.path(), &hub(&server)).await.expect_err("another size");
        assert!(matches!(&error, ModelError::Size { found: size, wanted: 11, .. } if *size == found), "{error}");
        assert_eq!(files(models_dir.path()), [".pull.lock", "tokenizer.json"]);
    }
}

#[tokio::test]
async fn wrong_bytes_are_named_by_checksum_and_do_not_replace_what_was_there() {
    let models_dir = tempfile::tempdir().expect("a folder");
    let folder = SMALL.path(models_dir.path());
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("model.onnx"), b"old").expect("written");
    let server = Server::start(vec![whole(TOKENIZER), whole(b"HELLO world")]);
    let error = pull_quietly(models_dir.path(), &hub(&server)).await.expect_err("wrong bytes");
    let ModelError::Checksum { found, wanted, .. } = &error else { panic!("{error}") };
    assert_eq!((found.len(), wanted.as_str()), (64, SMALL.weights.sha256));
    assert!(error.to_string().contains(found.as_str()) && error.to_string().contains(wanted.as_str()), "{error}");
    assert_eq!(fs::read(folder.join("model.onnx")).expect("still there"), b"old");
    assert_eq!(files(models_dir.path()), COMPLETE);
}

#[tokio::test]
async fn a_tokenizer_of_another_model_is_refused() {
    let models_dir = tempfile::tempdir().expect("a folder");
    let server = Server::start(vec![whole(b"{}")]);
    let error = pull_quietly(models_dir.path(), &hub(&server)).await.expect_err("no tokenizer");
    assert!(matches!(error, ModelError::Tokenizer { .. }), "{error}");
    assert_eq!(files(models_dir.path()), [".pull.lock"]);
}

#[tokio::test]
async fn a_hub_without_the_file_is_told_with_its_answer() {
    let models_dir = tempfile::tempdir().expect("a folder");
    let server = Server::start(vec![Reply::json(404, "Entry not found")]);
    let error = pull_quietly(models_dir.path(), &hub(&server)).await.expect_err("not there");
    assert!(
        matches!(&error, ModelError::Refused { status: 404, url } if url.ends_with("/resolve/main/tokenizer.json")),
        "{error}"
    );
    assert_eq!(files(models_dir.path()), [".pull.lock"]);
}

#[tokio::test]
async fn nobody_at_the_hub_is_unavailable_and_credentials_stay_hidden() {
    let models_dir = tempfile::tempdir().expect("a folder");
    let endpoint = nobody().replace("http://", "http://ming:s3cret@").parse().expect("an address");
    let error = pull_quietly(models_dir.path(), &Source::Hub { endpoint }).await.expect_err("nobody");
    assert!(matches!(error, ModelError::Unavailable { .. }), "{error}");
    assert!(!format!("{error}{error:?}").contains("s3cret"), "{error:?}");
}

#[tokio::test]
async fn a_hub_on_this_machine_sends_nobody_elsewhere() {
    let models_dir = tempfile::tempdir().expect("a folder");
    for target in ["http://hub.example/model", "http://0.0.0.0:9/model", "http:\\\\hub.example\\@127.0.0.1/"] {
        let server = Server::start(vec![Reply::with_header(302, &format!("location: {target}"), b"", 0)]);
        let source = Source::Hub { endpoint: server.url().parse().expect("an address") };
        let error = pull_quietly(models_dir.path(), &source).await.expect_err("a redirect");
        assert!(matches!(error, ModelError::Refused { status: 302, .. }), "{target}: {error:?}");
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_folder_may_use_anybodys_names() {
    for (weights, tokenizer) in [
        ("model.onnx", "tokenizer.json"),
        ("onnx/model_quantized.onnx", "tokenizer.json"),
        ("small-q.onnx", "small-q-tokenizer.json"),
    ] {
        let models_dir = tempfile::tempdir().expect("a folder");
        let from = tempfile::tempdir().expect("a folder");
        fs::create_dir(from.path().join("onnx")).expect("a folder");
        fs::write(from.path().join(weights), WEIGHTS).expect("written");
        fs::write(from.path().join(tokenizer), TOKENIZER).expect("written");
        let source = Source::Folder(from.path().to_owned());
        let folder = pull_quietly(models_dir.path(), &source).await.expect(weights);
        SMALL.verify(&folder).expect("intact");
    }
}

#[tokio::test]
async fn the_model_in_full_precision_beside_ours_is_passed_over() {
    let models_dir = tempfile::tempdir().expect("a folder");
    let from = tempfile::tempdir().expect("a folder");
    fs::write(from.path().join("model.onnx"), b"hello world in full precision").expect("written");
    fs::write(from.path().join("model_quantized.onnx"), WEIGHTS).expect("written");
    fs::write(from.path().join("tokenizer.json"), TOKENIZER).expect("written");
    let source = Source::Folder(from.path().to_owned());
    pull_quietly(models_dir.path(), &source).await.expect("pulled");
}

#[tokio::test]
async fn a_folder_without_the_files_is_named() {
    let models_dir = tempfile::tempdir().expect("a folder");
    let source = Source::Folder(models_dir.path().join("nowhere"));
    let error = pull_quietly(models_dir.path(), &source).await.expect_err("nothing there");
    assert!(matches!(&error, ModelError::Missing { path } if path.ends_with("nowhere/tokenizer.json")), "{error}");
}

#[tokio::test]
async fn two_pulls_into_one_folder_do_not_mix() {
    let models_dir = tempfile::tempdir().expect("a folder");
    let folder = SMALL.path(models_dir.path());
    fs::create_dir_all(&folder).expect("a folder");
    let lock = fs::File::create(folder.join(".pull.lock")).expect("a lock");
    lock.lock().expect("locked");
    let source = Source::Hub { endpoint: nobody().parse().expect("an address") };
    let error = pull_quietly(models_dir.path(), &source).await.expect_err("held");
    assert!(matches!(&error, ModelError::Busy { path } if *path == folder), "{error}");
}

#[tokio::test]
async fn a_tokenizer_in_other_bytes_with_the_same_content_is_taken() {
    let Some(models_dir) = std::env::var_os("ZHOUBAO_MODELS") else {
        eprintln!("skipped: ZHOUBAO_MODELS is not set; run scripts/fetch-weights.sh DEST and set it to DEST");
        return;
    };
    let from = BGE_SMALL_ZH.path(Path::new(&models_dir));
    let tokenizer = fs::read_to_string(from.join("tokenizer.json")).expect("the tokenizer");
    let json: serde_json::Value = serde_json::from_str(&tokenizer).expect("JSON");
    let models_dir = tempfile::tempdir().expect("a folder");
    let weights = fs::read(from.join("model.onnx")).expect("the weights");
    let server = Server::start(vec![whole(json.to_string().as_bytes()), whole(&weights)]);
    let folder = pull(&BGE_SMALL_ZH, models_dir.path(), &hub(&server), &|_| ()).await.expect("pulled");
    BGE_SMALL_ZH.verify(&folder).expect("intact");
}

#[test]
fn known_models_are_listed_with_how_they_stand() {
    let models_dir = tempfile::tempdir().expect("a folder");
    let state = || list(models_dir.path())[0].2;
    assert_eq!(list(models_dir.path()).len(), KNOWN_MODELS.len());
    assert_eq!(state(), State::Missing);
    let folder = BGE_SMALL_ZH.path(models_dir.path());
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join("model.onnx"), b"half").expect("written");
    assert_eq!(state(), State::Damaged);
    assert_eq!(KnownModel::named("bge-small-zh-v1.5"), Some(&BGE_SMALL_ZH));
    assert_eq!(KnownModel::named("../etc"), None);
}
