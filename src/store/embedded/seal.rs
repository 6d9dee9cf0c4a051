//! The seal of an embedded index: the length and the SHA-256 of each of the engine's files, written when a run is done.
//!
//! The engine has no checksums, and maps its files: what is damaged is read as something else, or ends the process. An
//! index is opened only when its files are as long as the seal says, and the small ones, which say how the others are to be
//! read, have their checksums; `doctor` computes them all. A run that writes breaks the seal first, so an index without
//! one is being written, or a run was cut short.

use std::collections::BTreeMap;
use std::io::{Read, Result, Write};
use std::path::{Path, PathBuf};

use fs_err as fs;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::private;

/// Lies in the shard's folder.
const FILE: &str = "zhoubao-seal.json";

/// Files whose checksums are computed at every opening, in bytes: lengths, states and configurations. Together they take a
/// millisecond.
const SMALL_BYTES: u64 = 64 << 10;

/// Which files are compared with their checksums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compared {
    Small,
    All,
}

/// What changes without anything being written: the engine's log, which only numbers operations, and our own marks.
const UNSEALED: [&str; 2] = ["wal", "zhoubao-"];

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Seal {
    /// By path relative to the shard, `/` between folders.
    files: BTreeMap<String, Sealed>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Sealed {
    bytes: u64,
    sha256: String,
}

/// What is wrong with a file.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Broken {
    #[error("`{0}` is missing")]
    Missing(String),
    #[error("`{file}` has {found} bytes, not {wanted}")]
    Length { file: String, found: u64, wanted: u64 },
    #[error("`{0}` has other contents than were written")]
    Contents(String),
    #[error("`{0}` was not written by this program")]
    Unknown(String),
    #[error("its list of files cannot be read")]
    Unreadable,
}

impl Seal {
    /// Seals what is in `shard`.
    pub fn write(shard: &Path) -> Result<()> {
        let mut files = BTreeMap::new();
        for (file, path) in listed(shard)? {
            let bytes = fs::metadata(&path)?.len();
            files.insert(file, Sealed { bytes, sha256: sha256(&path)? });
        }
        let draft = draft(shard);
        let mut file = private::options().write(true).create(true).truncate(true).open(&draft)?;
        file.write_all(&serde_json::to_vec(&Self { files })?)?;
        file.sync_all()?;
        fs::rename(draft, shard.join(FILE))
    }

    /// Says that `shard` is being written from here on.
    pub fn remove(shard: &Path) -> Result<()> {
        match fs::remove_file(shard.join(FILE)) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }

    pub fn is_there(shard: &Path) -> bool {
        Self::path(shard).exists()
    }

    /// Where the seal of `shard` lies.
    pub fn path(shard: &Path) -> PathBuf {
        shard.join(FILE)
    }

    /// The seal of `shard`; `None` where it has none that can be read.
    pub fn load(shard: &Path) -> Result<Option<Self>> {
        Ok(Self::read(shard)?.and_then(std::result::Result::ok))
    }

    /// The first file of `shard` that is gone, or has another length than when it was sealed. Costs a microsecond a file.
    pub fn cut_short(&self, shard: &Path) -> Option<Broken> {
        self.files.iter().find_map(|(file, sealed)| match std::fs::metadata(shard.join(file)) {
            Ok(metadata) if metadata.len() == sealed.bytes => None,
            Ok(metadata) => Some(Broken::Length { file: file.clone(), found: metadata.len(), wanted: sealed.bytes }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some(Broken::Missing(file.clone())),
            // What cannot be looked at is for whoever reads it to say.
            Err(_) => None,
        })
    }

    /// The seal of `shard`; `None` where it has none.
    fn read(shard: &Path) -> Result<Option<std::result::Result<Self, Broken>>> {
        match fs::read(shard.join(FILE)) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes).map_err(|_| Broken::Unreadable))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The first file of `shard` that is not as it was sealed: by its length, and by its checksum where it is `compared`.
    /// A shard without a seal counts as whole.
    pub fn broken(shard: &Path, compared: Compared) -> Result<Option<Broken>> {
        let seal = match Self::read(shard)? {
            None => return Ok(None),
            Some(Err(broken)) => return Ok(Some(broken)),
            Some(Ok(seal)) => seal,
        };
        let found: BTreeMap<String, PathBuf> = listed(shard)?.into_iter().collect();
        for (file, sealed) in &seal.files {
            let Some(path) = found.get(file) else { return Ok(Some(Broken::Missing(file.clone()))) };
            let length = fs::metadata(path)?.len();
            if length != sealed.bytes {
                let broken = Broken::Length { file: file.clone(), found: length, wanted: sealed.bytes };
                return Ok(Some(broken));
            }
            let is_compared = compared == Compared::All || length <= SMALL_BYTES;
            if is_compared && sha256(path)? != sealed.sha256 {
                return Ok(Some(Broken::Contents(file.clone())));
            }
        }
        let unknown = found.into_keys().find(|file| !seal.files.contains_key(file));
        Ok(unknown.map(Broken::Unknown))
    }
}

