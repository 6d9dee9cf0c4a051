//! The model in this process. Tests that need the weights take the folder above `bge-small-zh-v1.5` from
//! `ZHOUBAO_MODELS` (see `scripts/fetch-weights.sh`) and skip without it.

#![allow(clippy::print_stderr)]

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Deserialize;
use zhoubao::embed::{
    BGE_SMALL_ZH, EmbedError, Embedder, Embedding, Local, ModelError, Progress, Purpose, TokensError,
};

#[derive(Deserialize)]
struct Reference {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    tokens: usize,
    vector: Vec<f32>,
}

fn workers(count: usize) -> NonZeroUsize {
    NonZeroUsize::new(count).expect("not zero")
}

/// The model's folder, or `None` with a word on stderr.
fn folder() -> Option<PathBuf> {
    match std::env::var_os("ZHOUBAO_MODELS") {
        Some(models_dir) => Some(BGE_SMALL_ZH.path(Path::new(&models_dir))),
        None => {
            eprintln!("skipped: ZHOUBAO_MODELS is not set; run scripts/fetch-weights.sh DEST and set it to DEST");
            None
        }
    }
}

fn load(folder: &Path, count: usize, purpose: Purpose) -> Embedder {
    Embedder::Local(Local::load(folder, workers(count), purpose).expect("the model loads"))
}

/// Forty short reports of our own making, of 1 to about 200 tokens.
fn texts() -> Vec<String> {
    let pieces = ["出金成功率 99.97%，", "Kafka 积压 3,200 条已消化；", "证书续期完成 ✔️ ", "账务日终提前 12 分钟。"];
    (0..40).map(|number| format!("{number}{}", pieces[number % 4].repeat(number % 13))).collect()
}

fn bits(embeddings: &[Embedding]) -> Vec<Vec<u32>> {
    let bits = |embedding: &Embedding| embedding.as_slice().iter().map(|value| value.to_bits()).collect();
    embeddings.iter().map(bits).collect()
}

#[tokio::test]
async fn vectors_agree_with_onnxruntime() {
    let Some(folder) = folder() else { return };
    let reference: Reference =
        serde_json::from_str(include_str!("data/embedding-reference.json")).expect("reference vectors");
    let embedder = load(&folder, 2, Purpose::Many);
    let mut cosines = Vec::new();
    for case in reference.cases {
        let seen = Mutex::new(Progress::default());
        let keep = |progress| *seen.lock().expect("unpoisoned") = progress;
        let embeddings = embedder.embed(std::slice::from_ref(&case.text), &keep).await.expect("a vector");
        let start: String = case.text.chars().take(20).collect();
        assert_eq!(seen.lock().expect("unpoisoned").done_tokens, case.tokens, "{start}");
        let expected = Embedding::normalised(case.vector).expect("a vector");
        let cosine = embeddings[0].cosine(&expected).expect("one width");
        assert!(cosine >= 0.99, "{cosine}: {start}");
        cosines.push(cosine);
    }
    let mean = cosines.iter().sum::<f32>() / cosines.len() as f32;
    let least = cosines.iter().copied().fold(1.0, f32::min);
    eprintln!("cosine with onnxruntime over {} texts: least {least:.4}, mean {mean:.4}", cosines.len());
    assert!(mean >= 0.995, "{mean}");
}

#[tokio::test]
async fn a_text_gets_the_same_bits_alone_and_among_others_on_any_number_of_workers() {
    let Some(folder) = folder() else { return };
    let texts = texts();
    let one = load(&folder, 1, Purpose::Query);
    let mut alone = Vec::new();
    for text in &texts {
        alone.push(one.embed_query(text).await.expect("a vector"));
    }
    for count in [1, 2, 3, 7] {
        let many = load(&folder, count, Purpose::Many);
        let together = many.embed(&texts, &|_| ()).await.expect("vectors");
        assert_eq!(bits(&together), bits(&alone), "{count} workers");
    }
}

#[tokio::test]
async fn weights_that_were_let_go_of_are_loaded_again() {
    let Some(folder) = folder() else { return };
    let embedder = load(&folder, 2, Purpose::Query);
    let before = embedder.embed(&texts(), &|_| ()).await.expect("vectors");
    embedder.let_go();
    let again = embedder.embed(&texts(), &|_| ()).await.expect("vectors");
    assert_eq!(bits(&again), bits(&before));
}

