//! Where incidents begin: at lines that open with a date, and texts that name their parts (时间, 现象, 原因, 处置).

use super::breakdown::breakdown_of_line;
use super::clue::{is_arranged, opens_with_a_meeting, states_effect};
use super::opening::{
    Opening, dotted_opening, opening_behind_number, opening_clock, opening_date, opening_of_line, opens_with_a_grade,
};
use super::parts::{PartKind, Parts, named_parts, part_named_first};
use crate::calendar::{Expression, mentions};
use crate::fact::clause::marked_sentences;
use crate::fact::standing::{closes, is_done};
use crate::fact::trouble::states_trouble;
use crate::report::{
    Block, SectionKind, Span, lines_in, mark_length, mask_targets, opens_as_follow_up, opens_incident_part, trim,
};
use crate::text::{case_numbers, up_to_mark};
use crate::vocabulary::{Sense, Words};

/// Of an incident's own text this much is read, in bytes, to decide whether it is one.
const LOOK_AHEAD_BYTES: usize = 3000;

/// Nested items count as their parent's own text up to here, in bytes.
const OPENS_WITHIN_BYTES: usize = 64;

/// Where an incident has to begin in `block` not to be one of what is nested in it.
pub fn opening_reach(block: &Block) -> usize {
    block.own.end.min(block.own.start + OPENS_WITHIN_BYTES)
}

/// Where incidents begin inside `span`, ascending: lines (list marks skipped) that open with a date, and state
/// trouble or name a cause or a handling; in a section about incidents the date is enough. Empty in plans and
/// diaries. A second one needs a time and trouble of its own: the dated steps of a handling are not incidents. On a
/// page about one day (`is_daily`) a time is enough in a section about incidents, unless it is a step of an incident
/// whose parts are not named yet.
pub fn incident_starts(source: &str, span: &Span, section: SectionKind, is_daily: bool) -> Vec<usize> {
    starts_within(source, span, section, is_daily, span.end)
}

/// As [`incident_starts`], but empty where the first one does not begin by `reach`, behind which nothing is read
/// until then.
pub fn incident_starts_by(source: &str, span: &Span, section: SectionKind, is_daily: bool, reach: usize) -> Vec<usize> {
    let mut starts = starts_within(source, span, section, is_daily, reach);
    if starts.first().is_some_and(|first| *first > reach) {
        starts.clear();
    }
    starts
}

/// Gives up at the first line that begins after `reach` when nothing has begun by then.
fn starts_within(source: &str, span: &Span, section: SectionKind, is_daily: bool, reach: usize) -> Vec<usize> {
    if matches!(section, SectionKind::Plan | SectionKind::Daily | SectionKind::FollowUp) {
        return Vec::new();
    }
    let mut starts = Vec::new();
    let mut is_timeline = false;
    let mut parts_named = false;
    for line in lines_in(source, span) {
        let line = trim(source, line);
        if starts.is_empty() && line.start > reach {
            break;
        }
        let text = &source[line.clone()];
        if opens_incident_part(text) {
            is_timeline = names_a_timeline(text);
            parts_named = true;
        }
        // 管理原因：原定 7 月 11 日的检查没有做: a day in a part is not that of another incident.
        let is_part = matches!(part_named_first(text), Some(PartKind::Cause | PartKind::Handling | PartKind::Impact));
        if is_part || opens_as_follow_up(text) || opens_as_correction(text) || is_set_right(text) {
            continue;
        }
        let is_about_incidents = section == SectionKind::Incidents;
        let may_be_clock = is_daily && is_about_incidents && (starts.is_empty() || parts_named);
        let opening = opening_of_line(text).or_else(|| opening_clock(text).filter(|_| may_be_clock));
        if opening.as_ref().is_some_and(|(start, opening)| opens_with_a_meeting(&text[start + opening.length..])) {
            continue;
        }
        let begins = opening.filter(|(start, opening)| {
            let rest = &text[start + opening.length..];
            // A link after the date is a diary's, not an event.
            let says_something = rest.chars().any(char::is_alphanumeric)
                && !rest.trim_start_matches([' ', '，', ',', '：', ':', '\u{3000}']).starts_with('[');
            let is_first = starts.is_empty();
            let reach = source.floor_char_boundary((line.start + LOOK_AHEAD_BYTES).min(span.end));
            let extent = &source[line.start..reach.max(line.end)];
            let has_time = opening.time().is_some();
            says_something
                && !is_timeline
                && !is_drill(rest)
                && if is_first {
                    is_incident(text, rest, extent, has_time, section)
                } else {
                    has_time && (states_trouble(rest) || (is_about_incidents && parts_named && !is_follow_up(rest)))
                }
        });
        if let Some((start, _)) = begins {
            starts.push(line.start + start);
            parts_named = names_cause_or_handling(text);
        }
        if starts.is_empty()
            && let Some(start) = start_at_case(source, &line, span, section)
        {
            return vec![start];
        }
        if starts.is_empty() {
            starts.extend(start_after_lead(source, line.clone(), section));
        }
        if starts.is_empty() && !is_timeline && !is_old(section) && !is_follow_up(text) {
            starts.extend(breakdown_of_line(text).map(|(start, _)| line.start + start));
        }
        if !starts.is_empty() {
            further_starts(source, line, section, &mut starts);
        }
    }
    starts
}

