//! Steps that were done, with the day: 已于6/10上线, 12/7投产.

use super::Done;
use super::plan_words::WAS_BEFORE;
use super::stage::AHEAD;
use super::step::{is_step, step_after};
use crate::calendar::{Date, Expression};
use crate::fact::standing::is_negated;
use crate::fact::timed::Timed;
use crate::text::up_to_mark;
use crate::vocabulary::{Sense, Words};

/// Before or after a day: no step was done on it.
static NOT_DONE: Words = Words::of(&[Sense::Plan, Sense::Former, Sense::Postponed, Sense::Moved, Sense::NotDoneBeside]);

static REACHED: Words = Words::of(&[Sense::LaunchDone, Sense::Done, Sense::ToldFinished]);

/// The English words right before a day, or before its `on`, for what was reached on it.
fn said_before(before: &str) -> Option<String> {
    let lower = before.trim_end().to_lowercase();
    let lower = lower.strip_suffix(" on").unwrap_or(&lower).trim_end();
    let said = REACHED.ending(lower).filter(|said| said.word.is_ascii())?;
    let before = &lower[..said.span.start];
    (!is_negated(before) && !AHEAD.are_in(before)).then(|| said.word.to_string())
}

/// The steps that were done on a day up to the report's `date`. Empty without one.
pub(super) fn done(timed: &Timed<'_>, date: Option<Date>) -> Vec<Done> {
    let Some(date) = date else { return Vec::new() };
    let Timed { text, times, clauses } = timed;
    let mut found = Vec::new();
    for (at, mention) in times.iter().enumerate() {
        let Some(clause) = clauses.iter().find(|clause| clause.contains(&mention.span.start)) else { continue };
        let Ok(expression) = &mention.reading else { continue };
        if !matches!(
            expression,
            Expression::Day(_) | Expression::DayOfMonth(_) | Expression::Relative(_) | Expression::MonthPart { .. }
        ) {
            continue;
        }
        let end = clause.end.max(mention.span.end);
        let next = times.get(at + 1).map_or(end, |next| next.span.start).clamp(mention.span.end, end);
        let (before, after) = (&text[clause.start..mention.span.start], &text[mention.span.end..next]);
        // 一期11/9、二期12/5都如期投产: both.
        let is_joined = after.trim_start().starts_with(['、', '和', '及', '与']);
        let what = step_after(if is_joined { up_to_mark(&text[next..end], &['，', '。', '；']) } else { after });
        // went live on 13 June, finished 12 June: English has the day behind.
        let what = if what.is_empty() { said_before(before).unwrap_or_default() } else { what };
        let Ok(period) = expression.resolve(date) else { continue };
        let is_past = period.from() <= date && period.days() <= 31;
        let is_verb = (is_step(&what) || REACHED.have(&what)) && what != "评审后";
        if is_past
            && period.to() <= date
            && is_verb
            && ![before, after].iter().any(|side| side.contains('因') || NOT_DONE.are_in(side))
            && WAS_BEFORE.ending(before.trim_end()).is_none()
            && !after.trim_start().starts_with('的')
        {
            found.push(Done {
                text: text[mention.span.clone()].to_string(),
                from: period.from(),
                to: period.to(),
                what,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Timed, done};

    #[test]
    fn a_day_with_a_step_behind_it_was_kept_and_a_plan_was_not() {
        let days = |text: &str| -> Vec<String> {
            done(&Timed::read(text), "2023-06-20".parse().ok())
                .into_iter()
                .map(|done| format!("{} {}", done.to, done.what))
                .collect()
        };
        assert_eq!(days("已于6/10上线"), ["2023-06-10 上线"]);
        assert_eq!(days("后台2/28上线完成，窗口端3/21上线完毕"), ["2023-02-28 上线", "2023-03-21 上线"]);
        assert_eq!(days("Portal went live on 13 June"), ["2023-06-13 went live"]);
        assert_eq!(days("was due 18 May, finally done on 12 June, all banks included"), ["2023-06-12 done"]);
        for text in ["will be finished on 12 June", "not done on 12 June", "cut over on 25 June"] {
            assert!(days(text).is_empty(), "{text}: {:?}", days(text));
        }
        for text in
            ["预计6/15上线", "6/13没有上线", "7/13发布", "原定6/10投产", "厂家原说6/10投产，改到7/1", "6/10上午开会"]
        {
            assert!(days(text).is_empty(), "{text}: {:?}", days(text));
        }
    }
}