#[tokio::test]
async fn mapped_weights_outlive_their_file_and_a_tokenizer_that_is_gone_is_an_error() {
    let Some(model) = folder() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    for file in ["model.onnx", "tokenizer.json"] {
        std::fs::copy(model.join(file), folder.path().join(file)).expect("copied");
    }
    let embedder = load(folder.path(), 1, Purpose::Query);
    embedder.let_go();
    std::fs::remove_file(folder.path().join("model.onnx")).expect("removed");
    embedder.embed_query("出金").await.expect("the file is still mapped");
    embedder.let_go();
    std::fs::remove_file(folder.path().join("tokenizer.json")).expect("removed");
    let error = embedder.embed_query("出金").await.expect_err("no tokenizer");
    assert!(matches!(error, EmbedError::Tokens(_)), "{error}");
    // Those for many texts stay.
    let embedder = load(&model, 1, Purpose::Many);
    embedder.let_go();
    embedder.embed_query("出金").await.expect("a vector");
}

#[tokio::test]
async fn names_in_capitals_are_told_apart() {
    let Some(folder) = folder() else { return };
    let embedder = load(&folder, 1, Purpose::Query);
    let mut embeddings = Vec::new();
    for text in ["POS 交易超时", "APP 交易超时", "pos 交易超时", "ＰＯＳ 交易超时"] {
        embeddings.push(embedder.embed_query(text).await.expect("a vector"));
    }
    let [pos, app, lower, wide] = &embeddings[..] else { panic!("four vectors") };
    assert!(pos.cosine(app).expect("one width") < 0.98);
    assert_eq!((pos, pos), (lower, wide));
}

#[tokio::test]
async fn progress_counts_every_text_once_and_the_truncated_ones() {
    let Some(folder) = folder() else { return };
    let embedder = load(&folder, 2, Purpose::Query);
    assert_eq!(embedder.id(), "bge-small-zh-v1.5-int8@15b717c3-fold1");
    assert_eq!(embedder.width(), Some(512));
    let texts = ["周报", "", "长".repeat(510).as_str(), "长".repeat(511).as_str()].map(str::to_owned);
    let steps = Mutex::new(Vec::new());
    let record = |progress: Progress| steps.lock().expect("unpoisoned").push(progress);
    let embeddings = embedder.embed(&texts, &record).await.expect("vectors");
    assert_eq!(embeddings.len(), 4);
    assert_eq!(embeddings[2], embeddings[3], "what follows 512 tokens is not read");
    let steps = steps.into_inner().expect("unpoisoned");
    let counts: Vec<usize> = steps.iter().map(|step| step.done_texts).collect();
    assert_eq!(counts, [1, 2, 3, 4]);
    let last = Progress { done_texts: 4, total_texts: 4, done_tokens: 4 + 2 + 512 + 512, truncated_texts: 1 };
    assert_eq!(steps[3], last);
}

#[tokio::test]
async fn hostile_texts_have_vectors_too() {
    let Some(folder) = folder() else { return };
    let embedder = load(&folder, 2, Purpose::Query);
    let texts = [
        "\0\u{FFFD}\u{202E}\u{200B}".to_owned(),
        "🏳️‍🌈".repeat(5_000),
        "x".repeat(3_000_000),
        "e\u{301}".repeat(50_000),
        "\n".repeat(1_000_000),
        "[SEP][CLS][PAD]".repeat(1_000),
    ];
    let embeddings = embedder.embed(&texts, &|_| ()).await.expect("vectors");
    assert!(embeddings.iter().all(|embedding| embedding.width() == 512));
}

#[tokio::test]
async fn a_runtime_of_one_thread_goes_on_while_texts_are_embedded() {
    let Some(folder) = folder() else { return };
    let embedder = load(&folder, 1, Purpose::Query);
    let texts = texts();
    let finished = AtomicBool::new(false);
    let embedding = async {
        let embeddings = embedder.embed(&texts, &|_| ()).await;
        finished.store(true, Ordering::Relaxed);
        embeddings
    };
    let other_work = async {
        let mut turns = 0_u64;
        while !finished.load(Ordering::Relaxed) {
            turns += 1;
            tokio::task::yield_now().await;
        }
        turns
    };
    let (embeddings, turns) = tokio::join!(embedding, other_work);
    assert_eq!(embeddings.expect("vectors").len(), texts.len());
    assert!(turns > 100, "{turns} turns");
}

