//! Page + template → Markdown. The engine is that of the prompts; every value is made inert as it is printed, so that a
//! template need not think of it. Whatever a template prints, the sources that it cites follow as footnotes.

use std::collections::BTreeSet;
use std::io::{self, Write};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};
use serde::Serialize;

use super::comparison::ComparisonPage;
use super::inert::inert;
use super::link::encoded;
use super::page::{RollupPage, Source};
use crate::vocabulary::{Language, worded};

/// Name and text of every template of ours.
const BUILT_IN: [(&str, &str); 3] = [
    ("full", include_str!("templates/full.md")),
    ("leadership", include_str!("templates/leadership.md")),
    ("compare", include_str!("templates/compare.md")),
];

/// Bytes that a template may print; a roll-up of a year takes a hundredth of it.
const MOST_BYTES: usize = 16_000_000;

/// Instructions of the engine: about a second.
const MOST_STEPS: u64 = 10_000_000;

/// Text of an empty cell.
pub(super) const EMPTY: &str = "—";

/// A template by its name and text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// As it is called in messages: `full`, or a file.
    pub name: String,
    pub text: String,
}

impl Template {
    /// One of ours.
    pub fn built_in(name: &str) -> Option<Self> {
        let (name, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Some(Self { name: (*name).to_string(), text: (*text).to_string() })
    }

    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }
}

#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    #[error("`{name}` is not a template")]
    Invalid {
        name: String,
        #[source]
        source: Box<Error>,
    },
    #[error("the template `{name}` cannot be filled in")]
    Render {
        name: String,
        #[source]
        source: Box<Error>,
    },
    #[error("the template `{name}` does not come to an end: stopped after {steps} steps, in line {line}")]
    Endless { name: String, steps: u64, line: usize },
    #[error("the template `{name}` prints more than {most} bytes")]
    Long { name: String, most: usize },
    #[error("what the template `{name}` prints is not UTF-8")]
    Encoding { name: String },
}

/// A roll-up as Markdown.
///
/// # Errors
/// Only with a template of the user's own.
pub fn markdown(page: &RollupPage, template: &Template) -> Result<String, TemplateError> {
    filled(page, page.language, &page.sources, template)
}

/// Two roll-ups as Markdown.
///
/// # Errors
/// As [`markdown`].
pub fn comparison_markdown(page: &ComparisonPage, template: &Template) -> Result<String, TemplateError> {
    filled(page, page.language, &page.sources, template)
}

fn filled(
    page: &impl Serialize,
    language: Language,
    sources: &[Source],
    template: &Template,
) -> Result<String, TemplateError> {
    let name = || template.name.clone();
    let mut environment = environment(language);
    environment
        .add_template(&template.name, &template.text)
        .map_err(|source| TemplateError::Invalid { name: name(), source: Box::new(source) })?;
    let mut out = Limited { bytes: Vec::new(), is_full: false };
    let rendered = environment
        .get_template(&template.name)
        .and_then(|template| template.render_captured_to(Serde(page), &mut out).map(|_| ()));
    if out.is_full {
        return Err(TemplateError::Long { name: name(), most: MOST_BYTES });
    }
    rendered.map_err(|source| match source.kind() {
        ErrorKind::OutOfFuel => {
            TemplateError::Endless { name: name(), steps: MOST_STEPS, line: source.line().unwrap_or(0) }
        }
        _ => TemplateError::Render { name: name(), source: Box::new(source) },
    })?;
    let body = String::from_utf8(out.bytes).map_err(|_| TemplateError::Encoding { name: name() })?;
    Ok(with_footnotes(&tidy(&body), sources))
}

fn environment(language: Language) -> Environment<'static> {
    let mut environment = Environment::new();
    // A misspelt name must not become an empty place on the page.
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    environment.set_formatter(|out, _, value| {
        use minijinja::value::ValueKind;
        if matches!(value.kind(), ValueKind::Seq | ValueKind::Map | ValueKind::Iterable) {
            let hint = "a line or a row of the page cannot be printed as it is: `{{ … | cited }}` prints a line with its marks, \
                        `{{ … | plain }}` without, and a row by its cells";
            return Err(Error::new(ErrorKind::InvalidOperation, hint));
        }
        let text = value.to_string();
        let text = if value.is_safe() || !matches!(value.kind(), ValueKind::String) {
            text
        } else {
            inert(&text)
        };
        out.write_str(&text).map_err(Error::from)
    });
    environment.set_fuel(Some(MOST_STEPS));
    let mut syntax = SyntaxConfig::builder();
    // A line with nothing but a tag leaves nothing behind.
    if let Ok(syntax) = syntax.trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.add_filter("cited", |line: Value| cited(&line));
    environment.add_filter("plain", |line: Value| plain(&line));
    environment.add_filter("chart", |row: Value| chart(&row));
    environment.add_filter("more", move |list: Value, shown: usize| more(&list, shown, language));
    environment
}

