//! Runs that are cut short, and taken up by the next.

use std::path::Path;
use std::sync::Arc;

use tokio::sync::Notify;

use super::script::Script;
use super::{Desk, GOOD, june, texts};
use crate::narrate::RollupPart;

fn good() -> Vec<Script> {
    GOOD.iter().map(|reply| Script::saying(&[reply])).collect()
}

fn keeping(cache: &Path, scripts: Vec<Script>) -> Desk {
    // Keys of replies name the server: the next one is another.
    Desk { cache: Some(cache.to_path_buf()), ..Desk::new(scripts) }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_server_has_died_the_next_run_asks_only_for_what_is_missing() {
    let whole = Desk::saying(&GOOD).narrate(&june()).await.0;
    for answered in 0..6 {
        let folder = tempfile::tempdir().expect("a folder");
        let mut scripts = good();
        scripts.insert(answered, Script::hang_up());
        let desk = keeping(folder.path(), scripts);
        let (prose, _) = desk.narrate(&june()).await;
        assert_eq!(desk.asked().len(), answered + 1);
        assert!(prose.notices[0].contains(&format!("写了 6 段中的 {answered} 段")), "{:?}", prose.notices);
        let (prose, _) = desk.narrate(&june()).await;
        assert_eq!(desk.asked().len(), 7, "{answered} were answered before");
        assert_eq!((&prose.parts, &prose.notices), (&whole.parts, &whole.notices));
        let spent = prose.spent.expect("asked");
        assert_eq!((spent.calls, spent.cached), (6, answered));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn kept_replies_take_nothing_of_the_budget() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = keeping(folder.path(), good());
    desk.narrate(&june()).await;
    // Room for one call at a time.
    let desk = Desk { budget: Some(1_400), ..desk };
    for _ in 0..3 {
        let (prose, _) = desk.narrate(&june()).await;
        assert!(prose.notices.is_empty(), "{:?}", prose.notices);
    }
    assert_eq!(desk.asked().len(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_keeps_what_is_written_and_the_next_run_goes_on_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut scripts = good();
    scripts.insert(2, Script::stream().says(GOOD[2]).stalls());
    let desk = keeping(folder.path(), scripts);
    let stop = Notify::new();
    let rollup = june();
    let server = Arc::clone(&desk.server);
    let stalled = tokio::task::spawn_blocking(move || server.wait_for_stall());
    let ((prose, _), ()) = tokio::join!(desk.narrate_until(&rollup, stop.notified()), async {
        stalled.await.expect("the third reply stalls");
        stop.notify_one();
    });
    assert!(prose.stopped);
    assert_eq!(desk.asked().len(), 3);
    assert_eq!((texts(&prose, RollupPart::Metrics).len(), texts(&prose, RollupPart::Incidents).len()), (1, 2));
    assert!(texts(&prose, RollupPart::Headline).is_empty());
    assert!(prose.notices[0].contains("已中断") && prose.notices[0].contains("2 段"), "{:?}", prose.notices);
    let (prose, _) = desk.narrate(&rollup).await;
    assert_eq!((desk.asked().len(), prose.stopped), (7, false));
    assert_eq!(texts(&prose, RollupPart::Headline).len(), 2);
}
