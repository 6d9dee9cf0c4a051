//! Which report is to be written: the one before it, its day, its label, the days that it covers. Counted on as the department
//! counts: from its own labels, in its own rhythm, on its own day of the week.

use super::error::DraftError;
use crate::calendar::{Date, Expression, IsoWeek, Label, Numbering, Period, WeekNumber, day_number};
use crate::catalogue::CatalogueEntry;

/// Two reports further apart than this, in days, are no neighbours.
const LONGEST_STEP_DAYS: i32 = 35;

/// Reports from which the rhythm is taken.
const RHYTHM_REPORTS: usize = 6;

/// The report to be written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TargetReport {
    /// Position of the report before it.
    pub last: usize,
    pub label: Option<Label>,
    pub date: Date,
    pub days: Period,
    /// No report is missing between the last one and this one.
    pub is_next: bool,
    /// Name of a report that bears the week already.
    pub replaces: Option<String>,
}

/// What the department's reports have in common.
struct Rhythm {
    /// Days from report to report, in whole weeks.
    step_days: i32,
    /// By how much the number of the label goes on from report to report.
    step_label: i32,
}

/// The report that `asked` (as typed, and what it says) means after `entries`, weekly reports in order of their dates and none later than
/// `as_of`; without it the one after the last.
///
/// # Errors
/// `NoReport` without any, or none before the week; `NoWeek` for a time that is no week or day.
pub(super) fn target(
    entries: &[&CatalogueEntry],
    asked: Option<&(String, Expression)>,
    as_of: Date,
) -> Result<TargetReport, DraftError> {
    let none = || DraftError::NoReport { as_of };
    let newest = entries.len().checked_sub(1).ok_or_else(none)?;
    let Some((text, expression)) = asked else {
        return after(entries, newest, 1, None).ok_or_else(none);
    };
    let no_week = || DraftError::NoWeek { asked: text.clone() };
    if let Expression::Week(label) = expression.core()
        && let Some(found) = by_label(entries, *label)
    {
        return Ok(found);
    }
    let days = expression.resolve(as_of).map_err(|_| no_week())?;
    if days.days() > 16 {
        return Err(no_week());
    }
    let before = |entry: &&&CatalogueEntry| {
        date_of(entry).is_some_and(|date| date < days.from() || (days.days() == 1 && date < days.to()))
    };
    let last = entries.iter().filter(before).count().checked_sub(1).ok_or_else(none)?;
    let date = if days.days() == 1 {
        days.to()
    } else {
        let usual = usual_weekday(&entries[..=last]);
        usual.and_then(|weekday| days.dates().find(|day| day.weekday() == weekday)).unwrap_or(days.to())
    };
    on(entries, last, date).ok_or_else(no_week)
}

/// The week of the department's own count: the report that bears it is written anew, else the one nearest before it counts on.
fn by_label(entries: &[&CatalogueEntry], asked: Label) -> Option<TargetReport> {
    let own = |entry: &CatalogueEntry| entry.record.label();
    let fits_year = |entry: &CatalogueEntry| {
        let year = own(entry).and_then(Label::year).map(|year| year.get()).or(date_of(entry).map(Date::year));
        asked.year().is_none_or(|asked| Some(asked.get()) == year)
    };
    let same = |entry: &&&CatalogueEntry| {
        own(entry).is_some_and(|label| label.matches(asked) && label.numbering() == asked.numbering())
            && fits_year(entry)
    };
    if let Some(at) = entries.iter().rposition(|entry| same(&entry)) {
        let mut found = on(entries, at.checked_sub(1)?, date_of(entries[at])?)?;
        found.replaces = Some(entries[at].record.name.clone());
        found.label = own(entries[at]);
        return Some(found);
    }
    // 2024-W15 in a department that writes 第15周 is the ISO week.
    let counted = |at: &usize| own(entries[*at]).is_some_and(|label| label.numbering() == asked.numbering());
    let asked_number = i32::from(asked.week().get());
    let ahead = |at: usize| {
        let label = own(entries[at])?;
        let number = i32::from(label.week().get());
        let same_year = asked_number - number;
        // 第2周 after 第51周.
        let ahead = if same_year <= -LEAST_TURN_WEEKS { same_year + 52 } else { same_year };
        (1..=LONGEST_COUNT_WEEKS).contains(&ahead).then_some((ahead, at))
    };
    let (ahead, last) =
        (0..entries.len()).filter(counted).filter_map(ahead).min_by_key(|(ahead, at)| (*ahead, usize::MAX - at))?;
    if asked.year().is_some_and(|year| date_of(entries[last]).is_some_and(|date| date.year() != year.get())) {
        return None;
    }
    // What is dated after the labelled report and still before the asked week is the last one.
    let label_steps = ahead / rhythm(&entries[..=last]).step_label.max(1);
    let mut found = after(entries, last, label_steps.max(1), Some(asked))?;
    let later =
        entries.iter().filter(|entry| date_of(entry).is_some_and(|date| date < found.date)).count().checked_sub(1)?;
    if later > last {
        found = TargetReport { label: found.label, ..on(entries, later, found.date)? };
    }
    Some(found)
}

