//! A report that is asked for as a whole: 第26周讲了什么.

use super::asked::{Answering, Asked, Form, Said, Strategy};
use super::work;
use crate::question::Intent;

pub(super) const STRATEGY: Strategy = Strategy { name: "report", form: Form::Rows, applies, answer };

fn applies(asked: &Asked<'_>) -> bool {
    let asks_for_all =
        asked.question.intents.iter().all(|intent| matches!(intent, Intent::Other | Intent::Story | Intent::State));
    asks_for_all && asked.wanted.names_nothing() && asked.is_bounded() && !asked.names_a_day() && !asked.question.yes_no
}

fn answer<'a>(asked: &'a Asked<'_>) -> Answering<'a> {
    Box::pin(async move {
        let mut passages = asked.everything().await?;
        // The days' pages tell the same again.
        passages.retain(|passage| {
            let entry = asked.retriever.catalogue.entry(passage.report);
            let is_weekly = entry.and_then(|entry| entry.coverage).is_some_and(|coverage| coverage.days() > 1);
            is_weekly && asked.retrieval.times.iter().any(|time| time.scope.reports.contains(&passage.report))
        });
        let mut draft = asked.draft();
        Ok(work::list(&passages, asked.wanted, &mut draft).then_some(Said::Answer(draft)))
    })
}
