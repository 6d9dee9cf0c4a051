use std::collections::BTreeMap;
use std::fs;

use jiff::Timestamp;

use super::{Audit, AuditError, Damage, Departure, RequestOutcome, sha256, without_credentials};
use crate::redact::{Kind, Redactor, Rules};

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn ledger() -> (tempfile::TempDir, Audit) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let audit = Audit::open(folder.path().join("audit"));
    (folder, audit)
}

fn departure<'a>(when: &str, body: &'a [u8], redacted: &'a BTreeMap<Kind, usize>) -> Departure<'a> {
    Departure {
        at: at(when),
        endpoint: "https://gateway.test/v1/chat/completions",
        model: "m-1",
        purpose: "answer",
        is_loopback: false,
        redacted,
        body,
    }
}

const NONE: BTreeMap<Kind, usize> = BTreeMap::new();

#[test]
fn what_left_is_told_with_its_bytes_and_its_outcome() {
    let (_folder, audit) = ledger();
    let redacted = BTreeMap::from([(Kind::Phone, 2), (Kind::IdCard, 1)]);
    let body = r#"{"messages":"<PHONE_1>"}"#.as_bytes();
    let id = audit.record(&departure("2024-04-02T01:00:00Z", body, &redacted)).expect("recorded");
    let (entries, _) = audit.entries().expect("readable");
    assert_eq!(entries[0].finish, None, "before the reply");
    let outcome =
        RequestOutcome { at: at("2024-04-02T01:00:03.5Z"), status: Some(200), reply: b"data: x", error: None };
    audit.finish(&id, outcome).expect("recorded");

    let (entries, notices) = audit.entries().expect("readable");
    assert_eq!((entries.len(), notices.len()), (1, 0));
    let entry = &entries[0];
    assert_eq!((entry.bytes, entry.sha256.as_str()), (body.len() as u64, sha256(body).as_str()));
    assert_eq!(entry.redacted, BTreeMap::from([("id_card".to_string(), 1), ("phone".to_string(), 2)]));
    let finish = entry.finish.as_ref().expect("told");
    assert_eq!((finish.status, finish.reply_bytes), (Some(200), 7));
    assert_eq!(finish.reply_sha256.as_deref(), Some(sha256(b"data: x").as_str()));
    assert_eq!(audit.body(entry).expect("there"), body);
    assert_eq!(audit.find(&id.as_str()[..6]).expect("found"), *entry);
    assert_eq!(audit.find(&entry.sha256[..6]).expect("found by its hash"), *entry);
}

#[test]
fn no_ledger_is_an_empty_one_and_reading_makes_no_folder() {
    let (_folder, audit) = ledger();
    assert_eq!(audit.entries().expect("readable"), (vec![], vec![]));
    assert_eq!(audit.verify().expect("readable").whole, 0);
    assert_eq!(audit.prune(at("2030-01-01T00:00:00Z")).expect("nothing to do").records, 0);
    assert!(matches!(audit.find(""), Err(AuditError::Unknown { .. })));
    assert!(!audit.dir().exists());
}

#[test]
fn neither_keys_nor_redacted_values_reach_the_folder() {
    let (_folder, audit) = ledger();
    let values = ["13812345678", "110101199003074514", "柳如烟", "10.20.30.40", "hunter22", "sk-0123456789abcdef0123"];
    let mut redactor = Redactor::new(Rules { names: vec!["柳如烟".to_string()], ..Rules::default() });
    let text = format!("{} password={} {}", values[..4].join(" "), values[4], values[5]);
    let body = redactor.redact(&text);
    let redacted = redactor.counts();
    let id = audit
        .record(&Departure {
            endpoint: "https://柳如烟:hunter22@gateway.test/v1?key=hunter22#hunter22",
            ..departure("2024-04-02T01:00:00Z", body.as_bytes(), &redacted)
        })
        .expect("recorded");
    let error = Some("wrong key sk-0123456789abcdef0123");
    let outcome = RequestOutcome { at: at("2024-04-02T01:00:01Z"), status: Some(401), reply: text.as_bytes(), error };
    audit.finish(&id, outcome).expect("recorded");
    let mut files = 0;
    for file in walkdir::WalkDir::new(audit.dir()) {
        let file = file.expect("readable");
        if file.file_type().is_file() {
            files += 1;
            let bytes = fs::read_to_string(file.path()).expect("UTF-8");
            for value in values {
                assert!(!bytes.contains(value), "{value} is in {}", file.path().display());
            }
            assert!(!bytes.to_lowercase().contains("authorization"));
        }
    }
    assert_eq!(files, 3, "ledger, lock, body");
}

