//! The incidents of a period by day of occurrence, each counted once and in one period only, with statements of later reports.

use super::digest::{below_its_name, one_line};
use super::material::{Material, Numbered};
use super::model::{Cites, Excerpt, IncidentPart, IncidentRow, IncidentTotals, MonthCount, Recurring};
use crate::calendar::{Date, Period, YearMonth, mentions};
use crate::fact::{IncidentPiece, Status, corrects, denies, is_finding};
use crate::record::{PassageRecord, Place};
use crate::report::mark_length;
use crate::text::share_of_pairs;
use crate::thread::{IncidentThread, LaterWord, Telling, recurrences};
use crate::vocabulary::{Sense, Words};

pub(super) fn part(material: &Material<'_>, period: Period, sources: &mut Numbered<'_>) -> IncidentPart {
    let mut part = IncidentPart::default();
    let mut inside: Vec<&IncidentThread> = Vec::new();
    for thread in &material.incidents {
        let Some(first) = thread.tellings.first() else { continue };
        let is_reported_in = material.is_of(period, first.place.report_id(), first.date);
        let day = thread.incident.day();
        let is_inside = day.map_or(is_reported_in, |day| period.contains(day));
        // Its review may be of the period alone.
        let is_settled_in = || {
            let mut settling = thread.tellings.iter().filter(|telling| telling.settles_cause);
            settling.any(|telling| material.is_of(period, telling.place.report_id(), telling.date))
        };
        if !is_inside && !is_reported_in && !is_settled_in() {
            continue;
        }
        let Some(row) = row(thread, material, period, sources) else { continue };
        if is_inside {
            part.rows.push(row);
            inside.push(thread);
        } else {
            part.outside.push(row);
        }
    }
    part.totals = totals(&inside, &part.rows, period);
    part.recurring = recurrences(&inside)
        .into_iter()
        .map(|recurrence| Recurring {
            cites: first_cites(&recurrence.threads, &part.rows),
            what: recurrence.what,
            why: recurrence.why,
            rows: recurrence.threads,
        })
        .collect();
    part
}

fn first_cites(rows: &[usize], all: &[IncidentRow]) -> Cites {
    rows.iter().filter_map(|row| all.get(*row)?.cites.first().copied()).collect()
}

fn row(
    thread: &IncidentThread,
    material: &Material<'_>,
    period: Period,
    sources: &mut Numbered<'_>,
) -> Option<IncidentRow> {
    let incident = &thread.incident;
    // The words of the row are those of the week's report: its place comes before that of a day's page.
    let mut tellings: Vec<&Telling> = thread.tellings.iter().collect();
    tellings.sort_by_key(|telling| (telling.looks_back, !material.is_of_a_week(telling.place.report_id())));
    let is_after = |place: &Place, date: Date| material.day_of(place.report_id(), date) > period.to();
    let mut cites: Cites = Vec::new();
    let mut later: Vec<(Excerpt, &Telling)> = Vec::new();
    for telling in &tellings {
        let Some(cite) = sources.cite(&telling.place) else { continue };
        if telling.looks_back {
            let is_after = is_after(&telling.place, telling.date);
            later.push((excerpt((&telling.text, &telling.place, telling.date), cite, is_after), *telling));
        } else if !cites.contains(&cite) {
            cites.push(cite);
        }
    }
    // Grouped tellings of later reports look back, too: the first one is always the incident's own.
    if cites.is_empty() {
        cites.push(sources.cite(&tellings.first()?.place)?);
    }
    let of = |is: &dyn Fn(&Telling) -> bool| {
        later.iter().find(|(_, telling)| is(telling)).map(|(excerpt, _)| excerpt.clone())
    };
    let closed = of(&|telling| telling.closes);
    let told_later = thread.cause_told_later();
    let mut likely = |word: &Option<LaterWord>| {
        let word = word.as_ref()?;
        let is_after = is_after(&word.place, word.date);
        Some(excerpt((&word.text, &word.place, word.date), sources.cite(&word.place)?, is_after))
    };
    let cause_later = match told_later {
        Some(telling) => of(&|other| std::ptr::eq(other, telling)),
        None => likely(&thread.after_all.cause),
    };
    // What its accounts themselves take back is told before what others are likely to.
    let first_cause = incident.cause.as_ref().map(|cause| &cause.text);
    let since = told_later.map_or(thread.tellings.first()?.date, |telling| telling.date);
    let takes_back = |telling: &Telling| {
        let is_denied = |cause: &str| corrects(&telling.text) || denies(&telling.text, cause);
        telling.date > since && told_later.map(|told| &told.text).or(first_cause).is_some_and(|cause| is_denied(cause))
    };
    let cause_denied = of(&takes_back).or_else(|| likely(&thread.after_all.denial));
    let last = likely(&thread.after_all.last).filter(|word| {
        let others = later.iter().map(|(excerpt, _)| excerpt).chain(&cause_later).chain(&cause_denied);
        word.is_after && !others.into_iter().any(|other| other.is_after)
    });
    let standing = match (thread.is_open, incident.status, &closed) {
        (true, _, _) => Status::Open,
        (_, Status::Unknown, None) => Status::Unknown,
        _ => Status::Resolved,
    };
    let mut all_later: Vec<Excerpt> = later.into_iter().map(|(excerpt, _)| excerpt).chain(last).collect();
    all_later.sort_by_key(|later| later.date);
    let since = |date: Date| incident.day().map(|day| (date - day).get_days().max(0));
    let days_open = match (standing, incident.status, &closed) {
        (Status::Unknown, _, _) => None,
        (_, Status::Unknown, Some(closed)) => since(closed.date),
        // What comes after the period is not the period's.
        (Status::Open, ..) => thread.days_open.zip(since(period.to())).map(|(all, in_period)| all.min(in_period)),
        _ => thread.days_open,
    };
    let summary = one_line(without_its_title(&incident.summary.text));
    let passage = material.passage_at(&thread.tellings.first()?.place);
    let is_of_a_review = passage.is_some_and(PassageRecord::is_review);
    // A review is called what its page is called, and says why after all.
    let summary =
        passage.filter(|_| !is_of_a_review).map_or(summary.clone(), |passage| below_its_name(passage, &summary));
    let is_settled = thread.tellings.iter().any(|telling| telling.settles_cause)
        || incident.cause.as_ref().is_some_and(|cause| is_settled_by(&cause.text, is_of_a_review));
    let text = |part: &Option<IncidentPiece>| part.as_ref().map(|part| one_line(&part.text));
    Some(IncidentRow {
        occurred: incident.occurred.clone(),
        found: incident.found.clone(),
        summary,
        impact: text(&incident.impact),
        cause: text(&incident.cause),
        cause_later,
        is_cause_settled: is_settled,
        cause_denied,
        handling: text(&incident.handling),
        status: incident.status,
        standing,
        closed,
        minutes: incident.duration_minutes,
        days_open,
        later: all_later,
        cites,
    })
}

