//! `zhoubao backup` and `zhoubao restore`.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::RunOutcome;
use super::args::{BackupArgs, Global, RestoreArgs};
use super::print::{note, print};
use super::progress::PointsProgress;
use super::stop::stop_on_ctrl_c;
use crate::backup::{Archive, Backup, BackupError, Manifest, Restore};
use crate::config::Config;
use crate::context::{Failure, joined, open_feedback};
use crate::ingest::reports;
use crate::output::Output;
use crate::render::safe;
use crate::store::{Access, Store, StoreError};
use crate::uploads::Uploads;
use crate::vocabulary::plural;

/// Another run is left to end.
const WAIT_FOR_INDEX: Duration = Duration::from_secs(3);

/// A restored index is worth waiting for whoever still reads the old one.
const WAIT_TO_TAKE_OVER: Duration = Duration::from_secs(30);

pub(super) async fn write(args: BackupArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let start = Instant::now();
    let config = global.config()?;
    let store = Store::open(&config.location, Access::Existing, WAIT_FOR_INDEX).await?;
    // Where no socket can be had others wait, as for any process that does not share.
    let _ = store.share(&config.sockets).await;
    let roots = reports(&store).await?.into_iter().map(|record| record.root.into());
    let feedback = open_feedback(&config);
    let own = feedback.folder().map(Into::into);
    let mut begun = Output::new(args.force, roots.chain(own)).begin(&args.file)?;
    let uploads = config.uploads.clone().map(Uploads::new);
    let (stop, watcher) = stop_on_ctrl_c();
    let progress = PointsProgress::new("writing");
    let backup = Backup {
        store: &store,
        feedback: (!args.without_feedback).then_some(&feedback),
        uploads: uploads.as_ref(),
        at: Timestamp::now(),
        stop: &stop,
        on_event: &|event| progress.show(event),
    };
    let written = backup.write(begun.file()).await;
    drop(progress);
    watcher.abort();
    store.leave();
    let manifest = match written {
        Ok(manifest) => manifest,
        Err(BackupError::Stopped) => {
            note("stopped; nothing was written");
            return Ok(RunOutcome::Stopped);
        }
        Err(error) => return Err(error.into()),
    };
    begun.finish()?;
    print(&format!("{}: {}", safe(&args.file.display().to_string()), contents(&manifest)))?;
    note(&format!("done in {:.1?}; `zhoubao restore` puts it back", start.elapsed()));
    Ok(RunOutcome::Done)
}

pub(super) async fn restore(args: RestoreArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let start = Instant::now();
    let config = global.config()?;
    let file = args.file.clone();
    let mut archive = joined(tokio::task::spawn_blocking(move || Archive::open(&file))).await??;
    let manifest = archive.manifest().clone();
    if !args.force {
        refuse_to_replace(&config).await?;
    }
    let beside = Store::beside(&config.location, WAIT_FOR_INDEX).await?;
    let place = beside.as_ref().unwrap_or(&config.location);
    let store = Store::open(place, Access::Rebuild(manifest.fingerprint.clone()), WAIT_FOR_INDEX).await?;
    let (stop, watcher) = stop_on_ctrl_c();
    let progress = PointsProgress::new("restoring");
    let uploads = config.uploads.clone().map(Uploads::new);
    let restore =
        Restore { store: &store, uploads: uploads.as_ref(), stop: &stop, on_event: &|event| progress.show(event) };
    let restored = restore.index(&mut archive).await;
    drop(progress);
    watcher.abort();
    match restored {
        Ok(()) => store.seal().await?,
        Err(BackupError::Stopped) => {
            note(match &beside {
                Some(_) => "stopped; the index is as it was before",
                None => "stopped; the index is not complete: run it again with --force",
            });
            return Ok(RunOutcome::Stopped);
        }
        Err(error) => return Err(error.into()),
    }
    if beside.is_some() {
        Store::take_over(&config.location, WAIT_TO_TAKE_OVER).await?;
    }
    print(&format!("restored: {}; written on {}", contents(&manifest), manifest.at.strftime("%F %H:%M UTC")))?;
    if !args.without_feedback && manifest.answers + manifest.judgements > 0 {
        let added = archive.restore_feedback(&open_feedback(&config))?;
        let (answers, judgements) = (plural(added.answers, "answer"), plural(added.judgements, "judgement"));
        note(&format!("feedback: {answers} and {judgements} added to what was kept here"));
    }
    note(&format!("done in {:.1?}", start.elapsed()));
    Ok(RunOutcome::Done)
}

/// An index is not lost to a backup by mistake.
async fn refuse_to_replace(config: &Config) -> Result<(), Failure> {
    let what = match Store::open(&config.location, Access::Existing, WAIT_FOR_INDEX).await {
        Err(StoreError::NotFound { .. }) => return Ok(()),
        Ok(store) => {
            let known = reports(&store).await?.len();
            store.leave();
            format!("there is an index with {} already", plural(known, "report"))
        }
        Err(error) => format!("there is an index already ({error})"),
    };
    Err(Failure::usage(what, Some("`--force` replaces it; `zhoubao backup` keeps it first".to_owned())))
}

fn contents(manifest: &Manifest) -> String {
    let (reports, passages) = (plural(manifest.reports, "report"), plural(manifest.passages, "passage"));
    let (answers, judgements) = (plural(manifest.answers, "answer"), plural(manifest.judgements, "judgement"));
    format!("{reports}, {passages}, {answers}, {judgements}")
}
