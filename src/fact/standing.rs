//! The standing of a statement: planned, under way, done, put off or dropped. Milestones, promises, goals and
//! incidents ask here.

use super::clause::{clause_start, opening};
use crate::calendar::{Mention, first_mention, mention_at_start, mentions};
use crate::report::Span;
use crate::text::Pairs;
use crate::vocabulary::{DELAY, Match, Sense, Words};

/// Whether the words before a verb negate it, put it off, or make it part of another word.
pub(crate) fn is_negated(before: &str) -> bool {
    static NOT: Words = Words::of(&[
        Sense::Not,
        Sense::NotYet,
        Sense::Unable,
        Sense::Waiting,
        Sense::WeakPlan,
        Sense::Prepared,
        Sense::NotSo,
        Sense::EnglishNot,
    ]);
    let before = before.trim_end();
    NOT.ending(before).is_some() || up_to_its_time(before).is_some_and(|before| NOT.ending(before.trim_end()).is_some())
}

/// What stands before the time that a verb keeps or not: 没有 of 没有按 3/26, 未 of 未按期.
fn up_to_its_time(before: &str) -> Option<&str> {
    let at = before.rfind('按')?;
    let time = before[at + '按'.len_utf8()..].trim();
    let is_day = || mention_at_start(time).is_some_and(|day| time[day.span.end..].chars().count() <= 1);
    (["期", "时", "计划", "原计划"].contains(&time) || is_day()).then_some(&before[..at])
}

/// Whether the words behind a verb make it part of a name: 上线方案, 评审时间.
pub(super) fn is_in_name(after: &str) -> bool {
    static NAMES_ON: Words = Words::of(&[Sense::NameGoesOn, Sense::PlanNoun]);
    NAMES_ON.beginning(after).is_some()
}

/// Whether the verb at `span` is stated: neither negated, nor planned in its clause, nor part of a name.
pub(crate) fn is_stated(text: &str, span: &Span) -> bool {
    static PLANS: Words = Words::of(&[Sense::Plan]);
    let clause = &text[clause_start(text, span.start)..span.start];
    let after = &text[span.end..];
    !is_in_name(after)
        && !after.starts_with(['率', '度', '后'])
        && !after.starts_with("检查")
        && !is_negated(clause)
        && PLANS.ending(clause.trim_end()).is_none()
        && !["预计", "计划", "争取"].iter().any(|plan| clause.contains(plan))
        && (!is_deadline(clause) || after.starts_with('了'))
}

/// Whether a clause up to its verb ends with a day by which something is to be: 1月10日前, 6/28前, 月底前. Not 日前 alone, which is lately.
fn is_deadline(clause: &str) -> bool {
    let Some(day) = clause.trim_end().strip_suffix('前') else { return false };
    let day = day.strip_suffix(['之', '以']).unwrap_or(day);
    let number = day.strip_suffix(['日', '号']).unwrap_or(day).trim_end();
    number.ends_with(|c: char| c.is_ascii_digit()) || day.ends_with(['底', '末', '初'])
}

fn states(text: &str, words: &Words) -> bool {
    words.all_in(text).iter().any(|found| is_stated(text, &found.span))
}

/// Whether `text` says that something is done, in words that need no step beside them.
pub(crate) fn is_done(text: &str) -> bool {
    static DONE: Words = Words::of(&[
        Sense::Done,
        Sense::ToldDone,
        Sense::ToldFinished,
        Sense::Launch,
        Sense::Handover,
        Sense::Grading,
        Sense::Settled,
        Sense::IncidentClosed,
    ]);
    let parts = parts_done(text);
    let is = |found: &Match| {
        let is_state = matches!(found.sense, Sense::Done | Sense::ToldDone | Sense::ToldFinished);
        let is_of_some = || {
            is_part_done(share_at(&text[found.span.end..]))
                || parts.iter().any(|part| part.start <= found.span.start && found.span.end <= part.end)
        };
        is_stated(text, &found.span) && !(is_state && is_of_some())
    };
    DONE.all_in(text).iter().any(is)
}

