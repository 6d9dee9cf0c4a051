//! Unfinished work: from the items of the last report and the threads of their work, and from earlier reports where the last
//! one does not mention it.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::form::Form;
use super::model::{Carried, Due, When};
use super::target::TargetReport;
use super::words::Use;
use crate::calendar::{Date, Expression, mentions};
use crate::fact::{Milestone, Planned, State};
use crate::report::{Span, heading_text};
use crate::text::{share_of_pairs, similarity};
use crate::thread::Thread;
use crate::vocabulary::DELIVERY;

/// The context of carried work.
pub(super) struct Work<'a> {
    pub form: &'a Form,
    pub threads: &'a [Thread],
    pub target: &'a TargetReport,
    /// The day of the last report.
    pub last: Date,
    /// Names and units of the figures that each of the last reports states.
    pub standing: HashSet<(String, String)>,
}

/// Words shown of an item, in characters.
const MOST_WORDS_CHARS: usize = 28;

/// Reports in a row with the same item from which it belongs to the form.
pub(super) const STANDING_REPORTS: usize = 3;

/// Share of letter pairs from which two names are the same.
const SHARE_OF_ONE_NAME: f64 = 0.75;

/// The name of an item, in characters.
const LONGEST_ITEM_CHARS: usize = 16;

/// Share of a name's letter pairs from which a text mentions it.
const SHARE_SPOKEN_OF: f64 = 0.6;

