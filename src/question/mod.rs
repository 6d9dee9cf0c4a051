//! A question, read by code: its language, the times it names, what it wants to know, and the words that remain.

mod claims;
mod clock;
mod follow_up;
mod intent;
mod mood;
mod parts;
mod place;

use crate::calendar::{Expression, Impossible, TimeOfDay, mentions_in_question};
use crate::fact::Figure;
use crate::report::Span;
use crate::text::{is_han, one_width, visible};
use crate::vocabulary::{Sense, Words};

pub use claims::Bound;
use claims::claims;
use clock::{PARTS_OF_DAY, around, part_of_day};
pub use follow_up::{
    Completed, Told, Topic, Turn, asks_for_sources, beside_the_last, complete, is_courtesy, points_past_the_list,
};
pub use intent::Intent;
use intent::intent_words;
use mood::is_yes_no;
pub use parts::Part;
pub use place::Place;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Chinese,
    English,
}

/// A time as the question names it.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeAsked {
    pub span: Span,
    pub text: String,
    pub expression: Expression,
    /// The report of the day is meant, not the day: 9月5日那周, 4月11日那份周报.
    pub names_report: bool,
}

/// A question after reading; `text` is as it was asked, white space and the width of letters and digits folded.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub text: String,
    pub language: Language,
    pub times: Vec<TimeAsked>,
    /// What looked like a date and is none.
    pub impossible: Vec<(String, Impossible)>,
    /// The part of the day it names (下午, 18:03): first and last minute of the day.
    pub clock: Option<(u16, u16)>,
    /// In the order asked; `[Other]` when nothing tells.
    pub intents: Vec<Intent>,
    /// Which of the reports in that time: the first, the last.
    pub place: Option<Place>,
    /// It wants a yes or a no.
    pub yes_no: bool,
    /// Numbers that it takes for granted or wants confirmed: 764 in `是764个商户吗`.
    pub claims: Vec<Figure>,
    /// Bounds that it sets: 低于99.5%.
    pub bounds: Vec<Bound>,
    /// What remains without times and question words.
    pub subject: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    #[error("the question is empty")]
    Empty,
    #[error("the question has {chars} characters; {MAX_CHARS} at most")]
    TooLong { chars: usize },
}

/// What a person types; longer texts are pasted reports.
pub const MAX_CHARS: usize = 2_000;

/// Words that ask and say nothing about what is asked.
static FILLERS: Words = Words::of(&[Sense::FirstReport, Sense::LastReport, Sense::Filler]);

/// What 哪个 may be followed by: the kind of thing asked for, which its name need not say.
static KINDS: Words = Words::of(&[Sense::KindOfThing]);

