//! `zhoubao doctor`: what is configured, reachable and indexed, and what to do.

mod clock;
mod files;
mod language_model;
mod soundness;

use std::time::Duration;

use serde_json::{Value, json};

use super::RunOutcome;
use super::args::{DoctorArgs, Global};
use super::print::{print, print_json};
use crate::catalogue::Catalogue;
use crate::config::{Config, EmbedderKind};
use crate::context::{Failure, joined, load_embedder};
use crate::embed::{BGE_SMALL_ZH, Embedder, Purpose, State};
use crate::ingest::reports;
use crate::lexicon::SEGMENTER_VERSION;
use crate::render::{missing_weeks, safe};
use crate::store::{Access, Fingerprint, Location, Store, StoreError};
use crate::vocabulary::{Language, plural};

/// How long whoever has the index, or writes to it, is waited for.
const WAIT: Duration = Duration::from_secs(3);

/// What to do where nothing can be mended.
const ANEW: &str = "build it anew with `zhoubao ingest --rebuild PATH`, or put a backup in its place with `zhoubao restore --force FILE`";

/// One line of the report.
struct Finding {
    name: &'static str,
    state: Health,
    text: String,
    hint: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Health {
    Good,
    /// Was wrong, and is not any more.
    Mended,
    /// Works, with less.
    Less,
    /// A fault that is in nobody's way; it counts where all were to be mended.
    Left,
    Broken,
}

pub(super) async fn run(args: &DoctorArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let config = global.config()?;
    // Opening the index closes its folder to others, and makes some of what is left over.
    let files = joined(tokio::task::spawn_blocking({
        let (config, fix, tokens) = (config.clone(), args.fix, args.token_file.clone());
        move || files::files(&config, tokens, fix)
    }));
    let files = files.await?;
    let mut findings = vec![configuration(&config)];
    let (model, embedder) = embedder(&config).await?;
    findings.push(model);
    findings.push(language_model::language_model(&config).await);
    findings.extend(index(&config, embedder.as_ref(), args.fix).await);
    findings.extend(files);
    findings.extend(clock::of_feedback(&config));
    let count = |state: Health| findings.iter().filter(|finding| finding.state == state).count();
    let (broken, left, mended) = (count(Health::Broken), count(Health::Left), count(Health::Mended));
    if args.json {
        let findings: Vec<Value> = findings.iter().map(Finding::json).collect();
        let value = json!({
            "healthy": broken == 0, "mended": mended, "left": broken + left, "findings": findings,
        });
        print_json(&value)?;
    } else {
        for finding in &findings {
            print(&finding.line())?;
        }
    }
    let is_failed = broken > 0 || args.fix && left > 0;
    Ok(if is_failed { RunOutcome::Failed } else { RunOutcome::Done })
}

impl Finding {
    fn good(name: &'static str, text: impl Into<String>) -> Self {
        Self { name, state: Health::Good, text: text.into(), hint: None }
    }

    fn mended(name: &'static str, text: impl Into<String>) -> Self {
        Self { name, state: Health::Mended, text: text.into(), hint: None }
    }

    fn left(name: &'static str, text: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { name, state: Health::Left, text: text.into(), hint: Some(hint.into()) }
    }

    fn broken(name: &'static str, text: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { name, state: Health::Broken, text: text.into(), hint: Some(hint.into()) }
    }

    fn line(&self) -> String {
        let mark = match self.state {
            Health::Good => "ok  ",
            Health::Mended => "mend",
            Health::Less | Health::Left => "less",
            Health::Broken => "FAIL",
        };
        let hint = self.hint.as_ref().map(|hint| format!("\n               hint: {hint}")).unwrap_or_default();
        safe(&format!("{mark} {:<9} {}{hint}", self.name, self.text))
    }

