//! Work whose panic becomes an error, of which nothing is printed: the storage engine, which panics where it has no error, and the reading of
//! one page among many.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread is reported as an error. For the panic hook.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// Runs `work`.
///
/// # Errors
/// The message of its panic. What `work` had changed until then stays changed.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let before = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    done.map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        text.unwrap_or("it stopped without a reason").to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::{guarded, is_guarded};

    #[test]
    fn a_panic_is_an_error_and_the_guard_ends_with_it() {
        let error = guarded(|| assert!(!is_guarded(), "it is guarded")).expect_err("it panics");
        assert_eq!(error, "it is guarded");
        assert!(!is_guarded());
        assert_eq!(guarded(|| 7), Ok(7));
    }
}