impl Question {
    /// Reads what was typed.
    ///
    /// # Errors
    /// `Empty` when there is no letter or digit in it; `TooLong` above [`MAX_CHARS`].
    pub fn read(text: &str) -> Result<Self, QuestionError> {
        let text: String = visible(text).map(one_width).collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.chars().any(char::is_alphanumeric) {
            return Err(QuestionError::Empty);
        }
        let chars = text.chars().count();
        if chars > MAX_CHARS {
            return Err(QuestionError::TooLong { chars });
        }
        let mut times = Vec::new();
        let mut impossible = Vec::new();
        let mut clock = part_of_day(&text);
        for mention in mentions_in_question(&text) {
            let written = text[mention.span.clone()].to_string();
            match mention.reading {
                // A time of day alone says which incident, not which days.
                Ok(Expression::Time(time)) => clock = Some(around(time)),
                Ok(Expression::Range(from, to))
                    if matches!((&*from, &*to), (Expression::Time(_), Expression::Time(_))) =>
                {
                    let minute = |end: &Expression| end.time().map(TimeOfDay::minute_of_day);
                    clock = minute(&from).zip(minute(&to)).map(|(from, to)| (from.min(to), from.max(to)));
                }
                // 查一下周报 is not about next week.
                Ok(_) if written.starts_with('后') && text[..mention.span.start].ends_with('前') => {}
                Ok(_) if written.starts_with("下周") && text[..mention.span.start].ends_with('一') => {}
                Ok(expression) => {
                    clock = expression.time().map(around).or(clock);
                    let is_day =
                        matches!(expression, Expression::Day(_) | Expression::DayOfMonth(_) | Expression::Relative(_));
                    let is_month = matches!(expression, Expression::Month { .. } | Expression::MonthPart { .. });
                    let after = &text[mention.span.end..];
                    let is_of_a_report = points_at_report(after) || follows_report(&text[..mention.span.start]);
                    let names_report = is_day && is_of_a_report || is_month && points_at_issue(after);
                    times.push(TimeAsked { span: mention.span, text: written, expression, names_report });
                }
                Err(why) => impossible.push((written, why)),
            }
        }
        let lower = text.to_ascii_lowercase();
        let found = intent_words(&lower);
        let mut intents: Vec<Intent> = Vec::new();
        for (_, intent) in &found {
            if !intents.contains(intent) {
                intents.push(*intent);
            }
        }
        let spans: Vec<Span> = times.iter().map(|time: &TimeAsked| time.span.clone()).collect();
        // What a report says of next week is its plan: 下周 asks for the section, not for reports of days to come.
        times.retain(|time| !names_next_week(&time.text));
        if times.len() < spans.len() && !intents.contains(&Intent::Plan) {
            intents.insert(0, Intent::Plan);
        }
        // 这周 beside a date points at that date, not at today.
        if times.iter().any(|time| !time.expression.is_relative()) {
            times.retain(|time| !points_back(&time.text));
        }
        // 落后的几个点是哪周追平的 counts nothing.
        if intents.contains(&Intent::InWeek) {
            intents.retain(|intent| {
                *intent != Intent::HowMany || found.iter().filter(|(_, other)| other == intent).count() > 1
            });
        }
        if intents.is_empty() {
            intents.push(Intent::Other);
        }
        let subject = subject(&text, &lower, &spans, &found);
        let (claims, bounds) = claims(&text, &spans);
        let language = language(&text);
        let yes_no = is_yes_no(&text, language);
        // The latest report, when no time narrows it, is each author's own: what it says is the latest state.
        let place = Place::named(&lower).filter(|place| *place == Place::First || !times.is_empty());
        if place.is_none()
            && Place::named(&lower).is_some()
            && !intents.contains(&Intent::State)
            && !intents.contains(&Intent::Plan)
        {
            intents.push(Intent::State);
        }
        Ok(Self { language, place, times, impossible, clock, intents, yes_no, claims, bounds, subject, text })
    }

    /// Whether it wants a judgement or a forecast: `Will it be ready in time`. What has a day, a number, a name or a cause for its
    /// answer does not, though it is worded so: `When will it go live`.
    pub fn wants_an_opinion(&self) -> bool {
        use Intent::{Cause, Duration, Handling, HowMany, InWeek, List, When, Which, Who};
        let particular = [Cause, Duration, Handling, HowMany, InWeek, List, When, Which, Who];
        self.asks(Intent::Judgement) && !particular.iter().any(|intent| self.asks(*intent))
    }

    pub fn asks(&self, intent: Intent) -> bool {
        self.intents.contains(&intent)
    }
}

fn points_back(time: &str) -> bool {
    let time = time.to_lowercase();
    [
        "这周", "这一周", "那周", "那一周", "本周", "当周", "这个月", "那个月", "本月", "当月", "当天", "那天", "这天",
        "当日", "this week", "this month", "that week", "that month", "that day", "that sunday", "that monday",
        "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "周一", "周二", "周三", "周四",
        "周五", "周六", "周日", "周末", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日", "星期天",
    ]
    .contains(&time.as_str())
}

/// What stands after a day that names its report.
fn points_at_report(after: &str) -> bool {
    let after = after.trim_start();
    [
        "那周", "那一周", "这周", "这一周", "当周", "所在周", "所在的周", "那期", "那一期", "那份", "那篇", "的周报",
        "周报", "这份", "这期", "这篇", "report", "weekly report", "week's",
    ]
    .iter()
    .any(|words| after.starts_with(words))
}

/// `the report of 9 February`
fn follows_report(before: &str) -> bool {
    let before = before.trim_end().to_ascii_lowercase();
    ["report of", "report for", "report from", "report dated", "weekly of", "weekly from"]
        .iter()
        .any(|words| before.ends_with(words))
}

