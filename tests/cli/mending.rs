//! `zhoubao doctor --fix`: each fault is found, said and mended where that can be done, and nothing is lost.

use std::fs::{self, File, FileTimes};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value, json};
use uuid::Uuid;
use zhoubao::store::{Access, Condition, Location, Point, Store};

use crate::desk::{Desk, Run, assert_run};

fn doctor(desk: &Desk, arguments: &[&str]) -> Run {
    let mut command = desk.command(["doctor", "--embedder", "none"].iter().chain(arguments));
    // Sockets and copies of this desk alone.
    command.env("TMPDIR", desk.path("tmp"));
    Run::of(&mut command)
}

/// Only the lines of faults, and of what was mended.
fn faults(run: &Run) -> Vec<&str> {
    run.stdout.lines().filter(|line| !line.starts_with("ok ") && !line.contains("embedder")).collect()
}

fn with_tmp() -> Desk {
    let desk = Desk::with_seeds();
    fs::create_dir(desk.path("tmp")).expect("made");
    desk
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, PermissionsExt::from_mode(mode)).expect("set");
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("there").permissions().mode() & 0o777
}

/// Makes a file as old as what a killed process left.
fn left(path: &Path) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, "half of it").expect("written");
    let before = SystemTime::now() - Duration::from_secs(3_600);
    let file = File::options().write(true).open(path).expect("there");
    file.set_times(FileTimes::new().set_modified(before)).expect("set");
}

/// What `work` does to the index, which is sealed afterwards.
fn in_the_index(desk: &Desk, work: impl AsyncFnOnce(&Store)) {
    let location = Location::Embedded { dir: desk.index(), copies: Vec::new() };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = Store::open(&location, Access::Existing, Duration::from_secs(3)).await.expect("an index");
        work(&store).await;
        store.seal().await.expect("sealed");
    });
}

#[test]
fn a_sound_index_is_left_as_it_is() {
    let desk = with_tmp();
    let seal = fs::read(desk.index().join("shard/zhoubao-seal.json")).expect("a seal");
    let run = doctor(&desk, &["--fix"]).exits(0);
    assert_eq!(faults(&run), Vec::<&str>::new(), "{run}");
    assert_eq!(fs::read(desk.index().join("shard/zhoubao-seal.json")).expect("a seal"), seal);
    let json = doctor(&desk, &["--fix", "--json"]).exits(0).json();
    assert_eq!((&json["healthy"], &json["mended"], &json["left"]), (&json!(true), &json!(0), &json!(0)));
}

#[test]
fn what_others_may_read_is_closed_to_them() {
    let desk = with_tmp();
    desk.run(["ask", "--embedder", "none", "6/15账户流水差异的原因"]).exits(0);
    let log = desk.path(".local/share/zhoubao/index.feedback/answers.jsonl");
    let upload = desk.path(".local/share/zhoubao/index.uploads/组/a.md");
    let store = desk.index().join("zhoubao-store.json");
    desk.write(".local/share/zhoubao/index.uploads/组/a.md", "# 2024-01-01\n");
    desk.write(".local/share/zhoubao/index/notes.txt", "mine").write("tokens", "me read 1234567890abcdef");
    let notes = desk.index().join("notes.txt");
    for path in [&log, &upload, &store, &notes, &desk.path("tokens")] {
        set_mode(path, 0o644);
    }
    let found = doctor(&desk, &["--token-file", "tokens"]).exits(1);
    found
        .says(
            "FAIL rights    others may read [HOME]"
                .replace("[HOME]", &desk.path("").display().to_string())
                .trim_end_matches('/'),
        )
        .says("hint: `zhoubao doctor --fix` leaves them to you alone")
        .says("less rights    others may read the secrets in tokens")
        .says("hint: `chmod 600 tokens`");
    assert_eq!(mode(&log), 0o644, "nothing is changed by looking");
    let fixed = doctor(&desk, &["--fix"]).exits(0).says("mend rights    closed to others: ");
    assert_eq!(fixed.stdout.matches("mend rights").count(), 3, "{fixed}");
    assert_eq!([mode(&log), mode(&upload), mode(&store)], [0o600, 0o600, 0o600]);
    assert_eq!(mode(&notes), 0o644, "somebody's own file beside the index");
    // A file that the program does not own is left to who does.
    doctor(&desk, &["--fix", "--token-file", "tokens"]).exits(1).says("less rights    others may read the secrets");
    assert_eq!(faults(&doctor(&desk, &[]).exits(0)), Vec::<&str>::new());
}

