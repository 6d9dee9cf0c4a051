//! `zhoubao completions`, `zhoubao man`, and what `make install` does with them.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::desk::Desk;

#[test]
fn five_shells_are_served() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = desk.run(["completions", shell]).exits(0);
        assert!(["ingest", "search", "explain", "as-of"].iter().all(|word| run.stdout.contains(word)), "{shell}");
        assert_eq!(run.stderr, "");
    }
}

#[test]
fn bash_reads_its_script() {
    let desk = Desk::new();
    let script = desk.run(["completions", "bash"]).stdout;
    desk.write("zhoubao.bash", script);
    let read = Command::new("bash").args(["-n", "zhoubao.bash"]).current_dir(desk.path("")).output();
    let read = read.expect("bash");
    assert!(read.status.success() && read.stderr.is_empty(), "{read:?}");
}

#[test]
fn another_shell_is_wrong_usage() {
    Desk::new().run(["completions", "tcsh"]).exits(2).notes("bash, elvish, fish, powershell, zsh");
}

#[test]
fn every_command_has_a_page_in_the_manual() {
    let desk = Desk::new();
    let pages = desk.run(["man"]).exits(0).stdout;
    let pages: BTreeSet<&str> = pages.lines().collect();
    let help = desk.run(["-h"]).exits(0).stdout;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let named = commands.filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    let named: Vec<&str> = named.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(named.len() > 20, "{help}");
    for command in named.into_iter().filter(|command| *command != "help") {
        assert!(pages.contains(format!("zhoubao-{command}").as_str()), "{command} has no page");
    }
    assert!(pages.contains("zhoubao") && pages.contains("zhoubao-model-pull"), "{pages:?}");
    desk.run(["man", "zhoubao-ask"]).exits(0).says(".SH NAME").says("as\\-of").says(".SH \"SEE ALSO\"");
    desk.run(["man", "ask"]).exits(2).notes("has no page ask").notes("lists the pages");
}

#[test]
fn the_manual_is_read_without_a_warning() {
    let desk = Desk::new();
    for page in desk.run(["man"]).exits(0).stdout.lines() {
        desk.write(&format!("{page}.1"), desk.run(["man", page]).exits(0).stdout);
        let file = desk.path(&format!("{page}.1"));
        let mut man = Command::new("man");
        man.args(["--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z"]).env("LC_ALL", "C.UTF-8");
        let mut lint = Command::new("mandoc");
        lint.args(["-T", "lint", "-W", "error"]);
        for reader in [&mut man, &mut lint] {
            // Either may be missing.
            let Ok(output) = reader.arg(&file).output() else { continue };
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success() && said.is_empty(), "{page}: {said}");
        }
    }
}

#[test]
fn install_puts_everything_in_place_and_uninstall_takes_it_away() {
    let desk = Desk::new();
    let built = Path::new(env!("CARGO_BIN_EXE_zhoubao"));
    if built.parent().is_none_or(|folder| !folder.ends_with("release")) {
        eprintln!("skipped: the script installs what --release built");
        return;
    }
    let script = |arguments: &[&str]| {
        let mut script = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/install.sh"));
        script.args(arguments).env("PREFIX", desk.path("usr")).env_remove("DESTDIR");
        script.env("CARGO_TARGET_DIR", built.parent().and_then(Path::parent).expect("above release"));
        let output = script.output().expect("bash");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let places = [
        "bin/zhoubao", "share/man/man1/zhoubao.1", "share/man/man1/zhoubao-model-pull.1",
        "share/bash-completion/completions/zhoubao", "share/zsh/site-functions/_zhoubao",
        "share/fish/vendor_completions.d/zhoubao.fish",
    ];
    script(&[]);
    for place in places {
        let file = desk.path(&format!("usr/{place}"));
        assert!(std::fs::metadata(&file).is_ok_and(|file| file.len() > 0), "{place}");
    }
    desk.write("usr/bin/other", "");
    script(&["--uninstall"]);
    let left = walkdir::WalkDir::new(desk.path("usr")).into_iter().filter_map(Result::ok);
    let left: Vec<_> = left.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()).collect();
    assert_eq!(left, [desk.path("usr/bin/other")]);
}
