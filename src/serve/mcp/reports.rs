//! `report`: one of them, a part at a time, or the list of all; and how one is found by what a model calls it.

use uuid::Uuid;

use super::call::Call;
use super::inputs::ReportInput;
use super::outputs::{ReportEntry, ReportOutput};
use super::places::{parse_lines, parse_uri, report_uri};
use super::reply::Reply;
use crate::catalogue::{Catalogue, CatalogueEntry};
use crate::context::{Context, Failure, page_of, parse_period};
use crate::record::PassageRecord;
use crate::report::Lines;
use crate::retrieve::Filters;
use crate::serve::fields::given;
use crate::serve::guard::Scope;
use crate::serve::problem::Problem;
use crate::vocabulary::plural;

/// Bytes of a report that are shown at once.
const MOST_BYTES: usize = 20_000;

/// Reports that a hint names.
const MOST_NAMED: usize = 8;

pub(super) async fn report(call: &Call, input: ReportInput) -> Result<Reply, Problem> {
    call.require(Scope::Read)?;
    let work = call.app.work(move |context| async move {
        Ok(match given(&input.report) {
            Some(wanted) => one(&context, wanted, given(&input.lines)).await,
            None => listed(&context, &input),
        })
    });
    call.done("reading the report", work).await?
}

fn listed(context: &Context, input: &ReportInput) -> Result<Reply, Problem> {
    let author = given(&input.author);
    context.check_author(author)?;
    let entries = newest_first(&context.catalogue, author);
    let shown = entries.iter().skip(input.offset).take(input.limit);
    let reports: Vec<ReportEntry> = shown.map(|entry| entry_of(entry)).collect();
    let (total, to) = (entries.len(), input.offset + reports.len());
    let next_offset = (to < total).then_some(to);
    let mut lines: Vec<String> = reports.iter().map(line_of).collect();
    let more = next_offset.map(|next| format!("; the next ones: offset={next}")).unwrap_or_default();
    lines.push(format!("{} of {}{more}", reports.len(), plural(total, "report")));
    let output = ReportOutput { reports, total, next_offset, ..nothing(&context.catalogue) };
    Reply::new(lines.join("\n"), &output)
}

fn line_of(report: &ReportEntry) -> String {
    let author = report.author.as_deref().map(|author| format!(" · {author}")).unwrap_or_default();
    let date = report.date.as_deref().filter(|date| !report.name.contains(date));
    let date = date.map(|date| format!(" {date}")).unwrap_or_default();
    format!("- {}{date}{author}  {}", report.name, report.uri)
}

fn nothing(catalogue: &Catalogue) -> ReportOutput {
    ReportOutput {
        report: None,
        text: None,
        first_line: None,
        last_line: None,
        total_lines: None,
        next_line: None,
        reports: Vec::new(),
        total: catalogue.len(),
        next_offset: None,
    }
}

async fn one(context: &Context, wanted: &str, lines: Option<&str>) -> Result<Reply, Problem> {
    let (entry, of_uri) = found(context, wanted)?;
    let lines = match lines {
        None => of_uri,
        Some(text) => Some(parse_lines(text).ok_or_else(|| {
            Problem::bad_request(format!("`{text}` is no span of lines")).with_hint("lines are written 12-20, or 12")
        })?),
    };
    let page = ReportText::of(context, entry).await?;
    let shown = page.shown(lines, MOST_BYTES)?;
    let report = entry_of(entry);
    let mut text = vec![line_of(&report)];
    text.extend(page.note());
    text.push(shown.numbered());
    if let Some(next) = shown.next {
        text.push(format!("lines {next} to {} follow: lines={next}-", page.lines.len()));
    }
    let output = ReportOutput {
        report: Some(report),
        text: Some(shown.plain()),
        first_line: Some(shown.first),
        last_line: Some(shown.last()),
        total_lines: Some(page.lines.len()),
        next_line: shown.next,
        ..nothing(&context.catalogue)
    };
    Reply::new(text.join("\n"), &output)
}

