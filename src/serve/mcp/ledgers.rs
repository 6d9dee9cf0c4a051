//! The lists: `incidents`, `metrics`, `milestones`, `promises`, a page at a time; and `trend`.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::asking::no_files;
use super::call::Call;
use super::inputs::{IncidentsInput, MetricsInput, MilestonesInput, PageFields, PromisesInput, TrendInput};
use super::outputs::{
    Coverage, Incident, IncidentRow, IncidentsOutput, Metric, Milestone, Promise, Rows, TrendOutput, TrendSeries,
};
use super::places::link;
use super::plain;
use super::reply::{MOST_BYTES, Reply};
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::context::{Context, Failure};
use crate::ledger::{
    IncidentThreads, Ledger, Metrics, Milestones, Promises, Searched, Wanted, incident_threads_of, ledger, metrics,
    milestones, promises_of,
};
use crate::render::{
    incident_threads_coverage, incident_threads_json, ledger_coverage, ledger_json, left_out_line, metrics_coverage,
    milestones_coverage, milestones_json, no_incident, no_metric, no_milestone, no_promise, nothing_line,
    nothing_traced, promises_coverage, promises_json, trend_json, trend_words,
};
use crate::retrieve::Filters;
use crate::series::{Point, Series};
use crate::serve::fields::{LanguageField, given};
use crate::serve::guard::Scope;
use crate::serve::problem::Problem;
use crate::thread::{Outcome, Thread};
use crate::trend::trend;
use crate::vocabulary::{Language, worded};

/// Points of one series in a result; the last ones.
const MOST_POINTS: usize = 60;

/// What a ledger's rows were looked for in.
struct Looked {
    reports: usize,
    days: Option<Period>,
    missing_weeks: Vec<String>,
    unlikely: usize,
    undated: usize,
}

impl From<&Searched> for Looked {
    fn from(searched: &Searched) -> Self {
        Self {
            reports: searched.reports,
            days: searched.days,
            missing_weeks: searched.missing_weeks.clone(),
            unlikely: searched.unlikely,
            undated: searched.undated,
        }
    }
}

impl Looked {
    fn coverage(&self) -> Coverage {
        Coverage {
            reports: self.reports,
            from: self.days.map(|days| days.from().to_string()),
            to: self.days.map(|days| days.to().to_string()),
            missing_weeks: self.missing_weeks.clone(),
            unlikely: self.unlikely,
            undated: self.undated,
        }
    }
}

/// A list to be shown a page at a time.
struct Listing<'a> {
    total: usize,
    page: PageFields,
    looked: Looked,
    language: Language,
    /// What there is none of, and with which words.
    nothing: (String, String),
    /// The coverage line of the whole list.
    foot: String,
    catalogue: &'a Catalogue,
    /// Fields that stand first in the text of a row.
    lead: &'a [&'a str],
}

