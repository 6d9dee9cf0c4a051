//! Faults, each made to happen: the program is killed at every call that makes a write last, and disks run full. What
//! the index holds afterwards is compared, point by point, with that of a run that nothing happened to.
//!
//! `make test` tries a few of the places; with `ZHOUBAO_FAULTS=all` (`make faults`) some two hundred of each store, spread evenly, and
//! with `ZHOUBAO_FAULTS=every` every one. The figures are printed. Needs `cc`, and for a disk of its own `unshare` and `mount`; where that is not allowed the test says so.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "figures, and what is skipped, are what a run tells")]

#[path = "../store_contract/qdrant.rs"]
#[expect(dead_code, reason = "the contract tests use more of it")]
mod qdrant;

mod backup_kills;
mod clock;
mod corpus;
mod damage;
mod disks;
mod embedded_kills;
mod feedback_kills;
mod kill;
mod network;
mod place;
mod serve_kills;
mod served_kills;
mod server_dies;
mod state;

use kill::Extent;

fn extent() -> Extent {
    match std::env::var("ZHOUBAO_FAULTS").as_deref() {
        Ok("all") => Extent::Long,
        Ok("every") => Extent::Every,
        _ => Extent::Short,
    }
}

/// Whether more is tried than a sample.
fn tries_all() -> bool {
    extent() != Extent::Short
}
