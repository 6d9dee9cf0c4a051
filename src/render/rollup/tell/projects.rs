//! The projects in words, per objective: progress from first to last, what landed, what moved, what stalled.

use std::cmp::Reverse;

use super::incidents::excerpt_line;
use super::{item, rest};
use crate::render::rollup::inert::one_line;
use crate::render::rollup::line::Line;
use crate::render::rollup::page::{HasCells, Objective, Projects, Work};
use crate::render::rollup::teller::Teller;
use crate::rollup::{self, Course, DigestItem, HeadlineKind, Landed, PlannedDay, Progress, Slip, Stalled};
use crate::text::share_of_pairs;
use crate::vocabulary::{plural, worded};

pub(super) fn projects(teller: &Teller<'_>) -> Projects {
    let objectives = &teller.rollup.objectives;
    let works = || objectives.iter().flat_map(|objective| &objective.works);
    let mut landed: Vec<_> = works().filter(|work| work.landed.is_some()).collect();
    // What landed whole comes before what landed in part.
    landed.sort_by_key(|work| work.landed.as_ref().is_some_and(|landed| landed.is_part));
    let mut slipped: Vec<_> = works().filter(|work| !work.slips.is_empty()).collect();
    slipped.sort_by_key(|work| Reverse(work.slips.iter().map(|slip| slip.days).max()));
    let stalled = works().filter(|work| work.stalled.is_some());
    Projects {
        landed: landed.into_iter().map(|work| landed_line(teller, work)).collect(),
        slipped: slipped.into_iter().map(|work| slipped_line(teller, work)).collect(),
        stalled: stalled.map(|work| named(work).say(colon(teller)).then(stalled_cell(teller, work))).collect(),
        objectives: objectives.iter().enumerate().flat_map(|(at, of)| objective_parts(teller, at, of)).collect(),
        empty: teller.where_empty(
            objectives.is_empty(),
            "期内的周报没有写到项目进展。",
            "The reports of the period tell of no project.",
        ),
    }
}

/// Without what the opening has; what stands under no heading of its own by whether it is done.
fn objective_parts(teller: &Teller<'_>, place: usize, objective: &rollup::Objective) -> Vec<Objective> {
    let opening = &teller.rollup.headline;
    let is_above = |at: usize| opening.iter().any(|line| line.kind == HeadlineKind::Item(place, at));
    let own = objective.digest.items.iter().enumerate();
    let own = own.filter(|(at, item)| !is_above(*at) && !is_in_the_opening(teller, &item.text, item.cite));
    let own: Vec<&DigestItem> = own.map(|(_, item)| item).collect();
    let is_said = |work: &rollup::Work| {
        let is_more = work.landed.is_some() || !work.slips.is_empty() || work.stalled.is_some() || work.later.is_some();
        let has_moved = work.progress.as_ref().is_some_and(|ends| ends.first.cite != ends.last.cite);
        !is_more && !has_moved && is_in_the_opening(teller, &work.last.text, work.last.cite)
    };
    let detailed = objective.works.iter().filter(|work| work.says_something() && !is_said(work));
    let works: Vec<Work> = detailed.map(|work| work_row(teller, work)).collect();
    let lines = |items: Vec<&DigestItem>| items.into_iter().map(|of_digest| item(teller, of_digest)).collect();
    let rest = rest(teller, &objective.digest.rest);
    if !objective.name.is_empty() {
        return vec![part(objective.name.clone(), works, lines(own), rest)];
    }
    let (done, others): (Vec<&DigestItem>, Vec<&DigestItem>) = own.into_iter().partition(|item| item.is_done);
    let finished = part(worded!(teller.language, "完成", "Done"), Vec::new(), lines(done), Line::default());
    let others = part(worded!(teller.language, "其他", "Other"), works, lines(others), rest);
    let says_something = |part: &Objective| !(part.items.is_empty() && part.works.is_empty() && part.rest.is_empty());
    [finished, others].into_iter().filter(says_something).collect()
}

fn part(name: String, works: Vec<Work>, items: Vec<Line>, rest: Line) -> Objective {
    let any = |cell: fn(&Work) -> &Line| works.iter().any(|work| !cell(work).is_empty());
    let has = HasCells {
        progress: any(|work| &work.progress),
        landed: any(|work| &work.landed),
        slips: any(|work| &work.slips),
        stalled: any(|work| &work.stalled),
    };
    Objective { name, prose: Vec::new(), works, has, items, rest }
}

/// Whether the opening shows the line of a source as one of its risks, or of what comes next.
fn is_in_the_opening(teller: &Teller<'_>, text: &str, cite: usize) -> bool {
    let rollup = teller.rollup;
    rollup.headline.iter().filter(|line| line.cites == [cite]).any(|line| {
        let shown = match line.kind {
            HeadlineKind::Risk(at) => rollup.risks.get(at).map(|item| &item.text),
            HeadlineKind::Next(at) => rollup.ahead.get(at).map(|ahead| &ahead.text),
            _ => None,
        };
        shown.is_some_and(|shown| share_of_pairs(text, shown) >= SAME)
    })
}

/// The share of a line's words from which on another shows it.
const SAME: f64 = 0.5;

