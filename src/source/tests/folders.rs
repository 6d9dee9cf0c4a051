use std::error::Error;

use encoding_rs::GB18030;

use super::{ID, paths, read_all, reason, sources, write};
use crate::source::{Encoding, Limits, Skip, SourceError, open};

#[test]
fn folder_gives_its_texts_sorted_with_names_and_folders() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, &format!("第26周 {ID}.md"), "# 第26周\n入金成功率 99.99%");
    write(root, &format!("日报合集 {ID}/6-15.md.md"), "对账差异");
    write(root, "张三/2023.06.09~2023.06.15", "没有后缀的周报");
    write(root, "张三/第25周.TXT", "上周进展");
    write(root, ".git/HEAD.md", "ref");
    write(root, ".DS_Store", "junk");
    write(root, "__MACOSX/._a.md", "junk");
    write(root, "图/趋势.png", [0x89, b'P', b'N', b'G']);

    let sources = sources(root);
    let (documents, skips) = read_all(&sources);
    let canonical = fs_err::canonicalize(root).unwrap();

    assert_eq!(
        paths(&documents),
        [
            "张三/2023.06.09~2023.06.15",
            "张三/第25周.TXT",
            &format!("日报合集 {ID}/6-15.md.md"),
            &format!("第26周 {ID}.md"),
        ]
    );
    assert_eq!(documents[0].folder, ["张三"]);
    assert_eq!(documents[2].folder, ["日报合集"]);
    assert_eq!(documents[2].name, "6-15");
    assert_eq!(documents[3].name, "第26周");
    assert_eq!(documents[3].page_id.as_deref(), Some(ID));
    assert_eq!(documents[3].absolute, canonical.join(format!("第26周 {ID}.md")));
    assert_eq!(sources.whole_roots(), [canonical.to_str().unwrap()]);
    assert_eq!(documents[3].root, sources.whole_roots()[0]);
    assert_eq!(skips.len(), 1);
    assert!(matches!(reason(&skips, "图/趋势.png"), Skip::Unsupported { ending } if ending == "png"));
}

#[test]
fn hash_is_that_of_the_raw_bytes() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.md", b"\xef\xbb\xbfabc");
    let (documents, _) = read_all(&sources(folder.path()));
    assert_eq!(documents[0].text, "abc");
    assert_eq!(documents[0].encoding, Encoding::Utf8Bom);
    // printf '\xef\xbb\xbfabc' | sha256sum
    assert_eq!(documents[0].hash, "1c28dc3f1f804a1ad9c9b4b4cf5e2658d16ad4ed08e3020d04a8d2865018947c");
}

#[test]
fn single_file_is_a_root_that_hides_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let text = "# 第13周\r\n处置：扩容\r\n";
    write(folder.path(), "深/第13周.md", GB18030.encode(text).0);
    let sources = sources(&folder.path().join("深/第13周.md"));
    let (documents, _) = read_all(&sources);
    assert_eq!(documents[0].path, "第13周.md");
    assert_eq!(documents[0].text, text);
    assert_eq!(documents[0].encoding, Encoding::Gbk);
    assert!(documents[0].folder.is_empty());
    assert!(sources.whole_roots().is_empty());
}

#[test]
fn same_bytes_under_two_paths_are_one_document() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "b/第1周.md", "同样的内容");
    write(folder.path(), "a/第1周.md", "同样的内容");
    write(folder.path(), "c.zip", super::zip_of(&[("d.md", "同样的内容".as_bytes())]));
    let (documents, skips) = read_all(&sources(folder.path()));
    assert_eq!(paths(&documents), ["a/第1周.md"]);
    for path in ["b/第1周.md", "c.zip/d.md"] {
        assert!(matches!(reason(&skips, path), Skip::DuplicateOf(first) if first == "a/第1周.md"), "{path}");
    }
}

#[test]
fn empty_folder_is_no_error_and_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let sources = sources(folder.path());
    assert_eq!(sources.documents().count(), 0);
    assert_eq!(sources.whole_roots().len(), 1);
    assert_eq!(open(&[], Limits::default()).unwrap().len_hint(), 0);
}

