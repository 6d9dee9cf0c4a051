//! The collection of an index on a server: finding it, making it, and being sure that it is ours.

use std::time::{Duration, Instant};

use qdrant_client::qdrant::{BinaryQuantizationBuilder, QuantizationType, ScalarQuantizationBuilder};
use qdrant_client::qdrant::{
    CountPointsBuilder, GetPointsBuilder, PointsIdsList, SetPayloadPointsBuilder, UpsertPointsBuilder,
};
use qdrant_client::qdrant::{
    CreateCollection, CreateCollectionBuilder, CreateFieldIndexCollectionBuilder, Distance, FieldType,
    IntegerIndexParamsBuilder, KeywordIndexParamsBuilder, Modifier, SparseVectorParamsBuilder,
    SparseVectorsConfigBuilder, VectorParamsBuilder, VectorsConfigBuilder,
};
use serde_json::{Map, Value};

use crate::store::Access;
use crate::store::error::StoreError;
use crate::store::fingerprint::{Fingerprint, SCHEMA};
use crate::store::generation::new_opening;
use crate::store::point::Point;
use crate::store::quantization::{QUANTILE, Quantization};
use crate::store::schema::{DENSE, FIELDS, FieldKind, META_ID, REVISION, SPARSE, fingerprint_of, meta_payload};
use crate::store::server::Layout;
use crate::store::server::connect::Connection;
use crate::store::server::convert::{grpc_point, payload_of, point_id};
use crate::store::server::lease::Desk;

/// What the server has under the name.
enum Contents {
    Nothing,
    /// A collection without our notes and without points: made by us and cut short, by hand, or being made; with how many
    /// fields indexed so far.
    Empty(usize),
    Index(Fingerprint),
    /// Points that are not ours; how many.
    Foreign(u64),
}

/// Opens or makes the collection, and says with which fingerprint.
pub(super) async fn open(
    connection: &Connection,
    collection: &str,
    layout: Layout,
    access: Access,
) -> Result<Fingerprint, StoreError> {
    let place = || format!("{} (collection `{collection}`)", connection.url);
    let contents = match access {
        Access::Existing => inspect(connection, collection).await?,
        // Empty is one that another process is making, too.
        Access::Create(_) | Access::Rebuild(_) => settled(connection, collection).await?,
    };
    let mine = match (&contents, access) {
        (Contents::Foreign(points), _) => {
            return Err(StoreError::Foreign { place: place(), found: format!("{points} points without its notes") });
        }
        (Contents::Nothing | Contents::Empty(_), Access::Existing) => {
            return Err(StoreError::NotFound { place: place() });
        }
        (Contents::Index(found), Access::Existing) => {
            found.check_schema(SCHEMA)?;
            return Ok(found.clone());
        }
        (Contents::Index(found), Access::Create(mine)) => {
            found.check_schema(SCHEMA)?;
            found.check_write(&mine)?;
            return Ok(found.clone());
        }
        (_, Access::Create(mine) | Access::Rebuild(mine)) => mine,
    };
    if matches!(contents, Contents::Index(_)) {
        // Nobody's work is thrown away while it is done. The lease goes with the collection.
        let desk = Desk { connection: connection.clone(), collection: collection.into() };
        desk.acquire(true).await?.forget();
    }
    if !matches!(contents, Contents::Nothing) {
        connection.client.delete_collection(collection).await.map_err(connection.refused("drop the collection"))?;
    }
    match create(connection, collection, layout, &mine).await {
        Ok(()) => Ok(mine),
        // Of two that make it at once one has; the other finds it.
        Err(refused) => match settled(connection, collection).await? {
            Contents::Index(found) => {
                found.check_schema(SCHEMA)?;
                found.check_write(&mine)?;
                Ok(found)
            }
            _ => Err(refused),
        },
    }
}

/// What the server has under the name, when nobody is about to make it any more.
async fn settled(connection: &Connection, collection: &str) -> Result<Contents, StoreError> {
    let (mut moved, mut seen) = (Instant::now(), 0);
    loop {
        let contents = inspect(connection, collection).await?;
        let Contents::Empty(fields) = contents else { return Ok(contents) };
        if fields > seen {
            (moved, seen) = (Instant::now(), fields);
        }
        if moved.elapsed() >= MAKING {
            return Ok(contents);
        }
        tokio::time::sleep(POLL).await;
    }
}

/// How long another process may take for one step of making a collection. A busy server takes more than this for all of them.
const MAKING: Duration = Duration::from_secs(5);
const POLL: Duration = Duration::from_millis(50);

async fn inspect(connection: &Connection, collection: &str) -> Result<Contents, StoreError> {
    let refused = || connection.refused("look at the collection");
    let exists = connection.client.collection_exists(collection).await.map_err(refused())?;
    if !exists {
        return Ok(Contents::Nothing);
    }
    if let Some(fingerprint) = read_meta(connection, collection).await?.as_ref().and_then(fingerprint_of) {
        return Ok(Contents::Index(fingerprint));
    }
    let counted = connection.client.count(CountPointsBuilder::new(collection).exact(true)).await.map_err(refused())?;
    match counted.result.map_or(0, |result| result.count) {
        0 => {
            let info = connection.client.collection_info(collection).await.map_err(refused())?;
            Ok(Contents::Empty(info.result.map_or(0, |info| info.payload_schema.len())))
        }
        // The notes may have come since they were asked for.
        points => Ok(match read_meta(connection, collection).await?.as_ref().and_then(fingerprint_of) {
            Some(fingerprint) => Contents::Index(fingerprint),
            None => Contents::Foreign(points),
        }),
    }
}

