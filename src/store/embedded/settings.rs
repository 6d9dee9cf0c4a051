//! How the embedded engine keeps our points: what is in memory, what on disk, and from which size a graph pays.

use qdrant_edge::{
    Distance, EdgeConfig, EdgeOptimizersConfig, EdgeSparseVectorParams, EdgeVectorParams,
    HnswIndexConfig, Modifier, WalOptions,
};

use crate::store::fingerprint::Fingerprint;
use crate::store::schema::{DENSE, SPARSE};

/// Vectors of a segment that is rewritten as a read-only one, in KiB: such a segment is mapped instead of read, which
/// is what makes opening fast.
const INDEXING_THRESHOLD_KB: usize = 1_000;

/// Vectors of a filtered set that is scanned rather than walked through the graph, in KiB; smaller segments get no graph.
const FULL_SCAN_THRESHOLD_KB: usize = 10_000;

/// Bytes per file of the write-ahead log, which nobody reads: it only numbers the operations.
const LOG_FILE_BYTES: usize = 4 * 1024 * 1024;

/// The engine's configuration for an index of `fingerprint`; the same at every opening.
pub(super) fn config(fingerprint: &Fingerprint) -> EdgeConfig {
    let mut builder = EdgeConfig::builder()
        .on_disk_payload(std::env::var("X_PS").is_ok())
        .sparse_vector(
            SPARSE,
            EdgeSparseVectorParams::builder()
                .modifier(Modifier::Idf)
                .on_disk(std::env::var("X_SPARSE").is_ok())
                .build(),
        )
        .hnsw_config(HnswIndexConfig {
            full_scan_threshold: FULL_SCAN_THRESHOLD_KB, on_disk: Some(std::env::var("X_HNSW").is_ok()), payload_m: std::env::var("X_PM").ok().map(|_| 0), ef_construct: std::env::var("X_EF").ok().and_then(|v| v.parse().ok()).unwrap_or(100),
            ..HnswIndexConfig::default()
        })
        .optimizers(EdgeOptimizersConfig {
            default_segment_number: Some(1),
            max_segment_size: Some(usize::MAX / 4096),
            indexing_threshold: Some(INDEXING_THRESHOLD_KB),
            ..EdgeOptimizersConfig::default()
        })
        .wal_options(WalOptions {
            segment_capacity: LOG_FILE_BYTES,
            ..WalOptions::default()
        });
    if fingerprint.has_dense() {
        let dense = EdgeVectorParams::builder(fingerprint.width, Distance::Cosine)
            .on_disk(std::env::var("X_DENSE").is_ok())
            .build();
        builder = builder.vector(DENSE, dense);
    }
    builder.build()
}
