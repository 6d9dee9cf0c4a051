//! What the roll-up computed, in words: every point holds against itself, and the wording is read here line by line.

use super::super::ground::Ground;
use super::super::page::ProsePage;
use super::super::points::Points;
use super::june;
use crate::vocabulary::Language;

fn points(language: Language) -> Vec<Ground> {
    let rollup = june();
    let rows = Points::of(&rollup, language).rows();
    rows.into_iter().flat_map(|(_, row)| row.grounds).filter(|ground| ground.place.is_none()).collect()
}

fn listed(language: Language) -> String {
    points(language).iter().map(|ground| format!("{} {:?}\n", ground.text, ground.cites)).collect()
}

#[test]
fn the_facts_in_chinese() {
    insta::assert_snapshot!(listed(Language::Chinese));
}

#[test]
fn the_facts_in_english() {
    insta::assert_snapshot!(listed(Language::English));
}

/// The points that are shown where a reply says them as they stand, and those that are not.
fn said(language: Language) -> (usize, Vec<String>) {
    let grounds = points(language);
    let mut page = ProsePage::new(&grounds, language, usize::MAX);
    let said = grounds.iter().enumerate().map(|(at, ground)| format!("{}[{}]。", ground.text, at + 1));
    said.for_each(|sentence| page.offer(&sentence));
    let (told, withheld) = page.into_parts();
    (
        told.len(),
        withheld.into_iter().map(|withheld| format!("{}: {:?}", withheld.text, withheld.unsupported)).collect(),
    )
}

#[test]
fn every_point_said_as_it_stands_is_shown() {
    assert_eq!(said(Language::Chinese), (13, Vec::new()));
    // One that is mostly Chinese names is no English sentence.
    let (shown, withheld) = said(Language::English);
    assert!(shown >= 9, "{withheld:?}");
}

#[test]
fn shares_of_one_size_are_shown_too() {
    let text = "2023年6月的承诺共有6项，2项兑现，2项推迟，1项放弃，1项未查到结果";
    let grounds = [Ground::point(text.to_string(), vec![1])];
    let mut page = ProsePage::new(&grounds, Language::Chinese, usize::MAX);
    page.offer(&format!("{text}[1]。"));
    let (told, withheld) = page.into_parts();
    assert_eq!((told.len(), withheld.len()), (1, 0), "{withheld:?}");
}
