//! The redo log of an embedded index: every change since the engine's last complete flush.
//!
//! The engine flushes one file after another and never reads its own write-ahead log again, so a process killed within a
//! flush leaves some of a change on the disk and the rest not. Every change is therefore written here first, whole and
//! synced; what the journal holds when an index is opened is applied once more. All steps can be applied twice. A change
//! is on the disk completely or not at all: a frame that is cut off or damaged was never begun by the engine.
//!
//! Frame: length of the body (8 bytes, little endian), SHA-256 of the body, body (MessagePack).

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::lexicon::SparseVector;
use crate::private;
use crate::store::point::Point;

/// Lies in the shard's folder, so that it is renamed and removed with the points it speaks of.
const FILE: &str = "zhoubao-journal";

const LENGTH_BYTES: usize = 8;
const DIGEST_BYTES: usize = 32;

/// A part of a change. Applying it to an index that has it already changes nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Step {
    /// Writes points whole.
    Upsert(Vec<Point>),
    /// Replaces sparse vectors of points that exist.
    Reweigh(Vec<(Uuid, SparseVector)>),
    Remove(Vec<Uuid>),
}

impl Step {
    /// How many points it touches.
    pub fn points(&self) -> usize {
        match self {
            Self::Upsert(points) => points.len(),
            Self::Reweigh(vectors) => vectors.len(),
            Self::Remove(ids) => ids.len(),
        }
    }
}

#[derive(Debug)]
pub(super) struct Journal {
    file: File,
}

impl Journal {
    /// Opens the journal of the shard at `shard`, creating it; returns the changes it holds, oldest first.
    pub fn open(shard: &Path) -> std::io::Result<(Self, Vec<Vec<Step>>)> {
        let path = shard.join(FILE);
        let mut file = private::options().create(true).truncate(false).read(true).write(true).open(&path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let (changes, whole) = decode(&bytes);
        // What follows a damaged frame would otherwise stand behind it for ever.
        if whole < bytes.len() {
            file.set_len(whole as u64)?;
        }
        Ok((Self { file }, changes))
    }

    /// Adds a change and syncs it; after an error the journal is as it was.
    pub fn append(&mut self, frame: &Frame) -> std::io::Result<()> {
        let end = self.file.seek(SeekFrom::End(0))?;
        let written = self.file.write_all(&frame.0).and_then(|()| self.file.sync_data());
        if written.is_err() {
            self.file.set_len(end)?;
        }
        written
    }

    /// Forgets all changes: the engine has them on the disk.
    pub fn clear(&mut self) -> std::io::Result<()> {
        self.file.set_len(0)
    }
}

/// A change as it is written.
pub(super) struct Frame(Vec<u8>);

impl Frame {
    pub fn of(change: &[Step]) -> std::io::Result<Self> {
        let body = rmp_serde::to_vec(change).map_err(std::io::Error::other)?;
        let mut frame = Vec::with_capacity(LENGTH_BYTES + DIGEST_BYTES + body.len());
        frame.extend((body.len() as u64).to_le_bytes());
        frame.extend(Sha256::digest(&body));
        frame.extend(body);
        Ok(Self(frame))
    }

    pub fn bytes(&self) -> u64 {
        self.0.len() as u64
    }
}

/// The whole changes at the start of `bytes`, and how many bytes they take.
fn decode(bytes: &[u8]) -> (Vec<Vec<Step>>, usize) {
    let mut changes = Vec::new();
    let mut rest = bytes;
    while let Some((change, after)) = decode_one(rest) {
        changes.push(change);
        rest = after;
    }
    (changes, bytes.len() - rest.len())
}

fn decode_one(bytes: &[u8]) -> Option<(Vec<Step>, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<LENGTH_BYTES>()?;
    let (digest, rest) = rest.split_first_chunk::<DIGEST_BYTES>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let (body, rest) = rest.split_at_checked(length)?;
    if Sha256::digest(body).as_slice() != digest {
        return None;
    }
    Some((rmp_serde::from_slice(body).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::{FILE, Frame, Journal, Step};
    use crate::lexicon::SparseVector;
    use crate::store::point::Point;

    fn frame(number: u128) -> Frame {
        Frame::of(&change(number)).expect("encoded")
    }

    fn change(number: u128) -> Vec<Step> {
        let id = Uuid::from_u128(number);
        let sparse = SparseVector::from_weights([(7, 0.1), (u32::MAX, f32::MIN_POSITIVE)]);
        let payload = json!({ "text": "完成 80%", "days": [19_528], "tokens": 0.1, "author": null });
        let serde_json::Value::Object(payload) = payload else { panic!("an object") };
        let point = Point { id, dense: Some(vec![0.1, -1.0 / 3.0]), sparse: Some(sparse.clone()), payload };
        vec![Step::Upsert(vec![point]), Step::Reweigh(vec![(id, sparse)]), Step::Remove(vec![id])]
    }

    #[test]
    fn changes_come_back_bit_for_bit_until_they_are_cleared() {
        let shard = tempfile::tempdir().expect("temporary directory");
        let (mut journal, changes) = Journal::open(shard.path()).expect("opened");
        assert!(changes.is_empty());
        journal.append(&frame(1)).expect("written");
        journal.append(&frame(2)).expect("written");
        drop(journal);
        let (mut journal, changes) = Journal::open(shard.path()).expect("opened");
        assert_eq!(changes, [change(1), change(2)]);
        journal.clear().expect("cleared");
        assert!(Journal::open(shard.path()).expect("opened").1.is_empty());
    }

    #[test]
    fn a_change_cut_off_or_damaged_anywhere_never_was() {
        let shard = tempfile::tempdir().expect("temporary directory");
        let (mut journal, _) = Journal::open(shard.path()).expect("opened");
        journal.append(&frame(1)).expect("written");
        let path = shard.path().join(FILE);
        let first = std::fs::metadata(&path).expect("there").len() as usize;
        journal.append(&frame(2)).expect("written");
        drop(journal);
        let whole = std::fs::read(&path).expect("readable");
        for length in first..whole.len() {
            std::fs::write(&path, &whole[..length]).expect("writable");
            assert_eq!(Journal::open(shard.path()).expect("opened").1, [change(1)], "cut off at {length}");
        }
        for at in first..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x40;
            std::fs::write(&path, &damaged).expect("writable");
            let (mut journal, changes) = Journal::open(shard.path()).expect("opened");
            assert_eq!(changes, [change(1)], "damaged at {at}");
            journal.append(&frame(3)).expect("written");
            drop(journal);
            assert_eq!(Journal::open(shard.path()).expect("opened").1, [change(1), change(3)]);
        }
    }
}
