//! The reports whose figure keeps the bounds that a question sets: 哪几周成功率低于99.5%.

use super::asked::{Answering, Asked, Form, Strategy};
use super::newest;
use super::number::{Reading, keeps};
use super::sought::Sought;
use crate::answer::compose::Draft;

pub(super) const STRATEGY: Strategy = Strategy { name: "bounds", form: Form::Rows, applies, answer };

fn applies(asked: &Asked<'_>) -> bool {
    !asked.question.bounds.is_empty()
}

fn answer<'a>(asked: &'a Asked<'_>) -> Answering<'a> {
    Box::pin(asked.by_figures(|readings, _, draft| list(readings, &asked.sought, draft)))
}

/// The reports whose figure keeps the bounds of the question; false when none states the figure.
fn list(readings: &[Reading<'_>], sought: &Sought<'_>, draft: &mut Draft) -> bool {
    let bounds = &sought.question.bounds;
    // 3 台老节点 below a heading about bugs counts no bugs.
    let fits = |reading: &&Reading<'_>| {
        reading.is_measure && bounds.iter().all(|bound| reading.figure.unit_fits(&bound.figure))
    };
    let readings: Vec<&Reading<'_>> = readings.iter().filter(fits).collect();
    if bounds.is_empty() || readings.is_empty() {
        return false;
    }
    let keeps = |reading: &&&Reading<'_>| bounds.iter().all(|bound| keeps(&reading.figure, bound));
    let meant: Vec<&&Reading<'_>> = readings.iter().filter(keeps).collect();
    let (count, all) = (meant.len(), readings.len());
    let lead = draft.sentences().len();
    draft.lead(
        format!("{all} 篇周报有数，其中 {count} 篇符合："),
        format!("{all} reports state it, {count} of them fit:"),
    );
    let (meant, earlier) = newest(meant);
    for reading in &meant {
        draft.quote(reading.passage, reading.sentence.clone());
    }
    draft.say_more(earlier, Some("metrics"));
    draft.cite_inputs(lead, readings.iter().map(|reading| (reading.passage, reading.sentence.clone())));
    !meant.is_empty()
}