/// 88% of 通过 88%: the share that a text begins with, or nothing.
fn share_at(text: &str) -> &str {
    let share = text.trim_start_matches('了').trim_start();
    let end = share.find('%').filter(|end| share[..*end].bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
    end.map_or("", |end| &share[..=end])
}

/// Whether a cell behind the first one of a table's row begins with a state that is its end: `| 门户 | 6/16 | 完成，当天上线 |`.
pub(crate) fn has_done_state<'c>(cells: impl Iterator<Item = &'c str>) -> bool {
    const LONGEST_STATE_CHARS: usize = 8;
    let state = |cell: &'c str| cell.split(['，', '；', '。', ',', ';']).next().unwrap_or_default().trim();
    let mut states = cells.skip(1).map(state).filter(|state| state.chars().count() <= LONGEST_STATE_CHARS);
    states.any(|state| is_done(state) && !is_to_come(state))
}

/// 风管97%，防火阀已补: a share below all says how far a row has come.
pub(crate) fn is_part_done(row: &str) -> bool {
    let shares = row.match_indices('%').filter_map(|(at, _)| {
        let digits = row[..at].trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        row[digits..at].parse::<f32>().ok()
    });
    shares.into_iter().any(|share| share < 100.0)
}

/// 86/118 m, 198 of 212, 38份，已完成30份: a count below that of all. 9/30 is a day.
pub(crate) fn is_part_of_all(text: &str) -> bool {
    const MOST_DAYS_OF_A_MONTH: u32 = 31;
    let is_in_number = |c: char| c.is_ascii_digit() || c == ',';
    let number = |digits: &str| digits.replace(',', "").parse::<u32>().ok();
    let is_part = |before: &str, after: &str, least: u32| {
        let part = number(&before[before.trim_end_matches(is_in_number).len()..]);
        let rest = after.trim_start_matches(is_in_number);
        let whole = number(&after[..after.len() - rest.len()]).filter(|_| !rest.starts_with(['/', '-']));
        part.zip(whole).is_some_and(|(part, whole)| part < whole && whole > least)
    };
    let is_of = |(at, joint): (usize, &str)| {
        let (before, after) = (&text[..at], &text[at + joint.len()..]);
        let least = if joint == "/" { MOST_DAYS_OF_A_MONTH } else { 0 };
        // Q3 of 2025 is a time.
        is_part(before, after, least) && !(joint != "/" && after.starts_with("20"))
    };
    text.match_indices('/').chain(text.match_indices(" of ")).any(is_of) || !parts_done(text).is_empty()
}

/// 共24个，已完成5个; 14列做完11列: of things that are counted alike fewer are done, in the same clause or the next.
/// The spans between both counts.
fn parts_done(text: &str) -> Vec<Span> {
    static DONE: Words = Words::of(&[Sense::Done, Sense::ToldDone, Sense::ToldFinished]);
    /// Characters from the count of all to that of the part: more are of another matter.
    const REACH: usize = 16;
    let counts: Vec<(Span, u32, char)> = text
        .match_indices(|c: char| c.is_ascii_digit())
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_ascii_digit()))
        .filter_map(|(start, _)| {
            let rest = text[start..].trim_start_matches(|c: char| c.is_ascii_digit());
            let end = text.len() - rest.len();
            Some((start..end, text[start..end].parse().ok()?, rest.trim_start().chars().next()?))
        })
        .collect();
    // A day or an hour counts nothing.
    let is_unit = |kind: char| kind.is_alphabetic() && !"日月号年点时分秒".contains(kind);
    let part = |(at, (place, part, kind)): (usize, &(Span, u32, char))| {
        let before = &text[..place.start];
        let clause = before.rsplit(['，', ',', '、', '。', '；']).next()?.trim();
        let is_done = is_unit(*kind) && (clause.starts_with('已') || DONE.ending(clause).is_some());
        let all = counts[..at]
            .iter()
            .rev()
            .find(|(all, whole, of)| of == kind && whole > part && text[all.end..place.start].chars().count() <= REACH);
        Some(all.filter(|_| is_done)?.0.end..place.start)
    };
    counts.iter().enumerate().filter_map(part).collect()
}

/// 已定位，正在解决: a word for an end beside one that says that it has not come.
pub(crate) fn is_unfinished(text: &str) -> bool {
    static UNFINISHED: Words = Words::of(&[Sense::NotYet, Sense::GoingOn, Sense::NotDone, Sense::UnderWay]);
    UNFINISHED.are_in(text)
}

/// Whether `text` closes what an incident left open.
pub(crate) fn closes(text: &str) -> bool {
    static CLOSED: Words = Words::of(&[Sense::IncidentClosed, Sense::Settled]);
    states(text, &CLOSED)
}