#[test]
fn what_killed_processes_left_goes_and_nothing_else() {
    let desk = with_tmp();
    let sockets = desk.path(&format!("tmp/zhoubao-{}", fs::metadata(desk.path("")).expect("there").uid()));
    fs::create_dir(&sockets).expect("made");
    set_mode(&sockets, 0o700);
    let name = |path: &Path, ending: &str| {
        let found = fs::metadata(path).expect("there");
        sockets.join(format!("{:x}-{:x}.{ending}", found.dev(), found.ino()))
    };
    let socket = name(&desk.index().join("zhoubao.lock"), "sock");
    drop(UnixListener::bind(&socket).expect("listening"));
    set_mode(&socket, 0o600);
    let copy = name(&desk.index(), "copy");
    let rebuild = desk.index().join("rebuild");
    let data = |name: &str| desk.path(&format!(".local/share/zhoubao/{name}"));
    let drafts = [
        desk.index().join(".zhoubao-store.json.draft"),
        desk.index().join("shard/zhoubao-seal.json.draft"),
        data("index.feedback/answers.rewrite.draft"),
        data("index.uploads/a.upload.draft"),
        copy.join("shard/data"),
        rebuild.join("shard/data"),
    ];
    drafts.iter().for_each(|path| left(path));
    desk.write(".local/share/zhoubao/index.uploads/new.upload.draft", "being written");
    let closed = [&rebuild, &data("index.feedback"), &data("index.uploads"), &copy];
    for path in closed {
        desk_close(path);
    }
    desk_close(&desk.index());
    let found = doctor(&desk, &[]).exits(0);
    found
        .says("less leftovers of killed processes: ")
        .says("and 6 more")
        .says("hint: `zhoubao doctor --fix` removes them");
    let fixed = doctor(&desk, &["--fix"]).exits(0);
    assert_eq!(faults(&fixed).len(), 1, "{fixed}");
    fixed.says("mend leftovers of killed processes, removed: ");
    for path in drafts.iter().chain([&socket, &copy, &rebuild]) {
        assert!(!path.exists(), "{}", path.display());
    }
    assert!(data("index.uploads/new.upload.draft").exists(), "a writer may be at work");
    assert_eq!(faults(&doctor(&desk, &[]).exits(0)), Vec::<&str>::new());
    desk.run(["ask", "--embedder", "none", "6/15账户流水差异的原因"]).exits(0).says("Oracle");
}

fn desk_close(path: &Path) {
    for entry in fs::read_dir(path).expect("a folder") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            desk_close(&path);
        } else {
            set_mode(&path, 0o600);
        }
    }
    set_mode(path, 0o700);
}

