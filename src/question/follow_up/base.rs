//! What the question before has to lend: its times, and what it is about.

use super::turn::{AnswerItem, Topic, Turn};
use super::words::{ENGLISH_EMPTY, ENGLISH_LEANING, HEADS, KINDS, LEANING, MEASURES, OPENING_VERBS, TRAILING_VERBS};
use crate::question::parts::says_something;
use crate::question::{Question, TimeAsked};
use crate::report::Span;

/// The last question of a conversation, as a lender.
pub(super) struct Base<'a> {
    pub question: Question,
    topic: Option<&'a Topic>,
    only: Option<&'a AnswerItem>,
}

impl<'a> Base<'a> {
    pub(super) fn of(turn: &'a Turn) -> Option<Self> {
        let question = Question::read(&turn.question).ok()?;
        Some(Self { question, topic: turn.topic.as_ref(), only: turn.only() })
    }

    /// The times as the question wrote them; the day of the one incident that it was answered with where it wrote none.
    pub(super) fn times(&self) -> String {
        let written = match self.topic {
            Some(topic) => topic.times.clone(),
            None => times_text(&self.question.text, &self.question.times),
        };
        match (written.is_empty(), self.only) {
            (true, Some(only)) => only.when.clone(),
            _ => written,
        }
    }

    /// The one time that it is about, if it is one.
    pub(super) fn time(&self) -> Option<TimeAsked> {
        let times = Question::read(&self.times()).ok()?.times;
        <[TimeAsked; 1]>::try_from(times).ok().map(|[time]| time)
    }

    /// What it is about, without its times and question words: `账户流水差异`. Of a question that names nothing, what it was
    /// answered with, else the kind of thing that it asked for. May be empty.
    pub(super) fn subject(&self) -> String {
        if let Some(topic) = self.topic.filter(|topic| !topic.subject.is_empty()) {
            return topic.subject.clone();
        }
        let pieces: Vec<String> = self.pieces().into_iter().filter(|piece| !leans(piece)).collect();
        if !pieces.is_empty() {
            return joined(pieces.iter().map(String::as_str));
        }
        match self.only {
            Some(only) if !only.about.is_empty() => only.about.clone(),
            _ => joined(self.pieces().iter().map(String::as_str).filter(|piece| names_a_kind(piece))),
        }
    }

    pub(super) fn topic(&self) -> Topic {
        Topic { times: self.times(), subject: self.subject() }
    }

    /// Times and subject: `6/15账户流水差异`, `4/3 conveyor stop`.
    pub(super) fn referent(&self) -> String {
        let (times, subject) = (self.times(), self.subject());
        if subject.contains(&times) { subject } else { joined([times.as_str(), subject.as_str()]) }
    }

    /// The same question of another time.
    pub(super) fn at(&self, times: &str) -> String {
        let text = &self.question.text;
        match (self.question.times.first(), self.question.times.last()) {
            (Some(first), Some(last)) => {
                let is_run = text.get(first.span.end..last.span.start).is_none_or(|gap| gap.chars().count() <= GAP);
                let end = if is_run { last.span.end } else { first.span.end };
                format!("{}{times}{}", &text[..first.span.start], &text[end..])
            }
            _ if text.is_ascii() => format!("{} in {times}?", text.trim_end_matches(['?', ' '])),
            _ => format!("{times}{text}"),
        }
    }

    /// The same question of another thing. `None` where it is about nothing that could be replaced.
    ///
    /// Gives the name of the other thing, too, with the end that it lacks. A day is lent to measures alone: another incident
    /// happened on another day.
    pub(super) fn about(&self, other: &str) -> Option<(String, String)> {
        let text = &self.question.text;
        let subject = self.subject();
        let span = match text.find(&subject) {
            Some(start) if !subject.is_empty() => start..start + subject.len(),
            _ => self.first_piece()?,
        };
        let before = &text[..span.start];
        let other = if before.trim_end().ends_with("the") { other.trim_start_matches("the ") } else { other };
        let other = with_head(other, &subject);
        let replaced = format!("{before}{other}{}", &text[span.end..]);
        let is_measure = MEASURES.iter().any(|end| subject.ends_with(end));
        match self.question.times.as_slice() {
            [day] if !is_measure && is_day(day) => {
                let without = replaced.replacen(&day.text, "", 1);
                let without = without.replace(" on ?", "?").replace(" on  ", " ").replace("( ", "(").replace(" ?", "?");
                Some((without.trim().trim_start_matches('的').to_string(), other))
            }
            _ => Some((replaced, other)),
        }
    }

    /// Where the text names what it is about first.
    fn first_piece(&self) -> Option<Span> {
        let piece = self.pieces().into_iter().find(|piece| !leans(piece))?;
        let start = self.question.text.find(&piece)?;
        Some(start..start + piece.len())
    }

    /// The subject cut at what was asked, ends trimmed of words that name nothing.
    fn pieces(&self) -> Vec<String> {
        let mut pieces: Vec<String> = Vec::new();
        let mut open: Vec<&str> = Vec::new();
        for word in self.question.subject.split_whitespace() {
            if word.is_ascii() {
                open.push(word);
                continue;
            }
            pieces.extend(english_piece(&std::mem::take(&mut open)));
            pieces.push(trimmed(word));
        }
        pieces.extend(english_piece(&open));
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }
}

