//! All reports of an index on one time line: which days each covers, which reports a time means, which weeks are missing.

use uuid::Uuid;

use crate::calendar::{Date, Expression, IsoWeek, Label, Numbering, Period, WeekNumber};
use crate::record::ReportRecord;

/// A report and the days it reports on; `None` for a page without a date.
#[derive(Debug, Clone)]
pub struct Entry {
    pub record: ReportRecord,
    pub coverage: Option<Period>,
}

/// The reports in order of their dates, pages without a date last.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    entries: Vec<Entry>,
}

/// The reports that a time in a question means.
#[derive(Debug, Clone, PartialEq)]
pub struct Scope {
    /// Ids of reports whose coverage it touches, or that its label names.
    pub reports: Vec<Uuid>,
    /// The days meant; several when the year is missing and the reports span more than one.
    pub periods: Vec<Period>,
}

/// What a report covers when neither it nor a neighbour says: the week that ends on its date.
const USUAL_DAYS: i32 = 7;

/// A gap to the report before that is longer than this means that reports are missing, not that this one covers it all.
const LONGEST_GAP_DAYS: u32 = 10;

impl Catalogue {
    pub fn new(records: Vec<ReportRecord>) -> Self {
        let mut records: Vec<(Option<Date>, ReportRecord)> = records.into_iter().map(|record| (record.date(), record)).collect();
        records.sort_by(|(one, a), (other, b)| (one.is_none(), one, &a.path).cmp(&(other.is_none(), other, &b.path)));
        let coverages: Vec<Option<Period>> =
            records.iter().enumerate().map(|(at, (date, record))| coverage(&records[..at], *date, record)).collect();
        let entries =
            records.into_iter().zip(coverages).map(|((_, record), coverage)| Entry { record, coverage }).collect();
        Self { entries }
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// From the first covered day to the last; `None` when no report has a date.
    pub fn span(&self) -> Option<Period> {
        self.entries.iter().filter_map(|entry| entry.coverage).reduce(|one, other| one.hull(other))
    }

    pub fn entry(&self, report: Uuid) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.record.report == report)
    }

    /// What `expression` means among these reports. An empty `reports` means that none covers it.
    ///
    /// A week is first the label people use, then the ISO week of that number. A day or month without a year is meant in
    /// every year that the reports cover.
    pub fn scope(&self, expression: &Expression, as_of: Date) -> Scope {
        let none = Scope { reports: Vec::new(), periods: Vec::new() };
        let Some(span) = self.span() else { return none };
        if let Some(scope) = self.labelled(expression) {
            return scope;
        }
        let candidates = expression.candidates(span, as_of);
        let known: Vec<Period> = candidates.iter().copied().filter(|period| self.covers(*period)).collect();
        let periods = if known.is_empty() { candidates } else { known };
        let periods = if periods.is_empty() { expression.resolve(as_of).into_iter().collect() } else { periods };
        Scope { reports: self.covering(&periods), periods }
    }

    /// The reports whose coverage touches any of `periods`.
    pub fn covering(&self, periods: &[Period]) -> Vec<Uuid> {
        let touches = |coverage: Period| periods.iter().any(|period| period.overlaps(coverage));
        self.entries.iter().filter(|entry| entry.coverage.is_some_and(touches)).map(|entry| entry.record.report).collect()
    }

    fn covers(&self, period: Period) -> bool {
        self.entries.iter().any(|entry| entry.coverage.is_some_and(|coverage| coverage.overlaps(period)))
    }

    /// Reports whose labels the expression names: one week, or a range of two.
    fn labelled(&self, expression: &Expression) -> Option<Scope> {
        let within: Box<dyn Fn(&Entry) -> bool> = match expression {
            Expression::Week(label) => {
                let label = *label;
                Box::new(move |entry| self.has_label(entry, label))
            }
            Expression::Range(from, to) => {
                let (Expression::Week(from), Expression::Week(to)) = (&**from, &**to) else { return None };
                let first = self.entries.iter().find(|entry| self.has_label(entry, *from)).and_then(|entry| entry.record.date())?;
                let last = self.entries.iter().rev().find(|entry| self.has_label(entry, *to)).and_then(|entry| entry.record.date())?;
                Box::new(move |entry| entry.record.date().is_some_and(|date| first <= date && date <= last))
            }
            _ => return None,
        };
        let found: Vec<&Entry> = self.entries.iter().filter(|entry| within(entry)).collect();
        let periods: Vec<Period> = found.iter().filter_map(|entry| entry.coverage).collect();
        (!found.is_empty()).then(|| Scope { reports: found.iter().map(|entry| entry.record.report).collect(), periods })
    }

    /// A label without a year takes the year of its report. `2023-W25` is so plainly ISO that only a label of that family
    /// answers to it; `W25` and 第25周 are what people call their reports.
    fn has_label(&self, entry: &Entry, asked: Label) -> bool {
        let Some(label) = entry.record.label() else { return false };
        if asked.numbering() == Numbering::Iso && asked.year().is_some() && label.numbering() != Numbering::Iso {
            return false;
        }
        let year = entry.record.date().map(Date::year);
        label.matches(asked) && asked.year().is_none_or(|asked| label.year().map(|own| own.get()).or(year) == Some(asked.get()))
    }

    /// Weeks between the first and the last report of `within` that no report covers for at least four days, in the
    /// numbering of the labels around them.
    pub fn missing_weeks(&self, within: Option<Period>) -> Vec<String> {
        let Some(span) = self.span().and_then(|span| within.map_or(Some(span), |within| span.intersect(within))) else {
            return Vec::new();
        };
        let mut missing = Vec::new();
        let mut monday = IsoWeek::containing(span.from()).map(IsoWeek::monday).unwrap_or(span.from());
        while monday <= span.to() {
            let Ok(week) = IsoWeek::containing(monday) else { break };
            let days = Period::between(monday, week.sunday());
            let covered: u32 = covered_days(&self.entries, days);
            let wanted = span.intersect(days).map_or(0, Period::days).min(4);
            if covered < wanted {
                missing.push(self.name_week(week));
            }
            match monday.checked_add(jiff::Span::new().days(7)) {
                Ok(next) => monday = next,
                Err(_) => break,
            }
        }
        missing
    }

    /// The name people would give an ISO week: as far from its number as the label of the last report before it.
    fn name_week(&self, week: IsoWeek) -> String {
        let before = self.entries.iter().rev().find(|entry| {
            entry.record.label().is_some_and(|label| label.numbering() == Numbering::Labelled)
                && entry.record.date().is_some_and(|date| date <= week.sunday() && date.year() == week.year().get())
        });
        let labelled = before.and_then(|entry| {
            let own = IsoWeek::containing(entry.record.date()?).ok()?;
            let offset = i32::from(entry.record.label()?.week().get()) - i32::from(own.week().get());
            let number = u32::try_from(i32::from(week.week().get()) + offset).ok()?;
            Label::new(None, WeekNumber::new(number).ok()?, Numbering::Labelled).ok()
        });
        labelled.map_or_else(|| week.to_string(), |label| label.to_string())
    }
}

