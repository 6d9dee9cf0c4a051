//! No key of anybody's is in what is committed: not in a source, not in a sample, not in a file for a service manager. Keys are
//! known by the shapes that the redactor knows them by. (What was recorded from servers: `tests/redaction.rs`.)

use std::fs;
use std::path::{Path, PathBuf};

const SHAPES: &str = include_str!("../../src/redact/secret/shapes.tsv");
/// Keys that tests made up, one a line; what is new here was looked at by somebody.
const MADE_UP: &str = include_str!("made_up_keys.txt");

/// A key in a file: which, and in which line.
struct Key {
    place: String,
    text: String,
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file that is text; not what was built or fetched, which is in `target` and in folders with a dot.
fn files() -> Vec<(PathBuf, String)> {
    let walk = walkdir::WalkDir::new(repository()).sort_by_file_name().into_iter();
    let walk = walk.filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        let is_hidden = name.starts_with('.') && !matches!(&*name, ".github" | ".ci");
        entry.depth() == 0 || !entry.file_type().is_dir() || !(is_hidden || name == "target")
    });
    let files = walk.map(|entry| entry.expect("readable")).filter(|entry| entry.file_type().is_file());
    let text = |path: PathBuf| Some((path.clone(), fs::read_to_string(path).ok()?));
    let files = files.map(walkdir::DirEntry::into_path).filter(|path| !path.ends_with("made_up_keys.txt"));
    let found: Vec<_> = files.filter_map(text).collect();
    assert!(found.len() > 1000, "the files were found: {}", found.len());
    found
}

fn belongs(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

/// Words of `line` that have the shape of a key: a known prefix and enough behind it.
fn keys(line: &str) -> Vec<&str> {
    let lower = line.to_ascii_lowercase();
    let mut found = Vec::new();
    for shape in SHAPES.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = shape.split('\t');
        let prefix = cells.next().expect("a prefix");
        let fewest: usize = cells.next().and_then(|cell| cell.parse().ok()).expect("a count");
        let needs_digit = cells.next() == Some("digit");
        for (start, _) in lower.match_indices(prefix) {
            let after = start + prefix.len();
            let rest = lower.as_bytes()[after..].iter().take_while(|byte| belongs(**byte)).count();
            let is_word = start == 0 || !belongs(lower.as_bytes()[start - 1]);
            let has_digit = lower[after..after + rest].bytes().any(|byte| byte.is_ascii_digit());
            if is_word && rest >= fewest && (has_digit || !needs_digit) {
                found.push(&line[start..after + rest]);
            }
        }
    }
    // A private key's first line of base64, a token that carries its own claims.
    let line = line.trim();
    let is_base64 = line.len() >= 60 && line.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte));
    if is_base64 && line.starts_with("MII") {
        found.push(line);
    }
    if let Some(start) = line.find("eyJ")
        && let Some(token) = line[start..].split(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))).next()
        && token.matches('.').count() == 2
        && token.len() >= 40
    {
        found.push(token);
    }
    found
}

fn keys_of(files: &[(PathBuf, String)]) -> Vec<Key> {
    let mut found = Vec::new();
    for (path, text) in files {
        let path = path.strip_prefix(repository()).unwrap_or(path);
        for (number, line) in text.lines().enumerate() {
            let place = || format!("{}:{}", path.display(), number + 1);
            found.extend(keys(line).into_iter().map(|key| Key { place: place(), text: key.to_string() }));
        }
    }
    found
}

#[test]
fn no_key_is_committed() {
    let made_up: Vec<&str> = MADE_UP.lines().filter(|line| !line.starts_with('#')).collect();
    let files = files();
    let found = keys_of(&files);
    let unknown: Vec<String> = (found.iter())
        .filter(|key| !made_up.contains(&key.text.as_str()))
        .map(|key| format!("{}: {}", key.place, key.text))
        .collect();
    assert!(unknown.is_empty(), "keys; one that is made up belongs into made_up_keys.txt:\n{}", unknown.join("\n"));
    let gone: Vec<_> = made_up.iter().filter(|key| !found.iter().any(|found| found.text == **key)).collect();
    assert!(gone.is_empty(), "in made_up_keys.txt and nowhere else: {gone:?}");
}

/// What a key looks like is found, wherever it stands in a line; what only begins like one is not.
#[test]
fn a_key_would_be_found() {
    // In parts, so that this file holds none.
    let key = |prefix: &str, rest: &str| format!("{prefix}{rest}");
    for key in [
        key("sk-", "Zk3vTq8mWx1yBn5cHd7f"),
        key("ghp", "_9aKd83mZq02LwPx71Vb4Rt6Yu"),
        key("AKIA", "Q3EGRZ7TLB5WXN2M"),
        key("eyJ", "hbGciOiJIUzI1NiJ9.eyJzdWIiOiJ6aG91YmFvIn0.c2lnbmF0dXJl"),
    ] {
        for line in [key.clone(), format!("authorization: Bearer {key}\r"), format!("{{\"key\":\"{key}\"}}")] {
            assert_eq!(keys(&line), [key.as_str()], "{line}");
        }
    }
    for line in ["task-20230615-recovery-of-batch", "--risk-coverage", "sk-learn、sk-test", "npm_config"] {
        assert!(keys(line).is_empty(), "{line}");
    }
}
