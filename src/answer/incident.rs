//! Answers about incidents: which one is meant, and what its report says of it.

use super::compose::{Draft, Heading, one_line};
use super::number::keeps;
use super::overlap::Wanted;
use super::premise::in_minutes;
use super::sought::{ACCEPTED, ACCEPTED_WITH_NAMES, Sought, asks_what_came_of_it};
use crate::calendar::{Date, Expression, day_number, mentions};
use crate::fact::{Incident, Part, Status, figures, sentences, tells_cause, tells_handling, tells_impact};
use crate::question::{Bound, Intent, Question};
use crate::record::PassageRecord;
use crate::report::{SectionKind, Span};
use crate::retrieve::{Found, Retrieval};
use crate::store::Hit;
use rust_decimal::Decimal;
use uuid::Uuid;

/// How much of the question an incident of a list must speak of.
const SHARE: f32 = 0.45;

/// The weight of one noun.
const LITTLE: f32 = 1.2;

/// Where the day already points to an incident, less of the question's words is enough.
pub(super) const ENOUGH_ON_THE_DAY: f32 = 0.15;

/// Parts asked for that the incident's own report does not state: a later report may.
pub(super) struct Gap {
    pub day: Date,
    pub report: Uuid,
    /// Of that report.
    pub date: Option<i32>,
    /// What happened, to know the incident by in later reports.
    pub told: String,
    /// None when it is asked what came of it later.
    pub headings: Vec<Heading>,
    /// What its own report says beside the parts that are named: the answer may be among it.
    pub rest: Vec<(PassageRecord, Span)>,
    /// The part asked for is there, and says that it is not known yet.
    pub is_partly_told: bool,
}

/// What became of a question about an incident.
pub(super) enum Told {
    /// No incident is meant.
    Nothing,
    All,
    But(Gap),
    /// The incident is known, and no report states what was asked of it.
    Unstated,
    /// It may be one of several; they were offered.
    Unsure,
}

/// Tells what the question asks of the incident it means.
pub(super) fn explain(candidates: &[Found], others: &[Found], sought: &Sought<'_>, draft: &mut Draft) -> Told {
    let (question, wanted, days) = (sought.question, sought.wanted, &sought.days);
    let on_the_day = |incident: &Incident| days.iter().any(|period| incident.is_of(*period));
    let mut ranked: Vec<(f32, &Found, &Incident)> = candidates
        .iter()
        .filter_map(|found| found.passage.incident.as_ref().map(|incident| (found, incident)))
        .filter(|(_, incident)| days.is_empty() || on_the_day(incident))
        .map(|(found, incident)| {
            let text = found.passage.full_text();
            let cosine = found.hit.dense.map_or(0.0, |leg| leg.score);
            let evidence = wanted.evidence(wanted.share(&text), cosine) + found.hit.score * 0.05;
            let unnamed = if wanted.names_are_met(&text) { 0.0 } else { UNNAMED };
            (evidence + at_the_time(incident, question) - unnamed, found, incident)
        })
        .collect();
    ranked.sort_by(|(one, ..), (other, ..)| other.total_cmp(one));
    if days.len() > 1 && is_of_several_years(&ranked) {
        draft.refuse_years(question, ranked.iter().map(|(_, found, incident)| (&found.passage, *incident)));
        return Told::Unsure;
    }
    let Some((score, found, incident)) = ranked.first() else { return Told::Nothing };
    let wants_each = EACH.iter().any(|word| question.text.to_lowercase().contains(word));
    let only_the_day_asked = !days.is_empty() && (wanted.is_empty() || *score < ENOUGH_ON_THE_DAY || wants_each);
    // A day with one incident needs no other word; one that is asked for something else is not about it.
    let enough = match days.is_empty() {
        true if wanted.names_it(&found.passage.full_text()) => *score >= ACCEPTED_WITH_NAMES,
        true => *score >= ACCEPTED,
        false => {
            (wanted.is_empty() || *score >= ENOUGH_ON_THE_DAY || sought.is_about_trouble())
                && !speaks_of_another(found, wanted)
        }
    };
    // Where no day points to it, what else was found must not speak of the question more than it does.
    let beside = others.iter().filter(|found| found.passage.incident.is_none() && !found.passage.covered);
    let rival = beside.map(|found| wanted.share(&found.passage.full_text())).fold(0.0, f32::max);
    let is_outdone = days.is_empty() && rival > wanted.share(&found.passage.full_text()) + OUTDONE;
    if !enough || is_outdone {
        return Told::Nothing;
    }
    if only_the_day_asked && ranked.len() > 1 {
        let fits = |incident: &Incident| question.clock.is_none() || at_the_time(incident, question) > 0.0;
        let any_fits = ranked.iter().any(|(_, _, incident)| fits(incident));
        ranked.retain(|(_, _, incident)| fits(incident) || !any_fits);
        ranked.sort_by(|(_, _, one), (_, _, other)| one.occurred.cmp(&other.occurred));
        for (_, found, incident) in &ranked {
            tell(&found.passage, incident, question, draft);
        }
        return Told::All;
    }
    let headings = tell(&found.passage, incident, question, draft);
    match incident.day() {
        Some(day) if !headings.is_empty() || asks_what_came_of_it(question) => {
            let told = incident.summary.text.clone();
            let rest = untold(&found.passage, incident).into_iter().map(|span| (found.passage.clone(), span)).collect();
            let is_partly_told = headings.iter().any(|heading| says_open(*heading, incident));
            Told::But(Gap {
                day,
                report: found.passage.report,
                date: found.passage.date,
                told,
                headings,
                rest,
                is_partly_told,
            })
        }
        _ => {
            let nothing_told = !headings.is_empty() && headings.len() == asked_headings(question);
            headings.into_iter().for_each(|heading| draft.say_missing(heading));
            if nothing_told { Told::Unstated } else { Told::All }
        }
    }
}

