//! Reading ahead: what questions of all reports ask for is put together in the background once the index is open and after each change,
//! so that the first of them need not wait for it.

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;

use crate::context::Context;

/// See the module. One picture of the index is read at a time.
#[derive(Default)]
pub(super) struct Ahead {
    reading: Arc<Mutex<()>>,
}

impl Ahead {
    /// Reads `context` when its turn has come; one that nobody has any more by then is left. What cannot be read is said to whoever asks for it.
    pub(super) fn begin(&self, context: &Arc<Context>) {
        let (turn, known) = (Arc::clone(&self.reading), Arc::downgrade(context));
        tokio::spawn(async move {
            let _turn = turn.lock_owned().await;
            let Some(context) = known.upgrade() else { return };
            let handle = Handle::current();
            // It takes its time: no thread that answers is kept busy with it.
            let read = spawn_blocking(move || handle.block_on(context.prepare()));
            if let Ok(Err(failure)) = read.await {
                tracing::debug!(reason = failure.message(), "the index could not be read ahead");
            }
        });
    }
}