/// Weeks backward from which a lower number means that the count began anew: 第2周 after 第51周.
const LEAST_TURN_WEEKS: i32 = 40;

/// A week further ahead of the last report than this is not counted on.
const LONGEST_COUNT_WEEKS: i32 = 12;

/// The report `steps` after the one at `last`.
fn after(entries: &[&CatalogueEntry], last: usize, steps: i32, label: Option<Label>) -> Option<TargetReport> {
    let known = &entries[..=last];
    let from = date_of(entries[last])?;
    let due = plus(from, rhythm(known).step_days.saturating_mul(steps))?;
    let date = usual_weekday(known)
        .and_then(|weekday| (-3..=3).filter_map(|days| plus(due, days)).find(|day| day.weekday() == weekday))
        .filter(|day| *day > from)
        .unwrap_or(due);
    let found = on(entries, last, date)?;
    Some(TargetReport { label: label.or(found.label), ..found })
}

/// The report of `date`, the one at `last` being the one before it.
fn on(entries: &[&CatalogueEntry], last: usize, date: Date) -> Option<TargetReport> {
    let known = &entries[..=last];
    let rhythm = rhythm(known);
    let from = date_of(entries[last])?;
    let gap = day_number(date) - day_number(from);
    let is_next = gap <= rhythm.step_days + 3;
    let ends = entries[last].record.stated_coverage().map(Period::to);
    let begins = ends.filter(|end| *end >= from).unwrap_or(from).tomorrow().ok()?;
    // A report that states its span keeps its length: the days may end before or after its date.
    let stated = entries[last].record.stated_coverage().filter(|days| days.days() > 1);
    let days = match stated {
        Some(stated) => {
            let shift = day_number(date) - day_number(from);
            Period::between(plus(stated.from(), shift)?, plus(stated.to(), shift)?)
        }
        None if is_next => Period::between(begins.min(date), date),
        None => Period::between(plus(date, 1 - rhythm.step_days)?, date),
    };
    Some(TargetReport { last, label: label_on(known, date, &rhythm), date, days, is_next, replaces: None })
}

/// Counted on from the last label that is not far back.
fn label_on(known: &[&CatalogueEntry], date: Date, rhythm: &Rhythm) -> Option<Label> {
    let labelled = |entry: &&&CatalogueEntry| entry.record.label().is_some();
    let base = known.iter().rev().take(4).find(labelled)?;
    let (label, from) = (base.record.label()?, date_of(base)?);
    let weeks = (day_number(date) - day_number(from) + 3) / 7;
    if label.numbering() == Numbering::Iso && label.year().is_some() {
        let week = IsoWeek::containing(date).ok()?;
        let was = IsoWeek::containing(from).ok()?;
        if was.week() == label.week() {
            return Label::new(Some(week.year()), week.week(), Numbering::Iso).ok();
        }
    }
    let steps = weeks * 7 / rhythm.step_days.max(1) * rhythm.step_label;
    let counted = i32::from(label.week().get()) + if rhythm.step_days > 7 { steps } else { weeks };
    let turned = date.year() != from.year() || counted > 53;
    let week = if turned {
        IsoWeek::containing(date).ok()?.week()
    } else {
        WeekNumber::new(u32::try_from(counted).ok()?).ok()?
    };
    let year = match label.year() {
        Some(_) => Some(crate::calendar::Year::new(i32::from(date.year())).ok()?),
        None => None,
    };
    Label::new(year, week, label.numbering()).ok()
}

fn rhythm(known: &[&CatalogueEntry]) -> Rhythm {
    let recent = &known[known.len().saturating_sub(RHYTHM_REPORTS)..];
    let mut steps: Vec<(i32, Option<i32>)> = Vec::new();
    for pair in recent.windows(2) {
        let (Some(one), Some(other)) = (date_of(pair[0]), date_of(pair[1])) else { continue };
        let days = day_number(other) - day_number(one);
        let labels = pair[0].record.label().zip(pair[1].record.label());
        let counted = labels.filter(|(one, other)| one.numbering() == other.numbering());
        if (3..=LONGEST_STEP_DAYS).contains(&days) {
            let count = counted.map(|(one, other)| i32::from(other.week().get()) - i32::from(one.week().get()));
            steps.push((days, count.filter(|count| (1..=5).contains(count))));
        }
    }
    let weeks = |days: i32| ((days + 3) / 7).max(1);
    let stated = recent.last().and_then(|entry| entry.record.stated_coverage()).filter(|days| days.days() > 1);
    // The step that most of them take; of equals the latest.
    let count = |wanted: i32| steps.iter().filter(|(days, _)| weeks(*days) == wanted).count();
    let usual = steps.iter().map(|(days, _)| weeks(*days)).max_by_key(|wanted| count(*wanted));
    let step = usual.or(stated.and_then(|days| Some(weeks(i32::try_from(days.days()).ok()?)))).unwrap_or(1);
    let step_days = step * 7;
    let step_label = steps.iter().rev().find_map(|(_, count)| *count).filter(|_| step_days > 7);
    Rhythm { step_days, step_label: step_label.unwrap_or(step_days / 7) }
}

