use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{headers, paths, read_zip, read_zip_within, reason, zip_of, zip_with};
use crate::source::{Limits, Skip};

const REPORT: &[u8] = "原因：连接池耗尽；处置：扩容".as_bytes();

#[test]
fn bomb_of_200_mb_is_stopped_and_its_neighbour_is_read() {
    let zeros = vec![0u8; 200 << 20];
    let bytes = zip_of(&[("a.md", &zeros), ("b.md", REPORT)]);
    let (documents, skips, _) = read_zip(&bytes);
    assert_eq!(paths(&documents), ["export.zip/b.md"]);
    let Skip::TooLarge { bytes: read, limit } = reason(&skips, "export.zip/a.md") else { panic!("{skips:?}") };
    assert!(*read <= limit + (1 << 16));

    // Where large files are allowed, its ratio gives it away long before its end.
    let limits = Limits { file_bytes: 1 << 30, ..Limits::default() };
    let (documents, skips, _) = read_zip_within(&bytes, limits);
    assert_eq!(paths(&documents), ["export.zip/b.md"]);
    let Skip::ZipBomb { declared, actual, limit } = reason(&skips, "export.zip/a.md") else { panic!("{skips:?}") };
    assert_eq!(*declared, 200 << 20);
    assert!(*actual <= limit + (1 << 16) && *limit < 100 << 20);
}

#[test]
fn member_longer_than_declared_is_stopped_there() {
    let long = [REPORT, REPORT].concat();
    let mut bytes = zip_of(&[("a.md", &long), ("b.md", REPORT)]);
    let (local, central) = (headers(&bytes, [3, 4])[0], headers(&bytes, [1, 2])[0]);
    bytes[local + 22..local + 26].copy_from_slice(&9u32.to_le_bytes());
    bytes[central + 24..central + 28].copy_from_slice(&9u32.to_le_bytes());
    let (documents, skips, _) = read_zip(&bytes);
    assert_eq!(paths(&documents), ["export.zip/b.md"]);
    assert!(matches!(reason(&skips, "export.zip/a.md"), Skip::ZipBomb { declared: 9, .. }));
}

#[test]
fn member_shorter_than_declared_is_broken() {
    let mut bytes = zip_of(&[("a.md", REPORT), ("b.md", &REPORT[3..])]);
    let central = headers(&bytes, [1, 2])[0];
    bytes[central + 24..central + 28].copy_from_slice(&9_000u32.to_le_bytes());
    let (documents, skips, _) = read_zip(&bytes);
    assert_eq!(paths(&documents), ["export.zip/b.md"]);
    assert!(matches!(reason(&skips, "export.zip/a.md"), Skip::BrokenZip(_)));
}

#[test]
fn local_header_that_lies_costs_at_most_its_own_member() {
    // Sizes in the local header are not used; the directory's are, and they are true.
    let mut bytes = zip_of(&[("a.md", REPORT), ("b.md", &REPORT[3..])]);
    let local = headers(&bytes, [3, 4])[0];
    bytes[local + 18..local + 26].fill(0xff);
    assert_eq!(read_zip(&bytes).0.len(), 2);
    // A false name length moves the start of the data into the middle of it.
    bytes[local + 26..local + 28].copy_from_slice(&11u16.to_le_bytes());
    let (documents, skips, _) = read_zip(&bytes);
    assert_eq!(paths(&documents), ["export.zip/b.md"]);
    assert!(reason(&skips, "export.zip/a.md").hides_content());
}

#[test]
fn names_that_leave_the_archive_are_skipped() {
    let escaping = ["../a.md", "x/../../b.md", "/etc/c.md", "C:\\d.md", "\\\\host\\e.md"];
    let mut members: Vec<(&str, &[u8])> = escaping.iter().map(|name| (*name, REPORT)).collect();
    members.push(("ok.md", REPORT));
    let (documents, skips, is_whole) = read_zip(&zip_of(&members));
    assert_eq!(paths(&documents), ["export.zip/ok.md"]);
    assert_eq!(skips.len(), escaping.len());
    assert!(skips.iter().all(|skipped| matches!(skipped.reason, Skip::PathEscapes)));
    assert!(is_whole);
}