/// Whether `text` says that something is put off, or did not happen on its day.
pub(crate) fn is_put_off(text: &str) -> bool {
    // 改到群组邮箱, moved to the new server: what is moved to no day is not put off.
    let moves_anything = |word: &Match| {
        word.word.ends_with(['到', '至', '在']) && word.word.starts_with(['改', '挪', '调'])
            || word.word.ends_with(" to") && word.word.starts_with("move")
    };
    DELAY.all_in(text).iter().any(|word| {
        let names_a_day = || first_mention(&text[word.span.end..]).is_some_and(|day| day.span.start <= FARTHEST_BYTES);
        !moves_anything(word) || names_a_day()
    })
}

/// 更正, 其实: what was said before was wrong.
pub(crate) fn corrects(text: &str) -> bool {
    static SET_RIGHT: Words = Words::of(&[Sense::SetRight]);
    SET_RIGHT.are_in(&text.to_lowercase())
}

/// Whether `text` denies a cause that an earlier report gave: 不是停电 of 外线停电. The denial stands right before what both name; behind
/// 没有 two letters that both have are any word's.
pub(crate) fn denies(text: &str, cause: &str) -> bool {
    static NOT: Words = Words::of(&[Sense::Not, Sense::OtherThan, Sense::EnglishNot]);
    /// Characters behind a denial that it may be of.
    const REACH: usize = 6;
    let cause = Pairs::of(cause);
    let lower = text.to_lowercase();
    NOT.all_in(&lower).iter().any(|word| {
        let behind = &lower[word.span.end..];
        let (reach, least) = match word.word {
            _ if behind.trim_start().starts_with(|c: char| c.is_ascii()) => (4 * REACH, 4),
            "不" | "非" => (REACH, 1),
            "没" | "没有" => (REACH, 2),
            // 未知返回码: what is not yet is no denial.
            _ => return false,
        };
        let denied: String = behind.chars().take(reach).take_while(|c| !"，。；！,;!".contains(*c)).collect();
        Pairs::of(&denied).common(&cause) >= least
    })
}

/// Whether what stands between two days is an arrow from one to the other, or a word for one: 6/20 → 7/15, 5/28 改 6/11.
pub(super) fn is_arrow(joint: &str) -> bool {
    ["→", "->", "=>", "⇒", "改"].contains(&joint.trim())
}

/// Whether what stands between two days only lists them: 9/30、11/14.
pub(super) fn is_list_joint(joint: &str) -> bool {
    ["、", "/", "和", "及", "与", "&", "and"].contains(&joint.trim())
}

/// Whether `text` has the day at `at` of those that it names as one that holds no more: 6/20 → 7/15, 12/20（原9/20、10/11）.
pub(crate) fn gives_up(text: &str, days: &[Mention], at: usize) -> bool {
    static FORMER: Words = Words::of(&[Sense::Former, Sense::FormerDay]);
    let joint = |one: usize, next: usize| &text[days[one].span.end.min(days[next].span.start)..days[next].span.start];
    if at + 1 < days.len() && is_arrow(joint(at, at + 1)) {
        return true;
    }
    let first = (1..=at).rev().find(|next| !is_list_joint(joint(next - 1, *next))).unwrap_or_default();
    let lead = text[..days[first].span.start].trim_end_matches(|c: char| c.is_whitespace() || "（(：:".contains(c));
    FORMER.ending(lead).is_some()
}

/// Whether `text` puts a day off to another: 改到11/10, 再次调整：6/20 → 7/15.
pub(crate) fn moves_a_day(text: &str) -> bool {
    static MOVED: Words = Words::of(&[Sense::Moved]);
    let days = mentions(text);
    let is_moved_to = |word: &Match| {
        days.iter().any(|day| (word.span.end..=word.span.end + FARTHEST_BYTES).contains(&day.span.start))
    };
    // Between two days an arrow alone may be that of a span.
    let says_so = || ["调整", "改", "延"].iter().any(|word| text.contains(word));
    let is_joined = |pair: &[Mention]| text.get(pair[0].span.end..pair[1].span.start).is_some_and(is_arrow);
    // 首次外出由5/30改为6/6: one day right behind the word, and another in its clause before it; 改为人工 and 定为6/6 move none.
    static CHANGED: Words = Words::of(&[Sense::Changed, Sense::Adjusted]);
    let takes_a_place = |word: &Match| {
        let clause = clause_start(text, word.span.start)..word.span.start;
        is_moved_to(word) && days.iter().any(|day| clause.contains(&day.span.start))
    };
    // The first outing moves from 30 May to 6 June; it was closed from 30 May to 6 June.
    let is_moved_from = |day: &Mention| {
        let before = text[clause_start(text, day.span.start)..day.span.start].trim_end().to_lowercase();
        let verb = before.strip_suffix("from").unwrap_or_default();
        ["move", "slip", "push"].iter().any(|word| verb.contains(word))
    };
    MOVED.all_in(text).iter().any(is_moved_to)
        || CHANGED.all_in(text).iter().any(takes_a_place)
        || days.windows(2).any(is_joined) && says_so()
        || days.iter().any(is_moved_from)
}

