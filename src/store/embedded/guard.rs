//! The engine panics where it has no error: a full disk while it flushes, a file that is not what it wrote. Here that
//! becomes an error, and nothing of it is printed.

use std::cell::Cell;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};

use qdrant_edge::EdgeShard;

use crate::store::error::Cause;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread runs the engine, so that a panic is reported as an error. For the panic hook.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// Runs `work`, a panic of which is an error.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Cause> {
    let before = GUARDED.replace(true);
    // What a panic leaves half done in the engine is made good by the journal at the next opening.
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    done.map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        text.unwrap_or("the engine stopped without a reason").to_owned().into()
    })
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

#[cfg(test)]
mod tests {
    use super::{guarded, is_guarded};

    #[test]
    fn a_panic_is_an_error_with_its_message() {
        assert_eq!(guarded(|| 7).expect("done"), 7);
        let error = guarded(|| assert!(!is_guarded(), "it is guarded")).expect_err("it panics");
        assert_eq!(error.to_string(), "it is guarded");
        assert!(!is_guarded());
    }
}
