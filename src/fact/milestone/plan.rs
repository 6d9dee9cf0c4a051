//! Planned steps: 预计9/15提测, 5月中旬上线, 下周二封闭招标, 延期至10/12. Days on which something was done are none.

use super::Planned;
use super::plan_words::{
    DONE, IMPOSSIBLE, LONGEST_STEP_THAT_WAS, MISSED, MOVED_TO, NOT_AFTER, NOT_BEFORE, NOT_STEPS, PLANS, WAS_BEFORE,
    days, is_plan,
};
use super::state::first_predicate;
use super::step::{is_step, step_after, step_before};
use super::subject::tidy;
use crate::calendar::{Date, Expression, Mention, Period};
use crate::fact::clause::has;
use crate::fact::standing::{is_arrow, is_list_joint};
use crate::fact::timed::Timed;
use crate::report::Span;
use crate::text::{behind_last_mark, is_han};
use crate::vocabulary::{Sense, Words};

/// The planned steps of a statement, each with its span from the word for a plan to the end of its clause. `subject_end` is where the words
/// about the subject begin. Empty without the report's date.
pub(in crate::fact) fn plans(timed: &Timed<'_>, subject_end: usize, date: Option<Date>) -> Vec<(Planned, Span)> {
    let Some(date) = date else { return Vec::new() };
    let Timed { text, times, clauses } = timed;
    let mut found: Vec<(Planned, Span)> = Vec::new();
    let mut known_until = 0;
    // Where the last day ends that the line itself gives up.
    let mut former_until = None;
    for (at, mention) in times.iter().enumerate() {
        let Some(clause) = clauses.iter().find(|clause| clause.contains(&mention.span.start)) else { continue };
        let clause_end = clause.end.max(mention.span.end);
        let next = times.get(at + 1).map_or(text.len(), |next| next.span.start).min(clause_end);
        let place = DaySurroundings {
            text,
            clause: clause.start..clause_end,
            before_from: clause.start.max(known_until),
            mention,
            next_day: times.get(at + 1),
            is_moved_to: former_until.is_some_and(|end: usize| is_arrow(&text[end..mention.span.start])),
            next,
            subject_end,
        };
        // （原9/30、11/14）: the days of a list behind the word are all given up.
        let is_former = former_until.is_some_and(|end: usize| is_list_joint(&text[end..mention.span.start]));
        let plan = if is_former { place.former(date) } else { place.planned(date, !found.is_empty()) };
        former_until = plan.as_ref().filter(|plan| plan.was).map(|_| mention.span.end);
        if let Some(plan) = plan {
            found.push((place.read(&plan), plan.step..clause_end));
            known_until = mention.span.end;
        }
    }
    share_steps(text, &mut found, subject_end);
    found
}

/// Gives steps to the plans without one: 11/9、12/5投产 are both 投产, and so are 7/13没有赶上，7/20投产.
fn share_steps(text: &str, found: &mut [(Planned, Span)], subject_end: usize) {
    for at in (0..found.len()).rev().filter(|at| *at + 1 < found.len()).collect::<Vec<_>>() {
        if found[at].0.what.is_empty() && (found[at].0.was || is_joined(text, &found[at], &found[at + 1])) {
            found[at].0.what = found[at + 1].0.what.clone();
        }
    }
    for (planned, span) in found.iter_mut().filter(|(planned, _)| planned.was && planned.what.is_empty()) {
        let rest = text[span.start..].split(['。', '；', ';']).next().unwrap_or_default();
        let later = text[span.end..].split(['。', '；', ';']).next().unwrap_or_default().replace('，', " ");
        let earlier = text[subject_end.min(span.start)..span.start].replace('，', " ");
        let done = if has(rest, &["做完", "做不完", "没完成", "未完成"]) { "完成" } else { "" };
        let steps = [done.to_string(), step_before(&later), step_before(&earlier), planned.part.clone()];
        planned.what = steps.into_iter().find(|step| !step.is_empty()).unwrap_or_default();
    }
    for at in 1..found.len() {
        if found[at].0.what.is_empty() && found[at - 1].0.was {
            found[at].0.what = found[at - 1].0.what.clone();
        }
    }
}

