//! What is said in several files of what a release is made with, and must be the same in all of them.

use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What stands behind `mark` in each line that has it, up to what is no part of a version.
fn versions(text: &str, mark: &str) -> Vec<String> {
    let behind = text.match_indices(mark).map(|(start, _)| &text[start + mark.len()..]);
    let digits = |rest: &str| rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect::<String>();
    behind.map(digits).filter(|version| !version.is_empty()).collect()
}

#[test]
fn one_version_of_rust_is_named() {
    let manifest = versions(&read("Cargo.toml"), "\nrust-version = \"");
    assert_eq!(manifest.len(), 1);
    for (file, mark) in [
        ("Dockerfile", "rust:"),
        (".github/workflows/release.yml", "rust:"),
        (".github/workflows/other-systems.yml", "toolchain install "),
    ] {
        let named = versions(&read(file), mark);
        assert!(
            !named.is_empty() && named.iter().all(|version| *version == manifest[0]),
            "{file}: {named:?}, {manifest:?}"
        );
    }
}

#[test]
fn the_qdrant_of_the_tests_is_that_of_the_compose_file() {
    let tested = versions(&read("scripts/qdrant-server.sh"), "qdrant-linux-x64@");
    assert_eq!(tested, versions(&read("compose.yaml"), "qdrant/qdrant:v"));
    assert_eq!(tested.len(), 1);
}

/// Whatever runs the program for others runs it as nobody in particular, and opens no port but the one of this machine.
#[test]
fn a_service_has_few_rights() {
    let unit =
        ["NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=\n", "\nUser=zhoubao", "UMask=0077"];
    for file in ["zhoubao.service", "zhoubao-backup.service"] {
        let text = read(&format!("packaging/systemd/{file}"));
        assert!(unit.iter().all(|line| text.contains(line)), "{file}");
    }
    assert!(read("Dockerfile").contains("\nUSER 10001:10001"));
    let compose = read("compose.yaml");
    assert!(compose.contains("read_only: true") && compose.contains("no-new-privileges:true"));
    let ports =
        compose.lines().filter_map(|line| line.trim_start().strip_prefix("- \"")).filter(|line| line.ends_with("0\""));
    assert_eq!(ports.collect::<Vec<_>>(), ["127.0.0.1:7350:7350\""]);
}