#[test]
fn endpoints_lose_credentials() {
    for (endpoint, expected) in [
        ("https://u:p@gateway.test:8443/v1?key=1#2", "https://gateway.test:8443/v1"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
        ("http://10.1.2.3/v1", "http://10.1.2.3/v1"),
        ("https://gateway.test/sk-0123456789abcdef0123/v1", "https://gateway.test/****/v1"),
        ("gateway", "gateway"),
    ] {
        assert_eq!(without_credentials(endpoint), expected);
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_it() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, audit) = ledger();
    audit.record(&departure("2024-04-02T01:00:00Z", b"{}", &NONE)).expect("recorded");
    // Somebody opened it to all: the next record closes it again.
    fs::set_permissions(audit.dir(), fs::Permissions::from_mode(0o755)).expect("allowed");
    audit.record(&departure("2024-04-02T01:00:01Z", b"[]", &NONE)).expect("recorded");
    for file in walkdir::WalkDir::new(audit.dir()) {
        let file = file.expect("readable");
        let mode = file.metadata().expect("readable").permissions().mode() & 0o777;
        assert_eq!(mode, if file.file_type().is_dir() { 0o700 } else { 0o600 }, "{}", file.path().display());
    }
}

#[cfg(unix)]
#[test]
fn a_folder_of_others_is_not_closed() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("notes.md"), "mine").expect("writable");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("allowed");
    Audit::open(folder.path()).record(&departure("2024-04-02T01:00:00Z", b"{}", &NONE)).expect("recorded");
    let mode = fs::metadata(folder.path()).expect("readable").permissions().mode() & 0o777;
    assert_eq!(mode, 0o755);
}

#[test]
fn what_cannot_be_recorded_is_an_error_with_a_hint() {
    let (folder, _) = ledger();
    fs::write(folder.path().join("file"), "").expect("writable");
    let audit = Audit::open(folder.path().join("file"));
    let error = audit.record(&departure("2024-04-02T01:00:00Z", b"{}", &NONE)).expect_err("a file is no folder");
    assert!(matches!(error, AuditError::NotRecorded { .. }));
    assert!(error.hint().is_some_and(|hint| hint.starts_with("nothing was sent")));
}

#[test]
fn a_line_cut_short_costs_that_line_alone() {
    let (_folder, audit) = ledger();
    audit.record(&departure("2024-04-02T01:00:00Z", b"1", &NONE)).expect("recorded");
    audit.record(&departure("2024-04-02T01:00:01Z", b"2", &NONE)).expect("recorded");
    let path = audit.dir().join("ledger.jsonl");
    let whole = fs::read(&path).expect("readable");
    fs::write(&path, &whole[..whole.len() - 20]).expect("writable");
    let (entries, notices) = audit.entries().expect("readable");
    assert_eq!((entries.len(), notices.as_slice()), (1, ["line 2 of the ledger is cut short".to_string()].as_slice()));

    audit.record(&departure("2024-04-02T01:00:02Z", b"3", &NONE)).expect("recorded");
    let (entries, notices) = audit.entries().expect("readable");
    assert_eq!((entries.len(), notices.len()), (2, 1));
    assert_eq!(audit.body(&entries[1]).expect("there"), b"3");
}

#[test]
fn every_way_to_cut_the_ledger_short_is_no_error() {
    let (_folder, audit) = ledger();
    let id = audit.record(&departure("2024-04-02T01:00:00Z", "甲".as_bytes(), &NONE)).expect("recorded");
    let outcome = RequestOutcome { at: at("2024-04-02T01:00:03Z"), status: None, reply: b"", error: Some("超时") };
    audit.finish(&id, outcome).expect("recorded");
    let path = audit.dir().join("ledger.jsonl");
    let whole = fs::read(&path).expect("readable");
    let first = whole.iter().position(|byte| *byte == b'\n').expect("two lines");
    for end in 0..whole.len() {
        fs::write(&path, &whole[..end]).expect("writable");
        let (entries, notices) = audit.entries().expect("readable");
        assert_eq!(entries.len(), usize::from(end >= first), "{end}");
        let is_cut = ![0, first, first + 1, whole.len() - 1].contains(&end);
        assert_eq!(notices.len(), usize::from(is_cut), "{end}: {notices:?}");
    }
}

#[test]
fn foreign_lines_and_outcomes_of_nothing_are_notices() {
    let (_folder, audit) = ledger();
    let id = audit.record(&departure("2024-04-02T01:00:00Z", b"1", &NONE)).expect("recorded");
    let path = audit.dir().join("ledger.jsonl");
    let line = fs::read_to_string(&path).expect("readable");
    let outcome = r#"{"event":"outcome","id":"000000000000","at":"2024-04-02T01:00:03Z","status":200,"reply_bytes":0}"#;
    fs::write(&path, format!("hello\n\n{line}{{\"event\":\"party\"}}\n{outcome}\n")).expect("writable");
    let (entries, notices) = audit.entries().expect("readable");
    assert_eq!((entries.len(), &entries[0].id), (1, &id));
    assert_eq!(
        notices,
        [
            "line 1 of the ledger is not a record of this program",
            "line 4 of the ledger is not a record of this program",
            "line 5 of the ledger tells the outcome of 000000000000, which is not in it",
        ]
    );
}

