//! A roll-up in words: one file a part, put together to the page that templates are given.

mod compare;
mod coverage;
mod headline;
mod incidents;
mod metrics;
mod projects;
mod promises;

use super::inert::cut;
use super::line::Line;
use super::link::Links;
use super::page::{Lines, RollupPage};
use super::teller::Teller;
use crate::rollup::{Quoted, Rollup};
use crate::vocabulary::{Language, worded};

pub use compare::comparison_page;

/// Characters of a quotation in the body, at most; the sources quote all of it.
const MOST_QUOTED: usize = 300;

/// The page of a roll-up, without prose. `charts` are the names of the pictures of `metrics.rows`, in their order; none where
/// none are drawn.
pub fn page(rollup: &Rollup, language: Language, links: &Links<'_>, charts: &[String]) -> RollupPage {
    let teller = Teller { rollup, language, offset: 0 };
    let headline = headline::headline(&teller);
    RollupPage {
        language,
        lang: language.tag(),
        labels: teller.labels(),
        title: title(&teller),
        coverage_line: coverage::coverage_line(&teller),
        has_prose: false,
        headline: Lines {
            prose: Vec::new(),
            empty: teller.where_empty(
                headline.is_empty(),
                "期内的周报没有可概括的内容。",
                "The reports of the period have nothing to sum up.",
            ),
            lines: headline,
        },
        metrics: metrics::metrics(&teller, charts),
        incidents: incidents::incidents(&teller),
        projects: projects::projects(&teller),
        promises: promises::promises(&teller),
        reflections: quoted(
            &teller,
            &rollup.reflections,
            teller.where_empty(
                rollup.reflections.is_empty(),
                "期内的周报没有写收获与反思。",
                "The reports of the period have no reflection.",
            ),
        ),
        risks: quoted(
            &teller,
            &rollup.risks,
            teller.where_empty(
                rollup.risks.is_empty(),
                "期内的周报没有写问题、风险或需要的支持。",
                "The reports of the period name no problem, risk or need.",
            ),
        ),
        coverage: coverage::coverage(&teller),
        sources: coverage::sources(&teller, links),
    }
}

/// `周报汇总 2023-06（2023-06-01 至 2023-06-30）`.
fn title(teller: &Teller<'_>) -> String {
    let (asked, days) = (name(teller), teller.days(teller.rollup.period));
    let days = if asked == days { String::new() } else { teller.aside(&days) };
    worded!(teller.language, "周报汇总 {asked}{days}", "Roll-up {asked}{days}")
}

/// The period as it was asked for; as days where it was typed so.
fn name(teller: &Teller<'_>) -> String {
    let asked = teller.rollup.asked.trim();
    if asked == teller.rollup.period.to_string() { teller.days(teller.rollup.period) } else { asked.to_string() }
}

fn quoted(teller: &Teller<'_>, quoted: &[Quoted], empty: String) -> Lines {
    let line = |quoted: &Quoted| {
        let text = cut(&quoted.text, MOST_QUOTED);
        Line::cited(format!("“{text}”{}", teller.aside(&quoted.report)), &teller.cites(&[quoted.cite]))
    };
    Lines { prose: Vec::new(), lines: quoted.iter().map(line).collect(), empty }
}