/// A report's lines: those of its page, else what the index holds of them.
pub(super) struct ReportText {
    lines: Vec<String>,
    is_whole: bool,
}

impl ReportText {
    /// # Errors
    /// Those of the index.
    pub(super) async fn of(context: &Context, entry: &CatalogueEntry) -> Result<Self, Failure> {
        let record = &entry.record;
        if let Some((_, text)) = page_of(record) {
            return Ok(Self { lines: text.lines().map(str::to_string).collect(), is_whole: true });
        }
        let passages = context.retriever().of_reports(&[record.report], &Filters::default(), |_| true).await?;
        let passages: Vec<PassageRecord> = passages.into_iter().map(|(_, passage)| passage).collect();
        let last = passages.iter().map(|passage| passage.last_line).max().unwrap_or(0);
        let mut lines = vec![String::new(); last];
        for passage in &passages {
            for (line, text) in lines.iter_mut().skip(passage.first_line.saturating_sub(1)).zip(passage.text.lines()) {
                // A whole line says more than the part of it that is a passage of its own.
                if text.len() > line.len() {
                    *line = text.to_string();
                }
            }
        }
        Ok(Self { lines, is_whole: false })
    }

    /// What to know of it.
    pub(super) fn note(&self) -> Option<String> {
        (!self.is_whole).then(|| {
            "note: the page is not where it was read from any more, or was changed; these are its passages in the index"
                .to_string()
        })
    }

    /// The lines asked for, or all, as far as they take no more than `bytes`; always one.
    ///
    /// # Errors
    /// 400: there is no such line.
    pub(super) fn shown(&self, asked: Option<Lines>, bytes: usize) -> Result<Shown<'_>, Problem> {
        let total = self.lines.len();
        let asked = asked.unwrap_or(Lines { first: 1, last: total.max(1) });
        if asked.first > total.max(1) {
            let detail = format!("there is no line {}", asked.first);
            return Err(Problem::bad_request(detail).with_hint(format!("the report has {}", plural(total, "line"))));
        }
        let last = asked.last.min(total);
        let all = self.lines.get(asked.first - 1..last).unwrap_or_default();
        let mut taken = 0;
        let fitting = all.iter().take_while(|line| {
            taken += line.len() + 1;
            taken <= bytes
        });
        let count = fitting.count().max(1).min(all.len());
        let next = (count < all.len()).then_some(asked.first + count);
        Ok(Shown { first: asked.first, lines: &all[..count], next })
    }
}

/// Some lines of a report.
pub(super) struct Shown<'a> {
    pub first: usize,
    lines: &'a [String],
    /// The first of those asked for that are not among them.
    pub next: Option<usize>,
}

impl Shown<'_> {
    pub(super) fn last(&self) -> usize {
        self.first + self.lines.len().saturating_sub(1)
    }

    pub(super) fn plain(&self) -> String {
        self.lines.join("\n")
    }

    /// With the number of each line before it: what is quoted cannot be taken for anything else.
    pub(super) fn numbered(&self) -> String {
        let width = self.last().to_string().len();
        let numbered = self.lines.iter().enumerate().map(|(at, line)| format!("{:>width$} | {line}", self.first + at));
        numbered.collect::<Vec<_>>().join("\n")
    }
}

pub(super) fn entry_of(entry: &CatalogueEntry) -> ReportEntry {
    let record = &entry.record;
    ReportEntry {
        id: record.report.to_string(),
        uri: report_uri(record.report),
        name: record.name.clone(),
        label: record.label.clone(),
        date: record.date().map(|date| date.to_string()),
        author: record.author.clone(),
        path: record.path.clone(),
        from: entry.coverage.map(|days| days.from().to_string()),
        to: entry.coverage.map(|days| days.to().to_string()),
    }
}

