//! Work: progress, launches, moved days, stalls; and the latest statement as a quote.

use crate::narrate::ground::{Ground, PointGroup};
use crate::rollup::{Course, Landed, Slip, Stalled, Work};
use crate::vocabulary::worded;

use super::{Points, words};

impl Points<'_> {
    pub(super) fn work(&self, work: &Work) -> PointGroup {
        let subject = words(&work.subject);
        let mut grounds: Vec<Ground> = self.progress(work, &subject).into_iter().collect();
        grounds.extend(work.landed.as_ref().map(|landed| self.landed(landed, &subject)));
        grounds.extend(work.slips.iter().map(|slip| self.slip(slip, &subject)));
        grounds.extend(work.stalled.as_ref().map(|stalled| self.stalled(stalled, &subject)));
        // Only the latest: earlier reports describe an earlier state.
        grounds.extend(self.quotes(&[work.last.cite], self.newest(&work.cites)));
        PointGroup { grounds }
    }

    fn progress(&self, work: &Work, subject: &str) -> Option<Ground> {
        let Course { first, last } = work.progress.as_ref()?;
        let (one, other) = (first.percent.normalize(), last.percent.normalize());
        let (from, to) = (&first.report, &last.report);
        let text = if first.cite == last.cite || one == other {
            worded!(self.language, "{subject}的进度在{to}为{other}%", "{subject} was at {other}% in {to}")
        } else {
            worded!(
                self.language,
                "{subject}的进度从{one}%（{from}）到{other}%（{to}）",
                "{subject} went from {one}% ({from}) to {other}% ({to})"
            )
        };
        let first = (one != other).then_some(first.cite);
        Some(Ground::point(text, first.into_iter().chain([last.cite]).collect()))
    }

    /// In the report's own clause, which names the part where only a part of the work was launched.
    fn landed(&self, landed: &Landed, subject: &str) -> Ground {
        let (clause, report) = (words(&landed.text), &landed.report);
        let text = if landed.is_part || subject.is_empty() {
            worded!(self.language, "{clause}（{report}）", "{clause} ({report})")
        } else {
            worded!(self.language, "{subject}：{clause}（{report}）", "{subject}: {clause} ({report})")
        };
        Ground::point(text, vec![landed.cite])
    }

    fn slip(&self, slip: &Slip, subject: &str) -> Ground {
        let step = [words(&slip.part), words(&slip.step)].concat();
        let (from, to) = (words(&slip.from.text), words(&slip.to.text));
        let (days, moves) = (slip.days.unsigned_abs(), slip.moves);
        let moves = match moves {
            2.. => worded!(self.language, "，改了{moves}次", ", moved {moves} times"),
            _ => String::new(),
        };
        let text = if slip.days < 0 {
            worded!(
                self.language,
                "{subject}的{step}计划从{from}提前到{to}，早{days}天{moves}",
                "{subject}: the planned {step} moved from {from} to {to}, {days} days earlier{moves}"
            )
        } else {
            worded!(
                self.language,
                "{subject}的{step}计划从{from}推迟到{to}，晚{days}天{moves}",
                "{subject}: the planned {step} moved from {from} to {to}, {days} days later{moves}"
            )
        };
        Ground::point(text, slip.cites.clone())
    }

    fn stalled(&self, stalled: &Stalled, subject: &str) -> Ground {
        let (report, reports) = (&stalled.report, stalled.reports);
        let text = if stalled.is_repeated {
            worded!(
                self.language,
                "{subject}在{report}之后的{reports}期周报里进度没有变化",
                "{subject}: the same progress in the {reports} reports after {report}"
            )
        } else {
            worded!(
                self.language,
                "{subject}在{report}之后的{reports}期周报里没有新进展",
                "{subject}: nothing new in the {reports} reports after {report}"
            )
        };
        Ground::point(text, vec![stalled.cite])
    }
}
