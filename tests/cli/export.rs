//! The sample reports as a Notion export: the same reports, incidents and answers as from their folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use zhoubao::report::{PageName, Report};
use zhoubao::source::{Limits, open};

use crate::desk::{Desk, Run, seeds};
use crate::notion::zip_of;

/// The pages of the sample folder: path below it without its ending, and text.
fn pages() -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    gather(&seeds(), "", &mut pages);
    pages.remove("README");
    assert!(pages.len() > 20, "{} sample pages", pages.len());
    pages
}

fn gather(folder: &Path, below: &str, pages: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("readable").map(|entry| entry.expect("readable")) {
        let name = entry.file_name().into_string().expect("UTF-8");
        if entry.path().is_dir() {
            gather(&entry.path(), &format!("{below}{name}/"), pages);
        } else if let Some(stem) = name.strip_suffix(".md") {
            pages.insert(format!("{below}{stem}"), fs::read_to_string(entry.path()).expect("UTF-8"));
        }
    }
}

/// Notion's name for a page of that order: 32 hexadecimal digits.
fn page_id(order: usize) -> String {
    format!("{:032x}", 0x5eed_0000_0000_0000_0000_0000_0000_0001_u128 + order as u128)
}

/// `pages` as Notion exports them: a zip of part zips, a page id after every name (of a folder, its page's), and in a page
/// URL-encoded links to those below it.
fn export(pages: &BTreeMap<String, String>) -> Vec<u8> {
    let ids: BTreeMap<&str, String> = pages.keys().enumerate().map(|(at, path)| (path.as_str(), page_id(at))).collect();
    let exported = |path: &str| match path.split_once('/') {
        Some((above, own)) => {
            let above = ids.get(above).map_or(above.to_string(), |id| format!("{above} {id}"));
            format!("部门周报 {}/{above}/{own} {}.md", page_id(999), ids[path])
        }
        None => format!("部门周报 {}/{path} {}.md", page_id(999), ids[path]),
    };
    let mut members: Vec<(String, String)> = Vec::new();
    for (path, text) in pages {
        let below =
            pages.keys().filter(|other| other.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('/')));
        let links: String = below
            .map(|other| {
                let (name, target) = (other.rsplit('/').next().unwrap_or(other), exported(other));
                let target = target.split_once('/').map_or("", |(_, target)| target);
                format!("\n[{name}]({})\n", utf8_percent_encode(target, NON_ALPHANUMERIC))
            })
            .collect();
        members.push((exported(path), format!("{text}{links}")));
    }
    let half = members.len() / 2;
    let part = |members: &[(String, String)]| {
        zip_of(&members.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect::<Vec<_>>())
    };
    let (one, two) = (part(&members[..half]), part(&members[half..]));
    let name = |number: usize| format!("ExportBlock-01234567-89ab-cdef-0123-456789abcdef-Part-{number}.zip");
    zip_of(&[(&name(1), &one), (&name(2), &two)])
}

/// A desk with the folder and one with its export, both read by words alone.
fn both() -> (Desk, Desk) {
    let (folder, export_desk) = (Desk::new(), Desk::new());
    let pages = pages();
    for (path, text) in &pages {
        folder.write(&format!("reports/{path}.md"), text);
    }
    export_desk.write("export.zip", export(&pages));
    for (desk, path) in [(&folder, "reports"), (&export_desk, "export.zip")] {
        let count = format!("{0} reports ({0} new)", pages.len());
        desk.run(["ingest", path, "--embedder", "none"]).exits(0).says(&count);
    }
    (folder, export_desk)
}

/// Label and date of every report under `path`, sorted.
fn reports(path: PathBuf) -> Vec<(Option<String>, Option<String>)> {
    let sources = open(&[path], Limits::default()).expect("readable");
    let mut reports: Vec<_> = sources
        .documents()
        .map(|document| {
            let document = document.expect("a document");
            let name = PageName { name: document.name.clone(), folders: document.folder.clone() };
            let report = Report::parse(document.text, &name);
            (report.label.map(|label| label.to_string()), report.date.map(|date| date.to_string()))
        })
        .collect();
    reports.sort();
    reports
}

#[test]
fn an_export_has_the_labels_and_dates_of_its_folder() {
    let desk = Desk::new();
    let pages = pages();
    for (path, text) in &pages {
        desk.write(&format!("reports/{path}.md"), text);
    }
    desk.write("export.zip", export(&pages));
    let (of_folder, of_export) = (reports(desk.path("reports")), reports(desk.path("export.zip")));
    assert_eq!(of_export, of_folder);
    assert!(of_folder.iter().all(|(_, date)| date.is_some()), "{of_folder:?}");
}

#[test]
fn an_export_has_the_incidents_of_its_folder() {
    let (folder, export) = both();
    let occurred = |desk: &Desk| -> Vec<(String, String, usize)> {
        let rows = desk.run(["incidents", "--json"]).exits(0).json();
        let row = |row: &serde_json::Value| {
            let sources = row["sources"].as_array().map_or(0, Vec::len);
            (row["occurred"].to_string(), row["summary"].to_string(), sources)
        };
        rows.as_array().expect("a list").iter().map(row).collect()
    };
    assert_eq!(occurred(&export), occurred(&folder));
}

/// The answer without the lines that name files.
fn told(run: &Run) -> Vec<&str> {
    run.stdout.lines().filter(|line| !line.contains(".md:")).collect()
}

#[test]
fn an_export_answers_as_its_folder_does() {
    let (folder, export) = both();
    for asked in [
        "what caused the 6/15 账户流水 discrepancy", "2023年6月有哪些事故？", "第26周出金有效成功率是多少",
        "第26周的下周计划是什么",
    ] {
        let (one, other) = (folder.run(["ask", asked]).exits(0), export.run(["ask", asked]).exits(0));
        assert_eq!(told(&other), told(&one), "{asked}");
        assert!(other.stdout.contains("export.zip/部门周报 "), "{other}");
    }
}
