//! What an evaluation shows beside its figures: how sure the likeliest answers are, and what changed since an earlier run.

use super::evaluation::{number, table};
use super::safe::safe;
use super::text::Paint;
use crate::evaluate::{Change, Changes, Covered, Figure};
use crate::vocabulary::plural;

/// Questions listed for each direction, at most.
const MOST_CHANGES: usize = 100;

/// How much of a question is shown, in characters.
const QUESTION_CHARS: usize = 60;

/// Below this a figure is the same.
const SAME: f64 = 5e-4;

/// The table of risk and coverage; empty where nothing was answered.
pub fn risk_text(covered: &[Covered], paint: Paint) -> String {
    if covered.is_empty() {
        return String::new();
    }
    let (head, rows) = risk_rows(covered);
    let title = paint.dim("of the questions that are likeliest answered, every fact is shown of");
    format!("{title}\n{}", table(head, rows, paint))
}

pub(super) fn risk_rows(covered: &[Covered]) -> (Vec<String>, Vec<Vec<String>>) {
    let head = ["coverage", "probability from", "questions", "right", "without an answer"].map(str::to_string).to_vec();
    let row = |covered: &Covered| {
        vec![
            format!("{}%", covered.percent),
            format!("{:.3}", covered.least),
            covered.right.whole.to_string(),
            number(covered.right.value()),
            covered.unanswerable.to_string(),
        ]
    };
    (head, covered.iter().map(row).collect())
}

/// What got better, what worse, and every figure that moved.
pub fn changes_text(changes: &Changes, paint: Paint) -> String {
    let of = |name: &str, changes: &[Change]| {
        let title = paint.bold(&format!("{} {name}", plural(changes.len(), "question")));
        let lines = changes.iter().take(MOST_CHANGES).map(|change| {
            let question: String = change.question.chars().take(QUESTION_CHARS).collect();
            let more = if question.len() < change.question.len() { "…" } else { "" };
            safe(&format!("    {}  {question}{more}: was {}, is {}", change.id, change.was, change.is))
        });
        let rest = changes.len().saturating_sub(MOST_CHANGES);
        let rest = (rest > 0).then(|| format!("    and {rest} more"));
        std::iter::once(title).chain(lines).chain(rest).collect::<Vec<_>>().join("\n")
    };
    let (head, rows) = difference_rows(changes);
    let figures = if rows.is_empty() { "no figure moved".to_string() } else { table(head, rows, paint) };
    [of("better", &changes.better), of("worse", &changes.worse), figures].join("\n\n")
}

/// The figures that moved.
pub(super) fn difference_rows(changes: &Changes) -> (Vec<String>, Vec<Vec<String>>) {
    let head = ["since the baseline", "was", "is", "difference"].map(str::to_string).to_vec();
    let moved = changes.figures.iter().filter(|difference| difference.value().is_none_or(|moved| moved.abs() >= SAME));
    let rows = moved.map(|difference| {
        let moved = difference.value().map_or_else(|| "–".to_string(), |moved| format!("{moved:+.3}"));
        let name = match difference.figure {
            figure if figure.is_better_higher() || figure == Figure::Claimed => figure.name().to_string(),
            figure => format!("{} (less is better)", figure.name()),
        };
        vec![name, number(difference.was), number(difference.is), moved]
    });
    (head, rows.collect())
}

#[cfg(test)]
mod tests {
    use super::{changes_text, risk_text};
    use crate::evaluate::{Change, Changes, Difference, Figure};
    use crate::render::Paint;

    #[test]
    fn only_what_moved_is_told() {
        let change = |id: &str| Change {
            id: id.to_string(),
            question: "问".repeat(61),
            was: "not found".to_string(),
            is: "claimed, right".to_string(),
        };
        let figure = |figure, was, is| Difference { figure, was, is };
        let changes = Changes {
            better: vec![change("a\u{1b}")],
            worse: Vec::new(),
            figures: vec![
                figure(Figure::Helped, Some(0.5), Some(0.75)),
                figure(Figure::Accuracy, Some(0.5), Some(0.5)),
                figure(Figure::Lost, None, Some(0.25)),
            ],
        };
        let text = changes_text(&changes, Paint { colour: false });
        let question = "问".repeat(60);
        assert_eq!(
            text,
            format!(
                "1 question better\n    a\u{FFFD}  {question}…: was not found, is claimed, right\n\n0 questions worse\n\n\
                 since the baseline       was     is  difference\nhelped                 0.500  0.750      +0.250\n\
                 lost (less is better)      –  0.250           –"
            )
        );
    }

    #[test]
    fn without_answers_there_is_no_table() {
        assert_eq!(risk_text(&[], Paint { colour: false }), "");
    }
}
