//! Which objective a piece of work is under, by the headings above it.

use std::collections::BTreeMap;

use super::material::Material;
use crate::report::{SectionKind, without_number};

/// The objectives that the reports number (O1, O2), each with its last heading.
pub(super) struct Known {
    names: BTreeMap<String, String>,
}

impl Known {
    /// Of all weeks: the heading may change, the last one is what the objective is called now.
    pub fn of(material: &Material<'_>) -> Self {
        let mut names = BTreeMap::new();
        for passage in &material.passages {
            for heading in &passage.section {
                let heading = bare(heading);
                if let Some(code) = code(heading) {
                    names.insert(code, heading.to_string());
                }
            }
        }
        Self { names }
    }

    /// Code and name of the objective among the headings: the numbered one; else the one that has a numbered one's name without its
    /// number; else the outermost heading that is more than a section name (上周进展, 本周工作).
    pub fn objective(&self, section: &[String]) -> (Option<String>, String) {
        let known = section.iter().find_map(|heading| {
            let heading = bare(heading);
            let unnumbered = |(_, name): &(&String, &String)| without_code(name) == without_number(heading);
            let code = code(heading).or_else(|| Some(self.names.iter().find(unnumbered)?.0.clone()))?;
            let name = self.names.get(&code).cloned().unwrap_or_else(|| heading.to_string());
            Some((Some(code), name))
        });
        known.unwrap_or_else(|| {
            let is_telling = |heading: &&String| SectionKind::of_heading(heading) != SectionKind::Progress;
            let heading = section.iter().find(is_telling).or(section.last());
            (None, heading.map(|heading| without_number(bare(heading)).to_string()).unwrap_or_default())
        })
    }
}

/// Without brackets and the page's own number (一、).
fn bare(heading: &str) -> &str {
    let bare = heading.trim_matches(['【', '】', '[', ']', ' ', '\u{3000}']);
    let unnumbered = bare.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
    let rest = unnumbered.strip_prefix(['、', '．']).filter(|rest| unnumbered.len() < bare.len() && !rest.is_empty());
    rest.unwrap_or(bare).trim_matches(['【', '】', ' '])
}

/// `O1` of `O1 服务业务` and `O1：服务业务`; `None` for 【OA系统】 and `O2O`.
fn code(heading: &str) -> Option<String> {
    let rest = heading.strip_prefix(['O', 'o'])?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let ends = rest[digits.len()..].chars().next().is_none_or(|c| !c.is_ascii_alphanumeric() && c != '.');
    (!digits.is_empty() && digits.len() <= 2 && ends).then(|| format!("O{digits}"))
}

fn without_code(name: &str) -> &str {
    name.trim_start_matches(['O', 'o'])
        .trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || "：:、.".contains(c))
}

/// For the order: 10 after 2.
pub(super) fn number(code: &str) -> u32 {
    code.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Known, code, number};

    fn objective(section: &[&str]) -> (Option<String>, String) {
        let names = BTreeMap::from([("O1".to_string(), "O1 服务业务".to_string())]);
        let section: Vec<String> = section.iter().map(ToString::to_string).collect();
        Known { names }.objective(&section)
    }

    #[test]
    fn a_numbered_heading_names_its_objective_with_and_without_its_number() {
        let named = (Some("O1".to_string()), "O1 服务业务".to_string());
        assert_eq!(objective(&["上周进展", "【O1 服务业务】"]), named);
        assert_eq!(objective(&["上周进展", "一、服务业务"]), named);
    }

    #[test]
    fn without_a_number_it_is_the_outermost_heading_that_tells() {
        assert_eq!(objective(&["上周进展", "物流", "仓库"]), (None, "物流".to_string()));
        assert_eq!(objective(&["上周进展"]), (None, "上周进展".to_string()));
        assert_eq!(objective(&[]), (None, String::new()));
    }

    #[test]
    fn what_only_looks_like_a_number_is_none() {
        assert_eq!(code("O2O业务"), None);
        assert_eq!(code("OA系统"), None);
        assert_eq!(code("O12：降本"), Some("O12".to_string()));
        assert!(number("O10") > number("O9"));
    }
}
