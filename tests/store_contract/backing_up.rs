//! A backup of any member is the same index in any other.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use jiff::Timestamp;
use serde_json::json;
use tempfile::TempDir;
use zhoubao::backup::{Archive, Backup, BackupError, Restore};
use zhoubao::store::{Access, Point, Query, Store};
use zhoubao::uploads::Uploads;

use crate::contracts;
use crate::corpus::{hit_numbers, id, object, point, sparse, with_payload};
use crate::fresh::Fresh;

contracts![
    a_backup_is_the_same_index_in_either_store,
    what_is_damaged_or_of_somebody_else_is_refused_as_a_whole,
    a_restore_that_is_stopped_says_that_the_index_is_not_complete,
];

static NEVER: AtomicBool = AtomicBool::new(false);

/// More than a page, one without a dense vector, one without any, and a report's record.
fn points() -> Vec<Point> {
    let mut points: Vec<Point> = (0..1_100).map(point).collect();
    points[7].dense = None;
    points[8] = Point { dense: None, sparse: None, ..point(8) };
    points.push(with_payload(
        2_000,
        json!({"kind": "report", "root": "/reports", "share": 0.1, "big": -3_000_000_000_i64}),
    ));
    points
}

async fn backed_up(store: &Store, to: &Path) {
    let mut file = File::create(to).expect("a file");
    let stop = &NEVER;
    let backup = Backup { store, feedback: None, uploads: None, at: Timestamp::UNIX_EPOCH, stop, on_event: &|_| {} };
    backup.write(&mut file).await.expect("written");
}

async fn restored(archive: &mut Archive, into: &Fresh) -> Store {
    let access = Access::Rebuild(archive.manifest().fingerprint.clone());
    let store = into.open(access).await.expect("an empty index");
    let stop = &NEVER;
    Restore { store: &store, uploads: None, stop, on_event: &|_| {} }.index(archive).await.expect("restored");
    store
}

/// All points with their vectors, in order of id.
async fn everything(store: &Store) -> Vec<Point> {
    let ids: Vec<_> = store.scroll(None, Some(&[])).await.expect("read").iter().map(|record| record.id).collect();
    let mut points = store.points(&ids).await.expect("read");
    points.sort_by_key(|point| point.id);
    points
}

/// What an engine makes of a dense vector differs in the last bits.
fn rounded(mut points: Vec<Point>) -> Vec<Point> {
    for point in &mut points {
        for number in point.dense.iter_mut().flatten() {
            *number = (*number * 1e5).round() / 1e5;
        }
    }
    points
}

async fn a_backup_is_the_same_index_in_either_store(fresh: Fresh) {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("b.zip");
    let store = fresh.create().await;
    store.upsert(points()).await.expect("written");
    let notes = object(json!({"average_length": 12.5, "unfinished": []}));
    store.set_meta(notes.clone()).await.expect("written");
    backed_up(&store, &file).await;
    let (was, hits) = (rounded(everything(&store).await), store.query(&by_both()).await.expect("hits"));
    assert_eq!((was.len(), was[7].dense.is_none(), was[8].sparse.is_none()), (1_101, true, true));
    let mut archive = Archive::open(&file).expect("whole");
    let manifest = archive.manifest();
    assert_eq!((manifest.points, manifest.reports, manifest.passages), (1_101, 1, 1_100));
    assert_eq!(manifest.roots.iter().collect::<Vec<_>>(), ["/reports"]);
    for other in [Fresh::embedded(), Fresh::server()] {
        let store = restored(&mut archive, &other).await;
        assert_eq!(rounded(everything(&store).await), was);
        assert_eq!(store.meta().await.expect("notes"), notes);
        assert_eq!(hit_numbers(&store.query(&by_both()).await.expect("hits")), hit_numbers(&hits));
    }
}

fn by_both() -> Query {
    Query {
        dense: Some(vec![1.0, 3.0, 0.5, 0.25]),
        sparse: Some(sparse(&[(3, 1.0), (1_000_000, 1.0)])),
        limit: 5,
        ..Query::default()
    }
}

