use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use rayon::prelude::*;
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;

use crate::calendar::Date;
use crate::catalogue::Catalogue;
use crate::embed::Embedder;
use crate::lexicon::{Glossary, Segmenter, TermBag};
use crate::passage::passages;
use crate::record::{Origin, PASSAGE_KIND, PassageRecord, ReportRecord, report_id};
use crate::report::{PageName, Report};
use crate::retrieve::{Filters, IndexCache, Retriever};
use crate::series::Aliases;
use crate::statement::QueryAdapter;
use crate::store::{Access, Condition, Fingerprint, Location, Point, Store};

/// An index of four made-up weekly reports and a page without a date.
struct Desk {
    store: Store,
    catalogue: Catalogue,
    segmenter: Segmenter,
    aliases: Aliases,
    adapter: QueryAdapter,
    _folder: TempDir,
}

fn source(week: u32, date: &str, day: &str) -> String {
    format!(
        "# 第{week}周 {date}\n\n## 本周工作\n\n- 冷链温控平台开发完成60%，计划6/28上线\n- 5月份的成本为12万元\n\n\
         ## 生产事件\n\n- {day} 09:10 冷库网关断连，影响12个门店，原因是证书过期，已更换\n\n## 下周计划\n\n- 门禁换代评审\n"
    )
}

impl Desk {
    async fn open() -> Self {
        let sources = [
            ("甲/1.md", source(23, "2023-06-06", "6/2")),
            ("甲/2.md", source(24, "2023-06-13", "6/9")),
            ("乙/1.md", source(25, "2023-06-20", "6/15")),
            ("乙/2.md", source(26, "2023-06-27", "6/22")),
            ("随笔.md", "# 随笔\n\n- 门禁的卡换了一批\n".to_string()),
        ];
        let folder = tempfile::tempdir().expect("a folder");
        let location = Location::Embedded { dir: folder.path().join("index"), copies: Vec::new() };
        let access = Access::Rebuild(Fingerprint::sparse_only("test"));
        let store = Store::open(&location, access, Duration::ZERO).await.expect("a new index");
        let mut records = Vec::new();
        for (path, source) in sources {
            let report = Report::parse(source, &PageName::default());
            let id = report_id(path);
            let read = passages(&report, id);
            let origin = Origin { report: id, hash: "", path, root: "", page_id: None };
            let record = ReportRecord::new(&report, &origin, read.len(), 0.0, TermBag::default());
            let point = |passage: &crate::passage::Passage| {
                let payload = serde_json::to_value(PassageRecord::new(passage, &record)).expect("JSON");
                let Value::Object(payload) = payload else { panic!("a passage is an object") };
                Point { id: passage.id, dense: None, sparse: None, payload }
            };
            store.upsert(read.iter().map(point).collect()).await.expect("written");
            records.push(record);
        }
        Self {
            store,
            catalogue: Catalogue::new(records),
            segmenter: Segmenter::new(Glossary::built_in()),
            aliases: Aliases::default(),
            adapter: QueryAdapter::default(),
            _folder: folder,
        }
    }

