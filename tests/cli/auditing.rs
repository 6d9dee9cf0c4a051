//! What left this machine, as its owner reads it; the ledger is written by the library, as a call writes it.

use std::collections::BTreeMap;
use std::fs;

use jiff::Timestamp;
use zhoubao::audit::{Audit, Departure, RecordId, RequestOutcome};
use zhoubao::redact::Kind;

use crate::desk::{Desk, Run};

const BODY: &[u8] =
    "{\"model\":\"m-1\",\"messages\":[{\"role\":\"user\",\"content\":\"<PHONE_1>：原因？\"}]}".as_bytes();

fn audit(desk: &Desk) -> Audit {
    Audit::open(desk.path(".local/share/zhoubao/audit"))
}

fn record(audit: &Audit, at: &str, endpoint: &str, purpose: &str, body: &[u8]) -> RecordId {
    let redacted = BTreeMap::from([(Kind::Phone, 2), (Kind::IdCard, 1)]);
    let at: Timestamp = at.parse().expect("a time");
    let is_loopback = endpoint.contains("127.0.0.1");
    let departure = Departure { at, endpoint, model: "m-1", purpose, is_loopback, redacted: &redacted, body };
    audit.record(&departure).expect("recorded")
}

fn finish(audit: &Audit, id: &RecordId, at: &str, status: u16, error: Option<&str>) {
    let outcome = RequestOutcome { at: at.parse().expect("a time"), status: Some(status), reply: &[b'x'; 2048], error };
    audit.finish(id, outcome).expect("recorded");
}

/// Two that left, one to this machine.
fn three(desk: &Desk) -> [RecordId; 3] {
    let audit = audit(desk);
    let away = "https://u:k3y@gateway.test/v1?key=k3y";
    let first = record(&audit, "2024-04-01T01:00:00Z", away, "answer", BODY);
    finish(&audit, &first, "2024-04-01T01:00:03.2Z", 200, None);
    let second = record(&audit, "2024-04-02T01:00:00Z", away, "repair", b"{\"b\":1,\"a\":[]}");
    finish(&audit, &second, "2024-04-02T01:00:00.5Z", 429, Some("rate limited"));
    let third = record(&audit, "2024-04-02T02:00:00Z", "http://127.0.0.1:8080/v1", "answer", b"{}");
    [first, second, third]
}

fn run(desk: &Desk, arguments: &[&str]) -> Run {
    Run::of(desk.command(arguments).env("TZ", "UTC"))
}

#[test]
fn a_machine_that_nothing_left_says_so() {
    let desk = Desk::new();
    let said = run(&desk, &["audit"]).exits(0);
    assert_eq!((said.stdout.as_str(), said.stderr.as_str()), ("Nothing has left this machine.\n", ""));
    assert_eq!(run(&desk, &["audit", "--json"]).exits(0).json(), serde_json::json!([]));
    run(&desk, &["audit", "verify"]).exits(0).says("There is no record to verify.");
    run(&desk, &["audit", "prune", "--before", "2024-01-01"]).exits(0).says("Removed 0 records");
    assert!(!audit(&desk).dir().exists(), "looking makes no folder");
}

