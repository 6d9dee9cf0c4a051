//! The contract of the store, run over both members: a directory of this machine and a real Qdrant server.
//!
//! The server's binary comes from the variable `ZHOUBAO_TEST_QDRANT`; `make test` sets it.

mod corpus;
mod fresh;
mod ingesting;
mod processes;
mod qdrant;
mod ranking;
mod reading;
mod rebuilding;
mod refusals;
mod writing;

/// Runs each contract, an async function that takes a [`fresh::Fresh`], once per member.
macro_rules! contracts {
    ($($name:ident),+ $(,)?) => {
        mod embedded {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name($crate::fresh::Fresh::embedded()).await;
            })+
        }
        mod server {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name($crate::fresh::Fresh::server()).await;
            })+
        }
    };
}
use contracts;