fn is_incident(line: &str, rest: &str, extent: &str, has_time: bool, section: SectionKind) -> bool {
    // 5月16日做完(计划15日), 漏水降到6L: what was done on a day broke nothing.
    let told = up_to_mark(rest, &['，', '。', '；', '（', '(', ',', '\n']);
    if !has_time && section != SectionKind::Incidents && is_done(told) && !states_trouble(told) {
        return false;
    }
    let has_part = || names_cause_or_handling(extent);
    match section {
        // 7/2 补上规则，关闭: how one ended.
        SectionKind::Incidents => {
            has_time || has_part() || !is_follow_up(rest) && (states_trouble(rest) || !closes(rest))
        }
        SectionKind::Reflection | SectionKind::Review => has_part(),
        SectionKind::Problems => has_part() || (has_time && !is_follow_up(rest)),
        // 停机换序号，提前公告过: a stop that was meant.
        _ if has_time => states_trouble(rest) && !is_arranged(up_to_mark(rest, &['。', '；', '\n'])) || has_part(),
        _ => names_cause_or_handling(line) || ((opens_with_a_grade(line) || states_trouble(rest)) && has_part()),
    }
}

/// `- **E-0123 账单翻倍**`: a line that begins with the number of a case; what is below it, with all its days, tells the incident.
fn start_at_case(source: &str, line: &Span, span: &Span, section: SectionKind) -> Option<usize> {
    let start = line.start + mark_length(&source[line.clone()]);
    let heading = start..line.end;
    let text = source[heading.clone()].trim_start_matches(['*', '【', '[']);
    let opens = case_numbers(text).next().is_some_and(|case| text.starts_with(case));
    let is_among = section == SectionKind::Incidents;
    (opens && is_headed_incident(source, &heading, &(start..span.end), section, is_among)).then_some(start)
}

/// `上周故障两起。4/6 09:15 …`: an incident after the few words that announce it on its line.
fn start_after_lead(source: &str, line: Span, section: SectionKind) -> Option<usize> {
    let text = &source[line.clone()];
    let (at, end) = text.char_indices().find(|(_, c)| matches!(c, '。' | '：' | ':'))?;
    let (lead, rest) = (&text[mark_length(text).min(at)..at], &text[at + end.len_utf8()..]);
    let announces = || {
        lead.chars().count() <= LONGEST_LEAD_CHARS
            && (SectionKind::of_heading(lead) == SectionKind::Incidents || lead.ends_with('起'))
            && opening_date(lead).is_none()
    };
    let (start, opening) = opening_of_line(rest).filter(|_| announces())?;
    let happened = &rest[start + opening.length..];
    let is_event = states_trouble(happened) || names_cause_or_handling(happened);
    (is_event && !is_old(section)).then_some(line.end - rest.len() + start)
}

/// What is written there was reported before.
fn is_old(section: SectionKind) -> bool {
    matches!(section, SectionKind::Reflection | SectionKind::Review)
}

/// How many characters announce incidents at most.
const LONGEST_LEAD_CHARS: usize = 16;

