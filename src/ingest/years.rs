//! The year of pages that are named by a day or a week without one (`03月20日.md`, `第39周.md`). From the surest to the least: what the user says, what
//! their folder says, what the index has from an earlier run, what the reports beside them say, what they say themselves.
//! Without any of these the day stays one of any year.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use crate::calendar::{Date, Expression, IsoWeek, Label, Period, WeekNumber, Year, mentions};
use crate::record::ReportRecord;
use crate::report::{PageName, Report, Yearless, collected_time};
use crate::source::Document;

/// How far from dated reports or from a day in its own text a page is still of their time.
const NEAR_DAYS: i32 = 31;

/// Nothing for half a year: days on both sides of such a gap are one run over New Year, or two years.
const LONGEST_IN_RUN_DAYS: u16 = 183;

/// Fewer reports than these on the side of the named year show no run.
const FEWEST_IN_RUN: usize = 3;

const DAYS_OF_A_WEEK: i32 = 7;

/// How many times more neighbouring reports the chosen year must have than another.
const CLEARLY_MORE: usize = 3;

/// How much text may wait for its year, in bytes; what comes beyond waits for a second turn.
pub(super) const WAITING_BYTES: usize = 64 << 20;

/// A page that was read; one whose day lacks a year waits for it.
pub(super) struct Page {
    pub document: Document,
    pub report: Report,
    pub id: Uuid,
}

/// The source of a page's year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearFrom {
    /// `--year`, a folder's name or the index: as somebody said.
    Said,
    /// Days in full in its own text, or the reports around it.
    Neighbours,
    /// Its day of export.
    Export,
    Nothing,
}

/// Pages that wait for their year, and the days that dated reports lie between, by folder.
#[derive(Default)]
pub(super) struct Years {
    said: Option<Year>,
    waiting: Vec<Page>,
    waiting_bytes: usize,
    /// Days of the dated reports below each folder, the root included, and how many each has.
    dated: BTreeMap<String, BTreeMap<Date, usize>>,
    /// Of the dated reports that are named by a week, those whose week is the ISO one, and the others.
    iso_weeks: (usize, usize),
}

impl Years {
    pub(super) fn new(said: Option<Year>) -> Self {
        Self { said, ..Self::default() }
    }

    /// A report of that root and path has this date.
    pub(super) fn knows(&mut self, root: &str, path: &str, date: Date) {
        for folder in folders_above(root, path) {
            *self.dated.entry(folder).or_default().entry(date).or_default() += 1;
        }
    }

    /// A report of this date is called so.
    pub(super) fn knows_label(&mut self, label: Option<Label>, date: Date) {
        let Some((label, week)) = label.zip(IsoWeek::containing(date).ok()) else { return };
        let weeks = |week: WeekNumber| i32::from(week.get());
        // Labels of departments are off by a week at times.
        let is_iso = (weeks(week.week()) - weeks(label.week())).abs() <= 1;
        *(if is_iso { &mut self.iso_weeks.0 } else { &mut self.iso_weeks.1 }) += 1;
    }

    pub(super) fn wait(&mut self, page: Page) {
        self.waiting_bytes += page.report.source.len();
        self.waiting.push(page);
    }

    pub(super) fn is_full(&self) -> bool {
        self.waiting_bytes >= WAITING_BYTES
    }

    /// Every page that waits, dated as far as possible, with the source of its year.
    pub(super) fn settle(&mut self, known: &HashMap<Uuid, ReportRecord>) -> Vec<(Page, YearFrom)> {
        let pages = std::mem::take(&mut self.waiting);
        self.waiting_bytes = 0;
        let mut dates = self.said(&pages);
        for (page, date) in pages.iter().zip(&mut dates) {
            let Some(day) = page.report.yearless() else { continue };
            let before = || known.get(&page.id).and_then(ReportRecord::date).filter(|date| day.is_on(*date));
            *date = date.or_else(before);
            if let Some(date) = *date {
                self.knows(&page.document.root, &page.document.path, date);
            }
        }
        let is_said: Vec<bool> = dates.iter().map(Option::is_some).collect();
        self.fill(&pages, &mut dates, Self::by_neighbours);
        self.fill(&pages, &mut dates, |_, page| by_own_text(&page.report));
        self.fill(&pages, &mut dates, Self::by_neighbours);
        self.weeks(&pages, &mut dates);
        let settled = pages.into_iter().zip(dates).zip(is_said).map(|((page, date), is_said)| {
            let from = match (date, is_said, page.report.date) {
                (Some(_), true, _) => YearFrom::Said,
                (Some(_), false, _) => YearFrom::Neighbours,
                (None, _, Some(_)) => YearFrom::Export,
                (None, _, None) => YearFrom::Nothing,
            };
            let name = PageName { name: page.document.name.clone(), folders: page.document.folder.clone() };
            let report = date.into_iter().fold(page.report, |report, date| report.dated_near(&name, date));
            (Page { report, ..page }, from)
        });
        settled.collect()
    }