/// Characters between two times that make them one phrase: `3月和4月`.
const GAP: usize = 3;

fn is_day(time: &TimeAsked) -> bool {
    use crate::calendar::Expression;
    matches!(time.expression, Expression::Day(_) | Expression::DayOfMonth(_))
}

/// Times as the text writes them; adjacent ones with what joins them.
pub(super) fn times_text(text: &str, times: &[TimeAsked]) -> String {
    let (Some(first), Some(last)) = (times.first(), times.last()) else { return String::new() };
    let between = text.get(first.span.end..last.span.start).unwrap_or("");
    if between.chars().count() <= GAP {
        return text[first.span.start..last.span.end].to_string();
    }
    times.iter().map(|time| time.text.as_str()).collect::<Vec<_>>().join("和")
}

/// Whether words say nothing of their own.
pub(super) fn leans(text: &str) -> bool {
    let mut rest = text.to_lowercase();
    for word in LEANING.iter() {
        rest = rest.replace(word, " ");
    }
    let is_lent = |word: &str| ENGLISH_LEANING.contains(&word) || ENGLISH_EMPTY.contains(&word);
    let words =
        rest.split(|c: char| c.is_whitespace() || matches!(c, ',' | '?' | '!' | '.' | '，' | '？' | '。' | '！'));
    let rest: Vec<&str> = words.filter(|word| !word.is_empty() && !is_lent(word)).collect();
    !says_something(&rest.join(" "))
}

/// Whether words name an incident of any kind: `事故`, `outages`.
pub(super) fn names_a_kind(text: &str) -> bool {
    let lower = text.to_lowercase();
    KINDS.iter().any(|kind| {
        if kind.is_ascii() {
            lower.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word == *kind)
        } else {
            lower.contains(kind)
        }
    })
}

/// A clause whose verb comes first lacks its subject.
pub(super) fn opens_with_a_verb(clause: &str) -> bool {
    // 失败了多少笔: a verb of two characters at most.
    let counted = ["了多少", "了几"].iter().filter_map(|words| clause.find(words)).min();
    let is_counted = counted.is_some_and(|at| (1..=2).contains(&clause[..at].chars().count()));
    is_counted || OPENING_VERBS.iter().any(|verb| clause.starts_with(verb))
}

/// `出库` beside `入库准时率` is `出库准时率`.
fn with_head(other: &str, subject: &str) -> String {
    let head = if subject.ends_with('率') {
        let start = subject.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
        &subject[start..]
    } else {
        HEADS.iter().find(|head| subject.ends_with(**head)).copied().unwrap_or("")
    };
    let has_its_own = other.ends_with('率') || HEADS.iter().any(|head| other.ends_with(head));
    if other.is_ascii() || has_its_own || head == subject { other.to_string() } else { format!("{other}{head}") }
}

/// A run of English words without those at its ends, and the auxiliaries inside, that name nothing.
fn english_piece(words: &[&str]) -> Option<String> {
    let is_empty = |word: &&&str| {
        let word = word.to_lowercase();
        ENGLISH_EMPTY.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()))
    };
    let kept: Vec<&str> = words
        .iter()
        .filter(|word| !is_empty(word))
        .map(|word| word.trim_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '%' | ')' | '('))))
        .filter(|word| !word.is_empty())
        .collect();
    (!kept.is_empty()).then(|| kept.join(" "))
}

/// A Chinese piece without particles at its ends, nor the verb that was asked about.
fn trimmed(piece: &str) -> String {
    const FRONT: &[char] =
        &['的', '了', '在', '是', '把', '被', '有', '和', '与', '对', '，', '。', '、', '：', '“', '"'];
    const BACK: &[char] = &[
        '的', '了', '是', '有', '在', '没', '过', '还', '已', '会', '也', '都', '被', '为', '从', '到', '，', '。',
        '、', '：', '”', '"', '!', '！',
    ];
    let core = piece.trim_start_matches(FRONT).trim_end_matches(BACK);
    // 多少起事故 leaves the counter with what is counted.
    let counted = core.strip_prefix(['起', '次', '个', '条', '件', '项']).filter(|rest| KINDS.contains(rest));
    let core = counted.unwrap_or(core);
    let is_done = piece.trim_end_matches(['，', '。', '！']).ends_with(['了', '过']);
    let verb = TRAILING_VERBS.iter().find(|verb| is_done && core.ends_with(**verb) && core != **verb);
    verb.map_or(core, |verb| core[..core.len() - verb.len()].trim_end_matches(BACK)).to_string()
}

/// Pieces in one: a space beside a Latin word, none between Chinese words and beside figures.
pub(super) fn joined<'a>(pieces: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for piece in pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty()) {
        let (last, first) = (text.chars().next_back(), piece.chars().next());
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        let is_ascii_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '%');
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let runs_on = is_ascii_word(last) && is_ascii_word(first)
            || is_latin(first) && is_word(last)
            || is_latin(last) && is_word(first);
        if runs_on {
            text.push(' ');
        }
        text.push_str(piece);
    }
    text
}
