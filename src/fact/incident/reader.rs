//! Reads one incident: its named parts, else the clauses that state them.

use super::cause::cause_in;
use super::clue::states_handling;
use super::handling::handling_in;
use super::impact::impact_in;
use super::late::{LONGEST_FINDING_CHARS, found_late};
use super::named::Named;
use super::opening::{moment, opening_date, opens_with_a_clock};
use super::status::{Status, is_done};
use super::when::when;
use super::{Incident, IncidentPiece};
use crate::calendar::{Date, mentions};
use crate::fact::clause::clauses;
use crate::fact::count::{Count, counts};
use crate::fact::duration::{Began, duration, until};
use crate::fact::placeholder::is_awaited;
use crate::report::{LineIndex, Span, behind_paragraph_number, lines_of, mark_length};
use crate::text::{is_han, up_to_mark};
use crate::vocabulary::{Sense, Words};

/// A shorter text, in letters and digits, is no summary.
const LEAST_SUMMARY_CHARS: usize = 4;

/// Reads the incident in `span`, as [`crate::fact::accounts`] finds it.
///
/// The year, and the month where only the day is written, are those nearest to `report_date`. The summary ends where an unnamed cause or
/// handling begins.
pub fn read_incident(source: &str, index: &LineIndex, span: Span, report_date: Option<Date>) -> Incident {
    let text = &source[span.clone()];
    let opening = when(text);
    let date_length = opening.as_ref().map_or(0, |opening| opening.length);
    let named = Named::read(source, span.start + date_length..span.end);
    let mut happened = named.summary(source).unwrap_or(span.start..span.start);
    let rows = rows_in(source, &span);
    let (steps, told) = if rows.is_empty() { (steps_in(source, &happened), happened.end) } else { (rows, span.end) };
    let after_steps = steps.last().map_or(told..told, |last| last.end..told);
    if let Some(first) = steps.first() {
        happened.end = happened.end.min(first.start);
    }
    let unnamed_cause = cause_in(source, &happened);
    let unnamed_handling = handling_in(source, &happened, unnamed_cause.as_ref());
    let unnamed_cause = unnamed_cause.or_else(|| cause_in(source, &after_steps));
    let mut summary = happened.clone();
    for (name, unnamed) in [(&named.cause, &unnamed_cause), (&named.handling, &unnamed_handling)] {
        if let (None, Some(unnamed)) = (name, unnamed.as_ref().filter(|part| part.start < happened.end)) {
            let before = &source[happened.start..unnamed.start];
            let is_clause = before.trim_end().ends_with(|c: char| !c.is_alphanumeric());
            if is_clause && before.chars().filter(|c| c.is_alphanumeric()).count() >= LEAST_SUMMARY_CHARS {
                summary.end = summary.end.min(unnamed.start);
            }
        }
    }
    let began = Began::read(opening.as_ref(), report_date);
    let ends: Vec<Span> =
        [&named.described, &named.handling].into_iter().flatten().chain(steps.last()).cloned().collect();
    let ended = || named.ended.as_ref().and_then(|ended| until(began, &source[ended.clone()]));
    let mut duration_minutes = named
        .stated_minutes(source)
        .or_else(ended)
        .or_else(|| duration(source, began, &happened, named.impact.as_ref(), &ends));
    let states = |span: &Span| !is_awaited(&source[span.clone()]);
    let other_parts: Vec<Span> = [
        unnamed_cause.clone().filter(|_| named.cause.is_none()),
        unnamed_handling.clone().filter(|_| named.handling.is_none()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let (named_cause, deed) = named.cause.map_or((None, None), |cause| before_arrow(source, cause));
    static CAUSE_OPEN: Words = Words::of(&[Sense::CauseOpen]);
    let ends_open = |said: &str| CAUSE_OPEN.ending(said.trim_end_matches(|c: char| !c.is_alphanumeric())).is_some();
    let is_open = |cause: &Span| !states(cause) || ends_open(&source[cause.clone()]);
    // 不明，第二天又报一次: what follows is no cause, as a suspicion is (还在核实，怀疑阈值太低).
    static DOUBT: Words = Words::of(&[Sense::Doubt]);
    let opens_open = |cause: &Span| {
        let said = &source[cause.clone()];
        let first = up_to_mark(said, &['，', '。', '；', ',', ';']);
        ends_open(first) && !DOUBT.are_in(&said[first.len()..])
    };
    let is_cause_awaited = named_cause.as_ref().is_some_and(is_open) || unnamed_cause.as_ref().is_some_and(opens_open);
    let short = |cause: Span| cause.start..first_sentences(source, &without_siblings(source, cause));
    let cause = named_cause.map(short).or(unnamed_cause).map(|cause| without_name(source, cause));
    let cause = cause.filter(states).filter(|cause| !opens_open(cause));
    let handling =
        named.handling.or(deed).or(unnamed_handling).or(steps.last().map(|step| deed_of(source, step))).filter(states);
    let mut occurred = opening.as_ref().and_then(|opening| moment(opening, report_date));
    let mut found = None;
    if let Some(late) = found_late(&source[happened.clone()], began, report_date) {
        found = occurred.replace(late.occurred.clone());
        duration_minutes = late.duration(began, duration_minutes);
        // 发现3/29夜间的…: words that only say when it was.
        let date_end = happened.start + late.date_end;
        if source[happened.start..date_end].chars().count() <= LONGEST_FINDING_CHARS {
            let rest = source[date_end..summary.end].trim_start_matches(['的', ' ', '，']);
            summary.start = summary.end - rest.len();
        }
    }
    let others = [named.described.as_ref(), handling.as_ref(), cause.as_ref(), Some(&after_steps)];
    let others: Vec<&Span> = others.into_iter().flatten().collect();
    let impact = named.impact.or_else(|| impact_in(source, &(summary.start..happened.end), &other_parts, &others));
    let part = |span: Span| IncidentPiece::read(source, index, behind_its_number(source, span));
    let impact = impact.and_then(part);
    while let Some(last) = clauses(source, summary.clone()).pop().filter(|last| last.start > summary.start) {
        if states(&last) {
            break;
        }
        summary.end = last.start;
    }
    summary.end = first_sentences(source, &summary);
    summary.start += rest_of_time(&source[summary.clone()]);
    if let Some(title) = title_end(source, &span).filter(|end| (summary.start + 1..summary.end).contains(end)) {
        summary.end = title;
    }
    let at_start = span.start..span.start;
    let empty = || IncidentPiece { text: String::new(), lines: index.lines(&at_start), span: at_start.clone() };
    Incident {
        occurred,
        found,
        counts: counts_of(&source[summary.clone()], impact.as_ref()),
        // A record of parts alone is of what it did.
        summary: part(without_number(source, summary))
            .filter(|summary| impact.is_none() || says_what(&summary.text))
            .or_else(|| impact.clone())
            .or_else(|| part(span.clone()))
            .unwrap_or_else(empty),
        impact,
        cause: cause.and_then(part),
        status: Status::of_record(
            text,
            is_cause_awaited,
            duration_minutes.is_some()
                || handling.as_ref().is_some_and(|span| is_done(text) && is_done(&source[span.clone()])),
        ),
        handling: handling.and_then(part),
        duration_minutes,
    }
}

/// The bytes of what belongs to the time before a summary: the particle of 11月25日 09:20到13:05的通话没有录音, 开始 of 3/15 09:12开始，批次排队.
fn rest_of_time(summary: &str) -> usize {
    const SINCE: [&str; 3] = ["开始", "左右", "起"];
    let rest = SINCE.iter().find_map(|word| summary.strip_prefix(word)?.strip_prefix(['，', ',']));
    let rest = rest.or_else(|| summary.strip_prefix('的'));
    rest.map_or(0, |rest| summary.len() - rest.len())
}

/// Whether a summary says more than that there was an incident on a day: not `Incident, Tue 26 Jan`, 6/9 故障.
pub fn says_what(summary: &str) -> bool {
    static WEEKDAYS: Words = Words::of(&[Sense::Weekday]);
    let mut rest = summary.to_string();
    for mention in mentions(summary).into_iter().rev() {
        rest.replace_range(mention.span, " ");
    }
    let rest = NOUNS.replaced(&rest, " ").to_lowercase();
    let is_weekday = |word: &str| word.len() > 2 && WEEKDAYS.iter().any(|day| day.starts_with(word));
    rest.split(|c: char| !c.is_alphanumeric()).any(|word| word.chars().count() > 1 && !is_weekday(word))
}

/// What any incident is called.
static NOUNS: Words = Words::of(&[Sense::IncidentNoun]);

/// Where the heading that `span` begins with ends, where it says what broke; `None` where no heading is there.
fn title_end(source: &str, span: &Span) -> Option<usize> {
    let line = source[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let marks = &source[line..span.start];
    let title = source[span.clone()].split('\n').next()?.trim_end();
    let is_heading = marks.contains('#') || marks.contains("**") && title.ends_with("**");
    let words = title.chars().filter(|c| is_han(*c)).count();
    (is_heading && words >= LEAST_SUMMARY_CHARS && title.len() < span.len()).then_some(span.start + title.len())
}

/// A longer summary ends with the last sentence or line that ends before.
const LONGEST_SUMMARY_CHARS: usize = 60;
const LONGEST_LATIN_SUMMARY_CHARS: usize = 140;

/// Where a summary ends that says what happened and no more: with the sentences that fit, and at least the first.
fn first_sentences(source: &str, span: &Span) -> usize {
    let text = &source[span.clone()];
    let is_chinese = text.contains(is_han);
    let longest = if is_chinese { LONGEST_SUMMARY_CHARS } else { LONGEST_LATIN_SUMMARY_CHARS };
    // Spaces between ideographs and digits are no characters to read.
    let mut read = text.char_indices().filter(|(_, c)| !(is_chinese && c.is_whitespace()));
    let Some((most, _)) = read.nth(longest) else { return span.end };
    let is_end = |(at, c): &(usize, char)| {
        let after = &text[at + c.len_utf8()..];
        let begins_one = || after.starts_with(' ') && after[1..].starts_with(|c: char| c.is_uppercase() || c == '`');
        matches!(c, '。' | '！' | '？' | '\n') || *c == '.' && begins_one()
    };
    let says_enough =
        |(at, _): &(usize, char)| text[..*at].chars().filter(|c| c.is_alphanumeric()).count() >= LEAST_SUMMARY_CHARS;
    let ends: Vec<usize> =
        text.char_indices().filter(is_end).filter(says_enough).map(|(at, c)| at + c.len_utf8()).collect();
    let fitting = ends.iter().copied().take_while(|end| *end <= most).last();
    span.start + fitting.or(ends.first().copied()).unwrap_or(text.len())
}

/// The lines inside `span` after the first that open with a time: what was done, step by step. Empty where there is but one.
fn steps_in(source: &str, span: &Span) -> Vec<Span> {
    let lines = lines_of(source, span).into_iter().skip(1).filter(|line| opens_with_a_clock(&source[line.clone()]));
    let steps: Vec<Span> = lines.collect();
    if steps.len() > 1 { steps } else { Vec::new() }
}

/// The rows inside `span` behind the first that open with a day or a time: a table of steps. Empty where there is but one.
fn rows_in(source: &str, span: &Span) -> Vec<Span> {
    let is_step = |line: &Span| {
        let cell = source[line.clone()].trim_start().strip_prefix('|').unwrap_or_default().trim_start();
        opening_date(cell).is_some() || opens_with_a_clock(cell)
    };
    let mut rows: Vec<Span> = lines_of(source, span).into_iter().filter(is_step).collect();
    if rows.len() > 1 {
        rows.remove(0);
        rows
    } else {
        Vec::new()
    }
}

/// What a step did: of a row the cells behind its time.
fn deed_of(source: &str, step: &Span) -> Span {
    let text = source[step.clone()].trim_end_matches(['|', ' ', '\r']);
    let row = text.trim_start().strip_prefix('|').and_then(|cells| cells.split_once('|'));
    let deed = row.map_or(text, |(_, deed)| deed.trim_start());
    let end = step.start + text.len();
    end - deed.len()..end
}

/// A part that is told on the line of its name, without the next items of the list that its line is an item of.
fn without_siblings(source: &str, part: Span) -> Span {
    let indent = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
    let line = source[..part.start].rfind('\n').map_or(0, |at| at + 1);
    let of_item = indent(&source[line..part.start]);
    let said = &source[part.clone()];
    let is_sibling = |at: usize| {
        let next = &said[at + 1..];
        indent(next) <= of_item && mark_length(next.lines().next().unwrap_or_default()) > 0
    };
    let is_item = mark_length(source[line..part.start].trim_start()) > 0;
    let mut breaks = said.match_indices('\n').map(|(at, _)| at).filter(|at| !said[..*at].trim().is_empty());
    match breaks.find(|at| is_item && is_sibling(*at)) {
        Some(end) => part.start..part.start + end,
        None => part,
    }
}

/// `网关证书过期 → 已换证书`: a cause, and what was done about it.
fn before_arrow(source: &str, cause: Span) -> (Option<Span>, Option<Span>) {
    let said = &source[cause.clone()];
    let line = said.trim_start().find('\n').map_or(said.len(), |end| said.len() - said.trim_start().len() + end);
    let arrow = ["→", "->", "=>"].into_iter().find_map(|arrow| said[..line].find(arrow).map(|at| (at, arrow.len())));
    match arrow {
        Some((at, length)) if states_handling(&said[at + length..line]) => {
            (Some(cause.start..cause.start + at), Some(cause.start + at + length..cause.start + line))
        }
        _ => (Some(cause), None),
    }
}

/// `原因是…` without the name.
fn without_name(source: &str, span: Span) -> Span {
    static NAMES: Words = Words::of(&[Sense::ToldAsCause, Sense::FoundToBe]);
    let text = source[span.clone()].trim_start_matches(|c: char| !c.is_alphanumeric());
    match NAMES.beginning(text).map(|name| &text[name.span.end..]) {
        Some(rest) if !rest.trim().is_empty() => span.end - rest.len()..span.end,
        _ => span,
    }
}

/// A part without the number of its paragraph: `1.3 堵的原因是…`.
fn behind_its_number(source: &str, span: Span) -> Span {
    let start = behind_paragraph_number(&source[span.clone()]).map_or(span.start, |rest| span.end - rest.len());
    start..span.end
}

/// The summary without the number of its incident: `事件1：`, `故障二、`.
fn without_number(source: &str, span: Span) -> Span {
    let text = source[span.clone()].trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(rest) = NOUNS.beginning(text).map(|noun| &text[noun.span.end..]) else { return span };
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十 ".contains(c));
    match number.strip_prefix(['：', ':', '、', '.', '．']) {
        Some(happened) if number.len() < rest.len() => span.end - happened.len()..span.end,
        _ => span,
    }
}

/// The counts of the summary, then those of the impact that are new.
pub(super) fn counts_of(summary: &str, impact: Option<&IncidentPiece>) -> Vec<Count> {
    let mut all = counts(summary);
    for count in impact.map(|impact| counts(&impact.text)).unwrap_or_default() {
        if !all.contains(&count) {
            all.push(count);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{Incident, read_incident};
    use crate::calendar::Date;
    use crate::fact::{Count, Status};
    use crate::report::LineIndex;

    fn read(text: &str) -> Incident {
        let date: Date = "2023-06-20".parse().expect("a date");
        read_incident(text, &LineIndex::new(text), 0..text.len(), Some(date))
    }

    fn text(part: &Option<super::IncidentPiece>) -> &str {
        part.as_ref().map_or("", |part| part.text.as_str())
    }

    #[test]
    fn named_parts_are_read_with_the_year_of_the_report() {
        let incident = read("6/15 11:01 流水少了5,991笔，影响764个商户\n原因：扩容时重启。 处置：重跑，15:57修复完成");
        assert_eq!(incident.occurred.as_deref(), Some("2023-06-15T11:01"));
        assert_eq!(text(&incident.cause), "扩容时重启。");
        assert_eq!(text(&incident.handling), "重跑，15:57修复完成");
        assert_eq!(text(&incident.impact), "影响764个商户");
        assert_eq!(incident.status, Status::Resolved);
        let count = |value: &str, unit: &str| Count { value: value.into(), unit: unit.into() };
        assert_eq!(incident.counts, [count("5991", "笔"), count("764", "个")]);
    }

    #[test]
    fn what_happened_may_open_with_the_moment() {
        let incident = read("退货接口中断\n- 经过：6月12日 9:20 起，手持机全部报错，15:50 恢复\n- 原因：密钥过期");
        assert_eq!(incident.occurred.as_deref(), Some("2023-06-12T09:20"));
        let incident = read("退货接口中断（6月12日）\n- 经过：6月13日查了一天\n- 原因：密钥过期");
        assert_eq!(incident.occurred.as_deref(), Some("2023-06-12"), "a day alone is not when it occurred");
    }

    #[test]
    fn a_heading_that_says_no_more_than_that_there_was_an_incident_gives_way_to_what_it_did() {
        let incident =
            read("Incident, Tue 6 Jun\n- Time: 14:20\n- Impact: the settlement file came late\n- Cause: disk full");
        assert_eq!(incident.summary.text, "the settlement file came late");
        let incident = read("Incident: TMS down, Tue 6 Jun\n- Impact: 214 late\n- Cause: disk full");
        assert_eq!(incident.summary.text, "Incident: TMS down, Tue 6 Jun");
    }

    #[test]
    fn a_cause_that_nobody_knows_is_none_and_the_time_s_particle_is_no_word_of_what_happened() {
        let incident = read("6/2 09:20到13:05的通话没有录音，1,870通。先说是存储满了，原因到今天不知道。");
        assert!(incident.cause.is_none(), "{:?}", incident.cause);
        assert!(incident.summary.text.starts_with("通话没有录音"), "{}", incident.summary.text);
        assert_eq!(incident.status, Status::Open);
        assert!(read("6/2 09:20 温度报警\n原因：不明，第二天又报一次").cause.is_none());
        let unknown = read("6/16 09:20到13:05没有录音，1,870通，**原因到今天不知道**。");
        assert_eq!((unknown.cause, unknown.status), (None, Status::Open));
        assert!(read("6/2 09:20 温度报警\n原因：还在核实，怀疑阈值太低").cause.is_some());
    }

    #[test]
    fn what_belongs_to_the_time_is_no_word_of_what_happened() {
        let summary = |text: &str| read(text).summary.text;
        assert_eq!(summary("6/2 09:12开始，冷库批次排队"), "冷库批次排队");
        assert_eq!(summary("6/2 09:12左右，冷库批次排队"), "冷库批次排队");
        assert_eq!(summary("6/2 开始扩容的冷库停机"), "开始扩容的冷库停机");
    }

    #[test]
    fn why_nobody_minded_is_no_cause() {
        assert!(read("6/2 上午二号机组反复停机，没有投诉，因为天还冷。").cause.is_none());
        assert_eq!(text(&read("6/2 上午二号机组反复停机，因为接触器粘连。没有投诉。").cause), "因为接触器粘连。");
    }

    #[test]
    fn prose_without_names_still_has_a_cause_and_a_handling() {
        let incident = read("6/2 05:15 账单重复3笔，过滤后完成推送。后续查明原因为表中存在脏数据。");
        assert_eq!(text(&incident.cause), "后续查明原因为表中存在脏数据。");
        assert_eq!(text(&incident.handling), "过滤后完成推送。");
    }

    #[test]
    fn a_cause_named_without_a_colon_is_not_part_of_the_handling() {
        let incident = read("6/2 05:15 消息乱序。处置：05:40 人工订正。原因还在查，供应商待回复。");
        assert_eq!(text(&incident.handling), "05:40 人工订正。");
        assert_eq!(text(&incident.cause), "原因还在查，供应商待回复。");
        assert_eq!(incident.status, Status::Open);
    }

    #[test]
    fn behind_the_arrow_of_a_cause_stands_what_was_done() {
        let incident = read("6/2 05:15 网关断连\n- 初判：证书过期 → 已换证书，加到期提醒\n- 影响 312 户");
        assert_eq!((text(&incident.cause), text(&incident.handling)), ("证书过期", "已换证书，加到期提醒"));
        let incident = read("- 6/2 05:15 网关断连\n- 原因：证书过期\n  - 没有提醒\n- 老赵说早就报过");
        assert_eq!(text(&incident.cause), "证书过期\n  - 没有提醒");
        let incident = read("6/2 05:15 网关断连\n原因：流量 120 → 300，撑满连接");
        assert_eq!(text(&incident.cause), "流量 120 → 300，撑满连接");
    }

    #[test]
    fn what_is_not_said_is_none() {
        let incident = read("6/2 05:15 收到告警");
        assert_eq!((incident.cause, incident.handling, incident.impact), (None, None, None));
        assert_eq!(incident.status, Status::Unknown);
    }
}
