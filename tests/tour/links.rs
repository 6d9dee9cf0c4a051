//! What the documents point at is there, and both READMEs say the same.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{read, repository};

/// No README is longer: who wants more follows a link.
const LONGEST_README: usize = 200;

/// A document's headings with their levels, and where its links and pictures lead.
#[derive(Default)]
struct Shape {
    headings: Vec<(u8, String)>,
    targets: Vec<String>,
}

fn shape(markdown: &str) -> Shape {
    let mut shape = Shape::default();
    let mut heading: Option<(u8, String)> = None;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => heading = Some((level as u8, String::new())),
            Event::End(TagEnd::Heading(_)) => shape.headings.extend(heading.take()),
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, title)) = &mut heading {
                    title.push_str(&text);
                }
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                shape.targets.push(dest_url.to_string());
            }
            _ => {}
        }
    }
    shape
}

/// The name by which a browser finds a heading: lower case, without punctuation, spaces as hyphens.
fn anchor(title: &str) -> String {
    let kept = title.trim().to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Every document for people: those beside the README, and `docs/`.
fn documents() -> Vec<PathBuf> {
    let folders = [repository(), repository().join("docs")];
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).expect("readable"));
    let files = files.map(|entry| entry.expect("readable").path());
    let mut documents: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    documents.sort();
    assert!(documents.len() > 15, "the documents were found");
    documents
}

#[test]
fn every_link_of_every_document_leads_somewhere() {
    let mut dead = Vec::new();
    for document in documents() {
        let text = std::fs::read_to_string(&document).expect("UTF-8");
        for target in shape(&text).targets.iter().filter(|target| !target.contains("://")) {
            let (file, wanted) = target.split_once('#').map_or((target.as_str(), None), |(file, to)| (file, Some(to)));
            let at = match file {
                "" => document.clone(),
                file => document.parent().expect("a folder").join(file),
            };
            if !leads(&at, wanted) {
                dead.push(format!("{}: {target}", document.strip_prefix(repository()).expect("below").display()));
            }
        }
    }
    assert!(dead.is_empty(), "these lead nowhere:\n{}", dead.join("\n"));
}

fn leads(file: &Path, wanted: Option<&str>) -> bool {
    match wanted {
        None => file.exists(),
        Some(wanted) => std::fs::read_to_string(file)
            .is_ok_and(|text| shape(&text).headings.iter().any(|(_, title)| anchor(title) == wanted)),
    }
}

#[test]
fn the_names_of_headings_are_those_of_a_browser() {
    assert_eq!(anchor("Sets in SQuAD's JSON"), "sets-in-squads-json");
    assert_eq!(anchor("With a `model`, and how"), "with-a-model-and-how");
    assert_eq!(anchor("五件事"), "五件事");
}

#[test]
fn a_document_in_two_languages_says_the_same_in_both() {
    for (english, chinese) in [("README.md", "README.zh-CN.md"), ("docs/department.md", "docs/department.zh-CN.md")] {
        let (one, other) = (read(english), read(chinese));
        let levels = |text: &str| shape(text).headings.iter().map(|(level, _)| *level).collect::<Vec<_>>();
        assert_eq!(levels(&one), levels(&other), "headings of {english} and {chinese}");
        // A document that is there in Chinese is linked to in Chinese, and sections have names of their own.
        let bare = |target: &String| target.split('#').next().unwrap_or_default().replace(".zh-CN.md", ".md");
        let targets = |text: &str| shape(text).targets.iter().map(bare).collect::<BTreeSet<_>>();
        assert_eq!(targets(&one), targets(&other), "links of {english} and {chinese}");
        let fences =
            |text: &str| text.lines().filter(|line| line.starts_with("```")).map(str::to_string).collect::<Vec<_>>();
        assert_eq!(fences(&one), fences(&other), "blocks of {english} and {chinese}");
    }
    for readme in ["README.md", "README.zh-CN.md"] {
        let lines = read(readme).lines().count();
        assert!(lines <= LONGEST_README, "{readme} has {lines} lines");
    }
}