/// How many days of `days` any report covers.
fn covered_days(entries: &[Entry], days: Period) -> u32 {
    let covered = days.dates().filter(|date| entries.iter().any(|entry| entry.coverage.is_some_and(|period| period.contains(*date))));
    u32::try_from(covered.count()).unwrap_or(u32::MAX)
}

/// Stated; else from the day after the same author's report before, up to its own date; else seven days.
fn coverage(before: &[(Option<Date>, ReportRecord)], date: Option<Date>, record: &ReportRecord) -> Option<Period> {
    if let Some(stated) = record.stated_coverage() {
        return Some(stated);
    }
    let date = date?;
    let is_weekly = |other: &ReportRecord| other.stated_coverage().is_none_or(|period| period.days() > 1);
    let previous = before.iter().rev().find_map(|(other_date, other)| {
        other_date.filter(|day| *day < date && other.author == record.author && is_weekly(other))
    });
    let usual = date.checked_sub(jiff::Span::new().days(USUAL_DAYS - 1)).ok()?;
    let from = previous
        .and_then(|day| day.tomorrow().ok())
        .filter(|from| Period::between(*from, date).days() <= LONGEST_GAP_DAYS)
        .unwrap_or(usual);
    Some(Period::between(from, date))
}

#[cfg(test)]
mod tests {
    use super::Catalogue;
    use crate::calendar::{Date, day_number, mentions_in_question};
    use crate::record::{REPORT_KIND, ReportRecord, report_id};

