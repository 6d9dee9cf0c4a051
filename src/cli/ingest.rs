//! `zhoubao ingest`.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::RunOutcome;
use super::args::{Global, IngestArgs};
use super::print::{note, print};
use super::progress::IngestProgress;
use super::stop::stop_on_ctrl_c;
use crate::config::Config;
use crate::context::{Failure, fingerprint, joined, load_embedder, load_segmenter};
use crate::embed::Purpose;
use crate::ingest::{Ingest, Notes};
use crate::render::summary_text;
use crate::source::{Limits, open};
use crate::store::{Access, Store};
use crate::watch::{Rhythm, Watch, WatchEvent};

/// Another run is left to end, a question even more so.
const WAIT_FOR_INDEX: Duration = Duration::from_secs(3);

/// A rebuilt index is worth waiting for whoever still reads the old one.
const WAIT_TO_TAKE_OVER: Duration = Duration::from_secs(30);

pub(super) async fn run(args: IngestArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let start = Instant::now();
    let config = global.config()?;
    let sources = open(&paths(&args, &config), Limits::default())?;
    let (stop, watcher) = stop_on_ctrl_c();
    let segmenter = load_segmenter(config.glossary.clone());
    let (embedder, notices) = load_embedder(&config, Purpose::Many).await?;
    let written = fingerprint(&embedder).await?.quantized(config.quantization);
    let access = if args.rebuild { Access::Rebuild(written.clone()) } else { Access::Create(written.clone()) };
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
    if args.watch {
        let watched = Watch { paths: &args.paths, ingest, fingerprint: &written, rhythm: Rhythm::USUAL };
        let watched = watched.run(|event| show(event, &progress, global)).await;
        progress.finish();
        watcher.abort();
        store.seal().await?;
        watched?;
        note("stopped watching; the index is up to date with what was read");
        return Ok(RunOutcome::Done);
    }
    let summary = match args.part {
        Some(part) => ingest.run_part(&sources, part).await,
        None => ingest.run(&sources).await,
    };
    progress.finish();
    watcher.abort();
    let summary = summary?;
    let gaps = match args.part {
        Some(_) => Notes::load(&store).await?.gaps(std::iter::empty()),
        None => Vec::new(),
    };
    match beside {
        // The closing run seals: others still write.
        None if args.part.is_some() => store.leave(),
        Some(_) if summary.interrupted => note("the index is as it was before: its rebuild was not finished"),
        Some(_) => {
            store.seal().await?;
            Store::take_over(&config.location, WAIT_TO_TAKE_OVER).await?;
        }
        None => store.seal().await?,
    }
    if summary.reports() == 0 && summary.skipped.is_empty() && !summary.interrupted {
        note("note: there is nothing to read under these paths (.md, .txt, .zip)");
        note("hint: name the folder that holds your reports, or a Notion export as it was downloaded");
    }
    print(&summary_text(&summary, global.paint()))?;
    note(&format!("done in {:.1?}", start.elapsed()));
    gaps.iter().for_each(|gap| note(&format!("note: {}", gap.en)));
    Ok(if summary.interrupted { RunOutcome::Stopped } else { RunOutcome::Done })
}

/// What is to be read: the paths that were named, and where the index is made anew the reports that people uploaded to it.
fn paths(args: &IngestArgs, config: &Config) -> Vec<PathBuf> {
    let uploads = config.uploads.as_ref().filter(|uploads| args.rebuild && uploads.is_dir());
    let is_named = |uploads: &&PathBuf| args.paths.iter().any(|path| same(path, uploads));
    let uploads = uploads.filter(|uploads| !is_named(uploads));
    if let Some(uploads) = uploads {
        note(&format!("note: the reports that were uploaded are read, too: {}", uploads.display()));
    }
    args.paths.iter().chain(uploads).cloned().collect()
}

fn same(one: &Path, other: &Path) -> bool {
    one.canonicalize().ok().is_some_and(|one| other.canonicalize().ok() == Some(one))
}

/// What happens while paths are watched, as it happens.
fn show(event: WatchEvent<'_>, progress: &IngestProgress, global: &Global) {
    progress.rest("watching for changes; Ctrl-C ends it");
    match event {
        WatchEvent::Updated(summary) if summary.is_news() => {
            // A reader of stdout that has gone is no reason to stop following the paths.
            let _ = progress.above(|| print(&summary_text(summary, global.paint())));
        }
        WatchEvent::Updated(_) => {}
        WatchEvent::Vanished(path) => progress.above(|| {
            let path = path.display();
            note(&format!(
                "warning: nothing is left under `{path}` (is it mounted?): what the index has of it stays; `zhoubao ingest` of the empty folder removes it"
            ));
        }),
        WatchEvent::Returned(path) => progress.above(|| note(&format!("`{}` is there again", path.display()))),
        WatchEvent::Failed(error) => progress.above(|| {
            let causes = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
            let causes = causes.map(ToString::to_string).collect::<Vec<_>>().join(": ");
            note(&format!("warning: the index could not be brought up to date: {causes}; it is tried again"));
        }),
    }
}
