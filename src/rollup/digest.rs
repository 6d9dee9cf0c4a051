//! What the reports of a period say section by section: the telling items of each, without repetition, in as many lines as a reader
//! has patience for, and where the others are. It needs no typed facts, so that it serves any department.

mod asked;
mod block;
mod byline;
mod code;
mod editorial;
mod figures;
mod home;
mod lead;
mod matter;
mod name;
mod open;
mod overtaken;
mod plain_line;
mod rest;
mod row;
mod select;
mod settled;
mod shown;
mod together;
mod topic;
mod unit;
mod weighed;
mod weight;
mod width;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;
use uuid::Uuid;

use super::material::{Material, Numbered};
use super::model::{Digest, DigestItem, Excerpt, IncidentPart, LineFeatures, MetricPart, Objective, Work};
use super::objective::{Known, number};
use crate::calendar::{Date, Period};
use crate::fact::{announces_a_correction, closes};
use crate::record::PassageRecord;
use crate::report::{SectionKind, caption_length};
use crate::text::{share_of_pairs, similarity};
use crate::thread::matter::Line;
use figures::Figures;
pub(super) use home::of_section as heading_of;
pub(super) use lead::{behind, below_its_name};
pub use name::is_matter;
use name::{is_labelled_a_plan, is_of_others};
pub(super) use plain_line::one_line;
use rest::rest;
use select::{Candidates, least_of, shared_out};
pub(super) use settled::settled;
use shown::{shown, steps};
use together::together;
pub(super) use unit::Unit;
use unit::units;
pub(super) use weighed::Weighed;
pub use weight::FEATURES as LINE_FEATURES;
use weight::{ASIDE, Rarity, Wording, is_talk, likely_needed};
pub(super) use width::{LEAST_COLUMNS, columns};

/// Lines of all sections together: so many, and one for each few days of the period.
const LEAST_LINES: usize = 40;
const MOST_LINES: usize = 130;
const DAYS_A_LINE: usize = 1;

/// So many of a page are shown, however little they weigh.
const ALWAYS_SHOWN: usize = 20;

/// Lines of one section, and one more for each so many days; of an editorial, of the problems and the reflections.
const MOST_OF_A_SECTION: usize = 12;
const DAYS_A_SECTION_LINE: usize = 10;
const MOST_OF_AN_EDITORIAL: usize = 3;
const MOST_PROBLEMS: usize = 16;
const MOST_REFLECTIONS: usize = 6;

/// A page has a section for this many lines at most.
const LINES_A_SECTION: usize = 4;

/// An item is about a work from this share of the work's name on.
const SHARE_OF_WORK: f64 = 0.7;

/// Earlier lines that stand behind the newest of their matter.
const MOST_EARLIER: usize = 2;

/// So many days behind the period another matter goes by the same words.
const MOST_DAYS_AFTER: u32 = 100;

/// What the reports behind `period` say, up to the day that it is seen from.
fn after<'m>(material: &'m Material<'_>, period: Period) -> Vec<Unit<'m>> {
    let is_near = |date: Date| Period::between(period.to(), date.max(period.to())).days() <= MOST_DAYS_AFTER;
    let passages: Vec<(&PassageRecord, Date)> =
        material.after(period).filter(|(passage, date)| !passage.covered && is_near(*date)).collect();
    let units = passages.par_iter().flat_map_iter(|(passage, date)| units(passage, *date));
    let mut units: Vec<Unit<'m>> = units.map(|unit| Unit { is_after: true, ..unit }).collect();
    without_lone_names(&mut units);
    units
}

/// The units of the weekly reports of `period`, each with where it belongs and whether a later one has overtaken it.
fn read<'m>(material: &'m Material<'_>, known: &Known, period: Period) -> Vec<Unit<'m>> {
    let passages = material
        .of_period(period)
        .filter(|(passage, _)| !passage.covered && passage.incident.is_none() && material.is_of_a_week(passage.report));
    let passages: Vec<(&PassageRecord, Date)> = passages.collect();
    let mut found: Vec<Unit<'m>> = passages.par_iter().flat_map_iter(|(passage, date)| units(passage, *date)).collect();
    found.retain(|unit| !announces_a_correction(&unit.text));
    without_lone_names(&mut found);
    editorial::mark(&mut found);
    home::find(&mut found, known);
    overtaken::mark(&mut found, material, period);
    found
}

