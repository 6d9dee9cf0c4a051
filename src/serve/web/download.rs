//! Files that a page gives: the same tables and pages as on the command line.

use axum::Form;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;

use super::super::problem::Problem;
use crate::context::Failure;
use crate::render::{for_csv, for_json, for_markup, safe};

/// A mark at the start of a table by which spreadsheets know UTF-8.
const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// # Errors
/// 500: a table that cannot be written.
pub(super) fn csv(name: &str, table: Result<String, csv::Error>) -> Result<Response, Problem> {
    let table = table.map_err(Failure::from_error)?;
    Ok(file(name, "csv", "text/csv", format!("{BYTE_ORDER_MARK}{}", for_csv(&table))))
}

pub(super) fn json(name: &str, value: &Value) -> Response {
    file(name, "json", "application/json", format!("{}\n", for_json(value)))
}

pub(super) fn markdown(name: &str, page: &str) -> Response {
    file(name, "md", "text/markdown", format!("{}\n", safe(page.trim_end())))
}

pub(super) fn html(name: &str, page: &str) -> Response {
    file(name, "html", "text/html", for_markup(page))
}

pub(super) fn svg(name: &str, picture: &str) -> Response {
    file(name, "svg", "image/svg+xml", for_markup(picture))
}

fn file(name: &str, ending: &str, kind: &str, content: String) -> Response {
    // A name in an address may be anything; in a header it is letters and digits.
    let name: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
    let headers = [
        (header::CONTENT_TYPE, format!("{kind}; charset=utf-8")),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.{ending}\"")),
    ];
    (headers, content).into_response()
}

/// A text as it was edited on a page.
#[derive(Debug, Deserialize)]
pub(super) struct Edited {
    name: String,
    #[serde(default)]
    text: String,
}

/// `POST /edited`: gives back as a file what was edited, for pages without script.
pub(super) async fn edited(Form(edited): Form<Edited>) -> Response {
    // Forms send every line end as CRLF.
    markdown(&edited.name, &edited.text.replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use axum::http::header;

    use super::{csv, markdown};

    #[test]
    fn a_name_cannot_leave_its_header() {
        let response = markdown("a\"\r\nset-cookie: x=1/../b", "正文");
        let name = response.headers()[header::CONTENT_DISPOSITION].to_str().expect("ASCII");
        assert_eq!(name, "attachment; filename=\"a---set-cookie--x-1-..-b.md\"");
    }

    #[tokio::test]
    async fn a_table_opens_as_utf8_in_spreadsheets() {
        let response = csv("t", Ok("a,b\r\n1,甲\r\n".to_string())).expect("a table");
        let bytes = axum::body::to_bytes(response.into_body(), 1000).await.expect("bytes");
        let text = std::str::from_utf8(&bytes).expect("UTF-8");
        assert!(text.starts_with('\u{FEFF}') && text.contains('甲'), "{text}");
    }
}
