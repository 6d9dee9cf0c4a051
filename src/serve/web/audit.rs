//! `/audit`: what left this machine, and of one request the bytes themselves.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use jiff::tz::TimeZone;
use minijinja::context;
use minijinja::value::Value;
use serde::Serialize;

use super::super::app::App;
use super::super::problem::Problem;
use super::asked::{Asked, value_of};
use super::download;
use super::ledgers::{Leaf, draw};
use super::look::Look;
use crate::audit::{Audit, AuditError, RequestEntry};
use crate::chat::ChatError;
use crate::context::{Failure, parse_date};
use crate::render::{audit_json, pretty_json, safe, size_text};
use crate::vocabulary::{Language, Wording, both, worded};

/// Rows of a page.
const ROWS: usize = 50;

/// Characters of a request that are shown; the file has all.
const SHOWN: usize = 200_000;

const LEAF: Leaf<'static> = Leaf { template: "audit.html", here: "audit", title: "" };

pub(super) async fn page(State(app): State<Arc<App>>, look: Look, asked: Asked) -> Result<Response, Problem> {
    let leaf = Leaf { title: look.language.pick("外发记录", "What left"), ..LEAF };
    let audit = Audit::open(app.config().audit.clone());
    if let Some(id) = asked.get("id").map(str::to_string) {
        let found = blocking(move || one(&audit, &id)).await;
        let values = found.map(|(entry, body)| one_value(&entry, body.as_deref(), &asked, look.language));
        return draw(&app, &look, &leaf, &asked, values).await;
    }
    let found = blocking(move || Ok(audit.entries()?)).await;
    if let (Ok((entries, _)), Some("json")) = (&found, asked.get("format")) {
        return Ok(download::json("left", &audit_json(&entries.iter().collect::<Vec<_>>())));
    }
    let values = match found {
        Ok((entries, notices)) => list_value(&entries, &notices, &asked, look.language),
        Err(problem) => Err(problem),
    };
    draw(&app, &look, &leaf, &asked, values).await
}

/// Files are read on a thread that may wait.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Failure> + Send + 'static) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await.map_err(Failure::from_error)?;
    Ok(done?)
}

