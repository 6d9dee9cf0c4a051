//! A follow-up and the conversation so far → a whole question, by rules: `那影响了多少商户？` after `6/15账户流水差异的原因是什么？`
//! is `6/15账户流水差异影响了多少商户？`.
//!
//! What is borrowed is the time, the thing, or the whole question with one of them replaced; never from further back than
//! the question before, except an item of the last list. A question with a thing of its own borrows nothing. What is
//! borrowed is shown, so that a reader sees a misreading. Questions of two parts in one line are [`super::Part`]s.

mod base;
mod opening;
mod pointer;
mod shift;
mod sources;
mod turn;
mod words;

use super::{Intent, Language, Question, TimeAsked};
use crate::calendar::Expression;
use crate::report::Span;
use crate::vocabulary::{Sense, Words};

use base::{Base, joined, leans, names_a_kind, opens_with_a_verb, times_text};
use opening::{Opening, opened};
use pointer::{named_item, ordinal, same_time, thing, time_beside};
use shift::{Step, beside};
pub use sources::{asks_for_sources, is_courtesy, points_past_the_list};
pub use turn::{AnswerItem, Completed, Topic, Turn};

/// Makes a follow-up whole. `None`: the question is whole, or there is nothing that it could follow.
pub fn complete(asked: &str, turns: &[Turn]) -> Option<Completed> {
    let base = Base::of(turns.last()?)?;
    let own = Question::read(asked).ok()?;
    let (opening, clause) = opened(&own.text);
    let follow_up = FollowUp { clause, opening, language: own.language, base };
    let whole = follow_up.by_item(turns).or_else(|| match follow_up.by_time() {
        ByTime::Whole(whole) => Some(whole),
        ByTime::OutOfReach => None,
        ByTime::NoTime => follow_up.by_thing(clause, &Question::read(clause).ok()?),
    })?;
    let question = whole.question.split_whitespace().collect::<Vec<_>>().join(" ");
    let taken = whole.taken.into_iter().filter(|taken| !taken.is_empty()).collect();
    (question != own.text).then_some(Completed { question, language: own.language, taken, topic: whole.topic })
}

/// `asked` with what the question before was about beside it, for one that [`complete`] finds whole: which of both
/// readings is meant shows only in what the reports have. `None`: it has a time or a name of its own, or nothing can
/// be lent.
pub fn beside_the_last(asked: &str, turns: &[Turn]) -> Option<Completed> {
    let base = Base::of(turns.last()?)?;
    let own = Question::read(asked).ok()?;
    if !own.times.is_empty() || has_a_name(&own) || base.referent().is_empty() {
        return None;
    }
    let (opening, clause) = opened(&own.text);
    let follow_up = FollowUp { clause, opening, language: own.language, base };
    let Whole { question, taken, topic } = follow_up.of_the_thing(clause, &own);
    Some(Completed { question, language: own.language, taken, topic })
}

/// Whether a question names something by a word of another language: `ARK`, `10.14.113.233`, `账户 2.0`.
fn has_a_name(question: &Question) -> bool {
    let mut words = question.text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
    match question.language {
        Language::Chinese => question.text.contains(|c: char| c.is_ascii_alphanumeric()),
        Language::English => {
            let is_name = |word: &str| word.contains(|c: char| !c.is_ascii_lowercase());
            words.by_ref().filter(|word| !word.is_empty()).skip(1).any(|word| is_name(word) && word != "I")
        }
    }
}

/// A whole question, what it borrowed, and what it is about.
struct Whole {
    question: String,
    taken: Vec<String>,
    topic: Option<Topic>,
}

/// What words that point at a time come to.
enum ByTime {
    Whole(Whole),
    /// They point at a time that the question before does not lead to.
    OutOfReach,
    NoTime,
}

struct FollowUp<'a> {
    /// What was asked, without its opening.
    clause: &'a str,
    opening: Opening,
    language: Language,
    base: Base<'a>,
}

