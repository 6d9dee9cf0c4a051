//! The words that make a time a plan, a former plan or neither, and the days of a time that can be planned for.

use crate::calendar::{Date, Expression, Period, Relative, Unit};
use crate::vocabulary::{Sense, Words};

/// Words before a time that make it a plan.
pub(super) static PLANS: Words = Words::of(&[
    Sense::Plan,
    Sense::Set,
    Sense::Dated,
    Sense::Hope,
    Sense::WeakPlan,
    Sense::Moved,
    Sense::Adjusted,
    Sense::Changed,
    Sense::Accord,
]);

/// Right before a time: a former plan.
pub(super) static WAS_BEFORE: Words = Words::of(&[Sense::Former, Sense::FormerDay]);

/// Before a time, in its clause: it will not be on that day.
pub(super) static IMPOSSIBLE: Words = Words::of(&[Sense::Impossible]);

/// After a time, in its clause: it was not kept, or is put off.
pub(super) static MISSED: Words =
    Words::of(&[Sense::Postponed, Sense::Moved, Sense::Adjusted, Sense::Missed, Sense::NotDone]);

/// Right between a day and the one that takes its place: 6/7进场改为6/14.
pub(super) static MOVED_TO: Words = Words::of(&[Sense::Moved, Sense::Changed]);

/// An unusual step of a former plan is at most this long, in characters, and begins with none of [`NOT_STEPS`].
pub(super) const LONGEST_STEP_THAT_WAS: usize = 6;
pub(super) const NOT_STEPS: [char; 14] =
    ['没', '未', '因', '两', '三', '一', '已', '晚', '早', '的', '都', '做', '赶', '才'];

/// Right before a time: something is compared with it, or was done on it.
pub(super) static NOT_BEFORE: Words = Words::of(&[Sense::NoPlanBefore]);

/// Right after a time: the same.
pub(super) static NOT_AFTER: Words = Words::of(&[Sense::NoPlanAfter]);

/// After a plan that fell due: it was done.
pub(super) static DONE: Words = Words::of(&[Sense::PlanOver]);

/// Whether a word for a plan is one: not 测试计划, 计划外, 目标值.
pub(super) fn is_plan(before: &str, at: usize, word: &str) -> bool {
    let after = &before[at + word.len()..];
    let far = after.chars().count() > 18;
    let is_name = ["外", "书", "内", "表", "评审", "值", "中"].iter().any(|tail| after.starts_with(tail))
        || (word == "计划"
            && ["测试", "详细", "按", "原", "割接", "生产"].iter().any(|lead| before[..at].ends_with(lead)))
        || (word == "拟" && (after.starts_with(['真', '合', '定']) || before[..at].ends_with(['模', '虚'])))
        || (word == "将" && after.contains('由'))
        || (matches!(word, "待" | "按") && !after.trim().is_empty())
        || (word == "按" && before[..at].ends_with("未"))
        || (word == "target" && after.starts_with('s'));
    !far && !is_name
}

/// The days of a time that can be planned for; `None` for a time that only looks back or names no days.
pub(super) fn days(expression: &Expression, date: Date, is_stated: bool) -> Option<Period> {
    let core = match expression {
        Expression::Range(..) => expression,
        _ => expression.core(),
    };
    let may_be = match core {
        Expression::Time(_) | Expression::Year(_) => false,
        Expression::Relative(relative) => match relative {
            Relative::Week(weeks) | Relative::Weekend(weeks) => *weeks > 0 || (is_stated && *weeks == 0),
            Relative::Day(days) | Relative::Month(days) | Relative::Quarter(days) => {
                *days > 0 || (is_stated && *days == 0)
            }
            Relative::WeekdayOf { week, .. } => *week >= 0,
            Relative::Coming { unit, .. } => is_stated && *unit != Unit::Year,
            Relative::OfMonth { months, .. } => *months >= 0,
            Relative::OfYear { years, what } => *years >= 0 && !matches!(**what, Expression::Year(_)),
            Relative::Year(_) | Relative::Past { .. } | Relative::Ago { .. } | Relative::Latest(_) => false,
        },
        _ => true,
    };
    if !may_be {
        return None;
    }
    let period = core.resolve(date).ok()?;
    // A plan for a time without a year is for the next such time rather than for one long past.
    let long_past = (date - period.to()).get_days() > LONGEST_OVERDUE_DAYS;
    if !is_stated || core.is_complete() || core.is_relative() || !long_past {
        return Some(period);
    }
    let later = date.checked_add(jiff::Span::new().days(180)).ok()?;
    core.resolve(later).ok()
}

/// A planned day lies at most this far before its report.
pub(super) const LONGEST_OVERDUE_DAYS: i32 = 92;