/// Whether a first account's cause is what it was after all: a review's, or one told as such, and not what is thought first.
fn is_settled_by(cause: &str, is_of_a_review: bool) -> bool {
    static DOUBT: Words = Words::of(&[Sense::Doubt]);
    (is_of_a_review || is_finding(cause)) && !DOUBT.are_in(cause)
}

/// A title's words are those of a text from this share on.
const SHARE_OF_A_TITLE: f64 = 0.8;

/// What stands below a title that it repeats, without the moment that it opens with: the row has it.
fn without_its_title(summary: &str) -> &str {
    let told = summary.split_once('\n').filter(|(title, told)| share_of_pairs(title, told) >= SHARE_OF_A_TITLE);
    let Some((_, told)) = told else { return summary };
    let told = told.trim_start();
    let told = &told[mark_length(told)..];
    let moment = mentions(told).into_iter().next().filter(|mention| mention.span.start == 0);
    moment.map_or(told, |moment| told[moment.span.end..].trim_start_matches(['，', ',', '：', ':', ' ']))
}

fn excerpt((text, place, date): (&str, &Place, Date), cite: usize, is_after: bool) -> Excerpt {
    Excerpt { text: one_line(text), date, report: place.report().to_string(), cite, is_after }
}

fn totals(threads: &[&IncidentThread], rows: &[IncidentRow], period: Period) -> IncidentTotals {
    let count = |status: Status| rows.iter().filter(|row| row.standing == status).count();
    let days: Vec<Option<Date>> = threads.iter().map(|thread| thread.incident.day()).collect();
    let by_month = months(period)
        .into_iter()
        .map(|month| {
            let whole = Period::of(month);
            MonthCount { month, count: days.iter().flatten().filter(|day| whole.contains(**day)).count() }
        })
        .collect();
    let minutes: Vec<u32> = rows.iter().filter(|row| row.found.is_none()).filter_map(|row| row.minutes).collect();
    IncidentTotals {
        all: rows.len(),
        resolved: count(Status::Resolved),
        open: count(Status::Open),
        unknown: count(Status::Unknown),
        by_month,
        undated: days.iter().filter(|day| day.is_none()).count(),
        timed: minutes.len(),
        minutes: minutes.iter().fold(0, |sum, minutes| sum.saturating_add(*minutes)),
    }
}

/// Every month that `period` touches.
pub(super) fn months(period: Period) -> Vec<YearMonth> {
    let mut months: Vec<YearMonth> = Vec::new();
    let mut day = period.from();
    while day <= period.to() {
        let Ok(month) = YearMonth::containing(day) else { break };
        months.push(month);
        let Ok(next) = Period::of(month).to().tomorrow() else { break };
        day = next;
    }
    months
}

#[cfg(test)]
mod tests {
    use super::{months, without_its_title};
    use crate::calendar::Period;

    #[test]
    fn a_span_touches_every_month_from_its_first_day_to_its_last() {
        let span = Period::between("2023-05-31".parse().expect("a day"), "2023-07-01".parse().expect("a day"));
        let names: Vec<String> = months(span).iter().map(ToString::to_string).collect();
        assert_eq!(names, ["2023-05", "2023-06", "2023-07"]);
    }

    #[test]
    fn a_title_that_the_line_below_repeats_is_left_out_with_the_moment() {
        assert_eq!(
            without_its_title("1号冷机停机\n1. 7月10日（周四）14:25，1号冷机停机，最高27.3℃"),
            "1号冷机停机，最高27.3℃"
        );
        for whole in ["7月9日暴雨\n1. 7月9日16:20，9号梯困2人", "冷机停机，3台手术推迟"] {
            assert_eq!(without_its_title(whole), whole);
        }
    }
}
