//! The opening in words: a group of lines each for what was delivered, what is late, what broke, which figures moved, what comes next.

use super::incidents::{by_standing, excerpt_line, short, with_cause};
use super::projects::{landed_line, slipped_line};
use super::{item, later_lead, metrics, promises};
use crate::render::rollup::line::Line;
use crate::render::rollup::page::HeadlineGroup;
use crate::render::rollup::teller::Teller;
use crate::rollup::{self, Headline, HeadlineKind, MetricRow, Stated};
use crate::vocabulary::worded;

pub(super) fn groups(teller: &Teller<'_>) -> Vec<HeadlineGroup> {
    let all = &teller.rollup.headline;
    let mut groups: Vec<HeadlineGroup> = Vec::new();
    for of_group in all.chunk_by(|one, other| one.group == other.group) {
        let lines: Vec<Line> = of_group.iter().filter_map(|headline| line(teller, headline)).collect();
        if let (Some(first), false) = (of_group.first(), lines.is_empty()) {
            groups.push(HeadlineGroup { key: first.group.name(), name: name(teller, first.group), lines });
        }
    }
    groups
}

fn name(teller: &Teller<'_>, group: rollup::HeadlineGroup) -> String {
    use rollup::HeadlineGroup as Group;
    match group {
        Group::Delivered => worded!(teller.language, "交付与完成", "Delivered"),
        Group::Main => worded!(teller.language, "主要进展", "Progress"),
        Group::Late => worded!(teller.language, "延后与风险", "Late or at risk"),
        Group::Broken => worded!(teller.language, "事件", "Broke"),
        Group::Settled => worded!(teller.language, "更正与查明", "Corrected or found out"),
        Group::Moved => worded!(teller.language, "指标变化", "Figures that moved"),
        Group::Next => worded!(teller.language, "接下来", "Next"),
    }
}

fn line(teller: &Teller<'_>, headline: &Headline) -> Option<Line> {
    let rollup = teller.rollup;
    let work = |objective: usize, at: usize| rollup.objectives.get(objective)?.works.get(at);
    Some(match headline.kind {
        HeadlineKind::Landed(objective, at) => {
            let objective = rollup.objectives.get(objective)?;
            below(teller, objective, objective.works.get(at)?)
        }
        HeadlineKind::Slipped(objective, at) => slipped_line(teller, work(objective, at)?),
        HeadlineKind::Item(objective, at) => item_of(teller, rollup.objectives.get(objective)?.digest.items.get(at)?),
        HeadlineKind::Risk(at) => item(teller, rollup.risks.get(at)?),
        HeadlineKind::Promise(at) => promised(teller, rollup.promises.rows.get(at)?),
        HeadlineKind::Incidents(named) => incidents(teller, named),
        HeadlineKind::Open(at) => Line::of(worded!(teller.language, "未关闭：", "open: "))
            .then(with_cause(teller, rollup.incidents.rows.get(at)?)),
        HeadlineKind::Incident(at) => with_cause(teller, rollup.incidents.rows.get(at)?),
        HeadlineKind::Cause(at) => with_cause(teller, rollup.incidents.outside.get(at)?),
        HeadlineKind::Settled(at) => item(teller, rollup.settled.get(at)?),
        HeadlineKind::Metric(at) => course(teller, rollup.metrics.rows.get(at)?),
        HeadlineKind::Single(at) => step(teller, rollup.metrics.single.get(at)?),
        HeadlineKind::Next(at) => ahead(teller, rollup.ahead.get(at)?),
    })
}

/// What stands away from its section has the section's name before it, where that names a matter and what it is of does not.
fn below(teller: &Teller<'_>, objective: &rollup::Objective, work: &rollup::Work) -> Line {
    let (section, line) = (&objective.name, landed_line(teller, work));
    let is_named = work.parent.is_some() || work.subject.contains(section) || section.contains(&work.subject);
    if is_named || objective.code.is_some() || !rollup::is_matter(section) {
        return line;
    }
    Line::of(format!("{section}{}", worded!(teller.language, "：", ": "))).then(line)
}

/// An item away from its section has the section's name before it, where that names a matter and the item does not.
fn item_of(teller: &Teller<'_>, of_digest: &rollup::DigestItem) -> Line {
    if of_digest.matter.is_empty() {
        return item(teller, of_digest);
    }
    let colon = worded!(teller.language, "：", ": ");
    Line::of(format!("{}{colon}", of_digest.matter)).then(item(teller, of_digest))
}

/// `07-13 小贝帮帮：发布时间定在7/13。`: the day that lies ahead, then the report's words.
pub(super) fn ahead(teller: &Teller<'_>, ahead: &rollup::Ahead) -> Line {
    let day = ahead.due.map(|due| format!("{} ", teller.day(due))).unwrap_or_default();
    let line = Line::cited(format!("{day}{}", ahead.text), &teller.cites(&[ahead.cite]));
    let later = ahead.later.iter();
    later.fold(line, |line, later| line.say(later_lead(teller)).then(excerpt_line(teller, later)))
}

/// `出金有效成功率 99.94%（06-06） → 99.96%（06-20）（+0.02 个百分点）`.
fn course(teller: &Teller<'_>, row: &MetricRow) -> Line {
    let end = |stated: &Stated| metrics::value(teller, row, stated).say(teller.aside(&teller.day(stated.date)));
    let change = worded!(teller.language, "，{}", ", {}", metrics::change(teller, row).text());
    Line::of(format!("{} ", teller.metric_of(row))).then(end(&row.first)).say(" → ").then(end(&row.last)).say(change)
}

/// `误报率 5.9% → 4.9%[7]（第30周）` of a report that states the value before beside its own.
fn step(teller: &Teller<'_>, row: &MetricRow) -> Line {
    let name = Line::of(format!("{} ", teller.metric_of(row)));
    let (before, last) = (metrics::before(teller, row), metrics::value(teller, row, &row.last));
    name.then(before).say(" → ").then(last).say(teller.aside(&row.last.report))
}

fn incidents(teller: &Teller<'_>, named: Option<usize>) -> Line {
    let totals = &teller.rollup.incidents.totals;
    let counts = by_standing(teller).join(&worded!(teller.language, "、", ", "));
    let all = teller.count(totals.all, "起", "incident");
    let line = Line::of(worded!(teller.language, "认出生产事件 {all}（{counts}）", "{all} recognised: {counts}"));
    let Some(row) = named.and_then(|at| teller.rollup.incidents.rows.get(at)) else { return line };
    let head = row.minutes.map(|minutes| {
        let length = teller.length(minutes);
        worded!(teller.language, "；历时最长 {length}：", "; the longest, {length}: ")
    });
    line.say(head.unwrap_or_default()).then(short(teller, row))
}

/// What was promised, what came of it, and the words that say so.
fn promised(teller: &Teller<'_>, row: &rollup::PromiseRow) -> Line {
    let outcome = teller.aside(&promises::outcome_name(teller, row.outcome));
    let line = Line::cited(format!("{}{outcome}", row.text), &teller.cites(&row.cites[..row.cites.len().min(1)]));
    match &row.evidence {
        Some(evidence) => line.say(teller.joint()).then(excerpt_line(teller, evidence)),
        None => line,
    }
}