fn rarity(units: &[Unit<'_>], material: &Material<'_>) -> (Rarity, Vec<Wording>) {
    let words: Vec<Wording> = units.par_iter().map(|unit| Wording::of(unit, material.segmenter)).collect();
    (Rarity::of(&material.passages, &words, material.catalogue), words)
}

/// What `scripts/train_lines.py` learns from: of each unit its place and [`FEATURES`].
pub(super) fn features(material: &Material<'_>, known: &Known, period: Period) -> Vec<LineFeatures> {
    let units = read(material, known, period);
    let (rarity, words) = rarity(&units, material);
    let line = |(unit, words): (&Unit<'_>, &Wording)| LineFeatures {
        path: unit.passage.path.clone(),
        lines: unit.lines,
        weight: rarity.weight(unit, words),
        features: rarity.features(unit, words).to_vec(),
    };
    units.iter().zip(&words).map(line).collect()
}

/// A line that is no more than what others below it are about says nothing of its own, but for what came to be: 新版网关上线了.
fn without_lone_names(units: &mut Vec<Unit<'_>>) {
    let of = |unit: &Unit<'_>| {
        let heading = unit.passage.section.last().filter(|heading| **heading != unit.text);
        [heading, Some(&unit.about).filter(|about| !about.is_empty())].map(|name| (unit.passage.report, name.cloned()))
    };
    let names: HashSet<(Uuid, Option<String>)> = units.iter().flat_map(of).filter(|(_, name)| name.is_some()).collect();
    units.retain(|unit| unit.is_done || !names.contains(&(unit.passage.report, Some(unit.text.trim().to_string()))));
}

/// The items of the sections of `kind`, and those of any other of which `is` holds; none that begins at a line of `shown`.
fn of_kind<'m>(
    weighed: &Weighed<'m>,
    (kind, known): (SectionKind, &Known),
    (most, shown): (usize, &HashSet<(Uuid, usize)>),
    is: impl Fn(&Unit<'_>) -> bool,
    sources: &mut Numbered<'_>,
) -> Digest {
    let is_wanted = |unit: &Unit<'_>| {
        let is_of_matter = kind == SectionKind::Problems && is_under_a_matter(&unit.passage.section, known);
        let own = if is_of_matter { SectionKind::Other } else { unit.kind };
        let is_elsewhere = matches!(own, SectionKind::Plan | SectionKind::Reflection | SectionKind::Review);
        // 【已解决】 under 问题 is no problem any more.
        let is_over = kind == SectionKind::Problems && !unit.is_held_up && (unit.is_done || closes(&unit.text));
        let is_shown = shown.contains(&(unit.passage.report, unit.lines.first));
        !unit.is_overtaken && !is_shown && (!is_over && own == kind || (!is_elsewhere && is(unit)))
    };
    let with_later = |(at, (unit, weight)): (usize, &(Unit<'m>, f32))| {
        let beside = if kind == SectionKind::Problems { weighed.later_of(at) } else { Vec::new() };
        (Unit { beside, ..unit.clone() }, *weight)
    };
    let wanted = weighed.all.iter().enumerate().filter(|(_, (unit, _))| is_wanted(unit));
    let wanted: Vec<(Unit<'m>, f32)> = wanted.map(with_later).collect();
    let least = least_of(wanted.iter().map(|(_, weight)| *weight), most / 2);
    let mut candidates = Candidates::new(wanted, least);
    while candidates.chosen() < most && candidates.next().is_some() {}
    candidates.with_the_few();
    digest(&candidates, "", None, sources)
}

/// A plan or a reflection does not say how the work stands.
fn says_how_it_stands(unit: &Unit<'_>) -> bool {
    !matches!(unit.kind, SectionKind::Plan | SectionKind::Reflection | SectionKind::Review)
}

/// Whether a passage stands under a heading of problems of one matter, beside others of its kind: 网关 › 问题与文档. Only what says that it
/// is held up is a problem there.
fn is_under_a_matter(section: &[String], known: &Known) -> bool {
    let of_problems = section.iter().position(|heading| SectionKind::of_heading(heading) == SectionKind::Problems);
    let outer = &section[..of_problems.unwrap_or(0)];
    outer.iter().any(|heading| !known.is_title(heading) && is_matter(heading))
}

/// Without the lines by which a work of `objectives` moved, which stand with the work, and those that are `settled`.
pub(super) fn problems(
    weighed: &Weighed<'_>,
    known: &Known,
    (objectives, settled): (&[Objective], &[DigestItem]),
    sources: &mut Numbered<'_>,
) -> Digest {
    let slips = objectives.iter().flat_map(|objective| &objective.works).flat_map(|work| &work.slips);
    let shown: HashSet<(Uuid, usize)> = slips
        .flat_map(|slip| slip.cites.iter().copied())
        .chain(settled.iter().map(|item| item.cite))
        .filter_map(|cite| sources.citation(cite))
        .map(|citation| (citation.report_id, citation.lines.first))
        .collect();
    let is_held_up = |unit: &Unit<'_>| {
        let is_talked = is_talk(unit) || unit.is_editorial || unit.text.contains(['！', '!']);
        unit.is_held_up && !is_talked
    };
    of_kind(weighed, (SectionKind::Problems, known), (MOST_PROBLEMS, &shown), is_held_up, sources)
}

