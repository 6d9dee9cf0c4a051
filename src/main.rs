//! The program; all of it is in the library.

use std::process::ExitCode;

/// A question allocates and frees some hundred thousand small values on several threads: a fifth of its time with glibc's allocator.
/// Its second version without huge pages: of what a server frees the third keeps half as much again (docs/performance.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    zhoubao::cli::run()
}
