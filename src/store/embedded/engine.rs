//! The embedded engine, synchronous: one `EdgeShard` behind the contract of the store.
//!
//! Facts about qdrant-edge 0.7.2 that this file answers for: nothing reads its write-ahead log again, and a flush writes one
//! file after another, so every change goes through our own [`journal`](super::journal) first; the log is never shortened;
//! `flush` panics when another thread writes.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use qdrant_edge::{
    CountRequest, CreateIndex, EdgeOptimizersConfig, EdgeShard, FieldIndexOperations, Filter, IntegerIndexParams,
    KeywordIndexParams, PayloadFieldSchema, PayloadSchemaParams, PointId, PointInsertOperations, PointOperations,
    Record as EdgeRecord, ScrollRequest, UpdateOperation, UpdateVectorsOp, VectorOperations, WithPayloadInterface,
    WithVector,
};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::lexicon::SparseVector;
use crate::private;
use crate::store::condition::Condition;
use crate::store::embedded::convert::{edge_point, point, record, sparse_update, uuid_of};
use crate::store::embedded::failure::EngineError;
use crate::store::embedded::filter::{Conditions, path as field_path};
use crate::store::embedded::guard::GuardedShard;
use crate::store::embedded::journal::{Frame, Journal, Step};
use crate::store::embedded::seal::{Broken, Compared, Seal};
use crate::store::embedded::tags::TAGS;
use crate::store::embedded::{ahead, log, room, search, settings};
use crate::store::fingerprint::Fingerprint;
use crate::store::point::{Point, Record, RecordPage};
use crate::store::query::{Hit, Plan, Ranking, with_payloads};
use crate::store::schema::{DENSE, FIELDS, FieldKind, META_ID, SPARSE};

/// Points per operation: small enough that a reader never waits long.
const POINTS_PER_OPERATION: usize = 256;

/// Points written before a flush is made unasked: what the journal can hold, and the next opening after a kill applies.
const POINTS_PER_FLUSH: usize = 4096;

/// Points written into the open segment before it is closed: one point more takes the engine time in proportion to the points
/// that have its terms (`PostingList::upsert`), so that a million in one segment would take an hour, in several seven minutes.
const POINTS_PER_OPEN_SEGMENT: usize = 1 << 16;

/// A file in the shard's folder while it is being optimised.
const OPTIMISING: &str = "optimising";

/// An open shard. Readers run side by side, writers one after another.
#[derive(Debug)]
pub(super) struct Engine {
    shard: GuardedShard,
    /// Held by every write and flush.
    writing: Mutex<Writing>,
    /// Held by whoever looks, and alone by a change while it is applied: all of a change is seen, or nothing.
    view: RwLock<()>,
    /// A process was killed while it optimised: a point can be in the old segment and in the new one, with equal
    /// contents until it is written again, which leaves one.
    may_hold_twins: AtomicBool,
    /// All files were compared with their checksums: the next seal may vouch for them.
    is_whole: AtomicBool,
    /// As long as nothing is written. What is mapped and was cut short since ends the process where it is touched.
    seal: RwLock<Option<Seal>>,
    fingerprint: Fingerprint,
    conditions: Conditions,
}

/// What a writer needs, one at a time.
#[derive(Debug)]
struct Writing {
    journal: Journal,
    unflushed_points: usize,
    /// Since the segment was opened, or this process opened the shard.
    open_points: usize,
}

/// What the engine says.
pub(super) type Edge<T> = Result<T, EngineError>;

impl Engine {
    /// Makes an empty shard at `path`, which must not exist, with the payload indexes of the schema.
    pub fn create(path: &Path, fingerprint: &Fingerprint) -> Edge<Self> {
        private::make_folder(path, true)?;
        room::for_index(path)?;
        let shard = EdgeShard::new(path, settings::config(fingerprint))?;
        let (journal, _) = Journal::open(path)?;
        let engine = Self::around(shard, journal, fingerprint, Conditions { by_tags: true }, false);
        engine.is_whole.store(true, Ordering::Relaxed);
        engine.index_fields()?;
        engine.settle()?;
        Ok(engine)
    }

