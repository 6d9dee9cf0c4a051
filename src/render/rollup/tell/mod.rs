//! A roll-up in words: one file a part, put together to the page that templates are given.

mod compare;
mod coverage;
mod headline;
mod incidents;
mod metrics;
mod projects;
mod promises;

use super::line::Line;
use super::link::Links;
use super::page::{Lines, Opening, RollupPage};
use super::teller::Teller;
use crate::rollup::{DigestItem, HeadlineKind, Rest, Rollup};
use crate::vocabulary::{Language, worded};

pub use compare::comparison_page;

/// The page of a roll-up, without prose. `charts` are the names of the pictures of `metrics.rows`, in their order; none where
/// none are drawn.
pub fn page(rollup: &Rollup, language: Language, links: &Links<'_>, charts: &[String]) -> RollupPage {
    let teller = Teller { rollup, language, offset: 0 };
    let groups = headline::groups(&teller);
    let headline: Vec<Line> = groups.iter().flat_map(|group| group.lines.iter().cloned()).collect();
    RollupPage {
        language,
        lang: language.tag(),
        labels: teller.labels(),
        title: title(&teller),
        coverage_line: coverage::coverage_line(&teller),
        has_prose: false,
        headline: Opening {
            prose: Vec::new(),
            groups,
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
            (&rollup.reflections, &rollup.reflections_rest),
            teller.where_empty(
                rollup.reflections.is_empty(),
                "期内的周报里没有认出收获与反思。",
                "No reflection was recognised in the reports of the period.",
            ),
        ),
        risks: quoted(
            &teller,
            (&without_the_opening(rollup), &rollup.risks_rest),
            teller.where_empty(
                rollup.risks.is_empty(),
                "期内的周报里没有认出问题、风险或需要的支持。",
                "No problem, risk or need was recognised in the reports of the period.",
            ),
        ),
        unrecognised: unrecognised(&teller),
        coverage: coverage::coverage(&teller),
        sources: coverage::sources(&teller, links),
    }
}

/// The parts of which nothing was recognised, which does not say that the reports tell nothing.
fn unrecognised(teller: &Teller<'_>) -> String {
    let rollup = teller.rollup;
    let parts = [
        (
            rollup.metrics.rows.is_empty() && rollup.metrics.single.is_empty(),
            worded!(teller.language, "指标", "metrics"),
        ),
        (rollup.incidents.rows.is_empty(), worded!(teller.language, "生产事件", "incidents")),
        (rollup.objectives.is_empty(), worded!(teller.language, "项目", "projects")),
        (rollup.promises.rows.is_empty(), worded!(teller.language, "承诺", "promises")),
    ];
    let empty: Vec<String> = parts.into_iter().filter(|(is_empty, _)| *is_empty).map(|(_, name)| name).collect();
    if empty.is_empty() {
        return String::new();
    }
    let names = empty.join(&worded!(teller.language, "、", ", "));
    worded!(
        teller.language,
        "程序没有认出{names}，周报里仍可能写到",
        "{names}: none recognised, though the reports may well tell of some"
    )
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

/// The risks that the opening does not tell.
fn without_the_opening(rollup: &Rollup) -> Vec<DigestItem> {
    let is_above = |at: usize| rollup.headline.iter().any(|line| line.kind == HeadlineKind::Risk(at));
    let all = rollup.risks.iter().enumerate().filter(|(at, _)| !is_above(*at));
    all.map(|(_, item)| item.clone()).collect()
}

fn quoted(teller: &Teller<'_>, (of_part, others): (&[DigestItem], &Rest), empty: String) -> Lines {
    Lines { prose: Vec::new(), lines: items(teller, of_part), rest: rest(teller, others), empty }
}

/// Characters of an author's name, at most: a longer one is a line that was taken for one.
const LONGEST_AUTHOR: usize = 16;

fn items(teller: &Teller<'_>, items: &[DigestItem]) -> Vec<Line> {
    items.iter().map(|of_digest| item(teller, of_digest)).collect()
}

/// An item with its report, and its author where there are several.
fn item(teller: &Teller<'_>, item: &DigestItem) -> Line {
    let is_name = |author: &&str| teller.has_authors() && author.chars().count() <= LONGEST_AUTHOR;
    let author = item.author.as_deref().filter(is_name).map(|author| format!("{author} "));
    let after = if item.is_after { worded!(teller.language, "，期后", ", after the period") } else { String::new() };
    let by = teller.aside(&format!("{}{}{after}", author.unwrap_or_default(), item.report));
    let line = Line::cited(format!("{}{by}", item.text), &teller.cites(&[item.cite]));
    item.beside.iter().fold(line, |line, other| {
        let lead = match other.date < item.date {
            true => worded!(teller.language, "；此前，", "; before that, "),
            false => later_lead(teller),
        };
        line.say(lead).then(incidents::excerpt_line(teller, other))
    })
}

/// What stands before a later report's word.
fn later_lead(teller: &Teller<'_>) -> String {
    worded!(teller.language, "；后来，", "; later, ")
}

/// `另有 23 条：押金、门禁 等`, with the lines of each report.
fn rest(teller: &Teller<'_>, rest: &Rest) -> Line {
    let count = rest.count;
    if count == 0 {
        return Line::default();
    }
    let names = rest.names.join(&worded!(teller.language, "、", ", "));
    let names = match rest.names.len() {
        0 => String::new(),
        named if named < count => worded!(teller.language, "：{names}等", ": {names} and others"),
        _ => worded!(teller.language, "：{names}", ": {names}"),
    };
    Line::cited(worded!(teller.language, "另有 {count} 条{names}", "{count} more{names}"), &teller.cites(&rest.cites))
}
