//! What a later report says of a matter under whatever name: shown beside the last statement of a piece of work, or a promise whose outcome nobody
//! states, and deciding nothing. Which lines are likely of one matter is learned ([`super::matter`]).

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;
use uuid::Uuid;

use super::later::{Hit, statements_of};
use super::matter::{Line, Matters, newest};
use super::milestone::{LONGEST_SILENCE_DAYS, Thread};
use super::name::are_told_apart;
use super::outcome::{Outcome, Verdict, Why};
use super::promised::{EvidenceLine, Promise};
use crate::calendar::Date;
use crate::fact::State;
use crate::lexicon::Segmenter;
use crate::record::Place;
use crate::report::{SectionKind, Span};
use crate::text::letters;

#[derive(Debug, Clone, PartialEq)]
pub struct LaterWord {
    pub text: String,
    /// The day of its report.
    pub date: Date,
    pub place: Place,
}

/// The statements of reports that may be the last word on a matter.
pub struct LaterWords<'l> {
    statements: Vec<Hit<'l>>,
    matters: Matters,
    segmenter: &'l Segmenter,
}

impl<'l> LaterWords<'l> {
    /// A plan or a reflection does not say how the work stands.
    pub fn new(lines: &'l [EvidenceLine<'l>], segmenter: &'l Segmenter) -> Self {
        Self::of(lines.iter(), segmenter)
    }

    pub(super) fn of(lines: impl Iterator<Item = &'l EvidenceLine<'l>>, segmenter: &'l Segmenter) -> Self {
        let is_plan = |kind| matches!(kind, SectionKind::Plan | SectionKind::Reflection | SectionKind::Review);
        let said = lines.filter(|line| !is_plan(line.kind));
        let of_line = |line: &'l EvidenceLine<'l>| {
            let hit = move |span: Span| Hit { line, text: line.text[span].trim(), likeness: 1.0 };
            statements_of(&line.text).into_iter().map(hit)
        };
        let statements: Vec<Hit<'l>> = said.flat_map(of_line).collect();
        let texts: Vec<String> = statements.iter().map(|hit| [&hit.line.parent, hit.text].join(" ")).collect();
        let headed = texts.iter().zip(&statements).map(|(text, hit)| Line { text, heading: &hit.line.heading });
        let matters = Matters::of(&headed.collect::<Vec<_>>(), segmenter);
        Self { statements, matters, segmenter }
    }

    /// The newest statement of reports after `date`, no later than a thread may be silent, that is likely of the matter of `line`, of those
    /// for which `is` holds.
    fn on(&self, line: Line<'_>, date: Date, is: impl Fn(&Hit<'_>) -> bool) -> Option<LaterWord> {
        self.that(line, 1.0, date, is)
    }

    /// The same of those that are at least as likely as `share` of the usual cut.
    pub(super) fn that(
        &self,
        line: Line<'_>,
        share: f32,
        date: Date,
        is: impl Fn(&Hit<'_>) -> bool,
    ) -> Option<LaterWord> {
        let is_later = |at: usize| {
            let hit = &self.statements[at];
            let days = (hit.line.date - date).get_days();
            (1..=LONGEST_SILENCE_DAYS).contains(&days) && is(hit)
        };
        let kin = self.matters.kin_of_line(line, self.segmenter, share, is_later);
        let hit = &self.statements[newest(&kin, |at| self.statements[at].line.date)?];
        Some(LaterWord { text: hit.whole_line().to_string(), date: hit.line.date, place: hit.place() })
    }

    /// Gives each thread that is neither launched nor closed its later word. What one report tells apart is of two matters.
    fn give_to_threads(&self, threads: &mut [Thread]) {
        let reports: Vec<HashSet<Uuid>> = threads.iter().map(reports_of).collect();
        let subjects: Vec<String> = threads.iter().map(|thread| thread.subject.clone()).collect();
        let mut told: HashMap<(Uuid, usize), Vec<usize>> = HashMap::new();
        for (at, thread) in threads.iter().enumerate() {
            for place in thread.told.iter().map(|told| &told.statement.place) {
                told.entry((place.report_id(), place.lines.first)).or_default().push(at);
            }
        }
        threads.par_iter_mut().enumerate().for_each(|(at, thread)| {
            if thread.state().is_some_and(State::is_final) {
                return;
            }
            let last = thread.last();
            let parent = thread.parent.as_deref().unwrap_or_default();
            let name = [parent, &thread.subject].join(" ");
            let heading = last.milestone.section.last().map_or("", String::as_str);
            let is_of_another = |place: &Place| {
                let mut others = told.get(&(place.report_id(), place.lines.first)).into_iter().flatten();
                others.any(|other| {
                    let is_apart = || are_told_apart(&subjects[*other], &subjects[at]);
                    *other != at && (!reports[*other].is_disjoint(&reports[at]) || is_apart())
                })
            };
            let said = letters(&format!("{name} {}", last.text));
            let says_more = |hit: &Hit<'_>| !said.contains(&letters(hit.text));
            let is = |hit: &Hit<'_>| says_more(hit) && !is_of_another(&hit.place());
            let on = |text: &str| self.on(Line { text, heading }, last.date, is);
            // What else its line says may tell it from all others, or drown its name.
            thread.later = on(&format!("{name} {}", last.text)).or_else(|| on(&name));
        });
    }

    /// The threads, each with its later word; one whose later word is the line of another is one with that, under the later name.
    /// What was hardly read rightly joins nothing.
    pub fn joined(&self, mut threads: Vec<Thread>) -> Vec<Thread> {
        self.give_to_threads(&mut threads);
        let line = |place: &Place| (place.report_id(), place.lines.first);
        let mut told: HashMap<(Uuid, usize), Vec<usize>> = HashMap::new();
        for (at, thread) in threads.iter().enumerate() {
            thread.told.iter().for_each(|told_by| told.entry(line(&told_by.statement.place)).or_default().push(at));
        }
        // A line that tells of two works is of neither alone.
        let goes_on = |thread: &Thread| match told.get(&line(&thread.later.as_ref()?.place))?.as_slice() {
            [other] => Some(*other),
            _ => None,
        };
        let is_sure = |thread: &Thread| thread.told.iter().all(|told| told.statement.milestone.is_likely());
        let goes_on = |thread: &Thread| goes_on(thread).filter(|into| is_sure(thread) && is_sure(&threads[*into]));
        let goes_on: Vec<Option<usize>> = threads.iter().map(goes_on).collect();
        // The earliest first, so that what it is taken into takes it along.
        let mut order: Vec<usize> = (0..threads.len()).filter(|at| goes_on[*at].is_some()).collect();
        order.sort_by_key(|at| threads[*at].last().date);
        let mut open: Vec<Option<Thread>> = threads.into_iter().map(Some).collect();
        for at in order {
            let Some(into) = goes_on[at].filter(|into| *into != at) else { continue };
            let Some(earlier) = open[at].take() else { continue };
            match &mut open[into] {
                Some(thread) => thread.take_in(earlier),
                None => open[at] = Some(earlier),
            }
        }
        open.into_iter().flatten().collect()
    }

    /// Gives each promise whose outcome is not known the later word on it as its evidence.
    pub fn give_to_promises(&self, promises: &mut [Promise]) {
        promises.par_iter_mut().filter(|promise| is_unheard_of(&promise.verdict)).for_each(|promise| {
            let heading = promise.place.section().last().map_or("", String::as_str);
            let (line, said) = (Line { text: &promise.text, heading }, letters(&promise.text));
            if let Some(word) = self.on(line, promise.made, |hit| !said.contains(&letters(hit.text))) {
                promise.verdict = Verdict::new(Why::SpokenOf, None, Some((word.place, word.date, word.text)));
            }
        });
    }
}

