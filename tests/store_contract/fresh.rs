//! A place for an index that nobody has used before.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tempfile::TempDir;
use zhoubao::store::{Access, Fingerprint, Location, Store, StoreError};

use crate::corpus::WIDTH;
use crate::qdrant::shared_server;

/// A directory is free when the last request of a dropped store has ended, which may take it a moment.
const WAIT: Duration = Duration::from_secs(10);

/// An unused location; the directory of an embedded one lives as long as this.
pub struct Fresh {
    location: Location,
    _dir: Option<TempDir>,
}

impl Fresh {
    pub fn embedded() -> Self {
        let dir = tempfile::tempdir().expect("temporary directory");
        Self { location: Location::Embedded { dir: dir.path().join("index") }, _dir: Some(dir) }
    }

    pub fn server() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        Self {
            location: Location::Server {
                url: shared_server().grpc_url().parse().expect("an address"),
                api_key: None,
                collection: format!("contract-{number}"),
                shard_number: None,
                replication_factor: None,
            },
            _dir: None,
        }
    }

    pub fn location(&self) -> &Location {
        &self.location
    }

    /// The directory of an embedded location.
    pub fn dir(&self) -> &Path {
        match &self.location {
            Location::Embedded { dir } => dir,
            Location::Server { .. } => panic!("a server has no directory"),
        }
    }

    pub async fn open(&self, access: Access) -> Result<Store, StoreError> {
        Store::open(&self.location, access, WAIT).await
    }

    /// A new index with dense and sparse vectors.
    pub async fn create(&self) -> Store {
        self.open(Access::Create(fingerprint())).await.expect("a new index")
    }
}

pub fn fingerprint() -> Fingerprint {
    Fingerprint::new("test-embedder", WIDTH, "test-segmenter")
}
