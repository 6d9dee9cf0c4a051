//! What a title, a file name or a property says about a report's week, date and coverage.

use super::cursor::Mode;
use super::date::date_of;
use super::day::Day;
use super::error::Impossible;
use super::expression::Expression;
use super::label::Label;
use super::mention::{Mention, scan};
use super::month::{Month, YEARS_IN_TWO, Year};
use super::period::Period;
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};
use jiff::civil::Date;
use std::ops::Range;

/// What a title says, as written: any part may be missing, and a day may lack its year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TitleDates {
    /// `第45周`, `2024-W13`.
    pub label: Option<Label>,
    /// `第 41 期`, `issue-53`: the report's number in its own series.
    pub issue: Option<u32>,
    /// The report's day: an `Expression::Day`.
    pub date: Option<Expression>,
    /// The days covered: a range (`6/9-6/15`, its ends perhaps swapped), or a month, a part of it, a quarter, half or year.
    pub coverage: Option<Expression>,
    /// What looks like a date and does not exist, in the title's order.
    pub impossible: Vec<Mention>,
}

/// A title's dates in full; what nothing gave a year to is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TitleReading {
    pub label: Option<Label>,
    pub date: Option<Date>,
    pub coverage: Option<Period>,
}

/// Reads a title or a file name (ending and page id included). Empty where it names no date. Of two labels, days or spans
/// the first counts; a separate year (`2023年 第26周 6.12-6.18`) is given to what lacks one.
pub fn read_title(title: &str) -> TitleDates {
    let mut dates = TitleDates::default();
    let (mut year, mut whole) = (None, None);
    for mention in scan(title, Mode::Title) {
        let expression = match mention.reading {
            Ok(expression) => expression,
            Err(_) => {
                dates.impossible.push(mention);
                continue;
            }
        };
        match expression {
            Expression::Issue(issue) => dates.issue = dates.issue.or(Some(issue)),
            Expression::Week(label) => dates.label = dates.label.or(Some(label)),
            Expression::Day(day) if begins_a_week(&title[..mention.span.start]) => {
                dates.coverage = dates.coverage.or_else(|| week_from(day));
            }
            Expression::Day(_) => dates.date = dates.date.or(Some(expression)),
            // 2027年7月22日 14:00—16:10 is a day.
            Expression::Range(from, to) if are_hours_of_a_day(&from, &to) => {
                dates.date = dates.date.or(Some(*from));
            }
            Expression::Range(ref from, _) if !from.is_relative() && !matches!(**from, Expression::Time(_)) => {
                dates.coverage = dates.coverage.or(Some(expression));
            }
            Expression::Year(stated) => year = year.or(Some(stated)),
            Expression::Month { .. }
            | Expression::MonthPart { .. }
            | Expression::WeekOfMonth { .. }
            | Expression::Quarter { .. }
            | Expression::Half { .. } => whole = whole.or(Some(expression)),
            _ => {}
        }
    }
    dates.coverage = dates.coverage.or(whole);
    if dates.date.is_none() && dates.coverage.is_none() {
        dates.coverage = compact_span(title);
    }
    if year.is_none() && dates == TitleDates::default() {
        dates.date = compact_day(title).map(Expression::Day);
    }
    match year {
        Some(year) => dates.with_year(year),
        None => dates,
    }
}

/// `week of`, `week commencing`, `w/c`: the day behind it is the first of seven.
fn begins_a_week(before: &str) -> bool {
    /// A title may be a whole paragraph, and hold many days.
    const LONGEST_BYTES: usize = 32;
    let before = before.trim_end();
    let before = before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST_BYTES))..].to_lowercase();
    let rest = ["of", "beginning", "commencing", "starting"].iter().find_map(|word| before.strip_suffix(word));
    before.ends_with("w/c") || rest.is_some_and(|rest| rest.trim_end().ends_with("week"))
}

/// The seven days from `day` on.
fn week_from(day: Day) -> Option<Expression> {
    // Any year but a leap year does where the day has none.
    const ANY_YEAR: i16 = 2023;
    let year = day.year().map_or(ANY_YEAR, Year::get);
    let last = date_of(year, day.month().get(), day.day()).ok()?.checked_add(jiff::Span::new().days(6)).ok()?;
    let year = day.year().and_then(|_| Year::new(i32::from(last.year())).ok());
    let last =
        Day::new(year, Month::new(last.month().unsigned_abs().into()).ok()?, last.day().unsigned_abs().into(), None);
    Some(Expression::Range(Box::new(Expression::Day(day)), Box::new(Expression::Day(last.ok()?))))
}

