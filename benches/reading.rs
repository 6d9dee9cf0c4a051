//! How fast reports become passages, and passages terms: bytes of Markdown a second on one core.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use uuid::Uuid;
use zhoubao::fact::{Facts, facts, metrics};
use zhoubao::lexicon::{Glossary, Segmenter};
use zhoubao::passage::passages;
use zhoubao::report::{PageName, Report};
use zhoubao::text::fold;

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
        bencher.iter(|| parsed.iter().map(count_facts).sum::<usize>());
    });
    group.bench_function("metrics", |bencher| {
        bencher.iter(|| parsed.iter().map(|report| metrics(report).len()).sum::<usize>());
    });
    let segmenter = Segmenter::new(Glossary::built_in());
    let texts: Vec<String> =
        reports.iter().flat_map(|(name, text)| read(name, text)).map(|passage| passage.embedding_text(None)).collect();
    group.bench_function("terms", |bencher| {
        bencher.iter(|| texts.iter().map(|text| segmenter.tokens(text).len()).sum::<usize>());
    });
    // What the words alone take, and what the library takes whose dictionary this is.
    group.bench_function("words", |bencher| {
        bencher.iter(|| reports.iter().map(|(_, text)| segmenter.words(text).len()).sum::<usize>());
    });
    let jieba = jieba_rs::Jieba::new();
    group.bench_function("words by jieba-rs", |bencher| {
        let words =
            |text: &str| jieba.cut(&fold(text), false).iter().map(|token| token.word.to_string()).collect::<Vec<_>>();
        bencher.iter(|| reports.iter().map(|(_, text)| words(text).len()).sum::<usize>());
    });
    group.finish();
    long_pages(criterion);
    criterion.bench_function("dictionaries from nothing", |bencher| {
        bencher.iter(|| Segmenter::new(Glossary::built_in()));
    });
    criterion.bench_function("dictionaries from nothing by jieba-rs", |bencher| bencher.iter(jieba_rs::Jieba::new));
}

/// Pages that nobody writes and somebody pastes: reading them takes time in proportion to their length.
fn long_pages(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("facts of one page");
    group.sample_size(10);
    for items in [4_000, 16_000] {
        let lines = (0..items).map(|number| {
            let share = number % 100;
            format!("- 第{number}批门店切换，成功率99.{share}%，进度{share}%，计划7/{}上线\n", number % 28 + 1)
        });
        let text = format!("# 第26周 2023-06-20\n\n## 本周工作\n\n{}", lines.collect::<String>());
        let page = Report::parse(text, &PageName { name: String::new(), folders: Vec::new() });
        group.throughput(Throughput::Bytes(page.source.len() as u64));
        group.bench_function(format!("{items} items"), |bencher| bencher.iter(|| count_facts(&page)));
    }
    group.finish();
}

fn count_facts(report: &Report) -> usize {
    let Facts { metrics, milestones, goals } = facts(report);
    metrics.len() + milestones.len() + goals.len()
}

criterion_group!(benches, reading);
criterion_main!(benches);
