//! A follow-up and the conversation so far → a whole question, by rules: `那影响了多少商户？` after `6/15账户流水差异的原因是什么？`
//! is `6/15账户流水差异影响了多少商户？`.
//!
//! What is borrowed is the time, the thing, or the whole question with one of them replaced; never from further back than
//! the question before, except an item of the last list. A question with a thing of its own borrows nothing. What is
//! borrowed is told, so that a reader sees a misreading. Questions of two parts in one line are [`super::Part`]s.

mod base;
mod pointer;
mod shift;
mod told;
mod words;

use super::{Intent, Language, Question, TimeAsked};
use crate::report::Span;

use base::{Base, joined, leans, names_a_kind, opens_with_a_verb, times_text};
use pointer::{named_item, ordinal, same_time, thing, time_beside};
use shift::{Step, beside};
pub use told::{Told, Turn};
use words::{AFTER_THAT, CORRECTIONS, OPENERS, SAME_OF};

/// A follow-up made whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Completed {
    pub question: String,
    /// Of the follow-up: what was borrowed may be in another.
    pub language: Language,
    /// What was borrowed, for the reader: `6/15`, `账户流水差异`.
    pub taken: Vec<String>,
}

/// Makes a follow-up whole. `None`: the question stands on its own, or there is nothing that it could follow.
#[must_use]
pub fn complete(asked: &str, turns: &[Turn]) -> Option<Completed> {
    let base = Base::of(turns.last()?)?;
    let own = Question::read(asked).ok()?;
    let (opening, clause) = opened(&own.text);
    let follow_up = FollowUp { clause, opening, language: own.language, base };
    let (question, taken) = follow_up.by_item(turns).or_else(|| follow_up.by_time()).or_else(|| {
        let own = Question::read(clause).ok()?;
        follow_up.by_thing(clause, &own)
    })?;
    let question = question.split_whitespace().collect::<Vec<_>>().join(" ");
    let taken = taken.into_iter().filter(|taken| !taken.is_empty()).collect();
    (question != own.text).then_some(Completed { question, language: own.language, taken })
}

/// Whether it is the sources of the last answer that are asked for, and of which of its sources (from 1): `来源呢`,
/// `第二条的出处`, `where does that come from?`.
#[must_use]
pub fn asks_for_sources(asked: &str) -> Option<Option<usize>> {
    const CHINESE: &[&str] = &["来源", "出处", "依据", "原文", "哪份周报写的", "哪份周报说的", "哪里写的", "引用"];
    const ENGLISH: &[&str] = &[
        "sources",
        "source",
        "where does that come from",
        "where does it come from",
        "where is that from",
        "citations",
    ];
    const AROUND: &[&str] = &[
        "上一个问题",
        "上个问题",
        "上一个回答",
        "上个回答",
        "这个回答",
        "刚才",
        "上面",
        "给我看",
        "给我",
        "看看",
        "看",
        "在哪里",
        "在哪",
        "是什么",
        "有哪些",
        "什么",
        "show",
        "the",
        "me",
        "list",
        "of",
        "your",
        "for",
        "that",
        "answer",
        "what",
        "are",
        "is",
    ];
    let question = Question::read(asked).ok()?;
    let lower = question.text.to_lowercase();
    let named = ordinal(&lower);
    let mut rest = lower.clone();
    if let Some(named) = &named {
        rest.replace_range(named.span.clone(), " ");
    }
    let word = CHINESE.iter().chain(ENGLISH).find(|word| rest.contains(**word))?;
    rest = rest.replacen(word, " ", 1);
    for word in AROUND.iter().filter(|word| !word.is_ascii()) {
        rest = rest.replace(word, " ");
    }
    let is_alone = rest.split(|c: char| !c.is_alphanumeric()).all(|word| AROUND.contains(&word) || leans(word));
    let place = named.and_then(|named| named.place.of(usize::MAX).filter(|place| *place < usize::MAX - 1));
    (is_alone && question.times.is_empty()).then_some(place.map(|place| place + 1))
}

/// An item of the last list that the question points at and that is not there: the place asked for and how many there are.
#[must_use]
pub fn points_past_the_list(asked: &str, turns: &[Turn]) -> Option<(usize, usize)> {
    let question = Question::read(asked).ok()?;
    let named = ordinal(&question.text)?;
    let told = turns.iter().rev().find(|turn| turn.told.len() > 1)?.told.len();
    let names_something = Question::read(&without(&question.text, &named.span)).is_ok_and(|rest| !leans(&rest.subject));
    match named.place {
        pointer::Place::Nth(place) if place >= told && !names_something => Some((place + 1, told)),
        _ => None,
    }
}

