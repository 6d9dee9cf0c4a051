//! The program; all of it is in the library.

use std::process::ExitCode;

/// A question allocates and frees some hundred thousand small values on several threads: a fifth of its time with glibc's allocator.
/// Its second version without huge pages: of what a server frees the third keeps half as much again (docs/performance.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[allow(unsafe_code)]
unsafe extern "C" {
    /// Of mimalloc.h 2.2; the crate has no name for it.
    fn mi_option_set(option: std::ffi::c_int, value: std::ffi::c_long);
}

/// `mi_option_purge_delay`: after how many milliseconds the system has freed pages back.
const PURGE_DELAY: std::ffi::c_int = 15;

/// With the usual ten milliseconds, threads that take turns keep what they freed, a third of a server's memory.
const AT_ONCE: std::ffi::c_long = 0;

/// What answers one question gives all back when it ends; to give back at once takes an eighth of its time.
const AFTER_A_WHILE: std::ffi::c_long = 10;

fn main() -> ExitCode {
    let delay = if zhoubao::cli::is_for_one_question() { AFTER_A_WHILE } else { AT_ONCE };
    // SAFETY: sets a number inside the allocator, which has it from the environment otherwise; no other thread runs yet.
    #[allow(unsafe_code)]
    unsafe {
        mi_option_set(PURGE_DELAY, delay);
    }
    zhoubao::cli::run()
}
