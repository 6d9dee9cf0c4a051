//! The opening: what was delivered, what is late, what broke, which figures moved, what comes next; each line is a row of another part.

use rust_decimal::Decimal;

use super::landed::is_live;
use super::metrics::reports;
use super::model::{
    Ahead, Cites, DigestItem, Headline, HeadlineGroup, HeadlineKind, IncidentRow, Landed, MetricRow, Rollup, Work,
};
use crate::calendar::mentions;
use crate::fact::{Status, closes, is_done, is_dropped, is_put_off, is_to_come, is_unfinished};
use crate::text::similarity;
use crate::thread::{Outcome, Why};
use crate::vocabulary::{Sense, Words};

/// Lines of a group.
const MOST_LINES: usize = 5;

/// Of them slips of planned days, promises, and incidents that are each named.
const MOST_SLIPS: usize = 3;
const MOST_PROMISES: usize = 2;
const MOST_OPEN: usize = 5;
const MOST_FIGURES: usize = 4;

/// Of the first value, a change that is small.
const SMALL_SHARE: Decimal = Decimal::from_parts(1, 0, 0, false, 1);

/// Two lines of a group say the same from this similarity on.
const SAME: f64 = 0.5;

/// In the order of what was delivered: what being in use adds, what more characters or a day ahead take.
const IN_USE_IS_WORTH: f32 = 0.3;
const SHORT_CHARS: usize = 60;
const LONG_COSTS: f32 = 0.2;

pub(super) fn lines(rollup: &Rollup) -> Vec<Headline> {
    let mut delivered = delivered(rollup);
    let main = if delivered.len() < 2 { main(rollup, &delivered) } else { Vec::new() };
    let late = late(rollup);
    // What came late is told once, with the day that it was promised for.
    let is_promised = |line: &&Headline| matches!(line.kind, HeadlineKind::Promise(_));
    let came_late: Vec<usize> = late.iter().filter(is_promised).flat_map(|line| line.cites.iter().copied()).collect();
    delivered.retain(|line| !line.cites.iter().all(|cite| came_late.contains(cite)));
    let next = next(rollup, &late);
    let broken = broken(rollup);
    let settled = settled(rollup, &broken);
    [delivered, main, late, broken, settled, moved(rollup), next].into_iter().flatten().collect()
}

/// 如果再断网，限速已备好: what was made ready for a day that may not come.
static SUPPOSED: Words = Words::of(&[Sense::Supposed]);

static BREAKDOWN: Words = Words::of(&[Sense::Breakdown]);

/// Under 数字 or Numbers, "closed 66" counts.
static FIGURES: Words = Words::of(&[Sense::SummedUp]);

/// What went live as a whole, what was long in coming first; then what the digest's items say is done.
fn delivered(rollup: &Rollup) -> Vec<Headline> {
    let is_whole = |landed: &Landed| !landed.is_part && is_live(&landed.word) && !begins_work(&landed.text);
    let mut works = works(rollup, |work| work.landed.as_ref().is_some_and(is_whole));
    works.sort_by_key(|(objective, at)| std::cmp::Reverse(rollup.objectives[*objective].works[*at].statements));
    let landed = works.into_iter().filter_map(|(objective, at)| {
        let cite = rollup.objectives[objective].works[at].landed.as_ref()?.cite;
        Some(Headline { group: HeadlineGroup::Delivered, kind: HeadlineKind::Landed(objective, at), cites: vec![cite] })
    });
    let mut lines: Vec<Headline> = landed.take(MOST_LINES).collect();
    let mut items = items(rollup, HeadlineGroup::Delivered, |item| {
        let is_over = !item.is_held_up && !is_put_off(&item.text) && !is_ahead(item) && !is_unfinished(&item.text);
        // 泳池停用，23日重新开放: that something is over is nothing that was delivered.
        let is_over = is_over && !BREAKDOWN.are_in(&item.text) && !is_dropped(&item.text);
        let is_of_figures = item.section.last().is_some_and(|name| FIGURES.have(&name.to_lowercase()));
        // 为什么差：上线当天接错队列 says why, and nothing that was delivered.
        let says_why = ["为什么", "Why"].iter().any(|word| item.text.starts_with(word));
        // 周二发薪日（5/15）: what is told of an incident was not delivered.
        let is_of_incident = || item.section.last().is_some_and(|name| rollup.incidents.names_a_day(name, item.date));
        item.is_done
            && is_over
            && !is_of_incident()
            && !begins_work(&item.text)
            && !SUPPOSED.are_in(&item.text)
            && !is_of_figures
            && !says_why
    });
    // What says in few words that something is in use comes first.
    let worth = |line: &Headline| {
        let HeadlineKind::Item(objective, at) = line.kind else { return 0.0 };
        let item = &rollup.objectives[objective].digest.items[at];
        let is_short = item.text.chars().count() <= SHORT_CHARS;
        item.weight + if is_live(&item.text) { IN_USE_IS_WORTH } else { 0.0 }
            - if is_short { 0.0 } else { LONG_COSTS }
            - if is_to_come(&item.text) { LONG_COSTS } else { 0.0 }
    };
    items.sort_by(|one, other| worth(other).total_cmp(&worth(one)));
    lines.extend(items.into_iter().take(MOST_LINES - lines.len()));
    lines
}

