//! What file names say: the kind of file, the title without Notion's page id, and how names that are
//! not UTF-8 are read. Weeks and dates in names are left to the calendar.

use encoding_rs::GB18030;

/// Endings of files that are read as text; several may follow each other (`.md.md`).
const TEXT_ENDINGS: [&str; 6] = ["md", "markdown", "mdown", "mkd", "txt", "text"];

/// Names that systems put beside people's files.
const SYSTEM_NAMES: [&str; 3] = ["__MACOSX", "Thumbs.db", "desktop.ini"];

/// A file or folder name taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PageName {
    pub(super) name: String,
    pub(super) page_id: Option<String>,
}

/// What a file's ending promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FileKind {
    /// A text ending, or no ending at all.
    Text,
    Zip,
    /// Any other ending, lower case, without the dot.
    Other(String),
}

/// The kind of file that `file_name` promises.
///
/// A dot does not make an ending: `周报 2023.06.20` and `1.总结` have none. An ending is up to ten ASCII
/// letters and digits with a letter among them.
pub(super) fn file_kind(file_name: &str) -> FileKind {
    match ending(file_name) {
        None => FileKind::Text,
        Some(ending) => match ending.to_ascii_lowercase() {
            lower if TEXT_ENDINGS.contains(&lower.as_str()) => FileKind::Text,
            lower if lower == "zip" => FileKind::Zip,
            lower => FileKind::Other(lower),
        },
    }
}

/// Name and page id of the page in the file `file_name`.
pub(super) fn page_name(file_name: &str) -> PageName {
    let mut stem = file_name;
    while let Some(last) = ending(stem) {
        let lower = last.to_ascii_lowercase();
        if lower != "zip" && !TEXT_ENDINGS.contains(&lower.as_str()) {
            break;
        }
        stem = &stem[..stem.len() - last.len() - 1];
    }
    split_page_id(stem)
}

/// Name of a folder without the page id that Notion adds.
pub(super) fn folder_name(folder: &str) -> String {
    split_page_id(folder).name
}

/// Whether files and folders of this name are none of the user's texts: hidden, or made by a system.
pub(super) fn is_ignored(name: &str) -> bool {
    name.starts_with('.') || SYSTEM_NAMES.iter().any(|system| name.eq_ignore_ascii_case(system))
}

/// Whether a zip's name is one that Notion gives: `ExportBlock-…`, `Export-…`, `…-Part-2`, or a bare id.
pub(super) fn is_export_archive(file_name: &str) -> bool {
    let page = page_name(file_name);
    let lower = page.name.to_lowercase();
    let without_number = lower.trim_end_matches(|c: char| c.is_ascii_digit());
    let numbered_part = without_number.len() < lower.len()
        && without_number
            .trim_end_matches(['-', '_', ' '])
            .strip_suffix("part")
            .is_some_and(|before| !before.ends_with(char::is_alphanumeric));
    let only_id = page.page_id == Some(lower.replace('-', ""));
    lower.starts_with("export") || lower.contains("exportblock") || numbered_part || only_id
}

/// Reads the raw bytes of a name: UTF-8 where valid, else GB18030, as Chinese Windows and the zips made
/// there have it. Control characters become U+FFFD, so that a name cannot steer a terminal.
pub(super) fn decode_name(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => match GB18030.decode_without_bom_handling_and_without_replacement(raw) {
            Some(name) => name.into_owned(),
            None => String::from_utf8_lossy(raw).into_owned(),
        },
    };
    name.replace(char::is_control, "\u{fffd}")
}

fn ending(file_name: &str) -> Option<&str> {
    let (stem, ending) = file_name.rsplit_once('.')?;
    let is_ending = (1..=10).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && ending.bytes().any(|byte| byte.is_ascii_alphabetic());
    (is_ending && !stem.is_empty()).then_some(ending)
}