fn are_hours_of_a_day(from: &Expression, to: &Expression) -> bool {
    match (from, to) {
        (Expression::Day(from), Expression::Time(_)) => from.time().is_some(),
        (Expression::Day(from), Expression::Day(to)) => {
            from.time().is_some() && (from.month(), from.day()) == (to.month(), to.day())
        }
        _ => false,
    }
}

/// `1108`, `周报1108`, `碎碎念_1108`: a month and a day in four digits, which are no year, as all that a title says or as its last part.
fn compact_day(title: &str) -> Option<Day> {
    static REPORT_WORDS: Words = Words::of(&[Sense::ReportKind, Sense::Collection]);
    let stem = title.trim().trim_end_matches(".md").trim_end_matches(".txt");
    let words = REPORT_WORDS.replaced(&stem.to_lowercase(), "");
    // 工作情况的报告（0930）: alone in a bracket at the end.
    let bracketed = stem.strip_suffix([')', '）']).and_then(|rest| rest.rsplit(['(', '（']).next());
    let digits = words.trim_matches(|c: char| !c.is_alphanumeric());
    let digits = bracketed.filter(|inside| inside.len() == 4).unwrap_or(digits);
    // 场馆保障部周报3-13: behind the word for a report and nothing else.
    let behind = REPORT_WORDS.all_in(stem).last().map(|word| stem[word.span.end..].trim()).and_then(day_with_a_dash);
    if behind.is_some() {
        return behind;
    }
    // 碎碎念_1009.
    let joined = stem.rsplit_once('_').map(|(_, last)| last).and_then(day_in_four);
    let in_four = day_in_four(digits).filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()));
    in_four.or(joined).or_else(|| day_at_the_end(stem))
}

/// `谷向南 330401`, `Imogen weekly 17.06.33`: a year in two digits with its month and day, as the last part of a title; in English the day
/// comes first.
fn day_at_the_end(stem: &str) -> Option<Day> {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let part = &stem[stem.rfind(|c| !is_part(c)).map_or(0, |at| stem.ceil_char_boundary(at + 1))..];
    // The id of a page ends in digits, too.
    if stem[..stem.len() - part.len()].ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let two = |digits: &str| digits.parse::<u32>().ok().filter(|_| digits.len() == 2);
    let parts: Vec<&str> = match part.len() {
        6 if !part.contains('.') => vec![&part[..2], &part[2..4], &part[4..]],
        8 => part.split('.').collect(),
        _ => return None,
    };
    let [one, month, other] = <[&str; 3]>::try_from(parts).ok()?;
    let (one, month, other) = (two(one)?, two(month)?, two(other)?);
    let day = |year: u32, day: u32| {
        let year = Year::new(i32::try_from(2000 + year).ok()?).ok().filter(|_| YEARS_IN_TWO.contains(&year))?;
        Day::new(Some(year), Month::new(month).ok()?, day, None).ok()
    };
    let (year_first, day_first) = (day(one, other), day(other, one).filter(|_| part.contains('.')));
    if stem.contains(is_han) { year_first.or(day_first) } else { day_first.or(year_first) }
}

/// `周报0721-0727`, `0602~0608`: two days in four digits each, a few weeks apart at most.
fn compact_span(title: &str) -> Option<Expression> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in title.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        match runs.last_mut().filter(|run| run.end == at) {
            Some(run) => run.end = at + 1,
            None => runs.push(at..at + 1),
        }
    }
    runs.windows(2).find_map(|pair| {
        let [first, second] = [&title[pair[0].clone()], &title[pair[1].clone()]];
        let between = title[pair[0].end..pair[1].start].trim();
        let (from, to) = (day_in_four(first)?, day_in_four(second)?);
        let is_span = matches!(between, "-" | "–" | "—" | "~" | "～" | "_" | "至" | "到");
        // By its place in a common year; over New Year it ends before it begins.
        let days = (of_year(to)? - of_year(from)?).rem_euclid(DAYS_OF_A_YEAR);
        (is_span && (1..=MOST_DAYS_OF_A_SPAN).contains(&days))
            .then(|| super::range::carry(Expression::Day(from), Expression::Day(to)).ok())
            .flatten()
    })
}

const DAYS_OF_A_YEAR: i32 = 365;
const MOST_DAYS_OF_A_SPAN: i32 = 35;