/// How much more of the question another passage must speak of.
const OUTDONE: f32 = 0.2;

/// Words that ask of every incident of a day.
const EACH: &[&str] = &["各是", "各影响", "两次", "两起", "两个故障", "两件", "都是什么", "each", "both"];

/// Whether none of the things asked about is in an incident, and its meaning is not near either: the day has it, but it is
/// not the one that is meant.
fn speaks_of_another(found: &Found, wanted: &Wanted) -> bool {
    let cosine = found.hit.dense.map_or(0.0, |leg| leg.score);
    let text = found.passage.full_text();
    wanted.is_chinese() && wanted.things() >= 1.0 && wanted.share_of_things(&text) < 0.3 && !wanted.is_near(cosine)
}

/// What an incident loses that lacks a name of the question.
const UNNAMED: f32 = 0.5;

/// How much less an incident may fit than the best one and still be what a day without a year may mean.
const AS_GOOD: f32 = 0.12;

/// Whether a day without a year fits incidents of more than one year about as well.
fn is_of_several_years(ranked: &[(f32, &Found, &Incident)]) -> bool {
    let Some(best) = ranked.first().map(|(score, ..)| *score) else { return false };
    let as_good = ranked.iter().filter(|(score, ..)| *score >= best - AS_GOOD);
    let mut years: Vec<i16> = as_good.filter_map(|(_, _, incident)| incident.day()).map(Date::year).collect();
    years.sort_unstable();
    years.dedup();
    years.len() > 1
}

/// What the part of the day asked for adds to an incident that occurred in it.
fn at_the_time(incident: &Incident, question: &Question) -> f32 {
    let fits =
        question.clock.zip(incident.minute_of_day()).is_some_and(|((from, to), minute)| from <= minute && minute <= to);
    if fits { 0.5 } else { 0.0 }
}

/// Quotes what a later report says came of a day that is asked about; false when none says it.
///
/// `least` is the share of the question that it must speak of.
pub(super) fn came_of_it(later: &[PassageRecord], sought: &Sought<'_>, least: f32, draft: &mut Draft) -> bool {
    let points_back = |passage: &&PassageRecord| {
        !passage.covered
            && passage.section_kind != SectionKind::Plan
            && sought.days.iter().any(|day| points_back_at(&passage.text, day.from()))
            && passage.date.is_some_and(|date| sought.days.iter().any(|day| day_number(day.to()) < date))
            && passage.incident.as_ref().is_none_or(|incident| incident.minute_of_day().is_none())
    };
    let share = |passage: &PassageRecord| sought.wanted.share(&passage.full_text());
    let best = later.iter().filter(points_back).max_by(|one, other| share(one).total_cmp(&share(other)));
    let Some(best) = best.filter(|best| share(best) >= least) else { return false };
    draft.quote(best, follow_up_span(&best.text));
    true
}