impl FollowUp<'_> {
    /// `第二个的原因呢`, `冷链车那次报废了多少`: the item in the place of the words that point at it.
    fn by_item(&self, turns: &[Turn]) -> Option<Whole> {
        let (span, item) = match ordinal(self.clause) {
            Some(named) => {
                let list = turns.iter().rev().find(|turn| turn.items.len() > 1)?;
                (named.span, &list.items[named.place.of(list.items.len())?])
            }
            None => {
                let last = turns.last()?;
                let (span, place) = named_item(self.clause, last)?;
                (span, &last.items[place])
            }
        };
        Some(Whole {
            question: put(self.clause, &span, &item.exactly()),
            taken: vec![item.briefly()],
            topic: Some(Topic { times: item.moment(), subject: item.about.clone() }),
        })
    }

    /// `那周有什么事故`, `what about the week after?`: the time in the place of the words that point at it.
    fn by_time(&self) -> ByTime {
        if let Some((span, is_after)) = time_beside(self.clause) {
            let step = if is_after { Step::Next } else { Step::Previous };
            let time = self.base.time().filter(|time| of_one_unit(&self.clause[span.clone()], time));
            let Some(other) = time.and_then(|time| beside(&time, step, self.language)) else {
                return ByTime::OutOfReach;
            };
            let clause = put(self.clause, &span, &other);
            let Ok(own) = Question::read(&clause) else { return ByTime::OutOfReach };
            let whole = self.by_thing(&clause, &own);
            return ByTime::Whole(whole.unwrap_or(Whole { question: clause, taken: vec![other], topic: None }));
        }
        let Some(span) = same_time(self.clause) else { return ByTime::NoTime };
        let Some(times) = self.around(&self.clause[span.clone()]) else { return ByTime::OutOfReach };
        let rest = without(self.clause, &span);
        let Ok(own) = Question::read(&rest) else { return ByTime::OutOfReach };
        let says_nothing = leans(&own.subject) && !names_a_kind(&own.subject);
        if says_nothing && !asks_for_more(&rest) && !stands_alone_in_time(&own) {
            return ByTime::Whole(self.of_the_thing(rest.trim(), &own));
        }
        ByTime::Whole(Whole { question: put(self.clause, &span, &times), taken: vec![times], topic: None })
    }

    /// The times of the question before, as 那周 and that day mean them: a day's week is named by the day.
    fn around(&self, pointer: &str) -> Option<String> {
        let times = self.base.times();
        let is_week =
            ["周", "星期", "week", "期"].iter().any(|unit| pointer.contains(unit)) && !pointer.contains("周报");
        let is_day = self.base.time().is_some_and(|time| matches!(time.expression, Expression::Day(_)));
        match (times.is_empty(), is_week && is_day, self.language) {
            (true, ..) => None,
            (false, true, Language::Chinese) => Some(format!("{times}那周")),
            (false, true, Language::English) => Some(format!("in the {times} weekly report")),
            (false, false, _) => Some(times),
        }
    }

    /// `那影响了多少商户`, `5月呢`, `它和施工有关吗`.
    fn by_thing(&self, clause: &str, own: &Question) -> Option<Whole> {
        let own_times = times_text(&own.text, &own.times);
        let has_times = !own_times.is_empty();
        let is_bare = own.intents == [Intent::Other];
        let says_nothing = leans(&own.subject);
        if self.opening != Opening::Correction && has_times && says_nothing && self.compares(clause) {
            return self.beside_other_times(own, &own_times);
        }
        if thing(clause).is_some() {
            return Some(self.of_the_thing(clause, own));
        }
        let asks_for_another_period = same_period_asked(clause);
        if let Some(step) = asks_for_another_period.filter(|_| says_nothing && !has_times) {
            let other = self.base.time().and_then(|time| beside(&time, step, self.language));
            return match other {
                Some(other) => self.beside_other_times(own, &other),
                None => Some(self.of_the_thing(clause, own)),
            };
        }
        let names_a_kind = names_a_kind(&own.subject);
        match (has_times, says_nothing && !names_a_kind) {
            (true, true) if is_bare || self.opening == Opening::Correction => {
                let subject = self.base.subject();
                let topic = Some(Topic { times: own_times.clone(), subject: subject.clone() });
                Some(Whole { question: self.base.at(&own_times), taken: vec![subject], topic })
            }
            // 第27周是多少: a measure of the question before.
            (true, true) if !stands_alone_in_time(own) && !self.base.subject().is_empty() => {
                let subject = self.base.subject();
                let span = own.times.last()?.span.clone();
                let question = match self.language {
                    Language::Chinese => format!("{}{subject}{}", &own.text[..span.end], &own.text[span.end..]),
                    Language::English => in_brackets(&own.text, &subject),
                };
                let topic = Some(Topic { times: own_times, subject: subject.clone() });
                Some(Whole { question, taken: vec![subject], topic })
            }
            (true, _) => None,
            (false, true) => Some(self.of_the_thing(clause, own)),
            (false, false) if names_a_kind && says_nothing => {
                let about_it = |intent: &Intent| {
                    matches!(
                        intent,
                        Intent::Cause | Intent::Handling | Intent::Impact | Intent::Duration | Intent::When
                    )
                };
                match own.intents.iter().all(about_it) {
                    true => Some(self.of_the_thing(clause, own)),
                    false if asks_for_more(clause) && !self.base.times().is_empty() => {
                        let times = self.base.times();
                        Some(Whole { question: self.with_time(&times, clause), taken: vec![times], topic: None })
                    }
                    false => None,
                }
            }
            (false, false) if is_bare && !own.yes_no && self.asks_the_same_of(clause) => {
                let other = name_in(clause);
                let (question, subject) = self.base.about(&other)?;
                let times = self.base.times();
                let times = if question.contains(&times) { times } else { String::new() };
                let subject = subject.trim_start_matches("the ").to_string();
                Some(Whole { question, taken: vec![times.clone()], topic: Some(Topic { times, subject }) })
            }
            (false, false) => {
                let counts = own.asks(Intent::Impact) && own.asks(Intent::HowMany);
                let hits = own.asks(Intent::Impact) || counts;
                let leans_on_it = opens_with_a_verb(clause) && (hits || !clause.starts_with(['多', '几', '有']));
                let english = self.language == Language::English && hits && own.subject.split(' ').count() <= 3;
                (leans_on_it || english).then(|| self.of_the_thing(clause, own))
            }
        }
    }

    /// What is asked, of the thing that the question before was about.
    fn of_the_thing(&self, clause: &str, own: &Question) -> Whole {
        let subject = self.base.subject();
        let own_times = if self.compares(clause) { String::new() } else { times_text(&own.text, &own.times) };
        let (referent, taken, topic) = if own_times.is_empty() {
            (self.base.referent(), vec![self.base.times(), subject], self.base.topic())
        } else {
            (subject.clone(), vec![subject.clone()], Topic { times: own_times, subject })
        };
        let question = match (thing(clause), self.language) {
            (Some(span), Language::Chinese) => put(clause, &span, &referent),
            (Some(span), Language::English) => {
                let possessive = if clause[span.clone()].eq_ignore_ascii_case("its") { "'s" } else { "" };
                put(clause, &span, &format!("the {referent}{possessive}"))
            }
            (None, Language::Chinese) => {
                let of = if NOUNS.beginning(clause).is_some() { "的" } else { "" };
                joined([format!("{referent}{of}").as_str(), clause])
            }
            (None, Language::English) => in_brackets(clause, &referent),
        };
        Whole { question, taken, topic: Some(topic) }
    }

    /// Two times side by side: `第33周和第32周面包报废率相比`.
    fn beside_other_times(&self, own: &Question, other: &str) -> Option<Whole> {
        let topic = self.base.topic();
        let Topic { times, subject } = &topic;
        let both = match (own.times.len(), times.is_empty(), self.language) {
            (2.., ..) | (_, true, _) => other.to_string(),
            (_, false, Language::Chinese) => format!("{times}和{other}"),
            (_, false, Language::English) => format!("{times} and {other}"),
        };
        let question = match self.language {
            Language::Chinese => joined([both.as_str(), format!("{subject}相比").as_str()]),
            Language::English => format!("compare the {subject} of {both}"),
        };
        let taken = vec![times.clone(), subject.clone()];
        (!subject.is_empty()).then_some(Whole { question, taken, topic: Some(topic) })
    }

    /// `第26周比第27周呢`, `compared with May?`.
    fn compares(&self, clause: &str) -> bool {
        let lower = clause.to_lowercase();
        let chinese = ["相比", "对比", "比呢", "比怎么样", "比如何", "比起", "和", "跟", "比"]
            .iter()
            .any(|word| lower.contains(word));
        let has_ratio =
            ["比呢", "相比", "对比", "比起", "比怎么", "比如何", "比一比"].iter().any(|word| lower.contains(word))
                || lower.trim_end_matches(['？', '?', '吗', '呢']).ends_with('比');
        (chinese && has_ratio) || lower.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word.starts_with("compar"))
    }

    /// `那出金成功率呢`, `what about the return rate?`: a name and nothing else.
    fn asks_the_same_of(&self, clause: &str) -> bool {
        let ends = clause.trim_end_matches(['?', '？', ' ']).ends_with('呢');
        let is_short = clause.split_whitespace().count() <= 5;
        self.opening == Opening::SameOf
            || self.opening == Opening::Correction
            || ends
            || (self.opening == Opening::Plain && self.language == Language::English && is_short)
    }

    fn with_time(&self, times: &str, clause: &str) -> String {
        match self.language {
            Language::Chinese => joined([times, clause]),
            Language::English => in_brackets(clause, times),
        }
    }
}

