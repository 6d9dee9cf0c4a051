//! `/check`: a pasted text or a report of the index, with what a careful reader would object to at the lines themselves.

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::response::Response;
use minijinja::context;
use minijinja::value::Value;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::super::app::App;
use super::super::checking::{self, Checked};
use super::super::problem::Problem;
use super::asked::{Asked, value_of};
use super::download;
use super::ledgers::{Leaf, draw};
use super::look::Look;
use crate::catalogue::Catalogue;
use crate::check::{Finding, Options, RulePart, rule, rules};
use crate::context::{Context, Failure};
use crate::record::ReportRecord;
use crate::render::{findings_json, safe};
use crate::vocabulary::{Language, both};

const LEAF: Leaf<'static> = Leaf { template: "check.html", here: "check", title: "" };

/// What findings call a pasted text.
const PASTED: &str = "pasted.md";

/// Lines around a finding that are shown with it.
const AROUND: usize = 2;

/// Reports that can be chosen, the latest first.
const REPORTS: usize = 200;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Pasted {
    #[serde(default)]
    text: String,
}

/// `GET /check`, `GET /check?report=ID`.
pub(super) async fn page(State(app): State<Arc<App>>, look: Look, asked: Asked) -> Result<Response, Problem> {
    let leaf = Leaf { title: look.language.pick("检查", "Check"), ..LEAF };
    let report = asked.get("report").map(str::to_string);
    let wanted = match report.as_deref().map(str::parse::<Uuid>) {
        None => None,
        Some(Ok(report)) => Some(report),
        Some(Err(_)) => return Err(Problem::not_found(both!("没有这篇周报", "there is no such report"))),
    };
    let options = checking::options(&app, &[], &[])?;
    let checked = app.work_even_if_empty(move |context| async move {
        let Some(report) = wanted else { return Ok((reports(&context.catalogue), None)) };
        let checked = stored(&context, report, &options)?;
        Ok((reports(&context.catalogue), Some(checked)))
    });
    let found = checked.await;
    if let (Ok((_, Some(Chosen::Found(checked)))), Some("json")) = (&found, asked.get("format")) {
        return Ok(download::json("findings", &checked.json(look.language)));
    }
    let values = found.map(|(reports, checked)| {
        let shown = match checked {
            None => context! {},
            Some(Chosen::Found(checked)) => checked.value(None, look.language),
            Some(Chosen::Gone(name)) => context! { gone => safe(&name) },
        };
        context! { reports => value_of(&reports), rules => rules().len(), chosen => report, ..shown }
    });
    draw(&app, &look, &leaf, &asked, values).await
}

/// `POST /check` with the text to be checked.
pub(super) async fn pasted(
    State(app): State<Arc<App>>,
    look: Look,
    asked: Asked,
    Form(Pasted { text }): Form<Pasted>,
) -> Result<Response, Problem> {
    let leaf = Leaf { title: look.language.pick("检查", "Check"), ..LEAF };
    let options = checking::options(&app, &[], &[])?;
    let given = text.clone();
    let checked = app.work_even_if_empty(move |context| async move {
        if given.trim().is_empty() {
            return Ok((reports(&context.catalogue), None));
        }
        let page = checking::sent(Some(PASTED), &given);
        let checked = Checked::beside_index(page, None, &context, &options);
        Ok((reports(&context.catalogue), Some(PageChecked::new(checked, &context, None))))
    });
    let values = checked.await.map(|(reports, checked)| {
        let shown = match checked {
            Some(checked) => checked.value(Some(&text), look.language),
            None => context! { nothing_pasted => true },
        };
        context! { reports => value_of(&reports), rules => rules().len(), ..shown }
    });
    draw(&app, &look, &leaf, &asked, values).await
}

/// A report that can be chosen.
#[derive(Debug, Serialize)]
struct Report {
    value: Uuid,
    label: String,
}

