//! `zhoubao check`.

use std::path::{Path, PathBuf};

use super::RunOutcome;
use super::args::{CheckArgs, CheckFormat, Global, Lang};
use super::print::{note, print, print_json, print_page};
use crate::check::{Finding, Options, Page, Rule, check, rule, rules};
use crate::config::Config;
use crate::context::{Failure, Opened, open_index, page, pages_of, shown_path};
use crate::record::ReportRecord;
use crate::render::{check_summary, findings_github, findings_json, findings_text, rule_text, rules_text, safe};
use crate::source::{Document, Limits, Skip, open};
use crate::store::Location;
use crate::vocabulary::{Language, plural};

pub(super) async fn run(args: CheckArgs, global: &Global) -> Result<RunOutcome, Failure> {
    if let Some(code) = &args.explain {
        let rule = known(code)?;
        print(&rule_text(rule, language_of_rules(&args), global.paint()))?;
        return Ok(RunOutcome::Done);
    }
    if args.list_rules {
        print(&rules_text(language_of_rules(&args), global.paint()))?;
        return Ok(RunOutcome::Done);
    }
    let config = global.config()?;
    let options = options(&args, &config, global)?;
    let mut given = Given::read(&args.paths);
    let earlier = earlier_weeks(&args, &config, &mut given).await?;
    let others: Vec<&Page> = given.pages.iter().chain(&earlier).collect();
    let mut findings: Vec<(Finding, Language)> = Vec::new();
    for page in &given.pages {
        let language = args.lang.map_or_else(|| page.language(), Lang::language);
        findings.extend(check(page, &others, &options).into_iter().map(|finding| (finding, language)));
    }
    show(&args, &findings, global)?;
    for message in &given.notes {
        note(message);
    }
    if global.verbose {
        note(&format!("compared with {} of the index", plural(earlier.len(), "report")));
    }
    // Where nothing could be read, that has been said, and there is nothing to sum up.
    if !(given.failed && given.pages.is_empty()) {
        note(&check_summary(&findings, given.pages.len()));
    }
    Ok(match (given.failed, findings.is_empty()) {
        (true, _) => RunOutcome::Failed,
        (false, true) => RunOutcome::Done,
        (false, false) => RunOutcome::Findings,
    })
}

fn show(args: &CheckArgs, findings: &[(Finding, Language)], global: &Global) -> Result<(), Failure> {
    match args.format {
        CheckFormat::Json => print_json(&findings_json(findings)),
        CheckFormat::Text | CheckFormat::Github if findings.is_empty() => Ok(()),
        CheckFormat::Text => print(&findings_text(findings, global.paint())),
        CheckFormat::Github => print_page(&findings_github(findings)),
    }
}

/// Rules are explained in English, as all of the program, unless Chinese is asked for.
fn language_of_rules(args: &CheckArgs) -> Language {
    args.lang.map_or(Language::English, Lang::language)
}

/// The command line's rules, else the configuration's.
fn options(args: &CheckArgs, config: &Config, global: &Global) -> Result<Options, Failure> {
    let options = config.check.options(&args.select, &args.ignore).map_err(|error| unknown(error.to_string()))?;
    // The day of the environment is for questions: what is checked today is the same tomorrow.
    Ok(Options { as_of: global.as_of, ..options })
}

fn known(code: &str) -> Result<&'static Rule, Failure> {
    rule(code).ok_or_else(|| unknown(format!("there is no rule `{code}`")))
}

fn unknown(message: String) -> Failure {
    let codes = (rules().first(), rules().last());
    let range = match codes {
        (Some(first), Some(last)) => format!("rules are {} to {}; ", first.code, last.code),
        _ => String::new(),
    };
    Failure::usage(message, Some(format!("{range}`zhoubao check --list-rules` lists them")))
}

/// The pages that were named, and what could not be read.
#[derive(Default)]
struct Given {
    pages: Vec<Page>,
    /// Canonical paths, to know them again in the index.
    files: Vec<PathBuf>,
    hashes: Vec<String>,
    notes: Vec<String>,
    failed: bool,
}

impl Given {
    /// Reads every path by itself: one that cannot be read keeps none of the others.
    fn read(paths: &[PathBuf]) -> Self {
        let mut given = Self::default();
        for path in paths {
            given.read_path(path);
        }
        given
    }

    fn read_path(&mut self, path: &Path) {
        let sources = match open(&[path.to_path_buf()], Limits::default()) {
            Ok(sources) => sources,
            Err(error) => return self.fail(&error.to_string()),
        };
        let is_file = path.is_file();
        let mut passed_over = 0;
        for item in sources.documents() {
            let document = match item {
                Ok(document) => document,
                Err(skipped) => {
                    let shown = safe(&format!("`{}`: {}", shown_path(path, &skipped.path), skipped.reason));
                    match skipped.reason {
                        Skip::Empty => self.notes.push(shown),
                        Skip::DuplicateOf(_) | Skip::Unsupported { .. } if !is_file => {}
                        _ => self.fail(&shown),
                    }
                    continue;
                }
            };
            let page = page(shown_path(path, &document.path), &document);
            if let Some(cut) = page.report.cut {
                // A page that ends early may hide what is to be found; one long line is a picture most of the time.
                self.failed |= cut.from.is_some();
                self.notes.push(safe(&format!("`{}`: {cut}", page.path)));
            }
            // A folder holds other pages as well; what is named by itself is meant.
            if !is_file && page.report.date.is_none() && page.report.label.is_none() {
                passed_over += 1;
                continue;
            }
            if self.hashes.contains(&document.hash) && self.files.contains(&document.absolute) {
                continue;
            }
            self.files.push(document.absolute.clone());
            self.hashes.push(document.hash.clone());
            self.pages.push(page);
        }
        if passed_over > 0 {
            let pages = plural(passed_over, "page");
            self.notes.push(safe(&format!("{}: {pages} without a week or a date passed over", path.display())));
        }
    }

    fn fail(&mut self, message: &str) {
        self.failed = true;
        self.notes.push(format!("error: {message}"));
    }
}

/// The reports of the index that are still where they were read from, but for those given by name.
async fn earlier_weeks(args: &CheckArgs, config: &Config, given: &mut Given) -> Result<Vec<Page>, Failure> {
    let is_there = match &config.location {
        Location::Embedded { dir, .. } => dir.is_dir(),
        Location::Server { .. } => true,
    };
    if args.no_index || !(args.against_index || is_there) || given.pages.is_empty() {
        return Ok(Vec::new());
    }
    let records = match records(config).await {
        Ok(records) => records,
        Err(failure) if args.against_index => return Err(failure),
        Err(failure) => {
            given.notes.push(format!("checked without the index: {}", failure.message()));
            return Ok(Vec::new());
        }
    };
    let is_given =
        |document: &Document| given.files.contains(&document.absolute) || given.hashes.contains(&document.hash);
    let here = std::env::current_dir().unwrap_or_default();
    let named = |root: &Path, path: &str| shown_path(root.strip_prefix(&here).unwrap_or(root), path);
    let pages = pages_of(&records, is_given, named);
    if pages.is_empty() && args.against_index {
        given.notes.push("none of the index's reports is where it was read from".to_string());
    }
    Ok(pages)
}

async fn records(config: &Config) -> Result<Vec<ReportRecord>, Failure> {
    let Opened { store, catalogue, .. } = open_index(config).await?;
    let records = catalogue.entries().iter().map(|entry| entry.record.clone()).collect();
    store.leave();
    Ok(records)
}
