//! How the engine comes to its files and leaves them: opened, made, sealed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Map, Value};

use crate::private::{close_all, make_folder};
use crate::store::Access;
use crate::store::embedded::ahead;
use crate::store::embedded::copy::{self, Copied};
use crate::store::embedded::directory::{self, Contents, DirectoryLock};
use crate::store::embedded::engine::{Edge, Engine};
use crate::store::embedded::failure::EngineError;
use crate::store::embedded::guard::guarded;
use crate::store::embedded::journal::Step;
use crate::store::embedded::seal::{Compared, Seal};
use crate::store::error::{Cause, StoreError};
use crate::store::fingerprint::{Fingerprint, SCHEMA};
use crate::store::point::Point;
use crate::store::schema::{META_ID, meta_payload};

/// An index, with the right to its directory.
pub(super) struct Opened {
    pub engine: Engine,
    pub fingerprint: Fingerprint,
    /// As its user calls it.
    pub dir: PathBuf,
    /// Where its files are: `dir`, or the copy.
    pub home: PathBuf,
    pub copied: Option<Copied>,
    pub lock: DirectoryLock,
}

/// Closes and seals the index in `dir`, whose lock the caller holds. A sealed one is only closed.
///
/// It is opened once more before: what the engine tidies up at the first opening after a change is then done.
pub(super) fn seal(dir: &Path, engine: Option<Engine>) -> Result<(), StoreError> {
    let is_sealed = engine.as_ref().is_some_and(Engine::is_sealed);
    drop(engine);
    if is_sealed {
        return Ok(());
    }
    let (engine, _) = load(dir, None)?;
    let flushed = guarded(|| engine.flush()).unwrap_or_else(|panic| Err(EngineError::Stopped(panic)));
    flushed.map_err(|error| error.in_store(dir, StoreError::backend("write to the disk")))?;
    drop(engine);
    let shard = directory::shard_path(dir);
    close_all(&shard)
        .and_then(|()| ahead::forget_zeros(&shard))
        .and_then(|()| Seal::write(&shard))
        .map_err(StoreError::io(dir))
}

pub(super) fn open(dir: PathBuf, copies: &[PathBuf], access: Access, wait: Duration) -> Result<Opened, StoreError> {
    let found = directory::inspect(&dir)?;
    if !directory::is_writable(&dir) && !matches!(found, Contents::Foreign(_)) {
        return match (found, access) {
            (Contents::Index, Access::Existing) => copy::open(&dir, copies),
            (_, Access::Existing) => Err(not_found(&dir)),
            (_, Access::Create(_) | Access::Rebuild(_)) => Err(StoreError::ReadOnly { dir }),
        };
    }
    match (found, &access) {
        (Contents::Foreign(found), _) => {
            return Err(StoreError::Foreign { place: dir.display().to_string(), found });
        }
        (Contents::Nothing, Access::Existing) => return Err(not_found(&dir)),
        (Contents::Nothing | Contents::Index, _) => {}
    }
    // A folder that holds an index, or nothing, is ours.
    make_folder(&dir, true).map_err(StoreError::io(&dir))?;
    let lock = DirectoryLock::acquire(&dir, wait)?;
    directory::finish_swap(&dir)?;
    if matches!(access, Access::Create(_)) {
        directory::discard_abandoned_rebuild(&dir)?;
    }
    // Whoever held the lock while we waited may have created the index, or removed it.
    let contents = directory::inspect(&dir)?;
    let (engine, fingerprint) = match (contents, access) {
        (Contents::Index, Access::Existing) => load(&dir, None)?,
        (Contents::Index, Access::Create(mine)) => load(&dir, Some(&mine))?,
        (Contents::Nothing, Access::Existing) => return Err(not_found(&dir)),
        (_, Access::Create(mine) | Access::Rebuild(mine)) => (create(&dir, &mine)?, mine),
        (Contents::Foreign(found), Access::Existing) => {
            return Err(StoreError::Foreign { place: dir.display().to_string(), found });
        }
    };
    Ok(Opened { engine, fingerprint, home: dir.clone(), dir, copied: None, lock })
}

pub(super) fn load(dir: &Path, mine: Option<&Fingerprint>) -> Result<(Engine, Fingerprint), StoreError> {
    let fingerprint = directory::read_fingerprint(dir)?;
    fingerprint.check_schema(SCHEMA)?;
    if let Some(mine) = mine {
        fingerprint.check_write(mine)?;
    }
    let corrupt = |source: Cause| StoreError::Corrupt { dir: dir.to_owned(), source };
    let failed = |error: EngineError| error.in_store(dir, corrupt);
    let compared = if mine.is_some() { Compared::All } else { Compared::Small };
    let loaded = guarded(|| Engine::load(&directory::shard_path(dir), &fingerprint, compared));
    let engine = loaded.unwrap_or_else(|panic| Err(EngineError::Stopped(panic))).map_err(failed)?;
    // The engine takes a shard whose segments are gone for an empty one; ours always has its notes.
    match engine.meta_payload() {
        Ok(Some(_)) => Ok((engine, fingerprint)),
        Ok(None) => Err(corrupt("its own notes are missing".into())),
        Err(error) => Err(failed(error)),
    }
}

fn create(dir: &Path, fingerprint: &Fingerprint) -> Result<Engine, StoreError> {
    directory::clear(dir)?;
    let made = guarded(|| -> Edge<Engine> {
        let engine = Engine::create(&directory::shard_path(dir), fingerprint)?;
        let notes = meta_point(fingerprint, Map::new())?;
        engine.write(|_| Ok(vec![Step::Upsert(vec![notes])]), || ())?;
        engine.flush()?;
        Ok(engine)
    });
    let made = made.unwrap_or_else(|panic| Err(EngineError::Stopped(panic)));
    match made {
        Ok(engine) => {
            directory::write_fingerprint(dir, fingerprint)?;
            Ok(engine)
        }
        Err(error) => {
            // What there was no room for shall not take any; that it was not made is the error to tell.
            let _ = directory::clear(dir);
            Err(error.in_store(dir, StoreError::backend("create its files")))
        }
    }
}

pub(super) fn meta_point(fingerprint: &Fingerprint, meta: Map<String, Value>) -> Result<Point, StoreError> {
    Ok(Point { id: META_ID, dense: None, sparse: None, payload: meta_payload(fingerprint, meta)? })
}

fn not_found(dir: &Path) -> StoreError {
    StoreError::NotFound { place: format!("`{}`", dir.display()) }
}