/// Incidents behind the first one on its own line: a sentence that opens with another day, or with a list mark and a
/// day, and a time, and states trouble.
fn further_starts(source: &str, line: Span, section: SectionKind, starts: &mut Vec<usize>) {
    if !source[line.clone()].contains(['。', '；', ';']) {
        return;
    }
    let mut in_part = false;
    let mut before = line.start..line.start;
    for sentence in marked_sentences(source, line.clone()) {
        in_part |= names_cause_or_handling(&source[before.clone()]);
        let is_first = before.is_empty();
        before = sentence.clone();
        if is_first {
            continue;
        }
        let sentence = trim(source, sentence);
        let text = &source[sentence.clone()];
        let Some((start, opening)) = opening_of_line(text) else { continue };
        let known = starts
            .last()
            .and_then(|start| opening_date(&source[*start..source.floor_char_boundary(*start + OPENS_WITHIN_BYTES)]));
        let is_other_day = known.is_none_or(|known| day_of(&known.expression) != day_of(&opening.expression));
        let is_event = states_trouble(text)
            || (!in_part && states_effect(text))
            || (!in_part && section == SectionKind::Incidents && !is_follow_up(text));
        if opening.time().is_some() && is_event && (start > 0 || is_other_day) {
            starts.push(sentence.start + start);
        }
    }
}

fn day_of(expression: &Expression) -> Option<(u8, u8)> {
    match expression {
        Expression::Day(day) => Some((day.month().get(), day.day())),
        Expression::DayOfMonth(day) => Some((0, day.day())),
        _ => None,
    }
}

/// A part whose steps are on the lines below it.
fn names_a_timeline(line: &str) -> bool {
    line.trim_end_matches(['*', ' ']).ends_with([':', '：', '】'])
}

/// 消防疏散演练，3 人没有听到警铃: what went wrong in it is what it was for. 切换演练失败 is an incident.
fn is_drill(told: &str) -> bool {
    let first = up_to_mark(told, &['，', '。', '；', '\n']);
    ["演练", "演习", "drill"].iter().any(|word| first.contains(word)) && !states_trouble(first)
}

/// 6/2 复盘会 in a section about incidents looks back at one.
fn is_follow_up(text: &str) -> bool {
    ["复盘", "整改", "跟踪", "回顾"].iter().any(|word| text.contains(word))
        || (["例会", "演练", "评审", "培训"].iter().any(|word| text.contains(word)) && !states_trouble(text))
}

fn names_cause_or_handling(text: &str) -> bool {
    Parts::new(text, 0..text.len()).any(|(kind, _)| matches!(kind, PartKind::Cause | PartKind::Handling))
}

/// Whether `span` (an item, or a heading with its text) records one incident by its parts: a cause or a handling and
/// one more of 时间, 现象, 影响, 原因, 处置. Outside a section about incidents it has to state trouble and name a day.
pub fn is_incident_record(source: &str, span: &Span, section: SectionKind) -> bool {
    let is_elsewhere = matches!(section, SectionKind::Plan | SectionKind::Daily | SectionKind::FollowUp)
        || matches!(section, SectionKind::Reflection | SectionKind::Review);
    if is_elsewhere {
        return false;
    }
    let text = &source[span.clone()];
    let Some(parts) = parts_of_one(text) else { return false };
    let has = |wanted: PartKind| {
        parts.iter().skip(1).any(|(kind, part)| *kind == wanted && !text[part.clone()].trim().is_empty())
    };
    let (cause, handling) = (has(PartKind::Cause), has(PartKind::Handling));
    let dated = dated_part(text, &parts).is_some();
    let named = [cause, handling, has(PartKind::Impact), has(PartKind::Summary), dated]
        .into_iter()
        .filter(|named| *named)
        .count();
    if !(cause || handling) || named < 2 {
        return false;
    }
    let first_line = text.lines().next().unwrap_or_default();
    if opens_as_follow_up(first_line) {
        return false;
    }
    section == SectionKind::Incidents || (states_trouble(text) && (dated || first_day(first_line).is_some()))
}

/// The parts of `text`; `None` where it names a second time, or a second cause in the same words, which is another incident's: 直接原因 and
/// 管理原因 are of one.
fn parts_of_one(text: &str) -> Option<Vec<(PartKind, Span)>> {
    let mut parts: Vec<(PartKind, Span)> = Vec::new();
    let mut causes: Vec<&str> = Vec::new();
    for (kind, part) in Parts::new(text, 0..text.len()) {
        let before = parts.last().map_or(0, |(_, before)| before.end);
        let name = text[before..part.start].trim_matches(|c: char| !c.is_alphanumeric());
        let is_second = match kind {
            PartKind::Time => parts.iter().any(|(known, _)| *known == kind),
            PartKind::Cause => causes.contains(&name),
            _ => false,
        };
        if is_second {
            return None;
        }
        if kind == PartKind::Cause {
            causes.push(name);
        }
        parts.push((kind, part));
    }
    Some(parts)
}