/// A record with its bytes; `None` where they are not kept any more.
fn one(audit: &Audit, id: &str) -> Result<(RequestEntry, Option<Vec<u8>>), Failure> {
    let entry = audit.find(id).map_err(|error| match error {
        AuditError::Unknown { ref asked } => {
            Failure::usage(Wording::new(format!("没有编号以“{asked}”开头的记录"), error.to_string()), None)
        }
        AuditError::Ambiguous { ref asked, count } => {
            Failure::usage(Wording::new(format!("有 {count} 条记录的编号以“{asked}”开头"), error.to_string()), None)
        }
        error => error.into(),
    })?;
    let body = match audit.body(&entry) {
        Ok(body) => Some(body),
        Err(AuditError::Missing { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    Ok((entry, body))
}

#[derive(Debug, Serialize)]
struct Row {
    id: String,
    at: String,
    endpoint: String,
    model: String,
    purpose: String,
    size: String,
    is_loopback: bool,
    outcome: String,
    is_bad: bool,
    held_back: Vec<String>,
    sha256: String,
    address: String,
}

fn row(entry: &RequestEntry, asked: &Asked, language: Language) -> Row {
    let (outcome, is_bad) = outcome(entry, language);
    Row {
        id: safe(entry.id.as_str()),
        at: entry.at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string(),
        endpoint: safe(&entry.endpoint),
        model: safe(&entry.model),
        purpose: purpose(&entry.purpose, language),
        size: size(entry.bytes, language),
        is_loopback: entry.is_loopback,
        outcome,
        is_bad,
        held_back: held_back(&entry.redacted),
        sha256: safe(&entry.sha256),
        address: asked.with(&[("id", entry.id.as_str())]),
    }
}

fn outcome(entry: &RequestEntry, language: Language) -> (String, bool) {
    let Some(finish) = &entry.finish else {
        return (worded!(language, "没有记下结果", "no outcome recorded"), true);
    };
    match (&finish.error, finish.status) {
        (Some(error), _) => (why(error, language), true),
        (None, Some(status)) if status >= 400 => (status.to_string(), true),
        (None, _) => {
            let size = size(finish.reply_bytes, language);
            (worded!(language, "已回复，{size}", "answered, {size}"), false)
        }
    }
}

fn size(bytes: u64, language: Language) -> String {
    match (language, bytes) {
        (Language::Chinese, 0..1_000) => format!("{bytes} 字节"),
        _ => size_text(bytes),
    }
}

/// The words in which a record keeps what went wrong, in the page's language; see [`ChatError::word`](crate::chat::ChatError::word).
fn why(error: &str, language: Language) -> String {
    match (error, ChatError::in_chinese(error)) {
        ("abandoned", _) => worded!(language, "中途停止", "abandoned"),
        (error, chinese) => safe(language.pick(chinese.unwrap_or(error), error)),
    }
}

fn purpose(purpose: &str, language: Language) -> String {
    match purpose {
        "select" => worded!(language, "挑选句子", "choosing sentences"),
        "answer" => worded!(language, "措辞回答", "wording an answer"),
        "repair" => worded!(language, "改正回答", "mending an answer"),
        "section" => worded!(language, "汇总的一节", "a part of a roll-up"),
        "headline" => worded!(language, "汇总的开头", "the opening of a roll-up"),
        "goal" => worded!(language, "措辞目标", "wording goals"),
        "embed" => worded!(language, "计算向量", "embedding"),
        other => safe(other),
    }
}

fn held_back(redacted: &BTreeMap<String, usize>) -> Vec<String> {
    redacted.iter().map(|(kind, count)| format!("{} {count}", safe(kind))).collect()
}

fn list_value(
    entries: &[RequestEntry],
    notices: &[String],
    asked: &Asked,
    language: Language,
) -> Result<Value, Problem> {
    let since = asked.get("since").map(parse_date).transpose();
    let since = since.map_err(|why| Problem::unread(both!("起始日", "since"), &why))?;
    let day = |entry: &RequestEntry| entry.at.to_zoned(TimeZone::system()).date();
    let within = entries.iter().filter(|entry| since.is_none_or(|since| day(entry) >= since));
    let (here, left): (Vec<&RequestEntry>, Vec<&RequestEntry>) = within.partition(|entry| entry.is_loopback);
    let mut shown: Vec<&RequestEntry> = left.clone();
    if asked.is_set("all") {
        shown.extend(&here);
        shown.sort_by_key(|entry| entry.at);
    }
    shown.reverse();
    let pages = asked.pages(shown.len(), ROWS);
    let rows: Vec<Row> = shown[pages.range(shown.len())].iter().map(|entry| row(entry, asked, language)).collect();
    let mut hosts: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in &left {
        *hosts.entry(entry.endpoint.as_str()).or_default() += 1;
    }
    let hosts = hosts.into_iter().map(|(endpoint, count)| context! { endpoint => safe(endpoint), count });
    Ok(context! {
        rows => value_of(&rows),
        left => left.len(),
        bytes => size(left.iter().map(|entry| entry.bytes).sum(), language),
        held => left.iter().flat_map(|entry| entry.redacted.values()).sum::<usize>(),
        failed => left.iter().filter(|entry| outcome(entry, language).1).count(),
        here => here.len(),
        hosts => hosts.collect::<Vec<_>>(),
        remarks => notices.to_vec(),
        is_all => asked.is_set("all"),
        all => asked.with(&[("all", if asked.is_set("all") { "" } else { "1" })]),
        pages => pages.value(),
        narrowed => asked.is_narrowed(&["all"]),
    })
}

fn one_value(entry: &RequestEntry, body: Option<&[u8]>, asked: &Asked, language: Language) -> Value {
    let exact = body.map(|body| String::from_utf8_lossy(body).into_owned());
    let is_json = exact.as_deref().is_some_and(|text| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok());
    let is_pretty = is_json && !asked.is_set("exact");
    let text = exact.map(|text| if is_pretty { pretty_json(&text) } else { text });
    let cut = text.as_deref().and_then(|text| text.char_indices().nth(SHOWN)).map(|(at, _)| at);
    let text = text.map(|text| safe(&text[..cut.unwrap_or(text.len())]));
    context! {
        is_one => true,
        entry => value_of(row(entry, asked, language)),
        text,
        is_cut => cut.is_some(),
        is_json,
        is_pretty,
        exact => asked.with(&[("exact", if is_pretty { "1" } else { "" })]),
        back => asked.with(&[("id", ""), ("exact", "")]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::templates::environment;
    use super::{list_value, one_value};
    use crate::audit::{Audit, Departure};
    use crate::serve::web::asked::Asked;
    use crate::vocabulary::Language;

    fn recorded(body: &[u8], is_loopback: bool) -> (tempfile::TempDir, Audit) {
        let dir = tempfile::tempdir().expect("a folder");
        let audit = Audit::open(dir.path().join("audit"));
        let departure = Departure {
            at: "2026-11-20T08:00:00Z".parse().expect("a time"),
            endpoint: "https://gateway.example/v1/chat/completions",
            model: "m",
            purpose: "answer",
            is_loopback,
            redacted: &std::collections::BTreeMap::new(),
            body,
        };
        audit.record(&departure).expect("a record");
        (dir, audit)
    }

    #[test]
    fn what_was_sent_is_shown_and_runs_nothing() {
        let body = br#"{"messages":["</pre><script>alert(1)</script>"]}"#;
        let (_dir, audit) = recorded(body, false);
        let (entries, _) = audit.entries().expect("entries");
        let value = one_value(&entries[0], Some(body), &Asked::new("/audit", []), Language::English);
        let page = environment(Language::English).get_template("audit.html").expect("a template");
        let page = page.render(value).expect("a page");
        assert!(!page.contains("<script>alert") && page.contains("&lt;script&gt;alert(1)"), "{page}");
    }

    #[test]
    fn what_stays_on_this_machine_has_not_left_it() {
        let (_dir, audit) = recorded(b"{}", true);
        let (entries, notices) = audit.entries().expect("entries");
        let counts = |asked: &Asked| {
            let value = list_value(&entries, &notices, asked, Language::Chinese).expect("a list");
            let rows = value.get_attr("rows").expect("rows").len();
            (value.get_attr("left").expect("a count").to_string(), rows)
        };
        assert_eq!(counts(&Asked::new("/audit", [])), ("0".to_string(), Some(0)));
        assert_eq!(counts(&Asked::new("/audit", [("all".to_string(), "1".to_string())])), ("0".to_string(), Some(1)));
    }
}
