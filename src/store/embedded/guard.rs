//! The engine panics where it has no error: a full disk while it flushes, a file that is not what it wrote. Here that
//! becomes an error, and nothing of it is printed.

use std::ops::Deref;

use qdrant_edge::EdgeShard;

use crate::guard;
use crate::store::error::Cause;

/// Runs `work`, a panic of which is an error. What it leaves half done in the engine is made good by the journal at the next opening.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Cause> {
    guard::guarded(work).map_err(Into::into)
}

/// A shard that may fail to write its last when it is dropped: the journal has what it did not write.
#[derive(Debug)]
pub(super) struct GuardedShard(Option<EdgeShard>);

impl GuardedShard {
    pub fn new(shard: EdgeShard) -> Self {
        Self(Some(shard))
    }
}

impl Deref for GuardedShard {
    type Target = EdgeShard;

    fn deref(&self) -> &EdgeShard {
        self.0.as_ref().expect("only dropping takes it")
    }
}

impl Drop for GuardedShard {
    fn drop(&mut self) {
        let shard = self.0.take();
        let _ = guarded(|| drop(shard));
    }
}
