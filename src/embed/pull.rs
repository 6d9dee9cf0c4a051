//! Fetching a model's files, from a hub or from a folder, so that a broken or wrong file never takes the place of a
//! right one. What is right is [`model`](crate::embed::model)'s business.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use fs_err as fs;
use sha2::{Digest, Sha256};

use crate::embed::model::{KnownFile, KnownModel, ModelError, hexadecimal};
use crate::endpoint::http::{self, Redirects};
use crate::endpoint::{BaseUrl, shown};

/// A hub that sends nothing for this long is taken for gone.
const IDLE_TIMEOUT: Duration = Duration::from_secs(60);

/// A tokenizer may differ from the known copy, but not be larger than this, in bytes.
const MAX_TOKENIZER_BYTES: u64 = 16 * 1024 * 1024;

/// How much of a local file is copied at a time, in bytes.
const COPY_BYTES: usize = 256 * 1024;

/// Where a model's files come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A Hugging Face hub or a mirror of it.
    Hub {
        /// Its address, e.g. `https://hub.example.org`.
        endpoint: BaseUrl,
    },
    /// A folder that somebody filled: our names, the hub's, or those of the Maven artifact, in the folder itself or its
    /// `onnx` sub-folder.
    Folder(PathBuf),
}

/// How far a [`pull`] has come with one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PullProgress {
    /// The file's name in the model's folder.
    pub file: &'static str,
    /// Bytes that have arrived.
    pub done_bytes: u64,
    /// Bytes there are, if that is known.
    pub total_bytes: Option<u64>,
}

/// Puts the files of `model` into its folder under `models_dir`, and returns that folder. A file that is there and
/// right is left alone, so a second pull fetches nothing and reports no progress.
///
/// Each file is written beside its place as `*.partial`, checked (size and checksum of the weights, content of the
/// tokenizer), and only then renamed. Whatever goes wrong, also when the future is dropped, the partial file is
/// removed; a pull that was killed starts over. Nothing is resumed, as 24 MB are quickly fetched again. An empty
/// `.pull.lock` stays in the folder.
///
/// # Errors
/// `Unavailable`, `Refused` from a hub; `Missing` from a folder; `Size`, `Checksum`, `Tokenizer` for wrong
/// content; `Busy` while another process pulls; `Io`.
pub async fn pull(
    model: &'static KnownModel,
    models_dir: &Path,
    source: &Source,
    progress: &(dyn Fn(PullProgress) + Sync),
) -> Result<PathBuf, ModelError> {
    let folder = model.path(models_dir);
    fs::create_dir_all(&folder)?;
    let lock_path = folder.join(".pull.lock");
    let lock = fs::OpenOptions::new().create(true).truncate(false).write(true).open(&lock_path)?;
    match lock.file().try_lock() {
        Ok(()) => {}
        Err(std::fs::TryLockError::WouldBlock) => return Err(ModelError::Busy { path: folder }),
        Err(std::fs::TryLockError::Error(error)) => return Err(ModelError::Io(error)),
    }
    for file in [&model.tokenizer, &model.weights] {
        let place = folder.join(file.name);
        if place.exists() && is_right(model, file, place.clone()).await? {
            continue;
        }
        let mut partial = Partial::create(model, file, &place)?;
        match source {
            Source::Hub { endpoint } => partial.fetch(endpoint, progress).await?,
            Source::Folder(from) => partial.copy(from, progress).await?,
        }
        partial.finish()?;
    }
    Ok(folder)
}

/// Whether the file at `place` may stay; reads it off the runtime's threads.
async fn is_right(model: &'static KnownModel, file: &'static KnownFile, place: PathBuf) -> Result<bool, ModelError> {
    let judging = tokio::task::spawn_blocking(move || model.verify_file(file, &place));
    match judging.await.map_err(io::Error::other)? {
        Ok(()) => Ok(true),
        Err(error @ ModelError::Io(_)) => Err(error),
        Err(_) => Ok(false),
    }
}

/// A file that is not complete yet. Dropping it removes it.
struct Partial<'a> {
    model: &'static KnownModel,
    known: &'static KnownFile,
    place: &'a Path,
    path: PathBuf,
    file: fs::File,
    hasher: Sha256,
    size_bytes: u64,
}