pub(super) fn reflections(weighed: &Weighed<'_>, known: &Known, sources: &mut Numbered<'_>) -> Digest {
    of_kind(weighed, (SectionKind::Reflection, known), (MOST_REFLECTIONS, &HashSet::new()), |_| false, sources)
}

/// A section over the reports of the period.
struct Group<'m> {
    code: Option<String>,
    name: String,
    place: Place,
    candidates: Candidates<'m>,
}

/// The order on the page: editorials last, and before them what is gathered; as the newest report has it.
type Place = (bool, bool, Reverse<Date>, usize);

/// Puts the digest of each section beside its works: the items that no other part of the page states.
pub(super) fn beside(
    objectives: &mut Vec<Objective>,
    weighed: &Weighed<'_>,
    known: &Known,
    (metrics, elsewhere): (&MetricPart, (&IncidentPart, &[&[DigestItem]])),
    period: Period,
    sources: &mut Numbered<'_>,
) {
    for objective in objectives.iter_mut() {
        for work in objective.works.iter_mut().filter(|work| !work.is_landed()) {
            let text = [work.parent.as_deref().unwrap_or_default(), &work.subject, &work.last.text].join(" ");
            let line = Line { text: &text, heading: &objective.name };
            let later = weighed.after_of(line).or_else(|| weighed.later(line, work.last.date));
            work.later = later.and_then(|unit| excerpt(unit, sources));
            // What a later report tells more of does not stand still.
            work.stalled = work.stalled.take().filter(|_| work.later.is_none());
        }
    }
    let rows = objectives.iter().flat_map(|objective| &objective.works).filter(|work| work.says_something()).count();
    let lines = (LEAST_LINES + period.days() as usize / DAYS_A_LINE).min(MOST_LINES);
    let lines = lines.saturating_sub(rows / 2).max(lines / 2);
    let most = MOST_OF_A_SECTION + period.days() as usize / DAYS_A_SECTION_LINE;
    let mut shown = shown(objectives, elsewhere, sources);
    shown.extend(steps(weighed, elsewhere.0));
    let shown = (&shown, &Figures::of(metrics));
    let sections = sections(weighed, known, shown, objectives);
    let mut groups = groups(gathered(sections, lines / LINES_A_SECTION, objectives));
    // What stands under no heading of its own may be all that a writer has.
    let most_of = |(is_editorial, is_gathered, ..): Place| match (is_editorial, is_gathered) {
        (true, _) => MOST_OF_AN_EDITORIAL,
        (false, true) => lines / 2,
        (false, false) => most,
    };
    let with_most = groups.iter_mut().map(|group| (&mut group.candidates, most_of(group.place)));
    shared_out(&mut with_most.collect::<Vec<_>>(), lines);
    groups.iter_mut().for_each(|group| group.candidates.with_the_few());
    without_repetition(&mut groups);
    let mut all: Vec<(u32, Place, Objective)> = Vec::new();
    // What little of each part is left, and not likely needed, is counted once, behind all parts.
    let mut unneeded: Vec<Unit<'_>> = Vec::new();
    let code = |code: &Option<String>| code.as_deref().map_or(u32::MAX, number);
    for Group { code: of_group, name, place, candidates } in groups {
        let is_same = |objective: &Objective| objective.code == of_group && objective.name == name;
        let works = objectives.iter().position(is_same).map(|at| objectives.remove(at).works).unwrap_or_default();
        let matter = if of_group.is_some() || candidates.are_of_author(&name) { "" } else { name.as_str() };
        let is_gathered = place.1;
        let digest = digest(&candidates, matter, Some((&mut unneeded, is_gathered)), sources);
        if !digest.items.is_empty() || !works.is_empty() {
            all.push((code(&of_group), place, Objective { code: of_group, name, works, digest }));
        }
    }
    if !unneeded.is_empty() {
        let is_gathered = |objective: &Objective| objective.code.is_none() && objective.name.is_empty();
        let place = (false, true, Reverse(period.from()), 0);
        let at = all.iter().position(|(.., objective)| is_gathered(objective)).unwrap_or_else(|| {
            all.push((u32::MAX, place, Objective::default()));
            all.len() - 1
        });
        all[at].2.digest.rest = rest(&unneeded.iter().collect::<Vec<_>>(), sources);
    }
    // What no other unit of the period's reports is under.
    let alone = (false, false, Reverse(period.from()), 0);
    all.extend(objectives.drain(..).map(|objective| (code(&objective.code), alone, objective)));
    all.sort_by(|(one, a, _), (other, b, _)| (a.0, one, a).cmp(&(b.0, other, b)));
    *objectives = all.into_iter().map(|(.., objective)| objective).collect();
}