/// Fills the gap from later reports that look back at the day; what stays open is said.
pub(super) fn look_back(mut gap: Gap, later: &[PassageRecord], sought: &Sought<'_>, draft: &mut Draft) -> Told {
    let wanted = sought.wanted;
    let asked = asked_headings(sought.question);
    let mut unstated = 0;
    let mut follow_ups: Vec<(f32, &PassageRecord)> = later
        .iter()
        .filter(|passage| passage.report != gap.report && passage.date >= gap.date && !passage.covered)
        .filter(|passage| !matches!(passage.section_kind, SectionKind::Plan | SectionKind::Metrics))
        .map(|passage| {
            let pointed = if points_back_at(&passage.text, gap.day) { POINTED } else { 0.0 };
            (likeness(&gap.told, &passage.text) + wanted.share(&passage.full_text()) + pointed, passage)
        })
        .filter(|(score, _)| *score >= LIKE_ENOUGH)
        .collect();
    follow_ups.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    if gap.headings.is_empty() {
        if let Some((_, passage)) = follow_ups.first() {
            draft.quote(passage, follow_up_span(&passage.text));
        }
        return Told::All;
    }
    for heading in std::mem::take(&mut gap.headings) {
        let answers = follow_ups.iter().find_map(|(_, passage)| {
            let fits = |words: &str| match heading {
                Heading::Cause => tells_cause(words) || words.contains("原因") || words.contains("根因"),
                Heading::Handling => tells_handling(words),
                Heading::Impact => tells_impact(words),
                Heading::Duration => tells_how_long(words),
                Heading::What => false,
            };
            let span = follow_up_span(&passage.text);
            let words = &passage.text[span.clone()];
            let told = fits(words) || points_back_at(words, gap.day);
            (told && !is_open(words)).then_some((*passage, span))
        });
        match answers {
            Some((passage, span)) => {
                let words = passage.text[span.clone()].to_string();
                draft.part_told_later(heading, passage, span, &words);
            }
            None if gap.rest.is_empty() => {
                unstated += 1;
                draft.say_missing(heading);
            }
            None => {
                draft.say_unnamed(heading);
                for (passage, span) in std::mem::take(&mut gap.rest) {
                    draft.quote(&passage, span);
                }
            }
        }
    }
    if unstated > 0 && unstated == asked && !gap.is_partly_told { Told::Unstated } else { Told::All }
}

/// What a text gains that begins with the day: `8/7后台缓慢已定位…`.
const POINTED: f32 = 0.3;

/// Whether a text begins with the day, or with a few words (往期跟踪：) and the day.
pub(super) fn points_back_at(text: &str, day: Date) -> bool {
    let first = mentions(text).into_iter().next();
    first.is_some_and(|mention| {
        let is_early = text[..mention.span.start].chars().count() <= 12;
        let names_it = matches!(mention.reading, Ok(Expression::Day(named))
            if i32::from(named.day()) == i32::from(day.day()) && i32::from(named.month().get()) == i32::from(day.month()));
        is_early && names_it
    })
}

/// The share of the told words' character pairs that a text has, and of the question's words, together.
const LIKE_ENOUGH: f32 = 0.35;

/// The share of `told`'s pairs of characters, figures aside, that `text` has.
fn likeness(told: &str, text: &str) -> f32 {
    let chars: Vec<char> = told.chars().filter(|c| c.is_alphabetic()).collect();
    let met = chars.windows(2).filter(|pair| text.contains(&pair.iter().collect::<String>())).count();
    if chars.len() < 2 { 0.0 } else { met as f32 / (chars.len() - 1) as f32 }
}

/// A follow-up is short and tells one thing; of a longer text its first two sentences.
fn follow_up_span(text: &str) -> Span {
    if text.chars().count() <= 120 {
        return 0..text.len();
    }
    let end = sentences(text, 0..text.len()).get(1).map_or(text.len(), |sentence| sentence.end);
    0..end
}

/// 原因核实中: the report itself says that it does not know yet.
fn is_open(words: &str) -> bool {
    const OPEN: &[&str] = &[
        "核实",
        "排查",
        "分析中",
        "待查",
        "在查",
        "查找中",
        "待定位",
        "待确认",
        "未查明",
        "不明",
        "待复盘",
        "定位中",
        "调查中",
        "仍在",
        "还在",
        "尚未",
        "未知",
        "未定",
        "tbd",
        "unknown",
        "under investigation",
        "investigating",
        "pending",
    ];
    let lower = words.to_lowercase();
    OPEN.iter().any(|word| lower.contains(word)) && words.chars().count() <= 30
}