    fn retriever<'d>(&'d self, cache: &'d IndexCache) -> Retriever<'d> {
        Retriever {
            store: &self.store,
            embedder: &Embedder::None,
            adapter: &self.adapter,
            segmenter: &self.segmenter,
            catalogue: &self.catalogue,
            aliases: &self.aliases,
            cache,
            as_of: day("2023-07-01"),
        }
    }
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

#[tokio::test]
async fn a_condition_passes_from_memory_what_it_passes_in_the_store() {
    let desk = Desk::open().await;
    let cache = IndexCache::default();
    let retriever = desk.retriever(&cache);
    let whole = retriever.whole().await.expect("read").expect("few enough to keep");
    let june = crate::calendar::day_number(day("2023-06-01"));
    let in_june = |field| Condition::range(field, Some(i64::from(june)), Some(i64::from(june) + 14));
    let of_two = Condition::any_of("report", ["甲/1.md", "乙/2.md"].map(|path| report_id(path).to_string()));
    let may: i64 = 2023 * 12 + 4;
    let conditions = [
        Condition::is("kind", PASSAGE_KIND),
        Condition::is("kind", "report"),
        Condition::is("passage", "incident"),
        Condition::is("section_kind", "plan"),
        of_two.clone(),
        of_two.clone().negate(),
        in_june("date"),
        in_june("days"),
        Condition::range("days", None, None),
        Condition::is("months", may),
        Condition::any_of("months", [may - 1, may]),
        Condition::missing("date"),
        Condition::missing("days"),
        Condition::Any(Vec::new()),
        Condition::All(Vec::new()),
        Condition::All(vec![of_two.clone(), Condition::is("passage", "incident")]),
        Condition::Any(vec![of_two, Condition::missing("date")]),
    ];
    for condition in conditions {
        let stored = desk.store.scroll(Some(&condition), Some(&[])).await.expect("scrolled");
        let stored: Vec<Uuid> = stored.into_iter().map(|record| record.id).collect();
        let passing = whole.passing(&condition).expect("a field that passages have");
        let mut told: Vec<Uuid> = passing.map(|(id, _)| *id).collect();
        told.sort_unstable();
        assert_eq!(told, stored, "{condition:?}");
    }
    assert!(whole.passing(&Condition::is("hash", "x")).is_none(), "a field that nobody asks for is left to the store");
}

#[tokio::test]
async fn many_at_once_wait_for_one_reading() {
    let desk = Desk::open().await;
    let cache = IndexCache::default();
    let retriever = desk.retriever(&cache);
    let all = join_all((0..64).map(|_| retriever.whole())).await;
    let all: Vec<_> = all.into_iter().map(|whole| whole.expect("read").expect("few enough to keep")).collect();
    assert!(all.iter().all(|whole| Arc::ptr_eq(whole, &all[0])));
}

#[tokio::test]
async fn once_all_is_at_hand_nothing_is_read_any_more() {
    let desk = Desk::open().await;
    let (filters, cache, fresh) = (Filters::default(), IndexCache::default(), IndexCache::default());
    let (retriever, before) = (desk.retriever(&cache), desk.retriever(&fresh));
    let latest = [retriever.latest()];
    let read = (
        before.incidents(&latest, &filters).await.expect("read"),
        before.section("plan", &latest, &filters).await.expect("read"),
        before.naming(day("2023-06-15")).await.expect("read"),
        before.of_reports(&[report_id("甲/2.md")], &filters, |_| true).await.expect("read"),
    );
    assert!(!read.0.is_empty() && !read.1.is_empty() && !read.2.is_empty() && !read.3.is_empty());
    let all = retriever.everything(&[], &filters).await.expect("read");
    assert_eq!(all.len(), desk.catalogue.entries().iter().map(|entry| entry.record.passages).sum::<usize>());
    desk.store.delete(&Condition::is("kind", PASSAGE_KIND)).await.expect("deleted");
    assert_eq!(retriever.everything(&[], &filters).await.expect("told"), all);
    assert_eq!(retriever.incidents(&latest, &filters).await.expect("told"), read.0);
    assert_eq!(retriever.section("plan", &latest, &filters).await.expect("told"), read.1);
    assert_eq!(retriever.naming(day("2023-06-15")).await.expect("told"), read.2);
    assert_eq!(retriever.of_reports(&[report_id("甲/2.md")], &filters, |_| true).await.expect("told"), read.3);
}

#[tokio::test]
async fn what_was_read_by_parts_as_often_as_all_is_read_whole() {
    let desk = Desk::open().await;
    let cache = IndexCache::default();
    let retriever = desk.retriever(&cache);
    let days = (1..=28).map(|number| day(&format!("2023-06-{number:02}")));
    let reports: Vec<Uuid> = desk.catalogue.entries().iter().map(|entry| entry.record.report).collect();
    assert!(retriever.at_hand().await.expect("read").is_none(), "nothing was asked for");
    for day in days {
        let since = Filters { since: Some(day), ..Filters::default() };
        retriever.of_reports(&reports, &since, |_| true).await.expect("read");
    }
    assert!(retriever.at_hand().await.expect("read").is_some());
}
