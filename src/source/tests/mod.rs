//! Tests that drive the module as ingest does: real folders, real zips, hostile ones among them.

mod archives;
mod folders;
mod hostile;
mod property;

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Document, Limits, Skip, Skipped, Sources, open};

/// A page id as Notion writes it.
const ID: &str = "0123456789abcdef0123456789abcdef";

fn write(folder: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    let target = folder.join(path);
    fs_err::create_dir_all(target.parent().unwrap()).unwrap();
    fs_err::write(target, bytes).unwrap();
}

/// A deflated zip of `(name, bytes)`.
fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    zip_with(members, zip::CompressionMethod::Deflated)
}

fn zip_with(members: &[(&str, &[u8])], method: zip::CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Replaces every `from` in `bytes` by `to` of the same length, so that no offset in a zip moves.
fn patched(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut found = 0;
    for start in 0..=bytes.len() - from.len() {
        if bytes[start..].starts_with(from) {
            bytes[start..start + from.len()].copy_from_slice(to);
            found += 1;
        }
    }
    assert!(found > 0, "nothing to patch");
    bytes
}

/// Offsets of the headers in a zip that begin with `PK` and `kind`.
fn headers(bytes: &[u8], kind: [u8; 2]) -> Vec<usize> {
    let signature = [b'P', b'K', kind[0], kind[1]];
    (0..bytes.len()).filter(|&start| bytes[start..].starts_with(&signature)).collect()
}

fn sources(path: &Path) -> Sources {
    open(&[path.to_path_buf()], Limits::default()).unwrap()
}

fn read_all(sources: &Sources) -> (Vec<Document>, Vec<Skipped>) {
    let mut documents = Vec::new();
    let mut skips = Vec::new();
    for item in sources.documents() {
        match item {
            Ok(document) => documents.push(document),
            Err(skipped) => skips.push(skipped),
        }
    }
    assert_eq!(documents.len() + skips.len(), sources.len_hint());
    (documents, skips)
}

/// Writes `bytes` as `export.zip` and reads it as a root.
fn read_zip(bytes: &[u8]) -> (Vec<Document>, Vec<Skipped>, bool) {
    read_zip_within(bytes, Limits::default())
}

fn read_zip_within(bytes: &[u8], limits: Limits) -> (Vec<Document>, Vec<Skipped>, bool) {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "export.zip", bytes);
    let path: PathBuf = folder.path().join("export.zip");
    let sources = open(&[path], limits).unwrap();
    let (documents, skips) = read_all(&sources);
    (documents, skips, !sources.whole_roots().is_empty())
}

fn paths(documents: &[Document]) -> Vec<&str> {
    documents.iter().map(|document| document.path.as_str()).collect()
}

fn reason<'a>(skips: &'a [Skipped], path: &str) -> &'a Skip {
    let found = skips.iter().find(|skipped| skipped.path == path);
    &found.unwrap_or_else(|| panic!("no skip for {path} in {skips:?}")).reason
}