/// The payload of the meta point.
pub(super) async fn read_meta(
    connection: &Connection,
    collection: &str,
) -> Result<Option<Map<String, Value>>, StoreError> {
    let request = GetPointsBuilder::new(collection, vec![point_id(META_ID)]).with_payload(true);
    let found = connection.client.get_points(request).await.map_err(connection.refused("read the index's notes"))?;
    Ok(found.result.into_iter().next().map(|point| payload_of(point.payload)))
}

pub(super) async fn write_meta(
    connection: &Connection,
    collection: &str,
    fingerprint: &Fingerprint,
    meta: Map<String, Value>,
) -> Result<(), StoreError> {
    let mut payload = meta_payload(fingerprint, meta)?;
    payload.insert(REVISION.to_owned(), new_revision());
    let refused = connection.refused("write the index's notes");
    if read_meta(connection, collection).await?.is_some() {
        // Field by field: whose turn it is stands beside them.
        let request = SetPayloadPointsBuilder::new(collection, qdrant_client::Payload::from(payload))
            .points_selector(PointsIdsList { ids: vec![point_id(META_ID)] })
            .wait(true);
        connection.client.set_payload(request).await.map_err(refused)?;
        return Ok(());
    }
    let point = grpc_point(Point { id: META_ID, dense: None, sparse: None, payload });
    connection
        .client
        .upsert_points(UpsertPointsBuilder::new(collection, vec![point]).wait(true))
        .await
        .map_err(refused)?;
    Ok(())
}

/// Says that the index is another one than before.
pub(super) async fn write_revision(connection: &Connection, collection: &str) -> Result<(), StoreError> {
    let payload = qdrant_client::Payload::from(Map::from_iter([(REVISION.to_owned(), new_revision())]));
    let request = SetPayloadPointsBuilder::new(collection, payload)
        .points_selector(PointsIdsList { ids: vec![point_id(META_ID)] })
        .wait(true);
    connection.client.set_payload(request).await.map_err(connection.refused("write the index's notes"))?;
    Ok(())
}

fn new_revision() -> Value {
    Value::from(new_opening().cast_signed())
}

/// The notes are written last, so a collection has an index exactly when it has them.
async fn create(
    connection: &Connection,
    collection: &str,
    layout: Layout,
    fingerprint: &Fingerprint,
) -> Result<(), StoreError> {
    let refused = || connection.refused("create the collection");
    connection.client.create_collection(definition(collection, layout, fingerprint)).await.map_err(refused())?;
    for (field, kind) in FIELDS {
        let request = match kind {
            FieldKind::Keyword => CreateFieldIndexCollectionBuilder::new(collection, field, FieldType::Keyword)
                .field_index_params(KeywordIndexParamsBuilder::default()),
            FieldKind::Number | FieldKind::Range => {
                CreateFieldIndexCollectionBuilder::new(collection, field, FieldType::Integer)
                    .field_index_params(IntegerIndexParamsBuilder::new(true, true))
            }
        };
        connection.client.create_field_index(request.wait(true)).await.map_err(refused())?;
    }
    write_meta(connection, collection, fingerprint, Map::new()).await
}

fn definition(collection: &str, layout: Layout, fingerprint: &Fingerprint) -> CreateCollection {
    let mut sparse = SparseVectorsConfigBuilder::default();
    sparse.add_named_vector_params(SPARSE, SparseVectorParamsBuilder::default().modifier(Modifier::Idf));
    let mut vectors = VectorsConfigBuilder::default();
    if fingerprint.has_dense() {
        let dense = VectorParamsBuilder::new(fingerprint.width as u64, Distance::Cosine);
        // The small ones in memory, the whole ones, of which a few are asked for, on the disk.
        vectors.add_named_vector_params(
            DENSE,
            match fingerprint.quantization {
                None => dense,
                Some(Quantization::Scalar) => dense.on_disk(true).quantization_config(
                    ScalarQuantizationBuilder::default()
                        .r#type(QuantizationType::Int8.into())
                        .quantile(QUANTILE)
                        .always_ram(true),
                ),
                Some(Quantization::Binary) => {
                    dense.on_disk(true).quantization_config(BinaryQuantizationBuilder::new(true))
                }
            },
        );
    }
    let mut definition = CreateCollectionBuilder::new(collection)
        .vectors_config(vectors)
        .sparse_vectors_config(sparse)
        .on_disk_payload(true);
    if let Some(shards) = layout.shard_number {
        definition = definition.shard_number(shards);
    }
    if let Some(replicas) = layout.replication_factor {
        definition = definition.replication_factor(replicas);
    }
    definition.build()
}