/// The code of a section, where it has one, and its name.
type Key = (Option<String>, String);

/// Sections with their units.
type Sections<'m> = BTreeMap<Key, Vec<(Unit<'m>, f32)>>;

/// The units of each section that no other part of the page shows, nor a work of the section a newer state of.
fn sections<'m>(
    weighed: &Weighed<'m>,
    known: &Known,
    (shown, figures): (&HashSet<(Uuid, usize)>, &Figures<'_>),
    objectives: &[Objective],
) -> Sections<'m> {
    let works = |code: &Option<String>, name: &str| -> Vec<&Work> {
        let of_it = objectives.iter().filter(|objective| objective.code == *code && objective.name == name);
        of_it.flat_map(|objective| &objective.works).filter(|work| work.says_something()).collect()
    };
    let mut of_section: BTreeMap<(Option<String>, String), Vec<&Work>> = BTreeMap::new();
    let mut found: BTreeMap<usize, (Key, Unit<'m>, f32)> = BTreeMap::new();
    for (at, (unit, weight)) in weighed.all.iter().enumerate() {
        let is_elsewhere = matches!(
            unit.kind,
            SectionKind::Plan
                | SectionKind::Problems
                | SectionKind::Reflection
                | SectionKind::Review
                | SectionKind::Daily
                | SectionKind::Incidents
                | SectionKind::FollowUp
        );
        // A row of figures stands with the metrics.
        let has_metric = || unit.passage.metrics.iter().any(|metric| metric.lines.first == unit.lines.first);
        let is_figure = unit.kind == SectionKind::Metrics && !unit.passage.metrics.is_empty()
            || unit.is_row && has_metric()
            || figures.say_all_of(unit);
        // A row of plans whose state is that it is done is one no more.
        let has_come_true = unit.kind == SectionKind::Plan && unit.is_row && unit.is_done;
        let is_elsewhere = is_elsewhere && !has_come_true && !is_under_a_matter(&unit.passage.section, known);
        let is_elsewhere = is_elsewhere || is_labelled_a_plan(&unit.text);
        if is_elsewhere || is_figure || unit.is_overtaken || shown.contains(&(unit.passage.report, unit.lines.first)) {
            continue;
        }
        let key = match &unit.home {
            Some(name) => (None, name.clone()),
            None => heading_of(&unit.passage.section, unit.passage.author.as_ref(), known),
        };
        let key = if key.0.is_none() && is_of_others(&key.1) { (None, String::new()) } else { key };
        let works = of_section.entry(key.clone()).or_insert_with(|| works(&key.0, &key.1));
        let said = unit.shown();
        let is_outdated =
            |work: &&Work| unit.date <= work.last.date && share_of_pairs(&work.subject, &said) >= SHARE_OF_WORK;
        if !works.iter().any(is_outdated) {
            let unit = without_heading(unit.clone(), known, &key);
            found.insert(at, (key, unit, *weight));
        }
    }
    behind_the_newest(found, weighed)
}

