//! Reports as resources: `zhoubao://report/ID` is a page in Markdown, `?lines=12-20` some of its lines with their numbers.

use std::sync::Arc;

use rmcp::ErrorData;
use rmcp::model::{
    ErrorCode, ListResourceTemplatesResult, ListResourcesResult, ReadResourceResult, Resource, ResourceContents,
    ResourceTemplate,
};
use serde_json::json;

use super::call::Call;
use super::places::{lines_uri, parse_uri, report_uri};
use super::reports::{ReportText, entry_of, newest_first};
use crate::render::safe;
use crate::serve::app::App;
use crate::serve::guard::Scope;
use crate::serve::problem::Problem;

/// Reports on one page of the list.
const PAGE: usize = 100;

/// Bytes of a resource: reports are far shorter, but for one that somebody pasted a log into.
const MOST_BYTES: usize = 200_000;

/// A page of the reports, newest first. The cursor is the number of those before it.
///
/// # Errors
/// 400: an invalid cursor; those of the index.
pub(super) async fn list(call: &Call, cursor: Option<String>) -> Result<ListResourcesResult, Problem> {
    call.require(Scope::Read)?;
    let from = match cursor {
        None => 0,
        Some(cursor) => cursor.parse::<usize>().map_err(|_| Problem::bad_request("the cursor is none of ours"))?,
    };
    let listed = call.app.work_even_if_empty(move |context| async move {
        let entries = newest_first(&context.catalogue, None);
        let resources = entries.iter().skip(from).take(PAGE).map(|entry| resource(&entry_of(entry)));
        let resources: Vec<Resource> = resources.collect();
        let to = from + resources.len();
        let mut page = ListResourcesResult::with_all_items(resources);
        page.next_cursor = (to < entries.len()).then(|| to.to_string());
        Ok(page)
    });
    call.done("listing the reports", listed).await
}

fn resource(report: &super::outputs::ReportEntry) -> Resource {
    let about = [report.date.clone(), report.author.clone()];
    let title = std::iter::once(report.name.clone())
        .chain(about.into_iter().flatten().filter(|part| !report.name.contains(part)));
    let days = report.from.as_ref().zip(report.to.as_ref()).map(|(from, to)| format!("{from} – {to}, "));
    let resource = Resource::new(report.uri.clone(), safe(&report.name)).with_mime_type("text/markdown");
    let resource = resource.with_title(safe(&title.collect::<Vec<_>>().join(" · ")));
    resource.with_description(safe(&format!("{}{}", days.unwrap_or_default(), report.path)))
}

/// The forms of addresses.
pub(super) fn templates() -> ListResourceTemplatesResult {
    let whole = ResourceTemplate::new("zhoubao://report/{id}", "report")
        .with_title("A report")
        .with_description("The whole page in Markdown")
        .with_mime_type("text/markdown");
    let lines = ResourceTemplate::new("zhoubao://report/{id}{?lines}", "report lines")
        .with_title("Lines of a report")
        .with_description("Some lines with their numbers: lines=12-20, lines=12, lines=12- to the end")
        .with_mime_type("text/plain");
    ListResourceTemplatesResult::with_all_items(vec![whole, lines])
}

/// The text of a resource.
///
/// # Errors
/// 404: there is no such report; 400: no address of a report, no such line; those of the index.
pub(super) async fn read(call: &Call, uri: String) -> Result<ReadResourceResult, Problem> {
    call.require(Scope::Read)?;
    let Some((report, lines)) = parse_uri(&uri) else {
        let hint = "addresses are zhoubao://report/ID and zhoubao://report/ID?lines=12-20";
        return Err(Problem::bad_request(format!("`{uri}` is no address of a report")).with_hint(hint));
    };
    let work = call.app.work(move |context| async move {
        let Some(entry) = context.catalogue.entry(report) else {
            return Ok(Err(Problem::not_found(format!("there is no report `{uri}`"))));
        };
        let page = ReportText::of(&context, entry).await?;
        let shown = match page.shown(lines, MOST_BYTES) {
            Ok(shown) => shown,
            Err(problem) => return Ok(Err(problem)),
        };
        let mut text = if lines.is_some() { shown.numbered() } else { shown.plain() };
        let uri = if lines.is_some() { lines_uri(report, shown.first, shown.last()) } else { report_uri(report) };
        if let Some(next) = shown.next {
            text.push_str(&format!("\n\n[the report goes on at line {next}: zhoubao://report/{report}?lines={next}-]"));
        }
        let kind = if lines.is_some() { "text/plain" } else { "text/markdown" };
        let contents = ResourceContents::text(safe(&text), uri).with_mime_type(kind);
        Ok(Ok(ReadResourceResult::new(vec![contents])))
    });
    call.done("reading the report", work).await?
}

/// A problem as the protocol's error, with what to do.
pub(super) fn error(problem: &Problem) -> ErrorData {
    let code = match problem.status {
        404 => ErrorCode::RESOURCE_NOT_FOUND,
        400 => ErrorCode::INVALID_PARAMS,
        403 => ErrorCode::INVALID_REQUEST,
        _ => ErrorCode::INTERNAL_ERROR,
    };
    let hint = problem.hint.as_deref().filter(|hint| !hint.is_empty());
    let message = match hint {
        Some(hint) => format!("{}; {hint}", problem.detail),
        None => problem.detail.clone(),
    };
    ErrorData::new(code, safe(&message), Some(json!({ "status": problem.status, "hint": hint })))
}

/// What completes an `id` of an address: ids of reports whose names, labels or days begin so, or the ids themselves.
pub(super) async fn completed(app: &Arc<App>, begun: &str) -> Vec<String> {
    let Ok(context) = app.live().context().await else { return Vec::new() };
    let entries = newest_first(&context.catalogue, None).into_iter().map(entry_of);
    let begins = |text: &Option<String>| text.as_deref().is_some_and(|text| text.starts_with(begun));
    let fitting = entries.filter(|entry| {
        entry.id.starts_with(begun) || entry.name.contains(begun) || begins(&entry.label) || begins(&entry.date)
    });
    fitting.take(PAGE).map(|entry| entry.id).collect()
}
