//! The shape of the program, read from its sources: who may import whom, what the pure ring may not touch, how long a
//! file may be.

mod circles;
mod packaging;
mod secrets;
mod words;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const LONGEST_FILE_LINES: usize = 600;

/// A source file under `src/`.
struct Source {
    /// As in `report/heading.rs`.
    path: String,
    /// The module of `lib.rs` it belongs to; the file's own name for `main.rs` and `lib.rs`.
    module: String,
    text: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(root()).sort_by_file_name() {
        let entry = entry.expect("readable");
        if entry.path().extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let path = entry.path().strip_prefix(root()).expect("below").to_string_lossy().replace('\\', "/");
        let first = path.split('/').next().expect("never empty");
        let module = first.trim_end_matches(".rs").to_string();
        found.push(Source { module, text: fs::read_to_string(entry.path()).expect("UTF-8"), path });
    }
    assert!(found.len() > 20, "the sources were found");
    found
}

/// The modules of `lib.rs` with their place in its order, and the first word of the ring they stand under.
fn modules() -> BTreeMap<String, (usize, String)> {
    let text = fs::read_to_string(root().join("lib.rs")).expect("readable");
    let mut ring = String::new();
    let mut modules = BTreeMap::new();
    for line in text.lines() {
        if let Some(comment) = line.strip_prefix("// ") {
            ring = comment.split([':', ' ']).next().expect("a word").to_string();
        }
        if let Some(name) = line.strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(';')) {
            modules.insert(name.to_string(), (modules.len(), ring.clone()));
        }
    }
    modules
}

/// The text without comments and without what follows `#[cfg(test)]` at the left margin, where our test modules begin.
fn code(source: &Source) -> String {
    let end = source.text.find("\n#[cfg(test)]\nmod ").unwrap_or(source.text.len());
    let lines = source.text[..end].lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// `#[cfg(test)]` among the attributes of an item.
fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"))
    })
}

fn is_test(source: &Source) -> bool {
    source.path.contains("/tests/") || source.path.ends_with("/tests.rs")
}

/// Every module named after `crate::`, also within `use crate::{a::…, b}`.
fn imports(text: &str) -> Vec<String> {
    let word = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = Vec::new();
    for rest in text.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            None => found.push(word(rest)),
            Some(group) => {
                let mut depth = 1;
                let mut starts = true;
                for (at, c) in group.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        ',' if depth == 1 => starts = true,
                        _ if c.is_whitespace() => {}
                        _ if starts && depth == 1 => {
                            starts = false;
                            found.push(word(&group[at..]));
                        }
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
        }
    }
    found
}

#[test]
fn groups_of_imports_are_read() {
    let text = "use crate::{report::{Report, head}, fact::Incident};\nuse crate::store::Store; $crate::x";
    assert_eq!(imports(text), ["report", "fact", "store", "x"]);
}

#[test]
fn imports_point_inwards() {
    let modules = modules();
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.path != "lib.rs" && source.path != "main.rs") {
        let Some((own, _)) = modules.get(&source.module) else {
            wrong.push(format!("{}: `{}` is not in lib.rs", source.path, source.module));
            continue;
        };
        for import in imports(&code(source)) {
            match modules.get(&import) {
                Some((other, _)) if other > own => wrong.push(format!("{} imports crate::{import}", source.path)),
                Some(_) => {}
                None => wrong.push(format!("{} names crate::{import}, which lib.rs does not list", source.path)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn lib_rs_lists_every_module_under_a_ring() {
    let modules = modules();
    let rings: Vec<&str> = ["Text", "Edges", "Jobs", "Faces"].into();
    for (name, (_, ring)) in &modules {
        assert!(rings.contains(&ring.as_str()), "{name} stands under `{ring}`");
    }
    for source in sources() {
        assert!(
            source.path == "lib.rs" || source.path == "main.rs" || modules.contains_key(&source.module),
            "{}",
            source.path
        );
    }
}

/// No I/O, no clock, no environment, no async.
#[test]
fn the_text_ring_is_pure() {
    let modules = modules();
    let outside = [
        "std::fs", "fs_err", "std::env", "std::net", "std::process", "std::thread", "SystemTime", "Instant::now",
        "Zoned::now", "Timestamp::now", "tokio", "async fn", "println!", "eprintln!", "reqwest",
    ];
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !is_test(source)) {
        if modules.get(&source.module).is_some_and(|(_, ring)| ring == "Text") {
            let code = code(source);
            wrong.extend(
                outside.iter().filter(|word| code.contains(**word)).map(|word| format!("{}: {word}", source.path)),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_config_reads_the_environment() {
    for source in sources()
        .iter()
        .filter(|source| source.path != "config.rs" && !source.path.starts_with("config/") && !is_test(source))
    {
        let code = code(source);
        for reading in ["env::var", "env::vars", "env::home_dir", "env::temp_dir", "option_env!"] {
            assert!(!code.contains(reading), "{} has {reading}", source.path);
        }
        if !source.path.starts_with("cli/") {
            for reading in ["env::args", "env::current_dir", "Zoned::now"] {
                assert!(!code.contains(reading), "{} has {reading}", source.path);
            }
        }
    }
}

/// Libraries return values: only the command line prints.
#[test]
fn only_the_command_line_prints() {
    for source in sources().iter().filter(|source| !source.path.starts_with("cli/") && !is_test(source)) {
        let code = code(source);
        for printing in ["println!", "print!(", "stdout()", "stderr()"] {
            assert!(!code.contains(printing), "{} has {printing}", source.path);
        }
    }
}

#[test]
fn a_file_is_one_idea() {
    for source in sources() {
        let lines = source.text.lines().count();
        assert!(lines < LONGEST_FILE_LINES, "{} has {lines} lines", source.path);
        assert!(
            !source.path.split(['/', '.']).any(|part| ["utils", "util", "helpers", "misc", "common"].contains(&part)),
            "{}",
            source.path
        );
        assert!(is_test(&source) || source.text.starts_with("//!"), "{} does not say what it owns", source.path);
    }
}

/// Where there are templates, the words a model reads are in them alone.
#[test]
fn prompts_are_in_their_folder() {
    let prompts = Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts");
    if !prompts.exists() {
        eprintln!("skipped: there is no prompts/ yet");
        return;
    }
    for source in sources().iter().filter(|source| !is_test(source)) {
        let code = code(source);
        for phrase in ["You are ", "你是一", "Answer only from", "只根据"] {
            assert!(!code.contains(phrase), "{} has prompt text: {phrase}", source.path);
        }
    }
}
