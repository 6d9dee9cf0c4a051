//! Breakdowns in prose: a day, and in the same sentence words of something that broke, stopped or hit people.

use super::clue::{is_arranged, opens_with_a_meeting, states_cause, states_handling};
use super::opening::{Opening, dotted_opening, names_a_deadline, opening_date};
use crate::calendar::Expression;
use crate::fact::clause::clauses;
use crate::fact::length::next_length;
use crate::fact::standing::{is_negated, is_planned};
use crate::fact::trouble::states_trouble;
use crate::report::{mark_length, numeral_length};
use crate::text::find_mark;
use crate::vocabulary::{Match, Sense, Words};

/// What broke is named before its day in no more characters than these: `2号泵 6/12 漏油`.
const LONGEST_OBJECT_CHARS: usize = 16;

/// `File delivery outage`.
const MOST_WORDS_OF_A_TITLE: usize = 5;

/// It broke in one of the first clauses behind the day.
const MOST_CLAUSES: usize = 3;

/// Where the breakdown that a line records begins behind the line's mark, and its day; the date's length is 0 where something stands before it.
pub(super) fn breakdown_of_line(line: &str) -> Option<(usize, Opening)> {
    let mark = mark_length(line).max(numeral_length(line));
    // `6.14上午…` is a date and no number of the line.
    let start = if date_near_start(line).is_some_and(|(at, _)| at == 0) { 0 } else { mark };
    let text = &line[start..];
    if let Some(opening) = titled_in_english(text) {
        return Some((start, Opening { length: 0, ..opening }));
    }
    let (at, opening) = date_near_start(text)?;
    let (lead, told) = (text[..at].trim_end(), &text[at + opening.length..]);
    let sentence = told.find(['。', '；', ';', '\n']).map_or(told, |end| &told[..end]);
    let is_titled = lead.ends_with('。');
    let title_says = is_titled && opening.time().is_some() && states_trouble(lead) && !is_arranged(told);
    let is_none = names_a_deadline(told.trim_start()) || opens_with_a_meeting(told);
    let is_one = states_breakdown(sentence) && !is_none || title_says;
    // 6/5 跳闸；6/11 堵塞；…: a list of days.
    let is_list =
        told.split('；').skip(1).any(|next| date_near_start(next.trim_start()).is_some_and(|(at, _)| at == 0));
    (is_one && !is_list && says_more(told)).then(|| match (at, is_titled && !title_says) {
        (0, _) => (start, opening),
        (_, true) => (start + at, opening),
        (_, false) => (start, Opening { length: 0, ..opening }),
    })
}

/// The day of a paragraph that is titled by what broke: `Disk failure. On Thursday 2 October at 02:15 …`.
fn titled_in_english(text: &str) -> Option<Opening> {
    static NOUNS: Words = Words::of(&[Sense::Trouble, Sense::BreakdownColumn]);
    let (title, told) = text.split_once(". ").filter(|(title, _)| title.is_ascii())?;
    let title = title.trim_matches('*').to_lowercase();
    let is_title = title.split_whitespace().count() <= MOST_WORDS_OF_A_TITLE && NOUNS.ending(&title).is_some();
    let told = told.trim_start_matches(['*', ' ']);
    let told = ["On ", "At ", "Early on ", "Late on "].iter().find_map(|word| told.strip_prefix(word)).unwrap_or(told);
    let behind_weekday = told.split_once(' ').map(|(_, rest)| rest);
    let day = |text: &str| opening_date(text).filter(|opening| matches!(opening.expression, Expression::Day(_)));
    is_title.then(|| day(told).or_else(|| behind_weekday.and_then(day)))?
}

/// Whether a text says more than that something broke: for how long, why, or what was done. A bare line in a list of days repeats what the
/// report records elsewhere.
fn says_more(told: &str) -> bool {
    static ELSEWHERE: Words = Words::of(&[Sense::ReportedElsewhere]);
    let of_told = clauses(told, 0..told.len());
    !ELSEWHERE.are_in(told)
        && (next_length(told, 0).is_some()
            || of_told.len() > 2
            || of_told.into_iter().any(|clause| states_cause(&told[clause.clone()]) || states_handling(&told[clause])))
}

/// The day that a text begins with, or that stands behind a few words in its first clause, and where it begins.
fn date_near_start(text: &str) -> Option<(usize, Opening)> {
    let day = |at: usize| {
        let opening = opening_date(&text[at..]).or_else(|| dotted_opening(&text[at..]))?;
        matches!(opening.expression, Expression::Day(_)).then_some((at, opening))
    };
    if let Some(found) = day(0) {
        return Some(found);
    }
    let clause = find_mark(text, &['，', '；', ';', '\n']).unwrap_or(text.len());
    let mut before = None;
    for (at, c) in text[..clause].char_indices().take(LONGEST_OBJECT_CHARS) {
        let begins = c.is_ascii_digit()
            && before.is_some_and(|before: char| !before.is_ascii_alphanumeric() && !"#.-/:~".contains(before));
        before = Some(c);
        if let Some(found) = begins.then(|| day(at)).flatten() {
            return names_an_object(&text[..at]).then_some(found);
        }
    }
    None
}