/// Where the seal of `shard` is written before it takes its name.
pub(super) fn draft(shard: &Path) -> PathBuf {
    shard.join(format!("{FILE}.draft"))
}

/// The files of `shard` that are sealed, by their names in the seal.
fn listed(shard: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    // Hidden files are a desktop's, or what the engine had begun to write when it was killed.
    let is_hidden =
        |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    for entry in walkdir::WalkDir::new(shard).sort_by_file_name().into_iter().filter_entry(|entry| !is_hidden(entry)) {
        let entry = entry?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry.into_path();
        let name = path.strip_prefix(shard).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if !UNSEALED.iter().any(|unsealed| name.starts_with(unsealed)) {
            files.push((name, path));
        }
    }
    Ok(files)
}

fn sha256(path: &Path) -> Result<String> {
    let mut file = fs::File::open(path)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; SMALL_BYTES as usize];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => digest.update(&buffer[..read]),
        }
    }
    Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Broken, Compared, SMALL_BYTES, Seal};

    fn sealed() -> tempfile::TempDir {
        let shard = tempfile::tempdir().expect("temporary directory");
        std::fs::create_dir_all(shard.path().join("segments/a")).expect("writable");
        std::fs::create_dir_all(shard.path().join("wal")).expect("writable");
        std::fs::create_dir_all(shard.path().join("segments/.atomicwrite1")).expect("writable");
        let data = "0123456789".repeat(SMALL_BYTES as usize / 10 + 1);
        for (name, text) in [("segments/a/data", data.as_str()), ("config.json", "{}"), ("wal/open-1", "x")] {
            std::fs::write(shard.path().join(name), text).expect("writable");
        }
        Seal::write(shard.path()).expect("sealed");
        shard
    }

    fn after(damage: impl FnOnce(&Path), compared: Compared) -> Option<Broken> {
        let shard = sealed();
        damage(shard.path());
        Seal::broken(shard.path(), compared).expect("readable")
    }

    #[test]
    fn every_damage_is_found_and_nothing_else() {
        assert_eq!(after(|_| (), Compared::All), None);
        let begun =
            |shard: &Path| std::fs::write(shard.join("segments/.atomicwrite1/tmpfile.tmp"), "x").expect("written");
        assert_eq!(after(begun, Compared::All), None);
        let log = |shard: &Path| std::fs::write(shard.join("wal/open-1"), "other").expect("written");
        assert_eq!(after(log, Compared::All), None);
        let file = || "segments/a/data".to_owned();
        let flip = |shard: &Path| {
            let text = std::fs::read_to_string(shard.join(file())).expect("readable");
            std::fs::write(shard.join(file()), text.replace("89", "98")).expect("written");
        };
        assert_eq!(after(flip, Compared::All), Some(Broken::Contents(file())));
        assert_eq!(after(flip, Compared::Small), None);
        let turn = |shard: &Path| std::fs::write(shard.join("config.json"), "[]").expect("written");
        assert_eq!(after(turn, Compared::Small), Some(Broken::Contents("config.json".to_owned())));
        let cut = |shard: &Path| std::fs::write(shard.join(file()), "0123").expect("written");
        let cut = after(cut, Compared::Small);
        assert!(matches!(&cut, Some(Broken::Length { found: 4, .. })), "{cut:?}");
        let remove = |shard: &Path| std::fs::remove_file(shard.join(file())).expect("removed");
        assert_eq!(after(remove, Compared::Small), Some(Broken::Missing(file())));
        let add = |shard: &Path| std::fs::write(shard.join("segments/b"), "").expect("written");
        assert_eq!(after(add, Compared::Small), Some(Broken::Unknown("segments/b".to_owned())));
        let spoil = |shard: &Path| std::fs::write(shard.join("zhoubao-seal.json"), "{").expect("written");
        assert_eq!(after(spoil, Compared::Small), Some(Broken::Unreadable));
    }

    #[test]
    fn what_is_being_written_has_no_seal() {
        let shard = sealed();
        Seal::remove(shard.path()).expect("removed");
        Seal::remove(shard.path()).expect("nothing to remove");
        std::fs::write(shard.path().join("config.json"), "[]").expect("written");
        assert_eq!(Seal::broken(shard.path(), Compared::All).expect("readable"), None);
    }
}