/// 立项通过, 方案评审通过: that work may begin, or goes on.
fn begins_work(text: &str) -> bool {
    static FIRST_STEPS: Words =
        Words::of(&[Sense::Proposal, Sense::Study, Sense::Approval, Sense::Tender, Sense::Design]);
    FIRST_STEPS.are_in(text) && !is_live(text)
}

/// Whether it names a day behind that of its report: 6/14全量, written on 6/13.
fn is_ahead(item: &DigestItem) -> bool {
    // By a day, from a day on: that day.
    let days =
        mentions(&item.text).into_iter().filter_map(|mention| mention.reading.ok()?.core().resolve(item.date).ok());
    days.into_iter().any(|day| day.from() > item.date)
}

/// The most telling items of the last report, where next to nothing is said to be done.
fn main(rollup: &Rollup, known: &[Headline]) -> Vec<Headline> {
    let digests = rollup.objectives.iter().map(|objective| &objective.digest);
    let last = digests.flat_map(|digest| &digest.items).map(|item| item.date).max();
    let all = items(rollup, HeadlineGroup::Main, |item| !item.is_held_up && Some(item.date) == last);
    all.into_iter().filter(|line| !known.iter().any(|known| known.cites == line.cites)).take(MOST_LINES).collect()
}

/// The items of the digests, the most telling first.
fn items(rollup: &Rollup, group: HeadlineGroup, is: impl Fn(&DigestItem) -> bool) -> Vec<Headline> {
    let places = rollup.objectives.iter().enumerate().flat_map(|(at, objective)| {
        objective.digest.items.iter().enumerate().map(move |(place, item)| (at, place, item))
    });
    let mut wanted: Vec<_> = places.filter(|(_, _, item)| is(item)).collect();
    wanted.sort_by(|(.., one), (.., other)| other.weight.total_cmp(&one.weight));
    let line = |(objective, at, item): (usize, usize, &DigestItem)| Headline {
        group,
        kind: HeadlineKind::Item(objective, at),
        cites: vec![item.cite],
    };
    wanted.into_iter().map(line).collect()
}