/// The day of the week that most of the last reports are written on; `None` where they do not agree.
fn usual_weekday(known: &[&CatalogueEntry]) -> Option<crate::calendar::Weekday> {
    let recent = &known[known.len().saturating_sub(RHYTHM_REPORTS - 1)..];
    let newest = recent.last().and_then(|entry| date_of(entry))?;
    let near = |date: &Date| day_number(newest) - day_number(*date) <= 2 * LONGEST_STEP_DAYS;
    let days: Vec<_> = recent.iter().filter_map(|entry| date_of(entry)).filter(near).map(Date::weekday).collect();
    let most = days.iter().copied().max_by_key(|day| days.iter().filter(|other| *other == day).count())?;
    let count = days.iter().filter(|day| **day == most).count();
    (count * 2 > days.len()).then_some(most)
}

fn date_of(entry: &CatalogueEntry) -> Option<Date> {
    entry.record.date()
}

fn plus(date: Date, days: i32) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::target;
    use crate::calendar::{day_number, mentions_in_question};
    use crate::catalogue::{Catalogue, CatalogueEntry};
    use crate::record::{REPORT_KIND, ReportRecord, report_id};

    fn record((label, date): (&str, &str)) -> ReportRecord {
        ReportRecord {
            kind: REPORT_KIND.into(),
            report: report_id(date),
            hash: String::new(),
            reader: 1,
            path: date.into(),
            root: String::new(),
            page_id: None,
            name: date.into(),
            title: String::new(),
            label: Some(label.to_string()).filter(|label| !label.is_empty()),
            date: Some(day_number(date.parse().expect("a date"))),
            issue: None,
            day: None,
            from: None,
            to: None,
            author: None,
            language: None,
            passages: 0,
            tokens: 0.0,
            terms: crate::lexicon::TermBag::default(),
            cut: None,
        }
    }

    /// Label and day of what `asked` means after reports of these labels and days.
    fn meant(reports: &[(&str, &str)], asked: &str) -> Option<String> {
        let catalogue = Catalogue::new(reports.iter().copied().map(record).collect());
        let entries: Vec<&CatalogueEntry> = catalogue.entries().iter().collect();
        let week = mentions_in_question(asked).into_iter().next();
        let week = week.map(|mention| (asked.to_string(), mention.reading.expect("possible")));
        let found = target(&entries, week.as_ref(), "2024-06-30".parse().expect("a date")).ok()?;
        let label = found.label.map(|label| label.to_string()).unwrap_or_default();
        Some(format!("{label} {}", found.date).trim().to_string())
    }

    const JUNE: [(&str, &str); 4] =
        [("第24周", "2023-06-06"), ("第25周", "2023-06-13"), ("第26周", "2023-06-20"), ("第45周", "2023-11-02")];

    #[test]
    fn the_next_report_keeps_count_rhythm_and_day_of_the_week() {
        assert_eq!(meant(&JUNE[..3], "").as_deref(), Some("第27周 2023-06-27"));
        assert_eq!(meant(&JUNE[1..2], "").as_deref(), Some("第26周 2023-06-20"));
        let fortnights = [("第10周", "2024-03-08"), ("第12周", "2024-03-22"), ("第14周", "2024-04-05")];
        assert_eq!(meant(&fortnights, "").as_deref(), Some("第16周 2024-04-19"));
        assert_eq!(meant(&[("", "2024-03-08"), ("", "2024-03-15")], "").as_deref(), Some("2024-03-22"));
    }

    #[test]
    fn a_label_is_counted_on_from_the_report_before_it() {
        assert_eq!(meant(&JUNE, "第27周").as_deref(), Some("第27周 2023-06-27"));
        assert_eq!(meant(&JUNE, "第29周").as_deref(), Some("第29周 2023-07-11"));
        // Written anew from the reports before it.
        assert_eq!(meant(&JUNE, "第26周").as_deref(), Some("第26周 2023-06-20"));
    }

    #[test]
    fn a_day_and_an_iso_week_are_placed_by_the_calendar() {
        assert_eq!(meant(&JUNE, "2023-06-27").as_deref(), Some("第27周 2023-06-27"));
        assert_eq!(meant(&JUNE, "2023-W26").as_deref(), Some("第27周 2023-06-27"));
    }

    #[test]
    fn the_count_begins_anew_with_the_year() {
        let winter = [("2023-W51", "2023-12-24"), ("2023-W52", "2023-12-31")];
        assert_eq!(meant(&winter, "").as_deref(), Some("2024-W01 2024-01-07"));
        assert_eq!(
            meant(&[("第51周", "2023-12-22"), ("第52周", "2023-12-29")], "").as_deref(),
            Some("第1周 2024-01-05")
        );
    }

    #[test]
    fn what_has_no_report_before_it_cannot_be_drafted() {
        assert_eq!(meant(&[], ""), None);
        assert_eq!(meant(&JUNE, "2023-01-10"), None);
        assert_eq!(meant(&JUNE, "2023年"), None);
    }
}
