//! Filtering, counting, reading back.

use serde_json::json;
use zhoubao::store::{Condition, Query, Scalar};

use crate::contracts;
use crate::corpus::{by_words, hit_numbers, id, numbers, object, point, with_payload};
use crate::fresh::Fresh;

contracts![
    every_kind_of_condition_selects_what_it_says, conditions_with_nothing_in_them,
    scroll_reads_2500_points_in_order_once_each, a_page_begins_where_the_last_one_said,
    only_the_asked_fields_come_back, fetch_keeps_the_order_of_the_ids, payloads_come_back_as_they_went_in,
    stats_count_points,
];

async fn every_kind_of_condition_selects_what_it_says(fresh: Fresh) {
    let store = fresh.create().await;
    let payloads = [
        json!({"kind": "passage", "label": "2024 W13", "date": 10, "days": [5, 9], "open": true}),
        json!({"kind": "passage", "label": "第26周", "date": 20, "days": [], "open": false}),
        json!({"kind": "report", "label": ["第26周", "第27周"], "date": 30, "days": [9, 40]}),
        json!({"kind": "report", "label": null, "date": -5}),
    ];
    let points = payloads.into_iter().zip(0..).map(|(payload, n)| with_payload(n, payload));
    store.upsert(points.collect()).await.expect("written");
    let passage = || Condition::is("kind", "passage");
    let none = Vec::<u64>::new();
    for (condition, wanted) in [
        (passage(), vec![0, 1]),
        (Condition::is("label", "2024 W13"), vec![0]),
        // Half of a keyword is another keyword.
        (Condition::is("label", "2024"), none.clone()),
        (Condition::is("label", "第26周"), vec![1, 2]),
        (Condition::is("date", 20), vec![1]),
        (Condition::is("days", 9), vec![0, 2]),
        (Condition::is("open", true), vec![0]),
        (Condition::any_of("label", ["第27周", "2024 W13"]), vec![0, 2]),
        (Condition::any_of("date", [10, 30, 99]), vec![0, 2]),
        (mixed("label"), vec![1, 2]),
        (Condition::range("date", Some(10), Some(20)), vec![0, 1]),
        (Condition::range("date", None, Some(10)), vec![0, 3]),
        (Condition::range("date", Some(21), None), vec![2]),
        (Condition::range("date", Some(20), Some(10)), none.clone()),
        (Condition::range("days", Some(35), Some(45)), vec![2]),
        (Condition::range("days", Some(6), Some(8)), none.clone()),
        (Condition::range("days", None, None), vec![0, 2]),
        (Condition::missing("days"), vec![1, 3]),
        (Condition::missing("label"), vec![3]),
        (Condition::missing("open"), vec![2, 3]),
        (passage().negate(), vec![2, 3]),
        (passage().negate().negate(), vec![0, 1]),
        (Condition::Any(vec![Condition::is("date", 10), Condition::is("date", 30)]), vec![0, 2]),
        (Condition::All(vec![passage(), Condition::is("days", 9)]), vec![0]),
        (
            Condition::All(vec![
                Condition::Any(vec![passage(), Condition::missing("label")]),
                Condition::range("date", None, Some(15)),
            ]),
            vec![0, 3],
        ),
    ] {
        let found = store.scroll(Some(&condition), None).await.expect("read");
        assert_eq!(numbers(&found), wanted, "{condition:?}");
        let counted = store.count(Some(&condition)).await.expect("counted");
        assert_eq!(counted, wanted.len() as u64, "{condition:?}");
        let query = Query { filter: Some(condition.clone()), ..by_words() };
        let mut hits = hit_numbers(&store.query(&query).await.expect("hits"));
        hits.sort_unstable();
        assert_eq!(hits, wanted, "hits of {condition:?}");
    }
}

fn mixed(field: &'static str) -> Condition {
    Condition::In {
        field: field.into(), values: vec![Scalar::Integer(7), Scalar::from("第26周"), Scalar::Flag(true)]
    }
}

