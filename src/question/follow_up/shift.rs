//! The time beside another: the week after 第26周, the month before 2023-06, the same a year earlier.

use crate::calendar::{Expression, Label, Month, Quarter, QuarterOfYear, WeekNumber, Year, YearMonth};
use crate::question::{Language, TimeAsked};

/// How far away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Next,
    Previous,
    YearBefore,
}

/// The time a step away from another, as a question would write it; `None` where that depends on today's date, or where the
/// calendar ends.
pub(super) fn beside(time: &TimeAsked, step: Step, language: Language) -> Option<String> {
    match (&time.expression, step) {
        (Expression::Week(label), Step::YearBefore) => {
            let year = Year::new(i32::from(label.year()?.get()) - 1).ok()?;
            Some(Label::new(Some(year), label.week(), label.numbering()).ok()?.to_string())
        }
        (Expression::Week(label), _) => {
            let number = moved(i32::from(label.week().get()), step);
            let week = WeekNumber::new(u32::try_from(number).ok()?).ok()?;
            let next = Label::new(label.year(), week, label.numbering()).ok()?;
            // `week 26` is read as an ISO week, and is to be written again as it was.
            let is_spelled = language == Language::English && time.text.to_lowercase().starts_with("week");
            Some(if is_spelled && label.year().is_none() { format!("week {number}") } else { next.to_string() })
        }
        (Expression::Month { year, month }, _) => month_beside(*year, *month, step, language),
        (Expression::Quarter { year, quarter }, _) => quarter_beside(*year, *quarter, step),
        (Expression::Day(day), Step::Next | Step::Previous) => {
            // A leap year, so that no day is lost where the year is not known.
            let year = day.year().map_or(2024, Year::get);
            let date = day.in_year(Year::new(i32::from(year)).ok()?).ok()?.date()?;
            let other = if step == Step::Next { date.tomorrow() } else { date.yesterday() }.ok()?;
            Some(match day.year() {
                Some(_) => other.to_string(),
                None => format!("{}/{}", other.month(), other.day()),
            })
        }
        (Expression::Year(year), Step::YearBefore | Step::Previous) => Some(format!("{}年", year.get() - 1)),
        (Expression::Year(year), Step::Next) => Some(format!("{}年", year.get() + 1)),
        _ => None,
    }
}

fn moved(number: i32, step: Step) -> i32 {
    if step == Step::Next { number + 1 } else { number - 1 }
}

fn month_beside(year: Option<Year>, month: Month, step: Step, language: Language) -> Option<String> {
    if step == Step::YearBefore {
        let earlier = Year::new(i32::from(year?.get()) - 1).ok()?;
        return Some(YearMonth::new(earlier, month).to_string());
    }
    let number = moved(i32::from(month.get()), step);
    let (number, carried) = match number {
        0 => (12, -1),
        13 => (1, 1),
        number => (number, 0),
    };
    let month = Month::new(u32::try_from(number).ok()?).ok()?;
    match year {
        Some(year) => Some(YearMonth::new(Year::new(i32::from(year.get()) + carried).ok()?, month).to_string()),
        None if language == Language::Chinese => Some(format!("{number}月")),
        None => Some(month.english_name()),
    }
}

fn quarter_beside(year: Option<Year>, quarter: QuarterOfYear, step: Step) -> Option<String> {
    let (number, carried) = match (step, i32::from(quarter.get())) {
        (Step::YearBefore, number) => (number, -1),
        (Step::Next, 4) => (1, 1),
        (Step::Previous, 1) => (4, -1),
        (step, number) => (moved(number, step), 0),
    };
    let quarter = QuarterOfYear::new(u32::try_from(number).ok()?).ok()?;
    match year {
        Some(year) => Some(Quarter::new(Year::new(i32::from(year.get()) + carried).ok()?, quarter).to_string()),
        None if step == Step::YearBefore => None,
        None => Some(format!("Q{number}")),
    }
}
