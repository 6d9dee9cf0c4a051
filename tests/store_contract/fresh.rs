//! A place for an index that nobody has used before.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tempfile::TempDir;
use tokio::sync::Mutex;
use zhoubao::store::{Access, Fingerprint, Location, Store, StoreError};

use crate::corpus::WIDTH;
use crate::qdrant::shared_server;

/// A directory is free when the last request of a dropped store has ended, which may take it a moment.
const WAIT: Duration = Duration::from_secs(10);

/// An unused location; the directory of an embedded one lives as long as this.
pub struct Fresh {
    location: Location,
    dir: Option<TempDir>,
    /// The store that holds the directory, and answers for all others; `None` where each is opened by itself.
    holder: Option<Mutex<Option<Store>>>,
}

impl Fresh {
    pub fn embedded() -> Self {
        let dir = tempfile::tempdir().expect("temporary directory");
        Self {
            location: Location::Embedded { dir: dir.path().join("index"), copies: Vec::new() },
            dir: Some(dir),
            holder: None,
        }
    }

    /// A directory that another store of this process holds, for which this makes no difference to another process.
    pub fn peer() -> Self {
        Self { holder: Some(Mutex::default()), ..Self::embedded() }
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
            dir: None,
            holder: None,
        }
    }

    pub fn location(&self) -> &Location {
        &self.location
    }

    /// The directory of an embedded location.
    pub fn dir(&self) -> &Path {
        match &self.location {
            Location::Embedded { dir, .. } => dir,
            Location::Server { .. } => panic!("a server has no directory"),
        }
    }

    pub async fn open(&self, access: Access) -> Result<Store, StoreError> {
        let Some(holder) = &self.holder else { return Store::open(&self.location, access, WAIT).await };
        let mut holder = holder.lock().await;
        if holder.is_none() || matches!(access, Access::Rebuild(_)) {
            *holder = None;
            let store = Store::open(&self.location, access.clone(), WAIT).await?;
            store.share(&[self.sockets()]).await.expect("a socket");
            *holder = Some(store);
        }
        let access = if let Access::Rebuild(fingerprint) = access { Access::Create(fingerprint) } else { access };
        let peer = Store::open(&self.location, access, WAIT).await?;
        assert!(matches!(peer, Store::Peer(_)), "{peer:?}");
        Ok(peer)
    }

    /// A folder for sockets.
    pub fn sockets(&self) -> PathBuf {
        self.dir.as_ref().expect("a directory").path().join("sockets")
    }

    /// A new index with dense and sparse vectors.
    pub async fn create(&self) -> Store {
        self.open(Access::Create(fingerprint())).await.expect("a new index")
    }
}

pub fn fingerprint() -> Fingerprint {
    Fingerprint::new("test-embedder", WIDTH, "test-segmenter")
}