/// A day is at most this near behind the word that moves something to it, in bytes.
const FARTHEST_BYTES: usize = 3;

/// Whether `text` says that something is late, held up, stopped or at risk, and not that this is over.
pub(crate) fn is_held_up(text: &str) -> bool {
    static HELD_UP: Words = Words::of(&[
        Sense::Postponed,
        Sense::Missed,
        Sense::NotDone,
        Sense::NotKept,
        Sense::Paused,
        Sense::HeldUp,
        Sense::AtRisk,
    ]);
    static NONE: Words = Words::of(&[Sense::NoTrouble, Sense::NotYet, Sense::EnglishNot]);
    let is_so = |found: &Match| {
        let (before, after) = (&text[clause_start(text, found.span.start)..found.span.start], &text[found.span.end..]);
        let is_denied = is_negated(before) || NONE.ending(before.trim_end()).is_some();
        // `blocked 1902` is a count, `blocked 02:10 to 02:33` a length that is over.
        let is_counted = after.trim_start_matches([' ', ':']).starts_with(|c: char| c.is_ascii_digit());
        !is_denied
            && !is_counted
            && !is_in_name(after)
            && !after.starts_with(['率', '度'])
            && !is_done(after)
            && !closes(after)
    };
    HELD_UP.all_in(text).iter().any(is_so)
}

/// Whether `text` says that work does not go on.
pub(crate) fn is_dropped(text: &str) -> bool {
    dropped_at(text).is_some()
}

/// Where the first word begins that says so.
pub(crate) fn dropped_at(text: &str) -> Option<usize> {
    static STOPPED: Words = Words::of(&[Sense::Paused, Sense::Cancelled]);
    STOPPED.first_in(text).map(|found| found.span.start)
}

/// Whether a clause of an incident is about what is still to be done: neither cause nor handling.
pub(super) fn is_planned(clause: &str) -> bool {
    static OPENING: Words = Words::of(&[Sense::PlanOpening]);
    static PLANS: Words = Words::of(&[Sense::PlanClause]);
    OPENING.beginning(opening(clause)).is_some() || PLANS.are_in(clause)
}

/// Whether `text` says that something is planned, put off or left to do.
pub(crate) fn is_to_come(text: &str) -> bool {
    static TO_COME: Words = Words::of(&[
        Sense::Plan,
        Sense::Set,
        Sense::Dated,
        Sense::Postponed,
        Sense::Moved,
        Sense::Changed,
        Sense::LeftToDo,
        Sense::LeftInPart,
    ]);
    TO_COME.are_in(text)
}

/// Whether `text` plans something, and says neither that any of it is done nor that it was put off.
pub(crate) fn is_only_planned(text: &str) -> bool {
    static PLANS: Words = Words::of(&[Sense::Plan, Sense::Set, Sense::Dated]);
    PLANS.are_in(text) && !is_done(text) && !is_put_off(text)
}

/// Whether nothing in `text` is negated, planned, put off or left: a past day in it was kept.
pub(crate) fn is_plain(text: &str) -> bool {
    static DOUBTS: Words = Words::of(&[
        Sense::Plan,
        Sense::WeakPlan,
        Sense::Former,
        Sense::Prepared,
        Sense::Postponed,
        Sense::Moved,
        Sense::Missed,
        Sense::NotDone,
        Sense::Not,
        Sense::NotYet,
        Sense::ToCome,
    ]);
    !DOUBTS.are_in(text) && !text.contains(['还', '剩']) && !text.contains("not ")
}