#[test]
fn changed_and_missing_bytes_are_found() {
    let (_folder, audit) = ledger();
    let ids: Vec<_> = ["1", "2", "3"]
        .map(|body| audit.record(&departure("2024-04-02T01:00:00Z", body.as_bytes(), &NONE)).expect("recorded"))
        .into();
    fs::write(audit.body_path(&sha256(b"1")), "one").expect("writable");
    fs::remove_file(audit.body_path(&sha256(b"2"))).expect("removable");
    let verified = audit.verify().expect("readable");
    assert_eq!(verified.whole, 1);
    assert_eq!(verified.damaged, [(ids[0].clone(), Damage::Changed), (ids[1].clone(), Damage::Missing)]);
    let entry = |id: &super::RecordId| audit.find(id.as_str()).expect("known");
    assert!(matches!(audit.body(&entry(&ids[0])), Err(AuditError::Changed { .. })));
    assert!(matches!(audit.body(&entry(&ids[1])), Err(AuditError::Missing { .. })));
    // Sent again, the bytes are put right.
    audit.record(&departure("2024-04-02T02:00:00Z", b"1", &NONE)).expect("recorded");
    assert_eq!(audit.body(&entry(&ids[0])).expect("there"), b"1");
}

#[test]
fn a_hash_in_the_ledger_leads_to_no_other_file() {
    let (_folder, audit) = ledger();
    audit.record(&departure("2024-04-02T01:00:00Z", b"1", &NONE)).expect("recorded");
    let path = audit.dir().join("ledger.jsonl");
    let line = fs::read_to_string(&path).expect("readable");
    let hash = sha256(b"1");
    for hostile in ["../../../../etc/passwd", "", "é", "/etc/passwd"] {
        fs::write(&path, line.replace(&hash, hostile)).expect("writable");
        let (entries, _) = audit.entries().expect("readable");
        assert!(matches!(audit.body(&entries[0]), Err(AuditError::Missing { .. })), "{hostile}");
    }
}

#[test]
fn pruning_keeps_what_is_newer_and_what_newer_records_share() {
    let (_folder, audit) = ledger();
    let old = audit.record(&departure("2024-01-01T00:00:00Z", b"shared", &NONE)).expect("recorded");
    let outcome = RequestOutcome { at: at("2024-04-02T01:00:03Z"), status: Some(200), reply: b"x", error: None };
    audit.finish(&old, outcome).expect("recorded");
    audit.record(&departure("2024-01-02T00:00:00Z", b"old alone", &NONE)).expect("recorded");
    let new = audit.record(&departure("2024-03-01T00:00:00Z", b"shared", &NONE)).expect("recorded");
    fs::write(audit.dir().join("bodies").join("notes.md"), "mine").expect("writable");

    let pruned = audit.prune(at("2024-02-01T00:00:00Z")).expect("pruned");
    assert_eq!((pruned.records, pruned.bodies, pruned.bytes), (2, 1, 9));
    let (entries, notices) = audit.entries().expect("readable");
    assert_eq!((entries.len(), notices.len()), (1, 0));
    assert_eq!(entries[0].id, new);
    assert_eq!(audit.verify().expect("readable").whole, 1);
    assert!(audit.dir().join("bodies").join("notes.md").exists());
    assert_eq!(audit.prune(at("2024-02-01T00:00:00Z")).expect("pruned"), super::Pruned::default());
}

#[test]
fn many_writers_lose_nothing_also_while_one_prunes() {
    const WRITERS: usize = 8;
    const RECORDS: usize = 20;
    let (_folder, audit) = ledger();
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let audit = &audit;
            scope.spawn(move || {
                for nth in 0..RECORDS {
                    let body =
                        format!("{{\"writer\":{writer},\"nth\":{},\"text\":\"{}\"}}", nth / 2, "字".repeat(3000));
                    let id =
                        audit.record(&departure("2024-04-02T01:00:00Z", body.as_bytes(), &NONE)).expect("recorded");
                    let outcome =
                        RequestOutcome { at: at("2024-04-02T01:00:01Z"), status: Some(200), reply: b"", error: None };
                    audit.finish(&id, outcome).expect("recorded");
                }
            });
        }
        scope.spawn(|| {
            for _ in 0..10 {
                audit.prune(at("2024-01-01T00:00:00Z")).expect("nothing is that old");
            }
        });
    });
    let (entries, notices) = audit.entries().expect("readable");
    assert_eq!((entries.len(), notices.len()), (WRITERS * RECORDS, 0));
    assert!(entries.iter().all(|entry| entry.finish.is_some()));
    assert_eq!(audit.verify().expect("readable").whole, WRITERS * RECORDS);
}
