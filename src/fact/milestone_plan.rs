//! Planned steps: 预计9/15提测, 5月中旬上线, 下周二封闭招标, 延期至10/12. Days on which something was done are none.

use super::clause::{clauses, has};
use super::milestone::Planned;
use super::milestone_state::first_predicate;
use super::milestone_step::{step_after, step_before};
use super::milestone_subject::tidy;
use crate::calendar::{Date, Expression, Mention, Period, Relative, Unit, mentions};
use crate::report::Span;

/// Words before a time that make it a plan.
const PLANS: [&str; 46] = [
    "预计", "预期", "计划", "拟", "定于", "定在", "定到", "排到", "排在", "排期", "目标", "争取", "力争", "将于", "将在", "将", "推到", "推至",
    "改到", "改至", "改为", "改约", "挪到", "挪至", "延期至", "延期到", "延至", "延到", "顺延至", "顺延到", "顺延", "推迟至", "推迟到", "延后到",
    "延后至", "最晚", "最迟", "不晚于", "安排", "截止", "eta", "due", "planned", "expected", "target", "scheduled",
];

/// English words right before a time that make it a plan.
const PLANS_RIGHT_BEFORE: [&str; 4] = ["by", "for", "until", "to"];

/// Right before a time: an old plan, a day that is compared with, or one on which it was done.
const NOT_BEFORE: [&str; 22] = [
    "原定", "原计划", "原定于", "原预计", "原排期", "原", "由", "从", "比", "较", "早于", "晚于", "自", "截至", "已于", "已在", "于是", "赶上", "上次",
    "距", "离", "from",
];

/// Right after a time: the same.
const NOT_AFTER: [&str; 26] = [
    "的计划", "挪", "推到", "推迟", "推至", "延期", "延到", "延至", "改到", "改至", "没", "未", "以来", "已", "的", "因", "才", "两次", "提交的", "收到", "拿到",
    "办的", "查明", "至今", "没上", "发现",
];

/// After a stale plan: it was done.
const DONE: [&str; 5] = ["完成了", "已完成", "完毕", "通过了", "如期"];

/// The planned steps of `text` with the spans that tell them (from the plan's word to the end of its clause), in order.
/// `subject_end` is where the words about the subject begin. None without the report's date.
pub(super) fn plans(text: &str, subject_end: usize, date: Option<Date>) -> Vec<(Planned, Span)> {
    let Some(date) = date else { return Vec::new() };
    let times = mentions(text);
    let clauses = clauses(text, 0..text.len());
    let mut found: Vec<(Planned, Span)> = Vec::new();
    for (at, mention) in times.iter().enumerate() {
        let Some(clause) = clauses.iter().find(|clause| clause.contains(&mention.span.start)) else { continue };
        let next = times.get(at + 1).map_or(text.len(), |next| next.span.start).min(clause.end.max(mention.span.end));
        let before_from = found.last().map_or(clause.start, |(_, span)| span.start.max(clause.start).min(mention.span.start));
        let place = Place { text, clause: clause.clone(), before_from, mention, next };
        if let Some((from, period)) = place.planned(date, !found.is_empty()) {
            let Some(planned) = place.read(period, subject_end, from) else { continue };
            found.push((planned, from..clause.end.max(mention.span.end)));
        }
    }
    // 11/9、12/5投产: both.
    for at in (0..found.len().saturating_sub(1)).rev() {
        let between = text[found[at].0.end(text, &found[at].1)..found[at + 1].1.end].to_string();
        let is_joined = found[at].0.what.is_empty() && between.trim_start().starts_with(['、', '/', '和', '及', '与', '，']);
        if is_joined {
            found[at].0.what = found[at + 1].0.what.clone();
        }
    }
    found
}

impl Planned {
    fn end(&self, text: &str, span: &Span) -> usize {
        text[span.clone()].find(&self.text).map_or(span.end, |at| span.start + at + self.text.len())
    }
}

struct Place<'a> {
    text: &'a str,
    clause: Span,
    /// Where the words before the time begin that are its own: after an earlier time of its clause.
    before_from: usize,
    mention: &'a Mention,
    /// Where its words after it end.
    next: usize,
}

impl Place<'_> {
    /// Where the plan begins and its days; `None` for a time that plans nothing.
    fn planned(&self, date: Date, follows_plan: bool) -> Option<(usize, Period)> {
        let expression = self.mention.reading.as_ref().ok()?;
        let before = &self.text[self.clause.start..self.mention.span.start];
        let after = self.after();
        let lower = before.to_ascii_lowercase();
        let lead = lower.trim_end_matches(|c: char| c.is_whitespace() || "：:（(".contains(c));
        if NOT_BEFORE.iter().any(|word| lead.ends_with(word)) || NOT_AFTER.iter().any(|word| after.starts_with(word)) {
            return None;
        }
        let word = PLANS.iter().filter_map(|word| Some((lower.rfind(word)?, *word))).max_by_key(|(at, word)| at + word.len());
        let word = word.filter(|(at, word)| is_plan(&lower, *at, word));
        let right_before = PLANS_RIGHT_BEFORE.iter().find(|word| lead.split_whitespace().next_back() == Some(**word));
        let stated = word.map(|(at, _)| at).or(right_before.map(|word| lead.len() - word.len()));
        let period = days(expression, date, stated.is_some())?;
        let from = self.clause.start + stated.unwrap_or(before.len());
        let is_ahead = match expression.core() {
            Expression::Month { .. } | Expression::Quarter { .. } | Expression::Half { .. } | Expression::Week(_) => period.from() > date,
            _ => period.to() > date,
        };
        if stated.is_none() && !is_ahead {
            return None;
        }
        if !is_ahead && has(after, &DONE) {
            return None;
        }
        let is_joined = after.trim().chars().all(|c| "、/和及与".contains(c)) && self.next > self.mention.span.end;
        let says_what = is_joined
            || after.chars().any(char::is_alphabetic) || !step_before(before).is_empty() || follows_plan;
        (stated.is_some() || says_what).then_some((from, period))
    }

    fn after(&self) -> &str {
        &self.text[self.mention.span.end..self.next]
    }

    fn read(&self, period: Period, subject_end: usize, plan_from: usize) -> Option<Planned> {
        let before = &self.text[self.before_from..self.mention.span.start];
        let step = step_after(self.after());
        let what = if step.is_empty() { step_before(before) } else { step };
        let own = self.before_from.max(subject_end).min(plan_from);
        Some(Planned {
            text: self.text[self.mention.span.clone()].to_string(),
            from: period.from(),
            to: period.to(),
            what,
            part: if own == 0 { String::new() } else { part(&self.text[own..plan_from]) },
        })
    }
}

