//! A question, read by code: its language, the times it names, what it wants to know, and the words that remain.

mod claims;
mod clock;
mod follow_up;
mod intent;
mod language;
mod mood;
mod parts;
mod place;

use crate::calendar::{Expression, Impossible, Relative, TimeOfDay, Unit, mentions_in_question};
use crate::fact::Figure;
use crate::report::Span;
use crate::text::{is_whole, one_width, visible};
use crate::vocabulary::{Sense, Words};

pub use claims::Bound;
use claims::claims;
use clock::{around, parts_of_day};
pub use follow_up::{
    AnswerItem, Completed, Topic, Turn, asks_for_sources, beside_the_last, complete, is_courtesy, points_past_the_list,
};
pub use intent::Intent;
use intent::intent_words;
use language::language_of;
use mood::is_yes_no;
pub use parts::QuestionPart;
pub use place::ReportPosition;

pub use crate::vocabulary::Language;

/// A time as the question names it.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeAsked {
    pub span: Span,
    pub text: String,
    pub expression: Expression,
    /// The report of the day is meant, not the day: 9月5日那周, 4月11日那份周报.
    pub names_report: bool,
}

impl TimeAsked {
    /// Whether what `question` asks about is only held against this time: 比去年少, 跟去年比, than last year.
    pub fn is_held_against(&self, question: &str) -> bool {
        static COMPARED: Words = Words::of(&[Sense::ComparedWith]);
        let (before, after) = (question[..self.span.start].trim_end(), question[self.span.end..].trim_start());
        let lower = before.to_ascii_lowercase();
        COMPARED.ending(before).is_some()
            || COMPARED.beginning(after).is_some() && before.ends_with(['跟', '和', '与', '同'])
            || ["than", "compared with", "compared to"].iter().any(|words| lower.ends_with(words))
    }
}

/// A question after reading; `text` is as it was asked, white space and the width of letters and digits folded.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub text: String,
    pub language: Language,
    pub times: Vec<TimeAsked>,
    /// What looks like a date and does not exist.
    pub impossible: Vec<(String, Impossible)>,
    /// The part of the day it names (下午, 18:03): first and last minute of the day.
    pub clock: Option<(u16, u16)>,
    /// In the order asked; `[Other]` where no word shows one.
    pub intents: Vec<Intent>,
    /// Which of the reports in that time: the first, the last.
    pub place: Option<ReportPosition>,
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
        let mut clock = parts_of_day(&text).last().map(|(_, minutes)| *minutes);
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
                    let after = after.trim_start();
                    let before = text[..mention.span.start].trim_end();
                    let is_of_a_report =
                        REPORT_AFTER_DAY.beginning(after).is_some() || REPORT_BEFORE.ending(before).is_some();
                    let names_report =
                        is_day && is_of_a_report || is_month && REPORT_AFTER_MONTH.beginning(after).is_some();
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
        times.retain(|time| !relates(&time.expression, is_of_a_coming_week));
        if times.len() < spans.len() && !intents.contains(&Intent::Plan) {
            intents.insert(0, Intent::Plan);
        }
        // 这周 beside a date or a report that is named points at that one, not at today.
        let is_anchor = |time: &TimeAsked| !time.expression.is_relative() || time.names_report;
        if times.iter().any(is_anchor) {
            times.retain(|time| time.names_report || !relates(&time.expression, is_of_this_time));
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
        let language = language_of(&text);
        let yes_no = is_yes_no(&text, language);
        // The latest report, when no time narrows it, is each author's own: what it says is the latest state.
        let place = ReportPosition::named(&lower).filter(|place| *place == ReportPosition::First || !times.is_empty());
        if place.is_none()
            && ReportPosition::named(&lower).is_some()
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

    /// Whether it asks for the day of something that has happened: a plan does not tell it.
    pub fn asks_when_it_was(&self) -> bool {
        self.asks(Intent::When) && mood::is_in_the_past(&self.text)
    }

    pub fn asks(&self, intent: Intent) -> bool {
        self.intents.contains(&intent)
    }
}

/// After a day whose report is meant: 9月5日那周.
static REPORT_AFTER_DAY: Words = Words::of(&[Sense::ReportOfDay, Sense::ReportOfMonth]);

/// After a month: 10月的周报 may be any of several, 十月那期 is one of them.
static REPORT_AFTER_MONTH: Words = Words::of(&[Sense::ReportOfMonth]);

/// `the report of 9 February`
static REPORT_BEFORE: Words = Words::of(&[Sense::ReportBeforeDay]);

/// Whether a relative time in an expression `is_meant`.
fn relates(expression: &Expression, is_meant: fn(&Relative) -> bool) -> bool {
    match expression.core() {
        Expression::Relative(relative) => is_meant(relative),
        Expression::Range(from, to) => relates(from, is_meant) || relates(to, is_meant),
        _ => false,
    }
}

/// 本周, 这个月, 周五.
fn is_of_this_time(relative: &Relative) -> bool {
    use Relative::{Month, Week, WeekdayOf, Weekend};
    matches!(relative, Week(0) | Month(0) | Weekend(0) | WeekdayOf { week: 0, .. })
}

/// 下周, 下周五, 接下来一周.
fn is_of_a_coming_week(relative: &Relative) -> bool {
    matches!(
        relative,
        Relative::Week(1..)
            | Relative::Weekend(1..)
            | Relative::WeekdayOf { week: 1.., .. }
            | Relative::Coming { unit: Unit::Week, .. }
    )
}

fn subject(text: &str, lower: &str, times: &[Span], intents: &[(Span, Intent)]) -> String {
    let mut drop: Vec<Span> = times.to_vec();
    drop.extend(intents.iter().map(|(span, _)| span.clone()));
    for filler in FILLERS.iter().chain(["?", "？"]) {
        let spans = lower.match_indices(filler).map(|(at, _)| at..at + filler.len());
        drop.extend(spans.filter(|span| is_whole(lower, span)));
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
    drop.extend(parts_of_day(lower).into_iter().map(|(span, _)| span));
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