#[tokio::test]
async fn questions_asked_at_once_all_get_their_own_vector() {
    let Some(folder) = folder() else { return };
    let embedder = load(&folder, 2, Purpose::Query);
    let alone = embedder.embed_query("谁值班？").await.expect("a vector");
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let embedder = embedder.clone();
            tokio::spawn(async move { embedder.embed_query("谁值班？").await })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.expect("no panic").expect("a vector"), alone);
    }
}

#[test]
fn a_folder_without_the_model_is_named() {
    let empty = tempfile::tempdir().expect("a folder");
    let error = Local::load(empty.path(), workers(1), Purpose::Query).expect_err("no model");
    let expected = empty.path().join("model.onnx");
    assert!(matches!(&error, EmbedError::Model(ModelError::Missing { path }) if *path == expected), "{error:?}");
}

#[test]
fn weights_cut_short_are_noticed_by_their_size() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("model.onnx"), b"half").expect("written");
    let error = Local::load(folder.path(), workers(1), Purpose::Query).expect_err("half a model");
    assert!(matches!(error, EmbedError::Model(ModelError::Size { found: 4, wanted: 24_010_842, .. })), "{error:?}");
}

#[test]
fn weights_of_the_right_size_that_are_no_network_are_broken() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("model.onnx");
    std::fs::write(&path, vec![7; 24_010_842]).expect("written");
    std::fs::write(folder.path().join("tokenizer.json"), "{}").expect("written");
    let error = Local::load(folder.path(), workers(1), Purpose::Query).expect_err("no network");
    assert!(matches!(&error, EmbedError::BrokenModel { path: named, .. } if *named == path), "{error:?}");
    let error = BGE_SMALL_ZH.verify(folder.path()).expect_err("a wrong checksum");
    assert!(
        matches!(&error, ModelError::Checksum { found, wanted, .. } if found != wanted && wanted.starts_with("15b717c3")),
        "{error}"
    );
}

#[test]
fn a_tokenizer_that_is_not_the_models_is_refused() {
    let Some(model) = folder() else { return };
    let right = std::fs::read_to_string(model.join("tokenizer.json")).expect("the tokenizer");
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::copy(model.join("model.onnx"), folder.path().join("model.onnx")).expect("copied");
    let load = |tokenizer: &str| {
        std::fs::write(folder.path().join("tokenizer.json"), tokenizer).expect("written");
        match Local::load(folder.path(), workers(1), Purpose::Query) {
            Err(EmbedError::Tokens(error)) => error,
            other => panic!("{other:?}"),
        }
    };
    assert!(matches!(load(&right[..1_000]), TokensError::Unreadable { .. }));
    let changed = |change: fn(&mut serde_json::Value)| {
        let mut json = serde_json::from_str(&right).expect("JSON");
        change(&mut json);
        load(&json.to_string())
    };
    let error = changed(|json| {
        let vocabulary = json["model"]["vocab"].as_object_mut().expect("a vocabulary");
        vocabulary.remove("周").expect("a Chinese vocabulary");
    });
    assert!(matches!(error, TokensError::Vocabulary { found: 21_127, wanted: 21_128 }), "{error}");
    let error = changed(|json| {
        let mut token = json["added_tokens"][0].clone();
        token["content"] = "[WEEK]".into();
        token["id"] = 21_128.into();
        json["added_tokens"].as_array_mut().expect("tokens").push(token);
    });
    assert!(matches!(error, TokensError::Vocabulary { found: 21_129, wanted: 21_128 }), "{error}");
    let error = changed(|json| json["post_processor"] = serde_json::Value::Null);
    assert!(matches!(&error, TokensError::Sample { found, wanted } if found.len() + 2 == wanted.len()), "{error}");
}

#[test]
fn the_fetched_model_is_intact() {
    let Some(folder) = folder() else { return };
    BGE_SMALL_ZH.verify(&folder).expect("intact");
}

#[test]
fn the_built_in_query_adapter_is_of_the_built_in_embedder() {
    let Some(folder) = folder() else { return };
    let embedder = load(&folder, 1, Purpose::Query);
    let adapter = zhoubao::statement::Models::built_in().adapter();
    let mut question = vec![0.0; 512];
    question[0] = 1.0;
    assert_ne!(adapter.turned(question.clone(), &embedder.id()), question, "it was learned for another id");
    assert_eq!(adapter.turned(question.clone(), "another"), question);
}
