//! Claims about the calendar, by what they are about.

mod properties;
mod reading;
mod resolving;
mod titles;

use super::{Date, Expression, Impossible, Mention, mentions, mentions_in_question};

/// 2023-06-20, the day of the report that most examples stand in.
const REPORT_DAY: Date = jiff::civil::date(2023, 6, 20);

/// The mentions of `text` as `written => days`, seen from [`REPORT_DAY`]; what is impossible as `written => !`.
fn read(text: &str) -> Vec<String> {
    shown(text, mentions(text))
}

fn asked(text: &str) -> Vec<String> {
    shown(text, mentions_in_question(text))
}

fn shown(text: &str, mentions: Vec<Mention>) -> Vec<String> {
    let show = |mention: Mention| {
        let written = &text[mention.span];
        let days = match mention.reading.and_then(|expression| expression.resolve(REPORT_DAY)) {
            Ok(period) => period.to_string(),
            Err(_) => "!".to_owned(),
        };
        format!("{written} => {days}")
    };
    mentions.into_iter().map(show).collect()
}

/// The only mention of `text`, which is all of it.
fn whole(text: &str) -> Result<Expression, Impossible> {
    let mut found = mentions_in_question(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    let mention = found.remove(0);
    assert_eq!(mention.span, 0..text.len(), "{text}");
    mention.reading
}