impl Work<'_> {
    /// The unfinished work stated at `own` (an item without nested items); one line a subject.
    pub(super) fn carried(&self, own: &Span, cite: &mut dyn FnMut(&Span) -> usize) -> Vec<Carried> {
        let mut found: Vec<Carried> = Vec::new();
        let here = self
            .form
            .facts
            .milestones
            .iter()
            .filter(|milestone| own.start <= milestone.span.start && milestone.span.end <= own.end);
        for milestone in here.filter(|milestone| self.is_open(milestone)) {
            let due = self.due(milestone);
            let progress = milestone
                .progress
                .filter(|value| *value < Decimal::ONE_HUNDRED)
                .map(|value| format!("{}%", value.normalize()));
            let subject = self.subject(milestone, own);
            let same = found.iter_mut().find(|known| known.subject == subject || known.cite == 0);
            match same {
                Some(known) => {
                    known.progress = known.progress.take().or(progress);
                    known.due.extend(due);
                }
                None => {
                    let words = if progress.is_none() && due.is_empty() { self.words(milestone) } else { None };
                    found.push(Carried {
                        subject,
                        progress,
                        words,
                        due,
                        is_goal: false,
                        told: None,
                        cite: cite(&milestone.span),
                    });
                }
            }
        }
        found
    }

    /// What the work is called: its subject with the last word of its clause where only that was cut off, after the name of the item where
    /// the clause is not the first one.
    fn subject(&self, milestone: &Milestone, own: &Span) -> String {
        const LONGEST_REST_CHARS: usize = 3;
        // 开发边 of 边开发边联调: what was cut off belongs to the name.
        const HANGING: [char; 6] = ['边', '的', '和', '与', '及', '、'];
        const MARKS: [char; 7] = ['，', ',', '：', ':', '；', '。', '\n'];
        let text = self.form.text(own);
        let written = milestone.subject.as_str();
        let Some(at) = text.find(written) else { return heading_text(written) };
        if text[..at].trim() == "【" && text[at + written.len()..].starts_with('】') {
            return format!("【{written}】");
        }
        let rest = text[at + written.len()..].split(MARKS).next().unwrap_or_default();
        let is_word = written.ends_with(HANGING)
            && !rest.is_empty()
            && rest.chars().count() <= LONGEST_REST_CHARS
            && rest.chars().all(char::is_alphabetic);
        let whole = if is_word { format!("{written}{rest}") } else { written.to_string() };
        let whole = heading_text(&whole);
        let whole = whole.trim_end_matches("做到").trim_end_matches(['的', '到', '达', '了', '至', '后']).to_string();
        let before = &text[..at];
        let item = before.split(MARKS).next().unwrap_or_default();
        let is_named = before.contains(['：', ':'])
            && !item.trim().is_empty()
            && !Use::Status.words().any(|status| status == item.trim())
            && !before.contains('\n');
        if is_named && item.chars().count() <= LONGEST_ITEM_CHARS {
            format!("{} {whole}", heading_text(item))
        } else {
            whole
        }
    }

    /// Whether work is under way: not launched, closed or paused.
    fn is_open(&self, milestone: &Milestone) -> bool {
        if ["结束", "完成", "完毕", "通过"].iter().any(|end| milestone.subject.ends_with(end)) {
            return false;
        }
        let is_ahead = milestone.planned.iter().any(|planned| !planned.was && planned.to >= self.last);
        let is_whole = milestone.progress.is_some_and(|value| value >= Decimal::ONE_HUNDRED);
        match milestone.state.as_ref().map(|stated| stated.state) {
            Some(State::Paused | State::Cancelled | State::Closed) => false,
            Some(State::Launched) => is_ahead || milestone.progress.is_some() && !is_whole,
            _ if is_whole => is_ahead,
            Some(_) => true,
            None => {
                milestone.progress.is_some()
                    || milestone.planned.iter().any(|planned| !planned.was)
                    || self.is_standing(milestone)
            }
        }
    }

    /// Whether a line states a figure that the last reports all state.
    pub(super) fn has_standing_figure(&self, line: &Span) -> bool {
        let here = self
            .form
            .facts
            .metrics
            .iter()
            .filter(|metric| line.start <= metric.span.start && metric.span.end <= line.end);
        let is_timed = mentions(self.form.text(line))
            .iter()
            .any(|mention| matches!(mention.reading, Ok(Expression::Month { .. } | Expression::Day(_))));
        !is_timed && here.into_iter().any(|metric| self.standing.contains(&(metric.name.clone(), metric.unit.clone())))
    }

    /// Whether the last reports in a row all mention it.
    fn is_standing(&self, milestone: &Milestone) -> bool {
        let is_its = |thread: &&Thread| {
            let last = &thread.last().milestone;
            last.subject == milestone.subject && last.parent == milestone.parent && thread.last().date == self.last
        };
        self.threads.iter().find(is_its).is_some_and(|thread| {
            let mut reports: Vec<_> = thread.told.iter().map(|told| told.statement.place.report_id()).collect();
            reports.dedup();
            let launched = thread.told.iter().any(|told| told.statement.milestone.is_launched());
            reports.len() >= STANDING_REPORTS && !launched
        })
    }

    /// The planned days of a milestone that hold.
    fn due(&self, milestone: &Milestone) -> Vec<Due> {
        let mut found: Vec<Due> = Vec::new();
        // 交出后 is no step but a time of something else.
        let is_step = |planned: &&Planned| !planned.was && !planned.what.ends_with(['后', '前', '时']);
        for planned in milestone.planned.iter().filter(is_step) {
            let due = self.one_due(planned);
            if !found.iter().any(|known| known.text == due.text && known.step == due.step && known.part == due.part) {
                found.push(due);
            }
        }
        found
    }

    /// A week that begins in the drafted one is of it, a month is not.
    fn when(&self, planned: &Planned) -> When {
        let days = self.target.days;
        let is_short = (planned.to - planned.from).get_days().unsigned_abs() < days.days();
        let begins = if is_short { planned.from } else { planned.to };
        match (planned.to < days.from(), begins <= days.to()) {
            (true, _) => When::Past,
            (false, true) => When::Within,
            (false, false) => When::Ahead,
        }
    }

    fn one_due(&self, planned: &Planned) -> Due {
        Due {
            text: absolute(planned),
            day: planned.to,
            step: planned.what.clone(),
            part: part_of(planned),
            when: self.when(planned),
        }
    }

    /// The first words that state its status.
    fn words(&self, milestone: &Milestone) -> Option<String> {
        let text = self.form.text(&milestone.span);
        let rest = text.trim_start_matches("**").strip_prefix(milestone.subject.as_str()).unwrap_or(text);
        let titled = format!("【{}】", milestone.subject);
        let rest = rest
            .split_once(titled.as_str())
            .filter(|(before, _)| before.trim().is_empty())
            .map_or(rest, |(_, rest)| rest);
        // The sentence with the word that tells the state; where that is long, from the clause on.
        let state = milestone.state.as_ref().map(|stated| stated.word.as_str()).filter(|word| !word.is_empty());
        let telling =
            state.and_then(|word| rest.split(['。', '；', ';', '\n']).find(|sentence| sentence.contains(word)));
        let rest = telling.unwrap_or(rest);
        let rest = match state.and_then(|word| rest.find(word)) {
            Some(at) if rest[..at].chars().count() > MOST_WORDS_CHARS => {
                let start = rest[..at].rfind(['，', ',']).map_or(0, |comma| rest.ceil_char_boundary(comma + 1));
                &rest[start..]
            }
            _ => rest,
        };
        let rest = rest
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':' | '，' | ',' | '*' | '】' | '.'));
        // 下周 would be read as seen from the new report.
        clause(rest, MOST_WORDS_CHARS)
            .filter(|words| !["下周", "本周", "明天", "next week"].iter().any(|word| words.contains(word)))
    }

    /// Work of earlier reports with a planned day that the last report does not mention: `(its headings, line)`.
    pub(super) fn forgotten(
        &self,
        reach_days: i32,
        cite: &mut dyn FnMut(&Thread) -> Option<usize>,
    ) -> Vec<(Vec<String>, Carried)> {
        let mut found = Vec::new();
        for thread in self.threads {
            let last = thread.last();
            let age = (self.last - last.date).get_days();
            let milestone = &last.milestone;
            let is_done = thread.told.iter().any(|told| told.statement.milestone.is_over());
            if !(1..=reach_days).contains(&age)
                || is_done
                || milestone.progress.is_some_and(|value| value >= Decimal::ONE_HUNDRED)
            {
                continue;
            }
            // Only a step that people deliver, and no day that lies far ahead: the rest comes by itself.
            let mut due = self.due(milestone);
            due.retain(|due| DELIVERY.have(&due.step) && (due.day - self.target.date).get_days() <= self.soon_days());
            let subject = heading_text(&milestone.subject);
            if due.is_empty() || !thread.doubtful.is_empty() || self.is_spoken_of(&subject) {
                continue;
            }
            let Some(cite) = cite(thread) else { continue };
            let progress = milestone.progress.map(|value| format!("{}%", value.normalize()));
            let told = Some(last.place.report().to_string());
            found.push((
                milestone.section.clone(),
                Carried { subject, progress, words: None, due, is_goal: false, told, cite },
            ));
        }
        found
    }

    /// What falls due in the drafted week or the one after it.
    fn soon_days(&self) -> i32 {
        i32::try_from(self.target.days.days()).unwrap_or(7)
    }

    /// Whether the last report speaks of a subject, under this name or one much like it.
    fn is_spoken_of(&self, subject: &str) -> bool {
        let milestones = &self.form.facts.milestones;
        share_of_pairs(subject, self.form.source()) >= SHARE_SPOKEN_OF
            || milestones.iter().any(|milestone| similarity(&milestone.subject, subject) >= SHARE_OF_ONE_NAME)
    }
}