/// The date that a part named 时间 gives, or one named 经过 that opens with a day and a time.
fn dated_part(text: &str, parts: &[(PartKind, Span)]) -> Option<Opening> {
    let opening = |part: &Span| {
        let text = text[part.clone()].trim_start();
        opening_date(text[mark_length(text)..].trim_start())
    };
    let of = |wanted: PartKind| parts.iter().skip(1).filter(move |(kind, _)| *kind == wanted).map(|(_, part)| part);
    let timed = |opening: &Opening| opening.time().is_some();
    of(PartKind::Time).find_map(opening).or_else(|| of(PartKind::Summary).find_map(opening).filter(timed))
}

/// When the incident in `text` occurred, as written: the date that it opens with, else its part named 时间, else the
/// first day of its first line. Its length is 0 for the latter two.
pub(super) fn when(text: &str) -> Option<Opening> {
    if let Some((start, opening)) = opening_behind_number(text) {
        return Some(Opening { length: start + opening.length, ..opening });
    }
    if let Some(opening) = opening_date(text) {
        return Some(opening);
    }
    if let Some((0, opening)) = opening_clock(text) {
        return Some(opening);
    }
    // Its date counts from where it begins.
    if let Some((_, opening)) = breakdown_of_line(text).filter(|(start, _)| *start == 0) {
        return Some(opening);
    }
    let parts = named_parts(text, 0..text.len());
    let first_line = text.lines().next().unwrap_or_default();
    let named = dated_part(text, &parts).map(|opening| Opening { length: 0, ..opening });
    let of_heading = || {
        let expression = first_day(first_line)?;
        Some(Opening { expression, clock: None, until: None, length: 0 })
    };
    let below = first_line.len()..text.len();
    let is_case = names_a_case(first_line);
    named
        .or_else(of_heading)
        .or_else(|| day_below(text, &below, is_case).map(|opening| Opening { length: 0, ..opening }))
        .or_else(|| dotted_opening(text))
}

/// Whether `heading`, which `span` begins with, is the name of one incident, and not of what was found out later, that is told below it in prose or by lines: in a section about
/// incidents it names a day (`### 3.1 全国收银卡顿 5/13`), or it names trouble or a case and the first line below opens with a day; elsewhere
/// it has to name trouble, and a day or a case. Below a case a day may stand after a few lines or in a table: the number says that it is one.
pub fn is_headed_incident(
    source: &str,
    heading: &Span,
    span: &Span,
    section: SectionKind,
    is_under_incidents: bool,
) -> bool {
    let text = &source[heading.clone()];
    let is_elsewhere = matches!(
        section,
        SectionKind::Plan | SectionKind::Daily | SectionKind::FollowUp | SectionKind::Reflection | SectionKind::Review
    );
    let is_case = names_a_case(text);
    if is_elsewhere
        || span.end <= heading.end
        || looks_back(text)
        || !(is_case || states_trouble(&source[span.clone()]))
    {
        return false;
    }
    let is_incident = || {
        SectionKind::of_heading(text) == SectionKind::Incidents
            || case_numbers(text).any(is_of_incident) && !closes(text)
    };
    let names_trouble = states_trouble(text) || is_case && is_incident();
    let is_among_incidents = is_under_incidents && section == SectionKind::Incidents;
    // Incident: stale list, 24 Feb – 6 Mar is one, however long it went on.
    let has_days = || names_one_incident(text) && mentions(text).iter().any(|mention| mention.reading.is_ok());
    if first_day(text).is_some() || has_days() {
        return is_among_incidents || names_trouble;
    }
    let below = &(heading.end..span.end);
    let Some(opening) = day_below(source, below, is_case) else { return false };
    match is_case {
        // A change or a task has a number too: without trouble in its name it takes the minute, or a cause among problems.
        true => {
            let reach = source.floor_char_boundary((below.start + LOOK_AHEAD_BYTES).min(below.end));
            let told = &source[below.start..reach.max(below.start)];
            is_among_incidents
                || names_trouble
                || opening.time().is_some() && states_trouble(told)
                || matches!(section, SectionKind::Incidents | SectionKind::Problems) && names_cause_or_handling(told)
        }
        false => is_among_incidents && names_trouble && !holds_others(source, below),
    }
}

