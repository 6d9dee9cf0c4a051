//! The incidents in words: the table, totals that add up, what is open, what came back, what later reports add.

use super::later_lead;
use crate::fact::Status;
use crate::render::rollup::inert::one_line;
use crate::render::rollup::line::Line;
use crate::render::rollup::page::{IncidentRow, Incidents};
use crate::render::rollup::teller::Teller;
use crate::rollup::{self, Recurring};
use crate::thread::WhyAgain;
use crate::vocabulary::{Sense, Words, worded};

pub(super) fn incidents(teller: &Teller<'_>) -> Incidents {
    let part = &teller.rollup.incidents;
    let open = part.rows.iter().filter(|row| row.standing == Status::Open);
    Incidents {
        prose: Vec::new(),
        rows: part.rows.iter().map(|row| incident(teller, row)).collect(),
        totals: if part.rows.len() < 2 { Vec::new() } else { totals(teller) },
        open: open.map(|row| open_line(teller, row)).collect(),
        recurring: part.recurring.iter().map(|again| recurring(teller, again)).collect(),
        later: part.rows.iter().flat_map(|row| later(teller, row)).collect(),
        outside: part.outside.iter().map(|row| outside(teller, row)).collect(),
        empty: teller.where_empty(
            part.rows.is_empty(),
            "期内的周报里没有认出生产事件。",
            "No incident was recognised in the reports of the period.",
        ),
    }
}

/// Why it happened: as a later report settles it before what the first says; what takes it back is named beside it.
fn cause(teller: &Teller<'_>, row: &rollup::IncidentRow) -> Line {
    let line = match (&row.cause_later, &row.cause) {
        (Some(later), _) => {
            let by = teller.aside(&worded!(teller.language, "{}说明", "told by {}", later.report));
            // What the first report only suspected is not what the later one found.
            Line::cited(format!("{}{by}", without_label(&one_line(&later.text))), &teller.cites(&[later.cite]))
        }
        (None, Some(cause)) => Line::of(without_label(&one_line(cause))),
        // That none was recognised does not prove that no line states it.
        (None, None) => Line::default(),
    };
    // What a later report takes back is not told without saying so.
    row.cause_denied.iter().fold(line, |line, denied| {
        let by = worded!(teller.language, "{}有更正", "set right by {}", denied.report);
        line.cite(teller.aside(&by), &teller.cites(&[denied.cite]))
    })
}

/// 装载程序拒收 of 直接原因：装载程序拒收, which stands behind a name of its own.
fn without_label(cause: &str) -> &str {
    static LABEL: Words = Words::of(&[Sense::CausePart]);
    let rest = cause.split_once(['：', ':']).filter(|(label, _)| LABEL.have(&label.to_lowercase()));
    rest.map_or(cause, |(_, rest)| rest.trim_start())
}

fn incident(teller: &Teller<'_>, row: &rollup::IncidentRow) -> IncidentRow {
    let cell = |text: &Option<String>| Line::of(text.as_deref().map(one_line).unwrap_or_default());
    IncidentRow {
        when: when(teller, row),
        what: Line::cited(one_line(before_impact(row)), &teller.cites(&row.cites)),
        short: short(teller, row),
        impact: cell(&row.impact),
        cause: cause(teller, row),
        handling: cell(&row.handling),
        standing: standing(teller, row),
        time_to_fix: time_to_fix(teller, row),
        is_open: row.standing == Status::Open,
    }
}

/// What broke, without the last clauses where they are its impact, which has a column of its own.
fn before_impact(row: &rollup::IncidentRow) -> &str {
    const LEAST_CHARS: usize = 6;
    const MARKS: [char; 6] = ['，', '。', '；', ',', ';', ' '];
    let rest = row.impact.as_deref().and_then(|impact| row.summary.strip_suffix(impact));
    let rest = rest.filter(|rest| rest.ends_with(MARKS)).map(|rest| rest.trim_end_matches(MARKS));
    // 银联收银台灰度期间: when alone says nothing of what.
    let says_what =
        |rest: &&str| rest.chars().count() >= LEAST_CHARS && !rest.ends_with(['间', '时', '后', '中', '内', '前']);
    rest.filter(says_what).unwrap_or(&row.summary)
}

