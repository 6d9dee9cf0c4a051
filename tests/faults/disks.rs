//! Disks that are too small or run full, and memory that is: an error that says so, never a signal, and an index that is
//! as it was. Each in a mount namespace of its own; where the system does not allow that, the test says so.

use std::path::Path;
use std::process::{Command, Output};

use crate::corpus::{self, SMALL};
use crate::kill::{Home, said};

/// Runs `script` with a tmpfs of `size` at `disk/` of the home; `None`, and a message, where that is not allowed.
fn on_a_disk(home: &Home, size: &str, script: &str) -> Option<Output> {
    std::fs::create_dir_all(home.path("disk")).expect("writable");
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0\n"));
    let mount = format!("mount -t tmpfs -o size={size} tmpfs disk || exit 99; {script}");
    let mut command = Command::new("unshare");
    command.args(if is_root { &["--mount"][..] } else { &["--mount", "--map-root-user"] });
    let ran = command
        .args(["sh", "-c", &mount])
        .current_dir(home.folder.path())
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home.folder.path())
        .env("ZHOUBAO_EMBEDDER", "none")
        .env("ZHOUBAO", env!("CARGO_BIN_EXE_zhoubao"))
        .output();
    match ran {
        Ok(output) if output.status.code() != Some(99) && !said(&output).contains("unshare:") => Some(output),
        _ => {
            eprintln!("skipped: no mount namespace may be made here");
            None
        }
    }
}

fn home() -> Home {
    let home = Home::new();
    corpus::write(&home.path("reports"), SMALL);
    home
}

/// Reads lines of `name=exit code` that a script printed.
fn codes(output: &Output) -> Vec<(String, i32)> {
    let text = String::from_utf8_lossy(&output.stdout);
    let lines = text.lines().filter_map(|line| line.split_once('='));
    lines.filter_map(|(name, code)| Some((name.to_owned(), code.parse().ok()?))).collect()
}

#[test]
fn a_disk_that_is_too_small_is_an_error_that_says_how_much_is_needed() {
    for size in ["1m", "4m", "8m", "14m", "60m", "120m"] {
        let home = home();
        let script = r#""$ZHOUBAO" ingest reports --index disk/index; echo "ingest=$?"; find disk -type f -size +8k"#;
        let Some(output) = on_a_disk(&home, size, script) else { return };
        assert_eq!(codes(&output), [("ingest".to_owned(), 1)], "{size}: {}", said(&output));
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains("MB are needed") && told.contains("hint: make room"), "{size}: {told}");
        assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 1, "nothing is left: {}", said(&output));
    }
}

#[test]
fn a_disk_that_is_full_ends_no_command_by_a_signal_and_damages_nothing() {
    for free in ["0", "4k", "100k", "400k", "1m", "3m", "8m"] {
        let home = home();
        corpus::change(&home.path("reports"));
        let script = format!(
            r#"
            run() {{ name=$1; shift; "$ZHOUBAO" "$@" --index disk/index > out 2>> err; echo "$name=$?"; }}
            run made ingest reports
            cp -r reports more; for file in more/*; do sed 's/原/又/' "$file" > "$file.new"; mv "$file.new" "$file"; done
            [ {free} = 0 ] || fallocate -l {free} disk/kept
            cat /dev/zero > disk/fill 2> /dev/null; rm -f disk/kept
            run ask ask '渠道1出金超时的原因是什么'
            run rollup rollup 2023-02
            run doctor doctor
            run change ingest more
            run rebuild ingest reports --rebuild
            run search search 清算对账
            rm disk/fill; cp err seen; : > err
            run after_search search 清算对账
            run after_change ingest reports
            run after_doctor doctor
            run after_rebuild ingest reports --rebuild
            cat seen err >&2
            "#
        );
        let Some(output) = on_a_disk(&home, "420m", &script) else { return };
        let codes = codes(&output);
        let told = said(&output);
        assert_eq!(codes.len(), 11, "{free}: {told}");
        for (name, code) in &codes {
            let good = if name == "made" || name.starts_with("after_") { *code == 0 } else { (0..=3).contains(code) };
            assert!(good, "{free} free: {name}={code}\n{told}");
        }
        assert!(!told.contains("damaged") && !told.contains("panicked"), "{free}: {told}");
    }
}

#[test]
fn too_little_memory_is_an_error_and_no_damage() {
    let home = home();
    home.run(&["ingest", "reports", "--index", "index"]);
    let mut told = String::new();
    for kilobytes in [150_000, 250_000, 400_000, 600_000, 1_100_000, 2_000_000, 2_400_000, 2_800_000] {
        for command in ["search 清算对账", "ingest reports", "doctor"] {
            let script = format!(r#"ulimit -v {kilobytes}; exec "$0" {command} --index index"#);
            let mut limited = Command::new("sh");
            limited.args(["-c", &script, env!("CARGO_BIN_EXE_zhoubao")]).current_dir(home.folder.path()).env_clear();
            let output =
                limited.env("HOME", home.folder.path()).env("ZHOUBAO_EMBEDDER", "none").output().expect("it ran");
            assert!(output.status.code().is_some(), "{kilobytes} kB, {command}: {}", said(&output));
            told += &said(&output);
        }
    }
    assert!(!told.contains("damaged") && !told.contains("panicked"), "{told}");
    home.run(&["doctor", "--index", "index"]);
    assert!(Path::new(&home.path("index/zhoubao-store.json")).exists());
}