    /// Opens the shard at `path` and applies what a killed process had promised. Who will write compares all files with
    /// their checksums first, or does it before the first change: the next seal would vouch for what is damaged.
    ///
    /// # Errors
    /// What the engine says; it counts as damage.
    pub fn load(path: &Path, fingerprint: &Fingerprint, compared: Compared) -> Edge<Self> {
        if let Some(broken) = Seal::broken(path, compared)? {
            return Err(broken.into());
        }
        let seal = Seal::load(path)?;
        if let Some(seal) = &seal {
            ahead::read(path, seal.files());
        }
        log::trim(path)?;
        discard_unfinished(path)?;
        room::fill_holes(path)?;
        let (journal, changes) = Journal::open(path)?;
        let shard = EdgeShard::load(path, Some(settings::config(fingerprint)))?;
        let conditions = Conditions { by_tags: shard.info().payload_schema.contains_key(&field_path(TAGS)) };
        let may_hold_twins = path.join(OPTIMISING).exists();
        let engine = Self::around(shard, journal, fingerprint, conditions, may_hold_twins);
        let engine = Self { seal: RwLock::new(seal), ..engine };
        engine.is_whole.store(compared == Compared::All, Ordering::Relaxed);
        if !changes.is_empty() {
            engine.redo(changes)?;
        }
        // Opening writes the configuration anew.
        engine.settle()?;
        Ok(engine)
    }

    fn around(
        shard: EdgeShard,
        journal: Journal,
        fingerprint: &Fingerprint,
        conditions: Conditions,
        may_hold_twins: bool,
    ) -> Self {
        Self {
            shard: GuardedShard::new(shard),
            writing: Mutex::new(Writing { journal, unflushed_points: 0, open_points: 0 }),
            view: RwLock::new(()),
            may_hold_twins: AtomicBool::new(may_hold_twins),
            is_whole: AtomicBool::new(false),
            seal: RwLock::new(None),
            fingerprint: fingerprint.clone(),
            conditions,
        }
    }

    /// What a panic leaves behind the lock is made good by the journal at the next opening.
    fn write_lock(&self) -> MutexGuard<'_, Writing> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One look at the index. Taken once a call: two of one thread wait for each other where a change waits between them.
    fn look(&self) -> RwLockReadGuard<'_, ()> {
        self.view.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn index_fields(&self) -> Edge<()> {
        let tags = PayloadSchemaParams::Keyword(KeywordIndexParams {
            on_disk: Some(true),
            enable_hnsw: Some(false),
            ..KeywordIndexParams::default()
        });
        // Equality is asked as a range, so that one index of two is enough; see `filter`.
        let range = PayloadSchemaParams::Integer(IntegerIndexParams {
            lookup: Some(false),
            range: Some(true),
            on_disk: Some(true),
            enable_hnsw: Some(false),
            ..IntegerIndexParams::default()
        });
        let ranges = FIELDS.into_iter().filter(|(_, kind)| *kind == FieldKind::Range);
        let ranges = ranges.map(|(field, _)| (field, range.clone()));
        for (field, params) in std::iter::once((TAGS, tags)).chain(ranges) {
            self.shard.update(UpdateOperation::FieldIndexOperation(FieldIndexOperations::CreateIndex(
                CreateIndex {
                    field_name: field_path(field),
                    field_schema: Some(PayloadFieldSchema::FieldParams(params)),
                },
            )))?;
        }
        Ok(())
    }