fn is_joined(text: &str, one: &(Planned, Span), other: &(Planned, Span)) -> bool {
    let from = text[one.1.clone()].find(&one.0.text).map_or(one.1.end, |at| one.1.start + at + one.0.text.len());
    let between = &text[from.min(other.1.end)..other.1.end];
    between.trim_start().starts_with(['、', '/', '和', '及', '与'])
}

/// Before the text of a cell in a column of planned days.
pub(super) const CELL_OF_PLANS: &str = "计划";

/// Presents the text before the day as the step.
static GIVES: Words = Words::of(&[Sense::Gives, Sense::Presents]);

struct Plan {
    /// Where its words begin, and where the step does that stands right before them.
    from: usize,
    step: usize,
    period: Period,
    was: bool,
}

struct DaySurroundings<'a> {
    text: &'a str,
    clause: Span,
    /// Where the words before the time begin that are its own: after an earlier time of its clause.
    before_from: usize,
    mention: &'a Mention,
    next_day: Option<&'a Mention>,
    /// Whether an arrow leads to it from a day that is given up.
    is_moved_to: bool,
    /// Where its words after it end.
    next: usize,
    subject_end: usize,
}

impl DaySurroundings<'_> {
    fn former(&self, date: Date) -> Option<Plan> {
        let period = days(self.mention.reading.as_ref().ok()?, date, true)?;
        let from = self.mention.span.start;
        Some(Plan { from, step: from, period, was: true })
    }

    /// `None` for a time that plans nothing.
    fn planned(&self, date: Date, follows_plan: bool) -> Option<Plan> {
        let expression = self.mention.reading.as_ref().ok()?;
        let before = &self.text[self.clause.start..self.mention.span.start];
        let after = self.after();
        let lower = before.to_ascii_lowercase();
        let lead = lower.trim_end_matches(|c: char| c.is_whitespace() || "：:（(".contains(c));
        if let Some(from) = self.was(lead, after, date) {
            let period = days(expression, date, true)?;
            return Some(Plan { from, step: self.with_step_before(from), period, was: true });
        }
        let ends = |words: &[&str]| words.iter().any(|word| lead.ends_with(word));
        let is_as_of = self.text[self.mention.span.clone()].starts_with("截至");
        if is_as_of
            || NOT_BEFORE.ending(lead).is_some()
            || ends(&["由", "从", "比", "较", "自"])
            || NOT_AFTER.beginning(after).is_some()
        {
            return None;
        }
        let word = PLANS.last_in(&lower).map(|found| (found.span.start, found.word));
        let word = word.filter(|(at, word)| is_plan(&lower, *at, word));
        let last_word = lead.split_whitespace().next_back();
        let right_before = last_word.filter(|word| ["by", "for", "until", "to"].contains(word));
        // We switch on 25 June: a day to come, whatever is done on it.
        let is_on_day = last_word == Some("on");
        let stated = word.map(|(at, _)| at).or(right_before.map(|word| lead.len() - word.len()));
        let step = step_after(after);
        let is_known = is_step(&step) || !step_before(self.own_before()).is_empty();
        // 周日压测时消息堆积: something that happened meanwhile.
        let meanwhile = after.trim_start().strip_prefix(step.as_str()).unwrap_or_default();
        if stated.is_none() && is_step(&step) && meanwhile.starts_with('时') && !meanwhile.starts_with("时间") {
            return None;
        }
        let period = days(expression, date, stated.is_some())?;
        let reaches_on = after.starts_with(['内', '底', '前']);
        let is_ahead = match expression.core() {
            Expression::Month { .. } | Expression::Week(_) if !reaches_on => period.from() > date,
            Expression::Quarter { .. } | Expression::Half { .. } => period.to() > date && is_known,
            _ => period.to() > date,
        };
        // A plan that fell due is one where a word says so, and nothing says that it was done.
        let is_stale_plan = stated.is_some() && !DONE.are_in(after);
        if !(is_ahead || is_stale_plan) {
            return None;
        }
        let is_joined = after.trim().chars().all(|c| "、/和及与".contains(c)) && self.next < self.clause.end;
        let is_bare = step.is_empty() && self.subject_end > 0 && !part(self.own_before()).is_empty();
        // New date for switching it off: 30 September.
        let is_alone = || {
            let rest = self.text[self.mention.span.end..self.clause.end].split(". ").next().unwrap_or_default();
            let is_bare =
                !rest.contains(char::is_alphanumeric) && self.own_before().trim_matches([' ', ':']).is_empty();
            is_bare && self.subject_end > 0 && !self.text.contains(is_han)
        };
        let is_span = matches!(expression.core(), Expression::Range(..))
            && !follows_plan
            && after.trim_start().starts_with(['每', '共', '由', '值']);
        let says_what = !is_span
            && !has(&step, &["不", "压力", "风险", "窗口", "难度"])
            && step.starts_with(char::is_alphabetic)
            && !step.starts_with(['每', '共', '有', '是', '仍', '还']);
        let is_plan = stated.is_some()
            || self.is_moved_to
            || is_known
            || is_joined
            || is_bare
            || is_on_day
            || is_alone()
            || says_what
            || after.starts_with("不变");
        let from = self.clause.start + stated.unwrap_or(before.len());
        let step = if stated.is_some() { from } else { self.with_step_before(from) };
        is_plan.then_some(Plan { from, step, period, was: false })
    }

    /// The place before the step that ends at `from`: FM4 上线 10/12 and 上线由10月20日改为… plan it, or once did.
    fn with_step_before(&self, from: usize) -> usize {
        let before = self.text[self.clause.start..from].trim_end().trim_end_matches(['由', '从']);
        let step = step_before(before);
        let start = before.strip_suffix(step.as_str()).filter(|rest| !step.is_empty() && !rest.ends_with('已'));
        start.map_or(from, |rest| self.clause.start + rest.len())
    }

    /// Where the words begin that make the time a plan that was missed or moved.
    fn was(&self, lead: &str, after: &str, date: Date) -> Option<usize> {
        let rest = &self.text[self.mention.span.end..self.clause.end];
        let moved = MISSED.are_in(rest);
        let ends =
            |words: &[&str]| words.iter().find(|word| lead.ends_with(**word)).map(|word| lead.len() - word.len());
        let compared = has(rest, &["晚", "早", "提前", "推迟"]) && !rest.starts_with("晚上");
        let missed_alone = MISSED.are_in(after) && !after.starts_with("的");
        let of_plan = after.starts_with("的计划") && moved;
        let has_next = self.next < self.clause.end;
        let by_arrow = has_next && is_arrow(after) && self.leads_to_a_plan(date);
        let gives_way = by_arrow || has_next && MOVED_TO.ending(after.trim_end()).is_some();
        let was_before = WAS_BEFORE.ending(lead).map(|word| word.span.start);
        let impossible = IMPOSSIBLE.first_in(lead).map(|word| word.span.start);
        let at = was_before
            .or(impossible)
            .or_else(|| ends(&["由", "从"]).filter(|_| moved))
            .or_else(|| ends(&["比", "较"]).filter(|_| compared))
            .or_else(|| (missed_alone || of_plan || gives_way).then_some(lead.len()))?;
        // 上线推到6/30: the new plan, whatever is said after it.
        let is_new = PLANS.ending(lead).is_some() && was_before.is_none() && !missed_alone && !by_arrow;
        (!is_new).then_some(self.clause.start + at)
    }

    /// Whether the day behind an arrow is still to come, or the text is a cell of plans: 试运行 3/1 → 3/5 of a report of 3/6 is a span.
    fn leads_to_a_plan(&self, date: Date) -> bool {
        let next = self.next_day.and_then(|next| next.reading.as_ref().ok()?.resolve(date).ok());
        self.text.starts_with(CELL_OF_PLANS) || next.is_some_and(|next| next.to() >= date)
    }

    fn after(&self) -> &str {
        &self.text[self.mention.span.end..self.next.max(self.mention.span.end)]
    }

    /// The text before the time that belongs to it.
    fn own_before(&self) -> &str {
        let from = self.before_from.max(self.subject_end).min(self.mention.span.start);
        &self.text[from..self.mention.span.start]
    }

    fn read(&self, plan: &Plan) -> Planned {
        let before = self.own_before();
        let own = self.before_from.max(self.subject_end).min(plan.from);
        let part = if own == 0 { String::new() } else { part(&self.text[own..plan.from]) };
        // 11/9因验收没上: why, and not what.
        let is_why = ["因", "由于"].iter().any(|word| self.after().trim_start().starts_with(word));
        let after = if is_why { String::new() } else { step_after(self.after()) };
        let is_next = self.after().trim_start_matches([' ', '的']).starts_with(&after) && is_step(&after);
        let is_given = GIVES.beginning(self.after().trim_start()).is_some();
        let is_phrase = after.chars().count() <= LONGEST_STEP_THAT_WAS
            && !after.starts_with(NOT_STEPS)
            && !MISSED.are_in(&after)
            && MOVED_TO.beginning(&after).is_none();
        let what = if plan.was && !is_next && !is_phrase { String::new() } else { after };
        let what = if what.is_empty() { step_before(before) } else { what };
        let what = if what.is_empty() && is_given { part.clone() } else { what };
        // 上线由10月20日改为11月18日: the part is the step.
        let part = if part == what { String::new() } else { part };
        Planned {
            text: self.text[self.mention.span.clone()].to_string(),
            from: plan.period.from(),
            to: plan.period.to(),
            what,
            part,
            was: plan.was,
        }
    }
}

