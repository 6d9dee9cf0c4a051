//! `check`.

use super::call::Call;
use super::inputs::CheckInput;
use super::outputs::{CheckOutput, Finding};
use super::reply::Reply;
use super::reports::found;
use crate::check::Options;
use crate::context::{Context, Failure};
use crate::render::{Paint, check_summary, findings_json, findings_text};
use crate::serve::checking::{self, Checked};
use crate::serve::fields::{LanguageField, given};
use crate::serve::guard::Scope;
use crate::serve::problem::Problem;
use crate::vocabulary::plural;

/// Findings in one result.
const MOST_FINDINGS: usize = 60;

pub(super) async fn checked(call: &Call, input: CheckInput) -> Result<Reply, Problem> {
    call.require(Scope::Read)?;
    let options = checking::options(&call.app, &input.select, &input.ignore)?;
    let work = call.app.work_even_if_empty(move |context| async move { Ok(findings(&context, &input, &options)) });
    call.done("comparing with the earlier reports", work).await?
}

/// Checks the text that was sent, or a report of the index.
fn findings(context: &Context, input: &CheckInput, options: &Options) -> Result<Reply, Problem> {
    let (page, own) = match (input.text.as_deref().filter(|text| !text.trim().is_empty()), given(&input.report)) {
        (Some(text), None) => (checking::sent(given(&input.name), text), None),
        (None, Some(wanted)) => {
            let record = &found(context, wanted)?.0.record;
            (checking::stored(record)?, Some(record))
        }
        _ => {
            let hint = "send the report's Markdown as `text`, or name a report of the index with `report`";
            return Err(Problem::bad_request("either `text` or `report` is needed").with_hint(hint));
        }
    };
    let checked = Checked::beside_index(page, own, context, options);
    let mut findings = checked.told(input.lang.map(LanguageField::language));
    let total = findings.len();
    let summary = check_summary(&findings, 1);
    findings.truncate(MOST_FINDINGS);
    let mut lines = Vec::new();
    if !findings.is_empty() {
        lines.push(findings_text(&findings, Paint { colour: false }));
    }
    if total > findings.len() {
        lines.push(format!("{} more; mend these first", plural(total - findings.len(), "finding")));
    }
    lines.push(summary);
    lines.push(format!("compared with {} of the index", plural(checked.compared, "report")));
    let findings: Vec<Finding> = serde_json::from_value(findings_json(&findings)).map_err(Failure::from_error)?;
    Reply::new(lines.join("\n"), &CheckOutput { findings, total, compared_with: checked.compared })
}