#[test]
fn path_that_does_not_exist_is_an_error_naming_it() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("没有.md");
    let error = open(std::slice::from_ref(&missing), Limits::default()).unwrap_err();
    assert!(matches!(&error, SourceError::NotFound { path } if *path == missing));
    assert!(error.to_string().contains("没有.md"));
}

#[test]
fn root_given_twice_counts_once() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.md", "一");
    let root = folder.path().to_path_buf();
    let again = root.join(".");
    let sources = open(&[root, again], Limits::default()).unwrap();
    assert_eq!(sources.len_hint(), 1);
    assert_eq!(sources.whole_roots().len(), 1);
}

#[test]
fn documents_can_be_read_again() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.md", "一");
    let sources = sources(folder.path());
    assert_eq!(read_all(&sources).0, read_all(&sources).0);
}

#[test]
fn junk_and_blank_files_are_skipped_with_their_reason() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "junk.md", [0u8, 1, 2, 3, 0, 255]);
    write(folder.path(), "空.md", "\u{feff} \r\n");
    write(folder.path(), "目录.md/内页.md", "内容");
    let (documents, skips) = read_all(&sources(folder.path()));
    assert_eq!(paths(&documents), ["目录.md/内页.md"]);
    let junk = reason(&skips, "junk.md");
    assert!(matches!(junk, Skip::NotText(_)));
    assert!(junk.to_string().contains("2 NUL bytes"), "{junk}");
    assert!(matches!(reason(&skips, "空.md"), Skip::Empty));
}

#[test]
fn file_of_50_mb_is_skipped_by_its_size_and_read_where_the_limit_allows_it() {
    let folder = tempfile::tempdir().unwrap();
    let line = "- 6/15 11:01 账户流水差异，影响5991笔。\n";
    let text = line.repeat((50 << 20) / line.len());
    write(folder.path(), "大.md", &text);
    let (documents, skips) = read_all(&sources(folder.path()));
    assert!(documents.is_empty());
    assert!(matches!(
        reason(&skips, "大.md"),
        Skip::TooLarge { bytes, limit: 16_777_216 } if *bytes == text.len() as u64
    ));

    let limits = Limits { file_bytes: 64 << 20, ..Limits::default() };
    let sources = open(&[folder.path().to_path_buf()], limits).unwrap();
    let (documents, _) = read_all(&sources);
    assert_eq!(documents[0].text.len(), text.len());
}

#[test]
fn file_that_vanishes_after_listing_is_a_skip_with_its_source() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.md", "一");
    let sources = sources(folder.path());
    fs_err::remove_file(folder.path().join("a.md")).unwrap();
    let (_, skips) = read_all(&sources);
    let reason = reason(&skips, "a.md");
    assert!(matches!(reason, Skip::Unreadable(_)) && reason.hides_content());
    assert!(reason.source().is_some());
    assert_eq!(skips[0].to_string(), "`a.md`: it cannot be read: entity not found");
}

#[cfg(unix)]
mod links {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    use super::super::{paths, read_all, reason, sources, write};
    use crate::source::Skip;

