//! The section of a goal: the heading of its work, as the last report with it writes it.

use super::alike::days;
use super::candidate::Candidate;
use super::material::Material;
use crate::record::Place;
use crate::report::SectionKind;
use crate::thread::{IncidentThread, Phrase, coverage};
use crate::vocabulary::{Sense, Words};

/// Headings that name no work.
static GENERAL: Words = Words::of(&[Sense::GeneralSection]);

/// The section of the first of the candidates that has one; else that of a line of the last reports about it. May be
/// empty.
pub(super) fn owner(material: &Material<'_>, candidates: &[Candidate]) -> String {
    let told = candidates.iter().flat_map(|candidate| candidate.places.iter().rev()).find_map(|place| {
        let is_plan = passage_kind(material, place) == Some(SectionKind::Plan);
        (!is_plan).then(|| heading(place.section())).flatten()
    });
    let told = told.or_else(|| candidates.iter().find_map(|candidate| of_incident(material, candidate)));
    let told = told.or_else(|| {
        let speaks = |about: &str| material.speaking_of(about).find_map(|passage| heading(&passage.section));
        let wholes = candidates.iter().map(|candidate| &*candidate.about);
        let parts = candidates.iter().flat_map(|candidate| candidate.about.split(['，', '；', '、', '：', ':', ';']));
        wholes.chain(parts).find_map(speaks)
    });
    told.map(|name| unnumbered(&as_written_last(material, &name))).unwrap_or_default()
}

/// The section of the incident whose day a goal names.
fn of_incident(material: &Material<'_>, goal: &Candidate) -> Option<String> {
    let named = days(&goal.about, material.last);
    let is_of = |thread: &&IncidentThread| {
        thread.incident.day().is_some_and(|day| named.contains(&day))
            && coverage(&goal.about, &Phrase::new(thread.tellings[0].text.as_str())).1 >= 1
    };
    let thread = material.incidents.iter().find(is_of)?;
    let headings: Vec<String> = thread.tellings.iter().filter_map(|telling| heading(telling.place.section())).collect();
    headings.iter().find(|name| code(name).is_some()).or_else(|| headings.first()).cloned()
}

fn passage_kind(material: &Material<'_>, place: &Place) -> Option<SectionKind> {
    let holds = material
        .of_report(place.report_id())
        .filter(|passage| passage.first_line <= place.lines.first && place.lines.last <= passage.last_line);
    holds.min_by_key(|passage| passage.text.len()).map(|passage| passage.section_kind)
}

/// The outermost heading that names work.
fn heading(section: &[String]) -> Option<String> {
    let is_general = |name: &String| {
        let bare = name.trim_start_matches(|c: char| is_number(c)).replace(char::is_whitespace, "").to_lowercase();
        GENERAL.have(bare.as_str()) || bare.is_empty()
    };
    section.iter().find(|name| !is_general(name)).or_else(|| section.first()).cloned()
}

/// `一、生产事件` is 生产事件.
fn unnumbered(name: &str) -> String {
    let rest = name.trim_start_matches(is_number);
    let is_numbered = name[..name.len() - rest.len()].contains(['、', '.', '．', '）', ' ']);
    if is_numbered && !rest.is_empty() { rest.to_string() } else { name.to_string() }
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit()
        || c.is_whitespace()
        || matches!(
            c,
            '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '、' | '.' | '．' | '（' | '）'
        )
}

/// O2 is headed as the last report with an O2 heads it.
fn as_written_last(material: &Material<'_>, name: &str) -> String {
    let Some(code) = code(name) else { return name.to_string() };
    let headings = material.passages.iter().rev().flat_map(|passage| &passage.section);
    let same = headings.filter(|heading| self::code(heading) == Some(code)).find(|heading| heading.chars().count() > 2);
    same.cloned().unwrap_or_else(|| name.to_string())
}

/// The code that a heading begins with: O2, KR3.
fn code(name: &str) -> Option<&str> {
    let letters = name.chars().take_while(char::is_ascii_uppercase).count();
    let digits = name[letters..].chars().take_while(char::is_ascii_digit).count();
    ((1..=2).contains(&letters) && (1..=2).contains(&digits)).then(|| &name[..letters + digits])
}