    /// Dates the pages without one by `found`; they learn of each other's dates only afterwards.
    fn fill(&mut self, pages: &[Page], dates: &mut [Option<Date>], found: impl Fn(&Self, &Page) -> Option<Date>) {
        let years: Vec<Option<Date>> =
            pages.iter().zip(&*dates).map(|(page, date)| date.or_else(|| found(self, page))).collect();
        for ((page, date), year) in pages.iter().zip(dates).zip(years) {
            if let (None, Some(day)) = (*date, year) {
                self.knows(&page.document.root, &page.document.path, day);
                *date = year;
            }
        }
    }

    /// The dates of pages whose year the user or a folder says.
    fn said(&self, pages: &[Page]) -> Vec<Option<Date>> {
        let mut groups: BTreeMap<(String, Period), Vec<usize>> = BTreeMap::new();
        for (at, page) in pages.iter().enumerate() {
            let root = &page.document.root;
            let group = match self.said {
                Some(year) => Some((root.clone(), Period::of(year))),
                None => {
                    let folders = page.document.folder.iter().enumerate().rev();
                    let mut times = folders.filter_map(|(depth, name)| Some((depth, collected_time(name)?)));
                    times
                        .next()
                        .map(|(depth, time)| (format!("{root}/{}", page.document.folder[..=depth].join("/")), time))
                }
            };
            if let Some(group) = group {
                groups.entry(group).or_default().push(at);
            }
        }
        let mut dates = vec![None; pages.len()];
        for ((_, time), members) in groups {
            let days: Vec<Yearless> = members.iter().filter_map(|at| pages[*at].report.yearless()).collect();
            for (at, date) in members.into_iter().zip(within(time, &days)) {
                dates[at] = date;
            }
        }
        dates
    }

    /// Dates the pages that are named by a week alone, a folder of them at a time: where each of them lies among the dated reports as an
    /// ISO week. Those of a folder that count from its own first week do not all.
    fn weeks(&mut self, pages: &[Page], dates: &mut [Option<Date>]) {
        if self.iso_weeks.1 > self.iso_weeks.0 {
            return;
        }
        let mut folders: BTreeMap<String, Vec<(usize, Option<Date>)>> = BTreeMap::new();
        for (at, page) in pages.iter().enumerate().filter(|(at, _)| dates[*at].is_none()) {
            let Some(week @ Yearless::Week(_)) = page.report.yearless() else { continue };
            let Document { root, path, .. } = &page.document;
            let folder = folders_above(root, path).next().unwrap_or_default();
            folders.entry(folder).or_default().push((at, self.among_all(root, week)));
        }
        for (at, date) in folders.into_values().filter(|all| all.iter().all(|(_, date)| date.is_some())).flatten() {
            dates[at] = date;
        }
    }

    /// The one day of the week that lies between the first and the last dated report below `root`.
    fn among_all(&self, root: &str, week: Yearless) -> Option<Date> {
        let dated = self.dated.get(root)?;
        let (first, last) = (*dated.keys().next()?, *dated.keys().next_back()?);
        only(dates_within(week, Period::between(moved(first, -DAYS_OF_A_WEEK), moved(last, DAYS_OF_A_WEEK))))
    }

    /// The year that puts the page beside the dated reports of its folder, else the one that puts it among them; else those
    /// of the folder above. A few reports whose own year is a slip do not outweigh the others.
    fn by_neighbours(&self, page: &Page) -> Option<Date> {
        let day = page.report.yearless().filter(|day| matches!(day, Yearless::Day(_)))?;
        folders_above(&page.document.root, &page.document.path).find_map(|folder| {
            let dated = self.dated.get(&folder)?;
            let around =
                Period::between(moved(*dated.keys().next()?, -NEAR_DAYS), moved(*dated.keys().next_back()?, NEAR_DAYS));
            let beside = |date: Date| -> usize {
                dated.range(moved(date, -NEAR_DAYS)..=moved(date, NEAR_DAYS)).map(|(_, reports)| reports).sum()
            };
            let mut votes: Vec<(usize, Date)> = dates_within(day, around).map(|date| (beside(date), date)).collect();
            votes.sort_unstable_by(|one, other| other.cmp(one));
            match votes[..] {
                [(_, date)] => Some(date),
                [(most, date), (next, _), ..] if most > CLEARLY_MORE * next => Some(date),
                _ => None,
            }
        })
    }
}

/// The days in the time that a folder collects. Of a whole year most lie in it; where nothing of half a year parts what lies
/// before New Year from what lies after it, the lesser side is of the year beside.
fn within(time: Period, days: &[Yearless]) -> Vec<Option<Date>> {
    let shifts = if time.days() >= 365 { over_new_year(days) } else { None };
    let shift = |day: &Yearless| match shifts {
        Some((first_late, years_early, years_late)) => {
            if ordinal(*day) >= first_late {
                years_late
            } else {
                years_early
            }
        }
        None => 0,
    };
    let years = time.from().year()..=time.to().year();
    let in_time = |day: &Yearless| {
        let dates = years.clone().filter_map(|year| day.in_year(i32::from(year) + shift(day)));
        dates.min_by_key(|date| time.distance(*date))
    };
    days.iter().map(in_time).collect()
}

