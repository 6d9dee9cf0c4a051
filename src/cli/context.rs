//! The index as commands open it: what it lacks is said to stderr.

use super::args::Global;
use super::print::note;
use crate::config::Config;
use crate::context::{Context, Failure};
use crate::embed::Purpose;

/// Opens an existing index for one question.
pub(super) async fn open(global: &Global) -> Result<Context, Failure> {
    open_with(&global.config()?).await
}

/// As [`open`], with a configuration that is known already.
pub(super) async fn open_with(config: &Config) -> Result<Context, Failure> {
    open_for(Purpose::Query, config).await
}

/// As [`open_with`], for one question or for many.
pub(super) async fn open_for(purpose: Purpose, config: &Config) -> Result<Context, Failure> {
    let context = Context::open(purpose, config).await?;
    note_gaps(&context.gaps);
    Ok(context)
}

pub(super) fn note_gaps(gaps: &[String]) {
    gaps.iter().for_each(|gap| note(&format!("warning: {gap}")));
}