/// The part of the work before a plan: 收银台 in 收银台预计5/3上线. Empty for a predicate.
fn part(before: &str) -> String {
    let clause = &before[behind_last_mark(before, &['。', '；', ';', '，', '\n', '：'])..];
    let clause = clause.trim_end().trim_end_matches(['由', '从']);
    let cut = first_predicate(clause).unwrap_or(clause.len());
    let name = tidy(&clause[..cut]);
    let length = name.chars().count();
    let fits = (2..=14).contains(&length)
        && !["其中", "整体", "总体", "目前", "同时", "分别", "最终", "后续"].contains(&name.as_str());
    if fits && !name.contains(['%', '％']) { name } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::{Timed, plans};

    fn read(text: &str) -> Vec<String> {
        let date = "2023-11-02".parse().ok();
        let of = |from, to| if from == to { format!("{from}") } else { format!("{from}..{to}") };
        plans(&Timed::read(text), 0, date)
            .into_iter()
            .filter(|(planned, _)| !planned.was)
            .map(|(planned, _)| format!("{} {} {}", planned.text, of(planned.from, planned.to), planned.what))
            .collect()
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
    fn an_english_day_alone_behind_its_name_is_planned() {
        let (text, date) = ("New date for the switch: 20 November. Ada knows.", "2023-11-02".parse().ok());
        let days = |text: &str| plans(&Timed::read(text), text.find(':').map_or(0, |at| at + 1), date).len();
        assert_eq!(days(text), 1);
        assert_eq!(days("New date for the switch: 20 October. Ada knows."), 0);
    }

    #[test]
    fn steps_that_share_a_verb_both_have_it() {
        assert_eq!(read("两期分别于11/12、12/8投产"), ["11/12 2023-11-12 投产", "12/8 2023-12-08 投产"]);
        assert_eq!(read("预计11/4提测，11/13上线"), ["11/4 2023-11-04 提测", "11/13 2023-11-13 上线"]);
    }

    #[test]
    fn what_was_done_and_what_is_put_off_are_no_plans() {
        for text in [
            "已于10/10上线", "10/28上线完成", "原定11/9的评审取消", "比11/14晚两周", "截至11/3共120笔",
            "周日压测时消息堆积", "担心月末叠加",
        ] {
            assert!(read(text).is_empty(), "{text}: {:?}", read(text));
        }
        assert_eq!(read("投产由11/28挪到1月上旬"), ["1月上旬 2024-01-01..2024-01-10 投产"]);
        for text in ["pushed back from 12 November to 30 November", "moved from 12 to 30 November"] {
            assert!(
                read(text).iter().all(|day| day.contains("2023-11-30")) && read(text).len() == 1,
                "{text}: {:?}",
                read(text)
            );
        }
    }

    #[test]
    fn a_step_before_its_day_to_come_is_planned_with_it() {
        let text = "FM4 上线 11/12。";
        let read = plans(&Timed::read(text), 0, "2023-11-02".parse().ok());
        assert_eq!(read.len(), 1);
        assert!(read[0].1.contains(&text.find("上线").expect("its step")), "{read:?}");
    }

    #[test]
    fn what_moves_a_day_is_no_step() {
        let read =
            plans(&Timed::read("分拣改造：上线由10月20日改为11月18日"), "分拣改造：".len(), "2023-10-31".parse().ok());
        let steps: Vec<_> = read.iter().map(|(planned, _)| (planned.part.as_str(), planned.what.as_str())).collect();
        assert_eq!(steps, [("", "上线"), ("", "上线")]);
        let text = "上线由10月20日改为11月18日";
        let read = plans(&Timed::read(text), 0, "2023-10-31".parse().ok());
        assert!(read.iter().any(|(_, span)| span.start == 0), "what was planned was not done: {read:?}");
    }

    #[test]
    fn an_arrow_moves_a_plan_and_joins_a_span_that_is_over() {
        for (text, days) in [
            ("网关扩容：由11/10 → 11/18", &[("2023-11-10", true), ("2023-11-18", false)][..]),
            ("试运行 10/20 → 10/25，全量 11/12", &[("2023-11-12", false)]),
        ] {
            let read = plans(&Timed::read(text), 0, "2023-11-02".parse().ok());
            let found: Vec<_> = read.iter().map(|(planned, _)| (planned.to.to_string(), planned.was)).collect();
            assert_eq!(found, days.iter().map(|(day, was)| (day.to_string(), *was)).collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn a_day_that_an_english_sentence_denies_or_looks_back_at_is_none_to_come() {
        for (text, was) in [
            ("The new hand cannot start on 25 November, his old firm keeps him.", true),
            ("The pump is not in. Was due 25 November, it is late.", true),
            ("The new hand starts on 25 November.", false),
        ] {
            let read = plans(&Timed::read(text), 0, "2023-11-02".parse().ok());
            let told: Vec<_> = read.iter().map(|(planned, _)| (planned.to.to_string(), planned.was)).collect();
            assert_eq!(told, [("2023-11-25".to_string(), was)], "{text}");
        }
    }

    #[test]
    fn an_english_step_ends_with_its_sentence_and_is_no_part_of_a_word() {
        let step = |text: &str| {
            let read = plans(&Timed::read(text), 0, "2023-11-02".parse().ok());
            read.first().map(|(planned, _)| planned.what.clone())
        };
        assert_eq!(step("One more and we switch on 25 November. The cook has a cake in mind."), Some(String::new()));
        assert_eq!(step("Install on 23 November. With them the load is automatic."), Some(String::new()));
    }

    #[test]
    fn all_days_of_a_list_are_given_up_that_a_word_gives_up() {
        let read = plans(&Timed::read("计划12/20（原11/9 和 11/23）"), 0, "2023-11-02".parse().ok());
        let days: Vec<_> = read.iter().map(|(planned, _)| (planned.to.to_string(), planned.was)).collect();
        assert!(read.iter().all(|(planned, _)| planned.what.is_empty() && planned.part.is_empty()), "{read:?}");
        let wanted = [("2023-12-20", false), ("2023-11-09", true), ("2023-11-23", true)];
        assert_eq!(days, wanted.map(|(day, was)| (day.to_string(), was)));
    }

    #[test]
    fn a_plan_that_the_line_itself_gives_up_is_kept_as_one_that_was() {
        let date = "2023-11-02".parse().ok();
        for (text, day, what) in [
            ("投产由11/28挪到1月上旬", "2023-11-28", "投产"),
            ("10/13没有赶上，10/20发布", "2023-10-13", "发布"),
            ("原定10/23、10/28两次都没做完，这次按11/5收口", "2023-10-23", "完成"),
            ("首批10/28上线，比10/14晚两周", "2023-10-14", "上线"),
            ("厂家通知11/7进场改为11/14，原因是人手不足", "2023-11-07", "进场"),
            ("10/28上不了，新日期待定", "2023-10-28", ""),
            ("11/28 → 12/5", "2023-11-28", ""),
            ("计划10/28 → 10/30", "2023-10-28", ""),
            ("12/20（原11/9、11/11）", "2023-11-09", ""),
            ("10/9因供应商验收没上，10/23投产", "2023-10-09", "投产"),
        ] {
            let found = plans(&Timed::read(text), 0, date);
            let was = found
                .iter()
                .find(|(planned, _)| planned.was)
                .map(|(planned, _)| (planned.from.to_string(), planned.what.clone()));
            assert_eq!(was, Some((day.to_string(), what.to_string())), "{text}");
        }
    }

    #[test]
    fn a_plan_that_fell_due_is_still_a_plan() {
        assert_eq!(read("收银台预计10/30上线"), ["10/30 2023-10-30 上线"]);
    }
}
