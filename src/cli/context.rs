//! The index as commands open it: what it lacks is said under the answer, or to stderr where that is data.

use super::args::Global;
use super::print::{note, print};
use crate::calendar::Date;
use crate::catalogue::Catalogue;
use crate::config::{Config, EmbedderKind};
use crate::context::{Context, Failure, file_of};
use crate::embed::Purpose;
use crate::render::Files;
use crate::vocabulary::Wording;

/// Opens an existing index for what is made of its ledgers: nothing there is compared by meaning, so that no embedding model is loaded.
pub(super) async fn open(global: &Global) -> Result<Context, Failure> {
    open_with(&global.config()?).await
}

/// As [`open`], for a command that prints text with [`print_telling`] unless it prints `data`.
pub(super) async fn open_telling(global: &Global, data: bool) -> Result<Context, Failure> {
    let context = Context::open(Purpose::Query, &without_model(&global.config()?)).await?;
    if data {
        note_gaps(&context.gaps);
    }
    Ok(context)
}

/// As [`open`], with a configuration that is known already.
pub(super) async fn open_with(config: &Config) -> Result<Context, Failure> {
    open_for(Purpose::Query, &without_model(config)).await
}

fn without_model(config: &Config) -> Config {
    Config { embedder: EmbedderKind::None, ..config.clone() }
}

/// Opens an existing index for one question or for many, with the embedding model.
pub(super) async fn open_for(purpose: Purpose, config: &Config) -> Result<Context, Failure> {
    let context = Context::open(purpose, config).await?;
    note_gaps(&context.gaps);
    Ok(context)
}

pub(super) fn note_gaps(gaps: &[Wording]) {
    gaps.iter().for_each(|gap| note(&format!("warning: {gap}")));
}

/// Prints what was found, and below it what of the reports the index lacks: who reads the one shall not miss the other.
pub(super) fn print_telling(text: &str, gaps: &[Wording]) -> Result<(), Failure> {
    print(text)?;
    gaps.iter().try_for_each(|gap| print(&format!("warning: {gap}")))
}

/// The files of the reports of `catalogue`, shown relative to the current folder.
pub(super) fn files(catalogue: &Catalogue) -> Files<'_> {
    let here = std::env::current_dir().unwrap_or_default();
    Files { here, of: Box::new(|report| file_of(catalogue, report)) }
}

/// What day it is for what runs on and on; `None` where the user named one.
pub(super) fn today(config: &Config) -> Option<fn() -> Date> {
    (!config.is_as_of_given).then_some(|| jiff::Zoned::now().date())
}