impl Listing<'_> {
    /// As many rows as fit: `show` gives the text, its own foot, and the value of a page; `wrap` makes the output of its rows.
    fn reply<R, O>(&self, show: impl Fn(usize, usize) -> Value, wrap: impl Fn(Rows<R>) -> O) -> Result<Reply, Problem>
    where
        R: DeserializeOwned + Serialize,
        O: Serialize,
    {
        self.reply_with(show, |rows| serde_json::from_value(Value::Array(rows)).map_err(Failure::from_error), wrap)
    }

    fn reply_with<R: Serialize, O: Serialize>(
        &self,
        show: impl Fn(usize, usize) -> Value,
        read: impl Fn(Vec<Value>) -> Result<Vec<R>, Failure>,
        wrap: impl Fn(Rows<R>) -> O,
    ) -> Result<Reply, Problem> {
        let from = self.page.offset.min(self.total);
        let mut count = self.page.limit.min(self.total - from);
        loop {
            let to = from + count;
            let mut value = show(from, to);
            link(&mut value, self.catalogue);
            let rows = match value {
                Value::Array(rows) => read(rows)?,
                _ => Vec::new(),
            };
            let next_offset = (to < self.total).then_some(to);
            let rows = Rows { rows, total: self.total, offset: from, next_offset, coverage: self.looked.coverage() };
            let output = wrap(rows);
            let value = serde_json::to_value(&output).map_err(Failure::from_error)?;
            let shown = value["rows"].as_array().map_or(&[][..], Vec::as_slice);
            let reply = Reply::new(self.text(&plain::rows(shown, self.lead), (from, to), next_offset), &value)?;
            if reply.bytes() <= MOST_BYTES || count <= 1 {
                return Ok(reply);
            }
            count /= 2;
        }
    }

    fn text(&self, rows: &str, (from, to): (usize, usize), next: Option<usize>) -> String {
        if self.total == 0 {
            let Looked { days, reports, missing_weeks, .. } = &self.looked;
            return nothing_line(&self.nothing.0, &self.nothing.1, *days, *reports, missing_weeks, self.language);
        }
        if from == to {
            let total = self.total;
            return worded!(
                self.language, "共 {total} 行，offset 已超出", "there are {total} rows; offset lies past them"
            );
        }
        let (first, total) = (from + 1, self.total);
        let more = next.map(|next| worded!(self.language, "；后面的：offset={next}", "; the next ones: offset={next}"));
        let more = more.unwrap_or_default();
        let place =
            worded!(self.language, "第 {first}–{to} 行，共 {total} 行{more}", "rows {first} to {to} of {total}{more}");
        format!("{rows}\n\n{}\n{place}", self.foot)
    }
}

/// Works on the index and replies, while the caller waits.
async fn replied<F>(
    call: &Call,
    filters: Filters,
    work: impl FnOnce(Arc<Context>, Filters) -> F + Send + 'static,
) -> Result<Reply, Problem>
where
    F: Future<Output = Result<Result<Reply, Problem>, Failure>>,
{
    call.require(Scope::Read)?;
    let work = call.app.work(move |context| async move {
        context.check_author(filters.author.as_deref())?;
        work(context, filters).await
    });
    call.done("reading the reports", work).await?
}

pub(super) async fn incidents(call: &Call, input: IncidentsInput) -> Result<Reply, Problem> {
    if input.histories && (input.status.is_some() || !input.systems.is_empty()) {
        let hint = "leave out `status` and `systems`, and name the system in `text`";
        return Err(Problem::bad_request("`histories` tells whole histories").with_hint(hint));
    }
    replied(call, input.filters.filters()?, move |context, filters| async move {
        let words = given(&input.text).unwrap_or_default().to_string();
        let wanted =
            Wanted { text: &words, systems: &input.systems, status: input.status.map(Into::into), ..Wanted::default() };
        let catalogue = &context.catalogue;
        let language = LanguageField::among(input.lang, catalogue);
        if input.histories {
            let found = incident_threads_of(&context.retriever(), &filters, &wanted).await?;
            return Ok(histories(&found, &words, input.page, language, catalogue));
        }
        let found = ledger(&context.retriever(), &filters, &wanted).await?;
        let looked = Looked {
            reports: found.reports,
            days: found.searched,
            missing_weeks: found.missing_weeks.clone(),
            unlikely: 0,
            undated: 0,
        };
        let named: Vec<&str> =
            std::iter::once(words.as_str()).chain(input.systems.iter().map(String::as_str)).collect();
        let listing = Listing {
            total: found.entries.len(),
            page: input.page,
            looked,
            language,
            nothing: (no_incident(wanted.status, language), named.join(" ").trim().to_string()),
            foot: ledger_coverage(&found, language),
            catalogue,
            lead: &["occurred", "status", "summary"],
        };
        let show = |from: usize, to: usize| {
            let page = Ledger {
                entries: found.entries[from..to].to_vec(),
                missing_weeks: found.missing_weeks.clone(),
                ..found
            };
            ledger_json(&page)
        };
        let read = |rows: Vec<Value>| {
            let row =
                |row: Value| serde_json::from_value::<Incident>(row).map(|row| IncidentRow::Incident(Box::new(row)));
            rows.into_iter().map(row).collect::<Result<Vec<_>, _>>().map_err(Failure::from_error)
        };
        Ok(listing.reply_with(show, read, |page| IncidentsOutput { page, recurrences: Vec::new() }))
    })
    .await
}

