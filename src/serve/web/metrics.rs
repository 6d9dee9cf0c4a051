//! `/metrics-ledger`: every metric in a row with its course; or one of them as a chart, with its values and their lines.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use minijinja::context;
use minijinja::value::Value;
use serde::Serialize;

use super::super::app::App;
use super::super::problem::Problem;
use super::asked::{Asked, value_of};
use super::at::{self, At};
use super::download;
use super::ledgers::{Leaf, draw, missing};
use super::look::Look;
use super::settings::see_other;
use super::sources::{Source, address};
use super::sparkline::sparkline;
use crate::ledger::{Metrics, Wanted, metrics};
use crate::record::Place;
use crate::render::{
    contradictions, metric_title, metrics_coverage, metrics_csv, metrics_json, missing_weeks, safe, series_words,
    trend_csv, trend_json, trend_plot, trend_svg, value_text,
};
use crate::series::{Point, Series};
use crate::trend::{Traced, Trend, trend};
use crate::vocabulary::Language;

/// Rows of a page.
const ROWS: usize = 50;

const LEAF: Leaf<'static> = Leaf { template: "metrics.html", here: "metrics", title: "" };

pub(super) async fn page(State(app): State<Arc<App>>, look: Look, asked: Asked) -> Result<Response, Problem> {
    let leaf = Leaf { title: look.language.pick("指标", "Metrics"), ..LEAF };
    if let Some(name) = asked.get("name") {
        return one(&app, &look, &leaf, &asked, name).await;
    }
    let found = list(&app, &asked).await;
    match (&found, asked.get("format")) {
        (Ok(found), Some("csv")) => return download::csv("metrics", metrics_csv(found)),
        (Ok(found), Some("json")) => return Ok(download::json("metrics", &metrics_json(found))),
        _ => {}
    }
    if let (Ok(found), Some(at)) = (&found, At::asked(&asked))
        && let [one] = found.series.iter().filter(|series| has(series, at)).collect::<Vec<_>>()[..]
    {
        // Where a report's mark means one metric, its values are what is wanted.
        return Ok(see_other(&address_of(one, &asked)));
    }
    let values = found.map(|found| list_value(&found, &asked, &look));
    draw(&app, &look, &leaf, &asked, values).await
}

/// Whether a value of the series is there.
fn has(series: &Series, at: At) -> bool {
    series.points.iter().any(|point| at.holds(&point.place))
}

/// The page of one metric, at the value that is asked for.
fn address_of(series: &Series, asked: &Asked) -> String {
    let at = asked.get(at::FIELD).unwrap_or_default();
    let page = asked.with(&[("name", &series.metric), ("words", ""), ("all", ""), (at::FIELD, at)]);
    if at.is_empty() { page } else { format!("{page}#{}", at::FIELD) }
}

async fn list(app: &Arc<App>, asked: &Asked) -> Result<Metrics, Problem> {
    let filters = asked.filters()?;
    let text = asked.get("words").unwrap_or_default().to_string();
    let unlikely = asked.is_set("all");
    app.work(move |context| async move {
        context.check_author(filters.author.as_deref())?;
        let wanted = Wanted { text: &text, unlikely, ..Wanted::default() };
        Ok(metrics(&context.retriever(), &filters, &wanted).await?)
    })
    .await
}

/// A row of the list.
#[derive(Debug, Serialize)]
struct Row {
    title: String,
    address: String,
    spark: Value,
    reports: usize,
    first: String,
    last: String,
    least: String,
    most: String,
    has_conflict: bool,
    source: Option<Source>,
}

fn reports(series: &Series) -> usize {
    let mut reports: Vec<_> = series.points.iter().map(|point| point.place.report_id()).collect();
    reports.sort_unstable();
    reports.dedup();
    reports.len()
}