/// What a follow-up opens with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opening {
    Nothing,
    /// 那, and.
    Plain,
    /// What about: the same of something else.
    SameOf,
    /// I meant: the question before was meant otherwise.
    Correction,
}

/// Whole question and what it borrowed.
type Whole = (String, Vec<String>);

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
        if let Some(named) = ordinal(self.clause) {
            let list = turns.iter().rev().find(|turn| turn.told.len() > 1)?;
            let item = &list.told[named.place.of(list.told.len())?];
            return Some((put(self.clause, &named.span, &item.exactly()), vec![item.briefly()]));
        }
        let last = turns.last()?;
        let (span, place) = named_item(self.clause, last)?;
        let item = &last.told[place];
        Some((put(self.clause, &span, &item.exactly()), vec![item.briefly()]))
    }

    /// `那周有什么事故`, `what about the week after?`: the time in the place of the words that point at it.
    fn by_time(&self) -> Option<Whole> {
        if let Some((span, is_after)) = time_beside(self.clause)
            && let [time] = self.base.question.times.as_slice()
            && of_one_unit(&self.clause[span.clone()], time)
        {
            let step = if is_after { Step::Next } else { Step::Previous };
            let other = beside(time, step, self.language)?;
            let clause = put(self.clause, &span, &other);
            let own = Question::read(&clause).ok()?;
            return self.by_thing(&clause, &own).or(Some((clause, vec![other])));
        }
        let span = same_time(self.clause)?;
        let times = self.base.times();
        if times.is_empty() {
            return None;
        }
        let rest = without(self.clause, &span);
        let own = Question::read(&rest).ok()?;
        if leans(&own.subject) && !names_a_kind(&own.subject) && !stands_alone_in_time(&own) {
            return Some(self.of_the_thing(rest.trim(), &own));
        }
        Some((put(self.clause, &span, &times), vec![times]))
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
            let [time] = self.base.question.times.as_slice() else { return Some(self.of_the_thing(clause, own)) };
            let Some(other) = beside(time, step, self.language) else { return Some(self.of_the_thing(clause, own)) };
            return self.beside_other_times(own, &other);
        }
        let names_a_kind = names_a_kind(&own.subject);
        match (has_times, says_nothing && !names_a_kind) {
            (true, true) if is_bare || self.opening == Opening::Correction => {
                Some((self.base.at(&own_times), vec![self.base.subject()]))
            }
            // 第27周是多少: a measure of the question before.
            (true, true) if !stands_alone_in_time(own) && !self.base.subject().is_empty() => {
                let subject = self.base.subject();
                let span = own.times.last()?.span.clone();
                let text = match self.language {
                    Language::Chinese => format!("{}{subject}{}", &own.text[..span.end], &own.text[span.end..]),
                    Language::English => self.in_brackets(&own.text, &subject),
                };
                Some((text, vec![subject]))
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
                let another = ["还有", "别的", "其他", "其它", "else", "other", "more"];
                let asks_for_more = another.iter().any(|word| clause.contains(word));
                match own.intents.iter().all(about_it) {
                    true => Some(self.of_the_thing(clause, own)),
                    false if asks_for_more && !self.base.times().is_empty() => {
                        let times = self.base.times();
                        Some((self.with_time(&times, clause), vec![times]))
                    }
                    false => None,
                }
            }
            (false, false) if is_bare && !own.yes_no && self.asks_the_same_of(clause) => {
                let other = name_in(clause);
                let question = self.base.about(&other)?;
                let lent = if question.contains(&self.base.times()) { self.base.times() } else { String::new() };
                Some((question, vec![lent]))
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
        let has_times = !own.times.is_empty() && !self.compares(clause);
        let (referent, taken) = if has_times {
            (self.base.subject(), vec![self.base.subject()])
        } else {
            (self.base.referent(), vec![self.base.times(), self.base.subject()])
        };
        let text = match (thing(clause), self.language) {
            (Some(span), Language::Chinese) => put(clause, &span, &referent),
            (Some(span), Language::English) => {
                let possessive = if clause[span.clone()].eq_ignore_ascii_case("its") { "'s" } else { "" };
                put(clause, &span, &format!("the {referent}{possessive}"))
            }
            (None, Language::Chinese) => {
                let of = if NOUNS.iter().any(|noun| clause.starts_with(noun)) { "的" } else { "" };
                joined([format!("{referent}{of}").as_str(), clause])
            }
            (None, Language::English) => self.in_brackets(clause, &referent),
        };
        (text, taken)
    }

    /// Two times side by side: `第33周和第32周面包报废率相比`.
    fn beside_other_times(&self, own: &Question, other: &str) -> Option<Whole> {
        let (times, subject) = (self.base.times(), self.base.subject());
        let both = match (own.times.len(), times.is_empty(), self.language) {
            (2.., ..) | (_, true, _) => other.to_string(),
            (_, false, Language::Chinese) => format!("{times}和{other}"),
            (_, false, Language::English) => format!("{times} and {other}"),
        };
        let text = match self.language {
            Language::Chinese => joined([both.as_str(), format!("{subject}相比").as_str()]),
            Language::English => format!("compare the {subject} of {both}"),
        };
        (!subject.is_empty()).then(|| (text, vec![times, subject]))
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
            Language::English => self.in_brackets(clause, times),
        }
    }

    fn in_brackets(&self, clause: &str, what: &str) -> String {
        format!("{} ({what})?", clause.trim_end_matches(['?', '？', ' ', '.']))
    }
}

