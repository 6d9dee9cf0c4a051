//! An evaluation as one HTML page: figures with their intervals, the curve of risk and coverage, what changed, and every miss
//! with what was shown, cited and wanted.

use std::fmt::Write;

use super::answer::coverage_line;
use super::evaluation::{class, described, group_rows, leg_rows, milliseconds, number, place, span, wanted};
use super::evaluation_changes::{difference_rows, risk_rows};
use super::explain::reading;
use super::page::{escaped, page};
use crate::answer::Origin;
use crate::catalogue::Catalogue;
use crate::citation;
use crate::evaluate::{Change, Changes, Covered, Evaluation, GivenAnswer, Miss, QuestionRow, risk_coverage};
use crate::vocabulary::{Language, plural};

/// The plot of the chart, and the room around it for its words.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 60.0;

/// Columns from which a table becomes cards on a phone.
const WIDE_TABLE: usize = 4;

/// Colours are those of the page, so that the chart follows it into the dark and onto paper.
const STYLE: &str = "<style>\
.risk text{fill:var(--quiet);font-size:15px}.risk .grid{stroke:var(--line)}\
.risk .line{fill:none;stroke:var(--link);stroke-width:2.5;stroke-linejoin:round}.risk .dot{fill:var(--link)}\
.miss{border-top:1px solid var(--line);margin:1.5rem 0 0;padding:.25rem 0 0}.miss h3{margin:.75rem 0 .5rem}\
.miss dt{color:var(--quiet);font-size:.86rem;margin-top:.6rem}.miss dd{margin:.1rem 0 0}.miss dd p{margin:.2rem 0}\
.miss blockquote{margin:.25rem 0;white-space:pre-wrap}.beside{color:var(--quiet)}\
@media (max-width:640px){.risk text{font-size:24px}}\
@media print{.miss{break-inside:avoid}}\
</style>\n";

/// The page. `set` is the name of the questions' file; `changes` are those since an earlier run.
pub fn evaluation_html(evaluation: &Evaluation, changes: Option<&Changes>, catalogue: &Catalogue, set: &str) -> String {
    let rows = &evaluation.rows;
    let unanswerable = rows.iter().filter(|row| row.test.abstain).count();
    let answered = rows.iter().any(|row| row.given.is_some());
    let misses: Vec<(&QuestionRow, Miss)> = rows.iter().filter_map(|row| Some((row, row.miss()?))).collect();
    let mut body = String::from(STYLE);
    let title = format!("Evaluation of {set}");
    push(&mut body, format!("<h1>{}</h1>\n", escaped(&title)));
    push(
        &mut body,
        format!(
            "<p>{} on {}: {} with an answer in them, {unanswerable} without. {}.</p>\n",
            plural(rows.len(), "question"),
            plural(catalogue.len(), "report"),
            rows.len() - unanswerable,
            if misses.len() == 1 {
                "1 miss".to_string()
            } else {
                format!("<a href=\"#misses\">{} misses</a>", misses.len())
            },
        ),
    );
    if answered {
        push(&mut body, "<h2>Figures</h2>\n".to_string());
        push(&mut body, figures(evaluation));
        risk(&mut body, &risk_coverage(rows));
    }
    if let Some(changes) = changes {
        since(&mut body, changes);
    }
    push(&mut body, "<h2>Passages found</h2>\n".to_string());
    let (head, legs) = leg_rows(evaluation);
    push(&mut body, table("Passages found", &head, &legs));
    let named =
        [("kind", &evaluation.by_kind), ("intent", &evaluation.by_intent), ("language", &evaluation.by_language)];
    for (name, by) in named {
        let (head, groups) = group_rows(name, by, answered);
        push(&mut body, format!("<h2>By {name}</h2>\n{}", table(name, &head, &groups)));
    }
    push(&mut body, "<section id=\"misses\">\n<h2>Misses</h2>\n".to_string());
    for (row, miss) in &misses {
        push(&mut body, told(row, miss, catalogue));
    }
    if misses.is_empty() {
        push(&mut body, "<p>No miss.</p>\n".to_string());
    }
    push(&mut body, "</section>\n".to_string());
    page(&title, Language::English, &body)
}

