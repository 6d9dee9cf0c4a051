//! What the holder of an index does for others: each request is a call of the store's own contract.

use std::io::Result;
use std::path::PathBuf;
use std::pin::Pin;

use serde::Serialize;

use crate::store::Store;
use crate::store::embedded::Embedded;
use crate::store::error::StoreError;
use crate::store::peer::listen::{Answer, Listener};
use crate::store::peer::wire::{Request, Welcome, Write, encode};

/// Lets other processes of this user work with `store`, until it is dropped.
///
/// # Errors
/// Why none of `folders` can hold a socket; the index is then this process's alone, as long as it has it.
pub(in crate::store) fn share(store: &Embedded, folders: &[PathBuf]) -> Result<()> {
    if store.is_shared() {
        return Ok(());
    }
    let held = store.downgrade();
    let listener = Listener::open(folders, &store.socket_name()?, move |request| {
        let store = held.upgrade();
        async move {
            let store = store.ok_or(StoreError::Closed { dir: PathBuf::new() })?;
            match request {
                Request::Turn => {
                    let turn = store.turn().await?;
                    Ok(Answer { body: done(&())?, keep: Some(turn) })
                }
                request => Ok(Answer { body: answer(store, request).await?, keep: None }),
            }
        }
    })?;
    store.keep(listener.path().to_owned(), listener)
}

/// Boxed, because a peer that has become the holder comes here through the store again.
type Answering = Pin<Box<dyn Future<Output = std::result::Result<Vec<u8>, StoreError>> + Send>>;

/// Does what was asked for; the body of the answer. A turn is not asked for here.
pub(super) fn answer(embedded: Embedded, request: Request) -> Answering {
    Box::pin(async move {
        let store = Store::Embedded(embedded.clone());
        match request {
            Request::Welcome | Request::Turn => {
                let fingerprint = store.fingerprint();
                done(&Welcome { pid: std::process::id(), fingerprint: (*fingerprint).clone() })
            }
            Request::Generation => done(&store.generation().await?),
            Request::Meta => done(&store.meta().await?),
            Request::Write(theirs, write) => {
                store.fingerprint().check_write(&theirs)?;
                done(&written(&store, write).await?)
            }
            Request::SwapMeta { fingerprint, before, after } => {
                store.fingerprint().check_write(&fingerprint)?;
                done(&store.swap_meta(before, after).await?)
            }
            Request::Count(condition) => done(&store.count(condition.as_ref()).await?),
            Request::Fetch(ids) => done(&store.fetch(&ids).await?),
            Request::Points(ids) => done(&store.points(&ids).await?),
            Request::Page { condition, fields, from, limit } => {
                let fields: Option<Vec<&str>> =
                    fields.as_ref().map(|fields| fields.iter().map(String::as_str).collect());
                done(&store.page(condition.as_ref(), fields.as_deref(), from, limit).await?)
            }
            Request::Query(query) => done(&store.query(&query).await?),
            Request::Cosines(dense, ids) => done(&store.cosines(&dense, &ids).await?),
            Request::Flush => done(&store.flush().await?),
            Request::Optimize => done(&store.optimize().await?),
            Request::IsSealed => done(&store.is_sealed().await?),
            Request::Seal => done(&embedded.seal_open().await?),
            Request::Verify => done(&embedded.verify_open().await?),
            Request::Stats => done(&store.stats().await?),
            Request::Replace => {
                let _turn = embedded.turn().await?;
                done(&embedded.replace().await?)
            }
        }
    })
}

async fn written(store: &Store, write: Write) -> std::result::Result<(), StoreError> {
    match write {
        Write::Meta(meta) => store.set_meta(meta).await,
        Write::Upsert(points) => store.upsert(points).await,
        Write::Commit(change) => store.commit(change).await,
        Write::UpdateSparse(vectors) => store.update_sparse(vectors).await,
        Write::Delete(condition) => store.delete(&condition).await,
    }
}

fn done<T: Serialize>(value: &T) -> std::result::Result<Vec<u8>, StoreError> {
    encode(value).map_err(StoreError::backend("send its answer"))
}