/// Whether the words before a day name what broke: no limit of time and no plan.
fn names_an_object(lead: &str) -> bool {
    let lead = lead.trim_end_matches([' ', '（', '(', '*']);
    lead.chars().any(char::is_alphabetic)
        && !lead.ends_with(['自', '从', '到', '至', '于', '在', '由', '按', '和', '与', '、', '）', ')'])
        && !is_planned(lead)
        && !is_arranged(lead)
}

/// Whether a sentence states a breakdown in one of its first clauses: not denied, not arranged, and not as part of a name.
fn states_breakdown(sentence: &str) -> bool {
    static BROKE: Words = Words::of(&[Sense::Breakdown]);
    static NAMES_ON: Words = Words::of(&[Sense::NoBreakdownAfter]);
    // 准时停机 was meant.
    static NOT: Words = Words::of(&[Sense::NoTrouble, Sense::ImpactAverted, Sense::NoBreakdownBefore, Sense::OnTime]);
    let is_one = |clause: &str| {
        let stated = |found: &Match| {
            let (before, after) = (&clause[..found.span.start], &clause[found.span.end..]);
            NAMES_ON.beginning(after.trim_start_matches('*')).is_none()
                && !NOT.are_in(before)
                && !is_negated(before)
                && !is_what_is_to_alarm(before, found.word)
        };
        !is_planned(clause) && (traps_people(clause) || BROKE.all_in(clause).iter().any(stated))
    };
    let clauses = clauses(sentence, 0..sentence.len());
    let first: Vec<&str> = clauses.into_iter().take(MOST_CLAUSES).map(|clause| &sentence[clause]).collect();
    !is_arranged(sentence) && first.into_iter().any(is_one)
}

/// 漂移超过5秒就告警: when something is to alarm from now on. 一上电就跳闸 is trouble.
fn is_what_is_to_alarm(before: &str, word: &str) -> bool {
    ["告警", "报警"].contains(&word)
        && ["就", "即", "则", "自动", "会"].iter().any(|so| before.trim_end().ends_with(so))
}

/// 困3人, 困 2 名护士: not 困难.
fn traps_people(clause: &str) -> bool {
    clause
        .match_indices('困')
        .any(|(at, word)| clause[at + word.len()..].trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{breakdown_of_line, states_breakdown};

    #[test]
    fn a_day_and_something_that_broke_are_a_breakdown() {
        for line in [
            "2. 6.14上午2#梯困5人，20分钟放出。",
            "- 2号泵 6/12 夜里漏油，换油封。",
            "（一）6月12日配电柜跳闸，18分钟后恢复。",
            "**6/12 凌晨 老化箱超温。** 早上才看到，箱内97℃",
            "电梯：6.7晚困3人，18分钟",
            "- 6/12 大雨，地下室进水，水深3公分",
            "- 6/12 新泵一上电就跳闸，换了接触器",
        ] {
            assert!(breakdown_of_line(line).is_some(), "{line}");
        }
    }

    #[test]
    fn an_english_paragraph_titled_by_what_broke_is_a_breakdown_of_its_day() {
        let found = |line: &str| breakdown_of_line(line).map(|(at, opening)| (at, opening.time().is_some()));
        assert_eq!(found("Disk failure. On Thursday 2 October at 02:15 node dw-07 lost two disks."), Some((0, true)));
        assert_eq!(found("- Boiler house blackout. On 3 May the feeder was cut, 20 minutes."), Some((2, false)));
        assert_eq!(found("Failure rate. On 3 May it was 2%."), None, "a title of a measure");
        assert_eq!(found("Disk failure. We ordered six spares on 3 May."), None);
    }

    #[test]
    fn work_on_what_might_break_is_none() {
        for line in [
            "6/12 消防报警系统验收",
            "6月12日停电检修，各科室知悉",
            "老S 5.6早8点准时停机，厂家来了7个人，旧馈线已拆",
            "6/12 加装漏水报警",
            "6/12 跳闸应急演练",
            "6/12已改双源，漂移超过5秒就告警。第三台采购中，预算4.8万元",
            "3.2困难与建议",
            "1.19 锅炉熄火。",
            "6/12机房断电：报告已收到，关闭",
            "截至6/12未发生停机",
            "6/12 例行停机换油",
            "6/5 开水器跳闸，无人受伤；6/11 下水道堵塞，污水漫出；6/12 停电",
            "耗时6.5小时，其间停机",
            "沿河路电缆。6月12日办公会定：被盗路段改用铝缆，其余路段仍用铜缆，主任保留意见。",
        ] {
            assert!(breakdown_of_line(line).is_none(), "{line}");
        }
    }

    #[test]
    fn trouble_is_not_trapped_people() {
        assert!(states_breakdown("困 2 名护士") && !states_breakdown("困难较多"));
    }
}
