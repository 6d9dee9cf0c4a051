//! Whose turn it is to bring an index on a server up to date: a lease, kept in the index's notes, which a run renews as long as it works.
//!
//! A run takes it by a conditional write, which the server makes for one of those who try. Clocks of several machines are not compared:
//! who waits watches the holder's beats, and takes the lease of one that has given none for [`EXPIRY`] by its own clock. A run that
//! has given none itself for half of that asks before it writes on, and stops where another one has the lease.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use qdrant_client::Payload;
use qdrant_client::qdrant::{
    Condition, Filter, GetPointsBuilder, ReadConsistencyType, SetPayloadPointsBuilder, WriteOrdering,
    WriteOrderingType, read_consistency,
};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::store::error::StoreError;
use crate::store::schema::META_ID;
use crate::store::server::connect::Connection;
use crate::store::server::convert::{only, payload_of, point_id};

/// A holder that gives no sign of life for so long has ended, or is stopped.
const EXPIRY: Duration = Duration::from_secs(15);

/// How often the holder gives one.
const BEAT: Duration = Duration::from_secs(3);

/// How long the server may take to hear that a run has ended.
const FAREWELL: Duration = Duration::from_secs(5);

/// How often who waits looks.
const POLL: Duration = Duration::from_millis(250);

/// Field of the notes that holds the lease.
const FIELD: &str = "run";

/// The lease as written in the notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    /// A name that no other run has.
    id: Uuid,
    beat: u64,
    #[serde(flatten)]
    process: Process,
}

/// A process, as others know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Process {
    pid: u32,
    host: String,
    /// Equal where process ids mean the same; empty where nobody can say.
    machine: String,
}

impl Process {
    fn own() -> Self {
        let first_line = |path: &str| {
            let text = fs_err::read_to_string(path).unwrap_or_default();
            text.lines().next().unwrap_or_default().trim().to_owned()
        };
        // Containers of one machine have one boot id, and numbers of their own.
        let boot = first_line("/proc/sys/kernel/random/boot_id");
        let numbers = fs_err::read_link("/proc/self/ns/pid").map(|link| link.display().to_string()).unwrap_or_default();
        let is_known = !boot.is_empty() && !numbers.is_empty();
        Self {
            pid: std::process::id(),
            host: first_line("/proc/sys/kernel/hostname"),
            machine: if is_known { format!("{boot} {numbers}") } else { String::new() },
        }
    }

    /// Whether it has certainly ended.
    fn has_ended(&self, own: &Self) -> bool {
        !self.machine.is_empty()
            && self.machine == own.machine
            && !std::path::Path::new(&format!("/proc/{}", self.pid)).exists()
    }
}

impl std::fmt::Display for Process {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "process {}", self.pid)?;
        if self.host.is_empty() { Ok(()) } else { write!(f, " on {}", self.host) }
    }
}

/// An index whose lease is asked for.
#[derive(Clone)]
pub(super) struct Desk {
    pub connection: Connection,
    pub collection: Arc<str>,
}

impl Desk {
    fn place(&self) -> String {
        format!("{} (collection `{}`)", self.connection.url, self.collection)
    }

    async fn read(&self) -> Result<Option<Entry>, StoreError> {
        let request = GetPointsBuilder::new(self.collection.as_ref(), vec![point_id(META_ID)])
            .with_payload(true)
            .read_consistency(read_consistency::Value::Type(ReadConsistencyType::Majority.into()));
        let refused = self.connection.refused("look whose turn it is");
        let found = self.connection.client.get_points(request).await.map_err(refused)?;
        let payload = found.result.into_iter().next().map(|point| payload_of(point.payload)).unwrap_or_default();
        Ok(payload.get(FIELD).and_then(|entry| serde_json::from_value(entry.clone()).ok()))
    }