/// Where days run over New Year: the first day (of the year) of the earlier part, and by how many years the parts that come early
/// and late in a calendar year are off from the year that is said of both.
fn over_new_year(days: &[Yearless]) -> Option<(u16, i32, i32)> {
    let mut ordinals: Vec<u16> = days.iter().map(|day| ordinal(*day)).collect();
    ordinals.sort_unstable();
    let (first, last) = (*ordinals.first()?, *ordinals.last()?);
    let (gap, at) = ordinals.windows(2).enumerate().map(|(at, pair)| (pair[1] - pair[0], at + 1)).max()?;
    let over_new_year = first + 366 - last;
    let (early, late) = (at, ordinals.len() - at);
    let is_run = gap >= LONGEST_IN_RUN_DAYS && i32::from(over_new_year) <= NEAR_DAYS;
    (is_run && early.max(late) >= FEWEST_IN_RUN && early != late)
        .then(|| if late > early { (ordinals[at], 1, 0) } else { (ordinals[at], 0, -1) })
}

/// The year in which the page's day is near a day that its text names in full.
fn by_own_text(report: &Report) -> Option<Date> {
    let day = report.yearless().filter(|day| matches!(day, Yearless::Day(_)))?;
    let in_full = mentions(&report.source).into_iter().filter_map(|mention| match mention.reading {
        Ok(Expression::Day(named)) => named.date(),
        _ => None,
    });
    let mut near: Vec<Date> = in_full
        .flat_map(|named| dates_within(day, Period::between(moved(named, -NEAR_DAYS), moved(named, NEAR_DAYS))))
        .collect();
    near.sort_unstable();
    near.dedup();
    only(near.into_iter())
}

/// The dates of `day` inside `period`.
fn dates_within(day: Yearless, period: Period) -> impl Iterator<Item = Date> {
    let years = period.from().year()..=period.to().year();
    years.filter_map(move |year| day.in_year(i32::from(year))).filter(move |date| period.contains(*date))
}

/// The one date that there is; `None` where several are possible.
fn only(mut dates: impl Iterator<Item = Date>) -> Option<Date> {
    dates.next().filter(|_| dates.next().is_none())
}

/// The folders that hold a path, from its own up to the root, as one text each.
fn folders_above<'a>(root: &'a str, path: &'a str) -> impl Iterator<Item = String> + 'a {
    let parts: Vec<&str> = path.split('/').collect();
    (0..parts.len())
        .rev()
        .map(move |depth| std::iter::once(root).chain(parts[..depth].iter().copied()).collect::<Vec<_>>().join("/"))
}

/// Its place in a leap year, from 1.
fn ordinal(day: Yearless) -> u16 {
    day.in_year(2024).map_or(1, |date| date.day_of_year().unsigned_abs())
}

fn moved(date: Date, days: i32) -> Date {
    date.checked_add(jiff::Span::new().days(days)).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::within;
    use crate::calendar::{Day, Month, Period, Year};
    use crate::report::Yearless;

    fn dated(year: i32, days: &[(u32, u32)]) -> Vec<String> {
        let day =
            |(month, day): &(u32, u32)| Yearless::Day(Day::new(None, Month::new(*month).unwrap(), *day, None).unwrap());
        let days: Vec<Yearless> = days.iter().map(day).collect();
        let dates = within(Period::of(Year::new(year).unwrap()), &days);
        dates.into_iter().map(|date| date.map(|date| date.to_string()).unwrap_or_default()).collect()
    }

    #[test]
    fn a_run_over_new_year_goes_on_in_the_next_year_where_most_lie_before_it() {
        let days = [(11, 29), (12, 6), (12, 20), (12, 27), (1, 10)];
        assert_eq!(dated(2024, &days), ["2024-11-29", "2024-12-06", "2024-12-20", "2024-12-27", "2025-01-10"]);
        let days = [(12, 27), (1, 3), (1, 10), (1, 17)];
        assert_eq!(dated(2024, &days), ["2023-12-27", "2024-01-03", "2024-01-10", "2024-01-17"]);
    }

    #[test]
    fn without_a_plain_run_every_day_lies_in_the_year_that_is_said() {
        let all_year = [(1, 10), (3, 20), (6, 15), (9, 1), (12, 27)];
        assert!(dated(2023, &all_year).iter().all(|date| date.starts_with("2023")));
        assert_eq!(dated(2023, &[(1, 10), (12, 27)]), ["2023-01-10", "2023-12-27"]);
        assert_eq!(dated(2023, &[(2, 29)]), [""]);
    }
}