    /// Makes the change that `steps` says: it survives a kill from the moment that this returns, and a kill before leaves all or
    /// nothing of it. No other change comes between. `changed` is called in the moment from which it is seen, also where some of it failed.
    pub fn write(&self, steps: impl FnOnce(&Self) -> Edge<Vec<Step>>, changed: impl FnOnce()) -> Edge<()> {
        let mut writing = self.write_lock();
        let change = steps(self)?;
        let frame = Frame::of(&change)?;
        room::for_change(self.shard.path(), frame.bytes())?;
        self.break_seal()?;
        writing.journal.append(&frame)?;
        let points: usize = change.iter().map(Step::points).sum();
        writing.unflushed_points += points;
        writing.open_points += points;
        {
            let _alone = self.view.write().unwrap_or_else(PoisonError::into_inner);
            let applied = self.apply(change);
            changed();
            applied?;
        }
        self.settle()?;
        if writing.open_points >= POINTS_PER_OPEN_SEGMENT {
            self.rewrite(&mut writing, settings::closing())?;
        } else if writing.unflushed_points >= POINTS_PER_FLUSH {
            self.flush_locked(&mut writing)?;
        }
        Ok(())
    }

    /// Says that the shard is being written from here on.
    ///
    /// # Errors
    /// `Broken` where a file is not as it was sealed; then the seal stays, and nothing is written.
    fn break_seal(&self) -> Edge<()> {
        if !self.is_whole.load(Ordering::Relaxed) {
            if let Some(broken) = Seal::broken(self.shard.path(), Compared::All)? {
                return Err(broken.into());
            }
            self.is_whole.store(true, Ordering::Relaxed);
        }
        *self.seal.write().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(Seal::remove(self.shard.path())?)
    }

    /// The first file that somebody else removed or cut short since the index was sealed; while it is written nobody can tell.
    pub fn damage(&self) -> Option<Broken> {
        let seal = self.seal.read().unwrap_or_else(PoisonError::into_inner);
        seal.as_ref().and_then(|seal| seal.cut_short(self.shard.path()))
    }

    /// Applies the changes of the journal again. Points of which a later change is on the disk already may be gone.
    fn redo(&self, changes: Vec<Vec<Step>>) -> Edge<()> {
        let mut writing = self.write_lock();
        for step in changes.into_iter().flatten() {
            let step = match step {
                Step::Reweigh(vectors) => Step::Reweigh(self.only_existing(vectors)?),
                step => step,
            };
            self.apply(vec![step])?;
        }
        self.flush_locked(&mut writing)
    }

    fn only_existing(&self, vectors: Vec<(Uuid, SparseVector)>) -> Edge<Vec<(Uuid, SparseVector)>> {
        let ids: Vec<PointId> = vectors.iter().map(|(id, _)| PointId::Uuid(*id)).collect();
        let found = self.shard.retrieve(&ids, Some(WithPayloadInterface::Bool(false)), None)?;
        let found: HashSet<Uuid> = found.into_iter().filter_map(|record| uuid_of(record.id)).collect();
        Ok(vectors.into_iter().filter(|(id, _)| found.contains(id)).collect())
    }

    /// Looks after the files that the engine has made: their blocks, and that nobody else reads them.
    fn settle(&self) -> Edge<()> {
        room::fill_holes(self.shard.path())?;
        Ok(private::close_all(self.shard.path())?)
    }

    fn apply(&self, change: Vec<Step>) -> Edge<()> {
        for step in change {
            match step {
                Step::Upsert(points) => self.upsert(points)?,
                Step::Reweigh(vectors) => self.reweigh(&vectors)?,
                Step::Remove(ids) => self.remove(&ids)?,
            }
        }
        Ok(())
    }

    fn upsert(&self, points: Vec<Point>) -> Edge<()> {
        let mut points = points.into_iter().peekable();
        while points.peek().is_some() {
            self.upsert_batch(points.by_ref().take(POINTS_PER_OPERATION).collect())?;
        }
        Ok(())
    }

