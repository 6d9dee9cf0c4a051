//! An incident part by part: what happened, its impact, its cause, what was done; and what of these no report says yet.

use uuid::Uuid;

use crate::answer::compose::{Draft, Heading, one_line};
use crate::calendar::Date;
use crate::fact::{Incident, IncidentPiece, figures, sentences, states_cause};
use crate::question::{Intent, Question};
use crate::record::PassageRecord;
use crate::report::Span;
use crate::vocabulary::{Sense, Words};

/// Parts asked for that the incident's own report does not state: a later report may.
pub(super) struct Gap {
    pub day: Date,
    pub report: Uuid,
    /// Of that report.
    pub date: Option<i32>,
    /// What happened, to know the incident by in later reports.
    pub summary: String,
    /// None when it is asked what came of it later.
    pub headings: Vec<Heading>,
    /// What its own report says beside the parts that are named: the answer may be among it.
    pub rest: Vec<(PassageRecord, Span)>,
    /// Parts asked for that are there, and say that they are not known yet.
    pub in_doubt: Vec<Heading>,
    pub is_open: bool,
}

/// What became of a question about an incident.
pub(super) enum Explained {
    /// No incident is meant.
    Nothing,
    All,
    But(Gap),
    /// The incident is known, and no report states what was asked of it.
    Unstated,
    /// It may be one of several; they were offered.
    Unsure,
}

/// What happened, then the parts asked for, all of them where none is. Returns the parts asked for that are missing.
pub(super) fn show_parts(
    passage: &PassageRecord,
    incident: &Incident,
    question: &Question,
    draft: &mut Draft,
) -> Vec<Heading> {
    let when = incident.occurred.as_deref().unwrap_or_default().replace('T', " ");
    let summary = local(passage, &incident.summary);
    draft.part(Heading::What, passage, 0..summary.end, &format!("{when} {}", shown(passage, &incident.summary)));
    let mut missing = Vec::new();
    let mut parts: Vec<(Heading, &Option<IncidentPiece>)> = Vec::new();
    for intent in &question.intents {
        match intent {
            Intent::Impact => parts.push((Heading::Impact, &incident.impact)),
            Intent::Handling => parts.push((Heading::Handling, &incident.handling)),
            Intent::Cause => parts.push((Heading::Cause, &incident.cause)),
            _ => {}
        }
    }
    if parts.is_empty() || question.asks(Intent::Story) {
        parts = vec![(Heading::Impact, &incident.impact), (Heading::Cause, &incident.cause)];
        parts.push((Heading::Handling, &incident.handling));
    }
    if question.asks(Intent::Duration) {
        match incident.duration_minutes {
            Some(minutes) => draft.say_how_long(passage, minutes),
            None => match how_long(passage) {
                Some(span) => {
                    let words = one_line(&passage.text, span.clone());
                    draft.part(Heading::Duration, passage, span, &words);
                }
                None => missing.push(Heading::Duration),
            },
        }
        // When it ended is told with what was done.
        parts.retain(|(heading, _)| *heading == Heading::Handling || is_asked(*heading, question));
    }
    if question.asks(Intent::HowMany) && !parts.is_empty() && !question.asks(Intent::Impact) {
        parts.push((Heading::Impact, &incident.impact));
    }
    // 怎么回事 asks for the cause, too: where only doubtful words tell it, a later report may know better.
    let is_known = incident.cause.as_ref().is_some_and(|cause| !is_open(&cause.text) && !is_in_doubt(&cause.text));
    let told = || parts.iter().filter_map(|(_, part)| part.as_ref());
    if asked_headings(question) == 0 && !is_known && told().any(|part| is_open(&part.text) || is_in_doubt(&part.text)) {
        draft.leave_in_doubt();
    }
    let wanted: Vec<Heading> =
        parts.iter().map(|(heading, _)| *heading).filter(|heading| is_asked(*heading, question)).collect();
    for (heading, part) in parts {
        if let Some(part) = part {
            draft.part(heading, passage, local(passage, part), &shown(passage, part));
        }
        if heading == Heading::Impact {
            say_more_impact(passage, incident, draft);
        }
        let open = part.as_ref().is_none_or(|part| is_open(&part.text) || is_in_doubt(&part.text));
        // Numbers in what happened are its impact where no other is named; a cause told in the same line is no gap.
        let is_stated = match heading {
            Heading::Impact => !incident.counts.is_empty(),
            Heading::Cause => part.is_none() && states_cause(&incident.summary.text),
            _ => false,
        };
        let open = open && !is_stated;
        if open && wanted.contains(&heading) {
            missing.push(heading);
        }
    }
    missing
}

/// Numbers outside the named parts are of the impact, too: 期间客询52个.
fn say_more_impact(passage: &PassageRecord, incident: &Incident, draft: &mut Draft) {
    for span in other_sentences(passage, incident) {
        let words = one_line(&passage.text, span.clone());
        if figures(&words).iter().any(|figure| !figure.unit.is_empty()) {
            draft.part(Heading::Impact, passage, span, &words);
        }
    }
}

