//! What an ingest leaves in the index: the same over both members.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use zhoubao::embed::Embedder;
use zhoubao::ingest::{Ingest, Summary, reports};
use zhoubao::lexicon::{Glossary, SEGMENTER_VERSION, Segmenter, query_vector};
use zhoubao::source::{Limits, open};
use zhoubao::store::{Access, Condition, Fingerprint, Query, Store};

use crate::contracts;
use crate::fresh::Fresh;

contracts![
    ingesting_twice_writes_nothing_the_second_time, a_changed_report_replaces_its_passages,
    a_renamed_file_is_one_report_under_its_new_name, a_removed_file_goes_when_its_whole_root_was_seen,
    a_file_given_by_itself_removes_nothing, two_roots_with_one_path_are_two_reports,
    a_stopped_run_answers_and_the_next_one_completes_it, a_report_without_its_record_is_written_again,
    a_grown_corpus_weighs_words_as_a_new_one_does,
];

static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(|| Segmenter::new(Glossary::built_in()));

/// Reports in a folder of their own and the index they go to.
struct Office {
    folder: tempfile::TempDir,
    store: Store,
}

impl Office {
    async fn new(fresh: &Fresh) -> Self {
        let access = Access::Create(Fingerprint::sparse_only(SEGMENTER_VERSION));
        Self { folder: tempfile::tempdir().expect("a folder"), store: fresh.open(access).await.expect("a new index") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("written");
    }

    async fn ingest(&self, paths: &[&Path], stop: bool) -> Summary {
        let paths: Vec<PathBuf> = paths.iter().map(|path| path.to_path_buf()).collect();
        let sources = open(&paths, Limits::default()).expect("the paths exist");
        let ingest = Ingest {
            store: &self.store,
            embedder: &Embedder::None,
            segmenter: &SEGMENTER,
            year: None,
            stop: &AtomicBool::new(stop),
            on_event: &|_| {},
        };
        ingest.run(&sources).await.expect("ingested")
    }

    async fn ingest_all(&self) -> Summary {
        self.ingest(&[self.folder.path()], false).await
    }

    /// Texts of the passages that hold a word, best first.
    async fn find(&self, word: &str) -> Vec<String> {
        self.scored(word).await.into_iter().map(|(text, _)| text).collect()
    }

    async fn scored(&self, word: &str) -> Vec<(String, f32)> {
        let query = Query { sparse: Some(query_vector(&SEGMENTER.tokens(word))), limit: 50, ..Query::default() };
        let hits = self.store.query(&query).await.expect("found");
        hits.into_iter()
            .map(|hit| {
                let text = hit.payload["text"].as_str().expect("a text").to_string();
                (text, hit.sparse.expect("the sparse leg").score)
            })
            .collect()
    }

    async fn paths(&self) -> Vec<String> {
        let mut paths: Vec<String> =
            reports(&self.store).await.expect("readable").into_iter().map(|record| record.path).collect();
        paths.sort();
        paths
    }

    async fn passages(&self) -> u64 {
        self.store.count(Some(&Condition::is("kind", "passage"))).await.expect("counted")
    }
}

fn week(number: u32, day: u32, items: &[&str]) -> String {
    let items: String = items.iter().map(|item| format!("- {item}\n")).collect();
    format!("# 第{number}周 2023-06-{day:02}\n\n## 本周工作\n\n{items}")
}

async fn ingesting_twice_writes_nothing_the_second_time(fresh: Fresh) {
    let office = Office::new(&fresh).await;
    office.write("第25周.md", &week(25, 13, &["对账系统完成压测", "网关升级提测"]));
    office.write("第26周.md", &week(26, 20, &["清结算完成上线"]));
    let first = office.ingest_all().await;
    assert_eq!((first.added, first.unchanged), (2, 0));
    let before = office.store.scroll(None, None).await.expect("read");
    let second = office.ingest_all().await;
    assert_eq!((second.added, second.changed, second.unchanged, second.passages), (0, 0, 2, 0));
    assert_eq!(office.store.scroll(None, None).await.expect("read"), before);
}

async fn a_changed_report_replaces_its_passages(fresh: Fresh) {
    let office = Office::new(&fresh).await;
    office.write("第26周.md", &week(26, 20, &["清结算完成上线", "网关升级提测"]));
    office.ingest_all().await;
    office.write("第26周.md", &week(26, 20, &["清结算完成上线", "路由改造启动"]));
    let summary = office.ingest_all().await;
    assert_eq!((summary.changed, summary.added), (1, 0));
    assert!(office.find("网关").await.iter().all(|text| !text.contains("网关")));
    assert!(office.find("路由").await.iter().any(|text| text.contains("路由改造启动")));
    assert!(office.find("清结算").await.iter().any(|text| text.contains("清结算完成上线")));
}

async fn a_renamed_file_is_one_report_under_its_new_name(fresh: Fresh) {
    let office = Office::new(&fresh).await;
    office.write("旧名.md", &week(26, 20, &["清结算完成上线"]));
    office.ingest_all().await;
    let before = office.passages().await;
    std::fs::rename(office.path("旧名.md"), office.path("新名.md")).expect("renamed");
    office.ingest_all().await;
    assert_eq!(office.paths().await, ["新名.md"]);
    assert_eq!(office.passages().await, before);
}

async fn a_removed_file_goes_when_its_whole_root_was_seen(fresh: Fresh) {
    let office = Office::new(&fresh).await;
    office.write("第25周.md", &week(25, 13, &["对账系统完成压测"]));
    office.write("第26周.md", &week(26, 20, &["清结算完成上线"]));
    office.ingest_all().await;
    std::fs::remove_file(office.path("第25周.md")).expect("removed");
    let summary = office.ingest_all().await;
    assert_eq!(summary.removed, ["第25周.md"]);
    assert_eq!(office.paths().await, ["第26周.md"]);
    assert!(office.find("压测").await.is_empty());
}

async fn a_file_given_by_itself_removes_nothing(fresh: Fresh) {
    let office = Office::new(&fresh).await;
    office.write("第25周.md", &week(25, 13, &["对账系统完成压测"]));
    office.write("第26周.md", &week(26, 20, &["清结算完成上线"]));
    office.ingest_all().await;
    let summary = office.ingest(&[&office.path("第26周.md")], false).await;
    assert!(summary.removed.is_empty());
    assert_eq!(office.paths().await.len(), 2);
}

async fn two_roots_with_one_path_are_two_reports(fresh: Fresh) {
    let office = Office::new(&fresh).await;
    office.write("甲组/第26周.md", &week(26, 20, &["清结算完成上线"]));
    office.write("乙组/第26周.md", &week(26, 20, &["风控规则下线"]));
    office.ingest(&[&office.path("甲组")], false).await;
    office.ingest(&[&office.path("乙组")], false).await;
    assert_eq!(office.paths().await, ["第26周.md", "第26周.md"]);
    assert!(!office.find("清结算").await.is_empty());
    assert!(!office.find("风控").await.is_empty());
    let again = office.ingest(&[&office.path("甲组"), &office.path("乙组")], false).await;
    assert_eq!((again.unchanged, again.passages), (2, 0));
}

async fn a_stopped_run_answers_and_the_next_one_completes_it(fresh: Fresh) {
    let office = Office::new(&fresh).await;
    office.write("第25周.md", &week(25, 13, &["对账系统完成压测"]));
    office.ingest_all().await;
    office.write("第26周.md", &week(26, 20, &["清结算完成上线"]));
    std::fs::remove_file(office.path("第25周.md")).expect("removed");
    let stopped = office.ingest(&[office.folder.path()], true).await;
    assert!(stopped.interrupted);
    assert!(!office.find("压测").await.is_empty(), "a stopped run removes nothing");
    office.ingest_all().await;
    assert_eq!(office.paths().await, ["第26周.md"]);
}

async fn a_report_without_its_record_is_written_again(fresh: Fresh) {
    let office = Office::new(&fresh).await;
    office.write("第26周.md", &week(26, 20, &["清结算完成上线"]));
    office.ingest_all().await;
    // As a kill between the passages and the report's own record leaves it.
    office.store.delete(&Condition::is("kind", "report")).await.expect("deleted");
    let passages = office.passages().await;
    let summary = office.ingest_all().await;
    assert_eq!(summary.added, 1);
    assert_eq!(office.passages().await, passages);
}

async fn a_grown_corpus_weighs_words_as_a_new_one_does(fresh: Fresh) {
    let office = Office::new(&fresh).await;
    office.write("第25周.md", &week(25, 13, &["压测"]));
    office.ingest_all().await;
    let long = "清结算系统完成全链路压测并输出容量报告，瓶颈集中在对账任务和账单推送两处，已排入下个迭代";
    for number in 0..6 {
        office.write(&format!("长{number}.md"), &week(26, 14 + number, &[&format!("{long}{number}")]));
    }
    office.ingest_all().await;
    let grown = office.scored("压测").await;
    let other = Fresh::embedded();
    let anew = Office::new(&other).await;
    std::fs::rename(office.folder.path().join("第25周.md"), anew.path("第25周.md")).expect("moved");
    for number in 0..6 {
        std::fs::rename(office.path(&format!("长{number}.md")), anew.path(&format!("长{number}.md"))).expect("moved");
    }
    anew.ingest_all().await;
    let fresh_scores = anew.scored("压测").await;
    assert_eq!(grown.len(), fresh_scores.len());
    for ((text, score), (_, wanted)) in grown.iter().zip(&fresh_scores) {
        assert!((score - wanted).abs() < 1e-3, "`{text}`: {score} instead of {wanted}");
    }
}
