//! What is planned: the plan sections of a time, of the latest reports where the question names none.

use super::asked::{Answering, Asked, Form, Said, Strategy};
use super::section;
use crate::question::Intent;

pub(super) const STRATEGY: Strategy = Strategy { name: "plan", form: Form::Rows, applies, answer };

fn applies(asked: &Asked<'_>) -> bool {
    asked.asks(Intent::Plan)
}

fn answer<'a>(asked: &'a Asked<'_>) -> Answering<'a> {
    Box::pin(async move {
        let latest = [asked.retriever.latest()];
        let times = if asked.retrieval.times.is_empty() { &latest[..] } else { &asked.retrieval.times };
        let plans = asked.retriever.section("plan", times, asked.filters).await?;
        let mut draft = asked.draft();
        Ok(section::list(&plans, asked.wanted, &mut draft).then_some(Said::Answer(draft)))
    })
}
