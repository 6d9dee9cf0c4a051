//! Which objective a piece of work is under, by the headings above it.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::material::Material;
use crate::calendar::{Date, Period};
use crate::record::PassageRecord;
use crate::report::{SectionKind, without_number};
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// The headings of a time: which number objectives (O1, O2), each with its last name, which are titles, which are one under two names.
#[derive(Default)]
pub(super) struct Known {
    names: BTreeMap<String, String>,
    /// Headings with all of a page under them.
    titles: BTreeSet<String>,
    /// The last name of a section by each of its names.
    renamed: BTreeMap<String, String>,
    is_of_many: bool,
}

/// Authors from which on they are many; days from which on one report comes after another and not beside it.
const MANY: usize = 4;
const DAYS_OF_A_TURN: i32 = 4;

impl Known {
    /// Of all weeks up to the end of `period`: the heading may change, the last one is what the objective is called then.
    pub fn of(material: &Material<'_>, period: Period) -> Self {
        let mut names = BTreeMap::new();
        let mut outer: BTreeMap<Uuid, BTreeSet<&[String]>> = BTreeMap::new();
        let until = |passage: &&PassageRecord| {
            passage.date().is_none_or(|date| material.day_of(passage.report, date) <= period.to())
        };
        for passage in material.passages.iter().filter(until) {
            for heading in &passage.section {
                let heading = bare(heading);
                if let Some(code) = code(heading) {
                    names.insert(code, heading.to_string());
                }
            }
            outer.entry(passage.report).or_default().insert(&passage.section[..passage.section.len().min(2)]);
        }
        // 5·13 重复出款复盘会 says what all below it is about.
        static REVIEW: Words = Words::of(&[Sense::ReviewName]);
        let title = |headings: &BTreeSet<&[String]>| {
            let (first, last) = (headings.first()?.first()?, headings.last()?.first()?);
            (first == last && headings.len() > 2 && !REVIEW.are_in(first)).then(|| first.clone())
        };
        let titles = outer.values().filter_map(title).collect();
        let is_of_many = is_of_many(material, period);
        let mut known = Self { names, titles, renamed: BTreeMap::new(), is_of_many };
        let read = material.of_period(period).map(|(passage, _)| known.objective(&passage.section));
        // In the order of the reports: the last of two names is what the section is called now.
        let mut last: Vec<String> = Vec::new();
        for (_, name) in read.filter(|(code, name)| code.is_none() && !name.is_empty()) {
            last.retain(|other| *other != name);
            last.push(name);
        }
        for (at, name) in last.iter().enumerate() {
            if let Some(newer) = last[at + 1..].iter().rev().find(|newer| is_one_name(name, newer)) {
                known.renamed.insert(name.clone(), newer.clone());
            }
        }
        known
    }

    /// Whether many people report beside each other, each on work of their own.
    pub fn is_of_many(&self) -> bool {
        self.is_of_many
    }

    /// Whether all of a page stands under it.
    pub fn is_title(&self, heading: &str) -> bool {
        self.titles.contains(heading)
    }

    /// Code and name of the objective among the headings: the numbered one; else the one that has a numbered one's name without its
    /// number; else the outermost heading that is more than a section name (上周进展, 本周工作).
    pub fn objective(&self, section: &[String]) -> (Option<String>, String) {
        let section = match section {
            [title, rest @ ..] if !rest.is_empty() && self.titles.contains(title) => rest,
            section => section,
        };
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
            let name = heading.map(|heading| without_number(bare(heading)).to_string()).unwrap_or_default();
            (None, self.renamed.get(&name).cloned().unwrap_or(name))
        })
    }
}

fn is_of_many(material: &Material<'_>, period: Period) -> bool {
    let of_it = material.entries().filter(|(entry, date)| material.is_of(period, entry.record.report, *date));
    let mut dated: Vec<(Date, &str)> =
        of_it.filter_map(|(entry, date)| Some((date, entry.record.author.as_deref()?))).collect();
    dated.sort_unstable();
    let authors: BTreeSet<&str> = dated.iter().map(|(_, author)| *author).collect();
    let is_beside =
        |pair: &&[(Date, &str)]| pair[0].1 != pair[1].1 && (pair[1].0 - pair[0].0).get_days() < DAYS_OF_A_TURN;
    authors.len() >= MANY && dated.windows(2).filter(is_beside).count() * 2 >= dated.len()
}

/// Whether one name is the beginning of the other, and most of it: 重点项目, 重点项目推进情况.
fn is_one_name(one: &str, other: &str) -> bool {
    let (one_chars, other_chars) = (one.chars().count(), other.chars().count());
    let (least, most) = (one_chars.min(other_chars), one_chars.max(other_chars));
    let (shorter, longer) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let Some(added) = longer.strip_prefix(shorter) else { return false };
    // 体系（老李）※ 放前面: what is added is a remark.
    let is_remark = added.trim_start().starts_with(|c: char| !c.is_alphanumeric());
    least >= 3 && (2 * least >= most || is_remark) && one.contains(is_han)
}

/// Without brackets and the page's own number (一、).
pub(super) fn bare(heading: &str) -> &str {
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
        Known { names, ..Known::default() }.objective(&section)
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
