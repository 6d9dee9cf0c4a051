//! Ctrl-C in what writes an index.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::task::JoinHandle;

use super::print::note;

/// Ready when the process is asked to end: by Ctrl-C, or by whoever started it as a service.
async fn ended() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            pressed = tokio::signal::ctrl_c() => pressed,
            _ = terminated.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// The first Ctrl-C lets the batch in hand end; the second ends the process at once, which loses that batch and no more.
pub(super) fn stop_on_ctrl_c() -> (Arc<AtomicBool>, JoinHandle<()>) {
    let stop = Arc::new(AtomicBool::new(false));
    let watcher = tokio::spawn(watch(Arc::clone(&stop)));
    (stop, watcher)
}

async fn watch(stop: Arc<AtomicBool>) {
    if ended().await.is_err() {
        return;
    }
    stop.store(true, Ordering::Relaxed);
    note("stopping after this batch; press Ctrl-C again to stop at once");
    if ended().await.is_ok() {
        std::process::exit(130);
    }
}