impl<'a> Partial<'a> {
    fn create(model: &'static KnownModel, known: &'static KnownFile, place: &'a Path) -> Result<Self, ModelError> {
        let path = place.with_added_extension("partial");
        let file = fs::File::create(&path)?;
        Ok(Self { model, known, place, path, file, hasher: Sha256::new(), size_bytes: 0 })
    }

    /// The size the file must have; the tokenizer may have another.
    fn wanted_bytes(&self) -> Option<u64> {
        (self.known.name == self.model.weights.name).then_some(self.known.size_bytes)
    }

    /// Appends `bytes`, but never more than the file can have: a server may send without end.
    fn append(&mut self, bytes: &[u8]) -> Result<(), ModelError> {
        self.size_bytes += bytes.len() as u64;
        let most = self.wanted_bytes().unwrap_or(MAX_TOKENIZER_BYTES);
        if self.size_bytes > most {
            return Err(self.wrong_size(most));
        }
        self.hasher.update(bytes);
        Ok(self.file.write_all(bytes)?)
    }

    fn progress(&self, total_bytes: Option<u64>) -> PullProgress {
        let total_bytes = self.wanted_bytes().or(total_bytes);
        PullProgress { file: self.known.name, done_bytes: self.size_bytes, total_bytes }
    }

    async fn fetch(&mut self, endpoint: &BaseUrl, progress: &(dyn Fn(PullProgress) + Sync)) -> Result<(), ModelError> {
        let (repository, path) = (self.model.repository, self.known.hub_path);
        let url = endpoint.below(&format!("{repository}/resolve/main/{path}"));
        let shown = shown(&url);
        let unavailable =
            |error: reqwest::Error| ModelError::Unavailable { url: shown.clone(), source: error.without_url() };
        let client = http::client(endpoint, IDLE_TIMEOUT, Redirects::Followed).map_err(unavailable)?;
        let mut response = client.get(url).send().await.map_err(unavailable)?;
        let status = response.status();
        if !status.is_success() {
            return Err(ModelError::Refused { url: shown.clone(), status: status.as_u16() });
        }
        let total_bytes = response.content_length();
        while let Some(chunk) = response.chunk().await.map_err(unavailable)? {
            self.append(&chunk)?;
            progress(self.progress(total_bytes));
        }
        Ok(())
    }

    async fn copy(&mut self, folder: &Path, progress: &(dyn Fn(PullProgress) + Sync)) -> Result<(), ModelError> {
        let from = find(self.known, folder)?;
        let mut file = fs::File::open(&from)?;
        let total_bytes = Some(file.metadata()?.len());
        let mut buffer = vec![0; COPY_BYTES];
        loop {
            let count = file.read(&mut buffer)?;
            if count == 0 {
                return Ok(());
            }
            self.append(&buffer[..count])?;
            progress(self.progress(total_bytes));
            // A disk read takes microseconds, but the runtime may have something better to do after each.
            tokio::task::yield_now().await;
        }
    }

    /// Checks what has arrived and puts it in its place.
    fn finish(mut self) -> Result<(), ModelError> {
        if let Some(wanted) = self.wanted_bytes()
            && self.size_bytes != wanted
        {
            return Err(self.wrong_size(wanted));
        }
        let found = hexadecimal(&std::mem::take(&mut self.hasher).finalize());
        self.file.sync_all()?;
        self.model.judge(self.known, &self.path, found)?;
        Ok(fs::rename(&self.path, self.place)?)
    }

    fn wrong_size(&self, wanted: u64) -> ModelError {
        ModelError::Size { path: self.path.clone(), found: self.size_bytes, wanted }
    }
}

impl Drop for Partial<'_> {
    fn drop(&mut self) {
        // Once renamed it is not there any more, and what cannot be removed is overwritten by the next pull.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// The file in `folder` or its `onnx` sub-folder under any of its names; one of the known size before any other, since
/// repositories keep the model in several precisions side by side.
fn find(known: &KnownFile, folder: &Path) -> Result<PathBuf, ModelError> {
    let names = std::iter::once(known.name).chain(known.other_names.iter().copied());
    let found: Vec<PathBuf> = names
        .flat_map(|name| [folder.join(name), folder.join("onnx").join(name)])
        .filter(|path| path.is_file())
        .collect();
    let size_is_known = |path: &&PathBuf| fs::metadata(path).is_ok_and(|data| data.len() == known.size_bytes);
    let best = found.iter().find(size_is_known).or(found.first());
    best.cloned().ok_or_else(|| ModelError::Missing { path: folder.join(known.name) })
}