#[test]
fn the_list_tells_when_to_where_what_for_and_what_was_held_back() {
    let desk = Desk::new();
    let ids = three(&desk);
    let said = run(&desk, &["audit"]).exits(0);
    let mut shown = said.stdout.clone();
    for (id, name) in ids.iter().zip(["[FIRST]", "[SECOND]", "[THIRD]"]) {
        shown = shown.replace(id.as_str(), name);
    }
    insta::assert_snapshot!(shown, @r"
    [FIRST]  2024-04-01 01:00:00  answer, 78 bytes, 200, 2.0 kB back in 3.2s
        to https://gateway.test/v1, model m-1
        held back: 1 id card, 2 phones; sha256 ec985be60a05
    [SECOND]  2024-04-02 01:00:00  repair, 14 bytes, 429 rate limited in 0.5s
        to https://gateway.test/v1, model m-1
        held back: 1 id card, 2 phones; sha256 ffe4d5ca177f

    2 requests left this machine, 92 bytes. 1 request to this machine itself not shown (--all).
    ");
    assert_eq!(said.stderr, "");
}

#[test]
fn what_stayed_on_this_machine_is_shown_when_asked_for() {
    let desk = Desk::new();
    let ids = three(&desk);
    let said = run(&desk, &["audit", "--all"]).exits(0);
    let said = said.says("to this machine itself, http://127.0.0.1:8080/v1").says("no outcome recorded");
    assert!(said.stdout.find(ids[1].as_str()) < said.stdout.find(ids[2].as_str()), "the newest last");
    let json = run(&desk, &["audit", "--all", "--json", "-n", "1"]).exits(0).json();
    assert_eq!((&json[0]["id"], &json[0]["loopback"]), (&ids[2].as_str().into(), &true.into()));
    assert_eq!(json[0]["outcome"], serde_json::Value::Null);
}

#[test]
fn a_day_and_a_number_narrow_the_list() {
    let desk = Desk::new();
    let ids = three(&desk);
    let json = run(&desk, &["audit", "--json", "--since", "2024-04-02"]).exits(0).json();
    assert_eq!(
        json,
        serde_json::json!([{
            "id": ids[1].as_str(), "at": "2024-04-02T01:00:00Z", "endpoint": "https://gateway.test/v1", "model": "m-1",
            "purpose": "repair", "loopback": false, "redacted": { "id_card": 1, "phone": 2 }, "bytes": 14,
            "sha256": json[0]["sha256"],
            "outcome": {
                "at": "2024-04-02T01:00:00.5Z", "status": 429, "error": "rate limited", "reply_bytes": 2048,
                "reply_sha256": json[0]["outcome"]["reply_sha256"],
            },
        }])
    );
    run(&desk, &["audit", "-n", "1"]).exits(0).says("The newest 1 of 2 records.").says("repair");
    run(&desk, &["audit", "--since", "2024-05-01"]).exits(0).says("Nothing has left this machine since 2024-05-01.");
    run(&desk, &["audit", "--since", "May"]).exits(2).notes("not a date");
}

#[test]
fn the_exact_bytes_are_shown() {
    let desk = Desk::new();
    let ids = three(&desk);
    let said = run(&desk, &["audit", "show", ids[0].as_str()]).exits(0);
    assert_eq!(said.stdout.as_bytes(), BODY, "not a byte more");
    let short = &ids[1].as_str()[..7];
    let said = run(&desk, &["audit", "show", "--pretty", short]).exits(0);
    assert_eq!(said.stdout, "{\n  \"b\": 1,\n  \"a\": []\n}\n");
    run(&desk, &["audit", "show", "zzz"]).exits(1).notes("no record begins with `zzz`").notes("hint: ");
    run(&desk, &["audit", "-n", "1", "show", short]).exits(2);
}

#[test]
fn changed_bytes_are_not_shown_and_found_by_verify() {
    let desk = Desk::new();
    let ids = three(&desk);
    run(&desk, &["audit", "verify"]).exits(0).says("3 records, the bytes as they were sent.");
    let hash = audit(&desk).find(ids[0].as_str()).expect("known").sha256;
    let body = audit(&desk).dir().join("bodies").join(&hash[..2]).join(format!("{hash}.json"));
    fs::write(&body, "{}").expect("writable");
    run(&desk, &["audit", "show", ids[0].as_str()]).exits(1).notes("changed after they were sent").notes("hint: ");
    let said = run(&desk, &["audit", "verify"]).exits(1);
    assert_eq!(
        said.stdout,
        format!("{}: the bytes were changed after they were sent\n1 record damaged, 2 as they were sent.\n", ids[0])
    );
    fs::remove_file(&body).expect("removable");
    let json = run(&desk, &["audit", "verify", "--json"]).exits(1).json();
    assert_eq!(json["damaged"], serde_json::json!([{ "id": ids[0].as_str(), "problem": "missing" }]));
}

#[test]
fn a_ledger_cut_short_by_a_crash_is_read_up_to_there() {
    let desk = Desk::new();
    three(&desk);
    let path = audit(&desk).dir().join("ledger.jsonl");
    let whole = fs::read(&path).expect("readable");
    fs::write(&path, &whole[..whole.len() - 30]).expect("writable");
    run(&desk, &["audit", "--all"]).exits(0).says("2 requests left").notes("note: line 5 of the ledger is cut short");
    run(&desk, &["audit", "verify"]).exits(0).notes("note: line 5");
}

#[test]
fn old_records_are_removed_with_their_bytes() {
    let desk = Desk::new();
    let ids = three(&desk);
    run(&desk, &["audit", "prune"]).exits(2).notes("--before");
    run(&desk, &["audit", "prune", "--before", "2024-04-02"]).exits(0).says("Removed 1 record from before 2024-04-02");
    let said = run(&desk, &["audit", "--all"]).exits(0);
    assert!(!said.stdout.contains(ids[0].as_str()) && said.stdout.contains(ids[1].as_str()), "{said}");
    run(&desk, &["audit", "verify"]).exits(0).says("2 records");
}

#[test]
fn writers_and_readers_at_once_lose_nothing() {
    let desk = Desk::new();
    let audit = audit(&desk);
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let audit = &audit;
            scope.spawn(move || {
                for nth in 0..15 {
                    let body = format!("{{\"writer\":{writer},\"nth\":{nth}}}");
                    record(audit, "2024-04-02T01:00:00Z", "https://gateway.test/v1", "answer", body.as_bytes());
                }
            });
        }
        for _ in 0..3 {
            let said = run(&desk, &["audit"]).exits(0);
            assert_eq!(said.stderr, "", "a reader never sees half a line");
            run(&desk, &["audit", "prune", "--before", "2024-01-01"]).exits(0);
        }
    });
    let json = run(&desk, &["audit", "--json"]).exits(0).json();
    assert_eq!(json.as_array().expect("a list").len(), 60);
    run(&desk, &["audit", "verify"]).exits(0).says("60 records");
}

#[test]
fn the_folder_is_where_the_configuration_says() {
    let desk = Desk::new();
    record(&Audit::open(desk.path("kept/audit")), "2024-04-02T01:00:00Z", "https://gateway.test/v1", "answer", b"{}");
    let elsewhere = Run::of(desk.command(["audit"]).env("ZHOUBAO_AUDIT", desk.path("kept/audit")));
    elsewhere.exits(0).says("1 request left this machine");
    desk.write("kept/config.toml", "[audit]\ndir = \"audit\"\n");
    run(&desk, &["--config", "kept/config.toml", "audit"]).exits(0).says("1 request left this machine");
    run(&desk, &["audit"]).exits(0).says("Nothing has left");
}