fn reports(catalogue: &Catalogue) -> Vec<Report> {
    let label = |record: &ReportRecord| {
        let date = record.date().map(|date| date.to_string()).filter(|date| !record.name.contains(date));
        let parts = [Some(record.name.clone()), date, record.author.clone()];
        safe(&parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
    };
    let entries = catalogue.entries().iter().rev().take(REPORTS);
    entries.map(|entry| Report { value: entry.record.report, label: label(&entry.record) }).collect()
}

/// A report of the index, checked.
enum Chosen {
    Found(Box<PageChecked>),
    /// The file is not there any more, or another one by now.
    Gone(String),
}

fn stored(context: &Context, report: Uuid, options: &Options) -> Result<Chosen, Failure> {
    let entry = context.catalogue.entry(report);
    let entry = entry.ok_or_else(|| Failure::usage(both!("没有这篇周报", "there is no such report"), None))?;
    let record = &entry.record;
    let Ok(page) = checking::stored(record) else { return Ok(Chosen::Gone(record.name.clone())) };
    let checked = Checked::beside_index(page, Some(record), context, options);
    Ok(Chosen::Found(Box::new(PageChecked::new(checked, context, Some(record)))))
}

/// A checked page as it is shown.
struct PageChecked {
    checked: Checked,
    title: String,
    /// Which reports the places of evidence are in: path, id and name.
    others: Vec<(String, Uuid, String)>,
}

impl PageChecked {
    fn new(checked: Checked, context: &Context, own: Option<&ReportRecord>) -> Self {
        let title = own.map_or_else(String::new, |own| own.name.clone());
        let records = context.catalogue.entries().iter().map(|entry| &entry.record);
        let others = records.map(|record| (record.path.clone(), record.report, record.name.clone()));
        Self { title, others: others.collect(), checked }
    }

    fn json(&self, language: Language) -> serde_json::Value {
        findings_json(&self.checked.told(Some(language)))
    }

    fn value(&self, pasted: Option<&str>, language: Language) -> Value {
        let lines: Vec<&str> = self.checked.page.report.source.lines().collect();
        let mut blocks = Vec::new();
        for (first, last) in windows(&self.checked.findings, lines.len()) {
            let rows: Vec<Value> = (first..=last)
                .map(|line| {
                    let here: Vec<&Finding> =
                        self.checked.findings.iter().filter(|finding| finding.line == line).collect();
                    let text = lines.get(line - 1).copied().unwrap_or_default();
                    context! {
                        number => line,
                        pieces => pieces(text, &here),
                        findings => here.iter().map(|finding| self.finding(finding, language)).collect::<Vec<_>>(),
                    }
                })
                .collect();
            blocks.push(context! { first, last, rows });
        }
        context! {
            is_checked => true,
            checked_title => safe(&self.title),
            pasted,
            count => self.checked.findings.len(),
            codes => self.codes(),
            blocks,
            lines => lines.len(),
            compared => self.checked.compared,
        }
    }

    /// How many findings of each rule.
    fn codes(&self) -> Vec<Value> {
        let of = |code: &str| self.checked.findings.iter().filter(|finding| finding.code == code).count();
        let known = rules().iter().map(|rule| (rule, of(rule.code))).filter(|(_, count)| *count > 0);
        known.map(|(rule, count)| context! { code => rule.code, name => rule.name, count }).collect()
    }

    fn finding(&self, finding: &Finding, language: Language) -> Value {
        let told =
            |part: RulePart| rule(finding.code).map(|rule| rule.explained(part).in_language(language).to_string());
        let evidence = finding.evidence.iter().map(|evidence| {
            let known = self.others.iter().find(|(path, ..)| *path == evidence.path);
            context! {
                place => safe(&format!("{}:{}", evidence.path, evidence.line)),
                text => safe(&evidence.text),
                source => known.map(|(_, report, name)| context! {
                    report_id => report.to_string(),
                    report => safe(name),
                    lines => context! { first => evidence.line, last => evidence.line },
                }),
            }
        });
        context! {
            code => finding.code,
            name => finding.name,
            column => finding.column,
            message => safe(finding.message.in_language(language)),
            evidence => evidence.collect::<Vec<_>>(),
            finds => told(RulePart::Finds),
            why => told(RulePart::Why),
            limits => told(RulePart::Limits),
        }
    }
}

/// The lines that are shown, from 1: those with a finding and some around each; windows that touch are one.
fn windows(findings: &[Finding], lines: usize) -> Vec<(usize, usize)> {
    let mut windows: Vec<(usize, usize)> = Vec::new();
    let mut of: Vec<usize> = findings.iter().map(|finding| finding.line).collect();
    of.sort_unstable();
    for line in of {
        let (first, last) = (line.saturating_sub(AROUND).max(1), (line + AROUND).min(lines.max(1)));
        match windows.last_mut() {
            Some(window) if first <= window.1 + 1 => window.1 = window.1.max(last),
            _ => windows.push((first, last)),
        }
    }
    windows
}

/// A line in pieces, those that findings are about marked. Columns are counted from 1 in characters.
fn pieces(text: &str, findings: &[&Finding]) -> Vec<Value> {
    let chars: Vec<char> = text.chars().collect();
    let is_marked = |at: usize| findings.iter().any(|finding| finding.column <= at + 1 && at + 1 < finding.end_column);
    let mut pieces: Vec<(bool, String)> = Vec::new();
    for (at, c) in chars.into_iter().enumerate() {
        let marked = is_marked(at);
        match pieces.last_mut() {
            Some((known, piece)) if *known == marked => piece.push(c),
            _ => pieces.push((marked, c.to_string())),
        }
    }
    pieces.into_iter().map(|(marked, text)| context! { marked, text => safe(&text) }).collect()
}

#[cfg(test)]
mod tests {
    use super::{pieces, windows};
    use crate::check::{Finding, Options, Page, check};
    use crate::report::PageName;

    fn findings(source: &str) -> Vec<Finding> {
        check(&Page::read("a.md", source.to_string(), PageName::default()), &[], &Options::default())
    }

    #[test]
    fn findings_stand_at_their_words() {
        let source = "# 第17周 2023-04-18\n\n- 整改45/60，完成率70%\n";
        let found = findings(source);
        let here: Vec<&Finding> = found.iter().collect();
        let marked: Vec<String> = pieces("- 整改45/60，完成率70%", &here)
            .iter()
            .filter(|piece| piece.get_attr("marked").is_ok_and(|marked| marked.is_true()))
            .map(|piece| piece.get_attr("text").expect("a text").to_string())
            .collect();
        assert_eq!(marked, ["45/60，完成率70%"]);
    }

    #[test]
    fn lines_around_findings_are_shown_once() {
        let mut found = findings("# 第17周 2023-04-18\n\n- 整改45/60，完成率70%\n");
        let at = |line: usize| Finding { line, ..found[0].clone() };
        let all = vec![at(3), at(6), at(40)];
        assert_eq!(windows(&all, 41), [(1, 8), (38, 41)]);
        found.clear();
        assert!(windows(&found, 10).is_empty());
    }
}
