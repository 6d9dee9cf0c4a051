//! What people said of answers, for programs.

use serde_json::{Value, json};

use super::safe::without_unseen;
use super::spreadsheet::{Column, csv_table};
use crate::correction::FoundCorrection;
use crate::feedback::{Exam, JudgedAnswer, MonthStats};

/// The corrections beside an answer; an empty list where there are none.
pub fn corrections_json(found: &[FoundCorrection]) -> Value {
    found.iter().map(correction_json).collect()
}

fn correction_json(found: &FoundCorrection) -> Value {
    let correction = &found.correction;
    let beside = correction.beside.iter().zip(&found.standings).map(|(cited, standing)| {
        json!({
            "report": cited.report,
            "date": cited.date,
            "section": cited.section,
            "path": cited.path,
            "lines": [cited.lines.first, cited.lines.last],
            "standing": standing,
        })
    });
    json!({
        "id": correction.id,
        "by": correction.by,
        "at": correction.at.to_string(),
        "answer": correction.answer,
        "question": correction.question,
        "text": correction.text,
        "beside": beside.collect::<Vec<_>>(),
        "stale": found.is_stale(),
        "score": found.score,
    })
}

/// Corrections as hits of a search, behind those of the reports: `kind` says what they are, and no leg found them.
pub(super) fn correction_hits_json(found: &[FoundCorrection], hits: usize) -> impl Iterator<Item = Value> {
    found.iter().enumerate().map(move |(at, found)| {
        json!({
            "rank": hits + at + 1,
            "kind": "correction",
            "score": found.score,
            "text": found.correction.text,
            "correction": correction_json(found),
        })
    })
}

/// Answers with what was said of them.
pub fn feedback_json(judged: &[&JudgedAnswer]) -> Value {
    let value = |judged: &&JudgedAnswer| json!({ "answer": judged.answer, "judgements": judged.judgements });
    judged.iter().map(value).collect()
}

pub fn stats_json(months: &[MonthStats]) -> Value {
    months.iter().map(|month| json!(month)).collect()
}

/// # Errors
/// Those of the CSV writer.
pub fn stats_csv(months: &[MonthStats]) -> Result<String, csv::Error> {
    let columns: [Column<&MonthStats>; 8] = [
        Column::Words("month", |month| month.month.clone()),
        Column::Number("asked", |month| month.asked.to_string()),
        Column::Number("answered", |month| month.answered.to_string()),
        Column::Number("not_found", |month| month.not_found.to_string()),
        Column::Number("right", |month| month.right.to_string()),
        Column::Number("wrong", |month| month.wrong.to_string()),
        Column::Number("corrected", |month| month.corrected.to_string()),
        Column::Number("share_right", |month| month.share_right.map_or(String::new(), |share| format!("{share:.4}"))),
    ];
    csv_table(&columns, months)
}

/// A question file for `eval`: a line each, with its last line end.
pub fn exam_lines(exam: &Exam) -> String {
    exam.questions.iter().map(|question| format!("{}\n", without_unseen(&json!(question).to_string()))).collect()
}