/// What went live is the whole last word where one line says both.
fn work_row(teller: &Teller<'_>, work: &rollup::Work) -> Work {
    let landed = work.landed.as_ref().filter(|landed| landed.cite != work.last.cite || landed.is_part);
    let is_both = work.landed.is_some() && landed.is_none();
    Work {
        name: name(work),
        progress: work.progress.as_ref().map(|ends| progress(teller, ends)).unwrap_or_default(),
        landed: if is_both {
            excerpt_line(teller, &work.last)
        } else {
            landed.map(|landed| landed_cell(teller, landed)).unwrap_or_default()
        },
        slips: Line::joined(work.slips.iter().map(|slip| slip_line(teller, slip)), teller.joint()),
        stalled: stalled_cell(teller, work),
        last: if is_both { Line::default() } else { excerpt_line(teller, &work.last).then(later(teller, work)) },
    }
}

/// With what it is a part of: a step's own name may be no more than 联调.
fn name(work: &rollup::Work) -> String {
    match &work.parent {
        Some(parent) if !parent.is_empty() && !work.subject.contains(parent.as_str()) => {
            format!("{parent} › {}", work.subject)
        }
        _ => work.subject.clone(),
    }
}

fn named(work: &rollup::Work) -> Line {
    Line::of(name(work))
}

fn colon(teller: &Teller<'_>) -> String {
    worded!(teller.language, "：", ": ")
}

/// `80%（第24周） → 97%（第26周）`; a single value where progress was stated once.
fn progress(teller: &Teller<'_>, Course { first, last }: &Course) -> Line {
    let cell = |at: &Progress| {
        let text = format!("{}%{}", at.percent.normalize(), teller.aside(&at.report));
        Line::cited(text, &teller.cites(&[at.cite]))
    };
    if first.cite == last.cite { cell(last) } else { cell(first).say(" → ").then(cell(last)) }
}

/// The launching clause with its report.
fn landed_cell(teller: &Teller<'_>, landed: &Landed) -> Line {
    Line::cited(
        format!("{}{}", launch_clause(teller, landed), teller.aside(&landed.report)),
        &teller.cites(&[landed.cite]),
    )
}

/// `银联在线收银台：6/8上线`; the clause alone where it names the work.
pub(super) fn landed_line(teller: &Teller<'_>, work: &rollup::Work) -> Line {
    let Some(landed) = &work.landed else { return named(work) };
    let clause = launch_clause(teller, landed);
    // 4/14 全行上线: of what.
    let is_of_it = |parent: &String| parent.is_empty() || share_of_pairs(parent, &clause) >= SAME;
    let is_named = clause.contains(&work.subject) && work.parent.as_ref().is_none_or(is_of_it);
    let text = if is_named { clause } else { format!("{}{}{clause}", name(work), colon(teller)) };
    Line::cited(text, &teller.cites(&[landed.cite]))
}

fn launch_clause(teller: &Teller<'_>, landed: &Landed) -> String {
    let part = if landed.is_part { teller.aside(&worded!(teller.language, "部分", "a part")) } else { String::new() };
    format!("{}{part}", one_line(&landed.text))
}

pub(super) fn slipped_line(teller: &Teller<'_>, work: &rollup::Work) -> Line {
    let slips = Line::joined(work.slips.iter().map(|slip| slip_line(teller, slip)), teller.joint());
    named(work).say(" ").then(slips).then(later(teller, work))
}

/// `；后来，第26周：…`: what another line of a later report says of it.
fn later(teller: &Teller<'_>, work: &rollup::Work) -> Line {
    let Some(later) = &work.later else { return Line::default() };
    Line::of(worded!(teller.language, "；后来，", "; later, ")).then(excerpt_line(teller, later))
}

/// `上线 05-20 → 06-30（晚 41 天，改 2 次）`.
fn slip_line(teller: &Teller<'_>, slip: &Slip) -> Line {
    let step = [slip.part.as_str(), slip.step.as_str()]
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let step = if step.is_empty() { step } else { format!("{step} ") };
    let days = slip.days.unsigned_abs();
    let about = if slip.is_exact { String::new() } else { worded!(teller.language, "约", "about ") };
    let moved = match slip.days {
        1.. => worded!(teller.language, "晚{about} {days} 天", "{about}{days} days later"),
        0 => worded!(teller.language, "日期未变", "the same day"),
        _ => worded!(teller.language, "提前{about} {days} 天", "{about}{days} days earlier"),
    };
    let moves = if slip.moves > 1 {
        worded!(teller.language, "，改了 {} 次", ", moved {} times", slip.moves)
    } else {
        String::new()
    };
    // Of a span the words, not a day that nobody wrote.
    let end = |day: &PlannedDay| {
        if slip.is_exact || day.text.contains(['/', '-']) { teller.day(day.date) } else { day.text.clone() }
    };
    let text = format!("{step}{} → {}{}", end(&slip.from), end(&slip.to), teller.aside(&format!("{moved}{moves}")));
    Line::cited(text, &teller.cites(&slip.cites))
}

fn stalled_cell(teller: &Teller<'_>, work: &rollup::Work) -> Line {
    work.stalled.as_ref().map(|stalled| stalled_line(teller, stalled)).unwrap_or_default()
}

fn stalled_line(teller: &Teller<'_>, stalled: &Stalled) -> Line {
    let (since, reports) = (&stalled.report, stalled.reports);
    let in_english = plural(reports, "report");
    let text = match stalled.is_repeated {
        true => worded!(
            teller.language, "{since}之后的 {reports} 篇周报进度未变",
            "the same progress in {in_english} after {since}"
        ),
        false => worded!(
            teller.language, "{since}之后的 {reports} 篇周报未再提到", "nothing told in {in_english} after {since}"
        ),
    };
    Line::cited(text, &teller.cites(&[stalled.cite]))
}
