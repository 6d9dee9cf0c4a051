//! The nodes of a cluster behind one client: what one does not answer another is asked. A server by itself is a cluster of one.
//!
//! Each request says what shall be, and may be made twice. A node that is lost is noticed by the next request; a server that was
//! there a moment ago, and restarts, is waited for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use qdrant_client::qdrant::{
    CollectionExistsRequest, CollectionOperationResponse, CountPoints, CountResponse, CreateCollection,
    CreateFieldIndexCollection, DeleteCollection, DeletePointVectors, DeletePoints, GetCollectionInfoRequest,
    GetCollectionInfoResponse, GetPoints, GetResponse, PointsOperationResponse, QueryBatchPoints, QueryBatchResponse,
    QueryPoints, QueryResponse, ScrollPoints, ScrollResponse, SetPayloadPoints, UpdatePointVectors, UpsertPoints,
};
use qdrant_client::{Qdrant, QdrantError};

/// How long a request may take: a write waits until the server has stored its batch. The client makes a request that ran out of time a
/// second time by itself; here it ends all the same.
pub(super) const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);

/// How long a server that answered before may be gone.
const AWAY: Duration = Duration::from_secs(10);

const NO_ANSWER: &str = "it does not answer: nothing came within 60 s";

/// Between two rounds over all nodes.
const PAUSE: Duration = Duration::from_millis(250);

/// Clones share the connections, and which of them answered last.
#[derive(Clone)]
pub(super) struct Nodes {
    nodes: Arc<[Qdrant]>,
    current: Arc<AtomicUsize>,
    has_answered: Arc<AtomicBool>,
}

/// A request of the client by its name, put to the nodes.
macro_rules! requests {
    ($($name:ident($request:ty) -> $response:ty;)+) => {$(
        pub async fn $name(&self, request: impl Into<$request>) -> Result<$response, QdrantError> {
            let request = request.into();
            self.ask(|node| node.$name(request.clone())).await
        }
    )+};
}

impl Nodes {
    /// At least one.
    pub fn new(nodes: Vec<Qdrant>) -> Self {
        Self { nodes: nodes.into(), current: Arc::default(), has_answered: Arc::default() }
    }

    requests! {
        collection_exists(CollectionExistsRequest) -> bool;
        collection_info(GetCollectionInfoRequest) -> GetCollectionInfoResponse;
        create_collection(CreateCollection) -> CollectionOperationResponse;
        delete_collection(DeleteCollection) -> CollectionOperationResponse;
        create_field_index(CreateFieldIndexCollection) -> PointsOperationResponse;
        count(CountPoints) -> CountResponse;
        get_points(GetPoints) -> GetResponse;
        scroll(ScrollPoints) -> ScrollResponse;
        query(QueryPoints) -> QueryResponse;
        query_batch(QueryBatchPoints) -> QueryBatchResponse;
        upsert_points(UpsertPoints) -> PointsOperationResponse;
        set_payload(SetPayloadPoints) -> PointsOperationResponse;
        delete_points(DeletePoints) -> PointsOperationResponse;
        delete_vectors(DeletePointVectors) -> PointsOperationResponse;
        update_vectors(UpdatePointVectors) -> PointsOperationResponse;
    }

    async fn ask<'a, T, F>(&'a self, request: impl Fn(&'a Qdrant) -> F) -> Result<T, QdrantError>
    where
        F: Future<Output = Result<T, QdrantError>>,
    {
        let begun = Instant::now();
        loop {
            let first = self.current.load(Ordering::Relaxed);
            let mut lost = None;
            for step in 0..self.nodes.len() {
                let at = (first + step) % self.nodes.len();
                match in_time(request(&self.nodes[at])).await {
                    Ok(answer) => {
                        self.current.store(at, Ordering::Relaxed);
                        self.has_answered.store(true, Ordering::Relaxed);
                        return Ok(answer);
                    }
                    Err(error) if is_lost(&error, self.nodes.len() > 1) => lost = Some(error),
                    Err(error) => return Err(error),
                }
            }
            // A server that never answered is more likely not there at all.
            let may_return = self.has_answered.load(Ordering::Relaxed) && begun.elapsed() < AWAY;
            match lost {
                Some(_) if may_return => tokio::time::sleep(PAUSE).await,
                Some(error) => return Err(error),
                None => return Err(QdrantError::ConversionError("there is no node to ask".to_owned())),
            }
        }
    }
}

async fn in_time<T>(request: impl Future<Output = Result<T, QdrantError>>) -> Result<T, QdrantError> {
    let late = || std::io::Error::new(std::io::ErrorKind::TimedOut, NO_ANSWER);
    let answered = tokio::time::timeout(REQUEST_TIMEOUT, request).await;
    answered.unwrap_or_else(|_| Err(QdrantError::Io(late())))
}

/// Whether the node did not answer: that says nothing of the request. Nor does the internal error of one node of a cluster, which may
/// have lost another, or be on its way back without its shards; a server by itself means it.
fn is_lost(error: &QdrantError, is_cluster: bool) -> bool {
    const DEADLINE_EXCEEDED: i32 = 4;
    const INTERNAL: i32 = 13;
    const UNAVAILABLE: i32 = 14;
    match error {
        QdrantError::ResponseError { status } => match status.code() as i32 {
            UNAVAILABLE | DEADLINE_EXCEEDED => true,
            INTERNAL if is_cluster => true,
            // The client's own failure to connect comes as an internal error, too.
            _ => std::error::Error::source(status).is_some() || status.message().starts_with("Failed to connect to"),
        },
        QdrantError::Io(_) => true,
        _ => false,
    }
}
