//! How fast reports become passages, and passages terms: bytes of Markdown a second on one core.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use uuid::Uuid;
use zhoubao::fact::{goals, metrics, milestones};
use zhoubao::lexicon::{Glossary, Segmenter};
use zhoubao::passage::passages;
use zhoubao::report::{PageName, Report};

#[allow(dead_code)]
mod corpus;

fn reading(criterion: &mut Criterion) {
    let seeds = corpus::seeds();
    let reports: Vec<(String, String)> = (0..52).map(|number| corpus::report(&seeds, number)).collect();
    let bytes: usize = reports.iter().map(|(_, text)| text.len()).sum();
    let read = |name: &String, text: &String| {
        let name = PageName { name: name.clone(), folders: Vec::new() };
        passages(&Report::parse(text.clone(), &name), Uuid::nil())
    };
    let mut group = criterion.benchmark_group("a year of reports");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("parse and passages", |bencher| {
        bencher.iter(|| reports.iter().map(|(name, text)| read(name, text).len()).sum::<usize>());
    });
    let parsed: Vec<Report> = reports
        .iter()
        .map(|(name, text)| Report::parse(text.clone(), &PageName { name: name.clone(), folders: Vec::new() }))
        .collect();
    group.bench_function("facts", |bencher| {
        let count = |report: &Report| metrics(report).len() + milestones(report).len() + goals(report).len();
        bencher.iter(|| parsed.iter().map(count).sum::<usize>());
    });
    group.bench_function("metrics", |bencher| {
        bencher.iter(|| parsed.iter().map(|report| metrics(report).len()).sum::<usize>());
    });
    let segmenter = Segmenter::new(Glossary::built_in());
    let texts: Vec<String> =
        reports.iter().flat_map(|(name, text)| read(name, text)).map(|passage| passage.embedding_text()).collect();
    group.bench_function("terms", |bencher| {
        bencher.iter(|| texts.iter().map(|text| segmenter.tokens(text).len()).sum::<usize>());
    });
    group.finish();
    criterion.bench_function("dictionaries from nothing", |bencher| {
        bencher.iter(|| Segmenter::new(Glossary::built_in()));
    });
}

criterion_group!(benches, reading);
criterion_main!(benches);