/// Planned days that moved, promises that were broken, and what the problems say.
fn late(rollup: &Rollup) -> Vec<Headline> {
    let group = HeadlineGroup::Late;
    let furthest = |work: &Work| work.slips.iter().map(|slip| slip.days).max().unwrap_or(0);
    let mut slipped = works(rollup, |work| furthest(work) > 0 && !work.is_landed());
    slipped.sort_by_key(|(objective, at)| std::cmp::Reverse(furthest(&rollup.objectives[*objective].works[*at])));
    let mut lines: Vec<Headline> = slipped
        .into_iter()
        .take(MOST_SLIPS)
        .map(|(objective, at)| {
            let slips = &rollup.objectives[objective].works[at].slips;
            let cites = slips.iter().flat_map(|slip| slip.cites.iter().copied()).collect();
            Headline { group, kind: HeadlineKind::Slipped(objective, at), cites }
        })
        .collect();
    let rows = &rollup.promises.rows;
    let mut broken: Vec<usize> = (0..rows.len())
        .filter(|at| matches!(rows[*at].outcome, Outcome::Dropped | Outcome::Slipped))
        // What only follows from days or from a goal of every week is doubtful.
        .filter(|at| rows[*at].evidence.is_some())
        .filter(|at| matches!(rows[*at].why, Why::ToldDelayed | Why::ToldStopped | Why::DoneLate))
        .collect();
    broken.sort_by_key(|at| (rows[*at].outcome == Outcome::Slipped, std::cmp::Reverse(rows[*at].days), *at));
    let above: Vec<&Work> = lines
        .iter()
        .filter_map(|line| match line.kind {
            HeadlineKind::Slipped(objective, at) => Some(&rollup.objectives[objective].works[at]),
            _ => None,
        })
        .collect();
    broken.retain(|at| !above.iter().any(|work| rows[*at].text.contains(&work.subject)));
    let promise = |at: usize| {
        let evidence = rows[at].evidence.as_ref().map(|evidence| evidence.cite);
        let cites = rows[at].cites.first().copied().into_iter().chain(evidence).collect();
        Headline { group, kind: HeadlineKind::Promise(at), cites }
    };
    broken.truncate(MOST_PROMISES);
    let items = &rollup.risks;
    let is_above =
        |item: &DigestItem| above.iter().any(|work| work.last.date == item.date && item.text.contains(&work.subject));
    // A later report that says it is over leaves no risk; both stand below, among the problems.
    let is_over = |item: &DigestItem| {
        item.beside.iter().any(|later| later.date > item.date && (is_done(&later.text) || closes(&later.text)))
    };
    let is_risk = |item: &DigestItem| item.is_held_up && !is_above(item) && !is_over(item);
    let mut risks: Vec<usize> = (0..items.len()).filter(|at| is_risk(&items[*at])).collect();
    risks.sort_by(|one, other| items[*other].weight.total_cmp(&items[*one].weight));
    let risk = |at: usize| Headline { group, kind: HeadlineKind::Risk(at), cites: vec![items[at].cite] };
    let room = MOST_LINES.saturating_sub(lines.len() + broken.len()).max(2);
    lines.extend(risks.into_iter().map(risk).take(room));
    let said = |line: &Headline| match line.kind {
        HeadlineKind::Risk(at) => items[at].text.as_str(),
        _ => "",
    };
    let is_said = |at: usize| {
        let evidence = rows[at].evidence.as_ref().map_or("", |evidence| evidence.text.as_str());
        lines.iter().any(|line| similarity(said(line), evidence).max(similarity(said(line), &rows[at].text)) >= SAME)
    };
    let unsaid: Vec<Headline> = broken.into_iter().filter(|at| !is_said(*at)).map(promise).collect();
    lines.extend(unsaid);
    let mut cited: Vec<Cites> = Vec::new();
    lines.retain(|line| {
        let is_new = !cited.contains(&line.cites);
        cited.push(line.cites.clone());
        is_new
    });
    lines.truncate(MOST_LINES + 1);
    lines
}

/// Few are each a line, the open ones first; of many how many were recognised with the longest, then each that is open.
fn broken(rollup: &Rollup) -> Vec<Headline> {
    let group = HeadlineGroup::Broken;
    let rows = &rollup.incidents.rows;
    let line = |kind: fn(usize) -> HeadlineKind, at: usize| Headline {
        group,
        kind: kind(at),
        cites: rows[at].cites.iter().copied().take(1).collect(),
    };
    let (open, over): (Vec<usize>, Vec<usize>) = (0..rows.len()).partition(|at| rows[*at].standing == Status::Open);
    // What was found days later lasted until somebody looked: that is not how bad it was.
    let minutes = |at: &usize| rows[*at].minutes.filter(|_| rows[*at].found.is_none());
    let timed = over.iter().copied().filter(|at| minutes(at).is_some());
    let is_many = rows.len() > MOST_OPEN;
    let longest = timed.max_by_key(|at| (minutes(at), std::cmp::Reverse(*at))).filter(|_| is_many);
    // A number alone is of all of them.
    let counted = longest.map_or(0..rows.len(), |at| at..at + 1);
    let cites = counted.filter_map(|at| rows[at].cites.first().copied()).collect();
    let all = is_many.then_some(Headline { group, kind: HeadlineKind::Incidents(longest), cites });
    // Where no length is told, none is the one to name.
    let over = over.into_iter().take(if longest.is_none() { MOST_OPEN } else { 0 });
    let open = open.into_iter().take(MOST_OPEN).map(|at| line(HeadlineKind::Open, at));
    all.into_iter().chain(open).chain(over.map(|at| line(HeadlineKind::Incident, at))).collect()
}

/// Why an incident of before the period came about after all, then what else is set right or found out: not what the incidents that are
/// `broken` tell as their causes.
fn settled(rollup: &Rollup, broken: &[Headline]) -> Vec<Headline> {
    let line = |kind: HeadlineKind, cites: Cites| Headline { group: HeadlineGroup::Settled, kind, cites };
    let incidents = &rollup.incidents;
    let causes = incidents.outside.iter().enumerate().filter(|(_, row)| row.has_cause() && row.is_cause_settled);
    let causes: Vec<(usize, &IncidentRow)> = causes.take(MOST_OPEN).collect();
    let named = broken.iter().filter_map(|line| match line.kind {
        HeadlineKind::Open(at) | HeadlineKind::Incident(at) => incidents.rows.get(at),
        _ => None,
    });
    let told = named.chain(causes.iter().map(|(_, row)| *row));
    let told: Vec<usize> =
        told.flat_map(|row| row.cause_later.iter().chain(&row.cause_denied)).map(|told| told.cite).collect();
    let items = rollup.settled.iter().enumerate().filter(|(_, item)| !told.contains(&item.cite));
    let items = items.map(|(at, item)| line(HeadlineKind::Settled(at), vec![item.cite]));
    let first = |row: &IncidentRow| row.cites.iter().take(1).copied().collect();
    causes.iter().map(|(at, row)| line(HeadlineKind::Cause(*at), first(row))).chain(items).collect()
}