    fn json(&self) -> Value {
        let state = match self.state {
            Health::Good => "ok",
            Health::Mended => "mended",
            Health::Less | Health::Left => "less",
            Health::Broken => "broken",
        };
        json!({ "name": self.name, "state": state, "text": self.text, "hint": self.hint })
    }
}

fn configuration(config: &Config) -> Finding {
    let file = match &config.file {
        Some(file) => file.display().to_string(),
        None => "no file, defaults and environment".to_string(),
    };
    let offline = if config.offline { ", offline" } else { "" };
    Finding::good("config", format!("{file}; as of {}{offline}", config.as_of))
}

async fn embedder(config: &Config) -> Result<(Finding, Option<Embedder>), Failure> {
    let name = "embedder";
    match config.embedder {
        EmbedderKind::None => {
            let hint = Some("leave out `--embedder none` for meaning as well as words".to_string());
            Ok((
                Finding { name, state: Health::Less, text: "none: words alone".to_string(), hint },
                Some(Embedder::None),
            ))
        }
        EmbedderKind::Local => {
            let models = config.models.clone();
            let folder = BGE_SMALL_ZH.path(&models);
            let checked = tokio::task::spawn_blocking(move || match BGE_SMALL_ZH.state(&models) {
                State::Missing => Err(None),
                _ => BGE_SMALL_ZH.verify(&BGE_SMALL_ZH.path(&models)).map_err(Some),
            });
            let pull = Some("get it with `zhoubao model pull`".to_string());
            match joined(checked).await? {
                Ok(()) => {
                    let (embedder, _) = load_embedder(config, Purpose::Query).await?;
                    let text = format!("{} in {}, checksums right", embedder.id(), folder.display());
                    Ok((Finding::good(name, text), Some(embedder)))
                }
                Err(None) => {
                    let text = format!("no weights in {}: words alone", folder.display());
                    Ok((Finding { name, state: Health::Less, text, hint: pull }, Some(Embedder::None)))
                }
                Err(Some(error)) => {
                    Ok((Finding { name, state: Health::Broken, text: error.to_string(), hint: pull }, None))
                }
            }
        }
        EmbedderKind::Remote => {
            let (embedder, _) = load_embedder(config, Purpose::Query).await?;
            match embedder.find_width().await {
                Ok(width) => {
                    let text = format!("{} answers, {} wide", embedder.id(), width.unwrap_or_default());
                    Ok((Finding::good(name, text), Some(embedder)))
                }
                Err(error) => {
                    let hint = Some("check OPENAI_BASE_URL, OPENAI_API_KEY and ZHOUBAO_EMBEDDING_MODEL".to_string());
                    Ok((Finding { name, state: Health::Broken, text: error.to_string(), hint }, None))
                }
            }
        }
    }
}

async fn index(config: &Config, embedder: Option<&Embedder>, fix: bool) -> Vec<Finding> {
    let place = match &config.location {
        Location::Embedded { dir, .. } => format!("directory {}", dir.display()),
        Location::Server { url, collection, .. } => format!("server {url}, collection {collection}"),
    };
    match contents(config, embedder, fix).await {
        Ok(mut findings) => {
            findings.insert(0, Finding::good("index", place));
            findings
        }
        Err(error) => {
            let state = if matches!(error, StoreError::NotFound { .. }) { Health::Less } else { Health::Broken };
            let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
            vec![Finding { name: "index", state, hint: error.hint(), text: format!("{error}{cause}") }]
        }
    }
}

async fn contents(config: &Config, embedder: Option<&Embedder>, fix: bool) -> Result<Vec<Finding>, StoreError> {
    Store::verify(&config.location, WAIT).await?;
    let store = Store::open(&config.location, Access::Existing, WAIT).await?;
    let mut findings = Vec::new();
    if let Some(embedder) = embedder {
        let mine = match embedder.width() {
            Some(width) => Fingerprint::new(&embedder.id(), width, SEGMENTER_VERSION),
            None => Fingerprint::sparse_only(SEGMENTER_VERSION),
        };
        store.fingerprint().check_read(&mine)?;
    }
    let stats = store.stats().await?;
    let size = stats.bytes_on_disk.map(|bytes| format!(", {:.1} MB on disk", bytes as f64 / 1e6)).unwrap_or_default();
    let dense =
        if store.fingerprint().has_dense() { store.fingerprint().embedder.clone() } else { "words alone".to_string() };
    findings.push(Finding::good(
        "contents",
        format!("{} points in {}{size}; {dense}", stats.points, plural(stats.segments, "segment")),
    ));
    findings.extend(store.notice().map(|notice| Finding::good("access", notice.en)));
    match reports(&store).await {
        Ok(records) => {
            findings.extend(soundness::soundness(&store, &records, fix).await?);
            let catalogue = Catalogue::new(records);
            findings.push(coverage(&catalogue));
            findings.extend(catalogue.span().and_then(|span| clock::of_reports(config, span.to())));
        }
        Err(error) => findings.push(Finding::broken("reports", error.to_string(), ANEW)),
    }
    let seal = soundness::seal(store, fix && findings.iter().all(|finding| finding.state != Health::Broken)).await?;
    findings.extend(seal);
    Ok(findings)
}

fn coverage(catalogue: &Catalogue) -> Finding {
    let passages: usize = catalogue.entries().iter().map(|entry| entry.record.passages).sum();
    match catalogue.span() {
        Some(span) => {
            let missing = missing_weeks(&catalogue.missing_weeks(None), Language::English);
            let missing =
                if missing.is_empty() { "nothing missing".to_string() } else { format!("missing: {missing}") };
            let text =
                format!("{} with {passages} passages, {} to {}; {missing}", catalogue.len(), span.from(), span.to());
            Finding::good("reports", text)
        }
        None => Finding {
            name: "reports",
            state: Health::Less,
            text: format!("{} with {passages} passages, none has a date", catalogue.len()),
            hint: Some("read some with `zhoubao ingest PATH`".to_string()),
        },
    }
}
