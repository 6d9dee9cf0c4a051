//! `zhoubao ingest`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::RunOutcome;
use super::args::{Global, IngestArgs};
use super::print::{note, print};
use super::progress::IngestProgress;
use crate::context::{Failure, fingerprint, joined, load_embedder, load_segmenter};
use crate::embed::Purpose;
use crate::ingest::Ingest;
use crate::render::summary_text;
use crate::source::{Limits, open};
use crate::store::{Access, Store};

/// Another run is left to end, a question even more so.
const WAIT_FOR_INDEX: Duration = Duration::from_secs(3);

/// A rebuilt index is worth waiting for whoever still reads the old one.
const WAIT_TO_TAKE_OVER: Duration = Duration::from_secs(30);

pub(super) async fn run(args: IngestArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let start = Instant::now();
    let config = global.config()?;
    let sources = open(&args.paths, Limits::default())?;
    let stop = Arc::new(AtomicBool::new(false));
    let watcher = tokio::spawn(stop_on_ctrl_c(Arc::clone(&stop)));
    let segmenter = load_segmenter(config.glossary.clone());
    let (embedder, notices) = load_embedder(&config, Purpose::Many).await?;
    let fingerprint = fingerprint(&embedder).await?;
    let access = if args.rebuild { Access::Rebuild(fingerprint) } else { Access::Create(fingerprint) };
    let beside = if args.rebuild { Store::beside(&config.location, WAIT_FOR_INDEX).await? } else { None };
    let place = beside.as_ref().unwrap_or(&config.location);
    let store = Store::open(place, access, WAIT_FOR_INDEX).await?;
    if beside.is_none() {
        // Where no socket can be had others wait, as for any process that does not share.
        let _ = store.share(&config.sockets).await;
    }
    for notice in notices {
        note(&format!("note: {notice}"));
    }
    let segmenter = joined(segmenter).await?;
    let progress = IngestProgress::new();
    let ingest = Ingest {
        store: &store,
        embedder: &embedder,
        segmenter: &segmenter,
        year: args.year,
        stop: &stop,
        on_event: &|event| progress.show(event),
    };
    let summary = ingest.run(&sources).await;
    progress.finish();
    watcher.abort();
    let summary = summary?;
    match beside {
        Some(_) if summary.interrupted => note("the index is as it was before: its rebuild was not finished"),
        Some(_) => {
            store.seal().await?;
            Store::take_over(&config.location, WAIT_TO_TAKE_OVER).await?;
        }
        None => store.seal().await?,
    }
    if summary.reports() == 0 && summary.skipped.is_empty() && !summary.interrupted {
        note("note: there is nothing to read under these paths (.md, .txt, .zip)");
    }
    print(&summary_text(&summary, global.paint()))?;
    note(&format!("done in {:.1?}", start.elapsed()));
    Ok(if summary.interrupted { RunOutcome::Stopped } else { RunOutcome::Done })
}

/// The first Ctrl-C lets the batch in hand end; the second ends the process at once, which loses that batch and no more.
async fn stop_on_ctrl_c(stop: Arc<AtomicBool>) {
    if tokio::signal::ctrl_c().await.is_err() {
        return;
    }
    stop.store(true, Ordering::Relaxed);
    note("stopping after this batch; press Ctrl-C again to stop at once");
    if tokio::signal::ctrl_c().await.is_ok() {
        std::process::exit(130);
    }
}