fn split_page_id(stem: &str) -> PageName {
    let stem = stem.trim();
    let found = split_tail(stem, 36)
        .filter(|(_, tail)| is_uuid(tail))
        .or_else(|| split_tail(stem, 32).filter(|(_, tail)| tail.bytes().all(|b| b.is_ascii_hexdigit())))
        .filter(|(rest, _)| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
        .map(|(rest, tail)| (rest, tail.replace('-', "").to_ascii_lowercase()))
        .or_else(|| {
            let (rest, tail) = stem.rsplit_once('_')?;
            is_short_id(tail).then(|| (rest, tail.to_owned()))
        });
    match found {
        None => PageName { name: stem.to_owned(), page_id: None },
        Some((rest, page_id)) => {
            let rest = rest.trim_end_matches([' ', '-', '_']);
            let name = if rest.is_empty() { stem } else { rest };
            PageName { name: name.to_owned(), page_id: Some(page_id) }
        }
    }
}

/// Splits off the last `tail_bytes` bytes, where that is a character boundary.
fn split_tail(stem: &str, tail_bytes: usize) -> Option<(&str, &str)> {
    stem.split_at_checked(stem.len().checked_sub(tail_bytes)?)
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// A 128-bit id in base 58 has 22 digits, one time in thirty 21. A word of that length must not pass for
/// one, so digits, or capitals scattered as no word has them, are required.
fn is_short_id(text: &str) -> bool {
    let is_base58 = (21..=22).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() && !b"0OIl".contains(&byte));
    if !is_base58 {
        return false;
    }
    let has_upper = text.bytes().any(|byte| byte.is_ascii_uppercase());
    let has_lower = text.bytes().any(|byte| byte.is_ascii_lowercase());
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let case_changes =
        text.as_bytes().windows(2).filter(|pair| pair[0].is_ascii_uppercase() != pair[1].is_ascii_uppercase()).count();
    has_upper && has_lower && (has_digit || case_changes >= 8)
}

#[cfg(test)]
mod tests {
    use super::{FileKind, decode_name, file_kind, is_export_archive, page_name};

    fn parts(file_name: &str) -> (String, Option<String>) {
        let page = page_name(file_name);
        (page.name, page.page_id)
    }

    #[test]
    fn page_id_is_read_in_every_shape_notion_writes() {
        let id = "0123456789abcdef0123456789abcdef".to_owned();
        for file_name in [
            "第26周 0123456789abcdef0123456789abcdef.md", "第26周-0123456789ABCDEF0123456789ABCDEF.md.md",
            "第26周_0123456789abcdef0123456789abcdef", "第26周 01234567-89ab-cdef-0123-456789abcdef.markdown",
        ] {
            assert_eq!(parts(file_name), ("第26周".to_owned(), Some(id.clone())), "{file_name}");
        }
        assert_eq!(
            parts("2023-04-18 周二_7Kd2mNpQrStUvWxYz3AbCd.md"),
            ("2023-04-18 周二".to_owned(), Some("7Kd2mNpQrStUvWxYz3AbCd".to_owned()))
        );
        assert_eq!(parts("副本_tUEqvpcsJh3WxRJCf92GR.md").1.as_deref(), Some("tUEqvpcsJh3WxRJCf92GR"));
    }

    #[test]
    fn ordinary_names_have_no_page_id() {
        for file_name in [
            "第26周.md", "notes_internationalization.md", "plan_WeeklyReportOfTheWholeT.md", "deadbeef.md",
            "x0123456789abcdef0123456789abcdef.md",
        ] {
            assert_eq!(parts(file_name).1, None, "{file_name}");
        }
    }

    #[test]
    fn name_that_is_only_an_id_keeps_it() {
        let id = "0123456789abcdef0123456789abcdef";
        assert_eq!(parts(&format!("{id}.md")), (id.to_owned(), Some(id.to_owned())));
    }

    #[test]
    fn dates_are_not_endings() {
        for file_name in ["2023.11.08~2023.11.21", "周报 6.20", "1.总结", "第26周", "A.MD", "x.md.md"] {
            assert_eq!(file_kind(file_name), FileKind::Text, "{file_name}");
        }
        assert_eq!(file_kind("a.PNG"), FileKind::Other("png".to_owned()));
        assert_eq!(file_kind("b.mp3"), FileKind::Other("mp3".to_owned()));
        assert_eq!(file_kind("导出.Zip"), FileKind::Zip);
        assert_eq!(parts("2023.11.21").0, "2023.11.21");
    }

    #[test]
    fn notion_archives_are_told_from_named_ones() {
        for file_name in [
            "ExportBlock-01234567-89ab-cdef-0123-456789abcdef-Part-1.zip",
            "01234567-89ab-cdef-0123-456789abcdef_ExportBlock-01234567-89ab-cdef-0123-456789abcdef.zip",
            "01234567-89ab-cdef-0123-456789abcdef.zip",
            "part2.zip",
        ] {
            assert!(is_export_archive(file_name), "{file_name}");
        }
        for file_name in ["张三.zip", "2023.zip", "depart2.zip"] {
            assert!(!is_export_archive(file_name), "{file_name}");
        }
    }

    #[test]
    fn gbk_names_are_decoded_and_controls_removed() {
        assert_eq!(decode_name(&[0xb5, 0xda, b'2', b'6', 0xd6, 0xdc]), "第26周");
        assert_eq!(decode_name(b"a\x1b[2Jb"), "a\u{fffd}[2Jb");
    }
}