fn histories(
    found: &IncidentThreads,
    words: &str,
    page: PageFields,
    language: Language,
    catalogue: &Catalogue,
) -> Result<Reply, Problem> {
    let listing = Listing {
        total: found.threads.len(),
        page,
        looked: Looked::from(&found.searched),
        language,
        nothing: (no_incident(None, language), words.to_string()),
        foot: incident_threads_coverage(found, language),
        catalogue,
        lead: &["occurred", "summary"],
    };
    let show = |from: usize, to: usize| {
        let page = IncidentThreads {
            threads: found.threads[from..to].to_vec(),
            recurrences: Vec::new(),
            searched: found.searched.clone(),
        };
        incident_threads_json(&page)["threads"].take()
    };
    let read = |rows: Vec<Value>| {
        let rows = rows.into_iter().map(|row| serde_json::from_value(row).map(IncidentRow::History));
        rows.collect::<Result<Vec<_>, _>>().map_err(Failure::from_error)
    };
    listing.reply_with(show, read, |page| IncidentsOutput { page, recurrences: found.recurrences.clone() })
}

pub(super) async fn metric_list(call: &Call, input: MetricsInput) -> Result<Reply, Problem> {
    replied(call, input.filters.filters()?, move |context, filters| async move {
        let words = given(&input.text).unwrap_or_default().to_string();
        let wanted = Wanted { text: &words, unlikely: input.all, ..Wanted::default() };
        let catalogue = &context.catalogue;
        let language = LanguageField::among(input.lang, catalogue);
        let found = metrics(&context.retriever(), &filters, &wanted).await?;
        let looked = Looked {
            reports: found.reports,
            days: found.searched,
            missing_weeks: found.missing_weeks.clone(),
            unlikely: found.unlikely,
            undated: found.undated,
        };
        let listing = Listing {
            total: found.series.len(),
            page: input.page,
            looked,
            language,
            nothing: (no_metric(language), words.clone()),
            foot: metrics_coverage(&found, language),
            catalogue,
            lead: &["metric", "qualifier", "unit"],
        };
        let show = |from: usize, to: usize| {
            let page = Metrics {
                series: found.series[from..to].to_vec(),
                spellings: found.spellings[from..to].to_vec(),
                near: Vec::new(),
                missing_weeks: found.missing_weeks.clone(),
                ..found
            };
            let series = page.series.iter().zip(&page.spellings);
            let rows = series.map(|(series, spellings)| {
                let names: Vec<&String> = spellings.iter().map(|spelling| &spelling.name).collect();
                metric_row(series, &names)
            });
            rows.flatten().collect()
        };
        Ok(listing.reply(show, |page: Rows<Metric>| page))
    })
    .await
}

/// A series by its ends and extremes; `None` for one without a value.
fn metric_row(series: &Series, spellings: &[&String]) -> Option<Value> {
    let points = &series.points;
    let by_value = |point: &&Point| point.value;
    let (first, last) = (points.first()?, points.last()?);
    let (lowest, highest) = (points.iter().min_by_key(by_value)?, points.iter().max_by_key(by_value)?);
    let mut reports: Vec<_> = points.iter().map(|point| point.place.report_id()).collect();
    reports.sort_unstable();
    reports.dedup();
    Some(json!({
        "metric": series.metric,
        "qualifier": series.qualifier,
        "unit": series.unit,
        "reports": reports.len(),
        "values": points.len(),
        "first": first,
        "last": last,
        "lowest": lowest,
        "highest": highest,
        "missing": series.missing.len(),
        "spellings": spellings,
    }))
}

