//! `/rollups`: choose a time, read what the reports say of it, compare it with another, take it along as a file.

use std::path::Path;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use minijinja::context;
use minijinja::value::Value;

use super::super::app::App;
use super::super::problem::Problem;
use super::asked::{Asked, value_of};
use super::ledgers::{Leaf, draw};
use super::look::Look;
use super::sources::{Source, address};
use super::{download, times};
use crate::calendar::Expression;
use crate::citation::Citation;
use crate::context::{Failure, parse_period};
use crate::record::Place;
use crate::render::{
    Links, MetricChart, Template, charts, charts_in_page, comparison_json, comparison_markdown, comparison_page, html,
    html_part, markdown, missing_weeks, page as rollup_page, rollup_json,
};
use crate::rollup::{Comparison, Rollup, compare, rollup};
use crate::vocabulary::{Language, both};

const LEAF: Leaf<'static> = Leaf { template: "rollups.html", here: "rollups", title: "" };

pub(super) async fn page(State(app): State<Arc<App>>, look: Look, asked: Asked) -> Result<Response, Problem> {
    let title = look.language.pick("汇总", "Roll-ups");
    if asked.get("period").is_none() {
        let found = app.work(|_| async { Ok(context! { is_choice => true }) }).await;
        return draw(&app, &look, &Leaf { title, ..LEAF }, &asked, found).await;
    }
    let found = found(&app, &asked).await;
    if let (Ok(found), Some(format)) = (&found, asked.get("format")) {
        return file(found, &asked, format, look.language);
    }
    let values = match found {
        Ok(found) => shown(&found, &asked, &look),
        Err(problem) => Err(problem),
    };
    let period = asked.get("period").unwrap_or_default();
    draw(&app, &look, &Leaf { title: &format!("{period} · {title}"), ..LEAF }, &asked, values).await
}

/// One time or two.
enum Found {
    One(Box<Rollup>),
    Two(Box<Comparison>),
}

impl Found {
    /// Whether no report lies in it.
    fn is_empty(&self) -> bool {
        match self {
            Self::One(one) => one.coverage.read.is_empty(),
            Self::Two(two) => two.this.coverage.read.is_empty() || two.other.coverage.read.is_empty(),
        }
    }

    fn sources(&self) -> Vec<&Citation> {
        match self {
            Self::One(one) => one.sources.iter().collect(),
            Self::Two(two) => two.this.sources.iter().chain(&two.other.sources).collect(),
        }
    }
}

async fn found(app: &Arc<App>, asked: &Asked) -> Result<Found, Problem> {
    let time = |name: &str| -> Result<Option<(String, Expression)>, Problem> {
        let read = asked.get(name).map(parse_period).transpose();
        read.map_err(|why| Problem::unread(asked.get(name).unwrap_or_default(), &why))
    };
    let Some(this) = time("period")? else {
        return Err(Problem::bad_request(both!("没有写哪段时间", "no time is named")));
    };
    let other = time("compare")?;
    let author = asked.get("author").map(str::to_string);
    app.work(move |context| async move {
        let author = author.as_deref();
        context.check_author(author)?;
        let retriever = context.retriever();
        Ok(match &other {
            Some(other) => Found::Two(Box::new(compare(&retriever, &this, other, author).await?)),
            None => Found::One(Box::new(rollup(&retriever, &this, author).await?)),
        })
    })
    .await
}

fn template(found: &Found, asked: &Asked) -> Result<Template, Problem> {
    let name = match (found, asked.get("template")) {
        (Found::Two(_), _) => "compare",
        (_, Some("leadership")) => "leadership",
        _ => "full",
    };
    Ok(Template::built_in(name).ok_or_else(|| Failure::new(format!("there is no template `{name}`"), None))?)
}

/// What was found as a page.
struct Written {
    title: String,
    markdown: String,
    /// Those that the page shows.
    charts: Vec<MetricChart>,
}

