//! Whether the machine leaves the program enough memory and threads. An allocation that fails ends a Rust process without a word, and
//! one too many brings the kernel's killer; so it is asked once, before anything is begun.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use sysinfo::{MemoryRefreshKind, System};

/// Address space: the index, the model and the dictionaries are mapped, each thread reserves some, and the allocator (mimalloc)
/// reserves a gibibyte at a time. Tried on two cores with an index of 24 reports: 2,300,000 kB do with the model and without;
/// 2,000,000 kB do not, and where an allocation fails inside the engine it may wait for itself for ever. How much more cores add was
/// not tried.
const NEEDED_ADDRESS_SPACE_BYTES: u64 = 9 << 28;

/// Memory that a question uses at once: `ask` over a year of reports took 106 MB, see docs/performance.md.
const NEEDED_BYTES: u64 = 192 << 20;

/// Threads beside one a core: those that wait for files and for the engine.
const OTHER_THREADS: usize = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too little memory: {} MB of {what} are needed, there are {}", needed >> 20, found >> 20)]
pub struct TooLittle {
    what: &'static str,
    needed: u64,
    found: u64,
}

impl TooLittle {
    pub fn hint(&self) -> String {
        "end other programs, or raise the limit (`ulimit -v`, the memory of the container), and run it again".to_owned()
    }
}

/// # Errors
/// What there is too little of.
pub fn check() -> Result<(), TooLittle> {
    let mut system = System::new();
    system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram().with_swap());
    let free = system.available_memory().saturating_add(system.free_swap());
    // What a container's files take in the cache is given up when memory is asked for; what its processes hold is not.
    let free = system.cgroup_limits().map_or(free, |limits| free.min(limits.total_memory.saturating_sub(limits.rss)));
    enough("memory", NEEDED_BYTES, free)?;
    for limit in limits() {
        enough("address space", NEEDED_ADDRESS_SPACE_BYTES, limit)?;
    }
    Ok(())
}

/// Whether as many threads may be had as a question takes: where they may not, the runtime waits for them for ever.
///
/// # Errors
/// What the system said.
pub fn check_threads() -> std::io::Result<()> {
    let wanted = std::thread::available_parallelism().map_or(1, NonZeroUsize::get) + OTHER_THREADS;
    let waiting = Arc::new(Mutex::new(()));
    let held = waiting.lock().unwrap_or_else(PoisonError::into_inner);
    let mut threads = Vec::new();
    let mut refused = Ok(());
    for _ in 0..wanted {
        let waiting = Arc::clone(&waiting);
        match std::thread::Builder::new().spawn(move || drop(waiting.lock())) {
            Ok(thread) => threads.push(thread),
            Err(error) => {
                refused = Err(error);
                break;
            }
        }
    }
    drop(held);
    threads.into_iter().for_each(|thread| drop(thread.join()));
    refused
}

fn enough(what: &'static str, needed: u64, found: u64) -> Result<(), TooLittle> {
    if found < needed { Err(TooLittle { what, needed, found }) } else { Ok(()) }
}

/// The limits of what this process may map, where it has some: private mappings count as data.
#[cfg(unix)]
fn limits() -> Vec<u64> {
    use rustix::process::{Resource, getrlimit};
    [Resource::As, Resource::Data].into_iter().filter_map(|resource| getrlimit(resource).current).collect()
}

#[cfg(not(unix))]
fn limits() -> Vec<u64> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::{check, check_threads, enough};

    #[test]
    fn what_lacks_is_told_with_how_much_there_is() {
        let error = enough("memory", 192 << 20, 64 << 20).expect_err("too little");
        assert_eq!(error.to_string(), "too little memory: 192 MB of memory are needed, there are 64");
        check().expect("this machine has enough");
        check_threads().expect("this machine has enough");
    }
}
