//! What went live: the clause that says so, and whether it says so of the work or of a part.

use crate::report::without_bold_marks;
use crate::text::similarity;
use crate::vocabulary::{DELAY, IN_USE, Sense, Words};

/// Words between the name of what went live and the word that says so.
static LEADS: Words = Words::of(&[Sense::LaunchLead]);

/// Words behind it, without which it is part of another (发布检查, 全量当天) or counts (上线4个).
static TAILS: Words = Words::of(&[Sense::LaunchTail]);

/// What is still to come, or only wanted, unless 已 is beside it: 今天，晚上发布.
static AHEAD: Words =
    Words::of(&[Sense::Plan, Sense::WeakPlan, Sense::Prepared, Sense::NotYet, Sense::Hope, Sense::NotDone]);
static LATER: Words = Words::of(&[Sense::LaunchAhead]);

/// A name and what a clause calls it are one from this share of their words on.
const SHARE_OF_ONE_NAME: f64 = 0.5;

/// The clause that reports work as live or done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    /// As written, without white space at its ends.
    pub text: String,
    pub is_part: bool,
}

/// Whether the word says that work is in use; others (完成, 改完) say that a task is done.
pub(super) fn is_live(word: &str) -> bool {
    IN_USE.are_in(word)
}

/// The clause of `text` in which `word` reports `subject`, or a part of it, as live or done. `None` where the word counts a share of
/// it (17条反馈改完12条), is part of another word, or is said of something else.
pub(super) fn clause(text: &str, subject: &str, word: &str) -> Option<Clause> {
    if word.is_empty() || is_under_a_label_of_what_is_not(text) {
        return None;
    }
    let mut start = 0;
    while start <= text.len() {
        let end = joint(text, start);
        let found = in_clause(&text[start..end], subject, word);
        if let Some(is_part) = found {
            let end = end + undone(&text[end..]);
            let text = without_bold_marks(text[start..end].trim().trim_start_matches(['-', '*', ' ']));
            return Some(Clause { text, is_part });
        }
        start = end + text[end..].chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// 延期：验收、小程序全量: the label says of all of it that it did not happen, or is still to come.
fn is_under_a_label_of_what_is_not(text: &str) -> bool {
    const LONGEST_CHARS: usize = 6;
    let line = text.trim_start_matches(['-', '*', ' ']);
    let Some((label, _)) = line.split_once(['：', ':']) else { return false };
    label.chars().count() <= LONGEST_CHARS && (DELAY.are_in(label) || AHEAD.are_in(label))
}

/// The next joint from `start` on; none is the colon of 21:00.
fn joint(text: &str, start: usize) -> usize {
    let in_time = |at: usize| {
        text[at..].starts_with(':')
            && text[..at].ends_with(|c: char| c.is_ascii_digit())
            && text[at + 1..].starts_with(|c: char| c.is_ascii_digit())
    };
    let mut joints = text[start..].match_indices(is_joint).map(|(at, _)| start + at);
    joints.find(|at| !in_time(*at)).unwrap_or(text.len())
}

fn is_joint(c: char) -> bool {
    "，。；;：:,\n|（）".contains(c)
}

/// How many bytes of what follows a launch take some of it back: it was for few (灰度5%), or undone (回退).
fn undone(rest: &str) -> usize {
    static LESS: Words = Words::of(&[Sense::LaunchTakenBack]);
    let line = rest.find('\n').unwrap_or(rest.len());
    let mut end = 0;
    let mut at = 0;
    while at < line {
        let from = at + rest[at..].chars().next().map_or(1, char::len_utf8);
        let to = rest[from..line].find(is_joint).map_or(line, |joint| from + joint);
        if LESS.are_in(&rest[from..to]) || rest[from..to].contains("灰度") {
            end = to;
        }
        at = to.max(from);
    }
    end
}

/// Whether the clause reports it of a part only; `None` where it does not report it.
fn in_clause(clause: &str, subject: &str, word: &str) -> Option<bool> {
    let at = clause.rfind(word)?;
    let before = &clause[..at];
    let is_ahead = (AHEAD.are_in(before) || LATER.are_in(before)) && !before.contains('已');
    let after = clause[at + word.len()..].trim_start();
    let ends = after.chars().next().is_none_or(|c| !c.is_alphanumeric())
        || IN_USE.beginning(after).is_some()
        || TAILS.beginning(after).is_some()
        || after.starts_with("成功")
        || after.starts_with("完成");
    let named = name_in(&clause[..at]);
    let is_whole = named.is_empty() || is_name_of(&named, subject);
    match (ends && !is_ahead, is_live(word), is_whole) {
        (true, true, _) => Some(!is_whole),
        // 完成 alone says what is done only with its name before it.
        (true, false, true) if !named.is_empty() => Some(false),
        _ => None,
    }
}

/// The letters before the word without times and adverbs.
fn name_in(before: &str) -> String {
    LEADS.replaced(before, " ").chars().filter(|c| c.is_alphabetic()).collect()
}

fn is_name_of(named: &str, subject: &str) -> bool {
    let subject: String = subject.chars().filter(|c| c.is_alphabetic()).collect();
    subject.contains(named) || named.contains(&subject) || similarity(named, &subject) >= SHARE_OF_ONE_NAME
}

#[cfg(test)]
mod tests {
    use super::clause;

    fn read(text: &str, subject: &str, word: &str) -> Option<(String, bool)> {
        clause(text, subject, word).map(|clause| (clause.text, clause.is_part))
    }

    fn some(text: &str, is_part: bool) -> Option<(String, bool)> {
        Some((text.to_string(), is_part))
    }

    #[test]
    fn work_that_is_live_is_told_by_its_clause() {
        assert_eq!(read("新网关：6/5上午10点全量，赶上了", "新网关", "全量"), some("6/5上午10点全量", false));
        assert_eq!(read("新网关6/5上线", "新网关", "上线"), some("新网关6/5上线", false));
    }

    #[test]
    fn a_label_of_delay_or_plan_holds_for_all_behind_it() {
        assert_eq!(read("延期：总馆切换、验收、小程序全量", "小程序", "全量"), None);
        assert_eq!(read("- 下周计划：小程序全量", "小程序", "全量"), None);
    }

    #[test]
    fn the_colon_of_a_time_parts_no_clause() {
        assert_eq!(read("新网关：21:00全量", "新网关", "全量"), some("21:00全量", false));
    }

    #[test]
    fn what_takes_some_of_a_launch_back_is_told_with_it() {
        let text = "新网关：6/8上线，灰度5%；当天重复扣款，回退后重新放量。下周再看";
        assert_eq!(read(text, "新网关", "上线"), some("6/8上线，灰度5%；当天重复扣款，回退后重新放量", false));
    }

    #[test]
    fn a_part_that_is_live_is_no_more_than_a_part() {
        assert_eq!(read("新网关：短信通道上线，等接入", "新网关", "上线"), some("短信通道上线", true));
    }

    #[test]
    fn a_word_inside_another_and_a_count_tell_nothing() {
        assert_eq!(read("清单并入发布检查", "清单", "发布"), None);
        assert_eq!(read("全量当天排队", "全量当天", "全量"), None);
        assert_eq!(read("拆出14项，已上线4项", "体验", "上线"), None);
    }

    #[test]
    fn what_is_to_come_is_not_live() {
        assert_eq!(read("新网关：今天，晚上发布", "新网关", "发布"), None);
        assert_eq!(read("新网关计划6/20上线", "新网关", "上线"), None);
        assert_eq!(read("新网关昨天晚上已上线", "新网关", "上线").map(|(_, is_part)| is_part), Some(false));
    }

    #[test]
    fn a_task_is_done_only_where_its_name_stands_before_the_word() {
        assert_eq!(read("接口梳理完成", "接口梳理", "完成"), some("接口梳理完成", false));
        assert_eq!(read("遗留：摸底完成", "遗留", "完成"), None);
        assert_eq!(read("17条反馈改完12条", "反馈", "改完"), None);
    }
}
