//! Reports that are sent as a zip.

use std::io::{Cursor, Write};

use serde_json::json;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::client::{Served, events};
use crate::desk::{Desk, seeds};
use crate::rest::QUESTION;

const ZIP: (&str, &str) = ("content-type", "application/zip");

pub fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in members {
        writer.start_file(*name, options).expect("a member");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("an archive").into_inner()
}

#[test]
fn an_upload_is_read_at_once_and_leaves_no_file() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path("tmp")).expect("a folder");
    let server = Served::with(&desk, &[], |command| {
        command.env("TMPDIR", desk.path("tmp"));
    });
    let page = std::fs::read(seeds().join("第26周 2023-06-20.md")).expect("a sample");
    let sent = archive(&[
        ("reports/第26周 2023-06-20.md", &page),
        ("reports/picture.png", b"x"),
        ("reports/README.md", b"# x\n"),
    ]);
    let summary = server.send("POST", "/api/v1/reports", &[ZIP], &sent).is(200).json();
    assert_eq!((&summary["added"], &summary["reports"]), (&json!(1), &json!(1)), "{summary}");
    assert!(summary["passages"].as_u64().is_some_and(|passages| passages > 10));
    let answer = server.post("/api/v1/ask", &json!({ "question": QUESTION })).is(200).json();
    assert!(answer["answer"].as_str().is_some_and(|answer| answer.contains("DBA")), "{answer}");
    let reports = server.get("/api/v1/reports").is(200).json();
    assert!(reports[0]["path"].as_str().is_some_and(|path| path.ends_with("第26周 2023-06-20.md")), "{reports}");

    let form = [
        b"--B\r\ncontent-disposition: form-data; name=\"note\"\r\n\r\nx\r\n--B\r\ncontent-disposition: form-data; name=\"file\"; filename=\"../../<b>.zip\"\r\n\r\n".as_slice(),
        &sent,
        b"\r\n--B--\r\n",
    ]
    .concat();
    let headers = [("content-type", "multipart/form-data; boundary=B"), ("accept", "text/event-stream")];
    let told = events(&server.send("POST", "/api/v1/reports", &headers, &form).is(200).text());
    assert!(told.iter().any(|(name, _)| name == "progress"), "{told:?}");
    let (name, done) = told.last().expect("an event");
    assert_eq!((name.as_str(), &done["reports"]), ("done", &json!(1)), "{done}");
    assert_eq!(server.get("/api/v1/reports").is(200).json().as_array().map(Vec::len), Some(1));
    let left = std::fs::read_dir(desk.path("tmp")).expect("a folder").flatten();
    let left: Vec<_> = left.filter(|entry| entry.file_name().to_string_lossy().starts_with("zhoubao-upload")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn what_is_no_zip_and_what_would_harm_is_refused_and_changes_nothing() {
    let desk = Desk::with_seeds();
    let server = Served::start(&desk, &[]);
    let before = server.get("/api/v1/reports?limit=1000").is(200).json();
    server.send("POST", "/api/v1/reports", &[ZIP], b"# no zip").into_problem(400);
    server.send("POST", "/api/v1/reports", &[ZIP], b"").into_problem(400);
    server.send("POST", "/api/v1/reports", &[("content-type", "text/plain")], b"PK\x03\x04").into_problem(415);
    server.send("POST", "/api/v1/reports", &[("content-type", "multipart/form-data")], b"x").into_problem(400);
    let bomb = archive(&[("a.md", &vec![b'a'; 32 << 20])]);
    let escape = archive(&[("../../../../tmp/zhoubao-escaped.md", b"# 2023-06-01\n\n- x\n")]);
    for sent in [bomb, escape] {
        let summary = server.send("POST", "/api/v1/reports", &[ZIP], &sent).is(200).json();
        assert_eq!(summary["reports"], 0, "{summary}");
        assert!(summary["skipped"][0]["why"].is_string(), "{summary}");
    }
    assert!(!std::path::Path::new("/tmp/zhoubao-escaped.md").exists());
    assert_eq!(server.get("/api/v1/reports?limit=1000").is(200).json(), before);
}

#[test]
fn two_uploads_at_once_are_one_too_many() {
    let desk = Desk::with_seeds();
    let server = Served::start(&desk, &[]);
    // One has begun and does not end; another may have been before it.
    let mut begun = Vec::new();
    loop {
        begun.push(server.begin("POST", "/api/v1/reports", &[ZIP, ("content-length", "100")], b"PK\x03\x04"));
        let second = server.send("POST", "/api/v1/reports", &[ZIP], b"x");
        if second.status == 409 {
            second.into_problem(409);
            break;
        }
        second.into_problem(400);
        assert!(begun.len() < 100);
    }
    drop(begun);
    loop {
        // Given up, it stands in nobody's way.
        if server.send("POST", "/api/v1/reports", &[ZIP], b"x").status == 400 {
            break;
        }
    }
}
