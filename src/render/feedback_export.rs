//! What people said of answers: the monthly line as CSV, and the exam.

use serde_json::json;

use super::safe::without_unseen;
use super::spreadsheet::{Column, csv_table};
use crate::feedback::{Exam, MonthStats};

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