async fn what_is_damaged_or_of_somebody_else_is_refused_as_a_whole(fresh: Fresh) {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("b.zip");
    let store = fresh.create().await;
    store.upsert(points()).await.expect("written");
    backed_up(&store, &file).await;
    let whole = std::fs::read(&file).expect("read");
    let refused = |bytes: &[u8]| {
        std::fs::write(&file, bytes).expect("written");
        Archive::open(&file).expect_err("refused")
    };
    assert!(matches!(refused(b"# a report\n"), BackupError::Foreign(_)));
    assert!(matches!(refused(&[]), BackupError::Foreign(_)));
    for at in [whole.len() / 4, whole.len() / 2] {
        assert!(matches!(refused(&whole[..at]), BackupError::Foreign(_) | BackupError::Damaged(_)), "cut at {at}");
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        assert!(matches!(refused(&bytes), BackupError::Damaged(_)), "another byte at {at}");
    }
    assert!(matches!(Archive::open(&folder.path().join("none.zip")), Err(BackupError::File(_))));
    let mut zip = zip::ZipWriter::new(File::create(&file).expect("a file"));
    zip.start_file("manifest.json", zip::write::SimpleFileOptions::default()).expect("begun");
    zip.write_all(br#"{"zhoubao_backup": 99}"#).expect("written");
    zip.finish().expect("written");
    assert!(matches!(Archive::open(&file), Err(BackupError::Format { found: 99, wanted: 1 })));
}

async fn a_restore_that_is_stopped_says_that_the_index_is_not_complete(fresh: Fresh) {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("b.zip");
    let store = fresh.create().await;
    store.upsert(points()).await.expect("written");
    backed_up(&store, &file).await;
    let mut archive = Archive::open(&file).expect("whole");
    let fingerprint = archive.manifest().fingerprint.clone();
    drop(store);
    let store = fresh.open(Access::Rebuild(fingerprint)).await.expect("an empty index");
    let stop = AtomicBool::new(false);
    let on_event = |_| stop.store(true, std::sync::atomic::Ordering::Relaxed);
    let stopped = Restore { store: &store, uploads: None, stop: &stop, on_event: &on_event }.index(&mut archive).await;
    assert!(matches!(stopped, Err(BackupError::Stopped)));
    assert_eq!(store.meta().await.expect("notes")["unfinished"], json!(["/reports"]));
    assert!(store.fetch(&[id(2_000)]).await.expect("read").is_empty(), "the record comes last");
    drop(store);
    // The whole of it, then, over what is there.
    let store = restored(&mut archive, &fresh).await;
    assert_eq!(store.count(None).await.expect("counted"), 1_101);
    assert_eq!(store.meta().await.expect("notes"), object(json!({})));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reports_that_came_by_upload_come_back_to_the_folder_for_them() {
    let folder = TempDir::new().expect("a folder");
    let (file, there, here) = (folder.path().join("b.zip"), folder.path().join("there"), folder.path().join("here"));
    let (old, new) = (Uploads::new(there.clone()), Uploads::new(here.clone()));
    old.keep("组/第26周.md", "# 第26周\n").expect("kept");
    let store = Fresh::embedded();
    let store = store.create().await;
    let record = |root: &Path| with_payload(1, json!({"kind": "report", "root": root.display().to_string()}));
    let other = Point { id: id(2), ..record(Path::new("/reports")) };
    store.upsert(vec![record(&there), other]).await.expect("written");
    let stop = &NEVER;
    let backup = Backup {
        store: &store,
        feedback: None,
        uploads: Some(&old),
        at: Timestamp::UNIX_EPOCH,
        stop,
        on_event: &|_| {},
    };
    backup.write(&mut File::create(&file).expect("a file")).await.expect("written");
    let mut archive = Archive::open(&file).expect("whole");
    assert_eq!(archive.restore_uploads(&new).expect("restored"), 1);
    assert_eq!(new.all().expect("read"), old.all().expect("read"));
    let fresh = Fresh::embedded();
    let store = fresh.open(Access::Rebuild(archive.manifest().fingerprint.clone())).await.expect("an empty index");
    Restore { store: &store, uploads: Some(&new), stop, on_event: &|_| {} }
        .index(&mut archive)
        .await
        .expect("restored");
    let roots: Vec<_> =
        store.scroll(None, None).await.expect("read").iter().map(|record| record.payload["root"].clone()).collect();
    assert_eq!(roots, [json!(here.display().to_string()), json!("/reports")]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_was_longer_before_is_the_backup_alone() {
    let folder = TempDir::new().expect("a folder");
    let (once, again) = (folder.path().join("once.zip"), folder.path().join("again.zip"));
    let store = Fresh::embedded();
    let store = store.create().await;
    store.upsert(points()).await.expect("written");
    backed_up(&store, &once).await;
    std::fs::write(&again, vec![b'x'; 10_000_000]).expect("written");
    let mut open = File::options().read(true).write(true).open(&again).expect("open");
    open.seek(SeekFrom::End(0)).expect("at its end");
    let stop = &NEVER;
    let backup =
        Backup { store: &store, feedback: None, uploads: None, at: Timestamp::UNIX_EPOCH, stop, on_event: &|_| {} };
    backup.write(&mut open).await.expect("written");
    assert_eq!(std::fs::read(&again).expect("read"), std::fs::read(&once).expect("read"));
}
