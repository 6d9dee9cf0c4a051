//! The lines that a boss would read, at most five.

use super::incidents::short;
use super::projects::{landed_line, slipped_line};
use super::{metrics, promises};
use crate::fact::Status;
use crate::render::rollup::line::Line;
use crate::render::rollup::teller::Teller;
use crate::rollup::{self, HeadlineKind, MetricRow};
use crate::thread::Outcome;
use crate::vocabulary::worded;

pub(super) fn headline(teller: &Teller<'_>) -> Vec<Line> {
    teller.rollup.headline.iter().filter_map(|headline| line(teller, &headline.kind)).collect()
}

fn line(teller: &Teller<'_>, kind: &HeadlineKind) -> Option<Line> {
    let line = match kind {
        HeadlineKind::Metrics(rows) => measured(teller, rows),
        HeadlineKind::Incidents(named) => incidents(teller, *named),
        HeadlineKind::Landed(works) => {
            listed(teller, worded!(teller.language, "落地：", "Landed: "), &worked(teller, works), landed_line)
        }
        HeadlineKind::Slipped(works) => listed(
            teller,
            worded!(teller.language, "推迟最多：", "Moved furthest: "),
            &worked(teller, works),
            slipped_line,
        ),
        HeadlineKind::Promises(rows) => promised(teller, rows),
        HeadlineKind::Open(rows) => {
            let rows: Vec<_> = rows.iter().filter_map(|at| teller.rollup.incidents.rows.get(*at)).collect();
            let open = teller.rollup.incidents.totals.open;
            let head = worded!(teller.language, "期末未关闭 {open} 起：", "{open} open at the end: ");
            let more = open.saturating_sub(rows.len());
            let more = if more > 0 {
                worded!(teller.language, "；另有 {more} 起", "; {more} more")
            } else {
                String::new()
            };
            listed(teller, head, &rows, short).say(more)
        }
    };
    (!line.is_empty()).then_some(line)
}

/// The members after what they are.
fn listed<T>(teller: &Teller<'_>, head: String, members: &[&T], line: impl Fn(&Teller<'_>, &T) -> Line) -> Line {
    if members.is_empty() {
        return Line::default();
    }
    Line::of(head).then(Line::joined(members.iter().map(|member| line(teller, member)), teller.joint()))
}

fn worked<'a>(teller: &Teller<'a>, places: &[(usize, usize)]) -> Vec<&'a rollup::Work> {
    let at = |(objective, work): &(usize, usize)| teller.rollup.objectives.get(*objective)?.works.get(*work);
    places.iter().filter_map(at).collect()
}

fn measured(teller: &Teller<'_>, rows: &[usize]) -> Line {
    let rows = rows.iter().filter_map(|at| teller.rollup.metrics.rows.get(*at));
    Line::joined(rows.map(|row| course(teller, row)), teller.joint())
}

/// `出金有效成功率 99.94% → 99.96%（+0.02 个百分点）`.
fn course(teller: &Teller<'_>, row: &MetricRow) -> Line {
    let ends = metrics::value(teller, &row.first).say(" → ").then(metrics::value(teller, &row.last));
    let change = teller.aside(&metrics::change(teller, row).text());
    Line::of(format!("{} ", teller.metric(&row.series))).then(ends).say(change)
}

fn incidents(teller: &Teller<'_>, named: Option<usize>) -> Line {
    let totals = &teller.rollup.incidents.totals;
    if totals.all == 0 {
        return Line::of(worded!(
            teller.language, "周报没有记录期内的生产事件", "the reports tell of no incident in the period"
        ));
    }
    let counts = [
        (totals.resolved, worded!(teller.language, "已解决", "resolved")),
        (totals.open, worded!(teller.language, "未关闭", "open")),
        (totals.unknown, worded!(teller.language, "未说明", "not stated")),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> =
        counts.map(|(count, name)| worded!(teller.language, "{name} {count}", "{count} {name}")).collect();
    let counts = counts.join(&worded!(teller.language, "、", ", "));
    let all = teller.count(totals.all, "起", "incident");
    let line = Line::of(worded!(teller.language, "生产事件 {all}（{counts}）", "{all}: {counts}"));
    let Some(row) = named.and_then(|at| teller.rollup.incidents.rows.get(at)) else { return line };
    let head = match row.minutes {
        Some(minutes) if row.standing != Status::Open => {
            let length = teller.length(minutes);
            worded!(teller.language, "；历时最长 {length}：", "; the longest, {length}: ")
        }
        _ => worded!(teller.language, "；其中：", "; among them: "),
    };
    line.say(head).then(short(teller, row))
}

fn promised(teller: &Teller<'_>, rows: &[usize]) -> Line {
    let part = &teller.rollup.promises;
    if part.rows.is_empty() {
        return Line::default();
    }
    let line = Line::of(worded!(teller.language, "承诺{}", "Promises: {}", promises::totals(teller)));
    let named = rows.iter().filter_map(|at| part.rows.get(*at));
    let named = named.map(|row| {
        let what = crate::render::rollup::inert::cut(&row.text, super::incidents::MOST_IN_A_CLAUSE);
        let outcome = match row.outcome {
            Outcome::Kept => String::new(),
            outcome => teller.aside(&promises::outcome_name(teller, outcome)),
        };
        let cites: Vec<usize> =
            row.cites.iter().copied().take(1).chain(row.evidence.as_ref().map(|told| told.cite)).collect();
        Line::cited(format!("{what}{outcome}"), &teller.cites(&cites))
    });
    let named = Line::joined(named, teller.joint());
    if named.is_empty() { line } else { line.say(teller.joint()).then(named) }
}