fn is_unheard_of(verdict: &Verdict) -> bool {
    verdict.outcome == Outcome::Unknown && verdict.evidence.is_none()
}

fn reports_of(thread: &Thread) -> HashSet<Uuid> {
    thread.told.iter().map(|told| told.statement.place.report_id()).collect()
}

#[cfg(test)]
mod tests {
    use super::LaterWords;
    use crate::lexicon::{Glossary, Segmenter};
    use crate::thread::promise::tests::read;
    use crate::thread::{Outcome, Rule, Thread, Why, threads_and_promises};

    const OTHERS: &str =
        "- 食堂换供应商，三家比价\n- 班车时刻表改到 7:30\n- 新员工培训两期，42 人\n- 停车场道闸误抬三次";

    fn threads_of(reports: &[(&str, &str)]) -> Vec<Thread> {
        let (statements, lines) = read(reports);
        let (mut threads, _) = threads_and_promises(statements, &lines);
        LaterWords::new(&lines, &Segmenter::new(Glossary::built_in())).give_to_threads(&mut threads);
        threads
    }

    fn later<'t>(threads: &'t [Thread], subject: &str) -> Option<&'t str> {
        let thread = threads.iter().find(|thread| thread.subject == subject).expect("the thread");
        thread.later.as_ref().map(|word| word.text.as_str())
    }

    #[test]
    fn a_work_has_beside_it_what_a_later_report_calls_otherwise() {
        let first = format!("{OTHERS}\n- 分拣线变频器复验：预计6/20完成");
        let second = format!("{OTHERS}\n- 换过变频器后分拣线第二次复验过了，已交付");
        let found = threads_of(&[("2024-06-07", &first), ("2024-06-28", &second)]);
        assert_eq!(later(&found, "分拣线变频器复验"), Some("换过变频器后分拣线第二次复验过了，已交付"));
    }

    #[test]
    fn the_later_word_is_told_with_its_line() {
        let first = format!("{OTHERS}\n- 分拣线变频器更换：预计6/20完成");
        let second = format!("{OTHERS}\n- 分拣线变频器更换 31/36；剩 5 套没货，6/20完不成，改7/14");
        let found = threads_of(&[("2024-06-07", &first), ("2024-06-28", &second)]);
        let said = found.iter().filter_map(|thread| Some(thread.later.as_ref()?.text.as_str())).collect::<Vec<_>>();
        assert!(said.iter().all(|text| text.contains("改7/14")), "{said:?}");
    }

    #[test]
    fn a_thread_whose_later_word_is_another_s_line_is_one_with_it_and_one_told_with_others_is_not() {
        let table = |rows: &str| {
            format!(
                "| 项目 | 计划完成 | 进度 |\n|---|---|---|\n| 食堂换供应商 | 2024-07-30 | 10% |\n| 班车时刻表调整 | 2024-08-15 | 20% |\n{rows}"
            )
        };
        let joined = |first: &str, second: &str| {
            let (first, second) = (table(first), table(second));
            let (statements, lines) = read(&[("2024-06-07", &first), ("2024-06-28", &second)]);
            let (threads, _) = threads_and_promises(statements, &lines);
            LaterWords::new(&lines, &Segmenter::new(Glossary::built_in())).joined(threads)
        };
        let old = "| 柳荫路地库无人值守改造 | 2024-07-20 | 45% |";
        let found = joined(old, "| 柳荫路地库无岗亭 | 2024-07-20 | 86% |");
        let one = found.iter().find(|thread| thread.subject.contains("柳荫路")).expect("the thread");
        let rules: Vec<Rule> = one.told.iter().map(|told| told.rule).collect();
        assert_eq!((one.subject.as_str(), rules), ("柳荫路地库无岗亭", vec![Rule::First, Rule::SameMatter]));
        for (first, second) in [
            ("首批门店接入", "二批门店接入"),
            ("计费平台2.0升级", "计费平台3.0升级"),
            ("东区机房搬迁", "西区机房搬迁"),
            ("一期地磁更换", "地磁更换二期"),
        ] {
            let row = |name: &str| format!("| {name} | 2024-07-20 | 45% |");
            let found = joined(&row(first), &row(second));
            assert!(found.iter().any(|thread| thread.subject == first && thread.later.is_none()), "{first}");
        }
        let both = format!("{old}\n| 柳荫路地库无岗亭 | 2024-07-20 | 86% |");
        let found = joined(old, &both);
        assert_eq!(found.iter().filter(|thread| thread.subject.contains("柳荫路")).count(), 2);
    }

    #[test]
    fn neither_a_copy_nor_a_plan_nor_another_work_of_the_same_report_is_its_later_word() {
        let first = format!("{OTHERS}\n- 分拣线变频器复验：预计6/20完成\n- 分拣线变频器采购：预计6/25到货");
        for second in ["- 分拣线变频器复验", "- 分拣线变频器采购：预计6/30到货"] {
            let second = format!("{OTHERS}\n{second}");
            let found = threads_of(&[("2024-06-07", &first), ("2024-06-28", &second)]);
            assert_eq!(later(&found, "分拣线变频器复验"), None, "{second}");
        }
        // A row of a table has its place inside the table's.
        let table = "| 工作 | 计划日期 | 状态 |\n|---|---|---|\n| 食堂更换 | 6/21 | 比价 |\n| 分拣线变频器采购 | 6/30 | 已下单 |";
        let second = format!("{OTHERS}\n\n{table}");
        let found = threads_of(&[("2024-06-07", &first), ("2024-06-28", &second)]);
        assert_eq!(later(&found, "分拣线变频器复验"), None);
        let plan = format!("## 本周进展\n\n{OTHERS}\n\n## 下周计划\n\n- 分拣线变频器复验安排第二次");
        let found = threads_of(&[("2024-06-07", &first), ("2024-06-28", &plan)]);
        assert_eq!(later(&found, "分拣线变频器复验"), None);
    }

    #[test]
    fn a_promise_of_which_nothing_is_known_has_its_later_word_as_evidence_and_no_outcome_for_it() {
        let first = format!("## 本周进展\n\n{OTHERS}\n\n## 下周计划\n\n- 清理冷库历史挂账单");
        let second = format!("{OTHERS}\n- 食堂周三停水");
        let third = format!("{OTHERS}\n- 冷库历史挂账余287笔，比去年少");
        let (statements, lines) = read(&[("2024-06-07", &first), ("2024-06-14", &second), ("2024-08-30", &third)]);
        let (_, mut promises) = threads_and_promises(statements, &lines);
        let promise = |promises: &[crate::thread::Promise]| {
            let found = promises.iter().find(|promise| promise.text.contains("挂账")).expect("the promise");
            (found.verdict.outcome, found.verdict.why, found.verdict.evidence.as_ref().map(|(_, _, said)| said.clone()))
        };
        assert_eq!(promise(&promises), (Outcome::Unknown, Why::NotMentioned, None));
        LaterWords::new(&lines, &Segmenter::new(Glossary::built_in())).give_to_promises(&mut promises);
        let said = Some("冷库历史挂账余287笔，比去年少".to_string());
        assert_eq!(promise(&promises), (Outcome::Unknown, Why::SpokenOf, said));
    }
}
