//! Files that the user asks for: nothing that is there is lost, and nothing is written among the reports.

use std::fs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use crate::desk::{Desk, Run};

/// A source report of the desk.
const REPORT: &str = "seeds/第26周 2023-06-20.md";

/// Every command that writes a file, up to the file's name.
const COMMANDS: [&[&str]; 4] = [
    &["rollup", "2023-06", "--format", "html", "-o"],
    &["goals", "--format", "md", "-o"],
    &["trend", "出金有效成功率", "--svg"],
    &["draft", "-o"],
];

fn write(desk: &Desk, command: &[&str], file: &str, more: &[&str]) -> Run {
    desk.run(command.iter().copied().chain([file]).chain(more.iter().copied()))
}

fn text(desk: &Desk, name: &str) -> String {
    fs::read_to_string(desk.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What lies in a folder; a draft of ours that was left behind is among it.
fn names(desk: &Desk, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(desk.path(folder)).expect("a folder").flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort_unstable();
    names
}

#[test]
fn a_file_that_is_there_is_replaced_only_with_force() {
    let desk = Desk::with_seeds();
    for command in COMMANDS {
        desk.write("out/mine", "mine");
        let run = write(&desk, command, "out/mine", &[]).exits(2);
        run.notes("`out/mine` is there already").notes("--force");
        assert_eq!(text(&desk, "out/mine"), "mine", "{command:?}");
        fs::set_permissions(desk.path("out/mine"), PermissionsExt::from_mode(0o640)).expect("set");
        write(&desk, command, "out/mine", &["--force"]).exits(0);
        assert!(text(&desk, "out/mine").len() > 100, "{command:?}");
        let mode = fs::metadata(desk.path("out/mine")).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o640, "{command:?}");
        assert_eq!(names(&desk, "out"), ["mine"], "{command:?}");
    }
}

#[test]
fn a_source_report_is_never_replaced_and_no_file_is_put_beside_it() {
    let desk = Desk::with_seeds();
    let before = text(&desk, REPORT);
    let beside = names(&desk, "seeds");
    fs::create_dir(desk.path("other")).expect("made");
    symlink(desk.path(REPORT), desk.path("other/link.md")).expect("linked");
    symlink("../seeds", desk.path("other/folder")).expect("linked");
    symlink("../seeds/later.md", desk.path("other/later.md")).expect("linked");
    let reached = [
        REPORT, "seeds/new.md", "other/../seeds/new.md", "other/link.md", "other/folder/new.md", "other/later.md",
        "seeds/README.md",
    ];
    for command in COMMANDS {
        for file in reached {
            for more in [&[][..], &["--force"]] {
                let run = write(&desk, command, file, more).exits(2);
                assert!(!run.stderr.contains("wrote"), "{command:?} {file}: {run}");
            }
            write(&desk, command, file, &["--force"]).notes("where the reports were read from");
        }
    }
    assert_eq!((text(&desk, REPORT), names(&desk, "seeds")), (before, beside));
    assert!(desk.path("other/link.md").is_symlink());
}

#[test]
fn a_report_that_was_read_alone_protects_itself_and_not_its_folder() {
    let desk = Desk::new();
    desk.write_seeds();
    desk.run(["ingest", REPORT, "--embedder", "none"]).exits(0);
    let before = text(&desk, REPORT);
    for command in COMMANDS {
        write(&desk, command, REPORT, &["--force"]).exits(2).notes("where the reports were read from");
        write(&desk, command, "seeds/new", &["--force"]);
    }
    assert_eq!(text(&desk, REPORT), before);
    assert!(desk.path("seeds/new").is_file());
}

#[test]
fn nothing_is_written_into_the_index() {
    let desk = Desk::with_seeds();
    let own = desk.index().join("zhoubao-store.json");
    let before = fs::read(&own).expect("there");
    for command in COMMANDS {
        write(&desk, command, &own.to_string_lossy(), &["--force"]).exits(2).notes("the program keeps its own files");
    }
    assert_eq!(fs::read(&own).expect("there"), before);
    desk.run(["doctor"]).exits(0);
}

#[test]
fn a_link_is_followed_and_stays_a_link() {
    let desk = Desk::with_seeds();
    fs::create_dir(desk.path("out")).expect("made");
    symlink("out/mine", desk.path("link")).expect("linked");
    for command in COMMANDS {
        write(&desk, command, "link", &[]).exits(0);
        assert!(text(&desk, "out/mine").len() > 100, "{command:?}");
        desk.write("out/mine", "mine");
        write(&desk, command, "link", &[]).exits(2).notes("`link` is there already");
        assert_eq!(text(&desk, "out/mine"), "mine", "{command:?}");
        write(&desk, command, "link", &["--force"]).exits(0);
        assert!(text(&desk, "out/mine").len() > 100 && desk.path("link").is_symlink(), "{command:?}");
        fs::remove_file(desk.path("out/mine")).expect("removed");
    }
}

#[test]
fn what_is_no_file_is_written_through() {
    let desk = Desk::with_seeds();
    let made = Command::new("mkfifo").arg(desk.path("pipe")).status().expect("mkfifo");
    assert!(made.success());
    for command in COMMANDS {
        write(&desk, command, "new", &[]).exits(0);
        let wanted = text(&desk, "new");
        fs::remove_file(desk.path("new")).expect("removed");
        write(&desk, command, "/dev/null", &[]).exits(0);
        assert!(fs::metadata("/dev/null").expect("there").file_type().is_char_device());
        assert!(write(&desk, command, "/dev/stdout", &[]).exits(0).stdout == wanted, "{command:?}");
        let pipe = desk.path("pipe");
        let reading = std::thread::spawn(move || fs::read_to_string(pipe).expect("read"));
        write(&desk, command, "pipe", &[]).exits(0);
        assert!(reading.join().expect("read") == wanted, "{command:?}");
        assert!(fs::metadata(desk.path("pipe")).expect("there").file_type().is_fifo());
        write(&desk, command, "/dev/full", &[]).exits(1).notes("cannot be written");
        assert!(!Path::new("/dev/stdout-charts").exists());
    }
    let markdown = desk.run(["rollup", "2023-06", "--format", "md", "-o", "/dev/stdout"]).exits(0);
    assert!(!markdown.stdout.contains("-charts/"), "nothing stands beside a pipe: {markdown}");
}

#[test]
fn a_descriptor_is_written_on_to_and_not_over() {
    let desk = Desk::with_seeds();
    desk.write("log", "before\n");
    for command in COMMANDS {
        let log = fs::OpenOptions::new().append(true).open(desk.path("log")).expect("open");
        let status = desk.command(command.iter().copied().chain(["/dev/stdout"])).stdout(log).status();
        assert!(status.expect("it ran").success());
        assert!(text(&desk, "log").starts_with("before\n"), "{command:?}");
    }
}

#[test]
fn a_dash_is_stdout() {
    let desk = Desk::with_seeds();
    for command in COMMANDS {
        assert!(write(&desk, command, "-", &[]).exits(0).stdout.len() > 100, "{command:?}");
        assert!(!desk.path("-").exists(), "{command:?}");
    }
}

#[test]
fn a_folder_is_refused_and_a_missing_one_is_named() {
    let desk = Desk::with_seeds();
    fs::create_dir(desk.path("folder")).expect("made");
    for command in COMMANDS {
        for more in [&[][..], &["--force"]] {
            write(&desk, command, "folder", more).exits(2).notes("`folder` is a folder");
            write(&desk, command, "no/such/a", more).exits(1).notes("no folder `no/such`").notes("mkdir -p no/such");
            write(&desk, command, "/proc/zhoubao", more).exits(1).notes("`/proc/zhoubao` cannot be written");
        }
        assert!(names(&desk, "folder").is_empty());
    }
}

#[test]
fn a_folder_that_cannot_be_written_keeps_what_it_has() {
    let desk = Desk::with_seeds();
    desk.write("closed/mine", "mine");
    fs::set_permissions(desk.path("closed"), PermissionsExt::from_mode(0o555)).expect("set");
    if fs::write(desk.path("closed/probe"), "").is_ok() {
        eprintln!("skipped: this user may write anywhere");
        return;
    }
    for command in COMMANDS {
        write(&desk, command, "closed/mine", &["--force"]).exits(1).notes("cannot be written");
        write(&desk, command, "closed/new", &[]).exits(1);
        assert_eq!((text(&desk, "closed/mine"), names(&desk, "closed").len()), ("mine".to_string(), 1));
    }
    fs::set_permissions(desk.path("closed"), PermissionsExt::from_mode(0o755)).expect("set");
}

#[test]
fn a_write_that_is_killed_leaves_the_old_file_whole() {
    let strace = Path::new("/usr/bin/strace");
    if !strace.exists() {
        eprintln!("skipped: no `strace` to kill the program at its system calls");
        return;
    }
    let desk = Desk::with_seeds();
    desk.write("out/mine", "mine");
    let target = fs::canonicalize(desk.path("out/mine")).expect("there");
    // When the draft is written, and when it takes the name: the index has neither call with this path.
    for (call, path) in [("fchmod", None), ("rename,renameat,renameat2", Some(&target))] {
        for command in COMMANDS {
            desk.write("out/mine", "mine");
            let mut traced = Command::new(strace);
            traced.args(["-f", "-qq", "-o", "trace", "-e", &format!("trace={call}")]);
            traced.args(["-e", &format!("inject={call}:signal=KILL")]);
            if let Some(path) = path {
                traced.arg("-P").arg(path);
            }
            traced.arg(env!("CARGO_BIN_EXE_zhoubao")).args(command).args(["out/mine", "--force"]);
            traced.env_clear().env("HOME", desk.path("")).env("ZHOUBAO_AS_OF", crate::desk::AS_OF);
            let output = traced.current_dir(desk.path("")).output().expect("strace starts");
            assert!(!output.status.success(), "{command:?} {call}: {output:?}");
            assert_eq!(text(&desk, "out/mine"), "mine", "{command:?} {call}");
            assert!(names(&desk, "out").len() > 1, "{command:?} {call}: it was killed as it wrote");
            fs::remove_dir_all(desk.path("out")).expect("removed");
        }
    }
}

#[test]
fn a_write_that_fails_leaves_the_old_file_whole_and_nothing_beside_it() {
    let desk = Desk::with_seeds();
    desk.write("out/mine", "mine");
    // 1 kB a file at most, and an error in place of the signal.
    let limited = "trap '' XFSZ; ulimit -f 1; exec \"$@\"";
    for command in COMMANDS.iter().filter(|command| command[0] != "goals") {
        let mut run = Command::new("bash");
        run.args(["-c", limited, "bash", env!("CARGO_BIN_EXE_zhoubao")]).args(*command).args(["out/mine", "--force"]);
        run.env_clear()
            .env("HOME", desk.path(""))
            .env("PATH", "/usr/bin:/bin")
            .env("ZHOUBAO_AS_OF", crate::desk::AS_OF);
        let run = Run::of(run.current_dir(desk.path(""))).exits(1);
        run.notes("`out/mine` cannot be written");
        assert_eq!((text(&desk, "out/mine"), names(&desk, "out")), ("mine".to_string(), vec!["mine".to_string()]));
    }
}

#[test]
fn a_refused_picture_leaves_the_page_unwritten() {
    let desk = Desk::with_seeds();
    desk.run(["rollup", "2023-06", "-o", "june.md"]).exits(0);
    let pictures = names(&desk, "june-charts");
    assert!(!pictures.is_empty());
    fs::remove_file(desk.path("june.md")).expect("removed");
    let last = format!("june-charts/{}", pictures[pictures.len() - 1]);
    for picture in &pictures[..pictures.len() - 1] {
        fs::remove_file(desk.path(&format!("june-charts/{picture}"))).expect("removed");
    }
    desk.write(&last, "mine");
    desk.run(["rollup", "2023-06", "-o", "june.md"]).exits(2).notes(&last);
    assert!(!desk.path("june.md").exists());
    assert_eq!((text(&desk, &last), names(&desk, "june-charts").len()), ("mine".to_string(), 1));
    desk.run(["rollup", "2023-06", "-o", "june.md", "--force"]).exits(0);
    assert_eq!(names(&desk, "june-charts"), pictures);
}

#[test]
fn pictures_do_not_go_among_the_reports_through_a_link() {
    let desk = Desk::with_seeds();
    let before = names(&desk, "seeds");
    symlink("seeds", desk.path("june-charts")).expect("linked");
    desk.run(["rollup", "2023-06", "-o", "june.md", "--force"]).exits(2).notes("where the reports were read from");
    assert!(!desk.path("june.md").exists());
    // A week without a course has no pictures; ours among the reports stay all the same.
    desk.write("seeds/01-a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"zb-trend\"");
    desk.run(["rollup", "第26周", "-o", "june.md", "--force"]);
    assert_eq!(names(&desk, "seeds").len(), before.len() + 1);
}

#[test]
fn a_saved_conversation_follows_the_same_rule() {
    let desk = Desk::with_seeds();
    let before = text(&desk, REPORT);
    symlink(REPORT, desk.path("link.md")).expect("linked");
    let lines = format!(
        "6/15账户流水差异的原因是什么？\n/save! {REPORT}\n/save seeds/new.md\n/save! link.md\n/save /dev/null\n"
    );
    let run = desk.run_reading(["chat"], lines.as_bytes()).exits(1);
    assert_eq!(run.stderr.matches("where the reports were read from").count(), 3, "{run}");
    assert!(run.stderr.contains("wrote 1 question to /dev/null"), "{run}");
    assert_eq!(text(&desk, REPORT), before);
    assert!(!desk.path("seeds/new.md").exists() && desk.path("link.md").is_symlink());
}