fn row(series: &Series, asked: &Asked, language: Language) -> Row {
    let value = |point: Option<&Point>| point.map(|point| value_text(point.value, language)).unwrap_or_default();
    let with_unit = |text: String| if series.unit == "%" && !text.is_empty() { format!("{text}%") } else { text };
    let points = || series.points.iter();
    Row {
        // Its values carry the sign themselves.
        title: safe(metric_title(series).trim_end_matches(" %")),
        address: address_of(series, asked),
        spark: Value::from_safe_string(sparkline(series)),
        reports: reports(series),
        first: with_unit(value(points().next())),
        last: with_unit(value(points().next_back())),
        least: with_unit(value(points().min_by_key(|point| point.value))),
        most: with_unit(value(points().max_by_key(|point| point.value))),
        has_conflict: !contradictions(series).is_empty(),
        source: series.points.last().map(|point| Source::from(&point.place)),
    }
}

fn list_value(found: &Metrics, asked: &Asked, look: &Look) -> Value {
    let language = look.language;
    let at = At::asked(asked);
    let marked: Vec<&Series> = found.series.iter().filter(|series| at.is_some_and(|at| has(series, at))).collect();
    if !marked.is_empty() {
        let rows: Vec<Row> = marked.iter().map(|series| row(series, asked, language)).collect();
        return context! {
            rows => value_of(&rows),
            total => found.series.len(),
            marked => rows.len(),
            everything => asked.with(&[]),
            reports => found.reports,
            missing => missing(&found.missing_weeks, look),
            pages => asked.pages(rows.len(), ROWS).value(),
        };
    }
    let again = found.series.iter().filter(|series| reports(series) > 1).count();
    // They come with the most stated first: those that one report alone states are the last ones.
    let hides_single = asked.get("words").is_none() && !asked.is_set("single") && !asked.is_set("all") && again > 0;
    let shown = if hides_single { again } else { found.series.len() };
    let pages = asked.pages(shown, ROWS);
    let rows: Vec<Row> = found.series[pages.range(shown)].iter().map(|series| row(series, asked, language)).collect();
    context! {
        rows => value_of(&rows),
        is_elsewhere => at.is_some(),
        total => found.series.len(),
        shown,
        hidden => found.series.len() - shown,
        single => asked.with(&[("single", "1")]),
        unlikely => found.unlikely,
        all => asked.with(&[("all", "1")]),
        undated => found.undated,
        reports => found.reports,
        coverage => metrics_coverage(found, language),
        missing => missing(&found.missing_weeks, look),
        pages => pages.value(),
        narrowed => asked.is_narrowed(&["all", "single"]),
    }
}

async fn one(app: &Arc<App>, look: &Look, leaf: &Leaf<'_>, asked: &Asked, name: &str) -> Result<Response, Problem> {
    let names = vec![name.to_string()];
    let found = match asked.filters() {
        Err(problem) => Err(problem),
        Ok(filters) => {
            app.work(move |context| async move {
                context.check_author(filters.author.as_deref())?;
                Ok(trend(&context.retriever(), &filters, &names).await?)
            })
            .await
        }
    };
    match (&found, asked.get("format")) {
        (Ok(found), Some("csv")) => return download::csv("metric", trend_csv(found)),
        (Ok(found), Some("json")) => return Ok(download::json("metric", &trend_json(found))),
        (Ok(found), Some("svg")) => return Ok(download::svg("metric", &trend_svg(found, look.language))),
        _ => {}
    }
    let values = found.map(|found| one_value(&found, name, asked, look.language));
    let title = format!("{} · {}", safe(name), leaf.title);
    draw(app, look, &Leaf { title: &title, ..LEAF }, asked, values).await
}

/// A value of a series, or a week without one.
#[derive(Debug, Serialize)]
struct ValueRow {
    date: String,
    week: String,
    /// How many weeks without a value the row is for; their first day is its date.
    weeks: usize,
    /// As written; `None` for a gap.
    text: Option<String>,
    /// The name as this report writes it, where it is another.
    name: Option<String>,
    /// `outlier`, `conflict`, `no-value`, `no-report`.
    state: Option<&'static str>,
    source: Option<Source>,
    /// Whether it is the one that a report's mark led to.
    is_at: bool,
}