fn push(body: &mut String, html: String) {
    body.push_str(&html);
}

fn figures(evaluation: &Evaluation) -> String {
    let tally = &evaluation.tally;
    let head = ["figure", "value", "95%", "of"].map(str::to_string);
    let row = |(figure, words): (crate::evaluate::Figure, String)| {
        let interval = evaluation.resampled.interval(|tally| figure.of(tally));
        vec![figure.name().to_string(), number(figure.of(tally)), span(interval), words]
    };
    let mut rows: Vec<Vec<String>> = described(tally).into_iter().map(row).collect();
    let length = "characters shown, in the middle".to_string();
    rows.push(vec!["length".to_string(), tally.median_chars().to_string(), String::new(), length]);
    if let Some(latency) = evaluation.latency {
        let (p50, p95) = (milliseconds(latency.p50), milliseconds(latency.p95));
        let words = format!("ms, p95 {p95:.1} ms, of {} warm answers", latency.answers);
        rows.push(vec!["latency".to_string(), format!("{p50:.1}"), String::new(), words]);
    }
    table("Figures", &head, &rows)
}

fn risk(body: &mut String, covered: &[Covered]) {
    if covered.is_empty() {
        return;
    }
    let (head, rows) = risk_rows(covered);
    push(body, "<h2>Risk and coverage</h2>\n".to_string());
    let words = "Questions by falling probability that what is shown answers them: the share of which every fact is shown, \
                 when only the likeliest are counted.";
    push(body, format!("<p>{words}</p>\n<figure>\n{}</figure>\n", chart(covered)));
    push(body, table("Risk and coverage", &head, &rows));
}

/// Coverage from left to right, the share right from bottom to top.
fn chart(covered: &[Covered]) -> String {
    let x = |percent: f64| LEFT + (WIDTH - LEFT - RIGHT) * percent / 100.0;
    let y = |share: f64| HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share;
    let mut svg = format!(
        "<svg class=\"risk\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"share right over coverage\">\n"
    );
    // Writing to a String cannot fail.
    for fifth in 0..=5u8 {
        let (share, at) = (f64::from(fifth) / 5.0, y(f64::from(fifth) / 5.0));
        let (right, label) = (WIDTH - RIGHT, LEFT - 8.0);
        let _ = writeln!(svg, "<line class=\"grid\" x1=\"{LEFT}\" y1=\"{at:.1}\" x2=\"{right}\" y2=\"{at:.1}\"/>");
        let _ = writeln!(svg, "<text x=\"{label}\" y=\"{:.1}\" text-anchor=\"end\">{share:.1}</text>", at + 5.0);
    }
    let points: Vec<(f64, f64, &Covered)> = covered
        .iter()
        .filter_map(|covered| Some((x(covered.percent as f64), y(covered.right.value()?), covered)))
        .collect();
    let line: Vec<String> = points.iter().map(|(x, y, _)| format!("{x:.1},{y:.1}")).collect();
    let _ = writeln!(svg, "<polyline class=\"line\" points=\"{}\"/>", line.join(" "));
    for (x, y, covered) in points {
        let told = format!(
            "{}%: {} of {} right, {} without an answer",
            covered.percent, covered.right.part, covered.right.whole, covered.unanswerable
        );
        let _ =
            writeln!(svg, "<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"><title>{told}</title></circle>");
        let (at, percent) = (HEIGHT - BOTTOM + 24.0, covered.percent);
        let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{at}\" text-anchor=\"middle\">{percent}</text>");
    }
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">% of the questions covered</text>",
        WIDTH - RIGHT,
        HEIGHT - 8.0
    );
    svg.push_str("</svg>\n");
    svg
}