/// `05-31 20:45（06-12 18:58 发现）`.
fn when(teller: &Teller<'_>, row: &rollup::IncidentRow) -> String {
    let occurred = match &row.occurred {
        Some(moment) => teller.moment(moment),
        None => worded!(teller.language, "未写日期", "no day named"),
    };
    let found = row.found.as_ref().map(|found| {
        let found = teller.moment(found);
        worded!(teller.language, "{found} 发现", "found {found}")
    });
    format!("{occurred}{}", teller.aside(&found.unwrap_or_default()))
}

/// `06-15 11:01 账户流水金额有5991笔差异…`, with the mark of its first report.
pub(super) fn short(teller: &Teller<'_>, row: &rollup::IncidentRow) -> Line {
    let moment = row.occurred.as_ref().map(|moment| format!("{} ", teller.moment(moment))).unwrap_or_default();
    let first: Vec<usize> = row.cites.iter().take(1).copied().collect();
    Line::cited(format!("{moment}{}", one_line(&row.summary)), &teller.cites(&first))
}

/// The same, and why it happened where that is told.
pub(super) fn with_cause(teller: &Teller<'_>, row: &rollup::IncidentRow) -> Line {
    let line = short(teller, row);
    if !row.has_cause() {
        return line;
    }
    let line = line.say(worded!(teller.language, "；原因：", "; cause: ")).then(cause(teller, row));
    let denied = row.cause_denied.iter();
    denied.fold(line, |line, denied| line.say(later_lead(teller)).then(excerpt_line(teller, denied)))
}

/// The final status, and the later report that states it.
fn standing(teller: &Teller<'_>, row: &rollup::IncidentRow) -> Line {
    let standing = match row.standing {
        Status::Open => worded!(teller.language, "未关闭", "open"),
        Status::Resolved => worded!(teller.language, "已解决", "resolved"),
        Status::Unknown => String::new(),
    };
    match &row.closed {
        Some(closed) => {
            Line::cited(format!("{standing}{}", teller.aside(&closed.report)), &teller.cites(&[closed.cite]))
        }
        None => Line::of(standing),
    }
}

/// The stated length; else at most the days until the report that closes it, or none where it is open.
fn time_to_fix(teller: &Teller<'_>, row: &rollup::IncidentRow) -> String {
    match (row.minutes, row.days_open) {
        (Some(minutes), _) => teller.length(minutes),
        (_, Some(_)) if row.standing == Status::Open => String::new(),
        (_, Some(0)) => String::new(),
        (_, Some(days)) => worded!(teller.language, "≤{days} 天", "≤{days} d"),
        (_, None) => String::new(),
    }
}