fn value_rows(traced: &Traced, wanted: Option<At>, language: Language) -> Vec<ValueRow> {
    let Traced { series, statistics } = traced;
    let mut rows: Vec<ValueRow> = series
        .points
        .iter()
        .enumerate()
        .map(|(at, point)| ValueRow {
            date: point.date.to_string(),
            week: safe(point.place.report()),
            weeks: 1,
            text: Some(safe(&point.text)),
            name: (point.name != series.metric).then(|| safe(&point.name)),
            state: match () {
                () if statistics.contradicts(at) => Some("conflict"),
                () if statistics.outliers.contains(&at) => Some("outlier"),
                () => None,
            },
            source: Some(Source::from(&point.place)),
            is_at: wanted.is_some_and(|at| at.holds(&point.place)),
        })
        .collect();
    rows.extend(series.missing.iter().map(|missing| ValueRow {
        date: missing.date.to_string(),
        week: safe(&missing.week),
        weeks: 1,
        text: None,
        name: None,
        state: Some(if missing.reported { "no-value" } else { "no-report" }),
        source: None,
        is_at: false,
    }));
    // The latest first, as in every list here.
    rows.sort_by(|one, other| other.date.cmp(&one.date));
    gaps_as_one(rows, language)
}

/// Weeks without a value that follow each other, for one reason, as one row.
fn gaps_as_one(rows: Vec<ValueRow>, language: Language) -> Vec<ValueRow> {
    let mut kept: Vec<(ValueRow, Vec<String>)> = Vec::new();
    for row in rows {
        match kept.last_mut() {
            Some((last, weeks)) if row.text.is_none() && last.text.is_none() && last.state == row.state => {
                weeks.insert(0, row.week);
                last.date = row.date;
            }
            _ => {
                let week = row.week.clone();
                kept.push((row, vec![week]));
            }
        }
    }
    let one = |(row, weeks): (ValueRow, Vec<String>)| match row.text {
        None => {
            let named = missing_weeks(&weeks, language);
            ValueRow { week: if named.is_empty() { row.week } else { named }, weeks: weeks.len(), ..row }
        }
        Some(_) => row,
    };
    kept.into_iter().map(one).collect()
}

fn one_value(found: &Trend, name: &str, asked: &Asked, language: Language) -> Value {
    let to = |place: &Place| address(place.report_id(), place.lines);
    let part = |(at, traced): (usize, &Traced)| {
        let words = series_words(traced, language);
        let remarks: Vec<Value> = words
            .remarks
            .iter()
            .map(|(text, places)| {
                context! { text => text, sources => value_of(places.iter().map(Source::from).collect::<Vec<_>>()) }
            })
            .collect();
        context! {
            id => format!("s{}", at + 1),
            title => words.title,
            axis => words.axis,
            remarks,
            chart => trend_plot(found, traced, language, &to).map(Value::from_safe_string),
            rows => value_of(value_rows(traced, At::asked(asked), language)),
            values => traced.series.points.len(),
        }
    };
    let parts: Vec<Value> = found.traced.iter().enumerate().map(part).collect();
    let mark = |mark: &crate::trend::Mark| {
        context! { date => mark.date.to_string(), text => safe(&mark.summary), source => value_of(Source::from(&mark.place)) }
    };
    let link = |name: &String| context! { name => safe(name), address => asked.with(&[("name", name)]) };
    context! {
        is_one => true,
        name => safe(name),
        parts,
        marks => found.marks.iter().rev().map(mark).collect::<Vec<_>>(),
        near => found.unknown.iter().flat_map(|unknown| &unknown.near).map(link).collect::<Vec<_>>(),
        left_out => found.left_out.iter().map(link).collect::<Vec<_>>(),
        reports => found.reports,
        svg => asked.with(&[("format", "svg")]),
        back => asked.with(&[("name", "")]),
    }
}

