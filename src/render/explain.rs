//! How a question was understood, in a line that a person can check.

use super::contract::{MOST_TERMS, reports};
use super::safe::safe;
use crate::answer::{Answered, View};
use crate::catalogue::Catalogue;
use crate::fact::Figure;
use crate::question::Question;
use crate::retrieve::{Retrieval, TimeRead};

/// `English; cause; 6/15 = 2023-06-15 (第26周); about: the 账户流水 discrepancy; words: …`.
pub fn explain_line(question: &Question, retrieval: &Retrieval, catalogue: &Catalogue) -> String {
    let words: Vec<&str> = retrieval.tokens.iter().map(|token| token.text.as_str()).collect();
    safe(&format!("{}; words: {}", reading(question, retrieval, catalogue), words.join(" ")))
}

/// The same without the words searched for.
pub(super) fn reading(question: &Question, retrieval: &Retrieval, catalogue: &Catalogue) -> String {
    let language = question.language.pick("Chinese", "English");
    let intents: Vec<&str> = question.intents.iter().map(|intent| intent.name()).collect();
    let mood = mood(question);
    let times: Vec<String> = retrieval.times.iter().map(|time| time_text(time, catalogue)).collect();
    let times = if times.is_empty() { "any time".to_string() } else { times.join(", ") };
    format!("{language}; {}{mood}; {times}; about: {}", intents.join(" + "), question.subject)
}

/// `related by statements, 0.46; incident 0.41; decided by best -0.62, unmet -0.30, …`; empty where nothing was weighed.
pub fn weighed_line(answered: &Answered) -> String {
    let Some(weighing) = &answered.weighing else { return String::new() };
    let verdict = answered.answer.verdict.name();
    let told = weighing.chosen.and_then(|at| weighing.views.get(at));
    let by = told.map_or(String::new(), |told| format!(" by {}, {:.2}", view_name(told), told.probability));
    let is_told = |view: &View| told.is_some_and(|told| std::ptr::eq(told, view));
    let others = weighing.views.iter().filter(|view| !is_told(view));
    let others: Vec<String> = others.map(|view| format!("{} {:.2}", view_name(view), view.probability)).collect();
    let others = if others.is_empty() { String::new() } else { format!("; {}", others.join(", ")) };
    let decided = told.or(weighing.views.last()).map(|view| &view.deciding[..]).unwrap_or_default();
    let decided: Vec<String> =
        decided.iter().take(MOST_TERMS).map(|(name, term)| format!("{} {term:+.2}", name.replace('_', " "))).collect();
    safe(&format!("{verdict}{by}{others}; decided by {}", decided.join(", ")))
}

fn view_name(view: &View) -> &'static str {
    view.strategy.unwrap_or("statements")
}

/// ` (yes or no; takes for granted: 9000个; bound: over 99.5%)`; empty when it is a plain question.
fn mood(question: &Question) -> String {
    let written = |figure: &Figure| question.text.get(figure.span.clone()).unwrap_or_default().trim().to_string();
    let mut said: Vec<String> = Vec::new();
    if question.yes_no {
        said.push("yes or no".to_string());
    }
    let claims: Vec<String> = question.claims.iter().map(written).collect();
    if !claims.is_empty() {
        said.push(format!("takes for granted: {}", claims.join(", ")));
    }
    for bound in &question.bounds {
        said.push(format!("bound: {} {}", if bound.is_least { "over" } else { "under" }, written(&bound.figure)));
    }
    if said.is_empty() { String::new() } else { format!(" ({})", said.join("; ")) }
}

fn time_text(time: &TimeRead, catalogue: &Catalogue) -> String {
    let periods: Vec<String> = time
        .scope
        .periods
        .iter()
        .take(3)
        .map(|period| {
            if period.from() == period.to() {
                period.from().to_string()
            } else {
                format!("{} to {}", period.from(), period.to())
            }
        })
        .collect();
    let reports = reports(time, catalogue);
    let shown = if reports.len() > 4 { format!("{} reports", reports.len()) } else { reports.join(", ") };
    let shown = if shown.is_empty() { "no report".to_string() } else { shown };
    format!("{} = {} ({shown})", time.text, periods.join(" or "))
}
