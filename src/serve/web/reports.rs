//! All reports, by week and author: a calendar with what is missing, and a list.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::Response;
use minijinja::context;
use minijinja::value::Serde;
use serde::{Deserialize, Serialize};

use super::super::app::App;
use super::super::fields::{FilterFields, given};
use super::super::problem::Problem;
use super::look::Look;
use super::pages::Pages;
use super::periods::periods;
use super::report::ReportView;
use super::welcome;
use crate::calendar::{Date, Period};
use crate::catalogue::{Catalogue, CatalogueEntry};
use crate::context::{Context, Failure};
use crate::retrieve::Filters;
use crate::vocabulary::Wording;

/// Reports and gaps on one page of the list.
const SIZE: usize = 60;

#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct ListQuery {
    #[serde(default)]
    period: Option<String>,
    #[serde(default)]
    author: Option<String>,
    #[serde(default)]
    page: Option<String>,
}

/// A report, or one that is missing.
#[derive(Debug, Clone, Serialize)]
struct Item {
    /// `2023-06`; empty for a page without a date.
    month: String,
    name: String,
    report: Option<ReportView>,
    /// The days that a missing one would cover.
    days: Option<[String; 2]>,
    /// How many missing ones in a row this represents; 0 for one.
    folded: usize,
    #[serde(skip)]
    day: Option<Date>,
}

/// A month of the calendar.
#[derive(Debug, Clone, Serialize)]
struct Month {
    number: i8,
    items: Vec<Item>,
}

#[derive(Debug, Clone, Serialize)]
struct Year {
    year: i16,
    months: Vec<Month>,
}

/// What the page shows of the index.
struct Shown {
    items: Vec<Item>,
    reports: usize,
    missing: usize,
    authors: Vec<String>,
    periods: Vec<String>,
    span: Option<Period>,
    gaps: Vec<Wording>,
}

/// `GET /reports`.
pub(super) async fn reports(
    State(app): State<Arc<App>>,
    look: Look,
    Query(query): Query<ListQuery>,
) -> Result<Response, Problem> {
    let fields = FilterFields { period: query.period.clone(), author: query.author.clone(), ..FilterFields::default() };
    let filters = fields.filters()?;
    let found = app.work_even_if_empty(move |context| async move {
        if context.catalogue.is_empty() { Ok(None) } else { list(&context, &filters).map(Some) }
    });
    let Some(found) = found.await? else { return welcome::page(&app, &look) };
    let (period, author) = (given(&query.period), given(&query.author));
    let page = query.page.as_deref().and_then(|page| page.parse().ok());
    let years = calendar(&found.items);
    let items = folded(found.items);
    let pages = Pages::new(items.len(), SIZE, page, "/reports", &[("period", period), ("author", author)]);
    let shown = &items[pages.range(items.len())];
    let values = context! {
        items => Serde(shown),
        years => Serde(years),
        reports => found.reports,
        missing => found.missing,
        authors => found.authors,
        periods => found.periods,
        span => Serde(found.span.map(|span| [span.from().to_string(), span.to().to_string()])),
        gaps => found.gaps.iter().map(|gap| gap.in_language(look.language).to_string()).collect::<Vec<_>>(),
        pages => pages.value(),
        period => period,
        author => author,
    };
    look.page("reports.html", "reports", look.language.pick("周报", "Reports"), values)
}

