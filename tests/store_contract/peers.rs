//! Several processes at one index: the one that holds it answers the others, and any of them may end at any time.

use std::time::{Duration, Instant};

use zhoubao::store::{Access, Change, Condition, Fingerprint, Store, StoreError};

use crate::corpus::{numbers, point};
use crate::fresh::{Fresh, fingerprint};

const WAIT: Duration = Duration::from_secs(10);

/// An index of one point, its holder and a peer.
async fn two(fresh: &Fresh) -> (Store, Store) {
    let holder = fresh.create().await;
    holder.share(&[fresh.sockets()]).await.expect("a socket");
    holder.upsert(vec![point(1)]).await.expect("written");
    let peer = Store::open(fresh.location(), Access::Existing, WAIT).await.expect("reached");
    assert!(matches!(peer, Store::Peer(_)), "{peer:?}");
    (holder, peer)
}

async fn all(store: &Store) -> Vec<u64> {
    numbers(&store.scroll(None, None).await.expect("read"))
}

/// Tries until it is so; waiting is what is tested.
async fn until(mut is_so: impl AsyncFnMut() -> bool) {
    let begin = Instant::now();
    while !is_so().await {
        assert!(begin.elapsed() < Duration::from_secs(60), "it never came to that");
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_sees_what_the_other_wrote_and_that_it_did() {
    let fresh = Fresh::embedded();
    let (holder, peer) = two(&fresh).await;
    let seen = peer.generation().await.expect("known");
    assert_eq!(holder.generation().await.expect("known"), seen);
    peer.upsert(vec![point(2)]).await.expect("written");
    assert_eq!(all(&holder).await, [1, 2]);
    let moved = holder.generation().await.expect("known");
    assert_ne!(moved, seen);
    all(&peer).await;
    assert_eq!(peer.generation().await.expect("known"), moved, "reading is no change");
    holder.delete(&Condition::is("number", 1)).await.expect("deleted");
    assert_ne!(peer.generation().await.expect("known"), moved);
    assert_eq!(all(&peer).await, [2]);
}

/// Adds a name to the notes as they are.
async fn note(store: &Store, name: &str) {
    loop {
        let before = store.meta().await.expect("notes");
        let mut after = before.clone();
        after.insert(name.to_owned(), true.into());
        if store.swap_meta(before, after).await.expect("asked") {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notes_that_many_change_at_once_keep_what_each_says() {
    const EACH: usize = 20;
    let fresh = Fresh::embedded();
    let (holder, peer) = two(&fresh).await;
    let other = Store::open(fresh.location(), Access::Existing, WAIT).await.expect("reached");
    let each = async |store: &Store, name: &str| {
        for n in 0..EACH {
            note(store, &format!("{name}-{n}")).await;
        }
    };
    futures::join!(each(&holder, "a"), each(&peer, "b"), each(&other, "c"));
    assert_eq!(holder.meta().await.expect("notes").len(), 3 * EACH);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_turn_that_goes_on_at_another_holder_undoes_nothing_that_was_written_there_first() {
    let fresh = Fresh::embedded();
    let (holder, peer) = two(&fresh).await;
    let other = Store::open(fresh.location(), Access::Existing, WAIT).await.expect("reached");
    other.share(&[fresh.sockets()]).await.expect("noted");
    let turn = peer.turn().await.expect("a turn");
    let before = peer.meta().await.expect("notes");
    drop(holder);
    // Whoever comes first at the next holder has the turn there.
    note(&other, "theirs").await;
    let mut after = before.clone();
    after.insert("ours".to_owned(), true.into());
    assert!(!peer.swap_meta(before, after).await.expect("asked"));
    note(&peer, "ours").await;
    turn.end().await;
    let notes = other.meta().await.expect("notes");
    assert!(notes.contains_key("ours") && notes.contains_key("theirs"), "{notes:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_takes_the_index_over_when_its_holder_ends_and_answers_the_others() {
    let fresh = Fresh::embedded();
    let (holder, peer) = two(&fresh).await;
    peer.share(&[fresh.sockets()]).await.expect("noted");
    let other = Store::open(fresh.location(), Access::Existing, WAIT).await.expect("reached");
    let before = peer.generation().await.expect("known");
    drop(holder);
    peer.upsert(vec![point(2)]).await.expect("written after the holder's end");
    assert_ne!(peer.generation().await.expect("known"), before);
    assert_eq!(all(&other).await, [1, 2]);
    let own = peer.renewed(fresh.location(), WAIT).await.expect("held here");
    assert!(matches!(own, Store::Embedded(_)), "{own:?}");
    assert!(matches!(other.renewed(fresh.location(), WAIT).await.expect("reached"), Store::Peer(_)));
}

/// A program that ends begins no more work; told that the work failed, whoever asked for it would give up.
#[test]
fn what_comes_to_a_holder_that_is_ending_is_answered_closed() {
    let fresh = Fresh::embedded();
    let ending = tokio::runtime::Runtime::new().expect("a runtime");
    let store = ending.block_on(fresh.create());
    ending.block_on(store.upsert(vec![point(1)])).expect("written");
    let handle = ending.handle().clone();
    ending.shutdown_background();
    let closed = |asked: StoreError| assert!(matches!(asked, StoreError::Closed { .. }), "{asked:?}");
    closed(handle.block_on(store.upsert(vec![point(2)])).expect_err("ending"));
    closed(handle.block_on(store.count(None)).expect_err("ending"));
    closed(handle.block_on(store.optimize()).expect_err("ending"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn errors_keep_their_kind_from_one_process_to_the_other() {
    let fresh = Fresh::embedded();
    let (holder, peer) = two(&fresh).await;
    let error = peer.cosines(&[1.0], &[point(1).id]).await.expect_err("too short");
    assert!(matches!(error, StoreError::Width { .. }), "{error:?}");
    drop(peer);
    let other = Fingerprint::new("other-embedder", 8, "test-segmenter");
    let error = Store::open(fresh.location(), Access::Create(other), WAIT).await.expect_err("another fingerprint");
    assert!(matches!(error, StoreError::FingerprintMismatch { .. }), "{error:?}");
    drop(holder);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_run_at_a_time_writes_and_the_next_one_begins_when_it_ends_or_dies() {
    let fresh = Fresh::embedded();
    let (holder, peer) = two(&fresh).await;
    let turn = peer.turn().await.expect("free");
    let waiting = tokio::spawn({
        let holder = holder.clone();
        async move { drop(holder.turn().await.expect("free at last")) }
    });
    assert!(tokio::time::timeout(Duration::from_millis(50), peer.turn()).await.is_err(), "it is taken");
    assert!(!waiting.is_finished());
    drop(turn);
    waiting.await.expect("its turn came");
    let turn = holder.turn().await.expect("free");
    drop(turn);
    drop(peer.turn().await.expect("free again"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_index_is_replaced_under_its_holder_who_goes_on_with_the_new_one() {
    let fresh = Fresh::embedded();
    let (holder, peer) = two(&fresh).await;
    let place = Store::beside(fresh.location(), WAIT).await.expect("allowed").expect("there is one to replace");
    let other = Fingerprint::new("other-embedder", 8, "test-segmenter");
    let new = Store::open(&place, Access::Rebuild(other.clone()), WAIT).await.expect("a new index");
    let points = [2, 3].map(|number| zhoubao::store::Point { dense: None, ..point(number) });
    new.upsert(points.into()).await.expect("written");
    assert_eq!(all(&holder).await, [1], "the old one answers");
    new.seal().await.expect("sealed");
    let before = holder.generation().await.expect("known");
    Store::take_over(fresh.location(), WAIT).await.expect("replaced");
    assert_eq!(all(&holder).await, [2, 3]);
    assert_eq!(*holder.fingerprint(), other);
    assert_ne!(holder.generation().await.expect("known"), before);
    assert_eq!(all(&peer).await, [2, 3]);
    let error = peer.upsert(vec![point(4)]).await.expect_err("made for the old index");
    assert!(matches!(error, StoreError::FingerprintMismatch { .. }), "{error:?}");
    let renewed = peer.renewed(fresh.location(), WAIT).await.expect("reached");
    assert_eq!(*renewed.fingerprint(), other);
    assert!(holder.is_sealed().await.expect("known"), "nothing was written since");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_seals_and_checks_an_index_that_stays_open() {
    let fresh = Fresh::embedded();
    let (holder, peer) = two(&fresh).await;
    assert!(!peer.is_sealed().await.expect("known"));
    peer.clone().seal().await.expect("sealed");
    assert!(holder.is_sealed().await.expect("known"));
    Store::verify(fresh.location(), WAIT).await.expect("as it was written");
    assert_eq!(all(&holder).await, [1]);
    holder.upsert(vec![point(2)]).await.expect("written");
    assert!(!peer.is_sealed().await.expect("known"));
    assert_eq!(all(&peer).await, [1, 2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_holder_that_seals_at_its_end_sends_its_peers_on() {
    let fresh = Fresh::embedded();
    let (holder, peer) = two(&fresh).await;
    let reading = tokio::spawn({
        let peer = peer.clone();
        async move {
            for _ in 0..50 {
                assert_eq!(all(&peer).await, [1]);
            }
        }
    });
    holder.seal().await.expect("sealed");
    reading.await.expect("read all the time");
    assert!(peer.is_sealed().await.expect("known"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_is_seen_whole_or_not_at_all() {
    const WHOLE: usize = 1500;
    let fresh = Fresh::embedded();
    let (holder, peer) = two(&fresh).await;
    let version = |week: u64| -> Vec<_> {
        (0..WHOLE as u64)
            .map(|number| crate::corpus::with_payload(week * 10_000 + number, serde_json::json!({"week": week})))
            .collect()
    };
    let commit = async |week: u64| {
        let stale = Condition::is("week", week as i64).negate();
        holder.commit(Change { points: version(week), stale, records: Vec::new() }).await.expect("written");
    };
    commit(1).await;
    let reading = tokio::spawn({
        let peer = peer.clone();
        async move {
            let mut weeks = std::collections::BTreeSet::new();
            while weeks.last() != Some(&6) {
                let found = peer.scroll(None, Some(&["week"])).await.expect("read");
                let seen: std::collections::BTreeSet<u64> =
                    found.iter().map(|record| record.payload["week"].as_u64().expect("a week")).collect();
                assert_eq!((found.len(), seen.len()), (WHOLE, 1), "weeks {seen:?}");
                weeks.extend(seen);
            }
            weeks.len()
        }
    });
    for week in 2..=6 {
        commit(week).await;
    }
    assert!(reading.await.expect("read all the time") > 0);
}

#[cfg(unix)]
mod hostile {
    use std::os::unix::net::{UnixListener, UnixStream};

    use super::{Access, Duration, Fresh, Store, StoreError, all, fingerprint, two, until};

    fn socket(fresh: &Fresh) -> std::path::PathBuf {
        let entries = std::fs::read_dir(fresh.sockets()).expect("a folder");
        entries.map(|entry| entry.expect("readable").path()).next().expect("a socket")
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn who_talks_nonsense_or_nothing_hinders_nobody() {
        use std::io::{Read, Write};
        let fresh = Fresh::embedded();
        let (_holder, peer) = two(&fresh).await;
        let silent: Vec<UnixStream> = (0..50).map(|_| UnixStream::connect(socket(&fresh)).expect("accepted")).collect();
        for bytes in [&b"GET / HTTP/1.1\r\n\r\n"[..], &[0xff; 64], &[4, 0, 0, 0, 0, 1, 2, 3, 4]] {
            let mut stream = UnixStream::connect(socket(&fresh)).expect("accepted");
            stream.write_all(bytes).expect("taken");
            stream.set_read_timeout(Some(Duration::from_secs(30))).expect("set");
            // Nothing is answered: the connection is closed, or reset.
            assert!(!matches!(stream.read(&mut [0; 16]), Ok(1..)), "{bytes:?}");
        }
        assert_eq!(all(&peer).await, [1]);
        drop(silent);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_socket_that_a_killed_holder_left_stops_nobody() {
        let fresh = Fresh::embedded();
        drop(fresh.create().await);
        std::fs::create_dir_all(fresh.sockets()).expect("made");
        let left = fresh.sockets().join("left.sock");
        drop(UnixListener::bind(&left).expect("bound"));
        std::fs::write(fresh.dir().join("zhoubao.lock"), format!("1\n{}\n", left.display())).expect("written");
        let store = fresh.open(Access::Create(fingerprint())).await.expect("free");
        assert!(matches!(store, Store::Embedded(_)));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_holder_that_accepts_and_says_nothing_is_named() {
        let fresh = Fresh::embedded();
        let holder = fresh.create().await;
        std::fs::create_dir_all(fresh.sockets()).expect("made");
        let path = fresh.sockets().join("deaf.sock");
        let _deaf = UnixListener::bind(&path).expect("bound");
        std::fs::write(fresh.dir().join("zhoubao.lock"), format!("4711\n{}\n", path.display())).expect("written");
        let error = Store::open(fresh.location(), Access::Existing, Duration::ZERO).await.expect_err("held");
        assert!(matches!(error, StoreError::Locked { holder: Some(4711), .. }), "{error:?}");
        drop(holder);
        until(async || Store::open(fresh.location(), Access::Existing, Duration::ZERO).await.is_ok()).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_socket_goes_with_its_holder() {
        let fresh = Fresh::embedded();
        let (holder, peer) = two(&fresh).await;
        let path = socket(&fresh);
        drop(peer);
        drop(holder);
        until(async || !path.exists()).await;
    }
}
