//! A report checked beside those of the index: a text that was sent, or a report that was read before.

use super::app::App;
use super::problem::Problem;
use crate::check::{Finding, Options, Page, check, rules};
use crate::context::{Context, page_of, pages_of};
use crate::record::ReportRecord;
use crate::report::PageName;
use crate::vocabulary::Language;

/// What a text is called that is sent without a name.
const UNNAMED: &str = "report.md";

/// As the configuration has it, but for what the request selects and ignores: a page checked here has the findings of
/// `zhoubao check`.
///
/// # Errors
/// 400: what means no rule at all.
pub(super) fn options(app: &App, select: &[String], ignore: &[String]) -> Result<Options, Problem> {
    app.config().check.options(select, ignore).map_err(|error| {
        let known = rules().iter().map(|rule| format!("{} {}", rule.code, rule.name));
        let hint = format!("rules: {}", known.collect::<Vec<_>>().join(", "));
        Problem::bad_request(error.to_string()).with_hint(hint)
    })
}

/// A text as a page. A name may say its week; what it has of a path is nobody's business.
pub(super) fn sent(name: Option<&str>, text: &str) -> Page {
    let name = name.unwrap_or(UNNAMED);
    let name = name.rsplit(['/', '\\']).next().unwrap_or(UNNAMED);
    let stem = name.strip_suffix(".md").unwrap_or(name).to_string();
    // Forms send every line end as CRLF.
    Page::read(name, text.replace("\r\n", "\n"), PageName { name: stem, folders: Vec::new() })
}

/// The page of a report of the index.
///
/// # Errors
/// 404: it is not where it was read from, or was changed since.
pub(super) fn stored(record: &ReportRecord) -> Result<Page, Problem> {
    let (name, text) = page_of(record).ok_or_else(|| {
        let detail = format!("`{}` is not where it was read from any more, or was changed since", record.path);
        Problem::not_found(detail).with_hint("send its `text` instead")
    })?;
    Ok(Page::read(record.path.clone(), text, name))
}

/// A page with what is found in it, in order of place.
pub(super) struct Checked {
    pub page: Page,
    pub findings: Vec<Finding>,
    /// How many reports it was compared with.
    pub compared: usize,
}

impl Checked {
    /// The reports of the index are its earlier weeks, but for the report that the page is itself.
    pub(super) fn beside_index(page: Page, own: Option<&ReportRecord>, context: &Context, options: &Options) -> Self {
        let records: Vec<ReportRecord> = context.catalogue.entries().iter().map(|entry| entry.record.clone()).collect();
        let is_own = |hash: &str| own.is_some_and(|own| own.hash == hash);
        // Where files lie on this machine is nobody's business: findings name paths of the index.
        let others = pages_of(&records, |document| is_own(&document.hash), |_, path| path.to_string());
        Self::of(page, &others, options)
    }

    pub(super) fn alone(page: Page, options: &Options) -> Self {
        Self::of(page, &[], options)
    }

    fn of(page: Page, others: &[Page], options: &Options) -> Self {
        let known: Vec<&Page> = others.iter().collect();
        let findings = check(&page, &known, options);
        Self { page, findings, compared: others.len() }
    }

    /// Each finding with the language that it is told in: that of the page where none is asked for.
    pub(super) fn told(&self, asked: Option<Language>) -> Vec<(Finding, Language)> {
        let language = asked.unwrap_or_else(|| self.page.language());
        self.findings.iter().cloned().map(|finding| (finding, language)).collect()
    }
}