#[test]
fn lines_that_say_nothing_are_kept_aside() {
    let desk = with_tmp();
    let ask = || desk.run(["ask", "--embedder", "none", "6/15账户流水差异的原因", "--json"]).exits(0);
    let id = ask().json()["id"].as_str().expect("an id").to_string();
    desk.run(["feedback", &id, "--correct", "是网关超时", "--by", "王"]).exits(0);
    let folder = desk.path(".local/share/zhoubao/index.feedback");
    let (answers, said) = (folder.join("answers.jsonl"), folder.join("feedback.jsonl"));
    let ledger = desk.path(".local/share/zhoubao/audit/ledger.jsonl");
    fs::create_dir_all(ledger.parent().expect("a folder")).expect("made");
    fs::write(&ledger, "").expect("written");
    let torn = |path: &Path, text: &str| {
        let mut lines = fs::read_to_string(path).expect("readable");
        lines.insert_str(0, "no record\n");
        lines.push_str(text);
        fs::write(path, lines).expect("written");
    };
    torn(&answers, r#"{"event":"answer","id":"torn in the mid"#);
    torn(&said, r#"{"id":"half"#);
    torn(&ledger, r#"{"event":"depar"#);
    desk_close(ledger.parent().expect("a folder"));
    let found = doctor(&desk, &[]).exits(0);
    found
        .says("less feedback  2 lines of ")
        .says("are cut short or no records; they are passed over")
        .says("less audit     2 lines of ")
        .says("hint: `zhoubao doctor --fix` keeps them in a file beside it");
    doctor(&desk, &["--fix"]).exits(0).says("mend feedback  2 lines of ").says("mend audit     2 lines of ");
    let kept = |path: &Path| fs::read_to_string(path.with_extension("damaged.jsonl")).expect("kept");
    assert_eq!(kept(&answers), "no record\n{\"event\":\"answer\",\"id\":\"torn in the mid\n");
    assert_eq!(kept(&said), "no record\n{\"id\":\"half\n");
    assert_eq!(kept(&ledger), "no record\n{\"event\":\"depar\n");
    assert_eq!(mode(&answers.with_extension("damaged.jsonl")), 0o600);
    assert_eq!(faults(&doctor(&desk, &[]).exits(0)), Vec::<&str>::new());
    desk.run(["feedback", "list"]).exits(0).says("6/15").says("网关超时");
    ask();
    // Torn once more: what was kept stays.
    torn(&answers, "again");
    doctor(&desk, &["--fix"]).exits(0);
    assert_eq!(kept(&answers).lines().count(), 3);
    desk.run(["feedback", "forget", "--all", "--corrections"]).exits(0);
    assert!(!answers.with_extension("damaged.jsonl").exists(), "all is all");
}

#[test]
fn an_index_without_its_checksums_is_read_through_and_sealed() {
    let desk = with_tmp();
    fs::remove_file(desk.index().join("shard/zhoubao-seal.json")).expect("there");
    doctor(&desk, &[]).exits(0).says("less files     not compared with their checksums");
    let fixed = doctor(&desk, &["--fix"]).exits(0);
    assert_eq!(faults(&fixed), ["mend files     all 349 points read; their checksums are written"], "{fixed}");
    assert_eq!(faults(&doctor(&desk, &[]).exits(0)), Vec::<&str>::new());
}

#[test]
fn passages_of_no_report_go_and_reports_that_lack_some_are_to_be_read_again() {
    let desk = with_tmp();
    let orphan = json!({"kind": "passage", "report": Uuid::from_u128(7).to_string(), "hash": "ab", "text": "旧文"});
    let Value::Object(payload) = orphan else { panic!("an object") };
    in_the_index(&desk, async |store| {
        let point = Point { id: Uuid::from_u128(9), dense: None, sparse: None, payload };
        store.upsert(vec![point]).await.expect("written");
    });
    doctor(&desk, &[]).exits(0).says("less complete  its passages are not those of its reports");
    let fixed = doctor(&desk, &["--fix"]).exits(0);
    fixed.says("mend complete  1 passage of no report removed").says("mend files     all ");
    assert_eq!(faults(&doctor(&desk, &[]).exits(0)), Vec::<&str>::new());
    // A passage too few: the reports are needed, and are there.
    in_the_index(&desk, async |store| {
        let passages = store.scroll(Some(&Condition::is("kind", "passage")), Some(&["report"])).await.expect("read");
        let first = passages.first().expect("a passage").payload["report"].as_str().expect("an id").to_string();
        let of_one = [Condition::is("kind", "passage"), Condition::is("report", first)];
        store.delete(&Condition::All(of_one.into())).await.expect("removed");
    });
    let seeds = desk.path("seeds").canonicalize().expect("there");
    let fixed = doctor(&desk, &["--fix"]).exits(1);
    fixed
        .says("mend complete  0 passages of no report removed; 1 report to be read again")
        .says(&format!("hint: read on with `zhoubao ingest {}`", seeds.display()));
    desk.run(["ingest", "--embedder", "none", "seeds"]).exits(0);
    assert_eq!(faults(&doctor(&desk, &[]).exits(0)), Vec::<&str>::new());
}

#[test]
fn a_run_that_was_cut_short_is_offered_with_its_paths() {
    let desk = with_tmp();
    let (there, gone) = (desk.path("seeds").display().to_string(), desk.path("it's gone").display().to_string());
    in_the_index(&desk, async |store| {
        let mut notes: Map<String, Value> = store.meta().await.expect("notes");
        notes.insert("unfinished".to_string(), json!([there, gone]));
        store.set_meta(notes).await.expect("written");
    });
    doctor(&desk, &[]).exits(0).says("less complete  the index is not complete");
    let fixed = doctor(&desk, &["--fix"]).exits(1);
    let told = faults(&fixed).join("\n");
    assert_run!(desk, Run { stdout: told, ..fixed }, @r"
    exit code: 1
    ----- stdout -----
    less complete  the index is not complete: reading `[HOME]/it's gone`, `[HOME]/seeds` was cut short; `zhoubao ingest` with the same path goes on
                   hint: read on with `zhoubao ingest [HOME]/seeds`; not there any more: '[HOME]/it'\''s gone'; put it back and read it, or `zhoubao ingest --rebuild` with the paths that remain, or `zhoubao restore --force FILE`
    ----- stderr -----
    ");
    desk.run(["ingest", "--embedder", "none", "seeds"]).exits(0);
}

#[test]
fn damage_that_cannot_be_mended_is_named_with_what_to_do() {
    let desk = with_tmp();
    let segments = desk.index().join("shard/segments");
    let entries = fs::read_dir(segments).expect("segments").flat_map(|entry| fs::read_dir(entry.expect("one").path()));
    let files = entries.flatten().map(|entry| entry.expect("a file").path());
    let largest = files.filter(|path| path.is_file()).max_by_key(|path| fs::metadata(path).expect("there").len());
    let largest = largest.expect("a file");
    let mut bytes = fs::read(&largest).expect("readable");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    fs::write(&largest, &bytes).expect("written");
    for arguments in [&[][..], &["--fix"]] {
        let run = doctor(&desk, arguments).exits(1).says("FAIL index").says("has other contents than were written");
        run.says("zhoubao ingest --rebuild PATH").says("zhoubao restore --force FILE");
    }
    assert_eq!(fs::read(&largest).expect("readable"), bytes, "what cannot be mended is not touched");
}