/// English has no place before the verb for what was left out.
fn in_brackets(clause: &str, what: &str) -> String {
    format!("{} ({what})?", clause.trim_end_matches(['?', '？', ' ', '.']))
}

/// 还有别的: of the same time, not of the same thing.
fn asks_for_more(clause: &str) -> bool {
    ["还有", "别的", "其他", "其它", "else", "other", "more"].iter().any(|word| clause.contains(word))
}

/// Nouns that belong to a thing: `…的原因`.
static NOUNS: Words = Words::of(&[Sense::Aspect]);

/// Work, plans and lists of a time are asked for with nothing else.
fn stands_alone_in_time(own: &Question) -> bool {
    let about_a_day = own.times.iter().any(|time| matches!(time.expression, Expression::Day(_)));
    own.intents.iter().any(|intent| {
        matches!(intent, Intent::Work | Intent::Plan | Intent::List | Intent::Story)
            || (about_a_day && intent.is_about_an_incident())
    })
}

fn same_period_asked(clause: &str) -> Option<Step> {
    let lower = clause.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(&[
        "同比", "去年同期", "year on year", "year over year", "a year earlier", "a year before", "the year before",
    ]) {
        return Some(Step::YearBefore);
    }
    has(&["环比", "week on week", "month on month", "month over month", "week over week"]).then_some(Step::Previous)
}

