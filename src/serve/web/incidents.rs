//! `/incidents`: a time line and a table; or each incident through the weeks, with what came back.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use minijinja::context;
use minijinja::value::Value;
use serde::Serialize;

use super::super::app::App;
use super::super::problem::Problem;
use super::asked::{Asked, value_of};
use super::at::At;
use super::download;
use super::ledgers::{Leaf, draw, missing};
use super::look::Look;
use super::sources::{Source, words};
use super::timeline::{Dot, Drawing, timeline};
use crate::calendar::Period;
use crate::fact::{IncidentPiece, Status};
use crate::ledger::{IncidentEntry, IncidentThreads, Ledger, Wanted, incident_threads_of, ledger};
use crate::render::{
    incident_threads_json, ledger_coverage, ledger_csv, ledger_json, length_text, occurred_text, safe, status_name,
    status_text,
};
use crate::report::without_bold_marks;
use crate::thread::{IncidentThread, WhyAgain};
use crate::vocabulary::Language;

/// Rows of a page.
const ROWS: usize = 50;

const LEAF: Leaf<'static> = Leaf { template: "incidents.html", here: "incidents", title: "" };

pub(super) async fn page(State(app): State<Arc<App>>, look: Look, asked: Asked) -> Result<Response, Problem> {
    let leaf = Leaf { title: look.language.pick("事件", "Incidents"), ..LEAF };
    if asked.get("view") == Some("threads") {
        let found = threads(&app, &asked).await;
        if let (Ok(found), Some("json")) = (&found, asked.get("format")) {
            return Ok(download::json("incident-threads", &incident_threads_json(found)));
        }
        let values = found.map(|found| threads_value(&found, &asked, &look));
        return draw(&app, &look, &leaf, &asked, values).await;
    }
    let found = list(&app, &asked).await;
    match (&found, asked.get("format")) {
        (Ok((found, _)), Some("csv")) => return download::csv("incidents", ledger_csv(found)),
        (Ok((found, _)), Some("json")) => return Ok(download::json("incidents", &ledger_json(found))),
        _ => {}
    }
    let values = found.map(|(found, covered)| list_value(&found, &covered, &asked, &look));
    draw(&app, &look, &leaf, &asked, values).await
}

/// The ledger, and the days that the reports cover.
async fn list(app: &Arc<App>, asked: &Asked) -> Result<(Ledger, Vec<Period>), Problem> {
    let filters = asked.filters()?;
    let text = asked.get("words").unwrap_or_default().to_string();
    let status = asked.get("status").and_then(status_of);
    app.work(move |context| async move {
        context.check_author(filters.author.as_deref())?;
        let wanted = Wanted { text: &text, status, ..Wanted::default() };
        let covered = context.catalogue.entries().iter().filter_map(|entry| entry.coverage).collect();
        Ok((ledger(&context.retriever(), &filters, &wanted).await?, covered))
    })
    .await
}

async fn threads(app: &Arc<App>, asked: &Asked) -> Result<IncidentThreads, Problem> {
    let filters = asked.filters()?;
    let text = asked.get("words").unwrap_or_default().to_string();
    app.work(move |context| async move {
        context.check_author(filters.author.as_deref())?;
        let wanted = Wanted { text: &text, ..Wanted::default() };
        Ok(incident_threads_of(&context.retriever(), &filters, &wanted).await?)
    })
    .await
}

fn status_of(name: &str) -> Option<Status> {
    [Status::Open, Status::Resolved, Status::Unknown].into_iter().find(|status| status_name(*status) == name)
}

/// A row of the table.
#[derive(Debug, Serialize)]
struct Row {
    /// Its number among all, from 1.
    number: usize,
    occurred: String,
    summary: String,
    impact: Option<String>,
    cause: Option<String>,
    handling: Option<String>,
    status: &'static str,
    status_text: &'static str,
    length: Option<String>,
    sources: Vec<Source>,
    /// Whether it is the one that a report's mark led to.
    is_at: bool,
}