    /// Writes `entry` where the lease is still `before`: the server makes one such write after the other.
    async fn replace(&self, before: Option<&Entry>, entry: Option<&Entry>) -> Result<(), StoreError> {
        let is = |field: &str| format!("{FIELD}.{field}");
        let mut filter = only(&[META_ID]);
        match before {
            None => filter.must.push(Filter::should([Condition::is_empty(FIELD), Condition::is_null(FIELD)]).into()),
            Some(before) => {
                filter.must.push(Condition::matches(is("id"), before.id.to_string()));
                filter.must.push(Condition::matches(is("beat"), before.beat.cast_signed()));
            }
        }
        let entry = serde_json::to_value(entry).map_err(StoreError::backend("say whose turn it is"))?;
        let payload = Payload::from(Map::from_iter([(FIELD.to_owned(), entry)]));
        let request = SetPayloadPointsBuilder::new(self.collection.as_ref(), payload)
            .points_selector(filter)
            .ordering(WriteOrdering { r#type: WriteOrderingType::Medium.into() })
            .wait(true);
        self.connection.client.set_payload(request).await.map_err(self.connection.refused("say whose turn it is"))?;
        Ok(())
    }

    /// Waits until no other run has the lease, and takes it. `Busy` where `is_refused` and the holder gives a sign of life.
    pub async fn acquire(&self, is_refused: bool) -> Result<Lease, StoreError> {
        let mine = Entry { id: Uuid::new_v4(), beat: 1, process: Process::own() };
        let mut seen: Option<(Entry, Instant)> = None;
        loop {
            let before = self.read().await?;
            let is_free = match (&before, &seen) {
                (None, _) => true,
                (Some(now), _) if now.process.has_ended(&mine.process) => true,
                (Some(now), Some((last, since))) if now == last => since.elapsed() >= EXPIRY,
                (Some(now), last) => {
                    let is_alive = last.as_ref().is_some_and(|(last, _)| last.id == now.id);
                    if is_refused && is_alive {
                        return Err(StoreError::Busy { place: self.place(), holder: now.process.to_string() });
                    }
                    seen = Some((now.clone(), Instant::now()));
                    false
                }
            };
            if is_free {
                self.replace(before.as_ref(), Some(&mine)).await?;
                if self.read().await?.is_some_and(|now| now.id == mine.id) {
                    return Ok(Lease::held(self.clone(), mine));
                }
            }
            tokio::time::sleep(POLL).await;
        }
    }
}

/// The right to write, until it is released; dropped, it is released in the background.
pub(super) struct Lease {
    held: Arc<HeldLease>,
    beating: JoinHandle<()>,
}

/// What writers ask.
pub(super) struct HeldLease {
    desk: Desk,
    entry: tokio::sync::Mutex<Entry>,
    renewed: Mutex<Instant>,
    is_lost: AtomicBool,
    is_released: AtomicBool,
}

impl HeldLease {
    /// # Errors
    /// `Overtaken` where another run has the lease; those of asking.
    pub async fn check(&self) -> Result<(), StoreError> {
        let renewed = *self.renewed.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_lost.load(Ordering::Acquire) {
            return Err(StoreError::Overtaken { place: self.desk.place() });
        }
        if renewed.elapsed() < EXPIRY / 2 { Ok(()) } else { self.beat().await }
    }

    async fn beat(&self) -> Result<(), StoreError> {
        let mut entry = self.entry.lock().await;
        let begun = Instant::now();
        let next = Entry { beat: entry.beat + 1, ..entry.clone() };
        self.desk.replace(Some(&entry), Some(&next)).await?;
        match self.desk.read().await? {
            Some(now) if now.id == next.id => {
                *entry = now;
                *self.renewed.lock().unwrap_or_else(PoisonError::into_inner) = begun;
                Ok(())
            }
            _ => {
                self.is_lost.store(true, Ordering::Release);
                Err(StoreError::Overtaken { place: self.desk.place() })
            }
        }
    }

    async fn release(&self) -> Result<(), StoreError> {
        let entry = self.entry.lock().await;
        self.is_released.store(true, Ordering::Release);
        match self.is_lost.load(Ordering::Acquire) {
            true => Ok(()),
            false => self.desk.replace(Some(&entry), None).await,
        }
    }
}

impl Lease {
    fn held(desk: Desk, entry: Entry) -> Self {
        let held = Arc::new(HeldLease {
            desk,
            entry: tokio::sync::Mutex::new(entry),
            renewed: Mutex::new(Instant::now()),
            is_lost: AtomicBool::new(false),
            is_released: AtomicBool::new(false),
        });
        let beats = Arc::clone(&held);
        let beating = tokio::spawn(async move {
            loop {
                tokio::time::sleep(BEAT).await;
                // A server that is away is asked again; whoever writes meanwhile asks, too.
                if matches!(beats.beat().await, Err(StoreError::Overtaken { .. })) {
                    return;
                }
            }
        });
        Self { held, beating }
    }

    pub fn writer(&self) -> Arc<HeldLease> {
        Arc::clone(&self.held)
    }

    /// Lets go of it without giving it back: what it is of is about to go.
    pub fn forget(self) {
        self.held.is_released.store(true, Ordering::Release);
    }

    /// Gives the lease back, so that nobody has to wait for its end.
    pub async fn release(self) {
        self.beating.abort();
        // Where the server cannot be told, others wait until it expires.
        let _ = tokio::time::timeout(FAREWELL, self.held.release()).await;
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.beating.abort();
        if self.held.is_released.load(Ordering::Acquire) {
            return;
        }
        let held = Arc::clone(&self.held);
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let _ = held.release().await;
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Process;

    #[test]
    fn only_a_process_of_this_machine_is_known_to_have_ended() {
        let own = Process::own();
        assert!(!own.has_ended(&own), "{own}");
        let gone = Process { pid: u32::MAX, ..own.clone() };
        assert_eq!(gone.has_ended(&own), !own.machine.is_empty());
        let elsewhere = Process { machine: "another".to_owned(), ..gone };
        assert!(!elsewhere.has_ended(&own));
    }
}
