//! The models this program knows: their files, sizes and checksums, and whether a folder holds them intact. Fetching
//! them is [`pull`](crate::embed::pull())'s business, running them [`Local`](crate::embed::Local)'s.

use std::io::Read;
use std::path::{Path, PathBuf};

use fs_err as fs;
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::embed::tokens::{Tokens, TokensError};

/// A file of a model, as we know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownFile {
    /// Its name in the model's folder.
    pub name: &'static str,
    /// Where it is in the model's repository on a hub.
    pub hub_path: &'static str,
    /// Names other distributors give the same file; tried in this order after `name`.
    pub other_names: &'static [&'static str],
    /// Size in bytes of the known copy.
    pub size_bytes: u64,
    /// SHA-256 of the known copy, 64 lower-case hexadecimal digits.
    pub sha256: &'static str,
}

/// A model this program can run in process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownModel {
    /// Its name, which is also the name of its folder.
    pub name: &'static str,
    /// Its repository on a hub, `owner/name`.
    pub repository: &'static str,
    /// How many values its vectors have.
    pub width: usize,
    /// How many tokens it reads, `[CLS]` and `[SEP]` included; what follows is cut off.
    pub max_tokens: usize,
    /// How many entries its vocabulary has.
    pub vocabulary: usize,
    /// A text and its tokens' numbers, by which the right tokenizer is known.
    pub sample: (&'static str, &'static [i32]),
    /// The network and its weights.
    pub weights: KnownFile,
    /// The vocabulary and how to apply it.
    pub tokenizer: KnownFile,
}

/// `bge-small-zh-v1.5`, 24M parameters, weights in int8. MIT licence, by the Beijing Academy of Artificial Intelligence.
pub const BGE_SMALL_ZH: KnownModel = KnownModel {
    name: "bge-small-zh-v1.5",
    repository: "Xenova/bge-small-zh-v1.5",
    width: 512,
    max_tokens: 512,
    vocabulary: 21_128,
    sample: (
        "第26周：API 99.97%，已投产",
        &[101, 5018, 8153, 1453, 8038, 8726, 8238, 119, 8380, 110, 8024, 2347, 2832, 772, 102],
    ),
    weights: KnownFile {
        name: "model.onnx",
        hub_path: "onnx/model_quantized.onnx",
        other_names: &["model_quantized.onnx", "bge-small-zh-v1.5-q.onnx"],
        size_bytes: 24_010_842,
        sha256: "15b717c382bcb518ba457b93ea6850ede7f4f1cd8937454aa06972366cd19bcc",
    },
    tokenizer: KnownFile {
        name: "tokenizer.json",
        hub_path: "tokenizer.json",
        other_names: &["bge-small-zh-v1.5-q-tokenizer.json"],
        size_bytes: 439_125,
        sha256: "48cea5d44424912a6fd1ea647bf4fe50b55ab8b1e5879c3275f80e339e8fae26",
    },
};

/// Every model this program knows, the preferred one first.
pub const KNOWN_MODELS: &[KnownModel] = &[BGE_SMALL_ZH];

/// Why a model's files cannot be had.
#[derive(Debug, Error)]
pub enum ModelError {
    /// A file is not where it should be.
    #[error("`{}` is missing", path.display())]
    Missing {
        /// The file, or the folder that should hold it.
        path: PathBuf,
    },
    /// A file has another size than the known copy: a download that broke off, most often.
    #[error("`{}` has {found} bytes, not {wanted}", path.display())]
    Size {
        /// The file.
        path: PathBuf,
        /// Its size in bytes (at least, where reading stopped early).
        found: u64,
        /// The known copy's size in bytes.
        wanted: u64,
    },
    /// A file has other content than the known copy.
    #[error("`{}` has the checksum {found}, not {wanted}", path.display())]
    Checksum {
        /// The file, or where it came from.
        path: PathBuf,
        /// Its SHA-256.
        found: String,
        /// The known copy's SHA-256.
        wanted: String,
    },
    /// A tokenizer that is not this model's.
    #[error("`{}` is not the tokenizer of this model", path.display())]
    Tokenizer {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: TokensError,
    },
    /// A file cannot be read or written.
    #[error("cannot use a file of the model")]
    Io(#[from] std::io::Error),
    /// Another run is fetching the same file.
    #[error("another run is writing `{}`", path.display())]
    Busy {
        /// The file being written.
        path: PathBuf,
    },
    /// The hub cannot be reached or broke off.
    #[error("cannot fetch `{url}`")]
    Unavailable {
        /// What was asked for, without credentials.
        url: String,
        /// What went wrong on the way.
        #[source]
        source: reqwest::Error,
    },
    /// The hub answered, but not with the file.
    #[error("`{url}` answered {status}")]
    Refused {
        /// What was asked for, without credentials.
        url: String,
        /// The HTTP status.
        status: u16,
    },
}

/// The state of a model's folder, judged quickly: presence and sizes, not content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Both files are there and have a plausible size.
    Present,
    /// At least one file is missing.
    Missing,
    /// The weights are there with a wrong size.
    Damaged,
}

