//! A section of a report that is asked for as a whole: 第2周的总结.

use super::asked::{Answering, Asked, Form, Said, Strategy};
use super::newest;
use crate::answer::compose::{Draft, one_line, report_name};
use crate::answer::overlap::Wanted;
use crate::record::PassageRecord;

pub(super) const STRATEGY: Strategy = Strategy { name: "section", form: Form::Rows, applies, answer };

/// How much of the question a line must speak of.
const SHARE: f32 = 0.5;

/// How many lines of a section are shown when none of them has the question's words.
const MOST_OF_A_SECTION: usize = 12;

fn applies(asked: &Asked<'_>) -> bool {
    asked.is_bounded() && asked.wanted.names_a_section(asked.question).is_some()
}

fn answer<'a>(asked: &'a Asked<'_>) -> Answering<'a> {
    Box::pin(async move {
        let Some(kind) = asked.wanted.names_a_section(asked.question) else { return Ok(None) };
        let passages = asked.retriever.section(kind.name(), &asked.retrieval.times, asked.filters).await?;
        let mut draft = asked.draft();
        Ok(list(&passages, asked.wanted, &mut draft).then_some(Said::Answer(draft)))
    })
}

/// Every line of sections that speaks of what is asked, all of them where the question names nothing.
pub(super) fn list(passages: &[PassageRecord], wanted: &Wanted, draft: &mut Draft) -> bool {
    let all: Vec<&PassageRecord> = passages.iter().filter(|passage| !passage.covered).collect();
    let speaks = |passage: &&PassageRecord| wanted.is_empty() || wanted.share(&passage.full_text()) >= SHARE;
    let some: Vec<&PassageRecord> = all.iter().copied().filter(speaks).collect();
    // Words that no line of the section has say something about the section, not which lines of it are meant.
    let lines = if some.is_empty() && all.len() <= MOST_OF_A_SECTION && wanted.is_nearly_empty() { all } else { some };
    let has_lines = !lines.is_empty();
    let (lines, earlier) = newest(lines);
    for passage in &lines {
        draft.item(passage, format!("{}：{}", report_name(passage), one_line(&passage.text, 0..passage.text.len())));
    }
    draft.say_more(earlier, None);
    has_lines
}
