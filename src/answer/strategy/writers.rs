//! Whose the reports of a time are: 第26周的周报是谁写的.

use super::asked::{Answering, Asked, Form, Said, Strategy};
use crate::question::Intent;
use crate::vocabulary::{Sense, Words};

pub(super) const STRATEGY: Strategy = Strategy { name: "writers", form: Form::Rows, applies, answer };

fn applies(asked: &Asked<'_>) -> bool {
    asked.asks(Intent::Who) && asked.is_bounded() && asks_for_the_writer(&asked.question.text)
}

/// One line a report that names its author.
fn answer<'a>(asked: &'a Asked<'_>) -> Answering<'a> {
    Box::pin(async move {
        let passages = asked.everything().await?;
        let mut draft = asked.draft();
        let mut seen = Vec::new();
        for passage in passages.iter().filter(|passage| passage.author.is_some()) {
            if !seen.contains(&passage.report) {
                seen.push(passage.report);
                draft.writer(passage);
            }
        }
        Ok((!seen.is_empty()).then_some(Said::Answer(draft)))
    })
}

/// 哪个部门交的, who wrote it.
fn asks_for_the_writer(text: &str) -> bool {
    static WORDS: Words = Words::of(&[Sense::AskedWriter]);
    WORDS.are_in(text)
}
