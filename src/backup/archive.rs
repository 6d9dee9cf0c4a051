//! The file that is read: its members by name, compared with their checksums before anything of them is used.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use fs_err as fs;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::{BackupError, Manifest, hex};

pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const POINTS: &str = "points.msgpack";
pub(super) const FEEDBACK: &str = "feedback.jsonl";

/// A manifest is some kilobytes.
const MOST_MANIFEST_BYTES: u64 = 16 << 20;

/// A backup that is whole.
#[derive(Debug)]
pub struct Archive {
    zip: ZipArchive<BufReader<File>>,
    manifest: Manifest,
}

impl Archive {
    /// Reads all of the file once: what is restored is what was written.
    ///
    /// # Errors
    /// `File`; `Foreign`, `Format`, `Damaged` of a file that is no backup, or none of this program, or not as it was written.
    pub fn open(path: &Path) -> Result<Self, BackupError> {
        let file = fs::File::open(path)?.into_file();
        let mut zip = ZipArchive::new(BufReader::new(file))?;
        let mut bytes = Vec::new();
        let member = zip.by_name(MANIFEST).map_err(|_| BackupError::Foreign(format!("it has no {MANIFEST}")))?;
        member.take(MOST_MANIFEST_BYTES).read_to_end(&mut bytes)?;
        let manifest = Manifest::read(&bytes)?;
        let mut archive = Self { zip, manifest };
        archive.verify()?;
        Ok(archive)
    }

    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn verify(&mut self) -> Result<(), BackupError> {
        let mut wanted = self.manifest.members.clone();
        for name in [POINTS, FEEDBACK] {
            wanted.entry(name.to_owned()).or_default();
        }
        for (name, wanted) in wanted {
            let mut member = self.member(&name)?;
            let mut hash = Sha256::new();
            let mut buffer = vec![0; 1 << 16];
            loop {
                let read =
                    member.read(&mut buffer).map_err(|error| BackupError::Damaged(format!("{name}: {error}")))?;
                if read == 0 {
                    break;
                }
                hash.update(&buffer[..read]);
            }
            if hex(hash.finalize()) != wanted {
                return Err(BackupError::Damaged(format!("{name} is not as it was written")));
            }
        }
        Ok(())
    }

    pub(super) fn member(&mut self, name: &str) -> Result<impl Read + '_, BackupError> {
        self.zip.by_name(name).map_err(|error| BackupError::Damaged(format!("{name}: {error}")))
    }
}