/// Those that are not what they were: the ones of which the better direction is known first, then those of most reports.
fn moved(rollup: &Rollup) -> Vec<Headline> {
    let rows = &rollup.metrics.rows;
    let has_moved =
        |row: &MetricRow| row.change.is_some_and(|change| !change.is_zero()) && row.first.date < row.last.date;
    // Of what nobody knows the better direction of, a small move is no news.
    let is_news = |row: &MetricRow| {
        let share = row.change.and_then(|change| change.checked_div(row.first.value)).map(|share| share.abs());
        row.better.is_some() || share.is_none_or(|share| share >= SMALL_SHARE)
    };
    let is_shown = |at: &usize| has_moved(&rows[*at]) && is_news(&rows[*at]);
    let mut moved: Vec<usize> = (0..rows.len()).filter(is_shown).collect();
    moved.sort_by_key(|at| (rows[*at].better.is_none(), std::cmp::Reverse(reports(&rows[*at].series))));
    let line = |at: usize| Headline {
        group: HeadlineGroup::Moved,
        kind: HeadlineKind::Metric(at),
        cites: vec![rows[at].first.cite, rows[at].last.cite],
    };
    let alone = moved_in_one_report(&rollup.metrics.single);
    moved.into_iter().map(line).chain(alone).take(MOST_FIGURES).collect()
}

/// Those that one report alone states beside what they were: the ones of which the better direction is known, the greatest move first.
fn moved_in_one_report(single: &[MetricRow]) -> Vec<Headline> {
    let share = |row: &MetricRow| {
        let before = row.series.points.last()?.before?;
        let share = (row.last.value - before).checked_div(before)?.abs();
        (row.better.is_some() && share >= SMALL_SHARE).then_some(share)
    };
    let mut moved: Vec<(Decimal, usize)> =
        single.iter().enumerate().filter_map(|(at, row)| Some((share(row)?, at))).collect();
    moved.sort_by(|(one, a), (other, b)| other.cmp(one).then(a.cmp(b)));
    let line = |(_, at): (Decimal, usize)| Headline {
        group: HeadlineGroup::Moved,
        kind: HeadlineKind::Single(at),
        cites: vec![single[at].last.cite],
    };
    moved.into_iter().map(line).collect()
}

fn next(rollup: &Rollup, late: &[Headline]) -> Vec<Headline> {
    let mut lines: Vec<Headline> = Vec::new();
    for (at, ahead) in rollup.ahead.iter().enumerate() {
        let is_known = |line: &Headline| match line.kind {
            HeadlineKind::Next(known) => similarity(&rollup.ahead[known].text, &ahead.text) >= SAME,
            _ => false,
        };
        // What is late says its new day itself.
        let is_late = late.iter().any(|line| line.cites.contains(&ahead.cite));
        if lines.len() < MOST_LINES && !is_late && !is_settled(rollup, ahead) && !lines.iter().any(is_known) {
            lines.push(Headline { group: HeadlineGroup::Next, kind: HeadlineKind::Next(at), cites: vec![ahead.cite] });
        }
    }
    lines
}

/// Whether a later report of the page says that what lay ahead is done.
fn is_settled(rollup: &Rollup, ahead: &Ahead) -> bool {
    let name = |text: &str| text.split(['：', ':']).next().unwrap_or_default().trim().to_string();
    let own = name(&ahead.text);
    let items = rollup.objectives.iter().flat_map(|objective| &objective.digest.items);
    own.len() < ahead.text.len()
        && items.into_iter().any(|item| item.is_done && item.date > ahead.date && name(&item.text) == own)
}

/// (objective, work).
fn works(rollup: &Rollup, is: impl Fn(&Work) -> bool) -> Vec<(usize, usize)> {
    let places = |(objective, of): (usize, &super::model::Objective)| {
        (0..of.works.len()).map(move |at| (objective, at)).collect::<Vec<_>>()
    };
    let all = rollup.objectives.iter().enumerate().flat_map(places);
    all.filter(|(objective, at)| is(&rollup.objectives[*objective].works[*at])).collect()
}
