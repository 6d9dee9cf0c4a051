//! What later reports are likely to say of an incident without naming its day ([`super::matter`]): shown beside its accounts, and deciding
//! nothing.

use std::collections::HashSet;

use rayon::prelude::*;

use super::incident::IncidentThread;
use super::later::Hit;
use super::later_word::{LaterWord, LaterWords};
use super::matter::Line;
use super::outcome::days_named;
use super::promised::EvidenceLine;
use crate::calendar::Date;
use crate::fact::{Status, corrects, denies, is_finding, states_cause};
use crate::lexicon::Segmenter;
use crate::text::Pairs;

/// What denies the cause of an incident is of that incident from this share of the usual cut on: few lines do so.
const CUT_OF_A_DENIAL: f32 = 0.3;

/// What sets something right is of a cause from so many pairs of its letters on: 惠民通终端.
const LEAST_PAIRS_OF_A_DENIAL: usize = 4;

/// What came of an incident after all.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AfterAll {
    /// Why it came about, where its accounts name no cause.
    pub cause: Option<LaterWord>,
    /// What takes the cause back that its accounts name.
    pub denial: Option<LaterWord>,
    /// The last word on one that is not over, or has no cause.
    pub last: Option<LaterWord>,
}

impl AfterAll {
    /// In the order of their days, each line once.
    pub fn words(&self) -> Vec<&LaterWord> {
        let mut all: Vec<&LaterWord> = [&self.cause, &self.denial, &self.last].into_iter().flatten().collect();
        all.sort_by_key(|word| word.date);
        all.dedup_by(|one, other| one.place == other.place);
        all
    }
}

impl<'l> LaterWords<'l> {
    /// Gives each of `threads` what `lines` say of its cause, and of itself where it is open.
    pub fn give_after_all(threads: &mut [IncidentThread], lines: &'l [EvidenceLine<'l>], segmenter: &'l Segmenter) {
        if !threads.is_empty() {
            // The accounts of incidents speak each of its own.
            Self::of(lines.iter().filter(|line| line.incident.is_none()), segmenter).give_to_incidents(threads);
        }
    }

    fn give_to_incidents(&self, threads: &mut [IncidentThread]) {
        let days: HashSet<Date> = threads.iter().filter_map(|thread| thread.incident.day()).collect();
        threads.par_iter_mut().for_each(|thread| thread.after_all = self.after_all(thread, &days));
    }

    /// `days`: those of all incidents.
    fn after_all(&self, thread: &IncidentThread, days: &HashSet<Date>) -> AfterAll {
        let (incident, day) = (&thread.incident, thread.incident.day());
        let Some(first) = thread.tellings.first() else { return AfterAll::default() };
        let told_later = thread.cause_told_later();
        let (cause, since) = match told_later {
            Some(telling) => (Some(telling.text.as_str()), telling.date),
            None => (incident.cause.as_ref().map(|cause| cause.text.as_str()), first.date),
        };
        let parts =
            [Some(incident.summary.text.as_str()), incident.impact.as_ref().map(|part| part.text.as_str()), cause];
        let told = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let line = Line { text: &told, heading: "" };
        let is_known = |hit: &Hit<'_>| thread.tellings.iter().any(|telling| telling.place == hit.line.place);
        let is_of_another = |hit: &Hit<'_>| {
            let named = days_named(hit.text, hit.line.date);
            let single = named.iter().filter(|named| named.days() == 1).map(|named| named.from());
            single.into_iter().any(|named| Some(named) != day && days.contains(&named))
        };
        let later = |share: f32, since: Date, is: &dyn Fn(&str) -> bool| {
            self.that(line, share, since, |hit| is(hit.text) && !is_known(hit) && !is_of_another(hit))
        };
        let mut found = AfterAll::default();
        match cause {
            Some(cause) => {
                let pairs = Pairs::of(cause);
                let is_back = |text: &str| {
                    let is_of_it = || Pairs::of(text).common(&pairs) >= LEAST_PAIRS_OF_A_DENIAL;
                    denies(text, cause) || corrects(text) && is_finding(text) && is_of_it()
                };
                let is_other = |text: &str| states_cause(text) && corrects(text);
                found.denial = later(CUT_OF_A_DENIAL, since, &is_back).or_else(|| later(1.0, since, &is_other));
            }
            None => found.cause = later(1.0, since, &states_cause),
        }
        let is_over = thread.status() == Status::Resolved && (cause.is_some() || found.cause.is_some());
        if !is_over {
            found.last = later(1.0, first.date, &|_| true);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::AfterAll;
    use crate::lexicon::{Glossary, Segmenter};
    use crate::thread::LaterWords;
    use crate::thread::incident::tests::{lines, read};

    const OTHERS: &str =
        "- 食堂换供应商，三家比价\n- 班车时刻表改到 7:30\n- 新员工培训两期，42 人\n- 停车场道闸误抬三次";

    /// What comes of the one incident of the first report.
    fn after_all(incident: &str, later: &str) -> AfterAll {
        let first = format!("## 生产事件\n\n- {incident}\n\n## 本周工作\n\n{OTHERS}");
        let later = format!("## 本周工作\n\n{OTHERS}\n{later}");
        let reports = [("2024-06-07", first.as_str()), ("2024-06-21", later.as_str())];
        let (mut threads, lines) = (read(&reports), lines(&reports));
        LaterWords::give_after_all(&mut threads, &lines, &Segmenter::new(Glossary::built_in()));
        threads.into_iter().next().expect("the incident").after_all
    }

    fn said(word: Option<&crate::thread::LaterWord>) -> Option<&str> {
        word.map(|word| word.text.as_str())
    }

    #[test]
    fn why_it_came_about_is_found_where_its_day_is_not_named() {
        let found = after_all(
            "6/4 10:20 分拣系统主控停机，40 分钟后重启恢复",
            "- 分拣系统主控停机那次是因为散热风扇积灰卡死，已换风扇",
        );
        assert_eq!(said(found.cause.as_ref()), Some("分拣系统主控停机那次是因为散热风扇积灰卡死，已换风扇"));
    }

    #[test]
    fn what_takes_its_cause_back_is_no_second_cause() {
        let found = after_all(
            "6/4 10:20 分拣系统主控停机，原因：外线停电，10:50恢复",
            "- 分拣系统主控停机更正：不是外线停电，是散热风扇积灰卡死",
        );
        assert_eq!(said(found.denial.as_ref()), Some("分拣系统主控停机更正：不是外线停电，是散热风扇积灰卡死"));
        assert_eq!(found.cause, None);
    }

    #[test]
    fn a_line_of_another_incident_says_nothing_of_it() {
        let found = after_all(
            "6/4 10:20 分拣系统主控停机，40 分钟后重启恢复",
            "\n## 生产事件\n\n- 6/18 09:00 分拣系统主控停机，原因：电源模块烧毁，10:00恢复",
        );
        assert_eq!(found, AfterAll::default());
    }
}