#[cfg(test)]
mod tests {
    use super::{denies, is_done, is_only_planned, is_part_of_all, moves_a_day};

    #[test]
    fn what_is_moved_to_no_day_is_not_put_off() {
        use super::is_put_off;
        assert!(
            is_put_off("复盘改到5/26")
                && is_put_off("验收挪到下周")
                && is_put_off("moved to 6 June")
                && is_put_off("延期到验收后")
        );
        assert!(
            !is_put_off("告警改到群组邮箱") && !is_put_off("服务器挪到二楼") && !is_put_off("moved to the new server")
        );
    }

    #[test]
    fn a_denial_is_of_the_cause_where_it_stands_right_before_what_both_name() {
        for (text, cause) in [
            ("冷库那事：不是停电，供电所查了", "外线停电"),
            ("没看到人工重复录入的痕迹", "疑似人工重复录入"),
            ("原因：不怪屋面", "屋面防水层老化"),
            ("It was not the water tank after all", "the water tank was dirty"),
        ] {
            assert!(denies(text, cause), "{text}");
        }
        for (text, cause) in [
            ("没有本地化部署方案不恢复", "本地杀毒全盘扫描"),
            ("对未知返回码一律挂起", "换了新的返回码"),
            ("不再延期，停电计划照旧", "外线停电"),
            ("是停电", "外线停电"),
            ("The pump is not back", "the water tank was dirty"),
        ] {
            assert!(!denies(text, cause), "{text}");
        }
    }

    #[test]
    fn what_is_not_so_yet_is_not_done() {
        assert!(is_done("The finding is closed"));
        assert!(!is_done("52盒做完30盒") && is_done("52盒做完30盒，钢架已拆除完毕"));
        assert!(!is_done("Not closed yet. What we know: the guard works"));
        for text in ["固件没有按 3/26 交付", "清单未按期上线", "验收没有按计划完成", "固件没有按 3 月 26 日交付"]
        {
            assert!(!is_done(text), "{text}");
        }
        assert!(is_done("固件按 3/26 交付") && is_done("没有按钮的那版已上线"));
    }

    #[test]
    fn a_state_with_a_share_behind_it_is_not_reached_and_a_stage_is() {
        assert!(is_done("用例通过，已上传") && is_done("The valve was replaced on Friday"));
        assert!(!is_done("用例通过 88%") && !is_done("改造完成了62.5%"));
        assert!(is_done("5/22上线10%") && is_done("抽检通过 100%"));
    }

    #[test]
    fn a_count_below_that_of_all_is_a_part_and_a_day_is_none() {
        for text in [
            "敷设 86/118 m", "曝气盘 1,010/1,240", "198 of 212 returned", "复审38份，已完成30份", "14列做完11列",
            "缺9处，已补装7处", "拖斗23台换销：计划 11.07，完成6台",
        ] {
            assert!(is_part_of_all(text), "{text}");
        }
        for text in [
            "118/118 m", "9/30 验收", "2025/118/3", "212 of 212 returned", "Q3 of 2025", "38份，已完成38份",
            "来了3人，已走1位", "5月3日完成，5月2日到货", "3人休假2人", "12日提交，已完成8日的", "计划98%，完成95%",
            "余下144t，4-19只到60t，4-21补齐84t",
        ] {
            assert!(!is_part_of_all(text), "{text}");
        }
    }

    #[test]
    fn a_day_moves_to_another_by_a_word_or_by_an_arrow_beside_one() {
        for text in [
            "验收改到11/10", "换管再次调整：6/20 → 7/15", "The start moves to 24 November", "首次外出由 5/30 改为 6/6",
            "so the first outing moves from 30 May to 6 June",
        ] {
            assert!(moves_a_day(text), "{text}");
        }
        for text in [
            "检修 6/20 → 6/22", "改到新系统里", "费率由5改到6", "5/30 起改为人工", "改为 6/6",
            "The hall was closed from 30 May to 6 June",
        ] {
            assert!(!moves_a_day(text), "{text}");
        }
    }

    #[test]
    fn a_plan_of_which_nothing_is_done_or_put_off_is_only_planned() {
        assert!(is_only_planned("演练预计8/14四个场一起做"));
        for text in ["演练预计8/14做，已完成", "原计划8/14，延期到8/21", "演练做了三个场"] {
            assert!(!is_only_planned(text), "{text}");
        }
    }
}
