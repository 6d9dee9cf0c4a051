use std::io::Write;

use encoding_rs::GB18030;
use zip::CompressionMethod::{Deflated, Stored};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{ID, headers, patched, paths, read_all, read_zip, reason, sources, write, zip_of, zip_with};
use crate::source::Skip;

const PART_1: &str = "ExportBlock-01234567-89ab-cdef-0123-456789abcdef-Part-1.zip";
const PART_2: &str = "ExportBlock-01234567-89ab-cdef-0123-456789abcdef-Part-2.zip";

#[test]
fn zip_members_are_documents_below_the_zip() {
    let week = format!("支付/第26周 {ID}.md");
    let bytes = zip_of(&[
        ("支付/", b""),
        (&week, "# 第26周".as_bytes()),
        ("支付/图.png", b"\x89PNG"),
        ("__MACOSX/支付/._a.md", b"junk"),
        ("a\\b.md", "反斜杠".as_bytes()),
    ]);
    let (documents, skips, is_whole) = read_zip(&bytes);
    assert_eq!(paths(&documents), ["export.zip/a/b.md", &format!("export.zip/{week}")]);
    assert_eq!(documents[1].folder, ["支付"]);
    assert_eq!(documents[1].name, "第26周");
    assert_eq!(documents[1].page_id.as_deref(), Some(ID));
    assert!(documents[1].root.ends_with("export.zip"));
    assert!(documents[1].absolute.ends_with("export.zip"));
    assert_eq!(skips.len(), 1);
    assert!(is_whole);
}

#[test]
fn part_zips_leave_no_trace_whether_stored_or_deflated() {
    for method in [Stored, Deflated] {
        let first = zip_of(&[("周报/第1周.md", "一".as_bytes())]);
        let second = zip_of(&[("周报/第1周/日报.md", "日".as_bytes()), ("周报/第2周.md", "二".as_bytes())]);
        let outer = zip_with(&[(PART_2, &second), (PART_1, &first)], method);
        let (documents, skips, is_whole) = read_zip(&outer);
        assert!(skips.is_empty() && is_whole, "{skips:?}");
        assert_eq!(
            paths(&documents),
            ["export.zip/周报/第1周.md", "export.zip/周报/第1周/日报.md", "export.zip/周报/第2周.md"]
        );
    }
}

#[test]
fn two_parts_with_one_path_give_two_documents() {
    let first = zip_of(&[("第1周.md", "一".as_bytes())]);
    let second = zip_of(&[("第1周.md", "另一".as_bytes())]);
    let (documents, ..) = read_zip(&zip_of(&[(PART_1, &first), (PART_2, &second)]));
    assert_eq!(documents[0].path, "export.zip/第1周.md");
    assert_eq!(documents[1].path, format!("export.zip/{PART_2}/第1周.md"));
    assert!(documents[1].folder.is_empty());
}

#[test]
fn named_zip_in_a_folder_counts_as_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let report = zip_of(&[("第1周.md", "一".as_bytes())]);
    write(folder.path(), "组/张三.zip", &report);
    let other = zip_of(&[("第1周.md", "二".as_bytes())]);
    write(folder.path(), &format!("组/{PART_1}"), &other);
    let sources = sources(folder.path());
    let (documents, _) = read_all(&sources);
    assert_eq!(documents[0].folder, ["组"]);
    assert_eq!(documents[1].path, "组/张三.zip/第1周.md");
    assert_eq!(documents[1].folder, ["组", "张三"]);
    assert_eq!(sources.whole_roots().len(), 1);
}

#[test]
fn inner_zip_with_a_name_of_its_own_keeps_it() {
    let inner = zip_of(&[("第1周.md", "一".as_bytes())]);
    let (documents, ..) = read_zip(&zip_of(&[("附件/2022.zip", &inner)]));
    assert_eq!(documents[0].path, "export.zip/附件/2022.zip/第1周.md");
    assert_eq!(documents[0].folder, ["附件", "2022"]);
}

#[test]
fn gbk_member_names_without_the_utf8_flag_are_decoded() {
    let gbk = GB18030.encode("第26周").0.into_owned();
    let placeholder = vec![b'x'; gbk.len()];
    let name = format!("{}.md", String::from_utf8(placeholder.clone()).unwrap());
    let bytes = patched(zip_of(&[(&name, "内容".as_bytes())]), &placeholder, &gbk);
    let (documents, ..) = read_zip(&bytes);
    assert_eq!(paths(&documents), ["export.zip/第26周.md"]);
    assert_eq!(documents[0].name, "第26周");
}

#[test]
fn streamed_zip_whose_sizes_follow_the_data_is_read() {
    let mut writer = ZipWriter::new_stream(Vec::new());
    let options = SimpleFileOptions::default();
    writer.start_file("第1周.md", options).unwrap();
    writer.write_all("流式写出".as_bytes()).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    assert_eq!(read_zip(&bytes).0[0].text, "流式写出");
}

#[test]
fn encrypted_member_is_skipped_and_the_rest_is_read() {
    let mut bytes = zip_of(&[("a.md", "秘密".as_bytes()), ("b.md", "公开".as_bytes())]);
    let local = headers(&bytes, [3, 4])[0];
    let central = headers(&bytes, [1, 2])[0];
    bytes[local + 6] |= 1;
    bytes[central + 8] |= 1;
    let (documents, skips, _) = read_zip(&bytes);
    assert_eq!(paths(&documents), ["export.zip/b.md"]);
    assert!(matches!(reason(&skips, "export.zip/a.md"), Skip::Encrypted));
}

#[test]
fn file_that_is_no_zip_is_one_skip_and_its_folder_is_not_whole() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.zip", "not a zip");
    write(folder.path(), "b.md", "内容");
    let sources = sources(folder.path());
    let (documents, skips) = read_all(&sources);
    assert_eq!(paths(&documents), ["b.md"]);
    assert!(matches!(reason(&skips, "a.zip"), Skip::BrokenZip(_)));
    assert!(sources.whole_roots().is_empty());
}