fn row((at, entry): (usize, &IncidentEntry), wanted: Option<usize>, language: Language) -> Row {
    let incident = &entry.incident;
    let bare = |text: &str| words(&without_bold_marks(text));
    let part = |part: &Option<IncidentPiece>| part.as_ref().map(|part| bare(&part.text));
    Row {
        number: at + 1,
        occurred: occurred_text(incident, language),
        summary: bare(&incident.summary.text),
        impact: part(&incident.impact),
        cause: part(&incident.cause),
        handling: part(&incident.handling),
        status: status_name(incident.status),
        status_text: status_text(incident.status, language),
        length: incident.duration_minutes.map(|minutes| length_text(minutes, language)),
        sources: entry.sources.iter().map(Source::from).collect(),
        is_at: wanted == Some(at),
    }
}

fn list_value(found: &Ledger, covered: &[Period], asked: &Asked, look: &Look) -> Value {
    let language = look.language;
    // The latest first: what is open now is what people come for.
    let latest: Vec<&IncidentEntry> = {
        let (dated, undated): (Vec<_>, Vec<_>) =
            found.entries.iter().partition(|entry| entry.incident.occurred.is_some());
        dated.into_iter().rev().chain(undated).collect()
    };
    let at = At::asked(asked);
    let wanted = at.and_then(|at| latest.iter().position(|entry| entry.sources.iter().any(|place| at.holds(place))));
    let pages = asked.pages_at(latest.len(), ROWS, wanted);
    let range = pages.range(latest.len());
    let rows: Vec<Row> = latest
        .iter()
        .copied()
        .enumerate()
        .skip(range.start)
        .take(range.len())
        .map(|entry| row(entry, wanted, language))
        .collect();
    let dots = latest.iter().enumerate().filter_map(|(at, entry)| {
        let date = entry.incident.day()?;
        let page = at / ROWS + 1;
        let page = if page == 1 { String::new() } else { page.to_string() };
        Some(Dot {
            date,
            is_open: entry.incident.status == Status::Open,
            text: safe(&entry.incident.summary.text.chars().take(80).collect::<String>()),
            occurred: occurred_text(&entry.incident, language),
            address: format!("{}#i{}", asked.with(&[("page", &page)]), at + 1),
        })
    });
    let list = |period: &str| asked.with(&[("period", period)]);
    let is_reported = |days: Period| covered.iter().any(|coverage| coverage.overlaps(days));
    let line = timeline(dots.collect(), &Drawing { language, list: &list, is_reported: &is_reported });
    let undated = latest.iter().filter(|entry| entry.incident.day().is_none()).count();
    let count = |status: Status| found.count(status);
    let lasted: Vec<u32> = found.entries.iter().filter_map(|entry| entry.incident.duration_minutes).collect();
    context! {
        rows => value_of(&rows),
        is_elsewhere => at.is_some() && wanted.is_none(),
        total => found.entries.len(),
        reports => found.reports,
        open => count(Status::Open),
        resolved => count(Status::Resolved),
        unknown => count(Status::Unknown),
        longest => lasted.iter().max().map(|minutes| length_text(*minutes, language)),
        timeline => value_of(&line),
        undated,
        coverage => ledger_coverage(found, language),
        missing => missing(&found.missing_weeks, look),
        pages => pages.value(),
        threads => asked.with(&[("view", "threads"), ("status", "")]),
        statuses => statuses(language),
        narrowed => asked.is_narrowed(&["view"]),
    }
}

fn statuses(language: Language) -> Value {
    let one = |status: Status| context! { value => status_name(status), label => status_text(status, language) };
    Value::from([Status::Open, Status::Resolved, Status::Unknown].map(one).to_vec())
}

/// One incident through the weeks.
#[derive(Debug, Serialize)]
struct ThreadRow {
    number: usize,
    occurred: String,
    summary: String,
    is_open: bool,
    days_open: Option<i32>,
    cause_missing_weeks: Option<i32>,
    tellings: Vec<TellingRow>,
}