/// What happened, then the parts asked for, all of them where none is. Returns the parts asked for that are missing.
pub(super) fn tell(
    passage: &PassageRecord,
    incident: &Incident,
    question: &Question,
    draft: &mut Draft,
) -> Vec<Heading> {
    let when = incident.occurred.as_deref().unwrap_or_default().replace('T', " ");
    let summary = local(passage, &incident.summary);
    draft.part(Heading::What, passage, 0..summary.end, &format!("{when} {}", incident.summary.text));
    let mut missing = Vec::new();
    let mut parts: Vec<(Heading, &Option<Part>)> = Vec::new();
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
                    let words = passage.text[span.clone()].to_string();
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
    let wanted: Vec<Heading> =
        parts.iter().map(|(heading, _)| *heading).filter(|heading| is_asked(*heading, question)).collect();
    for (heading, part) in parts {
        if let Some(part) = part {
            draft.part(heading, passage, local(passage, part), &part.text);
        }
        if heading == Heading::Impact {
            say_more_impact(passage, incident, draft);
        }
        let open = part.as_ref().is_none_or(|part| is_open(&part.text));
        // Numbers in what happened are its impact where no other is named; a cause told in the same line is no gap.
        let told = match heading {
            Heading::Impact => !incident.counts.is_empty(),
            Heading::Cause => part.is_none() && tells_cause(&incident.summary.text),
            _ => false,
        };
        let open = open && !told;
        if open && wanted.contains(&heading) {
            missing.push(heading);
        }
    }
    missing
}

/// Numbers told outside the named parts are of the impact, too: 期间客询52个.
fn say_more_impact(passage: &PassageRecord, incident: &Incident, draft: &mut Draft) {
    for span in untold(passage, incident) {
        let words = passage.text[span.clone()].to_string();
        if figures(&words).iter().any(|figure| !figure.unit.is_empty()) {
            draft.part(Heading::Impact, passage, span, &words);
        }
    }
}