async fn conditions_with_nothing_in_them(fresh: Fresh) {
    let store = fresh.create().await;
    store.upsert((0..3).map(point).collect()).await.expect("written");
    let nothing = || Condition::Any(Vec::new());
    let no_values = Condition::any_of("kind", Vec::<Scalar>::new());
    for (condition, wanted) in [
        (Condition::All(Vec::new()), 3),
        (nothing(), 0),
        (no_values.clone(), 0),
        (no_values.negate(), 3),
        (Condition::Any(vec![nothing(), Condition::is("number", 1)]), 1),
        (Condition::All(vec![nothing(), Condition::is("number", 1)]), 0),
    ] {
        let counted = store.count(Some(&condition)).await.expect("counted");
        assert_eq!(counted, wanted, "{condition:?}");
    }
    store.delete(&nothing()).await.expect("nothing to delete");
    assert_eq!(store.count(None).await.expect("counted"), 3);
}

async fn scroll_reads_2500_points_in_order_once_each(fresh: Fresh) {
    let store = fresh.create().await;
    store.upsert((0..2500).rev().map(point).collect()).await.expect("written");
    let all = store.scroll(None, Some(&["number"])).await.expect("read");
    assert_eq!(numbers(&all), (0..2500).collect::<Vec<_>>());
    assert_eq!(store.count(None).await.expect("counted"), 2500);
    let some = Condition::range("number", Some(1000), Some(2199));
    let some = store.scroll(Some(&some), Some(&[])).await.expect("read");
    assert_eq!(numbers(&some), (1000..2200).collect::<Vec<_>>());
}

async fn a_page_begins_where_the_last_one_said(fresh: Fresh) {
    let store = fresh.create().await;
    store.upsert((0..5).map(point).collect()).await.expect("written");
    let first = store.page(None, None, None, 2).await.expect("read");
    assert_eq!(numbers(&first.records), [0, 1]);
    let second = store.page(None, None, first.next, 3).await.expect("read");
    assert_eq!(numbers(&second.records), [2, 3, 4]);
    assert_eq!(second.next, None);
    let least = store.page(None, None, None, 0).await.expect("read");
    assert_eq!(numbers(&least.records), [0]);
}

async fn only_the_asked_fields_come_back(fresh: Fresh) {
    let store = fresh.create().await;
    store.upsert(vec![point(7)]).await.expect("written");
    let some = store.scroll(None, Some(&["number", "absent"])).await.expect("read");
    assert_eq!(some[0].payload, object(json!({"number": 7})));
}

async fn fetch_keeps_the_order_of_the_ids(fresh: Fresh) {
    let store = fresh.create().await;
    store.upsert((0..4).map(point).collect()).await.expect("written");
    let found = store.fetch(&[id(3), id(99), id(0)]).await.expect("read");
    assert_eq!(numbers(&found), [3, 0]);
    assert!(store.fetch(&[]).await.expect("read").is_empty());
}

async fn payloads_come_back_as_they_went_in(fresh: Fresh) {
    let store = fresh.create().await;
    let payload = json!({
        "text": "出金成功率 99.971% 😀\r\n|表|格|", "empty": "", "none": null, "yes": true, "big": 9_007_199_254_740_993_i64,
        "negative": -3, "ratio": 0.1, "whole": 2.0, "list": [1, "二", [3.5], {}], "nested": {"a.b": {"c[0]": []}},
    });
    store.upsert(vec![with_payload(1, payload.clone())]).await.expect("written");
    let found = store.fetch(&[id(1)]).await.expect("read");
    assert_eq!(found[0].payload, object(payload));
}

async fn stats_count_points(fresh: Fresh) {
    let store = fresh.create().await;
    store.upsert((0..10).map(point).collect()).await.expect("written");
    let stats = store.stats().await.expect("stats");
    assert_eq!(stats.points, 10);
    assert!(stats.segments > 0);
    assert!(stats.bytes_on_disk.is_none_or(|bytes| bytes > 0));
}