#[cfg(test)]
mod tests {
    use super::{one_value, row, value_rows};
    use crate::record::Place;
    use crate::report::Lines;
    use crate::series::{Point, Series, statistics};
    use crate::serve::web::asked::Asked;
    use crate::trend::{Traced, Trend};
    use crate::vocabulary::Language;

    fn series(values: &[(&str, i64)]) -> Series {
        let point = |(at, (date, value)): (usize, &(&str, i64))| Point {
            corrected: None,
            date: date.parse().expect("a day"),
            value: (*value).into(),
            text: format!("{value}<b>笔"),
            name: "出金<script>".to_string(),
            before: None,
            target: None,
            confidence: crate::fact::Confidence::SURE,
            place: Place::of_page(
                uuid::Uuid::from_u128(at as u128 + 1),
                &format!("第{}周\"><img src=x>", 20 + at),
                date,
                &[],
                "a.md",
                Lines { first: 10 + at, last: 12 + at },
            ),
        };
        Series {
            metric: "出金<script>".to_string(),
            qualifier: String::new(),
            unit: "笔".to_string(),
            points: values.iter().enumerate().map(point).collect(),
            missing: Vec::new(),
        }
    }

    #[test]
    fn every_point_leads_to_its_lines_and_nothing_of_a_report_is_markup() {
        let series = series(&[("2023-06-06", 10), ("2023-06-13", 12), ("2023-06-20", 11)]);
        let traced = Traced { statistics: statistics(&series), series };
        let found = Trend { traced: vec![traced], ..Trend::default() };
        let value = one_value(&found, "出金<script>", &Asked::new("/metrics-ledger", []), Language::Chinese);
        let part = value.get_attr("parts").and_then(|parts| parts.get_item_by_index(0)).expect("a part");
        let chart = part.get_attr("chart").expect("a chart").to_string();
        for (at, line) in [(1, 10), (2, 11), (3, 12)] {
            let address = format!("/reports/{}?lines={line}-{}#L{line}", uuid::Uuid::from_u128(at), line + 2);
            assert!(chart.contains(&address), "{address}\n{chart}");
        }
        assert_eq!(chart.matches("<a href=").count(), 3);
        assert_eq!(chart.matches("aria-label=").count(), 4, "the chart and its points have names");
        for markup in ["<script", "<img", "<b>", "<style", "style="] {
            assert!(!chart.contains(markup), "{markup}\n{chart}");
        }
    }

    #[test]
    fn weeks_without_a_value_are_one_row_and_keep_their_reason() {
        let mut series = series(&[("2023-06-06", 10), ("2023-08-15", 12)]);
        let gap = |week: &str, date: &str, reported| crate::series::Missing {
            week: week.to_string(),
            date: date.parse().expect("a day"),
            reported,
        };
        series.missing = vec![
            gap("第24周", "2023-06-13", true),
            gap("第25周", "2023-06-20", false),
            gap("第26周", "2023-06-27", false),
            gap("第27周", "2023-07-04", false),
        ];
        let rows = value_rows(&Traced { statistics: statistics(&series), series }, None, Language::Chinese);
        let told: Vec<(&str, &str, usize, Option<&str>)> =
            rows.iter().map(|row| (row.date.as_str(), row.week.as_str(), row.weeks, row.state)).collect();
        assert_eq!(told[1], ("2023-06-20", "第25–27周", 3, Some("no-report")));
        assert_eq!(told[2], ("2023-06-13", "第24周", 1, Some("no-value")));
        assert_eq!(told.len(), 4);
    }

    #[test]
    fn a_row_leads_to_its_metric_whatever_it_is_called() {
        let row = row(
            &series(&[("2023-06-06", 10), ("2023-06-13", 12)]),
            &Asked::new("/metrics-ledger", []),
            Language::English,
        );
        assert_eq!(row.address, "/metrics-ledger?name=%E5%87%BA%E9%87%91%3Cscript%3E");
        assert_eq!((row.first.as_str(), row.last.as_str(), row.reports), ("10", "12", 2));
    }
}
