//! The linter on pages that were not written for it: the samples with their planted flaws, odd pages of other trades, and the
//! real reports where they are at hand. Every finding is listed, and was judged by hand (see `docs/check.md`).

#![allow(clippy::print_stderr)]

use std::fs;
use std::path::{Path, PathBuf};

use zhoubao::check::{Finding, Options, Page, check};
use zhoubao::report::PageName;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// The Markdown files of a folder in order of their names, read with their names alone.
fn pages(folder: &Path) -> Vec<Page> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("readable")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(path).expect("UTF-8");
        Page::read(format!("{name}.md"), text, PageName { name, folders: Vec::new() })
    };
    paths.iter().map(read).collect()
}

fn findings(pages: &[Page]) -> Vec<Finding> {
    let others: Vec<&Page> = pages.iter().collect();
    pages.iter().flat_map(|page| check(page, &others, &Options::default())).collect()
}

/// `path:line code`, in order.
fn places(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|found| format!("{}:{} {}", found.path, found.line, found.code)).collect()
}

#[test]
fn check_of_the_samples_finds_what_was_planted_and_nothing_wrong() {
    let samples: Vec<Page> = pages(&root().join("seeds")).into_iter().filter(|page| page.path != "README.md").collect();
    let found = places(&findings(&samples));
    let expected = [
        "2023-04-25.md:1 ZB002", "2023-04-25.md:21 ZB004", "2023-04-25.md:66 ZB011", "第13周 2023-03-24.md:86 ZB018",
        "第16周 2023-04-11.md:59 ZB003", "第17周 2023-04-18.md:30 ZB005", "第17周 2023-04-18.md:31 ZB005",
        "第22周 2023-05-23.md:1 ZB009",
    ];
    assert_eq!(found, expected);
}

#[test]
fn check_of_pages_of_other_trades_says_nothing_silly() {
    let found = places(&findings(&pages(&root().join("tests/check/pages"))));
    assert_eq!(found, ["weekly-2024-W20.md:10 ZB005", "敌意 Markdown.md:5 ZB005"]);
}

#[test]
fn check_of_the_real_reports_is_as_judged() {
    let folder = root().join("../shared/reports");
    if !folder.is_dir() {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    }
    assert_eq!(places(&findings(&pages(&folder))), ["第13周 2023-03-24.md:44 ZB005", "第13周 2023-03-24.md:92 ZB018"]);
}

/// A case of `tests/data/check/faults.txt`.
struct Planted {
    /// The rule and words of the line that it points at; `None` where nothing may be found.
    wanted: Option<(String, String)>,
    text: String,
    line: usize,
}

fn planted() -> Vec<Planted> {
    const TITLE: &str = "# 周报 2024-06-14\n\n## 本周工作\n\n";
    let file = fs::read_to_string(root().join("tests/data/check/faults.txt")).expect("readable");
    let mut cases: Vec<Planted> = Vec::new();
    for (at, line) in file.lines().enumerate() {
        if let Some(head) = line.strip_prefix("@ ") {
            let wanted = head.split_once(" | ").map(|(code, words)| (code.to_string(), words.to_string()));
            cases.push(Planted { wanted, text: String::new(), line: at + 1 });
        } else if let Some(case) = cases.last_mut() {
            if case.text.is_empty() && !line.starts_with("# ") {
                case.text.push_str(TITLE);
            }
            case.text.push_str(line);
            case.text.push('\n');
        }
    }
    cases
}

#[test]
fn check_finds_each_planted_fault_and_no_other() {
    let mut wrong: Vec<String> = Vec::new();
    for case in planted() {
        let page = Page::read("page.md", case.text.clone(), PageName { name: "page".to_string(), folders: Vec::new() });
        let found = check(&page, &[], &Options::default());
        let is_wanted = |finding: &Finding| {
            case.wanted.as_ref().is_some_and(|(code, words)| finding.code == code && finding.text.contains(words))
        };
        let others: Vec<String> = found
            .iter()
            .filter(|finding| !is_wanted(finding))
            .map(|finding| format!("{} {} {}", finding.code, finding.message.zh, finding.text))
            .collect();
        if case.wanted.is_some() != found.iter().any(is_wanted) || !others.is_empty() {
            wrong.push(format!("line {}: wanted {:?}, besides {others:?}", case.line, case.wanted));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