impl KnownModel {
    /// The model of that name, if we know it.
    pub fn named(name: &str) -> Option<&'static Self> {
        KNOWN_MODELS.iter().find(|model| model.name == name)
    }

    /// The model's folder under `models_dir`, whether or not it exists.
    pub fn path(&self, models_dir: &Path) -> PathBuf {
        models_dir.join(self.name)
    }

    /// The state of the model's folder under `models_dir`. Looks at sizes only, which takes microseconds; a file that
    /// cannot be looked at counts as missing.
    pub fn state(&self, models_dir: &Path) -> State {
        let folder = self.path(models_dir);
        match self.check_sizes(&folder) {
            Ok(()) => State::Present,
            Err(ModelError::Size { .. }) => State::Damaged,
            Err(_) => State::Missing,
        }
    }

    /// Checks in `folder` what can be checked in microseconds: both files exist, the weights with their exact size.
    /// The tokenizer's size is free, as a hub may format the same content otherwise.
    ///
    /// # Errors
    /// `Missing`, `Size`, `Io`.
    pub fn check_sizes(&self, folder: &Path) -> Result<(), ModelError> {
        let weights = folder.join(self.weights.name);
        let found = file_size(&weights)?;
        if found != self.weights.size_bytes {
            let wanted = self.weights.size_bytes;
            return Err(ModelError::Size { path: weights, found, wanted });
        }
        file_size(&folder.join(self.tokenizer.name)).map(|_| ())
    }

    /// Reads both files of `folder` whole and compares them with what is known: the weights by checksum, the tokenizer
    /// by checksum or else by content. Blocks for about 50 ms.
    ///
    /// # Errors
    /// `Missing`, `Size`, `Checksum`, `Tokenizer`, `Io`.
    pub fn verify(&self, folder: &Path) -> Result<(), ModelError> {
        self.check_sizes(folder)?;
        self.verify_file(&self.weights, &folder.join(self.weights.name))?;
        self.verify_file(&self.tokenizer, &folder.join(self.tokenizer.name))
    }

    /// Reads the file at `path` whole and judges whether it may serve as `file`. Blocks.
    pub(crate) fn verify_file(&self, file: &KnownFile, path: &Path) -> Result<(), ModelError> {
        self.judge(file, path, sha256_of(path)?)
    }

    /// Whether the file at `path` with the checksum `found` may serve as `file`.
    ///
    /// # Errors
    /// `Checksum` for weights other than the known ones; `Tokenizer` for a tokenizer with other content.
    pub(crate) fn judge(&self, file: &KnownFile, path: &Path, found: String) -> Result<(), ModelError> {
        if found == file.sha256 {
            return Ok(());
        }
        if file.name != self.tokenizer.name {
            let (path, wanted) = (path.to_owned(), file.sha256.to_owned());
            return Err(ModelError::Checksum { path, found, wanted });
        }
        match Tokens::load(path, self) {
            Ok(_) => Ok(()),
            Err(source) => Err(ModelError::Tokenizer { path: path.to_owned(), source }),
        }
    }
}

/// Every known model with its folder under `models_dir` and how that stands; a `models_dir` that does not exist holds
/// none of them.
pub fn list(models_dir: &Path) -> Vec<(&'static KnownModel, PathBuf, State)> {
    KNOWN_MODELS.iter().map(|model| (model, model.path(models_dir), model.state(models_dir))).collect()
}

/// Lower-case hexadecimal digits of a SHA-256.
pub(crate) fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sha256_of(path: &Path) -> Result<String, ModelError> {
    let mut file = fs::File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            return Ok(hexadecimal(&hasher.finalize()));
        }
        hasher.update(&buffer[..count]);
    }
}

fn file_size(path: &Path) -> Result<u64, ModelError> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(metadata.len()),
        Ok(_) => Err(ModelError::Missing { path: path.to_owned() }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(ModelError::Missing { path: path.to_owned() })
        }
        Err(error) => Err(ModelError::Io(error)),
    }
}