/// Nouns that belong to a thing: `…的原因`.
const NOUNS: &[&str] = &[
    "原因",
    "根因",
    "负责人",
    "进展",
    "进度",
    "状态",
    "结果",
    "后果",
    "处置",
    "处理结果",
    "详情",
    "细节",
    "影响范围",
    "影响面",
    "经过",
    "金额",
    "责任人",
];

/// Work, plans and lists of a time are asked for with nothing else.
fn stands_alone_in_time(own: &Question) -> bool {
    let about_a_day = own.times.iter().any(|time| matches!(time.expression, crate::calendar::Expression::Day(_)));
    own.intents.iter().any(|intent| {
        matches!(intent, Intent::Work | Intent::Plan | Intent::List | Intent::Story)
            || (about_a_day && intent.is_about_an_incident())
    })
}

fn same_period_asked(clause: &str) -> Option<Step> {
    let lower = clause.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(&[
        "同比",
        "去年同期",
        "year on year",
        "year over year",
        "a year earlier",
        "a year before",
        "the year before",
    ]) {
        return Some(Step::YearBefore);
    }
    has(&["环比", "week on week", "month on month", "month over month", "week over week"]).then_some(Step::Previous)
}

/// Whether words (`后一周`, `the day before`) and a time are of one unit.
fn of_one_unit(words: &str, time: &TimeAsked) -> bool {
    use crate::calendar::Expression;
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

/// What a follow-up opens with, and the rest.
fn opened(text: &str) -> (Opening, &str) {
    let mut opening = Opening::Nothing;
    let mut rest = text.trim();
    // 不是8/14，是8/15: what it is.
    if rest.starts_with("不是") || rest.starts_with("不对") {
        let meant = rest.find("，是").or_else(|| rest.find("，")).map(|at| &rest[at + '，'.len_utf8()..]);
        if let Some(meant) = meant {
            return (Opening::Correction, meant.trim_start_matches('是').trim());
        }
    }
    loop {
        let lower = rest.to_ascii_lowercase();
        let found = [(Opening::Correction, CORRECTIONS), (Opening::SameOf, SAME_OF), (Opening::Plain, OPENERS)];
        let found = found.into_iter().find_map(|(kind, words)| {
            let word = words.iter().find(|word| opens_with(&lower, word))?;
            Some((kind, word.len()))
        });
        let Some((kind, length)) = found else { return (opening, rest) };
        let after = rest[length..].trim_start_matches([' ', ',', '，', '、']);
        if after.is_empty() {
            return (opening, rest);
        }
        opening = if opening == Opening::Nothing || kind != Opening::Plain { kind } else { opening };
        rest = after;
    }
}

fn opens_with(lower: &str, word: &str) -> bool {
    let Some(after) = lower.strip_prefix(word) else { return false };
    match word {
        // 那次, 那周 point; 那 alone opens.
        "那" => !AFTER_THAT.iter().any(|next| after.starts_with(next)),
        _ if word.ends_with(|c: char| c.is_ascii_alphabetic()) => {
            !after.starts_with(|c: char| c.is_ascii_alphanumeric())
        }
        _ => true,
    }
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