/// The sentences of an incident's passage that belong to none of its parts.
fn untold(passage: &PassageRecord, incident: &Incident) -> Vec<Span> {
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
fn asked_headings(question: &Question) -> usize {
    let asked = [Intent::Cause, Intent::Handling, Intent::Impact, Intent::Duration];
    asked.iter().filter(|intent| question.asks(**intent)).count()
}

/// Whether a part is told, though only as not known yet; or the incident's words are of that sort.
fn says_open(heading: Heading, incident: &Incident) -> bool {
    let part = match heading {
        Heading::Cause => &incident.cause,
        Heading::Handling => &incident.handling,
        Heading::Impact => &incident.impact,
        Heading::What | Heading::Duration => &None,
    };
    part.is_some() || incident.status == Status::Open
}

fn is_asked(heading: Heading, question: &Question) -> bool {
    match heading {
        Heading::Cause => question.asks(Intent::Cause),
        Heading::Handling => question.asks(Intent::Handling),
        Heading::Impact => question.asks(Intent::Impact),
        Heading::What | Heading::Duration => false,
    }
}

/// The sentence that states a length of time.
fn how_long(passage: &PassageRecord) -> Option<Span> {
    sentences(&passage.text, 0..passage.text.len()).into_iter().find(|span| tells_how_long(&passage.text[span.clone()]))
}

/// Whether words state a length of time.
fn tells_how_long(words: &str) -> bool {
    figures(words).iter().any(|figure| ["分钟", "小时", "天", "秒", "min", "h"].contains(&figure.unit.as_str()))
}

/// A part's place inside its passage.
fn local(passage: &PassageRecord, part: &Part) -> Span {
    let start = part.span.start.saturating_sub(passage.start).min(passage.text.len());
    let end = part.span.end.saturating_sub(passage.start).min(passage.text.len());
    start..end.max(start)
}

/// All incidents of the period asked about, one line each, with their number first.
pub(super) fn list(
    passages: &[PassageRecord],
    sought: &Sought<'_>,
    retrieval: &Retrieval,
    is_of_an_author: bool,
    draft: &mut Draft,
) -> bool {
    let (question, wanted) = (sought.question, sought.wanted);
    let periods = retrieval.periods();
    let in_period =
        |incident: &Incident| incident.day().is_none_or(|day| periods.iter().any(|period| period.contains(day)));
    let by_label = retrieval.times.iter().all(|time| time.scope.by_label);
    let meant: Vec<(&PassageRecord, &Incident)> = passages
        .iter()
        .filter_map(|passage| passage.incident.as_ref().map(|incident| (passage, incident)))
        .filter(|(_, incident)| by_label || in_period(incident))
        .collect();
    let level = level_asked(&question.text);
    let speaks_of_it = |passage: &PassageRecord| {
        let text = passage.full_text();
        if level.as_ref().is_some_and(|level| !text.to_uppercase().contains(level.as_str())) {
            return false;
        }
        wanted.is_empty()
            || wanted.things() == 0.0
            || (wanted.share(&text).max(wanted.share_of_things(&text)) >= SHARE && wanted.has_the_heaviest(&text))
    };
    let day_asked = retrieval.times.iter().any(|time| time.is_day);
    // A day or a report is so plain that its incidents are meant even where none speaks of the other words.
    let by_name = retrieval.times.iter().any(|time| time.asked && time.scope.by_label);
    // A time or an author bounds the list already, when little else is asked.
    let is_bounded = retrieval.times.iter().any(|time| time.asked);
    let is_plain = level.is_none()
        && (day_asked
            || !wanted.has_names() && (by_name || (is_bounded && (is_of_an_author || wanted.things() <= LITTLE))));
    let narrowed = meant.iter().any(|(passage, _)| speaks_of_it(passage)) || !is_plain;
    let meant: Vec<(&PassageRecord, &Incident)> =
        meant.into_iter().filter(|(passage, _)| !narrowed || speaks_of_it(passage)).collect();
    let mut meant = meant;
    meant.retain(|(passage, incident)| question.bounds.iter().all(|bound| keeps_bound(passage, incident, bound)));
    if meant.is_empty() {
        return false;
    }
    meant.sort_by(|(_, one), (_, other)| one.occurred.cmp(&other.occurred));
    let count = meant.len();
    let times: Vec<&str> = retrieval.times.iter().map(|time| time.text.as_str()).collect();
    let times = times.join("、");
    draft.lead(format!("{times}共记录 {count} 起事件："), format!("{count} incidents are recorded for {times}:"));
    for (passage, incident) in meant {
        let when = incident.occurred.as_deref().unwrap_or_default().replace('T', " ");
        let mut text = format!("{when} {}", one_line(&incident.summary.text));
        let parts = [
            (Heading::Impact, &incident.impact),
            (Heading::Cause, &incident.cause),
            (Heading::Handling, &incident.handling),
        ];
        for (heading, part) in parts.into_iter().filter(|(heading, _)| is_asked(*heading, question)) {
            let words = part.as_ref().map(|part| one_line(&part.text));
            text.push_str(&draft.inline(heading, words.as_deref()));
        }
        draft.item(passage, text);
    }
    true
}

/// Whether an incident has a figure, or a length, that keeps the bound.
fn keeps_bound(passage: &PassageRecord, incident: &Incident, bound: &Bound) -> bool {
    let length = incident.duration_minutes.map(Decimal::from);
    let asked = in_minutes(&bound.figure);
    if let Some(asked) = asked {
        return length.is_some_and(|length| if bound.is_least { length > asked } else { length < asked });
    }
    figures(&passage.text).iter().any(|figure| figure.unit_fits(&bound.figure) && keeps(figure, bound))
}

/// A level of severity that a question names: AB级, D级, P0, 一级.
fn level_asked(text: &str) -> Option<String> {
    let upper = text.to_uppercase();
    let grade = upper.find('级').and_then(|at| {
        let before: Vec<char> =
            upper[..at].chars().rev().take_while(|c| c.is_ascii_alphanumeric() || "一二三四特".contains(*c)).collect();
        (!before.is_empty()).then(|| before.into_iter().rev().chain(['级']).collect::<String>())
    });
    grade.or_else(|| {
        ["P0", "P1", "P2", "P3", "SEV1", "SEV2"].into_iter().find(|level| upper.contains(level)).map(str::to_string)
    })
}

/// An incident that was found by its day alone.
pub(super) fn without_score(passage: PassageRecord) -> Found {
    let hit = Hit {
        id: uuid::Uuid::nil(),
        score: 0.0,
        fused: 0.0,
        sparse: None,
        dense: None,
        payload: serde_json::Map::new(),
    };
    Found { passage, hit }
}