/// All reports, or those of authors with `author` in their names; pages without a date last.
pub(super) fn newest_first<'a>(catalogue: &'a Catalogue, author: Option<&str>) -> Vec<&'a CatalogueEntry> {
    let by = author.map(|author| catalogue.written_by(author));
    let is_by = |entry: &&CatalogueEntry| by.as_ref().is_none_or(|by| by.contains(&entry.record.report));
    let mut entries: Vec<&CatalogueEntry> = catalogue.entries().iter().filter(is_by).collect();
    entries.sort_by(|one, other| other.record.date.cmp(&one.record.date).then(one.record.path.cmp(&other.record.path)));
    entries
}

/// The report that an id, an address, a path, a name, a label or a time means, and the lines that an address names.
///
/// # Errors
/// 404: there is none; 400: there are several, which are named.
pub(super) fn found<'a>(context: &'a Context, wanted: &str) -> Result<(&'a CatalogueEntry, Option<Lines>), Problem> {
    let catalogue = &context.catalogue;
    if let Some((report, lines)) = parse_uri(wanted) {
        return catalogue.entry(report).map(|entry| (entry, lines)).ok_or_else(|| unknown(catalogue, wanted));
    }
    if let Some(entry) = wanted.parse::<Uuid>().ok().and_then(|report| catalogue.entry(report)) {
        return Ok((entry, None));
    }
    let is_called = |entry: &&CatalogueEntry| {
        let record = &entry.record;
        record.path == wanted || record.name == wanted || record.label.as_deref() == Some(wanted)
    };
    let mut entries: Vec<&CatalogueEntry> = catalogue.entries().iter().filter(is_called).collect();
    if entries.is_empty()
        && let Ok((_, expression)) = parse_period(wanted)
    {
        let reports = catalogue.scope(&expression, context.as_of).reports;
        entries = reports.iter().filter_map(|report| catalogue.entry(*report)).collect();
    }
    match entries.as_slice() {
        [entry] => Ok((entry, None)),
        [] => Err(unknown(catalogue, wanted)),
        several => {
            let named = several.iter().take(MOST_NAMED).map(|entry| line_of(&entry_of(entry)));
            let hint = format!("name one by its id or address:\n{}", named.collect::<Vec<_>>().join("\n"));
            let detail = format!("`{wanted}` may be {}", plural(several.len(), "report"));
            Err(Problem::bad_request(detail).with_hint(hint))
        }
    }
}

fn unknown(catalogue: &Catalogue, wanted: &str) -> Problem {
    let reports = plural(catalogue.len(), "report");
    let days = catalogue.span().map(|days| format!(", which cover {} to {}", days.from(), days.to()));
    let hint = format!(
        "there are {reports}{}; the tool `report` without `report` lists them with their addresses",
        days.unwrap_or_default()
    );
    Problem::not_found(format!("there is no report `{wanted}`")).with_hint(hint)
}

#[cfg(test)]
mod tests {
    use super::ReportText;
    use crate::report::Lines;

    fn text(lines: usize) -> ReportText {
        ReportText { lines: (1..=lines).map(|line| format!("line {line}")).collect(), is_whole: true }
    }

    #[test]
    fn a_report_is_shown_a_part_at_a_time_with_its_numbers() {
        let text = text(12);
        let shown = text.shown(None, 40).expect("lines");
        assert_eq!((shown.first, shown.last(), shown.next), (1, 5, Some(6)));
        let rest = text.shown(Some(Lines { first: 6, last: usize::MAX }), 1000).expect("lines");
        assert_eq!((rest.last(), rest.next), (12, None));
        assert!(rest.numbered().starts_with(" 6 | line 6\n 7 |"));
        assert_eq!(text.shown(Some(Lines { first: 3, last: 3 }), 1).expect("a line").plain(), "line 3");
        assert!(text.shown(Some(Lines { first: 13, last: 14 }), 1000).is_err());
    }
}
