//! An index of a directory is rebuilt beside itself: until the new one is finished, the old one answers.

use std::time::Duration;

use zhoubao::store::{Access, Location, Store, StoreError};

use crate::corpus::{numbers, point};
use crate::fresh::{Fresh, fingerprint};

async fn all(fresh: &Fresh) -> Vec<u64> {
    let store = fresh.open(Access::Existing).await.expect("opened");
    numbers(&store.scroll(None, None).await.expect("read"))
}

/// An index of one point, and the unfinished one of two others beside it.
async fn half_rebuilt() -> (Fresh, Location, Store) {
    let fresh = Fresh::embedded();
    fresh.create().await.upsert(vec![point(1)]).await.expect("written");
    let place =
        Store::beside(fresh.location(), Duration::from_secs(5)).await.expect("free").expect("there is one to replace");
    let new = Store::open(&place, Access::Rebuild(fingerprint()), Duration::ZERO).await.expect("a new index");
    new.upsert(vec![point(2), point(3)]).await.expect("written");
    (fresh, place, new)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_old_index_answers_until_the_new_one_takes_over() {
    let (fresh, _, new) = half_rebuilt().await;
    assert_eq!(all(&fresh).await, [1]);
    drop(new);
    Store::take_over(fresh.location(), Duration::from_secs(5)).await.expect("replaced");
    assert_eq!(all(&fresh).await, [2, 3]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rebuild_that_was_cut_short_leaves_the_old_index_and_the_next_one_begins_anew() {
    let (fresh, place, new) = half_rebuilt().await;
    drop(new);
    assert_eq!(all(&fresh).await, [1]);
    let again = Store::open(&place, Access::Rebuild(fingerprint()), Duration::from_secs(5)).await.expect("a new index");
    assert_eq!(again.count(None).await.expect("counted"), 0);
    again.upsert(vec![point(4)]).await.expect("written");
    drop(again);
    Store::take_over(fresh.location(), Duration::from_secs(5)).await.expect("replaced");
    assert_eq!(all(&fresh).await, [4]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_index_in_use_is_replaced_by_the_next_opening() {
    let (fresh, _, new) = half_rebuilt().await;
    let reader = fresh.open(Access::Existing).await.expect("opened");
    drop(new);
    let error = Store::take_over(fresh.location(), Duration::ZERO).await.expect_err("in use");
    assert!(matches!(error, StoreError::Locked { .. }));
    assert_eq!(numbers(&reader.scroll(None, None).await.expect("read")), [1]);
    drop(reader);
    assert_eq!(all(&fresh).await, [2, 3]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_rebuild_left_is_removed_by_the_next_writer() {
    let (fresh, place, new) = half_rebuilt().await;
    let Location::Embedded { dir, .. } = place else { panic!("{place:?}") };
    drop(fresh.open(Access::Create(fingerprint())).await.expect("opened beside a rebuild that goes on"));
    assert!(dir.exists());
    drop(new);
    drop(fresh.open(Access::Create(fingerprint())).await.expect("opened"));
    assert!(!dir.exists());
}

#[tokio::test]
async fn where_there_is_nothing_to_replace_it_is_built_in_place() {
    let fresh = Fresh::embedded();
    assert_eq!(Store::beside(fresh.location(), Duration::ZERO).await.expect("free"), None);
}
