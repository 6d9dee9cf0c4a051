//! Opening: what is refused, and with which words.

use std::time::Duration;

use qdrant_client::qdrant::{CreateCollectionBuilder, Distance, PointStruct, UpsertPointsBuilder, VectorParamsBuilder};
use tempfile::TempDir;
use zhoubao::store::{Access, Fingerprint, Location, Secret, Store, StoreError};

use crate::contracts;
use crate::corpus::point;
use crate::fresh::{Fresh, fingerprint};
use crate::qdrant::{Qdrant, free_port, shared_server};

contracts![
    an_index_that_is_not_there_is_not_found, opening_again_finds_what_was_written,
    another_fingerprint_is_refused_and_rebuild_helps,
];
// Of an index of another schema nobody can be the holder.
mod schema {
    use super::another_schema_is_refused_and_rebuild_helps;
    use crate::contracts_of;

    contracts_of![embedded: another_schema_is_refused_and_rebuild_helps];
    contracts_of![server: another_schema_is_refused_and_rebuild_helps];
}

async fn an_index_that_is_not_there_is_not_found(fresh: Fresh) {
    for _ in 0..2 {
        let error = fresh.open(Access::Existing).await.expect_err("nothing there");
        assert!(matches!(error, StoreError::NotFound { .. }), "{error:?}");
        assert!(error.hint().expect("a hint").contains("zhoubao ingest"));
    }
    if let Location::Embedded { dir, .. } = fresh.location() {
        assert!(!dir.exists(), "a refused opening leaves nothing behind");
    }
}

async fn opening_again_finds_what_was_written(fresh: Fresh) {
    let store = fresh.create().await;
    store.upsert(vec![point(1)]).await.expect("written");
    drop(store);
    for access in [Access::Existing, Access::Create(fingerprint())] {
        let store = fresh.open(access).await.expect("opened");
        assert_eq!(*store.fingerprint(), fingerprint());
        assert_eq!(store.count(None).await.expect("counted"), 1);
    }
}

async fn another_fingerprint_is_refused_and_rebuild_helps(fresh: Fresh) {
    let store = fresh.create().await;
    store.upsert(vec![point(1)]).await.expect("written");
    drop(store);
    let other = Fingerprint::new("other-embedder", 8, "test-segmenter");
    let refused = fresh.open(Access::Create(other.clone())).await;
    match refused.expect_err("must refuse") {
        StoreError::FingerprintMismatch { found, wanted } => {
            assert_eq!((*found, *wanted), (fingerprint(), other.clone()));
        }
        error => panic!("{error:?}"),
    }
    let store = fresh.open(Access::Rebuild(other.clone())).await.expect("rebuilt");
    assert_eq!(store.count(None).await.expect("counted"), 0);
    assert_eq!(*store.fingerprint(), other);
    drop(store);
    fresh.open(Access::Create(other)).await.expect("opened");
}

async fn another_schema_is_refused_and_rebuild_helps(fresh: Fresh) {
    let old = Fingerprint { schema: 99, ..fingerprint() };
    drop(fresh.open(Access::Create(old)).await.expect("created"));
    for access in [Access::Existing, Access::Create(fingerprint())] {
        let error = fresh.open(access).await.expect_err("must refuse");
        assert!(matches!(error, StoreError::SchemaVersion { found: 99, .. }), "{error:?}");
        assert!(error.hint().expect("a hint").contains("--rebuild"));
    }
    fresh.open(Access::Rebuild(fingerprint())).await.expect("rebuilt");
}

