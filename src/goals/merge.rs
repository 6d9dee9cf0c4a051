//! One goal of all that propose the same; the reasons and sources of all of them are kept.

use super::alike::alike;
use super::candidate::Candidate;
use super::material::Material;
use super::model::Ground;
use crate::calendar::Date;
use crate::thread::coverage;

/// A goal is about an incident where this share of its words stands in what is told of it.
const ABOUT_AN_INCIDENT: f64 = 0.5;
const LEAST_PAIRS: usize = 3;

/// What is done about incidents; the words say nothing of which.
const HANDLED: [&str; 14] = [
    "复盘", "查清", "查明", "拿到", "结论", "原因", "书面", "回复", "定级", "整改", "改进", "跟进", "问题", "事件",
];

/// The candidates in groups, each never empty, the one whose words are the goal's first: people's own goals before made ones, then the one
/// with the most points.
pub(super) fn merged(material: &Material<'_>, mut candidates: Vec<Candidate>) -> Vec<Vec<Candidate>> {
    let order = |candidate: &Candidate| {
        let is_own = matches!(candidate.ground, Ground::SetGoal { .. } | Ground::UnkeptGoal { .. });
        (!is_own, std::cmp::Reverse(candidate.score()), candidate.due, candidate.text.clone())
    };
    candidates.sort_by_cached_key(order);
    let mut groups: Vec<Vec<Candidate>> = Vec::new();
    for candidate in candidates {
        let known =
            groups.iter_mut().find(|group| group.iter().any(|known| is_same(material, known, &candidate)));
        match known {
            Some(group) => group.push(candidate),
            None => groups.push(vec![candidate]),
        }
    }
    groups
}

fn is_same(material: &Material<'_>, known: &Candidate, other: &Candidate) -> bool {
    if known.places[0].author != other.places[0].author {
        return false;
    }
    if let (Some(one), Some(two)) = (known.incident, other.incident) {
        return one == two;
    }
    if let Some(at) = other.incident.filter(|_| known.thread.is_none()) {
        return is_about(known, material, at);
    }
    if let (Some(one), Some(two)) = (known.thread, other.thread) {
        // Two steps of one work are two goals; that it stands still is told with either.
        let is_step = |candidate: &Candidate| candidate.due.is_some();
        return one == two && !(is_step(known) && is_step(other) && known.due != other.due);
    }
    alike(&known.about, &other.about, material.last) && !differ(known.due, other.due)
}

fn differ(one: Option<Date>, other: Option<Date>) -> bool {
    one.is_some() && other.is_some() && one != other
}

/// Whether a goal in people's own words is about the incident: it names its day and a word of it, or has its words.
fn is_about(goal: &Candidate, material: &Material<'_>, incident: usize) -> bool {
    let thread = &material.incidents[incident];
    let mut words = goal.about.clone();
    for handled in HANDLED {
        words = words.replace(handled, " ");
    }
    let told: String = thread.tellings.iter().map(|telling| telling.text.as_str()).collect::<Vec<_>>().join("\n");
    let (share, pairs) = coverage(&words, &told);
    let named = super::alike::days(&goal.about, material.last);
    match thread.incident.day() {
        Some(day) if named.contains(&day) => pairs >= 1,
        Some(_) if !named.is_empty() => false,
        _ => share >= ABOUT_AN_INCIDENT && pairs >= LEAST_PAIRS,
    }
}