    #[test]
    fn symlink_loops_end() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        write(root, "a/第1周.md", "一");
        write(root, "b/第2周.md", "二");
        symlink(root, root.join("a/上")).unwrap();
        symlink(root.join("b"), root.join("a/旁")).unwrap();
        symlink(root.join("a"), root.join("b/旁")).unwrap();
        let sources = sources(root);
        assert_eq!(paths(&read_all(&sources).0), ["a/第1周.md", "b/第2周.md"]);
        assert_eq!(sources.whole_roots().len(), 1);
    }

    #[test]
    fn a_link_out_of_the_folder_is_named_and_not_followed() {
        let outside = tempfile::tempdir().unwrap();
        write(outside.path(), "深/第1周.md", "一");
        write(outside.path(), "a.zip", super::super::zip_of(&[("b.md", "内容".as_bytes())]));
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        write(root, "第2周.md", "二");
        symlink(outside.path(), root.join("共享")).unwrap();
        symlink(outside.path().join("深/第1周.md"), root.join("第1周.md")).unwrap();
        symlink(outside.path().join("a.zip"), root.join("a.zip")).unwrap();
        symlink(root.parent().unwrap(), root.join("上")).unwrap();
        // Through a link of its own, and by a name that only begins as the folder's does.
        symlink("共享/深", root.join("绕")).unwrap();
        let twin = format!("{}x", root.display());
        fs_err::create_dir(&twin).unwrap();
        symlink(&twin, root.join("旁")).unwrap();
        let sources = sources(root);
        let (documents, skips) = read_all(&sources);
        fs_err::remove_dir(&twin).unwrap();
        assert_eq!(paths(&documents), ["第2周.md"]);
        for path in ["共享", "第1周.md", "a.zip", "上", "绕", "旁"] {
            assert!(matches!(reason(&skips, path), Skip::LinkEscapes { .. }), "{path}");
        }
        assert_eq!(skips.len(), 6);
        // What an earlier version read through them is gone.
        assert_eq!(sources.whole_roots().len(), 1);
    }

    #[test]
    fn a_link_within_the_folder_is_followed_and_one_text_counts_once() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        write(root, "深/第1周.md", "一");
        write(root, ".归档/第2周.md", "二");
        symlink("深/第1周.md", root.join("第1周.md")).unwrap();
        symlink(".归档", root.join("旧")).unwrap();
        fs_err::hard_link(root.join("深/第1周.md"), root.join("硬.md")).unwrap();
        let (documents, skips) = read_all(&sources(root));
        assert_eq!(paths(&documents), ["旧/第2周.md", "深/第1周.md"]);
        for path in ["第1周.md", "硬.md"] {
            assert!(matches!(reason(&skips, path), Skip::DuplicateOf(first) if first == "深/第1周.md"), "{path}");
        }
    }

    #[test]
    fn a_root_that_is_a_link_is_read_for_the_user_named_it() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "里/第1周.md", "一");
        symlink(folder.path().join("里"), folder.path().join("外")).unwrap();
        symlink(folder.path().join("里/第1周.md"), folder.path().join("一份.md")).unwrap();
        assert_eq!(paths(&read_all(&sources(&folder.path().join("外"))).0), ["第1周.md"]);
        assert_eq!(paths(&read_all(&sources(&folder.path().join("一份.md"))).0), ["一份.md"]);
    }

    #[test]
    fn pipes_and_sockets_are_named_and_never_opened() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        assert!(std::process::Command::new("mkfifo").arg(root.join("第1周.md")).status().unwrap().success());
        let _socket = std::os::unix::net::UnixListener::bind(root.join("第2周.md")).unwrap();
        symlink("第1周.md", root.join("第3周.md")).unwrap();
        symlink("第4周.md", root.join("第4周.md")).unwrap();
        let (documents, skips) = read_all(&sources(root));
        assert!(documents.is_empty());
        for path in ["第1周.md", "第2周.md", "第3周.md"] {
            assert!(matches!(reason(&skips, path), Skip::NotAFile), "{path}");
        }
        assert!(matches!(reason(&skips, "第4周.md"), Skip::Unreadable(_)));
    }

    #[test]
    fn dangling_link_is_a_skip_and_its_root_is_not_whole() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "a.md", "一");
        symlink("/nowhere/第2周.md", folder.path().join("第2周.md")).unwrap();
        let sources = sources(folder.path());
        let (documents, skips) = read_all(&sources);
        assert_eq!(paths(&documents), ["a.md"]);
        assert!(matches!(reason(&skips, "第2周.md"), Skip::Unreadable(_)));
        assert!(sources.whole_roots().is_empty());
    }

    #[test]
    fn device_named_like_a_report_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        symlink("/dev/zero", folder.path().join("第3周.md")).unwrap();
        let (_, skips) = read_all(&sources(folder.path()));
        assert!(matches!(reason(&skips, "第3周.md"), Skip::LinkEscapes { .. }));
        let (_, skips) = read_all(&sources(std::path::Path::new("/dev/zero")));
        assert!(matches!(reason(&skips, "zero"), Skip::NotAFile));
    }

    #[test]
    fn file_name_in_gbk_is_decoded() {
        let folder = tempfile::tempdir().unwrap();
        let name = OsStr::from_bytes(b"\xb5\xda26\xd6\xdc.md");
        fs_err::write(folder.path().join(name), "内容").unwrap();
        let (documents, _) = read_all(&sources(folder.path()));
        assert_eq!(paths(&documents), ["第26周.md"]);
        assert!(documents[0].absolute.exists());
    }
}
