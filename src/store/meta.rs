//! The notes of an index: what its users leave with it, beside the points.

use serde_json::{Map, Value};

use super::Store;
use super::error::StoreError;

impl Store {
    /// The notes that `set_meta` left with the index; empty when it never did.
    pub async fn meta(&self) -> Result<Map<String, Value>, StoreError> {
        match self {
            Self::Embedded(store) => store.meta().await,
            Self::Peer(peer) => peer.meta().await,
            Self::Server(store) => store.meta().await,
        }
    }

    /// Replaces the notes where they are still `before`; false where somebody has changed them since. A turn keeps nobody from it: where
    /// the index's holder ends, it goes on at the next one, and another may have come first there.
    pub async fn swap_meta(&self, before: Map<String, Value>, after: Map<String, Value>) -> Result<bool, StoreError> {
        match self {
            Self::Embedded(store) => store.swap_meta(before, after).await,
            Self::Peer(peer) => peer.swap_meta(before, after).await,
            Self::Server(store) => store.swap_meta(&before, after).await,
        }
    }

    /// Replaces the notes, whatever they are.
    pub async fn set_meta(&self, meta: Map<String, Value>) -> Result<(), StoreError> {
        match self {
            Self::Embedded(store) => store.set_meta(meta).await,
            Self::Peer(peer) => peer.set_meta(meta).await,
            Self::Server(store) => store.set_meta(meta).await,
        }
    }
}