/// Whether words (`后一周`, `the day before`) and a time are of one unit.
fn of_one_unit(words: &str, time: &TimeAsked) -> bool {
    let lower = words.to_lowercase();
    let has = |units: &[&str]| units.iter().any(|unit| lower.contains(unit));
    match &time.expression {
        Expression::Week(_) => has(&["周", "week"]),
        Expression::Month { .. } => has(&["月", "month"]),
        Expression::Quarter { .. } => has(&["季", "quarter"]),
        Expression::Day(_) => has(&["天", "日", "day"]),
        _ => false,
    }
}

/// The name in a clause that has nothing else.
fn name_in(clause: &str) -> String {
    let text = clause.trim_end_matches(['?', '？', ' ', '。', '.']);
    let text = text.trim_end_matches('呢').trim_end_matches('的');
    text.trim().to_string()
}

/// `text` with `words` at `span`; a space where Latin words would run together.
fn put(text: &str, span: &Span, words: &str) -> String {
    let after = text[span.end..].trim_start_matches(if words.is_ascii() { '\0' } else { ' ' });
    let is_latin = |c: char| c.is_ascii_alphanumeric();
    let gap = if words.ends_with(is_latin) && after.starts_with(is_latin)
        || !words.is_ascii() && text.is_ascii() && !after.is_empty() && after.starts_with(is_latin)
    {
        " "
    } else {
        ""
    };
    format!("{}{words}{gap}{after}", &text[..span.start])
}

fn without(text: &str, span: &Span) -> String {
    format!("{} {}", &text[..span.start], &text[span.end..])
}

#[cfg(test)]
mod tests;