/// Whether a heading is the name of one incident behind the word for any: 事件1：核心延迟, 事故 INC-2506-03; 生产事件 is that of a list.
pub fn names_one_incident(heading: &str) -> bool {
    let names_it = || heading.split_once(['：', ':']).is_some_and(|(_, rest)| !rest.trim().is_empty());
    SectionKind::of_heading(heading) == SectionKind::Incidents && (names_it() || names_a_case(heading))
}

/// Whether a heading is that of what was found out or done about an incident later: 通讯中断的真正原因, 事件调查.
pub fn looks_back(heading: &str) -> bool {
    static AFTERWARDS: Words = Words::of(&[Sense::Afterwards, Sense::SetRight]);
    // What follows something, and is out of order: AGC 跟踪异常.
    let is_named = || AFTERWARDS.all_in(heading).iter().any(|word| word.word != "跟踪");
    opens_as_follow_up(heading) || is_named() || ["调查", "经过", "处置"].iter().any(|word| heading.contains(word))
}

/// 数据更正：9月8日周报误报…: what was written wrongly, and nothing that broke.
fn opens_as_correction(line: &str) -> bool {
    const LONGEST_CHARS: usize = 8;
    static CORRECTED: Words = Words::of(&[Sense::SaysCorrected]);
    let label = line[mark_length(line)..].split_once(['：', ':']).map_or("", |(label, _)| label).trim_matches('*');
    (1..=LONGEST_CHARS).contains(&label.chars().count()) && CORRECTED.are_in(&label.to_lowercase())
}

/// 周报故障停机写 29 次，应为 31 次: a figure, and nothing that broke.
fn is_set_right(line: &str) -> bool {
    static RIGHT: Words = Words::of(&[Sense::RightFigure]);
    RIGHT.all_in(line).iter().any(|found| line[found.span.end..].trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

fn names_a_case(heading: &str) -> bool {
    case_numbers(heading).next().is_some()
}

/// INC is how service desks number incidents (ITIL); CHG would be a change.
fn is_of_incident(case: &str) -> bool {
    case.starts_with("INC-")
}

/// The day that the first line of `below` opens with; below a case the first one of a few lines and rows.
fn day_below(source: &str, below: &Span, is_case: bool) -> Option<Opening> {
    let lines = lines_in(source, below).map(|line| trim(source, line));
    let telling = lines.filter(|line| source[line.clone()].contains(char::is_alphanumeric));
    let opens = |line: Span| {
        let text = source[line].trim_start_matches(['|', ' ']);
        let text = text.strip_prefix("On ").unwrap_or(text);
        let dotted = || dotted_opening(&text[mark_length(text)..]).filter(|_| is_case);
        opening_of_line(text)
            .map(|(_, opening)| opening)
            .or_else(dotted)
            .filter(|opening| matches!(opening.expression, Expression::Day(_) | Expression::DayOfMonth(_)))
    };
    telling.take(if is_case { LINES_BEFORE_A_DAY } else { 1 }).find_map(opens)
}

/// So many lines below the number of a case may hold its day: a remark, the head of a table, then the first row.
const LINES_BEFORE_A_DAY: usize = 3;

/// Whether another line opens with a day and a time and states trouble: then the heading is that of several.
fn holds_others(source: &str, below: &Span) -> bool {
    let opens = |line: &Span| {
        let text = &source[trim(source, line.clone())];
        opening_of_line(text)
            .is_some_and(|(start, opening)| opening.time().is_some() && states_trouble(&text[start + opening.length..]))
    };
    let lines = lines_in(source, below).filter(|line| source[line.clone()].contains(char::is_alphanumeric));
    lines.skip(1).any(|line| opens(&line))
}

fn first_day(line: &str) -> Option<Expression> {
    mentions(&mask_targets(line)).into_iter().find_map(|mention| match mention.reading {
        Ok(day @ Expression::Day(_)) => Some(day),
        Ok(Expression::Range(from, to)) if matches!(*from, Expression::Day(_)) && is_short(&from, &to) => Some(*from),
        _ => None,
    })
}

/// Whether what lasts from one day to the other may be one incident: 客诉（8/1–8/22累计） is of all that came in.
fn is_short(from: &Expression, to: &Expression) -> bool {
    const MOST_DAYS: i32 = 7;
    let anchor = jiff::civil::date(2024, 6, 12);
    let day = |expression: &Expression| expression.resolve(anchor).ok().map(|period| period.from());
    day(from).zip(day(to)).is_none_or(|(from, to)| (to - from).get_days().abs() <= MOST_DAYS)
}
