//! Replies kept in a folder, one JSON file each, named by a hash of all that was asked and of whom. Only whole, good
//! replies are kept, as they came: with placeholders where something was redacted.

use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use fs_err as fs;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::chat::message::{Answered, Notice, Usage};
use crate::endpoint::BaseUrl;
use crate::private::{make_folder, options};

/// Of the entries and their names; another version finds none of ours.
const FORMAT: u32 = 1;

/// Numbers the files of one process while they are written.
static WRITES: AtomicU64 = AtomicU64::new(0);

/// The cached replies of one endpoint.
#[derive(Debug)]
pub(crate) struct Cache {
    folder: PathBuf,
    /// The endpoint's address, with neither password nor query, which may hold keys.
    address: String,
}

/// A reply in the cache.
#[derive(Debug, Serialize, Deserialize)]
struct CachedReply {
    format: u32,
    text: String,
    model: Option<String>,
    prompt_tokens: usize,
    completion_tokens: usize,
    is_estimated: bool,
}

/// Names an entry: SHA-256 in lower-case hexadecimal digits.
pub(crate) struct Key(String);

impl Cache {
    pub(crate) fn new(folder: PathBuf, base: &BaseUrl) -> Self {
        Self { folder, address: base.to_string() }
    }

    pub(crate) fn key(&self, question: &Value) -> Key {
        // serde_json writes the names of an object in their order, so one question has one text.
        let named = json!({ "format": FORMAT, "address": self.address, "question": question }).to_string();
        Key(Sha256::digest(named).iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The reply under `key`, if it is there.
    ///
    /// # Errors
    /// `CacheUnreadable`; the entry may be written anew.
    pub(crate) fn read(&self, key: &Key) -> Result<Option<Answered>, Notice> {
        let path = self.path(key);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Notice::CacheUnreadable { path, problem: error.kind().to_string() }),
        };
        let unreadable = |problem: String| Notice::CacheUnreadable { path: path.clone(), problem };
        let entry: CachedReply = serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))?;
        if entry.format != FORMAT || entry.text.trim().is_empty() {
            return Err(unreadable("it is not of this version".to_owned()));
        }
        let CachedReply { text, model, prompt_tokens, completion_tokens, is_estimated, .. } = entry;
        let usage = Usage { prompt_tokens, completion_tokens, is_estimated };
        Ok(Some(Answered { text, model, usage }))
    }

    /// Keeps a reply under `key`: beside its place first, so that no half entry is ever read.
    ///
    /// # Errors
    /// `CacheNotWritten`.
    pub(crate) fn write(&self, key: &Key, answered: &Answered) -> Result<(), Notice> {
        let path = self.path(key);
        let Usage { prompt_tokens, completion_tokens, is_estimated } = answered.usage;
        let (text, model) = (answered.text.clone(), answered.model.clone());
        let entry = CachedReply { format: FORMAT, text, model, prompt_tokens, completion_tokens, is_estimated };
        let partial = path.with_extension(format!("{}-{}", std::process::id(), WRITES.fetch_add(1, Ordering::Relaxed)));
        let write = || {
            make_folder(&self.folder, true)?;
            options()
                .write(true)
                .create(true)
                .truncate(true)
                .open(&partial)?
                .write_all(&serde_json::to_vec(&entry)?)?;
            fs::rename(&partial, &path)
        };
        write().map_err(|source| {
            // It may not exist.
            let _ = fs::remove_file(&partial);
            Notice::CacheNotWritten { path, source }
        })
    }

    fn path(&self, key: &Key) -> PathBuf {
        self.folder.join(format!("{}.json", key.0))
    }
}
