//! What was done in a time, or by somebody: every item but plans, reflections and what others say of the work.

use super::asked::{Answering, Asked, Form, Said, Strategy};
use crate::answer::compose::{Draft, one_line, report_name};
use crate::answer::overlap::Wanted;
use crate::question::Intent;
use crate::record::PassageRecord;
use crate::report::SectionKind;

pub(super) const STRATEGY: Strategy = Strategy { name: "work", form: Form::Rows, applies, answer };

/// How much of the question a line must speak of.
const SHARE: f32 = 0.5;

/// Lines shown of what was done.
const MOST_WORK: usize = 30;

fn applies(asked: &Asked<'_>) -> bool {
    asked.asks(Intent::Work) && asked.question.intents.len() == 1 && asked.is_bounded()
}

fn answer<'a>(asked: &'a Asked<'_>) -> Answering<'a> {
    Box::pin(async move {
        let mut passages = asked.everything().await?;
        passages.retain(|passage| asked.sought.is_of_the_day(passage));
        let mut draft = asked.draft();
        Ok(list(&passages, asked.wanted, &mut draft).then_some(Said::Answer(draft)))
    })
}

pub(super) fn list(passages: &[PassageRecord], wanted: &Wanted, draft: &mut Draft) -> bool {
    use SectionKind::{Daily, Plan, Problems, Reflection, Review};
    let is_work = |kind: SectionKind| !matches!(kind, Plan | Reflection | Review | Daily | Problems);
    let lines: Vec<&PassageRecord> = passages
        .iter()
        .filter(|passage| !passage.covered && is_work(passage.section_kind))
        .filter(|passage| wanted.is_empty() || wanted.share(&passage.full_text()) >= SHARE)
        .collect();
    for passage in lines.iter().take(MOST_WORK) {
        draft.item(passage, format!("{}：{}", report_name(passage), one_line(&passage.text, 0..passage.text.len())));
    }
    draft.say_more(lines.len().saturating_sub(MOST_WORK), None);
    !lines.is_empty()
}
