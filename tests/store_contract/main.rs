//! The contract of the store, run over its three members: a directory of this machine, one that another process holds, and a real
//! Qdrant server.
//!
//! The server's binary comes from the variable `ZHOUBAO_TEST_QDRANT`; `make test` sets it.

mod backing_up;
mod cluster;
mod corpus;
mod fresh;
mod ingesting;
mod parts;
mod peers;
mod processes;
mod qdrant;
mod quantizing;
mod ranking;
mod reading;
mod rebuilding;
mod refusals;
mod teams;
mod turns;
mod writing;

/// Runs each contract, an async function that takes a [`fresh::Fresh`], once per member.
macro_rules! contracts {
    ($($name:ident),+ $(,)?) => {
        $crate::contracts_of![embedded: $($name),+];
        $crate::contracts_of![peer: $($name),+];
        $crate::contracts_of![server: $($name),+];
    };
}
use contracts;

/// Runs each contract for one member.
macro_rules! contracts_of {
    ($member:ident: $($name:ident),+ $(,)?) => {
        mod $member {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name($crate::fresh::Fresh::$member()).await;
            })+
        }
    };
}
use contracts_of;