/// The units of each section: what a later one says more of stands behind that one, or has that one behind it where another part of the
/// page shows it. What is done stands for itself.
fn behind_the_newest<'m>(mut found: BTreeMap<usize, (Key, Unit<'m>, f32)>, weighed: &Weighed<'m>) -> Sections<'m> {
    let open: Vec<usize> = found.keys().copied().filter(|at| !weighed.all[*at].0.is_done).collect();
    let newest = |at: &usize| {
        let is_here = |place: usize| found.contains_key(&place);
        Some((*at, weighed.newest(*at, |place, _| is_here(place)).or_else(|| weighed.ending(*at, is_here))?))
    };
    let later: BTreeMap<usize, usize> = open.iter().filter_map(newest).collect();
    for (at, (_, unit, _)) in found.iter_mut().filter(|(at, _)| !later.contains_key(at)) {
        let is_settled = unit.is_done && !unit.leaves_open;
        unit.beside.extend(if is_settled { weighed.set_right(*at) } else { weighed.later_of(*at) });
    }
    // What stands behind another has nothing behind it: likenesses of likenesses lead astray.
    for (earlier, last) in later.iter().filter(|(_, last)| !later.contains_key(last)) {
        let Some((_, unit, weight)) = found.remove(earlier) else { continue };
        if let Some((_, newest, most)) = found.get_mut(last) {
            newest.beside.push(unit);
            *most = most.max(weight);
        }
    }
    let mut sections = Sections::new();
    for (key, mut unit, weight) in found.into_values() {
        unit.beside.sort_by_key(|earlier| (Reverse(earlier.date), earlier.lines.first));
        sections.entry(key).or_default().push((unit, weight));
    }
    sections
}

/// The small sections of a page with many of them are one, each item with the heading it had.
fn gathered<'m>(mut sections: Sections<'m>, most: usize, objectives: &[Objective]) -> Sections<'m> {
    let mass = |units: &Vec<(Unit<'_>, f32)>| units.iter().map(|(_, weight)| weight).sum::<f32>();
    let has_works = |(code, name): &(Option<String>, String)| {
        objectives.iter().any(|objective| objective.code == *code && objective.name == *name)
    };
    let mut order: Vec<(f32, (Option<String>, String))> =
        sections.iter().map(|(key, units)| (mass(units), key.clone())).collect();
    order.sort_by(|(one, a), (other, b)| other.total_cmp(one).then_with(|| a.cmp(b)));
    for (_, key) in order.into_iter().skip(most).filter(|(_, key)| !has_works(key)) {
        for (mut unit, weight) in sections.remove(&key).unwrap_or_default() {
            let name = name::named(&key.1);
            if unit.about.is_empty() && !unit.begins_with(&name) {
                unit.about = name;
            }
            sections.entry((None, String::new())).or_default().push((unit, weight));
        }
    }
    sections
}

fn groups<'m>(sections: Sections<'m>) -> Vec<Group<'m>> {
    let least = least_of(sections.values().flatten().map(|(_, weight)| *weight), ALWAYS_SHOWN);
    let group = |((code, name), units): (Key, Vec<(Unit<'m>, f32)>)| {
        let is_editorial = units.iter().filter(|(unit, _)| unit.is_editorial).count() * 2 > units.len();
        let newest = units.iter().map(|(unit, _)| unit.date).max()?;
        let first = units.iter().filter(|(unit, _)| unit.date == newest).map(|(unit, _)| unit.lines.first).min()?;
        // What is gathered from many sections comes after them.
        let place = (is_editorial, name.is_empty(), Reverse(newest), first);
        Some(Group { code, name, place, candidates: Candidates::new(units, least) })
    };
    sections.into_iter().filter_map(group).collect()
}

/// Two lines of two sections say the same from this similarity on: the less telling one is left out.
const SAME: f64 = 0.5;

