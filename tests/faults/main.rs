//! Faults, each made to happen: the program is killed at every call that makes a write last, and disks run full. What
//! the index holds afterwards is compared, point by point, with that of a run that nothing happened to.
//!
//! `make test` takes a sample of the places; with `ZHOUBAO_FAULTS=all` (`make faults`) every one, and the figures are
//! printed. Needs `cc`, and for a disk of its own `unshare` and `mount`; where that is not allowed the test says so.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "figures, and what is skipped, are what a run tells")]

#[path = "../store_contract/qdrant.rs"]
#[expect(dead_code, reason = "the contract tests use more of it")]
mod qdrant;

mod corpus;
mod damage;
mod disks;
mod embedded_kills;
mod kill;
mod served_kills;
mod state;

/// Whether every place is tried, or a sample of them.
fn tries_all() -> bool {
    std::env::var("ZHOUBAO_FAULTS").is_ok_and(|value| value == "all")
}
