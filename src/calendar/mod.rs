//! Days, weeks, months and the words people use for them.
//!
//! Owns the calendar values of the program (periods, ISO weeks, labels such as `第26周`) and the reading of time
//! expressions in reports, questions, titles and at the start of an incident line. A reading is symbolic: `6/15` has no
//! year until somebody supplies an anchor. What a date means for a report (its coverage, its incidents) belongs to the
//! modules that read reports and questions; nothing here knows today's date.

mod atom;
mod clock;
mod code;
mod compose;
mod context;
mod counted;
mod cursor;
mod date;
mod day;
mod day_end;
mod daytime;
mod error;
mod expression;
mod festival;
mod issue;
mod label;
mod latin;
mod latin_day;
mod latin_relative;
mod line_start;
mod log_day;
mod mention;
mod month;
mod numeric;
mod part_of_day;
mod period;
mod range;
mod read;
mod resolve;
mod spoken;
mod spoken_week;
mod spring_festival;
mod title;
mod week;
mod words;

pub use clock::TimeOfDay;
pub use date::{date_of_day_number, day_number};
pub use day::{Day, DayOfMonth};
pub use error::Impossible;
pub use expression::{Expression, MonthPart, PlaceInMonth, Relative, Unit};
pub use festival::FestivalPart;
pub use jiff::civil::{Date, Weekday};
pub use label::{Label, Numbering};
pub use line_start::date_at_start;
pub use log_day::log_day;
pub use mention::{Mention, first_mention, mention_at_start, mentions, mentions_in_question};
pub use month::{HalfOfYear, Month, Quarter, QuarterOfYear, WeekNumber, Year, YearMonth};
pub use part_of_day::PartOfDay;
pub use period::Period;
pub use title::{TitleDates, TitleReading, read_title};
pub use week::IsoWeek;

#[cfg(test)]
mod tests;