pub(super) async fn milestone_list(call: &Call, input: MilestonesInput) -> Result<Reply, Problem> {
    replied(call, input.filters.filters()?, move |context, filters| async move {
        let words = given(&input.text).unwrap_or_default().to_string();
        // A history is whole.
        let wanted = Wanted { text: &words, unlikely: input.all || input.history, ..Wanted::default() };
        let catalogue = &context.catalogue;
        let language = LanguageField::among(input.lang, catalogue);
        let mut found = milestones(&context.retriever(), &filters, &wanted, input.slipped).await?;
        if !input.all && words.is_empty() && found.threads.iter().any(Thread::says_something) {
            found.threads.retain(Thread::says_something);
        }
        let listing = Listing {
            total: found.threads.len(),
            page: input.page,
            looked: Looked::from(&found.searched),
            language,
            nothing: (no_milestone(input.slipped, language), words.clone()),
            foot: milestones_coverage(&found, language),
            catalogue,
            lead: &["subject", "state"],
        };
        let show = |from: usize, to: usize| {
            let page = Milestones { threads: found.threads[from..to].to_vec(), searched: found.searched.clone() };
            milestones_json(&page)
        };
        let shorten = |mut page: Rows<Milestone>| {
            for row in &mut page.rows {
                row.told = row.statements.len();
                if !input.history {
                    row.statements.drain(..row.told.saturating_sub(1));
                }
            }
            page
        };
        Ok(listing.reply(show, shorten))
    })
    .await
}

pub(super) async fn promise_list(call: &Call, input: PromisesInput) -> Result<Reply, Problem> {
    replied(call, input.filters.filters()?, move |context, filters| async move {
        let words = given(&input.text).unwrap_or_default().to_string();
        let wanted = Wanted { text: &words, unlikely: input.all, ..Wanted::default() };
        let catalogue = &context.catalogue;
        let language = LanguageField::among(input.lang, catalogue);
        let outcome: Option<Outcome> = input.outcome.map(Into::into);
        let found = promises_of(&context.retriever(), &filters, &wanted, outcome).await?;
        let listing = Listing {
            total: found.promises.len(),
            page: input.page,
            looked: Looked::from(&found.searched),
            language,
            nothing: (no_promise(outcome, language), words.clone()),
            foot: promises_coverage(&found, language),
            catalogue,
            lead: &["outcome", "promise"],
        };
        let show = |from: usize, to: usize| {
            let page = Promises { promises: found.promises[from..to].to_vec(), searched: found.searched.clone() };
            promises_json(&page)
        };
        Ok(listing.reply(show, |page: Rows<Promise>| page))
    })
    .await
}

pub(super) async fn traced(call: &Call, input: TrendInput) -> Result<Reply, Problem> {
    replied(call, input.filters.filters()?, move |context, filters| async move {
        let catalogue = &context.catalogue;
        let language = LanguageField::among(input.lang, catalogue);
        let found = trend(&context.retriever(), &filters, &input.metrics).await?;
        if found.traced.is_empty() {
            let problem = Problem::not_found(nothing_traced(&found, &input.metrics, language));
            let hint =
                "the tool `metrics` lists the metrics that the reports state; leave a time out to see all of theirs";
            return Ok(Err(problem.with_hint(hint)));
        }
        let mut value = trend_json(&found);
        link(&mut value, catalogue);
        let mut output: TrendOutput = serde_json::from_value(value).map_err(Failure::from_error)?;
        std::iter::once(&mut output.series).chain(&mut output.others).for_each(keep_last);
        let mut text = trend_words(&found, language, &no_files());
        if let Some(line) = left_out_line(&found.left_out, language) {
            text.push_str(&format!("\n{line}"));
        }
        Ok(Reply::new(text, &output))
    })
    .await
}

fn keep_last(series: &mut TrendSeries) {
    series.earlier_left_out = series.points.len().saturating_sub(MOST_POINTS);
    series.points.drain(..series.earlier_left_out);
}