fn list(context: &Context, filters: &Filters) -> Result<Shown, Failure> {
    context.check_author(filters.author.as_deref())?;
    let all = &context.catalogue;
    let written = filters.author.as_deref().map(|author| all.written_by(author));
    let is_by = |entry: &&CatalogueEntry| written.as_ref().is_none_or(|ids| ids.contains(&entry.record.report));
    // What is missing of an author's reports is seen among these alone.
    let of_author = written
        .as_ref()
        .map(|_| Catalogue::new(all.entries().iter().filter(is_by).map(|entry| entry.record.clone()).collect()));
    let catalogue = of_author.as_ref().unwrap_or(all);
    let scope = filters.period.as_ref().map(|(_, time)| catalogue.scope(time, context.as_of));
    let is_of_time =
        |entry: &&CatalogueEntry| scope.as_ref().is_none_or(|scope| scope.reports.contains(&entry.record.report));
    let entries = catalogue.entries().iter().filter(is_of_time);
    let mut items: Vec<Item> = entries
        .map(|entry| {
            let report = ReportView::new(entry, all);
            item(entry.record.date().or(entry.last_day()), report.name.clone(), Some(report), None)
        })
        .collect();
    let reports = items.len();
    let is_within = |days: Period| match &scope {
        None => true,
        Some(scope) => scope.periods.iter().any(|period| period.overlaps(days)),
    };
    let missing = catalogue.gaps(None).into_iter().filter(|(_, days)| is_within(*days));
    items.extend(missing.map(|(name, days)| item(Some(days.to()), name, None, Some(days))));
    // The newest first; pages without a date last.
    items.sort_by(|one, other| (other.day, &other.name).cmp(&(one.day, &one.name)));
    let mut authors: Vec<String> = all.entries().iter().filter_map(|entry| entry.record.author.clone()).collect();
    authors.sort();
    authors.dedup();
    Ok(Shown {
        missing: items.len() - reports,
        items,
        reports,
        authors,
        periods: periods(all),
        span: catalogue.span(),
        gaps: context.gaps.clone(),
    })
}

fn item(day: Option<Date>, name: String, report: Option<ReportView>, days: Option<Period>) -> Item {
    let month = day.map(|day| day.to_string()[..7].to_string()).unwrap_or_default();
    Item {
        month,
        name,
        report,
        folded: 0,
        days: days.map(|days| [days.from().to_string(), days.to().to_string()]),
        day,
    }
}

/// Long silences as one item each.
fn folded(items: Vec<Item>) -> Vec<Item> {
    /// Up to this many missing ones in a row are listed one by one.
    const FEW: usize = 2;
    let mut folded: Vec<Item> = Vec::new();
    for run in items.chunk_by(|one, other| one.report.is_none() && other.report.is_none()) {
        match run {
            [newest, .., oldest] if run.len() > FEW => {
                let name = format!("{} – {}", oldest.name, newest.name);
                let from = oldest.days.as_ref().map(|[from, _]| from.clone());
                let to = newest.days.as_ref().map(|[_, to]| to.clone());
                let days = from.zip(to).map(|(from, to)| [from, to]);
                folded.push(Item { name, days, folded: run.len(), ..newest.clone() });
            }
            few => folded.extend(few.iter().cloned()),
        }
    }
    folded
}

/// The items by year and month, the newest year first, and in a month the first day first.
fn calendar(items: &[Item]) -> Vec<Year> {
    let mut months: BTreeMap<(i16, i8), Vec<Item>> = BTreeMap::new();
    for item in items.iter().rev() {
        if let Some(day) = item.day {
            months.entry((day.year(), day.month())).or_default().push(item.clone());
        }
    }
    let mut years: Vec<Year> = Vec::new();
    for ((year, number), items) in months {
        if years.last().is_none_or(|last| last.year != year) {
            years.push(Year { year, months: Vec::new() });
        }
        if let Some(last) = years.last_mut() {
            last.months.push(Month { number, items });
        }
    }
    years.reverse();
    years
}

#[cfg(test)]
mod tests {
    use super::{calendar, folded, item};

    #[test]
    fn a_long_silence_is_one_line_of_the_list_and_every_report_one_day_of_the_calendar() {
        let missing = |day: &str| item(day.parse().ok(), day.to_string(), None, None);
        let items: Vec<_> = ["2023-07-04", "2023-06-27", "2023-06-20"].map(missing).to_vec();
        let years = calendar(&items);
        assert_eq!((years[0].year, years[0].months[0].number, years[0].months[0].items.len()), (2023, 6, 2));
        let list = folded(items.clone());
        assert_eq!((list.len(), list[0].folded, list[0].name.as_str()), (1, 3, "2023-06-20 – 2023-07-04"));
        assert_eq!(folded(items[..2].to_vec()).len(), 2);
    }
}
