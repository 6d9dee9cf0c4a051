//! A source read for comparison, with its report's label, date and headings.

use std::collections::HashSet;
use std::ops::Range;

use super::moment::{When, day_of, moved, same, step_of_day};
use super::reading::Reading;
use super::source::Source;
use super::tokens::{Token, fold, tokens};
use crate::calendar::{Expression, Label, Month, Period, Year};
use crate::report::Span;

/// A cited source.
pub(super) struct Evidence<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) reading: Reading,
    /// Its text in lower case without white space: what names are looked for in.
    pub(super) letters: String,
    /// The pairs and words of its text, label and headings.
    pub(super) tokens: HashSet<Token>,
    label: Option<Label>,
}

/// The folded text with the report's label and the headings.
fn around(source: &Source<'_>) -> String {
    fold(&format!("{}\n{}\n{}", source.text, source.label, source.section.join("\n")))
}

/// The pairs and words of a source, label and headings included.
pub(super) fn words_around(source: &Source<'_>) -> HashSet<Token> {
    tokens(&around(source))
}

impl<'a> Evidence<'a> {
    pub(super) fn new(source: &'a Source<'a>) -> Self {
        let reading = Reading::new(source.text, source.date);
        let around = around(source);
        let letters = around.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
        let tokens = tokens(&around);
        Self { source, reading, letters, tokens, label: source.label.parse().ok() }
    }

    /// Whether its report carries this week's name.
    pub(super) fn is_week(&self, label: Label) -> bool {
        self.label.is_some_and(|own| label.matches(own)) && self.has_year(label.year())
    }

    /// Whether its report is that of the week after, and speaks of the week before.
    pub(super) fn is_week_after(&self, label: Label) -> bool {
        self.label.is_some_and(|own| own.week().get() == label.week().get() + 1)
            && ["上周", "前一周"].iter().any(|word| self.letters.contains(word))
    }

    fn has_year(&self, year: Option<Year>) -> bool {
        match (year, self.source.date) {
            (Some(year), Some(date)) => year.get() == date.year(),
            _ => true,
        }
    }

    /// Whether it names this moment, in its text, its label or its date.
    pub(super) fn names(&self, when: &When) -> bool {
        let moments = &self.reading.moments;
        if moments.iter().any(|known| same(when, &known.when)) {
            return true;
        }
        match when {
            When::Week(label) => self.is_week(*label) || self.is_week_after(*label),

            When::Day { .. } => {
                let own = self.source.date.map(day_of);
                let ends = self.source.coverage.map(|days| [day_of(days.from()), day_of(days.to())]);
                let stepped = moments.iter().enumerate().any(|(at, known)| {
                    let rest = &self.reading.text[known.span.end..];
                    let until =
                        moments.get(at + 1).map_or(rest.len(), |next| next.span.start.saturating_sub(known.span.end));
                    let step = step_of_day(rest.get(..until).unwrap_or(rest));
                    step.and_then(|step| moved(&known.when, step)).is_some_and(|day| same(when, &day))
                        || known.days.iter().any(|day| same(when, day))
                });
                own.iter().chain(ends.iter().flatten()).any(|known| same(when, known)) || stepped
            }
            When::Period(expression) => self.lies_in(expression),
            When::Relative => true,
            // 九点放款 is no time to the calendar, which reads for questions too.
            When::Time(minutes) => {
                let hour = minutes / 60;
                let spoken = [hour, hour.saturating_sub(12)].into_iter().filter(|hour| *hour <= 12);
                minutes % 60 == 0 && spoken.into_iter().any(|hour| self.letters.contains(&spoken_hour(hour)))
            }
            When::DayOfMonth(_) => false,
        }
    }

    /// Whether a part of the text names a day after the report's date.
    pub(super) fn names_later_day(&self, part: &Range<usize>) -> bool {
        let mut days = self.reading.moments.iter().filter(|moment| part.contains(&moment.span.start));
        days.any(|moment| moment.when.date() > self.source.date && self.source.date.is_some())
    }

    /// Whether the report's date or coverage, or a day it names, lies in a month, quarter or year.
    fn lies_in(&self, expression: &Expression) -> bool {
        let Some(date) = self.source.date else { return false };
        let is_whole = matches!(
            expression,
            Expression::Month { .. }
                | Expression::MonthPart { .. }
                | Expression::Quarter { .. }
                | Expression::Half { .. }
                | Expression::Year(_)
        );
        let Ok(period) = expression.resolve(date) else { return false };
        // 9月初 for 9/1.
        if matches!(expression, Expression::MonthPart { .. }) && self.names_day_in(&period) {
            return true;
        }
        let named = self.reading.moments.iter().any(|moment| match &moment.when {
            When::Day { month, .. } => {
                matches!(expression, Expression::Month { month: wanted, .. } if Month::new(u32::from(*month)).ok() == Some(*wanted))
            }
            _ => false,
        });
        is_whole && (period.contains(date) || self.source.coverage.is_some_and(|days| period.overlaps(days)) || named)
    }

    /// Whether a day that it names lies in a period.
    fn names_day_in(&self, period: &Period) -> bool {
        self.reading.moments.iter().filter_map(|moment| moment.when.date()).any(|date| period.contains(date))
    }

    /// The whole lines of the source's own text that the given places of the folded text lie in.
    pub(super) fn lines(&self, places: &[usize]) -> Span {
        let line_of = |at: &usize| self.reading.text[..*at].matches('\n').count();
        let first = places.iter().map(line_of).min().unwrap_or(0);
        let last = places.iter().map(line_of).max().unwrap_or(usize::MAX);
        let text = self.source.text;
        let mut start = 0;
        let mut end = text.len();
        let mut at = 0;
        for (number, line) in text.split_inclusive('\n').enumerate() {
            if number == first {
                start = at;
            }
            at += line.len();
            if number == last {
                end = start.max(at - (line.len() - line.trim_end_matches(['\n', '\r']).len()));
                break;
            }
        }
        start..end
    }
}

/// `九点` for 9.
fn spoken_hour(hour: u16) -> String {
    let digit = |at: u16| "零一两三四五六七八九".chars().nth(usize::from(at));
    let spoken = match hour {
        0..=9 => digit(hour).into_iter().collect(),
        10 => "十".to_string(),
        12 => "十二".to_string(),
        _ => digit(hour % 10).into_iter().fold("十".to_string(), |spoken, digit| format!("{spoken}{digit}")),
    };
    format!("{spoken}点")
}