/// The sentences of an incident's passage that belong to none of its parts.
pub(super) fn other_sentences(passage: &PassageRecord, incident: &Incident) -> Vec<Span> {
    let parts =
        [Some(&incident.summary), incident.impact.as_ref(), incident.cause.as_ref(), incident.handling.as_ref()];
    let mut taken: Vec<Span> = parts.into_iter().flatten().map(|part| local(passage, part)).collect();
    taken.sort_by_key(|span| span.start);
    let ends = taken.iter().map(|span| span.end);
    let starts = taken.iter().map(|span| span.start).skip(1).chain([passage.text.len()]);
    let mut spans = Vec::new();
    for (from, to) in ends.zip(starts) {
        let Some(words) = passage.text.get(from..to) else { continue };
        for sentence in sentences(words, 0..words.len()) {
            let piece = &words[sentence.clone()];
            let inner = piece.trim_matches(|c: char| !c.is_alphanumeric() && c != '%');
            if inner.chars().count() > SHORTEST_PIECE && !is_label(inner) {
                let start = from + sentence.start + piece.find(inner).unwrap_or(0);
                spans.push(start..start + inner.len());
            }
        }
    }
    spans
}

/// What is left between two parts is a name or a mark, as a rule, when it is no longer than this.
const SHORTEST_PIECE: usize = 5;

fn is_label(text: &str) -> bool {
    text.ends_with(['：', ':']) || text.chars().filter(|c| c.is_alphanumeric()).count() <= 4
}

/// How many parts a question asks for by name.
pub(super) fn asked_headings(question: &Question) -> usize {
    let asked = [Intent::Cause, Intent::Handling, Intent::Impact, Intent::Duration];
    asked.iter().filter(|intent| question.asks(**intent)).count()
}

pub(super) fn is_asked(heading: Heading, question: &Question) -> bool {
    match heading {
        Heading::Cause => question.asks(Intent::Cause),
        Heading::Handling => question.asks(Intent::Handling),
        Heading::Impact => question.asks(Intent::Impact),
        Heading::What | Heading::Duration => false,
    }
}

/// What a question must mean an incident by: why 甲 left is not answered by an incident whose cause names 甲.
pub(super) fn known_before(passage: &PassageRecord, incident: &Incident, question: &Question) -> String {
    let cause = incident.cause.as_ref().filter(|_| question.asks(Intent::Cause) && asked_headings(question) == 1);
    let whole = passage.full_text();
    let Some(cause) = cause.and_then(|cause| passage.text.get(local(passage, cause))) else { return whole };
    whole.replacen(cause, " ", 1)
}

/// The sentence that states a length of time.
fn how_long(passage: &PassageRecord) -> Option<Span> {
    sentences(&passage.text, 0..passage.text.len()).into_iter().find(|span| has_a_length(&passage.text[span.clone()]))
}

/// Whether words state a length of time.
pub(super) fn has_a_length(words: &str) -> bool {
    figures(words).iter().any(|figure| ["分钟", "小时", "天", "秒", "min", "h"].contains(&figure.unit.as_str()))
}

/// A part's place inside its passage.
pub(super) fn local(passage: &PassageRecord, part: &IncidentPiece) -> Span {
    let start = part.span.start.saturating_sub(passage.start).min(passage.text.len());
    let end = part.span.end.saturating_sub(passage.start).min(passage.text.len());
    start..end.max(start)
}

/// A part's words as they are shown, read within their passage where they are a part of it.
pub(super) fn shown(passage: &PassageRecord, part: &IncidentPiece) -> String {
    let span = local(passage, part);
    match passage.text.get(span.clone()) == Some(part.text.as_str()) {
        true => one_line(&passage.text, span),
        false => one_line(&part.text, 0..part.text.len()),
    }
}

/// 怀疑阈值配错, 当时正打雷，初步判断是雷击: a later report may know better.
pub(super) fn is_in_doubt(words: &str) -> bool {
    static DOUBT: Words = Words::of(&[Sense::Doubt]);
    static THEREFORE: Words = Words::of(&[Sense::Effect]);
    let lower = words.to_lowercase();
    let bare = |clause: &'_ str| {
        let clause = clause.trim_start_matches(|c: char| !c.is_alphabetic());
        // 所以初步认定.
        let behind = THEREFORE.beginning(clause).map_or(0, |word| word.span.end);
        clause[behind..].to_owned()
    };
    let mut clauses = lower.split(['，', '。', '；', ',', ';']).map(bare);
    let begins = |clause: String| DOUBT.beginning(&clause).map(|word| word.word);
    // 或, or: in the middle they join two that are certain.
    clauses.next().and_then(begins).is_some()
        || clauses.filter_map(begins).any(|word| word.chars().count() > 1 && word != "or")
}

/// Whether the record has that part, be it only as not known yet.
pub(super) fn has_part(heading: Heading, incident: &Incident) -> bool {
    let part = match heading {
        Heading::Cause => &incident.cause,
        Heading::Handling => &incident.handling,
        Heading::Impact => &incident.impact,
        Heading::What | Heading::Duration => &None,
    };
    part.is_some()
}

/// 原因核实中: the report itself says that it does not know yet.
pub(super) fn is_open(words: &str) -> bool {
    static OPEN: Words = Words::of(&[Sense::Unresolved, Sense::CauseOpen]);
    let lower = words.to_lowercase();
    OPEN.are_in(&lower) && words.chars().count() <= 30
}
