//! `check`.

use super::call::Call;
use super::inputs::{CheckInput, Tongue};
use super::outputs::{CheckOutput, Finding};
use super::reply::Reply;
use super::reports::found;
use crate::check::{Options, Page, Selection, check};
use crate::context::{Context, Failure, page_of, pages_of};
use crate::record::ReportRecord;
use crate::render::{Paint, check_summary, findings_json, findings_text};
use crate::report::PageName;
use crate::serve::fields::given;
use crate::serve::guard::Scope;
use crate::serve::problem::Problem;
use crate::vocabulary::{Language, plural};

/// Findings in one result.
const MOST_FINDINGS: usize = 60;

/// What a report that is sent is called where it has no name.
const UNNAMED: &str = "report.md";

pub(super) async fn checked(call: &Call, input: CheckInput) -> Result<Reply, Problem> {
    call.require(Scope::Read)?;
    let settings = &call.app.config().check;
    let select = if input.select.is_empty() { &settings.select } else { &input.select };
    let ignore: Vec<String> = input.ignore.iter().chain(&settings.ignore).cloned().collect();
    let selection = Selection::new(select, &ignore).map_err(|error| {
        let known = crate::check::rules().iter().map(|rule| format!("{} {}", rule.code, rule.name));
        let hint = format!("rules: {}", known.collect::<Vec<_>>().join(", "));
        Problem::bad_request(error.to_string()).with_hint(hint)
    })?;
    let options = Options { selection, thresholds: settings.thresholds.clone(), as_of: None };
    let work = call.app.work_even_if_empty(move |context| async move {
        let page = match page(&context, &input) {
            Ok(page) => page,
            Err(problem) => return Ok(Err(problem)),
        };
        Ok(compared(&context, &page, &options, input.lang))
    });
    call.done("comparing with the earlier reports", work).await?
}

/// What is to be checked: the text that was sent, or a report of the index.
fn page(context: &Context, input: &CheckInput) -> Result<Page, Problem> {
    match (input.text.as_deref().filter(|text| !text.trim().is_empty()), given(&input.report)) {
        (Some(text), None) => {
            let name = given(&input.name).unwrap_or(UNNAMED);
            // A name, and nothing of a path.
            let name = name.rsplit(['/', '\\']).next().unwrap_or(UNNAMED);
            let stem = name.strip_suffix(".md").unwrap_or(name);
            let page_name = PageName { name: stem.to_string(), folders: Vec::new() };
            Ok(Page::read(name, text.to_string(), page_name))
        }
        (None, Some(wanted)) => {
            let (entry, _) = found(context, wanted)?;
            let record = &entry.record;
            let (name, text) = page_of(record).ok_or_else(|| {
                let detail = format!("`{}` is not where it was read from any more, or was changed since", record.path);
                Problem::not_found(detail).with_hint("send its `text` instead")
            })?;
            Ok(Page::read(record.path.clone(), text, name))
        }
        _ => {
            let hint = "send the report's Markdown as `text`, or name a report of the index with `report`";
            Err(Problem::bad_request("either `text` or `report` is needed").with_hint(hint))
        }
    }
}

fn compared(context: &Context, page: &Page, options: &Options, tongue: Option<Tongue>) -> Result<Reply, Problem> {
    let records: Vec<ReportRecord> = context.catalogue.entries().iter().map(|entry| entry.record.clone()).collect();
    let others = pages_of(&records, |_| false, |_, path| path.to_string());
    let language = match tongue {
        Some(Tongue::Zh) => Language::Chinese,
        Some(Tongue::En) => Language::English,
        None => page.language(),
    };
    let others: Vec<&Page> = others.iter().collect();
    let mut findings: Vec<_> = check(page, &others, options).into_iter().map(|finding| (finding, language)).collect();
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
    lines.push(format!("compared with {} of the index", plural(others.len(), "report")));
    let findings: Vec<Finding> = serde_json::from_value(findings_json(&findings)).map_err(Failure::from_error)?;
    Reply::new(lines.join("\n"), &CheckOutput { findings, total, compared_with: others.len() })
}