    fn upsert_batch(&self, batch: Vec<Point>) -> Edge<()> {
        let without = |missing: fn(&Point) -> bool| -> Vec<PointId> {
            batch.iter().filter(|point| missing(point)).map(|point| PointId::Uuid(point.id)).collect()
        };
        let mut stale = vec![(SPARSE, without(|point| point.sparse.is_none()))];
        if self.fingerprint.has_dense() {
            stale.push((DENSE, without(|point| point.dense.is_none())));
        }
        let points = batch.into_iter().map(edge_point).collect();
        self.shard.update(UpdateOperation::PointOperation(PointOperations::UpsertPoints(
            PointInsertOperations::PointsList(points),
        )))?;
        // An upsert keeps those vectors of the old point that the new one does not have.
        for (name, ids) in stale.into_iter().filter(|(_, ids)| !ids.is_empty()) {
            self.shard.update(UpdateOperation::VectorOperation(VectorOperations::DeleteVectors(
                ids.into(),
                vec![name.to_owned()],
            )))?;
        }
        Ok(())
    }

    fn reweigh(&self, vectors: &[(Uuid, SparseVector)]) -> Edge<()> {
        for batch in vectors.chunks(POINTS_PER_OPERATION) {
            let points = batch.iter().map(|(id, sparse)| sparse_update(*id, sparse)).collect();
            self.shard.update(UpdateOperation::VectorOperation(VectorOperations::UpdateVectors(UpdateVectorsOp {
                points,
                update_filter: None,
            })))?;
        }
        Ok(())
    }

    fn remove(&self, ids: &[Uuid]) -> Edge<()> {
        for batch in ids.chunks(POINTS_PER_OPERATION) {
            let ids = batch.iter().copied().map(PointId::Uuid).collect();
            self.shard.update(UpdateOperation::PointOperation(PointOperations::DeletePoints { ids }))?;
        }
        Ok(())
    }

    /// The points that pass, in no order.
    pub fn matching(&self, condition: &Condition) -> Edge<Vec<Uuid>> {
        let _look = self.look();
        let records = self.scroll_ids(self.conditions.visible(Some(condition)))?;
        Ok(records.into_iter().filter_map(|record| uuid_of(record.id)).collect())
    }

    pub fn count(&self, condition: Option<&Condition>) -> Edge<u64> {
        let _look = self.look();
        let filter = self.conditions.visible(condition);
        if self.may_hold_twins.load(Ordering::Relaxed) {
            return self.count_once(filter);
        }
        let count = self.shard.count(CountRequest { filter: Some(filter), exact: true })?;
        Ok(count as u64)
    }

    /// The engine's count adds up its segments; a scroll takes a point that is in two of them once.
    fn count_once(&self, filter: Filter) -> Edge<u64> {
        Ok(self.scroll_ids(filter)?.len() as u64)
    }

    fn scroll_ids(&self, filter: Filter) -> Edge<Vec<EdgeRecord>> {
        let (records, _) = self.shard.scroll(ScrollRequest {
            offset: None,
            limit: Some(self.shard.info().points_count.max(1)),
            filter: Some(filter),
            with_payload: Some(WithPayloadInterface::Bool(false)),
            with_vector: WithVector::Bool(false),
            order_by: None,
        })?;
        Ok(records)
    }

    pub fn fetch(&self, ids: &[Uuid]) -> Edge<Vec<Record>> {
        let _look = self.look();
        self.records(ids)
    }

    pub fn points(&self, ids: &[Uuid]) -> Edge<Vec<Point>> {
        let _look = self.look();
        let ids: Vec<PointId> = ids.iter().copied().map(PointId::Uuid).collect();
        let payload = Some(WithPayloadInterface::Bool(true));
        let records = self.shard.retrieve(&ids, payload, Some(WithVector::Bool(true)))?;
        Ok(records.into_iter().filter_map(point).collect())
    }

