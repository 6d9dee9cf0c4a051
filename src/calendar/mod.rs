//! Days, weeks, months and the words people use for them.
//!
//! Owns the calendar values of the program (periods, ISO weeks, labels such as `第26周`) and the reading of time
//! expressions in reports, questions, titles and at the start of an incident line. A reading is symbolic: `6/15` has no
//! year until somebody supplies an anchor. What a date means for a report (its coverage, its incidents) belongs to the
//! modules that read reports and questions; nothing here knows today's date.

mod clock;
mod code;
mod compose;
mod counted;
mod cursor;
mod day;
mod day_end;
mod daytime;
mod error;
mod expression;
mod festival;
mod issue;
mod label;
mod latin;
mod latin_relative;
mod line_start;
mod mention;
mod month;
mod numeric;
mod period;
mod range;
mod relative;
mod resolve;
mod spoken;
mod spoken_week;
mod title;
mod week;
mod words;

pub use clock::TimeOfDay;
pub use day::{Day, DayOfMonth, date_of_day_number, day_number};
pub use error::Impossible;
pub use expression::{Expression, MonthPart};
pub use festival::FestivalPart;
pub use jiff::civil::{Date, Weekday};
pub use label::{Label, Numbering};
pub use line_start::date_at_start;
pub use mention::{Mention, first_mention, mention_at_start, mentions, mentions_in_question};
pub use month::{HalfOfYear, Month, Quarter, QuarterOfYear, Year, YearMonth};
pub use period::Period;
pub use relative::{PlaceInMonth, Relative, Unit};
pub use title::{TitleDates, TitleReading, read_title};
pub use week::{IsoWeek, WeekNumber};

#[cfg(test)]
mod tests;