fn since(body: &mut String, changes: &Changes) {
    let of = |name: &str, changes: &[Change]| {
        let head = ["question", "", "was", "is"].map(str::to_string);
        let row = |change: &Change| [&change.id, &change.question, &change.was, &change.is].map(String::clone).to_vec();
        let rows: Vec<Vec<String>> = changes.iter().map(row).collect();
        let title = format!("<h3>{} {name}</h3>\n", plural(changes.len(), "question"));
        if rows.is_empty() { title } else { format!("{title}{}", table(name, &head, &rows)) }
    };
    push(body, "<h2>Since the baseline</h2>\n".to_string());
    push(body, of("better", &changes.better));
    push(body, of("worse", &changes.worse));
    let (head, rows) = difference_rows(changes);
    push(body, if rows.is_empty() { "<p>No figure moved.</p>\n".to_string() } else { table("Figures", &head, &rows) });
}

/// A question that went wrong.
fn told(row: &QuestionRow, miss: &Miss, catalogue: &Catalogue) -> String {
    let mut terms = vec![("what went wrong", format!("{}{}", escaped(&class(row, miss)), escaped(&place(row))))];
    terms.push(("wanted", escaped(&wanted(row))));
    if let Some(given) = &row.given {
        let probability = given.probability.map(|likely| format!(", probability {likely:.3}")).unwrap_or_default();
        terms.push(("verdict", format!("{}{probability}", given.score.verdict.name())));
        terms.push(("shown", shown(given)));
    }
    let gold: Vec<String> = row.gold.iter().map(|(place, text)| quoted(place, text)).collect();
    if !gold.is_empty() {
        terms.push(("gold lines", gold.concat()));
    }
    terms.push(("read as", escaped(&reading(&row.test.question, &row.reading, catalogue))));
    terms.extend(row.test.note.iter().map(|note| ("note of the set", escaped(note))));
    let terms: Vec<String> =
        terms.into_iter().map(|(name, html)| format!("<dt>{name}</dt>\n<dd>{html}</dd>\n")).collect();
    let (id, question) = (escaped(&row.test.id), escaped(&row.test.question.text));
    format!("<article class=\"miss\">\n<h3>{id}: {question}</h3>\n<dl>\n{}</dl>\n</article>\n", terms.concat())
}

/// The sentences with their marks, then the cited lines; what is claimed for nothing is set apart.
fn shown(given: &GivenAnswer) -> String {
    let sentence = |sentence: &crate::answer::Sentence| {
        let marks = citation::written(&sentence.citations);
        let beside = if sentence.origin == Origin::Related { " class=\"beside\"" } else { "" };
        format!("<p{beside}>{} {marks}</p>\n", escaped(&sentence.text))
    };
    let cited = given
        .answer
        .citations
        .iter()
        .map(|citation| quoted(&format!("[{}] {}:{}", citation.n, citation.path, citation.lines), &citation.quote));
    let sentences = given.answer.sentences.iter().map(sentence);
    let coverage = format!("<p class=\"beside\">{}</p>\n", escaped(&coverage_line(&given.answer)));
    sentences.chain(cited).chain([coverage]).collect()
}

fn quoted(place: &str, text: &str) -> String {
    format!("<p><code>{}</code></p>\n<blockquote>{}</blockquote>\n", escaped(place), escaped(text))
}

/// Each cell carries its column's name, which a phone shows instead of the head.
fn table(name: &str, head: &[String], rows: &[Vec<String>]) -> String {
    let is_wide = if head.len() >= WIDE_TABLE { " cards" } else { "" };
    let cells: String = head.iter().map(|cell| format!("<th scope=\"col\">{}</th>", escaped(cell))).collect();
    let row = |row: &Vec<String>| {
        let cell = |(at, cell): (usize, &String)| match (at, cell.as_str()) {
            (0, _) => format!("<th scope=\"row\">{}</th>", escaped(cell)),
            (_, "") => "<td class=\"empty\"></td>".to_string(),
            (at, _) => format!("<td data-label=\"{}\">{}</td>", escaped(&head[at]), escaped(cell)),
        };
        format!("<tr>{}</tr>\n", row.iter().enumerate().map(cell).collect::<String>())
    };
    let rows: String = rows.iter().map(row).collect();
    format!(
        "<div class=\"table{is_wide}\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n<table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n",
        escaped(name)
    )
}