    fn records(&self, ids: &[Uuid]) -> Edge<Vec<Record>> {
        let ids: Vec<PointId> = ids.iter().copied().map(PointId::Uuid).collect();
        let records = self.shard.retrieve(&ids, Some(WithPayloadInterface::Bool(true)), None)?;
        Ok(records.into_iter().filter_map(record).collect())
    }

    pub fn page(
        &self,
        condition: Option<&Condition>,
        fields: Option<&[String]>,
        from: Option<Uuid>,
        limit: usize,
    ) -> Edge<RecordPage> {
        let _look = self.look();
        let (records, next) = self.shard.scroll(ScrollRequest {
            offset: from.map(PointId::Uuid),
            limit: Some(limit),
            filter: Some(self.conditions.visible(condition)),
            with_payload: Some(match fields {
                // An empty selection would read every payload and throw it away.
                Some([]) => WithPayloadInterface::Bool(false),
                Some(fields) => WithPayloadInterface::Fields(fields.iter().map(|field| field_path(field)).collect()),
                None => WithPayloadInterface::Bool(true),
            }),
            with_vector: WithVector::Bool(false),
            order_by: None,
        })?;
        Ok(RecordPage { records: records.into_iter().filter_map(record).collect(), next: next.and_then(uuid_of) })
    }

    pub fn meta_payload(&self) -> Edge<Option<Map<String, Value>>> {
        let _look = self.look();
        let records = self.shard.retrieve(&[PointId::Uuid(META_ID)], Some(WithPayloadInterface::Bool(true)), None)?;
        Ok(records.into_iter().filter_map(record).map(|record| record.payload).next())
    }

    /// The best points of `plan` with their payloads.
    pub fn query(&self, plan: &Plan) -> Edge<Vec<Hit>> {
        let _look = self.look();
        let hits = search::rankings(&self.shard, plan, self.conditions, &self.fingerprint)?.hits(plan);
        let ids: Vec<Uuid> = hits.iter().map(|hit| hit.id).collect();
        Ok(with_payloads(hits, self.records(&ids)?))
    }

    pub fn cosines(&self, dense: &[f32], ids: &[Uuid]) -> Edge<Ranking> {
        let _look = self.look();
        search::cosines(&self.shard, dense, ids)
    }

    /// Writes everything to the engine's own files and empties the journal.
    pub fn flush(&self) -> Edge<()> {
        self.flush_locked(&mut self.write_lock())
    }

    fn flush_locked(&self, writing: &mut Writing) -> Edge<()> {
        self.shard.flush();
        writing.journal.clear()?;
        writing.unflushed_points = 0;
        self.settle()?;
        // Elsewhere files that are mapped cannot be removed; there the next opening does it.
        if cfg!(unix) {
            log::trim(self.shard.path())?;
        }
        Ok(())
    }

    /// Merges and indexes; true when anything changed. Readers go on meanwhile, writers wait.
    pub fn optimize(&self) -> Edge<bool> {
        let points = self.shard.info().points_count;
        self.rewrite(&mut self.write_lock(), settings::optimizers(&self.fingerprint, points))
    }

    /// Rewrites the segments that `config` says; true when anything changed.
    fn rewrite(&self, writing: &mut Writing, config: EdgeOptimizersConfig) -> Edge<bool> {
        room::for_rewriting(self.shard.path())?;
        self.break_seal()?;
        self.flush_locked(writing)?;
        let mark = self.shard.path().join(OPTIMISING);
        fs_err::write(&mark, [])?;
        self.shard.set_optimizers_config(config)?;
        let changed = self.shard.optimize()?;
        writing.open_points = 0;
        if changed {
            self.flush_locked(writing)?;
        }
        // Twins of an earlier kill may lie in segments that had no reason to be merged.
        let points = self.shard.info().points_count as u64;
        let has_twins = self.may_hold_twins.load(Ordering::Relaxed) && self.count_once(Filter::new())? != points;
        if !has_twins {
            self.may_hold_twins.store(false, Ordering::Relaxed);
            fs_err::remove_file(&mark)?;
        }
        Ok(changed)
    }

