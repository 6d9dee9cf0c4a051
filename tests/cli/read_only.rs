//! An index that may be read and not written: on a read-only file system, or in a folder of another user.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use crate::desk::{Desk, Run};

/// Runs `script` where the folder that the index and its feedback lie in is mounted read-only; `None`, and a message, where that is not
/// allowed. `$Z` is the program.
fn read_only(desk: &Desk, script: &str) -> Option<Run> {
    fs::create_dir_all(desk.path("tmp")).expect("writable");
    let script = format!(
        "mount -o bind .local .local && mount -o remount,ro,bind .local || exit 99\n! touch .local/share/zhoubao/x 2>&- || exit 99\n{script}"
    );
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0\n"));
    let mut command = Command::new("unshare");
    command.args(if is_root { &["--mount"][..] } else { &["--mount", "--map-root-user"] }).args(["sh", "-c", &script]);
    command.current_dir(desk.path("")).env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("HOME", desk.path("")).env("TMPDIR", desk.path("tmp")).env("ZHOUBAO_AS_OF", "2024-04-02");
    command.env("ZHOUBAO_EMBEDDER", "none").env("Z", env!("CARGO_BIN_EXE_zhoubao"));
    match command.output() {
        Ok(output)
            if output.status.code() != Some(99) && !String::from_utf8_lossy(&output.stderr).contains("unshare:") =>
        {
            Some(Run::from(output))
        }
        _ => {
            eprintln!("skipped: nothing can be mounted here");
            None
        }
    }
}

/// Names of what lies under `folder`, files alone.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push(path.display().to_string()),
        }
    }
    found
}

const ASK: &str = r#""$Z" ask '6/15账户流水差异的原因'"#;

#[test]
fn questions_are_answered_from_a_copy_that_goes_with_them() {
    let desk = Desk::with_seeds();
    let script = format!(
        r#"set -e; {ASK}; "$Z" rollup 2023-06 | head -3; "$Z" incidents --json | head -c 1; echo; "$Z" doctor; "$Z" ask 第25周做了什么 > /dev/null"#
    );
    let Some(run) = read_only(&desk, &script) else { return };
    let run = run.exits(0).says("Oracle").says("周报汇总 2023-06").says("ok   contents").says("ok   access");
    run.notes("cannot be written to: answered from a private copy (").notes("removed at the end");
    assert_eq!(files(&desk.path("tmp")), Vec::<String>::new(), "nothing is left of the copies");
}

#[test]
fn what_would_write_says_why_it_cannot_and_what_to_do() {
    let desk = Desk::with_seeds();
    let id =
        desk.run(["ask", "--json", "6/15账户流水差异的原因"]).exits(0).json()["id"].as_str().expect("an id").to_owned();
    for (command, hint) in [
        (r#""$Z" ingest seeds"#.to_owned(), "run this where it can be written to"),
        (r#""$Z" ingest --rebuild seeds"#.to_owned(), "run this where it can be written to"),
        (r#""$Z" serve --address 127.0.0.1:0 --watch seeds"#.to_owned(), "run this where it can be written to"),
        (format!(r#""$Z" feedback {id} --right --by 张三"#), "see that the folder can be written"),
    ] {
        let Some(run) = read_only(&desk, &command) else { return };
        run.exits(1).notes("hint: ").notes(hint);
    }
    let Some(run) = read_only(&desk, &format!(r#"{ASK}; "$Z" feedback {id}"#)) else { return };
    run.exits(0).says("Oracle");
    assert_eq!(files(&desk.path("tmp")), Vec::<String>::new());
    desk.run(["doctor", "--embedder", "none"]).exits(0);
}

#[test]
fn processes_at_once_share_one_copy_and_a_killed_one_leaves_it_to_the_next() {
    let desk = Desk::with_seeds();
    let script = format!(
        r#"
        "$Z" serve --address 127.0.0.1:0 > served 2> log & server=$!
        while ! [ -s served ]; do kill -0 $server || exit 1; done
        for n in 1 2 3; do {ASK} > said.$n 2>&1 & asked="$asked $!"; done
        for process in $asked; do wait $process || echo "failed"; done
        cat said.1 said.2 said.3 | grep -c Oracle; cat said.* | grep -c 'private copy'
        find tmp -name '*.copy' | wc -l
        kill -9 $server; wait $server; find tmp -name '*.copy' | wc -l
        {ASK} 2>&1 | grep -c 'private copy'; find tmp -name '*.copy' | wc -l"#
    );
    let Some(run) = read_only(&desk, &script) else { return };
    assert_eq!(run.stdout.lines().collect::<Vec<_>>(), ["3", "0", "1", "1", "1", "0"], "{run}");
}

#[test]
fn a_folder_of_another_user_is_asked_as_a_read_only_one_is() {
    let desk = Desk::with_seeds();
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0\n"));
    if !is_root {
        eprintln!("skipped: only root can act for another user");
        return;
    }
    // Others may read it, as after `chmod -R a+rX`.
    let opened = Command::new("chmod").args(["-R", "a+rX"]).arg(desk.path("")).status();
    assert!(opened.expect("chmod").success());
    fs::create_dir(desk.path("tmp")).expect("made");
    fs::set_permissions(desk.path("tmp"), fs::Permissions::from_mode(0o1777)).expect("set");
    let program = desk.path("zhoubao");
    fs::copy(env!("CARGO_BIN_EXE_zhoubao"), &program).expect("copied");
    let as_nobody = |arguments: &[&str]| {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program).args(arguments);
        command.args(["--embedder", "none", "--index"]).arg(desk.index());
        command.current_dir(desk.path("")).env_clear().env("HOME", desk.path("tmp")).env("TMPDIR", desk.path("tmp"));
        Run::of(command.env("ZHOUBAO_AS_OF", "2024-04-02"))
    };
    as_nobody(&["ask", "6/15账户流水差异的原因"]).exits(0).says("Oracle").notes("a private copy");
    as_nobody(&["ingest", "seeds"]).exits(1).notes("cannot be written to").notes("as its owner");
    assert_eq!(files(&desk.path("tmp")), Vec::<String>::new(), "nothing is left of the copies");
    // Its owner's next use closes it again.
    desk.run(["doctor", "--embedder", "none"]).exits(0).says("ok   reports   8 with ");
    as_nobody(&["ask", "6/15账户流水差异的原因"]).exits(1).notes("see that it can be read");
}

#[test]
fn no_room_for_the_copy_is_an_error_that_says_where_to_make_some() {
    let desk = Desk::with_seeds();
    let Some(run) = read_only(&desk, &format!("mount -t tmpfs -o size=8m tmpfs tmp || exit 99; {ASK}")) else { return };
    run.exits(1).notes("no private copy of it could be made").notes("MB are needed").notes("TMPDIR");
}