/// The part of the work that a day applies to; empty for a mere attribute of the step (发布时间 of 发布).
fn part_of(planned: &Planned) -> String {
    let part = planned.part.trim_end_matches(['的', '是', '在', '于', '说']);
    let names_step = !planned.what.is_empty() && part.contains(planned.what.as_str());
    let is_beside = part.starts_with(['与', '和', '同']) || part.contains("正常");
    if names_step || is_beside || Use::EmptyPart.words().any(|empty| empty == part) {
        String::new()
    } else {
        part.to_string()
    }
}

/// A time as it may be read in another week: what was written as seen from its own week becomes a day.
fn absolute(planned: &Planned) -> String {
    let is_relative = mentions(&planned.text).iter().any(|mention| match &mention.reading {
        Ok(expression) => matches!(expression.core(), Expression::Relative(_)),
        Err(_) => false,
    });
    if !is_relative {
        return planned.text.clone();
    }
    let day = |date: Date| format!("{}/{}", date.month(), date.day());
    if planned.from == planned.to { day(planned.to) } else { format!("{}-{}", day(planned.from), day(planned.to)) }
}

/// The first clauses of `text` that fit into `most` characters; `None` where nothing is said. A clause that is too long is cut.
pub(super) fn clause(text: &str, most: usize) -> Option<String> {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = text.split(['。', '；', ';', '！']).next().unwrap_or_default().trim();
    let mut kept = String::new();
    for part in sentence.split_inclusive(['，', ',', '：']) {
        if kept.chars().count() + part.chars().count() > most && !kept.is_empty() {
            break;
        }
        kept.push_str(part);
    }
    let kept = kept.trim_end_matches(['，', ',', '：', ' ', '.']);
    let cut: String = kept.chars().take(most + 8).collect();
    let cut = if cut.len() < kept.len() { format!("{cut}…") } else { cut };
    (!cut.trim().is_empty()).then_some(cut)
}