/// How many stand how, none of which there are not: `已解决 1`, `未说明 2`.
pub(super) fn by_standing(teller: &Teller<'_>) -> Vec<String> {
    let totals = &teller.rollup.incidents.totals;
    let counts = [
        (totals.resolved, worded!(teller.language, "已解决", "resolved")),
        (totals.open, worded!(teller.language, "未关闭", "open")),
        (totals.unknown, worded!(teller.language, "未说明", "not told")),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    counts.map(|(count, name)| worded!(teller.language, "{name} {count}", "{count} {name}")).collect()
}

fn totals(teller: &Teller<'_>) -> Vec<Line> {
    let totals = &teller.rollup.incidents.totals;
    let counts = by_standing(teller).join(" + ");
    let mut lines = vec![worded!(teller.language, "认出 {} 起 = {counts}", "{} recognised = {counts}", totals.all)];
    if totals.by_month.len() + usize::from(totals.undated > 0) > 1 {
        let months = totals.by_month.iter().map(|of| format!("{} {}", of.month, of.count));
        let undated =
            (totals.undated > 0).then(|| worded!(teller.language, "未写日期 {}", "no day named {}", totals.undated));
        let months: Vec<String> = months.chain(undated).collect();
        let months = months.join(" + ");
        lines.push(worded!(teller.language, "按月：{} 起 = {months}", "by month: {} = {months}", totals.all));
    }
    if totals.timed > 1 {
        let length = teller.length(totals.minutes);
        lines.push(worded!(
            teller.language, "写明历时的 {} 起，合计 {length}", "{} with a stated length: {length} together",
            totals.timed
        ));
    }
    lines.into_iter().map(Line::of).collect()
}

fn open_line(teller: &Teller<'_>, row: &rollup::IncidentRow) -> Line {
    let days = row.days_open.filter(|days| *days > 0);
    let since = days
        .map(|days| worded!(teller.language, "到期末 {days} 天", "{days} days to the end of the period"))
        .unwrap_or_default();
    let line = short(teller, row).say(teller.aside(&since));
    match row.later.last() {
        Some(excerpt) => line.say(worded!(teller.language, "；", "; ")).then(excerpt_line(teller, excerpt)),
        None => line,
    }
}

fn recurring(teller: &Teller<'_>, again: &Recurring) -> Line {
    let rows = again.rows.iter().filter_map(|at| teller.rollup.incidents.rows.get(*at));
    let moments =
        rows.map(|row| row.occurred.as_deref().map(|moment| teller.moment(moment)).unwrap_or_else(|| "?".to_string()));
    let moments = moments.collect::<Vec<_>>().join(&worded!(teller.language, "、", ", "));
    let (what, times) = (one_line(&again.what), again.rows.len());
    let text = match again.why {
        WhyAgain::SameSystem => worded!(
            teller.language, "同一系统 {what}：{times} 起（{moments}）",
            "one system, {what}: {times} incidents ({moments})"
        ),
        WhyAgain::SameCause => worded!(
            teller.language,
            "原因相近“{what}”：{times} 起（{moments}）",
            "causes much alike, “{what}”: {times} incidents ({moments})"
        ),
    };
    Line::cited(text, &teller.cites(&again.cites))
}

fn later(teller: &Teller<'_>, row: &rollup::IncidentRow) -> Vec<Line> {
    let subject = row.occurred.as_deref().map_or_else(|| one_line(&row.summary), |moment| teller.moment(moment));
    let line = |excerpt| Line::of(format!("{subject} — ")).then(excerpt_line(teller, excerpt));
    // The last one stands with what is open.
    let denied = row.cause_denied.iter().filter(|denied| !row.later.contains(denied)).map(line);
    let shown = if row.standing == Status::Open {
        row.later.split_last().map_or(&[][..], |(_, rest)| rest)
    } else {
        &row.later
    };
    shown.iter().map(line).chain(denied).collect()
}

/// `第27周：…`, and that it is of after the period where it is.
pub(super) fn excerpt_line(teller: &Teller<'_>, excerpt: &rollup::Excerpt) -> Line {
    let after = if excerpt.is_after {
        teller.aside(&worded!(teller.language, "期后", "after the period"))
    } else {
        String::new()
    };
    let text = one_line(&excerpt.text);
    Line::cited(
        worded!(teller.language, "{}{after}：{text}", "{}{after}: {text}", excerpt.report),
        &teller.cites(&[excerpt.cite]),
    )
}

/// As in the opening, with what later reports add.
fn outside(teller: &Teller<'_>, row: &rollup::IncidentRow) -> Line {
    let line = with_cause(teller, row);
    row.later.iter().fold(line, |line, excerpt| line.say(later_lead(teller)).then(excerpt_line(teller, excerpt)))
}