/// Whether the plan's word is one: no 测试计划, no 计划外, no 目标值.
fn is_plan(before: &str, at: usize, word: &str) -> bool {
    let after = &before[at + word.len()..];
    let far = after.chars().count() > 18;
    let is_name = ["外", "书", "内", "表", "评审", "值", "中"].iter().any(|tail| after.starts_with(tail))
        || (word == "计划" && ["测试", "详细", "按", "原", "割接", "生产"].iter().any(|lead| before[..at].ends_with(lead)))
        || (word == "拟" && (after.starts_with(['真', '合', '定']) || before[..at].ends_with(['模', '虚'])))
        || (word == "将" && after.contains('由'))
        || (word == "target" && after.starts_with('s'));
    !far && !is_name
}

/// The days of a time that can be planned for; `None` for times that only look back or name no days.
fn days(expression: &Expression, date: Date, is_stated: bool) -> Option<Period> {
    let core = match expression {
        Expression::Range(..) => expression,
        _ => expression.core(),
    };
    let may_be = match core {
        Expression::Time(_) | Expression::Year(_) => false,
        Expression::Relative(relative) => match relative {
            Relative::Week(weeks) | Relative::Weekend(weeks) => *weeks > 0 || (is_stated && *weeks == 0),
            Relative::Day(days) | Relative::Month(days) | Relative::Quarter(days) => *days > 0 || (is_stated && *days == 0),
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

/// A day that a report calls planned lies at most so far behind it.
const LONGEST_OVERDUE_DAYS: i32 = 92;

/// The part of the work that stands before the plan: 收银台 before 预计5/3上线. Empty where it says how things stand.
fn part(before: &str) -> String {
    let clause = before.rsplit(['。', '；', ';', '，', '\n', '：']).next().unwrap_or_default();
    let cut = first_predicate(clause).unwrap_or(clause.len());
    let name = tidy(&clause[..cut]);
    let length = name.chars().count();
    let fits = (2..=14).contains(&length) && !["其中", "整体", "总体", "目前", "同时", "分别", "最终", "后续"].contains(&name.as_str());
    if fits && !name.contains(['%', '％']) { name } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::plans;

    fn read(text: &str) -> Vec<String> {
        let date = "2023-11-02".parse().ok();
        let of = |from, to| if from == to { format!("{from}") } else { format!("{from}..{to}") };
        plans(text, 0, date).into_iter().map(|(planned, _)| format!("{} {} {}", planned.text, of(planned.from, planned.to), planned.what)).collect()
    }

    #[test]
    fn a_plan_has_its_days_and_its_step() {
        for (text, wanted) in [
            ("预计11/15提测", "11/15 2023-11-15 提测"),
            ("计划12/7开城", "12/7 2023-12-07 开城"),
            ("11月中旬上线", "11月中旬 2023-11-11..2023-11-20 上线"),
            ("下周二封闭招标。", "下周二 2023-11-07 招标"),
            ("上线延期至12/12", "12/12 2023-12-12 上线"),
            ("发布时间定在12/13", "12/13 2023-12-13 发布"),
            ("预计11/4完成开发并转测", "11/4 2023-11-04 转测"),
            ("预计1月底前完成验收", "1月底前 2024-01-27..2024-01-31 验收"),
            ("launch planned for Nov 20", "Nov 20 2023-11-20 launch"),
        ] {
            assert_eq!(read(text), [wanted], "{text}");
        }
    }

    #[test]
    fn steps_that_share_a_verb_both_have_it() {
        assert_eq!(read("分2期分别于11/9、12/5投产"), ["11/9 2023-11-09 投产", "12/5 2023-12-05 投产"]);
        assert_eq!(read("预计11/4提测，11/13上线"), ["11/4 2023-11-04 提测", "11/13 2023-11-13 上线"]);
    }

    #[test]
    fn what_was_done_and_what_is_put_off_are_no_plans() {
        for text in ["已于10/10上线", "10/28上线完成", "原定11/9的评审取消", "比11/14晚两周", "截至11/3共120笔"] {
            assert!(read(text).is_empty(), "{text}: {:?}", read(text));
        }
        assert_eq!(read("投产由11/28挪到1月上旬"), ["1月上旬 2024-01-01..2024-01-10 投产"]);
    }

    #[test]
    fn a_plan_that_fell_due_is_still_a_plan() {
        assert_eq!(read("收银台预计10/30上线"), ["10/30 2023-10-30 上线"]);
    }
}