/// What stands after a month whose report is meant: 10月的周报 may be any of several, 十月那期 is one of them.
fn points_at_issue(after: &str) -> bool {
    ["那期", "那一期", "那份", "那篇"].iter().any(|words| after.trim_start().starts_with(words))
}

fn names_next_week(time: &str) -> bool {
    let time = time.to_lowercase();
    ["下周", "下一周", "下双周", "下星期", "next week", "following week"].iter().any(|name| time.contains(name))
}

/// Mostly Latin words make an English question, even with a Chinese term in it.
fn language(text: &str) -> Language {
    let chinese = text.chars().filter(|c| is_han(*c)).count();
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1).count();
    static FUNCTIONAL: Words = Words::of(&[
        Sense::AskingWord,
        Sense::Manner,
        Sense::When,
        Sense::Auxiliary,
        Sense::SmallWord,
        Sense::Preposition,
        Sense::Command,
    ]);
    let asks_in_english =
        text.to_ascii_lowercase().split(|c: char| !c.is_ascii_alphabetic()).any(|word| FUNCTIONAL.have(word));
    // `6/15` alone is asked in the language of the reports.
    let has_letters = text.chars().any(char::is_alphabetic);
    if has_letters && (asks_in_english && words >= 2 || chinese == 0 || words > chinese) {
        Language::English
    } else {
        Language::Chinese
    }
}

fn subject(text: &str, lower: &str, times: &[Span], intents: &[(Span, Intent)]) -> String {
    let mut drop: Vec<Span> = times.to_vec();
    drop.extend(intents.iter().map(|(span, _)| span.clone()));
    for filler in FILLERS.iter().chain(["?", "？"]) {
        for (at, _) in lower.match_indices(filler) {
            let letter = |c: char| c.is_ascii_alphanumeric();
            let end = at + filler.len();
            let inside_a_word =
                filler.starts_with(letter) && (lower[..at].ends_with(letter) || lower[end..].starts_with(letter));
            if !inside_a_word {
                drop.push(at..end);
            }
        }
    }
    for (at, word) in ["哪个", "哪家", "哪一个", "哪一家", "哪条", "哪套", "哪款", "which "]
        .iter()
        .flat_map(|word| lower.match_indices(word))
    {
        let rest = &lower[at + word.len()..];
        if let Some(kind) = KINDS.beginning(rest) {
            drop.push(at..at + word.len() + kind.span.end);
        }
    }
    for (word, ..) in PARTS_OF_DAY {
        drop.extend(lower.match_indices(word).map(|(at, word)| at..at + word.len()));
    }
    let kept: String =
        text.char_indices().map(|(at, c)| if drop.iter().any(|span| span.contains(&at)) { ' ' } else { c }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    mod claims;
    mod intents;
    mod times;

    use super::{Intent, Language, Question, QuestionError};

    fn read(text: &str) -> Question {
        Question::read(text).expect("a question")
    }

    #[test]
    fn the_first_question_ever_asked_reads_right() {
        let question = Question::read("what caused the 6/15 账户流水 discrepancy").expect("a question");
        assert_eq!(question.language, Language::English);
        assert_eq!(question.intents, [Intent::Cause]);
        assert_eq!(question.times.len(), 1);
        assert_eq!(question.subject, "the 账户流水 discrepancy");
    }

    #[test]
    fn two_questions_in_one_are_two_intents_in_order() {
        let question = Question::read("6月15日账户流水差异的原因是什么，怎么处理的？").expect("a question");
        assert_eq!(question.intents, [Intent::Cause, Intent::Handling]);
        assert_eq!(question.language, Language::Chinese);
    }

    #[test]
    fn a_week_inside_the_name_of_a_section_is_no_time() {
        let question = Question::read("第23周的下周计划是什么").expect("a question");
        assert_eq!(question.times.len(), 1);
        assert_eq!(question.intents, [Intent::Plan]);
    }

    #[test]
    fn impossible_dates_are_kept_with_their_reason() {
        let question = Question::read("2/30发生了什么").expect("a question");
        assert_eq!(question.impossible.len(), 1);
        assert!(question.times.is_empty());
    }

    #[test]
    fn nothing_and_too_much_are_errors() {
        assert_eq!(Question::read(" ？ "), Err(QuestionError::Empty));
        assert_eq!(Question::read(&"问".repeat(10_000)), Err(QuestionError::TooLong { chars: 10_000 }));
    }
}