/// The Markdown of what was found, `address` leading to its sources; and its charts.
fn written(
    found: &Found,
    asked: &Asked,
    language: Language,
    charts: Vec<MetricChart>,
    address: &dyn Fn(&Citation) -> String,
) -> Result<Written, Problem> {
    let template = template(found, asked)?;
    let root = Path::new("/");
    // Files of the server are nobody's business.
    let links = Links { here: root, from: root, file_of: &|_| None };
    let sources = found.sources();
    let link =
        |n: usize| n.checked_sub(1).and_then(|at| sources.get(at)).map(|source| address(source)).unwrap_or_default();
    let (title, text) = match found {
        Found::One(one) => {
            let names: Vec<String> = charts.iter().map(|chart| chart.file.clone()).collect();
            let mut page = rollup_page(one, language, &links, &names);
            page.sources.iter_mut().for_each(|source| source.link = link(source.n));
            (page.title.clone(), markdown(&page, &template))
        }
        Found::Two(two) => {
            let mut page = comparison_page(two, language, &links);
            page.sources.iter_mut().for_each(|source| source.link = link(source.n));
            (page.title.clone(), comparison_markdown(&page, &template))
        }
    };
    let markdown = text.map_err(Failure::from)?;
    let charts = charts.into_iter().filter(|chart| chart.is_in(&markdown)).collect();
    Ok(Written { title, markdown, charts })
}

fn file(found: &Found, asked: &Asked, format: &str, language: Language) -> Result<Response, Problem> {
    let name = format!("rollup-{}", asked.get("period").unwrap_or_default());
    match (format, found) {
        ("json", Found::One(one)) => Ok(download::json(&name, &rollup_json(one, None).map_err(Failure::from_error)?)),
        ("json", Found::Two(two)) => Ok(download::json(&name, &comparison_json(two).map_err(Failure::from_error)?)),
        ("html", found) => {
            let drawn = match found {
                Found::One(one) => charts(one, language),
                Found::Two(_) => Vec::new(),
            };
            let written = written(found, asked, language, drawn, &|_| String::new())?;
            Ok(download::html(&name, &html(&written.markdown, language, &written.charts)))
        }
        _ => {
            let written = written(found, asked, language, Vec::new(), &|_| String::new())?;
            Ok(download::markdown(&name, &written.markdown))
        }
    }
}

fn shown(found: &Found, asked: &Asked, look: &Look) -> Result<Value, Problem> {
    let language = look.language;
    let period = asked.get("period").unwrap_or_default();
    let shared = context! {
        period,
        before => times::before(period),
        compared => asked.get("compare"),
        template => template(found, asked)?.name,
        full => asked.with(&[("template", ""), ("compare", "")]),
        leadership => asked.with(&[("template", "leadership"), ("compare", "")]),
        markdown => asked.with(&[("format", "md")]),
        html => asked.with(&[("format", "html")]),
        back => "/rollups",
    };
    if found.is_empty() {
        let rollups: Vec<&Rollup> = match found {
            Found::One(one) => vec![one],
            Found::Two(two) => vec![&two.this, &two.other],
        };
        let empty = rollups.into_iter().find(|one| one.coverage.read.is_empty());
        let weeks: Vec<String> = empty
            .map(|one| one.coverage.missing.iter().map(|missing| missing.week.clone()).collect())
            .unwrap_or_default();
        return Ok(context! {
            is_empty => true,
            empty_time => empty.map(|one| one.asked.clone()),
            empty_from => empty.map(|one| one.period.from().to_string()),
            empty_to => empty.map(|one| one.period.to().to_string()),
            beside => empty.map_or(0, |one| one.coverage.beside.len()),
            missing => missing_weeks(&weeks, language),
            ..shared
        });
    }
    let to = |place: &Place| address(place.report_id(), place.lines);
    let drawn = match found {
        Found::One(one) => charts_in_page(one, language, &to),
        Found::Two(_) => Vec::new(),
    };
    let of = |citation: &Citation| address(citation.report_id, citation.lines);
    let written = written(found, asked, language, drawn, &of)?;
    let sources: Vec<Source> = found.sources().into_iter().map(Source::from).collect();
    let mark = |name: &str, id: &str| {
        let n: usize = name.parse().ok()?;
        let source = Source { n: Some(n), ..sources.get(n.checked_sub(1)?)?.clone() };
        look.html("mark.html", context! { id, source => value_of(&source) }).ok()
    };
    let body = html_part(&written.markdown, language, &written.charts, &mark);
    Ok(context! { title_line => written.title, body => Value::from_safe_string(body), ..shared })
}
