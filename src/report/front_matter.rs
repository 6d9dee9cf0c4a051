//! The front matter at the top of a page: `---`, properties, `---`.

use super::plain::plain;
use super::span::Span;
use crate::vocabulary::{Sense, Words};

/// The front matter of a page: `---`, lines with a colon, `---`, before anything else. `None` without one; further
/// down, `---` is a rule that people draw.
pub(super) fn front_matter(source: &str) -> Option<Span> {
    let mut lines = source.split_inclusive('\n');
    let first = lines.next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let mut end = first.len();
    let mut has_property = false;
    for line in lines {
        end += line.len();
        let text = line.trim_end();
        match text {
            "---" | "..." if has_property => return Some(0..end),
            "" | "---" | "..." => return None,
            _ => has_property |= text.contains([':', '：']),
        }
    }
    None
}

/// The title and the owner that it gives the page: `title: Risk W20`, `owner: Wren` say so here, and anywhere else what they will.
pub(super) fn title_and_owner(text: &str) -> [Option<String>; 2] {
    static NAMES: Words = Words::of(&[Sense::TitleField, Sense::OwnerField]);
    let mut found = [None, None];
    for line in text.lines().map(str::trim) {
        let field = NAMES.beginning(&line.to_lowercase());
        let Some((field, (_, value))) = field.zip(line.split_once([':', '：'])) else { continue };
        let value = plain(value.trim().trim_matches(['"', '\'']));
        found[usize::from(field.sense == Sense::OwnerField)] = Some(value).filter(|value| !value.is_empty());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::front_matter;
    use crate::report::{PageName, Report};

    #[test]
    fn front_matter_is_at_the_very_top_and_has_properties() {
        let source = "---\nauthor: 甲\ndate: 2023-06-20\n---\n正文";
        assert_eq!(front_matter(source).map(|span| &source[span.end..]), Some("正文"));
        assert_eq!(front_matter("---\n\n正文: 甲\n---\n"), None);
        assert_eq!(front_matter("正文\n---\na: b\n---\n"), None);
        assert_eq!(front_matter("---\na: b\n"), None);
    }

    #[test]
    fn its_title_and_owner_are_the_page_s_and_a_heading_below_is_a_section() {
        let page = "---\ntitle: Risk W20\nowner: Wren Hale\nweek: 2031-W20 (12–16 May)\nstatus: sent\n---\n\nBad week.\n\n## Paid twice, Tuesday 13 May\n\nFrom 14:20.\n";
        let report = Report::parse(page.to_string(), &PageName { name: "W20".to_string(), folders: Vec::new() });
        assert_eq!((report.title.as_str(), report.author.as_deref()), ("Risk W20", Some("Wren Hale")));
        assert_eq!(report.date.map(|date| date.to_string()).as_deref(), Some("2031-05-16"));
        assert!(report.sections.iter().any(|section| section.path == ["Paid twice, Tuesday 13 May"]));
    }

    #[test]
    fn an_owner_further_down_is_of_some_work() {
        let page = "# 2031-05-16\n\n## Gate\n\nOwner: Wren Hale\nTitle: none yet\n";
        let report = Report::parse(page.to_string(), &PageName::default());
        assert_eq!((report.title.as_str(), report.author), ("2031-05-16", None));
    }
}