#[tokio::test]
async fn a_folder_with_other_files_is_never_touched() {
    let dir = TempDir::new().expect("temporary directory");
    std::fs::write(dir.path().join("周报.md"), "# 第26周").expect("writable");
    let location = Location::Embedded { dir: dir.path().to_owned(), copies: Vec::new() };
    for access in [Access::Existing, Access::Create(fingerprint()), Access::Rebuild(fingerprint())] {
        let error = Store::open(&location, access, Duration::ZERO).await.expect_err("must refuse");
        assert!(matches!(error, StoreError::Foreign { .. }), "{error:?}");
    }
    assert_eq!(std::fs::read_dir(dir.path()).expect("readable").count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_directory_is_said_to_be_damaged_and_rebuild_helps() {
    let damages: [fn(&std::path::Path); 4] = [
        |dir| std::fs::write(dir.join("zhoubao-store.json"), "{").expect("writable"),
        |dir| std::fs::remove_dir_all(dir.join("shard")).expect("removable"),
        |dir| {
            std::fs::remove_dir_all(dir.join("shard/segments")).expect("removable");
            std::fs::create_dir(dir.join("shard/segments")).expect("writable");
        },
        |dir| {
            for entry in std::fs::read_dir(dir.join("shard/segments")).expect("readable") {
                let state = entry.expect("readable").path().join("segment.json");
                std::fs::write(state, "garbage").expect("writable");
            }
        },
    ];
    for damage in damages {
        let fresh = Fresh::embedded();
        let Location::Embedded { dir, .. } = fresh.location() else {
            unreachable!("it is embedded");
        };
        let store = fresh.create().await;
        store.upsert(vec![point(1)]).await.expect("written");
        drop(store);
        damage(dir);
        let error = fresh.open(Access::Existing).await.expect_err("damaged");
        assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
        assert!(error.hint().expect("a hint").contains("--rebuild"));
        let store = fresh.open(Access::Rebuild(fingerprint())).await.expect("rebuilt");
        store.upsert(vec![point(1)]).await.expect("written");
    }
}

#[tokio::test]
async fn a_collection_of_somebody_else_is_never_touched() {
    let url = shared_server().grpc_url();
    let raw = qdrant_client::Qdrant::from_url(&url).skip_compatibility_check().build().expect("a client");
    let vectors = VectorParamsBuilder::new(2, Distance::Dot);
    raw.create_collection(CreateCollectionBuilder::new("theirs").vectors_config(vectors)).await.expect("created");
    let theirs = PointStruct::new(1, vec![0.5, 0.5], [("kind", "passage".into())]);
    raw.upsert_points(UpsertPointsBuilder::new("theirs", vec![theirs]).wait(true)).await.expect("written");
    for access in [Access::Existing, Access::Create(fingerprint()), Access::Rebuild(fingerprint())] {
        let error = Store::open(&at(&url, "theirs", None), access, Duration::ZERO).await.expect_err("must refuse");
        assert!(matches!(error, StoreError::Foreign { .. }), "{error:?}");
    }
    let info = raw.collection_info("theirs").await.expect("still there");
    assert_eq!(info.result.and_then(|result| result.points_count), Some(1));
}

#[tokio::test]
async fn a_server_that_is_down_is_unreachable() {
    let url = format!("http://127.0.0.1:{}", free_port());
    let error =
        Store::open(&at(&url, "any", None), Access::Existing, Duration::ZERO).await.expect_err("nobody listens");
    match &error {
        StoreError::Unreachable { url: named, reason } => {
            assert_eq!(named, &url);
            assert_eq!(reason, "Connection refused");
        }
        error => panic!("{error:?}"),
    }
    assert!(error.hint().expect("a hint").contains("6334"));
}

#[tokio::test]
async fn the_rest_port_is_no_grpc_port() {
    let url = shared_server().http_url();
    let error =
        Store::open(&at(&url, "any", None), Access::Existing, Duration::ZERO).await.expect_err("another protocol");
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
}

#[tokio::test]
async fn a_server_that_goes_away_is_unreachable() {
    let server = Qdrant::start(None);
    let location = at(&server.grpc_url(), "gone", None);
    let store = Store::open(&location, Access::Create(fingerprint()), Duration::ZERO).await.expect("created");
    server.stop();
    let error = store.upsert(vec![point(1)]).await.expect_err("nobody listens");
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
}

#[tokio::test]
async fn a_wrong_key_is_refused_and_no_key_is_shown() {
    let server = Qdrant::start(Some("right-key"));
    let url = server.grpc_url();
    for key in [None, Some(Secret::new("wrong-key"))] {
        let error = Store::open(&at(&url, "any", key), Access::Existing, Duration::ZERO).await.expect_err("refused");
        assert!(matches!(error, StoreError::Auth { .. }), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("wrong-key"));
        assert!(error.hint().expect("a hint").contains("QDRANT_API_KEY"));
    }
    let right = at(&url, "any", Some(Secret::new("right-key")));
    let store = Store::open(&right, Access::Create(fingerprint()), Duration::ZERO).await.expect("created");
    assert!(!format!("{store:?} {right:?}").contains("right-key"));
}

fn at(url: &str, collection: &str, api_key: Option<Secret>) -> Location {
    Location::Server {
        url: url.parse().expect("an address"),
        api_key,
        collection: collection.to_owned(),
        shard_number: None,
        replication_factor: None,
    }
}