    /// Whether nothing was written since the index was sealed.
    pub fn is_sealed(&self) -> bool {
        Seal::is_there(self.shard.path())
    }

    /// The first file that is not as it was sealed, all checksums compared while nothing is written.
    pub fn verify(&self) -> Edge<Option<Broken>> {
        let _writing = self.write_lock();
        Ok(Seal::broken(self.shard.path(), Compared::All)?)
    }

    pub fn segments(&self) -> usize {
        self.shard.info().segments_count
    }
}

/// Removes what a killed process had begun to write, which the engine leaves for ever: segments that an optimisation was
/// building, and the folders in which it writes small files before they are renamed.
fn discard_unfinished(path: &Path) -> std::io::Result<()> {
    let begun = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.file_type().is_dir()
            && (name.starts_with(".atomicwrite") || (entry.depth() == 1 && name == "temp_segments"))
    };
    let folders: Vec<PathBuf> = walkdir::WalkDir::new(path)
        .into_iter()
        .filter_map(|entry| entry.ok().filter(begun).map(walkdir::DirEntry::into_path))
        .collect();
    folders.into_iter().try_for_each(fs_err::remove_dir_all)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::Engine;
    use crate::store::condition::{Condition, Scalar};
    use crate::store::embedded::journal::Step;
    use crate::store::fingerprint::Fingerprint;
    use crate::store::point::Point;

    fn point(number: u128, payload: &Value) -> Point {
        let payload = payload.as_object().cloned().expect("an object");
        Point { id: Uuid::from_u128(number), dense: None, sparse: None, payload }
    }

    /// An index that was made before its fields shared one is asked by the fields themselves; what is read is what was written.
    #[test]
    fn tags_find_what_the_fields_find_and_are_never_read() {
        let payloads = [
            json!({"kind": "report", "report": "a"}),
            json!({"kind": "passage", "report": "a", "passage": "incident", "months": [24_293, 24_294], "days": [20_000]}),
            json!({"kind": "passage", "report": "b", "passage": "section", "section_kind": "plan", "months": []}),
            json!({"kind": "passage", "report": "kind=report", "passage": null, "hash": "plan"}),
        ];
        let folder = tempfile::tempdir().expect("temporary directory");
        let fingerprint = Fingerprint::sparse_only("test");
        let mut engine = Engine::create(&folder.path().join("shard"), &fingerprint).expect("made");
        let points: Vec<Point> = payloads.iter().zip(1..).map(|(payload, number)| point(number, payload)).collect();
        engine.write(|_| Ok(vec![Step::Upsert(points)]), || ()).expect("written");
        let read = engine.fetch(&[Uuid::from_u128(2)]).expect("read");
        assert_eq!(Value::Object(read[0].payload.clone()), payloads[1]);
        let any = |field, values: &[&str]| Condition::any_of(field, values.iter().copied());
        let conditions = [
            Condition::is("kind", "report"),
            Condition::is("passage", "incident").negate(),
            Condition::is("months", 24_294_i64),
            Condition::In { field: "months".into(), values: vec![Scalar::Integer(24_293), Scalar::Text("a".into())] },
            Condition::range("months", Some(24_000), Some(24_293)),
            Condition::range("days", Some(20_000), Some(20_000)),
            any("report", &["a", "b"]),
            any("report", &[]),
            Condition::is("hash", "plan"),
            Condition::missing("months"),
            Condition::All(vec![Condition::is("kind", "passage"), any("section_kind", &["plan", "done"])]),
        ];
        for condition in conditions {
            let mut found = [true, false].map(|by_tags| {
                engine.conditions.by_tags = by_tags;
                engine.matching(&condition).expect("asked")
            });
            found.iter_mut().for_each(|ids| ids.sort_unstable());
            assert_eq!(found[0], found[1], "{condition:?}");
        }
    }
}