fn without_repetition(groups: &mut [Group<'_>]) {
    let of_group = |(at, group): (usize, &Group<'_>)| -> Vec<(usize, String, f32)> {
        let aside = if group.place.0 { ASIDE } else { 1.0 };
        let chosen = group.candidates.parted().0.into_iter();
        chosen.map(|(unit, weight)| (at, unit.shown(), weight * aside)).collect()
    };
    let mut all: Vec<(usize, String, f32)> = groups.iter().enumerate().flat_map(of_group).collect();
    all.sort_by(|one, other| other.2.total_cmp(&one.2));
    let mut kept: Vec<(usize, String)> = Vec::new();
    for (at, text, _) in all {
        if kept.iter().any(|(other, known)| *other != at && similarity(known, &text) >= SAME) {
            groups[at].candidates.drop(&text);
        } else {
            kept.push((at, text));
        }
    }
}

/// What a unit is about goes without saying under a heading of that name.
fn without_heading<'m>(unit: Unit<'m>, known: &Known, key: &(Option<String>, String)) -> Unit<'m> {
    let is_its = known.objective(std::slice::from_ref(&unit.about)) == *key
        || key.1.contains(&unit.about)
        || is_of_others(&unit.about);
    if is_its { Unit { about: String::new(), ..unit } } else { unit }.under(&key.1)
}

/// The chosen items of the part called `name`, those of one thing together, and where the others are: what few will
/// need goes to `unneeded`, where there is such, and all where the part is what is gathered.
fn digest<'m>(
    candidates: &Candidates<'m>,
    name: &str,
    unneeded: Option<(&mut Vec<Unit<'m>>, bool)>,
    sources: &mut Numbered<'_>,
) -> Digest {
    let (mut chosen, left) = candidates.parted();
    let is_needed =
        |weight: f32| unneeded.as_ref().is_none_or(|(_, is_gathered)| !is_gathered && weight >= likely_needed());
    let (left, others): (Vec<_>, Vec<_>) = left.into_iter().partition(|(_, weight)| is_needed(*weight));
    let mut left: Vec<&Unit<'m>> = left.into_iter().map(|(unit, _)| unit).collect();
    left.extend(chosen.iter().flat_map(|(unit, _)| unit.beside.iter().skip(MOST_EARLIER)));
    if let Some((unneeded, _)) = unneeded {
        unneeded.extend(others.into_iter().map(|(unit, _)| unit.clone()));
    }
    // How a matter stands comes before how it stood.
    chosen.sort_by_key(|(unit, _)| (Reverse(unit.date), unit.passage.path.clone(), unit.lines.first));
    let firsts: Vec<String> = chosen.iter().map(|(unit, _)| unit.about.clone()).collect();
    chosen.sort_by_key(|(unit, _)| firsts.iter().position(|about| *about == unit.about && !about.is_empty()));
    // What a later report says of several lines of one part is said beside the first.
    let mut said_after: HashSet<(Uuid, usize)> = HashSet::new();
    let items = together(chosen)
        .into_iter()
        .filter_map(|(unit, weight)| {
            let cite = sources.cite(&unit.place())?;
            let is_captioned = unit.passage.section.last().is_some_and(|heading| caption_length(heading) > 0);
            let is_of_it = |name: &&str| is_matter(name) && !is_captioned && !unit.names(name);
            Some(DigestItem {
                text: unit.shown(),
                weight,
                is_done: unit.is_done,
                is_held_up: unit.is_held_up,
                date: unit.date,
                report: unit.passage.name.clone(),
                author: unit.passage.author.clone(),
                section: unit.passage.section.clone(),
                is_after: unit.is_after,
                beside: unit
                    .beside
                    .iter()
                    .filter(|other| !other.is_after || said_after.insert((other.passage.report, other.lines.first)))
                    .take(MOST_EARLIER)
                    .filter_map(|other| excerpt(other, sources))
                    .collect(),
                matter: Some(name).filter(is_of_it).unwrap_or_default().to_string(),
                cite,
            })
        })
        .collect();
    Digest { items, rest: rest(&left, sources) }
}

pub(super) fn excerpt(unit: &Unit<'_>, sources: &mut Numbered<'_>) -> Option<Excerpt> {
    let cite = sources.cite(&unit.place())?;
    Some(Excerpt {
        text: unit.shown(),
        date: unit.date,
        report: unit.passage.name.clone(),
        is_after: unit.is_after,
        cite,
    })
}