#[test]
fn symlink_in_a_zip_is_not_followed() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    writer.add_symlink("a.md", "/etc/passwd", options).unwrap();
    writer.start_file("b.md", options).unwrap();
    writer.write_all(REPORT).unwrap();
    let (documents, skips, _) = read_zip(&writer.finish().unwrap().into_inner());
    assert_eq!(paths(&documents), ["export.zip/b.md"]);
    assert!(matches!(reason(&skips, "export.zip/a.md"), Skip::PathEscapes));
}

#[test]
fn zips_nest_to_the_allowed_depth_and_no_deeper() {
    let mut bytes = zip_of(&[("第1周.md", REPORT)]);
    for _ in 0..2 {
        bytes = zip_of(&[("Export-Part-1.zip", &bytes)]);
    }
    assert_eq!(paths(&read_zip(&bytes).0), ["export.zip/第1周.md"]);
    let (documents, skips, is_whole) = read_zip(&zip_of(&[("part1.zip", &bytes)]));
    assert!(documents.is_empty() && !is_whole);
    assert!(matches!(skips[0].reason, Skip::TooDeep { limit: 3 }));
}

#[test]
fn members_are_counted_over_all_inner_zips() {
    let limits = Limits { zip_members: 5, ..Limits::default() };
    let names: Vec<String> = (0..4).map(|week| format!("第{week}周.md")).collect();
    let texts: Vec<String> = (0..4).map(|week| format!("第{week}周")).collect();
    let members: Vec<(&str, &[u8])> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let part = zip_of(&members);
    let outer = zip_of(&[("part1.zip", &part), ("part2.zip", &part)]);
    let (documents, skips, is_whole) = read_zip_within(&outer, limits);
    assert_eq!(documents.len(), 3);
    assert!(skips.iter().any(|skipped| matches!(skipped.reason, Skip::TooMany { limit: 5 })));
    assert!(!is_whole);
}

#[test]
fn bytes_inflated_from_one_zip_are_limited_in_total() {
    let limits = Limits { zip_total_bytes: 100_000, ..Limits::default() };
    let texts: Vec<String> = (0..4)
        .map(|week| format!("第{week}周 ").repeat(4_000)) // 32,000 bytes each
        .collect();
    let names: Vec<String> = (0..4).map(|week| format!("{week}.md")).collect();
    let members: Vec<(&str, &[u8])> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let (documents, skips, _) = read_zip_within(&zip_of(&members), limits);
    assert_eq!(documents.len(), 3);
    assert!(skips.iter().all(|skipped| matches!(skipped.reason, Skip::ZipBomb { limit: 100_000, .. })));
}

#[test]
fn inner_zip_that_is_a_bomb_is_one_skip() {
    let zeros = vec![0u8; 40 << 20];
    let inner = zip_with(&[("a.md", &zeros)], CompressionMethod::Stored);
    let (documents, skips, is_whole) = read_zip(&zip_of(&[("part1.zip", &inner), ("b.md", REPORT)]));
    assert_eq!(paths(&documents), ["export.zip/b.md"]);
    assert!(matches!(reason(&skips, "export.zip/part1.zip"), Skip::ZipBomb { .. }));
    assert!(!is_whole);
}

#[test]
fn truncated_zip_is_one_skip() {
    let mut bytes = zip_of(&[("a.md", REPORT)]);
    bytes.truncate(bytes.len() - 30);
    let (documents, skips, is_whole) = read_zip(&bytes);
    assert!(documents.is_empty() && !is_whole);
    assert!(matches!(reason(&skips, "export.zip"), Skip::BrokenZip(_)));
}

#[test]
fn flipped_bits_are_caught_by_the_checksum() {
    let mut bytes = zip_with(&[("a.md", REPORT), ("b.md", b"ok")], CompressionMethod::Stored);
    let local = headers(&bytes, [3, 4])[0];
    bytes[local + 30 + 4 + 8] ^= 1;
    let (documents, skips, _) = read_zip(&bytes);
    assert_eq!(paths(&documents), ["export.zip/b.md"]);
    assert!(matches!(reason(&skips, "export.zip/a.md"), Skip::BrokenZip(_)));
}