    fn record(label: Option<&str>, date: &str) -> ReportRecord {
        let day: Date = date.parse().expect("a date");
        ReportRecord {
            kind: REPORT_KIND.into(),
            report: report_id(date),
            hash: String::new(),
            reader: 1,
            path: date.into(),
            root: String::new(),
            page_id: None,
            name: date.into(),
            label: label.map(str::to_string),
            date: Some(day_number(day)),
            from: None,
            to: None,
            author: None,
            passages: 0,
            tokens: 0.0,
        }
    }

    fn catalogue() -> Catalogue {
        Catalogue::new(vec![
            record(Some("第26周"), "2023-06-20"),
            record(Some("第25周"), "2023-06-13"),
            record(Some("第29周"), "2023-07-11"),
            record(Some("2024-W13"), "2024-03-31"),
        ])
    }

    fn scope(question: &str) -> (Vec<String>, Vec<String>) {
        let catalogue = catalogue();
        let as_of: Date = "2024-04-02".parse().expect("a date");
        let mention = mentions_in_question(question).into_iter().next().expect("a time");
        let scope = catalogue.scope(&mention.reading.expect("possible"), as_of);
        let reports = scope.reports.iter().map(|id| catalogue.entry(*id).expect("known").record.path.clone()).collect();
        (reports, scope.periods.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn coverage_runs_from_the_report_before_or_a_week_back() {
        let coverages: Vec<String> =
            catalogue().entries().iter().map(|entry| entry.coverage.map(|period| format!("{} {}", period.from(), period.to())).unwrap_or_default()).collect();
        assert_eq!(coverages, ["2023-06-07 2023-06-13", "2023-06-14 2023-06-20", "2023-07-05 2023-07-11", "2024-03-25 2024-03-31"]);
    }

    #[test]
    fn a_label_wins_over_the_iso_week_of_the_same_number() {
        assert_eq!(scope("第26周").0, ["2023-06-20"]);
        assert_eq!(scope("W26").0, ["2023-06-20"]);
        assert_eq!(scope("2023-W25").0, ["2023-06-20"]);
        assert_eq!(scope("2024-W13").0, ["2024-03-31"]);
    }

    #[test]
    fn an_iso_week_no_label_names_is_found_by_its_days() {
        assert_eq!(scope("2023-W24").0, ["2023-06-13", "2023-06-20"]);
    }

    #[test]
    fn a_day_without_a_year_is_meant_where_the_reports_are() {
        assert_eq!(scope("6/15").0, ["2023-06-20"]);
        assert_eq!(scope("3月28日").0, ["2024-03-31"]);
    }

    #[test]
    fn a_time_no_report_covers_is_an_empty_scope() {
        assert!(scope("第40周").0.is_empty());
        assert!(scope("2022年").0.is_empty());
    }

    #[test]
    fn weeks_without_a_report_are_named_as_their_neighbours_are() {
        let missing = catalogue().missing_weeks("2023-06-07 2023-07-11".split_once(' ').and_then(|(from, to)| {
            crate::calendar::Period::new(from.parse().ok()?, to.parse().ok()?).ok()
        }));
        assert_eq!(missing, ["第27周", "第28周"]);
    }
}
