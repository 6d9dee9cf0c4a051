//! How fast the model in this process is: texts of 112 tokens on 1 and 2 workers, and the first question after a start.
//! Needs `ZHOUBAO_MODELS`; without it nothing is measured.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tokio::runtime::Builder;
use zhoubao::embed::{BGE_SMALL_ZH, Embedder, Local, Purpose};

const TEXTS: usize = 64;

fn load(folder: &Path, workers: usize, purpose: Purpose) -> Embedder {
    let workers = NonZeroUsize::new(workers).expect("not zero");
    Embedder::Local(Local::load(folder, workers, purpose).expect("the model loads"))
}

fn folder() -> Option<PathBuf> {
    let models_dir = std::env::var_os("ZHOUBAO_MODELS");
    if models_dir.is_none() {
        eprintln!("skipped: ZHOUBAO_MODELS is not set");
    }
    models_dir.map(|models_dir| BGE_SMALL_ZH.path(Path::new(&models_dir)))
}

fn embed(criterion: &mut Criterion) {
    let Some(folder) = folder() else { return };
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    // 110 Chinese characters, `[CLS]` and `[SEP]`.
    let texts = vec!["账务日终批处理提前完成，".repeat(10)[..330].to_owned(); TEXTS];
    let mut group = criterion.benchmark_group("texts of 112 tokens");
    group.throughput(Throughput::Elements(TEXTS as u64));
    group.sample_size(20).measurement_time(Duration::from_secs(10));
    for workers in [1, 2] {
        let embedder = load(&folder, workers, Purpose::Many);
        group.bench_function(format!("{workers} workers"), |bencher| {
            bencher.iter(|| runtime.block_on(embedder.embed(&texts, &|_| ())).expect("vectors"));
        });
    }
    group.finish();
}

fn first_question(criterion: &mut Criterion) {
    let Some(folder) = folder() else { return };
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut group = criterion.benchmark_group("load and first question");
    group.sample_size(30);
    for purpose in [Purpose::Query, Purpose::Many] {
        group.bench_function(format!("{purpose:?}"), |bencher| {
            bencher.iter(|| {
                let embedder = load(&folder, 2, purpose);
                runtime.block_on(embedder.embed_query("6/15 账户流水差异的原因是什么？")).expect("a vector")
            });
        });
    }
    group.finish();
}

criterion_group!(benches, embed, first_question);
criterion_main!(benches);