#[derive(Debug, Serialize)]
struct TellingRow {
    date: String,
    text: String,
    looks_back: bool,
    closes: bool,
    names_cause: bool,
    /// It does not name its day, and may speak of it.
    is_likely: bool,
    source: Source,
}

fn thread_row((at, thread): (usize, &IncidentThread), language: Language) -> ThreadRow {
    let tellings = thread.tellings.iter().map(|telling| TellingRow {
        date: telling.date.to_string(),
        text: words(&without_bold_marks(&telling.text)),
        looks_back: telling.looks_back,
        closes: telling.closes,
        names_cause: telling.names_cause,
        is_likely: false,
        source: Source::from(&telling.place),
    });
    let likely = thread.after_all.words().into_iter().map(|word| TellingRow {
        date: word.date.to_string(),
        text: words(&without_bold_marks(&word.text)),
        looks_back: false,
        closes: false,
        names_cause: false,
        is_likely: true,
        source: Source::from(&word.place),
    });
    ThreadRow {
        number: at + 1,
        occurred: occurred_text(&thread.incident, language),
        summary: words(&thread.incident.summary.text),
        is_open: thread.is_open,
        days_open: thread.days_open.filter(|days| *days > 0),
        cause_missing_weeks: thread.cause_missing_weeks.filter(|weeks| *weeks > 0),
        tellings: tellings.chain(likely).collect(),
    }
}

/// Threads of a page.
const THREADS: usize = 40;

fn threads_value(found: &IncidentThreads, asked: &Asked, look: &Look) -> Value {
    let language = look.language;
    let rows: Vec<ThreadRow> = found.threads.iter().enumerate().map(|thread| thread_row(thread, language)).collect();
    let mut shown: Vec<&ThreadRow> = rows.iter().collect();
    // Those that are open first, then the latest.
    shown.sort_by_key(|row| (!row.is_open, std::cmp::Reverse(row.number)));
    let pages = asked.pages(shown.len(), THREADS);
    let address = |number: usize| {
        let place = shown.iter().position(|row| row.number == number).unwrap_or_default();
        let page = if place < THREADS { String::new() } else { (place / THREADS + 1).to_string() };
        format!("{}#t{number}", asked.with(&[("page", &page)]))
    };
    let again = found.recurrences.iter().map(|again| {
        let incidents = again
            .threads
            .iter()
            .map(|at| context! { address => address(at + 1), occurred => rows[*at].occurred.clone() });
        context! {
            what => safe(&again.what),
            why => match again.why {
                WhyAgain::SameSystem => language.pick("同一系统", "same system"),
                WhyAgain::SameCause => language.pick("同一原因", "same cause"),
            },
            incidents => incidents.collect::<Vec<_>>(),
        }
    });
    let again: Vec<Value> = again.collect();
    context! {
        is_threads => true,
        threads => value_of(&shown[pages.range(shown.len())]),
        pages => pages.value(),
        narrowed => asked.is_narrowed(&["view"]),
        again,
        total => found.threads.len(),
        open => found.threads.iter().filter(|thread| thread.is_open).count(),
        reports => found.searched.reports,
        missing => missing(&found.searched.missing_weeks, look),
    }
}

#[cfg(test)]
mod tests {
    use super::row;
    use crate::fact::read_incident;
    use crate::ledger::IncidentEntry;
    use crate::report::LineIndex;
    use crate::vocabulary::Language;

    #[test]
    fn marks_of_bold_words_are_not_shown() {
        let text = "6月9日 10:00 **2号库**升温。\n原因：**门没关严**，报警静音。";
        let incident = read_incident(text, &LineIndex::new(text), 0..text.len(), None);
        let shown = row((0, &IncidentEntry { incident, sources: Vec::new() }), None, Language::Chinese);
        assert_eq!(shown.cause.as_deref(), Some("门没关严，报警静音。"));
        assert!(shown.summary.starts_with("2号库升温"), "{}", shown.summary);
    }
}