/// A line of the page: its words made inert, with the marks of their sources; `—` for an empty one.
fn cited(line: &Value) -> Result<Value, Error> {
    let mut text = String::new();
    for words in words_of(line)? {
        text.push_str(&inert_part(words.get_attr("text")?.as_str().unwrap_or_default()));
        for cite in words.get_attr("cites")?.try_iter()? {
            text.push_str(&format!("[^{cite}]"));
        }
    }
    Ok(Value::from_safe_string(if text.is_empty() { EMPTY.to_string() } else { text }))
}

/// A line without its marks.
fn plain(line: &Value) -> Result<Value, Error> {
    let mut text = String::new();
    for words in words_of(line)? {
        text.push_str(&inert_part(words.get_attr("text")?.as_str().unwrap_or_default()));
    }
    Ok(Value::from_safe_string(if text.is_empty() { EMPTY.to_string() } else { text }))
}

fn words_of(line: &Value) -> Result<impl Iterator<Item = Value> + use<>, Error> {
    let wanted = || Error::new(ErrorKind::InvalidOperation, "this filter wants a line of the page, such as `row.last`");
    let is_list = matches!(line.kind(), minijinja::value::ValueKind::Seq | minijinja::value::ValueKind::Iterable);
    if !is_list {
        return Err(wanted());
    }
    let words: Vec<Value> = line.try_iter()?.collect();
    if words.iter().any(|words| words.get_attr("text").is_ok_and(|text| text.as_str().is_none())) {
        return Err(wanted());
    }
    Ok(words.into_iter())
}

/// As [`inert`], with the spaces at the ends kept: the words of a line follow each other.
fn inert_part(text: &str) -> String {
    let (before, after) = (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace));
    let space = |is_there: bool| if is_there { " " } else { "" };
    match inert(text) {
        text if text.is_empty() => space(before || after).to_string(),
        text => format!("{}{text}{}", space(before), space(after)),
    }
}

/// The picture of a row of the metrics; nothing where none is drawn.
fn chart(row: &Value) -> Result<Value, Error> {
    let picture = row.get_attr("chart")?;
    let picture = picture.as_str().unwrap_or_default();
    if picture.is_empty() {
        return Ok(Value::from_safe_string(String::new()));
    }
    let name = row.get_attr("name")?.to_string();
    Ok(Value::from_safe_string(format!("![{}]({})", inert(&name), encoded(std::path::Path::new(picture)))))
}

/// How many of a list are not shown: `另有 4 项`; empty where all are.
fn more(list: &Value, shown: usize, language: Language) -> String {
    let more = list.len().unwrap_or(0).saturating_sub(shown);
    if more == 0 { String::new() } else { worded!(language, "另有 {more} 项", "{more} more") }
}

/// One empty line where a template leaves several, and none at the ends.
fn tidy(markdown: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in markdown.lines().map(str::trim_end) {
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    format!("{}\n", lines.join("\n").trim_end())
}

/// The page, and below it a footnote for each cited source that the template does not print itself.
fn with_footnotes(body: &str, sources: &[Source]) -> String {
    let cited = marks(body);
    let told: BTreeSet<usize> = body
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("[^")?.split_once("]:")?.0.parse().ok())
        .collect();
    let footnotes = sources.iter().filter(|source| cited.contains(&source.n) && !told.contains(&source.n));
    let footnotes: Vec<String> = footnotes.map(footnote).collect();
    if footnotes.is_empty() { body.to_string() } else { format!("{body}\n{}\n", footnotes.join("\n")) }
}

/// Numbers of all `[^n]`; what was made inert has a backslash before its bracket.
fn marks(body: &str) -> BTreeSet<usize> {
    let is_inert = |at: usize| {
        let before = &body[..at];
        // Of two backslashes the first takes away the second's meaning.
        (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
    };
    let marks = body.match_indices("[^").filter(|(at, _)| !is_inert(*at));
    marks.filter_map(|(at, _)| body[at + 2..].split_once(']')?.0.parse().ok()).collect()
}

/// `[^3]: 第26周 2023-06-20 › 上周进展 — [seeds/第26周 2023-06-20.md:74-75](…) — “…”`.
fn footnote(source: &Source) -> String {
    let place = inert(&source.place);
    let place = if source.link.is_empty() { place } else { format!("[{place}]({})", source.link) };
    format!("[^{}]: {} — {place} — “{}”", source.n, inert(&source.section), inert(&source.quote))
}

/// Takes no more than [`MOST_BYTES`].
struct Limited {
    bytes: Vec<u8>,
    is_full: bool,
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > MOST_BYTES {
            self.is_full = true;
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
