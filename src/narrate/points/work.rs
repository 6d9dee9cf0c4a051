//! A piece of work: how far it came, what went live, which days moved, what stands still; and the last word on it.

use crate::narrate::ground::{Ground, Row};
use crate::rollup::{Landed, Slip, Stalled, Work};

use super::{Points, words};

impl Points<'_> {
    pub(super) fn work(&self, work: &Work) -> Row {
        let subject = words(&work.subject);
        let mut grounds: Vec<Ground> = self.progress(work, &subject).into_iter().collect();
        grounds.extend(work.landed.as_ref().map(|landed| self.landed(landed, &subject)));
        grounds.extend(work.slips.iter().map(|slip| self.slip(slip, &subject)));
        grounds.extend(work.stalled.as_ref().map(|stalled| self.stalled(stalled, &subject)));
        // Earlier reports tell of how things stood then.
        grounds.extend(self.quotes(&[work.last.cite], self.newest(&work.cites)));
        Row { grounds }
    }

    fn progress(&self, work: &Work, subject: &str) -> Option<Ground> {
        let (first, last) = work.progress.as_ref()?;
        let (one, other) = (first.percent.normalize(), last.percent.normalize());
        let text = match (self.is_chinese(), first.cite == last.cite || one == other) {
            (true, true) => format!("{subject}的进度在{}为{other}%", last.report),
            (true, false) => format!("{subject}的进度从{one}%（{}）到{other}%（{}）", first.report, last.report),
            (false, true) => format!("{subject} was at {other}% in {}", last.report),
            (false, false) => format!("{subject} went from {one}% ({}) to {other}% ({})", first.report, last.report),
        };
        let first = (one != other).then_some(first.cite);
        Some(Ground::point(text, first.into_iter().chain([last.cite]).collect()))
    }

    /// In the report's own clause, which says what went live where that is a part of the work.
    fn landed(&self, landed: &Landed, subject: &str) -> Ground {
        let (clause, report) = (words(&landed.text), &landed.report);
        let subject = if landed.is_part { "" } else { subject };
        let text = match (self.is_chinese(), subject) {
            (true, "") => format!("{clause}（{report}）"),
            (true, subject) => format!("{subject}：{clause}（{report}）"),
            (false, "") => format!("{clause} ({report})"),
            (false, subject) => format!("{subject}: {clause} ({report})"),
        };
        Ground::point(text, vec![landed.cite])
    }

    fn slip(&self, slip: &Slip, subject: &str) -> Ground {
        let step = [words(&slip.part), words(&slip.step)].concat();
        let (from, to) = (words(&slip.from.0), words(&slip.to.0));
        let days = slip.days.unsigned_abs();
        let moves = match (slip.moves > 1, self.is_chinese()) {
            (false, _) => String::new(),
            (true, true) => format!("，改了{}次", slip.moves),
            (true, false) => format!(", moved {} times", slip.moves),
        };
        let text = match (self.is_chinese(), slip.days < 0) {
            (true, false) => format!("{subject}的{step}计划从{from}推迟到{to}，晚{days}天{moves}"),
            (true, true) => format!("{subject}的{step}计划从{from}提前到{to}，早{days}天{moves}"),
            (false, late) => {
                let way = if late { "earlier" } else { "later" };
                format!("{subject}: the planned {step} moved from {from} to {to}, {days} days {way}{moves}")
            }
        };
        Ground::point(text, slip.cites.clone())
    }

    fn stalled(&self, stalled: &Stalled, subject: &str) -> Ground {
        let (report, reports) = (&stalled.report, stalled.reports);
        let text = match (self.is_chinese(), stalled.is_repeated) {
            (true, true) => format!("{subject}在{report}之后的{reports}期周报里进度没有变化"),
            (true, false) => format!("{subject}在{report}之后的{reports}期周报里没有新进展"),
            (false, true) => format!("{subject}: the same progress in the {reports} reports after {report}"),
            (false, false) => format!("{subject}: nothing new in the {reports} reports after {report}"),
        };
        Ground::point(text, vec![stalled.cite])
    }
}