fn of_year(day: Day) -> Option<i32> {
    let date = day.in_year(Year::new(2023).ok()?).ok()?.date()?;
    Some(i32::from(date.day_of_year()))
}

/// `3-13`: a month and a day.
fn day_with_a_dash(digits: &str) -> Option<Day> {
    let (month, day) = digits.split_once('-')?;
    Day::new(None, Month::new(month.parse().ok()?).ok()?, day.parse().ok()?, None).ok()
}

/// `0721`: a month and a day.
fn day_in_four(digits: &str) -> Option<Day> {
    let number: u32 = digits.parse().ok().filter(|_| digits.len() == 4)?;
    Day::new(None, Month::new(number / 100).ok()?, number % 100, None).ok()
}

impl TitleDates {
    /// The day by which the title names its page where it states no year: its date, else the end of its span or its month. Of 6月第2周 it
    /// is the fourteenth, since the week's own days are those of a year.
    pub fn day_without_year(&self) -> Option<Day> {
        if self.stated_day().is_some() {
            return None;
        }
        if let (None, Some(Expression::WeekOfMonth { year: None, month, week })) = (&self.date, &self.coverage) {
            return Day::new(None, *month, (7 * u32::from(*week)).min(28), None).ok();
        }
        // 五月月报: its last day.
        if let (None, Some(Expression::Month { year: None, month })) = (&self.date, &self.coverage) {
            return [31, 30, 28].into_iter().find_map(|day| Day::new(None, *month, day, None).ok());
        }
        let named = match (&self.date, &self.coverage) {
            (Some(date), _) => date,
            (None, Some(Expression::Range(_, to))) => to,
            _ => return None,
        };
        match named {
            Expression::Day(day) if day.year().is_none() => Some(*day),
            _ => None,
        }
    }

    /// Whether it names the days covered by their two ends, not as a month, quarter or year.
    pub fn names_a_span(&self) -> bool {
        matches!(self.coverage, Some(Expression::Range(..)))
    }

    /// The dates in full. A missing year comes from what the title itself states (its date, then its coverage, then its
    /// label's year), else from `anchor`, a day known to be near; without either the part stays `None`.
    ///
    /// # Errors
    /// What [`Expression::resolve`] refuses, such as 29 February of a common year.
    pub fn resolve(&self, anchor: Option<Date>) -> Result<TitleReading, Impossible> {
        let near = self.stated_day().or(anchor);
        let in_full = |written: &Option<Expression>| match written {
            Some(expression) if expression.is_complete() => expression.in_year(None).map(Some),
            Some(expression) => near.map(|near| expression.resolve(near)).transpose(),
            None => Ok(None),
        };
        Ok(TitleReading {
            label: self.label,
            date: in_full(&self.date)?.map(Period::from),
            coverage: in_full(&self.coverage)?,
        })
    }

    /// A day that the title states in full, to place the rest by: of a span its middle, so that what lies in it is nearer
    /// than the same day of another year.
    pub fn stated_day(&self) -> Option<Date> {
        let complete = [&self.date, &self.coverage].into_iter().flatten().find(|expression| expression.is_complete());
        let period = match (complete, self.label) {
            (Some(expression), _) => expression.in_year(None).ok()?,
            (None, Some(label)) => label.in_year(label.year()?).ok()?,
            (None, None) => return None,
        };
        Some(period.middle())
    }

    /// The separate year of the title belongs to each part without one; where it is the only thing, it is the
    /// coverage.
    fn with_year(self, year: Year) -> Self {
        let give = |expression: Expression| match expression {
            Expression::Range(from, to) if from.lacks_only_year() && to.lacks_only_year() => {
                expression_range(*from, *to, year)
            }
            other => other.clone().with_year(year).unwrap_or(other),
        };
        let is_bare = self.label.is_none() && self.date.is_none() && self.coverage.is_none();
        let label = self.label.map(|label| {
            let given = Expression::Week(label).with_year(year);
            given.ok().and_then(|given| given.as_label()).unwrap_or(label)
        });
        Self {
            label,
            issue: self.issue,
            date: self.date.map(give),
            coverage: if is_bare { Some(Expression::Year(year)) } else { self.coverage.map(give) },
            impossible: self.impossible,
        }
    }
}

/// The range with `year` at its start; its end keeps lacking one, for it may lie across New Year.
fn expression_range(from: Expression, to: Expression, year: Year) -> Expression {
    match super::range::carry(from.clone().with_year(year).unwrap_or(from), to.clone()) {
        Ok(range) => range,
        Err(_) => to,
    }
}
